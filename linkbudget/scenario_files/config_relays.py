"""Checks of relays against the links of a scenario."""

from collections.abc import Iterator
from typing import Any

from linkbudget.errors import suggestion
from linkbudget.hardware.relays import HOPS
from linkbudget.labels import without_unit
from linkbudget.scenario_files.config_operations import is_whole


def unfitting_relays(config: Any) -> Iterator[str]:
    """Links that a relay names and the scenario does not have, or has otherwise, one line each.

    ``config`` may have parts that are :data:`~linkbudget.scenario_files.config_operations.BROKEN`, which get no message
    here.
    """
    for name, relay in (config.relays if is_whole(config.relays) else {}).items():
        if name in config.links:
            yield f"relays.{name}: expected another name than that of a link"
        if not is_whole(relay):
            continue
        for hop in HOPS:
            key, said = f"relays.{name}.{hop}", getattr(relay, hop)
            if said not in config.links:
                yield f"{key} = {said!r}: unknown link; {suggestion(said, config.links)}"
                continue
            link = config.links[said]
            if is_whole(link) and link.direction != hop:
                yield f"{key} = {said!r}: expected {'an' if hop == 'uplink' else 'a'} {hop}"
            elif is_whole(link) and link.transmitter.is_unknown:
                yield f"{key} = {said!r}: links.{said}.receiver.flux is stated; expected a link with a transmitter"
            elif is_whole(link) and hop == "downlink" and relay.power_follows_from:
                yield from _stated_back_off(key, said, link, relay.power_follows_from)


def _stated_back_off(key: str, name: str, link: Any, beside: str) -> Iterator[str]:
    """Mistakes of a downlink whose transmitter states a power that follows from the uplink."""
    for field in ("output_back_off_db", "power_share", "peak_power_w"):
        if getattr(link.transmitter, field) is not None:
            yield (
                f"{key} = {name!r}: links.{name}.transmitter.{without_unit(field)} is stated; expected none beside "
                f"{beside}, from which the power of the carrier follows"
            )
