"""Rain and what follows from it: ITU-R P.838-3, P.837-7, P.839-4, P.618-14 and P.1815-1."""

from collections.abc import Callable

from linkbudget.physics.attenuation import satellite_slant_range_m, total_atmospheric_loss_db
from linkbudget.physics.depolarization import (
    hydrometeor_discrimination_db,
    ice_discrimination_loss_db,
    rain_discrimination_db,
)
from linkbudget.physics.diversity import (
    joint_loss_probability,
    joint_rain_probability,
    rain_loss_correlation,
    rain_rate_correlation,
    site_diversity_gain_db,
    two_site_outage_probability,
)
from linkbudget.physics.rain import rain_ground_length_m, rain_loss_db, rain_path
from linkbudget.physics.rain_probability import (
    joint_normal_exceedance,
    path_rain_probability,
    rain_correlation,
    rain_threshold,
)
from linkbudget.physics.rain_specific import (
    mixed_rain_coefficients,
    rain_coefficients,
    specific_rain_attenuation_db_per_km,
)
from tests.validation.rows import NotModelledError, Row


def _known(answers: dict[str, Callable[[], float]], row: Row) -> float:
    if row.quantity not in answers:
        raise NotModelledError(f"no quantity {row.quantity}")
    return answers[row.quantity]()


def _probability(row: Row, column: str = "p_pct") -> float:
    return row.number(column) / 100.0


def specific(row: Row) -> float:
    """itu_p838_rain_specific."""
    path = row.number("elev_deg"), row.frequency_hz
    tilt = row.number("tilt_deg")
    answers = {
        "kH": lambda: rain_coefficients(path[1]).k_horizontal,
        "kV": lambda: rain_coefficients(path[1]).k_vertical,
        "alphaH": lambda: rain_coefficients(path[1]).alpha_horizontal,
        "alphaV": lambda: rain_coefficients(path[1]).alpha_vertical,
        "k": lambda: mixed_rain_coefficients(*path, tilt)[0],
        "alpha": lambda: mixed_rain_coefficients(*path, tilt)[1],
        "gammaR": lambda: specific_rain_attenuation_db_per_km(*path, row.number("R_mmh"), tilt),
    }
    return _known(answers, row)


def rain(row: Row) -> float:
    """itu_p618_rain."""
    site = (
        row.number("elev_deg"),
        row.frequency_hz,
        row.number("R001_mmh"),
        row.number("hr_km") * 1e3,
        row.number("lat_deg"),
    )
    station = {"station_height_m": row.number("hs_km") * 1e3, "polarization_tilt_deg": row.number("tilt_deg")}
    path = rain_path(*site, **station)
    answers = {
        "Ls": lambda: path.slant_length_m / 1e3,
        "LG": lambda: path.horizontal_length_m / 1e3,
        "gammaR": lambda: path.specific_attenuation_db_per_km,
        "r001": lambda: path.horizontal_reduction,
        "nu001": lambda: path.vertical_adjustment,
        "LE": lambda: path.effective_length_m / 1e3,
        "A001": lambda: path.loss_001_db,
        "Ap": lambda: rain_loss_db(*site, _probability(row), **station),
    }
    return _known(answers, row)


def rain_probability(row: Row) -> float:
    """itu_p618_rain_prob."""
    here = _probability(row, "P0_pct")
    elevation_deg, length_m = row.number("elev_deg"), row.number("Ls_km") * 1e3
    distance_m = rain_ground_length_m(elevation_deg, length_m)
    threshold = rain_threshold(here)
    answers = {
        "alpha": lambda: threshold,
        "d_km": lambda: distance_m / 1e3,
        "rho": lambda: rain_correlation(distance_m),
        "CB": lambda: joint_normal_exceedance(threshold, threshold, rain_correlation(distance_m)),
        "P_A_gt_0": lambda: 100.0 * path_rain_probability(elevation_deg, length_m, here),
    }
    return _known(answers, row)


def discrimination(row: Row) -> float:
    """itu_p618_xpd."""
    link = row.number("elev_deg"), row.frequency_hz, row.number("A_dB"), row.number("tilt_deg"), _probability(row)
    answers = {
        "XPD_rain": lambda: rain_discrimination_db(*link),
        "C_ice": lambda: ice_discrimination_loss_db(rain_discrimination_db(*link), link[-1]),
        "XPD": lambda: hydrometeor_discrimination_db(*link),
    }
    return _known(answers, row)


def diversity_gain(row: Row) -> float:
    """itu_p618_site_diversity_gain."""
    geometry = row.number("d_km") * 1e3, row.number("elev_deg"), row.number("baseline_deg")
    return _known({"G_total": lambda: site_diversity_gain_db(*geometry, row.frequency_hz, row.number("A_dB"))}, row)


def joint(row: Row) -> float:
    """itu_p1815_p618_joint."""
    separation_m = row.number("d_km") * 1e3
    rainy = _probability(row, "P0_A_pct"), _probability(row, "P0_B_pct")
    losses_db = row.number("a1_dB"), row.number("a2_dB")
    sites = tuple((row.number(f"m_lnA{site}"), row.number(f"sigma_lnA{site}")) for site in (1, 2))
    answers = {
        "rho_A": lambda: rain_loss_correlation(separation_m),
        "rho_R": lambda: rain_rate_correlation(separation_m),
        "R1": lambda: rain_threshold(rainy[0]),
        "R2": lambda: rain_threshold(rainy[1]),
        "Pr": lambda: joint_rain_probability(separation_m, *rainy),
        "Pa": lambda: joint_loss_probability(separation_m, *losses_db, *sites),
        "P_joint": lambda: 100.0 * two_site_outage_probability(separation_m, *losses_db, *rainy, *sites),
    }
    return _known(answers, row)


def total(row: Row) -> float:
    """itu_p618_total."""
    losses_db = (row.number(f"A{cause}_dB") for cause in "GCRS")
    return _known({"AT": lambda: total_atmospheric_loss_db(*losses_db, _probability(row))}, row)


def moving_satellite(row: Row) -> float:
    """itu_p618_nongso."""
    if row.quantity.startswith("orbit_avg"):
        raise NotModelledError(
            "the row gives no inclination of the orbit, so not the share of the time at each elevation; rain rate and "
            "height (P.837 and P.839 maps) are not in it either"
        )
    geometry = row.number("bin_elev_deg"), row.number("h_sat_km") * 1e3
    return _known({"slant_range": lambda: satellite_slant_range_m(*geometry) / 1e3}, row)


ADAPTERS = {
    "itu_p838_rain_specific": specific,
    "itu_p618_rain": rain,
    "itu_p618_rain_prob": rain_probability,
    "itu_p618_xpd": discrimination,
    "itu_p618_site_diversity_gain": diversity_gain,
    "itu_p1815_p618_joint": joint,
    "itu_p618_total": total,
    "itu_p618_nongso": moving_satellite,
}
