"""Stores that something damaged: ``python -m tests.faults.damage 200 --seed 1`` prints how many gave a warning.

Each time a store, finished or half filled, is damaged in one of :data:`KINDS` of ways, and its study is run again.  It
survives when the answer has the right bits and a warning has named what was damaged, or when one line refuses the store
and says what to do.  Anything else is lost (another exception) or silent (a wrong answer, or not a word).
"""

import argparse
import json
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from linkbudget.errors import LinkBudgetError, StoreWarning
from linkbudget.studies.where import run_study
from tests.faults.grid import filled, half_filled, study

CHUNK, OTHER, THIRD = "margin_db/c/0/0", "margin_db/c/0/1", "excess_db/c/0/0"


def flip(file: Path, rng: np.random.Generator) -> None:
    content = bytearray(file.read_bytes())
    content[rng.integers(len(content))] ^= 1 << rng.integers(8)
    file.write_bytes(content)


def swap(one: Path, other: Path) -> None:
    beside = one.with_name("beside")
    one.rename(beside)
    other.rename(one)
    beside.rename(other)


def cut(file: Path, rng: np.random.Generator) -> None:
    file.write_bytes(file.read_bytes()[: rng.integers(1, file.stat().st_size)])


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file} holds no {old}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


Damage = Callable[[Path, Path, np.random.Generator], object]

KINDS: dict[str, Damage] = {
    "chunk truncated": lambda store, other, rng: cut(store / CHUNK, rng),
    "chunk empty": lambda store, other, rng: (store / CHUNK).write_bytes(b""),
    "chunk of zeros": lambda store, other, rng: (store / CHUNK).write_bytes(bytes((store / CHUNK).stat().st_size)),
    "chunk flipped": lambda store, other, rng: flip(store / CHUNK, rng),
    "chunk deleted": lambda store, other, rng: (store / CHUNK).unlink(),
    "chunk longer": lambda store, other, rng: (store / CHUNK).write_bytes((store / CHUNK).read_bytes() + b"x"),
    "chunks swapped": lambda store, other, rng: swap(store / CHUNK, store / OTHER),
    "chunk of another line": lambda store, other, rng: shutil.copy(store / THIRD, store / CHUNK),
    "chunk of another study": lambda store, other, rng: shutil.copy(other / CHUNK, store / CHUNK),
    "chunk a folder": lambda store, other, rng: folder_instead(store / CHUNK),
    "all chunks of another study": lambda store, other, rng: shutil.copytree(
        other / "margin_db" / "c", store / "margin_db" / "c", dirs_exist_ok=True
    ),
    "array lost": lambda store, other, rng: shutil.rmtree(store / "margin_db"),
    "array renamed": lambda store, other, rng: (store / "margin_db").rename(store / "margin"),
    "arrays swapped": lambda store, other, rng: swap(store / "margin_db", store / "excess_db"),
    "array of another study": lambda store, other, rng: (
        shutil.copytree(other / "loss_db", store / "loss_db", dirs_exist_ok=True)
        and shutil.copy(other / CHUNK, store / CHUNK)
    ),
    "axis lost": lambda store, other, rng: shutil.rmtree(store / "power_w"),
    "axis renamed": lambda store, other, rng: (store / "power_w").rename(store / "power_dbw"),
    "axis flipped": lambda store, other, rng: flip(store / "power_w" / "c" / "0", rng),
    "values of an axis lost": lambda store, other, rng: (store / "power_w" / "c" / "0").unlink(),
    "metadata of an array flipped": lambda store, other, rng: flip(store / "margin_db" / "zarr.json", rng),
    "metadata of an array lost": lambda store, other, rng: (store / "margin_db" / "zarr.json").unlink(),
    "type of number changed": lambda store, other, rng: edit(store / "margin_db" / "zarr.json", "float64", "int64"),
    "dimensions exchanged": lambda store, other, rng: edit(store / "margin_db" / "zarr.json", '"range_m"', '"power_w"'),
    "unit changed": lambda store, other, rng: edit(store / "margin_db" / "zarr.json", '"dB"', '"dBm"'),
    "metadata of the store flipped": lambda store, other, rng: flip(store / "zarr.json", rng),
    "metadata of the store truncated": lambda store, other, rng: cut(store / "zarr.json", rng),
    "metadata of the store lost": lambda store, other, rng: (store / "zarr.json").unlink(),
    "title changed": lambda store, other, rng: edit(store / "zarr.json", '"title": "grid"', '"title": "grit"'),
    "checksums flipped": lambda store, other, rng: flip(store / "checksums.json", rng),
    "checksums truncated": lambda store, other, rng: cut(store / "checksums.json", rng),
    "checksums lost": lambda store, other, rng: (store / "checksums.json").unlink(),
    "checksums of another study": lambda store, other, rng: shutil.copy(
        other / "checksums.json", store / "checksums.json"
    ),
    "store of another study": lambda store, other, rng: shutil.rmtree(store) or shutil.copytree(other, store),
}
"""Ways in which a store is damaged, each given the store, a store of another study, and random numbers."""


class Stores:
    """Stores to be copied and damaged, and the right answer of their study."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.states = {"finished": filled(folder / "finished.zarr"), "half filled": half_filled(folder / "half.zarr")}
        self.other = filled(folder / "other.zarr", seed=1971)
        self.answer = run_study(study())

    def outcome(self, kind: str, state: str, rng: np.random.Generator) -> tuple[str, str]:
        """Damage a store and run its study again: survived, lost or silent, and the message."""
        store = self.folder / "damaged.zarr"
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(self.states[state], store)
        KINDS[kind](store, self.other, rng)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                found = run_study(study(), store=store).load()
            except LinkBudgetError as refusal:
                said = str(refusal)
                helps = "\n" not in said and str(store) in said and "delete" in said
                return "survived" if helps else "lost", said
            except Exception as error:
                return "lost", repr(error)
        said = "; ".join(str(warning.message) for warning in caught if warning.category is StoreWarning)
        return "survived" if said and found.identical(self.answer) else "silent", said

    def read(self, kind: str, rng: np.random.Generator) -> tuple[str, str]:
        """Damage a store that is open and read it afterwards: survived, lost or silent, and the message."""
        store = self.folder / "damaged.zarr"
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(self.states["finished"], store)
        opened = run_study(study(), store=store)
        KINDS[kind](store, self.other, rng)
        try:
            found = opened.load()
        except LinkBudgetError as refusal:
            return "survived" if "run the command that wrote the store again" in str(refusal) else "lost", str(refusal)
        except Exception as error:
            return "lost", repr(error)
        return "survived" if found.identical(self.answer) else "silent", ""


def main() -> None:
    """Damage stores, and print what became of them as one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("trials", type=int, nargs="?", default=100)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    rng = np.random.default_rng(asked.seed)
    count = {"tried": 0, "survived": 0, "lost": 0, "silent": 0}
    with tempfile.TemporaryDirectory() as folder:
        stores = Stores(Path(folder))
        for number in range(asked.trials):
            kind, state = [*KINDS][number % len(KINDS)], rng.choice(["finished", "half filled", "read"])
            became, said = stores.read(kind, rng) if state == "read" else stores.outcome(kind, state, rng)
            count = {**count, "tried": count["tried"] + 1, became: count[became] + 1}
            if became != "survived":
                print(f"{kind}, {state}: {became}: {said}", file=sys.stderr)
    print(json.dumps({"what": "damaged stores", "seed": asked.seed, **count}))
    sys.exit(count["survived"] != count["tried"])


if __name__ == "__main__":
    main()
