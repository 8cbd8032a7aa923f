"""Tropospheric scintillation: fades by turbulence and, at low elevation, by multipath.

The map: :func:`wet_refractivity` of the surface air (from :func:`saturation_vapour_pressure_hpa` and the humidity) says
how strong the turbulence is.  From 5 degrees of elevation :func:`scintillation_deviation_db` is the standard deviation
of the signal (with :func:`reference_deviation_db` and :func:`aperture_averaging`, its parts), and
:func:`scintillation_fade_db` the fade exceeded for a share of the time.  All of them take the
geometric elevation, which the Recommendation calls free-space elevation.  Below 5 degrees
:mod:`linkbudget.physics.low_angle_fading` takes over.

Shares of the time are fractions throughout: what the Recommendations call p = 1 % is 0.01 here.
"""

import math

import numpy as np

from linkbudget.errors import require, warn_outside

LOWEST_ELEVATION_DEG = 5.0
"""ITU-R P.618-14, section 2.4.1 is stated from this free-space elevation; sections 2.4.2 and 2.4.3 below it."""


_MODEL = "ITU-R P.618-14 scintillation"


_ZERO_CELSIUS_K = 273.15


_TURBULENCE_HEIGHT_M = 1000.0


_CURVATURE = 2.35e-4  # twice the turbulent layer's height over the effective Earth radius of 8500 km


def saturation_vapour_pressure_hpa(temperature_k, pressure_hpa=1013.25):
    r"""Pressure of water vapour in equilibrium with water (with ice below 0 degrees Celsius).

    .. math:: e_s = \mathrm{EF} \, a \exp\left(\frac{(b - t / d) \, t}{t + c}\right)

    with t in degrees Celsius and, over water, :math:`\mathrm{EF} = 1 + 10^{-4} (7.2 + P (0.0320 + 5.9 \times 10^{-6}
    t^2))`, a = 6.1121, b = 18.678, c = 257.14, d = 234.5; over ice :math:`\mathrm{EF} = 1 + 10^{-4} (2.2 + P (0.0383 +
    6.4 \times 10^{-6} t^2))`, a = 6.1115, b = 23.036, c = 279.82, d = 333.7.

    Parameters
    ----------
    temperature_k : array_like
        Temperature; stated from -80 to +50 degrees Celsius (193.15 to 323.15 K), used outside with a warning [K].
    pressure_hpa : array_like
        Total pressure of the air, zero or more [hPa].

    Returns
    -------
    ndarray or float
        Pressure, broadcast shape of the arguments [hPa].

    Raises
    ------
    LinkBudgetError
        If any temperature is not above zero or any pressure is negative.

    References
    ----------
    .. [1] ITU-R P.453-14 (08/2019), Annex 1, section 1, equation (9).

    Examples
    --------
    >>> print(f"{saturation_vapour_pressure_hpa(288.15):.2f} hPa")
    17.12 hPa
    """
    temperature_k = require("temperature_k", temperature_k, above=0.0)
    pressure_hpa = require("pressure_hpa", pressure_hpa, at_least=0.0)
    warn_outside("ITU-R P.453-14 saturation pressure", "temperature_k", temperature_k, 193.15, 323.15)
    t = np.maximum(temperature_k - _ZERO_CELSIUS_K, -250.0)  # short of the pole at t = -c
    water = 1.0 + 1e-4 * (7.2 + pressure_hpa * (0.0320 + 5.9e-6 * t * t))
    ice = 1.0 + 1e-4 * (2.2 + pressure_hpa * (0.0383 + 6.4e-6 * t * t))
    over_water = water * 6.1121 * np.exp((18.678 - t / 234.5) * t / (t + 257.14))
    over_ice = ice * 6.1115 * np.exp((23.036 - t / 333.7) * t / (t + 279.82))
    return np.where(t < 0.0, over_ice, over_water)[()]


def wet_refractivity(temperature_k, relative_humidity, pressure_hpa=1013.25):
    r"""Part of the radio refractivity of the surface air that is due to water vapour.

    .. math:: N_{wet} = 72 \frac{e}{T} + 3.75 \times 10^5 \frac{e}{T^2}, \qquad e = H e_s

    Parameters
    ----------
    temperature_k : array_like
        Temperature, for scintillation the mean over a month or longer [K].
    relative_humidity : array_like
        Relative humidity as a fraction, 0 to 1, the mean over the same time [-].
    pressure_hpa : array_like
        Total pressure of the air, zero or more [hPa].

    Returns
    -------
    ndarray or float
        Wet refractivity in N-units, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If any temperature is not above zero, a humidity lies outside 0 to 1 or a pressure is negative.

    References
    ----------
    .. [1] ITU-R P.453-14 (08/2019), Annex 1, section 1, equations (4), (8) and (9).

    Examples
    --------
    >>> print(f"{wet_refractivity(288.15, 0.6):.1f} N-units")
    49.0 N-units
    """
    humidity = require("relative_humidity", relative_humidity, at_least=0.0, at_most=1.0)
    vapour_hpa = humidity * saturation_vapour_pressure_hpa(temperature_k, pressure_hpa)
    temperature_k = require("temperature_k", temperature_k)
    return (72.0 + 3.75e5 / temperature_k) * vapour_hpa / temperature_k


def reference_deviation_db(wet_refractivity):
    r"""Standard deviation of the reference signal amplitude: the strength of the turbulence.

    .. math:: \sigma_{ref} = 3.6 \times 10^{-3} + 10^{-4} N_{wet}

    Parameters
    ----------
    wet_refractivity : array_like
        Wet refractivity of the surface air in N-units: the median of the average year, or a mean over a month or
        longer [-].

    Returns
    -------
    ndarray or float
        Standard deviation, same shape as ``wet_refractivity`` [dB].

    Raises
    ------
    LinkBudgetError
        If any refractivity is negative.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.4.1, step 3, equation (42).

    Examples
    --------
    >>> print(f"{reference_deviation_db(50.0) * 1e3:.1f} mdB")
    8.6 mdB
    """
    return 3.6e-3 + 1e-4 * require("wet_refractivity", wet_refractivity, at_least=0.0)


def aperture_averaging(elevation_deg, frequency_hz, antenna_diameter_m, antenna_efficiency):
    r"""Factor by which an antenna wider than the ripples smooths them.

    .. math::

        g(x) = \sqrt{3.86 (x^2 + 1)^{11/12} \sin\left(\frac{11}{6} \arctan\frac{1}{x}\right) - 7.08 x^{5/6}}, \qquad
        x = 1.22 \, \eta D^2 \frac{f}{L}

    with f in GHz and :math:`L = 2000 / (\sqrt{\sin^2\theta + 2.35 \times 10^{-4}} + \sin\theta)`, the path to a
    turbulent layer 1000 m up, in metres.

    Parameters
    ----------
    elevation_deg : array_like
        Free-space elevation, -90 to 90; NaN below the horizon [deg].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    antenna_diameter_m : array_like
        Diameter of the station's antenna, zero or more [m].
    antenna_efficiency : array_like
        Aperture efficiency, above 0 and at most 1; where unknown, 0.5 is on the safe side [-].

    Returns
    -------
    ndarray or float
        Factor, broadcast shape of the arguments; zero for x from about 7 on, where the smoothing is complete [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its limits.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.4.1, steps 4 to 6, equations (43)-(46).

    Examples
    --------
    >>> print(f"{aperture_averaging(31.077, 14.25e9, 1.0, 0.65):.4f}")
    0.9703
    """
    sine = _sine(require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0))
    x = _aperture(sine, frequency_hz, antenna_diameter_m, antenna_efficiency)
    square = 3.86 * (x * x + 1.0) ** (11.0 / 12.0) * np.sin(_angle(x)) - 7.08 * x ** (5.0 / 6.0)
    return np.sqrt(np.maximum(square, 0.0))


def scintillation_deviation_db(
    elevation_deg, frequency_hz, wet_refractivity, antenna_diameter_m, antenna_efficiency=0.5
):
    r"""Standard deviation of the signal's level due to tropospheric scintillation.

    .. math:: \sigma = \sigma_{ref} f^{7/12} \frac{g(x)}{(\sin\theta)^{1.2}}

    with f in GHz.

    Parameters
    ----------
    elevation_deg : array_like
        Free-space elevation; stated from 5 degrees, used below with a warning; NaN at and below the horizon [deg].
    frequency_hz : array_like
        Frequency; stated for 4 to 55 GHz, used outside with a warning [Hz].
    wet_refractivity : array_like
        Wet refractivity of the surface air in N-units, from :func:`wet_refractivity` or a map [-].
    antenna_diameter_m : array_like
        Diameter of the station's antenna, zero or more [m].
    antenna_efficiency : array_like
        Aperture efficiency, above 0 and at most 1 [-].

    Returns
    -------
    ndarray or float
        Standard deviation, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its limits.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.4.1, steps 3 to 7, equations (42)-(47).

    Examples
    --------
    >>> print(f"{scintillation_deviation_db(31.077, 14.25e9, 50.39, 1.0, 0.65):.4f} dB")
    0.0873 dB
    """
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    _warn_outside(_MODEL, "frequency_hz", frequency_hz, 4e9, 55e9)
    _warn_outside(_MODEL, "elevation_deg", _up(elevation_deg), LOWEST_ELEVATION_DEG, 90.0)
    return _deviation_db(elevation_deg, frequency_hz, wet_refractivity, antenna_diameter_m, antenna_efficiency)


def scintillation_fade_db(
    elevation_deg, frequency_hz, wet_refractivity, antenna_diameter_m, antenna_efficiency, exceedance_probability
):
    r"""Fade due to tropospheric scintillation that is exceeded for a share of the time.

    .. math:: A(p) = a(p) \, \sigma, \qquad a(p) = -0.061 \lg^3 p + 0.072 \lg^2 p - 1.71 \lg p + 3.0

    with p in per cent.

    Parameters
    ----------
    elevation_deg : array_like
        Free-space elevation; stated from 5 degrees, used below with a warning; NaN at and below the horizon [deg].
    frequency_hz : array_like
        Frequency; stated for 4 to 55 GHz, used outside with a warning [Hz].
    wet_refractivity : array_like
        Wet refractivity of the surface air in N-units, from :func:`wet_refractivity` or a map [-].
    antenna_diameter_m : array_like
        Diameter of the station's antenna, zero or more [m].
    antenna_efficiency : array_like
        Aperture efficiency, above 0 and at most 1; where unknown, 0.5 is on the safe side [-].
    exceedance_probability : array_like
        Fraction of the time, above zero; stated for 0.0001 to 0.5, used below with a warning; NaN above [-].

    Returns
    -------
    ndarray or float
        Fade below the mean level, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its limits.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.4.1, equations (42)-(49).

    Examples
    --------
    >>> print(f"{scintillation_fade_db(31.077, 14.25e9, 50.39, 1.0, 0.65, 0.01):.3f} dB")
    0.262 dB
    """
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    _warn_outside(_MODEL, "exceedance_probability", probability, 1e-4, 0.5)
    signal = elevation_deg, frequency_hz, wet_refractivity, antenna_diameter_m, antenna_efficiency
    return _time_factor(probability) * scintillation_deviation_db(*signal)


def _warn_outside(model, name, value, low, high):
    """The same as :func:`linkbudget.errors.warn_outside`, at once done with single numbers inside the range."""
    if not isinstance(value, float) or not low <= value <= high:
        warn_outside(model, name, value, low, high)


def _up(elevation_deg):
    """The elevations above the horizon, the zenith for the others: only those can be outside a stated range."""
    if isinstance(elevation_deg, float):
        return elevation_deg if elevation_deg > 0.0 else 90.0
    return np.where(elevation_deg > 0.0, elevation_deg, 90.0)


def _sine(elevation_deg):
    """Sine of the elevation; NaN below the horizon."""
    if isinstance(elevation_deg, float):
        return math.sin(math.radians(elevation_deg)) if elevation_deg >= 0.0 else math.nan
    return np.sin(np.radians(np.where(elevation_deg >= 0.0, elevation_deg, np.nan)))


def _aperture(sine, frequency_hz, antenna_diameter_m, antenna_efficiency):
    """The x of equation (46): area of the antenna in units of the ripples' size squared."""
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    diameter_m = require("antenna_diameter_m", antenna_diameter_m, at_least=0.0)
    efficiency = require("antenna_efficiency", antenna_efficiency, above=0.0, at_most=1.0)
    path_m = 2.0 * _TURBULENCE_HEIGHT_M / (np.sqrt(sine * sine + _CURVATURE) + sine)
    return 1.22e-9 * efficiency * diameter_m * diameter_m * frequency_hz / path_m


def _angle(x):
    """The argument of the sine in equations (45), (61) and (63)."""
    return 11.0 / 6.0 * np.arctan2(1.0, x)


def _deviation_db(elevation_deg, frequency_hz, wet_refractivity, antenna_diameter_m, antenna_efficiency):
    averaging = aperture_averaging(elevation_deg, frequency_hz, antenna_diameter_m, antenna_efficiency)
    strength = reference_deviation_db(wet_refractivity) * (frequency_hz / 1e9) ** (7.0 / 12.0)
    sine = _sine(elevation_deg)
    sine = np.where(np.asarray(sine) > 0.0, sine, np.nan)[()]
    return strength * averaging / sine**1.2


def _time_factor(probability):
    """The a(p) of equation (48); NaN where half the time and more has no fade to exceed."""
    decade = np.log10(100.0 * np.where(np.asarray(probability) <= 0.5, probability, np.nan))
    return ((-0.061 * decade + 0.072) * decade - 1.71) * decade + 3.0
