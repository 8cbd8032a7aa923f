"""Equation and references of a physics function, read from its docstring.

``explain``, the report and the formula sheet read them from here, so an equation is written once, beside its code.
"""

import inspect
import re
import sys
from collections.abc import Callable
from functools import cache

from linkbudget.errors import InputError
from linkbudget.link.plain_latex import plain_latex

_MATH = re.compile(r"\.\. math::[ \t]*(?P<first>[^\n]*)\n(?P<rest>(?:[ \t]*\n|[ \t]{3,}[^\n]*\n?)*)")
_REFERENCE = re.compile(r"\.\. \[(\d+)\]\s+(.*?)(?=\n\s*\.\. \[|\Z)", re.DOTALL)
_ROLE = re.compile(r":(func|math|mod|class|data):`~?([^`]*)`")
_SECTION = re.compile(r"^References\n-+\n(.*?)(?=^\w[^\n]*\n-{3,}\n|\Z)", re.DOTALL | re.MULTILINE)


@cache
def summary(function: Callable) -> str:
    """First line of the docstring."""
    return _docstring(function).partition("\n")[0]


@cache
def equation_latex(function: Callable) -> str:
    """LaTeX of the first displayed equation, empty where there is none."""
    return next(iter(equations_latex(function)), "")


@cache
def equations_latex(function: Callable) -> tuple[str, ...]:
    """LaTeX of every displayed equation, each in one line."""
    return equations_of_text(_docstring(function))


def equations_of_text(document: str) -> tuple[str, ...]:
    """LaTeX of every displayed equation of a docstring, each in one line."""
    blocks = _MATH.finditer(document + "\n")
    return tuple(" ".join(f"{block['first']} {block['rest']}".split()) for block in blocks)


@cache
def equation_text(function: Callable) -> str:
    """The equation as plain text, for a terminal.

    Examples
    --------
    >>> from linkbudget.physics.free_space import free_space_loss_db
    >>> equation_text(free_space_loss_db)
    'L_bf = 20 log_10 (4 π d f/c)'
    """
    return plain_latex(equation_latex(function))


@cache
def references(function: Callable) -> tuple[str, ...]:
    """The documents an equation comes from, in the order the docstring lists them.

    Examples
    --------
    >>> from linkbudget.physics.free_space import free_space_loss_db
    >>> references(free_space_loss_db)
    ('ITU-R P.525-5 (2024), section 2.2; equation (3) of earlier editions',)
    """
    return references_of_text(_docstring(function))


def references_of_text(document: str) -> tuple[str, ...]:
    """The documents that a docstring lists."""
    section = _SECTION.search(document)
    if section is None:
        return ()
    return tuple(plain_text(" ".join(text.split()).rstrip(".")) for _, text in _REFERENCE.findall(section[1]))


def _docstring(function: Callable) -> str:
    if sys.flags.optimize > 1:
        raise InputError("python -OO removes the docstrings that equations are read from; run it without -OO")
    return inspect.getdoc(function) or ""


def plain_text(text: str) -> str:
    """Text of a docstring without Sphinx roles: a function by its own name, a symbol as in equations."""
    return _ROLE.sub(_said, text).replace("``", "")


def _said(role: re.Match[str]) -> str:
    kind, what = role.groups()
    return plain_latex(what) if kind == "math" else what.rpartition(".")[2].replace("_", " ")
