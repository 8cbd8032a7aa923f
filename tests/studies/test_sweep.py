"""Sweeps: each point is the budget of its numbers, along each axis it depends on."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.studies.axes import axis, check_axes, linear, listed, logarithmic
from linkbudget.studies.sweep import sweep

SCENARIO = lb.load("mars1")
CASE = SCENARIO.case("telemetry-32cm-semi")


def test_every_point_is_the_budget_of_its_numbers():
    axes = [
        linear(CASE, "transmitter.power", "10 W", "100 W", 3),
        logarithmic(CASE, "range", "1e6 km", "1e8 km", 4),
        listed(CASE, "modulation.bit_rate", ["1 bit/s", "8 bit/s"]),
    ]
    answer = sweep(CASE, axes, ["all"])
    for place in ((0, 0, 0), (2, 1, 1), (1, 3, 0)):
        values = {one.key: float(one.coordinate[index]) for one, index in zip(axes, place, strict=True)}
        budget = CASE.with_values(values).budget()
        point = answer.isel({one.key: index for one, index in zip(axes, place, strict=True)})
        for line in answer.data_vars:
            assert point[line].item() == pytest.approx(budget[line], rel=1e-12, abs=1e-12)


def test_lines_have_only_the_axes_they_depend_on():
    axes = [
        linear(CASE, "transmitter.power", 1.0, 2.0, 2),
        linear(CASE, "modulation.bit_rate", 1.0, 2.0, 3),
    ]
    answer = sweep(CASE, axes, ["eirp_dbw", "bit_rate_dbhz", "margin_db", "noise_density_dbw_per_hz"])
    assert answer.eirp_dbw.dims == ("transmitter.power",)
    assert answer.bit_rate_dbhz.dims == ("modulation.bit_rate",)
    assert answer.margin_db.dims == ("transmitter.power", "modulation.bit_rate")
    assert answer.noise_density_dbw_per_hz.dims == ()


def test_an_axis_of_one_value_stays_an_axis():
    answer = sweep(CASE, [listed(CASE, "transmitter.power", [30.0])], ["margin_db"])
    assert answer.margin_db.dims == ("transmitter.power",)
    assert answer.margin_db.item() == pytest.approx(CASE.budget()["margin_db"])


def test_time_is_an_axis():
    dates = axis("time=1963-03-21T15:00..1963-03-21T19:00:5", CASE, SCENARIO)
    answer = sweep(CASE, [dates], ["margin_db", "elevation_deg"])
    for index in (0, 2):
        budget = SCENARIO.budget("telemetry-32cm-semi", at=f"{answer.time.values[index].astype('datetime64[s]')}Z")
        # the track is interpolated: 1e-6 of the range, far below a thousandth of a decibel
        assert answer.margin_db.values[index] == pytest.approx(budget["margin_db"], abs=1e-3, nan_ok=True)
    day = sweep(CASE, [axis("time=1963-03-20..1963-03-21:49", CASE, SCENARIO)], ["margin_db", "elevation_deg"])
    down = np.isnan(day.elevation_deg.values)
    assert 0 < down.sum() < down.size
    assert (np.isnan(day.margin_db.values) == down).all()


def test_text_and_numbers_make_the_same_axis():
    assert (
        axis("transmitter.power=1 W..100 W:5:log", CASE).coordinate
        == logarithmic(CASE, "transmitter.power", 1.0, 100.0, 5).coordinate
    ).all()
    assert axis("range=1e6 km, 2e6 km", CASE).coordinate.tolist() == [1e9, 2e9]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("transmitter.powr=1 W..2 W:3", r"did you mean 'transmitter\.power'\?"),
        ("title=1..2:3", "no such number"),
        ("transmitter.power=1 W..2 W:0", "empty"),
        ("transmitter.power=,", "empty"),
        ("transmitter.power=", "KEY=LOW..HIGH:COUNT"),
        ("transmitter.power=1 km..2 km:4", "not a unit of power"),
        ("transmitter.power=1 W..2 W", "count"),
        ("transmitter.power=1 W..2 W:x", "whole number"),
        ("transmitter.power=-1 W..2 W:3", "above 0"),
        ("receiver.line_loss=0 dB..2 dB:3:log", "above 0"),
        ("time=1961-01-01..1962-11-02:4", "outside the mission; expected 1962-11-01T17:24:00 to 1963"),
        ("time=yesterday", "date"),
        ("range=nan km..2 km:3", "expected"),
        ("station.height=-1e9 m, 1 m", "expected numbers from"),
        ("elevation=80 deg..100 deg:3", "expected numbers from 0 to 90 deg"),
    ],
)
def test_wrong_axes_are_refused(text, said):
    with pytest.raises(InputError, match=said):
        axis(text, CASE, SCENARIO)


def test_a_number_on_two_axes_is_refused():
    power = listed(CASE, "transmitter.power", [1.0])
    with pytest.raises(InputError, match="given twice"):
        check_axes([power, power])
    with pytest.raises(InputError, match="range is on two"):
        check_axes([axis("time=1963-03-21", CASE, SCENARIO), listed(CASE, "range", [1e9])])
    with pytest.raises(InputError, match="one axis or more"):
        sweep(CASE, [])


def test_an_unknown_line_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="margin_db"):
        sweep(CASE, [listed(CASE, "transmitter.power", [1.0])], ["margn_db"])
