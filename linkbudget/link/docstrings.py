"""Docstrings as data: the equation and the reference that every physics function carries.

``explain``, the report and the formula sheet read them from here, so an equation is written once, beside its code.
"""

import inspect
import re
from collections.abc import Callable
from functools import cache

_MATH = re.compile(r"\.\. math::[ \t]*(?P<first>[^\n]*)\n(?P<rest>(?:[ \t]*\n|[ \t]{3,}[^\n]*\n?)*)")
_SPACING = re.compile(r"\\(?:left|right|bigl?|bigr?|quad|qquad|,|;|!|:)(?![a-zA-Z])|(?<!\\)[&]")
_SUBSCRIPT = re.compile(r"_\{([^{}]*)\}")
_POWER = re.compile(r"\^\{([^{}]*)\}")
_UPRIGHT = re.compile(r"\\(?:mathrm|mathbf|operatorname|text|hat)\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_SHORT_ROOT = re.compile(r"\\sqrt\s*(\d|[a-zA-Z]|\\[a-zA-Z]+)(?![{a-zA-Z])")
_SHORT_FRACTION = re.compile(r"\\[td]?frac\s*(\d|[a-zA-Z])\s*(\d|[a-zA-Z](?![a-zA-Z]))(?!\{)")
_FRACTION = re.compile(
    r"(?P<function>\\(?:log|ln|sin|cos|tan|exp)(?:_\w+)? *)?"
    r"\\[td]?frac\s*\{(?P<over>[^{}]*)\}\s*\{(?P<under>[^{}]*)\}"
)
_MACRO = re.compile(r"(\\[a-zA-Z]+) (?=[^{\s])")
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
    'L_bf = 20 log_10 (4 π d f/c)'
    """
    return plain_equation(equation_latex(function))


def plain_equation(latex: str) -> str:
    r"""LaTeX as one line of text; fractions and powers get the parentheses they need.

    Examples
    --------
    >>> plain_equation(r"n = \frac{\ln 0.5}{\ln \cos(\theta_3 / 2)}, \quad x = 10^{-r_i / 20} \frac{a + b}{c}")
    'n = ln 0.5/(ln cos(θ_3 / 2)), x = 10^(-r_i / 20) (a + b)/c'
    """
    from pylatexenc.latex2text import LatexNodes2Text

    text, before = _SPACING.sub(" ", latex), None
    while text != before:  # from the innermost braces outwards
        before = text
        text = _SUBSCRIPT.sub(r"_\1", text)
        text = _POWER.sub(lambda power: "^" + _grouped(power[1]), text)
        text = _UPRIGHT.sub(r"\1", text)
        text = _ROOT.sub(r"√(\1)", text)
        text = _SHORT_ROOT.sub(r"\\sqrt{\1}", text)
        text = _SHORT_FRACTION.sub(r"\\frac{\1}{\2}", text)
        text = _FRACTION.sub(_fraction, text)
    text = _MACRO.sub(r"\1{} ", text)  # a macro swallows the space behind it
    return " ".join(LatexNodes2Text().latex_to_text(text).split())


def _fraction(match: re.Match) -> str:
    over, under = match["over"].strip(), match["under"].strip()
    over = f"({over})" if re.search(r"[-+±∓]|\\pm|\\mp", over[1:]) else over
    text = f"{over}/{_grouped(under)}"
    return f"{match['function']}({text})" if match["function"] else text


def _grouped(text: str) -> str:
    """In parentheses, unless it is one symbol or number already."""
    return text if re.fullmatch(r"\s*-?(?:\\?\w+|\w+\^\w+|\([^()]*\))\s*", text) else f"({text})"


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
