"""Names of the widths and themes of figures, for whoever must know them without Matplotlib.

What they are stands in :data:`linkbudget.plots.looks.WIDTHS` and :data:`linkbudget.plots.style.THEMES`.  The map:
:data:`WIDTH_NAMES`, :data:`THEME_NAMES`; :func:`check_name`, which refuses any other.
"""

from collections.abc import Iterable
from difflib import get_close_matches

WIDTH_NAMES = ("page", "narrow", "slide")

THEME_NAMES = ("paper", "screen", "dark", "slide")


def check_name(what: str, name: str, known: Iterable[str]) -> None:
    """Refuse a name that is not known, with the nearest one and all others."""
    known = list(known)
    if name not in known:
        from linkbudget.errors import InputError, shortened  # brings NumPy, which completion can do without

        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise InputError(f"{shortened(name)[1:-1]}: unknown {what}; {hint}expected one of {', '.join(known)}")
