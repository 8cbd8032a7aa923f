r"""Clearance of a path along the ground over an obstacle, ITU-R P.530: bulge of the Earth, Fresnel ellipsoid, loss.

The map: :func:`effective_earth_factor`, how much larger the Earth seems to a bent ray; :func:`path_clearance_m`, the
height of the ray above an obstacle; :func:`fresnel_radius_m`, the measure for it; :func:`obstruction_loss_db`, the loss
where the clearance is too small.
"""

import numpy as np

from linkbudget.errors import require, warn_outside

EARTH_RADIUS_M = 6371e3
"""Radius of the Earth over which ITU-R P.530 and P.834 count the effective radius."""

MEDIAN_EARTH_FACTOR = 4.0 / 3.0
"""Effective Earth radius factor k that ITU-R P.530-18 takes as the median where nothing is known."""


def effective_earth_factor(refractivity_gradient):
    r"""Effective Earth radius factor k of a refractivity gradient.

    .. math:: k = \frac{157}{157 + dN/dh}

    Parameters
    ----------
    refractivity_gradient : array_like
        Gradient of the refractivity with height in N-units per kilometre, above -157: at that value the ray follows the
        Earth [-].

    Returns
    -------
    ndarray or float
        Factor, same shape [-].

    Raises
    ------
    LinkBudgetError
        If a gradient is not above -157 N-units per kilometre.

    References
    ----------
    .. [1] ITU-R P.834-9 (12/2017), Annex 1, section 2 (effective Earth radius), with 1 / a = 157e-6 per kilometre.

    Examples
    --------
    >>> print(f"{effective_earth_factor(-39.0):.2f}, {effective_earth_factor(80.0):.2f}")
    1.33, 0.66
    """
    return 157.0 / (157.0 + require("refractivity_gradient", refractivity_gradient, above=-157.0))


def path_clearance_m(
    range_m, obstacle_distance_m, *, station_height_m, far_height_m, obstacle_height_m, earth_factor=MEDIAN_EARTH_FACTOR
):
    r"""Height of the ray above an obstacle.

    .. math:: h = h_1 + (h_2 - h_1) \frac{d_1}{d} - \frac{d_1 d_2}{2 k a} - h_o, \qquad d_2 = d - d_1

    Parameters
    ----------
    range_m : array_like
        Length of the path, above zero [m].
    obstacle_distance_m : array_like
        Distance of the obstacle from the station, zero up to the length of the path [m].
    station_height_m, far_height_m, obstacle_height_m : array_like
        Heights of the two antennas and of the top of the obstacle above mean sea level [m].
    earth_factor : array_like
        Effective Earth radius factor k, above zero [-].

    Returns
    -------
    ndarray or float
        Clearance, broadcast shape of the arguments; negative where the obstacle stands in the line of sight [m].

    Raises
    ------
    LinkBudgetError
        If a length or factor is not above zero, or an obstacle lies outside the path.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 2.2 (height over the obstacle, effective Earth radius).

    Examples
    --------
    >>> heights = {"station_height_m": 300.0, "far_height_m": 250.0, "obstacle_height_m": 220.0}
    >>> print(f"{path_clearance_m(30e3, 12e3, **heights):.1f} m")
    47.3 m
    """
    station_height_m = require("station_height_m", station_height_m)
    far_height_m = require("far_height_m", far_height_m)
    obstacle_height_m = require("obstacle_height_m", obstacle_height_m)
    range_m = require("range_m", range_m, above=0.0)
    near_m = require("obstacle_distance_m", obstacle_distance_m, at_least=0.0)
    far_m = require("range_m less obstacle_distance_m", np.asarray(range_m) - near_m, at_least=0.0)
    radius_m = require("earth_factor", earth_factor, above=0.0) * EARTH_RADIUS_M
    straight_m = station_height_m + (np.asarray(far_height_m) - station_height_m) * near_m / range_m
    return (straight_m - near_m * far_m / (2.0 * radius_m) - obstacle_height_m)[()]


def fresnel_radius_m(range_m, frequency_hz, obstacle_distance_m):
    r"""Radius of the first Fresnel ellipsoid where an obstacle stands.

    .. math:: F_1 = 17.3 \sqrt{\frac{d_1 d_2}{f d}}, \qquad d_2 = d - d_1

    with lengths in km and f in GHz.

    Parameters
    ----------
    range_m : array_like
        Length of the path, above zero [m].
    frequency_hz : array_like
        Frequency [Hz].
    obstacle_distance_m : array_like
        Distance of the obstacle from one end, zero up to the length of the path [m].

    Returns
    -------
    ndarray or float
        Radius, broadcast shape of the arguments [m].

    Raises
    ------
    LinkBudgetError
        If a length or a frequency is not above zero, or an obstacle lies outside the path.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 2.2.1, equation (3).

    Examples
    --------
    >>> print(f"{fresnel_radius_m(30e3, 7.5e9, 15e3):.1f} m")
    17.3 m
    """
    length_km = require("range_m", range_m, above=0.0) / 1e3
    frequency_ghz = require("frequency_hz", frequency_hz, above=0.0) / 1e9
    near_km = require("obstacle_distance_m", obstacle_distance_m, at_least=0.0) / 1e3
    far_km = require("range_m less obstacle_distance_m", np.asarray(length_km) - near_km, at_least=0.0)
    return (17.3 * np.sqrt(near_km * far_km / (frequency_ghz * length_km)))[()]


def obstruction_loss_db(clearance_m, fresnel_radius_m):
    r"""Diffraction loss over average terrain.

    .. math:: A_d = \max\left(10 - 20 \frac{h}{F_1}, 0\right)

    Parameters
    ----------
    clearance_m : array_like
        Height of the ray above the obstacle, negative behind it, :func:`path_clearance_m` [m].
    fresnel_radius_m : array_like
        Radius of the first Fresnel ellipsoid, above zero, :func:`fresnel_radius_m` [m].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments; a loss above zero and below 15 dB, where the line is an approximation,
        has a warning [dB].

    Raises
    ------
    LinkBudgetError
        If a radius is not above zero.

    Notes
    -----
    A middle between a knife edge (6 dB at grazing) and a smooth Earth (some 20 dB).  The Recommendation's curve is zero
    from half of the radius on, and negative, a gain, beyond; here it ends at zero.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 2.2.1, equation (2).

    Examples
    --------
    >>> print(f"{obstruction_loss_db(-12.0, 17.3):.1f} dB, {obstruction_loss_db(17.3, 17.3):.1f} dB")
    23.9 dB, 0.0 dB
    """
    clearance_m = require("clearance_m", clearance_m)
    ratio = np.asarray(clearance_m) / require("fresnel_radius_m", fresnel_radius_m, above=0.0)
    loss_db = np.maximum(10.0 - 20.0 * ratio, 0.0)
    warn_outside(
        "ITU-R P.530-18 diffraction", "obstruction_loss_db", np.where(loss_db > 0.0, loss_db, np.inf), 15.0, np.inf
    )
    return loss_db[()]
