"""Arguments of a scenario's methods as people write them: text with units, and dates; commands read theirs here too."""

from datetime import date, datetime
from typing import Any

import numpy as np

from linkbudget.errors import InputError
from linkbudget.units import read_argument

At = str | date | datetime | np.datetime64
"""An instant in UTC, as text or as an object that means one."""

Text = str | list[str] | tuple[str, ...]
"""A value with its unit, or several."""


def read_range_m(name: str, value: Any) -> Any:
    """Read a distance, or an array of several.

    Examples
    --------
    >>> read_range_m("range", "106.76e6 km"), read_range_m("range", ["1 km", "2 km"]).tolist()
    (106760000000.0, [1000.0, 2000.0])
    """
    return _read(name, value, "m", at_least=1.0)


def read_elevation_deg(name: str, value: Any) -> Any:
    """Read an elevation, or an array of several.

    Examples
    --------
    >>> read_elevation_deg("elevation", "45 deg")
    45.0
    """
    return _read(name, value, "deg", at_least=0.0, at_most=90.0)


def one_of_two(name: str, in_text: Any, with_unit: str, number: Any) -> None:
    """Refuse both an argument in text and its number."""
    if in_text is not None and number is not None:
        raise InputError(f"{name} and {with_unit}: expected one of them, not both")


def _read(name: str, value: Any, unit: str, **limits: float) -> Any:
    if isinstance(value, list | tuple):
        return np.array([read_argument(name, one, unit, **limits) for one in value])
    return read_argument(name, value, unit, **limits)
