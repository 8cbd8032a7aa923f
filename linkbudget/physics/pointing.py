r"""Pointing errors with a spread: mean loss, and the loss exceeded for a share of the time.

Two independent errors of equal spread, one in each axis, make an angle off boresight with Rayleigh's distribution.  The
map: :func:`pointing_loss_exceeded_db` (for a share of the time) and :func:`mean_pointing_loss_db` (of the power).  Both
hold for the main lobe of a Gaussian beam, :func:`linkbudget.physics.patterns.gaussian_pattern_loss_db`.
"""

import math

import numpy as np

from linkbudget.errors import require
from linkbudget.physics.patterns import gaussian_pattern_loss_db

_NEPER = math.log(10.0) / 10.0


def pointing_error_exceeded_deg(axis_deviation_deg, exceedance_probability):
    r"""Angle off boresight that is exceeded for a share of the time.

    .. math:: \theta_p = \sigma \sqrt{-2 \ln p}

    Parameters
    ----------
    axis_deviation_deg : array_like
        Standard deviation of the error in each of two axes, zero or more [deg].
    exceedance_probability : array_like
        Share of the time, above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Angle, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If a deviation is negative or a probability outside its limits.

    References
    ----------
    .. [1] Papoulis, Probability, Random Variables and Stochastic Processes, 3rd edition (1991), chapter 6 (Rayleigh
       distribution).

    Examples
    --------
    >>> print(f"{pointing_error_exceeded_deg(0.5, 0.05):.2f} deg")
    1.22 deg
    """
    deviation = require("axis_deviation_deg", axis_deviation_deg, at_least=0.0)
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    return deviation * np.sqrt(-2.0 * np.log(probability))


def pointing_loss_exceeded_db(axis_deviation_deg, beamwidth_deg, exceedance_probability):
    r"""Pointing loss that is exceeded for a share of the time.

    .. math:: L_p = 12 \left( \frac{\theta_p}{\theta_3} \right)^2, \quad \theta_p = \sigma \sqrt{-2 \ln p}

    Parameters
    ----------
    axis_deviation_deg : array_like
        Standard deviation of the error in each of two axes, zero or more [deg].
    beamwidth_deg : array_like
        Full half-power beamwidth, above zero [deg].
    exceedance_probability : array_like
        Share of the time, above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments; outside the main lobe with the warning of the pattern [dB].

    Raises
    ------
    LinkBudgetError
        If a deviation is negative, a beamwidth not above zero, or a probability outside its limits.

    References
    ----------
    .. [1] Papoulis, Probability, Random Variables and Stochastic Processes, 3rd edition (1991), chapter 6 (Rayleigh
       distribution), with the Gaussian beam of :func:`linkbudget.physics.patterns.gaussian_pattern_loss_db`.

    Examples
    --------
    The 5 cm beam of Mars 1's dish, held to half a degree in each axis, one time in twenty:

    >>> print(f"{pointing_loss_exceeded_db(0.5, 2.1, 0.05):.1f} dB")
    4.1 dB
    """
    return gaussian_pattern_loss_db(
        pointing_error_exceeded_deg(axis_deviation_deg, exceedance_probability), beamwidth_deg
    )


def mean_pointing_loss_db(axis_deviation_deg, beamwidth_deg):
    r"""Loss of the mean power: what a long average loses to an error that comes and goes.

    .. math:: \bar L = 10 \log_{10} \left( 1 + 2.4 \ln(10) \, \frac{\sigma^2}{\theta_3^2} \right)

    Parameters
    ----------
    axis_deviation_deg : array_like
        Standard deviation of the error in each of two axes, zero or more [deg].
    beamwidth_deg : array_like
        Full half-power beamwidth, above zero [deg].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a deviation is negative or a beamwidth not above zero.

    References
    ----------
    .. [1] Mean of :math:`10^{-1.2 (\theta / \theta_3)^2}` over Rayleigh's distribution of the angle.

    Examples
    --------
    >>> print(f"{mean_pointing_loss_db(0.5, 2.1):.2f} dB")
    1.18 dB
    """
    deviation = require("axis_deviation_deg", axis_deviation_deg, at_least=0.0)
    ratio = deviation / require("beamwidth_deg", beamwidth_deg, above=0.0)
    return np.log1p(24.0 * _NEPER * ratio * ratio) / _NEPER


def off_boresight_deg(aim_offset_deg, pointing_error_deg):
    r"""Greatest angle between the other end and the boresight of an antenna aimed beside it.

    .. math:: \theta = \theta_{aim} + \theta_{error}

    Parameters
    ----------
    aim_offset_deg : array_like
        Angle between the point aimed at and the other end of the link [deg].
    pointing_error_deg : array_like
        Angle between the point aimed at and the boresight [deg].

    Returns
    -------
    ndarray or float
        The adverse sum of both, at most 180 [deg].

    References
    ----------
    .. [1] Triangle inequality on the sphere.

    Examples
    --------
    >>> print(f"{off_boresight_deg(40.0, 5.0):.0f} deg")
    45 deg
    """
    aim_offset_deg = require("aim_offset_deg", aim_offset_deg)
    pointing_error_deg = require("pointing_error_deg", pointing_error_deg)
    return np.minimum(aim_offset_deg + pointing_error_deg, 180.0)
