"""Links with values set, read alone: the answers of a reading of the whole file, or none."""

import pytest
from pydantic import BaseModel

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.scenario_files.changed_links import ChangedLinks
from linkbudget.scenario_files.files import find_scenario, read_scenario_tables
from linkbudget.scenario_files.packaged import packaged_names
from linkbudget.scenario_files.reading import read_scenario, resolved
from tests.mission.conftest import CUBESAT, CUBESAT_LIFE

OTHERS = (
    {"title": "none"},
    {"direction": "uplink"},
    {"station": "dss-14"},
    {"like": "another"},
    {"transmitter.pwr": "1 W"},
    {"no.such.table": "1 W"},
    {"modulation.kind": "threshold"},
    {"modulation.kind": "digital", "modulation.carrier": "none"},
    {"receiver.antenna": "dss-14-x"},
    {"receiver.antenna": "nothing"},
    {"losses": {"plasma": "1 dB"}},
    {"losses.plasma": {"value": "1 dB", "low": "0 dB", "status": "assumed", "source": "a test"}},
    {"required_margin": "2 dB", "transmitter.line_loss": "none"},
    {"weather_exceedance": 0.01},
    {"availability": "99 %", "weather_exceedance": "none"},
    {"coherent_with.ratio": "2"},
    {"frequency": "8.4 GHz"},
    {"transmitter.power": "20 dB"},
    {"transmitter.power": None},
    {"": "1 W"},
)


def outcome(read, settings):
    """Configuration, or the text of the error."""
    try:
        return read(settings)
    except InputError as error:
        return str(error)


def stated(part):
    """All that a part holds, with which of its keys were stated."""
    if isinstance(part, BaseModel):
        return type(part), part.model_fields_set, {key: stated(value) for key, value in part.__dict__.items()}
    if isinstance(part, dict):
        return {key: stated(value) for key, value in part.items()}
    return [stated(value) for value in part] if isinstance(part, list | tuple) else part


def leaves(table, before=""):
    for key, value in table.items():
        yield before + key, value
        if isinstance(value, dict):
            yield from leaves(value, f"{before}{key}.")


def all_settings(table):
    """Every second value of a link set to itself and to others, taken away, and settings that any link may get."""
    own = list(leaves(table))
    for place, (key, value) in enumerate(own):
        if place % 4 == 0:
            yield {key: value}
        elif place % 4 == 2:
            yield {key: ("none", "0.5 dB", 2, own[place - 1][1])[place // 4 % 4]}
    yield from OTHERS


@pytest.mark.parametrize("name", packaged_names())
def test_what_a_link_answers_alone_is_what_the_whole_file_says(name):
    file = find_scenario(name)
    data = read_scenario_tables(file)
    links, answered = ChangedLinks(file, data), 0
    table = resolved(data, {}).data["links"]
    link = min(table, key=lambda one: len(list(leaves(table[one]))))
    for settings in all_settings(table[link]):
        config = links.config_with({link: settings})
        if config is not None:
            answered += 1
            assert stated(config) == stated(read_scenario(file, {link: settings}, data)), settings
    assert answered > 3


@pytest.mark.parametrize("settings", [{"transmitter.power": "20 dB"}, {"transmitter.powr": "2 W"}, {"": "2 W"}])
def test_mistakes_are_worded_by_the_whole_file(settings):
    mars1 = lb.load("mars1")
    said = outcome(lambda given: read_scenario(mars1.file, {"imaging-5cm": given}, mars1._data), settings)
    with pytest.raises(InputError) as caught:
        mars1.budget("imaging-5cm", range="100e6 km", settings=settings)
    assert str(caught.value).partition(": ")[2] == said.removeprefix(f"{mars1.file}: ")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"frequency": "923 MHz"}, "expected"),
        (
            {"transmitter": {"eirp": "3 dBW"}, "polarization_tilt": "none"},
            "loads.uhf.efficiency: expected links.uhf-downlink",
        ),
        ({"weather_exceedance": 0.01}, "weather_exceedance: expected stations"),
        ({"modulation": {"kind": "threshold"}, "receiver.required_cn0": "30 dBHz"}, "expected a link that carries"),
    ],
)
def test_values_that_do_not_fit_the_rest_of_the_file_are_refused(tmp_path, settings, said):
    file = tmp_path / "two.toml"
    coherent = '\n[links.coherent]\nlike = "uhf-downlink"\ncoherent_with = { link = "uhf-downlink", ratio = "1" }\n'
    file.write_text(CUBESAT + CUBESAT_LIFE + coherent, encoding="utf-8")
    scenario = lb.load(file)
    with pytest.raises(InputError, match="with .*" + said):
        scenario._with("uhf-downlink", settings)
    assert outcome(scenario._changed_links.config_with, {"uhf-downlink": settings}) is None


def test_back_off_of_a_relayed_carrier_is_refused():
    file = find_scenario("c_band_carrier")
    data = read_scenario_tables(file)
    (relay,) = data["relays"].values()
    relay["limiter_bandwidth"] = "36 MHz"
    del relay["uplink_interference"]
    links = ChangedLinks(file, data)
    settings = {relay["downlink"]: {"transmitter.output_back_off": "3 dB"}}
    assert links.config_with({relay["downlink"]: {"transmitter.line_loss": "3 dB"}}) is not None
    assert links.config_with(settings) is None
    assert "expected none beside" in outcome(lambda given: read_scenario(file, given, data), settings)


def test_usual_settings_do_not_read_the_file_again(monkeypatch):
    mars1 = lb.load("mars1")
    before = mars1.budget("imaging-5cm", range="100e6 km", settings={"transmitter.power": "20 W"})
    monkeypatch.setattr("linkbudget.mission.model.read_scenario", lambda *_: pytest.fail("read again"))
    after = mars1.budget("imaging-5cm", range="100e6 km", settings={"transmitter.power": "40 W"})
    assert after.eirp_dbw - before.eirp_dbw == pytest.approx(3.0103, abs=1e-4)


def test_settings_of_one_budget_do_not_reach_the_next():
    mars1 = lb.load("mars1")
    stated_w = mars1.links["imaging-5cm"].transmitter.power_w.value
    mars1._with("imaging-5cm", {"transmitter.power": "1 W", "losses": {"plasma": "3 dB"}})
    again = mars1._with("imaging-5cm", {"required_margin": "1 dB"})
    assert again.transmitter.power_w.value == stated_w
    assert "plasma" not in again.losses


def test_file_with_a_mistake_is_left_to_its_reading():
    file = find_scenario("cubesat")
    data = read_scenario_tables(file)
    data["mission"]["step"] = "1 m"
    assert ChangedLinks(file, data).config_with({"uhf-downlink": {"transmitter.power": "1 W"}}) is None
