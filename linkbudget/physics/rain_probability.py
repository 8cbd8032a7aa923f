r"""Rain at other shares of the year than 0.01 %, and the probability that it rains on a path at all.

The map: :func:`rain_correlation` (of rain at two places), :func:`rain_threshold` (the normal variable above which it
rains), :func:`joint_normal_exceedance` (both above), :func:`path_rain_probability` are ITU-R P.618-14 section 2.2.1.2.
:func:`rain_rate_at_probability_mm_per_h` gives the rain rate of any share of the year, after ITU-R P.837-7.
"""

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import require
from linkbudget.physics.rain import rain_ground_length_m
from linkbudget.physics.rain_specific import _sine

_STATED_PROBABILITY = 1e-4  # for which ITU-R P.618 asks for the rain rate
_LOG_DEVIATION = 1.26  # of the rain rate while it rains, ITU-R P.837-7


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
    single = 0.5 * (scipy.special.ndtr(-a) + scipy.special.ndtr(-b))
    joint = single - scipy.special.owens_t(a, slopes[0]) - scipy.special.owens_t(b, slopes[1]) - opposite
    together, against = (
        np.minimum(scipy.special.ndtr(-a), scipy.special.ndtr(-b)),
        np.maximum(scipy.special.ndtr(-a) - scipy.special.ndtr(b), 0.0),
    )
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
    return -scipy.special.ndtri(require("rain_probability", rain_probability, at_least=0.0, at_most=1.0))


def rain_rate_at_probability_mm_per_h(rain_rate_mm_per_h, rain_probability, exceedance_probability):
    r"""Rain rate exceeded for any share of an average year, from that exceeded for 0.01 % of it.

    .. math::

        R_p = R_{0.01} \exp\left(1.26 \left(Q^{-1}\left(\frac{p}{P_0}\right)
        - Q^{-1}\left(\frac{10^{-4}}{P_0}\right)\right)\right) \quad (p < P_0), \qquad R_p = 0 \quad (p \ge P_0)

    with Q the complementary normal distribution.  The rain rate of a wet cover or radome at the share of the year for
    which :func:`linkbudget.physics.rain.rain_loss_db` gives the loss: heavy rain at the station and on its path are
    taken to come together.

    Parameters
    ----------
    rain_rate_mm_per_h : array_like
        Rain rate exceeded for 0.01 % of an average year, integrated over one minute [mm/h].
    rain_probability : array_like
        Fraction of an average year with rain at the station, :math:`P_0`; above 1e-4 wherever the rain rate is [-].
    exceedance_probability : array_like
        Fraction of an average year, above zero and at most one [-].

    Returns
    -------
    ndarray or float
        Rain rate, broadcast shape of the arguments [mm/h].

    Raises
    ------
    LinkBudgetError
        If a rain rate is negative, a probability outside its limits, or a rain rate above zero goes with a rain
        probability of 1e-4 or less.

    Notes
    -----
    The Recommendation adds up twelve months, each with rain whose rate is log-normal with a deviation of 1.26 in its
    logarithm; here all months are alike, and the rate at 0.01 % takes the place of their mean.  At the points of the
    Recommendation's examples this gives 0 to 14 % more rain than the twelve months, for shares of 0.1 to 0.35 %: at
    most 4 % more water on a flat cover, 5 % more on a radome.

    References
    ----------
    .. [1] ITU-R P.837-7 (06/2017), Annex 1.

    Examples
    --------
    London, 5.4 % of the year with rain:

    >>> print(rain_rate_at_probability_mm_per_h(26.48, 0.0536, [1e-4, 1e-3, 1e-2, 0.1]).round(1))
    [26.5  9.5  2.1  0. ]
    """
    rate = require("rain_rate_mm_per_h", rain_rate_mm_per_h, at_least=0.0)
    share = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    rainy = require("rain_probability", rain_probability, at_least=0.0, at_most=1.0)
    rainy = require("rain_probability", np.where(rate > 0.0, rainy, 1.0), above=_STATED_PROBABILITY)
    further = scipy.special.ndtri(_STATED_PROBABILITY / rainy) - scipy.special.ndtri(np.minimum(share / rainy, 1.0))
    return (rate * np.exp(_LOG_DEVIATION * further))[()]
