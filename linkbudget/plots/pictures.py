"""Pictures as they would arrive, and how long they take.

The map: :func:`montage`, the same picture from ever farther away; :func:`picture_time_vs_distance`, what a modern coded
link of the same power would need for one.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from linkbudget.formatting import (
    decibels_text,
    distance_text,
    duration_text,
    power_text,
    typeset,
)
from linkbudget.labels import unit_of, without_unit
from linkbudget.link.coded import coded_link
from linkbudget.mission.chart import CHART_PIXELS, draw_chart
from linkbudget.mission.imaging import PICTURE_KINDS, ReceivedPicture, flaw_text, picture_modulation, send_picture
from linkbudget.mission.scenario import Scenario
from linkbudget.physics.free_space import level_dbw
from linkbudget.plots.distances import (
    DEEP_SPACE_M,
    POINTS,
    distance_events,
    is_earth_bound,
    slant_span_m,
)
from linkbudget.plots.looks import for_width, is_narrow
from linkbudget.plots.placing import Heading, SideLabel, SideLabels
from linkbudget.plots.style import (
    GREY,
    INK,
    PAPER,
    STRONG,
    Canvas,
    canvas,
    chosen_links,
    crossings,
    distance_axis,
    in_house_style,
    link_style,
    settled,
)

MONTAGE_M = (10e9, 50e9, 100e9, 200e9, 283e9, 400e9)
"""Distances of the montage; the last two steps are of three decibels each."""

POWER_STEPS_DB = (6.0, 3.0, 0.0, -3.0, -6.0, -9.0)
"""Steps of transmitted power in the last row of the montage."""

PIXELS = 112
"""Side of a picture in the montage."""

SEED = 1962

_GAP = 0.06  # between pictures, of their side
_LETTERS = 19  # of the text under a picture, in a line


@in_house_style
def montage(
    scenario: Scenario,
    links: str | Iterable[str] | None = None,
    ax: Canvas = None,
    *,
    distances_m: Iterable[float] | None = None,
    picture: np.ndarray | None = None,
) -> Axes:
    """The same picture from ever farther away, a row for each picture link; then three decibels at a time.

    Parameters
    ----------
    scenario : Scenario
        The mission; elevation as its reference has it.
    links : str or iterable of str, optional
        Names of links, all that carry pictures without it; others among them are passed over.
    ax : Axes, Figure or SubFigure, optional
        Where to draw; in axes, the first link's row alone.
    distances_m : iterable of float, optional
        Distances, from 10 to 400 million km without it [m].
    picture : ndarray, optional
        8-bit grey, the test chart without it.

    Returns
    -------
    Axes
        The first row.
    """
    names = chosen_links(scenario, links, PICTURE_KINDS)
    given, rows = ax, canvas(ax, len(names) + 1, figsize=montage_size(scenario, links))
    distances = list(_montage_m(scenario) if distances_m is None else distances_m)
    distances = for_width(distances, distances[1::2] or distances)  # half of them have room on a phone
    send = _sent_chart if picture is None else partial(_sent, picture)
    received = {}
    for row, name in zip(rows, names, strict=False):
        received[name] = [send(scenario, name, distance) for distance in distances]
        _strip(row, received[name], [distance_text(distance) for distance in distances])
        _name_row(row, scenario.links[name].title, _coded_text(received[name][-1], distances[-1]))
    rows[min(len(names), len(rows)) - 1].set_xlabel("Distance from the Earth [km]")
    if len(rows) > len(names):
        steps = {name: row[-1] for name, row in received.items()}
        at_threshold = min(steps, key=lambda name: abs(steps[name].budget["margin_db"]))
        _power_row(scenario, rows[-1], at_threshold, distances[-1], send)
    Heading(
        rows[0],
        f"{scenario.config.mission.title}: how does a picture look from ever farther away?",
        f"Under each picture: distance, peak signal-to-noise ratio, {_flaws_said(scenario, names)}. A frame is "
        f"{CHART_PIXELS} x {CHART_PIXELS} pixels.",
        above_points=for_width(22.0, 46.0),
    )
    return settled(rows[0], given)


def montage_size(scenario: Scenario, links: str | Iterable[str] | None = None) -> tuple[float, float]:
    """Width and height that the montage of so many links needs [inch].

    Examples
    --------
    >>> import linkbudget
    >>> montage_size(linkbudget.load("mars1"), "imaging-5cm")
    (10.0, 6.7)
    """
    return 10.0, 0.9 + 2.9 * (len(chosen_links(scenario, links, PICTURE_KINDS)) + 1)


def _montage_m(scenario: Scenario) -> tuple[float, ...]:
    return tuple(np.geomspace(*slant_span_m(scenario), 6)) if is_earth_bound(scenario) else MONTAGE_M


def _sent(
    picture: np.ndarray, scenario: Scenario, name: str, distance_m: float, settings: tuple[tuple[str, str], ...] = ()
) -> ReceivedPicture:
    """A picture as it arrives over a link from a distance, with values set."""
    budget = scenario.budget(name, range_m=distance_m, settings=dict(settings))
    return send_picture(budget, picture, seed=SEED)


@lru_cache(maxsize=64)  # the figure for a phone shows some pictures of the page again
def _sent_chart(
    scenario: Scenario, name: str, distance_m: float, settings: tuple[tuple[str, str], ...] = ()
) -> ReceivedPicture:
    return _sent(draw_chart(PIXELS), scenario, name, distance_m, settings)


def _power_row(scenario: Scenario, row: Axes, name: str, distance_m: float, send: Callable) -> None:
    """One link at one distance with more and less power: what three decibels are worth."""
    transmitter = scenario.links[name].transmitter
    strip, labels = [], []
    for step_db in for_width(POWER_STEPS_DB, POWER_STEPS_DB[1:4]):
        factor = 2.0 ** (step_db / 3.0)  # three decibels as engineers say it, a factor of two
        settings = {}
        for field in ("power_w", "peak_power_w", "eirp_dbw", "eirp_density_dbw_per_hz"):
            if (sent := getattr(transmitter, field)) is not None:
                value = sent.value * factor if unit_of(field) == "W" else sent.value + float(level_dbw(factor))
                settings[f"transmitter.{without_unit(field)}"] = f"{value:.9g} {unit_of(field)}"
        strip.append(send(scenario, name, distance_m, tuple(settings.items())))
        power = "" if transmitter.power_w is None else f": {power_text(transmitter.power_w.value * factor)}"
        labels.append(f"{_change_text(step_db)}{power}")
    _strip(row, strip, labels)
    _name_row(row, f"Three decibels at a time: {scenario.links[name].title}, {distance_text(distance_m)}")
    row.set_xlabel("Transmitted power, and its change [dB]")


def _change_text(step_db: float) -> str:
    return typeset(decibels_text(step_db, decimals=0, sign=True)) if step_db else "as built"


def _strip(ax: Axes, received: list[ReceivedPicture], labels: list[str]) -> None:
    """Pictures side by side in one image, with what is to be said below each."""
    lines, columns = received[0].grey.shape
    gap = max(round(_GAP * columns), 1)
    strip = np.ma.masked_all((lines, len(received) * (columns + gap) - gap), dtype=np.uint8)
    for place, each in enumerate(received):
        strip[:, place * (columns + gap) : place * (columns + gap) + columns] = each.grey
    pitch = (columns + gap) / columns
    extent = (-0.5, (strip.shape[1] / columns) - 0.5, 0.0, lines / columns)
    ax.imshow(strip, cmap="gray", vmin=0, vmax=255, extent=extent, interpolation="none", aspect="equal")
    ax.set_xticks([place * pitch for place in range(len(received))])
    ax.set_xticklabels(
        [
            f"{label}\n{decibels_text(each.psnr_db)}\n{_flaw_text(each)}"
            for label, each in zip(labels, received, strict=True)
        ],
        fontsize=11.0,
    )
    ax.tick_params(length=0.0)
    ax.set_yticks([])
    ax.grid(False)
    ax.spines[:].set_visible(False)


def _flaw_text(received: ReceivedPicture) -> str:
    """Flaws to expect in a whole frame of such a picture, in lines as wide as a picture."""
    said = flaw_text(received.budget, received.expected_pixel_error_rate, CHART_PIXELS**2)
    return fill(re.sub(r"(?<=\d) (?=\d|%|million)", "\N{NO-BREAK SPACE}", said), _LETTERS)


def _flaws_said(scenario: Scenario, names: list[str]) -> str:
    """Meaning of the words under the pictures, for the kinds of links there are."""
    kinds = {scenario.links[name].modulation.kind for name in names}
    wrong = "pixels in another grey level than sent"
    off = "noise on the greys (rms, of black to white)"
    if len(kinds) == 1:
        return off if "analog-video" in kinds else wrong
    return f"{wrong}; of an analogue link, {off}"


def _name_row(ax: Axes, left: str, right: str = "") -> None:
    if is_narrow():
        ax.set_title("\n".join(fill(text, 42) for text in (left, right) if text), loc="left", fontsize=11.0, color=INK)
        return
    ax.set_title(left, loc="left", fontsize=12.0, fontweight="bold", color=INK)
    ax.set_title(right, loc="right", fontsize=11.0, fontweight="normal", color=GREY)


def _coded_text(received: ReceivedPicture, distance_m: float) -> str:
    """Time of a whole frame as built, and by a coded link of the same power."""
    frames = CHART_PIXELS**2 / received.grey.size
    own, coded = (duration_text(frames * time_s) for time_s in (received.transmission_time_s, received.coded_time_s))
    return f"a frame in {own}; modern code, {distance_text(distance_m)}: {coded}"


@in_house_style
def picture_time_vs_distance(
    scenario: Scenario,
    links: str | Iterable[str] | None = None,
    ax: Canvas = None,
    *,
    span_m: tuple[float, float] | None = None,
) -> Axes:
    """Time of a picture against distance: by the link as built, and by a coded link of the same power.

    Parameters
    ----------
    scenario : Scenario
        The mission; elevation as its reference has it.
    links : str or iterable of str, optional
        Names of links, all that carry pictures without it; others among them are passed over.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.
    span_m : tuple of float, optional
        Distances at the ends of the axis [m].

    Returns
    -------
    Axes
        Distances in metres, labelled in kilometres; times in seconds, labelled from seconds to years.
    """
    names = chosen_links(scenario, links, PICTURE_KINDS)
    given, (ax,) = ax, canvas(ax)
    low, high = span_m or _time_span_m(scenario)
    range_m = np.geomspace(low, high, POINTS)
    pixels = CHART_PIXELS**2
    labels, built, times = [], [], []
    for name in names:
        budget, style = scenario.budget(name, range_m=range_m), link_style(scenario, name)
        modulation, slack = picture_modulation(scenario.links[name]), budget["closing_margin_db"]
        own_s = pixels / modulation.pixel_rate_pixels_per_s.value
        coded_s = pixels * np.log2(modulation.grey_levels.value) / coded_link(budget).bit_rate_bps
        ax.plot(range_m, coded_s, color=style.color, linewidth=1.8, dashes=style.dashes, label=f"{name}, coded")
        built.append((np.exp(crossings(np.log(range_m), slack)), slack >= 0.0, own_s, style, name))
        labels.append(SideLabel(high, coded_s[-1], f"{scenario.links[name].title}, coded", style))
        times += [own_s, coded_s.min(), coded_s.max()]
    for reach, closes, own_s, style, name in sorted(built, key=lambda one: one[0].max(initial=0.0), reverse=True):
        ax.plot(range_m, np.where(closes, own_s, np.nan), color=style.color, linewidth=STRONG, label=name, zorder=2.4)
        ax.plot(reach, np.full(reach.shape, own_s), style.marker, color=style.color, markersize=9, zorder=3)
    _time_axis(ax, min(times), max(times))
    for own_s in sorted({own_s for _, _, own_s, _, _ in built}):
        _say_as_built(ax, low, own_s)
    ax.set_ylabel(f"Time for {CHART_PIXELS} x {CHART_PIXELS} pixels [s, min, h, d, years]")
    distance_axis(ax, low, high, "Distance from the Earth")
    code = coded_link(scenario.budget(names[0], range_m=high)).title
    Heading(
        ax,
        f"{scenario.config.mission.title}: how long does a picture take?",
        f"Level: as built, thick as far as the link closes. Dashed: with a modern code ({code}), the same power and "
        "the same required margin.",
        distance_events(scenario),
    )
    SideLabels(ax, labels)
    return settled(ax, given)


TIME_TICKS_S = (1e-3, 1e-2, 0.1, 1.0, 10.0, 60.0, 600.0, 3600.0, 36_000.0, 864e2, 864e3, 864e4, 31_557_600.0, 3.15576e8)
"""Marks on an axis of times that people read: seconds, minutes, hours, days, years [s]."""


def _time_axis(ax: Axes, least_s: float, most_s: float) -> None:
    """A logarithmic axis of times, of at least a few marks."""
    ax.set_yscale("log")
    ax.set_ylim(0.5 * least_s, 2.0 * most_s)
    ax.yaxis.set_major_locator(FixedLocator(TIME_TICKS_S))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: duration_text(value)))


def _say_as_built(ax: Axes, low_m: float, own_s: float) -> None:
    """The time that links take as they were built, over their level line."""
    ax.annotate(
        f"as built: {duration_text(own_s)}",
        (low_m, own_s),
        xytext=(8, 6),
        textcoords="offset points",
        fontweight="bold",
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},
        zorder=4,
    )


def _time_span_m(scenario: Scenario) -> tuple[float, float]:
    return slant_span_m(scenario) if is_earth_bound(scenario) else (MONTAGE_M[0], DEEP_SPACE_M[1] * 2.5)
