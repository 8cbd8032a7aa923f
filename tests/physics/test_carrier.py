"""Carrier: power split of phase modulation, and the loop that tracks what is left."""

import math

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import erfc, i0e, ive, jv

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.carrier import (
    carrier_suppression_loss_db,
    carrier_to_noise_ratio_in_loop_db,
    data_modulation_loss_db,
    imperfect_carrier_bit_error_rate,
    loop_phase_jitter_deg,
    modulation_index_for_suppression_deg,
    radio_loss_db,
)
from linkbudget.physics.modulation import required_ebn0_db
from linkbudget.physics.noise import carrier_to_noise_density_dbhz
from linkbudget.physics.psk import bpsk_bit_error_rate
from tests.published import agrees, rows

BOTH = pytest.mark.parametrize("subcarrier", ["square", "sine"])

# ---- reference -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("index_deg", "subcarrier", "carrier_db", "data_db"),
    [  # MarCO, DESCANSO Design and Performance Summary 18 (2021), Tables 5-3 to 5-5; printed to 0.01 dB
        (56.0, "square", 5.05, 1.63),
        (72.0, "square", 10.20, None),
        (60.0, "square", 6.02, 1.25),
        (math.degrees(1.5), "sine", 5.82, 2.06),
    ],
)
def test_split_agrees_with_marco(index_deg, subcarrier, carrier_db, data_db):
    assert carrier_suppression_loss_db(index_deg, subcarrier) == pytest.approx(carrier_db, abs=0.006)
    if data_db is not None:
        assert data_modulation_loss_db(index_deg, subcarrier) == pytest.approx(data_db, abs=0.006)


@pytest.mark.parametrize(
    ("carrier_dbm", "temperature_k", "bandwidth_hz", "required_db", "margin_db", "tolerance_db"),
    [  # DESCANSO 18 (2021), Tables 5-3, 5-4 and 5-5; powers printed to 0.1 dB, sums a few lines long
        (-162.8, 30.5, 3.0, 6.0, 10.1, 0.2),
        (-155.7, 30.5, 3.0, 6.0, 17.3, 0.2),
        (-127.9, 446.1, 70.0, 12.0, 13.8, 0.2),
        (-118.6, 632.8, 200.0, 12.0, 17.0, 0.2),
        # Voyager 2, DESCANSO article 4 (2002), Table 5-3: loop signal-to-noise ratio 19.0 dB
        (-151.7, 21.12, 30.0, 0.0, 19.0, 0.2),
    ],
)
def test_loop_margin_agrees_with_design_control_tables(
    carrier_dbm, temperature_k, bandwidth_hz, required_db, margin_db, tolerance_db
):
    cn0_dbhz = carrier_to_noise_density_dbhz(carrier_dbm - 30.0, temperature_k)
    loop_snr_db = carrier_to_noise_ratio_in_loop_db(cn0_dbhz, bandwidth_hz)
    assert loop_snr_db - required_db == pytest.approx(margin_db, abs=tolerance_db)


def answer_of(row):
    """Answer of this package to a row, in the row's own sign and unit."""
    if row["quantity"] == "BER":
        return imperfect_carrier_bit_error_rate(float(row["EbN0_dB"]), float(row["loop_SNR_dB"]))
    if row["quantity"] == "radio_loss":
        return radio_loss_db(float(row["BER"]), float(row["loop_SNR_dB"]))
    index_deg = math.degrees(float(row["index_rad"]))
    subcarrier = row["subcarrier"].split(",")[0].split("/")[0]
    if "rms" in row["subcarrier"]:  # a sine's peak is the root of two above its root mean square
        index_deg *= math.sqrt(2.0)
    carrier = row["quantity"] in ("carrier_suppression", "suppression_factor")
    loss_db = (carrier_suppression_loss_db if carrier else data_modulation_loss_db)(index_deg, subcarrier)
    return 10.0 ** (-loss_db / 10.0) if row["unit"] == "fraction" else -loss_db


def test_every_published_row_agrees():
    missed = [row["case_id"] for row in rows("residual_carrier") if not agrees(row, answer_of(row))]
    assert missed == []


def test_published_carrier_suppression_of_whole_tables_agrees():
    for row in rows("dct_deep_space"):
        if row["quantity"] == "carrier_suppression" and (row["mod_index_deg"] or row["mod_index_rad"]):
            index_deg = float(row["mod_index_deg"] or 0.0) or math.degrees(float(row["mod_index_rad"]))
            subcarrier = "sine" if row["subcarrier"].startswith("sine") else "square"
            assert agrees(row, -carrier_suppression_loss_db(index_deg, subcarrier)), row["case_id"]


@pytest.mark.parametrize(
    ("ebn0_db", "loop_snr_db", "expected"),
    [(6.0, 10.0, 0.00476526617954), (9.6, 12.0, 3.94707732408e-5), (9.6, 25.0, 1.00446300631e-5)],
)
def test_imperfect_carrier_agrees_with_quadrature_in_thirty_digits(ebn0_db, loop_snr_db, expected):
    assert imperfect_carrier_bit_error_rate(ebn0_db, loop_snr_db) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("ebn0_db", "loop_snr_db"), [(20.0, 10.0), (28.0, 20.0), (28.0, 60.0), (40.0, 7.0), (10.0, -5.0)]
)
def test_imperfect_carrier_holds_at_the_ends_of_its_range(ebn0_db, loop_snr_db):
    # a rectangle sum over a whole period of an entire function converges exponentially
    ebn0, loop_snr = 10.0 ** (ebn0_db / 10.0), 10.0 ** (loop_snr_db / 10.0)
    phase = np.arange(200_000) * (2.0 * math.pi / 200_000)
    density = np.exp(-2.0 * loop_snr * np.sin(0.5 * phase) ** 2) / i0e(loop_snr)
    expected = np.mean(density * 0.5 * erfc(math.sqrt(ebn0) * np.cos(phase)))
    answer = imperfect_carrier_bit_error_rate(ebn0_db, loop_snr_db)
    assert answer == pytest.approx(expected, rel=1e-10, abs=0.0)


# ---- identity --------------------------------------------------------------------------------------------------------


@BOTH
def test_no_modulation_leaves_the_whole_carrier(subcarrier):
    assert carrier_suppression_loss_db(0.0, subcarrier) == 0.0
    assert data_modulation_loss_db(0.0, subcarrier) == math.inf


def test_ninety_degrees_are_bpsk_without_carrier():
    assert carrier_suppression_loss_db(90.0) == math.inf
    assert data_modulation_loss_db(90.0) == 0.0


@given(st.floats(0.01, 179.0))
def test_square_wave_shares_all_the_power(index_deg):
    carrier = 10.0 ** (-carrier_suppression_loss_db(index_deg) / 10.0)
    assert carrier + 10.0 ** (-data_modulation_loss_db(index_deg) / 10.0) == pytest.approx(1.0, abs=1e-12)


def test_sine_wave_loses_the_higher_sidebands():
    index_rad = 1.2
    shared = sum(
        10.0 ** (-loss(math.degrees(index_rad), "sine") / 10.0)
        for loss in (carrier_suppression_loss_db, data_modulation_loss_db)
    )
    higher = sum(2.0 * jv(order, index_rad) ** 2 for order in range(2, 20))
    assert shared + higher == pytest.approx(1.0, abs=1e-12)


def test_sine_wave_gives_data_most_at_105_degrees():
    indices_deg = np.arange(90.0, 120.0, 0.1)
    losses_db = data_modulation_loss_db(indices_deg, "sine")
    assert indices_deg[losses_db.argmin()] == pytest.approx(105.5, abs=0.1)
    assert losses_db.min() == pytest.approx(-10.0 * math.log10(0.677), abs=0.005)


def test_three_decibels_are_44_9_degrees():
    assert modulation_index_for_suppression_deg(3.0) == pytest.approx(44.93, abs=0.005)


@BOTH
def test_index_inverts_suppression(subcarrier):
    losses_db = np.array([1e-6, 0.1, 3.0, 10.0, 40.0])
    indices_deg = modulation_index_for_suppression_deg(losses_db, subcarrier)
    assert carrier_suppression_loss_db(indices_deg, subcarrier) == pytest.approx(losses_db, rel=1e-9)
    assert modulation_index_for_suppression_deg(0.0, subcarrier) == 0.0


@pytest.mark.parametrize("loss_db", [1e-12, 1e-6, 0.0086, 0.0088, 0.1, 3.0, 12.0, 60.0, 300.0])
def test_index_of_a_sine_has_all_its_digits(loss_db):
    with mp.workdps(30):
        amplitude = mp.mpf(10) ** (-mp.mpf(loss_db) / 20)
        near = mp.mpf(math.radians(modulation_index_for_suppression_deg(loss_db, "sine")))
        exact_rad = float(mp.findroot(lambda index: mp.besselj(0, index) - amplitude, near))
    assert modulation_index_for_suppression_deg(loss_db, "sine") == pytest.approx(math.degrees(exact_rad), rel=1e-12)


def test_index_of_no_carrier():
    assert modulation_index_for_suppression_deg(math.inf) == 90.0
    assert modulation_index_for_suppression_deg(math.inf, "sine") == pytest.approx(math.degrees(2.404825557695773))


def test_two_sided_bandwidth_is_three_decibels_worse():
    one_sided = carrier_to_noise_ratio_in_loop_db(30.0, 10.0)
    assert one_sided == pytest.approx(20.0, abs=1e-12)
    two_sided = carrier_to_noise_ratio_in_loop_db(30.0, 20.0)
    assert one_sided - two_sided == pytest.approx(10.0 * math.log10(2.0), abs=1e-12)


def test_jitter_is_one_radian_at_zero_decibels_and_falls_tenfold_in_twenty():
    assert loop_phase_jitter_deg(0.0) == pytest.approx(math.degrees(1.0), rel=1e-15)
    assert loop_phase_jitter_deg(20.0) == pytest.approx(math.degrees(0.1), rel=1e-14)


@pytest.mark.parametrize(("loop_snr_db", "excess"), [(10.0, 0.028), (6.0, 0.093), (3.0, 0.237)])
def test_linear_jitter_is_below_that_of_a_first_order_loop(loop_snr_db, excess):
    # variance of Tikhonov's distribution by its Fourier series; Viterbi, Proc. IEEE 51 (1963) 1737
    loop_snr, k = 10.0 ** (loop_snr_db / 10.0), np.arange(1, 200)
    variance = math.pi**2 / 3.0 + 4.0 * np.sum((-1.0) ** k / k**2 * ive(k, loop_snr) / ive(0, loop_snr))
    assert math.degrees(math.sqrt(variance)) / loop_phase_jitter_deg(loop_snr_db) - 1.0 == pytest.approx(
        excess, abs=0.001
    )


def test_perfect_reference_is_plain_bpsk():
    ebn0_db = np.array([-5.0, 0.0, 9.6])
    assert imperfect_carrier_bit_error_rate(ebn0_db, math.inf) == pytest.approx(bpsk_bit_error_rate(ebn0_db), rel=1e-9)
    assert radio_loss_db(1e-5, 120.0) == pytest.approx(0.0, abs=1e-9)


def test_radio_loss_restores_the_error_rate():
    loss_db = radio_loss_db(1e-4, 13.0)
    assert imperfect_carrier_bit_error_rate(required_ebn0_db(1e-4, "bpsk") + loss_db, 13.0) == pytest.approx(
        1e-4, rel=1e-9
    )


def test_radio_loss_is_infinite_below_the_floor_of_the_loop():
    floor = imperfect_carrier_bit_error_rate(60.0, 10.0)
    assert radio_loss_db(0.5 * floor, 10.0) == math.inf
    assert math.isfinite(radio_loss_db(2.0 * floor, 10.0))


# ---- shape -----------------------------------------------------------------------------------------------------------

BROADCAST = [
    (carrier_to_noise_ratio_in_loop_db, ([[20.0], [40.0]], [1.0, 3.0, 10.0])),
    (imperfect_carrier_bit_error_rate, ([[4.0], [9.6]], [8.0, 12.0, 40.0])),
    (radio_loss_db, ([[1e-2], [1e-3]], [8.0, 12.0, 40.0])),
]


@pytest.mark.parametrize(("function", "arguments"), BROADCAST, ids=lambda value: getattr(value, "__name__", ""))
def test_array_equals_scalars(function, arguments):
    answer = function(*arguments)
    assert answer.shape == (2, 3)
    for index, expected in np.ndenumerate(answer):
        one = [float(np.broadcast_to(argument, answer.shape)[index]) for argument in arguments]
        assert function(*one) == pytest.approx(expected, rel=1e-9)


@BOTH
@pytest.mark.parametrize(
    "function", [carrier_suppression_loss_db, data_modulation_loss_db, modulation_index_for_suppression_deg]
)
def test_list_keeps_its_shape_and_nan(function, subcarrier):
    answer = function([10.0, math.nan, 60.0], subcarrier)
    assert np.isnan(answer).tolist() == [False, True, False]
    assert answer[2] == pytest.approx(function(60.0, subcarrier), rel=1e-13)


# ---- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: carrier_suppression_loss_db(-1.0), "modulation_index_deg"),
        (lambda: data_modulation_loss_db(181.0), "modulation_index_deg"),
        (lambda: carrier_suppression_loss_db(60.0, "triangle"), "expected one of square, sine"),
        (lambda: data_modulation_loss_db(60.0, "triangle"), "subcarrier"),
        (lambda: modulation_index_for_suppression_deg(3.0, "triangle"), "subcarrier"),
        (lambda: modulation_index_for_suppression_deg(-3.0), "carrier_suppression_loss_db"),
        (lambda: carrier_to_noise_ratio_in_loop_db(20.0, 0.0), "loop_bandwidth_hz"),
        (lambda: radio_loss_db(0.5, 10.0), "error_rate"),
    ],
)
def test_impossible_request_is_named(call, name):
    with pytest.raises(LinkBudgetError, match=name):
        call()


# ---- property --------------------------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(st.floats(-20.0, 30.0), st.floats(-5.0, 60.0))
def test_imperfect_carrier_never_helps(ebn0_db, loop_snr_db):
    rate = imperfect_carrier_bit_error_rate(ebn0_db, loop_snr_db)
    assert bpsk_bit_error_rate(ebn0_db) * (1.0 - 1e-8) <= rate <= 0.5
