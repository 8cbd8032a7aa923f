"""Uncertainty by the rules of the GUM: standard uncertainties of distributions, their combination, coverage, limits.

Values may be in any unit, the same for all that are combined.  The map: :func:`rectangular_uncertainty`,
:func:`triangular_uncertainty`, :func:`u_shaped_uncertainty`, :func:`normal_uncertainty`, :func:`mean_uncertainty`;
:func:`root_sum_square`, :func:`combined_uncertainty`, :func:`expanded_uncertainty`, :func:`coverage_factor`,
:func:`effective_degrees_of_freedom`; :func:`conformance_probability`.  Tolerances of link budgets are in
:mod:`linkbudget.physics.tolerances`.
"""

import math

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from linkbudget.errors import LinkBudgetError, require
from linkbudget.physics.tolerances import tolerance_variance


def rectangular_uncertainty(half_width):
    r"""Standard uncertainty of a value that lies anywhere between two limits.

    .. math:: u = a / \sqrt{3}

    Parameters
    ----------
    half_width : array_like
        Largest deviation to either side, zero or more [any unit].

    Returns
    -------
    ndarray or float
        Standard uncertainty, same shape as ``half_width`` [any unit].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] JCGM 100:2008, Guide to the expression of uncertainty in measurement, section 4.3.7.

    Examples
    --------
    >>> print(f"{rectangular_uncertainty(0.2):.4f}")
    0.1155
    """
    half_width = require("half_width", half_width, at_least=0.0)
    return np.sqrt(tolerance_variance(0.0, -half_width, half_width, "uniform"))


def triangular_uncertainty(half_width):
    r"""Standard uncertainty of a value between two limits, the middle more likely than the ends.

    .. math:: u = a / \sqrt{6}

    Parameters
    ----------
    half_width : array_like
        Largest deviation to either side, zero or more [any unit].

    Returns
    -------
    ndarray or float
        Standard uncertainty, same shape as ``half_width`` [any unit].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] JCGM 100:2008, Guide to the expression of uncertainty in measurement, section 4.3.9.

    Examples
    --------
    >>> print(f"{triangular_uncertainty(0.2):.4f}")
    0.0816
    """
    half_width = require("half_width", half_width, at_least=0.0)
    return np.sqrt(tolerance_variance(0.0, -half_width, half_width, "triangular"))


def u_shaped_uncertainty(half_width):
    r"""Standard uncertainty of a value that is likeliest at its limits, such as a sine of unknown phase or a mismatch.

    .. math:: u = a / \sqrt{2}

    Parameters
    ----------
    half_width : array_like
        Largest deviation to either side, zero or more [any unit].

    Returns
    -------
    ndarray or float
        Standard uncertainty, same shape as ``half_width`` [any unit].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] JCGM 101:2008, section 6.4.6 (arc sine distribution).
    .. [2] Harris and Warner, Re-examination of mismatch uncertainty when measuring microwave power and attenuation, IEE
       Proc. H 128 (1981) 35.

    Examples
    --------
    >>> print(f"{u_shaped_uncertainty(0.2):.4f}")
    0.1414
    """
    return require("half_width", half_width, at_least=0.0) / math.sqrt(2.0)


def normal_uncertainty(half_width, certificate_factor=2.0):
    r"""Standard uncertainty from the expanded uncertainty of a certificate.

    .. math:: u = U / k

    Parameters
    ----------
    half_width : array_like
        Expanded uncertainty as the certificate states it, zero or more [any unit].
    certificate_factor : array_like, optional
        Coverage factor of the certificate, above zero [-].

    Returns
    -------
    ndarray or float
        Standard uncertainty, broadcast shape of the arguments [any unit].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Makers of instruments mostly state k = 2; the ends of the shape ``gaussian`` of scenarios lie at three standard
    deviations.

    References
    ----------
    .. [1] JCGM 100:2008, Guide to the expression of uncertainty in measurement, section 4.3.3.

    Examples
    --------
    >>> print(f"{normal_uncertainty(0.3):.3f}")
    0.150
    """
    return require("half_width", half_width, at_least=0.0) / require(
        "certificate_factor", certificate_factor, above=0.0
    )


def mean_uncertainty(readings):
    r"""Standard uncertainty of the mean of repeated readings (type A).

    .. math:: u = \sqrt{\frac{1}{n (n - 1)} \sum_i (x_i - \bar x)^2}

    Parameters
    ----------
    readings : array_like
        Readings along the last axis, two or more [any unit].

    Returns
    -------
    ndarray or float
        Standard uncertainty of the mean, shape without the last axis [any unit].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] JCGM 100:2008, Guide to the expression of uncertainty in measurement, section 4.2.

    Examples
    --------
    >>> print(f"{mean_uncertainty([10.1, 10.3, 9.9, 10.1]):.4f}")
    0.0816
    """
    readings = np.atleast_1d(require("readings", readings))
    if readings.shape[-1] < 2:
        raise LinkBudgetError("readings: expected two or more")
    return np.std(readings, axis=-1, ddof=1) / math.sqrt(readings.shape[-1])


def root_sum_square(parts):
    r"""Root of the sum of the squares of several numbers.

    .. math:: u = \sqrt{\sum_i u_i^2}

    Parameters
    ----------
    parts : array_like
        Independent parts in one unit, along the last axis [any unit].

    Returns
    -------
    ndarray or float
        Root, shape without the last axis [any unit].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] JCGM 100:2008, Guide to the expression of uncertainty in measurement, section 5.1.2.

    Examples
    --------
    >>> print(f"{root_sum_square([0.12, 0.25, 0.08]):.4f}")
    0.2886
    """
    parts = np.atleast_1d(require("parts", parts))
    return np.sqrt(np.sum(parts * parts, axis=-1))


def combined_uncertainty(standard_uncertainties, sensitivities=1.0):
    r"""Combined standard uncertainty of independent quantities with their sensitivities.

    .. math:: u_c = \sqrt{\sum_i (c_i u_i)^2}

    Parameters
    ----------
    standard_uncertainties : array_like
        Standard uncertainty of each quantity along the last axis, zero or more [any unit].
    sensitivities : array_like, optional
        Change of the result for each unit of the quantity, along the last axis [any unit].

    Returns
    -------
    ndarray or float
        Combined standard uncertainty, broadcast shape of the arguments less the last axis [any unit].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] JCGM 100:2008, Guide to the expression of uncertainty in measurement, section 5.1.3.

    Examples
    --------
    >>> print(f"{combined_uncertainty([0.1, 0.2], [2.0, 1.0]):.4f}")
    0.2828
    """
    uncertainties = require("standard_uncertainties", standard_uncertainties, at_least=0.0)
    return root_sum_square(uncertainties * require("sensitivities", sensitivities))


def expanded_uncertainty(standard_uncertainty, factor=2.0):
    r"""Expanded uncertainty of a result.

    .. math:: U = k u_c

    Parameters
    ----------
    standard_uncertainty : array_like
        Standard uncertainty, zero or more [any unit].
    factor : array_like, optional
        Coverage factor, 2 for about 95 %, above zero [-].

    Returns
    -------
    ndarray or float
        Expanded uncertainty, broadcast shape of the arguments [any unit].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] JCGM 100:2008, Guide to the expression of uncertainty in measurement, section 6.2.

    Examples
    --------
    >>> print(f"{expanded_uncertainty(0.29):.2f}")
    0.58
    """
    standard_uncertainty = require("standard_uncertainty", standard_uncertainty, at_least=0.0)
    return require("factor", factor, above=0.0) * standard_uncertainty


def coverage_factor(confidence, degrees_of_freedom=math.inf):
    r"""Coverage factor of a confidence, normal or of Student with few degrees of freedom.

    .. math:: k = t_{(1 + p) / 2, \, \nu}

    Parameters
    ----------
    confidence : array_like
        Level of confidence, above 0 to below 1 [-].
    degrees_of_freedom : array_like, optional
        Degrees of freedom, one or more; endless for the normal distribution [-].

    Returns
    -------
    ndarray or float
        Coverage factor, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] JCGM 100:2008, Guide to the expression of uncertainty in measurement, section 6.3 and annex G, Table G.2.

    Examples
    --------
    >>> print(f"{coverage_factor(0.95, 9.0):.2f}")
    2.26
    """
    upper = 0.5 + require("confidence", confidence, above=0.0, below=1.0) / 2.0
    freedom = require("degrees_of_freedom", degrees_of_freedom, at_least=1.0)
    student = stdtrit(np.where(np.isinf(freedom), 1.0, freedom), upper)
    return np.where(np.isinf(freedom), ndtri(upper), student)[()]


def effective_degrees_of_freedom(standard_uncertainties, degrees_of_freedom):
    r"""Effective degrees of freedom of a combined uncertainty (Welch and Satterthwaite).

    .. math:: \nu_{eff} = \frac{u_c^4}{\sum_i u_i^4 / \nu_i}

    Parameters
    ----------
    standard_uncertainties : array_like
        Standard uncertainty of each part in the result's unit, along the last axis, above zero [any unit].
    degrees_of_freedom : array_like
        Degrees of freedom of each part along the last axis, one or more, endless for limits that are known [-].

    Returns
    -------
    ndarray or float
        Degrees of freedom, broadcast shape of the arguments less the last axis [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] JCGM 100:2008, Guide to the expression of uncertainty in measurement, section G.4.1.

    Examples
    --------
    >>> print(f"{effective_degrees_of_freedom([0.2, 0.1], [9.0, 4.0]):.1f}")
    12.3
    """
    uncertainties = np.atleast_1d(require("standard_uncertainties", standard_uncertainties, above=0.0))
    freedom = np.atleast_1d(require("degrees_of_freedom", degrees_of_freedom, at_least=1.0))
    with np.errstate(divide="ignore"):  # all of them endless
        return root_sum_square(uncertainties) ** 4 / np.sum(uncertainties**4 / freedom, axis=-1)


def conformance_probability(value, standard_uncertainty, lower_limit=0.0):
    r"""Probability that a quantity lies above its lower limit, such as a margin above zero.

    .. math:: p_c = \Phi\left(\frac{y - T_L}{u}\right)

    Parameters
    ----------
    value : array_like
        Best estimate, normally distributed [any unit].
    standard_uncertainty : array_like
        Its standard uncertainty, above zero [any unit].
    lower_limit : array_like, optional
        Lower limit [any unit].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] JCGM 106:2012, The role of measurement uncertainty in conformity assessment, section 7.3.

    Examples
    --------
    >>> print(f"{conformance_probability(3.0, 1.5):.3f}")
    0.977
    """
    distance = require("value", value) - require("lower_limit", lower_limit)
    return ndtr(distance / require("standard_uncertainty", standard_uncertainty, above=0.0))
