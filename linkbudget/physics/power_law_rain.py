"""Rain loss of textbooks: the power law k R^alpha with coefficients that the problem states.

The map: :func:`power_law_rain_attenuation_db_per_km`, :func:`power_law_rain_loss_db`.  Coefficients for a frequency are
those of :func:`linkbudget.physics.rain_specific.rain_coefficients`; the loss of a real station is in
:mod:`linkbudget.physics.rain`.
"""

from linkbudget.errors import require


def power_law_rain_attenuation_db_per_km(rain_rate_mm_per_h, coefficient, exponent):
    r"""Specific attenuation by rain from stated coefficients.

    .. math:: \gamma = k R^\alpha

    Parameters
    ----------
    rain_rate_mm_per_h : array_like
        Rain rate, zero or more [mm/h].
    coefficient : array_like
        Coefficient k, or a, of the power law, above zero [-].
    exponent : array_like
        Exponent alpha, or b, of the power law, above zero [-].

    Returns
    -------
    ndarray or float
        Specific attenuation, broadcast shape of the arguments [dB/km].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R P.838-3 (2005), equation (1).
    .. [2] Olsen, Rogers and Hodge, The aRb relation in the calculation of rain attenuation, IEEE Trans. Antennas
       Propag. 26 (1978) 318.

    Examples
    --------
    >>> print(f"{power_law_rain_attenuation_db_per_km(30.0, 0.0168, 1.2):.3f} dB/km")
    0.995 dB/km
    """
    coefficient = require("coefficient", coefficient, above=0.0)
    rain_rate_mm_per_h = require("rain_rate_mm_per_h", rain_rate_mm_per_h, at_least=0.0)
    return coefficient * rain_rate_mm_per_h ** require("exponent", exponent, above=0.0)


def power_law_rain_loss_db(path_length_m, rain_rate_mm_per_h, coefficient, exponent, reduction_factor=1.0):
    r"""Rain loss over a path from stated coefficients.

    .. math:: A = k R^\alpha \, L r

    Parameters
    ----------
    path_length_m : array_like
        Length of the path in rain, zero or more [m].
    rain_rate_mm_per_h : array_like
        Rain rate, zero or more [mm/h].
    coefficient : array_like
        Coefficient k, or a, of the power law, above zero [-].
    exponent : array_like
        Exponent alpha, or b, of the power law, above zero [-].
    reduction_factor : array_like, optional
        Effective over actual length of the path, above zero [-].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] ITU-R P.838-3 (2005), equation (1).
    .. [2] Roddy, Satellite Communications, 4th edition (2006), section 4.4.

    Examples
    --------
    >>> print(f"{power_law_rain_loss_db(5e3, 30.0, 0.0168, 1.2, 0.8):.2f} dB")
    3.98 dB
    """
    path_length_km = require("path_length_m", path_length_m, at_least=0.0) / 1e3
    path_length_km = path_length_km * require("reduction_factor", reduction_factor, above=0.0)
    return power_law_rain_attenuation_db_per_km(rain_rate_mm_per_h, coefficient, exponent) * path_length_km
