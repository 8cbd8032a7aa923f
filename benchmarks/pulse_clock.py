"""Slot clock of a pulse-position receiver: makes ``linkbudget/data/pulse_clock.csv``, and checks it.

python benchmarks/pulse_clock.py solve > table.csv     the table, by linkbudget.physics._pulse_clock_chain
python benchmarks/pulse_clock.py simulate              receivers that draw the noise of their gates, beside it
python benchmarks/pulse_clock.py between               the table between its points, against solved ones
python benchmarks/pulse_clock.py lost                  shares of runs that lose the clock at 8 dB, by gain and length
"""

import sys

import numpy as np

from linkbudget.physics import pulse_clock
from linkbudget.physics._pulse_clock_chain import Steps, mean_pixels, slow_log_pixels, stationary_jitter

RESOLVED = 1e12  # pixels
NARROWEST = 0.006  # rms step that the points of the chain resolve; such a clock holds for longer than that


def main():
    """Do what the command line asks for."""
    jobs = {"solve": solve, "simulate": simulate, "between": between, "lost": lost}
    if len(sys.argv) != 2 or sys.argv[1] not in jobs:
        sys.exit(f"usage: python benchmarks/pulse_clock.py {'|'.join(jobs)}")
    jobs[sys.argv[1]]()


# ---- the chain


def solve():
    """Print the table."""
    over_db = pulse_clock.ES_OVER_LOG_SLOTS_DB
    print("slots,gain,walk_jitter,quantity," + ",".join(f"{each:g}" for each in over_db))
    for slots in pulse_clock.SLOTS:
        chains = [Steps(np.log(slots) * 10.0 ** (each / 10.0), slots) for each in over_db]
        for gain in pulse_clock.GAINS:
            for walk_jitter in pulse_clock.WALK_JITTERS:
                walk = walk_jitter * np.sqrt(gain * (2.0 - gain))
                pixels, jitter = _row(chains, gain, walk)
                for quantity, row, form in (("log10_pixels", pixels, ".4f"), ("jitter", jitter, ".5g")):
                    values = ",".join(format(value, form) for value in row)
                    print(f"{slots:g},{gain:.6g},{walk_jitter:g},{quantity},{values}", flush=True)


def _row(chains, gain, walk):
    """Logarithm of the mean pixels and jitter; where the first is not resolved it goes on as the slow loop's."""
    pixels, jitter, last = [], [], 1.0
    for chain in chains:
        step = np.sqrt(gain**2 * chain.at_rest + walk**2)
        linear = step / np.sqrt(gain * (2.0 - gain))
        jitter.append(linear if step < NARROWEST else stationary_jitter(chain, gain, walk))
        slow = slow_log_pixels(chain, gain, walk)
        resolved = step >= NARROWEST and (not pixels or pixels[-1] < np.log10(RESOLVED))
        solved = mean_pixels(chain, gain, walk) if resolved else np.inf
        if 1.0 <= solved < np.inf:  # not lost in rounding
            last = np.log(solved) / slow
        pixels.append(float(np.log10(np.e) * slow * last))
    return pixels, jitter


def between(count=200):
    """Print how far the table is from the chain at points off its grid."""
    rng = np.random.default_rng(1962)
    away, jitters = [], []
    while len(away) < count:
        es_db, gain = rng.uniform(0.0, 18.0), 0.02 * 50.0 ** rng.random()
        slots, walk_jitter = float(np.rint(16.0 * 1024.0 ** rng.random())), 0.3 * rng.random()
        walk = walk_jitter * np.sqrt(gain * (2.0 - gain))
        chain = Steps(10.0 ** (es_db / 10.0), slots)
        if gain**2 * chain.at_rest + walk**2 < NARROWEST**2:
            continue
        solved, jitter = mean_pixels(chain, gain, walk), stationary_jitter(chain, gain, walk)
        if not 1.0 <= solved <= 1e9:
            continue
        given = es_db, slots, gain, walk
        away.append(float(np.log(pulse_clock.clock_loss_pixels(*given) / solved)))
        jitters.append(float(pulse_clock.clock_jitter(*given) / jitter - 1.0))
        if abs(away[-1]) > 0.05:
            print(f"{es_db:.2f} dB, {slots:g} slots, gain {gain:.3f}, walk {walk:.4f}: {solved:.4g}, {away[-1]:+.3f}")
    print(f"{count} points: pixels off by {np.std(away):.4f} rms, {np.max(np.abs(away)):.3f} at most")
    print(f"jitter off by {np.std(jitters):.5f} rms, {np.max(np.abs(jitters)):.4f} at most")


# ---- receivers that draw their noise


def simulate():
    """Print simulated beside solved times and jitters."""
    print("es_db slots gain walk: simulated pixels, standard error, solved; simulated jitter, solved, linear")
    for es_db, slots, gain, walk in (
        (6.0, 500, 0.1, 0.02),
        (8.0, 500, 0.5, 0.02),
        (8.0, 500, 0.3, 0.02),
        (8.0, 500, 0.2, 0.0),
        (8.0, 32, 0.3, 0.02),
        (8.0, 8000, 0.3, 0.02),
        (10.0, 500, 0.5, 0.02),
        (10.0, 500, 0.3, 0.05),
        (12.0, 500, 0.5, 0.05),
        (12.0, 500, 0.8, 0.05),
        (12.0, 500, 1.0, 0.05),
    ):
        run = Receivers(np.random.default_rng(1962), es_db, slots, gain, walk, 4000)
        pixels, error = run.mean_pixels()
        chain = Steps(10.0 ** (es_db / 10.0), slots)
        solved, jitter = mean_pixels(chain, gain, walk), stationary_jitter(chain, gain, walk)
        linear = pulse_clock.linear_clock_jitter(es_db, slots, gain, walk)
        print(
            f"{es_db:g} {slots} {gain:g} {walk:g}: {pixels:.4g} {error:.2g} {solved:.4g}; "
            f"{run.jitter():.4f} {jitter:.4f} {linear:.4f}",
            flush=True,
        )


def lost(runs=4000):
    """Print the share of runs at 8 dB and 500 slots that are a slot off at some time."""
    print("share of runs that lose the clock at 8 dB, simulated (by the table)")
    lengths = (100, 300, 1000, 3000)
    print("gain    " + "  ".join(f"{length:5d} pixels" for length in lengths))
    for gain in (0.05, 0.1, 0.2, 0.3, 0.5, 0.8):
        run = Receivers(np.random.default_rng(1962), 8.0, 500, gain, 0.02, runs)
        said = []
        for length in lengths:
            run.go(length)
            table = pulse_clock.clock_loss_probability(length, pulse_clock.clock_loss_pixels(8.0, 500, gain, 0.02))
            said.append(f"{run.lost.mean():.3f} ({table:.3f})")
        print(f"{gain:<7g} " + "  ".join(said), flush=True)


class Receivers:
    """Many receivers that run beside each other; one that has been a slot off has lost its clock and runs on."""

    def __init__(self, rng, es_db, slots, gain, walk, runs):
        self.rng, self.energy, self.slots, self.gain, self.walk = rng, 10.0 ** (es_db / 10.0), slots, gain, walk
        self.offset, self.lost, self.first = np.zeros(runs), np.zeros(runs, dtype=bool), np.zeros(runs)
        self.pixels, self.squares, self.counted = 0, 0.0, 0

    def go(self, pixels):
        """Run on until so many pixels have come."""
        while self.pixels < pixels:
            self._pixel()

    def mean_pixels(self, most=20_000):
        """Mean pixels to the loss of the clock, and its standard error."""
        while not self.lost.all() and self.pixels < most:
            self._pixel()
        losses = int(self.lost.sum())
        mean = np.where(self.lost, self.first, self.pixels).sum() / losses
        return mean, mean / np.sqrt(losses)

    def jitter(self):
        """Rms offset from the nearest slot; the first fifty pixels do not count."""
        self.go(300)
        return np.sqrt(self.squares / self.counted)

    def _pixel(self):
        """The seven slots about the pulse in half slots; of all others the greatest, whose halves are drawn then."""
        self.pixels += 1
        runs, amplitude = self.offset.size, np.sqrt(self.energy)
        rest = np.rint(self.offset)  # the grid of slots that the clock has is as good as any other
        early = np.arange(-3.0, 4.0, 0.5)
        late = (self.offset - rest)[:, None]
        share = np.minimum(early + 0.5, late + 1.0) - np.maximum(early, late)
        halves = self._noise(0.5, (runs, early.size)) + amplitude * np.maximum(share, 0.0)
        gates = np.abs(halves[:, 0::2] + halves[:, 1::2])[:, 1:-1] ** 2
        decided, everyone = gates.argmax(axis=1), np.arange(runs)
        others = -np.log(-np.expm1(np.log(self.rng.random(runs)) / (self.slots - gates.shape[1])))
        first = 2 * decided + 2  # the first half of the decided slot
        before, one, two, behind = (halves[everyone, first + step] for step in (-1, 0, 1, 2))
        distant = others > gates.max(axis=1)
        slot, difference = np.sqrt(others), self._noise(1.0, runs)
        one = np.where(distant, 0.5 * (slot + difference), one)
        two = np.where(distant, 0.5 * (slot - difference), two)
        before, behind = (np.where(distant, self._noise(0.5, runs), each) for each in (before, behind))
        measured = (np.abs(two + behind) ** 2 - np.abs(before + one) ** 2) / (2.0 * self.energy)
        self.offset = self.offset - self.gain * measured + self.walk * self.rng.standard_normal(runs)
        fresh = (np.abs(self.offset) >= 1.0) & ~self.lost
        self.first[fresh] = self.pixels
        self.lost |= fresh
        if self.pixels > 50:
            self.squares += np.sum((self.offset - np.rint(self.offset)) ** 2)
            self.counted += runs

    def _noise(self, variance, shape):
        parts = self.rng.standard_normal((2, *np.atleast_1d(shape)))
        return np.sqrt(0.5 * variance) * (parts[0] + 1j * parts[1])


if __name__ == "__main__":
    main()
