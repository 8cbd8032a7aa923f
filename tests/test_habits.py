"""Calls that people type from habit: each works, or is an error of one line that names what was meant.

Each habit has the documentation that it was taken from as a comment: skyfield 1.49, astropy 7, scikit-rf 1.8, MATLAB
R2024b (Phased Array System, Communications and Satellite Communications Toolbox), and packages for link budgets
(linkpredict 2.2, pylink-satcom 0.6, itur 0.4, spacelink 1.0, link-budget 0.1, satlinkbudget 0.1).
"""

import ast
import importlib
import inspect
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

import linkbudget as lb
from linkbudget import habits
from linkbudget.errors import LinkBudgetError
from linkbudget.labels import UNITS, suffix_of

PACKAGE = Path(lb.__file__)


@pytest.fixture(scope="module")
def names():
    """Names at hand in a session at a prompt."""
    mars1 = lb.load("mars1")
    case = mars1.case("telemetry-32cm-dish", range="106.76e6 km")
    return {
        "lb": lb,
        "np": np,
        "datetime": datetime,
        "UTC": UTC,
        "scenario": mars1,
        "case": case,
        "budget": mars1.budget_of(case),
        "fspl": lb.free_space_loss_db,
    }


WORKS = (
    # everybody, after reading one page
    "lb.free_space_loss_db(384.4e6, 2.2e9)",
    "lb.load('mars1')",
    "budget['margin_db']",
    "budget.margin_db",  # xarray: a variable is an attribute
    "'margin_db' in budget",  # a mapping
    "budget.to_dataframe()",  # pandas, xarray
    "budget.explain()",
    "scenario.budget('imaging-5cm', range='106.76e6 km')",  # astropy: 106.76e6 * u.km
    "scenario.budget('imaging-5cm', range=['50e6 km', '100e6 km'], elevation='45 deg')",
    "scenario.budget('imaging-5cm', '1962-11-05T00:30Z')",  # astropy: Time('1962-11-05T00:30')
    "scenario.budget('imaging-5cm', datetime(1962, 11, 5, 0, 30, tzinfo=UTC))",  # skyfield: ts.from_datetime(...)
    "scenario.budget('imaging-5cm', np.datetime64('1962-11-05T00:30'))",  # pandas, xarray
    "scenario.run(step='30 d').to_dataframe()",  # MATLAB: satelliteScenario(start, stop, sampleTime)
    "scenario.links['imaging-5cm']",
    "scenario.to_dataframe()",
    "scenario.operations.to_dataframe()",
    "lb.catalog['stations']",  # skyfield: planets['earth']
    "lb.catalog.stations['dss-14']",
    "lb.sweep(case, 'range=50e6 km..100e6 km:3')",
    "lb.solve(case, 'transmitter.power', target='0 dB')",  # pylink: m.solve_for('tx_power_at_pa_dbw', ...)
    "lb.montecarlo(case, 256)",
    "lb.sensitivity(case, samples=16)",
    "lb.compare(case, case)",
    "lb.constants.SPEED_OF_LIGHT_M_PER_S",
    "lb.physics",
    "lb.plots.waterfall",
    "case['transmitter.power']",
    "help(lb.sweep)",
)

ERRORS = {
    # MATLAB, Phased Array System and Communications Toolbox
    "lb.fspl(10e3, 0.03)": "free_space_loss_db",
    "lb.dbw(100)": "level_dbw",
    "lb.pow2db(100)": "level_dbw",
    "lb.db2pow(20)": "decibels.ratio",
    "lb.mag2db(10)": "amplitude_ratio_db",
    "lb.physconst('LightSpeed')": "constants",
    "lb.aperture2gain(3, 0.1)": "aperture_gain_dbi",
    "lb.gain2aperture(3, 0.1)": "effective_area_m2",
    "lb.noisepow(1e6, 3, 290)": "noise_power_dbw",
    "lb.systemp(3)": "system_noise_temperature_at_receiver_k",
    "lb.rainpl(1000, 10e9, 20)": "rain_loss_db",
    "lb.gaspl(1000, 10e9, 15, 101300, 7.5)": "slant_gas_loss_db",
    "lb.fogpl(1000, 10e9, 15, 0.5)": "cloud_loss_db",
    "lb.freq2wavelen(1e9)": "wavelength_m",
    "lb.speed2dop(100, 0.3)": "one_way_doppler_shift_hz",
    "lb.range2time(1000)": "light_time_s",
    "lb.berawgn(10, 'psk', 2, 'nondiff')": "bpsk_bit_error_rate",
    # MATLAB, Satellite Communications Toolbox
    "lb.satelliteScenario('2026-01-01', '2026-01-02', 60)": "load",
    "lb.groundStation(scenario, 45, 33)": "geometry.stations.Station",
    "lb.satelliteCNR(case)": "carrier_to_noise_ratio_db",
    "lb.p618PropagationLosses(case)": "total_atmospheric_loss_db",
    "lb.ebno(case, 0)": "ebn0_from_esn0_db",
    "scenario.access()": "passes",
    # skyfield
    "lb.EarthSatellite('1 25544U', '2 25544')": "geometry.orbit.tle_orbit",
    "lb.wgs84.latlon(45, 33)": "geometry.stations.Station",
    "lb.load('de421.bsp')": "expected a scenario file",
    "lb.load('mars_1')": "mars1",
    "scenario.find_events()": "passes",
    # astropy
    "lb.Quantity(5, 'km')": "units.read_quantity",
    "lb.constants.c": "SPEED_OF_LIGHT_M_PER_S",
    "lb.constants.k_B": "BOLTZMANN_J_PER_K",
    "lb.EarthLocation(45, 33)": "geometry.stations.Station",
    # scikit-rf
    "lb.mag_2_db(10)": "amplitude_ratio_db",
    "lb.dbm_2_watt(30)": "watts_from_level_w",
    "lb.Network('filter.s2p')": "hardware.network",
    # linkpredict
    "lb.Transmitter(amplifier_power=20)": "hardware.terminals.Transmitter",
    "lb.Receiver()": "hardware.terminals.Receiver",
    "lb.SimpleGeometry(slant_range=40.721e6)": "Path",
    # pylink-satcom
    "lb.DAGModel([])": "budget",
    "lb.to_db(100)": "level_dbw",
    "budget.link_margin_db": "margin_db",
    "budget.tx_eirp_dbw": "eirp_dbw",
    # itur
    "lb.atmospheric_attenuation_slant_path(45, 33, 10, 30, 0.1, 1)": "total_atmospheric_loss_db",
    "lb.rain_attenuation(45, 33, 10, 30)": "rain_loss_db",
    "lb.scintillation_attenuation(45, 33, 10, 30, 0.1, 1)": "scintillation_fade_db",
    # spacelink
    "lb.free_space_path_loss(384.4e6, 2.2e9)": "free_space_loss_db",
    "lb.noise_figure_to_temperature(3)": "noise_temperature_k",
    "lb.polarization_loss(1, 1)": "polarization_mismatch_loss_db",
    # link-budget
    "lb.eirp(10, 30)": "eirp_dbw",
    "lb.path_loss(384.4e6, 2.2e9)": "free_space_loss_db",
    "lb.g_over_t(50, 20)": "g_over_t_db_per_k",
    "lb.rx_flux_density(50, 36e6)": "flux_density_dbw_per_m2",
    "lb.capacity(10, 36e6)": "shannon_capacity_bps",
    # satlinkbudget
    "lb.slant_range(500e3, 30)": "slant_range_m",
    "lb.compute_link_budget(case)": "budget",
    "lb.compute_required_power_dbw(case)": "solve",
    # words of textbooks, and slips
    "lb.friis": "friis_received_level_dbw",
    "lb.dbm(0.1)": "power_level_dbm",
    "lb.db(100)": "level_dbw",
    "lb.link_budget(case)": "Scenario.budget",
    "lb.monte_carlo(case)": "montecarlo",
    "lb.sweeep(case)": "sweep",
    "lb.cloud_loss_db(30, 20e9, 0.4)": "linkbudget.physics.clouds.cloud_loss_db",
    "budget['margin']": "margin_db",
    "budget['fspl']": "free_space_loss_db",
    "budget['snr']": "ebn0_db",
    "budget.margin": "closing_margin_db",
    "budget.closes": "verdict.closes",
    "budget.summary()": "explain",
    "budget.to_pandas()": "to_dataframe",
    "scenario.simulate()": "run",
    "scenario.stations": "config.stations",
    "scenario.links['imaging']": "imaging-5cm",
    "scenario.budget('imaging')": "imaging-5cm",
    "scenario.budget('imaging-5cm', range=106.76e9)": "text with a unit",
    "scenario.budget('imaging-5cm', range='30 W')": "not a unit of length",
    "scenario.budget('imaging-5cm', range_m='106.76e6 km')": "expected a number",
    "scenario.budget('imaging-5cm', range='1e6 km', range_m=1e9)": "one of them, not both",
    "scenario.budget('imaging-5cm', at='11/05/1962')": "ISO 8601",
    "scenario.budget('imaging-5cm', at='1962-11-05', elevation='45 deg')": "together with a range",
    "scenario.run(step='1 km')": "not a unit of time",
    "scenario.run(step=3600)": "text with a unit",
    "case['transmitter.pwr']": "transmitter.power",
    "lb.catalog['station']": "stations",
    "lb.catalog.stations['dss14']": "dss-14",
    "lb.sweep(case, 'range=50e6 km..100e6 km')": "expected a count",
    "lb.montecarlo(case, samples=0)": "expected 1 to",
}

WITH_FORMULA = (
    "lb.formula('free-space loss', distance='42000 km', frequency='6 GHz')",
    "lb.formula('free_space_loss_db', distance='42000 km', frequency='6 GHz')",
    "lb.formula('fspl', distance='42000 km', frequency='6 GHz')",
)
"""Calls of a formula by its name."""


def test_the_list_is_long():
    assert len(WORKS) + len(ERRORS) >= 60


@pytest.mark.parametrize("call", WORKS)
def test_a_call_works(names, call, capsys):
    eval(call, dict(names))


@pytest.mark.parametrize("call", ERRORS)
def test_a_call_names_what_was_meant(names, call):
    with pytest.raises((AttributeError, LinkBudgetError)) as caught:
        eval(call, dict(names))
    text = str(caught.value)
    assert ERRORS[call] in text, text
    assert "\n" not in text


@pytest.mark.parametrize("call", WITH_FORMULA)
def test_a_formula_by_its_name(names, call):
    assert float(eval(call, dict(names))) == lb.free_space_loss_db(42e6, 6e9)


@pytest.mark.parametrize("name", sorted({one for found in habits.MEANT.values() for one in found}))
def test_every_name_that_a_habit_stands_for_is_one(name):
    """At the top, a function of an equation, a dotted name, a line of some budget, or a method of an object shown."""
    if name in lb.__all__:
        return
    place = habits.functions().get(name) or habits.ELSEWHERE.get(name)
    if place is not None:
        if place[0].isupper():
            thing, _, attribute = place.partition(".")
            assert hasattr(getattr(lb, thing), attribute)
            return
        module, _, attribute = place.rpartition(".")
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError:
            pytest.fail(f"{place} is nowhere")
        assert hasattr(found, attribute) or importlib.import_module(place)
        return
    lines = set(lb.load("mars1").budget("telemetry-32cm-dish", range="1e6 km").terms)
    lines |= {"atmospheric_loss_db", "cnr_db"}  # of other links
    assert name in lines | set(dir(lb.Budget)) | set(dir(lb.Scenario))


def test_functions_are_found_without_importing_them():
    found = habits.functions()
    assert found["free_space_loss_db"] == "linkbudget.physics.free_space.free_space_loss_db"
    for place in list(found.values())[::40]:
        module, _, name = place.rpartition(".")
        assert callable(getattr(importlib.import_module(module), name))


def test_the_top_shows_its_names_and_each_is_there():
    assert dir(lb) == sorted(lb.__all__)
    for name in lb.__all__:
        assert getattr(lb, name) is not None
    for name in ("free_space_loss_db", "sweep", "solve", "montecarlo", "catalog"):
        assert name in dir(lb)


def test_checkers_see_the_names_of_the_top():
    tree = ast.parse(PACKAGE.read_text(encoding="utf-8"))
    (hints,) = (node for node in tree.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
    seen = {
        alias.asname: f"{node.module}:{alias.name}" if node.module != "linkbudget" else f"linkbudget.{alias.name}"
        for node in hints.body
        for alias in node.names
    }
    assert seen == lb._PLACES


def test_an_import_brings_nothing_heavy():
    code = "import sys, linkbudget; dir(linkbudget); print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "scipy", "xarray", "pandas", "matplotlib", "pydantic", "skyfield"} & set(found)


def test_names_of_tools_are_plain_errors():
    assert not hasattr(lb, "_ipython_canary_method_should_not_exist_")
    assert not hasattr(lb, "__wrapped__")
    assert not hasattr(lb, "no_such_thing_at_all")


@pytest.mark.parametrize("name", [name for name in lb.__all__ if callable(getattr(lb, name))])
def test_help_reads_well(name):
    """A summary of one sentence, an example that runs, and units of numbers."""
    thing = getattr(lb, name)
    text = inspect.getdoc(thing)
    summary = text.partition("\n\n")[0]
    assert summary.endswith(".")
    assert not re.match(r"(What|How|Where|Which|When) ", summary)
    assert ">>> " in text
    if inspect.isfunction(thing) and suffix_of(name):
        assert f"[{UNITS[suffix_of(name)]}]" in text
