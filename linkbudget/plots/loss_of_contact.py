"""What may have ended contact: how likely each cause went far enough, and how far that is."""

import textwrap

import numpy as np
from matplotlib.axes import Axes

from linkbudget.mission.scenario import Scenario
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, PALEST, Canvas, canvas, in_house_style, settled
from linkbudget.studies.contact_loss import CauseAnswer, ContactLossAnswer, contact_loss

ROW_LETTERS = 30
"""Letters of a label before it is broken."""


def has_causes(scenario: Scenario) -> bool:
    """True for a scenario that says how contact was lost."""
    return scenario.config.contact_loss is not None


@in_house_style
def contact_loss_causes(scenario: Scenario, answer: ContactLossAnswer | None = None, ax: Canvas = None) -> Axes:
    """Chance that each candidate went far enough to end contact, and the extent that takes.

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
    rows = list(answer.causes)
    shares = [100.0 * one.probability for one in rows]
    labels = [one.title for one in rows]
    if answer.next_session:
        rows, shares = [*rows, None], [*shares, 100.0 * answer.distance_alone]
        labels.append(f"Distance alone, by {answer.next_session[:10]}")
    place = np.arange(len(rows))[::-1]
    axes.barh(place, [100.0] * len(rows), height=0.62, color=PALEST, zorder=1)
    axes.barh(place, shares, height=0.62, color=[GREY if one is None else COLOURS[0] for one in rows], zorder=2)
    for where, share, one in zip(place, shares, rows, strict=True):
        inside = share > 62.0
        axes.annotate(
            f"{share:.0f} %: {_needed(one)}",
            (share, where),
            xytext=(-8 if inside else 8, 0),
            textcoords="offset points",
            ha="right" if inside else "left",
            va="center",
            color="white" if inside else INK,
            zorder=3,
        )
    axes.set_yticks(place, ["\n".join(textwrap.wrap(label, ROW_LETTERS)) for label in labels])
    axes.grid(visible=False, axis="y")
    axes.set_xlim(0.0, 100.0)
    axes.set_xlabel("Cases that agree with what was heard, in which it goes far enough [%]")
    low, middle, high = answer.margin_db
    Heading(
        axes,
        f"{scenario.config.mission.title}: what must be true",
        f"Contact ended on {answer.at[:10]}. {100.0 * answer.kept / answer.samples:.0f} % of the cases drawn agree "
        f"with what was heard until then; they leave {middle:.1f} dB ({low:.1f} to {high:.1f} dB). Each cause by "
        "itself, if it happened, as far as it is assumed to go; the extent that ends contact in the middle case.",
    )
    return settled(axes, ax)


def _needed(one: CauseAnswer | None) -> str:
    """The extent in a few words."""
    if one is None:
        return "nothing happened"
    middle = one.needed[1]
    if np.isnan(middle):
        return "nothing would do"
    if one.cause.kind == "switch":
        return f"it costs {one.present:.1f} dB"
    if one.cause.kind == "battery":
        return f"needs {100.0 * middle:.0f} % of its capacity lost"
    if one.cause.relative:
        return f"needs a fall to {100.0 * middle:.0f} %"
    return f"needs {middle:.3g} {one.unit}"
