"""Standing of links at the reference: which of them matter, and their labels."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.link.verdict import Verdict
from linkbudget.plots.standing import Standing, claim, main_link, out_of_use_text, standings, where_text


def test_the_main_link_is_in_use_and_the_one_heard_last(mars1):
    assert main_link(mars1, mars1.links) == "telemetry-32cm-semi"
    assert main_link(mars1, ["television-8cm", "telemetry-160cm"]) == "telemetry-160cm"
    assert main_link(mars1, ["television-8cm", "imaging-5cm"]) == "television-8cm"  # where none is in use


def test_use_is_told_by_its_nearer_end(mars1):
    assert out_of_use_text(mars1, "telemetry-32cm-dish") == "in use until 7 November 1962"
    assert out_of_use_text(mars1, "telemetry-32cm-semi", mars1.span_utc_s[0]) == "in use from 7 November 1962"
    assert out_of_use_text(mars1, "telemetry-32cm-semi") == ""


def test_margins_are_those_of_the_budget(mars1):
    for name, one in standings(mars1, mars1.links).items():
        margin = mars1.budget_when_up(name)["closing_margin_db"]
        assert one.margin_text == f"{margin:+.2f} dB"


def test_a_margin_that_is_no_number_is_said_in_words(mars1):
    class Budget:
        verdict = Verdict(False, -np.inf, "Carrier")

    assert Standing("a", Budget(), "").margin_text == "does not close: no signal arrives"


@pytest.mark.parametrize(
    ("name", "links", "said"),
    [
        ("mars1", ["command-39cm", "telemetry-32cm-semi"], "both links close on 21 March 1963"),
        ("mars1", ["command-3m", "telemetry-160cm"], "none of the 2 links closes on 21 March 1963"),
        ("mars1", ["television-8cm"], "the link was in use until 7 November 1962"),
        ("mars1", ["television-8cm", "imaging-5cm"], "no link in use"),
        ("mars1", ["command-3m"], "the link does not close: 13.20 dB short on 21 March 1963"),
        ("cubesat", ["uhf-downlink"], "the link closes with 12.97 dB at 05:22 on 1 March 2026"),
        ("voyager1_jupiter", ["pictures"], "the link closes with 2.52 dB at 680 million km"),
    ],
)
def test_claims_count_what_closes_and_say_when_or_where(name, links, said):
    scenario = lb.load(name)
    assert claim(scenario, standings(scenario, links).values()) == said


def test_budgets_that_share_neither_date_nor_distance_share_no_words():
    marco = lb.load("marco")
    budgets = [marco.budget_when_up(name) for name in ("hga-34m", "mga-34m")]
    assert where_text(marco, budgets) == ""
    assert where_text(marco, budgets[:1]) == "at 160 million km"
