r"""Modulation: error rates of uncoded signals in white Gaussian noise, and the Eb/N0 that a rate asks for.

The map, one function for each way to modulate and detect in the modules of the first three:

- phases, two or many: :mod:`linkbudget.physics.psk`;
- many amplitudes: :mod:`linkbudget.physics.qam`;
- frequencies, on and off, Gaussian MSK: :mod:`linkbudget.physics.keying`;
- by name: :func:`modulations`, the table of them under the names that scenario files use; :func:`bit_error_rate` and
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
import scipy  # and its special functions when one is first called: 0.15 s of every command's start

from linkbudget.errors import known_name, require
from linkbudget.physics._many_points import MANY, root_near
from linkbudget.physics.error_curves import ErrorCurve
from linkbudget.physics.keying import (
    coherent_fsk_bit_error_rate,
    gmsk_discriminator_bit_error_rate,
    gmsk_distance_loss_db,
    noncoherent_fsk_bit_error_rate,
    noncoherent_ook_bit_error_rate,
    orthogonal_bit_error_rate,
)
from linkbudget.physics.psk import (
    bpsk_bit_error_rate,
    d8psk_bit_error_rate,
    differentially_encoded_psk_bit_error_rate,
    dpsk_bit_error_rate,
    dqpsk_bit_error_rate,
    psk_bit_error_rate,
)
from linkbudget.physics.qam import square_qam_bit_error_rate
from linkbudget.plugins import added, is_kind
from linkbudget.roots import bracketed_root

_SEARCH_DB = (-400.0, 60.0)  # error rates from one half to zero, for every modulation here
_GRID_DB = np.linspace(-30.0, 50.0, 1601)


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

    @classmethod
    def from_curve(cls, curve: ErrorCurve) -> "Modulation":
        """A modulation, or a whole modem, known by a curve of bit error rates instead of a formula."""
        return cls(curve.name, curve.title, curve.error_rate, curve.required_ebn0_db, curve.reference)


def _bpsk_required_ebn0_db(error_rate):
    return 20.0 * np.log10(scipy.special.erfcinv(2.0 * error_rate))


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


_PAWULA = "Pawula, IEEE Trans. Commun. COM-32 (1984) 294"


_PAWULA_RICE = "Pawula, Rice and Roberts, IEEE Trans. Commun. COM-30 (1982) 1828"


_SCHWARTZ = "Schwartz, Bennett and Stein, Communication Systems and Techniques (1966)"


def _doubled(required_ebn0_db):
    return lambda error_rate: required_ebn0_db(error_rate) + _TWICE_DB


def _gmsk(product):
    """Entry of Gaussian MSK; its loss is found once, when first asked for."""
    loss_db = cache(partial(gmsk_distance_loss_db, product))
    return Modulation(
        f"gmsk-{product:g}",
        f"GMSK, BT {product:g}, maximum-likelihood detection",
        lambda ebn0_db: bpsk_bit_error_rate(require("ebn0_db", ebn0_db) - loss_db()),
        lambda error_rate: _bpsk_required_ebn0_db(error_rate) + loss_db(),
        _MUROTA,
    )


def _gmsk_discriminator(product):
    """Entry of Gaussian MSK received by a frequency discriminator."""
    return Modulation(
        f"gmsk-{product:g}-discriminator",
        f"GMSK, BT {product:g}, frequency discriminator behind a filter of 1.2 bit rates",
        partial(gmsk_discriminator_bit_error_rate, bandwidth_time_product=product),
        None,
        _PAWULA_RICE,
    )


def _many(maker, name, title, reference, *numbers):
    """Entries for several numbers of points; ``#`` in name and title stands for the number."""
    for number in numbers:
        yield Modulation(
            name.replace("#", str(number)), title.replace("#", str(number)), maker(number), None, reference
        )


BUILT_IN: dict[str, Modulation] = {
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
        Modulation("d8psk", "Differential 8-PSK", d8psk_bit_error_rate, None, _PAWULA),
        *_many(lambda points: partial(square_qam_bit_error_rate, points=points), "#qam", "#-QAM", _CHO, 16, 64, 256),
        *_many(lambda phases: partial(psk_bit_error_rate, phases=phases), "#psk", "#-PSK", _LASSING, 8, 16, 32),
        Modulation("msk", "MSK, precoded", bpsk_bit_error_rate, _bpsk_required_ebn0_db, _PROAKIS),
        *map(_gmsk, (0.5, 0.3, 0.25)),
        *map(_gmsk_discriminator, (0.5, 0.35, 0.3)),
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
"""Modulations of this package by the name that scenario files use."""

IDEAL_ONLY = ("gmsk-0.5", "gmsk-0.3", "gmsk-0.25")
"""Keyings whose formula is that of a detector that no receiver tried comes near."""


@cache
def modulations():
    r"""All modulations by name, those of other packages among them.

    .. math:: \text{name} \mapsto P_b(E_b / N_0)

    Returns
    -------
    dict
        :class:`Modulation` by the name that scenario files use; Eb/N0 in decibels, error rates as pure numbers [-].

    References
    ----------
    .. [1] The ``reference`` of each modulation.

    Examples
    --------
    >>> modulations()["bpsk"].title
    'BPSK'
    """
    return BUILT_IN | added("modulations", is_kind(Modulation), BUILT_IN)


def _modulation(modulation):
    known = modulations()
    return known.get(modulation) or known[known_name("modulation", modulation, known, most=3)]


def bit_error_rate(ebn0_db, modulation):
    r"""Bit error rate of an uncoded signal, by the name of its modulation.

    .. math:: P_b = f_{modulation}(E_b / N_0)

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density [dB].
    modulation : str
        A name of :func:`modulations`, in any case.

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
    .. [1] The ``reference`` of each entry of :func:`modulations`.

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
        A name of :func:`modulations`, in any case.

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
    .. [1] The ``reference`` of each entry of :func:`modulations`.

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
        return _remembered_ebn0_db(entry.name, float(error_rate))
    return _search_ebn0_db(entry.bit_error_rate, error_rate)


@lru_cache(maxsize=256)
def _remembered_ebn0_db(modulation, error_rate):
    """A budget asks for the same error rate again and again."""
    return _search_ebn0_db(modulations()[modulation].bit_error_rate, error_rate)


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
