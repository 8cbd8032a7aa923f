"""Tables of what an installation takes, from ``docs/_data/installation.json``.

The file comes from ``benchmarks/installation.py --write`` and is kept with the pages.
"""

import json
from functools import cache
from pathlib import Path

from inpage import table

FILE = Path(__file__).parents[1] / "_data" / "installation.json"
ITSELF = "deepspace-linkbudget"

PURPOSES = {
    "scipy": "special functions of error rates, integrals, optimisation",
    "pandas": "tables as data frames; xarray needs it",
    "numpy": "arrays: every equation takes them",
    "matplotlib": "figures",
    "pillow": "pictures that a link sends, animations",
    "skyfield-data": "positions of Sun, Moon and planets: the ephemeris DE421",
    "xarray": "labelled results of studies and timelines",
    "scikit-rf": "Touchstone files",
    "salib": "shares of each input in the variance of a result",
    "pydantic": "scenario files, checked",
    "pyyaml": "descriptions of satellites in SatYAML",
    "pint": "units in scenario files and on the command line",
    "rich": "tables, colours and progress on the screen",
    "skyfield": "positions and directions of spacecraft, SGP4 within it",
    "xlsxwriter": "budgets as spreadsheets with working cells",
    "jinja2": "the report and worksheets as HTML",
    "typer": "the command line",
}
"""Purpose of each dependency, by its name in small letters."""

EXTRAS = {
    "cluster": "results in Zarr stores, many workers and clusters",
    "maps": "rain, clouds and water vapour of any place from the maps of ITU-R",
    "spice": "trajectories in SPK files of SPICE",
    "teach": "worksheets as PDF",
    "lab": "the page in the browser",
}
"""Purpose of each extra."""


@cache
def installation() -> dict:
    """Stored measurements."""
    return json.loads(FILE.read_text(encoding="utf-8"))


def _megabytes(sizes) -> str:
    return f"{sum(size['bytes'] for size in sizes) / 1e6:.1f}"


def dependencies() -> str:
    """Each dependency with its purpose and its size, the largest first, and the sum with what they need."""
    base = installation()["base"]
    largest_first = sorted(PURPOSES, key=lambda name: -base[name]["bytes"])
    rows = [[name, PURPOSES[name], base[name]["version"], _megabytes([base[name]])] for name in largest_first]
    rest = sorted(base.keys() - PURPOSES.keys() - {ITSELF}, key=lambda name: -base[name]["bytes"])
    named = ", ".join(rest[:3])
    rows += [
        [f"{len(rest)} others", f"needed by these: {named} and smaller ones", "", _megabytes(map(base.get, rest))],
        ["linkbudget itself", "", base[ITSELF]["version"], _megabytes([base[ITSELF]])],
        ["**in all**", "", "", f"**{_megabytes(base.values())}**"],
    ]
    return table(["Dependency", "For", "Version", "MB"], rows, numbers_from=3)


def extras() -> str:
    """Each extra with its purpose, its largest distributions and the size that it adds."""
    rows = []
    for extra, purpose in EXTRAS.items():
        more = installation()["extras"][extra]
        largest = sorted(more, key=lambda name: -more[name]["bytes"])[:3]
        rows.append([f"`[{extra}]`", purpose, ", ".join(largest), _megabytes(more.values())])
    return table(["Extra", "For", "Largest parts", "MB more"], rows, numbers_from=3)


def conditions() -> str:
    """Date, system and version of Python of the measurement, as a sentence."""
    stored = installation()
    return f"Measured on {stored['date']} with Python {stored['machine']['python']} on {stored['machine']['system']}.\n"


PAGES = {
    "installation-dependencies": dependencies,
    "installation-extras": extras,
    "installation-conditions": conditions,
}


def setup(app):
    """Hand the parts to the extension that fills marks in pages."""
    import generated

    generated.PAGES.update(PAGES)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
