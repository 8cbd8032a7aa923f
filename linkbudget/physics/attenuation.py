"""Total loss in gases, clouds, rain and scintillation, for a fixed elevation and for a satellite that moves.

The map: :func:`total_atmospheric_loss_db` combines the four losses at one share of the year, and
:func:`gas_and_cloud_probability` says for which share gases and clouds enter it.  For satellites that rise
and set, :func:`satellite_slant_range_m` gives the range, and so the margin, at each elevation,
:func:`zenith_pass_fraction` the share of an overhead pass spent in each step of elevation, and
:func:`average_over_elevations` the share of time for which a level is exceeded over all of them.

Each loss comes from its own module; :mod:`linkbudget.physics.gases` and :mod:`linkbudget.physics.rain` are two.
Probabilities are fractions of an average year, not per cent.
"""

import numpy as np

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M
from linkbudget.errors import LinkBudgetError, require, warn_outside

RAIN_COUNTS_TO = 0.05
"""Share of the year above which ITU-R P.618-14 leaves rain out of the total."""


def total_atmospheric_loss_db(gas_loss_db, cloud_loss_db, rain_loss_db, scintillation_loss_db, exceedance_probability):
    r"""Loss to gases, clouds, rain and scintillation together, exceeded for a share of an average year.

    .. math::

        A_T(p) = A_G(p) + \sqrt{(A_R(p) + A_C(p))^2 + A_S^2(p)} \quad (0.001\,\% \le p \le 5\,\%), \qquad
        A_T(p) = A_G(p) + \sqrt{A_C^2(p) + A_S^2(p)} \quad (5\,\% < p \le 50\,\%)

    Parameters
    ----------
    gas_loss_db : array_like
        Loss to gases, exceeded for the share that :func:`gas_and_cloud_probability` gives: the same share or, for
        shares below 5 %, 5 % of the year; the mean loss where no local data say more [dB].
    cloud_loss_db : array_like
        Loss to clouds, exceeded for the share that :func:`gas_and_cloud_probability` gives [dB].
    rain_loss_db : array_like
        Loss to rain exceeded for the same share; left out above 5 % of the year [dB].
    scintillation_loss_db : array_like
        Fading by scintillation exceeded for the same share [dB].
    exceedance_probability : array_like
        Fraction of an average year, above zero; stated for 1e-5 to 0.5, used outside with a warning [-].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If any loss is negative or a probability not above zero and at most one.

    Notes
    -----
    The Recommendation found the method within about 33 % (r.m.s.) of measurements from 0.001 % to 5 % of the time.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.5, equations (65)-(68).

    Examples
    --------
    London at 13.75 GHz, 1 % of the year:

    >>> print(f"{total_atmospheric_loss_db(0.1908, 0.1228, 0.4538, 0.2567, 0.01):.3f} dB")
    0.822 dB
    """
    exceedance_probability = require("exceedance_probability", exceedance_probability)
    warn_outside("ITU-R P.618-14 total", "exceedance_probability", exceedance_probability, 1e-5, 0.5)
    gas_loss_db = require("gas_loss_db", gas_loss_db, at_least=0.0)
    cloud_loss_db = require("cloud_loss_db", cloud_loss_db, at_least=0.0)
    rain_loss_db = require("rain_loss_db", rain_loss_db, at_least=0.0)
    scintillation_loss_db = require("scintillation_loss_db", scintillation_loss_db, at_least=0.0)
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    wet_db = cloud_loss_db + np.where(probability > RAIN_COUNTS_TO, 0.0, rain_loss_db)
    return gas_loss_db + np.hypot(wet_db, scintillation_loss_db)


def gas_and_cloud_probability(exceedance_probability):
    r"""Share of the year whose gas and cloud losses enter the total loss exceeded for a share of the year.

    .. math:: A_C(p) = A_C(5\,\%), \quad A_G(p) = A_G(5\,\%) \qquad (p < 5\,\%)

    so that the share is :math:`\max(p, 5\,\%)`: below 5 % of the year rain makes the difference.

    Parameters
    ----------
    exceedance_probability : array_like
        Fraction of an average year for which the total loss is exceeded, above zero and at most one [-].

    Returns
    -------
    ndarray or float
        Fraction of an average year for which to take cloud liquid water and gases, same shape [-].

    Raises
    ------
    LinkBudgetError
        If a probability is not above zero and at most one.

    Notes
    -----
    Without local data of the gases at that share, the Recommendation takes the mean gas loss instead.  P.618-13 had 1 %
    where P.618-14 has 5 %.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 2.5, equations (67) and (68).

    Examples
    --------
    >>> print(gas_and_cloud_probability([0.0001, 0.01, 0.05, 0.2]))
    [0.05 0.05 0.05 0.2 ]
    """
    probability = require("exceedance_probability", exceedance_probability, above=0.0, at_most=1.0)
    return np.maximum(probability, RAIN_COUNTS_TO)[()]


def satellite_slant_range_m(elevation_deg, satellite_height_m, *, earth_radius_m=EARTH_EQUATORIAL_RADIUS_M):
    r"""Range from a station on a spherical Earth to a satellite at a given height and elevation.

    .. math:: d = \sqrt{(R \sin\theta)^2 + 2 R h + h^2} - R \sin\theta

    Parameters
    ----------
    elevation_deg : array_like
        Elevation, 0 to 90; below the horizon the result is NaN [deg].
    satellite_height_m : array_like
        Height of the satellite above the sphere, above zero [m].
    earth_radius_m : array_like
        Radius of the sphere; the equatorial radius of WGS 84 is what the ITU validation examples use [m].

    Returns
    -------
    ndarray or float
        Range, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside -90 to 90 or a height or radius is not above zero.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 2.

    Examples
    --------
    >>> print(f"{satellite_slant_range_m(10.5, 1100e3) / 1e3:.2f} km")
    2911.11 km
    """
    elevation_deg = require("elevation_deg", elevation_deg, at_least=-90.0, at_most=90.0)
    height_m = require("satellite_height_m", satellite_height_m, above=0.0)
    radius_m = require("earth_radius_m", earth_radius_m, above=0.0)
    rise_m = radius_m * np.sin(np.radians(elevation_deg))
    # the difference of the two roots as a quotient, which keeps its digits for low satellites
    range_m = (
        height_m * (2.0 * radius_m + height_m) / (np.sqrt(rise_m**2 + (2.0 * radius_m + height_m) * height_m) + rise_m)
    )
    return np.where(np.asarray(elevation_deg) >= 0.0, range_m, np.nan)[()]


def zenith_pass_fraction(lower_elevation_deg, upper_elevation_deg, satellite_height_m, *, lowest_elevation_deg=0.0):
    r"""Share of an overhead pass of a circular orbit that a satellite spends between two elevations.

    .. math::

        w = \frac{\psi(\theta_1) - \psi(\theta_2)}{\psi(\theta_{min})}, \qquad
        \psi(\theta) = \arccos\left(\frac{R}{R + h} \cos\theta\right) - \theta

    Parameters
    ----------
    lower_elevation_deg, upper_elevation_deg : array_like
        Ends of the step of elevation, 0 to 90 [deg].
    satellite_height_m : array_like
        Height of the satellite above a sphere of the Earth's equatorial radius, above zero [m].
    lowest_elevation_deg : array_like
        Elevation at which the pass begins and ends, 0 to below 90 [deg].

    Returns
    -------
    ndarray or float
        Fraction of the pass, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an elevation lies outside its limits, the two ends are in the wrong order or the height is not above zero.

    Notes
    -----
    The Earth's own turning is left out.  Passes off the zenith spend more of their time low; over many passes use the
    visibility of the orbit itself.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 2.

    Examples
    --------
    A satellite at 1100 km spends over half of its pass low:

    >>> print(f"{zenith_pass_fraction(5.0, 30.0, 1100e3, lowest_elevation_deg=5.0):.2f}")
    0.54
    """
    lowest_deg = require("lowest_elevation_deg", lowest_elevation_deg, at_least=0.0, below=90.0)
    upper_deg = require("upper_elevation_deg", upper_elevation_deg, at_least=0.0, at_most=90.0)
    lower_deg = require("lower_elevation_deg", lower_elevation_deg, at_least=0.0, at_most=90.0)
    height_m = require("satellite_height_m", satellite_height_m, above=0.0)
    if np.any(lower_deg > upper_deg) or np.any(lower_deg < lowest_deg):
        raise LinkBudgetError(
            f"lower_elevation_deg = {lower_elevation_deg}: expected at least lowest_elevation_deg "
            f"({lowest_elevation_deg}) and at most upper_elevation_deg ({upper_elevation_deg})"
        )
    shrink = EARTH_EQUATORIAL_RADIUS_M / (EARTH_EQUATORIAL_RADIUS_M + height_m)

    def central(elevation_deg):
        elevation = np.radians(elevation_deg)
        return np.arccos(shrink * np.cos(elevation)) - elevation

    return (central(lower_deg) - central(upper_deg)) / central(lowest_deg)


def average_over_elevations(visible_fraction, exceedance_probability):
    r"""Share of the time in view for which a level is exceeded on a satellite that rises and sets.

    .. math:: p = \frac{\sum_i w_i \, p_i}{\sum_i w_i}

    over steps of elevation i: the probability of exceeding the level at each, weighted by the time spent there.

    Parameters
    ----------
    visible_fraction : array_like
        Time spent in each step of elevation, along the last axis, in any unit of time or as fractions [-].
    exceedance_probability : array_like
        Fraction of an average year for which the level is exceeded at each elevation, along the last axis;
        :func:`linkbudget.physics.rain.rain_exceedance_probability` for rain alone [-].

    Returns
    -------
    ndarray or float
        Fraction of the time in view, shaped like the arguments less their last axis [-].

    Raises
    ------
    LinkBudgetError
        If a fraction of time is negative, all of them are zero, or a probability lies outside 0 to 1.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 8, steps c) to f), with the sum of the weights made one.

    Examples
    --------
    >>> print(f"{100.0 * average_over_elevations([0.6, 0.3, 0.1], [4e-3, 1e-3, 2e-4]):.3f} %")
    0.272 %
    """
    weight = require("visible_fraction", visible_fraction, at_least=0.0)
    probability = require("exceedance_probability", exceedance_probability, at_least=0.0, at_most=1.0)
    time = require("sum of visible_fraction", np.sum(weight, axis=-1), above=0.0)
    return np.sum(weight * probability, axis=-1) / time
