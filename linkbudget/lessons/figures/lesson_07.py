"""Figures of lesson 7: coding and Shannon."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from linkbudget.physics.capacity import shannon_ebn0_limit_db
from linkbudget.physics.coding import coded_error_rate, required_coded_ebn0_db
from linkbudget.physics.modulation import required_ebn0_db
from linkbudget.physics.psk import bpsk_bit_error_rate
from linkbudget.plots.looks import for_width, is_narrow, sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, PALE, PALEST, canvas, in_house_style

CONVOLUTIONAL, CONCATENATED, TURBO_HALF, TURBO_SIXTH = (
    "conv-7-1/2",
    "rs-255-223-i5-conv-7-1/2",
    "turbo-8920-1/2",
    "turbo-8920-1/6",
)
CODES = {
    CONVOLUTIONAL: "Convolutional, 1/2",
    CONCATENATED: "The same with Reed-Solomon",
    TURBO_HALF: "Turbo, 1/2",
    TURBO_SIXTH: "Turbo, 1/6",
}
ERROR_RATE = 1e-5


def _wall(panel: Axes, words: str) -> None:
    """The energies that no code can do with."""
    limit = float(shannon_ebn0_limit_db(0.0))
    panel.axvspan(panel.get_xlim()[0], limit, color=PALEST, zorder=0.5)
    panel.axvline(limit, color=INK, linewidth=1.4)
    panel.text(
        limit - 0.15, 0.5, words, transform=panel.get_xaxis_transform(), rotation=90, ha="right", va="center", color=INK
    )


@in_house_style
def what_codes_save() -> Figure:
    """Bit error rate against the energy of a bit of data, without a code and with some."""
    figure = sized_figure((9.0, 5.8))
    figure.set_label("What codes save")
    panel = canvas(figure)[0]
    panel.set_xlim(-3.0, 11.0)
    ebn0_db = np.linspace(-3.0, 11.0, 561)
    panel.plot(ebn0_db, bpsk_bit_error_rate(ebn0_db), color=COLOURS[3], label="No code")
    dashes = ((0, (5, 2)), (0, (1.5, 1.5)), "-", (0, (6, 2, 1.2, 2)))
    for (code, name), colour, dash in zip(CODES.items(), COLOURS[:3] + COLOURS[4:], dashes, strict=False):
        fine_db = np.linspace(-1.0, 7.0, 3201)
        panel.plot(fine_db, coded_error_rate(fine_db, code), color=colour, linestyle=dash, label=name)
    panel.set_yscale("log")
    panel.set_ylim(1e-6, 1.0)
    panel.set_xticks(np.arange(-2.0, 11.5, for_width(1.0, 2.0)))
    panel.set_xlabel("Eb/N0 of a bit of data [dB]")
    panel.set_ylabel("Bit error rate after the decoder")
    _wall(panel, "No code can work here")
    if is_narrow():
        panel.legend(loc="upper left", bbox_to_anchor=(0.0, -0.15))
    else:
        panel.legend(loc="upper right")
    Heading(
        panel,
        "How much energy can a code save?",
        "A code makes the curve steeper and moves it to the left, up to a wall that Shannon found.",
    )
    return figure


@in_house_style
def bits_in_a_hertz() -> Figure:
    """Shannon's curve: bits per second in each hertz against the energy of a bit, with some codes."""
    figure = sized_figure((9.0, 6.2))
    figure.set_label("Bits per second in each hertz")
    panel = canvas(figure)[0]
    panel.set_xlim(-3.0, 14.0)
    efficiency = np.geomspace(0.01, 10.0, 400)
    curve = shannon_ebn0_limit_db(efficiency)
    panel.plot(curve, efficiency, color=COLOURS[0])
    panel.fill_betweenx(efficiency, -3.0, curve, color=PALEST, zorder=0.5)
    points = {
        "No code": (2.0, float(required_ebn0_db(ERROR_RATE, "QPSK"))),
        CODES[CONVOLUTIONAL]: (1.0, float(required_coded_ebn0_db(ERROR_RATE, CONVOLUTIONAL))),
        CODES[TURBO_HALF]: (1.0, float(required_coded_ebn0_db(ERROR_RATE, TURBO_HALF))),
        CODES[TURBO_SIXTH]: (1.0 / 3.0, float(required_coded_ebn0_db(ERROR_RATE, TURBO_SIXTH))),
    }
    for (name, (bits, needed_db)), colour, marker in zip(points.items(), COLOURS[1:], "osD^", strict=False):
        panel.plot(needed_db, bits, marker, color=colour, markersize=9.0)
        below = name == CODES[TURBO_HALF]
        panel.annotate(
            name,
            (needed_db, bits),
            xytext=(8.0, -5.0 if below else 5.0),
            textcoords="offset points",
            va="top" if below else "bottom",
            color=INK,
        )
    panel.set_yscale("log")
    panel.set_ylim(0.1, 10.0)
    ticks = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
    panel.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    panel.set_yticks([*np.arange(0.1, 1.0, 0.1), *np.arange(1.0, 10.0, 1.0)], minor=True)
    panel.yaxis.set_minor_formatter(lambda value, place: "")
    panel.set_xticks(np.arange(-2.0, 14.5, 2.0))
    panel.set_xticks(np.arange(-3.0, 14.5, 0.5), minor=True)
    panel.grid(True, which="minor")
    panel.grid(True, which="major", color=PALE, linewidth=0.8)
    panel.tick_params(which="minor", color=GREY)
    panel.text(-2.7, 5.0, "No code\ncan work here", color=INK, va="center")
    panel.set_xlabel("Eb/N0 [dB]")
    panel.set_ylabel("Bits per second in each hertz")
    Heading(
        panel,
        "How much fits into one hertz?",
        "The curve is Shannon's. The marks are QPSK without a code and with three codes, at a bit error rate of one in "
        "100 000.",
    )
    return figure


FIGURES = {"what-codes-save": what_codes_save, "bits-in-a-hertz": bits_in_a_hertz}
