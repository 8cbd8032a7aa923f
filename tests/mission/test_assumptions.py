"""Swings of the margins by each uncertain number, of the path and of the radio, whichever requirement decides."""

from dataclasses import replace

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.link.budget import Path
from linkbudget.mission.assumptions import distinct_values, span_db, swings
from tests.link.test_ledger import a_link


@pytest.mark.parametrize("key", ["weather_exceedance", "body_separations.moon"])
def test_a_range_that_reaches_the_budget_by_its_path_moves_the_margin(key):
    """The weather that a link allows for moved nothing: 0 dB instead of -2.8 and +2.0 dB."""
    case = lb.load("lro").case("science", range_m=405_500e3)
    swing = next(each for each in swings(case.link, case.path) if each.key == key)
    stated = case.value(key)
    margins = [case.with_values({key: end}).budget()["closing_margin_db"] for end in (stated.low, stated.high)]
    assert swing.ends_db == pytest.approx(np.array(margins) - case.budget()["closing_margin_db"], abs=1e-12)
    assert swing.size_db > 0.5


def test_where_flux_decides_the_worst_end_is_the_stronger_signal():
    """Ends were chosen for data and carrier alone, for which less power is worse."""
    link = a_link("dish", "parts", "carrier")
    power = replace(link.transmitter.power_w, low=25.0, high=100.0)
    link = link.model_copy(update={"transmitter": link.transmitter.model_copy(update={"power_w": power})})
    path = Path(36e6, 30.0)
    moved = swings(link, path)
    ends = [moved[0].ends_db[0], moved[0].ends_db[1]]
    worst, best = span_db(link, path, moved)
    assert best - worst == pytest.approx(max(ends) - min(ends), abs=1e-9) == pytest.approx(10.0 * np.log10(4.0))


def test_links_without_a_station_have_values_too():
    scenario = lb.load("mars_express")
    link = scenario.links["telecommand"].model_copy(update={"station": None})
    config = scenario.config.model_copy(update={"links": {"telecommand": link}})
    assert len(distinct_values(config)) > 10
