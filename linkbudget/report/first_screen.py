"""First screen of a report: the mission in a sentence, and a row a link that says what became of it.

The map: :func:`first_sentence`, :func:`answer_rows` (a :class:`AnswerRow` a link) and :func:`answer_groups`,
:func:`margin_heading`, :func:`summary`; the same for programs and for terminals, :func:`answers_dict` and
:func:`answers_table`.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from linkbudget.formatting import (
    count_text,
    date_text,
    decibels_text,
    distance_text,
    list_text,
    percent_text,
    rate_text,
)
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.labels import spoken
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.story import CLOSED, GONE, SHORT, LinkStory, by_state
from linkbudget.plots.distances import is_earth_bound
from linkbudget.plots.standing import out_of_use_text, place_text
from linkbudget.studies.link_answers import LinkAnswer
from linkbudget.tables import Column, Table

SURE = 0.001
"""Probability below which a report says "less than 0.1 %", and above whose complement "more than 99.9 %" [-]."""


@dataclass(frozen=True)
class AnswerRow:
    """Words on one link.

    ``state`` is that of its story; ``why`` adds what is lacking, or when the link
    was in use; ``when`` is the date of the margin where it is not that of most links.
    """

    name: str
    title: str
    state: str
    until: str
    how_far: str
    why: str
    rate: str
    margin: str
    when: str
    probability: str
    by_ranges: str


def first_sentence(scenario: Scenario) -> str:
    """The mission in one sentence: the first of its description, or its number of links where it has none."""
    text = " ".join(scenario.config.mission.description.split())
    found = re.match(r".+?[.!?](?=\s|$)", text)
    if found:
        return found.group()
    names = dict.fromkeys(link.far_end_name for link in scenario.links.values())
    ends = [getattr(scenario.config.stations.get(name), "title", "") or name for name in names]
    count = len(scenario.links)
    return f"{'One link' if count == 1 else f'{count_text(count)} links'} with {list_text(ends)}."


def dates_and_reach(scenario: Scenario, farthest_m: float) -> str:
    """Dates of the mission and its greatest distance from the Earth; near the Earth the dates alone."""
    mission = scenario.config.mission
    start, end = (date_text(each.value) for each in (mission.start_utc_s, mission.end_utc_s))
    dates = start if start == end else f"{start} to {end}"
    return dates if is_earth_bound(scenario) else f"{dates}, as far as {distance_text(farthest_m, 4)} from the Earth"


def answer_rows(scenario: Scenario, answers: Sequence[LinkAnswer]) -> list[AnswerRow]:
    """Rows of the links: those that closed to the end, then those that had become too weak, then those out of use."""
    common, of_link = _common_place(scenario, answers), {one.story.name: one for one in answers}
    near = is_earth_bound(scenario)
    return [_row(scenario, of_link[story.name], common, near) for story in by_state(one.story for one in answers)]


STATES = {CLOSED: "Closed", SHORT: "Too weak", GONE: "Not in use"}
"""Headings of the groups of links, before the date or distance of their margins."""


def answer_groups(rows: Iterable[AnswerRow], place: str) -> list[tuple[str, list[AnswerRow]]]:
    """Rows by state, each group with its heading, which says when its links were in use where that is one time."""
    found = []
    for state, members in groupby(rows, key=lambda row: row.state):
        group = list(members)
        times = {row.why for row in group}
        if state == GONE and len(times) == 1:
            when = times.pop()
            found.append((f"{when[0].upper()}{when[1:]}", [replace(row, why="") for row in group]))
        else:
            found.append((f"{STATES[state]} {place}", group))
    return found


def _row(scenario: Scenario, answer: LinkAnswer, common: str, near: bool) -> AnswerRow:
    story, state = answer.story, answer.story.state
    where = place_text(scenario, story.budget)
    both = not math.isnan(answer.probability_with_record)
    probability, alone = (
        "" if math.isnan(share) else probability_text(share) for share in (answer.likeliest, answer.probability)
    )
    return AnswerRow(
        name=story.name,
        title=story.link.title,
        state=state,
        until=_until(story, near),
        how_far=_how_far(story, near),
        why=_why(scenario, story),
        rate="" if math.isnan(answer.rate) else rate_text(answer.rate, _rate_unit(story)),
        margin=_margin_text(story.closing_margin_db),
        when="" if where == common else where,
        probability=probability,
        by_ranges=alone if both and alone != probability else "",
    )


def _why(scenario: Scenario, story: LinkStory) -> str:
    if story.state == GONE:
        return out_of_use_text(scenario, story.name)
    return "" if story.state == CLOSED else what_is_lacking(story)


def _rate_unit(story: LinkStory) -> str:
    return "pixel/s" if story.carries_pixels else "bit/s"


def _until(story: LinkStory, near: bool) -> str:
    passes = story.passes
    if passes.closed.size == 0:
        return "never in sight while in use"
    if passes.last is None:
        return "never"
    if not near:
        return date_text(parse_utc(passes.last))
    count = passes.closed.size
    if passes.is_always_up and passes.closed.all():
        return "always in sight"
    if passes.closed.all():
        return "the only pass" if count == 1 else f"all {count_text(count)} passes"
    return f"{count_text(passes.closed.sum())} of {count_text(count)} passes"


def _how_far(story: LinkStory, near: bool) -> str:
    passes = story.passes
    if passes.last is None:
        return ""
    return distance_text(passes.farthest_range_m if near else passes.last_distance_m, 4)


def what_is_lacking(story: LinkStory) -> str:
    """Reason why a link does not close, in a few words."""
    margin_db = story.closing_margin_db
    if math.isnan(margin_db):
        return "the quality asked for cannot be had"
    if math.isinf(margin_db):
        return "no signal in that direction"
    decides = story.budget.verdict.limited_by
    return f"{decides} too low" if decides in ("C/N0", "C/N") else f"{decides.lower()} too weak"


def probability_text(probability: float) -> str:
    """A probability as a few thousand draws know it.

    Examples
    --------
    >>> probability_text(0.2068), probability_text(0.9999), probability_text(0.0)
    ('21 %', '> 99.9 %', '< 0.1 %')
    """
    if probability < SURE:
        return "< 0.1 %"
    return "> 99.9 %" if probability > 1.0 - SURE else percent_text(probability)


def _common_place(scenario: Scenario, answers: Sequence[LinkAnswer]) -> str:
    """The instant or distance of most links in use."""
    places = [place_text(scenario, one.story.budget) for one in answers if one.story.in_use]
    places = places or [place_text(scenario, one.story.budget) for one in answers]
    return max(dict.fromkeys(places), key=places.count)


def margin_heading(scenario: Scenario, answers: Sequence[LinkAnswer]) -> str:
    """Heading of the column of margins, with their date or distance, and the event of that day."""
    return f"Margin {_common_place(scenario, answers)}"


def reference_words(scenario: Scenario, answers: Sequence[LinkAnswer]) -> str:
    """The date or distance of the budgets, and the event of that day in brackets."""
    common = _common_place(scenario, answers)
    titles = [event.title for event in scenario.config.events if f"on {date_text(event.time_utc_s.value)}" == common]
    return f"{common} ({_in_a_sentence(titles[0])})" if titles else common


def _in_a_sentence(title: str) -> str:
    """A title without its capital, unless it begins with an abbreviation."""
    return title[0].lower() + title[1:] if title[1:2].islower() else title


def summary(scenario: Scenario, answers: Sequence[LinkAnswer]) -> str:
    """Sentence on how many of the links in use closed, and which was the closest call."""
    used = [one.story for one in answers if one.story.in_use]
    words = reference_words(scenario, answers)
    if not used:
        return f"No link was in use {words}."
    closed = [story for story in used if story.closed]
    if len(used) == 1:
        text = f"The link {'closed' if closed else 'did not close'} {words}"
        text = text if len(answers) > 1 else text.replace("link", f"link “{used[0].link.title}”", 1)
        if _closest_call(answers) is not None:
            text += f", {_by(used[0])}"
        return f"{text}."
    number = count_text(len(used))
    if len(closed) == len(used):
        who = "Both links" if len(used) == 2 else f"All {number} links"
    else:
        who = f"{count_text(len(closed)) if closed else 'None'} of the {number} links"
    text = f"{who} in use closed {words}."
    if (call := _closest_call(answers)) is not None:
        text += f" The closest call was “{call.link.title}”, {_by(call)}."
    return text


def _closest_call(answers: Sequence[LinkAnswer]) -> LinkStory | None:
    """The link in use whose closing margin is nearest to zero; none where no margin is a number."""
    used = [one.story for one in answers if one.story.in_use and math.isfinite(one.story.closing_margin_db)]
    return min(used, key=lambda story: abs(story.closing_margin_db), default=None)


def _by(story: LinkStory) -> str:
    margin_db = story.closing_margin_db
    return f"with {_margin_text(margin_db)[1:]} to spare" if story.closed else f"{_margin_text(-margin_db)[1:]} short"


def _margin_text(margin_db: float) -> str:
    """A margin with its sign and the decimals of a verdict."""
    return decibels_text(margin_db, decimals=2, sign=True)


def what_moves_it(answers: Sequence[LinkAnswer]) -> str:
    """Sentence on the uncertain number that moves the closest call most; empty where none of its values has a range."""
    call = _closest_call(answers)
    if call is None or not call.swings:
        return ""
    swing = call.swings[0]
    origin = swing.parameter.status or "of no stated origin"
    return (
        f"What moves “{call.link.title}” most is the {spoken(swing.key)} ({origin}): "
        f"{decibels_text(swing.size_db)} over its range."
    )


MILLIONS = "million km"

HEADS = ("Link", "Closed until", "As far as", "Rate", "Margin", "Probability")
"""Headings of the first screen as a table for a terminal."""


def answers_dict(scenario: Scenario, answers: Sequence[LinkAnswer]) -> dict[str, Any]:
    """The first screen as plain data, fit for JSON: its sentences, and each link in numbers and in words."""
    of_link = {one.story.name: one for one in answers}
    return {
        "mission": first_sentence(scenario),
        "summary": summary(scenario, answers),
        "margin": margin_heading(scenario, answers),
        "links": [
            _numbers(of_link[row.name]) | {"group": group, "words": _cells(row)}
            for group, rows in answer_groups(answer_rows(scenario, answers), reference_words(scenario, answers))
            for row in rows
        ],
    }


def answers_table(data: Mapping[str, Any]) -> Table:
    """The links of :func:`answers_dict` as a table, a heading over each group."""
    far, in_millions = [link["words"][HEADS[2]] for link in data["links"]], f" {MILLIONS}"
    shared = in_millions if all(text.endswith(in_millions) for text in far) else ""
    columns = (
        Column(HEADS[0], fold=18),
        Column(HEADS[1]),
        Column(f"{MILLIONS[0].upper()}{MILLIONS[1:]}" if shared else HEADS[2], right=True, spare=1),
        Column(HEADS[3], right=True, spare=2),
        Column(HEADS[4], right=True, role="margin"),
        Column(HEADS[5], right=True),
    )
    rows: list[tuple[str, ...]] = []
    for group, links in groupby(data["links"], key=lambda link: link["group"]):
        cells = [tuple(link["words"].values()) for link in links]
        rows += [(group,), *((*row[:2], row[2].removesuffix(shared), *row[3:]) for row in cells)]
    return Table("links", "", columns, rows, lambda: data["links"])


def _numbers(answer: LinkAnswer) -> dict[str, Any]:
    story = answer.story
    last = story.passes.last
    return {
        "link": story.name,
        "state": story.state,
        "closed_until": None if last is None else format_utc(parse_utc(last)),
        "distance_m": _finite(story.passes.last_distance_m),
        "rate": _finite(answer.rate),
        "rate_unit": _rate_unit(story),
        "at": story.budget.at,
        "closing_margin_db": _finite(story.closing_margin_db),
        "probability": _finite(answer.likeliest),
        "probability_by_ranges": _finite(answer.probability),
    }


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _cells(row: AnswerRow) -> dict[str, str]:
    """Cells under :data:`HEADS`."""
    cells = (row.title, row.until, row.how_far, row.rate, row.margin, row.probability)
    return dict(zip(HEADS, cells, strict=True))
