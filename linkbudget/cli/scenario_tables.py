"""Tables of what scenarios and the catalogue hold: ``check``, ``show``, ``catalog`` and ``history``."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from linkbudget.formatting import (
    date_text,
    decimals_text,
    distance_text,
    list_text,
    number_text,
    percent_text,
    span_text,
)
from linkbudget.parameters import RANKED_STATUSES
from linkbudget.tables import MORE, Column, Paragraph, Table

if TYPE_CHECKING:
    from linkbudget.mission.history import Milestone, Step
    from linkbudget.mission.inputs import Input


def summary_parts(summary: dict) -> list[Table | Paragraph]:
    """Contents of a scenario in which nothing is wrong."""
    parts: list[Table | Paragraph] = [
        Paragraph(f"{summary['title']}: nothing wrong with {summary['file']}", "title"),
        Paragraph(f"{summary['start']} to {summary['end']}, {summary['trajectory']}"),
        *(Paragraph(f"Note: {note}.", "note") for note in summary["notes"]),
        _links_table(summary["links"]),
    ]
    if summary["links"]:
        parts.append(Paragraph(_margins_text(summary["links"]), "note"))
    if summary["relays"]:
        parts.append(_relays_table(summary["relays"]))
    return [*parts, Paragraph(_shares_text(summary["statuses"]))]


def _links_table(links: list[dict]) -> Table:
    statuses = [status for status in RANKED_STATUSES if any(link[status] for link in links)]
    columns = (
        Column("Link", fold=12, is_name=True),
        Column("Purpose", spare=2),
        Column("Frequency", right=True),
        Column("Station", spare=3, fold=12, is_name=True),
        Column("Margin", right=True, role="margin"),
        *(Column(status.capitalize(), right=True, spare=4) for status in statuses),
        Column("Unstated", right=True, spare=1),
    )
    rows = [
        (
            link["link"],
            link["purpose"],
            link["frequency"],
            link["station"] or "-",
            decimals_text(link["verdict"]["closing_margin_db"], sign=True),
            *(str(link[status]) for status in (*statuses, "unstated")),
        )
        for link in links
    ]
    return Table("links", "", columns, rows, lambda: links)


def _relays_table(relays: list[dict]) -> Table:
    columns = (
        Column("Relay", fold=12, is_name=True),
        Column("Uplink"),
        Column("Downlink"),
        Column("Margin", True, role="margin"),
    )
    rows = [
        (
            relay["relay"],
            relay["uplink"],
            relay["downlink"],
            decimals_text(relay["verdict"]["closing_margin_db"], sign=True),
        )
        for relay in relays
    ]
    return Table("relays", "", columns, rows, lambda: relays)


def _margins_text(links: list[dict]) -> str:
    """A sentence on what the margins of links are, when, and over what distance."""
    from linkbudget.geometry.clock import parse_utc

    dates = sorted(parse_utc(link["at"]) for link in links if link["at"])
    distances_m = [link["range_m"] for link in links if link["range_m"] is not None]
    when = f" on {span_text(date_text(dates[0]), date_text(dates[-1]))}" if dates else ""
    far = f" over {span_text(*(distance_text(end(distances_m), 3) for end in (min, max)))}" if distances_m else ""
    failing = any((link["verdict"]["closing_margin_db"] or 0.0) < 0.0 for link in links)
    return f"Closing margins in dB{when}{far}{'; a link with less than 0 dB does not close' if failing else ''}."


def _shares_text(statuses: dict[str, int]) -> str:
    """Shares of the values of a scenario by status."""
    total = sum(statuses.values())
    shares = [f"{percent_text(count / total)} {status}" for status, count in statuses.items() if count]
    return f"{total} different values: {list_text(shares)}."


def catalogue_parts(contents: dict[str, list[dict]], *, as_one: bool) -> list[Table]:
    """The shelves of the catalogue, or all of them as one table."""
    if as_one:
        records = [
            {"shelf": shelf} | {key: value for key, value in entry.items() if key != "values"}
            for shelf, entries in contents.items()
            for entry in entries
        ]
        rows = [(record["shelf"], record["name"], record["title"]) for record in records]
        columns = Column("Shelf"), Column("Name"), Column("What it is", fold=24)
        return [Table("catalogue", "", columns, rows, lambda: records, fields=("shelf", "name", "title"))]
    return [
        Table(
            shelf,
            shelf,
            (Column("Name", fold=12, is_name=True), Column("What it is", fold=24)),
            [(entry["name"], entry["title"]) for entry in entries],
        )
        for shelf, entries in contents.items()
        if entries or len(contents) == 1
    ]


def inputs_parts(title: str, values: "list[Input]") -> list[Table | Paragraph]:
    """Every value of a scenario, table by table."""
    columns = (
        Column("Key", fold=20),
        Column("Value", fold=14),
        Column("Status", role="status"),
        Column("From", spare=2, fold=16),
        Column("Range and source", spare=1, fold=24),
    )
    rows: list[tuple[str, ...]] = []
    table = ""
    for one in values:
        if one.table != table:
            table = one.table
            rows.append((f"[{table}]",))
        said = "; ".join(filter(None, (one.range_text, one.source)))
        rows.append((one.key, _value_text(one), one.status or "", _origin_text(one), said))
    return [Table("values", title, columns, rows, lambda: [one.to_dict() for one in values])]


MOST_LETTERS = 60
"""Letters of a description that a table shows."""


def _value_text(one: "Input") -> str:
    text = one.value_text
    return text if one.key != "description" or len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rstrip()} {MORE}"


def _origin_text(one: "Input") -> str:
    """The place that a value is from: nothing where its own table says it."""
    if one.origin == one.table:
        return ""
    catalogue, _, table = one.origin.rpartition(" ")
    return catalogue if catalogue and table == one.table else one.origin


def history_parts(milestones: "Iterable[Milestone]", taken: "list[Step]", data: dict[str, Any]) -> list[Table]:
    """Links of all times on one scale, then the steps between the best of them, in decibels."""
    from linkbudget.mission.history import SHARES

    columns = (
        Column("Year"),
        Column("Mission", fold=14),
        Column("Link", fold=16, spare=1, is_name=True),
        Column("Bit rate [bit/s]", right=True),
        Column("Distance [million km]", right=True),
        Column("Rate times distance squared [bit/s km2]", right=True),
        Column("Bit rate is", spare=2),
    )
    rows = [
        (
            str(int(one.year)),
            one.title,
            one.name,
            number_text(one.bit_rate_bps, 6),
            decimals_text(one.range_m / 1e9),
            number_text(one.rate_distance_bps_km2, 2),
            "assumed" if one.is_assumed else "",
        )
        for one in milestones
    ]
    units = {"rate_distance_bps_km2": "bit/s km2"}
    links = Table("links", "Bit rate times distance squared", columns, rows, lambda: data["links"], units)
    years = (Column("Gain [dB]", fold=14), *(Column(str(int(step.after.year)), right=True) for step in taken))
    gains = [
        (title, *(decimals_text(round(step.shares_db[key], 1), sign=True) for step in taken))
        for key, title in SHARES.items()
    ]
    gains.append(("Together", *(decimals_text(step.gain_db, sign=True) for step in taken)))
    names = " > ".join([taken[0].before.title, *(step.after.title for step in taken)])
    roles = ["strong" if row[0] == "Together" else "" for row in gains]
    return [links, Table("steps", names, years, gains, lambda: data["steps"], roles=roles)]
