r"""Modulation: error rates of uncoded signals in white Gaussian noise, and the Eb/N0 that a rate asks for.

The map, one function for each way to modulate and detect:

- two phases or frequencies: :func:`bpsk_bit_error_rate` (also QPSK and MSK), :func:`dpsk_bit_error_rate`,
  :func:`dqpsk_bit_error_rate`, :func:`differentially_encoded_psk_bit_error_rate`, :func:`coherent_fsk_bit_error_rate`,
  :func:`noncoherent_fsk_bit_error_rate`, :func:`noncoherent_ook_bit_error_rate`;
- many phases: :func:`psk_symbol_error_rate`, :func:`psk_bit_error_rate`;
- many amplitudes: :func:`square_qam_bit_error_rate`, :func:`rectangular_qam_bit_error_rate`,
  :func:`square_qam_symbol_error_rate`;
- many frequencies: :func:`orthogonal_bit_error_rate`;
- Gaussian MSK: :func:`gmsk_distance_loss_db`, :func:`gmsk_bit_error_rate`;
- by name: :data:`MODULATIONS`, the table of them under the names that scenario files use; :func:`bit_error_rate` and
  :func:`required_ebn0_db`, which look up that table and are each other's inverse.

Every formula but that of Gaussian MSK is exact for ideal synchronisation and a matched filter, written with
:math:`\gamma = E_b / N_0`, the energy per bit; :math:`\gamma_s = \gamma \log_2 M` is the energy per symbol.  What an
imperfect carrier costs is in :mod:`linkbudget.physics.carrier`, what a code gains in :mod:`linkbudget.physics.coding`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.special import erfc, erfcinv, i0e, i1e, ndtr

from linkbudget.errors import LinkBudgetError, require, warn_outside
from linkbudget.physics._many_points import MANY, pointwise, root_near
from linkbudget.physics.psk import (
    _ebn0,
    _power_of_two,
    bpsk_bit_error_rate,
    differentially_encoded_psk_bit_error_rate,
    dpsk_bit_error_rate,
    dqpsk_bit_error_rate,
    psk_bit_error_rate,
)
from linkbudget.physics.pulse_position import (
    bit_error_probability,
    coherent_orthogonal_symbol_error_probability,
    slot_error_probability,
)
from linkbudget.physics.qam import square_qam_bit_error_rate
from linkbudget.roots import bracketed_root

_SEARCH_DB = (-400.0, 60.0)  # error rates from one half to zero, for every modulation here
_GRID_DB = np.linspace(-30.0, 50.0, 1601)


_ENVELOPE_X, _ENVELOPE_W = leggauss(48)  # leaves an error below 1e-13 of the integral of a Rice density


_GMSK_TIMES = np.arange(-10.0, 11.0, 0.01) + 0.5  # bit periods about the middle of the shortest error event


_GMSK_LEAST_PRODUCT = 0.15  # below it the shortest error event is not sure to be the closest


def coherent_fsk_bit_error_rate(ebn0_db):
    r"""Bit error rate of two orthogonal frequencies, coherent; the same for coherent on-off keying.

    .. math:: P_b = \tfrac{1}{2} \operatorname{erfc} \sqrt{\gamma / 2}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit (for on-off keying, the mean of both bits) over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4 (binary orthogonal signalling).

    Examples
    --------
    >>> print(f"{coherent_fsk_bit_error_rate(12.598):.3g}")
    1e-05
    """
    return 0.5 * erfc(np.sqrt(0.5 * _ebn0(ebn0_db)))


def noncoherent_fsk_bit_error_rate(ebn0_db):
    r"""Bit error rate of two orthogonal frequencies, detected by their envelopes.

    .. math:: P_b = \tfrac{1}{2} e^{-\gamma / 2}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4 (noncoherent detection).

    Examples
    --------
    >>> print(f"{noncoherent_fsk_bit_error_rate(13.352):.3g}")
    1e-05
    """
    return 0.5 * np.exp(-0.5 * _ebn0(ebn0_db))


def noncoherent_ook_bit_error_rate(ebn0_db):
    r"""Bit error rate of on-off keying detected by its envelope, with the threshold that errs least.

    .. math::

       P_b = \tfrac{1}{2} \left[ e^{-b^2} + \int_0^b 2 r\, e^{-r^2 - a^2} I_0(2 a r) \, dr \right], \quad
       a = \sqrt{2 \gamma}, \quad I_0(2 a b) = e^{a^2}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit, the mean of both bits, over noise density [dB].

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    Notes
    -----
    Amplitudes in units of the square root of N0.  The best threshold b moves with the signal: a receiver that cannot
    follow it needs more.  Coherent on-off keying is :func:`coherent_fsk_bit_error_rate`.

    References
    ----------
    .. [1] Schwartz, Bennett and Stein, Communication Systems and Techniques (1966), on noncoherent on-off keying.

    Examples
    --------
    >>> print(f"{noncoherent_ook_bit_error_rate(13.0):.3g}")
    1.13e-05
    """
    return pointwise(_noncoherent_ook, ebn0_db)


def orthogonal_bit_error_rate(ebn0_db, points, detection="noncoherent"):
    r"""Bit error rate of keying among M orthogonal signals: frequencies (M-FSK), time slots or code words.

    .. math:: P_b = \frac{M}{2 (M - 1)} P_s (\gamma \log_2 M, M)

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    points : int
        Number of signals M, a power of two from 2 to 4096 [-].
    detection : str, optional
        ``"noncoherent"`` (envelopes) or ``"coherent"``.

    Returns
    -------
    ndarray or float
        Bit error rate, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If ``points`` is no such power of two, or the detection unknown.

    Notes
    -----
    The symbol error rates are :func:`linkbudget.physics.pulse_position.slot_error_probability` and
    :func:`linkbudget.physics.pulse_position.coherent_orthogonal_symbol_error_probability`.

    References
    ----------
    .. [1] Proakis, Digital Communications, 4th edition (2001), sections 5.2.2 and 5.4.2.

    Examples
    --------
    >>> print(f"{orthogonal_bit_error_rate(8.0, 4):.4g}, {orthogonal_bit_error_rate(8.0, 4, 'coherent'):.4g}")
    0.001684, 0.000371
    """
    if detection not in _ORTHOGONAL:
        raise LinkBudgetError(f"detection = {detection!r}: expected one of {', '.join(_ORTHOGONAL)}")
    points, bits = _power_of_two("points", points)
    esn0_db = require("ebn0_db", ebn0_db) + 10.0 * math.log10(bits)
    return bit_error_probability(_ORTHOGONAL[detection](esn0_db, float(points)), float(points))


def _noncoherent_ook(ebn0_db):
    amplitude = np.sqrt(2.0 * np.minimum(_ebn0(ebn0_db), 1e5))  # beyond, the rate is zero
    threshold = np.sqrt(1.0 + 0.25 * amplitude * amplitude)  # where Newton's method starts, close by
    safe = np.maximum(amplitude, 1e-4)  # below, 0 / 0, and the start is exact
    for _ in range(6):
        x = 2.0 * safe * threshold
        still = i0e(x)
        excess = np.log(still) + x - safe * safe
        step = excess * still / (2.0 * safe * i1e(x))
        threshold = threshold - np.where(amplitude > safe * 0.999, step, 0.0)
        if not np.any(np.abs(step) > 1e-9):  # the next would be its square; NaN counts as done
            break
    width = np.minimum(threshold, 40.0 / np.maximum(amplitude - threshold, 4.5))  # lower envelopes are e^-40 rarer
    r = threshold[:, None] - 0.5 * width[:, None] * (1.0 - _ENVELOPE_X)
    a = amplitude[:, None]
    density = 2.0 * r * np.exp(-((r - a) ** 2)) * i0e(2.0 * a * r)
    missed = 0.5 * width * (density @ _ENVELOPE_W)
    return np.minimum(0.5 * (np.exp(-threshold * threshold) + missed), 0.5)  # rounding may end a bit above


_ORTHOGONAL = {
    "noncoherent": slot_error_probability,
    "coherent": coherent_orthogonal_symbol_error_probability,
}


def gmsk_distance_loss_db(bandwidth_time_product):
    r"""Loss of Gaussian minimum-shift keying against MSK, from the distance of its closest two signals.

    .. math::

       L = 10 \log_{10} \frac{2}{d^2}, \quad
       d^2 = \int_{-\infty}^\infty 1 - \cos \left( 2 \pi \int_{t-1}^t g(u) \, du \right) dt, \quad
       g(u) = \tfrac{1}{2} \left[ \Phi \left( \kappa u + \tfrac{\kappa}{2} \right) -
       \Phi \left( \kappa u - \tfrac{\kappa}{2} \right) \right], \quad \kappa = \frac{2 \pi B T}{\sqrt{\ln 2}}

    Parameters
    ----------
    bandwidth_time_product : array_like
        Bandwidth (-3 dB) of the Gaussian filter times the bit period, above zero [-].

    Returns
    -------
    ndarray or float
        Loss for maximum-likelihood detection, same shape as ``bandwidth_time_product`` [dB].

    Raises
    ------
    LinkBudgetError
        If any product is zero or negative.

    Notes
    -----
    Time in bit periods.  The two signals differ in two neighbouring bits.  Stated for products of 0.15 and more; below
    the function warns, for longer error events may be closer.  Reference 1 finds 0.7 dB at 0.25.

    References
    ----------
    .. [1] Murota and Hirade, GMSK modulation for digital mobile radio telephony, IEEE Trans. Commun. COM-29 (1981)
       1044.

    Examples
    --------
    >>> print(f"{gmsk_distance_loss_db(0.3):.2f} dB, at 0.25 {gmsk_distance_loss_db(0.25):.2f} dB")
    0.49 dB, at 0.25 0.74 dB
    """
    product = require("bandwidth_time_product", bandwidth_time_product, above=0.0)
    warn_outside("closest signals of GMSK", "bandwidth_time_product", product, _GMSK_LEAST_PRODUCT, math.inf)
    kappa = (2.0 * math.pi / math.sqrt(math.log(2.0)) * np.asarray(product))[..., np.newaxis]

    def ramp(time):  # integral of the normal distribution function
        x = kappa * time
        return time * ndtr(x) + np.exp(-0.5 * x * x) / (kappa * math.sqrt(2.0 * math.pi))

    turn = 0.5 * (ramp(_GMSK_TIMES + 0.5) - 2.0 * ramp(_GMSK_TIMES - 0.5) + ramp(_GMSK_TIMES - 1.5))
    squared_distance = 0.01 * np.sum(2.0 * np.sin(math.pi * turn) ** 2, axis=-1)
    return 10.0 * np.log10(2.0 / squared_distance)


def gmsk_bit_error_rate(ebn0_db, bandwidth_time_product):
    r"""Bit error rate of Gaussian minimum-shift keying, precoded, with maximum-likelihood coherent detection.

    .. math:: P_b \approx \tfrac{1}{2} \operatorname{erfc} \sqrt{\gamma \frac{d^2}{2}}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    bandwidth_time_product : array_like
        Bandwidth (-3 dB) of the Gaussian filter times the bit period, above zero [-].

    Returns
    -------
    ndarray or float
        Bit error rate, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If any product is zero or negative.

    Notes
    -----
    The limit of high Eb/N0, where only the closest signals are confused: a little optimistic above an error rate of
    1e-2.  Without precoding the rate doubles.  Receivers that decide bit by bit need more: the same form with 0.68 in
    place of 0.84 at a product of 0.25 fits the hardware of reference 1 (reference 2), which is 0.9 dB.

    References
    ----------
    .. [1] Murota and Hirade, GMSK modulation for digital mobile radio telephony, IEEE Trans. Commun. COM-29 (1981)
       1044.
    .. [2] Rappaport, Wireless Communications, 2nd edition (2002), chapter 6 (GMSK).

    Examples
    --------
    >>> print(f"{gmsk_bit_error_rate(10.077, 0.3):.3g}")
    1e-05
    """
    return bpsk_bit_error_rate(require("ebn0_db", ebn0_db) - gmsk_distance_loss_db(bandwidth_time_product))


@dataclass(frozen=True)
class Modulation:
    """A way to modulate and detect: its names, its error rate, and where the formula comes from."""

    name: str
    """Name in scenario files."""
    title: str
    """Name in reports."""
    bit_error_rate: Callable
    """Bit error rate as a function of Eb/N0 in decibels."""
    required_ebn0_db: Callable | None
    """Inverse of ``bit_error_rate`` where a closed form exists; without it the inverse is found numerically."""
    reference: str
    """Document of the formula."""


def _bpsk_required_ebn0_db(error_rate):
    return 20.0 * np.log10(erfcinv(2.0 * error_rate))


def _differentially_encoded_psk_required_ebn0_db(error_rate):
    decision_error_rate = error_rate / (1.0 + np.sqrt(1.0 - 2.0 * error_rate))
    return _bpsk_required_ebn0_db(decision_error_rate)


def _dpsk_required_ebn0_db(error_rate):
    return 10.0 * np.log10(-np.log(2.0 * error_rate))


_LN2 = math.log(2.0)


_TWICE_DB = 10.0 * math.log10(2.0)


_PROAKIS = "Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 4"


_SIMON = "Simon and Alouini, Digital Communication over Fading Channels, 2nd edition (2005), chapter 8"


_CHO = "Cho and Yoon, IEEE Trans. Commun. 50 (2002) 1074"


_LASSING = "Lassing et al., IEEE Trans. Commun. 51 (2003) 1758"


_MUROTA = "Murota and Hirade, IEEE Trans. Commun. COM-29 (1981) 1044"


_SCHWARTZ = "Schwartz, Bennett and Stein, Communication Systems and Techniques (1966)"


def _doubled(required_ebn0_db):
    return lambda error_rate: required_ebn0_db(error_rate) + _TWICE_DB


def _gmsk(product):
    """Entry of Gaussian MSK; its loss is found once, when first asked for."""
    loss_db = cache(partial(gmsk_distance_loss_db, product))
    return Modulation(
        f"gmsk-{product:g}",
        f"GMSK, BT {product:g}",
        lambda ebn0_db: bpsk_bit_error_rate(require("ebn0_db", ebn0_db) - loss_db()),
        lambda error_rate: _bpsk_required_ebn0_db(error_rate) + loss_db(),
        _MUROTA,
    )


def _many(maker, name, title, reference, *numbers):
    """Entries for several numbers of points; ``#`` in name and title stands for the number."""
    for number in numbers:
        yield Modulation(
            name.replace("#", str(number)), title.replace("#", str(number)), maker(number), None, reference
        )


MODULATIONS: dict[str, Modulation] = {
    modulation.name: modulation
    for modulation in (
        Modulation("bpsk", "BPSK", bpsk_bit_error_rate, _bpsk_required_ebn0_db, _PROAKIS),
        Modulation("qpsk", "QPSK", bpsk_bit_error_rate, _bpsk_required_ebn0_db, _PROAKIS),
        Modulation("dpsk", "DPSK", dpsk_bit_error_rate, _dpsk_required_ebn0_db, _PROAKIS),
        Modulation(
            "coherent-fsk", "FSK, coherent", coherent_fsk_bit_error_rate, _doubled(_bpsk_required_ebn0_db), _PROAKIS
        ),
        Modulation(
            "noncoherent-fsk",
            "FSK, noncoherent",
            noncoherent_fsk_bit_error_rate,
            _doubled(_dpsk_required_ebn0_db),
            _PROAKIS,
        ),
        Modulation(
            "differentially-encoded-psk",
            "PSK, differentially encoded, coherent",
            differentially_encoded_psk_bit_error_rate,
            _differentially_encoded_psk_required_ebn0_db,
            _SIMON,
        ),
        Modulation("dqpsk", "DQPSK", dqpsk_bit_error_rate, None, _SIMON),
        *_many(lambda points: partial(square_qam_bit_error_rate, points=points), "#qam", "#-QAM", _CHO, 16, 64, 256),
        *_many(lambda phases: partial(psk_bit_error_rate, phases=phases), "#psk", "#-PSK", _LASSING, 8, 16, 32),
        Modulation("msk", "MSK, precoded", bpsk_bit_error_rate, _bpsk_required_ebn0_db, _PROAKIS),
        *map(_gmsk, (0.5, 0.3, 0.25)),
        Modulation(
            "coherent-ook",
            "On-off keying, coherent",
            coherent_fsk_bit_error_rate,
            _doubled(_bpsk_required_ebn0_db),
            _PROAKIS,
        ),
        Modulation("noncoherent-ook", "On-off keying, noncoherent", noncoherent_ook_bit_error_rate, None, _SCHWARTZ),
        *_many(
            lambda points: partial(orthogonal_bit_error_rate, points=points),
            "noncoherent-#fsk",
            "#-FSK, noncoherent",
            _PROAKIS,
            *(4, 8, 16, 32, 64, 128, 256),
        ),
        *_many(
            lambda points: partial(orthogonal_bit_error_rate, points=points, detection="coherent"),
            "coherent-#fsk",
            "#-FSK, coherent",
            _PROAKIS,
            *(4, 8, 16, 32, 64, 128, 256),
        ),
    )
}
"""Modulations by the name that scenario files use."""


def _modulation(modulation):
    if modulation not in MODULATIONS:
        raise LinkBudgetError(f"modulation = {modulation!r}: expected one of {', '.join(MODULATIONS)}")
    return MODULATIONS[modulation]


def bit_error_rate(ebn0_db, modulation):
    r"""Bit error rate of an uncoded signal, by the name of its modulation.

    .. math:: P_b = f_{modulation}(E_b / N_0)

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    modulation : str
        A name of :data:`MODULATIONS`.

    Returns
    -------
    ndarray or float
        Bit error rate, from 1/2 down to zero, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If the modulation is not in the table.

    References
    ----------
    .. [1] The ``reference`` of each entry of :data:`MODULATIONS`.

    Examples
    --------
    >>> print(f"{bit_error_rate(8.0, 'noncoherent-fsk'):.4f}")
    0.0213
    """
    return _modulation(modulation).bit_error_rate(ebn0_db)


def required_ebn0_db(error_rate, modulation):
    r"""Eb/N0 at which an uncoded signal has a given bit error rate; the inverse of :func:`bit_error_rate`.

    .. math:: f_{modulation}(E_b / N_0) = P_b

    Parameters
    ----------
    error_rate : array_like
        Bit error rate, above 0 and below 0.5 [-].
    modulation : str
        A name of :data:`MODULATIONS`.

    Returns
    -------
    ndarray or float
        Energy per bit over noise density, same shape as ``error_rate`` [dB].

    Raises
    ------
    LinkBudgetError
        If any error rate lies outside 0 to 0.5, which no signal reaches, or the modulation is not in the table.

    References
    ----------
    .. [1] The ``reference`` of each entry of :data:`MODULATIONS`.

    Examples
    --------
    >>> print(f"{required_ebn0_db(1e-5, 'bpsk'):.2f} dB")
    9.59 dB
    """
    entry = _modulation(modulation)
    error_rate = require("error_rate", error_rate, above=0.0, below=0.5)
    if entry.required_ebn0_db is not None:
        return entry.required_ebn0_db(error_rate)
    if isinstance(error_rate, float):
        return _remembered_ebn0_db(modulation, float(error_rate))
    return _search_ebn0_db(entry.bit_error_rate, error_rate)


@lru_cache(maxsize=256)
def _remembered_ebn0_db(modulation, error_rate):
    """A budget asks for the same error rate again and again."""
    return _search_ebn0_db(MODULATIONS[modulation].bit_error_rate, error_rate)


def _search_ebn0_db(function, error_rate):
    """Root of ``function(ebn0_db) = error_rate``, sought in the logarithm of the rate, element by element."""
    wanted = np.log(np.where(np.isnan(error_rate), 0.25, error_rate))

    def excess(ebn0_db, wanted):
        return _logarithm(function(ebn0_db)) - wanted

    def search(wanted):
        low, high = (np.full(wanted.shape, end) for end in _SEARCH_DB)
        return bracketed_root(partial(excess, wanted=wanted), low, high)

    if wanted.size < MANY:
        found = search(wanted)
    else:
        flat, table = wanted.ravel(), _ebn0_table(function)
        depth = _depth(flat)
        slope = (flat + _LN2) / table(depth, 1)  # for d ln P / d depth = ln(2 P)
        found = root_near(excess, search, table(depth), slope, flat).reshape(wanted.shape)
    return np.where(np.isnan(error_rate), np.nan, found)[()]


@lru_cache(maxsize=64)
def _ebn0_table(function):
    """Spline through Eb/N0 in decibels over the :func:`_depth` of the error rate; NaN beyond its ends."""
    from scipy.interpolate import CubicSpline  # 0.1 s of every command's start, for inverses of long arrays only

    rate = function(_GRID_DB)
    told = (rate < 0.4999) & (rate > 1e-300)  # nearer to one half and zero the rate is rounded too coarsely
    return CubicSpline(_depth(np.log(rate[told])), _GRID_DB[told], extrapolate=False)


def _depth(log_error_rate):
    """Over this the Eb/N0 in decibels is nearly a straight line, from one half to the smallest error rates."""
    return np.log(-_LN2 - log_error_rate)


def _logarithm(error_rate):
    return np.log(np.maximum(error_rate, np.finfo(float).smallest_subnormal))
