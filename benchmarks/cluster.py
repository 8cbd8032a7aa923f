"""A sweep larger than its memory, on worker processes of which one is killed: ``python benchmarks/cluster.py``.

The budget of the cubesat's downlink over range, transmitter power and receiver noise figure goes to a Zarr store of
more than 4 GB, by two workers that may use 1 GB each.  On the way one of them is killed.  Then every block is computed
again in one process and compared bit by bit.
"""

import argparse
import multiprocessing
import os
import resource
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import zarr

import linkbudget as lb
from linkbudget.hardware.parts import Link
from linkbudget.link.budget import Path as LinkPath
from linkbudget.link.budget import budget
from linkbudget.studies.blocks import Block, Study, Variable
from linkbudget.studies.where import Where, run_study

TERMS = ("received_power_dbw", "cn0_dbhz", "margin_db")
GB = 1e9


class Sweep:
    """The budget over three axes."""

    def __init__(self, link: Link, points: int):
        self.link = link
        self.range_m = np.geomspace(5e5, 3e6, points)
        self.power_w = np.geomspace(0.1, 10.0, points)
        self.noise_figure_db = np.linspace(0.3, 6.0, points)

    def __call__(self, block: Block) -> dict[str, np.ndarray]:
        power = replace(self.link.transmitter.power_w, value=block.along("power_w", self.power_w))
        figure = replace(self.link.receiver.noise_figure_db, value=block.along("noise_figure_db", self.noise_figure_db))
        transmitter = self.link.transmitter.model_copy(update={"power_w": power})
        receiver = self.link.receiver.model_copy(update={"noise_figure_db": figure})
        link = self.link.model_copy(update={"transmitter": transmitter, "receiver": receiver})
        lines = budget(link, LinkPath(block.along("range_m", self.range_m), 45.0))
        return {name: lines[name] for name in TERMS}

    def study(self) -> Study:
        """The sweep as a study."""
        axes = {name: getattr(self, name) for name in ("range_m", "power_w", "noise_figure_db")}
        sizes = {name: values.size for name, values in axes.items()}
        variables = {name: Variable(tuple(axes)) for name in TERMS}
        return Study("sweep", sizes, variables, self, {"scenario": "cubesat", "link": self.link.title}, axes)


class Killer:
    """Progress that kills a worker when a third of the work is done."""

    def __init__(self):
        self.victim = None

    def __call__(self, fraction: float, doing: str) -> None:
        if fraction > 1.0 / 3.0 and self.victim is None:
            self.victim = next(iter(workers()), None)
            if self.victim is not None:
                self.victim.kill()
                print(f"killed worker {self.victim.pid} at {fraction:.0%}")


def workers() -> list:
    """Worker processes that this process has started."""
    return multiprocessing.active_children()


def peak_gb(who: int) -> float:
    """Most memory that this process, or the largest of those it has waited for, has held [-]."""
    return resource.getrusage(who).ru_maxrss * 1024 / GB


def differing_blocks(study: Study, store: Path) -> tuple[int, int]:
    """Count the blocks of the store that differ in any bit from this process's own answer, and all blocks."""
    group = zarr.open_group(store, mode="r")
    differing = count = 0
    units = study.units()
    for number in range(len(units)):
        unit = units[number]
        stored = {name: group[name][tuple(unit.slices.values())] for name in TERMS}
        for block in study.blocks.inside(unit):
            within = tuple(
                slice(part.start - unit.slices[dim].start, part.stop - unit.slices[dim].start)
                for dim, part in block.slices.items()
            )
            values = study.evaluate(block)
            same = all(
                np.ascontiguousarray(stored[name][within]).tobytes()
                == np.broadcast_to(values[name], block.shape()).tobytes()
                for name in TERMS
            )
            differing, count = differing + (not same), count + 1
    return differing, count


def main() -> None:
    """Run the sweep, kill a worker, compare, and print the figures."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--points", type=int, default=570, help="points along each of the three axes")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--memory-gb", type=float, default=1.0, help="what each process may use")
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="where the store goes")
    asked = options.parse_args()

    study = Sweep(lb.load("cubesat").link("uhf-downlink"), asked.points).study()
    where = Where(workers=asked.workers, memory_bytes=asked.memory_gb * GB)
    folder = Path(tempfile.mkdtemp(prefix="linkbudget-cluster-", dir=asked.folder))
    store, killer = folder / "sweep.zarr", Killer()
    print(f"answer {study.nbytes / GB:.2f} GB, {asked.workers} workers of {asked.memory_gb:g} GB each")
    print(f"{len(study.units(where.memory_bytes))} units of {len(study.blocks)} blocks, {os.cpu_count()} cores")
    try:
        began = time.perf_counter()
        run_study(study, where, store, killer)
        seconds = time.perf_counter() - began
        points = study.nbytes / 8 / len(TERMS)
        print(f"swept and written in {seconds:.1f} s: {seconds / points * 1e9:.0f} ns a point")
        print(f"store on disk {sum(file.stat().st_size for file in store.rglob('*') if file.is_file()) / GB:.2f} GB")
        print(f"peak memory: workers {peak_gb(resource.RUSAGE_CHILDREN):.2f} GB", end=", ")
        print(f"this process {peak_gb(resource.RUSAGE_SELF):.2f} GB")
        began = time.perf_counter()
        differing, count = differing_blocks(study, store)
        print(f"compared with one process in {time.perf_counter() - began:.1f} s", end=", ")
        print(f"peak {peak_gb(resource.RUSAGE_SELF):.2f} GB: {differing} of {count} blocks differ")
    finally:
        shutil.rmtree(folder)
    if killer.victim is None or differing:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
