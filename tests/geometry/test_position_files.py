"""STK ephemeris files, Horizons vector tables and CSV: read right against the orbit they were made of, or refused."""

import numpy as np
import pytest
from skyfield.api import wgs84
from skyfield.framelib import ecliptic_J2000_frame, itrs

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.errors import InputError
from linkbudget.geometry.clock import parse_utc, skyfield_time
from linkbudget.geometry.horizons import read_horizons
from linkbudget.geometry.kernel import body
from linkbudget.geometry.position_files import read_positions
from linkbudget.geometry.positions_csv import positions_csv_text, read_positions_csv
from linkbudget.geometry.stk_ephemeris import read_stk
from linkbudget.geometry.time_systems import skyfield_time_of_tt
from tests.geometry.orbit_files import (
    COUNT,
    OEM_HEADER,
    ORBIT,
    SECONDS,
    START_UTC_S,
    TT_S,
    dates,
    numbers,
    oem,
    off_m,
    states,
)

NEAR_M = 0.02  # as in the tests of messages
LONG_M = 0.2  # polynomials through positions alone


def written(tmp_path, text, name):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


# STK -----------------------------------------------------------------------------------------------------------------


def stk(layout="EphemerisTimePosVel", rows=None, boundaries=(), **heading):
    position, velocity = states()
    rows = [(*at, *rate) for at, rate in zip(1e3 * position, 1e3 * velocity, strict=True)] if rows is None else rows
    said = {
        "NumberOfEphemerisPoints": len(rows),
        "ScenarioEpoch": "4 Jul 2019 06:00:00.000000",
        "InterpolationMethod": "Hermite",
        "InterpolationSamplesM1": 7,
        "CentralBody": "Earth",
        "CoordinateSystem": "ICRF",
        "DistanceUnit": "Meters",
    } | heading
    lines = ["stk.v.12.0", "# made for a test", "BEGIN Ephemeris", ""]
    lines += [f"{key}\t\t{value}" for key, value in said.items() if value is not None]
    if boundaries:
        lines += ["BEGIN SegmentBoundaryTimes", *map(str, boundaries), "END SegmentBoundaryTimes"]
    lines += ["", layout, ""]
    lines += [f"{second:.6f} {numbers(row)}" for second, row in zip(SECONDS[: len(rows)], rows, strict=True)]
    return "\n".join([*lines, "", "END Ephemeris", ""])


@pytest.mark.parametrize("unit", [("Meters", 1e3), ("kilometers", 1.0)])
@pytest.mark.parametrize("system", ["ICRF", "J2000"])
def test_an_stk_file_is_read(tmp_path, unit, system):
    position, velocity = states()
    name, scale = unit
    rows = [(*at, *rate) for at, rate in zip(scale * position, scale * velocity, strict=True)]
    trajectory = read_stk(written(tmp_path, stk(rows=rows, DistanceUnit=name, CoordinateSystem=system), "trial.e"))
    assert off_m(trajectory) < NEAR_M
    assert trajectory.notes == ()


@pytest.mark.parametrize(("layout", "columns"), [("EphemerisTimePos", 3), ("EphemerisTimePosVelAcc", 9)])
def test_an_stk_file_without_velocities_or_with_accelerations(tmp_path, layout, columns):
    position, velocity = states()
    rows = np.concatenate([1e3 * position, 1e3 * velocity, 0.0 * position], axis=1)[:, :columns]
    assert off_m(read_stk(written(tmp_path, stk(layout, rows), "trial.e"))) < LONG_M


def test_an_stk_file_that_turns_with_the_earth(tmp_path):
    time = skyfield_time_of_tt(TT_S)
    position, velocity = ORBIT.at(time).frame_xyz_and_velocity(itrs)
    rows = np.concatenate([position.m.T, velocity.m_per_s.T], axis=1)
    assert off_m(read_stk(written(tmp_path, stk(rows=rows, CoordinateSystem="Fixed"), "trial.e"))) < 0.1
    place = wgs84.geographic_position_of(ORBIT.at(time))
    rows = np.stack([place.latitude.degrees, place.longitude.degrees, place.elevation.m], axis=1)
    text = stk("EphemerisLLATimePos", rows, CoordinateSystem="Fixed")
    assert off_m(read_stk(written(tmp_path, text, "trial.e"))) < 0.5  # nine decimals of a degree are 0.1 mm


def test_boundaries_of_an_stk_file_part_its_segments(tmp_path):
    position, velocity = states()
    kicked = position + np.where(SECONDS[:, None] >= 3600.0, 1e-3 * (SECONDS[:, None] - 3600.0), 0.0)  # 1 m/s at once
    moved = velocity + np.where(SECONDS[:, None] > 3600.0, 1e-3, 0.0)
    rows = [(*at, *rate) for at, rate in zip(1e3 * kicked, 1e3 * moved, strict=True)]
    trajectory = read_stk(written(tmp_path, stk(rows=rows, boundaries=[0.0, 3600.0, 7200.0]), "trial.e"))
    assert len(trajectory.segments) == 2
    assert trajectory.segments[0].end_tt_s == trajectory.segments[1].start_tt_s
    # before the boundary nothing of the manoeuvre shows, not even half a step before
    assert off_m(trajectory, TT_S[:60] + 30.0) < NEAR_M


@pytest.mark.parametrize(
    ("heading", "note"),
    [
        ({"InterpolationMethod": None, "InterpolationSamplesM1": None}, "trial.e names no interpolation"),
        ({"InterpolationMethod": "LagrangeVOP"}, "trial.e names its interpolation LagrangeVOP"),
        ({"InterpolationSamplesM1": None}, "names no order of interpolation; degree 7"),
    ],
)
def test_an_stk_interpolation_that_is_not_stated_is_said(tmp_path, heading, note):
    trajectory = read_stk(written(tmp_path, stk(**heading), "trial.e"))
    assert note in trajectory.notes[0]
    assert off_m(trajectory) < NEAR_M


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ({"DistanceUnit": None}, "no DistanceUnit in front of the rows"),
        ({"DistanceUnit": "Feet"}, "line 11: DistanceUnit 'Feet'; expected Meters or Kilometers"),
        ({"CoordinateSystem": None}, "no CoordinateSystem in front of the rows"),
        ({"CoordinateSystem": "Custom Frame.txt"}, "CoordinateSystem Custom Frame.txt; expected Fixed, J2000 or ICRF"),
        ({"CoordinateSystem": "TrueOfDate"}, "expected Fixed, J2000 or ICRF"),
        ({"CoordinateSystem": "Fixed", "CentralBody": "Moon"}, "CoordinateSystem Fixed about Moon; expected Earth"),
        ({"CentralBody": None}, "no CentralBody in front of the rows"),
        ({"CentralBody": "Deimos"}, "CentralBody: centre 'Deimos'"),
        ({"ScenarioEpoch": None}, "no ScenarioEpoch in front of the rows"),
        ({"ScenarioEpoch": "185/2019"}, "line 6: ScenarioEpoch: '185/2019' is not a date"),
        ({"TimeFormat": "JDate"}, "'TimeFormat'; expected one of NumberOfEphemerisPoints"),
        ({"NumberOfEphemerisPoints": 500}, "line 5: NumberOfEphemerisPoints 500; the file has 121 rows"),
        ({"InterpolationMethod": "Spline"}, "InterpolationMethod Spline; expected Lagrange or Hermite"),
        ({"InterpolationSamplesM1": "many"}, "InterpolationSamplesM1 many; expected a whole number"),
    ],
)
def test_stk_headings_that_leave_something_open_are_refused(tmp_path, heading, message):
    with pytest.raises(InputError, match=rf"trial\.e.*{message}"):
        read_stk(written(tmp_path, stk(**heading), "trial.e"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("stk.v.12.0", "ephemeris"), "line 1: 'ephemeris'; expected stk.v. and a version"),
        (lambda text: text.replace("END Ephemeris", ""), "no END Ephemeris: the file is cut short"),
        (lambda text: text.replace("EphemerisTimePosVel", "EphemerisTLERTimePos"), "'EphemerisTLERTimePos'; expected"),
        (lambda text: text.replace("60.000000 ", "60.000000 1,0 ", 1), "line 16: 8 numbers; expected a time and 6"),
        (lambda text: "stk.v.12.0\n", "no rows of an ephemeris"),
    ],
)
def test_texts_that_are_no_stk_file_are_refused(tmp_path, change, message):
    with pytest.raises(InputError, match=rf"trial\.e.*{message}"):
        read_stk(written(tmp_path, change(stk()), "trial.e"))


def test_latitudes_beyond_the_pole_are_refused(tmp_path):
    rows = np.stack([np.full(COUNT, 120.0), SECONDS / 60.0, np.full(COUNT, 7e5)], axis=1)
    with pytest.raises(InputError, match="latitude 120: expected -90 to 90 degrees, then longitude and height"):
        read_stk(written(tmp_path, stk("EphemerisLLATimePos", rows, CoordinateSystem="Fixed"), "trial.e"))


# Horizons ------------------------------------------------------------------------------------------------------------

DAYS = 2_458_668.5 + 0.5 * np.arange(41)  # TDB
MARS_TIME = skyfield_time(START_UTC_S).ts.tdb_jd(DAYS)


def mars_about_the_sun(frame=None):
    """Mars from the Sun: AU and AU a day, ICRF axes or another frame."""
    vector = body("mars").at(MARS_TIME) - body("sun").at(MARS_TIME)
    if frame is None:
        return vector.xyz.au.T, vector.velocity.au_per_d.T
    position, velocity = vector.frame_xyz_and_velocity(frame)
    return position.au.T, velocity.au_per_d.T


def horizons(frame=None, comma=False, columns=6, scale=(1.0, 1.0), **heading):
    position, velocity = mars_about_the_sun(frame)
    said = {
        "Target body name": "Mars (499)                      {source: mar097}",
        "Center body name": "Sun (10)                        {source: DE441}",
        "Center-site name": "BODY CENTER",
        "Output units    ": "AU-D",
        "Output type     ": "GEOMETRIC cartesian states",
        "Reference frame ": "ICRF",
    } | heading
    stars = "*" * 79
    lines = [stars, *(f"{key}: {value}" for key, value in said.items() if value is not None), stars]
    names = ["X", "Y", "Z", "VX", "VY", "VZ"][:columns]
    if comma:
        lines += [", ".join(["    JDTDB", "Calendar Date (TDB)", *names, "LT", "RG", "RR", ""])]
    else:
        lines += ["JDTDB", "   X     Y     Z", "   VX    VY    VZ", "   LT    RG    RR"]
    lines += [stars, "$$SOE"]
    for day, at, rate in zip(DAYS, position * scale[0], velocity * scale[1], strict=True):
        values = [f"{value:.15E}" for value in (*at, *rate)][:columns]
        if comma:
            lines += [", ".join([f"{day:.9f}", "A.D. 2019-Jul-04 00:00:00.0000", *values, "1.0", "2.0", "3.0", ""])]
        else:
            lines += [f"{day:.9f} = A.D. 2019-Jul-04 00:00:00.0000 TDB [del_T=     69.18 s]"]
            lines += [" X =" + values[0] + " Y =" + values[1] + " Z =" + values[2]]
            lines += [" VX=" + values[3] + " VY=" + values[4] + " VZ=" + values[5]] if columns == 6 else []
            lines += [" LT= 1.0E-02 RG= 1.5E+00 RR=-1.0E-04"]
    return "\n".join([*lines, "$$EOE", stars, "TIME", "  Barycentric Dynamical Time", ""])


def off_mars_m(trajectory):
    between = MARS_TIME.ts.tdb_jd(DAYS[:-1] + 0.25)
    return np.abs(trajectory.at(between).xyz.m - body("mars").at(between).xyz.m).max()


# Nine decimals of a day are 0.04 ms, a metre of a planet's way; the fraction of a day here is exact.
@pytest.mark.parametrize("comma", [False, True])
@pytest.mark.parametrize("columns", [6, 3])
def test_a_vector_table_is_read(tmp_path, comma, columns):
    trajectory = read_horizons(written(tmp_path, horizons(comma=comma, columns=columns), "mars.txt"))
    assert trajectory.center == 0
    assert off_mars_m(trajectory) < 1.0


@pytest.mark.parametrize(
    ("units", "scale"),
    [
        ("KM-S", (ASTRONOMICAL_UNIT_M / 1e3, ASTRONOMICAL_UNIT_M / 1e3 / 86_400.0)),
        ("KM-D", (ASTRONOMICAL_UNIT_M / 1e3, ASTRONOMICAL_UNIT_M / 1e3)),
    ],
)
def test_units_of_a_vector_table(tmp_path, units, scale):
    text = horizons(scale=scale, **{"Output units    ": units})
    assert off_mars_m(read_horizons(written(tmp_path, text, "mars.txt"))) < 1.0


@pytest.mark.parametrize(
    "heading",
    [
        {"Reference frame ": "Ecliptic of J2000.0"},
        {"Reference frame ": "ICRF/J2000.0", "Coordinate systm": "Ecliptic and Mean Equinox of Reference Epoch"},
    ],
)
def test_a_vector_table_in_the_plane_of_the_ecliptic(tmp_path, heading):
    text = horizons(ecliptic_J2000_frame, **heading)
    # skyfield's obliquity and that of Horizons differ by 0.04 arcseconds: 40 km at Mars
    assert off_mars_m(read_horizons(written(tmp_path, text, "mars.txt"))) < 60e3


def test_an_old_vector_table_on_the_equator(tmp_path):
    said = {"Reference frame ": "ICRF/J2000.0", "Coordinate systm": "Earth Mean Equator and Equinox of Reference Epoch"}
    assert off_mars_m(read_horizons(written(tmp_path, horizons(**said), "mars.txt"))) < 1.0


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ({"Output units    ": None}, "no line 'Output units' in the heading"),
        ({"Reference frame ": None}, "no line 'Reference frame' in the heading"),
        ({"Center body name": None}, "no line 'Center body name' in the heading"),
        ({"Output type     ": None}, "no line 'Output type' in the heading"),
        ({"Output type     ": "LT+S CORRECTED cartesian states"}, "expected GEOMETRIC cartesian states"),
        ({"Output type     ": "GEOMETRIC osculating elements"}, "expected GEOMETRIC cartesian states"),
        ({"Output units    ": "AU-S"}, "line 5: Output units 'AU-S'; expected AU-D, KM-S, KM-D"),
        ({"Reference frame ": "FK4/B1950.0"}, "line 7: reference frame 'FK4/B1950.0'"),
        ({"Coordinate systm": "Body Mean Equator and Node of Date"}, "Coordinate systm: 'Body Mean Equator"),
        ({"Center-site name": "Goldstone"}, "line 4: Center-site name 'Goldstone'; expected BODY CENTER"),
        ({"Center body name": "Phobos (401)"}, "line 3: centre 'Phobos'"),
    ],
)
def test_vector_tables_that_leave_something_open_are_refused(tmp_path, heading, message):
    with pytest.raises(InputError, match=rf"mars\.txt.*{message}".replace("+", r"\+")):
        read_horizons(written(tmp_path, horizons(**heading), "mars.txt"))


@pytest.mark.parametrize("comma", [False, True])
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("$$SOE", ""), r"no \$\$SOE"),
        (lambda text: text.replace("$$EOE", ""), r"no \$\$EOE: the file is cut short|expected a date|values; expected"),
        (lambda text: text.partition("$$SOE")[0] + "$$SOE\n$$EOE\n", "no rows between|no rows"),
        (lambda text: text.replace("JDTDB", "JDUT "), "expected a date such as|JDTDB"),
    ],
)
def test_texts_that_are_no_vector_table_are_refused(tmp_path, comma, change, message):
    text = change(horizons(comma=comma))
    if comma or "JDUT" not in text:
        with pytest.raises(InputError, match=rf"mars\.txt.*({message})"):
            read_horizons(written(tmp_path, text, "mars.txt"))


def test_a_row_of_a_vector_table_without_a_number_is_named(tmp_path):
    text = horizons().replace(" Y =", " W =", 1)
    with pytest.raises(InputError, match=r"mars\.txt, line 15: no Y below the date"):
        read_horizons(written(tmp_path, text, "mars.txt"))


# CSV -----------------------------------------------------------------------------------------------------------------


def csv(order=("utc", "x_km", "y_km", "z_km"), scale=1.0, system_offset_s=0.0):
    position, velocity = states()
    columns = {
        "x": position[:, 0], "y": position[:, 1], "z": position[:, 2],
        "vx": velocity[:, 0], "vy": velocity[:, 1], "vz": velocity[:, 2], "alt": SECONDS, "note": SECONDS,
    }  # fmt: skip
    lines = ["# positions of a trial", ",".join(order)]
    written_dates = dates(system_offset_s)
    for row in range(COUNT):
        cells = [
            written_dates[row] if name in ("utc", "tai") else f"{scale * columns[name.split('_')[0].strip()][row]:.9f}"
            for name in (name.strip() for name in order)
        ]
        lines.append(",".join(cells))
    return "\n".join([*lines, ""])


@pytest.mark.parametrize(
    ("order", "scale", "offset_s", "most_m"),
    [
        (("utc", "x_km", "y_km", "z_km"), 1.0, 0.0, LONG_M),
        (("note", "z_km", " x_km", "alt_km ", "y_km", "utc"), 1.0, 0.0, LONG_M),
        (("utc", "x_m", "y_m", "z_m", "vx_m_per_s", "vy_m_per_s", "vz_m_per_s"), 1e3, 0.0, NEAR_M),
        (("utc", "x_km", "y_km", "z_km", "vx_km_per_s", "vy_km_per_s", "vz_km_per_s", "alt_km"), 1.0, 0.0, NEAR_M),
        (("tai", "x_km", "y_km", "z_km"), 1.0, 37.0, LONG_M),
    ],
)
def test_columns_may_stand_in_any_order_with_others_between(tmp_path, order, scale, offset_s, most_m):
    assert off_m(read_positions_csv(written(tmp_path, csv(order, scale, offset_s), "orbit.csv"))) < most_m


def test_a_csv_file_of_another_frame(tmp_path):
    position, velocity = ORBIT.at(skyfield_time_of_tt(TT_S)).frame_xyz_and_velocity(itrs)
    text = positions_csv_text(TT_S, position.m.T, velocity.m_per_s.T)
    assert off_m(read_positions_csv(written(tmp_path, text, "orbit.csv"), frame="itrf")) < 0.1


@pytest.mark.parametrize("system", ["UTC", "TDB", "TAI"])
def test_what_is_written_is_read_again(tmp_path, system):
    position, velocity = states()
    text = positions_csv_text(TT_S, 1e3 * position, 1e3 * velocity, system)
    assert text.splitlines()[1].startswith("2019-07-04T06:0")
    assert off_m(read_positions_csv(written(tmp_path, text, "orbit.csv"))) < NEAR_M


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("utc,x_km,y_km", "header is 'utc,x_km,y_km': expected 'utc,x_km,y_km,z_km', in any order"),
        ("utc,x_km,y_km,z_km,x_km", "column 'x_km' occurs twice"),
        ("utc,tai,x_km,y_km,z_km", "header is"),
        ("utc,x,y,z", "header is"),
        ("utc,x_km,y_km,z_km,vx_km_s,vy_km_s,vz_km_s", "columns vx_km_s, vy_km_s, vz_km_s; expected vx_km_per_s"),
        ("utc;x_km;y_km;z_km", "header is"),
    ],
)
def test_headers_that_lack_something_are_refused(tmp_path, header, message):
    with pytest.raises(InputError, match=rf"orbit\.csv, line 1: .*{message}"):
        read_positions_csv(written(tmp_path, f"{header}\n2020-01-01,1,2,3\n", "orbit.csv"))


# Any file ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("orbit.oem", OEM_HEADER + oem()),
        ("orbit.txt", OEM_HEADER + oem()),
        ("orbit.e", stk()),
        ("ephemeris.txt", stk()),
        ("orbit.xml", None),
    ],
)
def test_the_format_is_told_by_ending_or_content(tmp_path, name, text):
    if text is None:
        from linkbudget.geometry.oem import oem_text

        position, velocity = states()
        text = oem_text(
            TT_S, 1e3 * position, 1e3 * velocity, object_name="T", object_id="T", center="EARTH", system="TT",
            created_utc_s=0.0, xml=True,
        )  # fmt: skip
    assert off_m(read_positions(written(tmp_path, text, name))) < NEAR_M


def test_a_horizons_table_is_told_by_its_beginning_of_rows(tmp_path):
    assert off_mars_m(read_positions(written(tmp_path, horizons(), "anything.txt"))) < 1.0


@pytest.mark.parametrize(
    ("text", "name", "asked", "message"),
    [
        (csv(), "orbit.csv", {}, "does not say where its positions start; expected center = 'earth'"),
        (csv(), "orbit.csv", {"center": "earth", "object_name": "X"}, "object = 'X'; expected none"),
        (csv(), "orbit.csv", {"center": "earth", "frame": "teme2000"}, "frame = 'teme2000'"),
        (csv(), "orbit.csv", {"center": "sun", "frame": "itrf"}, "expected center = 'earth'"),
        (stk(), "orbit.e", {"center": "earth"}, "center = 'earth'; expected none with STK ephemeris"),
        (OEM_HEADER + oem(), "orbit.oem", {"frame": "icrf"}, "frame = 'icrf'; expected none"),
        (stk(), "orbit.e", {"format": "sp3"}, "format = 'sp3': expected one of csv, oem, stk, horizons"),
        ("nothing", "orbit.txt", {}, "neither ending nor beginning tells its format"),
    ],
)
def test_what_does_not_go_with_the_format_is_refused(tmp_path, text, name, asked, message):
    with pytest.raises(InputError, match=message):
        read_positions(written(tmp_path, text, name), **asked)


def test_dates_before_1972_are_of_ut1(tmp_path):
    lines = [f"1962-11-05T{hour:02d}:00:00Z,{7000 + hour},0,0" for hour in range(5)]
    trajectory = read_positions_csv(written(tmp_path, "\n".join(["utc,x_km,y_km,z_km", *lines]), "old.csv"))
    found = trajectory.at(skyfield_time(parse_utc("1962-11-05T02:00:00"))).xyz.km
    assert found == pytest.approx([7002.0, 0.0, 0.0], abs=1e-3)


def test_tables_without_rows_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"orbit\.csv: no rows below the header; expected dates and positions"):
        read_positions_csv(written(tmp_path, "utc,x_km,y_km,z_km\n", "orbit.csv"))
    heading = (
        "stk.v.12.0\nBEGIN Ephemeris\nScenarioEpoch 4 Jul 2019 06:00:00\nCentralBody Earth\nCoordinateSystem ICRF\n"
    )
    text = f"{heading}DistanceUnit Meters\nEphemerisTimePosVel\nEND Ephemeris\n"
    with pytest.raises(InputError, match=r"orbit\.e: no rows; expected seconds and states"):
        read_stk(written(tmp_path, text, "orbit.e"))


@pytest.mark.parametrize("number", ["1e308", "-1e31", "inf", "nan"])
def test_numbers_that_are_no_positions_are_refused(number, tmp_path):
    file = tmp_path / "p.csv"
    file.write_text(f"utc,x_km,y_km,z_km\n2026-01-02T00:00:00Z,7000,0,0\n2026-01-02T00:01:00Z,{number},1,0\n")
    with pytest.raises(InputError, match=r"line 3: .*; expected finite numbers up to 1e30"):
        read_positions(file, center="earth")


@pytest.mark.parametrize("second", ["-inf", "nan", "1e300", "x"])
def test_seconds_that_are_none_are_refused(second, tmp_path):
    file = tmp_path / "p.e"
    head = "stk.v.11.0\nBEGIN Ephemeris\nNumberOfEphemerisPoints 2\nScenarioEpoch 2 Jan 2026 00:00:00.000000\n"
    rows = f"CentralBody Earth\nCoordinateSystem ICRF\nEphemerisTimePos\n0 7e6 0 0\n{second} 7e6 1 0\nEND Ephemeris\n"
    file.write_text(head + rows, encoding="utf-8")
    with pytest.raises(InputError, match=rf"(line 9: .*{second}|'{second}')"):
        read_stk(file)
