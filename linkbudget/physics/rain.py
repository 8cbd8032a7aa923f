"""Rain attenuation on a path to space: specific attenuation, effective path length, and exceedance.

The map: :func:`rain_coefficients`, :func:`mixed_rain_coefficients` and :func:`specific_rain_attenuation_db_per_km` are
ITU-R P.838; :func:`rain_height_m` is ITU-R P.839.  The rest is ITU-R P.618: :func:`rain_path_length_m` and
:func:`rain_ground_length_m`, the path below the rain height; :func:`rain_path`, every step from there to the loss
exceeded for 0.01 % of an average year; :func:`rain_loss_at_probability_db`, from that loss to the one at another share
of the year, and :func:`rain_exceedance_probability` back; :func:`rain_loss_db`, all of it in one call.  How often it
rains anywhere on a slanted path: :func:`rain_threshold`, :func:`rain_correlation`, :func:`joint_normal_exceedance` and
:func:`path_rain_probability`.

Shares of the year are fractions throughout: what the Recommendation calls p = 0.01 % is 1e-4 here.
"""

import math
from typing import NamedTuple

import numpy as np

from linkbudget.errors import require, warn_outside
from linkbudget.physics.rain_specific import _mixed_coefficients, _sine
from linkbudget.roots import bracketed_root

LOWEST_PROBABILITY = 1e-5
"""Smallest share of the year that ITU-R P.618-14 speaks for, 0.001 %."""


HIGHEST_PROBABILITY = 0.05
"""Largest share of the year that ITU-R P.618-14 speaks for, 5 %."""


_EFFECTIVE_EARTH_RADIUS_KM = 8500.0


_RAIN_ABOVE_ISOTHERM_M = 360.0


_GRID = 41  # shares of the year tried to bracket a loss


class RainPath(NamedTuple):
    """The steps from rain rate to the loss exceeded for 0.01 % of an average year."""

    slant_length_m: np.ndarray | float
    """Length of the path below the rain height, L_S [m]."""
    horizontal_length_m: np.ndarray | float
    """Horizontal projection of that length, L_G [m]."""
    specific_attenuation_db_per_km: np.ndarray | float
    """Specific attenuation at the rain rate, gamma_R [dB/km]."""
    horizontal_reduction: np.ndarray | float
    """Horizontal reduction factor, r_0.01 [-]."""
    vertical_adjustment: np.ndarray | float
    """Vertical adjustment factor, v_0.01 [-]."""
    effective_length_m: np.ndarray | float
    """Effective path length, L_E [m]."""
    loss_001_db: np.ndarray | float
    """Loss exceeded for 0.01 % of an average year, A_0.01 [dB]."""


def rain_height_m(zero_isotherm_height_m):
    r"""Mean annual height up to which rain fills the path.

    .. math:: h_R = h_0 + 0.36\ \mathrm{km}

    Parameters
    ----------
    zero_isotherm_height_m : array_like
        Mean annual height of the 0 degree isotherm above mean sea level, from the Recommendation's map [m].

    Returns
    -------
    ndarray or float
        Rain height above mean sea level, same shape [m].

    References
    ----------
    .. [1] ITU-R P.839-4 (09/2013), Annex 1.

    Examples
    --------
    >>> print(f"{rain_height_m(4168.0):.0f} m")
    4528 m
    """
    return require("zero_isotherm_height_m", zero_isotherm_height_m) + _RAIN_ABOVE_ISOTHERM_M


def rain_path_length_m(elevation_deg, rain_height_m, station_height_m=0.0):
    r"""Length of the path from a station up to the rain height.

    .. math::

        L_S = \frac{h_R - h_s}{\sin\theta} \ (\theta \ge 5°), \qquad
        L_S = \frac{2 (h_R - h_s)}{\sqrt{\sin^2\theta + 2 (h_R - h_s) / R_e} + \sin\theta} \ (\theta < 5°)

    with :math:`R_e = 8500` km, the effective radius of the Earth over which refracted rays are straight.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, -90 to 90; P.618 does not call it geometric or apparent.  Below 5 degrees the effective radius
        implies the apparent elevation; from 5 degrees they differ by at most 0.18 degrees, 3.5 % of the length.  Below
        the horizon the result is NaN [deg].
    rain_height_m : array_like
        Rain height above mean sea level [m].
    station_height_m : array_like
        Height of the station above mean sea level; above the rain the length is zero [m].

    Returns
    -------
    ndarray or float
        Length, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If any elevation lies outside -90 to 90.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.1.1, equations (1) and (2).

    Examples
    --------
    >>> print(f"{rain_path_length_m(30.0, 3000.0):.0f} m, {rain_path_length_m(1.0, 3000.0):.0f} m")
    6000 m, 121851 m
    """
    sine = _sine(require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0))
    return 1e3 * _slant_length_km(elevation_deg, sine, _rain_depth_km(rain_height_m, station_height_m))


def rain_ground_length_m(elevation_deg, slant_length_m):
    r"""Horizontal projection of a slanted path.

    .. math:: L_G = L_S \cos\theta

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, -90 to 90 [deg].
    slant_length_m : array_like
        Length of the path below the rain height, :func:`rain_path_length_m` [m].

    Returns
    -------
    ndarray or float
        Length along the ground, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90 or a length is negative.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, equations (3) and (12).

    Examples
    --------
    >>> print(f"{rain_ground_length_m(31.077, 4690.8):.0f} m")
    4018 m
    """
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    return require("slant_length_m", slant_length_m, at_least=0.0) * np.cos(np.radians(elevation_deg))


def rain_path(
    elevation_deg,
    frequency_hz,
    rain_rate_mm_per_h,
    rain_height_m,
    latitude_deg,
    *,
    station_height_m=0.0,
    polarization_tilt_deg=45.0,
):
    r"""Every step from the rain rate exceeded for 0.01 % of an average year to the loss exceeded for that time.

    .. math::

        A_{0.01} = \gamma_R L_E = \gamma_R L_R v_{0.01}, \qquad
        r_{0.01} = \frac{1}{1 + 0.78 \sqrt{L_G \gamma_R / f} - 0.38 (1 - e^{-2 L_G})},

        v_{0.01} = \frac{1}{1 + \sqrt{\sin\theta}
        \left(31 (1 - e^{-\theta / (1 + \chi)}) \sqrt{L_R \gamma_R} / f^2 - 0.45\right)}

    with lengths in km, f in GHz, :math:`L_G = L_S \cos\theta`, :math:`\chi = \max(36 - |\varphi|, 0)` degrees and
    :math:`L_R` the lesser of :math:`L_G r_{0.01} / \cos\theta` and :math:`(h_R - h_s) / \sin\theta`.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation as in :func:`rain_path_length_m`, -90 to 90; below the horizon every length, factor and loss is NaN
        [deg].
    frequency_hz : array_like
        Frequency; stated up to 55 GHz (and, through P.838, from 1 GHz), used outside with a warning [Hz].
    rain_rate_mm_per_h : array_like
        Rain rate exceeded for 0.01 % of an average year, integrated over one minute [mm/h].
    rain_height_m : array_like
        Rain height above mean sea level, :func:`rain_height_m` [m].
    latitude_deg : array_like
        Latitude of the station, -90 to 90 [deg].
    station_height_m : array_like
        Height of the station above mean sea level; a station above the rain has no loss [m].
    polarization_tilt_deg : array_like
        Tilt of the polarisation against the horizontal: 0 horizontal, 90 vertical, 45 circular [deg].

    Returns
    -------
    tuple of ndarray or float
        :class:`RainPath`: slant length and its horizontal projection [m], specific attenuation [dB/km], horizontal
        reduction and vertical adjustment factors [-], effective length [m] and loss [dB].

    Raises
    ------
    LinkBudgetError
        If an angle lies outside its limits, a frequency is not above zero or a rain rate is negative.

    Notes
    -----
    The Recommendation chooses between the two forms of :math:`L_R` by comparing an angle with the elevation; the
    comparison picks the lesser, and taking the lesser holds at the zenith and the horizon too.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.1.1, steps 1 to 9, equations (1)-(7).

    Examples
    --------
    >>> path = rain_path(31.077, 14.25e9, 26.48, 2452.7, 51.5, station_height_m=31.4, polarization_tilt_deg=0.0)
    >>> print(f"{path.effective_length_m:.0f} m of {path.slant_length_m:.0f} m: {path.loss_001_db:.2f} dB")
    4299 m of 4691 m: 6.80 dB
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    warn_outside("ITU-R P.618-14 rain", "frequency_hz", frequency_hz, 1e9, 55e9)
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    latitude_deg = require("latitude_deg", latitude_deg, at_least=-90.0, at_most=90.0)
    rain_rate_mm_per_h = require("rain_rate_mm_per_h", rain_rate_mm_per_h, at_least=0.0)
    frequency_ghz = require("frequency_hz", frequency_hz, above=0.0) / 1e9
    sine = _sine(elevation_deg)
    depth = _rain_depth_km(rain_height_m, station_height_m)
    slant = _slant_length_km(elevation_deg, sine, depth)
    k, alpha = _mixed_coefficients(elevation_deg, frequency_hz, polarization_tilt_deg)
    gamma = k * rain_rate_mm_per_h**alpha
    ground = rain_ground_length_m(elevation_deg, slant)  # in km, as the slant length is
    reduction = 1.0 / (1.0 + 0.78 * np.sqrt(ground * gamma / frequency_ghz) + 0.38 * np.expm1(-2.0 * ground))
    # the ground length over the cosine is the slant length; at the horizon the second form has no end
    rainy = np.minimum(slant * reduction, depth / np.maximum(sine, 1e-300))
    climb = -np.expm1(-elevation_deg / (1.0 + np.maximum(36.0 - np.abs(latitude_deg), 0.0)))
    steep = np.sqrt(sine) * (31.0 * climb * np.sqrt(rainy * gamma) / (frequency_ghz * frequency_ghz) - 0.45)
    adjustment = 1.0 / (1.0 + steep)
    effective = rainy * adjustment
    return RainPath(1e3 * slant, 1e3 * ground, gamma, reduction, adjustment, 1e3 * effective, gamma * effective)


def rain_loss_at_probability_db(elevation_deg, latitude_deg, loss_001_db, exceedance_probability):
    r"""Loss to rain exceeded for any share of an average year, from that exceeded for 0.01 % of it.

    .. math::

        A_p = A_{0.01} \left(\frac{p}{0.01}\right)^{-(0.655 + 0.033 \ln p - 0.045 \ln A_{0.01}
        - \beta (1 - p) \sin\theta)}

    with p in per cent; :math:`\beta` is zero for :math:`p \ge 1` or latitudes from 36 degrees, elsewhere
    :math:`-0.005 (|\varphi| - 36)`, to which below 25 degrees of elevation :math:`1.8 - 4.25 \sin\theta` is added.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, -90 to 90; below the horizon the result is NaN [deg].
    latitude_deg : array_like
        Latitude of the station, -90 to 90 [deg].
    loss_001_db : array_like
        Loss exceeded for 0.01 % of the year, from :func:`rain_path` or measured [dB].
    exceedance_probability : array_like
        Fraction of an average year, above zero; stated for 1e-5 to 0.05, used outside with a warning [-].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an angle lies outside its limits, the loss is negative or the probability not above zero and at most one.

    Notes
    -----
    Two properties of the published formula: the loss jumps at 36 degrees of latitude for elevations below 25 degrees,
    and below that latitude large losses (from some 14 dB at 12 degrees of elevation, some 45 dB at the zenith) are
    greatest not at the smallest share of the year but a little above it.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.1.1, step 10, equation (8).

    Examples
    --------
    >>> for probability in (1e-4, 1e-3, 1e-2):
    ...     print(f"{rain_loss_at_probability_db(31.077, 51.5, 6.798, probability):.2f} dB")
    6.80 dB
    2.19 dB
    0.50 dB
    """
    exceedance_probability = require("exceedance_probability", exceedance_probability)
    warn_outside(
        "ITU-R P.618-14 rain", "exceedance_probability", exceedance_probability, LOWEST_PROBABILITY, HIGHEST_PROBABILITY
    )
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    latitude_deg = require("latitude_deg", latitude_deg, at_least=-90.0, at_most=90.0)
    loss_001_db = require("loss_001_db", loss_001_db, at_least=0.0)
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    return _loss_at_probability_db(_sine(elevation_deg), elevation_deg, latitude_deg, loss_001_db, probability)


def rain_loss_db(
    elevation_deg,
    frequency_hz,
    rain_rate_mm_per_h,
    rain_height_m,
    latitude_deg,
    exceedance_probability,
    *,
    station_height_m=0.0,
    polarization_tilt_deg=45.0,
):
    r"""Loss to rain on a path to space exceeded for a share of an average year.

    .. math::

        A_p = A_{0.01} \left(\frac{p}{0.01}\right)^{-(0.655 + 0.033 \ln p - 0.045 \ln A_{0.01}
        - \beta (1 - p) \sin\theta)}, \qquad A_{0.01} = \gamma_R L_E

    that is :func:`rain_path` followed by :func:`rain_loss_at_probability_db`.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation as in :func:`rain_path_length_m`, -90 to 90; below the horizon the result is NaN [deg].
    frequency_hz : array_like
        Frequency; stated up to 55 GHz (and, through P.838, from 1 GHz), used outside with a warning [Hz].
    rain_rate_mm_per_h : array_like
        Rain rate exceeded for 0.01 % of an average year (whatever the share asked for) [mm/h].
    rain_height_m : array_like
        Rain height above mean sea level, :func:`rain_height_m` [m].
    latitude_deg : array_like
        Latitude of the station, -90 to 90 [deg].
    exceedance_probability : array_like
        Fraction of an average year for which the loss is exceeded; stated for 1e-5 to 0.05, used outside with a
        warning [-].
    station_height_m : array_like
        Height of the station above mean sea level; a station above the rain has no loss [m].
    polarization_tilt_deg : array_like
        Tilt of the polarisation against the horizontal: 0 horizontal, 90 vertical, 45 circular [deg].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an angle lies outside its limits, a frequency is not above zero, a rain rate is negative or the probability
        not above zero and at most one.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.1.1, equations (1)-(8).

    Examples
    --------
    London at 14.25 GHz, for 1 % and for 0.01 % of the year:

    >>> for probability in (1e-2, 1e-4):
    ...     loss = rain_loss_db(31.077, 14.25e9, 26.48, 2452.7, 51.5, probability, station_height_m=31.4)
    ...     print(f"{loss:.2f} dB")
    0.47 dB
    6.55 dB
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    exceedance_probability = require("exceedance_probability", exceedance_probability)
    path = rain_path(
        elevation_deg,
        frequency_hz,
        rain_rate_mm_per_h,
        rain_height_m,
        latitude_deg,
        station_height_m=station_height_m,
        polarization_tilt_deg=polarization_tilt_deg,
    )
    return rain_loss_at_probability_db(elevation_deg, latitude_deg, path.loss_001_db, exceedance_probability)


def rain_exceedance_probability(elevation_deg, latitude_deg, loss_001_db, loss_db):
    r"""Share of an average year for which rain takes more than a given loss.

    .. math:: p: \quad A_p(p) = A, \qquad 0.001\,\% \le p \le 5\,\%

    the inverse of :func:`rain_loss_at_probability_db`, found by search.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, -90 to 90; below the horizon the result is NaN [deg].
    latitude_deg : array_like
        Latitude of the station, -90 to 90 [deg].
    loss_001_db : array_like
        Loss exceeded for 0.01 % of the year, from :func:`rain_path` or measured [dB].
    loss_db : array_like
        The loss asked about, the fade margin of a link [dB].

    Returns
    -------
    ndarray or float
        Fraction of an average year, broadcast shape of the arguments.  A loss that is exceeded for more than 5 % of
        the year gives NaN; one that is exceeded for less than 0.001 % gives 1e-5, the bound that can be stated; where
        there is no rain, zero [-].

    Raises
    ------
    LinkBudgetError
        If an angle lies outside its limits or a loss is negative.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.1.1, step 10, equation (8).

    Examples
    --------
    >>> print(f"{100.0 * rain_exceedance_probability(31.077, 51.5, 6.798, 3.0):.3f} % of the year")
    0.056 % of the year
    """
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    latitude_deg = require("latitude_deg", latitude_deg, at_least=-90.0, at_most=90.0)
    loss_001_db = require("loss_001_db", loss_001_db, at_least=0.0)
    loss_db = require("loss_db", loss_db, at_least=0.0)
    elevation, latitude, rare, loss = np.broadcast_arrays(elevation_deg, latitude_deg, loss_001_db, loss_db)
    sine = _sine(elevation)
    grid = np.linspace(math.log(HIGHEST_PROBABILITY), math.log(LOWEST_PROBABILITY), _GRID)

    def excess_db(log_probability, *case):
        return _loss_at_probability_db(*case[:4], np.exp(log_probability)) - case[4]

    # the loss need not grow all the way to the rare end: the first grid point that exceeds it ends the bracket
    tried = excess_db(grid, *(value[..., None] for value in (sine, elevation, latitude, rare, loss)))
    exceeded = tried > 0.0
    result = np.where(exceeded[..., 0] | np.isnan(tried[..., 0]), np.nan, LOWEST_PROBABILITY)
    result = np.where(rare == 0.0, 0.0 * sine, result)
    inside = exceeded.any(axis=-1) & ~exceeded[..., 0]
    if inside.any():
        case = [value[inside] for value in (sine, elevation, latitude, rare, loss)]
        step = np.argmax(exceeded, axis=-1)[inside]
        root = bracketed_root(lambda log_probability: excess_db(log_probability, *case), grid[step - 1], grid[step])
        result[inside] = np.exp(root)
    return result[()]


def _rain_depth_km(rain_height_m, station_height_m):
    """Height of rain above the station; none where the station is above it."""
    return np.maximum(require("rain_height_m", rain_height_m) - require("station_height_m", station_height_m), 0) / 1e3


def _slant_length_km(elevation_deg, sine, depth_km):
    curved = 2.0 * depth_km / (np.sqrt(sine * sine + 2.0 * depth_km / _EFFECTIVE_EARTH_RADIUS_KM) + sine + 1e-300)
    return np.where(np.asarray(elevation_deg) >= 5.0, depth_km / np.maximum(sine, 1e-300), curved)[()]


def _loss_at_probability_db(sine, elevation_deg, latitude_deg, loss_001_db, probability):
    percent = 100.0 * probability
    poleward = np.abs(latitude_deg) - 36.0
    beta = -0.005 * poleward + np.where(elevation_deg < 25.0, 1.8 - 4.25 * sine, 0.0)
    beta = np.where((percent >= 1.0) | (poleward >= 0.0), 0.0, beta)
    decay = 0.655 + 0.033 * np.log(percent) - 0.045 * np.log(np.maximum(loss_001_db, 1e-300))
    return loss_001_db * (percent / 0.01) ** -(decay - beta * (1.0 - percent) * sine)
