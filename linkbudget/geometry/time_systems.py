"""Conversion of dates in a named time system, as orbit and tracking files write them, to Terrestrial Time.

The map: :data:`TIME_SYSTEMS`, :func:`time_system` (a name as a file has it), :func:`dates_tt_s` (text to seconds),
:func:`tt_dates` (back),
:func:`clock_tt_s` (seconds of another system), :func:`skyfield_time_of_tt`, and :func:`skyfield_tt_s` back.

Terrestrial Time has no leap seconds, so a table that runs through one keeps its rows apart.  A leap second itself
(23:59:60) is read.
"""

import re
from collections.abc import Sequence

import numpy as np
from skyfield.timelib import Time, tdb_minus_tt

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.clock import DAY_S, delta_t_s, parse_ccsds_utc, timescale, tt_minus_utc_s, utc_of_tt_s

_JD_1970 = 2_440_587.5
_TT_MINUS_TAI_S = 32.184
_GPS_MINUS_TAI_S = -19.0
_REGULAR = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d*)?", re.ASCII)
_DAY = re.compile(r"\d{4}-(?:\d\d-\d\d|\d{3})Z?", re.ASCII)
_LEAP = re.compile(r":60(?:\.\d*)?Z?$", re.ASCII)

TIME_SYSTEMS = {
    "UTC": "Coordinated Universal Time; before 1972 read as UT1",
    "UT1": "the turn of the Earth",
    "TAI": "International Atomic Time",
    "TT": "Terrestrial Time, TAI + 32.184 s; TDT is its old name",
    "TDB": "Barycentric Dynamical Time, within 2 ms of TT",
    "GPS": "GPS time, TAI - 19 s",
}
"""Time systems that are read, with what each is."""

_SAME = {"TDT": "TT", "ET": "TDB"}


def time_system(name: str) -> str:
    """Key of a time system by its name in a file.

    Parameters
    ----------
    name : str
        The name, in any case; TDT is TT, ET is TDB.

    Returns
    -------
    str
        One of :data:`TIME_SYSTEMS`.

    Raises
    ------
    InputError
        If the system is another one, such as a clock of a spacecraft.

    References
    ----------
    .. [1] CCSDS 502.0-B-3, Orbit Data Messages (2023), annex B (values of TIME_SYSTEM).

    Examples
    --------
    >>> time_system("tdt")
    'TT'
    >>> time_system("MET")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: time system 'MET': expected one of UTC, UT1, TAI, TT, TDB, GPS
    """
    key = str(name).strip().upper()
    key = _SAME.get(key, key)
    if key not in TIME_SYSTEMS:
        raise InputError(f"time system {name!r}: expected one of {', '.join(TIME_SYSTEMS)}")
    return key


def dates_tt_s(dates: Sequence[str], system: str) -> np.ndarray:
    """Seconds of Terrestrial Time of dates in a time system, by the equation of :func:`clock_tt_s`.

    Parameters
    ----------
    dates : list of str
        ``2020-01-31T12:00:00.5``, ``2020-031T12:00:00.5`` or without a time of day, with any number of decimals
        (digits beyond the microsecond are cut off), with a Z or without; in UTC the 61st second of a minute, too.
    system : str
        One of :data:`TIME_SYSTEMS`.

    Returns
    -------
    ndarray
        Seconds since 1970-01-01T00:00 TT, shape (n,) [s].

    Raises
    ------
    LinkBudgetError
        If a text is no such date.

    References
    ----------
    .. [1] CCSDS 502.0-B-3, Orbit Data Messages (2023), section 7.5.10 (dates); CCSDS 301.0-B-4, Time Code Formats
       (2010), section 3.5.
    .. [2] IERS Conventions (2010), IERS Technical Note 36, chapter 10 (time scales).

    Examples
    --------
    The last second of 2016 was a leap second:

    >>> print(dates_tt_s(["2016-12-31T23:59:59", "2016-12-31T23:59:60", "2017-001T00:00:00Z"], "UTC").round(3))
    [1.48322887e+09 1.48322887e+09 1.48322887e+09]
    >>> print(np.diff(dates_tt_s(["2016-12-31T23:59:59", "2016-12-31T23:59:60", "2017-001T00:00:00Z"], "UTC")))
    [1. 1.]
    """
    if all(map(_REGULAR.fullmatch, dates)):
        try:
            calendar = np.array(dates, dtype="datetime64[us]").astype(np.int64) * 1e-6
            return clock_tt_s(calendar, system)
        except ValueError:
            pass  # a leap second, or a month 13: one by one
    seconds, leaps = np.transpose([_calendar_s(date, system) for date in dates] or np.empty((0, 2)))
    return clock_tt_s(seconds, system) - leaps


def _calendar_s(text: str, system: str) -> tuple[float, float]:
    """Seconds of the calendar since 1970 of a date, and what of them a leap second counts too much."""
    tag = text.strip().replace(" ", "T", 1)
    tag = f"{tag.removesuffix('Z')}T00:00:00" if _DAY.fullmatch(tag) else tag
    leap = _LEAP.search(tag) is not None
    if leap and system != "UTC":
        raise LinkBudgetError(f"{text!r}: expected seconds below 60; there are no leap seconds in {system}")
    return parse_ccsds_utc(tag), float(leap)


def clock_tt_s(clock_s, system: str) -> np.ndarray | float:
    r"""Seconds of Terrestrial Time of seconds of another clock, both since 1970-01-01T00:00 of their own calendar.

    .. math:: TT = TAI + 32.184 \, \mathrm{s}, \quad TAI = GPS + 19 \, \mathrm{s}, \quad TT = UT1 + \Delta T,
        \quad TT \approx TDB - (TDB - TT)(TDB)

    Parameters
    ----------
    clock_s : array_like
        Days of the calendar times 86 400, and the seconds of the day [s].
    system : str
        One of :data:`TIME_SYSTEMS`.

    Returns
    -------
    ndarray or float
        Same shape [s].

    References
    ----------
    .. [1] IERS Conventions (2010), IERS Technical Note 36, chapter 10 (TAI, TT, TDB); IS-GPS-200, section 3.3.4 (GPS
       time).
    .. [2] G. H. Kaplan, "The IAU Resolutions on Astronomical Reference Systems, Time Scales, and Earth Rotation
       Models", U. S. Naval Observatory Circular 179 (2005), equation (2.6) (TDB - TT).

    Examples
    --------
    >>> print(f"{clock_tt_s(0.0, 'GPS'):.3f} s")
    51.184 s
    """
    clock_s = np.asarray(clock_s, dtype=float)
    offset_s = {
        "UTC": tt_minus_utc_s,
        "UT1": delta_t_s,
        "TAI": lambda _: _TT_MINUS_TAI_S,
        "GPS": lambda _: _TT_MINUS_TAI_S - _GPS_MINUS_TAI_S,
        "TT": lambda _: 0.0,
        "TDB": lambda tdb_s: -tdb_minus_tt(tdb_s / DAY_S + _JD_1970),
    }[time_system(system)]
    return (clock_s + offset_s(clock_s))[()]


def tt_dates(tt_s, system: str) -> list[str]:
    """Dates of seconds of Terrestrial Time in another system, to the microsecond; the inverse of :func:`dates_tt_s`.

    Parameters
    ----------
    tt_s : array_like
        Seconds since 1970-01-01T00:00 TT, shape (n,) [s].
    system : str
        One of :data:`TIME_SYSTEMS`.

    Returns
    -------
    list of str
        Such as ``2020-01-31T12:00:00.500000``; in UTC a leap second is the 61st of its minute.

    Examples
    --------
    >>> tt_dates(dates_tt_s(["2016-12-31T23:59:60.25"], "UTC"), "UTC")
    ['2016-12-31T23:59:60.250000']
    """
    tt_s = np.atleast_1d(np.asarray(tt_s, dtype=float))
    if time_system(system) == "UTC":
        seconds = utc_of_tt_s(tt_s)
        leap = np.round(seconds + tt_minus_utc_s(seconds) - tt_s)  # 1 within a leap second
    else:
        seconds, leap = tt_s, np.zeros(tt_s.size)
        for _ in range(3):
            seconds = seconds - (clock_tt_s(seconds, system) - tt_s)
    texts = np.datetime_as_string(np.round((seconds - leap) * 1e6).astype(np.int64).astype("datetime64[us]"))
    return [f"{text[:17]}60{text[19:]}" if late else str(text) for text, late in zip(texts, leap, strict=True)]


def skyfield_time_of_tt(tt_s) -> Time:
    """Skyfield time of seconds of Terrestrial Time.

    Parameters
    ----------
    tt_s : array_like
        Seconds since 1970-01-01T00:00 TT [s].

    Returns
    -------
    skyfield.timelib.Time
        Of the same shape.

    Examples
    --------
    >>> print(f"{skyfield_time_of_tt(0.0).tt:.1f}")
    2440587.5
    """
    days = np.floor(np.asarray(tt_s, dtype=float) / DAY_S)
    return timescale().tt_jd((days + _JD_1970)[()], ((tt_s - days * DAY_S) / DAY_S)[()])


def skyfield_tt_s(time: Time):
    """Seconds of Terrestrial Time read off a skyfield time, the inverse of :func:`skyfield_time_of_tt`.

    Parameters
    ----------
    time : skyfield.timelib.Time
        One time or an array of them.

    Returns
    -------
    float or ndarray
        Seconds since 1970-01-01T00:00 TT, of the same shape [s].

    Examples
    --------
    >>> print(f"{skyfield_tt_s(skyfield_time_of_tt(-226e6)):.1f} s")
    -226000000.0 s
    """
    return (time.whole - _JD_1970) * DAY_S + time.tt_fraction * DAY_S
