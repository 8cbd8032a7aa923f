"""Scenarios whose orbit stands in a file of element sets: which set is flown, and what is refused."""

import re

import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.mission.checking import check
from linkbudget.report.html import _passes
from linkbudget.scenario_files.instants import _read_epoch_choice
from tests.geometry.test_omm import FORMS, TWO_LINES, message
from tests.mission.conftest import CUBESAT

ISS = TWO_LINES["ISS (ZARYA)"]
ORBIT = CUBESAT[CUBESAT.index('kind = "elements"') : CUBESAT.index("[stations.my-roof]")]
LINES = "\n".join(line for name, lines in TWO_LINES.items() for line in (name, *lines))
LINK = "uhf-downlink"


@pytest.fixture
def said_by(tmp_path):
    """File of a scenario of a day in September 2008 whose trajectory is given by some lines."""

    def write(*lines: str) -> str:
        text = CUBESAT.replace(ORBIT, "\n".join((*lines, "", "")))
        text = text.replace("2026-03-01T00:00:00Z", "2008-09-21T00:00:00Z")
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.toml"
        file.write_text(text.replace("2026-03-02T00:00:00Z", "2008-09-22T00:00:00Z"), encoding="utf-8")
        return str(file)

    return write


@pytest.fixture
def flown(said_by):
    """A scenario of these lines."""
    return lambda *lines: lb.load(said_by(*lines))


@pytest.fixture
def beside(tmp_path):
    """Put a file beside the scenarios."""
    return lambda name, text: (tmp_path / name).write_text(text, encoding="utf-8")


SAID = {
    "two lines": ("sets.tle", LINES, ('kind = "tle"', 'file = "sets.tle"', "satellite = 25544")),
    "two lines by name": ("sets.tle", LINES, ('kind = "tle"', 'file = "sets.tle"', 'satellite = "ISS (ZARYA)"')),
    "two lines, one satellite": ("iss.txt", "\n".join(ISS), ('kind = "tle"', 'file = "iss.txt"')),
} | {
    form: (
        f"sets.{form}",
        FORMS[form](*map(message, TWO_LINES)),
        ('kind = "omm"', f'file = "sets.{form}"', "satellite = 25544"),
    )
    for form in FORMS
}


@pytest.mark.parametrize("how", SAID)
def test_passes_and_budgets_are_those_of_the_lines_in_the_scenario(how, flown, beside):
    name, text, lines = SAID[how]
    beside(name, text)
    scenario = flown(*lines)
    stated = flown('kind = "tle"', f'line1 = "{ISS[0]}"', f'line2 = "{ISS[1]}"')
    assert check(str(scenario.file))[1] == []
    ours, theirs = scenario.passes("my-roof"), stated.passes("my-roof")
    assert len(ours) == len(theirs) > 2
    for one, other in zip(ours, theirs, strict=True):
        assert one.rise_utc_s == pytest.approx(other.rise_utc_s, abs=2e-3)
        assert one.minimum_range_m == pytest.approx(other.minimum_range_m, abs=0.1)


def test_a_catalogue_number_of_nine_digits_is_flown(flown, beside):
    beside("new.json", FORMS["json"](message(), message("VANGUARD 1", NORAD_CAT_ID="799501621")))
    scenario = flown('kind = "omm"', 'file = "new.json"', "satellite = 799501621")
    assert scenario.trajectory.name == "VANGUARD 1"


@pytest.mark.parametrize(
    ("epoch", "day"), [('"latest"', 22), ('"earliest"', 20), ("2008-09-21T02:00:00Z", 21), ('"2008-09-20"', 20)]
)
def test_one_of_several_epochs_is_chosen(epoch, day, flown, beside):
    dates = {day: f"2008-09-{day}T12:00:00" for day in (21, 20, 22)}
    beside("sets.csv", FORMS["csv"](*(message(EPOCH=date) for date in dates.values())))
    scenario = flown('kind = "omm"', 'file = "sets.csv"', f"epoch = {epoch}")
    assert str(scenario.trajectory.epoch.utc_iso()) == f"{dates[day]}Z"
    with pytest.raises(InputError, match=r"trajectory: .*sets\.csv: holds 3 element sets of 25544 ISS"):
        _ = flown('kind = "omm"', 'file = "sets.csv"').trajectory


@pytest.mark.parametrize(
    ("lines", "message_"),
    [
        (('kind = "tle"',), "trajectory.line1: missing; expected it and line2, or a file of element sets"),
        (('kind = "tle"', f'line1 = "{ISS[0]}"'), "trajectory.line2: missing; expected it beside the other line"),
        (
            ('kind = "tle"', f'line1 = "{ISS[0]}"', 'file = "sets.tle"'),
            "trajectory: file: expected none beside line1 and line2",
        ),
        (
            ('kind = "tle"', f'line1 = "{ISS[0]}"', f'line2 = "{ISS[1]}"', "satellite = 25544"),
            "trajectory: satellite: expected only beside a file, of which it chooses a set",
        ),
        (('kind = "omm"',), "trajectory.file: missing; expected a value"),
        (('kind = "omm"', 'file = "a"', 'format = "tle"'), "trajectory.format = 'tle': expected 'kvn', 'xml', 'json'"),
        (
            ('kind = "omm"', 'file = "a"', 'epoch = "newest"'),
            "trajectory.epoch = 'newest': expected 'latest', 'earliest', or a date in UTC",
        ),
        (('kind = "omm"', 'file = "a"', "epoch = 3"), "trajectory.epoch: 3: expected 'latest', 'earliest', or a date"),
        *(
            (
                ('kind = "omm"', 'file = "a"', f"satellite = {wrong}"),
                f"trajectory.satellite{said}: expected a catalogue",
            )
            for wrong, said in (
                ("true", ": True"),
                ("[5]", ": [5]"),
                ("-5", ": -5"),
                ("5.5", ": 5.5"),
                ('" "', " = ' '"),
                ("1234567890", ": 1234567890"),
            )
        ),
        (('kind = "omm"', 'file = "away.omm"'), "away.omm: no such file; expected orbit mean-elements messages (OMM)"),
        (('kind = "tle"', 'file = "away.tle"'), "away.tle: no such file; expected two-line element sets"),
        (('kind = "tle"', 'file = "sets.tle"'), "sets.tle: holds 4 satellites (25544 ISS (ZARYA), 5 VANGUARD 1, 8195"),
        (('kind = "tle"', 'file = "sets.tle"', "satellite = 7"), "sets.tle: satellite = 7: is not in the file; expect"),
        (
            ('kind = "omm"', 'file = "sets.tle"'),
            "sets.tle, line 1: 'ISS (ZARYA)'; expected orbit mean-elements messages (OMM) as keywords and values",
        ),
    ],
)
def test_mistakes_are_one_line_that_names_the_key_or_the_file(lines, message_, said_by, beside):
    beside("sets.tle", LINES)
    file = said_by(*lines)
    (mistake,) = check(file)[1]
    assert mistake.startswith(f"{file}: trajectory")
    assert message_ in mistake
    assert "\n" not in mistake


def test_a_damaged_file_is_refused_with_its_line(flown, beside):
    beside("sets.tle", LINES.replace("34.2682", "34,2682"))
    (mistake,) = check(str(flown('kind = "tle"', 'file = "sets.tle"', "satellite = 5").file))[1]
    assert re.search(r": trajectory: .*sets\.tle, line 6, columns 9 to 16 \(inclination\) = ' 34,2682'", mistake)


def test_a_checksum_of_a_file_may_be_ignored(flown, beside):
    beside("iss.tle", "\n".join(line[:68] for line in ISS))
    (mistake,) = check(str(flown('kind = "tle"', 'file = "iss.tle"').file))[1]
    assert "iss.tle, line 1 has 68 columns, from column 69 (checksum)" in mistake
    assert check(str(flown('kind = "tle"', 'file = "iss.tle"', 'checksum = "ignored"').file))[1] == []


def test_an_orbit_from_a_file_that_is_too_old_is_refused(flown, beside):
    beside("old.kvn", FORMS["kvn"](message("VANGUARD 1")))
    (mistake,) = check(str(flown('kind = "omm"', 'file = "old.kvn"').file))[1]
    assert "mission.start = 2008-09-21T00:00:00Z: expected at most 1 year from the epoch of the orbital" in mistake


def test_the_report_lists_the_passes_of_an_orbit_from_a_file(flown, beside):
    beside("iss.kvn", FORMS["kvn"](message()))
    scenario = flown('kind = "omm"', 'file = "iss.kvn"')
    assert (
        len(_passes(scenario)) == sum(len(scenario.passes(link.far_end_name)) for link in scenario.links.values()) > 0
    )


def test_an_epoch_that_was_read_stays_as_it_is():
    assert _read_epoch_choice(12.5) == 12.5
