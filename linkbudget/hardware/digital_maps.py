"""One digital map of the ITU at many places, shares of the year or months.

The map: :func:`ground_height_m`, :func:`geoid_undulation_m`, :func:`surface_temperature_k`,
:func:`rain_rate_mm_per_h`, :func:`water_vapour_density_g_per_m3`, :func:`water_vapour_content_kg_per_m2`,
:func:`wet_refractivity` and :func:`cloud_liquid_kg_per_m2`.  Each takes ``maps``: look-ups, or a folder
with the ITU's grids, or nothing.  Nothing means :func:`available_maps`: the folder that the environment variable
``LINKBUDGET_MAPS`` names, and the package ITU-Rpy for what the folder lacks.

Shares of the year are fractions here, as in :mod:`linkbudget.physics`; the maps count in per cent.
"""

import os
from pathlib import Path

import numpy as np

from linkbudget.errors import LinkBudgetError, require
from linkbudget.hardware.climate_maps import ClimateMaps
from linkbudget.hardware.itur_maps import itur_maps
from linkbudget.hardware.map_folder import CLOUD_PERCENT, MAPPED_PERCENT, folder_maps
from linkbudget.physics.atmosphere import LOWEST_HEIGHT_M

FOLDER_VARIABLE = "LINKBUDGET_MAPS"
"""Environment variable that names a folder of digital maps."""

RAREST_RAIN = 1e-5
"""Share of the year below which no rain rate is read: ITU-R P.618 asks for none."""


def available_maps() -> ClimateMaps:
    """Offer the maps of the folder that ``LINKBUDGET_MAPS`` names, and those of ITU-Rpy for what it lacks.

    Returns
    -------
    ClimateMaps
        Look-ups; a map that neither has is refused with the reason when it is asked for.

    Raises
    ------
    LinkBudgetError
        If there is neither a folder nor the package, or the folder is not one of maps.

    Examples
    --------
    >>> from unittest.mock import patch
    >>> with patch.dict(os.environ, {FOLDER_VARIABLE: "no-such-folder"}):
    ...     available_maps()
    Traceback (most recent call last):
        ...
    linkbudget.errors.LinkBudgetError: no-such-folder: no such folder; expected one with digital maps of the ITU
    """
    folder = os.environ.get(FOLDER_VARIABLE, "").strip()
    try:
        installed = itur_maps()
    except LinkBudgetError:
        if not folder:
            raise LinkBudgetError(
                f"the digital maps need a folder of the ITU's grids, named by {FOLDER_VARIABLE}, or the optional "
                "package itur: install deepspace-linkbudget[maps]"
            ) from None
        return folder_maps(folder)
    return folder_maps(folder).completed_by(installed) if folder else installed


def chosen_maps(maps: ClimateMaps | str | Path | None) -> ClimateMaps:
    """Look-ups of an argument ``maps``: as given, of a folder, or those available.

    Parameters
    ----------
    maps : ClimateMaps, str, Path or None
        Look-ups or a folder of grids; :func:`available_maps` if None.

    Returns
    -------
    ClimateMaps
        The look-ups.

    Raises
    ------
    LinkBudgetError
        If the folder is not one of maps, or none are available.

    Examples
    --------
    >>> flat = ClimateMaps(topographic_height_km=lambda latitude, longitude: 0.5)
    >>> chosen_maps(flat) is flat
    True
    """
    if maps is None:
        return available_maps()
    return maps if isinstance(maps, ClimateMaps) else folder_maps(maps)


def ground_height_m(latitude_deg, longitude_deg, *, maps=None):
    """Height of the ground, read off the map of topography.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    maps : ClimateMaps, str or Path, optional
        Look-ups or a folder of grids; see :func:`available_maps` if not given.

    Returns
    -------
    ndarray or float
        Height above mean sea level, broadcast shape of the places [m].

    Raises
    ------
    LinkBudgetError
        If a place is outside its limits, the maps lack this one, or there are none.

    References
    ----------
    .. [1] ITU-R P.1511-3 (08/2024), in ITU-Rpy P.1511-2 with the same grid: bicubic interpolation, 1/12
       degree.

    Examples
    --------
    >>> hill = ClimateMaps(topographic_height_km=lambda latitude, longitude: 2.0 - 0.1 * abs(latitude))
    >>> print(f"{ground_height_m(15.0, 40.0, maps=hill):.0f} m")
    500 m
    """
    place = _placed(latitude_deg, longitude_deg)
    return 1e3 * chosen_maps(maps).lookup("topographic_height_km")(*place)


def geoid_undulation_m(latitude_deg, longitude_deg, *, maps=None):
    """Height of mean sea level above the ellipsoid of WGS 84, read off the map of the geoid EGM2008.

    A station's height above mean sea level is its height above the ellipsoid less this.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    maps : ClimateMaps, str or Path, optional
        Look-ups or a folder of grids; see :func:`available_maps` if not given.

    Returns
    -------
    ndarray or float
        Height, broadcast shape of the places [m].

    Raises
    ------
    LinkBudgetError
        If a place is outside its limits, the maps lack this one, or there are none.

    References
    ----------
    .. [1] ITU-R P.1511-3 (08/2024), in ITU-Rpy P.1511-2 with the same grid: bicubic interpolation, 1/12
       degree.

    Examples
    --------
    >>> sea = ClimateMaps(geoid_undulation_m=lambda latitude, longitude: 48.4 + 0.0 * latitude)
    >>> print(f"{120.0 - geoid_undulation_m(41.9, 12.49, maps=sea):.1f} m above the sea")
    71.6 m above the sea
    """
    return chosen_maps(maps).lookup("geoid_undulation_m")(*_placed(latitude_deg, longitude_deg))


def surface_temperature_k(latitude_deg, longitude_deg, *, month=None, maps=None):
    """Mean temperature 2 m above the ground of the map, of the year or of a month; read off the map.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    month : array_like of int, optional
        1 for January to 12 for December; the mean of the year if not given [-].
    maps : ClimateMaps, str or Path, optional
        Look-ups or a folder of grids; see :func:`available_maps` if not given.

    Returns
    -------
    ndarray or float
        Temperature, broadcast shape of places and months [K].

    Raises
    ------
    LinkBudgetError
        If a place or month is outside its limits, the maps lack this one, or there are none.

    References
    ----------
    .. [1] ITU-R P.1510-1 (06/2017): bilinear interpolation between points 0.75 degrees apart.

    Examples
    --------
    >>> coast = ClimateMaps(monthly_temperature_k=lambda latitude, longitude, month: 288.0 - abs(month - 7.0))
    >>> print(surface_temperature_k(45.0, 10.0, month=[1, 7], maps=coast), "K")
    [282. 288.] K
    """
    place = _placed(latitude_deg, longitude_deg)
    if month is None:
        return chosen_maps(maps).lookup("surface_temperature_k")(*place)
    month = require("month", month, at_least=1, at_most=12)
    if np.any(month != np.floor(month)):
        raise LinkBudgetError(f"month = {month}: expected whole numbers from 1 to 12")
    return chosen_maps(maps).lookup("monthly_temperature_k")(*place, month)


def rain_rate_mm_per_h(latitude_deg, longitude_deg, exceedance_probability, *, maps=None):
    """Rain rate, over one minute, that is exceeded for a share of an average year; read off the map.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    exceedance_probability : array_like
        Share of the year, 1e-5 to 1 [-].
    maps : ClimateMaps, str or Path, optional
        Look-ups or a folder of grids; see :func:`available_maps` if not given.  Folders answer for 1e-4 only; ITU-Rpy
        takes some milliseconds a value.

    Returns
    -------
    ndarray or float
        Rain rate, broadcast shape of places and shares; zero where it rains more rarely [mm/h].

    Raises
    ------
    LinkBudgetError
        If a place or share is outside its limits, the maps lack this one, or there are none.

    References
    ----------
    .. [1] ITU-R P.837-7 (06/2017), Annex 1; at a share of 1e-4 the map of Annex 2.

    Examples
    --------
    >>> gauge = ClimateMaps(rain_rate_mm_per_h=lambda latitude, longitude, percent: 3.2 / percent**0.5)
    >>> print(f"{rain_rate_mm_per_h(45.0, 10.0, 1e-3, maps=gauge):.1f} mm/h")
    10.1 mm/h
    """
    place = _placed(latitude_deg, longitude_deg)
    probability = require("exceedance_probability", exceedance_probability, at_least=RAREST_RAIN, at_most=1.0)
    return chosen_maps(maps).lookup("rain_rate_mm_per_h")(*place, 100.0 * probability)


def water_vapour_density_g_per_m3(
    latitude_deg, longitude_deg, exceedance_probability, *, station_height_m=None, maps=None
):
    """Density of water vapour at a station, exceeded for a share of the year; read off the map.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    exceedance_probability : array_like
        Share of the year, above 0 to 1; the maps answer from 0.001 to 0.99 [-].
    station_height_m : array_like, optional
        Height above mean sea level, not below -500; the ground's by P.1511 if not given [m].
    maps : ClimateMaps, str or Path, optional
        Look-ups or a folder of grids; see :func:`available_maps` if not given.

    Returns
    -------
    ndarray or float
        Density, broadcast shape of the arguments; NaN at shares outside the maps and in gaps at the poles [g/m3].

    Raises
    ------
    LinkBudgetError
        If a place, share or height is outside its limits, the maps lack this one, or there are none.

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
    return _water_vapour("water_vapour_density_g_per_m3", *asked, chosen_maps(maps))


def water_vapour_content_kg_per_m2(
    latitude_deg, longitude_deg, exceedance_probability, *, station_height_m=None, maps=None
):
    """Water vapour in the whole column above a station, exceeded for a share of the year; read off the map.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    exceedance_probability : array_like
        Share of the year, above 0 to 1; the maps answer from 0.001 to 0.99 [-].
    station_height_m : array_like, optional
        Height above mean sea level, not below -500; the ground's by P.1511 if not given [m].
    maps : ClimateMaps, str or Path, optional
        Look-ups or a folder of grids; see :func:`available_maps` if not given.

    Returns
    -------
    ndarray or float
        Content, broadcast shape of the arguments; NaN at shares outside the maps and in gaps at the poles [kg/m2].

    Raises
    ------
    LinkBudgetError
        If a place, share or height is outside its limits, the maps lack this one, or there are none.

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
    return _water_vapour("water_vapour_content_kg_per_m2", *asked, chosen_maps(maps))


def wet_refractivity(latitude_deg, longitude_deg, exceedance_probability, *, maps=None):
    """Wet term of the radio refractivity at the ground, exceeded for a share of the year; read off the map.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    exceedance_probability : array_like
        Share of the year, above 0 to 1; the maps answer from 0.001 to 0.99 [-].
    maps : ClimateMaps, str or Path, optional
        Look-ups or a folder of grids; see :func:`available_maps` if not given.

    Returns
    -------
    ndarray or float
        Wet refractivity, broadcast shape of places and shares; NaN at shares outside the maps [-].

    Raises
    ------
    LinkBudgetError
        If a place or share is outside its limits, the maps lack this one, or there are none.

    References
    ----------
    .. [1] ITU-R P.453-14, in ITU-Rpy P.453-13 (12/2017): bilinear interpolation between points 0.75 degrees apart.

    Examples
    --------
    >>> mild = ClimateMaps(wet_refractivity=lambda latitude, longitude, percent: 80.0 - 0.4 * percent)
    >>> print(f"{wet_refractivity(45.0, 10.0, 0.5, maps=mild):.0f}")
    60
    """
    place = _placed(latitude_deg, longitude_deg)
    return chosen_maps(maps).lookup("wet_refractivity")(*place, _mapped_percent(exceedance_probability))


def cloud_liquid_kg_per_m2(latitude_deg, longitude_deg, exceedance_probability, *, maps=None):
    """Integrated liquid water of clouds exceeded for a share of the year, read off the map.

    :mod:`linkbudget.physics.clouds` takes it.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like
        Places, north and east positive; latitude -90 to 90, longitude -180 to 360 [deg].
    exceedance_probability : array_like
        Share of the year, above 0 to 1; the maps answer from 1e-4 to 0.99 [-].
    maps : ClimateMaps, str or Path, optional
        Look-ups or a folder of grids; see :func:`available_maps` if not given.  ITU-Rpy 0.4 has no such map.

    Returns
    -------
    ndarray or float
        Liquid water, broadcast shape of places and shares; NaN at shares outside the maps [kg/m2].

    Raises
    ------
    LinkBudgetError
        If a place or share is outside its limits, the maps lack this one, or there are none.

    References
    ----------
    .. [1] ITU-R P.840-9 (08/2023), Annex 1, section 3: bilinear between points 0.25 degrees apart.

    Examples
    --------
    >>> hazy = ClimateMaps(cloud_liquid_kg_per_m2=lambda latitude, longitude, percent: 0.4 - 0.004 * percent)
    >>> print(f"{cloud_liquid_kg_per_m2(45.0, 10.0, 0.05, maps=hazy):.2f} kg/m2")
    0.38 kg/m2
    """
    place = _placed(latitude_deg, longitude_deg)
    percent = _mapped_percent(exceedance_probability, rarest=CLOUD_PERCENT[0])
    return chosen_maps(maps).lookup("cloud_liquid_kg_per_m2")(*place, percent)


def _placed(latitude_deg, longitude_deg):
    """Latitude and longitude within their limits; maps have no answer for NaN."""
    place = (
        require("latitude_deg", latitude_deg, at_least=-90.0, at_most=90.0),
        require("longitude_deg", longitude_deg, at_least=-180.0, at_most=360.0),
    )
    if not all(np.isfinite(part).all() for part in place):
        raise LinkBudgetError(f"latitude_deg, longitude_deg = {place}: expected numbers")
    return place


def _mapped_percent(exceedance_probability, *, rarest=MAPPED_PERCENT[0]):
    """Shares of the year in per cent, NaN outside those for which maps are drawn."""
    percent = 100.0 * require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    return np.where((percent >= rarest) & (percent <= MAPPED_PERCENT[-1]), percent, np.nan)[()]


def _water_vapour(name, latitude_deg, longitude_deg, exceedance_probability, station_height_m, maps):
    place, percent = _placed(latitude_deg, longitude_deg), _mapped_percent(exceedance_probability)
    if station_height_m is None:
        station_height_m = ground_height_m(*place, maps=maps)
    height_km = require("station_height_m", station_height_m, at_least=LOWEST_HEIGHT_M) / 1e3
    return maps.lookup(name)(*place, percent, height_km)
