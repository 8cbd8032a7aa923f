"""A relay as a case: both hops and what joins them, any number of which may be replaced by an array.

Sweeps, Monte Carlo, sensitivities and solvers take a :class:`RelayCase` as they take the case of a link.  Numbers of a
hop have keys that begin with its name (``uplink.transmitter.power``); those of the relay are as scenario files write
them (``downlink_interference.intermodulation``).
"""

from dataclasses import dataclass, replace
from typing import Any, Self

from linkbudget.errors import LinkBudgetError
from linkbudget.hardware.relays import HOPS, Relay
from linkbudget.hardware.values import checked_values, parameters_of, unit_at, with_values
from linkbudget.link.budget import Budget
from linkbudget.link.case import Case
from linkbudget.link.relay import driven_downlink, relay_budget
from linkbudget.parameters import Parameter


@dataclass(frozen=True, slots=True, repr=False)
class RelayCase(Case):
    """Two hops through a transponder, as they are or with some of their numbers replaced by arrays.

    Attributes
    ----------
    link : Relay
        What joins the hops.
    path : Path
        That of the uplink.
    uplink, downlink : Case
        The hops.
    notes : tuple of str
        Notes on both hops together.

    Examples
    --------
    >>> import linkbudget as lb
    >>> case = lb.load("c_band_carrier").relay_case("8m25g7w")
    >>> better = case.with_values({"downlink.receiver.g_over_t": [22.5, 25.5]})
    >>> print(better.budget()["cnir_db"].round(2))
    [7.85 8.75]
    """

    link: Any = None
    path: Any = None
    uplink: Any = None
    downlink: Any = None
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, relay: Relay, uplink: Case, downlink: Case, name: str, notes: tuple[str, ...] = ()) -> Self:
        """The case of a relay over those of its links."""
        return cls(
            relay,
            uplink.path,
            uplink.plane,
            uplink.scenario,
            name,
            uplink.at or downlink.at,
            uplink.default_shape,
            uplink,
            downlink,
            notes,
        )

    def values(self) -> dict[str, Parameter]:
        """Every number that the budget depends on, by its key."""
        of_hops = {f"{hop}.{key}": value for hop in HOPS for key, value in getattr(self, hop).values().items()}
        return of_hops | dict(parameters_of(self.link))

    def unit(self, key: str) -> str:
        """Unit of a number, ``-`` for a pure one."""
        self.value(key)
        hop, rest = _hop_and_key(key)
        return getattr(self, hop).unit(rest) if hop else unit_at(self.link, key)

    def checked(self, key: str, values):
        """Numbers for a key, read from text with units where they are such, within the limits of their place."""
        self.value(key)
        hop, rest = _hop_and_key(key)
        return getattr(self, hop).checked(rest, values) if hop else checked_values(self.link, key, values)

    def with_values(self, values: dict[str, Any]) -> "RelayCase":
        """The same case with other numbers, or arrays of them, at some keys."""
        by_hop: dict[str, dict[str, Any]] = {hop: {} for hop in ("", *HOPS)}
        for key, value in values.items():
            hop, rest = _hop_and_key(key)
            by_hop[hop][rest] = value
        hops = {hop: getattr(self, hop).with_values(by_hop[hop]) for hop in HOPS if by_hop[hop]}
        link = with_values(self.link, by_hop[""]) if by_hop[""] else self.link
        return replace(self, link=link, **hops)

    @property
    def _tells_all(self) -> bool:
        """True where nothing is checked between the lines of both hops."""
        return all(getattr(self, hop)._tells_all for hop in HOPS)

    def budget(self) -> Any:
        """The :class:`~linkbudget.link.relay.RelayBudget` of both hops, arrays where numbers are arrays."""
        uplink = self._hop("uplink", self.uplink)
        link = driven_downlink(self.link, self.name, uplink, self.downlink.link)
        downlink = self._hop("downlink", replace(self.downlink, link=link))
        return relay_budget(self.link, uplink, downlink, scenario=self.scenario, name=self.name, notes=self.notes)

    def _hop(self, hop: str, case: Case) -> Budget:
        """The budget of a hop; an error of its equations names the hop."""
        try:
            return case.budget()
        except LinkBudgetError as error:
            raise LinkBudgetError(f"{hop}: {error}") from None


def _hop_and_key(key: str) -> tuple[str, str]:
    """The hop of a key and its key there; no hop for a key of the relay."""
    hop, dot, rest = key.partition(".")
    return (hop, rest) if dot and hop in HOPS else ("", key)
