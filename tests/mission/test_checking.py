"""check lists every mistake of a scenario that can be found by itself, once, and never fails."""

import copy
import random
import tomllib
import warnings

import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.mission.checking import check
from linkbudget.scenario_files.files import packaged_folder, packaged_names
from tests.mission.conftest import CUBESAT, CUBESAT_LIFE, MARS1

FAULT = """
[[faults]]
title = "Half"
time = "2026-03-01T06:00:00Z"
links = ["uhf-downlink"]
set = { transmitter = { power = "0.5 W", line_loss = "1 dB" } }
growth_per_day = { receiver.line_loss = "1 dB" }
power = { array = { area = "0.03 m2" } }
"""


@pytest.fixture
def mistakes_of(tmp_path):
    """A function that writes a scenario, changed by pairs of old and new, and lists its mistakes without the file."""

    def find(text: str, *changes: tuple[str, str]) -> list[str]:
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        file = tmp_path / "broken.toml"
        file.write_text(text, encoding="utf-8")
        scenario, lines = check(file)
        assert (scenario is None) == bool(lines)
        assert all(line.startswith(f"{file}: ") and "\n" not in line for line in lines)
        return [line.removeprefix(f"{file}: ") for line in lines]

    return find


@pytest.mark.parametrize("name", packaged_names())
def test_nothing_is_wrong_with_a_packaged_scenario(name):
    scenario, lines = check(name)
    assert lines == []
    assert scenario.name == name


def test_every_mistake_is_listed_in_the_order_of_the_file(mistakes_of):
    found = mistakes_of(
        CUBESAT,
        ('step = "10 s"', 'step = "10"\nhouse = 3'),
        ('eccentricity = "0.001"', 'eccentricity = "1.2"'),
        ('latitude = "48.1 deg"', 'latitude = "98 deg"'),
        ('gain = { value = "0 dBi"', 'gain = { value = "0 W"'),
        ('station = "my-roof"', 'station = "my-rof"'),
        ('frequency = "437.5 MHz"', 'frequency = "437.5"'),
        ('power = "30 dBm"', 'powr = "30 dBm"'),
        ('direction = "downlink"', ""),
        ('scheme = "noncoherent-fsk"', 'scheme = "fsk"'),
    )
    starts = [
        "mission: house = 3: unknown key",
        "mission.step = '10' has no unit",
        "trajectory.eccentricity = '1.2'",
        "stations.my-roof.latitude = '98 deg'",
        "antennas.turnstile.gain = '0 W'",
        "links.uhf-downlink.station = 'my-rof': unknown station; did you mean 'my-roof'?",
        "links.uhf-downlink.transmitter: powr = '30 dBm': unknown key; did you mean 'power'?",
        "links.uhf-downlink.frequency = '437.5' has no unit",
        "links.uhf-downlink.direction: missing; expected a value",
        "links.uhf-downlink.modulation.scheme = 'fsk': unknown modulation; did you mean",
    ]
    assert len(found) == len(starts)
    for start in starts:
        assert any(line.startswith(start) for line in found), (start, found)
    tables = [line.split(".")[0].split(":")[0] for line in found]
    assert tables == sorted(tables, key=["mission", "trajectory", "stations", "antennas", "links"].index)


def test_a_mistake_in_an_entry_that_others_are_like_is_told_once(mistakes_of):
    """Four links of Mars 1 use or inherit the dish of 1.7 m, and three the bit rate of the first."""
    (line,) = mistakes_of(MARS1, ('aperture_efficiency = { value = "0.5"', 'aperture_efficiency = { value = "1.5"'))
    assert line.startswith("antennas.")
    (line,) = mistakes_of(MARS1, ('frequency = { value = "922.76 MHz"', 'frequency = { value = "922.76 W"'))
    assert line.startswith("links.telemetry-32cm-dish.frequency")


def test_what_follows_from_a_missing_name_is_left_out_and_other_values_are_not(mistakes_of):
    slow = '\n[links.slow]\nlike = "uhf-downlin"\nfrequency = "3 W"\n'
    found = mistakes_of(CUBESAT + slow)
    assert len(found) == 2
    assert found[0].startswith("links.slow.like = 'uhf-downlin': expected another link")
    assert found[1].startswith("links.slow.frequency = '3 W'")


def test_references_are_checked_although_what_they_point_at_is_broken(mistakes_of):
    found = mistakes_of(
        CUBESAT + CUBESAT_LIFE,
        ('frequency = "437.5 MHz"', 'frequency = "437.5"'),
        ('answers = ["uhf-downlink"]', 'answers = ["uhf-downlink", "uhf"]'),
        ('links = ["uhf-downlink"]', 'links = ["vhf"]'),
        ('from = "2026-03-01T00:00:00Z"', 'from = "2027-03-01"'),
    )
    assert [line.split(" = ")[0] for line in found] == [
        "links.uhf-downlink.frequency",
        "sessions.answers",
        "power.loads.uhf.links",
        "sessions.calendar.0.from",
    ]


def test_a_part_that_cannot_be_read_is_not_said_to_be_missing(mistakes_of):
    (line,) = mistakes_of(CUBESAT + CUBESAT_LIFE, ('acquisition = "10 s"', 'acquisition = "10 W"'))
    assert line.startswith("sessions.acquisition = '10 W'")


def test_both_ends_of_a_mission_outside_the_ephemeris_are_told(mistakes_of):
    found = mistakes_of(
        MARS1.partition("[[events]]")[0].partition("[sessions]")[0],
        ('start = { value = "1962-11-01T17:24:00Z"', 'start = { value = "1862-11-01T17:24:00Z"'),
        ('end = "1963-06-30T00:00:00Z"', 'end = "2163-06-30T00:00:00Z"'),
    )
    assert [line.partition(" ")[0] for line in found] == ["mission.start", "mission.end"]


def test_flight_and_budgets_are_tried_beside_mistakes_of_the_file(mistakes_of):
    two = CUBESAT + '\n[links.slow]\nlike = "uhf-downlink"\nrequired_margin = "3 W"\n'
    found = mistakes_of(two, ('semi_major_axis = "6928 km"', 'semi_major_axis = "100 km"'))
    assert [line.partition(" ")[0].rstrip(":") for line in found] == ["links.slow.required_margin", "trajectory"]


def test_links_without_a_station_are_tried_beside_mistakes_of_the_file(mistakes_of):
    """Their budgets were left out as long as anything else was wrong; one with weather ended in a KeyError."""
    head, _, tail = CUBESAT.partition("[trajectory]")
    vacuum = head + tail[tail.index("[stations") :].replace('station = "', '# station = "')
    wrong = '\n[links.other]\nlike = "uhf-downlink"\nrequired_margin = "3 W"\n'
    found = mistakes_of(
        vacuum + wrong, ('purpose = "telemetry"', 'purpose = "telemetry"\nlosses = { free-space = "1 dB" }')
    )
    assert [line.partition(":")[0].partition(" ")[0] for line in found] == [
        "links.other.required_margin",
        "links.uhf-downlink",
    ]
    found = mistakes_of(vacuum + wrong, ('purpose = "telemetry"', 'purpose = "telemetry"\nweather_exceedance = "1 %"'))
    assert any("weather_exceedance: expected a station" in line for line in found)


def test_every_fault_tells_what_it_cannot_set(mistakes_of):
    found = mistakes_of(
        CUBESAT + CUBESAT_LIFE + FAULT + FAULT.replace("Half", "Quarter"),
        ('power = "0.5 W", line_loss = "1 dB"', 'power = "0.5 K", line_loss = "-1 dB"'),
        ('area = "0.03 m2"', 'area = "0.03 m"'),
        (
            'line_loss = "1 dB" }\npower = { array = { area = "0.03 m2"',
            'line_los = "1 dB" }\npower = { array = { are = "0.03 m2"',
        ),
    )
    assert sorted(line.partition(" = ")[0] for line in found) == [
        "faults (Half): links.uhf-downlink.transmitter.line_loss",
        "faults (Half): links.uhf-downlink.transmitter.power",
        "faults (Half): power.array.area",
        "faults (Quarter): power.array: are",
    ]


def test_what_grows_must_be_a_number_of_the_link(mistakes_of):
    text = CUBESAT + CUBESAT_LIFE + FAULT
    (line,) = mistakes_of(text, ("growth_per_day = { receiver.line_loss", "growth_per_day = { receiver.line_los"))
    assert "faults (Half): growth_per_day.receiver.line_los" in line
    (line,) = mistakes_of(
        text, ('growth_per_day = { receiver.line_loss = "1 dB"', 'growth_per_day = { receiver.line_loss = "900 dB"')
    )
    assert "faults (Half): links.uhf-downlink.receiver.line_loss" in line


def test_a_cause_names_a_number_of_its_link(mistakes_of):
    assert "[contact_loss]" in MARS1
    loss = MARS1.partition("[contact_loss]")[2]
    key = loss.partition('key = "')[2].partition('"')[0]
    (line,) = mistakes_of(MARS1, (f'key = "{key}"', f'key = "{key}x"'))
    assert line.startswith(f"contact_loss.causes.0.key = '{key}x': ")
    assert "no such number; did you mean" in line


def test_a_pass_shorter_than_a_second_has_a_budget(mistakes_of, scenario_of):
    """The highest pass grazes the lowest elevation for 0.03 s, half-way between two seconds: its culmination counts."""

    def highest(text: str):
        return max(scenario_of(text).passes("my-roof"), key=lambda one: one.maximum_elevation_deg)

    late_s = (0.5 - highest(CUBESAT).culmination_utc_s) % 1.0
    late = CUBESAT.replace('epoch = "2026-03-01T00:00:00Z"', f'epoch = "2026-03-01T00:00:{late_s:06.3f}Z"')
    top = highest(late)
    assert top.culmination_utc_s % 1.0 == pytest.approx(0.5, abs=0.01)
    lowest = f'minimum_elevation = "{top.maximum_elevation_deg - 1e-6!r} deg"'
    assert mistakes_of(late, ('minimum_elevation = "10 deg"', lowest)) == []


def test_a_picture_that_no_power_makes_is_one_line(mistakes_of):
    text = (packaged_folder() / "mars1.toml").read_text(encoding="utf-8")
    old = text.partition("required_picture_snr = ")[2].partition("\n")[0]
    found = mistakes_of(text, (f"required_picture_snr = {old}", 'required_picture_snr = "200 dB"'))
    assert found
    assert all("beyond what grey levels and timing jitter allow" in line for line in found)


def test_no_file_is_still_one_error():
    with pytest.raises(InputError, match="no such scenario"):
        check("mras1")


def test_a_folder_with_the_name_of_a_packaged_scenario_does_not_hide_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cubesat").mkdir()  # as "linkbudget run cubesat -o cubesat" leaves it
    assert lb.load("cubesat").config.mission.title == "A cubesat"


# ---- whatever is in the file

VALUES = ("", "30", "-5 K", "nan dB", 0, -1, 1e300, float("nan"), True, [], {}, {"value": "3 W"}, "0 deg", "90 deg")
VALUES += ("2099-01-01", "none", [{}], {"like": "dish"}, {"like": 3}, "\x01", "1e15 m", "300 dB", {"kind": "digital"})


def places(table, path=()):
    for key, value in table.items() if isinstance(table, dict) else enumerate(table):
        yield (*path, key), value
        if isinstance(value, dict | list):
            yield from places(value, (*path, key))


def spoil(table, chance: random.Random) -> None:
    """Delete, rename, exchange or replace one value somewhere."""
    path, _ = chance.choice(list(places(table)))
    holder = table
    for key in path[:-1]:
        holder = holder[key]
    kind = chance.randrange(4)
    if kind == 0:
        del holder[path[-1]]
    elif kind == 1 and isinstance(holder, dict):
        holder[f"{path[-1]}x"] = holder.pop(path[-1])
    elif kind == 2:
        holder[path[-1]] = copy.deepcopy(chance.choice(list(places(table)))[1])
    else:
        holder[path[-1]] = copy.deepcopy(chance.choice(VALUES))


@pytest.mark.parametrize("seed", range(60))
def test_any_spoilt_scenario_is_refused_line_by_line_or_accepted(seed, monkeypatch):
    """Seeds are fixed; the kinds of change are those of people and editors: a lost key, a slip, a wrong paste."""
    chance = random.Random(seed)
    table = tomllib.loads(CUBESAT + CUBESAT_LIFE + FAULT)
    for _ in range(chance.randint(1, 4)):
        spoil(table, chance)
    monkeypatch.setattr("linkbudget.mission.checking.read_scenario_tables", lambda path: table)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scenario, lines = check("cubesat")
    assert (scenario is None) == bool(lines)
    assert len(set(lines)) == len(lines)
    assert all("\n" not in line and line.count("cubesat.toml: ") == 1 for line in lines)


def _report(**said: str) -> str:
    lines = {"title": "x", "link": "uhf-downlink", "report": "held"} | said
    return "\n[[observations]]\n" + "".join(
        f"{key} = {value if value.startswith(('[', '{')) else repr(value)}\n" for key, value in lines.items()
    )


UP = "['2026-03-01T05:22:26Z']"
LEVEL = {"report": "level", "uncertainty": "1 dB", "times": UP}
LOST = """
[[faults]]
title = "Lost"
time = "2026-03-01T03:00:00Z"
links = ["uhf-downlink"]
lost = true
"""


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            _report(times="['2026-03-01T12:00:00Z']"),
            ": times = 2026-03-01T12:00:00Z: my-roof does not see the spacecraft",
        ),
        (_report(times=UP) + LOST, ": times = 2026-03-01T05:22:26Z: uhf-downlink is out of use then"),
        (
            CUBESAT_LIFE + _report(**{"from": "2026-03-01T00:00:00Z"}) + LOST,
            ": from: no planned session in which the link was in use",
        ),
        (
            _report(**LEVEL, line="cn0_dbh", level="50 dBHz"),
            ": cn0_dbh: the budget has no such line; did you mean 'cn0_dbhz'",
        ),
        (
            _report(**LEVEL, line="system_noise_temperature_k", level="30 K"),
            ": line = 'system_noise_temperature_k': in K",
        ),
        (_report(**LEVEL, line="cn0_dbhz", level="50 W"), ": level = '50 W': W is not a value in dBHz"),
    ],
)
def test_reports_that_their_link_cannot_bear_out_are_found(mistakes_of, text, wrong):
    (line,) = mistakes_of(CUBESAT + text)
    assert line.startswith(f"observations.0 (x){wrong}")


def test_reports_on_bits_of_a_link_without_are_found(mistakes_of):
    text = (packaged_folder() / "command_by_flux.toml").read_text(encoding="utf-8")
    said = _report(link="transfer-low", report="rate", bit_rate="1 kbit/s", range="1e6 km")
    (line,) = mistakes_of(text + said)
    assert line.endswith("(x): bit_rate: transfer-low has no data rate; expected a link that carries bits")


def test_silence_of_a_link_that_a_fault_ended_is_no_report(mistakes_of):
    """Such a silence carries no information on the link's numbers; counted, it would imply a margin below zero."""
    (line,) = mistakes_of(CUBESAT + _report(report="silent", times=UP) + LOST)
    assert "uhf-downlink is out of use then" in line


OTHER = """
[[alternatives]]
title = "other"
link = "uhf-downlink"
"""


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (
            "set = { 'transmitter.powr' = '2 W' }",
            ".set: links.uhf-downlink.transmitter: powr = '2 W': unknown key; did you",
        ),
        (
            "set = { 'transmitter.power' = '-2 W' }",
            ".set: links.uhf-downlink.transmitter.power = '-2 W': expected a number",
        ),
        ("set = { station = 'nowhere' }", ".set: links.uhf-downlink.station = 'nowhere': unknown station"),
        (
            "set = { 'transmitter.power' = '2 W' }\nfrom = 2026-03-01T12:00:00Z\nuntil = 2026-03-01T11:00:00Z",
            ": until: expected a date after from",
        ),
    ],
)
def test_alternatives_that_their_link_cannot_be_are_found(mistakes_of, said, wrong):
    (line,) = mistakes_of(CUBESAT + _report(times=UP) + OTHER + said)
    assert line.startswith(f"alternatives.0{wrong}")


def test_an_alternative_without_reports_has_nothing_to_be_compared_by(mistakes_of):
    (line,) = mistakes_of(CUBESAT + OTHER + "set = { 'transmitter.power' = '2 W' }")
    assert line == "alternatives: expected [[observations]] to go with them, by which they are compared"
