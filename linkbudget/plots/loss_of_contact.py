"""Figure of the possible causes of lost contact: probability of each, and how far it must go."""

import numpy as np
from matplotlib.axes import Axes

from linkbudget.formatting import date_text, decibels_text, percent_text, quantity_text, span_text
from linkbudget.geometry.clock import parse_utc
from linkbudget.mission.scenario import Scenario
from linkbudget.plots.looks import for_width, is_narrow
from linkbudget.plots.named_rows import name_rows
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, ON_DARK, PALEST, Canvas, canvas, in_house_style, settled
from linkbudget.studies.contact_loss import ContactLossAnswer, contact_loss
from linkbudget.studies.loss_causes import CauseAnswer

ROW_LETTERS = 30
"""Letters of a label before it is broken."""


def has_causes(scenario: Scenario) -> bool:
    """True for a scenario that says how contact was lost."""
    return scenario.config.contact_loss is not None


@in_house_style
def contact_loss_causes(scenario: Scenario, answer: ContactLossAnswer | None = None, ax: Canvas = None) -> Axes:
    """Probability that each candidate went far enough to end contact, and the extent that takes.

    Parameters
    ----------
    scenario : Scenario
        A mission with ``[contact_loss]``.
    answer : ContactLossAnswer, optional
        What :func:`linkbudget.studies.contact_loss.contact_loss` gave; computed without it.
    ax : Axes, Figure or SubFigure, optional
        Where to draw.

    Returns
    -------
    Axes
        The drawn axes.
    """
    answer = contact_loss(scenario) if answer is None else answer
    (axes,) = canvas(ax)
    rows: list[CauseAnswer | None] = list(answer.causes)
    shares = [100.0 * one.probability for one in answer.causes]
    labels = [one.title for one in answer.causes]
    if answer.next_session:
        rows, shares = [*rows, None], [*shares, 100.0 * answer.distance_alone]
        labels.append(f"The distance alone, by the session of {date_text(parse_utc(answer.next_session))}")
    place = np.arange(len(rows))[::-1]
    said = [f"{percent_text(share / 100.0)}: {_needed(one)}" for share, one in zip(shares, rows, strict=True)]
    bar = name_rows(axes, labels[::-1], said=said[::-1], letters=ROW_LETTERS)
    axes.barh(place, [100.0] * len(rows), height=bar, color=PALEST, zorder=1)
    axes.barh(place, shares, height=bar, color=[GREY if one is None else COLOURS[0] for one in rows], zorder=2)
    for where, share, text in zip(place, shares, said, strict=True):
        if is_narrow():
            continue
        inside = share > 50.0
        axes.annotate(
            text,
            (share, where),
            xytext=(-8 if inside else 8, 0),
            textcoords="offset points",
            ha="right" if inside else "left",
            va="center",
            color=ON_DARK if inside else INK,
            zorder=3,
        )
    axes.margins(y=for_width(0.05, 0.1))
    axes.grid(visible=False, axis="y")
    axes.set_xlim(0.0, 100.0)
    axes.set_xlabel("Probability that this alone would have ended contact [%]")
    low, middle, high = (decibels_text(value) for value in answer.margin_db)
    margin = f"{middle} ({span_text(low, high)})"
    Heading(
        axes,
        f"{scenario.config.mission.title}: what ended contact after {date_text(parse_utc(answer.at))}?",
        f"The link then had {margin} to spare, by all that was heard of it. Bars: if the cause came, as far as it is "
        "thought to go, the probability that this was enough. In words: how much is enough in half of all cases.",
    )
    return settled(axes, ax)


def _needed(one: CauseAnswer | None) -> str:
    """The extent in a few words."""
    if one is None:
        return "with nothing broken"
    middle = one.needed[1]
    if np.isnan(middle):
        return "nothing would be enough"
    if one.cause.kind == "switch":
        return f"it costs {decibels_text(one.present)}"
    if one.cause.kind == "battery":
        extent = f"{percent_text(middle)} of its capacity lost"
    elif one.cause.kind == "starved":
        extent = f"an array down to {percent_text(middle)}"
    elif one.cause.relative:
        extent = f"a fall to {percent_text(middle)}"
    else:
        extent = quantity_text(middle, one.unit, 3)
    return f"{extent} would be enough"
