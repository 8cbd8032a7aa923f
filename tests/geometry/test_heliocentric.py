"""Orbits about the Sun, against SPICE and against the planets themselves."""

import numpy as np
import pytest
import spiceypy

from linkbudget.constants import ASTRONOMICAL_UNIT_M, SUN_GM_M3_PER_S2
from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import DAY_S, parse_utc, skyfield_time
from linkbudget.geometry.heliocentric import HeliocentricOrbit, perihelion_passage_utc_s
from linkbudget.geometry.kernel import body

START = parse_utc("2027-02-01")
TIMES = START + np.linspace(-400.0, 900.0, 27) * DAY_S
OBLIQUITY = np.radians(84381.448 / 3600.0)


def _from_sun(orbit, utc_s):
    time = skyfield_time(utc_s)
    state, sun = orbit.at(time), body("sun").at(time)
    return state.xyz.m - sun.xyz.m, state.velocity.m_per_s - sun.velocity.m_per_s


@pytest.mark.parametrize(("perihelion_au", "eccentricity"), [(0.98, 0.3), (0.3, 0.9), (1.2, 0.0), (2.0, 3.4)])
def test_positions_are_those_of_spice(perihelion_au, eccentricity):
    """CSPICE conics_c from the same elements, in metres and metres a second."""
    orbit = HeliocentricOrbit(perihelion_au * ASTRONOMICAL_UNIT_M, eccentricity, 23.0, 140.0, 310.0, START)
    position, velocity = _from_sun(orbit, TIMES)
    time, origin = skyfield_time(TIMES), skyfield_time(START)
    turn = np.array(
        [[1.0, 0.0, 0.0], [0.0, np.cos(OBLIQUITY), -np.sin(OBLIQUITY)], [0.0, np.sin(OBLIQUITY), np.cos(OBLIQUITY)]]
    )
    angles = np.radians([23.0, 140.0, 310.0])
    elements = [perihelion_au * ASTRONOMICAL_UNIT_M / 1e3, eccentricity, *angles, 0.0, 0.0, SUN_GM_M3_PER_S2 / 1e9]
    for index, seconds in enumerate((time.tdb - origin.tdb) * DAY_S):
        state = np.array(spiceypy.conics(elements, float(seconds))) * 1e3
        assert position[:, index] == pytest.approx(turn @ state[:3], abs=5.0)  # time.tdb has 40 us
        assert velocity[:, index] == pytest.approx(turn @ state[3:], abs=1e-5)


def test_mars_is_where_its_published_elements_put_it():
    """JPL, Approximate Positions of the Planets, table 1, elements of J2000: within 25 arcseconds and 40 000 km."""
    axis_m = 1.52371034 * ASTRONOMICAL_UNIT_M
    epoch = parse_utc("2000-01-01T11:58:56")
    perihelion = perihelion_passage_utc_s(epoch, -4.55343205 + 23.94362959, axis_m)
    orbit = HeliocentricOrbit(
        axis_m * (1.0 - 0.09339410), 0.09339410, 1.84969142, 49.55953891, -23.94362959 - 49.55953891, perihelion
    )
    for days in (0.0, 30.0, 60.0):
        position, _ = _from_sun(orbit, epoch + days * DAY_S)
        mars, _ = _from_sun(body("mars"), epoch + days * DAY_S)
        assert np.linalg.norm(position - mars) < 40e6


def test_velocity_is_the_rate_of_the_position():
    orbit = HeliocentricOrbit(0.7 * ASTRONOMICAL_UNIT_M, 0.4, 10.0, 20.0, 30.0, START)
    before, now, after = (_from_sun(orbit, TIMES + shift) for shift in (-50.0, 0.0, 50.0))
    assert now[1] == pytest.approx((after[0] - before[0]) / 100.0, abs=0.01)


def test_the_perihelion_is_within_half_a_turn_of_the_epoch():
    year = 365.25636 * DAY_S
    for anomaly, expected in ((0.0, 0.0), (90.0, -0.25), (270.0, 0.25), (-90.0, 0.25), (359.0, 1.0 / 360.0)):
        found = perihelion_passage_utc_s(START, anomaly, ASTRONOMICAL_UNIT_M)
        assert found - START == pytest.approx(expected * year, abs=1000.0)


def test_what_cannot_be_is_refused():
    with pytest.raises(LinkBudgetError, match="perihelion_m"):
        HeliocentricOrbit(600e6, 0.9, 0.0, 0.0, 0.0, START)
    with pytest.raises(LinkBudgetError, match="eccentricity"):
        HeliocentricOrbit(1e11, -0.1, 0.0, 0.0, 0.0, START)
    with pytest.raises(LinkBudgetError, match="perihelion"):
        HeliocentricOrbit(1e11, 0.1, 0.0, 0.0, 0.0, float("nan"))
