r"""Photons: photon rate of a power, photons per bit or pulse, and background photons from the sky.

The map: :func:`photon_energy_dbj`, :func:`photon_rate_per_s` and :func:`photons_db`; :func:`ppm_symbol_rate_hz` and
:func:`ppm_bit_rate_bps` of pulse-position modulation with guard slots; :func:`detection_loss_db`;
:func:`background_rate_per_s` of a sky that fills the field; :func:`relative_air_mass` and :func:`air_loss_db`.
"""

import math

import numpy as np

from linkbudget.constants import PLANCK_J_S, SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import require


def optical_frequency_hz(wavelength_m):
    r"""Frequency of light from its wavelength in vacuum.

    .. math:: f = c / \lambda

    Parameters
    ----------
    wavelength_m : array_like
        Wavelength in vacuum, above zero [m].

    Returns
    -------
    ndarray or float
        Frequency, same shape [Hz].

    Raises
    ------
    LinkBudgetError
        If a wavelength is not above zero.

    References
    ----------
    .. [1] SI brochure, 9th edition (2019), definition of the metre.

    Examples
    --------
    >>> print(f"{optical_frequency_hz(1.55e-6) / 1e12:.3f} THz")
    193.414 THz
    """
    return SPEED_OF_LIGHT_M_PER_S / require("wavelength_m", wavelength_m, above=0.0)


def photon_energy_dbj(wavelength_m):
    r"""Energy of a photon in decibels over a joule.

    .. math:: E = 10 \log_{10} \frac{h c}{\lambda}

    Parameters
    ----------
    wavelength_m : array_like
        Wavelength in vacuum, above zero [m].

    Returns
    -------
    ndarray or float
        Energy, same shape [dBJ].

    Raises
    ------
    LinkBudgetError
        If a wavelength is not above zero.

    References
    ----------
    .. [1] SI brochure, 9th edition (2019), the Planck constant.

    Examples
    --------
    >>> print(f"{photon_energy_dbj(1.55e-6):.3f} dBJ")
    -188.923 dBJ
    """
    return 10.0 * np.log10(PLANCK_J_S * optical_frequency_hz(wavelength_m))


def photon_rate_per_s(power_dbw, wavelength_m):
    r"""Photons a second of a power.

    .. math:: n = \frac{P \lambda}{h c}

    Parameters
    ----------
    power_dbw : array_like
        Power [dBW].
    wavelength_m : array_like
        Wavelength in vacuum, above zero [m].

    Returns
    -------
    ndarray or float
        Photons a second, broadcast shape of the arguments [1/s].

    Raises
    ------
    LinkBudgetError
        If a wavelength is not above zero.

    References
    ----------
    .. [1] SI brochure, 9th edition (2019), the Planck constant.

    Examples
    --------
    >>> print(f"{photon_rate_per_s(-90.0, 1.55e-6):.3e} photons a second")
    7.803e+09 photons a second
    """
    power_dbw = require("power_dbw", power_dbw)
    return 10.0 ** ((power_dbw - photon_energy_dbj(wavelength_m)) / 10.0)


def level_in_dbm(power_dbw):
    r"""Power level over a milliwatt, from that over a watt.

    .. math:: P_\mathrm{dBm} = P_\mathrm{dBW} + 30

    Parameters
    ----------
    power_dbw : array_like
        Level [dBW].

    Returns
    -------
    ndarray or float
        Level, same shape [dBm].

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1 (levels and their references).

    Examples
    --------
    >>> print(f"{level_in_dbm(-68.5):.1f} dBm")
    -38.5 dBm
    """
    power_dbw = require("power_dbw", power_dbw)
    return power_dbw + 30.0


def photons_db(photons):
    r"""Number of photons in decibels over one photon.

    .. math:: n_\mathrm{dB} = 10 \log_{10} n

    Parameters
    ----------
    photons : array_like
        Number of photons, above zero [-].

    Returns
    -------
    ndarray or float
        Same shape [dB].

    Raises
    ------
    LinkBudgetError
        If a number is not above zero.

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1 (levels and their references).

    Examples
    --------
    >>> print(f"{photons_db(5.0):.2f} dB")
    6.99 dB
    """
    return 10.0 * np.log10(require("photons", photons, above=0.0))


def photons_of_level(level_db):
    r"""Number of photons from decibels over one photon.

    .. math:: n = 10^{n_\mathrm{dB} / 10}

    Parameters
    ----------
    level_db : array_like
        Level over one photon [dB].

    Returns
    -------
    ndarray or float
        Number of photons, same shape [-].

    References
    ----------
    .. [1] ITU-R V.574-5 (2015), Annex 1 (levels and their references).

    Examples
    --------
    >>> print(f"{photons_of_level(6.99):.2f}")
    5.00
    """
    level_db = require("level_db", level_db)
    return 10.0 ** (np.divide(level_db, 10.0))


def detection_loss_db(detection_efficiency):
    r"""Loss of a detector that counts only a share of the photons.

    .. math:: L = -10 \log_{10} \eta

    Parameters
    ----------
    detection_efficiency : array_like
        Photons counted over photons that arrive, above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Loss, same shape [dB].

    Raises
    ------
    LinkBudgetError
        If the efficiency is outside its limits.

    References
    ----------
    .. [1] R. M. Gagliardi and S. Karp, Optical Communications, 2nd edition (1995), on photodetection.

    Examples
    --------
    >>> print(f"{detection_loss_db(0.5):.2f} dB")
    3.01 dB
    """
    return -10.0 * np.log10(require("detection_efficiency", detection_efficiency, above=0.0, at_most=1.0))


def ppm_symbol_rate_hz(slots, slot_width_s, guard_share=0.25):
    r"""Symbols a second of pulse-position modulation with guard slots.

    .. math:: R_s = \frac{1}{M (1 + g) T}

    Parameters
    ----------
    slots : array_like
        Number of slots M in which the pulse may stand, two or more [-].
    slot_width_s : array_like
        Width T of a slot, above zero [s].
    guard_share : array_like, optional
        Guard slots behind them over M, zero or more [-].

    Returns
    -------
    ndarray or float
        Symbols a second, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] CCSDS 142.0-B-1, Optical Communications Coding and Synchronization (2019), high photon efficiency: M/4 guard
       slots.

    Examples
    --------
    >>> print(f"{ppm_symbol_rate_hz(16.0, 0.5e-9) / 1e6:.0f} million symbols a second")
    100 million symbols a second
    """
    slots = require("slots", slots, at_least=2.0)
    width = require("slot_width_s", slot_width_s, above=0.0)
    return 1.0 / (slots * (1.0 + require("guard_share", guard_share, at_least=0.0)) * width)


def ppm_bit_rate_bps(slots, slot_width_s, code_rate, guard_share=0.25):
    r"""Information rate of coded pulse-position modulation with guard slots.

    .. math:: R = \frac{r \log_2 M}{M (1 + g) T}

    Parameters
    ----------
    slots : array_like
        Number of slots M in which the pulse may stand, two or more [-].
    slot_width_s : array_like
        Width T of a slot, above zero [s].
    code_rate : array_like
        Rate r of the code, above 0 and at most 1 [-].
    guard_share : array_like, optional
        Guard slots behind them over M, zero or more [-].

    Returns
    -------
    ndarray or float
        Information rate, broadcast shape of the arguments [bit/s].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] CCSDS 142.0-B-1, Optical Communications Coding and Synchronization (2019), high photon efficiency.

    Examples
    --------
    >>> print(f"{ppm_bit_rate_bps(16.0, 0.5e-9, 2.0 / 3.0) / 1e6:.1f} Mbit/s")
    266.7 Mbit/s
    """
    slots = require("slots", slots)
    rate = require("code_rate", code_rate, above=0.0, at_most=1.0)
    return rate * np.log2(slots) * ppm_symbol_rate_hz(slots, slot_width_s, guard_share)


def capacity_rate_bps(capacity_bit, symbol_rate_hz):
    r"""Information rate at the capacity of a channel.

    .. math:: R = C R_s

    Parameters
    ----------
    capacity_bit : array_like
        Capacity, bits for each symbol [bit].
    symbol_rate_hz : array_like
        Symbols a second [Hz].

    Returns
    -------
    ndarray or float
        Rate, broadcast shape of the arguments [bit/s].

    References
    ----------
    .. [1] B. Moision and J. Hamkins, "Deep-Space Optical Communications Downlink Budget: Modulation and Coding", IPN
       Progress Report 42-154 (2003).

    Examples
    --------
    >>> print(f"{capacity_rate_bps(2.0, 100e6) / 1e6:.0f} Mbit/s")
    200 Mbit/s
    """
    capacity_bit = require("capacity_bit", capacity_bit)
    symbol_rate_hz = require("symbol_rate_hz", symbol_rate_hz)
    return capacity_bit * symbol_rate_hz


def background_rate_per_s(
    sky_radiance_w_per_m2_sr_um, field_of_view_deg, filter_width_m, diameter_m, obscuration, wavelength_m
):
    r"""Photons a second that a telescope collects from a sky that fills its field.

    .. math:: n = B \, \frac{\pi \Theta^2}{4} \, \frac{\pi D^2}{4} (1 - \gamma^2) \, \Delta\lambda \,
        \frac{\lambda}{h c}

    Parameters
    ----------
    sky_radiance_w_per_m2_sr_um : array_like
        Radiance for each micrometre of wavelength, zero or more [W/(m2 sr um)].
    field_of_view_deg : array_like
        Full angle of the round field that the detector sees, above 0 and at most 10 [deg].
    filter_width_m : array_like
        Width of the filter, above zero [m].
    diameter_m : array_like
        Diameter of the aperture, above zero [m].
    obscuration : array_like
        Diameter of the hidden middle over that of the aperture, from 0 to below 1 [-].
    wavelength_m : array_like
        Wavelength in vacuum, above zero [m].

    Returns
    -------
    ndarray or float
        Photons a second at the aperture, broadcast shape of the arguments [1/s].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] R. M. Gagliardi and S. Karp, Optical Communications, 2nd edition (1995), on background radiation.

    Examples
    --------
    A sky of 2 W/(m2 sr um) in a field of 20 urad, through a filter of 0.2 nm, into a telescope of 1 m:

    >>> rate = background_rate_per_s(2.0, np.degrees(20e-6), 0.2e-9, 1.0, 0.0, 1.55e-6)
    >>> print(f"{rate:.3g} photons a second")
    7.7e+05 photons a second
    """
    radiance = require("sky_radiance_w_per_m2_sr_um", sky_radiance_w_per_m2_sr_um, at_least=0.0)
    field = np.radians(require("field_of_view_deg", field_of_view_deg, above=0.0, at_most=10.0))
    hidden = require("obscuration", obscuration, at_least=0.0, below=1.0)
    diameter = require("diameter_m", diameter_m, above=0.0)
    area_m2_sr = (0.25 * math.pi) ** 2 * field * field * diameter * diameter * (1.0 - hidden * hidden)
    width_um = 1e6 * require("filter_width_m", filter_width_m, above=0.0)
    power_w = radiance * area_m2_sr * width_um
    return power_w / (PLANCK_J_S * optical_frequency_hz(wavelength_m))


def relative_air_mass(elevation_deg):
    r"""Air along a slant path over that straight up.

    .. math:: m = \frac{1}{\sin h + 0.50572 \, (h + 6.07995)^{-1.6364}}

    Parameters
    ----------
    elevation_deg : array_like
        Apparent elevation h, from 0 to 90 [deg].

    Returns
    -------
    ndarray or float
        Relative air mass, same shape, about 38 at the horizon [-].

    Raises
    ------
    LinkBudgetError
        If an elevation is outside its limits.

    References
    ----------
    .. [1] F. Kasten and A. T. Young, "Revised optical air mass tables and approximation formula", Applied Optics 28
       (1989) 4735, equation (3).

    Examples
    --------
    >>> print(f"{relative_air_mass(30.0):.3f}")
    1.994
    """
    elevation = require("elevation_deg", elevation_deg, at_least=0.0, at_most=90.0)
    return 1.0 / (np.sin(np.radians(elevation)) + 0.50572 * (elevation + 6.07995) ** -1.6364)


def air_loss_db(elevation_deg, zenith_air_loss_db):
    r"""Loss of light in clear air along a slant path, from that straight up.

    .. math:: L = m(h) \, L_z

    Parameters
    ----------
    elevation_deg : array_like
        Elevation h, from 0 to 90 [deg].
    zenith_air_loss_db : array_like
        Loss straight up, zero or more [dB].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument is outside its limits.

    References
    ----------
    .. [1] F. Kasten and A. T. Young, "Revised optical air mass tables and approximation formula", Applied Optics 28
       (1989) 4735, with Bouguer's law.

    Examples
    --------
    >>> print(f"{air_loss_db(30.0, 0.3):.2f} dB")
    0.60 dB
    """
    return relative_air_mass(elevation_deg) * require("zenith_air_loss_db", zenith_air_loss_db, at_least=0.0)
