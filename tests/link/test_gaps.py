"""The reason why a budget has no answer, line by line."""

import math

import pytest

from linkbudget.link.gaps import gap, gap_key
from linkbudget.link.terms import given, term


def gain_db(power_w):
    """Return what is given [dB]."""
    return power_w


def ratio_db(power_w, range_m):
    """No number for any input [dB]."""
    return math.nan


def budget_of(*lines):
    """Lines of a budget whose closing margin is the last of them."""
    return {**{line.name: line for line in lines}, "closing_margin_db": lines[-1]}


def test_budget_with_an_answer_has_no_gap():
    terms = budget_of(term("gain", gain_db, power_w=3.0))
    assert gap(terms) == gap_key(terms) == ""


def test_number_that_was_given_so_is_said():
    nothing = given("power", math.nan, "W")
    terms = budget_of(nothing, term("gain", gain_db, power_w=nothing))
    assert gap_key(terms) == "power"
    assert gap(terms) == "power is not a number: it was given so"


def test_input_that_is_not_known_is_named():
    assert gap(budget_of(term("gain", gain_db, power_w=math.nan))) == "gain is not a number: power_w is not known"
    both = gap(budget_of(term("ratio", ratio_db, power_w=math.nan, range_m=math.nan)))
    assert both == "ratio is not a number: power_w and range_m is not known"


def test_equation_without_an_answer_is_shown_with_its_inputs():
    found = gap(budget_of(term("ratio", ratio_db, power_w=2.0, range_m=1.5e9)))
    assert found == "ratio is not a number: its equation has no answer for power_w = 2, range_m = 1.5e+09"


@pytest.mark.parametrize("rests", [False, True])
def test_line_on_which_the_margin_does_not_rest_is_passed_over(rests):
    aside = term("aside", ratio_db, power_w=2.0, range_m=1.0)
    margin = term("margin", gain_db, power_w=aside if rests else 1.0)
    assert gap_key(budget_of(aside, margin)) == ("aside" if rests else "")
