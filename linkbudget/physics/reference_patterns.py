"""Reference radiation patterns of the ITU: the gain to assume off boresight when no measured pattern is at hand.

Every ``*_gain_dbi`` takes the angle off boresight first, whose sign does not matter, and gives an absolute gain.  They
are envelopes made for interference studies: sidelobes of a real antenna lie mostly below.  For the loss of a wanted
signal near boresight see :mod:`linkbudget.physics.patterns`.

The map: :func:`f699_gain_dbi` (terrestrial links), :func:`s465_gain_dbi` and :func:`s580_gain_dbi` (earth stations),
:func:`bo1213_gain_dbi` (broadcast receivers), :func:`s672_gain_dbi` (satellites), :func:`ra1631_gain_dbi` (radio
telescopes); :data:`REFERENCE_PATTERNS` finds them by the name of the Recommendation.
"""

import math
from functools import partial

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError, require, warn_outside

_MAIN_LOBE = 2.5e-3  # dB per square of degrees times wavelengths, in every one of these Recommendations
_TINY = 1e-150  # degrees: stands for zero where a logarithm or 2 J1(x) / x is taken

_F699_REACH_HZ = {7: 70e9, 8: 86e9}  # edition of ITU-R F.699 -> highest frequency

S672_SIDELOBES = {20.0: (2.58, 6.32), 25.0: (2.88, 6.32), 30.0: (3.16, 6.32)}
"""Near-in sidelobes below the maximum [dB] -> the constants a and b; ITU-R S.672-4 (1997), table of recommends 1.1."""


def _angle(off_boresight_deg):
    """Size of the angle; zero is replaced by a trifle so that its logarithm exists."""
    angle_deg = abs(require("off_boresight_deg", off_boresight_deg, at_least=-180.0, at_most=180.0))
    return np.maximum(angle_deg, _TINY)


def _diameter_in_wavelengths(frequency_hz, diameter_m):
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    return require("diameter_m", diameter_m, above=0.0) * frequency_hz / SPEED_OF_LIGHT_M_PER_S


def _main_lobe(angle_deg, wavelengths, maximum_gain_dbi):
    return maximum_gain_dbi - _MAIN_LOBE * (wavelengths * angle_deg) ** 2


def _main_lobe_end_deg(wavelengths, maximum_gain_dbi, first_sidelobe_dbi):
    """Angle at which the main lobe has fallen to the first sidelobe."""
    above_db = require(
        "maximum_gain_dbi less the gain of the first sidelobe",
        np.asarray(maximum_gain_dbi - first_sidelobe_dbi),
        at_least=0.0,
    )
    return np.sqrt(above_db / _MAIN_LOBE) / wavelengths


def _first_true(*cases, default):
    """Value of the first condition that holds, in the broadcast shape of all; a float for floats."""
    conditions, values = zip(*cases, strict=True)
    arrays = np.broadcast_arrays(*conditions, *values, default)
    return np.select(arrays[: len(cases)], arrays[len(cases) : -1], arrays[-1])[()]


def f699_gain_dbi(off_boresight_deg, frequency_hz, diameter_m, maximum_gain_dbi, *, edition=8):
    r"""Reference pattern of antennas of terrestrial fixed links.

    .. math::

       G = G_{max} - 2.5 \times 10^{-3} (D \varphi / \lambda)^2 \ \text{for}\ \varphi < \varphi_m, \quad
       G = G_1 = 2 + 15 \log_{10} (D / \lambda) \ \text{for}\ \varphi_m \le \varphi < \varphi_r, \quad
       G = 32 - 25 \log_{10} \varphi \ \text{for}\ \varphi_r \le \varphi < 48^\circ, \quad
       G = -10 \ \text{for}\ 48^\circ \le \varphi, \quad \varphi_m = \frac{20 \lambda}{D} \sqrt{G_{max} - G_1}

    for D / lambda above 100, where phi_r = 15.85 (D / lambda)^-0.6.  Up to 100 the last three become G_1 as far as
    100 lambda / D, then 52 - 10 log10(D / lambda) - 25 log10(phi), then 10 - 10 log10(D / lambda) from 48 degrees;
    below 1 GHz the last is -2 - 5 log10(D / lambda), from 144.5 (D / lambda)^-0.2 degrees.  Above 70 GHz edition 8
    carries the slopes on to 120 degrees, and has -20 or -10 log10(D / lambda) from there.

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off boresight, -180 to 180 [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter of the antenna, above zero [m].
    maximum_gain_dbi : array_like
        Gain on boresight, at least that of the first sidelobe [dBi].
    edition : int, optional
        Edition of the Recommendation: 8 (2018) or 7 (2006), which are the same up to 70 GHz [-].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180, any frequency or diameter is not above zero, the gain on boresight is
        less than that of the first sidelobe, or the edition is not one of the two.

    Warns
    -----
    ModelRangeWarning
        Outside 0.1 to 86 GHz, edition 7 outside 0.1 to 70 GHz; below 1 GHz also for D / lambda below 0.63.

    Notes
    -----
    Every part joins the next without a step, which is how one can tell a slip: at least one public implementation
    has -10 - 10 log10(D / lambda) as its last part, 20 dB below its neighbour at 48 degrees, and ends the plateau of
    small antennas at 15.85 (D / lambda)^-0.6.  The parts above 70 GHz are taken from two public implementations, which
    agree.  Edition 9 (2026) reaches 174.8 GHz and is not here.

    References
    ----------
    .. [1] ITU-R F.699-8 (2018), recommends 2.1 (D / lambda above 100), 2.2 (up to 100) and 2.3 (below 1 GHz).
    .. [2] ITU-R F.699-7 (2006), the same recommends.

    Examples
    --------
    >>> print(f"{f699_gain_dbi(5.0, 7.5e9, 3.0, 45.23):.2f} dBi")
    15.77 dBi

    A 60 cm dish at 80 GHz, to its side:

    >>> print(f"{f699_gain_dbi(90.0, 80e9, 0.6, 51.8):.2f} dBi")
    -16.86 dBi
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    if edition not in _F699_REACH_HZ:
        raise LinkBudgetError(f"edition = {edition}: expected one of {', '.join(map(str, _F699_REACH_HZ))}")
    warn_outside(f"ITU-R F.699-{edition}", "frequency_hz", frequency_hz, 0.1e9, _F699_REACH_HZ[edition])
    angle_deg = _angle(off_boresight_deg)
    wavelengths = _diameter_in_wavelengths(frequency_hz, diameter_m)
    maximum_gain_dbi = require("maximum_gain_dbi", maximum_gain_dbi)
    decades = np.log10(wavelengths)
    first_sidelobe_dbi = 2.0 + 15.0 * decades
    low, high = np.less(frequency_hz, 1e9), np.greater(frequency_hz, 70e9) & (edition >= 8)
    warn_outside("ITU-R F.699 below 1 GHz", "diameter / wavelength", np.where(low, wavelengths, 1.0), 0.63, math.inf)
    large = np.greater(wavelengths, 100.0) & ~low
    plateau_end_deg = np.where(large, 15.85 * wavelengths**-0.6, 100.0 / wavelengths)
    far_from_deg = np.where(low, 144.5 * wavelengths**-0.2, np.where(high, 120.0, 48.0))
    far_dbi = np.where(large, -10.0, np.where(low, -2.0 - 5.0 * decades, 10.0 - 10.0 * decades))
    return _first_true(
        (
            angle_deg < _main_lobe_end_deg(wavelengths, maximum_gain_dbi, first_sidelobe_dbi),
            _main_lobe(angle_deg, wavelengths, maximum_gain_dbi),
        ),
        (angle_deg < plateau_end_deg, first_sidelobe_dbi),
        (angle_deg < far_from_deg, np.where(large, 32.0, 52.0 - 10.0 * decades) - 25.0 * np.log10(angle_deg)),
        default=far_dbi - 10.0 * high,
    )


def s465_gain_dbi(off_boresight_deg, frequency_hz, diameter_m):
    r"""Reference pattern of the sidelobes of earth stations, for coordination and interference.

    .. math::

       G = 32 - 25 \log_{10} \varphi \ \text{for}\ \varphi_{min} \le \varphi < 48^\circ, \quad
       G = -10 \ \text{for}\ 48^\circ \le \varphi, \quad
       \varphi_{min} = \max(1^\circ, 100 \lambda / D) \ \text{for}\ D / \lambda \ge 50, \quad
       \varphi_{min} = \max(2^\circ, 114 (D / \lambda)^{-1.09}) \ \text{for}\ D / \lambda < 50

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off boresight, -180 to 180 [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter of the antenna, above zero [m].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments; NaN within phi_min, for which the Recommendation has no pattern [dBi].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180, or any frequency or diameter is not above zero.

    Warns
    -----
    ModelRangeWarning
        Outside 2 to 31 GHz.

    Notes
    -----
    For D / lambda below 33.3 the angle phi_min stays at 2.5 degrees (note 5 of the Recommendation).

    References
    ----------
    .. [1] ITU-R S.465-6 (2010), recommends 2 and note 5.

    Examples
    --------
    >>> print(f"{s465_gain_dbi(10.0, 11.7e9, 1.2):.1f} dBi")
    7.0 dBi
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    warn_outside("ITU-R S.465", "frequency_hz", frequency_hz, 2e9, 31e9)
    angle_deg = _angle(off_boresight_deg)
    wavelengths = _diameter_in_wavelengths(frequency_hz, diameter_m)
    from_deg = np.where(
        np.less(wavelengths, 50.0),
        np.clip(114.0 * wavelengths**-1.09, 2.0, 2.5),
        np.maximum(100.0 / wavelengths, 1.0),
    )
    return _first_true(
        (angle_deg < from_deg, np.nan),
        (angle_deg < 48.0, 32.0 - 25.0 * np.log10(angle_deg)),
        default=-10.0,
    )


def s580_gain_dbi(off_boresight_deg, frequency_hz, diameter_m):
    r"""Design objective for the sidelobes of earth stations that work with geostationary satellites.

    .. math::

       G = 29 - 25 \log_{10} \varphi \ \text{for}\ \max(1^\circ, 100 \lambda / D) \le \varphi \le 20^\circ, \quad
       G = \min(-3.5, 32 - 25 \log_{10} \varphi) \ \text{for}\ 20^\circ < \varphi < 10^{42/25} = 47.9^\circ, \quad
       G = -10 \ \text{for}\ 47.9^\circ \le \varphi

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off boresight, -180 to 180 [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter of the antenna, above zero [m].

    Returns
    -------
    ndarray or float
        Gain that 90 % of the sidelobe peaks shall not exceed, broadcast shape of the arguments; NaN nearer to the
        main lobe than the Recommendation covers [dBi].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180, or any frequency or diameter is not above zero.

    Warns
    -----
    ModelRangeWarning
        For D / lambda below 50.

    Notes
    -----
    The Recommendation itself ends at 20 degrees and points to ITU-R S.465 beyond; the second and third part are the
    way Appendix 30B of the Radio Regulations joins the two.  Other implementations carry the first part on to 48
    degrees.

    References
    ----------
    .. [1] ITU-R S.580-6 (2004), recommends 1.
    .. [2] Radio Regulations, Appendix 30B, Annex 1; pattern APEREC015V01 of the ITU antenna pattern library.

    Examples
    --------
    >>> print(f"{s580_gain_dbi(5.0, 12e9, 13.0):.2f} dBi")
    11.53 dBi
    """
    angle_deg = _angle(off_boresight_deg)
    wavelengths = _diameter_in_wavelengths(frequency_hz, diameter_m)
    warn_outside("ITU-R S.580", "diameter / wavelength", wavelengths, 50.0, math.inf)
    decades = np.log10(angle_deg)
    return _first_true(
        (angle_deg < np.maximum(1.0, 100.0 / wavelengths), np.nan),
        (angle_deg <= 20.0, 29.0 - 25.0 * decades),
        (angle_deg < 10.0 ** (42.0 / 25.0), np.minimum(-3.5, 32.0 - 25.0 * decades)),
        default=-10.0,
    )


def s672_gain_dbi(off_boresight_deg, beamwidth_deg, maximum_gain_dbi, *, sidelobe_loss_db=25.0):
    r"""Design objective for a round or elliptical beam of a geostationary satellite.

    .. math::

       G = G_m - 3 (\psi / \psi_b)^2 \ \text{for}\ \psi \le a \psi_b, \quad
       G = G_m - L \ \text{for}\ a \psi_b < \psi \le b \psi_b, \quad
       G = \max(G_m - L + 20 - 25 \log_{10} (\psi / \psi_b), 0) \ \text{for}\ b \psi_b < \psi, \quad
       \psi_b = \theta_3 / 2

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off the beam's centre, -180 to 180 [deg].
    beamwidth_deg : array_like
        Full half-power beamwidth in the plane of that angle, above zero [deg].
    maximum_gain_dbi : array_like
        Gain at the beam's centre, at least ``sidelobe_loss_db`` [dBi].
    sidelobe_loss_db : float, optional
        Level of the near-in sidelobes below the maximum: 20, 25 or 30 [dB].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180, any beamwidth is not above zero, the sidelobe level is not one of the
        three, or the maximum is too low for it.

    Notes
    -----
    The Recommendation states the parabola from half the beamwidth outwards; it is used from the centre here, where
    it is the usual one.

    References
    ----------
    .. [1] ITU-R S.672-4 (1997), recommends 1.1 and its table of a and b.

    Examples
    --------
    >>> print(f"{s672_gain_dbi(2.0, 0.65, 51.0, sidelobe_loss_db=20.0):.2f} dBi")
    31.00 dBi
    """
    if sidelobe_loss_db not in S672_SIDELOBES:
        known = ", ".join(f"{level:g}" for level in S672_SIDELOBES)
        raise LinkBudgetError(f"sidelobe_loss_db = {sidelobe_loss_db}: expected one of {known}")
    a, b = S672_SIDELOBES[sidelobe_loss_db]
    halves = 2.0 * _angle(off_boresight_deg) / require("beamwidth_deg", beamwidth_deg, above=0.0)
    maximum_gain_dbi = require("maximum_gain_dbi", maximum_gain_dbi, at_least=float(sidelobe_loss_db))
    near_dbi = maximum_gain_dbi - sidelobe_loss_db
    return _first_true(
        (halves <= a, maximum_gain_dbi - 3.0 * halves**2),
        (halves <= b, near_dbi),
        default=np.maximum(near_dbi + 20.0 - 25.0 * np.log10(halves), 0.0),
    )


def ra1631_gain_dbi(off_boresight_deg, frequency_hz, diameter_m, aperture_efficiency=1.0, *, bessel=False):
    r"""Reference pattern of radio telescopes.

    .. math::

       G = G_{max} - 2.5 \times 10^{-3} (D \varphi / \lambda)^2 \ \text{for}\ \varphi < \varphi_m, \quad
       G = G_1 = -1 + 15 \log_{10} (D / \lambda) \ \text{for}\ \varphi_m \le \varphi < \varphi_r, \quad
       G = 29 - 25 \log_{10} \varphi \ \text{for}\ \varphi_r \le \varphi < 10^\circ, \quad
       G = 34 - 30 \log_{10} \varphi \ \text{for}\ 10^\circ \le \varphi < 34.1^\circ, \quad
       G = -12 \ \text{for}\ 34.1^\circ \le \varphi < 80^\circ, \quad
       G = -7 \ \text{for}\ 80^\circ \le \varphi < 120^\circ, \quad
       G = -12 \ \text{for}\ 120^\circ \le \varphi, \quad
       \varphi_m = (20 \lambda / D) \sqrt{G_{max} - G_1}, \quad \varphi_r = 15.85 (D / \lambda)^{-0.6}

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off boresight, -180 to 180 [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter of the reflector, above zero [m].
    aperture_efficiency : array_like, optional
        Aperture efficiency, above 0 and at most 1: the Recommendation has 1, its handbook allows others [-].
    bessel : bool, optional
        True for the lobes of the uniform aperture within 1 degree in place of the envelope: those of 2 J1(x) / x as
        far as the first null, at 69.88 lambda / D, and their asymptotic form from there.

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments; with ``bessel`` minus infinity at the nulls [dBi].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180, any frequency or diameter is not above zero, the efficiency lies
        outside 0 to 1, or the dish is so small that its first sidelobe would exceed its maximum.

    References
    ----------
    .. [1] ITU-R RA.1631-0 (2003), recommends 1 and 2.
    .. [2] ITU Handbook on Radio Astronomy (maximum gain with an aperture efficiency).

    Examples
    --------
    A 100 m dish at 21 cm, 10 degrees off:

    >>> print(f"{ra1631_gain_dbi(10.0, 1.4276e9, 100.0):.1f} dBi")
    4.0 dBi
    """
    angle_deg = _angle(off_boresight_deg)
    wavelengths = _diameter_in_wavelengths(frequency_hz, diameter_m)
    efficiency = require("aperture_efficiency", aperture_efficiency, above=0.0, at_most=1.0)
    maximum_gain_dbi = 10.0 * np.log10(efficiency * (math.pi * wavelengths) ** 2)
    first_sidelobe_dbi = 15.0 * np.log10(wavelengths) - 1.0
    decades = np.log10(angle_deg)
    envelope_dbi = _first_true(
        (
            angle_deg < _main_lobe_end_deg(wavelengths, maximum_gain_dbi, first_sidelobe_dbi),
            _main_lobe(angle_deg, wavelengths, maximum_gain_dbi),
        ),
        (angle_deg < 15.85 * wavelengths**-0.6, first_sidelobe_dbi),
        (angle_deg < 10.0, 29.0 - 25.0 * decades),
        (angle_deg < 34.1, 34.0 - 30.0 * decades),
        ((angle_deg < 80.0) | (angle_deg >= 120.0), -12.0),
        default=-7.0,
    )
    if not bessel:
        return envelope_dbi
    x = math.pi * wavelengths * np.radians(angle_deg)  # 2 pi x of the Recommendation
    with np.errstate(divide="ignore"):  # a null
        lobe_dbi = maximum_gain_dbi + 20.0 * np.log10(abs(2.0 * scipy.special.j1(x) / x))
        far_lobe_dbi = 32.0 - 20.0 * decades + 20.0 * np.log10(abs(np.cos(x - 0.75 * math.pi + 0.0953)))
    return _first_true(
        (angle_deg >= 1.0, envelope_dbi), (angle_deg < 69.88 / wavelengths, lobe_dbi), default=far_lobe_dbi
    )


def bo1213_gain_dbi(off_boresight_deg, frequency_hz, diameter_m, maximum_gain_dbi):
    r"""Reference pattern of receiving antennas for satellite broadcasting, co-polar.

    .. math::

       G = G_{max} - 2.5 \times 10^{-3} (D \varphi / \lambda)^2 \ \text{for}\ \varphi < \varphi_m, \quad
       G = G_1 = 29 - 25 \log_{10} \varphi_r \ \text{for}\ \varphi_m \le \varphi < \varphi_r = 95 \lambda / D, \quad
       G = 29 - 25 \log_{10} \varphi \ \text{for}\ \varphi_r \le \varphi < 10^{34/25} = 22.9^\circ, \quad
       G = -5 \ \text{for}\ 22.9^\circ \le \varphi < 70^\circ, \quad
       G = 0 \ \text{for}\ 70^\circ \le \varphi, \quad \varphi_m = \frac{\lambda}{D} \sqrt{\frac{G_{max} - G_1}{0.0025}}

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off boresight, -180 to 180 [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    diameter_m : array_like
        Diameter of the antenna, above zero [m].
    maximum_gain_dbi : array_like
        Gain on boresight, at least that of the first sidelobe [dBi].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180, any frequency or diameter is not above zero, or the gain on boresight
        is less than that of the first sidelobe.

    Warns
    -----
    ModelRangeWarning
        Outside 11.7 to 12.75 GHz, and for D / lambda below 11.

    References
    ----------
    .. [1] ITU-R BO.1213-1 (2005), Annex 1.

    Examples
    --------
    A 45 cm dish, two degrees off; on boresight it has 33.3 dBi:

    >>> print(f"{bo1213_gain_dbi(2.0, 12.2e9, 0.45, 33.3):.1f} dBi")
    29.9 dBi
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    warn_outside("ITU-R BO.1213", "frequency_hz", frequency_hz, 11.7e9, 12.75e9)
    angle_deg = _angle(off_boresight_deg)
    wavelengths = _diameter_in_wavelengths(frequency_hz, diameter_m)
    warn_outside("ITU-R BO.1213", "diameter / wavelength", wavelengths, 11.0, math.inf)
    maximum_gain_dbi = require("maximum_gain_dbi", maximum_gain_dbi)
    plateau_end_deg = 95.0 / wavelengths
    first_sidelobe_dbi = 29.0 - 25.0 * np.log10(plateau_end_deg)
    return _first_true(
        (
            angle_deg < _main_lobe_end_deg(wavelengths, maximum_gain_dbi, first_sidelobe_dbi),
            _main_lobe(angle_deg, wavelengths, maximum_gain_dbi),
        ),
        (angle_deg < plateau_end_deg, first_sidelobe_dbi),
        (angle_deg < 10.0 ** (34.0 / 25.0), 29.0 - 25.0 * np.log10(angle_deg)),
        (angle_deg < 70.0, -5.0),
        default=0.0,
    )


REFERENCE_PATTERNS = {
    "F.699-8": f699_gain_dbi,
    "F.699-7": partial(f699_gain_dbi, edition=7),
    "S.465-6": s465_gain_dbi,
    "S.580-6": s580_gain_dbi,
    "S.672-4": s672_gain_dbi,
    "RA.1631-0": ra1631_gain_dbi,
    "BO.1213-1": bo1213_gain_dbi,
}
"""Recommendation and edition -> its pattern."""
