"""Two-ports: gain, mismatch, cascades and noise, compared with scikit-rf's own engines."""

import math
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import InputError, LinkBudgetError, ModelRangeWarning
from linkbudget.hardware.chain import Stage, chain_noise_figure_db
from linkbudget.hardware.network import (
    at_frequency,
    available_gain_db,
    cascade,
    is_passive,
    mismatch_loss_db,
    noise_figure_at_source_db,
    read_touchstone,
    reflection_loss_db,
    reflection_of_impedance,
    s_parameter_db,
    s_parameter_phase_deg,
    thermal_noise,
    transducer_gain_db,
    two_port,
    two_port_noise_figure_db,
    two_port_noise_temperature_k,
    with_noise_parameters,
)
from linkbudget.physics.noise import noise_temperature_k as temperature_of_figure_k
from linkbudget.physics.noise import system_noise_temperature_at_antenna_k
from tests.published import rows

SHIPPED = Path(find_spec("skrf").submodule_search_locations[0]) / "data"
"""Touchstone files that scikit-rf ships."""

AMPLIFIER_S = [[[0.2 + 0.1j, 0.02], [7.0 * np.exp(1j), 0.1 - 0.2j]]]
AMPLIFIER_NOISE = (1.2, 0.3 * np.exp(1j * math.pi / 3.0), 12.0)
SECOND_S = [[[-0.3j, 0.05], [3.0, 0.25]]]
SECOND_NOISE = (2.5, -0.4 * np.exp(0.3j), 20.0)


def amplifier(s=AMPLIFIER_S, noise=AMPLIFIER_NOISE):
    return with_noise_parameters(two_port("amplifier", [1e9], s), *noise)


def pad(loss_db, name="pad"):
    """A matched attenuator."""
    amplitude = 10.0 ** (loss_db / -20.0)
    return two_port(name, [1e9], [[[0.0, amplitude], [amplitude, 0.0]]])


# ---- reference ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "frequency_hz", "s21_db", "s11_db", "s21_deg"),
    [  # scikit-rf 2.2.0's reading of the files it ships
        ("ntwk1.s2p", 1e9, -0.516899450099, -16.3020110243, -10.3999763837),
        ("ntwk1.s2p", 7e9, -3.64906086143, -2.79653485719, -60.4729008962),
        ("ring slot.s2p", 75e9, -2.91699627102, -3.34082483025, 30.8748855449),
    ],
)
def test_shipped_files_are_read(file, frequency_hz, s21_db, s11_db, s21_deg):
    network = at_frequency(read_touchstone(SHIPPED / file), frequency_hz)
    assert s_parameter_db(network, 2, 1)[0] == pytest.approx(s21_db, abs=1e-9)
    assert s_parameter_db(network, 1, 1)[0] == pytest.approx(s11_db, abs=1e-9)
    assert s_parameter_phase_deg(network, 2, 1)[0] == pytest.approx(s21_deg, abs=1e-9)


def test_cascades_of_shipped_files_agree_with_scikit_rf():
    import skrf

    files = ["ntwk1.s2p", "ntwk1.s2p", "ntwk1.s2p"]
    ours = cascade(*(read_touchstone(SHIPPED / file) for file in files))
    theirs = skrf.network.cascade_list([skrf.Network(str(SHIPPED / file)) for file in files])
    assert np.allclose(ours.s, theirs.s, rtol=0.0, atol=1e-14)


def test_gain_and_noise_of_a_passive_cascade_agree_with_published_numbers():
    # available gain and 1 / G of two copies of ntwk1.s2p in a row, 50 ohm source, at 1 and 10 GHz
    part = read_touchstone(SHIPPED / "ntwk1.s2p")
    both = at_frequency(cascade(part, part), [1e9, 10e9])
    assert available_gain_db(both) == pytest.approx([-0.956141280759, -4.77736205834], abs=1e-9)
    assert two_port_noise_figure_db(both) == pytest.approx([0.956141280759, 4.77736205834], abs=1e-9)


@pytest.mark.parametrize(
    ("noise", "s", "impedance_ohm", "expected_db"),
    [  # scikit-rf 2.2.0, set_noise_a and nf
        ((0.5, 0.0, 5.795), [[[0.0, 0.0], [10.0, 0.0]]], 50.0, 0.5),
        ((0.5, 0.0, 5.795), [[[0.0, 0.0], [10.0, 0.0]]], 100.0, 0.718703968776),
        ((1.2, 0.3 * np.exp(1j * math.pi / 3), 12.0), [[[0.2, 0.0], [7.0, 0.1]]], 50.0, 1.40009673574),
        ((1.2, 0.3 * np.exp(1j * math.pi / 3), 12.0), [[[0.2, 0.0], [7.0, 0.1]]], 100.0, 1.4513978859),
    ],
)
def test_noise_parameters_give_the_noise_figure_at_a_source(noise, s, impedance_ohm, expected_db):
    assert noise_figure_at_source_db(*noise, impedance_ohm) == pytest.approx(expected_db, abs=1e-9)
    source = reflection_of_impedance(impedance_ohm)
    assert two_port_noise_figure_db(amplifier(s, noise), source_reflection=source)[0] == pytest.approx(
        expected_db, abs=1e-9
    )


@pytest.mark.parametrize("impedance_ohm", [50.0, 100.0, 20.0 + 30.0j])
def test_noise_of_reflecting_amplifiers_in_a_row_agrees_with_scikit_rf(impedance_ohm):
    import skrf

    frequency = skrf.Frequency.from_f([1e9], unit="hz")
    parts = []
    for s, noise in ((AMPLIFIER_S, AMPLIFIER_NOISE), (SECOND_S, SECOND_NOISE)):
        part = skrf.Network(frequency=frequency, s=np.array(s, dtype=complex), z0=50.0)
        part.set_noise_a(frequency, *noise)
        parts.append(part)
    expected_db = 10.0 * np.log10((parts[0] ** parts[1]).nf(impedance_ohm)[0])
    both = cascade(amplifier(), amplifier(SECOND_S, SECOND_NOISE))
    source = reflection_of_impedance(impedance_ohm)
    assert two_port_noise_figure_db(both, source_reflection=source)[0] == pytest.approx(expected_db, abs=1e-9)


def test_every_published_touchstone_row_names_a_file_that_can_be_read():
    for row in rows("touchstone"):
        for name in row["file"].split("**"):
            assert read_touchstone(SHIPPED / name.strip()).s.shape[1:] == (2, 2)


NOISY_FILE = """# GHz S MA R 50
1.0  0.3 -60  5.0 120  0.02 40  0.4 -30
2.0  0.4 -90  4.0  90  0.03 50  0.4 -50
3.0  0.5 -120 3.0  60  0.04 60  0.5 -70
! noise: GHz, dB, magnitude, degrees, Rn / R
1.0  0.5  0.40  30  0.20
2.0  0.8  0.35  60  0.25
"""


def test_noise_data_of_a_file_are_used(tmp_path):
    path = tmp_path / "transistor.s2p"
    path.write_text(NOISY_FILE)
    network = read_touchstone(path)
    # the source that suits best has the least figure; 50 ohm has that of the noise parameters
    best = 0.4 * np.exp(1j * math.radians(30.0))
    assert two_port_noise_figure_db(network, source_reflection=best)[0] == pytest.approx(0.5, abs=1e-6)
    expected_db = noise_figure_at_source_db(0.5, best, 0.20 * 50.0, 50.0)
    assert two_port_noise_figure_db(network)[0] == pytest.approx(expected_db, abs=1e-6)
    assert np.isnan(two_port_noise_figure_db(network)[2])  # the noise data end at 2 GHz: nothing is made up


# ---- identity -------------------------------------------------------------------------------------------------------

SOURCES = [0.0, 0.5, -0.3 + 0.6j]


@pytest.mark.parametrize("source", SOURCES)
def test_passive_two_port_is_as_noisy_as_its_available_loss(source):
    # Bosma's theorem against T (1 / G_available - 1): two routes to the same number
    part = at_frequency(read_touchstone(SHIPPED / "ntwk1.s2p"), np.linspace(1e9, 10e9, 7))
    gain = 10.0 ** (available_gain_db(part, source_reflection=source) / 10.0)
    cold = thermal_noise(part, 77.0)
    assert two_port_noise_temperature_k(cold, source_reflection=source) == pytest.approx(
        77.0 * (1.0 / gain - 1.0), rel=1e-9
    )


def test_passive_part_before_an_amplifier_adds_its_noise():
    both = cascade(pad(1.5), amplifier([[[0.0, 0.0], [10.0, 0.0]]], (1.0, 0.0, 5.0)))
    receiver_k = temperature_of_figure_k(1.0)
    expected_k = system_noise_temperature_at_antenna_k(0.0, 1.5, 290.0, receiver_k)
    assert two_port_noise_temperature_k(both)[0] == pytest.approx(expected_k, rel=1e-12)


def test_matched_cascade_is_the_chain_of_friis():
    first, second = ([[[0.0, 0.0], [10.0, 0.0]]], (0.5, 0.0, 4.0)), ([[[0.0, 0.0], [5.0, 0.0]]], (3.0, 0.0, 30.0))
    both = cascade(amplifier(*first), amplifier(*second))
    stages = [Stage("a", 20.0, noise_figure_db=0.5), Stage("b", 20.0 * math.log10(5.0), noise_figure_db=3.0)]
    assert two_port_noise_figure_db(both)[0] == pytest.approx(chain_noise_figure_db(stages), abs=1e-12)


def test_cascade_does_not_depend_on_the_order_of_joining():
    a, b, c = amplifier(), pad(3.0), amplifier(SECOND_S, SECOND_NOISE)
    one, other = cascade(a, b, c), cascade(a, cascade(b, c))
    assert np.allclose(one.s, other.s, rtol=0.0, atol=1e-14)
    assert np.allclose(one.noise_waves_k, other.noise_waves_k, rtol=1e-12)


def test_transducer_gain_into_the_conjugate_is_the_available_gain():
    network = amplifier()
    s11, s12, s21, s22 = network.s.reshape(4)
    source = 0.2 - 0.3j
    out = s22 + s12 * s21 * source / (1.0 - s11 * source)
    best_db = transducer_gain_db(network, source_reflection=source, load_reflection=np.conj(out))
    assert best_db == pytest.approx(available_gain_db(network, source_reflection=source), abs=1e-12)
    assert transducer_gain_db(network)[0] == pytest.approx(s_parameter_db(network, 2, 1)[0], abs=1e-12)


def test_mismatch_loss_is_zero_for_conjugates_and_infinite_for_a_short():
    assert mismatch_loss_db(0.3 + 0.4j, 0.3 - 0.4j) == pytest.approx(0.0, abs=1e-12)
    assert mismatch_loss_db(1.0, 0.2) == math.inf
    assert reflection_loss_db(-1.0) == math.inf
    # a standing-wave ratio of 2 reflects one ninth of the power
    assert reflection_loss_db(1.0 / 3.0) == pytest.approx(-10.0 * math.log10(8.0 / 9.0), abs=1e-12)


def test_two_ports_through_nothing_lose_what_their_mismatch_costs():
    wire = two_port("wire", [1e9], [[[0.0, 1.0], [1.0, 0.0]]])
    source, load = 0.3 + 0.2j, -0.5j
    loss_db = mismatch_loss_db(source, load)
    assert transducer_gain_db(wire, source_reflection=source, load_reflection=load)[0] == pytest.approx(-loss_db)


def test_interpolation_meets_the_points_and_runs_in_decibels_between_them():
    network = two_port("pad", [1e9, 2e9], [[[0.0, 0.5], [0.5, 0.0]], [[0.0, 0.4], [0.4, 0.0]]])
    assert np.array_equal(at_frequency(network, [1e9, 2e9]).s, network.s)
    assert at_frequency(network, 1.5e9).s[0, 1, 0] == pytest.approx(math.sqrt(0.5 * 0.4), rel=1e-12)


def test_reflections_carry_over_to_another_reference(tmp_path):
    # 100 ohm through a wire stated at 75 ohm looks the same at 50: the file is converted
    path = tmp_path / "ports.s2p"
    path.write_text("# GHz S RI R 75\n1.0 0 0 1 0 1 0 0 0\n")
    network = read_touchstone(path)
    assert network.reference_impedance_ohm == 75.0
    assert s_parameter_db(network, 1, 1)[0] == -240.0  # an exact zero is given as the least level


# ---- property -------------------------------------------------------------------------------------------------------

DISC = st.complex_numbers(max_magnitude=0.9, allow_nan=False, allow_infinity=False)


@settings(max_examples=60)
@given(source=DISC, s11=DISC, gain=st.floats(0.5, 20.0), figure_db=st.floats(0.05, 6.0), best=DISC)
def test_no_source_has_less_noise_than_the_best(source, s11, gain, figure_db, best):
    conductance = np.real((1.0 - best) / (1.0 + best)) / 50.0
    resistance_ohm = 1.5 * (10.0 ** (figure_db / 10.0) - 1.0) / (4.0 * conductance)
    part = amplifier([[[s11, 0.0], [gain, 0.1]]], (figure_db, best, resistance_ohm))
    answer_db = two_port_noise_figure_db(part, source_reflection=source)[0]
    assert answer_db >= figure_db - 1e-6
    impedance_ohm = 50.0 * (1.0 + source) / (1.0 - source)
    expected_db = noise_figure_at_source_db(figure_db, best, resistance_ohm, impedance_ohm)
    assert answer_db == pytest.approx(expected_db, abs=1e-6)


@settings(max_examples=60)
@given(first=DISC, second=DISC)
def test_mismatch_never_gains(first, second):
    assert mismatch_loss_db(first, second) >= 0.0
    assert mismatch_loss_db(first, second) == pytest.approx(mismatch_loss_db(second, first), abs=1e-12)


def test_numbers_only_functions_take_arrays():
    impedances_ohm = np.array([[25.0, 50.0], [75.0 + 10.0j, 100.0]])
    answer = noise_figure_at_source_db(0.5, 0.1j, 6.0, impedances_ohm)
    loop = [[noise_figure_at_source_db(0.5, 0.1j, 6.0, complex(z)) for z in row] for row in impedances_ohm]
    assert np.array_equal(answer, loop)
    reflections = reflection_of_impedance(impedances_ohm)
    assert mismatch_loss_db(reflections, 0.2j).shape == (2, 2)
    assert isinstance(mismatch_loss_db(0.1, 0.2), float)


# ---- limits ---------------------------------------------------------------------------------------------------------


def test_amplifier_without_noise_data_has_no_noise_figure():
    silent = two_port("silent", [1e9], AMPLIFIER_S)
    assert not is_passive(silent)
    for network in (silent, cascade(pad(1.0), silent)):
        with pytest.raises(LinkBudgetError, match="no noise data"):
            two_port_noise_figure_db(network)
    with pytest.raises(LinkBudgetError, match="silent amplifies"):
        thermal_noise(silent)


def test_lossless_line_is_silent_at_any_temperature():
    line = at_frequency(read_touchstone(SHIPPED / "line.s2p"), 92.5e9)
    assert is_passive(line)
    assert two_port_noise_temperature_k(thermal_noise(line, 1000.0))[0] == pytest.approx(0.0, abs=1e-6)


def test_noise_parameters_that_contradict_themselves_are_refused(tmp_path):
    with pytest.raises(LinkBudgetError, match="noise_resistance_ohm"):
        amplifier(noise=(3.0, 0.0, 1.0))
    with pytest.raises(LinkBudgetError, match="optimum_reflection"):
        amplifier(noise=(3.0, 1.0, 20.0))
    path = tmp_path / "odd.s2p"
    path.write_text(NOISY_FILE.replace("30  0.20", "30  0.01"))
    with pytest.warns(ModelRangeWarning, match="noise resistance at 1 GHz"):
        read_touchstone(path)


def test_frequencies_outside_the_file_are_refused():
    with pytest.raises(LinkBudgetError, match="frequency_hz for ntwk1"):
        at_frequency(read_touchstone(SHIPPED / "ntwk1.s2p"), 11e9)


def test_two_ports_that_do_not_fit_are_refused():
    other = two_port("other", [2e9], AMPLIFIER_S)
    with pytest.raises(LinkBudgetError, match="differ in frequencies"):
        cascade(pad(1.0), other)
    with pytest.raises(LinkBudgetError, match="75 ohm"):
        cascade(pad(1.0), two_port("other", [1e9], AMPLIFIER_S, reference_impedance_ohm=75.0))
    with pytest.raises(LinkBudgetError, match="at least one"):
        cascade()


@pytest.mark.parametrize(
    ("frequency_hz", "s", "said"),
    [
        ([1e9, 1e9], np.zeros((2, 2, 2)), "to rise"),
        ([1e9], np.zeros((1, 3, 3)), "shape"),
        ([1e9], np.full((1, 2, 2), np.nan), "not finite"),
        ([-1.0], np.zeros((1, 2, 2)), "frequency_hz"),
    ],
)
def test_numbers_that_are_no_two_port_are_refused(frequency_hz, s, said):
    with pytest.raises(LinkBudgetError, match=said):
        two_port("bad", frequency_hz, s)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("empty.s2p", "", "bad|Touchstone|parameters"),
        ("words.s2p", "# GHz S RI R 50\nthis is no number\n", "cannot be read"),
        ("short.s2p", "# GHz S RI R 50\n1.0 0 0 1\n", "bad|Touchstone|parameters"),
        ("one.s1p", "# GHz S RI R 50\n1.0 0 0\n", "expected a two-port"),
        ("back.s2p", "# GHz S RI R 50\n2.0 0 0 1 0 1 0 0 0\n2.0 0 0 1 0 1 0 0 0\n", "to rise"),
    ],
)
def test_malformed_file_is_refused_in_one_line(tmp_path, name, text, said):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InputError, match=said) as caught:
        read_touchstone(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_missing_file_is_refused():
    with pytest.raises(InputError, match="no such file"):
        read_touchstone("nowhere.s2p")


def test_reflections_of_one_or_more_are_refused():
    with pytest.raises(LinkBudgetError, match="source_reflection"):
        two_port_noise_figure_db(amplifier(), source_reflection=1.0)
    with pytest.raises(LinkBudgetError, match="reflection_2"):
        mismatch_loss_db(0.0, 1.5)
    with pytest.raises(LinkBudgetError, match="impedance_ohm"):
        reflection_of_impedance(-10.0)
    with pytest.raises(LinkBudgetError, match="to_port"):
        s_parameter_db(amplifier(), 3, 1)


def test_scikit_rf_is_imported_only_to_read_a_file():
    code = "import linkbudget.hardware.network, sys; print('skrf' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_scikit_rf_is_imported_by_one_module_only():
    package = Path(find_spec("linkbudget").submodule_search_locations[0])
    users = [path.name for path in package.rglob("*.py") if "skrf" in path.read_text(encoding="utf-8")]
    assert users == ["touchstone.py"]
