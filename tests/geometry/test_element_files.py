"""Files of two- and three-line element sets: what is read, what is refused and at which line, which set is meant."""

import re
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sgp4.api import Satrec

from linkbudget.errors import InputError
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.geometry.element_files import chosen_set, read_element_sets
from linkbudget.geometry.element_sets import SOUND_LINES, line_checksum, require_columns
from linkbudget.geometry.orbit import tle_orbit
from tests.geometry.test_element_sets import ISS, put

# Vanguard 1, a fragment and a Molniya of the SGP4 verification set
VANGUARD = (
    "1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753",
    "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667",
)
FRAGMENT = (
    "1 29238U 06022G   06177.28732010  .00766286  10823-4  13334-2 0   101",
    "2 29238  51.5595 213.7903 0202579  95.2503 267.9010 15.73823839  1061",
)


def later(lines: tuple[str, str], epoch: str) -> tuple[str, str]:
    """The same elements at another epoch, year and day."""
    return put(lines[0], 19, epoch), lines[1]


ISS_LATER = later(ISS, "08265.51782528")
POINTS = {1: (24, 35), 2: (12, 21, 38, 47, 55)}
"""Columns of the decimal points of each line, counted from one."""
THREE = [("ISS (ZARYA)", *ISS), ("VANGUARD 1", *VANGUARD), ("FREGAT DEB", *FRAGMENT)]


@pytest.fixture
def written(tmp_path):
    """A file of some lines."""

    def write(*lines: str, end: str = "\n", encoding: str = "utf-8"):
        file = tmp_path / "sets.tle"
        file.write_bytes("".join(line + end for line in lines).encode(encoding))
        return file

    return write


def three_lines(zero: str = "") -> list[str]:
    return [line for name, line1, line2 in THREE for line in (zero + name, line1, line2)]


# What is read ---------------------------------------------------------------------------------------------------------

WRITTEN = {
    "three lines": (three_lines(), "\n", "utf-8"),
    "zero before the name": (three_lines("0 "), "\n", "utf-8"),
    "lines of Windows": (three_lines(), "\r\n", "utf-8"),
    "byte order mark": (three_lines(), "\r\n", "utf-8-sig"),
    "blank lines": ([line for one in three_lines() for line in ("", one, "  ")], "\n", "utf-8"),
    "blanks behind": ([f"{one}   " for one in three_lines()], "\n", "utf-8"),
    "comments": (["# from a mail", *three_lines()], "\n", "utf-8"),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_names_and_lines_are_read_however_they_are_written(how, written):
    lines, end, encoding = WRITTEN[how]
    found = list(read_element_sets(written(*lines, end=end, encoding=encoding)))
    assert [(one.name, one.line1, one.line2) for one in found] == THREE
    assert [one.catalogue_number for one in found] == [25544, 5, 29238]


def test_the_last_line_needs_no_end(written):
    assert len(list(read_element_sets(written("\n".join(three_lines()), end="")))) == 3


def test_sets_without_names_are_read(written):
    found = list(read_element_sets(written(*ISS, *VANGUARD)))
    assert [one.name for one in found] == ["", ""]
    assert [one.line_number for one in found] == [1, 3]


@pytest.mark.parametrize("name", ["1 KUNS", "2 FAST", "ÑANDÚ 1", "0", "1998-067A"])
def test_names_may_begin_with_any_sign(name, written):
    (one,) = read_element_sets(written(name, *ISS))
    assert one.name == name


def test_a_name_in_the_code_page_of_windows_is_read(written):
    (one,) = read_element_sets(written("ÑANDÚ", *ISS, encoding="cp1252"))
    assert one.name == "ÑANDÚ"


def test_orbits_of_a_file_are_those_of_its_lines(written):
    for one in read_element_sets(written(*three_lines())):
        ours, theirs = one.orbit(), Satrec.twoline2rv(one.line1, one.line2)
        assert ours.name == one.name
        for minutes in (0.0, 10.0, 300.0):
            _, position, _ = theirs.sgp4_tsince(minutes)
            found = ours._sgp4(np.array([60.0 * minutes]))[1][:, 0]
            assert found == pytest.approx(position, abs=1e-9)


def test_epochs_are_those_of_the_orbits(written):
    for one in read_element_sets(written(*three_lines())):
        assert one.epoch_utc_s == pytest.approx(tle_orbit(one.line1, one.line2).epoch_utc_s, abs=1e-5)
    # 20 September 2008, by hand: 0.51782528 of a day is 12 h 25 min 40.104192 s
    (one,) = read_element_sets(written(*ISS))
    assert one.epoch_utc_s == pytest.approx(parse_utc("2008-09-20T12:25:40") + 0.104192, abs=1e-6)


def test_letters_of_catalogue_numbers_are_ten_thousands(written):
    numbers = {"A0001": 100001, "J2345": 182345, "P0000": 230000, "Z9999": 339999, "    7": 7}
    lines = [put(line, 3, text) for text in numbers for line in ISS]
    assert [one.catalogue_number for one in read_element_sets(written(*lines))] == list(numbers.values())


def test_sets_whose_orbit_is_none_are_part_of_a_file_and_refused_when_flown(written):
    falling = put(ISS[1], 53, "17.20000000")
    file = written("FALLING", ISS[0], falling, "VANGUARD 1", *VANGUARD)
    assert chosen_set(file, read_element_sets(file), 5).orbit().name == "VANGUARD 1"
    message = (
        f"{file}, element set at line 2: line 2, columns 53 to 63 (mean motion) = '17.20000000': expected an orbit"
    )
    with pytest.raises(InputError, match=re.escape(message)):
        chosen_set(file, read_element_sets(file), 25544).orbit()


# What is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["ISS", ISS[0][:-1] + "0", ISS[1]], "line 2, column 69 (checksum) = '0': expected 7 for these columns"),
        (["ISS", ISS[0], ISS[1][:-1] + "0"], "line 3, column 69 (checksum) = '0': expected 7 for these columns"),
        (["", "ISS", ISS[0].replace("A   0", "A 0"), ISS[1]], "line 3 has 67 columns, from column 18 = '8' on"),
        (["ISS", ISS[0], VANGUARD[1]], "line 3, columns 3 to 7 (catalogue number) = '00005': expected '25544' as in "),
        (["ISS", put(ISS[0], 21, "367.00000000"), ISS[1]], "line 2, columns 21 to 32 (day of the epoch) = '367.0000"),
        (["ISS", put(ISS[0], 19, "09366.00000000"), ISS[1]], "line 2, columns 21 to 32 (day of the epoch) = '366.00"),
        (["ISS", ISS[0], put(ISS[1], 9, "180.0001")], "line 3, columns 9 to 16 (inclination) = '180.0001': expected"),
        (["ISS", ISS[0], put(ISS[1], 18, "360.0001")], "line 3, columns 18 to 25 (right ascension of the ascending"),
        (["ISS", ISS[0], put(ISS[1], 35, "361.0000")], "line 3, columns 35 to 42 (argument of perigee) = '361.0000'"),
        (["ISS", ISS[0], put(ISS[1], 44, "999.0000")], "line 3, columns 44 to 51 (mean anomaly) = '999.0000': expect"),
        (["ISS", put(ISS[0], 63, "4"), ISS[1]], "line 2, column 63 (ephemeris type) = '4' cannot be read"),
        (["ISS", put(ISS[0], 9, "\xa0"), ISS[1]], "line 2, column 9, is NO-BREAK SPACE (U+00A0): expected plain"),
        (["ISS", ISS[0], "VANGUARD 1", *VANGUARD], "line 3, column 1 (line number) = 'V' cannot be read: expected '2'"),
        (["ISS", ISS[0], ISS[0]], "line 3, column 1 (line number) = '1' cannot be read: expected '2'"),
        ([ISS[1], ISS[0]], "line 1: '2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537'; expected"),
        (["ISS", "ZARYA", *ISS], "line 2: 'ZARYA'; expected line 1 of an element set"),
        (["No GP data found"], ": ends behind the name 'No GP data found'; expected line 1 of an element set"),
        (["ISS", ISS[0]], ": ends behind line 2; expected line 2 of an element set"),
    ],
)
def test_a_damaged_set_is_refused_with_file_and_line(lines, message, written):
    file = written("VANGUARD 1", *VANGUARD, *lines)
    number = re.match(r"line (\d+)", message)
    if number:
        message = f", line {int(number[1]) + 3}{message.removeprefix(number[0])}"
    else:
        message = message.replace("behind line 2", "behind line 5")
    with pytest.raises(InputError, match=re.escape(f"{file}{message}")) as refused:
        list(read_element_sets(file))
    assert "\n" not in str(refused.value)


def test_the_line_of_the_other_catalogue_number_is_that_of_the_file(written):
    with pytest.raises(InputError, match=r"sets\.tle, line 6, .* expected '25544' as in line 5$"):
        list(read_element_sets(written(*VANGUARD, "", "ISS", ISS[0], VANGUARD[1])))


def test_checksums_may_be_ignored(written):
    file = written("ISS", ISS[0][:68] + "x", ISS[1][:68])
    (one,) = read_element_sets(file, checksum="ignored")
    assert one.orbit().model.revnum == 56353
    with pytest.raises(InputError, match="line 2, column 69"):
        list(read_element_sets(file))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("\n".join(three_lines()).encode("utf-16"), "is text in UTF-16; expected two-line element sets in UTF-8"),
        (None, "no such file; expected two-line element sets"),
    ],
)
def test_files_that_are_none_are_refused(content, message, tmp_path):
    file = tmp_path / "sets.tle"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError, match=re.escape(f"{file}: {message}")):
        list(read_element_sets(file))
    with pytest.raises(InputError, match="is a folder; expected two-line element sets"):
        list(read_element_sets(tmp_path))


@given(
    st.sampled_from([(1, 21, 12), (2, 9, 8), (2, 18, 8), (2, 35, 8), (2, 44, 8), (2, 53, 11)]),
    st.lists(st.sampled_from(" 0123456789."), min_size=12, max_size=12),
)
def test_whatever_is_sound_at_a_glance_is_read_by_its_columns(where, signs):
    number, first, width = where
    line = put(ISS[number - 1], first, "".join(signs[:width]))
    if SOUND_LINES[number].fullmatch(line.encode()):
        assert require_columns(number, line) == line


@given(
    st.sampled_from([1, 2]),
    st.lists(st.tuples(st.integers(0, 68), st.sampled_from(["", " ", "0", "5", "."])), min_size=1, max_size=3),
    st.lists(st.integers(0, 68), max_size=3),
)
def test_columns_that_have_moved_are_not_sound_at_a_glance(number, put_in, taken_out):
    line = ISS[number - 1]
    for place, sign in put_in:
        line = line[:place] + sign + line[place:]
    for place in taken_out:
        line = line[:place] + line[place + 1 :]
    line = line[:68] + str(line_checksum(line)) + line[69:]
    if SOUND_LINES[number].fullmatch(line.encode()):
        assert require_columns(number, line) == line


@pytest.mark.parametrize("number", [1, 2])
def test_a_line_that_lost_one_sign_is_not_sound_at_a_glance(number):
    for line in (ISS[number - 1], put(VANGUARD[number - 1], 3, "    5")):
        assert SOUND_LINES[number].fullmatch(line.encode())
        for place in range(69):
            for other in range(69):
                shorter = line[:place] + line[place + 1 :]
                assert not SOUND_LINES[number].fullmatch(shorter.encode())
                moved = (shorter[:other] + " " + shorter[other:]).encode()
                if SOUND_LINES[number].fullmatch(moved):
                    assert [moved[column - 1] for column in POINTS[number]] == [46] * len(POINTS[number])


def test_every_day_of_a_year_is_sound_at_a_glance():
    for day in range(1, 366):
        for text in (f"{day:12.8f}", f"{day:012.8f}"):
            assert SOUND_LINES[1].fullmatch(put(ISS[0], 21, text).encode())


@pytest.mark.parametrize("angle_deg", [0.0, 7.5, 42.1234, 99.9999, 100.0, 179.9999])
def test_every_angle_below_a_half_turn_is_sound_at_a_glance(angle_deg):
    for first in (9, 18, 35, 44):
        assert SOUND_LINES[2].fullmatch(put(ISS[1], first, f"{angle_deg:8.4f}").encode())


def test_a_file_is_read_as_a_stream(written):
    file = written(*three_lines() * 2000)
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_element_sets(file)) == 6000
        assert tracemalloc.get_traced_memory()[1] < 100_000
        tracemalloc.reset_peak()
        kept = list(read_element_sets(file))
        assert tracemalloc.get_traced_memory()[1] < 3 * file.stat().st_size
    finally:
        tracemalloc.stop()
    assert len(kept) == 6000


# Which set is meant ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("satellite", [5, "5", "00005", "VANGUARD 1", "vanguard  1"])
def test_a_satellite_is_chosen_by_number_or_name(satellite, written):
    file = written(*three_lines())
    assert chosen_set(file, read_element_sets(file), satellite).line1 == VANGUARD[0]


@pytest.mark.parametrize("satellite", [100001, "A0001", "100001"])
def test_a_number_may_be_written_with_its_letter(satellite, written):
    file = written(*VANGUARD, *(put(line, 3, "A0001") for line in ISS))
    assert chosen_set(file, read_element_sets(file), satellite).catalogue_number == 100001


def test_the_only_set_of_a_file_needs_no_name(written):
    file = written(*ISS, "", "ISS", *ISS)  # the same twice is one
    assert chosen_set(file, read_element_sets(file)).elements == ISS


@pytest.mark.parametrize(
    ("satellite", "message"),
    [
        (None, "holds 3 satellites (25544 ISS (ZARYA), 5 VANGUARD 1, 29238 FREGAT DEB); expected satellite = a catal"),
        (7, "satellite = 7: is not in the file; expected a catalogue number or a name that it has"),
        ("ISS", "satellite = 'ISS': is not in the file; expected one such as 25544 ISS (ZARYA)"),
    ],
)
def test_a_file_with_several_satellites_asks_which(satellite, message, written):
    file = written(*three_lines())
    with pytest.raises(InputError, match=re.escape(f"{file}: {message}")):
        chosen_set(file, read_element_sets(file), satellite)


def test_a_name_that_two_satellites_have_asks_for_the_number(written):
    file = written("DEB", *VANGUARD, "DEB", *FRAGMENT)
    message = "holds 2 satellites named 'DEB' (5 DEB, 29238 DEB); expected satellite = a catalogue number"
    with pytest.raises(InputError, match=re.escape(message)):
        chosen_set(file, read_element_sets(file), "DEB")


def test_a_file_without_sets_is_refused(written):
    file = written("# nothing")
    with pytest.raises(InputError, match="holds no element set"):
        chosen_set(file, read_element_sets(file), 5)


def test_several_epochs_of_a_satellite_ask_which(written):
    file = written(*ISS_LATER, *VANGUARD, *ISS)
    message = (
        "holds 2 element sets of 25544, of 2008-09-20T12:25:40.104Z, 2008-09-21T12:25:40.104Z; expected epoch = "
        "'latest', 'earliest', or a date"
    )
    with pytest.raises(InputError, match=re.escape(message)):
        chosen_set(file, read_element_sets(file), 25544)


@pytest.mark.parametrize(
    ("epoch", "day"),
    [("latest", 21), ("earliest", 20), ("2008-09-21", 20), ("2008-09-21T01:00:00Z", 21), (1.3e9, 21), (0.0, 20)],
)
def test_an_epoch_is_chosen_by_order_or_by_date(epoch, day, written):
    file = written(*ISS_LATER, *ISS)
    one = chosen_set(file, read_element_sets(file), 25544, epoch)
    assert format_utc(one.epoch_utc_s) == f"2008-09-{day}T12:25:40.104Z"


def test_different_sets_of_one_epoch_are_not_chosen_from(written):
    file = written(*ISS, "", ISS[0], put(ISS[1], 27, "0006704"))
    message = (
        "holds 2 different element sets of 25544 with the epoch 2008-09-20T12:25:40.104Z: element set at line 1 and"
    )
    for epoch in ("latest", "earliest", "2008-09-20"):
        with pytest.raises(InputError, match=re.escape(message)):
            chosen_set(file, read_element_sets(file), 25544, epoch)


def test_a_date_in_the_middle_is_not_chosen_from(written):
    file = written(*(line for day in ("264.00000000", "266.00000000") for line in later(ISS, f"08{day}")))
    with pytest.raises(InputError, match="epoch = 2008-09-21T00:00:00Z: lies halfway between two element sets"):
        chosen_set(file, read_element_sets(file), None, "2008-09-21")
