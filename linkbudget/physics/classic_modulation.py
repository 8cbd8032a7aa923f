"""Amplitude and frequency modulation as textbooks set them: powers of sidebands, indices, SNR behind a discriminator.

The map: :func:`am_total_power_w`, :func:`am_sideband_power_w`, :func:`am_efficiency`, :func:`am_antenna_current_a`,
:func:`am_index_of_envelope`; :func:`fm_modulation_index`, :func:`fm_snr_of_cnr_db`, :func:`fm_television_snr_db`.
Carson's rule is :func:`linkbudget.physics.analog.carson_bandwidth_hz`.
"""

import numpy as np

from linkbudget.errors import LinkBudgetError, require, warn_outside
from linkbudget.physics.analog import peak_to_peak_snr_db
from linkbudget.physics.decibel_ratios import amplitude_ratio_db, power_ratio_db

_THRESHOLD_DB = 10.0  # C/N at which textbooks place the knee


def am_total_power_w(carrier_power_w, modulation_index):
    r"""Total power of an amplitude-modulated carrier, the modulation a sinusoid.

    .. math:: P = P_c \left( 1 + \frac{m^2}{2} \right)

    Parameters
    ----------
    carrier_power_w : array_like
        Power of the carrier without modulation, above zero [W].
    modulation_index : array_like
        Modulation index, 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Power of carrier and both sidebands, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    For several tones the index is the root of the sum of the squares of theirs.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 4.2.

    Examples
    --------
    >>> print(f"{am_total_power_w(10e3, 0.6) / 1e3:.2f} kW")
    11.80 kW
    """
    carrier_power_w = require("carrier_power_w", carrier_power_w, above=0.0)
    return carrier_power_w + am_sideband_power_w(carrier_power_w, modulation_index)


def am_sideband_power_w(carrier_power_w, modulation_index):
    r"""Power of both sidebands of an amplitude-modulated carrier; each has half of it.

    .. math:: P_{sb} = P_c \frac{m^2}{2}

    Parameters
    ----------
    carrier_power_w : array_like
        Power of the carrier without modulation, above zero [W].
    modulation_index : array_like
        Modulation index, 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Power of both sidebands, broadcast shape of the arguments [W].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 4.2.

    Examples
    --------
    >>> print(f"{am_sideband_power_w(10e3, 0.6) / 1e3:.2f} kW")
    1.80 kW
    """
    modulation_index = require("modulation_index", modulation_index, at_least=0.0, at_most=1.0)
    return require("carrier_power_w", carrier_power_w, above=0.0) * modulation_index * modulation_index / 2.0


def am_efficiency(modulation_index):
    r"""Share of the power of an amplitude-modulated signal that is in its sidebands.

    .. math:: \eta = \frac{m^2}{2 + m^2}

    Parameters
    ----------
    modulation_index : array_like
        Modulation index, 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Share, at most a third, same shape as ``modulation_index`` [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 4.2.

    Examples
    --------
    >>> print(f"{am_efficiency(0.6):.3f}")
    0.153
    """
    return am_sideband_power_w(1.0, modulation_index) / am_total_power_w(1.0, modulation_index)


def am_antenna_current_a(carrier_current_a, modulation_index):
    r"""Antenna current of an amplitude-modulated transmitter.

    .. math:: I = I_c \sqrt{1 + \frac{m^2}{2}}

    Parameters
    ----------
    carrier_current_a : array_like
        Root mean square current without modulation, above zero [A].
    modulation_index : array_like
        Modulation index, 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Root mean square current, broadcast shape of the arguments [A].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 4.2.

    Examples
    --------
    >>> print(f"{am_antenna_current_a(10.0, 0.5):.2f} A")
    10.61 A
    """
    carrier_current_a = require("carrier_current_a", carrier_current_a, above=0.0)
    return carrier_current_a * np.sqrt(am_total_power_w(1.0, modulation_index))


def am_index_of_envelope(largest_voltage_v, least_voltage_v):
    r"""Modulation index from the largest and the least voltage of the envelope.

    .. math:: m = \frac{U_{max} - U_{min}}{U_{max} + U_{min}}

    Parameters
    ----------
    largest_voltage_v : array_like
        Largest voltage of the envelope, above zero [V].
    least_voltage_v : array_like
        Least voltage of the envelope, zero or more [V].

    Returns
    -------
    ndarray or float
        Modulation index, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 4.2.

    Examples
    --------
    >>> print(f"{am_index_of_envelope(6.0, 2.0):.2f}")
    0.50
    """
    largest_voltage_v = require("largest_voltage_v", largest_voltage_v, above=0.0)
    least_voltage_v = require("least_voltage_v", least_voltage_v, at_least=0.0)
    if np.any(least_voltage_v > largest_voltage_v):
        raise LinkBudgetError("least_voltage_v: expected voltages not above largest_voltage_v")
    return (largest_voltage_v - least_voltage_v) / (largest_voltage_v + least_voltage_v)


def fm_modulation_index(peak_deviation_hz, modulating_frequency_hz):
    r"""Modulation index of frequency modulation; at the highest frequency the deviation ratio.

    .. math:: \beta = \Delta f / f_m

    Parameters
    ----------
    peak_deviation_hz : array_like
        Peak deviation of the frequency, above zero [Hz].
    modulating_frequency_hz : array_like
        Frequency of the modulating tone, above zero [Hz].

    Returns
    -------
    ndarray or float
        Modulation index, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 5.1.

    Examples
    --------
    >>> print(f"{fm_modulation_index(75e3, 15e3):.1f}")
    5.0
    """
    peak_deviation_hz = require("peak_deviation_hz", peak_deviation_hz, above=0.0)
    return peak_deviation_hz / require("modulating_frequency_hz", modulating_frequency_hz, above=0.0)


def fm_snr_of_cnr_db(cnr_db, peak_deviation_hz, baseband_bandwidth_hz):
    r"""SNR of a full-scale tone behind a discriminator, from C/N in Carson's bandwidth.

    .. math:: \mathrm{SNR} = C/N + 10 \log_{10} [3 \beta^2 (\beta + 1)], \quad \beta = \Delta f / f_m

    Parameters
    ----------
    cnr_db : array_like
        Carrier over noise in Carson's bandwidth [dB].
    peak_deviation_hz : array_like
        Peak deviation of the frequency, above zero [Hz].
    baseband_bandwidth_hz : array_like
        Bandwidth of the modulating signal, above zero [Hz].

    Returns
    -------
    ndarray or float
        Signal-to-noise ratio, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Warns
    -----
    ModelRangeWarning
        For C/N below 10 dB, where the threshold is near.

    Notes
    -----
    Holds well above the threshold; :func:`~linkbudget.physics.analog.fm_output_snr_db` has the threshold too.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 9.6.5.
    .. [2] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 10.2.

    Examples
    --------
    >>> print(f"{fm_snr_of_cnr_db(25.0, 10e3, 3e3):.2f} dB")
    46.60 dB
    """
    ratio = fm_modulation_index(peak_deviation_hz, require("baseband_bandwidth_hz", baseband_bandwidth_hz, above=0.0))
    cnr_db = require("cnr_db", cnr_db)
    warn_outside("FM above its threshold", "cnr_db", cnr_db, _THRESHOLD_DB, np.inf)
    return cnr_db + power_ratio_db(3.0 * ratio * ratio * (ratio + 1.0))


def fm_television_snr_db(cnr_db, peak_deviation_hz, video_bandwidth_hz, luminance_share=1.0, weighting_db=0.0):
    r"""Picture SNR of frequency-modulated television, peak to peak over rms, from C/N in Carson's bandwidth.

    .. math:: \mathrm{SNR} = C/N + 10 \log_{10} [24 s^2 D^2 (D + 1)] + W, \quad D = \Delta f / f_v

    Parameters
    ----------
    cnr_db : array_like
        Carrier over noise in Carson's bandwidth [dB].
    peak_deviation_hz : array_like
        Peak deviation of the frequency, above zero [Hz].
    video_bandwidth_hz : array_like
        Bandwidth of the picture signal, above zero [Hz].
    luminance_share : array_like, optional
        Share of the swing that is picture from black to white, above 0 to 1 [-].
    weighting_db : array_like, optional
        Improvement by emphasis and weighting [dB].

    Returns
    -------
    ndarray or float
        Picture signal-to-noise ratio, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Warns
    -----
    ModelRangeWarning
        For C/N below 10 dB, where the threshold is near.

    Notes
    -----
    Books differ: with the whole swing (a share of 1) the factor is 24; with luminance alone, 0.7 or 1 / sqrt 2 of
    the swing while the rest is the synchronising pulse, it is 12, which is 3 dB less.  Over the SNR of a sinusoid
    that is 9 or 6 dB more.

    References
    ----------
    .. [1] Roddy, Satellite Communications, 4th edition (2006), section 9.6.6.
    .. [2] ITU-R BT.1700-0 (2005), levels of the composite signal.

    Examples
    --------
    >>> print(f"{fm_television_snr_db(20.0, 10e6, 5e6, 0.7, 13.0):.2f} dB")
    54.50 dB
    """
    sinusoid_db = fm_snr_of_cnr_db(
        cnr_db, peak_deviation_hz, require("video_bandwidth_hz", video_bandwidth_hz, above=0.0)
    )
    share = require("luminance_share", luminance_share, above=0.0, at_most=1.0)
    return peak_to_peak_snr_db(sinusoid_db) + amplitude_ratio_db(share) + require("weighting_db", weighting_db)
