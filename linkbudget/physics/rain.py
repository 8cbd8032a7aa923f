"""Rain on the way to space: what a kilometre of it takes, how long the path through it is, how often it takes how much.

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
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import ndtr, ndtri, owens_t

from linkbudget.errors import require, warn_outside
from linkbudget.roots import bracketed_root

LOWEST_PROBABILITY = 1e-5
"""Smallest share of the year that ITU-R P.618-14 speaks for, 0.001 %."""

HIGHEST_PROBABILITY = 0.05
"""Largest share of the year that ITU-R P.618-14 speaks for, 5 %."""

# ITU-R P.838-3, Tables 1 to 4: amplitude a, centre b and width c of each Gaussian in the logarithm of the frequency,
# one row each for log10(kH), log10(kV), alphaH, alphaV (k has four terms, alpha five), then slope m and offset c.
_AMPLITUDE = np.array(
    [
        [-5.33980, -0.35351, -0.23789, -0.94158, 0.0],
        [-3.80595, -3.44965, -0.39902, 0.50167, 0.0],
        [-0.14318, 0.29591, 0.32177, -5.37610, 16.1721],
        [-0.07771, 0.56727, -0.20238, -48.2991, 48.5833],
    ]
)
_CENTRE = np.array(
    [
        [-0.10008, 1.26970, 0.86036, 0.64552, 0.0],
        [0.56934, -0.22911, 0.73042, 1.07319, 0.0],
        [1.82442, 0.77564, 0.63773, -0.96230, -3.29980],
        [2.33840, 0.95545, 1.14520, 0.791669, 0.791459],
    ]
)
_WIDTH = np.array(
    [
        [1.13098, 0.45400, 0.15354, 0.16817, 1.0],
        [0.81061, 0.51059, 0.11899, 0.27195, 1.0],
        [-0.55187, 0.19822, 0.13164, 1.47828, 3.43990],
        [-0.76284, 0.54039, 0.26809, 0.116226, 0.116479],
    ]
)
_SLOPE = np.array([-0.18961, -0.16398, 0.67849, -0.053739])
_OFFSET = np.array([0.71147, 0.63297, -1.95537, 0.83433])

_EFFECTIVE_EARTH_RADIUS_KM = 8500.0
_RAIN_ABOVE_ISOTHERM_M = 360.0
_GRID = 41  # shares of the year tried to bracket a loss


class RainCoefficients(NamedTuple):
    """Coefficients of the power law of rain for horizontal and vertical polarisation."""

    k_horizontal: np.ndarray | float
    """k for horizontal polarisation, in dB/km at 1 mm/h [-]."""
    k_vertical: np.ndarray | float
    """k for vertical polarisation, in dB/km at 1 mm/h [-]."""
    alpha_horizontal: np.ndarray | float
    """Exponent for horizontal polarisation [-]."""
    alpha_vertical: np.ndarray | float
    """Exponent for vertical polarisation [-]."""


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


def rain_coefficients(frequency_hz):
    r"""Coefficients k and alpha of the power law of rain for horizontal and vertical polarisation.

    .. math::

        \log_{10} k = \sum_{j=1}^{4} a_j e^{-\left(\frac{\log_{10} f - b_j}{c_j}\right)^2} + m_k \log_{10} f + c_k,
        \qquad
        \alpha = \sum_{j=1}^{5} a_j e^{-\left(\frac{\log_{10} f - b_j}{c_j}\right)^2} + m_\alpha \log_{10} f + c_\alpha

    with f in GHz and the constants of the Recommendation's four tables.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz, used outside with a warning [Hz].

    Returns
    -------
    tuple of ndarray or float
        :class:`RainCoefficients`: k for both polarisations, then alpha, each shaped like ``frequency_hz`` [-].

    Raises
    ------
    LinkBudgetError
        If any frequency is zero or negative.

    References
    ----------
    .. [1] ITU-R P.838-3 (03/2005), equations (2) and (3), Tables 1 to 4.

    Examples
    --------
    >>> k_horizontal, k_vertical, alpha_horizontal, alpha_vertical = rain_coefficients(20e9)
    >>> print(f"{k_horizontal:.5f}, {alpha_horizontal:.4f} horizontal; {k_vertical:.5f}, {alpha_vertical:.4f} vertical")
    0.09164, 1.0568 horizontal; 0.09611, 0.9847 vertical
    """
    warn_outside("ITU-R P.838-3", "frequency_hz", frequency_hz, 1e9, 1e12)
    return _coefficients(frequency_hz)


def specific_rain_attenuation_db_per_km(elevation_deg, frequency_hz, rain_rate_mm_per_h, polarization_tilt_deg=45.0):
    r"""Specific attenuation by rain.

    .. math::

        \gamma_R = k R^\alpha, \qquad
        k = \tfrac{1}{2} \left[k_H + k_V + (k_H - k_V) \cos^2\theta \cos 2\tau\right], \qquad
        \alpha = \frac{k_H \alpha_H + k_V \alpha_V + (k_H \alpha_H - k_V \alpha_V) \cos^2\theta \cos 2\tau}{2 k}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation of the path, -90 to 90 [deg].
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz, used outside with a warning [Hz].
    rain_rate_mm_per_h : array_like
        Rain rate, zero or more [mm/h].
    polarization_tilt_deg : array_like
        Tilt of the polarisation against the horizontal: 0 horizontal, 90 vertical, 45 circular [deg].

    Returns
    -------
    ndarray or float
        Specific attenuation, broadcast shape of the arguments [dB/km].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency is not above zero or a rain rate is negative.

    References
    ----------
    .. [1] ITU-R P.838-3 (03/2005), equations (1), (4) and (5).

    Examples
    --------
    >>> print(f"{specific_rain_attenuation_db_per_km(30.0, 20e9, 25.0):.2f} dB/km")
    2.50 dB/km
    """
    warn_outside("ITU-R P.838-3", "frequency_hz", frequency_hz, 1e9, 1e12)
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    k, alpha = _mixed_coefficients(elevation_deg, frequency_hz, polarization_tilt_deg)
    return k * require("rain_rate_mm_per_h", rain_rate_mm_per_h, at_least=0.0) ** alpha


def mixed_rain_coefficients(elevation_deg, frequency_hz, polarization_tilt_deg=45.0):
    r"""Coefficients k and alpha of the power law of rain for any polarisation and path.

    .. math::

        k = \tfrac{1}{2} \left[k_H + k_V + (k_H - k_V) \cos^2\theta \cos 2\tau\right], \qquad
        \alpha = \frac{k_H \alpha_H + k_V \alpha_V + (k_H \alpha_H - k_V \alpha_V) \cos^2\theta \cos 2\tau}{2 k}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation of the path, -90 to 90 [deg].
    frequency_hz : array_like
        Frequency; stated for 1 to 1000 GHz, used outside with a warning [Hz].
    polarization_tilt_deg : array_like
        Tilt of the polarisation against the horizontal: 0 horizontal, 90 vertical, 45 circular [deg].

    Returns
    -------
    tuple of ndarray or float
        k, in dB/km at 1 mm/h, and alpha, each of the broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90 or a frequency is not above zero.

    References
    ----------
    .. [1] ITU-R P.838-3 (03/2005), equations (4) and (5).

    Examples
    --------
    >>> k, alpha = mixed_rain_coefficients(30.0, 20e9, 45.0)
    >>> print(f"{k:.5f}, {alpha:.4f}")
    0.09388, 1.0199
    """
    warn_outside("ITU-R P.838-3", "frequency_hz", frequency_hz, 1e9, 1e12)
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    return _mixed_coefficients(elevation_deg, frequency_hz, polarization_tilt_deg)


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

    with :math:`R_e = 8500` km.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, -90 to 90; below the horizon the result is NaN [deg].
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
        Elevation, -90 to 90; below the horizon every length, factor and loss is NaN [deg].
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
        Elevation, -90 to 90; below the horizon the result is NaN [deg].
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


def rain_correlation(distance_m):
    r"""Correlation of rain at two points, as the probability of rain on a path uses it.

    .. math:: \rho = 0.59 \, e^{-|d| / 31} + 0.41 \, e^{-|d| / 800}

    with d in km.

    Parameters
    ----------
    distance_m : array_like
        Distance along the ground, zero or more [m].

    Returns
    -------
    ndarray or float
        Correlation, same shape [-].

    Raises
    ------
    LinkBudgetError
        If any distance is negative.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.1.2, equation (11).

    Examples
    --------
    >>> print(f"{rain_correlation(4017.6):.4f}")
    0.9262
    """
    distance_km = require("distance_m", distance_m, at_least=0.0) / 1e3
    return 0.59 * np.exp(distance_km / -31.0) + 0.41 * np.exp(distance_km / -800.0)


def joint_normal_exceedance(first_threshold, second_threshold, correlation):
    r"""Probability that two correlated standard normal variables both exceed their thresholds.

    .. math::

        P = \frac{1}{2 \pi \sqrt{1 - \rho^2}} \int_{a}^{\infty} \int_{b}^{\infty}
        e^{-\frac{x^2 - 2 \rho x y + y^2}{2 (1 - \rho^2)}} \, dy \, dx

    computed from Owen's T function.

    Parameters
    ----------
    first_threshold, second_threshold : array_like
        Thresholds in standard deviations [-].
    correlation : array_like
        Correlation, -1 to 1 [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments, to an absolute error of some 1e-16 [-].

    Raises
    ------
    LinkBudgetError
        If any correlation lies outside -1 to 1.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, equation (13).
    .. [2] D. B. Owen, "Tables for computing bivariate normal probabilities", Ann. Math. Statist. 27 (1956) 1075-1090,
       equation (2.1).

    Examples
    --------
    >>> print(f"{joint_normal_exceedance(0.0, 0.0, 0.5):.6f}")
    0.333333
    """
    a, b = require("first_threshold", first_threshold), require("second_threshold", second_threshold)
    correlation = require("correlation", correlation, at_least=-1.0, at_most=1.0)
    # Owen's formula divides by the thresholds: a step of 1e-200 from zero changes nothing, nor does 40 for infinity
    a, b = (np.clip(np.where(np.abs(limit) < 1e-200, 1e-200, limit), -40.0, 40.0) for limit in (a, b))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt((1.0 - correlation) * (1.0 + correlation))
        slopes = (b - correlation * a) / (a * spread), (a - correlation * b) / (b * spread)
    opposite = np.where((a > 0.0) == (b > 0.0), 0.0, 0.5)
    single = 0.5 * (ndtr(-a) + ndtr(-b))
    joint = single - owens_t(a, slopes[0]) - owens_t(b, slopes[1]) - opposite
    together, against = np.minimum(ndtr(-a), ndtr(-b)), np.maximum(ndtr(-a) - ndtr(b), 0.0)
    joint = np.where(correlation == 1.0, together, np.where(correlation == -1.0, against, joint))
    return np.clip(joint, 0.0, together)[()]


def path_rain_probability(elevation_deg, slant_length_m, rain_probability):
    r"""Probability that it rains anywhere on a slanted path.

    .. math::

        P(A > 0) = 1 - (1 - P_0) \left(\frac{c_B - P_0^2}{P_0 (1 - P_0)}\right)^{P_0}

    with :math:`c_B` the probability of rain at both ends of the path's projection on the ground, from
    :func:`joint_normal_exceedance` at :math:`\alpha = Q^{-1}(P_0)` and :func:`rain_correlation`.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, -90 to 90; below the horizon the result is NaN [deg].
    slant_length_m : array_like
        Length of the path below the rain height, :func:`rain_path_length_m` [m].
    rain_probability : array_like
        Fraction of an average year with rain at the station [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an elevation or probability lies outside its limits or a length is negative.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.1.2, equations (9)-(14).

    Examples
    --------
    London, 5.4 % rain at the station:

    >>> print(f"{100.0 * path_rain_probability(31.077, 4690.8, 0.0536151):.2f} %")
    7.34 %
    """
    ground_m = rain_ground_length_m(elevation_deg, slant_length_m) + 0.0 * _sine(elevation_deg)
    probability = require("rain_probability", rain_probability, at_least=0.0, at_most=1.0)
    threshold = rain_threshold(probability)
    both = joint_normal_exceedance(threshold, threshold, rain_correlation(ground_m))
    certain = (probability == 0.0) | (probability == 1.0)
    spread = np.where(certain, 1.0, probability * (1.0 - probability))
    share = np.where(certain, 1.0, (both - probability * probability) / spread)
    return (1.0 - (1.0 - probability) * share**probability)[()]


def rain_threshold(rain_probability):
    r"""Threshold of a standard normal variable that is exceeded as often as it rains.

    .. math:: R = Q^{-1}(P), \qquad Q(x) = \frac{1}{\sqrt{2 \pi}} \int_x^\infty e^{-t^2 / 2} \, dt

    Parameters
    ----------
    rain_probability : array_like
        Fraction of an average year with rain [-].

    Returns
    -------
    ndarray or float
        Threshold in standard deviations, same shape; infinite for probabilities of zero and one [-].

    Raises
    ------
    LinkBudgetError
        If any probability lies outside 0 to 1.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, equations (9), (10) and (33).

    Examples
    --------
    >>> print(f"{rain_threshold(0.0536151):.4f}")
    1.6108
    """
    return -ndtri(require("rain_probability", rain_probability, at_least=0.0, at_most=1.0))


def _mixed_coefficients(elevation_deg, frequency_hz, polarization_tilt_deg):
    """k and alpha for any polarisation, without a word about the frequency."""
    k_h, k_v, alpha_h, alpha_v = _coefficients(frequency_hz)
    tilt = np.cos(2.0 * np.radians(require("polarization_tilt_deg", polarization_tilt_deg)))
    mix = np.cos(np.radians(elevation_deg)) ** 2 * tilt
    k = 0.5 * (k_h + k_v + (k_h - k_v) * mix)
    slope_h, slope_v = k_h * alpha_h, k_v * alpha_v
    return k, 0.5 * (slope_h + slope_v + (slope_h - slope_v) * mix) / k


def _coefficients(frequency_hz):
    """The coefficients, remembered for single frequencies."""
    if isinstance(frequency_hz, float):
        return _coefficients_at(float(frequency_hz))
    return RainCoefficients(*_sums(require("frequency_hz", frequency_hz, above=0.0)))


@lru_cache(maxsize=256)
def _coefficients_at(frequency_hz):
    return RainCoefficients(*_sums(require("frequency_hz", frequency_hz, above=0.0)).tolist())


def _sums(frequency_hz):
    """kH, kV, alphaH and alphaV along the first axis."""
    decade = np.log10(np.asarray(frequency_hz) / 1e9)
    gaussians = _AMPLITUDE * np.exp(-(((decade[..., None, None] - _CENTRE) / _WIDTH) ** 2))
    sums = gaussians.sum(axis=-1) + decade[..., None] * _SLOPE + _OFFSET
    sums[..., :2] = 10.0 ** sums[..., :2]
    return np.moveaxis(sums, -1, 0)


def _sine(elevation_deg):
    """Sine of the elevation; NaN below the horizon."""
    if isinstance(elevation_deg, float):
        return math.sin(math.radians(elevation_deg)) if elevation_deg >= 0.0 else math.nan
    return np.where(elevation_deg >= 0.0, np.sin(np.radians(elevation_deg)), np.nan)


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
