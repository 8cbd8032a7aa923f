"""Carrier: power in carrier and data under phase modulation, and the carrier loop's SNR and jitter.

The map: :func:`carrier_suppression_loss_db` and :func:`data_modulation_loss_db` (the split, from the modulation index)
with :func:`modulation_index_for_suppression_deg` (its inverse); :func:`carrier_to_noise_ratio_in_loop_db`,
:func:`loop_phase_jitter_deg`, :func:`natural_frequency_rad_per_s`, :func:`lock_in_range_hz` (the loop; how long it
holds: :mod:`linkbudget.physics.cycle_slips`);
:func:`imperfect_carrier_bit_error_rate` and :func:`radio_loss_db` (what the jitter costs the data).

The modulation index is the peak phase deviation.  ``subcarrier`` names the waveform that carries the data: ``"square"``
for a square-wave subcarrier and for data straight on the carrier (index 90 degrees is BPSK with the carrier wholly
suppressed), ``"sine"`` for a sine-wave subcarrier.
"""

import math

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import known_name, require
from linkbudget.physics.modulation import required_ebn0_db
from linkbudget.physics.noise import carrier_to_noise_ratio_db
from linkbudget.physics.psk import bpsk_bit_error_rate

SUBCARRIERS = ("square", "sine")
"""Waveforms that :func:`carrier_suppression_loss_db` and its kin know."""

_LITTLE = 1e-3  # amplitude that is missing, below which four terms of a power series are as good as any search
_LARGEST_LOOP_SNR = 1e12  # beyond it the reference is perfect to twelve digits
_LARGEST_RADIO_LOSS_DB = 60.0


def _loss_from_amplitude_db(amplitude):
    with np.errstate(divide="ignore"):  # nothing left: infinite loss
        return 0.0 - 20.0 * np.log10(abs(amplitude))


def carrier_suppression_loss_db(modulation_index_deg, subcarrier="square"):
    r"""Total power over the power left in the residual carrier.

    .. math:: L_c = -20 \log_{10} \cos \beta \ \text{(square)}, \quad L_c = -20 \log_{10} |J_0(\beta)| \ \text{(sine)}

    Parameters
    ----------
    modulation_index_deg : array_like
        Peak phase deviation, 0 to 180 [deg].
    subcarrier : str, optional
        ``"square"`` (also for data straight on the carrier) or ``"sine"``.

    Returns
    -------
    ndarray or float
        Loss of the carrier, same shape as ``modulation_index_deg``; infinite where no carrier is left [dB].

    Raises
    ------
    LinkBudgetError
        If any index lies outside 0 to 180, or the waveform is unknown.

    Notes
    -----
    For one subcarrier alone; further tones (ranging, commands) suppress the carrier by a factor each.

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL Publication 82-76 (1982).
    .. [2] MarCO Telecommunications, DESCANSO Design and Performance Summary 18 (2021), Tables 5-3 to 5-5.

    Examples
    --------
    >>> print(f"{carrier_suppression_loss_db(72.0):.1f} dB and {carrier_suppression_loss_db(72.0, 'sine'):.1f} dB")
    10.2 dB and 3.8 dB
    """
    subcarrier = known_name("subcarrier", subcarrier, SUBCARRIERS)
    index_deg = require("modulation_index_deg", modulation_index_deg, at_least=0.0, at_most=180.0)
    if subcarrier == "sine":
        return _loss_from_amplitude_db(scipy.special.j0(np.radians(index_deg)))
    return _loss_from_amplitude_db(np.sin(np.radians(90.0 - index_deg)))  # exactly zero at 90 degrees


def data_modulation_loss_db(modulation_index_deg, subcarrier="square"):
    r"""Total power over the power in the data.

    .. math::

        L_d = -20 \log_{10} \sin \beta \ \text{(square)}, \quad
        L_d = -10 \log_{10} (2 J_1^2(\beta)) \ \text{(sine)}

    Parameters
    ----------
    modulation_index_deg : array_like
        Peak phase deviation, 0 to 180 [deg].
    subcarrier : str, optional
        ``"square"`` (also for data straight on the carrier) or ``"sine"``.

    Returns
    -------
    ndarray or float
        Loss of the data, same shape as ``modulation_index_deg``; infinite without modulation [dB].

    Raises
    ------
    LinkBudgetError
        If any index lies outside 0 to 180, or the waveform is unknown.

    Notes
    -----
    Square: what the carrier loses the data get.  Sine: the receiver uses the first pair of sidebands, so that some
    power is in neither, and the data get most (68 % of the total) at an index of 105.5 degrees.

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL Publication 82-76 (1982).
    .. [2] MarCO Telecommunications, DESCANSO Design and Performance Summary 18 (2021), Tables 5-3 to 5-5.

    Examples
    --------
    >>> print(f"{data_modulation_loss_db(56.0):.2f} dB and {data_modulation_loss_db(56.0, 'sine'):.2f} dB")
    1.63 dB and 4.27 dB
    """
    subcarrier = known_name("subcarrier", subcarrier, SUBCARRIERS)
    index_rad = np.radians(require("modulation_index_deg", modulation_index_deg, at_least=0.0, at_most=180.0))
    if subcarrier == "sine":
        return _loss_from_amplitude_db(math.sqrt(2.0) * scipy.special.j1(index_rad))
    return _loss_from_amplitude_db(np.sin(index_rad))


def modulation_index_for_suppression_deg(carrier_suppression_loss_db, subcarrier="square"):
    r"""Modulation index that suppresses the carrier by a given loss; inverts :func:`carrier_suppression_loss_db`.

    .. math:: \cos \beta = 10^{-L_c / 20} \ \text{(square)}, \quad J_0(\beta) = 10^{-L_c / 20} \ \text{(sine)}

    Parameters
    ----------
    carrier_suppression_loss_db : array_like
        Loss of the carrier, zero or more, ``math.inf`` for none left [dB].
    subcarrier : str, optional
        ``"square"`` (also for data straight on the carrier) or ``"sine"``.

    Returns
    -------
    ndarray or float
        Smallest peak phase deviation that does it, same shape as the loss: 0 to 90 (square) or 137.8 (sine) [deg].

    Raises
    ------
    LinkBudgetError
        If any loss is negative, or the waveform is unknown.

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL Publication 82-76 (1982).

    Examples
    --------
    >>> print(f"{modulation_index_for_suppression_deg(3.0):.1f} deg")
    44.9 deg
    """
    subcarrier = known_name("subcarrier", subcarrier, SUBCARRIERS)
    loss_db = require("carrier_suppression_loss_db", carrier_suppression_loss_db, at_least=0.0)
    amplitude = 10.0 ** (loss_db / -20.0)
    if subcarrier == "square":  # the tangent keeps its digits at both ends
        return np.degrees(np.arctan2(np.sqrt(-np.expm1(loss_db * (-0.1 * math.log(10.0)))), amplitude))
    return np.degrees(_inverse_j0(amplitude, -np.expm1(loss_db * (-0.05 * math.log(10.0)))))[()]


def carrier_to_noise_ratio_in_loop_db(carrier_cn0_dbhz, loop_bandwidth_hz):
    r"""Signal-to-noise ratio of a carrier tracking loop.

    .. math:: \rho = \frac{P_c}{N_0 B_L}

    Parameters
    ----------
    carrier_cn0_dbhz : array_like
        Residual carrier power over noise density: total C/N0 less the carrier suppression [dBHz].
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth B_L of the loop, above zero [Hz].

    Returns
    -------
    ndarray or float
        Loop signal-to-noise ratio, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If any bandwidth is zero or negative.

    Notes
    -----
    The bandwidth is one-sided, as in references [1]_ and [2]_, and the phase variance is then 1 / rho.  Older tables
    (Magellan, Mariner) quote the two-sided 2 B_L: halve it here to have rho; their own "carrier SNR in 2 B_L" is
    3.01 dB less than rho and comes of passing the whole 2 B_L.

    References
    ----------
    .. [1] DSN 810-005, module 202 Rev. C, Doppler Tracking (2019).
    .. [2] MarCO Telecommunications, DESCANSO Design and Performance Summary 18 (2021), Tables 5-3 to 5-5.

    Examples
    --------
    >>> print(f"{carrier_to_noise_ratio_in_loop_db(21.0, 3.0):.1f} dB")
    16.2 dB
    """
    return carrier_to_noise_ratio_db(carrier_cn0_dbhz, require("loop_bandwidth_hz", loop_bandwidth_hz, above=0.0))


def loop_phase_jitter_deg(loop_snr_db):
    r"""Root mean square phase error of a loop from thermal noise, by linear theory.

    .. math:: \sigma_\phi = \frac{1}{\sqrt \rho}\ \text{rad}

    Parameters
    ----------
    loop_snr_db : array_like
        Loop signal-to-noise ratio, of the one-sided bandwidth [dB].

    Returns
    -------
    ndarray or float
        Root mean square phase error, same shape as ``loop_snr_db`` [deg].

    Notes
    -----
    The exact error of a first-order loop [1]_ is larger: by 3 % at 10 dB, 9 % at 6 dB and 24 % at 3 dB, where the loop
    slips cycles and the linear figure has lost its meaning.

    References
    ----------
    .. [1] Viterbi, Phase-locked loop dynamics in the presence of noise by Fokker-Planck techniques, Proc. IEEE 51
       (1963) 1737.

    Examples
    --------
    >>> print(f"{loop_phase_jitter_deg(10.0):.1f} deg")
    18.1 deg
    """
    return math.degrees(1.0) * 10.0 ** (require("loop_snr_db", loop_snr_db) / -20.0)


def imperfect_carrier_bit_error_rate(ebn0_db, loop_snr_db):
    r"""Bit error rate of BPSK whose carrier reference has the phase error of a loop.

    .. math::

       P_b = \int_{-\pi}^{\pi} \frac{e^{\rho \cos \phi}}{2 \pi I_0(\rho)}
       \, \tfrac{1}{2} \operatorname{erfc} (\sqrt{\gamma} \cos \phi) \, d\phi

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    loop_snr_db : array_like
        Loop signal-to-noise ratio, of the one-sided bandwidth [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, broadcast shape of the arguments; it does not fall below a floor set by the loop [-].

    Notes
    -----
    The phase error follows Tikhonov's distribution, exact for a first-order loop, and stays put during a bit: bit rates
    well above the loop bandwidth.  At lower rates the error averages out within a bit and costs less.

    References
    ----------
    .. [1] Viterbi, Phase-locked loop dynamics in the presence of noise by Fokker-Planck techniques, Proc. IEEE 51
       (1963) 1737.
    .. [2] Lindsey, Phase-shift-keyed signal detection with noisy reference signals, IEEE Trans. Aerosp. Electron. Syst.
       AES-2 (1966) 393.

    Examples
    --------
    >>> print(f"{imperfect_carrier_bit_error_rate(9.6, 12.0):.2g}, perfect {bpsk_bit_error_rate(9.6):.2g}")
    3.9e-05, perfect 9.7e-06
    """
    from scipy.integrate import tanhsinh  # heavy to import, and needed here alone

    root_ebn0 = np.sqrt(10.0 ** (require("ebn0_db", ebn0_db) / 10.0))
    loop_snr = np.minimum(10.0 ** (require("loop_snr_db", loop_snr_db) / 10.0), _LARGEST_LOOP_SNR)

    def integrand(phase_rad, root_ebn0, loop_snr):  # the half circle, twice; the density scaled by its peak
        half_sine = np.sin(0.5 * phase_rad)
        return np.exp(-2.0 * loop_snr * half_sine * half_sine) * scipy.special.erfc(root_ebn0 * np.cos(phase_rad))

    integral = tanhsinh(integrand, 0.0, math.pi, args=(root_ebn0, loop_snr)).integral
    return np.minimum(
        integral / (2.0 * math.pi * scipy.special.i0e(loop_snr)), 0.5
    )  # rounding may end a bit above one half


def radio_loss_db(error_rate, loop_snr_db):
    r"""Extra Eb/N0 that an imperfect carrier reference costs uncoded BPSK at a given bit error rate.

    .. math:: P_b \left( \gamma_0 L, \rho \right) = \tfrac{1}{2} \operatorname{erfc} \sqrt{\gamma_0}

    Parameters
    ----------
    error_rate : array_like
        Bit error rate, above 0 and below 0.5 [-].
    loop_snr_db : array_like
        Loop signal-to-noise ratio, of the one-sided bandwidth [dB].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments; infinite where 60 dB more would not do, below the floor that the loop
        sets [dB].

    Raises
    ------
    LinkBudgetError
        If any error rate lies outside 0 to 0.5.

    Notes
    -----
    Same model as :func:`imperfect_carrier_bit_error_rate`.  The radio losses of mission tables are for coded data and
    their own rates, and differ.

    References
    ----------
    .. [1] Yuen (ed.), Deep Space Telecommunications Systems Engineering, JPL Publication 82-76 (1982).

    Examples
    --------
    >>> print(f"{radio_loss_db(1e-3, 12.0):.2f} dB")
    0.43 dB
    """
    from scipy.optimize.elementwise import find_root

    ideal_db = required_ebn0_db(error_rate, "bpsk")
    loop_snr_db = require("loop_snr_db", loop_snr_db)
    wanted = bpsk_bit_error_rate(ideal_db)
    smallest = np.finfo(float).smallest_subnormal

    def excess(loss_db, ideal_db, loop_snr_db, wanted):
        error_rate = imperfect_carrier_bit_error_rate(ideal_db + loss_db, loop_snr_db)
        return np.log(np.maximum(error_rate, smallest) / wanted)

    # the bracket opens a little below zero: at a perfect reference the loss is zero to rounding
    root = find_root(excess, (-1e-3, _LARGEST_RADIO_LOSS_DB), args=(ideal_db, loop_snr_db, wanted))
    return np.where(root.success, np.maximum(root.x, 0.0), np.inf)[()]


def natural_frequency_rad_per_s(loop_bandwidth_hz, damping=0.7071067811865476):
    r"""Natural frequency of a second-order loop from its noise bandwidth.

    .. math:: \omega_n = \frac{2 B_L}{\zeta + 1 / (4 \zeta)}

    Parameters
    ----------
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth B_L of the loop, above zero [Hz].
    damping : array_like, optional
        Damping factor of the loop, above zero [-].

    Returns
    -------
    ndarray or float
        Natural frequency, broadcast shape of the arguments [rad/s].

    Raises
    ------
    LinkBudgetError
        If any argument is not above zero.

    References
    ----------
    .. [1] Gardner, Phaselock Techniques, 3rd edition (2005), chapter 2 (noise bandwidth).

    Examples
    --------
    >>> print(f"{natural_frequency_rad_per_s(20.0):.1f} rad/s")
    37.7 rad/s
    """
    damping = require("damping", damping, above=0.0)
    return 2.0 * require("loop_bandwidth_hz", loop_bandwidth_hz, above=0.0) / (damping + 0.25 / damping)


def lock_in_range_hz(loop_bandwidth_hz, damping=0.7071067811865476):
    r"""Offset of the carrier within which a second-order loop locks without slipping a cycle.

    .. math:: \Delta f = \frac{2 \zeta \omega_n}{2 \pi}, \quad
       B_L = \frac{\omega_n}{2} \left( \zeta + \frac{1}{4 \zeta} \right)

    Parameters
    ----------
    loop_bandwidth_hz : array_like
        One-sided noise bandwidth B_L of the loop, above zero [Hz].
    damping : array_like, optional
        Damping factor of the loop, above zero [-].

    Returns
    -------
    ndarray or float
        Offset on either side, broadcast shape of the arguments [Hz].

    Raises
    ------
    LinkBudgetError
        If any argument is not above zero.

    Notes
    -----
    Beyond it a loop pulls in slowly, through many slipped cycles, or must be tuned to the carrier.

    References
    ----------
    .. [1] Gardner, Phaselock Techniques, 3rd edition (2005), chapters 2 (noise bandwidth) and 8 (lock-in limit).

    Examples
    --------
    >>> print(f"{lock_in_range_hz(20.0):.1f} Hz")
    8.5 Hz
    """
    return damping * natural_frequency_rad_per_s(loop_bandwidth_hz, damping) / math.pi


def _inverse_j0(amplitude, missing):
    """Index at which J0 has an amplitude, ``missing`` being one less that; not beyond its first null."""
    quarter_square = missing * (1.0 + missing * (0.25 + missing * (7.0 / 72.0 + missing * 13.0 / 288.0)))
    index = 2.0 * np.sqrt(quarter_square)  # the power series turned round, whose error is of fifth order
    near = np.asarray(missing) < _LITTLE
    for _ in range(4):  # Newton's method, where J0 less one keeps its digits
        with np.errstate(divide="ignore", invalid="ignore"):
            index = np.where(near, index, index + (scipy.special.j0(index) - amplitude) / scipy.special.j1(index))
    return index
