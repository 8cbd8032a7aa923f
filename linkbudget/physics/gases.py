"""Attenuation by oxygen and water vapour, line by line, per kilometre and along a slant path to space.

The map: :func:`specific_oxygen_attenuation_db_per_km`, :func:`specific_water_vapour_attenuation_db_per_km` and their
sum :func:`specific_gas_attenuation_db_per_km` describe air of a given state; :func:`slant_gas_loss_db` adds up the
layers of the reference atmosphere along a refracted ray, and :func:`ray_bending_deg` tells how far that ray is bent.

The slant path is a sum over spherical layers, 922 from sea level.  Its path lengths depend on the station alone and its
absorption on the frequency alone, so both are kept: for each station the path lengths at 192 elevations, as a matrix
that takes layer absorption to loss, and for each station and frequency the resulting table of loss against elevation.
Every answer, for one elevation or a million, is a cubic Hermite interpolation in that one table; it departs from the
sum itself by less than 1e-8 of the loss above 1 degree of elevation and less than 1e-5 below.  Of many frequencies at
few elevations no table is made: :mod:`linkbudget.physics._ray_sums` has the same answer in a hundredth of the time.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from linkbudget.errors import require, warn_outside
from linkbudget.physics._gas_layers import (
    cosines,
    dry_continuum,
    oxygen_lines,
    paths_km,
    station_above,
    water_lines,
)
from linkbudget.physics._many_values import MANY, STATION_LIMITS, between_nodes, for_many
from linkbudget.physics._ray_sums import RaySums
from linkbudget.physics.atmosphere import water_vapour_pressure_hpa

LOWEST_FREQUENCY_HZ = 1e9
"""ITU-R P.676-13, Annex 1 is stated from here."""

HIGHEST_FREQUENCY_HZ = 1e12
"""ITU-R P.676-13, Annex 1 is stated to here."""

MODEL = "ITU-R P.676-13 Annex 1"
"""Name of the model in warnings about the range of frequencies."""
_POINTS = 1024  # states of air taken at once, times some lines, and
_RAYS = 16  # rays taken at once, times 922 layers: both fit the cache
_FEW_RAYS = 16  # elevations up to which a sum along each is quicker than a table of each frequency
_DIRECT = 2048  # different frequencies up to which none are interpolated

# The table of loss against elevation: equal steps of arsinh(sin(elevation) / _BEND), finest near the horizon.
_KNOTS = 192
_BEND = 0.002
_LOG_BEND = math.log(_BEND)
_STEP = math.asinh(1.0 / _BEND) / (_KNOTS - 1)


def specific_oxygen_attenuation_db_per_km(frequency_hz, dry_pressure_hpa, temperature_k, water_vapour_density_g_per_m3):
    r"""Specific attenuation by dry air: oxygen lines, the Debye spectrum and pressure-induced nitrogen.

    .. math::

        \gamma_o = 0.1820 f \left(\sum_{i} S_i F_i + N''_D(f)\right), \qquad
        S_i = a_1 \times 10^{-7} \, p \, \theta^3 e^{a_2 (1 - \theta)}, \quad \theta = 300 / T, \qquad
        F_i = \frac{f}{f_i} \left[\frac{\Delta f - \delta (f_i - f)}{(f_i - f)^2 + \Delta f^2}
        + \frac{\Delta f - \delta (f_i + f)}{(f_i + f)^2 + \Delta f^2}\right], \qquad
        \Delta f = \sqrt{\left[a_3 \times 10^{-4} (p \, \theta^{0.8} + 1.1 \, e \, \theta)\right]^2
        + 2.25 \times 10^{-6}}, \qquad
        \delta = (a_5 + a_6 \theta) \times 10^{-4} (p + e) \, \theta^{0.8}, \qquad
        N''_D = f p \, \theta^2 \left[\frac{6.14 \times 10^{-5}}{d \left[1 + (f / d)^2\right]}
        + \frac{1.4 \times 10^{-12} p \, \theta^{1.5}}{1 + 1.9 \times 10^{-5} f^{1.5}}\right], \quad
        d = 5.6 \times 10^{-4} (p + e) \, \theta^{0.8}

    with f in GHz, dry pressure p and vapour pressure e in hPa, and for each line its frequency and a1 to a6 of Table 1.

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
    frequency_hz = require("frequency_hz", frequency_hz)
    warn_outside(MODEL, "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)
    air = frequency_hz, dry_pressure_hpa, temperature_k, water_vapour_density_g_per_m3
    return _in_blocks(_oxygen_absorption, *air)


def specific_water_vapour_attenuation_db_per_km(
    frequency_hz, dry_pressure_hpa, temperature_k, water_vapour_density_g_per_m3
):
    r"""Specific attenuation by water vapour: its lines and, through a pseudo-line at 1780 GHz, its continuum.

    .. math::

        \gamma_w = 0.1820 f \sum_{i} S_i F_i, \qquad
        S_i = b_1 \times 10^{-1} \, e \, \theta^{3.5} e^{b_2 (1 - \theta)}, \quad \theta = 300 / T, \qquad
        F_i = \frac{f}{f_i} \left[\frac{\Delta f}{(f_i - f)^2 + \Delta f^2}
        + \frac{\Delta f}{(f_i + f)^2 + \Delta f^2}\right], \qquad
        \Delta f = 0.535 \, w + \sqrt{0.217 \, w^2 + \frac{2.1316 \times 10^{-12} f_i^2}{\theta}}, \quad
        w = b_3 \times 10^{-4} \left(p \, \theta^{b_4} + b_5 \, e \, \theta^{b_6}\right)

    with f in GHz, dry pressure p and vapour pressure e in hPa, and for each line its frequency and b1 to b6 of Table 2.

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
    frequency_hz = require("frequency_hz", frequency_hz)
    warn_outside(MODEL, "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)
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
    frequency_hz = require("frequency_hz", frequency_hz)
    warn_outside(MODEL, "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)
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
        Apparent elevation, at which the ray reaches the station, -90 to 90; NaN results below the horizon.  From the
        geometric elevation it follows by :func:`linkbudget.physics.refraction.apparent_elevation_deg`; without that
        step the loss at 26 GHz and 1 degree is 10.5 dB instead of 8.5 dB [deg].
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
    Cost: the first call for a station and frequency takes some milliseconds, another frequency of that station a
    quarter of one, and every further elevation some ten nanoseconds (arrays) or about two microseconds (scalars).
    Arrays of frequency, height or density cost that for every different combination, up to 64 of them; of more the
    loss is interpolated between some twenty wherever that is as good, to 1e-6 dB.  More than 64 frequencies at up to 16
    elevations of one station take 5 microseconds each and are exact; interpolated are more than 2048 alone.

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
    frequency_hz = require("frequency_hz", frequency_hz)
    station_height_m = require("station_height_m", station_height_m)
    surface_water_vapour_density_g_per_m3 = require(
        "surface_water_vapour_density_g_per_m3", surface_water_vapour_density_g_per_m3
    )
    if not isinstance(frequency_hz, float) or not LOWEST_FREQUENCY_HZ <= frequency_hz <= HIGHEST_FREQUENCY_HZ:
        warn_outside(MODEL, "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    link = frequency_hz, station_height_m, surface_water_vapour_density_g_per_m3
    if all(isinstance(value, float | int) for value in link):
        return _loss_from_table(elevation_deg, *link)
    along_rays = _loss_along_few_rays(elevation_deg, *link)
    return along_rays if along_rays is not None else for_many(_loss_from_table, _LIMITS, elevation_deg, *link)


def ray_bending_deg(elevation_deg, *, station_height_m=0.0, surface_water_vapour_density_g_per_m3=7.5):
    r"""Angle by which the reference atmosphere bends a ray between space and the station.

    .. math::

        \mathrm{bending} = \sum_{i} (\beta_{i+1} - \alpha_i), \qquad
        \sin\alpha_i = \frac{r_i}{r_{i+1}} \sin\beta_i

    with :math:`\alpha_i` and :math:`\beta_{i+1}` the angles from the vertical below and above each layer boundary.  For
    a distant source it is the apparent less the geometric elevation;
    :func:`linkbudget.physics.refraction.apparent_elevation_deg` tabulates it.

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
    station_height_m = require("station_height_m", station_height_m)
    surface_water_vapour_density_g_per_m3 = require(
        "surface_water_vapour_density_g_per_m3", surface_water_vapour_density_g_per_m3
    )
    elevation_deg = np.asarray(require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0))
    layers = station_above(float(station_height_m), float(surface_water_vapour_density_g_per_m3)).layers
    angle = np.radians(elevation_deg.ravel())
    up = np.flatnonzero(angle >= 0.0)
    bending = np.full(angle.shape, np.nan)
    for start in range(0, up.size, _RAYS):
        block = up[start : start + _RAYS]
        cosine = np.cos(angle[block])[:, None]
        cos_entering, cos_leaving = cosines(layers, np.sin(angle[block])[:, None])
        entering = np.arctan2(np.sqrt(layers.snell_bottom) * cosine, cos_entering)
        leaving = np.arctan2(np.sqrt(layers.snell_top) * cosine, cos_leaving)
        bending[block] = np.degrees(np.sum(entering[:, 1:] - leaving[:, :-1], axis=1))
    return bending.reshape(elevation_deg.shape)[()]


class _Table(NamedTuple):
    """Cubic coefficients between knots: rows for arrays, and the same as lists of plain floats for scalars."""

    coefficients: np.ndarray
    plain: list


def _oxygen_absorption(frequency_ghz, *air):
    lines = oxygen_lines(*air).absorption(frequency_ghz)
    return 0.1820 * frequency_ghz * (lines + dry_continuum(*air).absorption(frequency_ghz))


def _water_absorption(frequency_ghz, *air):
    return 0.1820 * frequency_ghz * water_lines(*air).absorption(frequency_ghz)


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


_LIMITS = ((1.0, 1e13), *STATION_LIMITS)
"""Least and greatest node of frequency, height and density."""


@lru_cache(maxsize=8)
def _table_matrix(*site):
    """Matrix from absorption per layer [dB/km] to the table: :func:`_table_rows` of all knots."""
    layers = station_above(*site).layers
    matrix = np.empty((2, _KNOTS, layers.bottom_km.size))
    for start in range(0, _KNOTS, _RAYS):
        matrix[:, start : start + _RAYS] = _table_rows(layers, np.arange(start, min(start + _RAYS, _KNOTS)))
    return matrix


def _table_rows(layers, knots):
    """Rows of the matrix for some knots: values and slopes of loss times hypot(sine, _BEND), axes (2, knot, layer)."""
    sine = _BEND * np.sinh(_STEP * knots)
    # a hair above the horizon, where the slope of the lowest layer's path is defined
    here = np.where(knots == 0, 1e-12, np.where(knots == _KNOTS - 1, 1.0, sine))[:, None]
    entering, leaving = cosines(layers, here)
    path = paths_km(layers, here)
    across = layers.bottom_km * entering + layers.top_km * leaving
    steepening = layers.bottom_km * layers.snell_bottom / entering + layers.top_km * layers.snell_top / leaving
    scale = np.hypot(here, _BEND)
    return np.stack([scale * path, _STEP * here * path * (1.0 - scale * scale * steepening / across)])


def _loss_along_few_rays(elevation_deg, frequency_hz, *site):
    """Loss of many frequencies at few elevations of one station; none where tables of each frequency are as good."""
    if np.size(frequency_hz) <= MANY or any(np.size(value) != 1 for value in site):
        return None
    elevations, ray = np.unique(elevation_deg, return_inverse=True)
    frequencies, which = np.unique(require("frequency_hz", frequency_hz, above=0.0), return_inverse=True)
    if elevations.size > _FEW_RAYS or frequencies.size <= MANY:
        return None
    loss_db = np.full((elevations.size, frequencies.size), np.nan)
    for row in np.flatnonzero(elevations >= 0.0):
        sums = _ray_sums(float(elevations[row]), *(float(np.ravel(value)[0]) for value in site))
        smooth = between_nodes(sums.loss_db, _LIMITS[0], frequencies) if frequencies.size > _DIRECT else None
        loss_db[row] = sums.loss_db(frequencies) if smooth is None else smooth
    found = loss_db[ray.reshape(np.shape(elevation_deg)), which.reshape(np.shape(frequency_hz))]
    return np.broadcast_to(found, np.broadcast_shapes(found.shape, *map(np.shape, site))).copy()


@lru_cache(maxsize=4)
def _ray_sums(elevation_deg, *site):
    """Sums along one ray, with the lengths in its layers that the table's cubic between two knots gives."""
    station = station_above(*site)
    scale, knot, place = _between_knots(elevation_deg)
    (low, high), (slope_low, slope_high) = _table_rows(station.layers, np.array([knot, knot + 1]))
    rise = place * place * (3.0 - 2.0 * place)
    rest = 1.0 - place
    weights = (1.0 - rise) * low + rise * high + place * rest * (rest * slope_low - place * slope_high)
    return RaySums.along(station, weights / scale)


@lru_cache(maxsize=256)
def _loss_table(frequency_hz, *site):
    """Cubic pieces of the loss against elevation for one frequency and station."""
    value, slope = _table_matrix(*site) @ station_above(*site).absorption_db_per_km(frequency_hz)
    change, start, end = np.diff(value), slope[:-1], slope[1:]
    coefficients = np.array([value[:-1], start, 3.0 * change - 2.0 * start - end, start + end - 2.0 * change])
    return _Table(coefficients, coefficients.T.tolist())


def _loss_from_table(elevation_deg, *link):
    return _interpolated(_loss_table(*link), elevation_deg)


def _interpolated(table, elevation_deg):
    """Loss at any elevation from the table, NaN below the horizon; floats skip NumPy."""
    if isinstance(elevation_deg, float):
        if not elevation_deg >= 0.0:
            return math.nan
        scale, knot, place = _between_knots(elevation_deg)
        c0, c1, c2, c3 = table.plain[knot]
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


def _between_knots(elevation_deg):
    """Factor of the loss in the table at one elevation, the knot below it, and the place between that and the next."""
    sine = math.sin(math.radians(elevation_deg))
    scale = math.sqrt(sine * sine + _BEND * _BEND)
    place = (math.log(sine + scale) - _LOG_BEND) / _STEP
    knot = min(int(place), _KNOTS - 2)
    return scale, knot, place - knot
