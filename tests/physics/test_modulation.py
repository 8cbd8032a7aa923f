"""Modulation: error rates and the Eb/N0 that they ask for."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.physics.keying import (
    coherent_fsk_bit_error_rate,
    gmsk_bit_error_rate,
    gmsk_discriminator_bit_error_rate,
    gmsk_distance_loss_db,
    noncoherent_fsk_bit_error_rate,
    noncoherent_ook_bit_error_rate,
    orthogonal_bit_error_rate,
)
from linkbudget.physics.modulation import (
    bit_error_rate,
    modulations,
    required_ebn0_db,
)
from linkbudget.physics.psk import (
    bpsk_bit_error_rate,
    d8psk_bit_error_rate,
    differentially_encoded_psk_bit_error_rate,
    dpsk_bit_error_rate,
    dqpsk_bit_error_rate,
    psk_bit_error_rate,
    psk_symbol_error_rate,
)
from linkbudget.physics.qam import (
    rectangular_qam_bit_error_rate,
    square_qam_bit_error_rate,
    square_qam_symbol_error_rate,
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
    "8PSK": "8psk",
}


@pytest.mark.parametrize("topic", ["ber_uncoded_computed", "ber_uncoded_matlab"])
def test_every_published_row_of_a_known_modulation_agrees(topic):
    for row in rows(topic):
        modulation = PUBLISHED_NAMES.get(row["modulation"])
        if row["quantity"] == "required_EbN0":
            answer = required_ebn0_db(float(row["BER"]), modulation)
        elif row["quantity"] == "BER" and modulation:
            answer = bit_error_rate(float(row["EbN0_dB"]), modulation)
        elif row["quantity"] == "SER" and "PSK" in row["modulation"]:
            phases = {"BPSK": 2, "QPSK": 4, "8PSK": 8, "16PSK": 16}[row["modulation"]]
            answer = psk_symbol_error_rate(float(row["EbN0_dB"]), phases)
        else:  # those of berawgn
            assert (row["modulation"], row["quantity"]) == ("16PSK", "BER")
            answer = psk_bit_error_rate(float(row["EbN0_dB"]), 16, sent="zero")
        assert agrees(row, answer), row["case_id"]


@pytest.mark.parametrize(
    ("phases", "ebn0_db", "bits", "symbols"),
    [  # MATLAB berawgn as recorded by the package sdr 0.0.30, tests/modulation/psk/test_ber.py
        (8, 0.0, 0.122692761079, None),
        (8, 7.0, None, 0.0358583072868),
        (16, -2.0, None, 0.660486081638),
        (16, -9.0, 0.36276510599, None),
        (16, 3.0, 0.115543710548, None),
    ],
)
def test_many_phases_agree_with_matlab(phases, ebn0_db, bits, symbols):
    if symbols is not None:
        assert psk_symbol_error_rate(ebn0_db, phases) == pytest.approx(symbols, rel=1e-8)
    if bits is not None:  # recorded to about nine digits
        assert psk_bit_error_rate(ebn0_db, phases, sent="zero") == pytest.approx(bits, rel=1e-8)


def test_sixteen_phases_agree_with_counted_errors():
    # 20 000 000 symbols drawn at -9 dB: 0.360169 with a standard error of 5.4e-5; Lee's formula says 0.362765
    assert psk_bit_error_rate(-9.0, 16) == pytest.approx(0.360169, abs=3.0 * 5.4e-5)


@pytest.mark.parametrize("phases", [2, 4, 8, 16, 64])
@pytest.mark.parametrize("ebn0_db", [-10.0, 0.0, 12.0])
def test_symbol_error_rate_of_phases_is_the_integral(phases, ebn0_db):
    mpmath.mp.dps = 30
    across = mpmath.mpf(10) ** (mpmath.mpf(ebn0_db) / 10) * math.log2(phases) * mpmath.sin(mpmath.pi / phases) ** 2
    pieces = mpmath.linspace(mpmath.mpf("1e-9"), mpmath.pi - mpmath.pi / phases, 30)
    expected = mpmath.quad(lambda angle: mpmath.exp(-across / mpmath.sin(angle) ** 2), pieces) / mpmath.pi
    assert psk_symbol_error_rate(ebn0_db, phases) == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize("ebn0_db", [-20.0, 0.0, 10.0, 16.0])
def test_envelope_detected_on_off_keying_is_the_integral_at_its_best_threshold(ebn0_db):
    mpmath.mp.dps = 30
    a = mpmath.sqrt(2 * mpmath.mpf(10) ** (mpmath.mpf(ebn0_db) / 10))
    b = mpmath.findroot(lambda r: mpmath.log(mpmath.besseli(0, 2 * a * r)) - a * a, mpmath.sqrt(1 + a * a / 4))

    def density(r):
        return 2 * r * mpmath.exp(-r * r - a * a) * mpmath.besseli(0, 2 * a * r)

    expected = (mpmath.exp(-b * b) + mpmath.quad(density, mpmath.linspace(0, b, 20))) / 2
    assert noncoherent_ook_bit_error_rate(ebn0_db) == pytest.approx(float(expected), rel=1e-12)


def test_gaussian_filter_of_a_quarter_costs_what_murota_and_hirade_found():
    assert gmsk_distance_loss_db(0.25) == pytest.approx(0.7, abs=0.05)  # printed to a tenth


def test_closest_gaussian_signals_differ_in_two_neighbouring_bits():
    def squared_distance(bits, product, step=0.02):  # of all error events, by brute force
        time = np.arange(-6.0, 7.0 + len(bits), step) + 0.5 * step
        kappa = 2.0 * math.pi * product / math.sqrt(math.log(2.0))
        normal = np.array([0.5 * (1.0 + math.erf(kappa * t / math.sqrt(2.0))) for t in np.arange(-9.0, 9.0, step)])
        half = round(0.5 / step)
        pulse = 0.5 * (normal[2 * half :] - normal[: -2 * half])
        phase = np.zeros(time.size + 10 * half * 2)
        ramp = np.cumsum(pulse) * step
        for i, bit in enumerate(bits):
            part = np.full(phase.size, 0.5)
            part[: i * 2 * half] = 0.0
            part[i * 2 * half : i * 2 * half + ramp.size] = ramp[: phase.size - i * 2 * half]
            phase += math.pi * bit * part
        return step * np.sum(1.0 - np.cos(phase))

    for product in (0.2, 0.3, 0.5):
        events = [(2, -2), (2, 2), (2, 0, -2), (2, 0, 2), (2, -2, 2, -2), (2, -2, -2, 2), (2, 2, -2, -2)]
        distances = [squared_distance(event, product) for event in events]
        assert min(distances) == distances[0]
        assert gmsk_distance_loss_db(product) == pytest.approx(10.0 * math.log10(2.0 / distances[0]), abs=1e-3)


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


@pytest.mark.parametrize("ebn0_db", [-10.0, 0.0, 12.0, 20.0])
def test_eight_differential_phases_agree_with_arbitrary_precision(ebn0_db):
    mpmath.mp.dps = 30
    esn0 = 3 * mpmath.mpf(10) ** (mpmath.mpf(ebn0_db) / 10)

    def turned(angle):
        def integrand(t):
            energy = 1 - mpmath.cos(angle) * mpmath.cos(t)
            return mpmath.exp(-esn0 * energy) / energy

        pieces = mpmath.linspace(-mpmath.pi / 2, mpmath.pi / 2, 41)
        return mpmath.sin(angle) / (2 * mpmath.pi) * mpmath.quad(integrand, pieces)

    expected = (turned(mpmath.pi / 8) + turned(3 * mpmath.pi / 8)) / 3
    assert d8psk_bit_error_rate(ebn0_db) == pytest.approx(float(expected), rel=1e-12)


def test_eight_differential_phases_agree_with_counted_errors():
    # 4 000 000 symbols drawn at 8 dB, Gray labels: 0.030571 with a standard error of 5.0e-5
    assert d8psk_bit_error_rate(8.0) == pytest.approx(0.030571, abs=3.0 * 5.0e-5)


@pytest.mark.parametrize("product", [0.5, 0.3])
def test_the_discriminator_of_gmsk_agrees_with_counted_errors(product):
    """Noise and a signal of random bits through the same filter, sample by sample; no formula in common."""
    generator = np.random.default_rng(11)
    count, samples, ebn0_db = 200_000, 8, 9.0
    bits = generator.choice([-1.0, 1.0], count)
    time = (np.arange(-3 * samples, 3 * samples) + 0.5) / samples
    normal = np.vectorize(lambda x: 0.5 * math.erfc(-x / math.sqrt(2.0)))
    kappa = 2.0 * math.pi * product / math.sqrt(math.log(2.0))
    pulse = normal(kappa * (time + 0.5)) - normal(kappa * (time - 0.5))
    impulses = np.zeros(count * samples)
    impulses[::samples] = bits
    phase = 0.5 * math.pi / samples * np.cumsum(np.convolve(impulses, pulse)[: impulses.size])
    sigma = math.sqrt(0.5 * samples / 10.0 ** (ebn0_db / 10.0))
    noise = sigma * (generator.standard_normal(phase.size) + 1j * generator.standard_normal(phase.size))
    taps_time = np.arange(-6 * samples, 6 * samples + 1) / samples
    taps = np.sinc(1.2 * taps_time) * np.cos(math.pi * taps_time / 12.0) ** 2
    filtered = np.convolve(np.exp(1j * phase) + noise, taps / taps.sum(), "same")
    # a pulse of the sample k * 8 has its middle at the end of the step k * 8 + 23
    middle = np.arange(20, count - 20) * samples + 3 * samples - 1
    heard = np.sign(np.angle(filtered[middle + 1] * filtered[middle - 1].conj()))
    wrong = np.count_nonzero(heard != bits[20 : count - 20])
    expected = gmsk_discriminator_bit_error_rate(ebn0_db, product) * middle.size
    assert expected > 1000.0
    assert wrong == pytest.approx(expected, abs=4.0 * math.sqrt(expected))


# ---- identity --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("modulation", modulations())
def test_no_signal_is_a_guess_and_endless_signal_is_faultless(modulation):
    quadrature = 1e-10 if modulation.endswith("fsk") else 1e-15  # integrals of pulse_position
    assert bit_error_rate(-math.inf, modulation) == pytest.approx(0.5, abs=quadrature)
    assert bit_error_rate(math.inf, modulation) == 0.0


@pytest.mark.parametrize("modulation", modulations())
def test_required_ebn0_inverts_the_error_rate_down_to_1e_300(modulation):
    error_rates = np.concatenate([10.0 ** np.linspace(-300.0, -1.0, 100), np.linspace(0.101, 0.4999, 40)])
    back = bit_error_rate(required_ebn0_db(error_rates, modulation), modulation)
    # at 1e-300 the rate moves by 1e-13 of itself when the decibels move by their last bit
    assert np.abs(back / error_rates - 1.0).max() < 2e-12
    ebn0_db = np.linspace(-20.0, 20.0, 81)
    assert required_ebn0_db(bit_error_rate(ebn0_db, modulation), modulation) == pytest.approx(ebn0_db, abs=1e-10)


@pytest.mark.parametrize("modulation", [name for name, one in modulations().items() if one.required_ebn0_db is None])
def test_many_points_by_the_table_equal_few_by_the_search(modulation):
    error_rates = np.concatenate([np.geomspace(1e-305, 1e-9, 1000), np.geomspace(1e-9, 0.49, 1000)])  # beyond it, too
    many_db = required_ebn0_db(error_rates, modulation)
    assert many_db[::40] == pytest.approx(required_ebn0_db(error_rates[::40], modulation), abs=5e-12)
    assert required_ebn0_db(error_rates.reshape(2, 1000), modulation).shape == (2, 1000)
    error_rates[7] = math.nan
    again_db = required_ebn0_db(error_rates, modulation)
    assert math.isnan(again_db[7])
    assert np.delete(again_db, 7) == pytest.approx(np.delete(many_db, 7), abs=1e-12)


def test_a_discriminator_needs_more_than_the_best_receiver_and_more_so_the_narrower_the_filter():
    rates = np.array([1e-2, 1e-3, 1e-4])
    wide_db = required_ebn0_db(rates, "gmsk-0.5-discriminator") - required_ebn0_db(rates, "gmsk-0.5")
    narrow_db = required_ebn0_db(rates, "gmsk-0.3-discriminator") - required_ebn0_db(rates, "gmsk-0.3")
    assert (wide_db > 3.0).all()
    assert (narrow_db > wide_db).all()


@pytest.mark.parametrize("product", [0.2, 1.5])
def test_a_discriminator_is_stated_for_some_products(product):
    with pytest.raises(LinkBudgetError, match="bandwidth_time_product"):
        gmsk_discriminator_bit_error_rate(10.0, product)


def test_eight_differential_phases_need_three_decibels_more_than_coherent_ones():
    # asymptotically 10 lg(sin^2(pi/8) / (2 sin^2(pi/16))) = 2.83 dB, Proakis and Salehi, section 4.5
    difference_db = required_ebn0_db(1e-12, "d8psk") - required_ebn0_db(1e-12, "8psk")
    assert difference_db == pytest.approx(
        10.0 * math.log10(math.sin(math.pi / 8) ** 2 / (2 * math.sin(math.pi / 16) ** 2)), abs=0.1
    )


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


@pytest.mark.parametrize(("in_phase", "quadrature"), [(8, 4), (4, 8), (8, 1), (2, 1), (16, 2)])
def test_rectangular_qam_agrees_with_counting_bits(in_phase, quadrature):
    bits = math.log2(in_phase * quadrature)
    # 9 dB; half the distance over sqrt(2) sigma
    scale = math.sqrt(3.0 * bits / (in_phase**2 + quadrature**2 - 2.0) * 10.0**0.9)
    wrong = 0.0
    for levels in (in_phase, quadrature):
        labels = [i ^ (i >> 1) for i in range(levels)]
        edges = [-math.inf, *(2.0 * i - levels + 2.0 for i in range(levels - 1)), math.inf]
        for sent in range(levels):
            for decided in range(levels):
                low, high = ((edges[decided + j] - (2.0 * sent - levels + 1.0)) * scale for j in (0, 1))
                chance = 0.5 * (math.erfc(low) - math.erfc(high))
                wrong += (labels[sent] ^ labels[decided]).bit_count() * chance / levels
    assert rectangular_qam_bit_error_rate(9.0, in_phase, quadrature) == pytest.approx(wrong / bits, rel=1e-12)


def test_rectangle_with_equal_sides_is_the_square_and_two_levels_are_bpsk():
    ebn0_db = np.linspace(-10.0, 20.0, 31)
    square = square_qam_bit_error_rate(ebn0_db, 64)
    assert rectangular_qam_bit_error_rate(ebn0_db, 8, 8) == pytest.approx(square, rel=1e-12)
    assert rectangular_qam_bit_error_rate(ebn0_db, 2, 1) == pytest.approx(bpsk_bit_error_rate(ebn0_db), rel=1e-12)


def test_two_and_four_phases_are_bpsk_and_qpsk():
    ebn0_db = np.linspace(-20.0, 20.0, 41)
    bpsk = bpsk_bit_error_rate(ebn0_db)
    assert psk_bit_error_rate(ebn0_db, 2) == pytest.approx(bpsk, rel=1e-12)
    assert psk_symbol_error_rate(ebn0_db, 2) == pytest.approx(bpsk, rel=1e-12)
    assert psk_bit_error_rate(ebn0_db, 4) == pytest.approx(bpsk, rel=1e-12)
    assert psk_symbol_error_rate(ebn0_db, 4) == pytest.approx(bpsk * (2.0 - bpsk), rel=1e-12)
    assert square_qam_symbol_error_rate(ebn0_db, 4) == pytest.approx(bpsk * (2.0 - bpsk), rel=1e-12)


@pytest.mark.parametrize("phases", [8, 16, 64])
def test_a_wrong_symbol_has_one_wrong_bit_at_high_energy(phases):
    bits = math.log2(phases)
    ratio = psk_bit_error_rate(30.0, phases) / psk_symbol_error_rate(30.0, phases) * bits
    assert ratio == pytest.approx(1.0, rel=1e-8)
    assert psk_bit_error_rate(0.0, phases) * bits > psk_symbol_error_rate(0.0, phases)


def test_all_symbols_of_eight_phases_err_alike_but_not_of_sixteen():
    ebn0_db = np.linspace(-10.0, 10.0, 21)
    assert psk_bit_error_rate(ebn0_db, 8, sent="zero") == pytest.approx(psk_bit_error_rate(ebn0_db, 8), rel=1e-13)
    weak_db = ebn0_db[ebn0_db < 5.0]
    assert np.all(psk_bit_error_rate(weak_db, 16, sent="zero") > psk_bit_error_rate(weak_db, 16))
    assert psk_bit_error_rate(15.0, 16, sent="zero") == pytest.approx(psk_bit_error_rate(15.0, 16), rel=1e-13)


def test_two_orthogonal_signals_are_fsk():
    ebn0_db = np.linspace(-5.0, 14.0, 20)
    for detection, fsk in (("noncoherent", noncoherent_fsk_bit_error_rate), ("coherent", coherent_fsk_bit_error_rate)):
        assert orthogonal_bit_error_rate(ebn0_db, 2, detection) == pytest.approx(fsk(ebn0_db), rel=1e-10)


def test_more_orthogonal_signals_need_less_energy():
    for detection in ("coherent", "noncoherent"):
        needed_db = [required_ebn0_db(1e-5, f"{detection}-{points}fsk") for points in (4, 8, 16, 32, 64)]
        assert np.all(np.diff([required_ebn0_db(1e-5, f"{detection}-fsk"), *needed_db]) < -0.5)


def test_wide_gaussian_filter_leaves_msk():
    assert gmsk_distance_loss_db(20.0) == pytest.approx(0.0, abs=1e-4)
    assert gmsk_bit_error_rate(8.0, 20.0) == pytest.approx(bpsk_bit_error_rate(8.0), rel=1e-4)


def test_narrow_gaussian_filter_warns():
    with pytest.warns(ModelRangeWarning, match=r"bandwidth_time_product from 0\.15"):
        gmsk_distance_loss_db(0.1)


def test_names_with_a_number_are_what_they_say():
    assert required_ebn0_db(1e-5, "gmsk-0.3") - required_ebn0_db(1e-5, "msk") == pytest.approx(
        gmsk_distance_loss_db(0.3), abs=1e-12
    )
    assert bit_error_rate(9.0, "gmsk-0.3") == pytest.approx(gmsk_bit_error_rate(9.0, 0.3), rel=1e-12)
    assert bit_error_rate(9.0, "16psk") == psk_bit_error_rate(9.0, 16)
    assert bit_error_rate(9.0, "256qam") == square_qam_bit_error_rate(9.0, 256)
    assert bit_error_rate(5.0, "coherent-8fsk") == orthogonal_bit_error_rate(5.0, 8, "coherent")


def test_table_is_complete():
    for name, modulation in modulations().items():
        assert modulation.name == name
        assert modulation.title
        assert modulation.reference


# ---- shape -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("modulation", modulations())
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


@pytest.mark.parametrize("modulation", modulations())
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
    with pytest.raises(LinkBudgetError, match="'7psk': did you mean 'qpsk'"):
        bit_error_rate(5.0, "7psk")
    with pytest.raises(LinkBudgetError, match="'x': expected one of bpsk, qpsk"):
        bit_error_rate(5.0, "x")
    with pytest.raises(LinkBudgetError, match="noncoherent-fsk"):
        required_ebn0_db(1e-5, "fsk")
    with pytest.raises(LinkBudgetError, match="points = 32"):
        square_qam_bit_error_rate(5.0, 32)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: psk_bit_error_rate(5.0, 6), "phases = 6: expected a power of two from 2 to 4096"),
        (lambda: psk_symbol_error_rate(5.0, 1), "phases = 1"),
        (lambda: psk_bit_error_rate(5.0, 16, sent="one"), "sent = 'one'"),
        (lambda: rectangular_qam_bit_error_rate(5.0, 1, 4), "in_phase_levels = 1"),
        (lambda: rectangular_qam_bit_error_rate(5.0, 4, 3), "quadrature_levels = 3: expected a power of two from 1"),
        (lambda: orthogonal_bit_error_rate(5.0, 5), "points = 5"),
        (lambda: orthogonal_bit_error_rate(5.0, 4, "optical"), "detection = 'optical': expected one of noncoherent"),
        (lambda: gmsk_distance_loss_db(0.0), "bandwidth_time_product"),
    ],
)
def test_impossible_number_is_named(call, message):
    with pytest.raises(LinkBudgetError, match=message):
        call()


# ---- property --------------------------------------------------------------------------------------------------------


@given(st.floats(-200.0, 60.0), st.sampled_from(sorted(modulations())))
def test_error_rate_lies_between_zero_and_one_half_and_falls(ebn0_db, modulation):
    rate = bit_error_rate(ebn0_db, modulation)
    assert 0.0 <= bit_error_rate(ebn0_db + 0.5, modulation) <= rate * (1.0 + 1e-14) <= 0.5 * (1.0 + 1e-14)
    assert rate <= 0.5


@given(st.floats(-10.0, 20.0))
def test_coherent_psk_is_the_best_of_the_binary_ones(ebn0_db):
    best = bpsk_bit_error_rate(ebn0_db)
    for modulation in ("dpsk", "coherent-fsk", "noncoherent-fsk", "differentially-encoded-psk"):
        assert bit_error_rate(ebn0_db, modulation) >= best
