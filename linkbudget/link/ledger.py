"""The ledger: lines of a budget entered once with their signs, and totals as their sums.

    ledger = Ledger()
    ledger.add("transmit_power_dbw", "Transmit power", level_dbw, power_w=30.0)
    ledger.less("transmit_line_loss_db", "Transmit line loss", 1.0)
    ledger.total("eirp_dbw", "EIRP")

A line is entered once, with its sign.  A total is struck under the lines and keeps them as its parts, so it is their
sum by construction.  Decibels and kelvins have running sums of their own.  A loss that absorbs says so where it is
entered, with its physical temperature; the noise of the sky behind it follows (:mod:`linkbudget.link.heat`).
"""

import weakref
from collections.abc import Callable, Sequence
from operator import is_not
from typing import Any, NamedTuple

from linkbudget.errors import LinkBudgetError, collected_notes, note
from linkbudget.hardware.datasheet import Part
from linkbudget.link.terms import HOLDERS, LINES, Later, Sign, Subtotal, Term, unit_of_key


class KeyTakenError(LinkBudgetError):
    """A line was entered under a key that the budget has already."""


class Absorber(NamedTuple):
    """A loss that adds noise: its key and line, its physical temperature [K], the share of it that absorbs [-]."""

    key: str
    loss: Term
    physical_temperature_k: Any
    absorbed_share: Any


class Ledger(dict[str, Term]):
    """The lines of a budget by their keys, in reading order.

    The third argument of :meth:`add`, :meth:`less`, :meth:`state` and :meth:`start` is what the line says: a function,
    called with the inputs that follow; a number or a parameter; or another line, whose value is stated once more.  The
    unit of a line is that of its key.

    Raises
    ------
    KeyTakenError
        If a key is entered twice.

    Examples
    --------
    >>> from linkbudget.physics.free_space import level_dbw
    >>> ledger = Ledger()
    >>> _ = ledger.add("transmit_power_dbw", "Transmit power", level_dbw, power_w=100.0)
    >>> _ = ledger.less("transmit_line_loss_db", "Transmit line loss", 1.5)
    >>> eirp = ledger.total("eirp_dbw", "EIRP")
    >>> print(f"{eirp.value:.1f} {eirp.unit} = {eirp.sum_text}")
    18.5 dBW = Transmit power - Transmit line loss
    """

    __slots__ = ("_decibels", "_fixed", "_kelvins", "absorbers")

    def __init__(self, link=None):
        self._decibels: list[Term] = []
        self._kelvins: list[Term] = []
        self._fixed: dict[Callable, Any] = {} if link is None else _fixed_lines(link)
        self.absorbers: list[Absorber] = []

    def add(self, key: str, name: str, what, /, **inputs) -> Term:
        """Enter a line that adds to the running sum."""
        return self._entered(key, name, "+", what, inputs)

    def less(self, key: str, name: str, what, /, **inputs) -> Term:
        """Enter a line that is subtracted from the running sum."""
        return self._entered(key, name, "-", what, inputs)

    def state(self, key: str, name: str, what, /, **inputs) -> Term:
        """Enter a line that informs and belongs to no sum."""
        return self._entered(key, name, "", what, inputs)

    def start(self, key: str, name: str, what, /, **inputs) -> Term:
        """Enter a line from which a new running sum begins, such as a total carried forward."""
        return self._entered(key, name, "=", what, inputs)

    def enter(self, key: str, line: Term) -> Term:
        """Enter a line that was made elsewhere, by its own sign."""
        if key in self:
            raise KeyTakenError(f"{key}: a line with this key is in the budget already")
        self[key] = line
        sign = line.sign
        if sign:
            running = self._kelvins if line.unit == "K" else self._decibels
            if sign == "=":
                running.clear()
            running.append(line)
        return line

    def kept(self, work: Callable, *inputs):
        """Result of a computation on values of the link, done once and kept."""
        if work not in self._fixed:
            self._fixed[work] = work(*inputs)
        return self._fixed[work]

    def once(self, section: Callable, part: Part, *inputs) -> None:
        """Enter the lines that follow from the link of this ledger, or a part of it, and some inputs alone.

        ``section`` is called with a ledger, the link or part, and the inputs.  Its lines are computed when the inputs
        are new, computed and kept when the same objects come again, and entered as they are from then on: over a
        timeline, a sweep of distances or a search they are worked out twice.
        """
        kept = self._fixed.get(section)
        if kept is None or len(kept[0]) != len(inputs) or any(map(is_not, inputs, kept[0])):
            self._fixed[section] = inputs, None
            section(self, part, *inputs)
            return
        if kept[1] is None:
            kept = self._fixed[section] = inputs, _section(section, part, *inputs)
        lines, decibels, kelvins, absorbers, notes = kept[1]
        size = len(self) + len(lines)
        self.update(lines)
        if len(self) != size:
            raise KeyTakenError(f"{', '.join(lines)}: one of these keys is in the budget already")
        self._decibels += decibels
        self._kelvins += kelvins
        self.absorbers += absorbers
        for message in notes:
            note(message)

    def total(self, key: str, name: str) -> Term:
        """Strike a total under the lines of its running sum, which goes on from it."""
        unit = unit_of_key(key)
        running = self._kelvins if unit == "K" else self._decibels
        first, *others = lines = running[:]
        value = first.value
        for line in others:
            value = value - line.value if line.sign == "-" else value + line.value
        return self.enter(key, Term(name, value, unit, "=", None, {}, "", (lines, ())))

    def subtotal(self, key: str, name: str, of: Sequence[Term], less: Sequence[Term] = ()) -> Term:
        """Enter the sum of some lines, less others, beside the running sum; it is added up when it is asked for."""
        return self.enter(key, Subtotal(name, unit_of_key(key), of, less))

    def inform(self, key: str, name: str, function: Callable, /, **inputs) -> Term:
        """Enter a line that informs and is computed when it is asked for; its function gives no notes."""
        return self.enter(key, Later(name, unit_of_key(key), function, inputs))

    def absorbs(self, key: str, physical_temperature_k, absorbed_share=1.0) -> None:
        """Note that a loss absorbs, and so adds noise; in the order in which the wave meets the losses.

        Parameters
        ----------
        physical_temperature_k : array_like or Parameter
            Physical temperature of the loss [K].
        absorbed_share : array_like or Term, optional
            Share of the lost power that is absorbed rather than reflected [-].
        """
        self.absorbers.append(Absorber(key, self[key], physical_temperature_k, absorbed_share))

    def since(self, key: str) -> list[Term]:
        """The lines that were subtracted after a line of the running sum."""
        lines = self._decibels
        return [line for line in lines[lines.index(self[key]) + 1 :] if line.sign == "-"]

    def present(self, *keys: str) -> list[Term]:
        """Lines with these keys, without the keys that the budget does not have."""
        return [self[key] for key in keys if key in self]

    def _entered(self, key: str, name: str, sign: Sign, what, inputs: dict[str, Any]) -> Term:
        if inputs:
            values = inputs.copy()
            for label, item in inputs.items():
                if type(item) in HOLDERS:
                    values[label] = item.value
            line = Term(name, what(**values), unit_of_key(key), sign, what, inputs)
        elif type(what) in LINES:
            line = Term(name, what.value, what.unit, sign, what.function, what.inputs, what.document, what.parts)
        else:
            value = what.value if type(what) in HOLDERS else what
            line = Term(name, value, unit_of_key(key), sign, None, {"given": what})
        return self.enter(key, line)


def _section(section: Callable, *inputs) -> tuple:
    """The lines of a section, what they add to the running sums, the losses that absorb, the notes of their models."""
    lines = Ledger()
    with collected_notes() as notes:
        section(lines, *inputs)
    return dict(lines), lines._decibels, lines._kelvins, lines.absorbers, tuple(notes)


_FIXED: dict[int, tuple[weakref.ref, dict]] = {}


def _fixed_lines(link) -> dict:
    """The lines kept for a link, by the function that enters them; they go when the link goes."""
    found = _FIXED.get(id(link))
    if found is not None and found[0]() is link:
        return found[1]
    number = id(link)
    kept: dict = {}

    def forget(_: weakref.ref, drop: Callable = _FIXED.pop) -> None:
        drop(number, None)

    _FIXED[number] = weakref.ref(link, forget), kept
    return kept
