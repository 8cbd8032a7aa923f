"""The level diagram: one budget drawn line by line, from the transmitter's power down to the closing margin."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from linkbudget.errors import InputError
from linkbudget.formatting import angle_text, decibels_text, distance_text, frequency_text, instant_text, typeset
from linkbudget.geometry.clock import parse_utc
from linkbudget.link.budget import Budget
from linkbudget.link.modulations import SNR_KEYS
from linkbudget.link.verdict import CLOSING, REQUIREMENTS
from linkbudget.mission.scenario import Scenario
from linkbudget.plots.looks import for_width
from linkbudget.plots.named_rows import name_rows
from linkbudget.plots.placing import Heading
from linkbudget.plots.standing import main_link, out_of_use_text
from linkbudget.plots.style import (
    GAIN,
    GAIN_TEXT,
    GREY,
    INK,
    LOSS,
    LOSS_TEXT,
    PALEST,
    PAPER,
    Canvas,
    canvas,
    in_house_style,
    settled,
)

SMALLEST_DB = 0.005
"""Lines that would print as 0.00 dB are left out [dB]."""


FLUX = REQUIREMENTS["flux_margin_db"].title
"""The requirement that bounds the power from above."""


class Row(NamedTuple):
    """A row of the diagram.

    ``kind`` is level, gain, loss, need (of the receiver) or margin; ``change_db`` is NaN for a level.
    """

    name: str
    kind: str
    change_db: float
    before_dbw: float
    after_dbw: float


@in_house_style
def waterfall(scenario: Scenario, link: str | None = None, at: str | None = None, ax: Canvas = None) -> Axes:
    """Levels of one link from transmit to received power, then noise, what is required, and the closing margin.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    link : str, optional
        Name of the link; without it, of those whose received power is known the one in use that was heard last, or the
        first.
    at : str, optional
        Instant in UTC; the reference instant without it, or the nearest at which the spacecraft is up.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.

    Returns
    -------
    Axes
        Levels in dBW, a row a line.
    """
    name = link or main_link(scenario, links_with_levels(scenario) or scenario.links)
    budget = scenario.budget_when_up(name, at)
    unused = out_of_use_text(scenario, name, parse_utc(budget.at) if budget.at else None)
    note = f"Not in use then: {unused}." if unused else ""
    return draw_levels(budget, f"{scenario.config.mission.title}: {budget.link.title}", ax, note=note)


def links_with_levels(scenario: Scenario) -> list[str]:
    """Names of the links whose receiver has an antenna, and so a level of received power."""
    return [name for name, link in scenario.links.items() if link.receiver.antenna is not None]


@in_house_style
def draw_levels(budget: Budget, title: str, ax: Canvas = None, *, note: str = "") -> Axes:
    """The level diagram of any budget of plain numbers; raises if nothing is received, or no power is known.

    ``note`` is a sentence to be said before the verdict.
    """
    if not (np.isfinite(budget.get("margin_db", 0.0)) and np.isfinite(budget[CLOSING])):
        raise InputError(f"{title}: nothing is received there: no levels to draw")
    if "received_power_dbw" not in budget.terms:
        known = "g_over_t" if "g_over_t_db_per_k" in budget.terms else "required_flux"
        raise InputError(f"{title}: the receiver is known by its {known} alone, which has no level of power to draw")
    given, (ax,) = ax, canvas(ax, figsize=(10.0, 7.6))
    rows = level_rows(budget)
    levels = [level for row in rows for level in (row.before_dbw, row.after_dbw)]
    room = for_width(0.11, 0.3) * (max(levels) - min(levels))
    bar = name_rows(ax, [row.name for row in rows], is_bold=[row.kind in ("level", "margin") for row in rows])
    for place, row in enumerate(rows):
        _draw_row(ax, place, row, bar)
        if place + 1 < len(rows) and np.isclose(row.after_dbw, rows[place + 1].before_dbw):
            ax.plot([row.after_dbw] * 2, [place, place + 1], color=GREY, linewidth=0.9, zorder=2)
    _draw_received(ax, rows)
    left, right = min(levels) - 0.11 / for_width(0.11, 0.3) * room, max(levels) + room
    _draw_verdict(ax, len(rows) - 1, rows[-1], budget.verdict.in_short, left, right)
    ax.set_ylim(len(rows) - 0.4, for_width(-0.6, -0.9))
    ax.set_xlim(left, right)
    ax.grid(False, axis="y")
    ax.set_xlabel("Level [dBW]")
    range_m = budget.get("range_m")
    stated = "Flux" if "stated_flux_dbw_per_m2" in budget.terms else "Free-space loss"
    where = f"{stated} as stated" if range_m is None else distance_text(float(range_m))
    elevation = budget.get("elevation_deg")
    where += "" if elevation is None else f", elevation {angle_text(elevation, 0)}"
    where += f", {instant_text(parse_utc(budget.at))} UTC" if budget.at else ""
    keys = "Full bars add, hatched bars take away, pale bars must be overcome."
    Heading(ax, title, typeset(" ".join(filter(None, (f"{where}.", note, str(budget.verdict), keys)))))
    return settled(ax, given)


def level_rows(budget: Budget) -> list[Row]:
    """Rows of the diagram, from transmit power to the margin that decides."""
    rows: list[Row] = []

    def level(name: str, value: float) -> float:
        rows.append(Row(name, "level", np.nan, value, value))
        return value

    def step(name: str, change: float, start: float, kind: str | None = None) -> float:
        if abs(change) >= SMALLEST_DB:
            rows.append(Row(name, kind or ("gain" if change > 0.0 else "loss"), change, start, start + change))
        return start + change

    def steps(parts, start: float) -> None:
        for sign, part in parts:
            start = step(part.name, sign * float(part.value), start)

    _, *on_the_way = budget.terms["received_power_dbw"].signed_parts
    if "eirp_dbw" in budget.terms:
        (_, power), *before = budget.terms["eirp_dbw"].entries()
        steps(before, level(power.name, float(power.value)))
        steps(on_the_way, level("EIRP", float(budget["eirp_dbw"])))
    else:  # a flux is stated
        arrives = budget.terms["arriving_power_dbw"]
        steps(on_the_way, level(arrives.name, float(arrives.value)))
    received = level("Received power", float(budget["received_power_dbw"]))
    verdict = budget.verdict
    if "margin_db" not in budget.terms:  # a threshold alone
        needed = received - verdict.closing_margin_db
        by = {"Received power": "", "Flux at the receiver": ", by the flux at the receiver"}
        why = by.get(verdict.limited_by, f", by the {verdict.limited_by}")
        level(f"Power needed{why} and the required margin" if why else "Power needed, with the required margin", needed)
        rows.append(Row("Closing margin", "margin", verdict.closing_margin_db, needed, received))
        return rows
    margin = float(budget["margin_db"])
    required = budget.terms[SNR_KEYS[budget.link.modulation.kind][1]]
    noise, band = noise_level_dbw(budget)
    level(band if budget.link.is_light else f"Noise in {band}", noise)
    lost = received - margin - float(required.value) - noise
    there = step("Modulation and detection losses", lost, noise, "need")
    there = step(required.name, float(required.value), there, "need")
    there = step("Required margin", float(budget["required_margin_db"]), there, "need")
    if verdict.limited_by == FLUX:  # a limit from above: the power that the receiver needs is not what decides
        level("Power needed by the data", there)
        allowed = level("Power that the flux limit allows", received + verdict.closing_margin_db)
        rows.append(Row("Closing margin", "margin", verdict.closing_margin_db, received, allowed))
        return rows
    needed = received - verdict.closing_margin_db
    step(f"{verdict.limited_by} needs more than the data", needed - there, there, "need")
    level("Power needed", needed)
    rows.append(Row("Closing margin", "margin", verdict.closing_margin_db, needed, received))
    return rows


def noise_level_dbw(budget: Budget) -> tuple[float, str]:
    """Noise power in the bandwidth that the signal-to-noise ratio of the link speaks of, and that bandwidth as text."""
    modulation = budget.link.modulation
    if budget.link.is_light:
        return _photon_level_dbw(budget)
    if "chirp_bandwidth_hz" in budget.terms:
        width_hz, what = budget["chirp_bandwidth_hz"], "chirp"
    elif modulation.kind == "digital":
        width_hz, what = budget["bit_rate_bps"], "bit rate"
    elif "video_bandwidth_hz" in budget.terms:
        width_hz, what = budget["video_bandwidth_hz"], "video band"
    else:
        width_hz, what = budget["pixel_rate_pixels_per_s"], "pixel rate"
    level_dbw = float(budget["noise_density_dbw_per_hz"] + 10.0 * np.log10(width_hz))
    return level_dbw, f"{frequency_text(width_hz)}, the {what}"


def _photon_level_dbw(budget: Budget) -> tuple[float, str]:
    """Power of one photon a bit or pulse, over which photons are counted, and what it is."""
    pulses = "symbol_rate_dbhz" in budget.terms
    rate_dbhz = budget["symbol_rate_dbhz" if pulses else "bit_rate_dbhz"]
    return float(budget["photon_energy_dbj"] + rate_dbhz), f"One photon a {'pulse' if pulses else 'bit'}"


def _draw_received(ax: Axes, rows: list[Row]) -> None:
    """A dotted line from the received power down to the closing margin, which begins or ends there."""
    place = next(place for place, row in enumerate(rows) if row.name == "Received power")
    ax.plot([rows[place].after_dbw] * 2, [place, len(rows) - 1], ":", color=INK, linewidth=1.2, zorder=2)


def _draw_row(ax: Axes, place: int, row: Row, bar: float) -> None:
    """A bar or a mark with its value."""
    if row.kind == "level":
        ax.plot(row.after_dbw, place, "D", color=INK, markersize=9, zorder=3)
        text = decibels_text(row.after_dbw, "dBW")
    else:
        adds = row.change_db >= 0.0
        ax.barh(
            place,
            row.after_dbw - row.before_dbw,
            left=row.before_dbw,
            height=bar,
            color=PALEST if row.kind == "need" else GAIN if adds else PAPER,
            edgecolor=GREY if row.kind == "need" else GAIN if adds else LOSS,
            hatch=None if adds else "////",
            linewidth=1.4,
            zorder=2.5,
        )
        text = decibels_text(row.change_db, sign=True)
    if row.kind != "margin":  # which is said with the verdict
        _write(
            ax, place, max(row.before_dbw, row.after_dbw), typeset(text), weight="bold" if row.kind == "level" else ""
        )


def _draw_verdict(ax: Axes, place: int, row: Row, verdict: str, low_dbw: float, high_dbw: float) -> None:
    """The verdict beside the closing margin, on the side where there is more room."""
    low, high = sorted((row.before_dbw, row.after_dbw))
    color = GAIN_TEXT if row.change_db >= 0.0 else LOSS_TEXT
    leftward = low - low_dbw > high_dbw - high
    _write(ax, place, low if leftward else high, verdict, color=color, weight="bold", leftward=leftward)


def _write(ax: Axes, place: int, level_dbw: float, text: str, *, color=INK, weight="", leftward=False) -> None:
    """Text beside the end of a bar or a mark."""
    ax.annotate(
        text,
        (level_dbw, place),
        xytext=(-8 if leftward else 8, 0),
        textcoords="offset points",
        ha="right" if leftward else "left",
        va="center",
        fontsize=11.5,
        color=color,
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8},  # over the dotted line
        fontweight=weight or "normal",
        zorder=4,
    )
