"""Trajectories of scenarios: each kind, and mistakes reported as those of the trajectory."""

from types import SimpleNamespace

import pytest

import linkbudget as lb
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.mission.trajectories import build_trajectory
from linkbudget.parameters import Parameter
from linkbudget.scenario_files.instants import _read_instant

# The elements of the International Space Station on 20 September 2008, the example of the format's Wikipedia page
ISS = (
    "1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927",
    "2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537",
)


def said(kind, **values):
    return SimpleNamespace(kind=kind, **values)


def test_two_lines_give_an_orbit_with_their_epoch(tmp_path):
    orbit = build_trajectory(said("tle", line1=ISS[0], line2=ISS[1], checksum="required"), tmp_path)
    midnight = 1221868800.0  # 20 September 2008, day 264 of the year, 00:00 UTC
    assert orbit.epoch_utc_s == pytest.approx(midnight + 0.51782528 * 86_400.0, abs=1e-4)


@pytest.mark.parametrize("epoch", ["1958-02-01T12:00:00Z", "1963-03-21T17:00:00.250Z", "1971-12-31T23:59:59Z"])
def test_the_epoch_of_elements_before_1972_is_the_one_that_was_given(epoch, tmp_path):
    values = {
        "semi_major_axis_m": 6928e3, "eccentricity": 0.001, "inclination_deg": 65.0, "raan_deg": 0.0,
        "argument_of_perigee_deg": 0.0, "mean_anomaly_deg": 0.0, "bstar": 0.0, "epoch_utc_s": parse_utc(epoch),
    }  # fmt: skip
    orbit = build_trajectory(said("elements", **{key: Parameter(value) for key, value in values.items()}), tmp_path)
    assert format_utc(orbit.epoch_utc_s) == epoch


def test_earth_is_no_place_to_fly_to(tmp_path):
    with pytest.raises(InputError, match=r"^trajectory: body = 'Earth': expected a body other than the Earth$"):
        build_trajectory(said("body", body="Earth"), tmp_path)


def test_file_that_is_not_there_is_a_mistake_of_the_trajectory(tmp_path):
    with pytest.raises(InputError, match=r"^trajectory: .*(no such file|away\.csv)"):
        build_trajectory(
            said("positions", file="away.csv", format=None, center="sun", frame=None, object=None), tmp_path
        )


def test_instant_that_was_read_stays_as_it_is():
    read = lb.load("mars1").config.mission.start_utc_s
    assert isinstance(read, Parameter)
    assert _read_instant(read) is read


@pytest.mark.parametrize("raw", [1962, 3.5, ["1962-11-01"], None])
def test_instant_that_is_no_date_is_refused(raw):
    with pytest.raises(LinkBudgetError, match="expected a date in UTC such as"):
        _read_instant(raw)
