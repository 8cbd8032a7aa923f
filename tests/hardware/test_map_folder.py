"""Folders of maps: both kinds of files found, interpolated as the Recommendations say, wrong ones refused."""

import os
import re
from pathlib import Path

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware import digital_maps
from linkbudget.hardware.map_folder import CLOUD_PERCENT, MAPPED_PERCENT, folder_maps, level_text
from tests.published import FOLDER, agrees, rows

LATITUDE, LONGITUDE = np.linspace(90.0, -90.0, 19), np.linspace(0.0, 360.0, 37)
NORTH = (90.0 + LATITUDE[:, None]) / 180.0 + 0.0 * LONGITUDE  # rises from 0 at the south pole to 1
EAST = 0.0 * LATITUDE[:, None] + np.cos(np.radians(LONGITUDE))
ROUND = 90.5 - np.arange(363) * 0.5, -0.5 + np.arange(723) * 0.5


def cloud(percent):
    """Liquid water of a small world, which falls with the share of the year."""
    return (0.2 + NORTH - 0.1 * EAST) * (2.1 - np.log10(percent)) / 10.0


def save(folder: Path, name: str, values) -> Path:
    """One array of one file, as the packages keep them."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / f"{name}.npz", np.asarray(values, dtype=float))
    return folder / f"{name}.npz"


def axes(folder: Path, edition: str, latitude=LATITUDE, longitude=LONGITUDE) -> None:
    """Meshes of latitude and longitude beside the grids."""
    mesh = np.meshgrid(latitude, longitude, indexing="ij")
    save(folder, f"{edition}_lat", mesh[0])
    save(folder, f"{edition}_lon", mesh[1])


def text(folder: Path, name: str, values) -> Path:
    """One grid as the ITU's archives have it."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savetxt(folder / name, np.atleast_2d(values), fmt="%.9g")
    return folder / name


@pytest.fixture
def clouds(tmp_path):
    """A folder with the maps of P.840-9."""
    axes(tmp_path / "p840-9", "v9")
    for percent in CLOUD_PERCENT + MAPPED_PERCENT:
        save(tmp_path / "p840-9", f"v9_l_{level_text(percent)}", cloud(percent))
    return tmp_path


@pytest.fixture
def vapour(tmp_path):
    """A folder with the maps of P.836-6: ground rising to the south, scale height two kilometres and more."""
    axes(tmp_path, "v6")
    mesh = np.meshgrid(*ROUND, indexing="ij")
    save(tmp_path, "v6_topolat", mesh[0])
    save(tmp_path, "v6_topolon", mesh[1])
    save(tmp_path, "v6_topo_0dot5", 1.5 - mesh[0] / 90.5)
    for percent in MAPPED_PERCENT:
        save(tmp_path, f"v6_rho_{level_text(percent)}", 10.0 + 10.0 * NORTH - np.log(percent))
        save(tmp_path, f"v6_v_{level_text(percent)}", 20.0 + 10.0 * NORTH - np.log(percent))
        save(tmp_path, f"v6_vsch_{level_text(percent)}", 2.0 + 0.01 * percent + 0.0 * NORTH)
    return tmp_path


# reference: the grids of the ITU, where a folder has them, against what the ITU publishes

ITU_GRIDS = Path(os.environ.get(digital_maps.FOLDER_VARIABLE) or FOLDER.parent / "maps")


def test_published_values_of_clouds_and_water_vapour_are_met():
    """CG-3M3J-13-ValEx Rev 8.3.0 (12/2024), sheets P840_9_L and P.836-6 WV: all annual rows, if grids are at hand."""
    maps = folder_maps(ITU_GRIDS) if ITU_GRIDS.is_dir() else None
    for row in rows("itu_p840_cloud") + rows("itu_p836_wv"):
        if maps is None or row["quantity"] not in ("L_annual_map", "rho_annual"):
            continue
        asked = float(row["lat_deg"]), float(row["lon_deg"]), float(row["p_pct"]) / 100.0
        if row["quantity"] == "L_annual_map":
            assert agrees(row, digital_maps.cloud_liquid_kg_per_m2(*asked, maps=maps)), row["case_id"]
        elif float(row["p_pct"]) < 1.0:  # the others are those of a month
            height_m = float(row["hs_m"])
            found = digital_maps.water_vapour_density_g_per_m3(*asked, station_height_m=height_m, maps=maps)
            assert agrees(row, found), row["case_id"]


# identity


def test_clouds_are_bilinear_in_place_and_logarithmic_in_share(clouds):
    """The small world is linear in latitude and in the logarithm of the share, so both are exact."""
    found = digital_maps.cloud_liquid_kg_per_m2([13.0, -71.0, 90.0], [10.0, 20.0, 340.0], 1.5e-4, maps=clouds)
    expected = (0.2 + (90.0 + np.array([13.0, -71.0, 90.0])) / 180.0) - 0.1 * np.cos(np.radians([10.0, 20.0, 340.0]))
    assert found == pytest.approx(expected * (2.1 - np.log10(0.015)) / 10.0, rel=1e-12)


def test_water_vapour_is_scaled_to_the_height_of_the_station(vapour):
    """P.836-6, steps c) to f): each of four points by its own ground, here written out between two rows."""
    latitude, height_m = 42.0, 300.0
    points = np.array([40.0, 50.0])
    density = 10.0 + 10.0 * (90.0 + points) / 180.0 - np.log(2.0)
    scaled = density * np.exp(-(0.3 - (1.5 - points / 90.5)) / (2.0 + 0.02))
    expected = 0.8 * scaled[0] + 0.2 * scaled[1]
    asked = latitude, 15.0, 0.02
    found = digital_maps.water_vapour_density_g_per_m3(*asked, station_height_m=height_m, maps=vapour)
    assert found == pytest.approx(expected, rel=1e-12)
    content = digital_maps.water_vapour_content_kg_per_m2(*asked, station_height_m=height_m, maps=vapour)
    assert content > found


def test_water_vapour_between_shares_is_scaled_before_it_is_interpolated(vapour):
    place = {"station_height_m": 0.0, "maps": vapour}
    low, high = (digital_maps.water_vapour_density_g_per_m3(40.0, 20.0, share, **place) for share in (0.1, 0.2))
    between = digital_maps.water_vapour_density_g_per_m3(40.0, 20.0, 0.15, **place)
    assert between == pytest.approx(low + (high - low) * np.log(1.5) / np.log(2.0), rel=1e-12)


def test_the_itu_text_grids_are_read_like_the_arrays(tmp_path, clouds):
    """P.840-9 without axes, from south to north and from 180 W; rain height with axes beside it."""
    for percent in CLOUD_PERCENT + MAPPED_PERCENT:
        rolled = np.roll(cloud(percent)[:, :-1], 18, axis=1)
        text(tmp_path / "itu", f"L_{level_text(percent)}.TXT", np.hstack([rolled, rolled[:, :1]])[::-1])
    for place in ((13.0, 10.0), (-50.0, 200.0), (70.0, -170.0)):
        by_text = digital_maps.cloud_liquid_kg_per_m2(*place, [0.05, 0.3], maps=tmp_path / "itu")
        by_array = digital_maps.cloud_liquid_kg_per_m2(*place, [0.05, 0.3], maps=clouds)
        assert by_text == pytest.approx(by_array, rel=1e-8)


def test_every_other_map_is_known_by_the_itu_name(tmp_path):
    mesh = np.meshgrid(LATITUDE, LONGITUDE, indexing="ij")
    for kind, suffix in (("rain", "_R001"), ("height", ""), ("wet", "_N"), ("air", "_T")):
        text(tmp_path / kind, f"LAT{suffix}.TXT", mesh[0])
        text(tmp_path / kind, f"Lon{suffix}.txt", mesh[1])
    text(tmp_path / "rain", "R001.TXT", 60.0 * NORTH)
    text(tmp_path / "height", "h0.txt", 4.0 + 0.5 * EAST)
    for percent in MAPPED_PERCENT:
        text(tmp_path / "wet", f"NWET_Annual_{level_text(percent)}.TXT", 90.0 * NORTH)
    text(tmp_path / "air", "T_Annual.TXT", 230.0 + 60.0 * NORTH)
    for month in range(1, 13):
        text(tmp_path / "air", f"T_Month{month:02d}.TXT", 230.0 + 60.0 * NORTH + month)
    text(tmp_path / "ground", "LAT.dat", np.linspace(90.0, -90.0, 37)[:, None])
    text(tmp_path / "ground", "LON.dat", np.linspace(-180.0, 180.0, 73)[None])
    text(tmp_path / "ground", "TOPO.dat", 1000.0 + np.linspace(-200.0, 200.0, 37)[:, None] + np.zeros(73))
    maps = folder_maps(tmp_path)
    place = 18.0, 90.0
    assert digital_maps.rain_rate_mm_per_h(*place, 1e-4, maps=maps) == pytest.approx(36.0)
    assert maps.rain_height_km(*place) == pytest.approx(4.0 + 0.36, abs=1e-8)  # nine digits in the file
    assert digital_maps.wet_refractivity(*place, 0.37, maps=maps) == pytest.approx(54.0)
    assert digital_maps.surface_temperature_k(*place, maps=maps) == pytest.approx(266.0)
    monthly = digital_maps.surface_temperature_k(*place, month=[1, 7], maps=maps)
    assert monthly == pytest.approx([267.0, 273.0])
    assert digital_maps.ground_height_m(*place, maps=maps) == pytest.approx(1000.0 - 40.0)
    assert maps.sources["wet_refractivity"].startswith("ITU-R P.453-13 (12/2017) or P.453-14 (08/2019)")


def test_the_geoid_has_axes_of_its_own(tmp_path):
    """Two steps beyond the poles and the date line, as the grid of EGM2008 in P.1511."""
    latitude, longitude = np.linspace(90 + 1 / 6, -90 - 1 / 6, 2165), np.linspace(-180 - 1 / 6, 180 + 1 / 6, 4325)
    save(tmp_path, "v2_egm2008", 20.0 + 0.4 * latitude[:, None] + 0.02 * np.abs(longitude))
    found = digital_maps.geoid_undulation_m([30.0, -12.3], [40.0, 300.0], maps=tmp_path)
    assert found == pytest.approx([20.0 + 12.0 + 0.8, 20.0 - 4.92 + 1.2], rel=1e-9)


# shape


def test_arrays_of_places_and_shares_are_each_of_them(clouds, vapour):
    latitude, longitude, share = np.array([10.0, -20.0]), np.array([[5.0], [355.0]]), np.array([0.01, 0.5])
    found = digital_maps.cloud_liquid_kg_per_m2(latitude, longitude, share, maps=clouds)
    each = [
        [float(digital_maps.cloud_liquid_kg_per_m2(a, b, c, maps=clouds)) for a, c in zip(latitude, share, strict=True)]
        for b in longitude[:, 0]
    ]
    assert np.array_equal(found, each)


# limits


def test_the_answer_names_its_edition(clouds):
    maps = folder_maps(clouds)
    assert maps.sources["cloud_liquid_kg_per_m2"] == f"ITU-R P.840-9 (08/2023), grids in the folder {clouds.name}"


def test_maps_that_the_folder_lacks_are_refused_by_name(clouds):
    with pytest.raises(LinkBudgetError, match=r"no map of ITU-R P.839-4 \(09/2013\) for rain_height_km"):
        folder_maps(clouds).lookup("rain_height_km")


def test_reduced_liquid_water_in_a_folder_is_refused_with_the_reason(tmp_path):
    axes(tmp_path, "v7")
    save(tmp_path, "v7_lred_1", cloud(1.0))
    save(tmp_path, "v4_esa0height", 4.0 + EAST)
    with pytest.raises(LinkBudgetError, match=r"reduced liquid water of ITU-R P.840-8 or before"):
        digital_maps.cloud_liquid_kg_per_m2(10.0, 10.0, 0.05, maps=tmp_path)


def test_rain_of_other_shares_is_refused(tmp_path):
    axes(tmp_path, "v7")
    save(tmp_path, "v7_r001", 60.0 * NORTH)
    with pytest.raises(LinkBudgetError, match=r"that of 0.01 % of the year"):
        digital_maps.rain_rate_mm_per_h(10.0, 10.0, [1e-4, 1e-3], maps=tmp_path)


def test_a_folder_without_maps_is_refused(tmp_path):
    (tmp_path / "readme.txt").write_text("nothing here")
    with pytest.raises(LinkBudgetError, match="no digital maps"):
        folder_maps(tmp_path)


def broken(folder: Path, what: str) -> None:
    """Spoil the map of 5 % of the year."""
    at = folder / "p840-9" / "v9_l_5.npz"
    values = cloud(5.0)
    match what:
        case "no archive":
            at.write_bytes(b"not a zip archive")
        case "two arrays":
            np.savez(at, a=values, b=values)
        case "objects":
            np.savez(at, np.array([[object()]]))
        case "empty":
            np.savez(at, np.empty((0, 0)))
        case "missing":
            at.unlink()
        case "other shape":
            save(at.parent, "v9_l_5", values[:-1])
        case "grams":
            save(at.parent, "v9_l_5", 1000.0 * values)
        case "negative":
            save(at.parent, "v9_l_5", -values)
        case "holes":
            save(at.parent, "v9_l_5", np.where(values > 0.1, np.nan, values))
        case "upside down":
            save(at.parent, "v9_l_5", values[::-1])
        case "no axes":
            (at.parent / "v9_lat.npz").unlink()
        case "degrees by minutes":
            axes(at.parent, "v9", latitude=60.0 * LATITUDE)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("no archive", "cannot be read as a grid of numbers"),
        ("two arrays", "2 arrays: expected one"),
        ("objects", "cannot be read as a grid of numbers"),
        ("empty", "found none"),
        ("missing", r"expected v9_l_5.npz or l_5.txt among the maps of P.840-9"),
        ("other shape", r"expected files of latitudes and longitudes of shape \(18, 37\)"),
        ("grams", "expected 0 to 5"),
        ("negative", "expected 0 to 5"),
        ("holes", "values are no numbers"),
        ("upside down", "the latitudes seem to run the other way"),
        ("no axes", "expected files of latitudes and longitudes"),
        ("degrees by minutes", "expected -90 to 90"),
    ],
)
def test_wrong_files_are_refused_in_one_line_with_their_name(clouds, what, why):
    broken(clouds, what)
    with pytest.raises(LinkBudgetError, match=why) as caught:
        digital_maps.cloud_liquid_kg_per_m2(10.0, 10.0, 0.05, maps=clouds)
    assert "\n" not in str(caught.value)
    assert re.match(re.escape(str(clouds)), str(caught.value))


def test_scale_heights_of_another_grid_are_refused(vapour):
    axes(vapour / "other", "v6", np.linspace(90.0, -90.0, 10), np.linspace(0.0, 360.0, 19))
    (vapour / "v6_vsch_50.npz").unlink()
    save(vapour / "other", "v6_vsch_50", np.full((10, 19), 2.0))
    with pytest.raises(LinkBudgetError, match=r"scale heights and density of P.836-6 have shapes \(10, 19\)"):
        digital_maps.water_vapour_density_g_per_m3(10.0, 10.0, 0.5, station_height_m=0.0, maps=vapour)


def test_text_that_is_no_grid_is_refused(tmp_path):
    (tmp_path / "L_1.TXT").write_text("1 2 3\n4 five 6\n")
    with pytest.raises(LinkBudgetError, match=r"L_1.TXT: cannot be read as a grid of numbers"):
        folder_maps(tmp_path).cloud_liquid_kg_per_m2(10.0, 10.0, 1.0)


def test_text_whose_columns_begin_elsewhere_is_refused(tmp_path):
    """P.840-9 without axes whose columns begin at Greenwich: the Sahara would lie in the Pacific."""
    dry = np.where(np.abs(LONGITUDE - 20.0) < 30.0, 0.0, 0.5) * np.ones((19, 1)) * (NORTH > 0.0)
    text(tmp_path, "L_1.TXT", dry[::-1])
    with pytest.raises(LinkBudgetError, match="expected columns from 180 W on"):
        folder_maps(tmp_path).cloud_liquid_kg_per_m2(10.0, 10.0, 1.0)
