"""Names of the widths and themes of figures, for whoever must know them without Matplotlib.

What they are stands in :data:`linkbudget.plots.looks.WIDTHS` and :data:`linkbudget.plots.style.THEMES`.  The map:
:data:`WIDTH_NAMES`, :data:`THEME_NAMES`; :func:`check_name`, which refuses any other.
"""

from collections.abc import Iterable

WIDTH_NAMES = ("page", "narrow", "slide")

THEME_NAMES = ("paper", "screen", "dark", "slide")


def check_name(what: str, name: str, known: Iterable[str]) -> None:
    """Refuse a name that is not known, with the nearest one and all others."""
    if name not in (known := list(known)):
        from linkbudget.errors import InputError, shortened, suggestion  # brings NumPy, which completion can do without

        raise InputError(f"{shortened(name)[1:-1]}: unknown {what}; {suggestion(name, known)}")
