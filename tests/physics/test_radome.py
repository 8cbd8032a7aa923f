"""Water on the covers of antennas: loss, and the share of it that absorbs."""

import math
from itertools import pairwise

import numpy as np
import pytest

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics import radome
from linkbudget.physics.clouds import water_permittivity
from linkbudget.physics.radome import (
    COVER_INDEX,
    COVER_THICKNESS_M,
    cover_film_thickness_m,
    film_powers,
    measured_wet_radome_loss_db,
    radome_film_thickness_m,
    wet_cover_absorbed_share,
    wet_cover_loss_db,
    wet_radome_absorbed_share,
    wet_radome_loss_db,
)

# Tests of pycomlink (BSD licence), function waa_leijnse_2008: loss [dB] at the rain rates of RAIN_MM_PER_H, by GHz.
RAIN_MM_PER_H = np.array([0.001, 0.01, 0.1, 1.0, 10.0, 100.0])
LEIJNSE_DB = {
    10.0: [0.14634, 0.25479, 0.44388, 0.77317, 1.34234, 2.30324],
    20.0: [0.25402, 0.43750, 0.74862, 1.26680, 2.10423, 3.39294],
    27.0: [0.25119, 0.43200, 0.73745, 1.24337, 2.05457, 3.29028],
    50.0: [0.19204, 0.33241, 0.57353, 0.98357, 1.66755, 2.76781],
    70.0: [0.29750, 0.51574, 0.89130, 1.52905, 2.58071, 4.21795],
}

# Computed apart from this package with Liebe's permittivity of water at 20 degrees Celsius: radius [m], mm/h, film
# [mm], then GHz, loss [dB], reflected and absorbed share, rounded as printed.
WHOLE_FILMS = [
    (3.35, 10.0, 0.1125, [(2.3, 0.41, 0.041, 0.049), (5.64, 1.89, 0.160, 0.193), (8.42, 3.18, 0.236, 0.283)]),
    (3.35, 15.1, 0.1290, [(2.3, 0.50, 0.053, 0.055), (5.64, 2.22, 0.196, 0.205), (32.0, 7.79, 0.408, 0.425)]),
    (3.35, 50.0, 0.1923, [(2.3, 0.88, 0.108, 0.076), (8.42, 5.31, 0.415, 0.291), (32.0, 9.89, 0.524, 0.373)]),
    (20.0, 50.0, 0.3489, [(2.3, 2.04, 0.270, 0.104), (5.64, 6.22, 0.549, 0.213), (32.0, 13.0, 0.648, 0.302)]),
]


def noise_k(share, loss_db):
    return share * (1.0 - 10.0 ** (-0.1 * loss_db)) * 290.0


def liebe_permittivity(frequency_hz, temperature_k):
    """Liebe, Hufford and Manabe, Int. J. Infrared and Millimeter Waves 12 (1991) 659, as pycomlink uses it."""
    inverse, ghz = 1.0 - 300.0 / temperature_k, frequency_hz / 1e9
    static = 77.66 - 103.3 * inverse
    middle, optical = 0.0671 * static, 3.52 + 7.52 * inverse
    first = 20.2 + 146.4 * inverse + 316.0 * inverse**2
    return (
        optical + (static - middle) / (1.0 + 1j * ghz / first) + (middle - optical) / (1.0 + 1j * ghz / (39.8 * first))
    )


def fields(frequency_hz, layers):
    """Boundary conditions of a stack, solved as linear equations: reflected, transmitted, and absorbed in the layers.

    The wave comes from the side of the first layer; ``layers`` holds index and thickness.
    """
    k = 2.0 * np.pi * frequency_hz / SPEED_OF_LIGHT_M_PER_S
    index = [1.0, *(n for n, _ in layers), 1.0]
    thickness = [0.0, *(d for _, d in layers), 0.0]
    size = 2 * (len(index) - 1)  # reflected, then forward and backward wave of each layer, then transmitted
    matrix, right = np.zeros((size, size), complex), np.zeros(size, complex)
    for i, (before, after) in enumerate(pairwise(index)):
        go, back = np.exp(-1j * k * before * thickness[i]), np.exp(1j * k * before * thickness[i])
        for row, (one, other) in enumerate(((1.0, 1.0), (before, after))):
            sign = -1.0 if row else 1.0
            if i == 0:
                right[row], matrix[row, 0] = -one, sign * one
            else:
                matrix[2 * i + row, 2 * i - 1 : 2 * i + 1] = one * go, sign * one * back
            matrix[2 * i + row, 2 * i + 1] = -other
            if i < len(index) - 2:
                matrix[2 * i + row, 2 * i + 2] = -sign * other
    waves = np.linalg.solve(matrix, right)
    absorbed = 0.0
    for i, (n, d) in enumerate(layers):
        z, w = np.polynomial.legendre.leggauss(40)
        z, w = 0.5 * d * (z + 1.0), 0.5 * d * w
        field = waves[2 * i + 1] * np.exp(-1j * k * n * z) + waves[2 * i + 2] * np.exp(1j * k * n * z)
        absorbed += np.sum(w * k * -(complex(n) ** 2).imag * np.abs(field) ** 2)  # Joule heat, over the incident power
    return abs(waves[0]) ** 2, abs(waves[-1]) ** 2, absorbed


def water_index(frequency_hz):
    return np.sqrt(water_permittivity(frequency_hz, 293.0))


# ----------------------------------------------------------------------------------------------------------- reference


@pytest.mark.parametrize("ghz", LEIJNSE_DB)
def test_wet_cover_agrees_with_pycomlink_but_for_the_permittivity_of_water(ghz):
    # P.840 has a constant 3.52 where Liebe et al. have a slope with temperature: 1e-3 of the loss at most
    assert wet_cover_loss_db(ghz * 1e9, RAIN_MM_PER_H) == pytest.approx(LEIJNSE_DB[ghz], rel=1e-3)


@pytest.mark.parametrize("ghz", LEIJNSE_DB)
def test_wet_cover_agrees_with_pycomlink_to_every_digit_with_its_permittivity(ghz, monkeypatch):
    monkeypatch.setattr(radome, "water_permittivity", liebe_permittivity)
    assert wet_cover_loss_db(ghz * 1e9, RAIN_MM_PER_H) == pytest.approx(LEIJNSE_DB[ghz], abs=1e-5)


@pytest.mark.parametrize(("radius_m", "rain", "film_mm", "bands"), WHOLE_FILMS)
def test_whole_films_have_the_loss_and_the_shares_computed_elsewhere(radius_m, rain, film_mm, bands):
    film_m = radome_film_thickness_m(rain, radius_m)
    assert 1e3 * film_m == pytest.approx(film_mm, abs=1e-4)  # as printed
    for ghz, loss_db, reflected, absorbed in bands:
        rounding = 0.05 if loss_db > 10.0 else 0.005
        assert wet_radome_loss_db(ghz * 1e9, rain, radius_m) == pytest.approx(loss_db, abs=rounding)
        powers = film_powers(ghz * 1e9, film_m)
        assert powers.reflected == pytest.approx(reflected, abs=6e-4)
        assert powers.absorbed == pytest.approx(absorbed, abs=6e-4)


@pytest.mark.parametrize(
    ("ghz", "loss_db", "absorbed_k", "lost_k"),
    [(5.64, 2.22, 59.3, 116), (8.42, 3.65, 84.3, 165), (2.3, 0.50, 16.1, 32)],
)
def test_about_half_the_loss_of_a_whole_film_glows(ghz, loss_db, absorbed_k, lost_k):
    computed_db = wet_radome_loss_db(ghz * 1e9, 15.1, 3.35)
    assert computed_db == pytest.approx(loss_db, abs=0.005)
    share = wet_radome_absorbed_share(ghz * 1e9, 15.1, 3.35)
    assert noise_k(share, computed_db) == pytest.approx(absorbed_k, abs=0.1)  # as printed, and the permittivity
    assert noise_k(1.0, computed_db) == pytest.approx(lost_k, abs=0.6)


@pytest.mark.parametrize(
    ("ghz", "rain", "loss_db", "from_the_sky_k", "lost_k"),
    [
        (2.3, 10.0, 0.12, 4.8, 7.9),
        (5.84, 10.0, 0.64, 23.8, 39.9),
        (8.42, 10.0, 1.09, 37.9, 64.4),
        (32.0, 10.0, 1.92, 44.4, 103.0),
        (8.42, 50.0, 1.62, 49.3, 90.2),
        (32.0, 50.0, 2.68, 54.0, 133.0),
    ],
)
def test_wet_cover_glows_by_what_it_absorbs_of_a_wave_from_the_antenna(ghz, rain, loss_db, from_the_sky_k, lost_k):
    """Kirchhoff: absorption of a wave from the sky, 44 K at 32 GHz, is not the emission towards the antenna, 104 K."""
    hz = ghz * 1e9
    computed_db = wet_cover_loss_db(hz, rain)
    assert computed_db == pytest.approx(loss_db, abs=0.005)
    assert noise_k(1.0, computed_db) == pytest.approx(lost_k, abs=0.6)
    cover, film = (COVER_INDEX, COVER_THICKNESS_M), (water_index(hz), cover_film_thickness_m(rain))
    dry = fields(hz, [cover])[2]
    from_the_sky, from_the_antenna = (fields(hz, stack)[2] - dry for stack in ([film, cover], [cover, film]))
    assert 290.0 * from_the_sky == pytest.approx(from_the_sky_k, abs=0.1)
    share = wet_cover_absorbed_share(hz, rain)
    assert noise_k(share, computed_db) == pytest.approx(290.0 * from_the_antenna, rel=1e-9)


def test_one_decibel_of_wet_cover_costs_a_cold_station_less_noise_than_absorption_would():
    loss_db = wet_cover_loss_db(8.42e9, 10.0)
    shares = np.array([wet_cover_absorbed_share(8.42e9, 10.0), 1.0])
    rises = 10.0 * np.log10(1.0 + noise_k(shares, loss_db) / 20.0)
    assert loss_db == pytest.approx(1.09, abs=0.005)
    assert rises == pytest.approx([4.8, 6.25], abs=0.01)  # 40.3 K and 64.4 K beside 20 K


def test_measured_fit_has_the_losses_of_the_abstract():
    """Merceret and Ward (2000), abstract, two-way: below 1 dB to 10 mm/h at both bands, whatever the surface; S band
    hydrophobic below 1 dB to 100 mm/h; C band standard up to 5 dB at 50 mm/h."""
    assert (2.0 * measured_wet_radome_loss_db([2.85e9, 5.64e9], 10.0, [[False], [True]]) < 1.0).all()
    assert 2.0 * measured_wet_radome_loss_db(2.85e9, 100.0, True) < 1.0
    assert 4.0 < 2.0 * measured_wet_radome_loss_db(5.64e9, 50.0) < 5.0


def test_measured_fit_agrees_with_the_formula_worked_by_hand():
    # 2 h R tanh(f/10)^2 at 5.64 GHz and 100 mm/h: tanh(0.564) = 0.51095, squared 0.26107, times 33 and 11.5 dB
    assert 2.0 * measured_wet_radome_loss_db(5.64e9, 100.0, [False, True]) == pytest.approx([8.615, 3.002], abs=1e-3)


def test_whole_film_bounds_what_was_measured_on_radomes():
    """Kurri and Huuskonen (2008), C band, dirty, 6.7 m, 15.1 mm/h: 1.5 dB one way.  Anderson (1975), 20 GHz, an aged
    radome of a ground station: 6 to 8 dB for 3 to 40 mm/h."""
    assert 1.5 < wet_radome_loss_db(5.64e9, 15.1, 3.35) < 1.5 * 1.5
    light_db, heavy_db = wet_radome_loss_db(20e9, np.array([3.0, 40.0]), 10.0)
    assert light_db == pytest.approx(6.0, abs=0.1)
    assert heavy_db > 8.0


# ------------------------------------------------------------------------------------------------------------ identity


@pytest.mark.parametrize("ghz", [2.3, 8.42, 32.0, 70.0])
@pytest.mark.parametrize("cover_m", [0.0, 1e-3])
def test_powers_agree_with_the_boundary_conditions_and_the_heat_in_the_layers(ghz, cover_m):
    stack = [(COVER_INDEX, cover_m), (water_index(ghz * 1e9), 2e-4)]
    reflected, transmitted, absorbed = fields(ghz * 1e9, stack)
    assert film_powers(ghz * 1e9, 2e-4, cover_m) == pytest.approx((transmitted, reflected, absorbed), rel=1e-9)


def test_dry_covers_have_no_wet_loss():
    assert wet_cover_loss_db(8e9, 0.0) == 0.0
    assert wet_radome_loss_db(8e9, 0.0, 5.0) == 0.0
    assert measured_wet_radome_loss_db(5e9, 0.0) == 0.0


def test_thinnest_film_only_absorbs():
    # reflection goes with the square of the thickness
    assert wet_radome_absorbed_share(8e9, 0.0, 5.0) == pytest.approx(1.0, abs=1e-4)
    assert film_powers(8e9, 1e-6).reflected == pytest.approx(100.0 * film_powers(8e9, 1e-7).reflected, rel=1e-2)


def test_share_of_a_dry_cover_is_the_limit_of_a_thin_film():
    assert wet_cover_absorbed_share(8.42e9, 0.0) == pytest.approx(wet_cover_absorbed_share(8.42e9, 1e-15), abs=1e-4)


def test_thick_water_reflects_as_a_half_space():
    powers, index = film_powers(20e9, 0.1), water_index(20e9)
    assert powers.reflected == pytest.approx(abs((1.0 - index) / (1.0 + index)) ** 2, rel=1e-9)
    assert powers.transmitted < 1e-20


def test_film_thickens_with_the_cube_root_of_rain_and_radius():
    assert radome_film_thickness_m(80.0, 5.0) == pytest.approx(2.0 * radome_film_thickness_m(10.0, 5.0), rel=1e-12)
    assert radome_film_thickness_m(10.0, 40.0) == pytest.approx(2.0 * radome_film_thickness_m(10.0, 5.0), rel=1e-12)


def test_film_carries_off_the_rain_it_catches():
    radius_m, rain_mm_per_h, polar = 5.0, 30.0, 0.7
    film_m = radome_film_thickness_m(rain_mm_per_h, radius_m)
    caught = math.pi * (radius_m * math.sin(polar)) ** 2 * rain_mm_per_h / 3.6e6
    flow = 2.0 * math.pi * radius_m * math.sin(polar) * 9.80665 * math.sin(polar) * film_m**3 / (3.0 * 1e-6)
    assert flow == pytest.approx(caught, rel=1e-12)


# --------------------------------------------------------------------------------------------------------------- shape


def test_arrays_equal_scalars():
    hz, rain = np.array([[5e9], [8.4e9], [32e9]]), np.array([0.0, 0.1, 10.0, 100.0])
    for function, more in (
        (wet_cover_loss_db, ()),
        (wet_cover_absorbed_share, ()),
        (wet_radome_loss_db, (3.0,)),
        (wet_radome_absorbed_share, (3.0,)),
    ):
        found = function(hz, rain, *more)
        single = [[function(f, r, *more) for r in rain.tolist()] for f in hz.ravel().tolist()]
        assert found.shape == (3, 4)
        assert found == pytest.approx(np.array(single), rel=1e-10, abs=1e-12)  # dry: a small difference
        assert isinstance(single[0][0], float)
    assert isinstance(measured_wet_radome_loss_db(5e9, 10.0), float)


def test_share_of_a_radome_lies_between_nothing_and_everything():
    share = wet_radome_absorbed_share(np.linspace(2e9, 70e9, 30)[:, None], np.geomspace(1e-3, 200.0, 30), 10.0)
    assert ((share > 0.0) & (share <= 1.0)).all()


def test_share_of_a_cover_passes_one_where_the_dry_cover_reflects():
    share = wet_cover_absorbed_share(np.linspace(2e9, 70e9, 50)[:, None], np.geomspace(1e-3, 200.0, 30))
    assert (share[:18] < 1.0).all()  # to 25 GHz
    assert 1.5 < share.max() < 1.6


# -------------------------------------------------------------------------------------------------------------- limits


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: wet_cover_loss_db(0.0, 1.0), "frequency_hz = 0.0"),
        (lambda: wet_cover_loss_db(8e9, -1.0), "rain_rate_mm_per_h = -1.0"),
        (lambda: wet_radome_loss_db(8e9, 1.0, 0.0), "radome_radius_m = 0.0"),
        (lambda: film_powers(8e9, -1e-3), "film_thickness_m = -0.001"),
        (lambda: film_powers(8e9, 1e-3, -1e-3), "cover_thickness_m = -0.001"),
        (lambda: measured_wet_radome_loss_db(5e9, -1.0), "rain_rate_mm_per_h = -1.0"),
    ],
)
@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
def test_impossible_numbers_raise(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: wet_cover_loss_db(1e9, 1.0),
        lambda: wet_radome_loss_db(94e9, 1.0, 3.0),
        lambda: wet_radome_absorbed_share(94e9, 1.0, 3.0),
        lambda: measured_wet_radome_loss_db(8.4e9, 1.0),
        lambda: measured_wet_radome_loss_db(5e9, 300.0),
    ],
)
def test_outside_the_stated_range_warns(call):
    with pytest.warns(ModelRangeWarning):
        assert call() > 0.0
