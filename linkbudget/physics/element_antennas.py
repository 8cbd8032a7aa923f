r"""Antennas that are elements rather than apertures: horns, helices, dipoles and patches, from their dimensions.

The map: :func:`pyramidal_horn_gain_dbi`, :func:`conical_horn_gain_dbi`; :func:`helix_gain_dbi` (measured law of King
and Wong), :func:`helix_gain_kraus_dbi` (Kraus's rule, too good), :func:`helix_half_power_beamwidth_deg`;
:func:`dipole_gain_dbi`, :func:`patch_gain_dbi`.
"""

import math

import numpy as np
from scipy.special import fresnel, j0, j1, sici, spherical_jn

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError, require, warn_outside

_SHORT_DIPOLE = 0.05  # length times wave number, below which the integrals lose their digits and a series serves

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(48)  # smooth integrand: 1e-12 for patches of up to two wavelengths
_POLAR_RAD = 0.5 * math.pi * (_NODES + 1.0)
_POLAR_WEIGHTS = 0.5 * math.pi * _WEIGHTS

_TE11 = 1.841183781340659  # first zero of J1', the wall of a round waveguide
_ORDERS = np.arange(9)  # of a Legendre series whose next term is 3e-12
_TE11_FIELD = (_ORDERS + 0.5) * (-1j) ** _ORDERS
_TE11_FIELD *= (_WEIGHTS * j0(_TE11 * np.sqrt(0.5 * (_NODES + 1.0)))) @ np.polynomial.legendre.legvander(_NODES, 8)

_UNSEEN_PHASE = 1.0 / 16.0  # wavelengths: the phase error that a measuring distance of 2 D^2 / lambda leaves


def pyramidal_horn_gain_dbi(frequency_hz, aperture_width_m, aperture_height_m, width_flare_m, height_flare_m):
    r"""Gain of a pyramidal horn fed by the fundamental mode of its waveguide, losses left out.

    .. math::

       G = 10 \log_{10} \left\{ \frac{8 \pi \rho_1 \rho_2}{a b}
       \left[ (C(u) - C(v))^2 + (S(u) - S(v))^2 \right] \left[ C^2(w) + S^2(w) \right] \right\}, \quad
       u, v = \frac{1}{\sqrt 2} \left( \frac{\sqrt{\lambda \rho_2}}{a} \pm \frac{a}{\sqrt{\lambda \rho_2}} \right),
       \quad w = \frac{b}{\sqrt{2 \lambda \rho_1}}

    with the Fresnel integrals C and S.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    aperture_width_m : array_like
        Aperture a in the plane of the magnetic field, above zero [m].
    aperture_height_m : array_like
        Aperture b in the plane of the electric field, above zero [m].
    width_flare_m : array_like
        Length rho_2 of the horn from its virtual apex in the magnetic plane to the aperture, above zero [m].
    height_flare_m : array_like
        The same length rho_1 in the electric plane, above zero [m].

    Returns
    -------
    ndarray or float
        Gain over an isotropic antenna, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If any argument is zero or negative.

    Notes
    -----
    The aperture field is that of the waveguide with the quadratic phase of the flare; for a very long horn the result
    is 8 / pi^2 of the gain of the area.  Edge diffraction, a few tenths of a decibel, is left out.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 13.4 (pyramidal horn, directivity).

    Examples
    --------
    5.5 by 2.75 wavelengths, 6 wavelengths long, at 10 GHz:

    >>> print(f"{pyramidal_horn_gain_dbi(10e9, 0.1649, 0.08244, 0.1799, 0.1799):.2f} dBi")
    18.83 dBi
    """
    wavelength_m = SPEED_OF_LIGHT_M_PER_S / require("frequency_hz", frequency_hz, above=0.0)
    width_m = require("aperture_width_m", aperture_width_m, above=0.0)
    height_m = require("aperture_height_m", aperture_height_m, above=0.0)
    width_flare_m = require("width_flare_m", width_flare_m, above=0.0)
    height_flare_m = require("height_flare_m", height_flare_m, above=0.0)
    zone_m = np.sqrt(wavelength_m * width_flare_m)
    far_s, far_c = fresnel((zone_m / width_m + width_m / zone_m) / math.sqrt(2.0))
    near_s, near_c = fresnel((zone_m / width_m - width_m / zone_m) / math.sqrt(2.0))
    high_s, high_c = fresnel(height_m / np.sqrt(2.0 * wavelength_m * height_flare_m))
    magnetic = (far_c - near_c) ** 2 + (far_s - near_s) ** 2
    electric = high_c * high_c + high_s * high_s
    area_m2 = width_m * height_m
    return 10.0 * np.log10(8.0 * math.pi * width_flare_m * height_flare_m / area_m2 * magnetic * electric)


def conical_horn_gain_dbi(frequency_hz, diameter_m, slant_length_m):
    r"""Gain of a smooth conical horn fed by the fundamental mode of its waveguide, losses left out.

    .. math::

       G = 20 \log_{10} \frac{\pi d}{\lambda}
       + 10 \log_{10} \left\{ \frac{2 \chi^2}{(\chi^2 - 1) J_1^2(\chi)}
       \left| \int_0^1 J_0(\chi t) \, e^{-2 \pi j s t^2} \, t \, dt \right|^2 \right\}, \quad
       s = \frac{d^2}{8 \lambda l}, \quad \chi = 1.8412, \ J_1'(\chi) = 0

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter of the aperture, above zero [m].
    slant_length_m : array_like
        Length from the virtual apex to the rim along the wall, at least the radius [m].

    Returns
    -------
    ndarray or float
        Gain over an isotropic antenna, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If any frequency or diameter is not above zero, or a wall is shorter than the radius it spans.

    Warns
    -----
    ModelRangeWarning
        For a flare so wide that the phase at the rim differs from a sphere's by more than 1/16 wavelength.

    Notes
    -----
    The TE11 field is integrated over the aperture with the quadratic phase of the flare, for any phase error s.  A
    very long horn has 0.8367 of the area's gain; the horn of greatest gain for its length has s = 0.39, and loses
    2.9 dB.  The cubic of s that reference 1 fits to the loss is within 0.25 dB up to s = 0.55 and 4.9 dB too small
    at 0.85.  Edge diffraction is left out.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), sections 12.5 (circular aperture, TE11 mode) and 13.5 (conical
       horn).
    .. [2] King, The radiation characteristics of conical horn antennas, Proc. IRE 38 (1950) 249.

    Examples
    --------
    >>> print(f"{conical_horn_gain_dbi(10e9, 0.1, 0.108):.1f} dBi")
    17.6 dBi
    """
    diameter_m = require("diameter_m", diameter_m, above=0.0)
    slant_length_m = require("slant_length_m", slant_length_m, above=0.0)
    if np.any(np.less(slant_length_m, 0.5 * diameter_m)):
        raise LinkBudgetError(f"slant_length_m = {slant_length_m}: expected at least half of diameter_m")
    waves_per_m = require("frequency_hz", frequency_hz, above=0.0) / SPEED_OF_LIGHT_M_PER_S
    error = diameter_m * diameter_m * waves_per_m / (8.0 * slant_length_m)
    axis_m = np.sqrt((slant_length_m - 0.5 * diameter_m) * (slant_length_m + 0.5 * diameter_m))
    sphere = waves_per_m * (slant_length_m - axis_m)
    warn_outside("conical horn", "phase beyond the quadratic, in wavelengths", sphere - error, -1.0, _UNSEEN_PHASE)
    return 20.0 * np.log10(math.pi * diameter_m * waves_per_m) + 10.0 * np.log10(_te11_efficiency(error))


def _te11_efficiency(error):
    """Share of the area's gain that TE11 leaves with a quadratic phase error at the rim, in wavelengths."""
    # over x = 2 t^2 - 1 the phase is linear, and P_k(x) integrates to 2 (-j)^k j_k(pi s), a spherical Bessel function
    field = spherical_jn(_ORDERS, math.pi * np.asarray(error)[..., None]) @ _TE11_FIELD  # twice the integral
    return 0.5 * _TE11**2 / ((_TE11**2 - 1.0) * j1(_TE11) ** 2) * abs(field) ** 2


def _helix(frequency_hz, diameter_m, turn_spacing_m, turns):
    """Circumference and turn spacing in wavelengths, number of turns."""
    waves_per_m = require("frequency_hz", frequency_hz, above=0.0) / SPEED_OF_LIGHT_M_PER_S
    circumference = math.pi * require("diameter_m", diameter_m, above=0.0) * waves_per_m
    spacing = require("turn_spacing_m", turn_spacing_m, above=0.0) * waves_per_m
    return circumference, spacing, require("turns", turns, above=0.0)


def helix_gain_dbi(frequency_hz, diameter_m, turn_spacing_m, turns):
    r"""Peak gain of an axial-mode helix, fitted to measurements.

    .. math::

       G = 10 \log_{10} \left[ 8.3 \left( \frac{\pi D}{\lambda} \right)^{\sqrt{N + 2} - 1}
       \left( \frac{N S}{\lambda} \right)^{0.8}
       \left( \frac{\tan 12.5^\circ}{\tan \alpha} \right)^{\sqrt N / 2} \right], \quad \tan \alpha = \frac{S}{\pi D}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency of the peak, above zero [Hz].
    diameter_m : array_like
        Diameter of the helix, above zero [m].
    turn_spacing_m : array_like
        Distance between turns along the axis, above zero [m].
    turns : array_like
        Number of turns, above zero [-].

    Returns
    -------
    ndarray or float
        Gain over an isotropic antenna, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If any argument is zero or negative.

    Warns
    -----
    ModelRangeWarning
        For helices shorter than one wavelength or longer than eight, the lengths that were measured.

    Notes
    -----
    The formula is for the frequency at which a given helix peaks, where the circumference is 1.1 wavelengths or so;
    above it the gain drops fast, which no formula here shows.  It lies 1 to 5 dB below :func:`helix_gain_kraus_dbi`,
    which takes a wave of constant amplitude along the wire.

    References
    ----------
    .. [1] King and Wong, Characteristics of 1 to 8 wavelength uniform helical antennas, IEEE Trans. Antennas Propag.
       28 (1980) 291.

    Examples
    --------
    Ten turns at 2.2 GHz:

    >>> print(f"{helix_gain_dbi(2.2e9, 0.0477, 0.0332, 10.0):.1f} dBi")
    13.3 dBi
    """
    circumference, spacing, turns = _helix(frequency_hz, diameter_m, turn_spacing_m, turns)
    length = turns * spacing
    warn_outside("King and Wong's helix", "length in wavelengths", length, 1.0, 8.0)
    pitch = (math.tan(math.radians(12.5)) * circumference / spacing) ** (0.5 * np.sqrt(turns))
    return 10.0 * np.log10(8.3 * circumference ** (np.sqrt(turns + 2.0) - 1.0) * length**0.8 * pitch)


def helix_gain_kraus_dbi(frequency_hz, diameter_m, turn_spacing_m, turns):
    r"""Gain of an axial-mode helix by the rule of thumb of its inventor.

    .. math:: G = 10 \log_{10} \left( 15 N \frac{C^2 S}{\lambda^3} \right), \quad C = \pi D

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter of the helix, above zero [m].
    turn_spacing_m : array_like
        Distance between turns along the axis, above zero [m].
    turns : array_like
        Number of turns, above zero [-].

    Returns
    -------
    ndarray or float
        Gain over an isotropic antenna, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If any argument is zero or negative.

    Warns
    -----
    ModelRangeWarning
        Outside a circumference of 3/4 to 4/3 wavelengths.

    Notes
    -----
    Stated besides for pitch angles of 12 to 14 degrees and more than three turns.  Measured helices have less: see
    :func:`helix_gain_dbi`.

    Books differ in the factor: Kraus gave 15, and 12 from the second edition of his Antennas (1988) on, which is 1
    dB less; Balanis keeps 15.  :func:`linkbudget.physics.beam_shapes.helix_directivity_of_turns_dbi` takes either.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 10.3.1 (axial mode).

    Examples
    --------
    >>> print(f"{helix_gain_kraus_dbi(2.2e9, 0.0477, 0.0332, 10.0):.1f} dBi")
    16.5 dBi
    """
    circumference, spacing, turns = _helix(frequency_hz, diameter_m, turn_spacing_m, turns)
    warn_outside("axial mode of a helix", "circumference in wavelengths", circumference, 0.75, 4.0 / 3.0)
    return 10.0 * np.log10(15.0 * turns * circumference * circumference * spacing)


def helix_half_power_beamwidth_deg(frequency_hz, diameter_m, turn_spacing_m, turns):
    r"""Half-power beamwidth of an axial-mode helix.

    .. math:: \theta_3 = \frac{52^\circ \, \lambda^{3/2}}{C \sqrt{N S}}, \quad C = \pi D

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter of the helix, above zero [m].
    turn_spacing_m : array_like
        Distance between turns along the axis, above zero [m].
    turns : array_like
        Number of turns, above zero [-].

    Returns
    -------
    ndarray or float
        Full width between half-power points, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If any argument is zero or negative.

    Warns
    -----
    ModelRangeWarning
        Outside a circumference of 3/4 to 4/3 wavelengths.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 10.3.1 (axial mode).

    Examples
    --------
    >>> print(f"{helix_half_power_beamwidth_deg(2.2e9, 0.0477, 0.0332, 10.0):.0f} deg")
    30 deg
    """
    circumference, spacing, turns = _helix(frequency_hz, diameter_m, turn_spacing_m, turns)
    warn_outside("axial mode of a helix", "circumference in wavelengths", circumference, 0.75, 4.0 / 3.0)
    return 52.0 / (circumference * np.sqrt(turns * spacing))


def dipole_gain_dbi(frequency_hz, length_m, radiation_efficiency=1.0):
    r"""Gain of a thin centre-fed dipole at right angles to its wire.

    .. math::

       G = 10 \log_{10} \frac{2 \eta (1 - \cos (x / 2))^2}{Q}, \quad x = 2 \pi l / \lambda, \quad
       Q = \gamma + \ln x - \mathrm{Ci}(x) + \tfrac12 \sin x \, [\mathrm{Si}(2x) - 2 \mathrm{Si}(x)]
       + \tfrac12 \cos x \, [\gamma + \ln (x / 2) + \mathrm{Ci}(2x) - 2 \mathrm{Ci}(x)]

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    length_m : array_like
        Length from tip to tip, above zero [m].
    radiation_efficiency : array_like, optional
        Power radiated over power taken, above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Gain over an isotropic antenna, broadcast shape of the arguments: 1.76 dBi for a short dipole, 2.15 dBi for
        half a wave.  Minus infinity at multiples of two wavelengths, which do not radiate at right angles [dBi].

    Raises
    ------
    LinkBudgetError
        If any frequency or length is not above zero, or the efficiency lies outside 0 to 1.

    Notes
    -----
    The current is sinusoidal, zero at the tips.  Up to 1.2 wavelengths this is the maximum; longer dipoles send more
    to other angles.  A monopole of half the length on a large ground plane has 3.01 dB more.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 4.5 (finite length dipole, directivity).

    Examples
    --------
    >>> print(f"{dipole_gain_dbi(183.6e6, 0.8164):.2f} dBi")
    2.15 dBi
    """
    waves_per_m = require("frequency_hz", frequency_hz, above=0.0) / SPEED_OF_LIGHT_M_PER_S
    x = 2.0 * math.pi * require("length_m", length_m, above=0.0) * waves_per_m
    efficiency = require("radiation_efficiency", radiation_efficiency, above=0.0, at_most=1.0)
    longer = np.maximum(x, _SHORT_DIPOLE)
    sine, cosine = sici(longer)
    sine_2, cosine_2 = sici(2.0 * longer)
    radiated = np.euler_gamma + np.log(longer) - cosine + 0.5 * np.sin(longer) * (sine_2 - 2.0 * sine)
    radiated += 0.5 * np.cos(longer) * (np.euler_gamma + np.log(0.5 * longer) + cosine_2 - 2.0 * cosine)
    directivity = np.where(x < _SHORT_DIPOLE, 1.5 * (1.0 + x * x / 120.0), 8.0 * np.sin(0.25 * longer) ** 4 / radiated)[
        ()
    ]
    with np.errstate(divide="ignore"):  # no radiation at right angles
        return 10.0 * np.log10(efficiency * directivity)


def patch_gain_dbi(frequency_hz, patch_width_m, patch_length_m, radiation_efficiency=1.0):
    r"""Gain of a rectangular microstrip patch in its fundamental mode: two radiating slots.

    .. math::

       G = 10 \log_{10} \left[ \eta \left( \frac{2 \pi W}{\lambda} \right)^2 \frac{1}{I_1} \frac{2}{1 + g} \right],
       \quad I_1 = \cos X + X \, \mathrm{Si}(X) + \frac{\sin X}{X} - 2, \quad X = \frac{2 \pi W}{\lambda}, \quad
       g = \frac{1}{I_1} \int_0^\pi \left[ \frac{\sin (\frac{X}{2} \cos \theta)}{\cos \theta} \right]^2
       J_0 (\tfrac{2 \pi L}{\lambda} \sin \theta) \sin^3 \theta \, d\theta

    Parameters
    ----------
    frequency_hz : array_like
        Frequency of resonance, above zero [Hz].
    patch_width_m : array_like
        Width W of the patch, along the radiating edges, above zero [m].
    patch_length_m : array_like
        Length L of the patch between the radiating edges, above zero [m].
    radiation_efficiency : array_like, optional
        Power radiated over power taken (conductor, dielectric and surface-wave losses), above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Gain over an isotropic antenna on a large ground plane, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If any frequency, width or length is not above zero, or the efficiency lies outside 0 to 1.

    Warns
    -----
    ModelRangeWarning
        For sides above two wavelengths: a patch is about half a wavelength in its substrate.

    Notes
    -----
    Cavity model with thin substrate and infinite ground plane; g is the mutual over the own conductance of the slots.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 14.2 (rectangular patch; conductance, directivity).

    Examples
    --------
    A patch of 11.86 by 9.06 mm on a substrate of permittivity 2.2, at 10 GHz:

    >>> print(f"{patch_gain_dbi(10e9, 11.86e-3, 9.06e-3):.2f} dBi")
    6.78 dBi
    """
    wave_number = 2.0 * math.pi / SPEED_OF_LIGHT_M_PER_S * require("frequency_hz", frequency_hz, above=0.0)
    width = wave_number * require("patch_width_m", patch_width_m, above=0.0)
    length = wave_number * require("patch_length_m", patch_length_m, above=0.0)
    efficiency = require("radiation_efficiency", radiation_efficiency, above=0.0, at_most=1.0)
    warn_outside("patch", "larger side in wavelengths", np.maximum(width, length) / (2.0 * math.pi), 0.0, 2.0)
    across, along = (side[..., None] for side in np.broadcast_arrays(width, length))
    # sin(z cos) / cos, written so that the middle, where the cosine is zero, needs no limit
    slot = (0.5 * across * np.sinc(0.5 * across * np.cos(_POLAR_RAD) / math.pi)) ** 2 * np.sin(_POLAR_RAD) ** 3
    own = slot @ _POLAR_WEIGHTS  # I_1, without the cancellation of its closed form for narrow patches
    mutual = (slot * j0(along * np.sin(_POLAR_RAD))) @ _POLAR_WEIGHTS
    return 10.0 * np.log10(efficiency * 2.0 * width * width / (own + mutual))
