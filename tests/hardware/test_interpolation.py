"""Two-ports between the points of a coarse table, compared with the formulas that the points come from."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import ModelRangeWarning
from linkbudget.hardware.interpolation import between, in_decibels, phase_turns_rad, s_between, straight
from linkbudget.hardware.network import (
    at_frequency,
    available_gain_db,
    cascade,
    noise_figure_at_source_db,
    read_touchstone,
    s_parameter_db,
    s_parameter_phase_deg,
    thermal_noise,
    two_port,
    two_port_noise_figure_db,
    two_port_noise_temperature_k,
    with_noise_parameters,
)

GRID_HZ = np.arange(1.0e9, 2.0e9 + 1.0, 50e6)
BETWEEN_HZ = np.arange(1.0e9, 2.0e9 + 1.0, 7e6)


def line(frequency_hz, delay_s, loss_db=0.0, impedance_ohm=50.0):
    """A line of another impedance between 50 ohm ports (Pozar, Microwave Engineering, 4th edition, section 4.3)."""
    wave = 10.0 ** (-loss_db / 20.0) * np.exp(-2j * np.pi * np.asarray(frequency_hz) * delay_s)
    step = (impedance_ohm - 50.0) / (impedance_ohm + 50.0)
    below = 1.0 - step**2 * wave**2
    s = np.empty((wave.size, 2, 2), dtype=complex)
    s[:, 0, 0] = s[:, 1, 1] = step * (1.0 - wave**2) / below
    s[:, 0, 1] = s[:, 1, 0] = (1.0 - step**2) * wave / below
    return s


def amplifier(frequency_hz):
    """An amplifier without delay, one decibel an octave, and its noise parameters."""
    s = np.zeros((len(frequency_hz), 2, 2), dtype=complex)
    s[:, 0, 0], s[:, 1, 1] = 0.3, -0.2j
    s[:, 1, 0] = 10.0 * (frequency_hz / 1e9) ** (-1.0 / (20.0 * math.log10(2.0)))
    return with_noise_parameters(two_port("amplifier", frequency_hz, s), 0.6, 0.4 + 0.1j, 8.0)


# ---- reference ------------------------------------------------------------------------------------------------------


def test_cable_keeps_its_loss_phase_and_noise_between_points_that_turn_by_much():
    # 9 ns turn by 0.45 of a turn over 50 MHz; straight lines of real and imaginary part lose 16 dB in the middle
    cable = at_frequency(two_port("cable", GRID_HZ, line(GRID_HZ, 9e-9, 0.5)), BETWEEN_HZ)
    assert s_parameter_db(cable, 2, 1) == pytest.approx(np.full(BETWEEN_HZ.size, -0.5), abs=1e-9)
    assert cable.s == pytest.approx(line(BETWEEN_HZ, 9e-9, 0.5), abs=1e-9)
    assert two_port_noise_temperature_k(cable) == pytest.approx(
        np.full(BETWEEN_HZ.size, 290.0 * (10**0.05 - 1.0)), rel=1e-9
    )


@pytest.mark.parametrize(("delay_s", "db"), [(1e-9, 0.02), (4e-9, 0.045)])
def test_mismatched_cable_agrees_with_its_formula(delay_s, db):
    # 60 ohm: the reflections of both ends beat, which no delay of one wave describes; what is left is the tolerance
    cable = at_frequency(two_port("cable", GRID_HZ, line(GRID_HZ, delay_s, 0.5, 60.0)), BETWEEN_HZ)
    true = two_port("true", BETWEEN_HZ, line(BETWEEN_HZ, delay_s, 0.5, 60.0))
    assert s_parameter_db(cable, 2, 1) == pytest.approx(s_parameter_db(true, 2, 1), abs=db)
    assert cable.s == pytest.approx(true.s, abs=0.031)


def test_reflection_before_a_cable_stays_and_the_one_behind_it_turns():
    susceptance = 2j * np.pi * GRID_HZ * 0.5e-12 * 50.0
    into, through = -susceptance / (2.0 + susceptance), 2.0 / (2.0 + susceptance)
    shunt = two_port("shunt", GRID_HZ, np.moveaxis(np.array([[into, through], [through, into]]), -1, 0))
    cable = cascade(shunt, two_port("cable", GRID_HZ, line(GRID_HZ, 8e-9, 0.5)))
    part = at_frequency(cable, 1.525e9)
    susceptance = 2j * np.pi * 1.525e9 * 0.5e-12 * 50.0
    wave = line(1.525e9, 8e-9, 0.5)[0, 1, 0]
    assert part.s[0, 0, 0] == pytest.approx(-susceptance / (2.0 + susceptance), abs=1e-4)
    assert part.s[0, 1, 1] == pytest.approx(-susceptance / (2.0 + susceptance) * wave**2, abs=1e-4)


def test_amplifier_behind_a_cable_keeps_its_gain_and_noise_between_points():
    def receiver(frequency_hz):
        cable = two_port("cable", frequency_hz, line(frequency_hz, 8e-9, 0.3))
        return cascade(cable, amplifier(frequency_hz))

    coarse, true = at_frequency(receiver(GRID_HZ), BETWEEN_HZ), receiver(BETWEEN_HZ)
    for source in (0.0, 0.3j):
        gain_db = available_gain_db(coarse, source_reflection=source)
        assert gain_db == pytest.approx(available_gain_db(true, source_reflection=source), abs=0.001)
        figure_db = two_port_noise_figure_db(coarse, source_reflection=source)
        assert figure_db == pytest.approx(two_port_noise_figure_db(true, source_reflection=source), abs=0.001)


NOISE_FILE = """# GHz S MA R 50
1.0 0 0 3 0 0 0 0 0
1.1 0 0 3 0 0 0 0 0
1.2 0 0 3 0 0 0 0 0
1.0 0.6 0.5 {0} 0.3
1.2 0.6 0.5 {1} {2}
"""


def test_optimum_reflection_turns_between_the_points_of_noise_data(tmp_path):
    # a line before an amplifier turns the optimum reflection forward, and changes neither F_min nor R_n G_opt
    def conductance(angle_deg):
        best = 0.5 * np.exp(1j * math.radians(angle_deg))
        return ((1.0 - best) / (1.0 + best)).real

    path = tmp_path / "turned.s2p"
    invariant = 0.3 * conductance(30.0)
    path.write_text(NOISE_FILE.format(30, 150, invariant / conductance(150.0)))
    best, resistance_ohm = 0.5j, 50.0 * invariant / conductance(90.0)
    found_db = two_port_noise_figure_db(read_touchstone(path), source_reflection=0.2)[1]
    expected_db = noise_figure_at_source_db(0.6, best, resistance_ohm, 50.0 * 1.2 / 0.8)
    assert found_db == pytest.approx(expected_db, abs=1e-9)
    path.write_text(NOISE_FILE.format(30, -150, invariant / conductance(150.0)))
    with pytest.warns(ModelRangeWarning, match=r"optimum reflection: its points at 1 and 1\.2 GHz"):
        read_touchstone(path)


# ---- identity -------------------------------------------------------------------------------------------------------


def test_lossless_two_port_stays_lossless_between_points():
    wire = at_frequency(two_port("wire", GRID_HZ, line(GRID_HZ, 3e-9, 0.0, 75.0)), BETWEEN_HZ)
    powers = np.sum(np.abs(wire.s) ** 2, axis=1)
    assert powers == pytest.approx(np.ones_like(powers), abs=1e-12)
    assert two_port_noise_temperature_k(wire) == pytest.approx(np.zeros(BETWEEN_HZ.size), abs=1e-9)


def test_cooled_part_is_as_noisy_between_points_as_its_loss_there():
    # Bosma against T (1 / G_available - 1), for any source, also in a row of two of one temperature
    part = thermal_noise(two_port("cable", GRID_HZ, line(GRID_HZ, 4e-9, 1.0, 65.0)), 77.0)
    for whole in (at_frequency(part, BETWEEN_HZ), at_frequency(cascade(part, part), BETWEEN_HZ)):
        gain = 10.0 ** (available_gain_db(whole, source_reflection=0.4j) / 10.0)
        found_k = two_port_noise_temperature_k(whole, source_reflection=0.4j)
        assert found_k == pytest.approx(77.0 * (1.0 / gain - 1.0), rel=1e-9)


def test_points_of_the_table_are_met_exactly_and_without_a_warning():
    coarse = two_port("cable", GRID_HZ, line(GRID_HZ, 11e-9, 0.5, 60.0))
    assert np.array_equal(at_frequency(coarse, GRID_HZ).s, coarse.s)
    silent = with_noise_parameters(two_port("amplifier", GRID_HZ, amplifier(GRID_HZ).s), 0.6, 0.3, 8.0)
    assert np.array_equal(at_frequency(silent, GRID_HZ).noise_waves_k, silent.noise_waves_k)


def test_value_beside_nothing_known_is_kept_at_its_own_frequency():
    values = np.array([np.nan, 1.0, 3.0])
    found = straight(values, between([1.0, 2.0, 3.0], [1.5, 2.0, 2.5, 3.0]))
    assert np.array_equal(found, [np.nan, 1.0, 2.0, 3.0], equal_nan=True)


def test_powers_far_apart_are_not_taken_for_a_slope():
    place = between([0.0, 1.0], [0.5])
    assert in_decibels([1.0, 0.1], place)[0] == pytest.approx(math.sqrt(0.1))
    assert in_decibels([1.0, 0.0], place)[0] == pytest.approx(0.5)


CONTRACTION = st.lists(st.floats(-1.0, 1.0), min_size=24, max_size=24)


@settings(max_examples=200)
@given(numbers=CONTRACTION, lossless=st.booleans())
def test_passive_two_port_never_amplifies_between_points(numbers, lossless):
    s = np.array(numbers).reshape(3, 4, 2) @ [1.0, 1.0j]
    first, values, second = np.linalg.svd(s.reshape(3, 2, 2))
    values = np.ones_like(values) if lossless else np.minimum(values, 1.0)
    s = (first * values[:, None, :]) @ second
    wanted_hz = np.linspace(1e9, 3e9, 41)
    found, _ = s_between(np.array([1e9, 2e9, 3e9]), s, between([1e9, 2e9, 3e9], wanted_hz))
    assert np.isfinite(found).all()
    assert np.linalg.norm(found, ord=2, axis=(-2, -1)).max() <= 1.0 + 1e-12


# ---- limits ---------------------------------------------------------------------------------------------------------


def test_cable_longer_than_half_a_turn_is_reported_and_keeps_its_delay():
    cable = two_port("cable", GRID_HZ, line(GRID_HZ, 11e-9, 0.5))
    with pytest.warns(ModelRangeWarning, match=r"cable: its points at 1\.5 and 1\.55 GHz are too far apart"):
        part = at_frequency(cable, 1.525e9)
    true = two_port("true", [1.525e9], line([1.525e9], 11e-9, 0.5))
    assert s_parameter_phase_deg(part, 2, 1) == pytest.approx(s_parameter_phase_deg(true, 2, 1), abs=1e-6)
    assert s_parameter_db(part, 2, 1)[0] == pytest.approx(-0.5, abs=1e-9)


def test_phase_that_runs_ahead_is_reported():
    # 17 ns turn by 0.85 of a turn over 50 MHz, which looks like 0.15 of a turn forward
    with pytest.warns(ModelRangeWarning, match="too far apart"):
        at_frequency(two_port("cable", GRID_HZ, line(GRID_HZ, 17e-9, 0.5)), 1.525e9)


def notch(frequency_hz):
    """A matched part whose S21 is zero at 1.525 GHz, behind 2 ns of line."""
    s = np.zeros((len(frequency_hz), 2, 2), dtype=complex)
    s[:, 0, 1] = s[:, 1, 0] = (frequency_hz - 1.525e9) / 1e9 * np.exp(-2j * np.pi * frequency_hz * 2e-9)
    return s


def test_zero_between_two_points_is_reported_and_found():
    part = two_port("notch", GRID_HZ, notch(GRID_HZ))
    with pytest.warns(ModelRangeWarning, match=r"notch: its points at 1\.5 and 1\.55 GHz"):
        zero = at_frequency(part, 1.525e9)
    assert s_parameter_db(zero, 2, 1)[0] < -60.0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        beside = at_frequency(part, 1.675e9)
    assert s_parameter_db(beside, 2, 1)[0] == pytest.approx(20.0 * math.log10(0.15), abs=0.15)


def test_two_port_of_one_point_is_known_there():
    part = two_port("pad", [1e9], [[[0.1, 0.5], [0.5, 0.1]]])
    assert np.array_equal(at_frequency(part, [1e9, 1e9]).s, np.repeat(part.s, 2, axis=0))


def test_zeros_do_not_turn():
    assert np.array_equal(phase_turns_rad(np.array([0.0, 1.0j, 0.0])), [0.0, 0.0])
