"""SatYAML files of gr-satellites, which describe the downlinks of satellites as their decoders need them.

A file tells each transmitter's frequency, modulation, symbol rate on the air (after coding) and framing.  It tells no
power, antenna, orbit or station.  The map: :func:`read_satyaml` gives a :class:`Satellite` with its
:class:`Transmitter`; what it says as a scenario is in :mod:`linkbudget.scenario_files.satyaml_scenario`.
"""

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linkbudget.errors import InputError, shortened
from linkbudget.text_files import text_lines

if TYPE_CHECKING:
    import yaml

LARGEST_SATYAML_BYTES = 1_000_000
"""A file describes one satellite; anything larger is something else."""

FIRST_PLACEHOLDER = 98_000
"""Catalogue numbers of ``norad`` from here up to 99999 are placeholders for satellites that have none yet."""

LOWEST_HZ, HIGHEST_HZ = 20e6, 1e12
"""Limits of frequencies in hertz: a lower number may be up to 20 GHz in kilohertz [Hz]."""

MOST_BAUD = 1e12
"""Symbol rate beyond which a number is a slip [Bd]."""

_EXPECTED = "a SatYAML file of gr-satellites"


@dataclass(frozen=True, slots=True)
class Transmitter:
    """A transmitter as its file tells it; ``framing`` and ``modulation`` in the words of the file."""

    name: str
    line: int
    frequency_hz: float
    modulation: str
    symbol_rate_baud: float
    framing: str
    deviation_hz: float | None = None
    interleaving: str = "1"
    convolutional: str = ""
    precoding: str = ""


@dataclass(frozen=True, slots=True)
class Satellite:
    """A satellite as its file tells it."""

    file: str
    name: str
    norad: int
    transmitters: tuple[Transmitter, ...]

    @property
    def has_placeholder(self) -> bool:
        """True where the catalogue number is a placeholder, for which there are no orbital elements."""
        return FIRST_PLACEHOLDER <= self.norad <= 99_999


def read_satyaml(file: str | os.PathLike) -> Satellite:
    """Read a SatYAML file.

    Parameters
    ----------
    file : str or Path
        The file.

    Returns
    -------
    Satellite
        Name, catalogue number and transmitters, in the order of the file.

    Raises
    ------
    InputError
        One line that names file, line, value and what was expected.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> text = '''
    ... name: Example
    ... norad: 99001
    ... transmitters:
    ...   9k6 FSK downlink: {frequency: 437.5e+6, modulation: FSK, baudrate: 9600, framing: AX.25}
    ... '''
    >>> with TemporaryDirectory() as folder:
    ...     with open(f"{folder}/example.yml", "w") as example:
    ...         _ = example.write(text)
    ...     satellite = read_satyaml(f"{folder}/example.yml")
    >>> satellite.has_placeholder, satellite.transmitters[0].symbol_rate_baud
    (True, 9600.0)
    """
    text = "\n".join(line for _, line in text_lines(file, _EXPECTED, LARGEST_SATYAML_BYTES))
    whole = _Table(str(file), "", _composed(str(file), text))
    name, norad = whole.text("name"), whole.number("norad", 0.0, 999_999_999.0)
    if norad != round(norad):
        raise whole.error("norad", "expected a catalogue number")
    listed = whole.table("transmitters")
    transmitters = tuple(_transmitter(name, listed.table(name), listed.line(name)) for name in listed.keys)
    if not transmitters:
        raise whole.error("transmitters", "expected at least one")
    return Satellite(str(file), name, int(norad), transmitters)


def _transmitter(name: str, table: "_Table", line: int) -> Transmitter:
    if not (name.strip() and name.isprintable()):
        raise InputError(f"{table.file}, line {line}: transmitters: {shortened(name)}: expected a name in plain text")
    deviation = None if table.is_missing("deviation") else table.number("deviation", -1e9, 1e9)
    return Transmitter(
        " ".join(name.split()),
        line,
        table.number("frequency", LOWEST_HZ, HIGHEST_HZ, " in Hz", ", such as 437.5e+6"),
        table.text("modulation"),
        table.number("baudrate", 1e-3, MOST_BAUD, " of symbols a second"),
        table.text("framing"),
        deviation,
        *(
            table.text(key) if not table.is_missing(key) else default
            for key, default in (("RS interleaving", "1"), ("convolutional", ""), ("precoding", ""))
        ),
    )


def _composed(file: str, text: str) -> "yaml.Node":
    """The file as nodes that know their lines; no object of Python is ever made of them."""
    import yaml  # slow to import

    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{file}, line {mark.line + 1}" if mark else file
        raise InputError(f"{where}: not valid YAML: {error.problem or error.context}; expected {_EXPECTED}") from None
    except (yaml.YAMLError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else " ".join(str(error).split())
        raise InputError(f"{file}: not valid YAML: {reason}; expected {_EXPECTED}") from None
    if node is None:
        raise InputError(f"{file}: is empty; expected {_EXPECTED}")
    return node


class _Table:
    """A mapping of the file whose values are asked for by key; a wrong value gives one line with its place."""

    def __init__(self, file: str, place: str, node: Any):
        self.file, self.place, self.node = file, place, node
        if getattr(node, "id", "") != "mapping":
            raise InputError(f"{file}, line {node.start_mark.line + 1}: {place or 'the file'}: expected a mapping")
        self.values: dict[str, tuple[Any, Any]] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if key.id != "scalar" or name == "<<":
                raise InputError(f"{file}, line {line}: {shortened(name)}: expected plain keys, none merged in")
            if name in self.values:
                raise InputError(f"{file}, line {line}: {self._spelt(name)} occurs twice; expected each key once")
            self.values[name] = key, value

    @property
    def keys(self) -> Iterable[str]:
        return self.values.keys()

    def is_missing(self, key: str) -> bool:
        return key not in self.values or self._is_null(self.values[key][1])

    def line(self, key: str) -> int:
        return self.values[key][0].start_mark.line + 1

    def table(self, key: str) -> "_Table":
        return _Table(self.file, self._spelt(key), self._value(key))

    def text(self, key: str) -> str:
        node = self._value(key)
        said = " ".join(node.value.split()) if node.id == "scalar" else ""
        if not said or not said.isprintable():
            raise self.error(key, "expected text")
        return said

    def number(self, key: str, least: float, most: float, what: str = "", example: str = "") -> float:
        try:
            number = float(self._value(key).value)
        except (TypeError, ValueError):
            raise self.error(key, f"expected a number{what}{example}") from None
        if not (math.isfinite(number) and least <= number <= most):
            raise self.error(key, f"expected a number{what} from {least:g} to {most:g}{example}")
        return number

    def error(self, key: str, expected: str) -> InputError:
        node = self._value(key)
        said = f" = {shortened(node.value)}" if node.id == "scalar" else ""
        return InputError(f"{self.file}, line {node.start_mark.line + 1}: {self._spelt(key)}{said}: {expected}")

    def _value(self, key: str) -> Any:
        if self.is_missing(key):
            line = self.node.start_mark.line + 1
            raise InputError(f"{self.file}, line {line}: {self._spelt(key)}: missing; expected a value")
        return self.values[key][1]

    def _spelt(self, key: str) -> str:
        return ": ".join(filter(None, (self.place, shortened(key)[1:-1])))

    @staticmethod
    def _is_null(node: Any) -> bool:
        return node.id == "scalar" and node.style is None and node.value in ("", "~", "null", "Null", "NULL")
