"""Levels in decibels over a milliwatt, a microvolt or a dipole, and sums of levels.

The map: :func:`power_level_dbm`, :func:`power_in_resistance_w`, :func:`voltage_level_dbuv`,
:func:`voltage_level_of_power_dbuv`, :func:`field_strength_level_dbuv_per_m`, :func:`gain_over_dipole_dbd`; sums
:func:`level_sum_dbm`, :func:`coherent_level_sum_dbm`, :func:`level_without_dbm`, :func:`output_level_dbm`.  A level
over one watt is :func:`~linkbudget.physics.free_space.level_dbw`; ratios are in
:mod:`linkbudget.physics.decibel_ratios`.
"""

import numpy as np

from linkbudget.constants import HALF_WAVE_DIPOLE_DBI
from linkbudget.errors import LinkBudgetError, require
from linkbudget.physics.decibel_ratios import amplitude_ratio_db, power_ratio_db
from linkbudget.physics.free_space import level_dbw


def power_level_dbm(power_w):
    r"""Power as a level over one milliwatt.

    .. math:: P_{dBm} = 10 \log_{10} \frac{P}{1\,\mathrm{mW}}

    Parameters
    ----------
    power_w : array_like
        Power, above zero [W].

    Returns
    -------
    ndarray or float
        Level, same shape as ``power_w`` [dBm].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 6.1.

    Examples
    --------
    >>> print(f"{power_level_dbm(2.5):.2f} dBm")
    33.98 dBm
    """
    return level_dbw(power_w) + 30.0


def voltage_level_dbuv(voltage_v):
    r"""Voltage as a level over one microvolt.

    .. math:: U_{dB\mu V} = 20 \log_{10} \frac{U}{1\,\mu\mathrm{V}}

    Parameters
    ----------
    voltage_v : array_like
        Root mean square voltage, above zero [V].

    Returns
    -------
    ndarray or float
        Level, same shape as ``voltage_v`` [dBuV].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 6.

    Examples
    --------
    >>> print(f"{voltage_level_dbuv(2e-3):.2f} dBuV")
    66.02 dBuV
    """
    return amplitude_ratio_db(require("voltage_v", voltage_v, above=0.0) * 1e6)


def power_in_resistance_w(voltage_v, impedance_ohm):
    r"""Power that a voltage gives to a resistance.

    .. math:: P = U^2 / R

    Parameters
    ----------
    voltage_v : array_like
        Root mean square voltage, zero or more [V].
    impedance_ohm : array_like
        Resistance of the line or load, above zero [ohm].

    Returns
    -------
    ndarray or float
        Power, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 2.1.

    Examples
    --------
    >>> print(f"{power_in_resistance_w(0.2236, 50.0) * 1e3:.2f} mW")
    1.00 mW
    """
    voltage_v = require("voltage_v", voltage_v, at_least=0.0)
    return voltage_v * voltage_v / require("impedance_ohm", impedance_ohm, above=0.0)


def voltage_level_of_power_dbuv(power_w, impedance_ohm=50.0):
    r"""Voltage level over one microvolt that a power makes across a resistance.

    .. math:: U_{dB\mu V} = 10 \log_{10} \frac{P R}{(1\,\mu\mathrm{V})^2}

    Parameters
    ----------
    power_w : array_like
        Power, above zero [W].
    impedance_ohm : array_like, optional
        Resistance of the line or load, above zero [ohm].

    Returns
    -------
    ndarray or float
        Level, broadcast shape of the arguments [dBuV].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The difference between dBuV and dBm is 106.99 dB at 50 ohm, 108.75 dB at 75 ohm.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 6.

    Examples
    --------
    One milliwatt in 50 ohm:

    >>> print(f"{voltage_level_of_power_dbuv(1e-3):.2f} dBuV")
    106.99 dBuV
    """
    power_w = require("power_w", power_w, above=0.0)
    return power_ratio_db(power_w * require("impedance_ohm", impedance_ohm, above=0.0)) + 120.0


def field_strength_level_dbuv_per_m(field_strength_v_per_m):
    r"""Field strength as a level over one microvolt per metre.

    .. math:: E_{dB\mu V/m} = 20 \log_{10} \frac{E}{1\,\mu\mathrm{V/m}}

    Parameters
    ----------
    field_strength_v_per_m : array_like
        Root mean square field strength, above zero [V/m].

    Returns
    -------
    ndarray or float
        Level, same shape as ``field_strength_v_per_m`` [dBuV/m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 6.

    Examples
    --------
    >>> print(f"{field_strength_level_dbuv_per_m(5e-3):.2f} dBuV/m")
    73.98 dBuV/m
    """
    return amplitude_ratio_db(require("field_strength_v_per_m", field_strength_v_per_m, above=0.0) * 1e6)


def gain_over_dipole_dbd(antenna_gain_dbi):
    r"""Gain over a half-wave dipole, from the gain over an isotropic antenna.

    .. math:: G_d = G_i - 2.15\,\mathrm{dB}

    Parameters
    ----------
    antenna_gain_dbi : array_like
        Gain of the antenna [dBi].

    Returns
    -------
    ndarray or float
        Gain, same shape as ``antenna_gain_dbi`` [dBd].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The exact gain of a thin half-wave dipole is 2.151 dBi (a ratio of 1.641); books round it to 2.15, 2.14 or 2.1
    dB and the ratio to 1.64.

    References
    ----------
    .. [1] ITU-R BS.561-2 (1986), definition of e.r.p.; ITU-R V.573-6 (2021).

    Examples
    --------
    >>> print(f"{gain_over_dipole_dbd(8.0):.2f} dBd")
    5.85 dBd
    """
    return require("antenna_gain_dbi", antenna_gain_dbi) - HALF_WAVE_DIPOLE_DBI


def level_sum_dbm(levels_dbm):
    r"""Level of several uncorrelated signals together: their powers are added.

    .. math:: L = 10 \log_{10} \sum_i 10^{L_i / 10}

    Parameters
    ----------
    levels_dbm : array_like
        Levels of the signals, equal or not, along the last axis [dBm].

    Returns
    -------
    ndarray or float
        Level, shape without the last axis [dBm].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The sum is the same for levels over any other power, such as dBW or dB of sound.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 2.

    Examples
    --------
    >>> print(f"{level_sum_dbm([10.0, 10.0, 13.0]):.2f} dBm")
    16.02 dBm
    """
    levels_dbm = np.atleast_1d(require("levels_dbm", levels_dbm))
    return power_ratio_db(np.sum(10.0 ** (levels_dbm / 10.0), axis=-1))


def coherent_level_sum_dbm(levels_dbm):
    r"""Level of several signals that add in phase: their voltages are added.

    .. math:: L = 20 \log_{10} \sum_i 10^{L_i / 20}

    Parameters
    ----------
    levels_dbm : array_like
        Levels of the signals across the same impedance, along the last axis [dBm].

    Returns
    -------
    ndarray or float
        Level, shape without the last axis [dBm].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    It is the most that signals of one frequency can make at a node; a combiner that is matched for two equal
    signals gives 3 dB less, 3 dB above one of them.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 3.

    Examples
    --------
    >>> print(f"{coherent_level_sum_dbm([0.0, 0.0]):.2f} dBm")
    6.02 dBm
    """
    levels_dbm = np.atleast_1d(require("levels_dbm", levels_dbm))
    return amplitude_ratio_db(np.sum(10.0 ** (levels_dbm / 20.0), axis=-1))


def level_without_dbm(total_level_dbm, other_level_dbm):
    r"""Level of one of two uncorrelated signals, from the level of both and that of the other.

    .. math:: L = 10 \log_{10} (10^{L_{total} / 10} - 10^{L_{other} / 10})

    Parameters
    ----------
    total_level_dbm : array_like
        Level of both signals together, such as signal and noise [dBm].
    other_level_dbm : array_like
        Level of the other alone, such as the noise, below the total [dBm].

    Returns
    -------
    ndarray or float
        Level, broadcast shape of the arguments [dBm].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 2.

    Examples
    --------
    >>> print(f"{level_without_dbm(-90.0, -93.0):.2f} dBm")
    -93.02 dBm
    """
    total_level_dbm = require("total_level_dbm", total_level_dbm)
    other_level_dbm = require("other_level_dbm", other_level_dbm)
    if np.any(other_level_dbm >= total_level_dbm):
        raise LinkBudgetError(
            "other_level_dbm: expected levels below total_level_dbm, the level of both signals together"
        )
    return power_ratio_db(10.0 ** (total_level_dbm / 10.0) - 10.0 ** (other_level_dbm / 10.0))


def output_level_dbm(input_power_w, gains_db):
    r"""Level behind amplifiers and losses in a row.

    .. math:: P_2 = 10 \log_{10} \frac{P_1}{1\,\mathrm{mW}} + \sum_i G_i

    Parameters
    ----------
    input_power_w : array_like
        Power at the input, above zero [W].
    gains_db : array_like
        Gain of each stage along the last axis, negative for a loss [dB].

    Returns
    -------
    ndarray or float
        Level, broadcast shape of ``input_power_w`` and of ``gains_db`` less its last axis [dBm].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 2.

    Examples
    --------
    >>> print(f"{output_level_dbm(2e-3, [20.0, -3.5, 13.0]):.2f} dBm")
    32.51 dBm
    """
    gains_db = np.atleast_1d(require("gains_db", gains_db))
    return power_level_dbm(require("input_power_w", input_power_w, above=0.0)) + np.sum(gains_db, axis=-1)
