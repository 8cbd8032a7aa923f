"""The budget of a relay: two hops through one transparent transponder, added up to one C/(N+I), margin and verdict.

The map: :func:`relay_budget` joins the budgets of both hops to a :class:`RelayBudget`; :func:`driven_downlink` is the
downlink as the uplink drives it.  The lines are kept in a :class:`~linkbudget.link.ledger.Ledger`, as those
of a link are, so each has its equation, its numbers, its status and its source.
"""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.parts import Link
from linkbudget.hardware.relays import HOPS, Relay
from linkbudget.link.budget import Budget
from linkbudget.link.budget_tables import results_dict, term_dicts, verdict_dict
from linkbudget.link.gaps import gap
from linkbudget.link.interference import enter_combined, enter_ratios
from linkbudget.link.ledger import Ledger
from linkbudget.link.lines import Lines
from linkbudget.link.terms import Term
from linkbudget.link.verdict import CLOSING, Verdict
from linkbudget.parameters import Parameter
from linkbudget.physics.noise import bandwidth_dbhz, carrier_to_noise_ratio_db
from linkbudget.physics.transponder import (
    carrier_output_back_off_db,
    hard_limiter_back_off_db,
    hard_limiter_loss_db,
    input_back_off_db,
)

LinkT = TypeVar("LinkT", bound=Link)

TITLE = "C/(N+I)"
"""The one requirement of a relay, as its verdict calls it."""

RELAY_RESULTS = ("uplink_cnir_db", "downlink_cnir_db", "cnir_db", "required_cnir_db", "cnir_margin_db", CLOSING)
"""Results that every budget of a relay reports as plain data."""


@dataclass(frozen=True, slots=True, repr=False)
class RelayBudget(Lines):
    """The lines of a relay's total in reading order, and the budgets of both hops.

    Attributes
    ----------
    link : Relay
        The relay as the scenario states it.
    uplink, downlink : Budget
        The whole budgets of both hops.
    terms : dict of str to Term
        Lines by key: each hop from EIRP to C/(N+I), then the total.
    notes : tuple of str
        Notes of both hops.
    """

    link: Relay
    uplink: Budget
    downlink: Budget
    terms: dict[str, Term]
    notes: tuple[str, ...] = ()
    scenario: str = ""
    name: str = ""
    at: str | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict: closes or not, and by how many decibels."""
        margin = self.terms[CLOSING].value
        if np.ndim(margin):
            number = ~np.isnan(margin)
            return Verdict(margin >= 0.0, margin, np.where(number, TITLE, ""), "" if number.any() else self._gap())
        if math.isnan(margin):
            return Verdict(False, math.nan, "", self._gap())
        return Verdict(bool(margin >= 0.0), float(margin), TITLE)

    def _gap(self) -> str:
        """The line of a hop that is not a number, and why."""
        for hop, budget in zip(HOPS, (self.uplink, self.downlink), strict=True):
            if np.isnan(budget["cn0_dbhz"]).all():
                return f"{hop.capitalize()}: {gap(budget.terms)}"
        return ""

    def to_dict(self) -> dict:
        """Lines and results as plain data, fit for JSON."""
        return {
            "scenario": self.scenario,
            "relay": self.name or self.link.title,
            "uplink": self.link.uplink,
            "downlink": self.link.downlink,
            "at": self.at,
            "terms": term_dicts(self),
            "results": results_dict(self, RELAY_RESULTS),
            "verdict": verdict_dict(self),
        }


def relay_budget(
    relay: Relay, uplink: Budget, downlink: Budget, *, scenario: str = "", name: str = "", notes: tuple[str, ...] = ()
) -> RelayBudget:
    """Join two hops to one C/(N+I).

    Parameters
    ----------
    relay : Relay
        What joins them.
    uplink, downlink : Budget
        Budgets of both hops; of a driven transponder, the downlink is that of :func:`driven_downlink`.
    scenario, name : str, optional
        What tables and JSON call the scenario and the relay.
    notes : tuple of str, optional
        Anything else a reader should know.

    Returns
    -------
    RelayBudget
        Its lines, with ``cnir_db`` and ``closing_margin_db`` among them.

    Examples
    --------
    >>> import linkbudget as lb
    >>> hops = [lb.load("geostationary").budget(link) for link in ("uplink", "downlink")]
    >>> relay = Relay(
    ...     title="Television", uplink="uplink", downlink="downlink", bandwidth="36 MHz", required_cnir="10 dB",
    ...     required_margin="1 dB", uplink_interference={"adjacent-satellite": "25 dB"})
    >>> total = relay_budget(relay, *hops)
    >>> print(" ".join(f"{total[key]:.2f}" for key in ("uplink_cnir_db", "downlink_cnir_db", "cnir_db")), "dB")
    23.23 23.55 20.38 dB
    """
    ledger = Ledger()
    if relay.is_driven:
        _enter_drive(ledger, relay, uplink)
    elif relay.limiter_bandwidth_hz is not None:
        _enter_limiter(ledger, relay.limiter_bandwidth_hz, uplink)
    hops = [_enter_hop(ledger, relay, hop, budget) for hop, budget in zip(HOPS, (uplink, downlink), strict=True)]
    enter_combined(ledger, "cnir_db", f"{TITLE} of both hops", "=", dict(zip(HOPS, hops, strict=True)))
    ledger.less("required_cnir_db", f"Required {TITLE}", relay.required_cnir_db)
    ledger.total("cnir_margin_db", f"{TITLE} margin")
    ledger.less("required_margin_db", "Required margin", relay.required_margin_db)
    ledger.total(CLOSING, "Closing margin")
    told = [
        *notes,
        *(
            f"{hop}: {text}"
            for hop, budget in zip(HOPS, (uplink, downlink), strict=True)
            for text in budget.notes
            if text not in notes
        ),
    ]
    return RelayBudget(relay, uplink, downlink, ledger, tuple(told), scenario, name, uplink.at or downlink.at)


def driven_downlink(relay: Relay, name: str, uplink: Budget, downlink: LinkT) -> LinkT:
    """The downlink with the output back-off to which the uplink drives the transponder, or which its limiter leaves.

    Parameters
    ----------
    relay : Relay
        The relay.
    name : str
        Its name in the scenario.
    uplink : Budget
        Budget of the uplink, over a range.
    downlink : Link
        The downlink, the power of its transmitter stated at saturation.

    Returns
    -------
    Link
        The same link with an output back-off; as it is where the relay states no saturation and no limiter.

    Examples
    --------
    >>> import linkbudget as lb
    >>> scenario = lb.load("geostationary")
    >>> relay = Relay(
    ...     title="Television", uplink="uplink", downlink="downlink", bandwidth="36 MHz", required_cnir="10 dB",
    ...     required_margin="1 dB", saturation_flux_density="-85 dBW/m2", input_back_off="2 dB", output_back_off="1 dB")
    >>> down = driven_downlink(relay, "tv", scenario.budget("uplink"), scenario.link("downlink"))
    >>> print(f"{down.transmitter.output_back_off_db.value:.2f} dB")
    3.88 dB
    """
    if relay.is_driven:
        line = _enter_drive(Ledger(), relay, uplink)
        source = f"relays.{name}: flux of the uplink below saturation"
    elif relay.limiter_bandwidth_hz is not None:
        line = _enter_limiter(Ledger(), relay.limiter_bandwidth_hz, uplink)
        source = f"relays.{name}: share of the carrier behind the hard limiter"
    else:
        return downlink
    back_off = Parameter(line.value, status=line.status, source=source)
    transmitter = downlink.transmitter.model_copy(update={"output_back_off_db": back_off})
    return downlink.model_copy(update={"transmitter": transmitter})


def _enter_drive(ledger: Ledger, relay: Relay, uplink: Budget) -> Term:
    """The lines from the flux of the uplink to the output back-off of the carrier."""
    if "flux_density_dbw_per_m2" not in uplink.terms:
        raise LinkBudgetError("saturation_flux_density: expected an uplink over a range, which tells the flux")
    flux = uplink.terms["flux_density_dbw_per_m2"]
    ledger.start("free_flux_density_dbw_per_m2", "Flux density at the satellite in free space", flux)
    ledger.less("uplink_excess_loss_db", "Uplink losses on the path beside free space", uplink.terms["excess_loss_db"])
    arrives = ledger.total("flux_density_dbw_per_m2", "Flux density at the satellite")
    carrier = ledger.state(
        "carrier_input_back_off_db",
        "Input back-off of the carrier",
        input_back_off_db,
        flux_density_dbw_per_m2=arrives,
        saturation_flux_density_dbw_per_m2=relay.saturation_flux_density_dbw_per_m2,
    )
    return ledger.state(
        "carrier_output_back_off_db",
        "Output back-off of the carrier",
        carrier_output_back_off_db,
        carrier_input_back_off_db=carrier,
        input_back_off_db=relay.input_back_off_db,
        output_back_off_db=relay.output_back_off_db,
    )


def _enter_limiter(ledger: Ledger, bandwidth_hz: Parameter, uplink: Budget) -> Term:
    """The lines from the C/N before a hard limiter to the output back-off of the carrier behind it."""
    cnr = ledger.state(
        "limiter_cnr_db",
        f"{TITLE if 'thermal_cn0_dbhz' in uplink.terms else 'C/N'} before the hard limiter",
        carrier_to_noise_ratio_db,
        cn0_dbhz=uplink.terms["cn0_dbhz"],
        bandwidth_hz=bandwidth_hz,
    )
    name = "Output back-off of the carrier"
    return ledger.state("carrier_output_back_off_db", name, hard_limiter_back_off_db, cnr_db=cnr)


def _enter_hop(ledger: Ledger, relay: Relay, hop: str, budget: Budget) -> Term:
    """The lines of one hop from EIRP to C/(N+I)."""
    lines, name = budget.terms, hop.capitalize()
    ledger.state(f"{hop}_frequency_hz", f"{name} frequency", lines["frequency_hz"])
    ledger.start(f"{hop}_eirp_dbw", f"{name} EIRP", lines["eirp_dbw"])
    ledger.state(f"{hop}_propagation_loss_db", f"{name} propagation loss", lines["propagation_loss_db"])
    ledger.state(f"{hop}_g_over_t_db_per_k", f"{name} G/T", lines["g_over_t_db_per_k"])
    ledger.start(f"{hop}_cn0_dbhz", f"{name} C/N0", lines["cn0_dbhz"])
    ledger.less(f"{hop}_bandwidth_dbhz", f"{name} noise bandwidth", bandwidth_dbhz, bandwidth_hz=relay.bandwidth_hz)
    own = f"{TITLE} of the link" if "thermal_cn0_dbhz" in lines else "C/N, thermal"
    ratios = {"thermal": ledger.total(f"{hop}_cnr_db", f"{name} {own}")}
    if hop == "uplink" and "limiter_cnr_db" in ledger:
        before = ledger["limiter_cnr_db"]
        ledger.less("limiter_loss_db", "Loss in the hard limiter", hard_limiter_loss_db, cnr_db=before)
        ratios = {"thermal": ledger.total("limited_cnr_db", f"{name} C/N behind the limiter")}
    ratios |= enter_ratios(ledger, getattr(relay, f"{hop}_interference"), f"{hop}_", f"{name} ")
    return enter_combined(ledger, f"{hop}_cnir_db", f"{name} {TITLE}", "", ratios)
