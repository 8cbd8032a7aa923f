"""SatYAML files: read as PyYAML reads them, refused where unsure, written as scenarios that check accepts."""

import tomllib

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkbudget.errors import InputError
from linkbudget.mission.checking import check
from linkbudget.scenario_files import satyaml_scenario
from linkbudget.scenario_files.satyaml import Satellite, Transmitter, read_satyaml
from linkbudget.scenario_files.satyaml_scenario import SCHEMES, Coding, coding_of, keying_of, scenario_of

TEXT = """\
name: Example-1
alternative_names:
  - EX1
norad: 47000
data:
  &tlm Telemetry:
    telemetry: ax25
transmitters:
  9k6 FSK downlink:
    frequency: 437.025e+6
    modulation: FSK
    baudrate: 9600
    deviation: -2400
    framing: USP
    data:
    - *tlm
  1k2 BPSK downlink:
    frequency: 145.9e+6
    modulation: BPSK
    baudrate: 1200
    framing: CCSDS Concatenated
    RS interleaving: 4
    RS basis: dual
    data:
    - *tlm
  "DBPSK \\"low\\"":
    frequency: 145935000
    modulation: DBPSK
    baudrate: 400.5
    framing: AO-40 FEC
  S band:
    frequency: 2401.2e+6
    modulation: BPSK
    baudrate: 100.0e+3
    framing: CCSDS Uncoded
    precoding: differential
  Voice:
    frequency: 145.9e+6
    modulation: AFSK
    af_carrier: 1700
    deviation: 500
    baudrate: 1200
    framing: AX.25
"""


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "example.yml"
    made.write_text(TEXT, encoding="utf-8")
    return made


def one(**changes) -> Transmitter:
    said = {"name": "x", "line": 1, "frequency_hz": 437e6, "modulation": "FSK", "symbol_rate_baud": 9600.0}
    return Transmitter(**(said | {"framing": "AX.25"} | changes))


def test_numbers_are_those_that_pyyaml_reads(file):
    said, read = yaml.safe_load(TEXT), read_satyaml(file)
    assert (read.name, read.norad, read.has_placeholder) == (said["name"], said["norad"], False)
    assert [each.name for each in read.transmitters] == list(said["transmitters"])
    for each in read.transmitters:
        there = said["transmitters"][each.name]
        assert (each.frequency_hz, each.symbol_rate_baud) == (there["frequency"], there["baudrate"])
        assert (each.modulation, each.framing) == (there["modulation"], there["framing"])
        assert each.deviation_hz == there.get("deviation")
        assert each.interleaving == str(there.get("RS interleaving", 1))
        assert TEXT.splitlines()[each.line - 1].strip().startswith(each.name[0]) or each.name.startswith("DBPSK")


def test_number_with_a_power_that_yaml_takes_for_text_is_a_number(file):
    file.write_text(TEXT.replace("437.025e+6", "437e6"), encoding="utf-8")
    assert yaml.safe_load(file.read_text())["transmitters"]["9k6 FSK downlink"]["frequency"] == "437e6"
    assert read_satyaml(file).transmitters[0].frequency_hz == 437e6


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: Example-1", "name:", "line 1: name: missing"),
        ("norad: 47000", "norad: abc", "line 4: norad = 'abc': expected a number"),
        ("norad: 47000", "norad: 1.5", "line 4: norad = '1.5': expected a catalogue number"),
        (
            "437.025e+6",
            "437.025",
            "frequency = '437.025': expected a number in Hz from 2e+07 to 1e+12, such as",
        ),
        ("437.025e+6", "10489750", "frequency = '10489750': expected a number in Hz"),
        ("437.025e+6", "437025", "frequency = '437025': expected a number in Hz"),
        ("437.025e+6", "437.025 MHz", "line 10: transmitters: 9k6 FSK downlink: frequency = '437.025 MHz': expected"),
        ("437.025e+6", ".nan", "expected a number in Hz"),
        ("437.025e+6", "nan", "expected a number in Hz"),
        ("437.025e+6", "1e+400", "expected a number in Hz"),
        ("437.025e+6", "[1, 2]", "expected a number in Hz"),
        ("baudrate: 9600", "baudrate: 0", "baudrate = '0': expected a number of symbols a second"),
        ("baudrate: 9600", "baudrate: -9600", "expected a number of symbols a second"),
        ("    baudrate: 9600\n", "", "line 10: transmitters: 9k6 FSK downlink: baudrate: missing"),
        ("    framing: USP\n", "    framing: {}\n", "framing: expected text"),
        ("deviation: -2400", "deviation: wide", "deviation = 'wide': expected a number"),
        ("1k2 BPSK downlink", "9k6 FSK downlink", "line 17: transmitters: 9k6 FSK downlink occurs twice"),
        ("    baudrate: 9600\n", "    baudrate: 9600\n    baudrate: 1200\n", "baudrate occurs twice"),
        ("    baudrate: 9600\n", "    <<: {baudrate: 9600}\n", "'<<': expected plain keys"),
        ("name: Example-1", "- name", "line 2: not valid YAML"),
        (TEXT, "[1, 2]", "line 1: the file: expected a mapping"),
        (TEXT, "", "is empty"),
        (TEXT, "name: x\nnorad: 1\ntransmitters: {}\n", "line 3: transmitters: expected at least one"),
        (TEXT, "name: x\nnorad: 1\ntransmitters: none\n", "line 3: transmitters: expected a mapping"),
        (TEXT, "name: 'x", "not valid YAML"),
        (TEXT, "a: *b", "not valid YAML"),
        (TEXT, "[" * 5000, "not valid YAML"),
        (
            TEXT,
            "name: !!python/object/apply:os.system ['x']\nnorad: 1\ntransmitters: {a: {}}",
            "name: expected text",
        ),
        (TEXT, "name: x\n--- \nname: y\n", "not valid YAML"),
    ],
)
def test_what_is_unsure_is_one_line_with_its_place(old, new, said, file):
    assert old in TEXT
    file.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as told:
        scenario_of(read_satyaml(file))
    assert said in str(told.value)
    assert str(told.value).startswith(str(file))
    assert "\n" not in str(told.value)


def test_file_of_another_kind_is_refused(tmp_path):
    for name, content, said in (("a.yml", b"\xff\xfe\x00", "not text"), ("b.yml", b"#" * 1_000_001, "at most 1 MB")):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(InputError, match=said):
            read_satyaml(file)


def test_scenario_is_accepted_and_says_what_the_file_says(file, tmp_path):
    text, unsaid = scenario_of(read_satyaml(file))
    assert len(unsaid) == 1
    assert "line 37: Voice: modulation = 'AFSK': audio tones" in unsaid[0]
    made = tmp_path / "made.toml"
    made.write_text(text, encoding="utf-8")
    scenario, mistakes = check(made)
    assert mistakes == []
    assert scenario.config.mission.title == "Example-1"
    links = scenario.links
    assert list(links) == ["9k6-fsk-downlink", "1k2-bpsk-downlink", "dbpsk-low", "s-band"]
    assert [link.frequency_hz.value for link in links.values()] == [437.025e6, 145.9e6, 145.935e6, 2401.2e6]
    assert [link.title for link in links.values()][2] == 'DBPSK "low"'
    schemes = [link.modulation.scheme for link in links.values()]
    assert schemes == ["noncoherent-fsk", "bpsk", "dpsk", "differentially-encoded-psk"]
    coded = links["1k2-bpsk-downlink"].modulation
    assert coded.code == "rs-255-223-i4-conv-7-1/2"
    assert coded.bit_rate_bps.value == pytest.approx(1200.0 / 2.0 * 223.0 / 255.0, rel=1e-8)
    assert links["dbpsk-low"].modulation.code is None
    assert links["dbpsk-low"].modulation.bit_rate_bps.value == 400.5
    assert links["s-band"].receiver.antenna.kind == "dish"
    assert "modulation index 0.50" in text
    assert "satellite = 47000" in text


def test_all_but_what_the_file_says_is_assumed(file):
    data = tomllib.loads(scenario_of(read_satyaml(file))[0])
    tables = [data["stations"]["my-roof"], *data["antennas"].values(), data["trajectory"]]
    for link in data["links"].values():
        tables += [link, *(link.get(name, {}) for name in ("transmitter", "receiver", "modulation"))]
    parameters = [(key, value) for table in tables for key, value in table.items() if "value" in str(value)[:9]]
    told = {key for key, value in parameters if value["status"] != "assumed"}
    assert told == {"frequency", "bit_rate"}
    assert sum("low" in value for _, value in parameters) >= 10
    assert all(value["source"] for _, value in parameters)


@pytest.mark.parametrize(
    ("norad", "is_placeholder"), [(97_999, False), (98_000, True), (99_999, True), (100_000, False), (270_000, False)]
)
def test_placeholder_numbers_have_no_elements(norad, is_placeholder):
    text, _ = scenario_of(Satellite("x.yml", "X", norad, (one(),)))
    assert ("placeholder" in text) == is_placeholder
    assert (f"satellite = {norad}" in text) != is_placeholder


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"framing": "CCSDS Concatenated"}, "rs-255-223-i1-conv-7-1/2"),
        ({"framing": "CCSDS Concatenated", "interleaving": "5"}, "rs-255-223-i5-conv-7-1/2"),
        ({"framing": "CCSDS Concatenated", "convolutional": "NASA-DSN"}, "rs-255-223-i1-conv-7-1/2"),
        ({"framing": "CCSDS Concatenated", "interleaving": "8"}, None),
        ({"framing": "CCSDS Concatenated", "convolutional": "another"}, None),
        ({"framing": "USP"}, "rs-255-223-i1-conv-7-1/2"),
        ({"framing": "CCSDS Reed-Solomon"}, None),
        ({"framing": "AO-40 FEC"}, None),
        ({"framing": "of next year"}, None),
    ],
)
def test_framing_gives_the_code_and_the_information_rate(changes, code):
    found = coding_of(one(modulation="BPSK", **changes))
    assert found.code == code
    assert found.remark
    assert found.bit_rate_bps == pytest.approx(9600.0 * (223.0 / 510.0 if code else 1.0))


@pytest.mark.parametrize("modulation", SCHEMES)
@pytest.mark.parametrize("framing", ["USP", "CCSDS Concatenated"])
def test_coded_framings_make_coded_links_with_every_keying(modulation, framing, tmp_path):
    """A code goes with every keying that carries bits, so the link is judged by it, and not by its symbols."""
    file = tmp_path / "x.toml"
    text, _ = scenario_of(Satellite("x.yml", "X", 1, (one(modulation=modulation, framing=framing),)))
    file.write_text(text, encoding="utf-8")
    scenario, mistakes = check(file)
    assert mistakes == []
    link = scenario.links["x"].modulation
    assert link.code == "rs-255-223-i1-conv-7-1/2"
    assert link.bit_rate_bps.value == pytest.approx(9600.0 * 223.0 / 510.0, rel=1e-8)


def test_framing_without_a_code_needs_no_remark():
    assert coding_of(one(framing="AX.25 G3RUH")) == Coding(None, 9600.0)


@pytest.mark.parametrize("accepted", [True, False])
def test_code_that_its_scheme_cannot_have_is_not_counted(accepted, monkeypatch):
    monkeypatch.setattr(satyaml_scenario, "_accepts", lambda scheme, code: accepted)
    found = coding_of(one(framing="USP"))
    assert (found.code is not None) == accepted
    assert found.bit_rate_bps == pytest.approx(9600.0 * (223.0 / 510.0 if accepted else 1.0))
    assert ("is not counted" in found.remark) != accepted


@pytest.mark.parametrize("modulation", SCHEMES)
@pytest.mark.parametrize("framing", ["AX.25", "USP", "CCSDS Concatenated"])
def test_every_modulation_with_every_code_is_accepted_by_check(modulation, framing, tmp_path):
    first, second = one(modulation=modulation, framing=framing), one(name="y", modulation="BPSK", framing="AX.25")
    for transmitters in ((first, second), (second, first)):
        text, unsaid = scenario_of(Satellite("x.yml", "X", 1, transmitters))
        assert unsaid == []
        file = tmp_path / "x.toml"
        file.write_text(text, encoding="utf-8")
        scenario, mistakes = check(file)
        assert mistakes == []
        assert scenario.links["y"].modulation.code is None
        assert scenario.links["x"].modulation.scheme == keying_of(first)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    file_name=st.text(max_size=30),
    name=st.text(min_size=1, max_size=20),
    transmitter=st.text(min_size=1, max_size=20),
)
def test_any_names_give_toml_with_these_names(file_name, name, transmitter, tmp_path):
    said = {"frequency": 437e6, "modulation": "FSK", "baudrate": 9600, "framing": name}
    file = tmp_path / "any.yml"
    file.write_text(yaml.safe_dump({"name": name, "norad": 1, "transmitters": {transmitter: said}}), encoding="utf-8")
    try:
        satellite = read_satyaml(file)
    except InputError:  # a name that is no plain text
        return
    renamed = Satellite(f"folder/{file_name}", satellite.name, 1, satellite.transmitters)
    data = tomllib.loads(scenario_of(renamed)[0])
    assert data["mission"]["title"] == satellite.name
    assert [link["title"] for link in data["links"].values()] == [satellite.transmitters[0].name]
