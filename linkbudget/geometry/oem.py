"""Orbit Ephemeris Messages (OEM, CCSDS 502.0-B) in KVN and XML: read into tables of positions, and written.

The map: :func:`read_oem` and :func:`oem_text`.

A message that leaves something open is refused with what is missing: another time system, frame or centre than those
of :mod:`linkbudget.geometry.time_systems` and :mod:`linkbudget.geometry.frames`, an interpolation without its degree,
a file that ends before its own stop time.  Where it names no interpolation, Hermite's of degree 7 is used, and a note
says so.  Covariances and accelerations are passed over.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError, ParserCreate

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.geometry.clock import format_utc, utc_of_tt_s
from linkbudget.geometry.frames import EARTH_FRAMES, center_key, frame_key, to_icrf
from linkbudget.geometry.position_rows import LARGEST_FILE_BYTES, Rows
from linkbudget.geometry.position_table import DEGREE, PositionTable, Segment
from linkbudget.geometry.time_systems import dates_tt_s, time_system, tt_dates
from linkbudget.text_files import counted, require_size, text_lines

_EXPECTED = "an orbit ephemeris message (OEM)"
_VERSIONS = ("1.0", "2.0", "3.0")
_VERSION = "CCSDS_OEM_VERS"
_HEADER = (_VERSION, "CREATION_DATE", "ORIGINATOR", "MESSAGE_ID", "CLASSIFICATION")
_MANDATORY = ("OBJECT_NAME", "OBJECT_ID", "CENTER_NAME", "REF_FRAME", "TIME_SYSTEM", "START_TIME", "STOP_TIME")
_USEABLE = ("USEABLE_START_TIME", "USEABLE_STOP_TIME")
_KNOWN = (*_MANDATORY, *_USEABLE, "REF_FRAME_EPOCH", "INTERPOLATION", "INTERPOLATION_DEGREE")
_STATE = ("X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")
_ACCELERATION = ("X_DDOT", "Y_DDOT", "Z_DDOT")
_XML_UNITS = dict.fromkeys(_STATE[:3], "km") | dict.fromkeys(_STATE[3:], "km/s")
_KEYWORD = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")


@dataclass
class _Part:
    """A segment as the file has it: what its metadata say, by keyword, with their lines, and its rows."""

    said: dict[str, tuple[int, str]]
    rows: Rows

    def text(self, keyword: str) -> str | None:
        """Value of a keyword; None if it is missing."""
        return self.said[keyword][1] if keyword in self.said else None


def read_oem(file: str | os.PathLike, object_name: str | None = None) -> PositionTable:
    """Trajectory from an orbit ephemeris message.

    Parameters
    ----------
    file : str or Path
        The message, KVN or XML.
    object_name : str, optional
        OBJECT_NAME or OBJECT_ID of the segments to take, where the message has several objects.

    Returns
    -------
    PositionTable
        Vector function from the Earth's centre, or from the solar-system barycentre.

    Raises
    ------
    InputError
        If the message cannot be read or is refused; the message names file and line.

    References
    ----------
    .. [1] CCSDS 502.0-B-3, Orbit Data Messages (2023), section 5 (OEM) and section 7 (KVN); CCSDS 505.0-B-3 (XML).

    Examples
    --------
    >>> read_oem("no-such-file.oem")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: no-such-file.oem: no such file; expected an orbit ephemeris message (OEM)
    """
    file = require_size(file, _EXPECTED, LARGEST_FILE_BYTES)
    parts = _chosen(file, list((_xml_parts if _is_xml(file) else _kvn_parts)(file)), object_name)
    segments = [_segment(file, part) for part in parts]
    notes = ()
    if any(part.text("INTERPOLATION") is None for part in parts):
        notes = (f"{file.name} names no interpolation; Hermite's of degree {DEGREE} is used",)
    try:
        return PositionTable(segments, notes)
    except LinkBudgetError as error:
        raise InputError(f"{file}: {error}") from None


def _is_xml(file: Path) -> bool:
    with file.open("rb") as raw:
        return raw.read(200).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


# KVN -----------------------------------------------------------------------------------------------------------------


def _kvn_parts(file: Path) -> Iterator[_Part]:
    """Segments of a message in keyword = value notation."""
    header: dict[str, tuple[int, str]] = {}
    said: dict[str, tuple[int, str]] | None = None  # inside META_START and META_STOP
    part: _Part | None = None
    passed_over = False
    for number, line in text_lines(file, _EXPECTED, LARGEST_FILE_BYTES):
        words = line.split()
        if not words or words[0] == "COMMENT":
            continue
        word = words[0]
        if part is not None and not passed_over and word[0].isdigit():
            if len(words) not in (7, 10):
                raise InputError(
                    f"{file}, line {number}: {len(words) - 1} numbers behind the date; expected 6, or 9 with "
                    "accelerations"
                )
            part.rows.add(number, word, words[1:7])
        elif word == "META_START" and len(words) == 1:
            _require_header(file, header)
            if part is not None:
                yield part
            said, part, passed_over = {}, None, False
        elif word == "META_STOP" and len(words) == 1 and said is not None:
            part, said = _begun(file, said, number), None
        elif word == "COVARIANCE_START" and part is not None:
            passed_over = True
        elif word == "COVARIANCE_STOP" and passed_over:
            passed_over = False
        elif not passed_over:
            _keep(file, number, line, header if said is None and part is None else said)
    _require_header(file, header)
    if said is not None:
        raise InputError(f"{file}: ends inside META_START; expected META_STOP and rows: the file is cut short")
    if part is not None:
        yield part


def _keep(file: Path, number: int, line: str, said: dict[str, tuple[int, str]] | None) -> None:
    """Keep a line of a keyword and its value."""
    match = _KEYWORD.fullmatch(line)
    if match is None or said is None:
        raise InputError(f"{file}, line {number}: {shortened(line.strip())}; expected a line of {_EXPECTED}")
    keyword, value = match[1].upper(), match[2]
    if keyword in said and said[keyword][1] != value:
        raise InputError(
            f"{file}, line {number}: {keyword} = {shortened(value)}; it stands in line {said[keyword][0]} too"
        )
    said[keyword] = number, value


def _require_header(file: Path, header: dict[str, tuple[int, str]]) -> None:
    if _VERSION not in header:
        raise InputError(f"{file}: no {_VERSION}; expected {_EXPECTED}")
    _require_version(file, header[_VERSION][1], header[_VERSION][0])


def _require_version(file: Path, version: str, line: int) -> None:
    if version not in _VERSIONS:
        raise InputError(f"{file}, line {line}: {_VERSION} = {shortened(version)}; expected {', '.join(_VERSIONS)}")


# XML -----------------------------------------------------------------------------------------------------------------


def _xml_parts(file: Path) -> list[_Part]:
    """Segments of a message in XML."""
    reading = _XmlReading(file)
    try:
        with file.open("rb") as raw:
            reading.parser.ParseFile(raw)
    except InputError:
        raise
    except (ExpatError, LookupError, ValueError) as error:  # a LookupError: an encoding that nobody knows
        raise InputError(f"{file}: is no whole XML: {error}; expected {_EXPECTED}") from None
    if reading.version is None:
        raise InputError(f"{file}: no element oem; expected {_EXPECTED}")
    return reading.parts


class _XmlReading:
    """A message in XML as its parser goes through it, element by element: a tree would take ten times the file."""

    def __init__(self, file: Path):
        self.parts: list[_Part] = []
        self.version: str | None = None
        self.parser = ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._begin, self._end
        self.parser.CharacterDataHandler = self._add
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._file, self._inside = file, ""
        self._text: list[str] = []
        self._said: dict[str, tuple[int, str]] = {}
        self._state: dict[str, str] = {}
        self._add_text = self._text.append

    def _refuse_doctype(self, *_) -> None:
        raise InputError(f"{self._file}, line {self.parser.CurrentLineNumber}: a document type; expected {_EXPECTED}")

    def _add(self, text: str) -> None:
        self._add_text(text)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._text.clear()
        if name == "oem":
            self.version = attributes.get("version", "")
            _require_version(self._file, self.version, self.parser.CurrentLineNumber)
        elif name in ("metadata", "stateVector", "covarianceMatrix"):
            self._inside = name
        elif attributes and name in _XML_UNITS and attributes.get("units", _XML_UNITS[name]) != _XML_UNITS[name]:
            said = f"{self._file}, line {self.parser.CurrentLineNumber}: {name} in {shortened(attributes['units'])}"
            raise InputError(f"{said}; expected {_XML_UNITS[name]}")

    def _end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        line = self.parser.CurrentLineNumber
        if name == "metadata":
            self.parts.append(_begun(self._file, self._said, line))
            self._said, self._inside = {}, ""
        elif name == "stateVector":
            self._finish_state(line)
        elif name == self._inside:
            self._inside = ""
        elif self._inside == "stateVector":
            self._state[name] = "".join(self._text)
        elif self._inside == "metadata" and name != "COMMENT":
            self._said[name] = line, "".join(self._text).strip()

    def _finish_state(self, line: int) -> None:
        try:
            words = [self._state[key] for key in _STATE]
            self.parts[-1].rows.add(line, self._state["EPOCH"].strip(), words)
        except KeyError as missing:
            raise InputError(f"{self._file}, line {line}: a stateVector without {missing.args[0]}") from None
        except IndexError:
            raise InputError(f"{self._file}, line {line}: a stateVector before the metadata") from None
        self._state, self._inside = {}, ""


# What both have ------------------------------------------------------------------------------------------------------


def _begun(file: Path, said: dict[str, tuple[int, str]], line: int) -> _Part:
    """A segment whose metadata are complete; its rows are still to come."""
    for keyword, (number, value) in said.items():
        if keyword not in _KNOWN:
            raise InputError(f"{file}, line {number}: {keyword}; expected one of {', '.join(_KNOWN)}")
        if not value:
            raise InputError(f"{file}, line {number}: {keyword} says nothing; expected a value")
    for keyword in _MANDATORY:
        if keyword not in said:
            raise InputError(f"{file}, line {line}: no {keyword} among the metadata; CCSDS 502.0-B has it as mandatory")
    number, name = said["TIME_SYSTEM"]
    try:
        system = time_system(name)
    except InputError as error:
        raise InputError(f"{file}, line {number}: TIME_SYSTEM: {error}") from None
    return _Part(said, Rows(file, lambda dates: dates_tt_s(dates, system)))


def _chosen(file: Path, parts: list[_Part], object_name: str | None) -> list[_Part]:
    """Segments of one object."""
    if not parts:
        raise InputError(f"{file}: no segment; expected {_EXPECTED}")
    names = {part.text("OBJECT_ID"): part.text("OBJECT_NAME") for part in parts}
    listed = ", ".join(f"{name} ({identity})" for identity, name in names.items())
    if object_name is None:
        if len(names) > 1:
            raise InputError(f"{file}: has several objects; expected the name of one: {listed}")
        return parts
    asked = object_name.strip().upper()
    chosen = [part for part in parts if asked in (str(part.text(key)).upper() for key in ("OBJECT_NAME", "OBJECT_ID"))]
    if not chosen:
        raise InputError(f"{file}: no object {object_name!r}; expected {listed}")
    return chosen


def _segment(file: Path, part: _Part) -> Segment:
    """The rows of a part, in ICRF axes, with the curve and the span that its metadata give."""
    tt_s, numbers = part.rows.arrays()
    if not tt_s.size:
        raise InputError(f"{file}: a segment of {part.text('OBJECT_NAME')} has no rows; expected dates and states")
    try:
        frame, center = frame_key(str(part.text("REF_FRAME"))), center_key(str(part.text("CENTER_NAME")))
        if frame in EARTH_FRAMES and part.text("REF_FRAME_EPOCH") is not None:
            raise LinkBudgetError(f"REF_FRAME = {part.text('REF_FRAME')} of an epoch: expected a frame without one")
        if frame in EARTH_FRAMES and center != "earth":
            raise LinkBudgetError(
                f"REF_FRAME = {part.text('REF_FRAME')} about {part.text('CENTER_NAME')}: expected EARTH"
            )
        first, last = (_date(part, keyword) for keyword in _USEABLE)
        _require_end(part, tt_s)
        hermite, degree = _curve(part)
        position_m, velocity_m_per_s = to_icrf(frame, tt_s, 1e3 * numbers[:, :3], 1e3 * numbers[:, 3:])
        return Segment(tt_s, position_m, velocity_m_per_s, degree, hermite, center, first, last)
    except LinkBudgetError as error:
        raise InputError(f"{file}: segment of {part.text('OBJECT_NAME')}: {error}") from None


def _date(part: _Part, keyword: str) -> float | None:
    """Seconds of Terrestrial Time of a date among the metadata."""
    text = part.text(keyword)
    if text is None:
        return None
    try:
        return float(dates_tt_s([text], time_system(str(part.text("TIME_SYSTEM"))))[0])
    except LinkBudgetError as error:
        raise LinkBudgetError(f"{keyword}: {error}") from None


def _require_end(part: _Part, tt_s: np.ndarray) -> None:
    """Raise where the rows end before, or go on after, the span that the metadata give."""
    start_tt_s, stop_tt_s = _date(part, "START_TIME"), _date(part, "STOP_TIME")
    longest_s = float(np.diff(tt_s).max(initial=1.0))
    if stop_tt_s - tt_s[-1] > longest_s:
        raise LinkBudgetError(
            f"the last row is of {_text(tt_s[-1])}, before STOP_TIME = {part.text('STOP_TIME')}: the file is cut short"
        )
    if start_tt_s - tt_s[0] > longest_s or tt_s[-1] - stop_tt_s > longest_s:
        raise LinkBudgetError(
            f"rows from {_text(tt_s[0])} to {_text(tt_s[-1])}; expected rows from START_TIME = "
            f"{part.text('START_TIME')} to STOP_TIME = {part.text('STOP_TIME')}"
        )


def _text(tt_s: float) -> str:
    return format_utc(round(float(utc_of_tt_s(tt_s))))


def _curve(part: _Part) -> tuple[bool, int]:
    """Tell whether the interpolation is Hermite's, and its degree (for Hermite the next odd one)."""
    method, degree = part.text("INTERPOLATION"), part.text("INTERPOLATION_DEGREE")
    if method is None:
        return True, DEGREE
    kind = method.upper()
    if kind not in ("HERMITE", "LAGRANGE", "LINEAR"):
        raise LinkBudgetError(f"INTERPOLATION = {shortened(method)}: expected HERMITE, LAGRANGE or LINEAR")
    if kind == "LINEAR":
        return False, 1
    number = None if degree is None else counted(degree)
    if number is None:
        raise LinkBudgetError(f"INTERPOLATION_DEGREE = {shortened(degree)}: expected a whole number with {kind}")
    return kind == "HERMITE", number | 1 if kind == "HERMITE" else number


# Writing -------------------------------------------------------------------------------------------------------------


def oem_text(
    tt_s,
    position_m,
    velocity_m_per_s,
    *,
    object_name: str,
    object_id: str,
    center: str,
    system: str,
    created_utc_s: float,
    originator: str = "linkbudget",
    comments: Sequence[str] = (),
    xml: bool = False,
) -> str:
    """Text of an orbit ephemeris message of one segment, in ICRF axes, for Hermite interpolation of degree 7.

    Parameters
    ----------
    tt_s : array_like
        Instants, rising, seconds since 1970-01-01T00:00 TT, shape (n,) [s].
    position_m : array_like
        Positions in ICRF axes, shape (n, 3) [m].
    velocity_m_per_s : array_like
        Velocities, shape (n, 3) [m/s].
    object_name, object_id : str
        Name and designator of the spacecraft.
    center : str
        Where the positions start, such as "EARTH".
    system : str
        Time system of the dates, one of :data:`linkbudget.geometry.time_systems.TIME_SYSTEMS`.
    created_utc_s : float
        Instant of writing [s].
    originator : str
        Who writes.
    comments : list of str
        Lines of comment in front of the metadata.
    xml : bool
        XML instead of KVN.

    Returns
    -------
    str
        The message, version 2.0.

    References
    ----------
    .. [1] CCSDS 502.0-B-2, Orbit Data Messages (2009), section 5 (OEM); CCSDS 505.0-B-1 (2010) (XML).

    Examples
    --------
    >>> message = oem_text(
    ...     [0.0, 60.0], [[7e6, 0.0, 0.0], [7e6, 4.5e5, 0.0]], [[0.0, 7.5e3, 0.0]] * 2, object_name="TRY",
    ...     object_id="2000-001A", center="EARTH", system="TT", created_utc_s=0.0,
    ... )
    >>> print(message.splitlines()[-2])
    1970-01-01T00:00:00.000000 7000.000000 0.000000 0.000000 0.000000000 7.500000000 0.000000000
    """
    dates = tt_dates(tt_s, system)
    states = np.concatenate([np.asarray(position_m) / 1e3, np.asarray(velocity_m_per_s) / 1e3], axis=1)
    texts = [[f"{value:.6f}" for value in row[:3]] + [f"{value:.9f}" for value in row[3:]] for row in states]
    header = {"CREATION_DATE": format_utc(round(created_utc_s)).removesuffix("Z"), "ORIGINATOR": originator}
    metadata = {
        "OBJECT_NAME": object_name,
        "OBJECT_ID": object_id,
        "CENTER_NAME": center,
        "REF_FRAME": "ICRF",
        "TIME_SYSTEM": system,
        "START_TIME": dates[0],
        "STOP_TIME": dates[-1],
        "INTERPOLATION": "HERMITE",
        "INTERPOLATION_DEGREE": str(DEGREE),
    }
    return (_xml_text if xml else _kvn_text)(header, list(comments), metadata, dates, texts)


def _kvn_text(header, comments, metadata, dates, texts) -> str:
    lines = [f"{_VERSION} = 2.0", *(f"{key} = {value}" for key, value in header.items()), "", "META_START"]
    lines += [f"COMMENT {comment}" for comment in comments]
    lines += [*(f"{key} = {value}" for key, value in metadata.items()), "META_STOP", ""]
    lines += [" ".join([date, *row]) for date, row in zip(dates, texts, strict=True)]
    return "\n".join([*lines, ""])


def _xml_text(header, comments, metadata, dates, texts) -> str:
    root = ElementTree.Element("oem", {"id": _VERSION, "version": "2.0"})
    _put(ElementTree.SubElement(root, "header"), header)
    segment = ElementTree.SubElement(ElementTree.SubElement(root, "body"), "segment")
    inside = ElementTree.SubElement(segment, "metadata")
    for comment in comments:
        ElementTree.SubElement(inside, "COMMENT").text = comment
    _put(inside, metadata)
    data = ElementTree.SubElement(segment, "data")
    for date, row in zip(dates, texts, strict=True):
        state = ElementTree.SubElement(data, "stateVector")
        _put(state, {"EPOCH": date, **dict(zip(_STATE, row, strict=True))}, _XML_UNITS)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _put(element: ElementTree.Element, values: dict[str, str], units: dict[str, str] | None = None) -> None:
    for key, value in values.items():
        unit = (units or {}).get(key)
        ElementTree.SubElement(element, key, {"units": unit} if unit else {}).text = value
