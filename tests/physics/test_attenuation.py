"""Total loss of the atmosphere and satellites that rise and set: ITU-R P.618-14, sections 2.5 and 8."""

import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.attenuation import (
    average_over_elevations,
    gas_and_cloud_probability,
    satellite_slant_range_m,
    total_atmospheric_loss_db,
    zenith_pass_fraction,
)
from linkbudget.physics.rain import rain_exceedance_probability, rain_loss_db, rain_path

# ITU validation examples CG-3M3J-13-ValEx, Rev 8.3.0 (2024-12-02), sheet "P.618-14 Att_Tot", rows 26 and 32 (London,
# 13.75 GHz): AG, AC, AR, AS [dB], share of the year, AT [dB].
TOTALS = [
    (0.190847486195, 0.122773379063, 0.45380962109, 0.256729340639, 1e-2, 0.822003497344),
    (0.190847486195, 0.122773379063, 6.32267531737, 0.615808111747, 1e-4, 6.66564698339),
]

# The same workbook, sheet "P.618-14 A_Rain (non-GSO)": 1100 km; elevation [deg], range [m].
RANGES = [(6.5, 3248266.87366), (46.5, 1427118.56381), (88.5, 1100321.58307)]

some_db = st.floats(0.0, 60.0)


# --- reference ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", TOTALS)
def test_total_agrees_with_the_workbook(row):
    *losses_db, probability, expected = row
    assert total_atmospheric_loss_db(*losses_db, probability) == pytest.approx(expected, rel=1e-10)


def test_gas_and_cloud_below_five_percent_are_those_of_five_percent():
    """The note of the same sheet, and its rows of 0.01, 0.1 and 1 %, which have one gas and one cloud loss."""
    share = np.array([1e-5, 1e-4, 0.01, 0.0499, 0.05, 0.0501, 0.5])
    assert gas_and_cloud_probability(share) == pytest.approx([0.05, 0.05, 0.05, 0.05, 0.05, 0.0501, 0.5], rel=1e-15)
    assert gas_and_cloud_probability(0.001) == 0.05
    with pytest.raises(LinkBudgetError, match=r"exceedance_probability = 0.0"):
        gas_and_cloud_probability(0.0)


@pytest.mark.parametrize(("elevation_deg", "expected"), RANGES)
def test_range_to_a_low_satellite_agrees_with_the_workbook(elevation_deg, expected):
    assert satellite_slant_range_m(elevation_deg, 1100e3) == pytest.approx(expected, rel=1e-11)


# --- identity ----------------------------------------------------------------------------------------------------


def test_rain_does_not_count_above_five_percent():
    probability = np.array([0.05, 0.0501, 0.5])
    found = total_atmospheric_loss_db(1.0, 3.0, 2.0, 4.0, probability)
    assert found == pytest.approx([1.0 + np.hypot(5.0, 4.0), 6.0, 6.0])


def test_overhead_satellite_is_at_its_height():
    assert satellite_slant_range_m(90.0, 400e3) == pytest.approx(400e3, rel=1e-14)


def test_steps_of_elevation_fill_the_pass():
    edges = np.linspace(5.0, 90.0, 18)
    shares = zenith_pass_fraction(edges[:-1], edges[1:], 1100e3, lowest_elevation_deg=5.0)
    assert shares.sum() == pytest.approx(1.0, rel=1e-12)


def test_average_of_one_probability_is_that_probability():
    assert average_over_elevations([1.0, 7.0, 2.0], [1e-3, 1e-3, 1e-3]) == pytest.approx(1e-3, rel=1e-14)


def test_low_orbit_is_out_more_often_than_its_zenith_and_less_than_its_horizon():
    edges = np.linspace(5.0, 90.0, 18)
    middle_deg = 0.5 * (edges[:-1] + edges[1:])
    nearer_db = 20.0 * np.log10(1100e3 / satellite_slant_range_m(middle_deg, 1100e3))
    rare_db = rain_path(middle_deg, 29.6e9, 27.1, 2563.0, 33.94).loss_001_db
    chance = rain_exceedance_probability(middle_deg, 33.94, rare_db, 15.0 + nearer_db)
    shares = zenith_pass_fraction(edges[:-1], edges[1:], 1100e3, lowest_elevation_deg=5.0)
    assert chance[-1] < average_over_elevations(shares, chance) < chance[0]


# --- shape and limits --------------------------------------------------------------------------------------------


def test_arrays_agree_with_a_loop_of_scalars():
    probability, rain_db = np.array([1e-4, 0.01, 0.2]), np.array([20.0, 3.0, 0.1])
    found = total_atmospheric_loss_db(0.5, 0.2, rain_db, 0.3, probability)
    one_by_one = [
        total_atmospheric_loss_db(0.5, 0.2, float(a), 0.3, float(p)) for a, p in zip(rain_db, probability, strict=True)
    ]
    assert found == pytest.approx(one_by_one, rel=1e-14)
    assert isinstance(one_by_one[0], float)
    assert average_over_elevations(np.ones(3), np.full((5, 3), 1e-3)).shape == (5,)


def test_below_the_horizon_there_is_no_range():
    assert np.isnan(satellite_slant_range_m(-1.0, 400e3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: total_atmospheric_loss_db(-0.1, 0.0, 0.0, 0.0, 0.01), "gas_loss_db = -0.1"),
        (lambda: satellite_slant_range_m(30.0, 0.0), "satellite_height_m = 0.0"),
        (lambda: zenith_pass_fraction(30.0, 20.0, 400e3), "lower_elevation_deg = 30.0"),
        (lambda: zenith_pass_fraction(1.0, 20.0, 400e3, lowest_elevation_deg=5.0), "lower_elevation_deg = 1.0"),
        (lambda: average_over_elevations([0.0, 0.0], [0.1, 0.1]), "sum of visible_fraction = 0.0"),
        (lambda: average_over_elevations([1.0, 1.0], [0.1, 1.1]), "exceedance_probability = 1.1"),
    ],
)
def test_impossible_requests_name_value_and_limit(call, message):
    with pytest.raises(LinkBudgetError, match=message):
        call()


def test_shares_of_the_year_beyond_the_stated_ones_warn():
    with pytest.warns(ModelRangeWarning, match="exceedance_probability"):
        total_atmospheric_loss_db(0.5, 0.2, 3.0, 0.3, 0.6)


def test_ten_thousand_elevations_take_as_many_calls_as_ten():
    def chain(elevation_deg):
        rain_db = rain_loss_db(elevation_deg, 20e9, 42.0, 3000.0, 40.0, 1e-4)
        return total_atmospheric_loss_db(0.3, 0.2, rain_db, 0.4, 1e-4)

    def calls(points):
        elevation_deg, counted = np.linspace(5.0, 90.0, points), Counter()
        sys.setprofile(lambda frame, event, argument: counted.update([event]))
        try:
            chain(elevation_deg)
        finally:
            sys.setprofile(None)
        return counted["call"] + counted["c_call"]

    chain(np.linspace(5.0, 90.0, 10))  # fills the caches of what does not depend on the elevation
    assert calls(10_000) == calls(10) > 10


# --- property ----------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(some_db, some_db, some_db, some_db, st.floats(1e-5, 0.5))
def test_total_is_at_least_each_part_and_at_most_their_sum(gas_db, cloud_db, rain_db, scintillation_db, probability):
    total_db = total_atmospheric_loss_db(gas_db, cloud_db, rain_db, scintillation_db, probability)
    counted_db = rain_db if probability <= 0.05 else 0.0
    assert total_db >= gas_db + max(cloud_db, counted_db, scintillation_db) - 1e-12
    assert total_db <= gas_db + cloud_db + counted_db + scintillation_db + 1e-12


@settings(max_examples=60)
@given(st.floats(0.0, 89.0), st.floats(1e5, 4e7))
def test_range_shrinks_as_the_satellite_climbs(elevation_deg, height_m):
    near, nearer = satellite_slant_range_m(np.array([elevation_deg, elevation_deg + 1.0]), height_m)
    assert near > nearer >= height_m * (1.0 - 1e-12)
