"""The story of a mission for the first screen of its report: from launch to silence, each number with what it rests on.

:func:`story` makes the sentences: sessions, the last contact and what it leaves, what the record says of the numbers
that nobody published, and what may have ended contact.
"""

from collections.abc import Iterator

import numpy as np

from linkbudget.formatting import (
    count_text,
    date_text,
    decibels_text,
    distance_text,
    list_text,
    percent_text,
    quantity_text,
)
from linkbudget.geometry.clock import parse_utc
from linkbudget.hardware.values import parameters_of, unit_at
from linkbudget.labels import spoken
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.sessions import HELD
from linkbudget.studies.contact_loss import contact_loss
from linkbudget.studies.implied import GUESS, TOLD_NARROWING, basis, called, counted, is_stated, middle_and_span
from linkbudget.studies.inference import usual_inference

MOST_TOLD = 2
"""Unknown numbers, and causes, that the first screen names."""

ENOUGH = 0.5
"""Share of the cases from which on a cause counts as enough."""


def story(scenario: Scenario) -> list[str]:
    """Sentences from launch to silence; none of a scenario that says nothing of sessions, record or loss."""
    return [*_sessions(scenario), *_record(scenario), *_end(scenario)]


def _sessions(scenario: Scenario) -> Iterator[str]:
    if scenario.config.sessions is None or scenario.config.trajectory is None:
        return
    table = scenario.operations.sessions
    held = table.outcome.values == HELD
    total = held.size
    count = f"all {count_text(total)}" if held.all() else f"{count_text(held.sum())} of {count_text(total)}"
    text = f"At the stated values {count} planned sessions are held"
    if held.any():
        last = np.flatnonzero(held)[-1]
        link = scenario.links[str(table.link.values[last])]
        when, range_m, margin_db = (
            table[name].values[last] for name in ("start_utc_s", "range_m", "closing_margin_db")
        )
        text += f", the last on {date_text(when)} over {link.title}, {distance_text(range_m)} away"
        text += f", with {decibels_text(margin_db)} to spare"
    yield f"{text}."
    yield from _chosen(scenario)


def _chosen(scenario: Scenario) -> Iterator[str]:
    """Values that were chosen so that what is known to have happened could happen, each with why."""
    found: dict[str, None] = {}
    for link in scenario.links.values():
        for key, value in parameters_of(link):
            if value.status == "inferred":
                found.setdefault(
                    f"the {spoken(key)} of {quantity_text(value.value, unit_at(link, key))} ({value.source})"
                )
    if found:
        yield (
            f"One choice was made for that: {next(iter(found))}; its range stays as wide as without it."
            if len(found) == 1
            else f"These were chosen for that: {list_text(found)}; their ranges stay as wide as without it."
        )


def _record(scenario: Scenario) -> Iterator[str]:
    if not scenario.config.observations:
        return
    found = usual_inference(scenario)
    instants = counted(found.record.instants, "instant")
    told = [one for one in found.shifts if one.narrowing >= TOLD_NARROWING and not is_stated(one)][:MOST_TOLD]
    numbers = [f"{called(found, one.unknown)} {middle_and_span(one.posterior, one.unknown.unit)}" for one in told]
    if numbers:
        yield (
            f"No document states these; the record of {instants} at which a link was held, heard or measured implies "
            f"{list_text(numbers)}."
        )
    guesses = sum(basis(one) == GUESS for one in found.shifts)
    yield f"{count_text(guesses)} of the {count_text(len(found.shifts))} uncertain numbers stay guesses."


def _end(scenario: Scenario) -> Iterator[str]:
    if scenario.config.contact_loss is None:
        return
    answer = contact_loss(scenario)
    text = f"After {date_text(parse_utc(answer.at))} nothing was heard."
    if answer.next_session:
        text += (
            f" Distance alone would have ended contact by {date_text(parse_utc(answer.next_session))} in "
            f"{percent_text(answer.distance_alone)} of the cases that agree with the record."
        )
    enough = [one for one in answer.causes if one.probability >= ENOUGH]
    if enough:
        names = [f"{one.title} ({percent_text(one.probability)})" for one in enough]
        text += f" Of what may have happened besides, these would have been enough in most cases: {list_text(names)}."
    yield text
    none = [one.title for one in answer.causes if one.probability < 0.01]
    if none:
        yield f"As far as they are assumed to go, these would not: {list_text(none)}."
