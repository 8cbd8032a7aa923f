"""Tolerances: mean, variance and quantiles of a value from its ends and the shape of its distribution.

These are the rules of the design control tables of ESA and JPL, where a line has a nominal, an adverse and a favourable
value.  Adverse and favourable may stand either way round.  The map: :func:`tolerance_mean`,
:func:`tolerance_variance` (what a table adds up), :func:`tolerance_quantile` (what a simulation draws from).
"""

from functools import cache

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import LinkBudgetError, require

SHAPES = ("none", "uniform", "triangular", "gaussian", "percentiles")
"""Shapes that a tolerance may have."""


@cache
def _score_95() -> float:
    """Standard deviations from the median of a gaussian to its 95th percentile."""
    return float(scipy.special.ndtri(0.95))


def tolerance_mean(nominal, adverse, favourable, shape):
    r"""Mean of a toleranced value.

    .. math:: m = \tfrac{1}{2} (A + F) \ \text{(uniform, gaussian)}, \quad m = \tfrac{1}{3} (N + A + F)
       \ \text{(triangular)}, \quad m = N \ \text{(none)}, \quad
       m = N + \frac{A + F - 2 N}{z \sqrt{2 \pi}} \ \text{(percentiles)}

    Parameters
    ----------
    nominal, adverse, favourable : array_like
        The value as designed, and its two ends [-].
    shape : str
        ``"none"``, ``"uniform"``, ``"triangular"``, ``"gaussian"`` or ``"percentiles"``.

    Returns
    -------
    ndarray or float
        Mean, broadcast shape, in the unit of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If the shape is unknown.

    Notes
    -----
    Of ``"percentiles"`` the ends are the 5th and the 95th percentile, and the nominal value is the median: two halves
    of gaussians, with standard deviations :math:`(N - L) / z` below and :math:`(H - N) / z` above it, where
    :math:`z = \Phi^{-1}(0.95) = 1.6449`.  A half gaussian lies :math:`s \sqrt{2 / \pi}` from its edge in the mean, and
    half of the cases are in each.  The two-piece normal of [3]_ joins such halves so that the density has no step, and
    its mode is where they meet; its sides then hold :math:`s_1 / (s_1 + s_2)` and :math:`s_2 / (s_1 + s_2)` of the
    cases.  Here both hold half of them, so that all three percentiles are kept, and the density has a step at the
    median.

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL 82-76 (1982), chapter 1 (statistics of
       design control tables).
    .. [2] ECSS-E-ST-50-05C, Radio frequency and modulation, rev. 2 (2011), annex on link budget tables.
    .. [3] Wallis, The two-piece normal, binormal, or double Gaussian distribution: its origin and rediscoveries,
       Statistical Science 29 (2014) 106, section 1.

    Examples
    --------
    A line loss of 0.2 dB, 0.6 dB at worst, none at best:

    >>> print(f"{tolerance_mean(0.2, 0.6, 0.0, 'uniform'):.2f} dB")
    0.30 dB
    """
    nominal = require("nominal", nominal)
    adverse = require("adverse", adverse)
    favourable = require("favourable", favourable)
    _check_shape(shape)
    if shape == "none":
        return nominal
    if shape == "triangular":
        return (nominal + adverse + favourable) / 3.0
    if shape == "percentiles":
        return nominal + _lean(nominal, adverse, favourable)
    return (adverse + favourable) / 2.0


def tolerance_variance(nominal, adverse, favourable, shape):
    r"""Variance of a toleranced value.

    .. math:: s^2 = \tfrac{1}{12} (F - A)^2 \ \text{(uniform)}, \quad
       s^2 = \tfrac{1}{18} (N^2 + A^2 + F^2 - NA - NF - AF) \ \text{(triangular)}, \quad
       s^2 = \tfrac{1}{36} (F - A)^2 \ \text{(gaussian)}, \quad
       s^2 = \frac{(A - N)^2 + (F - N)^2}{2 z^2} - \frac{(A + F - 2 N)^2}{2 \pi z^2} \ \text{(percentiles)}

    Parameters
    ----------
    nominal, adverse, favourable : array_like
        The value as designed, and its two ends [-].
    shape : str
        ``"none"``, ``"uniform"``, ``"triangular"``, ``"gaussian"`` or ``"percentiles"``.

    Returns
    -------
    ndarray or float
        Variance, broadcast shape, in the square of the arguments' unit; zero for ``"none"`` [-].

    Raises
    ------
    LinkBudgetError
        If the shape is unknown.

    Notes
    -----
    Of ``"percentiles"`` as in :func:`tolerance_mean`: the mean square about the median is that of the two half
    gaussians, :math:`\tfrac{1}{2} (s_1^2 + s_2^2)`, from which the square of the mean's distance goes.

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL 82-76 (1982), chapter 1 (statistics of
       design control tables).
    .. [2] ECSS-E-ST-50-05C, Radio frequency and modulation, rev. 2 (2011), annex on link budget tables.
    .. [3] Wallis, The two-piece normal, binormal, or double Gaussian distribution: its origin and rediscoveries,
       Statistical Science 29 (2014) 106, section 1.

    Examples
    --------
    >>> print(f"{tolerance_variance(0.2, 0.6, 0.0, 'uniform'):.2f} dB2")
    0.03 dB2
    """
    nominal = require("nominal", nominal)
    adverse = require("adverse", adverse)
    favourable = require("favourable", favourable)
    _check_shape(shape)
    if shape == "triangular":
        down, up = nominal - adverse, favourable - nominal
        return (down * down + up * up + down * up) / 18.0  # the printed formula, without its loss of digits
    if shape == "percentiles":
        square = ((adverse - nominal) ** 2 + (favourable - nominal) ** 2) / (2.0 * _score_95() ** 2)
        return square - _lean(nominal, adverse, favourable) ** 2
    share = {"none": 0.0, "uniform": 1.0 / 12.0, "gaussian": 1.0 / 36.0}[shape]
    return share * (favourable - adverse) ** 2


def tolerance_quantile(probability, nominal, low, high, shape):
    r"""Value of a tolerance that a share of cases stays below: the inverse of its cumulative distribution.

    .. math:: x = L + p (H - L) \ \text{(uniform)}, \quad x = m + s \Phi^{-1}(p) \ \text{(gaussian)}, \quad
       x = L + \sqrt{p (H - L)(N - L)}\ \text{or}\ H - \sqrt{(1 - p)(H - L)(H - N)} \ \text{(triangular)}, \quad
       x = N + \tfrac{1}{z} (N - L) \Phi^{-1}(p)\ \text{or}\ N + \tfrac{1}{z} (H - N) \Phi^{-1}(p)
       \ \text{(percentiles)}

    Parameters
    ----------
    probability : array_like
        Share of cases, above 0 and below 1 [-].
    nominal, low, high : array_like
        The value as designed, and its two ends [-].
    shape : str
        ``"none"``, ``"uniform"``, ``"triangular"``, ``"gaussian"`` or ``"percentiles"``.

    Returns
    -------
    ndarray or float
        Quantile, broadcast shape, in the unit of the ends; the nominal everywhere for ``"none"`` [-].

    Raises
    ------
    LinkBudgetError
        If the shape is unknown, or a probability lies outside 0 to 1.

    Notes
    -----
    The ends of a gaussian tolerance are three standard deviations from its mean, as in the tables, and not limits.
    Those of ``"percentiles"`` are passed by one case in twenty each; see :func:`tolerance_mean`.

    References
    ----------
    .. [1] Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions, 2nd edition (1995), chapters 13 and 26.
    .. [2] Wallis, The two-piece normal, binormal, or double Gaussian distribution: its origin and rediscoveries,
       Statistical Science 29 (2014) 106, section 1.

    Examples
    --------
    >>> print(tolerance_quantile([0.1, 0.5, 0.9], 2.0, 0.0, 3.0, "triangular").round(3))
    [0.775 1.732 2.452]
    """
    nominal = require("nominal", nominal)
    low = require("low", low)
    high = require("high", high)
    _check_shape(shape)
    share = np.asarray(require("probability", probability, at_least=0.0, at_most=1.0))
    if shape == "none":
        return np.broadcast_arrays(np.asarray(nominal, dtype=float), share)[0]
    if shape == "uniform":
        return low + share * (high - low)
    if shape == "gaussian":
        return (low + high) / 2.0 + (high - low) / 6.0 * scipy.special.ndtri(share)
    if shape == "percentiles":
        reach = np.where(share < 0.5, nominal - low, high - nominal)
        scores = scipy.special.ndtri(share) / _score_95()
        score = np.where(reach == 0.0, 0.0, scores)  # no reach stays none where the score is endless
        return nominal + reach * score
    width, rise = high - low, nominal - low
    is_below = share * width < rise
    reach = np.sqrt(np.where(is_below, share * (width * rise), (1.0 - share) * (width * (width - rise))))
    return np.where(is_below, low + reach, high - reach)


def _lean(nominal, one_end, other_end):
    """Distance of the mean from the median, of two half gaussians with these percentiles."""
    return (one_end + other_end - 2.0 * nominal) / (_score_95() * np.sqrt(2.0 * np.pi))


def _check_shape(shape):
    if shape not in SHAPES:
        raise LinkBudgetError(f"shape = {shape!r}: expected one of {', '.join(SHAPES)}")
