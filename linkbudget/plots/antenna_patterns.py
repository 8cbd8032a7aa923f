"""Antenna patterns: gain against the angle off boresight, and the angles a link really meets."""

import warnings
from textwrap import fill
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from linkbudget.errors import InputError, ModelRangeWarning
from linkbudget.formatting import date_text, decibels_text, frequency_text, list_text, tick_text, unit_once
from linkbudget.hardware.antenna_kinds import StatedAntenna
from linkbudget.hardware.light import TelescopeAntenna
from linkbudget.hardware.terminals import Antenna, Terminal
from linkbudget.link import antenna_models
from linkbudget.link.terms import given
from linkbudget.mission.scenario import Scenario
from linkbudget.parameters import Parameter
from linkbudget.physics.patterns import gaussian_pattern_loss_db
from linkbudget.plots.looks import for_width
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import (
    INK,
    PAPER,
    STRONG,
    THIN,
    Canvas,
    LinkStyle,
    canvas,
    chosen_links,
    in_house_style,
    legend,
    link_style,
    settled,
)
from linkbudget.scenario_files.config import LinkConfig

MAIN_LOBE_DB = 20.0
"""Depth to which the model of a narrow beam is drawn: beyond it a real antenna shows sidelobes [dB]."""

POINTS = 301


class Pattern(NamedTuple):
    """An antenna of a scenario as it is drawn."""

    label: str
    terminal: Terminal
    frequency_hz: float
    met_deg: tuple[float, float]
    budget_deg: float
    style: LinkStyle


@in_house_style
def antenna_pattern(scenario: Scenario, link: str | None = None, ax: Canvas = None) -> Axes:
    """Gain against angle off boresight, with the angles met in use.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    link : str, optional
        Name of a link, for the antennas at both of its ends; without it those of the spacecraft or, where none of these
        has a beam, those of the first link that has a pattern to draw.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.

    Returns
    -------
    Axes
        Angles on a logarithmic scale, so that narrow and wide beams share it.
    """
    if link is None and not has_beams(scenario):
        drawable = (name for name, one in scenario.links.items() if _is_drawn(one))
        link = next(drawable, next(iter(scenario.links)))
    patterns = _spacecraft(scenario) if link is None else _both_ends(scenario, link)
    given_ax, (ax,) = ax, canvas(ax)
    low = _smallest_angle_deg(patterns)
    for pattern in patterns:
        _draw(ax, pattern, low)
    ax.set_xscale("log")
    ax.set_xlim(low, 180.0)
    ax.xaxis.set_major_locator(LogLocator(numticks=12))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick_text(value)))
    ax.xaxis.set_minor_locator(LogLocator(subs=range(2, 10), numticks=12))
    ax.xaxis.set_minor_formatter(NullFormatter())
    bottom, top = ax.get_ylim()
    bottom, top = min(bottom, top - 10.0), max(top, bottom + 10.0)
    room = for_width(0.06 * (len(patterns) + 1), 0.03)  # for the legend, where it is in the plot
    ax.set_ylim(bottom, top + room * (top - bottom))
    ax.set_xlabel("Angle off boresight [deg]")
    ax.set_ylabel("Gain [dBi]")
    legend(ax, loc="upper right")
    what = "Antennas of the spacecraft" if link is None else scenario.links[link].title
    sun = " An antenna that faces the Sun has the Earth off boresight."
    wide = any(pattern.met_deg[1] > pattern.met_deg[0] for pattern in patterns)
    Heading(
        ax,
        f"{scenario.config.mission.title}: how much gain is lost by pointing?",
        f"{what}. Marker: angle off boresight in the budget{_when(scenario)}, with what is lost there."
        f"{' Thick: angles that may be met in use.' if wide else ''}"
        f"{sun if any(pattern.terminal.boresight == 'sun' for pattern in patterns) else ''}",
    )
    return settled(ax, given_ax)


def _when(scenario: Scenario) -> str:
    """The date of the budget, where there is one."""
    mission = scenario.config.mission
    return f" of {date_text(mission.reference_utc_s.value)}" if mission.reference_utc_s is not None else ""


def spacecraft_end(link: LinkConfig) -> Terminal:
    """The end of a link that flies."""
    return link.transmitter if link.direction == "downlink" else link.receiver


def has_beams(scenario: Scenario) -> bool:
    """True where some antenna of the spacecraft has a preferred direction."""
    ends = [spacecraft_end(link) for link in scenario.links.values()]
    return any(has_pattern(end) and antenna_models.has_direction(_antenna(end)) for end in ends)


def has_any_pattern(scenario: Scenario) -> bool:
    """True where some antenna, in space or on the ground, has a pattern to draw."""
    return any(_is_drawn(link) for link in scenario.links.values())


def _is_drawn(link: LinkConfig) -> bool:
    return has_pattern(link.transmitter) or has_pattern(link.receiver)


def has_pattern(terminal: Terminal) -> bool:
    """True where an antenna is described and met at an angle; not of telescopes, nor where gain and loss are stated."""
    return (
        terminal.antenna is not None
        and not isinstance(terminal.antenna, StatedAntenna | TelescopeAntenna)
        and terminal.pointing_error_deg is not None
        and terminal.attitude == "aimed"
    )


def _antenna(terminal: Terminal) -> Antenna:
    assert terminal.antenna is not None  # has_pattern was asked
    return terminal.antenna


def _pointing_error_deg(terminal: Terminal) -> Parameter:
    assert terminal.pointing_error_deg is not None  # has_pattern was asked
    return terminal.pointing_error_deg


def met_angles_deg(scenario: Scenario, link: LinkConfig, terminal: Terminal) -> tuple[float, float]:
    """Least and greatest angle off boresight: range of pointing error, and of the way from Sun to Earth [deg]."""
    error = _pointing_error_deg(terminal)
    low, high = error.at("low"), error.at("high")
    if terminal.boresight == "target":
        return low, high
    mission = scenario.config.mission
    first = link.in_use_from_utc_s.value if link.in_use_from_utc_s else mission.start_utc_s.value
    last = link.in_use_until_utc_s.value if link.in_use_until_utc_s else mission.end_utc_s.value
    utc_s = np.clip(np.linspace(first, last, 1001), mission.start_utc_s.value, mission.end_utc_s.value)
    offset = scenario.track.sun_probe_earth_deg(utc_s)
    return float(offset.min() + low), float(min(offset.max() + high, 180.0))


def budget_angle_deg(scenario: Scenario, link: LinkConfig, terminal: Terminal) -> float:
    """Angle off boresight in the budget at the scenario's reference instant [deg]."""
    error = float(_pointing_error_deg(terminal).value)
    if terminal.boresight == "target":
        return error
    mission = scenario.config.mission
    reference = mission.reference_utc_s or mission.start_utc_s
    return float(min(scenario.track.sun_probe_earth_deg(reference.value) + error, 180.0))


def gain_dbi(terminal: Terminal, frequency_hz: float, off_boresight_deg):
    """Gain of an antenna off its boresight as the budget has it, NaN beyond the main lobe of a narrow beam [dBi]."""
    antenna = _antenna(terminal)
    width = antenna_models.beamwidth("Beamwidth", antenna, frequency_hz)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ModelRangeWarning)
        loss = antenna_models.pointing_loss("Loss", antenna, width, given("Angle", off_boresight_deg, "deg")).value
    if type(antenna).pattern_model is gaussian_pattern_loss_db:  # which holds for the main lobe
        loss = np.where(loss > MAIN_LOBE_DB, np.nan, loss)
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(loss), antenna_models.gain("Gain", antenna, frequency_hz).value - loss, np.nan)


def _label(scenario: Scenario, terminal: Terminal, frequencies_hz: list[float]) -> str:
    names = [name for name, antenna in scenario.config.antennas.items() if antenna == terminal.antenna]
    name = names[0] if names else _antenna(terminal).kind
    return f"{name}, {list_text(unit_once(frequency_text(frequency, 6) for frequency in frequencies_hz))}"


def _spacecraft(scenario: Scenario) -> list[Pattern]:
    """Antennas of the spacecraft, each once; dishes and arrays once for each frequency."""
    found: dict = {}
    for name in chosen_links(scenario, None):
        link = scenario.links[name]
        end, frequency_hz = spacecraft_end(link), link.carrier_hz.value
        if not has_pattern(end):
            continue
        keyed = frequency_hz if antenna_models.depends_on_frequency(_antenna(end)) else 0.0
        same = next((key for key in found if key[1] == keyed and key[0] == end.antenna), None)
        if same is None:
            found[end.antenna, keyed] = [(name, link, end)]
        elif frequency_hz not in [other.carrier_hz.value for _, other, _ in found[same]]:
            found[same].append((name, link, end))
    patterns = []
    for users in found.values():
        name, link, end = users[0]
        label = _label(scenario, end, [other.carrier_hz.value for _, other, _ in users])
        patterns.append(
            Pattern(
                label,
                end,
                link.carrier_hz.value,
                met_angles_deg(scenario, link, end),
                budget_angle_deg(scenario, link, end),
                link_style(scenario, name),
            )
        )
    return patterns


def _both_ends(scenario: Scenario, name: str) -> list[Pattern]:
    link, style = scenario.link(name), link_style(scenario, name)
    ends = {
        which: end for which, end in (("transmit", link.transmitter), ("receive", link.receiver)) if has_pattern(end)
    }
    if not ends:
        raise InputError(f"{scenario.file}: links.{name}: states gains and losses, not antennas: no pattern to draw")
    return [
        Pattern(
            f"{which}: {_label(scenario, end, [link.carrier_hz.value])}",
            end,
            link.carrier_hz.value,
            met_angles_deg(scenario, link, end),
            budget_angle_deg(scenario, link, end),
            style if which == "transmit" else LinkStyle(INK, (2, 1.5), "s" if style.marker != "s" else "o"),
        )
        for which, end in ends.items()
    ]


def _smallest_angle_deg(patterns: list[Pattern]) -> float:
    widths = [antenna_models.beamwidth("", _antenna(pattern.terminal), pattern.frequency_hz) for pattern in patterns]
    narrowest = min((width.value for width in widths if width is not None), default=10.0)
    return 10.0 ** np.floor(np.log10(narrowest / 10.0))


def _draw(ax: Axes, pattern: Pattern, low_deg: float) -> None:
    terminal, frequency_hz, style = pattern.terminal, pattern.frequency_hz, pattern.style
    everywhere = not antenna_models.has_direction(_antenna(terminal))
    first, last = (low_deg, 180.0) if everywhere else np.clip(pattern.met_deg, low_deg, 180.0)
    angle = np.unique(np.concatenate([np.geomspace(low_deg, 180.0, POINTS), [first, last]]))
    gain = gain_dbi(terminal, frequency_hz, angle)
    ax.plot(angle, gain, color=style.color, linewidth=THIN + 0.3, dashes=style.dashes, zorder=2.2)
    met = (angle >= first) & (angle <= last)
    ax.plot(angle, np.where(met, gain, np.nan), color=style.color, linewidth=STRONG + 1.0, zorder=2.4)
    error = float(np.clip(pattern.budget_deg, low_deg, 180.0))
    best, here = (float(gain_dbi(terminal, frequency_hz, angle)) for angle in (0.0, pattern.budget_deg))
    ax.plot(
        error,
        here,
        style.marker,
        color=style.color,
        markeredgecolor=PAPER,
        markersize=11,
        zorder=3,
        clip_on=False,
        linestyle=(0, style.dashes),
        label=fill(f"{pattern.label}: {_lost_text(best - here)}", for_width(80, 34)),
    )


def _lost_text(loss_db: float) -> str:
    return "nothing" if abs(loss_db) < 0.005 else decibels_text(loss_db)
