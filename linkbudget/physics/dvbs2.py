r"""DVB-S2: the 28 combinations of modulation and coding (MODCODs) of normal frames, and what each needs.

The map: :func:`modcods` (the table, by name), :func:`modcod_spectral_efficiency` (bits per symbol, with or without
pilots), :func:`required_modcod_esn0_db` and :func:`required_modcod_ebn0_db` (quasi-error-free reception),
:func:`ebn0_from_esn0_db` (from symbols to bits), :func:`best_spectral_efficiency` (adaptive coding and modulation).

The standard states energy per *symbol*, Es/N0, which equals the carrier-to-noise ratio in a bandwidth of one symbol
rate.  A link budget of bits wants Eb/N0: between the two lies the spectral efficiency, from -3.1 dB (QPSK 1/4) to
6.5 dB (32APSK 9/10).  The table keeps what is printed, Es/N0; Eb/N0 is always computed.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from linkbudget.errors import LinkBudgetError, require
from linkbudget.physics.capacity import ebn0_from_esn0_db

_TABLE = Path(__file__).parent.parent / "data" / "dvbs2_modcods.csv"
_FRAME_BITS = 64800
_HEADER_BITS = 80
_SLOT_SYMBOLS = 90
_PILOT_SYMBOLS, _SLOTS_PER_PILOT = 36, 16
_BITS_PER_SYMBOL = {"QPSK": 2, "8PSK": 3, "16APSK": 4, "32APSK": 5}


@dataclass(frozen=True)
class Modcod:
    """A modulation and code of DVB-S2, normal frames; every number as the standard prints it."""

    number: int
    """MODCOD number of the physical-layer header."""
    name: str
    """Name as here: ``qpsk-3/4``."""
    modulation: str
    """Constellation: QPSK, 8PSK, 16APSK or 32APSK."""
    code_rate: str
    """Identifier of the code rate; the true rate, with the outer BCH code, is a little lower."""
    bch_information_bits: int
    """Bits that enter the BCH encoder per frame."""
    spectral_efficiency: float
    """Information bits per symbol, without pilots."""
    esn0_db: float
    """Energy per symbol over noise density for quasi-error-free reception."""


@cache
def modcods():
    r"""All combinations of modulation and coding, by name, in the order of their numbers.

    .. math:: n \mapsto (\text{modulation}, \text{code rate}, \eta, E_s / N_0)

    Returns
    -------
    dict
        :class:`Modcod` by name; its ratios are pure numbers [-], its Es/N0 in decibels.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), Tables 5a, 12 and 13.

    Examples
    --------
    >>> entry = modcods()["8psk-3/4"]
    >>> print(f"MODCOD {entry.number}: {entry.spectral_efficiency} bit a symbol at Es/N0 {entry.esn0_db} dB")
    MODCOD 14: 2.228124 bit a symbol at Es/N0 7.91 dB
    """
    lines = (line for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    entries = (
        Modcod(
            int(row["modcod"]),
            row["name"],
            row["modulation"],
            row["code_rate"],
            int(row["bch_information_bits"]),
            float(row["spectral_efficiency"]),
            float(row["esn0_db"]),
        )
        for row in csv.DictReader(lines)
    )
    return {entry.name: entry for entry in entries}


def _entry(modcod):
    known = modcods()
    if modcod not in known:
        raise LinkBudgetError(f"modcod = {modcod!r}: expected one of {', '.join(known)}")
    return known[modcod]


def modcod_spectral_efficiency(modcod, *, pilots=False):
    r"""Information bits per symbol of a normal frame.

    .. math:: \eta = \frac{K_\mathrm{bch} - 80}{90 (S + 1) + 36 \lfloor (S - 1) / 16 \rfloor}

    Parameters
    ----------
    modcod : str
        A name of :func:`modcods`.
    pilots : bool, optional
        With pilot symbols; without them the last term of the denominator is absent.

    Returns
    -------
    float
        Information bits per symbol; times the symbol rate it is the bit rate [-].

    Raises
    ------
    LinkBudgetError
        If the name is not in the table.

    Notes
    -----
    S slots of 90 symbols carry the frame, one more its header, and every 16 slots (but not at the end) a pilot of 36.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), section 5.5 (physical-layer framing) and Table 13.

    Examples
    --------
    >>> without, with_pilots = (modcod_spectral_efficiency("qpsk-3/4", pilots=pilots) for pilots in (False, True))
    >>> print(f"{without:.6f}, with pilots {with_pilots:.6f}")
    1.487473, with pilots 1.452076
    """
    entry = _entry(modcod)
    slots = _FRAME_BITS // _BITS_PER_SYMBOL[entry.modulation] // _SLOT_SYMBOLS
    pilot_symbols = _PILOT_SYMBOLS * ((slots - 1) // _SLOTS_PER_PILOT) if pilots else 0
    return (entry.bch_information_bits - _HEADER_BITS) / (_SLOT_SYMBOLS * (slots + 1) + pilot_symbols)


def required_modcod_esn0_db(modcod):
    r"""Es/N0 that a MODCOD needs for quasi-error-free reception in white Gaussian noise.

    .. math:: E_s / N_0 : \quad \text{packet error rate} = 10^{-7}

    Parameters
    ----------
    modcod : str
        A name of :func:`modcods`.

    Returns
    -------
    float
        Energy per symbol over noise density [dB].

    Raises
    ------
    LinkBudgetError
        If the name is not in the table.

    Notes
    -----
    Ideal carrier and timing; what a modem loses comes on top, and short frames need 0.2 to 0.3 dB more.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), Table 13.

    Examples
    --------
    >>> print(f"{required_modcod_esn0_db('32apsk-9/10'):.2f} dB")
    16.05 dB
    """
    return _entry(modcod).esn0_db


def required_modcod_ebn0_db(modcod):
    r"""Eb/N0 of information bits that a MODCOD needs for quasi-error-free reception in white Gaussian noise.

    .. math:: \frac{E_b}{N_0} = \frac{E_s}{N_0} - 10 \log_{10} \eta

    Parameters
    ----------
    modcod : str
        A name of :func:`modcods`.

    Returns
    -------
    float
        Energy per information bit over noise density; without pilots, which would cost up to 0.11 dB more [dB].

    Raises
    ------
    LinkBudgetError
        If the name is not in the table.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), Table 13 and its note.

    Examples
    --------
    >>> print(f"{required_modcod_ebn0_db('qpsk-1/4'):.2f} dB, {required_modcod_ebn0_db('32apsk-9/10'):.2f} dB")
    0.75 dB, 9.56 dB
    """
    entry = _entry(modcod)
    return ebn0_from_esn0_db(entry.esn0_db, entry.spectral_efficiency)


@cache
def _ladder():
    """Es/N0 needed, rising, and the best spectral efficiency at or below each; nothing below the first."""
    steps = sorted((entry.esn0_db, entry.spectral_efficiency) for entry in modcods().values())
    needed, efficiency = np.array(steps).T
    return needed, np.concatenate([[0.0], np.maximum.accumulate(efficiency)])


def best_spectral_efficiency(esn0_db, *, margin_db=0.0):
    r"""Highest spectral efficiency that any MODCOD reaches at an Es/N0: what adaptive coding and modulation carries.

    .. math:: \eta = \max \{ \eta_n : (E_s / N_0)_n + m \le E_s / N_0 \}

    Parameters
    ----------
    esn0_db : array_like
        Energy per symbol over noise density [dB].
    margin_db : array_like, optional
        Decibels to be kept in hand: implementation loss and margin [dB].

    Returns
    -------
    ndarray or float
        Information bits per symbol without pilots, broadcast shape of the arguments; zero where none can be
        received [-].

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), Table 13.

    Examples
    --------
    >>> print(f"{best_spectral_efficiency(10.0, margin_db=1.0):.3f} bit a symbol")
    2.637 bit a symbol
    """
    needed_db, efficiency = _ladder()
    available_db = np.asarray(require("esn0_db", esn0_db) - require("margin_db", margin_db))
    found = efficiency[np.searchsorted(needed_db, available_db, side="right")]
    return np.where(np.isnan(available_db), np.nan, found)[()]
