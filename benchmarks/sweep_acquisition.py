"""Share of locks of a second-order loop to a carrier that is swept through: ``linkbudget/data/sweep_acquisition.csv``.

    python benchmarks/sweep_acquisition.py > table.csv

The loop of ``cycle_slips.py`` with a damping of 0.707, in units of its natural frequency: phase error phi, frequency
error x,

    dphi = x dt - 2 damping (sin(phi) dt + dn)        dx = R dt - (sin(phi) dt + dn)

from x = -8 and any phase.  A loop that does not lock is at x = +8 after 16/R; counted as locked is one with |x| < 4
then, which it has held from the crossing on.  R = 2 pi (sweep rate) / natural frequency squared.
"""

import math
import sys

import numpy as np

RATES = (0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
LOOP_SNRS_DB = (6.0, 7.0, 8.0, 9.0, 10.0, 11.5, 13.0, 16.0, 20.0, 25.0, 30.0)
LOOPS = 4000
STEP = 0.02


def main():
    """Print the table, each share of ``LOOPS`` starts; its standard error is at most 0.008."""
    step = STEP * (float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
    rng = np.random.default_rng(1963)
    print("normalised_rate,loop_snr_db,locked")
    for rate in RATES:
        for snr_db, share in zip(LOOP_SNRS_DB, locked_shares(rng, rate, step), strict=True):
            print(f"{rate:g},{snr_db:g},{share:.4f}", flush=True)


def locked_shares(rng, rate, step):
    """Share locked at each loop signal-to-noise ratio, by Heun's method."""
    damping = math.sqrt(0.5)
    width = 0.5 * (damping + 0.25 / damping)  # B_L over the natural frequency
    spread = np.sqrt(step / (2.0 * width * 10.0 ** (0.1 * np.array(LOOP_SNRS_DB))))[:, None]
    shape = (len(LOOP_SNRS_DB), LOOPS)
    phase, offset = rng.uniform(-np.pi, np.pi, shape), np.full(shape, -8.0)
    for _ in range(round(16.0 / rate / step)):
        kick = spread * rng.standard_normal(shape)
        pull = np.sin(phase)
        guess = phase + (offset - 2.0 * damping * pull) * step - 2.0 * damping * kick
        there = np.sin(guess)
        moved = offset + (rate - 0.5 * (pull + there)) * step - kick
        mean = 0.5 * (offset + offset + (rate - pull) * step - kick)
        phase = phase + (mean - damping * (pull + there)) * step - 2.0 * damping * kick
        offset = moved
    return (np.abs(offset) < 4.0).mean(axis=1)


if __name__ == "__main__":
    main()
