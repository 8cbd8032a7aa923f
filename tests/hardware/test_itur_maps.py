"""Maps of ITU-Rpy: those of fitting editions, looked up place by place, and the reason for the others."""

import importlib.util
import math
import types

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware import digital_maps
from linkbudget.hardware.climate import climate_at
from linkbudget.hardware.itur_maps import ACCEPTED_EDITIONS, itur_maps, offered
from tests.published import agrees, rows

WITH_ITUR = pytest.mark.skipif(importlib.util.find_spec("itur") is None, reason="optional package itur not installed")


@pytest.fixture(autouse=True)
def no_folder(monkeypatch):
    """Ask the package alone, whatever folder of maps is at hand."""
    monkeypatch.delenv(digital_maps.FOLDER_VARIABLE, raising=False)


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
    assert site.station_height_m == pytest.approx(51.2514559529, rel=1e-11)  # by P.1511-3; ITU-Rpy has the same grid
    assert site.sources["rain_rate_mm_per_h"] == "ITU-R P.837-7 by ITU-Rpy"
    assert "P.840-9" in site.missing["cloud_liquid"]


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
        place = float(row["lat_deg"]), float(row["lon_deg"])
        of_row = digital_maps.ground_height_m if row["quantity"] == "hs" else digital_maps.geoid_undulation_m
        seen += agrees(row, of_row(*place))
    for row in rows("itu_p1510_temp"):
        month = {"T_annual": None, "T_jan": 1, "T_jul": 7}[row["quantity"]]
        place = float(row["lat_deg"]), float(row["lon_deg"])
        seen += agrees(row, digital_maps.surface_temperature_k(*place, month=month))
    for row in rows("itu_p837_rain"):
        if row["quantity"] == "Rp":
            asked = float(row["lat_deg"]), float(row["lon_deg"]), float(row["p_pct"]) / 100.0
            seen += agrees(row, digital_maps.rain_rate_mm_per_h(*asked))
    for row in rows("itu_p836_wv"):
        if float(row["p_pct"]) < 1.0:
            asked = float(row["lat_deg"]), float(row["lon_deg"]), float(row["p_pct"]) / 100.0
            height_m = float(row["hs_m"])
            seen += agrees(row, digital_maps.water_vapour_density_g_per_m3(*asked, station_height_m=height_m))
    assert seen == (16 + 24 + 20 + 16 if rows("itu_p1511_topo") else 0)


@WITH_ITUR
def test_many_places_shares_and_months_are_each_of_them():
    """Also for rain, whose rates ITU-Rpy mixes up when it is asked for several places at once."""
    latitude_deg = np.array([[3.133, 51.5, 23.0], [-33.9, 41.9, -15.0]])
    longitude_deg = np.array([[101.7, -0.14, 30.0], [18.4, 12.49, 312.0]])
    share = np.array([0.001, 0.0042, 0.5])[:, None, None]
    month = np.array([1, 7, 7])[:, None, None]
    place = latitude_deg, longitude_deg
    for found, function, third in (
        (digital_maps.rain_rate_mm_per_h(*place, share), digital_maps.rain_rate_mm_per_h, share),
        (digital_maps.wet_refractivity(*place, share), digital_maps.wet_refractivity, share),
        (digital_maps.water_vapour_density_g_per_m3(*place, share), digital_maps.water_vapour_density_g_per_m3, share),
        (
            digital_maps.water_vapour_content_kg_per_m2(*place, share),
            digital_maps.water_vapour_content_kg_per_m2,
            share,
        ),
        (
            digital_maps.surface_temperature_k(*place, month=month),
            lambda *asked: digital_maps.surface_temperature_k(*asked[:2], month=asked[2]),
            month,
        ),
    ):
        assert found.shape == (3, 2, 3)
        assert found == pytest.approx(np.vectorize(function)(*place, third), rel=1e-12)
    assert digital_maps.ground_height_m(*place) == pytest.approx(
        np.vectorize(digital_maps.ground_height_m)(*place), rel=1e-12
    )


@WITH_ITUR
def test_rain_falls_off_with_its_share_and_ends():
    rain = digital_maps.rain_rate_mm_per_h(41.9, 12.49, np.array([1e-5, 1e-4, 1e-3, 1e-2, 0.5]))
    assert np.all(np.diff(rain) < 0.0)
    assert rain[-1] == 0.0


@WITH_ITUR
def test_water_vapour_has_no_answer_at_shares_without_a_map():
    found = digital_maps.water_vapour_content_kg_per_m2(41.9, 12.49, np.array([5e-4, 0.001, 0.99, 0.995]))
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
    assert math.isfinite(site.wet_refractivity) == (abs(place[0]) < 90.0)  # ITU-Rpy has no answer at the poles


@WITH_ITUR
def test_ground_below_the_sea_is_below_the_sea():
    assert digital_maps.ground_height_m(31.5, 35.5) < -400.0  # the Dead Sea


@WITH_ITUR
def test_maps_of_the_package_are_answered_alike_as_a_folder():
    """The interpolation here against that of ITU-Rpy, over its own grids."""
    import itur

    by_package, by_folder = itur_maps(), digital_maps.folder_maps(f"{itur.__path__[0]}/data")
    random = np.random.default_rng(1)
    latitude, longitude = np.degrees(np.arcsin(random.uniform(-0.99, 0.99, 20))), random.uniform(-180.0, 360.0, 20)
    height_km = random.uniform(0.0, 2.0, 20)
    for name, further in (
        ("rain_height_km", ()),
        ("surface_temperature_k", ()),
        ("monthly_temperature_k", (7,)),
        ("rain_rate_mm_per_h", (0.01,)),
        ("wet_refractivity", (7.0,)),
        ("water_vapour_density_g_per_m3", (0.17, height_km)),
        ("water_vapour_content_kg_per_m2", (50.0, height_km)),
    ):
        asked = latitude, longitude, *further
        assert getattr(by_folder, name)(*asked) == pytest.approx(getattr(by_package, name)(*asked), rel=1e-10), name
    assert "reduced liquid water" in by_folder.refusals["cloud_liquid_kg_per_m2"]


# editions, without the package


def of_editions(**other):
    """Modules that say which edition they are of."""
    editions = {number: accepted[0] if accepted else 7 for number, accepted in ACCEPTED_EDITIONS.items()}
    editions |= {int(name.removeprefix("p")): edition for name, edition in other.items()}
    models = {}
    for number, edition in editions.items():
        functions = {"get_version": lambda edition=edition: edition}
        for function in ("rainfall_rate", "rainfall_probability", "rain_height", "columnar_content_reduced_liquid"):
            functions[function] = None
        for function in ("surface_mean_temperature", "surface_month_mean_temperature", "total_water_vapour_content"):
            functions[function] = None
        functions |= {"surface_water_vapour_density": None, "map_wet_term_radio_refractivity": None}
        models[number] = types.SimpleNamespace(**functions)
    return models


def test_maps_of_other_editions_are_refused_in_one_line():
    maps = offered(of_editions(p836=4, p1511=0))
    for name, edition, wanted in (
        ("water_vapour_density_g_per_m3", "P.836-4", "P.836-6"),
        ("water_vapour_content_kg_per_m2", "P.836-4", "P.836-6"),
        ("topographic_height_km", "P.1511-0", "P.1511-2"),
    ):
        with pytest.raises(LinkBudgetError, match=f"ITU-R {edition}: expected {wanted}$"):
            maps.lookup(name)
    assert maps.wet_refractivity is not None
    assert maps.sources["rain_rate_mm_per_h"] == "ITU-R P.837-7 by ITU-Rpy"


@pytest.mark.parametrize("edition", [7, 8])
def test_reduced_liquid_water_is_never_taken_for_integrated(edition):
    maps = offered(of_editions(p840=edition, p1511=0))
    with pytest.raises(LinkBudgetError, match=f"reduced liquid water of ITU-R P.840-{edition}, and P.840-9 asks"):
        maps.lookup("cloud_liquid_kg_per_m2")


class Quantity(np.ndarray):
    """A number as ITU-Rpy gives it, which is asked for its value in a unit."""

    def to_value(self, unit):
        assert unit in ("mm / h", "g / m3")
        return np.asarray(self)


def recording(asked):
    """A look-up of latitude, longitude and share that notes how it was asked."""

    def look_up(latitude_deg, longitude_deg, share):
        asked.append((np.size(latitude_deg), share))
        return np.asarray(100.0 * latitude_deg + longitude_deg + 1e-3 * share).view(Quantity)

    return look_up


@pytest.mark.parametrize(
    ("name", "function", "calls"),
    [
        ("water_vapour_density_g_per_m3", "surface_water_vapour_density", [(2, 0.1), (2, 5.0)]),
        ("rain_rate_mm_per_h", "rainfall_rate", [(1, 0.1), (1, 0.1), (1, 5.0), (1, 5.0)]),
    ],
)
def test_places_of_one_share_are_asked_together_but_for_rain(name, function, calls):
    asked, models = [], of_editions(p1511=0)
    for number in (836, 837):
        setattr(models[number], function, recording(asked))
    latitude_deg, longitude_deg, share = np.array([1.0, 2.0]), np.array([30.0, 40.0]), np.array([5.0, np.nan, 0.1])
    found = getattr(offered(models), name)(latitude_deg, longitude_deg, share[:, None])
    assert asked == calls
    expected = 100.0 * latitude_deg + longitude_deg + 1e-3 * share[:, None]
    assert found == pytest.approx(expected, rel=1e-15, nan_ok=True)
    assert np.isnan(found[1]).all()
