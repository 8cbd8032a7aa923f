"""The cases that one case with arrays holds: their lines, element by element.

Where the equations refuse a combination of values (a peak power below the average, more grey levels than slots), the
lines of that element are NaN and the others stand.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.hardware.values import parameters_of
from linkbudget.link.case import Case


@dataclass(frozen=True, slots=True)
class Cases:
    """Every element of a case's arrays as a case of its own, numbered from 0 in the order of the flat array.

    Examples
    --------
    >>> import linkbudget as lb
    >>> near_and_far = Cases.of(lb.load("cubesat").case("uhf-downlink", range_m=[600e3, 1200e3]))
    >>> margin_db = near_and_far.lines(["margin_db"], np.array([0, 1]), {})["margin_db"]
    >>> print((margin_db[0] - margin_db[1]).round(2))
    6.02
    """

    case: Case
    shape: tuple[int, ...]
    arrays: dict[str, np.ndarray]

    @classmethod
    def of(cls, case: Case, *others) -> "Cases":
        """The elements of a case, and of arrays that go with it."""
        arrays = {key: np.asarray(each.value, dtype=float) for key, each in case.values().items()}
        arrays = {key: array for key, array in arrays.items() if array.ndim}
        try:
            shape = np.broadcast_shapes(*(array.shape for array in arrays.values()), *map(np.shape, others))
        except ValueError:
            raise InputError("the arrays of the case and those that go with it have shapes that do not fit") from None
        return cls(case, shape, {key: np.broadcast_to(array, shape).ravel() for key, array in arrays.items()})

    @property
    def size(self) -> int:
        """Number of cases."""
        return int(np.prod(self.shape))

    def first(self) -> Case:
        """One of the cases: the first whose numbers are all finite, where there is one."""
        sound = np.flatnonzero(self.sound())
        place = sound[0] if sound.size else 0
        return self.case.with_values({key: float(array[place]) for key, array in self.arrays.items()})

    def sound(self, but: str = "") -> np.ndarray:
        """True for cases none of whose numbers is NaN, such as an elevation below the horizon."""
        sound = np.ones(self.size, dtype=bool)
        for key, number in self.case.values().items():
            if key != but:
                sound &= ~np.isnan(self.arrays[key] if key in self.arrays else float(number.value))
        return sound

    def lines(self, names: Iterable[str], index: np.ndarray, values: dict) -> dict[str, np.ndarray]:
        """Lines of the cases numbered ``index``, with other values at some keys."""
        kept = {key: array[index] for key, array in self.arrays.items() if key not in values}
        return lines_of(self.case, kept | values, names)


def depends(case: Case, line: str, key: str) -> bool:
    """True where a line of a case of plain numbers moves with a number of it.

    Examples
    --------
    >>> import linkbudget as lb
    >>> case = lb.load("mars1").case("imaging-5cm")
    >>> depends(case, "margin_db", "transmitter.power"), depends(case, "eirp_dbw", "receiver.line_loss")
    (True, False)
    """
    present = case.value(key).value
    return bool(np.ndim(case.with_values({key: np.array([present, present], dtype=float)}).budget()[line]))


def lines_of(case: Case, values: dict, names: Iterable[str]) -> dict[str, np.ndarray]:
    """Lines of a case for arrays of values that broadcast together; NaN where the equations refuse a combination.

    Examples
    --------
    >>> import linkbudget as lb
    >>> imaging = lb.load("mars1").case("imaging-5cm", range_m=50e9)  # 25 kW peak, 64 grey levels
    >>> print(lines_of(imaging, {"transmitter.power": np.array([50.0, 5000.0])}, ["margin_db"])["margin_db"].round(1))
    [26.   nan]
    """
    shape = np.broadcast_shapes(*map(np.shape, values.values()))
    with np.errstate(all="ignore"):  # far from the present values, infinities are what they are
        try:
            return _lines(case, values, names, shape)
        except LinkBudgetError:
            if not any(key in dict(parameters_of(case.link)) for key in values):
                raise
            flat = {key: np.broadcast_to(value, shape).ravel() for key, value in values.items()}
            allowed = np.flatnonzero(~_refused(case, flat))
        lines = {name: np.full(int(np.prod(shape)), np.nan) for name in names}
        if allowed.size:
            found = _lines(case, {key: value[allowed] for key, value in flat.items()}, names, allowed.shape)
            for name, value in found.items():
                lines[name][allowed] = value
    return {name: value.reshape(shape) for name, value in lines.items()}


def _lines(case: Case, values: dict, names: Iterable[str], shape: tuple[int, ...]) -> dict[str, np.ndarray]:
    budget = case.with_values(values).budget()
    return {name: np.broadcast_to(np.asarray(budget[name], dtype=float), shape) for name in names}


def _refused(case: Case, values: dict[str, np.ndarray]) -> np.ndarray:
    """True for combinations that the equations refuse, each tried once, by halves.

    What is refused are numbers of the link; those of the path were checked when the case was made, and one stands in
    for all.
    """
    of_link = dict(parameters_of(case.link))
    one = case.with_values({key: float(value[0]) for key, value in values.items() if key not in of_link})
    columns = {key: value for key, value in values.items() if key in of_link}
    rows, places = np.unique(np.stack(list(columns.values()), axis=1), axis=0, return_inverse=True)
    refused = np.zeros(len(rows), dtype=bool)

    def split(first: int, last: int) -> None:
        try:
            one.with_values(dict(zip(columns, rows[first:last].T, strict=True))).budget()
        except LinkBudgetError:
            if last - first == 1:
                refused[first] = True
                return
            middle = (first + last) // 2
            split(first, middle)
            split(middle, last)

    split(0, len(rows))
    return refused[places.ravel()]
