"""Figures of lesson 5: the first whole budget."""

import numpy as np
from matplotlib.figure import Figure

from linkbudget.mission.scenario import load
from linkbudget.physics.link_equation import cn0_over_distance_dbhz
from linkbudget.plots.levels import draw_levels
from linkbudget.plots.looks import for_width, sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, canvas, in_house_style, whole_figure

LAST_HEARD = "106.76e6 km"

REACH = {"telemetry-32cm-dish": "Dish of 1.7 m", "telemetry-32cm-semi": "Small antenna"}
"""Links of the second figure, each with the name of its antenna on board."""


@in_house_style
def staircase_of_levels() -> Figure:
    """Levels of Mars 1 through its dish, from the transmitter to the closing margin."""
    budget = load("mars1").budget("telemetry-32cm-dish", range=LAST_HEARD)
    figure = whole_figure(draw_levels(budget, "Is anything left of 30 W from Mars 1?"))
    figure.set_label("The levels of a whole budget")
    return figure


@in_house_style
def reach_of_two_antennas() -> Figure:
    """C/N0 of Mars 1 against distance, through its dish and through its small antenna."""
    figure = sized_figure((9.0, 6.2))
    figure.set_label("C/N0 against distance through two antennas")
    panel = canvas(figure)[0]
    scenario, million_km = load("mars1"), np.geomspace(1.0, 1000.0, 61)
    for (link, name), colour in zip(REACH.items(), COLOURS, strict=False):
        budget = scenario.budget(link, range=LAST_HEARD)
        cn0 = cn0_over_distance_dbhz(
            million_km * 1e9,
            budget["frequency_hz"],
            budget["eirp_dbw"],
            budget["g_over_t_db_per_k"],
            budget["other_losses_db"],
        )
        panel.plot(million_km, cn0, color=colour)
        above, place = link == next(iter(REACH)), len(million_km) // 2
        panel.annotate(
            name, (million_km[place], cn0[place]), xytext=(6, 6) if above else (-6, -6), textcoords="offset points",
            ha="left" if above else "right", va="bottom" if above else "top", color=colour, weight="bold",
        )  # fmt: skip
    panel.set_xscale("log")
    panel.set_xlim(million_km[0], million_km[-1])
    panel.set_ylim(0.0, 85.0)
    ticks = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
    shown = for_width(ticks, (1, 10, 100, 1000))
    panel.set_xticks(ticks, [str(tick) if tick in shown else "" for tick in ticks])
    panel.set_xticks([step * decade for decade in (1, 10, 100) for step in range(1, 10)], minor=True, labels=[])
    panel.set_yticks(np.arange(0.0, 90.0, 10.0))
    panel.set_yticks(np.arange(0.0, 86.0, 5.0), minor=True)
    panel.grid(True, which="both")
    panel.tick_params(which="minor", color=GREY)
    panel.set_xlabel("Distance [million km]")
    panel.set_ylabel("C/N0 [dBHz]")
    Heading(
        panel,
        "How far does Mars 1 reach?",
        "The same transmitter and the same station, through two antennas on board. Each is aimed as well as at 106.76 "
        "million km.",
    )
    return figure


FIGURES = {"staircase-of-levels": staircase_of_levels, "reach-of-two-antennas": reach_of_two_antennas}
