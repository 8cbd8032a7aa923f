r"""A picture by analogue frequency modulation: what a discriminator delivers above and below threshold.

The map

- bandwidth: :func:`carson_bandwidth_hz`;
- noise at the output: :func:`fm_output_snr_db`, back again :func:`fm_required_cn0_dbhz`;
- the knee: :func:`fm_threshold_cnr_db`, :func:`fm_threshold_cn0_dbhz`;
- picture convention: :func:`peak_to_peak_snr_db`.

Where the formula comes from.  Well above threshold the noise turns the carrier's phase by small angles; its frequency
noise has the parabolic two-sided density :math:`f^2 N_0 / 2 S`, of which a low-pass of bandwidth :math:`f_m` passes
:math:`N_0 f_m^3 / 3 S`.  Against the power :math:`\Delta f^2 / 2` of a full-scale sinusoid that is
:math:`\tfrac32 \beta^2 S / (N_0 f_m)`.  Near threshold the noise now and then carries the phase once round the
origin: a click, an impulse of one turn, with the flat density of shot noise.  A carrier that stands off the middle of
the filter by :math:`|f|` suffers :math:`|f| e^{-\rho}` clicks a second, :math:`\rho` the carrier-to-noise ratio in the
filter; a sinusoid stands off by :math:`2 \Delta f / \pi` on average.  Through the low-pass they add
:math:`2 f_m \cdot \tfrac{2}{\pi} \Delta f e^{-\rho}`, which over the parabolic noise is the second term in the
denominator of the formula.  Clicks go against the deviation, so each takes signal away too: on average the share
:math:`e^{-\rho}` of the deviation.
"""

import numpy as np

from linkbudget.errors import require, warn_outside
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


def fm_output_snr_db(carrier_to_noise_density_dbhz, video_bandwidth_hz, deviation_ratio):
    r"""Signal-to-noise ratio of a full-scale sinusoid behind a discriminator and its low-pass, threshold included.

    .. math::

       \mathrm{SNR} = \frac{\tfrac32 \beta^2 \gamma \, (1 - e^{-\rho})^2}{1 + \tfrac{12}{\pi} \beta \gamma e^{-\rho}},
       \quad \gamma = \frac{S}{N_0 f_m}, \quad \rho = \frac{\gamma}{2 (\beta + 1)}

    Parameters
    ----------
    carrier_to_noise_density_dbhz : array_like
        Carrier power over noise density; minus infinity stands for no carrier [dBHz].
    video_bandwidth_hz : array_like
        Bandwidth of the picture signal and of the low-pass, above zero [Hz].
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].

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
    A rectangular filter of Carson's bandwidth stands before the discriminator; no pre-emphasis.  The fraction without
    the factor :math:`(1 - e^{-\rho})^2` is the formula of the textbook.  The factor is the loss of signal, exact in the
    mean; it is 0.02 dB at a carrier-to-noise ratio of 8 dB but 4 dB at 0 dB, where the textbook formula is about as
    much too good.  Against a time-domain simulation the formula given here is within 0.5 dB above 3 dB and within
    0.8 dB at 0 dB; from there it falls to 4 dB too low at -10 dB.  Clicks of the unmodulated carrier are left out: at
    deviation ratios of one and above and carrier-to-noise ratios above 5 dB they are worth less than 0.3 dB.  A picture
    with evenly spread greys stands off by half the deviation instead of 2/pi of it: 1 dB fewer clicks.

    References
    ----------
    .. [1] H. Taub and D. L. Schilling, Principles of Communication Systems, 2nd edition (1986), chapter 10
       (threshold in frequency modulation).
    .. [2] S. O. Rice, Noise in FM receivers, in M. Rosenblatt (editor), Time Series Analysis, Wiley (1963) 395-422.

    Examples
    --------
    >>> print(f"{fm_output_snr_db(45.0, 45.0, 5.0):.2f} dB")
    44.21 dB
    """
    gamma = _gamma(carrier_to_noise_density_dbhz, video_bandwidth_hz)
    deviation_ratio = require("deviation_ratio", deviation_ratio, above=0.0)
    warn_outside("FM output SNR", "deviation_ratio", deviation_ratio, 0.5, 10.0)
    with np.errstate(divide="ignore"):
        return 10.0 * np.log10(1.5 * deviation_ratio**2 * gamma) - _threshold_loss_db(gamma, deviation_ratio)


def fm_required_cn0_dbhz(output_snr_db, video_bandwidth_hz, deviation_ratio):
    r"""Carrier power over noise density at which :func:`fm_output_snr_db` reaches a stated value.

    .. math:: \mathrm{SNR}(\gamma, \beta) = \mathrm{SNR}_\mathrm{wanted}, \quad \frac{C}{N_0} = \gamma f_m

    Parameters
    ----------
    output_snr_db : array_like
        Wanted mean-square signal (full-scale sinusoid) over mean-square noise [dB].
    video_bandwidth_hz : array_like
        Bandwidth of the picture signal, above zero [Hz].
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].

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
    .. [1] H. Taub and D. L. Schilling, Principles of Communication Systems, 2nd edition (1986), chapter 10.

    Examples
    --------
    >>> print(f"{fm_required_cn0_dbhz(31.0, 45.0, 5.0):.2f} dBHz")
    35.76 dBHz
    """
    bandwidth = require("video_bandwidth_hz", video_bandwidth_hz, above=0.0)
    deviation_ratio = require("deviation_ratio", deviation_ratio, above=0.0)
    warn_outside("FM output SNR", "deviation_ratio", deviation_ratio, 0.5, 10.0)
    line_db = output_snr_db - 10.0 * np.log10(1.5 * deviation_ratio**2)

    def too_good_by(gamma_db, line_db, deviation_ratio):
        return gamma_db - _threshold_loss_db(10.0 ** (gamma_db / 10.0), deviation_ratio) - line_db

    return _root(too_good_by, line_db, line_db, deviation_ratio) + 10.0 * np.log10(bandwidth)


def fm_threshold_cnr_db(deviation_ratio, *, threshold_loss_db=1.0):
    r"""Carrier-to-noise ratio in Carson's bandwidth at the knee.

    .. math:: 10 \log_{10}\left(1 + \tfrac{12}{\pi} \beta \gamma e^{-\rho}\right) - 20 \log_{10}(1 - e^{-\rho}) = L_t,
       \quad \rho = \frac{\gamma}{2 (\beta + 1)}

    Parameters
    ----------
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].
    threshold_loss_db : array_like, optional
        Loss by clicks that counts as threshold: how far the output lies below the straight line, above zero [dB].

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
    9.53 dB
    """
    deviation_ratio = require("deviation_ratio", deviation_ratio, above=0.0)
    threshold_loss_db = require("threshold_loss_db", threshold_loss_db, above=0.0)
    carson_db = 10.0 * np.log10(2.0 * (deviation_ratio + 1.0))

    def quieter_by(gamma_db, threshold_loss_db, deviation_ratio):
        return threshold_loss_db - _threshold_loss_db(10.0 ** (gamma_db / 10.0), deviation_ratio)

    return _root(quieter_by, carson_db - 80.0, threshold_loss_db, deviation_ratio) - carson_db


def fm_threshold_cn0_dbhz(video_bandwidth_hz, deviation_ratio, *, threshold_loss_db=1.0):
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
    36.86 dBHz
    """
    bandwidth = require("video_bandwidth_hz", video_bandwidth_hz, above=0.0)
    cnr_db = fm_threshold_cnr_db(deviation_ratio, threshold_loss_db=threshold_loss_db)
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

    References
    ----------
    .. [1] Definition; synchronising pulses carry no picture and are not part of the swing.

    Examples
    --------
    >>> print(f"{peak_to_peak_snr_db(31.0):.2f} dB")
    40.03 dB
    """
    return np.add(sinusoid_snr_db, PEAK_TO_PEAK_OVER_RMS_DB)


def _gamma(carrier_to_noise_density_dbhz, video_bandwidth_hz):
    """Carrier-to-noise ratio in the video bandwidth, as a ratio."""
    bandwidth = require("video_bandwidth_hz", video_bandwidth_hz, above=0.0)
    return 10.0 ** (np.minimum(carrier_to_noise_density_dbhz, 3000.0) / 10.0) / bandwidth


def _threshold_loss_db(gamma, deviation_ratio):
    """How far the output lies below the straight line: clicks, and signal lost to them."""
    rho = gamma / (2.0 * (deviation_ratio + 1.0))
    clicks = 12.0 / np.pi * deviation_ratio * gamma * np.exp(-rho)
    return 10.0 * np.log10(1.0 + clicks) - 20.0 * np.log10(-np.expm1(-rho))


def _root(function, low_db, *arguments):
    """Where a function that rises with its first argument (in dB) crosses zero, somewhere above ``low_db``."""
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in (low_db, *arguments)))
    found = np.array(sum(arrays))  # what is not finite stays so
    known = np.isfinite(found)
    low, *within = (array[known] for array in arrays)
    if low.size:
        found[known] = bracketed_root(
            lambda x_db: function(x_db, *within), low, np.maximum(low, 0.0) + 160.0, tolerance=1e-12
        )
    return found[()]
