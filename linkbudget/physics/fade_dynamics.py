"""Duration, number and slope of fades: ITU-R P.1623.

The map: given that the attenuation exceeds a threshold, :func:`fade_duration_distribution` holds the numbers that
describe how long it does so; :func:`fade_occurrence_probability` is the share of fades that outlast a duration and
:func:`fade_time_fraction` the share of fading time that they take; :func:`fade_count` and :func:`fade_time_s` multiply
these out for a total fading time, which comes from local data or from a prediction of attenuation
(:mod:`linkbudget.physics.rain`).  Given that the attenuation has some value, :func:`fade_slope_deviation_db_per_s`
gives the spread of its rate of change, :func:`fade_slope_density` the probability density of a rate,
:func:`fade_slope_exceedance` and :func:`fade_slope_magnitude_exceedance` the probability of a faster one.
"""

import math
from typing import NamedTuple

import numpy as np
from scipy.special import log_ndtr

from linkbudget.errors import require, warn_outside

SHORTEST_FADE_S = 1.0
"""Durations from here on are described by ITU-R P.1623-1."""

_MODEL = "ITU-R P.1623-1 fade duration"
_SLOPE_MODEL = "ITU-R P.1623-1 fade slope"


class FadeDurations(NamedTuple):
    """Durations of fades: a power law for short ones, log-normal distributions for long ones."""

    boundary_s: np.ndarray | float
    """Duration at which the power law hands over, D_t [s]."""
    exponent: np.ndarray | float
    """Exponent of the power law, gamma [-]."""
    log_deviation: np.ndarray | float
    """Standard deviation of the logarithm of long durations, sigma [-]."""
    time_median_s: np.ndarray | float
    """Median of the distribution of fading time over long fades, which the source calls mean duration D_0 [s]."""
    event_median_s: np.ndarray | float
    """Median of the distribution of the number of long fades, which the source calls mean duration D_2 [s]."""
    short_time_fraction: np.ndarray | float
    """Fraction of the fading time in fades shorter than the boundary, k [-]."""


def fade_duration_distribution(elevation_deg, frequency_hz, threshold_db):
    r"""The numbers that describe how long the attenuation stays above a threshold.

    .. math::

        D_0 = 80 \varphi^{-0.4} f^{1.4} A^{-0.39}, \quad \sigma = 1.85 f^{-0.05} A^{-0.027}, \quad
        \gamma = 0.055 f^{0.65} A^{-0.003}

    .. math::

        D_t = D_0 e^{p_1 \sigma^2 + p_2 \sigma - 0.39}, \quad p_1 = 0.885 \gamma - 0.814, \quad
        p_2 = -1.05 \gamma^2 + 2.23 \gamma - 1.61, \quad D_2 = D_0 e^{-\sigma^2}

    .. math::

        k = \left(1 + \frac{\sqrt{D_0 D_2} (1 - \gamma) Q_1}{D_t \gamma Q_2}\right)^{-1}, \quad
        Q_1 = Q\left(\frac{\ln(D_t / D_0)}{\sigma}\right), \quad Q_2 = Q\left(\frac{\ln(D_t / D_2)}{\sigma}\right)

    with the elevation in degrees, f in GHz and durations in seconds.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, above 0; stated from 5 to 60 degrees, used outside with a warning [deg].
    frequency_hz : array_like
        Frequency; stated for 10 to 50 GHz, used outside with a warning; NaN where the exponent would reach one, near
        90 GHz [Hz].
    threshold_db : array_like
        Attenuation that the fades exceed, above zero [dB].

    Returns
    -------
    FadeDurations
        Named numbers, each of the broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an elevation, frequency or threshold is not above zero.

    References
    ----------
    .. [1] ITU-R P.1623-1 (03/2005), Annex 1, section 2.2, steps 1 to 6.

    Examples
    --------
    >>> fades = fade_duration_distribution(20.33, 30e9, 12.51)
    >>> print(f"power law to {fades.boundary_s:.1f} s, with {100.0 * fades.short_time_fraction:.1f} % of the time")
    power law to 105.9 s, with 14.4 % of the time
    """
    elevation_deg = require("elevation_deg", elevation_deg, above=0.0, at_most=90.0)
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    threshold_db = require("threshold_db", threshold_db, above=0.0)
    if not isinstance(elevation_deg, float) or not 5.0 <= elevation_deg <= 60.0:
        warn_outside(_MODEL, "elevation_deg", elevation_deg, 5.0, 60.0)
    if not isinstance(frequency_hz, float) or not 10e9 <= frequency_hz <= 50e9:
        warn_outside(_MODEL, "frequency_hz", frequency_hz, 10e9, 50e9)
    f = frequency_hz / 1e9
    time_median = 80.0 * elevation_deg**-0.4 * f**1.4 * threshold_db**-0.39
    sigma = 1.85 * f**-0.05 * threshold_db**-0.027
    gamma = 0.055 * f**0.65 * threshold_db**-0.003
    gamma = np.where(gamma < 1.0, gamma, np.nan)[()]
    p_1, p_2 = 0.885 * gamma - 0.814, (-1.05 * gamma + 2.23) * gamma - 1.61
    boundary = time_median * np.exp(p_1 * sigma * sigma + p_2 * sigma - 0.39)
    event_median = time_median * np.exp(-sigma * sigma)
    q_ratio = np.exp(_log_q(boundary / time_median, sigma) - _log_q(boundary / event_median, sigma))
    long = np.sqrt(time_median * event_median) * (1.0 - gamma) * q_ratio / (boundary * gamma)
    return FadeDurations(boundary, gamma, sigma, time_median, event_median, 1.0 / (1.0 + long))


def fade_occurrence_probability(elevation_deg, frequency_hz, threshold_db, duration_s):
    r"""Share of the fades beyond a threshold that last longer than a duration.

    .. math::

        P(d > D) = D^{-\gamma} \quad (1 \le D \le D_t), \qquad
        P(d > D) = D_t^{-\gamma} \frac{Q(\ln(D / D_2) / \sigma)}{Q(\ln(D_t / D_2) / \sigma)} \quad (D > D_t)

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, above 0; stated from 5 to 60 degrees, used outside with a warning [deg].
    frequency_hz : array_like
        Frequency; stated for 10 to 50 GHz, used outside with a warning [Hz].
    threshold_db : array_like
        Attenuation that the fades exceed, above zero [dB].
    duration_s : array_like
        Duration; NaN below 1 s, which the model does not cover [s].

    Returns
    -------
    ndarray or float
        Share of the number of fades, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an elevation, frequency or threshold is not above zero or a duration is negative.

    References
    ----------
    .. [1] ITU-R P.1623-1 (03/2005), Annex 1, section 2.2, step 7.

    Examples
    --------
    >>> print(f"{fade_occurrence_probability(20.33, 30e9, 12.51, 30.0):.3f}")
    0.184
    """
    fades = fade_duration_distribution(elevation_deg, frequency_hz, threshold_db)
    return _occurrence(fades, require("duration_s", duration_s, at_least=0.0))


def fade_time_fraction(elevation_deg, frequency_hz, threshold_db, duration_s):
    r"""Share of the fading time beyond a threshold that falls to fades longer than a duration.

    .. math::

        F(d > D) = 1 - k \left(\frac{D}{D_t}\right)^{1 - \gamma} \quad (1 \le D \le D_t), \qquad
        F(d > D) = (1 - k) \frac{Q(\ln(D / D_0) / \sigma)}{Q(\ln(D_t / D_0) / \sigma)} \quad (D > D_t)

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, above 0; stated from 5 to 60 degrees, used outside with a warning [deg].
    frequency_hz : array_like
        Frequency; stated for 10 to 50 GHz, used outside with a warning [Hz].
    threshold_db : array_like
        Attenuation that the fades exceed, above zero [dB].
    duration_s : array_like
        Duration; NaN below 1 s, which the model does not cover [s].

    Returns
    -------
    ndarray or float
        Share of the fading time, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an elevation, frequency or threshold is not above zero or a duration is negative.

    References
    ----------
    .. [1] ITU-R P.1623-1 (03/2005), Annex 1, section 2.2, step 8.

    Examples
    --------
    >>> print(f"{fade_time_fraction(20.33, 30e9, 12.51, 30.0):.3f}")
    0.924
    """
    fades = fade_duration_distribution(elevation_deg, frequency_hz, threshold_db)
    duration_s = _described(require("duration_s", duration_s, at_least=0.0))
    short = 1.0 - fades.short_time_fraction * (duration_s / fades.boundary_s) ** (1.0 - fades.exponent)
    tail = _log_q(duration_s / fades.time_median_s, fades.log_deviation)
    tail = np.exp(tail - _log_q(fades.boundary_s / fades.time_median_s, fades.log_deviation))
    return np.where(duration_s <= fades.boundary_s, short, (1.0 - fades.short_time_fraction) * tail)[()]


def fade_count(elevation_deg, frequency_hz, threshold_db, duration_s, total_fade_time_s):
    r"""Number of fades beyond a threshold that last longer than a duration.

    .. math::

        N(D, A) = N_{tot} P(d > D), \qquad
        N_{tot} = T_{tot} \frac{k}{\gamma} \frac{1 - \gamma}{D_t^{1 - \gamma}}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, above 0; stated from 5 to 60 degrees, used outside with a warning [deg].
    frequency_hz : array_like
        Frequency; stated for 10 to 50 GHz, used outside with a warning [Hz].
    threshold_db : array_like
        Attenuation that the fades exceed, above zero [dB].
    duration_s : array_like
        Duration; 1 s for all fades that the model covers, NaN below [s].
    total_fade_time_s : array_like
        Time for which the threshold is exceeded: a year's if the number is to be a year's [s].

    Returns
    -------
    ndarray or float
        Number of fades, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an elevation, frequency or threshold is not above zero or a time is negative.

    References
    ----------
    .. [1] ITU-R P.1623-1 (03/2005), Annex 1, section 2.2, step 9.

    Examples
    --------
    One per cent of a year beyond 12.5 dB; fades longer than half a minute:

    >>> print(f"{fade_count(20.33, 30e9, 12.51, 30.0, 0.01 * 365.25 * 86400.0):.0f} fades")
    810 fades
    """
    total_s = require("total_fade_time_s", total_fade_time_s, at_least=0.0)
    fades = fade_duration_distribution(elevation_deg, frequency_hz, threshold_db)
    rate = fades.short_time_fraction / fades.exponent
    rate = rate * (1.0 - fades.exponent) / fades.boundary_s ** (1.0 - fades.exponent)
    return total_s * rate * _occurrence(fades, require("duration_s", duration_s, at_least=0.0))


def fade_time_s(elevation_deg, frequency_hz, threshold_db, duration_s, total_fade_time_s):
    r"""Time in fades beyond a threshold that last longer than a duration.

    .. math:: T(d > D) = T_{tot} F(d > D)

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, above 0; stated from 5 to 60 degrees, used outside with a warning [deg].
    frequency_hz : array_like
        Frequency; stated for 10 to 50 GHz, used outside with a warning [Hz].
    threshold_db : array_like
        Attenuation that the fades exceed, above zero [dB].
    duration_s : array_like
        Duration; NaN below 1 s, which the model does not cover [s].
    total_fade_time_s : array_like
        Time for which the threshold is exceeded [s].

    Returns
    -------
    ndarray or float
        Time, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If an elevation, frequency or threshold is not above zero or a time is negative.

    References
    ----------
    .. [1] ITU-R P.1623-1 (03/2005), Annex 1, section 2.2, step 9.

    Examples
    --------
    >>> print(f"{fade_time_s(20.33, 30e9, 12.51, 30.0, 0.01 * 365.25 * 86400.0) / 3600.0:.1f} hours")
    81.0 hours
    """
    total_s = require("total_fade_time_s", total_fade_time_s, at_least=0.0)
    return total_s * fade_time_fraction(elevation_deg, frequency_hz, threshold_db, duration_s)


def fade_slope_deviation_db_per_s(attenuation_db, *, cutoff_hz=0.02, interval_s=2.0, climate=0.01):
    r"""Standard deviation of the rate of change of rain attenuation that has a given value.

    .. math::

        \sigma_\zeta = s \, F(f_B, \Delta t) \, A, \qquad
        F = \sqrt{\frac{(2 \pi)^2}{\left(f_B^{-b} + (2 \Delta t)^b\right)^{1 / b}}}, \quad b = 2.3

    Parameters
    ----------
    attenuation_db : array_like
        Attenuation at that moment, zero or more; stated to 20 dB, used above with a warning [dB].
    cutoff_hz : array_like
        Cut-off frequency (3 dB) of the low-pass filter that takes out scintillation; stated for 0.001 to 1 Hz, used
        outside with a warning [Hz].
    interval_s : array_like
        Time between the two samples whose difference is the slope, above zero; stated for 2 to 200 s, used outside
        with a warning [s].
    climate : array_like
        Parameter s, which depends on climate and elevation; 0.01 is an average of Europe and the United States for
        elevations from 10 to 50 degrees [-].

    Returns
    -------
    ndarray or float
        Standard deviation, broadcast shape of the arguments [dB/s].

    Raises
    ------
    LinkBudgetError
        If an attenuation is negative or another argument not above zero.

    References
    ----------
    .. [1] ITU-R P.1623-1 (03/2005), Annex 1, section 3.2, steps 1 and 2, equation (18) for F.

    Examples
    --------
    >>> print(f"{fade_slope_deviation_db_per_s(10.0):.4f} dB/s")
    0.0888 dB/s
    """
    attenuation_db = require("attenuation_db", attenuation_db, at_least=0.0)
    cutoff_hz = require("cutoff_hz", cutoff_hz, above=0.0)
    interval_s = require("interval_s", interval_s, above=0.0)
    warn_outside(_SLOPE_MODEL, "attenuation_db", attenuation_db, 0.0, 20.0)
    warn_outside(_SLOPE_MODEL, "cutoff_hz", cutoff_hz, 1e-3, 1.0)
    warn_outside(_SLOPE_MODEL, "interval_s", interval_s, 2.0, 200.0)
    span = (cutoff_hz**-2.3 + (2.0 * interval_s) ** 2.3) ** (1.0 / 2.3)
    return require("climate", climate, above=0.0) * 2.0 * math.pi / np.sqrt(span) * attenuation_db


def fade_slope_density(slope_db_per_s, deviation_db_per_s):
    r"""Probability density of the rate of change of attenuation, per dB/s.

    .. math:: p(\zeta | A) = \frac{2}{\pi \sigma_\zeta \left(1 + (\zeta / \sigma_\zeta)^2\right)^2}

    Parameters
    ----------
    slope_db_per_s : array_like
        Rate of change of attenuation [dB/s].
    deviation_db_per_s : array_like
        Standard deviation of it, from :func:`fade_slope_deviation_db_per_s`, above zero [dB/s].

    Returns
    -------
    ndarray or float
        Density, broadcast shape of the arguments; its integral over all slopes in dB/s is one [-].

    Raises
    ------
    LinkBudgetError
        If any deviation is not above zero.

    Notes
    -----
    This is the derivative of :func:`fade_slope_exceedance`.  The ITU validation examples (CG-3M3J-13-ValEx, Rev 8.3.0)
    print another density, with :math:`\zeta / \sigma_\zeta^2` squared instead of :math:`\zeta / \sigma_\zeta`; its
    dimensions do not fit, its integral is twice the deviation, and it contradicts the exceedances printed beside it.

    References
    ----------
    .. [1] ITU-R P.1623-1 (03/2005), Annex 1, section 3.2, step 3, equation (20).
    .. [2] M. M. J. L. van de Kamp, "Statistical analysis of rain fade slope", IEEE Transactions on Antennas and
       Propagation 51 (2003) 1750-1759.

    Examples
    --------
    >>> print(f"{fade_slope_density(0.1, 0.0888):.2f} per dB/s")
    1.39 per dB/s
    """
    deviation = require("deviation_db_per_s", deviation_db_per_s, above=0.0)
    u = require("slope_db_per_s", slope_db_per_s) / deviation
    return 2.0 / (math.pi * deviation * (1.0 + u * u) ** 2)


def fade_slope_exceedance(slope_db_per_s, deviation_db_per_s):
    r"""Probability that the attenuation rises faster than a given rate of change.

    .. math::

        P(\zeta | A) = \frac{1}{2} - \frac{\zeta / \sigma_\zeta}{\pi (1 + (\zeta / \sigma_\zeta)^2)}
        - \frac{\arctan(\zeta / \sigma_\zeta)}{\pi}

    Parameters
    ----------
    slope_db_per_s : array_like
        Rate of change of attenuation, negative where it falls [dB/s].
    deviation_db_per_s : array_like
        Standard deviation of it, from :func:`fade_slope_deviation_db_per_s`, above zero [dB/s].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If any deviation is not above zero.

    References
    ----------
    .. [1] ITU-R P.1623-1 (03/2005), Annex 1, section 3.2, step 3.

    Examples
    --------
    >>> print(f"{fade_slope_exceedance(0.1, 0.0888):.3f}")
    0.073
    """
    deviation = require("deviation_db_per_s", deviation_db_per_s, above=0.0)
    u = require("slope_db_per_s", slope_db_per_s) / deviation
    tail = 0.5 * _two_tails(np.abs(u))
    return np.where(u < 0.0, 1.0 - tail, tail)[()]


def fade_slope_magnitude_exceedance(slope_db_per_s, deviation_db_per_s):
    r"""Probability that the attenuation changes, up or down, faster than a given rate.

    .. math::

        P(|\zeta| | A) = 1 - \frac{2 |\zeta| / \sigma_\zeta}{\pi (1 + (\zeta / \sigma_\zeta)^2)}
        - \frac{2 \arctan(|\zeta| / \sigma_\zeta)}{\pi}

    Parameters
    ----------
    slope_db_per_s : array_like
        Rate of change of attenuation, of either sign [dB/s].
    deviation_db_per_s : array_like
        Standard deviation of it, from :func:`fade_slope_deviation_db_per_s`, above zero [dB/s].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If any deviation is not above zero.

    References
    ----------
    .. [1] ITU-R P.1623-1 (03/2005), Annex 1, section 3.2, step 3.

    Examples
    --------
    >>> print(f"{fade_slope_magnitude_exceedance(0.1, 0.0888):.3f}")
    0.146
    """
    deviation = require("deviation_db_per_s", deviation_db_per_s, above=0.0)
    return _two_tails(np.abs(require("slope_db_per_s", slope_db_per_s) / deviation))[()]


def _described(duration_s):
    """Durations that the model covers, NaN for the others."""
    return np.where(np.asarray(duration_s) >= SHORTEST_FADE_S, duration_s, np.nan)


def _log_q(ratio, sigma):
    """Logarithm of the complementary normal distribution at ln(ratio) / sigma, which keeps its digits far out."""
    return log_ndtr(-np.log(ratio) / sigma)


def _occurrence(fades, duration_s):
    """Share of fades that last longer, from the numbers of their distribution."""
    duration_s = _described(duration_s)
    tail = _log_q(duration_s / fades.event_median_s, fades.log_deviation)
    tail = np.exp(tail - _log_q(fades.boundary_s / fades.event_median_s, fades.log_deviation))
    short = duration_s <= fades.boundary_s
    return np.where(short, duration_s**-fades.exponent, fades.boundary_s**-fades.exponent * tail)[()]


def _two_tails(u):
    """Both tails beyond u standard deviations; arctan(1/u) where the difference from pi/2 would lose its digits."""
    return 2.0 / math.pi * (np.arctan2(1.0, u) - u / (1.0 + u * u))
