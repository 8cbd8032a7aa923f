"""Antenna patterns: pointing loss when the other end of the link is off boresight.

Every ``*_pattern_loss_db`` takes the angle off boresight first and gives a positive loss relative to boresight; the
sign of the angle does not matter.  The map: :func:`gaussian_pattern_loss_db` (main lobe of any pencil beam),
:func:`airy_pattern_loss_db` with :func:`airy_half_power_beamwidth_deg` (uniform dish, sidelobes included),
:func:`cosine_pattern_loss_db` with :func:`cosine_pattern_directivity_dbi` (broad beams of small antennas),
:func:`isotropic_pattern_loss_db`.
"""

import math

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import note, require, warn_outside
from linkbudget.formatting import quantity_text

BACK_LOBE_LOSS_DB = 20.0
"""Typical loss of the back lobe of a broad beam below boresight; 3GPP TR 36.942, section 4.2.1.1 (sector antenna)."""

_AIRY_HALF_POWER = 1.616339948310703  # 2 J1(x) / x = 1 / sqrt(2)
_GAUSSIAN_REACH = 1.29  # beamwidths: 2.58 halves of a beamwidth, loss 20 dB
_TINY = 1e-150  # stands for zero where 2 J1(x) / x is 0 / 0


def gaussian_pattern_loss_db(off_boresight_deg, beamwidth_deg):
    r"""Pointing loss in the main lobe of a pencil beam: a parabola in decibels, a Gaussian in power.

    .. math:: L = 12 \left( \frac{\theta}{\theta_3} \right)^2

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off boresight, -180 to 180 [deg].
    beamwidth_deg : array_like
        Full half-power beamwidth, above zero [deg].

    Returns
    -------
    ndarray or float
        Loss relative to boresight, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180, or any beamwidth is not above zero.

    Warns
    -----
    ModelRangeWarning
        Beyond 1.29 beamwidths (20 dB), where a real antenna shows sidelobes and this formula goes on falling.

    Notes
    -----
    The factor is the rounded 12 that both references print, so that the loss at half the beamwidth is 3.00 dB; the
    factor that makes it 3.0103 dB is 12.041 (the difference is 0.3 % of the loss).  The first reference states the
    parabola for small angles, up to half the beamwidth; the second carries it down to the plateau of the near-in
    sidelobes, for which it offers 20 dB.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5.
    .. [2] ITU-R S.672-4 (1997), Annex 1 (there 3 (psi / psi_b)^2, with psi_b half the beamwidth).

    Examples
    --------
    >>> print(f"{gaussian_pattern_loss_db(0.1, 0.4375):.2f} dB")
    0.63 dB
    """
    off_boresight_deg = require("off_boresight_deg", off_boresight_deg, at_least=-180.0, at_most=180.0)
    beamwidths = off_boresight_deg / require("beamwidth_deg", beamwidth_deg, above=0.0)
    if not isinstance(beamwidths, float) or abs(beamwidths) > _GAUSSIAN_REACH:  # a scalar within it skips the check
        warn_outside("Gaussian main lobe", "off_boresight / beamwidth", abs(beamwidths), 0.0, _GAUSSIAN_REACH)
    return 12.0 * beamwidths * beamwidths


def airy_half_power_beamwidth_deg(frequency_hz, diameter_m):
    r"""Full half-power beamwidth of a uniformly lit circular aperture.

    .. math:: \theta_3 = 2 \arcsin \frac{x c}{\pi D f}, \quad \frac{2 J_1(x)}{x} = \frac{1}{\sqrt 2}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter of the aperture, above zero [m].

    Returns
    -------
    ndarray or float
        Half-power beamwidth, broadcast shape of the arguments, and NaN where the aperture is less than 0.51
        wavelengths wide: its pattern falls nowhere to half power [deg].

    Raises
    ------
    LinkBudgetError
        If any frequency or diameter is zero or negative.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), chapter 12 (circular apertures).

    Examples
    --------
    >>> print(f"{airy_half_power_beamwidth_deg(8.42e9, 34.0):.4f} deg")
    0.0617 deg
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    diameter_m = require("diameter_m", diameter_m, above=0.0)
    sine = _AIRY_HALF_POWER * SPEED_OF_LIGHT_M_PER_S / (math.pi * frequency_hz * diameter_m)
    with np.errstate(invalid="ignore"):  # NaN is the documented answer
        return np.degrees(2.0 * np.arcsin(sine))


def airy_pattern_loss_db(off_boresight_deg, frequency_hz, diameter_m):
    r"""Pointing loss of a uniformly lit circular aperture, sidelobes included (the Airy pattern).

    .. math:: L = -20 \log_{10} \left| \frac{2 J_1(x)}{x} \right|, \quad x = \frac{\pi D f}{c} \sin \theta

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off boresight, -180 to 180 [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter of the aperture, above zero [m].

    Returns
    -------
    ndarray or float
        Loss relative to boresight, broadcast shape of the arguments; infinite at the nulls and behind the plane of
        the aperture, for which the theory has no field [dB].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180, or any frequency or diameter is not above zero.

    Notes
    -----
    Uniform illumination has the narrowest beam and the highest sidelobes (17.6 dB down); a tapered dish has wider
    beam and lower sidelobes.  The obliquity factor is left out, so the figures are for apertures of many wavelengths.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), chapter 12 (circular apertures).

    Examples
    --------
    >>> print(f"{airy_pattern_loss_db(0.06174, 8.42e9, 34.0):.2f} dB")
    16.28 dB
    """
    off_boresight_deg = require("off_boresight_deg", off_boresight_deg, at_least=-180.0, at_most=180.0)
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    radius_waves = math.pi / SPEED_OF_LIGHT_M_PER_S * frequency_hz * require("diameter_m", diameter_m, above=0.0)
    angle_deg = abs(off_boresight_deg)
    x = np.maximum(radius_waves * np.sin(np.radians(angle_deg)), _TINY)
    amplitude = np.where(angle_deg > 90.0, 0.0, 2.0 * scipy.special.j1(x) / x)
    with np.errstate(divide="ignore"):  # a null: infinite loss
        return 0.0 - 20.0 * np.log10(abs(amplitude))  # 0 - 0 is 0, where -20 x 0 is -0


def _cosine_exponent(beamwidth_deg):
    """Exponent n of the power pattern cos^n that is down to one half at half the beamwidth."""
    half_rad = np.radians(0.5 * require("beamwidth_deg", beamwidth_deg, above=0.0, below=180.0))
    return -math.log(2.0) / np.log(np.cos(half_rad))


def cosine_pattern_loss_db(off_boresight_deg, beamwidth_deg, back_lobe_loss_db=None):
    r"""Pointing loss of a broad beam: a power of the cosine, down to the level of the back lobe.

    .. math:: L = \min(-10 n \log_{10} \cos \theta, \ L_b), \quad n = \frac{\ln 0.5}{\ln \cos (\theta_3 / 2)}

    and L_b alone from 90 degrees.

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off boresight, -180 to 180 [deg].
    beamwidth_deg : array_like
        Full half-power beamwidth, above 0 and below 180 [deg].
    back_lobe_loss_db : array_like, optional
        Loss L_b of the back lobe relative to boresight, zero or more; infinite for none.  The default is a typical
        20 dB, with a warning where it counts [dB].

    Returns
    -------
    ndarray or float
        Loss relative to boresight, broadcast shape of the arguments, at most that of the back lobe [dB].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180, any beamwidth outside 0 to 180, or any back lobe loss is negative.

    Warns
    -----
    ModelRangeWarning
        Without ``back_lobe_loss_db``, where the cosine alone would lose more than 20 dB, as it does at 90 degrees and
        beyond: the cosine says nothing of that part of the pattern.

    Notes
    -----
    The level stands for all lobes to the side and behind, whose nulls and peaks are not modelled.  Reference 2 takes
    20 dB for a sector antenna with a beam of 65 degrees; small antennas without a ground plane have less.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), chapter 2 (directivity, patterns of the form cos^n).
    .. [2] 3GPP TR 36.942, section 4.2.1.1 (antenna pattern with a greatest loss of 20 dB).

    Examples
    --------
    A patch of 80 degrees, pointed 60 degrees off, and away:

    >>> print(f"{cosine_pattern_loss_db(60.0, 80.0):.2f} dB")
    7.83 dB
    >>> print(f"{cosine_pattern_loss_db(150.0, 80.0, back_lobe_loss_db=15.0):.2f} dB")
    15.00 dB
    """
    off_boresight_deg = require("off_boresight_deg", off_boresight_deg, at_least=-180.0, at_most=180.0)
    angle_deg = abs(off_boresight_deg)
    # sin of the complement is exactly zero at 90 degrees, where cos(pi / 2) is not; behind, it is cut to zero
    cosine = np.maximum(np.sin(np.radians(90.0 - angle_deg)), 0.0)
    with np.errstate(divide="ignore"):
        lobe_db = 0.0 - 10.0 * _cosine_exponent(beamwidth_deg) * np.log10(cosine)
    if back_lobe_loss_db is not None:
        return np.minimum(lobe_db, require("back_lobe_loss_db", back_lobe_loss_db, at_least=0.0))
    if np.any(lobe_db > BACK_LOBE_LOSS_DB):
        loss = quantity_text(BACK_LOBE_LOSS_DB, "dB")
        note(f"cosine pattern is used beyond its lobe without a back_lobe_loss: {loss} is taken")
    return np.minimum(lobe_db, BACK_LOBE_LOSS_DB)


def cosine_pattern_directivity_dbi(beamwidth_deg):
    r"""Directivity of the beam of :func:`cosine_pattern_loss_db`.

    .. math:: D = 10 \log_{10} [2 (n + 1)]

    Parameters
    ----------
    beamwidth_deg : array_like
        Full half-power beamwidth, above 0 and below 180 [deg].

    Returns
    -------
    ndarray or float
        Directivity on boresight, same shape as ``beamwidth_deg``; the gain is lower by the antenna's losses [dBi].

    Raises
    ------
    LinkBudgetError
        If any beamwidth lies outside 0 to 180.

    Notes
    -----
    The back lobe is left out: one of 20 dB takes 0.17 dB from a beam of 80 degrees and 1.0 dB from one of 35.

    For a power of the cosine that a book states, in one half space without a back lobe, see
    :func:`linkbudget.physics.beam_shapes.cosine_power_directivity_dbi`.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), chapter 2 (directivity, patterns of the form cos^n).

    Examples
    --------
    >>> print(f"{cosine_pattern_directivity_dbi(80.0):.2f} dBi")
    8.57 dBi
    """
    return 10.0 * np.log10(2.0 * (_cosine_exponent(beamwidth_deg) + 1.0))


def isotropic_pattern_loss_db(off_boresight_deg):
    r"""Pointing loss of an isotropic antenna: none in any direction.

    .. math:: L = 0

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off boresight, -180 to 180 [deg].

    Returns
    -------
    ndarray or float
        Zero, same shape as ``off_boresight_deg`` [dB].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180.

    References
    ----------
    .. [1] IEEE Std 145-2013, isotropic radiator.

    Examples
    --------
    >>> print(f"{isotropic_pattern_loss_db(120.0):.1f} dB")
    0.0 dB
    """
    return 0.0 * abs(require("off_boresight_deg", off_boresight_deg, at_least=-180.0, at_most=180.0))
