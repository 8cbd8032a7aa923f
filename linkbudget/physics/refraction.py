r"""Refraction by the clear atmosphere: the elevation at which a ray arrives, from the geometric one and back.

Geometry gives the *geometric* elevation, of the straight line to a satellite or probe; ITU-R Recommendations call it
free-space elevation.  The ray itself is bent and arrives from higher up, at the *apparent* elevation: by 0.58 degrees
for a satellite on the geometric horizon, 0.18 degrees at 5 degrees, 0.03 degrees at 30 degrees (at sea level).

The map: :func:`apparent_elevation_deg` and its inverse :func:`geometric_elevation_deg` follow the ray through the
layers of :func:`linkbudget.physics.gases.ray_bending_deg` and hold for every elevation and height;
:func:`p834_apparent_elevation_deg` is the published fit that the low-angle fading of ITU-R P.618 asks for.

Which elevation a model takes:

- apparent: gases (P.676, Annex 1) and the brightness of the clear sky; deep and shallow fading below 5 degrees (P.618,
  sections 2.4.2 and 2.4.3), there by :func:`p834_apparent_elevation_deg`; pointing of a dish;
- geometric: scintillation (P.618, section 2.4.1), range, masks and passes;
- not distinguished by the documents: rain (P.618, P.838), clouds (P.840), gases by Annex 2 of P.676.  From 5 degrees,
  where clouds and Annex 2 are stated, the two differ by at most 0.18 degrees.  Rain below 5 degrees is counted over an
  effective Earth of 8500 km, on which the ray leaves at its apparent elevation.
"""

from bisect import bisect_right
from functools import lru_cache

import numpy as np

from linkbudget.errors import require, warn_outside
from linkbudget.physics._many_values import STATION_LIMITS, for_many
from linkbudget.physics.gases import ray_bending_deg

_KNOTS, _DENSE_DEG = 1024, 0.1  # in equal steps of arsinh(elevation / 0.1 degree), finest near the horizon
_SETTLED_DEG = 1e-3  # layers start at different steps for each height, which makes the bending rough by about as much


def apparent_elevation_deg(geometric_elevation_deg, *, station_height_m=0.0, surface_water_vapour_density_g_per_m3=7.5):
    r"""Elevation at which the ray from a distant source arrives, from the geometric elevation of the source.

    .. math:: \theta - \mathrm{bending}(\theta) = \theta_0

    solved for the apparent elevation :math:`\theta`, with the bending of
    :func:`linkbudget.physics.gases.ray_bending_deg`.

    Parameters
    ----------
    geometric_elevation_deg : array_like
        Elevation of the straight line to the source, -90 to 90 [deg].
    station_height_m : array_like
        Height of the station above mean sea level, -500 m to below 100 km [m].
    surface_water_vapour_density_g_per_m3 : array_like
        Density of water vapour at sea level [g/m3].

    Returns
    -------
    ndarray or float
        Apparent elevation, broadcast shape of the arguments; NaN where the source is below the refracted horizon and
        no ray arrives from above the horizontal (at sea level below -0.77 degrees) [deg].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a height is outside its limits or a density is negative.

    Notes
    -----
    The result is interpolated in a table of 1024 rays, kept for each station, and departs from the layers by less than
    5e-6 degrees.  A station's first call takes some 20 milliseconds, a further point some 10 nanoseconds (a timeline).
    For arrays of more than 64 heights or densities it is interpolated between a few of them, to 0.0001 degrees.

    At sea level the layers agree with an integration along the ray through the same atmosphere to 0.0001 degrees,
    0.003 degrees for the horizontal ray.  Layers of P.676 are thicker at higher stations, and a ray is bent too little
    there: from 3 km by 0.2 % of the bending at 10 degrees, 0.0014 degrees at 1 degree and 0.025 degrees for the
    horizontal ray.  Real air varies by more: at 1 degree from 0.44 to 0.65 degrees between the climates of P.618.

    For a source at a finite distance the ray arrives lower than that: at 1 degree by 0.02 degrees from a satellite
    500 km high.  See :func:`linkbudget.physics.gas_paths.path_elevation_deg` for sources in or near the atmosphere.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 1, section 2.2 (bending), with the atmosphere of P.835-7 and P.453-14.

    Examples
    --------
    >>> print(f"{apparent_elevation_deg(1.0):.2f} deg, {apparent_elevation_deg(30.0):.2f} deg")
    1.43 deg, 30.03 deg
    """
    station_height_m = require("station_height_m", station_height_m)
    surface_water_vapour_density_g_per_m3 = require(
        "surface_water_vapour_density_g_per_m3", surface_water_vapour_density_g_per_m3
    )
    geometric_deg = require("geometric_elevation_deg", geometric_elevation_deg, at_least=-90.0, at_most=90.0)
    site = station_height_m, surface_water_vapour_density_g_per_m3
    if isinstance(geometric_deg, float) and all(type(value) is float for value in site):
        rays = _ray_lists_deg(*site)
        if geometric_deg > rays[0][0]:
            return _one_apparent_deg(geometric_deg, *rays)
    found = _at_sites(_apparent_deg, geometric_deg, *site)
    return np.where(found >= 0.0, found, np.nan)[()]


def geometric_elevation_deg(apparent_elevation_deg, *, station_height_m=0.0, surface_water_vapour_density_g_per_m3=7.5):
    r"""Elevation of the straight line to a distant source, from the apparent elevation at which its ray arrives.

    .. math:: \theta_0 = \theta - \mathrm{bending}(\theta)

    the exact inverse of :func:`linkbudget.physics.refraction.apparent_elevation_deg`.

    Parameters
    ----------
    apparent_elevation_deg : array_like
        Elevation at which the ray arrives, -90 to 90; NaN below the horizontal [deg].
    station_height_m : array_like
        Height of the station above mean sea level, -500 m to below 100 km [m].
    surface_water_vapour_density_g_per_m3 : array_like
        Density of water vapour at sea level [g/m3].

    Returns
    -------
    ndarray or float
        Geometric elevation, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a height is outside its limits or a density is negative.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 1, section 2.2 (bending), with the atmosphere of P.835-7 and P.453-14.

    Examples
    --------
    The lowest satellite from which a ray arrives:

    >>> print(f"{geometric_elevation_deg(0.0):.2f} deg")
    -0.77 deg
    """
    station_height_m = require("station_height_m", station_height_m)
    surface_water_vapour_density_g_per_m3 = require(
        "surface_water_vapour_density_g_per_m3", surface_water_vapour_density_g_per_m3
    )
    apparent_deg = require("apparent_elevation_deg", apparent_elevation_deg, at_least=-90.0, at_most=90.0)
    site = station_height_m, surface_water_vapour_density_g_per_m3
    found = _at_sites(_geometric_deg, apparent_deg, *site)
    return np.where(np.asarray(apparent_deg) >= 0.0, found, np.nan)[()]


def p834_apparent_elevation_deg(free_space_elevation_deg, station_height_m):
    r"""Apparent elevation by the formula of ITU-R P.834, for the low-angle fading of ITU-R P.618.

    .. math::

        \theta = \theta_0 + \frac{1}{1.728 + 0.5411 \theta_0 + 0.03723 \theta_0^2
        + h (0.1815 + 0.06272 \theta_0 + 0.01380 \theta_0^2) + h^2 (0.01727 + 0.008288 \theta_0)}

    with angles in degrees and h in km.

    Parameters
    ----------
    free_space_elevation_deg : array_like
        Geometric elevation, without refraction; stated from -1 to 10 degrees [deg].
    station_height_m : array_like
        Height of the station above mean sea level; stated from 0 to 3000 m, used outside with a warning [m].

    Returns
    -------
    ndarray or float
        Apparent elevation, broadcast shape of the arguments; NaN for a free-space elevation below -1 degree, whose ray
        does not reach the station, and above 10 degrees, where the formula is not stated [deg].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90.

    Notes
    -----
    Use :func:`linkbudget.physics.refraction.apparent_elevation_deg` for everything but the fading below 5 degrees of
    [2]_, whose climates were fitted with this formula.  The formula is a fit to an exponential atmosphere of 315
    N-units at sea level, which differs little from the reference atmosphere; the fit is the larger difference.  Against
    the integral along the ray through that very atmosphere it is high by 0.006, 0.011 and 0.006 degrees at 1, 3 and 5
    degrees from sea level, and low by 0.006 degrees (6 % of the bending) at 10 degrees; from 3 km it is high by
    0.011 degrees at 1 degree and low by 0.011 degrees (17 %) at 10 degrees.

    References
    ----------
    .. [1] ITU-R P.834-9 (12/2017), Annex 1, section 4, equation (12), as called for by [2]_.
    .. [2] ITU-R P.618-14 (08/2023), Annex 1, sections 2.4.2 (step 1) and 2.4.3 (step 5).

    Examples
    --------
    >>> print(f"{p834_apparent_elevation_deg(0.5, 0.0):.2f} deg")
    1.00 deg
    """
    t = np.asarray(require("free_space_elevation_deg", free_space_elevation_deg, at_least=-90.0, at_most=90.0))
    height_m = require("station_height_m", station_height_m)
    warn_outside("ITU-R P.834 refraction", "station_height_m", height_m, 0.0, 3000.0)
    h = height_m / 1e3
    t = np.where((t >= -1.0) & (t <= 10.0), t, np.nan)
    inverse = 1.728 + 0.5411 * t + 0.03723 * t * t + h * (0.1815 + 0.06272 * t + 0.01380 * t * t)
    return (t + 1.0 / (inverse + h * h * (0.01727 + 0.008288 * t)))[()]


def _at_sites(answer, elevation_deg, *site):
    if all(isinstance(value, float | int) for value in site):
        return answer(elevation_deg, *site)
    return for_many(answer, STATION_LIMITS, elevation_deg, *site, settled=_SETTLED_DEG)


@lru_cache(maxsize=64)
def _rays_deg(*site):
    """Geometric and apparent elevation of rays that reach a station; none that the air would trap."""
    end = np.arcsinh(90.0 / _DENSE_DEG)
    apparent = np.minimum(_DENSE_DEG * np.sinh(np.linspace(0.0, end, _KNOTS)), 90.0)
    height_m, density = site
    bending = ray_bending_deg(apparent, station_height_m=height_m, surface_water_vapour_density_g_per_m3=density)
    free = np.isfinite(bending)
    return apparent[free] - bending[free], apparent[free]


def _apparent_deg(elevation_deg, *site):
    """Apparent elevation; continued below the lowest ray, in a straight line to negative numbers."""
    geometric, apparent = _rays_deg(*site)
    slope = apparent[1] / (geometric[1] - geometric[0]) if apparent[0] == 0.0 else np.nan
    below = np.asarray(elevation_deg) - geometric[0]
    return np.where(below < 0.0, slope * below, np.interp(elevation_deg, geometric, apparent))


@lru_cache(maxsize=64)
def _ray_lists_deg(*site):
    geometric, apparent = _rays_deg(*site)
    return geometric.tolist(), apparent.tolist()


def _one_apparent_deg(elevation_deg, geometric, apparent):
    """The same interpolation for one number, without NumPy: a budget asks for one at a time."""
    after = min(bisect_right(geometric, elevation_deg), len(geometric) - 1)
    low, high = geometric[after - 1], geometric[after]
    return apparent[after - 1] + (apparent[after] - apparent[after - 1]) * (elevation_deg - low) / (high - low)


def _geometric_deg(elevation_deg, *site):
    geometric, apparent = _rays_deg(*site)
    return np.interp(elevation_deg, apparent, geometric, left=np.nan)
