r"""Pointing of a narrow Gaussian beam of light: a bias, and a jitter about it.

The intensity at an angle off axis goes as :math:`e^{-4 \ln 2 \, \theta^2 / \theta_3^2}` with the half-power beamwidth.
The jitter has the same standard deviation in each of two axes.  The map: :func:`beam_pointing_loss_db` (no jitter),
:func:`mean_beam_pointing_loss_db` (of the mean power), :func:`beam_pointing_loss_exceeded_db` (for a share of time).
"""

import math

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import require

_DECIBELS = 40.0 * math.log10(2.0)  # at one half-power beamwidth off axis
_EXPONENT = 4.0 * math.log(2.0)


def beam_pointing_loss_db(pointing_error_deg, beamwidth_deg):
    r"""Loss of a Gaussian beam that points beside the other end.

    .. math:: L = 40 \log_{10}(2) \left( \frac{\theta}{\theta_3} \right)^2

    Parameters
    ----------
    pointing_error_deg : array_like
        Angle off axis, zero or more [deg].
    beamwidth_deg : array_like
        Full half-power beamwidth, above zero [deg].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If the angle is negative or the beamwidth not above zero.

    Notes
    -----
    The 12 dB of antennas (:func:`linkbudget.physics.patterns.gaussian_pattern_loss_db`) are these 12.04 dB, rounded.
    The beam of a telescope is Gaussian near its axis only.

    References
    ----------
    .. [1] J. D. Barry and G. S. Mecherle, "Beam pointing error as a significant design parameter for satellite-borne,
       free-space optical communication systems", Optical Engineering 24 (1985) 1049.

    Examples
    --------
    >>> print(f"{beam_pointing_loss_db(5.0, 15.0):.3f} dB")
    1.338 dB
    """
    error = require("pointing_error_deg", pointing_error_deg, at_least=0.0)
    return _DECIBELS * np.square(error / require("beamwidth_deg", beamwidth_deg, above=0.0))


def mean_beam_pointing_loss_db(pointing_error_deg, pointing_jitter_deg, beamwidth_deg):
    r"""Loss of the mean power of a Gaussian beam with a bias and a jitter.

    .. math:: L = 10 \log_{10} \left[ (1 + q) \, e^{k \theta^2 / (1 + q)} \right],
        \quad k = \frac{4 \ln 2}{\theta_3^2}, \quad q = 2 k \sigma^2

    Parameters
    ----------
    pointing_error_deg : array_like
        Bias: angle between the other end and the mean direction of the beam, zero or more [deg].
    pointing_jitter_deg : array_like
        Standard deviation of the jitter in each of two axes, zero or more [deg].
    beamwidth_deg : array_like
        Full half-power beamwidth, above zero [deg].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an angle is negative or the beamwidth not above zero.

    References
    ----------
    .. [1] M. Toyoshima, T. Jono, K. Nakagawa and A. Yamamoto, "Optimum divergence angle of a Gaussian beam wave in the
       presence of random jitter in free-space laser communication systems", J. Opt. Soc. Am. A 19 (2002) 567 (without a
       bias); with one, the mean of the Gaussian beam over the jitter.

    Examples
    --------
    >>> print(f"{mean_beam_pointing_loss_db(2.0, 1.5, 15.0):.2f} dB")
    0.44 dB
    """
    error = require("pointing_error_deg", pointing_error_deg, at_least=0.0)
    jitter = require("pointing_jitter_deg", pointing_jitter_deg, at_least=0.0)
    width = require("beamwidth_deg", beamwidth_deg, above=0.0)
    wider = 1.0 + 2.0 * _EXPONENT * np.square(jitter / width)
    return 10.0 * np.log10(wider) + _DECIBELS * np.square(error / width) / wider


def beam_pointing_loss_exceeded_db(pointing_error_deg, pointing_jitter_deg, beamwidth_deg, exceedance_probability):
    r"""Pointing loss of a Gaussian beam with a bias and a jitter that is exceeded for a share of the time.

    .. math:: L = 40 \log_{10}(2) \, \frac{\sigma^2}{\theta_3^2} \, F^{-1}_{\chi'^2}(1 - p; 2, \theta^2 / \sigma^2),
        \quad -2 \ln p \text{ in place of } F^{-1} \text{ without a bias}

    Parameters
    ----------
    pointing_error_deg : array_like
        Bias: angle between the other end and the mean direction of the beam, zero or more [deg].
    pointing_jitter_deg : array_like
        Standard deviation of the jitter in each of two axes, zero or more [deg].
    beamwidth_deg : array_like
        Full half-power beamwidth, above zero [deg].
    exceedance_probability : array_like
        Share of the time, from 1e-6 to below 1 [-].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments; of a jitter below a thousandth of the bias, that of the bias [dB].

    Raises
    ------
    LinkBudgetError
        If an angle is negative, the beamwidth not above zero, or the probability outside its limits.

    References
    ----------
    .. [1] M. Toyoshima, T. Jono, K. Nakagawa and A. Yamamoto, "Optimum divergence angle of a Gaussian beam wave in the
       presence of random jitter in free-space laser communication systems", J. Opt. Soc. Am. A 19 (2002) 567 (without a
       bias); with one, the angle has Rice's distribution.

    Examples
    --------
    >>> print(f"{beam_pointing_loss_exceeded_db(0.0, 1.5, 15.0, 0.01):.2f} dB")
    1.11 dB
    """
    error = require("pointing_error_deg", pointing_error_deg, at_least=0.0)
    jitter = require("pointing_jitter_deg", pointing_jitter_deg, at_least=0.0)
    width = require("beamwidth_deg", beamwidth_deg, above=0.0)
    probability = require("exceedance_probability", exceedance_probability, at_least=1e-6, below=1.0)
    error, jitter, probability = np.broadcast_arrays(error, jitter, probability)
    steady = jitter <= 1e-3 * error
    deviation = np.where(steady, 1.0, jitter)
    squared = scipy.special.chndtrix(1.0 - probability, 2.0, np.where(steady, 0.0, np.square(error / deviation)))
    squared = np.where(error == 0.0, -2.0 * np.log(probability), squared)
    squared_deg2 = np.where(steady, np.square(error), squared * np.square(jitter))
    return (_DECIBELS * squared_deg2 / np.square(width))[()]
