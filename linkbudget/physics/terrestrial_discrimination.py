r"""Outage of a dual-polarised terrestrial path, ITU-R P.530: interference from the other polarisation.

The map: :func:`clear_air_discrimination_outage`, by multipath; :func:`rain_discrimination_outage`, by rain.  Both count
where a system sends two signals on one frequency in two polarisations, and needs a ratio of carrier to interference.
Shares of the time are fractions.
"""

import numpy as np

from linkbudget.errors import require, warn_outside

_ONE_ANTENNA = 0.7
"""Factor k_XP of one transmitting antenna."""


def clear_air_discrimination_outage(occurrence, antenna_discrimination_db, required_cir_db, improvement_db=0.0):
    r"""Share of the worst month in which multipath leaves too little cross-polarisation discrimination.

    .. math::

        P_{XP} = P_0 \, 10^{-M / 10}, \qquad M = XPD_0 + Q - C_0 / I + XPIF, \qquad XPD_0 = \min(XPD_g + 5, 40),

        Q = -10 \log_{10} \frac{0.7 \, \eta}{P_0}, \qquad \eta = 1 - e^{-0.2 P_0^{0.75}}

    for one transmitting antenna.

    Parameters
    ----------
    occurrence : array_like
        Multipath occurrence factor of the worst month, above zero,
        :func:`linkbudget.physics.multipath.multipath_occurrence` [-].
    antenna_discrimination_db : array_like
        The lesser of the cross-polarisation discriminations at the boresight of both antennas [dB].
    required_cir_db : array_like
        Ratio of carrier to interference that the receiver needs, without a canceller [dB].
    improvement_db : array_like
        Improvement factor of a canceller (XPIC), 0 without one, some 20 dB with [dB].

    Returns
    -------
    ndarray or float
        Fraction of the worst month, broadcast shape of the arguments, at most one [-].

    Raises
    ------
    LinkBudgetError
        If an occurrence factor is not above zero.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 4.1, steps 1 to 5.

    Examples
    --------
    >>> for improvement_db in (0.0, 20.0):
    ...     print(f"{100 * clear_air_discrimination_outage(0.05, 30.0, 22.0, improvement_db):.5f} %")
    0.07341 %
    0.00073 %
    """
    antenna_discrimination_db = require("antenna_discrimination_db", antenna_discrimination_db)
    required_cir_db = require("required_cir_db", required_cir_db)
    improvement_db = require("improvement_db", improvement_db)
    occurrence = require("occurrence", occurrence, above=0.0)
    boresight_db = np.minimum(np.asarray(antenna_discrimination_db) + 5.0, 40.0)
    activity = -np.expm1(-0.2 * occurrence**0.75)
    room_db = boresight_db - 10.0 * np.log10(_ONE_ANTENNA * activity / occurrence) - required_cir_db + improvement_db
    return np.minimum(occurrence * 10.0 ** (-0.1 * room_db), 1.0)[()]


def rain_discrimination_outage(frequency_hz, loss_001_db, required_cir_db, improvement_db=0.0, *, u0_db=15.0):
    r"""Share of an average year in which rain leaves too little cross-polarisation discrimination.

    .. math::

        P_{XPR} = 10^{n - 2}, \qquad n = \frac{-12.7 + \sqrt{161.23 - 4 m}}{2}, \qquad
        m = \min\left(23.26 \log_{10} \frac{A_p}{0.12 \, A_{0.01}}, 40\right)

        A_p = 10^{(U - C_0 / I + XPIF) / V}, \qquad U = U_0 + 30 \log_{10} f, \qquad
        V = 12.8 f^{0.19} \ (f \le 20), \quad V = 22.6 \ (f > 20)

    with f in GHz.

    Parameters
    ----------
    frequency_hz : array_like
        Frequency; stated for 8 to 35 GHz, used outside with a warning [Hz].
    loss_001_db : array_like
        Loss to rain exceeded for 0.01 % of the year, above zero,
        :func:`linkbudget.physics.terrestrial_rain.terrestrial_rain_loss_001_db` [dB].
    required_cir_db : array_like
        Ratio of carrier to interference that the receiver needs, without a canceller [dB].
    improvement_db : array_like
        Improvement factor of a canceller (XPIC), 0 without one, some 20 dB with [dB].
    u0_db : array_like
        Constant U0: 15 dB on average, 9 dB as a lower bound for losses above 15 dB [dB].

    Returns
    -------
    ndarray or float
        Fraction of the year, broadcast shape of the arguments, at most one [-].

    Raises
    ------
    LinkBudgetError
        If a frequency or a loss is not above zero.

    References
    ----------
    .. [1] ITU-R P.530-18 (09/2021), Annex 1, section 4.2, steps 1 to 4.

    Examples
    --------
    >>> for improvement_db in (0.0, 10.0):
    ...     print(f"{100 * rain_discrimination_outage(18e9, 25.0, 22.0, improvement_db):.4f} %")
    0.0109 %
    0.0004 %
    """
    frequency_hz = require("frequency_hz", frequency_hz)
    required_cir_db = require("required_cir_db", required_cir_db)
    improvement_db = require("improvement_db", improvement_db)
    u0_db = require("u0_db", u0_db)
    warn_outside("ITU-R P.530-18 rain discrimination", "frequency_hz", frequency_hz, 8e9, 35e9)
    frequency_ghz = np.asarray(require("frequency_hz", frequency_hz, above=0.0)) / 1e9
    loss_001_db = require("loss_001_db", loss_001_db, above=0.0)
    slope = np.where(frequency_ghz <= 20.0, 12.8 * frequency_ghz**0.19, 22.6)
    bearable_db = 10.0 ** ((u0_db + 30.0 * np.log10(frequency_ghz) - required_cir_db + improvement_db) / slope)
    m = np.minimum(23.26 * np.log10(bearable_db / (0.12 * loss_001_db)), 40.0)
    return np.minimum(10.0 ** (0.5 * (np.sqrt(161.23 - 4.0 * m) - 12.7) - 2.0), 1.0)[()]
