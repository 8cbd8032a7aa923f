"""Pulse-position modulation: error rates against 30-digit arithmetic, closed forms and simulation."""

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import chndtr, erfc

from linkbudget.errors import LinkBudgetError
from linkbudget.physics import _pulse_gates
from linkbudget.physics import pulse_jitter as jittered
from linkbudget.physics import pulse_position as ppm
from tests.published import agrees, rows

DECIBELS = st.floats(-15.0, 25.0)
SLOTS = st.integers(2, 100_000)
JITTERS = st.floats(0.001, 0.35)


def alternating_series(es_over_n0, slots):
    """Proakis, Digital Communications, 4th edition, section 5.4.2: the closed sum, with digits enough to cancel."""
    with mp.workdps(40 + slots // 3):
        es = mp.mpf(es_over_n0)
        terms = (
            (-1) ** (n + 1) * mp.binomial(slots - 1, n) / (n + 1) * mp.exp(-n * es / (n + 1)) for n in range(1, slots)
        )
        return mp.fsum(terms)


# Reference ----------------------------------------------------------------------------------------------------------

# Alternating series and Gaussian quadrature in 30 digits (the file orthogonal_signalling of the published numbers).
NONCOHERENT = [
    (2, 3.0, 0.184375961305),
    (8, 12.0, 0.00112948014457),
    (64, 8.0, 0.2695695615),
    (256, 12.0, 0.0173506326262),
]
COHERENT = [(2, 9.0, 0.00241331041963), (16, 3.0, 0.40594804562), (64, 9.0, 0.0675653440068)]


@pytest.mark.parametrize(("slots", "es_db", "expected"), NONCOHERENT)
def test_noncoherent_errors_agree_with_the_tabulated_ones(slots, es_db, expected):
    assert ppm.slot_error_probability(es_db, slots) == pytest.approx(expected, rel=1e-11)  # printed to 12 digits


@pytest.mark.parametrize(("slots", "es_db", "expected"), COHERENT)
def test_coherent_errors_agree_with_the_tabulated_ones(slots, es_db, expected):
    assert ppm.coherent_orthogonal_symbol_error_probability(es_db, slots) == pytest.approx(expected, rel=1e-11)


def test_every_published_row_of_orthogonal_signalling_is_reached():
    functions = {
        "noncoherent": ppm.slot_error_probability,
        "coherent": ppm.coherent_orthogonal_symbol_error_probability,
    }
    for row in rows("orthogonal_signalling"):
        slots, function = int(row["M"]), functions[row["detection"]]
        if row["quantity"] in ("SER", "BER"):
            value = function(float(row["EsN0_dB"]), slots)
            if row["quantity"] == "BER":
                value = ppm.bit_error_probability(value, slots)
        elif row["detection"] == "noncoherent":
            symbol_error = float(row["BER"]) * 2.0 * (slots - 1) / slots
            value = ppm.required_es_over_n0_db(symbol_error, slots) - 10.0 * np.log10(np.log2(slots))
        else:
            continue
        assert agrees(row, value), row["case_id"]


@pytest.mark.parametrize("slots", [2, 3, 64, 500, 1000])
@pytest.mark.parametrize("es_over_n0", [0.02, 1.0, 9.0, 30.0, 68.0, 150.0])
def test_the_alternating_series_with_hundreds_of_digits_gives_the_same_errors(slots, es_over_n0):
    expected = float(alternating_series(es_over_n0, slots))
    # 150 means error rates of 1e-33 to 1e-30; the quadrature was built for 1e-11
    assert ppm.slot_error_probability(10.0 * np.log10(es_over_n0), slots) == pytest.approx(expected, rel=2e-11)


@pytest.mark.parametrize(
    ("es_over_n0", "expected"),
    # mpmath, 30 digits: quadrature of the Rice density times the probability that one of 999 999 gates is higher
    [(4.0, 0.990533607634758), (20.0, 0.153169354784608), (40.0, 0.000208824270420267), (150.0, 1.33931176907462e-27)],
)
def test_a_million_slots_stay_accurate(es_over_n0, expected):
    assert ppm.slot_error_probability(10.0 * np.log10(es_over_n0), 1_000_000) == pytest.approx(expected, rel=2e-11)


def test_mars_one_pulses_follow_from_its_powers():
    # D. P. Mitchell, Soviet Space Cameras: 50 W mean, 25 kW peak, 90 pixels/s; 550 for Zond 3
    assert ppm.pulse_energy_j(50.0, [90.0, 550.0]) == pytest.approx([0.5556, 0.0909], abs=5e-5)
    assert ppm.pulse_width_s(50.0, 25e3, [90.0, 550.0]) == pytest.approx([22.22e-6, 3.636e-6], abs=5e-9)
    assert ppm.slot_count(50.0, 25e3) == 500.0


# Conditional error probabilities at fixed amplitudes (mpmath, 22 digits, nested quadrature of Rice densities).
TWO_GATES = [
    (2.0, 0.5, 500, 0.00428383672242, 0.736559876793),
    (4.0, 1.0, 500, 0.00104833621215, 0.0239515780453),
    (3.0, 3.0, 500, 0.462000320886, 0.0759993582284),
    (6.0, 3.0, 500, 0.00144021010324, 1.99094654379e-6),
    (1.5, 3.0, 500, 0.731988866076, 0.232844008125),
    (1.0, 1.0, 8, 0.278246872477, 0.443506255046),
]


@pytest.mark.parametrize(("own", "neighbour", "slots", "next_wins", "far_wins"), TWO_GATES)
def test_errors_at_a_given_clock_offset_agree_with_nested_quadrature(own, neighbour, slots, next_wins, far_wins):
    got = _pulse_gates.two_gate_errors(np.array([own]), np.array([neighbour]), np.array([float(slots)]))
    assert np.ravel(got) == pytest.approx([next_wins, far_wins], rel=1e-11)


@pytest.mark.parametrize(("r", "amplitude"), [(0.3, 12.0), (2.0, 5.4), (2.0, 5.6), (3.4, 3.4), (5.0, 15.0), (9.0, 6.0)])
def test_rice_distribution_agrees_with_thirty_digits_on_both_sides_of_the_switch_of_methods(r, amplitude):
    with mp.workdps(30):
        terms = ((mp.mpf(r) / amplitude) ** k * mp.besseli(k, 2 * r * mp.mpf(amplitude)) for k in range(1, 160))
        expected = float(mp.exp(-(mp.mpf(r) ** 2) - mp.mpf(amplitude) ** 2) * mp.fsum(terms))
    assert _pulse_gates._rice_distribution(np.array([r]), np.array([amplitude]))[0] == pytest.approx(
        expected, rel=1e-10
    )


@pytest.mark.parametrize(("es_db", "jitter"), [(3.0, 0.05), (12.0, 0.1), (16.0, 0.2), (20.0, 0.35)])
def test_two_slots_follow_the_comparison_of_two_envelopes_by_stein(es_db, jitter):
    # S. Stein, IEEE Trans. IT-10 (1964) 43: P(R1 > R0) = [1 - Q(a0, a1) + Q(a1, a0)] / 2
    amplitude = 10.0 ** (es_db / 20.0)

    def marcum(a, b):
        return 1.0 - chndtr(b * b, 2, a * a)

    def weighted(x):
        own, neighbour = amplitude * (1.0 - x), amplitude * x
        wins = 0.5 * (1.0 - marcum(own, neighbour) + marcum(neighbour, own))
        return wins * np.exp(-0.5 * (x / jitter) ** 2) * np.sqrt(2.0 / np.pi) / jitter

    expected, _ = quad(weighted, 0.0, 1.0, epsabs=1e-15, epsrel=1e-11, limit=200, points=[0.25, 0.5, 0.75])
    whole_slot = 0.5 * (1.0 - marcum(0.0, amplitude) + marcum(amplitude, 0.0))
    expected += erfc(np.sqrt(0.5) / jitter) * whole_slot
    assert jittered.neighbour_error_probability(es_db, 2, jitter) == pytest.approx(expected, rel=1e-8, abs=1e-14)
    assert jittered.distant_error_probability(es_db, 2, jitter) == 0.0


@pytest.mark.parametrize(("es_db", "slots", "jitter"), [(8.0, 16, 0.1), (11.0, 500, 0.2), (14.0, 64, 0.3)])
def test_a_simulated_receiver_makes_as_many_errors_of_either_kind(es_db, slots, jitter):
    rng, trials = np.random.default_rng(1962), 100_000
    offset = np.minimum(np.abs(jitter * rng.standard_normal(trials)), 1.0)
    amplitude = 10.0 ** (es_db / 20.0)

    def gate(held):
        noise = rng.standard_normal((2, trials)) * np.sqrt(0.5)
        return np.abs(held + noise[0] + 1j * noise[1])

    own, neighbour = gate(amplitude * (1.0 - offset)), gate(amplitude * offset)
    largest_empty = np.sqrt(-np.log1p(-(rng.random(trials) ** (1.0 / (slots - 2)))))
    counted = [
        np.mean((neighbour > own) & (neighbour > largest_empty)),
        np.mean(largest_empty > np.maximum(own, neighbour)),
    ]
    computed = jittered.neighbour_and_distant_error_probability(es_db, slots, jitter)
    for count, probability in zip(counted, computed, strict=True):
        assert abs(count - probability) < 4.0 * np.sqrt(probability * (1.0 - probability) / trials)  # 4 sigma


# Identity -----------------------------------------------------------------------------------------------------------


def test_two_slots_have_the_closed_form_of_noncoherent_keying():
    es_db = np.linspace(-20.0, 22.0, 43)
    assert ppm.slot_error_probability(es_db, 2) == pytest.approx(0.5 * np.exp(-0.5 * 10.0 ** (es_db / 10.0)), rel=1e-11)


def test_two_coherent_signals_have_the_closed_form_of_orthogonal_keying():
    es = np.array([0.1, 1.0, 5.0, 20.0, 60.0])
    expected = 0.5 * erfc(np.sqrt(es / 2.0))
    assert ppm.coherent_orthogonal_symbol_error_probability(10.0 * np.log10(es), 2) == pytest.approx(
        expected, rel=1e-10
    )


def test_without_a_pulse_every_slot_is_equally_likely():
    slots = np.array([2.0, 64.0, 500.0, 1e6])
    wrong = (slots - 1.0) / slots
    assert ppm.slot_error_probability(-np.inf, slots) == pytest.approx(wrong, rel=1e-11)
    assert jittered.slot_error_probability_with_jitter(-np.inf, slots, 0.1) == pytest.approx(wrong, rel=1e-11)
    assert ppm.coherent_orthogonal_symbol_error_probability(-np.inf, slots) == pytest.approx(wrong, rel=1e-8)


def test_a_strong_pulse_leaves_the_floor_of_the_clock():
    jitter = np.array([0.1, 0.2, 0.35])
    floor = erfc(0.5 / jitter / np.sqrt(2.0))
    assert jittered.neighbour_error_probability(90.0, 500, jitter) == pytest.approx(
        floor, rel=1e-4
    )  # approached as 1/Es
    assert np.all(jittered.distant_error_probability(90.0, 500, jitter) == 0.0)


def test_a_perfect_clock_is_the_limit_of_little_jitter():
    es_db = np.array([0.0, 8.0, 12.0, 14.0])
    perfect = ppm.slot_error_probability(es_db, 500)
    assert jittered.slot_error_probability_with_jitter(es_db, 500, 0.0) == pytest.approx(perfect, rel=1e-14)
    assert jittered.slot_error_probability_with_jitter(es_db, 500, 1e-7) == pytest.approx(perfect, rel=1e-5)


def test_both_kinds_of_errors_add_up():
    es_db = np.linspace(-5.0, 18.0, 7)
    total = jittered.neighbour_error_probability(es_db, 64, 0.15) + jittered.distant_error_probability(es_db, 64, 0.15)
    assert jittered.slot_error_probability_with_jitter(es_db, 64, 0.15) == pytest.approx(total, rel=1e-14)


def test_required_energy_gives_back_the_error_probability():
    wanted = 10.0 ** -np.array([0.05, 0.3, 1.0, 3.0, 6.0, 12.0, 30.0, 200.0])
    for slots in (2, 64, 500, 1_000_000):
        reachable = wanted < (slots - 1) / slots
        es_db = ppm.required_es_over_n0_db(wanted, slots)
        assert ppm.slot_error_probability(es_db[reachable], slots) == pytest.approx(wanted[reachable], rel=1e-10)
        assert np.all(es_db[~reachable] == -np.inf)


def test_energy_to_noise_density_is_power_over_noise_density_over_rate():
    assert ppm.pulse_energy_to_noise_density_db(40.0, 100.0) == pytest.approx(20.0)
    assert ppm.pulse_energy_to_noise_density_db(-np.inf, 100.0) == -np.inf


def test_slot_count_rounds_down_but_not_below_a_whole_quotient():
    assert ppm.slot_count(0.1, 0.3) == 3.0  # 0.3 / 0.1 is 2.9999999999999996 in floating point
    assert ppm.slot_count(50.0, 24_990.0) == 499.0


def test_width_and_bandwidth_are_reciprocal():
    assert ppm.matched_bandwidth_hz(ppm.pulse_width_s(50.0, 25e3, 90.0)) == pytest.approx(45e3)


def test_bit_errors_are_half_when_nothing_is_received():
    assert ppm.bit_error_probability(ppm.slot_error_probability(-np.inf, 512), 512) == pytest.approx(0.5)


# Shape --------------------------------------------------------------------------------------------------------------


def test_arrays_equal_loops_of_scalars():
    es_db, slots = np.linspace(-3.0, 16.0, 5)[:, None], np.array([2, 64, 500])
    for function in (ppm.slot_error_probability, ppm.coherent_orthogonal_symbol_error_probability):
        one_by_one = [[function(float(e), int(m)) for m in slots] for e in es_db[:, 0]]
        # the order of a sum of 66 terms may depend on the number of rows
        assert function(es_db, slots) == pytest.approx(np.array(one_by_one), rel=1e-13)
    errors = 10.0 ** -np.array([[0.7], [2.0], [9.0]])
    one_by_one = [[ppm.required_es_over_n0_db(float(p), int(m)) for m in slots] for p in errors[:, 0]]
    assert ppm.required_es_over_n0_db(errors, slots) == pytest.approx(np.array(one_by_one), rel=1e-12)


def test_floats_come_back_as_floats():
    for value in (
        ppm.slot_error_probability(10.0, 500),
        ppm.required_es_over_n0_db(1e-3, 500),
        jittered.slot_error_probability_with_jitter(10.0, 500, 0.1),
    ):
        assert isinstance(value, float)


def test_empty_arrays_and_nan_pass_through():
    assert ppm.slot_error_probability([], 500).shape == (0,)
    assert jittered.slot_error_probability_with_jitter(np.empty((2, 0)), 500, 0.1).shape == (2, 0)
    assert np.isnan(ppm.slot_error_probability(np.nan, 500))
    assert np.isnan(jittered.slot_error_probability_with_jitter([np.nan, 3.0], 500, 0.1)).tolist() == [True, False]
    assert np.isnan(ppm.required_es_over_n0_db([np.nan, 0.1], 500)).tolist() == [True, False]


@pytest.mark.parametrize("slots", [3, 500])
def test_many_points_of_one_jitter_agree_with_few(slots):
    es_db = np.random.default_rng(1).uniform(-12.0, 24.0, 2000)
    many = np.array(jittered.neighbour_and_distant_error_probability(es_db, slots, 0.08))[:, :60]
    for start in range(0, 60, 10):
        few = np.array(jittered.neighbour_and_distant_error_probability(es_db[start : start + 10], slots, 0.08))
        sizeable = few > 1e-12
        # integral and spline are good to 1e-9 above 1e-12
        assert many[:, start : start + 10][sizeable] == pytest.approx(few[sizeable], rel=3e-9)


# Property -----------------------------------------------------------------------------------------------------------


@given(es_db=DECIBELS, slots=SLOTS, more_db=st.floats(0.01, 5.0))
def test_errors_fall_with_energy_and_rise_with_slots(es_db, slots, more_db):
    error = ppm.slot_error_probability(es_db, slots)
    assert 0.0 <= error <= (slots - 1) / slots
    assert ppm.slot_error_probability(es_db + more_db, slots) <= error
    assert ppm.slot_error_probability(es_db, slots + 1) >= error
    assert ppm.bit_error_probability(error, slots) <= 0.5 * (1.0 + 1e-15)
    assert ppm.coherent_orthogonal_symbol_error_probability(es_db, slots) <= error * (1.0 + 1e-9)


@given(es_db=DECIBELS, slots=SLOTS)
def test_the_union_bound_is_never_exceeded(es_db, slots):
    bound = 0.5 * (slots - 1) * np.exp(-0.5 * 10.0 ** (es_db / 10.0))
    assert ppm.slot_error_probability(es_db, slots) <= bound * (1.0 + 1e-10)


@settings(max_examples=30)
@given(es_db=DECIBELS, slots=st.integers(3, 10_000), jitter=JITTERS)
def test_jitter_never_helps_and_energy_always_does(es_db, slots, jitter):
    error = jittered.slot_error_probability_with_jitter(es_db, slots, jitter)
    assert ppm.slot_error_probability(es_db, slots) * (1.0 - 1e-8) <= error
    assert error <= (slots - 1) / slots
    assert jittered.slot_error_probability_with_jitter(es_db + 1.0, slots, jitter) <= error * (1.0 + 1e-8)


@pytest.mark.parametrize(
    "call",
    [
        lambda: ppm.slot_error_probability(10.0, 1),
        lambda: jittered.slot_error_probability_with_jitter(10.0, 500, 0.4),
        lambda: jittered.slot_error_probability_with_jitter(10.0, 500, -0.1),
        lambda: ppm.required_es_over_n0_db(0.0, 500),
        lambda: ppm.required_es_over_n0_db(1.0, 500),
        lambda: ppm.bit_error_probability(1.1, 500),
        lambda: ppm.pulse_energy_j(50.0, 0.0),
        lambda: ppm.pulse_width_s(50.0, 40.0, 90.0),
        lambda: ppm.slot_count(0.0, 40.0),
        lambda: ppm.matched_bandwidth_hz(0.0),
        lambda: ppm.pulse_energy_to_noise_density_db(30.0, -1.0),
    ],
)
def test_impossible_numbers_raise(call):
    with pytest.raises(LinkBudgetError):
        call()
