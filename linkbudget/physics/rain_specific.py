r"""Specific attenuation by rain per kilometre, ITU-R P.838-3.

The map: :func:`rain_coefficients` (for horizontal and vertical polarisation), :func:`mixed_rain_coefficients` (for a
path and a polarisation in between), :func:`specific_rain_attenuation_db_per_km`.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from linkbudget.errors import require, warn_outside

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
    frequency_hz = require("frequency_hz", frequency_hz)
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
        Elevation of the path in the rain, -90 to 90; geometric or apparent makes no difference to it [deg].
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
    frequency_hz = require("frequency_hz", frequency_hz)
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
        Elevation of the path in the rain, -90 to 90; geometric or apparent makes no difference to it [deg].
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
    frequency_hz = require("frequency_hz", frequency_hz)
    warn_outside("ITU-R P.838-3", "frequency_hz", frequency_hz, 1e9, 1e12)
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    return _mixed_coefficients(elevation_deg, frequency_hz, polarization_tilt_deg)


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
