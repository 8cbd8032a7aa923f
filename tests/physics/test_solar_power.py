"""Sunlight and solar arrays against published numbers."""

import numpy as np
import pytest

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.errors import LinkBudgetError
from linkbudget.physics.solar_power import remaining_share, solar_array_power_w, solar_flux_w_per_m2, sunlight

# ---- reference


def test_sunlight_at_mars():
    """NASA Mars Fact Sheet: semi-major axis 1.52366 au, solar irradiance 586.2 W/m2 (for 1361.0 W/m2 at the Earth)."""
    assert solar_flux_w_per_m2(1.52366 * ASTRONOMICAL_UNIT_M) == pytest.approx(586.2, abs=0.1)


@pytest.mark.parametrize(("distance_au", "power_w", "tolerance_w"), [(1.0, 350.0, 5.0), (1.43, 170.0, 5.0)])
def test_wings_of_mars_1(distance_au, power_w, tolerance_w):
    """2.6 m2 and a tenth of the light: about 350 W at 1 au and 170 W at 1.43 au, as its fact sheet says."""
    flux = solar_flux_w_per_m2(distance_au * ASTRONOMICAL_UNIT_M)
    assert solar_array_power_w(2.6, 0.10, flux, 0.0) == pytest.approx(power_w, abs=tolerance_w)


def test_silicon_array_after_five_years():
    """Larson and Wertz, section 11.4: silicon loses 3.75 % a year in low orbit, 82.6 % is left after five years."""
    assert remaining_share(0.0375, 5.0 * 365.25 * 86400.0) == pytest.approx(0.826, abs=0.0005)


def test_longest_eclipse_at_500_km():
    """A circular orbit through the Earth's shadow: 35.8 of 94.6 minutes (Larson and Wertz, inside rear cover)."""
    from_the_sun_deg = np.arange(0.0, 360.0, 0.01)
    probe_to_sun_and_earth_deg = np.abs(180.0 - from_the_sun_deg)
    dark = np.mean(sunlight(probe_to_sun_and_earth_deg, 6_878e3) == 0.0)
    assert dark * 94.6 == pytest.approx(35.8, abs=0.1)


# ---- identities and limits


def test_twice_the_distance_is_a_quarter_of_the_light():
    assert solar_flux_w_per_m2(2e11) == pytest.approx(solar_flux_w_per_m2(1e11) / 4.0, rel=1e-14)


def test_an_array_on_edge_or_turned_away_makes_nothing():
    assert solar_array_power_w(2.6, 0.1, 1361.0, [90.0, 120.0, 180.0]) == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)


def test_cosine_of_the_angle():
    full, tilted = solar_array_power_w(2.6, 0.1, 1361.0, [0.0, 60.0])
    assert tilted == pytest.approx(0.5 * full, rel=1e-14)


def test_far_from_the_earth_the_sun_shines():
    assert sunlight(1.0, 1e9) == 1.0
    assert sunlight(0.3, 1e9) == 0.0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: solar_flux_w_per_m2(0.0),
        lambda: solar_array_power_w(-1.0, 0.1, 1361.0, 0.0),
        lambda: solar_array_power_w(1.0, 1.1, 1361.0, 0.0),
        lambda: solar_array_power_w(1.0, 0.1, 1361.0, 0.0, 1.5),
        lambda: remaining_share(1.0, 1.0),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(LinkBudgetError, match="expected a number"):
        wrong()
