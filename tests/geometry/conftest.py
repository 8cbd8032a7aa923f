"""The reference mission and ready samples of it, made once for all geometry tests."""

import pytest

from linkbudget.geometry.clock import parse_utc
from linkbudget.geometry.stations import Station
from linkbudget.geometry.track import sample
from linkbudget.geometry.transfer import Transfer

MARS1 = {
    "departure_utc_s": parse_utc("1962-11-01T17:24"),
    "arrival_utc_s": parse_utc("1963-06-19T12:00"),
    "miss_distance_m": 193e6,
    "perigee_altitude_m": 205e3,
    "inclination_deg": 65.0,
    "plane": "southbound",
}
"""Mars 1 as the reference scenario flies it."""


@pytest.fixture(scope="session")
def mars1():
    return Transfer(**MARS1)


@pytest.fixture(scope="session")
def mars1_track(mars1):
    return sample(mars1, mars1.start_utc_s, mars1.arrival_utc_s + 86_400.0)


@pytest.fixture(scope="session")
def evpatoria():
    """Receiving array, from the planetary radar station coordinates (E. Pitjeva, IAA RAS), station 9."""
    return Station("Evpatoria", 45.22082, 33.17122, 43.0, minimum_elevation_deg=5.0)
