"""Time: text to seconds and back, and the one door to skyfield's time scales.

Everywhere else in the package an instant is ``utc_s``: seconds since 1970-01-01T00:00 UTC in days of 86 400 s, negative
before 1970 (Mars 1 left in 1962).  The map: :func:`parse_utc` (text, datetime or datetime64 to seconds),
:func:`parse_ccsds_utc` (time tags of CCSDS messages), :func:`format_utc`, :func:`format_times` and :func:`datetime64`
(back), :func:`timescale` and :func:`skyfield_time` (seconds to a skyfield time), :func:`instant_utc_s` (back),
:func:`tt_minus_utc_s` (what lies between the two clocks), :func:`utc_of_tt_s`, :func:`delta_t_s`.  Other time systems,
as files state them: :mod:`linkbudget.geometry.time_systems`.

Before 1972 UTC had no whole leap seconds: its rate was steered to keep it within about 0.1 s of Universal Time.
Skyfield extends the 1972 definition backwards (UTC = TAI - 10 s), which in 1962 is some 8 s off.  Here UTC is read as
UT1 before 1972-01-01 and as real UTC from then on, so that the turn of the Earth, and with it every look angle, is
right to 0.1 s of clock.  Skyfield's smoothed Delta T is up to 0.8 s below the published TT - UT1 in the 1960s: a planet
or probe is that much of its own motion away, about 10 km in 100 million.
"""

import re
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from skyfield.api import load
from skyfield.timelib import Time, Timescale

from linkbudget.errors import LinkBudgetError, shortened
from linkbudget.formatting import MONTHS

DAY_S = 86_400.0
"""Length of a day of UTC as counted here; leap seconds are not counted [s]."""

STEERED_UTC_END_S = 63_072_000.0
"""1972-01-01T00:00, when whole leap seconds began; before it UTC is read as UT1 [s]."""

_UNIX_EPOCH_JD = 2_440_587.5
_INSTANT = re.compile(
    r"(?:(?P<iso>\d{4}-\d\d-\d\d|\d{8}|\d{4}-W\d\d-\d|\d{4}W\d{3})|(?P<year>\d{4})-(?P<number>\d{3})"
    r"|(?P<day>\d{1,2}) (?P<month>[a-z]+) (?P<of>\d{4})"
    r"|(?P<first_month>[a-z]+) (?P<second_day>\d{1,2}),? (?P<last_year>\d{4}))"
    r"(?:[t ](?P<clock>\d\d[\d:.,]*(?: ?[-+][\d:.]+)?))? ?(?P<zone>z|utc?|gmt)?",
    re.ASCII | re.IGNORECASE,
)
_LONGEST_TT_MINUS_UTC_S = 120.0


def parse_utc(text: str | date | datetime | np.datetime64) -> float:
    """Seconds of UTC since 1970-01-01, read off text or a date object.

    Text is ISO 8601, the day of the year and a word for UTC among it, or names the month: whatever cannot be mistaken.

    Parameters
    ----------
    text : str, date, datetime or numpy.datetime64
        "1962-11-01", "1962-11-01T17:24", "1962-11-01 17:24:00 UTC", "1962-11-01T20:24:00+03:00", "1962-305T17:24Z",
        "1 Nov 1962", "1 November 1962 17:24"; no offset means UTC.

    Returns
    -------
    float
        Seconds since 1970-01-01T00:00 UTC [s].

    Raises
    ------
    LinkBudgetError
        If it is none of these, or no such date.

    References
    ----------
    .. [1] ISO 8601-1:2019, section 5.4 (date and time of day).

    Examples
    --------
    >>> print(parse_utc("1962-11-01T17:24:00Z"), "s")
    -226132560.0 s
    >>> parse_utc("1962-11-01T20:24+03:00") == parse_utc("1962-11-01T17:24")
    True
    >>> parse_utc("1 November 1962") == parse_utc("1962-305") == parse_utc("1962-11-01")
    True
    >>> parse_utc("11/01/1962")
    Traceback (most recent call last):
        ...
    linkbudget.errors.LinkBudgetError: '11/01/1962' is not a date: expected ISO 8601 such as '1962-11-01T17:24:00Z'
    """
    try:
        if isinstance(text, np.datetime64) and not np.isnat(text):
            if not MINYEAR <= int(text.astype("datetime64[Y]").astype(np.int64)) + 1970 <= MAXYEAR:
                raise ValueError(text)
            return float(text.astype("datetime64[us]").astype(np.int64)) * 1e-6
        if isinstance(text, str):
            return _utc_s(text)
        elif isinstance(text, date) and not isinstance(text, datetime):
            text = datetime(text.year, text.month, text.day)
        if isinstance(text, datetime) and text == text:  # pandas' "not a time" differs from itself
            return _seconds(text)
    except (ValueError, OverflowError):
        pass
    raise LinkBudgetError(f"{shortened(text)} is not a date: expected ISO 8601 such as '1962-11-01T17:24:00Z'")


def _utc_s(text: str) -> float:
    """Seconds since 1970 of a date in text; a ValueError where it is none."""
    if text[10:11] in ("T", " ", ""):  # as nearly every table writes it; other signs there may begin an offset
        with suppress(ValueError):
            return _seconds(datetime.fromisoformat(text))
    match = _INSTANT.fullmatch(" ".join(text.split()))
    if match is None:
        raise ValueError(text)
    moment = datetime.fromisoformat(f"{_day(match)}T{match['clock'] or '00:00'}{'Z' if match['zone'] else ''}")
    return _seconds(moment)


def _seconds(moment: datetime) -> float:
    """Seconds since 1970; no offset means UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _day(match: re.Match) -> str:
    if match["iso"]:
        return match["iso"]
    if match["number"]:
        year, number = int(match["year"]), int(match["number"])
        day = date(year, 1, 1) + timedelta(days=number - 1)
        if day.year != year:  # 1963-000 and 1963-366 are no days of 1963
            raise ValueError(match["number"])
        return day.isoformat()
    name = (match["month"] or match["first_month"]).lower()
    months = [month for month, whole in enumerate(MONTHS, 1) if name in (whole.lower(), whole[:3].lower())]
    year, day_of_month = match["of"] or match["last_year"], match["day"] or match["second_day"]
    return date(int(year), *months, int(day_of_month)).isoformat() if months else ""


def parse_ccsds_utc(text: str) -> float:
    """Seconds of UTC since 1970-01-01, read off a time tag of a CCSDS navigation message, with all its decimals.

    A leap second counts as the first second of the next day, as in :func:`instant_utc_s`; ``60`` seconds are taken only
    where a leap second was.

    Parameters
    ----------
    text : str
        "2020-03-04T10:34:41.4264" or "2020-064T10:34:41.4264", with any number of decimals, with or without a Z.

    Returns
    -------
    float
        Seconds since 1970-01-01T00:00 UTC [s].

    Raises
    ------
    LinkBudgetError
        If it is another form, no such date or time, or a leap second that was none.

    References
    ----------
    .. [1] CCSDS 502.0-B-3, "Orbit Data Messages" (2023), section 7.5.10.

    Examples
    --------
    >>> parse_ccsds_utc("2020-064T10:34:41.4264Z") == parse_ccsds_utc("2020-03-04T10:34:41.4264")
    True
    >>> format_utc(parse_ccsds_utc("2016-12-31T23:59:60.5"))
    '2017-01-01T00:00:00.500Z'
    """
    match = _TIME_TAG.fullmatch(text)
    if match is not None:
        day, hour, minute, second = match.groups()
        try:
            utc_s = _day_start_utc_s(day) + (3600.0 * int(hour) + 60.0 * int(minute)) + float(second)
            if second[:2] != "60" or float(np.floor(utc_s)) in clock_jumps_utc_s()[1:]:
                return utc_s
        except ValueError:
            pass
    raise LinkBudgetError(
        f"{shortened(text)} is not a date: expected UTC such as '2020-03-04T10:34:41.4264' or '2020-064T10:34:41.4264'"
    )


_TIME_TAG = re.compile(r"(\d{4}-(?:\d\d-\d\d|\d{3}))T([01]\d|2[0-3]):([0-5]\d):((?:[0-5]\d|60)(?:\.\d*)?)Z?", re.ASCII)


@lru_cache(maxsize=1000)  # a file of element sets has few days
def _day_start_utc_s(day: str) -> float:
    if len(day) == 10:
        return (date.fromisoformat(day).toordinal() - _UNIX_EPOCH_ORDINAL) * DAY_S
    year, number = int(day[:4]), int(day[5:])
    start = date(year, 1, 1) + timedelta(days=number - 1)
    if start.year != year:
        raise ValueError(day)
    return (start.toordinal() - _UNIX_EPOCH_ORDINAL) * DAY_S


_UNIX_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def format_utc(utc_s: float) -> str:
    """ISO 8601 text of an instant, to the second, or to the millisecond where there is a fraction.

    Parameters
    ----------
    utc_s : float
        Seconds since 1970-01-01T00:00 UTC [s].

    Returns
    -------
    str
        Date and time with a Z for UTC.

    Examples
    --------
    >>> format_utc(-226132560.0), format_utc(0.25)
    ('1962-11-01T17:24:00Z', '1970-01-01T00:00:00.250Z')
    """
    return str(format_times(np.datetime64(round(float(utc_s) * 1e3), "ms")))


def format_times(times) -> NDArray[np.str_]:
    """ISO 8601 text of instants in UTC: all to the second, or to the millisecond where one of them has a fraction.

    Parameters
    ----------
    times : datetime64, or an array of them
        Instants in UTC.

    Returns
    -------
    array of str
        Date and time with a Z for UTC, of the same shape; empty where there is no time.

    Examples
    --------
    >>> format_times(datetime64([-226132560.0, 0.0])).tolist()
    ['1962-11-01T17:24:00Z', '1970-01-01T00:00:00Z']
    >>> format_times(np.array(["2026-03-01T00:00:00.25", "NaT"], "datetime64[ns]")).tolist()
    ['2026-03-01T00:00:00.250Z', '']
    """
    times = np.asarray(times, dtype="datetime64")
    missing = np.isnat(times)
    known = np.where(missing, np.datetime64(0, "s"), times).astype("datetime64[us]")
    milliseconds = np.round(known.astype(np.int64) / 1e3).astype(np.int64)
    unit = "s" if np.all(milliseconds % 1000 == 0) else "ms"
    text = np.datetime_as_string(milliseconds.astype("datetime64[ms]"), unit=unit)
    return np.where(missing, "", np.char.add(text, "Z"))


def datetime64(utc_s) -> np.ndarray | np.datetime64:
    """Instants as ``numpy.datetime64[ns]``, the form in which labelled results carry them; rounded to the microsecond.

    Parameters
    ----------
    utc_s : array_like
        Seconds since 1970-01-01T00:00 UTC [s].

    Returns
    -------
    ndarray of datetime64 or datetime64
        Of the same shape.

    Examples
    --------
    >>> print(datetime64(-226132560.0))
    1962-11-01T17:24:00.000000000
    """
    microseconds = np.round(np.asarray(utc_s, dtype=float) * 1e6).astype(np.int64)
    return microseconds.astype("datetime64[us]").astype("datetime64[ns]")[()]


@cache
def timescale() -> Timescale:
    """Skyfield's time scale from the tables inside skyfield itself: nothing is downloaded.

    Returns
    -------
    skyfield Timescale
        The same object at each call.

    Examples
    --------
    >>> print(f"{timescale().tt_jd(2451545.0).tt:.1f}")
    2451545.0
    """
    return load.timescale(builtin=True)


def tt_minus_utc_s(utc_s) -> np.ndarray | float:
    r"""Terrestrial Time minus UTC: Delta T where UTC is read as UT1 (before 1972), 32.184 s plus leap seconds after.

    .. math:: TT - UTC = 32.184 + 10 + n \; (\mathrm{from\ 1972\ on}), \qquad TT - UT1 = \Delta T \; (\mathrm{before})

    with n leap seconds since 1972-01-01, and :math:`\Delta T` from skyfield's table.

    Parameters
    ----------
    utc_s : array_like
        Seconds since 1970-01-01T00:00 UTC [s].

    Returns
    -------
    ndarray or float
        Difference of the clocks, same shape as ``utc_s`` [s].

    References
    ----------
    .. [1] IERS Conventions (2010), IERS Technical Note 36 (TT and UTC).
    .. [2] F. R. Stephenson, L. V. Morrison and C. Y. Hohenkerk, "Measurement of the Earth's rotation: 720 BC to AD
       2015", Proc. R. Soc. A 472 (2016) 20160404 (Delta T as skyfield has it).

    Examples
    --------
    >>> print(f"{tt_minus_utc_s(parse_utc('2017-01-01')):.3f} s")
    69.184 s
    """
    utc_s = np.asarray(utc_s, dtype=float)
    whole_jd = np.floor(utc_s / DAY_S) + _UNIX_EPOCH_JD
    # A leap second takes effect at the start of a UTC day, and the first row of 1972 sets TAI - UTC = 10 s.
    row = np.searchsorted(_leap_starts_jd(), whole_jd, side="right")
    modern = 42.184 + row
    if np.all(utc_s >= STEERED_UTC_END_S):
        return modern[()]
    return np.where(utc_s < STEERED_UTC_END_S, delta_t_s(utc_s), modern)[()]


def delta_t_s(ut1_s) -> np.ndarray | float:
    r"""Delta T, what Terrestrial Time is ahead of the turn of the Earth, from skyfield's table.

    .. math:: \Delta T = TT - UT1

    Parameters
    ----------
    ut1_s : array_like
        Seconds of UT1 since 1970-01-01T00:00 [s].

    Returns
    -------
    ndarray or float
        Same shape [s].

    References
    ----------
    .. [1] F. R. Stephenson, L. V. Morrison and C. Y. Hohenkerk, "Measurement of the Earth's rotation: 720 BC to AD
       2015", Proc. R. Soc. A 472 (2016) 20160404 (as skyfield has it).

    Examples
    --------
    >>> print(f"{delta_t_s(parse_utc('1962-11-01')):.0f} s")
    34 s
    """
    ut1_s = np.asarray(ut1_s, dtype=float)
    ut1_jd = np.atleast_1d(ut1_s) / DAY_S + _UNIX_EPOCH_JD
    table = timescale().delta_t_function
    # the table is by Terrestrial Time
    return table(ut1_jd + table(ut1_jd) / DAY_S).reshape(ut1_s.shape)[()]


@cache
def _leap_starts_jd() -> np.ndarray:
    """Julian dates at whose start a leap second has just been added."""
    dates = timescale().leap_dates
    return dates[np.isfinite(dates) & (dates > STEERED_UTC_END_S / DAY_S + _UNIX_EPOCH_JD)]


def clock_jumps_utc_s() -> np.ndarray:
    """Instants at which TT - UTC jumps: the end of the steered UTC and every leap second.

    Read off the table of leap seconds inside skyfield.

    Returns
    -------
    ndarray
        Seconds since 1970-01-01T00:00 UTC, rising [s].

    Examples
    --------
    >>> jumps_utc_s = clock_jumps_utc_s()
    >>> format_utc(jumps_utc_s[0]), format_utc(jumps_utc_s[1])
    ('1972-01-01T00:00:00Z', '1972-07-01T00:00:00Z')
    """
    return np.concatenate([[STEERED_UTC_END_S], (_leap_starts_jd() - _UNIX_EPOCH_JD) * DAY_S])


def skyfield_time(utc_s) -> Time:
    """Skyfield time of one instant or an array of them; an array may span 1972.

    Parameters
    ----------
    utc_s : array_like
        Seconds since 1970-01-01T00:00 UTC, read as UT1 before 1972 (see the top of this module) [s].

    Returns
    -------
    skyfield.timelib.Time
        Of the same shape.

    Examples
    --------
    >>> print(skyfield_time(parse_utc("2000-01-01T12:00:00Z")).utc_iso())
    2000-01-01T12:00:00Z
    """
    utc_s = np.asarray(utc_s, dtype=float)
    return _time(utc_s) if utc_s.ndim else _time_of_instant(float(utc_s))


def _time(utc_s: np.ndarray) -> Time:
    days = np.floor(utc_s / DAY_S)
    fraction = (utc_s - days * DAY_S + tt_minus_utc_s(utc_s)) / DAY_S
    return timescale().tt_jd((days + _UNIX_EPOCH_JD)[()], fraction[()])


@lru_cache(maxsize=64)  # a time keeps its nutation and Delta T, which all that is asked of an instant share
def _time_of_instant(utc_s: float) -> Time:
    return _time(np.asarray(utc_s))


def instant_utc_s(time: Time):
    """Instant read off a skyfield time, the inverse of :func:`skyfield_time`.

    Skyfield's own ``utc_iso`` and ``utc_datetime`` count UTC as TAI - 10 s before 1972, up to 9 s from the clocks of
    that time; this does not.  A leap second counts as the first second of the next day.

    Parameters
    ----------
    time : skyfield.timelib.Time
        One time or an array of them.

    Returns
    -------
    float or ndarray
        Seconds since 1970-01-01T00:00 UTC, of the same shape [s].

    Examples
    --------
    >>> format_utc(instant_utc_s(skyfield_time(parse_utc("1962-11-01T17:24:00Z"))))
    '1962-11-01T17:24:00Z'
    """
    return utc_of_tt_s((time.whole - _UNIX_EPOCH_JD) * DAY_S + time.tt_fraction * DAY_S)


def utc_of_tt_s(tt_s):
    """Instant of a clock of Terrestrial Time, by the equation of :func:`tt_minus_utc_s` solved for UTC.

    A leap second counts as the first second of the next day.

    Parameters
    ----------
    tt_s : array_like
        Seconds since 1970-01-01T00:00 TT [s].

    Returns
    -------
    float or ndarray
        Seconds since 1970-01-01T00:00 UTC, of the same shape [s].

    Examples
    --------
    >>> format_utc(utc_of_tt_s(parse_utc("2017-01-01") + 69.184))
    '2017-01-01T00:00:00Z'
    """
    tt_s = np.asarray(tt_s, dtype=float)
    utc_s = tt_s - tt_minus_utc_s(tt_s - _LONGEST_TT_MINUS_UTC_S)  # no leap second later than the instant is counted
    for _ in range(2):
        utc_s = tt_s - tt_minus_utc_s(utc_s)
    return utc_s
