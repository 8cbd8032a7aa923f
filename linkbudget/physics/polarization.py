"""Polarisation: the power lost when wave and antenna do not turn the same ellipse.

A polarisation is given by its axial ratio in decibels (0 circular, infinite linear), the tilt of its major axis and its
sense of rotation.  The map: :func:`polarization_mismatch_loss_db` for a known angle between the two major axes;
:func:`tilt_between_deg` for that angle, from the orientation of each axis; :func:`polarization_mismatch_extremes_db`
when that angle is not known, with its result :class:`MismatchExtremes`; :func:`right_hand_share` and
:func:`axial_ratio_of_share_db` for the ellipse of a field whose components are known.
"""

from typing import NamedTuple

import numpy as np

from linkbudget.decibels import ratio
from linkbudget.errors import require


def _aligned_and_crossed(axial_ratio_1_db, axial_ratio_2_db, same_sense):
    """Power transmission between two ellipses with major axes aligned, and with major axes crossed."""
    minor_1 = ratio(-0.5 * require("axial_ratio_1_db", axial_ratio_1_db, at_least=0.0))  # major axis 1
    minor_2 = ratio(-0.5 * require("axial_ratio_2_db", axial_ratio_2_db, at_least=0.0))
    if isinstance(same_sense, bool):
        minor_2 = minor_2 if same_sense else -minor_2
    else:
        minor_2 = np.where(same_sense, minor_2, -minor_2)
    power = (1.0 + minor_1 * minor_1) * (1.0 + minor_2 * minor_2)
    aligned = 1.0 + minor_1 * minor_2
    crossed = minor_1 + minor_2
    return aligned * aligned / power, crossed * crossed / power


def _loss_db(transmission):
    """Positive loss; rounding may carry a perfect match a bit above one, and no match at all is an infinite loss."""
    with np.errstate(divide="ignore"):
        return 0.0 - 10.0 * np.log10(np.minimum(transmission, 1.0))


def polarization_mismatch_loss_db(axial_ratio_1_db, axial_ratio_2_db, tilt_deg, same_sense=True):
    r"""Loss between a wave and an antenna of different elliptical polarisations.

    .. math::

       L = -10 \log_{10} \frac{(1 \pm t_1 t_2)^2 \cos^2 \tau + (t_1 \pm t_2)^2 \sin^2 \tau}{(1 + t_1^2)(1 + t_2^2)},
       \quad t_i = 10^{-r_i / 20}

    Parameters
    ----------
    axial_ratio_1_db : array_like
        Axial ratio of the wave, zero or more; 0 is circular, ``math.inf`` linear [dB].
    axial_ratio_2_db : array_like
        Axial ratio of the receiving antenna (of the wave it would send), zero or more [dB].
    tilt_deg : array_like
        Angle between the two major axes, seen in one frame [deg].
    same_sense : array_like, optional
        True (the default) when both turn the same way, False when one is right-handed and the other left-handed; of
        no effect when either is linear [-].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments; infinite between orthogonal polarisations [dB].

    Raises
    ------
    LinkBudgetError
        If any axial ratio is negative.

    Notes
    -----
    The upper sign is for the same sense.  This is half of one plus the cosine of the arc between the two states on the
    Poincaré sphere, written so that nothing cancels near orthogonal states.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.12 (polarisation loss factor and Poincaré sphere).
    .. [2] IEEE Std 145-2013, polarization efficiency.

    Examples
    --------
    A linear wave into a circular antenna, and two 3 dB ellipses at right angles:

    >>> from math import inf
    >>> print(f"{polarization_mismatch_loss_db(inf, 0.0, 0.0):.4f} dB")
    3.0103 dB
    >>> print(f"{polarization_mismatch_loss_db(3.0, 3.0, 90.0):.3f} dB")
    0.508 dB
    """
    aligned, crossed = _aligned_and_crossed(axial_ratio_1_db, axial_ratio_2_db, same_sense)
    tilt_deg = abs(require("tilt_deg", tilt_deg)) % 180.0
    # the sine of the complement is exactly zero at 90 degrees, where the cosine is not
    cosine, sine = np.sin(np.radians(90.0 - tilt_deg)), np.sin(np.radians(tilt_deg))
    return _loss_db(aligned * cosine * cosine + crossed * sine * sine)


def tilt_between_deg(orientation_1_deg, orientation_2_deg):
    r"""Angle between two linear polarisations, or between the major axes of two ellipses.

    .. math:: \tau = \arccos \left| \cos (\tau_1 - \tau_2) \right|

    Parameters
    ----------
    orientation_1_deg : array_like
        Orientation of one axis [deg].
    orientation_2_deg : array_like
        Orientation of the other, in the same frame and counted the same way round [deg].

    Returns
    -------
    ndarray or float
        Angle between the axes, 0 to 90, broadcast shape of the arguments [deg].

    References
    ----------
    .. [1] Identity: an axis has no head, so that half a turn changes nothing, and of the two angles between axes the
       smaller is meant.

    Examples
    --------
    >>> print(f"{tilt_between_deg(90.0, 0.0):.0f} deg, {tilt_between_deg(-5.0, 170.0):.0f} deg")
    90 deg, 5 deg
    """
    apart_deg = abs(require("orientation_1_deg", orientation_1_deg) - require("orientation_2_deg", orientation_2_deg))
    return 90.0 - abs(90.0 - apart_deg % 180.0)


LARGEST_AXIAL_RATIO_DB = 100.0
"""Axial ratio that stands for all larger ones: a linear wave, as far as numbers of a file can tell."""


def right_hand_share(theta_field, phi_field):
    r"""Share of the power that a field carries in its right-hand circular part.

    .. math:: s = \frac{|E_R|^2}{|E_R|^2 + |E_L|^2}, \quad E_{R, L} = \frac{E_\theta \pm j E_\phi}{\sqrt 2}

    Parameters
    ----------
    theta_field : array_like
        Complex field along theta, of a wave that travels outwards and varies as exp(+j omega t) [any unit].
    phi_field : array_like
        Complex field along phi, in the same unit [any unit].

    Returns
    -------
    ndarray or float
        Share, 0 (left-hand circular) to 1 (right-hand circular), one half of a linear wave and where there is no field,
        broadcast shape of the arguments [-].

    Notes
    -----
    Any other two directions across the wave may stand for theta and phi, such as the co- and cross-polar ones of
    Ludwig's third definition, if the second follows the first clockwise for a viewer behind the wave.

    References
    ----------
    .. [1] IEEE Std 145-2013, right-hand polarised wave.
    .. [2] Balanis, Antenna Theory, 3rd edition (2005), section 2.12.

    Examples
    --------
    >>> print(f"{right_hand_share(1.0, -1j):.2f} and {right_hand_share(1.0, 0.5j):.2f}")
    1.00 and 0.10
    """
    theta_field, phi_field = np.asarray(theta_field), np.asarray(phi_field)
    with np.errstate(over="ignore"):  # of numbers that are no field
        right, left = abs(theta_field + 1j * phi_field) ** 2, abs(theta_field - 1j * phi_field) ** 2
        power = right + left
    known = (power > 0.0) & np.isfinite(power)
    return np.where(known, np.where(known, right, 0.0) / np.where(known, power, 1.0), 0.5)[()]


def axial_ratio_of_share_db(right_share):
    r"""Axial ratio of a wave, from the share of its power in right-hand circular polarisation.

    .. math:: r = 20 \log_{10} \frac{\sqrt{s} + \sqrt{1 - s}}{|\sqrt{s} - \sqrt{1 - s}|}

    Parameters
    ----------
    right_share : array_like
        Share, 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Axial ratio, same shape, at most 100 dB, which is a linear wave [dB].

    Raises
    ------
    LinkBudgetError
        If any share lies outside 0 to 1.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.12.

    Examples
    --------
    A cross-polar circular part 20 dB down:

    >>> print(f"{axial_ratio_of_share_db(1.0 / 1.01):.2f} dB")
    1.74 dB
    """
    right_share = np.asarray(require("right_share", right_share, at_least=0.0, at_most=1.0), dtype=float)
    right, left = np.sqrt(right_share), np.sqrt(1.0 - right_share)
    with np.errstate(divide="ignore"):  # linear
        return np.minimum(20.0 * np.log10((right + left) / abs(right - left)), LARGEST_AXIAL_RATIO_DB)[()]


class MismatchExtremes(NamedTuple):
    """Polarisation mismatch loss when the tilt between the ellipses is not known."""

    worst_db: float | np.ndarray
    """Major axes at right angles."""
    mean_db: float | np.ndarray
    """Of the power passed, averaged over every tilt."""
    best_db: float | np.ndarray
    """Major axes aligned."""


def polarization_mismatch_extremes_db(axial_ratio_1_db, axial_ratio_2_db, same_sense=True):
    r"""Worst, mean and best mismatch loss over every tilt between the two ellipses.

    .. math::

       L_{worst} = L(\tau = 90^\circ), \quad L_{best} = L(\tau = 0), \quad
       L_{mean} = -10 \log_{10} \frac{10^{-L_{worst} / 10} + 10^{-L_{best} / 10}}{2}

    Parameters
    ----------
    axial_ratio_1_db : array_like
        Axial ratio of the wave, zero or more; 0 is circular, ``math.inf`` linear [dB].
    axial_ratio_2_db : array_like
        Axial ratio of the receiving antenna (of the wave it would send), zero or more [dB].
    same_sense : bool, optional
        True (the default) when both turn the same way.

    Returns
    -------
    MismatchExtremes
        ``worst_db``, ``mean_db`` (of the power passed) and ``best_db``, each of the broadcast shape [dB].

    Raises
    ------
    LinkBudgetError
        If any axial ratio is negative.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), section 2.12 (polarisation loss factor and Poincaré sphere).

    Examples
    --------
    >>> losses = polarization_mismatch_extremes_db(10.88, 0.8)
    >>> print(f"{losses.worst_db:.2f}, {losses.mean_db:.2f} and {losses.best_db:.2f} dB")
    1.40, 1.17 and 0.96 dB
    """
    best, worst = _aligned_and_crossed(axial_ratio_1_db, axial_ratio_2_db, same_sense)
    return MismatchExtremes(_loss_db(worst), _loss_db(0.5 * (worst + best)), _loss_db(best))
