"""Parts that other installed packages add: antennas, codes, figures, losses, modulations, studies.

A package names what it adds in its ``pyproject.toml``::

    [project.entry-points."linkbudget.figures"]
    my-figure = "my_package:MY_FIGURE"

The map: :data:`GROUPS`, what each group of entry points holds; :func:`added`, the parts installed under one of them.
"""

import re
from collections.abc import Callable, Collection
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

GROUPS = {
    "antennas": "a class derived from linkbudget.hardware.antenna_kinds.AntennaPart",
    "codes": "a linkbudget.physics.error_curves.ErrorCurve, or a tuple of them",
    "figures": "a linkbudget.plots.figures.FigureKind",
    "losses": "a class derived from linkbudget.hardware.loss_models.LossPart, with an enter of its own",
    "modulations": "a linkbudget.physics.modulation.Modulation",
    "studies": "a function of a case that gives an xarray.Dataset",
}
"""Group of entry points, written ``linkbudget.GROUP`` in a package -> what each of its entries is."""


def added(group: str, fits: Callable[[Any], bool], taken: Collection[str] = ()) -> dict[str, Any]:
    """Objects that installed packages add to a group, by the name of their entry point, in the order of the names.

    Parameters
    ----------
    group : str
        A key of :data:`GROUPS`.
    fits : callable
        True of an object that belongs to the group.
    taken : collection of str, optional
        Names that the package itself uses already.

    Returns
    -------
    dict of str to object
        Empty where no package adds anything.

    Raises
    ------
    InputError
        If an entry point cannot be imported, holds something else, or has a name that is taken or cannot be written.

    Examples
    --------
    >>> added("figures", callable)
    {}
    """
    found: dict[str, Any] = {}
    for entry in sorted(_entry_points(group), key=lambda entry: entry.name):
        found[entry.name] = _loaded(entry, group, fits, {*taken, *found})
    return found


def _loaded(entry: "EntryPoint", group: str, fits: Callable[[Any], bool], taken: Collection[str]) -> Any:
    """The object of one entry point, checked."""
    from linkbudget.errors import InputError, shortened  # brings NumPy, which ``linkbudget --help`` can do without

    where = f"package {entry.dist.name if entry.dist else entry.value}: entry point {entry.name!r} of {entry.group}"
    if not re.fullmatch(r"[a-z][a-z0-9_-]*", entry.name):
        raise InputError(f"{where}: expected a name of small letters, digits and hyphens")
    if entry.name in taken:
        raise InputError(f"{where}: the name is already taken; expected a name of its own")
    try:
        thing = entry.load()
    except Exception as error:  # code of others: whatever is wrong with it, its package has to be named
        raise InputError(f"{where}: {type(error).__name__}: {error}; expected {entry.value} to import") from error
    if not fits(thing):
        raise InputError(f"{where}: {shortened(thing)}; expected {GROUPS[group]}")
    return thing


def is_kind(kind: type) -> Callable[[Any], bool]:
    """True of objects of a type."""
    return lambda thing: isinstance(thing, kind)


def is_one_or_several(kind: type) -> Callable[[Any], bool]:
    """True of objects of a type, and of tuples of one or more of them."""
    return lambda thing: (
        isinstance(thing, kind)
        or (isinstance(thing, tuple) and bool(thing) and all(isinstance(each, kind) for each in thing))
    )


def is_class_from(base: type) -> Callable[[Any], bool]:
    """True of classes derived from another one."""
    return lambda thing: isinstance(thing, type) and issubclass(thing, base) and thing is not base


@cache
def _entry_points(group: str) -> "EntryPoints":
    """Entry points of a group; packages that are installed while a process runs are seen by the next one."""
    from importlib.metadata import entry_points  # a tenth of the time that ``linkbudget --help`` may take

    return entry_points(group=f"linkbudget.{group}")
