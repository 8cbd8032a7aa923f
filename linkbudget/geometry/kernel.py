"""Positions of the Sun, Moon and planets from JPL's DE421, which the ``skyfield-data`` package carries (no download).

The map: :func:`ephemeris` (the opened kernel), :func:`body` (a name to a skyfield vector function),
:func:`ephemeris_span_utc_s` and :func:`require_inside_ephemeris`, :func:`geocentric_distance_m`,
:func:`sun_earth_target_deg`, and :data:`GM_M3_PER_S2`, :data:`RADIUS_M` and :data:`POLAR_RADIUS_M`, the pull and the
size of each body.

DE421 holds the centres of Mercury, Venus, Earth, Moon, Mars and the Sun; of the outer planets it holds the barycentre
of planet and satellites, which serves as the planet here (for Jupiter the two are at most some 200 km apart).
"""

import atexit
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import skyfield_data
from jplephem.spk import S_PER_DAY, T0
from skyfield.constants import AU_KM
from skyfield.jpllib import ChebyshevPosition, SpiceKernel
from skyfield.timelib import Time
from skyfield.vectorlib import VectorFunction

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_GM_M3_PER_S2, MARS_GM_M3_PER_S2, SUN_GM_M3_PER_S2
from linkbudget.errors import LinkBudgetError, suggestion
from linkbudget.geometry._states import MOST_INSTANTS, position_m, remembers_instants
from linkbudget.geometry.clock import DAY_S, format_utc, parse_utc, skyfield_time

Instants = TypeVar("Instants")
"""One instant or an array of them, in seconds since 1970-01-01 UTC."""

EARTH_CENTER = 399
"""NAIF number of the Earth's centre, from which trajectories start that have no light time: satellites."""

_SPICE_NAME = {
    "sun": "SUN",
    "mercury": "MERCURY",
    "venus": "VENUS",
    "earth": "EARTH",
    "moon": "MOON",
    "mars": "MARS",
    "jupiter": "JUPITER BARYCENTER",
    "saturn": "SATURN BARYCENTER",
    "uranus": "URANUS BARYCENTER",
    "neptune": "NEPTUNE BARYCENTER",
    "pluto": "PLUTO BARYCENTER",
}

GM_M3_PER_S2 = {
    "sun": SUN_GM_M3_PER_S2,
    "mercury": 2.203178e13,
    "venus": 3.24858592e14,
    "earth": EARTH_GM_M3_PER_S2,
    "moon": 4.9028000661637961e12,
    "mars": MARS_GM_M3_PER_S2,
    "jupiter": 1.267127648e17,
    "saturn": 3.79405852e16,
    "uranus": 5.7945486e15,
    "neptune": 6.8365271005800236e15,
    "pluto": 9.77e11,
}
"""Gravitational parameter; the satellites count with the outer planets.  JPL NAIF, gm_de431.tpc (2014) [m3/s2]."""

RADIUS_M = {
    "sun": 695_700e3,
    "mercury": 2_440.53e3,
    "venus": 6_051.8e3,
    "earth": EARTH_EQUATORIAL_RADIUS_M,
    "moon": 1_737.4e3,
    "mars": 3_396.19e3,
    "jupiter": 71_492e3,
    "saturn": 60_268e3,
    "uranus": 25_559e3,
    "neptune": 24_764e3,
    "pluto": 1_188.3e3,
}
"""Equatorial radius; IAU Working Group on Cartographic Coordinates, report of 2015 (2018), Earth WGS 84 [m]."""

POLAR_RADIUS_M = RADIUS_M | {
    "mercury": 2_438.26e3,
    "earth": 6_356_752.3142,
    "mars": 3_376.20e3,
    "jupiter": 66_854e3,
    "saturn": 54_364e3,
    "uranus": 24_973e3,
    "neptune": 24_341e3,
}
"""Polar radius, equal to the equatorial one where the report gives one figure; the same sources [m]."""


class _Segment(ChebyshevPosition):
    """A segment of the kernel that answers for single instants without arrays.

    The sums are those of jplephem in the same order, to the same bit.
    """

    def __new__(cls, *_):
        return object.__new__(cls)  # skyfield's own would choose its own class

    def __init__(self, ephemeris, spk_segment):
        super().__init__(ephemeris, spk_segment)
        self._polynomials: dict[int, list] = {}

    @remembers_instants
    def _at(self, t):
        """Position [au] and velocity [au/d], as skyfield asks for them."""
        if t.shape:
            return super()._at(t)
        init, length, coefficients = self.spk_segment._data
        init, length = float(init), float(length)
        index, offset = divmod((float(t.whole) - T0) * S_PER_DAY - init, length)
        more, further = divmod(float(t.tdb_fraction) * S_PER_DAY, length)
        last, offset = divmod(offset + further, length)
        place = int(index + more + last)
        if not 0 <= place < coefficients.shape[2]:
            return super()._at(t)  # the very end of the kernel, or an error
        if place not in self._polynomials:
            if len(self._polynomials) >= MOST_INSTANTS:
                self._polynomials.clear()
            self._polynomials[place] = coefficients[:, :, place].T.tolist()
        s = 2.0 * offset / length - 1.0
        double, position, velocity = 2.0 * s, [], []
        for *others, constant in self._polynomials[place]:
            w0 = w1 = dw0 = dw1 = 0.0
            for coefficient in others:
                w0, w1, dw0, dw1 = coefficient + (double * w0 - w1), w0, 2.0 * w0 + dw0 * double - dw1, dw0
            position.append((constant + (s * w0 - w1)) / AU_KM)
            velocity.append((w0 + s * dw0 - dw1) / length * 2.0 * S_PER_DAY / AU_KM)
        return np.array(position), np.array(velocity), None, None


class _Kernel(SpiceKernel):
    """The kernel whose segments are quick for single instants, and whose bodies are looked up once."""

    def __init__(self, path: str):
        super().__init__(path)
        self.segments = [_Segment(self, segment.spk_segment) for segment in self.segments]
        self._found: dict[int | str, VectorFunction] = {}
        self._codes = super().codes

    @property
    def codes(self) -> set[int]:
        """NAIF numbers of the bodies in the kernel."""
        return self._codes

    def __getitem__(self, target: int | str) -> VectorFunction:
        if target not in self._found:
            self._found[target] = super().__getitem__(target)
        return self._found[target]


@cache
def ephemeris() -> SpiceKernel:
    """The opened DE421 kernel.

    The file is taken from beside the module: ``get_skyfield_data_path`` would also warn about the age of files that are
    not used here.

    Returns
    -------
    skyfield SpiceKernel
        The same object at each call; closed when Python ends.

    References
    ----------
    .. [1] W. M. Folkner, J. G. Williams and D. H. Boggs, "The Planetary and Lunar Ephemeris DE 421", IPN Progress
       Report 42-178 (2009).

    Examples
    --------
    >>> 399 in ephemeris()
    True
    """
    kernel = _Kernel(str(Path(skyfield_data.__file__).parent / "data" / "de421.bsp"))
    atexit.register(kernel.close)
    return kernel


def body_key(name: str) -> str:
    """The lower-case name under which this module knows a body; raises with the nearest names for any other.

    Parameters
    ----------
    name : str
        Name of a body in any case.

    Returns
    -------
    str
        Its key.

    Raises
    ------
    LinkBudgetError
        If the ephemeris has no such body.

    Examples
    --------
    >>> body_key("Mars")
    'mars'
    """
    key = str(name).strip().lower()
    if key in _SPICE_NAME:
        return key
    raise LinkBudgetError(f"body {name!r} is not in the ephemeris; {suggestion(key, _SPICE_NAME, most=3)}")


def body(name: str) -> VectorFunction:
    """Skyfield vector function of a body, from the solar-system barycentre.

    Parameters
    ----------
    name : str
        Name of a body in any case.

    Returns
    -------
    skyfield VectorFunction
        Of the body, or of the barycentre of its system where DE421 has no more.

    Raises
    ------
    LinkBudgetError
        If the ephemeris has no such body.

    Examples
    --------
    >>> body("mars").target, body("Jupiter").target
    (499, 5)
    >>> body("pluton")
    Traceback (most recent call last):
        ...
    linkbudget.errors.LinkBudgetError: body 'pluton' is not in the ephemeris; did you mean 'pluto'?
    """
    return ephemeris()[_SPICE_NAME[body_key(name)]]


def ephemeris_span_utc_s() -> tuple[float, float]:
    """First and last instant of DE421, a minute inside its ends so that TDB - UTC cannot matter.

    Read off the kernel.

    Returns
    -------
    tuple of float
        Seconds since 1970-01-01 UTC [s].

    Examples
    --------
    >>> [format_utc(utc_s) for utc_s in ephemeris_span_utc_s()]
    ['1899-07-29T00:01:00Z', '2053-10-08T23:58:00Z']
    """
    return _SPAN_UTC_S


# The kernel's own ends are JD 2414864.5 and 2471184.5 TDB; TDB is at most about 70 s ahead of UTC in the span.
_SPAN_UTC_S = parse_utc("1899-07-29T00:01:00"), parse_utc("2053-10-08T23:58:00")


def require_inside_ephemeris(utc_s: Instants, name: str = "date") -> Instants:
    """Return ``utc_s``, or raise when any element lies outside DE421.

    Parameters
    ----------
    utc_s : array_like
        Seconds since 1970-01-01 UTC [s].
    name : str
        What the message calls them.

    Returns
    -------
    array_like
        The same object [s].

    Raises
    ------
    LinkBudgetError
        If any instant lies outside, or is no number.

    Examples
    --------
    >>> require_inside_ephemeris(parse_utc("1890-01-01"))
    Traceback (most recent call last):
        ...
    linkbudget.errors.LinkBudgetError: date = 1890-01-01T00:00:00Z: the ephemeris DE421 spans 1899-07-29 to 2053-10-08
    """
    first, last = ephemeris_span_utc_s()
    values = np.atleast_1d(np.asarray(utc_s, dtype=float))
    outside = ~((values >= first) & (values <= last))  # NaN is outside too: there is no such instant
    if outside.any():
        bad = values[outside][0]
        shown = format_utc(bad) if np.isfinite(bad) else bad
        raise LinkBudgetError(
            f"{name} = {shown}: the ephemeris DE421 spans {format_utc(first)[:10]} to {format_utc(last)[:10]}"
        )
    return utc_s


def _vector_function(target: str | VectorFunction) -> VectorFunction:
    """Vector function from the solar-system barycentre of a body's name, or of any trajectory."""
    function = body(target) if isinstance(target, str) else target
    return body("earth") + function if function.center == 399 else function


def _geocentric_m(target: str | VectorFunction, time: Time) -> np.ndarray:
    """Geometric, instantaneous vector from the Earth's centre, ICRF axes [m]."""
    return position_m(_vector_function(target), time) - position_m(body("earth"), time)


def _geocentric_distance_m_at(target: str | VectorFunction, time: Time):
    """:func:`geocentric_distance_m` for a skyfield time."""
    return np.linalg.norm(_geocentric_m(target, time), axis=0)


def _sun_earth_target_deg_at(target: str | VectorFunction, time: Time):
    """:func:`sun_earth_target_deg` for a skyfield time."""
    return angle_between_deg(_geocentric_m("sun", time), _geocentric_m(target, time))


def angle_between_deg(first, second):
    r"""Angle between two vectors, or arrays of them with components along the first axis.

    .. math:: \theta = 2 \arctan \frac{|b \, \mathbf{a} - a \, \mathbf{b}|}{|b \, \mathbf{a} + a \, \mathbf{b}|},
        \quad a = |\mathbf{a}|, \quad b = |\mathbf{b}|

    Twice the arctangent of the half-difference and half-sum keeps small angles exact, where the arccosine would not.

    Parameters
    ----------
    first, second : array_like
        Vectors in one unit, shape (3, ...) [any unit].

    Returns
    -------
    ndarray or float
        Angle from 0 to 180, shape of the vectors without their first axis [deg].

    References
    ----------
    .. [1] W. Kahan, "How Futile are Mindless Assessments of Roundoff in Floating-Point Computation?" (2006).

    Examples
    --------
    >>> print(f"{angle_between_deg([1.0, 0.0, 0.0], [0.0, 2.0, 0.0]):.1f} deg")
    90.0 deg
    """
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    first_length, second_length = np.linalg.norm(first, axis=0), np.linalg.norm(second, axis=0)
    one, other = first * second_length, second * first_length
    return np.degrees(2.0 * np.arctan2(np.linalg.norm(one - other, axis=0), np.linalg.norm(one + other, axis=0)))


def geocentric_distance_m(target: str | VectorFunction, utc_s):
    r"""Geometric, instantaneous distance from the Earth's centre; no light time.

    .. math:: r = |\mathbf{r}_{target}(t) - \mathbf{r}_{Earth}(t)|

    Parameters
    ----------
    target : str or skyfield VectorFunction
        A body's name, or any trajectory.
    utc_s : array_like
        Seconds since 1970-01-01 UTC [s].

    Returns
    -------
    ndarray or float
        Distance, same shape as ``utc_s`` [m].

    Raises
    ------
    LinkBudgetError
        If the body is unknown or a date lies outside the ephemeris.

    References
    ----------
    .. [1] W. M. Folkner, J. G. Williams and D. H. Boggs, "The Planetary and Lunar Ephemeris DE 421", IPN Progress
       Report 42-178 (2009).

    Examples
    --------
    Mars when Mars 1 fell silent:

    >>> print(f"{geocentric_distance_m('mars', parse_utc('1963-03-21')) / 1e9:.1f} million km")
    130.9 million km
    """
    return _geocentric_distance_m_at(target, skyfield_time(require_inside_ephemeris(utc_s)))


def sun_earth_target_deg(target: str | VectorFunction, utc_s):
    """Geometric angle at the Earth's centre between the Sun and a target, by the equation of :func:`angle_between_deg`.

    Parameters
    ----------
    target : str or skyfield VectorFunction
        A body's name, or any trajectory.
    utc_s : array_like
        Seconds since 1970-01-01 UTC [s].

    Returns
    -------
    ndarray or float
        Angle from 0 to 180, same shape as ``utc_s`` [deg].

    Raises
    ------
    LinkBudgetError
        If the body is unknown or a date lies outside the ephemeris.

    References
    ----------
    .. [1] W. M. Folkner, J. G. Williams and D. H. Boggs, "The Planetary and Lunar Ephemeris DE 421", IPN Progress
       Report 42-178 (2009).

    Examples
    --------
    >>> print(f"{sun_earth_target_deg('mars', parse_utc('1962-11-01')):.2f} deg")
    88.16 deg
    """
    return _sun_earth_target_deg_at(target, skyfield_time(require_inside_ephemeris(utc_s)))


def earth_target_sun_deg(target: str | VectorFunction, utc_s):
    """Geometric angle at a target between the Earth's centre and the Sun: how far off a Sun-pointing axis the Earth is.

    By the equation of :func:`angle_between_deg`.

    Parameters
    ----------
    target : str or skyfield VectorFunction
        A body's name, or any trajectory.
    utc_s : array_like
        Seconds since 1970-01-01 UTC [s].

    Returns
    -------
    ndarray or float
        Angle from 0 to 180, same shape as ``utc_s`` [deg].

    Raises
    ------
    LinkBudgetError
        If the body is unknown or a date lies outside the ephemeris.

    References
    ----------
    .. [1] W. M. Folkner, J. G. Williams and D. H. Boggs, "The Planetary and Lunar Ephemeris DE 421", IPN Progress
       Report 42-178 (2009).

    Examples
    --------
    >>> print(f"{earth_target_sun_deg('mars', parse_utc('1962-11-01')):.2f} deg")
    39.08 deg
    """
    time = skyfield_time(require_inside_ephemeris(utc_s))
    from_earth = _geocentric_m(target, time)
    return angle_between_deg(-from_earth, _geocentric_m("sun", time) - from_earth)


def tdb_since_s(time: Time, origin: Time):
    r"""Seconds of Barycentric Dynamical Time from one instant to another, to a few nanoseconds over centuries.

    .. math:: \Delta t = 86400 \, (JD_{TDB} - JD_{TDB,0})

    Parameters
    ----------
    time : skyfield Time
        Instants.
    origin : skyfield Time
        The instant from which they count.

    Returns
    -------
    ndarray or float
        Time of TDB, shape of ``time`` [s].

    References
    ----------
    .. [1] IAU 2006 Resolution B3, Re-definition of Barycentric Dynamical Time, TDB.

    Examples
    --------
    >>> origin, later = skyfield_time(parse_utc("2000-01-01")), skyfield_time(parse_utc("2000-01-02"))
    >>> print(f"{tdb_since_s(later, origin):.3f} s")
    86400.000 s
    """
    return ((time.whole - origin.whole) + (time.tdb_fraction - origin.tdb_fraction)) * DAY_S
