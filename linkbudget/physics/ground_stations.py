r"""Gain and noise of a Deep Space Network antenna against elevation and weather, as DSN 810-005 gives them.

The map: :class:`DsnAntenna` (published coefficients by name) and :func:`zenith_attenuation_db` (published weather);
:func:`station_gain_dbi` with :func:`gain_at_frequency_dbi` and :func:`slant_attenuation_db`;
:func:`antenna_microwave_noise_temperature_k`, :func:`atmosphere_physical_temperature_k`,
:func:`station_sky_noise_temperature_k` and their sum :func:`operating_noise_temperature_k`.

Every coefficient is an argument, so that the model serves any antenna measured in the same way.  The tables of the
package hold what was read of three modules, in public transcriptions (``data/dsn_810_005.csv``), each row with the
revision of its module; the handbook is revised every few years.  The model is stated from 6 to 90 degrees of elevation:
below, it warns; below the horizon it says NaN.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from linkbudget.errors import LinkBudgetError, require, warn_outside
from linkbudget.physics.sky_noise import sky_noise_temperature_k

LOWEST_ELEVATION_DEG = 6.0
"""DSN 810-005, module 104 Rev. L, states equation (A-1) from here to 90 degrees."""

DSN_COSMIC_BACKGROUND_K = 2.725
"""As the handbook takes it."""

_TABLE = Path(__file__).resolve().parents[1] / "data" / "dsn_810_005.csv"


class DsnAntenna(NamedTuple):
    """Published coefficients of one antenna in one band and configuration; NaN where the source was not read.

    Examples
    --------
    >>> antenna = DsnAntenna.find("DSS-24", "X")
    >>> antenna.receive_gain_dbi, antenna.configuration
    (68.24, 'X-only, MASER-1, diplexed')
    """

    name: str
    band: str
    configuration: str
    module: str
    receive_gain_dbi: float
    transmit_gain_dbi: float
    curvature_db_per_deg2: float
    peak_elevation_deg: float
    t1_k: float
    t2_k: float
    decay_per_deg: float
    frequency_ghz: float
    diameter_m: float
    gain_module: str

    @classmethod
    def all(cls) -> list["DsnAntenna"]:
        """Every antenna of the table, in every configuration."""
        return [
            cls(*(row[field] if field in _WORDS else _number(row[field]) for field in cls._fields))
            for row in _table()
            if row["kind"] == "antenna"
        ]

    @classmethod
    def find(cls, name: str, band: str, configuration: str = "") -> "DsnAntenna":
        """Coefficients of an antenna, of the first configuration in the table unless one is named."""
        known = cls.all()
        for antenna in known:
            if (antenna.name, antenna.band) == (name, band) and configuration in ("", antenna.configuration):
                return antenna
        names = ", ".join(f"{antenna.name} {antenna.band} ({antenna.configuration})" for antenna in known)
        raise LinkBudgetError(f"no DSN antenna {name!r}, {band!r}, {configuration!r}: expected one of {names}")


_WORDS = {"name", "band", "configuration", "module", "gain_module"}


def zenith_attenuation_db(complex_name, cumulative_distribution, band="X"):
    r"""Loss of the atmosphere at the zenith of a DSN complex, not exceeded in a part of the time.

    .. math:: A_{zen}(CD) = A_i + \frac{CD - CD_i}{CD_{i+1} - CD_i} (A_{i+1} - A_i)

    Parameters
    ----------
    complex_name : str
        "Goldstone", "Canberra" or "Madrid".
    cumulative_distribution : array_like
        Part of the time in which the weather is no worse: 0 (best) to 0.9 at X band, 0.25 to 0.99 at K band [-].
    band : str, optional
        "X", or "K" for 26 GHz, which was read for Canberra alone.

    Returns
    -------
    ndarray or float
        Loss, straight lines between the table's entries, shape of the distribution [dB].

    Raises
    ------
    LinkBudgetError
        If the table has no such complex and band, or a part of the time lies outside it.

    References
    ----------
    .. [1] DSN 810-005, module 104 Rev. L, 34-m BWG Stations Telecommunications Interfaces, Table A-5; at K band module
       105 Rev. E, Atmospheric and Environmental Effects, Table A-5.

    Examples
    --------
    >>> print(f"{zenith_attenuation_db('Madrid', 0.9):.3f} dB")
    0.055 dB
    """
    known = [place for place, of_band in _weather() if of_band == band]
    if not known:
        raise LinkBudgetError(f"band = {band!r}: expected X or K")
    if complex_name not in known:
        raise LinkBudgetError(
            f"complex_name = {complex_name!r}: expected one of {', '.join(map(repr, known))} at {band} band"
        )
    parts, losses = _weather()[complex_name, band]
    part = require("cumulative_distribution", cumulative_distribution, at_least=parts[0], at_most=parts[-1])
    return np.interp(part, parts, losses)


def slant_attenuation_db(elevation_deg, zenith_attenuation_db):
    r"""Loss of a flat atmosphere along a slanting path.

    .. math:: A = \frac{A_{zen}}{\sin\theta}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, up to 90; stated from 6, with a warning below [deg].
    zenith_attenuation_db : array_like
        Loss at the zenith, zero or more [dB].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments; NaN at and below the horizon [dB].

    Raises
    ------
    LinkBudgetError
        If an elevation exceeds 90 or a loss is negative.

    References
    ----------
    .. [1] DSN 810-005, module 104 Rev. L, Appendix A, equation (A5).

    Examples
    --------
    >>> print(f"{slant_attenuation_db(10.0, 0.037):.3f} dB")
    0.213 dB
    """
    zenith = require("zenith_attenuation_db", zenith_attenuation_db, at_least=0.0)
    return zenith / np.sin(np.radians(_elevation(elevation_deg)))


def gain_at_frequency_dbi(frequency_hz, gain_dbi, reference_frequency_hz):
    r"""Gain at another frequency of the same band, for an effective area that stays.

    .. math:: G(f) = G(f_0) + 20 \log_{10} \frac{f}{f_0}

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, above zero [Hz].
    gain_dbi : array_like
        Gain at the reference frequency [dBi].
    reference_frequency_hz : array_like
        Frequency for which the gain is published, above zero [Hz].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments [dBi].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    References
    ----------
    .. [1] C. A. Balanis, Antenna Theory, 3rd edition (2005), chapter 12: the gain of an area is 4 pi A f^2 / c^2.

    Examples
    --------
    >>> print(f"{gain_at_frequency_dbi(8.45e9, 68.24, 8.42e9):.2f} dBi")
    68.27 dBi
    """
    frequency_hz = require("frequency_hz", frequency_hz, above=0.0)
    reference_hz = require("reference_frequency_hz", reference_frequency_hz, above=0.0)
    return require("gain_dbi", gain_dbi) + 20.0 * np.log10(frequency_hz / reference_hz)


def station_gain_dbi(elevation_deg, zenith_attenuation_db, peak_gain_dbi, curvature_db_per_deg2, peak_elevation_deg):
    r"""Gain of an antenna that sags away from one elevation, seen through the atmosphere.

    .. math:: G(\theta) = G_0 - G_1 (\theta - \gamma)^2 - \frac{A_{zen}}{\sin\theta}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, up to 90; stated from 6, with a warning below [deg].
    zenith_attenuation_db : array_like
        Loss of the atmosphere at the zenith, zero or more; zero for the gain in vacuum [dB].
    peak_gain_dbi : array_like
        Gain G0 without atmosphere at the best elevation [dBi].
    curvature_db_per_deg2 : array_like
        Loss G1 for each square degree away from it, zero or more [dB/deg2].
    peak_elevation_deg : array_like
        Best elevation, 0 to 90 [deg].

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the arguments; NaN at and below the horizon [dBi].

    Raises
    ------
    LinkBudgetError
        If an elevation exceeds its range or a loss is negative.

    References
    ----------
    .. [1] DSN 810-005, module 104 Rev. L, 34-m BWG Stations Telecommunications Interfaces, Appendix A, equation (A-1).

    Examples
    --------
    >>> print(f"{station_gain_dbi(10.0, 0.037, 68.24, 2.7e-5, 51.5):.2f} dBi")
    67.98 dBi
    """
    loss_db = slant_attenuation_db(elevation_deg, zenith_attenuation_db)
    curvature = require("curvature_db_per_deg2", curvature_db_per_deg2, at_least=0.0)
    peak_deg = require("peak_elevation_deg", peak_elevation_deg, at_least=0.0, at_most=90.0)
    away_deg = require("elevation_deg", elevation_deg) - peak_deg
    return require("peak_gain_dbi", peak_gain_dbi) - curvature * away_deg * away_deg - loss_db


def antenna_microwave_noise_temperature_k(elevation_deg, t1_k, t2_k, decay_per_deg):
    r"""Noise of antenna, feed and amplifier without the sky: what spills over grows towards the horizon.

    .. math:: T_{AMW} = T_1 + T_2 e^{-a \theta}

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, up to 90; stated from 6, with a warning below [deg].
    t1_k : array_like
        Part that does not depend on elevation, zero or more [K].
    t2_k : array_like
        Part that does, at the horizon; below zero where the noise falls towards it, as at K band [K].
    decay_per_deg : array_like
        Its decay a with elevation, zero or more [1/deg].

    Returns
    -------
    ndarray or float
        Noise temperature at the feedhorn, broadcast shape of the arguments; NaN at and below the horizon, and where a
        negative part outweighs the other, which is below the stated range [K].

    Raises
    ------
    LinkBudgetError
        If an elevation exceeds 90, or a coefficient other than ``t2_k`` is negative.

    References
    ----------
    .. [1] DSN 810-005, module 104 Rev. L, Appendix A, equation (A3), and Rev. Q, Table A-3; module 101,
       Table A-3, for the 70 m antennas.

    Examples
    --------
    >>> print(f"{antenna_microwave_noise_temperature_k(10.0, 11.63, 7.11, 0.065):.2f} K")
    15.34 K
    """
    t1_k = require("t1_k", t1_k, at_least=0.0)
    decay_per_deg = require("decay_per_deg", decay_per_deg, at_least=0.0)
    total_k = t1_k + require("t2_k", t2_k) * np.exp(-decay_per_deg * _elevation(elevation_deg))
    return np.where(total_k < 0.0, np.nan, total_k)[()]


def atmosphere_physical_temperature_k(cumulative_distribution):
    r"""Mean temperature of the atmosphere, warmer in worse weather.

    .. math:: T_p = 255 + 25 \, CD

    Parameters
    ----------
    cumulative_distribution : array_like
        Part of the time in which the weather is no worse, 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Temperature, same shape [K].

    Raises
    ------
    LinkBudgetError
        If a part of the time lies outside 0 to 1.

    References
    ----------
    .. [1] DSN 810-005, module 104 Rev. L, Appendix A, equation (A7).

    Examples
    --------
    >>> print(f"{atmosphere_physical_temperature_k(0.9):.1f} K")
    277.5 K
    """
    return 255.0 + 25.0 * require("cumulative_distribution", cumulative_distribution, at_least=0.0, at_most=1.0)


def station_sky_noise_temperature_k(elevation_deg, zenith_attenuation_db, cumulative_distribution):
    r"""Noise of atmosphere and cosmic background together.

    .. math:: T_{sky} = T_p \left(1 - \frac{1}{L}\right) + \frac{2.725}{L}, \quad L = 10^{A_{zen} / (10 \sin\theta)},
        \quad T_p = 255 + 25 \, CD

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, up to 90; stated from 6, with a warning below [deg].
    zenith_attenuation_db : array_like
        Loss of the atmosphere at the zenith, zero or more [dB].
    cumulative_distribution : array_like
        Part of the time in which the weather is no worse, 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Noise temperature, broadcast shape of the arguments; NaN at and below the horizon [K].

    Raises
    ------
    LinkBudgetError
        If an elevation exceeds 90, a loss is negative or a part of the time lies outside 0 to 1.

    References
    ----------
    .. [1] DSN 810-005, module 104 Rev. L, Appendix A, equations (A4) to (A9).

    Examples
    --------
    >>> print(f"{station_sky_noise_temperature_k(10.0, 0.037, 0.0):.2f} K")
    14.80 K
    """
    loss_db = slant_attenuation_db(elevation_deg, zenith_attenuation_db)
    physical_k = atmosphere_physical_temperature_k(cumulative_distribution)
    return sky_noise_temperature_k(DSN_COSMIC_BACKGROUND_K, loss_db, physical_k)


def operating_noise_temperature_k(antenna_microwave_noise_temperature_k, sky_noise_temperature_k):
    r"""Noise temperature of the whole receiving system, at the feedhorn.

    .. math:: T_{op} = T_{AMW} + T_{sky}

    Parameters
    ----------
    antenna_microwave_noise_temperature_k : array_like
        Noise of antenna, feed and amplifier, zero or more [K].
    sky_noise_temperature_k : array_like
        Noise of the sky, and of bodies in the beam, zero or more [K].

    Returns
    -------
    ndarray or float
        Noise temperature, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If a temperature is negative.

    References
    ----------
    .. [1] DSN 810-005, module 104 Rev. L, Appendix A, equation (A2).

    Examples
    --------
    MarCO's 34 m station at 21 degrees, 90 % weather:

    >>> print(f"{operating_noise_temperature_k(18.8, 11.8):.1f} K")
    30.6 K
    """
    antenna_k = require("antenna_microwave_noise_temperature_k", antenna_microwave_noise_temperature_k, at_least=0.0)
    return antenna_k + require("sky_noise_temperature_k", sky_noise_temperature_k, at_least=0.0)


def _elevation(elevation_deg):
    """The elevation, checked, NaN at and below the horizon; a warning below the stated range."""
    elevation_deg = require("elevation_deg", elevation_deg, at_most=90.0)
    if isinstance(elevation_deg, float) and elevation_deg >= LOWEST_ELEVATION_DEG:
        return elevation_deg
    above = np.where(elevation_deg > 0.0, elevation_deg, np.nan)[()]
    warn_outside("DSN 810-005", "elevation_deg", above, LOWEST_ELEVATION_DEG, 90.0)
    return above


@cache
def _table():
    """Rows of the data file, as text."""
    with _TABLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def _weather():
    """Cumulative distributions and zenith attenuations by complex and band."""
    weather = {}
    for row in _table():
        if row["kind"] == "atmosphere":
            parts, losses = weather.setdefault((row["name"], row["band"]), ([], []))
            parts.append(float(row["cumulative_distribution"]))
            losses.append(float(row["zenith_attenuation_db"]))
    return weather


def _number(cell):
    return float(cell) if cell else float("nan")
