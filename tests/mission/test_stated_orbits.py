"""Trajectories of a scenario that are stated as designs are: a longitude, a height, elements about the Sun."""

import numpy as np
import pytest

from linkbudget.errors import InputError
from linkbudget.geometry.clock import parse_utc, skyfield_time
from linkbudget.geometry.kernel import body
from tests.mission.conftest import CUBESAT

_START, _END = CUBESAT.index("[trajectory]"), CUBESAT.index("[stations")
START = parse_utc("2026-03-01")


def _flown(scenario_of, trajectory: str):
    return scenario_of(CUBESAT, (CUBESAT[_START:_END], f"[trajectory]\n{trajectory}\n\n"))


def test_a_geostationary_satellite_never_sets(scenario_of):
    scenario = _flown(scenario_of, 'kind = "geostationary"\nlongitude = "10 deg W"')
    station = scenario.links["uhf-downlink"].station
    (whole,) = scenario.passes(station)
    assert whole.rise_is_cut
    assert whole.set_is_cut
    ranges = scenario.run().sel(link="uhf-downlink")["range_m"].values
    assert np.ptp(ranges) < 1.0
    assert 36e6 < ranges[0] < 41e6


def test_a_circle_begins_at_the_start_of_the_mission_and_says_what_it_took(scenario_of):
    scenario = _flown(scenario_of, 'kind = "circular"\nheight = "700 km"\ninclination = "98.2 deg"')
    start = scenario.config.mission.start_utc_s.value
    at_node = scenario.trajectory.at(skyfield_time(start))
    assert abs(at_node.xyz.m[2]) < 30e3  # the equator of date is not that of J2000
    assert at_node.distance().m == pytest.approx(7078.137e3, abs=0.01)
    (note,) = scenario.trajectory_notes
    assert "raan and argument_of_latitude" in note
    budget = scenario.budget("uhf-downlink")
    assert note in budget.notes


def test_a_circle_with_its_angles_has_nothing_to_say(scenario_of):
    said = (
        'kind = "circular"\nheight = "700 km"\ninclination = "98.2 deg"\nraan = "10 deg"\n'
        'argument_of_latitude = "350 deg"\nepoch = "2026-02-27T00:00:00Z"'
    )
    scenario = _flown(scenario_of, said)
    assert scenario.trajectory_notes == ()
    epoch = scenario.trajectory.at(skyfield_time(parse_utc("2026-02-27")))
    x, y, z = epoch.xyz.m / 7078.137e3
    assert z == pytest.approx(np.sin(np.radians(-10.0)) * np.sin(np.radians(98.2)), abs=0.003)  # precession
    node_x, node_y = np.cos(np.radians(-10.0)), np.sin(np.radians(-10.0)) * np.cos(np.radians(98.2))
    turn = np.radians(10.0)
    assert (x, y) == pytest.approx(
        (node_x * np.cos(turn) - node_y * np.sin(turn), node_x * np.sin(turn) + node_y * np.cos(turn)), abs=0.007
    )


HELIOCENTRIC = """kind = "heliocentric"
{size}
eccentricity = 0.25
inclination = "0 deg"
node = "0 deg"
argument_of_perihelion = "100 deg"
{phase}
"""


def test_elements_about_the_sun_by_either_size_and_phase_are_one_orbit(scenario_of):
    sizes = ('semi_major_axis = "1.2 au"', 'perihelion_distance = "0.9 au"')
    # a turn of 1.2 au takes 1.2^1.5 years of Gauss, 365.2569 days; a sixth of it is 80.02 days
    phases = (
        'mean_anomaly = "60 deg"\nepoch = "2026-03-01T00:00:00Z"',
        'perihelion = "2025-12-10T23:27:00Z"',
    )
    found = []
    for size, phase in ((sizes[0], phases[0]), (sizes[1], phases[0]), (sizes[1], phases[1])):
        scenario = _flown(scenario_of, HELIOCENTRIC.format(size=size, phase=phase))
        time = skyfield_time(START)
        found.append(scenario.trajectory.at(time).xyz.m - body("sun").at(time).xyz.m)
    assert found[1] == pytest.approx(found[0], abs=1.0)
    assert np.linalg.norm(found[2] - found[0]) < 5e6  # half a minute of the date
    true_anomaly = (
        np.degrees(np.arctan2(*found[0][:2][::-1])) - 100.0
    ) % 360.0  # the ecliptic is tilted about this axis
    assert 60.0 < true_anomaly < 110.0


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('kind = "geostationary"', "longitude: missing"),
        ('kind = "geostationary"\nlongitude = "10 deg"\ninclination = "3 deg"', "ascending_node: missing"),
        ('kind = "geostationary"\nlongitude = "10 deg"\nperigee = "2026-01-01"', "perigee: expected only beside"),
        ('kind = "geostationary"\nlongitude = "370 deg"', "longitude"),
        ('kind = "circular"\nheight = "20 km"\ninclination = "3 deg"', "height_m"),
        ('kind = "circular"\nheight = "550 km"\ninclination = "190 deg"', "inclination"),
        (HELIOCENTRIC.format(size="", phase='perihelion = "2026-01-01"'), "either semi_major_axis or perihelion_dist"),
        (HELIOCENTRIC.format(size='semi_major_axis = "1 au"', phase=""), "either perihelion, a date, or mean_anomaly"),
        (
            HELIOCENTRIC.format(size='semi_major_axis = "1 au"', phase='mean_anomaly = "3 deg"'),
            "epoch: expected beside mean_anomaly",
        ),
        (
            HELIOCENTRIC.format(size='semi_major_axis = "1 au"', phase='perihelion = "2026-01-01"').replace(
                "0.25", "1"
            ),
            "eccentricity = 1: expected below 1, or perihelion_distance",
        ),
        (
            HELIOCENTRIC.format(size='perihelion_distance = "0.001 au"', phase='perihelion = "2026-01-01"'),
            "perihelion_m",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(scenario_of, said, expected):
    with pytest.raises(InputError) as refused:
        _ = _flown(scenario_of, said).trajectory
    assert expected in str(refused.value)
    assert "trajectory" in str(refused.value)
    assert "\n" not in str(refused.value)
