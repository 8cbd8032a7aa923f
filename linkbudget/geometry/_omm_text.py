"""Parsers of the four text formats of OMM files: keywords and values of each message, with their line numbers.

Every reader takes a function that makes an element set of keywords and values, and gives what it makes.  Only that is
kept, so that a file takes little more memory than its element sets; text in JSON is read as a whole.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from xml.etree import ElementTree

from linkbudget.errors import InputError, shortened
from linkbudget.formatting import bytes_text
from linkbudget.geometry._element_text import decoded, opened

Made = TypeVar("Made")
Fields = dict[str, Any]
Make = Callable[[Fields, str, bool], Made]
"""Keywords and values, their place in words, and whether the message has to have all mandatory keywords."""

WANTED = "orbit mean-elements messages (OMM)"
LARGEST_JSON_BYTES = 250_000_000
"""JSON is read as a whole; half a million element sets have some 200 MB."""
LARGEST_XML_BYTES = 1_000_000_000
"""XML is read as a stream; half a million element sets have some 900 MB."""

UNITS = {
    "MEAN_MOTION": "rev/day",
    "SEMI_MAJOR_AXIS": "km",
    "INCLINATION": "deg",
    "RA_OF_ASC_NODE": "deg",
    "ARG_OF_PERICENTER": "deg",
    "MEAN_ANOMALY": "deg",
    "BSTAR": "1/ER",
    "MEAN_MOTION_DOT": "rev/day**2",
    "MEAN_MOTION_DDOT": "rev/day**3",
}
"""Unit of each keyword that is read, as messages may write it behind the value."""
_WITHOUT_UNIT = frozenset(["ECCENTRICITY", "NORAD_CAT_ID", "EPHEMERIS_TYPE", "EPOCH"])

_KEYWORD = re.compile(r"[A-Z][A-Z0-9_]*")
_WITH_UNIT = re.compile(r"(.*?)\s*\[([^\[\]]*)\]")
_PASSED_OVER = ("COMMENT", "USER_DEFINED")
_FIRST = "CCSDS_OMM_VERS"
_LONGEST_LINE = 10_000
_DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_OF_TABLE = frozenset(["EPOCH", "MEAN_MOTION", "SEMI_MAJOR_AXIS", "ECCENTRICITY", "INCLINATION", "NORAD_CAT_ID"])


class Misfit(InputError):
    """A mistake in a keyword of a message, before its place in the file is added."""

    def __init__(self, keyword: str, text: str):
        super().__init__(f"{keyword}{text}")
        self.keyword = keyword


def without_unit(keyword: str, value: str, unit: str) -> str:
    """Value of a keyword without its unit, which must be the expected one."""
    expected = UNITS.get(keyword)
    if expected is None and keyword not in _WITHOUT_UNIT:
        return value
    if expected is None and unit.lower() != "n/a":
        raise Misfit(keyword, f" = {shortened(f'{value} [{unit}]')}: expected no unit")
    if expected is not None and unit.strip().lower() != expected.lower():
        raise Misfit(keyword, f" = {shortened(f'{value} [{unit}]')}: expected the unit [{expected}]")
    return value


def _put(fields: Fields, keyword: str, value: Any) -> None:
    """Add a keyword to those of a message; it may stand there twice with one value."""
    if fields.setdefault(keyword, value) != value:
        raise Misfit(keyword, f" = {shortened(value)}: was given before as {shortened(fields[keyword])}")


def _joined(pairs: Iterable[tuple[str, Any]]) -> Fields:
    fields: Fields = {}
    for keyword, value in pairs:
        _put(fields, keyword, value)
    return fields


# Keywords and values, a line each -------------------------------------------------------------------------------------


def read_kvn(file: Path, make: Make[Made]) -> Iterator[Made]:
    """Messages in keyword value notation, one behind the other."""
    fields: Fields = {}
    start = 0
    known: dict[bytes, str] = {}  # text of each keyword; empty for lines that are passed over
    with opened(file, WANTED) as stream:
        for number, raw in enumerate(iter(partial(stream.readline, _LONGEST_LINE), b""), 1):
            word, _, said = raw.partition(b"=")
            keyword = known.get(word)
            if keyword is None:
                keyword = known[word] = _keyword(file, number, raw)
            if not keyword:
                continue
            if keyword == _FIRST:
                if start:
                    yield _of_kvn(file, start, fields, make)
                fields, start = {}, number
            elif not start:
                raise InputError(
                    f"{file}, line {number}: {keyword}: expected {_FIRST} in front of it, as every OMM begins"
                )
            value = decoded(said).strip()
            try:
                if value[-1:] == "]" and (with_unit := _WITH_UNIT.fullmatch(value)):
                    value = without_unit(keyword, *with_unit.groups())
                if fields.setdefault(keyword, value) != value:
                    _put(fields, keyword, value)
            except Misfit as error:
                raise InputError(f"{file}, line {number}: {error}") from None
    if start:
        yield _of_kvn(file, start, fields, make)


def _keyword(file: Path, number: int, raw: bytes) -> str:
    """Keyword of a line; empty for a line that is passed over."""
    keyword, equals, _ = (part.strip() for part in decoded(raw).partition("="))
    if not (keyword or equals) or keyword.startswith(_PASSED_OVER):
        return ""
    if not equals or not _KEYWORD.fullmatch(keyword):
        raise InputError(f"{file}, line {number}: {shortened(decoded(raw).strip())}; expected KEYWORD = value")
    return keyword


def _lines(stream: BinaryIO) -> Iterator[str]:
    return map(decoded, iter(partial(stream.readline, _LONGEST_LINE), b""))


def _of_kvn(file: Path, start: int, fields: Fields, make: Make[Made]) -> Made:
    try:
        return make(fields, f"{file}, message at line {start}", True)
    except Misfit as error:
        number = _line_of(file, start, error.keyword)
        place = f"message at line {start}" if number is None else f"line {number}"
        raise InputError(f"{file}, {place}: {error}") from None


def _line_of(file: Path, start: int, wanted: str) -> int | None:
    """Line of a keyword in the message that begins at a line."""
    with opened(file, WANTED) as stream:
        for number, raw in enumerate(_lines(stream), 1):
            keyword = raw.partition("=")[0].strip()
            if number > start and keyword == _FIRST:
                return None
            if number >= start and keyword == wanted:
                return number
    return None


# XML ------------------------------------------------------------------------------------------------------------------


class _WithoutDeclarations(io.RawIOBase):
    """A stream of XML that may declare no document type and no entities, by which small files grow without end."""

    def __init__(self, file: Path, stream: BinaryIO):
        self.file, self.stream, self.last = file, stream, b""

    def read(self, size: int = -1) -> bytes:
        part = self.stream.read(size)
        found = _DECLARED.search(self.last + part)
        if found:
            raise InputError(f"{self.file}: declares <!{decoded(found[1])}; expected XML without such declarations")
        self.last = (self.last + part)[-20:]
        return part


def read_xml(file: Path, make: Make[Made]) -> Iterator[Made]:
    """Messages in XML: a root ``omm``, or ``ndm`` with several."""
    with opened(file, WANTED) as stream:
        _require_size(file, LARGEST_XML_BYTES)
        number, root = 0, ""
        try:
            for _, element in ElementTree.iterparse(_WithoutDeclarations(file, stream), events=("end",)):
                root = element.tag
                if not root.endswith("omm") or _name(root) != "omm":
                    continue
                version = element.get("version")
                for segment in element.iter():
                    if _name(segment.tag) == "segment":
                        number += 1
                        yield _of_xml(file, number, version, segment, make)
                element.clear()
        except InputError:
            raise
        except (
            ElementTree.ParseError,
            LookupError,
            ValueError,
        ) as error:  # an encoding that nobody knows is a LookupError
            raise InputError(f"{file}: is not valid XML: {error}; expected {WANTED}") from None
        if _name(root) not in ("omm", "ndm"):
            raise InputError(f"{file}: is XML with the root <{_name(root)}>; expected <omm>, or <ndm> with several")


def _of_xml(file: Path, number: int, version: str | None, segment: ElementTree.Element, make: Make[Made]) -> Made:
    place = f"{file}, message {number}"
    try:
        fields: Fields = {} if version is None else {_FIRST: version}
        for block in segment:
            for part in (block, *block):
                if _name(part.tag) in ("userDefinedParameters", "covarianceMatrix", "spacecraftParameters"):
                    continue
                for leaf in part:
                    if len(leaf) == 0:
                        keyword, value = _name(leaf.tag), (leaf.text or "").strip()
                        if (unit := leaf.get("units")) is not None:
                            value = without_unit(keyword, value, unit)
                        if keyword != "COMMENT" and fields.setdefault(keyword, value) != value:
                            _put(fields, keyword, value)
        return make(fields, place, True)
    except Misfit as error:
        raise InputError(f"{place}: {error}") from None


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


# JSON -----------------------------------------------------------------------------------------------------------------


def read_json(file: Path, make: Make[Made]) -> Iterator[Made]:
    """An object of keywords and values, or a list of them."""
    with opened(file, WANTED) as stream:
        _require_size(file, LARGEST_JSON_BYTES)
        try:
            text = stream.read().decode("utf-8")
        except UnicodeDecodeError:
            raise InputError(f"{file}: is not text in UTF-8; expected {WANTED}") from None
    made: list[Made] = []

    def keep(pairs: list[tuple[str, Any]]) -> Fields | None:
        if not any(keyword in _OF_TABLE for keyword, _ in pairs):
            return dict(pairs)
        place = f"{file}, object {len(made) + 1}"
        try:
            fields = dict(pairs)
            made.append(make(fields if len(fields) == len(pairs) else _joined(pairs), place, False))
        except Misfit as error:
            raise InputError(f"{place}: {error}") from None
        return None

    def constant(word: str) -> str:
        return word

    try:
        data = json.loads(text, object_pairs_hook=keep, parse_float=str, parse_int=str, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise InputError(f"{file}, line {error.lineno}: is not valid JSON: {error.msg}; expected {WANTED}") from None
    except RecursionError:
        raise InputError(f"{file}: is nested too deeply; expected an object or a list of objects") from None
    del text
    objects = data if isinstance(data, list) else [data]
    for number, one in enumerate(objects, 1):
        if one is not None:
            raise InputError(
                f"{file}, object {number}: {shortened(one)}; expected an object with EPOCH, MEAN_MOTION and so on"
            )
    if len(objects) != len(made):
        raise InputError(f"{file}: has objects inside objects; expected an object or a list of objects")
    yield from made


# CSV ------------------------------------------------------------------------------------------------------------------


def read_csv(file: Path, make: Make[Made]) -> Iterator[Made]:
    """A table with a line of keywords above it."""
    with opened(file, WANTED) as stream:
        rows = csv.reader(_lines(stream), strict=True)
        try:
            header = [word.strip() for word in next(rows, [])]
            if not _OF_TABLE.intersection(header):
                raise InputError(
                    f"{file}, line 1: {shortened(','.join(header))}; expected a line of keywords, with commas between "
                    "them, such as OBJECT_NAME,OBJECT_ID,EPOCH,MEAN_MOTION"
                )
            twice = [word for place, word in enumerate(header) if word in header[:place]]
            if twice:
                raise InputError(f"{file}, line 1: has the column {twice[0]} twice; expected each once")
            for row in rows:
                if len(row) != len(header):
                    if not row:
                        continue
                    comma = " (a number with a decimal comma has one too many)" if len(row) > len(header) else ""
                    raise InputError(
                        f"{file}, line {rows.line_num}: has {len(row)} values; expected {len(header)}, one for each "
                        f"keyword of line 1{comma}"
                    )
                place = f"{file}, line {rows.line_num}"
                try:
                    made = make(dict(zip(header, row, strict=True)), place, False)
                except Misfit as error:
                    raise InputError(f"{place}: {error}") from None
                yield made
        except csv.Error as error:
            raise InputError(f"{file}, line {rows.line_num}: is no row of a table: {error}") from None


def _require_size(file: Path, most_bytes: int) -> None:
    size = file.stat().st_size
    if size > most_bytes:
        raise InputError(
            f"{file}: {bytes_text(size)}; expected at most {bytes_text(most_bytes)} in this format; CSV and lines of "
            "KEYWORD = value may be of any size"
        )


READERS: dict[str, Callable[[Path, Make], Iterator]] = {
    "kvn": read_kvn,
    "xml": read_xml,
    "json": read_json,
    "csv": read_csv,
}
"""Reader of each format by its name."""


def format_of(file: Path) -> str:
    """Name of a file's format: by its ending, else by how it begins."""
    ending = file.suffix.lower().removeprefix(".")
    if ending in READERS:
        return ending
    with opened(file, WANTED) as stream:
        beginning = decoded(stream.read(4096)).lstrip()
    line = beginning.partition("\n")[0]
    if beginning[:1] == "<":
        return "xml"
    if beginning[:1] in ("{", "["):
        return "json"
    if line.startswith((_FIRST, "COMMENT")) or "=" in line:
        return "kvn"
    if _OF_TABLE.intersection(re.split(r'[",;\s]+', line)):
        return "csv"
    raise InputError(
        f"{file}, line 1: {shortened(line.strip())}; expected {WANTED} as keywords and values, XML, JSON or CSV"
    )
