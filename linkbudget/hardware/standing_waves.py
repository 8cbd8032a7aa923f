"""Standing waves on lines: SWR, reflection, return loss, mismatch loss and mismatch uncertainty.

The map: :func:`reflection_of_swr`, :func:`standing_wave_ratio`, :func:`standing_wave_ratio_of_impedances`,
:func:`return_loss_db`, :func:`return_loss_of_swr_db`, :func:`mismatch_loss_of_swr_db`,
:func:`mismatch_loss_of_impedances_db`; :func:`mismatch_uncertainty_db` between two ports.  Complex reflections are in
:mod:`linkbudget.hardware.mismatch`.
"""

import numpy as np

from linkbudget.errors import require
from linkbudget.hardware.mismatch import reflection_loss_db, reflection_of_impedance
from linkbudget.physics.decibel_ratios import amplitude_ratio_db


def reflection_of_swr(swr):
    r"""Magnitude of the reflection, from the standing wave ratio.

    .. math:: |\Gamma| = \frac{s - 1}{s + 1}

    Parameters
    ----------
    swr : array_like
        Standing wave ratio of the voltage, one or more [-].

    Returns
    -------
    ndarray or float
        Magnitude of the reflection, same shape as ``swr`` [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 2.3.

    Examples
    --------
    >>> print(f"{reflection_of_swr(1.5):.2f}")
    0.20
    """
    swr = require("swr", swr, at_least=1.0)
    return (swr - 1.0) / (swr + 1.0)


def standing_wave_ratio(reflection_magnitude):
    r"""Standing wave ratio of the voltage on a line, from the reflection of its load.

    .. math:: s = \frac{1 + |\Gamma|}{1 - |\Gamma|}

    Parameters
    ----------
    reflection_magnitude : array_like
        Magnitude of the reflection, 0 to below 1 [-].

    Returns
    -------
    ndarray or float
        Standing wave ratio, same shape as ``reflection_magnitude`` [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 2.3.

    Examples
    --------
    >>> print(f"{standing_wave_ratio(0.1):.3f}")
    1.222
    """
    magnitude = require("reflection_magnitude", reflection_magnitude, at_least=0.0, below=1.0)
    return (1.0 + magnitude) / (1.0 - magnitude)


def standing_wave_ratio_of_impedances(load_impedance_ohm, line_impedance_ohm):
    r"""Standing wave ratio of a resistive load on a line.

    .. math:: s = \max \left( \frac{R}{Z_0}, \frac{Z_0}{R} \right)

    Parameters
    ----------
    load_impedance_ohm : array_like
        Resistance of the load, above zero [ohm].
    line_impedance_ohm : array_like
        Impedance of the line, above zero [ohm].

    Returns
    -------
    ndarray or float
        Standing wave ratio, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 2.3.

    Examples
    --------
    >>> print(f"{standing_wave_ratio_of_impedances(300.0, 75.0):.2f}")
    4.00
    """
    return standing_wave_ratio(_magnitude(load_impedance_ohm, line_impedance_ohm))


def return_loss_db(reflection_magnitude):
    r"""Return loss of a load: forward over reflected power.

    .. math:: L_r = -20 \log_{10} |\Gamma|

    Parameters
    ----------
    reflection_magnitude : array_like
        Magnitude of the reflection, above 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Return loss, same shape as ``reflection_magnitude`` [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 2.3.

    Examples
    --------
    >>> print(f"{return_loss_db(0.05):.2f} dB")
    26.02 dB
    """
    magnitude = require("reflection_magnitude", reflection_magnitude, above=0.0, at_most=1.0)
    return -amplitude_ratio_db(magnitude) + 0.0


def return_loss_of_swr_db(swr):
    r"""Return loss of a load, from its standing wave ratio.

    .. math:: L_r = -20 \log_{10} \frac{s - 1}{s + 1}

    Parameters
    ----------
    swr : array_like
        Standing wave ratio of the voltage, above one [-].

    Returns
    -------
    ndarray or float
        Return loss, same shape as ``swr`` [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 2.3.

    Examples
    --------
    >>> print(f"{return_loss_of_swr_db(1.25):.2f} dB")
    19.08 dB
    """
    return return_loss_db(reflection_of_swr(require("swr", swr, above=1.0)))


def mismatch_loss_of_swr_db(swr):
    r"""Power available less power taken by a load on a matched line, from its standing wave ratio.

    .. math:: L = -10 \log_{10} \left[ 1 - \left( \frac{s - 1}{s + 1} \right)^2 \right]

    Parameters
    ----------
    swr : array_like
        Standing wave ratio of the voltage, one or more [-].

    Returns
    -------
    ndarray or float
        Loss, same shape as ``swr`` [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 2.3.

    Examples
    --------
    >>> print(f"{mismatch_loss_of_swr_db(2.0):.2f} dB")
    0.51 dB
    """
    return reflection_loss_db(reflection_of_swr(swr))


def mismatch_loss_of_impedances_db(load_impedance_ohm, line_impedance_ohm):
    r"""Power available less power taken by a resistive load, such as an antenna, on a line.

    .. math:: L = -10 \log_{10} \left[ 1 - \left( \frac{R - Z_0}{R + Z_0} \right)^2 \right]

    Parameters
    ----------
    load_impedance_ohm : array_like
        Resistance of the load, above zero [ohm].
    line_impedance_ohm : array_like
        Impedance of the line, above zero [ohm].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.8 (reflection efficiency).

    Examples
    --------
    A quarter-wave whip over ground on a line of 50 ohm:

    >>> print(f"{mismatch_loss_of_impedances_db(36.5, 50.0):.3f} dB")
    0.107 dB
    """
    return reflection_loss_db(_magnitude(load_impedance_ohm, line_impedance_ohm))


def mismatch_uncertainty_db(reflection_1, reflection_2):
    r"""Largest error of a power measurement by reflections at both ends of a line of unknown phase.

    .. math:: M = 20 \log_{10} (1 + |\Gamma_1| |\Gamma_2|)

    Parameters
    ----------
    reflection_1 : array_like
        Magnitude of the reflection of the source, 0 to below 1 [-].
    reflection_2 : array_like
        Magnitude of the reflection of the load, 0 to below 1 [-].

    Returns
    -------
    ndarray or float
        Half-width on the upper side, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The lower side is 20 log (1 - product), a little more.  The error is distributed as a U: its standard
    uncertainty is the half-width over sqrt(2), see :func:`~linkbudget.physics.uncertainty.u_shaped_uncertainty`.

    References
    ----------
    .. [1] Harris and Warner, Re-examination of mismatch uncertainty when measuring microwave power and attenuation, IEE
       Proc. H 128 (1981) 35.

    Examples
    --------
    >>> print(f"{mismatch_uncertainty_db(0.1, 0.33):.3f} dB")
    0.282 dB
    """
    first = require("reflection_1", reflection_1, at_least=0.0, below=1.0)
    return amplitude_ratio_db(1.0 + first * require("reflection_2", reflection_2, at_least=0.0, below=1.0))


def _magnitude(load_impedance_ohm, line_impedance_ohm):
    """Magnitude of the reflection of a resistive load."""
    load_impedance_ohm = require("load_impedance_ohm", load_impedance_ohm, above=0.0)
    line_impedance_ohm = require("line_impedance_ohm", line_impedance_ohm, above=0.0)
    return np.abs(reflection_of_impedance(load_impedance_ohm, reference_impedance_ohm=line_impedance_ohm))
