"""A hop between two masts in a scenario: its lines against the physics, what it refuses, studies of it."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.hardware.hop import Hop
from linkbudget.link.budget import Path, Weather, budget
from linkbudget.physics.multipath import (
    geoclimatic_conversion_db,
    multipath_fade_db,
    multipath_occurrence,
    multipath_occurrence_by_gradient,
    multipath_occurrence_on_terrain,
    multipath_outage,
)
from linkbudget.physics.rain_specific import specific_rain_attenuation_db_per_km
from linkbudget.physics.terrestrial_rain import (
    rain_distance_factor,
    terrestrial_rain_loss_001_db,
    terrestrial_rain_loss_db,
    terrestrial_rain_outage,
)
from linkbudget.scenario_files.packaged import packaged_folder, template_files
from tests.link.test_ledger import assert_sums

TEMPLATE = template_files()["terrestrial"].read_text(encoding="utf-8")
HEIGHTS = {"station_height_m": 300.0, "far_height_m": 250.0}
GRADIENT = TEMPLATE[TEMPLATE.index("refractivity_gradient") : TEMPLATE.index("obstacle_distance")]
MAPS = 'geoclimatic_factor = "2e-5"\nrefractivity_increase = "10"\nmean_terrain_height = "180 m"\n'
CLIMATE = """
[stations.hill.climate]
rain_rate = "50 mm/h"
rain_height = "3 km"
cloud_liquid = "0.8 kg/m2"
wet_refractivity = "50"

[antennas.dish]"""


def written(folder, *changes):
    """The template as a file, with pieces of its text replaced."""
    text = TEMPLATE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = folder / "hop.toml"
    file.write_text(text, encoding="utf-8")
    return file


def line_of(text, start):
    return next(line for line in text.splitlines() if line.startswith(start))


@pytest.fixture
def relay(tmp_path):
    return lb.load(written(tmp_path)).case("relay")


# ---- the lines


def test_the_lines_are_those_of_the_physics(relay):
    lines = relay.budget()
    gamma = specific_rain_attenuation_db_per_km(lines["path_elevation_deg"], 7.5e9, 32.0, 90.0)
    factor = rain_distance_factor(
        30e3, 7.5e9, 32.0, elevation_deg=lines["path_elevation_deg"], polarization_tilt_deg=90.0
    )
    rain = terrestrial_rain_loss_001_db(30e3, gamma, factor)
    occurrence = multipath_occurrence_on_terrain(30e3, 7.5e9, -300.0, 60.0, **HEIGHTS)
    step = geoclimatic_conversion_db(30e3, 50.1, **HEIGHTS)
    for key, expected in (
        ("hop_rain_loss_001_db", rain),
        ("multipath_occurrence", occurrence),
        ("geoclimatic_conversion_db", step),
        ("hop_rain_loss_db", terrestrial_rain_loss_db(7.5e9, rain, 1e-4)),
        ("multipath_fade_db", multipath_fade_db(occurrence, 1e-4, step)),
        ("rain_outage", terrestrial_rain_outage(7.5e9, rain, lines["hop_fade_db"])),
        ("multipath_outage", multipath_outage(lines["hop_fade_db"], occurrence, step)),
        ("worst_month_multipath_outage", multipath_outage(lines["hop_fade_db"], occurrence)),
    ):
        assert lines[key] == pytest.approx(float(expected), rel=1e-9), key
    assert lines["rain_outage"] + lines["multipath_outage"] == pytest.approx(1e-4, rel=1e-9)
    assert assert_sums(lines) >= 5


def test_only_the_common_fade_is_subtracted(relay):
    lines = relay.budget()
    signs = {
        key: lines.terms[key].sign for key in ("hop_rain_loss_db", "multipath_fade_db", "hop_fade_db", "rain_outage")
    }
    assert signs == {"hop_rain_loss_db": "", "multipath_fade_db": "", "hop_fade_db": "-", "rain_outage": ""}
    clear = relay.with_values({"hop.rain_rate": 0.0}).budget()
    assert clear["rain_outage"] == 0.0
    assert clear["hop_fade_db"] == pytest.approx(clear["multipath_fade_db"], rel=1e-9)


def test_a_note_tells_how_the_year_is_divided(relay):
    (note,) = [text for text in relay.budget().notes if "add up" in text]
    assert "by rain and" in note
    assert "seldom coincide" in note
    assert any("selective fading" in text for text in relay.budget().notes)
    assert any("no maximum range" in text for text in relay.budget().notes)
    assert "maximum_range_m" not in relay.budget().terms
    assert not any("spacecraft" in text for text in relay.budget().notes)


def test_every_new_line_has_its_document(relay):
    lines = relay.budget()
    for key in ("hop_fade_db", "rain_distance_factor", "geoclimatic_conversion_db", "obstruction_loss_db"):
        assert lines.terms[key].source.startswith("ITU-R P.530-18 (09/2021)")
    assert lines.terms["multipath_occurrence"].source.startswith("ITU-R P.530-17 (12/2017, superseded)")
    assert lines.terms["earth_factor"].status == "default"
    assert "p_rain(A) + p_multipath(A) = p" in lines.explanation()


def test_rain_adds_noise_and_multipath_none(relay):
    wet, dry = relay.budget(), relay.with_values({"hop.rain_rate": 0.0}).budget()
    assert wet["added_noise_temperature_k"] > 50.0
    assert dry["added_noise_temperature_k"] == pytest.approx(0.0, abs=1e-9)


# ---- ways to state multipath and rain


def test_multipath_by_the_maps_of_edition_18(tmp_path):
    lines = lb.load(written(tmp_path, (GRADIENT, MAPS))).budget("relay")
    expected = multipath_occurrence(30e3, 7.5e9, 2e-5, 10.0, mean_terrain_height_m=180.0, **HEIGHTS)
    assert lines["multipath_occurrence"] == pytest.approx(expected, rel=1e-12)
    assert not any("edition 18 has replaced" in note for note in lines.notes)


def test_multipath_by_the_gradient_alone(tmp_path):
    lines = lb.load(written(tmp_path, (line_of(TEMPLATE, "terrain_roughness"), ""))).budget("relay")
    expected = multipath_occurrence_by_gradient(30e3, 7.5e9, -300.0, **HEIGHTS)
    assert lines["multipath_occurrence"] == pytest.approx(expected, rel=1e-12)
    assert any("edition 18 has replaced" in note for note in lines.notes)


def test_a_short_hop_needs_no_refractivity(tmp_path):
    changes = (GRADIENT, ""), ('range = "30 km"', 'range = "4 km"'), ('"12 km"', '"2 km"')
    lines = lb.load(written(tmp_path, *changes)).budget("relay")
    assert lines["multipath_outage"] == lines["multipath_occurrence"] == 0.0
    assert lines["hop_fade_db"] == pytest.approx(lines["hop_rain_loss_db"], rel=1e-9)
    with pytest.raises(LinkBudgetError, match=r"hop\.refractivity_gradient: missing"):
        lb.load(written(tmp_path, (GRADIENT, ""))).budget("relay")


def test_the_rain_of_the_station_serves_where_the_hop_states_none(tmp_path):
    own = written(tmp_path, (line_of(TEMPLATE, "rain_rate"), ""), ("\n[antennas.dish]", CLIMATE))
    case = lb.load(own).case("relay")
    assert case.value("station.climate.rain_rate").value == 50.0
    stated = lb.load(written(tmp_path)).case("relay").with_values({"hop.rain_rate": 50.0})
    assert case.budget()["hop_fade_db"] == stated.budget()["hop_fade_db"]
    both = lb.load(written(tmp_path, ("\n[antennas.dish]", CLIMATE))).budget("relay")
    assert both.terms["specific_rain_attenuation_db_per_km"].inputs["rain_rate_mm_per_h"].value == 32.0


# ---- the obstacle


def test_an_obstacle_in_the_way_takes_its_loss(relay):
    lines = relay.with_values({"hop.obstacle_height": 290.0}).budget()
    assert lines["path_clearance_m"] < 0.0
    expected = 10.0 - 20.0 * lines["path_clearance_m"] / lines["fresnel_radius_m"]
    assert lines["obstruction_loss_db"] == pytest.approx(expected, rel=1e-12)
    assert any("first Fresnel ellipsoid" in note for note in lines.notes)
    assert assert_sums(lines) >= 5
    assert not any("first Fresnel ellipsoid" in note for note in relay.budget().notes)
    with pytest.raises(LinkBudgetError, match=r"hop\.obstacle_distance: expected no more than the range"):
        relay.with_values({"range": 10e3}).budget()


def test_a_stated_bending_of_the_air_counts(tmp_path, relay):
    """k = 2/3 doubles the bulge of k = 4/3, 12 km * 18 km / (2 k a) = 12.7 m."""
    ground = line_of(TEMPLATE, "obstacle_height")
    lines = lb.load(written(tmp_path, (ground, f'{ground}\nearth_factor = "0.6666666667"'))).budget("relay")
    assert relay.budget()["path_clearance_m"] - lines["path_clearance_m"] == pytest.approx(12.71, abs=0.01)


# ---- studies


def test_many_cases_are_a_loop_of_cases(relay):
    ranges = np.array([10e3, 20e3, 45e3])
    together = relay.with_values({"range": ranges, "hop.obstacle_distance": 8e3}).budget()
    for index, range_m in enumerate(ranges):
        one = relay.with_values({"range": range_m, "hop.obstacle_distance": 8e3}).budget()
        for key in ("hop_fade_db", "rain_outage", "obstruction_loss_db", "closing_margin_db"):
            assert together[key][index] == pytest.approx(one[key], rel=1e-9), key
    assert np.all(np.diff(together["hop_fade_db"]) > 0.0)


def test_availability_and_exceedance_are_one(tmp_path, relay):
    said = line_of(TEMPLATE, "availability")
    rest = lb.load(written(tmp_path, (said, 'weather_exceedance = "0.01 %"'))).case("relay")
    assert rest.budget()["hop_fade_db"] == pytest.approx(relay.budget()["hop_fade_db"], rel=1e-9)
    worse = relay.with_values({"availability": 0.999}).budget()["hop_fade_db"]
    assert worse == pytest.approx(rest.with_values({"weather_exceedance": 0.001}).budget()["hop_fade_db"], rel=1e-9)
    assert worse < relay.budget()["hop_fade_db"]


# ---- what is refused


DATES = 'start = "2026-01-01"\nend = "2026-01-02"\nstep = "1 h"'


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ([(line_of(TEMPLATE, "far_height"), "")], "hop: expected far_height beside it"),
        ([(line_of(TEMPLATE, "availability"), "")], "hop: expected availability or weather_exceedance beside it"),
        ([('"99.99 %"', '"98 %"')], "availability: expected at least 99 % with a hop"),
        (
            [(line_of(TEMPLATE, "availability"), 'weather_exceedance = "2 %"')],
            "weather_exceedance: expected at most 1 % with a hop",
        ),
        ([(line_of(TEMPLATE, "rain_rate"), "")], "links.relay.hop.rain_rate: missing; expected it, or stations.hill"),
        ([(line_of(TEMPLATE, "terrain"), MAPS)], "refractivity_gradient: expected none beside geoclimatic_factor"),
        ([(GRADIENT, 'geoclimatic_factor = "2e-5"\n')], "refractivity_increase: missing; expected beside geoclimatic"),
        ([(GRADIENT, 'terrain_roughness = "60 m"\n')], "terrain_roughness: expected only beside refractivity_gradient"),
        ([(line_of(TEMPLATE, "obstacle_height"), "")], "expected obstacle_distance and obstacle_height together"),
        ([('"3 dB" #', '"3 dB"\nlosses = { rain = "5 dB" } #')], "losses.rain: expected none beside hop"),
        (
            [(TEMPLATE[TEMPLATE.index("[links.relay.hop]") : TEMPLATE.index("[links.relay.tr")], "")],
            "availability: expected a hop beside far_height",
        ),
        (
            [
                ("[mission]", f'[trajectory]\nkind = "body"\nbody = "moon"\n\n[mission]\n{DATES}'),
                ("[stations.hill]", '[stations.hill]\nminimum_elevation = "0 deg"'),
            ],
            "far_height: expected only in",
        ),
        ([('"-300"', '"-300 m"')], "refractivity_gradient"),
    ],
)
def test_what_does_not_go_together_is_one_line(changes, message, tmp_path):
    with pytest.raises(InputError) as caught:
        lb.load(written(tmp_path, *changes))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_hop_is_not_for_light(tmp_path):
    file = tmp_path / "light.toml"
    said = (packaged_folder() / "optical_geo.toml").read_text(encoding="utf-8")
    file.write_text(f'{said}\n[links.case-c.hop]\nrain_rate = "30 mm/h"\n', encoding="utf-8")
    with pytest.raises(InputError, match="hop: expected none with a wavelength"):
        lb.load(file)


def test_outside_its_ranges_a_note_says_so(relay):
    far = relay.with_values({"range": 80e3}).budget()
    assert any("P.530-18 rain is stated for range_m" in note for note in far.notes)
    high = relay.with_values({"frequency": 60e9}).budget()
    assert any("15 GHz km" in note for note in high.notes)


def test_a_path_says_what_a_hop_needs(relay):
    link, ends = relay.link, {"station_height_m": 300.0, "far_height_m": 250.0}
    bare, none = (link.model_copy(update={"hop": hop}) for hop in (Hop(refractivity_gradient=-300.0), None))
    path = Path(30e3, weather=Weather(50.1, exceedance_probability=1e-4), **ends)
    with pytest.raises(LinkBudgetError, match="hop: expected a range, far_height and the share of the year"):
        budget(link, Path(30e3, **ends))
    with pytest.raises(LinkBudgetError, match="far_height: expected a hop of the link"):
        budget(none, path)
    with pytest.raises(LinkBudgetError, match=r"hop\.rain_rate: missing"):
        budget(bare, path)


def test_a_radome_on_a_hop_is_dry(tmp_path):
    radome = '[links.relay.receiver]\nradome = { dry_loss = "0.5 dB", temperature = "285 K" }'
    lines = lb.load(written(tmp_path, ("[links.relay.receiver]", radome))).budget("relay")
    assert lines["radome_loss_db"] == 0.5
    assert "wet_radome_loss_db" not in lines.terms
    assert any("radome: the water on it is not counted" in note for note in lines.notes)
