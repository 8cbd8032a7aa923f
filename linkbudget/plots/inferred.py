"""Figures of an inference: each unknown number, and the margin over the mission, before and after the evidence."""

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from linkbudget.errors import InputError
from linkbudget.formatting import date_text, decibels_text, percent_text, span_text, typeset
from linkbudget.geometry.clock import datetime64
from linkbudget.mission.reports import nearest_culminations
from linkbudget.mission.scenario import Scenario
from linkbudget.plots.dates import date_events
from linkbudget.plots.looks import for_width, is_narrow, want_inch
from linkbudget.plots.placing import Heading, mark_events
from linkbudget.plots.style import (
    COLOURS,
    DEEP,
    GREY,
    INK,
    PALE,
    PAPER,
    WASHES,
    Canvas,
    canvas,
    date_axis,
    in_house_style,
    legend,
    settled,
)
from linkbudget.studies.implied import SHOWN_NARROWING, TOLD_NARROWING, called, counted, middle_and_span, value_text
from linkbudget.studies.inference import QUANTILES, Inference, on_scale, usual_inference
from linkbudget.studies.inference_rows import Shift

MOST_ROWS = 8
"""Unknown numbers that the figure has room for."""

SIZE = (10.0, 7.6)

_BINS = 48
_PRIOR_SHARES = (np.arange(2**14) + 0.5) / 2**14
_KERNEL = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9.0
_HEIGHT, _NARROW_HEIGHT = 0.7, 0.36
_TEXT_AT = 1.04
_RIGHT = 1.62
_NAME_LETTERS = 22
_ROW_INCH, _NARROW_ROW_INCH = 0.62, 1.3

_INSTANTS = 160
"""Dates of the margin over the mission."""

_TOP_SHARE = 0.97
"""Share of the dates whose bands are on the chart; the first hours of a flight to a planet run off its top [-]."""

AFTER, AFTER_DARK = WASHES[2], DEEP


@in_house_style
def prior_and_posterior(scenario: Scenario, found: Inference | None = None, ax: Canvas = None) -> Axes:
    """Unknown numbers before and after the evidence, those that the record narrows most first.

    Parameters
    ----------
    scenario : Scenario
        A mission with ``[[observations]]``.
    found : Inference, optional
        What :func:`linkbudget.studies.inference.infer` gave; computed without it.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.

    Returns
    -------
    Axes
        A row a number, each on a scale of its own, in decibels where its tolerance is.
    """
    found = usual_inference(scenario) if found is None else found
    (axes,) = canvas(ax, figsize=SIZE)
    narrowed = [one for one in found.shifts if one.narrowing >= SHOWN_NARROWING]
    rows = (narrowed or found.shifts)[:MOST_ROWS]
    for place, one in enumerate(reversed(rows)):
        _ridge(axes, place, found, one)
    names = [_name(found, one).partition(" (")[0] if is_narrow() else _name(found, one) for one in reversed(rows)]
    if not is_narrow():
        axes.set_yticks(np.arange(len(rows)) + 0.3, ["\n".join(textwrap.wrap(name, _NAME_LETTERS)) for name in names])
    else:
        _narrow_names(axes, names)
    want_inch(axes, for_width(_ROW_INCH, _NARROW_ROW_INCH) * len(rows))
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.32, len(rows) + 0.05)
    axes.set_xlim(-0.01, for_width(_RIGHT, 1.01))
    axes.set_xticks([])
    axes.set_xlabel("Each from the low to the high end of its range [unit as stated]", loc="left")
    axes.grid(visible=False)
    for side in axes.spines.values():
        side.set_visible(False)
    handles = [
        Patch(facecolor=PAPER, edgecolor=GREY, label="thought possible"),
        Patch(color=AFTER, label="with the record"),
    ]
    legend(axes, handles, loc="upper center", bbox_to_anchor=(0.31, -0.05), ncols=2)
    told = sum(one.narrowing >= TOLD_NARROWING for one in found.shifts)
    reports = len(found.record.accounts)
    Heading(
        axes,
        f"{scenario.config.mission.title}: the record narrows {_told_text(told, len(found.shifts))}",
        f"{counted(reports, 'report').capitalize()} of what was heard, against what was thought possible: narrowed is "
        f"a number that loses {percent_text(TOLD_NARROWING)} of its variance or more. Beside each: its middle, and in "
        "brackets where nine of ten cases lie.",
    )
    return settled(axes, ax)


def _told_text(told: int, count: int) -> str:
    """Count of the numbers that are narrowed."""
    return f"{told if told else 'none'} of {counted(count, 'unknown number')}"


def _name(found: Inference, one: Shift) -> str:
    """An unknown number in words, with the title of the link it is of where another is called the same."""
    text, link = called(found, one.unknown), one.unknown.holder.partition(",")[0]
    if link in found.scenario.links:
        text = text.replace(f"({link}", f"({found.scenario.links[link].title}")
    return f"{text[:1].upper()}{text[1:]}"


def _ridge(ax: Axes, place: int, found: Inference, one: Shift) -> None:
    """One number: the outline before, the area after, both as large, and what they say."""
    row = found.place(one.unknown.name)
    prior = on_scale(one.unknown, one.unknown.draw.values(_PRIOR_SHARES))
    posterior = on_scale(one.unknown, found.values[row])
    low, high = np.quantile(prior, [0.001, 0.999]).tolist()
    edges = np.linspace(low, high, _BINS + 1)
    x = np.linspace(0.0, 1.0, _BINS)
    heights = [
        _smooth(np.histogram(values, edges, weights=weights)[0])
        for values, weights in ((prior, np.full(prior.size, 1.0 / prior.size)), (posterior, found.weights))
    ]
    scale = for_width(_HEIGHT, _NARROW_HEIGHT) / max(height.max() for height in heights)
    before, after = (place + scale * height for height in heights)
    ax.fill_between(x, place, after, color=AFTER, linewidth=0.0, zorder=2)
    ax.plot(x, before, color=GREY, linewidth=1.6, zorder=3)
    ax.plot([0.0, 1.0], [place, place], color=PALE, linewidth=0.9, zorder=2.5)
    for share in (0.05, 0.5, 0.95):
        value = on_scale(one.unknown, np.array(one.posterior[QUANTILES.index(share)]))
        middle = np.interp(value, edges[[0, -1]], [0.0, 1.0])
        long = share == 0.5
        ax.plot([middle, middle], [place, place + (0.2 if long else 0.1)], color=AFTER_DARK, linewidth=2.4, zorder=4)
    unit = one.unknown.unit
    ends = one.unknown.draw.on_scale(edges[[0, -1]])
    for end, where, side in ((ends[0], 0.0, "left"), (ends[1], 1.0, "right")):
        ax.text(where, place - 0.05, value_text(float(end), unit), ha=side, va="top", color=GREY, fontsize=11.0)
    across, after_at, before_at = for_width((_TEXT_AT, 0.42, 0.14), (0.0, 0.58, 0.46))
    ax.text(
        across,
        place + after_at,
        middle_and_span(one.posterior, unit),
        color=AFTER_DARK,
        fontweight="bold",
        va="center",
    )
    ax.text(
        across,
        place + before_at,
        f"before: {middle_and_span(one.prior, unit)}",
        color=GREY,
        va="center",
        fontsize=11.0,
    )


def _narrow_names(ax: Axes, names: list[str]) -> None:
    """Names over the areas, where there is no room beside them."""
    ax.set_yticks([])
    for place, name in enumerate(names):
        ax.text(0.0, place + 0.7, name, va="center", fontsize=11.0, fontweight="bold")


def _smooth(heights: np.ndarray) -> np.ndarray:
    """Heights of bars less what chance scatters; the ends stay as high as they are."""
    return np.convolve(np.pad(heights, _KERNEL.size // 2, mode="edge"), _KERNEL, mode="valid")


@in_house_style
def margins_before_and_after(scenario: Scenario, found: Inference | None = None, ax: Canvas = None) -> Axes:
    """Closing margin over the mission by the ranges alone and with the record, its instants as marks.

    Parameters
    ----------
    scenario, found, ax
        As :func:`prior_and_posterior` takes them.

    Returns
    -------
    Axes
        Dates as Matplotlib counts them; the link is the one that was heard last.
    """
    found = usual_inference(scenario) if found is None else found
    (axes,) = canvas(ax, figsize=SIZE)
    link, last_utc_s = found.answer.link, found.answer.utc_s
    if last_utc_s is None:
        raise InputError(f"{scenario.name}: observations: expected times, or sessions, of a report to draw over dates")
    model = scenario.links[link]
    utc_s = _dates(scenario, link, last_utc_s)
    date = date2num(datetime64(utc_s))
    edges = [np.nanquantile(each, QUANTILES, axis=1) for each in found.margins(link, utc_s)]
    looks = ((PALE, 0.45, GREY), (AFTER, 0.85, AFTER_DARK))
    for zorder, ((low, middle, high), (colour, alpha, dark)) in enumerate(zip(edges, looks, strict=True)):
        axes.fill_between(date, low, high, color=colour, alpha=alpha, linewidth=0.0, zorder=1.6 + 0.1 * zorder)
        axes.plot(date, middle, color=dark, linewidth=2.4, zorder=3)
    everything = np.array(edges)
    finite = everything[np.isfinite(everything)]
    top = float(np.quantile(finite, _TOP_SHARE))
    bottom = min(float(finite.min()), 0.0)
    room = 0.06 * (top - bottom)
    axes.set_ylim(bottom - room, top + room)
    axes.axhline(0.0, color=INK, linewidth=2.4, zorder=2.4)
    _mark_reports(axes, found, link)
    axes.set_ylabel("Closing margin [dB]")
    date_axis(axes, datetime64(utc_s[0]), datetime64(utc_s[-1]), "Date")
    mark = Line2D([], [], color=COLOURS[1], marker="o", linestyle="", label="reported held or heard")
    handles = [Patch(color=PALE, label="thought possible before"), Patch(color=AFTER, label="with the record"), mark]
    legend(axes, handles, loc="lower left", bbox_to_anchor=(0.01, 0.02), frameon=True, framealpha=1.0, edgecolor="none")
    before, after = (each[:, np.abs(utc_s - last_utc_s).argmin()] for each in edges)
    events = date_events(scenario)
    mark_events(axes, events)
    Heading(
        axes,
        typeset(
            f"{scenario.config.mission.title}: what was heard moves the margin from "
            f"{decibels_text(before[1], sign=True)} to {decibels_text(after[1], sign=True)}"
        ),
        typeset(
            f"{model.title}, on {date_text(last_utc_s)}: {_decibels_span(before)} before, {_decibels_span(after)} with "
            "the record. Lines: the middle; bands: nine of ten cases. Above the bold line it closes."
        ),
        events,
    )
    return settled(axes, ax)


def _dates(scenario: Scenario, link: str, last_utc_s: float) -> np.ndarray:
    """Culminations over the station of the link, from its first use on, at even steps to the end of the mission [s]."""
    model, mission = scenario.links[link], scenario.config.mission
    since = mission.start_utc_s.value if model.in_use_from_utc_s is None else model.in_use_from_utc_s.value
    wanted = np.linspace(max(since, mission.start_utc_s.value), mission.end_utc_s.value, _INSTANTS)
    found = np.unique(nearest_culminations(scenario, model.far_end_name, np.append(wanted, last_utc_s)))
    return found[found >= since]


def _mark_reports(ax: Axes, found: Inference, link: str) -> None:
    """A mark on the bold line for each instant at which the link was held or heard."""
    for account in found.record.accounts:
        if account.said.link == link and account.said.report != "silent":
            date = date2num(datetime64(np.array(account.instants_utc_s)))
            ax.plot(date, np.zeros_like(date), "o", color=COLOURS[1], markersize=5.5, markeredgecolor=PAPER, zorder=4)


def _decibels_span(values: np.ndarray) -> str:
    return span_text(decibels_text(values[0]), decibels_text(values[2]))
