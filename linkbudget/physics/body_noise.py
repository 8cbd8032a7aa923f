r"""Noise of hot bodies in the pattern of a real antenna: main lobe of a stated gain, and sidelobes.

A budget that knows gain and beamwidth of its antenna wants the noise of the Sun both in the beam and beside it.  The
map: :func:`main_beam_efficiency` (share of the power that a Gaussian main lobe of that gain holds),
:func:`main_lobe_gain_dbi` (such a lobe, joined to an envelope of the sidelobes), :func:`small_body_noise_temperature_k`
(a body smaller than the detail of the pattern) and :func:`pattern_noise_temperature_k` (any disc, any pattern of
revolution).

What is found counts before the atmosphere, which dims the body by its own loss, and adds to the sky noise.  A
reference pattern such as ITU-R F.699 is an envelope of sidelobe peaks, so that the noise it gives off the axis is an
upper bound: typical sidelobes bring in several decibels less.  ITU-R S.465 and S.580 have no pattern within the first
degree, where for a large dish most of the noise arises: take F.699 there.
"""

import math
from collections.abc import Callable

import numpy as np

from linkbudget.errors import require, warn_outside
from linkbudget.physics.hot_bodies import source_noise_temperature_k

_HALF_POWER_DB = 10.0 * math.log10(2.0)
_LOBE_END = 2.58  # halves of a beamwidth, where a Gaussian lobe is 20 dB down
_FULL_LOBE = 16.0 * math.log(2.0)  # gain times square of the beamwidth of a Gaussian lobe that holds all the power
_FAR = 20.0  # radii of the body: beyond, a slope of -25 log10(angle) changes the mean over the disc by 0.2 %
_BLOCK = 1 << 12  # points whose nodes are in memory at once
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(32)


def main_beam_efficiency(beamwidth_deg, antenna_gain_dbi):
    r"""Share of the pattern's power within a Gaussian main lobe of stated gain and beamwidth.

    .. math:: \eta = \frac{G \Omega_m}{4 \pi}, \qquad \Omega_m = \frac{\pi \theta_{3\mathrm{dB}}^2}{4 \ln 2}

    Parameters
    ----------
    beamwidth_deg : array_like
        Half-power beamwidth, the full angle, above zero and small against a radian [deg].
    antenna_gain_dbi : array_like
        Gain on boresight [dBi].

    Returns
    -------
    ndarray or float
        Efficiency, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a beamwidth is not above zero.

    Warns
    -----
    ModelRangeWarning
        Where the result is above one: gain and beamwidth do not belong to one lossless antenna.

    References
    ----------
    .. [1] T. L. Wilson, K. Rohlfs, S. Huettemeister, Tools of Radio Astronomy, 6th edition (2013), chapter on antenna
       theory: main beam solid angle and efficiency.

    Examples
    --------
    A 34 m dish at 8.42 GHz:

    >>> print(f"{main_beam_efficiency(0.066, 68.2):.2f}")
    0.79
    """
    beamwidth_rad = np.radians(require("beamwidth_deg", beamwidth_deg, above=0.0))
    efficiency = 10.0 ** (0.1 * require("antenna_gain_dbi", antenna_gain_dbi)) * beamwidth_rad**2 / _FULL_LOBE
    warn_outside("A Gaussian main lobe", "its share of the power", efficiency, 0.0, 1.0)
    return efficiency


def main_lobe_gain_dbi(off_boresight_deg, beamwidth_deg, antenna_gain_dbi, sidelobe_gain_dbi):
    r"""Gain of a Gaussian main lobe joined to an envelope of the sidelobes.

    .. math::

        G = G_0 - 12.04 (\varphi / \theta_{3\mathrm{dB}})^2 \ \text{for}\ \varphi \le 1.29\, \theta_{3\mathrm{dB}},
        \quad G = \max\left(G_0 - 12.04 (\varphi / \theta_{3\mathrm{dB}})^2, G_s\right) \ \text{beyond}

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off boresight, -180 to 180 [deg].
    beamwidth_deg : array_like
        Half-power beamwidth, the full angle, above zero [deg].
    antenna_gain_dbi : array_like
        Gain on boresight [dBi].
    sidelobe_gain_dbi : array_like
        Gain of the envelope at that angle, such as :func:`linkbudget.physics.reference_patterns.f699_gain_dbi` gives;
        NaN, where an envelope is silent, counts as none, as does minus infinity [dBi].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If an angle lies outside -180 to 180 or a beamwidth is not above zero.

    Notes
    -----
    A reference pattern has a main lobe of its own, wider than that of most antennas: it counts from 1.29 beamwidths,
    where the Gaussian lobe is 20 dB down.  The power at half the beamwidth is exactly half, so that the lobe is that of
    :func:`linkbudget.physics.hot_bodies.source_noise_temperature_k`; with the rounded 12 of
    :func:`linkbudget.physics.patterns.gaussian_pattern_loss_db` it would hold 0.3 % more.

    References
    ----------
    .. [1] ITU-R F.699-7 (2006), recommends 2: main lobe, then sidelobes, in the same way.

    Examples
    --------
    >>> from linkbudget.physics.reference_patterns import f699_gain_dbi
    >>> off_deg = np.array([0.0, 0.1, 1.0])
    >>> main_lobe_gain_dbi(off_deg, 0.066, 68.2, f699_gain_dbi(off_deg, 8.42e9, 34.0, 68.2)).round(1)
    array([68.2, 46.7, 32. ])
    """
    antenna_gain_dbi = require("antenna_gain_dbi", antenna_gain_dbi)
    sidelobe_gain_dbi = require("sidelobe_gain_dbi", sidelobe_gain_dbi)
    angle_deg = require("off_boresight_deg", off_boresight_deg, at_least=-180.0, at_most=180.0)
    halves = 2.0 * angle_deg / require("beamwidth_deg", beamwidth_deg, above=0.0)
    lobe_dbi = antenna_gain_dbi - _HALF_POWER_DB * halves**2
    return np.where(abs(halves) > _LOBE_END, np.fmax(lobe_dbi, sidelobe_gain_dbi), lobe_dbi)[()]


def small_body_noise_temperature_k(source_diameter_deg, brightness_temperature_k, gain_towards_body_dbi):
    r"""Noise of a body that is small against the detail of the pattern, from the gain towards it.

    .. math:: T = T_b \frac{G \Omega}{4 \pi}, \qquad \Omega = 4 \pi \sin^2(d / 4)

    Parameters
    ----------
    source_diameter_deg : array_like
        Angular diameter of the disc, 0 to 360 [deg].
    brightness_temperature_k : array_like
        Brightness of the disc above that of the sky it hides [K].
    gain_towards_body_dbi : array_like
        Gain of the antenna in the direction of the body [dBi].

    Returns
    -------
    ndarray or float
        Noise temperature, at most the brightness, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If a diameter lies outside 0 to 360 or a temperature is negative.

    Notes
    -----
    In the main lobe of a beam no wider than the body it is too much; beside the beam it is right within some
    decibels even when the body is wider than a sidelobe, as long as the gain is an envelope or a mean.

    References
    ----------
    .. [1] J. D. Kraus, Radio Astronomy, 2nd edition (1986), chapter 6: antenna temperature of a small source.

    Examples
    --------
    The Sun in a sidelobe of 0 dBi:

    >>> print(f"{small_body_noise_temperature_k(0.533, 12e3, 0.0):.3f} K")
    0.065 K
    """
    gain_towards_body_dbi = require("gain_towards_body_dbi", gain_towards_body_dbi)
    diameter_rad = np.radians(require("source_diameter_deg", source_diameter_deg, at_least=0.0, at_most=360.0))
    brightness = require("brightness_temperature_k", brightness_temperature_k, at_least=0.0)
    share = 10.0 ** (0.1 * np.asarray(gain_towards_body_dbi, dtype=float)) * np.sin(0.25 * diameter_rad) ** 2
    return brightness * np.minimum(share, 1.0)[()]


def beam_noise_temperature_k(
    source_diameter_deg,
    brightness_temperature_k,
    off_boresight_deg,
    beamwidth_deg,
    antenna_gain_dbi,
    sidelobe_gain_dbi,
    loss_db=0.0,
):
    r"""Noise of a uniformly bright disc in the Gaussian main lobe of an antenna, or in its sidelobes, behind a loss.

    .. math:: T = \max(\eta T_{lobe}, T_{side}) / L, \quad L = 10^{A / 10}

    with :math:`\eta` the main beam efficiency, :math:`T_{lobe}` the noise of the disc in a Gaussian beam, and
    :math:`T_{side}` that of a small body under the envelope of the sidelobes, which counts from 1.29 beamwidths on.

    Parameters
    ----------
    source_diameter_deg : array_like
        Angular diameter of the disc; zero, for a body that is set, adds nothing [deg].
    brightness_temperature_k : array_like
        Brightness temperature of the disc, zero or more [K].
    off_boresight_deg : array_like
        Angle between boresight and the centre of the disc, -180 to 180 [deg].
    beamwidth_deg : array_like
        Half-power beamwidth, above zero [deg].
    antenna_gain_dbi : array_like
        Gain on boresight [dBi].
    sidelobe_gain_dbi : array_like
        Gain of an envelope of the sidelobes at that angle; NaN or minus infinity count as none [dBi].
    loss_db : array_like
        Loss between the disc and the point where the noise is stated, zero or more [dB].

    Returns
    -------
    ndarray or float
        Noise temperature, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its limits.

    Notes
    -----
    An upper bound in the sidelobes, where reference patterns envelop the peaks.  Where only the pattern on one side is
    known, :func:`pattern_noise_temperature_k` integrates it over the disc.

    References
    ----------
    .. [1] Wilson, Rohlfs and Huettemeister, Tools of Radio Astronomy, 6th edition (2013), section 8.2 (convolution of
       source and beam; in the sidelobes the gain times the share of the sphere that the disc fills).

    Examples
    --------
    The Sun, 12 000 K, 0.3 and 2 degrees beside the beam of a 34 m dish at X band:

    >>> from linkbudget.physics.reference_patterns import f699_gain_dbi
    >>> off_deg = np.array([0.3, 2.0])
    >>> side_dbi = f699_gain_dbi(off_deg, 8.42e9, 34.0, 68.2)
    >>> print(beam_noise_temperature_k(0.533, 12_000.0, off_deg, 0.066, 68.2, side_dbi).round(1), "K")
    [2086.7   18.2] K
    """
    sidelobe_gain_dbi = require("sidelobe_gain_dbi", sidelobe_gain_dbi)
    diameter_deg = require("source_diameter_deg", source_diameter_deg, at_least=0.0)
    seen_deg = np.where(np.equal(diameter_deg, 0.0), 1e-3, diameter_deg)  # any disc, counted as none below
    lobe_k = main_beam_efficiency(beamwidth_deg, antenna_gain_dbi) * source_noise_temperature_k(
        seen_deg, brightness_temperature_k, beamwidth_deg, off_boresight_deg=off_boresight_deg
    )
    side_k = small_body_noise_temperature_k(seen_deg, brightness_temperature_k, sidelobe_gain_dbi)
    beyond = 2.0 * np.abs(off_boresight_deg) / beamwidth_deg > _LOBE_END
    noise_k = np.where(beyond, np.fmax(lobe_k, side_k), lobe_k)
    through = 10.0 ** (require("loss_db", loss_db, at_least=0.0) / -10.0)
    return np.where(np.equal(diameter_deg, 0.0), 0.0, noise_k * through)[()]


def pattern_noise_temperature_k(
    source_diameter_deg, brightness_temperature_k, off_boresight_deg, gain_dbi: Callable[[np.ndarray], np.ndarray]
):
    r"""Noise that a uniformly bright disc adds to an antenna with any pattern of revolution.

    .. math::

        T = \frac{T_b}{4 \pi} \int G(\rho) \, 2 \beta(\rho) \sin\rho \, d\rho, \qquad
        \tan^2\frac{\beta}{2} = \frac{\sin\frac{a + s - \rho}{2} \sin\frac{a - s + \rho}{2}}
            {\sin\frac{\rho + s + a}{2} \sin\frac{\rho + s - a}{2}}

    :math:`2 \beta` is the part of the circle of radius :math:`\rho` about the axis that lies on the disc, of radius
    :math:`a` and with its centre :math:`s` from the axis.

    Parameters
    ----------
    source_diameter_deg : array_like
        Angular diameter of the disc, 0 to 180 [deg].
    brightness_temperature_k : array_like
        Brightness of the disc above that of the sky it hides [K].
    off_boresight_deg : array_like
        Angle between the beam's axis and the centre of the disc, 0 to 180 [deg].
    gain_dbi : callable
        Gain as a function of an array of angles off boresight in degrees, the same for every element of the other
        arguments, with its maximum on boresight.

    Returns
    -------
    ndarray or float
        Noise temperature, at most the brightness, broadcast shape of the other arguments; NaN where the gain is
        NaN [K].

    Raises
    ------
    LinkBudgetError
        If a diameter or an angle lies outside its range or a temperature is negative.

    Notes
    -----
    Integrated by Gauss-Legendre with 32 points, spaced by the width of the main lobe: within 0.1 % for a Gaussian lobe
    of any width, 1 % for an envelope with kinks.  Discs more than 20 of their radii from the axis take the gain at
    their centre; a pattern whose lobes are finer than the disc must there be given as an envelope or a mean.  Within
    the disc an envelope may hold more than the power there is; the brightness is the limit.

    References
    ----------
    .. [1] T. L. Wilson, K. Rohlfs, S. Huettemeister, Tools of Radio Astronomy, 6th edition (2013), chapter on antenna
       theory: antenna temperature as the convolution of beam and brightness.

    Examples
    --------
    The quiet Sun near the beam of a 34 m dish at 8.42 GHz, with the sidelobes of ITU-R F.699:

    >>> from linkbudget.physics.reference_patterns import f699_gain_dbi
    >>> def gain_dbi(off_deg):
    ...     return main_lobe_gain_dbi(off_deg, 0.066, 68.2, f699_gain_dbi(off_deg, 8.42e9, 34.0, 68.2))
    >>> print(pattern_noise_temperature_k(0.533, 12.6e3, np.array([0.5, 1.0, 2.0, 5.0]), gain_dbi).round(1), "K")
    [786.  114.4  19.4   1.9] K
    """
    radius = np.radians(require("source_diameter_deg", source_diameter_deg, at_least=0.0, at_most=180.0)) / 2.0
    brightness = require("brightness_temperature_k", brightness_temperature_k, at_least=0.0)
    offset = np.radians(require("off_boresight_deg", off_boresight_deg, at_least=0.0, at_most=180.0))
    radius, offset, brightness = np.broadcast_arrays(radius, offset, brightness)
    near = (offset < _FAR * radius) & (radius > 0.0)
    share = np.empty(near.shape)
    share[~near] = _power(gain_dbi(np.degrees(offset[~near]))) * np.sin(0.5 * radius[~near]) ** 2
    share[near] = _near_share(radius[near], offset[near], gain_dbi)
    return (brightness * np.minimum(share, 1.0))[()]


def _power(gain_dbi):
    return 10.0 ** (0.1 * np.asarray(gain_dbi, dtype=float))


def _near_share(radius, offset, gain_dbi):
    """Share of the pattern's power that falls on discs near the axis, block by block."""
    share = np.empty(radius.size)
    scale = 2.0 / math.sqrt(float(_power(gain_dbi(np.zeros(1)))[0]))  # radius to which a Gaussian lobe falls by e
    for start in range(0, radius.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        a, s = radius[block], offset[block]
        inner, edge = np.maximum(a - s, 0.0), np.abs(a - s)
        share[block] = _ring_share(np.zeros_like(a), inner, None, scale, gain_dbi)
        share[block] += _ring_share(edge, np.minimum(a + s, np.pi), (a, s), scale, gain_dbi)
    return share


def _ring_share(low, high, disc, scale, gain_dbi):
    """Share of the power between two radii, over the whole circle or over the part of it on the disc."""
    first, last = np.arcsinh(low / scale), np.arcsinh(high / scale)
    turn = 0.5 * np.pi * _NODES[:, None]  # the sine tames the square roots at the ends of the disc
    x = 0.5 * (first + last) + 0.5 * (last - first) * np.sin(turn)
    rho = scale * np.sinh(x)
    step = 0.5 * (last - first) * np.cos(turn) * 0.5 * np.pi * scale * np.cosh(x)
    part = 1.0 if disc is None else _part_of_circle(rho, *disc)
    integrand = _power(gain_dbi(np.degrees(rho))) * 0.5 * part * np.sin(rho) * step
    return np.einsum("i,in->n", _WEIGHTS, integrand)


def _part_of_circle(rho, a, s):
    """Part of the circle of radius ``rho`` about the axis that lies on a disc of radius ``a`` at ``s``; 0 to 1."""
    up = np.sin(0.5 * (a + s - rho)) * np.sin(0.5 * (a - s + rho))
    down = np.sin(0.5 * (rho + s + a)) * np.sin(0.5 * (rho + s - a))
    return np.arctan2(np.sqrt(np.maximum(up, 0.0)), np.sqrt(np.maximum(down, 0.0))) * (2.0 / np.pi)
