"""Values that a scenario may omit: titles, keys without effect when there is no trajectory, the reference elevation."""

import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.mission.checking import check

VACUUM = """
[links.cross]
frequency = "26 GHz"
range = "1000 km"
transmitter = { eirp = "20 dBW" }
receiver = { g_over_t = "10 dB/K" }
modulation = { kind = "digital", scheme = "bpsk", bit_rate = "1 Mbit/s", error_rate = "1e-5" }
"""
STATION = '[stations.roof]\nlatitude = "48 deg"\nlongitude = "11 deg"\nheight = "500 m"\n'
GROUND = VACUUM.replace("range =", 'station = "roof"\ndirection = "downlink"\nrange =')
ORBIT = '[trajectory]\nkind = "circular"\nheight = "500 km"\ninclination = "97.4 deg"\n'
DATES = '[mission]\nstart = "2026-03-01"\nend = "2026-03-02"\nstep = "1 min"\n'


@pytest.fixture
def written(tmp_path):
    def write(*parts: str):
        file = tmp_path / "some-links.toml"
        file.write_text("\n".join(parts), encoding="utf-8")
        return file

    return write


def test_one_table_is_a_scenario_in_vacuum(written):
    scenario = lb.load(written(VACUUM))
    assert scenario.config.mission.title == "some-links"
    assert scenario.links["cross"].title == "cross"
    budget = scenario.budget("cross")
    assert budget["range_m"] == 1000e3
    assert budget.notes == ("not stated and counted as 0 dB: polarization_loss, modulation.implementation_loss",)


def test_a_trajectory_needs_dates_a_station_and_a_direction(written):
    _, mistakes = check(written(ORBIT, STATION, VACUUM.replace("range =", 'station = "roof"\nrange =')))
    missing = {line.partition(".toml: ")[2].partition(":")[0] for line in mistakes}
    dates = {f"mission.{key}" for key in ("start", "end", "step")}
    assert missing == {*dates, "stations.roof.minimum_elevation", "links.cross.direction"}


def test_a_distance_from_a_station_needs_an_elevation(written):
    _, (mistake,) = check(written(STATION, GROUND))
    assert "mission.reference_elevation: missing; expected the elevation" in mistake
    with pytest.raises(InputError, match=r"mission\.reference_elevation"):
        lb.load(written(STATION, GROUND))
    stated = lb.load(written('[mission]\nreference_elevation = "35 deg"\n', STATION, GROUND))
    assert stated.budget("cross")["elevation_deg"] == 35.0


def test_with_a_trajectory_it_is_the_lowest_of_the_station(written):
    low = STATION + 'minimum_elevation = "12 deg"\n'
    taken = lb.load(written(DATES, ORBIT, low, GROUND)).budget("cross")
    stated = lb.load(written(DATES + 'reference_elevation = "12 deg"\n', ORBIT, low, GROUND)).budget("cross")
    assert taken["elevation_deg"] == 12.0
    assert taken["closing_margin_db"] == stated["closing_margin_db"]


def test_missing_values_hide_no_other_mistakes(written):
    """A receiver without noise, a code beyond its curve and a station without a height: all in one run."""
    broken = GROUND.replace('{ g_over_t = "10 dB/K" }', '{ antenna = { kind = "stated", gain = "1 dBi" } }')
    broken = broken.replace('error_rate = "1e-5"', 'code = "turbo-8920-1/6", error_rate = "1e-9"')
    _, mistakes = check(written(ORBIT, STATION.replace('height = "500 m"\n', ""), broken))
    found = [line.partition(".toml: ")[2] for line in mistakes]
    for start in (
        'mission.start: missing; expected a value like "',
        "stations.roof.minimum_elevation: missing",
        "stations.roof.height: missing",
        "links.cross.receiver.noise_figure: missing",
        "links.cross.receiver.antenna_noise_temperature: missing",
        "links.cross.modulation: error_rate = 1e-09: expected",
    ):
        assert sum(line.startswith(start) for line in found) == 1, start
    assert len(found) == 8  # beside these the end and the step of the mission


def test_a_value_that_was_guessed_is_no_mistake(written):
    """The end that is put in to look further lies before this start."""
    late = '[mission]\nstart = "2031-03-01"\nstep = "1 min"\n'
    _, mistakes = check(written(late, ORBIT, VACUUM))
    missing = [line.partition(".toml: ")[2] for line in mistakes]
    assert missing[0].startswith("mission.end: missing")
    assert not any("after start" in line for line in missing)


def test_another_word_for_a_key_is_met_with_that_key(written):
    pulses = 'modulation = { kind = "photon-counting-ppm", order = 16, slot_width = "1 ns", code_rate = "1/3" }'
    light = VACUUM.replace('frequency = "26 GHz"', 'wavelength = "1550 nm"')
    light = "\n".join(pulses if line.startswith("modulation") else line for line in light.splitlines())
    _, mistakes = check(written(light))
    assert any("modulation: order = 16: unknown key; did you mean 'slots'?" in line for line in mistakes)
    assert not any("slots: missing" in line for line in mistakes)


def test_a_word_of_no_description_is_met_with_all_keys(written):
    _, mistakes = check(written(VACUUM.replace("bit_rate", "rates_of_symbols_and_bits")))
    assert any("unknown key; expected one of" in line for line in mistakes)


def test_a_missing_table_is_shown_as_short_as_it_can_be(written):
    lines = [
        "[links.cross]",
        'frequency = "2 GHz"',
        'range = "500 km"',
        "[links.cross.receiver]",
        'noise_figure = "1 dB"',
    ]
    _, mistakes = check(written("\n".join(lines)))
    found = [line.partition(".toml: ")[2] for line in mistakes]
    assert any(line.startswith('links.cross.transmitter: missing; expected a table like { eirp = "') for line in found)
    assert any(
        line.startswith('links.cross.modulation: missing; expected a table like { kind = "digital"') for line in found
    )
    antenna = "links.cross.receiver.antenna: missing; expected a table with a kind, or a name of catalog antennas"
    assert antenna in found
