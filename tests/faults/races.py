"""Two processes that fill one store at once: ``python -m tests.faults.races 100`` prints how often all was well.

Both begin at the same moment, on a store that is not there, half filled, or finished.  All is well when each of them
has the right answer or is refused in one line, and the store is whole afterwards with nothing beside it.
"""

import argparse
import json
import shutil
import sys
import tempfile
from multiprocessing import get_context
from pathlib import Path

from linkbudget.errors import LinkBudgetError
from linkbudget.studies.checksums import Checksums
from linkbudget.studies.where import run_study
from tests.faults.grid import filled, half_filled, study

RACERS = 2


def race(start, folders: list[Path], outcomes) -> None:
    """Fill one store after the other, each when the other process is ready too."""
    answer = run_study(study())
    for folder in folders:
        start.wait()
        try:
            found = "right" if run_study(study(), store=folder).load().identical(answer) else "wrong"
        except LinkBudgetError as refusal:
            found = "refused" if "another process is filling this store" in str(refusal) else repr(refusal)
        except Exception as error:
            found = repr(error)
        outcomes.put((folder.parent.name, found))


def after(folder: Path, outcomes: list[str]) -> str:
    """Judge a store after a race: survived, lost or silent."""
    beside = [file.name for file in folder.parent.iterdir()]
    if "wrong" in outcomes or Checksums.read(folder).damaged(folder):
        return "silent"
    if beside != [folder.name] or not Checksums.read(folder).finished:
        return "lost"
    return "survived" if "right" in outcomes and {*outcomes} <= {"right", "refused"} else "lost"


def run(trials: int, folder: Path) -> dict:
    """Race so many times, and count what became of the stores, and how often the second process was refused."""
    begun = [None, half_filled(folder / "half.zarr"), filled(folder / "whole.zarr")]
    folders = [folder / str(number) / "race.zarr" for number in range(trials)]
    for number, store in enumerate(folders):
        store.parent.mkdir()
        if (template := begun[number % len(begun)]) is not None:
            shutil.copytree(template, store)
    context = get_context("spawn")
    start, outcomes = context.Barrier(RACERS, timeout=120.0), context.Queue()
    racers = [context.Process(target=race, args=(start, folders, outcomes)) for _ in range(RACERS)]
    for racer in racers:
        racer.start()
    said: dict[str, list[str]] = {store.parent.name: [] for store in folders}
    for _ in range(RACERS * trials):
        name, found = outcomes.get(timeout=120.0)
        said[name].append(found)
    for racer in racers:
        racer.join()
    became = {store: after(store, said[store.parent.name]) for store in folders}
    for store, what in became.items():
        if what != "survived":
            print(f"{store.parent.name}: {what}: {said[store.parent.name]}", file=sys.stderr)
    counts = {what: sum(each == what for each in became.values()) for what in ("survived", "lost", "silent")}
    return {"tried": trials, **counts, "refused": sum(each.count("refused") for each in said.values())}


def main() -> None:
    """Race, and print what became of the stores as one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("trials", type=int, nargs="?", default=100)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        counts = run(asked.trials, Path(folder))
    print(json.dumps({"what": "races for a store", **counts}))
    sys.exit(counts["survived"] != counts["tried"])


if __name__ == "__main__":
    main()
