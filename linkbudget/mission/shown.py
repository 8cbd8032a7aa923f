"""A scenario and its operations as a notebook and a prompt show them: one row per link, whose numbers unfold."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from linkbudget.formatting import date_text, exact_text, frequency_text, note_text, span_text
from linkbudget.hardware.values import parameters_of, unit_at
from linkbudget.link.case import IGNORED
from linkbudget.notebook import html_of
from linkbudget.scenario_files.config import LinkConfig
from linkbudget.tables import Column, Paragraph, Table

if TYPE_CHECKING:
    from linkbudget.mission.model import Model
    from linkbudget.mission.operations import Operations


def scenario_in_short(scenario: "Model") -> str:
    """Name, title and number of links."""
    count = len(scenario.links)
    return f"{scenario.name}, {scenario.config.mission.title}, {count} {'link' if count == 1 else 'links'}"


def scenario_parts(scenario: "Model") -> list[Table | Paragraph]:
    """Title and dates of a mission, and its links."""
    mission = scenario.config.mission
    dates = span_text(date_text(scenario.span_utc_s[0]), date_text(scenario.span_utc_s[1]))
    what = f"{scenario.name}: {mission.title}, {dates}"
    return [Paragraph(what, "title"), links_table(scenario)]


def links_table(scenario: "Model") -> Table:
    """The links of a scenario, one row per link."""
    columns = (Column("Link"), Column("Title"), Column("Frequency", right=True), Column("Direction"), Column("Far end"))
    records = [_record(scenario, name, link) for name, link in scenario.links.items()]
    rows = [
        (one["link"], one["title"], frequency_text(one["frequency_hz"]), one["direction"], one["far_end"])
        for one in records
    ]

    def folds() -> list[str]:
        return ["\n".join(_numbers(link)) for link in scenario.links.values()]

    return Table("links", "", columns, rows, lambda: records, folds=folds)


def _record(scenario: "Model", name: str, link: LinkConfig) -> dict[str, Any]:
    name_of_end = link.station or link.spacecraft
    far_end = scenario.far_end_title(name_of_end) if name_of_end else ""
    about = {"link": name, "title": link.title, "frequency_hz": link.carrier_hz.value, "direction": link.direction}
    return about | {"purpose": link.purpose, "far_end": far_end}


def _numbers(link: LinkConfig) -> Iterator[str]:
    """Numbers of a link, a line each, by their keys."""
    for key, number in parameters_of(link):
        if key.startswith(IGNORED):
            continue
        status = f" ({number.status})" if number.status else ""
        yield f"{key} = {exact_text(number.value, unit_at(link, key))}{status}"


TABLES = {
    "sessions": {"session"},
    "data": {"case", "session", "instrument"},
    "energy": {"case", "time"},
}
"""Datasets of operations, and their dimensions in a table of rows."""


def operations_in_short(operations: "Operations") -> str:
    """Number of sessions, and what else there is."""
    sessions = "no sessions" if operations.sessions is None else f"{operations.sessions.sizes['session']} sessions"
    return ", ".join([sessions, *(name for name in ("data", "energy") if getattr(operations, name) is not None)])


def operations_html(operations: "Operations") -> str:
    """Notes of operations, and their datasets folded, as HTML."""
    notes = [Paragraph(operations_in_short(operations), "title")]
    notes += [Paragraph(f"Note: {note_text(note)}.", "note") for note in operations.notes]
    datasets = {name: getattr(operations, name) for name in TABLES}
    folded = (
        f"<details><summary>{name}</summary>{dataset._repr_html_()}</details>"
        for name, dataset in datasets.items()
        if dataset is not None
    )
    return html_of(notes) + "".join(folded)
