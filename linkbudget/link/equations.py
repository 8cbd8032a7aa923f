"""The budget's own sums and inversions: what joins the physics into one line after another.

The map: :func:`off_boresight_deg`, :func:`sharing_loss_db`, :func:`sum_of_losses_db`, noise at the antenna
(:func:`background_noise_temperature_k`, :func:`antenna_noise_temperature_k`), energy per bit (:func:`ebn0_db`),
:func:`margin_db`, and what a margin is worth (:func:`data_rate_limit_bps`, :func:`maximum_range_m`,
:func:`rate_on_ladder_bps`).
"""

import math

import numpy as np

from linkbudget.constants import BOLTZMANN_DBW_PER_K_HZ
from linkbudget.decibels import ratio
from linkbudget.errors import require
from linkbudget.physics.free_space import wavelength_m


def off_boresight_deg(aim_offset_deg, pointing_error_deg):
    r"""Greatest angle between the other end and the boresight of an antenna aimed beside it.

    .. math:: \theta = \theta_{aim} + \theta_{error}

    Parameters
    ----------
    aim_offset_deg : array_like
        Angle between the point aimed at and the other end of the link [deg].
    pointing_error_deg : array_like
        Angle between the point aimed at and the boresight [deg].

    Returns
    -------
    ndarray or float
        The adverse sum of both, at most 180 [deg].

    References
    ----------
    .. [1] Triangle inequality on the sphere.

    Examples
    --------
    >>> print(f"{off_boresight_deg(40.0, 5.0):.0f} deg")
    45 deg
    """
    return np.minimum(aim_offset_deg + pointing_error_deg, 180.0)


def equivalent_diameter_m(frequency_hz, antenna_gain_dbi):
    r"""Diameter of the lossless circular aperture that has a stated gain.

    .. math:: D = \frac{c}{\pi f} 10^{G / 20}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    antenna_gain_dbi : array_like
        Gain [dBi].

    Returns
    -------
    ndarray or float
        Diameter, broadcast shape of the arguments [m].

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), chapter 12, solved for the diameter.

    Examples
    --------
    >>> print(f"{equivalent_diameter_m(437.5e6, 15.0):.2f} m")
    1.23 m
    """
    return wavelength_m(frequency_hz) / math.pi * 10.0 ** (antenna_gain_dbi / 20.0)


def sharing_loss_db(power_share):
    r"""What the other signals of an amplifier take from one of them.

    .. math:: L_{share} = -10 \log_{10} s

    Parameters
    ----------
    power_share : array_like
        Share of the amplifier's power that the signal has, above 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Loss, same shape [dB].

    Raises
    ------
    LinkBudgetError
        If a share lies outside 0 to 1.

    References
    ----------
    .. [1] Pratt and Allnutt, Satellite Communications, 3rd edition (2020), Example 6.2.

    Examples
    --------
    >>> print(f"{sharing_loss_db(0.5):.2f} dB")
    3.01 dB
    """
    return -10.0 * np.log10(require("power_share", power_share, above=0.0, at_most=1.0)) + 0.0


def excess_loss_db(atmospheric_loss_db, polarization_loss_db, **named_losses_db):
    r"""Losses on the path beside that of free space.

    .. math:: L = L_{atm} + L_{pol} + \sum_i L_i

    Parameters
    ----------
    atmospheric_loss_db : array_like
        Loss in the atmosphere [dB].
    polarization_loss_db : array_like
        Loss by polarisation mismatch [dB].
    **named_losses_db : array_like
        Any further losses [dB].

    Returns
    -------
    ndarray or float
        Sum [dB].

    References
    ----------
    .. [1] CCSDS 401.0-B, Radio Frequency and Modulation Systems, section 4 (link design control table).

    Examples
    --------
    >>> print(f"{excess_loss_db(0.1, 0.5, ionospheric=0.2):.1f} dB")
    0.8 dB
    """
    return sum(named_losses_db.values(), atmospheric_loss_db + polarization_loss_db)


def propagation_loss_db(free_space_loss_db, excess_loss_db):
    r"""All losses between the two antennas.

    .. math:: L_p = L_{fs} + L

    Parameters
    ----------
    free_space_loss_db : array_like
        Free-space loss [dB].
    excess_loss_db : array_like
        Losses on the path beside it [dB].

    Returns
    -------
    ndarray or float
        Sum [dB].

    References
    ----------
    .. [1] ITU-R P.341-7 (2019), section 4 (transmission loss).

    Examples
    --------
    >>> print(f"{propagation_loss_db(260.51, 0.21):.2f} dB")
    260.72 dB
    """
    return free_space_loss_db + excess_loss_db


def sum_of_losses_db(propagation_loss_db, pointing_loss_db, line_loss_db):
    r"""Losses that add to free space on the way to the point where received power is stated.

    .. math:: L = L_{path} + L_{point} + L_{line}

    Parameters
    ----------
    propagation_loss_db : array_like
        Losses on the path beside that of free space [dB].
    pointing_loss_db : array_like
        Loss of the receiving antenna off its boresight [dB].
    line_loss_db : array_like
        Loss between antenna and receiver, zero when power is stated at the antenna [dB].

    Returns
    -------
    ndarray or float
        Sum [dB].

    References
    ----------
    .. [1] CCSDS 401.0-B, Radio Frequency and Modulation Systems, section 4 (link design control table).

    Examples
    --------
    >>> print(f"{sum_of_losses_db(0.6, 0.3, 1.0):.1f} dB")
    1.9 dB
    """
    return propagation_loss_db + pointing_loss_db + line_loss_db


def gain_after_losses_dbi(antenna_gain_dbi, line_loss_db):
    r"""Gain of an antenna as it is at the receiver's input.

    .. math:: G' = G - L

    Parameters
    ----------
    antenna_gain_dbi : array_like
        Gain at the antenna's terminals [dBi].
    line_loss_db : array_like
        Loss of the line behind it [dB].

    Returns
    -------
    ndarray or float
        Broadcast shape [dBi].

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), section 5.6.

    Examples
    --------
    >>> print(f"{gain_after_losses_dbi(29.0, 3.0):.0f} dBi")
    26 dBi
    """
    return antenna_gain_dbi - line_loss_db


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


def cn0_of_figure_of_merit_dbhz(isotropic_power_dbw, g_over_t_db_per_k):
    r"""Carrier over noise density of a station known by its figure of merit.

    .. math:: \frac{C}{N_0} = P_{iso} + \frac{G}{T} - 10 \log_{10} k

    Parameters
    ----------
    isotropic_power_dbw : array_like
        Power that a lossless isotropic antenna would receive [dBW].
    g_over_t_db_per_k : array_like
        Figure of merit of the station [dB/K].

    Returns
    -------
    ndarray or float
        Broadcast shape [dBHz].

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), section 5.6.

    Examples
    --------
    >>> print(f"{cn0_of_figure_of_merit_dbhz(-150.0, 30.0):.1f} dBHz")
    108.6 dBHz
    """
    return isotropic_power_dbw + g_over_t_db_per_k - BOLTZMANN_DBW_PER_K_HZ


def background_noise_temperature_k(galactic_noise_temperature_k, cosmic_noise_temperature_k):
    r"""Brightness of the sky beyond the atmosphere.

    .. math:: T_{bg} = T_{gal} + T_{cosmic}

    Parameters
    ----------
    galactic_noise_temperature_k : array_like
        Brightness temperature of the galaxy [K].
    cosmic_noise_temperature_k : array_like
        Brightness temperature of the cosmic microwave background [K].

    Returns
    -------
    ndarray or float
        Sum [K].

    References
    ----------
    .. [1] ITU-R P.372-17 (2024), section on extra-terrestrial noise.

    Examples
    --------
    >>> print(f"{background_noise_temperature_k(209.0, 2.7255):.1f} K")
    211.7 K
    """
    return galactic_noise_temperature_k + cosmic_noise_temperature_k


def antenna_noise_temperature_k(sky_noise_temperature_k, ground_noise_temperature_k):
    r"""Noise temperature at the terminals of a lossless antenna.

    .. math:: T_A = T_{sky} + T_{ground}

    Parameters
    ----------
    sky_noise_temperature_k : array_like
        Noise from the main beam, atmosphere included [K].
    ground_noise_temperature_k : array_like
        Noise from the ground, weighted by the pattern [K].

    Returns
    -------
    ndarray or float
        Sum [K].

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), section 5.5.

    Examples
    --------
    >>> print(f"{antenna_noise_temperature_k(8.0, 15.0):.0f} K")
    23 K
    """
    return sky_noise_temperature_k + ground_noise_temperature_k


def cn0_after_loss_dbhz(cn0_dbhz, loss_db):
    r"""Part of the received power that is left for one purpose, over noise density.

    .. math:: \frac{C'}{N_0} = \frac{C}{N_0} - L

    Parameters
    ----------
    cn0_dbhz : array_like
        Received power over noise density [dBHz].
    loss_db : array_like
        Power that goes elsewhere, or is lost in a real detector [dB].

    Returns
    -------
    ndarray or float
        Broadcast shape [dBHz].

    References
    ----------
    .. [1] CCSDS 401.0-B, Radio Frequency and Modulation Systems, section 4 (link design control table).

    Examples
    --------
    >>> print(f"{cn0_after_loss_dbhz(38.7, 3.0):.1f} dBHz")
    35.7 dBHz
    """
    return cn0_dbhz - loss_db


def modulation_loss_db(data_modulation_loss_db, ranging_suppression_db):
    r"""Share of the power that does not carry data where ranging runs beside it.

    .. math:: L_{mod} = L_d + L_r

    Parameters
    ----------
    data_modulation_loss_db : array_like
        Total power over the power in the data without ranging [dB].
    ranging_suppression_db : array_like
        What the ranging signal takes [dB].

    Returns
    -------
    ndarray or float
        Sum [dB].

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL 82-76 (1982), chapter 5.

    Examples
    --------
    >>> print(f"{modulation_loss_db(1.2, 0.3):.1f} dB")
    1.5 dB
    """
    return data_modulation_loss_db + ranging_suppression_db


def bit_rate_dbhz(bit_rate_bps):
    r"""A rate in decibels over one a second, as budgets subtract it.

    .. math:: R_\mathrm{dB} = 10 \log_{10} R

    Parameters
    ----------
    bit_rate_bps : array_like
        Rate, above zero [bit/s].

    Returns
    -------
    ndarray or float
        Same shape [dBHz].

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1 (levels and their references).

    Examples
    --------
    >>> print(f"{bit_rate_dbhz(8.0):.2f} dBHz")
    9.03 dBHz
    """
    return 10.0 * np.log10(require("bit_rate_bps", bit_rate_bps, above=0.0))


def pixel_rate_dbhz(pixel_rate_pixels_per_s):
    r"""A rate in decibels over one a second, as budgets subtract it.

    .. math:: R_\mathrm{dB} = 10 \log_{10} R

    Parameters
    ----------
    pixel_rate_pixels_per_s : array_like
        Rate, above zero [pixel/s].

    Returns
    -------
    ndarray or float
        Same shape [dBHz].

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1 (levels and their references).

    Examples
    --------
    >>> print(f"{pixel_rate_dbhz(90.0):.2f} dBHz")
    19.54 dBHz
    """
    return 10.0 * np.log10(require("pixel_rate_pixels_per_s", pixel_rate_pixels_per_s, above=0.0))


def ebn0_db(cn0_dbhz, modulation_loss_db, implementation_loss_db, bit_rate_bps):
    r"""Energy per information bit over noise density, after the losses of modulation and detector.

    .. math:: \frac{E_b}{N_0} = \frac{C}{N_0} - L_{mod} - L_{impl} - 10 \log_{10} R

    Parameters
    ----------
    cn0_dbhz : array_like
        Total received power over noise density [dBHz].
    modulation_loss_db : array_like
        Share of the power that does not carry data, as a loss [dB].
    implementation_loss_db : array_like
        Loss of the real detector and synchronisers [dB].
    bit_rate_bps : array_like
        Information rate, above zero [bit/s].

    Returns
    -------
    ndarray or float
        Broadcast shape [dB].

    References
    ----------
    .. [1] CCSDS 401.0-B, Radio Frequency and Modulation Systems, section 4 (link design control table).

    Examples
    --------
    >>> print(f"{ebn0_db(33.3, 3.0, 1.2, 8.0):.2f} dB")
    20.07 dB
    """
    return cn0_dbhz - modulation_loss_db - implementation_loss_db - bit_rate_dbhz(bit_rate_bps)


def margin_db(available_db, required_db):
    r"""What is left of a ratio above what is needed.

    .. math:: M = A - A_{req}

    Parameters
    ----------
    available_db : array_like
        Ratio at the receiver [dB].
    required_db : array_like
        Ratio the receiver needs [dB].

    Returns
    -------
    ndarray or float
        Margin, negative when the link does not close [dB].

    References
    ----------
    .. [1] CCSDS 401.0-B, Radio Frequency and Modulation Systems, section 4 (link design control table).

    Examples
    --------
    >>> print(f"{margin_db(20.07, 6.79):.2f} dB")
    13.28 dB
    """
    return available_db - required_db


def data_rate_limit_bps(data_rate_bps, data_margin_db, required_margin_db, carrier_margin_db=math.inf):
    r"""Highest rate that keeps the required margin, all else equal.

    .. math:: R_{max} = R \cdot 10^{(M - M_{req}) / 10}

    Energy per bit, pixel or pulse goes as one over the rate, so this inverts the budget exactly.

    Parameters
    ----------
    data_rate_bps : array_like
        Rate the margin was computed at [bit/s].
    data_margin_db : array_like
        Margin at that rate [dB].
    required_margin_db : array_like
        Margin to be kept [dB].
    carrier_margin_db : array_like, optional
        Margin of the carrier loop; below zero the carrier is not tracked and no rate is possible [dB].

    Returns
    -------
    ndarray or float
        Highest rate, zero without a carrier [bit/s].

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL 82-76 (1982), chapter 1.

    Examples
    --------
    >>> print(f"{data_rate_limit_bps(8.0, 13.0, 3.0):.0f} bit/s")
    80 bit/s
    """
    limit = data_rate_bps * ratio(data_margin_db - required_margin_db)
    return np.where(np.less(carrier_margin_db, 0.0) & ~np.isnan(limit), 0.0, limit)[()]


def pixel_rate_limit_pixels_per_s(
    pixel_rate_pixels_per_s, data_margin_db, required_margin_db, carrier_margin_db=math.inf
):
    r"""Highest pixel rate at constant average power that keeps the required margin.

    .. math:: R_{max} = R \cdot 10^{(M - M_{req}) / 10}

    Parameters
    ----------
    pixel_rate_pixels_per_s : array_like
        Rate the margin was computed at [pixel/s].
    data_margin_db : array_like
        Margin at that rate [dB].
    required_margin_db : array_like
        Margin to be kept [dB].
    carrier_margin_db : array_like, optional
        Margin of the carrier loop; below zero the carrier is not tracked and no rate is possible [dB].

    Returns
    -------
    ndarray or float
        Highest rate, zero without a carrier [pixel/s].

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL 82-76 (1982), chapter 1; energy a pixel
       goes as one over the pixel rate.

    Examples
    --------
    >>> print(f"{pixel_rate_limit_pixels_per_s(90.0, 13.0, 3.0):.0f} pixel/s")
    900 pixel/s
    """
    return data_rate_limit_bps(pixel_rate_pixels_per_s, data_margin_db, required_margin_db, carrier_margin_db)


def pixel_rate_on_ladder_pixels_per_s(pixel_rate_limit_pixels_per_s, rate_ladder_pixels_per_s):
    r"""Highest rung of a ladder of pixel rates that is not above the limit.

    .. math:: R = \max \{ r \in ladder : r \le R_{max} \}

    Parameters
    ----------
    pixel_rate_limit_pixels_per_s : array_like
        Highest rate possible [pixel/s].
    rate_ladder_pixels_per_s : sequence of float
        Rates of the equipment, rising [pixel/s].

    Returns
    -------
    ndarray or float
        Shape of the limit; zero below the lowest rung, NaN where the limit is NaN [pixel/s].

    References
    ----------
    .. [1] Definition.

    Examples
    --------
    >>> print(f"{pixel_rate_on_ladder_pixels_per_s(300.0, (90.0, 550.0)):.0f} pixel/s")
    90 pixel/s
    """
    return rate_on_ladder_bps(pixel_rate_limit_pixels_per_s, rate_ladder_pixels_per_s)


def bits_per_pixel(grey_levels):
    r"""Bits that tell the grey levels apart.

    .. math:: k = \log_2 L

    Parameters
    ----------
    grey_levels : array_like
        Number of grey levels L, two or more [-].

    Returns
    -------
    ndarray or float
        Bits, same shape [-].

    Raises
    ------
    LinkBudgetError
        If a number of levels is below two.

    References
    ----------
    .. [1] C. E. Shannon, A mathematical theory of communication, Bell Syst. Tech. J. 27 (1948), section 6.

    Examples
    --------
    >>> print(f"{bits_per_pixel(64.0):.0f} bits")
    6 bits
    """
    return np.log2(require("grey_levels", grey_levels, at_least=2.0))


def video_bandwidth_hz(pixel_rate_pixels_per_s):
    r"""Least bandwidth of a picture signal: two pixels, one black and one white, make a cycle.

    .. math:: f_m = R / 2

    Parameters
    ----------
    pixel_rate_pixels_per_s : array_like
        Pixels each second, above zero [pixel/s].

    Returns
    -------
    ndarray or float
        Bandwidth, same shape [Hz].

    Raises
    ------
    LinkBudgetError
        If a pixel rate is zero or negative.

    References
    ----------
    .. [1] C. E. Shannon, Communication in the presence of noise, Proc. IRE 37 (1949) 10-21, theorem 1.

    Examples
    --------
    >>> print(f"{video_bandwidth_hz(90.0):.0f} Hz")
    45 Hz
    """
    return require("pixel_rate_pixels_per_s", pixel_rate_pixels_per_s, above=0.0) / 2.0


def grey_bit_rate_bps(pixel_rate_pixels_per_s, bits_per_pixel):
    r"""Bits of grey that a pixel rate delivers each second.

    .. math:: R_b = k R

    Parameters
    ----------
    pixel_rate_pixels_per_s : array_like
        Pixels each second [pixel/s].
    bits_per_pixel : array_like
        Bits of grey in a pixel [-].

    Returns
    -------
    ndarray or float
        Broadcast shape [bit/s].

    References
    ----------
    .. [1] Definition.

    Examples
    --------
    >>> print(f"{grey_bit_rate_bps(90.0, 6.0):.0f} bit/s")
    540 bit/s
    """
    return pixel_rate_pixels_per_s * bits_per_pixel


def rate_on_ladder_bps(data_rate_limit_bps, rate_ladder_bps):
    r"""Highest rung of a ladder of rates that is not above the limit.

    .. math:: R = \max \{ r \in ladder : r \le R_{max} \}

    Parameters
    ----------
    data_rate_limit_bps : array_like
        Highest rate possible [bit/s].
    rate_ladder_bps : sequence of float
        Rates of the equipment, rising [bit/s].

    Returns
    -------
    ndarray or float
        Shape of the limit; zero below the lowest rung, NaN where the limit is NaN [bit/s].

    References
    ----------
    .. [1] Definition.

    Examples
    --------
    >>> print(f"{rate_on_ladder_bps(80.0, (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)):.0f} bit/s")
    64 bit/s
    """
    rungs = np.concatenate([[0.0], rate_ladder_bps])
    # a rate met to the last bit but one is met: 8 bit/s stays 8 bit/s after its round trip through decibels
    rung = np.searchsorted(rungs, np.asarray(data_rate_limit_bps) * (1.0 + 1e-12), side="right") - 1
    return np.where(np.isnan(data_rate_limit_bps), np.nan, rungs[rung])[()]


def closing_margin_db(data_margin_db, required_margin_db, carrier_margin_db=math.inf):
    r"""What a link has beyond what it must keep; it closes while this is not negative.

    .. math:: M_c = \min(M - M_{req}, M_{carrier})

    Parameters
    ----------
    data_margin_db : array_like
        Margin of the data [dB].
    required_margin_db : array_like
        Margin of the data that must be left [dB].
    carrier_margin_db : array_like, optional
        Margin of the carrier loop, where a carrier is tracked [dB].

    Returns
    -------
    ndarray or float
        The lesser of the two, broadcast shape; NaN where either is [dB].

    References
    ----------
    .. [1] CCSDS 401.0-B, Radio Frequency and Modulation Systems, section 4 (link design control table).

    Examples
    --------
    >>> print(f"{closing_margin_db(9.0, 3.0, -3.0):.1f} dB")
    -3.0 dB
    """
    return np.minimum(data_margin_db - required_margin_db, carrier_margin_db)


def maximum_range_m(range_m, closing_margin_db):
    r"""Distance at which a link ends, all but free-space loss equal.

    .. math:: d_{max} = d \cdot 10^{M_c / 20}

    Parameters
    ----------
    range_m : array_like
        Distance the margin was computed at [m].
    closing_margin_db : array_like
        What the link has there beyond what it must keep [dB].

    Returns
    -------
    ndarray or float
        Distance [m].

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), section 2.2, inverted.

    Examples
    --------
    Six decibels more double the distance:

    >>> print(f"{maximum_range_m(100e9, 6.0206) / 1e9:.0f} million km")
    200 million km
    """
    return range_m * ratio(closing_margin_db / 2.0)
