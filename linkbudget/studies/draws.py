"""Samples of uncertain numbers: shares of cases by Sobol, Latin hypercube or chance, and the values they stand for.

Each block of samples has a stream of its own, so that samples do not depend on how the work was cut.  A number is drawn
from its shape between its ends: powers, bandwidths, rates and distances in decibels, as the lines of a budget state
them, everything else in its own unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from linkbudget.decibels import ratio
from linkbudget.errors import InputError, shortened
from linkbudget.link.case import Case
from linkbudget.parameters import Parameter
from linkbudget.physics.tolerances import tolerance_mean, tolerance_quantile, tolerance_variance
from linkbudget.studies.scales import limits

Method = Literal["sobol", "latin", "random"]
"""Method of drawing samples: Sobol's sequence, a Latin hypercube in each block, or independent draws."""

IN_DECIBELS = ("W", "Hz", "bit/s", "pixel/s", "m", "m2")
"""Units of numbers whose tolerances are taken in decibels."""

ALSO_IN_DECIBELS = ("error_rate",)

LARGEST_SEED = 2**32 - 1

LEAST_SHARE = 2.0**-53
"""Least share of cases, and least rest: at zero or one a gaussian would be endless."""

_SOBOL_BITS = 30
"""Digits of a point in Sobol's sequence, which is as many points long as they tell apart."""

_ROUNDING = 1e-10  # variance that counts as none: correlations are typed with so many digits at most


@dataclass(frozen=True, slots=True)
class Draw:
    """One uncertain number: where it stands, its tolerance, and the scale on which its shape is meant."""

    key: str
    parameter: Parameter
    logarithmic: bool
    limits: tuple[float, float]

    @property
    def ends(self) -> tuple[float, float, float]:
        """Nominal, low and high on the scale of the shape."""
        number = self.parameter
        values = np.array([number.value, number.at("low"), number.at("high")], dtype=float)
        return tuple(10.0 * np.log10(values) if self.logarithmic else values)

    @property
    def mean(self) -> float:
        """Mean on the scale of the shape."""
        return float(tolerance_mean(*self.ends, self.parameter.shape))

    @property
    def standard_deviation(self) -> float:
        """Standard deviation on the scale of the shape."""
        return float(np.sqrt(tolerance_variance(*self.ends, self.parameter.shape)))

    def on_scale(self, values):
        """Values of the number from values on the scale of its shape, within what its place allows."""
        values = ratio(np.asarray(values)) if self.logarithmic else np.asarray(values)
        least, most = self.limits
        return values if np.min(values) >= least and np.max(values) <= most else np.clip(values, least, most)

    def values(self, shares) -> np.ndarray:
        """Values of the number for shares of cases."""
        return self.on_scale(tolerance_quantile(shares, *self.ends, self.parameter.shape))


def draws_of(case: Case) -> list[Draw]:
    """The uncertain numbers of a case that have a distribution.

    Examples
    --------
    >>> import linkbudget as lb
    >>> [draw.key for draw in draws_of(lb.load("mars_express").case("telecommand"))][:2]
    ['transmitter.antenna.gain', 'transmitter.pointing_loss']
    """
    return [
        _draw(case, key, number)
        for key, number in case.uncertain().items()
        if number.shape != "none" and number.at("low") != number.at("high")
    ]


def _draw(case: Case, key: str, number: Parameter) -> Draw:
    logarithmic = case.unit(key) in IN_DECIBELS or key.endswith(ALSO_IN_DECIBELS)
    if number.at("low") <= 0.0:
        logarithmic = False  # zero has no decibels
    return Draw(key, number, logarithmic, limits(case, key))


def check_seed(seed: int) -> None:
    """Refuse what no generator can start from."""
    if not 0 <= seed <= LARGEST_SEED:
        raise InputError(f"seed = {seed}: expected a whole number from 0 to {LARGEST_SEED}")


def correlation_factor(draws: list[Draw], correlations: Mapping[tuple[str, str], float]) -> np.ndarray | None:
    """Lower triangle that correlates independent gaussians as asked; none where nothing is correlated.

    Pairs that are not given have a correlation of zero.

    Raises
    ------
    InputError
        If a key is not uncertain, a correlation is not between -1 and 1 or given twice, or they contradict each other.
    """
    if not correlations:
        return None
    if not isinstance(correlations, Mapping):
        raise InputError(f"correlations = {shortened(correlations)}: expected a dictionary of pairs of keys")
    places = {draw.key: index for index, draw in enumerate(draws)}
    matrix, seen = np.eye(len(draws)), set()
    for (one, other), value in correlations.items():
        for key in (one, other):
            if key not in places:
                raise InputError(f"correlation {one}, {other}: {key} is not an uncertain number of this link")
        if one == other or not -1.0 <= value <= 1.0:
            raise InputError(f"correlation {one}, {other} = {value}: expected two numbers, and -1 to 1 between them")
        if frozenset((one, other)) in seen:
            raise InputError(f"correlation {one}, {other}: given twice; expected each pair once")
        seen.add(frozenset((one, other)))
        matrix[places[one], places[other]] = matrix[places[other], places[one]] = value
    try:
        return np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return _semidefinite_factor(matrix)


def _semidefinite_factor(matrix: np.ndarray) -> np.ndarray:
    """Cholesky's lower triangle of a matrix some of whose numbers follow from the others, as at a correlation of 1.

    Such a number has no variance of its own, so its column stays zero.
    """
    factor = np.zeros_like(matrix)
    for column in range(len(matrix)):
        left = matrix[column:, column] - factor[column:] @ factor[column]
        if left[0] > _ROUNDING:
            factor[column:, column] = left / np.sqrt(left[0])
    if np.abs(factor @ factor.T - matrix).max() > np.sqrt(_ROUNDING):  # what a variance left out can make of others
        least = float(np.linalg.eigvalsh(matrix).min())
        raise InputError(
            "correlations: they contradict each other (pairs not given count as 0): expected a positive semi-definite "
            f"matrix, whose least eigenvalue is not below 0, not {least:.3g}"
        )
    return factor


def shares(method: Method, dimensions: int, first: int, count: int, seed: int, stream: np.random.Generator):
    """Shares of cases, an array of (dimensions, count), of the samples from number ``first`` on.

    Sobol's points come scrambled by the seed alone, so the sequence goes on from block to block.
    """
    if dimensions == 0:
        return np.empty((0, count))
    if method == "random":
        uniform = stream.random((dimensions, count))
    elif method == "latin":
        uniform = (np.argsort(stream.random((dimensions, count)), axis=1) + stream.random((dimensions, count))) / count
    else:
        uniform = _sobol(dimensions, first, count, seed)
    return np.clip(uniform, LEAST_SHARE, 1.0 - LEAST_SHARE, out=uniform)


def _sobol(dimensions: int, first: int, count: int, seed: int) -> np.ndarray:
    """Points of Sobol's sequence, scrambled, from number ``first`` on.

    The digits of a point are sums modulo 2 over the digits of its number [1].  So a stretch of points that begins at a
    multiple of its length is the first stretch, each point with the same digits added.

    References
    ----------
    .. [1] Antonov and Saleev, An economic method of computing LP-tau sequences, USSR Comput. Math. Math. Phys. 19
       (1979) 252.
    """
    length = 1 << (count - 1).bit_length()
    if first % length:  # no stretch of a study begins so
        length = 1 << ((first % length) + count - 1).bit_length()
    start = first // length * length
    digits = _first_points(dimensions, length, seed)
    for place in range(start.bit_length()):
        if start >> place & 1:
            digits = digits ^ _added_digits(dimensions, place, seed)[:, None]
    within = slice(first - start, first - start + count)
    return digits[:, within] * 2.0**-_SOBOL_BITS


@lru_cache(maxsize=4)
def _first_points(dimensions: int, count: int, seed: int) -> np.ndarray:
    """Digits of the first points, a row a dimension, as whole numbers."""
    return _as_digits(_engine(dimensions, seed).random(count).T)


@lru_cache(maxsize=256)
def _added_digits(dimensions: int, place: int, seed: int) -> np.ndarray:
    """Digits that a power of two adds to those of any lower number."""
    engine = _engine(dimensions, seed)
    first = _as_digits(engine.random(1)[0])
    engine.fast_forward((1 << place) - 1)
    return first ^ _as_digits(engine.random(1)[0])


def _as_digits(points: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(points * 2.0**_SOBOL_BITS).astype(np.uint32)


def _engine(dimensions: int, seed: int):
    from scipy.stats import qmc

    return qmc.Sobol(dimensions, scramble=True, bits=_SOBOL_BITS, rng=np.random.default_rng(seed))


def correlated(uniform: np.ndarray, factor: np.ndarray | None) -> np.ndarray:
    """Shares whose normal scores are correlated by a factor (a gaussian copula); each keeps its own distribution."""
    if factor is None:
        return uniform
    from scipy.special import ndtr, ndtri

    scores = ndtri(uniform)
    mixed = np.empty_like(scores)
    for row, weights in enumerate(factor):  # sums in this order whatever the number of threads
        used = np.flatnonzero(weights)
        mixed[row] = weights[used[0]] * scores[used[0]]
        for column in used[1:]:
            mixed[row] += weights[column] * scores[column]
    return np.clip(ndtr(mixed), LEAST_SHARE, 1.0 - LEAST_SHARE)
