r"""Frames on the channel: sync markers, virtual fill, pilots and idle symbols between the information and the symbols.

The map: :func:`inner_code` (the code that the marker goes through), :func:`reed_solomon_of`,
:func:`shortened_code_rate` (virtual fill), :func:`frame_information_bit`, :func:`sync_marker_bit` (the length that
CCSDS recommends); :func:`framed_code_rate`, information bits of a bit on the channel with all of these, and
:func:`frame_overhead_db`, what they cost in Eb/N0, with which :func:`framed_ebn0_db` is needed.

Eb is the energy of a bit of *information*: C/N0 over the rate of the bits that enter the encoder.  What is sent beside
the code words takes its energy from them, so a link with markers needs more Eb/N0 than its code alone.

A marker stands before the code word, outside of block codes: Reed-Solomon, turbo and LDPC encoders do not see it.  A
convolutional code comes after it, alone or inside a Reed-Solomon code, and encodes the marker too.
"""

import re

import numpy as np

from linkbudget.errors import LinkBudgetError, require
from linkbudget.physics.symbol_rates import code_rate

OCTET_BITS = 8
"""Bits of a symbol of the Reed-Solomon codes [bit]."""

_REED_SOLOMON = re.compile(r"rs-(\d+)-(\d+)(?:-i(\d+))?(?:-(conv-\d+-\d+/\d+))?")
_BLOCK = re.compile(r"(?:turbo|ldpc)-(\d+)-\d+/\d+")
_MARKER_BITS = {"turbo-1/2": 64, "turbo-1/3": 96, "turbo-1/4": 128, "turbo-1/6": 192, "ldpc-7/8": 32}
_LDPC_MARKER_BITS, _OTHER_MARKER_BITS = 64, 32


def inner_code(code):
    r"""The convolutional code at the end of a code, through which the sync marker goes; none of other codes.

    .. math:: R = R_o R_i

    Parameters
    ----------
    code : str or None
        A name of :func:`linkbudget.physics.coding.codes`; none for bits that are sent as they are.

    Returns
    -------
    str or None
        Name of the convolutional code, whose rate is R_i [-].

    References
    ----------
    .. [1] CCSDS 131.0-B-3, TM Synchronization and Channel Coding (2017), section 9 (frame synchronization).

    Examples
    --------
    >>> inner_code("rs-255-223-i5-conv-7-1/2"), inner_code("conv-7-2/3"), inner_code("turbo-1784-1/2")
    ('conv-7-1/2', 'conv-7-2/3', None)
    """
    found = re.search(r"(?:^|-)(conv-\d+-\d+/\d+)$", code or "")
    return found[1] if found else None


def reed_solomon_of(code):
    r"""Length, information and interleaving depth of the Reed-Solomon code in a code; none of other codes.

    .. math:: (n, k, I)

    Parameters
    ----------
    code : str or None
        A name of :func:`linkbudget.physics.coding.codes`.

    Returns
    -------
    tuple or None
        Symbols n of a code word and k of information in it, and code words I of a frame [-]; I is none where the name
        does not tell it.

    References
    ----------
    .. [1] CCSDS 131.0-B-3, TM Synchronization and Channel Coding (2017), section 4 (Reed-Solomon coding).

    Examples
    --------
    >>> reed_solomon_of("rs-255-223-i5-conv-7-1/2"), reed_solomon_of("rs-255-239"), reed_solomon_of("conv-7-1/2")
    ((255, 223, 5), (255, 239, None), None)
    """
    found = _REED_SOLOMON.fullmatch(code or "")
    return (int(found[1]), int(found[2]), int(found[3]) if found[3] else None) if found else None


def shortened_code_rate(code, virtual_fill=0.0):
    r"""Information bits of a code bit, of a Reed-Solomon code whose words are shortened by virtual fill.

    .. math:: R = \frac{k - q}{n - q} R_i

    Parameters
    ----------
    code : str or None
        A name of :func:`linkbudget.physics.coding.codes`.
    virtual_fill : array_like, optional
        Symbols q of each code word that are zero and not sent, below its information symbols [-].

    Returns
    -------
    ndarray or float
        Code rate, same shape as ``virtual_fill``; that of the whole code without fill [-].

    Raises
    ------
    LinkBudgetError
        If the code is not one of this package, the fill is negative or leaves no information, or there is fill and no
        Reed-Solomon code.

    References
    ----------
    .. [1] CCSDS 131.0-B-3, TM Synchronization and Channel Coding (2017), section 4 (shortened codeblock length).

    Examples
    --------
    >>> print(f"{shortened_code_rate('rs-255-223-i1-conv-7-1/2', 100):.4f}")
    0.3968
    """
    rate, words = code_rate(code), reed_solomon_of(code)
    fill = require("virtual_fill", virtual_fill, at_least=0.0)
    if words is None:
        if np.any(fill > 0.0):
            raise LinkBudgetError("virtual_fill: expected only with a Reed-Solomon code")
        return rate + 0.0 * fill
    length, information, _ = words
    require("virtual_fill", fill, below=information)
    return rate * ((information - fill) / (length - fill)) / (information / length)


def frame_information_bit(code, virtual_fill=0.0):
    r"""Information bits of a frame, of a code whose code words hold one frame.

    .. math:: k_f = 8 I (k - q)

    Parameters
    ----------
    code : str or None
        A name of :func:`linkbudget.physics.coding.codes`.
    virtual_fill : array_like, optional
        Symbols q of each Reed-Solomon code word that are not sent [-].

    Returns
    -------
    ndarray, float or None
        Information bits, same shape as ``virtual_fill``; none where the code does not tell: bits without a code, a
        convolutional code, a Reed-Solomon code whose name has no interleaving depth [bit].

    Raises
    ------
    LinkBudgetError
        If the fill is negative or leaves no information.

    References
    ----------
    .. [1] CCSDS 131.0-B-3, TM Synchronization and Channel Coding (2017), sections 4, 6, 7 and 9.

    Examples
    --------
    >>> frame_information_bit("rs-255-223-i5-conv-7-1/2"), frame_information_bit("turbo-1784-1/2")
    (8920.0, 1784.0)
    >>> frame_information_bit("conv-7-1/2") is None
    True
    """
    fill = require("virtual_fill", virtual_fill, at_least=0.0)
    if words := reed_solomon_of(code):
        _, information, depth = words
        require("virtual_fill", fill, below=information)
        return None if depth is None else OCTET_BITS * depth * (information - fill)
    found = _BLOCK.fullmatch(code or "")
    return float(found[1]) + 0.0 * fill if found else None


def sync_marker_bit(code):
    r"""Length of the sync marker that CCSDS recommends with a code.

    .. math:: a \in \{32, 64, 96, 128, 192\} \ \text{bit}

    Parameters
    ----------
    code : str or None
        A name of :func:`linkbudget.physics.coding.codes`; none for bits that are sent as they are.

    Returns
    -------
    int
        Bits of the marker; 32 for what the document does not name [bit].

    References
    ----------
    .. [1] CCSDS 131.0-B-3, TM Synchronization and Channel Coding (2017), section 9 (frame synchronization).

    Examples
    --------
    >>> [sync_marker_bit(code) for code in (None, "rs-255-223-i5-conv-7-1/2", "turbo-1784-1/2", "turbo-8920-1/6")]
    [32, 32, 64, 192]
    """
    family, _, rest = (code or "").partition("-")
    by_rate = _MARKER_BITS.get(f"{family}-{rest.rpartition('-')[2]}")
    return by_rate or (_LDPC_MARKER_BITS if family == "ldpc" else _OTHER_MARKER_BITS)


def framed_code_rate(code_rate, frame_information_bit=1.0, sync_marker_bit=0.0, inner_code_rate=1.0, idle_share=0.0):
    r"""Information bits of a bit on the channel, with the sync marker before each frame and with pilots and idle bits.

    .. math:: R_f = (1 - x) \frac{k_f R_i}{k_f R_i / R + a}

    Parameters
    ----------
    code_rate : array_like
        Information bits R of a code bit, above 0 and at most 1 [-].
    frame_information_bit : array_like, optional
        Information bits k_f of a frame, above zero; of no weight without a marker [bit].
    sync_marker_bit : array_like, optional
        Bits of the marker before each frame, zero or more [bit].
    inner_code_rate : array_like, optional
        Rate R_i of the code that the marker goes through, 1 where it is sent as it is [-].
    idle_share : array_like, optional
        Share x of the symbols that carry neither code words nor markers, below 1 [-].

    Returns
    -------
    ndarray or float
        Information bits of a bit on the channel, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If a rate is outside 0 to 1, a frame has no bits, or a share is outside 0 to 1.

    Notes
    -----
    A frame of k_f bits becomes k_f R_i / R bits of the block code; with the marker, a bits more, they pass the inner
    code, which makes 1 / R_i of each.

    References
    ----------
    .. [1] CCSDS 131.0-B-3, TM Synchronization and Channel Coding (2017), section 9 (frame synchronization).

    Examples
    --------
    Five words of (255,223), a marker of 32 bit, and the convolutional code of rate 1/2: 8920 bits in 20 464.

    >>> print(f"{framed_code_rate(223 / 255 / 2, 8920, 32, 0.5):.6f} = {8920 / 20464:.6f}")
    0.435887 = 0.435887
    """
    rate = require("code_rate", code_rate, above=0.0, at_most=1.0)
    frame = require("frame_information_bit", frame_information_bit, above=0.0)
    marker = require("sync_marker_bit", sync_marker_bit, at_least=0.0)
    inner = require("inner_code_rate", inner_code_rate, above=0.0, at_most=1.0)
    used = 1.0 - require("idle_share", idle_share, at_least=0.0, below=1.0)
    return used * frame * inner / (frame * inner / rate + marker)


def frame_overhead_db(code_rate, framed_code_rate):
    r"""Energy of all that is sent beside the whole code words, for each bit of information.

    .. math:: 10 \log_{10} \frac{R}{R_f}

    Parameters
    ----------
    code_rate : array_like
        Information bits R of a code bit, without markers or fill [-].
    framed_code_rate : array_like
        Information bits R_f of a bit on the channel, with them [-].

    Returns
    -------
    ndarray or float
        What the link needs more in Eb/N0 than its code, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If a rate is outside 0 to 1.

    Notes
    -----
    The energy of a channel symbol is that at the threshold of the code.  Exact for markers, pilots and idle symbols.  A
    shortened Reed-Solomon word corrects as many errors among fewer symbols, so its share is an upper limit: at a bit
    error rate of 1e-5 and ideal interleaving, (255,223) with (7,1/2) needs 0.02 dB less than that at 12 symbols of
    fill, 0.10 dB at 50 and 0.31 dB at 123; (255,223) alone 0.05, 0.22 and 0.71 dB.

    References
    ----------
    .. [1] CCSDS 130.1-G-3, TM Synchronization and Channel Coding: Summary of Concept and Rationale (2020), section 4.

    Examples
    --------
    >>> print(f"{frame_overhead_db(1784 / 3576, 1784 / 3640):.3f} dB")
    0.077 dB
    """
    rate = require("code_rate", code_rate, above=0.0, at_most=1.0)
    return 10.0 * np.log10(rate / require("framed_code_rate", framed_code_rate, above=0.0, at_most=1.0))


def framed_ebn0_db(ebn0_db, frame_overhead_db):
    r"""Eb/N0 of information that a link with frames needs: that of its code, and the energy of all that is beside it.

    .. math:: \frac{E_b}{N_0} = \left( \frac{E_b}{N_0} \right)_\mathrm{code} + 10 \log_{10} \frac{R}{R_f}

    Parameters
    ----------
    ebn0_db : array_like
        Energy per information bit over noise density that the code alone needs [dB].
    frame_overhead_db : array_like
        Energy of sync marker, fill and idle symbols, for each bit of information [dB].

    Returns
    -------
    ndarray or float
        Energy per information bit over noise density, broadcast shape of the arguments [dB].

    References
    ----------
    .. [1] CCSDS 130.1-G-3, TM Synchronization and Channel Coding: Summary of Concept and Rationale (2020), section 4.

    Examples
    --------
    >>> print(f"{framed_ebn0_db(1.33, frame_overhead_db(1784 / 3576, 1784 / 3640)):.3f} dB")
    1.407 dB
    """
    return require("ebn0_db", ebn0_db) + require("frame_overhead_db", frame_overhead_db)
