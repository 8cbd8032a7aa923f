"""Orbit Ephemeris Messages: the forms of real files, what is refused, and what another library makes of ours."""

import tracemalloc
from xml.etree import ElementTree

import numpy as np
import pytest
from ccsds_ndm.ndm_io import NDMFileFormats, NdmIo

from linkbudget.errors import InputError
from linkbudget.geometry.clock import parse_utc
from linkbudget.geometry.kernel import body
from linkbudget.geometry.oem import oem_text, read_oem
from linkbudget.geometry.orbit import elements_orbit
from linkbudget.geometry.time_systems import dates_tt_s, skyfield_time_of_tt
from tests.geometry.orbit_files import COUNT, OEM_HEADER, ORBIT, TT_S, dates, oem, off_m, states

# Seconds since 1970 have a last digit of 0.2 microseconds, 2 mm of the orbit; the curve's ends make five times of it.
NEAR_M = 0.02


def written(tmp_path, text, name="trial.oem"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_a_message_is_read(tmp_path):
    assert off_m(read_oem(written(tmp_path, OEM_HEADER + oem()))) < NEAR_M


@pytest.mark.parametrize("system", [("TAI", 37.0), ("GPS", 18.0), ("TT", 69.184), ("TDT", 69.184)])
def test_time_systems_are_converted(tmp_path, system):
    name, offset_s = system
    assert off_m(read_oem(written(tmp_path, OEM_HEADER + oem(TIME_SYSTEM=name, offset_s=offset_s)))) < NEAR_M


def test_days_of_the_year_tabs_comments_exponents_and_line_ends(tmp_path):
    text = OEM_HEADER + oem(written=[date.replace("2019-07-04", "2019-185") + "000000Z" for date in dates()])
    lines = [line.replace(" ", "\t") if line[:4] == "2019" else f"  {line}" for line in text.splitlines()]
    lines[15] = "COMMENT   between rows\r\n" + lines[15]
    assert off_m(read_oem(written(tmp_path, "\r\n".join(lines)))) < NEAR_M
    position, velocity = states()
    scientific = [
        f"{date} " + " ".join(f"{value:.12E}" for value in (*at, *rate))
        for date, at, rate in zip(dates(), position, velocity, strict=True)
    ]
    head = (OEM_HEADER + oem()).partition("META_STOP")[0]
    file = written(tmp_path, b"\xef\xbb\xbf" + "\n".join([head + "META_STOP", *scientific]).encode())
    assert off_m(read_oem(file)) < NEAR_M


def test_accelerations_and_covariances_are_passed_over(tmp_path):
    text = OEM_HEADER + oem(
        tail="COVARIANCE_START\nEPOCH = 2019-07-04T06:00:00\nCOV_REF_FRAME = RTN\n3e-4\n4e-4 6e-4\nCOVARIANCE_STOP\n"
    )
    lines = [f"{line} 0.001 0.002 0.003" if line[:4] == "2019" else line for line in text.splitlines()]
    assert off_m(read_oem(written(tmp_path, "\n".join(lines)))) < NEAR_M


def test_a_message_that_turns_with_the_earth(tmp_path):
    # an independent way there: skyfield's own frame, positions and velocities at once
    from skyfield.framelib import itrs

    position, velocity = ORBIT.at(skyfield_time_of_tt(TT_S)).frame_xyz_and_velocity(itrs)
    turning = position.km.T, velocity.km_per_s.T
    file = written(tmp_path, OEM_HEADER + oem(REF_FRAME="ITRF2014", position_and_velocity=turning))
    assert off_m(read_oem(file)) < 0.1  # nutation by the short series: 1 milliarcsecond is 0.03 m


def test_a_message_about_mars_counts_from_mars(tmp_path):
    angle = 9e-4 * (TT_S - TT_S[0])
    position = 3.8e3 * np.stack([np.cos(angle), np.sin(angle), 0.0 * angle], axis=1)
    velocity = 9e-4 * 3.8e3 * np.stack([-np.sin(angle), np.cos(angle), 0.0 * angle], axis=1)
    text = OEM_HEADER + oem(CENTER_NAME="MARS BARYCENTER", position_and_velocity=(position, velocity))
    trajectory = read_oem(written(tmp_path, text))
    time_ = skyfield_time_of_tt(TT_S)
    assert trajectory.center == 0
    found = (trajectory.at(time_).xyz.km - body("mars").at(time_).xyz.km).T
    assert found == pytest.approx(position, abs=1e-3)  # 0.15 m is the last digit of a double at 1 au


def test_segments_join_and_the_useable_span_bounds_them(tmp_path):
    two = oem(rows=slice(0, 61)) + oem(rows=slice(60, None))
    assert off_m(read_oem(written(tmp_path, OEM_HEADER + two))) < NEAR_M
    useable = oem(USEABLE_START_TIME=dates()[10], USEABLE_STOP_TIME=dates()[-10])
    trajectory = read_oem(written(tmp_path, OEM_HEADER + useable))
    assert trajectory.start_utc_s == pytest.approx(parse_utc(dates()[10]))
    with pytest.raises(
        ValueError, match="outside the table of positions, 2019-07-04T06:10:00Z to 2019-07-04T07:51:00Z"
    ):
        trajectory.at(skyfield_time_of_tt(TT_S[5]))


def test_rows_through_a_leap_second_stay_apart(tmp_path):
    orbit = elements_orbit(parse_utc("2016-12-31"), 7078e3, 0.01, 98.2, 40.0, 70.0, 10.0)
    tt_s = dates_tt_s(["2016-12-31T23:30:00"], "UTC")[0] + 60.5 * np.arange(60)
    at = orbit.at(skyfield_time_of_tt(tt_s))
    labels = [f"2016-12-31T23:{30 + int(s // 60):02d}:{s % 60:04.1f}" for s in 60.5 * np.arange(30)]
    # after the leap second the clock is a second behind
    labels += [f"2017-01-01T00:{int(s // 60):02d}:{s % 60:04.1f}" for s in 60.5 * np.arange(30, 60) - 1801.0]
    text = OEM_HEADER + oem(written=labels, position_and_velocity=(at.xyz.km.T, at.velocity.km_per_s.T))
    trajectory = read_oem(written(tmp_path, text))
    between = skyfield_time_of_tt(tt_s[:-1] + 30.0)
    assert np.abs(trajectory.at(between).xyz.m - orbit.at(between).xyz.m).max() < NEAR_M


@pytest.mark.parametrize(
    ("method", "degree", "most_m"),
    [("HERMITE", "7", NEAR_M), ("hermite", "6", NEAR_M), ("LAGRANGE", "9", 10 * NEAR_M), ("LINEAR", None, 4e3)],
)
def test_the_interpolation_is_the_one_that_is_stated(tmp_path, method, degree, most_m):
    trajectory = read_oem(written(tmp_path, OEM_HEADER + oem(INTERPOLATION=method, INTERPOLATION_DEGREE=degree)))
    missed_m = off_m(trajectory)
    assert missed_m < most_m
    if method == "LINEAR":  # half a step squared over twice the radius of curvature: 3.3 km
        assert missed_m > 1e3
        assert "the position may be off by" in trajectory.notes[0]


def test_an_interpolation_that_is_not_stated_is_said(tmp_path):
    trajectory = read_oem(written(tmp_path, OEM_HEADER + oem(INTERPOLATION=None, INTERPOLATION_DEGREE=None)))
    assert trajectory.notes == ("trial.oem names no interpolation; Hermite's of degree 7 is used",)


def test_one_of_several_objects_is_asked_for(tmp_path):
    file = written(tmp_path, OEM_HEADER + oem() + oem(OBJECT_NAME="OTHER", OBJECT_ID="2019-001B"))
    with pytest.raises(
        InputError, match=r"several objects; expected the name of one: TRIAL \(2019-001A\), OTHER \(2019-001B\)"
    ):
        read_oem(file)
    assert off_m(read_oem(file, "trial")) < NEAR_M
    assert off_m(read_oem(file, "2019-001A")) < NEAR_M
    with pytest.raises(InputError, match="no object 'THIRD'; expected TRIAL"):
        read_oem(file, "THIRD")


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({"REF_FRAME": "TOD"}, "reference frame 'TOD'"),
        ({"REF_FRAME": "MCI"}, "reference frame 'MCI'"),
        ({"REF_FRAME": None}, "no REF_FRAME among the metadata"),
        ({"CENTER_NAME": None}, "no CENTER_NAME among the metadata"),
        ({"CENTER_NAME": "PHOBOS"}, "centre 'PHOBOS'"),
        ({"CENTER_NAME": "EARTH BARYCENTER"}, "centre 'EARTH BARYCENTER'"),
        ({"CENTER_NAME": "MOON", "REF_FRAME": "ITRF"}, "REF_FRAME = ITRF about MOON: expected"),
        ({"REF_FRAME": "TEME", "REF_FRAME_EPOCH": "2019-07-04T00:00:00"}, "TEME of an epoch"),
        ({"TIME_SYSTEM": None}, "no TIME_SYSTEM among the metadata"),
        ({"TIME_SYSTEM": "SCLK"}, "line 9: TIME_SYSTEM: time system 'SCLK'|TIME_SYSTEM: time system 'SCLK'"),
        ({"INTERPOLATION_DEGREE": None}, "INTERPOLATION_DEGREE = None"),
        ({"INTERPOLATION_DEGREE": "seven"}, "INTERPOLATION_DEGREE = 'seven'"),
        ({"INTERPOLATION": "CUBIC"}, "INTERPOLATION = 'CUBIC': expected HERMITE, LAGRANGE or LINEAR"),
        ({"STOP_TIME": "2019-07-05T00:00:00"}, "before STOP_TIME = 2019-07-05T00:00:00: the file is cut short"),
        ({"START_TIME": "2019-07-04T07:00:00"}, "expected rows from START_TIME"),
        ({"START_TIME": "yesterday"}, "START_TIME: 'yesterday' is not a date"),
        ({"OBJECT_ID": ""}, "OBJECT_ID says nothing"),
        ({"REFERENCE_FRAME": "EME2000"}, "REFERENCE_FRAME; expected one of"),
    ],
)
def test_what_the_metadata_leave_open_is_refused(tmp_path, metadata, message):
    with pytest.raises(InputError, match=rf"trial\.oem.*{message}") as caught:
        read_oem(written(tmp_path, OEM_HEADER + oem(**metadata)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: "", "no CCSDS_OEM_VERS"),
        (lambda text: text.replace("= 2.0", "= 4.0"), r"line 1: CCSDS_OEM_VERS = '4\.0'; expected 1\.0, 2\.0, 3\.0"),
        (lambda text: text.partition("META_START")[0], "no segment"),
        (lambda text: text.partition("META_STOP")[0], "ends inside META_START"),
        (lambda text: text.partition("META_STOP")[0] + "META_STOP\n", "a segment of TRIAL has no rows"),
        (
            lambda text: text.replace(":00.000 ", ":00.000 0,5 ", 1),
            "line 16: 7 numbers behind the date; expected 6, or 9",
        ),
        (lambda text: text.replace("T06:05:00.000 ", "T06:05:00.000 1,5e3 x", 1), "line 21.*expected 6"),
        (lambda text: text.replace("T06:05:00", "T06:65:00", 1), "line 21: '2019-07-04T06:65:00.*' is not a date"),
        (lambda text: text.replace("2019-07-04T06:05:00", "2019-07-04T06:03:00", 1), "expected instants that rise"),
        (lambda text: text + "REF_FRAME EME2000\n", "expected a line of an orbit ephemeris message"),
        (
            lambda text: text.replace("REF_FRAME", "OBJECT_NAME = OTHER\nREF_FRAME"),
            "OBJECT_NAME = 'OTHER'; it stands in line 5",
        ),
        (lambda text: text + "\x00", "is not text"),
    ],
)
def test_texts_that_are_no_message_are_refused(tmp_path, change, message):
    with pytest.raises(InputError, match=rf"trial\.oem.*{message}") as caught:
        read_oem(written(tmp_path, change(OEM_HEADER + oem())))
    assert "\n" not in str(caught.value)


def test_numbers_are_named_with_their_line(tmp_path):
    lines = (OEM_HEADER + oem()).splitlines()
    for bad, message in (
        ("1,5", r"'1,5'; expected a number \(a decimal comma: expected a point\)"),
        ("x", "'x'; expected a number"),
    ):
        words = lines[40].split()
        words[2] = bad
        with pytest.raises(InputError, match=rf"trial\.oem, line 41: {message}"):
            read_oem(written(tmp_path, "\n".join([*lines[:40], " ".join(words), *lines[41:]])))


def test_a_folder_and_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="is a folder; expected an orbit ephemeris message"):
        read_oem(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        read_oem(tmp_path / "away.oem")


# Written -------------------------------------------------------------------------------------------------------------


def message(xml=False, system="UTC"):
    position, velocity = states()
    return oem_text(
        TT_S, 1e3 * position, 1e3 * velocity, object_name="TRIAL", object_id="2019-001A", center="EARTH", system=system,
        created_utc_s=parse_utc("2019-07-03"), comments=["one orbit"], xml=xml,
    )  # fmt: skip


@pytest.mark.parametrize("xml", [False, True])
@pytest.mark.parametrize("system", ["UTC", "TDB"])
def test_what_is_written_is_read_again(tmp_path, xml, system):
    trajectory = read_oem(written(tmp_path, message(xml, system)))
    assert trajectory.notes == ()
    assert off_m(trajectory) < NEAR_M


@pytest.mark.parametrize("xml", [False, True])
def test_another_library_reads_what_is_written(xml):
    segment = NdmIo().from_string(message(xml)).body.segment[0]
    assert (segment.metadata.object_name, segment.metadata.ref_frame) == ("TRIAL", "ICRF")
    assert (segment.metadata.interpolation, segment.metadata.interpolation_degree) == ("HERMITE", 7)
    states_ = segment.data.state_vector
    assert len(states_) == COUNT
    position, velocity = states()
    read = np.array([[float(getattr(one, axis).value) for axis in ("x", "y", "z")] for one in states_])
    rate = np.array([[float(getattr(one, f"{axis}_dot").value) for axis in ("x", "y", "z")] for one in states_])
    assert read == pytest.approx(position, abs=1e-6)
    assert rate == pytest.approx(velocity, abs=1e-9)
    assert dates_tt_s([one.epoch for one in states_], "UTC") == pytest.approx(TT_S, abs=1e-5)


def test_what_another_library_writes_in_xml_is_read(tmp_path):
    text = NdmIo().to_string(NdmIo().from_string(OEM_HEADER + oem()), NDMFileFormats.XML)
    assert off_m(read_oem(written(tmp_path, text, "trial.xml"))) < NEAR_M


@pytest.mark.parametrize(
    ("change", "message_"),
    [
        (lambda text: text[: len(text) // 2], "is no whole XML"),
        (
            lambda text: text.replace('<oem id="CCSDS_OEM_VERS" version="2.0">', "<omm>").replace("</oem>", "</omm>"),
            "no element oem",
        ),
        (lambda text: text.replace('version="2.0">', 'version="9">'), "CCSDS_OEM_VERS = '9'"),
        (lambda text: text.replace('units="km/s"', 'units="m/s"'), "X_DOT in 'm/s'; expected km/s"),
        (lambda text: text.replace("<oem", '<!DOCTYPE oem [<!ENTITY e "EARTH">]>\n<oem', 1), "line 2: a document type"),
        (lambda text: text.replace("<REF_FRAME>ICRF</REF_FRAME>", ""), "no REF_FRAME among the metadata"),
    ],
)
def test_xml_that_is_no_message_is_refused(tmp_path, change, message_):
    with pytest.raises(InputError, match=message_) as caught:
        read_oem(written(tmp_path, change(message(xml=True))))
    assert "\n" not in str(caught.value)


def test_xml_without_a_velocity_is_refused(tmp_path):
    root = ElementTree.fromstring(message(xml=True))
    state = root.find(".//stateVector")
    state.remove(state.find("Y_DOT"))
    with pytest.raises(InputError, match=r"trial\.oem, line \d+: a stateVector without Y_DOT"):
        read_oem(written(tmp_path, ElementTree.tostring(root, encoding="unicode")))


@pytest.mark.parametrize(("xml", "rows"), [(False, 40_000), (True, 10_000)])  # 4 and 2 MB
def test_a_long_message_takes_little_memory(tmp_path, xml, rows):
    tt_s = TT_S[0] + 2.0 * np.arange(rows)
    position, velocity = states(tt_s)
    text = oem_text(
        tt_s, 1e3 * position, 1e3 * velocity, object_name="TRIAL", object_id="2019-001A", center="EARTH", system="TT",
        created_utc_s=0.0, xml=xml,
    )  # fmt: skip
    read_oem(written(tmp_path, OEM_HEADER + oem()))  # what is imported and kept with the first message
    file = written(tmp_path, text)
    tracemalloc.start()
    read_oem(file)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * file.stat().st_size


def test_xml_in_an_encoding_that_nobody_knows_is_refused(tmp_path):
    file = tmp_path / "p.oem"
    file.write_text('<?xml version="1.0" encoding="UTF-9"?>\n<oem version="2.0"/>\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"p\.oem: is no whole XML: unknown encoding"):
        read_oem(file)


def test_a_degree_of_thousands_of_digits_is_refused(tmp_path):
    file = tmp_path / "p.oem"
    file.write_text(OEM_HEADER + oem(INTERPOLATION_DEGREE="9" * 5000), encoding="utf-8")
    with pytest.raises(InputError, match="INTERPOLATION_DEGREE = '999"):
        read_oem(file)
