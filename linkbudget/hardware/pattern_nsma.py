"""Antenna patterns in the text format of the NSMA, WG16.99.050, which is also TIA-804-B (``.adf``)."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import decibels_text
from linkbudget.hardware._pattern_text import at_line, lines_of, number, quoted, whole_number
from linkbudget.hardware.sampled_pattern import DBD_IN_DBI, SampledPattern, sampled_pattern

GAINS = {"MDGAIN": "middle", "LWGAIN": "lower end", "HGGAIN": "upper end"}
"""Keys of the gain, in the order in which one is taken, and where in the band it holds."""

WIDEST_GAP = 3.0
"""Distance of neighbouring points over the usual one, beyond which points are missing where their number is wrong."""

_SAME_DB = 0.05
_TAGGED = re.compile(r"(?P<key>[A-Z][A-Z0-9]*):\s*,?(?P<value>.*)", re.IGNORECASE)
_UNITS = {"DBI": 0.0, "DBD": DBD_IN_DBI}


@dataclass
class _Cut:
    """A cut as the file has it: angle and level of each point, and what stands before them."""

    name: str
    line_number: int
    polarization: str = ""
    promised: int | None = None
    points: list[tuple[float, float]] = field(default_factory=list)

    @property
    def is_cross_polar(self) -> bool:
        antenna, slash, source = self.polarization.partition("/")
        return bool(slash) and antenna.strip() != source.strip()


def read_cuts_nsma(file) -> dict[str, SampledPattern]:
    """All co-polar cuts of a file in the format NSMA WG16.99.050.

    Levels are relative to the gain of the antenna and negative (``DBR``), or gains themselves (``DBI/DBI``).  Elevation
    is positive above the horizon.

    Parameters
    ----------
    file : str or Path
        The file.

    Returns
    -------
    dict
        ``"H"``, ``"V"``, ``"AZ"``, ``"EL"`` or ``"phi 45"`` to the cut; with its polarisation, ``"AZ V/V"``, where a
        cut is there in several.

    Raises
    ------
    InputError
        If the file cannot be read, is of another version, states no gain or one in other units, holds several
        frequencies, or levels above the gain.

    Notes
    -----
    Cross-polar cuts are passed over.  Of the gains at three frequencies that in the middle of the band is taken, with a
    remark where they differ; a wrong number of points leaves a remark too, and is refused where points are missing.

    References
    ----------
    .. [1] NSMA WG16.99.050, Antenna Systems - Standard Format for Digitized Antenna Patterns (1999).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> text = "REVNUM:,NSMA WG16.99.050\\nGUNITS:,DBI/DBR\\nMDGAIN:,15\\nPATCUT:,H\\nPOLARI:,V/V\\nNUPOIN:,3\\n"
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "panel.adf"
    ...     _ = file.write_text(text + "-30,-3,\\n0,0,\\n30,-4,\\nENDFIL:,EOF\\n")
    ...     print(read_cuts_nsma(file)["H"])
    panel.adf, H: 3 angles from -30° to 30°
    """
    file = Path(file)
    words, cuts = _parts(file)
    if "WG16.99.050" not in words.get("REVNUM", ("", 0))[0].upper() and "804" not in words.get("REVNUM", ("", 0))[0]:
        raise InputError(f"{file}: has no REVNUM of this format; expected REVNUM:,NSMA WG16.99.050")
    gain_dbi, offset_db, remark = _gain(file, words)
    frequency_hz = _frequency_hz(file, words)
    wanted = [cut for cut in cuts if not cut.is_cross_polar]
    if not wanted:
        raise InputError(f"{file}: has no co-polar PATCUT; expected a cut")
    found: dict[str, SampledPattern] = {}
    for cut in wanted:
        several = sum(other.name == cut.name for other in wanted) > 1
        name = f"{cut.name} {cut.polarization}".strip() if several else cut.name
        if name in found:
            raise InputError(f"{at_line(file, cut.line_number)}: {name} for the second time; expected each cut once")
        found[name] = _pattern(file, name, cut, gain_dbi, offset_db, frequency_hz, remark)
    return found


def _parts(file: Path) -> tuple[dict[str, tuple[str, int]], list[_Cut]]:
    """Words by their keys with their lines, and the cuts."""
    words: dict[str, tuple[str, int]] = {}
    cuts: list[_Cut] = []
    for line_number, line in enumerate(lines_of(file), start=1):
        where, text = at_line(file, line_number), line.strip()
        match = _TAGGED.fullmatch(text)
        if match is None:
            if text:
                if not cuts:
                    raise InputError(f"{where}: {quoted(text)}; expected a line KEY:,value")
                cuts[-1].points.append(_point(where, text))
            continue
        key, value = match["key"].upper(), match["value"].partition("!")[0].strip()
        if key == "ENDFIL":
            break
        if key == "PATCUT":
            cuts.append(_Cut(_cut_name(where, value), line_number))
        elif key == "POLARI" and cuts:
            cuts[-1].polarization = value.upper()
        elif key == "NUPOIN" and cuts:
            cuts[-1].promised = whole_number(value, where, "a number of points")
        elif key == "PATFRE" and key in words:
            raise InputError(f"{where}: {quoted(text)}; expected one frequency a file")
        else:
            words.setdefault(key, (value, line_number))
    return words, cuts


def _cut_name(where: str, value: str) -> str:
    if value.upper() in ("H", "V", "AZ", "EL"):
        return value.upper()
    return f"phi {number(value, where, 'H, V, AZ, EL or an angle phi'):g}"


def _point(where: str, text: str) -> tuple[float, float]:
    cells = [cell.strip() for cell in text.split(",")]
    if not 2 <= len([*filter(None, cells)]) <= 3:
        raise InputError(f"{where}: {quoted(text)}; expected an angle, a level and perhaps a phase")
    return number(cells[0], where, "an angle in degrees"), number(cells[1], where, "a level in decibels")


def _gain(file: Path, words: dict[str, tuple[str, int]]) -> tuple[float, float, str]:
    """Gain of the antenna [dBi], what makes levels gains [dB], and a remark where the gain depends on the frequency."""
    units, line_number = words.get("GUNITS", ("", 0))
    of_gain, _, of_levels = units.upper().replace(" ", "").partition("/")
    if of_gain not in _UNITS or of_levels not in ("DBR", of_gain):
        said = f"GUNITS is {units!r}" if line_number else "has no GUNITS"
        raise InputError(f"{file}: {said}; expected DBI/DBR, DBD/DBR, DBI/DBI or DBD/DBD")
    gains = {
        key: number(words[key][0], at_line(file, words[key][1]), f"a gain in {of_gain}")
        for key in GAINS
        if words.get(key, ("", 0))[0]
    }
    if not gains:
        raise InputError(f"{file}: has no MDGAIN, LWGAIN or HGGAIN; expected a gain in {of_gain}")
    key, gain = next(iter(gains.items()))
    differs = max(gains.values()) - min(gains.values()) > _SAME_DB
    remark = (
        f"{file.name}: the gain is that in the {GAINS[key]} of the band, {key} {gain:g} {of_gain}" if differs else ""
    )
    gain_dbi = gain + _UNITS[of_gain]
    return gain_dbi, gain_dbi if of_levels == "DBR" else _UNITS[of_gain], remark


def _frequency_hz(file: Path, words: dict[str, tuple[str, int]]) -> float | None:
    text, line_number = words.get("PATFRE", ("", 0))
    return 1e6 * number(text, at_line(file, line_number), "a frequency in MHz") if text else None


def _pattern(
    file: Path, name: str, cut: _Cut, gain_dbi: float, offset_db: float, frequency_hz: float | None, remark: str
) -> SampledPattern:
    where, size = at_line(file, cut.line_number), len(cut.points)
    if size < 2:
        raise InputError(f"{where}: {name} has {size} points; expected two or more")
    angle_deg, level_db = np.array(cut.points).T
    levels_dbi = level_db + offset_db
    if levels_dbi.max() > gain_dbi + _SAME_DB:
        said = f"{name} has a level of {decibels_text(level_db.max(), decimals=2)}"
        raise InputError(f"{where}: {said}; expected none above the gain of {gain_dbi:g} dBi")
    of_count = cut.promised not in (None, size)
    steps = np.diff(np.sort(angle_deg))
    if of_count and steps.max() > WIDEST_GAP * np.median(steps):
        raise InputError(f"{where}: {name} has {size} points and gaps; expected {cut.promised}, as NUPOIN says")
    remarks = (
        remark,
        f"{file.name}: NUPOIN of {name} is {cut.promised}, and {size} points are there" if of_count else "",
    )
    try:
        return sampled_pattern(
            f"{file.name}, {name}",
            angle_deg,
            levels_dbi,
            frequency_hz=frequency_hz,
            reference_gain_dbi=max(gain_dbi, float(levels_dbi.max())),
            remarks=tuple(filter(None, remarks)),
        )
    except LinkBudgetError as error:
        raise InputError(f"{file}: {error}") from None
