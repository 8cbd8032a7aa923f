r"""Fading at elevations below five degrees, ITU-R P.618-14 sections 2.4.2 and 2.4.3: refraction and multipath.

The map: :func:`geoclimatic_factor_db`, :func:`deep_fade_db`, :func:`shallow_fade_db`.  The elevation they take is the
apparent one of :func:`linkbudget.physics.refraction.p834_apparent_elevation_deg`.
"""

import math

import numpy as np

from linkbudget.errors import require
from linkbudget.physics.refraction import p834_apparent_elevation_deg
from linkbudget.physics.scintillation import (
    _CURVATURE,
    _MODEL,
    LOWEST_ELEVATION_DEG,
    _angle,
    _aperture,
    _deviation_db,
    _time_factor,
    _warn_outside,
)

DEEP_FADE_DB = 25.0
"""Fades from here on follow ITU-R P.618-14, section 2.4.2."""


_DEEP_MODEL = "ITU-R P.618-14 deep fading"


_YEAR_SLOPE, _MONTH_SLOPE = 59.5, 55.0  # decibels per decade of 1 + apparent elevation in milliradians


def geoclimatic_factor_db(latitude_deg, gradient_probability, water_fraction=0.0, station_height_m=0.0):
    r"""Geoclimatic factor of low-angle fading for the average annual worst month, in decibels.

    .. math::

        10 \log_{10} K_w = 15 \log_{10} p_L + C_0 + C_{Lat}, \qquad
        C_{Lat} = \min(\max(|\psi| - 53, 0), 7)

    with p_L in per cent; C_0 is 76 over land and 76 + 6 r over water and coasts, r the fraction of the path there;
    for an antenna higher than 700 m above the sea and a path over land it is 70.

    Parameters
    ----------
    latitude_deg : array_like
        Latitude of the station, -90 to 90 [deg].
    gradient_probability : array_like
        Fraction of the worst month's time in which the refractivity of the lowest 100 m falls by more than 100 N-units
        a kilometre, above zero: from the maps of ITU-R P.453 for February, May, August and November [-].
    water_fraction : array_like
        Fraction of the path that crosses water or the coastal areas beside it, 0 to 1; a small lake or river is land
        [-].
    station_height_m : array_like
        Height of the antenna above mean sea level [m].

    Returns
    -------
    ndarray or float
        Ten times the logarithm of the factor, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its limits.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.4.2, step 2, equations (50)-(53) and Table 3.

    Examples
    --------
    >>> print(f"{geoclimatic_factor_db(68.44, 0.0288):.2f} dB")
    89.89 dB
    """
    latitude_deg = require("latitude_deg", latitude_deg, at_least=-90.0, at_most=90.0)
    percent = 100.0 * require("gradient_probability", gradient_probability, above=0.0, at_most=1.0)
    water = require("water_fraction", water_fraction, at_least=0.0, at_most=1.0)
    high_and_dry = (np.asarray(require("station_height_m", station_height_m)) > 700.0) & (np.asarray(water) == 0.0)
    path = np.where(high_and_dry, 70.0, 76.0 + 6.0 * water)
    return (15.0 * np.log10(percent) + path + np.clip(np.abs(latitude_deg) - 53.0, 0.0, 7.0))[()]


def deep_fade_db(
    apparent_elevation_deg,
    latitude_deg,
    frequency_hz,
    geoclimatic_factor_db,
    exceedance_probability,
    *,
    worst_month=False,
):
    r"""Fade at low elevation exceeded for a share of the time, where it is 25 dB and more.

    .. math::

        A(p) = 10 \lg K_w - v + 9 \lg f - 59.5 \lg(1 + \theta) - 10 \lg p, \qquad
        v = -1.8 - 5.6 \lg(1.1 \pm |\cos 2\psi|^{0.7})

    in the average year, with + for latitudes to 45 degrees and - beyond; in the worst month without v and with 55 in
    place of 59.5; f in GHz, the apparent elevation in milliradians, p in per cent.

    Parameters
    ----------
    apparent_elevation_deg : array_like
        Apparent elevation, from :func:`linkbudget.physics.refraction.p834_apparent_elevation_deg`; stated for 0.5 to
        5 degrees, used outside with a warning; NaN below the horizon [deg].
    latitude_deg : array_like
        Latitude of the station, -90 to 90 [deg].
    frequency_hz : array_like
        Frequency; stated for 1 to 45 GHz, used outside with a warning [Hz].
    geoclimatic_factor_db : array_like
        Geoclimatic factor of :func:`geoclimatic_factor_db` [dB].
    exceedance_probability : array_like
        Fraction of the average year, or of the average annual worst month, above zero and at most one [-].
    worst_month : bool
        For the average annual worst month rather than the average year.

    Returns
    -------
    ndarray or float
        Fade, broadcast shape of the arguments; NaN where it comes out below 25 dB, which this model does not describe
        (see :func:`shallow_fade_db`) [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its limits.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.4.2, step 3, equations (54)-(56).

    Examples
    --------
    >>> print(f"{deep_fade_db(0.6458, 68.44, 14.5e9, 89.89, 0.01):.1f} dB")
    34.4 dB
    """
    elevation_deg = require("apparent_elevation_deg", apparent_elevation_deg, at_least=-90.0, at_most=90.0)
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    up = np.asarray(elevation_deg) >= 0.0
    _warn_outside(_DEEP_MODEL, "apparent_elevation_deg", np.where(up, elevation_deg, 1.0), 0.5, 5.0)
    level_db, slope = _climate(latitude_deg, frequency_hz, geoclimatic_factor_db, worst_month)
    milliradians = 1e3 * np.radians(np.where(up, elevation_deg, np.nan))
    fade_db = level_db - slope * np.log10(1.0 + milliradians) - 10.0 * np.log10(100.0 * probability)
    return np.where(fade_db >= DEEP_FADE_DB, fade_db, np.nan)[()]


def shallow_fade_db(
    apparent_elevation_deg,
    latitude_deg,
    frequency_hz,
    geoclimatic_factor_db,
    wet_refractivity,
    antenna_diameter_m,
    antenna_efficiency,
    exceedance_probability,
    *,
    station_height_m=0.0,
    worst_month=False,
):
    r"""Fade at low elevation exceeded for a share of the time, between scintillation at 5 degrees and deep fading.

    .. math::

        A(p) = A_1 \exp\left(\alpha (\theta - \theta_1) + \beta (\theta - \theta_1)^2
        + \gamma (\theta - \theta_1)^2 (\theta - \theta_2)\right)

    which touches, in value and slope, the deep-fading model where that gives :math:`A_1` = 25 dB (at the apparent
    elevation :math:`\theta_1`) and the scintillation model at 5 degrees of free-space elevation (apparent
    :math:`\theta_2`).

    Parameters
    ----------
    apparent_elevation_deg : array_like
        Apparent elevation, from :func:`linkbudget.physics.refraction.p834_apparent_elevation_deg` [deg].
    latitude_deg : array_like
        Latitude of the station, -90 to 90 [deg].
    frequency_hz : array_like
        Frequency; stated for 4 to 45 GHz, used outside with a warning [Hz].
    geoclimatic_factor_db : array_like
        Geoclimatic factor of :func:`geoclimatic_factor_db` [dB].
    wet_refractivity : array_like
        Wet refractivity of the surface air in N-units [-].
    antenna_diameter_m : array_like
        Diameter of the station's antenna, zero or more [m].
    antenna_efficiency : array_like
        Aperture efficiency, above 0 and at most 1 [-].
    exceedance_probability : array_like
        Fraction of the average year, or of the average annual worst month, above zero; stated to 0.5, NaN above [-].
    station_height_m : array_like
        Height of the station above mean sea level, for refraction at 5 degrees [m].
    worst_month : bool
        For the average annual worst month rather than the average year.

    Returns
    -------
    ndarray or float
        Fade, broadcast shape of the arguments; NaN outside the elevations between which it is defined, and where
        scintillation is averaged out entirely by the antenna [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its limits.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.4.3, equations (57)-(64).

    Examples
    --------
    >>> elevation_deg = p834_apparent_elevation_deg(2.506, 369.6)
    >>> climate_db = geoclimatic_factor_db(-18.41, 0.263)
    >>> site = dict(station_height_m=369.6)
    >>> fade_db = shallow_fade_db(elevation_deg, -18.41, 14.5e9, climate_db, 101.6, 1.0, 0.65, 0.01, **site)
    >>> print(f"{fade_db:.1f} dB")
    11.2 dB
    """
    elevation_deg = require("apparent_elevation_deg", apparent_elevation_deg, at_least=-90.0, at_most=90.0)
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    level_db, slope = _climate(latitude_deg, frequency_hz, geoclimatic_factor_db, worst_month)
    _warn_outside(_MODEL, "frequency_hz", frequency_hz, 4e9, 55e9)
    theta = 1e3 * np.radians(elevation_deg)
    # the deep end
    theta_1 = 10.0 ** ((level_db - DEEP_FADE_DB - 10.0 * np.log10(100.0 * probability)) / slope) - 1.0
    slope_1 = -slope / (1.0 + theta_1) * math.log10(math.e)
    # the scintillating end
    antenna = antenna_diameter_m, antenna_efficiency
    deviation = _deviation_db(LOWEST_ELEVATION_DEG, frequency_hz, wet_refractivity, *antenna)
    fade_2 = np.where(np.asarray(deviation) > 0.0, _time_factor(probability) * deviation, np.nan)
    slope_2 = fade_2 * _relative_slope_at_five_degrees(frequency_hz, *antenna)
    theta_2 = 1e3 * np.radians(p834_apparent_elevation_deg(LOWEST_ELEVATION_DEG, station_height_m))
    # the bridge
    width, climb = theta_2 - theta_1, theta - theta_1
    alpha = slope_1 / DEEP_FADE_DB
    with np.errstate(divide="ignore", invalid="ignore"):
        beta = (np.log(fade_2 / DEEP_FADE_DB) - alpha * width) / (width * width)
        gamma = (slope_2 / fade_2 - alpha - 2.0 * beta * width) / (width * width)
        fade_db = DEEP_FADE_DB * np.exp(alpha * climb + climb * climb * (beta + gamma * (theta - theta_2)))
    return np.where((theta >= np.maximum(theta_1, 0.0)) & (theta <= theta_2), fade_db, np.nan)[()]


def _climate(latitude_deg, frequency_hz, geoclimatic_factor_db, worst_month):
    """Fade on the horizon for 1 % of the time and its decline: what equations (54)-(57) have in common."""
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    _warn_outside(_DEEP_MODEL, "frequency_hz", frequency_hz, 1e9, 45e9)
    latitude_deg = require("latitude_deg", latitude_deg, at_least=-90.0, at_most=90.0)
    level_db = require("geoclimatic_factor_db", geoclimatic_factor_db) + 9.0 * np.log10(frequency_hz / 1e9)
    if worst_month:
        return level_db, _MONTH_SLOPE
    tilt = np.abs(np.cos(2.0 * np.radians(latitude_deg))) ** 0.7
    equatorward = np.abs(latitude_deg) <= 45.0
    return level_db + 1.8 + 5.6 * np.log10(1.1 + np.where(equatorward, tilt, -tilt)), _YEAR_SLOPE


def _relative_slope_at_five_degrees(frequency_hz, antenna_diameter_m, antenna_efficiency):
    """Change of the scintillation fade with elevation, per milliradian and per decibel: equations (60)-(63)."""
    angle = math.radians(LOWEST_ELEVATION_DEG)
    sine, cosine = math.sin(angle), math.cos(angle)
    x = _aperture(sine, frequency_hz, antenna_diameter_m, antenna_efficiency)
    power, zeta = (x * x + 1.0) ** (11.0 / 12.0), _angle(x)
    sixth = x ** (1.0 / 6.0)
    above = 1770.0 * (x * x + 1.0) + 2123.0 * sixth * power * (np.cos(zeta) - x * np.sin(zeta))
    below = 12.0 * (x * x + 1.0) * (354.0 * x ** (5.0 / 6.0) - 193.0 * power * np.sin(zeta))
    growth = x * (sine / math.sqrt(sine * sine + _CURVATURE) + 1.0) * cosine
    growth /= math.sqrt(sine * sine + _CURVATURE) + sine
    # growth is dx/dtheta, proportional to x: a point antenna, whose x is zero, has none in spite of the root below
    return (above / below * growth / np.where(sixth > 0.0, sixth, 1.0) - 1.2 / math.tan(angle)) / 1e3
