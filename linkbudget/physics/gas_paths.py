r"""Gases on a path between two points: between hills, to an aircraft or balloon, through the limb of the atmosphere.

:mod:`linkbudget.physics.gases` goes from a station through the whole atmosphere; this module goes from a station to a
far end at a given distance, both at any height.  The ray is bent as the reference atmosphere bends it.

The map: :func:`path_gas_loss_db` is the loss, :func:`path_radiating_temperature_k` and
:func:`path_brightness_temperature_k` are the noise that the air on the path sends to the station.
:func:`path_elevation_deg` is the apparent elevation of the far end, :func:`path_lowest_height_m` says whether the ray
clears the ground.

Noise temperature of an antenna that looks along such a path: the antenna sees past the far end.

- Looking up or level (``path_elevation_deg`` of zero or more), it sees the sky through the whole atmosphere: use
  :func:`linkbudget.physics.sky_brightness.clear_sky_brightness_temperature_k` at the elevation of
  :func:`path_elevation_deg`; where that is a little below zero, on level paths, at zero.  The half of the main beam
  below the horizon sees the ground, near 290 K; at the horizon and above some 10 GHz the sky is nearly as warm.
- Looking down, from an aircraft, it sees the ground through the air: use :func:`path_brightness_temperature_k` with the
  far end on the ground and the ground's brightness (290 K times its emissivity) as the background.

Heights are above mean sea level, over a sphere of 6371 km as in ITU-R P.676.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from linkbudget.errors import LinkBudgetError, require, warn_outside
from linkbudget.physics._bent_rays import bent_rays
from linkbudget.physics._gas_layers import EARTH_RADIUS_KM, Station, station_above
from linkbudget.physics._many_values import STATION_LIMITS, for_many
from linkbudget.physics.atmosphere import HIGHEST_HEIGHT_M, LOWEST_HEIGHT_M, radio_refractivity
from linkbudget.physics.gases import HIGHEST_FREQUENCY_HZ, LOWEST_FREQUENCY_HZ, MODEL

_NEPER = math.log(10.0) / 10.0
_RAYS = 128  # rays whose nodes stay in the cache
_DENSITY_LIMITS = STATION_LIMITS[1:]
_LIMITS = ((1.0, 1e13), *_DENSITY_LIMITS)
_DEEPEST_M = 500.0


def path_gas_loss_db(
    range_m, frequency_hz, *, station_height_m, far_height_m, surface_water_vapour_density_g_per_m3=7.5
):
    r"""Loss to atmospheric gases on a path between two points, along the refracted ray.

    .. math:: A = \int_0^d \gamma(h(s)) \, ds

    which is :math:`\gamma d` on a short level path, and the slant path of
    :func:`linkbudget.physics.gases.slant_gas_loss_db` where the far end is above the atmosphere.

    Parameters
    ----------
    range_m : array_like
        Distance between the ends, at least the difference of their heights [m].
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz, used outside with a warning [Hz].
    station_height_m : array_like
        Height of one end above mean sea level, from -500 m; the loss is the same from both ends [m].
    far_height_m : array_like
        Height of the other end above mean sea level, from -500 m; above 100 km there is no air [m].
    surface_water_vapour_density_g_per_m3 : array_like
        Density of water vapour at sea level [g/m3].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments; NaN where the ray would run more than 500 m below sea level (the Earth
        is in the way), and where air far moister than any on Earth would trap it [dB].

    Raises
    ------
    LinkBudgetError
        If a range is negative, shorter than the difference of the heights or longer than the Earth allows, a height is
        below -500 m, a frequency is not above zero or a density is negative.

    Notes
    -----
    The ground is not looked at: a ray that dips below sea level by less than 500 m has the loss of the air continued
    downwards, as on a path beyond the horizon, where P.676 also takes :math:`\gamma d`.  Compare
    :func:`path_lowest_height_m` with the terrain.

    The integral agrees with the sum over layers of P.676 to 0.1 %; above 15 km at frequencies between the oxygen lines
    of 50 to 70 GHz to 0.3 %.  It takes some 15 microseconds a point.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 1, sections 2.1 (terrestrial paths) and 2.2 (slant paths between two heights,
       negative elevations), with the atmosphere of P.835-7 and P.453-14.

    Examples
    --------
    A level path of 5 km near the ground, and an aircraft 200 km away, at 60 GHz and 8 GHz:

    >>> print(f"{path_gas_loss_db(5e3, 60e9, station_height_m=30.0, far_height_m=30.0):.1f} dB")
    73.2 dB
    >>> print(f"{path_gas_loss_db(200e3, 8e9, station_height_m=0.0, far_height_m=10e3):.2f} dB")
    0.91 dB
    """
    link = _frequency(frequency_hz), surface_water_vapour_density_g_per_m3
    return _along(_loss_db, _LIMITS, link, range_m, station_height_m, far_height_m)


def path_radiating_temperature_k(
    range_m, frequency_hz, *, station_height_m, far_height_m, surface_water_vapour_density_g_per_m3=7.5
):
    r"""Mean temperature of the air on a path, weighted as the station receives its noise.

    .. math:: T_m = \frac{T_b(T_{bg} = 0)}{1 - 10^{-A / 10}}

    so that air of this temperature with the loss of :func:`path_gas_loss_db` would send the same noise.

    Parameters
    ----------
    range_m : array_like
        Distance between the ends, at least the difference of their heights [m].
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz, used outside with a warning [Hz].
    station_height_m : array_like
        Height of the receiving end above mean sea level, from -500 m [m].
    far_height_m : array_like
        Height of the other end above mean sea level, from -500 m; above 100 km there is no air [m].
    surface_water_vapour_density_g_per_m3 : array_like
        Density of water vapour at sea level [g/m3].

    Returns
    -------
    ndarray or float
        Mean radiating temperature, broadcast shape of the arguments; NaN as in :func:`path_gas_loss_db`, and where no
        air is on the path [K].

    Raises
    ------
    LinkBudgetError
        As :func:`path_gas_loss_db`.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 3 (its mean radiating temperature, here from the layers).

    Examples
    --------
    >>> level = path_radiating_temperature_k(5e3, 60e9, station_height_m=30.0, far_height_m=30.0)
    >>> print(f"{level:.0f} K")
    288 K
    """
    link = _frequency(frequency_hz), surface_water_vapour_density_g_per_m3
    return _along(_radiating_k, _LIMITS, link, range_m, station_height_m, far_height_m)


def path_brightness_temperature_k(
    range_m, frequency_hz, background_k, *, station_height_m, far_height_m, surface_water_vapour_density_g_per_m3=7.5
):
    r"""Brightness temperature that the station sees along a path: the air on it, and what lies beyond its far end.

    .. math:: T_b = \int_0^d T(h(s)) \, \gamma' e^{-\tau(s)} \, ds + T_{bg} \, e^{-\tau(d)}, \qquad
        \tau(s) = \int_0^s \gamma' \, ds', \quad \gamma' = \gamma \ln(10) / 10

    Parameters
    ----------
    range_m : array_like
        Distance between the ends, at least the difference of their heights [m].
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz, used outside with a warning [Hz].
    background_k : array_like
        Brightness beyond the far end, zero or more: the ground for a station that looks down, the sky for one that
        looks up [K].
    station_height_m : array_like
        Height of the receiving end above mean sea level, from -500 m [m].
    far_height_m : array_like
        Height of the other end above mean sea level, from -500 m; above 100 km there is no air [m].
    surface_water_vapour_density_g_per_m3 : array_like
        Density of water vapour at sea level [g/m3].

    Returns
    -------
    ndarray or float
        Brightness temperature, broadcast shape of the arguments; NaN as in :func:`path_gas_loss_db` [K].

    Raises
    ------
    LinkBudgetError
        As :func:`path_gas_loss_db`, or if a background is negative.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 1 (downwelling and upwelling brightness temperature of a layered atmosphere).

    Examples
    --------
    The ground seen from an aircraft 10 km above it, at 22 GHz:

    >>> ground = path_brightness_temperature_k(10e3, 22.2e9, 250.0, station_height_m=10e3, far_height_m=0.0)
    >>> print(f"{ground:.0f} K")
    252 K
    """
    link = _frequency(frequency_hz), surface_water_vapour_density_g_per_m3
    background_k = require("background_k", background_k, at_least=0.0)
    return _along(_brightness_k, _LIMITS, link, range_m, station_height_m, far_height_m, background_k)


def path_elevation_deg(range_m, *, station_height_m, far_height_m, surface_water_vapour_density_g_per_m3=7.5):
    r"""Apparent elevation at which the ray from the far end of a path arrives at the station.

    .. math:: \theta = \arcsin\frac{(R + h_2)^2 - (R + h_1)^2 - d^2}{2 d (R + h_1)}
        - \frac{1}{d} \int_0^d (d - s) \, \frac{1}{n} \frac{dn}{dh} \cos\psi \, ds

    the geometric elevation over a sphere, and what the curvature of the ray adds to it.  For a far end at a great
    distance it is :func:`linkbudget.physics.refraction.apparent_elevation_deg`.

    Parameters
    ----------
    range_m : array_like
        Distance between the ends, at least the difference of their heights [m].
    station_height_m : array_like
        Height of the station above mean sea level, from -500 m [m].
    far_height_m : array_like
        Height of the far end above mean sea level, from -500 m [m].
    surface_water_vapour_density_g_per_m3 : array_like
        Density of water vapour at sea level [g/m3].

    Returns
    -------
    ndarray or float
        Apparent elevation, negative where the ray arrives from below the horizontal, broadcast shape of the arguments;
        NaN as in :func:`path_gas_loss_db` [deg].

    Raises
    ------
    LinkBudgetError
        If a range is negative, shorter than the difference of the heights or longer than the Earth allows, a height is
        below -500 m or a density is negative.

    References
    ----------
    .. [1] ITU-R P.834-9 (12/2017), Annex 1, section 1, equation (1) (curvature of a ray).

    Examples
    --------
    An aircraft 10 km high at 200 km, geometrically at 1.96 degrees:

    >>> print(f"{path_elevation_deg(200e3, station_height_m=0.0, far_height_m=10e3):.2f} deg")
    2.14 deg
    """
    link = (surface_water_vapour_density_g_per_m3,)
    return _along(_elevation_deg, _DENSITY_LIMITS, link, range_m, station_height_m, far_height_m)


def path_lowest_height_m(range_m, *, station_height_m, far_height_m, surface_water_vapour_density_g_per_m3=7.5):
    r"""Height of the lowest point of the ray between the two ends of a path.

    .. math:: h_{min} = \min_{0 \le s \le d} h(s)

    On a level path it is lower than the ends by about :math:`d^2 / 8 k R`, with k = 1.44 for the reference atmosphere
    (4/3 is the usual value).

    Parameters
    ----------
    range_m : array_like
        Distance between the ends, at least the difference of their heights [m].
    station_height_m : array_like
        Height of the station above mean sea level, from -500 m [m].
    far_height_m : array_like
        Height of the far end above mean sea level, from -500 m [m].
    surface_water_vapour_density_g_per_m3 : array_like
        Density of water vapour at sea level [g/m3].

    Returns
    -------
    ndarray or float
        Height above mean sea level, broadcast shape of the arguments: where it is negative, a smooth Earth is in the
        way; NaN as in :func:`path_gas_loss_db` [m].

    Raises
    ------
    LinkBudgetError
        If a range is negative, shorter than the difference of the heights or longer than the Earth allows, a height is
        below -500 m or a density is negative.

    References
    ----------
    .. [1] ITU-R P.834-9 (12/2017), Annex 1, sections 1 and 2 (curvature of a ray, effective Earth radius).

    Examples
    --------
    >>> print(f"{path_lowest_height_m(50e3, station_height_m=100.0, far_height_m=100.0):.0f} m")
    66 m
    """
    link = (surface_water_vapour_density_g_per_m3,)
    return _along(_lowest_m, _DENSITY_LIMITS, link, range_m, station_height_m, far_height_m)


class _Air(NamedTuple):
    """State of the air in the middle of the layers, bottom to top, and bending -(dn/dh)/n between the middles."""

    station: Station
    middle_m: np.ndarray
    between_m: np.ndarray
    bending_per_m: np.ndarray


@lru_cache(maxsize=8)
def _air_from(lowest_m, density):
    station = station_above(lowest_m, density)
    dry, temperature, wet = station.air
    excess = 1e-6 * radio_refractivity(dry, temperature, 216.7 * wet / temperature)
    middle_m = 500.0 * (station.layers.bottom_km + station.layers.top_km) - 1e3 * EARTH_RADIUS_KM
    bending_per_m = -np.diff(excess) / np.diff(middle_m) / (1.0 + excess[1:])
    return _Air(station, middle_m, 0.5 * (middle_m[1:] + middle_m[:-1]), bending_per_m)


@lru_cache(maxsize=64)
def _log_absorption(frequency_hz, lowest_m, density):
    """Logarithm of the absorption in nepers of power per metre in the middle of the layers."""
    return np.log(1e-3 * _NEPER * station_above(lowest_m, density).absorption_db_per_km(frequency_hz))


def _frequency(frequency_hz):
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    warn_outside(MODEL, "frequency_hz", frequency_hz, LOWEST_FREQUENCY_HZ, HIGHEST_FREQUENCY_HZ)
    return frequency_hz


def _along(kernel, limits, link, range_m, station_height_m, far_height_m, *more):
    """Run ``kernel(rays, air, site, *more)`` over all points; ``link`` is the density, and the frequency before it."""
    _require_path(range_m, station_height_m, far_height_m)
    require("surface_water_vapour_density_g_per_m3", link[-1], at_least=0.0)
    points = np.broadcast_arrays(range_m, station_height_m, far_height_m, *more, *link)
    flat = [np.asarray(value, dtype=float).ravel() for value in points[: len(points) - len(link)]]
    lowest_m = float(min(0.0, np.nanmin(flat[1], initial=0.0), np.nanmin(flat[2], initial=0.0)))

    def answer(index, *here):
        air, found = _air_from(lowest_m, here[-1]), np.empty(index.size)
        site = *here[:-1], lowest_m, here[-1]
        for start in range(0, index.size, _RAYS):
            block = index[start : start + _RAYS]
            ends = [value[block] for value in flat]
            ends[0] = np.maximum(ends[0], 1e-6)
            found[start : start + _RAYS] = kernel(_rays(air, lowest_m, *ends[:3]), air, site, *ends[1:])
        return found

    return for_many(answer, limits, np.arange(flat[0].size).reshape(points[0].shape), *link)


def _require_path(range_m, station_height_m, far_height_m):
    range_m = np.asarray(require("range_m", range_m, at_least=0.0))
    lower = np.asarray(require("station_height_m", station_height_m, at_least=LOWEST_HEIGHT_M))
    upper = np.asarray(require("far_height_m", far_height_m, at_least=LOWEST_HEIGHT_M))
    short = range_m < (1.0 - 1e-3) * np.abs(upper - lower) - 1.0  # the heights may come from elsewhere than the range
    long = range_m > 2e3 * EARTH_RADIUS_KM + lower + upper
    if np.any(short | long):
        least, most = np.abs(upper - lower), 2e3 * EARTH_RADIUS_KM + lower + upper
        wrong = [np.broadcast_to(value, short.shape)[short | long].flat[0] for value in (range_m, least, most)]
        raise LinkBudgetError(
            f"range_m = {wrong[0]}: expected a number of at least {wrong[1]}, the difference of the heights, "
            f"and at most {wrong[2]}"
        )


def _rays(air, lowest_m, range_m, height_m, far_height_m):
    def bending_per_m(height_m):
        return np.interp(height_m, air.between_m, air.bending_per_m, right=0.0)

    rays = bent_rays(range_m, height_m, far_height_m, bending_per_m)
    blocked = np.min(rays.height_m, axis=0) < lowest_m - _DEEPEST_M
    return rays._replace(height_m=np.where(blocked, np.nan, rays.height_m), rise=np.where(blocked, np.nan, rays.rise))


def _depth(rays, air, site):
    """Optical depth from the station to each node, and to the far end as a last row."""
    return rays.running(np.exp(np.interp(rays.height_m, air.middle_m, _log_absorption(*site))))


def _loss_db(rays, air, site, *_):
    return _depth(rays, air, site)[-1] / _NEPER


def _brightness_k(rays, air, site, height_m, far_height_m, background_k):
    """Each stretch between nodes emits at the mean temperature of its ends, attenuated by the stretches in front."""
    depth = _depth(rays, air, site)
    ends = (np.minimum(height, HIGHEST_HEIGHT_M)[None] for height in (height_m, far_height_m))
    first, last = ends
    temperature = np.interp(np.concatenate([first, rays.height_m, last]), air.middle_m, air.station.temperature_k)
    passed = np.exp(-np.concatenate([np.zeros_like(first), depth]))
    emitted = np.einsum("ij,ij->j", -np.diff(passed, axis=0), 0.5 * (temperature[1:] + temperature[:-1]))
    return emitted + background_k * passed[-1]


def _radiating_k(rays, air, site, height_m, far_height_m):
    emitted = _brightness_k(rays, air, site, height_m, far_height_m, 0.0)
    absorbed = -np.expm1(-_depth(rays, air, site)[-1])
    return np.where(absorbed > 0.0, emitted / np.where(absorbed > 0.0, absorbed, 1.0), np.nan)


def _elevation_deg(rays, *_):
    return np.degrees(rays.chord_elevation + rays.rise)


def _lowest_m(rays, air, site, height_m, far_height_m):
    return np.minimum(np.min(rays.height_m, axis=0), np.minimum(height_m, far_height_m))
