"""Attitude: the direction in which an antenna that is fixed to a body sees the other end of a link.

Directions are given by theta, the angle from the z axis, and phi, the angle round it from x towards y.  The map:
:func:`mounted_theta_deg` and :func:`mounted_phi_deg` turn a direction from the axes of the spacecraft into those of the
antenna; :func:`cone_directions_deg` gives the directions that pass while a body spins.
"""

import numpy as np

from linkbudget.errors import require


def _vector(theta_deg, phi_deg):
    """Unit vector of a direction, its three components along the first axis."""
    theta_rad = np.radians(require("theta_deg", theta_deg, at_least=-360.0, at_most=360.0))
    phi_rad = np.radians(require("phi_deg", phi_deg))
    parts = (np.sin(theta_rad) * np.cos(phi_rad), np.sin(theta_rad) * np.sin(phi_rad), np.cos(theta_rad))
    return np.stack(np.broadcast_arrays(*parts))


def _theta_deg(vector):
    x, y, z = vector
    return np.degrees(np.arctan2(np.hypot(x, y), z))[()]


def _phi_deg(vector):
    x, y, _ = vector
    on_axis = np.hypot(x, y) < 1e-12  # where phi says nothing
    return (np.degrees(np.where(on_axis, 0.0, np.arctan2(y, x))) % 360.0)[()]


def _in_antenna(vector, roll_deg, pitch_deg, yaw_deg):
    """A vector of the spacecraft's axes in those of the antenna: the turns of the mounting, undone in reverse order."""
    x, y, z = vector
    yaw, pitch, roll = (np.radians(angle) for angle in (yaw_deg, pitch_deg, roll_deg))
    x, y = np.cos(yaw) * x + np.sin(yaw) * y, np.cos(yaw) * y - np.sin(yaw) * x
    x, z = np.cos(pitch) * x - np.sin(pitch) * z, np.cos(pitch) * z + np.sin(pitch) * x
    y, z = np.cos(roll) * y + np.sin(roll) * z, np.cos(roll) * z - np.sin(roll) * y
    return x, y, z


def mounted_theta_deg(theta_deg, phi_deg, roll_deg=0.0, pitch_deg=0.0, yaw_deg=0.0):
    r"""Angle between an antenna's axis and a direction given in the axes of the spacecraft.

    .. math:: \cos \theta_a = \hat{d}_z, \quad \hat{d} = R_x(-\mathrm{roll}) \, R_y(-\mathrm{pitch}) \,
       R_z(-\mathrm{yaw}) \, \hat{s}

    Parameters
    ----------
    theta_deg, phi_deg : array_like
        The direction in the axes of the spacecraft: from z, and round z from x towards y [deg].
    roll_deg, pitch_deg, yaw_deg : array_like
        How the antenna is mounted: from the axes of the spacecraft it is turned by yaw about z, then by pitch about its
        own y, then by roll about its own x, each a right-handed turn; zero leaves its axis along z [deg].

    Returns
    -------
    ndarray or float
        Angle from the axis of the antenna, 0 to 180, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If a theta lies outside -360 to 360.

    References
    ----------
    .. [1] Wertz (ed.), Spacecraft Attitude Determination and Control (1978), appendix E (Euler angles, sequence 3-2-1).

    Examples
    --------
    An antenna pitched by 90 degrees looks along x:

    >>> print(f"{mounted_theta_deg(90.0, 0.0, pitch_deg=90.0):.0f} deg")
    0 deg
    """
    roll_deg = require("roll_deg", roll_deg)
    pitch_deg = require("pitch_deg", pitch_deg)
    yaw_deg = require("yaw_deg", yaw_deg)
    return _theta_deg(_in_antenna(_vector(theta_deg, phi_deg), roll_deg, pitch_deg, yaw_deg))


def mounted_phi_deg(theta_deg, phi_deg, roll_deg=0.0, pitch_deg=0.0, yaw_deg=0.0):
    r"""Angle round an antenna's axis of a direction given in the axes of the spacecraft.

    .. math:: \tan \phi_a = \hat{d}_y / \hat{d}_x, \quad \hat{d} = R_x(-\mathrm{roll}) \, R_y(-\mathrm{pitch}) \,
       R_z(-\mathrm{yaw}) \, \hat{s}

    Parameters
    ----------
    theta_deg, phi_deg : array_like
        The direction in the axes of the spacecraft: from z, and round z from x towards y [deg].
    roll_deg, pitch_deg, yaw_deg : array_like
        How the antenna is mounted, as for :func:`mounted_theta_deg` [deg].

    Returns
    -------
    ndarray or float
        Angle round the axis of the antenna, 0 to 360; zero on the axis; broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If a theta lies outside -360 to 360.

    References
    ----------
    .. [1] Wertz (ed.), Spacecraft Attitude Determination and Control (1978), appendix E (Euler angles, sequence 3-2-1).

    Examples
    --------
    >>> print(f"{mounted_phi_deg(90.0, 30.0, yaw_deg=20.0):.0f} deg")
    10 deg
    """
    roll_deg = require("roll_deg", roll_deg)
    pitch_deg = require("pitch_deg", pitch_deg)
    yaw_deg = require("yaw_deg", yaw_deg)
    return _phi_deg(_in_antenna(_vector(theta_deg, phi_deg), roll_deg, pitch_deg, yaw_deg))


def cone_directions_deg(spin_angle_deg, axis_theta_deg, axis_phi_deg, clock_deg):
    r"""Directions at an angle from an axis: what passes the other end while a body spins about it.

    .. math:: \hat{d} = \hat{a} \cos \alpha + (\hat{e}_\theta \cos \psi + \hat{e}_\phi \sin \psi) \sin \alpha

    Parameters
    ----------
    spin_angle_deg : array_like
        Angle alpha between the axis and the other end [deg].
    axis_theta_deg, axis_phi_deg : array_like
        The axis, in the axes of the antenna [deg].
    clock_deg : array_like
        Angle psi round the axis [deg].

    Returns
    -------
    tuple of ndarray
        Theta, 0 to 180, and phi, 0 to 360, in the axes of the antenna, broadcast shape of the arguments [deg].

    Raises
    ------
    LinkBudgetError
        If a theta lies outside -360 to 360.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), appendix VII (unit vectors of spherical coordinates).

    Examples
    --------
    >>> theta_deg, phi_deg = cone_directions_deg(20.0, 30.0, 0.0, [0.0, 180.0])
    >>> print(theta_deg.round(6), "deg")
    [50. 10.] deg
    """
    spin_angle_deg = require("spin_angle_deg", spin_angle_deg)
    clock_deg = require("clock_deg", clock_deg)
    along = _vector(axis_theta_deg, axis_phi_deg)
    up = _vector(np.asarray(axis_theta_deg) + 90.0, axis_phi_deg)
    across = _vector(90.0, np.asarray(axis_phi_deg) + 90.0)
    alpha, psi = np.radians(spin_angle_deg), np.radians(clock_deg)
    weights = np.cos(alpha), np.sin(alpha) * np.cos(psi), np.sin(alpha) * np.sin(psi)
    x, y, z = (
        sum(weight * axis[place] for weight, axis in zip(weights, (along, up, across), strict=True))
        for place in range(3)
    )
    return _theta_deg((x, y, z)), _phi_deg((x, y, z))
