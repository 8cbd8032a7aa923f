"""Doppler shift of satellites on circular orbits, the Earth (or another body) not turning.

The map: :func:`horizon_doppler_shift_hz`, :func:`mean_motion_doppler_shift_hz`, :func:`orbital_doppler_limit_hz`,
:func:`overhead_doppler_rate_hz_per_s`; :func:`radar_doppler_shift_hz`.  Shifts are positive: of a satellite that rises,
a target that comes closer.
"""

import numpy as np

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_GM_M3_PER_S2
from linkbudget.errors import require
from linkbudget.geometry.simple_orbits import circular_orbit_speed_m_per_s, radius_of_mean_motion_m
from linkbudget.physics.doppler import doppler_rate_hz_per_s, one_way_doppler_shift_hz, two_way_doppler_shift_hz
from linkbudget.physics.photons import optical_frequency_hz


def horizon_doppler_shift_hz(
    altitude_m, frequency_hz, body_radius_m=EARTH_EQUATORIAL_RADIUS_M, gm_m3_per_s2=EARTH_GM_M3_PER_S2
):
    r"""Doppler shift of a satellite that rises on the horizon, the largest of a pass overhead.

    .. math:: \Delta f = \frac{f}{c} \sqrt{\frac{\mu}{R + h}} \, \frac{R}{R + h}

    Parameters
    ----------
    altitude_m : array_like
        Height above the body's surface, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Shift, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    The line of sight at the horizon takes R / (R + h) of the orbital speed; the turn of the Earth changes it by up
    to 6 % in low orbits.

    References
    ----------
    .. [1] Ali, Al-Dhahir and Hershey, Doppler characterization for LEO satellites, IEEE Trans. Commun. 46 (1998) 309.

    Examples
    --------
    >>> print(f"{horizon_doppler_shift_hz(600e3, 437e6) / 1e3:.2f} kHz")
    10.07 kHz
    """
    speed_m_per_s = circular_orbit_speed_m_per_s(altitude_m, body_radius_m, gm_m3_per_s2)
    return one_way_doppler_shift_hz(-speed_m_per_s * _share(altitude_m, body_radius_m), frequency_hz)


def mean_motion_doppler_shift_hz(
    revolutions_per_day, wavelength_m, body_radius_m=EARTH_EQUATORIAL_RADIUS_M, gm_m3_per_s2=EARTH_GM_M3_PER_S2
):
    r"""Doppler shift at the horizon of a satellite whose revolutions a day are known.

    .. math::

       \Delta f = \frac{1}{\lambda} \sqrt{\frac{\mu}{a}} \, \frac{R}{a}, \quad a = \left[ \mu \left(
       \frac{86400\,\mathrm{s}}{2 \pi n} \right)^2 \right]^{1/3}

    Parameters
    ----------
    revolutions_per_day : array_like
        Revolutions in a day of 86 400 s, above zero [-].
    wavelength_m : array_like
        Wavelength, above zero [m].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Shift, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Ali, Al-Dhahir and Hershey, Doppler characterization for LEO satellites, IEEE Trans. Commun. 46 (1998) 309.

    Examples
    --------
    >>> print(f"{mean_motion_doppler_shift_hz(14.2, 0.6857) / 1e3:.2f} kHz")
    9.61 kHz
    """
    body_radius_m = require("body_radius_m", body_radius_m, above=0.0)
    altitude_m = radius_of_mean_motion_m(revolutions_per_day, gm_m3_per_s2) - body_radius_m
    return horizon_doppler_shift_hz(altitude_m, optical_frequency_hz(wavelength_m), body_radius_m, gm_m3_per_s2)


def orbital_doppler_limit_hz(
    altitude_m, frequency_hz, body_radius_m=EARTH_EQUATORIAL_RADIUS_M, gm_m3_per_s2=EARTH_GM_M3_PER_S2
):
    r"""Doppler shift of the whole speed on a circular orbit, which no station on the surface quite sees.

    .. math:: \Delta f = \frac{f}{c} \sqrt{\frac{\mu}{R + h}}

    Parameters
    ----------
    altitude_m : array_like
        Height above the body's surface, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Shift, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Books that ask for the largest shift often mean this one; what a station sees at the horizon is R / (R + h) of
    it.

    References
    ----------
    .. [1] Ali, Al-Dhahir and Hershey, Doppler characterization for LEO satellites, IEEE Trans. Commun. 46 (1998) 309.

    Examples
    --------
    >>> print(f"{orbital_doppler_limit_hz(600e3, 437e6) / 1e3:.2f} kHz")
    11.02 kHz
    """
    speed_m_per_s = circular_orbit_speed_m_per_s(altitude_m, body_radius_m, gm_m3_per_s2)
    return one_way_doppler_shift_hz(-speed_m_per_s, frequency_hz)


def overhead_doppler_rate_hz_per_s(
    altitude_m, frequency_hz, body_radius_m=EARTH_EQUATORIAL_RADIUS_M, gm_m3_per_s2=EARTH_GM_M3_PER_S2
):
    r"""Rate at which the Doppler shift falls as a satellite passes overhead, the largest of the pass.

    .. math:: \dot f = \frac{f}{c} \, \frac{\mu}{R + h} \, \frac{R}{(R + h) h}

    Parameters
    ----------
    altitude_m : array_like
        Height above the body's surface, above zero [m].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    body_radius_m : array_like, optional
        Radius of the body, the Earth's equatorial one where it is left out, above zero [m].
    gm_m3_per_s2 : array_like, optional
        Gravitational parameter of the body, that of the Earth where it is left out, above zero [m3/s2].

    Returns
    -------
    ndarray or float
        Rate, broadcast shape of the arguments [Hz/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Ali, Al-Dhahir and Hershey, Doppler characterization for LEO satellites, IEEE Trans. Commun. 46 (1998) 309.

    Examples
    --------
    >>> print(f"{overhead_doppler_rate_hz_per_s(600e3, 437e6):.1f} Hz/s")
    126.8 Hz/s
    """
    speed_m_per_s = circular_orbit_speed_m_per_s(altitude_m, body_radius_m, gm_m3_per_s2)
    altitude_m = require("altitude_m", altitude_m, above=0.0)
    acceleration_m_per_s2 = speed_m_per_s * speed_m_per_s * _share(altitude_m, body_radius_m) / altitude_m
    return doppler_rate_hz_per_s(-acceleration_m_per_s2, frequency_hz)


def radar_doppler_shift_hz(closing_speed_m_per_s, frequency_hz, aspect_angle_deg=0.0):
    r"""Doppler shift of the echo of a target that comes closer.

    .. math:: \Delta f = \frac{2 v f}{c} \cos \psi

    Parameters
    ----------
    closing_speed_m_per_s : array_like
        Speed of the target, positive where it comes closer [m/s].
    frequency_hz : array_like
        Frequency, above zero [Hz].
    aspect_angle_deg : array_like, optional
        Angle between its course and the line to the radar [deg].

    Returns
    -------
    ndarray or float
        Shift, negative for a target that goes away, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Skolnik, Introduction to Radar Systems, 3rd edition (2001), section 3.1.

    Examples
    --------
    >>> print(f"{radar_doppler_shift_hz(50.0 / 3.6, 24.15e9):.1f} Hz")
    2237.7 Hz
    """
    speed_m_per_s = require("closing_speed_m_per_s", closing_speed_m_per_s)
    radial_m_per_s = speed_m_per_s * np.cos(np.radians(require("aspect_angle_deg", aspect_angle_deg)))
    return two_way_doppler_shift_hz(-radial_m_per_s, require("frequency_hz", frequency_hz, above=0.0), 1.0)


def _share(altitude_m, body_radius_m):
    """Radius of the body over that of an orbit."""
    body_radius_m = require("body_radius_m", body_radius_m, above=0.0)
    return body_radius_m / (body_radius_m + require("altitude_m", altitude_m, above=0.0))
