"""Orbits about the Sun from their elements: :class:`HeliocentricOrbit`, a skyfield vector function."""

import numpy as np
from skyfield.vectorlib import VectorFunction

from linkbudget.constants import ASTRONOMICAL_UNIT_M
from linkbudget.errors import LinkBudgetError, require
from linkbudget.geometry._states import remembers_instants
from linkbudget.geometry.clock import DAY_S, format_utc, skyfield_time
from linkbudget.geometry.conics import kepler_motion, orbital_period_s, periapsis_state
from linkbudget.geometry.frames import to_icrf
from linkbudget.geometry.kernel import (
    GM_M3_PER_S2,
    RADIUS_M,
    body,
    ephemeris,
    tdb_since_s,
)


def perihelion_passage_utc_s(epoch_utc_s: float, mean_anomaly_deg: float, semi_major_axis_m: float) -> float:
    r"""Perihelion passage that is nearest to an epoch, from the mean anomaly then.

    .. math:: t_p = t_0 - M \sqrt{a^3 / \mu}

    Parameters
    ----------
    epoch_utc_s : float
        Instant of the mean anomaly [s].
    mean_anomaly_deg : float
        Mean anomaly [deg].
    semi_major_axis_m : float
        Half axis of the ellipse, above zero [m].

    Returns
    -------
    float
        Instant of the perihelion [s].

    Raises
    ------
    LinkBudgetError
        If the half axis is not above zero.

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), section 3.4.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> print(format_utc(round(perihelion_passage_utc_s(parse_utc("2026-07-01"), 180.0, ASTRONOMICAL_UNIT_M))))
    2026-12-30T15:04:58Z
    """
    period_s = float(orbital_period_s(float(semi_major_axis_m), GM_M3_PER_S2["sun"]))
    turn = (float(mean_anomaly_deg) + 180.0) % 360.0 - 180.0
    return float(epoch_utc_s) - turn / 360.0 * period_s


class HeliocentricOrbit(VectorFunction):
    """Spacecraft on a conic about the Sun, by Kepler's laws: the pull of the planets is left out.

    Parameters
    ----------
    perihelion_m : float
        Distance of the perihelion from the Sun's centre, above its radius [m].
    eccentricity : float
        Zero or more; from 1 on the orbit is not closed [-].
    inclination_deg, node_deg, argument_of_perihelion_deg : float
        Inclination, longitude of the ascending node and argument of perihelion, ecliptic and equinox of J2000 [deg].
    perihelion_utc_s : float
        Instant of a perihelion passage [s].

    Raises
    ------
    LinkBudgetError
        If a number lies outside its range.

    References
    ----------
    .. [1] H. D. Curtis, Orbital Mechanics for Engineering Students, 3rd edition (2014), sections 3.7 and 4.6.

    Examples
    --------
    >>> from linkbudget.geometry.clock import parse_utc
    >>> orbit = HeliocentricOrbit(147.1e9, 0.0167, 0.0, 0.0, 102.9, parse_utc("2000-01-03T05:00"))
    >>> sun = body("sun").at(skyfield_time(parse_utc("2000-07-04")))
    >>> print(f"{np.linalg.norm(orbit.at(sun.t).xyz.m - sun.xyz.m) / 1e9:.1f} million km")
    152.1 million km
    """

    center = 0

    def __init__(
        self,
        perihelion_m: float,
        eccentricity: float,
        inclination_deg: float,
        node_deg: float,
        argument_of_perihelion_deg: float,
        perihelion_utc_s: float,
    ):
        require("perihelion_m", float(perihelion_m), above=RADIUS_M["sun"])
        require("eccentricity", float(eccentricity), at_least=0.0, at_most=1e3)
        require("inclination_deg", float(inclination_deg), at_least=0.0, at_most=180.0)
        if not np.isfinite(perihelion_utc_s):
            raise LinkBudgetError(f"perihelion = {perihelion_utc_s}: expected an instant")
        angles = float(inclination_deg), float(node_deg), float(argument_of_perihelion_deg)
        state = periapsis_state(perihelion_m, eccentricity, *angles, GM_M3_PER_S2["sun"])
        # the axes are fixed, so the instants of the rotation are of no account
        (position,), (velocity,) = to_icrf("ecliptic", [0.0], *([vector] for vector in state))
        self._state, self._perihelion = (position, velocity), skyfield_time(float(perihelion_utc_s))
        self.perihelion_utc_s, self._sun, self.ephemeris = float(perihelion_utc_s), body("sun"), ephemeris()

    @property
    def target(self):
        """The trajectory object itself, since no kernel has a number for it."""
        return self  # a property, so that the object holds no reference to itself

    def __repr__(self) -> str:
        return f"<HeliocentricOrbit, perihelion {format_utc(round(self.perihelion_utc_s))}>"

    @remembers_instants
    def _at(self, t):
        """Barycentric position [au] and velocity [au/d], as skyfield asks for them."""
        elapsed_s = np.asarray(tdb_since_s(t, self._perihelion))
        position, velocity = kepler_motion(*self._state, elapsed_s, GM_M3_PER_S2["sun"])
        sun_au, sun_au_per_d, _, _ = self._sun._at(t)
        return (
            position / ASTRONOMICAL_UNIT_M + sun_au,
            velocity * (DAY_S / ASTRONOMICAL_UNIT_M) + sun_au_per_d,
            None,
            None,
        )
