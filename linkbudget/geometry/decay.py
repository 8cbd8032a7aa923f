"""Decay of a satellite's orbit, from its orbital elements.

SGP4 does not stop at the Earth's surface: below it, it gives finite positions with an error code, and some time later
positions far away without one.  So the first instant without an orbit is searched from the epoch of the elements
outwards, and there is no orbit beyond it.  The map: :func:`time_to_decay_s`; :func:`is_down` for single states.
"""

import numpy as np

from linkbudget.geometry.element_sets import WGS72_EQUATORIAL_RADIUS_M, WGS72_GM_M3_PER_S2
from linkbudget.roots import bracketed_root

# below it the search takes a closer look; far above what ends an orbit within a day
_LOW_PERIGEE_KM = 1e-3 * WGS72_EQUATORIAL_RADIUS_M + 200.0
_FIRST_STEP_S, _GROWTH, _LONGEST_STEP_S = 90.0, 1.2, 21_600.0
_STEPS_PER_ORBIT = 16
_TOLERANCE_S = 0.1
_GM_KM3_PER_S2 = WGS72_GM_M3_PER_S2 * 1e-9


def is_down(errors, position_km):
    r"""True where SGP4 has no orbit, or one closer to the Earth's centre than the equator is.

    .. math:: \epsilon \ne 0 \quad \mathrm{or} \quad |\mathbf{r}| < R

    with SGP4's error code :math:`\epsilon` and radius of the Earth :math:`R`.

    Parameters
    ----------
    errors : array_like
        SGP4's error codes, shape (n,) [-].
    position_km : array_like
        Positions from the Earth's centre, shape (3, n) [km].

    Returns
    -------
    ndarray of bool
        Shape (n,) [-].

    References
    ----------
    .. [1] D. A. Vallado, P. Crawford, R. Hujsak and T. S. Kelso, "Revisiting Spacetrack Report #3", AIAA 2006-6753
       (error codes; code 6 is this distance).

    Examples
    --------
    >>> print(is_down(np.array([0, 0, 1]), np.array([[6400.0, 6350.0, 7000.0], [0.0] * 3, [0.0] * 3])))
    [False  True  True]
    """
    distance_m = 1e3 * np.sqrt((position_km**2).sum(axis=0))
    return (errors != 0) | ~(distance_m >= WGS72_EQUATORIAL_RADIUS_M)  # no number is down too


def time_to_decay_s(states, period_s, end_s):
    """First instant at which a satellite :func:`is_down`, counted from the epoch of its elements; read off SGP4.

    Coarse steps follow the perigee of the osculating orbit; from where it is low, sixteen steps an orbit and every
    lowest point between them are looked at.

    Parameters
    ----------
    states : callable
        SGP4's error codes (n,), positions (3, n) [km] and velocities (3, n) [km/s] for seconds from the epoch (n,).
    period_s : float
        Time of one revolution [s].
    end_s : float
        How far to search; below zero: into the past [s].

    Returns
    -------
    float or None
        Time from the epoch, below zero in the past; none for a satellite that stays up [s].

    References
    ----------
    .. [1] D. A. Vallado, P. Crawford, R. Hujsak and T. S. Kelso, "Revisiting Spacetrack Report #3", AIAA 2006-6753
       (error codes).

    Examples
    --------
    >>> from sgp4.api import Satrec
    >>> model = Satrec.twoline2rv(
    ...     "1 22312U 93002D   06094.46235912  .99999999  81888-5  49949-3 0  3953",
    ...     "2 22312  62.1486  77.4698 0308723 267.9229  88.7392 15.95744531 98783",
    ... )
    >>> def states(seconds):
    ...     fraction = model.jdsatepochF + seconds / 86_400.0
    ...     errors, position, velocity = model.sgp4_array(np.full(seconds.shape, model.jdsatepoch), fraction)
    ...     return errors, position.T, velocity.T
    >>> print(f"{time_to_decay_s(states, 5414.0, 30.0 * 86_400.0) / 3600.0:.1f} h after 4 April 2006, 11:06")
    8.2 h after 4 April 2006, 11:06
    """
    direction = -1.0 if end_s < 0.0 else 1.0

    def outward(seconds):
        return states(direction * seconds)

    coarse = _coarse_s(abs(end_s))
    errors, position, velocity = outward(coarse)
    with np.errstate(all="ignore"):  # positions without an orbit may be anything
        low = is_down(errors, position) | ~(_perigee_km(position, velocity) >= _LOW_PERIGEE_KM)
    if not low.any():
        return None
    start = coarse[max(int(np.argmax(low)) - 1, 0)]
    seconds = np.append(np.arange(start, coarse[-1], period_s / _STEPS_PER_ORBIT), coarse[-1])
    errors, position, velocity = outward(seconds)
    down = is_down(errors, position)
    last = int(np.argmax(down)) if down.any() else seconds.size
    lowest = _lowest_s(outward, seconds[:last], direction * _climb(position, velocity)[:last])
    seconds = np.union1d(seconds, lowest)
    down = is_down(*outward(seconds)[:2])
    if not down.any():
        return None
    first = int(np.argmax(down))
    above, below = seconds[max(first - 1, 0)], seconds[first]
    while below - above > _TOLERANCE_S:
        middle = 0.5 * (above + below)
        if is_down(*outward(np.array([middle]))[:2])[0]:
            below = middle
        else:
            above = middle
    return float(direction * below)


def _coarse_s(end_s):
    """Steps that grow with the time from the epoch: SGP4's invalid output lasts as long as the orbit before it."""
    growing = _FIRST_STEP_S * _GROWTH ** np.arange(np.ceil(np.log(_LONGEST_STEP_S / _FIRST_STEP_S) / np.log(_GROWTH)))
    growing = np.cumsum(growing)
    even = np.arange(growing[-1] + _LONGEST_STEP_S, end_s, _LONGEST_STEP_S)
    return np.concatenate([[0.0], growing[growing < end_s], even, [end_s]])


def _perigee_km(position, velocity):
    """Distance of the perigee of the orbits that touch some states."""
    distance, speed_squared = np.sqrt((position**2).sum(axis=0)), (velocity**2).sum(axis=0)
    momentum_squared = distance**2 * speed_squared - (position * velocity).sum(axis=0) ** 2
    energy = 0.5 * speed_squared - _GM_KM3_PER_S2 / distance
    eccentricity = np.sqrt(np.maximum(1.0 + 2.0 * energy * momentum_squared / _GM_KM3_PER_S2**2, 0.0))
    return momentum_squared / _GM_KM3_PER_S2 / (1.0 + eccentricity)


def _climb(position, velocity):
    """A number with the sign of the change of distance."""
    return np.nan_to_num((position * velocity).sum(axis=0))


def _lowest_s(states, seconds, climb):
    """Instants between others at which the distance is least."""
    turns = np.flatnonzero((climb[:-1] < 0.0) & (climb[1:] >= 0.0))
    if not turns.size:
        return seconds[:0]
    # the sign of the outward direction does not move a root
    return bracketed_root(lambda when: _climb(*states(when)[1:]), seconds[turns], seconds[turns + 1], tolerance=0.1)
