"""Dimensions of simple antennas: lengths of wires, resistance of short dipoles, focal length, stacks, matching.

The map: :func:`half_wave_length_m`, :func:`short_dipole_resistance_ohm`, :func:`focal_length_m`,
:func:`stacking_gain_db`, :func:`quarter_wave_impedance_ohm`.
"""

import math

import numpy as np

from linkbudget.errors import require
from linkbudget.physics.decibel_ratios import power_ratio_db
from linkbudget.physics.free_space import wavelength_m


def half_wave_length_m(frequency_hz, velocity_factor=1.0):
    r"""Length of half a wave on a wire or line.

    .. math:: l = \frac{k c}{2 f}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    velocity_factor : array_like, optional
        Speed on the wire over that of light, about 0.95 for thin wires, above 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Length, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 4.6.

    Examples
    --------
    >>> print(f"{half_wave_length_m(14.1e6, 0.95):.2f} m")
    10.10 m
    """
    return require("velocity_factor", velocity_factor, above=0.0, at_most=1.0) * wavelength_m(frequency_hz) / 2.0


def short_dipole_resistance_ohm(frequency_hz, length_m):
    r"""Radiation resistance of a short dipole with even current, and of an end-loaded one.

    .. math:: R = 80 \pi^2 \left( \frac{l}{\lambda} \right)^2

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    length_m : array_like
        Length of the dipole, well below the wavelength, above zero [m].

    Returns
    -------
    ndarray or float
        Radiation resistance, broadcast shape of the arguments [ohm].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Books differ by the current: with one that falls to zero at the ends, of a short dipole without end loading, the
    factor is 20 instead of 80 (Balanis, equation (4-37)).

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 4.2, equation (4-19).

    Examples
    --------
    >>> print(f"{short_dipole_resistance_ohm(10e6, 1.5):.3f} ohm")
    1.977 ohm
    """
    ratio = require("length_m", length_m, above=0.0) / wavelength_m(frequency_hz)
    return 80.0 * math.pi**2 * ratio * ratio


def focal_length_m(diameter_m, depth_m):
    r"""Focal length of a parabolic dish from its diameter and depth.

    .. math:: f = \frac{D^2}{16 \, h}

    Parameters
    ----------
    diameter_m : array_like
        Diameter, above zero [m].
    depth_m : array_like
        Depth of the dish at its vertex, above zero [m].

    Returns
    -------
    ndarray or float
        Focal length, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 15.4.

    Examples
    --------
    >>> print(f"{focal_length_m(3.0, 0.45):.3f} m")
    1.250 m
    """
    diameter_m = require("diameter_m", diameter_m, above=0.0)
    return diameter_m * diameter_m / (16.0 * require("depth_m", depth_m, above=0.0))


def stacking_gain_db(antenna_count, combining_loss_db=0.0):
    r"""Gain of several equal antennas in phase over one of them.

    .. math:: \Delta G = 10 \log_{10} N - L

    Parameters
    ----------
    antenna_count : array_like
        Number of antennas, one or more [-].
    combining_loss_db : array_like, optional
        Loss of the combining lines, zero or more [dB].

    Returns
    -------
    ndarray or float
        Gain over one antenna, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 6.3.

    Examples
    --------
    >>> print(f"{stacking_gain_db(4, 0.5):.2f} dB")
    5.52 dB
    """
    loss_db = require("combining_loss_db", combining_loss_db, at_least=0.0)
    return power_ratio_db(require("antenna_count", antenna_count, at_least=1.0)) - loss_db


def quarter_wave_impedance_ohm(source_impedance_ohm, load_impedance_ohm):
    r"""Impedance of a quarter-wave line that matches two resistances.

    .. math:: Z = \sqrt{R_1 R_2}

    Parameters
    ----------
    source_impedance_ohm : array_like
        Resistance at one end, above zero [ohm].
    load_impedance_ohm : array_like
        Resistance at the other end, above zero [ohm].

    Returns
    -------
    ndarray or float
        Impedance of the line, broadcast shape of the arguments [ohm].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 2.5.

    Examples
    --------
    >>> print(f"{quarter_wave_impedance_ohm(50.0, 100.0):.1f} ohm")
    70.7 ohm
    """
    source_impedance_ohm = require("source_impedance_ohm", source_impedance_ohm, above=0.0)
    return np.sqrt(source_impedance_ohm * require("load_impedance_ohm", load_impedance_ohm, above=0.0))
