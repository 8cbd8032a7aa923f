"""Names that people type from habit: of textbooks, of other packages and of MATLAB's toolboxes, and what is meant here.

Only errors read this module: ``lb.fspl`` is none of the package's names, and the error says ``free_space_loss_db``.
The map: :data:`MEANT`, :func:`meant` (names that a word stands for, among those there are) and :func:`missing` (the end
of the error on a name that the package does not show at its top).
"""

import re
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from linkbudget.errors import did_you_mean, nearest

MEANT = {
    word: names.split()
    for words, names in {
        # decibels and levels
        "db to_db todb pow2db lin2db lin_to_db linear_to_db db10": "power_ratio_db level_dbw decibels.ratio",
        "mag2db mag_2_db db20": "amplitude_ratio_db",
        "from_db db2pow db2lin db_to_lin db_to_linear to_linear undb db2mag db_2_mag": "decibels.ratio",
        "dbw w2dbw watt2dbw watts_to_dbw watt_to_dbw w_to_dbw to_dbw": "level_dbw",
        "dbm w2dbm watt2dbm watts_to_dbm watt_to_dbm w_to_dbm to_dbm mw2dbm power_to_dbm": "power_level_dbm",
        "dbm2w dbm_2_watt dbm_to_watt dbm_to_watts dbm_to_w dbw2w dbw_to_watts": "watts_from_level_w",
        # the way
        "fspl fspl_db fsl path_loss pathloss free_space_path_loss free_space spreading_loss lfs lbf ugpl "
        "unity_gain_propagation_loss basic_transmission_loss": "free_space_loss_db",
        "friis friis_equation transmission_equation prx": "friis_received_level_dbw friis_received_power_w",
        "link_equation": "cn0_of_eirp_dbhz",
        "wavelength lam freq2wavelen lambda_ frequency_to_wavelength": "wavelength_m",
        "slant_range range_from_elevation slantrange": "slant_range_m",
        "latency propagation_delay light_time delay owlt range2time": "light_time_s",
        "flux flux_density pfd power_flux_density rx_flux_density": "flux_density_dbw_per_m2",
        "gaspl gaseous_attenuation gaseous_attenuation_slant_path gas_loss tropopl atmospheric_loss "
        "gas_attenuation": "slant_gas_loss_db gas_loss_db atmospheric_loss_db",
        "atmospheric_attenuation_slant_path p618propagationlosses p618 total_atmospheric_attenuation "
        "atmospheric_attenuation": "total_atmospheric_loss_db atmospheric_loss_db",
        "rainpl rain_attenuation rain_loss rain_fade p838 cranerainpl": "rain_loss_db",
        "cloud_attenuation fogpl cloud_loss": "cloud_loss_db",
        "scintillation_attenuation scintillation": "scintillation_fade_db",
        "polarization_loss polarisation_loss plf polloss": "polarization_mismatch_loss_db polarization_loss_db",
        "pointing_loss": "gaussian_pattern_loss_db transmit_pointing_loss_db",
        # ends
        "eirp compute_eirp carrier_eirp tx_eirp erp": "eirp_dbw",
        "dish_gain antenna_gain parabolic_gain parabolic_dish_gain gain_from_diameter": "dish_gain_dbi "
        "transmit_antenna_gain_dbi",
        "aperture2gain": "aperture_gain_dbi",
        "gain2aperture effective_aperture effective_area": "effective_area_m2",
        "beamwidth hpbw half_power_beamwidth beam_width ap2beamwidth": "half_power_beamwidth_deg",
        "noise_figure nf noise_temp_to_noise_fig temperature_to_noise_figure nf_from_temp": "noise_figure_db",
        "noise_temperature noise_temp noise_fig_to_noise_temp noise_figure_to_temperature nf2temp "
        "noise_figure_to_noise_temperature": "noise_temperature_k",
        "friis_noise cascade cascaded_noise_figure total_noise_figure cascade_noise_figure": (
            "cascade_noise_figure_db cascade_noise_temperature_k"
        ),
        "noisepow noise_power ktb thermal_noise": "noise_power_dbw",
        "systemp system_noise_temperature tsys t_sys rx_sys_noise_temp system_temperature": (
            "system_noise_temperature_at_receiver_k system_noise_temperature_k"
        ),
        "g_over_t gt g_t figure_of_merit gain_to_noise_temperature": "g_over_t_db_per_k",
        # ratios and rates
        "snr c_over_n cnr c_n satellitecnr carrier_to_noise": "carrier_to_noise_ratio_db cnr_db ebn0_db",
        "cn0 c_over_n0 cno c_n0 carrier_to_noise_density": "carrier_to_noise_density_dbhz cn0_dbhz",
        "ebn0 ebno eb_n0 eb_over_n0 ebno_from_cn0": "ebn0_from_esn0_db ebn0_db",
        "required_ebno required_eb_n0": "required_ebn0_db",
        "shannon capacity channel_capacity shannon_hartley shannon_capacity shannon_limit": (
            "capacity_of_snr_bps shannon_capacity_bps shannon_limit_bps"
        ),
        "ber berawgn bit_error_rate ber_bpsk qfunc bpsk": "bpsk_bit_error_rate",
        "ber_qam qam": "square_qam_bit_error_rate",
        "doppler doppler_shift dopplershift speed2dop dop2speed": "one_way_doppler_shift_hz",
        "link_margin linkmargin margins": "margin_db closing_margin_db Budget.verdict",
        "received_power rx_power rssi sigstrength prx_dbm": "received_power_dbw friis_received_level_dbw",
        "data_rate max_data_rate compute_max_data_rate throughput": "data_rate_limit_bps bit_rate_bps "
        "shannon_capacity_bps",
        # orbits and the sky
        "earthsatellite tle satellite twolineelement": "geometry.orbit.tle_orbit",
        "wgs84 topos earthlocation groundstation ground_station geoid latlon": "geometry.stations.Station",
        "find_events access linkintervals accessintervals visibility contacts": "Scenario.passes passes",
        "altaz elevation_angle look_angle aer": "geometry.look_angles.look_angles_at",
        "timescale time parse_time": "geometry.clock.parse_utc",
        # objects and studies
        "linkbudget link_budget compute_link_budget calculate_link_budget satellitelinkbudgetanalyzer dagmodel "
        "satellitecnrconfig radiolink": "budget Scenario.budget",
        "satellitescenario mission open read load_scenario read_scenario from_file": "load",
        "transmitter transmitterchain tx": "hardware.terminals.Transmitter",
        "receiver receiverchain rx": "hardware.terminals.Receiver",
        "antenna mainlobeantenna parabolic": "hardware.terminals.Antenna",
        "channel simplegeometry geometry_ simplemediumloss": "Path",
        "modulation_ modem modemconfig digitalmodulation analogmodulation": "hardware.modulation_kinds.Modulation",
        "network touchstone s2p": "hardware.network",
        "monte_carlo mc montecarlo_study uncertainty": "montecarlo",
        "optimize optimise goal_seek solve_for fsolve inverse required_power compute_required_power_dbw": "solve",
        "parametric grid parameter_sweep scan": "sweep",
        "tornado sobol sensitivities": "sensitivity plots.tornado",
        "diff delta": "compare",
        "plot figure waterfall": "plots",
        "simulate propagate compute calculate execute timeline": "run Scenario.run",
        "quantity unit u parse_unit": "units.read_quantity",
        "physconst const physical_constants speed_of_light c boltzmann k": "constants",
        "catalogue catalogs": "catalog",
        "exceptions error": "LinkBudgetError",
        # tables
        "to_pandas to_frame dataframe df as_dataframe to_df": "to_dataframe",
        "to_xarray": "to_dataset",
        "summary to_text to_string tostring report table print_summary": "explain",
        "to_json asdict as_dict": "to_dict",
    }.items()
    for word in words.split()
}
"""Word in small letters -> names that it may stand for: at the top of the package, of lines of a budget, of methods."""

ELSEWHERE = {
    one: one if one[0].isupper() else f"linkbudget.{one}" for names in MEANT.values() for one in names if "." in one
}
"""Dotted names among them, and what to write for each."""

_BEFORE = re.compile(r"^(?:calc|calculate|compute|get|find)_")
_UNIT = re.compile(r"_(?:dbw|dbm|dbi|dbhz|db_per_k|db|hz|km|m|w|k|deg|bps)$")
_FUNCTION = re.compile(r"^def ([a-z]\w*)\(", re.MULTILINE)


def meant(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Names that somebody may have meant: by habit, or else the nearest ones.

    Examples
    --------
    >>> meant("fspl", ["range_m", "free_space_loss_db"]), meant("rnge", ["range_m", "free_space_loss_db"])
    (['free_space_loss_db'], ['range_m'])
    """
    known = list(known)
    return by_habit(name, known) or nearest(name, known, most)


def by_habit(name: str, known: Collection[str]) -> list[str]:
    """Those of the known names that a word stands for, whatever its capitals, with or without a unit behind it."""
    word = name.casefold().replace("-", "_")
    inner = _BEFORE.sub("", word)
    for form in (word, inner, _UNIT.sub("", word), _UNIT.sub("", inner)):
        found = [one for one in MEANT.get(form, ()) if one in known]
        if found:
            return found
    return []


def missing(name: str, shown: Iterable[str]) -> str:
    """The end of the error on a name that the package does not have at its top.

    Examples
    --------
    >>> missing("fspl", ["free_space_loss_db"]), missing("cloud_loss", ["load"])
    ("; did you mean 'free_space_loss_db'?", "; did you mean 'linkbudget.physics.clouds.cloud_loss_db'?")
    """
    places = functions() | ELSEWHERE | {one: one for one in shown}
    near = [name] if name in places else by_habit(name, places)
    near = near or nearest(name, shown, 3) or nearest(name, functions(), 3)
    return f"; {did_you_mean(places[one] for one in near)}" if near else "; dir(linkbudget) lists its names"


@cache
def functions() -> dict[str, str]:
    """Public functions of the equations and of geometry by name, with their place, without importing them."""
    here, found = Path(__file__).parent, dict[str, str]()
    for layer in ("physics", "geometry"):
        for file in sorted((here / layer).glob("[a-z]*.py")):
            names = _FUNCTION.findall(file.read_text(encoding="utf-8"))
            found |= {name: f"linkbudget.{layer}.{file.stem}.{name}" for name in names}
    return found
