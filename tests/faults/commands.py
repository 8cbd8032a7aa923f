"""Every command that writes a file, run one after another in one process: ``python -m tests.faults.commands``.

``--without fcntl sigmask`` takes away what Windows lacks before the package is imported; ``--bytes`` bounds the size of
a file, as a disk that is full does.  One line of JSON per command: its name, exit status and output.
"""

import argparse
import contextlib
import io
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

DOWNLINK = ("cubesat", "--link", "uhf-downlink")
SEMI = ("mars1", "--link", "telemetry-32cm-semi", "--quiet")
POWERS = ("--axis", "transmitter.power=5 W..100 W:3")
PARETO = ("--maximise", "closing_margin_db", "--minimise", "mass_kg = 2.3 * transmitter.power")

COMMANDS = {
    "new": ("new", "mine.toml", "--force"),
    "run": ("run", "cubesat", "-o", "out", "--step", "60 min", "--quiet"),
    "budget": ("budget", "mars1", "--link", "telemetry-32cm-dish", "-o", "budget.xlsx"),
    "plot": ("plot", "cubesat", "snr", "-o", "snr.png"),
    "formula": ("formula", "wavelength", "--plot", "frequency=1GHz..30GHz", "-o", "curve.png"),
    "animate": ("animate", "mars1", "-o", "moving.webp", "--quiet"),
    "export": ("export", "cubesat", "--oem", "track.oem", "--csv", "track.csv"),
    "history": ("history", "-o", "years.svg"),
    "listen": ("listen", *DOWNLINK, "-o", "pass.wav", "--duration", "1 s"),
    "signal": ("signal", *DOWNLINK, "-o", "pass.sigmf-meta", "--duration", "0.2 s"),
    "sessions": ("sessions", "mars1", "-o", "sessions.xlsx"),
    "energy": ("energy", "mars1", "-o", "energy.xlsx"),
    "picture": ("picture", "test-chart", "--scenario", "mars1", "--link", "imaging-5cm", "-o", "received.png"),
    "solve": ("solve", *SEMI[:-1], "--for", "transmitter.power", "--every", "30 d", "-o", "solved.nc"),
    "compare": ("compare", *SEMI[:-1], "--set", "transmitter.power=60 W", "-o", "compared.xlsx"),
    "pareto": ("pareto", *SEMI[:-1], *POWERS, *PARETO, "-o", "pareto.csv"),
    "sweep": ("sweep", *SEMI, *POWERS, "-o", "sweep.nc"),
    "sweep into a store": ("sweep", *SEMI, *POWERS, "-o", "sweep.zarr"),
    "montecarlo": ("montecarlo", *SEMI, "--samples", "64", "-o", "draws.csv"),
    "infer": ("infer", "mariner4", "--draws", "1024", "--quiet", "-o", "implied.csv"),
    "worksheet": ("worksheet", "--lessons", "1", "--count", "2", "--format", "html", "-o", "sheets"),
    "handouts": ("handouts", "-o", "handouts"),
    "lesson": ("lesson", "4", "--notebook", "noise.ipynb"),
    "sensitivity": ("sensitivity", *SEMI, "-o", "slopes.xlsx"),
}
"""Arguments of each; the run draws no figures here."""

SLOW = ("handouts", "plot", "formula", "animate", "history", "picture", "sessions", "energy")
"""Those that take seconds and write as another one does."""


def environment():
    """Of a process that finds package and tests from any folder."""
    return os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}


def run(name):
    """Exit status and output of a command."""
    import linkbudget.report.run  # after what was asked for is taken away
    from linkbudget.cli import main

    linkbudget.report.run.drawn_figures = lambda *_: {}
    sys.argv = ["linkbudget", *COMMANDS[name]]
    out, err = io.StringIO(), io.StringIO()
    begun = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main()
        except SystemExit as ending:
            status = ending.code
    return {"name": name, "status": status, "said": err.getvalue(), "s": round(time.process_time() - begun, 2)}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="+", choices=COMMANDS)
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--bytes", type=int)
    asked = parser.parse_args()
    if "fcntl" in asked.without:
        sys.modules["fcntl"] = None
    if "sigmask" in asked.without:
        del signal.pthread_sigmask
    if "SIGHUP" in asked.without:
        del signal.SIGHUP
    if asked.bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (asked.bytes, asked.bytes))
    for one in asked.names:
        print(json.dumps(run(one)), flush=True)
