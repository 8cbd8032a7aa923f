"""Sampled signals and scanned pictures: quantisation, PCM rates, video bandwidth with blanking, time to send.

The map: :func:`sine_quantisation_snr_db`, :func:`video_quantisation_snr_db`, :func:`quantisation_step_v`;
:func:`pcm_bit_rate_bps`, :func:`pcm_bit_rate_of_levels_bps`; :func:`scanned_video_bandwidth_hz`,
:func:`picture_size_bit`, :func:`transmission_time_s`, :func:`picture_time_s`.
"""

from linkbudget.errors import require
from linkbudget.physics.analog import peak_to_peak_snr_db
from linkbudget.physics.decibel_ratios import power_ratio_db
from linkbudget.physics.picture_rates import bits_per_pixel, video_bandwidth_hz


def sine_quantisation_snr_db(sample_bits):
    r"""Signal-to-noise ratio of a full-scale sine in uniform steps of n bits.

    .. math:: \mathrm{SNR} = 10 \log_{10} (1.5 \cdot 2^{2 n}) = 6.02 n + 1.76\,\mathrm{dB}

    Parameters
    ----------
    sample_bits : array_like
        Bits of a sample, one or more [-].

    Returns
    -------
    ndarray or float
        Signal-to-noise ratio, same shape as ``sample_bits`` [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    A signal that fills the scale evenly has 6.02 n dB, 1.76 dB less; a picture by
    :func:`video_quantisation_snr_db`, 9.03 dB more.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 12.1.
    .. [2] Bennett, Spectra of quantized signals, Bell Syst. Tech. J. 27 (1948) 446.

    Examples
    --------
    >>> print(f"{sine_quantisation_snr_db(12):.2f} dB")
    74.01 dB
    """
    sample_bits = require("sample_bits", sample_bits, at_least=1.0)
    return power_ratio_db(1.5) + sample_bits * power_ratio_db(4.0)


def video_quantisation_snr_db(sample_bits):
    r"""Signal-to-noise ratio of a picture in uniform steps of n bits, peak to peak over rms.

    .. math:: \mathrm{SNR} = 10 \log_{10} (12 \cdot 2^{2 n}) = 6.02 n + 10.79\,\mathrm{dB}

    Parameters
    ----------
    sample_bits : array_like
        Bits of a sample, one or more [-].

    Returns
    -------
    ndarray or float
        Signal-to-noise ratio, same shape as ``sample_bits`` [dB].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 12.1.

    Examples
    --------
    >>> print(f"{video_quantisation_snr_db(8):.2f} dB")
    58.96 dB
    """
    return peak_to_peak_snr_db(sine_quantisation_snr_db(sample_bits))


def quantisation_step_v(full_scale_v, sample_bits):
    r"""Step of a uniform quantiser of n bits.

    .. math:: q = U_{pp} / 2^n

    Parameters
    ----------
    full_scale_v : array_like
        Range from the lowest to the highest voltage, above zero [V].
    sample_bits : array_like
        Bits of a sample, one or more [-].

    Returns
    -------
    ndarray or float
        Step, broadcast shape of the arguments [V].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 12.1.

    Examples
    --------
    >>> print(f"{quantisation_step_v(5.0, 10) * 1e3:.2f} mV")
    4.88 mV
    """
    full_scale_v = require("full_scale_v", full_scale_v, above=0.0)
    return full_scale_v / 2.0 ** require("sample_bits", sample_bits, at_least=1.0)


def pcm_bit_rate_bps(sampling_rate_hz, sample_bits, channels=1.0):
    r"""Bit rate of pulse-code modulation.

    .. math:: R = N f_s n

    Parameters
    ----------
    sampling_rate_hz : array_like
        Samples a second of a channel, above zero [Hz].
    sample_bits : array_like
        Bits of a sample, one or more [-].
    channels : array_like, optional
        Number of channels, above zero [-].

    Returns
    -------
    ndarray or float
        Bit rate, broadcast shape of the arguments [bit/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 12.1.

    Examples
    --------
    >>> print(f"{pcm_bit_rate_bps(44.1e3, 16, 2) / 1e3:.1f} kbit/s")
    1411.2 kbit/s
    """
    rate = require("sampling_rate_hz", sampling_rate_hz, above=0.0) * require("sample_bits", sample_bits, at_least=1.0)
    return rate * require("channels", channels, above=0.0)


def pcm_bit_rate_of_levels_bps(bandwidth_hz, levels, sampling_factor=2.0):
    r"""Bit rate of pulse-code modulation of a signal of some bandwidth in a number of levels.

    .. math:: R = 2 B \log_2 L

    Parameters
    ----------
    bandwidth_hz : array_like
        Bandwidth of the signal, above zero [Hz].
    levels : array_like
        Levels of the quantiser, two or more [-].
    sampling_factor : array_like, optional
        Samples a second over the bandwidth, 2 for the Nyquist rate, at least 2 [-].

    Returns
    -------
    ndarray or float
        Bit rate, broadcast shape of the arguments [bit/s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 12.1.

    Examples
    --------
    >>> print(f"{pcm_bit_rate_of_levels_bps(3.4e3, 256) / 1e3:.1f} kbit/s")
    54.4 kbit/s
    """
    sampling_hz = require("sampling_factor", sampling_factor, at_least=2.0) * require(
        "bandwidth_hz", bandwidth_hz, above=0.0
    )
    return pcm_bit_rate_bps(sampling_hz, bits_per_pixel(require("levels", levels, at_least=2.0)))


def scanned_video_bandwidth_hz(
    lines, active_lines, picture_rate_hz, aspect_ratio=4.0 / 3.0, kell_factor=0.7, visible_share=1.0
):
    r"""Video bandwidth of a scanned picture with Kell factor and blanking.

    .. math:: B = \frac{K \, a \, N_a \, N f}{2 v}

    Parameters
    ----------
    lines : array_like
        Lines of a whole picture, blanked ones among them, above zero [-].
    active_lines : array_like
        Lines with picture on them, above zero [-].
    picture_rate_hz : array_like
        Whole pictures (not fields) a second, above zero [Hz].
    aspect_ratio : array_like, optional
        Width over height, above zero [-].
    kell_factor : array_like, optional
        Share of the lines that counts as vertical detail, above 0 to 1 [-].
    visible_share : array_like, optional
        Share of a line's time with picture, above 0 to 1 [-].

    Returns
    -------
    ndarray or float
        Bandwidth, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    Notes
    -----
    Two picture elements make a cycle.  Books take 0.64 to 0.75 for the Kell factor, and detail across equal to
    detail down.

    References
    ----------
    .. [1] Kell, Bedford and Fredendall, A determination of optimum number of lines in a television system, RCA Review 5
       (1940) 8.

    Examples
    --------
    >>> print(f"{scanned_video_bandwidth_hz(625.0, 575.0, 25.0, 4 / 3, 0.7, 0.8125) / 1e6:.2f} MHz")
    5.16 MHz
    """
    lines = require("lines", lines, above=0.0)
    active_lines = require("active_lines", active_lines, above=0.0)
    detail = require("kell_factor", kell_factor, above=0.0, at_most=1.0) * active_lines
    elements_of_a_line = detail * require("aspect_ratio", aspect_ratio, above=0.0)
    line_rate_hz = lines * require("picture_rate_hz", picture_rate_hz, above=0.0)
    visible_share = require("visible_share", visible_share, above=0.0, at_most=1.0)
    return video_bandwidth_hz(elements_of_a_line * line_rate_hz / visible_share)


def picture_size_bit(rows, columns, bits_of_pixel):
    r"""Bits of a picture.

    .. math:: N = r c k

    Parameters
    ----------
    rows : array_like
        Rows of the picture, above zero [-].
    columns : array_like
        Pixels of a row, above zero [-].
    bits_of_pixel : array_like
        Bits of a pixel, above zero [-].

    Returns
    -------
    ndarray or float
        Size, broadcast shape of the arguments [bit].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 12.1.

    Examples
    --------
    >>> print(f"{picture_size_bit(200.0, 200.0, 6.0) / 1e3:.0f} kbit")
    240 kbit
    """
    pixels = require("rows", rows, above=0.0) * require("columns", columns, above=0.0)
    return pixels * require("bits_of_pixel", bits_of_pixel, above=0.0)


def transmission_time_s(size_bit, bit_rate_bps):
    r"""Time to send data at a bit rate.

    .. math:: t = N / R

    Parameters
    ----------
    size_bit : array_like
        Size of the data, above zero [bit].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].

    Returns
    -------
    ndarray or float
        Time, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 12.1.

    Examples
    --------
    >>> print(f"{transmission_time_s(240e3, 33.33) / 3600:.2f} h")
    2.00 h
    """
    return require("size_bit", size_bit, above=0.0) / require("bit_rate_bps", bit_rate_bps, above=0.0)


def picture_time_s(rows, columns, bits_of_pixel, bit_rate_bps):
    r"""Time to send a picture at a bit rate.

    .. math:: t = r c k / R

    Parameters
    ----------
    rows : array_like
        Rows of the picture, above zero [-].
    columns : array_like
        Pixels of a row, above zero [-].
    bits_of_pixel : array_like
        Bits of a pixel, above zero [-].
    bit_rate_bps : array_like
        Bit rate, above zero [bit/s].

    Returns
    -------
    ndarray or float
        Time, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If an argument lies outside its range.

    References
    ----------
    .. [1] Carlson, Crilly and Rutledge, Communication Systems, 4th edition (2002), section 12.1.

    Examples
    --------
    >>> print(f"{picture_time_s(200.0, 200.0, 6.0, 33.33) / 3600:.2f} h")
    2.00 h
    """
    return transmission_time_s(picture_size_bit(rows, columns, bits_of_pixel), bit_rate_bps)
