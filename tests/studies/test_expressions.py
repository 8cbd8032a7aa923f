"""Arithmetic of users: it computes what it says, and does nothing else."""

import numpy as np
import pytest

from linkbudget.errors import InputError
from linkbudget.studies.expressions import read

NUMBERS = {"a": 2.0, "b.c": np.array([1.0, 3.0]), "d_1": -1.5}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3 ** 2", 19.0),
        ("-a ** 2", -4.0),
        ("2.5 * b.c / a", [1.25, 3.75]),
        ("sqrt(a * 8) - log10(100) + abs(d_1)", 3.5),
        ("max(b.c, 2) + min(d_1, 0)", [0.5, 1.5]),
        ("exp(log(a))", 2.0),
        ("+a - -a", 4.0),
    ],
)
def test_value_of_arithmetic(text, value):
    np.testing.assert_allclose(read(text).value(NUMBERS), value)


def test_what_has_no_answer_is_nan_or_infinite_without_a_warning():
    assert np.isnan(read("sqrt(d_1)").value(NUMBERS))
    assert np.isinf(read("a / 0").value(NUMBERS))
    assert np.isnan(read("d_1 ** 0.5").value(NUMBERS))
    assert np.isinf(read("9.0 ** 9 ** 9").value(NUMBERS))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 +",
        "a; b",
        "a = 1",
        "__import__('os').system('true')",
        "eval('1')",
        "a.__class__()",
        "(1).real",
        "[1, 2]",
        "'text'",
        "True",
        "1j",
        "a if a else 2",
        "lambda: 1",
        "a < 2",
        "a and 2",
        "a % 2",
        "a // 2",
        "a << 2",
        "~a",
        "a @ a",
        "sqrt(1, 2)",
        "sqrt(x=1)",
        "sqrt(*a)",
        "max(1)",
        "f'{a}'",
        "(a := 1)",
        "{a}",
        "a[0]",
        "1" + "0" * 400,
        "-" * 500 + "1",
        "(" * 400 + "1" + ")" * 400,
        "a + " * 400 + "a",
        "1 if 1else 2",
    ],
)
def test_anything_else_is_refused_in_one_line(text):
    with pytest.raises(InputError) as error:
        read(text)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400
