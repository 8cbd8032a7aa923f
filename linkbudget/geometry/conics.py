"""Two-body motion: position along a conic, and the conic between two points in a given time (Lambert).

The map: :func:`stumpff`, :func:`kepler_motion` (where a body is some time later), :func:`lambert` (which conic joins
two points), :func:`periapsis_state` (a state from orbital elements), :class:`Conic` with :func:`conic_of` (size and
shape from a state), :func:`orbital_period_s`.

Vectors carry their components on the first axis, as skyfield's do: shape (3,) or (3, ...).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from linkbudget.constants import EARTH_GM_M3_PER_S2
from linkbudget.errors import LinkBudgetError, require
from linkbudget.roots import bracketed_root

_SERIES_C = [1.0 / 2.0]
_SERIES_S = [1.0 / 6.0]
for _k in range(1, 9):  # C = 1/2! - z/4! + ..., S = 1/3! - z/5! + ...
    _SERIES_C.append(-_SERIES_C[-1] / ((2 * _k + 1) * (2 * _k + 2)))
    _SERIES_S.append(-_SERIES_S[-1] / ((2 * _k + 2) * (2 * _k + 3)))


def stumpff(z) -> tuple[np.ndarray, np.ndarray]:
    r"""Stumpff functions C and S, which write ellipse, parabola and hyperbola as one.

    .. math::
        C(z) = \frac{1 - \cos\sqrt z}{z}, \qquad S(z) = \frac{\sqrt z - \sin\sqrt z}{\sqrt{z}^{\,3}}

    and their continuations to zero and to negative arguments.

    Parameters
    ----------
    z : array_like
        Argument [-].

    Returns
    -------
    tuple of ndarray
        C and S, each of the shape of ``z`` [-].

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 3.7.

    Examples
    --------
    >>> c, s = stumpff(0.0)
    >>> print(f"{c:.4f} {s:.4f}")
    0.5000 0.1667
    """
    z = require("z", z)
    z = np.asarray(z, dtype=float)
    if z.shape == (1,):
        c, s = _stumpff_of_number(z.item())
        return np.full(z.shape, c), np.full(z.shape, s)
    near = np.where(np.abs(z) < 1.0, z, 0.0)  # closed forms lose digits here
    c, s = _series(_SERIES_C, near), _series(_SERIES_S, near)
    far = np.abs(z) >= 1.0
    if far.any():
        root = np.sqrt(np.where(far, np.abs(z), 1.0))
        ellipse = z > 0
        bent = np.where(ellipse, 0.0, root)  # keeps cosh away from large elliptic arguments
        c = np.where(far, np.where(ellipse, 2.0 * np.sin(0.5 * root) ** 2, 2.0 * np.sinh(0.5 * bent) ** 2) / root**2, c)
        s = np.where(far, np.where(ellipse, root - np.sin(root), np.sinh(bent) - root) / root**3, s)
    return c, s


def _series(coefficients: list[float], z):
    """Sum of a power series by Horner's scheme."""
    value = coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        value = coefficient + value * z
    return value


def _stumpff_of_number(z: float):
    """:func:`stumpff` of one number, to the same bit and without arrays."""
    if not abs(z) >= 1.0:
        z = z if abs(z) < 1.0 else 0.0  # no number
        return _series(_SERIES_C, z), _series(_SERIES_S, z)
    root = np.sqrt(abs(z))
    half, gap = (np.sin(0.5 * root), root - np.sin(root)) if z > 0 else (np.sinh(0.5 * root), np.sinh(root) - root)
    return 2.0 * (half * half) / (root * root), gap / np.power(root, 3.0)


def kepler_motion(position_m, velocity_m_per_s, elapsed_s, gm_m3_per_s2: float) -> tuple[np.ndarray, np.ndarray]:
    r"""Position and velocity some time later on the conic that a state defines.

    Kepler's equation in the universal anomaly, solved with Laguerre's iteration of order 5:

    .. math::
        \sqrt\mu\,\Delta t = \frac{r_0 v_{r0}}{\sqrt\mu}\chi^2 C(\alpha\chi^2)
        + (1 - \alpha r_0)\chi^3 S(\alpha\chi^2) + r_0\chi

    Parameters
    ----------
    position_m : array_like
        Position at the start, shape (3,) [m].
    velocity_m_per_s : array_like
        Velocity at the start, shape (3,) [m/s].
    elapsed_s : array_like
        Time since then, either sign [s].
    gm_m3_per_s2 : float
        Gravitational parameter of the centre, above zero [m3/s2].

    Returns
    -------
    tuple of ndarray
        Position [m] and velocity [m/s], each (3,) + shape of ``elapsed_s``.

    Raises
    ------
    LinkBudgetError
        If the gravitational parameter is not positive, or the iteration does not settle.

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 3.7,
       algorithms 3.3 and 3.4.
    .. [2] B. A. Conway, "An improved algorithm due to Laguerre for the solution of Kepler's equation", Celestial
       Mechanics 39 (1986) 199-211.

    Examples
    --------
    An hour along the orbit of Curtis's example 3.7, in kilometres:

    >>> r, v = kepler_motion([7000e3, -12124e3, 0.0], [2667.9, 4621.0, 0.0], 3600.0, 398_600e9)
    >>> print((r / 1e3).round(0), (v / 1e3).round(3))
    [-3298.  7413.     0.] [-8.298 -0.964 -0.   ]
    """
    position_m = require("position_m", position_m)
    velocity_m_per_s = require("velocity_m_per_s", velocity_m_per_s)
    elapsed_s = require("elapsed_s", elapsed_s)
    gm = float(require("gm_m3_per_s2", float(gm_m3_per_s2), above=0.0))
    start, speed = np.asarray(position_m, dtype=float), np.asarray(velocity_m_per_s, dtype=float)
    elapsed_s = np.asarray(elapsed_s, dtype=float)
    shape, time = elapsed_s.shape, elapsed_s.ravel()
    r0, sigma = np.sqrt(start @ start), start @ speed / np.sqrt(gm)
    alpha = 2.0 / r0 - speed @ speed / gm
    if alpha > 0.0:
        period = 2.0 * np.pi / np.sqrt(gm * alpha**3)
        time = time - period * np.round(time / period)
        chi = np.sqrt(gm) * alpha * time
    else:
        mean = np.sqrt(gm) * np.abs(alpha) ** 1.5 * time
        chi = np.arcsinh(mean / (1.0 - alpha * r0)) / np.sqrt(max(-alpha, 1e-30))
    if time.size == 1:
        numbers = map(float, (time[0], chi[0], r0, sigma, alpha))
        chi = np.atleast_1d(_anomaly(*numbers, gm, _stumpff_of_number))
    else:
        chi = _anomaly(time, chi, r0, sigma, alpha, gm, stumpff)
    z = alpha * chi**2
    c, s = stumpff(z)
    f, g = 1.0 - chi**2 / r0 * c, time - chi**3 / np.sqrt(gm) * s
    position = np.multiply.outer(start, f) + np.multiply.outer(speed, g)
    r = np.sqrt((position**2).sum(axis=0))
    f_rate, g_rate = np.sqrt(gm) / (r * r0) * chi * (z * s - 1.0), 1.0 - chi**2 / r * c
    velocity = np.multiply.outer(start, f_rate) + np.multiply.outer(speed, g_rate)
    return position.reshape((3, *shape)), velocity.reshape((3, *shape))


def _anomaly(time, chi, r0, sigma, alpha, gm: float, stumpff: Callable):
    """Universal anomaly at some times by Laguerre's iteration from a first guess; all arrays, or all numbers."""
    root_gm, room, bent = np.sqrt(gm), 1e-9 * np.sqrt(r0), 1.0 - alpha * r0
    for _ in range(60):
        square = chi * chi
        z = alpha * square
        c, s = stumpff(z)
        f = sigma * square * c + bent * np.power(chi, 3.0) * s + r0 * chi - root_gm * time
        slope = sigma * chi * (1.0 - z * s) + bent * square * c + r0
        bend = sigma * (1.0 - z * c) + bent * chi * (1.0 - z * s)
        step = 5.0 * f / (slope + np.sqrt(np.abs(16.0 * (slope * slope) - 20.0 * f * bend)))
        chi = chi - step  # the error after it is of the order of its cube
        if (np.abs(step) <= 1e-9 * np.abs(chi) + room).all():
            return chi
    raise LinkBudgetError("Kepler's equation did not settle: the state is not that of a body in free flight")


def lambert(departure_m, arrival_m, flight_time_s, gm_m3_per_s2: float, *, pole=(0.0, 0.0, 1.0)):
    r"""Velocities at both ends of the conic that joins two points in a given time, less than one turn about the centre.

    .. math::
        \sqrt\mu\,\Delta t = \left(\frac{y(z)}{C(z)}\right)^{3/2} S(z) + A\sqrt{y(z)}, \qquad
        y(z) = r_1 + r_2 + A\,\frac{z S(z) - 1}{\sqrt{C(z)}}

    The time grows steadily with z below :math:`4\pi^2`, so the root is bracketed and found without derivatives.

    Parameters
    ----------
    departure_m, arrival_m : array_like
        The two points from the centre of attraction, shape (3, ...) [m].
    flight_time_s : array_like
        Time between them, above zero [s].
    gm_m3_per_s2 : float
        Gravitational parameter of the centre, above zero [m3/s2].
    pole : array_like
        The motion is anticlockwise as seen from this direction, shape (3,) [-].

    Returns
    -------
    tuple of ndarray
        Velocity at departure and at arrival, each (3, ...) [m/s].

    Raises
    ------
    LinkBudgetError
        If the time is not positive, or the points lie in line with the centre, where the plane of motion is open.

    References
    ----------
    .. [1] R. R. Bate, D. D. Mueller and J. E. White, Fundamentals of Astrodynamics (1971), section 5.3.
    .. [2] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 5.3,
       algorithm 5.2.

    Examples
    --------
    Curtis, example 5.2:

    >>> v1, v2 = lambert([5000e3, 10000e3, 2100e3], [-14600e3, 2500e3, 7000e3], 3600.0, 398_600e9)
    >>> print((v1 / 1e3).round(4), (v2 / 1e3).round(4))
    [-5.9925  1.9254  3.2456] [-3.3125 -4.1966 -0.3853]
    """
    departure_m = require("departure_m", departure_m)
    arrival_m = require("arrival_m", arrival_m)
    pole = require("pole", pole)
    gm = float(require("gm_m3_per_s2", float(gm_m3_per_s2), above=0.0))
    flight_time_s = np.asarray(require("flight_time_s", flight_time_s, above=0.0), dtype=float)
    one, two = np.asarray(departure_m, dtype=float), np.asarray(arrival_m, dtype=float)
    r1, r2 = np.sqrt((one**2).sum(axis=0)), np.sqrt((two**2).sum(axis=0))
    normal = np.cross(one, two, axis=0)
    sine = np.sqrt((normal**2).sum(axis=0)) / (r1 * r2)
    if np.any(sine < 1e-9):
        raise LinkBudgetError("the two points and the centre lie in one line: the plane of the transfer is undefined")
    turn = np.arctan2(sine, (one * two).sum(axis=0) / (r1 * r2))
    turn = np.where(np.tensordot(np.asarray(pole, dtype=float), normal, axes=1) < 0.0, 2.0 * np.pi - turn, turn)
    # A = sin(turn) sqrt(r1 r2 / (1 - cos(turn))), written so that it keeps its digits at small angles
    a = np.sqrt(2.0 * r1 * r2) * np.cos(0.5 * turn)
    a, r1, r2, time = np.broadcast_arrays(a, r1, r2, np.sqrt(gm) * flight_time_s)

    def shape_of(z):
        c, s = stumpff(z)
        return r1 + r2 + a * (z * s - 1.0) / np.sqrt(c), c, s

    def log_time_ratio(z):
        y, c, s = shape_of(z)
        positive = np.maximum(y, 0.0)  # y < 0: more bent than any conic through both points, so the time is too short
        taken = (positive / c) ** 1.5 * s + a * np.sqrt(positive)
        return np.log(np.maximum(taken, 1e-12 * time) / time)

    high = np.full(time.shape, (2.0 * np.pi) ** 2 * (1.0 - 1e-9))
    low = np.full(time.shape, -(np.pi**2))
    while np.any(slow := log_time_ratio(low) > 0.0) and low.min() > -1e5:
        low = np.where(slow, 2.0 * low, low)
    y = shape_of(bracketed_root(log_time_ratio, low, high))[0]
    g = a * np.sqrt(y / gm)
    return (two - (1.0 - y / r1) * one) / g, ((1.0 - y / r2) * two - one) / g


def periapsis_state(
    periapsis_m: float,
    eccentricity: float,
    inclination_deg: float,
    node_deg: float,
    argument_of_periapsis_deg: float,
    gm_m3_per_s2: float,
) -> tuple[np.ndarray, np.ndarray]:
    r"""Position and velocity at the periapsis of a conic given by its orbital elements.

    .. math::
        \mathbf{r} = r_p \mathbf{P}, \qquad \mathbf{v} = \sqrt{\frac{\mu (1 + e)}{r_p}} \, \mathbf{Q}, \qquad
        (\mathbf{P}\;\mathbf{Q}\;\mathbf{W}) = R_z(\Omega) R_x(i) R_z(\omega)

    Parameters
    ----------
    periapsis_m : float
        Distance of the periapsis from the centre, above zero [m].
    eccentricity : float
        Zero or more [-].
    inclination_deg, node_deg, argument_of_periapsis_deg : float
        Inclination, angle of the ascending node from the first axis, angle from the node to the periapsis [deg].
    gm_m3_per_s2 : float
        Gravitational parameter of the centre, above zero [m3/s2].

    Returns
    -------
    tuple of ndarray
        Position [m] and velocity [m/s], each of shape (3,), in the axes from which the angles count.

    Raises
    ------
    LinkBudgetError
        If a distance or the gravitational parameter is not above zero, or the eccentricity is negative.

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 4.6 (state vector from
       the orbital elements).

    Examples
    --------
    >>> position, velocity = periapsis_state(7000e3, 0.0, 60.0, 0.0, 90.0, 398_600e9)
    >>> print(f"{position[2] / 1e3:.0f} km over the equator at {np.linalg.norm(velocity) / 1e3:.3f} km/s")
    6062 km over the equator at 7.546 km/s
    """
    inclination_deg = require("inclination_deg", inclination_deg)
    node_deg = require("node_deg", node_deg)
    argument_of_periapsis_deg = require("argument_of_periapsis_deg", argument_of_periapsis_deg)
    periapsis_m = float(require("periapsis_m", float(periapsis_m), above=0.0))
    e = float(require("eccentricity", float(eccentricity), at_least=0.0))
    gm = float(require("gm_m3_per_s2", float(gm_m3_per_s2), above=0.0))
    i, node, argument = np.radians([inclination_deg, node_deg, argument_of_periapsis_deg])
    out = np.array([np.cos(node), np.sin(node), 0.0])
    on = np.array([-np.sin(node) * np.cos(i), np.cos(node) * np.cos(i), np.sin(i)])
    p, q = out * np.cos(argument) + on * np.sin(argument), on * np.cos(argument) - out * np.sin(argument)
    return periapsis_m * p, np.sqrt(gm * (1.0 + e) / periapsis_m) * q


@dataclass(frozen=True)
class Conic:
    """Size, shape and tilt of an orbit; ``apoapsis_m`` and ``period_s`` are infinite when it is not closed."""

    periapsis_m: float
    apoapsis_m: float
    eccentricity: float
    inclination_deg: float
    period_s: float


def conic_of(position_m, velocity_m_per_s, gm_m3_per_s2: float, *, pole=(0.0, 0.0, 1.0)) -> Conic:
    r"""Size, shape and tilt of the orbit that a state defines; the inclination is to the plane square to ``pole``.

    .. math:: \mathbf{h} = \mathbf{r} \times \mathbf{v}, \qquad
        \mathbf{e} = \frac{\mathbf{v} \times \mathbf{h}}{\mu} - \frac{\mathbf{r}}{r}, \qquad
        r_p = \frac{h^2}{\mu (1 + e)}, \quad r_a = \frac{h^2}{\mu (1 - e)}

    Parameters
    ----------
    position_m : array_like
        Position from the centre of attraction, shape (3,) [m].
    velocity_m_per_s : array_like
        Velocity, shape (3,) [m/s].
    gm_m3_per_s2 : float
        Gravitational parameter of the centre, above zero [m3/s2].
    pole : array_like
        Direction from which the inclination counts, shape (3,) [-].

    Returns
    -------
    Conic
        The orbit.

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014) (orbital elements from a
       state).

    Examples
    --------
    >>> circle = conic_of([7000e3, 0.0, 0.0], [0.0, (398_600e9 / 7000e3) ** 0.5, 0.0], 398_600e9)
    >>> print(f"{circle.periapsis_m / 1e3:.0f} km, {circle.inclination_deg:.0f} deg, {circle.period_s:.0f} s")
    7000 km, 0 deg, 5829 s
    """
    position_m = require("position_m", position_m)
    velocity_m_per_s = require("velocity_m_per_s", velocity_m_per_s)
    gm_m3_per_s2 = require("gm_m3_per_s2", gm_m3_per_s2)
    pole = require("pole", pole)
    position, velocity = np.asarray(position_m, dtype=float), np.asarray(velocity_m_per_s, dtype=float)
    momentum = np.cross(position, velocity)
    r = np.sqrt(position @ position)
    eccentricity = float(np.linalg.norm(np.cross(velocity, momentum) / gm_m3_per_s2 - position / r))
    parameter = momentum @ momentum / gm_m3_per_s2
    closed = eccentricity < 1.0
    semi_major_m = parameter / (1.0 - eccentricity**2) if closed else np.inf
    tilt = np.asarray(pole) @ momentum / (np.linalg.norm(pole) * np.linalg.norm(momentum))
    return Conic(
        periapsis_m=float(parameter / (1.0 + eccentricity)),
        apoapsis_m=float(parameter / (1.0 - eccentricity)) if closed else np.inf,
        eccentricity=eccentricity,
        inclination_deg=float(np.degrees(np.arccos(np.clip(tilt, -1.0, 1.0)))),
        period_s=float(orbital_period_s(semi_major_m, gm_m3_per_s2)) if closed else np.inf,
    )


def orbital_period_s(semi_major_axis_m, gm_m3_per_s2=EARTH_GM_M3_PER_S2):
    r"""Period of an ellipse, Kepler's third law.

    .. math:: T = 2 \pi \sqrt{a^3 / \mu}

    Parameters
    ----------
    semi_major_axis_m : array_like
        Half the long axis, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the centre, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Period, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If either is zero or negative.

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.7.

    Examples
    --------
    The parking orbit of Sputnik 24:

    >>> print(f"{orbital_period_s(6591.1e3) / 60:.2f} min")
    88.76 min
    """
    semi_major_axis_m = require("semi_major_axis_m", semi_major_axis_m, above=0.0)
    return 2.0 * np.pi * np.sqrt(semi_major_axis_m**3 / require("gm_m3_per_s2", gm_m3_per_s2, above=0.0))
