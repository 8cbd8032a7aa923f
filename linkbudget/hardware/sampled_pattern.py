"""Antenna patterns as they were measured: files of angle and gain, turned into a pattern loss by interpolation.

The map: :func:`sampled_pattern` makes a :class:`SampledPattern` from numbers, :func:`read_pattern_csv` from a table of
angle and gain, :func:`read_pattern_msi` from one cut of an MSI Planet file, :func:`read_cuts_msi` from all of them;
:func:`sampled_pattern_loss_db` gives the loss off boresight, as the functions of
:mod:`linkbudget.physics.patterns` do for antennas known by a formula, and :func:`sampled_beamwidth_deg` how wide the
beam is.  :func:`adverse_pattern` is the pattern for an angle whose direction is not known.

A file that is not what it should be is refused with one line that names the file, the line and what was expected.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, note, require
from linkbudget.formatting import angle_text
from linkbudget.hardware._pattern_text import at_line, lines_of, number, quoted, whole_number
from linkbudget.hidden_signs import LONGEST_NAME, one_line

DBD_IN_DBI = 2.15
"""Gain of a half-wave dipole, the reference of dBd: 2.15 dBi as the files round it (2.1509 exactly)."""


HALF_POWER_DB = 10.0 * math.log10(2.0)


@dataclass(frozen=True, eq=False)
class SampledPattern:
    """Gain at sampled angles in one cut through an antenna."""

    name: str
    angle_deg: np.ndarray
    """Rising [deg]."""
    gain_dbi: np.ndarray
    """At those angles [dBi]."""
    symmetric: bool
    """True when only one side was sampled and stands for both."""
    closed: bool
    """True when the samples go once round, so that the last is a neighbour of the first."""
    frequency_hz: float | None = None
    """Frequency, if the file states it [Hz]."""
    reference_gain_dbi: float = 0.0
    """Gain from which losses count: that of the antenna, which another cut may reach and this one not [dBi]."""
    states_gain: bool = True
    """False where the file tells the shape alone, and the gains are relative to the greatest of them."""
    remarks: tuple[str, ...] = ()
    """Assumptions where the file left something open; a budget notes them."""

    @property
    def peak_gain_dbi(self) -> float:
        """Greatest gain among the samples [dBi]."""
        return float(self.gain_dbi.max())

    def _content(self) -> tuple:
        gain = (self.reference_gain_dbi, self.states_gain)
        said = (self.name, self.symmetric, self.closed, self.frequency_hz, self.remarks)
        return *said, *gain, self.angle_deg.tobytes(), self.gain_dbi.tobytes()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SampledPattern) and self._content() == other._content()

    def __hash__(self) -> int:
        return hash(self._content())

    def __str__(self) -> str:
        return f"{self.name}: {self._samples_text}"

    def __repr__(self) -> str:
        return f"SampledPattern({self.name!r}, {self._samples_text})"

    @property
    def _samples_text(self) -> str:
        low, high = (angle_text(end) for end in (self.angle_deg[0], self.angle_deg[-1]))
        return f"{len(self.angle_deg)} angles from {low} to {high}"


def sampled_pattern(
    name: str,
    angle_deg,
    gain_dbi,
    *,
    frequency_hz: float | None = None,
    reference_gain_dbi: float | None = None,
    states_gain: bool = True,
    remarks: tuple[str, ...] = (),
) -> SampledPattern:
    """A pattern from angles off boresight and gains at them, in any order.

    Angles of one sign are taken to stand for both sides.  Angles that go round (0 to 359, or -180 to 180) close.

    Parameters
    ----------
    name : str
        Name of the antenna.
    angle_deg : array_like
        Angles off boresight, -360 to 360, two or more [deg].
    gain_dbi : array_like
        Gain at each [dBi].
    frequency_hz : float, optional
        Frequency of the measurement [Hz].
    reference_gain_dbi : float, optional
        Gain from which losses count, at least the greatest sample; none: that sample [dBi].
    states_gain : bool
        False for gains that are relative to the greatest of them.
    remarks : tuple of str
        What a budget with this pattern should note.

    Returns
    -------
    SampledPattern
        With rising angles.

    Raises
    ------
    LinkBudgetError
        If there are fewer than two samples, a value that is not finite, an angle outside -360 to 360 or twice, or
        samples over more than one turn, or a reference below a sample.

    Examples
    --------
    >>> pattern = sampled_pattern("horn", [0.0, 10.0, 20.0], [15.0, 12.0, 3.0])
    >>> print(f"{sampled_pattern_loss_db(-15.0, pattern):.1f} dB")
    7.5 dB
    """
    angle_deg, gain_dbi = np.asarray(angle_deg, dtype=float), np.asarray(gain_dbi, dtype=float)
    if angle_deg.shape != gain_dbi.shape or angle_deg.ndim != 1 or angle_deg.size < 2:
        raise LinkBudgetError(
            f"{name}: {angle_deg.size} angles and {gain_dbi.size} gains; expected two or more, one gain an angle"
        )
    if not (np.isfinite(angle_deg).all() and np.isfinite(gain_dbi).all()):
        raise LinkBudgetError(f"{name}: expected finite angles and gains")
    require("angle_deg", angle_deg, at_least=-360.0, at_most=360.0)
    order = np.argsort(angle_deg, kind="stable")
    angle_deg, gain_dbi = angle_deg[order], gain_dbi[order]
    steps = np.diff(angle_deg)
    if np.any(steps == 0.0):
        raise LinkBudgetError(f"{name}: angle {angle_deg[:-1][steps == 0.0][0]:g} deg occurs twice")
    span_deg = angle_deg[-1] - angle_deg[0]
    if span_deg > 360.0:
        raise LinkBudgetError(f"{name}: angles span {span_deg:g} deg; expected at most one turn")
    symmetric = bool((angle_deg[0] >= 0.0 or angle_deg[-1] <= 0.0) and span_deg <= 180.0)
    if symmetric and angle_deg[-1] <= 0.0:
        angle_deg, gain_dbi = -angle_deg[::-1], gain_dbi[::-1]
    closed = bool(not symmetric and span_deg + 1.5 * steps.max() >= 360.0)
    peak_dbi = float(gain_dbi.max())
    reference_dbi = peak_dbi if reference_gain_dbi is None else reference_gain_dbi
    require("reference_gain_dbi", reference_dbi, at_least=peak_dbi)
    return SampledPattern(
        name, angle_deg, gain_dbi, symmetric, closed, frequency_hz, reference_dbi, states_gain, remarks
    )


def sampled_pattern_loss_db(off_boresight_deg, pattern: SampledPattern):
    r"""Pointing loss in a sampled pattern: straight lines in decibels between the samples.

    .. math:: L = G_{max} - G(\theta)

    Parameters
    ----------
    off_boresight_deg : array_like
        Angle off boresight, which is zero degrees of the file, -180 to 180; its sign matters only where both sides
        were sampled [deg].
    pattern : SampledPattern
        The samples.

    Returns
    -------
    ndarray or float
        Loss relative to the gain of the antenna, which is the greatest of the samples unless the file states more,
        same shape as the angle, never negative; NaN where the pattern was not sampled: nothing is extrapolated [dB].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180.

    Warns
    -----
    ModelRangeWarning
        Of each remark of the pattern: what its file left open.

    References
    ----------
    .. [1] IEEE Std 145-2013, Definitions of Terms for Antennas (gain, radiation pattern).

    Examples
    --------
    >>> pattern = sampled_pattern("patch", [-90.0, 0.0, 45.0, 90.0], [-6.0, 7.0, 4.0, -4.0])
    >>> print(f"{sampled_pattern_loss_db(45.0, pattern):.1f} and {sampled_pattern_loss_db(-45.0, pattern):.1f} dB")
    3.0 and 6.5 dB
    """
    angle_deg = np.asarray(require("off_boresight_deg", off_boresight_deg, at_least=-180.0, at_most=180.0), dtype=float)
    loss_db = pattern.reference_gain_dbi - _gain_at(angle_deg, pattern)
    for remark in pattern.remarks:
        note(remark)
    return loss_db[()]


def _gain_at(angle_deg: np.ndarray, pattern: SampledPattern) -> np.ndarray:
    """Gain at angles from -180 to 180 degrees, NaN where the pattern was not sampled [dBi]."""
    known_deg, gain_dbi = pattern.angle_deg, pattern.gain_dbi
    if pattern.symmetric:
        wanted_deg = abs(angle_deg)
    else:  # onto the turn that the samples cover; an angle that stands there already keeps all its digits
        turns = np.where(angle_deg < known_deg[0], 1.0, 0.0) - np.where(angle_deg > known_deg[-1], 1.0, 0.0)
        other_deg = angle_deg + 360.0 * turns
        covered = pattern.closed | ((other_deg >= known_deg[0]) & (other_deg <= known_deg[-1]))
        wanted_deg = np.where(covered, other_deg, angle_deg)
    if pattern.closed and known_deg[-1] - known_deg[0] < 360.0:
        return np.interp(wanted_deg, known_deg, gain_dbi, period=360.0)
    return np.interp(wanted_deg, known_deg, gain_dbi, left=np.nan, right=np.nan)


def sampled_beamwidth_deg(pattern: SampledPattern) -> float:
    r"""Half-power beamwidth, read off a cut: from its greatest gain to the first half of it on either side.

    Parameters
    ----------
    pattern : SampledPattern
        The samples.

    Returns
    -------
    float
        Full width between half-power points, by straight lines in decibels; NaN where the samples do not fall by
        3.01 dB on both sides [deg].

    Examples
    --------
    >>> pattern = sampled_pattern("horn", [-20.0, -10.0, 0.0, 10.0, 20.0], [3.0, 12.0, 15.0, 13.0, 4.0])
    >>> print(f"{sampled_beamwidth_deg(pattern):.2f} deg")
    21.13 deg
    """
    angle_deg, gain_dbi = both_sides(pattern)
    if pattern.closed:
        angle_deg = np.concatenate([angle_deg - 360.0, angle_deg, angle_deg + 360.0])
        gain_dbi = np.tile(gain_dbi, 3)
    count = len(pattern.gain_dbi) if pattern.closed else 0
    peak = count + int(np.argmax(gain_dbi[count:]))
    left = _fall_deg(angle_deg[peak::-1], gain_dbi[peak::-1])
    right = _fall_deg(angle_deg[peak:], gain_dbi[peak:])
    width = left + right
    return width if width < 360.0 else float("nan")


def both_sides(pattern: SampledPattern) -> tuple[np.ndarray, np.ndarray]:
    """Angles and gains of a cut, those of a symmetric one on both sides.

    Parameters
    ----------
    pattern : SampledPattern
        The samples.

    Returns
    -------
    tuple of ndarray
        Rising angles [deg] and the gains read off there [dBi].

    Examples
    --------
    >>> print(*both_sides(sampled_pattern("horn", [0.0, 10.0], [15.0, 12.0])))
    [-10.   0.  10.] [12. 15. 12.]
    """
    angle_deg, gain_dbi = pattern.angle_deg, pattern.gain_dbi
    if not pattern.symmetric:
        return angle_deg, gain_dbi
    left = slice(None, 0 if angle_deg[0] == 0.0 else None, -1)
    return np.concatenate([-angle_deg[left], angle_deg]), np.concatenate([gain_dbi[left], gain_dbi])


def _fall_deg(angle_deg, gain_dbi) -> float:
    """Angle from the first sample to where the gain has fallen to half, NaN where it does not."""
    fallen_db = gain_dbi[0] - gain_dbi
    below = np.flatnonzero(fallen_db >= HALF_POWER_DB)
    if not below.size:
        return float("nan")
    after = below[0]
    share = (HALF_POWER_DB - fallen_db[after - 1]) / (fallen_db[after] - fallen_db[after - 1])
    return float(abs(angle_deg[after - 1] + share * (angle_deg[after] - angle_deg[after - 1]) - angle_deg[0]))


def adverse_pattern(name: str, cuts: Sequence[SampledPattern], *, at_peak: bool = False) -> SampledPattern:
    r"""The least gain at each angle off boresight, on either side and in every cut.

    A pointing error has a size and no direction; this is the pattern that loses no less than the antenna does.

    .. math:: G(\theta) = \min_k \min [G_k(\theta_0 + \theta), G_k(\theta_0 - \theta)]

    Parameters
    ----------
    name : str
        Name of the result.
    cuts : list of SampledPattern
        Cuts through one antenna.
    at_peak : bool
        Whether the angle counts from the greatest gain of the cut instead of from its zero; for one cut only.

    Returns
    -------
    SampledPattern
        For both sides, as far as all cuts reach.

    Raises
    ------
    LinkBudgetError
        If no two angles are sampled on both sides of every cut, or the peaks of several cuts are asked for.

    Notes
    -----
    Between samples the least of two straight lines is replaced by one that lies below it.

    References
    ----------
    .. [1] IEEE Std 145-2013, Definitions of Terms for Antennas (gain, radiation pattern).

    Examples
    --------
    >>> pattern = sampled_pattern("patch", [-90.0, 0.0, 45.0, 90.0], [-6.0, 7.0, 4.0, -4.0])
    >>> print(f"{sampled_pattern_loss_db(45.0, adverse_pattern('patch', [pattern])):.1f} dB")
    6.5 dB
    """
    if at_peak and len(cuts) != 1:
        raise LinkBudgetError(f"{name}: the greatest gain of {len(cuts)} cuts; expected one cut")
    cuts = [_from_its_peak(cut) for cut in cuts] if at_peak else list(cuts)
    angle_deg = np.unique(np.concatenate([[180.0], *(abs(_within_half_a_turn(cut.angle_deg)) for cut in cuts)]))
    gain_dbi = np.min([_gain_at(sign * angle_deg, cut) for cut in cuts for sign in (1.0, -1.0)], axis=0)
    known = ~np.isnan(gain_dbi)
    if known.sum() < 2:
        raise LinkBudgetError(f"{name}: sampled on one side of boresight only; expected both sides")
    return sampled_pattern(
        name,
        angle_deg[known],
        gain_dbi[known],
        frequency_hz=cuts[0].frequency_hz,
        reference_gain_dbi=max(cut.reference_gain_dbi for cut in cuts),
        states_gain=all(cut.states_gain for cut in cuts),
        remarks=tuple(dict.fromkeys(remark for cut in cuts for remark in cut.remarks)),
    )


def _within_half_a_turn(angle_deg: np.ndarray) -> np.ndarray:
    """Angles from -180 to 180 degrees; those that stand there already keep all their digits."""
    return angle_deg - 360.0 * (np.where(angle_deg > 180.0, 1.0, 0.0) - np.where(angle_deg < -180.0, 1.0, 0.0))


def _from_its_peak(cut: SampledPattern) -> SampledPattern:
    """A cut whose angles count from its greatest gain; of several such samples, from that nearest to zero."""
    angle_deg, gain_dbi = both_sides(cut)
    peaks_deg = angle_deg[gain_dbi == gain_dbi.max()]
    shifted_deg = angle_deg - peaks_deg[np.argmin(abs(_within_half_a_turn(peaks_deg)))]
    moved = sampled_pattern(
        cut.name,
        shifted_deg,
        gain_dbi,
        frequency_hz=cut.frequency_hz,
        reference_gain_dbi=cut.reference_gain_dbi,
        states_gain=cut.states_gain,
        remarks=cut.remarks,
    )
    return replace(moved, symmetric=False)


def _pattern_of_file(file: Path, name: str, samples, **known) -> SampledPattern:
    try:
        return sampled_pattern(name, *zip(*samples, strict=True), **known)
    except LinkBudgetError as error:
        raise InputError(f"{file}: {error}") from None


def read_pattern_csv(file) -> SampledPattern:
    r"""A pattern from a table: angle off boresight in degrees and gain in dBi, separated by a comma.

    Lines that are empty or begin with ``#`` are passed over, and so is a first line of words (a heading).

    Parameters
    ----------
    file : str or Path
        The file.

    Returns
    -------
    SampledPattern
        Named after the file.

    Raises
    ------
    InputError
        If the file cannot be read, or a line does not hold two numbers.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "horn.csv"
    ...     _ = file.write_text("angle, gain\n0, 15\n10, 12\n20, 3\n")
    ...     print(read_pattern_csv(file))
    horn: 3 angles from 0° to 20°
    """
    file = Path(file)
    samples, first = [], True
    for count, line in enumerate(lines_of(file), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = line.split(",")
        where = at_line(file, count)
        if len(cells) != 2:
            raise InputError(f"{where}: {quoted(line)}; expected an angle in degrees, a comma and a gain in dBi")
        if not (first and _is_words(cells)):
            samples.append((number(cells[0], where, "an angle in degrees"), number(cells[1], where, "a gain in dBi")))
        first = False
    if len(samples) < 2:
        raise InputError(f"{file}: holds {len(samples)} samples; expected two or more")
    return _pattern_of_file(file, file.stem, samples)


def _is_words(cells) -> bool:
    return all(cell.strip()[:1].isalpha() and cell.strip().lower() not in ("nan", "inf", "infinity") for cell in cells)


def read_pattern_msi(file, *, cut: str) -> SampledPattern:
    r"""One cut of an antenna from an MSI Planet file (``.msi``, ``.pln``).

    The file lists attenuation below the antenna's gain for angles round the horizontal and the vertical plane, where 90
    degrees are down.  Its gain is in dBd unless it says dBi, before or after the number.  Its frequency, in MHz, is
    kept where it is one number.

    Parameters
    ----------
    file : str or Path
        The file, in UTF-8 or Windows-1252.
    cut : str
        ``"horizontal"`` or ``"vertical"``.

    Returns
    -------
    SampledPattern
        Named after the antenna and the cut, with remarks on what the file left open.

    Raises
    ------
    InputError
        If the file cannot be read, lacks GAIN or the cut, counts its samples wrongly and does not go once round
        either, or holds something other than an angle and an attenuation where those belong.

    Notes
    -----
    Attenuations that are all zero or less are taken as losses with a sign, and a missing or wrong number of samples is
    passed over where they go once round; both leave a remark, and so does a gain without a unit.

    References
    ----------
    .. [1] RF::Antenna::Planet::MSI::Format, documentation of the file format (CPAN).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "panel.msi"
    ...     _ = file.write_text("NAME Panel\nGAIN 15 dBi\nHORIZONTAL 3\n-30 3\n0 0\n30 4\n")
    ...     print(read_pattern_msi(file, cut="horizontal"))
    Panel, horizontal: 3 angles from -30° to 30°
    """
    if cut not in MSI_CUTS:
        raise LinkBudgetError(f"cut = {cut!r}: expected 'horizontal' or 'vertical'")
    cuts = read_cuts_msi(file)
    if cut not in cuts:
        raise InputError(f"{file}: has no {cut.upper()}; expected that cut")
    return cuts[cut]


MSI_CUTS = ("horizontal", "vertical")
"""Cuts of an MSI Planet file, by the words that open them."""


def read_cuts_msi(file) -> dict[str, SampledPattern]:
    r"""All cuts of an antenna from an MSI Planet file, as :func:`read_pattern_msi` reads each.

    Parameters
    ----------
    file : str or Path
        The file.

    Returns
    -------
    dict
        ``"horizontal"`` and ``"vertical"``, those that the file has, to their patterns.

    Raises
    ------
    InputError
        As :func:`read_pattern_msi` does.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "panel.msi"
    ...     _ = file.write_text("NAME Panel\nGAIN 15 dBi\nHORIZONTAL 3\n-30 3\n0 0\n30 4\n")
    ...     print(*read_cuts_msi(file))
    horizontal
    """
    file = Path(file)
    words, tables = _msi_tables(file)
    if not tables:
        raise InputError(f"{file}: has no HORIZONTAL and no VERTICAL; expected a cut")
    gain_dbi, remark = _msi_gain_dbi(file, words)
    name = one_line(words.get("NAME", ("", 0))[0], LONGEST_NAME) or file.stem
    return {
        cut: _msi_cut(file, f"{name}, {cut}", table, gain_dbi, _msi_frequency_hz(words), remark)
        for cut, table in tables.items()
    }


class _MsiTable(NamedTuple):
    """A cut: angle, attenuation and line number of each row; how many the line that opens it promises."""

    rows: list[tuple[float, float, int]]
    promised: int | None
    line: str
    line_number: int


_MsiWords = dict[str, tuple[str, int]]


def _msi_tables(file: Path) -> tuple[_MsiWords, dict[str, _MsiTable]]:
    """Keywords with what they say and their lines, and the rows of each cut."""
    words: _MsiWords = {}
    tables: dict[str, _MsiTable] = {}
    open_table = None
    for line_number, line in enumerate(lines_of(file), start=1):
        where = at_line(file, line_number)
        key, *others = line.split(maxsplit=1) or [""]
        rest = others[0].strip() if others else ""
        if _IS_ROW.match(line):
            if open_table is None:
                raise InputError(f"{where}: {quoted(line)}; expected HORIZONTAL or VERTICAL before it")
            open_table.rows.append(_msi_row(where, line, line_number))
        elif key.lower() in MSI_CUTS and (line_number > 1 or rest.isdigit()):  # the first line may be a name
            if key.lower() in tables:
                raise InputError(f"{where}: {quoted(line)}; expected each cut once")
            count = whole_number(rest, where, "a number of two or more samples", at_least=2) if rest else None
            open_table = tables[key.lower()] = _MsiTable([], count, line, line_number)
        elif key:
            open_table = None
            if key.upper() == "GAIN" and words.get("GAIN", (rest, 0))[0] != rest:
                raise InputError(f"{where}: {quoted(line)}; expected one GAIN")
            words.setdefault(key.upper(), (rest, line_number))
    return words, tables


def _msi_cut(
    file: Path, name: str, table: _MsiTable, gain_dbi: float, frequency_hz: float | None, remark: str
) -> SampledPattern:
    where, size = at_line(file, table.line_number), len(table.rows)
    if size < 2:
        raise InputError(f"{where}: {quoted(table.line)}, and {size} samples after it; expected two or more")
    losses_db, of_sign = _msi_losses_db(file, table.rows)
    pattern = _pattern_of_file(
        file,
        name,
        [(angle_deg, gain_dbi - loss_db) for (angle_deg, *_), loss_db in zip(table.rows, losses_db, strict=True)],
        frequency_hz=frequency_hz,
        reference_gain_dbi=gain_dbi,
    )
    of_count = "" if table.promised == size else f"{quoted(table.line)}, and {size} samples after it"
    if of_count and not _goes_round(pattern):
        raise InputError(f"{where}: {of_count}; expected that number, or samples once round")
    return replace(pattern, remarks=tuple(f"{file.name}: {text}" for text in (remark, of_sign, of_count) if text))


def _goes_round(pattern: SampledPattern) -> bool:
    """True where the samples go once round in equal steps, so that none is missing."""
    steps = np.diff(pattern.angle_deg)
    return pattern.closed and steps.max() <= 1.5 * steps.min()


_IS_ROW = re.compile(r"\s*[-+.]?\d")


def _msi_row(where: str, line: str, line_number: int) -> tuple[float, float, int]:
    cells = line.split()
    if len(cells) != 2:
        raise InputError(f"{where}: {quoted(line)}; expected an angle in degrees and an attenuation in dB")
    angle_deg = number(cells[0], where, "an angle in degrees")
    return angle_deg, number(cells[1], where, "an attenuation in dB"), line_number


def _msi_losses_db(file: Path, rows) -> tuple[list[float], str]:
    """Attenuations as positive numbers, and a remark where the file writes them with a minus."""
    losses_db = [loss_db for _, loss_db, _ in rows]
    if all(loss_db <= 0.0 for loss_db in losses_db) and any(losses_db):
        return [0.0 - loss_db for loss_db in losses_db], "attenuations with a minus are taken as losses"
    for _, loss_db, line_number in rows:
        if loss_db < 0.0:
            where = at_line(file, line_number)
            raise InputError(f"{where}: {loss_db:g}; expected an attenuation of zero or more, as on other lines")
    return losses_db, ""


_MSI_GAIN = re.compile(
    r"(?:\(?(?P<before>db[id])\)?[\s:=]*)?(?P<number>[-+]?[\d.,]+)\s*(?:\(?(?P<after>db[id])\)?)?", re.IGNORECASE
)


def _msi_gain_dbi(file: Path, words: _MsiWords) -> tuple[float, str]:
    """Gain, and a remark where it has no unit."""
    wanted = "a gain in dBd or dBi"
    if "GAIN" not in words:
        raise InputError(f"{file}: has no GAIN; expected {wanted}")
    text, line_number = words["GAIN"]
    where, said = at_line(file, line_number), _MSI_GAIN.fullmatch(text)
    units = {unit.lower() for unit in said.group("before", "after") if unit} if said else set()
    if said is None or len(units) > 1:
        raise InputError(f"{where}: {quoted(text)}; expected {wanted}")
    gain = number(said["number"], where, wanted)
    remark = "" if units else f"GAIN {text} has no unit: it is taken as dBd, as is usual in such files"
    return (gain if units == {"dbi"} else gain + DBD_IN_DBI), remark


def _msi_frequency_hz(words: _MsiWords) -> float | None:
    """Frequency, where the file says one: many say a range of a band instead."""
    text = words.get("FREQUENCY", ("", 0))[0].lower()
    scale = 1e9 if text.endswith("ghz") else 1e6
    try:
        value = float(text.removesuffix("ghz").removesuffix("mhz")) * scale
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0.0 else None
