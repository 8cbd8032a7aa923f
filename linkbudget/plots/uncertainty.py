"""Figures of uncertainty: the margin over all the cases drawn, and the effect of each uncertain number on it.

The map: :func:`histogram` and :func:`tornado` draw a link of a scenario; :func:`histogram_figure`,
:func:`convergence_figure` and :func:`tornado_figure` draw the answer of a study.

What does not close is hatched and orange, what closes full and green.  Bars of a tornado are told by colour and hatch.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from linkbudget.errors import InputError
from linkbudget.formatting import (
    cases_text,
    count_text,
    date_text,
    decibels_text,
    percent_text,
    quantity_text,
    share_text,
    typeset,
)
from linkbudget.geometry.clock import parse_utc
from linkbudget.labels import spoken
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.scenario import Scenario
from linkbudget.plots.figures import TALL
from linkbudget.plots.looks import for_width, sized_figure
from linkbudget.plots.named_rows import name_rows
from linkbudget.plots.placing import Event, Heading
from linkbudget.plots.style import (
    COLOURS,
    GAIN,
    GAIN_TEXT,
    GREY,
    INK,
    LOSS,
    LOSS_TEXT,
    PAPER,
    WASHES,
    Canvas,
    canvas,
    in_house_style,
    legend,
    settled,
    whole_figure,
)
from linkbudget.studies.certainty import certainty, is_in_use, usual_link
from linkbudget.studies.montecarlo import MonteCarlo
from linkbudget.studies.sensitivity import Influence, Sensitivity

VERDICTS = ((0.9987, "as good as sure"), (0.95, "very likely"), (0.66, "likely"), (0.33, "open"), (0.05, "unlikely"))
"""Probability from which a link is called so; 0.9987 is three sigma of a gaussian."""

STATUS_LOOKS = {
    "documented": (COLOURS[0], ""),
    "measured": (COLOURS[2], "oo"),
    "derived": (COLOURS[8], ".."),
    "inferred": (COLOURS[4], "\\\\"),
    "default": (COLOURS[5], "||"),
    "assumed": (COLOURS[1], "//"),
    "unstated": (COLOURS[7], "xx"),
}
"""Colour and hatch of a number by how well it is known."""

MOST_ROWS = 14
"""Numbers that a tornado has room for."""

_BIN_WIDTHS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
_BINS = 60
_MANY_POINTS = 400


# ---------------------------------------------------------------- a link of a scenario


@in_house_style
def histogram(scenario: Scenario, link: str | None = None, at: str | None = None, ax: Canvas = None) -> Axes:
    """Closing margin of a link over all cases drawn from the ranges of its uncertain numbers.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    link : str, optional
        Name of a link; without it the one that was heard last, or the first with uncertain numbers.
    at : str, optional
        Instant in UTC; without it the one at which the link was heard, or the reference instant.
    ax : Axes, Figure or SubFigure, optional
        Where to draw; in axes, the histogram alone.

    Returns
    -------
    Axes
        Closing margin in dB; below it, in a figure of its own, the share of cases with at least so much.
    """
    found = certainty(scenario, link or uncertain_link(scenario), at)
    return draw_histogram(found.montecarlo, scenario.config.mission.title, ax)


@in_house_style
def tornado(scenario: Scenario, link: str | None = None, at: str | None = None, ax: Canvas = None) -> Axes:
    """Closing margin of a link with each of its uncertain numbers at either end of its range; as :func:`histogram`."""
    found = certainty(scenario, link or uncertain_link(scenario), at)
    return draw_tornado(found.sensitivity, scenario.config.mission.title, ax)


def uncertain_link(scenario: Scenario) -> str:
    """The link to draw where none is named, or one line of error."""
    link = usual_link(scenario)
    if link is None:
        raise InputError(f"{scenario.name}: nothing is uncertain; expected a link with ranges that have a shape")
    return link


# ---------------------------------------------------------------- histogram and cumulative probability


@in_house_style
def histogram_figure(result: MonteCarlo, line: str = CLOSING) -> Figure:
    """A new figure of one margin over all samples: how often it is what, and how often at least so much."""
    figure = sized_figure(TALL)
    figure.set_label(f"{result.case.scenario}, {result.case.name}: probability")
    draw_histogram(result, result.case.scenario, figure, line)
    return figure


@in_house_style
def draw_histogram(result: MonteCarlo, mission: str, ax: Canvas = None, line: str = CLOSING) -> Axes:
    """Distribution of a margin with what is stated, mean and three sigma below it, and its cumulative probability."""
    given, panels = ax, canvas(ax, 2, figsize=TALL, sharex=True, height_ratios=[1.35, 1.0])
    values = np.asarray(result.values(line), dtype=float)
    finite = values[np.isfinite(values)]
    if not finite.size:
        raise InputError(f"{result.case.name}: {line} is no number in any case; nothing to draw")
    chance, term = result.probability(line)[0], result.case.budget().terms[line]
    events = [Event(float(term.value), f"stated values {_signed_text(float(term.value))}")]
    if finite.size == values.size:
        mean, sigma = result.moments(line)
        events += [
            Event(mean, f"mean {_signed_text(mean)}"),
            Event(mean - 3.0 * sigma, f"mean − 3σ {_signed_text(mean - 3.0 * sigma)}"),
        ]
    low, high, width = _span(finite, [event.place for event in events])
    _bars(panels[0], finite, values.size, np.arange(round((high - low) / width) + 1) * width + low)
    _sides(panels[0], chance, low, high)
    for panel in panels:
        panel.set_xlim(low, high)
        if low <= 0.0 <= high:
            panel.axvline(0.0, color=INK, linewidth=2.4, zorder=2.9)
    if panels[1:]:
        _cumulative(panels[1], values, chance, low, high)
    panels[0].set_ylabel(f"Cases in each {quantity_text(width, 'dB')} [%]")
    panels[-1].set_xlabel(f"{term.name} [{term.unit}]")
    events = [event for event in events if np.isfinite(event.place)]
    Heading(panels[0], f"{mission}: does the link close?", _verdict(result, values, chance), events)
    return settled(panels[0], given)


def _verdict(result: MonteCarlo, values: np.ndarray, chance: float) -> str:
    word = next((word for least, word in VERDICTS if chance >= least), "hardly possible")
    when = f" on {date_text(parse_utc(result.case.at))}" if result.case.at else ""
    numbers = f"All {len(result.draws)} uncertain numbers" if len(result.draws) > 1 else "Its one uncertain number"
    text = f"{_link(result.case)}. {numbers} drawn {count_text(values.size)} times: it closes{when} in "
    text += f"{cases_text(chance)}. Verdict: {word}."
    out = float(np.mean(~np.isfinite(values)))
    return text + (f" No power would do in {cases_text(out)}." if out else "")


def _span(finite: np.ndarray, places: list[float]) -> tuple[float, float, float]:
    """Ends of the axis, whole bins apart, and the width of a bin; zero is the edge of one where it is near."""
    low, high = np.quantile(finite, [0.0002, 0.9998])
    spread = max(high - low, 0.1)
    zero = [0.0] if low - 1.5 * spread <= 0.0 <= high + 1.5 * spread else []
    places = [place for place in places if low - spread <= place <= high + spread] + zero
    low, high = min([low, *places]) - 0.04 * spread, max([high, *places]) + 0.04 * spread
    width = next((width for width in _BIN_WIDTHS if (high - low) / width <= _BINS), _BIN_WIDTHS[-1])
    return float(np.floor(low / width) * width), float(np.ceil(high / width) * width), width


def _bars(ax: Axes, finite: np.ndarray, count: int, edges: np.ndarray) -> None:
    share = 100.0 * np.histogram(finite, edges)[0] / count
    closes = 0.5 * (edges[:-1] + edges[1:]) > 0.0
    width = edges[1] - edges[0]
    lost: dict[str, Any] = {"color": PAPER, "edgecolor": LOSS, "hatch": "////", "linewidth": 1.0}
    kept: dict[str, Any] = {"color": GAIN, "edgecolor": PAPER, "linewidth": 0.6}
    for which, look in ((~closes, lost), (closes, kept)):
        seen = which & (share > 0.0)
        ax.bar(edges[:-1][seen], share[seen], width, align="edge", zorder=2.5, **look)
    ax.set_ylim(0.0, 1.28 * share.max())


def _sides(ax: Axes, chance: float, low: float, high: float) -> None:
    """Name each side of zero, with the share of cases there."""
    said: dict[str, Any] = {"transform": ax.transAxes, "va": "top", "fontsize": 13.0, "fontweight": "bold", "zorder": 4}
    said["bbox"] = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}
    if chance < 1.0:
        ax.text(0.015, 0.97, f"does not close\n{percent_text(1.0 - chance)}", color=LOSS_TEXT, ha="left", **said)
    if chance > 0.0:
        ax.text(0.985, 0.97, f"closes\n{percent_text(chance)}", color=GAIN_TEXT, ha="right", **said)


def _cumulative(ax: Axes, values: np.ndarray, chance: float, low: float, high: float) -> None:
    margin = np.linspace(low, high, _MANY_POINTS + 1)
    ranked = np.sort(np.where(np.isnan(values), -np.inf, values))
    share = 100.0 * (1.0 - np.searchsorted(ranked, margin) / ranked.size)
    ax.plot(margin, share, color=INK, linewidth=2.4, zorder=3)
    ax.fill_between(margin, share, where=margin >= 0.0, color=GAIN, alpha=0.35, linewidth=0.0, zorder=2)
    ax.set_ylim(0.0, 104.0)
    ax.set_yticks([0, 25, 50, 75, 100])
    ax.set_ylabel("Cases with at least this [%]")
    if low < 0.0 < high:
        ax.plot(0.0, 100.0 * chance, "o", color=INK, markersize=8.0, zorder=4)
        right = low + 0.75 * (high - low) > 0.0
        ax.annotate(
            f"{percent_text(chance)} of cases",
            (0.0, 100.0 * chance),
            xytext=(12 if right else -12, 12 if chance < 0.85 else -44),
            textcoords="offset points",
            ha="left" if right else "right",
            fontweight="bold",
            zorder=4,
        )


# ---------------------------------------------------------------- convergence


@in_house_style
def convergence_figure(result: MonteCarlo, line: str = CLOSING, ax: Canvas = None) -> Figure:
    """A figure of the probability that a link closes as samples are added, and the error of independent draws."""
    given, (ax,) = ax, canvas(ax, figsize=(8.0, 4.6))
    found = result.convergence(line)
    counts, chance = found.samples.values, 100.0 * found.probability.values
    last = found.probability.values[-1]
    error = 100.0 * np.sqrt(max(last * (1.0 - last), 0.25 / counts[-1]) / counts)
    ax.fill_between(counts, 100.0 * last - error, 100.0 * last + error, color=WASHES[0], linewidth=0.0, zorder=1.5)
    ax.plot(counts, chance, color=COLOURS[0], marker="o", markersize=6.0, zorder=3)
    ax.axhline(100.0 * last, color=INK, linewidth=1.0, linestyle=(0, (5, 3)), zorder=2)
    ax.set_xscale("log", base=2)
    ax.set_xlim(counts[0], counts[-1] * 1.15)
    ax.xaxis.set_major_locator(LogLocator(base=4, numticks=12))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: count_text(value)))
    ax.set_ylim(max(100.0 * last - 2.2 * error[2], -1.0), min(100.0 * last + 2.2 * error[2], 101.0))
    ax.set_xlabel("Samples [-]")
    ax.set_ylabel("Cases that close [%]")
    said = f"The probability settles at {percent_text(last)}. Band: one sigma of independent draws."
    Heading(ax, f"{result.case.scenario}: are there samples enough?", f"{_link(result.case)}. {said}")
    return whole_figure(settled(ax, given))


# ---------------------------------------------------------------- tornado


@in_house_style
def tornado_figure(found: Sensitivity) -> Figure:
    """A new figure of a line with each uncertain number at either end of its range, all others as stated."""
    figure = sized_figure(TALL)
    figure.set_label(f"{found.case.scenario}, {found.case.name}: what matters")
    draw_tornado(found, found.case.scenario, figure)
    return figure


@in_house_style
def draw_tornado(found: Sensitivity, mission: str, ax: Canvas = None) -> Axes:
    """Bars from low to high end of each number, widest first, with ranges at their ends and shares of the variance."""
    given, (ax,) = ax, canvas(ax, figsize=TALL)
    term = found.case.budget().terms[found.line]
    rows = [one for one in found.influences if one.swing > 0.0 and np.isfinite([one.at_low, one.at_high]).all()]
    rows.sort(key=lambda one: np.ptp([one.at_low, one.at_high, found.nominal]), reverse=True)
    if not rows or not np.isfinite(found.nominal):
        raise InputError(f"{found.case.name}: no number moves {found.line} within its range; nothing to draw")
    shown, left = rows[:MOST_ROWS], len(found.influences) - min(len(rows), MOST_ROWS)
    ends = [end for one in shown for end in (one.at_low, one.at_high)]
    room = for_width(0.24, 0.5) * max(max(ends) - min(ends), 0.1)
    bar = name_rows(ax, [_capital(spoken(one.key)) for one in shown])
    for place, one in enumerate(shown):
        _draw_bar(ax, place, one, found, bar)
    ax.set_ylim(len(shown) - 0.4, for_width(-0.6, -0.9))
    ax.set_xlim(min(ends) - room, max(ends) + room)
    ax.grid(False, axis="y")
    ax.axvline(found.nominal, color=GREY, linewidth=1.2, zorder=2.2)
    ax.set_xlabel(f"{term.name} [{term.unit}]")
    events = [Event(found.nominal, f"stated values {_signed_text(found.nominal, term.unit)}")]
    if found.line == CLOSING and ax.get_xlim()[0] <= 0.0 <= ax.get_xlim()[1]:
        ax.axvline(0.0, color=INK, linewidth=2.4, zorder=1.95)
        events.append(Event(0.0, "closes from here on"))
    _shares(ax, shown)
    _legend(ax, shown)
    Heading(ax, f"{mission}: what moves the link most", _about(found, left), events)
    return settled(ax, given)


def _about(found: Sensitivity, left: int) -> str:
    when = f" on {date_text(parse_utc(found.case.at))}" if found.case.at else ""
    text = f"{_link(found.case)}{when}. Each number at the ends of its range, all others as stated."
    if found.by_status:
        status, (share, _) = max(found.by_status.items(), key=lambda item: item[1][0])
        most = share_text(min(max(share, 0.0), 1.0 if len(found.by_status) == 1 else 0.9999))
        text += f" Right: shares of the variance; {most} of it comes from {status} values."
    return text + (f" {left} more move it by little or nothing." if left else "")


def _draw_bar(ax: Axes, place: int, one: Influence, found: Sensitivity, bar: float) -> None:
    color, hatch = STATUS_LOOKS[one.status]
    low, high = sorted((one.at_low, one.at_high))
    ends = min(low, found.nominal), max(high, found.nominal)
    ax.barh(place, ends[1] - ends[0], left=ends[0], height=bar, color=color, edgecolor=PAPER, hatch=hatch, zorder=2)
    number, unit = found.case.uncertain()[one.key], found.case.unit(one.key)
    texts = {f"at_{end}": typeset(quantity_text(number.at(end), unit)) for end in ("low", "high")}
    worse, better = ("at_low", "at_high") if one.at_low <= one.at_high else ("at_high", "at_low")
    if getattr(one, worse) > found.nominal:  # both ends are better than what is stated
        said = {"right": f"{texts[worse]}, {texts[better]}"}
    elif getattr(one, better) < found.nominal:
        said = {"left": f"{texts[worse]}, {texts[better]}"}
    else:
        said = {"left": texts[worse], "right": texts[better]}
    for side, text in said.items():
        ax.annotate(
            text,
            (ends[0 if side == "left" else 1], place),
            xytext=(-6 if side == "left" else 6, 0),
            textcoords="offset points",
            ha="right" if side == "left" else "left",
            va="center",
            fontsize=11.0,
            zorder=4,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6},
        )


def _shares(ax: Axes, shown: list[Influence]) -> None:
    """A column of shares beside the bars."""
    for place, one in enumerate(shown):
        if np.isfinite(one.total):
            share = max(one.total, 0.0)
            text = percent_text(share) if share >= 0.01 else "< 1 %"
            weight = "bold" if share >= 0.1 else "normal"
            ax.annotate(
                text,
                (1.0, place),
                xycoords=("axes fraction", "data"),
                xytext=(for_width(52, 0), 0),
                textcoords="offset points",
                ha="right",
                va="center",
                fontweight=weight,
                color=INK if share >= 0.01 else GREY,
                annotation_clip=False,
            )


def _legend(ax: Axes, shown: list[Influence]) -> None:
    present = [status for status in STATUS_LOOKS if any(one.status == status for one in shown)]
    handles = []
    for status in present:
        color, hatch = STATUS_LOOKS[status]
        handles.append(Patch(facecolor=color, edgecolor=PAPER, hatch=hatch, label=f"{status} value"))
    legend(ax, handles, loc="upper center", bbox_to_anchor=(0.5, -0.11), ncols=len(handles), handlelength=2.6)


# ---------------------------------------------------------------- words


def _link(case) -> str:
    title = getattr(case.link, "title", case.name)
    return title if is_in_use(case) else f"{title} (not in use then)"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _signed_text(value: float, unit: str = "dB") -> str:
    return typeset(decibels_text(value, unit, sign=True)) if np.isfinite(value) else "none"
