"""Figures of lesson 12: not knowing."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

import linkbudget as lb
from linkbudget.formatting import decibels_text, percent_text, tick_text, typeset
from linkbudget.physics.uncertainty import conformance_probability
from linkbudget.plots.looks import for_width, sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, PALE, canvas, in_house_style

MARGIN_DB = 4.0
TOLERANCES_DB = {"transmitter": 0.8, "gain of the antenna": 1.5, "pointing": 1.0, "receiver": 1.2, "air": 1.0}
"""A link of the lesson: its margin with all values as stated, and how far each part may be off to either side."""

DRAWS, SEED = 10_000, 12

LINK, LAST_CONTACT = "telemetry-32cm-semi", "1963-03-21T17:00Z"
"""The link over which Mars 1 was heard last, and when."""

MARS_DRAWS = 2**12


def drawn_margins_db() -> np.ndarray:
    """Margins of the link of the lesson, each with its parts drawn anywhere within their tolerances [dB]."""
    limits = np.array(list(TOLERANCES_DB.values()))
    return MARGIN_DB + np.random.default_rng(SEED).uniform(-limits, limits, (DRAWS, limits.size)).sum(axis=1)


def mars_margins_db() -> np.ndarray:
    """Closing margins of Mars 1 at its last contact, each with all uncertain numbers drawn from their ranges [dB]."""
    drawn = lb.montecarlo(lb.load("mars1").case(LINK, at=LAST_CONTACT), samples=MARS_DRAWS, seed=SEED)
    return drawn.margins["closing_margin_db"].values


@in_house_style
def ten_thousand_links() -> Figure:
    """Margins of ten thousand links that differ within their tolerances, and the worst case."""
    figure = sized_figure((9.0, 5.4))
    figure.set_label("Margins of ten thousand links")
    panel = canvas(figure)[0]
    margins, worst = drawn_margins_db(), sum(TOLERANCES_DB.values())
    edges = np.arange(-2.0, 10.01, 0.25)
    counts, _ = np.histogram(margins, edges)
    below = edges[:-1] < 0.0
    panel.bar(edges[:-1][~below], counts[~below], width=0.25, align="edge", color=COLOURS[0])
    panel.bar(edges[:-1][below], counts[below], width=0.25, align="edge", color=COLOURS[1])
    top = 1.32 * counts.max()
    for place, said, side in (
        (MARGIN_DB - worst, "worst case", for_width("center", "left")),
        (MARGIN_DB, "as stated", "center"),
        (MARGIN_DB + worst, "best case", for_width("center", "right")),
    ):
        panel.plot([place, place], [0.0, 0.87 * top], color=INK, linewidth=1.2)
        panel.text(place, 0.89 * top, typeset(f"{said}\n{decibels_text(place)}"), ha=side, va="bottom", color=INK)
    panel.set_xlim(-2.6, 10.6)
    panel.set_ylim(0.0, 1.06 * top)
    panel.set_xlabel("Margin [dB]")
    panel.set_ylabel("Number of links [-]")
    share = np.count_nonzero(margins < 0.0) / margins.size
    Heading(
        panel,
        "How large is the margin, if no number is known exactly?",
        f"{DRAWS // 1000} 000 links with five parts, each part anywhere within its tolerance. In "
        f"{percent_text(share, 2)} of them the margin is negative.",
    )
    return figure


@in_house_style
def failure_against_margin() -> Figure:
    """Probability of a negative margin against the margin in standard deviations."""
    figure = sized_figure((9.0, 5.8))
    figure.set_label("Probability of a negative margin")
    panel = canvas(figure)[0]
    ratio = np.linspace(0.0, 3.5, 200)
    panel.plot(ratio, 100.0 * (1.0 - conformance_probability(ratio, 1.0)), color=COLOURS[0])
    panel.set_yscale("log")
    panel.set_ylim(0.02, 100.0)
    ticks = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
    panel.set_yticks(ticks, [tick_text(one) for one in ticks])
    panel.yaxis.set_minor_locator(NullLocator())
    panel.set_xlim(0.0, 3.5)
    panel.set_xticks(np.arange(0.0, 3.51, 0.1), minor=True)
    panel.grid(True, which="both")
    panel.tick_params(which="minor", color=GREY)
    panel.set_xlabel("Margin over its standard deviation [-]")
    panel.set_ylabel("Probability that the margin is negative [%]")
    Heading(
        panel,
        "With what probability does a link fail?",
        "For a margin whose uncertainty has the shape of a bell.",
    )
    return figure


@in_house_style
def what_one_contact_tells() -> Figure:
    """Closing margin of Mars 1 at its last contact: in all cases, and in those that agree with the contact."""
    figure = sized_figure((9.0, 5.0))
    figure.set_label("What one contact tells")
    panel = canvas(figure)[0]
    margins = mars_margins_db()
    edges = np.arange(-16.0, 10.01, 0.5)
    counts, _ = np.histogram(margins, edges)
    kept = edges[:-1] >= 0.0
    panel.bar(edges[:-1][~kept], counts[~kept], width=0.5, align="edge", color=PALE)
    panel.bar(edges[:-1][kept], counts[kept], width=0.5, align="edge", color=COLOURS[0])
    top = 1.3 * counts.max()
    panel.plot([0.0, 0.0], [0.0, top], color=INK, linewidth=1.2)
    panel.text(-0.4, 0.97 * top, "link would\nhave failed", ha="right", va="top", color=GREY)
    panel.text(0.4, 0.97 * top, "link would\nhave closed", ha="left", va="top", color=COLOURS[0])
    panel.set_xlim(-16.0, 10.0)
    panel.set_ylim(0.0, top)
    panel.set_xlabel("Closing margin on 21 March 1963 [dB]")
    panel.set_ylabel(f"Number of cases, of {MARS_DRAWS} [-]")
    Heading(
        panel,
        "What does one contact tell?",
        f"Mars 1 at its last contact. The ranges alone allow all bars. The link closed, so only the "
        f"{percent_text(np.count_nonzero(margins >= 0.0) / margins.size, 2)} on the right can be true.",
    )
    return figure


FIGURES = {
    "ten-thousand-links": ten_thousand_links,
    "failure-against-margin": failure_against_margin,
    "what-one-contact-tells": what_one_contact_tells,
}
