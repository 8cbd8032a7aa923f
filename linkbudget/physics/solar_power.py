"""Electric power from sunlight: solar flux, eclipse by the Earth, and power and ageing of a solar array.

The map: :func:`solar_flux_w_per_m2`, :func:`sunlight`, :func:`solar_array_power_w`, :func:`remaining_share`.
"""

import numpy as np

from linkbudget.constants import ASTRONOMICAL_UNIT_M, EARTH_EQUATORIAL_RADIUS_M
from linkbudget.errors import require

SOLAR_FLUX_AT_1_AU_W_PER_M2 = 1361.0
"""Nominal total solar irradiance; IAU 2015 Resolution B3."""

_YEAR_S = 365.25 * 86400.0


def solar_flux_w_per_m2(heliocentric_distance_m):
    r"""Power of sunlight through a square metre that faces the Sun.

    .. math:: S = S_\odot \left( \frac{1\,\mathrm{au}}{r} \right)^2

    Parameters
    ----------
    heliocentric_distance_m : array_like
        Distance from the Sun, above zero [m].

    Returns
    -------
    ndarray or float
        Flux, over all wavelengths [W/m2].

    Raises
    ------
    LinkBudgetError
        If any distance is not above zero.

    References
    ----------
    .. [1] IAU 2015 Resolution B3 (nominal solar irradiance 1361 W/m2), A. Prsa et al., Astron. J. 152 (2016) 41.
    .. [2] W. J. Larson and J. R. Wertz (ed.), Space Mission Analysis and Design, 3rd edition (1999), section 11.4.

    Examples
    --------
    >>> print(f"{solar_flux_w_per_m2(1.426 * 149597870700.0):.0f} W/m2")
    669 W/m2
    """
    distance_m = require("heliocentric_distance_m", heliocentric_distance_m, above=0.0)
    return SOLAR_FLUX_AT_1_AU_W_PER_M2 * (ASTRONOMICAL_UNIT_M / distance_m) ** 2


def sunlight(sun_probe_earth_deg, geocentric_distance_m):
    r"""One in sunlight, zero where the Earth hides the centre of the Sun.

    .. math:: L = \left[ \varphi \geq \arcsin (R_\oplus / d) \right]

    Parameters
    ----------
    sun_probe_earth_deg : array_like
        Angle at the spacecraft between Sun and Earth, 0 to 180 [deg].
    geocentric_distance_m : array_like
        Distance from the centre of the Earth [m].

    Returns
    -------
    ndarray or float
        0 or 1, broadcast shape of the arguments [-].

    Notes
    -----
    The bracket is 1 where it is true.  A round Earth without air, and no half-shadow: in low orbit the edges of the
    shadow are some 10 s wide.

    References
    ----------
    .. [1] D. A. Vallado, Fundamentals of Astrodynamics and Applications, 4th edition (2013), section 5.3 (sight and
       light).

    Examples
    --------
    >>> print(sunlight([10.0, 80.0], 6_878e3))
    [0. 1.]
    """
    sun_probe_earth_deg = require("sun_probe_earth_deg", sun_probe_earth_deg)
    geocentric_distance_m = require("geocentric_distance_m", geocentric_distance_m)
    share = np.minimum(EARTH_EQUATORIAL_RADIUS_M / np.asarray(geocentric_distance_m, dtype=float), 1.0)
    return np.where(np.asarray(sun_probe_earth_deg) < np.degrees(np.arcsin(share)), 0.0, 1.0)[()]


def solar_array_power_w(area_m2, efficiency, solar_flux_w_per_m2, off_pointing_deg, remaining=1.0):
    r"""Electric power of a flat solar array.

    .. math:: P = A \, \eta \, S \cos \theta \, L_d

    Parameters
    ----------
    area_m2 : array_like
        Area of the array, at least zero [m2].
    efficiency : array_like
        Electric power over the sunlight on the whole area, gaps between cells and their temperature included, 0 to 1
        [-].
    solar_flux_w_per_m2 : array_like
        Sunlight through a square metre that faces the Sun [W/m2].
    off_pointing_deg : array_like
        Angle between the Sun and the normal of the array; nothing is made from 90 on [deg].
    remaining : array_like, optional
        Share of its first power that the array still has [-].

    Returns
    -------
    ndarray or float
        Power, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an area is negative, or an efficiency or a remaining share lies outside 0 to 1.

    References
    ----------
    .. [1] W. J. Larson and J. R. Wertz (ed.), Space Mission Analysis and Design, 3rd edition (1999), section 11.4,
       equations (11-6) and (11-8).

    Examples
    --------
    The wings of Mars 1 near the Earth, if a tenth of the light became power:

    >>> print(f"{solar_array_power_w(2.6, 0.10, 1361.0, 0.0):.0f} W")
    354 W
    """
    solar_flux_w_per_m2 = require("solar_flux_w_per_m2", solar_flux_w_per_m2)
    off_pointing_deg = require("off_pointing_deg", off_pointing_deg)
    area_m2 = require("area_m2", area_m2, at_least=0.0)
    efficiency = require("efficiency", efficiency, at_least=0.0, at_most=1.0)
    remaining = require("remaining", remaining, at_least=0.0, at_most=1.0)
    facing = np.maximum(np.cos(np.radians(off_pointing_deg)), 0.0)
    return area_m2 * efficiency * solar_flux_w_per_m2 * facing * remaining


def remaining_share(fade_per_year, age_s):
    r"""Share of what an array makes or a battery holds that is left after a time.

    .. math:: L_d = (1 - d)^{t / 1\,\mathrm{year}}

    Parameters
    ----------
    fade_per_year : array_like
        Share lost in the first year, at least 0 and below 1 [1/year].
    age_s : array_like
        Time since it was new [s].

    Returns
    -------
    ndarray or float
        Share left, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a fade lies outside 0 to 1.

    References
    ----------
    .. [1] W. J. Larson and J. R. Wertz (ed.), Space Mission Analysis and Design, 3rd edition (1999), section 11.4,
       equation (11-7).

    Examples
    --------
    >>> print(f"{remaining_share(0.0375, 5 * 365.25 * 86400.0):.3f}")
    0.826
    """
    age_s = require("age_s", age_s)
    fade_per_year = require("fade_per_year", fade_per_year, at_least=0.0, below=1.0)
    return (1.0 - fade_per_year) ** (np.asarray(age_s, dtype=float) / _YEAR_S)[()]
