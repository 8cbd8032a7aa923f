"""Clouds, scintillation, dynamics of fades, and gases by both annexes; topics that are maps and nothing else."""

import math
from functools import cache
from pathlib import Path

from linkbudget.physics import (
    attenuation,
    clouds,
    fade_dynamics,
    gases,
    gases_approximate,
    low_angle_fading,
    refraction,
    scintillation,
)
from linkbudget.physics.atmosphere import water_vapour_pressure_hpa
from tests import published
from tests.validation.adapters.maps import cloud_liquid
from tests.validation.rows import NotModelledError, Row, read_rows


def _unknown(row: Row):
    raise NotModelledError(f"quantity {row.quantity}")


def cloud(row: Row) -> float:
    """ITU-R P.840-9."""
    elevation_deg, frequency_hz = row.number("elev_deg"), row.frequency_hz if row.text("f_GHz") else None
    match row.quantity:
        case "eps_real":
            return clouds.water_permittivity(frequency_hz, 273.75).real
        case "eps_imag":  # printed as a positive loss
            return -clouds.water_permittivity(frequency_hz, 273.75).imag
        case "KL":
            return clouds.cloud_mass_absorption_db_m2_per_kg(frequency_hz)
        case "Ac":
            return clouds.cloud_loss_db(elevation_deg, frequency_hz, row.number("L_kgm2"))
        case "Ac_lognormal":
            liquid = clouds.lognormal_cloud_liquid_kg_per_m2(
                row.number("p_pct") / 100.0, row.number("mL"), row.number("sigmaL"), row.number("pL_pct") / 100.0
            )
            return clouds.cloud_loss_db(elevation_deg, frequency_hz, liquid)
        case "L_annual_map":
            return cloud_liquid(row)
    return _unknown(row)


SITES = {
    (68.438212, 22.381718): (0.0, 332.389, 25.74256),
    (23.444073, -109.828291): (1.0, 604.519, 91.73569),
    (-18.41158, -53.992205): (0.0, 369.580, 101.58440),
}
"""Numbers of sites that rows of low elevation leave out, by latitude and longitude: part of the path on water or coast
(the ITU's workbook prints C0 = 76, 82 and 76), height in metres (P.1511-2) and median Nwet (P.453-13), both read from
the maps with ITU-Rpy 0.4.0, not from the rows."""


def low_angle(row: Row) -> float:
    """ITU-R P.618-14, sections 2.4.2 and 2.4.3."""
    place = row.number("lat_deg"), row.number("lon_deg")
    if place not in SITES:
        raise NotModelledError(
            "the row does not say which part of the path crosses water, the height (P.1511 map) or Nwet (P.453 map)"
        )
    water, height_m, nwet = SITES[place]
    latitude_deg, frequency_hz = place[0], row.frequency_hz
    climate_db = low_angle_fading.geoclimatic_factor_db(latitude_deg, row.number("pL_pct") / 100.0, water, height_m)
    if row.quantity == "Kw":
        return 10.0 ** (climate_db / 10.0)
    apparent_deg = refraction.p834_apparent_elevation_deg(row.number("elev_deg"), height_m)
    fade, probability = (apparent_deg, latitude_deg, frequency_hz, climate_db), row.number("p_pct") / 100.0
    if row.quantity == "As_deep":
        return low_angle_fading.deep_fade_db(*fade, probability)
    antenna = row.number("D_m"), row.number("eta")
    return low_angle_fading.shallow_fade_db(*fade, nwet, *antenna, probability, station_height_m=height_m)


def scintillations(row: Row) -> float:
    """ITU-R P.618-14, section 2.4."""
    if row.quantity in ("As_deep", "As_shallow", "Kw"):
        return low_angle(row)
    antenna = row.number("D_m"), row.number("eta")
    signal = row.number("elev_deg"), row.frequency_hz, row.number("Nwet"), *antenna
    match row.quantity:
        case "sigma_ref":
            return scintillation.reference_deviation_db(row.number("Nwet"))
        case "g_x":
            return scintillation.aperture_averaging(row.number("elev_deg"), row.frequency_hz, *antenna)
        case "sigma":
            return scintillation.scintillation_deviation_db(*signal)
        case "As":
            return scintillation.scintillation_fade_db(*signal, row.number("p_pct") / 100.0)
    return _unknown(row)


def fades(row: Row) -> float:
    """ITU-R P.1623-1."""
    if row.quantity.startswith("slope"):
        deviation = fade_dynamics.fade_slope_deviation_db_per_s(
            row.number("A_dB"), cutoff_hz=row.number("f_3dB_Hz"), interval_s=row.number("dt_s")
        )
        functions = {
            "slope_pdf": fade_dynamics.fade_slope_density,
            "slope_ccdf": fade_dynamics.fade_slope_exceedance,
            "slope_abs_ccdf": fade_dynamics.fade_slope_magnitude_exceedance,
        }
        if row.quantity in functions:
            return functions[row.quantity](row.number("slope_dBs"), deviation)
        return _unknown(row)
    fade = row.number("elev_deg"), row.frequency_hz, row.number("A_dB"), row.number("D_s")
    match row.quantity:
        case "P":
            return fade_dynamics.fade_occurrence_probability(*fade)
        case "F":
            return fade_dynamics.fade_time_fraction(*fade)
        case "N":
            return fade_dynamics.fade_count(*fade, row.number("Ttot_s"))
        case "T_exceed":
            return fade_dynamics.fade_time_s(*fade, row.number("Ttot_s"))
    return _unknown(row)


def specific_gases(row: Row) -> float:
    """ITU-R P.676-13, Annex 1, section 1."""
    functions = {
        "gamma_oxygen": gases.specific_oxygen_attenuation_db_per_km,
        "gamma_water": gases.specific_water_vapour_attenuation_db_per_km,
        "gamma_total": gases.specific_gas_attenuation_db_per_km,
    }
    if row.quantity not in functions:
        return _unknown(row)
    air = row.number("p_dry_hPa"), row.number("T_K"), row.number("rho_gm3")
    return functions[row.quantity](row.frequency_hz, *air)


def slant_gases(row: Row) -> float:
    """ITU-R P.676-13, Annex 1, section 2.2.1 and Annex 2."""
    method = row.text("method")
    if method.startswith("annex1"):
        return _line_by_line(row)
    if method == "annex2_instantaneous":
        return _instantaneous(row)
    if method == "annex2_statistical":
        return _statistical(row)
    if method == "annex2_weibull_wv":
        return _weibull(row)
    raise NotModelledError(f"method {method}")


def _line_by_line(row: Row) -> float:
    if row.number("h2_km") != 100.0:
        raise NotModelledError("only paths through the whole atmosphere")
    station_height_m = row.number("h1_km") * 1e3
    match row.quantity:
        case "ray_bending":
            return math.radians(gases.ray_bending_deg(row.number("elev_deg"), station_height_m=station_height_m))
        case "attenuation":
            return gases.slant_gas_loss_db(row.number("elev_deg"), row.frequency_hz, station_height_m=station_height_m)
    return _unknown(row)


def _instantaneous(row: Row) -> float:
    dry_hpa, temperature_k, density = row.number("P_dry_hPa"), row.number("T_K"), row.number("rho_gm3")
    total_hpa = dry_hpa + water_vapour_pressure_hpa(density, temperature_k)
    surface = total_hpa, temperature_k, density
    path = row.number("elev_deg"), row.frequency_hz, *surface
    match row.quantity:
        case "gamma_oxygen":
            return gases.specific_oxygen_attenuation_db_per_km(row.frequency_hz, dry_hpa, temperature_k, density)
        case "gamma_water":
            return gases.specific_water_vapour_attenuation_db_per_km(row.frequency_hz, dry_hpa, temperature_k, density)
        case "h_oxygen":
            return gases_approximate.oxygen_equivalent_height_m(row.frequency_hz, *surface) / 1e3
        case "h_water":
            return gases_approximate.water_vapour_equivalent_height_m(row.frequency_hz) / 1e3
        case "A_oxygen_slant":
            return gases_approximate.oxygen_loss_db(*path)
        case "A_water_slant":
            return gases_approximate.water_vapour_loss_db(*path)
        case "A_gas_slant":
            return gases_approximate.approximate_gas_loss_db(*path)
    return _unknown(row)


STATES = Path(__file__).parents[1] / "surface_states.csv"
"""Mean surface air where no published row has it: the ITU's workbook CG-3M3J-13-ValEx Rev 8.3.0 prints it beside the
results, in the sheets of P.676-13, Annex 2 (statistical and Weibull)."""


@cache
def _mean_surface_states() -> dict[tuple[float, ...], tuple[float, ...]]:
    """Mean pressure, temperature and vapour density of the sites whose mean state is published, by place and height."""
    printed = {
        _place(row): tuple(row.number(column) for column in ("pressure_hPa", "temperature_K", "density_gm3"))
        for row in read_rows(STATES)
    }
    sites: dict[tuple[float, ...], dict[str, float]] = {}
    for row in map(Row, published.rows("itu_p2145_maps")):
        sites.setdefault(_place(row), {})[row.quantity] = row.expected
    names = "P_mean", "T_mean", "rho_mean"
    return printed | {
        place: tuple(state[name] for name in names) for place, state in sites.items() if set(names) <= set(state)
    }


def _place(row: Row) -> tuple[float, ...]:
    return tuple(row.number(column) for column in ("lat_deg", "lon_deg", "hs_km"))


def _mean_surface_state(row: Row) -> tuple[float, ...]:
    if _place(row) not in _mean_surface_states():
        raise NotModelledError(
            "needs the ITU digital maps of P.2145 (mean surface pressure, temperature and vapour density): "
            "no published row or sheet has them for this site"
        )
    return _mean_surface_states()[_place(row)]


def _weibull(row: Row) -> float:
    """Water vapour alone, from the two numbers of its distribution and the mean surface air of the site."""
    if row.quantity != "A_water_zenith":
        return _unknown(row)
    content = gases_approximate.weibull_water_vapour_content_kg_per_m2(
        row.number("p_pct") / 100.0, row.number("lambda_VS"), row.number("k_VS")
    )
    return gases_approximate.water_vapour_content_loss_db(90.0, row.frequency_hz, *_mean_surface_state(row), content)


def _statistical(row: Row) -> float:
    """The row gives the state exceeded for the share; the mean state is published apart for the same site."""
    mean = _mean_surface_state(row)
    path = row.number("elev_deg"), row.frequency_hz

    def oxygen():
        return gases_approximate.statistical_oxygen_loss_db(
            *path,
            *(row.number(column) for column in ("Ps_p_hPa", "Ts_p_K", "rho_p_gm3")),
            mean_pressure_hpa=mean[0],
            mean_temperature_k=mean[1],
            mean_water_vapour_density_g_per_m3=mean[2],
        )

    def water():
        return gases_approximate.water_vapour_content_loss_db(*path, *mean, row.number("Vs_p_kgm2"))

    match row.quantity:
        case "A_oxygen_slant":
            return oxygen()
        case "A_water_slant":
            return water()
        case "A_gas_slant":
            return oxygen() + water()
    return _unknown(row)


def legacy(row: Row) -> float:
    """Superseded Recommendations; the total of P.618-13 is that of P.618-14 from 1 % to 5 % of the year."""
    if row.text("rec") != "P.618-13":
        raise NotModelledError(f"superseded edition {row.text('rec')}: only the edition in force is offered")
    percent = row.number("p_pct")
    if percent < 1.0:
        raise NotModelledError(
            "P.618-13 wants the gas and cloud losses of 1 % of the year, which the row does not give"
        )
    if percent > 5.0:
        raise NotModelledError(
            "above 5 % of the year P.618-13 and P.618-14 differ: only the edition in force is offered"
        )
    losses_db = (row.number(f"A_{cause}_dB") for cause in ("gas", "clouds", "rain", "scint"))
    return attenuation.total_atmospheric_loss_db(*losses_db, percent / 100.0)


ADAPTERS = {
    "itu_p840_cloud": cloud,
    "itu_p618_scint": scintillations,
    "itu_p1623_fade": fades,
    "itu_p676_slant": slant_gases,
    "itu_p676_specific": specific_gases,
    "itu_legacy_rev51": legacy,
}
