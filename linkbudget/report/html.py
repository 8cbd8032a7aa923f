"""The report: one HTML file that needs nothing else, and tells what closed, what did not, and what it rests on."""

import math

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from linkbudget.geometry.clock import format_utc
from linkbudget.link.tables import value_text
from linkbudget.mission.scenario import Scenario
from linkbudget.mission.story import LinkStory
from linkbudget.version import VERSION

NEAR_M = 5e7
"""Within this the distance from the Earth's centre says little of a link: satellites."""


def report_html(scenario: Scenario, timeline, stories: list[LinkStory], figures: list[dict]) -> str:
    """The whole page."""
    environment = Environment(
        loader=PackageLoader("linkbudget.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"day": _day, "distance": distance_text, "rate": rate_text, "decibels": _decibels}
    totals = {status: sum(story.statuses[status] for story in stories) for status in stories[0].statuses}
    return environment.get_template("report.html").render(
        mission=scenario.config.mission,
        scenario=scenario,
        lead=lead(stories),
        stories=[_row(story) for story in stories],
        figures=[_inlined(figure) for figure in figures],
        events=_events(scenario, timeline),
        passes=_passes(scenario),
        totals=totals,
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
    margin = float(budget["margin_db"])
    carrier = budget.get("carrier_margin_db")
    locked = carrier is None or carrier >= 0.0
    return {
        "name": story.name,
        "title": story.link.title,
        "note": story.link.note,
        "at": budget.at,
        "margin": margin,
        "carrier": carrier,
        "locked": locked,
        "closed": shortfall_db(story) == 0.0,
        "closing": float(budget["closing_margin_db"]),
        "limit": budget.get("data_rate_limit_bps") if story.rate_unit == "bit/s" else _pixel_rate(budget),
        "ladder": budget.get("data_rate_on_ladder_bps", budget.get("pixel_rate_on_ladder_pixels_per_s")),
        "rate_unit": story.rate_unit,
        "picture_snr": budget.get("picture_snr_db"),
        "pixel_error": budget.get("pixel_error_probability"),
        "verdict": verdict(story),
        "shortfall": shortfall_db(story),
        "in_use": _in_use(story),
        "statuses": story.statuses,
        "swing": story.assumed_swing_db,
        "span": story.margin_span_db,
        "swings": [_swing(swing) for swing in story.swings[:4]],
        "lines": [(line.sign, line.name, *value_text(line), line.status or "", line.source) for line in budget],
    }


def _pixel_rate(budget):
    return budget.get("pixel_rate_limit_pixels_per_s")


def _swing(swing) -> dict:
    return {
        "path": swing.path,
        "status": swing.parameter.status or "",
        "low": min(swing.at_low_db, swing.at_high_db),
        "high": max(swing.at_low_db, swing.at_high_db),
    }


def verdict(story: LinkStory) -> str:
    """One sentence: until when and how far the link keeps its margin."""
    if story.last_closed is None:
        return "Never keeps its required margin."
    far = story.last_closed_distance_m >= NEAR_M
    where = f", {distance_text(story.last_closed_distance_m)} away" if far else ""
    if story.closes_to_the_end:
        always = "whenever it is above the lowest elevation" if story.closed_share > 0.999 else "at its best each day"
        return f"Keeps its margin to the end of the timeline{where}, {always}."
    return f"Keeps its margin until {_day(story.last_closed)}{where}."


def shortfall_db(story: LinkStory) -> float:
    """Decibels the link lacks at the reference instant to keep its margin and its carrier; zero when it closes."""
    return max(0.0, -float(story.budget["closing_margin_db"]))


def lead(stories: list[LinkStory]) -> str:
    """The report in a few sentences: what closes, what does not, and what the closest call hangs on."""
    closed = [story.link.title for story in stories if shortfall_db(story) == 0.0]
    lacking = [f"{story.link.title} ({shortfall_db(story):.1f} dB short)" for story in stories if shortfall_db(story)]
    parts = [f"At the reference instant {_number(len(closed), len(stories))} close{'s' if len(closed) == 1 else ''}."]
    parts += [f"Closed: {'; '.join(closed)}."] if closed else []
    parts += [f"Not closed: {'; '.join(lacking)}."] if lacking else []
    call = min(stories, key=lambda story: abs(story.budget["closing_margin_db"]))
    if call.swings:
        swing, short = call.swings[0], shortfall_db(call)
        parts.append(
            f"The closest call is {call.link.title}, {short:.1f} dB short."
            if short
            else f"The closest call is {call.link.title}, with {call.budget['closing_margin_db']:.1f} dB to spare."
        )
        parts.append(
            f"What moves it most is {swing.path} ({swing.parameter.status or 'of no stated origin'}): "
            f"{swing.size_db:.1f} dB over its range."
        )
    return " ".join(parts)


def _number(some: int, all_: int) -> str:
    return f"{some} of {all_} links" if all_ > 1 else ("the link" if some else "no link")


def _in_use(story: LinkStory) -> str:
    since, until = story.link.in_use_from_utc_s, story.link.in_use_until_utc_s
    if since is None and until is None:
        return ""
    ends = f"from {format_utc(since.value)[:10]} " if since else ""
    ends += f"until {format_utc(until.value)[:10]}" if until else ""
    return f"In use {ends.strip()}: closed for {100.0 * story.in_use_closed_share:.0f} % of the time it could be heard."


def _events(scenario: Scenario, timeline) -> list[dict]:
    track = scenario.track
    rows = []
    for event in scenario.config.events:
        utc_s = event.time_utc_s.value
        inside = track.start_utc_s <= utc_s <= track.end_utc_s
        rows.append(
            {
                "when": format_utc(utc_s),
                "title": event.title,
                "description": event.description,
                "source": event.source,
                "published": event.distance_m.value if event.distance_m else None,
                "computed": float(track.geocentric_distance_m(utc_s)) if inside else None,
            }
        )
    return rows


def _passes(scenario: Scenario) -> list[dict]:
    """Passes of a low orbit, link by link; none for a mission that is up for most of a day."""
    if scenario.config.trajectory.kind not in ("elements", "tle"):
        return []
    rows = []
    for name, link in scenario.links.items():
        for pass_ in scenario.passes(link.station):
            budget = scenario.budget(name, format_utc(pass_.culmination_utc_s))
            rows.append(
                {
                    "link": name,
                    "rise": format_utc(pass_.rise_utc_s),
                    "set": format_utc(pass_.set_utc_s),
                    "minutes": (pass_.set_utc_s - pass_.rise_utc_s) / 60.0,
                    "elevation": pass_.maximum_elevation_deg,
                    "range": pass_.minimum_range_m,
                    "doppler": _doppler_span_hz(scenario, link, pass_),
                    "margin": float(budget["margin_db"]),
                }
            )
    return rows


def _doppler_span_hz(scenario: Scenario, link, pass_) -> tuple[float, float]:
    from linkbudget.geometry.look_angles import look_angles
    from linkbudget.physics.doppler import one_way_doppler_shift_hz

    ends = np.array([pass_.rise_utc_s, pass_.set_utc_s])
    look = look_angles(scenario.track, scenario.station(link.station), ends)
    shift = one_way_doppler_shift_hz(look.range_rate_m_per_s, link.frequency_hz.value)
    return float(shift[0]), float(shift[1])


def _documents(story: LinkStory):
    for line in story.budget:
        yield from line.documents


def _inlined(figure: dict) -> dict:
    """Element names inside one page must differ from figure to figure."""
    svg = figure["svg"]
    for mark in ('id="', 'href="#', "url(#"):
        svg = svg.replace(mark, f"{mark}{figure['kind']}-")
    return figure | {"svg": svg}


def _day(instant) -> str:
    day = np.datetime64(instant, "D").astype(object)
    return f"{day.day} {day:%B %Y}"


def distance_text(distance_m: float) -> str:
    """A distance as people say it.

    Examples
    --------
    >>> distance_text(106.76e9), distance_text(384.4e6), distance_text(float("nan"))
    ('106.76 million km', '384 400 km', 'no distance')
    """
    if not math.isfinite(distance_m):
        return "no distance"
    if distance_m >= 1e10:
        return f"{distance_m / 1e9:.2f} million km"
    return f"{distance_m / 1e3:,.0f} km".replace(",", " ")


def rate_text(rate) -> str:
    """A rate to two or three figures.

    Examples
    --------
    >>> rate_text(295.69), rate_text(1.534), rate_text(0.0), rate_text(None), rate_text(48211.0)
    ('296', '1.5', '0', '-', '48 200')
    """
    if rate is None or math.isnan(rate):
        return "-"
    if rate == 0.0:
        return "0"
    if rate < 10.0:
        return f"{rate:.2g}"
    return f"{float(f'{rate:.3g}'):,.0f}".replace(",", " ")


def _decibels(value) -> str:
    return "-" if value is None or math.isnan(value) else f"{value:+.1f}".replace("-", "−")
