r"""DVB-S2 and DVB-S2X: combinations of modulation and coding (MODCODs), and what each needs.

The map: :func:`modcods` (DVB-S2, normal frames), :func:`short_modcods` (DVB-S2, short frames), :func:`extended_modcods`
(DVB-S2X, normal frames), :func:`extended_short_modcods` (DVB-S2X, short frames), :func:`very_low_modcods` (DVB-S2X,
VL-SNR) and :data:`MODCOD_SETS`, all of them; :func:`modcod_spectral_efficiency` (bits per symbol, with
or without pilots), :func:`required_modcod_esn0_db` and :func:`required_modcod_ebn0_db`, :func:`ebn0_from_esn0_db` (from
symbols to bits); adaptive coding and modulation: :func:`best_spectral_efficiency`, :func:`best_modcod_efficiency` and
:func:`best_modcod_esn0_db`.

The standard states energy per *symbol*, Es/N0, which equals the carrier-to-noise ratio in a bandwidth of one symbol
rate.  A link budget of bits wants Eb/N0: between the two lies the spectral efficiency, from -11.4 dB (BPSK 1/5 spread
by two) to 7.7 dB (256APSK 3/4).  The tables keep what is printed, Es/N0; Eb/N0 is always computed.

The conditions differ: DVB-S2 states the Es/N0 of a packet error rate of 1e-7, DVB-S2X that of a frame error rate of
1e-5.
"""

import csv
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from linkbudget.errors import LinkBudgetError, did_you_mean, nearest, require, shortened
from linkbudget.physics.capacity import ebn0_from_esn0_db

_DATA = Path(__file__).parent.parent / "data"
_HEADER_BITS = 80
_SLOT_SYMBOLS = 90
_PILOT_SYMBOLS, _SLOTS_PER_PILOT = 36, 16
_BITS_PER_SYMBOL = {
    "BPSK-S": 0.5,
    "BPSK": 1,
    "QPSK": 2,
    "8PSK": 3,
    "8APSK": 3,
    "16APSK": 4,
    "32APSK": 5,
    "64APSK": 6,
    "128APSK": 7,
    "256APSK": 8,
}

SHORT_FRAME_LOSS_DB = 0.3
"""Additional Es/N0 of short frames over normal ones: the standard says 0.2 to 0.3 dB [dB]."""

DVB_S2, DVB_S2X = "ETSI EN 302 307-1 V1.4.1 (2014), Table 13", "ETSI EN 302 307-2 V1.1.1 (2014), ideal performance"
DVB_S2_SHORT = f"{DVB_S2}, and section 6: short frames need 0.2 to 0.3 dB more"
DVB_S2X_SHORT = "ETSI EN 302 307-2, ideal performance of short frames"
DVB_S2X_VLSNR = "ETSI EN 302 307-2, ideal performance of VL-SNR"


@dataclass(frozen=True)
class Modcod:
    """A modulation and code of DVB-S2 or DVB-S2X; numbers of normal frames as the standard prints them."""

    number: int | None
    """MODCOD number of the physical-layer header of DVB-S2; none for DVB-S2X."""
    name: str
    """Name as here: ``qpsk-3/4``, ``qpsk-3/4-short``, ``32apsk-2/3-l``, ``bpsk-s-1/5-vlsnr``."""
    modulation: str
    """Constellation: QPSK, 8PSK, 16APSK, ...; BPSK-S sends each bit in two symbols."""
    code_rate: str
    """Identifier of the code rate; the true rate, with the outer BCH code, is a little lower."""
    bch_information_bits: int
    """Bits that enter the BCH encoder per frame."""
    spectral_efficiency: float
    """Information bits per symbol, without pilots."""
    esn0_db: float
    """Energy per symbol over noise density that it needs, in white Gaussian noise."""
    frame_bits: int = 64800
    """Bits of a coded frame: 64800, 32400 of a medium one, or 16200 of a short one."""
    hard_limiter_db: float | None = None
    """Power of the saturated amplifier over noise density and symbol rate that it needs behind a hard limiter."""
    reference: str = DVB_S2
    """Document of the numbers."""
    frame_symbols: int | None = None
    """Symbols of a frame of VL-SNR, which always has pilots; none: they follow from the slots."""

    @property
    def slots(self) -> int:
        """Slots of 90 symbols that the coded frame takes, where nothing of it is punctured."""
        return -int(-self.frame_bits // (_BITS_PER_SYMBOL[self.modulation] * _SLOT_SYMBOLS))

    def symbols(self, pilots: bool) -> int:
        """Symbols of a frame with its header, and with its pilots or without."""
        if self.frame_symbols is not None:
            return self.frame_symbols
        count = _PILOT_SYMBOLS * ((self.slots - 1) // _SLOTS_PER_PILOT) if pilots else 0
        return _SLOT_SYMBOLS * (self.slots + 1) + count


@cache
def modcods():
    r"""The combinations of modulation and coding of DVB-S2, normal frames, by name, in the order of their numbers.

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
        for row in _rows("dvbs2_modcods.csv")
    )
    return {entry.name: entry for entry in entries}


def _rows(file):
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()
    return csv.DictReader(line for line in lines if not line.startswith("#"))


@cache
def short_modcods():
    r"""The combinations of modulation and coding of DVB-S2, short frames, by name.

    .. math:: E_s / N_0 = (E_s / N_0)_\mathrm{normal} + 0.3 \ \mathrm{dB}

    Returns
    -------
    dict
        :class:`Modcod` by name; its ratios are pure numbers [-], its Es/N0 in decibels.

    Notes
    -----
    The standard prints no Es/N0 for short frames; it says that they need 0.2 to 0.3 dB more, and the larger is taken.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), Table 5b and section 6.

    Examples
    --------
    >>> entry = short_modcods()["8psk-3/4-short"]
    >>> print(f"{entry.spectral_efficiency:.4f} bit a symbol at Es/N0 {entry.esn0_db:.2f} dB")
    2.1188 bit a symbol at Es/N0 8.21 dB
    """
    information = {row["code_rate"]: int(row["bch_information_bits"]) for row in _rows("dvbs2_short_frames.csv")}
    found = {}
    for entry in modcods().values():
        if entry.code_rate not in information:
            continue
        bits, name = information[entry.code_rate], f"{entry.name}-short"
        short = replace(entry, name=name, bch_information_bits=bits, frame_bits=16200)
        efficiency = (bits - _HEADER_BITS) / short.symbols(False)
        found[name] = replace(
            short, spectral_efficiency=efficiency, esn0_db=entry.esn0_db + SHORT_FRAME_LOSS_DB, reference=DVB_S2_SHORT
        )
    return found


@cache
def extended_modcods():
    r"""The combinations of modulation and coding that DVB-S2X adds, normal frames, by name.

    .. math:: n \mapsto (\text{modulation}, \text{code rate}, \eta, E_s / N_0)

    Returns
    -------
    dict
        :class:`Modcod` by name; its ratios are pure numbers [-], its Es/N0 in decibels.

    Notes
    -----
    Names that end in ``-l`` have constellations for channels that are nearly linear.  Very low signals (VL-SNR) are
    those of :func:`very_low_modcods`.

    References
    ----------
    .. [1] ETSI EN 302 307-2 V1.1.1 (2014), table of ideal performance.

    Examples
    --------
    >>> entry = extended_modcods()["64apsk-4/5"]
    >>> print(f"{entry.spectral_efficiency} bit a symbol at Es/N0 {entry.esn0_db} dB")
    4.735354 bit a symbol at Es/N0 15.87 dB
    """
    entries = (
        Modcod(
            None,
            row["name"],
            row["modulation"],
            row["code_rate"],
            int(row["bch_information_bits"]),
            float(row["spectral_efficiency"]),
            float(row["esn0_db"]),
            hard_limiter_db=float(row["hard_limiter_db"]),
            reference=DVB_S2X,
        )
        for row in _rows("dvbs2x_modcods.csv")
    )
    return {entry.name: entry for entry in entries}


@cache
def _other_frames():
    """MODCODs of DVB-S2X with short frames and of VL-SNR."""
    found = {}
    for row in _rows("dvbs2x_other_frames.csv"):
        symbols = int(row["frame_symbols"]) if row["frame_symbols"] else None
        entry = Modcod(
            None,
            row["name"],
            row["modulation"],
            row["code_rate"],
            int(row["bch_information_bits"]),
            0.0,
            float(row["esn0_db"]),
            int(row["frame_bits"]),
            reference=DVB_S2X_SHORT if symbols is None else DVB_S2X_VLSNR,
            frame_symbols=symbols,
        )
        efficiency = (entry.bch_information_bits - _HEADER_BITS) / entry.symbols(False)
        found[entry.name] = replace(entry, spectral_efficiency=efficiency)
    return found


@cache
def extended_short_modcods():
    r"""The combinations of modulation and coding that DVB-S2X adds, short frames, by name.

    .. math:: n \mapsto (\text{modulation}, \text{code rate}, \eta, E_s / N_0)

    Returns
    -------
    dict
        :class:`Modcod` by name; its ratios are pure numbers [-], its Es/N0 in decibels.

    Notes
    -----
    The Es/N0 are printed, unlike those of :func:`short_modcods`.

    References
    ----------
    .. [1] ETSI EN 302 307-2 V1.3.1, table of ideal performance.

    Examples
    --------
    >>> entry = extended_short_modcods()["32apsk-32/45-short"]
    >>> print(f"{entry.spectral_efficiency:.4f} bit a symbol at Es/N0 {entry.esn0_db:.2f} dB")
    3.3850 bit a symbol at Es/N0 12.18 dB
    """
    return {name: entry for name, entry in _other_frames().items() if entry.frame_symbols is None}


@cache
def very_low_modcods():
    r"""The combinations of modulation and coding of DVB-S2X for very low signals (VL-SNR), by name.

    .. math:: \eta = \frac{K_\mathrm{bch} - 80}{N_s}, \quad N_s \in \{33\,282, 16\,686\}

    Returns
    -------
    dict
        :class:`Modcod` by name; its ratios are pure numbers [-], its Es/N0 in decibels.

    Notes
    -----
    A frame has a header of 900 symbols more and always pilots, and is as long as one of QPSK with pilots, or as a short
    one of BPSK.  ``bpsk-s`` sends each bit in two symbols (a spreading factor of 2); symbol rate and Es/N0 are those of
    the symbols sent.  The entry ``qpsk-2/9`` of :func:`extended_modcods` is the same code with the spectral efficiency
    that the standard prints, without that header.

    References
    ----------
    .. [1] ETSI EN 302 307-2 V1.3.1, Table 17a (VL-SNR frames) and table of ideal performance.

    Examples
    --------
    >>> for name in ("bpsk-s-1/5-vlsnr", "bpsk-1/3-short-vlsnr"):
    ...     entry = very_low_modcods()[name]
    ...     print(f"{entry.spectral_efficiency:.4f} bit a symbol at Es/N0 {entry.esn0_db:.2f} dB")
    0.0731 bit a symbol at Es/N0 -9.90 dB
    0.3088 bit a symbol at Es/N0 -3.72 dB
    """
    return {name: entry for name, entry in _other_frames().items() if entry.frame_symbols is not None}


MODCOD_SETS = {
    "dvb-s2": (modcods,),
    "dvb-s2-short": (short_modcods,),
    "dvb-s2x": (modcods, extended_modcods),
    "dvb-s2x-short": (short_modcods, extended_short_modcods),
    "dvb-s2x-vlsnr": (very_low_modcods,),
}
"""Name of a set of MODCODs among which a link may choose -> what lists them."""


@cache
def modcods_of(name):
    r"""The combinations of modulation and coding of a set, by name; those of a modem of DVB-S2X include DVB-S2.

    .. math:: n \mapsto (\text{modulation}, \text{code rate}, \eta, E_s / N_0)

    Parameters
    ----------
    name : str or tuple of str
        A name of :data:`MODCOD_SETS` or of a MODCOD, or several of them.

    Returns
    -------
    dict
        :class:`Modcod` by name; its ratios are pure numbers [-], its Es/N0 in decibels.

    Raises
    ------
    LinkBudgetError
        If the set or a MODCOD is not known.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), Table 13; EN 302 307-2 V1.1.1 (2014).

    Examples
    --------
    >>> [len(modcods_of(name)) for name in ("dvb-s2", "dvb-s2-short", "dvb-s2x", "dvb-s2x-short", "dvb-s2x-vlsnr")]
    [28, 24, 67, 41, 9]
    """
    found = {}
    for one in (name,) if isinstance(name, str) else name:
        listed = MODCOD_SETS.get(one)
        found |= (
            {one: _entry(one)} if listed is None else {key: item for some in listed for key, item in some().items()}
        )
    return found


@cache
def all_modcods():
    r"""Every combination of modulation and coding that is known, by name.

    .. math:: n \mapsto (\text{modulation}, \text{code rate}, \eta, E_s / N_0)

    Returns
    -------
    dict
        :class:`Modcod` by name; its ratios are pure numbers [-], its Es/N0 in decibels.

    References
    ----------
    .. [1] The ``reference`` of each.

    Examples
    --------
    >>> print(all_modcods()["256apsk-3/4"].reference)
    ETSI EN 302 307-2 V1.1.1 (2014), ideal performance
    """
    return modcods() | short_modcods() | extended_modcods() | _other_frames()


def _entry(modcod):
    known = all_modcods()
    if isinstance(modcod, str) and modcod not in known:
        modcod = modcod.casefold()
    if modcod not in known:
        near = nearest(modcod, known)
        hint = did_you_mean(near) if near else "expected a name such as qpsk-3/4, qpsk-3/4-short or 64apsk-4/5"
        raise LinkBudgetError(f"modcod = {shortened(modcod)}: unknown MODCOD; {hint}")
    return known[modcod]


def modcod_spectral_efficiency(modcod, *, pilots=False):
    r"""Information bits per symbol of a frame.

    .. math:: \eta = \frac{K_\mathrm{bch} - 80}{90 (S + 1) + 36 \lfloor (S - 1) / 16 \rfloor}

    Parameters
    ----------
    modcod : str
        A name of :func:`all_modcods`.
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
    Frames of VL-SNR are as :func:`very_low_modcods` says, and always have pilots.

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
    return (entry.bch_information_bits - _HEADER_BITS) / entry.symbols(pilots)


def required_modcod_esn0_db(modcod):
    r"""Es/N0 that a MODCOD needs in white Gaussian noise.

    .. math:: E_s / N_0 : \quad \text{packet error rate} = 10^{-7} \ \text{(DVB-S2)},
        \quad \text{frame error rate} = 10^{-5} \ \text{(DVB-S2X)}

    Parameters
    ----------
    modcod : str
        A name of :func:`all_modcods`.

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
    Ideal carrier and timing; what a modem loses comes on top.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), Table 13; EN 302 307-2 V1.1.1 (2014).

    Examples
    --------
    >>> print(f"{required_modcod_esn0_db('32apsk-9/10'):.2f} dB")
    16.05 dB
    """
    return _entry(modcod).esn0_db


def required_modcod_ebn0_db(modcod, *, pilots=False):
    r"""Eb/N0 of information bits that a MODCOD needs in white Gaussian noise.

    .. math:: \frac{E_b}{N_0} = \frac{E_s}{N_0} - 10 \log_{10} \eta

    Parameters
    ----------
    modcod : str
        A name of :func:`all_modcods`.
    pilots : bool, optional
        With pilot symbols, which cost up to 0.11 dB.

    Returns
    -------
    float
        Energy per information bit over noise density [dB].

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
    efficiency = modcod_spectral_efficiency(modcod, pilots=True) if pilots else entry.spectral_efficiency
    return ebn0_from_esn0_db(entry.esn0_db, efficiency)


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
        Allowance for implementation loss and margin [dB].

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


@cache
def _steps(modcods, pilots):
    """Es/N0 needed and spectral efficiency of the MODCODs worth choosing, both rising."""
    steps = [
        (entry.esn0_db, modcod_spectral_efficiency(name, pilots=pilots)) for name, entry in modcods_of(modcods).items()
    ]
    needed, efficiency = np.array(sorted(steps, key=lambda step: (step[0], -step[1]))).T
    worth = efficiency > np.concatenate([[0.0], np.maximum.accumulate(efficiency)[:-1]])
    return needed[worth], efficiency[worth]


def _chosen(esn0_db, margin_db, modcods, pilots, column):
    """A column of the best step that is reached, or of the lowest where none is."""
    steps = _steps(modcods, pilots)
    available_db = np.asarray(require("esn0_db", esn0_db) - require("margin_db", margin_db))
    place = np.searchsorted(steps[0], available_db + _ROUNDING_DB, side="right") - 1
    return np.where(np.isnan(available_db), np.nan, steps[column][np.maximum(place, 0)])[()]


_ROUNDING_DB = 1e-9
"""An Es/N0 that is met to the last bits is met."""


def best_modcod_efficiency(esn0_db, *, margin_db=0.0, modcods="dvb-s2", pilots=False):
    r"""Bits per symbol of the fastest MODCOD that an Es/N0 allows, or of the most robust one where it allows none.

    .. math:: \eta = \max \{ \eta_n : (E_s / N_0)_n + m \le E_s / N_0 \}

    Parameters
    ----------
    esn0_db : array_like
        Energy per symbol over noise density [dB].
    margin_db : array_like, optional
        Allowance for implementation loss and margin [dB].
    modcods : str or tuple of str, optional
        A name of :data:`MODCOD_SETS` or of a MODCOD, or several of them.
    pilots : bool, optional
        With pilot symbols.

    Returns
    -------
    ndarray or float
        Information bits per symbol, broadcast shape of the arguments [-].

    Raises
    ------
    LinkBudgetError
        If the set or a MODCOD is not known.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), Table 13; EN 302 307-2 V1.1.1 (2014).

    Examples
    --------
    >>> for name in ("dvb-s2", "dvb-s2x"):
    ...     print(f"{name}: {best_modcod_efficiency(10.0, margin_db=1.0, modcods=name):.3f} bit a symbol")
    dvb-s2: 2.637 bit a symbol
    dvb-s2x: 2.637 bit a symbol
    """
    return _chosen(esn0_db, margin_db, modcods, pilots, 1)


def best_modcod_esn0_db(esn0_db, *, margin_db=0.0, modcods="dvb-s2", pilots=False):
    r"""Es/N0 that the fastest MODCOD needs which an Es/N0 allows, or the most robust one where it allows none.

    .. math:: (E_s / N_0)_n, \quad n = \arg \max \{ \eta_n : (E_s / N_0)_n + m \le E_s / N_0 \}

    Parameters
    ----------
    esn0_db : array_like
        Energy per symbol over noise density [dB].
    margin_db : array_like, optional
        Allowance for implementation loss and margin [dB].
    modcods : str or tuple of str, optional
        A name of :data:`MODCOD_SETS` or of a MODCOD, or several of them.
    pilots : bool, optional
        With pilot symbols.

    Returns
    -------
    ndarray or float
        Energy per symbol over noise density that is needed, broadcast shape of the arguments [dB].

    Raises
    ------
    LinkBudgetError
        If the set or a MODCOD is not known.

    References
    ----------
    .. [1] ETSI EN 302 307-1 V1.4.1 (2014), Table 13; EN 302 307-2 V1.1.1 (2014).

    Examples
    --------
    >>> print(f"{best_modcod_esn0_db(10.0, margin_db=1.0):.2f} dB")
    8.97 dB
    """
    return _chosen(esn0_db, margin_db, modcods, pilots, 0)
