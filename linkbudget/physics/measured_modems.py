r"""Modems as they are received: errors counted behind real demodulators, and the Eb/N0 that they need.

The map: :func:`measured_series` (all series of points, those of decoders alone among them), :func:`measured_modems`
(those that are modems with a curve, by the name that scenario files use); :func:`measured_success`,
:func:`required_frame_ebn0_db` and :func:`required_bit_ebn0_db`, which look them up.

The formulas of :mod:`linkbudget.physics.modulation` are those of ideal receivers.  The points here are of receivers
that people run, in white Gaussian noise of known density: their filters, clocks and carrier loops are in the numbers.
Each series names tool, version and the definition of its Eb/N0, and each answer has the standard uncertainty of the
curve fitted (:mod:`linkbudget.physics.success_curves`).
"""

import csv
import tomllib
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from linkbudget.errors import LinkBudgetError, known_name, require
from linkbudget.physics.success_curves import BIT_SHAPES, FRAME_SHAPES, SuccessCurve, fit_success

_DATA = Path(__file__).parent.parent / "data"
_SYNCHRONISED = 0.15  # bit error rate above which the clock was lost, so that the errors are not those of noise
USUAL_FRAME_SUCCESS = (0.5, 0.9, 0.99)
USUAL_ERROR_RATES = (1e-2, 1e-3, 1e-4)
OF_A_LINK = ("radio", "symbols", "single-sideband")
"""Reference points of Eb/N0 at which it equals the Eb/N0 of a link."""


@dataclass(frozen=True)
class MeasuredPoint:
    """Counts at one Eb/N0; none of what was not counted."""

    ebn0_db: float
    frames: int | None
    frames_decoded: int | None
    bits: int | None
    bit_errors: int | None
    seed: int


@dataclass(frozen=True)
class MeasuredSeries:
    """Errors of one tool with one signal, at several Eb/N0."""

    name: str
    """Name in scenario files."""
    title: str
    """Name in reports."""
    tool: str
    """Program or library that received."""
    version: str
    """Its version."""
    signal: str
    """Signal sent, in the words of the measurement."""
    counts: str
    """``frames`` or ``bits``: what the curve is of."""
    ebn0_at: str
    """Reference point of Eb/N0: ``radio``, ``symbols``, ``single-sideband`` or ``audio``."""
    energy_per: str
    """Bit that Eb is the energy of."""
    definition: str
    """Definition of Eb and of N0."""
    points: tuple[MeasuredPoint, ...]
    """Counts, by rising Eb/N0."""
    frame: str = ""
    """Frames that were sent."""
    bit_rate_bps: float | None = None
    """Rate of the bits that Eb is the energy of, as measured; none of symbols without a rate."""
    modem: bool = True
    """False of decoders alone, and where no curve goes through the points."""
    note: str = ""
    """Words on what the receiver did."""

    @property
    def source(self) -> str:
        """Program and version."""
        return f"{self.tool} {self.version}"

    @property
    def sent_text(self) -> str:
        """Frames or bits sent at each Eb/N0, the fewest and the most."""
        _, trials, _ = self.counted
        fewest, most = int(trials.min()), int(trials.max())
        return f"{fewest} {self.counts} a point" if fewest == most else f"{fewest} to {most} {self.counts} a point"

    @property
    def energy_text(self) -> str:
        """Bit that Eb is the energy of, in words."""
        return f"Eb of {'an' if self.energy_per.startswith('i') else 'a'} {self.energy_per}"

    @property
    def is_of_a_link(self) -> bool:
        """True where Eb/N0 is that of a link."""
        return self.ebn0_at in OF_A_LINK

    @property
    def counted(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Eb/N0 [dB], trials and successes of the points that a curve is fitted to, in frames or in bits."""
        if self.counts == "frames":
            rows = [(p.ebn0_db, p.frames, p.frames_decoded) for p in self.points]
        else:
            rows = [
                (p.ebn0_db, p.bits, p.bits - p.bit_errors)
                for p in self.points
                if p.bits is not None and p.bit_errors is not None and p.bit_errors < _SYNCHRONISED * p.bits
            ]
        ebn0_db, trials, received = np.array(rows, dtype=float).reshape(-1, 3).T
        return ebn0_db, trials, received

    @cached_property
    def curve(self) -> SuccessCurve:
        """Curve of greatest likelihood through the points."""
        return fit_success(*self.counted, shapes=FRAME_SHAPES if self.counts == "frames" else BIT_SHAPES)

    def answers(self) -> list[dict[str, float]]:
        """Eb/N0 and its standard uncertainty at the usual shares of success or error rates that the curve has."""
        found = []
        for kept in USUAL_FRAME_SUCCESS if self.counts == "frames" else USUAL_ERROR_RATES:
            success = kept if self.counts == "frames" else 1.0 - kept
            needed_db = float(self.curve.required_ebn0_db(success))
            if not np.isnan(needed_db):
                uncertainty_db = float(self.curve.standard_uncertainty_db(success))
                key = "frame_success" if self.counts == "frames" else "error_rate"
                found.append({key: kept, "required_ebn0_db": needed_db, "standard_uncertainty_db": uncertainty_db})
        return found

    def to_dict(self) -> dict:
        """Everything known of the series, points and fitted curve among it, as plain data."""
        return asdict(self) | {"curve": asdict(self.curve) | {"goodness": self.curve.goodness}}


def _number(text: str) -> int | None:
    return int(text) if text else None


@cache
def measured_series():
    r"""All series of measured points by name.

    .. math:: \text{name} \mapsto \{ (E_b / N_0, n, r) \}

    Returns
    -------
    dict
        :class:`MeasuredSeries` by name; Eb/N0 in decibels, counts as pure numbers [-].

    References
    ----------
    .. [1] The ``source`` of each series; counted for this package in 2026, in noise of known density.

    Examples
    --------
    >>> series = measured_series()["conv-7-1/2-libfec"]
    >>> series.source, len(series.points), series.modem
    ('libfec viterbi27 1.0-26-gc5d935f-1', 9, False)
    """
    told = tomllib.loads((_DATA / "modems_measured.toml").read_text(encoding="utf-8"))
    text = (_DATA / "modems_measured.csv").read_text(encoding="utf-8")
    points: dict[str, list[MeasuredPoint]] = {name: [] for name in told}
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        frames, decoded, bits, errors = (
            _number(row[key]) for key in ("frames", "frames_decoded", "bits", "bit_errors")
        )
        points[row["series"]].append(
            MeasuredPoint(float(row["ebn0_db"]), frames, decoded, bits, errors, int(row["seed"]))
        )
    return {name: MeasuredSeries(name=name, points=tuple(points[name]), **entry) for name, entry in told.items()}


@cache
def measured_modems():
    r"""The measured modems by name, without decoders alone and series through which no curve goes.

    .. math:: \text{name} \mapsto S(E_b / N_0)

    Returns
    -------
    dict
        :class:`MeasuredSeries` by the name that scenario files use; Eb/N0 in decibels, shares as pure numbers [-].

    References
    ----------
    .. [1] The ``source`` of each.

    Examples
    --------
    >>> modem = measured_modems()["g3ruh-9600-fm"]
    >>> print(f"{modem.title}, {modem.source}: {modem.curve.required_ebn0_db(0.9):.1f} dB for 90 % of its frames")
    G3RUH 9600 (AX.25) over FM, 3 kHz deviation, direwolf atest 1.6+dfsg-3: 13.6 dB for 90 % of its frames
    """
    return {name: series for name, series in measured_series().items() if series.modem}


def _modem(modem, counts=None):
    known = measured_modems()
    modem = known_name("modem", modem, known)
    if counts not in (None, known[modem].counts):
        raise LinkBudgetError(
            f"modem = {modem!r}: {known[modem].counts} were counted; expected one that counts {counts}"
        )
    return known[modem]


def measured_success(ebn0_db, modem):
    r"""Share of frames, or of bits, that a measured modem receives right at an Eb/N0.

    .. math:: S = (1 - \lambda) \, F \left( \frac{E_b / N_0 - \mu}{w} \right)

    Parameters
    ----------
    ebn0_db : array_like
        Energy per bit over noise density, as the series defines it [dB].
    modem : str
        A name of :func:`measured_modems`.

    Returns
    -------
    ndarray or float
        Share, same shape; NaN outside what was measured [-].

    Raises
    ------
    LinkBudgetError
        If the modem is unknown.

    References
    ----------
    .. [1] The ``source`` of each entry of :func:`measured_modems`; the curve is that of
       :func:`linkbudget.physics.success_curves.fit_success`.

    Examples
    --------
    >>> print(f"{measured_success(12.0, 'g3ruh-9600-fm'):.2f}")
    0.42
    """
    return _modem(modem).curve.success(ebn0_db)


def required_frame_ebn0_db(frame_success, modem, deviation=0.0):
    r"""Eb/N0 at which a measured modem receives a share of its frames.

    .. math:: \frac{E_b}{N_0} = \mu + w \, F^{-1} \left( \frac{S}{1 - \lambda} \right) + s \, u(S)

    Parameters
    ----------
    frame_success : array_like
        Share of frames received, above 0 and below 1 [-].
    modem : str
        A name of :func:`measured_modems` that counts frames.
    deviation : array_like, optional
        Standard uncertainties u of the fit by which the truth lies above the curve [-].

    Returns
    -------
    ndarray or float
        Energy per bit over noise density, broadcast shape; NaN where it is not between the points measured [dB].

    Raises
    ------
    LinkBudgetError
        If a share is outside 0 to 1, the modem is unknown, or bits of it were counted.

    References
    ----------
    .. [1] The ``source`` of each entry of :func:`measured_modems`; the curve is that of
       :func:`linkbudget.physics.success_curves.fit_success`.

    Examples
    --------
    >>> for deviation in (0.0, 3.0):
    ...     print(f"{required_frame_ebn0_db(0.9, 'g3ruh-9600-fm', deviation):.2f} dB")
    13.56 dB
    13.87 dB
    """
    return _required(_modem(modem, "frames").curve, require("frame_success", frame_success), deviation)


def required_bit_ebn0_db(error_rate, modem, deviation=0.0):
    r"""Eb/N0 at which a measured modem with a bit error curve has a bit error rate.

    .. math:: \frac{E_b}{N_0} = \mu + w \ln Q^{-1}(P_b) + s \, u(P_b)

    Parameters
    ----------
    error_rate : array_like
        Bit error rate, above 0 and below 1 [-].
    modem : str
        A name of :func:`measured_modems` that counts bits.
    deviation : array_like, optional
        Standard uncertainties u of the fit by which the truth lies above the curve [-].

    Returns
    -------
    ndarray or float
        Energy per bit over noise density, broadcast shape; NaN where it is not between the points measured [dB].

    Raises
    ------
    LinkBudgetError
        If an error rate is outside 0 to 1, the modem is unknown, or frames of it were counted.

    Notes
    -----
    The curve of BPSK has a width w of 8.69 dB.

    References
    ----------
    .. [1] The ``source`` of each entry of :func:`measured_modems`; the curve is that of
       :func:`linkbudget.physics.success_curves.fit_success`.

    Examples
    --------
    >>> print(f"{required_bit_ebn0_db(1e-3, 'bpsk-gnuradio-narrow-loop'):.2f} dB")
    6.89 dB
    """
    curve = _modem(modem, "bits").curve
    return _required(curve, 1.0 - require("error_rate", error_rate, above=0.0, below=1.0), deviation)


def _required(curve, success, deviation):
    needed_db = curve.required_ebn0_db(success)
    return needed_db + require("deviation", deviation) * curve.standard_uncertainty_db(success)
