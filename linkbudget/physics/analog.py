r"""Pictures by analogue frequency modulation: output SNR of a discriminator above and below threshold.

The map

- bandwidth: :func:`carson_bandwidth_hz`;
- noise at the output: :func:`fm_output_snr_db`, back again :func:`fm_required_cn0_dbhz`; one tone:
  :func:`fm_tone_snr_db`;
- the knee: :func:`fm_threshold_cnr_db`, :func:`fm_threshold_cn0_dbhz`;
- picture convention: :func:`peak_to_peak_snr_db`.

Where the formula comes from.  Well above threshold the noise turns the carrier's phase by small angles; its frequency
noise has the parabolic two-sided density :math:`f^2 N_0 / 2 S`, of which a low-pass of bandwidth :math:`f_m` passes
:math:`N_0 f_m^3 / 3 S`.  Against the power :math:`\Delta f^2 / 2` of a full-scale sinusoid that is the straight line
:math:`\tfrac32 \beta^2 S / (N_0 f_m)`.  Near threshold the noise now and then carries the phase once round the
origin: a click, an impulse of one turn, with the flat density of shot noise, :math:`2 f_m N` through the low-pass for
:math:`N` clicks a second.  Clicks go against the deviation, so each takes signal away too: in the mean exactly the
share :math:`e^{-\rho}` of the deviation at that instant.

The rate is that of the carrier as the filter leaves it, instant by instant (:mod:`linkbudget.physics.fm_clicks`).  A
tone that is slow beside the video band keeps its amplitude; a fast one loses sidebands to the filter, dips, and clicks
in the dips.  So there are two lines: *broad areas* of a picture (a slow tone) and *fine detail* (tones spread evenly
over the upper half of the video band).  The threshold of fine detail lies higher: by 0.2 dB at a deviation ratio of 1,
0.4 dB at 2, 0.7 dB at 5 and 1.0 dB at 10.
"""

from functools import lru_cache

import numpy as np

from linkbudget.errors import require, warn_outside
from linkbudget.physics.fm_clicks import LARGEST_RATIO, cnr_where_db, discriminator_loss_db, tone_loss_db
from linkbudget.roots import bracketed_root

PEAK_TO_PEAK_OVER_RMS_DB = 10.0 * np.log10(8.0)
"""A sinusoid's peak-to-peak value squared over its mean square: 8, or 9.03 dB."""


def carson_bandwidth_hz(peak_deviation_hz, video_bandwidth_hz):
    r"""Bandwidth that a frequency-modulated carrier needs, by Carson's rule.

    .. math:: B = 2 (\Delta f + f_m)

    Parameters
    ----------
    peak_deviation_hz : array_like
        Peak frequency deviation, zero or above: half the way from black to white [Hz].
    video_bandwidth_hz : array_like
        Highest frequency of the modulating signal, above zero [Hz].

    Returns
    -------
    ndarray or float
        Bandwidth, broadcast shape of the arguments; it holds about 98 % of the power [Hz].

    Raises
    ------
    LinkBudgetError
        If a deviation is negative, or a video bandwidth zero or negative.

    Notes
    -----
    Books also have 2 (deviation + 2 f) for deviation ratios above 2, which distorts less (Carlson,
    4th edition, section 5.2).

    References
    ----------
    .. [1] H. Taub and D. L. Schilling, Principles of Communication Systems, 2nd edition (1986), chapter 4.

    Examples
    --------
    >>> print(f"{carson_bandwidth_hz(225.0, 45.0):.0f} Hz")
    540 Hz
    """
    peak_deviation_hz = require("peak_deviation_hz", peak_deviation_hz, at_least=0.0)
    return 2.0 * (peak_deviation_hz + require("video_bandwidth_hz", video_bandwidth_hz, above=0.0))


def fm_output_snr_db(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio, *, fine_detail=True):
    r"""Signal-to-noise ratio of a full-scale signal behind a discriminator and its low-pass, threshold included.

    .. math::

       \mathrm{SNR} = \tfrac32 \beta^2 \gamma \,
       \frac{\langle A^2 \rangle}{\langle \kappa \rangle + 6 \gamma \langle N \rangle / f_m},
       \quad \gamma = \frac{S}{N_0 f_m}, \quad \rho = \frac{\gamma}{2 (\beta + 1)}

    Parameters
    ----------
    carrier_to_noise_density_dbhz : array_like
        Carrier power over noise density; minus infinity stands for no carrier [dBHz].
    video_bandwidth_hz : array_like
        Bandwidth of the picture signal and of the low-pass, above zero [Hz].
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].
    fine_detail : bool, optional
        Whether the signal is fine detail, tones spread evenly over the upper half of the video band, as by default; or
        broad areas, one tone that is slow beside the video band [-].

    Returns
    -------
    ndarray or float
        Mean-square signal over mean-square noise, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a video bandwidth or deviation ratio is zero or negative.

    Warns
    -----
    ModelRangeWarning
        If a deviation ratio lies outside 0.5 to 10, the range over which the formula was compared with simulation.

    Notes
    -----
    A rectangular filter of Carson's bandwidth stands before the discriminator; no pre-emphasis.  The mean-square
    amplitude of the tones over the peak deviation is :math:`\langle A^2 \rangle`, their clicks a second
    :math:`\langle N \rangle`, and their Gaussian noise over that of a steady carrier :math:`\langle \kappa \rangle`,
    0.96 to 1.02.

    Against a simulated discriminator (benchmarks/fm_threshold.py: deviation ratios of 0.5 to 10, tones from 0.05 to
    0.93 of the video band) each tone is within 0.3 dB at carrier-to-noise ratios from 6 to 14 dB up to a deviation
    ratio of 3; at 5 and 10 the formula is 0 to 0.5 dB too good about the knee, where the simulation scatters by 0.1 to
    0.5 dB itself.  Below, it is too low, as clicks follow each other too closely to be shots of their own: by up to
    0.8 dB at 4 dB, by 0.5 to 2.1 dB at 0 dB, by 3 to 6 dB at -10 dB, most at small deviation ratios.
    A picture with evenly spread greys stands off by half the deviation, a sinusoid by 2/pi of it: 1 dB fewer clicks.

    References
    ----------
    .. [1] S. O. Rice, Noise in FM receivers, in M. Rosenblatt (editor), Time Series Analysis, Wiley (1963) 395-422.
    .. [2] H. Taub and D. L. Schilling, Principles of Communication Systems, 2nd edition (1986), chapter 10
       (threshold in frequency modulation; its formula is that of a slow tone without the clicks of a carrier in the
       middle and without the loss of signal).

    Examples
    --------
    >>> print(f"{fm_output_snr_db(36.0, 45.0, 5.0):.2f} dB")
    29.80 dB
    >>> print(f"{fm_output_snr_db(36.0, 45.0, 5.0, fine_detail=False):.2f} dB")
    32.03 dB
    """
    carrier_to_noise_density_dbhz = require("carrier_to_noise_density_dbhz", carrier_to_noise_density_dbhz)
    gamma_db, deviation_ratio = _gamma_db(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio)
    loss_db = _loss_db(gamma_db, deviation_ratio, fine_detail)
    return gamma_db + 10.0 * np.log10(1.5 * deviation_ratio**2) - loss_db


def fm_tone_snr_db(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio, signal_frequency_hz):
    r"""Signal-to-noise ratio of one full-scale tone of a stated frequency behind a discriminator and its low-pass.

    .. math::

       \mathrm{SNR} = \tfrac32 \beta^2 \gamma \, \frac{A^2}{\kappa + 6 \gamma N / f_m}, \quad
       A = \frac{2}{\beta f_m} \langle f (1 - e^{-\rho R^2}) \cos\theta \rangle

    Parameters
    ----------
    carrier_to_noise_density_dbhz : array_like
        Carrier power over noise density; minus infinity stands for no carrier [dBHz].
    video_bandwidth_hz : array_like
        Bandwidth of the picture signal and of the low-pass, above zero [Hz].
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].
    signal_frequency_hz : array_like
        Frequency of the tone, from zero to the video bandwidth [Hz].

    Returns
    -------
    ndarray or float
        Mean-square signal over mean-square noise, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a video bandwidth or deviation ratio is zero or negative, or a tone lies outside the video band.

    Warns
    -----
    ModelRangeWarning
        If a deviation ratio lies outside 0.5 to 10, the range over which the formula was compared with simulation.

    Notes
    -----
    R and f are amplitude and frequency of the carrier behind the filter, see
    :func:`linkbudget.physics.fm_clicks.filtered_tone`.  Harmonics that the filter makes are not counted as noise; at
    10 dB and more, within the video band, the simulated ones are 49 dB below the tone or less.  A tone at which a
    sideband has just been cut off is the worst: its threshold is 0.4 dB above that of fine detail at a deviation
    ratio of 2, 0.9 dB at 10.

    References
    ----------
    .. [1] S. O. Rice, Noise in FM receivers, in M. Rosenblatt (editor), Time Series Analysis, Wiley (1963) 395-422.

    Examples
    --------
    >>> print(f"{fm_tone_snr_db(36.0, 45.0, 5.0, 40.5):.2f} dB")
    28.33 dB
    """
    carrier_to_noise_density_dbhz = require("carrier_to_noise_density_dbhz", carrier_to_noise_density_dbhz)
    gamma_db, deviation_ratio = _gamma_db(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio)
    ratio = require("signal_frequency_hz", signal_frequency_hz, at_least=0.0) / np.asarray(
        video_bandwidth_hz, dtype=float
    )
    require("signal_frequency_hz / video_bandwidth_hz", ratio, at_most=1.0)
    gamma_db, beta, ratio = np.broadcast_arrays(gamma_db, deviation_ratio, ratio)
    rho = np.maximum(10.0 ** ((gamma_db - _carson_db(beta)) / 10.0), 1e-100)
    pairs, which = np.unique(np.stack([beta.ravel(), ratio.ravel()]), axis=1, return_inverse=True)
    loss_db = np.empty(which.size)
    for number, (one_beta, one_ratio) in enumerate(pairs.T.tolist()):
        here = which.ravel() == number
        loss_db[here] = tone_loss_db(rho.ravel()[here], one_beta, [one_ratio])
    return (gamma_db + 10.0 * np.log10(1.5 * beta**2) - loss_db.reshape(beta.shape))[()]


def fm_required_cn0_dbhz(output_snr_db, video_bandwidth_hz, deviation_ratio, *, fine_detail=True):
    r"""Carrier power over noise density at which :func:`fm_output_snr_db` reaches a stated value.

    .. math:: \mathrm{SNR}(\gamma, \beta) = \mathrm{SNR}_\mathrm{wanted}, \quad \frac{C}{N_0} = \gamma f_m

    Parameters
    ----------
    output_snr_db : array_like
        Wanted mean-square signal (full scale) over mean-square noise [dB].
    video_bandwidth_hz : array_like
        Bandwidth of the picture signal, above zero [Hz].
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].
    fine_detail : bool, optional
        Whether fine detail, as by default, or broad areas shall reach it [-].

    Returns
    -------
    ndarray or float
        Required carrier power over noise density, broadcast shape of the arguments; in proportion to the video
        bandwidth at a given deviation ratio [dBHz].

    Raises
    ------
    LinkBudgetError
        If a video bandwidth or deviation ratio is zero or negative.

    References
    ----------
    .. [1] S. O. Rice, Noise in FM receivers, in M. Rosenblatt (editor), Time Series Analysis, Wiley (1963) 395-422.

    Examples
    --------
    >>> print(f"{fm_required_cn0_dbhz(31.0, 45.0, 5.0):.2f} dBHz")
    36.26 dBHz
    """
    output_snr_db = require("output_snr_db", output_snr_db)
    bandwidth = require("video_bandwidth_hz", video_bandwidth_hz, above=0.0)
    deviation_ratio = _in_range(deviation_ratio)
    straight_db = 10.0 * np.log10(1.5 * deviation_ratio**2)
    carson_db = _carson_db(deviation_ratio)
    cnr_db = _cnr_where_db(1.0, output_snr_db - straight_db - carson_db, deviation_ratio, fine_detail)
    return cnr_db + carson_db + 10.0 * np.log10(bandwidth)


def fm_threshold_cnr_db(deviation_ratio, *, threshold_loss_db=1.0, fine_detail=True):
    r"""Carrier-to-noise ratio in Carson's bandwidth at the knee.

    .. math:: L(\rho, \beta) - L(\infty, \beta) = L_t

    Parameters
    ----------
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].
    threshold_loss_db : array_like, optional
        Loss by clicks that counts as threshold: the fall of the output below its level without clicks, above zero
        [dB].
    fine_detail : bool, optional
        Whether the knee is that of fine detail, as by default, or of broad areas [-].

    Returns
    -------
    ndarray or float
        Carrier-to-noise ratio, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a deviation ratio or loss is zero or negative.

    References
    ----------
    .. [1] H. Taub and D. L. Schilling, Principles of Communication Systems, 2nd edition (1986), chapter 10
       (with the loss of 1 dB as definition of the threshold).

    Examples
    --------
    >>> print(f"{fm_threshold_cnr_db(5.0):.2f} dB")
    10.27 dB
    """
    deviation_ratio = require("deviation_ratio", deviation_ratio, above=0.0)
    threshold_loss_db = require("threshold_loss_db", threshold_loss_db, above=0.0)
    without_db = discriminator_loss_db(np.inf, deviation_ratio, fine_detail=fine_detail)
    return _cnr_where_db(0.0, -threshold_loss_db - without_db, deviation_ratio, fine_detail)


def fm_threshold_cn0_dbhz(video_bandwidth_hz, deviation_ratio, *, threshold_loss_db=1.0, fine_detail=True):
    r"""Carrier power over noise density at the knee.

    .. math:: \left(\frac{C}{N_0}\right)_t = \left(\frac{C}{N}\right)_t + 10 \log_{10} (2 (\beta + 1) f_m)

    Parameters
    ----------
    video_bandwidth_hz : array_like
        Bandwidth of the picture signal, above zero [Hz].
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].
    threshold_loss_db : array_like, optional
        Loss by clicks that counts as threshold, above zero [dB].
    fine_detail : bool, optional
        Whether the knee is that of fine detail, as by default, or of broad areas [-].

    Returns
    -------
    ndarray or float
        Carrier power over noise density, broadcast shape of the arguments [dBHz].

    Raises
    ------
    LinkBudgetError
        If a video bandwidth, deviation ratio or loss is zero or negative.

    References
    ----------
    .. [1] H. Taub and D. L. Schilling, Principles of Communication Systems, 2nd edition (1986), chapter 10.

    Examples
    --------
    >>> print(f"{fm_threshold_cn0_dbhz(45.0, 5.0):.2f} dBHz")
    37.60 dBHz
    """
    bandwidth = require("video_bandwidth_hz", video_bandwidth_hz, above=0.0)
    cnr_db = fm_threshold_cnr_db(deviation_ratio, threshold_loss_db=threshold_loss_db, fine_detail=fine_detail)
    return cnr_db + 10.0 * np.log10(carson_bandwidth_hz(np.multiply(deviation_ratio, bandwidth), bandwidth))


def peak_to_peak_snr_db(sinusoid_snr_db):
    r"""Picture signal-to-noise ratio, black to white over rms noise, from that of a full-scale sinusoid.

    .. math:: \frac{(2 A)^2}{\overline{n^2}} = 8 \, \frac{A^2 / 2}{\overline{n^2}}

    Parameters
    ----------
    sinusoid_snr_db : array_like
        Mean square of a sinusoid from black to white over mean-square noise [dB].

    Returns
    -------
    ndarray or float
        Square of the swing from black to white over mean-square noise, 9.03 dB more, same shape [dB].

    Notes
    -----
    Books differ: this is the whole swing, 9.03 dB more than the sinusoid.  Where a synchronising pulse takes 0.3 of
    the swing and luminance alone counts, it is 6 dB more:
    :func:`linkbudget.physics.classic_modulation.fm_television_snr_db` takes the share.

    References
    ----------
    .. [1] Definition; synchronising pulses carry no picture and are not part of the swing.

    Examples
    --------
    >>> print(f"{peak_to_peak_snr_db(31.0):.2f} dB")
    40.03 dB
    """
    sinusoid_snr_db = require("sinusoid_snr_db", sinusoid_snr_db)
    return np.add(sinusoid_snr_db, PEAK_TO_PEAK_OVER_RMS_DB)


def _in_range(deviation_ratio):
    deviation_ratio = require("deviation_ratio", deviation_ratio, above=0.0)
    warn_outside("FM output SNR", "deviation_ratio", deviation_ratio, 0.5, 10.0)
    return deviation_ratio


def _gamma_db(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio):
    """Carrier-to-noise ratio in the video bandwidth, and the deviation ratio, checked."""
    bandwidth = require("video_bandwidth_hz", video_bandwidth_hz, above=0.0)
    return carrier_to_noise_density_dbhz - 10.0 * np.log10(bandwidth), _in_range(deviation_ratio)


def _carson_db(deviation_ratio):
    """Carson's bandwidth over the video bandwidth, in decibels."""
    return 10.0 * np.log10(2.0 * (deviation_ratio + 1.0))


def _loss_db(gamma_db, deviation_ratio, fine_detail):
    return discriminator_loss_db(gamma_db - _carson_db(deviation_ratio), deviation_ratio, fine_detail=fine_detail)


def _cnr_where_db(slope, value_db, deviation_ratio, fine_detail):
    """:func:`cnr_where_db`, kept for single numbers; beyond the table a root of the loss that grows there."""
    if np.ndim(value_db) == np.ndim(deviation_ratio) == 0:
        return _cnr_where_once_db(float(slope), float(value_db), float(deviation_ratio), bool(fine_detail))
    return _cnr_where_any_db(slope, value_db, deviation_ratio, bool(fine_detail))


@lru_cache(maxsize=4096)
def _cnr_where_once_db(*given):
    return _cnr_where_any_db(*given)


def _cnr_where_any_db(slope, value_db, deviation_ratio, fine_detail):
    value_db, beta = np.broadcast_arrays(np.asarray(value_db, dtype=float), np.asarray(deviation_ratio, dtype=float))
    wide = beta > LARGEST_RATIO
    if not wide.any():
        return cnr_where_db(slope, value_db, deviation_ratio, fine_detail)
    found = np.array(cnr_where_db(slope, value_db, np.minimum(beta, LARGEST_RATIO), fine_detail))
    wide &= np.isfinite(found)
    if not wide.any():
        return found[()]

    def over_db(cnr_db):
        return slope * cnr_db - discriminator_loss_db(cnr_db, beta[wide], fine_detail=fine_detail) - value_db[wide]

    low_db = np.minimum(found[wide], 0.0)  # a wider deviation has more clicks, and needs more
    found[wide] = bracketed_root(over_db, low_db, low_db + 200.0, tolerance=1e-12)
    return found[()]
