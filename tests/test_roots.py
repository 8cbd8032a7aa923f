"""The bracketing root finder against SciPy's and against known roots."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import elementwise

from linkbudget.errors import LinkBudgetError
from linkbudget.roots import bracketed_root

# Reference -----------------------------------------------------------------------------------------------------------

# Functions of Chandrupatla's paper (1997), section 5, on his interval, and one with a corner.
HARD = [
    (lambda x: x**3 - 2.0 * x - 5.0, 2.0, 3.0),
    (lambda x: 1.0 - 1.0 / x**2, 0.5, 1.51),
    (lambda x: (x - 3.0) ** 3, 0.0, 5.0),
    (lambda x: 6.0 * (x - 2.0) ** 5, 0.0, 5.0),
    (lambda x: np.where(x < 1.0, -1e-3, np.sqrt(np.abs(x - 1.0)) + 1e-3), -3.0, 7.0),
]


@pytest.mark.parametrize(("function", "low", "high"), HARD)
def test_roots_agree_with_scipy(function, low, high):
    ours = bracketed_root(function, low, high, tolerance=1e-10)
    scipys = elementwise.find_root(function, (low, high), tolerances={"xatol": 1e-11})
    # of a fifth power the function is zero in floating point all around the root
    assert ours == pytest.approx(scipys.x, abs=2e-3 if abs(function(np.array(ours))) == 0.0 else 1e-9)


# Property ------------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.lists(st.floats(-50.0, 50.0), min_size=1, max_size=20), st.floats(0.1, 30.0))
def test_every_bracket_finds_its_own_root(roots, steepness):
    roots = np.array(roots)
    found = bracketed_root(lambda x: np.arctan(steepness * (x - roots)), roots - 60.0, roots + 7.0, tolerance=1e-9)
    assert found == pytest.approx(roots, abs=1e-8)


# Identity ------------------------------------------------------------------------------------------------------------


def test_a_root_on_an_end_is_found():
    assert bracketed_root(lambda x: x, [0.0, -1.0], [1.0, 0.0]) == pytest.approx([0.0, 0.0], abs=1e-300)


def test_known_values_at_the_ends_are_not_computed_again():
    """Nor doubted: the function of a search has the sign of the search at the ends."""
    asked = []

    def function(x):
        asked.append(x)
        return np.cos(x)

    root = bracketed_root(function, [0.0], [3.0], at_ends=([1.0], [np.cos(3.0)]))
    assert root == pytest.approx(0.5 * np.pi)
    assert not any(x[0] in (0.0, 3.0) for x in asked)


def test_no_change_of_sign_is_refused():
    with pytest.raises(LinkBudgetError, match="same sign at both ends"):
        bracketed_root(lambda x: x**2 + 1.0, -1.0, 1.0)


def test_running_out_of_steps_is_said():
    with pytest.raises(LinkBudgetError, match="within 2 steps"):
        bracketed_root(np.cos, 0.0, 3.0, most_steps=2)
