"""Commands with tables, by cheap words, and what they print in each form, each once a process.

They share packaged scenarios, whose sessions are then flown once for all commands of a process.
"""

import contextlib
import io
import os
import signal
import sys
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from unittest import mock

import pytest
from PIL import Image

from linkbudget.cli import main, terminal_tables
from linkbudget.mission import scenario
from linkbudget.mission.chart import draw_chart
from linkbudget.scenario_files.packaged import packaged_names
from linkbudget.tables import Paragraph, Table

SEMI = ("mars1", "--link", "telemetry-32cm-semi")
GRID = ("--axis", "range=1e6 km..400e6 km:3:log")
TRADE = (
    "pareto", "mars1", "--link", "telemetry-32cm-dish", "--axis", "transmitter.power=1 W..100 W:4:log",
    "--axis", "transmitter.antenna.diameter=0.3 m..4 m:4:log", "--maximise", "closing_margin_db",
    "--minimise", "mass_kg = 2.3 * transmitter.power",
)  # fmt: skip

COMMANDS = {
    "budget": ("budget", *SEMI),
    "budget of a cubesat": ("budget", "cubesat"),
    "full": ("budget", *SEMI, "--table", "full"),
    "margins": ("budget", "mars_express", "--link", "telecommand", "--table", "margins"),
    "formula": ("formula", "free-space-loss", "distance=42000 km", "frequency=6 GHz"),
    "formula over a range": ("formula", "free-space-loss", "loss=200 dB", "frequency=1GHz..30GHz:3"),
    "arguments of a formula": ("formula", "dish-gain"),
    "formulas of a topic": ("formula", "radome"),
    "mark": ("mark", "answers.csv", "sheets/key.json"),
    "relay": ("relay", "c_band_carrier", "--relay", "8m25g7w"),
    "check": ("check", "sputnik24"),
    "check of a relay": ("check", "c_band_carrier"),
    "show": ("show", "mars1", "--link", "imaging-5cm"),
    "show of a cubesat": ("show", "cubesat"),
    "catalog": ("catalog",),
    "shelf": ("catalog", "codes"),
    "history": ("history",),
    "sweep": ("sweep", *SEMI, *GRID),
    "grid": ("sweep", *SEMI, *GRID, "--axis", "transmitter.power=10 W, 20 W", "--line", "all"),
    "montecarlo": ("montecarlo", *SEMI, "--samples", "64"),
    "sensitivity": ("sensitivity", *SEMI, "--samples", "16"),
    "compare": ("compare", *SEMI, "--set", "transmitter.power=60 W"),
    "links": ("compare", "mars1", "cubesat", "--link", "telemetry-32cm-dish", "--other-link", "uhf-downlink"),
    "solve": ("solve", *SEMI, "--for", "transmitter.power"),
    "solve over a mission": ("solve", *SEMI, "--for", "transmitter.power", "--every", "60 d"),
    "pareto": TRADE,
    "sessions": ("sessions", "mars1"),
    "energy": ("energy", "mars1"),
    "occultations": ("occultations", "cubesat"),
    "infer": ("infer", "mariner4", "--draws", "256", "-q"),
    "pattern": ("pattern", "dipole.csv", "--format", "csv"),
    "picture": ("picture", "photo.png", "--link", "imaging-5cm", "--range", "400e6 km"),
    "listen": ("listen", "sputnik24", "--link", "telemetry-160cm", "--duration", "1 s"),
    "signal": ("signal", "cubesat", "--duration", "1 s", "-o", "cubesat.sigmf-meta"),
    "measure": ("measure", "cubesat.sigmf-meta", "--slide", "20", "--square"),
}
"""Every command that prints tables but ``causes`` and ``run``, which take long; a test compares the names."""


_load = scenario.load
_packaged = cache(_load)


def loaded_once():
    """While it lasts, commands of this process load a packaged scenario once."""
    names = packaged_names()
    return mock.patch.object(scenario, "load", lambda name: _packaged(name) if name in names else _load(name))


@cache
def folder() -> Path:
    """A folder with the files that commands read, and where they write."""
    place = Path(mkdtemp(prefix="answers-"))
    (place / "dipole.csv").write_text("0, 15\n10, 12\n20, 3\n", encoding="utf-8")
    Image.fromarray(draw_chart(64)).save(place / "photo.png")
    run(place, *COMMANDS["signal"])
    run(place, "worksheet", "--lessons", "1", "--copies", "2", "--count", "3", "--format", "gift", "-o", "sheets")
    (place / "answers.csv").write_text("pupil,copy,1,2,3\nAda,1,1,2,\nBo,2,3,x,5\n", encoding="utf-8")
    return place


@cache
def parts_of(name: str) -> tuple[Table | Paragraph, ...]:
    """The tables and sentences that a command shows on a screen."""
    seen: list[Table | Paragraph] = []
    place = folder()  # a command makes it, whose own tables are none of these
    with mock.patch.object(terminal_tables, "print_parts", seen.extend):
        run(place, *COMMANDS[name])
    return tuple(seen)


@cache
def printed(name: str, form: str) -> str:
    """Output of a command in a form."""
    return run(folder(), *COMMANDS[name], f"--{form}")


def run(place: Path, *words: str) -> str:
    """The standard output of a command that runs in a folder and succeeds."""
    before, handler = Path.cwd(), signal.getsignal(signal.SIGTERM)
    out, err = io.StringIO(), io.StringIO()
    try:
        os.chdir(place)
        with (
            mock.patch.object(sys, "argv", ["linkbudget", *words]),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            loaded_once(),
            pytest.raises(SystemExit) as stop,
        ):
            main()
    finally:
        os.chdir(before)
        signal.signal(signal.SIGTERM, handler)
    assert stop.value.code == 0, err.getvalue()
    return out.getvalue()
