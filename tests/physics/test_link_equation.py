"""Whole links in one call: C/N0, C/N and Eb/N0 by every route agree."""

import math

import pytest

from linkbudget.constants import BOLTZMANN_J_PER_K
from linkbudget.errors import LinkBudgetError
from linkbudget.physics.antennas import dish_gain_dbi
from linkbudget.physics.free_space import free_space_loss_db
from linkbudget.physics.link_equation import (
    cn0_of_eirp_dbhz,
    cn0_of_power_dbhz,
    cn0_over_distance_dbhz,
    cnr_of_eirp_db,
    cnr_over_distance_db,
    ebn0_of_cn0_db,
    ebn0_of_cnr_db,
    ebn0_of_eirp_db,
    ebn0_over_distance_db,
)
from linkbudget.physics.noise import combined_ratio_db
from linkbudget.physics.received_quality import (
    bit_rate_of_power_bps,
    cnr_margin_of_area_db,
    ebn0_of_dish_db,
    ebn0_of_power_db,
    saturation_uplink_cn0_dbhz,
    system_noise_temperature_for_rate_k,
    total_cn0_dbhz,
    total_cnr_db,
)
from linkbudget.physics.receiver_noise import g_over_t_of_dish_db_per_k
from linkbudget.physics.transmission_equation import eirp_for_flux_dbw


def test_link_in_watts_and_kelvin():
    # 100 W EIRP, loss 180 dB, gain 30 dBi, 250 K: written out
    watts = 100.0 * 1e-18 * 1e3
    expected = 10.0 * math.log10(watts / (BOLTZMANN_J_PER_K * 250.0))
    assert cn0_of_eirp_dbhz(180.0, 20.0, 30.0 - 10.0 * math.log10(250.0)) == pytest.approx(expected, abs=1e-12)


def test_losses_and_back_off_come_off():
    base = cn0_of_eirp_dbhz(200.0, 48.0, 18.0)
    assert cn0_of_eirp_dbhz(200.0, 48.0, 18.0, 1.5, 4.0) == pytest.approx(base - 5.5)
    assert cn0_of_power_dbhz(200.0, 10.0, 39.0, 18.0, 1.0, 0.5) == pytest.approx(base - 0.5)
    with pytest.raises(LinkBudgetError, match="back_off_db"):
        cn0_of_eirp_dbhz(200.0, 48.0, 18.0, 0.0, -1.0)


def test_a_distance_and_a_loss_are_the_same_link():
    loss_db = free_space_loss_db(1.2e9, 8.4e9)
    cn0 = cn0_over_distance_dbhz(1.2e9, 8.4e9, 60.0, 45.0, 0.5)
    assert cn0 == pytest.approx(cn0_of_eirp_dbhz(loss_db, 60.0, 45.0, 0.5))
    assert cnr_over_distance_db(1.2e9, 8.4e9, 1e5, 60.0, 45.0, 0.5) == pytest.approx(cn0 - 50.0)
    assert ebn0_over_distance_db(1.2e9, 8.4e9, 1e4, 60.0, 45.0, 0.5) == pytest.approx(cn0 - 40.0)
    assert cnr_of_eirp_db(loss_db, 1e5, 60.0, 45.0, 0.5) == pytest.approx(cn0 - 50.0)
    assert ebn0_of_eirp_db(loss_db, 1e4, 60.0, 45.0, 0.5) == pytest.approx(cn0 - 40.0)


def test_cn_and_eb_n0_are_one_where_bandwidth_is_the_rate():
    assert ebn0_of_cnr_db(9.0, 2e6, 2e6) == pytest.approx(9.0)
    assert ebn0_of_cnr_db(9.0, 1e6, 2e6) == pytest.approx(12.0103, abs=1e-4)
    assert ebn0_of_cn0_db(70.0, 1e6) == pytest.approx(10.0)


def test_a_dish_by_its_area_and_by_its_figure_of_merit():
    distance_m, eirp_dbw = 37e6, 51.0
    for frequency_hz in (4e9, 20e9):  # a fixed area collects the same at every frequency
        g_over_t = g_over_t_of_dish_db_per_k(frequency_hz, 1.8, 0.62, 95.0)
        by_gain = ebn0_over_distance_db(distance_m, frequency_hz, 2e6, eirp_dbw, g_over_t, 1.0)
        assert ebn0_of_dish_db(distance_m, 2e6, eirp_dbw, 1.8, 0.62, 95.0, 1.0) == pytest.approx(by_gain, abs=1e-9)
        assert g_over_t == pytest.approx(dish_gain_dbi(frequency_hz, 1.8, 0.62) - 10.0 * math.log10(95.0))


def test_margin_of_an_area_takes_the_wanted_ratio_off():
    terms = 37e6, 1e6, 51.0, 2.0, 120.0
    assert cnr_margin_of_area_db(*terms, 0.0, 0.5, 8.0) == pytest.approx(
        cnr_margin_of_area_db(*terms) - 11.0103, abs=1e-4
    )


def test_rate_and_temperature_turn_the_quality_round():
    ebn0_db = ebn0_of_power_db(3e-16, 1200.0, 600.0)
    assert bit_rate_of_power_bps(3e-16, ebn0_db, 600.0) == pytest.approx(1200.0, rel=1e-12)
    assert system_noise_temperature_for_rate_k(3e-16, 1200.0, ebn0_db) == pytest.approx(600.0, rel=1e-12)
    assert ebn0_db == pytest.approx(10.0 * math.log10(3e-16 / (BOLTZMANN_J_PER_K * 600.0 * 1200.0)))


def test_two_hops_are_worse_than_the_worse():
    assert total_cn0_dbhz(90.0, 90.0) == pytest.approx(86.9897, abs=1e-4)
    assert total_cn0_dbhz(math.inf, 90.0) == pytest.approx(90.0)
    assert total_cnr_db(20.0, 17.0, 24.0) == pytest.approx(combined_ratio_db([20.0, 17.0, 24.0]))
    assert total_cnr_db(20.0, 17.0) == pytest.approx(combined_ratio_db([20.0, 17.0]))
    assert total_cnr_db([20.0, 30.0], 17.0) == pytest.approx([total_cnr_db(20.0, 17.0), total_cnr_db(30.0, 17.0)])


def test_a_saturating_uplink_is_one_of_the_eirp_that_saturates():
    eirp_dbw = eirp_for_flux_dbw(14e9, -92.0, 207.0)
    by_eirp = cn0_of_eirp_dbhz(207.0, eirp_dbw, 3.0, 0.5, 9.0)
    assert saturation_uplink_cn0_dbhz(14e9, -92.0, 3.0, 9.0, 0.5) == pytest.approx(by_eirp)
