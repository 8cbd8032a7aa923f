"""Noise as textbooks measure it: figures of lines and of ratios, excess noise, bandwidth of noise, energy of a bit.

The map: :func:`line_noise_figure_db`, :func:`noise_figure_of_ratios_db`, :func:`excess_noise_ratio_db`,
:func:`noise_bandwidth_hz`; :func:`energy_of_bit_j`, :func:`wrong_bits`.
"""

import math

import numpy as np

from linkbudget.constants import STANDARD_NOISE_TEMPERATURE_K
from linkbudget.errors import require
from linkbudget.physics.decibel_ratios import power_ratio_db
from linkbudget.physics.noise import line_input_noise_temperature_k, noise_figure_db


def line_noise_figure_db(line_loss_db, line_temperature_k=STANDARD_NOISE_TEMPERATURE_K):
    r"""Noise figure of a lossy line or attenuator at any temperature.

    .. math:: F = 1 + (L - 1) \frac{T_p}{T_0}, \quad T_0 = 290\,\mathrm{K}

    Parameters
    ----------
    line_loss_db : array_like
        Loss of the line, zero or more [dB].
    line_temperature_k : array_like, optional
        Physical temperature of the line, zero or more [K].

    Returns
    -------
    ndarray or float
        Noise figure; at 290 K the loss itself, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 10.2.

    Examples
    --------
    >>> print(f"{line_noise_figure_db(3.0, 77.0):.2f} dB")
    1.02 dB
    """
    return noise_figure_db(line_input_noise_temperature_k(line_loss_db, line_temperature_k))


def noise_figure_of_ratios_db(input_snr_db, output_snr_db):
    r"""Noise figure of a device from the signal-to-noise ratios before and behind it.

    .. math:: F = \mathrm{SNR}_{in} - \mathrm{SNR}_{out}

    Parameters
    ----------
    input_snr_db : array_like
        Signal-to-noise ratio at the input, the noise that of 290 K [dB].
    output_snr_db : array_like
        Signal-to-noise ratio at the output [dB].

    Returns
    -------
    ndarray or float
        Noise figure, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 10.2.

    Examples
    --------
    >>> print(f"{noise_figure_of_ratios_db(35.0, 28.5):.1f} dB")
    6.5 dB
    """
    return require("input_snr_db", input_snr_db) - require("output_snr_db", output_snr_db)


def excess_noise_ratio_db(source_noise_temperature_k):
    r"""Excess noise ratio of a noise source.

    .. math:: \mathrm{ENR} = 10 \log_{10} \frac{T - T_0}{T_0}, \quad T_0 = 290\,\mathrm{K}

    Parameters
    ----------
    source_noise_temperature_k : array_like
        Noise temperature of the source, above 290 [K].

    Returns
    -------
    ndarray or float
        Excess noise ratio, same shape as ``source_noise_temperature_k`` [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), section 10.1.

    Examples
    --------
    >>> print(f"{excess_noise_ratio_db(9460.0):.2f} dB")
    15.00 dB
    """
    temperature_k = require(
        "source_noise_temperature_k", source_noise_temperature_k, above=STANDARD_NOISE_TEMPERATURE_K
    )
    return power_ratio_db(temperature_k / STANDARD_NOISE_TEMPERATURE_K - 1.0)


def noise_bandwidth_hz(half_power_bandwidth_hz, poles=1.0):
    r"""Noise bandwidth of a maximally flat (Butterworth) low-pass or band-pass.

    .. math:: B = \frac{\pi / (2 n)}{\sin [\pi / (2 n)]} \, B_3

    Parameters
    ----------
    half_power_bandwidth_hz : array_like
        Bandwidth between half-power points, for a low-pass from zero, above zero [Hz].
    poles : array_like, optional
        Poles of the low-pass, 1 for an RC filter, one or more [-].

    Returns
    -------
    ndarray or float
        Noise bandwidth, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 9.3.

    Examples
    --------
    >>> print(f"{noise_bandwidth_hz(10e3) / 1e3:.2f} kHz")
    15.71 kHz
    """
    quarter = math.pi / 2.0 / require("poles", poles, at_least=1.0)
    return quarter / np.sin(quarter) * require("half_power_bandwidth_hz", half_power_bandwidth_hz, above=0.0)


def energy_of_bit_j(received_power_w, bit_rate_bps):
    r"""Energy of a bit, from power and bit rate.

    .. math:: E_b = P / R

    Parameters
    ----------
    received_power_w : array_like
        Received power, above zero [W].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].

    Returns
    -------
    ndarray or float
        Energy, broadcast shape of the arguments [J].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4.

    Examples
    --------
    >>> print(f"{energy_of_bit_j(3e-15, 1200.0) * 1e18:.2f} aJ")
    2.50 aJ
    """
    return require("received_power_w", received_power_w, above=0.0) / require("bit_rate_bps", bit_rate_bps, above=0.0)


def wrong_bits(error_rate, bit_rate_bps, duration_s):
    r"""Wrong bits to be expected in a time.

    .. math:: n = P_b R t

    Parameters
    ----------
    error_rate : array_like
        Bit error rate, 0 to 1 [-].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].
    duration_s : array_like
        Time, above zero [s].

    Returns
    -------
    ndarray or float
        Number of wrong bits, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4.

    Examples
    --------
    >>> print(f"{wrong_bits(1e-6, 2e6, 60.0):.0f}")
    120
    """
    bits = require("bit_rate_bps", bit_rate_bps, above=0.0) * require("duration_s", duration_s, above=0.0)
    return require("error_rate", error_rate, at_least=0.0, at_most=1.0) * bits
