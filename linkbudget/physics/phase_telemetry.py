r"""An analogue reading by phase modulation of a carrier that a loop follows, with the threshold of the loop.

The map: :func:`pm_output_snr_db`, what the product detector delivers; :func:`pm_threshold_cn0_dbhz`, the signal at
which the loop gives up.  Unlike frequency modulation (:mod:`linkbudget.physics.analog`) nothing clicks: below threshold
the loop slips and the reading is gone.
"""

import numpy as np
from scipy.special import i0e, i1e

from linkbudget.errors import require
from linkbudget.physics.carrier import (
    carrier_suppression_loss_db,
    carrier_to_noise_ratio_in_loop_db,
    data_modulation_loss_db,
)


def pm_output_snr_db(carrier_to_noise_density_dbhz, video_bandwidth_hz, modulation_index_deg, loop_bandwidth_hz):
    r"""Signal-to-noise ratio of a full-scale sinusoid behind a product detector with the loop's carrier as reference.

    .. math::

       \mathrm{SNR} = 2 J_1^2(\beta) \frac{S}{N_0 f_m} \left( \frac{I_1(\rho)}{I_0(\rho)} \right)^2, \qquad
       \rho = J_0^2(\beta) \frac{S}{N_0 B_L}

    Parameters
    ----------
    carrier_to_noise_density_dbhz : array_like
        Total power, carrier and sidebands, over noise density [dBHz].
    video_bandwidth_hz : array_like
        Bandwidth of the reading and of the low-pass behind the detector, above zero [Hz].
    modulation_index_deg : array_like
        Peak phase of the full-scale sinusoid, 0 to 137 [deg].
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth of the carrier loop, above zero [Hz].

    Returns
    -------
    ndarray or float
        Mean-square signal over mean-square noise, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a bandwidth is not above zero or an index outside 0 to 137 degrees.

    Notes
    -----
    The sinusoid is faster than the loop, which would follow it otherwise.  The second factor is the mean cosine of a
    first-order loop's phase error (Tikhonov's distribution); its wandering also scales the reading slowly, which is
    not counted as noise here.  The third harmonic stands at :math:`J_3(\beta) / J_1(\beta)` of the reading, 2.1 % for
    40 degrees.  Below :func:`pm_threshold_cn0_dbhz` the loop slips and the number means nothing.

    References
    ----------
    .. [1] W. C. Lindsey and M. K. Simon, Telecommunication Systems Engineering (1973): phase-modulated carriers, and
       the phase error of the first-order loop.
    .. [2] A. J. Viterbi, Principles of Coherent Communication (1966): the same distribution.

    Examples
    --------
    A channel of 200 Hz, 60 degrees of phase, loop of 20 Hz:

    >>> print(f"{pm_output_snr_db(45.0, 200.0, 60.0, 20.0):.1f} dB")
    18.2 dB
    """
    cn0_dbhz = require("carrier_to_noise_density_dbhz", carrier_to_noise_density_dbhz)
    video_bandwidth_hz = require("video_bandwidth_hz", video_bandwidth_hz, above=0.0)
    index_deg = require("modulation_index_deg", modulation_index_deg, at_least=0.0, at_most=137.0)
    carrier_dbhz = cn0_dbhz - carrier_suppression_loss_db(index_deg, "sine")
    loop_snr = 10.0 ** (carrier_to_noise_ratio_in_loop_db(carrier_dbhz, loop_bandwidth_hz) / 10.0)
    with np.errstate(divide="ignore"):  # no carrier, no reference: minus infinity
        mean_cosine_db = 20.0 * np.log10(i1e(loop_snr) / i0e(loop_snr))
    return cn0_dbhz - data_modulation_loss_db(index_deg, "sine") - 10.0 * np.log10(video_bandwidth_hz) + mean_cosine_db


def pm_threshold_cn0_dbhz(modulation_index_deg, loop_bandwidth_hz, *, required_loop_snr_db=10.0):
    r"""Total power over noise density at which the carrier loop stops holding.

    .. math:: \left( \frac{S}{N_0} \right)_{th} = \rho_{th} \, \frac{B_L}{J_0^2(\beta)}

    Parameters
    ----------
    modulation_index_deg : array_like
        Peak phase of the full-scale sinusoid, 0 to 137 [deg].
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth of the carrier loop, above zero [Hz].
    required_loop_snr_db : array_like, optional
        Signal-to-noise ratio in the loop that counts as threshold [dB].

    Returns
    -------
    ndarray or float
        Total power over noise density, broadcast shape of the arguments [dBHz].

    Raises
    ------
    LinkBudgetError
        If a bandwidth is not above zero or an index outside 0 to 137 degrees.

    References
    ----------
    .. [1] W. C. Lindsey and M. K. Simon, Telecommunication Systems Engineering (1973): phase-modulated carriers.

    Examples
    --------
    >>> print(f"{pm_threshold_cn0_dbhz(60.0, 20.0):.1f} dBHz")
    25.6 dBHz
    """
    index_deg = require("modulation_index_deg", modulation_index_deg, at_least=0.0, at_most=137.0)
    loop_bandwidth_hz = require("loop_bandwidth_hz", loop_bandwidth_hz, above=0.0)
    required_loop_snr_db = require("required_loop_snr_db", required_loop_snr_db)
    return required_loop_snr_db + 10.0 * np.log10(loop_bandwidth_hz) + carrier_suppression_loss_db(index_deg, "sine")
