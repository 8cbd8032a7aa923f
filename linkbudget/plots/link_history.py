"""Sixty years of deep-space links: bit rate times distance squared against the year, and what bought each step."""

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, MultipleLocator, NullFormatter

from linkbudget.formatting import (
    decimals_text,
    distance_text,
    power_of_ten_text,
    rate_text,
    tick_text,
    typeset,
)
from linkbudget.mission.history import COMPANY, LINE, SHARES, Milestone, Step, company, steps
from linkbudget.plots.drawing import checked_file, write
from linkbudget.plots.looks import for_width, is_narrow, sized_figure
from linkbudget.plots.placing import Below, Heading
from linkbudget.plots.point_labels import PointLabel, PointLabels
from linkbudget.plots.style import (
    COLOURS,
    GREY,
    INK,
    LOSS_TEXT,
    PALE,
    PAPER,
    Canvas,
    canvas,
    in_house_style,
    legend,
    settled,
    text_on,
)

SIZE = 11.0, 12.0
"""Width and height of the figure [inch]."""

FIRST_YEAR, LAST_YEAR = 1957.0, 2030.0

MARS_M = 225e9
"""Mean distance of Mars, at which the right axis reads the same links [m]."""

COLOUR_OF = dict(zip(SHARES, (COLOURS[place] for place in (1, 0, 8, 5, 2, 4, 6, 7, 3)), strict=True))
"""Colour of each part of a step."""

_SMALLEST_WRITTEN_DB = 2.4
"""Parts smaller than this have no number written on them [dB]."""


@in_house_style
def sixty_years(links: Iterable[str] = (), ax: Canvas = None) -> Axes:
    """Bit rate times distance squared of deep-space links against the year, and the steps between them.

    Parameters
    ----------
    links : sequence of str, optional
        Further links to draw, each as ``scenario:link``.
    ax : Axes, Figure or SubFigure, optional
        Where to draw; given axes hold the upper panel alone.

    Returns
    -------
    Axes
        The upper panel.
    """
    panels = canvas(ax, 2, figsize=SIZE, height_ratios=[1.65, 1.0])
    milestones = company(links)
    years = min(FIRST_YEAR, milestones[0].year - 3.0), max(LAST_YEAR, milestones[-1].year + 3.0)
    _year_axis(panels[0], years)
    _climb(panels[0], milestones)
    if len(panels) > 1:
        _year_axis(panels[1], years)
        _ledger(panels[1], steps())
    return settled(panels[0], ax)


def save_sixty_years(file: str | os.PathLike, links: Iterable[str] = ()) -> Path:
    """Draw :func:`sixty_years` and write it whole, or leave what was there before; the ending says the format."""
    file = checked_file(file)
    figure = sized_figure(SIZE)
    figure.set_label("Sixty years of deep-space links")
    sixty_years(links, ax=figure)
    write(figure, file)
    return file


def _climb(ax: Axes, milestones: list[Milestone]) -> None:
    """The links as points, those between which steps are counted joined."""
    values = [one.rate_distance_bps_km2 for one in milestones]
    ax.set_yscale("log")
    ax.set_ylim(10.0 ** np.floor(np.log10(min(values)) - 0.3), 10.0 ** np.ceil(np.log10(max(values)) + 0.4))
    line = [one for one in milestones if one.name in LINE]
    ax.plot([one.year for one in line], [one.rate_distance_bps_km2 for one in line], color=COLOURS[0], linewidth=2.4)
    for one in milestones:
        colour = COLOURS[0] if one.name in LINE else GREY if one.name in COMPANY else COLOURS[1]
        ax.plot(
            [one.year],
            [one.rate_distance_bps_km2],
            marker="o",
            markersize=9.0 if one.name in LINE else 7.0,
            color=colour,
            markerfacecolor=PAPER if one.is_assumed else colour,
            markeredgewidth=1.8,
            linestyle="none",
            label=one.name,
        )
    labels = [
        PointLabel(one.year, one.rate_distance_bps_km2, one.title, _said(one), _ink(one))
        for one in sorted(milestones, key=lambda one: one.name not in LINE)
    ]
    said_below = [f"{number}  {one.name}: {one.said}" for number, one in enumerate(labels, start=1)]
    if is_narrow():
        labels = [one._replace(name=str(number), said="") for number, one in enumerate(labels, start=1)]
        Below(ax, said_below)
    PointLabels(ax, labels, [(one.year, one.rate_distance_bps_km2) for one in line])
    ax.set_ylabel("Bit rate times distance squared [bit/s km²]")
    ax.yaxis.set_major_locator(LogLocator(base=100.0, numticks=12))
    ax.yaxis.set_minor_locator(LogLocator(base=10.0, numticks=24))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: power_of_ten_text(value)))
    ax.yaxis.set_minor_formatter(NullFormatter())
    if not is_narrow():
        _from_mars(ax)
    first, best = line[0], max(line, key=lambda one: one.rate_distance_bps_km2)
    times = tick_text(_one_figure(best.rate_distance_bps_km2 / first.rate_distance_bps_km2))
    Heading(
        ax,
        f"Sixty years of deep-space links: {times} times as much",
        f"From the same distance, {best.title} could send {times} times the bits of {first.title}. Above: what each "
        "link could send; hollow: its bit rate is assumed. Below: what each step was bought with.",
    )


def _one_figure(value: float) -> float:
    return float(f"{value:.0e}")


def _ink(one: Milestone) -> str:
    """Colour of a name: those on the line in ink, further ones in their own."""
    return INK if one.name in LINE else GREY if one.name in COMPANY else LOSS_TEXT


def _said(one: Milestone) -> str:
    return f"{rate_text(one.bit_rate_bps)}, {distance_text(one.range_m, 3)}"


def _from_mars(ax: Axes) -> None:
    """A second scale on the right: the rate that the same link would have from Mars."""
    square_km2 = (MARS_M / 1e3) ** 2
    right = ax.secondary_yaxis(
        "right", functions=(lambda value: np.divide(value, square_km2), lambda rate: np.multiply(rate, square_km2))
    )
    right.yaxis.set_major_locator(LogLocator(base=100.0, numticks=12))
    right.yaxis.set_minor_locator(LogLocator(base=10.0, numticks=24))
    right.yaxis.set_minor_formatter(NullFormatter())
    right.yaxis.set_major_formatter(FuncFormatter(lambda rate, _: rate_text(rate)))
    right.set_ylabel(f"The same link from Mars, {distance_text(MARS_M)} away")
    right.spines["right"].set_visible(False)


def _ledger(ax: Axes, taken: list[Step]) -> None:
    """Each step as a column as wide as its years: gains stacked upwards, what was given up downwards."""
    high = max(sum(value for value in step.shares_db.values() if value > 0.0) for step in taken)
    low = min(sum(value for value in step.shares_db.values() if value < 0.0) for step in taken)
    ax.set_ylim(low - 3.0, high + 4.0)
    for step in taken:
        _column(ax, step)
    ax.axhline(0.0, color=INK, linewidth=1.0)
    ax.set_ylabel("Gain over the link before [dB]")
    ax.set_xlabel("Year; bold: the whole step")
    handles = [Rectangle((0, 0), 1, 1, color=COLOUR_OF[key], label=title) for key, title in SHARES.items()]
    legend(ax, handles, loc="center left", bbox_to_anchor=(1.01, 0.5), handlelength=1.0, labelspacing=0.7)


def _column(ax: Axes, step: Step) -> None:
    left, right = step.before.year + 0.25, step.after.year - 0.25
    middle = 0.5 * (left + right)
    tops = {1.0: 0.0, -1.0: 0.0}
    for key, value in step.shares_db.items():
        side = float(np.sign(value)) or 1.0
        ax.bar(
            middle,
            value,
            right - left,
            bottom=tops[side],
            color=COLOUR_OF[key],
            edgecolor=PAPER,
            linewidth=0.8,
            zorder=2,
        )
        if abs(value) >= _SMALLEST_WRITTEN_DB:
            ax.text(
                middle,
                tops[side] + 0.5 * value,
                typeset(decimals_text(value, 0, sign=True)),
                color=text_on(COLOUR_OF[key]),
                fontsize=11.0,
                ha="center",
                va="center",
                zorder=3,
            )
        tops[side] += value
    gain = typeset(decimals_text(step.gain_db, 0, sign=True))  # its unit is that of the axis: columns are narrow
    ax.text(middle, tops[1.0] + 0.6, gain, fontsize=13.0, fontweight="bold", ha="center", va="bottom")


def _year_axis(ax: Axes, years: tuple[float, float]) -> None:
    ax.set_xlim(*years)
    ax.xaxis.set_major_locator(MultipleLocator(for_width(10.0, 20.0)))
    ax.xaxis.set_minor_locator(MultipleLocator(5.0))
    ax.tick_params(which="minor", length=3.0, color=PALE)
