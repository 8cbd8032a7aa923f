"""``linkbudget history``: links of sixty years on one scale, as a table, as data, or as a figure."""

from pathlib import Path
from typing import Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import FIGURES
from linkbudget.cli.options import OUTPUT, FigureTheme, FigureWidth, figure_look


@command(
    FIGURES,
    "linkbudget history",
    "linkbudget history cubesat:uhf-downlink",
    "linkbudget history -o years.png",
)
@in_any_form("links", "steps")
def history(
    links: Annotated[
        list[str] | None, typer.Argument(metavar="[SCENARIO:LINK]...", help="Further links, such as my.toml:downlink.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Figure to draw (.png, .svg, .pdf), instead of the table.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    *,
    form: Form,
) -> None:
    """Compare deep-space links since 1960 on one scale.

    The scale is bit rate times distance squared; a second table breaks each step down by its causes.
    """
    from linkbudget.mission.history import as_dict, company, steps

    if output is not None:
        from linkbudget.plots.link_history import save_sixty_years

        with figure_look(width, theme):
            print(save_sixty_years(output, links or ()))
        return
    milestones, taken = company(links or ()), steps()
    from linkbudget.cli.scenario_tables import history_parts

    data = as_dict(milestones, taken)
    print_answer(form, lambda: data, lambda: history_parts(milestones, taken, data))
