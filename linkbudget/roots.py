"""Roots of a function inside brackets, for whole arrays of brackets at once.

``scipy.optimize.elementwise.find_root`` uses the same published method; importing ``scipy.optimize`` costs a third of a
second or more, which is longer than everything a budget does with a root, so the thirty lines are kept here.  The
tests compare the two.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from linkbudget.errors import LinkBudgetError


def bracketed_root(
    function: Callable,
    low: ArrayLike,
    high: ArrayLike,
    *,
    tolerance: float = 0.0,
    most_steps: int = 200,
    at_ends: tuple[ArrayLike, ArrayLike] | None = None,
) -> np.ndarray:
    """Roots of ``function`` between ``low`` and ``high``, where it changes sign.

    Inverse quadratic interpolation where Chandrupatla's test says that it is safe, bisection elsewhere.

    Parameters
    ----------
    function : callable
        Of an array shaped like ``low``; returns the same shape.
    low, high : array_like
        Ends of the brackets, of one shape.
    tolerance : float
        Absolute error at which to stop; rounding of the root itself is always allowed [-].
    most_steps : int
        Steps before giving up [-].
    at_ends : tuple of array_like, optional
        Values of the function at ``low`` and ``high``, where they are known.

    Returns
    -------
    ndarray
        Roots, shaped like ``low``.

    Raises
    ------
    LinkBudgetError
        If the function does not change sign in a bracket, or the steps run out.

    References
    ----------
    .. [1] T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
       without using derivatives", Advances in Engineering Software 28 (1997) 145-149.

    Examples
    --------
    >>> print(bracketed_root(np.cos, [0.0, 3.0], [3.0, 6.0]).round(6))
    [1.570796 4.712389]
    """
    new, other = np.array(high, dtype=float), np.array(low, dtype=float)
    at_other, at_new = map(np.asarray, at_ends or (function(other), function(new)))
    if np.any(np.sign(at_new) * np.sign(at_other) > 0) or np.isnan(at_new + at_other).any():
        raise LinkBudgetError("no root: the function has the same sign at both ends of a bracket")
    old, at_old = other.copy(), at_other.copy()
    fraction = np.full(new.shape, 0.5)
    for _ in range(most_steps):
        trial = new + fraction * (other - new)
        at_trial = np.asarray(function(trial))
        same = np.sign(at_trial) == np.sign(at_new)
        old, at_old = np.where(same, new, other), np.where(same, at_new, at_other)
        other, at_other = np.where(same, other, new), np.where(same, at_other, at_new)
        new, at_new = trial, at_trial
        best = np.where(np.abs(at_new) < np.abs(at_other), new, other)
        room = 2.0 * np.finfo(float).eps * np.abs(best) + 0.5 * tolerance + np.finfo(float).tiny
        width = np.abs(other - new)
        if np.all((width <= 2.0 * room) | (at_new == 0.0)):
            return np.where(at_new == 0.0, new, best)
        with np.errstate(divide="ignore", invalid="ignore"):
            position = (new - other) / (old - other)
            height = (at_new - at_other) / (at_old - at_other)
            safe = (height**2 < position) & ((1.0 - height) ** 2 < 1.0 - position)
            slope = (old - new) / (other - new)
            quadratic = at_new / (at_other - at_new) * at_old / (at_other - at_old) + slope * at_new / (
                at_old - at_new
            ) * at_other / (at_old - at_other)
            least = np.minimum(0.5, room / width)
        fraction = np.clip(np.where(safe & np.isfinite(quadratic), quadratic, 0.5), least, 1.0 - least)
        fraction = np.where(np.isfinite(fraction), fraction, 0.5)
    raise LinkBudgetError(f"no root found within {most_steps} steps")
