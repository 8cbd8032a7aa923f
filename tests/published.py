"""The published numbers that tests compare with, where the folder that holds them is present.

``LINKBUDGET_VALIDATION_DIR`` names the folder; without it, ``shared/validation`` beside the checkout is used.
"""

import csv
import os
from functools import cache
from pathlib import Path

FOLDER = Path(
    os.environ.get("LINKBUDGET_VALIDATION_DIR", Path(__file__).resolve().parents[2] / "shared" / "validation")
)


@cache
def rows(topic: str) -> list[dict[str, str]]:
    """Rows of one topic file with trust T1 to T3 (an empty cell is an empty string); none without the folder."""
    path = FOLDER / f"{topic}.csv"
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row.get("trust", "T1") != "T4"]


def agrees(row: dict[str, str], value: float) -> bool:
    """True when ``value`` lies within the row's own tolerance of its expected number."""
    return abs(value - float(row["expected"])) <= float(row["tolerance"])
