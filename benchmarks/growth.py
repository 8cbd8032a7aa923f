"""Growth of time and memory with the size of the work: ``python benchmarks/growth.py [--most POINTS] [--write]``.

Each size runs in a process of its own (``benchmarks/fresh.py``): a grid and a Monte Carlo into a store, passes of many
satellites, the whole run of a mission with many links.  ``--write`` stores the section ``sizes`` of
``docs/_data/performance.json``.
"""

import argparse
import shutil
import tempfile
from datetime import date

from budget import fresh, machine, store

POINTS = [10**power for power in range(3, 10)]
WORK = {
    "grid": (POINTS, 8.0),
    "margins": (POINTS, 24.0),
    "passes": ([1, 10, 100, 1000], 0.0),
    "links": ([1, 2, 4, 8, 16, 32, 64], 0.0),
}
"""Sizes of each work, and the most bytes a point that it puts on the disk."""


def measured(work: str, sizes: list[int], disk_bytes: float) -> list[dict]:
    """Time and memory of one work at each of its sizes."""
    lines = []
    for size in sizes:
        if shutil.disk_usage(tempfile.gettempdir()).free < disk_bytes * size:
            print(f"{work:<10} {size:>12}   not enough room in {tempfile.gettempdir()}")
            break
        line = {"size": size, **fresh(work, size, 3 if size <= 1_000_000 and disk_bytes else 1)}
        timed = f"{line['processor_s']:>10.3f} s {line['seconds']:>10.3f} s"
        print(f"{work:<10} {size:>12} {timed} {line['peak_bytes'] / 1e6:>9.0f} MB", flush=True)
        lines.append(line)
    return lines


def main() -> None:
    """Measure everything, print the table, and store it if asked."""
    parser = argparse.ArgumentParser(description="Time and memory against the size of the work")
    parser.add_argument("--most", type=float, default=1e8, help="points at which grids and samples end (default 1e8)")
    parser.add_argument("--only", nargs="+", choices=WORK, default=[*WORK], metavar="WORK", help="some kinds of work")
    parser.add_argument("--write", action="store_true", help="store the figures for the page on performance")
    options = parser.parse_args()
    if options.write and options.only != [*WORK]:
        parser.error("--write stores a whole run: expected no --only")
    print(f"{'':<10} {'size':>12} {'processor':>12} {'clock':>12} {'peak memory':>12}")
    works = {work: ([size for size in sizes if size <= options.most], disk) for work, (sizes, disk) in WORK.items()}
    found = {work: measured(work, *works[work]) for work in options.only}
    if options.write:
        store({"sizes": {"date": date.today().isoformat(), "machine": machine(), **found}})


if __name__ == "__main__":
    main()
