r"""LaTeX of docstrings in the spelling that Matplotlib's own mathematics takes.

The map: :func:`mathtext`.
"""

import re

_SPELLINGS = (
    (r"\\([dt]?frac)\s*(\w)\s*(\w)", r"\\\1{\2}{\3}"),
    (r"\\tfrac", r"\\frac"),
    (r"\\dots(?![a-z])", r"\\ldots"),
    (r"\\le(?![a-z])", r"\\leq"),
    (r"\\ge(?![a-z])", r"\\geq"),
    (r"\\(sqrt|mathrm|mathit)\s*(\\[a-zA-Z]+|\w)", r"\\\1{\2}"),
    (r"([0-9\]}]|[a-zA-Z]) (\\(?:log|ln|sin|cos|tan|arcsin))", r"\1\\,\2"),
)


def mathtext(latex: str, *, is_displayed: bool = False) -> str:
    r"""An equation as Matplotlib takes it, with its dollar signs.

    Parameters
    ----------
    latex : str
        The equation.
    is_displayed : bool
        Whether it stands on a line of its own, where fractions have their full size.

    Examples
    --------
    >>> print(mathtext(r"\tfrac12 \le \sqrt x"), mathtext(r"\frac{a}{\frac{b}{c}}", is_displayed=True))
    $\frac{1}{2} \leq \sqrt{x}$ $\dfrac{a}{\frac{b}{c}}$
    """
    text = " ".join(latex.split())
    if is_displayed:
        text = _in_display_size(text)
    for pattern, spelling in _SPELLINGS:
        text = re.sub(pattern, spelling, text)
    return f"${text}$"


def _in_display_size(latex: str) -> str:
    """Fractions that stand on the line at full size, those within others as they are."""
    depth, pieces = 0, []
    for piece in re.split(r"([{}]|\\frac(?![a-z]))", latex):
        depth += {"{": 1, "}": -1}.get(piece, 0)
        pieces.append("\\dfrac" if piece == "\\frac" and depth == 0 else piece)
    return "".join(pieces)
