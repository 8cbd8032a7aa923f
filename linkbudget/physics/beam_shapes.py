"""Directivity and width of beams from few numbers: beam area, power of a cosine, nulls, resistance, helices.

The map: :func:`directivity_of_beamwidths_dbi`, :func:`cosine_power_directivity_dbi`,
:func:`beamwidth_between_nulls_deg`, :func:`far_field_distance_m`, :func:`radiation_efficiency`,
:func:`gain_of_directivity_dbi`, :func:`linear_polarization_loss_db`; helices in wavelengths
:func:`helix_directivity_of_turns_dbi`, :func:`helix_beamwidth_of_turns_deg`, :func:`helix_axial_ratio`.
"""

import math

import numpy as np

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import require
from linkbudget.physics.element_antennas import helix_gain_kraus_dbi, helix_half_power_beamwidth_deg
from linkbudget.physics.free_space import wavelength_m
from linkbudget.physics.polarization import polarization_mismatch_loss_db

KRAUS_HELIX_FACTOR = 15.0
"""Factor of the directivity of a helix by Kraus, in his later editions 12 [-]."""


def directivity_of_beamwidths_dbi(azimuth_beamwidth_deg, elevation_beamwidth_deg, beam_efficiency=1.0):
    r"""Directivity of a narrow beam from its two half-power beamwidths.

    .. math::

       D = 10 \log_{10} \frac{4 \pi \epsilon}{\theta_{az} \theta_{el}} = 10 \log_{10} \frac{41\,253 \,
       \epsilon}{\theta_{az}^\circ \theta_{el}^\circ}

    Parameters
    ----------
    azimuth_beamwidth_deg : array_like
        Half-power beamwidth in one plane, above zero [deg].
    elevation_beamwidth_deg : array_like
        Half-power beamwidth in the plane square to it, above zero [deg].
    beam_efficiency : array_like, optional
        Share of the power in the beam, above 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Directivity, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Books differ: Kraus has 41 253 for the beam area alone (:math:`\epsilon` = 1), and with sidelobes and losses 30
    000 to 32 400 stand for it (:math:`\epsilon` = 0.73 to 0.79); Balanis, section 2.5.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.5, equations (2-26) and (2-27).

    Examples
    --------
    >>> print(f"{directivity_of_beamwidths_dbi(2.0, 4.0):.2f} dBi")
    37.12 dBi
    """
    azimuth_deg = require("azimuth_beamwidth_deg", azimuth_beamwidth_deg, above=0.0, at_most=360.0)
    elevation_deg = require("elevation_beamwidth_deg", elevation_beamwidth_deg, above=0.0, at_most=180.0)
    beam_efficiency = require("beam_efficiency", beam_efficiency, above=0.0, at_most=1.0)
    return 10.0 * np.log10(4.0 * math.pi * beam_efficiency / np.radians(azimuth_deg) / np.radians(elevation_deg))


def cosine_power_directivity_dbi(exponent):
    r"""Directivity of a beam whose power falls with a power of the cosine, in one half space.

    .. math:: U = \cos^n \theta: \quad D = 10 \log_{10} [2 (n + 1)]

    Parameters
    ----------
    exponent : array_like
        Power n of the cosine in the radiated power, zero or more; that of the field is half of it [-].

    Returns
    -------
    ndarray or float
        Directivity, same shape as ``exponent`` [dBi].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.4 and 2.5.

    Examples
    --------
    >>> print(f"{cosine_power_directivity_dbi(3.0):.2f} dBi")
    9.03 dBi
    """
    return 10.0 * np.log10(2.0 * (require("exponent", exponent, at_least=0.0) + 1.0))


def beamwidth_between_nulls_deg(frequency_hz, aperture_length_m, null_factor=1.22):
    r"""Width of the beam of an aperture between its first nulls.

    .. math:: \theta_0 = 2 \arcsin \frac{1.22 \lambda}{D}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    aperture_length_m : array_like
        Diameter of a circular aperture or side of a rectangular one, above zero [m].
    null_factor : array_like, optional
        1.22 for an evenly lit circle, 1 for an evenly lit rectangle, above zero [-].

    Returns
    -------
    ndarray or float
        Full width between nulls; NaN where the aperture is too small to have one, broadcast shape of the
        arguments [deg].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Rules of thumb have 140 degrees times wavelength over diameter for an evenly lit circle (145 in Kraus); it is
    2.4 times the half-power beamwidth there, not twice.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 12.6 (circular apertures).
    .. [2] Kraus and Marhefka, Antennas for All Applications, 3rd edition (2002), section 15-14.

    Examples
    --------
    >>> print(f"{beamwidth_between_nulls_deg(12e9, 0.6):.2f} deg")
    5.82 deg
    """
    ratio = wavelength_m(frequency_hz) / require("aperture_length_m", aperture_length_m, above=0.0)
    sine = require("null_factor", null_factor, above=0.0) * ratio
    return 2.0 * np.degrees(np.arcsin(np.where(sine > 1.0, np.nan, sine)))[()]


def far_field_distance_m(frequency_hz, aperture_length_m):
    r"""Distance at which the far field of an antenna begins, by its largest dimension.

    .. math:: d = 2 D^2 / \lambda

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    aperture_length_m : array_like
        Largest dimension of the antenna, above zero [m].

    Returns
    -------
    ndarray or float
        Distance, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.2.4.

    Examples
    --------
    >>> print(f"{far_field_distance_m(8.4e9, 34.0) / 1e3:.1f} km")
    64.8 km
    """
    length_m = require("aperture_length_m", aperture_length_m, above=0.0)
    return 2.0 * length_m * length_m / wavelength_m(frequency_hz)


def radiation_efficiency(radiation_resistance_ohm, loss_resistance_ohm):
    r"""Radiation efficiency of an antenna from its resistances.

    .. math:: \eta = \frac{R_r}{R_r + R_l}

    Parameters
    ----------
    radiation_resistance_ohm : array_like
        Radiation resistance, above zero [ohm].
    loss_resistance_ohm : array_like
        Loss resistance, zero or more [ohm].

    Returns
    -------
    ndarray or float
        Radiation efficiency, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.14, equation (2-90).

    Examples
    --------
    >>> print(f"{radiation_efficiency(36.5, 10.0):.3f}")
    0.785
    """
    radiation_ohm = require("radiation_resistance_ohm", radiation_resistance_ohm, above=0.0)
    return radiation_ohm / (radiation_ohm + require("loss_resistance_ohm", loss_resistance_ohm, at_least=0.0))


def gain_of_directivity_dbi(directivity_dbi, radiation_efficiency):
    r"""Gain of an antenna from its directivity and efficiency.

    .. math:: G = D + 10 \log_{10} \eta

    Parameters
    ----------
    directivity_dbi : array_like
        Directivity [dBi].
    radiation_efficiency : array_like
        Radiation efficiency, above 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.9.

    Examples
    --------
    >>> print(f"{gain_of_directivity_dbi(9.0, 0.8):.2f} dBi")
    8.03 dBi
    """
    efficiency = require("radiation_efficiency", radiation_efficiency, above=0.0, at_most=1.0)
    return require("directivity_dbi", directivity_dbi) + 10.0 * np.log10(efficiency)


def linear_polarization_loss_db(tilt_deg):
    r"""Loss between a linearly polarised wave and a linearly polarised antenna at an angle.

    .. math:: L = -20 \log_{10} |\cos \psi|

    Parameters
    ----------
    tilt_deg : array_like
        Angle between the two polarisations [deg].

    Returns
    -------
    ndarray or float
        Loss, infinite at a right angle, same shape as ``tilt_deg`` [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.12.2.

    Examples
    --------
    >>> print(f"{linear_polarization_loss_db(25.0):.2f} dB")
    0.85 dB
    """
    return polarization_mismatch_loss_db(math.inf, math.inf, tilt_deg)


def helix_directivity_of_turns_dbi(
    turns, circumference_wavelengths, spacing_wavelengths, helix_factor=KRAUS_HELIX_FACTOR
):
    r"""Directivity of an axial-mode helix whose size is known in wavelengths, by the rule of Kraus.

    .. math:: D = 10 \log_{10} (15 \, n \, C_\lambda^2 S_\lambda)

    Parameters
    ----------
    turns : array_like
        Number of turns, above zero [-].
    circumference_wavelengths : array_like
        Circumference in wavelengths, above zero [-].
    spacing_wavelengths : array_like
        Distance between turns in wavelengths, above zero [-].
    helix_factor : array_like, optional
        15, or 12 in later editions, above zero [-].

    Returns
    -------
    ndarray or float
        Directivity, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Warns
    -----
    ModelRangeWarning
        Outside a circumference of 3/4 to 4/3 wavelengths.

    Notes
    -----
    Books differ: Kraus first gave 15 and, from the second edition of his book on, 12, which is 1 dB less; Balanis
    keeps 15.  Measured helices have less again, see :func:`~linkbudget.physics.element_antennas.helix_gain_dbi`
    (King and Wong).

    References
    ----------
    .. [1] Kraus and Marhefka, Antennas for All Applications, 3rd edition (2002), chapter 8.
    .. [2] Balanis, Antenna Theory, 3rd edition (2005), section 10.3.1.

    Examples
    --------
    >>> print(f"{helix_directivity_of_turns_dbi(8.0, 1.05, 0.24):.2f} dBi")
    15.02 dBi
    """
    factor = require("helix_factor", helix_factor, above=0.0) / KRAUS_HELIX_FACTOR
    return helix_gain_kraus_dbi(
        *_at_one_metre(turns, circumference_wavelengths, spacing_wavelengths)
    ) + 10.0 * np.log10(factor)


def helix_beamwidth_of_turns_deg(turns, circumference_wavelengths, spacing_wavelengths):
    r"""Half-power beamwidth of an axial-mode helix whose size is known in wavelengths.

    .. math:: \theta_3 = \frac{52^\circ}{C_\lambda \sqrt{n S_\lambda}}

    Parameters
    ----------
    turns : array_like
        Number of turns, above zero [-].
    circumference_wavelengths : array_like
        Circumference in wavelengths, above zero [-].
    spacing_wavelengths : array_like
        Distance between turns in wavelengths, above zero [-].

    Returns
    -------
    ndarray or float
        Full width between half-power points, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Warns
    -----
    ModelRangeWarning
        Outside a circumference of 3/4 to 4/3 wavelengths.

    References
    ----------
    .. [1] Kraus and Marhefka, Antennas for All Applications, 3rd edition (2002), chapter 8.
    .. [2] Balanis, Antenna Theory, 3rd edition (2005), section 10.3.1.

    Examples
    --------
    >>> print(f"{helix_beamwidth_of_turns_deg(8.0, 1.05, 0.24):.1f} deg")
    35.7 deg
    """
    return helix_half_power_beamwidth_deg(*_at_one_metre(turns, circumference_wavelengths, spacing_wavelengths))


def helix_axial_ratio(turns):
    r"""Axial ratio of an axial-mode helix on its axis.

    .. math:: AR = \frac{2 n + 1}{2 n}

    Parameters
    ----------
    turns : array_like
        Number of turns, above zero [-].

    Returns
    -------
    ndarray or float
        Axial ratio as a ratio of amplitudes, same shape as ``turns`` [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Kraus and Marhefka, Antennas for All Applications, 3rd edition (2002), chapter 8.
    .. [2] Balanis, Antenna Theory, 3rd edition (2005), section 10.3.1.

    Examples
    --------
    >>> print(f"{helix_axial_ratio(8.0):.4f}")
    1.0625
    """
    turns = require("turns", turns, above=0.0)
    return (2.0 * turns + 1.0) / (2.0 * turns)


def _at_one_metre(turns, circumference_wavelengths, spacing_wavelengths):
    """Frequency, diameter, turn spacing and turns of the helix whose wavelength is one metre."""
    diameter_m = require("circumference_wavelengths", circumference_wavelengths, above=0.0) / math.pi
    spacing_m = require("spacing_wavelengths", spacing_wavelengths, above=0.0)
    return SPEED_OF_LIGHT_M_PER_S, diameter_m, spacing_m, require("turns", turns, above=0.0)
