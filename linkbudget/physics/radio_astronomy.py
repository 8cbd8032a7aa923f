r"""Radio astronomy: SEFD and sensitivity of a telescope, detrimental interference, quantisation loss.

The map: :func:`system_equivalent_flux_density_jy` (SEFD from G/T) and its inverse :func:`g_over_t_of_sefd_db_per_k`;
:func:`sensitivity_k_per_jy` (from the gain) and its inverse :func:`gain_of_sensitivity_dbi`; both of one polarisation,
as astronomers count them.  :func:`detrimental_power_dbw`, :func:`detrimental_flux_dbw_per_m2` and
:func:`detrimental_flux_density_dbw_per_m2_hz`, the threshold levels of ITU-R RA.769.  :func:`quantization_loss_db`,
what samples of a few bits lose.
"""

import math
from functools import cache

import numpy as np
from scipy.special import ndtr

from linkbudget.constants import BOLTZMANN_J_PER_K, SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError, require

JANSKY_W_PER_M2_HZ = 1e-26
"""The unit of flux density in radio astronomy."""

RA769_INTEGRATION_S = 2000.0
"""Integration time of the tables of ITU-R RA.769."""

MOST_BITS = 8
"""Bits of a sample for which a loss is computed."""


def system_equivalent_flux_density_jy(frequency_hz, g_over_t_db_per_k):
    r"""Flux density of a source that doubles the system noise of a telescope (SEFD).

    .. math:: \mathrm{SEFD} = \frac{2 k T}{A_e} = \frac{8 \pi k f^2}{c^2 \, G/T}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    g_over_t_db_per_k : array_like
        Gain over system noise temperature, at the same point [dB/K].

    Returns
    -------
    ndarray or float
        Flux density of both polarisations of an unpolarised source, broadcast shape of the arguments [Jy].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    Notes
    -----
    A receiver takes half the power of an unpolarised source, hence the 2.

    References
    ----------
    .. [1] Thompson, Moran and Swenson, Interferometry and Synthesis in Radio Astronomy, 3rd edition (2017), chapter 1
       (system equivalent flux density).

    Examples
    --------
    >>> print(f"{system_equivalent_flux_density_jy(8.42e9, 53.0):.1f} Jy")
    137.2 Jy
    """
    ratio = 10.0 ** (0.1 * require("g_over_t_db_per_k", g_over_t_db_per_k))
    return _doubling(frequency_hz) / ratio


def g_over_t_of_sefd_db_per_k(frequency_hz, system_equivalent_flux_density_jy):
    r"""G/T of a telescope from its SEFD; inverts :func:`system_equivalent_flux_density_jy`.

    .. math:: \frac{G}{T} = \frac{8 \pi k f^2}{c^2 \, \mathrm{SEFD}}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    system_equivalent_flux_density_jy : array_like
        SEFD of one polarisation, above zero [Jy].

    Returns
    -------
    ndarray or float
        G/T, broadcast shape of the arguments [dB/K].

    Raises
    ------
    LinkBudgetError
        If an argument is not above zero.

    References
    ----------
    .. [1] Thompson, Moran and Swenson, Interferometry and Synthesis in Radio Astronomy, 3rd edition (2017), chapter 1.

    Examples
    --------
    A telescope of 100 m at 1.4 GHz, 10 Jy:

    >>> print(f"{g_over_t_of_sefd_db_per_k(1.4e9, 10.0):.1f} dB/K")
    48.8 dB/K
    """
    sefd_jy = require("system_equivalent_flux_density_jy", system_equivalent_flux_density_jy, above=0.0)
    return 10.0 * np.log10(_doubling(frequency_hz) / sefd_jy)


def sensitivity_k_per_jy(frequency_hz, antenna_gain_dbi):
    r"""Rise of the antenna temperature that a source of one jansky makes, "degrees per flux unit".

    .. math:: \Gamma = \frac{A_e}{2 k} = \frac{G c^2}{8 \pi k f^2}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    antenna_gain_dbi : array_like
        Gain [dBi].

    Returns
    -------
    ndarray or float
        Sensitivity of one polarisation, broadcast shape of the arguments [K/Jy].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    References
    ----------
    .. [1] Thompson, Moran and Swenson, Interferometry and Synthesis in Radio Astronomy, 3rd edition (2017), chapter 1.

    Examples
    --------
    >>> print(f"{sensitivity_k_per_jy(8.42e9, 68.2):.2f} K/Jy")
    0.24 K/Jy
    """
    return 10.0 ** (0.1 * require("antenna_gain_dbi", antenna_gain_dbi)) / _doubling(frequency_hz)


def gain_of_sensitivity_dbi(frequency_hz, sensitivity_k_per_jy):
    r"""Gain of a telescope from its sensitivity; inverts :func:`sensitivity_k_per_jy`.

    .. math:: G = \frac{8 \pi k f^2}{c^2} \Gamma

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    sensitivity_k_per_jy : array_like
        Sensitivity of one polarisation, above zero [K/Jy].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If an argument is not above zero.

    References
    ----------
    .. [1] Thompson, Moran and Swenson, Interferometry and Synthesis in Radio Astronomy, 3rd edition (2017), chapter 1.

    Examples
    --------
    A telescope of 100 m at 1.4 GHz:

    >>> print(f"{gain_of_sensitivity_dbi(1.4e9, 1.5):.1f} dBi")
    60.6 dBi
    """
    sensitivity = require("sensitivity_k_per_jy", sensitivity_k_per_jy, above=0.0)
    return 10.0 * np.log10(sensitivity * _doubling(frequency_hz))


def detrimental_power_dbw(
    bandwidth_hz, antenna_temperature_k, receiver_temperature_k, integration_time_s=RA769_INTEGRATION_S
):
    r"""Power of an interferer, at the receiver, that is a tenth of the noise left by the integration.

    .. math:: \Delta P_H = 0.1\, k\, \frac{T_A + T_R}{\sqrt{\Delta f\, t}}\, \Delta f

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth of the observation, above zero [Hz].
    antenna_temperature_k : array_like
        Noise temperature of the antenna, zero or more [K].
    receiver_temperature_k : array_like
        Noise temperature of the receiver, zero or more [K].
    integration_time_s : array_like, optional
        Integration time, above zero; that of the tables is 2000 s [s].

    Returns
    -------
    ndarray or float
        Threshold level of the power, broadcast shape of the arguments [dBW].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R RA.769-2 (2003), Annex 1, equations (3) to (5), Tables 1 and 2.

    Examples
    --------
    The band of the hydrogen line, continuum:

    >>> print(f"{detrimental_power_dbw(27e6, 12.0, 10.0):.0f} dBW")
    -205 dBW
    """
    width_hz = require("bandwidth_hz", bandwidth_hz, above=0.0)
    noise_k = require("antenna_temperature_k", antenna_temperature_k, at_least=0.0) + require(
        "receiver_temperature_k", receiver_temperature_k, at_least=0.0
    )
    time_s = require("integration_time_s", integration_time_s, above=0.0)
    return 10.0 * np.log10(0.1 * BOLTZMANN_J_PER_K * noise_k * np.sqrt(width_hz / time_s))


def detrimental_flux_dbw_per_m2(
    frequency_hz, bandwidth_hz, antenna_temperature_k, receiver_temperature_k, integration_time_s=RA769_INTEGRATION_S
):
    r"""Power flux density of an interferer that disturbs a radio telescope through a side lobe of 0 dBi.

    .. math:: S_H \Delta f = \frac{4 \pi f^2}{c^2} \Delta P_H

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    bandwidth_hz : array_like
        Bandwidth of the observation, above zero [Hz].
    antenna_temperature_k : array_like
        Noise temperature of the antenna, zero or more [K].
    receiver_temperature_k : array_like
        Noise temperature of the receiver, zero or more [K].
    integration_time_s : array_like, optional
        Integration time, above zero; that of the tables is 2000 s [s].

    Returns
    -------
    ndarray or float
        Threshold level of the flux in the bandwidth, broadcast shape of the arguments [dBW/m2].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R RA.769-2 (2003), Annex 1, equation (6), Tables 1 and 2.

    Examples
    --------
    >>> print(f"{detrimental_flux_dbw_per_m2(1413.5e6, 27e6, 12.0, 10.0):.0f} dB(W/m2)")
    -180 dB(W/m2)
    """
    power_dbw = detrimental_power_dbw(bandwidth_hz, antenna_temperature_k, receiver_temperature_k, integration_time_s)
    waves_per_m = require("frequency_hz", frequency_hz, above=0.0) / SPEED_OF_LIGHT_M_PER_S
    return power_dbw + 10.0 * np.log10(4.0 * math.pi * waves_per_m * waves_per_m)


def detrimental_flux_density_dbw_per_m2_hz(
    frequency_hz, bandwidth_hz, antenna_temperature_k, receiver_temperature_k, integration_time_s=RA769_INTEGRATION_S
):
    r"""Flux density of an interferer that disturbs a radio telescope, spread evenly over the bandwidth.

    .. math:: S_H = \frac{4 \pi f^2}{c^2} \frac{\Delta P_H}{\Delta f}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    bandwidth_hz : array_like
        Bandwidth of the observation, above zero [Hz].
    antenna_temperature_k : array_like
        Noise temperature of the antenna, zero or more [K].
    receiver_temperature_k : array_like
        Noise temperature of the receiver, zero or more [K].
    integration_time_s : array_like, optional
        Integration time, above zero; that of the tables is 2000 s [s].

    Returns
    -------
    ndarray or float
        Threshold level of the flux density, broadcast shape of the arguments [dB(W/(m2 Hz))].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R RA.769-2 (2003), Annex 1, equation (6), Tables 1 and 2.

    Examples
    --------
    The hydrogen line in a channel of 20 kHz, published as 125 Jy:

    >>> level = detrimental_flux_density_dbw_per_m2_hz(1420e6, 20e3, 12.0, 10.0)
    >>> print(f"{level:.0f} dB(W/(m2 Hz)), {10.0 ** (0.1 * level) / JANSKY_W_PER_M2_HZ:.0f} Jy")
    -239 dB(W/(m2 Hz)), 135 Jy
    """
    flux = detrimental_flux_dbw_per_m2(
        frequency_hz, bandwidth_hz, antenna_temperature_k, receiver_temperature_k, integration_time_s
    )
    return flux - 10.0 * np.log10(bandwidth_hz)


def quantization_loss_db(bits, *, evenly=True):
    r"""Signal-to-noise ratio that a weak signal in Gaussian noise loses to samples of a few bits, at the best steps.

    .. math:: L = \left( \max \frac{E[x\, q(x)]^2}{E[q^2(x)]} \right)^{-1}, \qquad x \sim N(0, 1)

    Parameters
    ----------
    bits : array_like
        Bits of a sample, a whole number from 1 to 8 [-].
    evenly : bool, optional
        True where the levels are evenly spaced, as in a converter; false where thresholds and levels are the best.

    Returns
    -------
    ndarray or float
        Loss, same shape as ``bits`` [dB].

    Raises
    ------
    LinkBudgetError
        If a number of bits is not whole or outside its range.

    Notes
    -----
    Samples at the Nyquist rate; of a signal so weak that the samples are noise.  One bit: pi/2, 1.96 dB.  Four levels
    with the even steps of a converter lose 0.55 dB, and eight 0.17 dB; of the best levels 0.54 dB and 0.15 dB.

    References
    ----------
    .. [1] Thompson, Emerson and Schwab, Convenient formulas for quantization efficiency, Radio Science 42 (2007).
    .. [2] Max, Quantizing for minimum distortion, IRE Trans. Inf. Theory IT-6 (1960) 7: the best levels.

    Examples
    --------
    >>> print(", ".join(f"{quantization_loss_db(bits):.3f} dB" for bits in (1, 2, 3)))
    1.961 dB, 0.549 dB, 0.166 dB
    """
    whole = np.asarray(require("bits", bits, at_least=1.0, at_most=float(MOST_BITS)))
    if np.any(whole != np.floor(whole)):
        raise LinkBudgetError(f"bits = {whole[whole != np.floor(whole)].flat[0]:g}: expected a whole number")
    losses = [
        _loss_of_even_steps_db(number) if evenly else _least_loss_db(number) for number in range(1, MOST_BITS + 1)
    ]
    return np.array(losses)[whole.astype(int) - 1][()]


def _doubling(frequency_hz):
    """Flux density that doubles a noise temperature of 1 K at a gain of 0 dBi [Jy]."""
    waves_per_m = require("frequency_hz", frequency_hz, above=0.0) / SPEED_OF_LIGHT_M_PER_S
    return 8.0 * math.pi * BOLTZMANN_J_PER_K * waves_per_m * waves_per_m / JANSKY_W_PER_M2_HZ


def _density(x):
    return np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


@cache
def _loss_of_even_steps_db(bits):
    """Loss with 2^bits levels of equal spacing, symmetric about zero, at the best spacing."""
    from scipy.optimize import minimize_scalar  # heavy to import, and needed here alone

    number = 2 ** (bits - 1)
    levels = np.arange(number) + 0.5

    def loss(step):
        edges = np.arange(number) * step
        shares = np.diff(np.append(ndtr(edges), 1.0))
        along = np.sum(levels * (_density(edges) - np.append(_density(edges[1:]), 0.0)))
        return np.sum(levels**2 * shares) / (2.0 * along**2)

    if bits == 1:
        return 10.0 * math.log10(loss(1.0))
    best = minimize_scalar(loss, bounds=(2.0 / number / 2.0, 4.0 / number), method="bounded", options={"xatol": 1e-9})
    return 10.0 * math.log10(best.fun)


@cache
def _least_loss_db(bits):
    """Loss with the levels and thresholds of least distortion, found by fixed-point steps (Lloyd and Max)."""
    number = 2 ** (bits - 1)
    edges = np.linspace(0.0, 3.0, number, endpoint=False)
    share = 0.0
    for _ in range(200_000):
        ends = np.append(edges, np.inf)
        shares = np.diff(ndtr(ends))
        levels = -np.diff(_density(ends)) / shares
        before, share = share, 2.0 * float(np.sum(levels**2 * shares))
        if share - before < 1e-13:
            break
        edges[1:] = 0.5 * (levels[1:] + levels[:-1])
    return -10.0 * math.log10(share)
