"""Figures of the lessons, a module a lesson, each drawn in the house style from the package's own functions.

The map: :func:`names`, and :func:`lesson_figure` (one by its name); each module has its ``FIGURES`` by name.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from matplotlib.figure import Figure

from linkbudget.errors import InputError, suggestion


@cache
def _figures() -> MappingProxyType[str, Callable[[], Figure]]:
    modules = sorted(file.stem for file in Path(__file__).parent.glob("lesson_*.py"))
    found: dict[str, Callable[[], Figure]] = {}
    for module in modules:
        found |= import_module(f"{__name__}.{module}").FIGURES
    return MappingProxyType(found)


def names() -> tuple[str, ...]:
    """Names of all figures, by lesson."""
    return tuple(_figures())


def lesson_figure(name: str) -> Figure:
    """Draw a figure of a lesson.

    Raises
    ------
    InputError
        If there is none of this name.

    Examples
    --------
    >>> lesson_figure("where-noise-comes-from").axes[0].get_xlabel()
    "Noise temperature at the antenna's terminals [K]"
    """
    if name not in _figures():
        raise InputError(f"figure {name!r}: unknown; {suggestion(name, _figures(), 3)}")
    return _figures()[name]()
