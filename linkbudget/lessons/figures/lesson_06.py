"""Figures of lesson 6: bits in noise."""

import numpy as np
from matplotlib.figure import Figure

from linkbudget.decibels import ratio
from linkbudget.formatting import decibels_text
from linkbudget.physics.modulation import bit_error_rate
from linkbudget.plots.looks import for_width, sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, PALE, canvas, in_house_style

BITS, EBN0_DB = 150, (10.0, 5.0, 0.0)
SEED = 17


@in_house_style
def bits_in_noise() -> Figure:
    """The same bits at three ratios of energy to noise, as the receiver finds them before it decides."""
    figure = sized_figure((9.0, 6.2))
    figure.set_label("Bits in noise")
    panels = figure.subplots(len(EBN0_DB), 1, sharex=True, sharey=True)
    random = np.random.default_rng(SEED)
    sent = random.choice((-1.0, 1.0), BITS)
    noise = random.standard_normal(BITS)
    places = np.arange(1, BITS + 1)
    for panel, ebn0_db in zip(panels, EBN0_DB, strict=True):
        found = sent + noise / np.sqrt(2.0 * ratio(ebn0_db))
        wrong = found * sent < 0.0
        panel.axhline(0.0, color=PALE, linewidth=1.0)
        for bit, marker, colour in ((1.0, "^", COLOURS[0]), (-1.0, "v", COLOURS[2])):
            kept = ~wrong & (sent == bit)
            panel.plot(places[kept], found[kept], marker, color=colour, markersize=4.5, linestyle="none")
        panel.plot(places[wrong], found[wrong], "X", color=COLOURS[1], markersize=8.0, linestyle="none")
        count = f"{wrong.sum()} wrong" if wrong.any() else "none wrong"
        panel.text(
            1.0, 1.02, f"Eb/N0 {decibels_text(ebn0_db, decimals=0)}: {count}", transform=panel.transAxes, ha="right",
            va="bottom", color=INK,
        )  # fmt: skip
        panel.set_yticks((-1.0, 0.0, 1.0), ["0", "", "1"])
        panel.set_ylim(-3.0, 3.0)
        panel.set_xlim(0.0, BITS + 1.0)
        panel.grid(False)
    panels[1].set_ylabel("Sum over a bit")
    panels[-1].set_xlabel(f"{BITS} bits, one after another")
    Heading(
        panels[0],
        "When does noise turn a bit over?",
        "The receiver decides for 1 above the line and for 0 below it. A cross is a bit that noise has pushed over the "
        "line.",
        above_points=20.0,
    )
    return figure


@in_house_style
def error_rate_curves() -> Figure:
    """Bit error rate against Eb/N0 for three keyings."""
    figure = sized_figure((9.0, 6.4))
    figure.set_label("Bit error rate of three keyings")
    panel = canvas(figure)[0]
    ebn0_db = np.linspace(0.0, 15.0, 301)
    curves = (
        ("BPSK", "BPSK", "-"),
        ("On-off keying", "coherent-OOK", (0, (5, 2))),
        ("Two tones", "noncoherent-FSK", (0, (1.5, 1.5))),
    )
    for (name, modulation, dashes), colour in zip(curves, COLOURS, strict=False):
        panel.plot(ebn0_db, bit_error_rate(ebn0_db, modulation), color=colour, linestyle=dashes, label=name)
    panel.set_yscale("log")
    panel.set_ylim(1e-7, 1.0)
    panel.set_xlim(0.0, 15.0)
    panel.set_xticks(np.arange(0.0, 16.0, for_width(1.0, 3.0)))
    panel.set_xticks(np.arange(0.0, 15.5, 0.5), minor=True)
    panel.grid(True, which="minor")
    panel.grid(True, which="major", color=PALE)
    panel.tick_params(which="minor", color=GREY)
    panel.set_xlabel("Eb/N0 [dB]")
    panel.set_ylabel("Bit error rate")
    panel.legend(loc="lower left")
    Heading(
        panel,
        "How many bits are wrong?",
        "From one step of the left scale to the next, ten times as many bits are wrong.",
    )
    return figure


FIGURES = {"bits-in-noise": bits_in_noise, "error-rate-curves": error_rate_curves}
