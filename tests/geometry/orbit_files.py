"""One orbit as files of every format, written here line by line, for tests of their readers."""

import numpy as np

from linkbudget.geometry.clock import parse_utc
from linkbudget.geometry.orbit import elements_orbit
from linkbudget.geometry.time_systems import clock_tt_s, skyfield_time_of_tt

START_UTC_S = parse_utc("2019-07-04T06:00:00")
STEP_S, COUNT = 60.0, 121
SECONDS = STEP_S * np.arange(COUNT)
TT_S = clock_tt_s(START_UTC_S, "UTC") + SECONDS

ORBIT = elements_orbit(START_UTC_S, 7078e3, 0.01, 98.2, 40.0, 70.0, 10.0)


def states(tt_s=TT_S):
    """Positions [km] and velocities [km/s] of the orbit in ICRF axes, shapes (n, 3)."""
    at = ORBIT.at(skyfield_time_of_tt(tt_s))
    return at.xyz.km.T, at.velocity.km_per_s.T


def dates(offset_s=0.0):
    """Dates of the rows by a clock that runs so much ahead of UTC."""
    milliseconds = np.round((START_UTC_S + offset_s + SECONDS) * 1e3).astype("datetime64[ms]")
    return [str(text) for text in np.datetime_as_string(milliseconds)]


def numbers(*values):
    return " ".join(f"{value:.9f}" for row in values for value in np.atleast_1d(row))


OEM_HEADER = "CCSDS_OEM_VERS = 2.0\nCREATION_DATE = 2019-185T00:00:00\nORIGINATOR = NOBODY\n"


def oem(*, rows=slice(None), written=None, offset_s=0.0, tail="", position_and_velocity=None, **metadata):
    """A message of one segment; ``metadata`` replace, or with None leave out, what is stated."""
    position, velocity = states() if position_and_velocity is None else position_and_velocity
    written = dates(offset_s) if written is None else written
    said = {
        "OBJECT_NAME": "TRIAL",
        "OBJECT_ID": "2019-001A",
        "CENTER_NAME": "EARTH",
        "REF_FRAME": "EME2000",
        "TIME_SYSTEM": "UTC",
        "START_TIME": written[rows][0],
        "STOP_TIME": written[rows][-1],
        "INTERPOLATION": "HERMITE",
        "INTERPOLATION_DEGREE": "7",
    } | metadata
    lines = ["META_START", *(f"{key} = {value}" for key, value in said.items() if value is not None), "META_STOP", ""]
    states_ = zip(written[rows], position[rows], velocity[rows], strict=True)
    lines += [f"{date} {numbers(*row)}" for date, *row in states_]
    return "\n".join([*lines, tail])


def off_m(trajectory, tt_s=None):
    """Largest distance of a trajectory from the orbit, between the rows."""
    tt_s = TT_S[:-1] + 0.5 * STEP_S if tt_s is None else tt_s
    found = trajectory.at(skyfield_time_of_tt(tt_s)).xyz.km.T
    return 1e3 * np.abs(found - states(tt_s)[0]).max()
