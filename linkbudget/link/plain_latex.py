r"""LaTeX of an equation as one line of plain text, for a terminal.

:func:`plain_latex` reads the LaTeX into items (:class:`_Reader`) and writes them with the spaces and parentheses that
one line needs (:func:`_written`).  Nothing vanishes: a macro that :data:`SYMBOLS`, :data:`FUNCTIONS` and the reader do
not have prints its own name, and :func:`unknown_macros` finds it.
"""

import re
import unicodedata
from typing import NamedTuple

_GREEK = (
    *("alpha", "beta", "gamma", "delta", "zeta", "eta", "theta", "iota", "kappa", "lamda", "mu", "nu", "xi", "pi"),
    *("rho", "sigma", "tau", "upsilon", "chi", "psi", "omega"),
)

SYMBOLS = {
    **{name: unicodedata.lookup(f"GREEK SMALL LETTER {name}") for name in _GREEK},
    **{name.capitalize(): unicodedata.lookup(f"GREEK CAPITAL LETTER {name}") for name in (*_GREEK, "phi")},
    **{"lambda": "λ", "Lambda": "Λ", "phi": "ϕ", "varphi": "φ", "epsilon": "ϵ", "varepsilon": "ε", "vartheta": "ϑ"},
    **{"infty": "∞", "odot": "⊙", "oplus": "⊕", "partial": "∂", "nabla": "∇", "hbar": "ℏ", "ell": "ℓ", "circ": "°"},
    **{"dots": "…", "ldots": "…", "cdots": "⋯", "prime": "'", "ast": "*", "star": "⋆", "dagger": "†"},
}
"""Macro -> the letter or sign that stands for a quantity."""

OPERATORS = {
    **{"le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "ll": "≪", "gg": "≫", "approx": "≈"},
    **{"sim": "∼", "simeq": "≃", "equiv": "≡", "propto": "∝", "in": "∈", "mid": "|", "to": "→", "rightarrow": "→"},
    **{"Rightarrow": "⇒", "pm": "±", "mp": "∓", "times": "×", "cdot": "·", "div": "÷", "cup": "∪", "cap": "∩"},
}
"""Macro -> the sign that stands between two quantities."""

FUNCTIONS = {
    **{name: name for name in ("sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh")},
    **{name: name for name in ("tanh", "exp", "ln", "log", "max", "min", "lim", "sup", "inf", "arg", "det", "Pr")},
    **{"lg": "log_10", "sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "oint": "∮"},
}
"""Macro -> the name or sign of what works on all that follows."""

BRACKETS = {
    **{"{": "{", "lbrace": "{", "langle": "⟨", "lfloor": "⌊", "lceil": "⌈", "lvert": "|"},
    **{"}": "}", "rbrace": "}", "rangle": "⟩", "rfloor": "⌋", "rceil": "⌉", "rvert": "|"},
}
"""Macro -> the bracket, opening in the first line, closing in the second."""

ACCENTS = {"dot": "\u0307", "ddot": "\u0308", "hat": "\u0302", "bar": "\u0304", "overline": "\u0304", "vec": "\u20d7"}
"""Macro -> the mark above one letter; above more than one, a line is a mean."""

_CLOSING = {"}", "⟩", "⌋", "⌉", ")", "]"}
_UPRIGHT = {"mathrm", "mathbf", "mathit", "mathcal", "boldsymbol"}
_WORDS = {"text", "textrm", "operatorname", "begin", "end"}
_FRACTIONS = {"frac", "tfrac", "dfrac"}
_SIZES = {"left", "right", *(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r"))}
_GAPS = {"quad", "qquad", " "}
_SPACES = {",", ";", ":", "!"}
_SIGNS = {"%", "_", "&", "#", "$"}
_READ = {*_UPRIGHT, *_WORDS, *_FRACTIONS, *_SIZES, *_GAPS, *_SPACES, *_SIGNS, "binom", "sqrt", "\\"}
_TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\s+|.", re.DOTALL)
_QUANTITY = {"letter", "number", "symbol"}
_BLANK = {"space", "gap"}


class _Item(NamedTuple):
    text: str
    kind: str
    """letter, number, symbol, word, function, operator, fraction, open, close, bar, space or gap."""


def plain_latex(latex: str) -> str:
    r"""LaTeX as one line of text; fractions, roots and powers get the parentheses they need.

    Examples
    --------
    >>> plain_latex(r"n = \frac{\ln 0.5}{\ln \cos(\theta_3 / 2)}, \quad x = 10^{-r_i / 20} \frac{a + b}{c}")
    'n = (ln 0.5)/(ln cos(θ_3 / 2)), x = 10^(-r_i / 20) (a + b)/c'
    >>> plain_latex(r"|x| = \begin{cases} x & \text{if } x \ge 0 \\ -x & \text{otherwise} \end{cases}")
    '|x| = {x if x ≥ 0; -x otherwise}'
    >>> plain_latex(r"\dot r \ne \tfrac12 \bar\gamma_o \lg p, \quad \sum_{j=E+1}^n \binom{n}{j} \sqrt x")
    'ṙ ≠ (1/2) γ̄_o log_10 p, ∑_(j=E+1)^n binom(n, j) √x'
    """
    return re.sub(r",? ;|,;", ";", _written(_Reader(latex).items()))


def unknown_macros(latex: str) -> set[str]:
    r"""Macros for which there is no rule.

    Examples
    --------
    >>> unknown_macros(r"\sin x + \unheard{y}")
    {'\\unheard'}
    """
    known = (SYMBOLS, OPERATORS, FUNCTIONS, BRACKETS, ACCENTS, _READ)
    macros = [token for token in _TOKEN.findall(latex) if token.startswith("\\")]
    return {macro for macro in macros if not any(macro[1:] in table for table in known)}


class _Reader:
    """Items of the LaTeX, from left to right."""

    def __init__(self, latex: str):
        self.tokens, self.place = _TOKEN.findall(latex), 0

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1] if self.place <= len(self.tokens) else ""

    def items(self, end: str = "") -> list[_Item]:
        """All to the closing brace, or to the end."""
        found: list[_Item] = []
        while (token := self.take()) not in ("", end):
            if token in ("^", "_", "'"):
                base = found.pop() if found and found[-1].kind not in _BLANK else _Item("", "symbol")
                kind = "symbol" if base.kind in _QUANTITY else base.kind
                found.append(_Item(base.text + self.script(token), kind))
                continue
            for item in self.read(token):
                if found and item.kind == found[-1].kind and item.kind in ("letter", "number"):
                    item = _Item(found.pop().text + item.text, item.kind)
                found.append(item)
        return found

    def argument(self) -> list[_Item]:
        """Take the argument of a macro or script: a group in braces, or one token."""
        while (token := self.take()).isspace():
            pass
        return self.items("}") if token == "{" else self.read(token)

    def words(self) -> str:
        """A group in braces as it stands."""
        start, end = self.tokens.index("{", self.place), self.tokens.index("}", self.place)
        self.place = end + 1
        return "".join(self.tokens[start + 1 : end]).replace("\\", "")

    def script(self, token: str) -> str:
        if token == "'":
            return token
        text = _written(self.argument())
        if token == "^" and text == "°":
            return text
        return token + (text if re.fullmatch(r"-?(?:\d+\.\d+|[^\W_]+|[^\w\s(])", text) else f"({text})")

    def read(self, token: str) -> list[_Item]:
        """Items of a token and the arguments it takes."""
        if token == "{":
            return self.items("}")
        if not token.startswith("\\"):
            return [_Item(" " if token == "~" else token, _kind(token))]
        name = token[1:]
        for table, kind in ((SYMBOLS, "symbol"), (OPERATORS, "operator"), (FUNCTIONS, "function")):
            if name in table:
                return [_Item(table[name], kind)]
        if name in BRACKETS:
            return [_Item(BRACKETS[name], "close" if BRACKETS[name] in _CLOSING else "open")]
        if name in _SIGNS:
            return [_Item(name, "symbol")]
        if name in _SPACES or name in _GAPS:
            return [_Item("" if name == "!" else " ", "gap" if name in _GAPS else "space")]
        if name in _SIZES:
            return self.bracket(name)
        return self.structure(name)

    def bracket(self, name: str) -> list[_Item]:
        while (token := self.take()).isspace():
            pass
        bracket = self.read(token)[0]
        if bracket.text == ".":
            return []
        kind = {"left": "open", "right": "close"}.get(name, bracket.kind)
        return [_Item(bracket.text, kind)]

    def structure(self, name: str) -> list[_Item]:
        """A macro that takes arguments, or one that is not known."""
        if name in _FRACTIONS:
            over, under = self.argument(), self.argument()
            return [_Item(f"{_numerator(over)}/{_grouped(under)}", "fraction")]
        if name == "binom":
            return [_Item(f"binom({_written(self.argument())}, {_written(self.argument())})", "symbol")]
        if name == "sqrt":
            return [self.root()]
        if name in ACCENTS:
            base = _written(self.argument())
            mean = f"⟨{base}⟩"
            return [_Item(unicodedata.normalize("NFC", base + ACCENTS[name]) if len(base) == 1 else mean, "symbol")]
        if name in _UPRIGHT:
            return [_Item(_written(self.argument()), "symbol")]
        if name in ("begin", "end"):
            brace = _Item("{", "open") if name == "begin" else _Item("}", "close")
            return [brace if self.words() == "cases" else _Item(" ", "gap")]
        if name == "\\":
            return [_Item(";", "operator"), _Item(" ", "gap")]
        if name in _WORDS:
            return [_Item(self.words(), "function" if name == "operatorname" else "word")]
        return [_Item(name, "function")]

    def root(self) -> _Item:
        degree = ""
        if self.tokens[self.place : self.place + 1] == ["["]:
            self.take()
            degree = _written(self.items("]"))
        inside = self.argument()
        if degree:
            return _Item(f"({_written(inside)})^(1/{degree})", "symbol")
        return _Item(f"√{_grouped(inside)}", "symbol")


def _kind(token: str) -> str:
    if token.isspace() or token in "~&":
        return "space"
    for characters, kind in (("([", "open"), (")]!", "close"), ("|", "bar"), (".", "number"), ("*°", "symbol")):
        if token in characters:
            return kind
    return "number" if token.isdigit() else "letter" if token.isalpha() else "operator"


def _written(items: list[_Item]) -> str:
    """Items as text."""
    text, last = "", _Item("", "gap")  # the item before, without spaces
    for place, item in enumerate(items):
        if item.kind in _BLANK:
            last = item if item.kind == "gap" else last
            text += " "
            continue
        enclosed = item.kind == "fraction" and _needs_parentheses(item, last, _after(items, place))
        piece = f"({item.text})" if enclosed else item.text
        if last.kind == "open" or item.kind == "close" or (last.text in ("Δ", "∂") and item.kind in _QUANTITY):
            text = text.rstrip()
        elif _apart(last, item) and not text.endswith(" "):
            text += " "
        text, last = text + piece, item
    return " ".join(text.split())


def _after(items: list[_Item], place: int) -> list[_Item]:
    """Items behind one, without spaces; a gap at the end."""
    return [item for item in items[place + 1 :] if item.kind != "space"] or [_Item("", "gap")]


def _needs_parentheses(fraction: _Item, before: _Item, rest: list[_Item]) -> bool:
    """In front of a factor and behind a function one line would be read otherwise."""
    mixed = before.kind == "number" and fraction.text[0].isdigit()
    bars = sum(item.kind == "bar" for item in rest)
    factor = rest[0].kind in (*_QUANTITY, "function", "fraction", "open") or (rest[0].kind == "bar" and bars % 2 == 0)
    return mixed or factor or before.kind == "function" or before.text == "/"


def _apart(before: _Item, item: _Item) -> bool:
    """Test whether two adjacent items need a space between them as plain text."""
    if before.kind == "function":
        return item.kind not in ("open", "operator")
    if item.text.startswith("√"):
        return before.kind in _QUANTITY
    return before.kind in ("symbol", "close", "fraction", "word") and item.kind in (*_QUANTITY, "function", "word")


def _grouped(items: list[_Item]) -> str:
    """In parentheses, unless it is one quantity."""
    text, solid = _written(items), [item for item in items if item.kind not in _BLANK]
    one = len(solid) == 1 and solid[0].kind in _QUANTITY and " " not in text
    return text if one else f"({text})"


def _numerator(items: list[_Item]) -> str:
    """In parentheses, unless it is a product."""
    depth, solid = 0, [item for item in items if item.kind not in _BLANK]
    for place, item in enumerate(solid):
        depth += {"open": 1, "close": -1}.get(item.kind, 0)
        called = item.kind == "function" and (place + 1 == len(solid) or solid[place + 1].kind != "open")
        sum_of_terms = item.kind == "operator" and place > 0
        if depth == 0 and (called or sum_of_terms or item.kind in ("fraction", "word")):
            return f"({_written(items)})"
    return _written(items)
