"""Electric power: nothing is made or lost unsaid, and the battery keeps to its limits."""

import re

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.mission.energy import CASES, follow_energy
from linkbudget.mission.sessions import POWER_FAILED
from tests.mission.conftest import CUBESAT, CUBESAT_LIFE, MARS1

WEAK = ('area = { value = "2.6 m2"', 'area = { value = "0.75 m2"')


def assert_energy_is_conserved(energy):
    """Array = load - unserved + spilled + charging loss + change of what is stored, case by case."""
    for case in CASES:
        row = energy.sel(case=case)
        step_s = row.step_s.values
        joules = {
            name: float((row[f"{name}_w"].values * step_s).sum())
            for name in ("array_power", "load_power", "unserved_power", "spilled_power", "charging_loss")
        }
        change = float(row.stored_j[-1] - row.start_stored_j)
        used = joules["load_power"] - joules["unserved_power"] + joules["spilled_power"] + joules["charging_loss"]
        assert joules["array_power"] == pytest.approx(used + change, rel=1e-12)


def assert_battery_keeps_its_limits(energy):
    assert (energy.state_of_charge <= 1.0 + 1e-12).all()
    assert (energy.state_of_charge >= energy.floor_of_charge - 1e-12).all()
    for name in ("array_power_w", "unserved_power_w", "spilled_power_w", "charging_loss_w"):
        assert (energy[name] >= -1e-9).all(), name


def test_energy_of_mars_1_is_conserved(mars1_life):
    assert_energy_is_conserved(mars1_life.energy)
    assert_battery_keeps_its_limits(mars1_life.energy)


def test_energy_of_a_low_orbit_is_conserved(cubesat_life):
    assert_energy_is_conserved(cubesat_life.energy)
    assert_battery_keeps_its_limits(cubesat_life.energy)


def test_energy_is_conserved_where_it_does_not_suffice(scenario_of):
    life = scenario_of(MARS1, WEAK).operations
    assert float(life.energy.unserved_power_w.sel(case="stated").sum()) > 0.0
    assert_energy_is_conserved(life.energy)
    assert_battery_keeps_its_limits(life.energy)


def test_sessions_are_in_the_loads(mars1_life):
    """61 hours of 20 W, and of 30 W over an efficiency of a quarter."""
    energy_j = mars1_life.energy.load_energy_j.sel(case="stated")
    assert float(energy_j.sel(load="session")) == pytest.approx(61 * 3600.0 * 20.0, rel=1e-9)
    assert float(energy_j.sel(load="transmitter-32cm")) == pytest.approx(61 * 3600.0 * 120.0, rel=1e-9)
    assert float(energy_j.sel(load="transmitter-5cm")) == 0.0


def test_array_of_mars_1_follows_its_fact_sheet(mars1_life):
    """About 350 W near the Earth and 170 W at 1.43 au; our fade and off-pointing take 2 %."""
    array_w = mars1_life.energy.array_power_w.sel(case="stated")
    assert float(array_w[0]) == pytest.approx(350.0, rel=0.03)
    assert float(array_w.sel(time="1963-03-21T00", method="nearest")) == pytest.approx(170.0, rel=0.03)


def test_a_picture_of_6_4_hours_does_not_fit_a_session_at_mars(mars1_life):
    """1440 x 1440 pixels at 90 a second; the impulse transmitter draws 200 W of 50 W sent."""
    picture_s = 1440**2 / 90.0
    longest_s = mars1_life.energy.longest_session_s.sel(case="stated", transmitter="transmitter-5cm")
    assert picture_s == pytest.approx(6.4 * 3600.0, abs=10.0)
    assert float(longest_s.sel(day="1963-06-19").squeeze()) < picture_s
    assert float(longest_s.sel(day="1963-01-15").squeeze()) > picture_s


def test_longest_session_is_what_the_charge_lasts_for(mars1_life):
    energy = mars1_life.energy.sel(case="stated")
    day = energy.sel(day="1963-06-10", transmitter="transmitter-5cm").squeeze()
    inside = energy.sel(time=slice("1963-06-10T00:00:01", "1963-06-11T00:00:00"))
    above_j = float((inside.state_of_charge - inside.floor_of_charge).max()) * 42.0 * 14.0 * 3600.0
    needed_w = 60.0 + 8.0 + 15.0 + 20.0 + 200.0 - float(inside.array_power_w.mean())
    assert float(day.longest_session_s) == pytest.approx(above_j / needed_w, rel=1e-3)
    assert float(day.session_power_w) == pytest.approx(303.0)


def test_the_earth_shades_a_low_orbit(cubesat_life, scenario_of):
    """The template's orbit never meets the shadow; turned to noon and midnight, 35 of 96 minutes are dark."""
    lit = cubesat_life.energy.array_power_w.sel(case="stated").values
    assert lit.min() == pytest.approx(0.06 * 0.25 * 1361.0 / 0.991**2 * np.cos(np.radians(30.0)), rel=0.01)
    turned = scenario_of(CUBESAT, ('raan = "80 deg"', 'raan = "341 deg"'), add=CUBESAT_LIFE).operations.energy
    dark = turned.array_power_w.sel(case="stated").values == 0.0
    share = float((turned.step_s.values * dark).sum() / turned.step_s.values.sum())
    assert share == pytest.approx(35.4 / 95.7, abs=0.01)
    assert_energy_is_conserved(turned)
    assert float(turned.state_of_charge.sel(case="stated").min()) < float(
        cubesat_life.energy.state_of_charge.sel(case="stated").min()
    )


def test_sessions_that_the_battery_does_not_carry_are_cut(scenario_of):
    life = scenario_of(MARS1, WEAK).operations
    late = life.sessions.sel(session=slice(40, 54))
    assert (late.powered_s < late.duration_s).any()
    assert (life.sessions.outcome.values == POWER_FAILED).any()
    assert any("cut short for want of power" in note for note in life.notes)
    assert any("the battery is at its floor from" in note for note in life.notes)
    full = lb.load("mars1").operations
    assert float(life.data.returned_bit.sel(case="stated").sum()) < float(
        full.data.returned_bit.sel(case="stated").sum()
    )


def test_power_without_sessions(scenario_of):
    text = CUBESAT_LIFE
    energy = scenario_of(CUBESAT, add=text[text.index("[power.array]") :]).operations.energy
    assert float(energy.load_energy_j.sel(load="uhf", case="stated")) == 0.0
    assert_energy_is_conserved(energy)


def test_steps_do_not_change_the_result(scenario_of):
    """Power is constant in a step: steps of an hour and of ten minutes agree to what the array changes in an hour."""
    coarse = lb.load("mars1").operations.energy
    fine = scenario_of(MARS1, ('step = "1 h"', 'step = "10 min"')).operations.energy
    for case in CASES:
        assert float(fine.stored_j.sel(case=case)[-1]) == pytest.approx(
            float(coarse.stored_j.sel(case=case)[-1]), rel=1e-4
        )
        assert float(fine.state_of_charge.sel(case=case).min()) == pytest.approx(
            float(coarse.state_of_charge.sel(case=case).min()), abs=2e-4
        )


# ---- what may go wrong


def test_a_battery_below_its_floor_cannot_start(scenario_of):
    with pytest.raises(
        InputError, match=r"power.battery: starting_charge = 0.5: the battery cannot start.*at least 0.7"
    ):
        scenario_of(CUBESAT, add=CUBESAT_LIFE.replace("starting_charge = 1", "starting_charge = 0.5"))


def test_a_battery_may_start_just_where_its_depth_of_discharge_ends(scenario_of):
    """1 - 0.7 is a little above 0.3 in floating point."""
    text = CUBESAT_LIFE.replace("starting_charge = 1", "starting_charge = 0.3")
    text = re.sub(r"depth_of_discharge = [0-9.]+", "depth_of_discharge = 0.7", text)
    assert "depth_of_discharge = 0.7" in text
    assert scenario_of(CUBESAT, add=text).config.power.battery.starting_charge.value == 0.3


def test_a_battery_that_never_leaves_its_floor_cannot_start(scenario_of):
    text = CUBESAT_LIFE.replace("starting_charge = 1", "starting_charge = 0.7").replace('"2 W"', '"200 W"')
    with pytest.raises(InputError, match=r"power: the battery cannot start: .* 200 W drawn"):
        _ = scenario_of(CUBESAT, add=text).operations


def test_a_scenario_without_power_says_so(scenario_of):
    with pytest.raises(InputError, match="power: missing"):
        follow_energy(scenario_of(CUBESAT))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('power = "2 W"\ndrawn = "always"', 'power = "2 W"', "expected either links or drawn"),
        ('power = "2 W"', 'power = "2 W"\nefficiency = 0.5', "expected either power or efficiency"),
        ("efficiency = 0.4", 'power = "2 W"\nefficiency = 0.4', "expected either power or efficiency"),
        ('links = ["uhf-downlink"]\n', 'drawn = "sessions"\n', "efficiency: expected together with links"),
        ('capacity = "5.2 Ah"', 'capacity = "5.2 W"', "not a value in Ah"),
        ('voltage = "7.4 V"', 'voltage = "0 V"', "0 V"),
        ("depth_of_discharge = 0.3", "depth_of_discharge = 0", "nothing of this battery"),
        ("depth_of_discharge = 0.3", "depth_of_discharge = 1.3", "at most 1"),
        ('area = "0.06 m2"', 'area = "-1 m2"', "-1 m2"),
    ],
)
def test_mistakes_in_a_power_system_are_named(scenario_of, old, new, said):
    assert old in CUBESAT_LIFE
    with pytest.raises(InputError, match=said):
        scenario_of(CUBESAT, add=CUBESAT_LIFE.replace(old, new, 1))
