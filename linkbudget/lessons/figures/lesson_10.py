"""Figures of lesson 10: pictures."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import linkbudget as lb
from linkbudget.formatting import decimals_text, distance_text, odds_text
from linkbudget.mission.chart import draw_chart
from linkbudget.mission.imaging import send_picture
from linkbudget.physics.pulse_picture import grey_level_of_slot, grey_of_level
from linkbudget.plots.looks import for_width, sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, PALE, canvas, in_house_style

LINK = "imaging-5cm-one-dish"

NEAREST_M, STEP_DB = 200e9, 3.0
"""First distance of the pictures, and how much each further one costs."""

PICTURES, PIXELS, SEED = 6, 112, 1962


SLOTS, SENT = 16, 6
CASES = {"The right slot: the right grey": 6, "The next slot: nearly the right grey": 7, "Any other slot: any grey": 14}
"""Slots of the pixels of a figure, the one that is sent, and the one with the most power in each case."""


@in_house_style
def a_picture_from_ever_farther_away() -> Figure:
    """The same picture from six distances, each of which costs three decibels more."""
    figure = sized_figure((9.0, 8.2))
    figure.set_label("A picture from ever farther away")
    panel = canvas(figure)[0]
    mars1, chart = lb.load("mars1"), draw_chart(PIXELS)
    columns, across, down = for_width(3, 2), 1.08, for_width(1.26, 1.32)
    for place in range(PICTURES):
        distance_m = NEAREST_M * 10.0 ** (place * STEP_DB / 20.0)
        received = send_picture(mars1.budget(LINK, range_m=distance_m), chart, seed=SEED)
        row, column = divmod(place, columns)
        left, top = column * across, -row * down
        panel.imshow(
            received.grey,
            cmap="gray",
            vmin=0,
            vmax=255,
            extent=(left, left + 1.0, top - 1.0, top),
            interpolation="none",
        )
        odds = odds_text(received.expected_pixel_error_rate, "pixel", chart.size)
        text = f"{distance_text(distance_m, 2)}\n{odds} wrong"
        panel.text(left + 0.5, top - 1.03, text, ha="center", va="top", fontsize=11.0, color=INK, linespacing=1.25)
    panel.set_xlim(0.0, (columns - 1) * across + 1.0)
    panel.set_ylim(-(PICTURES // columns) * down, 0.0)
    panel.set_aspect("equal")
    panel.set_xticks([])
    panel.set_yticks([])
    panel.grid(False)
    panel.spines[:].set_visible(False)
    Heading(
        panel,
        "How does a picture look from ever farther away?",
        f"A pulse link sends {PIXELS} x {PIXELS} pixels from Mars 1 to one dish. Each picture is taken 3 dB farther "
        "away: 1.4 times the distance.",
    )
    return figure


@in_house_style
def a_slot_is_a_grey() -> Figure:
    """The powers of the slots of one pixel, three times, and the grey that each receiver shows."""
    figure = sized_figure((9.0, 6.0))
    figure.set_label("A slot is a grey")
    panel = canvas(figure)[0]
    noise = 0.35 * np.random.default_rng(SEED).random((len(CASES), SLOTS))
    for row, (title, highest) in enumerate(CASES.items()):
        base = -1.45 * row
        powers = noise[row]
        powers[SENT] = 0.95 if highest == SENT else 0.55
        powers[highest] = 0.95
        colours = [COLOURS[1] if slot == highest else PALE for slot in range(SLOTS)]
        panel.bar(np.arange(SLOTS), powers, width=0.8, bottom=base, color=colours)
        panel.plot([-0.5, SLOTS - 0.5], [base, base], color=INK, linewidth=0.8)
        grey = grey_of_level(grey_level_of_slot(highest, SLOTS, SLOTS), SLOTS)
        panel.add_patch(Rectangle((SLOTS + 0.6, base), for_width(1.6, 2.6), 0.95, facecolor=str(grey), edgecolor=INK))
        panel.text(-0.5, base + 1.0, title, va="bottom", color=INK)
    panel.set_xticks(range(0, SLOTS, for_width(1, 3)))
    panel.set_yticks([])
    panel.set_xlim(-0.7, SLOTS + for_width(2.4, 3.4))
    panel.set_ylim(-1.45 * (len(CASES) - 1) - 0.1, 1.3)
    panel.grid(False)
    panel.spines[:].set_visible(False)
    panel.set_xlabel("Slot, from black to white [-]")
    panel.set_ylabel("Power in the slot")
    Heading(
        panel,
        "What does a wrong slot do to a pixel?",
        f"A grey was sent as a pulse in slot {SENT} of {SLOTS}. The receiver takes the slot with the most power. On "
        "the right: the grey that it shows.",
    )
    return figure


@in_house_style
def quality_against_distance() -> Figure:
    """Picture signal-to-noise ratio against distance, of the pulse link and of the analogue television of Mars 1."""
    figure = sized_figure((9.0, 5.8))
    figure.set_label("Picture signal-to-noise ratio against distance")
    panel = canvas(figure)[0]
    mars1, range_m = lb.load("mars1"), np.linspace(50e9, 600e9, 221)
    for name, said, colour in ((LINK, "Pulses", COLOURS[0]), ("television-8cm", "Television", COLOURS[1])):
        quality = mars1.budget(name, range_m=range_m)["picture_snr_db"]
        panel.plot(range_m, quality, color=colour)
        place = int(np.searchsorted(range_m, 260e9 if name == LINK else 285e9))
        side = 1.0 if name == LINK else -1.0
        panel.text(
            range_m[place] + side * 8e9,
            quality[place] + side,
            said,
            color=colour,
            weight="bold",
            ha="left" if name == LINK else "right",
            va="bottom" if name == LINK else "top",
        )
    panel.set_xlim(range_m[0], range_m[-1])
    panel.set_xticks(np.arange(50e9, 601e9, for_width(50e9, 100e9)))
    panel.xaxis.set_major_formatter(lambda value, _: decimals_text(value / 1e9, 0))
    panel.set_xticks(np.arange(50e9, 601e9, 25e9), minor=True)
    panel.set_ylim(5.0, 50.0)
    panel.set_yticks(np.arange(5.0, 50.1, 5.0))
    panel.set_yticks(np.arange(5.0, 50.1, 1.0), minor=True)
    panel.grid(True, which="both")
    panel.tick_params(which="minor", color=GREY)
    panel.set_xlabel("Distance [million km]")
    panel.set_ylabel("Picture signal-to-noise ratio [dB]")
    Heading(
        panel,
        "How good is a picture from far away?",
        "Two links of Mars 1: greys as slots of pulses, to one dish; and television, to eight, where noise moves every "
        "grey.",
    )
    return figure


FIGURES = {
    "picture-from-ever-farther-away": a_picture_from_ever_farther_away,
    "slot-is-a-grey": a_slot_is_a_grey,
    "picture-quality-against-distance": quality_against_distance,
}
