r"""Pictures through the pulse-position channel, pixel by pixel: what each pixel's pulse is taken for, drawn at random.

Noncoherent detection of one of M slots with a jittering slot clock has three outcomes, and only three: the right slot,
the neighbour into which the pulse spills (probability :math:`P_n`), any of the M - 2 others (:math:`P_d`, all alike).
Their probabilities are the integrals of :mod:`linkbudget.physics.pulse_jitter`; pixels are independent.  So the
received picture has exactly the statistics of a receiver that measures every slot of every pixel, without one sample of
noise being drawn: the number of wrong pixels is binomial, their places are any, and each gets its slot.

The map

- grey to slot and back: :func:`slot_of_grey`, :func:`grey_level_of_slot`, :func:`grey_of_level`;
- the channel: :func:`received_slot`;
- what to expect of a given picture: :func:`expected_pixel_error_probability`;
- the line sync word: :func:`sync_miss_probability`.

Conventions are those of :mod:`linkbudget.physics.picture`: a grey in [k/M, (k+1)/M) is sent in slot k, the level of L
into which the middle of the received slot falls is shown at its own middle, a neighbour beyond either end is shown as
the end slot.
"""

import numpy as np
from scipy.special import bdtrc

from linkbudget.errors import require


def slot_of_grey(grey, slots):
    r"""Slot in which a grey is sent.

    .. math:: k = \lfloor M g \rfloor

    Parameters
    ----------
    grey : array_like
        Grey from 0 (black) to 1 (white) [-].
    slots : int
        Number of slots M, two or more [-].

    Returns
    -------
    ndarray or int
        Number of the slot, from 0 to M - 1, same shape; white itself is in the last [-].

    Raises
    ------
    LinkBudgetError
        If a grey lies outside 0 to 1, or there are fewer than two slots.

    References
    ----------
    .. [1] Counting of slots and levels, module linkbudget.physics.picture.

    Examples
    --------
    >>> print(slot_of_grey([0.0, 0.5, 1.0], 500))
    [  0 250 499]
    """
    grey = np.asarray(require("grey", grey, at_least=0.0, at_most=1.0), dtype=float)
    slots = int(require("slots", slots, at_least=2.0))
    return np.minimum((grey * slots).astype(np.int64), slots - 1)


def grey_level_of_slot(slot, slots, grey_levels):
    r"""Grey level that is shown for a received slot: the one into which the middle of the slot falls.

    .. math:: l = \left\lfloor \frac{L (k + 1/2)}{M} \right\rfloor

    Parameters
    ----------
    slot : array_like
        Number of the slot, from 0 to M - 1 [-].
    slots : int
        Number of slots M [-].
    grey_levels : int
        Number of grey levels L, from two to M [-].

    Returns
    -------
    ndarray or int
        Number of the level, from 0 to L - 1, same shape [-].

    Raises
    ------
    LinkBudgetError
        If a slot does not exist, or there are fewer slots than grey levels or fewer than two of them.

    References
    ----------
    .. [1] Counting of slots and levels, module linkbudget.physics.picture.

    Examples
    --------
    >>> print(grey_level_of_slot([0, 7, 8, 499], 500, 64))
    [ 0  0  1 63]
    """
    grey_levels = int(require("grey_levels", grey_levels, at_least=2.0))
    slots = int(require("slots", slots, at_least=grey_levels))
    slot = require("slot", np.asarray(slot), at_least=0, at_most=slots - 1)
    return (2 * slot.astype(np.int64) + 1) * grey_levels // (2 * slots)


def grey_of_level(level, grey_levels):
    r"""Grey at which a level is shown: the middle of its step.

    .. math:: g = \frac{l + 1/2}{L}

    Parameters
    ----------
    level : array_like
        Number of the level, from 0 to L - 1 [-].
    grey_levels : int
        Number of grey levels L, two or more [-].

    Returns
    -------
    ndarray or float
        Grey between 0 (black) and 1 (white), same shape [-].

    Raises
    ------
    LinkBudgetError
        If a level does not exist, or there are fewer than two of them.

    References
    ----------
    .. [1] Counting of slots and levels, module linkbudget.physics.picture.

    Examples
    --------
    >>> print(grey_of_level([0, 31, 63], 64))
    [0.0078125 0.4921875 0.9921875]
    """
    grey_levels = int(require("grey_levels", grey_levels, at_least=2.0))
    return (require("level", np.asarray(level), at_least=0, at_most=grey_levels - 1) + 0.5) / grey_levels


def received_slot(sent_slot, slots, neighbour_error, distant_error, generator):
    r"""Slots that a receiver finds for the slots that were sent, drawn at random.

    .. math::

       P(k \pm 1 \mid k) = \tfrac12 P_n, \quad P(j \mid k) = \frac{P_d}{M - 2} \text{ for each other } j

    Parameters
    ----------
    sent_slot : array_like
        Slots as sent, from 0 to M - 1 [-].
    slots : int
        Number of slots M, two or more [-].
    neighbour_error : float
        Probability of the neighbour into which the pulse spills, as from
        :func:`linkbudget.physics.pulse_jitter.neighbour_error_probability` [-].
    distant_error : float
        Probability of any other slot [-].
    generator : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    ndarray
        Slots as received, same shape and dtype [-].

    Raises
    ------
    LinkBudgetError
        If a slot does not exist, a probability or their sum lies outside 0 to 1, or there are fewer than two slots.

    Notes
    -----
    The time it takes grows with the number of wrong pixels, and error rates keep their digits down to the smallest: a
    binomial number of pixels is chosen without replacement.

    References
    ----------
    .. [1] Outcomes and their probabilities as in :mod:`linkbudget.physics.pulse_jitter`.

    Examples
    --------
    >>> generator = np.random.default_rng(1962)
    >>> print(received_slot(np.full(12, 250), 500, 0.3, 0.3, generator))
    [249 358 351 249 250 249 250  19 250 251 441  19]
    """
    slots = int(require("slots", slots, at_least=2.0))
    sent = require("sent_slot", np.asarray(sent_slot), at_least=0, at_most=slots - 1)
    neighbour_error = float(require("neighbour_error", neighbour_error, at_least=0.0, at_most=1.0))
    distant_error = float(require("distant_error", distant_error, at_least=0.0, at_most=1.0))
    wrong = float(require("neighbour_error + distant_error", neighbour_error + distant_error, at_most=1.0 + 1e-9))
    received = sent.copy()
    count = generator.binomial(sent.size, min(wrong, 1.0))
    if count == 0:
        return received
    where = generator.choice(sent.size, count, replace=False, shuffle=False)
    near = generator.random(count) * wrong < neighbour_error
    side = 2 * generator.integers(0, 2, count) - 1
    own = sent.ravel()[where].astype(np.int64)
    found = np.where(near, np.clip(own + side, 0, slots - 1), _distant(own, side, slots, generator))
    received.reshape(-1)[where] = found.astype(received.dtype)
    return received


def _distant(own, side, slots, generator):
    """Any slot but the own one and the neighbour on the side to which the clock errs."""
    if slots == 2:
        return own
    side = np.where((own + side < 0) | (own + side >= slots), -side, side)
    low = np.minimum(own, own + side)
    other = generator.integers(0, slots - 2, own.size)
    return np.where(other < low, other, other + 2)


def expected_pixel_error_probability(slot_counts, grey_levels, neighbour_error, distant_error):
    r"""Share of a given picture's pixels that is expected to show another grey level than was sent.

    .. math::

       P = \sum_k h_k \left[ \frac{P_n}{2} \sum_{s = \pm 1} [l_{k+s} \ne l_k]
       + \frac{P_d}{2 (M - 2)} \sum_{s = \pm 1} \sum_{j \ne k, k+s} [l_j \ne l_k] \right]

    with :math:`h_k` the share of the picture's pixels that is sent in slot k and :math:`l_k` the level of a slot.

    Parameters
    ----------
    slot_counts : array_like
        How many pixels are sent in each of the M slots, one-dimensional [-].
    grey_levels : int
        Number of grey levels L, from two to M [-].
    neighbour_error : array_like
        Probability of the neighbour into which the pulse spills [-].
    distant_error : array_like
        Probability of any other slot [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the two error probabilities [-].

    Raises
    ------
    LinkBudgetError
        If there are fewer than two slots or levels, fewer slots than levels, or a probability outside 0 to 1.

    Notes
    -----
    For a picture with all slots alike it is :func:`linkbudget.physics.picture.pulse_pixel_error_probability` where L
    divides M, but for the ends of the scale.  A neighbour error shows only at the border of a level, so at a good
    signal a picture of few greys may be off from the mean over all greys by any factor.

    References
    ----------
    .. [1] Counting of slots and levels, module linkbudget.physics.picture, for given greys.

    Examples
    --------
    >>> print(f"{expected_pixel_error_probability(np.ones(512), 64, 1e-3, 1e-4):.3e}")
    2.218e-04
    """
    slot_counts = require("slot_counts", slot_counts)
    counts = np.asarray(slot_counts, dtype=float)
    slots = int(require("slots", counts.size, at_least=2.0))
    neighbour_error = require("neighbour_error", neighbour_error, at_least=0.0, at_most=1.0)
    distant_error = require("distant_error", distant_error, at_least=0.0, at_most=1.0)
    level = grey_level_of_slot(np.arange(slots), slots, grey_levels)
    population = np.bincount(level, minlength=int(grey_levels))
    near = far = np.zeros(slots)
    for side in (-1, 1):
        beside = np.arange(slots) + side
        differs = level[np.clip(beside, 0, slots - 1)] != level
        inward = np.where((beside < 0) | (beside >= slots), np.arange(slots) - side, beside)
        near = near + 0.5 * differs
        far = far + 0.5 * (slots - population[level] - (level[inward] != level))
    share = counts / counts.sum()
    return neighbour_error * (share @ near) + distant_error * (share @ far) / max(slots - 2, 1)


def sync_miss_probability(symbol_error_probability, symbols, symbols_needed):
    r"""Probability that a known word is missed because too many of its symbols are wrong.

    .. math:: P = \sum_{i=0}^{n-1} \binom{w}{i} (1 - P_e)^i P_e^{w-i}

    Parameters
    ----------
    symbol_error_probability : array_like
        Probability that a symbol, here a pulse, is found wrong [-].
    symbols : int
        Symbols of the word, w [-].
    symbols_needed : int
        How many must be right for the word to be found, n, from one to w [-].

    Returns
    -------
    ndarray or float
        Probability, same shape [-].

    Raises
    ------
    LinkBudgetError
        If a probability lies outside 0 to 1, or more symbols are needed than there are.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 2.1.4 (binomial distribution).

    Examples
    --------
    >>> print(f"{sync_miss_probability(0.1, 7, 5):.4f}")
    0.0257
    """
    error = require("symbol_error_probability", symbol_error_probability, at_least=0.0, at_most=1.0)
    symbols = int(require("symbols", symbols, at_least=1.0))
    needed = int(require("symbols_needed", symbols_needed, at_least=1.0, at_most=symbols))
    return bdtrc(symbols - needed, symbols, error)
