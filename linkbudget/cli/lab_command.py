"""``linkbudget lab``: the page where every number can be moved.  Heavy imports happen inside the command."""

from typing import Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.help_pages import TEACHING


@command(TEACHING, "linkbudget lab", "linkbudget lab mars1 --no-browser", "linkbudget lab cubesat --port 8000")
def lab(
    scenario: Annotated[
        str | None, typer.Argument(help="Name of a packaged scenario, or a file, which is read again when it changes.")
    ] = None,
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="Port; 0 for any that is free.")] = 8962,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
    host: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Serve a class: this machine's address on its network, or 0.0.0.0."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Serve others without being asked.")] = False,
) -> None:
    """Move every number of a link in the browser.

    Ctrl-C ends it.
    """
    from linkbudget.cli.lab_server import serve

    serve(scenario, port=port, opens_browser=browser, host=host, is_agreed=yes)
