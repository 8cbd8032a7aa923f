"""Speeds, periods, radii and heights of orbits, with the Earth's numbers at hand and those of any other body in place.

The map: :func:`orbital_speed_m_per_s`, :func:`circular_orbit_speed_m_per_s`, :func:`circular_orbit_period_s`,
:func:`elliptical_orbit_speed_m_per_s`, :func:`escape_speed_m_per_s`; :func:`orbit_radius_of_period_m`,
:func:`altitude_of_period_m`, :func:`radius_of_mean_motion_m`; :func:`perigee_height_m`, :func:`apogee_height_m`,
:func:`radius_at_anomaly_m`, :func:`mean_anomaly_of_eccentric_deg`.  The period of an ellipse is
:func:`linkbudget.geometry.conics.orbital_period_s`; heights to axis and eccentricity are in
:mod:`linkbudget.geometry.satellites`.
"""

import math

import numpy as np

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_GM_M3_PER_S2
from linkbudget.errors import require
from linkbudget.formatting import distance_text
from linkbudget.geometry.clock import DAY_S
from linkbudget.geometry.conics import orbital_period_s
from linkbudget.unit_slips import PER_KILOMETRE, least_of, warn_slip

_LEAST_ALTITUDE_M = 100e3  # below it the air lets no satellite go round the Earth once
_EARTH_RADII_M = 6.3e6, 6.4e6


def orbital_speed_m_per_s(orbit_radius_m, gm_m3_per_s2=EARTH_GM_M3_PER_S2):
    r"""Speed on a circular orbit, from its radius.

    .. math:: v = \sqrt{\mu / r}

    Parameters
    ----------
    orbit_radius_m : array_like
        Distance from the body's centre, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Speed, broadcast shape of the arguments [m/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Warns
    -----
    ModelRangeWarning
        For radii within the Earth where its gravitational parameter is taken: a height may have been meant.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.6.

    Examples
    --------
    >>> print(f"{orbital_speed_m_per_s(7.0e6):.1f} m/s")
    7546.1 m/s
    """
    return elliptical_orbit_speed_m_per_s(orbit_radius_m, orbit_radius_m, gm_m3_per_s2)


def circular_orbit_speed_m_per_s(altitude_m, body_radius_m=EARTH_EQUATORIAL_RADIUS_M, gm_m3_per_s2=EARTH_GM_M3_PER_S2):
    r"""Speed on a circular orbit, from its height.

    .. math:: v = \sqrt{\frac{\mu}{R + h}}

    Parameters
    ----------
    altitude_m : array_like
        Height above the body's surface, above zero [m].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Speed, broadcast shape of the arguments [m/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Warns
    -----
    ModelRangeWarning
        For heights below 100 km over the Earth: kilometres may have been meant.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.6.

    Examples
    --------
    >>> print(f"{circular_orbit_speed_m_per_s(500e3):.1f} m/s")
    7612.6 m/s
    """
    return orbital_speed_m_per_s(_radius_m(altitude_m, body_radius_m), gm_m3_per_s2)


def circular_orbit_period_s(altitude_m, body_radius_m=EARTH_EQUATORIAL_RADIUS_M, gm_m3_per_s2=EARTH_GM_M3_PER_S2):
    r"""Period of a circular orbit, from its height.

    .. math:: T = 2 \pi \sqrt{\frac{(R + h)^3}{\mu}}

    Parameters
    ----------
    altitude_m : array_like
        Height above the body's surface, above zero [m].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Period, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Warns
    -----
    ModelRangeWarning
        For heights below 100 km over the Earth: kilometres may have been meant.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.6.

    Examples
    --------
    >>> print(f"{circular_orbit_period_s(500e3) / 60:.2f} min")
    94.62 min
    """
    return orbital_period_s(_radius_m(altitude_m, body_radius_m), gm_m3_per_s2)


def elliptical_orbit_speed_m_per_s(orbit_radius_m, semi_major_axis_m, gm_m3_per_s2=EARTH_GM_M3_PER_S2):
    r"""Speed at a point of an elliptical orbit.

    .. math:: v = \sqrt{\mu \left( \frac{2}{r} - \frac{1}{a} \right)}

    Parameters
    ----------
    orbit_radius_m : array_like
        Distance from the body's centre, above zero [m].
    semi_major_axis_m : array_like
        Half the long axis, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Speed; NaN beyond twice the half axis, where the orbit does not come, broadcast shape of the arguments
        [m/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Warns
    -----
    ModelRangeWarning
        For radii within the Earth where its gravitational parameter is taken: a height may have been meant.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.7.

    Examples
    --------
    At the perigee of a transfer to the geostationary orbit:

    >>> print(f"{elliptical_orbit_speed_m_per_s(6.6e6, 24.4e6):.0f} m/s")
    10220 m/s
    """
    gm_m3_per_s2 = require("gm_m3_per_s2", gm_m3_per_s2, above=0.0)
    radius_m = _above_surface(orbit_radius_m, gm_m3_per_s2)
    axis_m = require("semi_major_axis_m", semi_major_axis_m, above=0.0)
    square = 2.0 / radius_m - 1.0 / axis_m
    return np.sqrt(gm_m3_per_s2 * np.where(square < 0.0, np.nan, square))[()]


def escape_speed_m_per_s(orbit_radius_m, gm_m3_per_s2=EARTH_GM_M3_PER_S2):
    r"""Speed with which a body never comes back.

    .. math:: v = \sqrt{2 \mu / r}

    Parameters
    ----------
    orbit_radius_m : array_like
        Distance from the body's centre, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Speed, broadcast shape of the arguments [m/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Warns
    -----
    ModelRangeWarning
        For radii within the Earth where its gravitational parameter is taken: a height may have been meant.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.8.

    Examples
    --------
    From the surface of Mars:

    >>> print(f"{escape_speed_m_per_s(3389.5e3, 4.282837e13):.0f} m/s")
    5027 m/s
    """
    return math.sqrt(2.0) * orbital_speed_m_per_s(orbit_radius_m, gm_m3_per_s2)


def orbit_radius_of_period_m(period_s, gm_m3_per_s2=EARTH_GM_M3_PER_S2):
    r"""Radius of a circular orbit, or half axis of an ellipse, from its period.

    .. math:: a = \left[ \mu \left( \frac{T}{2 \pi} \right)^2 \right]^{1/3}

    Parameters
    ----------
    period_s : array_like
        Period, above zero [s].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Radius, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The inverse of :func:`~linkbudget.geometry.conics.orbital_period_s`.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.6 and 2.7.

    Examples
    --------
    Of the geostationary orbit, whose period is a sidereal day:

    >>> print(f"{orbit_radius_of_period_m(86164.1) / 1e3:.1f} km")
    42164.2 km
    """
    turns = require("period_s", period_s, above=0.0) / (2.0 * math.pi)
    return np.cbrt(require("gm_m3_per_s2", gm_m3_per_s2, above=0.0) * turns * turns)


def altitude_of_period_m(period_s, body_radius_m=EARTH_EQUATORIAL_RADIUS_M, gm_m3_per_s2=EARTH_GM_M3_PER_S2):
    r"""Height of a circular orbit, from its period.

    .. math:: h = \left[ \mu \left( \frac{T}{2 \pi} \right)^2 \right]^{1/3} - R

    Parameters
    ----------
    period_s : array_like
        Period, above zero [s].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Height, negative where there is no such orbit, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.6.

    Examples
    --------
    >>> print(f"{altitude_of_period_m(7200.0) / 1e3:.1f} km")
    1680.9 km
    """
    radius_m = require("body_radius_m", body_radius_m, above=0.0)
    return orbit_radius_of_period_m(period_s, gm_m3_per_s2) - radius_m


def radius_of_mean_motion_m(revolutions_per_day, gm_m3_per_s2=EARTH_GM_M3_PER_S2):
    r"""Radius of an orbit from its revolutions a day, as element sets state them.

    .. math:: a = \left[ \mu \left( \frac{86400\,\mathrm{s}}{2 \pi n} \right)^2 \right]^{1/3}

    Parameters
    ----------
    revolutions_per_day : array_like
        Revolutions in a day of 86 400 s, above zero [-].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Radius, or half axis, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.7.

    Examples
    --------
    >>> print(f"{radius_of_mean_motion_m(14.2) / 1e3:.1f} km")
    7203.5 km
    """
    period_s = DAY_S / require("revolutions_per_day", revolutions_per_day, above=0.0)
    return orbit_radius_of_period_m(period_s, gm_m3_per_s2)


def perigee_height_m(semi_major_axis_m, eccentricity, body_radius_m=EARTH_EQUATORIAL_RADIUS_M):
    r"""Height of the lowest point of an orbit.

    .. math:: h_p = a (1 - e) - R

    Parameters
    ----------
    semi_major_axis_m : array_like
        Half the long axis, above zero [m].
    eccentricity : array_like
        Eccentricity of the ellipse, 0 to below 1 [-].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].

    Returns
    -------
    ndarray or float
        Height, negative where the orbit meets the surface, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.7.

    Examples
    --------
    >>> print(f"{perigee_height_m(9000e3, 0.2) / 1e3:.1f} km")
    821.9 km
    """
    radius_m = require("body_radius_m", body_radius_m, above=0.0)
    return radius_at_anomaly_m(semi_major_axis_m, eccentricity, 0.0) - radius_m


def apogee_height_m(semi_major_axis_m, eccentricity, body_radius_m=EARTH_EQUATORIAL_RADIUS_M):
    r"""Height of the highest point of an orbit.

    .. math:: h_a = a (1 + e) - R

    Parameters
    ----------
    semi_major_axis_m : array_like
        Half the long axis, above zero [m].
    eccentricity : array_like
        Eccentricity of the ellipse, 0 to below 1 [-].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].

    Returns
    -------
    ndarray or float
        Height, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.7.

    Examples
    --------
    >>> print(f"{apogee_height_m(9000e3, 0.2) / 1e3:.1f} km")
    4421.9 km
    """
    radius_m = require("body_radius_m", body_radius_m, above=0.0)
    return radius_at_anomaly_m(semi_major_axis_m, eccentricity, 180.0) - radius_m


def radius_at_anomaly_m(semi_major_axis_m, eccentricity, true_anomaly_deg):
    r"""Distance from the centre of the body at a true anomaly.

    .. math:: r = \frac{a (1 - e^2)}{1 + e \cos \nu}

    Parameters
    ----------
    semi_major_axis_m : array_like
        Half the long axis, above zero [m].
    eccentricity : array_like
        Eccentricity of the ellipse, 0 to below 1 [-].
    true_anomaly_deg : array_like
        Angle from the lowest point, as seen from the centre [deg].

    Returns
    -------
    ndarray or float
        Distance, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.7.

    Examples
    --------
    >>> print(f"{radius_at_anomaly_m(9000e3, 0.2, 60.0) / 1e3:.1f} km")
    7854.5 km
    """
    axis_m = require("semi_major_axis_m", semi_major_axis_m, above=0.0)
    eccentricity = require("eccentricity", eccentricity, at_least=0.0, below=1.0)
    cosine = np.cos(np.radians(require("true_anomaly_deg", true_anomaly_deg)))
    return axis_m * (1.0 - eccentricity * eccentricity) / (1.0 + eccentricity * cosine)


def mean_anomaly_of_eccentric_deg(eccentric_anomaly_deg, eccentricity):
    r"""Mean anomaly from the eccentric anomaly, Kepler's equation.

    .. math:: M = E - e \sin E

    Parameters
    ----------
    eccentric_anomaly_deg : array_like
        Eccentric anomaly [deg].
    eccentricity : array_like
        Eccentricity of the ellipse, 0 to below 1 [-].

    Returns
    -------
    ndarray or float
        Mean anomaly, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Turned round it gives the eccentric anomaly, for which there is no closed form.

    References
    ----------
    .. [1] Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 3.4.

    Examples
    --------
    >>> print(f"{mean_anomaly_of_eccentric_deg(75.0, 0.2):.3f} deg")
    63.931 deg
    """
    anomaly_deg = require("eccentric_anomaly_deg", eccentric_anomaly_deg)
    eccentricity = require("eccentricity", eccentricity, at_least=0.0, below=1.0)
    return anomaly_deg - np.degrees(eccentricity * np.sin(np.radians(anomaly_deg)))


def _radius_m(altitude_m, body_radius_m):
    """Radius of an orbit of some height."""
    altitude_m = require("altitude_m", altitude_m, above=0.0)
    body_radius_m = require("body_radius_m", body_radius_m, above=0.0)
    is_earth = _EARTH_RADII_M[0] < least_of(body_radius_m) < _EARTH_RADII_M[1]
    if is_earth and (least_m := least_of(altitude_m)) < _LEAST_ALTITUDE_M:
        reading, answer = {"altitude_m": (least_m, "kilometres")}, distance_text(least_m * PER_KILOMETRE)
        warn_slip(f"an orbit {distance_text(least_m)} above the Earth", reading, f"a height of {answer}")
    return altitude_m + body_radius_m


def _above_surface(orbit_radius_m, gm_m3_per_s2):
    """The radius of an orbit, with a warning where it lies within the Earth."""
    radius_m = require("orbit_radius_m", orbit_radius_m, above=0.0)
    least_m = least_of(radius_m)
    if least_m < _EARTH_RADII_M[0] and abs(least_of(gm_m3_per_s2) / EARTH_GM_M3_PER_S2 - 1.0) < 0.01:
        reading = {"orbit_radius_m": (least_m, "a height")}
        answer = distance_text(least_m + EARTH_EQUATORIAL_RADIUS_M)
        warn_slip(f"an orbit {distance_text(least_m)} from the Earth's centre", reading, f"a radius of {answer}")
    return radius_m
