r"""Coding: error rates after decoding, and the Eb/N0 that a coded link needs at an error rate.

The map:

- Reed-Solomon codes, exact: :func:`symbol_error_rate` (from bits), :func:`reed_solomon_codeword_error_rate`,
  :func:`reed_solomon_symbol_error_rate`, :func:`reed_solomon_bit_error_rate`;
- the convolutional code of constraint length 7 and its punctured rates, and those of length 9:
  :func:`convolutional_distance_spectrum`, :func:`convolutional_bit_error_bound` (an upper bound, close to the truth at
  low error rates);
- the two in a row: :func:`concatenated_codeword_error_rate`, :func:`concatenated_bit_error_rate`;
- any code with a published or simulated curve: :func:`codes` (the list), :func:`coded_error_rate`,
  :func:`required_coded_ebn0_db`, :func:`coding_gain_db`.

A code has no one "coding gain": the curves of coded and uncoded links differ in slope, and (7,1/2) with soft decisions
saves 4.2 dB at a bit error rate of 1e-3 but 5.8 dB at 1e-6.  So a curve is kept for each code and each kind of error
rate, and read at the rate asked for; outside what the curve covers the answer is NaN.  Eb is always the energy per
*information* bit; the energy per code bit is smaller by the code rate.
"""

import csv
import math
from functools import cache
from pathlib import Path

import numpy as np
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import LinkBudgetError, known_name, require, warn_outside
from linkbudget.physics.block_codes import codeword_error_probability
from linkbudget.physics.error_curves import ErrorCurve, error_curve
from linkbudget.physics.modulation import required_ebn0_db
from linkbudget.plugins import added, is_one_or_several

CODE_RATES = {
    "1/2": ("1", "1"),
    "2/3": ("10", "11"),
    "3/4": ("101", "110"),
    "5/6": ("10101", "11010"),
    "7/8": ("1000101", "1111010"),
}
"""Rates of the constraint-length-7 code, and which bits of its two outputs are sent (CCSDS 131.0-B-5, section 3.4)."""

_TABLE = Path(__file__).parent.parent / "data" / "codes.csv"
GENERATORS = {
    "conv-7-1/2": (0o171, 0o133),
    "conv-9-1/2": (0o753, 0o561),
    "conv-9-1/3": (0o557, 0o663, 0o711),
}
"""Convolutional codes whose distances are counted here, and their generators, the newest bit on the left."""

_INNER = "conv-7-1/2"
_OCTET = 8


def symbol_error_rate(bit_error_rate, bits_per_symbol):
    r"""Error rate of symbols of several bits whose errors are independent.

    .. math:: P_s = 1 - (1 - P_b)^m

    Parameters
    ----------
    bit_error_rate : array_like
        Bit error rate, from 0 to 1 [-].
    bits_per_symbol : array_like
        Bits m of a symbol, 1 or more [-].

    Returns
    -------
    ndarray or float
        Symbol error rate, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an error rate is outside 0 to 1, or a symbol has less than one bit.

    Notes
    -----
    Errors after a Viterbi decoder come in bursts; then fewer symbols are wrong.

    References
    ----------
    .. [1] CCSDS 130.1-G-3, TM Synchronization and Channel Coding: Summary of Concept and Rationale (2020), section 5.

    Examples
    --------
    >>> print(f"{symbol_error_rate(1e-3, 8):.6f}")
    0.007972
    """
    bit_error_rate = require("bit_error_rate", bit_error_rate, at_least=0.0, at_most=1.0)
    with np.errstate(divide="ignore"):  # every bit wrong
        return -np.expm1(require("bits_per_symbol", bits_per_symbol, at_least=1.0) * np.log1p(-bit_error_rate))


def _correctable(length, information_length):
    length = require("length", length, at_least=2)
    information_length = require("information_length", information_length, at_least=1)
    return require("(length - information_length) / 2", (length - information_length) // 2, at_least=1)


def reed_solomon_codeword_error_rate(symbol_error_rate, *, length=255, information_length=223):
    r"""Probability that a Reed-Solomon code word holds more symbol errors than can be corrected.

    .. math:: P_w = \sum_{j=E+1}^n \binom{n}{j} p^j (1 - p)^{n-j}, \quad E = \lfloor (n - k) / 2 \rfloor

    Parameters
    ----------
    symbol_error_rate : array_like
        Probability p that a symbol is wrong before decoding, from 0 to 1 [-].
    length : array_like, optional
        Symbols n of a code word [-].
    information_length : array_like, optional
        Symbols k of information among them, at least two fewer [-].

    Returns
    -------
    ndarray or float
        Code word error rate, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an error rate is outside 0 to 1, or the lengths leave nothing to correct.

    Notes
    -----
    Symbol errors are independent: a memoryless channel, or interleaving deep enough.  The sum is a regularised
    incomplete beta function, which keeps its digits.

    References
    ----------
    .. [1] CCSDS 130.1-G-3, TM Synchronization and Channel Coding: Summary of Concept and Rationale (2020), section 5.

    Examples
    --------
    >>> print(f"{reed_solomon_codeword_error_rate(0.01):.4g}")
    1.4e-09
    """
    correctable = _correctable(length, information_length)
    symbol_error_rate = require("symbol_error_rate", symbol_error_rate, at_least=0.0, at_most=1.0)
    return codeword_error_probability(symbol_error_rate, length, correctable)


def reed_solomon_symbol_error_rate(symbol_error_rate, *, length=255, information_length=223):
    r"""Symbol error rate after a Reed-Solomon decoder that passes on the words it cannot correct.

    .. math:: P_s = \sum_{j=E+1}^n \frac{j}{n} \binom{n}{j} p^j (1 - p)^{n-j}, \quad E = \lfloor (n - k) / 2 \rfloor

    Parameters
    ----------
    symbol_error_rate : array_like
        Probability p that a symbol is wrong before decoding, from 0 to 1 [-].
    length : array_like, optional
        Symbols n of a code word [-].
    information_length : array_like, optional
        Symbols k of information among them, at least two fewer [-].

    Returns
    -------
    ndarray or float
        Symbol error rate, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an error rate is outside 0 to 1, or the lengths leave nothing to correct.

    Notes
    -----
    The sum is p times the probability of E or more errors among the other n - 1 symbols.

    References
    ----------
    .. [1] CCSDS 130.1-G-3, TM Synchronization and Channel Coding: Summary of Concept and Rationale (2020), section 5.

    Examples
    --------
    >>> print(f"{reed_solomon_symbol_error_rate(0.01):.4g}")
    9.418e-11
    """
    correctable = _correctable(length, information_length)
    symbol_error_rate = require("symbol_error_rate", symbol_error_rate, at_least=0.0, at_most=1.0)
    return symbol_error_rate * scipy.special.betainc(correctable, length - correctable, symbol_error_rate)


def reed_solomon_bit_error_rate(symbol_error_rate, *, length=255, information_length=223, bits_per_symbol=8):
    r"""Bit error rate after a Reed-Solomon decoder, when all patterns of a wrong symbol are equally likely.

    .. math:: P_b = \frac{2^{m-1}}{2^m - 1} P_s

    Parameters
    ----------
    symbol_error_rate : array_like
        Probability that a symbol is wrong before decoding, from 0 to 1 [-].
    length : array_like, optional
        Symbols of a code word [-].
    information_length : array_like, optional
        Symbols of information among them, at least two fewer [-].
    bits_per_symbol : array_like, optional
        Bits m of a symbol, 1 or more [-].

    Returns
    -------
    ndarray or float
        Bit error rate, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If an error rate is outside 0 to 1, the lengths leave nothing to correct, or a symbol has less than one bit.

    References
    ----------
    .. [1] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 7 (Reed-Solomon codes).

    Examples
    --------
    >>> print(f"{reed_solomon_bit_error_rate(0.03):.3g}")
    6.99e-05
    """
    half = 2.0 ** (require("bits_per_symbol", bits_per_symbol, at_least=1.0) - 1.0)
    wrong = reed_solomon_symbol_error_rate(symbol_error_rate, length=length, information_length=information_length)
    return half / (2.0 * half - 1.0) * wrong


def _sent(code_rate, code):
    """Puncturing pattern of a code rate: the bits of each output that are sent in one period."""
    code = known_name("code", code, GENERATORS)
    whole = f"1/{len(GENERATORS[code])}"
    known = CODE_RATES if code == _INNER else {whole: ("1",) * len(GENERATORS[code])}
    if code_rate not in known:
        raise LinkBudgetError(f"code_rate = {code_rate!r}: expected one of {', '.join(known)} of {code}")
    return known[code_rate]


@cache
def _spectrum(code_rate, code, largest_distance):
    """Paths and their wrong bits by distance, 0 to the largest, summed over where in a period the first one lies."""
    sent = [[int(bit) for bit in row] for row in _sent(code_rate, code)]
    period, generators = len(sent[0]), GENERATORS[code]
    words = np.arange(1 << max(generators).bit_length())  # newest bit on the left, as the generators are written
    states = words.size // 2
    outputs = [np.array([(word & taps).bit_count() & 1 for word in words.tolist()]) for taps in generators]
    weights = [sum(output * row[k] for output, row in zip(outputs, sent, strict=True)) for k in range(period)]
    # of the two words that lead to a state, all with one weight: which state they lead to and which they leave
    moves = [
        [
            (w, chosen // 2, chosen % states)
            for w in range(len(generators) + 1)
            for odd in (0, 1)
            for chosen in (words[odd::2][weights[k][odd::2] == w],)
        ]
        for k in range(period)
    ]
    total = np.zeros((2, largest_distance + 1))
    for start in range(period):
        alive = np.zeros((2, states, largest_distance + 1))  # paths, and their wrong bits, by state and distance
        alive[:, states // 2, weights[start][states]] = 1.0
        phase = start
        while alive[0].any():
            phase = (phase + 1) % period
            grown = np.zeros_like(alive)
            for w, to, leave in moves[phase]:
                grown[:, to, w:] += alive[:, leave, : largest_distance + 1 - w]
            grown[1, states // 2 :] += grown[0, states // 2 :]  # the newest bit is wrong too
            total += grown[:, 0]
            grown[:, 0] = 0.0
            alive = grown
    return total


def convolutional_distance_spectrum(largest_distance, *, code_rate="1/2", code="conv-7-1/2"):
    r"""Distance spectrum of a convolutional code: how many wrong paths of each distance, with how many bits.

    .. math:: T(D) = \sum_d a_d D^d, \quad \left. \frac{\partial T(D, N)}{\partial N} \right|_{N=1} = \sum_d c_d D^d

    Parameters
    ----------
    largest_distance : int
        Largest distance d to be counted, from 2 to 80 [-].
    code_rate : str, optional
        A rate of :data:`CODE_RATES`; those above 1/2 are punctured.  Of another code than the first, its own rate.
    code : str, optional
        A name of :data:`GENERATORS`.

    Returns
    -------
    tuple of ndarray
        Distances d, from the free distance; paths a_d; wrong information bits c_d on them.  For punctured rates a_d
        and c_d are summed over one period, that is over as many information bits as the numerator of the rate [-].

    Raises
    ------
    LinkBudgetError
        If the rate or the code is unknown or the distance outside 2 to 80.

    Notes
    -----
    Counted on the trellis of the generators, 171 and 133 (octal) of the code of constraint length 7.

    References
    ----------
    .. [1] CCSDS 131.0-B-5, TM Synchronization and Channel Coding (2023), section 3 (the code and its puncturing).
    .. [2] Proakis and Salehi, Digital Communications, 5th edition (2008), chapter 8 (transfer function).

    Examples
    --------
    >>> for row in zip(*convolutional_distance_spectrum(16), strict=True):
    ...     print(*(f"{number:.0f}" for number in row))
    10 11 36
    11 0 0
    12 38 211
    13 0 0
    14 193 1404
    15 0 0
    16 1331 11633
    """
    _sent(code_rate, code)
    largest_distance = int(require("largest_distance", largest_distance, at_least=2, at_most=80))
    paths, bits = _spectrum(code_rate, code, largest_distance)
    free = int(np.argmax(paths > 0.0)) if paths.any() else largest_distance + 1
    return np.arange(free, largest_distance + 1), paths[free:].copy(), bits[free:].copy()


def convolutional_bit_error_bound(ebn0_db, *, code_rate="1/2", largest_distance=40, code="conv-7-1/2"):
    r"""Union bound on the bit error rate of a convolutional code with an unquantised Viterbi decoder.

    .. math:: P_b \le \frac{1}{k} \sum_{d=d_\mathrm{free}} c_d \, Q \left( \sqrt{2 d R \gamma} \right)

    Parameters
    ----------
    ebn0_db : array_like
        Energy per information bit over noise density [dB].
    code_rate : str, optional
        Rate R = k/n of :data:`CODE_RATES`; of another code than the first, its own.
    largest_distance : int, optional
        Distance at which the sum ends, from 2 to 80 [-].
    code : str, optional
        A name of :data:`GENERATORS`.

    Returns
    -------
    ndarray or float
        Upper bound of the bit error rate, at most one half, same shape as ``ebn0_db`` [-].

    Raises
    ------
    LinkBudgetError
        If the rate or the code is unknown or the distance outside 2 to 80.

    Notes
    -----
    BPSK or QPSK.  At rate 1/2 and constraint length 7, above 4.5 dB, within a tenth of simulated error rates, at 3 dB
    more than twice as large.  Where the whole sum would be endless, below 2.4 dB of that code, the part summed says
    nothing, and the function warns.

    References
    ----------
    .. [1] Viterbi, Convolutional codes and their performance in communication systems, IEEE Trans. Commun. Technol.
       COM-19 (1971) 751.

    Examples
    --------
    >>> print(f"{convolutional_bit_error_bound(5.5):.3g}")
    5.51e-08
    """
    distances, paths, bits = np.stack(convolutional_distance_spectrum(largest_distance, code_rate=code_rate, code=code))
    distances, paths, bits = distances[paths > 0.0], paths[paths > 0.0], bits[paths > 0.0]
    information_bits, code_bits = (int(number) for number in code_rate.split("/"))
    rate, ebn0_db = information_bits / code_bits, require("ebn0_db", ebn0_db)
    if paths.size > 2:
        growth = math.log(paths[-1] / paths[-2]) / (distances[-1] - distances[-2])
        warn_outside("union bound", "ebn0_db", ebn0_db, 10.0 * math.log10(growth / rate), math.inf)
    snr = 2.0 * rate * 10.0 ** (np.asarray(ebn0_db) / 10.0)
    total = np.sum(bits * scipy.special.ndtr(-np.sqrt(distances * snr[..., np.newaxis])), axis=-1) / information_bits
    return np.minimum(total, 0.5)


def concatenated_codeword_error_rate(ebn0_db, *, length=255, information_length=223, bound=False):
    r"""Code word error rate of a Reed-Solomon code around the convolutional code (7,1/2), ideally interleaved.

    .. math:: P_w = \sum_{j=E+1}^n \binom{n}{j} p^j (1 - p)^{n-j}, \quad p = p_8 \left( \frac{k}{n} \gamma \right)

    Parameters
    ----------
    ebn0_db : array_like
        Energy per information bit over noise density [dB].
    length : array_like, optional
        Symbols n of a Reed-Solomon code word, of eight bits each [-].
    information_length : array_like, optional
        Symbols k of information among them [-].
    bound : bool, optional
        Take for the octet error rate p8 of the Viterbi decoder eight times the union bound on its bit error rate, at
        most one, instead of the simulated one.

    Returns
    -------
    ndarray or float
        Code word error rate, broadcast shape of the arguments; NaN where the Viterbi decoder's curve or bound does
        not reach [-].

    Raises
    ------
    LinkBudgetError
        If the lengths leave nothing to correct.

    Notes
    -----
    The limit of deep interleaving; the published curves for depth 5 lie 0.05 to 0.1 dB to the right.

    References
    ----------
    .. [1] CCSDS 130.1-G-3, TM Synchronization and Channel Coding: Summary of Concept and Rationale (2020), section 6.

    Examples
    --------
    >>> print(f"{concatenated_codeword_error_rate(2.2):.1e}")
    1.7e-03
    >>> print(f"at most {concatenated_codeword_error_rate(3.5, bound=True):.1e}")
    at most 1.2e-09
    """
    length = require("length", length)
    information_length = require("information_length", information_length)
    octet_error_rate = _octet_error_rate(ebn0_db, length, information_length, bound)
    return reed_solomon_codeword_error_rate(octet_error_rate, length=length, information_length=information_length)


def concatenated_bit_error_rate(ebn0_db, *, length=255, information_length=223, bound=False):
    r"""Bit error rate of a Reed-Solomon code around the convolutional code (7,1/2), ideally interleaved.

    .. math::

       P_b = \frac{128}{255} \sum_{j=E+1}^n \frac{j}{n} \binom{n}{j} p^j (1 - p)^{n-j}, \quad
       p = p_8 \left( \frac{k}{n} \gamma \right)

    Parameters
    ----------
    ebn0_db : array_like
        Energy per information bit over noise density [dB].
    length : array_like, optional
        Symbols n of a Reed-Solomon code word, of eight bits each [-].
    information_length : array_like, optional
        Symbols k of information among them [-].
    bound : bool, optional
        As in :func:`concatenated_codeword_error_rate`.

    Returns
    -------
    ndarray or float
        Bit error rate, broadcast shape of the arguments; NaN where the Viterbi decoder's curve or bound does not
        reach [-].

    Raises
    ------
    LinkBudgetError
        If the lengths leave nothing to correct.

    References
    ----------
    .. [1] CCSDS 130.1-G-3, TM Synchronization and Channel Coding: Summary of Concept and Rationale (2020), section 6.

    Examples
    --------
    >>> print(f"{concatenated_bit_error_rate(2.2):.1e}")
    5.8e-05
    """
    length = require("length", length)
    information_length = require("information_length", information_length)
    octet_error_rate = _octet_error_rate(ebn0_db, length, information_length, bound)
    return reed_solomon_bit_error_rate(octet_error_rate, length=length, information_length=information_length)


def _octet_error_rate(ebn0_db, length, information_length, bound):
    """Octet error rate of the Viterbi decoder inside a Reed-Solomon code."""
    inner_db = require("ebn0_db", ebn0_db) + 10.0 * np.log10(information_length / length)
    if bound:
        return np.minimum(_OCTET * convolutional_bit_error_bound(inner_db), 1.0)
    return coded_error_rate(inner_db, _INNER, "octet")


@cache
def codes():
    r"""All curves of error rates, by name of the code and kind of error rate.

    .. math:: (\text{code}, \text{metric}) \mapsto \{ (E_b / N_0, P) \}

    Returns
    -------
    dict
        Of dictionaries: :class:`~linkbudget.physics.error_curves.ErrorCurve` by metric, by code, those of other
        packages among them; Eb/N0 in decibels, error rates as pure numbers [-].

    References
    ----------
    .. [1] The ``reference`` of each curve.

    Examples
    --------
    >>> print(sorted(codes()["turbo-1784-1/2"]), codes()["turbo-1784-1/2"]["frame"].reference)
    ['bit', 'frame'] CCSDS 130.1-G-3 Figure 7-6
    """
    lines = (line for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    found: dict[str, dict[str, ErrorCurve]] = {}
    for row in csv.DictReader(lines):
        ebn0_db, error_rate = zip(*(map(float, point.split(":")) for point in row["points"].split()), strict=True)
        curve = error_curve(row["code"], row["title"], ebn0_db, error_rate, row["reference"], metric=row["metric"])
        found.setdefault(curve.name, {})[curve.metric] = curve
    return found | {
        name: _by_metric(curves) for name, curves in added("codes", is_one_or_several(ErrorCurve), found).items()
    }


def _by_metric(curves: ErrorCurve | tuple[ErrorCurve, ...]) -> dict[str, ErrorCurve]:
    return {curve.metric: curve for curve in (curves if isinstance(curves, tuple) else (curves,))}


def _curve(code, metric):
    known = codes()
    code = known_name("code", code, known)
    if metric not in known[code]:
        raise LinkBudgetError(f"metric = {metric!r}: expected one of {', '.join(known[code])} for {code}")
    return known[code][metric]


def coded_error_rate(ebn0_db, code, metric="bit"):
    r"""Error rate of a coded link, BPSK or QPSK in white Gaussian noise, from the curve of its code.

    .. math:: \log_{10} P = \text{interpolation of the curve at} \ E_b / N_0

    Parameters
    ----------
    ebn0_db : array_like
        Energy per information bit over noise density [dB].
    code : str
        A name of :func:`codes`.
    metric : str, optional
        Unit of the count of errors: ``"bit"``, ``"octet"``, ``"word"`` or ``"frame"``, where the code has that curve.

    Returns
    -------
    ndarray or float
        Error rate, same shape as ``ebn0_db``; NaN outside the curve, which is never extrapolated [-].

    Raises
    ------
    LinkBudgetError
        If the code or the metric is unknown.

    References
    ----------
    .. [1] The ``reference`` of each curve of :func:`codes`.

    Examples
    --------
    >>> print(f"{coded_error_rate(3.0, 'conv-7-1/2'):.2g}, {coded_error_rate(30.0, 'conv-7-1/2')}")
    0.00036, nan
    """
    return _curve(code, metric).error_rate(ebn0_db)


def required_coded_ebn0_db(error_rate, code, metric="bit"):
    r"""Eb/N0 at which a coded link has a given error rate; the inverse of :func:`coded_error_rate`.

    .. math:: P_\mathrm{code}(E_b / N_0) = P

    Parameters
    ----------
    error_rate : array_like
        Error rate, above 0 and at most 1 [-].
    code : str
        A name of :func:`codes`.
    metric : str, optional
        Unit of the count of errors: ``"bit"``, ``"octet"``, ``"word"`` or ``"frame"``, where the code has that curve.

    Returns
    -------
    ndarray or float
        Energy per information bit over noise density, same shape as ``error_rate``; NaN outside the curve, which is
        never extrapolated [dB].

    Raises
    ------
    LinkBudgetError
        If an error rate is outside 0 to 1, or the code or the metric is unknown.

    References
    ----------
    .. [1] The ``reference`` of each curve of :func:`codes`.

    Examples
    --------
    >>> needed_db = required_coded_ebn0_db([1e-3, 1e-5], "rs-255-223-i5-conv-7-1/2")
    >>> print(", ".join(f"{needed:.2f} dB" for needed in needed_db))
    2.08 dB, 2.34 dB
    """
    return _curve(code, metric).required_ebn0_db(error_rate)


def coding_gain_db(error_rate, code):
    r"""Eb/N0 that a code saves over uncoded BPSK or QPSK at a bit error rate; another at every rate.

    .. math:: G(P) = (E_b / N_0)_\mathrm{uncoded}(P) - (E_b / N_0)_\mathrm{coded}(P)

    Parameters
    ----------
    error_rate : array_like
        Bit error rate, above 0 and below 0.5 [-].
    code : str
        A name of :func:`codes`.

    Returns
    -------
    ndarray or float
        Coding gain, same shape as ``error_rate``; NaN outside the curve of the code [dB].

    Raises
    ------
    LinkBudgetError
        If an error rate is outside 0 to 0.5, or the code is unknown or has no curve of bit errors.

    References
    ----------
    .. [1] The ``reference`` of each curve of :func:`codes`.

    Examples
    --------
    >>> print(", ".join(f"{gain:.1f} dB" for gain in coding_gain_db([1e-3, 1e-6], "conv-7-1/2")))
    4.2 dB, 5.8 dB
    """
    return required_ebn0_db(error_rate, "bpsk") - required_coded_ebn0_db(error_rate, code)
