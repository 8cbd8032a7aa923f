"""Lines of oxygen and water vapour, and the layers of air above a station: what the gas models stand on.

The map: :func:`oxygen_lines`, :func:`water_lines` and :func:`dry_continuum` for air of a given state;
:func:`station_above` for the layers of the reference atmosphere, :func:`cosines` and :func:`paths_km` for a ray through
them.  Equations are those of ITU-R P.676-13 (08/2022), Annex 1.
"""

import math
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from linkbudget.errors import require
from linkbudget.physics.atmosphere import (
    HIGHEST_HEIGHT_M,
    LOWEST_HEIGHT_M,
    radio_refractivity,
    reference_pressure_hpa,
    reference_temperature_k,
    reference_water_vapour_density_g_per_m3,
    water_vapour_pressure_hpa,
)

_DATA = Path(__file__).resolve().parents[1] / "data"
EARTH_RADIUS_KM = 6371.0


_LINES = 16  # taken at once: times the layers or points of a block, an array that stays in the cache


class Lines(NamedTuple):
    """Lines in given air, axes (line, point): what equation (5) wants of them, worked out once for all frequencies.

    ``area`` is strength over centre times width, ``skew`` the same times interference (none for water), and the width
    is squared.
    """

    centre_ghz: np.ndarray
    area: np.ndarray
    skew: np.ndarray | None
    width_squared: np.ndarray

    def absorption(self, frequency_ghz):
        """The imaginary part of the complex refractivity, equations (2a), (2b) and (5), without the continuum."""
        total = 0.0
        for start in range(0, self.centre_ghz.size, _LINES):
            part = slice(start, start + _LINES)
            below, above = self.centre_ghz[part] - frequency_ghz, self.centre_ghz[part] + frequency_ghz
            near, far = below * below + self.width_squared[part], above * above + self.width_squared[part]
            if self.skew is None:  # both fractions are one
                shape = near + far
                shape *= self.area[part]
                near *= far
                shape /= near
            else:
                shape = self.skew[part] * -below
                shape += self.area[part]
                shape /= near
                np.multiply(self.skew[part], -above, out=near)
                near += self.area[part]
                near /= far
                shape += near
            total = total + shape.sum(axis=0)
        return frequency_ghz * total


class DryContinuum(NamedTuple):
    """Absorption of dry air beside its lines, for each point: equations (8) and (9).

    The Debye spectrum of oxygen is half of a line of zero frequency, with ``area`` and ``width_squared``; ``nitrogen``
    is the strength of pressure-induced nitrogen.
    """

    area: np.ndarray
    width_squared: np.ndarray
    nitrogen: np.ndarray

    def absorption(self, frequency_ghz):
        """The continuum N" of the dry air."""
        debye = self.area / (self.width_squared + frequency_ghz * frequency_ghz)
        return frequency_ghz * (debye + self.nitrogen * nitrogen_spectrum(frequency_ghz))


class Layers(NamedTuple):
    """The atmosphere above a station, bottom to top; ``snell`` is (n1 r1 / n r)^2 and ``rise`` one less that."""

    bottom_km: np.ndarray
    top_km: np.ndarray
    snell_bottom: np.ndarray
    rise_bottom: np.ndarray
    snell_top: np.ndarray
    rise_top: np.ndarray


class Station(NamedTuple):
    """The air above a station: its layers, their state, their lines and their continuum.

    ``air`` is dry pressure, temperature and vapour pressure in the middle of each layer.
    """

    layers: Layers
    air: tuple
    oxygen: Lines
    water: Lines
    continuum: DryContinuum

    @property
    def temperature_k(self):
        """Temperature in the middle of each layer."""
        return self.air[1]

    def absorption_db_per_km(self, frequency_hz):
        """Specific attenuation of each layer: equation (1)."""
        frequency_ghz = require("frequency_hz", frequency_hz, above=0.0) / 1e9
        absorption = self.oxygen.absorption(frequency_ghz) + self.water.absorption(frequency_ghz)
        return 0.1820 * frequency_ghz * (absorption + self.continuum.absorption(frequency_ghz))


@cache
def _line_table(name):
    """Columns of a table of lines, each as a column vector so that lines run along the first axis."""
    text = (_DATA / name).read_text(encoding="utf-8")
    numbers = [[float(cell) for cell in line.split(",")] for line in text.splitlines() if line[:1].isdigit()]
    return [column[:, None] for column in np.array(numbers).T]


def oxygen_lines(dry_hpa, temperature_k, wet_hpa):
    """Oxygen lines in air given as vectors: equations (3), (6a), (6b) and (7)."""
    centre, a1, a2, a3, _, a5, a6 = _line_table("p676_oxygen_lines.csv")
    theta = 300.0 / temperature_k
    theta_08 = theta**0.8
    strength = a1 * (1e-7 * dry_hpa * theta**3) * np.exp(a2 * (1.0 - theta))
    # a4 is zero for every line of Table 1: the power of theta is the same for all
    width = np.hypot(a3 * (1e-4 * (dry_hpa * theta_08 + 1.1 * wet_hpa * theta)), 1.5e-3)
    interference = (a5 + a6 * theta) * (1e-4 * (dry_hpa + wet_hpa) * theta_08)
    area = strength / centre
    return Lines(centre, area * width, area * interference, width * width)


def water_lines(dry_hpa, temperature_k, wet_hpa):
    """Water-vapour lines in air given as vectors: equations (3), (6a) and (6b)."""
    centre, b1, b2, b3, b4, b5, b6 = _line_table("p676_water_lines.csv")
    theta = 300.0 / temperature_k
    log_theta = np.log(theta)
    strength = b1 * (0.1 * wet_hpa * theta**3.5) * np.exp(b2 * (1.0 - theta))
    width = 1e-4 * b3 * (dry_hpa * np.exp(b4 * log_theta) + b5 * wet_hpa * np.exp(b6 * log_theta))
    width = 0.535 * width + np.sqrt(0.217 * width * width + 2.1316e-12 * centre * centre / theta)
    return Lines(centre, strength / centre * width, None, width * width)


def dry_continuum(dry_hpa, temperature_k, wet_hpa):
    """Debye spectrum of oxygen and pressure-induced nitrogen in air given as vectors: equations (8) and (9)."""
    theta = 300.0 / temperature_k
    width = 5.6e-4 * (dry_hpa + wet_hpa) * theta**0.8
    strength = dry_hpa * theta**2
    return DryContinuum(strength * (6.14e-5 * width), width * width, strength * (1.4e-12 * dry_hpa * theta**1.5))


def nitrogen_spectrum(frequency_ghz):
    """Share of nitrogen's absorption that a frequency has, without the factor f: the last fraction of equation (8)."""
    return 1.0 / (1.0 + 1.9e-5 * frequency_ghz**1.5)


@lru_cache(maxsize=8)
def station_above(station_height_m, surface_water_vapour_density_g_per_m3):
    """Layers above a station and what can be worked out before the frequency is known."""
    require("station_height_m", station_height_m, at_least=LOWEST_HEIGHT_M, below=HIGHEST_HEIGHT_M)
    height_km, thickness_km = _layering(station_height_m / 1e3)
    middle_m = 1e3 * (height_km + 0.5 * thickness_km)
    temperature = reference_temperature_k(middle_m)
    density = reference_water_vapour_density_g_per_m3(middle_m, surface_water_vapour_density_g_per_m3)
    wet = water_vapour_pressure_hpa(density, temperature)
    dry = reference_pressure_hpa(middle_m) - wet
    layers = _refracting(height_km, thickness_km, 1e-6 * radio_refractivity(dry, temperature, density))
    air = dry, temperature, wet
    return Station(layers, air, oxygen_lines(*air), water_lines(*air), dry_continuum(*air))


def _layering(station_km):
    """Bottoms and thicknesses of the layers up to 100 km: equations (14)-(16), which end exactly at both heights."""
    growth = math.exp(0.01)
    top_km = HIGHEST_HEIGHT_M / 1e3
    first = math.floor(100.0 * math.log(1e4 * max(station_km, 0.0) * (growth - 1.0) + 1.0) + 1.0)
    last = math.ceil(100.0 * math.log(1e4 * top_km * (growth - 1.0) + 1.0) + 1.0)
    edges = np.exp(np.arange(first, last + 1) / 100.0)
    edges_km = station_km + (top_km - station_km) * (edges - edges[0]) / (edges[-1] - edges[0])
    return edges_km[:-1], np.diff(edges_km)


def _refracting(height_km, thickness_km, excess_index):
    """Layers with their share of Snell's law; differences are formed first, to keep digits of n - 1 and of h."""
    bottom, first = EARTH_RADIUS_KM + height_km, EARTH_RADIUS_KM + height_km[0]
    index, index_1 = 1.0 + excess_index, 1.0 + excess_index[0]
    parts = []
    for climb in (height_km - height_km[0], height_km - height_km[0] + thickness_km):
        across = index * (first + climb)
        ratio = index_1 * first / across
        fall = ((excess_index - excess_index[0]) * (first + climb) + index_1 * climb) / across
        parts += [ratio * ratio, fall * (1.0 + ratio)]
    return Layers(bottom, bottom + thickness_km, *parts)


def cosines(layers, sine):
    """Cosines of the ray's angle from the vertical where it enters and leaves each layer; NaN for a trapped ray."""
    square = sine * sine
    with np.errstate(invalid="ignore"):
        entering = np.sqrt(layers.rise_bottom + square * layers.snell_bottom)
        leaving = np.sqrt(layers.rise_top + square * layers.snell_top)
    return entering, leaving


def paths_km(layers, sine):
    """Length of a ray in each layer, for a column of sines of its elevation.

    ``(r'^2 - r^2) / (r cos(beta) + r' cos(alpha))``, with r' and alpha at the top of the layer: the difference of roots
    as a quotient, which keeps its digits near the horizon.
    """
    entering, leaving = cosines(layers, sine)
    across = layers.bottom_km * entering + layers.top_km * leaving
    return (layers.top_km - layers.bottom_km) * (layers.top_km + layers.bottom_km) / across
