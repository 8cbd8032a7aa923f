"""A poster for the wall: how far the main links of a mission reach, and what lies at those distances.

The map: :func:`poster` draws it, :func:`main_links` chooses what is on it, :func:`sends_from_afar` says of which
scenarios there is one.
"""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from matplotlib.axes import Axes

from linkbudget.formatting import distance_text, span_text
from linkbudget.link.modulations import SNR_KEYS
from linkbudget.mission.scenario import Scenario
from linkbudget.plots.distances import POINTS, axis_span_m, distance_events, is_earth_bound
from linkbudget.plots.placing import Below, Heading, SideLabel, SideLabels
from linkbudget.plots.style import (
    COLOURS,
    PALEST,
    STRONG,
    THIN,
    Canvas,
    canvas,
    chosen_links,
    crossings,
    distance_axis,
    in_house_style,
    link_style,
    settled,
)

A3 = (16.54, 11.69)
"""Width and height of the sheet, landscape [inch]."""

MOST_LINKS = 4

SCALE = 1.7
"""Size of type relative to a page; a line of text can be read from two metres [-]."""

EVER_REACHED_M = (1e5, 1e15)
"""Distances between which the reach of a link is looked for [m]."""

FROM_AFAR_M = 1e8
"""Begin of the axis of a flight through the solar system [m]."""

HEAVENLY = {
    "Moon": (356.4e6, 406.7e6),
    "Venus": (38.2e9, 261.0e9),
    "Mars": (55.7e9, 401.3e9),
    "Jupiter": (588.5e9, 968.1e9),
    "Saturn": (1195.0e9, 1659.0e9),
    "Uranus": (2581.0e9, 3153.0e9),
    "Neptune": (4306.0e9, 4687.0e9),
}
"""Nearest and farthest from the Earth [m]: D. R. Williams, Planetary Fact Sheets, NSSDCA, which a test compares."""

_BAND = 0.05  # height of the bar of a planet and its name, of the plot
_REACH_POINTS = 121

_PER = {
    "digital": "per bit",
    "lora": "per chirp",
    "pulse-position": "per pulse",
    "analog-video": "per pixel",
    "photons-per-bit": "photons per bit",
    "photon-counting-ppm": "photons per pulse",
}

_WORDS = {
    "per bit": "Per bit: the energy that arrives in the time of one bit, over the noise in one hertz.",
    "per chirp": "Per chirp: the power that arrives, over the noise in the band that a chirp sweeps through.",
    "per pulse": "Per pulse: the energy of one pulse, over the noise in one hertz; its place is the grey of a pixel.",
    "per pixel": "Per pixel: the power of a picture that is sent as a wave, over the noise in its band.",
    "photons per bit": "Photons per bit: how many arrive in the time of one bit, as decibels over one.",
    "photons per pulse": "Photons per pulse: how many arrive in one pulse of light, as decibels over one.",
}
"""Quantities that the ratio of each kind of link compares."""


def sends_from_afar(scenario: Scenario) -> bool:
    """True where a link with a ratio of signal to noise ends at a station."""
    return bool(_candidates(scenario))


def _candidates(scenario: Scenario) -> list[str]:
    """Links between spacecraft and station that the mission used: those from the spacecraft, if there are any."""
    start, end = scenario.config.mission.start_utc_s, scenario.config.mission.end_utc_s
    found = [
        name
        for name, link in scenario.links.items()
        if link.modulation.kind in SNR_KEYS
        and link.station is not None
        and link.far_height_m is None
        and (link.in_use_from_utc_s is None or end is None or link.in_use_from_utc_s.value < end.value)
        and (link.in_use_until_utc_s is None or start is None or link.in_use_until_utc_s.value > start.value)
    ]
    return [name for name in found if scenario.links[name].direction == "downlink"] or found


def main_links(scenario: Scenario, most: int = MOST_LINKS) -> list[str]:
    """Links of a poster: of each frequency that was in use the one that reaches farthest, and of these the farthest.

    Examples
    --------
    >>> import linkbudget
    >>> main_links(linkbudget.load("mars1"))
    ['imaging-5cm', 'telemetry-32cm-dish', 'television-8cm', 'telemetry-160cm-evpatoria']
    """
    reach_m = {name: _reach_m(scenario, name) for name in _candidates(scenario)}
    best: dict[float, str] = {}
    for name in sorted(reach_m, key=lambda one: -reach_m[one]):
        best.setdefault(scenario.links[name].carrier_hz.value, name)
    return list(best.values())[:most]


@lru_cache(maxsize=64)
def _reach_m(scenario: Scenario, name: str) -> float:
    """Farthest distance at which a link closes; zero where it closes nowhere."""
    range_m = np.geomspace(*EVER_REACHED_M, _REACH_POINTS)
    slack = np.broadcast_to(scenario.budget(name, range_m=range_m)["closing_margin_db"], range_m.shape)
    return float(np.exp(crossings(np.log(range_m), slack)).max(initial=0.0))


@in_house_style
def poster(scenario: Scenario, links: str | Iterable[str] | None = None, ax: Canvas = None) -> Axes:
    """Signal-to-noise ratio against distance for the wall: an A3 sheet with the main links, in large type.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    links : str or iterable of str, optional
        Names of links; :func:`main_links` without it.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.

    Returns
    -------
    Axes
        Distances in metres, labelled in kilometres.
    """
    given, (ax,) = ax, canvas(ax, figsize=A3)
    names = chosen_links(scenario, main_links(scenario) if links is None else links, SNR_KEYS)
    near = is_earth_bound(scenario)
    low, high = axis_span_m(scenario)
    if not near:
        reaches = (_reach_m(scenario, name) for name in names)
        low, high = FROM_AFAR_M, max(high, *(1.5 * reach for reach in reaches))
    labels = _lines(ax, scenario, names, np.geomspace(low, high, POINTS))
    distance_axis(ax, low, high, "Distance" if near else "Distance from the Earth")
    _what_is_there(ax, low, high)
    ax.set_ylabel("Signal-to-noise ratio [dB]")
    for axis in (ax.xaxis, ax.yaxis):
        axis.label.set_fontsize(11.5 * SCALE)
        axis.set_tick_params(labelsize=11.0 * SCALE)
    heard = {event.title for event in scenario.config.events if event.heard}
    Heading(
        ax,
        f"{scenario.config.mission.title}: how far each link reaches",
        "Thick: the link closes, up to the marker. Twice as far: a quarter of the power, 6 dB less.",
        [event for event in distance_events(scenario) if event.text in heard],
        scale=SCALE,
    )
    SideLabels(ax, labels, width=30, scale=SCALE)
    kinds = dict.fromkeys(_PER[scenario.links[name].modulation.kind] for name in names)
    Below(ax, [_WORDS[kind] for kind in _WORDS if kind in kinds], scale=SCALE)
    return settled(ax, given)


def _lines(ax: Axes, scenario: Scenario, names: list[str], range_m: np.ndarray) -> list[SideLabel]:
    """The links, broad as far as they close, and what stands at their ends."""
    labels = []
    for name in names:
        budget, style = scenario.budget(name, range_m=range_m), link_style(scenario, name)
        kind = budget.link.modulation.kind
        snr = np.broadcast_to(budget[SNR_KEYS[kind][0]], range_m.shape)
        slack = np.broadcast_to(budget["closing_margin_db"], range_m.shape)
        ax.plot(range_m, snr, color=style.color, linewidth=SCALE * THIN, dashes=style.dashes, label=name, zorder=2.2)
        closes = np.where(slack >= 0.0, snr, np.nan)
        ax.plot(range_m, closes, color=style.color, linewidth=2.0 * SCALE * STRONG, label=f"_{name}", zorder=2.4)
        reach = np.exp(crossings(np.log(range_m), slack))
        ax.plot(
            reach, np.interp(reach, range_m, snr), style.marker, color=style.color, markersize=12.0 * SCALE, zorder=3
        )
        said = f"to {_kept(distance_text(reach[-1], 3))}" if reach.size else "beyond this sheet"
        labels.append(SideLabel(range_m[-1], snr[-1], f"{budget.link.title}\n{_PER[kind]}, {said}", style))
    return labels


def _what_is_there(ax: Axes, low_m: float, high_m: float) -> None:
    """Bars of the Moon and the planets from nearest to farthest, in a strip of their own at the foot of the plot."""
    shown = {name: ends for name, ends in HEAVENLY.items() if ends[0] < high_m and ends[1] > low_m}
    if not shown:
        return
    foot, top = ax.get_ylim()
    strip = _BAND * (len(shown) + 0.4)
    ticks = [tick for tick in ax.get_yticks() if foot <= tick <= top]
    ax.set_ylim(foot - (top - foot) * strip / (1.0 - strip), top)
    ax.set_yticks(ticks)
    ax.axhspan(ax.get_ylim()[0], foot, color=PALEST, linewidth=0.0, zorder=0.1)
    for place, (name, (nearest_m, farthest_m)) in enumerate(reversed(shown.items())):
        ends, middle = (max(nearest_m, low_m), min(farthest_m, high_m)), (place + 0.6) * _BAND
        ax.plot(
            ends,
            [middle] * 2,
            color=COLOURS[7],
            linewidth=9.0,
            transform=ax.get_xaxis_transform(),
            solid_capstyle="butt",
            label=f"_{name}",
        )
        is_far = nearest_m**2 > low_m * high_m  # there is more room to the left of it
        nearest, farthest = distance_text(nearest_m, 3), distance_text(farthest_m, 3)
        ax.annotate(
            f"{name}, {span_text(nearest.removesuffix(' million km'), farthest)}",
            (ends[0] if is_far else ends[1], middle),
            xycoords=ax.get_xaxis_transform(),
            xytext=(-10.0 if is_far else 10.0, 0.0),
            textcoords="offset points",
            ha="right" if is_far else "left",
            va="center",
            fontsize=10.5 * SCALE,
            bbox={"facecolor": PALEST, "edgecolor": "none", "pad": 1.0},
            zorder=3.0,
        )


def _kept(text: str) -> str:
    """Text that is not broken between lines."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")
