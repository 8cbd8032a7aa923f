"""Chains of stages: gain, noise, compression and intercept points."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.chain import (
    Stage,
    chain_gain_db,
    chain_noise_figure_db,
    chain_noise_temperature_k,
    chain_output_compression_dbm,
    chain_output_intercept_2_dbm,
    chain_output_intercept_3_dbm,
    input_level_dbm,
    level_plan,
    lossy_stage,
    spurious_free_range_db,
    stage_noise_temperature_k,
)
from linkbudget.physics.noise import noise_temperature_k, system_noise_temperature_at_antenna_k

# ---- reference ------------------------------------------------------------------------------------------------------


def test_two_amplifiers_agree_with_the_noise_engine_of_scikit_rf():
    # scikit-rf 2.2.0, network noise of two 20 dB amplifiers in a row
    stages = [Stage("first", 20.0, noise_figure_db=1.0), Stage("second", 20.0, noise_figure_db=0.5)]
    assert chain_noise_figure_db(stages) == pytest.approx(1.00420726096, abs=1e-9)


def test_amplifier_and_mixer_have_the_intercept_point_of_the_sum_of_their_distortions():
    # 22 dBm - 6 dB and 13 dBm at the output: 1 / (1 / 39.8 mW + 1 / 20.0 mW) = 13.3 mW (Pozar, section 10.3)
    stages = [
        Stage("amplifier", 20.0, 75.0, output_intercept_3_dbm=22.0),
        Stage("mixer", -6.0, 865.0, output_intercept_3_dbm=13.0),
    ]
    assert chain_output_intercept_3_dbm(stages) == pytest.approx(11.236, abs=1e-3)
    assert input_level_dbm(stages, chain_output_intercept_3_dbm(stages)) == pytest.approx(-2.764, abs=1e-3)


def test_intercept_points_are_those_of_stages_run_in_a_row():
    # polynomials y = g x + a x^2 + b x^3 put into each other; point from the coefficients of the result, 50 ohm, peak V
    coefficients = [(10.0, 0.3, -2.0), (3.0, 0.02, -0.05)]

    def intercepts_dbm(gain, second, third):
        third_input = 4.0 / 3.0 * gain / abs(third)  # square of the input amplitude
        second_input = gain / abs(second)  # the input amplitude
        return (10.0 * np.log10(gain**2 * x / 100.0 / 1e-3) for x in (second_input**2, third_input))

    stages = []
    for index, (gain, second, third) in enumerate(coefficients):
        second_dbm, third_dbm = intercepts_dbm(gain, second, third)
        stages.append(
            Stage(f"{index}", 20.0 * np.log10(gain), 0.0, None, inf, third_dbm, second_dbm),
        )
    (g1, a1, b1), (g2, a2, b2) = coefficients
    whole = (g1 * g2, g2 * a1 + a2 * g1**2, g2 * b1 + b2 * g1**3)  # second order by way of second order left out
    second_dbm, third_dbm = intercepts_dbm(*whole)
    assert chain_output_intercept_2_dbm(stages) == pytest.approx(second_dbm, abs=1e-9)
    assert chain_output_intercept_3_dbm(stages) == pytest.approx(third_dbm, abs=1e-9)


def test_spurious_free_range_is_two_thirds_of_the_way():
    assert spurious_free_range_db(21.0, -75.0) == pytest.approx(64.0)


# ---- identity -------------------------------------------------------------------------------------------------------


def test_lossy_line_before_a_receiver_is_the_system_noise_at_the_antenna():
    stages = [lossy_stage("feed", 1.3, 260.0), Stage("receiver", 60.0, noise_temperature_k=120.0)]
    assert chain_noise_temperature_k(stages) == pytest.approx(
        system_noise_temperature_at_antenna_k(0.0, 1.3, 260.0, 120.0)
    )
    assert chain_gain_db(stages) == pytest.approx(58.7)


def test_one_stage_is_its_own_chain():
    stage = Stage("amplifier", 15.0, None, 2.0, 10.0, 20.0, 30.0)
    assert chain_noise_figure_db([stage]) == pytest.approx(2.0)
    assert stage_noise_temperature_k(stage) == noise_temperature_k(2.0)
    assert chain_output_compression_dbm([stage]) == pytest.approx(10.0)
    assert chain_output_intercept_3_dbm([stage]) == pytest.approx(20.0)
    assert chain_output_intercept_2_dbm([stage]) == pytest.approx(30.0)


def test_linear_stages_never_compress_nor_distort():
    stages = [lossy_stage("feed", 1.0, 290.0), Stage("ideal", 20.0, 0.0)]
    assert chain_output_compression_dbm(stages) == inf
    assert chain_output_intercept_3_dbm(stages) == inf
    assert chain_output_intercept_2_dbm(stages) == inf


def test_level_plan_ends_with_the_whole_chain():
    stages = [lossy_stage("feed", 0.5, 290.0), Stage("LNA", 30.0, 50.0, None, 5.0), Stage("driver", 20.0, 300.0)]
    rows = level_plan(stages, -30.0)
    assert [row.name for row in rows] == ["feed", "LNA", "driver"]
    assert rows[-1].gain_db == chain_gain_db(stages)
    assert rows[-1].noise_temperature_k == chain_noise_temperature_k(stages)
    assert rows[1].level_dbm == pytest.approx(-0.5)
    assert rows[1].room_db == pytest.approx(5.5)
    assert rows[2].room_db == inf


# ---- shape ----------------------------------------------------------------------------------------------------------


def test_numbers_over_frequency_go_through_the_chain():
    gain_db, loss_db = np.array([28.0, 30.0, 29.0]), np.array([0.4, 0.5, 0.7])
    stages = [lossy_stage("feed", loss_db, 290.0), Stage("LNA", gain_db, 50.0, None, 5.0, 15.0, 25.0)]
    for function in (
        chain_gain_db,
        chain_noise_temperature_k,
        chain_output_compression_dbm,
        chain_output_intercept_3_dbm,
        chain_output_intercept_2_dbm,
    ):
        loop = [
            function([lossy_stage("feed", loss, 290.0), Stage("LNA", gain, 50.0, None, 5.0, 15.0, 25.0)])
            for loss, gain in zip(loss_db.tolist(), gain_db.tolist(), strict=True)
        ]
        assert function(stages) == pytest.approx(np.array(loop), abs=1e-12)
        assert isinstance(loop[0], float)


# ---- property -------------------------------------------------------------------------------------------------------

STAGES = st.lists(
    st.builds(
        lambda gain, noise, level: Stage("stage", gain, noise, None, level, level + 10.0, level + 20.0),
        st.floats(-20.0, 40.0),
        st.floats(0.0, 3000.0),
        st.floats(-30.0, 40.0),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(stages=STAGES)
def test_another_stage_never_makes_a_chain_better(stages):
    noise_k, limit_dbm = chain_noise_temperature_k(stages), chain_output_compression_dbm(stages)
    longer = [*stages, Stage("more", 10.0, 100.0, None, 20.0)]
    assert chain_noise_temperature_k(longer) >= noise_k
    assert chain_output_compression_dbm(longer) <= limit_dbm + 10.0 + 1e-9
    assert np.isfinite([noise_k, limit_dbm, chain_output_intercept_3_dbm(stages)]).all()


# ---- limits ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("noise", [{}, {"noise_temperature_k": 50.0, "noise_figure_db": 1.0}])
def test_noise_is_said_once(noise):
    with pytest.raises(LinkBudgetError, match="LNA: expected either"):
        Stage("LNA", 30.0, **noise)


def test_impossible_noise_names_the_stage():
    with pytest.raises(LinkBudgetError, match="LNA: noise_temperature_k = -1"):
        Stage("LNA", 30.0, noise_temperature_k=-1.0)
    with pytest.raises(LinkBudgetError, match="line_loss_db"):
        lossy_stage("feed", -1.0, 290.0)


def test_chain_of_nothing_is_refused():
    with pytest.raises(LinkBudgetError, match="no stages"):
        chain_gain_db([])
