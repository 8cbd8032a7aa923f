"""Sums of decibels that a budget states beside its running sum: what there is of a signal, and what is needed.

The map: :func:`signal_power_dbw` (behind an amplifier that is backed off and shared), :func:`carrier_power_dbw` and
:func:`required_carrier_power_dbw`, :func:`required_cn0_dbhz`; :data:`SUMS` names all functions whose value is the sum
of their arguments, each with one sign, so that means and variances add.
"""

from linkbudget.link import equations


def signal_power_dbw(transmit_power_dbw, output_back_off_db, sharing_loss_db):
    r"""Power of one signal behind an amplifier that is driven below saturation and shared with others.

    .. math:: P = P_{sat} - \mathrm{OBO} - L_{share}

    Parameters
    ----------
    transmit_power_dbw : array_like
        Power of the amplifier, at saturation where it is backed off [dBW].
    output_back_off_db : array_like
        Output back-off [dB].
    sharing_loss_db : array_like
        What the other signals take [dB].

    Returns
    -------
    ndarray or float
        Broadcast shape [dBW].

    References
    ----------
    .. [1] Pratt and Allnutt, Satellite Communications, 3rd edition (2020), Example 6.2.

    Examples
    --------
    Half of a transponder of 20 dBW, backed off by 3 dB:

    >>> print(f"{signal_power_dbw(20.0, 3.0, 3.0):.0f} dBW")
    14 dBW
    """
    return transmit_power_dbw - output_back_off_db - sharing_loss_db


def carrier_power_dbw(received_power_dbw, carrier_suppression_db, ranging_suppression_db):
    r"""Received power in the residual carrier.

    .. math:: P_c = P_r - L_c - L_r

    Parameters
    ----------
    received_power_dbw : array_like
        Total received power [dBW].
    carrier_suppression_db : array_like
        What the data take from the carrier [dB].
    ranging_suppression_db : array_like
        What the ranging signal takes [dB].

    Returns
    -------
    ndarray or float
        Broadcast shape [dBW].

    References
    ----------
    .. [1] MarCO Telecommunications, DESCANSO Design and Performance Summary 18 (2021), Table 5-3.

    Examples
    --------
    >>> print(f"{carrier_power_dbw(-187.8, 5.05, 0.0):.1f} dBW")
    -192.9 dBW
    """
    return received_power_dbw - carrier_suppression_db - ranging_suppression_db


def required_carrier_power_dbw(
    noise_density_dbw_per_hz, loop_bandwidth_dbhz, required_loop_snr_db, implementation_loss_db
):
    r"""Least carrier power that the loop tracks.

    .. math:: P_{c,req} = N_0 + 2 B_L + \mathrm{SNR}_{req} + L_{impl}

    Parameters
    ----------
    noise_density_dbw_per_hz : array_like
        Noise density [dBW/Hz].
    loop_bandwidth_dbhz : array_like
        Noise bandwidth of the carrier loop [dBHz].
    required_loop_snr_db : array_like
        Signal-to-noise ratio in that bandwidth which the loop needs [dB].
    implementation_loss_db : array_like
        What a real carrier loop loses [dB].

    Returns
    -------
    ndarray or float
        Broadcast shape [dBW].

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL 82-76 (1982), chapter 1 (threshold carrier
       power of a design control table).

    Examples
    --------
    >>> print(f"{required_carrier_power_dbw(-209.76, 19.98, 10.0, 0.0):.2f} dBW")
    -179.78 dBW
    """
    return noise_density_dbw_per_hz + loop_bandwidth_dbhz + required_loop_snr_db + implementation_loss_db


def required_cn0_dbhz(
    required_ebn0_db, data_modulation_loss_db, ranging_suppression_db, implementation_loss_db, bit_rate_dbhz
):
    r"""Total received power over noise density that the data need.

    .. math:: \left(\frac{C}{N_0}\right)_{req} = \left(\frac{E_b}{N_0}\right)_{req} + L_d + L_r + L_{impl} + R

    Parameters
    ----------
    required_ebn0_db : array_like
        Required energy per information bit over noise density [dB].
    data_modulation_loss_db : array_like
        Share of the power that does not carry data, as a loss [dB].
    ranging_suppression_db : array_like
        What the ranging signal takes [dB].
    implementation_loss_db : array_like
        Loss of the real detector and synchronisers [dB].
    bit_rate_dbhz : array_like
        Information rate over one bit a second [dBHz].

    Returns
    -------
    ndarray or float
        Broadcast shape [dBHz].

    References
    ----------
    .. [1] MarCO Telecommunications, DESCANSO Design and Performance Summary 18 (2021), Tables 5-3 to 5-5.

    Examples
    --------
    >>> print(f"{required_cn0_dbhz(-0.1, 1.63, 0.0, 0.63, 17.96):.2f} dBHz")
    20.12 dBHz
    """
    losses_db = data_modulation_loss_db + ranging_suppression_db + implementation_loss_db
    return required_ebn0_db + losses_db + bit_rate_dbhz


SUMS = (
    equations.excess_loss_db,
    equations.propagation_loss_db,
    equations.sum_of_losses_db,
    carrier_power_dbw,
    required_carrier_power_dbw,
    required_cn0_dbhz,
)
"""Functions whose value is the sum of their arguments, each with one sign."""
