"""Gases on the way to space from the state of the surface air, now or in statistics: ITU-R P.676, Annex 2.

:mod:`linkbudget.physics.gases` adds up a reference atmosphere layer by layer; this module takes the pressure,
temperature and humidity of a place, at one instant or as exceeded for a share of the time, and needs no profile.

The map: :func:`oxygen_equivalent_height_m` and :func:`water_vapour_equivalent_height_m` say how thick a layer of
surface air would absorb as much as the whole column; with them :func:`approximate_gas_loss_db` is the loss at one
instant, and :func:`oxygen_loss_db` and :func:`water_vapour_loss_db` its two parts.  Where the column of water vapour is
known, :func:`water_vapour_content_loss_db` with :func:`water_vapour_mass_absorption_db_m2_per_kg` is better, and
:func:`weibull_water_vapour_content_kg_per_m2` makes its statistic of two numbers.  :func:`statistical_oxygen_loss_db`
is the loss to oxygen exceeded for a share of the time.  :func:`flat_air_mass` takes all of them to another elevation.

Annex 2 says elevation angle and does not distinguish the geometric from the apparent elevation.  Where it is stated,
from 5 degrees, they differ by at most 0.18 degrees, which is 3.5 % of the loss at 5 degrees and 0.9 % at 10 degrees.

Pressures are total (barometric) pressures.  Shares of the time are fractions.
"""

import math
from bisect import bisect_right
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from linkbudget.errors import require, warn_outside
from linkbudget.physics.atmosphere import water_vapour_pressure_hpa
from linkbudget.physics.gases import (
    specific_oxygen_attenuation_db_per_km,
    specific_water_vapour_attenuation_db_per_km,
)

LOWEST_FREQUENCY_HZ = 1e9
"""ITU-R P.676-13, Annex 2 is stated, and its tables begin, here."""

HIGHEST_FREQUENCY_HZ = 350e9
"""ITU-R P.676-13, Annex 2 is stated, and its tables end, here."""

_MODEL = "ITU-R P.676-13 Annex 2"
_DATA = Path(__file__).resolve().parents[1] / "data"
_OXYGEN, _WATER = "p676_oxygen_height.csv", "p676_water_coefficient.csv"


def flat_air_mass(elevation_deg, *, model="The law of the cosecant"):
    r"""Path through a flat atmosphere, as a multiple of that to the zenith.

    .. math:: m = \frac{1}{\sin\theta}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation; stated from 5 to 90 degrees, used below with a warning (on the horizon the true number is about 38);
        NaN at and below the horizon [deg].
    model : str
        Who states the range, for the text of the warning.

    Returns
    -------
    ndarray or float
        Multiple, same shape as ``elevation_deg`` [-].

    Raises
    ------
    LinkBudgetError
        If any elevation lies outside -90 to 90.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 2, sections 1 and 2; ITU-R P.840-9 (08/2023), Annex 1, section 3.

    Examples
    --------
    >>> print(f"{flat_air_mass(30.0):.1f}")
    2.0
    """
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    if isinstance(elevation_deg, float):
        if not elevation_deg > 0.0:
            return math.nan
        if elevation_deg < 5.0:
            warn_outside(model, "elevation_deg", elevation_deg, 5.0, 90.0)
        return 1.0 / math.sin(math.radians(elevation_deg))
    up = elevation_deg > 0.0
    warn_outside(model, "elevation_deg", np.where(up, elevation_deg, 90.0), 5.0, 90.0)
    return np.where(up, 1.0 / np.sin(np.radians(np.where(up, elevation_deg, 90.0))), np.nan)[()]


def oxygen_equivalent_height_m(frequency_hz, pressure_hpa, temperature_k, water_vapour_density_g_per_m3):
    r"""Thickness of a layer of surface air whose oxygen absorbs as much as that of the whole column.

    .. math:: h_o = a_o + b_o T_s + c_o P_s + d_o \rho_{ws}

    in km, the coefficients interpolated linearly in a table with steps of 0.5 GHz.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, 1 to 350 GHz; NaN outside, where there is no table [Hz].
    pressure_hpa : array_like
        Total pressure at the surface, above zero [hPa].
    temperature_k : array_like
        Temperature at the surface, above zero [K].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour at the surface [g/m3].

    Returns
    -------
    ndarray or float
        Equivalent height, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If a frequency, pressure or temperature is not above zero or a density is negative.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 2, section 1.1, equation (31) and the data file Part 1.

    Examples
    --------
    >>> print(f"{oxygen_equivalent_height_m(38.5e9, 1007.9, 294.45, 14.042) / 1e3:.2f} km")
    5.21 km
    """
    pressure, temperature, density = _air(pressure_hpa, temperature_k, water_vapour_density_g_per_m3)
    a, b, c, d = _coefficients(_OXYGEN, frequency_hz)
    return 1e3 * (a + b * temperature + c * pressure + d * density)


def water_vapour_equivalent_height_m(frequency_hz):
    r"""Thickness of a layer of surface air whose water vapour absorbs as much as that of the whole column.

    .. math:: h_w = A f + B + \sum_{i=1}^{3} \frac{a_i}{(f - f_i)^2 + b_i}

    in km, f in GHz: two kilometres, and more at the lines of 22, 183 and 325 GHz.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, 1 to 350 GHz; NaN outside [Hz].

    Returns
    -------
    ndarray or float
        Equivalent height, same shape as ``frequency_hz`` [m].

    Raises
    ------
    LinkBudgetError
        If any frequency is not above zero.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 2, section 2.1, equation (37) and Table 4.

    Examples
    --------
    >>> print(f"{water_vapour_equivalent_height_m(38.5e9):.0f} m")
    1847 m
    """
    frequency = require("frequency_hz", frequency_hz, above=0.0)
    f = frequency / 1e9
    height = 5.6585e-5 * f + 1.8348 + 2.6846 / ((f - 22.235080) ** 2 + 2.7649)
    height += 5.8905 / ((f - 183.310087) ** 2 + 4.9219) + 2.9810 / ((f - 325.152888) ** 2 + 3.0748)
    stated = (frequency >= LOWEST_FREQUENCY_HZ) & (frequency <= HIGHEST_FREQUENCY_HZ)
    if isinstance(frequency, float):
        return 1e3 * height if stated else math.nan
    return np.where(stated, 1e3 * height, np.nan)[()]


def water_vapour_mass_absorption_db_m2_per_kg(frequency_hz, pressure_hpa, temperature_k, water_vapour_density_g_per_m3):
    r"""Zenith attenuation of the column of water vapour, per unit of water vapour in it.

    .. math:: K_V = a_V + b_V \rho_{ws} + c_V T_s + d_V P_s

    the coefficients interpolated linearly in a table with steps of 0.5 GHz.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, 1 to 350 GHz; NaN outside, where there is no table [Hz].
    pressure_hpa : array_like
        Total pressure at the surface, above zero [hPa].
    temperature_k : array_like
        Temperature at the surface, above zero [K].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour at the surface [g/m3].

    Returns
    -------
    ndarray or float
        Mass absorption coefficient, broadcast shape of the arguments [dB/(kg/m2)].

    Raises
    ------
    LinkBudgetError
        If a frequency, pressure or temperature is not above zero or a density is negative.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 2, section 2.2 and the data file Part 2.

    Examples
    --------
    >>> print(f"{water_vapour_mass_absorption_db_m2_per_kg(22.235e9, 1013.25, 288.15, 7.5):.4f} dB/(kg/m2)")
    0.0290 dB/(kg/m2)
    """
    pressure, temperature, density = _air(pressure_hpa, temperature_k, water_vapour_density_g_per_m3)
    a, b, c, d = _coefficients(_WATER, frequency_hz)
    return a + b * density + c * temperature + d * pressure


def statistical_oxygen_loss_db(
    elevation_deg,
    frequency_hz,
    pressure_hpa,
    temperature_k,
    water_vapour_density_g_per_m3,
    *,
    mean_pressure_hpa,
    mean_temperature_k,
    mean_water_vapour_density_g_per_m3,
):
    r"""Loss to oxygen exceeded for a share of the time.

    .. math:: A_o(p) = \frac{\bar\gamma_o \, h_o(p)}{\sin\theta}

    the specific attenuation from the mean state of the surface air, the equivalent height from the state exceeded for
    that share.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation; stated from 5 to 90 degrees, used below with a warning; NaN at and below the horizon [deg].
    frequency_hz : array_like
        Frequency, 1 to 350 GHz; NaN outside [Hz].
    pressure_hpa : array_like
        Total pressure at the surface that is exceeded for the share [hPa].
    temperature_k : array_like
        Temperature at the surface that is exceeded for the share [K].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour at the surface that is exceeded for the share [g/m3].
    mean_pressure_hpa : array_like
        Mean total pressure at the surface [hPa].
    mean_temperature_k : array_like
        Mean temperature at the surface [K].
    mean_water_vapour_density_g_per_m3 : array_like
        Mean density of water vapour at the surface [g/m3].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency, pressure or temperature is not above zero, a density is
        negative or the water vapour alone would press harder than the air.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 2, section 1.2.

    Examples
    --------
    A place at 51 degrees north, 334 m above the sea, for 0.01 % of the year:

    >>> mean = dict(mean_pressure_hpa=976.3, mean_temperature_k=282.05, mean_water_vapour_density_g_per_m3=7.276)
    >>> print(f"{statistical_oxygen_loss_db(31.01, 46e9, 1003.5, 306.98, 17.355, **mean):.2f} dB")
    1.23 dB
    """
    height_m = oxygen_equivalent_height_m(frequency_hz, pressure_hpa, temperature_k, water_vapour_density_g_per_m3)
    mean = mean_pressure_hpa, mean_temperature_k, mean_water_vapour_density_g_per_m3
    specific = _specific(specific_oxygen_attenuation_db_per_km, frequency_hz, *_air(*mean, "mean_"))
    return specific * height_m / 1e3 * flat_air_mass(elevation_deg, model=_MODEL)


def oxygen_loss_db(elevation_deg, frequency_hz, pressure_hpa, temperature_k, water_vapour_density_g_per_m3):
    r"""Loss to oxygen on a path to space, from the state of the surface air at one instant.

    .. math:: A_o = \frac{\gamma_o h_o}{\sin\theta}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation; stated from 5 to 90 degrees, used below with a warning; NaN at and below the horizon [deg].
    frequency_hz : array_like
        Frequency, 1 to 350 GHz; NaN outside [Hz].
    pressure_hpa : array_like
        Total pressure at the surface [hPa].
    temperature_k : array_like
        Temperature at the surface, above zero [K].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour at the surface [g/m3].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency, pressure or temperature is not above zero, a density is
        negative or the water vapour alone would press harder than the air.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 2, section 1.1.

    Examples
    --------
    >>> print(f"{oxygen_loss_db(45.0, 38.5e9, 1007.9, 294.45, 14.042):.3f} dB")
    0.295 dB
    """
    air = pressure_hpa, temperature_k, water_vapour_density_g_per_m3
    mean = dict(
        zip(("mean_pressure_hpa", "mean_temperature_k", "mean_water_vapour_density_g_per_m3"), air, strict=True)
    )
    return statistical_oxygen_loss_db(elevation_deg, frequency_hz, *air, **mean)


def water_vapour_loss_db(elevation_deg, frequency_hz, pressure_hpa, temperature_k, water_vapour_density_g_per_m3):
    r"""Loss to water vapour on a path to space, from the state of the surface air at one instant.

    .. math:: A_w = \frac{\gamma_w h_w}{\sin\theta}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation; stated from 5 to 90 degrees, used below with a warning; NaN at and below the horizon [deg].
    frequency_hz : array_like
        Frequency, 1 to 350 GHz; NaN outside [Hz].
    pressure_hpa : array_like
        Total pressure at the surface [hPa].
    temperature_k : array_like
        Temperature at the surface, above zero [K].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour at the surface [g/m3].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency, pressure or temperature is not above zero, a density is
        negative or the water vapour alone would press harder than the air.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 2, section 2.1.

    Examples
    --------
    >>> print(f"{water_vapour_loss_db(45.0, 38.5e9, 1007.9, 294.45, 14.042):.3f} dB")
    0.383 dB
    """
    air = _air(pressure_hpa, temperature_k, water_vapour_density_g_per_m3)
    specific = _specific(specific_water_vapour_attenuation_db_per_km, frequency_hz, *air)
    height_m = water_vapour_equivalent_height_m(frequency_hz)
    return specific * height_m / 1e3 * flat_air_mass(elevation_deg, model=_MODEL)


def approximate_gas_loss_db(elevation_deg, frequency_hz, pressure_hpa, temperature_k, water_vapour_density_g_per_m3):
    r"""Loss to atmospheric gases on a path to space, from the state of the surface air at one instant.

    .. math:: A_g = A_o + A_w = \frac{\gamma_o h_o + \gamma_w h_w}{\sin\theta}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation; stated from 5 to 90 degrees, used below with a warning; NaN at and below the horizon [deg].
    frequency_hz : array_like
        Frequency, 1 to 350 GHz; NaN outside [Hz].
    pressure_hpa : array_like
        Total pressure at the surface [hPa].
    temperature_k : array_like
        Temperature at the surface, above zero [K].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour at the surface [g/m3].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency, pressure or temperature is not above zero, a density is
        negative or the water vapour alone would press harder than the air.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 2, sections 1.1 and 2.1.

    Examples
    --------
    >>> print(f"{approximate_gas_loss_db(45.0, 38.5e9, 1007.9, 294.45, 14.042):.3f} dB")
    0.678 dB
    """
    air = pressure_hpa, temperature_k, water_vapour_density_g_per_m3
    return oxygen_loss_db(elevation_deg, frequency_hz, *air) + water_vapour_loss_db(elevation_deg, frequency_hz, *air)


def water_vapour_content_loss_db(
    elevation_deg,
    frequency_hz,
    pressure_hpa,
    temperature_k,
    water_vapour_density_g_per_m3,
    water_vapour_content_kg_per_m2,
):
    r"""Loss to water vapour on a path to space, from the water vapour in the column above the station.

    .. math:: A_w = \frac{K_V V_s}{\sin\theta}

    At one instant, every argument as it is at that instant.  For a share of the time, the mean pressure, temperature
    and density of the surface air with the content that is exceeded for the share.

    Parameters
    ----------
    elevation_deg : array_like
        Elevation; stated from 5 to 90 degrees, used below with a warning; NaN at and below the horizon [deg].
    frequency_hz : array_like
        Frequency, 1 to 350 GHz; NaN outside [Hz].
    pressure_hpa : array_like
        Total pressure at the surface [hPa].
    temperature_k : array_like
        Temperature at the surface, above zero [K].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour at the surface [g/m3].
    water_vapour_content_kg_per_m2 : array_like
        Water vapour in the column above the station; 1 kg/m2 is 1 mm of precipitable water [kg/m2].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90, a frequency, pressure or temperature is not above zero, or a density or
        content is negative.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 2, sections 2.2 and 2.3, equation (40).

    Examples
    --------
    The same place as under :func:`statistical_oxygen_loss_db`:

    >>> print(f"{water_vapour_content_loss_db(31.01, 46e9, 976.3, 282.05, 7.276, 41.95):.3f} dB")
    0.910 dB
    """
    air = pressure_hpa, temperature_k, water_vapour_density_g_per_m3
    content = require("water_vapour_content_kg_per_m2", water_vapour_content_kg_per_m2, at_least=0.0)
    absorption = water_vapour_mass_absorption_db_m2_per_kg(frequency_hz, *air)
    return absorption * content * flat_air_mass(elevation_deg, model=_MODEL)


def weibull_water_vapour_content_kg_per_m2(exceedance_probability, scale_kg_per_m2, shape):
    r"""Water vapour in the column that is exceeded for a share of the time, from two numbers of a site.

    .. math:: V_s(p) = \lambda \, (-\ln p)^{1 / k}

    Parameters
    ----------
    exceedance_probability : array_like
        Fraction of an average year, above zero and at most one [-].
    scale_kg_per_m2 : array_like
        Scale of the Weibull distribution, the content exceeded for 37 % of the year [kg/m2].
    shape : array_like
        Shape of the Weibull distribution, above zero [-].

    Returns
    -------
    ndarray or float
        Content, broadcast shape of the arguments; :func:`water_vapour_content_loss_db` makes it a loss [kg/m2].

    Raises
    ------
    LinkBudgetError
        If the probability or shape is not above zero, the probability is above one or the scale is negative.

    References
    ----------
    .. [1] ITU-R P.676-13 (08/2022), Annex 2, section 2.4.

    Examples
    --------
    >>> print(f"{weibull_water_vapour_content_kg_per_m2(0.0075, 22.416, 2.782):.1f} kg/m2")
    39.7 kg/m2
    """
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    shape = require("shape", shape, above=0.0)
    return require("scale_kg_per_m2", scale_kg_per_m2, at_least=0.0) * (0.0 - np.log(probability)) ** (1.0 / shape)


@cache
def _table(name):
    """Frequencies in Hz, and rows of four coefficients."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    numbers = np.array([[float(cell) for cell in line.split(",")] for line in lines if line[:1].isdigit()])
    return 1e9 * numbers[:, 0], np.ascontiguousarray(numbers[:, 1:].T)


@lru_cache(maxsize=256)
def _coefficients_at(name, frequency_hz):
    frequencies, columns = _table(name)
    if not LOWEST_FREQUENCY_HZ <= frequency_hz <= HIGHEST_FREQUENCY_HZ:
        return (math.nan,) * 4
    row = min(bisect_right(frequencies, frequency_hz), frequencies.size - 1)
    share = (frequency_hz - frequencies[row - 1]) / (frequencies[row] - frequencies[row - 1])
    return tuple((columns[:, row - 1] + share * (columns[:, row] - columns[:, row - 1])).tolist())


def _coefficients(name, frequency_hz):
    """Four coefficients at any frequency, NaN outside the table; remembered for single frequencies."""
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    if isinstance(frequency_hz, float):
        return _coefficients_at(name, float(frequency_hz))
    frequencies, columns = _table(name)
    return [np.interp(frequency_hz, frequencies, column, left=np.nan, right=np.nan) for column in columns]


def _air(pressure_hpa, temperature_k, water_vapour_density_g_per_m3, prefix=""):
    return (
        require(prefix + "pressure_hpa", pressure_hpa, above=0.0),
        require(prefix + "temperature_k", temperature_k, above=0.0),
        require(prefix + "water_vapour_density_g_per_m3", water_vapour_density_g_per_m3, at_least=0.0),
    )


def _specific(function, frequency_hz, pressure_hpa, temperature_k, water_vapour_density_g_per_m3):
    """Specific attenuation of air whose total pressure is known; NaN where Annex 2 says nothing of the frequency."""
    frequency_hz = np.asarray(require("frequency_hz", frequency_hz, above=0.0))
    stated = (frequency_hz >= LOWEST_FREQUENCY_HZ) & (frequency_hz <= HIGHEST_FREQUENCY_HZ)
    wet_hpa = water_vapour_pressure_hpa(water_vapour_density_g_per_m3, temperature_k)
    dry_hpa = require("pressure_hpa less that of the water vapour", pressure_hpa - wet_hpa, at_least=0.0)
    within = np.where(stated, frequency_hz, LOWEST_FREQUENCY_HZ)
    value = function(within, dry_hpa, temperature_k, water_vapour_density_g_per_m3)
    return np.where(stated, value, np.nan)[()]
