"""Files of two-line element sets, with or without names above them, and the choice of one set of a file.

The map: :func:`read_element_sets` goes through a file, a :class:`TwoLineSet` at a time; :func:`chosen_set` takes the
one of a satellite and an epoch from these, or from the sets that :mod:`linkbudget.geometry.omm` reads.

A file is read as a stream, whatever its size.  Nearly all lines are right, so one pattern a line says so
(:data:`~linkbudget.geometry.element_sets.SOUND_LINES`), and only the others are looked at column by column.
"""

import os
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from linkbudget.errors import InputError, shortened
from linkbudget.formatting import count_text, list_text
from linkbudget.geometry._element_text import decoded, opened
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.geometry.element_sets import (
    COLUMNS,
    SOUND_LINES,
    Checksum,
    catalogue_number,
    epoch_utc_s,
    require_columns,
    require_same_satellite,
)
from linkbudget.geometry.orbit import Satellite, tle_orbit
from linkbudget.hidden_signs import LONGEST_NAME, one_line

_WANTED = "two-line element sets"
_LONGEST_LINE = 1000
_SUMMED = COLUMNS - 1
_WORTH = bytes(sign - 48 if 48 <= sign <= 57 else int(sign == 45) for sign in range(256))  # digits, and a minus for one
_WORTHLESS = bytes(sign for sign in range(256) if _WORTH[sign] == 0)
_ALPHA_5 = re.compile(r"[A-HJ-NP-Z][0-9]{4}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_FEW = 5


class ElementSet(Protocol):
    """An element set of a file, in whatever format."""

    @property
    def name(self) -> str:
        """Name of the satellite in the file; empty without a name."""

    @property
    def catalogue_number(self) -> int | None:
        """Catalogue number; none where the file has none."""

    @property
    def epoch_utc_s(self) -> float:
        """Instant of the epoch [s]."""

    @property
    def elements(self) -> tuple:
        """All that the orbit depends on."""

    @property
    def place(self) -> str:
        """File and place in it, in words."""

    def orbit(self) -> Satellite:
        """The satellite."""


class TwoLineSet(NamedTuple):
    """Two lines of a file with the name above them; every column has been checked, the orbit is when it is made."""

    name: str
    """Line 0 without its zero; empty where there is none."""
    line1: str
    line2: str
    file: str
    line_number: int
    """Number of line 1 in the file, counted from one."""

    @property
    def catalogue_number(self) -> int:
        """Catalogue number, letters of Alpha-5 taken for what they stand for."""
        return catalogue_number(self.line1[2:7])

    @property
    def epoch_utc_s(self) -> float:
        """Instant of the epoch [s]."""
        return epoch_utc_s(self.line1)

    @property
    def elements(self) -> tuple[str, str]:
        """All that the orbit depends on."""
        return self.line1, self.line2

    @property
    def place(self) -> str:
        """File and place in it, in words."""
        return f"{self.file}, element set at line {self.line_number}"

    def orbit(self) -> Satellite:
        """The satellite; an :class:`~linkbudget.errors.InputError` where the elements are none of an orbit."""
        try:
            return tle_orbit(self.line1, self.line2, self.name or None, checksum="ignored")
        except InputError as error:
            raise InputError(f"{self.place}: {error}") from None


def read_element_sets(file: str | os.PathLike, *, checksum: Checksum = "required") -> Iterator[TwoLineSet]:
    """Element sets of a file of two or three lines each, one after the other.

    A name may stand above the two lines, with a zero before it or without.  Blank lines, lines that begin with ``#``, a
    byte order mark and line ends of Windows do not matter.  The file may be of any size.

    Parameters
    ----------
    file : str or path
        The file.
    checksum : {"required", "ignored"}
        Whether the last column of each line has to be its checksum.

    Returns
    -------
    iterator of TwoLineSet
        In the order of the file; mistakes are raised where they stand, not before.

    Raises
    ------
    InputError
        If the file cannot be read, a line is missing, or a column holds what does not belong there; the message names
        file, line and columns.

    References
    ----------
    .. [1] T. S. Kelso, "NORAD Two-Line Element Set Format", CelesTrak.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "stations.tle")
    ...     _ = file.write_text(
    ...         "ISS (ZARYA)\\n"
    ...         "1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927\\n"
    ...         "2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537\\n"
    ...     )
    ...     for one in read_element_sets(file):
    ...         print(one.catalogue_number, one.name, format_utc(one.epoch_utc_s))
    25544 ISS (ZARYA) 2008-09-20T12:25:40.104Z
    """
    file = Path(file)
    label, required = str(file), checksum == "required"
    sound1, sound2 = SOUND_LINES[1].fullmatch, SOUND_LINES[2].fullmatch
    name, line1, first = "", None, 0
    with opened(file, _WANTED) as stream:
        for number, raw in enumerate(iter(partial(stream.readline, _LONGEST_LINE), b""), 1):
            if line1 is None:
                if sound1(raw) and (not required or _adds_up(raw)):
                    line1, first = raw, number
                elif text := _text(raw):
                    if _is_line(text, 1):
                        line1, first = _checked(file, number, 1, text, checksum).encode("ascii"), number
                    elif _is_line(text, 2) or name:
                        raise InputError(f"{file}, line {number}: {shortened(text)}; expected line 1 of an element set")
                    else:
                        name = one_line(text[2:] if text[:2] == "0 " else text, LONGEST_NAME)
            elif sound2(raw) and line1[2:7] == raw[2:7] and (not required or _adds_up(raw)):
                yield TwoLineSet(name, line1[:69].decode("ascii"), raw[:69].decode("ascii"), label, first)
                name, line1 = "", None
            elif text := _text(raw):
                line2 = _checked(file, number, 2, text, checksum)
                line1 = line1[:69].decode("ascii")
                try:
                    require_same_satellite(line1, line2)
                except InputError as error:
                    raise InputError(_in_file(str(error), file, number, first)) from None
                yield TwoLineSet(name, line1, line2, label, first)
                name, line1 = "", None
        if line1 is not None or name:
            missing = "line 2" if line1 is not None else "line 1"
            last = f"line {first}" if line1 is not None else f"the name {shortened(name)}"
            raise InputError(f"{file}: ends behind {last}; expected {missing} of an element set")


def _adds_up(raw: bytes) -> bool:
    return sum(raw[:_SUMMED].translate(_WORTH, _WORTHLESS)) % 10 == raw[_SUMMED] - 48


def _text(raw: bytes) -> str:
    """Line without trailing blanks; empty for a comment or a blank line."""
    text = decoded(raw).rstrip()
    return "" if text.startswith("#") else text if text[:2] in ("1 ", "2 ") else text.strip()


def _is_line(text: str, number: int) -> bool:
    """True for a line of an element set, damaged or not; names may begin with a number too."""
    return text[:2] == f"{number} " and len(text) > 40


def _checked(file: Path, number: int, which: int, text: str, checksum: Checksum) -> str:
    try:
        return require_columns(which, text, checksum=checksum)
    except InputError as error:
        raise InputError(_in_file(str(error), file, number, number)) from None


def _in_file(message: str, file: Path, number: int, first: int) -> str:
    """Replace the line number in a message by the line's number in its file."""
    message = re.sub("^line [12]", lambda _: f"{file}, line {number}", message)
    return re.sub("in line 1$", f"in line {first}", message)


def chosen_set(
    file: str | os.PathLike,
    sets: Iterable[ElementSet],
    satellite: int | str | None = None,
    epoch: str | float | None = None,
) -> ElementSet:
    """Element set of one satellite among those of a file.

    Parameters
    ----------
    file : str or path
        What the file is called in messages.
    sets : iterable of ElementSet
        Its element sets.
    satellite : int or str, optional
        Catalogue number or name (capitals do not matter); not needed where the file has one satellite [-].
    epoch : str or seconds, optional
        Which of several sets of the satellite: "latest", "earliest", or the one nearest to a date, which is text or
        seconds since 1970-01-01T00:00 UTC.

    Returns
    -------
    ElementSet
        The one that is meant.

    Raises
    ------
    InputError
        If no set, or more than one, matches; the message lists the choices.

    Examples
    --------
    >>> chosen_set("empty.tle", [])
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: empty.tle: holds no element set
    """
    meant, empty = _Meant(satellite), True
    found: dict[tuple, ElementSet] = {}  # a set that stands there twice counts once
    satellites: dict[int | str, str] = {}
    like: dict[str, None] = {}
    for one in sets:
        empty = False
        if meant.covers(one):
            satellites.setdefault(one.name if one.catalogue_number is None else one.catalogue_number, _label(one))
            if len(satellites) == 1:  # more are refused
                found.setdefault(one.elements, one)
        elif len(like) < _FEW and meant.resembles(one):
            like[_label(one)] = None
    if empty:
        raise InputError(f"{file}: holds no element set")
    if not satellites:
        hint = f"one such as {list_text(like, 'or')}" if like else "a catalogue number or a name that it has"
        raise InputError(f"{file}: satellite = {satellite!r}: is not in the file; expected {hint}")
    if len(satellites) > 1:
        several = f"{count_text(len(satellites))} satellites{'' if satellite is None else f' named {satellite!r}'}"
        expected = "a catalogue number or a name" if satellite is None else "a catalogue number"
        raise InputError(f"{file}: holds {several} ({_some(satellites.values())}); expected satellite = {expected}")
    return _of_epoch(Path(file), next(iter(satellites.values())), list(found.values()), epoch)


class _Meant:
    """A satellite as a user names it."""

    def __init__(self, satellite: int | str | None):
        text = _folded(str(satellite))
        self.all, self.name = satellite is None, text
        self.number = int(text) if _NUMBER.fullmatch(text) else None
        if _ALPHA_5.fullmatch(text.upper()):
            self.number = catalogue_number(text.upper())

    def covers(self, one: ElementSet) -> bool:
        return (
            self.all
            or (self.number is not None and one.catalogue_number == self.number)
            or (bool(one.name) and _folded(one.name) == self.name)
        )

    def resembles(self, one: ElementSet) -> bool:
        return bool(self.name) and self.name in _folded(one.name)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _label(one: ElementSet) -> str:
    return " ".join(str(word) for word in (one.catalogue_number, one.name) if word not in (None, ""))


def _some(words: Iterable[str]) -> str:
    words = list(words)
    return ", ".join(words[:_FEW]) + (", ..." if len(words) > _FEW else "")


def _of_epoch(file: Path, label: str, found: list[ElementSet], epoch: str | float | None) -> ElementSet:
    """The only one of several sets of a satellite, or the one whose epoch is asked for."""
    if len(found) == 1:
        return found[0]
    found.sort(key=lambda one: one.epoch_utc_s)
    if epoch is None:
        epochs = _some(dict.fromkeys(format_utc(one.epoch_utc_s) for one in found))
        raise InputError(
            f"{file}: holds {count_text(len(found))} element sets of {label}, of {epochs}; expected epoch = 'latest', "
            "'earliest', or a date, to which the nearest is taken"
        )
    if epoch == "latest":
        nearest_utc_s = found[-1].epoch_utc_s
    elif epoch == "earliest":
        nearest_utc_s = found[0].epoch_utc_s
    else:
        asked_utc_s = parse_utc(epoch) if isinstance(epoch, str) else epoch
        nearest_utc_s = min((one.epoch_utc_s for one in found), key=lambda utc_s: abs(utc_s - asked_utc_s))
        if 2.0 * asked_utc_s - nearest_utc_s in {one.epoch_utc_s for one in found} - {nearest_utc_s}:
            raise InputError(f"{file}: epoch = {format_utc(asked_utc_s)}: lies halfway between two element sets")
    nearest = [one for one in found if one.epoch_utc_s == nearest_utc_s]
    if len(nearest) > 1:
        places = list_text((one.place.removeprefix(f"{file}, ") for one in nearest), "and")
        raise InputError(
            f"{file}: holds {count_text(len(nearest))} different element sets of {label} with the epoch "
            f"{format_utc(nearest_utc_s)}: {places}; expected one"
        )
    return nearest[0]
