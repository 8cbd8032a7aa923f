r"""Orientation in which the linearly polarised wave of a geostationary satellite arrives at a place on Earth.

Vertical at the satellite is parallel to the Earth's axis, horizontal is parallel to the equator.  Away from the
satellite's meridian neither is vertical or horizontal at the ground.  The map:
:func:`geostationary_polarization_angle_deg`.
"""

import numpy as np

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M
from linkbudget.errors import require
from linkbudget.geometry.satellites import GEOSTATIONARY_RADIUS_M


def geostationary_polarization_angle_deg(latitude_deg, relative_longitude_deg, *, satellite_angle_deg=0.0):
    r"""Angle of the electric field from the local horizontal, for a linear wave of a geostationary satellite.

    .. math::

        \tan\tau = -q \, \frac{\sin\Delta \cos\varphi \cos a - \sin\varphi \sin a}
        {\sin\varphi \cos a + \sin\Delta \cos\varphi \sin a},
        \qquad q = \frac{r - R \cos\varphi \cos\Delta}{\sqrt{r^2 + R^2 - 2 r R \cos\varphi \cos\Delta}}

    with the latitude :math:`\varphi`, the satellite :math:`\Delta` east of the station, and the angle :math:`a` at the
    satellite.  The common skew :math:`-\sin\Delta / \tan\varphi` is this for :math:`a = 0` and a satellite so far away
    that :math:`q = 1`; it differs by up to 0.35 degree.

    Parameters
    ----------
    latitude_deg : array_like
        Latitude of the station, -90 to 90 [deg].
    relative_longitude_deg : array_like
        Longitude of the satellite less that of the station, east positive [deg].
    satellite_angle_deg : array_like
        Angle of the electric field at the satellite from the equatorial plane, in the plane across its radius and
        counted clockwise for a viewer on the Earth who looks up; 0 is horizontal, 90 vertical [deg].

    Returns
    -------
    ndarray or float
        Angle at the station, 0 up to 180, clockwise for a viewer who faces the satellite: 0 is horizontal, 90 vertical;
        broadcast shape of the arguments.  NaN where the satellite is below the horizon; of no meaning where it stands
        in the zenith [deg].

    Raises
    ------
    LinkBudgetError
        If a latitude lies outside -90 to 90.

    Notes
    -----
    The Earth is a sphere here; on the ellipsoid, by geodetic latitude, the angle differs by under 0.03 degree.

    References
    ----------
    .. [1] D. Roddy, Satellite Communications, 4th edition (2006), section 5.3, equations (5.8) to (5.16), after D. C.
       Hogg and T. S. Chu (1975); written out here for any angle at the satellite.
    .. [2] G. Maral and M. Bousquet, Satellite Communications Systems, 5th edition (2009), section 8.3 (polarisation
       angle), for the skew of a distant satellite.

    Examples
    --------
    A vertically polarised wave from 105 degrees west, received at 18 degrees north and 73 degrees west:

    >>> angle = geostationary_polarization_angle_deg(18.0, -105.0 + 73.0, satellite_angle_deg=90.0)
    >>> print(f"{angle - 90.0:.1f} deg")
    58.6 deg
    """
    latitude = np.radians(require("latitude_deg", latitude_deg, at_least=-90.0, at_most=90.0))
    east = np.radians(require("relative_longitude_deg", relative_longitude_deg))
    angle = np.radians(require("satellite_angle_deg", satellite_angle_deg))
    ratio = EARTH_EQUATORIAL_RADIUS_M / GEOSTATIONARY_RADIUS_M
    towards = np.cos(latitude) * np.cos(east)  # cosine of the arc from the station to the point below the satellite
    slant = (1.0 - ratio * towards) / np.sqrt(1.0 + ratio * (ratio - 2.0 * towards))
    along, across = np.sin(latitude), np.sin(east) * np.cos(latitude)
    down = slant * (across * np.cos(angle) - along * np.sin(angle))
    right = -(along * np.cos(angle) + across * np.sin(angle))
    turned = np.degrees(np.arctan2(down, right)) % 180.0
    return np.where(towards >= ratio, turned, np.nan)[()]
