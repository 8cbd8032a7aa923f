"""Statistics of weighted draws, whose weights sum to one: mean, variance, percentiles, explained variance."""

import numpy as np

BINS = 24
"""Parts of equal weight that a number is cut into to see how much of the variance goes when it is known."""


def weighted_mean(values: np.ndarray, weights: np.ndarray) -> float:
    """Mean of weighted values, whose weights sum to one."""
    return float((values * weights).sum())


def weighted_variance(values: np.ndarray, weights: np.ndarray) -> float:
    """Variance of weighted values, whose weights sum to one."""
    return weighted_mean((values - weighted_mean(values, weights)) ** 2, weights)


def weighted_quantiles(values: np.ndarray, weights: np.ndarray, shares) -> np.ndarray:
    """Values below which shares of the weight lie.

    Examples
    --------
    >>> weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([0.2, 0.4, 0.4]), [0.2, 0.5, 0.9]).tolist()
    [1.0, 2.0, 3.0]
    """
    order = np.argsort(values)
    below = np.cumsum(weights[order])
    place = np.searchsorted(below, np.asarray(shares, dtype=float) * below[-1])
    return values[order][np.minimum(place, values.size - 1)]


def share_explained(answer: np.ndarray, known: np.ndarray) -> float:
    r"""Share of the variance of an answer that goes on average when another number becomes known.

    .. math:: \frac{\operatorname{Var}(E[Y | X])}{\operatorname{Var}(Y)}

    from the means of the answer in parts of equal weight of the other number; what such means scatter by chance is
    taken off, so that a number of no influence has a share about zero.
    """
    sound = np.isfinite(answer) & np.isfinite(known)
    answer, known = answer[sound], known[sound]
    total = answer.var(ddof=1) if answer.size > BINS else 0.0
    if total <= 0.0 or known.min() == known.max():
        return 0.0
    part = np.minimum(np.argsort(np.argsort(known, kind="stable")) * BINS // known.size, BINS - 1)
    counts = np.bincount(part, minlength=BINS)
    means = np.bincount(part, answer, BINS) / counts
    within = ((answer - means[part]) ** 2).sum() / (answer.size - BINS)
    return float(np.clip(1.0 - within / total, 0.0, 1.0))
