"""The verdict: whether a link closes, by how many decibels, and which requirement decides.

A link closes while none of its requirements is missed: data, received power, flux at the receiver, C/N0, C/N and
ranging with the required margin to spare, the carrier with its required loop signal-to-noise ratio, the power flux
density on the ground within its limit.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from linkbudget.decibels import least
from linkbudget.errors import note, require
from linkbudget.formatting import cases_text, decibels_text
from linkbudget.hardware.parts import Link
from linkbudget.link.gaps import gap
from linkbudget.link.ledger import Ledger
from linkbudget.link.rates import maximum_range_m
from linkbudget.link.terms import Term, term
from linkbudget.parameters import plain


class Requirement(NamedTuple):
    """One requirement of a link: its title in tables, the argument of the closing margin, whether a margin is kept."""

    title: str
    argument: str
    keeps_margin: bool


REQUIREMENTS = {
    "received_power_margin_db": Requirement("Received power", "received_power_margin_db", True),
    "incident_flux_margin_db": Requirement("Flux at the receiver", "incident_flux_margin_db", True),
    "cn0_margin_db": Requirement("C/N0", "cn0_margin_db", True),
    "cnr_margin_db": Requirement("C/N", "cnr_margin_db", True),
    "carrier_margin_db": Requirement("Carrier", "carrier_margin_db", False),
    "margin_db": Requirement("Data", "data_margin_db", True),
    "ranging_margin_db": Requirement("Ranging", "ranging_margin_db", True),
    "flux_margin_db": Requirement("Power flux density", "flux_margin_db", False),
}
"""Lines that are margins, in the order of a budget."""

MARGINS = {key: requirement.title for key, requirement in REQUIREMENTS.items()}
"""Lines that are margins, and what people call them."""

CLOSING = "closing_margin_db"
"""The line that the verdict reads: the link closes while it is not negative."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Verdict on a link: does it close, by how much, and which requirement decides; arrays for a budget of arrays.

    Attributes
    ----------
    closes : bool or ndarray
        True where no requirement is missed; where the margin is NaN, False.
    closing_margin_db : float or ndarray
        The least of all requirements [dB].
    limited_by : str or ndarray
        The requirement that decides, such as ``"Carrier"``; empty where the margin is NaN.
    gap : str
        Why there is no answer, for a margin that is NaN: the first line that is not a number, and the reason.
    """

    closes: Any
    closing_margin_db: Any
    limited_by: Any
    gap: str = ""

    def __str__(self) -> str:
        """The verdict as a sentence, with which every table ends.

        Examples
        --------
        >>> print(Verdict(False, -3.02, "Carrier"))
        The link does not close: 3.02 dB short; carrier decides.
        >>> print(Verdict(True, 5.0, "C/N"))
        The link closes with 5.00 dB to spare; C/N decides.
        >>> print(Verdict(False, math.nan, "", "Elevation is not a number: it was given so"))
        The link does not close, as there is no answer. Elevation is not a number: it was given so.
        """
        margin = self.closing_margin_db
        if np.ndim(margin):
            return f"The link closes in {cases_text(np.mean(self.closes), np.size(self.closes))}."
        if math.isnan(margin):
            return " ".join([f"The link {self.in_short}.", *([f"{self.gap}."] if self.gap else [])])
        if math.isinf(margin):
            return f"The link {self.in_short}."
        title = self.limited_by
        decides = f"{title.lower() if title[1:2].islower() else title} decides"  # C/N keeps its capitals
        return f"The link {self.in_short}; {decides}."

    @property
    def in_short(self) -> str:
        """State in a few words whether the link closes, and by how many decibels: for tables, figures and labels.

        Examples
        --------
        >>> Verdict(False, -3.02, "Carrier").in_short, Verdict(True, 5.0, "C/N").in_short
        ('does not close: 3.02 dB short', 'closes with 5.00 dB to spare')
        >>> Verdict(False, -math.inf, "Carrier").in_short
        'does not close: no signal arrives'
        """
        margin = self.closing_margin_db
        if math.isnan(margin):
            return "does not close, as there is no answer"
        if math.isinf(margin):
            return "closes: nothing is required of it" if margin > 0.0 else "does not close: no signal arrives"
        if self.closes:
            return f"closes with {decibels_text(margin, decimals=2)} to spare"
        return f"does not close: {decibels_text(-margin, decimals=2)} short"


def closing_margin_db(
    data_margin_db=math.inf,
    required_margin_db=0.0,
    *,
    received_power_margin_db=math.inf,
    incident_flux_margin_db=math.inf,
    cn0_margin_db=math.inf,
    cnr_margin_db=math.inf,
    ranging_margin_db=math.inf,
    carrier_margin_db=math.inf,
    flux_margin_db=math.inf,
    elevation_deg=0.0,
    range_m=0.0,
):
    r"""Least of all requirements of a link; it closes while this is not negative.

    .. math:: M_c = \min(M_{data} - M_{req}, M_{power} - M_{req}, M_{C/N_0} - M_{req}, M_{C/N} - M_{req},
        M_{ranging} - M_{req}, M_{carrier}, M_{flux})

    Parameters
    ----------
    data_margin_db : array_like, optional
        Margin of the data, where the link carries some [dB].
    required_margin_db : array_like, optional
        Margin that must be left [dB].
    received_power_margin_db, cn0_margin_db, cnr_margin_db, ranging_margin_db : array_like, optional
        Margins of received power, C/N0, C/N and ranging, where the link has such requirements [dB].
    incident_flux_margin_db : array_like, optional
        Flux at the receiving antenna over the flux that its receiver needs [dB].
    carrier_margin_db : array_like, optional
        Margin of the carrier loop over its required signal-to-noise ratio, where a carrier is tracked [dB].
    flux_margin_db : array_like, optional
        Limit of power flux density less the flux, where there is a limit [dB].
    elevation_deg : array_like, optional
        Elevation, NaN where the two ends do not see each other; no other value of it matters [deg].
    range_m : array_like, optional
        Range, NaN where the two ends do not see each other; no other value of it matters [m].

    Returns
    -------
    ndarray or float
        The least, broadcast shape; NaN where any is [dB].

    References
    ----------
    .. [1] CCSDS 401.0-B, Radio Frequency and Modulation Systems, section 4 (link design control table).

    Examples
    --------
    >>> print(f"{closing_margin_db(9.0, 3.0, carrier_margin_db=-3.0):.1f} dB")
    -3.0 dB
    """
    data_margin_db = require("data_margin_db", data_margin_db)
    required_margin_db = require("required_margin_db", required_margin_db)
    received_power_margin_db = require("received_power_margin_db", received_power_margin_db)
    incident_flux_margin_db = require("incident_flux_margin_db", incident_flux_margin_db)
    cn0_margin_db = require("cn0_margin_db", cn0_margin_db)
    cnr_margin_db = require("cnr_margin_db", cnr_margin_db)
    ranging_margin_db = require("ranging_margin_db", ranging_margin_db)
    carrier_margin_db = require("carrier_margin_db", carrier_margin_db)
    flux_margin_db = require("flux_margin_db", flux_margin_db)
    elevation_deg = require("elevation_deg", elevation_deg)
    range_m = require("range_m", range_m)
    held = least(data_margin_db, received_power_margin_db, cnr_margin_db, ranging_margin_db)
    held = least(held, incident_flux_margin_db, cn0_margin_db)
    margin = least(held - required_margin_db, carrier_margin_db, flux_margin_db)
    unseen = np.isnan(elevation_deg) | np.isnan(range_m)
    return np.where(unseen, np.nan, margin)[()] if np.any(unseen) else margin


def enter_verdict(ledger: Ledger, link: Link) -> None:
    """The maximum range, and the margin that decides, last of all lines."""
    margins = _margin_inputs(ledger, link)
    closing = term("Closing margin", closing_margin_db, **margins)
    distance = ledger.get("range_m")
    if link.interference:
        note("no maximum range: the stated C/I do not change with the distance")
    elif link.hop is not None:
        note("no maximum range: rain and multipath change with the distance; solve for the range, or sweep it")
    elif distance is not None and "distance_m" in ledger["free_space_loss_db"].inputs:  # not of a stated loss
        signal = closing
        if "flux_margin_db" in margins:  # the flux falls with distance, so its limit ends no link
            signal = term("Closing margin of the signal", closing_margin_db, **_without_flux(margins))
        ledger.state("maximum_range_m", "Maximum range", maximum_range_m, range_m=distance, closing_margin_db=signal)
    ledger.enter(CLOSING, closing)


def _margin_inputs(ledger: Ledger, link: Link) -> dict[str, Any]:
    """Arguments of :func:`closing_margin_db` for the requirements that a link has."""
    inputs = {one.argument: ledger[key] for key, one in REQUIREMENTS.items() if key in ledger}
    unseen = {key: ledger[key] for key in ("elevation_deg", "range_m") if key in ledger and _has_gap(ledger[key])}
    return inputs | {"required_margin_db": link.required_margin_db} | unseen


def _has_gap(line: Term) -> bool:
    return bool(np.any(np.isnan(plain(line.value))))


def _without_flux(margins: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in margins.items() if name != "flux_margin_db"}


def verdict_of(terms: Mapping[str, Term]) -> Verdict:
    """The verdict that the closing margin of a budget stands for."""
    line = terms[CLOSING]
    margin = line.value
    slack: dict[str, Any] = {}
    for requirement in REQUIREMENTS.values():
        if requirement.argument in line.inputs:
            kept = line.inputs["required_margin_db"].value if requirement.keeps_margin else 0.0
            slack[requirement.title] = line.inputs[requirement.argument].value - kept
    if np.ndim(margin) == 0:
        if math.isnan(margin):
            return Verdict(False, math.nan, "", gap(terms))
        return Verdict(bool(margin >= 0.0), float(margin), min(slack, key=slack.__getitem__))
    stack = np.stack([np.broadcast_to(value, margin.shape) for value in slack.values()])
    titles = np.array(["", *slack])
    number = np.where(np.isnan(margin), 0, 1 + np.argmin(np.where(np.isnan(stack), np.inf, stack), axis=0))
    return Verdict(margin >= 0.0, margin, titles[number], gap(terms) if np.isnan(margin).all() else "")
