r"""G/T of a station from the noise of the Sun or the Moon: power towards the body against power from the cold sky.

The map: :func:`interpolated_flux_density_w_per_m2_hz` (flux density of the Sun between two frequencies at which it was
measured), :func:`radio_sun_diameter_deg`, :func:`extended_source_factor` (what a beam no wider than the body misses),
:func:`g_over_t_from_source_db_per_k` and its inverse :func:`source_y_factor_db`.

Both powers are measured at the same elevation and within the linear range of the receiver, which must carry 10 to 20 dB
more noise on the Sun.  The G/T is that of the elevation and weather of the measurement.  The flux density of the Sun
changes by some per cent a day and by orders of magnitude in a burst: take values of the same hours.
"""

import math

import numpy as np

from linkbudget.constants import BOLTZMANN_J_PER_K, SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import require, warn_outside

SOLAR_FLUX_UNIT_W_PER_M2_HZ = 1e-22
"""The unit in which observatories publish the flux density of the Sun, such as the 10.7 cm flux; 10 000 jansky."""


def interpolated_flux_density_w_per_m2_hz(
    frequency_hz,
    lower_frequency_hz,
    lower_flux_density_w_per_m2_hz,
    upper_frequency_hz,
    upper_flux_density_w_per_m2_hz,
):
    r"""Flux density of the Sun at a frequency between two at which observatories measured it.

    .. math:: S = S_2 \left(\frac{S_1}{S_2}\right)^{I}, \qquad I = \frac{\log(f / f_2)}{\log(f_1 / f_2)}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; outside the two the law is extrapolated, with a warning [Hz].
    lower_frequency_hz : array_like
        The lower frequency, above zero [Hz].
    lower_flux_density_w_per_m2_hz : array_like
        Flux density at the lower frequency, above zero [W/(m2 Hz)].
    upper_frequency_hz : array_like
        The upper frequency, above the lower one [Hz].
    upper_flux_density_w_per_m2_hz : array_like
        Flux density at the upper frequency, above zero [W/(m2 Hz)].

    Returns
    -------
    ndarray or float
        Flux density, broadcast shape of the arguments [W/(m2 Hz)].

    Raises
    ------
    LinkBudgetError
        If a frequency or flux density is not above zero or the frequencies do not rise.

    Notes
    -----
    The solar observatories of the US Air Force measure at 245, 410, 610, 1415, 2695, 4995, 8800 and 15 400 MHz.

    References
    ----------
    .. [1] M. Morgan, "Determination of Earth Station Antenna G/T Using the Sun or the Moon as an RF Source", 32nd
       Conference on Small Satellites (2018), SSC18-X-05, equations (7) and (8).

    Examples
    --------
    >>> sfu = SOLAR_FLUX_UNIT_W_PER_M2_HZ
    >>> flux_density = interpolated_flux_density_w_per_m2_hz(8.2e9, 4.995e9, 109.0 * sfu, 8.8e9, 235.0 * sfu)
    >>> print(f"{flux_density / sfu:.1f} solar flux units")
    213.5 solar flux units
    """
    low_hz = require("lower_frequency_hz", lower_frequency_hz, above=0.0)
    high_hz = require("upper_frequency_hz", upper_frequency_hz, above=0.0)
    step = np.log(require("upper_frequency_hz / lower_frequency_hz", np.asarray(high_hz / low_hz), above=1.0))
    low = require("lower_flux_density_w_per_m2_hz", lower_flux_density_w_per_m2_hz, above=0.0)
    high = require("upper_flux_density_w_per_m2_hz", upper_flux_density_w_per_m2_hz, above=0.0)
    share = np.log(require("frequency_hz", frequency_hz, above=0.0) / low_hz) / step
    warn_outside("The flux density between two frequencies", "the share of the way", share, 0.0, 1.0)
    return low * (high / low) ** share


def radio_sun_diameter_deg(frequency_hz, optical_diameter_deg=0.533):
    r"""Effective diameter of the Sun at a radio frequency, larger than the visible one.

    .. math:: d = d_0 (1.24 - 0.162 \log_{10} f_\mathrm{GHz})

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero; 1 to 30 GHz, beyond which the end of the range is used, with a warning [Hz].
    optical_diameter_deg : array_like
        Diameter of the visible disc, 0.524 in July to 0.542 in January [deg].

    Returns
    -------
    ndarray or float
        Diameter, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If a frequency or diameter is not above zero.

    Notes
    -----
    The source states it for L to Ka band.  It would make the Sun smaller than its visible disc from 30.3 GHz.

    References
    ----------
    .. [1] M. Morgan, SSC18-X-05 (2018), equation (14).

    Examples
    --------
    >>> print(f"{radio_sun_diameter_deg(8.2e9, 0.525):.3f} deg")
    0.573 deg
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    optical_deg = require("optical_diameter_deg", optical_diameter_deg, above=0.0)
    warn_outside("The diameter of the radio Sun", "frequency_hz", frequency_hz, 1e9, 30e9)
    return optical_deg * (1.24 - 0.162 * np.log10(np.clip(frequency_hz, 1e9, 30e9) / 1e9))


def extended_source_factor(source_diameter_deg, beamwidth_deg):
    r"""Power received from a disc, over that from the same flux density concentrated on the axis of a Gaussian beam.

    .. math:: C = \frac{1 - e^{-x}}{x}, \qquad x = \ln 2 \left(\frac{d}{\theta_{3\mathrm{dB}}}\right)^2

    Parameters
    ----------
    source_diameter_deg : array_like
        Angular diameter of the disc [deg].
    beamwidth_deg : array_like
        Half-power beamwidth, the full angle, above zero [deg].

    Returns
    -------
    ndarray or float
        Factor, one for a body small against the beam, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a diameter is negative or a beamwidth is not above zero.

    Notes
    -----
    The source prints the decimal logarithm of two; its example, 0.786, is that of the natural one.  Amateurs divide by
    1 + 0.38 (d / theta)^2 instead, the same within 1 % as far as a body as wide as the beam, 17 % off at twice that.

    References
    ----------
    .. [1] M. Morgan, SSC18-X-05 (2018), equation (13).
    .. [2] R. Flagg, "Determination of G/T", The SETI League: 1 + 0.38 (d / theta)^2.

    Examples
    --------
    >>> print(f"{extended_source_factor(0.573, 0.672):.3f}")
    0.786
    """
    ratio = require("source_diameter_deg", source_diameter_deg, at_least=0.0) / require(
        "beamwidth_deg", beamwidth_deg, above=0.0
    )
    x = np.maximum(math.log(2.0) * ratio**2, 1e-300)
    return -np.expm1(-x) / x


def g_over_t_from_source_db_per_k(
    source_diameter_deg,
    frequency_hz,
    flux_density_w_per_m2_hz,
    beamwidth_deg,
    y_factor_db,
    *,
    atmospheric_loss_db=0.0,
):
    r"""G/T from the Y factor between the Sun, or another body in the sky, and the cold sky beside it.

    .. math:: \frac{G}{T} = \frac{8 \pi k (Y - 1) A}{S \lambda^2 C}

    with C the :func:`extended_source_factor` and A the loss in the atmosphere.

    Parameters
    ----------
    source_diameter_deg : array_like
        Angular diameter of the body at this frequency [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    flux_density_w_per_m2_hz : array_like
        Flux density of both polarisations outside the atmosphere, above zero; a solar flux unit is 1e-22 [W/(m2 Hz)].
    beamwidth_deg : array_like
        Half-power beamwidth, the full angle, above zero [deg].
    y_factor_db : array_like
        Noise power towards the body over that towards cold sky at the same elevation, above zero [dB].
    atmospheric_loss_db : array_like, optional
        Loss of the body's radiation in the atmosphere, zero or more [dB].

    Returns
    -------
    ndarray or float
        G/T against cold sky at that elevation, broadcast shape of the arguments [dB/K].

    Raises
    ------
    LinkBudgetError
        If a value lies outside its range.

    Notes
    -----
    An antenna of one polarisation receives half of the flux density, hence 8 pi.  A Y factor below about 0.5 dB cannot
    be read well enough: 0.1 dB there are 0.8 dB of G/T.  Of a strong one, 0.1 dB are 0.1 dB, as are 2.3 % of the flux.

    References
    ----------
    .. [1] M. Morgan, SSC18-X-05 (2018), equations (1) and (2), Tables 4 and 5.
    .. [2] ITU-R S.733-2 (2000), Annex 1: the same for radio stars.

    Examples
    --------
    A dish of 3.66 m at 8.2 GHz:

    >>> g_over_t = g_over_t_from_source_db_per_k(0.573, 8.2e9, 213.5e-22, 0.672, 16.67, atmospheric_loss_db=0.069)
    >>> print(f"{g_over_t:.2f} dB/K")
    28.54 dB/K
    """
    rise = np.expm1(0.1 * math.log(10.0) * require("y_factor_db", y_factor_db, above=0.0))
    per_rise = _rise_per_g_over_t(
        source_diameter_deg, frequency_hz, flux_density_w_per_m2_hz, beamwidth_deg, atmospheric_loss_db
    )
    return 10.0 * np.log10(rise / per_rise)


def source_y_factor_db(
    source_diameter_deg,
    frequency_hz,
    flux_density_w_per_m2_hz,
    beamwidth_deg,
    g_over_t_db_per_k,
    *,
    atmospheric_loss_db=0.0,
):
    r"""Y factor to expect on the Sun, or another body in the sky, from a station of known G/T.

    .. math:: Y = 1 + \frac{S \lambda^2 C}{8 \pi k A} \frac{G}{T}

    Parameters
    ----------
    source_diameter_deg : array_like
        Angular diameter of the body at this frequency [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    flux_density_w_per_m2_hz : array_like
        Flux density of both polarisations outside the atmosphere, above zero; a solar flux unit is 1e-22 [W/(m2 Hz)].
    beamwidth_deg : array_like
        Half-power beamwidth, the full angle, above zero [deg].
    g_over_t_db_per_k : array_like
        G/T against cold sky at the elevation of the body [dB/K].
    atmospheric_loss_db : array_like, optional
        Loss of the body's radiation in the atmosphere, zero or more [dB].

    Returns
    -------
    ndarray or float
        Noise power towards the body over that towards cold sky, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a value lies outside its range.

    References
    ----------
    .. [1] M. Morgan, SSC18-X-05 (2018), equation (1), solved for Y.

    Examples
    --------
    The quiet Sun, 70 solar flux units at 2.8 GHz, in a small dish:

    >>> print(f"{source_y_factor_db(0.62, 2.8e9, 70e-22, 2.5, 8.0):.2f} dB")
    3.85 dB
    """
    g_over_t_db_per_k = require("g_over_t_db_per_k", g_over_t_db_per_k)
    per_rise = _rise_per_g_over_t(
        source_diameter_deg, frequency_hz, flux_density_w_per_m2_hz, beamwidth_deg, atmospheric_loss_db
    )
    rise = per_rise * 10.0 ** (0.1 * np.asarray(g_over_t_db_per_k, dtype=float))
    return 10.0 / math.log(10.0) * np.log1p(rise)


def _rise_per_g_over_t(source_diameter_deg, frequency_hz, flux_density_w_per_m2_hz, beamwidth_deg, atmospheric_loss_db):
    """Rise of the noise in parts of the system noise, Y - 1, for a G/T of one per kelvin."""
    wavelength = SPEED_OF_LIGHT_M_PER_S / require("frequency_hz", frequency_hz, above=0.0)
    flux_density = require("flux_density_w_per_m2_hz", flux_density_w_per_m2_hz, above=0.0)
    loss = 10.0 ** (0.1 * require("atmospheric_loss_db", atmospheric_loss_db, at_least=0.0))
    received = flux_density * wavelength**2 * extended_source_factor(source_diameter_deg, beamwidth_deg)
    return received / (8.0 * math.pi * BOLTZMANN_J_PER_K * loss)
