"""NetCDF by the CF conventions: units that UDUNITS converts, files that the compliance checker passes, numbers kept."""

import json
import subprocess
import sys

import cf_units
import numpy as np
import pytest
import xarray as xr
from scipy.io import netcdf_file

import linkbudget as lb
from linkbudget.labels import RATIO, UNITS
from linkbudget.studies.axes import axis
from linkbudget.studies.netcdf import EARLY_UTC, LATER_UTC, cf_dataset, write_netcdf
from linkbudget.studies.netcdf import cf_units as unit_for_others
from linkbudget.studies.saving import save
from linkbudget.studies.sweep import sweep

CHECK = """
import sys
from compliance_checker.runner import CheckSuite, ComplianceChecker
CheckSuite.load_all_available_checkers()
file, out = sys.argv[1:]
ComplianceChecker.run_checker(file, ["cf:1.8"], 0, "normal", output_filename=out, output_format="json")
"""


def checked(file, tmp_path) -> tuple[list[str], list[str]]:
    """Errors and warnings of the compliance checker, which looks names up in a table of its own."""
    out = tmp_path / "checked.json"
    subprocess.run([sys.executable, "-c", CHECK, file, out], check=True, capture_output=True)
    found = json.loads(out.read_text())["cf:1.8"]
    levels = ("high_priorities", "medium_priorities")
    return tuple([message for one in found[level] for message in one["msgs"]] for level in levels)


@pytest.fixture(scope="module")
def mars1():
    return lb.load("mars1")


@pytest.fixture(scope="module")
def timeline(mars1):
    return mars1.run(step_s=5 * 86400.0)


@pytest.mark.parametrize("unit", sorted({*UNITS.values(), RATIO}))
def test_udunits_knows_every_unit_of_the_package(unit):
    assert not cf_units.Unit(unit_for_others(unit)).is_unknown()


@pytest.mark.parametrize(
    ("value", "unit", "expected", "other"),
    [
        (-3.0, "dB", 0.501187, "1"),
        (20.0, "dBi", 100.0, "1"),
        (30.0, "dBHz", 1000.0, "Hz"),
        (-10.0, "dBW", 0.1, "W"),
        (0.0, "dBm", -30.0, "dBW"),
        (20.0, "dBK", 100.0, "K"),
        (10.0, "dB/K", 10.0, "K-1"),
        (-200.0, "dBW/Hz", 1e-20, "W s"),
        (-150.0, "dBW/m2", 1e-15, "W m-2"),
        (-228.599167, "dBW/(K Hz)", 1.380649e-23, "J K-1"),
        (-30.0, "dBJ", 1e-3, "J"),
        (60.0, "dBuV/m", 1e-3, "V m-1"),
        (10.0, "dB/km", np.log(10.0), "km-1"),  # a factor of ten a kilometre
        (10.0, "dB/s", np.log(10.0), "s-1"),
        (180.0, "deg", np.pi, "radian"),
        (8.0, "bit/s", 8.0, "s-1"),
        (36.0, "mm/h", 1e-5, "m s-1"),
        (2.0, "Ah", 7200.0, "C"),
        (1.0, "1/year", 1.0 / (365.25 * 86400.0), "s-1"),
        (25.0, "%", 0.25, "1"),
    ],
)
def test_units_mean_to_udunits_what_they_mean_here(value, unit, expected, other):
    assert cf_units.Unit(unit_for_others(unit)).convert(value, other) == pytest.approx(expected, rel=2e-6)


def test_timeline_passes_the_compliance_checker(timeline, tmp_path):
    write_netcdf(timeline, tmp_path / "timeline.nc")
    errors, warnings = checked(tmp_path / "timeline.nc", tmp_path)
    assert errors == []
    assert [text for text in warnings if "not in the recommended order" not in text] == []


def test_the_checker_sees_what_is_wrong_with_the_same_timeline_as_it_is_inside(timeline, tmp_path):
    timeline.to_netcdf(tmp_path / "inside.nc", engine="scipy")
    errors, _ = checked(tmp_path / "inside.nc", tmp_path)
    assert any('units for cn0_dbhz, "dBHz" are not recognized' in text for text in errors)


def test_study_passes_the_compliance_checker_and_comes_back(mars1, tmp_path):
    case = mars1.case("telemetry-32cm-semi")
    powers, times = "transmitter.power=10 W, 40 W, 20 W", "time=1963-01-01..1963-01-05:3"
    axes = [axis(powers, case), axis(times, case, mars1)]
    answer = sweep(case, axes, ["cn0_dbhz", "closing_margin_db", "noise_density_dbw_per_hz", "range_m"])
    save(answer, tmp_path / "sweep.nc")
    errors, warnings = checked(tmp_path / "sweep.nc", tmp_path)
    assert errors == []
    allowed = ("not in the recommended order", "composed of letters, digits, and underscores")  # transmitter.power
    assert [text for text in warnings if not any(part in text for part in allowed)] == []
    with xr.open_dataset(tmp_path / "sweep.nc") as back:
        assert back["transmitter.power"].values.tolist() == [10.0, 20.0, 40.0]
        same = back.sel({"transmitter.power": answer["transmitter.power"]}).transpose(*answer.sizes)
        assert np.array_equal(back.time.values, answer.time.values)
        for name in answer.data_vars:
            assert np.array_equal(same[name].transpose(*answer[name].dims).values, answer[name].values)
            assert back[name].attrs.get("display_units", back[name].attrs["units"]) == answer[name].attrs["units"]


def test_timeline_comes_back_with_its_numbers_times_links_and_flags(timeline, tmp_path):
    write_netcdf(timeline, tmp_path / "timeline.nc")
    with xr.open_dataset(tmp_path / "timeline.nc") as back:
        assert list(back.margin_db.dims) == ["time", "link"]
        for name, variable in timeline.variables.items():
            values = back[name].transpose(*variable.dims).values
            assert values.dtype.kind in (variable.dtype.kind, *("O" if variable.dtype.kind == "U" else ""))
            assert np.array_equal(values, variable.values, equal_nan=variable.dtype.kind == "f"), name
        assert back.sel(link="imaging-5cm").margin_db.size == timeline.time.size
        assert back.attrs["created"] == timeline.attrs["created"]
        assert timeline.attrs["created"] in back.attrs["history"]


def test_file_holds_times_and_flags_as_other_programs_expect_them(timeline, tmp_path):
    write_netcdf(timeline, tmp_path / "timeline.nc")
    with netcdf_file(tmp_path / "timeline.nc", mmap=False) as raw:
        time, visible = raw.variables["time"], raw.variables["visible"]
        assert time.units == b"seconds since 1970-01-01T00:00:00Z"
        assert (time.calendar, time.standard_name, time.axis) == (b"standard", b"time", b"T")
        assert not hasattr(time, "_FillValue")
        assert time[0] == -226132560.0
        assert np.all(np.diff(time[:]) > 0.0)
        assert visible[:].dtype == np.int8
        assert np.asarray(visible.flag_values).tolist() == [0, 1]
        assert visible.flag_meanings == b"no yes"
        assert not hasattr(visible, "units")
        assert raw.Conventions == b"CF-1.8"


def test_utc_before_1972_is_said_to_be_ut1(timeline):
    assert cf_dataset(timeline)["time"].attrs["comment"] == EARLY_UTC
    later = timeline.assign_coords(time=timeline.time.values + np.timedelta64(3650, "D"))
    assert cf_dataset(later)["time"].attrs["comment"] == LATER_UTC


def test_the_dataset_itself_keeps_the_units_that_people_read(timeline):
    before = timeline.copy(deep=True)
    assert cf_dataset(timeline).cn0_dbhz.attrs["units"] == "0.1 lg(re 1 Hz)"
    assert timeline.identical(before)


def test_missing_and_fractional_times_are_kept(tmp_path):
    times = np.array(["2026-03-01T00:00:00", "2026-03-01T00:00:10.5"], "M8[ns]")
    answer = xr.Dataset({"start": ("time", [times[0], np.datetime64("NaT", "ns")])}, {"time": times})
    write_netcdf(answer, tmp_path / "times.nc")
    with xr.open_dataset(tmp_path / "times.nc") as back:
        assert np.array_equal(back.time.values, times)
        assert np.isnat(back.start.values).tolist() == [False, True]
