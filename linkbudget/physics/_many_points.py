"""Fast evaluation of long arrays: kernels in cache-sized blocks, and roots that start from a table.

- :func:`pointwise`: a kernel of flat arrays over arguments of any shape, block by block;
- :func:`root_near`: one step of Newton's method from where a table says that the root is; the few points that the table
  does not serve are searched for.
"""

from collections.abc import Callable

import numpy as np

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


def root_near(function: Callable, search: Callable, start, slope, *arguments) -> np.ndarray:
    """Roots of ``function(x, *arguments)``, from starts that are nearly right.

    Parameters
    ----------
    function : callable
        Of flat arrays of one size.
    search : callable
        Roots from some of the arguments alone, for points whose step is not small.
    start : array_like
        Roots by a table; NaN where there is none.
    slope : array_like
        Derivative of the function at the start.
    arguments : array_like
        Further arguments of the function, of the size of ``start``.

    Returns
    -------
    ndarray
        Roots, shaped like ``start``.

    Examples
    --------
    >>> print(root_near(lambda x, y: x * x - y, np.sqrt, [1.41421356, 9.0], [2.83, 1.0], [2.0, 3.0]).round(6))
    [1.414214 1.732051]
    """
    start, slope, *arguments = (np.asarray(array) for array in (start, slope, *arguments))
    found = np.full(start.shape, np.nan)
    told = np.flatnonzero(np.isfinite(start) & (slope != 0.0))
    step = function(start[told], *(array[told] for array in arguments)) / slope[told]
    near = np.abs(step) < _NEAR * np.maximum(np.abs(start[told]), 1.0)
    found[told[near]] = (start[told] - step)[near]
    left = np.isnan(found)
    if left.any():
        found[left] = search(*(array[left] for array in arguments))
    return found
