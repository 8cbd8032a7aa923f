"""Long arrays of points: kernels run in blocks that stay in the cache, roots that start from a table.

- :func:`pointwise`: a kernel of flat arrays over arguments of any shape, block by block;
- :func:`root_near`: one step of Newton's method from where a table says that the root is; the few points that the table
  does not serve are searched for in their brackets.
"""

from collections.abc import Callable

import numpy as np

from linkbudget.roots import bracketed_root

MANY = 1500
"""Points from which a table, and the import of ``scipy.interpolate``, are worth their time."""

BLOCK = 256  # points whose nodes stay in the second-level cache
_NEAR = 1e-6  # a step whose square, times the curvature, is lost in rounding


def pointwise(kernel: Callable, *arguments):
    """Run a kernel of flat arrays over broadcast arguments, block by block."""
    arrays = np.broadcast_arrays(*(np.asarray(argument, dtype=float) for argument in arguments))
    flat = [array.ravel() for array in arrays]
    out = np.empty(flat[0].size)
    for start in range(0, out.size, BLOCK):
        block = slice(start, start + BLOCK)
        out[block] = kernel(*(array[block] for array in flat))
    return out.reshape(arrays[0].shape)[()]


def root_near(function: Callable, start, slope, low, high, *arguments, tolerance: float) -> np.ndarray:
    """Roots of ``function(x, *arguments)``, from starts that are nearly right.

    Parameters
    ----------
    function : callable
        Of flat arrays of one size.
    start : array_like
        Roots by a table; NaN where there is none.
    slope : array_like
        Derivative of the function at the start.
    low, high : array_like
        Ends of a bracket for each point, for those whose step is not small.
    arguments : array_like
        Further arguments of the function, of the size of ``start``.
    tolerance : float
        Absolute error of the roots that are searched for [-].

    Returns
    -------
    ndarray
        Roots, shaped like ``start``.

    Examples
    --------
    >>> print(root_near(lambda x, y: x * x - y, [1.41421, 9.0], [2.83, 1.0], [0.0, 0.0], [9.0, 9.0], [2.0, 3.0],
    ...     tolerance=1e-12).round(6))
    [1.414214 1.732051]
    """
    start, slope, low, high, *arguments = (np.asarray(array) for array in (start, slope, low, high, *arguments))
    with np.errstate(all="ignore"):
        step = function(np.where(np.isnan(start), low, start), *arguments) / slope
        found = start - step
    far = ~(np.abs(step) < _NEAR * np.maximum(np.abs(start), 1.0))  # so is NaN
    if far.any():
        left = [array[far] for array in arguments]
        found[far] = bracketed_root(lambda x: function(x, *left), low[far], high[far], tolerance=tolerance)
    return found
