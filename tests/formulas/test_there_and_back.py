"""Every equation by its name: the calls of its own examples, as text with units, and turned round for each argument."""

import math

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError, collected_notes
from linkbudget.formulas.answers import answered
from linkbudget.formulas.formula import NUMBER, SWITCH, THING, WHOLE, WORD, Argument, named
from linkbudget.formulas.index import entries
from linkbudget.formulas.values import DATE
from linkbudget.labels import RATIO
from tests.formulas.examples import calls

NOT_TWICE = {
    "received_slot": "its generator of random numbers has moved on",
    "received_video": "its generator of random numbers has moved on",
    "between_shares": "takes a function",
    **dict.fromkeys(
        (
            "read_points_grasp",
            "read_points_grasp_grid",
            "read_points_nec",
            "read_points_hfss",
            "read_points_cst_source",
        ),
        "its example deletes the file that it reads",
    ),
}
"""Equations whose example cannot be run twice, and why."""

NAMES = [name for name in entries() if name not in NOT_TWICE]


def as_text(argument: Argument, value) -> object:
    """A value as somebody would type it, with all its figures; what has no text stays what it is."""
    if argument.kind == SWITCH:
        return "yes" if value else "no"
    if argument.kind in (THING, WORD) or value is None or argument.unit == DATE or np.ndim(value) > 1:
        return value
    if np.iscomplexobj(value) or isinstance(value, bool):
        return value
    unit = "" if argument.unit == RATIO else f" {argument.unit}"
    if np.ndim(value) == 1:
        texts = [f"{float(one)!r}{unit}" for one in value]
        return ", ".join(texts) if len(texts) > 1 else texts
    return f"{value if argument.kind == WHOLE else float(value)!r}{unit}"


def same(one, other) -> bool:
    """Equal to all figures, NaN as well."""
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float | int | complex | np.ndarray | np.generic):
        return np.array_equal(one, other, equal_nan=np.asarray(one).dtype.kind in "fc")
    return type(one) is type(other)


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_an_equation_are_what_its_formula_gives_for_text(name):
    formula = named(name)
    found = calls(formula)
    assert found, "no example calls it"
    given, result = found[0]
    texts = {}
    for key, value in given.items():
        argument = formula.argument(key)
        texts[key if isinstance(value, int | float | np.ndarray) else argument.key] = as_text(argument, value)
    read, target = formula.read(texts)
    assert target is None
    with collected_notes():
        assert same(answered(formula, read, None).value, result)


LONG = {
    *(("radio_loss_db", key) for key in ("error_rate", "loop_snr_db")),
    *(("symbol_error_probability", key) for key in ("background_photons",)),
}
"""Equations and arguments for which looking takes seconds: integrals and sums in each step."""

SEVERAL = {}
"""Equations and arguments without an answer that is the example's alone, and why."""


def scalar_arguments(name):
    """Arguments of the first example that are single numbers, where the answer is one as well."""
    formula = named(name)
    given, result = calls(formula)[0]
    if np.ndim(result) or isinstance(result, bool | np.bool_) or not isinstance(result, int | float | np.number):
        return formula, given, result, []
    arguments = [one for one in formula.arguments if one.kind in (NUMBER, WHOLE) and one.unit != DATE]
    numbers = [one for one in arguments if isinstance(given.get(one.name), int | float | np.floating)]
    return formula, given, result, [one for one in numbers if not isinstance(given[one.name], bool)]


@pytest.mark.parametrize("name", NAMES)
def test_an_equation_turned_round_gives_back_the_value_that_was_put_in(name):
    formula, given, result, arguments = scalar_arguments(name)
    for argument in arguments:
        if (name, argument.name) in LONG or (name, argument.name) in SEVERAL:
            continue
        others = {key: value for key, value in given.items() if key != argument.name}
        answer = answered(formula, others, float(result), solve_for=argument.key)
        wanted = given[argument.name]
        if answer.span is not None:
            assert answer.span[0] <= wanted <= answer.span[1], argument.key
        else:
            assert any(math.isclose(one, wanted, rel_tol=1e-6, abs_tol=1e-9) for one in answer.roots), argument.key


@pytest.mark.parametrize(("name", "key"), list(SEVERAL), ids=lambda one: one)
def test_what_cannot_be_turned_round_says_so(name, key):
    formula, given, result, _ = scalar_arguments(name)
    others = {one: value for one, value in given.items() if one != key}
    with pytest.raises(LinkBudgetError, match=SEVERAL[name, key]):
        answered(formula, others, float(result), solve_for=formula.argument(key).key)
