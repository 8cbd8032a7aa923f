"""The climate of a station's site: the values that the ITU models of rain, cloud, gases and scintillation ask for.

The map: a :class:`Climate` holds them, from local measurements or from the ITU's digital maps; :func:`climate_at` reads
the maps at a latitude and longitude, through the optional package ITU-Rpy (``itur``), whose lookups are
:func:`itur_maps`.  Any other source of maps can stand in their place as :class:`ClimateMaps`.

Shares of the year are fractions here, as in :mod:`linkbudget.physics`; the maps speak of per cent.
"""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from linkbudget.errors import LinkBudgetError, require
from linkbudget.physics.atmosphere import LOWEST_HEIGHT_M, reference_pressure_hpa

MAPPED_PERCENT = (0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 99.0)
"""Shares of the year, in per cent, for which the maps of cloud and water vapour are drawn."""

_MISSING = "the digital maps need the optional package itur: install deepspace-linkbudget[maps]"


@dataclass(frozen=True)
class Climate:
    """Climate of one site.

    Examples
    --------
    Rain at 20 GHz seen from a site with 30 mm/h, exceeded for 0.01 % of the year:

    >>> from linkbudget.physics.rain import rain_loss_db
    >>> site = Climate(51.5, 31.0, 30.0, 2900.0, 283.4, 1009.5, 7.6, 14.0, 44.0, ((0.001, 1.9), (0.01, 1.1)))
    >>> loss_db = rain_loss_db(
    ...     35.0, 20e9, site.rain_rate_mm_per_h, site.rain_height_m, site.latitude_deg, 1e-4,
    ...     station_height_m=site.station_height_m,
    ... )
    >>> print(f"{loss_db:.1f} dB")
    14.1 dB
    >>> print(f"{site.cloud_liquid_kg_per_m2(0.005):.2f} kg/m2")
    1.34 kg/m2
    """

    latitude_deg: float
    """Geodetic latitude, north positive [deg]."""
    station_height_m: float
    """Height of the station above mean sea level [m]."""
    rain_rate_mm_per_h: float
    """Rain rate exceeded for 0.01 % of an average year, over one minute [mm/h]."""
    rain_height_m: float
    """Mean annual rain height above mean sea level [m]."""
    surface_temperature_k: float
    """Mean annual temperature 2 m above the ground [K]."""
    surface_pressure_hpa: float
    """Total air pressure at the station [hPa]."""
    water_vapour_density_g_per_m3: float
    """Density of water vapour at the station, exceeded for half the year [g/m3]."""
    water_vapour_content_kg_per_m2: float
    """Water vapour in the whole column above the station, exceeded for half the year [kg/m2]."""
    wet_refractivity: float
    """Wet term of the radio refractivity, exceeded for half the year [-]."""
    cloud_liquid: tuple[tuple[float, float], ...] = ()
    """Pairs of share of the year [-] and liquid water in the column of cloud exceeded for it [kg/m2], shares rising."""
    rain_probability: float = math.nan
    """Share of the year with rain; NaN where it is not known [-]."""
    sources: tuple[str, ...] = field(default=(), compare=False)
    """Where the values come from, edition by edition."""

    def __post_init__(self):
        require("latitude_deg", float(self.latitude_deg), at_least=-90.0, at_most=90.0)
        require("station_height_m", float(self.station_height_m), at_least=LOWEST_HEIGHT_M)
        for name in ("rain_height_m", "surface_temperature_k", "surface_pressure_hpa"):
            require(name, float(getattr(self, name)), above=0.0)
        for name in (
            "rain_rate_mm_per_h",
            "water_vapour_density_g_per_m3",
            "water_vapour_content_kg_per_m2",
            "wet_refractivity",
        ):
            require(name, float(getattr(self, name)), at_least=0.0)
        require("rain_probability", float(self.rain_probability), at_least=0.0, at_most=1.0)
        shares = [float(share) for share, _ in self.cloud_liquid]
        for share, liquid in self.cloud_liquid:
            require("share of the year in cloud_liquid", float(share), above=0.0, at_most=1.0)
            require("liquid water in cloud_liquid", float(liquid), at_least=0.0)
        if any(later <= earlier for earlier, later in itertools.pairwise(shares)):
            raise LinkBudgetError(f"cloud_liquid = {shares}: expected rising shares of the year")

    def cloud_liquid_kg_per_m2(self, exceedance_probability):
        """Liquid water in the column of cloud exceeded for a share of the year [kg/m2].

        Between the pairs of :attr:`cloud_liquid` straight in the logarithm of the share, as ITU-R P.840 has it; NaN
        outside them, where the maps say nothing.
        """
        probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
        if not self.cloud_liquid:
            raise LinkBudgetError("cloud_liquid is empty: expected pairs of share of the year and liquid water")
        share, liquid = np.array(self.cloud_liquid, dtype=float).T
        return np.interp(np.log(probability), np.log(share), liquid, left=np.nan, right=np.nan)

    @property
    def sea_level_water_vapour_density_g_per_m3(self) -> float:
        """Density at sea level below the station [g/m3].

        With the 2 km scale height of ITU-R P.835: what :func:`linkbudget.physics.gases.slant_gas_loss_db` takes.
        """
        return self.water_vapour_density_g_per_m3 * math.exp(max(self.station_height_m, 0.0) / 2e3)


@dataclass(frozen=True)
class ClimateMaps:
    """Lookups of digital maps, in the units of the Recommendations: km, per cent of the year.

    Each takes latitude and longitude in degrees, then what its name says more.
    """

    topographic_height_km: Callable[[float, float], float]
    """Of the ground above mean sea level."""
    rain_rate_mm_per_h: Callable[[float, float], float]
    """Exceeded for 0.01 % of the year."""
    rain_probability_percent: Callable[[float, float], float]
    """Share of the year with rain."""
    rain_height_km: Callable[[float, float], float]
    """Mean annual, above mean sea level."""
    surface_temperature_k: Callable[[float, float], float]
    """Mean annual."""
    water_vapour_density_g_per_m3: Callable[[float, float, float, float], float]
    """Latitude, longitude, per cent of the year, height in km."""
    water_vapour_content_kg_per_m2: Callable[[float, float, float, float], float]
    """Latitude, longitude, per cent of the year, height in km."""
    wet_refractivity: Callable[[float, float, float], float]
    """Latitude, longitude, per cent of the year."""
    cloud_liquid_kg_per_m2: Callable[[float, float, float], float]
    """Latitude, longitude, per cent of the year."""
    sources: tuple[str, ...] = ()
    """Editions, one line a map."""


def itur_maps() -> ClimateMaps:
    """The maps that ITU-Rpy carries, in the editions it has chosen.

    As installed, ITU-Rpy 0.4 reads P.837-7 (06/2017), P.839-4 (09/2013), P.1510-1 (06/2017), P.1511-2 (08/2019),
    P.836-6 (12/2017), P.453-13 (12/2017) and P.840-7 (12/2017).  A program may choose others by ``change_version``;
    :attr:`ClimateMaps.sources` says those in use.  Three are not the editions of :mod:`linkbudget.physics`:

    - P.1511-2 where P.1511-3 is in force; at the eight points the ITU publishes, heights differ by at most 6 mm.
      ITU-Rpy takes ground below the sea, as at the Dead Sea, to be at sea level: give such a station's height.
    - P.453-13 where P.453-14 is in force; median wet refractivity agrees at the four points the ITU publishes.
    - P.840-7, whose *reduced* liquid water is another quantity than that of P.840-9 and comes from other data: at the
      points the ITU publishes for 15.5 % of the year, 1.2 to 2.4 times as much, in the tropics 9 times.  Cloud losses
      made of it with :func:`linkbudget.physics.clouds.cloud_loss_db`, which is P.840-9, are too large by about as much.

    Not among them is P.2145, from which the gas loss of P.618-14 takes mean pressure, temperature and water vapour.

    Raises
    ------
    LinkBudgetError
        If the package is not installed.
    """
    try:
        with np.errstate():  # ITU-Rpy switches NumPy's division warnings off for the whole program; put them back
            import itur.models.itu453 as p453
            import itur.models.itu836 as p836
            import itur.models.itu837 as p837
            import itur.models.itu839 as p839
            import itur.models.itu840 as p840
            import itur.models.itu1510 as p1510
            import itur.models.itu1511 as p1511
    except ImportError as error:
        raise LinkBudgetError(_MISSING) from error
    models = {"453": p453, "836": p836, "837": p837, "839": p839, "840": p840, "1510": p1510, "1511": p1511}
    return ClimateMaps(
        lambda *place: p1511.topographic_altitude(*place).to_value("km"),
        lambda *place: p837.rainfall_rate(*place, 0.01).to_value("mm / h"),
        lambda *place: p837.rainfall_probability(*place).to_value("percent"),
        lambda *place: p839.rain_height(*place).to_value("km"),
        lambda *place: p1510.surface_mean_temperature(*place).to_value("K"),
        lambda *asked: p836.surface_water_vapour_density(*asked).to_value("g / m3"),
        lambda *asked: p836.total_water_vapour_content(*asked).to_value("kg / m2"),
        lambda *asked: p453.map_wet_term_radio_refractivity(*asked).value,  # ITU-Rpy labels this number g/m3
        lambda *asked: p840.columnar_content_reduced_liquid(*asked).to_value("kg / m2"),
        tuple(f"ITU-R P.{number}-{model.get_version()} by ITU-Rpy" for number, model in models.items()),
    )


def climate_at(
    latitude_deg: float, longitude_deg: float, *, station_height_m: float | None = None, maps: ClimateMaps | None = None
) -> Climate:
    """Climate of a site from the ITU's digital maps.

    The editions are those of ITU-Rpy, see :func:`itur_maps` (its cloud map is an older one, of another quantity), and
    stand in :attr:`Climate.sources`.  The pressure is no map's: it is that of the mean reference atmosphere of ITU-R
    P.835 at the station's height.  The temperature is that of the map's ground, not corrected for the station's height.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        Place, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    station_height_m : float, optional
        Height above mean sea level; the ground's by P.1511 if not given [m].
    maps : ClimateMaps, optional
        Lookups to use; those of ITU-Rpy if not given.

    Returns
    -------
    Climate
        Floats throughout; NaN where a map has no answer (water vapour and refractivity at the poles).

    Raises
    ------
    LinkBudgetError
        If the place or height is outside its limits, or no maps are given and ``itur`` is not installed.
    """
    place = (
        require("latitude_deg", float(latitude_deg), at_least=-90.0, at_most=90.0),
        require("longitude_deg", float(longitude_deg), at_least=-180.0, at_most=360.0),
    )
    if not all(map(math.isfinite, place)):
        raise LinkBudgetError(f"latitude_deg, longitude_deg = {place}: expected numbers")
    maps = itur_maps() if maps is None else maps
    if station_height_m is None:
        station_height_m = 1e3 * float(maps.topographic_height_km(*place))
    height_m = require("station_height_m", float(station_height_m), at_least=LOWEST_HEIGHT_M)
    median = (*place, 50.0, height_m / 1e3)
    return Climate(
        latitude_deg=place[0],
        station_height_m=height_m,
        rain_rate_mm_per_h=float(maps.rain_rate_mm_per_h(*place)),
        rain_height_m=1e3 * float(maps.rain_height_km(*place)),
        surface_temperature_k=float(maps.surface_temperature_k(*place)),
        surface_pressure_hpa=float(reference_pressure_hpa(height_m)),
        water_vapour_density_g_per_m3=float(maps.water_vapour_density_g_per_m3(*median)),
        water_vapour_content_kg_per_m2=float(maps.water_vapour_content_kg_per_m2(*median)),
        wet_refractivity=float(maps.wet_refractivity(*place, 50.0)),
        cloud_liquid=tuple(
            (percent / 100.0, float(maps.cloud_liquid_kg_per_m2(*place, percent))) for percent in MAPPED_PERCENT
        ),
        rain_probability=float(maps.rain_probability_percent(*place)) / 100.0,
        sources=(*maps.sources, "ITU-R P.835-7 pressure"),
    )
