"""Every mistake a user can make is one line on stderr that names file, key, value and what was expected; status 2."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

import linkbudget.report.run
from linkbudget.cli import main
from linkbudget.scenario_files.files import packaged_folder

CUBESAT = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
MARS1 = (packaged_folder() / "mars1.toml").read_text(encoding="utf-8")


def run(capsys, monkeypatch, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the command, run in this process."""
    monkeypatch.setattr(sys, "argv", ["linkbudget", *map(str, arguments)])
    with pytest.raises(SystemExit) as stop:
        main()
    printed = capsys.readouterr()
    return stop.value.code, printed.out, printed.err


@pytest.fixture
def command(capsys, monkeypatch):
    return lambda *arguments: run(capsys, monkeypatch, *arguments)


def assert_one_line(result, *said: str) -> None:
    code, out, err = result
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1, err
    assert "Traceback" not in err
    for words in said:
        assert words in err, f"{words!r} not in {err!r}"


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


MISTAKES = {
    "misspelt key": ('power = "30 dBm"', 'powr = "30 dBm"', "links.uhf-downlink.transmitter", "powr", "'power'"),
    "wrong unit": ('power = "30 dBm"', 'power = "30 furlong"', "transmitter.power", "furlong", '"20 W"'),
    "prefix that nobody writes": ('power = "30 dBm"', 'power = "30 mw"', "transmitter.power", "'30 mw'", '"30 mW"?'),
    "decimal comma": ('power = "30 dBm"', 'power = "1,5 W"', "transmitter.power", "'1,5 W'", 'decimal point, "1.5 W"'),
    "thousands": ('height = "520 m"', 'height = "1,000 m"', "stations.my-roof.height", "'1,000 m'", '"1000 m"'),
    "baud": ('bit_rate = "9600 bit/s"', 'bit_rate = "9.6 kBd"', "bit_rate", "'9.6 kBd'", "counts symbols, not bits"),
    "letter of a longitude": (
        'latitude = "48.1 deg"',
        'latitude = "48.1° E"',
        "stations.my-roof.latitude",
        "'48.1° E'",
        "expected N or S",
    ),
    "date in the order of a country": (
        'start = "2026-03-01T00:00:00Z"',
        'start = "03/01/2026"',
        "mission.start",
        "'03/01/2026'",
        "expected ISO 8601 such as '1962-11-01T17:24:00Z'",
    ),
    "missing unit": ('power = "30 dBm"', 'power = "30"', "transmitter.power", "no unit", '"20 W"'),
    "bare number": ('power = "30 dBm"', "power = 30", "transmitter.power", "no unit", '"20 W"'),
    "unit of the wrong kind": ('power = "30 dBm"', 'power = "30 km"', "transmitter.power", "not a unit of power"),
    "negative power": ('power = "30 dBm"', 'power = "-3 W"', "transmitter.power", "-3 W", "above 0 and"),
    "zero power": ('power = "30 dBm"', 'power = "0 W"', "transmitter.power", "0 W", "above 0 and"),
    "nan": ('power = "30 dBm"', "power = nan", "transmitter.power", "nan", "20 W"),
    "nan ratio": ("error_rate = ", "error_rate = nan #", "modulation.error_rate", "nan", "finite"),
    "nan in a string": ('power = "30 dBm"', 'power = "nan W"', "transmitter.power", "nan W"),
    "infinity": ('power = "30 dBm"', 'power = "1e999 W"', "transmitter.power", "1e999 W", "finite"),
    "boolean": ('power = "30 dBm"', "power = true", "transmitter.power", "True", '"20 W"'),
    "list": ('power = "30 dBm"', 'power = ["30 W"]', "transmitter.power", "30 W"),
    "temperature below zero": ('line_temperature = "290 K"', 'line_temperature = "-5 K"', "line_temperature", "-5 K"),
    "temperature below absolute zero": (
        'line_temperature = "290 K"',
        'line_temperature = "-300 degC"',
        "receiver.line_temperature",
        "-300 degC",
        "at least 0 and",
    ),
    "noise temperature below zero": (
        'noise_figure = "0.8 dB"',
        'noise_temperature = "-1 K"',
        "receiver.noise_temperature",
        "-1 K",
        "at least 0 and",
    ),
    "unknown station": (
        'station = "my-roof"',
        'station = "my-rof"',
        "links.uhf-downlink.station",
        "my-rof",
        "'my-roof'",
    ),
    "unknown antenna": (
        'antenna = "turnstile"',
        'antenna = "turnstil"',
        "transmitter.antenna",
        "turnstil",
        "'turnstile'",
    ),
    "unknown kind": ('kind = "omnidirectional"', 'kind = "magic"', "antenna", "magic", "'dish'"),
    "unknown scheme": (
        'scheme = "noncoherent-fsk"',
        'scheme = "fsk"',
        "modulation.scheme",
        "'fsk'",
        "'noncoherent-fsk'",
    ),
    "missing key": ('noise_figure = "0.8 dB"', "", "receiver", "noise_figure"),
    "error rate above one half": ('error_rate = "1e-5"', "error_rate = 0.6", "modulation.error_rate", "at most 0.1"),
    "error rate of the wrong type": ('error_rate = "1e-5"', 'error_rate = "often"', "modulation.error_rate", "often"),
    "latitude beyond the pole": ('latitude = "48.1 deg"', 'latitude = "98 deg"', "stations.my-roof.latitude", "98 deg"),
    "range the wrong way round": ('low = "-4 dBi"', 'low = "4 dBi"', "gain", "outside its range"),
    "status misspelt": (
        'status = "assumed"',
        'status = "guessed"',
        "status",
        "guessed",
        "documented, measured, derived, inferred, default, assumed",
    ),
    "unknown key in a parameter": ('low = "-4 dBi"', 'lowest = "-4 dBi"', "gain", "lowest"),
    "end before start": ('end = "2026-03-02T00:00:00Z"', 'end = "2026-02-01"', "mission", "end", "after start"),
    "no date": ('start = "2026-03-01T00:00:00Z"', 'start = "yesterday"', "mission.start", "yesterday"),
    "eccentric beyond an orbit": ('eccentricity = "0.001"', 'eccentricity = "1.2"', "trajectory.eccentricity", "1.2"),
    "orbit inside the Earth": (
        'semi_major_axis = "6928 km"',
        'semi_major_axis = "100 km"',
        "trajectory",
        "perigee radius",
    ),
    "ladder out of order": ('["1200 bit/s", "2400 bit/s"', '["4800 bit/s", "2400 bit/s"', "rate_ladder", "rising"),
    "linear with an axial ratio": ('polarization = "right"', 'polarization = "linear"', "polarization", "axial_ratio"),
    "noise said twice": (
        'noise_figure = "0.8 dB"',
        'noise_figure = "0.8 dB"\nnoise_temperature = "60 K"',
        "noise_figure",
    ),
    "table where text belongs": ("[mission]", "[mission]\ndescription = 3", "mission.description", "3", "string"),
    "links is not a table": ("[links.uhf-downlink]\n", '[links]\nx = "y"\n[links.uhf-downlink]\n', "links.x", "table"),
    "unknown table": ("[mission]", "[misson]\na = 1\n[mission]", "misson", "'mission'"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_in_a_scenario_is_one_helpful_line(mistake, command, tmp_path):
    old, new, *said = MISTAKES[mistake]
    file = tmp_path / "broken.toml"
    file.write_text(changed(CUBESAT, old, new), encoding="utf-8")
    assert_one_line(command("check", file), "broken.toml", *said)


MARS1_MISTAKES = {
    "efficiency above one": (
        'aperture_efficiency = { value = "0.5"',
        'aperture_efficiency = { value = "1.5"',
        "1.5",
        "at most 1",
    ),
    "arrival before departure": (
        'arrival = { value = "1963-06-19T12:00:00Z"',
        'arrival = { value = "1962-06-19"',
        "arrival",
    ),
    "date outside the ephemeris": (
        'arrival = { value = "1963-06-19T12:00:00Z"',
        'arrival = { value = "2963-06-19"',
        "2963",
    ),
    "not coherent": (
        'frequency = { value = "3691.04 MHz"',
        'frequency = { value = "3691.00 MHz"',
        "television-8cm",
        "3.69104 GHz",
    ),
    "unknown coherent link": (
        'link = "telemetry-32cm-dish", ratio',
        'link = "nothing", ratio',
        "nothing",
        "unknown link",
    ),
    "unknown body": ('arrival_body = "mars"', 'arrival_body = "marz"', "marz", "mars"),
    "peak below average": ('peak_power = { value = "25 kW"', 'peak_power = { value = "25 W"', "peak_power", "average"),
    "inclination too low": ('inclination = { value = "65 deg"', 'inclination = { value = "5 deg"', "inclination"),
    "like itself": (
        'like = "telemetry-32cm-semi"',
        'like = "telemetry-32cm-jodrell"',
        "telemetry-32cm-jodrell",
        "like",
    ),
    "unknown link in sessions": (
        'answers = ["telemetry-32cm-dish", ',
        'answers = ["telemetry-32cm", ',
        "sessions.answers",
        "'telemetry-32cm'",
        "unknown link",
        "telemetry-32cm-dish",
    ),
    "unknown link of an instrument": ('links = ["imaging-5cm", ', 'links = ["imaging", ', "instruments.pictures.links"),
    "unknown link of a load": ('links = ["television-8cm"]', 'links = ["tv"]', "power.loads.transmitter-8cm.links"),
    "uplink that answers": (
        'answers = ["telemetry-32cm-dish", ',
        'answers = ["command-39cm", ',
        "sessions.answers",
        "expected a downlink",
    ),
    "downlink that commands": ('commands = ["command-39cm"', 'commands = ["imaging-5cm"', "expected an uplink"),
    "session after the mission": (
        '"1963-03-21T17:00:00Z"]',
        '"1964-03-21T17:00:00Z"]',
        "sessions.commanded.0.dates",
        "outside the mission",
        "1963-06-30",
    ),
    "calendar before the mission": (
        'from = { value = "1962-11-01T17:24:00Z"',
        'from = { value = "1961-11-01T17:24:00Z"',
        "sessions.calendar.0.from",
        "outside the mission",
    ),
    "sessions that overlap": ('"1962-11-24T22:00:00Z"', '"1962-11-23T17:30:00Z"', "overlap", "1962-11-23"),
    "sessions without end": ('every = { value = "2 d"', 'every = { value = "2 s"', "sessions would overlap"),
    "battery that cannot start": (
        'starting_charge = { value = "1", low = "0.8"',
        'starting_charge = { value = "0.2", low = "0.1"',
        "power.battery",
        "cannot start",
        "at least 0.3",
    ),
    "capacity in watts": (
        'capacity = { value = "42 Ah"',
        'capacity = { value = "42 W"',
        "power.battery.capacity",
        "Ah",
    ),
    "rate of an instrument": (
        'rate = { value = "0.1 bit/s"',
        'rate = { value = "-1 bit/s"',
        "instruments.housekeeping",
    ),
    "misspelt key of an instrument": (
        "[recorder]\ncapacity",
        "[recorder]\ncapacty",
        "recorder",
        "capacty",
        "'capacity'",
    ),
}


@pytest.mark.parametrize("mistake", MARS1_MISTAKES)
def test_mistake_in_mars_1_is_one_helpful_line(mistake, command, tmp_path):
    """Without its record at the end, which has mistakes of its own and is checked at length."""
    old, new, *said = MARS1_MISTAKES[mistake]
    file = tmp_path / "broken.toml"
    mission, _, record = MARS1.partition("\n[contact_loss]")
    assert record
    file.write_text(changed(mission, old, new), encoding="utf-8")
    assert_one_line(command("check", file), "broken.toml", *said)


def test_more_mistakes_found_by_trying(command, tmp_path):
    """Each once ended in a traceback, a hang, or a mistake found only by the budget."""
    changes = {
        "arithmetic": ('power = "30 dBm"', 'power = "30 W**9**9**9"', "unknown unit"),
        "overflow": ('power = "30 dBm"', 'power = "4000 dBm"', "no such power"),
        "date": ("error_rate = ", "error_rate = 2020-01-01 #", "modulation.error_rate"),
        "list": ('station = "my-roof"', "station = []", "station"),
        "like a list": ('title = "UHF downlink, 9600 bit/s"', "like = []", "like"),
        "control": ('title = "A cubesat"', 'title = "A\\u001b cubesat"', "control characters"),
        "noise": ('noise_figure = "0.8 dB"', 'noise_figure = "4000 dB"', "noise_figure", "at most 300"),
        "frequency": ('frequency = "437.5 MHz"', 'frequency = "1e300 MHz"', "frequency"),
        "vapour": ('water_vapour_density = "7.5 g/m3"', 'water_vapour_density = "4000 g/m3"', "water_vapour_density"),
        "height": ('height = "520 m"', 'height = "1e6 m"', "height"),
        "step": ('step = "10 s"', 'step = "3 d"', "step"),
        "far from the epoch": ('start = "2026-03-01T00:00:00Z"', 'start = "1962-12-01"', "mission.start", "epoch"),
        "huge orbit": ('semi_major_axis = "6928 km"', 'semi_major_axis = "1e300 km"', "semi_major_axis"),
        "huge integer": ("error_rate = ", "error_rate = " + "9" * 5000 + " #", "TOML"),
    }
    for what, (old, new, *said) in changes.items():
        file = tmp_path / "broken.toml"
        file.write_text(changed(CUBESAT, old, new), encoding="utf-8")
        assert_one_line(command("check", file), "broken.toml", *said)
        assert what


@pytest.mark.parametrize("name", ["sessions", "energy"])
def test_scenario_without_operations_says_so(name, command):
    table = {"sessions": "[sessions]", "energy": "[power]"}[name]
    assert_one_line(command(name, "cubesat"), "cubesat.toml", "missing", table)
    assert_one_line(command("plot", "cubesat", name), "cubesat", f"no {name} figure")


def test_a_mission_at_its_floor_is_told_and_not_refused(command, tmp_path):
    """An array too small lets the battery run down later: the sessions say so, and nothing is lost from the table."""
    file = tmp_path / "weak.toml"
    file.write_text(changed(MARS1, 'area = { value = "2.6 m2"', 'area = { value = "0.75 m2"'), encoding="utf-8")
    code, out, err = command("sessions", file)
    assert (code, err) == (0, "")
    assert "power failed" in out
    assert "cut short for want of power" in out
    assert len([line for line in out.splitlines() if line.startswith("196")]) == 61


def test_name_and_list_can_be_set(command):
    for setting in ("station=jodrell-bank", "transmitter.antenna=dish", 'modulation.rate_ladder=["1 bit/s","2 bit/s"]'):
        code, out, _ = command("budget", "mars1", "--link", "telemetry-32cm-semi", "--set", setting, "--json")
        assert code == 0
        assert '"margin_db"' in out
    assert_one_line(command(*BUDGET, "--set", "station=nosuch"), "station=nosuch", "unknown station")
    assert_one_line(command(*BUDGET, "--set", "station=dss-43"), "station=dss-43", "a station of the scenario")


def test_station_that_never_sees_the_spacecraft_still_has_a_report(command, tmp_path):
    """With all its figures, which have no pass to show."""
    file = tmp_path / "never.toml"
    file.write_text(changed(CUBESAT, 'minimum_elevation = "10 deg"', 'minimum_elevation = "90 deg"'), encoding="utf-8")
    code, _, err = command("run", file, "-o", tmp_path / "out", "--step", "10 min")
    assert code == 0, err
    assert "Never above the lowest elevation" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_folder_in_the_way_of_one_file_leaves_all_others_alone(command, tmp_path, monkeypatch):
    monkeypatch.setattr(linkbudget.report.run, "drawn_figures", lambda *_: {})
    (tmp_path / "report.html" / "inside").mkdir(parents=True)
    (tmp_path / "budgets.json").write_text("old")
    result = command("run", "cubesat", "-o", tmp_path, "--step", "10 min")
    assert_one_line(result, "report.html", "nothing was written")
    assert (tmp_path / "budgets.json").read_text() == "old"
    assert {path.name for path in tmp_path.iterdir()} == {"report.html", "budgets.json"}


FILES = {
    "empty": (b"", "is empty"),
    "blank": (b"\n\n  \n", "is empty"),
    "binary": (bytes(range(256)) * 40, "UTF-8"),
    "binary that is text": (b"\x00\x01\x02", "TOML"),
    "huge": (b"# " + b"x" * 10_000_000, "10 MB"),
    "broken TOML": (b"[mission\ntitle = 3", "TOML"),
    "deep TOML": (b"a = " + b"[" * 100_000, "TOML"),
    "JSON": (b'{"mission": {}}', "TOML"),
    "many dots": (b"a" + b".a" * 500 + b" = 1", "nested too deeply"),
}


@pytest.mark.parametrize("what", FILES)
def test_file_that_is_no_scenario_is_one_helpful_line(what, command, tmp_path):
    content, said = FILES[what]
    file = tmp_path / "broken.toml"
    file.write_bytes(content)
    assert_one_line(command("check", file), "broken.toml", said)


def test_folder_and_missing_file(command, tmp_path):
    assert_one_line(command("check", tmp_path), str(tmp_path), "folder")
    assert_one_line(command("check", tmp_path / "none.toml"), "none.toml", "no such file")
    assert_one_line(command("check", "mras1"), "mras1", "'mars1'")


BUDGET = ("budget", "mars1", "--link", "telemetry-32cm-dish")
REQUESTS = {
    "unknown link": (("budget", "mars1", "--link", "telemetry-32cm-dsh"), "telemetry-32cm-dish"),
    "no link": (("budget", "mars1"), "--link"),
    "unknown command": (("bugdet", "mars1"), "bugdet"),
    "date outside the mission": ((*BUDGET, "--at", "1970-01-01"), "1970-01-01", "1962-11-01"),
    "no date": ((*BUDGET, "--at", "spring"), "spring"),
    "range with a comma": ((*BUDGET, "--range", "1,000 km"), "--range", "'1,000 km'", '"1000 km"'),
    "range in nano-miles": ((*BUDGET, "--range", "5 nNMI"), "--range", "'5 nNMI'", "106.76e6 km"),
    "date of a country": ((*BUDGET, "--at", "03/21/1963"), "'03/21/1963'", "expected ISO 8601"),
    "range without unit": ((*BUDGET, "--range", "106e6"), "--range", "no unit"),
    "range of the wrong kind": ((*BUDGET, "--range", "3 W"), "--range", "3 W"),
    "range negative": ((*BUDGET, "--range=-5 km"), "--range", "at least 1"),
    "range nan": ((*BUDGET, "--range", "nan km"), "--range", "nan"),
    "both": ((*BUDGET, "--range", "1 km", "--at", "1963-01-01"), "not both"),
    "set without value": ((*BUDGET, "--set", "transmitter.power"), "--set", "transmitter.power"),
    "set unknown": ((*BUDGET, "--set", "transmitter.powr=20 W"), "powr", "'power'"),
    "set unknown table": ((*BUDGET, "--set", "transmiter.power=20 W"), "transmiter"),
    "set wrong unit": ((*BUDGET, "--set", "transmitter.power=20 km"), "transmitter.power", "20 km"),
    "set negative": ((*BUDGET, "--set", "transmitter.power=-20 W"), "transmitter.power", "-20 W"),
    "elevation alone": ((*BUDGET, "--elevation", "30 deg"), "--range"),
    "unknown figure": (("plot", "mars1", "cake"), "cake"),
    "unknown suffix": (("plot", "mars1", "snr", "-o", "x.xyz"), "xyz"),
    "step of nothing": (("run", "mars1", "--step", "0 s"), "--step", "0 s"),
    "step too fine": (("run", "mars1", "--step", "1 ms"), "0.001 s"),
    "step too long": (("run", "mars1", "--step", "900 d"), "step"),
}


@pytest.mark.parametrize("request_", REQUESTS)
def test_wrong_request_is_one_helpful_line(request_, command, tmp_path, monkeypatch):
    arguments, *said = REQUESTS[request_]
    monkeypatch.chdir(tmp_path)
    assert_one_line(command(*arguments), *said)
    assert not any(tmp_path.iterdir())


def test_unwritable_places_leave_what_was_there(command, tmp_path):
    file = tmp_path / "a-file"
    file.write_text("mine")
    assert_one_line(command("run", "cubesat", "-o", file), "a-file", "file")
    assert_one_line(command("run", "cubesat", "-o", file / "deeper"), "a-file", "nothing was written")
    assert_one_line(command("run", "cubesat", "-o", "/proc/nowhere/out"), "/proc/nowhere", "nothing was written")
    assert file.read_text() == "mine"


def test_full_disk_leaves_previous_results_whole(command, tmp_path, monkeypatch):
    (tmp_path / "report.html").write_text("the old report")

    def no_space(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(linkbudget.report.run, "write_csv", no_space)
    assert_one_line(
        command("run", "cubesat", "-o", tmp_path, "--step", "10 min"), "No space left", "nothing was written"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text() == "the old report"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_run_leaves_previous_results_whole(stop, tmp_path):
    (tmp_path / "report.html").write_text("the old report")
    process = subprocess.Popen(
        [sys.executable, "-m", "linkbudget", "run", "mars1", "-o", str(tmp_path)],
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        text=True,
    )
    while len(list(tmp_path.iterdir())) == 1 and process.poll() is None:
        time.sleep(0.01)  # until the run has begun to write
    process.send_signal(stop)
    _, err = process.communicate()
    assert process.returncode == 130
    assert re.fullmatch(r"linkbudget: interrupted; nothing was written\n", err)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert (tmp_path / "report.html").read_text() == "the old report"


def test_ranges_below_perigee_and_beyond_the_mission_are_answered(command):
    for distance in ("1 km", "1e20 km"):
        code, out, _ = command(*BUDGET, "--range", distance, "--json")
        assert code == 0
        assert '"margin_db"' in out
