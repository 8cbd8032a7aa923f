r"""The slot clock of a pulse-position receiver: jitter of its loop, and mean time to loss.

The receiver takes the greatest of M gates for the slot of a pixel, measures by how much the pulse came early or late
there, and moves its clock by a share g of that; the clock itself walks between two pixels.  The measure is that of an
early and a late gate, each one slot wide and half a slot away from the decided slot:

.. math:: e = \frac{|L|^2 - |E|^2}{2 E_s/N_0}, \qquad x' = x - g e + n

with x the lateness of the pulse against the clock in slots, amplitudes in units of :math:`\sqrt{N_0}`, and n Gaussian
with the rms of the walk.  A gain control knows the mean energy of a pulse.  A wrong decision measures noise: it tells
the loop nothing and kicks it all the same.

The map

- linear theory: :func:`timing_error_variance`, :func:`linear_clock_jitter`, :func:`best_clock_loop_gain`;
- the loop as it is, with all its wrong decisions: :func:`clock_jitter`, :func:`clock_loss_pixels`,
  :func:`clock_loss_time_s` and :func:`clock_loss_probability`.

The second kind comes from a table, solved as a Markov chain (:mod:`linkbudget.physics._pulse_clock_chain` has the
derivation) and compared with receivers that draw the noise of their gates (``benchmarks/pulse_clock.py``).

Losing the clock.  The loop holds any slot as well as its own: past half a slot it is drawn to the next.  Its clock is
lost when it is first a whole slot off, at the next point of rest, as a carrier loop has slipped after a whole cycle.
From then on all greys are shown a slot too dark or too bright, until something else tells where the slots begin.
"""

from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from linkbudget.errors import LinkBudgetError, require
from linkbudget.physics._many_points import pointwise
from linkbudget.physics._pulse_clock_chain import UNIFORM_JITTER, winning_energy
from linkbudget.physics.pulse_position import slot_error_probability

ES_OVER_LOG_SLOTS_DB = np.arange(-14.0, 19.0)
"""Es/N0 of the table over ln M, at which wrong decisions begin with any number of slots [dB]."""

SLOTS = 4.0 ** np.arange(2.0, 8.0)
"""Numbers of slots of the table, 16 to 16 384 [-]."""

GAINS = 0.02 * 50.0 ** np.linspace(0.0, 1.0, 11)
"""Gains of the table, 0.02 to 1 [-]."""

WALK_JITTERS = np.linspace(0.0, 0.3, 11)
"""Rms errors that the walk alone makes, of the table [-]."""

LONGEST_PIXELS = 1e12
"""Mean number of pixels to the loss of the clock that stands for all longer ones: 350 years at 90 pixels a second."""

_TABLE = Path(__file__).parent.parent / "data" / "pulse_clock.csv"
_NEIGHBOURS = 4  # points of the table, in each direction, that share a value: a cubic through them
_BLOCK = 2048


def timing_error_variance(es_over_n0_db, slots):
    r"""Variance of the measured lateness of a pulse that is not late at all.

    .. math:: \sigma_e^2 = \frac{1 + \mathrm E \max_k |w_k|^2}{4 (E_s/N_0)^2}

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density [dB].
    slots : array_like
        Number of slots M, two or more [-].

    Returns
    -------
    ndarray or float
        Variance in squares of a slot, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two.

    Notes
    -----
    The expectation is that of the winning gate, right or wrong.  At a strong signal it is Es/N0 + 1, and the variance
    that of the early-late power loop of a satellite navigation receiver with one chip between its gates,
    :math:`(1 + 2 N_0/E_s) / (4 E_s/N_0)`.

    References
    ----------
    .. [1] E. D. Kaplan, C. J. Hegarty, Understanding GPS: Principles and Applications, 2nd edition (2006), section 5.6
       (thermal noise of a noncoherent early-late power delay lock loop), for the limit.

    Examples
    --------
    >>> print(f"{np.sqrt(timing_error_variance(13.0, 500)):.3f} slots rms")
    0.117 slots rms
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    slots = require("slots", slots, at_least=2.0)
    return pointwise(_timing_error_variance, es_over_n0_db, slots)


def linear_clock_jitter(es_over_n0_db, slots, clock_loop_gain, clock_walk):
    r"""Rms error of the slot clock by the linear theory: small errors, wrong decisions as noise without information.

    .. math:: \sigma_x^2 = \frac{g^2 \sigma_e^2 + w^2}{(1 - P_e)\, g (2 - g)}

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density [dB].
    slots : array_like
        Number of slots M, two or more [-].
    clock_loop_gain : array_like
        Share g of a measured error by which the clock is moved, above 0 to 1 [-].
    clock_walk : array_like
        Rms walk w of the clock from one pixel to the next, in slots [-].

    Returns
    -------
    ndarray or float
        Rms error in slots, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, a gain outside its limits, or a walk negative.

    Notes
    -----
    It leaves out slips and neighbour errors, and is too small where these are frequent: :func:`clock_jitter` is the
    loop as it is, 2 % more for a gain of 0.1 and a walk of 0.02 at 12 dB, 29 % more at 8 dB.

    References
    ----------
    .. [1] Derived from x' = x - g e + n, with the variance of e by :func:`timing_error_variance`.

    Examples
    --------
    >>> print(f"{linear_clock_jitter(13.0, 500, 0.1, 0.01):.3f} slots rms")
    0.035 slots rms
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    gain = np.asarray(require("clock_loop_gain", clock_loop_gain, above=0.0, at_most=1.0), dtype=float)
    walk = np.asarray(require("clock_walk", clock_walk, at_least=0.0), dtype=float)
    variance = timing_error_variance(es_over_n0_db, slots)
    right = 1.0 - slot_error_probability(es_over_n0_db, slots)
    return np.sqrt((gain**2 * variance + walk**2) / (right * gain * (2.0 - gain)))[()]


def best_clock_loop_gain(es_over_n0_db, slots, clock_walk):
    r"""Gain at which :func:`linear_clock_jitter` is least.

    .. math:: g^2 \sigma_e^2 = (1 - g) w^2, \qquad g = \frac{2 w}{w + \sqrt{w^2 + 4 \sigma_e^2}}

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density [dB].
    slots : array_like
        Number of slots M, two or more [-].
    clock_walk : array_like
        Rms walk w of the clock from one pixel to the next, above zero, in slots [-].

    Returns
    -------
    ndarray or float
        Gain g, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a walk not above zero.

    References
    ----------
    .. [1] R. E. Kalman, A new approach to linear filtering and prediction problems, J. Basic Eng. 82 (1960) 35-45: the
       steady gain of one state that walks.

    Examples
    --------
    >>> print(f"{best_clock_loop_gain(13.0, 500, 0.01):.3f}")
    0.082
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    walk = np.asarray(require("clock_walk", clock_walk, above=0.0), dtype=float)
    return (2.0 * walk / (walk + np.sqrt(walk**2 + 4.0 * timing_error_variance(es_over_n0_db, slots))))[()]


def clock_jitter(es_over_n0_db, slots, clock_loop_gain, clock_walk):
    r"""Rms error of the slot clock of a loop, with all its wrong decisions.

    .. math:: \sigma_x^2 = \int_{-1/2}^{1/2} x^2 f(x)\,dx, \qquad f(y) = \int_{-1/2}^{1/2} f(x) K(x, y)\,dx

    with :math:`K` the density of a step of the loop, modulo one slot.

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density [dB].
    slots : array_like
        Number of slots M, from 16 to 16 384 [-].
    clock_loop_gain : array_like
        Share g of a measured error by which the clock is moved, from 0.02 to 1 [-].
    clock_walk : array_like
        Rms walk w of the clock from one pixel to the next, in slots, to :math:`0.3 \sqrt{g (2 - g)}` [-].

    Returns
    -------
    ndarray or float
        Rms error against the nearest slot, in slots, broadcast shape of the arguments.  A clock without information is
        uniform in its slot, 0.289 [-].

    Raises
    ------
    LinkBudgetError
        If an argument is outside the table.

    Notes
    -----
    Between the points of the table good to 0.2 % rms, 1.2 % at worst.  From
    18 dB above ln M on (26 dB for 500 slots) it goes on as the linear theory does.

    References
    ----------
    .. [1] Derived here: Markov chain of an early-late loop of first order, solved by ``benchmarks/pulse_clock.py``.

    Examples
    --------
    >>> print(f"{clock_jitter(13.0, 500, 0.1, 0.01):.3f}, {clock_jitter(8.0, 500, 0.1, 0.01):.3f} slots rms")
    0.036, 0.103 slots rms
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    return _solved(es_over_n0_db, slots, clock_loop_gain, clock_walk)[1]


def clock_loss_pixels(es_over_n0_db, slots, clock_loop_gain, clock_walk):
    r"""Mean number of pixels until the slot clock is first a whole slot off.

    .. math:: T(x) = 1 + \int_{-1}^{1} K(x, y)\, T(y)\,dy, \quad T = T(0)

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density [dB].
    slots : array_like
        Number of slots M, from 16 to 16 384 [-].
    clock_loop_gain : array_like
        Share g of a measured error by which the clock is moved, from 0.02 to 1 [-].
    clock_walk : array_like
        Rms walk w of the clock from one pixel to the next, in slots, to :math:`0.3 \sqrt{g (2 - g)}` [-].

    Returns
    -------
    ndarray or float
        Mean number of pixels, from one to :data:`LONGEST_PIXELS`, which stands for all longer ones; broadcast shape of
        the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument is outside the table.

    Notes
    -----
    Simulated receivers lose their clock after the same time as the chain has, within 4 % for gains up to 0.5; with a
    gain of 0.8 at 12 dB after 15 % less.  Between the points of the table add some 5 % up to a hundred thousand pixels,
    and some 40 % up to a thousand million: 0.2 dB.  From 14 dB below ln M (-6 dB for 500 slots) down it falls as
    the square of Es/N0; from 18 dB above ln M up it stays, as the walk alone is what moves the clock there.

    References
    ----------
    .. [1] Derived here: Markov chain of an early-late loop of first order, solved by ``benchmarks/pulse_clock.py``.

    Examples
    --------
    A fast loop and a slow one:

    >>> fast, slow = clock_loss_pixels(8.0, 500, [0.5, 0.1], 0.02)
    >>> print(f"{fast:.0f} and {slow:.0f} pixels")
    70 and 4728 pixels
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    return _solved(es_over_n0_db, slots, clock_loop_gain, clock_walk)[0]


def clock_loss_time_s(es_over_n0_db, slots, clock_loop_gain, clock_walk, pixel_rate_pixels_per_s):
    r"""Mean time until the slot clock is first a whole slot off: :func:`clock_loss_pixels` over the pixel rate.

    .. math:: T_s = T / R

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density [dB].
    slots : array_like
        Number of slots M, from 16 to 16 384 [-].
    clock_loop_gain : array_like
        Share g of a measured error by which the clock is moved, from 0.02 to 1 [-].
    clock_walk : array_like
        Rms walk w of the clock from one pixel to the next, in slots, to :math:`0.3 \sqrt{g (2 - g)}` [-].
    pixel_rate_pixels_per_s : array_like
        Pixel rate R [pixel/s].

    Returns
    -------
    ndarray or float
        Mean time, broadcast shape of the arguments; at most :data:`LONGEST_PIXELS` over the pixel rate [s].

    Raises
    ------
    LinkBudgetError
        If an argument is outside the table, or a rate not above zero.

    References
    ----------
    .. [1] Derived here: Markov chain of an early-late loop of first order, solved by ``benchmarks/pulse_clock.py``.

    Examples
    --------
    >>> print(f"{clock_loss_time_s(8.0, 500, 0.1, 0.02, 90.0):.0f} s")
    53 s
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    rate = require("pixel_rate_pixels_per_s", pixel_rate_pixels_per_s, above=0.0)
    return (clock_loss_pixels(es_over_n0_db, slots, clock_loop_gain, clock_walk) / np.asarray(rate, dtype=float))[()]


def clock_loss_probability(picture_pixels, clock_loss_pixels):
    r"""Probability that the slot clock is lost in the course of a picture.

    .. math:: P = 1 - e^{-N / T}

    Parameters
    ----------
    picture_pixels : array_like
        Pixels N of a picture [-].
    clock_loss_pixels : array_like
        Mean number of pixels T to the loss of the clock [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of pixels is negative or zero.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 2.1.4 (Poisson): losses without memory.

    Examples
    --------
    >>> print(f"{clock_loss_probability(1000, 430.0):.2f}")
    0.90
    """
    pixels = require("picture_pixels", picture_pixels, above=0.0)
    mean = require("clock_loss_pixels", clock_loss_pixels, above=0.0)
    return -np.expm1(-np.divide(pixels, mean))[()]


def _timing_error_variance(es_over_n0_db, slots):
    energy = 10.0 ** (es_over_n0_db / 10.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (1.0 + winning_energy(energy, slots)) / (4.0 * energy**2)


def _solved(es_over_n0_db, slots, gain, walk):
    """Mean pixels and jitter by the table."""
    slots = require("slots", slots, at_least=SLOTS[0], at_most=SLOTS[-1])
    gain = np.asarray(require("clock_loop_gain", gain, at_least=GAINS[0], at_most=GAINS[-1]), dtype=float)
    walk_jitter = require("clock_walk", walk, at_least=0.0) / np.sqrt(gain * (2.0 - gain))
    _refuse_a_walk_too_fast(walk, gain, walk_jitter)
    log_slots = np.log(np.asarray(slots, dtype=float))
    loop = log_slots, np.log(gain), np.asarray(walk_jitter, dtype=float)
    over_db = np.asarray(es_over_n0_db, dtype=float) - 10.0 * np.log10(log_slots)
    if all(np.size(each) == 1 for each in loop):
        places = np.broadcast_arrays(over_db, *loop)[:1]
        table, axes = _curve(*(float(np.reshape(each, ())) for each in loop)), (ES_OVER_LOG_SLOTS_DB,)
    else:
        places, table, axes = np.broadcast_arrays(*loop, over_db), _table(), _axes()
    pixels, jitter = _interpolated(table, axes, places).reshape(2, *places[0].shape)
    pixels = np.exp(np.expm1(pixels)) * 10.0 ** (0.2 * np.minimum(over_db - ES_OVER_LOG_SLOTS_DB[0], 0.0))
    jitter = np.minimum(np.exp(jitter) * _strong_jitter(es_over_n0_db, gain, walk), UNIFORM_JITTER)
    return np.clip(pixels, 1.0, LONGEST_PIXELS)[()], jitter[()]


def _refuse_a_walk_too_fast(walk, gain, walk_jitter):
    """Raise where the loop does not follow its clock, with the first such pair."""
    over = walk_jitter > WALK_JITTERS[-1] + 1e-9
    if np.any(over):
        walk, gain, over = np.broadcast_arrays(walk, gain, over)
        walk, gain = (float(each[over].flat[0]) for each in (walk, gain))
        most = WALK_JITTERS[-1] * np.sqrt(gain * (2.0 - gain))
        raise LinkBudgetError(
            f"clock_walk = {walk:g}: expected at most {most:.3g} beside clock_loop_gain = {gain:g}; the loop does not "
            "follow a clock that walks more"
        )


def _strong_jitter(es_over_n0_db, gain, walk):
    """Jitter by the linear theory where no decision is wrong."""
    over = 10.0 ** (-np.asarray(es_over_n0_db, dtype=float) / 10.0)
    variance = 0.25 * over * (1.0 + 2.0 * over)
    return np.sqrt((gain**2 * variance + np.square(walk)) / (gain * (2.0 - gain)))


def _axes():
    return np.log(SLOTS), np.log(GAINS), WALK_JITTERS, ES_OVER_LOG_SLOTS_DB


@cache
def _table():
    """By slots, gain, walk and Es/N0: ln(1 + ln(mean pixels)), which is nearly straight, and ln(jitter over strong)."""
    values = np.loadtxt(
        _TABLE,
        delimiter=",",
        skiprows=_heading_lines(),
        usecols=range(4, 4 + ES_OVER_LOG_SLOTS_DB.size),
        encoding="utf-8",
    )
    values = values.reshape(SLOTS.size, GAINS.size, WALK_JITTERS.size, 2, ES_OVER_LOG_SLOTS_DB.size)
    slots, gain, walk_jitter, over_db = np.meshgrid(SLOTS, GAINS, WALK_JITTERS, ES_OVER_LOG_SLOTS_DB, indexing="ij")
    walk = walk_jitter * np.sqrt(gain * (2.0 - gain))
    strong = _strong_jitter(over_db + 10.0 * np.log10(np.log(slots)), gain, walk)
    return np.stack([np.log1p(np.log(10.0) * values[..., 0, :]), np.log(values[..., 1, :] / strong)])


def _heading_lines():
    with _TABLE.open(encoding="utf-8") as file:
        return next(number for number, line in enumerate(file, start=1) if not line.startswith("#"))


@lru_cache(maxsize=64)
def _curve(*loop):
    """Both rows of the table for one loop, over Es/N0."""
    places = [np.full(ES_OVER_LOG_SLOTS_DB.size, each) for each in loop]
    return _interpolated(_table(), _axes(), [*places, ES_OVER_LOG_SLOTS_DB])


def _interpolated(table, axes, places):
    """Cubics through the nearest points of the table in each direction; beyond its ends the end."""
    flat = [np.ravel(place) for place in places]
    out = np.empty((2, flat[0].size))
    for start in range(0, flat[0].size, _BLOCK):
        block = slice(start, start + _BLOCK)
        nearest, weights = zip(*(_weights(axis, one[block]) for axis, one in zip(axes, flat, strict=True)), strict=True)
        count = nearest[0].shape[0]
        index, share = [], np.ones((count,) + (1,) * len(axes))
        for number, (which, weight) in enumerate(zip(nearest, weights, strict=True)):
            shape = [count] + [1] * len(axes)
            shape[1 + number] = _NEIGHBOURS
            index.append(which.reshape(shape))
            share = share * weight.reshape(shape)
        out[:, block] = np.sum((table[(slice(None), *index)] * share).reshape(2, count, -1), axis=-1)
    return out


def _weights(axis, place):
    """Numbers of the points of an even axis, and the weights of Lagrange."""
    along = np.clip((place - axis[0]) / (axis[1] - axis[0]), 0.0, axis.size - 1.0)
    first = np.clip(np.floor(np.nan_to_num(along)) - 1.0, 0.0, axis.size - _NEIGHBOURS).astype(np.int64)
    t = (along - first)[:, None]
    weights = np.concatenate(
        [
            -(t - 1.0) * (t - 2.0) * (t - 3.0) / 6.0,
            t * (t - 2.0) * (t - 3.0) / 2.0,
            -t * (t - 1.0) * (t - 3.0) / 2.0,
            t * (t - 1.0) * (t - 2.0) / 6.0,
        ],
        axis=1,
    )
    return first[:, None] + np.arange(_NEIGHBOURS), weights
