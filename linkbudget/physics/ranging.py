r"""Ranging by radio: ambiguity, range error and acquisition time of a code or of tones on the carrier.

The map: :func:`coherent_downlink_frequency_hz` with :data:`TURNAROUND_RATIO`; :func:`pn_chip_rate_chips_per_s` and
:func:`ranging_clock_hz`; :func:`pn_ambiguity_m` and :func:`tone_ambiguity_m`; :func:`chip_snr_db`,
:func:`ranging_clock_loss_db`, :func:`equivalent_loop_bandwidth_hz` and :func:`range_error_m`;
:func:`pn_acquisition_probability` and :func:`pn_acquisition_time_s`.

A ranging code is a square or sine wave, the ranging clock, with a few percent of its power in five slower codes that
tell which of its periods is meant; sequential tones do the same one after another.  The error of a range comes from the
clock (or the highest tone), its ambiguity from the length of the code (or the lowest tone).  All lengths are one-way
distances.
"""

import math

import numpy as np
from scipy.special import log_ndtr

from linkbudget.constants import SPEED_OF_LIGHT_M_PER_S
from linkbudget.errors import LinkBudgetError, require
from linkbudget.roots import bracketed_root

PN_CODE_LENGTH = 1_009_470
"""Chips of the codes of CCSDS 414.1-B-3 (T2B, T4B) and of the DSN: 2 x 7 x 11 x 15 x 19 x 23."""

PN_COMPONENT_LENGTHS = (2, 7, 11, 15, 19, 23)
"""Chips of the six components, the ranging clock first; CCSDS 414.1-B-3, section 3.2."""

PN_CORRELATIONS = {
    "DSN": (0.9544, 0.0456, 0.0456, 0.0456, 0.0456, 0.0456),
    "T4B": (0.9387, 0.0613, 0.0613, 0.0613, 0.0613, 0.0613),
    "T2B": (0.6274, 0.2447, 0.2481, 0.2490, 0.2492, 0.2496),
}
"""Correlation of each code with its components; DSN 810-005, module 214 Rev. C, Tables 3 to 5."""

TURNAROUND_RATIO = {
    ("S", "S"): 240.0 / 221.0,
    ("S", "X"): 880.0 / 221.0,
    ("S", "Ka"): 3344.0 / 221.0,
    ("X", "S"): 240.0 / 749.0,
    ("X", "X"): 880.0 / 749.0,
    ("X", "Ka"): 3344.0 / 749.0,
    ("Ka", "S"): 240.0 / 3599.0,
    ("Ka", "X"): 880.0 / 3599.0,
    ("Ka", "Ka"): 3344.0 / 3599.0,
}
"""Downlink over uplink frequency of coherent transponders by bands (up, down); CCSDS 401.0-B, recommendations on
turnaround frequency ratios, category B; other ratios, such as 3360/749, are in use as well."""

_CHIP_RATE_FACTOR = {"S": 1.0, "X": 221.0 / 749.0, "Ka": 221.0 / 3599.0}

_JITTER = {  # waveform of the signal and of the receiver's reference, kind of tracking
    ("sine", "sine"): 1.0 / (4.0 * math.pi),
    ("sine", "square"): 1.0 / (8.0 * math.sqrt(2.0)),
    ("square", "square"): 1.0 / 8.0,
}

_NODES, _WEIGHTS = np.polynomial.hermite.hermgauss(120)
_WEIGHTS = _WEIGHTS / math.sqrt(math.pi)


def coherent_downlink_frequency_hz(uplink_frequency_hz, turnaround_ratio):
    r"""Frequency that a coherent transponder at rest sends back.

    .. math:: f_d = G f_u

    Parameters
    ----------
    uplink_frequency_hz : array_like
        Frequency that the transponder receives, above zero [Hz].
    turnaround_ratio : array_like
        Downlink over uplink frequency, above zero; see :data:`TURNAROUND_RATIO` [-].

    Returns
    -------
    ndarray or float
        Frequency, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If a frequency or ratio is not above zero.

    References
    ----------
    .. [1] CCSDS 401.0-B, Radio Frequency and Modulation Systems, recommendations on turnaround frequency ratios.

    Examples
    --------
    Mars Odyssey:

    >>> print(f"{coherent_downlink_frequency_hz(7155.377315e6, TURNAROUND_RATIO['X', 'X']) / 1e6:.6f} MHz")
    8406.851852 MHz
    """
    ratio = require("turnaround_ratio", turnaround_ratio, above=0.0)
    return require("uplink_frequency_hz", uplink_frequency_hz, above=0.0) * ratio


def pn_chip_rate_chips_per_s(uplink_frequency_hz, band, multiplier, divider_exponent):
    r"""Chip rate of a pseudo-noise code that is coherent with the uplink carrier.

    .. math:: F_{chip} = \frac{l}{128 \cdot 2^k} f_u \times 1 \text{ (S)}, \ \tfrac{221}{749} \text{ (X)}, \
        \tfrac{221}{3599} \text{ (Ka)}

    Parameters
    ----------
    uplink_frequency_hz : array_like
        Frequency of the uplink carrier, above zero [Hz].
    band : str
        Band of the uplink: "S", "X" or "Ka".
    multiplier : array_like
        Number l, one or more; the standard has 4 for about 1 Mchip/s and 8 for about 2, with k = 6 [-].
    divider_exponent : array_like
        Number k, zero or more; the standard has 6, or 8 to 10 with l = 2 [-].

    Returns
    -------
    ndarray or float
        Chip rate, twice the ranging clock, broadcast shape of the arguments [chip/s].

    Raises
    ------
    LinkBudgetError
        If the band is another, a frequency is not above zero, l is below one or k below zero.

    References
    ----------
    .. [1] CCSDS 414.1-B-3, Pseudo-Noise (PN) Ranging Systems (2022), section 3.3.3, Table 3-1.

    Examples
    --------
    >>> print(f"{pn_chip_rate_chips_per_s(7179e6, 'X', 4, 6) / 1e3:.3f} kchip/s")
    1034.295 kchip/s
    """
    if band not in _CHIP_RATE_FACTOR:
        raise LinkBudgetError(f"band = {band!r}: expected one of {', '.join(map(repr, _CHIP_RATE_FACTOR))}")
    frequency_hz = require("uplink_frequency_hz", uplink_frequency_hz, above=0.0)
    multiplier = require("multiplier", multiplier, at_least=1.0)
    divider = 128.0 * 2.0 ** require("divider_exponent", divider_exponent, at_least=0.0)
    return frequency_hz * (_CHIP_RATE_FACTOR[band] * multiplier / divider)


def ranging_clock_hz(chip_rate_chips_per_s):
    r"""Frequency of the ranging clock: one period in two chips.

    .. math:: f_{RC} = F_{chip} / 2

    Parameters
    ----------
    chip_rate_chips_per_s : array_like
        Chip rate, above zero [chip/s].

    Returns
    -------
    ndarray or float
        Frequency, same shape [Hz].

    Raises
    ------
    LinkBudgetError
        If a rate is not above zero.

    References
    ----------
    .. [1] CCSDS 414.1-B-3, Pseudo-Noise (PN) Ranging Systems (2022), section 3.3.3.

    Examples
    --------
    >>> print(f"{ranging_clock_hz(2068590.0) / 1e6:.3f} MHz")
    1.034 MHz
    """
    return 0.5 * require("chip_rate_chips_per_s", chip_rate_chips_per_s, above=0.0)


def pn_ambiguity_m(ranging_clock_hz):
    r"""Distance at which the answer of a pseudo-noise code repeats itself.

    .. math:: U = \frac{1\,009\,470 \, c}{4 f_{RC}}

    Parameters
    ----------
    ranging_clock_hz : array_like
        Frequency of the ranging clock, half the chip rate, above zero [Hz].

    Returns
    -------
    ndarray or float
        One-way distance, same shape [m].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    References
    ----------
    .. [1] DSN 810-005, module 214 Rev. C, Pseudo-Noise and Regenerative Ranging, equation (11).

    Examples
    --------
    >>> print(f"{pn_ambiguity_m(1e6) / 1e3:.0f} km")
    75658 km
    """
    return PN_CODE_LENGTH * SPEED_OF_LIGHT_M_PER_S / (4.0 * require("ranging_clock_hz", ranging_clock_hz, above=0.0))


def tone_ambiguity_m(lowest_tone_hz):
    r"""Distance at which the answer of a set of tones, or of one tone, repeats itself.

    .. math:: U = \frac{c}{2 f_{min}}

    Parameters
    ----------
    lowest_tone_hz : array_like
        Frequency of the lowest tone, above zero [Hz].

    Returns
    -------
    ndarray or float
        One-way distance, same shape [m].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    References
    ----------
    .. [1] DSN 810-005, module 203 Rev. D, Sequential Ranging (range ambiguity of the last component).

    Examples
    --------
    A tone of 8 Hz:

    >>> print(f"{tone_ambiguity_m(8.0) / 1e3:.0f} km")
    18737 km
    """
    return SPEED_OF_LIGHT_M_PER_S / (2.0 * require("lowest_tone_hz", lowest_tone_hz, above=0.0))


def chip_snr_db(ranging_clock_hz, ranging_power_to_noise_density_dbhz):
    r"""Signal-to-noise ratio of one chip.

    .. math:: \frac{2 E_c}{N_0} = \frac{P_R}{N_0} - 10 \log_{10} f_{RC}

    Parameters
    ----------
    ranging_clock_hz : array_like
        Frequency of the ranging clock, half the chip rate, above zero [Hz].
    ranging_power_to_noise_density_dbhz : array_like
        Power of the ranging signal over noise density [dBHz].

    Returns
    -------
    ndarray or float
        Twice the energy of a chip over noise density, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a frequency is not above zero.

    References
    ----------
    .. [1] CCSDS 414.0-G-2, Pseudo-Noise (PN) Ranging Systems (green book), page 2-3.

    Examples
    --------
    >>> print(f"{chip_snr_db(1e6, 30.0):.1f} dB")
    -30.0 dB
    """
    clock_hz = require("ranging_clock_hz", ranging_clock_hz, above=0.0)
    ranging = require("ranging_power_to_noise_density_dbhz", ranging_power_to_noise_density_dbhz)
    return ranging - 10.0 * np.log10(clock_hz)


def ranging_clock_loss_db(code):
    r"""Share of a ranging signal's power that is in its clock, as a loss.

    .. math:: L = -20 \log_{10} R_1

    Parameters
    ----------
    code : str
        "DSN", "T4B" or "T2B".

    Returns
    -------
    float
        Loss [dB].

    Raises
    ------
    LinkBudgetError
        If the code is another.

    References
    ----------
    .. [1] DSN 810-005, module 214 Rev. C, Pseudo-Noise and Regenerative Ranging, Tables 3 to 5.

    Examples
    --------
    >>> print(f"{ranging_clock_loss_db('T4B'):.2f} dB, {ranging_clock_loss_db('T2B'):.2f} dB")
    0.55 dB, 4.05 dB
    """
    return -20.0 * math.log10(_correlations(code)[0])


def equivalent_loop_bandwidth_hz(integration_time_s):
    r"""Loop bandwidth whose jitter is that of an open-loop measurement over a time.

    .. math:: B = \frac{1}{2 T}

    Parameters
    ----------
    integration_time_s : array_like
        Time over which the phase is averaged, above zero [s].

    Returns
    -------
    ndarray or float
        One-sided noise bandwidth, same shape [Hz].

    Raises
    ------
    LinkBudgetError
        If a time is not above zero.

    References
    ----------
    .. [1] CCSDS 414.0-G-2, Pseudo-Noise (PN) Ranging Systems (green book), section 2.7.2.

    Examples
    --------
    >>> print(f"{equivalent_loop_bandwidth_hz(100.0) * 1e3:.0f} mHz")
    5 mHz
    """
    return 0.5 / require("integration_time_s", integration_time_s, above=0.0)


def range_error_m(
    ranging_clock_hz,
    clock_power_to_noise_density_dbhz,
    loop_bandwidth_hz,
    *,
    signal="sine",
    reference="sine",
    open_loop=False,
):
    r"""Standard deviation of a range from thermal noise.

    .. math:: \sigma = \frac{a \, c}{f_{RC}} \sqrt{\frac{B}{P_{RC} / N_0}}

    with a = 1/(4 pi) for a sine tracked with a sine, 1/(8 sqrt 2) for a sine tracked with a square wave or a square
    wave in open loop, and 1/8 for a square wave tracked with a square wave in a loop.

    Parameters
    ----------
    ranging_clock_hz : array_like
        Frequency of the ranging clock or of the highest tone, above zero [Hz].
    clock_power_to_noise_density_dbhz : array_like
        Power of that clock or tone over noise density: for a code, that of the whole ranging signal less
        :func:`ranging_clock_loss_db` [dBHz].
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth of the tracking, above zero; :func:`equivalent_loop_bandwidth_hz` in open loop [Hz].
    signal : str
        Waveform received: "sine" or "square".
    reference : str
        Waveform it is compared with: "sine" or "square".
    open_loop : bool
        True when phases are averaged rather than tracked; it matters for square waves alone.

    Returns
    -------
    ndarray or float
        One-way distance, one standard deviation, broadcast shape of the arguments [m].  The noise of the other way,
        which a transponder passes on, comes in square.

    Raises
    ------
    LinkBudgetError
        If a frequency or bandwidth is not above zero or a square wave is compared with a sine.

    References
    ----------
    .. [1] DSN 810-005, module 214 Rev. C, Pseudo-Noise and Regenerative Ranging, equations (85) and (89).
    .. [2] CCSDS 414.0-G-2, Pseudo-Noise (PN) Ranging Systems (green book), sections 2.5 and 2.7.2.

    Examples
    --------
    The 1 MHz clock at 20 dBHz, averaged for 100 s:

    >>> print(f"{range_error_m(1e6, 20.0, equivalent_loop_bandwidth_hz(100.0)):.3f} m")
    0.169 m
    """
    if (signal, reference) not in _JITTER:
        pairs = ", ".join(f"{one!r} with {other!r}" for one, other in _JITTER)
        raise LinkBudgetError(f"signal {signal!r} with reference {reference!r}: expected one of {pairs}")
    factor = _JITTER["sine" if open_loop and signal == "square" else signal, reference]
    clock_hz = require("ranging_clock_hz", ranging_clock_hz, above=0.0)
    bandwidth_hz = require("loop_bandwidth_hz", loop_bandwidth_hz, above=0.0)
    level = require("clock_power_to_noise_density_dbhz", clock_power_to_noise_density_dbhz)
    return factor * SPEED_OF_LIGHT_M_PER_S / clock_hz * np.sqrt(bandwidth_hz / 10.0 ** (level / 10.0))


def pn_acquisition_probability(ranging_power_to_noise_density_dbhz, integration_time_s, code):
    r"""Probability that a station finds the right phase of all components of a code at once.

    .. math:: P = \prod_{n=2}^{6} \frac{1}{\sqrt\pi} \int_{-\infty}^{\infty} e^{-x^2} \left[
        \frac{1 + \mathrm{erf}\left(x + R_n \sqrt{T P_R / N_0}\right)}{2}\right]^{\lambda_n - 1} dx

    Parameters
    ----------
    ranging_power_to_noise_density_dbhz : array_like
        Power of the ranging signal over noise density [dBHz].
    integration_time_s : array_like
        Time of correlation, zero or more [s].
    code : str
        "DSN", "T4B" or "T2B".

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments; correlations with all phases run side by side [-].

    Raises
    ------
    LinkBudgetError
        If a time is negative or the code is another.

    References
    ----------
    .. [1] DSN 810-005, module 214 Rev. C, Pseudo-Noise and Regenerative Ranging, equations (90) and (91), and
       Tables 2 to 5.

    Examples
    --------
    >>> print(f"{pn_acquisition_probability(30.0, 3.0, 'T4B'):.4f}")
    0.9776
    """
    time_s = require("integration_time_s", integration_time_s, at_least=0.0)
    level = require("ranging_power_to_noise_density_dbhz", ranging_power_to_noise_density_dbhz)
    correlations = _correlations(code)
    root = np.sqrt(time_s * 10.0 ** (level / 10.0))[..., None]
    probability = 1.0
    for length, correlation in zip(PN_COMPONENT_LENGTHS[1:], correlations[1:], strict=True):
        right = np.exp((length - 1.0) * log_ndtr(math.sqrt(2.0) * (_NODES + correlation * root)))
        probability = probability * (right @ _WEIGHTS)
    return np.minimum(probability, 1.0)


def pn_acquisition_time_s(ranging_power_to_noise_density_dbhz, probability, code):
    r"""Time of correlation in which a station finds the right phase with a stated probability.

    .. math:: P(P_R / N_0, T) = P_{wanted}

    Parameters
    ----------
    ranging_power_to_noise_density_dbhz : array_like
        Power of the ranging signal over noise density [dBHz].
    probability : array_like
        Wanted probability of acquisition, above that of a guess and below 1 [-].
    code : str
        "DSN", "T4B" or "T2B".

    Returns
    -------
    ndarray or float
        Time, broadcast shape of the arguments [s].

    Raises
    ------
    LinkBudgetError
        If a probability is not above that of a guess (1 in 504 735) and below 1, or the code is another.

    References
    ----------
    .. [1] DSN 810-005, module 214 Rev. C, Pseudo-Noise and Regenerative Ranging, equations (90) and (91).

    Examples
    --------
    >>> for code in ("DSN", "T4B", "T2B"):
    ...     print(f"{code}: {pn_acquisition_time_s(30.0, 0.999, code):.2f} s")
    DSN: 8.36 s
    T4B: 4.62 s
    T2B: 0.28 s
    """
    guess = 2.0 / PN_CODE_LENGTH
    wanted = require("probability", probability, above=guess, below=1.0)
    level = require("ranging_power_to_noise_density_dbhz", ranging_power_to_noise_density_dbhz)
    wanted, level = np.broadcast_arrays(wanted, level)
    # A wrong phase wins with at most exp(-(R root(T P/N0))^2 / 2) a rival: this bound on the energy, doubled, suffices.
    weakest = min(_correlations(code)[1:])
    most = 4.0 * np.log(sum(PN_COMPONENT_LENGTHS) / (1.0 - wanted)) / weakest**2

    def surplus(log_energy):
        return pn_acquisition_probability(10.0 * log_energy / math.log(10.0), 1.0, code) - wanted

    # The product of time and P/N0 decides: its logarithm is sought.
    log_energy = bracketed_root(surplus, np.full(wanted.shape, -30.0), np.log(most), tolerance=1e-12)
    return (np.exp(log_energy) / 10.0 ** (level / 10.0))[()]


def _correlations(code):
    """Correlations of a code with its components."""
    if code not in PN_CORRELATIONS:
        raise LinkBudgetError(f"code = {code!r}: expected one of {', '.join(map(repr, PN_CORRELATIONS))}")
    return PN_CORRELATIONS[code]
