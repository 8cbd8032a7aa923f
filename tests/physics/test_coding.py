"""Coding: error rates after decoding, and what coded links need."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.capacity import binary_input_ebn0_limit_db
from linkbudget.physics.coding import (
    CODE_RATES,
    coded_error_rate,
    codes,
    coding_gain_db,
    concatenated_bit_error_rate,
    concatenated_codeword_error_rate,
    convolutional_bit_error_bound,
    convolutional_distance_spectrum,
    reed_solomon_bit_error_rate,
    reed_solomon_codeword_error_rate,
    reed_solomon_symbol_error_rate,
    required_coded_ebn0_db,
    symbol_error_rate,
)
from linkbudget.physics.finite_blocks import finite_block_ebn0_limit_db
from tests.published import agrees, rows
from tests.validation.adapters.modulation_and_coding import ADAPTERS
from tests.validation.rows import NotModelledError, Row

CURVES = [(code, metric) for code, curves in codes().items() for metric in curves]

# ---- reference -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", ["coding_theory", "ccsds_coded_curves", "ccsds_thresholds"])
def test_every_published_row_agrees(topic):
    for row in rows(topic):
        try:
            answer = ADAPTERS[topic](Row(row))
        except NotModelledError:
            continue
        assert agrees(row, answer), row["case_id"]


@pytest.mark.parametrize(
    ("code_rate", "free_distance", "paths", "bits"),
    [
        # the classical list of the (7,1/2) code, e.g. Conan, IEEE Trans. Commun. COM-32 (1984) 1050
        ("1/2", 10, [11, 0, 38, 0, 193, 0, 1331, 0, 7275], [36, 0, 211, 0, 1404, 0, 11633, 0, 77433]),
        # punctured: Yasuda, Kashiki and Hirata, IEEE Trans. Commun. COM-32 (1984) 315, bits in error
        ("2/3", 6, [1, 16, 48, 158], [3, 70, 285, 1276, 6160]),
        ("3/4", 5, [8, 31, 160, 892], [42, 201, 1492, 10469]),
        ("5/6", 4, [14, 69, 654], [92, 528, 8694]),
        ("7/8", 3, [2, 46, 499], [9, 500, 7437]),
    ],
)
def test_distance_spectrum_is_the_classical_one(code_rate, free_distance, paths, bits):
    distances, found_paths, found_bits = convolutional_distance_spectrum(20, code_rate=code_rate)
    assert distances[0] == free_distance
    assert found_paths[: len(paths)].tolist() == paths
    assert found_bits[: len(bits)].tolist() == bits


def test_reed_solomon_agrees_with_the_sums_in_forty_digits():
    mpmath.mp.dps = 40
    for length, information, chance in ((255, 223, 0.01), (255, 239, 0.04), (204, 188, 0.001), (31, 15, 0.3)):
        correctable, p = (length - information) // 2, mpmath.mpf(chance)
        terms = [
            (j, mpmath.binomial(length, j) * p**j * (1 - p) ** (length - j)) for j in range(correctable + 1, length + 1)
        ]
        lengths = {"length": length, "information_length": information}
        word, symbol = sum(term for _, term in terms), sum(j * term for j, term in terms) / length
        assert reed_solomon_codeword_error_rate(chance, **lengths) == pytest.approx(float(word), rel=1e-11)
        assert reed_solomon_symbol_error_rate(chance, **lengths) == pytest.approx(float(symbol), rel=1e-11)


@pytest.mark.parametrize(
    ("code", "metric", "error_rate", "expected_db"),
    [
        # CCSDS 130.1-G-3, Figures 6-7, 6-8 and 7-6, as digitised by the package spacelink to about 0.05 dB
        ("rs-255-223-i5-conv-7-1/2", "bit", 1e-5, 2.34),
        ("rs-255-223-i1-conv-7-1/2", "bit", 1e-5, 2.81),
        ("rs-255-223-i4-conv-7-1/2", "word", 1e-3, 2.30),
        ("turbo-1784-1/2", "frame", 1e-4, 1.47),
        ("turbo-1784-1/6", "bit", 1e-5, 0.27),
    ],
)
def test_required_ebn0_agrees_with_published_curves(code, metric, error_rate, expected_db):
    assert required_coded_ebn0_db(error_rate, code, metric) == pytest.approx(expected_db, abs=0.06)


@pytest.mark.parametrize(
    ("ebn0_db", "errors", "bits"),
    [(2.5, 5814, 3990802), (3.5, 3082, 39908020), (4.5, 1573, 540753671)],  # another unquantised Viterbi decoder's
)
def test_simulated_convolutional_code_agrees_with_another_simulation(ebn0_db, errors, bits):
    # an error event brings about three to five wrong bits: twice that many, three standard deviations
    tolerance = 3.0 * math.sqrt(10.0 / errors)
    assert coded_error_rate(ebn0_db, "conv-7-1/2") == pytest.approx(errors / bits, rel=tolerance)


@pytest.mark.parametrize(
    ("code", "ebn0_db", "bit_error_rate"),
    [
        # another simulation of the codes of CCSDS 131.0-B-2, 17 to 35 million bits a point:
        # github:mdmoctezuma/CCSDSTurboCode@e434c0a, files r1_*err*.mat.  Its values for 8920 bits at rate 1/4 lie to
        # the right of those for 7136 bits, as a longer code cannot; they would agree with their axis a step earlier.
        ("turbo-3568-1/2", [0.8, 0.9, 1.0], [1.413e-2, 3.831e-3, 7.358e-4]),
        ("turbo-3568-1/3", [0.2, 0.3, 0.4], [1.238e-2, 2.590e-3, 3.309e-4]),
        ("turbo-3568-1/4", [0.0, 0.1, 0.2], [8.320e-3, 1.626e-3, 2.810e-4]),
        ("turbo-3568-1/6", [-0.2, -0.1], [2.006e-3, 2.701e-4]),
        ("turbo-7136-1/2", [0.7, 0.8, 0.9], [2.915e-2, 7.027e-3, 8.390e-4]),
        ("turbo-7136-1/3", [0.1, 0.2, 0.3], [2.489e-2, 4.441e-3, 3.985e-4]),
        ("turbo-7136-1/4", [0.0, 0.1], [2.348e-3, 1.711e-4]),
        ("turbo-7136-1/6", [-0.4, -0.3, -0.2], [2.171e-2, 3.030e-3, 1.886e-4]),
        ("turbo-8920-1/2", [0.7, 0.8, 0.9], [2.728e-2, 5.300e-3, 2.573e-4]),
        ("turbo-8920-1/3", [0.1, 0.2, 0.3], [2.197e-2, 2.666e-3, 1.028e-4]),
        ("turbo-8920-1/6", [-0.4, -0.3, -0.2], [1.768e-2, 1.741e-3, 4.137e-5]),
    ],
)
def test_turbo_curves_agree_with_another_simulation(code, ebn0_db, bit_error_rate):
    # tail bits and the decoder's arithmetic shift a curve by some hundredths of a decibel
    assert required_coded_ebn0_db(bit_error_rate, code) == pytest.approx(ebn0_db, abs=0.06)


def test_the_near_earth_ldpc_code_agrees_with_another_decoder():
    # 32 of 250 frames wrong with the serial sum-product decoder of the package ldpc 2.4.1, 50 iterations, matrix of
    # CCSDS 131.0-B-5 Table 7-1: three standard deviations of both counts
    assert coded_error_rate(3.5, "ldpc-7136-7/8", "frame") == pytest.approx(32 / 250, rel=0.75)


# ---- identity --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "metric"), CURVES)
def test_curves_rise_in_energy_and_fall_in_errors_and_have_a_source(code, metric):
    curve = codes()[code][metric]
    assert (curve.name, curve.metric) == (code, metric)
    assert curve.title
    assert curve.reference
    assert np.all(np.diff(curve.ebn0_db) > 0.0)
    assert np.all(np.diff(curve.log10_error_rate) < 0.0)
    assert curve.log10_error_rate[0] <= 0.0


@pytest.mark.parametrize(("code", "metric"), CURVES)
def test_required_ebn0_inverts_the_curve_and_nothing_lies_outside(code, metric):
    curve = codes()[code][metric]
    error_rate = 10.0 ** np.linspace(curve.log10_error_rate[-1] + 1e-9, curve.log10_error_rate[0] - 1e-9, 50)
    back = coded_error_rate(required_coded_ebn0_db(error_rate, code, metric), code, metric)
    assert back == pytest.approx(error_rate, rel=1e-9)
    ends_db = curve.ebn0_db[[0, -1]]
    assert np.isnan(coded_error_rate([ends_db[0] - 0.01, ends_db[1] + 0.01], code, metric)).all()
    assert math.isnan(required_coded_ebn0_db(0.9 * 10.0 ** curve.log10_error_rate[-1], code, metric))


@pytest.mark.parametrize("code", codes())
def test_no_code_beats_capacity(code):
    rate = {"conv-7-1/2": 0.5}.get(code) or (223.0 / 510.0 if code.startswith("rs-") else _rate_of(code))
    for metric in codes()[code]:
        if metric in ("word", "frame"):
            needed_db = required_coded_ebn0_db(2e-2, code, metric)
            assert needed_db > binary_input_ebn0_limit_db(rate) + 0.2


def _rate_of(code: str) -> float:
    numerator, denominator = code.rsplit("-", 1)[1].split("/")
    return float(numerator) / float(denominator)


@pytest.mark.parametrize("rate", ["1/2", "1/3", "1/4", "1/6"])
def test_longer_turbo_codes_need_less_energy(rate):
    needed_db = [required_coded_ebn0_db(1e-4, f"turbo-{bits}-{rate}") for bits in (1784, 3568, 7136, 8920)]
    assert np.all(np.diff(needed_db) < 0.0)


@pytest.mark.parametrize("code", [code for code in codes() if code.startswith(("ldpc", "turbo"))])
def test_block_codes_lie_within_a_decibel_above_the_normal_approximation(code):
    bits, rate = float(code.split("-")[1]), _rate_of(code)
    at_best_db = finite_block_ebn0_limit_db(rate, bits / rate, 1e-2)
    assert 0.1 < required_coded_ebn0_db(1e-2, code, "frame") - at_best_db < 1.0


def test_coding_gain_depends_on_the_error_rate():
    gain_db = coding_gain_db([1e-2, 1e-3, 1e-5, 1e-7], "conv-7-1/2")
    assert np.all(np.diff(gain_db) > 0.2)
    # towards ten times a half: the free distance times the code rate
    assert gain_db[-1] < 10.0 * math.log10(5.0)
    gain_db = coding_gain_db([1e-2, 1e-5], "rs-255-223-i5-conv-7-1/2")
    assert gain_db[1] - gain_db[0] > 4.0


def test_union_bound_meets_simulation_at_low_error_rates():
    assert convolutional_bit_error_bound(4.5) == pytest.approx(coded_error_rate(4.5, "conv-7-1/2"), rel=0.12)
    ebn0_db = np.linspace(2.5, 4.5, 9)
    assert np.all(convolutional_bit_error_bound(ebn0_db) > coded_error_rate(ebn0_db, "conv-7-1/2"))


def test_higher_rates_need_more_energy():
    bounds = [convolutional_bit_error_bound(6.5, code_rate=rate, largest_distance=20) for rate in CODE_RATES]
    assert np.all(np.diff(bounds) > 0.0)


def test_union_bound_warns_where_its_sum_is_endless():
    with pytest.warns(ModelRangeWarning, match=r"union bound is stated for ebn0_db from 2\.4"):
        assert convolutional_bit_error_bound(1.0) <= 0.5


def test_certain_and_impossible_symbol_errors_stay_so():
    for function in (reed_solomon_codeword_error_rate, reed_solomon_symbol_error_rate, symbol_errors_of_eight):
        assert function(0.0) == 0.0
        assert function(1.0) == 1.0
    assert reed_solomon_bit_error_rate(1.0) == pytest.approx(128.0 / 255.0, rel=1e-14)


def symbol_errors_of_eight(bit_error_rate):
    return symbol_error_rate(bit_error_rate, 8)


def test_symbols_of_one_bit_are_bits_and_rare_errors_add():
    assert symbol_error_rate(0.3, 1) == pytest.approx(0.3, rel=1e-14)
    assert symbol_error_rate(1e-12, 8) == pytest.approx(8e-12, rel=1e-11)


def test_ideal_interleaving_is_the_limit_of_deep_interleaving():
    error_rate = np.array([1e-2, 1e-3, 1e-4])
    needed_db = [required_coded_ebn0_db(error_rate, f"rs-255-223-i{depth}-conv-7-1/2", "word") for depth in range(1, 6)]
    assert np.all(np.diff(needed_db, axis=0) < 0.01)  # digitised to a few hundredths
    at_best = concatenated_codeword_error_rate(needed_db[-1])
    assert np.all(at_best < error_rate)
    # the published curve for depth 5 lies 0.05 to 0.1 dB to the right
    assert np.all(concatenated_codeword_error_rate(needed_db[-1] - 0.1) > error_rate)


def test_bound_of_the_concatenated_code_lies_above_the_simulated_decoder():
    ebn0_db = np.array([3.2, 3.6, 4.0])
    bound = concatenated_codeword_error_rate(ebn0_db, bound=True)
    assert np.all(bound > concatenated_codeword_error_rate(ebn0_db))
    assert np.all(concatenated_bit_error_rate(ebn0_db) < concatenated_codeword_error_rate(ebn0_db))


# ---- shape -----------------------------------------------------------------------------------------------------------


def test_array_equals_scalars():
    ebn0_db = np.array([[2.1, 2.3], [4.5, 7.0]])
    for function in (
        lambda value: coded_error_rate(value, "conv-7-1/2"),
        concatenated_codeword_error_rate,
        concatenated_bit_error_rate,
    ):
        found = function(ebn0_db)
        assert found.shape == (2, 2)
        for index, expected in np.ndenumerate(found):
            assert function(float(ebn0_db[index])) == pytest.approx(expected, rel=1e-12, nan_ok=True)
    bound = convolutional_bit_error_bound(ebn0_db + 1.0, code_rate="1/2")
    for index, expected in np.ndenumerate(bound):
        assert convolutional_bit_error_bound(float(ebn0_db[index]) + 1.0) == pytest.approx(expected, rel=1e-12)
    chance, length = np.array([[0.01], [0.05]]), np.array([255, 204])
    words = reed_solomon_codeword_error_rate(chance, length=length, information_length=188)
    assert words.shape == (2, 2)
    for (i, j), expected in np.ndenumerate(words):
        one = reed_solomon_codeword_error_rate(float(chance[i, 0]), length=int(length[j]), information_length=188)
        assert one == pytest.approx(expected, rel=1e-14)
    wanted = np.array([1e-2, 1e-30, math.nan])
    assert np.isnan(required_coded_ebn0_db(wanted, "turbo-1784-1/3", "frame")).tolist() == [False, True, True]


# ---- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: symbol_error_rate(1.5, 8), "bit_error_rate = 1.5"),
        (lambda: symbol_error_rate(0.1, 0), "bits_per_symbol"),
        (lambda: reed_solomon_codeword_error_rate(-0.1), "symbol_error_rate"),
        (lambda: reed_solomon_codeword_error_rate(0.1, length=255, information_length=254), "length"),
        (lambda: convolutional_distance_spectrum(81), "largest_distance = 81"),
        (lambda: convolutional_bit_error_bound(5.0, code_rate="4/5"), "code_rate = '4/5': expected one of 1/2, 2/3"),
        (lambda: coded_error_rate(3.0, "polar"), "code = 'polar': expected one of conv-7-1/2"),
        (lambda: coded_error_rate(3.0, "turbo-1784-1/2", "word"), "metric = 'word': expected one of bit, frame"),
        (lambda: required_coded_ebn0_db(0.0, "conv-7-1/2"), "error_rate"),
        (lambda: coding_gain_db(0.5, "conv-7-1/2"), "error_rate"),
    ],
)
def test_impossible_request_is_named(call, message):
    with pytest.raises(LinkBudgetError, match=message):
        call()


# ---- property --------------------------------------------------------------------------------------------------------


@given(st.floats(1e-6, 0.99), st.sampled_from([(255, 223), (255, 239), (204, 188), (63, 57), (15, 9)]))
def test_decoder_never_adds_errors_and_words_fail_most(chance, lengths):
    options = {"length": lengths[0], "information_length": lengths[1]}
    word = reed_solomon_codeword_error_rate(chance, **options)
    symbol = reed_solomon_symbol_error_rate(chance, **options)
    assert symbol <= word <= 1.0
    assert symbol <= chance
    assert reed_solomon_bit_error_rate(chance, **options) <= symbol
    assert reed_solomon_codeword_error_rate(min(1.0, 1.01 * chance), **options) >= word


@given(st.floats(-1.0, 8.0), st.sampled_from(CURVES))
def test_more_energy_never_errs_more(ebn0_db, curve):
    now, later = (coded_error_rate(value, *curve) for value in (ebn0_db, ebn0_db + 0.05))
    assert math.isnan(now) or math.isnan(later) or 0.0 < later < now <= 1.0
