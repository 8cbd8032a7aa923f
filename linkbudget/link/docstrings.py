"""Docstrings as data: the equation and the reference that every physics function carries.

``explain``, the report and the formula sheet read them from here, so an equation is written once, beside its code.
"""

import inspect
import re
from collections.abc import Callable
from functools import cache

_MATH = re.compile(r"\.\. math::[ \t]*(?P<first>[^\n]*)\n(?P<rest>(?:[ \t]*\n|[ \t]{3,}[^\n]*\n?)*)")
_FUNCTION_OF_FRACTION = re.compile(r"\\(log(?:_\w+)?|ln|sin|cos|tan|exp) *\\frac *(\{[^{}]*\}) *(\{[^{}]*\})")
_REFERENCE = re.compile(r"\.\. \[(\d+)\]\s+(.*?)(?=\n\s*\.\. \[|\Z)", re.DOTALL)
_ROLE = re.compile(r":(?:func|math|mod|class|data):`~?([^`]*)`")
_SECTION = re.compile(r"^References\n-+\n(.*?)(?=^\w[^\n]*\n-{3,}\n|\Z)", re.DOTALL | re.MULTILINE)


@cache
def summary(function: Callable) -> str:
    """First line of the docstring."""
    return (inspect.getdoc(function) or "").partition("\n")[0]


@cache
def equation_latex(function: Callable) -> str:
    """LaTeX of the first displayed equation, empty where there is none."""
    match = _MATH.search((inspect.getdoc(function) or "") + "\n")
    if match is None:
        return ""
    return " ".join(f"{match['first']} {match['rest']}".split())


@cache
def equation_text(function: Callable) -> str:
    """The equation as plain text, for a terminal.

    Examples
    --------
    >>> from linkbudget.physics.free_space import free_space_loss_db
    >>> equation_text(free_space_loss_db)
    'L_bf = 20 log_10(4 π d f/c)'
    """
    from pylatexenc.latex2text import LatexNodes2Text

    latex = re.sub(r"_\{([^{}]*)\}", r"_\1", equation_latex(function))
    latex = re.sub(
        r"\\(log(?:_\w+)?|ln|sin|cos|tan|exp) *\\frac *(\{[^{}]*\}) *(\{[^{}]*\})", r"\\\1(\\frac\2\3)", latex
    )
    latex = re.sub(r"(\\[a-zA-Z]+) (?=[a-zA-Z0-9])", r"\1{} ", latex)  # a macro swallows the space behind it
    latex = re.sub(r"\\(left|right|,|;|!|quad)(?![a-zA-Z])", "", latex)
    return " ".join(LatexNodes2Text().latex_to_text(latex).split())


@cache
def references(function: Callable) -> tuple[str, ...]:
    """The documents an equation comes from, in the order the docstring lists them.

    Examples
    --------
    >>> from linkbudget.physics.free_space import free_space_loss_db
    >>> references(free_space_loss_db)
    ('ITU-R P.525-5 (2024), section 2.2; equation (3) of earlier editions',)
    """
    section = _SECTION.search(inspect.getdoc(function) or "")
    if section is None:
        return ()
    return tuple(_plain(" ".join(text.split()).rstrip(".")) for _, text in _REFERENCE.findall(section[1]))


def _plain(text: str) -> str:
    """Text without Sphinx roles: a function by its own name."""
    return _ROLE.sub(lambda role: role[1].rpartition(".")[2].replace("_", " "), text)
