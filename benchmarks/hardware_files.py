"""Files of antennas and two-ports, against reading their bare numbers: ``python benchmarks/hardware_files.py``.

A sphere in steps of one degree is written in each format, and a sweep of 100 000 frequencies as a Touchstone file.  The
measure is ``numpy.loadtxt`` over the rows of the same file, and for Touchstone scikit-rf alone, which reads the numbers
for this package too.  Times are of the processor, least of some runs; memory is the peak that Python allocates over the
size of the file.
"""

import sys
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from budget import machine

sys.path.insert(0, str(Path(__file__).parents[1]))

RUNS = 3
FREQUENCIES = 100_000


def least_s(work: Callable) -> float:
    """Least processor time of some runs [s]."""
    found = []
    for _ in range(RUNS):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


def peak_bytes(work: Callable) -> int:
    """Peak of what Python allocates during the work [byte]."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def spheres(folder: Path) -> dict[Path, int]:
    """Files of one sphere in each format, and how many lines stand before the numbers of each."""
    from tests.hardware.antenna_worlds import cst_source, cst_text, feko, grasp_grid, hfss, sphere, turnstile

    theta_deg, phi_deg = sphere(1.0)
    texts = {
        "sphere.ffe": feko(turnstile, theta_deg, phi_deg),
        "sphere.ffd": hfss(turnstile, theta_deg, phi_deg),
        "sphere.txt": cst_text(turnstile, theta_deg, phi_deg),
        "sphere.ffs": cst_source(turnstile, theta_deg, phi_deg),
        "sphere.grd": grasp_grid(turnstile, np.arange(360.0), np.arange(181.0)),
    }
    found = {}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        rows = text.rstrip("\n").count("\n") + 1 - theta_deg.size
        found[folder / name] = rows
    return found


def two_port(folder: Path) -> Path:
    """A Touchstone file of a sweep."""
    values = np.random.default_rng(1962).uniform(-0.7, 0.7, (FREQUENCIES, 8))
    rows = np.column_stack([np.linspace(1.0, 20.0, FREQUENCIES), values])
    with (folder / "sweep.s2p").open("w", encoding="utf-8") as file:
        file.write("# GHz S RI R 50\n")
        np.savetxt(file, rows, fmt="%.9f")
    return folder / "sweep.s2p"


def row(what: str, file: Path, work: Callable, beside: Callable) -> str:
    """A line of the table."""
    ours_s, bare_s = least_s(work), least_s(beside)
    size = file.stat().st_size
    memory = peak_bytes(work) / size, peak_bytes(beside) / size
    return (
        f"{what:<44} {size / 1e6:>6.1f} MB {ours_s * 1e3:>8.0f} ms {bare_s * 1e3:>8.0f} ms {ours_s / bare_s:>6.2f}"
        f" {memory[0]:>8.1f} {memory[1]:>8.1f}"
    )


def main() -> None:
    """Measure and print the table."""
    import skrf

    from linkbudget.hardware import touchstone
    from linkbudget.hardware.pattern_files import read_cuts, read_sphere

    print(f"{machine()}\n")
    print(f"{'':<44} {'file':>9} {'ours':>11} {'beside':>11} {'ratio':>6} {'memory':>8} {'beside':>8}")
    with TemporaryDirectory() as folder:
        for file, rows in spheres(Path(folder)).items():
            bare = partial(np.loadtxt, file, skiprows=rows)
            for what, read in (("in all directions", read_sphere), ("in cuts", read_cuts)):
                print(row(f"{file.name} {what}, beside loadtxt", file, partial(read, file), bare))
        file = two_port(Path(folder))
        print(
            row(
                "sweep.s2p, beside scikit-rf alone",
                file,
                partial(touchstone.read, file),
                partial(skrf.Network, str(file)),
            )
        )


if __name__ == "__main__":
    main()
