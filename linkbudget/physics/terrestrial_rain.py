r"""Rain attenuation on a terrestrial path, ITU-R P.530: distance factor and exceedance.

The map: :func:`rain_distance_factor`, the share of the path that counts as rainy; :func:`terrestrial_rain_loss_001_db`,
the loss exceeded for 0.01 % of an average year; :func:`terrestrial_rain_loss_db`, that of another share of the year;
:func:`terrestrial_rain_outage` back, from a fade to the share of the year.  What a kilometre of rain takes is in
:mod:`linkbudget.physics.rain_specific`; rain on the way to space in :mod:`linkbudget.physics.rain`.

Shares of the year are fractions: what the Recommendation calls p = 0.01 % is 1e-4 here.

The equations are those of edition 18 (09/2021).  Edition 19 (09/2025) is in force; its text was not at hand.  A public
program that follows it puts lower or upper limits on d, R and f in the distance factor, which these functions do not.
"""

import numpy as np

from linkbudget.errors import require, warn_outside
from linkbudget.physics.rain_specific import mixed_rain_coefficients

MODEL = "ITU-R P.530-18 rain"
"""Name of the model in warnings."""

LOWEST_PROBABILITY = 1e-5
"""Smallest share of the year that ITU-R P.530-18 states rain for, 0.001 %."""

HIGHEST_PROBABILITY = 0.01
"""Largest share of the year that ITU-R P.530-18 states rain for, 1 %."""

LONGEST_PATH_M = 60e3
"""Longest path that ITU-R P.530-18 states rain for."""

_HIGHEST_FACTOR = 2.5

_NO_RAIN_DB = 1e-9


def rain_distance_factor(range_m, frequency_hz, rain_rate_mm_per_h, *, elevation_deg=0.0, polarization_tilt_deg=45.0):
    r"""Distance factor of rain: the effective over the actual length of a path along the ground.

    .. math:: r = \frac{1}{0.477 \, d^{0.633} R_{0.01}^{0.073 \alpha} f^{0.123} - 10.579 (1 - e^{-0.024 d})} \le 2.5

    with d in km, f in GHz and the exponent :math:`\alpha` of ITU-R P.838.

    Parameters
    ----------
    range_m : array_like
        Length of the path, above zero; stated up to 60 km, used outside with a warning [m].
    frequency_hz : array_like
        Frequency; stated for 1 to 100 GHz, used outside with a warning [Hz].
    rain_rate_mm_per_h : array_like
        Rain rate exceeded for 0.01 % of an average year, integrated over one minute [mm/h].
    elevation_deg : array_like
        Elevation of the path [deg].
    polarization_tilt_deg : array_like
        Tilt of the polarisation against the horizontal: 0 horizontal, 90 vertical, 45 circular [deg].

    Returns
    -------
    ndarray or float
        Factor, broadcast shape of the arguments; it may be above one on short paths, and is 2.5 where the denominator
        is below 0.4 [-].

    Raises
    ------
    LinkBudgetError
        If a length or a frequency is not above zero, or a rain rate is negative.

    Notes
    -----
    A property of the published formula: the effective length hardly grows beyond some 40 km, and begins to fall near
    60 km.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 2.4.1, step 3, equation (32).

    Examples
    --------
    >>> for range_m in (2e3, 10e3, 30e3):
    ...     print(f"{range_m / 1e3:.0f} km: {rain_distance_factor(range_m, 18e9, 30.0):.2f}")
    2 km: 1.15
    10 km: 0.65
    30 km: 0.46
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    length_km = require("range_m", range_m, above=0.0) / 1e3
    warn_outside(MODEL, "range_m", range_m, 0.0, LONGEST_PATH_M)
    warn_outside(MODEL, "frequency_hz", frequency_hz, 1e9, 100e9)
    rate = require("rain_rate_mm_per_h", rain_rate_mm_per_h, at_least=0.0)
    _, alpha = mixed_rain_coefficients(elevation_deg, frequency_hz, polarization_tilt_deg)
    climbing = 0.477 * length_km**0.633 * rate ** (0.073 * alpha) * (frequency_hz / 1e9) ** 0.123
    inverse = climbing + 10.579 * np.expm1(-0.024 * length_km)
    return (1.0 / np.maximum(inverse, 1.0 / _HIGHEST_FACTOR))[()]


def terrestrial_rain_loss_001_db(range_m, specific_attenuation_db_per_km, distance_factor):
    r"""Loss to rain on a path along the ground exceeded for 0.01 % of an average year.

    .. math:: A_{0.01} = \gamma_R \, d \, r

    Parameters
    ----------
    range_m : array_like
        Length of the path [m].
    specific_attenuation_db_per_km : array_like
        Specific attenuation at the rain rate exceeded for 0.01 % of the year, by
        :func:`linkbudget.physics.rain_specific.specific_rain_attenuation_db_per_km` [dB/km].
    distance_factor : array_like
        Distance factor, :func:`rain_distance_factor` [-].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If any argument is negative.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 2.4.1, steps 3 and 4, equation (33).

    Examples
    --------
    >>> from linkbudget.physics.rain_specific import specific_rain_attenuation_db_per_km
    >>> gamma = specific_rain_attenuation_db_per_km(0.0, 18e9, 30.0, 90.0)
    >>> factor = rain_distance_factor(10e3, 18e9, 30.0, polarization_tilt_deg=90.0)
    >>> print(f"{gamma:.2f} dB/km, {terrestrial_rain_loss_001_db(10e3, gamma, factor):.1f} dB")
    2.33 dB/km, 15.6 dB
    """
    length_km = require("range_m", range_m, at_least=0.0) / 1e3
    gamma = require("specific_attenuation_db_per_km", specific_attenuation_db_per_km, at_least=0.0)
    return gamma * length_km * require("distance_factor", distance_factor, at_least=0.0)


def terrestrial_rain_loss_db(frequency_hz, loss_001_db, exceedance_probability):
    r"""Loss to rain on a path along the ground exceeded for any share of an average year.

    .. math::

        A_p = A_{0.01} C_1 \, p^{-(C_2 + C_3 \log_{10} p)}, \qquad C_1 = 0.07^{C_0} \, 0.12^{1 - C_0},

        C_2 = 0.855 \, C_0 + 0.546 (1 - C_0), \qquad C_3 = 0.139 \, C_0 + 0.043 (1 - C_0), \qquad
        C_0 = 0.12 + 0.4 \log_{10}\left[\max(f / 10, 1)^{0.8}\right]

    with p in per cent and f in GHz.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency [Hz].
    loss_001_db : array_like
        Loss exceeded for 0.01 % of the year, :func:`terrestrial_rain_loss_001_db` [dB].
    exceedance_probability : array_like
        Fraction of an average year, above zero; stated for 1e-5 to 0.01, used outside with a warning [-].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero, a loss is negative or a share is not above zero and at most one.

    Notes
    -----
    At 0.01 % the formula gives :math:`0.998 \, A_{0.01}`.  The Recommendation prints the logarithm in :math:`C_0` with
    the exponent inside the bracket.  Read as :math:`(\log_{10}(f / 10))^{0.8}`, as some programs do, the loss of
    0.001 % from 18 to 80 GHz would be 2 to 3 % smaller.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 2.4.1, step 5, equations (34) and (35a) to (35d).

    Examples
    --------
    >>> for share in (1e-5, 1e-4, 1e-3):
    ...     print(f"{terrestrial_rain_loss_db(18e9, 15.5, share):.1f} dB")
    30.6 dB
    15.5 dB
    5.9 dB
    """
    loss_001_db = require("loss_001_db", loss_001_db, at_least=0.0)
    share = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    warn_outside(MODEL, "exceedance_probability", share, LOWEST_PROBABILITY, HIGHEST_PROBABILITY)
    c1, c2, c3 = _coefficients(frequency_hz)
    decade = np.log10(100.0 * share)
    return loss_001_db * c1 * 10.0 ** (-decade * (c2 + c3 * decade))


def terrestrial_rain_outage(frequency_hz, loss_001_db, fade_db):
    r"""Share of an average year in which rain on a path along the ground takes more than a fade.

    .. math::

        \log_{10} p = \frac{-C_2 + \sqrt{C_2^2 - 4 C_3 \log_{10}(A_p / (A_{0.01} C_1))}}{2 C_3}

    the inverse of :func:`terrestrial_rain_loss_db`, at most the whole year.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency [Hz].
    loss_001_db : array_like
        Loss exceeded for 0.01 % of the year, :func:`terrestrial_rain_loss_001_db` [dB].
    fade_db : array_like
        Fade that the link bears, zero or more [dB].

    Returns
    -------
    ndarray or float
        Fraction of the year, broadcast shape of the arguments; zero without rain and for fades that the power law never
        reaches, which lie beyond those of 0.0001 % of the year [-].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero, or a loss or fade is negative.

    Notes
    -----
    Outside 0.001 % to 1 %, for which the power law is stated, the answer is an extrapolation: small where it is a small
    part of a sum of outages, and nothing to rely on by itself.  There is no warning for it.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 2.4.1, equation (34) solved for p.

    Examples
    --------
    >>> print(f"{100 * terrestrial_rain_outage(18e9, 15.5, 25.0):.4f} %")
    0.0022 %
    """
    loss_001_db = require("loss_001_db", loss_001_db, at_least=0.0)
    fade_db = require("fade_db", fade_db, at_least=0.0)
    c1, c2, c3 = _coefficients(frequency_hz)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log10(np.asarray(fade_db) / (np.maximum(loss_001_db, _NO_RAIN_DB) * c1))
        root = (np.sqrt(c2 * c2 - 4.0 * c3 * ratio) - c2) / (2.0 * c3)
        share = 10.0 ** (np.minimum(root, 2.0) - 2.0)
    never = (c2 * c2 < 4.0 * c3 * ratio) | (loss_001_db <= _NO_RAIN_DB)
    return np.where(never, 0.0, share)[()]


def _highest_rain_db(frequency_hz, loss_001_db, share):
    """A loss that rain exceeds for no more than a share of the year; the power law falls again below a least share."""
    c1, c2, c3 = _coefficients(frequency_hz)
    decade = np.maximum(np.log10(100.0 * share), -0.5 * c2 / c3)
    return loss_001_db * c1 * 10.0 ** (-decade * (c2 + c3 * decade)) * (1.0 + 1e-9)


def _coefficients(frequency_hz):
    frequency_ghz = require("frequency_hz", frequency_hz, above=0.0) / 1e9
    c0 = 0.12 + 0.4 * 0.8 * np.log10(np.maximum(frequency_ghz / 10.0, 1.0))
    return 0.07**c0 * 0.12 ** (1.0 - c0), 0.855 * c0 + 0.546 * (1.0 - c0), 0.139 * c0 + 0.043 * (1.0 - c0)
