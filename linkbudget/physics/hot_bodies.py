r"""Hot bodies in or near an antenna's beam: Sun, Moon, planets, and what they add to its noise temperature.

The map: brightness of the bodies (:func:`body_brightness_temperature_k` by name,
:func:`quiet_sun_brightness_temperature_k`, :func:`moon_brightness_temperature_k`,
:func:`coarse_moon_brightness_temperature_k`, :func:`planet_brightness_temperature_k`,
:func:`disc_brightness_temperature_k` from a flux density and :func:`disc_flux_density_w_per_m2_hz` back), and
:func:`source_noise_temperature_k`, what a disc adds in a Gaussian beam.

Real patterns with sidelobes are in :mod:`linkbudget.physics.body_noise`, the G/T that follows from the noise of the Sun
in :mod:`linkbudget.physics.sun_calibration`, and directions and diameters of the bodies in
:mod:`linkbudget.geometry.bodies_in_view`.
"""

import math

import numpy as np

from linkbudget.constants import BOLTZMANN_J_PER_K, SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError, require, warn_outside

QUIET_SUN_RANGE_HZ = (50e6, 100e9)
"""Frequencies that the read-off of the quiet Sun covers."""


MOON_RANGE_HZ = (2.5e9, 300e9)
"""Wavelengths of 12 cm to 1 mm, for which the fits of the Moon's brightness are stated."""


# ITU-R P.372-14, Figure 12, curve of the quiet Sun, read off by N. O'Donoughue (2019): GHz and K.
_SUN_GHZ = np.array([0.05, 0.2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 100])


_SUN_K = 1e3 * np.array([1000, 1000, 200, 90, 45, 29, 20, 16, 14, 13, 12, 10, 7, 6.3, 6.2, 6, 6])


_LOG_SUN_HZ, _LOG_SUN_K = np.log(1e9 * _SUN_GHZ), np.log(_SUN_K)


# Brightness of planets' discs at some frequencies: GHz and K, sources in planet_brightness_temperature_k.
_PLANETS = {
    "mercury": ([2.65, 8.3, 88.0], [300.0, 400.0, 277.0]),
    "venus": ([4.86, 8.44, 14.94, 22.46, 38.8, 93.7], [679.9, 657.5, 565.9, 505.2, 432.3, 355.6]),
    "mars": ([8.4], [190.0]),
    "jupiter": ([4.995, 14.5, 28.4, 44.1, 70.4, 86.1], [224.0, 157.0, 144.9, 159.8, 170.5, 179.4]),
    "saturn": ([14.5, 28.4, 44.1, 70.4, 86.1], [147.6, 140.0, 147.2, 150.2, 153.4]),
    "uranus": ([28.4, 44.1, 70.4], [152.0, 145.0, 132.0]),
    "neptune": ([28.4, 44.1, 70.4], [154.0, 148.0, 128.0]),
}


def quiet_sun_brightness_temperature_k(frequency_hz):
    """Brightness of the quiet Sun's disc, read off a figure.

    Straight lines in the logarithms of both scales between points read off the curve "quiet Sun" of ITU-R P.372.
    Two independent readings of that figure differ by up to 45 %, most between 1.4 and 3 GHz and above 20 GHz; a
    disturbed Sun is brighter by orders of magnitude at metre wavelengths.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; 50 MHz to 100 GHz, beyond which the last value is held, with a warning [Hz].

    Returns
    -------
    ndarray or float
        Brightness temperature, same shape as ``frequency_hz`` [K].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    References
    ----------
    .. [1] ITU-R P.372-14 (08/2019), Figure 12.
    .. [2] N. O'Donoughue, Emitter Detection and Geolocation for Electronic Warfare, Artech House (2019), whose program
       for the noise of the Sun holds the points used here.

    Examples
    --------
    >>> print(f"{quiet_sun_brightness_temperature_k(5.865e9):.0f} K")
    16452 K
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    warn_outside("The read-off of the quiet Sun", "frequency_hz", frequency_hz, *QUIET_SUN_RANGE_HZ)
    return np.exp(np.interp(np.log(frequency_hz), _LOG_SUN_HZ, _LOG_SUN_K))


def moon_brightness_temperature_k(frequency_hz, phase_deg):
    r"""Brightness of the Moon's disc, averaged over it, through the month.

    .. math:: T = T_0 + \frac{T_0}{M} \cos(\varphi - \xi)

    with, for the wavelength :math:`\lambda` in cm,
    :math:`T_0 = 206.06 + 1.6308 \lambda - 0.043774 \lambda^2 + 0.00043042 \lambda^3`,
    :math:`M = 1.2207 + 5.3788 \lambda - 0.26528 \lambda^2 + 0.0064374 \lambda^3` and a lag :math:`\xi` of 40 to 45
    degrees: the ground warms with delay.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; 2.5 to 300 GHz, beyond which the end of the range is used, with a warning [Hz].
    phase_deg : array_like
        Phase after full Moon: 0 full, 90 last quarter, 180 new, 270 first quarter [deg].

    Returns
    -------
    ndarray or float
        Brightness temperature, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    Notes
    -----
    :func:`coarse_moon_brightness_temperature_k`, from ITU-R P.372, swings by 70 K: that is right for millimetre waves,
    while at centimetres the month changes no more than some ten kelvins.

    References
    ----------
    .. [1] Special Astrophysical Observatory, Handbook of the RATAN-600 radio telescope, "Brightness temperature of
       Moon from radio data".

    Examples
    --------
    At 3.6 cm, a few days after full Moon and after new Moon:

    >>> print(moon_brightness_temperature_k(8.42e9, np.array([45.0, 225.0])).round(), "K")
    [224. 199.] K
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    warn_outside("The fit to the Moon", "frequency_hz", frequency_hz, *MOON_RANGE_HZ)
    cm = 100.0 * SPEED_OF_LIGHT_M_PER_S / np.clip(frequency_hz, *MOON_RANGE_HZ)
    mean = 206.06 + cm * (1.6308 + cm * (-0.043774 + cm * 0.00043042))
    mean_to_swing = 1.2207 + cm * (5.3788 + cm * (-0.26528 + cm * 0.0064374))
    short = 42.745 + 1.042 * np.log(cm)
    middle = 26.402 + cm * (18.625 + cm * (-6.3123 + cm * 0.70462))
    lag = np.where(cm < 1.2, short, np.where(cm < 4.0, middle, 45.0))[()]
    return mean + mean / mean_to_swing * np.cos(np.radians(require("phase_deg", phase_deg) - lag))


def coarse_moon_brightness_temperature_k(phase_deg):
    r"""Brightness of the Moon as ITU-R P.372 puts it in one sentence, whatever the frequency above 1 GHz.

    .. math:: T = 210 + 70 \cos\varphi

    Parameters
    ----------
    phase_deg : array_like
        Phase after full Moon: 0 full, 180 new [deg].

    Returns
    -------
    ndarray or float
        Brightness temperature, same shape [K].

    Notes
    -----
    The Recommendation gives the ends, about 140 K at new and 280 K at full Moon; the cosine between them is ours.  For
    centimetre waves :func:`moon_brightness_temperature_k` is better.

    References
    ----------
    .. [1] ITU-R P.372-17 (08/2024), section on brightness temperature due to extra-terrestrial sources.

    Examples
    --------
    >>> print(f"{coarse_moon_brightness_temperature_k(0.0):.0f} K, {coarse_moon_brightness_temperature_k(180.0):.0f} K")
    280 K, 140 K
    """
    return 210.0 + 70.0 * np.cos(np.radians(require("phase_deg", phase_deg)))


def planet_brightness_temperature_k(frequency_hz, planet):
    r"""Brightness of a planet's disc, between published measurements.

    .. math:: T(f) = T_i + (T_{i+1} - T_i) \frac{\ln(f / f_i)}{\ln(f_{i+1} / f_i)}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; beyond the measurements the nearest is held, with a warning: 2.65 to 88 GHz for Mercury,
        4.86 to 93.7 GHz for Venus, 5 to 86.1 GHz for Jupiter, 14.5 to 86.1 GHz for Saturn, 28.4 to 70.4 GHz for Uranus
        and Neptune; the one number for Mars, 190 K, serves from 1 to 100 GHz [Hz].
    planet : str
        "mercury", "venus", "mars", "jupiter", "saturn", "uranus" or "neptune".

    Returns
    -------
    ndarray or float
        Brightness temperature of thermal radiation, same shape as ``frequency_hz`` [K].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or the planet is another.

    Notes
    -----
    Good to 3 % for Venus, 10 % for the others, a third for Mercury, whose day side is 100 K warmer than its night side
    at 88 GHz.  Mars is warmer near perihelion (by the inverse square root of its distance from the Sun).  Jupiter's
    radiation belts, left out, add two thirds to the flux of its disc at 5 GHz and outshine it below about 3 GHz;
    Saturn's rings are left out.  The outer planets grow warmer towards low frequencies, which show deeper layers, so
    that the value held there is too low.

    References
    ----------
    .. [1] Venus: B. J. Butler et al., Icarus 154 (2001) 226; S. Dahal et al., "Microwave observations of Venus with
       CLASS", arXiv:2304.07367 (2023).
    .. [2] Mars: W. A. Dent, M. J. Klein and H. D. Aller, Astrophys. J. 142 (1965) 1685.
    .. [3] Jupiter, Saturn: J. W. M. Baars et al., Z. Astrophys. 61 (1965) 134; B. L. Ulich et al., IEEE Trans. Antennas
       Propag. 28 (1980) 367; Jupiter at 6 cm, belts subtracted: Astrophys. J. 148 (1967) 535.
    .. [4] Jupiter, Saturn, Uranus, Neptune: M. Maris et al., "Revised planet brightness temperatures using the
       Planck/LFI 2018 data release", Astron. Astrophys. 647 (2021) A104.
    .. [5] Mercury: Astrophys. J. 136 (1962) 995 (3.6 cm); Nature 213 (1967) 272 (quotes 300 K at 11.3 cm); Science 157
       (1967) 1550 (3.4 mm, mean of the phases).

    Examples
    --------
    >>> print(f"{planet_brightness_temperature_k(8.42e9, 'venus'):.0f} K")
    658 K
    """
    if planet not in _PLANETS:
        raise LinkBudgetError(f"planet = {planet!r}: expected one of {', '.join(map(repr, _PLANETS))}")
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    gigahertz, kelvins = _PLANETS[planet]
    low, high = (gigahertz[0], gigahertz[-1]) if len(gigahertz) > 1 else (1.0, 100.0)
    warn_outside(f"The brightness of {planet}", "frequency_hz", frequency_hz, 1e9 * low, 1e9 * high)
    return np.interp(np.log(frequency_hz), np.log(1e9 * np.array(gigahertz)), kelvins)


def body_brightness_temperature_k(frequency_hz, body, *, moon_phase_deg=None):
    r"""Brightness of a hot body's disc by the name of the body: quiet Sun, Moon or planet.

    .. math:: T = T_\mathrm{body}(f)

    The function for the body: :func:`quiet_sun_brightness_temperature_k`, :func:`moon_brightness_temperature_k` or
    :func:`planet_brightness_temperature_k`, whose ranges, warnings and sources hold.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    body : str
        "sun", "moon", or a planet from "mercury" to "neptune" but the Earth.
    moon_phase_deg : array_like, optional
        Phase of the Moon after full Moon; without it, the mean of the month.  Only the Moon has one [deg].

    Returns
    -------
    ndarray or float
        Brightness temperature, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or the body is another.

    Notes
    -----
    The Sun is quiet here.  For a day whose flux density is known take :func:`disc_brightness_temperature_k`: near the
    maximum of the solar cycle the Sun is up to three times as bright at a few gigahertz, and more in a flare.

    References
    ----------
    .. [1] The Sun by ITU-R P.372-14 (08/2019), Figure 12; the Moon and the planets by the sources of their functions.

    Examples
    --------
    >>> for body in ("sun", "moon", "mars"):
    ...     print(body, f"{body_brightness_temperature_k(8.42e9, body):.0f} K")
    sun 12556 K
    moon 211 K
    mars 190 K
    """
    if moon_phase_deg is not None:
        moon_phase_deg = require("moon_phase_deg", moon_phase_deg)
    if body == "sun":
        return quiet_sun_brightness_temperature_k(frequency_hz)
    if body != "moon":
        return planet_brightness_temperature_k(frequency_hz, body)
    if moon_phase_deg is not None:
        return moon_brightness_temperature_k(frequency_hz, moon_phase_deg)
    full_and_new = moon_brightness_temperature_k(np.asarray(frequency_hz)[..., None], np.array([0.0, 180.0]))
    return full_and_new.mean(axis=-1)[()]  # the cosine of the phase cancels


def disc_brightness_temperature_k(source_diameter_deg, frequency_hz, flux_density_w_per_m2_hz):
    r"""Brightness of a disc, such as the Sun's, from its flux density.

    .. math:: T = \frac{S \lambda^2}{2 k \Omega}, \qquad \Omega = \pi (d / 2)^2

    Parameters
    ----------
    source_diameter_deg : array_like
        Angular diameter, above zero and small against a radian [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    flux_density_w_per_m2_hz : array_like
        Flux density of both polarisations; a solar flux unit is 1e-22 [W/(m2 Hz)].

    Returns
    -------
    ndarray or float
        Brightness temperature (Rayleigh-Jeans), broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If a diameter or frequency is not above zero or a flux density is negative.

    References
    ----------
    .. [1] J. D. Kraus, Radio Astronomy, 2nd edition (1986), chapter 3: brightness and the Rayleigh-Jeans law.

    Examples
    --------
    A quiet Sun of 100 solar flux units at 2.8 GHz:

    >>> print(f"{disc_brightness_temperature_k(0.533, 2.8e9, 100e-22):.0f} K")
    61082 K
    """
    radius = np.radians(require("source_diameter_deg", source_diameter_deg, above=0.0)) / 2.0
    wavelength = SPEED_OF_LIGHT_M_PER_S / require("frequency_hz", frequency_hz, above=0.0)
    flux_density = require("flux_density_w_per_m2_hz", flux_density_w_per_m2_hz, at_least=0.0)
    return flux_density * (wavelength / radius) ** 2 / (2.0 * math.pi * BOLTZMANN_J_PER_K)


def disc_flux_density_w_per_m2_hz(source_diameter_deg, frequency_hz, brightness_temperature_k):
    r"""Flux density of a disc, such as the Moon's, from its brightness.

    .. math:: S = \frac{2 k T \Omega}{\lambda^2}, \qquad \Omega = \pi (d / 2)^2

    Parameters
    ----------
    source_diameter_deg : array_like
        Angular diameter, above zero and small against a radian [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    brightness_temperature_k : array_like
        Brightness temperature (Rayleigh-Jeans) [K].

    Returns
    -------
    ndarray or float
        Flux density of both polarisations, broadcast shape of the arguments; a solar flux unit is 1e-22 [W/(m2 Hz)].

    Raises
    ------
    LinkBudgetError
        If a diameter or frequency is not above zero or a temperature is negative.

    References
    ----------
    .. [1] J. D. Kraus, Radio Astronomy, 2nd edition (1986), chapter 3: brightness and the Rayleigh-Jeans law.

    Examples
    --------
    The Moon at 8.2 GHz, in solar flux units:

    >>> print(f"{disc_flux_density_w_per_m2_hz(0.536, 8.2e9, 201.74) / 1e-22:.2f}")
    2.86
    """
    brightness = require("brightness_temperature_k", brightness_temperature_k, at_least=0.0)
    return brightness / disc_brightness_temperature_k(source_diameter_deg, frequency_hz, 1.0)


def source_noise_temperature_k(source_diameter_deg, brightness_temperature_k, beamwidth_deg, *, off_boresight_deg=0.0):
    r"""Noise that a uniformly bright disc adds to an antenna with a Gaussian beam.

    .. math:: T = T_b \left(1 - 2^{-(d / \theta_{3\mathrm{dB}})^2}\right)

    for a disc on the axis; off the axis, the share of the beam that falls on the disc: the non-central chi-square
    distribution with two degrees of freedom.

    Parameters
    ----------
    source_diameter_deg : array_like
        Angular diameter of the disc, small against a radian [deg].
    brightness_temperature_k : array_like
        Brightness of the disc above that of the sky it hides [K].
    beamwidth_deg : array_like
        Half-power beamwidth, the full angle, above zero [deg].
    off_boresight_deg : array_like
        Angle between the beam's axis and the centre of the disc [deg].

    Returns
    -------
    ndarray or float
        Noise temperature, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If a beamwidth is not above zero or another argument is negative.

    Notes
    -----
    The whole of the antenna's power is taken to lie in the Gaussian main beam: with the beam efficiency of a real
    dish, 0.7 to 0.9, the result is that much smaller, and beyond one and a half beamwidths from the axis the
    sidelobes, which have no part here, bring in more than the main beam does:
    :func:`linkbudget.physics.body_noise.pattern_noise_temperature_k` counts both.

    References
    ----------
    .. [1] T. L. Wilson, K. Rohlfs, S. Huettemeister, Tools of Radio Astronomy, 6th edition (2013), chapter on antenna
       theory: antenna temperature as the convolution of beam and brightness.

    Examples
    --------
    Mars near opposition in the beam of a 70 m dish at 8.4 GHz:

    >>> print(f"{source_noise_temperature_k(0.0068, 190.0, 0.031):.2f} K")
    6.23 K
    """
    diameter_deg = require("source_diameter_deg", source_diameter_deg, at_least=0.0)
    brightness = require("brightness_temperature_k", brightness_temperature_k, at_least=0.0)
    beamwidth_deg = require("beamwidth_deg", beamwidth_deg, above=0.0)
    off_boresight_deg = require("off_boresight_deg", off_boresight_deg, at_least=0.0)
    filled = -np.expm1(-math.log(2.0) * (diameter_deg / beamwidth_deg) ** 2)
    if np.any(off_boresight_deg > 0.0):
        from scipy.special import chndtr  # only needed off the axis, and slow to import

        per_variance = 8.0 * math.log(2.0) / beamwidth_deg**2
        disc, offset = per_variance * (diameter_deg / 2.0) ** 2, per_variance * off_boresight_deg**2
        filled = np.where(off_boresight_deg > 0.0, chndtr(disc, 2.0, offset), filled)[()]
    return brightness * filled
