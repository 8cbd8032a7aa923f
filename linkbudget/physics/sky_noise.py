"""Sky noise of an antenna: the Galaxy, the atmosphere in front of it, and hot bodies in the beam.

The map: :func:`galactic_noise_temperature_k` (quiet sky), :func:`galactic_pole_noise_temperature_k` (its coldest part,
to low frequencies), :func:`mean_galactic_brightness_temperature_k` (between the poles and the Milky Way),
:func:`median_galactic_noise_figure_db` and :func:`median_galactic_noise_temperature_k` (a vertical rod below 100 MHz)
and :func:`scaled_brightness_temperature_k` (from a map at another frequency) give the background, to which the cosmic
background of :data:`linkbudget.constants.COSMIC_BACKGROUND_K` is added where it is not stated to be included.
:func:`mean_radiating_temperature_k` and :func:`atmospheric_noise_temperature_k` describe the atmosphere,
:func:`sky_noise_temperature_k` puts it in front of the background.  :func:`quiet_sun_brightness_temperature_k`,
:func:`moon_brightness_temperature_k`, :func:`coarse_moon_brightness_temperature_k`,
:func:`planet_brightness_temperature_k` and :func:`disc_brightness_temperature_k`
give the brightness of a disc, :func:`source_noise_temperature_k` the noise that it adds.
"""

import math

import numpy as np

from linkbudget.constants import BOLTZMANN_J_PER_K, SPEED_OF_LIGHT_M_PER_S, STANDARD_NOISE_TEMPERATURE_K
from linkbudget.errors import require, warn_outside

LOWEST_GALACTIC_HZ = 10e6
"""Below this the Galaxy absorbs its own noise and the power law of the quiet sky overstates it."""


HIGHEST_MEDIAN_GALACTIC_HZ = 100e6
"""ITU-R P.372-16 states its median galactic noise up to about this frequency."""


MEAN_GALAXY_RANGE_HZ = (100e6, 1.16e9)
"""Frequencies that the read-off of the mean galactic brightness covers."""


_NEPER_PER_DB = math.log(10.0) / 10.0


_P372_BACKGROUND_K = 2.7  # the cosmic background as P.372 rounds it


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
    spectral_index = require("spectral_index", spectral_index)
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
    spectral_index = require("spectral_index", spectral_index)
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
