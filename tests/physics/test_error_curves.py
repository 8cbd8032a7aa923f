"""Curves of error rates: inverses of each other, the straight line in the logarithm, and points that are refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.error_curves import error_curve
from linkbudget.physics.modulation import BUILT_IN, Modulation

EBN0_DB = np.linspace(0.0, 10.0, 41)
BPSK = error_curve("bpsk-points", "BPSK by points", EBN0_DB, BUILT_IN["bpsk"].bit_error_rate(EBN0_DB), "the formula")


@given(st.floats(0.0, 10.0))
def test_required_ebn0_inverts_the_error_rate(ebn0_db):
    assert BPSK.required_ebn0_db(BPSK.error_rate(ebn0_db)) == pytest.approx(ebn0_db, abs=1e-9)


def test_points_a_quarter_decibel_apart_follow_the_formula_to_a_hundredth_of_a_decibel():
    rates = np.geomspace(1e-5, 0.05, 50)
    assert BPSK.required_ebn0_db(rates) == pytest.approx(BUILT_IN["bpsk"].required_ebn0_db(rates), abs=0.01)


def test_an_array_is_a_loop_of_scalars_and_nothing_lies_outside():
    rates = [1e-7, 1e-4, 1e-2, 0.4]
    found = BPSK.required_ebn0_db(rates)
    assert np.isnan(found).tolist() == [True, False, False, True]
    np.testing.assert_array_equal(found, [BPSK.required_ebn0_db(rate) for rate in rates])
    assert np.isnan(BPSK.error_rate([-0.01, 10.01])).all()


def test_a_modulation_may_be_a_curve():
    modulation = Modulation.from_curve(BPSK)
    assert (modulation.name, modulation.reference) == ("bpsk-points", "the formula")
    assert modulation.required_ebn0_db(1e-5) == BPSK.required_ebn0_db(1e-5)


def test_equal_curves_are_equal():
    one, same, other = (error_curve("a", "A", [1.0, 2.0], [1e-2, rate], "r") for rate in (1e-3, 1e-3, 1e-4))
    assert one == same != other
    assert str(one) == "a"


@pytest.mark.parametrize(
    ("ebn0_db", "error_rate", "said"),
    [
        ([1.0], [1e-2], "1 Eb/N0 and 1 error rates; expected two or more"),
        ([1.0, 2.0], [1e-2], "2 Eb/N0 and 1 error rates"),
        ([2.0, 1.0], [1e-2, 1e-3], "Eb/N0 of point 2 is 1 dB: expected more than before"),
        ([1.0, 1.0], [1e-2, 1e-3], "Eb/N0 of point 2 is 1 dB"),
        ([1.0, 2.0], [1e-3, 1e-2], "error rate of point 2 is 0.01: expected a lower one"),
        ([1.0, 2.0], [1e-2, 1e-2], "error rate of point 2 is 0.01"),
        ([1.0, 2.0], [1.5, 1e-2], "error_rate = 1.5: expected a number above 0.0 and at most 1.0"),
        ([1.0, 2.0], [1e-2, 0.0], "error_rate = 0.0"),
        ([1.0, np.nan], [1e-2, 1e-3], "expected finite numbers"),
    ],
)
def test_points_that_are_no_curve_are_refused(ebn0_db, error_rate, said):
    with pytest.raises(LinkBudgetError, match="modem: ") as refusal:
        error_curve("modem", "A modem", ebn0_db, error_rate, "a test")
    assert said in str(refusal.value)


def test_an_unknown_metric_is_refused():
    with pytest.raises(LinkBudgetError, match="metric = 'packet': expected one of bit, octet, word, frame"):
        error_curve("modem", "A modem", [1.0, 2.0], [1e-2, 1e-3], "a test", metric="packet")
