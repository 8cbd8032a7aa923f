r"""Detection of a carrier of unknown frequency in noise, by a spectrum or by a filter and a detector.

The map: :func:`detection_threshold` (the power that noise alone seldom reaches), :func:`detection_probability` and its
inverse :func:`detectable_cn0_dbhz` (a spectrum of many bins, one look or several added up);
:func:`filter_detection_probability` (a filter of given bandwidth and a detector that averages); the losses
:func:`frequency_error_loss_db` (scalloping, or a receiver off tune), :func:`drift_loss_db`, and
:func:`longest_coherent_time_s`.

A look is a coherent integration of a time T: one spectrum by a Fourier transform, whose bins are 1/T wide.  Its power
is exponentially distributed in noise; with a carrier it is a noncentral chi-square variable, and so are sums of looks.
The receiver's noise level is taken as known.
"""

import numpy as np
from scipy.special import chndtr, fresnel, gammainccinv

from linkbudget.errors import LinkBudgetError, require

_WEAKEST_DB, _STRONGEST_DB = -100.0, 100.0  # signal in a look over the noise: the inverse searches here


def detection_threshold(false_alarm_probability, *, bins=1, looks=1):
    r"""Mean power of the looks in a bin that noise alone exceeds with a given probability, over the mean noise power.

    .. math:: \frac{\Gamma(K, K \theta)}{\Gamma(K)} = 1 - (1 - P_{fa})^{1/N}

    of one look :math:`\theta = -\ln(1 - (1 - P_{fa})^{1/N})`.

    Parameters
    ----------
    false_alarm_probability : array_like
        Probability that noise exceeds the threshold in any of the bins, above 0 and below 1 [-].
    bins : array_like, optional
        Independent bins N that are searched, 1 or more [-].
    looks : array_like, optional
        Looks K whose powers are added, above zero; of a filter, bandwidth times averaging time [-].

    Returns
    -------
    ndarray or float
        Threshold, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Kay, Fundamentals of Statistical Signal Processing, volume II: Detection Theory (1998), chapter 7 (sinusoid
       of unknown frequency).

    Examples
    --------
    >>> print(f"{detection_threshold(1e-3):.3f}, of 10 000 bins {detection_threshold(1e-3, bins=10_000):.3f}")
    6.908, of 10 000 bins 16.118
    """
    looks = require("looks", looks, above=0.0)
    return gammainccinv(looks, _one_bin(false_alarm_probability, bins)) / looks


def detection_probability(cn0_dbhz, look_time_s, *, bins=1, looks=1, false_alarm_probability=1e-3, loss_db=0.0):
    r"""Probability that a carrier exceeds the threshold in its bin.

    .. math::

        P_d = Q_{\chi^2}\left(2 K \theta;\ 2K,\ 2 K S\right), \qquad S = \frac{C}{N_0} \frac{T}{L}

    with the threshold of :func:`detection_threshold` and the upper tail of a noncentral chi-square variable of 2K
    degrees of freedom and noncentrality 2KS; of one look it is Marcum's Q function.

    Parameters
    ----------
    cn0_dbhz : array_like
        Power of the carrier over noise density [dBHz].
    look_time_s : array_like
        Time T of a coherent look, above zero [s].
    bins : array_like, optional
        Independent bins that are searched, 1 or more: bandwidth that is searched, times T [-].
    looks : array_like, optional
        Looks K whose powers are added, above zero [-].
    false_alarm_probability : array_like, optional
        Probability that noise exceeds the threshold in any of the bins, above 0 and below 1 [-].
    loss_db : array_like, optional
        What the look loses: :func:`frequency_error_loss_db`, :func:`drift_loss_db`, quantisation, zero or more [dB].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Detected means that the bin of the carrier exceeds the threshold; an alarm of another bin does not count.

    References
    ----------
    .. [1] Kay, Fundamentals of Statistical Signal Processing, volume II: Detection Theory (1998), chapters 2
       (noncentral chi-square) and 7.

    Examples
    --------
    >>> print(f"{detection_probability(3.74, 10.0, bins=10_000):.2f}")
    0.90
    """
    time_s = require("look_time_s", look_time_s, above=0.0)
    loss_db = require("loss_db", loss_db, at_least=0.0)
    signal = 10.0 ** (0.1 * (require("cn0_dbhz", cn0_dbhz) - loss_db)) * time_s
    looks = require("looks", looks, above=0.0)
    threshold = detection_threshold(false_alarm_probability, bins=bins, looks=looks)
    return _above(signal, threshold, looks)


def detectable_cn0_dbhz(
    detection_probability, look_time_s, *, bins=1, looks=1, false_alarm_probability=1e-3, loss_db=0.0
):
    r"""C/N0 at which a carrier is found with a given probability; inverts :func:`detection_probability`.

    .. math:: P_d(C/N_0) = P

    Parameters
    ----------
    detection_probability : array_like
        Wanted probability, above that of a false alarm in one bin and below 1 [-].
    look_time_s : array_like
        Time T of a coherent look, above zero [s].
    bins : array_like, optional
        Independent bins that are searched, 1 or more [-].
    looks : array_like, optional
        Looks K whose powers are added, above zero [-].
    false_alarm_probability : array_like, optional
        Probability that noise exceeds the threshold in any of the bins, above 0 and below 1 [-].
    loss_db : array_like, optional
        What the look loses, zero or more [dB].

    Returns
    -------
    ndarray or float
        C/N0, broadcast shape of the arguments [dBHz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Kay, Fundamentals of Statistical Signal Processing, volume II: Detection Theory (1998), chapters 2 and 7.

    Examples
    --------
    The first of ten seconds among 10 000 bins, and 16 such looks:

    >>> one, many = detectable_cn0_dbhz(0.9, 10.0, bins=1e4), detectable_cn0_dbhz(0.9, 10.0, bins=1e4, looks=16)
    >>> print(f"{one:.2f} dBHz, {many:.2f} dBHz")
    3.74 dBHz, -5.75 dBHz
    """
    from scipy.optimize.elementwise import find_root  # heavy to import, and needed here alone

    wanted = require("detection_probability", detection_probability, below=1.0)
    alarm = _one_bin(false_alarm_probability, bins)
    if np.any(wanted <= alarm):
        raise LinkBudgetError(
            f"detection_probability = {np.min(wanted)}: expected a number above the false alarms of one bin, "
            f"{np.max(alarm):.3g}, and below 1"
        )
    looks = require("looks", looks, above=0.0)
    threshold = detection_threshold(false_alarm_probability, bins=bins, looks=looks)

    def excess(signal_db, threshold, looks, wanted):
        return _above(10.0 ** (0.1 * signal_db), threshold, looks) - wanted

    args = tuple(np.broadcast_arrays(threshold, looks, wanted))
    root = find_root(excess, (_WEAKEST_DB, _STRONGEST_DB), args=args)
    time_s = require("look_time_s", look_time_s, above=0.0)
    return root.x + require("loss_db", loss_db, at_least=0.0) - 10.0 * np.log10(time_s)


def filter_detection_probability(
    cn0_dbhz, bandwidth_hz, averaging_time_s, *, channels=1, false_alarm_probability=1e-3, loss_db=0.0
):
    r"""Probability that a filter and a detector, whose output is averaged, show a carrier.

    .. math:: P_d = Q_{\chi^2}\left(2 K \theta;\ 2K,\ 2 K S\right), \qquad K = B t, \quad S = \frac{C}{N_0 B L}

    Parameters
    ----------
    cn0_dbhz : array_like
        Power of the carrier over noise density [dBHz].
    bandwidth_hz : array_like
        Noise bandwidth B of the filter, above zero [Hz].
    averaging_time_s : array_like
        Time t over which the detected power is averaged, 1/B or more [s].
    channels : array_like, optional
        Filters side by side, or settings of one that are tried, 1 or more [-].
    false_alarm_probability : array_like, optional
        Probability that noise exceeds the threshold in any channel, above 0 and below 1 [-].
    loss_db : array_like, optional
        What the carrier loses in the filter, zero or more [dB].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Bt independent samples of a square-law detector; for many of them the threshold is that of a radiometer, with a
    relative error of 1/sqrt(Bt).  The gain of the receiver must hold still as well as that.

    References
    ----------
    .. [1] Urkowitz, Energy detection of unknown deterministic signals, Proc. IEEE 55 (1967) 523.

    Examples
    --------
    A carrier of 10 dBHz, 10 dB below the noise of a filter of 100 Hz, in one, ten and sixty seconds:

    >>> found = filter_detection_probability(10.0, 100.0, [1.0, 10.0, 60.0])
    >>> print(", ".join(f"{share:.2f}" for share in found))
    0.02, 0.49, 1.00
    """
    averaging_time_s = require("averaging_time_s", averaging_time_s)
    width_hz = require("bandwidth_hz", bandwidth_hz, above=0.0)
    looks = require("averaging_time_s * bandwidth_hz", np.multiply(averaging_time_s, width_hz), at_least=1.0)
    return detection_probability(
        cn0_dbhz,
        1.0 / width_hz,
        bins=require("channels", channels, at_least=1.0),
        looks=looks,
        false_alarm_probability=false_alarm_probability,
        loss_db=loss_db,
    )


def frequency_error_loss_db(frequency_error_hz, integration_time_s):
    r"""Loss of a coherent integration by an error of the frequency; in a spectrum, by falling between two bins.

    .. math:: L = \left(\frac{\pi \Delta f T}{\sin \pi \Delta f T}\right)^2

    Parameters
    ----------
    frequency_error_hz : array_like
        Frequency of the carrier less that of the integration; at most half a bin, 1/(2T), in a spectrum [Hz].
    integration_time_s : array_like
        Time T, above zero [s].

    Returns
    -------
    ndarray or float
        Loss, infinite at whole multiples of 1/T, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a time is not above zero.

    Notes
    -----
    Without a window.  In a spectrum at most 3.92 dB; the mean of the power over all places in a bin is 1.11 dB down.

    References
    ----------
    .. [1] Harris, On the use of windows for harmonic analysis with the discrete Fourier transform, Proc. IEEE 66 (1978)
       51: scalloping loss of the rectangular window, Table 1.

    Examples
    --------
    >>> print(f"{frequency_error_loss_db(0.05, 10.0):.2f} dB")
    3.92 dB
    """
    frequency_error_hz = require("frequency_error_hz", frequency_error_hz)
    time_s = require("integration_time_s", integration_time_s, above=0.0)
    with np.errstate(divide="ignore"):
        return 0.0 - 20.0 * np.log10(np.abs(np.sinc(np.asarray(frequency_error_hz, dtype=float) * time_s)))


def drift_loss_db(frequency_drift_hz_per_s, integration_time_s):
    r"""Loss of a coherent integration by a carrier whose frequency drifts evenly, tuned to its middle.

    .. math:: L = \frac{x^2}{C^2(x) + S^2(x)}, \qquad x = T \sqrt{|\dot f| / 2}

    with the Fresnel integrals C and S.

    Parameters
    ----------
    frequency_drift_hz_per_s : array_like
        Drift of the carrier [Hz/s].
    integration_time_s : array_like
        Time T, above zero [s].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a time is not above zero.

    Notes
    -----
    A drift of one bin in a look costs 0.24 dB; far beyond, the power is spread evenly over the bins that it passes.

    References
    ----------
    .. [1] Kay, Fundamentals of Statistical Signal Processing, volume II: Detection Theory (1998), chapter 7; the
       integral of a linear chirp.

    Examples
    --------
    >>> one, ten = drift_loss_db([0.01, 0.1], 10.0)
    >>> print(f"{one:.2f} dB, {ten:.1f} dB")
    0.24 dB, 8.8 dB
    """
    frequency_drift_hz_per_s = require("frequency_drift_hz_per_s", frequency_drift_hz_per_s)
    time_s = require("integration_time_s", integration_time_s, above=0.0)
    x = np.maximum(time_s * np.sqrt(0.5 * np.abs(np.asarray(frequency_drift_hz_per_s, dtype=float))), 1e-100)
    sine, cosine = fresnel(x)
    return np.maximum(0.0 - 20.0 * np.log10(np.hypot(sine, cosine) / x), 0.0)


def longest_coherent_time_s(frequency_drift_hz_per_s):
    r"""Time in which a carrier drifts by one bin of that time, about the longest that a coherent look should last.

    .. math:: T = \frac{1}{\sqrt{|\dot f|}}

    Parameters
    ----------
    frequency_drift_hz_per_s : array_like
        Drift of the carrier that is not taken out [Hz/s].

    Returns
    -------
    ndarray or float
        Time, infinite without a drift, same shape as the argument [s].

    Notes
    -----
    The signal-to-noise ratio of a look is largest at 1.45 times this, 0.8 dB higher, and falls from there.

    References
    ----------
    .. [1] Kay, Fundamentals of Statistical Signal Processing, volume II: Detection Theory (1998), chapter 7.

    Examples
    --------
    >>> print(f"{longest_coherent_time_s(1.5):.2f} s")
    0.82 s
    """
    frequency_drift_hz_per_s = require("frequency_drift_hz_per_s", frequency_drift_hz_per_s)
    with np.errstate(divide="ignore"):
        return 1.0 / np.sqrt(np.abs(np.asarray(frequency_drift_hz_per_s, dtype=float)))


def _one_bin(false_alarm_probability, bins):
    """False alarms of one bin out of several."""
    alarm = require("false_alarm_probability", false_alarm_probability, above=0.0, below=1.0)
    return -np.expm1(np.log1p(-alarm) / require("bins", bins, at_least=1.0))


def _above(signal, threshold, looks):
    """Probability that the mean power of the looks exceeds the threshold; all over the mean noise of a look."""
    return np.clip(1.0 - chndtr(2.0 * looks * threshold, 2.0 * looks, 2.0 * looks * signal), 0.0, 1.0)
