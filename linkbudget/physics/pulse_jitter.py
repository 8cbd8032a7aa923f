r"""Pulse-position modulation with a jittering slot clock: errors to the next slot, and to any other.

The receiver's clock is off by x slots, x being Gaussian.  A rectangular gate matched to a rectangular pulse then
holds the amplitude ``1 - |x|`` of the pulse, and the gate beside it ``|x|``.  Two kinds of error follow, which cost a
picture very different amounts: :func:`neighbour_error_probability` (one slot off) and
:func:`distant_error_probability` (any).
:func:`neighbour_and_distant_error_probability` has both for the price of one, and
:func:`slot_error_probability_with_jitter` their sum.

Every point is an integral over the clock of integrals over an amplitude, some 0.5 ms.  For many points of one number of
slots, or of one octave, the logarithms are interpolated from splines, which take a second to make and are kept.
"""

from functools import lru_cache

import numpy as np

from linkbudget.errors import require
from linkbudget.physics._pulse_gates import HIGHEST_DB, mean_over_clock
from linkbudget.physics._pulse_tables import JITTER_LIMIT, groups
from linkbudget.physics.pulse_position import slot_error_probability

_FLUSH = 1e-100
_REMEMBERED = 32_768  # points a call, at most


def slot_error_probability_with_jitter(es_over_n0_db, slots, timing_jitter):
    r"""Probability of a wrong slot when the receiver's slot clock jitters.

    .. math:: P_e = P_n + P_d

    The sum of :func:`neighbour_error_probability` and :func:`distant_error_probability`; without jitter it is
    :func:`slot_error_probability`.

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        Symbol error probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), sections 5.4.2 and 5.4.3, with unequal amplitudes.
    .. [2] S. Stein, Unified analysis of certain coherent and noncoherent binary communications systems, IEEE Trans.
       Inf. Theory IT-10 (1964) 43-51 (two gates of unequal energy: the case of two slots).

    Examples
    --------
    >>> print(f"{slot_error_probability_with_jitter(16.0, 500, 0.1):.2e}")
    2.02e-04
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    neighbour, distant = neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter)
    return neighbour + distant


def neighbour_error_probability(es_over_n0_db, slots, timing_jitter):
    r"""Probability that the slot into which a late or early pulse spills is taken for its own.

    .. math::

       P_n = \mathrm E_x \int_0^\infty f(r; a_1) F(r; a_0) (1 - e^{-r^2})^{M-2} dr,
       \quad a_0 = (1 - |x|) \sqrt{E_s/N_0}, \; a_1 = |x| \sqrt{E_s/N_0}

    with :math:`f, F` density and distribution of a gate's amplitude (Rice) and :math:`x` Gaussian with the stated rms.

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].  It falls with Es/N0 to the floor of the clock,
        the probability of :math:`|x| > 1/2`.

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    Notes
    -----
    A rectangular gate matched to a rectangular pulse is meant: an offset of x slots leaves the amplitude 1 - \|x\| in
    its own slot and \|x\| in the next.  Offsets beyond one slot (0.43 % of all at the highest jitter accepted) count as
    one slot; the first and last slot are taken to have neighbours (a guard slot) like all others.

    The integrals are exact but for quadrature, 1e-9 (relative).  From 1000 points of one number of slots, or of one
    octave of them, on (from 250 of one jitter) they are interpolated from splines of the logarithm instead: that costs
    another 3e-9 above 1e-12, and 1e-6 down to 1e-100.  Below 1e-100 the result is zero.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.4.2, with unequal amplitudes.
    .. [2] A. Gil, J. Segura, N. M. Temme, Algorithm 939: computation of the Marcum Q-function, ACM Trans. Math. Softw.
       40 (2014), arXiv:1311.0681 (the expansion in error functions behind F).

    Examples
    --------
    >>> print(f"{neighbour_error_probability(16.0, 500, 0.1):.2e}")
    9.01e-05
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    return neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter)[0]


def distant_error_probability(es_over_n0_db, slots, timing_jitter):
    r"""Probability that one of the M - 2 slots without any part of the pulse is taken for its own.

    .. math::

       P_d = \mathrm E_x \int_0^\infty \frac{d\left[F(r; a_0) F(r; a_1)\right]}{dr}
       \left[1 - (1 - e^{-r^2})^{M-2}\right] dr

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments; symbols, accuracy and conventions of
        :func:`neighbour_error_probability` [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.4.2, with unequal amplitudes.

    Examples
    --------
    >>> print(f"{distant_error_probability(16.0, 500, 0.1):.2e}")
    1.12e-04
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    return neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter)[1]


def neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter):
    r"""Both kinds of wrong slots, for the price of one.

    .. math:: P_e = P_n + P_d

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, two or more [-].
    timing_jitter : array_like
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    tuple of ndarray or float
        :func:`neighbour_error_probability` and :func:`distant_error_probability` [-].

    Raises
    ------
    LinkBudgetError
        If a number of slots is below two, or a jitter outside 0 to 0.35.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.4.2, with unequal amplitudes.

    Examples
    --------
    >>> neighbour, distant = neighbour_and_distant_error_probability(16.0, 500, 0.0)
    >>> print(f"{distant / neighbour:.0f}")
    498
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    slots = require("slots", slots, at_least=2.0)
    timing_jitter = require("timing_jitter", timing_jitter, at_least=0.0, at_most=JITTER_LIMIT)
    es, jitter = np.asarray(es_over_n0_db, dtype=float), np.asarray(timing_jitter, dtype=float)
    if np.ndim(slots) or es.size > _REMEMBERED or jitter.shape not in ((), es.shape):
        return tuple(_both(es_over_n0_db, slots, timing_jitter))
    # a picture asks thrice for the same points: error, quality, slots
    remembered = _remembered_point if es.size == 1 else _remembered_array
    both = remembered(es.tobytes(), float(slots), jitter.tobytes()).reshape(2, *es.shape)
    return both[0].copy()[()], both[1].copy()[()]


@lru_cache(maxsize=4096)
def _remembered_point(es_over_n0_db, slots, timing_jitter):
    return _both(np.frombuffer(es_over_n0_db), slots, np.frombuffer(timing_jitter))


@lru_cache(maxsize=4)
def _remembered_array(es_over_n0_db, slots, timing_jitter):
    return _both(np.frombuffer(es_over_n0_db), slots, np.frombuffer(timing_jitter))


def _both(es_over_n0_db, slots, timing_jitter):
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in (es_over_n0_db, slots, timing_jitter)))
    es, slots, jitter = (array.ravel() for array in arrays)
    es = np.minimum(es, HIGHEST_DB)
    out = np.full((2, es.size), np.nan)
    plain = (jitter == 0.0) | (es == -np.inf)
    if plain.any():
        each = slot_error_probability(es[plain], slots[plain]) / (slots[plain] - 1.0)
        out[:, plain] = each, each * (slots[plain] - 2.0)
    rest = np.flatnonzero(~plain & ~np.isnan(es + slots + jitter))
    energy = 10.0 ** (es[rest] / 10.0)
    for members, table in groups(energy, jitter[rest], slots[rest]):
        these = rest[members]
        if table is None:
            errors = mean_over_clock(es[these], slots[these], jitter[these])
        else:
            errors = np.exp(table(energy[members], jitter[these], slots[these]))
            errors[1] *= slots[these] - 2.0
        out[:, these] = np.where(errors < _FLUSH, 0.0, errors)
    return out.reshape(2, *arrays[0].shape)
