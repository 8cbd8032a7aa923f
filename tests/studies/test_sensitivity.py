"""Sensitivities: against what a linear budget must give, and Sobol indices against their closed form."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.physics.tolerances import tolerance_variance
from linkbudget.studies.sensitivity import sensitivity

CASE = lb.load("mars_express").case("telecommand")
ANSWER = sensitivity(CASE, "margin_db", 2**10)
BY_KEY = {one.key: one for one in ANSWER.influences}


def test_a_decibel_of_loss_is_a_decibel_of_margin():
    for key in ("transmitter.line_loss", "modulation.implementation_loss", "atmospheric_loss"):
        assert BY_KEY[key].per_unit == pytest.approx(-1.0, abs=1e-6)
    assert BY_KEY["transmitter.antenna.gain"].per_unit == pytest.approx(1.0, abs=1e-6)


def test_what_the_margin_does_not_depend_on_has_no_influence():
    carrier_only = BY_KEY["modulation.carrier.loop_bandwidth"]
    assert (carrier_only.per_unit, carrier_only.swing) == (0.0, 0.0)
    assert carrier_only.total == pytest.approx(0.0, abs=1e-9)


def test_ends_of_the_tornado_are_budgets():
    one = BY_KEY["receiver.noise_figure"]
    for end, value in (("low", one.at_low), ("high", one.at_high)):
        changed = CASE.with_values({one.key: CASE.value(one.key).at(end)}).budget()
        assert value == pytest.approx(changed["margin_db"], abs=1e-12)


def test_sobol_indices_of_a_sum_are_the_shares_of_its_variance():
    """Gain and losses add: each first-order index is its variance over the whole, and there is no interaction."""
    for key in ("transmitter.antenna.gain", "transmitter.line_loss", "modulation.implementation_loss"):
        number = CASE.value(key)
        alone = tolerance_variance(number.value, number.low, number.high, number.shape)
        one = BY_KEY[key]
        # 1024 base samples of a scrambled sequence: one per cent of the variance
        assert one.first == pytest.approx(alone / ANSWER.variance, abs=0.01)
        assert one.total == pytest.approx(one.first, abs=0.01)
    assert sum(one.first for one in ANSWER.influences) == pytest.approx(1.0, abs=0.02)


def test_shares_by_status_add_up():
    answer = sensitivity(lb.load("mars1").case("command-39cm"), "margin_db", 2**10)
    assert set(answer.by_status) == {"documented", "derived", "assumed"}
    assert sum(first for first, _ in answer.by_status.values()) == pytest.approx(1.0, abs=0.03)
    totals = np.array([one.total for one in answer.influences])
    assert (np.diff(totals) <= 0.0).all()
    assert (totals > -0.01).all()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"line": "margn_db"}, "margin_db"),
        ({"line": "required_ebn0_db"}, "no uncertain number moves it"),
        ({"samples": 100}, "power of two"),
        ({"samples": 0}, "power"),
        ({"seed": -1}, "seed = -1"),
    ],
)
def test_wrong_requests_are_refused(wrong, said):
    with pytest.raises(InputError, match=said):
        sensitivity(CASE, **wrong)


def test_a_link_without_doubt_has_nothing_to_compare():
    sure = CASE.with_values({key: number.value for key, number in CASE.uncertain().items()})
    with pytest.raises(InputError, match="nothing to compare"):
        sensitivity(sure)
