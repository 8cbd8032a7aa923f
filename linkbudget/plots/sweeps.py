"""Sweeps: lines of a budget against one of its numbers, or a margin as a map over two of them.

The map: :func:`sweep_figure`; :func:`draw_lines` and :func:`draw_map` draw either in axes of one's own.

The zero line, from which a link closes, is bold in both; of a map, what does not close is orange and what closes blue.
"""

from collections.abc import Iterable
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes as Panel
from matplotlib.colors import Normalize
from matplotlib.dates import date2num, num2date
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from linkbudget.errors import InputError
from linkbudget.formatting import date_text, list_text, quantity_text, span_text, tick_text, typeset
from linkbudget.geometry.clock import parse_utc
from linkbudget.labels import spoken
from linkbudget.link.verdict import CLOSING, MARGINS
from linkbudget.plots.dates import best_of_each_day
from linkbudget.plots.looks import resize, sized_figure
from linkbudget.plots.placing import Heading, SideLabel, SideLabels
from linkbudget.plots.style import (
    COLOURS,
    DASHES,
    INK,
    LOST_TO_KEPT,
    MARKERS,
    PAPER,
    Canvas,
    LinkStyle,
    canvas,
    closing_line,
    color_bar,
    crossings,
    date_axis,
    in_house_style,
    settled,
)
from linkbudget.studies.axes import TIME, Axis

LEVELS = 16
"""About how many steps a map has."""

_THOUSANDS = {
    "Hz": ((1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz")),
    "W": ((1e3, "kW"),),
    "m": ((1e9, "million km"), (1e3, "km")),
}
_THOUSANDS |= {"bit/s": ((1e6, "Mbit/s"), (1e3, "kbit/s")), "pixel/s": ((1e3, "kpixel/s"),)}
_MOST_PANELS = 3
_EDGE = 0.06  # of the axes: a label nearer to their edge would be cut


class _Scale(NamedTuple):
    """Values of an axis as they are drawn, and what the axis is called."""

    values: np.ndarray
    label: str
    logarithmic: bool
    dates: np.ndarray | None = None


@in_house_style
def sweep_figure(dataset, axes: Iterable[Axis]) -> Figure:
    """A new figure of a sweep: lines over one axis, a map of the closing margin over two.

    Parameters
    ----------
    dataset : xarray.Dataset
        What :func:`linkbudget.studies.sweep.sweep` gave.
    axes : iterable of Axis
        The axes it went along, one or two.

    Raises
    ------
    InputError
        If there are more axes, an axis of a map has one value only, or nothing varies.
    """
    axes = list(axes)
    if not 1 <= len(axes) <= 2:
        raise InputError(f"{len(axes)} axes: expected one or two of them in a figure")
    figure = sized_figure((10.0, 6.4))
    figure.set_label(f"{dataset.attrs['title']}: sweep")
    if len(axes) == 1:
        draw_lines(dataset, axes[0], figure)
    else:
        draw_map(dataset, axes, figure)
    return figure


@in_house_style
def draw_lines(dataset, axis: Axis, ax: Canvas = None) -> Panel:
    """The margins of a sweep against its axis, or, where it has none, its lines, a panel a unit."""
    groups, shaded = _groups(dataset), ""
    figure_size = (10.0, 6.4 if len(groups) == 1 else 7.6)
    if isinstance(ax, Figure):
        resize(ax, figure_size)
    given, panels = ax, canvas(ax, len(groups), figsize=figure_size, sharex=True)
    scale = _scale(axis)
    order = np.argsort(scale.values, kind="stable")
    place = scale.values[order]
    for panel, names in zip(panels, groups, strict=False):
        labels = []
        for number, name in enumerate(names):
            style = _style(name, number)
            x, values = _shown(scale, place, dataset[name].values.astype(float)[order])
            _line(panel, x, values, style, name)
            if x.size:
                labels.append(SideLabel(x[-1], values[-1], _line_label(dataset[name]), style))
        if names[0] in MARGINS or names[0] == CLOSING:
            shaded = closing_line(panel) if CLOSING in names else _zero_line(panel)
        panel.set_ylabel(_vertical_label(dataset, names))
        _horizontal(panel, scale)
        if panel is not panels[-1]:
            panel.set_xlabel("")
        SideLabels(panel, labels)
    said = "Best of each day. " if _by_day(scale) else ""
    said += f"Broad: the closing margin.{shaded}" if CLOSING in groups[0] else shaded
    if CLOSING in groups[0]:
        claim = _closing_claim(axis, *_shown(scale, place, dataset[CLOSING].values.astype(float)[order]))
    else:
        names = list(dict.fromkeys(_line_label(dataset[name]) for group in groups for name in group))
        claim = f"{list_text(names) if len(names) < 3 else f'{len(names)} lines'} against {_axis_name(axis)}"
    Heading(panels[0], claim, f"{dataset.attrs['title']}. {said}".strip())
    return settled(panels[0], given)


def _axis_name(axis: Axis) -> str:
    return "the date" if axis.key == TIME else spoken(axis.key)


def _closing_claim(axis: Axis, place: np.ndarray, margin: np.ndarray) -> str:
    """State where along an axis the link closes, for a title; ``place`` is in the units of the figure."""
    known = np.isfinite(margin)
    closes = margin[known] >= 0.0
    if not closes.any() or closes.all():
        return f"The link closes {'everywhere' if closes.any() else 'nowhere'} here"
    along = np.log(place[known]) if axis.logarithmic else place[known]
    edges = crossings(along, margin[known])
    texts = [_place_text(axis, float(edge)) for edge in (np.exp(edges) if axis.logarithmic else edges)]
    if len(texts) == 1:
        words = ("until {}", "from {} on") if axis.key == TIME else ("up to {}", "from {} on")
        said = words[0 if closes[0] else 1].format(texts[0])
    elif len(texts) == 2 and not closes[0]:
        said = f"from {span_text(*texts)}"
    else:
        return f"The link closes in parts of the {'time' if axis.key == TIME else spoken(axis.key)} shown"
    return f"The link closes {said}"


def _place_text(axis: Axis, place: float) -> str:
    """A place on an axis: a date, or a value with its unit and name."""
    if axis.key == TIME:
        return date_text(parse_utc(num2date(place)))
    factor = _factor(axis)[0]
    return f"{quantity_text(place * factor, axis.unit, 3)} of {spoken(axis.key)}"


def _zero_line(panel: Panel) -> str:
    """Zero of margins that are each of one requirement; what the subtitle says of them."""
    panel.axhline(0.0, color=INK, linewidth=1.4, zorder=1.8)
    return "Margin of one requirement: the closing margin says whether the link closes."


def _style(name: str, number: int) -> LinkStyle:
    """The closing margin is black and broad, so that the margin it is made of shows upon it."""
    return LinkStyle(INK, (), "D") if name == CLOSING else LinkStyle(COLOURS[number], DASHES[number], MARKERS[number])


def _line(panel: Panel, place, values, style: LinkStyle, name: str) -> None:
    broad = name == CLOSING
    look: dict[str, Any] = {"linewidth": 5.0, "alpha": 0.85} if broad else {"linewidth": 2.2}
    panel.plot(place, values, color=style.color, label=name, zorder=2.2 if broad else 2.6, **look)
    known = np.flatnonzero(np.isfinite(values))
    marks = known[np.linspace(0, known.size - 1, min(known.size, 5)).astype(int)] if known.size else known
    panel.plot(place[marks], values[marks], style.marker, color=style.color, markersize=7.0, zorder=3.1, clip_on=False)


def _by_day(scale: _Scale) -> bool:
    return scale.dates is not None and np.ptp(scale.dates) >= np.timedelta64(3, "D")


def _shown(scale: _Scale, place, values) -> tuple[np.ndarray, np.ndarray]:
    """Points of a line that are drawn: the best of each day of a long time, else all but gaps at the end."""
    values = np.where(np.isfinite(values), values, np.nan)
    if scale.dates is not None and _by_day(scale):
        kept = best_of_each_day(np.sort(scale.dates), values)
        return place[kept], values[kept]
    known = np.flatnonzero(np.isfinite(values))
    end = known[-1] + 1 if known.size else 0
    return place[:end], values[:end]


def _groups(dataset) -> list[list[str]]:
    """Lines to draw, by panel: the margins if there are any, else all that vary, by unit."""
    varying = [name for name in dataset.data_vars if dataset[name].dims]
    margins = [name for name in varying if name in MARGINS or name == CLOSING]
    if margins:
        return [margins]
    by_unit: dict[str, list[str]] = {}
    for name in varying:
        by_unit.setdefault(dataset[name].attrs["units"], []).append(name)
    title = dataset.attrs["title"]
    if not by_unit:
        raise InputError(f"{title}: no line varies along the axis; nothing to draw")
    if len(by_unit) > _MOST_PANELS:
        raise InputError(f"{title}: lines in {len(by_unit)} units; expected at most {_MOST_PANELS} units in a figure")
    return list(by_unit.values())


def _vertical_label(dataset, names: list[str]) -> str:
    unit = dataset[names[0]].attrs["units"]
    if CLOSING in names:
        return f"Closing margin [{unit}]"
    if len(names) > 1 and names[0] in MARGINS:
        return f"Margin [{unit}]"
    return f"{fill(_line_label(dataset[names[0]]), 16) if len(names) == 1 else 'Level'} [{unit}]"


def _line_label(line) -> str:
    return line.attrs["long_name"].split(",")[0]


@in_house_style
def draw_map(dataset, axes: Iterable[Axis], ax: Canvas = None) -> Panel:
    """A margin over two axes: filled contours, with the line from which the link closes bold.

    Only the closing margin says where the link closes; of another margin the bold line is its zero.
    """
    across, up = _across_and_up(list(axes))
    for axis in (across, up):
        if np.unique(axis.coordinate).size < 2:
            raise InputError(f"{axis.key}: one value; expected two or more along each axis of a map")
    name = _mapped(dataset)
    given, (ax,) = ax, canvas(ax)
    x, y = _scale(across), _scale(up)
    columns, rows = np.argsort(x.values, kind="stable"), np.argsort(y.values, kind="stable")
    line = dataset[name]
    for axis in (across, up):
        if axis.dim not in line.dims:
            line = line.expand_dims({axis.dim: dataset[axis.dim].values})
    values = line.transpose(up.dim, across.dim).values.astype(float)[np.ix_(rows, columns)]
    if not np.isfinite(values).any():
        raise InputError(f"{name}: no number anywhere along these axes; nothing to draw")
    values = np.where(np.isfinite(values), values, np.nan)
    unit = line.attrs["units"]
    _horizontal(ax, x)  # first: labels of contours turn with the lines as they will be seen
    _vertical(ax, y)
    drawn = _fill(ax, x.values[columns], y.values[rows], values, signed=name in MARGINS or name == CLOSING)
    ax.grid(False)
    bar = color_bar(ax, drawn, pad=0.02, aspect=26)
    bar.set_label(f"{_line_label(line)} [{unit}]")
    bar.outline.set_visible(False)
    known = values[np.isfinite(values)]
    said = _said_of_zero(name, known.min(), known.max())
    if name == CLOSING and not known.min() < 0.0 < known.max():
        title, said = said.rstrip("."), ""
    else:
        what = "Where does the link close" if name == CLOSING else _line_label(line)
        title = f"{what}, by {_axis_name(across)} and {_axis_name(up)}{'?' if name == CLOSING else ''}"
    Heading(ax, title, f"{dataset.attrs['title']}. {said}".strip())
    return settled(ax, given)


def _said_of_zero(name: str, least: float, most: float) -> str:
    """Subtitle of a map on its zero line; for the closing margin, where the link closes."""
    crosses = least < 0.0 < most
    if name == CLOSING:
        everywhere = f"The link closes {'everywhere' if least >= 0.0 else 'nowhere'} here."
        return "Bold: from this line on the link closes." if crosses else everywhere
    if name not in MARGINS:
        return ""
    return "One requirement of several; bold: its margin is zero." if crosses else "One requirement of several."


def _across_and_up(axes: list[Axis]) -> tuple[Axis, Axis]:
    """Time goes across, and otherwise the first axis."""
    first, second = axes
    return (second, first) if second.key == TIME else (first, second)


def _mapped(dataset) -> str:
    """The line of a map: the closing margin where there is one, else the first margin, else the first line."""
    varying = [name for name in dataset.data_vars if dataset[name].dims]
    order = [CLOSING, *(name for name in varying if name in MARGINS), *varying]
    chosen = next((name for name in order if name in varying), None)
    if chosen is None:
        raise InputError(f"{dataset.attrs['title']}: no line varies along the axes; nothing to draw")
    return chosen


def _fill(ax: Panel, x, y, values, signed: bool):
    known = values[np.isfinite(values)]
    low, high = np.quantile(known, [0.002, 0.998])
    levels = MaxNLocator(LEVELS, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high if high > low else low + 1.0)
    if signed:
        most = max(abs(levels[0]), abs(levels[-1]))
        look: dict[str, Any] = {"cmap": LOST_TO_KEPT, "norm": Normalize(-most, most)}
    else:
        look = {"cmap": "cividis"}
    drawn = ax.contourf(x, y, values, levels=levels, extend="both", **look)
    thin = ax.contour(x, y, values, levels=[level for level in levels[::2] if level], colors=INK, linewidths=0.6)
    _label(ax, thin, 11.0)
    if signed and known.min() < 0.0 < known.max():
        bold = ax.contour(x, y, values, levels=[0.0], colors=INK, linewidths=3.2)
        _label(ax, bold, 13.0, weight="bold")
    return drawn


def _label(ax: Panel, lines, size: float, **options) -> None:
    """A label in the middle of the longest stretch of each contour, where that is clear of the edge."""
    places = []
    for path in lines.get_paths():
        stretches = [stretch for stretch in path.to_polygons(closed_only=False) if len(stretch) > 2]
        if stretches:
            middle = max(stretches, key=len)
            middle = middle[len(middle) // 2]
            across, up = ax.transAxes.inverted().transform(ax.transData.transform(middle))
            if _EDGE < across < 1.0 - _EDGE and _EDGE < up < 1.0 - _EDGE:
                places.append(tuple(middle))
    texts = ax.clabel(
        lines,
        fontsize=size,
        fmt=lambda level: typeset(quantity_text(level, "dB")),
        inline=False,
        colors=INK,
        manual=places,
    )
    for text in texts or []:
        text.set(bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.2}, **options)


def _scale(axis: Axis) -> _Scale:
    """Values in a unit that people read, and the label of the axis."""
    if axis.key == TIME:
        return _Scale(date2num(axis.coordinate), "", False, axis.coordinate)
    factor, unit = _factor(axis)
    name = spoken(axis.key)
    return _Scale(np.asarray(axis.coordinate) / factor, f"{name[:1].upper()}{name[1:]} [{unit}]", axis.logarithmic)


def _factor(axis: Axis) -> tuple[float, str]:
    """Size of the unit that an axis is drawn in, and that unit."""
    most = np.abs(np.asarray(axis.coordinate, dtype=float)).max()
    large = _THOUSANDS.get(axis.unit, ())
    return next(((factor, name) for factor, name in large if most >= factor), (1.0, axis.unit))


def _horizontal(ax: Panel, scale: _Scale) -> None:
    low, high = scale.values.min(), scale.values.max()
    if scale.dates is not None:
        first, last = scale.dates.min(), scale.dates.max()
        is_days = last - first >= np.timedelta64(3, "D")
        date_axis(ax, first, last, "Date" if is_days else f"Time from {date_text(parse_utc(first))}")
        return
    if scale.logarithmic:
        ax.set_xscale("log")
        _decades(ax.xaxis, low, high)
    if high > low:
        ax.set_xlim(low, high)
    ax.set_xlabel(scale.label)


def _vertical(ax: Panel, scale: _Scale) -> None:
    if scale.logarithmic:
        ax.set_yscale("log")
        _decades(ax.yaxis, scale.values.min(), scale.values.max())
    ax.set_ylim(scale.values.min(), scale.values.max())
    ax.set_ylabel(scale.label)


def _decades(axis, low: float, high: float) -> None:
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high < 300.0 * low else (1.0,), numticks=12))
    axis.set_minor_formatter(NullFormatter())
    axis.set_major_formatter(FuncFormatter(lambda value, _: tick_text(value)))
