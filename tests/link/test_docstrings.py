"""Equations as text: nothing of any equation of the package vanishes on its way to a terminal."""

import importlib
import inspect
import pkgutil
import re
import unicodedata
from collections import Counter

import pytest

from linkbudget.link.docstrings import equations_latex
from linkbudget.link.plain_latex import ACCENTS, BRACKETS, OPERATORS, SYMBOLS, plain_latex, unknown_macros

LAYERS = ("physics", "geometry", "hardware", "link")
LAYOUT = {
    *("left", "right", "bigl", "bigr", "big", "quad", "qquad", "frac", "tfrac", "dfrac", "text", "operatorname"),
    *("mathrm", "mathbf", "overline", "begin", "end", "langle", "rangle"),
}
GROUPING = set(" ()[]{}^_/⟨⟩")
"""Characters that arrange: one line needs others than LaTeX."""


def equations():
    for layer in LAYERS:
        for found in pkgutil.iter_modules(importlib.import_module(f"linkbudget.{layer}").__path__):
            module = importlib.import_module(f"linkbudget.{layer}.{found.name}")
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__ and not name.startswith("_"):
                    for number, latex in enumerate(equations_latex(function)):
                        yield pytest.param(latex, id=f"{found.name}.{name}-{number}")


def signs_of(macro: re.Match) -> str:
    """Signs that a macro must leave on the line, from the macro's name where the name is enough."""
    name = macro[1]
    try:
        letter = name.removeprefix("var").replace("lambda", "lamda")
        return unicodedata.lookup(f"GREEK {'CAPITAL' if letter[0].isupper() else 'SMALL'} LETTER {letter}")
    except KeyError:
        pass
    if name in LAYOUT:
        return ""
    for signs in (SYMBOLS, OPERATORS, BRACKETS, ACCENTS):
        if name in signs:
            return signs[name]
    return {"lg": "log10", "sqrt": "√", "sum": "∑", "prod": "∏", "int": "∫", "binom": "binom,"}.get(name, name)


def signs(text: str) -> Counter:
    return Counter(character for character in unicodedata.normalize("NFKD", text) if character not in GROUPING)


def expected_signs(latex: str) -> Counter:
    latex = re.sub(r"\\(?:left|right)\.|\\[ ,;:!]|\\(?:begin|end)\{\w+\}|&", "", latex).replace(r"\\", ";")
    return signs(re.sub(r"\\(.)", r"\1", re.sub(r"\\([a-zA-Z]+)", signs_of, latex)))


@pytest.mark.parametrize("latex", list(equations()))
def test_nothing_of_an_equation_vanishes(latex):
    text = plain_latex(latex)
    assert not unknown_macros(latex)
    assert signs(text) == expected_signs(latex)
    assert all(text.count(opening) == text.count(closing) for opening, closing in ("()", "[]", "{}", "⟨⟩", "⌊⌋"))
    assert not re.search(r"\(\s*\)|[\^_/]\s*(?:$|[\s,;)\]}])(?<! /\s)", text), text


def test_every_layer_has_equations():
    assert len(list(equations())) > 300


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"a(p) = -0.061 \lg^3 p + 0.072 \lg^2 p", "a(p) = -0.061 log_10^3 p + 0.072 log_10^2 p"),
        (r"\tfrac12 \beta", "(1/2) β"),
        (r"\dfrac{a}{b} + \frac1{2}", "a/b + 1/2"),
        (r"\frac{\frac{a}{b}}{\frac{c}{d}}", "(a/b)/(c/d)"),
        (r"\frac{a / b}{c d}", "(a / b)/(c d)"),
        (r"\frac{R_n}{G_s} |Y|^2", "(R_n/G_s) |Y|^2"),
        (r"\log_{10} \frac{4 \pi d f}{c}", "log_10 (4 π d f/c)"),
        (r"\frac{-a}{b} - \frac{a - b}{c}", "-a/b - (a - b)/c"),
        (r"\frac{\sum_i p_i}{n}", "(∑_i p_i)/n"),
        (r"\sum_{k=1}^\infty a_k", "∑_(k=1)^∞ a_k"),
        (r"E_{k-1} x_12", "E_(k-1) x_1 2"),
        (r"e^{-r^2} 10^{-3} f^{0.5} c^{a b}", "e^(-r^2) 10^-3 f^0.5 c^(a b)"),
        (r"\sqrt[3]{x y} \sqrt 2 \sqrt{a + b} A\sqrt{y}", "(x y)^(1/3) √2 √(a + b) A √y"),
        (r"\overline{n^2} \bar\gamma_o \dot r \vec v \hat I_0", "⟨n^2⟩ γ̄_o ṙ v⃗ Î_0"),
        (r"h'_b \ge \varepsilon'' \le 5^\circ", "h'_b ≥ ε'' ≤ 5°"),
        (r"\cos\theta\,\sin2\tau \cos\sqrt z", "cos θ sin 2τ cos √z"),
        (r"\chi^2 C(\alpha\chi^2) r_0\chi", "χ^2 C(α χ^2) r_0 χ"),
        (r"\Delta f \cos\Delta - \Delta\rho", "Δf cos Δ - Δρ"),
        (r"\left. \frac{\partial T}{\partial N} \right|_{N=1}", "∂T/(∂N)|_(N=1)"),
        (r"\left( \frac{a}{b} \right)^{2}, \quad \binom{n}{j}", "(a/b)^2, binom(n, j)"),
        (r"\left ( \frac{a}{b} \right ) \text{50\% of it}", "(a/b) 50% of it"),
        (r"2 \frac{1}{3} x", "2 (1/3) x"),
        (r"L \ \text{(square)}, \quad m = 1 \text{ for } \alpha", "L (square), m = 1 for α"),
    ],
)
def test_structures_keep_their_meaning_on_one_line(latex, text):
    assert plain_latex(latex) == text


def test_macro_without_a_rule_prints_its_name_and_is_found():
    assert plain_latex(r"\unheard{x} + y") == "unheard x + y"
    assert unknown_macros(r"\unheard{x} + \sin y") == {r"\unheard"}
