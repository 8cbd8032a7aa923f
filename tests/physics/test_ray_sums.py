"""Gas loss at many frequencies of few rays: equal to the sum over lines and layers, line by line."""

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics import _ray_sums, gases
from linkbudget.physics._gas_layers import Lines, _line_table, station_above
from linkbudget.physics._ray_sums import RaySums, _LineSums
from linkbudget.physics.gases import slant_gas_loss_db

CENTRES_HZ = 1e9 * np.concatenate(
    [_line_table(name)[0].ravel() for name in ("p676_oxygen_lines.csv", "p676_water_lines.csv")]
)
CENTRES_HZ = CENTRES_HZ[CENTRES_HZ < 1e12]
RANDOM_HZ = np.random.default_rng(676).uniform(1e9, 350e9, 100)
FREQUENCIES_HZ = np.concatenate([RANDOM_HZ, CENTRES_HZ, CENTRES_HZ + 1e5, CENTRES_HZ - 3e9, [1e9, 999e9]])


@pytest.mark.parametrize(("height_m", "density"), [(0.0, 7.5), (0.0, 0.0), (2e3, 25.0), (2e4, 7.5), (9e4, 7.5)])
def test_many_frequencies_give_what_each_gives_alone(height_m, density):
    elevation_deg = np.array([0.0, 0.01, 5.0, 90.0])
    site = {"station_height_m": height_m, "surface_water_vapour_density_g_per_m3": density}
    together = slant_gas_loss_db(elevation_deg[:, None], FREQUENCIES_HZ, **site)
    alone = [slant_gas_loss_db(elevation_deg, float(frequency_hz), **site) for frequency_hz in FREQUENCIES_HZ]
    # 1e-13: what rounding leaves of either sum, of which oxygen's lines take a part away from each other
    np.testing.assert_allclose(together, np.transpose(alone), rtol=1e-13)


@pytest.mark.parametrize("width_ghz", [np.ones(50), np.geomspace(1e-3, 1.0, 50)], ids=["one width", "many"])
def test_series_and_sum_agree_where_one_hands_over_to_the_other(width_ghz):
    lines = Lines(np.array([[100.0]]), width_ghz[None], 0.3 * width_ghz[None] ** 2, width_ghz[None] ** 2)
    length_km = np.linspace(1.0, 2.0, 50)
    for share in (1.0 - 1e-9, 1.0 + 1e-9, 1.5, 30.0, -1.0 - 1e-9, -20.0):
        distance_ghz = share * _ray_sums._NEAR
        exact = length_km * (lines.area[0] - lines.skew[0] * distance_ghz) / (distance_ghz**2 + lines.width_squared[0])
        found = _LineSums.along(lines, length_km).of(np.array([[distance_ghz]]))
        np.testing.assert_allclose(found[0], exact.sum(), rtol=1e-15)  # 11 terms: 2e-15


def test_the_sum_of_a_straight_ray_is_that_of_its_layers():
    station = station_above(0.0, 7.5)
    length_km = station.layers.top_km - station.layers.bottom_km
    found = RaySums.along(station, length_km).loss_db(FREQUENCIES_HZ)
    exact = [(length_km * station.absorption_db_per_km(frequency_hz)).sum() for frequency_hz in FREQUENCIES_HZ]
    np.testing.assert_allclose(found, exact, rtol=1e-13)


def test_many_frequencies_make_no_table_of_each():
    gases._loss_table.cache_clear()
    slant_gas_loss_db(30.0, RANDOM_HZ)
    assert gases._loss_table.cache_info().misses == 0


def test_the_answer_has_the_shape_of_its_arguments():
    elevation_deg = np.array([[40.0], [-2.0], [np.nan], [10.0]])
    frequency_hz = np.concatenate([RANDOM_HZ, RANDOM_HZ[:3]])
    loss_db = slant_gas_loss_db(elevation_deg, frequency_hz, station_height_m=np.full((1, 1, 1), 500.0))
    assert loss_db.shape == (1, 4, 103)
    assert np.isnan(loss_db[0, 1:3]).all()
    assert np.array_equal(loss_db[0, :, :3], loss_db[0, :, 100:], equal_nan=True)
    for row in (0, 3):
        alone = slant_gas_loss_db(float(elevation_deg[row, 0]), float(frequency_hz[7]), station_height_m=500.0)
        np.testing.assert_allclose(loss_db[0, row, 7], alone, rtol=1e-13)


def test_an_answer_does_not_depend_on_the_frequencies_beside_it():
    some, all_of_them = slant_gas_loss_db(30.0, RANDOM_HZ[:70]), slant_gas_loss_db(30.0, FREQUENCIES_HZ)
    np.testing.assert_allclose(some, all_of_them[:70], rtol=1e-14)


@pytest.mark.parametrize("span_hz", [(8.4e9, 8.5e9), (50e9, 70e9)], ids=["smooth", "across lines"])
def test_thousands_of_frequencies_are_interpolated_where_that_is_as_good(span_hz):
    frequency_hz = np.linspace(*span_hz, 3001)
    many = slant_gas_loss_db(20.0, frequency_hz)
    alone = [slant_gas_loss_db(20.0, float(each)) for each in frequency_hz[::100]]
    np.testing.assert_allclose(many[::100], alone, rtol=1e-6)


@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
def test_a_ray_that_is_trapped_or_a_frequency_that_cannot_be():
    assert np.isnan(slant_gas_loss_db(0.01, RANDOM_HZ, surface_water_vapour_density_g_per_m3=90.0)).all()
    with pytest.raises(LinkBudgetError, match="frequency_hz"):
        slant_gas_loss_db(30.0, np.append(RANDOM_HZ, -8e9))
