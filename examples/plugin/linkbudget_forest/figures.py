"""A figure: the transmit power that each link would need to just close."""

from linkbudget.plots.figures import FigureKind


def power_needed(scenario, links=None, ax=None):
    """Power stated and power needed, for one link or all."""
    from linkbudget.plots.style import canvas, chosen_links, settled

    given, (ax,) = ax, canvas(ax)
    names = chosen_links(scenario, links)
    budgets = [scenario.budget_when_up(name) for name in names]
    stated_w = [float(budget.link.transmitter.power_w.value) for budget in budgets]
    needed_w = [
        power_w * 10.0 ** (-budget["closing_margin_db"] / 10.0)
        for power_w, budget in zip(stated_w, budgets, strict=True)
    ]
    rows = range(len(names))
    ax.hlines(rows, needed_w, stated_w, color="#0072B2", linewidth=4.0)
    ax.plot(needed_w, rows, "o", color="#0072B2", label="just closes")
    ax.plot(stated_w, rows, "D", color="black", label="stated")
    ax.set_yticks(rows, names)
    ax.set_xscale("log")
    ax.margins(x=0.1)
    ax.set_ylim(-0.6, len(names) - 0.4)
    ax.set_xlabel("Transmit power [W]")
    ax.set_title(f"{scenario.config.mission.title}: power that each link needs", loc="left")
    ax.legend()
    return settled(ax, given)


POWER = FigureKind(
    power_needed,
    "Power that each link needs",
    "A circle is the power with which the link would just close, a diamond the power it has.",
    uses=("links",),
)
