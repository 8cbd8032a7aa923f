"""Climate of a site: units of the maps converted, limits kept, and the maps of ITU-Rpy where it is installed."""

import dataclasses
import importlib.util
import math
import sys

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware import climate
from linkbudget.hardware.climate import MAPPED_PERCENT, Climate, ClimateMaps, climate_at, itur_maps
from linkbudget.physics.atmosphere import reference_pressure_hpa, reference_water_vapour_density_g_per_m3
from tests.published import agrees, rows

WITH_ITUR = pytest.mark.skipif(importlib.util.find_spec("itur") is None, reason="optional package itur not installed")

# A small world: each value tells where and how it was asked for.
SMALL_MAPS = ClimateMaps(
    topographic_height_km=lambda latitude, longitude: 0.5,
    rain_rate_mm_per_h=lambda latitude, longitude, percent: 0.42 / percent,
    rain_probability_percent=lambda latitude, longitude: 4.5,
    rain_height_km=lambda latitude, longitude: 5.0 - 0.04 * abs(latitude),
    surface_temperature_k=lambda latitude, longitude: 290.0 + 0.01 * longitude,
    monthly_temperature_k=lambda latitude, longitude, month: 290.0 + month,
    water_vapour_density_g_per_m3=lambda latitude, longitude, percent, height: 0.2 * percent - height,
    water_vapour_content_kg_per_m2=lambda latitude, longitude, percent, height: 0.4 * percent - height,
    wet_refractivity=lambda latitude, longitude, percent: 2.0 * percent,
    cloud_liquid_kg_per_m2=lambda latitude, longitude, percent: 1.0 - 0.2 * math.log10(percent),
    sources=("small world",),
)
SITE = climate_at(50.0, 10.0, maps=SMALL_MAPS)


# reference: what the maps of ITU-Rpy say at places the ITU publishes

# CG-3M3J-13-ValEx Rev 8.3.0 (12/2024), sheets P.837-7, P.839-4, P.453-14: R0.01, P0, rain height, median Nwet
KUALA_LUMPUR = (3.133, 101.7), 99.15117186, 4.53654368498, 4.9579744, 128.140800267


@WITH_ITUR
def test_itur_maps_say_what_the_itu_publishes():
    place, rain_rate, rain_percent, rain_height_km, wet_refractivity = KUALA_LUMPUR
    site = climate_at(*place)
    assert site.rain_rate_mm_per_h == pytest.approx(rain_rate, rel=1e-4)  # by the full method; the map is rounded
    assert 100.0 * site.rain_probability == pytest.approx(rain_percent, rel=1e-9)
    assert site.rain_height_m == pytest.approx(1e3 * rain_height_km, rel=1e-9)
    assert site.wet_refractivity == pytest.approx(wet_refractivity, rel=1e-9)
    assert site.station_height_m == pytest.approx(51.2514559529, rel=2e-4)  # by P.1511-3, ITU-Rpy has P.1511-2
    assert "ITU-R P.837-7 by ITU-Rpy" in site.sources


@WITH_ITUR
@pytest.mark.parametrize(
    ("topic", "quantity", "field", "unit"),
    [
        ("itu_p839_rain_height", "hR", "rain_height_m", 1e3),
        ("itu_p1510_temp", "T_annual", "surface_temperature_k", 1.0),
        ("itu_p453_nwet", "Nwet_p50", "wet_refractivity", 1.0),
        ("itu_p837_rain", "P0_annual", "rain_probability", 0.01),
    ],
)
def test_itur_maps_agree_with_published_rows(topic, quantity, field, unit):
    for row in rows(topic):
        if row["quantity"] == quantity:
            site = climate_at(float(row["lat_deg"]), float(row["lon_deg"]), station_height_m=0.0)
            assert getattr(site, field) == pytest.approx(
                unit * float(row["expected"]), abs=unit * float(row["tolerance"])
            ), row["case_id"]


@WITH_ITUR
def test_single_maps_agree_with_published_rows():
    """Heights, temperatures of months, rain at any share, water vapour: all rows of editions that ITU-Rpy carries."""
    seen = 0
    for row in rows("itu_p1511_topo"):
        if row["quantity"] == "hs":
            seen += agrees(row, climate.ground_height_m(float(row["lat_deg"]), float(row["lon_deg"])))
    for row in rows("itu_p1510_temp"):
        month = {"T_annual": None, "T_jan": 1, "T_jul": 7}[row["quantity"]]
        place = float(row["lat_deg"]), float(row["lon_deg"])
        seen += agrees(row, climate.surface_temperature_k(*place, month=month))
    for row in rows("itu_p837_rain"):
        if row["quantity"] == "Rp":
            asked = float(row["lat_deg"]), float(row["lon_deg"]), float(row["p_pct"]) / 100.0
            seen += agrees(row, climate.rain_rate_mm_per_h(*asked))
    for row in rows("itu_p836_wv"):
        if float(row["p_pct"]) < 1.0:
            asked = float(row["lat_deg"]), float(row["lon_deg"]), float(row["p_pct"]) / 100.0
            height_m = float(row["hs_m"])
            seen += agrees(row, climate.water_vapour_density_g_per_m3(*asked, station_height_m=height_m))
    assert seen == (8 + 24 + 20 + 16 if rows("itu_p1511_topo") else 0)


@WITH_ITUR
def test_many_places_shares_and_months_are_each_of_them():
    """Also for rain, whose rates ITU-Rpy mixes up when it is asked for several places at once."""
    latitude_deg = np.array([[3.133, 51.5, 23.0], [-33.9, 41.9, -15.0]])
    longitude_deg = np.array([[101.7, -0.14, 30.0], [18.4, 12.49, 312.0]])
    share = np.array([0.001, 0.0042, 0.5])[:, None, None]
    month = np.array([1, 7, 7])[:, None, None]
    place = latitude_deg, longitude_deg
    for found, function, third in (
        (climate.rain_rate_mm_per_h(*place, share), climate.rain_rate_mm_per_h, share),
        (climate.wet_refractivity(*place, share), climate.wet_refractivity, share),
        (climate.water_vapour_density_g_per_m3(*place, share), climate.water_vapour_density_g_per_m3, share),
        (climate.water_vapour_content_kg_per_m2(*place, share), climate.water_vapour_content_kg_per_m2, share),
        (
            climate.surface_temperature_k(*place, month=month),
            lambda *asked: climate.surface_temperature_k(*asked[:2], month=asked[2]),
            month,
        ),
    ):
        assert found.shape == (3, 2, 3)
        assert found == pytest.approx(np.vectorize(function)(*place, third), rel=1e-12)
    assert climate.ground_height_m(*place) == pytest.approx(np.vectorize(climate.ground_height_m)(*place), rel=1e-12)


@WITH_ITUR
def test_rain_falls_off_with_its_share_and_ends():
    rain = climate.rain_rate_mm_per_h(41.9, 12.49, np.array([1e-5, 1e-4, 1e-3, 1e-2, 0.5]))
    assert np.all(np.diff(rain) < 0.0)
    assert rain[-1] == 0.0


@WITH_ITUR
def test_water_vapour_has_no_answer_at_shares_without_a_map():
    found = climate.water_vapour_content_kg_per_m2(41.9, 12.49, np.array([5e-4, 0.001, 0.99, 0.995]))
    assert np.array_equal(np.isnan(found), [True, False, False, True])


@WITH_ITUR
def test_reading_itur_leaves_numpy_error_handling_alone():
    before = np.geterr()
    itur_maps()
    assert np.geterr() == before


@WITH_ITUR
@pytest.mark.parametrize("place", [(0.0, -180.0), (0.0, 360.0), (-33.9, 18.4), (67.9, 21.1), (-90.0, 0.0)])
def test_itur_maps_answer_everywhere(place):
    site = climate_at(*place)
    assert math.isfinite(site.rain_height_m)
    assert math.isfinite(site.wet_refractivity) == (abs(place[0]) < 90.0)


# identity


def test_kilometres_and_per_cent_are_converted():
    assert SITE.station_height_m == 500.0
    assert SITE.rain_height_m == pytest.approx(3000.0)
    assert SITE.rain_probability == pytest.approx(0.045)
    assert SITE.cloud_liquid[0] == pytest.approx((1e-3, 1.2))
    assert len(SITE.cloud_liquid) == len(MAPPED_PERCENT)


def test_single_maps_are_those_of_the_climate():
    place = 50.0, 10.0
    assert climate.ground_height_m(*place, maps=SMALL_MAPS) == SITE.station_height_m
    assert climate.rain_rate_mm_per_h(*place, 1e-4, maps=SMALL_MAPS) == pytest.approx(SITE.rain_rate_mm_per_h)
    assert climate.surface_temperature_k(*place, maps=SMALL_MAPS) == SITE.surface_temperature_k
    assert climate.surface_temperature_k(*place, month=3, maps=SMALL_MAPS) == 293.0
    assert climate.wet_refractivity(*place, 0.5, maps=SMALL_MAPS) == SITE.wet_refractivity
    for name in ("water_vapour_density_g_per_m3", "water_vapour_content_kg_per_m2"):
        assert getattr(climate, name)(*place, 0.5, maps=SMALL_MAPS) == pytest.approx(getattr(SITE, name))


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
    assert np.isnan(SITE.cloud_liquid_kg_per_m2(np.array([5e-4, 0.995]))).all()


# shape


def test_every_value_is_a_plain_float():
    for name in ("station_height_m", "rain_rate_mm_per_h", "surface_pressure_hpa", "wet_refractivity"):
        assert type(getattr(SITE, name)) is float


def test_cloud_of_many_shares_is_cloud_of_each():
    shares = np.array([[0.002, 0.01], [0.1, 0.7]])
    each = [[SITE.cloud_liquid_kg_per_m2(float(share)) for share in line] for line in shares]
    assert np.array_equal(SITE.cloud_liquid_kg_per_m2(shares), each)


# limits


def test_without_itur_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "itur", None)
    for name in [name for name in sys.modules if name.startswith("itur.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(LinkBudgetError, match=r"install deepspace-linkbudget\[maps\]$") as caught:
        climate_at(50.0, 10.0)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 0.0), (-91.0, 0.0), (0.0, -180.5), (0.0, 361.0)])
def test_places_off_the_earth_are_refused(latitude, longitude):
    with pytest.raises(LinkBudgetError, match=r"(latitude|longitude)_deg = .*expected"):
        climate_at(latitude, longitude, maps=SMALL_MAPS)


def test_a_place_that_is_no_number_is_refused():
    with pytest.raises(LinkBudgetError, match="expected numbers"):
        climate_at(math.nan, 0.0, maps=SMALL_MAPS)


@pytest.mark.parametrize("month", [0, 13, 1.5, [1, 12.5]])
def test_months_that_are_none_are_refused(month):
    with pytest.raises(LinkBudgetError, match=r"month = .*expected"):
        climate.surface_temperature_k(50.0, 10.0, month=month, maps=SMALL_MAPS)


def test_shares_and_heights_outside_their_limits_are_refused():
    with pytest.raises(LinkBudgetError, match="exceedance_probability = "):
        climate.rain_rate_mm_per_h(50.0, 10.0, 1e-7, maps=SMALL_MAPS)
    with pytest.raises(LinkBudgetError, match="exceedance_probability = "):
        climate.wet_refractivity(50.0, 10.0, [0.1, 50.0], maps=SMALL_MAPS)
    with pytest.raises(LinkBudgetError, match="station_height_m = "):
        climate.water_vapour_density_g_per_m3(50.0, 10.0, 0.5, station_height_m=-900.0, maps=SMALL_MAPS)


def test_a_map_that_is_not_there_is_named():
    with pytest.raises(LinkBudgetError, match="rain_rate_mm_per_h"):
        climate.rain_rate_mm_per_h(50.0, 10.0, 1e-3, maps=ClimateMaps())


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
