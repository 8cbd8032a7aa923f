r"""Quality of a received picture: two figures of merit, for a pulse-position and for an analogue channel.

Grey runs from 0 (black) to 1 (white).  The picture signal-to-noise ratio is one over the mean-square grey error; the
pixel error probability is how often the grey level shown is not the one sent.

The map

- what grey levels cost: :func:`quantisation_error`;
- pulse position: :func:`pulse_picture_snr_db`, :func:`pulse_pixel_error_probability`,
  :func:`required_es_over_n0_for_picture_snr_db`, :func:`required_es_over_n0_with_clock_loop_db`;
- analogue: :func:`analog_picture_snr_db`, :func:`analog_pixel_error_probability`,
  :func:`required_cn0_for_picture_snr_dbhz`.

Pixel rates and distances at which a quality is just met follow from the budget's margin: see
:mod:`linkbudget.physics.picture_rates`.

The pulse channel: a grey in [k/M, (k+1)/M) is sent in slot k of M, and the level of L into which the middle of the
received slot falls is shown at its own middle; all greys are equally frequent.  A neighbour error changes the level
only across one of the L - 1 borders, each of which has a slot on either side, hence with probability (L - 1)/M, and
then adds 1/(L M) to the mean-square error.  Among all M slots a random one shows another level with probability
1 - 1/L and adds 1/6 - 1/(6 L^2); a distant error picks one of the M - 2 slots that are neither its own nor the
neighbour.  A neighbour beyond either end is shown as the end slot.  All of this is exact where L divides M, but for a
share of 1/M^2 of the distant errors at the two ends; otherwise level borders fall inside slots, which costs about
1/(12 M^2) more: at 500 slots and 64 levels 0.07 dB of the 46.9 dB that 64 levels allow.
"""

from functools import lru_cache

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import require
from linkbudget.physics._many_points import MANY
from linkbudget.physics._pulse_inverse import required_energy
from linkbudget.physics._slot_curves import over_slots
from linkbudget.physics.analog import PEAK_TO_PEAK_OVER_RMS_DB, fm_required_cn0_dbhz
from linkbudget.physics.pulse_clock import clock_jitter
from linkbudget.physics.pulse_jitter import neighbour_and_distant_error_probability
from linkbudget.physics.pulse_position import required_es_over_n0_db
from linkbudget.roots import bracketed_root, secant_root

_HIGHEST_DB = 100.0
_CONTRAST_DB = -50.0, 200.0
_TINY = 1e-200  # stands for zero
_LARGEST_NOISE = 1e3  # beyond, every pixel is black or white by chance


def quantisation_error(grey_levels):
    r"""Mean-square grey error of a picture shown in equal grey levels.

    .. math:: q = \frac{1}{12 L^2}

    Parameters
    ----------
    grey_levels : array_like
        Number of grey levels L, two or more [-].

    Returns
    -------
    ndarray or float
        Mean-square error with black to white as unit, same shape [-].

    Raises
    ------
    LinkBudgetError
        If a number of levels is below two.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), chapter 3 (uniform quantiser); a uniform grey.

    Examples
    --------
    >>> print(f"{quantisation_error(64):.2e}")
    2.03e-05
    """
    return 1.0 / (12.0 * np.square(require("grey_levels", grey_levels, at_least=2.0), dtype=float))


def pulse_picture_snr_db(es_over_n0_db, slots, grey_levels, *, timing_jitter=0.0):
    r"""Picture signal-to-noise ratio of a pulse-position channel.

    .. math::

       \mathrm{SNR} = -10 \log_{10}\left[q + P_n \, n + P_d \frac{M u - n}{M - 2}\right], \quad
       n = \frac{L - 1}{L M^2}, \quad u = \frac16 - 2 q

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, at least the number of grey levels [-].
    grey_levels : array_like
        Number of grey levels L, two or more [-].
    timing_jitter : array_like, optional
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        One over the mean-square grey error, broadcast shape of the arguments; from 7.8 dB for noise alone up to the
        limit of the grey levels, :math:`20 \log_{10} L + 10.8` [dB].

    Raises
    ------
    LinkBudgetError
        If there are fewer slots than grey levels or fewer than two of them, or a jitter outside 0 to 0.35.

    References
    ----------
    .. [1] Counting of slots and levels, module linkbudget.physics.picture; :math:`P_n` and :math:`P_d` as in
       :func:`linkbudget.physics.pulse_jitter.neighbour_error_probability`.

    Examples
    --------
    >>> print(f"{pulse_picture_snr_db(13.0, 500, 64):.2f} dB")
    30.67 dB
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    slots, grey_levels = _counts(slots, grey_levels)
    excess = _pulse_excess(es_over_n0_db, slots, grey_levels, timing_jitter)
    return -10.0 * np.log10(quantisation_error(grey_levels) + excess)


def pulse_pixel_error_probability(es_over_n0_db, slots, grey_levels, *, timing_jitter=0.0):
    r"""Probability that a pulse-position channel shows another grey level than was sent.

    .. math:: P = P_n \frac{L - 1}{M} + P_d \frac{M (1 - 1/L) - (L - 1)/M}{M - 2}

    Parameters
    ----------
    es_over_n0_db : array_like
        Energy of a pulse over noise density; minus infinity stands for no pulse [dB].
    slots : array_like
        Number of slots M, at least the number of grey levels [-].
    grey_levels : array_like
        Number of grey levels L, two or more [-].
    timing_jitter : array_like, optional
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments; (L - 1)/L for noise alone [-].

    Raises
    ------
    LinkBudgetError
        If there are fewer slots than grey levels or fewer than two of them, or a jitter outside 0 to 0.35.

    References
    ----------
    .. [1] Counting of slots and levels, module linkbudget.physics.picture.

    Examples
    --------
    >>> print(f"{pulse_pixel_error_probability(13.0, 500, 64):.2e}")
    4.95e-03
    """
    es_over_n0_db = require("es_over_n0_db", es_over_n0_db)
    slots, grey_levels = _counts(slots, grey_levels)
    near, others = _costs((grey_levels - 1.0) / slots, 1.0 - 1.0 / grey_levels, slots)
    neighbour, distant = neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter)
    return neighbour * near + distant * others / np.maximum(slots - 2.0, _TINY)


def required_es_over_n0_for_picture_snr_db(picture_snr_db, slots, grey_levels, *, timing_jitter=0.0):
    r"""Es/N0 at which :func:`pulse_picture_snr_db` reaches a stated quality.

    .. math:: P_n(E_s/N_0)\, n + P_d(E_s/N_0) \frac{M u - n}{M - 2} = 10^{-\mathrm{SNR}/10} - q

    Parameters
    ----------
    picture_snr_db : array_like
        Wanted picture signal-to-noise ratio [dB].
    slots : array_like
        Number of slots M, at least the number of grey levels [-].
    grey_levels : array_like
        Number of grey levels L, two or more [-].
    timing_jitter : array_like, optional
        Root-mean-square error of the slot clock as a fraction of a slot, from 0 to 0.35 [-].

    Returns
    -------
    ndarray or float
        Required energy of a pulse over noise density, broadcast shape of the arguments.  NaN where no Es/N0 suffices:
        the quality is beyond what the grey levels, or the slot clock at an Es/N0 of 100 dB, allow.  Minus infinity
        where noise alone does as well, below 7.8 dB [dB].

    Raises
    ------
    LinkBudgetError
        If there are fewer slots than grey levels or fewer than two of them, or a jitter outside 0 to 0.35.

    Notes
    -----
    Without jitter every error is equally likely, the picture asks for a slot error probability of
    :math:`(10^{-\mathrm{SNR}/10} - q)(M - 1)/(M u)`, and
    :func:`~linkbudget.physics.pulse_position.required_es_over_n0_db` does the rest.

    References
    ----------
    .. [1] Counting of slots and levels, module linkbudget.physics.picture.

    Examples
    --------
    >>> print(f"{required_es_over_n0_for_picture_snr_db(30.0, 500, 64):.2f} dB")
    12.92 dB
    """
    picture_snr_db = require("picture_snr_db", picture_snr_db)
    timing_jitter = require("timing_jitter", timing_jitter)
    slots, grey_levels = _counts(slots, grey_levels)
    return over_slots(_required, slots, picture_snr_db, grey_levels, timing_jitter)


def required_es_over_n0_with_clock_loop_db(picture_snr_db, slots, grey_levels, clock_loop_gain, clock_walk):
    r"""Es/N0 at which :func:`pulse_picture_snr_db` reaches a stated quality with a slot clock that a loop makes.

    .. math:: \mathrm{SNR}\left(E_s/N_0,\, \sigma_x(E_s/N_0)\right) = \mathrm{SNR}_0

    The jitter of the clock is that of :func:`linkbudget.physics.pulse_clock.clock_jitter`: it falls as Es/N0 rises.

    Parameters
    ----------
    picture_snr_db : array_like
        Wanted picture signal-to-noise ratio [dB].
    slots : array_like
        Number of slots M, at least the number of grey levels, from 16 to 16 384 [-].
    grey_levels : array_like
        Number of grey levels L, two or more [-].
    clock_loop_gain : array_like
        Share g of a measured error by which the clock is moved, from 0.02 to 1 [-].
    clock_walk : array_like
        Rms walk w of the clock from one pixel to the next, in slots, to :math:`0.3 \sqrt{g (2 - g)}` [-].

    Returns
    -------
    ndarray or float
        Required energy of a pulse over noise density, broadcast shape of the arguments.  NaN where no Es/N0 suffices,
        minus infinity where noise alone does, as in :func:`required_es_over_n0_for_picture_snr_db` [dB].

    Raises
    ------
    LinkBudgetError
        If there are fewer slots than grey levels, or an argument is outside the table of the clock.

    References
    ----------
    .. [1] Counting of slots and levels, module linkbudget.physics.picture.

    Examples
    --------
    >>> slow, fast = required_es_over_n0_with_clock_loop_db(25.0, 500, 64, [0.1, 0.5], 0.02)
    >>> print(f"{slow:.2f} dB, {fast:.2f} dB")
    12.67 dB, 12.88 dB
    """
    picture_snr_db = require("picture_snr_db", picture_snr_db)
    clock_loop_gain = require("clock_loop_gain", clock_loop_gain)
    clock_walk = require("clock_walk", clock_walk)
    slots, grey_levels = _counts(slots, grey_levels)
    given = picture_snr_db, grey_levels, clock_loop_gain, clock_walk
    return over_slots(_required_with_loop, slots, *given, smooth=False)  # the table of the clock has kinks


def analog_picture_snr_db(peak_to_peak_snr_db, *, grey_levels=np.inf):
    r"""Picture signal-to-noise ratio of an analogue channel shown between black and white, in grey levels or not.

    .. math::

       \mathrm{SNR} = -10 \log_{10}\left[\tfrac 23 Q(1/\sigma) + 2 \int_0^1 \left(u^2 - \tfrac 23 u^3\right)
       \frac{e^{-u^2 / (2 \sigma^2)}}{\sqrt{2 \pi} \sigma} du + q\right], \quad \sigma = 10^{-\mathrm{SNR_{pp}}/20}

    Parameters
    ----------
    peak_to_peak_snr_db : array_like
        Black to white squared over mean-square noise, as from
        :func:`linkbudget.physics.analog.peak_to_peak_snr_db` [dB].
    grey_levels : array_like, optional
        Number of grey levels L, two or more; infinity, as by default, stands for a picture that is not digitised [-].

    Returns
    -------
    ndarray or float
        One over the mean-square grey error, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a number of levels is below two.

    Notes
    -----
    No pixel is darker than black or lighter than white, so noise costs a picture of evenly spread greys less than its
    own mean square: 0.2 dB less at 27 dB, 0.5 dB at 20 dB, 1.8 dB at 10 dB, and never more than 1/3 (4.8 dB).  The
    error of quantising is added as if it were independent of the noise.

    References
    ----------
    .. [1] Mean-square error of clipped Gaussian noise over even greys, integrated by parts.

    Examples
    --------
    >>> print(f"{analog_picture_snr_db(40.0, grey_levels=64):.2f} dB")
    39.23 dB
    """
    peak_to_peak_snr_db = require("peak_to_peak_snr_db", peak_to_peak_snr_db)
    return -10.0 * np.log10(_clipped_noise(peak_to_peak_snr_db) + quantisation_error(grey_levels))


def analog_pixel_error_probability(peak_to_peak_snr_db, grey_levels):
    r"""Probability that Gaussian noise moves a grey level past half a step.

    .. math:: P = \frac{L - 1}{L} \operatorname{erfc} \frac{1}{2 \sqrt 2 L \sigma}, \quad \sigma = 10^{-\mathrm{SNR}/20}

    Parameters
    ----------
    peak_to_peak_snr_db : array_like
        Black to white squared over mean-square noise [dB].
    grey_levels : array_like
        Number of grey levels L, two or more, each sent as the middle of its step [-].

    Returns
    -------
    ndarray or float
        Probability, broadcast shape of the arguments; black and white err to one side only [-].

    Raises
    ------
    LinkBudgetError
        If a number of levels is below two.

    Notes
    -----
    Exact for Gaussian noise.  Below the threshold of frequency modulation the noise comes in clicks, which spoil fewer
    pixels by more.

    References
    ----------
    .. [1] J. G. Proakis, Digital Communications, 4th edition (2001), section 5.2.6 (amplitude levels in Gaussian
       noise).

    Examples
    --------
    >>> print(f"{analog_pixel_error_probability(45.0, 64):.4f}")
    0.1622
    """
    peak_to_peak_snr_db = require("peak_to_peak_snr_db", peak_to_peak_snr_db)
    grey_levels = require("grey_levels", grey_levels, at_least=2.0)
    half_step = 10.0 ** (np.asarray(peak_to_peak_snr_db) / 20.0) / (2.0 * grey_levels)
    return (1.0 - 1.0 / grey_levels) * scipy.special.erfc(half_step / np.sqrt(2.0))


def required_cn0_for_picture_snr_dbhz(picture_snr_db, video_bandwidth_hz, deviation_ratio, *, grey_levels=np.inf):
    r"""C/N0 at which an analogue channel with frequency modulation reaches a stated picture quality.

    .. math:: \mathrm{SNR}(8 \, \mathrm{SNR}_\mathrm{FM}(C/N_0, f_m, \beta), q) = \mathrm{SNR}_\mathrm{wanted}

    Parameters
    ----------
    picture_snr_db : array_like
        Wanted picture signal-to-noise ratio, black to white squared over mean-square error [dB].
    video_bandwidth_hz : array_like
        Bandwidth of the picture signal, half the pixel rate: two pixels make a cycle [Hz].
    deviation_ratio : array_like
        Peak deviation over video bandwidth, above zero [-].
    grey_levels : array_like, optional
        Number of grey levels, two or more; infinity, as by default, stands for a picture that is not digitised [-].

    Returns
    -------
    ndarray or float
        Required carrier power over noise density, broadcast shape of the arguments; NaN where the quality is beyond
        what the grey levels allow [dBHz].

    Raises
    ------
    LinkBudgetError
        If a video bandwidth or deviation ratio is not above zero, or a number of levels below two.

    References
    ----------
    .. [1] H. Taub and D. L. Schilling, Principles of Communication Systems, 2nd edition (1986), chapter 10, solved for
       C/N0 with :func:`analog_picture_snr_db`.

    Examples
    --------
    >>> print(f"{required_cn0_for_picture_snr_dbhz(30.0, 45.0, 5.0, grey_levels=64):.2f} dBHz")
    34.00 dBHz
    """
    picture_snr_db = require("picture_snr_db", picture_snr_db)
    grey_levels = require("grey_levels", grey_levels, at_least=2.0)
    if np.ndim(picture_snr_db) == np.ndim(grey_levels) == 0:
        contrast_db = _contrast_once_db(float(picture_snr_db), float(grey_levels))
    else:
        contrast_db = _contrast_db(picture_snr_db, grey_levels)
    return fm_required_cn0_dbhz(contrast_db - PEAK_TO_PEAK_OVER_RMS_DB, video_bandwidth_hz, deviation_ratio)


@lru_cache(maxsize=4096)
def _contrast_once_db(picture_snr_db, grey_levels):
    return float(_contrast_db(picture_snr_db, grey_levels))


def _contrast_db(picture_snr_db, grey_levels):
    """Ratio from black to white at which :func:`analog_picture_snr_db` reaches a quality."""
    noise = np.asarray(10.0 ** (-np.asarray(picture_snr_db) / 10.0) - quantisation_error(grey_levels))
    contrast_db = np.where(noise < _clipped_noise(_CONTRAST_DB[0]), np.nan, -np.inf)
    search = (noise > _clipped_noise(_CONTRAST_DB[1])) & np.isnan(contrast_db)
    if search.any():
        ends = (np.full(int(search.sum()), end) for end in _CONTRAST_DB)
        contrast_db[search] = bracketed_root(
            lambda db: np.log(noise[search] / _clipped_noise(db)), *ends, tolerance=1e-12
        )
    return contrast_db


def _clipped_noise(peak_to_peak_snr_db):
    """Mean-square grey error when Gaussian noise cannot show darker than black or lighter than white, greys even."""
    lowest_db = -20.0 * np.log10(_LARGEST_NOISE)
    sigma = 10.0 ** (-np.maximum(peak_to_peak_snr_db, lowest_db) / 20.0)
    end = 1.0 / np.maximum(sigma, 1e-150)
    tail, density = np.exp(-0.5 * end**2), sigma / np.sqrt(2.0 * np.pi)
    second = sigma**2 * 0.5 * scipy.special.erf(end / np.sqrt(2.0)) - density * tail  # moments of the noise from 0 to 1
    third = sigma**2 * density * (2.0 - (2.0 + end**2) * tail)
    return scipy.special.erfc(end / np.sqrt(2.0)) / 3.0 + 2.0 * second - 4.0 / 3.0 * third


def _counts(slots, grey_levels):
    grey_levels = require("grey_levels", grey_levels, at_least=2.0)
    slots = require("slots", slots, at_least=2.0)
    require("slots / grey_levels", slots / grey_levels, at_least=1.0)
    return slots, grey_levels


def _costs(neighbour, random, slots):
    """Cost of an error to the neighbouring slot, and of errors to all other slots together, in the arguments' unit.

    ``random`` is the mean cost over all slots, the own one included, which costs nothing.
    """
    near = np.where(slots > 2.0, neighbour, slots * random)  # of two slots the other one is the only one
    return near, slots * random - near


def _square_costs(slots, grey_levels):
    """:func:`_costs` in mean-square grey error."""
    return _costs((1.0 - 1.0 / grey_levels) / np.square(slots, dtype=float), _random_cost(grey_levels), slots)


def _random_cost(grey_levels):
    """Mean-square grey error of a slot chosen at random among all, quantisation excluded."""
    return 1.0 / 6.0 - 2.0 * quantisation_error(grey_levels)


def _pulse_excess(es_over_n0_db, slots, grey_levels, timing_jitter):
    """Mean-square grey error beyond that of the grey levels."""
    near, others = _square_costs(slots, grey_levels)
    neighbour, distant = neighbour_and_distant_error_probability(es_over_n0_db, slots, timing_jitter)
    return neighbour * near + distant * others / np.maximum(slots - 2.0, _TINY)


def _required(slots, picture_snr_db, grey_levels, timing_jitter):
    arrays = np.broadcast_arrays(slots, picture_snr_db, grey_levels, timing_jitter)
    slots, snr_db, grey_levels, jitter = (np.array(array, dtype=float).ravel() for array in arrays)
    target = 10.0 ** (-snr_db / 10.0) - quantisation_error(grey_levels)
    error = target * (slots - 1.0) / (slots * _random_cost(grey_levels))  # of a slot, without jitter
    nothing_needed = error >= (slots - 1.0) / slots
    out = np.where(nothing_needed & ~np.isnan(jitter), -np.inf, np.nan)
    sought = (error > 0.0) & ~nothing_needed & ~np.isnan(jitter)
    perfect, rest = sought & (jitter == 0.0), sought & (jitter > 0.0)
    if np.count_nonzero(perfect) >= MANY and np.ptp(slots[perfect]) > 0.0:
        perfect, rest = rest & False, sought  # the tables know more than one number of slots
    if perfect.any():
        out[perfect] = required_es_over_n0_db(error[perfect], slots[perfect])
    if rest.any():
        out[rest] = _with_jitter(*(array[rest] for array in (error, target, slots, grey_levels, jitter)))
    return out.reshape(arrays[0].shape)[()]


def _required_with_loop(*given):
    """Between the answers without jitter and with the most of it, wherever the quality can be had."""
    arrays = np.broadcast_arrays(*given)
    slots, snr_db, grey_levels, *loop = (np.array(array, dtype=float).ravel() for array in arrays)
    out = np.asarray(_required(slots, snr_db, grey_levels, np.zeros(snr_db.shape)))  # without jitter
    sought = np.flatnonzero(np.isfinite(out) & ~np.isnan(loop[0] + loop[1]))
    target = 10.0 ** (-snr_db / 10.0) - quantisation_error(grey_levels)

    def too_good_by(es_db, these):
        jitter = clock_jitter(es_db, slots[these], *(each[these] for each in loop))
        excess = _pulse_excess(es_db, slots[these], grey_levels[these], jitter)
        return np.log(target[these] / np.maximum(excess, _TINY))

    out[sought] = _searched_db(lambda es_db, some: too_good_by(es_db, sought[some]), out[sought])
    return out.reshape(arrays[0].shape)[()]


def _with_jitter(error, *channel):
    target, slots, grey_levels, jitter = channel
    near, others = _square_costs(slots, grey_levels)

    def search(these):
        def too_good_by(es_db, some):
            excess = _pulse_excess(es_db, *(array[these[some]] for array in (slots, grey_levels, jitter)))
            return np.log(target[these[some]] / np.maximum(excess, _TINY))

        return 10.0 ** (_searched_db(too_good_by, required_es_over_n0_db(error[these], slots[these])) / 10.0)

    energy = required_energy(np.log(target / near), others / near, jitter, slots, search)
    with np.errstate(divide="ignore"):
        return 10.0 * np.log10(energy)


def _searched_db(too_good_by, perfect_db):
    """Es/N0 between that of a perfect clock and 100 dB, NaN where even that is not enough.

    Nearly always the secant method finds it, on the logarithm of the error over the energy, which is close to straight.
    """
    energy = 10.0 ** (perfect_db / 10.0)
    near = secant_root(lambda energy, these: too_good_by(10.0 * np.log10(energy), these), energy, 1.1 * energy)
    found_db = 10.0 * np.log10(near)
    left = np.flatnonzero(~((found_db >= perfect_db - 1.0) & (found_db <= _HIGHEST_DB)))
    if left.size:
        highest_db = np.full(left.shape, _HIGHEST_DB)
        enough = too_good_by(highest_db, left) >= 0.0
        found_db[left[~enough]] = np.nan
        left, highest_db = left[enough], highest_db[enough]
    if left.size:
        ends = perfect_db[left] - 1.0, highest_db
        found_db[left] = bracketed_root(lambda es_db: too_good_by(es_db, left), *ends, tolerance=1e-10)
    return found_db
