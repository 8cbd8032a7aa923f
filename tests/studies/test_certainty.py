"""The sentences on the confidence in a link state what the studies found."""

import re

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.formatting import share_text
from linkbudget.studies.certainty import (
    certainties,
    certainty,
    heard_links,
    is_in_use,
    is_uncertain,
    meaning,
    sentence,
    usual_case,
    usual_link,
)

LINK = "telemetry-32cm-semi"


@pytest.fixture(scope="module")
def mars1():
    return lb.load("mars1")


@pytest.fixture(scope="module")
def found(mars1):
    return certainty(mars1, LINK)


def test_link_that_was_heard_is_asked_about(mars1):
    assert heard_links(mars1) == {LINK: "1963-03-21T17:00:00Z"}
    assert usual_link(mars1) == LINK
    assert usual_case(mars1, LINK).at == "1963-03-21T17:00:00Z"
    assert [each.case.name for each in certainties(mars1)] == [LINK]


def test_scenario_whose_ranges_have_no_shape_is_passed_over():
    sputnik24 = lb.load("sputnik24")
    assert not any(is_uncertain(sputnik24, name) for name in sputnik24.links)
    assert usual_link(sputnik24) is None
    assert certainties(sputnik24) == []


def test_sentence_says_what_was_found(found):
    text = sentence(found)
    first, second, *_ = found.sensitivity.influences
    assert f"{len(found.montecarlo.draws)} uncertain numbers" in text
    assert f"closed on 21 March 1963 in {share_text(found.chance)} of 65 536 cases" in text
    assert f"the carrier loop bandwidth matters most ({share_text(first.total)} of the variance)" in text
    assert f"transmitter power ({share_text(second.total)})" in text
    assert "comes from assumed values" in text
    assert text.count(". ") == 0  # one sentence
    assert text.endswith(".")


def test_chance_and_shares_are_those_of_the_mission(found):
    """Pins of ours: what the scenario's own ranges say of the last contact."""
    assert found.chance == pytest.approx(0.209, abs=0.005)
    shares = {one.key: one.total for one in found.sensitivity.influences}
    assert shares["modulation.carrier.loop_bandwidth"] == pytest.approx(0.48, abs=0.02)
    assert shares["transmitter.power"] == pytest.approx(0.25, abs=0.02)


def test_middles_are_medians_of_what_was_drawn(found):
    every, closed = found.middles("transmitter.power")
    level = found.montecarlo.values("transmit_power_dbw").astype(float)
    closing = found.montecarlo.values("closing_margin_db") >= 0.0
    assert 10.0 * np.log10(every) == pytest.approx(np.median(level), abs=1e-4)
    assert 10.0 * np.log10(closed) == pytest.approx(np.median(level[closing]), abs=1e-4)
    assert closed > every


def test_being_heard_against_the_odds_says_something_of_the_unknowns(mars1, found):
    assert re.search(r"heard all the same.*favourable part.*transmitter power \d+ W rather than \d+ W", meaning(found))
    sure = certainty(mars1, "telemetry-32cm-dish", "1962-11-04T18:00:00Z")
    assert sure.chance > 0.99
    assert "says little" in meaning(sure)
    lost = certainty(mars1, "telemetry-160cm", "1963-03-21T17:00:00Z")
    assert lost.chance == 0.0
    assert "must be wrong" in meaning(lost)


def test_link_that_was_not_in_use_would_have_closed(mars1):
    late = certainty(mars1, "telemetry-32cm-dish")
    assert not is_in_use(late.case)
    assert "would have closed on 21 March 1963" in sentence(late)


def test_answers_are_kept(mars1, found):
    assert certainty(mars1, LINK) is found
