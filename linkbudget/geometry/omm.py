"""Orbit mean-elements messages (OMM) of CCSDS 502.0-B: element sets for SGP4 as keywords and values, XML, JSON, CSV.

The map: :func:`read_omm` goes through a file, a :class:`MeanElements` at a time;
:func:`linkbudget.geometry.element_files.chosen_set` takes the one of a satellite and an epoch.

The numbers are those of a two-line element set without its columns: catalogue numbers have up to nine digits, epochs
and elements any number of decimals.  They go to SGP4 as they are, not by way of two lines.
"""

import math
import os
import re
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any, Literal, NamedTuple

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.geometry._omm_text import READERS, Fields, Misfit, format_of
from linkbudget.geometry.clock import parse_ccsds_utc
from linkbudget.geometry.element_sets import MOST_DEG, misfit_of_orbit
from linkbudget.geometry.orbit import Satellite, mean_elements_orbit
from linkbudget.hidden_signs import LONGEST_NAME, one_line

OmmFormat = Literal["kvn", "xml", "json", "csv"]
"""Keywords and values, a line each; XML; JSON; a table with commas."""

_VERSION = "CCSDS_OMM_VERS"
_CONSTANTS = {"CENTER_NAME": "EARTH", "REF_FRAME": "TEME", "TIME_SYSTEM": "UTC", "MEAN_ELEMENT_THEORY": "SGP4"}
_MANDATORY = dict.fromkeys((_VERSION, "OBJECT_NAME", "OBJECT_ID", *_CONSTANTS))  # those without a rule of their own
_OTHER_WORDS = {"MEAN_ELEMENT_THEORY": ("SGP/SGP4",)}
_OTHER_TYPES = {"4": "SGP4-XP", "6": "special perturbations"}
_ANGLES = {
    "INCLINATION": "inclination",
    "RA_OF_ASC_NODE": "right ascension of the ascending node",
    "ARG_OF_PERICENTER": "argument of perigee",
    "MEAN_ANOMALY": "mean anomaly",
}
_NUMBERS = ("MEAN_MOTION", "ECCENTRICITY", *_ANGLES, "BSTAR")
_EXPECTED = {
    "MEAN_MOTION": "revolutions a day above zero",
    "ECCENTRICITY": "a number from 0 to below 1",
    "INCLINATION": f"degrees from 0 to {MOST_DEG['inclination']}",
    "BSTAR": "a number, per Earth radius",
}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_ALL_NUMBERS = re.compile("\n".join([_NUMBER.pattern] * len(_NUMBERS)))
_VALUES = itemgetter(*_NUMBERS)
_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+(?:[eE][+-]?[0-9]+)?")
_CATALOGUE_NUMBER = re.compile(r"([0-9]{1,9})(?:\.0*)?")
_LEAST_VERSION, _MOST_VERSION = 1.0, 3.0


class MeanElements(NamedTuple):
    """Element set of a message; every number has been checked, the orbit is when it is made."""

    name: str
    """OBJECT_NAME; empty where there is none."""
    object_id: str
    """OBJECT_ID, the international designator such as 1998-067A; empty where there is none."""
    catalogue_number: int | None
    """NORAD_CAT_ID; none where the message has none."""
    epoch_utc_s: float
    """Instant of the epoch; a leap second counts as the first second of the next day [s]."""
    in_leap_second: bool
    revolutions_per_day: float
    eccentricity: float
    inclination_deg: float
    raan_deg: float
    argument_of_perigee_deg: float
    mean_anomaly_deg: float
    bstar: float
    """Drag term, per Earth radius [-]."""
    place: str
    """File and place in it, in words."""

    @property
    def elements(self) -> tuple:
        """All that the orbit depends on."""
        return self[3:12]

    def orbit(self) -> Satellite:
        """The satellite; an :class:`~linkbudget.errors.InputError` where the elements are none of an orbit."""
        if misfit := misfit_of_orbit(self.revolutions_per_day, self.eccentricity):
            raise InputError(f"{self.place}: MEAN_MOTION = {self.revolutions_per_day}: expected {misfit}")
        try:
            return mean_elements_orbit(
                self.epoch_utc_s,
                *self[5:11],
                bstar=self.bstar,
                name=self.name or None,
                in_leap_second=self.in_leap_second,
            )
        except LinkBudgetError as error:
            raise InputError(f"{self.place}: {error}") from None


def read_omm(file: str | os.PathLike, *, form: OmmFormat | None = None) -> Iterator[MeanElements]:
    """Element sets of a file of orbit mean-elements messages, one after the other.

    Keywords and values, and tables, may be of any size; XML up to 1 GB and JSON up to 250 MB are read.

    Parameters
    ----------
    file : str or path
        The file.
    form : {"kvn", "xml", "json", "csv"}, optional
        Its format; none: by its ending, else by how it begins.

    Returns
    -------
    iterator of MeanElements
        In the order of the file; mistakes are raised where they stand, not before.

    Raises
    ------
    InputError
        If the file cannot be read, a keyword is missing or has a value that cannot be, or the elements are not those of
        SGP4 about the Earth; the message names file, line (or which message), keyword, value and what was expected.

    References
    ----------
    .. [1] CCSDS 502.0-B-3, "Orbit Data Messages" (2023), section 4.
    .. [2] T. S. Kelso, "A New Way to Obtain GP Data (aka TLEs)", CelesTrak (JSON and CSV).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "new.csv")
    ...     _ = file.write_text(
    ...         "OBJECT_NAME,OBJECT_ID,EPOCH,MEAN_MOTION,ECCENTRICITY,INCLINATION,RA_OF_ASC_NODE,ARG_OF_PERICENTER,"
    ...         "MEAN_ANOMALY,NORAD_CAT_ID,BSTAR\\n"
    ...         "NEW,2026-190A,2026-08-07T06:30:00.5,14.2,.001,97.5,10,20,30,123456789,.1E-3\\n"
    ...     )
    ...     for one in read_omm(file):
    ...         print(one.catalogue_number, one.name, one.inclination_deg, "deg")
    123456789 NEW 97.5 deg
    """
    file = Path(file)
    if form is not None and form not in READERS:
        raise InputError(f"form = {shortened(form)}: expected one of {', '.join(READERS)}")
    yield from READERS[form or format_of(file)](file, _mean_elements)


def _mean_elements(fields: Fields, place: str, is_whole: bool) -> MeanElements:
    """Element set of keywords and values; tables and JSON leave out keywords that are the same for all of them."""
    if is_whole and not fields.keys() >= _MANDATORY.keys():
        missing = next(keyword for keyword in _MANDATORY if keyword not in fields)
        raise Misfit(missing, ": missing; expected in every message")
    for keyword, expected in _CONSTANTS.items():
        value = fields.get(keyword)
        if value != expected and (value is not None or is_whole):
            _require_constant(keyword, value, is_whole)
    if _VERSION in fields:
        _require_version(fields[_VERSION])
    _require_sgp4(fields)
    numbers = _numbers(fields)
    motion, eccentricity, inclination_deg, raan_deg, perigee_deg, anomaly_deg, _ = numbers
    if not (
        motion > 0.0
        and 0.0 <= eccentricity < 1.0
        and 0.0 <= inclination_deg <= 180.0
        and -360.0 <= raan_deg <= 360.0
        and -360.0 <= perigee_deg <= 360.0
        and -360.0 <= anomaly_deg <= 360.0
    ):
        _refuse_limits(fields, numbers)
    epoch = fields.get("EPOCH")
    if epoch in (None, ""):
        raise Misfit("EPOCH", ": missing; expected the date of the elements")
    try:
        epoch_utc_s = parse_ccsds_utc(str(epoch))
    except LinkBudgetError as error:
        raise Misfit("EPOCH", f" = {error}") from None
    return MeanElements(
        one_line(_word(fields.get("OBJECT_NAME")), LONGEST_NAME),
        _word(fields.get("OBJECT_ID")),
        _catalogue_number(fields.get("NORAD_CAT_ID")),
        epoch_utc_s,
        ":60" in epoch,
        *numbers,
        place,
    )


def _word(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _require_constant(keyword: str, value: Any, is_whole: bool) -> None:
    expected = (_CONSTANTS[keyword], *_OTHER_WORDS.get(keyword, ()))
    if (value in (None, "") and not is_whole) or str(value).strip().upper() in expected:
        return
    raise Misfit(keyword, f" = {shortened(value)}: expected {expected[0]}, mean elements of SGP4 about the Earth")


def _require_version(value: Any) -> None:
    try:
        if _LEAST_VERSION <= float(value) <= _MOST_VERSION:
            return
    except (TypeError, ValueError):
        pass
    raise Misfit("CCSDS_OMM_VERS", f" = {shortened(value)}: expected {_LEAST_VERSION} to {_MOST_VERSION}")


def _require_sgp4(fields: Fields) -> None:
    """Raise on keywords of other theories."""
    kind = fields.get("EPHEMERIS_TYPE")
    if kind not in (None, "", "0") and _NUMBER.fullmatch(str(kind)):
        kind = f"{float(kind):g}"
    if kind not in (None, "", "0", "2"):
        named = f" ({_OTHER_TYPES[kind]})" if kind in _OTHER_TYPES else ""
        raise Misfit("EPHEMERIS_TYPE", f" = {shortened(kind)}{named}: expected 0, or 2, elements for SGP4")
    for keyword in ("BTERM", "AGOM"):
        if fields.get(keyword) not in (None, ""):
            raise Misfit(keyword, f" = {shortened(fields[keyword])}: is of SGP4-XP; expected elements for SGP4")
    if fields.get("SEMI_MAJOR_AXIS") not in (None, ""):
        raise Misfit(
            "SEMI_MAJOR_AXIS",
            f" = {shortened(fields['SEMI_MAJOR_AXIS'])}: expected MEAN_MOTION instead, as CCSDS 502.0-B wants it of "
            "elements for SGP4",
        )


def _numbers(fields: Fields) -> list[float]:
    """Numbers of the keywords that have to have one, finite."""
    try:
        values = _VALUES(fields)
        if _ALL_NUMBERS.fullmatch("\n".join(values)):
            numbers = list(map(float, values))
            if math.isfinite(sum(numbers)):
                return numbers
    except (KeyError, TypeError):
        pass
    return [_number(keyword, fields.get(keyword)) for keyword in _NUMBERS]


def _number(keyword: str, value: Any) -> float:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        number = float(value)
        if math.isfinite(number):
            return number
    elif isinstance(value, str) and value != (bare := value.strip()):
        return _number(keyword, bare)
    if value in (None, ""):
        raise Misfit(keyword, f": missing; expected {_expected(keyword)}")
    comma = ", with a decimal point" if isinstance(value, str) and _COMMA.fullmatch(value) else ""
    raise Misfit(keyword, f" = {shortened(value)}: expected {_expected(keyword)}{comma}")


def _expected(keyword: str) -> str:
    return _EXPECTED.get(keyword) or f"degrees from -{MOST_DEG[_ANGLES[keyword]]} to {MOST_DEG[_ANGLES[keyword]]}"


def _refuse_limits(fields: Fields, numbers: list[float]) -> None:
    for keyword, number in zip(_NUMBERS, numbers, strict=True):
        if keyword in _ANGLES:
            most_deg = MOST_DEG[_ANGLES[keyword]]
            fits = (0.0 if keyword == "INCLINATION" else -most_deg) <= number <= most_deg
        else:
            fits = keyword == "BSTAR" or (number > 0.0 if keyword == "MEAN_MOTION" else 0.0 <= number < 1.0)
        if not fits:
            raise Misfit(keyword, f" = {shortened(fields[keyword])}: expected {_expected(keyword)}")


def _catalogue_number(value: Any) -> int | None:
    if value in (None, ""):
        return None
    match = _CATALOGUE_NUMBER.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise Misfit("NORAD_CAT_ID", f" = {shortened(value)}: expected a catalogue number of one to nine digits")
    return int(match[1])
