"""Figures of lesson 4: noise."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from linkbudget.decibels import ratio
from linkbudget.formatting import decimals_text, quantity_text
from linkbudget.physics.noise import line_input_noise_temperature_k, noise_power_dbw, noise_temperature_k
from linkbudget.plots.looks import for_width, sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, canvas, in_house_style, text_on

SKY_K, AMPLIFIER_K, AMPLIFIER_GAIN_DB = 40.0, 50.0, 25.0
CABLE_LOSS_DB, CABLE_K, RECEIVER_FIGURE_DB = 3.0, 290.0, 8.0

SHORTEST_K = 30.0
"""Parts of a bar shorter than this have no room for a number."""


@in_house_style
def where_noise_comes_from() -> Figure:
    """The parts of the system noise temperature, with the amplifier before the cable and behind it."""
    figure = sized_figure((9.0, 4.6))
    figure.set_label("Where the noise of a receiver comes from")
    panel = canvas(figure)[0]
    loss, gain = ratio(CABLE_LOSS_DB), ratio(AMPLIFIER_GAIN_DB)
    cable = line_input_noise_temperature_k(CABLE_LOSS_DB, CABLE_K)
    receiver = noise_temperature_k(RECEIVER_FIGURE_DB)
    rows = {
        "Amplifier first": (SKY_K, AMPLIFIER_K, cable / gain, loss * receiver / gain),
        "Cable first": (SKY_K, loss * AMPLIFIER_K, cable, loss * receiver / gain),
    }
    parts = ("sky", "amplifier", "cable", "receiver")
    for place, row in enumerate(rows.values()):
        starts = np.cumsum((0.0, *row))
        for part, (start, length) in enumerate(zip(starts, row, strict=False)):
            colour = COLOURS[part if part < 3 else 4]
            label = parts[part].capitalize() if place == 0 else None
            panel.barh(place, length, left=start, height=0.55, color=colour, label=label)
            if length >= SHORTEST_K:
                text = decimals_text(length, 0)
                panel.text(start + length / 2, place, text, ha="center", va="center", color=text_on(colour))
        panel.text(starts[-1] + 6.0, place, quantity_text(starts[-1], "K", 3), va="center", color=INK, weight="bold")
    panel.set_yticks(range(len(rows)), list(rows))
    panel.invert_yaxis()
    panel.set_xlim(0.0, for_width(490.0, 560.0))
    panel.grid(False, axis="y")
    panel.set_xlabel("Noise temperature at the antenna's terminals [K]")
    panel.legend(loc="upper right", bbox_to_anchor=(1.0, 0.99), title="Noise of the", alignment="left")
    Heading(
        panel,
        "Where does the noise come from?",
        "The same antenna, amplifier, cable and receiver, in two orders. Behind the amplifier, the noise of cable and "
        "receiver hardly counts.",
    )
    return figure


@in_house_style
def noise_against_bandwidth() -> Figure:
    """Noise power against bandwidth for three temperatures."""
    figure = sized_figure((9.0, 5.8))
    figure.set_label("Noise power against bandwidth")
    panel = canvas(figure)[0]
    bandwidth_hz = np.geomspace(1e3, 1e8, 200)
    for temperature_k, colour in zip((1000.0, 290.0, 30.0), COLOURS, strict=False):
        power = noise_power_dbw(bandwidth_hz, temperature_k)
        panel.plot(bandwidth_hz, power, color=colour)
        panel.text(bandwidth_hz[-1] * 1.15, power[-1], quantity_text(temperature_k, "K"), va="center", color=colour)
    panel.set_xscale("log")
    panel.set_xlim(bandwidth_hz[0], bandwidth_hz[-1])
    panel.set_ylim(-190.0, -110.0)
    ticks = {1e3: "1 kHz", 1e4: "10 kHz", 1e5: "100 kHz", 1e6: "1 MHz", 1e7: "10 MHz", 1e8: "100 MHz"}
    shown = list(ticks)[:: for_width(1, 2)]
    panel.set_xticks(shown, [ticks[one] for one in shown])
    panel.set_xticks(np.outer(10.0 ** np.arange(3, 8), np.arange(1, 10)).ravel(), minor=True)
    panel.xaxis.set_minor_formatter(NullFormatter())
    panel.set_yticks(np.arange(-190.0, -105.0, 5.0), minor=True)
    panel.grid(True, which="both")
    panel.set_xlabel("Bandwidth [Hz]")
    panel.set_ylabel("Noise power [dBW]")
    panel.tick_params(which="minor", color=GREY)
    Heading(
        panel,
        "How much noise is in a band?",
        "Ten times the bandwidth is 10 dB more noise, and so is ten times the temperature.",
    )
    return figure


FIGURES = {"where-noise-comes-from": where_noise_comes_from, "noise-against-bandwidth": noise_against_bandwidth}
