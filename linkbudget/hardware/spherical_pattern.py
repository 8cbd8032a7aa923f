"""Patterns in all directions: gain and polarisation at any point of a sphere, by interpolation between half planes.

The map: :func:`spherical_pattern` makes a :class:`SphericalPattern` of the points of a file;
:func:`gain_towards_dbi` and :func:`direction_pattern_loss_db` give its gain and loss in a direction,
:func:`right_share_towards` and :func:`axial_ratio_towards_db` its polarisation there.  The distribution of the
gain over all directions is in :mod:`linkbudget.hardware.gain_distribution`.
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np

from linkbudget.errors import InputError, note, require
from linkbudget.formatting import angle_text, decibels_text, percent_text
from linkbudget.hardware.pattern_sphere import SpherePoints, checked_gains_dbi
from linkbudget.physics.polarization import axial_ratio_of_share_db

WIDEST_GAP_DEG = 30.0
"""Step between samples beyond which nothing is read off between them; two cuts at right angles are no sphere."""

SAME_POLE_DB = 1.0
"""Difference between the gains that cuts state on their common axis, which is averaged; a turntable drifts."""

_SAME_DB = 0.1
_POLE_DEG = 1e-4


@dataclass(frozen=True, eq=False)
class SphericalPattern:
    """Gain at polar angles in half planes round an axis; NaN where it was not sampled."""

    name: str
    theta_deg: np.ndarray
    """Rising, 0 to 180 [deg]."""
    phi_deg: np.ndarray
    """Half planes, rising, from 0 to below 360 [deg]."""
    gain_dbi: np.ndarray
    """At each phi (first index) and theta [dBi]."""
    right_share: np.ndarray | None = None
    """Share of the power in right-hand circular polarisation, the same way round; None where it is not known [-]."""
    frequency_hz: float | None = None
    """Frequency, if the file states it [Hz]."""
    states_gain: bool = True
    """False where the file tells the shape alone."""
    remarks: tuple[str, ...] = ()
    """Assumptions where the file left something open; a budget notes them."""

    @cached_property
    def reference_gain_dbi(self) -> float:
        """Greatest gain among the samples, from which losses count [dBi]."""
        return float(np.nanmax(self.gain_dbi))

    @cached_property
    def peak_direction_deg(self) -> tuple[float, float]:
        """Theta and phi of the greatest sample [deg]."""
        phi, theta = np.unravel_index(np.nanargmax(self.gain_dbi), self.gain_dbi.shape)
        return float(self.theta_deg[theta]), float(self.phi_deg[phi])

    @cached_property
    def covered_share(self) -> float:
        """Share of the sphere's solid angle within the samples [-]."""
        known = np.isfinite(self.gain_dbi)
        both = known[:, :-1] & known[:, 1:]
        cells = both & np.roll(both, -1, axis=0)
        cosine = np.cos(np.radians(self.theta_deg))
        narrow = np.diff(self.theta_deg) <= WIDEST_GAP_DEG
        solid = np.outer(self.gaps_deg * (self.gaps_deg <= WIDEST_GAP_DEG), -np.diff(cosine) * narrow)
        return float(np.sum(solid[cells]) / 720.0)

    @property
    def gaps_deg(self) -> np.ndarray:
        """Angle from each half plane to the next, round the axis [deg]."""
        return np.diff(self.phi_deg, append=self.phi_deg[0] + 360.0)

    @cached_property
    def fingerprint(self) -> str:
        """Checksum of all that it says, by which two are the same."""
        parts = (self.theta_deg, self.phi_deg, self.gain_dbi, *([] if self.right_share is None else [self.right_share]))
        said = (self.name, self.frequency_hz, self.states_gain, self.remarks, self.right_share is None)
        return sha256(b"".join([repr(said).encode(), *(part.tobytes() for part in parts)])).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SphericalPattern) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __str__(self) -> str:
        covered = percent_text(self.covered_share)
        return f"{self.name}: {self.phi_deg.size} x {self.theta_deg.size} directions, {covered} of the sphere"

    def __repr__(self) -> str:
        return f"SphericalPattern({self.name!r}, {self.fingerprint[:12]})"


def spherical_pattern(points: SpherePoints) -> SphericalPattern:
    """A pattern that can be read in any direction, from the points of a file.

    Parameters
    ----------
    points : SpherePoints
        The points; samples on the axis that several cuts state are averaged.

    Returns
    -------
    SphericalPattern
        In half planes.

    Raises
    ------
    InputError
        If the points are no sphere: half planes or samples more than 30 degrees apart everywhere, a single cone, or
        gains in one direction that differ.

    Examples
    --------
    >>> from pathlib import Path
    >>> theta_deg, phi_deg = np.meshgrid(np.arange(0.0, 181.0, 10.0), np.arange(0.0, 360.0, 30.0))
    >>> points = SpherePoints(Path("patch.ffe"), theta_deg.ravel(), phi_deg.ravel(), 6.0 - 0.1 * theta_deg.ravel())
    >>> print(spherical_pattern(points))
    patch.ffe: 12 x 19 directions, 100 % of the sphere
    """
    file, arrays = points.file, (points.theta_deg, points.phi_deg, points.gain_dbi)
    theta_deg, phi_deg, gain_dbi = (np.ravel(np.asarray(each, dtype=float)) for each in arrays)
    gain_dbi = checked_gains_dbi(file, theta_deg, gain_dbi)
    theta_deg, phi_deg = _polar(theta_deg, phi_deg)
    on_axis = (theta_deg < _POLE_DEG) | (theta_deg > 180.0 - _POLE_DEG)
    thetas_deg, phis_deg = np.unique(theta_deg), np.unique(phi_deg[~on_axis])
    if phis_deg.size < 2 or thetas_deg.size < 2 or np.diff(thetas_deg).min() > WIDEST_GAP_DEG:
        said = f"{phis_deg.size} half planes of {thetas_deg.size} angles"
        raise InputError(f"{file}: {said} are no sphere; expected steps of {angle_text(WIDEST_GAP_DEG)} or less")
    gaps_deg = np.diff(phis_deg, append=phis_deg[0] + 360.0)
    if gaps_deg.min() > WIDEST_GAP_DEG:
        said = f"cuts stand {angle_text(gaps_deg.min())} apart"
        raise InputError(f"{file}: {said}, which is no sphere; expected {angle_text(WIDEST_GAP_DEG)} or less")
    place = np.searchsorted(phis_deg, phi_deg) % phis_deg.size, np.searchsorted(thetas_deg, theta_deg)
    gain = _grid(phis_deg.size, thetas_deg, place, gain_dbi, on_axis)
    apart_db = abs(gain[place] - gain_dbi)
    limit_db = np.where(on_axis, SAME_POLE_DB, _SAME_DB)
    if np.any(apart_db > limit_db):
        worst = int(np.argmax(apart_db - limit_db))
        two = " and ".join(decibels_text(each, decimals=2) for each in sorted((gain_dbi[worst], gain[place][worst])))
        where = f"theta {angle_text(theta_deg[worst])}" + (
            "" if on_axis[worst] else f", phi {angle_text(phi_deg[worst])}"
        )
        raise InputError(f"{file}: {two} at {where}; expected one gain in one direction")
    share = None if points.right_share is None else np.ravel(np.asarray(points.right_share, dtype=float))
    right_share = None if share is None else np.clip(_grid(phis_deg.size, thetas_deg, place, share, on_axis), 0.0, 1.0)
    known = (points.frequency_hz, points.states_gain, points.remarks)
    return SphericalPattern(file.name, thetas_deg, phis_deg, gain, right_share, *known)


def _polar(theta_deg: np.ndarray, phi_deg: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same directions with theta from 0 to 180 and phi from 0 to below 360 degrees."""
    theta_deg = np.where(abs(theta_deg) > 180.0, theta_deg - 360.0 * np.sign(theta_deg), theta_deg)
    phi_deg = np.round(np.mod(np.where(theta_deg < 0.0, phi_deg + 180.0, phi_deg), 360.0), 6) % 360.0
    return np.round(abs(theta_deg), 6), phi_deg


def _grid(planes: int, thetas_deg: np.ndarray, place, values: np.ndarray, on_axis: np.ndarray) -> np.ndarray:
    """Values at each half plane and angle: on the axis the mean of all, beside the samples straight lines or NaN."""
    grid = np.full((planes, thetas_deg.size), np.nan)
    grid[place] = values
    for column in (0, -1):
        here = on_axis & (place[1] == column % thetas_deg.size)
        if here.any():
            grid[:, column] = values[here].mean()
    for row in np.flatnonzero(np.isnan(grid).any(axis=1)):
        known = np.flatnonzero(~np.isnan(grid[row]))
        if known.size >= 2:
            filled = np.interp(thetas_deg, thetas_deg[known], grid[row, known], left=np.nan, right=np.nan)
            after = np.clip(np.searchsorted(known, np.arange(thetas_deg.size)), 1, known.size - 1)
            wide = thetas_deg[known[after]] - thetas_deg[known[after - 1]] > WIDEST_GAP_DEG
            grid[row] = np.where(np.isnan(grid[row]) & wide, np.nan, filled)
    return grid


def _read_off(theta_deg, phi_deg, pattern: SphericalPattern, values: np.ndarray) -> np.ndarray:
    """Values in directions: along straight lines in theta in the half planes on either side, then between these."""
    theta_deg = np.asarray(require("theta_deg", theta_deg, at_least=-360.0, at_most=360.0), dtype=float)
    theta_deg, phi_deg = np.broadcast_arrays(theta_deg, np.asarray(require("phi_deg", phi_deg), dtype=float))
    turned_deg = np.where(abs(theta_deg) > 180.0, theta_deg - 360.0 * np.sign(theta_deg), theta_deg)
    phi_deg = np.mod(np.where(turned_deg < 0.0, phi_deg + 180.0, phi_deg), 360.0)
    theta_deg = abs(turned_deg)
    thetas, phis = pattern.theta_deg, pattern.phi_deg
    known = ~(np.isnan(theta_deg) | np.isnan(phi_deg))
    theta_deg, phi_deg = np.where(known, theta_deg, 0.0), np.where(known, phi_deg, 0.0)
    low = np.clip(np.searchsorted(thetas, theta_deg, side="right") - 1, 0, thetas.size - 2)
    step = thetas[low + 1] - thetas[low]
    along = (theta_deg - thetas[low]) / step
    within = known & (along >= -1e-9) & (along <= 1.0 + 1e-9)
    within &= (step <= WIDEST_GAP_DEG) | (along <= 0.0) | (along >= 1.0)
    along = np.clip(along, 0.0, 1.0)
    left = np.searchsorted(phis, phi_deg, side="right") - 1  # -1 lies between the last half plane and the first
    gap = pattern.gaps_deg[left]
    across = np.mod(phi_deg - phis[left], 360.0) / gap
    left, right = left % phis.size, (left + 1) % phis.size
    on_axis = (theta_deg < _POLE_DEG) | (theta_deg > 180.0 - _POLE_DEG)
    within &= (gap <= WIDEST_GAP_DEG) | (across <= 1e-12) | on_axis
    first, second = (_between(values[plane, low], values[plane, low + 1], along) for plane in (left, right))
    return np.where(within, _between(first, second, across), np.nan)


def _between(first, second, share):
    """A value between two, which is the one of them that it stands on where the other is not known."""
    mixed = first + share * (second - first)
    return np.where(share <= 1e-12, first, np.where(share >= 1.0 - 1e-12, second, mixed))


def gain_towards_dbi(theta_deg, phi_deg, sphere: SphericalPattern):
    r"""Gain in a direction, by straight lines in decibels between the four samples around it.

    .. math:: G = (1 - q) \, [(1 - p) \, G_{00} + p \, G_{01}] + q \, [(1 - p) \, G_{10} + p \, G_{11}]

    with p the share of the step in theta and q that in phi.

    Parameters
    ----------
    theta_deg : array_like
        Angle from the axis, -360 to 360; negative ones lie at phi + 180 degrees [deg].
    phi_deg : array_like
        Angle round the axis, any number of turns [deg].
    sphere : SphericalPattern
        The samples.

    Returns
    -------
    ndarray or float
        Gain, broadcast shape of the angles; NaN where the pattern was not sampled within 30 degrees on either side:
        nothing is extrapolated [dBi].

    Raises
    ------
    LinkBudgetError
        If a theta lies outside -360 to 360.

    Notes
    -----
    Half planes meet on the axis, so that nothing jumps there, and the last half plane is a neighbour of the first.  For
    a beam of half-power width B, sampled in steps of s, the gain between samples in a cut is low by at most
    :math:`3 (s / B)^2` dB within the main lobe, where decibels are a parabola: 0.03 dB for ten samples in the beam.

    References
    ----------
    .. [1] Press and others, Numerical Recipes, 3rd edition (2007), section 3.6 (bilinear interpolation).

    Examples
    --------
    >>> from pathlib import Path
    >>> theta_deg, phi_deg = np.meshgrid(np.arange(0.0, 181.0, 10.0), np.arange(0.0, 360.0, 30.0))
    >>> points = SpherePoints(Path("patch.ffe"), theta_deg.ravel(), phi_deg.ravel(), 6.0 - 0.1 * theta_deg.ravel())
    >>> print(f"{gain_towards_dbi(45.0, 370.0, spherical_pattern(points)):.2f} dBi")
    1.50 dBi
    """
    return _read_off(theta_deg, phi_deg, sphere, sphere.gain_dbi)[()]


def direction_pattern_loss_db(theta_deg, phi_deg, sphere: SphericalPattern):
    r"""Loss of gain in a known direction against the greatest gain of the antenna.

    .. math:: L = G_{max} - G(\theta, \phi)

    Parameters
    ----------
    theta_deg : array_like
        Angle from the axis of the antenna, -360 to 360 [deg].
    phi_deg : array_like
        Angle round the axis [deg].
    sphere : SphericalPattern
        The samples.

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the angles, never negative; NaN where the pattern was not sampled [dB].

    Raises
    ------
    LinkBudgetError
        If a theta lies outside -360 to 360.

    Warns
    -----
    ModelRangeWarning
        Of each remark of the pattern: what its file left open.

    References
    ----------
    .. [1] IEEE Std 145-2013, Definitions of Terms for Antennas (gain, radiation pattern).

    Examples
    --------
    >>> from pathlib import Path
    >>> theta_deg, phi_deg = np.meshgrid(np.arange(0.0, 181.0, 10.0), np.arange(0.0, 360.0, 30.0))
    >>> points = SpherePoints(Path("patch.ffe"), theta_deg.ravel(), phi_deg.ravel(), 6.0 - 0.1 * theta_deg.ravel())
    >>> print(f"{direction_pattern_loss_db(45.0, 0.0, spherical_pattern(points)):.2f} dB")
    4.50 dB
    """
    for remark in sphere.remarks:
        note(remark)
    return sphere.reference_gain_dbi - gain_towards_dbi(theta_deg, phi_deg, sphere)


def right_share_towards(theta_deg, phi_deg, sphere: SphericalPattern):
    """Share of the power in right-hand circular polarisation, read off between samples in a direction.

    Parameters
    ----------
    theta_deg : array_like
        Angle from the axis of the antenna, -360 to 360 [deg].
    phi_deg : array_like
        Angle round the axis [deg].
    sphere : SphericalPattern
        The samples, of a file that tells the polarisation.

    Returns
    -------
    ndarray or float
        Share, broadcast shape of the angles, by straight lines between samples; NaN where nothing was sampled [-].

    Raises
    ------
    InputError
        If the file does not tell the polarisation.

    References
    ----------
    .. [1] IEEE Std 145-2013, right-hand polarised wave.

    Examples
    --------
    >>> from pathlib import Path
    >>> theta_deg, phi_deg = np.meshgrid(np.arange(0.0, 181.0, 10.0), np.arange(0.0, 360.0, 30.0))
    >>> grid = (theta_deg.ravel(), phi_deg.ravel(), 0.0 * theta_deg.ravel())
    >>> points = SpherePoints(Path("helix.ffe"), *grid, right_share=1.0 - theta_deg.ravel() / 180.0)
    >>> print(f"{right_share_towards(45.0, 0.0, spherical_pattern(points)):.2f}")
    0.75
    """
    if sphere.right_share is None:
        raise InputError(f"{sphere.name}: tells no polarisation; expected complex field components")
    return _read_off(theta_deg, phi_deg, sphere, sphere.right_share)[()]


def axial_ratio_towards_db(theta_deg, phi_deg, sphere: SphericalPattern):
    r"""Axial ratio of the wave that an antenna sends in a direction, or receives best from there.

    .. math:: r = 20 \log_{10} \frac{\sqrt{s} + \sqrt{1 - s}}{|\sqrt{s} - \sqrt{1 - s}|}

    with s the share of the power in right-hand circular polarisation, read off between samples.

    Parameters
    ----------
    theta_deg : array_like
        Angle from the axis of the antenna, -360 to 360 [deg].
    phi_deg : array_like
        Angle round the axis [deg].
    sphere : SphericalPattern
        The samples, of a file that tells the polarisation.

    Returns
    -------
    ndarray or float
        Axial ratio, broadcast shape of the angles; NaN where nothing was sampled [dB].

    Raises
    ------
    InputError
        If the file does not tell the polarisation.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.12.

    Examples
    --------
    >>> from pathlib import Path
    >>> theta_deg, phi_deg = np.meshgrid(np.arange(0.0, 181.0, 10.0), np.arange(0.0, 360.0, 30.0))
    >>> grid = (theta_deg.ravel(), phi_deg.ravel(), 0.0 * theta_deg.ravel())
    >>> points = SpherePoints(Path("helix.ffe"), *grid, right_share=1.0 - 0.001 * theta_deg.ravel())
    >>> print(f"{axial_ratio_towards_db(10.0, 0.0, spherical_pattern(points)):.2f} dB")
    1.75 dB
    """
    return axial_ratio_of_share_db(right_share_towards(theta_deg, phi_deg, sphere))
