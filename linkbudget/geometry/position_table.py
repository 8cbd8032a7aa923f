"""A trajectory through tables of positions: interpolation between the rows, its error, and tables that are none.

The map: :class:`Segment` (rows of one stretch of time), :class:`PositionTable` (segments as a skyfield vector
function), :class:`SampledTrajectory` (the same from arrays).  Readers of files make segments:
:mod:`linkbudget.geometry.position_files`.

Between rows runs the polynomial through the rows around them: Lagrange's where there are positions alone, Hermite's
where there are velocities.  Never beyond the first and last row, never across segments.

The error between rows is estimated from the table itself.  Each row is left out in turn and computed from its
neighbours; what is missed there, times the ratio of the polynomial's remainder between the rows to that at the missing
row, is the error between the rows.  The estimate holds as long as the rows are dense enough for the remainder to fall
with the step; where they are not, it is far above :data:`LARGEST_ERROR` and the table is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from skyfield.vectorlib import VectorFunction

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.errors import LinkBudgetError
from linkbudget.formatting import distance_text, duration_text, quantity_text
from linkbudget.geometry._states import remembers_instants
from linkbudget.geometry.clock import DAY_S, format_utc, skyfield_time, utc_of_tt_s
from linkbudget.geometry.frames import BARYCENTER
from linkbudget.geometry.kernel import EARTH_CENTER, POLAR_RADIUS_M, body
from linkbudget.geometry.time_systems import skyfield_time_of_tt, skyfield_tt_s

DEGREE = 7
"""Degree of the polynomial where a file names none: eight positions, or four positions with velocities."""

HIGHEST_DEGREE = 15
"""Degrees beyond it lose digits to rounding and swing at the ends of a table."""

NOTED_ERROR = 1e-5
"""Estimated error between rows, of the distance from the Earth's centre, from which a note says so: 70 m in a low
orbit, or a range rate off by 0.3 m/s with rows ten minutes apart [-]."""

LARGEST_ERROR = 1e-2
"""Estimated error, of the distance from the Earth's centre, from which a table is refused [-]."""

HIGHEST_SPEED_M_PER_S = 1e6
"""Nothing that was launched is as fast; a table that is has other units [m/s]."""

GEOMETRIC_WITHIN_M = 1e8
"""Tables about the Earth that stay within it have no light time, like satellites; others count it [m]."""

JUMP = 1e-3
"""Distance of a row from the curve of its neighbours, of that from the Earth's centre, from which it is refused [-]."""

_LARGEST_JUMP = 1e-3  # between segments, of the distance: a manoeuvre, or an orbit determined anew
_BLOCK = 4096
_ROOM_S = 1e-3  # rounding between time scales
_STAYS_OFF = 0.7
_STEEPNESS = (
    8.0  # slope of the remainder at a row next to the end of a table, times the step, by its value between rows
)
_SPEEDS = 1000  # rows whose velocities are compared with their positions
_SPEED_DOUBT = 0.02  # the turn of the Earth is 7 % of the speed in a low orbit


@dataclass(frozen=True, eq=False)
class Segment:
    """Rows of a table that one curve joins.

    Attributes
    ----------
    tt_s : ndarray
        Instants, rising, shape (n,), seconds since 1970-01-01T00:00 TT [s].
    position_m : ndarray
        Positions from the centre in ICRF axes, shape (n, 3) [m].
    velocity_m_per_s : ndarray or None
        Velocities, shape (n, 3) [m/s].
    degree : int
        Degree of the polynomial [-].
    hermite : bool
        Whether the curve is Hermite's, where there are velocities, or Lagrange's through the positions alone.
    center : str
        Where the positions start: "barycenter" of the solar system, or a body that
        :func:`linkbudget.geometry.kernel.body` knows.
    first_tt_s, last_tt_s : float or None
        Instants between which the rows may be used, the first and the last row without them [s].
    """

    tt_s: np.ndarray
    position_m: np.ndarray
    velocity_m_per_s: np.ndarray | None = None
    degree: int = DEGREE
    hermite: bool = True
    center: str = "earth"
    first_tt_s: float | None = None
    last_tt_s: float | None = None

    def __post_init__(self) -> None:
        for name in ("tt_s", "position_m", "velocity_m_per_s"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=float))
        count = self.tt_s.size
        self._require_states()
        if not 1 <= self.degree <= HIGHEST_DEGREE:
            raise LinkBudgetError(f"degree of interpolation = {self.degree}: expected 1 to {HIGHEST_DEGREE}")
        states = self._slopes is not None
        if states and self.degree % 2 == 0:
            raise LinkBudgetError(f"degree of interpolation = {self.degree}: expected an odd one for Hermite's")
        least = 3 if states else 4
        if count < least:
            raise LinkBudgetError(f"{count} rows: expected at least {least}, so that the curve between them is known")

    def _require_states(self) -> None:
        fields = {"positions": self.position_m, "velocities": self.velocity_m_per_s}
        for name, values in fields.items():
            if values is not None and values.shape != (self.tt_s.size, 3):
                raise LinkBudgetError(f"{name} of shape {values.shape} at {self.tt_s.size} instants: expected (n, 3)")
            if values is not None and not np.isfinite(values).all():
                bad = int(np.argmin(np.isfinite(values).all(axis=1)))
                raise LinkBudgetError(f"{name} at {self._date(bad)}: {values[bad]}: expected finite numbers")
        late = np.flatnonzero(~(np.diff(self.tt_s) > 0.0))
        if late.size:
            raise LinkBudgetError(
                f"{self._date(int(late[0]) + 1)} follows {self._date(int(late[0]))}: expected instants that rise from "
                "row to row"
            )
        speed = np.sqrt((np.diff(self.position_m, axis=0) ** 2).sum(axis=1)) / np.diff(self.tt_s)
        if (speed > HIGHEST_SPEED_M_PER_S).any():
            fast = int(np.argmax(speed > HIGHEST_SPEED_M_PER_S))
            raise LinkBudgetError(
                f"positions at {self._date(fast)} and after: {quantity_text(float(speed[fast]), 'm/s')} from one to "
                f"the other; expected at most {quantity_text(HIGHEST_SPEED_M_PER_S, 'm/s')} (another unit?)"
            )

    def _date(self, row: int) -> str:
        return format_utc(round(float(utc_of_tt_s(self.tt_s[row]))))

    @property
    def _slopes(self) -> np.ndarray | None:
        """Velocities that the curve has to have at its rows."""
        return self.velocity_m_per_s if self.hermite else None

    @property
    def start_tt_s(self) -> float:
        """First instant with a position [s]."""
        return float(self.tt_s[0] if self.first_tt_s is None else max(self.first_tt_s, self.tt_s[0]))

    @property
    def end_tt_s(self) -> float:
        """Last instant with a position [s]."""
        return float(self.tt_s[-1] if self.last_tt_s is None else min(self.last_tt_s, self.tt_s[-1]))

    @property
    def nodes(self) -> int:
        """Rows that a polynomial runs through: as many as its degree needs, or all there are [-]."""
        wanted = self.degree + 1 if self._slopes is None else (self.degree + 1) // 2
        return min(wanted, self.tt_s.size)

    def states(self, tt_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Positions [m] and velocities [m/s] at instants inside the table, shapes (q, 3)."""
        after = np.searchsorted(self.tt_s, tt_s, side="right")
        first = np.clip(after - self.nodes // 2, 0, self.tt_s.size - self.nodes)
        found = np.empty((2, tt_s.size, 3))
        for start in range(0, tt_s.size, _BLOCK):
            part = slice(start, start + _BLOCK)
            found[:, part] = self._through(first[part, None] + np.arange(self.nodes), tt_s[part])
        return found[0], found[1]

    def _through(self, rows: np.ndarray, tt_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The polynomial through some rows, shape (q, nodes), at instants, shape (q,)."""
        velocity = None if self._slopes is None else self._slopes[rows]
        return _polynomial(self.tt_s[rows] - tt_s[:, None], self.position_m[rows], velocity)

    def errors_m(self) -> np.ndarray:
        """Estimated error of the position in each step between rows, shape (n - 1,) [m]."""
        count, power = self.tt_s.size, 1 if self._slopes is None else 2
        nodes = min(self.nodes, count - 1)
        left_out, off_m, product = self._missed
        per_product = off_m / product
        steps = np.arange(count - 1)
        lower = np.clip(steps - left_out[0], 0, left_out.size - 1)
        upper = np.clip(steps + 1 - left_out[0], 0, left_out.size - 1)
        errors = np.maximum(per_product[lower], per_product[upper])
        first = np.clip(steps + 1 - self.nodes // 2, 0, count - self.nodes)
        for start in range(0, steps.size, _BLOCK):
            step = steps[start : start + _BLOCK]
            rows = np.minimum(first[step, None] + np.arange(nodes), count - 1)
            middle = 0.5 * (self.tt_s[step] + self.tt_s[step + 1])
            errors[step] *= _remainder(self.tt_s[rows] - middle[:, None], power)
        return errors

    def jumps_m(self) -> np.ndarray:
        """Distance of each row from the curve of its neighbours, where more of them bring it no closer [m].

        On a smooth path a polynomial through more rows comes closer; off a row that does not belong there it does not.
        The shape is (n,), with zeros for other rows and those near the ends.
        """
        found = np.zeros(self.tt_s.size)
        nodes = min(self.nodes, self.tt_s.size - 1)
        if nodes < 4:
            return found
        left_out, off_m, _ = self._missed
        fewer, off_by_fewer_m, _ = self._left_out(nodes // 2)
        beside = off_by_fewer_m[np.searchsorted(fewer, left_out)]
        found[left_out] = np.where(off_m > _STAYS_OFF * beside, off_m, 0.0)
        return found

    @cached_property
    def _missed(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """:meth:`_left_out` for the polynomials of the table."""
        return self._left_out(min(self.nodes, self.tt_s.size - 1))

    def _left_out(self, nodes: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows that have neighbours on both sides, how far off each they run [m], and the remainder's product there."""
        count, power = self.tt_s.size, 1 if self._slopes is None else 2
        half = nodes // 2
        left_out = np.arange(half, count - (nodes - half))
        neighbours = np.concatenate([np.arange(-half, 0), np.arange(1, nodes - half + 1)])
        off_m, product = np.empty((2, left_out.size))
        for start in range(0, left_out.size, _BLOCK):
            part = slice(start, start + _BLOCK)
            row = left_out[part]
            rows = row[:, None] + neighbours
            position, _ = self._through(rows, self.tt_s[row])
            off_m[part] = np.sqrt(((position - self.position_m[row]) ** 2).sum(axis=1))
            product[part] = _remainder(self.tt_s[rows] - self.tt_s[row, None], power)
        return left_out, off_m, product


def _remainder(seconds: np.ndarray, power: int) -> np.ndarray:
    """Product of the distances in time from a polynomial's rows; its error is a multiple of it."""
    return np.abs(seconds).prod(axis=-1) ** power


def _polynomial(seconds: np.ndarray, position: np.ndarray, velocity: np.ndarray | None):
    """Value and slope at zero of the polynomials through rows: Newton's divided differences.

    ``seconds`` has the shape (q, n), positions and velocities (q, n, 3); with velocities each row counts twice.
    """
    if velocity is not None:
        seconds, position = np.repeat(seconds, 2, axis=1), np.repeat(position, 2, axis=1)
    count = seconds.shape[1]
    column, coefficients = position, [position[:, 0]]
    for order in range(1, count):
        apart = (seconds[:, order:] - seconds[:, :-order])[..., None]
        with np.errstate(divide="ignore", invalid="ignore"):  # a row and itself: the slope is its velocity
            next_column = np.diff(column, axis=1) / apart
        if velocity is not None and order == 1:
            next_column[:, ::2] = velocity
        column = next_column
        coefficients.append(column[:, 0])
    value, slope = coefficients[-1], np.zeros_like(coefficients[-1])
    for order in range(count - 2, -1, -1):
        toward = -seconds[:, order, None]
        slope = slope * toward + value
        value = value * toward + coefficients[order]
    return value, slope


class PositionTable(VectorFunction):
    """A trajectory through segments of a table; it does not reach beyond them.

    At an instant that two segments have, the later one holds.

    Parameters
    ----------
    segments : sequence of Segment
        In the order of the file.
    notes : sequence of str
        What the reader of the file has to say of it.

    Attributes
    ----------
    center : int
        399 (the Earth's centre) for tables about the Earth that stay within :data:`GEOMETRIC_WITHIN_M`, 0 (the
        solar-system barycentre) for others, so that they are observed with light time.
    notes : tuple of str
        What a reader of budgets should know: the error between rows, where it is not small.

    Raises
    ------
    LinkBudgetError
        If positions lie inside the body they start at, velocities are not the rate of the positions, or the estimated
        error between rows is beyond :data:`LARGEST_ERROR`.

    References
    ----------
    .. [1] J. Stoer and R. Bulirsch, Introduction to Numerical Analysis, 3rd edition (2002), sections 2.1.3 to 2.1.5
       (divided differences, the remainder, Hermite interpolation).

    Examples
    --------
    >>> seconds = 60.0 * np.arange(40.0)
    >>> angle = 1.1e-3 * seconds
    >>> circle = 7e6 * np.stack([np.cos(angle), np.sin(angle), 0.0 * angle], axis=1)
    >>> table = PositionTable([Segment(seconds, circle)])
    >>> print(f"{table.at(skyfield_time_of_tt(1000.0)).distance().km:.3f} km")
    7000.000 km
    """

    largest_jump = _LARGEST_JUMP
    """Jumps that may be between segments, of the distance; for :func:`linkbudget.geometry.track.sample` [-]."""

    file_name = ""
    """File that the table was read from, for messages."""

    def __init__(self, segments: Sequence[Segment], notes: Sequence[str] = ()):
        if not segments:
            raise LinkBudgetError("no rows of positions")
        self.segments = tuple(segments)
        self.center = EARTH_CENTER if all(map(_is_near_earth, self.segments)) else 0
        self._origins = [_origin(one.center, self.center) for one in self.segments]
        self.start_utc_s = float(utc_of_tt_s(min(one.start_tt_s for one in self.segments)))
        self.end_utc_s = float(utc_of_tt_s(max(one.end_tt_s for one in self.segments)))
        self.notes = (*notes, *list(filter(None, map(_checked, self.segments)))[:1])

    @property
    def target(self):
        """The trajectory object itself, since no kernel has a number for it."""
        return self  # a property, so that the object holds no reference to itself

    @remembers_instants
    def _at(self, t):
        """Position [au] and velocity [au/d] from the centre, as skyfield asks for them."""
        asked = np.asarray(skyfield_tt_s(t))
        tt_s = np.atleast_1d(asked)
        found, done = np.zeros((2, 3, tt_s.size)), np.zeros(tt_s.size, dtype=bool)
        for segment, origin in zip(reversed(self.segments), reversed(self._origins), strict=True):
            first, last = segment.start_tt_s, segment.end_tt_s
            inside = (tt_s >= first - _ROOM_S) & (tt_s <= last + _ROOM_S) & ~done
            if not inside.any():
                continue
            position, velocity = segment.states(np.clip(tt_s[inside], first, last))
            found[0][:, inside] = position.T / ASTRONOMICAL_UNIT_M
            found[1][:, inside] = velocity.T * (DAY_S / ASTRONOMICAL_UNIT_M)
            if origin is not None:
                base, base_velocity, _, _ = origin._at(t if inside.all() else skyfield_time_of_tt(tt_s[inside]))
                found[0][:, inside] += base.reshape(3, -1)
                found[1][:, inside] += base_velocity.reshape(3, -1)
            done |= inside
        if not done.all():
            raise LinkBudgetError(self._outside(float(tt_s[~done][0])))
        position, velocity = found if asked.ndim else found[:, :, 0]
        return position, velocity, None, None

    def _outside(self, tt_s: float) -> str:
        asked, table = format_utc(utc_of_tt_s(tt_s)), "the table of positions"
        if self.file_name:
            table += f" in {self.file_name}"
        before = [one.end_tt_s for one in self.segments if one.end_tt_s < tt_s]
        after = [one.start_tt_s for one in self.segments if one.start_tt_s > tt_s]
        if before and after:
            gap = " to ".join(format_utc(utc_of_tt_s(end)) for end in (max(before), min(after)))
            return f"{asked} lies in a gap of {table}, {gap}: no interpolation across segments"
        left = "; what is received left as much earlier as light takes" if self.center == 0 and not before else ""
        return (
            f"{asked} is outside {table}, "
            f"{format_utc(self.start_utc_s)} to {format_utc(self.end_utc_s)}: no extrapolation{left}"
        )


def _is_near_earth(segment: Segment) -> bool:
    """True where light time counts for nothing, as with satellites."""
    return segment.center == "earth" and bool((segment.position_m**2).sum(axis=1).max() <= GEOMETRIC_WITHIN_M**2)


def _origin(center: str, counted_from: int) -> VectorFunction | None:
    """Vector function to a segment's centre from where the trajectory starts."""
    return None if center == BARYCENTER or counted_from == EARTH_CENTER else body(center)


def _checked(segment: Segment) -> str:
    """A note on the rows of a segment, or an error where they are no trajectory."""
    distance = np.sqrt((segment.position_m**2).sum(axis=1))
    if segment.center != BARYCENTER:
        low = distance < POLAR_RADIUS_M[segment.center]
        if low.any():
            bad = int(np.argmax(low))
            raise LinkBudgetError(
                f"position at {segment._date(bad)}: {distance_text(float(distance[bad]))} from the centre of "
                f"{_named(segment.center)}, which is inside it; expected positions outside"
            )
    _require_rates(segment)
    jumps_m, errors_m = segment.jumps_m(), segment.errors_m()
    geocentric_m = _geocentric_m(segment, distance)
    if (jumps_m > JUMP * geocentric_m).any():
        bad = int(np.argmax(jumps_m / geocentric_m))
        raise LinkBudgetError(
            f"positions jump at {segment._date(bad)}: the row lies {distance_text(float(jumps_m[bad]), figures=2)} off "
            "the curve of its neighbours; expected rows of one smooth path, close enough together to show it"
        )
    errors_m = np.maximum(errors_m, np.maximum(jumps_m[:-1], jumps_m[1:]))
    share = errors_m / np.minimum(geocentric_m[:-1], geocentric_m[1:])
    worst = int(np.argmax(share))
    if share[worst] <= NOTED_ERROR:
        return ""
    step_s = float(segment.tt_s[worst + 1] - segment.tt_s[worst])
    steepness = _STEEPNESS if segment._slopes is None else 0.5 * _STEEPNESS
    rate_text = quantity_text(steepness * float(errors_m[worst]) / step_s, "m/s", figures=2)
    error_text = distance_text(float(errors_m[worst]), figures=2)
    near = f"near {segment._date(worst)}"
    if share[worst] <= LARGEST_ERROR:
        return (
            f"the rows of the table of positions are {duration_text(step_s)} apart: between them, {near}, the "
            f"position may be off by {error_text} and the velocity by {rate_text} (estimated)"
        )
    raise LinkBudgetError(
        f"the rows of the table are {duration_text(step_s)} apart: {near} the position between them is unknown by "
        f"{error_text} (estimated); expected rows closer together"
    )


def _geocentric_m(segment: Segment, distance_m: np.ndarray) -> np.ndarray:
    """Distance of rows from the Earth's centre."""
    if segment.center == "earth":
        return distance_m
    time = skyfield_time_of_tt(segment.tt_s)
    origin_m = -body("earth").at(time).xyz.m
    origin = _origin(segment.center, 0)
    if origin is not None:
        origin_m = origin_m + origin.at(time).xyz.m
    return np.sqrt(((segment.position_m.T + origin_m) ** 2).sum(axis=0))


def _named(center: str) -> str:
    return center.capitalize() if center not in ("earth", "sun", "moon") else f"the {center.capitalize()}"


def _require_rates(segment: Segment) -> None:
    """Raise where velocities are another quantity than the rate of the positions: another unit, or another frame."""
    if segment.velocity_m_per_s is None or segment.tt_s.size < 4:
        return
    alone = Segment(segment.tt_s, segment.position_m)
    some = np.unique(np.linspace(0, segment.tt_s.size - 1, _SPEEDS).astype(int))
    velocity, (_, rate) = segment.velocity_m_per_s[some], alone.states(segment.tt_s[some])
    speed, rate_speed = (np.sqrt((vector**2).sum(axis=1)) for vector in (velocity, rate))
    off = np.sqrt(((velocity - rate) ** 2).sum(axis=1)) / np.maximum(rate_speed, 1e-9)
    if np.median(off) <= _SPEED_DOUBT:
        return
    # positions too far apart have no rate to compare with: how far off theirs may be, next to the ends
    blur = (
        _STEEPNESS * float((alone.errors_m() / np.diff(segment.tt_s)).max()) / max(float(np.median(rate_speed)), 1e-9)
    )
    if np.median(off) > _SPEED_DOUBT + blur:
        row = int(np.argsort(off)[off.size // 2])
        said, moved = (quantity_text(float(each[row]), "m/s") for each in (speed, rate_speed))
        raise LinkBudgetError(
            f"velocity at {segment._date(int(some[row]))}: {said}, but there the positions move at {moved}; expected "
            "velocities in the unit and the frame of the positions"
        )


class SampledTrajectory(PositionTable):
    """A trajectory through arrays of positions; it does not reach beyond them.

    Parameters
    ----------
    utc_s : array_like
        Instants, rising, at least four, shape (n,) [s].
    position_m : array_like
        Positions in ICRF axes, shape (3, n) [m].
    velocity_m_per_s : array_like, optional
        Velocities, shape (3, n) [m/s].
    center : str
        Where the positions start: "earth", "sun", another body, or "barycenter" of the solar system.

    Raises
    ------
    LinkBudgetError
        If the table is too short, out of order, not finite or no smooth path (:class:`PositionTable`), the centre is
        unknown, or a date outside it is asked for.

    Examples
    --------
    >>> hours = 3600.0 * np.arange(5)
    >>> straight = SampledTrajectory(hours, np.outer([1.0, 0.0, 0.0], 7e6 + 100.0 * hours), center="earth")
    >>> print(f"{straight.at(skyfield_time(5400.0)).distance().km:.0f} km")
    7540 km
    """

    def __init__(self, utc_s, position_m, velocity_m_per_s=None, *, center: str = "earth"):
        utc_s, position_m = np.asarray(utc_s, dtype=float), np.asarray(position_m, dtype=float)
        if utc_s.ndim != 1 or position_m.shape != (3, utc_s.size):
            raise LinkBudgetError(f"positions of shape {position_m.shape} at {utc_s.size} instants: expected (3, n)")
        if not np.isfinite(utc_s).all():
            raise LinkBudgetError("instants: expected finite numbers")
        velocity = None if velocity_m_per_s is None else np.asarray(velocity_m_per_s, dtype=float).T
        super().__init__([Segment(skyfield_tt_s(skyfield_time(utc_s)), position_m.T, velocity, center=center)])
