"""User expressions over the numbers of a case: ``2.3 * transmitter.power + 4 * transmitter.antenna.diameter ** 2``.

An expression may hold numbers, keys of inputs, names of lines of the budget, ``+ - * / **``, brackets, and the
functions :data:`FUNCTIONS`; nothing else is understood, and nothing is executed.
"""

import ast
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from linkbudget.errors import InputError, shortened

FUNCTIONS: dict[str, tuple[Callable, int]] = {
    "sqrt": (np.sqrt, 1),
    "exp": (np.exp, 1),
    "log": (np.log, 1),
    "log10": (np.log10, 1),
    "abs": (np.abs, 1),
    "min": (np.minimum, 2),
    "max": (np.maximum, 2),
}
"""Functions that may be called, with their numbers of arguments."""

LONGEST, DEEPEST = 1000, 100
"""Letters of an expression, and operations inside each other; beyond that it is no proxy."""

_OPERATORS = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
    ast.USub: np.negative,
    ast.UAdd: np.positive,
}


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that has been read: its text, and the names it uses."""

    text: str
    names: tuple[str, ...]
    _tree: ast.expr

    def value(self, numbers: dict):
        """Value for numbers, or arrays, by name; NaN or infinite where arithmetic has no answer."""
        with np.errstate(all="ignore"):
            return _value(self._tree, numbers)


def read(text: str) -> Expression:
    """Read an expression.

    Raises
    ------
    InputError
        If it is no arithmetic, or holds anything but what the top of this module lists.

    Examples
    --------
    >>> mass = read("2.3 * transmitter.power + 4 * transmitter.antenna.diameter ** 2")
    >>> mass.names, float(mass.value({"transmitter.power": 10.0, "transmitter.antenna.diameter": 2.0}))
    (('transmitter.power', 'transmitter.antenna.diameter'), 39.0)
    """
    if len(text) > LONGEST:
        raise InputError(f"expression {shortened(text)}: expected at most {LONGEST} letters")
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _refused(text, "is no arithmetic") from None
    names: dict[str, None] = {}
    _check(text, tree, names)
    return Expression(text.strip(), tuple(names), tree)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) < 1e300


def _check(text: str, node: ast.expr, names: dict[str, None], depth: int = 0) -> None:
    if depth > DEEPEST:
        raise _refused(text, "is nested too deeply")
    if isinstance(node, ast.Constant) and _is_number(node.value):
        return
    if isinstance(node, (ast.Name, ast.Attribute)):
        names[_dotted(text, node)] = None
    elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        _check(text, node.left, names, depth + 1)
        _check(text, node.right, names, depth + 1)
    elif isinstance(node, ast.UnaryOp) and type(node.op) in _OPERATORS:
        _check(text, node.operand, names, depth + 1)
    elif isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS:
            raise _refused(text, f"has an unknown function {shortened(ast.unparse(node.func))}")
        if node.keywords or len(node.args) != FUNCTIONS[name][1]:
            raise _refused(text, f"{name} takes {FUNCTIONS[name][1]} in brackets")
        for argument in node.args:
            _check(text, argument, names, depth + 1)
    else:
        raise _refused(text, f"holds {shortened(ast.unparse(node))}")


def _dotted(text: str, node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(text, node.value)}.{node.attr}"
    raise _refused(text, f"holds {shortened(ast.unparse(node))}")


def _refused(text: str, what: str) -> InputError:
    allowed = ", ".join(FUNCTIONS)
    return InputError(
        f"expression {shortened(text)}: {what}; expected numbers, names such as transmitter.power, + - * / **, "
        f"brackets, and {allowed}"
    )


def _value(node: ast.expr, numbers: dict):
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return np.float64(node.value)
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](_value(node.left, numbers), _value(node.right, numbers))
    if isinstance(node, ast.UnaryOp):
        return _OPERATORS[type(node.op)](_value(node.operand, numbers))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return FUNCTIONS[node.func.id][0](*(_value(argument, numbers) for argument in node.args))
    return np.asarray(numbers[_dotted("", node)], dtype=float)
