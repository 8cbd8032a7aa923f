"""One study in a fresh process, so that its memory is its own: ``python benchmarks/fresh.py JOB POINTS [REPEATS]``.

Prints, as JSON, the shortest of some runs [s], the least processor time of one [s], the most memory that the process
held, and what it held before.  ``benchmarks/budget.py`` starts it.
"""

import contextlib
import io
import json
import runpy
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from common import (
    BLOCK,
    END,
    START,
    held_bytes,
    low_satellites,
    semi_directional,
    stations_over_the_earth,
    telemetry,
)

from linkbudget.geometry.passes import predict_passes
from linkbudget.link.case import Case
from linkbudget.scenario_files.files import find_scenario
from linkbudget.studies.axes import linear, logarithmic
from linkbudget.studies.montecarlo import montecarlo
from linkbudget.studies.sweep import sweep

MARGINS = ("margin_db", "carrier_margin_db", "closing_margin_db")
NEAR_M, FAR_M = 1e9, 400e9


def ranges(case: Case, points: int):
    """An axis of so many distances."""
    return linear(case, "range", f"{NEAR_M} m", f"{FAR_M} m", points)


def in_memory(points: int) -> None:
    """The margins over range, all held."""
    case = telemetry()
    sweep(case, [ranges(case, points)], MARGINS)


def to_store(points: int) -> None:
    """The margins over range, into a Zarr store."""
    case = telemetry()
    with tempfile.TemporaryDirectory() as folder:
        sweep(case, [ranges(case, points)], MARGINS, store=Path(folder) / "sweep.zarr")


def in_blocks(points: int) -> None:
    """Least, mean and greatest of each margin over range, block by block, nothing held."""
    case, step = telemetry(), (FAR_M - NEAR_M) / max(points - 1, 1)
    least, total, greatest = np.full(3, np.inf), np.zeros(3), np.full(3, -np.inf)
    for start in range(0, points, BLOCK):
        block = NEAR_M + step * np.arange(start, min(start + BLOCK, points))
        budget = case.with_values({"range": block}).budget()
        values = {key: line.value for key, line in budget.terms.items()}
        for place, margin in enumerate(values[name] for name in MARGINS):
            least[place] = min(least[place], margin.min())
            greatest[place] = max(greatest[place], margin.max())
            total[place] += margin.sum()
    assert np.all((least <= total / points) & (total / points <= greatest))


def draws(points: int) -> None:
    """A Monte Carlo of all uncertain numbers."""
    montecarlo(semi_directional(), points)


def contour(points: int) -> None:
    """The usual lines over range and transmitter power, a square of so many points."""
    case, side = telemetry(), round(points**0.5)
    power = logarithmic(case, "transmitter.power", "1 W", "100 W", side)
    sweep(case, [ranges(case, side), power])


def grid(points: int) -> None:
    """One margin over range and transmitter power, a square of so many points, into a Zarr store."""
    case, side = telemetry(), round(points**0.5)
    axes = [ranges(case, side), logarithmic(case, "transmitter.power", "1 W", "100 W", side)]
    with tempfile.TemporaryDirectory() as folder:
        sweep(case, axes, ["margin_db"], store=Path(folder) / "grid.zarr")


def margins(points: int) -> None:
    """The margins of a Monte Carlo of all uncertain numbers, into a Zarr store."""
    with tempfile.TemporaryDirectory() as folder:
        montecarlo(semi_directional(), points, only_margins=True, store=Path(folder) / "margins.zarr")


def passes(satellites: int) -> None:
    """Passes of so many low satellites over one station in a month."""
    predict_passes(low_satellites(satellites), stations_over_the_earth(1), START, END)


def links(count: int) -> None:
    """The whole run, with figures and report, of a mission with so many links."""
    text = find_scenario("cubesat").read_text(encoding="utf-8")
    copies = "".join(f'\n[links.copy-{number}]\nlike = "uhf-downlink"\n' for number in range(1, count))
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        file = Path(folder) / "many.toml"
        file.write_text(text + copies, encoding="utf-8")
        sys.argv = ["linkbudget", "run", str(file), "--quiet", "-o", f"{folder}/out"]
        with contextlib.suppress(SystemExit):
            runpy.run_module("linkbudget", run_name="__main__")
        assert (Path(folder) / "out" / "report.html").is_file()


JOBS: dict[str, Callable[[int], None]] = {
    "memory": in_memory,
    "store": to_store,
    "blocks": in_blocks,
    "montecarlo": draws,
    "contour": contour,
    "grid": grid,
    "margins": margins,
    "passes": passes,
    "links": links,
}


def measure(job: Callable[[int], None], points: int, repeats: int) -> dict[str, float]:
    """Run a job on a few points to have everything imported, then on as many as are asked for."""
    job(1 if job in (passes, links) else 16)
    before, clocks = held_bytes(), []
    for _ in range(repeats):
        wall, processor = time.perf_counter(), time.process_time()
        job(points)
        clocks.append((time.perf_counter() - wall, time.process_time() - processor))
    seconds, processor_s = (min(times) for times in zip(*clocks, strict=True))
    return {"seconds": seconds, "processor_s": processor_s, "peak_bytes": held_bytes(), "before_bytes": before}


def main() -> None:
    """One job."""
    name, points, *repeats = sys.argv[1:]
    print(json.dumps(measure(JOBS[name], int(float(points)), int(*repeats or [1]))))


if __name__ == "__main__":
    main()
