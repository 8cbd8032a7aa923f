r"""Interpolation of two-ports between the frequencies of a table, with the delay of their waves taken out.

A wave that passes a length of line turns with frequency, by :math:`2 \pi \tau \Delta f` between two points for a delay
:math:`\tau`.  Straight lines between real and imaginary parts cut that corner and make losses which the part does not
have: 16 dB in the middle of a step that turns by 0.45 of a turn.  Here each step first moves the reference planes of
both ports, which costs nothing, so far that neither S21 nor, on the whole, the reflections turn over it:

.. math:: S' = U S U, \quad U = \mathrm{diag}(e^{j x \theta_1}, e^{j x \theta_2})

The angles follow from the phases of the two points.  Between them S' runs straight, the singular values of S' run
straight in decibels, and the planes move back.  The singular values are what a two-port loses: between two points of a
part without losses nothing is lost, and between two passive ones no wave grows.

The map: :func:`between` finds the neighbours of each frequency; :func:`s_between` interpolates scattering parameters,
:func:`turning` single waves, :func:`straight` and :func:`in_decibels` numbers; :func:`phase_turns_rad` and
:func:`doubtful_turns` say how phases turn and where the points are too far apart to know.
"""

from dataclasses import dataclass

import numpy as np

_HALF_TURN = np.radians(170.0)  # half a turn, less what measured phases are uncertain by
_ADVANCE = np.radians(45.0)  # forward: waves do not leave before they enter, such a turn is rather one of -315 degrees
_JUMP = np.pi / 2.0  # a turn that differs by more from both its neighbours is a zero between the points
_LEAST_THROUGH = 1e-4  # of S21, -80 dB: below is the noise of analysers, which has any phase
_LEAST_REFLECTION = 0.2  # smaller ones change gains by less than 0.2 dB, whatever their phase
_MOST_LIFT = 2.0  # of singular values: 6 dB, beyond which the points are those of a zero
_DOUBTFUL_LIFT = 0.12  # part, 1 dB: straight lines and decibels differ by so much only if the points are far apart


@dataclass(frozen=True, eq=False)
class Between:
    """The neighbours of frequencies in a table."""

    left: np.ndarray
    """Index of the point at or below each frequency."""
    right: np.ndarray
    """Index of the next point."""
    share: np.ndarray
    """Part of the step that lies below the frequency, 0 to 1 [-]."""


def between(known_hz, wanted_hz) -> Between:
    """Neighbours of each frequency among those known, which rise; frequencies outside belong to the nearest end.

    Parameters
    ----------
    known_hz : array_like
        Frequencies of the table, rising [Hz].
    wanted_hz : array_like
        Frequencies wanted [Hz].

    Returns
    -------
    Between
        Neighbours, shape of ``wanted_hz``.

    Examples
    --------
    >>> place = between([1e9, 2e9, 4e9], [2e9, 3e9])
    >>> print(place.left, place.right, place.share)
    [1 1] [2 2] [0.  0.5]
    """
    known_hz, wanted_hz = np.asarray(known_hz, dtype=float), np.asarray(wanted_hz, dtype=float)
    last = len(known_hz) - 1
    left = np.clip(np.searchsorted(known_hz, wanted_hz, side="right") - 1, 0, max(last - 1, 0))
    right = np.minimum(left + 1, last)
    step_hz = np.where(right > left, known_hz[right] - known_hz[left], 1.0)
    return Between(left, right, np.clip((wanted_hz - known_hz[left]) / step_hz, 0.0, 1.0))


def straight(values, place: Between) -> np.ndarray:
    r"""Straight lines between the points of a table; at a point its value, whatever its neighbours are.

    .. math:: v = v_1 + x \, (v_2 - v_1)

    Parameters
    ----------
    values : array_like
        Values at the frequencies of the table [any unit].
    place : Between
        Neighbours of the frequencies wanted.

    Returns
    -------
    ndarray
        Values at the frequencies wanted [any unit].

    References
    ----------
    .. [1] M. Abramowitz and I. A. Stegun (eds.), Handbook of Mathematical Functions (1964), chapter 25 (numerical
       interpolation).

    Examples
    --------
    >>> print(straight([1.0, 3.0], between([1e9, 2e9], [1.5e9])))
    [2.]
    """
    values = np.asarray(values)
    first, second = values[place.left], values[place.right]
    return _at_ends(first, second, place.share, first + place.share * (second - first))


def in_decibels(powers, place: Between) -> np.ndarray:
    r"""Straight lines in decibels between powers; where they differ by over 20 dB or are not positive, in themselves.

    .. math:: P = P_1 \left(\frac{P_2}{P_1}\right)^x

    Parameters
    ----------
    powers : array_like
        Powers at the frequencies of the table [any unit].
    place : Between
        Neighbours of the frequencies wanted.

    Returns
    -------
    ndarray
        Powers at the frequencies wanted [any unit].

    References
    ----------
    .. [1] M. Abramowitz and I. A. Stegun (eds.), Handbook of Mathematical Functions (1964), chapter 25 (numerical
       interpolation).

    Examples
    --------
    >>> print(in_decibels([1.0, 4.0], between([1e9, 2e9], [1.5e9])))
    [2.]
    """
    powers = np.asarray(powers)
    first, second = powers[place.left], powers[place.right]
    near = np.minimum(first, second) > 0.01 * np.maximum(first, second)
    low, high = np.where(near, first, 1.0), np.where(near, second, 1.0)
    return np.where(
        near, _at_ends(first, second, place.share, low * (high / low) ** place.share), straight(powers, place)
    )


def _at_ends(first, second, share, middle):
    """The values in the middle of steps, and at their ends the points themselves."""
    return np.where(share == 0.0, first, np.where(share == 1.0, second, middle))


def phase_turns_rad(values, *, delayed: bool = True) -> np.ndarray:
    r"""Turn of phase over each step of a table.

    .. math:: \theta_k = \arg \left(v_{k+1} v_k^* e^{j \pi / 2}\right) - \frac{\pi}{2}

    for delayed waves, and without the shift by a quarter of a turn for others.
    Delay turns phases backwards, so that a delayed wave is taken to turn from three quarters of a turn back to one
    quarter forward; others turn by up to half a turn either way.  Zeros have no phase and do not turn.

    Parameters
    ----------
    values : array_like
        Waves at the frequencies of the table, complex, shape (n,) or more axes after the first [any unit].
    delayed : bool, optional
        Whether a delay turns them.

    Returns
    -------
    ndarray
        Turns, one fewer along the first axis [rad].

    References
    ----------
    .. [1] A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, 3rd edition (2010) (unwrapped phase).

    Examples
    --------
    A cable of 11 ns at points 50 MHz apart, which turns by more than half a turn:

    >>> turns = phase_turns_rad(np.exp(-2j * np.pi * 11e-9 * np.array([1.0e9, 1.05e9])))
    >>> print(f"{np.degrees(turns[0]):.0f} deg")
    -198 deg
    """
    values = np.asarray(values)
    step = values[1:] * np.conj(values[:-1])
    centre = -np.pi / 2.0 if delayed else 0.0
    return np.where(step == 0.0, 0.0, np.angle(step * np.exp(-1j * centre)) + centre)


def doubtful_turns(known_hz, values, turns_rad, least) -> tuple[np.ndarray, np.ndarray]:
    r"""Steps over which a delayed phase cannot be known, and turns with jumps replaced by what the neighbours do.

    .. math:: \theta_k < -\theta_{half}, \qquad \theta_k > \theta_{ahead}, \qquad
        \left| \theta_k - \frac{\theta_{k \pm 1}}{\Delta f_{k \pm 1}} \Delta f_k \right| > \frac{\pi}{2}

    with 170 degrees for about half a turn and 45 degrees ahead, and both neighbouring steps in the last.

    The phase is not known where it turns by about half a turn or more, or forward, or jumps: its turn differs by over a
    quarter of a turn from those of both neighbouring steps, as it does where the wave is zero between the points.
    Where either magnitude is at most ``least`` the phase has no effect.

    Parameters
    ----------
    known_hz : array_like
        Frequencies of the table, rising, shape (n,) [Hz].
    values : array_like
        Waves at them, complex [any unit].
    turns_rad : array_like
        Turns of their phase over each step, shape (n - 1,) [rad].
    least : float
        Magnitude up to which a phase has no effect [any unit].

    Returns
    -------
    tuple of ndarray
        Whether each step is doubtful, and the turns to take [rad].

    References
    ----------
    .. [1] A. V. Oppenheim and R. W. Schafer, Discrete-Time Signal Processing, 3rd edition (2010) (unwrapped phase).

    Examples
    --------
    A wave that turns by 175 degrees over a step:

    >>> waves = np.array([1.0, np.exp(-1j * np.radians(175.0))])
    >>> doubt, _ = doubtful_turns([1.0e9, 1.1e9], waves, phase_turns_rad(waves), 0.0)
    >>> print(doubt)
    [ True]
    """
    turns = np.asarray(turns_rad)
    step_hz = np.diff(known_hz)
    slope = np.pad(turns / step_hz, 1, constant_values=np.nan)
    expected = np.stack([slope[:-2], slope[2:]]) * step_hz
    off = np.abs(np.angle(np.exp(1j * (turns - expected))))
    jumps = np.fmin(*off) > _JUMP  # NaN, without any neighbour, is no jump
    usual = np.angle(np.nansum(np.exp(1j * expected), axis=0))
    matters = np.minimum(np.abs(values[1:]), np.abs(values[:-1])) > least
    return matters & (jumps | (turns < -_HALF_TURN) | (turns > _ADVANCE)), np.where(jumps, usual, turns)


def turning(values, turns_rad, place: Between) -> np.ndarray:
    r"""Waves between the points of a table: magnitude in straight lines, phase by even turning.

    .. math:: v = \left(|v_1| + x \, (|v_2| - |v_1|)\right) e^{j (\arg v_1 + x \theta)}

    Parameters
    ----------
    values : array_like
        Waves at the frequencies of the table, complex [any unit].
    turns_rad : array_like
        Turns of their phase over each step [rad].
    place : Between
        Neighbours of the frequencies wanted.

    Returns
    -------
    ndarray
        Waves at the frequencies wanted [any unit].

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 4 (shift in reference planes).

    Examples
    --------
    >>> waves = np.array([1.0, -1j])
    >>> found = turning(waves, phase_turns_rad(waves), between([1e9, 2e9], [1.5e9]))
    >>> print(f"{abs(found[0]):.3f} at {np.degrees(np.angle(found[0])):.0f} deg")
    1.000 at -45 deg
    """
    values = np.asarray(values)
    if len(values) == 1:
        return values[place.left]
    first, second = values[place.left], values[place.right]
    phase = np.angle(np.where(first == 0.0, second, first)) + place.share * turns_rad[place.left]
    return _at_ends(first, second, place.share, straight(np.abs(values), place) * np.exp(1j * phase))


def s_between(known_hz, s, place: Between) -> tuple[np.ndarray, np.ndarray]:
    r"""Scattering parameters between the points of a table, and for each of its steps whether that is doubtful.

    .. math:: S' = U S U, \quad U = \mathrm{diag}(e^{j x \theta_1}, e^{j x \theta_2})

    S' is interpolated instead of S: the planes of the ports move so that its phases hardly turn.

    Parameters
    ----------
    known_hz : array_like
        Frequencies of the table, rising, shape (n,) [Hz].
    s : array_like
        Scattering parameters at them, shape (n, 2, 2) [-].
    place : Between
        Neighbours of the frequencies wanted.

    Returns
    -------
    tuple of ndarray
        Scattering parameters at the frequencies wanted [-], and for each step of the table whether it is doubtful.

    References
    ----------
    .. [1] Pozar, Microwave Engineering, 4th edition (2012), chapter 4 (shift in reference planes).

    Examples
    --------
    A line without losses stays one between its points:

    >>> known_hz = np.array([1.0e9, 1.05e9])
    >>> line = np.array([[[0.0, wave], [wave, 0.0]] for wave in np.exp(-2j * np.pi * 9e-9 * known_hz)])
    >>> s, doubt = s_between(known_hz, line, between(known_hz, [1.02e9]))
    >>> print(f"{abs(s[0, 1, 0]):.3f}", doubt)
    1.000 [False]
    """
    if len(s) == 1:
        return s[place.left], np.zeros(1, dtype=bool)
    turns, doubt = _plane_turns(known_hz, s)
    turns, share = turns[place.left], place.share[:, None, None]
    first, second = s[place.left], s[place.right]
    line, lifted = _lifted((1.0 - share) * first + share * second * _planes(-turns), s, place)
    doubt[place.left[lifted > _DOUBTFUL_LIFT]] = True
    return _at_ends(first, second, share, line * _planes(place.share[:, None] * turns)), doubt


def _plane_turns(known_hz, s) -> tuple[np.ndarray, np.ndarray]:
    """Turns of the waves of ports 1 and 2 over each step, and the steps in which a phase cannot be known."""
    forward = np.sum(np.abs(s[:, 1, 0])) >= np.sum(np.abs(s[:, 0, 1]))
    wave = s[:, 1, 0] if forward else s[:, 0, 1]
    doubt, through = doubtful_turns(known_hz, wave, phase_turns_rad(wave), _LEAST_THROUGH)
    reflections, ends = np.diagonal(s, axis1=1, axis2=2), np.abs(np.diagonal(s, axis1=1, axis2=2))
    closed = np.minimum(np.abs(wave[1:]), np.abs(wave[:-1])) <= _LEAST_THROUGH
    through = np.where(closed, phase_turns_rad(reflections).mean(axis=-1), through)

    step = s[1:] * np.conj(s[:-1])
    apart = _port_difference(known_hz, step, through)
    turns = np.stack([through + apart, through - apart], axis=-1) / 2.0
    off = np.abs(np.angle(reflections[1:] * np.conj(reflections[:-1]) * np.exp(-2j * turns)))
    reflects = np.minimum(ends[1:], ends[:-1]) > _LEAST_REFLECTION
    return turns, doubt | np.any(reflects & (off > _JUMP), axis=-1)


def _port_difference(known_hz, step, through):
    """Turn of port 1 less that of port 2 over each step, from the reflections there and at its neighbours."""
    back = np.exp(-1j * through)
    reflections = step[:, 0, 0] * back + np.conj(step[:, 1, 1] * back)
    step_hz = np.diff(known_hz)
    size, slope = np.abs(reflections), np.angle(reflections) / step_hz
    size, slope = np.pad(size, 1), np.pad(slope, 1)
    return np.angle(sum(size[k : k + len(step)] * np.exp(1j * slope[k : k + len(step)] * step_hz) for k in range(3)))


def _planes(turns):
    """Factors of the scattering parameters when the waves of ports 1 and 2 turn by angles of shape (n, 2)."""
    wave = np.exp(1j * turns)
    return wave[:, :, None] * wave[:, None, :]


def _lifted(line, s, place: Between) -> tuple[np.ndarray, np.ndarray]:
    """Matrices with singular values straight in decibels between those of the points, and the part they change by."""
    first, values, second = np.linalg.svd(line)
    points = np.linalg.svd(s, compute_uv=False)
    target = np.stack([in_decibels(points[:, k] ** 2, place) ** 0.5 for k in (0, 1)], axis=-1)
    lift = np.clip(target / np.maximum(values, 1e-150), 1.0 / _MOST_LIFT, _MOST_LIFT)
    changed = np.max(np.abs(lift - 1.0) * values, axis=-1) / np.maximum(target[:, 0], 1e-150)
    return (first * (values * lift)[:, None, :]) @ second, changed
