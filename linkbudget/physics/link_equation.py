"""Link equation: C/N0, C/N and Eb/N0 of a whole one-way link in one call, from EIRP, loss and G/T.

The map: :func:`cn0_of_eirp_dbhz`, :func:`cnr_of_eirp_db` and :func:`ebn0_of_eirp_db` take a free-space loss;
:func:`cn0_over_distance_dbhz`, :func:`cnr_over_distance_db` and :func:`ebn0_over_distance_db` a distance and a
frequency; :func:`cn0_of_power_dbhz` starts at the transmitter's power.  What the other end of the path receives with a
dish or an aperture, and links of two hops, are in :mod:`linkbudget.physics.received_quality`.  Turned round for the
EIRP, the loss or the G/T they give what a link needs.
"""

from linkbudget.constants import BOLTZMANN_DBW_PER_K_HZ
from linkbudget.errors import require
from linkbudget.physics.free_space import free_space_loss_db, received_power_dbw
from linkbudget.physics.noise import bandwidth_dbhz, carrier_to_noise_ratio_db
from linkbudget.physics.radiated_power import eirp_of_power_dbw


def cn0_of_eirp_dbhz(free_space_loss_db, eirp_dbw, g_over_t_db_per_k, other_losses_db=0.0, back_off_db=0.0):
    r"""Carrier over noise density of a link from EIRP, losses and G/T.

    .. math:: C/N_0 = \mathrm{EIRP} - b - L_{bf} - L_o + G/T - 10 \log_{10} k

    Parameters
    ----------
    free_space_loss_db : array_like
        Free-space loss of the path [dB].
    eirp_dbw : array_like
        Equivalent isotropically radiated power, at saturation where there is a back-off [dBW].
    g_over_t_db_per_k : array_like
        Figure of merit of the receiving station [dB/K].
    other_losses_db : array_like, optional
        Sum of all other losses of the path, zero or more [dB].
    back_off_db : array_like, optional
        Output back-off of the amplifier, zero or more [dB].

    Returns
    -------
    ndarray or float
        C/N0, broadcast shape of the arguments [dBHz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.6.

    Examples
    --------
    >>> print(f"{cn0_of_eirp_dbhz(205.0, 50.0, 20.0, 1.0):.2f} dBHz")
    92.60 dBHz
    """
    back_off_db = require("back_off_db", back_off_db, at_least=0.0)
    g_over_t_db_per_k = require("g_over_t_db_per_k", g_over_t_db_per_k)
    power_dbw = received_power_dbw(eirp_dbw, free_space_loss_db, other_losses_db, 0.0)
    return power_dbw - back_off_db + g_over_t_db_per_k - BOLTZMANN_DBW_PER_K_HZ


def cnr_of_eirp_db(free_space_loss_db, bandwidth_hz, eirp_dbw, g_over_t_db_per_k, other_losses_db=0.0, back_off_db=0.0):
    r"""Carrier over noise of a link from EIRP, losses and G/T.

    .. math:: C/N = \mathrm{EIRP} - b - L_{bf} - L_o + G/T - 10 \log_{10} k - 10 \log_{10} B

    Parameters
    ----------
    free_space_loss_db : array_like
        Free-space loss of the path [dB].
    bandwidth_hz : array_like
        Bandwidth of the noise, above zero [Hz].
    eirp_dbw : array_like
        Equivalent isotropically radiated power, at saturation where there is a back-off [dBW].
    g_over_t_db_per_k : array_like
        Figure of merit of the receiving station [dB/K].
    other_losses_db : array_like, optional
        Sum of all other losses of the path, zero or more [dB].
    back_off_db : array_like, optional
        Output back-off of the amplifier, zero or more [dB].

    Returns
    -------
    ndarray or float
        C/N, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Turned round for ``eirp`` it is the EIRP that a wanted C/N needs.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.6.

    Examples
    --------
    >>> print(f"{cnr_of_eirp_db(205.0, 27e6, 50.0, 20.0, 1.0):.2f} dB")
    18.29 dB
    """
    cn0_dbhz = cn0_of_eirp_dbhz(free_space_loss_db, eirp_dbw, g_over_t_db_per_k, other_losses_db, back_off_db)
    return carrier_to_noise_ratio_db(cn0_dbhz, bandwidth_hz)


def ebn0_of_eirp_db(
    free_space_loss_db, bit_rate_bps, eirp_dbw, g_over_t_db_per_k, other_losses_db=0.0, back_off_db=0.0
):
    r"""Eb/N0 of a link from EIRP, losses, G/T and bit rate.

    .. math:: E_b/N_0 = \mathrm{EIRP} - b - L_{bf} - L_o + G/T - 10 \log_{10} k - 10 \log_{10} R

    Parameters
    ----------
    free_space_loss_db : array_like
        Free-space loss of the path [dB].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    eirp_dbw : array_like
        Equivalent isotropically radiated power, at saturation where there is a back-off [dBW].
    g_over_t_db_per_k : array_like
        Figure of merit of the receiving station [dB/K].
    other_losses_db : array_like, optional
        Sum of all other losses of the path, zero or more [dB].
    back_off_db : array_like, optional
        Output back-off of the amplifier, zero or more [dB].

    Returns
    -------
    ndarray or float
        Eb/N0, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.6.

    Examples
    --------
    >>> print(f"{ebn0_of_eirp_db(205.0, 8e6, 50.0, 20.0, 1.0):.2f} dB")
    23.57 dB
    """
    cn0_dbhz = cn0_of_eirp_dbhz(free_space_loss_db, eirp_dbw, g_over_t_db_per_k, other_losses_db, back_off_db)
    return ebn0_of_cn0_db(cn0_dbhz, bit_rate_bps)


def cn0_over_distance_dbhz(distance_m, frequency_hz, eirp_dbw, g_over_t_db_per_k, other_losses_db=0.0, back_off_db=0.0):
    r"""Carrier over noise density of a link from EIRP, distance, frequency and G/T.

    .. math:: C/N_0 = \mathrm{EIRP} - b - 20 \log_{10} \frac{4 \pi d f}{c} - L_o + G/T - 10 \log_{10} k

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    eirp_dbw : array_like
        Equivalent isotropically radiated power, at saturation where there is a back-off [dBW].
    g_over_t_db_per_k : array_like
        Figure of merit of the receiving station [dB/K].
    other_losses_db : array_like, optional
        Sum of all other losses of the path, zero or more [dB].
    back_off_db : array_like, optional
        Output back-off of the amplifier, zero or more [dB].

    Returns
    -------
    ndarray or float
        C/N0, broadcast shape of the arguments [dBHz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.6.

    Examples
    --------
    >>> print(f"{cn0_over_distance_dbhz(38e6, 12e9, 50.0, 20.0):.2f} dBHz")
    92.97 dBHz
    """
    loss_db = free_space_loss_db(distance_m, frequency_hz)
    return cn0_of_eirp_dbhz(loss_db, eirp_dbw, g_over_t_db_per_k, other_losses_db, back_off_db)


def cnr_over_distance_db(
    distance_m, frequency_hz, bandwidth_hz, eirp_dbw, g_over_t_db_per_k, other_losses_db=0.0, back_off_db=0.0
):
    r"""Carrier over noise of a link from EIRP, distance, frequency, G/T and bandwidth.

    .. math:: C/N = \mathrm{EIRP} - b - 20 \log_{10} \frac{4 \pi d f}{c} - L_o + G/T - 10 \log_{10} (k B)

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    bandwidth_hz : array_like
        Bandwidth of the noise, above zero [Hz].
    eirp_dbw : array_like
        Equivalent isotropically radiated power, at saturation where there is a back-off [dBW].
    g_over_t_db_per_k : array_like
        Figure of merit of the receiving station [dB/K].
    other_losses_db : array_like, optional
        Sum of all other losses of the path, zero or more [dB].
    back_off_db : array_like, optional
        Output back-off of the amplifier, zero or more [dB].

    Returns
    -------
    ndarray or float
        C/N, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.6.

    Examples
    --------
    >>> print(f"{cnr_over_distance_db(38e6, 12e9, 27e6, 50.0, 20.0):.2f} dB")
    18.66 dB
    """
    loss_db = free_space_loss_db(distance_m, frequency_hz)
    return cnr_of_eirp_db(loss_db, bandwidth_hz, eirp_dbw, g_over_t_db_per_k, other_losses_db, back_off_db)


def ebn0_over_distance_db(
    distance_m, frequency_hz, bit_rate_bps, eirp_dbw, g_over_t_db_per_k, other_losses_db=0.0, back_off_db=0.0
):
    r"""Eb/N0 of a link from EIRP, distance, frequency, G/T and bit rate.

    .. math:: E_b/N_0 = \mathrm{EIRP} - b - 20 \log_{10} \frac{4 \pi d f}{c} - L_o + G/T - 10 \log_{10} (k R)

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    eirp_dbw : array_like
        Equivalent isotropically radiated power, at saturation where there is a back-off [dBW].
    g_over_t_db_per_k : array_like
        Figure of merit of the receiving station [dB/K].
    other_losses_db : array_like, optional
        Sum of all other losses of the path, zero or more [dB].
    back_off_db : array_like, optional
        Output back-off of the amplifier, zero or more [dB].

    Returns
    -------
    ndarray or float
        Eb/N0, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.6.

    Examples
    --------
    >>> print(f"{ebn0_over_distance_db(38e6, 12e9, 8e6, 50.0, 20.0):.2f} dB")
    23.94 dB
    """
    loss_db = free_space_loss_db(distance_m, frequency_hz)
    return ebn0_of_eirp_db(loss_db, bit_rate_bps, eirp_dbw, g_over_t_db_per_k, other_losses_db, back_off_db)


def cn0_of_power_dbhz(
    free_space_loss_db, transmit_power_w, transmit_gain_dbi, g_over_t_db_per_k, line_loss_db=0.0, other_losses_db=0.0
):
    r"""Carrier over noise density of a link from the power of its transmitter.

    .. math:: C/N_0 = 10 \log_{10} P_t - L_l + G_t - L_{bf} - L_o + G/T - 10 \log_{10} k

    Parameters
    ----------
    free_space_loss_db : array_like
        Free-space loss of the path [dB].
    transmit_power_w : array_like
        Power of the transmitter, above zero [W].
    transmit_gain_dbi : array_like
        Gain of the transmitting antenna [dBi].
    g_over_t_db_per_k : array_like
        Figure of merit of the receiving station [dB/K].
    line_loss_db : array_like, optional
        Loss between transmitter and antenna, zero or more [dB].
    other_losses_db : array_like, optional
        Sum of all other losses of the path, zero or more [dB].

    Returns
    -------
    ndarray or float
        C/N0, broadcast shape of the arguments [dBHz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 12.6.

    Examples
    --------
    >>> print(f"{cn0_of_power_dbhz(207.0, 100.0, 45.0, 0.0, 1.0):.2f} dBHz")
    85.60 dBHz
    """
    line_loss_db = require("line_loss_db", line_loss_db, at_least=0.0)
    eirp_dbw = eirp_of_power_dbw(transmit_power_w, require("transmit_gain_dbi", transmit_gain_dbi), line_loss_db)
    return cn0_of_eirp_dbhz(free_space_loss_db, eirp_dbw, g_over_t_db_per_k, other_losses_db)


def ebn0_of_cn0_db(cn0_dbhz, bit_rate_bps):
    r"""Energy per bit over noise density from C/N0 and bit rate.

    .. math:: E_b/N_0 = C/N_0 - 10 \log_{10} R

    Parameters
    ----------
    cn0_dbhz : array_like
        Carrier over noise density [dBHz].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].

    Returns
    -------
    ndarray or float
        Eb/N0, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    >>> print(f"{ebn0_of_cn0_db(80.0, 2e6):.2f} dB")
    16.99 dB
    """
    return require("cn0_dbhz", cn0_dbhz) - bandwidth_dbhz(require("bit_rate_bps", bit_rate_bps, above=0.0))


def ebn0_of_cnr_db(cnr_db, bit_rate_bps, bandwidth_hz):
    r"""Energy per bit over noise density from C/N, bit rate and bandwidth.

    .. math:: E_b/N_0 = C/N + 10 \log_{10} \frac{B}{R}

    Parameters
    ----------
    cnr_db : array_like
        Carrier over noise in the bandwidth [dB].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    bandwidth_hz : array_like
        Bandwidth of the noise, above zero [Hz].

    Returns
    -------
    ndarray or float
        Eb/N0, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The two are equal only where the bandwidth of the noise is the bit rate.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    >>> print(f"{ebn0_of_cnr_db(12.0, 8e6, 6e6):.2f} dB")
    10.75 dB
    """
    cn0_dbhz = require("cnr_db", cnr_db) + bandwidth_dbhz(bandwidth_hz)
    return ebn0_of_cn0_db(cn0_dbhz, bit_rate_bps)
