r"""Curves of success against Eb/N0 through counted frames or bits, with the standard uncertainty of what they say.

The map: :func:`fit_success` finds the :class:`SuccessCurve` of the greatest likelihood; its methods say how many frames
are received at an Eb/N0, which Eb/N0 a share of received frames needs, and how well the points tell that.

A receiver's success climbs with Eb/N0 as a distribution function does, and may end below one: a share of the frames is
lost however good the signal is, such as by a clock that locks wrongly.  Of the shapes here the one with the least
information criterion of Akaike is taken.  Where the points scatter more than counting explains, the uncertainty is
widened by the root of deviance over degrees of freedom.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import LinkBudgetError, require

_STEPS = 60
_LEAST_COUNT = 1.0  # expected successes and failures of a point that can speak against a curve
_EDGE = 1e-15


class _Shape(NamedTuple):
    """A distribution function of (Eb/N0 - location) / width, its density, and its inverse."""

    share: Callable
    density: Callable
    inverse: Callable


def _gauss(t):
    return np.exp(-0.5 * t * t) / math.sqrt(2.0 * math.pi)


SHAPES: dict[str, _Shape] = {
    "probit": _Shape(lambda t: scipy.special.ndtr(t), _gauss, lambda share: scipy.special.ndtri(share)),
    "logit": _Shape(
        lambda t: scipy.special.expit(t),
        lambda t: scipy.special.expit(t) * scipy.special.expit(-t),
        lambda share: scipy.special.logit(share),
    ),
    "gumbel": _Shape(
        lambda t: np.exp(-np.exp(-t)), lambda t: np.exp(-t - np.exp(-t)), lambda share: -np.log(-np.log(share))
    ),
    "q-function": _Shape(
        lambda t: scipy.special.ndtr(np.exp(t)),
        lambda t: _gauss(np.exp(t)) * np.exp(t),
        lambda share: np.log(scipy.special.ndtri(share)),
    ),
}
"""Shapes by name: three of frames, which begin at none, and that of bits, which begins at one half."""

FRAME_SHAPES = ("probit", "logit", "gumbel")
BIT_SHAPES = ("q-function",)


@dataclass(frozen=True)
class SuccessCurve:
    """Share of frames or bits received right against Eb/N0, fitted to counts."""

    shape: str
    """A name of :data:`SHAPES`."""
    location_db: float
    """Eb/N0 at which the argument of the shape is zero [dB]."""
    width_db: float
    """Eb/N0 by which its argument grows by one [dB]."""
    lost_share: float
    """Share lost at any Eb/N0 [-]."""
    covariance: tuple[tuple[float, ...], ...]
    """Of location in decibels, logarithm of the width and, if fitted, logit of the lost share, by counting [-]."""
    deviance: float
    """Twice the logarithm of the likelihood lost against a curve through every point [-]."""
    degrees_of_freedom: int
    """Points that could speak against the curve, less the numbers fitted, at least one [-]."""
    measured_db: tuple[float, float]
    """Lowest and highest Eb/N0 measured [dB]."""

    @property
    def goodness(self) -> float:
        """Probability of a deviance as large or larger, were the curve the truth [-]."""
        return float(scipy.special.chdtrc(self.degrees_of_freedom, self.deviance))

    @property
    def widening(self) -> float:
        """Factor on the standard uncertainty for points that scatter more than counting explains [-]."""
        return math.sqrt(max(1.0, self.deviance / self.degrees_of_freedom))

    def success(self, ebn0_db):
        r"""Share of frames or bits received right.

        .. math:: S = (1 - \lambda) \, F \left( \frac{E_b / N_0 - \mu}{w} \right)

        Parameters
        ----------
        ebn0_db : array_like
            Energy per bit over noise density [dB].

        Returns
        -------
        ndarray or float
            Share, same shape; NaN outside what was measured [-].

        References
        ----------
        .. [1] McCullagh and Nelder, Generalized Linear Models, 2nd edition (1989), chapter 4 (binary data).

        Examples
        --------
        >>> curve = fit_success([8.0, 9.0, 10.0, 11.0], [200] * 4, [10, 71, 152, 194])
        >>> print(f"{curve.success(9.5):.2f}")
        0.56
        """
        ebn0_db = require("ebn0_db", ebn0_db)
        share = (1.0 - self.lost_share) * SHAPES[self.shape].share((ebn0_db - self.location_db) / self.width_db)
        return np.where(self._measured(ebn0_db), share, np.nan)[()]

    def required_ebn0_db(self, success):
        r"""Eb/N0 at which a share of frames or bits is received right; the inverse of :meth:`success`.

        .. math:: \frac{E_b}{N_0} = \mu + w \, F^{-1} \left( \frac{S}{1 - \lambda} \right)

        Parameters
        ----------
        success : array_like
            Share received right, above 0 and below 1 [-].

        Returns
        -------
        ndarray or float
            Energy per bit over noise density, same shape; NaN where it is not between the points measured [dB].

        Raises
        ------
        LinkBudgetError
            If a share is outside 0 to 1.

        References
        ----------
        .. [1] McCullagh and Nelder, Generalized Linear Models, 2nd edition (1989), chapter 4 (binary data).

        Examples
        --------
        >>> curve = fit_success([8.0, 9.0, 10.0, 11.0], [200] * 4, [10, 71, 152, 194])
        >>> print(f"{curve.required_ebn0_db(0.5):.2f} dB, {curve.required_ebn0_db(0.999):.2f} dB")
        9.37 dB, nan dB
        """
        needed_db = self.location_db + self.width_db * self._argument(success)
        return np.where(self._measured(needed_db), needed_db, np.nan)[()]

    def standard_uncertainty_db(self, success):
        r"""Standard uncertainty of :meth:`required_ebn0_db`, from the covariance of the fit.

        .. math:: u = \sqrt{g^\mathsf{T} \Sigma \, g \max(1, D / \nu)}, \quad
            g = \frac{\partial}{\partial (\mu, \ln w, \operatorname{logit} \lambda)} \frac{E_b}{N_0}

        Parameters
        ----------
        success : array_like
            Share received right, above 0 and below 1 [-].

        Returns
        -------
        ndarray or float
            Standard uncertainty, same shape; NaN where the curve has no answer [dB].

        Raises
        ------
        LinkBudgetError
            If a share is outside 0 to 1.

        References
        ----------
        .. [1] McCullagh and Nelder, Generalized Linear Models, 2nd edition (1989), sections 4.4 and 4.5 (fiducial
           limits, over-dispersion).

        Examples
        --------
        >>> curve = fit_success([8.0, 9.0, 10.0, 11.0], [200] * 4, [10, 71, 152, 194])
        >>> print(f"{curve.standard_uncertainty_db(0.5):.3f} dB")
        0.050 dB
        """
        argument = self._argument(success)
        slopes = [np.ones_like(argument), self.width_db * argument]
        if len(self.covariance) == 3:
            inner = success / (1.0 - self.lost_share)
            slopes.append(self.width_db * inner * self.lost_share / SHAPES[self.shape].density(argument))
        slope = np.stack(slopes)
        variance = np.einsum("i...,ij,j...->...", slope, np.array(self.covariance), slope)
        uncertainty = self.widening * np.sqrt(variance)
        return np.where(np.isnan(self.required_ebn0_db(success)), np.nan, uncertainty)[()]

    def _argument(self, success):
        share = require("success", success, above=0.0, below=1.0) / (1.0 - self.lost_share)
        with np.errstate(invalid="ignore", divide="ignore"):  # more than is ever received
            return np.asarray(SHAPES[self.shape].inverse(np.where(share < 1.0, share, np.nan)))

    def _measured(self, ebn0_db):
        low_db, high_db = self.measured_db
        return (ebn0_db >= low_db) & (ebn0_db <= high_db)


def fit_success(ebn0_db, trials, received, shapes=FRAME_SHAPES):
    r"""Curve of success of the greatest likelihood through counts.

    .. math:: \max_{\mu, w, \lambda} \sum_i r_i \ln S_i + (n_i - r_i) \ln (1 - S_i)

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density of each point [dB].
    trials : array_like
        Frames or bits sent at each [-].
    received : array_like
        Of those received right [-].
    shapes : tuple of str, optional
        Names of :data:`SHAPES` to choose from; with those of frames each is tried with and without a lost share.

    Returns
    -------
    SuccessCurve
        The one with the least criterion; Eb/N0 in decibels, shares as pure numbers [-].

    Raises
    ------
    LinkBudgetError
        If there are fewer than two points, more are received than sent, or no curve rises through them.

    References
    ----------
    .. [1] McCullagh and Nelder, Generalized Linear Models, 2nd edition (1989), chapter 4 (binary data; Fisher's
       scoring in section 4.4).
    .. [2] Akaike, A new look at the statistical model identification, IEEE Trans. Automat. Contr. AC-19 (1974) 716.

    Examples
    --------
    >>> curve = fit_success([8.0, 9.0, 10.0, 11.0], [200] * 4, [10, 71, 152, 194])
    >>> print(f"{curve.shape}: {curve.location_db:.2f} dB, chance of a worse fit {curve.goodness:.2f}")
    probit: 9.37 dB, chance of a worse fit 0.74
    """
    ebn0_db = require("ebn0_db", ebn0_db)
    trials = require("trials", trials)
    received = require("received", received)
    x, n, r = (np.asarray(values, dtype=float) for values in (ebn0_db, trials, received))
    if x.ndim != 1 or x.size < 2 or x.shape != n.shape or x.shape != r.shape:
        raise LinkBudgetError(f"{x.size} Eb/N0, {n.size} trials and {r.size} received: expected two or more of each")
    require("received / trials", r / n, at_least=0.0, at_most=1.0)
    order = np.argsort(x)
    x, n, r = x[order], n[order], r[order]
    lost = n - r
    if not (lost.sum() > 0.0 and r.sum() > 0.0 and (x @ r) / r.sum() > (x @ lost) / lost.sum()):
        raise LinkBudgetError("no curve that rises goes through these points")
    found = [
        fit
        for shape in shapes
        for loses in ((False, True) if shape in FRAME_SHAPES and x.size > 3 else (False,))
        for fit in (_fit(shape, x, n, r, loses),)
        if fit is not None
    ]
    if not found:
        raise LinkBudgetError("no curve that rises goes through these points")
    return min(found, key=lambda fit: fit[0])[1]


def _share_and_slopes(shape, x, parameters):
    """Success at each point, and its derivatives after location, logarithm of the width, logit of the lost share."""
    width = math.exp(parameters[1])
    lost = scipy.special.expit(parameters[2]) if len(parameters) == 3 else 0.0
    t = np.clip((x - parameters[0]) / width, -700.0, 700.0)
    share, density = SHAPES[shape].share(t), SHAPES[shape].density(t)
    slopes = [-(1.0 - lost) * density / width, -(1.0 - lost) * density * t]
    if len(parameters) == 3:
        slopes.append(-share * lost * (1.0 - lost))
    return np.clip((1.0 - lost) * share, _EDGE, 1.0 - _EDGE), np.array(slopes)


def _log_likelihood(share, n, r):
    return float(np.sum(r * np.log(share) + (n - r) * np.log1p(-share)))


def _fit(shape, x, n, r, lost):
    """Akaike's criterion and the curve of one shape, or none where the scoring finds no maximum."""
    best = None
    for middle, width in _starts(shape, x, r / n):
        start = [middle, math.log(width)] + ([-4.0] if lost else [])
        found = _scored(shape, x, n, r, np.array(start))
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        return None
    likelihood, parameters, information = best
    share, _ = _share_and_slopes(shape, x, parameters)
    rate = np.clip(r / n, _EDGE, 1.0 - _EDGE)
    told = np.minimum(n * share, n * (1.0 - share)) >= _LEAST_COUNT
    curve = SuccessCurve(
        shape,
        float(parameters[0]),
        float(np.exp(parameters[1])),
        float(scipy.special.expit(parameters[2])) if lost else 0.0,
        tuple(map(tuple, np.linalg.inv(information).tolist())),
        max(2.0 * (_log_likelihood(rate, n, r) - likelihood), 0.0),
        max(int(np.count_nonzero(told)) - parameters.size, 1),
        (float(x[0]), float(x[-1])),
    )
    return 2.0 * parameters.size - 2.0 * likelihood, curve


def _starts(shape, x, rate):
    """Locations and widths from which the scoring may begin."""
    if shape in BIT_SHAPES:
        slope, offset = np.polyfit(x, np.log(scipy.special.ndtri(np.clip(rate, 0.51, 1.0 - 1e-9))), 1)
        width = 1.0 / max(slope, 0.02)
        return [(-offset * width, width)]
    climbing = np.maximum.accumulate(rate) + 1e-9 * np.arange(x.size)
    return [(middle, 0.7) for middle in np.interp([0.3, 0.5, 0.7], climbing, x)]


def _scored(shape, x, n, r, parameters):
    """Fisher's scoring with steps halved until the likelihood rises; none where it does not end in a maximum."""
    share, slopes = _share_and_slopes(shape, x, parameters)
    likelihood = _log_likelihood(share, n, r)
    for _ in range(_STEPS):
        weight = n / (share * (1.0 - share))
        information = (slopes * weight) @ slopes.T
        if np.linalg.cond(information) > 1e12:
            return None
        step = np.linalg.solve(information, slopes @ ((r - n * share) / (share * (1.0 - share))))
        step = np.clip(step, -2.0, 2.0)
        for _ in range(40):
            trial = parameters + step
            new_share, new_slopes = _share_and_slopes(shape, x, trial)
            new_likelihood = _log_likelihood(new_share, n, r)
            if new_likelihood >= likelihood:
                break
            step = 0.5 * step
        else:
            return likelihood, parameters, information
        gained = new_likelihood - likelihood
        parameters, share, slopes, likelihood = trial, new_share, new_slopes, new_likelihood
        if gained < 1e-12 and np.max(np.abs(step)) < 1e-8:
            return likelihood, parameters, information
    return None
