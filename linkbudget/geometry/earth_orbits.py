"""Orbits about the Earth as engineers state them: a geostationary longitude, or the height of a circle.

The map: :class:`Geostationary` and :class:`CircularOrbit`, skyfield vector functions from the Earth's centre.  Element
sets of real satellites, moved by SGP4, are in :mod:`linkbudget.geometry.orbit`.
"""

import numpy as np
from skyfield.framelib import itrs
from skyfield.sgp4lib import TEME
from skyfield.vectorlib import VectorFunction

from linkbudget.constants import (
    ASTRONOMICAL_UNIT_M,
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_GM_M3_PER_S2,
    EARTH_ROTATION_RAD_PER_S,
)
from linkbudget.errors import LinkBudgetError, require
from linkbudget.formatting import angle_text, distance_text
from linkbudget.geometry._states import remembers_instants
from linkbudget.geometry.clock import DAY_S, skyfield_time
from linkbudget.geometry.conics import kepler_motion, periapsis_state
from linkbudget.geometry.kernel import EARTH_CENTER, require_inside_ephemeris
from linkbudget.geometry.satellites import (
    EARTH_J2,
    GEOSTATIONARY_RADIUS_M,
    node_drift_deg_per_day,
)
from linkbudget.geometry.time_systems import skyfield_tt_s

LOWEST_ORBIT_M = 100e3
"""Height below which nothing stays in orbit [m]."""

HIGHEST_ORBIT_M = 500_000e3
"""Height above which the Moon and the Sun rule, and a circle about the Earth is no orbit [m]."""


class _EarthOrbit(VectorFunction):
    """A vector function from the Earth's centre, from positions and velocities in turning axes."""

    center = EARTH_CENTER

    @property
    def target(self):
        """The trajectory object itself, since no kernel has a number for it."""
        return self  # a property, so that the object holds no reference to itself

    def _turned(self, frame, t, position_m, velocity_m_per_s):
        """Position and velocity for skyfield [au, au/d], from inertial position and velocity in the axes of a frame."""
        turn = frame.rotation_at(t)
        scale = 1.0 / ASTRONOMICAL_UNIT_M
        position = np.einsum("ji...,j...->i...", turn, position_m) * scale
        velocity = np.einsum("ji...,j...->i...", turn, velocity_m_per_s) * (scale * DAY_S)
        return position, velocity, None, None


class Geostationary(_EarthOrbit):
    r"""Geosynchronous satellite: it turns with the Earth, over one longitude of the equator or about it.

    The mean motion is exactly the rotation of the Earth, so the radius (half axis) is 42 164.17 km:

    .. math:: a = \sqrt[3]{\mu / \omega_E^2}, \qquad \mathbf{r} = R_z(\lambda - u)\, \mathbf{q}(t), \qquad
        u = \omega_E (t - t_\Omega)

    with :math:`\mathbf{q}` the motion by Kepler's laws from the ascending node at :math:`t_\Omega`.  With an
    inclination the satellite draws a figure of eight about its longitude once a day, with an eccentricity it swings to
    the east and west by 2 e rad.  Drift and station keeping are left out.

    Parameters
    ----------
    longitude_deg : float
        Longitude, east positive, -360 to 360 [deg].
    inclination_deg : float
        Inclination to the equator, 0 to 180 [deg].
    ascending_node_utc_s : float, optional
        An instant at which the satellite crosses the equator northwards; needed with an inclination [s].
    eccentricity : float
        From 0 to 0.5 [-].
    perigee_utc_s : float, optional
        An instant at which it is in perigee; needed with an eccentricity [s].

    Raises
    ------
    LinkBudgetError
        If a number lies outside its range, or an instant is missing.

    References
    ----------
    .. [1] E. M. Soop, Handbook of Geostationary Orbits (1994), chapter 2.
    .. [2] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 2.7.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> satellite = Geostationary(19.2)
    >>> print(f"{satellite.at(skyfield_time(parse_utc('2026-03-20'))).distance().km:.2f} km")
    42164.17 km
    """

    def __init__(
        self,
        longitude_deg: float,
        *,
        inclination_deg: float = 0.0,
        ascending_node_utc_s: float | None = None,
        eccentricity: float = 0.0,
        perigee_utc_s: float | None = None,
    ):
        self.longitude_deg = float(require("longitude_deg", float(longitude_deg), at_least=-360.0, at_most=360.0))
        require("inclination_deg", float(inclination_deg), at_least=0.0, at_most=180.0)
        require("eccentricity", float(eccentricity), at_least=0.0, at_most=0.5)
        if inclination_deg and ascending_node_utc_s is None:
            raise LinkBudgetError(
                "ascending_node: missing; expected beside an inclination the date of a crossing northwards"
            )
        if eccentricity and perigee_utc_s is None:
            raise LinkBudgetError("perigee: missing; expected beside an eccentricity the date of a perigee")
        node_s = 0.0 if ascending_node_utc_s is None else _tt_s(ascending_node_utc_s, "ascending_node")
        perigee_s = node_s if perigee_utc_s is None else _tt_s(perigee_utc_s, "perigee")
        self._node_tt_s, self._perigee_tt_s = node_s, perigee_s
        argument_deg = np.degrees(EARTH_ROTATION_RAD_PER_S * (perigee_s - node_s)) % 360.0
        low_m = GEOSTATIONARY_RADIUS_M * (1.0 - eccentricity)
        require("perigee radius_m", low_m, above=EARTH_EQUATORIAL_RADIUS_M + LOWEST_ORBIT_M)
        self._perigee = periapsis_state(low_m, eccentricity, inclination_deg, 0.0, argument_deg, EARTH_GM_M3_PER_S2)

    def __repr__(self) -> str:
        return f"<Geostationary {angle_text(self.longitude_deg, 2)}>"

    @remembers_instants
    def _at(self, t):
        """Position [au] and velocity [au/d] from the Earth's centre, as skyfield asks for them."""
        tt_s = skyfield_tt_s(t)
        moved = kepler_motion(*self._perigee, tt_s - self._perigee_tt_s, EARTH_GM_M3_PER_S2)
        angle = np.radians(self.longitude_deg) - EARTH_ROTATION_RAD_PER_S * (tt_s - self._node_tt_s)
        cosine, sine = np.cos(angle), np.sin(angle)
        # the turn of the axes of the Earth cancels that of the frame that follows the mean satellite
        return self._turned(
            itrs, t, *(np.stack([x * cosine - y * sine, x * sine + y * cosine, z]) for x, y, z in moved)
        )


class CircularOrbit(_EarthOrbit):
    r"""Satellite on a circle about the Earth, by Kepler's third law and the secular turn of the Earth's bulge.

    .. math::
        u = u_0 + n \left[1 + \tfrac{3}{2} J_2 \left(\tfrac{R}{r}\right)^2 (4 \cos^2 i - 1)\right] t, \qquad
        \Omega = \Omega_0 - \tfrac{3}{2} J_2 \left(\tfrac{R}{r}\right)^2 n \cos i \; t, \qquad n = \sqrt{\mu / r^3}

    The radius stays the same.  Left out are air drag, the Sun and the Moon, and the changes within one turn that the
    bulge makes, up to some 15 km in a low orbit; element sets (:mod:`linkbudget.geometry.orbit`) have them.

    Parameters
    ----------
    height_m : float
        Height above the equatorial radius of the Earth, 6378.137 km; 100 km to 500 000 km [m].
    inclination_deg : float
        Inclination to the equator, 0 to 180 [deg].
    epoch_utc_s : float
        Instant of the two angles below [s].
    raan_deg : float
        Right ascension of the ascending node, true equator and mean equinox of date [deg].
    argument_of_latitude_deg : float
        Angle from the ascending node to the satellite [deg].

    Raises
    ------
    LinkBudgetError
        If a number lies outside its range.

    References
    ----------
    .. [1] W. M. Kaula, Theory of Satellite Geodesy (1966), section 3.6 (secular rates of the second zonal harmonic).
    .. [2] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 4.7.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> satellite = CircularOrbit(550e3, 53.0, parse_utc("2026-03-20"))
    >>> print(f"{satellite.period_s / 60.0:.2f} min from node to node")
    95.59 min from node to node
    """

    def __init__(
        self,
        height_m: float,
        inclination_deg: float,
        epoch_utc_s: float,
        raan_deg: float = 0.0,
        argument_of_latitude_deg: float = 0.0,
    ):
        require("height_m", float(height_m), at_least=LOWEST_ORBIT_M, at_most=HIGHEST_ORBIT_M)
        require("inclination_deg", float(inclination_deg), at_least=0.0, at_most=180.0)
        self.radius_m = EARTH_EQUATORIAL_RADIUS_M + float(height_m)
        self._inclination = np.radians(float(inclination_deg))
        self._raan, self._latitude = np.radians(float(raan_deg)), np.radians(float(argument_of_latitude_deg))
        self._epoch_tt_s = _tt_s(epoch_utc_s, "epoch")
        motion = np.sqrt(EARTH_GM_M3_PER_S2 / self.radius_m**3)
        bulge = 1.5 * EARTH_J2 * (EARTH_EQUATORIAL_RADIUS_M / self.radius_m) ** 2
        self._motion_rad_per_s = motion * (1.0 + bulge * (4.0 * np.cos(self._inclination) ** 2 - 1.0))
        drift_deg_per_day = node_drift_deg_per_day(self.radius_m, 0.0, float(inclination_deg))
        self._drift_rad_per_s = np.radians(drift_deg_per_day) / DAY_S
        self.period_s = float(2.0 * np.pi / self._motion_rad_per_s)

    def __repr__(self) -> str:
        height = distance_text(self.radius_m - EARTH_EQUATORIAL_RADIUS_M)
        return f"<CircularOrbit {height}, {angle_text(np.degrees(self._inclination), 2)}>"

    @remembers_instants
    def _at(self, t):
        """Position [au] and velocity [au/d] from the Earth's centre, as skyfield asks for them."""
        elapsed_s = skyfield_tt_s(t) - self._epoch_tt_s
        u = self._latitude + self._motion_rad_per_s * elapsed_s
        node = self._raan + self._drift_rad_per_s * elapsed_s
        level, up = np.cos(self._inclination), np.sin(self._inclination)

        def on_the_circle(along, across):
            """Vector of components towards the ascending node and square to it in the plane of the orbit."""
            east = across * level
            x, y = along * np.cos(node) - east * np.sin(node), along * np.sin(node) + east * np.cos(node)
            return np.stack([x, y, across * up])

        position = self.radius_m * on_the_circle(np.cos(u), np.sin(u))
        velocity = self.radius_m * self._motion_rad_per_s * on_the_circle(-np.sin(u), np.cos(u))
        x, y, z = position
        velocity += self._drift_rad_per_s * np.stack([-y, x, 0.0 * z])
        return self._turned(TEME, t, position, velocity)


def _tt_s(utc_s: float, name: str) -> float:
    return float(skyfield_tt_s(skyfield_time(require_inside_ephemeris(float(utc_s), name))))
