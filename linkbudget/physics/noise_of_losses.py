"""Noise that losses on the way to an antenna add: behind one, over that of a clear sky, and against a known G/T.

The map: :func:`noise_temperature_behind_loss_k` for a loss with an absorptive share,
:func:`noise_temperature_increase_k` for rain over a clear sky, and :func:`noise_rise_db`, the loss of G/T.
"""

import numpy as np

from linkbudget.errors import require


def noise_temperature_behind_loss_k(noise_temperature_k, loss_db, physical_temperature_k, absorbed_share=1.0):
    r"""Noise temperature behind a loss; its absorptive share also emits.

    .. math:: T' = T / L + s (1 - 1 / L) T_p, \quad L = 10^{L_{dB} / 10}

    Parameters
    ----------
    noise_temperature_k : array_like
        Noise temperature before the loss, zero or more [K].
    loss_db : array_like
        Loss, zero or more [dB].
    physical_temperature_k : array_like
        Physical temperature of what absorbs, zero or more [K].
    absorbed_share : array_like
        Share s of the lost power that is absorbed; the rest is reflected, and adds nothing.  It is above one where
        the loss reflects less than what it covers did before [-].

    Returns
    -------
    ndarray or float
        Noise temperature behind the loss, broadcast shape of the arguments [K].

    Raises
    ------
    LinkBudgetError
        If a temperature, loss or share is negative.

    Notes
    -----
    The power that a film or radome reflects shows the receiver its own surroundings instead; where these are warm, the
    share should be taken as one.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), section 5.5 (attenuator); by
       Kirchhoff's law an absorber emits the share that it absorbs.

    Examples
    --------
    A wet radome of 1.09 dB whose water absorbs 59 % of the loss, before a sky of 10 K:

    >>> print(f"{noise_temperature_behind_loss_k(10.0, 1.09, 290.0, 0.59):.1f} K")
    45.8 K
    """
    noise_temperature_k = require("noise_temperature_k", noise_temperature_k, at_least=0.0)
    physical_temperature_k = require("physical_temperature_k", physical_temperature_k, at_least=0.0)
    through = 10.0 ** (require("loss_db", loss_db, at_least=0.0) / -10.0)
    share = require("absorbed_share", absorbed_share, at_least=0.0)
    return noise_temperature_k * through + share * (1.0 - through) * physical_temperature_k


def noise_temperature_increase_k(noise_temperature_k, clear_noise_temperature_k, line_loss_db):
    r"""Noise that the sky has beyond that of a clear day, at the end of a line.

    .. math:: \Delta T = (T - T_{clear}) / L, \quad L = 10^{L_{dB} / 10}

    Parameters
    ----------
    noise_temperature_k : array_like
        Noise temperature of the sky as it is, at the antenna [K].
    clear_noise_temperature_k : array_like
        Noise temperature of the clear sky there [K].
    line_loss_db : array_like
        Loss between the antenna and the point where the increase is stated, zero or more [dB].

    Returns
    -------
    ndarray or float
        Increase, broadcast shape of the arguments; negative where a reflecting loss hides a warm sky [K].

    Raises
    ------
    LinkBudgetError
        If a loss is negative.

    References
    ----------
    .. [1] ITU-R P.618-14 (08/2023), Annex 1, section 3, equation (69), in rain less in clear sky.

    Examples
    --------
    >>> print(f"{noise_temperature_increase_k(230.0, 20.0, 3.0103):.0f} K")
    105 K
    """
    noise_temperature_k = require("noise_temperature_k", noise_temperature_k)
    clear_noise_temperature_k = require("clear_noise_temperature_k", clear_noise_temperature_k)
    line = 10.0 ** (require("line_loss_db", line_loss_db, at_least=0.0) / -10.0)
    return (noise_temperature_k - clear_noise_temperature_k) * line


def noise_rise_db(system_noise_temperature_k, added_noise_temperature_k):
    r"""Loss of G/T by noise that is added to the noise it was stated with.

    .. math:: \Delta = 10 \log_{10} (1 + \Delta T / T)

    Parameters
    ----------
    system_noise_temperature_k : array_like
        System noise temperature that the figure of merit contains, above zero [K].
    added_noise_temperature_k : array_like
        Noise temperature added to it, at the same reference plane [K].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a system noise temperature is zero or negative.

    References
    ----------
    .. [1] Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), section 5.6 (degradation of G/T by
       rain).

    Examples
    --------
    >>> print(f"{noise_rise_db(150.0, 200.0):.2f} dB")
    3.68 dB
    """
    added_noise_temperature_k = require("added_noise_temperature_k", added_noise_temperature_k)
    system_noise_temperature_k = require("system_noise_temperature_k", system_noise_temperature_k, above=0.0)
    return 10.0 * np.log10(1.0 + added_noise_temperature_k / system_noise_temperature_k)
