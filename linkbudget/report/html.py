"""The report: one HTML file that needs nothing else, and tells what closed, what did not, and what it rests on."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

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
from linkbudget.mission.story import CLOSED, GONE, SHORT, LinkStory, Passes
from linkbudget.physics.doppler import one_way_doppler_shift_hz
from linkbudget.plots.distances import EARTH_BOUND_M
from linkbudget.plots.standing import out_of_use_text, place_text
from linkbudget.report.first_screen import (
    answer_groups,
    answer_rows,
    dates_and_reach,
    first_sentence,
    margin_heading,
    reference_words,
    summary,
    what_is_lacking,
    what_moves_it,
)
from linkbudget.report.mission_life_section import operations_context
from linkbudget.report.story_section import story
from linkbudget.report.svg_in_page import css_colours
from linkbudget.scenario_files.config import Event, LinkConfig
from linkbudget.studies.certainty import certainties, meaning, sentence
from linkbudget.studies.contact_loss import contact_loss
from linkbudget.studies.implied import paragraph
from linkbudget.studies.inference import EQUAL_DRAWS, usual_inference
from linkbudget.studies.link_answers import LinkAnswer
from linkbudget.version import VERSION

if TYPE_CHECKING:
    import xarray as xr

    from linkbudget.geometry.passes import Pass


def _margin_text(margin_db: float) -> str:
    return formatting.typeset(formatting.decibels_text(margin_db, sign=True))


def _date_text(when: str | float) -> str:
    return formatting.date_text(parse_utc(when) if isinstance(when, str) else when)


def _instant_text(when: str | float, seconds: bool = False) -> str:
    return formatting.instant_text(parse_utc(when) if isinstance(when, str) else when, seconds=seconds)


FILTERS = {
    "angle": formatting.angle_text,
    "date": _date_text,
    "decibels": formatting.decibels_text,
    "distance": formatting.distance_text,
    "duration": formatting.duration_text,
    "count": formatting.count_text,
    "instant": _instant_text,
    "margin": _margin_text,
    "number": formatting.number_text,
    "part_of_day": formatting.part_of_day_text,
    "percent": lambda share: formatting.percent_text(share).replace(" ", "\N{NO-BREAK SPACE}"),
    "power": formatting.power_text,
    "quantity": lambda value, unit: formatting.typeset(formatting.quantity_text(value, unit)),
    "rate": formatting.rate_text,
    "signed": lambda value, decimals: formatting.typeset(formatting.decimals_text(value, decimals, sign=True)),
    "typeset": formatting.typeset,
    "volume": formatting.volume_text,
    "zip": zip,
}
"""Filters of the templates."""


MAIN = ("overview", "snr", "margin", "waterfall", "causes", "montage")
"""Figures that have a second layout, for a phone."""

PLACES = {
    "trajectory": "story",
    "causes": "silence",
    "histogram": "sure",
    "tornado": "sure",
    "fan": "sure",
    "implied": "record",
    "evidence": "record",
    "sessions": "sessions",
    "data": "data",
    "energy": "power",
}
"""Part of the report in which a figure stands beside its words."""

PICTURES = ("picture", "montage", "time")
"""Figures about pictures."""


def report_html(
    scenario: Scenario,
    timeline: "xr.Dataset",
    stories: list[LinkStory],
    answers: list[LinkAnswer],
    figures: dict[str, dict],
) -> str:
    """The whole page."""
    environment = Environment(
        loader=PackageLoader("linkbudget.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters |= FILTERS
    totals = count_statuses(distinct_values(scenario.config))
    place = reference_words(scenario, answers)
    parts: dict[str, Any] = {
        "life": operations_context(scenario),
        "implied": _implied(scenario, figures),
        "loss": contact_loss(scenario).sentences() if scenario.config.contact_loss else [],
        "events": _events(scenario),
        "passes": _passes(scenario),
        "topics": _topics(figures),
    }
    return environment.get_template("report.html").render(
        parts,
        colours=css_colours(),
        contents=_contents(parts),
        mission=scenario.config.mission,
        scenario=scenario,
        sentence=first_sentence(scenario),
        dates=dates_and_reach(scenario, float(timeline.geocentric_distance_m.max())),
        summary=summary(scenario, answers),
        moved_by=what_moves_it(answers),
        answers=answer_groups(answer_rows(scenario, answers), place),
        margin_heading=margin_heading(scenario, answers),
        has_probabilities=any(not math.isnan(one.likeliest) for one in answers),
        has_record=any(not math.isnan(one.probability_with_record) for one in answers),
        draws=EQUAL_DRAWS,
        overview=figures.get("overview"),
        figures_of=_figures_of_parts(figures),
        stories=[_row(scenario, one, place) for one in stories],
        titles={name: link.title for name, link in scenario.links.items()},
        sure=[{"sentence": sentence(found), "meaning": meaning(found)} for found in certainties(scenario)],
        told=story(scenario),
        totals=totals,
        assumed=assumed_count(totals),
        total=sum(totals.values()),
        sources=sorted({document for one in stories for document in _documents(one)}),
        notes=sorted({note for one in stories for note in one.budget.notes}),
        version=VERSION,
    )


def _implied(scenario: Scenario, figures: dict[str, dict]) -> list[str]:
    """Sentences on what the record implies, as its figure has them, if it is drawn."""
    if "implied" in figures:
        return figures["implied"]["said"]
    return paragraph(usual_inference(scenario)) if scenario.config.observations else []


def _figures_of_parts(figures: dict[str, dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {part: [] for part in (*PLACES.values(), "faults")}
    for kind, figure in figures.items():
        if kind in PLACES:
            found[PLACES[kind]].append(figure)
    return found


def _topics(figures: dict[str, dict]) -> list[dict]:
    """Parts that are figures alone: those of links, then those of pictures."""
    rest = [kind for kind in figures if kind not in PLACES and kind != "overview"]
    topics: list[dict[str, Any]] = [
        {"id": "links", "title": "Links, by distance and date", "open": True, "kinds": [*filter(_is_of_links, rest)]},
        {"id": "pictures", "title": "Pictures", "open": False, "kinds": [one for one in rest if one in PICTURES]},
    ]
    return [topic | {"figures": [figures[kind] for kind in topic["kinds"]]} for topic in topics if topic["kinds"]]


def _is_of_links(kind: str) -> bool:
    return kind not in PICTURES


def _contents(parts: dict[str, Any]) -> list[tuple[str, str]]:
    """Anchors and titles of the parts that the report has."""
    life = parts["life"] or {}
    return [
        ("story", "The story"),
        ("evidence", "The evidence"),
        *((topic["id"], topic["title"]) for topic in parts["topics"]),
        *((name, title) for name, title in LIFE.items() if life.get(name)),
        *([("events", "Events and distances")] if parts["events"] else []),
        *([("passes", "Passes")] if parts["passes"] else []),
        ("budgets", "Budgets"),
        ("models", "Models and sources"),
    ]


LIFE = {"sessions": "Sessions", "data": "Data returned", "power": "Electric power", "faults": "Faults"}
"""Parts on the life of the mission, by the name of their context."""


def _row(scenario: Scenario, story: LinkStory, place: str) -> dict:
    budget = story.budget
    return {
        "name": story.name,
        "title": story.link.title,
        "note": story.link.note,
        "place": place_text(scenario, story.budget),
        "at_option": f" --at {budget.at}" if budget.at else "",
        "closing": story.closing_margin_db,
        "limit": budget.get("pixel_rate_limit_pixels_per_s", budget.get("data_rate_limit_bps")),
        "ladder": budget.get("data_rate_on_ladder_bps", budget.get("pixel_rate_on_ladder_pixels_per_s")),
        "rate_unit": "pixel/s" if story.carries_pixels else "bit/s",
        "verdict": verdict(story, place, out_of_use_text(scenario, story.name)),
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
    return {"words": spoken(swing.key), "low": low, "high": high}


def verdict(story: LinkStory, place: str, out_of_use: str = "") -> str:
    """Sentences on when the link closed while in use, and on its margin at ``place``."""
    sentences = [_when_closed(story.passes)]
    margin_db = story.closing_margin_db
    if story.state == GONE:
        sentences.append(f"{out_of_use[0].upper()}{out_of_use[1:]}.")
    elif story.state == CLOSED and math.isfinite(margin_db):
        sentences.append(f"{decibels_text(margin_db)} to spare {place}.")
    elif story.state == SHORT:
        short = f", {decibels_text(-margin_db)} short" if math.isfinite(margin_db) else ""
        lacking = what_is_lacking(story)
        sentences.append(f"{lacking[0].upper()}{lacking[1:]} {place}{short}.")
    return " ".join(sentences)


def _when_closed(passes: Passes) -> str:
    if passes.closed.size == 0:
        return "Never above the lowest elevation while in use."
    if passes.last is None:
        return f"Closed in none of {count_text(passes.closed.size)} passes while in use."
    far = passes.last_distance_m >= EARTH_BOUND_M
    where = f", {distance_text(passes.last_distance_m)} away" if far else ""
    when = f"{date_text(parse_utc(passes.last))}{where}"
    if passes.closed.all():
        return f"Closed in every pass while in use, to {when}."
    if passes.kept_until:
        return f"Closed in every pass until {when}, and then no more."
    share = f"{count_text(passes.closed.sum())} of {count_text(passes.closed.size)} passes"
    return f"Closed in {share} while in use, last on {when}."


def picture(story: LinkStory) -> str:
    """Quality of the picture at the reference instant, for links that carry one."""
    snr, wrong = story.budget.get("picture_snr_db"), story.budget.get("pixel_error_probability")
    if snr is None:
        return ""
    return f"Picture {decibels_text(snr, decimals=0)}; {flaw_text(story.budget, wrong)}."


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
    """Sentence on a link that was heard, by the stated values at that instant."""
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
                    "link": link.title,
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
