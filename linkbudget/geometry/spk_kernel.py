"""Trajectories out of SPICE kernels (SPK): any type, in the frame and within the coverage that each segment states.

The map: :func:`read_spk`, which makes a :class:`KernelTrajectory`.

Segments of types 2 and 3 (Chebyshev polynomials, as planets have them) are computed by jplephem, all others by the
CSPICE library of spiceypy, the extra ``spice``.  Both answer past the end of a segment or not as they like; the
coverage is checked here.  Frames other than J2000 and ECLIPJ2000 need spiceypy, too; frames that turn are refused.

A segment starts at another body, and the chain goes on until it comes to the Sun, a planet, the Moon or a barycentre of
the package's own ephemeris, DE421.  So the spacecraft fits the Earth that the stations stand on, whichever ephemeris
the kernel was made with; a body that DE421 lacks, such as a moon of Jupiter, has to be in the files.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from struct import error as StructError
from weakref import finalize

import numpy as np
from jplephem.spk import SPK, target_names
from skyfield.timelib import tdb_minus_tt
from skyfield.vectorlib import VectorFunction

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.formatting import bytes_text
from linkbudget.geometry._states import remembers_instants
from linkbudget.geometry.clock import DAY_S, format_utc, utc_of_tt_s
from linkbudget.geometry.frames import to_icrf
from linkbudget.geometry.kernel import EARTH_CENTER, ephemeris
from linkbudget.geometry.position_rows import LARGEST_NUMBER
from linkbudget.geometry.position_table import GEOMETRIC_WITHIN_M
from linkbudget.geometry.time_systems import skyfield_time_of_tt, skyfield_tt_s
from linkbudget.text_files import counted, require_size

LARGEST_FILE_BYTES = 4_000_000_000
"""Kernels are mapped, not read; a larger one is refused [byte]."""

_EXPECTED = "an SPK kernel (.bsp)"
_J2000_JD = 2_451_545.0
_J2000_S = 946_728_000.0  # of a calendar without leap seconds, since 1970
_SUN_AND_PLANETS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 199, 299, 301, 399, 499)
_FRAMES = {1: "icrf", 17: "ecliptic"}
_LONGEST_CHAIN = 8
_ROOM_S = 1e-3  # rounding between time scales
_SAMPLES = 65
_LONGEST_PATH = 255  # bytes, of CSPICE


def read_spk(files: Sequence[str | os.PathLike], target: int | str) -> "KernelTrajectory":
    """Trajectory of a body out of SPK kernels.

    Parameters
    ----------
    files : list of str or Path
        The kernels; where two have the body at an instant, the later one holds, and in a kernel the later segment.
    target : str
        Name of the body, such as "Voyager 1", or its NAIF number as text or a whole number, such as -31.

    Returns
    -------
    KernelTrajectory
        Vector function from the Earth's centre, or from the solar-system barycentre.

    Raises
    ------
    InputError
        If a file is no kernel, has no such body, or needs the extra ``spice``.

    References
    ----------
    .. [1] NAIF, SPK Required Reading (2017); Frames Required Reading (2020).

    Examples
    --------
    >>> read_spk(["no-such-file.bsp"], -31)
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: no-such-file.bsp: no such file; expected an SPK kernel (.bsp)
    """
    if not files:
        raise InputError(f"no file; expected {_EXPECTED}")
    segments = [segment for file in files for segment in _segments(require_size(file, _EXPECTED, LARGEST_FILE_BYTES))]
    listed = " and ".join(str(file) for file in files)
    bodies = sorted({segment.target for segment in segments})
    number = _number(target, listed, bodies)
    if number not in bodies:
        raise InputError(f"{listed}: no body {target}; expected one of {', '.join(map(_named, bodies))}")
    try:
        return KernelTrajectory(segments, number)
    except LinkBudgetError as error:
        raise InputError(f"{listed}: {error}") from None


def _number(target: int | str, listed: str, bodies: list[int]) -> int:
    """NAIF number of a body."""
    text = str(target).strip()
    if counted(text.lstrip("+-")) is not None:
        return int(text)
    wanted = " ".join(text.upper().replace("_", " ").split())
    for number, name in target_names.items():
        if name.upper() == wanted and number in bodies:
            return number
    spiceypy = _spiceypy()
    if spiceypy is not None:
        try:
            return int(spiceypy.bodn2c(text))
        except spiceypy.utils.exceptions.NotFoundError:
            pass
    raise InputError(f"{listed}: no body {target!r}; expected one of {', '.join(map(_named, bodies))}, or its number")


def _named(number: int) -> str:
    return f"{number} ({target_names[number]})" if number in target_names else str(number)


def _spiceypy():
    """The library of the extra ``spice``; none where it is not installed."""
    try:
        import spiceypy  # an extra, and slow to import
    except ModuleNotFoundError:
        return None
    return spiceypy


def _segments(file: Path) -> list["_Segment"]:
    """Segments of a kernel in the order of the file."""
    try:
        kernel = SPK.open(file)
    except (ValueError, LookupError, TypeError, ArithmeticError, OSError, MemoryError, StructError) as error:
        raise InputError(f"{file}: is no binary SPK kernel ({error}); expected {_EXPECTED}") from None
    finalize(kernel, kernel.daf.file.close)
    found = [_Segment(file, kernel, segment) for segment in kernel.segments]
    if not found:
        raise InputError(f"{file}: has no segments; expected {_EXPECTED}")
    needed_bytes, present_bytes = 8 * max(int(one.inner.end_i) for one in found), file.stat().st_size
    if present_bytes < needed_bytes:
        raise InputError(
            f"{file}: is cut short: {bytes_text(present_bytes)}, but its segments reach to {bytes_text(needed_bytes)}; "
            f"expected {_EXPECTED}"
        )
    return found


@dataclass(eq=False)
class _Segment:
    """One segment of a kernel; ``inner`` is jplephem's, and ``kernel`` keeps its file open."""

    file: Path
    kernel: SPK
    inner: object

    def __post_init__(self) -> None:
        self.target, self.center = int(self.inner.target), int(self.inner.center)
        self.start_s, self.end_s = float(self.inner.start_second), float(self.inner.end_second)
        self.kind, self.frame = int(self.inner.data_type), int(self.inner.frame)

    def states(self, tdb_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Positions [km] and velocities [km/s] from the segment's centre, ICRF axes, shapes (n, 3)."""
        position, velocity = self._read_chebyshev(tdb_s) if self.kind in (2, 3) else self._by_cspice(tdb_s)
        if not (abs(position) <= LARGEST_NUMBER).all():
            raise LinkBudgetError(f"{self.file}: a segment of body {self.target} is damaged; expected {_EXPECTED}")
        if self.frame in _FRAMES:
            return to_icrf(_FRAMES[self.frame], None, position, velocity)
        turn = self._turn
        return position @ turn.T, velocity @ turn.T

    def _read_chebyshev(self, tdb_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        try:
            self._require_records()
            with np.errstate(all="ignore"):  # numbers that cannot be are refused by whoever asks
                return self._chebyshev(tdb_s)
        except (ValueError, LookupError, TypeError, ArithmeticError, OSError, MemoryError) as error:
            said = f"a segment of body {self.target} is damaged ({shortened(str(error))})"
            raise LinkBudgetError(f"{self.file}: {said}; expected {_EXPECTED}") from None

    def _require_records(self) -> None:
        """Raise where the directory of a segment does not fit its records: another cut of them would be other numbers.

        Source: NAIF, SPK Required Reading (2017), types 2 and 3: INIT, INTLEN, RSIZE and N, and records of a midpoint,
        a radius and the coefficients of each component.
        """
        first, length_s, size, count = self.inner.daf.read_array(self.inner.end_i - 3, self.inner.end_i).tolist()
        components = 3 if self.kind == 2 else 6
        fits = size >= 2 + components and size % components == 2 and count >= 1
        fits = fits and size * count == self.inner.end_i - self.inner.start_i - 3
        covers = first <= self.start_s + 1.0 and self.end_s <= first + length_s * count + 1.0  # a second for rounding
        fits = fits and length_s > 0.0 and covers
        if not fits:
            raise ValueError(f"a directory of {count:g} records of {size:g} numbers")

    def _chebyshev(self, tdb_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        days = np.floor(tdb_s / DAY_S)
        when = _J2000_JD + days, tdb_s / DAY_S - days
        if self.kind == 2:
            position, velocity = self.inner.compute_and_differentiate(*when)
            return position.T, velocity.T / DAY_S
        state = self.inner.compute(*when)
        return state[:3].T, state[3:].T

    def _by_cspice(self, tdb_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        spiceypy, handle, descriptor = self._opened
        try:
            states = np.array([spiceypy.spkpvn(handle, descriptor, instant)[1] for instant in tdb_s.tolist()])
        except spiceypy.utils.exceptions.SpiceyError as error:
            raise LinkBudgetError(f"{self.file}: CSPICE refuses a segment of type {self.kind}: {error.short}") from None
        return states[:, :3], states[:, 3:]

    @cached_property
    def _opened(self):
        """CSPICE with the kernel opened, and the segment's descriptor as it wants it."""
        spiceypy = self._library(f"type {self.kind}")
        doubles = np.array([self.start_s, self.end_s])
        whole = np.array(
            [self.target, self.center, self.frame, self.kind, self.inner.start_i, self.inner.end_i], dtype=np.int32
        )
        try:
            handle = spiceypy.dafopr(str(self.file))
        except spiceypy.utils.exceptions.SpiceyError as error:
            raise LinkBudgetError(
                f"{self.file}: cannot be opened by CSPICE ({error.short}); expected a file name of at most "
                f"{_LONGEST_PATH} bytes"
            ) from None
        finalize(self, spiceypy.dafcls, handle)
        return spiceypy, handle, spiceypy.dafps(2, 6, doubles, whole)[:5]

    @cached_property
    def _turn(self) -> np.ndarray:
        """Rotation from the segment's frame to ICRF axes."""
        spiceypy = self._library(f"frame {self.frame}")
        name = spiceypy.frmnam(self.frame)
        known = name and spiceypy.frinfo(self.frame)[1] == 1  # class 1: axes that do not turn
        if not known:
            raise LinkBudgetError(
                f"{self.file}: a segment of body {_named(self.target)} is in frame {self.frame}"
                f"{f' ({name})' if name else ''}; expected axes that do not turn, such as J2000 or ECLIPJ2000"
            )
        return spiceypy.pxform(name, "J2000", 0.0)

    def _library(self, what: str):
        spiceypy = _spiceypy()
        if spiceypy is None:
            raise LinkBudgetError(
                f"{self.file}: a segment of body {_named(self.target)} has {what}, which needs spiceypy; expected the "
                "extra 'spice' to be installed: pip install 'deepspace-linkbudget[spice]'"
            )
        return spiceypy

    def require_usable(self) -> None:
        """Raise where a library is missing or the frame turns, before anything is asked."""
        if self.kind not in (2, 3):
            _ = self._opened
        if self.frame not in _FRAMES:
            _ = self._turn


class KernelTrajectory(VectorFunction):
    """A body of SPK kernels as a skyfield vector function; made by :func:`read_spk`.

    Attributes
    ----------
    center : int
        399 (the Earth's centre) for a body whose segments start there and that stays within 100 000 km, 0 (the
        solar-system barycentre) for others, so that they are observed with light time.
    start_utc_s, end_utc_s : float
        First and last instant that a segment covers; there may be gaps between [s].
    """

    def __init__(self, segments: Sequence[_Segment], target: int):
        self._segments, self._number = list(segments), target
        own = [segment for segment in self._segments if segment.target == target]
        for segment in own:
            segment.require_usable()
        self.start_utc_s = _utc_s(min(segment.start_s for segment in own))
        self.end_utc_s = _utc_s(max(segment.end_s for segment in own))
        self.center = EARTH_CENTER if all(map(_stays_near_earth, own)) else 0
        self.notes: tuple[str, ...] = ()

    @property
    def target(self):
        """The trajectory object itself, as it may start at another centre than its kernel's segments."""
        return self  # a property, so that the object holds no reference to itself

    @remembers_instants
    def _at(self, t):
        """Position [au] and velocity [au/d] from the centre, as skyfield asks for them."""
        asked = np.asarray(skyfield_tt_s(t))
        tt_s = np.atleast_1d(asked)
        position, velocity = self._chain(self._number, tt_s, 1)
        position, velocity = position.T * (1e3 / ASTRONOMICAL_UNIT_M), velocity.T * (1e3 * DAY_S / ASTRONOMICAL_UNIT_M)
        if asked.ndim == 0:
            position, velocity = position[:, 0], velocity[:, 0]
        return position, velocity, None, None

    def _chain(self, body: int, tt_s: np.ndarray, length: int) -> tuple[np.ndarray, np.ndarray]:
        """Positions [km] and velocities [km/s] of a body from where the trajectory starts, shapes (n, 3)."""
        if body == self.center:
            return np.zeros((2, tt_s.size, 3))
        if length > 1 and body in _SUN_AND_PLANETS:
            at = ephemeris()[body].at(skyfield_time_of_tt(tt_s))
            return at.xyz.km.T, at.velocity.km_per_s.T
        if length > _LONGEST_CHAIN:
            raise LinkBudgetError(f"body {_named(self._number)}: its segments run in a circle through {_named(body)}")
        tdb_s = tt_s + tdb_minus_tt(tt_s / DAY_S + 2_440_587.5) - _J2000_S
        found, done = np.zeros((2, tt_s.size, 3)), np.zeros(tt_s.size, dtype=bool)
        for segment in reversed(self._segments):
            if segment.target != body:
                continue
            inside = (tdb_s >= segment.start_s - _ROOM_S) & (tdb_s <= segment.end_s + _ROOM_S) & ~done
            if inside.any():
                states = segment.states(np.clip(tdb_s[inside], segment.start_s, segment.end_s))
                found[:, inside] = np.array(states) + self._chain(segment.center, tt_s[inside], length + 1)
                done |= inside
        if not done.all():
            raise LinkBudgetError(self._uncovered(body, float(tt_s[~done][0])))
        return found[0], found[1]

    def _uncovered(self, body: int, tt_s: float) -> str:
        own = [segment for segment in self._segments if segment.target == body]
        if not own:
            return f"no position of {_named(body)}, from which segments start; expected a kernel that has it, too"
        spans = ", ".join(
            f"{format_utc(round(_utc_s(segment.start_s)))} to {format_utc(round(_utc_s(segment.end_s)))}"
            for segment in own[:5]
        )
        more = f" and {len(own) - 5} more stretches" if len(own) > 5 else ""
        return f"{format_utc(float(utc_of_tt_s(tt_s)))}: body {_named(body)} is covered from {spans}{more}"


def _utc_s(tdb_s: float) -> float:
    """Instant of seconds of TDB since J2000, to 2 ms."""
    return float(utc_of_tt_s(tdb_s + _J2000_S))


def _stays_near_earth(segment: _Segment) -> bool:
    if segment.center != EARTH_CENTER:
        return False
    position, _ = segment.states(np.linspace(segment.start_s, segment.end_s, _SAMPLES))
    return bool(np.sqrt((position**2).sum(axis=1)).max() <= GEOMETRIC_WITHIN_M / 1e3)
