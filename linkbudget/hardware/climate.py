"""The climate of a station's site: the values that the ITU models of rain, cloud, gases and scintillation ask for.

The map: a :class:`Climate` holds them, from local measurements or from the ITU's digital maps; :func:`climate_at` reads
the maps at a latitude and longitude, through the optional package ITU-Rpy (``itur``), whose lookups are
:func:`itur_maps`.  Any other source of maps can stand in their place as :class:`ClimateMaps`.

One map at many places, shares of the year or months: :func:`ground_height_m`, :func:`surface_temperature_k`,
:func:`rain_rate_mm_per_h`, :func:`water_vapour_density_g_per_m3`, :func:`water_vapour_content_kg_per_m2` and
:func:`wet_refractivity`.

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

RAREST_RAIN = 1e-5
"""Share of the year below which no rain rate is read: ITU-R P.618 asks for none."""

_ITUR_FLOOR_KM = 1e-9  # ITU-Rpy lifts ground at and below sea level to this height
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


@dataclass(frozen=True, kw_only=True)
class ClimateMaps:
    """Lookups of digital maps, in the units of the Recommendations: km, per cent of the year.

    Each takes latitude and longitude in degrees, then what its name says more.  Those of :func:`itur_maps` broadcast
    arrays; :func:`climate_at` asks every map but that of single months, for one place at a time.  A map that is not
    given is missed only by who asks for it.
    """

    topographic_height_km: Callable | None = None
    """Of the ground above mean sea level."""
    rain_rate_mm_per_h: Callable | None = None
    """Latitude, longitude, per cent of the year."""
    rain_probability_percent: Callable | None = None
    """Share of the year with rain."""
    rain_height_km: Callable | None = None
    """Mean annual, above mean sea level."""
    surface_temperature_k: Callable | None = None
    """Mean annual."""
    monthly_temperature_k: Callable | None = None
    """Latitude, longitude, month from 1 to 12."""
    water_vapour_density_g_per_m3: Callable | None = None
    """Latitude, longitude, per cent of the year, height in km."""
    water_vapour_content_kg_per_m2: Callable | None = None
    """Latitude, longitude, per cent of the year, height in km."""
    wet_refractivity: Callable | None = None
    """Latitude, longitude, per cent of the year."""
    cloud_liquid_kg_per_m2: Callable | None = None
    """Latitude, longitude, per cent of the year."""
    sources: tuple[str, ...] = ()
    """Editions, one line a map."""

    def lookup(self, name: str) -> Callable:
        """The map of a name, or one line that says that there is none."""
        lookup = getattr(self, name)
        if lookup is None:
            raise LinkBudgetError(f"maps: expected {name} among them")
        return lookup


def itur_maps() -> ClimateMaps:
    """The maps that ITU-Rpy carries, in the editions it has chosen.

    As installed, ITU-Rpy 0.4 reads P.837-7 (06/2017), P.839-4 (09/2013), P.1510-1 (06/2017), P.1511-2 (08/2019),
    P.836-6 (12/2017), P.453-13 (12/2017) and P.840-7 (12/2017).  A program may choose others by ``change_version``;
    :attr:`ClimateMaps.sources` says those in use.  Three are not the editions of :mod:`linkbudget.physics`:

    - P.1511-2 where P.1511-3 is in force; at the eight points the ITU publishes, heights differ by at most 6 mm.
      ITU-Rpy takes ground below the sea, as at the Dead Sea, to be at sea level: give such a station's height.  The
      undulation of the geoid, by up to 0.2 m another in P.1511-3, is not among its lookups.
    - P.453-13 where P.453-14 is in force; median wet refractivity agrees at the four points the ITU publishes.
    - P.840-7, whose *reduced* liquid water is another quantity than that of P.840-9 and comes from other data: at the
      points the ITU publishes for 15.5 % of the year, 1.2 to 2.4 times as much, in the tropics 9 times.  Cloud losses
      made of it with :func:`linkbudget.physics.clouds.cloud_loss_db`, which is P.840-9, are too large by about as much.

    Each takes arrays of any shapes that broadcast.  The places of one share of the year, or month, are looked up
    together; rain rates are not, of which ITU-Rpy answers one place at a time correctly and takes some milliseconds for
    each.  At 0.01 % of the year it reads the map of rain rate itself, elsewhere it goes by the monthly rain.

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
        topographic_height_km=_for_arrays(p1511.topographic_altitude, "km", floor=_ITUR_FLOOR_KM),
        rain_rate_mm_per_h=_for_arrays(p837.rainfall_rate, "mm / h", one_by_one=True),
        rain_probability_percent=_for_arrays(p837.rainfall_probability, "percent"),
        rain_height_km=_for_arrays(p839.rain_height, "km"),
        surface_temperature_k=_for_arrays(p1510.surface_mean_temperature, "K"),
        monthly_temperature_k=_for_arrays(p1510.surface_month_mean_temperature, "K"),
        water_vapour_density_g_per_m3=_for_arrays(p836.surface_water_vapour_density, "g / m3"),
        water_vapour_content_kg_per_m2=_for_arrays(p836.total_water_vapour_content, "kg / m2"),
        wet_refractivity=_for_arrays(p453.map_wet_term_radio_refractivity, None),  # ITU-Rpy labels this number g/m3
        cloud_liquid_kg_per_m2=_for_arrays(p840.columnar_content_reduced_liquid, "kg / m2"),
        sources=tuple(f"ITU-R P.{number}-{model.get_version()} by ITU-Rpy" for number, model in models.items()),
    )


def _for_arrays(lookup, unit, *, one_by_one=False, floor=None):
    """A lookup of ITU-Rpy, which takes places in a row but one share of the year, for whatever broadcasts.

    Where ``one_by_one``, ITU-Rpy would mix up places that it is given together; ``floor`` is what it returns for zero.
    """

    def looked_up(latitude_deg, longitude_deg, *asked):
        points = np.broadcast_arrays(latitude_deg, longitude_deg, *asked)
        latitude, longitude, *asked = (np.array(point, dtype=float).ravel() for point in points)
        share = asked[0] if asked else np.zeros(latitude.size)
        result = np.full(latitude.size, np.nan)
        for one in np.unique(share[~np.isnan(share)]).tolist():
            chosen = np.flatnonzero(share == one)
            for at in chosen[:, None] if one_by_one else (chosen,):
                further = (one, *(height[at] for height in asked[1:])) if asked else ()
                result[at] = np.ravel(lookup(latitude[at], longitude[at], *further).to_value(unit))
        if floor is not None:
            result[result <= floor] = 0.0
        return result.reshape(points[0].shape)[()]

    return looked_up


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
        Floats throughout; NaN where a map has no answer (water vapour and refractivity at the south pole).

    Raises
    ------
    LinkBudgetError
        If the place or height is outside its limits, or no maps are given and ``itur`` is not installed.
    """
    place = tuple(map(float, _place(float(latitude_deg), float(longitude_deg))))
    maps = itur_maps() if maps is None else maps
    if station_height_m is None:
        station_height_m = float(ground_height_m(*place, maps=maps))
    height_m = require("station_height_m", float(station_height_m), at_least=LOWEST_HEIGHT_M)
    median = (*place, 50.0, height_m / 1e3)
    return Climate(
        latitude_deg=place[0],
        station_height_m=height_m,
        rain_rate_mm_per_h=float(maps.lookup("rain_rate_mm_per_h")(*place, 0.01)),
        rain_height_m=1e3 * float(maps.lookup("rain_height_km")(*place)),
        surface_temperature_k=float(maps.lookup("surface_temperature_k")(*place)),
        surface_pressure_hpa=float(reference_pressure_hpa(height_m)),
        water_vapour_density_g_per_m3=float(maps.lookup("water_vapour_density_g_per_m3")(*median)),
        water_vapour_content_kg_per_m2=float(maps.lookup("water_vapour_content_kg_per_m2")(*median)),
        wet_refractivity=float(maps.lookup("wet_refractivity")(*place, 50.0)),
        cloud_liquid=tuple(
            (percent / 100.0, float(maps.lookup("cloud_liquid_kg_per_m2")(*place, percent)))
            for percent in MAPPED_PERCENT
        ),
        rain_probability=float(maps.lookup("rain_probability_percent")(*place)) / 100.0,
        sources=(*maps.sources, "ITU-R P.835-7 pressure"),
    )


def ground_height_m(latitude_deg, longitude_deg, *, maps=None):
    """Height of the ground, from the map of topography.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    maps : ClimateMaps, optional
        Lookups to use; those of ITU-Rpy if not given, whose ground is nowhere below the sea.

    Returns
    -------
    ndarray or float
        Height above mean sea level, broadcast shape of the places [m].

    Raises
    ------
    LinkBudgetError
        If a place is outside its limits, the maps lack this one, or none are given and ``itur`` is not installed.

    References
    ----------
    .. [1] ITU-R P.1511-3, in ITU-Rpy P.1511-2 (08/2019): bicubic interpolation between points 1/12 degree apart.

    Examples
    --------
    >>> hill = ClimateMaps(topographic_height_km=lambda latitude, longitude: 2.0 - 0.1 * abs(latitude))
    >>> print(f"{ground_height_m(15.0, 40.0, maps=hill):.0f} m")
    500 m
    """
    place = _place(latitude_deg, longitude_deg)
    return 1e3 * _chosen(maps).lookup("topographic_height_km")(*place)


def surface_temperature_k(latitude_deg, longitude_deg, *, month=None, maps=None):
    """Mean temperature 2 m above the ground of the map, of the year or of a month.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    month : array_like of int, optional
        1 for January to 12 for December; the mean of the year if not given [-].
    maps : ClimateMaps, optional
        Lookups to use; those of ITU-Rpy if not given.

    Returns
    -------
    ndarray or float
        Temperature, broadcast shape of places and months [K].

    Raises
    ------
    LinkBudgetError
        If a place or month is outside its limits, the maps lack this one, or none are given and ``itur`` is not
        installed.

    References
    ----------
    .. [1] ITU-R P.1510-1 (06/2017): bilinear interpolation between points 0.75 degrees apart.

    Examples
    --------
    >>> coast = ClimateMaps(monthly_temperature_k=lambda latitude, longitude, month: 288.0 - abs(month - 7.0))
    >>> print(surface_temperature_k(45.0, 10.0, month=[1, 7], maps=coast), "K")
    [282. 288.] K
    """
    place = _place(latitude_deg, longitude_deg)
    if month is None:
        return _chosen(maps).lookup("surface_temperature_k")(*place)
    month = require("month", month, at_least=1, at_most=12)
    if np.any(month != np.floor(month)):
        raise LinkBudgetError(f"month = {month}: expected whole numbers from 1 to 12")
    return _chosen(maps).lookup("monthly_temperature_k")(*place, month)


def rain_rate_mm_per_h(latitude_deg, longitude_deg, exceedance_probability, *, maps=None):
    """Rain rate, over one minute, that is exceeded for a share of an average year.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    exceedance_probability : array_like
        Share of the year, 1e-5 to 1 [-].
    maps : ClimateMaps, optional
        Lookups to use; those of ITU-Rpy if not given, which take some milliseconds a value.

    Returns
    -------
    ndarray or float
        Rain rate, broadcast shape of places and shares; zero where it rains more rarely [mm/h].

    Raises
    ------
    LinkBudgetError
        If a place or share is outside its limits, the maps lack this one, or none are given and ``itur`` is not
        installed.

    References
    ----------
    .. [1] ITU-R P.837-7 (06/2017), Annex 1; at a share of 1e-4 the map of Annex 2.

    Examples
    --------
    >>> gauge = ClimateMaps(rain_rate_mm_per_h=lambda latitude, longitude, percent: 3.2 / percent**0.5)
    >>> print(f"{rain_rate_mm_per_h(45.0, 10.0, 1e-3, maps=gauge):.1f} mm/h")
    10.1 mm/h
    """
    place = _place(latitude_deg, longitude_deg)
    probability = require("exceedance_probability", exceedance_probability, at_least=RAREST_RAIN, at_most=1.0)
    return _chosen(maps).lookup("rain_rate_mm_per_h")(*place, 100.0 * probability)


def water_vapour_density_g_per_m3(
    latitude_deg, longitude_deg, exceedance_probability, *, station_height_m=None, maps=None
):
    """Density of water vapour at a station, exceeded for a share of the year.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    exceedance_probability : array_like
        Share of the year, above 0 to 1; the maps answer from 0.001 to 0.99 [-].
    station_height_m : array_like, optional
        Height above mean sea level, not below -500; the ground's by P.1511 if not given [m].
    maps : ClimateMaps, optional
        Lookups to use; those of ITU-Rpy if not given.

    Returns
    -------
    ndarray or float
        Density, broadcast shape of the arguments; NaN at shares outside the maps and at the south pole [g/m3].

    Raises
    ------
    LinkBudgetError
        If a place, share or height is outside its limits, the maps lack this one, or none are given and ``itur`` is not
        installed.

    References
    ----------
    .. [1] ITU-R P.836-6 (12/2017), Annex 1: bilinear interpolation between points 1.125 degrees apart, each brought to
       the station's height; straight in the logarithm of the share.

    Examples
    --------
    >>> garden = ClimateMaps(
    ...     water_vapour_density_g_per_m3=lambda latitude, longitude, percent, height_km: 14.0 - 4.0 * height_km
    ... )
    >>> print(f"{water_vapour_density_g_per_m3(45.0, 10.0, 0.01, station_height_m=500.0, maps=garden):.1f} g/m3")
    12.0 g/m3
    """
    asked = latitude_deg, longitude_deg, exceedance_probability, station_height_m
    return _water_vapour("water_vapour_density_g_per_m3", *asked, _chosen(maps))


def water_vapour_content_kg_per_m2(
    latitude_deg, longitude_deg, exceedance_probability, *, station_height_m=None, maps=None
):
    """Water vapour in the whole column above a station, exceeded for a share of the year.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    exceedance_probability : array_like
        Share of the year, above 0 to 1; the maps answer from 0.001 to 0.99 [-].
    station_height_m : array_like, optional
        Height above mean sea level, not below -500; the ground's by P.1511 if not given [m].
    maps : ClimateMaps, optional
        Lookups to use; those of ITU-Rpy if not given.

    Returns
    -------
    ndarray or float
        Content, broadcast shape of the arguments; NaN at shares outside the maps and at the south pole [kg/m2].

    Raises
    ------
    LinkBudgetError
        If a place, share or height is outside its limits, the maps lack this one, or none are given and ``itur`` is not
        installed.

    References
    ----------
    .. [1] ITU-R P.836-6 (12/2017), Annex 2, interpolated as for :func:`water_vapour_density_g_per_m3`.

    Examples
    --------
    >>> garden = ClimateMaps(
    ...     water_vapour_content_kg_per_m2=lambda latitude, longitude, percent, height_km: 30.0 - 8.0 * height_km
    ... )
    >>> print(f"{water_vapour_content_kg_per_m2(45.0, 10.0, 0.01, station_height_m=500.0, maps=garden):.1f} kg/m2")
    26.0 kg/m2
    """
    asked = latitude_deg, longitude_deg, exceedance_probability, station_height_m
    return _water_vapour("water_vapour_content_kg_per_m2", *asked, _chosen(maps))


def wet_refractivity(latitude_deg, longitude_deg, exceedance_probability, *, maps=None):
    """Wet term of the radio refractivity at the ground, exceeded for a share of the year.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    exceedance_probability : array_like
        Share of the year, above 0 to 1; the maps answer from 0.001 to 0.99 [-].
    maps : ClimateMaps, optional
        Lookups to use; those of ITU-Rpy if not given.

    Returns
    -------
    ndarray or float
        Wet refractivity, broadcast shape of places and shares; NaN at shares outside the maps and the south pole [-].

    Raises
    ------
    LinkBudgetError
        If a place or share is outside its limits, the maps lack this one, or none are given and ``itur`` is not
        installed.

    References
    ----------
    .. [1] ITU-R P.453-14, in ITU-Rpy P.453-13 (12/2017): bilinear interpolation between points 0.75 degrees apart.

    Examples
    --------
    >>> mild = ClimateMaps(wet_refractivity=lambda latitude, longitude, percent: 80.0 - 0.4 * percent)
    >>> print(f"{wet_refractivity(45.0, 10.0, 0.5, maps=mild):.0f}")
    60
    """
    place = _place(latitude_deg, longitude_deg)
    return _chosen(maps).lookup("wet_refractivity")(*place, _mapped_percent(exceedance_probability))


def _chosen(maps):
    return itur_maps() if maps is None else maps


def _place(latitude_deg, longitude_deg):
    """Latitude and longitude within their limits; maps have no answer for what is no number."""
    place = (
        require("latitude_deg", latitude_deg, at_least=-90.0, at_most=90.0),
        require("longitude_deg", longitude_deg, at_least=-180.0, at_most=360.0),
    )
    if not all(np.isfinite(part).all() for part in place):
        raise LinkBudgetError(f"latitude_deg, longitude_deg = {place}: expected numbers")
    return place


def _mapped_percent(exceedance_probability):
    """Shares of the year in per cent, NaN outside those for which maps are drawn."""
    percent = 100.0 * require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    return np.where((percent >= MAPPED_PERCENT[0]) & (percent <= MAPPED_PERCENT[-1]), percent, np.nan)[()]


def _water_vapour(name, latitude_deg, longitude_deg, exceedance_probability, station_height_m, maps):
    place, percent = _place(latitude_deg, longitude_deg), _mapped_percent(exceedance_probability)
    if station_height_m is None:
        station_height_m = ground_height_m(*place, maps=maps)
    height_km = require("station_height_m", station_height_m, at_least=LOWEST_HEIGHT_M) / 1e3
    return maps.lookup(name)(*place, percent, height_km)
