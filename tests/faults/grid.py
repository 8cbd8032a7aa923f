"""A small study whose store is damaged, fought over and deleted in these tests, and its right answer."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from linkbudget.errors import Interrupted
from linkbudget.studies.blocks import Block, Study, Variable
from linkbudget.studies.where import run_study

RANGE_M, POWER_W = np.geomspace(1e6, 1e9, 24), np.linspace(1.0, 20.0, 15)


@dataclass(frozen=True)
class Grid:
    """Three lines over two axes, one of them along one axis only, one of them without an answer at places."""

    seed: int

    def __call__(self, block: Block) -> dict:
        range_m, power_w = block.along("range_m", RANGE_M), block.along("power_w", POWER_W)
        margin_db = self.seed + 10.0 * np.log10(power_w / range_m**2)
        return {
            "margin_db": margin_db,
            "excess_db": np.where(range_m > 1e8, np.nan, margin_db + 3.0),
            "loss_db": 20.0 * np.log10(range_m)[:, 0],
        }


def study(seed: int = 1962) -> Study:
    """The study; another seed is another study with a store of the same shape."""
    both = ("range_m", "power_w")
    return Study(
        "grid",
        {"range_m": RANGE_M.size, "power_w": POWER_W.size},
        {
            "margin_db": Variable(both, attributes={"units": "dB"}),
            "excess_db": Variable(both, attributes={"units": "dB"}),
            "loss_db": Variable(("range_m",), attributes={"units": "dB"}),
        },
        Grid(seed),
        {"seed": seed},
        {"range_m": RANGE_M, "power_w": POWER_W},
        {"title": "grid"},
        block_sizes={"range_m": 8, "power_w": 5},
    )


def filled(folder: Path, seed: int = 1962) -> Path:
    """A finished store."""
    run_study(study(seed), store=folder)
    return folder


def half_filled(folder: Path) -> Path:
    """A store whose study was interrupted."""

    def stop(fraction: float, doing: str) -> None:
        if fraction > 0.6:
            raise KeyboardInterrupt

    try:
        run_study(study(), store=folder, progress=stop)
    except Interrupted:
        return folder
    raise AssertionError("was not interrupted")
