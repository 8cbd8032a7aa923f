"""Grids of maps: interpolation by ITU-R P.1144, and what is refused as no map of the world."""

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.map_grids import Limits, MapGrid, between_shares, regular_grid

LATITUDE, LONGITUDE = np.linspace(-90.0, 90.0, 13), np.linspace(0.0, 360.0, 25)
WAVE = np.sin(np.radians(LATITUDE))[:, None] + np.cos(np.radians(LONGITUDE)) * np.cos(np.radians(LATITUDE))[:, None]
GRID = MapGrid(LATITUDE, LONGITUDE, WAVE)
ANY = Limits(-10.0, 10.0)


# reference


def test_bilinear_follows_the_four_products_of_the_recommendation():
    """P.1144-12, Annex 1, section 1b, written out for one cell."""
    grid = MapGrid(np.array([-90.0, 90.0]), np.array([0.0, 360.0]), np.array([[1.0, 2.0], [4.0, 8.0]]))
    r, c = (30.0 + 90.0) / 180.0, 90.0 / 360.0
    expected = 1 * (1 - r) * (1 - c) + 4 * r * (1 - c) + 2 * (1 - r) * c + 8 * r * c
    assert grid.bilinear(30.0, 90.0) == pytest.approx(expected, rel=1e-14)


def test_bicubic_follows_the_kernel_of_the_recommendation():
    """P.1144-12, Annex 1, section 2: sixteen points weighted with K of a = -0.5, written out for one place."""

    def kernel(d):
        d = abs(d)
        if d <= 1.0:
            return 1.5 * d**3 - 2.5 * d**2 + 1.0
        return -0.5 * d**3 + 2.5 * d**2 - 4.0 * d + 2.0 if d <= 2.0 else 0.0

    row, column = (22.0 + 90.0) / 15.0, 100.0 / 15.0
    expected = sum(WAVE[i, j] * kernel(row - i) * kernel(column - j) for i in range(6, 10) for j in range(5, 9))
    assert GRID.bicubic(22.0, 100.0) == pytest.approx(expected, rel=1e-13)


# identity


def test_both_interpolations_meet_the_points_of_the_grid():
    latitude, longitude = np.meshgrid(LATITUDE, LONGITUDE, indexing="ij")
    assert GRID.bilinear(latitude, longitude) == pytest.approx(WAVE, abs=1e-14)
    assert GRID.bicubic(latitude, longitude) == pytest.approx(WAVE, abs=1e-14)


def test_bicubic_is_closer_to_a_smooth_field_than_bilinear():
    exact = np.sin(np.radians(22.0)) + np.cos(np.radians(100.0)) * np.cos(np.radians(22.0))
    assert abs(GRID.bicubic(22.0, 100.0) - exact) < 0.5 * abs(GRID.bilinear(22.0, 100.0) - exact)


def test_longitudes_go_round_the_world():
    for turned in (-170.0, 190.0):
        assert GRID.bilinear(10.0, turned) == pytest.approx(GRID.bilinear(10.0, 190.0), rel=1e-14)
    halves = MapGrid(LATITUDE, LONGITUDE - 180.0, np.roll(WAVE[:, :-1], 12, axis=1)[:, [*range(24), 0]])
    for longitude in (-180.0, -45.0, 0.0, 170.0, 250.0, 360.0):
        assert halves.bilinear(33.0, longitude) == pytest.approx(GRID.bilinear(33.0, longitude), rel=1e-13)


def test_a_gap_of_no_weight_does_not_count():
    values = WAVE.copy()
    values[12, :] = np.nan
    grid = MapGrid(LATITUDE, LONGITUDE, values)
    assert grid.bilinear(75.0, 40.0) == GRID.bilinear(75.0, 40.0)
    assert np.isnan(grid.bilinear(76.0, 40.0))


def test_shares_are_interpolated_in_their_logarithm():
    levels = [0.1, 1.0, 10.0]
    found = between_shares(levels, lambda level, place: 5.0 - np.log10(level) + 0.0 * place, [0.1, 0.5, 3.0, 10.0], 0.0)
    assert found == pytest.approx(5.0 - np.log10([0.1, 0.5, 3.0, 10.0]), rel=1e-14)


def test_shares_outside_the_maps_have_no_answer():
    found = between_shares([0.1, 1.0], lambda level, place: place + level, [0.09, 1.1, np.nan], 1.0)
    assert np.isnan(found).all()


def test_only_the_maps_of_neighbouring_shares_are_read():
    read = []

    def at_level(level, place):
        read.append(level)
        return place + level

    between_shares([0.1, 1.0, 10.0, 99.0], at_level, [1.0, 2.0], 0.0)
    assert set(read) == {1.0, 10.0}


# shape


def test_arrays_are_answered_place_by_place():
    latitude, longitude = np.array([[10.0], [-80.0]]), np.array([0.0, 100.0, 350.0])
    found = GRID.bicubic(latitude, longitude)
    each = [[float(GRID.bicubic(float(a), float(b))) for b in longitude] for a in latitude[:, 0]]
    assert found.shape == (2, 3)
    assert np.array_equal(found, each)


# limits


def test_axes_may_be_lines_or_meshes_of_either_direction():
    mesh_latitude, mesh_longitude = np.meshgrid(LATITUDE, LONGITUDE, indexing="ij")
    for latitude, longitude, values in (
        (LATITUDE, LONGITUDE, WAVE),
        (mesh_latitude, mesh_longitude, WAVE),
        (LATITUDE[::-1], LONGITUDE, WAVE[::-1]),
        (mesh_latitude[::-1], mesh_longitude, WAVE[::-1]),
    ):
        assert regular_grid(latitude, longitude, values, ANY, "grid").bilinear(20.0, 50.0) == GRID.bilinear(20.0, 50.0)


BENT = LATITUDE + np.where(np.arange(13) == 5, 3.0, 0.0)
HOLED = np.where((LATITUDE[:, None] == 0.0) & (LONGITUDE == 30.0), np.nan, WAVE)


@pytest.mark.parametrize(
    ("latitude", "longitude", "values", "limits", "why"),
    [
        (LATITUDE, LONGITUDE, WAVE[0], ANY, "shape"),
        (LATITUDE[:-1], LONGITUDE, WAVE, ANY, "12 latitudes for values of shape"),
        (BENT, LONGITUDE, WAVE, ANY, "equal steps"),
        (np.zeros(13), LONGITUDE, WAVE, ANY, "equal steps"),
        (np.linspace(-60.0, 60.0, 13), LONGITUDE, WAVE, ANY, "expected -90 to 90"),
        (LATITUDE, np.linspace(0.0, 180.0, 25), WAVE, ANY, "expected 0 to 360 or -180 to 180"),
        (np.radians(LATITUDE), LONGITUDE, WAVE, ANY, "expected -90 to 90"),
        (np.broadcast_to(LONGITUDE, (13, 25)), LONGITUDE, WAVE, ANY, "vary along the other axis"),
        (LATITUDE, LONGITUDE, HOLED, ANY, "1 values are no numbers"),
        (LATITUDE, LONGITUDE, WAVE, Limits(0.0, 10.0), "expected 0 to 10"),
        (LATITUDE, LONGITUDE, WAVE / 1000.0, Limits(-10.0, 10.0, 0.5), "expected at least 0.5 somewhere"),
        (LATITUDE, LONGITUDE, WAVE, Limits(-10.0, 10.0, at_poles=1), "latitudes seem to run the other way"),
    ],
)
def test_what_is_no_map_of_the_world_is_refused_in_one_line(latitude, longitude, values, limits, why):
    with pytest.raises(LinkBudgetError, match=f"^my.npz: .*{why}") as caught:
        regular_grid(latitude, longitude, values, limits, "my.npz")
    assert "\n" not in str(caught.value)
