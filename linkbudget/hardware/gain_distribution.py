"""Gain of an antenna whose attitude is not held: what share of all directions has how much of it.

A body that tumbles turns every direction of its antenna to the other end with the same probability: the distribution
over time is that over the sphere.  A body that spins about a known axis turns those of one cone.  The map:
:func:`gain_exceeded_dbi`, :func:`share_above` and :func:`mean_gain_dbi` over the sphere, :func:`spin_gains_dbi` over a
turn; :func:`tumbling_pattern_loss_db` and :func:`spinning_pattern_loss_db` are what budgets subtract.
"""

import weakref
from typing import NamedTuple

import numpy as np

from linkbudget.errors import InputError, note, require
from linkbudget.formatting import percent_text
from linkbudget.hardware.spherical_pattern import WIDEST_GAP_DEG, SphericalPattern, gain_towards_dbi
from linkbudget.physics.attitude import cone_directions_deg

WHOLE_SHARE = 0.995
"""Share of the sphere from which on a pattern counts as whole; the rest, a cone of 8 degrees, is passed over."""

DIRECTIONS = 2**18
"""Directions of equal solid angle that are counted, 0.4 degrees apart; shares are exact to some 1e-5."""

_GOLDEN_ANGLE_DEG = 180.0 * (3.0 - 5.0**0.5)

CLOCKS = 721
"""Directions of a turn, both of its ends counted."""

_AT_ONCE = 1024


class GainDistribution(NamedTuple):
    """Gains in falling order, and the share of all directions in which the gain is at least that."""

    gain_dbi: np.ndarray
    share: np.ndarray


def require_whole(sphere: SphericalPattern) -> SphericalPattern:
    """Return a pattern that covers the whole sphere, or raise with the share that it covers.

    Parameters
    ----------
    sphere : SphericalPattern
        The samples.

    Returns
    -------
    SphericalPattern
        The same.

    Raises
    ------
    InputError
        If the samples cover less than 99.5 % of the solid angle.

    Examples
    --------
    >>> from pathlib import Path
    >>> from linkbudget.hardware.pattern_sphere import SpherePoints
    >>> from linkbudget.hardware.spherical_pattern import spherical_pattern
    >>> theta_deg, phi_deg = np.meshgrid(np.arange(0.0, 91.0, 10.0), np.arange(0.0, 360.0, 30.0))
    >>> half = SpherePoints(Path("half.ffe"), theta_deg.ravel(), phi_deg.ravel(), 0.0 * theta_deg.ravel())
    >>> require_whole(spherical_pattern(half))
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: half.ffe: covers 50 % of the sphere; expected the whole of it
    """
    if sphere.covered_share < WHOLE_SHARE:
        raise InputError(
            f"{sphere.name}: covers {percent_text(sphere.covered_share)} of the sphere; expected the whole of it"
        )
    return sphere


def hat_weights(theta_deg):
    r"""Weights of angles in an integral over the polar angle, exact for what runs in straight lines between them.

    .. math:: w_j = \int h_j(\theta) \sin \theta \, d\theta

    with h_j one at angle j, zero at the others and straight between them.

    Parameters
    ----------
    theta_deg : array_like
        Rising angles [deg].

    Returns
    -------
    ndarray
        Weights, whose sum is :math:`\cos \theta_1 - \cos \theta_n` [-].

    References
    ----------
    .. [1] Identity: :math:`\int (b - \theta) \sin \theta \, d\theta = -(b - \theta) \cos \theta - \sin \theta`.

    Examples
    --------
    >>> print(f"{hat_weights([0.0, 90.0, 180.0]).sum():.3f}")
    2.000
    """
    theta = np.radians(np.asarray(theta_deg, dtype=float))
    slope = np.diff(np.sin(theta)) / np.diff(theta)
    weights = np.zeros(theta.shape)
    weights[:-1] += np.cos(theta[:-1]) - slope
    weights[1:] += slope - np.cos(theta[1:])
    return weights


def _solid_shares(theta_deg: np.ndarray, phi_deg: np.ndarray) -> np.ndarray:
    """Share of the solid angle that each direction of a grid stands for; nothing across gaps between half planes."""
    gaps_deg = np.diff(phi_deg, append=phi_deg[0] + 360.0)
    gaps_deg = np.where(gaps_deg > WIDEST_GAP_DEG, 0.0, gaps_deg)
    return np.outer(0.5 * (gaps_deg + np.roll(gaps_deg, 1)), hat_weights(theta_deg)) / 720.0


def _lattice_deg(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Theta and phi of directions that stand for equal solid angles, no two of them at one theta [deg]."""
    count = np.arange(size)
    theta_deg = np.degrees(np.arccos(1.0 - (2.0 * count + 1.0) / size))
    return theta_deg, (count * _GOLDEN_ANGLE_DEG) % 360.0


_DISTRIBUTIONS: "weakref.WeakKeyDictionary[SphericalPattern, GainDistribution]" = weakref.WeakKeyDictionary()


def gain_distribution(sphere: SphericalPattern) -> GainDistribution:
    r"""Distribution of the gain over all directions, each with its solid angle.

    .. math:: P(G \ge g) = \frac{1}{4 \pi} \int_{G(\theta, \phi) \ge g} \sin \theta \, d\theta \, d\phi

    The integral is counted over directions of equal solid angle, on a spiral with the golden angle from each to the
    next.

    Parameters
    ----------
    sphere : SphericalPattern
        A pattern that covers the whole sphere.

    Returns
    -------
    GainDistribution
        Gains in falling order and their shares, from 0 (the greatest) to 1 (the least).

    Raises
    ------
    InputError
        If the pattern does not cover the whole sphere.

    References
    ----------
    .. [1] Papoulis, Probability, Random Variables and Stochastic Processes, 3rd edition (1991), chapter 5 (functions of
       a random variable).
    .. [2] Gonzalez, Measurement of areas on a sphere using Fibonacci and latitude-longitude lattices, Mathematical
       Geosciences 42 (2010), 49-64.

    Examples
    --------
    A short dipole has at least half of its greatest gain in 71 % of all directions:

    >>> from pathlib import Path
    >>> from linkbudget.hardware.pattern_sphere import SpherePoints
    >>> from linkbudget.hardware.spherical_pattern import spherical_pattern
    >>> theta_deg, phi_deg = (each.ravel() for each in np.meshgrid(np.arange(0.0, 181.0), np.arange(0.0, 360.0, 30.0)))
    >>> with np.errstate(divide="ignore"):
    ...     dipole_dbi = 10.0 * np.log10(1.5 * np.sin(np.radians(theta_deg)) ** 2)
    >>> sphere = spherical_pattern(SpherePoints(Path("dipole.ffe"), theta_deg, phi_deg, dipole_dbi))
    >>> found = gain_distribution(sphere)
    >>> print(f"{found.share[found.gain_dbi >= -1.249].max():.3f}")
    0.707
    """
    known = _DISTRIBUTIONS.get(sphere)
    if known is None:
        require_whole(sphere)
        gain_dbi = gain_towards_dbi(*_lattice_deg(DIRECTIONS), sphere)
        gain_dbi = -np.sort(-gain_dbi[np.isfinite(gain_dbi)])
        share = (np.arange(gain_dbi.size) + 0.5) / gain_dbi.size
        gain_dbi = np.concatenate([[sphere.reference_gain_dbi], gain_dbi, [float(np.nanmin(sphere.gain_dbi))]])
        share = np.concatenate([[0.0], share, [1.0]])
        known = _DISTRIBUTIONS[sphere] = GainDistribution(gain_dbi, share)
    return known


def gain_exceeded_dbi(availability, sphere: SphericalPattern):
    r"""Gain that an antenna has at least in a share of all directions.

    .. math:: P(G \ge G_p) = p

    Parameters
    ----------
    availability : array_like
        Share of all directions, 0 (the greatest gain) to 1 (the least) [-].
    sphere : SphericalPattern
        A pattern that covers the whole sphere.

    Returns
    -------
    ndarray or float
        Gain, same shape as the share [dBi].

    Raises
    ------
    InputError
        If the pattern does not cover the whole sphere.
    LinkBudgetError
        If a share lies outside 0 to 1.

    References
    ----------
    .. [1] Papoulis, Probability, Random Variables and Stochastic Processes, 3rd edition (1991), chapter 4 (percentile).

    Examples
    --------
    A short dipole, 1.5 (1 - p^2):

    >>> from pathlib import Path
    >>> from linkbudget.hardware.pattern_sphere import SpherePoints
    >>> from linkbudget.hardware.spherical_pattern import spherical_pattern
    >>> theta_deg, phi_deg = (each.ravel() for each in np.meshgrid(np.arange(0.0, 181.0), np.arange(0.0, 360.0, 30.0)))
    >>> with np.errstate(divide="ignore"):
    ...     dipole_dbi = 10.0 * np.log10(1.5 * np.sin(np.radians(theta_deg)) ** 2)
    >>> sphere = spherical_pattern(SpherePoints(Path("dipole.ffe"), theta_deg, phi_deg, dipole_dbi))
    >>> print(f"{gain_exceeded_dbi(0.9, sphere):.2f} dBi")
    -5.45 dBi
    """
    availability = require("availability", availability, at_least=0.0, at_most=1.0)
    known = gain_distribution(sphere)
    return np.interp(availability, known.share, known.gain_dbi)[()]


def share_above(gain_dbi, sphere: SphericalPattern):
    r"""Share of all directions in which an antenna has at least some gain.

    .. math:: P(G \ge g)

    Parameters
    ----------
    gain_dbi : array_like
        Gain [dBi].
    sphere : SphericalPattern
        A pattern that covers the whole sphere.

    Returns
    -------
    ndarray or float
        Share, 0 to 1, same shape as the gain [-].

    Raises
    ------
    InputError
        If the pattern does not cover the whole sphere.

    References
    ----------
    .. [1] Inverse of :func:`gain_exceeded_dbi`.

    Examples
    --------
    >>> from pathlib import Path
    >>> from linkbudget.hardware.pattern_sphere import SpherePoints
    >>> from linkbudget.hardware.spherical_pattern import spherical_pattern
    >>> theta_deg, phi_deg = (each.ravel() for each in np.meshgrid(np.arange(0.0, 181.0), np.arange(0.0, 360.0, 30.0)))
    >>> points = SpherePoints(Path("cone.ffe"), theta_deg, phi_deg, np.where(theta_deg < 60.0, 6.0, -20.0))
    >>> print(f"{share_above(0.0, spherical_pattern(points)):.2f}")
    0.24
    """
    known = gain_distribution(sphere)
    gain_dbi = np.asarray(require("gain_dbi", gain_dbi), dtype=float)
    return np.where(
        gain_dbi <= known.gain_dbi[-1], 1.0, np.interp(gain_dbi, known.gain_dbi[::-1], known.share[::-1], right=0.0)
    )[()]


def mean_gain_dbi(sphere: SphericalPattern) -> float:
    r"""Mean of the gain over all directions: the radiation efficiency, 0 dBi for an antenna without losses.

    .. math:: \bar{G} = 10 \log_{10} \frac{1}{4 \pi} \int \int G \sin \theta \, d\theta \, d\phi

    Parameters
    ----------
    sphere : SphericalPattern
        A pattern that covers the whole sphere.

    Returns
    -------
    float
        The mean of the power [dBi].

    Raises
    ------
    InputError
        If the pattern does not cover the whole sphere.

    Notes
    -----
    The power is taken to run in straight lines between samples in theta, and the solid angles are exact for that.

    References
    ----------
    .. [1] IEEE Std 145-2013, radiation efficiency.

    Examples
    --------
    >>> from pathlib import Path
    >>> from linkbudget.hardware.pattern_sphere import SpherePoints
    >>> from linkbudget.hardware.spherical_pattern import spherical_pattern
    >>> theta_deg, phi_deg = (each.ravel() for each in np.meshgrid(np.arange(0.0, 181.0), np.arange(0.0, 360.0, 30.0)))
    >>> with np.errstate(divide="ignore"):
    ...     dipole_dbi = 10.0 * np.log10(1.5 * np.sin(np.radians(theta_deg)) ** 2)
    >>> sphere = spherical_pattern(SpherePoints(Path("dipole.ffe"), theta_deg, phi_deg, dipole_dbi))
    >>> print(f"{mean_gain_dbi(sphere):.3f} dBi")
    -0.000 dBi
    """
    shares = _solid_shares(require_whole(sphere).theta_deg, sphere.phi_deg)
    known = np.isfinite(sphere.gain_dbi)
    power = 10.0 ** (0.1 * sphere.gain_dbi[known])
    return float(10.0 * np.log10(np.sum(shares[known] * power) / shares[known].sum()))


def tumbling_pattern_loss_db(availability, sphere: SphericalPattern):
    r"""Loss of gain of an antenna on a body that tumbles, not exceeded in a share of all directions.

    .. math:: L = G_{max} - G_p, \quad P(G \ge G_p) = p

    Parameters
    ----------
    availability : array_like
        Share of all directions, 0 to 1; drawn uniformly, it draws directions [-].
    sphere : SphericalPattern
        A pattern that covers the whole sphere.

    Returns
    -------
    ndarray or float
        Loss against the greatest gain, same shape as the share, never negative [dB].

    Raises
    ------
    InputError
        If the pattern does not cover the whole sphere.
    LinkBudgetError
        If a share lies outside 0 to 1.

    Warns
    -----
    ModelRangeWarning
        Of each remark of the pattern: what its file left open.

    References
    ----------
    .. [1] Papoulis, Probability, Random Variables and Stochastic Processes, 3rd edition (1991), chapter 4 (percentile).

    Examples
    --------
    >>> from pathlib import Path
    >>> from linkbudget.hardware.pattern_sphere import SpherePoints
    >>> from linkbudget.hardware.spherical_pattern import spherical_pattern
    >>> theta_deg, phi_deg = (each.ravel() for each in np.meshgrid(np.arange(0.0, 181.0), np.arange(0.0, 360.0, 30.0)))
    >>> points = SpherePoints(Path("cone.ffe"), theta_deg, phi_deg, np.where(theta_deg < 60.0, 6.0, -20.0))
    >>> print(f"{tumbling_pattern_loss_db(0.9, spherical_pattern(points)):.1f} dB")
    26.0 dB
    """
    for remark in sphere.remarks:
        note(remark)
    return sphere.reference_gain_dbi - gain_exceeded_dbi(availability, sphere)


class SpinGains(NamedTuple):
    """Gain over a turn of a body that spins."""

    worst_dbi: float | np.ndarray
    mean_dbi: float | np.ndarray
    """Of the power."""
    best_dbi: float | np.ndarray


def _turns_dbi(angles: np.ndarray, sphere: SphericalPattern) -> np.ndarray:
    """Gains over a turn, one row for each spin angle and axis; rows that are not sampled all the way round are NaN."""
    clock_deg = np.linspace(0.0, 360.0, CLOCKS)
    spin_angle_deg, axis_theta_deg, axis_phi_deg = angles[..., None]
    theta_deg, phi_deg = cone_directions_deg(spin_angle_deg, axis_theta_deg, axis_phi_deg, clock_deg)
    gain_dbi = gain_towards_dbi(theta_deg, phi_deg, sphere)
    gain_dbi[np.isnan(gain_dbi).any(axis=1)] = np.nan
    return gain_dbi


def spin_gains_dbi(spin_angle_deg, axis_theta_deg, axis_phi_deg, sphere: SphericalPattern) -> SpinGains:
    r"""Worst, mean and best gain over a turn of a body that spins about a known axis.

    .. math:: \bar{G} = \frac{1}{2 \pi} \int_0^{2 \pi} G(\alpha, \psi) \, d\psi

    Parameters
    ----------
    spin_angle_deg : array_like
        Angle between the axis and the other end [deg].
    axis_theta_deg, axis_phi_deg : array_like
        The axis of the spin, in the axes of the antenna [deg].
    sphere : SphericalPattern
        The samples.

    Returns
    -------
    SpinGains
        Each with the broadcast shape of the angles; NaN where the turn leaves what was sampled [dBi].

    References
    ----------
    .. [1] Identity: the clock angle of a body that spins steadily is uniformly distributed.

    Examples
    --------
    >>> from pathlib import Path
    >>> from linkbudget.hardware.pattern_sphere import SpherePoints
    >>> from linkbudget.hardware.spherical_pattern import spherical_pattern
    >>> theta_deg, phi_deg = (each.ravel() for each in np.meshgrid(np.arange(0.0, 181.0), np.arange(0.0, 360.0, 30.0)))
    >>> sphere = spherical_pattern(SpherePoints(Path("patch.ffe"), theta_deg, phi_deg, 6.0 - 0.1 * theta_deg))
    >>> gains = spin_gains_dbi(20.0, 30.0, 0.0, sphere)
    >>> print(f"{gains.worst_dbi:.1f} to {gains.best_dbi:.1f} dBi")
    1.0 to 5.0 dBi
    """
    angles = np.broadcast_arrays(
        *(np.asarray(each, dtype=float) for each in (spin_angle_deg, axis_theta_deg, axis_phi_deg))
    )
    shape, flat = angles[0].shape, np.array([angle.ravel() for angle in angles])
    found = [np.empty(flat.shape[1]) for _ in range(3)]
    for start in range(0, flat.shape[1], _AT_ONCE):
        here = slice(start, start + _AT_ONCE)
        gain_dbi = _turns_dbi(flat[:, here], sphere)
        mean = np.mean(10.0 ** (0.1 * gain_dbi[:, :-1]), axis=1)
        for kept, value in zip(found, (gain_dbi.min(axis=1), 10.0 * np.log10(mean), gain_dbi.max(axis=1)), strict=True):
            kept[here] = value
    return SpinGains(*(kept.reshape(shape)[()] for kept in found))


def spinning_pattern_loss_db(spin_angle_deg, axis_theta_deg, axis_phi_deg, sphere: SphericalPattern, availability=1.0):
    r"""Loss of gain of an antenna on a body that spins, not exceeded in a share of each turn.

    .. math:: L = G_{max} - G_p, \quad P_\psi(G(\alpha, \psi) \ge G_p) = p

    Parameters
    ----------
    spin_angle_deg : array_like
        Angle between the axis of the spin and the other end [deg].
    axis_theta_deg, axis_phi_deg : array_like
        The axis of the spin, in the axes of the antenna [deg].
    sphere : SphericalPattern
        The samples.
    availability : array_like
        Share of the turn, 0 (its best moment) to 1 (the default, its worst) [-].

    Returns
    -------
    ndarray or float
        Loss against the greatest gain, broadcast shape of the arguments; NaN where the turn leaves what was sampled
        [dB].

    Raises
    ------
    LinkBudgetError
        If a share lies outside 0 to 1.

    Warns
    -----
    ModelRangeWarning
        Of each remark of the pattern: what its file left open.

    References
    ----------
    .. [1] Identity: the clock angle of a body that spins steadily is uniformly distributed.

    Examples
    --------
    >>> from pathlib import Path
    >>> from linkbudget.hardware.pattern_sphere import SpherePoints
    >>> from linkbudget.hardware.spherical_pattern import spherical_pattern
    >>> theta_deg, phi_deg = (each.ravel() for each in np.meshgrid(np.arange(0.0, 181.0), np.arange(0.0, 360.0, 30.0)))
    >>> sphere = spherical_pattern(SpherePoints(Path("patch.ffe"), theta_deg, phi_deg, 6.0 - 0.1 * theta_deg))
    >>> print(f"{spinning_pattern_loss_db(20.0, 30.0, 0.0, sphere):.1f} dB")
    5.0 dB
    """
    availability = np.asarray(require("availability", availability, at_least=0.0, at_most=1.0), dtype=float)
    for remark in sphere.remarks:
        note(remark)
    asked = (spin_angle_deg, axis_theta_deg, axis_phi_deg)
    if all(np.ndim(angle) == 0 for angle in asked):  # one turn, whatever share of it is asked for
        (turn_dbi,) = np.sort(_turns_dbi(np.array([asked], dtype=float).T, sphere), axis=1)
        gain_dbi = np.interp(1.0 - availability, np.linspace(0.0, 1.0, CLOCKS), turn_dbi)
        return (sphere.reference_gain_dbi - gain_dbi)[()]
    arrays = np.broadcast_arrays(*(np.asarray(each, dtype=float) for each in asked), availability)
    shape, flat = arrays[0].shape, np.array([each.ravel() for each in arrays])
    gain_dbi = np.empty(flat.shape[1])
    for start in range(0, flat.shape[1], _AT_ONCE):
        here = slice(start, start + _AT_ONCE)
        turns_dbi = np.sort(_turns_dbi(flat[:3, here], sphere), axis=1)
        place = (1.0 - flat[3, here]) * (CLOCKS - 1)
        low = np.minimum(place.astype(int), CLOCKS - 2)
        rows = np.arange(low.size)
        first, second = turns_dbi[rows, low], turns_dbi[rows, low + 1]
        gain_dbi[here] = first + (place - low) * (second - first)
    return (sphere.reference_gain_dbi - gain_dbi.reshape(shape))[()]
