"""Noise: figures, lossy lines, cascades and the way to C/N0."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.constants import BOLTZMANN_J_PER_K
from linkbudget.errors import LinkBudgetError
from linkbudget.physics.noise import (
    carrier_to_noise_density_dbhz,
    cascade_noise_temperature_k,
    combined_ratio_db,
    g_over_t_db_per_k,
    line_output_noise_temperature_k,
    noise_density_dbw_per_hz,
    noise_figure_db,
    noise_power_dbw,
    noise_temperature_k,
    noise_temperature_of_antenna_k,
    system_noise_temperature_at_antenna_k,
    system_noise_temperature_at_receiver_k,
    y_factor_noise_temperature_k,
)
from tests.published import agrees, rows

# ---- reference -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure_db", "expected_k", "tolerance_k"),
    [
        (3.7, 389.8, 0.06),  # MarCO, DESCANSO 18 (2021), Tables 5-3 and 5-5
        (0.29, 20.0, 0.15),  # Pratt and Allnutt, Satellite Communications, 3rd edition, Table 4.4
        (3.0, 288.626071341, 1e-9),
        (10.0, 2610.0, 1e-9),
    ],
)
def test_noise_temperature_agrees_with_published_values(figure_db, expected_k, tolerance_k):
    assert noise_temperature_k(figure_db) == pytest.approx(expected_k, abs=tolerance_k)


def test_system_temperature_agrees_with_maral_and_bousquet():
    # 3rd edition, section 2.5: 50 K antenna, 1 dB at 290 K, 50 K receiver -> 149.36 K
    assert system_noise_temperature_at_receiver_k(50.0, 1.0, 290.0, 50.0) == pytest.approx(149.36, abs=0.05)


def test_system_temperature_of_a_warm_line():
    # 60 K through 3 dB at 290 K into a noise figure of 2.5 dB, by hand: 30.071 + 144.656 + 225.701
    answer_k = system_noise_temperature_at_receiver_k(60.0, 3.0, 290.0, noise_temperature_k(2.5))
    assert answer_k == pytest.approx(400.43, abs=0.005)


def test_cascade_agrees_with_pratt_and_allnutt():
    # 3rd edition, example 4.4 with a 2 dB waveguide at 300 K: 176.6 K before the amplifier
    receiver_k = cascade_noise_temperature_k([50.0, 500.0, 1000.0], [50.0, -10.0, 0.0])
    assert system_noise_temperature_at_receiver_k(25.0, 2.0, 300.0, receiver_k) == pytest.approx(176.6, abs=0.06)


def listed(cell):
    return [float(number) for number in cell.split()]


def answer_of(row):
    """Answer of this package to a row, or None if the row needs noise parameters of a two-port."""
    quantity = row["quantity"]
    if row["stage_T_K"]:
        temperature_k = cascade_noise_temperature_k(listed(row["stage_T_K"]), listed(row["stage_G_dB"]))
        return temperature_k if quantity == "Te" else noise_figure_db(temperature_k)
    if row["stage_NF_dB"]:
        stages_k = noise_temperature_k(listed(row["stage_NF_dB"]))
        return noise_figure_db(cascade_noise_temperature_k(stages_k, listed(row["stage_G_dB"])))
    if quantity == "loss_noise_at_output":
        return line_output_noise_temperature_k(float(row["loss_dB"]), float(row["T_phys_K"]))
    if quantity == "loss_noise_at_input":
        return system_noise_temperature_at_antenna_k(0.0, float(row["loss_dB"]), float(row["T_phys_K"]), 0.0)
    if quantity == "NF_to_T":
        return noise_temperature_k(float(row["NF_dB"]))
    if quantity == "Te_yfactor":
        return y_factor_noise_temperature_k(float(row["Y_dB"]), float(row["T_hot_K"]), float(row["T_cold_K"]))
    return None


def test_every_published_row_without_noise_parameters_agrees():
    left_out = set()
    for row in rows("noise_cascade"):
        answer = answer_of(row)
        if answer is None:
            left_out.add(row["quantity"])
        else:
            assert agrees(row, answer), row["case_id"]
    assert left_out <= {"NF_vs_source"}


def test_published_textbook_noise_agrees():
    for row in rows("textbook_links"):
        if row["quantity"] == "Tsys_at_receiver_input":
            arguments = (row[name] for name in ("T_ant_K", "feed_loss_dB", "T_feed_K", "T_rx_K"))
            answer = system_noise_temperature_at_receiver_k(*map(float, arguments))
        elif row["quantity"] == "Tsys_dBK":
            total_k = system_noise_temperature_at_receiver_k(float(row["T_ant_K"]), 0.0, 290.0, float(row["Te_K"]))
            answer = 10.0 * math.log10(total_k)
        else:
            continue
        assert agrees(row, answer), row["case_id"]


def test_reference_mission_budget():
    # Mars 1 at loss of contact: -143.5 dBm into 150 K is 33.3 dBHz, both rounded to 0.1
    assert carrier_to_noise_density_dbhz(-143.5 - 30.0, 150.0) == pytest.approx(33.3, abs=0.06)


# ---- identity --------------------------------------------------------------------------------------------------------


def test_noise_density_is_the_boltzmann_constant_at_one_kelvin():
    assert noise_density_dbw_per_hz(1.0) == pytest.approx(10.0 * math.log10(BOLTZMANN_J_PER_K), abs=1e-12)
    assert noise_power_dbw(1e6, 290.0) == pytest.approx(noise_density_dbw_per_hz(290.0) + 60.0, abs=1e-12)


def test_line_without_loss_adds_nothing_and_endless_line_adds_its_temperature():
    assert line_output_noise_temperature_k(0.0, 290.0) == 0.0
    assert line_output_noise_temperature_k(math.inf, 290.0) == 290.0


def test_line_at_the_temperature_of_the_sky_changes_nothing():
    assert system_noise_temperature_at_receiver_k(290.0, 2.3, 290.0, 0.0) == pytest.approx(290.0, rel=1e-15)


def test_line_is_a_stage_of_a_cascade():
    cascade_k = cascade_noise_temperature_k(
        [system_noise_temperature_at_antenna_k(0.0, 2.0, 290.0, 0.0), 75.0], [-2, 20]
    )
    assert system_noise_temperature_at_antenna_k(40.0, 2.0, 290.0, 75.0) == pytest.approx(40.0 + cascade_k, rel=1e-14)


def test_single_stage_is_its_own_cascade():
    assert cascade_noise_temperature_k([75.0], [20.0]) == 75.0


def test_gain_of_the_last_stage_has_no_effect():
    assert cascade_noise_temperature_k([75.0, 500.0], [20.0, 0.0]) == cascade_noise_temperature_k(
        [75.0, 500.0], [20.0, 60]
    )


def test_y_factor_inverts_the_measurement():
    y_factor_db = 10.0 * math.log10((295.0 + 42.0) / (80.0 + 42.0))
    assert y_factor_noise_temperature_k(y_factor_db, 295.0, 80.0) == pytest.approx(42.0, rel=1e-12)


@given(st.floats(1.0, 500.0), st.floats(0.0, 20.0), st.floats(0.0, 400.0), st.floats(1.0, 3000.0))
def test_carrier_to_noise_density_does_not_depend_on_the_plane(antenna_k, line_db, line_k, receiver_k):
    at_antenna = carrier_to_noise_density_dbhz(
        -170.0, system_noise_temperature_at_antenna_k(antenna_k, line_db, line_k, receiver_k)
    )
    at_receiver = carrier_to_noise_density_dbhz(
        -170.0 - line_db, system_noise_temperature_at_receiver_k(antenna_k, line_db, line_k, receiver_k)
    )
    assert at_antenna == pytest.approx(at_receiver, abs=1e-10)
    g_over_t_at_antenna = g_over_t_db_per_k(
        40.0, system_noise_temperature_at_antenna_k(antenna_k, line_db, line_k, receiver_k)
    )
    assert at_antenna - g_over_t_at_antenna == pytest.approx(-210.0 - noise_density_dbw_per_hz(1.0), abs=1e-10)


# ---- shape -----------------------------------------------------------------------------------------------------------

BROADCAST = [
    (line_output_noise_temperature_k, ([[0.0], [1.0]], [10.0, 290.0, 300.0])),
    (system_noise_temperature_at_receiver_k, ([[20.0], [60.0]], [0.0, 1.0, 3.0], 290.0, 100.0)),
    (system_noise_temperature_at_antenna_k, ([[20.0], [60.0]], [0.0, 1.0, 3.0], 290.0, 100.0)),
    (y_factor_noise_temperature_k, ([[1.0], [3.0]], [295.0, 296.0, 297.0], 80.0)),
    (noise_power_dbw, ([[1.0], [1e3]], [10.0, 100.0, 290.0])),
    (g_over_t_db_per_k, ([[40.0], [50.0]], [20.0, 100.0, 290.0])),
    (carrier_to_noise_density_dbhz, ([[-160.0], [-150.0]], [20.0, 100.0, 290.0])),
]


@pytest.mark.parametrize(("function", "arguments"), BROADCAST, ids=lambda value: getattr(value, "__name__", ""))
def test_array_equals_scalars(function, arguments):
    answer = function(*arguments)
    assert answer.shape == (2, 3)
    for index, expected in np.ndenumerate(answer):
        one = [float(np.broadcast_to(argument, answer.shape)[index]) for argument in arguments]
        assert function(*one) == pytest.approx(expected, rel=1e-14)


def test_cascade_broadcasts_over_everything_but_stages():
    temperatures_k = np.array([[[50.0, 500.0, 1000.0]], [[75.0, 400.0, 900.0]]])  # 2 x 1 x stages
    gains_db = np.array([[30.0, -8.0, 20.0], [20.0, -6.0, 40.0], [10.0, -2.0, 10.0]])  # 3 x stages
    answer_k = cascade_noise_temperature_k(temperatures_k, gains_db)
    assert answer_k.shape == (2, 3)
    for (i, j), expected in np.ndenumerate(answer_k):
        one = cascade_noise_temperature_k(temperatures_k[i, 0].tolist(), gains_db[j].tolist())
        assert one == pytest.approx(expected, rel=1e-14)


def test_nan_stays_nan():
    assert np.isnan(noise_temperature_k([3.0, math.nan])).tolist() == [False, True]
    assert math.isnan(cascade_noise_temperature_k([50.0, math.nan], [20.0, 20.0]))


# ---- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "arguments", "name"),
    [
        (noise_temperature_k, (-0.1,), "noise_figure_db"),
        (noise_figure_db, (-1.0,), "noise_temperature_k"),
        (line_output_noise_temperature_k, (-1.0, 290.0), "line_loss_db"),
        (line_output_noise_temperature_k, (1.0, -290.0), "line_temperature_k"),
        (system_noise_temperature_at_receiver_k, (-1.0, 1.0, 290.0, 50.0), "antenna_noise_temperature_k"),
        (system_noise_temperature_at_antenna_k, (60.0, 1.0, 290.0, -50.0), "receiver_noise_temperature_k"),
        (system_noise_temperature_at_antenna_k, (60.0, -1.0, 290.0, 50.0), "line_loss_db"),
        (cascade_noise_temperature_k, ([50.0, -1.0], [20.0, 20.0]), "stage_noise_temperatures_k"),
        (cascade_noise_temperature_k, ([50.0, 100.0], [20.0]), "stage_gains_db"),
        (y_factor_noise_temperature_k, (0.0, 295.0, 80.0), "y_factor_db"),
        (y_factor_noise_temperature_k, (6.0, 295.0, 80.0), "noise temperature from y_factor_db"),
        (noise_density_dbw_per_hz, (0.0,), "system_noise_temperature_k"),
        (noise_power_dbw, (0.0, 290.0), "bandwidth_hz"),
        (g_over_t_db_per_k, (50.0, 0.0), "system_noise_temperature_k"),
        (noise_temperature_of_antenna_k, (2.0, 1.1, 300.0, 0.4, 300.0), "ground_share"),
        (noise_temperature_of_antenna_k, (2.0, 0.1, 300.0, 0.0, 300.0), "radiation_efficiency"),
        (carrier_to_noise_density_dbhz, (-150.0, -1.0), "system_noise_temperature_k"),
    ],
)
def test_impossible_number_is_named(function, arguments, name):
    with pytest.raises(LinkBudgetError, match=name):
        function(*arguments)


# ---- property --------------------------------------------------------------------------------------------------------


@given(st.floats(0.0, 40.0))
def test_noise_figure_and_temperature_are_inverse(figure_db):
    assert noise_figure_db(noise_temperature_k(figure_db)) == pytest.approx(figure_db, abs=1e-12)


@given(st.lists(st.tuples(st.floats(0.0, 1e4), st.floats(-30.0, 60.0)), min_size=1, max_size=6))
def test_cascade_is_never_quieter_than_its_first_stage(stages):
    temperatures_k, gains_db = zip(*stages, strict=True)
    assert cascade_noise_temperature_k(temperatures_k, gains_db) >= temperatures_k[0]


@given(st.lists(st.floats(-20.0, 60.0), min_size=1, max_size=5))
def test_a_combined_ratio_is_less_than_each_and_at_least_the_worst_many_times_over(ratios_db):
    combined_db = combined_ratio_db(ratios_db)
    worst_db = min(ratios_db)
    assert worst_db - 10.0 * math.log10(len(ratios_db)) - 1e-9 <= combined_db <= worst_db + 1e-9
    assert combined_ratio_db(np.tile(ratios_db, (3, 1))) == pytest.approx(np.full(3, combined_db))


@given(st.floats(0.0, 1e3), st.floats(0.0, 1.0), st.floats(0.0, 1e3), st.floats(0.01, 1.0), st.floats(0.0, 1e3))
def test_an_antenna_is_as_warm_as_a_mixture_of_what_it_sees_and_is(sky_k, share, ground_k, efficiency, own_k):
    antenna_k = noise_temperature_of_antenna_k(sky_k, share, ground_k, efficiency, own_k)
    assert min(sky_k, ground_k, own_k) - 1e-9 <= antenna_k <= max(sky_k, ground_k, own_k) + 1e-9
    seen_k = (1.0 - share) * sky_k + share * ground_k
    lossy_k = system_noise_temperature_at_receiver_k(seen_k, -10.0 * math.log10(efficiency), own_k, 0.0)
    assert antenna_k == pytest.approx(lossy_k, abs=1e-9)  # the loss of an antenna is that of a line


def test_noise_of_an_antenna_over_arrays_is_that_of_each():
    shares, efficiencies = np.array([0.0, 0.25, 1.0]), np.array([[1.0], [0.4]])
    many = noise_temperature_of_antenna_k(10.0, shares, 290.0, efficiencies, 300.0)
    each = [[noise_temperature_of_antenna_k(10.0, s, 290.0, e, 300.0) for s in shares] for (e,) in efficiencies]
    np.testing.assert_allclose(many, each, rtol=1e-14)
