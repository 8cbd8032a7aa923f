"""Slips of units: absurd results warn with the unit that was probably meant, right ones do not."""

import warnings

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError, ModelRangeWarning, known_name, require
from linkbudget.physics.antennas import dish_gain_dbi, half_power_beamwidth_deg
from linkbudget.physics.free_space import free_space_loss_db


def test_kilometres_and_gigahertz_in_a_free_space_loss():
    guess = "distance_m 42 000 and frequency_hz 6 read as kilometres and gigahertz would give 200.48 dB"
    with pytest.warns(ModelRangeWarning, match=guess):
        assert free_space_loss_db(42_000, 6) == pytest.approx(-39.52, abs=0.01)


def test_gigahertz_alone_and_megahertz():
    with pytest.warns(ModelRangeWarning, match="frequency_hz 6 read as gigahertz would give 200.48 dB"):
        free_space_loss_db(42e6, 6.0)
    with pytest.warns(ModelRangeWarning, match="as kilometres and megahertz"):
        free_space_loss_db(500.0, 437.0)


def test_one_slip_in_an_array_warns():
    with pytest.warns(ModelRangeWarning, match="gigahertz"):
        free_space_loss_db(np.array([42e6, 42e6]), np.array([6e9, 6.0]))


def test_beams_and_gains_of_gigahertz_taken_for_hertz():
    with pytest.warns(ModelRangeWarning, match="beam .* wide: .* frequency_hz 12 read as gigahertz would give 1.457°"):
        half_power_beamwidth_deg(12.0, 1.2)
    with pytest.warns(ModelRangeWarning, match="frequency_hz 4 read as gigahertz would give 53"):
        dish_gain_dbi(4.0, 15.0, 0.55)
    with pytest.warns(ModelRangeWarning, match="narrow beam is stated for beamwidth_deg from 0 to 180"):
        half_power_beamwidth_deg(100e6, 0.5)


def test_right_units_do_not_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        free_space_loss_db([42e6, 106e9], 6e9)
        free_space_loss_db(1e3, 60e3)  # a time signal at 60 kHz
        dish_gain_dbi(145e6, 3.0, 0.5)
        half_power_beamwidth_deg(145e6, 3.0)


def test_percent_where_a_share_is_expected():
    with pytest.raises(LinkBudgetError, match=r"at most 1.0; did you mean 0.55\?$"):
        require("efficiency", 55, above=0.0, at_most=1.0)
    with pytest.raises(LinkBudgetError, match=r"at most 1.0$"):
        require("efficiency", 1.2, above=0.0, at_most=1.0)
    with pytest.raises(LinkBudgetError, match=r"at most 90$"):
        require("elevation_deg", 95.0, at_least=0.0, at_most=90)


def test_names_whatever_their_case():
    assert known_name("code", "Conv-7-1/2", ["conv-7-1/2", "none"]) == "conv-7-1/2"
    with pytest.raises(LinkBudgetError, match="expected one of a, A2"):
        known_name("code", 3, ["a", "A2"])
    with pytest.raises(LinkBudgetError, match="code = 'AB'"):
        known_name("code", "AB", ["ab", "aB"])  # either may be meant
