"""Occultations of links and eclipses of the spacecraft over a mission, as rows for tables and JSON."""

from linkbudget.geometry.clock import format_utc
from linkbudget.geometry.occultations import Occultation
from linkbudget.mission.model import Model


def occultation_rows(scenario: Model) -> list[dict]:
    """A row for each time a body hides the spacecraft from a station or another spacecraft, in order of time.

    Instants are those of reception there.  ``links`` are the links with it, whatever the horizon of a station hides
    besides.
    """
    stations: dict[str, list[str]] = {}
    for name, link in scenario.links.items():
        stations.setdefault(link.far_end_name, []).append(name)
    rows = [
        {"station": station, "links": links, **_row(each)}
        for station, links in stations.items()
        for each in scenario.occultations(station)
    ]
    return sorted(rows, key=lambda row: row["ingress"])


def eclipse_rows(scenario: Model) -> list[dict]:
    """A row for each time in which the spacecraft is in the half-shadow ("penumbra") or full shadow of a body."""
    return [{"kind": each.kind, **_row(each)} for each in scenario.eclipses]


def _row(each: Occultation) -> dict:
    return {
        "body": each.body,
        "ingress": format_utc(each.ingress_utc_s),
        "egress": format_utc(each.egress_utc_s),
        "duration_s": each.duration_s,
        "ingress_is_cut": each.ingress_is_cut,
        "egress_is_cut": each.egress_is_cut,
    }
