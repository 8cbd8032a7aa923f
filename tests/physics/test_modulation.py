"""Modulation: error rates and the Eb/N0 that they ask for."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.modulation import (
    MODULATIONS,
    bit_error_rate,
    bpsk_bit_error_rate,
    coherent_fsk_bit_error_rate,
    differentially_encoded_psk_bit_error_rate,
    dpsk_bit_error_rate,
    dqpsk_bit_error_rate,
    noncoherent_fsk_bit_error_rate,
    required_ebn0_db,
    square_qam_bit_error_rate,
)
from tests.published import agrees, rows

# ---- reference -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("modulation", "ebn0_db", "expected"),
    [  # closed forms and quadrature in 30 digits, and MATLAB berawgn for differentially encoded PSK
        ("bpsk", 12.0, 9.00601035063e-9),
        ("coherent-fsk", 8.0, 0.00600438640016),
        ("noncoherent-fsk", 8.0, 0.0213237478891),
        ("dpsk", 12.0, 6.54434709957e-8),
        ("dqpsk", 12.0, 9.05258912217e-6),
        ("16qam", 12.0, 0.000138658688813),
        ("64qam", 12.0, 0.00972398508312),
    ],
)
def test_error_rate_agrees_with_published_values(modulation, ebn0_db, expected):
    assert bit_error_rate(ebn0_db, modulation) == pytest.approx(expected, rel=1e-11)


@pytest.mark.parametrize(
    ("modulation", "error_rate", "expected_db", "tolerance_db"),
    [
        ("bpsk", 1e-5, 9.59, 0.005),  # the textbook figure
        ("dpsk", 1e-5, 10.34, 0.005),  # the same
        ("noncoherent-fsk", 1e-5, 13.35, 0.005),  # the same
        ("bpsk", 1e-6, 10.5298316996, 1e-9),
        ("dqpsk", 1e-6, 12.8886296542, 1e-9),
        ("16qam", 1e-6, 14.4017270441, 1e-9),
        ("64qam", 1e-4, 16.5197022481, 1e-9),
    ],
)
def test_required_ebn0_agrees_with_published_values(modulation, error_rate, expected_db, tolerance_db):
    assert required_ebn0_db(error_rate, modulation) == pytest.approx(expected_db, abs=tolerance_db)


PUBLISHED_NAMES = {
    "BPSK": "bpsk",
    "QPSK": "qpsk",
    "MSK coherent precoded": "bpsk",
    "DE-BPSK (coherent, differentially encoded)": "differentially-encoded-psk",
    "DE-QPSK (coherent, differentially encoded)": "differentially-encoded-psk",
    "FSK coherent": "coherent-fsk",
    "FSK noncoherent": "noncoherent-fsk",
    "DPSK": "dpsk",
    "DQPSK Gray": "dqpsk",
    "16QAM Gray": "16qam",
    "64QAM Gray": "64qam",
}


@pytest.mark.parametrize("topic", ["ber_uncoded_computed", "ber_uncoded_matlab"])
def test_every_published_row_of_a_known_modulation_agrees(topic):
    for row in rows(topic):
        modulation = PUBLISHED_NAMES.get(row["modulation"])
        if row["quantity"] == "required_EbN0":
            answer = required_ebn0_db(float(row["BER"]), modulation)
        elif row["quantity"] == "BER" and modulation:
            answer = bit_error_rate(float(row["EbN0_dB"]), modulation)
        elif row["quantity"] == "SER" and row["modulation"] == "QPSK":  # two independent bits
            answer = 1.0 - (1.0 - bit_error_rate(float(row["EbN0_dB"]), modulation)) ** 2
        else:
            assert "8PSK" in row["modulation"] or "16PSK" in row["modulation"] or row["quantity"] == "SER"
            continue
        assert agrees(row, answer), row["case_id"]


def test_published_signalling_of_two_orthogonal_signals_agrees():
    for row in rows("orthogonal_signalling"):
        if row["M"] != "2":
            continue
        modulation = f"{row['detection']}-fsk"  # one bit a symbol: bit and symbol errors are the same
        if row["quantity"] == "required_EbN0":
            answer = required_ebn0_db(float(row["BER"]), modulation)
        else:
            answer = bit_error_rate(float(row["EsN0_dB"]), modulation)
        assert agrees(row, answer), row["case_id"]


@pytest.mark.parametrize("error_rate", [1e-300, 1e-100, 1e-12, 1e-3, 0.3, 0.49999])
def test_bpsk_inverse_agrees_with_arbitrary_precision(error_rate):
    mpmath.mp.dps = 40
    start = mpmath.mpf(float(10.0 ** (required_ebn0_db(error_rate, "bpsk") / 20.0)))
    argument = mpmath.findroot(lambda y: mpmath.log(mpmath.erfc(y)) - mpmath.log(2 * mpmath.mpf(error_rate)), start)
    expected_db = 20.0 * mpmath.log10(argument)
    assert required_ebn0_db(error_rate, "bpsk") == pytest.approx(float(expected_db), abs=1e-12)


@pytest.mark.parametrize("ebn0_db", [-30.0, 0.0, 11.5, 20.0, 30.0])
def test_dqpsk_agrees_with_arbitrary_precision(ebn0_db):
    mpmath.mp.dps = 30
    ebn0, zeta = mpmath.mpf(10) ** (mpmath.mpf(ebn0_db) / 10), mpmath.sqrt(2) - 1

    def integrand(angle):
        u = 1 - 2 * zeta * mpmath.cos(angle) + zeta**2
        return mpmath.exp(-ebn0 * (1 + mpmath.sqrt(0.5)) * u) / u

    pieces = [mpmath.pi * k * k / 1600 for k in range(41)]
    expected = (1 - zeta**2) / (2 * mpmath.pi) * mpmath.quad(integrand, pieces)
    assert dqpsk_bit_error_rate(ebn0_db) == pytest.approx(float(expected), rel=1e-11)


# ---- identity --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("modulation", MODULATIONS)
def test_no_signal_is_a_guess_and_endless_signal_is_faultless(modulation):
    assert bit_error_rate(-math.inf, modulation) == pytest.approx(0.5, abs=1e-15)
    assert bit_error_rate(math.inf, modulation) == 0.0


@pytest.mark.parametrize("modulation", MODULATIONS)
def test_required_ebn0_inverts_the_error_rate_down_to_1e_300(modulation):
    error_rates = np.concatenate([10.0 ** np.linspace(-300.0, -1.0, 100), np.linspace(0.101, 0.4999, 40)])
    back = bit_error_rate(required_ebn0_db(error_rates, modulation), modulation)
    # at 1e-300 the rate moves by 1e-13 of itself when the decibels move by their last bit
    assert np.abs(back / error_rates - 1.0).max() < 2e-12
    ebn0_db = np.linspace(-20.0, 20.0, 81)
    assert required_ebn0_db(bit_error_rate(ebn0_db, modulation), modulation) == pytest.approx(ebn0_db, abs=1e-10)


def test_fsk_needs_twice_the_energy_of_psk():
    ebn0_db = np.linspace(-10.0, 15.0, 26)
    twice_db = ebn0_db + 10.0 * math.log10(2.0)
    assert coherent_fsk_bit_error_rate(twice_db) == pytest.approx(bpsk_bit_error_rate(ebn0_db), rel=1e-12)
    assert noncoherent_fsk_bit_error_rate(twice_db) == pytest.approx(dpsk_bit_error_rate(ebn0_db), rel=1e-12)


def test_differential_encoding_doubles_small_error_rates():
    assert differentially_encoded_psk_bit_error_rate(12.0) == pytest.approx(2.0 * bpsk_bit_error_rate(12.0), rel=1e-8)


def test_square_of_four_points_is_qpsk():
    ebn0_db = np.linspace(-10.0, 15.0, 26)
    assert square_qam_bit_error_rate(ebn0_db, 4) == pytest.approx(bpsk_bit_error_rate(ebn0_db), rel=1e-12)


def test_sixteen_points_have_three_terms():
    x = math.sqrt(0.4 * 10.0**0.8)
    expected = 0.375 * math.erfc(x) + 0.25 * math.erfc(3.0 * x) - 0.125 * math.erfc(5.0 * x)
    assert square_qam_bit_error_rate(8.0, 16) == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("points", [16, 64, 256])
def test_square_qam_agrees_with_counting_bits(points):
    side = math.isqrt(points)
    bits = side.bit_length() - 1
    scale = math.sqrt(1.5 * math.log2(points) / (points - 1) * 10.0**0.9)  # 9 dB; half the distance over sqrt(2) sigma
    labels = [i ^ (i >> 1) for i in range(side)]
    edges = [-math.inf, *(2.0 * i - side + 2.0 for i in range(side - 1)), math.inf]
    wrong = 0.0
    for sent in range(side):
        for decided in range(side):
            low, high = ((edges[decided + j] - (2.0 * sent - side + 1.0)) * scale for j in (0, 1))
            chance = 0.5 * (math.erfc(low) - math.erfc(high))
            wrong += (labels[sent] ^ labels[decided]).bit_count() * chance / side
    assert square_qam_bit_error_rate(9.0, points) == pytest.approx(wrong / bits, rel=1e-12)


def test_table_is_complete():
    for name, modulation in MODULATIONS.items():
        assert modulation.name == name
        assert modulation.title
        assert modulation.reference


# ---- shape -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("modulation", MODULATIONS)
def test_array_equals_scalars(modulation):
    ebn0_db = np.array([[0.0, 5.0, 10.0], [12.0, -5.0, 40.0]])
    rates = bit_error_rate(ebn0_db, modulation)
    assert rates.shape == (2, 3)
    wanted = np.array([[0.4, 0.1], [1e-5, 1e-30]])
    needed_db = required_ebn0_db(wanted, modulation)
    assert needed_db.shape == (2, 2)
    for index, expected in np.ndenumerate(rates):
        assert bit_error_rate(float(ebn0_db[index]), modulation) == pytest.approx(expected, rel=1e-12)
    for index, expected in np.ndenumerate(needed_db):
        assert required_ebn0_db(float(wanted[index]), modulation) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("modulation", MODULATIONS)
def test_nan_stays_nan(modulation):
    assert np.isnan(bit_error_rate([1.0, math.nan], modulation)).tolist() == [False, True]
    assert np.isnan(required_ebn0_db([0.1, math.nan], modulation)).tolist() == [False, True]


# ---- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("modulation", ["bpsk", "dqpsk"])
@pytest.mark.parametrize("error_rate", [0.0, 0.5, 1.0, -1e-3])
def test_error_rate_that_no_signal_has_is_refused(error_rate, modulation):
    with pytest.raises(LinkBudgetError, match="error_rate"):
        required_ebn0_db(error_rate, modulation)


def test_unknown_modulation_is_told_what_exists():
    with pytest.raises(LinkBudgetError, match="'8psk': expected one of bpsk, qpsk"):
        bit_error_rate(5.0, "8psk")
    with pytest.raises(LinkBudgetError, match="noncoherent-fsk"):
        required_ebn0_db(1e-5, "fsk")
    with pytest.raises(LinkBudgetError, match="points = 32"):
        square_qam_bit_error_rate(5.0, 32)


# ---- property --------------------------------------------------------------------------------------------------------


@settings(deadline=None, derandomize=True)
@given(st.floats(-200.0, 60.0), st.sampled_from(sorted(MODULATIONS)))
def test_error_rate_lies_between_zero_and_one_half_and_falls(ebn0_db, modulation):
    rate = bit_error_rate(ebn0_db, modulation)
    assert 0.0 <= bit_error_rate(ebn0_db + 0.5, modulation) <= rate * (1.0 + 1e-14) <= 0.5 * (1.0 + 1e-14)
    assert rate <= 0.5


@settings(deadline=None, derandomize=True)
@given(st.floats(-10.0, 20.0))
def test_coherent_psk_is_the_best_of_the_binary_ones(ebn0_db):
    best = bpsk_bit_error_rate(ebn0_db)
    for modulation in ("dpsk", "coherent-fsk", "noncoherent-fsk", "differentially-encoded-psk"):
        assert bit_error_rate(ebn0_db, modulation) >= best
