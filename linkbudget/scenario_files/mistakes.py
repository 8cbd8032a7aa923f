"""Mistakes of a scenario file: key, value and what was expected, one line each.

The map: :class:`Mistake`; :func:`validation_mistakes` makes them of what pydantic found; :func:`distinct` leaves out
those that a ``like`` has only copied from where they were made.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from linkbudget.errors import TableError, shortened
from linkbudget.hidden_signs import with_escapes
from linkbudget.key_examples import KEY_EXAMPLES, WORD_EXAMPLES
from linkbudget.labels import without_unit

_EXAMPLES = {without_unit(name): example for name, example in KEY_EXAMPLES.items()} | WORD_EXAMPLES

Key = tuple[str, ...]
"""Key of a table or value in a scenario, name by name."""


_LONG = 80  # letters of a key that are shown


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake at a key; ``text`` says the value and what was expected.

    Examples
    --------
    >>> print(Mistake(("mission", "step"), " = '10': has no unit"))
    mission.step = '10': has no unit
    """

    key: Key
    text: str

    @property
    def is_about_a_value(self) -> bool:
        """True of a wrong value; false where something is missing or does not go together."""
        return self.text.startswith(" = ") or "unknown key" in self.text

    def __str__(self) -> str:
        line = ".".join(name if len(name) <= _LONG else f"{name[:_LONG]}..." for name in self.key) + self.text
        return with_escapes(" ".join((line if self.key else line.removeprefix(": ")).split("\n")))


def validation_mistakes(error: ValidationError, data: Any) -> tuple[list[Mistake], list[tuple[Key, TableError]]]:
    """Mistakes that pydantic found in the tables of a scenario, and repairs of the tables that hide more of them.

    A repair is the key of a table and the error that holds the table without one mistake.  The mistakes that are
    returned with repairs are those that they repair; the others will be found again.
    """
    repaired, others, repairs = [], [], []
    for one in error.errors(include_url=False):
        cause = one.get("ctx", {}).get("error")
        key, value = _locate(one["loc"], data)
        mistake = Mistake(key, _text(one, key, value))
        if isinstance(cause, TableError):
            repaired.append(mistake)
            repairs.append((key, cause))
        else:
            others.append(mistake)
    return (repaired, repairs) if repairs else (others, [])


def missing_values(error: ValidationError, data: Any) -> list[tuple[Key, str]]:
    """Keys that are missing in tables that are there, each with a value that might stand there.

    With it the table can be looked through for more mistakes.
    """
    keys = [_locate(one["loc"], data)[0] for one in error.errors(include_url=False) if one["type"] == "missing"]
    return [(key, _EXAMPLES[key[-1]]) for key in keys if key and key[-1] in _EXAMPLES]


def repair(data: dict[str, Any], key: Key, table: dict) -> dict[str, Any]:
    """The tables of a scenario with one of them replaced."""
    if not key:
        return table
    holder = data
    for name in key[:-1]:
        holder = holder[_index(holder, name)]
    holder[_index(holder, key[-1])] = table
    return data


def distinct(mistakes: Iterable[Mistake], likes: dict[Key, Key]) -> list[Mistake]:
    """Mistakes where they were made, each once; ``likes`` says for the key of a table which one it is like.

    Examples
    --------
    >>> made, copied = (Mistake(("links", name, "frequency"), " = 3: has no unit") for name in ("a", "b"))
    >>> [str(one) for one in distinct([made, copied], {("links", "b"): ("links", "a")})]
    ['links.a.frequency = 3: has no unit']
    """
    mistakes = list(dict.fromkeys(mistakes))
    known = set(mistakes)
    return [one for one in mistakes if not _is_copied(one, likes, known)]


def _is_copied(mistake: Mistake, likes: dict[Key, Key], known: set[Mistake]) -> bool:
    key, places = mistake.key, {one.key for one in known}
    for count in range(len(key), 0, -1):
        if (other := likes.get(key[:count])) is None:
            continue
        whole = other + key[count:]
        if Mistake(whole, mistake.text) in known:
            return True
        above = (whole[:length] for length in range(len(other) + 1, len(whole)))
        if not mistake.is_about_a_value and any(place in places for place in above):
            return True  # it lacks what it would have had from there
    return False


_TABLES = {
    "mission": '{ start = "2026-03-01", end = "2026-03-02", step = "1 min" }',
    "transmitter": '{ eirp = "10 dBW" }',
    "receiver": '{ g_over_t = "20 dB/K" }',
    "modulation": '{ kind = "digital", scheme = "qpsk", bit_rate = "9600 bit/s", error_rate = 1e-5 }',
    "antenna": '{ kind = "dish", diameter = "3.7 m", aperture_efficiency = 0.6, polarization = "right" }',
    "trajectory": '{ kind = "geostationary", longitude = "19.2 deg" }',
}
"""Tables by key, as short as they can be."""


def _text(error: ErrorDetails, key: Key, value: Any) -> str:
    """Text of a mistake, to follow the name of its key."""
    kind, message = error["type"], error["msg"].removeprefix("Value error, ")
    said = f" = {shortened(value)}"
    if kind == "missing":
        if key and key[-1] in _TABLES:
            return f": missing; expected a table like {_TABLES[key[-1]]}"
        like = f' like "{_EXAMPLES[key[-1]]}"' if key and key[-1] in _EXAMPLES else ""
        return f": missing; expected a value{like}"
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        kinds = error["ctx"].get("expected_tags", "those of the scenario reference")
        given = "no kind" if not isinstance(value, dict) else f"kind = {shortened(value.get('kind'))}"
        return f": {given}: expected a table with kind one of {kinds}"
    if kind == "literal_error":
        return f"{said}: expected {error['ctx']['expected']}"
    if kind == "value_error":
        return _joined(key, message)
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"{said}: expected a table"
    if kind in ("tuple_type", "list_type"):
        return f"{said}: expected a list"
    return f"{said}: {message[0].lower()}{message[1:]}"


def _joined(key: Key, message: str) -> str:
    """A message of our own behind the key, which it need not repeat."""
    if not key:
        return message
    dotted = ".".join(key)
    if message.startswith(f"{dotted}."):
        return message.removeprefix(dotted)
    if re.match(r"\w+: missing", message):
        return f".{message}"
    return f" = {message}" if message.startswith(("'", '"')) else f": {message}"


def _locate(loc: tuple, data: Any) -> tuple[Key, Any]:
    """Key and value of a mistake; union tags in pydantic's location are not part of the key."""
    names, value = [], data
    for place, item in enumerate(loc):
        if _holds(value, item):
            value = value[item]
        elif place < len(loc) - 1 or (isinstance(value, dict) and item == value.get("kind")):
            continue
        else:
            value = None
        names.append(str(item))
    return tuple(names), value


def _holds(value: Any, item: Any) -> bool:
    if isinstance(value, dict):
        return item in value
    return isinstance(value, list) and isinstance(item, int) and 0 <= item < len(value)


def _index(holder: Any, name: str) -> Any:
    return int(name) if isinstance(holder, list) else name
