"""Climate of a site: units of the maps converted, limits kept, unknown values with their reason."""

import dataclasses
import math

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.climate import Climate, climate_at
from linkbudget.hardware.map_folder import CLOUD_PERCENT, MAPPED_PERCENT
from linkbudget.physics.atmosphere import reference_pressure_hpa, reference_water_vapour_density_g_per_m3
from linkbudget.physics.clouds import cloud_loss_db
from tests.hardware.small_world import SMALL_MAPS

SITE = climate_at(50.0, 10.0, maps=SMALL_MAPS)


# reference


def test_cloud_in_the_total_of_small_shares_is_that_of_five_percent():
    """CG-3M3J-13-ValEx Rev 8.3.0 (12/2024), sheet P.618-14 Att_Tot, London: AC of 0.01, 0.1 and 1 % of the year.

    The map of P.840-9 has 0.39504 kg/m2 there for 5 % of the year and 1.374 kg/m2 for 0.01 %, which would make 0.43 dB.
    """
    london = dataclasses.replace(SITE, cloud_liquid=((0.0001, 1.37372), (0.01, 0.742), (0.05, 0.39504), (0.1, 0.24636)))
    liquid = london.cloud_liquid_in_total_kg_per_m2(np.array([1e-4, 1e-3, 1e-2, 0.05]))
    assert cloud_loss_db(31.076991235657, 13.75e9, liquid) == pytest.approx(0.122773379063, rel=1e-6)
    assert london.cloud_liquid_in_total_kg_per_m2(0.1) == pytest.approx(0.24636, rel=1e-12)


# identity


def test_kilometres_and_per_cent_are_converted():
    assert SITE.station_height_m == 500.0
    assert SITE.rain_height_m == pytest.approx(3000.0)
    assert SITE.rain_probability == pytest.approx(0.045)
    assert SITE.cloud_liquid[0] == pytest.approx((1e-4, 1.4))
    assert len(SITE.cloud_liquid) == len(CLOUD_PERCENT + MAPPED_PERCENT)


def test_medians_are_asked_for_at_the_station_height():
    assert SITE.water_vapour_density_g_per_m3 == pytest.approx(10.0 - 0.5)
    assert SITE.water_vapour_content_kg_per_m2 == pytest.approx(20.0 - 0.5)
    assert SITE.wet_refractivity == 100.0
    higher = climate_at(50.0, 10.0, station_height_m=2500.0, maps=SMALL_MAPS)
    assert higher.water_vapour_density_g_per_m3 == pytest.approx(10.0 - 2.5)


def test_latitude_comes_before_longitude():
    assert SITE.surface_temperature_k == pytest.approx(290.1)
    assert climate_at(0.0, 10.0, maps=SMALL_MAPS).rain_height_m == pytest.approx(5000.0)


def test_pressure_is_that_of_the_reference_atmosphere():
    assert SITE.surface_pressure_hpa == reference_pressure_hpa(500.0)


def test_sea_level_density_is_carried_up_again_by_the_reference_atmosphere():
    back = reference_water_vapour_density_g_per_m3(500.0, SITE.sea_level_water_vapour_density_g_per_m3)
    assert back == pytest.approx(SITE.water_vapour_density_g_per_m3, rel=1e-12)


def test_cloud_is_straight_in_the_logarithm_of_the_share():
    assert SITE.cloud_liquid_kg_per_m2(0.015) == pytest.approx(1.0 - 0.2 * math.log10(1.5), rel=1e-12)
    assert SITE.cloud_liquid_kg_per_m2(0.01) == pytest.approx(1.0, rel=1e-12)


def test_cloud_outside_the_maps_has_no_answer():
    assert np.isnan(SITE.cloud_liquid_kg_per_m2(np.array([5e-5, 0.995]))).all()


# shape


def test_every_value_is_a_plain_float():
    for name in ("station_height_m", "rain_rate_mm_per_h", "surface_pressure_hpa", "wet_refractivity"):
        assert type(getattr(SITE, name)) is float


def test_cloud_of_many_shares_is_cloud_of_each():
    shares = np.array([[0.002, 0.01], [0.1, 0.7]])
    each = [[SITE.cloud_liquid_kg_per_m2(float(share)) for share in line] for line in shares]
    assert np.array_equal(SITE.cloud_liquid_kg_per_m2(shares), each)


# limits


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 0.0), (-91.0, 0.0), (0.0, -180.5), (0.0, 361.0)])
def test_places_off_the_earth_are_refused(latitude, longitude):
    with pytest.raises(LinkBudgetError, match=r"(latitude|longitude)_deg = .*expected"):
        climate_at(latitude, longitude, maps=SMALL_MAPS)


def test_a_place_that_is_no_number_is_refused():
    with pytest.raises(LinkBudgetError, match="expected numbers"):
        climate_at(math.nan, 0.0, maps=SMALL_MAPS)


def test_values_say_which_map_they_come_from():
    assert SITE.sources["rain_height_m"] == "small world, rain_height_km"
    assert SITE.sources["cloud_liquid"] == "small world, cloud_liquid_kg_per_m2"
    assert "P.835-7" in SITE.sources["surface_pressure_hpa"]
    assert "station_height_m" in SITE.sources
    assert "station_height_m" not in climate_at(50.0, 10.0, station_height_m=0.0, maps=SMALL_MAPS).sources


def test_cloud_and_rainy_share_may_be_unknown_with_a_reason():
    refusals = {"cloud_liquid_kg_per_m2": "the map is of another edition"}
    maps = dataclasses.replace(
        SMALL_MAPS, cloud_liquid_kg_per_m2=None, rain_probability_percent=None, refusals=refusals
    )
    site = climate_at(50.0, 10.0, maps=maps)
    assert site.cloud_liquid == ()
    assert math.isnan(site.rain_probability)
    assert set(site.missing) == {"cloud_liquid", "rain_probability"}
    with pytest.raises(LinkBudgetError, match=r"cloud_liquid is empty: maps: the map is of another edition$"):
        site.cloud_liquid_kg_per_m2(0.05)


def test_maps_that_a_climate_needs_are_named():
    with pytest.raises(LinkBudgetError, match="rain_rate_mm_per_h"):
        climate_at(50.0, 10.0, maps=dataclasses.replace(SMALL_MAPS, rain_rate_mm_per_h=None))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("latitude_deg", 91.0),
        ("station_height_m", -600.0),
        ("rain_rate_mm_per_h", -1.0),
        ("rain_height_m", 0.0),
        ("surface_temperature_k", 0.0),
        ("surface_pressure_hpa", 0.0),
        ("water_vapour_density_g_per_m3", -1.0),
        ("wet_refractivity", -1.0),
        ("rain_probability", 1.1),
    ],
)
def test_values_that_cannot_be_are_refused(field, value):
    with pytest.raises(LinkBudgetError, match=field):
        dataclasses.replace(SITE, **{field: value})


@pytest.mark.parametrize("pairs", [((0.1, 1.0), (0.01, 2.0)), ((0.0, 1.0),), ((0.1, -1.0),)])
def test_wrong_cloud_tables_are_refused(pairs):
    with pytest.raises(LinkBudgetError, match="cloud_liquid"):
        dataclasses.replace(SITE, cloud_liquid=pairs)


def test_cloud_without_a_table_is_refused():
    site = Climate(0.0, 0.0, 30.0, 5000.0, 300.0, 1013.0, 18.0, 45.0, 110.0)
    with pytest.raises(LinkBudgetError, match="cloud_liquid is empty"):
        site.cloud_liquid_kg_per_m2(0.01)
