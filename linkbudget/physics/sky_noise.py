"""The noise an antenna picks up from the sky: the Galaxy, the atmosphere in front of it, and hot bodies in the beam.

The map: :func:`galactic_noise_temperature_k` (quiet sky), :func:`galactic_pole_noise_temperature_k` (its coldest part,
to low frequencies), :func:`mean_galactic_brightness_temperature_k` (between the poles and the Milky Way),
:func:`median_galactic_noise_figure_db` and :func:`median_galactic_noise_temperature_k` (a vertical rod below 100 MHz)
and :func:`scaled_brightness_temperature_k` (from a map at another frequency) give the background, to which the cosmic
background of :data:`linkbudget.constants.COSMIC_BACKGROUND_K` is added where it is not said to be included.
:func:`mean_radiating_temperature_k` and :func:`atmospheric_noise_temperature_k` describe the atmosphere,
:func:`sky_noise_temperature_k` puts it in front of the background.  :func:`quiet_sun_brightness_temperature_k`,
:func:`moon_brightness_temperature_k`, :func:`coarse_moon_brightness_temperature_k`,
:func:`planet_brightness_temperature_k` and :func:`disc_brightness_temperature_k`
tell how bright a disc is, :func:`source_noise_temperature_k` what it adds.
"""

import math

import numpy as np

from linkbudget.constants import BOLTZMANN_J_PER_K, SPEED_OF_LIGHT_M_PER_S, STANDARD_NOISE_TEMPERATURE_K
from linkbudget.errors import LinkBudgetError, require, warn_outside

LOWEST_GALACTIC_HZ = 10e6
"""Below this the Galaxy absorbs its own noise and the power law of the quiet sky overstates it."""

HIGHEST_MEDIAN_GALACTIC_HZ = 100e6
"""ITU-R P.372-16 states its median galactic noise up to about this frequency."""

QUIET_SUN_RANGE_HZ = (50e6, 100e9)
"""Frequencies that the read-off of the quiet Sun covers."""

MEAN_GALAXY_RANGE_HZ = (100e6, 1.16e9)
"""Frequencies that the read-off of the mean galactic brightness covers."""

MOON_RANGE_HZ = (2.5e9, 300e9)
"""Wavelengths of 12 cm to 1 mm, for which the fits of the Moon's brightness are stated."""

_NEPER_PER_DB = math.log(10.0) / 10.0
_P372_BACKGROUND_K = 2.7  # the cosmic background as P.372 rounds it

# ITU-R P.372-14, Figure 12, curve of the quiet Sun, read off by N. O'Donoughue (2019): GHz and K.
_SUN_GHZ = np.array([0.05, 0.2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 30, 40, 50, 100])
_SUN_K = 1e3 * np.array([1000, 1000, 200, 90, 45, 29, 20, 16, 14, 13, 12, 10, 7, 6.3, 6.2, 6, 6])
_LOG_SUN_HZ, _LOG_SUN_K = np.log(1e9 * _SUN_GHZ), np.log(_SUN_K)

# Brightness of planets' discs at some frequencies: GHz and K, sources in planet_brightness_temperature_k.
_PLANETS = {
    "venus": ([4.86, 8.44, 14.94, 22.46, 38.8, 93.7], [679.9, 657.5, 565.9, 505.2, 432.3, 355.6]),
    "mars": ([8.4], [190.0]),
    "jupiter": ([14.5, 86.1], [157.0, 179.4]),
    "saturn": ([14.5, 86.1], [147.6, 153.4]),
}


def galactic_noise_temperature_k(frequency_hz, *, temperature_at_1_m_k=60.0, spectral_index=2.55):
    r"""Galactic noise of the quiet sky, away from the plane of the Milky Way.

    .. math:: T = T_{1\,\mathrm{m}} \, \lambda^{2.55}, \qquad \lambda = c / f \text{ in metres}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    temperature_at_1_m_k : array_like
        Temperature at a wavelength of 1 m, 60 +- 20 between 10 and 90 degrees of galactic latitude [K].
    spectral_index : array_like
        Power of the wavelength [-].

    Returns
    -------
    ndarray or float
        Noise temperature without the cosmic background, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or a temperature is negative.

    Notes
    -----
    The source states the law for the frequencies of LOFAR, 10 to 250 MHz.  Below 10 MHz a warning is given.  Above, it
    is extrapolated without one: the spectrum steepens there, so that the law errs on the high side by a few kelvins
    at 400 MHz and by a fraction of a kelvin at a few gigahertz.

    References
    ----------
    .. [1] M. P. van Haarlem et al., "LOFAR: The LOw-Frequency ARray", Astron. Astrophys. 556 (2013) A2, section 12.6;
       the law with its numbers stands on ASTRON's page "Sensitivity of the LOFAR array", section 1.

    Examples
    --------
    >>> print(f"{galactic_noise_temperature_k(183.6e6):.0f} K, {galactic_noise_temperature_k(922.76e6):.1f} K")
    209 K, 3.4 K
    """
    wavelength = SPEED_OF_LIGHT_M_PER_S / require("frequency_hz", frequency_hz, above=0.0)
    if not isinstance(frequency_hz, float) or frequency_hz < LOWEST_GALACTIC_HZ:
        warn_outside("The power law of the quiet sky", "frequency_hz", frequency_hz, LOWEST_GALACTIC_HZ, math.inf)
    return require("temperature_at_1_m_k", temperature_at_1_m_k, at_least=0.0) * wavelength**spectral_index


def galactic_pole_noise_temperature_k(frequency_hz):
    r"""Galactic and extragalactic noise towards the galactic poles, with the absorption that sets in below 10 MHz.

    .. math::

        T = \frac{c^2}{2 k f^2} \left(I_g f_6^{-0.52} \frac{1 - e^{-\tau}}{\tau} + I_{eg} f_6^{-0.80} e^{-\tau}\right),
        \qquad \tau = 5.0 \, f_6^{-2.1}

    with :math:`f_6` in MHz, :math:`I_g = 2.48 \times 10^{-20}` and :math:`I_{eg} = 1.06 \times 10^{-20}`
    W/(m2 Hz sr).

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; beyond some hundred megahertz the formula is an extrapolation [Hz].

    Returns
    -------
    ndarray or float
        Noise temperature without the cosmic background, same shape as ``frequency_hz`` [K].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    References
    ----------
    .. [1] G. A. Dulk et al., "Calibration of low-frequency radio telescopes using the galactic background radiation",
       Astron. Astrophys. 365 (2001) 294; after H. V. Cane, Mon. Not. R. Astron. Soc. 189 (1979) 465.

    Examples
    --------
    >>> print(f"{galactic_pole_noise_temperature_k(100e6):.0f} K")
    823 K
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    megahertz = frequency_hz / 1e6
    depth = 5.0 * megahertz**-2.1
    galactic = 2.48e-20 * megahertz**-0.52 * -np.expm1(-depth) / depth
    extragalactic = 1.06e-20 * megahertz**-0.80 * np.exp(-depth)
    wavelength = SPEED_OF_LIGHT_M_PER_S / frequency_hz
    return wavelength * wavelength / (2.0 * BOLTZMANN_J_PER_K) * (galactic + extragalactic)


def median_galactic_noise_figure_db(frequency_hz):
    r"""Median external noise figure of the Galaxy with a vertical antenna, below about 100 MHz.

    .. math:: F_{am} = 52 - 23 \log_{10} f, \qquad f \text{ in MHz}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; stated up to about 100 MHz, with a warning above [Hz].

    Returns
    -------
    ndarray or float
        Noise power over that of 290 K, so that the temperature is 290 times 10^(Fam/10); same shape as
        ``frequency_hz`` [dB].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    References
    ----------
    .. [1] ITU-R P.372-16 (08/2022), part 4, section 4.1, equation (13).

    Examples
    --------
    >>> print(f"{median_galactic_noise_figure_db(20e6):.1f} dB")
    22.1 dB
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    warn_outside("ITU-R P.372-16 galactic noise", "frequency_hz", frequency_hz, 0.0, HIGHEST_MEDIAN_GALACTIC_HZ)
    return 52.0 - 23.0 * np.log10(frequency_hz / 1e6)


def median_galactic_noise_temperature_k(frequency_hz):
    r"""Median external noise temperature of the Galaxy with a vertical antenna, below about 100 MHz.

    .. math:: T = 290 \times 10^{F_{am} / 10}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; stated up to about 100 MHz, with a warning above [Hz].

    Returns
    -------
    ndarray or float
        Noise temperature, same shape as ``frequency_hz`` [K].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    References
    ----------
    .. [1] ITU-R P.372-16 (08/2022), part 4, section 4.1, equation (13), with the definition of the external noise
       figure in part 2.

    Examples
    --------
    >>> print(f"{median_galactic_noise_temperature_k(50e6):.0f} K")
    5685 K
    """
    return STANDARD_NOISE_TEMPERATURE_K * 10.0 ** (median_galactic_noise_figure_db(frequency_hz) / 10.0)


def scaled_brightness_temperature_k(
    frequency_hz, reference_temperature_k, reference_frequency_hz, *, spectral_index=2.75
):
    r"""Sky brightness at one frequency from that at another, for instance from a map at 408 MHz.

    .. math:: T(f) = (T(f_0) - 2.7) \left(\frac{f_0}{f}\right)^{2.75} + 2.7

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    reference_temperature_k : array_like
        Brightness at the reference frequency with the cosmic background in it, 2.7 or more [K].
    reference_frequency_hz : array_like
        Reference frequency, above zero [Hz].
    spectral_index : array_like
        Power of the frequency: 2.75 on average, 2.3 to 3.0 over the sky [-].

    Returns
    -------
    ndarray or float
        Brightness temperature with the cosmic background in it, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero or a temperature is below 2.7 K.

    Notes
    -----
    The Recommendation prints the law as :math:`t_b(f_0) (f / f_0)^{-2.75} + 2.7`, where :math:`t_b(f_0)` stands for
    what the sky gives above the cosmic background; here the whole temperature goes in, so that f = f0 returns it.

    References
    ----------
    .. [1] ITU-R P.372-16 (08/2022), part 4, equation (14).

    Examples
    --------
    >>> print(f"{scaled_brightness_temperature_k(922.76e6, 25.0, 408e6):.1f} K")
    5.1 K
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    reference_hz = require("reference_frequency_hz", reference_frequency_hz, above=0.0)
    reference_k = require("reference_temperature_k", reference_temperature_k, at_least=_P372_BACKGROUND_K)
    ratio = reference_hz / frequency_hz
    return (reference_k - _P372_BACKGROUND_K) * ratio**spectral_index + _P372_BACKGROUND_K


def mean_radiating_temperature_k(surface_temperature_k):
    r"""Mean temperature at which a clear or cloudy atmosphere radiates.

    .. math:: T_{mr} = 37.34 + 0.81 \, T_s

    Parameters
    ----------
    surface_temperature_k : array_like
        Air temperature at the station, above zero [K].

    Returns
    -------
    ndarray or float
        Mean radiating temperature, same shape as ``surface_temperature_k`` [K].

    Raises
    ------
    LinkBudgetError
        If a temperature is not above zero.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), section 3, equation (70).

    Examples
    --------
    >>> print(f"{mean_radiating_temperature_k(288.15):.1f} K")
    270.7 K
    """
    return 37.34 + 0.81 * require("surface_temperature_k", surface_temperature_k, above=0.0)


def atmospheric_noise_temperature_k(loss_db, mean_radiating_temperature_k=275.0):
    r"""Noise that the atmosphere itself sends down.

    .. math:: T = T_{mr} \left(1 - 10^{-A/10}\right)

    Parameters
    ----------
    loss_db : array_like
        Loss by absorption along the path: gases, clouds, rain, without scintillation [dB].
    mean_radiating_temperature_k : array_like
        Mean radiating temperature; 275 serves clear and rainy weather without local data [K].

    Returns
    -------
    ndarray or float
        Noise temperature, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If a loss is negative or a temperature is not above zero.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), section 3, first term of equation (69).

    Examples
    --------
    >>> print(f"{atmospheric_noise_temperature_k(1.0):.2f} K")
    56.56 K
    """
    loss_db = require("loss_db", loss_db, at_least=0.0)
    radiating = require("mean_radiating_temperature_k", mean_radiating_temperature_k, above=0.0)
    return -radiating * np.expm1(-_NEPER_PER_DB * loss_db)


def sky_noise_temperature_k(background_k, loss_db, mean_radiating_temperature_k=275.0):
    r"""Noise of the sky at the ground: the background dimmed by the atmosphere, and the atmosphere's own.

    .. math:: T_{sky} = T_{bg} \, 10^{-A/10} + T_{mr} \left(1 - 10^{-A/10}\right)

    Parameters
    ----------
    background_k : array_like
        Brightness of the sky above the atmosphere, cosmic and galactic [K].
    loss_db : array_like
        Loss by absorption along the path: gases, clouds, rain, without scintillation [dB].
    mean_radiating_temperature_k : array_like
        Mean radiating temperature; 275 serves clear and rainy weather without local data [K].

    Returns
    -------
    ndarray or float
        Noise temperature, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If a background or loss is negative or a radiating temperature is not above zero.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), section 3, equation (69), which has 2.7 K for the background.

    Examples
    --------
    >>> print(f"{sky_noise_temperature_k(2.7, 0.04):.2f} K")
    5.20 K
    """
    background_k = require("background_k", background_k, at_least=0.0)
    loss_db = require("loss_db", loss_db, at_least=0.0)
    radiating = require("mean_radiating_temperature_k", mean_radiating_temperature_k, above=0.0)
    return background_k + (background_k - radiating) * np.expm1(-_NEPER_PER_DB * loss_db)


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


def mean_galactic_brightness_temperature_k(frequency_hz):
    r"""Brightness of the Galaxy between its poles and its plane, read off a figure.

    .. math:: T = 9.80 \, f^{-2.945}, \qquad f \text{ in GHz}

    a straight line in the logarithms through the middle of the figure's range.  The sky is far from even, brightest
    towards the centre of the Galaxy: a map of it knows better.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; 0.1 to 1.16 GHz, with a warning outside [Hz].

    Returns
    -------
    ndarray or float
        Brightness temperature without the cosmic background, same shape as ``frequency_hz`` [K].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    References
    ----------
    .. [1] ITU-R P.372-17 (08/2024), Figure 10; the line as read off by the authors of the Basilisk astrodynamics
       framework (brightnessTemperatureSolarSystem.hpp).

    Examples
    --------
    >>> print(f"{mean_galactic_brightness_temperature_k(408e6):.0f} K")
    137 K
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    warn_outside("The read-off of the mean Galaxy", "frequency_hz", frequency_hz, *MEAN_GALAXY_RANGE_HZ)
    return 10.0**0.99125 * (frequency_hz / 1e9) ** -2.94474


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
        Frequency, above zero; beyond the measurements the nearest is held, with a warning: 4.86 to 93.7 GHz for Venus,
        14.5 to 86.1 GHz for Jupiter and Saturn; the one number for Mars, 190 K, serves from 1 to 100 GHz [Hz].
    planet : str
        "venus", "mars", "jupiter" or "saturn".

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
    Good to 3 % for Venus, 10 % for the others.  Mars is warmer near perihelion (by the inverse square root of its
    distance from the Sun); Jupiter's radiation belts outshine its disc below about 3 GHz; Saturn's rings are left out.

    References
    ----------
    .. [1] Venus: B. J. Butler et al., Icarus 154 (2001) 226; S. Dahal et al., "Microwave observations of Venus with
       CLASS", arXiv:2304.07367 (2023).
    .. [2] Mars: W. A. Dent, M. J. Klein and H. D. Aller, Astrophys. J. 142 (1965) 1685.
    .. [3] Jupiter, Saturn: J. W. M. Baars et al., Z. Astrophys. 61 (1965) 134; B. L. Ulich et al., IEEE Trans. Antennas
       Propag. 28 (1980) 367.

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
    sidelobes, which have no part here, bring in more than the main beam does.

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
