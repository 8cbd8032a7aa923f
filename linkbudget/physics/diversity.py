"""Site diversity: joint rain losses of two stations, and the diversity gain.

The map: :func:`rain_loss_distribution` fits a log-normal distribution to the losses of one site.
:func:`rain_rate_correlation` and :func:`rain_loss_correlation` tell how alike two sites are;
:func:`joint_rain_probability` and :func:`joint_loss_probability` follow, and their product is
:func:`two_site_outage_probability`.  :func:`differential_loss_probability` asks instead how often one site suffers
that much more than the other.  :func:`site_diversity_gain_db` is the short empirical rule for near sites.

Probabilities are fractions of an average year, not per cent.
"""

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from linkbudget.errors import require, warn_outside
from linkbudget.physics.rain_probability import joint_normal_exceedance, rain_threshold

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)
_PANELS = 4


class LossDistribution(NamedTuple):
    """Log-normal distribution of the loss while it rains; losses in dB."""

    log_mean: np.ndarray | float
    """Mean of the natural logarithm of the loss in dB [-]."""
    log_deviation: np.ndarray | float
    """Standard deviation of that logarithm [-]."""


def rain_loss_distribution(loss_db, exceedance_probability, rain_probability):
    r"""Log-normal distribution that fits the losses exceeded on one path.

    .. math:: \ln A_i = \sigma_{\ln A} \, Q^{-1}\!\left(P_i / P_{rain}\right) + m_{\ln A}

    by least squares over i.

    Parameters
    ----------
    loss_db : array_like
        Losses, above zero, along the last axis; :func:`linkbudget.physics.rain.rain_loss_db` makes them [dB].
    exceedance_probability : array_like
        Fractions of an average year for which they are exceeded, below the probability of rain; the Recommendation
        suggests 1e-4 to 0.1 in steps of 1, 2, 3, 5 [-].
    rain_probability : array_like
        Fraction of an average year with rain on the path [-].

    Returns
    -------
    tuple of ndarray or float
        :class:`LossDistribution`: mean and standard deviation of the natural logarithm of the loss in dB, shaped like
        ``loss_db`` less its last axis [-].

    Raises
    ------
    LinkBudgetError
        If a loss is not above zero, or a probability is not above zero and below that of rain.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.4.1, equations (34) and (35) and steps 1 to 4.

    Examples
    --------
    >>> mean, deviation = rain_loss_distribution([3.6, 10.9, 19.6], [1e-3, 1e-4, 2e-5], 0.03)
    >>> print(f"half of the rainy time above {np.exp(mean):.2f} dB, spread {deviation:.2f}")
    half of the rainy time above 0.38 dB, spread 1.24
    """
    loss_db = require("loss_db", loss_db, above=0.0)
    probability = require("exceedance_probability", exceedance_probability, above=0.0)
    share = probability / np.asarray(require("rain_probability", rain_probability, above=0.0, at_most=1.0))[..., None]
    place = rain_threshold(require("exceedance_probability / rain_probability", share, below=1.0))
    height, place = np.broadcast_arrays(np.log(loss_db), place)
    mean = place.mean(axis=-1)
    away = place - mean[..., None]
    deviation = (away * height).sum(axis=-1) / (away * away).sum(axis=-1)
    return LossDistribution((height.mean(axis=-1) - deviation * mean)[()], deviation[()])


def rain_rate_correlation(separation_m):
    r"""Correlation of whether it rains at two sites.

    .. math:: \rho_r = 0.7 \, e^{-d / 60} + 0.3 \, e^{-(d / 700)^2}

    with d in km.

    Parameters
    ----------
    separation_m : array_like
        Distance between the sites, zero or more [m].

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
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.4.1, equation (29).

    Examples
    --------
    >>> print(f"{rain_rate_correlation(44e3):.3f}")
    0.635
    """
    kilometres = require("separation_m", separation_m, at_least=0.0) / 1e3
    return 0.7 * np.exp(kilometres / -60.0) + 0.3 * np.exp(-((kilometres / 700.0) ** 2))


def rain_loss_correlation(separation_m):
    r"""Correlation of how hard it rains at two sites, given that it rains at both.

    .. math:: \rho_a = 0.94 \, e^{-d / 30} + 0.06 \, e^{-(d / 500)^2}

    with d in km.

    Parameters
    ----------
    separation_m : array_like
        Distance between the sites, zero or more [m].

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
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.4.1, equation (31).

    Examples
    --------
    >>> print(f"{rain_loss_correlation(44e3):.3f}")
    0.276
    """
    kilometres = require("separation_m", separation_m, at_least=0.0) / 1e3
    return 0.94 * np.exp(kilometres / -30.0) + 0.06 * np.exp(-((kilometres / 500.0) ** 2))


def joint_rain_probability(separation_m, rain_probability_1, rain_probability_2):
    r"""Probability that it rains at two sites at once.

    .. math::

        P_r = \frac{1}{2 \pi \sqrt{1 - \rho_r^2}} \int_{R_1}^{\infty} \int_{R_2}^{\infty}
        e^{-\frac{r_1^2 - 2 \rho_r r_1 r_2 + r_2^2}{2 (1 - \rho_r^2)}} \, dr_2 \, dr_1, \qquad R_k = Q^{-1}(P_k)

    Parameters
    ----------
    separation_m : array_like
        Distance between the sites, zero or more [m].
    rain_probability_1, rain_probability_2 : array_like
        Fraction of an average year with rain at each site [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a distance is negative or a probability lies outside 0 to 1.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.4.1, equations (28), (29), (32) and (33).

    Examples
    --------
    >>> print(f"{100.0 * joint_rain_probability(44e3, 0.0290, 0.0286):.3f} %")
    0.826 %
    """
    thresholds = rain_threshold(rain_probability_1), rain_threshold(rain_probability_2)
    return joint_normal_exceedance(*thresholds, rain_rate_correlation(separation_m))


def joint_loss_probability(separation_m, loss_1_db, loss_2_db, distribution_1, distribution_2):
    r"""Probability that two paths both exceed their losses, given that it rains at both sites.

    .. math::

        P_a = \frac{1}{2 \pi \sqrt{1 - \rho_a^2}} \int_{b_1}^{\infty} \int_{b_2}^{\infty}
        e^{-\frac{x^2 - 2 \rho_a x y + y^2}{2 (1 - \rho_a^2)}} \, dy \, dx, \qquad
        b_k = \frac{\ln a_k - m_{\ln A_k}}{\sigma_{\ln A_k}}

    Parameters
    ----------
    separation_m : array_like
        Distance between the sites, zero or more [m].
    loss_1_db, loss_2_db : array_like
        Loss that each path can bear, zero or more [dB].
    distribution_1, distribution_2 : tuple
        Distribution of the loss at each site, :func:`rain_loss_distribution`.

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a distance or loss is negative or a standard deviation is not above zero.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.4.1, equations (30) and (31).

    Examples
    --------
    >>> print(f"{100.0 * joint_loss_probability(44e3, 9.0, 9.0, (0.165, 0.956), (0.203, 0.950)):.3f} %")
    0.120 %
    """
    first = _standardised("loss_1_db", loss_1_db, distribution_1)
    second = _standardised("loss_2_db", loss_2_db, distribution_2)
    return joint_normal_exceedance(first, second, rain_loss_correlation(separation_m))


def two_site_outage_probability(
    separation_m, loss_1_db, loss_2_db, rain_probability_1, rain_probability_2, distribution_1, distribution_2
):
    r"""Share of an average year for which rain takes more than each path can bear from both of two sites.

    .. math:: P(A_1 \ge a_1, A_2 \ge a_2) = P_r P_a

    Parameters
    ----------
    separation_m : array_like
        Distance between the sites, zero or more [m].
    loss_1_db, loss_2_db : array_like
        Loss that each path can bear, zero or more [dB].
    rain_probability_1, rain_probability_2 : array_like
        Fraction of an average year with rain at each site [-].
    distribution_1, distribution_2 : tuple
        Distribution of the loss at each site while it rains, :func:`rain_loss_distribution`.

    Returns
    -------
    ndarray or float
        Fraction of an average year, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a distance or loss is negative, a probability lies outside 0 to 1 or a standard deviation is not above zero.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.4.1, equation (27).

    Examples
    --------
    >>> sites = (0.0290, 0.0286, (0.165, 0.956), (0.203, 0.950))
    >>> print(f"{100.0 * two_site_outage_probability(44e3, 9.0, 9.0, *sites):.5f} %")
    0.00099 %
    """
    rain = joint_rain_probability(separation_m, rain_probability_1, rain_probability_2)
    return rain * joint_loss_probability(separation_m, loss_1_db, loss_2_db, distribution_1, distribution_2)


def differential_loss_probability(
    separation_m,
    lowest_loss_db,
    highest_loss_db,
    difference_db,
    rain_probability_1,
    rain_probability_2,
    distribution_1,
    distribution_2,
):
    r"""Share of an average year for which one path's rain loss lies in a range and exceeds the other's by a difference.

    .. math::

        P(a < A_1 \le b, \; A_2 \le A_1 - c) = \int_{\max(a, c)}^{b} \left[P_1 - P_r \,
        Q\!\left(\frac{y(x) - \rho_a u(x)}{\sqrt{1 - \rho_a^2}}\right)\right] f_1(x) \, dx

    with :math:`u` and :math:`y` the logarithms of x and x - c in standard deviations from the mean at the first and
    second site, :math:`f_1` the log-normal density of the first and :math:`P_r` that of rain at both.

    Parameters
    ----------
    separation_m : array_like
        Distance between the sites, above zero; stated up to 250 km, used beyond with a warning [m].
    lowest_loss_db : array_like
        Lower end of the range of the first path's loss, a, zero or more [dB].
    highest_loss_db : array_like
        Upper end of that range, b; may be infinite [dB].
    difference_db : array_like
        Least difference, first path less second, c, zero or more [dB].
    rain_probability_1, rain_probability_2 : array_like
        Fraction of an average year with rain at each site [-].
    distribution_1, distribution_2 : tuple
        Distribution of the loss at each site while it rains, :func:`rain_loss_distribution`.

    Returns
    -------
    ndarray or float
        Fraction of an average year, broadcast shape of the arguments; zero for an empty range [-].

    Raises
    ------
    LinkBudgetError
        If a distance is not above zero, a loss or difference is negative, a probability lies outside 0 to 1 or a
        standard deviation is not above zero.

    Notes
    -----
    The question and its range (elevations above about 10 degrees, up to 55 GHz) are those of P.1815; the integral
    follows from the joint distribution that it shares with P.618, whose equations are cited here.  The time in which
    it rains at the first site only counts: the second path then has no loss.

    References
    ----------
    .. [1] ITU-R P.1815-1 (10/2009), Annex 1; the question as put in section 1 of the edition of 2007.
    .. [2] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.4.1, equations (27)-(34).

    Examples
    --------
    How often the first of two sites suffers more than 3 dB and at least 3 dB more than the second:

    >>> sites = (0.0290, 0.0286, (0.165, 0.956), (0.203, 0.950))
    >>> print(f"{100.0 * differential_loss_probability(44e3, 3.0, np.inf, 3.0, *sites):.3f} %")
    0.399 %
    """
    separation_m = require("separation_m", separation_m, above=0.0)
    warn_outside("ITU-R P.1815-1", "separation_m", separation_m, 0.0, 250e3)
    difference_db = require("difference_db", difference_db, at_least=0.0)
    least_db = np.maximum(require("lowest_loss_db", lowest_loss_db, at_least=0.0), difference_db)
    start = np.clip(_standardised("lowest_loss_db", least_db, distribution_1), -9.0, 9.0)
    end = np.clip(_standardised("highest_loss_db", highest_loss_db, distribution_1), start, 9.0)
    rain = joint_rain_probability(separation_m, rain_probability_1, rain_probability_2)
    correlation = rain_loss_correlation(separation_m)
    mean_1, deviation_1 = distribution_1

    edges = (np.arange(_PANELS)[:, None] + 0.5 * (_NODES + 1.0)).ravel() / _PANELS

    def spread(value):
        return np.asarray(value, dtype=float)[..., None]

    place = spread(start) + spread(end - start) * edges
    loss_db = np.exp(spread(mean_1) + spread(deviation_1) * place)
    left_db = np.maximum(loss_db - spread(difference_db), 0.0)
    second = _standardised("loss_2_db", left_db, [spread(value) for value in distribution_2])
    given = (second - spread(correlation) * place) / spread(np.sqrt((1.0 - correlation) * (1.0 + correlation)))
    apart = spread(rain_probability_1) - spread(rain) * ndtr(-given)
    density = np.exp(-0.5 * place * place) / np.sqrt(2.0 * np.pi)
    weights = np.tile(0.5 * _WEIGHTS, _PANELS) / _PANELS
    return ((end - start) * (apart * density * weights).sum(axis=-1))[()]


def site_diversity_gain_db(separation_m, elevation_deg, baseline_deg, frequency_hz, loss_db):
    r"""Decibels of rain loss that switching between two near sites saves at equal share of time.

    .. math::

        G = G_d G_f G_\theta G_\psi = a (1 - e^{-b d}) \cdot e^{-0.025 f} \cdot (1 + 0.006 \theta) \cdot
        (1 + 0.002 \psi),

        a = 0.78 A - 1.94 (1 - e^{-0.11 A}), \qquad b = 0.59 (1 - e^{-0.1 A})

    with d in km, f in GHz and angles in degrees.

    Parameters
    ----------
    separation_m : array_like
        Distance between the sites, zero or more; stated for less than 20 km, used beyond with a warning [m].
    elevation_deg : array_like
        Elevation of the path, 0 to 90 [deg].
    baseline_deg : array_like
        Angle between the azimuth of the path and the line between the sites, 0 to 90 [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    loss_db : array_like
        Rain loss at a single site, zero or more [dB].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an angle lies outside 0 to 90 degrees, a distance or loss is negative or a frequency not above zero.

    Notes
    -----
    A rough rule; :func:`two_site_outage_probability` is the Recommendation's preferred method.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.2.4.2, equations (37)-(41).

    Examples
    --------
    >>> print(f"{site_diversity_gain_db(12e3, 31.1, 0.0, 14.25e9, 7.53):.2f} dB")
    3.88 dB
    """
    separation_m = require("separation_m", separation_m)
    warn_outside("ITU-R P.618-14 site diversity gain", "separation_m", separation_m, 0.0, 20e3)
    kilometres = require("separation_m", separation_m, at_least=0.0) / 1e3
    elevation_deg = require("elevation_deg", elevation_deg, at_least=0.0, at_most=90.0)
    baseline_deg = require("baseline_deg", baseline_deg, at_least=0.0, at_most=90.0)
    frequency_ghz = require("frequency_hz", frequency_hz, above=0.0) / 1e9
    loss_db = require("loss_db", loss_db, at_least=0.0)
    size = 0.78 * loss_db + 1.94 * np.expm1(-0.11 * loss_db)
    reach = -0.59 * np.expm1(-0.1 * loss_db)
    spatial_db = -size * np.expm1(-reach * kilometres)
    return spatial_db * np.exp(-0.025 * frequency_ghz) * (1.0 + 0.006 * elevation_deg) * (1.0 + 0.002 * baseline_deg)


def _standardised(name, loss_db, distribution):
    """Logarithm of a loss in standard deviations from its mean; minus infinity for no loss."""
    mean, deviation = distribution
    deviation = require("log_deviation", deviation, above=0.0)
    with np.errstate(divide="ignore"):
        return (np.log(require(name, loss_db, at_least=0.0)) - mean) / deviation
