"""Dates in the time systems of files: leap seconds, days of the year, and what is no date."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.geometry.clock import instant_utc_s, parse_utc
from linkbudget.geometry.time_systems import (
    TIME_SYSTEMS,
    clock_tt_s,
    dates_tt_s,
    skyfield_time_of_tt,
    skyfield_tt_s,
    time_system,
    tt_dates,
)


# One instant by every clock, from definitions: TAI - UTC = 37 s since 2017, GPS = TAI - 19 s, TT = TAI + 32.184 s.
@pytest.mark.parametrize(
    ("system", "date"),
    [
        ("UTC", "2020-06-01T00:00:00"),
        ("TAI", "2020-06-01T00:00:37"),
        ("GPS", "2020-06-01T00:00:18"),
        ("TT", "2020-06-01T00:01:09.184"),
        ("TDT", "2020-06-01T00:01:09.184"),
    ],
)
def test_one_instant_by_every_clock(system, date):
    utc_s = parse_utc("2020-06-01")
    assert dates_tt_s([date], time_system(system))[0] == pytest.approx(utc_s + 69.184, abs=1e-6)


def test_tdb_runs_at_most_two_milliseconds_from_tt_and_does_run_off():
    months = [f"2020-{month:02d}-01T00:00:00" for month in range(1, 13)]
    off_s = dates_tt_s(months, "TDB") - dates_tt_s(months, "TT")
    assert 1.4e-3 < np.abs(off_s).max() < 1.8e-3


def test_ut1_and_utc_are_within_a_second_today_and_one_before_1972():
    assert abs(dates_tt_s(["2020-06-01T00:00:00"], "UT1") - dates_tt_s(["2020-06-01T00:00:00"], "UTC"))[0] < 0.9
    assert dates_tt_s(["1962-11-01T00:00:00"], "UT1") == dates_tt_s(["1962-11-01T00:00:00"], "UTC")


@pytest.mark.parametrize(
    "date",
    [
        "2020-031T12:30:45.5",
        "2020-01-31T12:30:45.5Z",
        "2020-01-31 12:30:45.50",
        "2020-01-31T12:30:45.500000000",
        " 2020-01-31T12:30:45.5",
    ],
)
def test_every_form_of_a_date_is_the_same_instant(date):
    assert dates_tt_s([date], "UTC")[0] == pytest.approx(parse_utc("2020-01-31T12:30:45.5") + 69.184, abs=1e-6)


def test_seconds_that_a_leap_second_keeps_apart_stay_apart():
    dates = ["2016-12-31T23:59:59.5", "2016-12-31T23:59:60.0", "2016-366T23:59:60.5Z", "2017-01-01T00:00:00"]
    assert np.diff(dates_tt_s(dates, "UTC")) == pytest.approx([0.5, 0.5, 0.5], abs=1e-6)


@pytest.mark.parametrize(
    ("date", "system"),
    [
        ("2017-06-30T23:59:60", "UTC"),  # no leap second was inserted then
        ("2016-12-31T23:59:60", "TAI"),
        ("2020-01-31T24:00:00", "UTC"),
        ("2020-02-30T00:00:00", "UTC"),
        ("2019-366T00:00:00", "UTC"),
        ("2020-13-01T00:00:00", "UTC"),
        ("20200131", "UTC"),
        ("NaT", "UTC"),
        ("now", "UTC"),
        ("", "UTC"),
        ("2020-01-31T12:30:45,5", "UTC"),
    ],
)
def test_what_is_no_date_is_refused(date, system):
    with pytest.raises(LinkBudgetError):
        dates_tt_s([date], system)


@given(st.integers(-400_000_000_000_000, 2_400_000_000_000_000), st.sampled_from(list(TIME_SYSTEMS)))
def test_dates_come_back(microseconds, system):
    tt_s = microseconds / 1e6
    assert dates_tt_s(tt_dates([tt_s], system), system)[0] == pytest.approx(tt_s, abs=2e-6)


def test_skyfield_times_come_back_and_are_those_of_the_clock():
    tt_s = clock_tt_s(parse_utc("2020-01-31T12:30:45.5"), "UTC")
    time = skyfield_time_of_tt(tt_s)
    assert skyfield_tt_s(time) == pytest.approx(tt_s, abs=1e-6)
    assert instant_utc_s(time) == pytest.approx(parse_utc("2020-01-31T12:30:45.5"), abs=1e-6)


@pytest.mark.parametrize("name", ["MET", "SCLK", "GMST", "MRT", "", "GLONASS"])
def test_other_clocks_are_refused_by_name(name):
    with pytest.raises(LinkBudgetError, match=r"expected one of UTC, UT1, TAI, TT, TDB, GPS$"):
        time_system(name)
