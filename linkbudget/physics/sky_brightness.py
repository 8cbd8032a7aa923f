r"""Brightness of the clear sky, from the same layers of air as the gas loss.

Each layer shines with its own temperature and dims what comes from above it.  The map:
:func:`clear_sky_brightness_temperature_k`, and :func:`clear_sky_radiating_temperature_k`, the one temperature that,
with the whole loss, would shine as brightly: what :func:`linkbudget.physics.sky_noise.sky_noise_temperature_k`
asks for.  An antenna on a terrestrial path looks past the far end into this sky: :mod:`linkbudget.physics.gas_paths`.
"""

import math

import numpy as np

from linkbudget.errors import require, warn_outside
from linkbudget.physics._gas_layers import paths_km, station_above
from linkbudget.physics.gases import HIGHEST_FREQUENCY_HZ, LOWEST_FREQUENCY_HZ, MODEL, slant_gas_loss_db

_NEPER = math.log(10.0) / 10.0
_RAYS = 256  # elevations whose layers stay in the cache


def clear_sky_brightness_temperature_k(
    elevation_deg,
    frequency_hz,
    background_k,
    *,
    station_height_m=0.0,
    surface_water_vapour_density_g_per_m3=7.5,
):
    r"""Brightness temperature of the clear sky along a refracted ray, layer by layer.

    .. math:: T_b = \sum_i T_i \left(1 - e^{-\tau_i}\right) e^{-\sum_{j < i} \tau_j} + T_{bg} \, e^{-\sum_j \tau_j}

    Parameters
    ----------
    elevation_deg : array_like
        Apparent elevation, :func:`linkbudget.physics.refraction.apparent_elevation_deg`, -90 to 90; NaN results below
        the horizon [deg].
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz, used outside with a warning [Hz].
    background_k : array_like
        Brightness beyond the atmosphere, zero or more [K].
    station_height_m : float
        Height of the station above mean sea level [m].
    surface_water_vapour_density_g_per_m3 : float
        Density of water vapour at sea level [g/m3].

    Returns
    -------
    ndarray or float
        Brightness temperature, broadcast shape of elevation, frequency and background [K].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency is not above zero, a background is negative, or the station
        is outside the atmosphere.

    Notes
    -----
    Power is taken to be proportional to temperature (Rayleigh and Jeans), which is h f / 2 k too much for each body:
    2.4 K at 100 GHz.  Layers, lines and refraction are those of :func:`linkbudget.physics.gases.slant_gas_loss_db`.

    The absorption of the layers is worked out once for each different frequency, which takes some 0.3 ms; every
    elevation at it takes some 30 microseconds more.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 1 (downwelling brightness temperature of a layered atmosphere).

    Examples
    --------
    >>> print(f"{clear_sky_brightness_temperature_k(30.0, 12e9, 2.7):.1f} K")
    9.8 K
    """
    station_height_m = require("station_height_m", station_height_m)
    surface_water_vapour_density_g_per_m3 = require(
        "surface_water_vapour_density_g_per_m3", surface_water_vapour_density_g_per_m3
    )
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    background_k = require("background_k", background_k, at_least=0.0)
    warn_outside(MODEL, "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)
    station = station_above(station_height_m, surface_water_vapour_density_g_per_m3)
    points = np.broadcast_arrays(elevation_deg, np.asarray(frequency_hz, dtype=float), background_k)
    elevation, frequency, background = (np.ravel(value) for value in points)
    different, which = np.unique(frequency, return_inverse=True)
    together = np.split(np.argsort(which, kind="stable"), np.cumsum(np.bincount(which))[:-1])
    result = np.empty(elevation.size)
    for one, places in zip(different.tolist(), together, strict=True) if result.size else ():
        opacity_per_km = _NEPER * station.absorption_db_per_km(one)
        for start in range(0, places.size, _RAYS):
            block = places[start : start + _RAYS]
            result[block] = _shining(station, opacity_per_km, elevation[block], background[block])
    return result.reshape(points[0].shape)[()]


def clear_sky_radiating_temperature_k(
    elevation_deg, frequency_hz, *, station_height_m=0.0, surface_water_vapour_density_g_per_m3=7.5
):
    r"""Temperature of a uniform atmosphere that would shine as brightly as the layers do.

    .. math:: T_m = \frac{T_b(T_{bg} = 0)}{1 - 10^{-A / 10}}

    Parameters
    ----------
    elevation_deg : array_like
        Apparent elevation, :func:`linkbudget.physics.refraction.apparent_elevation_deg`, -90 to 90; NaN results below
        the horizon [deg].
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz, used outside with a warning [Hz].
    station_height_m : float
        Height of the station above mean sea level [m].
    surface_water_vapour_density_g_per_m3 : float
        Density of water vapour at sea level [g/m3].

    Returns
    -------
    ndarray or float
        Mean radiating temperature, broadcast shape of elevation and frequency [K].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency is not above zero, or the station is outside the atmosphere.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 3 (its mean radiating temperature, here from the layers).

    Examples
    --------
    >>> print(f"{clear_sky_radiating_temperature_k(90.0, 22.235e9):.0f} K")
    271 K
    """
    station_height_m = require("station_height_m", station_height_m)
    surface_water_vapour_density_g_per_m3 = require(
        "surface_water_vapour_density_g_per_m3", surface_water_vapour_density_g_per_m3
    )
    site = {
        "station_height_m": station_height_m,
        "surface_water_vapour_density_g_per_m3": surface_water_vapour_density_g_per_m3,
    }
    emitted = clear_sky_brightness_temperature_k(elevation_deg, frequency_hz, 0.0, **site)
    loss_db = slant_gas_loss_db(elevation_deg, frequency_hz, **site)
    return emitted / -np.expm1(-_NEPER * loss_db)


def _shining(station, opacity_per_km, elevation_deg, background_k):
    up = elevation_deg >= 0.0
    sine = np.maximum(np.sin(np.radians(np.where(up, elevation_deg, 0.0))), 1e-12)[:, None]
    depth = opacity_per_km * paths_km(station.layers, sine)
    before = np.cumsum(depth, axis=1) - depth
    emitted = np.einsum("ij,ij,j->i", -np.expm1(-depth), np.exp(-before), station.temperature_k)
    return np.where(up, emitted + background_k * np.exp(-depth.sum(axis=1)), np.nan)
