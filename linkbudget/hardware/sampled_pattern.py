"""Antenna patterns as they were measured: files of angle and gain, turned into a pattern loss by interpolation.

The map: :func:`sampled_pattern` makes a :class:`SampledPattern` from numbers, :func:`read_pattern_csv` from a table of
angle and gain, :func:`read_pattern_msi` from one cut of an MSI Planet file; :func:`sampled_pattern_loss_db` tells what
is lost off boresight, as the functions of :mod:`linkbudget.physics.patterns` do for antennas known by a formula.

A file that is not what it should be is refused with one line that names the file, the line and what was expected.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, require
from linkbudget.formatting import angle_text

DBD_IN_DBI = 2.15
"""Gain of a half-wave dipole, the reference of dBd: 2.15 dBi as the files round it (2.1509 exactly)."""


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
    """Where the file says it [Hz]."""

    @property
    def peak_gain_dbi(self) -> float:
        """Greatest gain among the samples [dBi]."""
        return float(self.gain_dbi.max())

    def __repr__(self) -> str:
        low, high = self.angle_deg[0], self.angle_deg[-1]
        return (
            f"SampledPattern({self.name!r}, {len(self.angle_deg)} angles from {angle_text(low)} to {angle_text(high)})"
        )


def sampled_pattern(name: str, angle_deg, gain_dbi, *, frequency_hz: float | None = None) -> SampledPattern:
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

    Returns
    -------
    SampledPattern
        With rising angles.

    Raises
    ------
    LinkBudgetError
        If there are fewer than two samples, a value that is not finite, an angle outside -360 to 360 or twice, or
        samples over more than one turn.

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
        raise LinkBudgetError(f"{name}: angle {angle_deg[:-1][steps == 0.0][0]:g} deg stands twice")
    span_deg = angle_deg[-1] - angle_deg[0]
    if span_deg > 360.0:
        raise LinkBudgetError(f"{name}: angles span {span_deg:g} deg; expected at most one turn")
    symmetric = bool((angle_deg[0] >= 0.0 or angle_deg[-1] <= 0.0) and span_deg <= 180.0)
    if symmetric and angle_deg[-1] <= 0.0:
        angle_deg, gain_dbi = -angle_deg[::-1], gain_dbi[::-1]
    closed = bool(not symmetric and span_deg + 1.5 * steps.max() >= 360.0)
    return SampledPattern(name, angle_deg, gain_dbi, symmetric, closed, frequency_hz)


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
        Loss relative to the greatest gain of the samples, same shape as the angle, never negative; NaN where the
        pattern was not sampled: nothing is extrapolated [dB].

    Raises
    ------
    LinkBudgetError
        If any angle lies outside -180 to 180.

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
    known_deg, gain_dbi = pattern.angle_deg, pattern.gain_dbi
    if pattern.symmetric:
        wanted_deg = abs(angle_deg)
    else:  # onto the turn that the samples cover; an angle that stands there already keeps all its digits
        turns = np.where(angle_deg < known_deg[0], 1.0, 0.0) - np.where(angle_deg > known_deg[-1], 1.0, 0.0)
        other_deg = angle_deg + 360.0 * turns
        covered = pattern.closed | ((other_deg >= known_deg[0]) & (other_deg <= known_deg[-1]))
        wanted_deg = np.where(covered, other_deg, angle_deg)
    if pattern.closed:
        gain = np.interp(wanted_deg, known_deg, gain_dbi, period=360.0)
    else:
        gain = np.interp(wanted_deg, known_deg, gain_dbi, left=np.nan, right=np.nan)
    return (pattern.peak_gain_dbi - gain)[()]


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise InputError(f"{file}: no such file; expected an antenna pattern") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: is not text; expected an antenna pattern") from None
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}; expected an antenna pattern") from None


def _number(text: str, where: str, wanted: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{where}: {text.strip()!r}; expected {wanted}")
    return value


def _pattern_of_file(file: Path, name: str, samples, frequency_hz=None) -> SampledPattern:
    try:
        return sampled_pattern(name, *zip(*samples, strict=True), frequency_hz=frequency_hz)
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
    SampledPattern('horn', 3 angles from 0° to 20°)
    """
    file = Path(file)
    samples, first = [], True
    for count, line in enumerate(_lines(file), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        cells = line.split(",")
        where = f"{file}: line {count}"
        if len(cells) != 2:
            raise InputError(f"{where}: {line.strip()[:60]!r}; expected an angle in degrees, a comma and a gain in dBi")
        if not (first and _is_words(cells)):
            samples.append((_number(cells[0], where, "an angle in degrees"), _number(cells[1], where, "a gain in dBi")))
        first = False
    if len(samples) < 2:
        raise InputError(f"{file}: holds {len(samples)} samples; expected two or more")
    return _pattern_of_file(file, file.stem, samples)


def _is_words(cells) -> bool:
    return all(cell.strip()[:1].isalpha() and cell.strip().lower() not in ("nan", "inf", "infinity") for cell in cells)


def read_pattern_msi(file, *, cut: str) -> SampledPattern:
    r"""One cut of an antenna from an MSI Planet file (``.msi``, ``.pln``).

    The file lists attenuation below the antenna's gain for angles round the horizontal and the vertical plane.  Its
    gain is in dBd unless it says dBi.  Its frequency, in MHz, is kept where it is one number.

    Parameters
    ----------
    file : str or Path
        The file.
    cut : str
        ``"horizontal"`` or ``"vertical"``.

    Returns
    -------
    SampledPattern
        Named after the antenna and the cut.

    Raises
    ------
    InputError
        If the file cannot be read, lacks GAIN or the cut, counts its samples wrongly, or holds something other than
        an angle and an attenuation of zero or more where those belong.

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
    SampledPattern('Panel, horizontal', 3 angles from -30° to 30°)
    """
    if cut not in ("horizontal", "vertical"):
        raise LinkBudgetError(f"cut = {cut!r}: expected 'horizontal' or 'vertical'")
    file = Path(file)
    lines = _lines(file)
    words: dict[str, tuple[str, int]] = {}
    samples: dict[str, list[tuple[float, float]]] = {}
    count = 0
    while count < len(lines):
        key, *others = lines[count].split(maxsplit=1) or [""]
        rest = others[0] if others else ""
        count += 1
        if key.upper() not in ("HORIZONTAL", "VERTICAL"):
            words.setdefault(key.upper(), (rest.strip(), count))
            continue
        size = _number(rest, f"{file}: line {count}", f"the number of samples after {key}")
        if size < 2 or size != int(size) or key.lower() in samples:
            raise InputError(f"{file}: line {count}: {lines[count - 1].strip()!r}; expected two or more samples, once")
        samples[key.lower()] = [_msi_sample(file, lines, count + index) for index in range(int(size))]
        count += int(size)
    if cut not in samples:
        raise InputError(f"{file}: has no {cut.upper()}; expected that cut")
    gain_dbi = _msi_gain_dbi(file, words)
    name = words.get("NAME", ("", 0))[0] or file.stem
    levels = [(angle_deg, gain_dbi - loss_db) for angle_deg, loss_db in samples[cut]]
    return _pattern_of_file(file, f"{name}, {cut}", levels, _msi_frequency_hz(words))


def _msi_sample(file: Path, lines: list[str], index: int) -> tuple[float, float]:
    """Angle and attenuation of a line, counted from zero."""
    where = f"{file}: line {index + 1}"
    cells = lines[index].split() if index < len(lines) else []
    if len(cells) != 2:
        said = repr(lines[index].strip()[:60]) if index < len(lines) else "the file ends"
        raise InputError(f"{where}: {said}; expected an angle in degrees and an attenuation in dB")
    loss_db = _number(cells[1], where, "an attenuation in dB")
    if loss_db < 0.0:
        raise InputError(f"{where}: {cells[1]!r}; expected an attenuation of zero or more")
    return _number(cells[0], where, "an angle in degrees"), loss_db


def _msi_gain_dbi(file: Path, words) -> float:
    if "GAIN" not in words:
        raise InputError(f"{file}: has no GAIN; expected a gain in dBd or dBi")
    text, line = words["GAIN"]
    isotropic = text.lower().endswith("dbi")
    number = text[:-3] if isotropic or text.lower().endswith("dbd") else text
    gain = _number(number, f"{file}: line {line}", "a gain in dBd or dBi")
    return gain if isotropic else gain + DBD_IN_DBI


def _msi_frequency_hz(words) -> float | None:
    """Frequency, where the file says one: many say a range of a band instead."""
    text = words.get("FREQUENCY", ("", 0))[0].lower()
    scale = 1e9 if text.endswith("ghz") else 1e6
    try:
        value = float(text.removesuffix("ghz").removesuffix("mhz")) * scale
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0.0 else None
