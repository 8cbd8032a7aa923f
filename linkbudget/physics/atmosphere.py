"""The clear reference atmosphere: temperature, pressure, water vapour and refractivity against height.

The map: :func:`reference_temperature_k`, :func:`reference_pressure_hpa` and
:func:`reference_water_vapour_density_g_per_m3` are the mean annual global reference atmosphere of ITU-R P.835;
:func:`water_vapour_pressure_hpa` turns a density into a partial pressure and :func:`radio_refractivity` gives the
refractive index of ITU-R P.453.  :mod:`linkbudget.physics.gases` sums the absorption along a path through it.
"""

import numpy as np

from linkbudget.errors import require, warn_outside

LOWEST_HEIGHT_M = -500.0
"""Lowest height accepted, just below the lowest land (Dead Sea shore, about -430 m)."""

HIGHEST_HEIGHT_M = 100_000.0
"""Top of the reference atmosphere; ITU-R P.835-7, section 1."""

_MODEL = "ITU-R P.835-7 reference atmosphere"

# Below 86 km, by geopotential height: base [km], temperature there [K], lapse [K/km], pressure there [hPa].
_BASE_KM = np.array([0.0, 11.0, 20.0, 32.0, 47.0, 51.0, 71.0])
_BASE_TEMPERATURE_K = np.array([288.15, 216.65, 216.65, 228.65, 270.65, 270.65, 214.65])
_LAPSE_K_PER_KM = np.array([-6.5, 0.0, 1.0, 2.8, 0.0, -2.8, -2.0])
_BASE_PRESSURE_HPA = np.array([1013.25, 226.3226, 54.74980, 8.680422, 1.109106, 0.6694167, 0.03956649])
_HYDROSTATIC_K_PER_KM = 34.1632  # gravity times molar mass of air over the gas constant
_GEOPOTENTIAL_RADIUS_KM = 6356.766
_UPPER_KM = 86.0  # from here on the formulas use the geometric height
_TOP_KM = HIGHEST_HEIGHT_M / 1e3
_UPPER_PRESSURE = (1.340543e-6, -4.789660e-4, 6.424731e-2, -4.011801, 95.571899)  # falling powers of the height in km

_SCALE_HEIGHT_KM = 2.0
_LEAST_MIXING_RATIO = 2e-6  # volume ratio of water vapour to air, where the exponential would fall below it


def reference_temperature_k(height_m):
    r"""Temperature of the mean annual global reference atmosphere.

    .. math:: T = T_b + L_b (h' - h'_b), \qquad h' = \frac{6356.766 \, h}{6356.766 + h}

    in seven layers of geopotential height :math:`h'` (km) up to 86 km, then as the Recommendation gives it to 100 km.

    Parameters
    ----------
    height_m : array_like
        Height above mean sea level, 0 to 100 km; NaN above.  Between -500 m and sea level the lowest layer is
        continued downward, with a warning [m].

    Returns
    -------
    ndarray or float
        Temperature, same shape as ``height_m`` [K].

    Raises
    ------
    LinkBudgetError
        If any height is below -500 m.

    References
    ----------
    .. [1] ITU-R P.835-7 (08/2024), section 1.1, equations (2a)-(2g), (4a), (4b); the same in P.835-6 (12/2017).

    Examples
    --------
    >>> print(f"{reference_temperature_k(10e3):.2f} K")
    223.25 K
    """
    height_m = require("height_m", height_m, at_least=LOWEST_HEIGHT_M)
    warn_outside(_MODEL, "height_m", height_m, 0.0, HIGHEST_HEIGHT_M)
    return _temperature_and_pressure(height_m)[0]


def reference_pressure_hpa(height_m):
    r"""Total pressure (dry air and water vapour) of the mean annual global reference atmosphere.

    .. math:: P = P_b \left(\frac{T_b}{T}\right)^{34.1632 / L_b}, \qquad P = P_b \, e^{-34.1632 (h' - h'_b) / T_b}

    the second form in layers of constant temperature; above 86 km a polynomial in the geometric height.

    Parameters
    ----------
    height_m : array_like
        Height above mean sea level, 0 to 100 km; NaN above.  Between -500 m and sea level the lowest layer is
        continued downward, with a warning [m].

    Returns
    -------
    ndarray or float
        Total pressure, same shape as ``height_m`` [hPa].

    Raises
    ------
    LinkBudgetError
        If any height is below -500 m.

    Notes
    -----
    That the total is meant, so that the dry pressure is this less :func:`water_vapour_pressure_hpa`, shows in the
    slant paths of the ITU validation examples (CG-3M3J-13-ValEx, Rev 8.3.0), which only that reading reproduces.

    References
    ----------
    .. [1] ITU-R P.835-7 (08/2024), section 1.1, equations (3a)-(3g), (5); the same in P.835-6 (12/2017).

    Examples
    --------
    >>> print(f"{reference_pressure_hpa(0.0):.2f} hPa, {reference_pressure_hpa(10e3):.2f} hPa")
    1013.25 hPa, 265.00 hPa
    """
    height_m = require("height_m", height_m, at_least=LOWEST_HEIGHT_M)
    warn_outside(_MODEL, "height_m", height_m, 0.0, HIGHEST_HEIGHT_M)
    return _temperature_and_pressure(height_m)[1]


def reference_water_vapour_density_g_per_m3(height_m, surface_water_vapour_density_g_per_m3=7.5):
    r"""Water-vapour density of the reference atmosphere: exponential with a scale height of 2 km.

    .. math:: \rho = \rho_0 \, e^{-h / 2}

    with the height in km, but never less than a mixing ratio :math:`e / P` of :math:`2 \times 10^{-6}`.

    Parameters
    ----------
    height_m : array_like
        Height above mean sea level, 0 to 100 km; NaN above.  Between -500 m and sea level the lowest layer is
        continued downward, with a warning [m].
    surface_water_vapour_density_g_per_m3 : array_like
        Density at sea level; 7.5 is the Recommendation's standard [g/m3].

    Returns
    -------
    ndarray or float
        Density, broadcast shape of the arguments [g/m3].

    Raises
    ------
    LinkBudgetError
        If any height is below -500 m or any density is negative.

    References
    ----------
    .. [1] ITU-R P.835-7 (08/2024), section 1.2, equations (6)-(8) and the rule for the mixing ratio below them.

    Examples
    --------
    >>> print(f"{reference_water_vapour_density_g_per_m3(2e3):.3f} g/m3")
    2.759 g/m3
    """
    height_m = require("height_m", height_m, at_least=LOWEST_HEIGHT_M)
    surface = require("surface_water_vapour_density_g_per_m3", surface_water_vapour_density_g_per_m3, at_least=0.0)
    warn_outside(_MODEL, "height_m", height_m, 0.0, HIGHEST_HEIGHT_M)
    temperature_k, pressure_hpa = _temperature_and_pressure(height_m)
    exponential = surface * np.exp(-height_m / (1e3 * _SCALE_HEIGHT_KM))
    return np.maximum(exponential, _LEAST_MIXING_RATIO * pressure_hpa * 216.7 / temperature_k)


def water_vapour_pressure_hpa(water_vapour_density_g_per_m3, temperature_k):
    r"""Partial pressure of water vapour.

    .. math:: e = \frac{\rho T}{216.7}

    Parameters
    ----------
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour [g/m3].
    temperature_k : array_like
        Temperature, above zero [K].

    Returns
    -------
    ndarray or float
        Partial pressure, broadcast shape of the arguments [hPa].

    Raises
    ------
    LinkBudgetError
        If any density is negative or any temperature is not above zero.

    References
    ----------
    .. [1] ITU-R P.835-7 (08/2024), equation (8); ITU-R P.676-13 (08/2022), Annex 1, equation (4).

    Examples
    --------
    >>> print(f"{water_vapour_pressure_hpa(7.5, 288.15):.3f} hPa")
    9.973 hPa
    """
    density = require("water_vapour_density_g_per_m3", water_vapour_density_g_per_m3, at_least=0.0)
    return density * require("temperature_k", temperature_k, above=0.0) / 216.7


def radio_refractivity(dry_pressure_hpa, temperature_k, water_vapour_density_g_per_m3):
    r"""Radio refractivity, the excess of the refractive index over one in parts per million (N-units).

    .. math:: N = 10^6 (n - 1) = 77.6 \frac{P_d}{T} + 72 \frac{e}{T} + 3.75 \times 10^5 \frac{e}{T^2}

    Parameters
    ----------
    dry_pressure_hpa : array_like
        Pressure of the dry air, total less water vapour [hPa].
    temperature_k : array_like
        Temperature, above zero [K].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour [g/m3].

    Returns
    -------
    ndarray or float
        Refractivity in N-units, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If any pressure or density is negative or any temperature is not above zero.

    References
    ----------
    .. [1] ITU-R P.453-14 (08/2019), equations (1) and (2).

    Examples
    --------
    >>> print(f"{radio_refractivity(1003.28, 288.15, 7.5):.1f} N-units")
    317.7 N-units
    """
    dry_pressure_hpa = require("dry_pressure_hpa", dry_pressure_hpa, at_least=0.0)
    wet_pressure_hpa = water_vapour_pressure_hpa(water_vapour_density_g_per_m3, temperature_k)
    return (77.6 * dry_pressure_hpa + (72.0 + 3.75e5 / temperature_k) * wet_pressure_hpa) / temperature_k


def _temperature_and_pressure(height_m):
    """Temperature [K] and total pressure [hPa], unchecked; NaN above the top."""
    height_km = np.asarray(height_m, dtype=float) / 1e3
    known_km = np.where(height_km <= _TOP_KM, height_km, np.nan)
    geopotential_km = _GEOPOTENTIAL_RADIUS_KM * known_km / (_GEOPOTENTIAL_RADIUS_KM + known_km)
    layer = np.maximum(np.searchsorted(_BASE_KM, geopotential_km) - 1, 0)
    above_base_km = geopotential_km - _BASE_KM[layer]
    base_k, lapse = _BASE_TEMPERATURE_K[layer], _LAPSE_K_PER_KM[layer]
    temperature = base_k + lapse * above_base_km
    # log(T/Tb)/L tends to the height over Tb in layers without lapse: one formula serves both kinds
    flat = lapse == 0.0
    safe = np.where(flat, 1.0, lapse)
    depth = np.where(flat, above_base_km / base_k, np.log1p(safe * above_base_km / base_k) / safe)
    pressure = _BASE_PRESSURE_HPA[layer] * np.exp(-_HYDROSTATIC_K_PER_KM * depth)
    if np.any(known_km >= _UPPER_KM):
        upper = known_km >= _UPPER_KM
        curve = np.sqrt(1.0 - (np.clip(known_km - 91.0, 0.0, None) / 19.9429) ** 2)
        upper_k = np.where(known_km <= 91.0, 186.8673, 263.1905 - 76.3232 * curve)
        temperature = np.where(upper, upper_k, temperature)
        pressure = np.where(upper, np.exp(np.polyval(_UPPER_PRESSURE, known_km)), pressure)
    return temperature[()], pressure[()]
