"""How much of a result hangs on what is assumed: every parameter of a link, its status, and the decibels it moves."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from linkbudget.hardware.parts import Link, Part
from linkbudget.link.budget import Path, budget
from linkbudget.parameters import RANKED_STATUSES, Parameter


@dataclass(frozen=True, slots=True)
class Swing:
    """How far the closing margin moves when one parameter goes through its range."""

    path: str
    parameter: Parameter
    at_low_db: float
    at_high_db: float

    @property
    def size_db(self) -> float:
        """Decibels of closing margin between the ends of the range."""
        return abs(self.at_high_db - self.at_low_db)


def parameters_of(part: Part) -> Iterator[tuple[str, Parameter]]:
    """Dotted path, as scenario files write it, and parameter, for all numbers of a part.

    Examples
    --------
    >>> from linkbudget.hardware.parts import OmnidirectionalAntenna
    >>> antenna = OmnidirectionalAntenna(gain="0 dBi", polarization="linear")
    >>> [(path, parameter.value) for path, parameter in parameters_of(antenna)]
    [('gain', 0.0)]
    """
    for name, field in type(part).model_fields.items():
        value, key = getattr(part, name), field.alias or name
        if isinstance(value, Parameter):
            yield key, value
        elif isinstance(value, Part):
            yield from ((f"{key}.{path}", parameter) for path, parameter in parameters_of(value))


def with_value(part: Part, path: str, value) -> Part:
    """The part with another number at a dotted path."""
    key, _, rest = path.partition(".")
    name = next(name for name, field in type(part).model_fields.items() if key in (field.alias, name))
    old = getattr(part, name)
    new = with_value(old, rest, value) if rest else old.with_value(value)
    return part.model_copy(update={name: new})


def count_statuses(part: Part) -> dict[str, int]:
    """How many of a part's parameters are documented, derived, assumed, or say nothing ("unstated")."""
    counts = Counter(parameter.status or "unstated" for _, parameter in parameters_of(part))
    return {status: counts.get(status, 0) for status in (*RANKED_STATUSES, "unstated")}


def swings(link: Link, path: Path) -> list[Swing]:
    """Closing margin at the ends of each parameter's range, one parameter at a time, largest swing first.

    The closing margin is that of data or carrier, whichever is less, so what limits the link is what counts.
    """
    nominal = budget(link, path)["closing_margin_db"]
    rows = []
    for dotted, parameter in parameters_of(link):
        if parameter.low is None and parameter.high is None:
            continue
        low, high = (
            budget(with_value(link, dotted, parameter.at(end)), path)["closing_margin_db"] - nominal
            for end in ("low", "high")
        )
        rows.append(Swing(dotted, parameter, float(low), float(high)))
    return sorted(rows, key=lambda row: row.size_db, reverse=True)
