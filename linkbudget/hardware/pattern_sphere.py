"""Patterns on a sphere, as antenna programs write them: gains at polar angles, sorted into cuts through boresight.

The map: :class:`SpherePoints`, what a file holds; :func:`cuts_of_points` and :func:`cuts_of_sphere` sort points into
cuts, :func:`mean_gain` says whether their power is that of the whole antenna.  Boresight is theta = 0; a cut has the
name of its phi, and holds the other half plane, phi + 180 degrees, at negative angles.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import angle_text, decibels_text
from linkbudget.hardware.sampled_pattern import SampledPattern, sampled_pattern

DEEPEST_NULL_DB = 100.0
"""Depth below the greatest gain at which a null is cut off: no antenna has deeper ones, and zero has no logarithm."""

GREATEST_DBI = 150.0
"""Gain beyond anything built: a file that states more states no gain."""

_SAME_DEG = 1e-4
_SAME_DB = 0.1


class SpherePoints(NamedTuple):
    """Gains at points of a sphere as a file holds them, in any order."""

    file: Path
    theta_deg: np.ndarray
    """Angle from the axis, -360 to 360; negative ones lie at phi + 180 degrees [deg]."""
    phi_deg: np.ndarray
    """Angle round the axis [deg]."""
    gain_dbi: np.ndarray
    """Gain of both polarisations together; nulls may be negative infinity [dBi]."""
    right_share: np.ndarray | None = None
    """Share of the power in right-hand circular polarisation, where the file tells it [-]."""
    frequency_hz: float | None = None
    """Frequency, where the file tells it [Hz]."""
    states_gain: bool = True
    """False for gains that are relative to each other only."""
    remarks: tuple[str, ...] = ()
    """Notes for a budget with this pattern."""


def cuts_of_points(points: SpherePoints) -> dict[str, SampledPattern]:
    """Cuts through the axis from what a file holds, as :func:`cuts_of_sphere` makes them.

    Parameters
    ----------
    points : SpherePoints
        The points.

    Returns
    -------
    dict
        ``"phi 0"`` and so on to the cut.

    Raises
    ------
    InputError
        As :func:`cuts_of_sphere` does.

    Examples
    --------
    >>> theta_deg, phi_deg = [0.0, 90.0, 0.0, 90.0], [0.0, 0.0, 90.0, 90.0]
    >>> points = SpherePoints(Path("dipole.cut"), theta_deg, phi_deg, [-99.0, 2.1, -99.0, 2.1])
    >>> print(*cuts_of_points(points), sep=", ")
    phi 0, phi 90
    """
    return cuts_of_sphere(
        points.file,
        points.theta_deg,
        points.phi_deg,
        points.gain_dbi,
        frequency_hz=points.frequency_hz,
        states_gain=points.states_gain,
        remarks=points.remarks,
    )


def cuts_of_sphere(
    file,
    theta_deg,
    phi_deg,
    gain_dbi,
    *,
    frequency_hz: float | None = None,
    states_gain: bool = True,
    remarks: tuple[str, ...] = (),
) -> dict[str, SampledPattern]:
    r"""Cuts through the axis from gains at points of a sphere.

    Parameters
    ----------
    file : str or Path
        The file, for names and refusals.
    theta_deg : array_like
        Angle from the axis, -360 to 360; negative ones lie at phi + 180 degrees [deg].
    phi_deg : array_like
        Angle round the axis [deg].
    gain_dbi : array_like
        Gain at each point; nulls may be negative infinity [dBi].
    frequency_hz : float, optional
        Frequency of the pattern [Hz].
    states_gain : bool
        False for gains that are relative to each other only.
    remarks : tuple of str
        What a budget with this pattern should note.

    Returns
    -------
    dict
        ``"phi 0"`` and so on, in rising order, to the cut; ``"theta 90"`` alone, where only that cone was sampled.

    Raises
    ------
    InputError
        If points at one place differ, or lie on a cone that is no plane.

    Examples
    --------
    >>> cuts = cuts_of_sphere("dipole.cut", [0.0, 90.0, 0.0, 90.0], [0.0, 0.0, 90.0, 90.0], [-99.0, 2.1, -99.0, 2.1])
    >>> print(*cuts, sep=", ")
    phi 0, phi 90
    """
    file = Path(file)
    theta_deg, phi_deg, gain_dbi = (np.ravel(np.asarray(each, dtype=float)) for each in (theta_deg, phi_deg, gain_dbi))
    gain_dbi = checked_gains_dbi(file, theta_deg, gain_dbi)
    axis_deg, signed_deg = _half_planes(theta_deg, phi_deg)
    known = {"frequency_hz": frequency_hz, "states_gain": states_gain, "reference_gain_dbi": float(gain_dbi.max())}
    if np.ptp(abs(signed_deg)) < _SAME_DEG:
        if abs(abs(signed_deg[0]) - 90.0) > _SAME_DEG:
            said = f"theta = {angle_text(abs(signed_deg[0]))} alone"
            raise InputError(f"{file}: {said}; expected cuts through theta = 0, or that at theta = 90")
        round_deg = np.round(np.mod(phi_deg, 360.0), 6)
        return {"theta 90": _cut(file, "theta 90", round_deg, gain_dbi, remarks=remarks, **known)}
    cuts = {}
    for axis in np.unique(axis_deg):
        here = axis_deg == axis
        name, angle_deg = f"phi {axis:g}", signed_deg[here]
        one_side = angle_deg.min() >= 0.0 or angle_deg.max() <= 0.0
        more = (f"{file.name}: {name} was sampled on one side, which is taken for both",) if one_side else ()
        cuts[name] = _cut(file, name, angle_deg, gain_dbi[here], remarks=(*remarks, *more), **known)
    return cuts


def checked_gains_dbi(file, theta_deg, gain_dbi) -> np.ndarray:
    """Gains read off a file, those of nulls cut off, or a refusal of what no antenna has.

    Parameters
    ----------
    file : str or Path
        The file, for refusals.
    theta_deg : ndarray
        Angle from the axis [deg].
    gain_dbi : ndarray
        Gain at each point; nulls may be negative infinity [dBi].

    Returns
    -------
    ndarray
        The gains, none more than 100 dB below the greatest [dBi].

    Raises
    ------
    InputError
        If there are fewer than two points, no power, gains above 150 dBi, or angles beyond 360 degrees.

    Examples
    --------
    >>> print(*checked_gains_dbi("dipole.cut", np.array([0.0, 90.0]), np.array([-np.inf, 2.0])), "dBi")
    -98.0 2.0 dBi
    """
    if gain_dbi.size < 2 or not np.isfinite(gain_dbi.max()):
        raise InputError(f"{file}: {gain_dbi.size} points; expected two or more, and power at some of them")
    if gain_dbi.max() > GREATEST_DBI:
        greatest = decibels_text(float(gain_dbi.max()), "dBi")
        raise InputError(f"{file}: a gain of {greatest}; expected {decibels_text(GREATEST_DBI, 'dBi', 0)} or less")
    if abs(theta_deg).max() > 360.0 + _SAME_DEG:
        said = angle_text(float(abs(theta_deg).max()))
        raise InputError(f"{file}: theta of {said}; expected angles from -360 to 360 degrees")
    return np.maximum(gain_dbi, gain_dbi.max() - DEEPEST_NULL_DB)


def _half_planes(theta_deg: np.ndarray, phi_deg: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Phi of the plane of each point, 0 to 180, and its angle in that plane, -180 to 180 degrees."""
    theta_deg = np.where(abs(theta_deg) > 180.0, theta_deg - 360.0 * np.sign(theta_deg), theta_deg)
    phi_deg = np.round(np.mod(np.where(theta_deg < 0.0, phi_deg + 180.0, phi_deg), 360.0), 6) % 360.0
    behind = phi_deg >= 180.0
    signed_deg = np.where(behind, -abs(theta_deg), abs(theta_deg)) + 0.0  # no negative zero
    return np.round(np.where(behind, phi_deg - 180.0, phi_deg), 6), signed_deg


def _cut(file: Path, name: str, angle_deg, gain_dbi, **known) -> SampledPattern:
    """A cut, in which a point may stand twice if it says the same."""
    order = np.argsort(angle_deg, kind="stable")
    angle_deg, gain_dbi = angle_deg[order], gain_dbi[order]
    same = np.flatnonzero(np.diff(angle_deg) < 1e-9)
    for place in same:
        if abs(gain_dbi[place + 1] - gain_dbi[place]) > _SAME_DB:
            two = " and ".join(decibels_text(each, decimals=2) for each in gain_dbi[place : place + 2])
            said = f"{two} at {angle_text(angle_deg[place])} of {name}"
            raise InputError(f"{file}: {said}; expected one gain in one direction")
    kept = np.delete(np.arange(angle_deg.size), same + 1)
    try:
        return sampled_pattern(f"{file.name}, {name}", angle_deg[kept], gain_dbi[kept], **known)
    except LinkBudgetError as error:
        raise InputError(f"{file}: {error}") from None


def mean_gain(theta_deg, phi_deg, gain_dbi) -> float:
    r"""Mean of the gain over a sphere: one for an antenna without losses.

    .. math:: \bar{G} = \frac{1}{4 \pi} \int_0^{2 \pi} \int_0^{\pi} G \sin \theta \, d\theta \, d\phi

    Parameters
    ----------
    theta_deg : array_like
        Angle from the axis, -360 to 360 [deg].
    phi_deg : array_like
        Angle round the axis [deg].
    gain_dbi : array_like
        Gain at each point [dBi].

    Returns
    -------
    float
        The mean as a ratio, by the trapezoidal rule; NaN unless the points cover the whole sphere, at the same angles
        in half planes that stand equally far apart [-].

    References
    ----------
    .. [1] IEEE Std 145-2013, Definitions of Terms for Antennas (directivity).

    Examples
    --------
    >>> import numpy as np
    >>> theta_deg, phi_deg = np.meshgrid(np.arange(0.0, 181.0), np.arange(0.0, 360.0, 30.0))
    >>> with np.errstate(divide="ignore"):
    ...     dipole_dbi = 10.0 * np.log10(1.5 * np.sin(np.radians(theta_deg)) ** 2)
    >>> print(f"{mean_gain(theta_deg, phi_deg, dipole_dbi):.3f}")
    1.000
    """
    theta_deg, phi_deg, gain_dbi = (np.ravel(np.asarray(each, dtype=float)) for each in (theta_deg, phi_deg, gain_dbi))
    axis_deg, signed_deg = _half_planes(theta_deg, phi_deg)
    axes_deg = np.unique(axis_deg)
    steps_deg = np.diff([*axes_deg, axes_deg[0] + 180.0])
    if np.ptp(steps_deg) > 1e-3:
        return float("nan")
    means = []
    for axis in axes_deg:
        here = axis_deg == axis
        for side in (1.0, -1.0):
            on_side = here & ((side * signed_deg > 0.0) | (signed_deg == 0.0))
            angle_rad, places = np.unique(np.radians(abs(signed_deg[on_side])), return_index=True)
            if not angle_rad.size or angle_rad[0] > 1e-3 or angle_rad[-1] < np.pi - 1e-3:
                return float("nan")
            power = 10.0 ** (0.1 * gain_dbi[on_side][places])
            means.append(np.trapezoid(power * np.sin(angle_rad), angle_rad))
    return float(0.5 * np.mean(means))
