r"""Shadow that a spacecraft's own body throws on its omnidirectional antenna.

A whip or a crossed dipole receives all round, except behind the body; there it receives the wave that bends round
the edge.  :func:`body_shadow_loss_db` gives the loss, to be taken from the gain of the free antenna.
"""

import numpy as np

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import require

_LIT = -0.78  # knife-edge parameter below which ITU-R P.526 counts no loss


def body_shadow_loss_db(off_body_angle_deg, body_half_angle_deg, edge_distance_m, frequency_hz):
    r"""Loss of an antenna that looks past, or through, the body that carries it.

    .. math::

        \nu = 2 \sqrt{\frac{\Delta}{\lambda}}, \quad \Delta = d \, (1 - \cos \theta), \qquad
        J(\nu) = 6.9 + 20 \log_{10} \left( \sqrt{(\nu - 0.1)^2 + 1} + \nu - 0.1 \right)

    The wave bends by :math:`\theta`, from the direction of the edge into the shadow, and goes the way :math:`\Delta`
    further; :math:`\nu` is negative where the direction is free, and below -0.78 nothing is lost.

    Parameters
    ----------
    off_body_angle_deg : array_like
        Angle between the direction of the link and the middle of the body, seen from the antenna, 0 to 180 [deg].
    body_half_angle_deg : array_like
        Half the angle the body covers, seen from the antenna, 0 to 180 [deg].
    edge_distance_m : array_like
        Distance from the antenna to the edge that throws the shadow [m].
    frequency_hz : array_like
        Frequency [Hz].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments, at least zero [dB].

    Raises
    ------
    LinkBudgetError
        If an angle is outside 0 to 180 degrees, or a distance or frequency is not above zero.

    Notes
    -----
    One straight, sharp edge.  The other edge of a narrow body gives a second wave, and the two beat deep in the shadow;
    a body that carries currents of its own, or reflects, adds ripple of several decibels on the lit side.  A pattern
    measured on the spacecraft is better than this wherever there is one.  The formula keeps within half a decibel of
    the Fresnel integrals it stands for in the shadow, and leaves out their ripple in the light.

    References
    ----------
    .. [1] ITU-R P.526-15 (10/2019), Annex 1, section 4.1 (single knife-edged obstacle), equation (31).
    .. [2] Sommerfeld, Optics (Academic Press, 1954), section 38: the same parameter, for any angle, in the exact
       solution for the half plane.

    Examples
    --------
    A whip whose body, edge 0.5 m away, covers 60 degrees to each side: in the open, just at the edge and right behind:

    >>> print(body_shadow_loss_db([120.0, 60.0, 0.0], 60.0, 0.5, 922.76e6).round(1))
    [ 0.  6. 18.]
    """
    off_body_angle_deg = require("off_body_angle_deg", off_body_angle_deg, at_least=0.0, at_most=180.0)
    body_half_angle_deg = require("body_half_angle_deg", body_half_angle_deg, at_least=0.0, at_most=180.0)
    edge_distance_m = require("edge_distance_m", edge_distance_m, above=0.0)
    wavelength_m = SPEED_OF_LIGHT_M_PER_S / require("frequency_hz", frequency_hz, above=0.0)
    bend = np.radians(body_half_angle_deg - off_body_angle_deg)
    parameter = 2.0 * np.sin(0.5 * bend) * np.sqrt(2.0 * edge_distance_m / wavelength_m)
    shifted = np.maximum(parameter, _LIT) - 0.1
    return np.where(parameter <= _LIT, 0.0, 6.9 + 20.0 * np.log10(np.hypot(shifted, 1.0) + shifted))[()]
