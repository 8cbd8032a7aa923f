"""Noise: temperatures, figures and lossy lines, up to G/T and carrier over noise density.

The map: :func:`noise_temperature_k` and :func:`noise_figure_db` (one device, two ways to say it);
:func:`line_output_noise_temperature_k` and :func:`line_input_noise_temperature_k` (what a lossy line adds, at either
end); :func:`system_noise_temperature_at_receiver_k` and :func:`system_noise_temperature_at_antenna_k` (the sum, at two
planes); :func:`cascade_noise_temperature_k` (Friis);
:func:`y_factor_noise_temperature_k` (measurement); :func:`noise_density_dbw_per_hz`, :func:`noise_power_dbw`,
:func:`g_over_t_db_per_k`, :func:`carrier_to_noise_density_dbhz` and :func:`carrier_to_noise_ratio_db` (the budget);
:func:`combined_ratio_db` and :func:`interference_loss_db` (several noises, interference).

A system noise temperature belongs to a plane, and so does the signal compared with it.  Between antenna and receiver
both fall by the line loss, so G/T and C/N0 are the same at either plane as long as gain and temperature share it.
"""

from typing import TYPE_CHECKING

import numpy as np

from linkbudget.constants import BOLTZMANN_DBW_PER_K_HZ, STANDARD_NOISE_TEMPERATURE_K
from linkbudget.errors import LinkBudgetError, require
from linkbudget.renamed import old_names


def noise_temperature_k(noise_figure_db):
    r"""Noise temperature of a device from its noise figure.

    .. math:: T_e = T_0 (10^{NF / 10} - 1), \quad T_0 = 290\,\mathrm{K}

    Parameters
    ----------
    noise_figure_db : array_like
        Noise figure, zero or more [dB].

    Returns
    -------
    ndarray or float
        Noise temperature at the device's input, same shape as ``noise_figure_db`` [K].

    Raises
    ------
    LinkBudgetError
        If any noise figure is negative.

    Notes
    -----
    A noise figure counts from a source at 290 K, whatever the source is in use; books that take 293 or 300 K for
    room temperature differ by 1 to 3 %.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 10.

    Examples
    --------
    >>> print(f"{noise_temperature_k(2.5):.2f} K")
    225.70 K
    """
    return STANDARD_NOISE_TEMPERATURE_K * (10.0 ** (require("noise_figure_db", noise_figure_db, at_least=0.0) / 10) - 1)


def noise_figure_db(noise_temperature_k):
    r"""Noise figure of a device from its noise temperature; the inverse of :func:`noise_temperature_k`.

    .. math:: NF = 10 \log_{10} (1 + T_e / T_0), \quad T_0 = 290\,\mathrm{K}

    Parameters
    ----------
    noise_temperature_k : array_like
        Noise temperature at the device's input, zero or more [K].

    Returns
    -------
    ndarray or float
        Noise figure, same shape as ``noise_temperature_k`` [dB].

    Raises
    ------
    LinkBudgetError
        If any temperature is negative.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 10.

    Examples
    --------
    >>> print(f"{noise_figure_db(20.0):.2f} dB")
    0.29 dB
    """
    noise_temperature_k = require("noise_temperature_k", noise_temperature_k, at_least=0.0)
    return 10.0 * np.log10(1.0 + noise_temperature_k / STANDARD_NOISE_TEMPERATURE_K)


def line_output_noise_temperature_k(line_loss_db, line_temperature_k):
    r"""Noise temperature of a lossy line at its output: what it adds to what comes through.

    .. math:: T = T_p (1 - 1 / L), \quad L = 10^{L_{dB} / 10}

    Parameters
    ----------
    line_loss_db : array_like
        Loss of the line, zero or more [dB].
    line_temperature_k : array_like
        Physical temperature of the line, zero or more [K].

    Returns
    -------
    ndarray or float
        Noise temperature at the output of the line, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If any loss or temperature is negative.

    Notes
    -----
    At the input of the line the same noise is L times as much: :func:`line_input_noise_temperature_k`, which is what a
    cascade of stages takes.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    >>> print(f"{line_output_noise_temperature_k(1.0, 290.0):.1f} K")
    59.6 K
    """
    line_temperature_k = require("line_temperature_k", line_temperature_k, at_least=0.0)
    return line_temperature_k * (1.0 - 10.0 ** (require("line_loss_db", line_loss_db, at_least=0.0) / -10.0))


def line_input_noise_temperature_k(line_loss_db, line_temperature_k):
    r"""Noise temperature of a lossy line at its input, as a stage of a cascade.

    .. math:: T = T_p (L - 1), \quad L = 10^{L_{dB} / 10}

    Parameters
    ----------
    line_loss_db : array_like
        Loss of the line, zero or more [dB].
    line_temperature_k : array_like
        Physical temperature of the line, zero or more [K].

    Returns
    -------
    ndarray or float
        Noise temperature at the input of the line, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If any loss or temperature is negative.

    Notes
    -----
    At the output of the line the same noise is :func:`line_output_noise_temperature_k`, L times less.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    >>> print(f"{line_input_noise_temperature_k(1.0, 290.0):.1f} K")
    75.1 K
    """
    line_temperature_k = require("line_temperature_k", line_temperature_k, at_least=0.0)
    return line_temperature_k * (10.0 ** (require("line_loss_db", line_loss_db, at_least=0.0) / 10.0) - 1.0)


def system_noise_temperature_at_receiver_k(
    antenna_noise_temperature_k, line_loss_db, line_temperature_k, receiver_noise_temperature_k
):
    r"""System noise temperature at the receiver's input, behind the line.

    .. math:: T_{sys} = T_a / L + T_p (1 - 1 / L) + T_r

    Parameters
    ----------
    antenna_noise_temperature_k : array_like
        Noise temperature at the antenna's terminals, zero or more [K].
    line_loss_db : array_like
        Loss between antenna and receiver, zero or more [dB].
    line_temperature_k : array_like
        Physical temperature of that line, zero or more [K].
    receiver_noise_temperature_k : array_like
        Noise temperature of the receiver at its input, zero or more [K].

    Returns
    -------
    ndarray or float
        System noise temperature at the receiver's input, broadcast shape of the arguments; the signal compared with
        it has passed the line [K].

    Raises
    ------
    LinkBudgetError
        If any temperature or loss is negative.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    60 K of sky, 3 dB of line at 290 K and a receiver of 2.5 dB noise figure:

    >>> print(f"{system_noise_temperature_at_receiver_k(60.0, 3.0, 290.0, noise_temperature_k(2.5)):.2f} K")
    400.43 K
    """
    antenna_noise_temperature_k = require("antenna_noise_temperature_k", antenna_noise_temperature_k, at_least=0.0)
    receiver_noise_temperature_k = require("receiver_noise_temperature_k", receiver_noise_temperature_k, at_least=0.0)
    line_noise_k = line_output_noise_temperature_k(line_loss_db, line_temperature_k)
    sky_k = antenna_noise_temperature_k * 10.0 ** (require("line_loss_db", line_loss_db) / -10.0)
    return sky_k + line_noise_k + receiver_noise_temperature_k


def system_noise_temperature_at_antenna_k(
    antenna_noise_temperature_k, line_loss_db, line_temperature_k, receiver_noise_temperature_k
):
    r"""System noise temperature at the antenna's terminals, before the line.

    .. math:: T_{sys} = T_a + T_p (L - 1) + L T_r

    Parameters
    ----------
    antenna_noise_temperature_k : array_like
        Noise temperature at the antenna's terminals, zero or more [K].
    line_loss_db : array_like
        Loss between antenna and receiver, zero or more [dB].
    line_temperature_k : array_like
        Physical temperature of that line, zero or more [K].
    receiver_noise_temperature_k : array_like
        Noise temperature of the receiver at its input, zero or more [K].

    Returns
    -------
    ndarray or float
        System noise temperature at the antenna, broadcast shape of the arguments: L times the one at the receiver's
        input.  The line loss is in it and must not be taken from the signal as well [K].

    Raises
    ------
    LinkBudgetError
        If any temperature or loss is negative.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    >>> print(f"{system_noise_temperature_at_antenna_k(60.0, 3.0, 290.0, noise_temperature_k(2.5)):.1f} K")
    799.0 K
    """
    antenna_noise_temperature_k = require("antenna_noise_temperature_k", antenna_noise_temperature_k, at_least=0.0)
    line_temperature_k = require("line_temperature_k", line_temperature_k, at_least=0.0)
    receiver_noise_temperature_k = require("receiver_noise_temperature_k", receiver_noise_temperature_k, at_least=0.0)
    line_loss = 10.0 ** (require("line_loss_db", line_loss_db, at_least=0.0) / 10.0)
    return (
        antenna_noise_temperature_k + line_temperature_k * (line_loss - 1.0) + line_loss * receiver_noise_temperature_k
    )


def noise_temperature_of_antenna_k(
    sky_noise_temperature_k, ground_share, ground_temperature_k, radiation_efficiency, antenna_temperature_k
):
    r"""Noise temperature of an antenna by its surroundings and its ohmic loss.

    .. math:: T_A = \eta \left[ (1 - s) \, T_{sky} + s \, T_{ground} \right] + (1 - \eta) \, T_p

    Parameters
    ----------
    sky_noise_temperature_k : array_like
        Brightness temperature of the sky, averaged over the part of the pattern that sees it, zero or more [K].
    ground_share : array_like
        Share of the received power pattern that sees the ground, 0 to 1 [-].
    ground_temperature_k : array_like
        Brightness temperature of the ground, zero or more [K].
    radiation_efficiency : array_like
        Power radiated over power accepted, above 0, at most 1 [-].
    antenna_temperature_k : array_like
        Physical temperature of the antenna, zero or more [K].

    Returns
    -------
    ndarray or float
        Noise temperature at the antenna terminals, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 14 (antenna noise temperature).

    Examples
    --------
    A small antenna in a telephone, a quarter of whose pattern sees the ground:

    >>> print(f"{noise_temperature_of_antenna_k(2.0, 0.25, 300.0, 0.4, 300.0):.1f} K")
    210.6 K
    """
    sky_k = require("sky_noise_temperature_k", sky_noise_temperature_k, at_least=0.0)
    share = require("ground_share", ground_share, at_least=0.0, at_most=1.0)
    ground_k = require("ground_temperature_k", ground_temperature_k, at_least=0.0)
    efficiency = require("radiation_efficiency", radiation_efficiency, above=0.0, at_most=1.0)
    own_k = require("antenna_temperature_k", antenna_temperature_k, at_least=0.0)
    return efficiency * ((1.0 - share) * sky_k + share * ground_k) + (1.0 - efficiency) * own_k


def cascade_noise_temperature_k(stage_noise_temperatures_k, stage_gains_db):
    r"""Noise temperature of stages in a row, at the input of the first (Friis).

    .. math:: T = T_1 + \frac{T_2}{G_1} + \frac{T_3}{G_1 G_2} + \dots

    Parameters
    ----------
    stage_noise_temperatures_k : array_like
        Noise temperature of each stage at its own input, first stage first, along the last axis, zero or more [K].
    stage_gains_db : array_like
        Available gain of each stage along the last axis, negative for a loss; the last one has no effect [dB].

    Returns
    -------
    ndarray or float
        Noise temperature at the input of the first stage, broadcast shape of the arguments less the last axis [K].

    Raises
    ------
    LinkBudgetError
        If any temperature is negative, or the two lists do not tell of the same number of stages.

    References
    ----------
    .. [1] Friis, Noise figures of radio receivers, Proc. IRE 32 (1944) 419.

    Examples
    --------
    A mixer with 10 dB of conversion loss before an amplifier of 1000 K:

    >>> print(f"{cascade_noise_temperature_k([500.0, 1000.0], [-10.0, 30.0]):.0f} K")
    10500 K
    """
    temperatures_k = np.atleast_1d(require("stage_noise_temperatures_k", stage_noise_temperatures_k, at_least=0.0))
    gains_db = np.atleast_1d(require("stage_gains_db", stage_gains_db))
    if temperatures_k.shape[-1] != gains_db.shape[-1]:
        raise LinkBudgetError(
            f"stage_gains_db has {gains_db.shape[-1]} stages: expected {temperatures_k.shape[-1]}, "
            "as many as stage_noise_temperatures_k"
        )
    gain_before_db = np.zeros(gains_db.shape)
    gain_before_db[..., 1:] = np.cumsum(gains_db[..., :-1], axis=-1)
    return np.sum(temperatures_k * 10.0 ** (gain_before_db / -10.0), axis=-1)


def y_factor_noise_temperature_k(y_factor_db, hot_k, cold_k):
    r"""Noise temperature of a receiver measured with a hot and a cold source.

    .. math:: T_e = \frac{T_h - Y T_c}{Y - 1}, \quad Y = 10^{Y_{dB} / 10}

    Parameters
    ----------
    y_factor_db : array_like
        Output power with the hot source over that with the cold one, above zero [dB].
    hot_k : array_like
        Noise temperature of the hot source [K].
    cold_k : array_like
        Noise temperature of the cold source, zero or more [K].

    Returns
    -------
    ndarray or float
        Noise temperature at the input, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If any Y factor is not above zero, or is above that of a noiseless receiver (the result would be negative).

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 10.

    Examples
    --------
    >>> print(f"{y_factor_noise_temperature_k(5.2, 295.0, 80.0):.2f} K")
    13.02 K
    """
    y_factor = 10.0 ** (require("y_factor_db", y_factor_db, above=0.0) / 10.0)
    hot_k = require("hot_k", hot_k, at_least=0.0)
    noise_k = (hot_k - y_factor * require("cold_k", cold_k, at_least=0.0)) / (y_factor - 1.0)
    return require("noise temperature from y_factor_db, hot_k and cold_k", noise_k, at_least=0.0)


def noise_density_dbw_per_hz(system_noise_temperature_k):
    r"""Noise power density of a system.

    .. math:: N_0 = 10 \log_{10} (k T_{sys})

    Parameters
    ----------
    system_noise_temperature_k : array_like
        System noise temperature, above zero [K].

    Returns
    -------
    ndarray or float
        Noise power density at the plane of the temperature, same shape as ``system_noise_temperature_k`` [dBW/Hz].

    Raises
    ------
    LinkBudgetError
        If any temperature is zero or negative.

    Notes
    -----
    Rayleigh-Jeans limit: hf much smaller than kT (hf/k is 0.4 K at 8.4 GHz and 1.5 K at 32 GHz).

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    >>> print(f"{noise_density_dbw_per_hz(150.0):.2f} dBW/Hz")
    -206.84 dBW/Hz
    """
    return BOLTZMANN_DBW_PER_K_HZ + 10.0 * np.log10(
        require("system_noise_temperature_k", system_noise_temperature_k, above=0.0)
    )


def noise_power_dbw(bandwidth_hz, system_noise_temperature_k):
    r"""Noise power in a bandwidth.

    .. math:: N = 10 \log_{10} (k T_{sys} B)

    Parameters
    ----------
    bandwidth_hz : array_like
        Noise bandwidth, above zero [Hz].
    system_noise_temperature_k : array_like
        System noise temperature, above zero [K].

    Returns
    -------
    ndarray or float
        Noise power, broadcast shape of the arguments [dBW].

    Raises
    ------
    LinkBudgetError
        If any bandwidth or temperature is zero or negative.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 10.

    Examples
    --------
    >>> print(f"{noise_power_dbw(2e3, 290.0):.1f} dBW")
    -171.0 dBW
    """
    bandwidth_hz = require("bandwidth_hz", bandwidth_hz, above=0.0)
    return noise_density_dbw_per_hz(system_noise_temperature_k) + 10.0 * np.log10(bandwidth_hz)


def g_over_t_db_per_k(antenna_gain_dbi, system_noise_temperature_k):
    r"""Figure of merit of a receiving system.

    .. math:: G/T = G - 10 \log_{10} T_{sys}

    Parameters
    ----------
    antenna_gain_dbi : array_like
        Gain of the receiving antenna at the plane of the temperature: less the line loss when the temperature is that
        at the receiver's input [dBi].
    system_noise_temperature_k : array_like
        System noise temperature, above zero [K].

    Returns
    -------
    ndarray or float
        Figure of merit, broadcast shape of the arguments [dB/K].

    Raises
    ------
    LinkBudgetError
        If any temperature is zero or negative.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    >>> print(f"{g_over_t_db_per_k(50.3, 150.0):.2f} dB/K")
    28.54 dB/K
    """
    system_noise_temperature_k = require("system_noise_temperature_k", system_noise_temperature_k, above=0.0)
    return require("antenna_gain_dbi", antenna_gain_dbi) - 10.0 * np.log10(system_noise_temperature_k)


def carrier_to_noise_density_dbhz(received_power_dbw, system_noise_temperature_k):
    r"""Received power over noise power density.

    .. math:: C/N_0 = P_r - 10 \log_{10} (k T_{sys})

    Parameters
    ----------
    received_power_dbw : array_like
        Received power at the plane of the temperature [dBW].
    system_noise_temperature_k : array_like
        System noise temperature, above zero [K].

    Returns
    -------
    ndarray or float
        Power over noise density, broadcast shape of the arguments [dBHz].

    Raises
    ------
    LinkBudgetError
        If any temperature is zero or negative.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    Mars 1 at loss of contact, -143.5 dBm into 150 K:

    >>> print(f"{carrier_to_noise_density_dbhz(-173.5, 150.0):.1f} dBHz")
    33.3 dBHz
    """
    received_power_dbw = require("received_power_dbw", received_power_dbw)
    return received_power_dbw - noise_density_dbw_per_hz(system_noise_temperature_k)


def carrier_to_noise_ratio_db(cn0_dbhz, bandwidth_hz):
    r"""Power over the noise in a bandwidth.

    .. math:: \frac{C}{N} = \frac{C}{N_0} - 10 \log_{10} B

    Parameters
    ----------
    cn0_dbhz : array_like
        Power over noise density [dBHz].
    bandwidth_hz : array_like
        Noise bandwidth, above zero [Hz].

    Returns
    -------
    ndarray or float
        Broadcast shape [dB].

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    >>> print(f"{carrier_to_noise_ratio_db(40.0, 45.0):.2f} dB")
    23.47 dB
    """
    return require("cn0_dbhz", cn0_dbhz) - bandwidth_dbhz(bandwidth_hz)


def combined_ratio_db(ratios_db):
    r"""Carrier over the sum of several noises and interferences, each known by its own ratio to the carrier.

    .. math:: \left(\frac{C}{N + I}\right)^{-1} = \sum_i r_i^{-1}

    Parameters
    ----------
    ratios_db : array_like
        Carrier over each noise, such as those of uplink and downlink through a transparent transponder, along the last
        axis [dB].

    Returns
    -------
    ndarray or float
        Shape without the last axis; not above the least of the ratios [dB].

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), section 5.9.

    Examples
    --------
    Two equal noises cost 3 dB:

    >>> print(f"{combined_ratio_db([17.0, 17.0]):.2f} dB")
    13.99 dB
    """
    ratios_db = require("ratios_db", ratios_db)
    noises = 10.0 ** (np.asarray(ratios_db, dtype=float) / -10.0)
    return -10.0 * np.log10(np.sum(noises, axis=-1))


def interference_loss_db(cnr_db, cir_db):
    r"""Carrier over noise that is lost to interference which adds to the noise.

    .. math:: L = 10 \log_{10} \left(1 + \frac{C/N}{C/I}\right)

    Parameters
    ----------
    cnr_db : array_like
        Carrier over thermal noise [dB].
    cir_db : array_like
        Carrier over interference, in the same bandwidth [dB].

    Returns
    -------
    ndarray or float
        C/N less C/(N+I), broadcast shape of the arguments [dB].

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), section 5.9.

    Examples
    --------
    As much interference as noise:

    >>> print(f"{interference_loss_db(14.0, 14.0):.2f} dB")
    3.01 dB
    """
    cnr_db = require("cnr_db", cnr_db)
    cir_db = require("cir_db", cir_db)
    return 10.0 * np.log1p(10.0 ** ((np.asarray(cnr_db, dtype=float) - cir_db) / 10.0)) / np.log(10.0)


def bandwidth_dbhz(bandwidth_hz):
    r"""A bandwidth in decibels over 1 Hz.

    .. math:: B_\mathrm{dB} = 10 \log_{10} B

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth, above zero [Hz].

    Returns
    -------
    ndarray or float
        Same shape [dBHz].

    Raises
    ------
    LinkBudgetError
        If any bandwidth is zero or negative.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1 (levels and their references).

    Examples
    --------
    >>> print(f"{bandwidth_dbhz(20.0):.2f} dBHz")
    13.01 dBHz
    """
    return 10.0 * np.log10(require("bandwidth_hz", bandwidth_hz, above=0.0))


def temperature_before_line_k(noise_temperature_k, line_loss_db):
    r"""A system noise temperature stated behind a line, as it is before the line.

    .. math:: T' = L \, T

    Parameters
    ----------
    noise_temperature_k : array_like
        System noise temperature at the receiver's input [K].
    line_loss_db : array_like
        Loss of the line before it [dB].

    Returns
    -------
    ndarray or float
        System noise temperature at the antenna's terminals [K].

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), section 5.5.

    Examples
    --------
    >>> print(f"{temperature_before_line_k(400.0, 3.0103):.0f} K")
    800 K
    """
    noise_temperature_k = require("noise_temperature_k", noise_temperature_k)
    line_loss_db = require("line_loss_db", line_loss_db)
    return noise_temperature_k * 10.0 ** (line_loss_db / 10.0)


def temperature_dbk(noise_temperature_k):
    r"""A noise temperature in decibels over one kelvin, as design control tables state it.

    .. math:: T_\mathrm{dB} = 10 \log_{10} T

    Parameters
    ----------
    noise_temperature_k : array_like
        Noise temperature, above zero [K].

    Returns
    -------
    ndarray or float
        Same shape [dBK].

    Raises
    ------
    LinkBudgetError
        If any temperature is zero or negative.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1 (levels and their references).

    Examples
    --------
    >>> print(f"{temperature_dbk(400.43):.2f} dBK")
    26.03 dBK
    """
    return 10.0 * np.log10(require("noise_temperature_k", noise_temperature_k, above=0.0))


if not TYPE_CHECKING:
    __getattr__ = old_names(__name__)
