"""Fans are the quantiles of the draws, at every place along their axis."""

from dataclasses import replace

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.studies.axes import instants, linear, listed
from linkbudget.studies.fan import (
    best_of_each_day_utc_s,
    fan,
    fan_against_date,
    fan_study,
    is_long,
    through_each_pass_utc_s,
)
from linkbudget.studies.montecarlo import SAMPLES_A_BLOCK, montecarlo

LINK = "telemetry-32cm-semi"


@pytest.fixture(scope="module")
def mars1():
    return lb.load("mars1")


@pytest.fixture(scope="module")
def case(mars1):
    return mars1.case(LINK)


@pytest.fixture(scope="module")
def found(mars1):
    return fan_against_date(mars1, LINK, samples=2**8)


# ---------------------------------------------------------------- reference: a direct computation


@pytest.mark.parametrize("samples", [2**9, 3 * SAMPLES_A_BLOCK])
def test_fan_at_one_date_is_that_of_a_monte_carlo(mars1, samples):
    at = "1963-02-10T18:00:00Z"
    direct = montecarlo(mars1.case(LINK, at), samples)
    case = mars1.case(LINK)
    answer = fan(case, instants(mars1, case, np.array([np.datetime64(at[:-1], "s").astype(float)])), samples=samples)
    margin = direct.values("closing_margin_db")
    # the axis looks angles up in the sampled track, the case computes them: within a millionth of the range
    assert answer["quantile"].values[0] == pytest.approx(np.quantile(margin, answer.share.values), abs=1e-4)
    assert float(answer.probability[0]) == pytest.approx(direct.probability()[0], abs=2.0 / samples)
    assert float(answer.nominal[0]) == pytest.approx(direct.case.budget()["closing_margin_db"], abs=1e-4)


def test_fan_along_a_number_is_that_of_a_monte_carlo_at_each_value(case):
    answer = fan(case, listed(case, "range", [50e9, 150e9]), "cn0_dbhz", samples=2**10)
    for place, range_m in enumerate((50e9, 150e9)):
        values = montecarlo(case.with_values({"range": range_m}), 2**10).values("cn0_dbhz").astype(float)
        assert answer["quantile"].values[place] == pytest.approx(np.quantile(values, answer.share.values), abs=1e-4)


# ---------------------------------------------------------------- identity


def test_edges_lie_in_order_and_stated_values_among_them(found):
    edges = found["quantile"].values
    assert (np.diff(edges, axis=1) > 0.0).all()
    assert ((edges[:, 0] < found.nominal) & (found.nominal < edges[:, -1])).all()


def test_chance_is_one_half_where_the_middle_crosses_zero(found):
    middle = found["quantile"].sel(share=0.5).values
    turn = int(np.flatnonzero((middle[:-1] > 0.0) & (middle[1:] <= 0.0))[0])
    assert found.probability.values[turn] >= 0.5 >= found.probability.values[turn + 1]


def test_fan_does_not_flicker(found):
    """One instant a day at culmination: after the first week no edge jumps by more than the distance explains."""
    steps = np.abs(np.diff(found["quantile"].values[7:], axis=0))
    assert steps.max() < 1.0


def test_answer_does_not_depend_on_how_the_axis_is_cut(case):
    axis = linear(case, "range", 20e9, 200e9, 90)
    whole = fan(case, axis, samples=2**10)
    assert fan_study(case, axis, "closing_margin_db", 2**10, (0.5,), 1963).blocks.counts[0] > 1
    for place in (0, 31, 89):
        alone = fan(case, listed(case, "range", [axis.coordinate[place]]), samples=2**10)
        assert alone["quantile"].values[0] == pytest.approx(whole["quantile"].values[place], abs=1e-12)


def test_number_on_the_axis_is_not_drawn(case):
    narrow = fan(case, listed(case, "transmitter.power", ["30 W"]), samples=2**10)["quantile"].values[0]
    wide = fan(case, listed(case, "range", [case.value("range").value]), samples=2**10)["quantile"].values[0]
    assert np.ptp(narrow) < np.ptp(wide)


# ---------------------------------------------------------------- shape


def test_days_are_shown_by_the_highest_pass(mars1):
    tops = best_of_each_day_utc_s(mars1, "evpatoria-receive")
    days = np.floor(tops / 86_400.0)
    assert is_long(mars1)
    assert len(np.unique(days)) == len(days)
    assert (np.diff(tops) > 0.0).all()


def test_passes_of_a_short_mission_have_gaps_between_them():
    scenario = lb.load("cubesat")
    name = next(iter(scenario.links))
    station = scenario.links[name].station
    utc_s = through_each_pass_utc_s(scenario, station)
    path = scenario.path_over(scenario.links[name], utc_s)
    assert not is_long(scenario)
    assert np.isnan(path.elevation_deg).sum() == len(scenario.passes(station))


def test_below_the_horizon_there_is_no_fan(mars1, case):
    utc_s = np.array([np.datetime64("1963-02-10T18:00:00", "s"), np.datetime64("1963-02-10T05:00:00", "s")]).astype(
        float
    )
    answer = fan(case, instants(mars1, case, utc_s), samples=2**6)
    assert np.isfinite(answer["quantile"].values[0]).all()
    assert np.isnan(answer["quantile"].values[1]).all()
    assert np.isnan(answer.probability.values[1])


def test_margin_that_no_power_gives_ranks_below_all_others(mars1):
    """Crossed linear antennas let nothing through: endlessly bad, not unknown."""
    case = mars1.case("telemetry-160cm")
    linear_antenna = case.link.receiver.antenna.model_copy(update={"polarization": "linear", "axial_ratio_db": None})
    receiver = case.link.receiver.model_copy(update={"antenna": linear_antenna})
    case = replace(case, link=case.link.model_copy(update={"receiver": receiver}))
    answer = fan(case, listed(case, "polarization_tilt", ["0 deg", "90 deg"]), samples=2**6)
    assert np.isfinite(answer["quantile"].values[0]).all()
    assert not np.isnan(answer["quantile"].values).any()
    assert np.isneginf(answer["quantile"].values[1]).all()


def test_semi_directional_antenna_that_looks_away_is_heard_by_its_back_lobe(case):
    answer = fan(case, listed(case, "sun_angle", ["30 deg", "179 deg"]), "transmit_pointing_loss_db", samples=2**6)
    assert answer["quantile"].values[1] == pytest.approx(20.0)


# ---------------------------------------------------------------- errors


def test_wrong_requests_are_told(mars1, case):
    axis = listed(case, "range", [50e9])
    with pytest.raises(InputError, match="did you mean"):
        fan(case, axis, "closing_margin")
    with pytest.raises(InputError, match="samples = 0"):
        fan(case, axis, samples=0)
    with pytest.raises(InputError, match="shares"):
        fan(case, axis, shares=(0.5, 1.5))
    cubesat = lb.load("cubesat")
    with pytest.raises(InputError, match="nothing to draw"):
        fan_against_date(cubesat, next(iter(cubesat.links)))
