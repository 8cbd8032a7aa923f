"""Inference: calibration over 500 simulated missions by both methods, and the time for Mars 1.

    python benchmarks/inference.py                 prints both
    python benchmarks/inference.py --write         and keeps them in docs/_data/inference.json

What was true must rank evenly among draws of the posterior (Talts and others, arXiv:1804.06788).  The time is that of
weighing draws alone, with the record read before; the ratio is to the Monte Carlo of one link with as many draws.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import linkbudget as lb
from linkbudget.studies.inference import infer
from linkbudget.studies.montecarlo import montecarlo
from linkbudget.studies.record import stated_record
from linkbudget.studies.where import Where
from tests.studies.calibration import ranks, uniformity
from tests.studies.two_ends import two_ends

KEPT = Path(__file__).resolve().parents[1] / "docs" / "_data" / "inference.json"

MISSIONS = 500
NUMBERS = ("transmitter power", "transmitter line loss", "margin")


def calibration() -> dict:
    """Ranks of what was true, in ten parts, and the probability of such unevenness by chance."""
    mission = two_ends(Path(tempfile.mkdtemp()))
    found = {}
    for method in ("importance", "annealing"):
        for name, row in zip(NUMBERS, ranks(mission, MISSIONS, 2**11, method, seed=1962), strict=True):
            counts = np.bincount(row // 2, minlength=10).tolist()
            found[f"{method}: {name}"] = {"counts": counts, "chance": uniformity(row, 10)}
    return {"missions": MISSIONS, "expected": MISSIONS / 10, "ranks": found}


def speed(draws: int, workers: int | None) -> dict:
    """Time and memory for Mars 1, and the ratio to a Monte Carlo."""
    mars1 = lb.load("mars1")
    record = stated_record(mars1)
    start = time.perf_counter()
    found = infer(mars1, draws, where=Where(workers=workers))
    inferred_s = time.perf_counter() - start
    case = mars1.case("telemetry-32cm-semi", "1963-03-21T17:00Z")
    start = time.perf_counter()
    montecarlo(case, draws)
    drawn_s = time.perf_counter() - start
    instants = sum(len(one.instants_utc_s) for one in record.accounts)
    return {
        "draws": draws,
        "workers": workers or 1,
        "unknowns": len(record.unknowns),
        "instants": instants,
        "effective_draws": found.effective_draws,
        "seconds": inferred_s,
        "ratio_to_a_monte_carlo": inferred_s / drawn_s,
        "ratio_per_instant": inferred_s / drawn_s / instants,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0,
    }


def main() -> None:
    """Print, and keep where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="keep the figures for the page on accuracy")
    parser.add_argument("--speed", nargs=2, type=int, metavar=("DRAWS", "WORKERS"), help="only this, as JSON")
    asked = parser.parse_args()
    if asked.speed:
        print(json.dumps(speed(asked.speed[0], asked.speed[1] if asked.speed[1] > 1 else None)))
        return
    figures = {"calibration": calibration(), "speed": []}
    for draws, workers in ((100_000, 1), (1_000_000, 2)):  # each in a process of its own, for its memory
        call = [sys.executable, __file__, "--speed", str(draws), str(workers)]
        figures["speed"].append(json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout))
    print(json.dumps(figures, indent=2))
    if asked.write:
        KEPT.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
