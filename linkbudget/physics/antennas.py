"""Antennas: gain from area or from shape, beamwidth from length, and loss by a rough surface.

The map: :func:`circular_aperture_area_m2` and :func:`effective_area_m2` (from the dish to the area that counts);
:func:`aperture_gain_dbi`, :func:`dish_gain_dbi` and :func:`array_gain_dbi` (from that area to gain), and back,
:func:`aperture_efficiency`; :func:`pyramidal_horn_gain_dbi` and :func:`conical_horn_gain_dbi`;
:func:`helix_gain_dbi` (measured), :func:`helix_gain_kraus_dbi` and :func:`helix_half_power_beamwidth_deg` (theory);
:func:`dipole_gain_dbi`; :func:`patch_gain_dbi`; :func:`half_power_beamwidth_deg`; :func:`surface_loss_db` (Ruze).
How the gain falls off boresight is in :mod:`linkbudget.physics.patterns`.
"""

import math

import numpy as np

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import require, warn_outside
from linkbudget.formatting import angle_text, decibels_text
from linkbudget.physics.free_space import wavelength_m
from linkbudget.unit_slips import LEAST_RADIO_HZ, least_of, radio_frequency, warn_slip

_WIDEST_BEAM_DEG = 180.0  # of an aperture; beyond it the formulas of narrow beams mean nothing
_DB_PER_NEPER_OF_POWER = 10.0 / math.log(10.0)


def circular_aperture_area_m2(diameter_m):
    r"""Geometric area of a circular aperture.

    .. math:: A = \pi D^2 / 4

    Parameters
    ----------
    diameter_m : array_like
        Diameter, above zero [m].

    Returns
    -------
    ndarray or float
        Area, same shape as ``diameter_m`` [m2].

    Raises
    ------
    LinkBudgetError
        If any diameter is zero or negative.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    The eight 16 m dishes of one ADU-1000 array:

    >>> print(f"{8 * circular_aperture_area_m2(16.0):.0f} m2")
    1608 m2
    """
    diameter_m = require("diameter_m", diameter_m, above=0.0)
    return 0.25 * math.pi * diameter_m * diameter_m


def effective_area_m2(diameter_m, aperture_efficiency):
    r"""Effective area of a circular dish: the part of its geometric area that collects power.

    .. math:: A_e = \eta \, \pi D^2 / 4

    Parameters
    ----------
    diameter_m : array_like
        Diameter, above zero [m].
    aperture_efficiency : array_like
        Aperture efficiency, above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Effective area, broadcast shape of the arguments [m2].

    Raises
    ------
    LinkBudgetError
        If any diameter is not above zero, or any efficiency lies outside 0 to 1.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), chapter 2 (antenna effective aperture).

    Examples
    --------
    >>> print(f"{effective_area_m2(16.0, 0.56):.1f} m2")
    112.6 m2
    """
    return circular_aperture_area_m2(diameter_m) * require(
        "aperture_efficiency", aperture_efficiency, above=0.0, at_most=1.0
    )


def aperture_gain_dbi(frequency_hz, effective_area_m2):
    r"""Gain of an antenna with a given effective area.

    .. math:: G = 10 \log_{10} \frac{4 \pi A_e f^2}{c^2}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    effective_area_m2 : array_like
        Effective area, above zero [m2].

    Returns
    -------
    ndarray or float
        Gain over an isotropic antenna, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If any frequency or area is zero or negative.

    References
    ----------
    .. [1] Friis, A note on a simple transmission formula, Proc. IRE 34 (1946) 254.

    Examples
    --------
    The receiving array of Evpatoria, 900 m2:

    >>> print(f"{aperture_gain_dbi(922.76e6, 900.0):.1f} dBi")
    50.3 dBi
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    effective_area_m2 = require("effective_area_m2", effective_area_m2, above=0.0)
    waves_per_m = frequency_hz / SPEED_OF_LIGHT_M_PER_S
    return 10.0 * np.log10(4.0 * math.pi * effective_area_m2 * waves_per_m * waves_per_m)


def dish_gain_dbi(frequency_hz, diameter_m, aperture_efficiency):
    r"""Gain of a circular dish.

    .. math:: G = 10 \log_{10} \left[ \eta \left( \frac{\pi D f}{c} \right)^2 \right]

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter, above zero [m].
    aperture_efficiency : array_like
        Aperture efficiency, above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Gain over an isotropic antenna, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If any frequency or diameter is not above zero, or any efficiency lies outside 0 to 1.

    Warns
    -----
    ModelRangeWarning
        For frequencies below 1 kHz, with the unit that was probably meant.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    The 1.7 m dish of Mars 1 at 55 %:

    >>> print(f"{dish_gain_dbi(922.76e6, 1.7, 0.55):.1f} dBi")
    21.7 dBi
    """
    gain_dbi = aperture_gain_dbi(frequency_hz, effective_area_m2(diameter_m, aperture_efficiency))
    if (least_hz := least_of(frequency_hz)) < LEAST_RADIO_HZ:
        _warn_of_frequency(least_hz, least_of(gain_dbi))
    return gain_dbi


def _warn_of_frequency(frequency_hz, gain_dbi):
    """Warn that gigahertz or megahertz were taken for hertz."""
    meant_hz, unit = radio_frequency(frequency_hz)
    gains_dbi = gain_dbi, gain_dbi + 20.0 * math.log10(meant_hz / frequency_hz)
    absurd, answer = (decibels_text(gain, "dBi", 2) for gain in gains_dbi)
    warn_slip(f"gain of {absurd}", {"frequency_hz": (frequency_hz, unit)}, answer)


def array_gain_dbi(frequency_hz, element_effective_area_m2, element_count, combining_efficiency):
    r"""Gain of an array of equal elements, phased towards the same direction.

    .. math:: G = 10 \log_{10} \frac{4 \pi \eta_c N A_e f^2}{c^2}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    element_effective_area_m2 : array_like
        Effective area of one element, above zero [m2].
    element_count : array_like
        Number of elements, one or more [-].
    combining_efficiency : array_like
        Part of the power that survives the sum of the elements, above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Gain over an isotropic antenna, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If any frequency or area is not above zero, any count is below one, or any efficiency lies outside 0 to 1.

    Notes
    -----
    Areas add only while the elements neither couple nor shade each other.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), chapters 2 and 6.

    Examples
    --------
    Eight 16 m dishes, 112.5 m2 each, without and with 10 % lost in combining:

    >>> print(f"{array_gain_dbi(922.76e6, 112.5, 8, 1.0):.2f} and {array_gain_dbi(922.76e6, 112.5, 8, 0.9):.2f} dBi")
    50.30 and 49.84 dBi
    """
    element_count = require("element_count", element_count, at_least=1.0)
    combining_efficiency = require("combining_efficiency", combining_efficiency, above=0.0, at_most=1.0)
    element_effective_area_m2 = require("element_effective_area_m2", element_effective_area_m2, above=0.0)
    return aperture_gain_dbi(frequency_hz, element_effective_area_m2 * element_count * combining_efficiency)


def aperture_efficiency(frequency_hz, diameter_m, antenna_gain_dbi):
    r"""Aperture efficiency of a circular dish of known gain; the inverse of :func:`dish_gain_dbi`.

    .. math:: \eta = 10^{G / 10} \left( \frac{c}{\pi D f} \right)^2

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter, above zero [m].
    antenna_gain_dbi : array_like
        Gain over an isotropic antenna [dBi].

    Returns
    -------
    ndarray or float
        Aperture efficiency, broadcast shape of the arguments; above 1 for a gain that the diameter cannot have [-].

    Raises
    ------
    LinkBudgetError
        If any frequency or diameter is zero or negative.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.

    Examples
    --------
    The 70 m antennas of the Deep Space Network, 74.2 dBi at 8.45 GHz:

    >>> print(f"{aperture_efficiency(8.45e9, 70.0, 74.2):.3f}")
    0.685
    """
    antenna_gain_dbi = require("antenna_gain_dbi", antenna_gain_dbi)
    return 10.0 ** ((antenna_gain_dbi - dish_gain_dbi(frequency_hz, diameter_m, 1.0)) / 10.0)


def half_power_beamwidth_deg(frequency_hz, aperture_length_m, beamwidth_factor_deg=70.0):
    r"""Full width of the beam between its half-power points, by the rule of thumb.

    .. math:: \theta_3 = k \, \frac{c}{f D}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    aperture_length_m : array_like
        Diameter of the dish, or length of the aperture in the plane of interest, above zero [m].
    beamwidth_factor_deg : array_like, optional
        The factor k, set by how the aperture is illuminated, above zero; see the notes [deg].

    Returns
    -------
    ndarray or float
        Half-power beamwidth, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If any argument is zero or negative.

    Warns
    -----
    ModelRangeWarning
        For beams wider than 180 degrees, with the frequency that was probably meant.

    Notes
    -----
    A narrow-beam formula: it presumes an aperture of several wavelengths, and below about one wavelength gives widths
    without meaning.  Values of the factor:

    - 50.8 for a line or rectangle of uniform illumination (0.886 rad) [2]_;
    - 58.4 for a uniform circle as textbooks print it (1.02 rad) [2]_; the exact figure is 58.96 (1.029 rad), for which
      see :func:`linkbudget.physics.patterns.airy_half_power_beamwidth_deg`;
    - 70 for the usual tapered feed of a dish [1]_, the default;
    - up to about 73 for a field that falls as a parabola to zero at the rim [2]_.

    Published dishes lie between 55 and 72.  The factor 1.22 (69.9 degrees) of optics belongs to the first null of a
    uniform circle, half of the beam between nulls, and not to its half-power beamwidth:
    :func:`linkbudget.physics.beam_shapes.beamwidth_between_nulls_deg`.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.
    .. [2] Balanis, Antenna Theory, 3rd edition (2005), chapter 12.

    Examples
    --------
    The 1.7 m dish of Mars 1:

    >>> print(f"{half_power_beamwidth_deg(922.76e6, 1.7):.1f} deg")
    13.4 deg
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    aperture_length_m = require("aperture_length_m", aperture_length_m, above=0.0)
    beamwidth_factor_deg = require("beamwidth_factor_deg", beamwidth_factor_deg, above=0.0)
    beamwidth_deg = beamwidth_factor_deg * SPEED_OF_LIGHT_M_PER_S / (frequency_hz * aperture_length_m)
    _warn_of_wide_beam(beamwidth_deg, frequency_hz)
    return beamwidth_deg


def _warn_of_wide_beam(beamwidth_deg, frequency_hz):
    """Warn of beams wider than any aperture has, with the frequency that was probably meant."""
    if (widest_deg := -least_of(np.negative(beamwidth_deg))) <= _WIDEST_BEAM_DEG or widest_deg == -math.inf:
        return
    least_hz = least_of(frequency_hz)
    if least_hz < LEAST_RADIO_HZ:
        meant_hz, unit = radio_frequency(least_hz)
        absurd, answer = (angle_text(angle_deg) for angle_deg in (widest_deg, widest_deg * least_hz / meant_hz))
        warn_slip(f"beam {absurd} wide", {"frequency_hz": (least_hz, unit)}, answer)
    else:
        warn_outside("narrow beam", "beamwidth_deg", beamwidth_deg, 0.0, _WIDEST_BEAM_DEG)


def surface_loss_db(frequency_hz, surface_rms_m):
    r"""Gain lost to the random errors of a reflector's surface (Ruze).

    .. math:: L = 10 \log_{10}(e) \left( \frac{4 \pi \epsilon f}{c} \right)^2

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    surface_rms_m : array_like
        Root mean square of the effective surface error (half the error of the path), zero or more [m].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If any frequency is not above zero, or any error is negative.

    Notes
    -----
    The errors are taken as Gaussian, spread evenly over the aperture and correlated over a distance much smaller than
    the dish.  Power scattered back into the direction of the beam is left out, so the loss of a very rough surface
    (above some 10 dB) is an upper limit.  Aperture efficiencies that were measured contain this loss already.

    References
    ----------
    .. [1] Ruze, Antenna tolerance theory - a review, Proc. IEEE 54 (1966) 633.

    Examples
    --------
    >>> print(f"{surface_loss_db(8.42e9, 0.5e-3):.3f} dB")
    0.135 dB
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    phase_rms_rad = 4.0 * math.pi / SPEED_OF_LIGHT_M_PER_S * frequency_hz
    phase_rms_rad = phase_rms_rad * require("surface_rms_m", surface_rms_m, at_least=0.0)
    return _DB_PER_NEPER_OF_POWER * phase_rms_rad * phase_rms_rad


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
    antenna_gain_dbi = require("antenna_gain_dbi", antenna_gain_dbi)
    return wavelength_m(frequency_hz) / math.pi * 10.0 ** (antenna_gain_dbi / 20.0)
