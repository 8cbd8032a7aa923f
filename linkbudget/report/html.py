"""The report: one HTML file that needs nothing else, and tells what closed, what did not, and what it rests on."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from linkbudget import formatting
from linkbudget.formatting import (
    count_text,
    date_text,
    decibels_text,
    distance_text,
    table_text,
)
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.geometry.kernel import EARTH_CENTER
from linkbudget.labels import spoken
from linkbudget.link.budget_tables import stands_out
from linkbudget.mission.assumptions import Swing, assumed_count, count_statuses, distinct_values
from linkbudget.mission.imaging import flaw_text
from linkbudget.mission.reports import placed_sessions
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.story import LinkStory
from linkbudget.physics.doppler import one_way_doppler_shift_hz
from linkbudget.report.mission_life_section import operations_context
from linkbudget.report.story_section import story
from linkbudget.scenario_files.config import Event, LinkConfig
from linkbudget.studies.certainty import certainties, meaning, sentence
from linkbudget.studies.contact_loss import contact_loss
from linkbudget.studies.implied import paragraph
from linkbudget.studies.inference import usual_inference
from linkbudget.version import VERSION

if TYPE_CHECKING:
    import xarray as xr

    from linkbudget.geometry.passes import Pass

NEAR_M = 5e7
"""Within this the distance from the Earth's centre says little of a link: satellites."""


def _margin_text(margin_db: float) -> str:
    return formatting.typeset(formatting.decibels_text(margin_db, sign=True))


def _instant_text(when: str | float, seconds: bool = False) -> str:
    return formatting.instant_text(parse_utc(when) if isinstance(when, str) else when, seconds=seconds)


FILTERS = {
    "angle": formatting.angle_text,
    "date": lambda when: formatting.date_text(parse_utc(when)),
    "decibels": formatting.decibels_text,
    "distance": formatting.distance_text,
    "duration": formatting.duration_text,
    "instant": _instant_text,
    "margin": _margin_text,
    "number": formatting.number_text,
    "part_of_day": formatting.part_of_day_text,
    "percent": formatting.percent_text,
    "power": formatting.power_text,
    "quantity": lambda value, unit: formatting.typeset(formatting.quantity_text(value, unit)),
    "rate": formatting.rate_text,
    "signed": lambda value, decimals: formatting.typeset(formatting.decimals_text(value, decimals, sign=True)),
    "typeset": formatting.typeset,
    "volume": formatting.volume_text,
    "zip": zip,
}
"""Filters of the templates."""


def report_html(scenario: Scenario, timeline: "xr.Dataset", stories: list[LinkStory], figures: list[dict]) -> str:
    """The whole page."""
    environment = Environment(
        loader=PackageLoader("linkbudget.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= FILTERS
    totals = count_statuses(distinct_values(scenario.config))
    return environment.get_template("report.html").render(
        mission=scenario.config.mission,
        scenario=scenario,
        lead=lead(stories),
        reference=_reference(stories),
        stories=[_row(story) for story in stories],
        figures=[_inlined(figure) for figure in figures],
        sure=[{"sentence": sentence(found), "meaning": meaning(found)} for found in certainties(scenario)],
        events=_events(scenario),
        passes=_passes(scenario),
        life=operations_context(scenario),
        implied=paragraph(usual_inference(scenario)) if scenario.config.observations else [],
        story=story(scenario),
        loss=contact_loss(scenario).sentences() if scenario.config.contact_loss else [],
        totals=totals,
        assumed=assumed_count(totals),
        total=sum(totals.values()),
        start=format_utc(scenario.config.mission.start_utc_s.value),
        end=format_utc(scenario.config.mission.end_utc_s.value),
        farthest=float(timeline.geocentric_distance_m.max()),
        sources=sorted({document for story in stories for document in _documents(story)}),
        notes=sorted({note for story in stories for note in story.budget.notes}),
        version=VERSION,
    )


def _row(story: LinkStory) -> dict:
    budget = story.budget
    return {
        "name": story.name,
        "title": story.link.title,
        "note": story.link.note,
        "at": budget.at,
        "closing": story.closing_margin_db,
        "closed": story.closed,
        "in_use": story.in_use,
        "state": state(story),
        "limit": budget.get("pixel_rate_limit_pixels_per_s", budget.get("data_rate_limit_bps")),
        "ladder": budget.get("data_rate_on_ladder_bps", budget.get("pixel_rate_on_ladder_pixels_per_s")),
        "rate_unit": "pixel/s" if story.link.modulation.carries == "pixels" else "bit/s",
        "verdict": verdict(story),
        "sentence": str(budget.verdict),
        "picture": picture(story),
        "statuses": story.statuses,
        "swing": story.assumed_swing_db,
        "span": story.span_db,
        "swings": [_swing(swing) for swing in story.swings[:4]],
        "lines": [
            (
                stands_out(key, line.sign),
                line.sign,
                line.name,
                *table_text(line.value, line.unit),
                line.status or "",
                line.source,
            )
            for key, line in budget.terms.items()
        ],
    }


def _swing(swing: Swing) -> dict:
    low, high = sorted(swing.ends_db)
    return {"key": swing.key, "status": swing.parameter.status or "", "low": low, "high": high}


def state(story: LinkStory) -> str:
    """A few words for the table: whether the link closes, and if not, what is lacking."""
    closing = story.closing_margin_db
    if math.isnan(closing):
        return "quality beyond reach"
    if math.isinf(closing):
        return "no signal in that direction"
    if story.closed:
        return "closed"
    short = f"{decibels_text(-closing)} short"
    decides = story.budget.verdict.limited_by
    return {"Carrier": f"carrier lost, {short}", "Data": short}.get(decides, f"{short} ({decides})")


def verdict(story: LinkStory) -> str:
    """When the link closed while it was in use, and how far it would reach."""
    passes, sentences = story.passes, []
    if passes.closed.size == 0:
        sentences.append("Never above the lowest elevation while in use.")
    elif passes.last is None:
        sentences.append(f"Closed in none of {passes.closed.size} passes while in use.")
    else:
        far = passes.last_distance_m >= NEAR_M
        where = f", {distance_text(passes.last_distance_m)} away" if far else ""
        if passes.closed.all():
            sentences.append(f"Closed in every pass while in use, to {date_text(parse_utc(passes.last))}{where}.")
        elif passes.kept_until:
            sentences.append(
                f"Closed in every pass until {date_text(parse_utc(passes.last))}{where}, and then no more."
            )
        else:
            share = f"{int(passes.closed.sum())} of {passes.closed.size} passes"
            sentences.append(f"Closed in {share} while in use, last on {date_text(parse_utc(passes.last))}{where}.")
    if not story.in_use:
        would = "would have closed" if story.closed else "would not have closed"
        sentences.append(f"Not in use {_when_not(story)}; at the reference {_reference([story])} it {would}.")
    return " ".join(sentences)


def _when_not(story: LinkStory) -> str:
    """The time in which a link is not in use that holds the reference."""
    since, until = story.link.in_use_from_utc_s, story.link.in_use_until_utc_s
    if since is not None and story.is_to_come:
        return f"before {date_text(since.value)}"
    assert until is not None
    return f"after {date_text(until.value)}"


def picture(story: LinkStory) -> str:
    """Quality of the picture at the reference instant, for links that carry one."""
    snr, wrong = story.budget.get("picture_snr_db"), story.budget.get("pixel_error_probability")
    if snr is None:
        return ""
    return f"Picture {decibels_text(snr, decimals=0)}; {flaw_text(story.budget, wrong)}."


def lead(stories: list[LinkStory]) -> str:
    """The report in a few sentences: what closes, what does not, and what the closest call hangs on."""
    used = [story for story in stories if story.in_use]
    closed = [story.link.title for story in used if story.closed]
    lacking = [f"{story.link.title} ({state(story)})" for story in used if not story.closed]
    idle = [story.link.title for story in stories if not story.in_use]
    parts = [f"At the reference {_reference(stories)} {len(closed)} of the {len(used)} links in use closed."]
    parts += [f"Closed: {'; '.join(closed)}."] if closed else []
    parts += [f"Not closed: {'; '.join(lacking)}."] if lacking else []
    parts += [f"Not in use any more, or not yet: {'; '.join(idle)}."] if idle else []
    calls = [story for story in used if math.isfinite(story.closing_margin_db)]
    if calls:
        parts.append(_closest_call(min(calls, key=lambda story: abs(story.closing_margin_db))))
    return " ".join(parts)


def _reference(stories: list[LinkStory]) -> str:
    """The words for the reference of the budgets of a report: an instant, a stated distance, or both."""
    words = dict.fromkeys("instant" if story.budget.at else "distance" for story in stories)
    return " or ".join(words)


def _closest_call(story: LinkStory) -> str:
    margin = story.closing_margin_db
    text = f"The closest call is {story.link.title}, "
    text += f"with {decibels_text(margin)} to spare." if story.closed else f"{decibels_text(-margin)} short."
    if story.swings:
        swing = story.swings[0]
        origin = swing.parameter.status or "of no stated origin"
        text += f" What moves it most is the {spoken(swing.key)} ({origin}): "
        text += f"{decibels_text(swing.size_db)} over its range."
    return text


def _events(scenario: Scenario) -> list[dict]:
    track = scenario.track
    rows = []
    for event in scenario.config.events:
        utc_s = event.time_utc_s.value
        inside = track.start_utc_s <= utc_s <= track.end_utc_s
        rows.append(
            {
                "when": utc_s,
                "title": event.title,
                "description": event.description,
                "source": event.source,
                "published": event.distance_m.value if event.distance_m else None,
                "computed": float(track.geocentric_distance_m(utc_s)) if inside else None,
                "heard": [_heard(scenario, name, utc_s) for name in event.heard] if inside else [],
                "sessions": _sessions_so_far(scenario, event),
            }
        )
    return rows


def _heard(scenario: Scenario, name: str, utc_s: float) -> str:
    """What the stated values say of a link that was heard then."""
    closing = float(scenario.budget(name, format_utc(utc_s))["closing_margin_db"])
    if closing >= 0.0:
        return f"{name} was heard: the stated values leave it {decibels_text(closing)}."
    if math.isfinite(closing):
        short = f"{decibels_text(-closing)} short"
        return f"{name} was heard, though the stated values leave it {short}: something was better."
    return f"{name} was heard, though the stated values let nothing through."


def _sessions_so_far(scenario: Scenario, event: Event) -> str:
    """A published number of sessions beside that of the plan."""
    if event.sessions_so_far is None or scenario.config.sessions is None:
        return ""
    _, start, _, _ = placed_sessions(scenario)
    planned = int((start <= event.time_utc_s.value).sum())
    published = event.sessions_so_far.value
    return f"{count_text(published)} sessions are published until then; the scenario plans {count_text(planned)}."


def _passes(scenario: Scenario) -> list[dict]:
    """Passes of a low orbit, link by link; none for a mission that is up for most of a day."""
    if scenario.trajectory is None or scenario.trajectory.center != EARTH_CENTER:
        return []
    rows = []
    for name, link in scenario.links.items():
        if link.station is None:  # other spacecraft are in sight for most of the time
            continue
        for pass_ in scenario.passes(link.far_end_name):
            budget = scenario.budget(name, format_utc(pass_.culmination_utc_s))
            rows.append(
                {
                    "link": name,
                    "rise": pass_.rise_utc_s,
                    "set": pass_.set_utc_s,
                    "duration_s": pass_.duration_s,
                    "elevation": pass_.maximum_elevation_deg,
                    "range": pass_.minimum_range_m,
                    "doppler": _doppler_span_hz(scenario, link, pass_),
                    "margin": float(budget["closing_margin_db"]),
                }
            )
    return rows


def _doppler_span_hz(scenario: Scenario, link: LinkConfig, pass_: "Pass") -> tuple[float, float]:
    ends = np.array([pass_.rise_utc_s, pass_.set_utc_s])
    look = scenario.looks(link.far_end_name, ends)
    shift = one_way_doppler_shift_hz(look.range_rate_m_per_s, link.carrier_hz.value)
    return float(shift[0]), float(shift[1])


def _documents(story: LinkStory) -> Iterator[str]:
    for line in story.budget:
        yield from line.documents


def _inlined(figure: dict) -> dict:
    """Element names inside one page must differ from figure to figure."""
    svg = figure["svg"]
    for mark in ('id="', 'href="#', "url(#"):
        svg = svg.replace(mark, f"{mark}{figure['kind']}-")
    return figure | {"svg": svg}
