"""What oxygen and water vapour take from a signal, line by line, per kilometre and along a slant path to space.

The map: :func:`specific_oxygen_attenuation_db_per_km`, :func:`specific_water_vapour_attenuation_db_per_km` and their
sum :func:`specific_gas_attenuation_db_per_km` describe air of a given state; :func:`slant_gas_loss_db` adds up the
layers of the reference atmosphere along a refracted ray, and :func:`ray_bending_deg` tells how far that ray is bent.

The slant path is a sum over spherical layers, 922 from sea level.  Its path lengths depend on the station alone and its
absorption on the frequency alone, so both are kept: for each station the path lengths at 192 elevations, as a matrix
that takes layer absorption to loss, and for each station and frequency the resulting table of loss against elevation.
Every answer, for one elevation or a million, is a cubic Hermite interpolation in that one table; it departs from the
sum itself by less than 1e-8 of the loss above 1 degree of elevation and less than 1e-5 below.
"""

import math
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from linkbudget.errors import require, warn_outside
from linkbudget.physics.atmosphere import (
    HIGHEST_HEIGHT_M,
    LOWEST_HEIGHT_M,
    radio_refractivity,
    reference_pressure_hpa,
    reference_temperature_k,
    reference_water_vapour_density_g_per_m3,
    water_vapour_pressure_hpa,
)

LOWEST_FREQUENCY_HZ = 1e9
"""ITU-R P.676-13, Annex 1 is stated from here."""

HIGHEST_FREQUENCY_HZ = 1e12
"""ITU-R P.676-13, Annex 1 is stated to here."""

_MODEL = "ITU-R P.676-13 Annex 1"
_DATA = Path(__file__).resolve().parents[1] / "data"
_EARTH_RADIUS_KM = 6371.0
_POINTS = 1024  # states of air taken at once, times 44 lines, and
_RAYS = 16  # rays taken at once, times 922 layers: both fit the cache

# The table of loss against elevation: equal steps of arsinh(sin(elevation) / _BEND), finest near the horizon.
_KNOTS = 192
_BEND = 0.002
_LOG_BEND = math.log(_BEND)
_STEP = math.asinh(1.0 / _BEND) / (_KNOTS - 1)


def specific_oxygen_attenuation_db_per_km(frequency_hz, dry_pressure_hpa, temperature_k, water_vapour_density_g_per_m3):
    r"""Specific attenuation by dry air: oxygen lines, the Debye spectrum and pressure-induced nitrogen.

    .. math::

        \gamma_o = 0.1820 f \left(\sum_{i} S_i F_i + N''_D(f)\right), \qquad
        S_i = a_1 \times 10^{-7} \, p \, \theta^3 e^{a_2 (1 - \theta)}, \quad \theta = 300 / T

    with f in GHz and the line shapes F of the Recommendation.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz.  Outside, the same formulas are used, with a warning: below 1 GHz what
        is left is the Debye spectrum and the lines' wings, at most 0.006 dB/km at sea level [Hz].
    dry_pressure_hpa : array_like
        Pressure of the dry air, total less water vapour [hPa].
    temperature_k : array_like
        Temperature [K].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour, which broadens the lines [g/m3].

    Returns
    -------
    ndarray or float
        Specific attenuation, broadcast shape of the arguments [dB/km].

    Raises
    ------
    LinkBudgetError
        If a frequency or temperature is not above zero, or a pressure or density is negative.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 1, section 1, equations (1)-(9) and Table 1.

    Examples
    --------
    >>> print(f"{specific_oxygen_attenuation_db_per_km(60e9, 1013.25, 288.15, 7.5):.2f} dB/km")
    14.62 dB/km
    """
    warn_outside(_MODEL, "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)
    air = frequency_hz, dry_pressure_hpa, temperature_k, water_vapour_density_g_per_m3
    return _in_blocks(_oxygen_absorption, *air)


def specific_water_vapour_attenuation_db_per_km(
    frequency_hz, dry_pressure_hpa, temperature_k, water_vapour_density_g_per_m3
):
    r"""Specific attenuation by water vapour: its lines and, through a pseudo-line at 1780 GHz, its continuum.

    .. math::

        \gamma_w = 0.1820 f \sum_{i} S_i F_i, \qquad
        S_i = b_1 \times 10^{-1} \, e \, \theta^{3.5} e^{b_2 (1 - \theta)}, \quad \theta = 300 / T

    with f in GHz and the line shapes F of the Recommendation.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz.  Outside, the same formulas are used, with a warning [Hz].
    dry_pressure_hpa : array_like
        Pressure of the dry air, total less water vapour [hPa].
    temperature_k : array_like
        Temperature [K].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour [g/m3].

    Returns
    -------
    ndarray or float
        Specific attenuation, broadcast shape of the arguments [dB/km].

    Raises
    ------
    LinkBudgetError
        If a frequency or temperature is not above zero, or a pressure or density is negative.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 1, section 1, equations (1)-(6) and Table 2.

    Examples
    --------
    >>> print(f"{specific_water_vapour_attenuation_db_per_km(22.235e9, 1013.25, 288.15, 7.5):.3f} dB/km")
    0.179 dB/km
    """
    warn_outside(_MODEL, "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)
    air = frequency_hz, dry_pressure_hpa, temperature_k, water_vapour_density_g_per_m3
    return _in_blocks(_water_absorption, *air)


def specific_gas_attenuation_db_per_km(frequency_hz, dry_pressure_hpa, temperature_k, water_vapour_density_g_per_m3):
    r"""Specific attenuation by atmospheric gases: dry air and water vapour together.

    .. math:: \gamma = \gamma_o + \gamma_w

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz.  Outside, the same formulas are used, with a warning [Hz].
    dry_pressure_hpa : array_like
        Pressure of the dry air, total less water vapour [hPa].
    temperature_k : array_like
        Temperature [K].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour [g/m3].

    Returns
    -------
    ndarray or float
        Specific attenuation, broadcast shape of the arguments [dB/km].

    Raises
    ------
    LinkBudgetError
        If a frequency or temperature is not above zero, or a pressure or density is negative.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 1, section 1, equation (1).

    Examples
    --------
    >>> print(f"{specific_gas_attenuation_db_per_km(3.69104e9, 1013.25, 288.15, 7.5):.4f} dB/km")
    0.0079 dB/km
    """
    warn_outside(_MODEL, "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)
    air = frequency_hz, dry_pressure_hpa, temperature_k, water_vapour_density_g_per_m3
    return _in_blocks(_oxygen_absorption, *air) + _in_blocks(_water_absorption, *air)


def slant_gas_loss_db(elevation_deg, frequency_hz, *, station_height_m=0.0, surface_water_vapour_density_g_per_m3=7.5):
    r"""Loss to atmospheric gases from a station through the whole reference atmosphere, along the refracted ray.

    .. math::

        A = \sum_{i} a_i \gamma_i, \qquad
        a_i = -r_i \cos\beta_i + \sqrt{r_i^2 \cos^2\beta_i + 2 r_i \delta_i + \delta_i^2}, \qquad
        n_i r_i \sin\beta_i = n_1 r_1 \cos\theta

    over spherical layers of thickness :math:`\delta_i`, growing by 1 % each from 10 cm at sea level to 1 km at the top.

    Parameters
    ----------
    elevation_deg : array_like
        Apparent elevation, that of the ray as it reaches the station, -90 to 90; no loss can be told for a ray from
        below the horizon, where the result is NaN [deg].
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz.  Outside, the same formulas are used, with a warning: below 1 GHz the
        loss is small, at most 0.031 dB at the zenith from sea level [Hz].
    station_height_m : array_like
        Height of the station above mean sea level, -500 m to below 100 km [m].
    surface_water_vapour_density_g_per_m3 : array_like
        Density of water vapour at sea level, below the station if that lies higher [g/m3].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments; NaN below the horizon, and near it where air far moister than any on
        Earth would trap the ray [dB].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency is not above zero, a height is outside its limits or a
        density is negative.

    Notes
    -----
    Cost: the first call for a station and frequency takes some milliseconds, another frequency of that station about
    one, and every further elevation some ten nanoseconds (arrays) or about two microseconds (scalars).  Arrays of
    frequency, height or density cost that millisecond for every different combination.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 1, section 2.2.1, equations (13)-(16), with the atmosphere of P.835-7.

    Examples
    --------
    >>> print(f"{slant_gas_loss_db(30.0, 28e9):.3f} dB")
    0.471 dB
    >>> print(f"{slant_gas_loss_db(90.0, 3.69104e9):.4f} dB at the zenith")
    0.0374 dB at the zenith
    """
    if not isinstance(frequency_hz, float) or not LOWEST_FREQUENCY_HZ <= frequency_hz <= HIGHEST_FREQUENCY_HZ:
        warn_outside(_MODEL, "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    link = frequency_hz, station_height_m, surface_water_vapour_density_g_per_m3
    if all(isinstance(value, float | int) for value in link):
        return _interpolated(_loss_table(*link), elevation_deg)
    return _loss_of_many(elevation_deg, *link)


def ray_bending_deg(elevation_deg, *, station_height_m=0.0, surface_water_vapour_density_g_per_m3=7.5):
    r"""Angle by which the reference atmosphere bends a ray between space and the station.

    .. math::

        \mathrm{bending} = \sum_{i} (\beta_{i+1} - \alpha_i), \qquad
        \sin\alpha_i = \frac{r_i}{r_{i+1}} \sin\beta_i

    with :math:`\alpha_i` and :math:`\beta_{i+1}` the angles from the vertical below and above each layer boundary.  For
    a distant source it is the apparent less the geometric elevation.

    Parameters
    ----------
    elevation_deg : array_like
        Apparent elevation at the station, -90 to 90; NaN below the horizon [deg].
    station_height_m : float
        Height of the station above mean sea level, -500 m to below 100 km [m].
    surface_water_vapour_density_g_per_m3 : float
        Density of water vapour at sea level [g/m3].

    Returns
    -------
    ndarray or float
        Bending, same shape as ``elevation_deg`` [deg].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, the height is outside its limits or the density is negative.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 1, section 2.2 (bending).

    Examples
    --------
    >>> print(f"{ray_bending_deg(30.0):.4f} deg, {ray_bending_deg(1.0):.2f} deg")
    0.0314 deg, 0.49 deg
    """
    elevation_deg = np.asarray(require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0))
    layers = _station(float(station_height_m), float(surface_water_vapour_density_g_per_m3)).layers
    angle = np.radians(elevation_deg.ravel())
    up = np.flatnonzero(angle >= 0.0)
    bending = np.full(angle.shape, np.nan)
    for start in range(0, up.size, _RAYS):
        block = up[start : start + _RAYS]
        cosine = np.cos(angle[block])[:, None]
        cos_entering, cos_leaving = _cosines(layers, np.sin(angle[block])[:, None])
        entering = np.arctan2(np.sqrt(layers.snell_bottom) * cosine, cos_entering)
        leaving = np.arctan2(np.sqrt(layers.snell_top) * cosine, cos_leaving)
        bending[block] = np.degrees(np.sum(entering[:, 1:] - leaving[:, :-1], axis=1))
    return bending.reshape(elevation_deg.shape)[()]


class _Lines(NamedTuple):
    """Lines in given air, axes (line, point): strength over centre, width and interference, as equation (5) wants."""

    centre_ghz: np.ndarray
    strength: np.ndarray
    width_ghz: np.ndarray
    interference: np.ndarray | float

    def absorption(self, frequency_ghz):
        """The imaginary part of the complex refractivity, equations (2a), (2b) and (5), without the continuum."""
        below, above = self.centre_ghz - frequency_ghz, self.centre_ghz + frequency_ghz
        width_squared = self.width_ghz * self.width_ghz
        shape = (self.width_ghz - self.interference * below) / (below * below + width_squared)
        shape += (self.width_ghz - self.interference * above) / (above * above + width_squared)
        return frequency_ghz * np.einsum("ij,ij->j", np.broadcast_to(self.strength, shape.shape), shape)


class _Layers(NamedTuple):
    """The atmosphere above a station, bottom to top; ``snell`` is (n1 r1 / n r)^2 and ``rise`` one less that."""

    bottom_km: np.ndarray
    top_km: np.ndarray
    snell_bottom: np.ndarray
    rise_bottom: np.ndarray
    snell_top: np.ndarray
    rise_top: np.ndarray


class _Station(NamedTuple):
    """What the slant loss needs of a station: its layers, their air and lines, and the matrix from layers to table."""

    layers: _Layers
    air: tuple
    oxygen: _Lines
    water: _Lines
    to_table: np.ndarray


class _Table(NamedTuple):
    """Cubic coefficients between knots: rows for arrays, and the same as lists of plain floats for scalars."""

    coefficients: np.ndarray
    plain: list


@cache
def _line_table(name):
    """Columns of a table of lines, each as a column vector so that lines run along the first axis."""
    text = (_DATA / name).read_text(encoding="utf-8")
    numbers = [[float(cell) for cell in line.split(",")] for line in text.splitlines() if line[:1].isdigit()]
    return [column[:, None] for column in np.array(numbers).T]


def _oxygen_lines(dry_hpa, temperature_k, wet_hpa):
    """Oxygen lines in air given as vectors: equations (3), (6a), (6b) and (7)."""
    centre, a1, a2, a3, _, a5, a6 = _line_table("p676_oxygen_lines.csv")
    theta = 300.0 / temperature_k
    theta_08 = theta**0.8
    strength = a1 * (1e-7 * dry_hpa * theta**3) * np.exp(a2 * (1.0 - theta))
    # a4 is zero for every line of Table 1: the power of theta is the same for all
    width = np.hypot(a3 * (1e-4 * (dry_hpa * theta_08 + 1.1 * wet_hpa * theta)), 1.5e-3)
    interference = (a5 + a6 * theta) * (1e-4 * (dry_hpa + wet_hpa) * theta_08)
    return _Lines(centre, strength / centre, width, interference)


def _water_lines(dry_hpa, temperature_k, wet_hpa):
    """Water-vapour lines in air given as vectors: equations (3), (6a) and (6b)."""
    centre, b1, b2, b3, b4, b5, b6 = _line_table("p676_water_lines.csv")
    theta = 300.0 / temperature_k
    log_theta = np.log(theta)
    strength = b1 * (0.1 * wet_hpa * theta**3.5) * np.exp(b2 * (1.0 - theta))
    width = 1e-4 * b3 * (dry_hpa * np.exp(b4 * log_theta) + b5 * wet_hpa * np.exp(b6 * log_theta))
    width = 0.535 * width + np.sqrt(0.217 * width * width + 2.1316e-12 * centre * centre / theta)
    return _Lines(centre, strength / centre, width, 0.0)


def _dry_continuum(frequency_ghz, dry_hpa, temperature_k, wet_hpa):
    """Debye spectrum of oxygen and pressure-induced nitrogen: equations (8) and (9)."""
    theta = 300.0 / temperature_k
    width = 5.6e-4 * (dry_hpa + wet_hpa) * theta**0.8
    debye = 6.14e-5 * width / (width * width + frequency_ghz * frequency_ghz)
    nitrogen = 1.4e-12 * dry_hpa * theta**1.5 / (1.0 + 1.9e-5 * frequency_ghz**1.5)
    return frequency_ghz * dry_hpa * theta**2 * (debye + nitrogen)


def _oxygen_absorption(frequency_ghz, *air):
    lines = _oxygen_lines(*air).absorption(frequency_ghz)
    return 0.1820 * frequency_ghz * (lines + _dry_continuum(frequency_ghz, *air))


def _water_absorption(frequency_ghz, *air):
    return 0.1820 * frequency_ghz * _water_lines(*air).absorption(frequency_ghz)


def _in_blocks(absorption, frequency_hz, dry_pressure_hpa, temperature_k, water_vapour_density_g_per_m3):
    """Check the air, and run ``absorption`` over all its points a cache-sized block at a time."""
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    dry_pressure_hpa = require("dry_pressure_hpa", dry_pressure_hpa, at_least=0.0)
    wet_hpa = water_vapour_pressure_hpa(water_vapour_density_g_per_m3, temperature_k)
    points = np.broadcast_arrays(np.asarray(frequency_hz) / 1e9, dry_pressure_hpa, temperature_k, wet_hpa)
    flat = [np.asarray(value, dtype=float).ravel() for value in points]
    result = np.empty(points[0].size)
    for start in range(0, result.size, _POINTS):
        block = slice(start, start + _POINTS)
        result[block] = absorption(*(value[block] for value in flat))
    return result.reshape(points[0].shape)[()]


@lru_cache(maxsize=8)
def _station(station_height_m, surface_water_vapour_density_g_per_m3):
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
    return _Station(layers, air, _oxygen_lines(*air), _water_lines(*air), _table_matrix(layers))


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
    bottom, first = _EARTH_RADIUS_KM + height_km, _EARTH_RADIUS_KM + height_km[0]
    index, index_1 = 1.0 + excess_index, 1.0 + excess_index[0]
    parts = []
    for climb in (height_km - height_km[0], height_km - height_km[0] + thickness_km):
        across = index * (first + climb)
        ratio = index_1 * first / across
        fall = ((excess_index - excess_index[0]) * (first + climb) + index_1 * climb) / across
        parts += [ratio * ratio, fall * (1.0 + ratio)]
    return _Layers(bottom, bottom + thickness_km, *parts)


def _cosines(layers, sine):
    """Cosines of the ray's angle from the vertical where it enters and leaves each layer; NaN for a trapped ray."""
    square = sine * sine
    with np.errstate(invalid="ignore"):
        entering = np.sqrt(layers.rise_bottom + square * layers.snell_bottom)
        leaving = np.sqrt(layers.rise_top + square * layers.snell_top)
    return entering, leaving


def _table_matrix(layers):
    """Matrix from absorption per layer [dB/km] to the table: values and slopes of loss times hypot(sine, _BEND).

    The path in a layer, with the difference of roots written as a quotient that keeps its digits near the horizon, is
    ``(r'^2 - r^2) / (r cos(beta) + r' cos(alpha))``, with r' and alpha at its top.
    """
    sine = _BEND * np.sinh(_STEP * np.arange(_KNOTS))
    sine[0], sine[-1] = 1e-12, 1.0  # a hair above the horizon, where the slope of the lowest layer's path is defined
    matrix = np.empty((2, _KNOTS, layers.bottom_km.size))
    for start in range(0, _KNOTS, _RAYS):
        block = slice(start, start + _RAYS)
        here = sine[block, None]
        entering, leaving = _cosines(layers, here)
        across = layers.bottom_km * entering + layers.top_km * leaving
        path = (layers.top_km - layers.bottom_km) * (layers.top_km + layers.bottom_km) / across
        steepening = layers.bottom_km * layers.snell_bottom / entering + layers.top_km * layers.snell_top / leaving
        scale = np.hypot(here, _BEND)
        matrix[0, block] = scale * path
        matrix[1, block] = _STEP * here * path * (1.0 - scale * scale * steepening / across)
    return matrix


@lru_cache(maxsize=256)
def _loss_table(frequency_hz, station_height_m, surface_water_vapour_density_g_per_m3):
    """Cubic pieces of the loss against elevation for one frequency and station."""
    station = _station(station_height_m, surface_water_vapour_density_g_per_m3)
    value, slope = station.to_table @ _layer_absorption_db_per_km(frequency_hz, station)
    change, start, end = np.diff(value), slope[:-1], slope[1:]
    coefficients = np.array([value[:-1], start, 3.0 * change - 2.0 * start - end, start + end - 2.0 * change])
    return _Table(coefficients, coefficients.T.tolist())


def _layer_absorption_db_per_km(frequency_hz, station):
    """Specific attenuation of every layer above a station."""
    frequency_ghz = require("frequency_hz", frequency_hz, above=0.0) / 1e9
    absorption = station.oxygen.absorption(frequency_ghz) + station.water.absorption(frequency_ghz)
    return 0.1820 * frequency_ghz * (absorption + _dry_continuum(frequency_ghz, *station.air))


def _paths_km(layers, sine):
    """Length of a ray in every layer, for a column of sines of its elevation."""
    entering, leaving = _cosines(layers, sine)
    across = layers.bottom_km * entering + layers.top_km * leaving
    return (layers.top_km - layers.bottom_km) * (layers.top_km + layers.bottom_km) / across


def _interpolated(table, elevation_deg):
    """Loss at any elevation from the table, NaN below the horizon; floats skip NumPy."""
    if isinstance(elevation_deg, float):
        if not elevation_deg >= 0.0:
            return math.nan
        sine = math.sin(math.radians(elevation_deg))
        scale = math.sqrt(sine * sine + _BEND * _BEND)
        place = (math.log(sine + scale) - _LOG_BEND) / _STEP
        knot = min(int(place), _KNOTS - 2)
        c0, c1, c2, c3 = table.plain[knot]
        place -= knot
        return (c0 + place * (c1 + place * (c2 + place * c3))) / scale
    up = elevation_deg >= 0.0
    sine = np.sin(np.radians(np.where(up, elevation_deg, 0.0)))
    scale = np.sqrt(sine * sine + _BEND * _BEND)
    place = (np.log(sine + scale) - _LOG_BEND) / _STEP
    knot = np.minimum(place.astype(np.intp), _KNOTS - 2)
    place -= knot
    c0, c1, c2, c3 = table.coefficients
    loss = c0[knot] + place * (c1[knot] + place * (c2[knot] + place * c3[knot]))
    return np.where(up, loss / scale, np.nan)[()]


def _loss_of_many(elevation_deg, *link):
    """Loss where frequency, height or density are arrays: one table for each different combination of the three."""
    link = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in link))
    different, which = np.unique(np.stack([value.ravel() for value in link]), axis=1, return_inverse=True)
    elevation_deg, which = np.broadcast_arrays(elevation_deg, which.reshape(link[0].shape))
    flat_elevation_deg, loss = elevation_deg.ravel(), np.empty(which.size)
    order = np.argsort(which, axis=None, kind="stable")
    ends = np.cumsum(np.bincount(which.ravel(), minlength=different.shape[1]))
    for combination, points in zip(different.T.tolist(), np.split(order, ends[:-1]), strict=True):
        loss[points] = _interpolated(_loss_table(*combination), flat_elevation_deg[points])
    return loss.reshape(which.shape)[()]
