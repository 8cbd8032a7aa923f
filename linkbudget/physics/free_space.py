"""Free space: spreading of a radio wave with distance, and the levels that follow.

The map: :func:`wavelength_m` and :func:`light_time_s`; :func:`free_space_loss_db` (transmission loss between isotropic
antennas) and :func:`flux_density_dbw_per_m2`; :func:`level_dbw` and :func:`watts_from_level_w` (watts to decibels and
back); :func:`eirp_dbw` and :func:`received_power_dbw` (the budget's two sums); :func:`eirp_of_density_dbw`.
"""

import math

import numpy as np

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import as_numbers, require, warn_outside
from linkbudget.formatting import decibels_text
from linkbudget.unit_slips import LEAST_RADIO_HZ, PER_KILOMETRE, radio_frequency, warn_slip

_NEAR = 1.0 - 1e-12  # 4 pi d / lambda at which the loss turns negative, beyond rounding


def _positive(name: str, value):
    """The value as ``require`` returns it and its least element: one pass over an array serves both."""
    if isinstance(value, float):
        return require(name, value, above=0.0), value
    array = as_numbers(name, value)
    least = np.fmin.reduce(array, axis=None) if array.size else math.inf  # NaN passes
    return (require(name, array, above=0.0) if least <= 0.0 else array), least


def wavelength_m(frequency_hz):
    r"""Wavelength in vacuum.

    .. math:: \lambda = c / f

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].

    Returns
    -------
    ndarray or float
        Wavelength, same shape as ``frequency_hz`` [m].

    Raises
    ------
    LinkBudgetError
        If any frequency is zero or negative.

    References
    ----------
    .. [1] ITU-R P.525-5 (2024).

    Examples
    --------
    >>> print(f"{wavelength_m(922.76e6):.5f} m")
    0.32489 m
    """
    return SPEED_OF_LIGHT_M_PER_S / require("frequency_hz", frequency_hz, above=0.0)


def free_space_loss_db(distance_m, frequency_hz):
    r"""Free-space basic transmission loss between isotropic antennas.

    .. math:: L_{bf} = 20 \log_{10} \frac{4 \pi d f}{c}

    Parameters
    ----------
    distance_m : array_like
        Distance along the path, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].  At distances below about a wavelength the far field is not yet
        formed; below lambda / (4 pi) the number turns negative, a gain that no antenna has.

    Raises
    ------
    LinkBudgetError
        If any distance or frequency is zero or negative.

    Warns
    -----
    ModelRangeWarning
        For any distance below lambda / (4 pi), where the loss is negative, and for frequencies below 1 kHz, with the
        units that were probably meant.

    Notes
    -----
    The Recommendation prints the constant rounded (32.4 for km and MHz); the exact one, 32.4478, follows from the
    formula above and is used here.

    References
    ----------
    .. [1] ITU-R P.525-5 (2024), section 2.2; equation (3) of earlier editions.

    Examples
    --------
    Mars 1 at loss of contact:

    >>> print(f"{free_space_loss_db(106.76e9, 922.76e6):.2f} dB")
    252.32 dB
    """
    distance_m, least_m = _positive("distance_m", distance_m)
    frequency_hz, least_hz = _positive("frequency_hz", frequency_hz)
    ratio = 4.0 * math.pi / SPEED_OF_LIGHT_M_PER_S * distance_m * frequency_hz
    if least_hz < LEAST_RADIO_HZ:
        _warn_of_units(least_m, least_hz)
    elif 4.0 * math.pi / SPEED_OF_LIGHT_M_PER_S * least_m * least_hz < _NEAR:  # else no pair of them is near
        warn_outside("free-space loss", "4 pi distance / wavelength", ratio, _NEAR, math.inf)
    return 20.0 * np.log10(ratio)


_MOST_KILOMETRES = 1e6  # a number of kilometres between the Earth and its satellites, taken for metres


def _warn_of_units(distance_m, frequency_hz):
    """Warn that kilometres, gigahertz or megahertz were taken for metres and hertz."""
    meant_hz, unit = radio_frequency(float(frequency_hz))
    readings, meant_m = {"frequency_hz": (frequency_hz, unit)}, distance_m
    if distance_m < _MOST_KILOMETRES:
        meant_m = distance_m * PER_KILOMETRE
        readings = {"distance_m": (distance_m, "kilometres")} | readings
    losses_db = (
        20.0 * math.log10(4.0 * math.pi / SPEED_OF_LIGHT_M_PER_S * d * f)
        for d, f in ((distance_m, frequency_hz), (meant_m, meant_hz))
    )
    absurd, answer = (decibels_text(loss_db, decimals=2) for loss_db in losses_db)
    warn_slip(f"free-space loss of {absurd}", readings, answer)


def light_time_s(distance_m):
    r"""Time that light takes over a distance in vacuum.

    .. math:: \tau = d / c

    Parameters
    ----------
    distance_m : array_like
        Distance, zero or more [m].

    Returns
    -------
    ndarray or float
        One-way light time, same shape as ``distance_m`` [s].

    Raises
    ------
    LinkBudgetError
        If any distance is negative.

    References
    ----------
    .. [1] SI brochure, 9th edition (2019), definition of the metre.

    Examples
    --------
    >>> print(f"{light_time_s(106.76e9):.1f} s")
    356.1 s
    """
    return require("distance_m", distance_m, at_least=0.0) / SPEED_OF_LIGHT_M_PER_S


def level_dbw(power_w):
    r"""Power as a level relative to one watt.

    .. math:: P_{dBW} = 10 \log_{10} (P / 1\,\mathrm{W})

    Parameters
    ----------
    power_w : array_like
        Power, above zero [W].

    Returns
    -------
    ndarray or float
        Level, same shape as ``power_w`` [dBW].

    Raises
    ------
    LinkBudgetError
        If any power is zero or negative: a transmitter that is off has no level.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 6.1.

    Examples
    --------
    >>> print(f"{level_dbw(30.0):.2f} dBW")
    14.77 dBW
    """
    return 10.0 * np.log10(require("power_w", power_w, above=0.0))


def watts_from_level_w(level_dbw):
    r"""Power in watts from its level; the inverse of :func:`level_dbw`.

    .. math:: P = 10^{P_{dBW} / 10}

    Parameters
    ----------
    level_dbw : array_like
        Level relative to one watt [dBW].

    Returns
    -------
    ndarray or float
        Power, same shape as ``level_dbw`` [W].

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1, section 6.1.

    Examples
    --------
    >>> print(f"{watts_from_level_w(14.77):.1f} W")
    30.0 W
    """
    return 10.0 ** (require("level_dbw", level_dbw) / 10.0)


def flux_density_dbw_per_m2(distance_m, eirp_dbw):
    r"""Power flux density that a radiated power makes at a distance in free space.

    .. math:: S = \mathrm{EIRP} - 10 \log_{10} (4 \pi d^2)

    Parameters
    ----------
    distance_m : array_like
        Distance, above zero [m].
    eirp_dbw : array_like
        Equivalent isotropically radiated power [dBW].

    Returns
    -------
    ndarray or float
        Power flux density, broadcast shape of the arguments [dBW/m2].

    Raises
    ------
    LinkBudgetError
        If any distance is zero or negative.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    A 27 dBW satellite seen from 40 000 km:

    >>> print(f"{flux_density_dbw_per_m2(40e6, 27.0):.1f} dBW/m2")
    -136.0 dBW/m2
    """
    distance_m = require("distance_m", distance_m, above=0.0)
    return require("eirp_dbw", eirp_dbw) - 10.0 * np.log10(4.0 * math.pi * distance_m * distance_m)


def eirp_dbw(transmit_power_dbw, line_loss_db, antenna_gain_dbi, pointing_loss_db):
    r"""Equivalent isotropically radiated power towards the receiver.

    .. math:: \mathrm{EIRP} = P_t - L_l + G_t - L_p

    Parameters
    ----------
    transmit_power_dbw : array_like
        Power at the transmitter's output [dBW].
    line_loss_db : array_like
        Loss between transmitter and antenna, zero or more [dB].
    antenna_gain_dbi : array_like
        Antenna gain on boresight [dBi].
    pointing_loss_db : array_like
        Gain lost because the receiver is off boresight, zero or more [dB].

    Returns
    -------
    ndarray or float
        EIRP, broadcast shape of the arguments [dBW].

    Raises
    ------
    LinkBudgetError
        If any loss is negative: losses are positive numbers and are subtracted here.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    Mars Global Surveyor, 44.23 dBm (14.23 dBW) at the amplifier:

    >>> print(f"{eirp_dbw(14.23, 0.97, 38.72, 0.3):.2f} dBW")
    51.68 dBW
    """
    line_loss_db = require("line_loss_db", line_loss_db, at_least=0.0)
    pointing_loss_db = require("pointing_loss_db", pointing_loss_db, at_least=0.0)
    transmit_power_dbw = require("transmit_power_dbw", transmit_power_dbw)
    return transmit_power_dbw - line_loss_db + require("antenna_gain_dbi", antenna_gain_dbi) - pointing_loss_db


def eirp_of_density_dbw(eirp_density_dbw_per_hz, bandwidth_hz):
    r"""Equivalent isotropically radiated power of a signal whose density is even over its bandwidth.

    .. math:: \mathrm{EIRP} = \mathrm{EIRP}_0 + 10 \log_{10} B

    Parameters
    ----------
    eirp_density_dbw_per_hz : array_like
        EIRP in a bandwidth of one hertz; -60 dB of what a megahertz has [dBW/Hz].
    bandwidth_hz : array_like
        Bandwidth that it fills, above zero [Hz].

    Returns
    -------
    ndarray or float
        EIRP, broadcast shape of the arguments [dBW].

    Raises
    ------
    LinkBudgetError
        If any bandwidth is zero or negative.

    References
    ----------
    .. [1] ITU-R V.573-6 (2021), definition of e.i.r.p.; ITU-R V.574-5 (2015), Annex 1 (levels of densities).

    Examples
    --------
    4 dBW/MHz over 400 MHz:

    >>> print(f"{eirp_of_density_dbw(4.0 - 60.0, 400e6):.1f} dBW")
    30.0 dBW
    """
    density = require("eirp_density_dbw_per_hz", eirp_density_dbw_per_hz)
    return density + 10.0 * np.log10(require("bandwidth_hz", bandwidth_hz, above=0.0))


def received_power_dbw(eirp_dbw, free_space_loss_db, other_losses_db, antenna_gain_dbi):
    r"""Power at the terminals of the receiving antenna.

    .. math:: P_r = \mathrm{EIRP} - L_{bf} - L_o + G_r

    Parameters
    ----------
    eirp_dbw : array_like
        Equivalent isotropically radiated power towards the receiver [dBW].
    free_space_loss_db : array_like
        Free-space loss of the path [dB].
    other_losses_db : array_like
        Sum of every other loss (atmosphere, rain, polarisation, pointing of the receiving antenna), zero or more [dB].
    antenna_gain_dbi : array_like
        Gain of the receiving antenna on boresight [dBi].

    Returns
    -------
    ndarray or float
        Received power, broadcast shape of the arguments [dBW].

    Raises
    ------
    LinkBudgetError
        If the sum of the other losses is negative: losses are positive numbers and are subtracted here.

    Notes
    -----
    From watts and gains in one call: :func:`linkbudget.physics.transmission_equation.friis_received_level_dbw`.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    Mars 1 at loss of contact: 10 W, 21.5 dBi, 252.32 dB, 3 dB of losses and a ground gain of 50.3 dBi.

    >>> print(f"{received_power_dbw(31.5, 252.32, 3.0, 50.3):.1f} dBW")
    -173.5 dBW
    """
    other_losses_db = require("other_losses_db", other_losses_db, at_least=0.0)
    free_space_loss_db = require("free_space_loss_db", free_space_loss_db)
    antenna_gain_dbi = require("antenna_gain_dbi", antenna_gain_dbi)
    return require("eirp_dbw", eirp_dbw) - free_space_loss_db - other_losses_db + antenna_gain_dbi


def sharing_loss_db(power_share):
    r"""Loss of one signal that shares an amplifier with others.

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
