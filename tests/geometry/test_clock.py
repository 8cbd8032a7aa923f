"""Time: text, seconds and skyfield agree, before and after 1972."""

from calendar import isleap
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.formatting import date_text, instant_text
from linkbudget.geometry.clock import (
    DAY_S,
    clock_jumps_utc_s,
    datetime64,
    format_times,
    format_utc,
    instant_utc_s,
    parse_ccsds_utc,
    parse_utc,
    skyfield_time,
    timescale,
    tt_minus_utc_s,
)

# Reference -----------------------------------------------------------------------------------------------------------

# TAI - UTC in the years of steered UTC: table tai-utc.dat of the U.S. Naval Observatory, TAI - UTC = offset
# + (MJD - start) * rate from each date to the next.
STEERED = [
    ("1961-01-01", 37300, 1.4228180, 37300, 0.0012960),
    ("1961-08-01", 37512, 1.3728180, 37300, 0.0012960),
    ("1962-01-01", 37665, 1.8458580, 37665, 0.0011232),
    ("1963-11-01", 38334, 1.9458580, 37665, 0.0011232),
    ("1964-01-01", 38395, 3.2401300, 38761, 0.0012960),
    ("1964-04-01", 38486, 3.3401300, 38761, 0.0012960),
    ("1964-09-01", 38639, 3.4401300, 38761, 0.0012960),
    ("1965-01-01", 38761, 3.5401300, 38761, 0.0012960),
    ("1965-03-01", 38820, 3.6401300, 38761, 0.0012960),
    ("1965-07-01", 38942, 3.7401300, 38761, 0.0012960),
    ("1965-09-01", 39004, 3.8401300, 38761, 0.0012960),
    ("1966-01-01", 39126, 4.3131700, 39126, 0.0025920),
    ("1968-02-01", 39887, 4.2131700, 39126, 0.0025920),
    ("1971-12-31", 41316, 4.2131700, 39126, 0.0025920),
]


def test_the_published_table_of_steered_utc_runs_into_whole_seconds():
    """Its rows, which are typed in above, are joined by steps of at most 0.1 s, and end at TAI - UTC = 10 s."""
    for (_, _, *before), (_, mjd, *after) in pairwise([*STEERED[:-1], ("1972-01-01", 41317, 10.0, 41317, 0.0)]):
        step_s = (after[0] + (mjd - after[1]) * after[2]) - (before[0] + (mjd - before[1]) * before[2])
        assert abs(step_s) < 0.11


@pytest.mark.parametrize(("day", "mjd", "offset", "start", "rate"), STEERED)
def test_tt_before_1972_is_near_the_published_steered_utc(day, mjd, offset, start, rate):
    assert parse_utc(day) == (mjd - 40587) * DAY_S
    published = 32.184 + offset + (mjd - start) * rate
    # UTC was within 0.1 s of UT1 and skyfield's smoothed Delta T within 0.8 s of TT - UT1
    assert tt_minus_utc_s(parse_utc(day)) == pytest.approx(published, abs=0.9)


@pytest.mark.parametrize(("day", "mjd", "offset", "start", "rate"), STEERED)
def test_an_instant_before_1972_is_printed_in_the_clock_of_its_time(day, mjd, offset, start, rate):
    """From TT by the published table; skyfield's own text is TAI - 10 s, 0.1 to 8.6 s off."""
    tt = timescale().tt_jd(mjd + 2400000.5, (32.184 + offset + (mjd - start) * rate) / DAY_S)
    assert instant_utc_s(tt) == pytest.approx(parse_utc(day), abs=0.9)


@pytest.mark.parametrize(
    ("instant", "tai_minus_utc"),
    [("1972-01-01", 10), ("1972-06-30T23:59:59", 10), ("1972-07-01", 11), ("2016-12-31", 36), ("2017-01-01", 37)],
)
def test_tt_from_1972_counts_leap_seconds(instant, tai_minus_utc):
    """IERS Bulletin C: dates of the leap seconds."""
    assert tt_minus_utc_s(parse_utc(instant)) == pytest.approx(32.184 + tai_minus_utc, abs=1e-9)


def test_utc_before_1972_turns_the_earth_as_ut1():
    utc_s = parse_utc("1962-11-01T17:24")
    time = skyfield_time(utc_s)
    assert (time.ut1 - 2440587.5) * DAY_S == pytest.approx(utc_s, abs=1e-4)  # a Julian date resolves 40 us
    # and not as skyfield's own UTC, which is TAI - 10 s there
    own = timescale().utc(1962, 11, 1, 17, 24)
    assert (own.tt - time.tt) * DAY_S == pytest.approx(8.3, abs=0.1)


def test_unix_epoch_and_mission_times():
    assert parse_utc("1970-01-01") == 0.0
    assert parse_utc("1962-11-01") == -2618 * DAY_S
    assert skyfield_time(parse_utc("2000-01-01T11:58:55.816")).tt == pytest.approx(2451545.0, abs=1e-9)


# Identity ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "same",
    [
        "1962-11-01T17:24:00Z",
        "1962-11-01T17:24",
        " 1962-11-01 17:24:00 ",
        "1962-11-01T20:24:00+03:00",
        "1962-11-01T17:24:00+00:00",
        "1962-11-01T17:24:00.000z",
        "1962-11-01 17:24 UTC",
        "1962-11-01 17:24 GMT",
        "1962-11-01 20:24 +03:00",
        "1962-11-01T13:54-0330",
        "19621101T172400Z",
        "1962-305T17:24Z",
        "1962-305 17:24:00.0",
        "1962-W44-4T17:24Z",
        "1 November 1962 17:24",
        "01 nov 1962 17:24:00 UTC",
        "Nov 1, 1962 17:24",
        datetime(1962, 11, 1, 17, 24),
        datetime(1962, 11, 1, 20, 24, tzinfo=timezone(timedelta(hours=3))),
        np.datetime64("1962-11-01T17:24"),
    ],
)
def test_every_way_of_writing_an_instant_is_the_same_instant(same):
    assert parse_utc(same) == -226132560.0


def test_a_date_is_its_first_instant():
    midnight = parse_utc("1962-11-01T00:00:00Z")
    assert parse_utc(date(1962, 11, 1)) == midnight
    for text in ("1962-11-01", "1962-11-01Z", "1962-305", "19621101", "1 Nov 1962", "1 November 1962"):
        assert parse_utc(text) == midnight


@settings(max_examples=100)
@given(st.integers(-2_200_000_000, 2_600_000_000))
def test_dates_are_read_as_they_are_printed(utc_s):
    assert parse_utc(instant_text(utc_s, seconds=True)) == utc_s
    assert abs(parse_utc(instant_text(utc_s)) - utc_s) <= 30.0
    for is_short in (False, True):
        assert 0.0 <= utc_s - parse_utc(date_text(utc_s, short=is_short)) < DAY_S


@settings(max_examples=100)
@given(st.integers(1900, 2050), st.integers(1, 366))
def test_a_day_of_the_year_is_counted_from_its_first(year, number):
    text = f"{year}-{number:03d}"
    if number == 366 and not isleap(year):
        with pytest.raises(LinkBudgetError, match=f"'{text}' is not a date"):
            parse_utc(text)
    else:
        assert parse_utc(text) == parse_utc(f"{year}-01-01") + (number - 1) * DAY_S


@settings(max_examples=50)
@given(st.integers(-2_200_000_000_000, 2_600_000_000_000))
def test_formatting_inverts_parsing_to_the_millisecond(milliseconds):
    assert parse_utc(format_utc(milliseconds / 1e3)) == pytest.approx(milliseconds / 1e3, abs=1e-6)


@settings(max_examples=50)
@given(st.floats(-2.2e9, 2.5e9))
def test_utc_of_a_skyfield_time_inverts_it(utc_s):
    assert instant_utc_s(skyfield_time(utc_s)) == pytest.approx(utc_s, abs=1e-6)


@pytest.mark.parametrize("shift_s", [-1.5, -0.01, 0.0, 0.01, 1.5])
def test_utc_of_a_skyfield_time_inverts_it_around_leap_seconds(shift_s):
    utc_s = clock_jumps_utc_s() + shift_s
    assert instant_utc_s(skyfield_time(utc_s)) == pytest.approx(utc_s, abs=1e-6)


def test_a_leap_second_counts_as_the_first_second_of_the_next_day():
    leap = timescale().utc(2016, 12, 31, 23, 59, 60.25)
    assert format_utc(instant_utc_s(leap)) == "2017-01-01T00:00:00.250Z"


def test_datetime64_inverts_parsing():
    assert parse_utc(datetime64(-226132560.25)) == -226132560.25


@pytest.mark.parametrize(
    "nonsense",
    [
        *(
            "yesterday",
            "1962-13-01",
            "",
            5,
            None,
            True,
            np.datetime64("NaT"),
            "1962-11-31",
            "1962",
            "1962-11",
            "1962-1-1",
        ),
        *("03/21/1963", "21/03/1963", "21.03.1963", "21-03-1963", "63-03-21", "31 Feb 1963", "1 Foo 1963", "1963-000"),
        *("1962-11-01+03:00", "1962-11-01-17:24", "1962-11-01T17:24+03:00Z", "1962-11-01T17:24:60", "1962-11-01T25:00"),
    ],
)
def test_anything_else_is_refused_with_an_example(nonsense):
    with pytest.raises(LinkBudgetError, match="expected ISO 8601 such as '1962-11-01T17:24:00Z'"):
        parse_utc(nonsense)


# Shape ---------------------------------------------------------------------------------------------------------------


def test_an_array_may_span_1972():
    utc_s = np.array([parse_utc(day) for day in ("1962-11-01", "1971-12-31T23:59:59", "1972-01-01", "2020-02-02")])
    together = skyfield_time(utc_s)
    for index, one in enumerate(utc_s):
        assert together.tt[index] == skyfield_time(one).tt
    assert np.shape(tt_minus_utc_s(utc_s.reshape(2, 2))) == (2, 2)
    assert skyfield_time(utc_s[0]).tt.shape == ()
    assert datetime64(utc_s).dtype == "datetime64[ns]"


def test_the_clock_jumps_where_it_is_said_to():
    jumps = clock_jumps_utc_s()
    step = tt_minus_utc_s(jumps) - tt_minus_utc_s(jumps - 1e-3)
    assert step[0] == pytest.approx(0.04, abs=0.02)  # UT1 gives way to UTC
    assert step[1:] == pytest.approx(1.0, abs=1e-9)
    assert len(jumps) == 28


def test_columns_of_times_have_one_number_of_decimals_and_a_z():
    utc_s = np.array([[-226132560.0, 0.0], [951782400.0, 4102444799.0]])
    assert format_times(datetime64(utc_s)).tolist() == [[format_utc(each) for each in row] for row in utc_s]
    mixed = np.array(["2026-03-01T00:00:00.0004", "2026-03-01T23:59:59.9996"], "M8[ns]")
    assert format_times(mixed).tolist() == ["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"]
    halves = np.array(["1962-11-01T16:14:00.5", "NaT", "1962-11-01T16:14:01"], "M8[ms]")
    assert format_times(halves).tolist() == ["1962-11-01T16:14:00.500Z", "", "1962-11-01T16:14:01.000Z"]
    assert format_times(np.zeros(0, "M8[ns]")).tolist() == []


# Time tags of CCSDS messages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2020-03-04T10:34:41.4264", "2020-03-04T10:34:41.426400"),
        ("2020-064T10:34:41.4264Z", "2020-03-04T10:34:41.426400"),
        ("2020-366T00:00:00", "2020-12-31T00:00:00"),
        ("1962-305T17:24:00.", "1962-11-01T17:24:00"),
        ("2016-12-31T23:59:59.999999", "2016-12-31T23:59:59.999999"),
    ],
)
def test_time_tags_are_the_same_instants(text, same):
    assert parse_ccsds_utc(text) == pytest.approx(parse_utc(same), abs=1e-6)


def test_time_tags_keep_decimals_beyond_the_microsecond():
    assert parse_ccsds_utc("1970-01-01T00:00:00.123456789") == 0.123456789


def test_a_leap_second_is_taken_at_every_leap_second_and_nowhere_else():
    starts = clock_jumps_utc_s()[1:]
    assert len(starts) == 27
    for start in starts:
        midnight = format_utc(start - 1.0)[:17]
        assert parse_ccsds_utc(f"{midnight}60.25Z") == start + 0.25
    for text in ("1971-12-31T23:59:60", "2015-12-31T23:59:60", "2016-12-31T23:58:60", "2016-12-31T22:59:60"):
        with pytest.raises(LinkBudgetError, match=f"'{text}' is not a date: expected UTC such as"):
            parse_ccsds_utc(text)


@pytest.mark.parametrize(
    "text",
    ["2020-03-04", "2020-03-04 10:34:41", "2020-3-4T10:34:41", "2020-03-04T10:34", "2020-03-04T10:34:41+00:00",
     "2021-366T00:00:00", "2020-000T00:00:00", "2020-02-30T00:00:00", "2020-03-04T10:34:41,5", "2020-03-04T24:00:00",
     "٢٠٢٠-03-04T10:34:41", "0000-001T00:00:00", ""],
)  # fmt: skip
def test_what_is_no_time_tag_is_refused(text):
    with pytest.raises(LinkBudgetError, match="is not a date: expected UTC such as"):
        parse_ccsds_utc(text)
