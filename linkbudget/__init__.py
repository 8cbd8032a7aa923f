"""linkbudget: link budgets and radio models, from one formula to the telemetry timeline of a mission.

    import linkbudget as lb
    print(lb.formula("free-space loss", distance="384400 km", frequency="2.2 GHz"))    one formula, with units
    print(lb.free_space_loss_db(384.4e6, 2.2e9))             the same as a function, in metres, hertz and decibels
    scenario = lb.load("mars1")                              a mission; lb.catalog shows which there are
    budget = scenario.budget("imaging-5cm")                  one link: print(budget), budget.explain()
    answer = lb.solve(scenario.case("imaging-5cm"), "transmitter.power", target="0 dB")

``dir(linkbudget)`` lists what the package shows at its top: scenarios and their parts, studies, figures, the catalogue,
constants and the best-known equations.  Each is imported on first use.  All equations are in
:mod:`linkbudget.physics`, one function per published equation.
"""

import os
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from linkbudget.renamed import old_modules
from linkbudget.version import VERSION

# checkers and editors know the names by these imports; a test compares them with the table
if TYPE_CHECKING:
    from linkbudget import constants as constants
    from linkbudget import plots as plots
    from linkbudget.catalogue import catalog as catalog
    from linkbudget.errors import LinkBudgetError as LinkBudgetError
    from linkbudget.formulas.answers import formula as formula
    from linkbudget.geometry.satellites import slant_range_m as slant_range_m
    from linkbudget.hardware.parts import Link as Link
    from linkbudget.link.budget import Budget as Budget
    from linkbudget.link.budget import Path as Path
    from linkbudget.link.budget import Weather as Weather
    from linkbudget.link.budget import budget as budget
    from linkbudget.link.case import Case as Case
    from linkbudget.link.control_table import control_table as control_table
    from linkbudget.mission.scenario import Scenario as Scenario
    from linkbudget.mission.scenario import load as load
    from linkbudget.physics.antennas import aperture_gain_dbi as aperture_gain_dbi
    from linkbudget.physics.antennas import dish_gain_dbi as dish_gain_dbi
    from linkbudget.physics.antennas import effective_area_m2 as effective_area_m2
    from linkbudget.physics.antennas import half_power_beamwidth_deg as half_power_beamwidth_deg
    from linkbudget.physics.capacity import ebn0_from_esn0_db as ebn0_from_esn0_db
    from linkbudget.physics.capacity import shannon_capacity_bps as shannon_capacity_bps
    from linkbudget.physics.decibel_levels import power_level_dbm as power_level_dbm
    from linkbudget.physics.decibel_ratios import power_ratio_db as power_ratio_db
    from linkbudget.physics.doppler import one_way_doppler_shift_hz as one_way_doppler_shift_hz
    from linkbudget.physics.free_space import eirp_dbw as eirp_dbw
    from linkbudget.physics.free_space import flux_density_dbw_per_m2 as flux_density_dbw_per_m2
    from linkbudget.physics.free_space import free_space_loss_db as free_space_loss_db
    from linkbudget.physics.free_space import level_dbw as level_dbw
    from linkbudget.physics.free_space import light_time_s as light_time_s
    from linkbudget.physics.free_space import received_power_dbw as received_power_dbw
    from linkbudget.physics.free_space import watts_from_level_w as watts_from_level_w
    from linkbudget.physics.free_space import wavelength_m as wavelength_m
    from linkbudget.physics.gases import slant_gas_loss_db as slant_gas_loss_db
    from linkbudget.physics.modulation import required_ebn0_db as required_ebn0_db
    from linkbudget.physics.noise import carrier_to_noise_density_dbhz as carrier_to_noise_density_dbhz
    from linkbudget.physics.noise import carrier_to_noise_ratio_db as carrier_to_noise_ratio_db
    from linkbudget.physics.noise import cascade_noise_temperature_k as cascade_noise_temperature_k
    from linkbudget.physics.noise import g_over_t_db_per_k as g_over_t_db_per_k
    from linkbudget.physics.noise import noise_density_dbw_per_hz as noise_density_dbw_per_hz
    from linkbudget.physics.noise import noise_figure_db as noise_figure_db
    from linkbudget.physics.noise import noise_power_dbw as noise_power_dbw
    from linkbudget.physics.noise import noise_temperature_k as noise_temperature_k
    from linkbudget.physics.polarization import polarization_mismatch_loss_db as polarization_mismatch_loss_db
    from linkbudget.physics.psk import bpsk_bit_error_rate as bpsk_bit_error_rate
    from linkbudget.physics.rain import rain_loss_db as rain_loss_db
    from linkbudget.physics.shannon import capacity_of_snr_bps as capacity_of_snr_bps
    from linkbudget.physics.transmission_equation import friis_received_level_dbw as friis_received_level_dbw
    from linkbudget.studies.axes import axis as axis
    from linkbudget.studies.compare import compare as compare
    from linkbudget.studies.contact_loss import contact_loss as contact_loss
    from linkbudget.studies.fan import fan as fan
    from linkbudget.studies.inference import infer as infer
    from linkbudget.studies.montecarlo import montecarlo as montecarlo
    from linkbudget.studies.pareto import maximise as maximise
    from linkbudget.studies.pareto import minimise as minimise
    from linkbudget.studies.pareto import pareto as pareto
    from linkbudget.studies.sensitivity import sensitivity as sensitivity
    from linkbudget.studies.solve import solve as solve
    from linkbudget.studies.sweep import sweep as sweep

if not os.path.isdir(__path__[0]):
    raise ImportError("linkbudget reads its data as files and cannot run from a zip archive; install it", name=__name__)

__version__ = VERSION
old_modules()

_PLACES = {
    "load": "linkbudget.mission.scenario:load",
    "Scenario": "linkbudget.mission.scenario:Scenario",
    "Budget": "linkbudget.link.budget:Budget",
    "Case": "linkbudget.link.case:Case",
    "Link": "linkbudget.hardware.parts:Link",
    "Path": "linkbudget.link.budget:Path",
    "Weather": "linkbudget.link.budget:Weather",
    "budget": "linkbudget.link.budget:budget",
    "control_table": "linkbudget.link.control_table:control_table",
    "catalog": "linkbudget.catalogue:catalog",
    "formula": "linkbudget.formulas.answers:formula",
    "LinkBudgetError": "linkbudget.errors:LinkBudgetError",
    "axis": "linkbudget.studies.axes:axis",
    "sweep": "linkbudget.studies.sweep:sweep",
    "solve": "linkbudget.studies.solve:solve",
    "montecarlo": "linkbudget.studies.montecarlo:montecarlo",
    "sensitivity": "linkbudget.studies.sensitivity:sensitivity",
    "compare": "linkbudget.studies.compare:compare",
    "pareto": "linkbudget.studies.pareto:pareto",
    "maximise": "linkbudget.studies.pareto:maximise",
    "minimise": "linkbudget.studies.pareto:minimise",
    "fan": "linkbudget.studies.fan:fan",
    "infer": "linkbudget.studies.inference:infer",
    "contact_loss": "linkbudget.studies.contact_loss:contact_loss",
    "constants": "linkbudget.constants",
    "plots": "linkbudget.plots",
    "free_space_loss_db": "linkbudget.physics.free_space:free_space_loss_db",
    "friis_received_level_dbw": "linkbudget.physics.transmission_equation:friis_received_level_dbw",
    "wavelength_m": "linkbudget.physics.free_space:wavelength_m",
    "light_time_s": "linkbudget.physics.free_space:light_time_s",
    "power_ratio_db": "linkbudget.physics.decibel_ratios:power_ratio_db",
    "power_level_dbm": "linkbudget.physics.decibel_levels:power_level_dbm",
    "level_dbw": "linkbudget.physics.free_space:level_dbw",
    "watts_from_level_w": "linkbudget.physics.free_space:watts_from_level_w",
    "eirp_dbw": "linkbudget.physics.free_space:eirp_dbw",
    "received_power_dbw": "linkbudget.physics.free_space:received_power_dbw",
    "flux_density_dbw_per_m2": "linkbudget.physics.free_space:flux_density_dbw_per_m2",
    "dish_gain_dbi": "linkbudget.physics.antennas:dish_gain_dbi",
    "half_power_beamwidth_deg": "linkbudget.physics.antennas:half_power_beamwidth_deg",
    "effective_area_m2": "linkbudget.physics.antennas:effective_area_m2",
    "aperture_gain_dbi": "linkbudget.physics.antennas:aperture_gain_dbi",
    "noise_temperature_k": "linkbudget.physics.noise:noise_temperature_k",
    "noise_figure_db": "linkbudget.physics.noise:noise_figure_db",
    "cascade_noise_temperature_k": "linkbudget.physics.noise:cascade_noise_temperature_k",
    "noise_density_dbw_per_hz": "linkbudget.physics.noise:noise_density_dbw_per_hz",
    "noise_power_dbw": "linkbudget.physics.noise:noise_power_dbw",
    "g_over_t_db_per_k": "linkbudget.physics.noise:g_over_t_db_per_k",
    "carrier_to_noise_density_dbhz": "linkbudget.physics.noise:carrier_to_noise_density_dbhz",
    "carrier_to_noise_ratio_db": "linkbudget.physics.noise:carrier_to_noise_ratio_db",
    "capacity_of_snr_bps": "linkbudget.physics.shannon:capacity_of_snr_bps",
    "shannon_capacity_bps": "linkbudget.physics.capacity:shannon_capacity_bps",
    "ebn0_from_esn0_db": "linkbudget.physics.capacity:ebn0_from_esn0_db",
    "bpsk_bit_error_rate": "linkbudget.physics.psk:bpsk_bit_error_rate",
    "required_ebn0_db": "linkbudget.physics.modulation:required_ebn0_db",
    "one_way_doppler_shift_hz": "linkbudget.physics.doppler:one_way_doppler_shift_hz",
    "slant_gas_loss_db": "linkbudget.physics.gases:slant_gas_loss_db",
    "rain_loss_db": "linkbudget.physics.rain:rain_loss_db",
    "polarization_mismatch_loss_db": "linkbudget.physics.polarization:polarization_mismatch_loss_db",
    "slant_range_m": "linkbudget.geometry.satellites:slant_range_m",
}
"""Name at the top -> ``module:attribute``, or a module."""

__all__ = ["__version__", *_PLACES]


def __getattr__(name: str) -> Any:
    """Import on first use: ``import linkbudget`` stays as light as Python itself."""
    if name in _PLACES:
        module, _, attribute = _PLACES[name].partition(":")
        found = import_module(module)
        return getattr(found, attribute) if attribute else found
    if name.startswith("_"):
        raise AttributeError(f"module 'linkbudget' has no attribute {name!r}")
    here = os.path.join(__path__[0], name)
    if os.path.isfile(f"{here}.py") or os.path.isfile(os.path.join(here, "__init__.py")):
        return import_module(f"linkbudget.{name}")
    from linkbudget.habits import missing  # brings NumPy, and is for errors alone

    raise AttributeError(f"module 'linkbudget' has no attribute {name!r}{missing(name, _PLACES)}")


def __dir__() -> Iterable[str]:
    return __all__
