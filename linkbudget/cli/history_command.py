"""``linkbudget history``: links of sixty years on one scale, as a table, as data, or as a figure."""

from pathlib import Path
from typing import Annotated

import typer

from linkbudget.cli.app import app
from linkbudget.cli.options import AsJson, FigureTheme, FigureWidth, figure_look
from linkbudget.cli.printing import print_json


@app.command()
def history(
    links: Annotated[
        list[str] | None, typer.Argument(metavar="[SCENARIO:LINK]...", help="Further links, such as my.toml:downlink.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Figure to draw (.png, .svg, .pdf), instead of the table."),
    ] = None,
    width: FigureWidth = None,
    theme: FigureTheme = "paper",
    as_json: AsJson = False,
) -> None:
    """Compare deep-space links since 1960: bit rate times distance squared, and what each step was bought with."""
    from linkbudget.mission.history import as_dict, company, steps

    if output is not None:
        from linkbudget.plots.link_history import save_sixty_years

        with figure_look(width, theme):
            print(save_sixty_years(output, links or ()))
        return
    milestones, taken = company(links or ()), steps()
    if as_json:
        print_json(as_dict(milestones, taken))
    else:
        from linkbudget.cli.terminal_tables import print_history

        print_history(milestones, taken)
