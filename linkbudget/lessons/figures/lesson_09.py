"""Figures of lesson 9: pulses."""

import numpy as np
from matplotlib.figure import Figure

from linkbudget.decibels import ratio
from linkbudget.formatting import decibels_text
from linkbudget.physics.pulse_position import slot_error_probability
from linkbudget.plots.looks import for_width, sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, PALE, canvas, in_house_style

SLOTS, SENT_IN, SEED = 500, 317, 10
STRONG_DB, WEAK_DB = 18.0, 9.0


@in_house_style
def a_pulse_in_its_slot() -> Figure:
    """Energy in each slot of one point of a picture, with a strong and with a weak pulse."""
    figure = sized_figure((9.0, 5.6))
    figure.set_label("A pulse in its slot")
    panels = figure.subplots(2, 1, sharex=True)
    random = np.random.default_rng(SEED)
    noise = (random.standard_normal(SLOTS) + 1j * random.standard_normal(SLOTS)) / np.sqrt(2.0)
    places = np.arange(1, SLOTS + 1)
    for panel, es_over_n0_db in zip(panels, (STRONG_DB, WEAK_DB), strict=True):
        pulse = np.where(places == SENT_IN, np.sqrt(ratio(es_over_n0_db)), 0.0)
        energy = np.abs(pulse + noise) ** 2
        found = int(np.argmax(energy)) + 1
        panel.vlines(places, 0.0, energy, color=COLOURS[0], linewidth=1.0)
        panel.vlines(SENT_IN, 0.0, energy[SENT_IN - 1], color=COLOURS[1], linewidth=2.6)
        panel.plot(SENT_IN, energy[SENT_IN - 1], "o", color=COLOURS[1], markersize=7.0)
        verdict = "found in its slot" if found == SENT_IN else f"slot {found} wins, which is wrong"
        said = f"Es/N0 {decibels_text(es_over_n0_db, decimals=0)}: {verdict}"
        panel.text(1.0, 1.02, said, transform=panel.transAxes, ha="right", va="bottom", color=INK)
        panel.set_ylim(0.0, 1.15 * energy.max())
        panel.set_xlim(0.0, SLOTS + 1.0)
        panel.set_ylabel("Energy over noise")
    panels[-1].set_xticks(np.arange(0, SLOTS + 1, 100))
    panels[-1].set_xlabel("Slot")
    Heading(
        panels[0],
        "In which slot is the pulse?",
        f"The receiver measures the energy in each of {SLOTS} slots and takes the largest. The pulse was sent in slot "
        f"{SENT_IN} (dot).",
        above_points=20.0,
    )
    return figure


@in_house_style
def slot_errors() -> Figure:
    """Probability of a wrong slot against the energy of a pulse, for three numbers of slots."""
    figure = sized_figure((9.0, 6.2))
    figure.set_label("Probability of a wrong slot")
    panel = canvas(figure)[0]
    es_over_n0_db = np.linspace(0.0, 17.0, 171)
    dashes = ((0, (1.5, 1.5)), (0, (5, 2)), "-")
    for slots, colour, dash in zip((2, 32, SLOTS), (COLOURS[2], COLOURS[1], COLOURS[0]), dashes, strict=True):
        rate = slot_error_probability(es_over_n0_db, slots)
        panel.plot(es_over_n0_db, rate, color=colour, linestyle=dash, label=f"{slots} slots")
    panel.set_yscale("log")
    panel.set_ylim(1e-6, 1.0)
    panel.set_xlim(0.0, 17.0)
    panel.set_xticks(np.arange(0.0, 17.5, for_width(1.0, 3.0)))
    panel.set_xticks(np.arange(0.0, 17.1, 0.5), minor=True)
    panel.grid(True, which="minor")
    panel.grid(True, which="major", color=PALE, linewidth=0.8)
    panel.tick_params(which="minor", color=GREY)
    panel.set_xlabel("Es/N0 [dB]")
    panel.set_ylabel("Share of pulses found in a wrong slot")
    panel.legend(loc="lower left")
    Heading(
        panel,
        "How often does noise win?",
        "The more slots there are, the more places noise has to win in, and the steeper the curve is.",
    )
    return figure


FIGURES = {"a-pulse-in-its-slot": a_pulse_in_its_slot, "slot-errors": slot_errors}
