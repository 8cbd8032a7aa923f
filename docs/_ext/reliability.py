"""The table of the page on reliability, from ``docs/_data/reliability.json``, which ``make torture`` writes."""

import json
from pathlib import Path

from inpage import table

FILE = Path(__file__).parents[1] / "_data" / "reliability.json"

TRIED = {
    "kills": "Commands killed while they work",
    "races": "Two writers of one store",
    "damage": "Damaged stores opened, read, resumed",
    "fuzz": "Files changed at random, read",
}
"""Kinds of fault, and what they are called."""


def figures() -> str:
    """Table of what was tried, and what became of it."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    head = ["Tried", "Times", "As promised", "Lost", "Silent", "Date"]
    keys = ("tried", "survived", "lost", "silent", "date")
    rows = [
        [title, *(f"{kept[kind][key]:,}".replace(",", " ") if key != "date" else kept[kind][key] for key in keys)]
        for kind, title in TRIED.items()
    ]
    return table(head, rows)


PAGES = {"reliability-figures": figures}


def setup(app):
    """Hand the parts to the extension that fills marks in pages."""
    import generated

    generated.PAGES.update(PAGES)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
