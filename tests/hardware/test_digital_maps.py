"""Single maps: shares and heights converted, limits kept, and which maps are asked."""

import sys

import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware import digital_maps
from linkbudget.hardware.climate import climate_at
from linkbudget.hardware.climate_maps import ClimateMaps
from tests.hardware.small_world import SMALL_MAPS

SITE = climate_at(50.0, 10.0, maps=SMALL_MAPS)


@pytest.fixture
def without_itur(monkeypatch):
    """No package, and no folder but what a test names."""
    monkeypatch.delenv(digital_maps.FOLDER_VARIABLE, raising=False)
    monkeypatch.setitem(sys.modules, "itur", None)
    for name in [name for name in sys.modules if name.startswith("itur.")]:
        monkeypatch.delitem(sys.modules, name)
    return monkeypatch


# identity


def test_single_maps_are_those_of_the_climate():
    place = 50.0, 10.0
    assert digital_maps.ground_height_m(*place, maps=SMALL_MAPS) == SITE.station_height_m
    assert digital_maps.rain_rate_mm_per_h(*place, 1e-4, maps=SMALL_MAPS) == pytest.approx(SITE.rain_rate_mm_per_h)
    assert digital_maps.surface_temperature_k(*place, maps=SMALL_MAPS) == SITE.surface_temperature_k
    assert digital_maps.surface_temperature_k(*place, month=3, maps=SMALL_MAPS) == 293.0
    assert digital_maps.wet_refractivity(*place, 0.5, maps=SMALL_MAPS) == SITE.wet_refractivity
    for name in ("water_vapour_density_g_per_m3", "water_vapour_content_kg_per_m2"):
        assert getattr(digital_maps, name)(*place, 0.5, maps=SMALL_MAPS) == pytest.approx(getattr(SITE, name))
    assert digital_maps.cloud_liquid_kg_per_m2(*place, 0.05, maps=SMALL_MAPS) == dict(SITE.cloud_liquid)[0.05]
    assert digital_maps.geoid_undulation_m(*place, maps=SMALL_MAPS) == 45.0


def test_clouds_are_answered_for_rarer_shares_than_water_vapour():
    found = digital_maps.cloud_liquid_kg_per_m2(50.0, 10.0, [1e-4, 5e-5], maps=ClimateMaps(cloud_liquid_kg_per_m2=kept))
    assert found[0] == 0.01
    assert found[1] != found[1]


def kept(latitude, longitude, percent):
    """The share asked for."""
    return percent


def test_the_folder_of_the_environment_is_asked_first_and_the_package_for_the_rest(monkeypatch):
    """The folder and the package of this test put their own names into ``sources``."""
    monkeypatch.setenv(digital_maps.FOLDER_VARIABLE, "my-folder")
    monkeypatch.setattr(digital_maps, "itur_maps", lambda: SMALL_MAPS)
    monkeypatch.setattr(
        digital_maps,
        "folder_maps",
        lambda folder: ClimateMaps(wet_refractivity=kept, sources={"wet_refractivity": folder}),
    )
    maps = digital_maps.available_maps()
    assert maps.sources["wet_refractivity"] == "my-folder"
    assert maps.wet_refractivity(50.0, 10.0, 30.0) == 30.0
    assert maps.sources["rain_height_km"] == "small world, rain_height_km"


def test_a_refusal_stays_until_another_holder_has_the_map():
    refused = ClimateMaps(refusals={"wet_refractivity": "old edition", "rain_height_km": "no file"})
    completed = refused.completed_by(ClimateMaps(wet_refractivity=kept))
    assert completed.refusals == {"rain_height_km": "no file"}
    with pytest.raises(LinkBudgetError, match="no file"):
        completed.lookup("rain_height_km")


# limits


def test_without_itur_one_line_says_what_to_install(without_itur):
    with pytest.raises(LinkBudgetError, match=r"install deepspace-linkbudget\[maps\]$") as caught:
        digital_maps.wet_refractivity(50.0, 10.0, 0.5)
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_not_there_is_named(without_itur):
    without_itur.setenv(digital_maps.FOLDER_VARIABLE, "no-such-folder")
    with pytest.raises(LinkBudgetError, match=r"^no-such-folder: no such folder"):
        digital_maps.wet_refractivity(50.0, 10.0, 0.5)


@pytest.mark.parametrize("month", [0, 13, 1.5, [1, 12.5]])
def test_months_that_are_none_are_refused(month):
    with pytest.raises(LinkBudgetError, match=r"month = .*expected"):
        digital_maps.surface_temperature_k(50.0, 10.0, month=month, maps=SMALL_MAPS)


def test_shares_and_heights_outside_their_limits_are_refused():
    with pytest.raises(LinkBudgetError, match="exceedance_probability = "):
        digital_maps.rain_rate_mm_per_h(50.0, 10.0, 1e-7, maps=SMALL_MAPS)
    with pytest.raises(LinkBudgetError, match="exceedance_probability = "):
        digital_maps.wet_refractivity(50.0, 10.0, [0.1, 50.0], maps=SMALL_MAPS)
    with pytest.raises(LinkBudgetError, match="station_height_m = "):
        digital_maps.water_vapour_density_g_per_m3(50.0, 10.0, 0.5, station_height_m=-900.0, maps=SMALL_MAPS)


def test_a_map_that_is_not_there_is_named():
    with pytest.raises(LinkBudgetError, match="rain_rate_mm_per_h"):
        digital_maps.rain_rate_mm_per_h(50.0, 10.0, 1e-3, maps=ClimateMaps())
