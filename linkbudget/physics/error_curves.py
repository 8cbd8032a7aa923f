r"""Error rates against Eb/N0 as a few points, between which the logarithm of the rate is interpolated.

For codes and modems that have no formula: a published figure, a simulation, a measurement.  The map:
:class:`ErrorCurve`, read at an Eb/N0 or at an error rate; :func:`error_curve` makes one from checked points.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linkbudget.errors import LinkBudgetError, require

METRICS = ("bit", "octet", "word", "frame")
"""Unit that an error rate counts; a word is a code word."""


@dataclass(frozen=True)
class ErrorCurve:
    """Error rate of a code or modem against Eb/N0; outside its points it gives NaN, never an extrapolation."""

    name: str
    """Name in scenario files, or the file it was read from."""
    title: str
    """Name in reports."""
    points: tuple[tuple[float, float], ...]
    """Energy per information bit over noise density [dB], rising, and error rate [-], falling."""
    reference: str
    """Document, calculation or measurement the points are from."""
    metric: str = "bit"
    """Unit of the count of errors: one of :data:`METRICS`."""

    def __str__(self) -> str:
        return self.name

    @cached_property
    def ebn0_db(self) -> np.ndarray:
        """Energy per information bit over noise density, rising [dB]."""
        return np.array([ebn0_db for ebn0_db, _ in self.points])

    @cached_property
    def log10_error_rate(self) -> np.ndarray:
        """Logarithm of the error rate, falling [-]."""
        return np.log10([rate for _, rate in self.points])

    def error_rate(self, ebn0_db):
        r"""Error rate at an Eb/N0.

        .. math:: \log_{10} P = \text{interpolation of the curve at} \ E_b / N_0

        Parameters
        ----------
        ebn0_db : array_like
            Energy per information bit over noise density [dB].

        Returns
        -------
        ndarray or float
            Error rate, same shape; NaN outside the points [-].

        References
        ----------
        .. [1] The ``reference`` of the curve.

        Examples
        --------
        >>> curve = error_curve("modem", "A modem", [4.0, 6.0], [1e-2, 1e-4], "a measurement")
        >>> print(f"{curve.error_rate(5.0):.0e}, {curve.error_rate(7.0)}")
        1e-03, nan
        """
        ebn0_db = require("ebn0_db", ebn0_db)
        return 10.0 ** np.interp(ebn0_db, self.ebn0_db, self.log10_error_rate, left=np.nan, right=np.nan)

    def required_ebn0_db(self, error_rate):
        r"""Eb/N0 at which the curve has an error rate; the inverse of :meth:`error_rate`.

        .. math:: P(E_b / N_0) = P_\mathrm{required}

        Parameters
        ----------
        error_rate : array_like
            Error rate, above 0 and at most 1 [-].

        Returns
        -------
        ndarray or float
            Energy per information bit over noise density, same shape; NaN outside the points [dB].

        Raises
        ------
        LinkBudgetError
            If an error rate is outside 0 to 1.

        References
        ----------
        .. [1] The ``reference`` of the curve.

        Examples
        --------
        >>> curve = error_curve("modem", "A modem", [4.0, 6.0], [1e-2, 1e-4], "a measurement")
        >>> print(f"{curve.required_ebn0_db(1e-3):.2f} dB")
        5.00 dB
        """
        wanted = np.log10(require("error_rate", error_rate, above=0.0, at_most=1.0))
        falling, rising_db = self.log10_error_rate[::-1], self.ebn0_db[::-1]
        return np.interp(wanted, falling, rising_db, left=np.nan, right=np.nan)

    def around(self, error_rate):
        r"""The points that an error rate lies between; one where it is that of a point, none outside the curve.

        .. math:: P_i \ge P \ge P_{i+1}

        Parameters
        ----------
        error_rate : float
            Error rate, above 0 and at most 1 [-].

        Returns
        -------
        tuple of tuple of float
            Eb/N0 in decibels and error rate [-] of each.

        References
        ----------
        .. [1] The ``reference`` of the curve.

        Examples
        --------
        >>> curve = error_curve("modem", "A modem", [4.0, 6.0, 8.0], [1e-2, 1e-4, 1e-7], "a measurement")
        >>> curve.around(1e-5), curve.around(1e-4), curve.around(1e-8)
        (((6.0, 0.0001), (8.0, 1e-07)), ((6.0, 0.0001),), ())
        """
        exact = tuple(point for point in self.points if point[1] == error_rate)
        pairs = zip(self.points, self.points[1:], strict=False)
        return exact or next((pair for pair in pairs if pair[0][1] > error_rate > pair[1][1]), ())


def error_curve(name, title, ebn0_db, error_rate, reference, *, metric="bit"):
    r"""Curve of error rates through given points.

    .. math:: \{ (E_b / N_0, P) \}, \quad E_b / N_0 \ \text{rising}, \ P \ \text{falling}

    Parameters
    ----------
    name : str
        Name in scenario files.
    title : str
        Name in reports.
    ebn0_db : array_like
        Energy per information bit over noise density of two or more points, rising [dB].
    error_rate : array_like
        Error rate of each, falling, above 0 and at most 1 [-].
    reference : str
        Document, calculation or measurement the points are from.
    metric : str, optional
        Unit of the count of errors: one of :data:`METRICS`.

    Returns
    -------
    ErrorCurve
        The curve; Eb/N0 in decibels, error rates as pure numbers [-].

    Raises
    ------
    LinkBudgetError
        If there are fewer than two points, numbers that are not finite, rates outside 0 to 1, an Eb/N0 that does not
        rise or an error rate that does not fall.

    References
    ----------
    .. [1] The ``reference`` given.

    Examples
    --------
    >>> error_curve("modem", "A modem", [4.0, 6.0], [1e-2, 1e-4], "a measurement").metric
    'bit'
    """
    ebn0_db = require("ebn0_db", ebn0_db)
    error_rate = require("error_rate", error_rate)
    if metric not in METRICS:
        raise LinkBudgetError(f"metric = {metric!r}: expected one of {', '.join(METRICS)}")
    ebn0_db, error_rate = np.asarray(ebn0_db, dtype=float), np.asarray(error_rate, dtype=float)
    if ebn0_db.shape != error_rate.shape or ebn0_db.ndim != 1 or ebn0_db.size < 2:
        raise LinkBudgetError(f"{name}: {ebn0_db.size} Eb/N0 and {error_rate.size} error rates; expected two or more")
    if not np.isfinite(ebn0_db).all() or not np.isfinite(error_rate).all():
        raise LinkBudgetError(f"{name}: expected finite numbers")
    require(f"{name}: error_rate", error_rate, above=0.0, at_most=1.0)
    for row, (step_db, change) in enumerate(zip(np.diff(ebn0_db), np.diff(error_rate), strict=True), 2):
        if step_db <= 0.0:
            raise LinkBudgetError(f"{name}: Eb/N0 of point {row} is {ebn0_db[row - 1]:g} dB: expected more than before")
        if change >= 0.0:
            raise LinkBudgetError(f"{name}: error rate of point {row} is {error_rate[row - 1]:g}: expected a lower one")
    points = tuple(zip(ebn0_db.tolist(), error_rate.tolist(), strict=True))
    return ErrorCurve(name, title, points, reference, metric)
