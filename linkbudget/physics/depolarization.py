"""Depolarisation by rain and ice: cross-polarisation discrimination.

Cross-polarisation discrimination (XPD) is the level received in the wanted polarisation above that received in the
orthogonal one; the smaller, the worse.  The map: :func:`rain_discrimination_db` for rain alone, given the loss that
the same rain causes; :func:`ice_discrimination_loss_db`, what ice crystals take off;
:func:`hydrometeor_discrimination_db`, both together; :func:`scaled_discrimination_db`, to another frequency and tilt.

Probabilities are fractions of an average year, not per cent.
"""

import math
from functools import lru_cache

import numpy as np

from linkbudget.errors import require, warn_outside

_MODEL = "ITU-R P.618-14 cross-polarisation"


def rain_discrimination_db(elevation_deg, frequency_hz, rain_loss_db, polarization_tilt_deg, exceedance_probability):
    r"""Cross-polarisation discrimination not exceeded for a share of an average year, rain alone.

    .. math::

        XPD_{rain} = C_f - V(f) \log_{10} A_p - 10 \log_{10}\left[1 - 0.484 (1 + \cos 4\tau)\right]
        - 40 \log_{10} \cos\theta + 0.0053 \sigma^2

    with :math:`C_f` and :math:`V` piecewise functions of the frequency and :math:`\sigma = -5 \log_{10} p` degrees
    (p in per cent) the spread of the drops' canting angle: 0, 5, 10 and 15 degrees for 1, 0.1, 0.01 and 0.001 %.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, -90 to 90; stated up to 60 degrees, used above with a warning although the formula grows without
        limit towards the zenith; below the horizon the result is NaN [deg].
    frequency_hz : array_like
        Frequency; the formulas exist for 6 to 55 GHz, outside the result is NaN; between 4 and 6 GHz scale from 6 GHz
        with :func:`scaled_discrimination_db` [Hz].
    rain_loss_db : array_like
        Rain loss exceeded for the same share of the year; zero leaves the polarisation alone, infinite XPD [dB].
    polarization_tilt_deg : array_like
        Tilt of the polarisation against the horizontal: 0 horizontal, 90 vertical, 45 circular [deg].
    exceedance_probability : array_like
        Fraction of an average year, above zero; stated for 1e-5 to 0.01.  Outside it is used with a warning, with no
        spread above 1 % [-].

    Returns
    -------
    ndarray or float
        Discrimination, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency is not above zero, a loss is negative or a probability not
        above zero and at most one.

    Notes
    -----
    The Recommendation lists the spread for four shares of the year; between them it is taken linear in the logarithm,
    on which all four lie.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 4.1, steps 1 to 6, equations (71)-(76).

    Examples
    --------
    >>> print(f"{rain_discrimination_db(31.077, 14.25e9, 6.798, 0.0, 1e-4):.2f} dB")
    34.62 dB
    """
    elevation_deg = require("elevation_deg", elevation_deg)
    exceedance_probability = require("exceedance_probability", exceedance_probability)
    warn_outside(_MODEL, "elevation_deg", elevation_deg, -90.0, 60.0)
    warn_outside(_MODEL, "exceedance_probability", exceedance_probability, 1e-5, 0.01)
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    tilt = np.radians(require("polarization_tilt_deg", polarization_tilt_deg))
    loss_db = require("rain_loss_db", rain_loss_db, at_least=0.0)
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    offset_db, slope_db = _frequency_terms(frequency_hz)
    cosine = _cosine(elevation_deg)
    spread_deg = 5.0 * np.maximum(-np.log10(100.0 * probability), 0.0)
    with np.errstate(divide="ignore"):
        rain_db = slope_db * np.log10(loss_db)
    tilt_db = -10.0 * np.log10(1.0 - 0.484 * (1.0 + np.cos(4.0 * tilt)))
    return (offset_db - rain_db + tilt_db - 40.0 * np.log10(cosine) + 0.0053 * spread_deg * spread_deg)[()]


def ice_discrimination_loss_db(rain_discrimination_db, exceedance_probability):
    r"""Reduction of the cross-polarisation discrimination of rain by ice crystals.

    .. math:: C_{ice} = XPD_{rain} \frac{0.3 + 0.1 \log_{10} p}{2}

    with p in per cent.

    Parameters
    ----------
    rain_discrimination_db : array_like
        Discrimination of rain alone, :func:`rain_discrimination_db` [dB].
    exceedance_probability : array_like
        Fraction of an average year, above zero; stated for 1e-5 to 0.01, used outside with a warning [-].

    Returns
    -------
    ndarray or float
        Reduction, broadcast shape of the arguments; zero for 0.001 % of the year [dB].

    Raises
    ------
    LinkBudgetError
        If a probability is not above zero and at most one.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 4.1, step 7, equation (77).

    Examples
    --------
    >>> print(f"{ice_discrimination_loss_db(34.62, 1e-4):.2f} dB")
    1.73 dB
    """
    exceedance_probability = require("exceedance_probability", exceedance_probability)
    warn_outside(_MODEL, "exceedance_probability", exceedance_probability, 1e-5, 0.01)
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    return require("rain_discrimination_db", rain_discrimination_db) * _ice_share(probability)


def hydrometeor_discrimination_db(
    elevation_deg, frequency_hz, rain_loss_db, polarization_tilt_deg, exceedance_probability
):
    r"""Cross-polarisation discrimination not exceeded for a share of an average year, rain and ice together.

    .. math:: XPD_p = XPD_{rain} - C_{ice}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, -90 to 90; stated up to 60 degrees, used above with a warning although the formula grows without
        limit towards the zenith; below the horizon the result is NaN [deg].
    frequency_hz : array_like
        Frequency; the formulas exist for 6 to 55 GHz, outside the result is NaN [Hz].
    rain_loss_db : array_like
        Rain loss exceeded for the same share of the year [dB].
    polarization_tilt_deg : array_like
        Tilt of the polarisation against the horizontal: 0 horizontal, 90 vertical, 45 circular [deg].
    exceedance_probability : array_like
        Fraction of an average year, above zero; stated for 1e-5 to 0.01, used outside with a warning [-].

    Returns
    -------
    ndarray or float
        Discrimination, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency is not above zero, a loss is negative or a probability not
        above zero and at most one.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 4.1, step 8, equation (78).

    Examples
    --------
    >>> print(f"{hydrometeor_discrimination_db(31.077, 14.25e9, 6.798, 0.0, 1e-4):.2f} dB")
    32.89 dB
    """
    elevation_deg = require("elevation_deg", elevation_deg)
    exceedance_probability = require("exceedance_probability", exceedance_probability)
    rain_db = rain_discrimination_db(
        elevation_deg, frequency_hz, rain_loss_db, polarization_tilt_deg, exceedance_probability
    )
    return rain_db * (1.0 - _ice_share(np.asarray(exceedance_probability)))


def scaled_discrimination_db(
    frequency_hz, wanted_frequency_hz, discrimination_db, polarization_tilt_deg, wanted_polarization_tilt_deg
):
    r"""Cross-polarisation discrimination at another frequency and tilt, for the same share of time.

    .. math::

        XPD_2 = XPD_1 - 20 \log_{10}
        \frac{f_2 \sqrt{1 - 0.484 (1 + \cos 4\tau_2)}}{f_1 \sqrt{1 - 0.484 (1 + \cos 4\tau_1)}}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency of the known discrimination; stated for 4 to 30 GHz, used outside with a warning [Hz].
    wanted_frequency_hz : array_like
        Frequency wanted, of the same range [Hz].
    discrimination_db : array_like
        Known discrimination, with or without ice [dB].
    polarization_tilt_deg : array_like
        Tilt of the known polarisation against the horizontal, 45 for circular [deg].
    wanted_polarization_tilt_deg : array_like
        Tilt of the polarisation wanted [deg].

    Returns
    -------
    ndarray or float
        Discrimination, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If any frequency is not above zero.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 4.3, equation (79).

    Examples
    --------
    >>> print(f"{scaled_discrimination_db(6e9, 4e9, 30.0, 45.0, 45.0):.2f} dB")
    33.52 dB
    """
    wanted_frequency_hz = require("wanted_frequency_hz", wanted_frequency_hz)
    frequency_hz = require("frequency_hz", frequency_hz)
    polarization_tilt_deg = require("polarization_tilt_deg", polarization_tilt_deg)
    wanted_polarization_tilt_deg = require("wanted_polarization_tilt_deg", wanted_polarization_tilt_deg)
    warn_outside(_MODEL + " scaling", "frequency_hz", frequency_hz, 4e9, 30e9)
    warn_outside(_MODEL + " scaling", "wanted_frequency_hz", wanted_frequency_hz, 4e9, 30e9)
    ratio = require("wanted_frequency_hz", wanted_frequency_hz, above=0.0) / require(
        "frequency_hz", frequency_hz, above=0.0
    )
    wanted, known = np.radians(wanted_polarization_tilt_deg), np.radians(polarization_tilt_deg)
    tilts = (1.0 - 0.484 * (1.0 + np.cos(4.0 * wanted))) / (1.0 - 0.484 * (1.0 + np.cos(4.0 * known)))
    return require("discrimination_db", discrimination_db) - 10.0 * np.log10(ratio * ratio * tilts)


def _ice_share(probability):
    """Ice term over the discrimination of rain; as a factor it leaves an infinite discrimination infinite."""
    return 0.15 + 0.05 * np.log10(100.0 * probability)


def _cosine(elevation_deg):
    """Cosine of the elevation; NaN below the horizon; floats skip NumPy."""
    if isinstance(elevation_deg, float):
        return math.cos(math.radians(elevation_deg)) if elevation_deg >= 0.0 else math.nan
    return np.where(elevation_deg >= 0.0, np.cos(np.radians(elevation_deg)), np.nan)


def _frequency_terms(frequency_hz):
    """Offset C_f and slope V of the Recommendation, remembered for single frequencies; NaN where it has no formula."""
    if isinstance(frequency_hz, float):
        return _frequency_terms_at(float(frequency_hz))
    return _pieces(require("frequency_hz", frequency_hz, above=0.0) / 1e9)


@lru_cache(maxsize=256)
def _frequency_terms_at(frequency_hz):
    offset, slope = _pieces(require("frequency_hz", frequency_hz, above=0.0) / 1e9)
    return float(offset), float(slope)


def _pieces(frequency_ghz):
    """Offset and slope, each from the formulas of its ranges."""
    decade = np.log10(frequency_ghz)
    offset = np.where(
        frequency_ghz < 9.0,
        60.0 * decade - 28.3,
        np.where(frequency_ghz < 36.0, 26.0 * decade + 4.1, 35.9 * decade - 11.3),
    )
    low = np.where(frequency_ghz < 9.0, 30.8 * frequency_ghz**-0.21, 12.8 * frequency_ghz**0.19)
    high = np.where(frequency_ghz < 40.0, 22.6, 13.0 * frequency_ghz**0.15)
    slope = np.where(frequency_ghz < 20.0, low, high)
    return np.where((frequency_ghz >= 6.0) & (frequency_ghz <= 55.0), offset, np.nan), slope
