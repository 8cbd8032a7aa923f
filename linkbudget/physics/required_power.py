"""Error rates and powers of a receiver that knows its noise density: signal power, bit rate and N0 in one call.

The map: :func:`required_power_w`, :func:`error_rate_of_power`, :func:`error_rate_of_amplitude`,
:func:`required_ebn0_with_loss_db`.  The error rates themselves are in :mod:`linkbudget.physics.modulation`.
"""

from linkbudget.decibels import ratio
from linkbudget.errors import require
from linkbudget.physics.decibel_levels import power_in_resistance_w
from linkbudget.physics.decibel_ratios import power_ratio_db
from linkbudget.physics.modulation import bit_error_rate, required_ebn0_db


def required_power_w(error_rate, modulation, bit_rate_bps, noise_density_w_per_hz):
    r"""Power that an uncoded signal needs for a bit error rate in noise of known density.

    .. math:: P = N_0 R \, f_{modulation}^{-1}(P_b)

    Parameters
    ----------
    error_rate : array_like
        Bit error rate, above 0 and below 0.5 [-].
    modulation : str
        A name of :func:`~linkbudget.physics.modulation.modulations`, in any case.
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    noise_density_w_per_hz : array_like
        One-sided noise density N0, above zero; twice the N0/2 of a two-sided spectrum [W/Hz].

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
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4.

    Examples
    --------
    >>> print(f"{required_power_w(1e-6, 'qpsk', 2e6, 1e-20) * 1e12:.3f} pW")
    0.226 pW
    """
    ebn0_db = required_ebn0_db(error_rate, modulation)
    noise_density = require("noise_density_w_per_hz", noise_density_w_per_hz, above=0.0)
    return ratio(ebn0_db) * noise_density * require("bit_rate_bps", bit_rate_bps, above=0.0)


def error_rate_of_power(received_power_w, bit_rate_bps, noise_density_w_per_hz, modulation):
    r"""Bit error rate of an uncoded signal from its power, its bit rate and the noise density.

    .. math:: P_b = f_{modulation} \left( \frac{P}{N_0 R} \right)

    Parameters
    ----------
    received_power_w : array_like
        Received power, above zero [W].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    noise_density_w_per_hz : array_like
        One-sided noise density N0, above zero; twice the N0/2 of a two-sided spectrum [W/Hz].
    modulation : str
        A name of :func:`~linkbudget.physics.modulation.modulations`, in any case.

    Returns
    -------
    ndarray or float
        Bit error rate, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4.

    Examples
    --------
    >>> print(f"{error_rate_of_power(2e-13, 2e6, 1e-20, 'bpsk'):.2e}")
    3.87e-06
    """
    received_power_w = require("received_power_w", received_power_w, above=0.0)
    noise_density = require("noise_density_w_per_hz", noise_density_w_per_hz, above=0.0)
    energy_j = received_power_w / require("bit_rate_bps", bit_rate_bps, above=0.0)
    return bit_error_rate(power_ratio_db(energy_j / noise_density), modulation)


def error_rate_of_amplitude(amplitude_v, bit_rate_bps, noise_density_w_per_hz, modulation, impedance_ohm=1.0):
    r"""Bit error rate of an uncoded carrier of known amplitude.

    .. math:: P_b = f_{modulation} \left( \frac{A^2 / (2 Z)}{N_0 R} \right)

    Parameters
    ----------
    amplitude_v : array_like
        Amplitude of the carrier, above zero [V].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    noise_density_w_per_hz : array_like
        One-sided noise density N0, above zero; twice the N0/2 of a two-sided spectrum [W/Hz].
    modulation : str
        A name of :func:`~linkbudget.physics.modulation.modulations`, in any case.
    impedance_ohm : array_like, optional
        Resistance across which amplitude and noise are counted, above zero [ohm].

    Returns
    -------
    ndarray or float
        Bit error rate, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    On-off keying has this amplitude in half of the bits only: its mean power, which Eb counts, is half of it.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4.

    Examples
    --------
    >>> print(f"{error_rate_of_amplitude(5e-3, 4800.0, 1e-9, 'bpsk'):.2e}")
    1.12e-02
    """
    root_mean_square_v = require("amplitude_v", amplitude_v, above=0.0) / 2.0**0.5
    power_w = power_in_resistance_w(root_mean_square_v, impedance_ohm)
    return error_rate_of_power(power_w, bit_rate_bps, noise_density_w_per_hz, modulation)


def required_ebn0_with_loss_db(error_rate, modulation, implementation_loss_db):
    r"""Eb/N0 that a real receiver needs: that of theory and its implementation loss.

    .. math:: E_b/N_0 = f_{modulation}^{-1}(P_b) + L_i

    Parameters
    ----------
    error_rate : array_like
        Bit error rate, above 0 and below 0.5 [-].
    modulation : str
        A name of :func:`~linkbudget.physics.modulation.modulations`, in any case.
    implementation_loss_db : array_like
        Implementation loss (or margin) of the receiver, zero or more [dB].

    Returns
    -------
    ndarray or float
        Energy per bit over noise density, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 10.6.

    Examples
    --------
    >>> print(f"{required_ebn0_with_loss_db(1e-6, 'qpsk', 1.5):.2f} dB")
    12.03 dB
    """
    loss_db = require("implementation_loss_db", implementation_loss_db, at_least=0.0)
    return required_ebn0_db(error_rate, modulation) + loss_db
