"""Figures of lesson 1: decibels and levels."""

from itertools import accumulate

import numpy as np
from matplotlib.figure import Figure

from linkbudget.formatting import number_text, power_text, typeset_for_paper
from linkbudget.mission.scenario import load
from linkbudget.physics.decibel_levels import power_level_dbm
from linkbudget.physics.free_space import watts_from_level_w
from linkbudget.plots.looks import for_width, sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GAIN, GREY, INK, LOSS, PALE, canvas, in_house_style

WIFI_W, OVEN_W, PHONE_W = 0.1, 800.0, 1e-13
"""Powers of a router, as much as Europe allows at 2.4 GHz, of an oven, and what a phone receives with few bars [W]."""

CHAIN = (("Antenna", 0.0), ("Cable", -4.0), ("Amplifier", 26.0), ("Filter", -2.0), ("Long\ncable", -10.0))
"""Parts that a signal goes through, each with its gain [dB]; the first is its source."""

CHAIN_STARTS_W = 1e-9


def _power_text(power_w: float) -> str:
    """Write a power as pupils know it: below a microwatt as a power of ten."""
    return power_text(power_w) if power_w > 1e-6 else f"{typeset_for_paper(number_text(power_w, 2))}\N{NO-BREAK SPACE}W"


@in_house_style
def powers_as_levels() -> Figure:
    """Six powers of radio, once on a scale of watts and once as levels."""
    figure = sized_figure((9.0, 6.0))
    figure.set_label("Six powers as levels")
    mars1 = load("mars1")
    dish = mars1.budget("telemetry-32cm-dish")
    powers_w = {
        "Evpatoria calls Mars 1": float(watts_from_level_w(mars1.budget("command-39cm").transmit_power_dbw)),
        "Microwave oven": OVEN_W,
        "Mars 1 sends": float(watts_from_level_w(dish.transmit_power_dbw)),
        "Wi-Fi router sends": WIFI_W,
        "Phone receives": PHONE_W,
        "From Mars 1, by its dish": float(watts_from_level_w(dish.received_power_dbw)),
    }
    watts, levels = figure.subplots(2, 1, height_ratios=(1, 6))
    for row, (name, power_w) in enumerate(powers_w.items()):
        level_dbm, colour = float(power_level_dbm(power_w)), COLOURS[row]
        watts.plot(power_w / 1e3, 0.0, "o", color=colour, markersize=9.0)
        levels.hlines(row, -160.0, level_dbm, color=colour, linewidth=2.0)
        levels.plot(level_dbm, row, "o", color=colour, markersize=9.0)
        is_high = level_dbm > 0.0
        levels.text(
            level_dbm + (-3.0 if is_high else 5.0), row - 0.12 if is_high else row,
            f"{name}: {_power_text(power_w)}",
            ha="right" if is_high else "left", va="bottom" if is_high else "center", color=INK,
        )  # fmt: skip
    watts.set_yticks([])
    watts.set_ylim(-1.0, 1.0)
    watts.set_xlim(-1.5, 52.0)
    watts.set_xlabel("Power [kW]")
    levels.set_yticks([])
    levels.set_ylim(len(powers_w) - 0.5, -0.8)
    levels.set_xlim(-160.0, 90.0)
    levels.set_xticks(np.arange(for_width(-150.0, -120.0), 91.0, for_width(30.0, 60.0)))
    levels.set_xlabel("Level [dBm]")
    Heading(
        watts,
        "Which scale has room for every power?",
        "The same six powers twice. On a scale of watts, four of them lie on one spot. As levels, each has its place.",
    )
    return figure


@in_house_style
def level_along_a_chain() -> Figure:
    """Level of a signal behind each part of a chain."""
    figure = sized_figure((9.0, 5.6))
    figure.set_label("Level along a chain")
    panel = canvas(figure)[0]
    start_dbm = float(power_level_dbm(CHAIN_STARTS_W))
    levels_dbm = list(accumulate((gain_db for _, gain_db in CHAIN), initial=start_dbm))[1:]
    for place, (level_dbm, (_, gain_db)) in enumerate(zip(levels_dbm, CHAIN, strict=True)):
        panel.hlines(level_dbm, place - 0.32, place + 0.32, color=COLOURS[0], linewidth=4.0)
        if place:
            panel.annotate(
                "", (place - 0.5, level_dbm), xytext=(place - 0.5, level_dbm - gain_db),
                arrowprops={"arrowstyle": "-|>", "color": GAIN if gain_db > 0.0 else LOSS, "linewidth": 1.8,
                            "shrinkA": 0.0, "shrinkB": 0.0},
            )  # fmt: skip
    panel.set_xticks(range(len(CHAIN)), [name for name, _ in CHAIN])
    panel.set_xlim(-0.6, len(CHAIN) - 0.4)
    panel.set_ylim(-70.0, -30.0)
    panel.set_yticks(np.arange(-70.0, -29.0, 10.0))
    panel.set_yticks(np.arange(-70.0, -29.0, 2.0), minor=True)
    panel.grid(False, axis="x")
    panel.grid(True, which="minor", axis="y")
    panel.grid(True, which="major", axis="y", color=PALE, linewidth=0.8)
    panel.tick_params(which="minor", color=GREY)
    panel.set_ylabel("Level behind the part [dBm]")
    Heading(
        panel,
        "How strong is the signal behind each part?",
        "An arrow up is a gain, an arrow down a loss. The grid has steps of 2 dB.",
    )
    return figure


FIGURES = {"powers-as-levels": powers_as_levels, "level-along-a-chain": level_along_a_chain}
