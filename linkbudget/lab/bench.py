"""Scenarios that are loaded once, and a link of one of them with some of its numbers moved.

The map: :class:`Bench` (the scenarios that may be asked for), :class:`State` (one question), :func:`inputs` (the
numbers that may be moved, each with its ends).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from linkbudget.errors import InputError, suggestion
from linkbudget.formatting import column_unit
from linkbudget.labels import spoken
from linkbudget.link.case import Case
from linkbudget.mission.scenario import Scenario, load
from linkbudget.parameters import Parameter
from linkbudget.plots.standing import main_link
from linkbudget.scenario_files.packaged import packaged_names

WIDER = 10.0
"""Factor by which a number may be moved either way where the scenario states no range."""

WIDER_DB = 10.0
"""The same for numbers in decibels, as a sum [dB]."""

FIXED = ("station.", "free_space_loss", "far_height", "body_", "sun_angle")
"""Beginnings of keys of numbers that belong to the place or the day, and that no option of a command moves."""

PATH_KEYS = ("elevation", "range")
"""Keys of numbers of the path, which commands take as options of their own."""

MOST_CHANGES = 60
"""Numbers that a request may move."""

MOST_LETTERS = 80
"""Letters of a value in a request."""


class Bench:
    """The scenarios of a server: the packaged ones, and the file that it was started with.

    Nothing else can be named, so that no request reads a file of its choice.  The file is read again when it has
    changed.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._lock = Lock()
        self._stamp: tuple[int, int] | None = None
        self._own: Scenario | InputError | None = None

    @property
    def own_name(self) -> str | None:
        """Name of the scenario of the file."""
        return self.file.stem if self.file else None

    @property
    def names(self) -> list[str]:
        """Names of all scenarios, that of the file first."""
        packaged = [name for name in packaged_names() if name != self.own_name]
        return [*([self.own_name] if self.own_name else []), *packaged]

    def stamp(self) -> str:
        """A text that changes when the file does; empty without a file."""
        found = self._found_stamp()
        return "-".join(map(str, found)) if found else ""

    def _found_stamp(self) -> tuple[int, int] | None:
        try:
            found = self.file.stat() if self.file else None
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size) if found else None

    def scenario(self, name: str) -> Scenario:
        """A scenario by its name.

        Raises
        ------
        InputError
            If there is none, or the file has a mistake.
        """
        if name == self.own_name:
            return self._read_own()
        if name not in packaged_names():
            raise InputError(f"scenario {name[:MOST_LETTERS]!r}: {suggestion(name[:MOST_LETTERS], self.names)}")
        return _packaged(name)

    def _read_own(self) -> Scenario:
        assert self.file is not None
        with self._lock:
            stamp = self._found_stamp()
            if self._own is None or stamp != self._stamp:
                try:
                    self._own = load(str(self.file))
                except InputError as error:
                    self._own = error
                self._stamp = stamp
            if isinstance(self._own, InputError):
                raise self._own
            return self._own


@lru_cache(maxsize=64)
def _packaged(name: str) -> Scenario:
    return load(name)


@dataclass(frozen=True)
class State:
    """One question: a link of a scenario, where it is, and the numbers that differ.

    Attributes
    ----------
    scenario : Scenario
        The mission.
    link : str
        Name of the link.
    distance : str
        Distance with its unit; empty for the one of the scenario.
    at : str
        Instant in UTC; empty for the one of the scenario.
    changes : mapping
        Key of a number -> its text with a unit.
    """

    scenario: Scenario
    link: str
    distance: str = ""
    at: str = ""
    changes: tuple[tuple[str, str], ...] = ()

    @cached_property
    def unmoved(self) -> Case:
        """The link where it is, its numbers as the scenario has them."""
        if not self.distance and not self.at:
            return usual_case(self.scenario, self.link)
        return self.scenario.case(self.link, at=self.at or None, range=self.distance or None)

    @cached_property
    def case(self) -> Case:
        """The link with its numbers moved.

        Raises
        ------
        InputError
            If a number is unknown or out of its limits.
        """
        case = self.unmoved
        return case.with_values({key: case.checked(key, text) for key, text in self.changes})

    @property
    def command(self) -> str:
        """Options of the command line that say the same."""
        words = [self.scenario.name, "--link", self.link]
        words += ["--range", f'"{self.distance}"'] if self.distance else ["--at", self.at] if self.at else []
        for key, text in self.changes:
            if key in PATH_KEYS:
                words += [f"--{key}", f'"{text}"']
                continue
            words += ["--set", f'"{key}={text}"' if " " in text else f"{key}={text}"]
        return " ".join(words)

    @property
    def python(self) -> str:
        """Python that says the same."""
        where = f", range={self.distance!r}" if self.distance else f", at={self.at!r}" if self.at else ""
        elevation = "".join(f", elevation={text!r}" for key, text in self.changes if key == "elevation")
        settings = {key: text for key, text in self.changes if key not in PATH_KEYS}
        moved = f", settings={settings!r}" if settings else ""
        name = f"lb.load({self.scenario.name!r})"
        return f"import linkbudget as lb\n\nprint({name}.budget({self.link!r}{where}{elevation}{moved}))"

    @property
    def toml(self) -> str:
        """The moved numbers as a scenario file has them."""
        tables: dict[str, list[str]] = {}
        for key, text in self.changes:
            if key not in PATH_KEYS:
                *names, last = key.split(".")
                table = ".".join(["links", json.dumps(self.link), *names])
                tables.setdefault(table, []).append(f"{last} = {json.dumps(text)}")
        head = f"# For a copy of the scenario {self.scenario.name}\n"
        return head + "\n".join(f"[{table}]\n" + "\n".join(lines) + "\n" for table, lines in sorted(tables.items()))


def state(bench: Bench, scenario: str, link: str, distance: str, at: str, moved: Sequence[str]) -> State:
    """A question as a request says it.

    Raises
    ------
    InputError
        If it is none.
    """
    mission = bench.scenario(scenario)
    link = link or main_link(mission, list(mission.links))
    if link not in mission.links:
        raise InputError(f"link {link[:MOST_LETTERS]!r}: {suggestion(link[:MOST_LETTERS], mission.links)}")
    if len(moved) > MOST_CHANGES:
        raise InputError(f"{len(moved)} numbers are moved; expected {MOST_CHANGES} at most")
    changes = []
    for text in moved:
        key, equals, value = text.partition("=")
        if not equals or len(text) > 3 * MOST_LETTERS:
            raise InputError(f"set = {text[:MOST_LETTERS]!r}: expected a key and a value, as transmitter.power=20 W")
        changes.append((key.strip(), value.strip()))
    return State(mission, link, distance.strip(), at.strip(), tuple(changes))


@lru_cache(maxsize=256)
def usual_case(scenario: Scenario, link: str) -> Case:
    """A link at the distance or instant that the scenario is about."""
    return scenario.case(link)


@dataclass(frozen=True)
class Input:
    """A number that may be moved: its value and ends in ``unit``, which are ``factor`` times those in the package's."""

    key: str
    name: str
    value: float
    low: float
    high: float
    unit: str
    factor: float
    is_in_ratios: bool
    is_stated: bool
    status: str
    source: str


def inputs(case: Case) -> list[Input]:
    """Every number of a case that may be moved, with the ends of its range or a factor of ten."""
    numbers = case.values().items()
    return [_input(key, number, case.unit(key)) for key, number in numbers if _is_movable(key, number.value)]


def _is_movable(key: str, value: Any) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
    return is_number and not key.startswith(FIXED)


def _input(key: str, number: Parameter, unit: str) -> Input:
    value = float(number.value)
    low, high = _ends(number, value, unit)
    factor, name = column_unit(unit, max(abs(value), abs(high)) if value == 0.0 else value)
    is_in_ratios = low > 0.0 and high / low >= WIDER and not unit.startswith("dB")
    said = "; ".join(filter(None, (number.source, number.note)))
    return Input(
        key,
        spoken(key),
        value * factor,
        low * factor,
        high * factor,
        "" if name == "-" else name,
        factor,
        is_in_ratios,
        number.is_uncertain,
        number.status or "",
        said,
    )


def _ends(number: Parameter, value: float, unit: str) -> tuple[float, float]:
    """Ends of a range, the stated ones or wide ones, which the value is between."""
    if number.is_uncertain:
        ends = (float(number.at("low")), float(number.at("high")), value)
        if min(ends) < max(ends):
            return min(ends), max(ends)
    if unit.startswith("dB"):
        return (value - WIDER_DB if value < 0.0 else max(0.0, value - WIDER_DB)), value + WIDER_DB
    if unit == "deg":
        return 0.0, 90.0 if abs(value) <= 90.0 else 180.0
    if value == 0.0:
        return 0.0, 1.0
    if unit == "-" and 0.0 < value <= 1.0:
        return value / WIDER, 1.0
    return min(value / WIDER, value * WIDER), max(value / WIDER, value * WIDER)
