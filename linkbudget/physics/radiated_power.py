"""Radiated power of a transmitter, and the flux and field that it makes in free space, from powers in watts.

The map: :func:`radiated_power_w` and :func:`eirp_of_power_dbw` (EIRP), :func:`effective_radiated_power_w` (over a
dipole), :func:`eirp_of_erp_w`; :func:`flux_of_eirp_w_per_m2`, :func:`field_strength_of_power_v_per_m`,
:func:`field_strength_of_erp_v_per_m`.  The sums of levels that budgets use are in :mod:`linkbudget.physics.free_space`.
"""

from linkbudget.constants import HALF_WAVE_DIPOLE_DBI
from linkbudget.decibels import ratio
from linkbudget.errors import require
from linkbudget.physics.free_space import flux_density_dbw_per_m2, level_dbw, watts_from_level_w
from linkbudget.physics.power_flux import field_strength_v_per_m


def radiated_power_w(transmit_power_w, antenna_gain_dbi, losses_db=0.0):
    r"""Equivalent isotropically radiated power in watts, from power, losses and gain.

    .. math:: \mathrm{EIRP} = P_t \, 10^{(G_t - L) / 10}

    Parameters
    ----------
    transmit_power_w : array_like
        Power of the transmitter, above zero [W].
    antenna_gain_dbi : array_like
        Gain of the antenna [dBi].
    losses_db : array_like, optional
        Sum of the losses between transmitter and antenna, zero or more [dB].

    Returns
    -------
    ndarray or float
        EIRP, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.2.

    Examples
    --------
    >>> print(f"{radiated_power_w(25.0, 12.0, 2.0):.0f} W")
    250 W
    """
    return watts_from_level_w(eirp_of_power_dbw(transmit_power_w, antenna_gain_dbi, losses_db))


def eirp_of_power_dbw(transmit_power_w, antenna_gain_dbi, losses_db=0.0):
    r"""Equivalent isotropically radiated power as a level, from power, losses and gain.

    .. math:: \mathrm{EIRP} = 10 \log_{10} P_t + G_t - L

    Parameters
    ----------
    transmit_power_w : array_like
        Power of the transmitter, above zero [W].
    antenna_gain_dbi : array_like
        Gain of the antenna [dBi].
    losses_db : array_like, optional
        Sum of the losses between transmitter and antenna, zero or more [dB].

    Returns
    -------
    ndarray or float
        EIRP, broadcast shape of the arguments [dBW].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.2.

    Examples
    --------
    >>> print(f"{eirp_of_power_dbw(20.0, 30.0, 1.0):.2f} dBW")
    42.01 dBW
    """
    losses_db = require("losses_db", losses_db, at_least=0.0)
    transmit_power_dbw = level_dbw(require("transmit_power_w", transmit_power_w, above=0.0))
    return transmit_power_dbw + require("antenna_gain_dbi", antenna_gain_dbi) - losses_db


def effective_radiated_power_w(transmit_power_w, antenna_gain_dbd, losses_db=0.0):
    r"""Effective radiated power, over a half-wave dipole, from power, losses and gain.

    .. math:: \mathrm{ERP} = P_t \, 10^{(G_d - L) / 10}

    Parameters
    ----------
    transmit_power_w : array_like
        Power of the transmitter, above zero [W].
    antenna_gain_dbd : array_like
        Gain over a half-wave dipole [dBd].
    losses_db : array_like, optional
        Sum of the losses between transmitter and antenna, zero or more [dB].

    Returns
    -------
    ndarray or float
        ERP, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The EIRP of the same transmitter is 2.15 dB more.

    References
    ----------
    .. [1] ITU-R V.573-6 (2021), definition of e.r.p.

    Examples
    --------
    >>> print(f"{effective_radiated_power_w(50.0, 9.0, 3.0):.0f} W")
    199 W
    """
    return radiated_power_w(transmit_power_w, require("antenna_gain_dbd", antenna_gain_dbd), losses_db)


def eirp_of_erp_w(erp_w):
    r"""EIRP from the effective radiated power over a half-wave dipole.

    .. math:: \mathrm{EIRP} = 10^{0.215} \, \mathrm{ERP} = 1.64 \, \mathrm{ERP}

    Parameters
    ----------
    erp_w : array_like
        Effective radiated power over a half-wave dipole, above zero [W].

    Returns
    -------
    ndarray or float
        EIRP, same shape as ``erp_w`` [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R V.573-6 (2021), definitions of e.i.r.p. and e.r.p.

    Examples
    --------
    >>> print(f"{eirp_of_erp_w(750.0):.0f} W")
    1230 W
    """
    return require("erp_w", erp_w, above=0.0) * ratio(HALF_WAVE_DIPOLE_DBI)


def flux_of_eirp_w_per_m2(distance_m, eirp_w):
    r"""Power flux density that a radiated power makes at a distance in free space, in watts per square metre.

    .. math:: S = \frac{\mathrm{EIRP}}{4 \pi d^2}

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    eirp_w : array_like
        Equivalent isotropically radiated power, above zero [W].

    Returns
    -------
    ndarray or float
        Power flux density, broadcast shape of the arguments [W/m2].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.2.

    Examples
    --------
    >>> print(f"{flux_of_eirp_w_per_m2(200.0, 60.0) * 1e6:.1f} uW/m2")
    119.4 uW/m2
    """
    return ratio(flux_density_dbw_per_m2(distance_m, level_dbw(require("eirp_w", eirp_w, above=0.0))))


def field_strength_of_power_v_per_m(distance_m, transmit_power_w, antenna_gain_dbi, losses_db=0.0):
    r"""Field strength in free space from power, losses and gain of a transmitter.

    .. math:: E = \frac{\sqrt{30 P_t \, 10^{(G_t - L) / 10}}}{d}

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    transmit_power_w : array_like
        Power of the transmitter, above zero [W].
    antenna_gain_dbi : array_like
        Gain of the antenna [dBi].
    losses_db : array_like, optional
        Sum of the losses between transmitter and antenna, zero or more [dB].

    Returns
    -------
    ndarray or float
        Root mean square field strength, broadcast shape of the arguments [V/m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The 30 ohm stand for an impedance of free space of 120 pi ohm, as in the Recommendation: 0.03 % more than exact.

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), section 2.1.

    Examples
    --------
    >>> print(f"{field_strength_of_power_v_per_m(20.0, 75.0, 6.0, 1.0):.2f} V/m")
    4.22 V/m
    """
    return field_strength_v_per_m(distance_m, radiated_power_w(transmit_power_w, antenna_gain_dbi, losses_db))


def field_strength_of_erp_v_per_m(distance_m, erp_w):
    r"""Field strength in free space from an effective radiated power over a half-wave dipole.

    .. math:: E = \frac{\sqrt{30 \cdot 1.64 \, \mathrm{ERP}}}{d}

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    erp_w : array_like
        Effective radiated power over a half-wave dipole, above zero [W].

    Returns
    -------
    ndarray or float
        Root mean square field strength, broadcast shape of the arguments [V/m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    About 7 sqrt(ERP) / d.

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), section 2.1; ITU-R V.573-6 (2021), definition of e.r.p.

    Examples
    --------
    >>> print(f"{field_strength_of_erp_v_per_m(500.0, 250.0):.3f} V/m")
    0.222 V/m
    """
    return field_strength_v_per_m(distance_m, eirp_of_erp_w(erp_w))
