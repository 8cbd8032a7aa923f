"""Against distance: how strong each link is, and what becomes of pictures.

The map: :func:`snr_vs_distance`, :func:`picture_quality_vs_distance`.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter

from linkbudget.formatting import angle_text, distance_text, tick_text
from linkbudget.link.budget import Budget
from linkbudget.link.modulations import SNR_KEYS
from linkbudget.mission.imaging import PICTURE_KINDS, picture_modulation
from linkbudget.mission.paths import aims_at_sun
from linkbudget.mission.scenario import Scenario
from linkbudget.physics.pulse_clock import LONGEST_PIXELS
from linkbudget.plots.placing import Event, Heading, SideLabel, SideLabels, mark_events
from linkbudget.plots.style import (
    INK,
    PALEST,
    Canvas,
    LinkStyle,
    canvas,
    chosen_links,
    crossings,
    distance_axis,
    in_house_style,
    link_style,
    settled,
    strong_and_faint,
)

DEEP_SPACE_M = (6e6, 4e11)
"""From the surface of the Earth to the far side of Mars's orbit."""

EARTH_BOUND_M = 2e9
"""A spacecraft that stays within this distance belongs to the Earth (the Moon is at a fifth of it)."""

SEEN_ERRORS = (5e-7, 1.0)
"""Pixel error probabilities on the axis: one in a million is less than one in a picture [-]."""

POINTS = 321

LABEL_LETTERS = 34
"""Letters in a line of a label beside the plot."""


def _elevation_text(scenario: Scenario) -> str:
    """A sentence about the elevation of budgets over a distance, where the mission states it."""
    said = scenario.config.mission.reference_elevation_deg
    return " Elevation the lowest of each station." if said is None else f" Elevation {angle_text(said.value)}."


def distance_span_m(scenario: Scenario) -> tuple[float, float]:
    """Least and greatest distance from the Earth's centre during the mission [m]; zero to infinity if not known."""
    if scenario.config.trajectory is None:
        return 0.0, np.inf
    mission = scenario.config.mission
    utc_s = np.linspace(mission.start_utc_s.value, mission.end_utc_s.value, 2001)
    distance = scenario.track.geocentric_distance_m(utc_s)
    return float(distance.min()), float(distance.max())


def is_earth_bound(scenario: Scenario) -> bool:
    """True for a spacecraft that stays with the Earth."""
    return distance_span_m(scenario)[1] < EARTH_BOUND_M


def axis_span_m(scenario: Scenario) -> tuple[float, float]:
    """Ends of an axis of distances: of the solar system, or of an orbit about the Earth [m]."""
    if not is_earth_bound(scenario):
        return DEEP_SPACE_M
    low, high = slant_span_m(scenario)
    return 10.0 ** np.floor(np.log10(low)), max(10.0 ** np.ceil(np.log10(high)), 1e9)


def crosslink_span_m(scenario: Scenario, names: list[str]) -> tuple[float, float] | None:
    """Least and greatest range in sight of links, where all of them are with other spacecraft [m]."""
    others = [other for name in names if (other := scenario.links[name].spacecraft) is not None]
    if not others or len(others) < len(names):
        return None
    utc_s = np.linspace(*scenario.span_utc_s, 2001)
    seen = [scenario.looks(other, utc_s).range_m[~scenario.hidden(other, utc_s)] for other in dict.fromkeys(others)]
    range_m = np.concatenate(seen)
    return (float(range_m.min()), float(range_m.max())) if range_m.size else None


def low_path_span_m(scenario: Scenario, names: list[str]) -> tuple[float, float] | None:
    """Span of an axis for links between two heights: from half of their ranges to three times as far [m].

    None where some link is none of these, or states no range.
    """
    links = [scenario.links[name] for name in names]
    ranges = [_stated_range_m(scenario, name) for name in names]
    if not links or any(link.far_height_m is None for link in links) or np.isnan(ranges).any():
        return None
    obstacles = [said.value for link in links if link.hop and (said := link.hop.obstacle_distance_m) is not None]
    return max(0.5 * min(ranges), *obstacles, 0.0), 3.0 * max(ranges)


def _stated_range_m(scenario: Scenario, name: str) -> float:
    """Range of a link without a date, NaN where nothing states one [m]."""
    said = scenario.links[name].stated_range_m or scenario.config.mission.stated_range_m
    return float("nan") if said is None else float(said.value)


def _decades(low: float, high: float) -> tuple[float, float]:
    """Whole decades around a span, with a tenth of it to see on both sides."""
    return 10.0 ** np.floor(np.log10(0.3 * low)), 10.0 ** np.ceil(np.log10(3.0 * high))


def slant_span_m(scenario: Scenario) -> tuple[float, float]:
    """From overhead to the horizon, for an orbit about the Earth."""
    low, high = distance_span_m(scenario)
    surface = 6_371e3
    return low - surface, float(np.sqrt(high**2 - surface**2))


def distance_events(scenario: Scenario) -> list[Event]:
    """Events at their published distance, or at the one the trajectory gives."""
    if is_earth_bound(scenario):
        return []
    found = []
    for event in scenario.config.events:
        distance = event.distance_m.value if event.distance_m else None
        if distance is None and scenario.config.trajectory is not None:
            distance = float(scenario.track.geocentric_distance_m(event.time_utc_s.value))
        if distance is not None:
            found.append(Event(distance, event.title))
    return found


@in_house_style
def snr_vs_distance(
    scenario: Scenario,
    links: str | Iterable[str] | None = None,
    ax: Canvas = None,
    *,
    span_m: tuple[float, float] | None = None,
) -> Axes:
    """Signal-to-noise ratio of each link against distance, and how far each link reaches.

    Parameters
    ----------
    scenario : Scenario
        The mission; elevation and Sun angles as its reference has them.
    links : str or iterable of str, optional
        Names of links, all without it.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.
    span_m : tuple of float, optional
        Distances at the ends of the axis [m].

    Returns
    -------
    Axes
        Distances in metres, labelled in kilometres.
    """
    given, (ax,) = ax, canvas(ax, figsize=snr_size(scenario, links))
    names = chosen_links(scenario, links, SNR_KEYS)
    crossed_m, low_m = crosslink_span_m(scenario, names), low_path_span_m(scenario, names)
    low, high = span_m or low_m or (axis_span_m(scenario) if crossed_m is None else _decades(*crossed_m))
    range_m = np.geomspace(low, high, POINTS)
    models = [scenario.links[name] for name in names]
    kinds, labels = {str(model.modulation.kind) for model in models}, []
    for name, model in zip(names, models, strict=True):
        budget, style = scenario.budget(name, range_m=range_m), link_style(scenario, name)
        snr = np.broadcast_to(budget[SNR_KEYS[model.modulation.kind][0]], range_m.shape)
        slack = np.broadcast_to(budget["closing_margin_db"], range_m.shape)
        strong_and_faint(ax, range_m, snr, slack >= 0.0, style, name)
        reach = np.exp(crossings(np.log(range_m), slack))
        ax.plot(reach, np.interp(reach, range_m, snr), style.marker, color=style.color, markersize=9, zorder=3)
        per = f", {RATIOS[model.modulation.kind].short}" if len(kinds) > 1 else ""
        labels.append(SideLabel(high, snr[-1], f"{model.title}{per}: {reach_text(range_m, slack)}", style))
    from_earth = crossed_m is None and low_m is None and not is_earth_bound(scenario)
    distance_axis(ax, low, high, "Distance from the Earth" if from_earth else "Distance")
    ax.set_ylabel(f"{_ratio_title(kinds)} [dB]")
    if from_earth:
        events = distance_events(scenario)
    elif low_m is not None:
        stated = dict.fromkeys(_stated_range_m(scenario, name) for name in names)
        events = [Event(range_m, "As stated") for range_m in stated]
    else:
        near, far = crossed_m or slant_span_m(scenario)
        ax.axvspan(near, far, color=PALEST, zorder=0.1)
        events = [
            Event(near, "This orbit, overhead to horizon" if crossed_m is None else "Nearest to farthest in sight")
        ]
    said = "" if crossed_m or low_m else _elevation_text(scenario)
    said += " A bend: an antenna that faces the Sun, not the Earth." if any(map(aims_at_sun, models)) else ""
    which = "each link" if len(names) > 1 else "the link"
    title = f"{scenario.config.mission.title}: how far does {which} reach?"
    Heading(
        ax, title, f"Thick: the link closes, up to the marker; beside {_each(names)}, how far that is.{said}", events
    )
    SideLabels(ax, labels, width=LABEL_LETTERS)
    return settled(ax, given)


class Ratio(NamedTuple):
    """The signal-to-noise ratio that a kind of modulation is judged by, on an axis and in a label."""

    title: str
    short: str


RATIOS = {
    "digital": Ratio("Signal-to-noise ratio per bit, Eb/N0", "per bit"),
    "lora": Ratio("Signal-to-noise ratio in the chirp's bandwidth", "of the chirp"),
    "pulse-position": Ratio("Signal-to-noise ratio per pulse, Es/N0", "per pulse"),
    "analog-video": Ratio("Signal-to-noise ratio in the video band, C/N", "of the video band"),
    "photons-per-bit": Ratio("Photons per bit, over one", "photons per bit"),
    "photon-counting-ppm": Ratio("Photons per pulse, over one", "photons per pulse"),
}
"""Kind of modulation -> what its signal-to-noise ratio is of."""


def _ratio_title(kinds: set[str]) -> str:
    """Title of the vertical axis: one ratio, or several that the labels name."""
    if len(kinds) == 1:
        return RATIOS[next(iter(kinds))].title
    light = all(kind.startswith("photon") for kind in kinds)
    return "Photons, over one" if light else "Signal-to-noise ratio, of what each label says"


def _each(names: list[str]) -> str:
    return "each line" if len(names) > 1 else "the line"


def reach_text(range_m: np.ndarray, slack_db: np.ndarray) -> str:
    """Maximum range of a link in words, from its margin at distances from near to far [m], [dB].

    Examples
    --------
    >>> range_m = np.array([1e9, 2e9, 4e9])
    >>> for slack_db in ([9.0, 3.0, -3.0], [9.0, 3.0, 1.0], [-1.0, -7.0, -9.0], [-1.0, 1.0, 2.0]):
    ...     print(reach_text(range_m, np.array(slack_db)))
    to 2.83 million km
    beyond 4 million km
    nowhere
    from 1.41 to beyond 4 million km
    """
    closes, edges = slack_db >= 0.0, np.exp(crossings(np.log(range_m), slack_db))
    if not closes.any():
        return "nowhere"
    far = f"beyond {distance_text(range_m[-1], 3)}" if closes[-1] else f"to {distance_text(edges[-1], 3)}"
    if closes[0]:
        return far
    near = f"from {distance_text(edges[0], 3)}"
    unit = far.partition(" ")[2].lstrip("0123456789. ")
    return f"{near.removesuffix(f' {unit}')} {far if far.startswith('to') else f'to {far}'}"


def snr_size(scenario: Scenario, links: str | Iterable[str] | None = None) -> tuple[float, float]:
    """Width and height that the lines of so many links need [inch].

    Examples
    --------
    >>> import linkbudget
    >>> snr_size(linkbudget.load("sputnik24"))
    (10.0, 6.4)
    """
    return 10.0, 6.4 + 0.3 * max(len(chosen_links(scenario, links, SNR_KEYS)) - 6, 0)


@in_house_style
def picture_quality_vs_distance(
    scenario: Scenario,
    links: str | Iterable[str] | None = None,
    ax: Canvas = None,
    *,
    span_m: tuple[float, float] | None = None,
) -> Axes:
    """Picture signal-to-noise ratio and pixel errors of the picture links against distance.

    Links whose slot clock is made by a loop have the chance to lose it in a picture beside their pixel errors.

    Parameters
    ----------
    scenario : Scenario
        The mission; elevation as its reference has it.
    links : str or iterable of str, optional
        Names of links, all that carry pictures without it; others among them are passed over.
    ax : Axes, Figure or SubFigure, optional
        Where to draw; in axes, the signal-to-noise ratio alone.
    span_m : tuple of float, optional
        Distances at the ends of the axis [m].

    Returns
    -------
    Axes
        The signal-to-noise ratio; distances in metres, labelled in kilometres.
    """
    names = chosen_links(scenario, links, PICTURE_KINDS)
    given, panels = ax, canvas(ax, 2, figsize=(10.0, 7.6), sharex=True, height_ratios=[1.5, 1.0])
    main = panels[0]
    low, high = span_m or _picture_span_m(scenario)
    range_m = np.geomspace(low, high, POINTS)
    labels, lost = [], False
    for name in names:
        budget, style = scenario.budget(name, range_m=range_m), link_style(scenario, name)
        quality, slack = budget["picture_snr_db"], budget["closing_margin_db"]
        strong_and_faint(main, range_m, quality, slack >= 0.0, style, name)
        reach = np.exp(crossings(np.log(range_m), slack))
        said = reach_text(range_m, np.broadcast_to(slack, range_m.shape))
        labels.append(SideLabel(high, quality[-1], f"{scenario.links[name].title}: {said}", style))
        curves = [(main, quality)]
        if panels[1:]:
            errors = budget["pixel_error_probability"]
            errors = np.where(errors > 0.01 * SEEN_ERRORS[0], errors, np.nan)
            strong_and_faint(panels[1], range_m, errors, slack >= 0.0, style, name)
            curves.append((panels[1], errors))
            lost |= _draw_clock_loss(panels[1], range_m, budget, style, name)
        for panel, curve in curves:
            panel.plot(reach, np.interp(reach, range_m, curve), style.marker, color=style.color, markersize=9, zorder=3)
    wanted = {picture_modulation(scenario.links[name]).required_picture_snr_db.value for name in names}
    for level in sorted(wanted):
        main.axhline(level, color=INK, linewidth=1.0, linestyle=(0, (5, 3)), zorder=1.5)
    for panel in panels:
        distance_axis(panel, low, high, "Distance from the Earth")
        if panel is not panels[-1]:
            panel.set_xlabel("")
    main.set_ylabel("Picture signal-to-noise ratio [dB]")
    events = distance_events(scenario)
    Heading(
        main,
        f"{scenario.config.mission.title}: from how far away could it send pictures?",
        f"Beside {_each(names)}: how far the link closes, thick up to the marker. Dashed: the quality wanted."
        f"{_elevation_text(scenario)}{_flaws_said(scenario, names, lost) if panels[1:] else ''}",
        events,
    )
    SideLabels(main, labels, width=LABEL_LETTERS)
    for panel in panels[1:]:
        panel.set_yscale("log")
        panel.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _one_in_text(value)))
        panel.yaxis.set_minor_formatter(NullFormatter())
        panel.set_ylim(*SEEN_ERRORS)
        panel.set_ylabel("Probability [-]" if lost else "Wrong pixels [-]")
        mark_events(panel, events)
    return settled(main, given)


def _one_in_text(share: float) -> str:
    """A mark on an axis of shares."""
    return "all" if share >= 1.0 else f"1 in {tick_text(1.0 / share)}"


def _flaws_said(scenario: Scenario, names: list[str], lost: bool) -> str:
    """Sentence on the panel below the quality of pictures: pixels in another grey level, by noise on analogue links."""
    analog = any(scenario.links[name].modulation.kind == "analog-video" for name in names)
    noise = ", which the noise of television does long before it is seen" if analog else ""
    return f" Below: pixels in another grey level{noise}{'; dotted, the slot clock lost in a picture' if lost else ''}."


def _draw_clock_loss(panel: Axes, range_m: np.ndarray, budget: Budget, style: LinkStyle, name: str) -> bool:
    """Draw the chance that a link loses its slot clock in a picture; false where its budget knows none."""
    chance = budget.get("clock_loss_probability")
    if chance is None:
        return False
    pixels = budget["clock_loss_time_s"] * budget["pixel_rate_pixels_per_s"]
    chance = np.where(np.asarray(pixels) < 0.99 * LONGEST_PIXELS, chance, np.nan)  # less than what the table tells
    panel.plot(range_m, chance, color=style.color, linewidth=1.8, linestyle=(0, (1, 1.6)), label=f"{name}, clock lost")
    return True


def _picture_span_m(scenario: Scenario) -> tuple[float, float]:
    low, high = axis_span_m(scenario)
    return (low, high) if is_earth_bound(scenario) else (1e10, high)
