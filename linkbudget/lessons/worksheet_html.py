"""Worksheets as HTML: one printable file for the sheets and one for the solutions, which load nothing."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from linkbudget.formatting import typeset_for_paper
from linkbudget.lessons.worksheets import Worksheet, key_parts
from linkbudget.notebook import html_of


def html_files(drawn: Worksheet) -> dict[str, bytes]:
    """Sheets, solutions and the key, by the names of their files."""
    pages = {
        "sheets.html": ("worksheet.html", "Worksheet", ""),
        "solutions.html": ("solutions.html", "Solutions", ""),
        "key.html": ("key.html", "Key", html_of(key_parts(drawn))),
    }
    return {
        name: _environment().get_template(template).render(worksheet=drawn, heading=heading, key=key).encode()
        for name, (template, heading, key) in pages.items()
    }


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("linkbudget.lessons"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["paper"] = typeset_for_paper
    return made
