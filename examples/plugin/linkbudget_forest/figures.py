"""A figure: the transmit power that each link would need to just close."""

from linkbudget.plots.figures import FigureKind


def power_needed(scenario, links=None, ax=None):
    """Bars of power, stated and needed, for one link or all."""
    from linkbudget.plots.style import canvas, chosen_links, settled

    given, (ax,) = ax, canvas(ax)
    names = chosen_links(scenario, links)
    budgets = [scenario.budget_when_up(name) for name in names]
    stated_w = [float(budget.link.transmitter.power_w.value) for budget in budgets]
    needed_w = [
        power_w * 10.0 ** (-budget["closing_margin_db"] / 10.0)
        for power_w, budget in zip(stated_w, budgets, strict=True)
    ]
    ax.barh(range(len(names)), needed_w, color="#0072B2", label="needed")
    ax.plot(stated_w, range(len(names)), "D", color="black", label="stated")
    ax.set_yticks(range(len(names)), names)
    ax.set_xscale("log")
    ax.set_xlabel("Transmit power [W]")
    ax.legend()
    return settled(ax, given)


POWER = FigureKind(
    power_needed,
    "Power that each link needs",
    "Bars end at the power with which the link would just close; diamonds are the power it has.",
    uses=("links",),
)
