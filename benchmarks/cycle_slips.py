"""Mean time between cycle slips of second-order loops: makes ``linkbudget/data/cycle_slips.csv``, and checks it.

    python benchmarks/cycle_slips.py solve > table.csv     the table, by the backward equation
    python benchmarks/cycle_slips.py simulate              the same by random walks, with their statistical error
    python benchmarks/cycle_slips.py sampled               loops that run at a sampling rate, as receivers do

The loop: a phase detector sin(phi), a filter with a perfect integrator, white noise n.  With time in units of 1/K,

    dphi = -(sin phi + n) dt - z dt        dz = (sin phi + n) dt / r        r = 4 damping^2

and B_L = (K/4) (1 + 1/r), one-sided.  rho = P/(N0 B_L) with one-sided N0, so that n has the intensity 2D, with
D = 1/(rho (1 + 1/r)).  A slip: from rest at phi = z = 0 the phase first reaches +2 pi or -2 pi.

Solving.  With v = z + phi/r the noise acts on phi alone, and the mean time u(phi, v) to the boundary solves

    D u_phiphi - (sin phi + v - phi/r) u_phi - (v - phi/r)/r u_v = -1,      u(+-2 pi, v) = 0

on |v| <= 2 pi/r, which the loop does not leave; u(phi, v) = u(-phi, -v) halves the work.  Chebyshev points in both
variables, more of them until the answer stands still.
"""

import math
import sys

import numpy as np

DAMPINGS = (0.5, 0.6, math.sqrt(0.5), 0.85, 1.0, 1.2, math.sqrt(2.0), 1.7, 2.0, 3.0)
RHOS = (0.05, 0.1, 0.15, 0.25, 0.35, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)
POINTS = ((49, 30), (69, 40), (89, 50), (109, 60), (129, 70), (149, 80))
CLOSE = 1e-4


def main():
    """Do what the command line asks for."""
    jobs = {"solve": solve, "simulate": simulate, "sampled": sampled}
    if len(sys.argv) != 2 or sys.argv[1] not in jobs:
        sys.exit(f"usage: python benchmarks/cycle_slips.py {'|'.join(jobs)}")
    jobs[sys.argv[1]]()


# ---- the backward equation


def solve():
    """Print the table, and on the error stream how far the last refinement moved each row."""
    print("damping,loop_snr,bandwidth_time")
    for damping in DAMPINGS:
        start = 0
        for rho in RHOS:
            value, moved, start = _settled(rho, damping, start)
            print(f"{damping:.6g},{rho:g},{value:.6g}", flush=True)
            print(f"{damping:.4g} {rho:g} {value:.6g} moved by {moved:.0e}", file=sys.stderr, flush=True)


def _settled(rho, damping, start):
    """B_L T, the last change, and where to begin at the next, larger rho."""
    before = math.nan
    for number in range(start, len(POINTS)):
        value = mean_bandwidth_time(rho, damping, *POINTS[number])
        moved = abs(value / before - 1.0)
        if moved < CLOSE:
            return value, moved, max(number - 1, 0)
        before = value
    raise SystemExit(f"damping {damping}, rho {rho}: not settled, moved by {moved:.1e}")


def mean_bandwidth_time(rho, damping, phase_order, slow_order):
    """B_L times the mean time to slip, by collocation; ``phase_order`` is odd."""
    r = 4.0 * damping**2
    x, along_x = _chebyshev(phase_order)
    y, along_y = _chebyshev(slow_order)
    phase, slow = 2.0 * np.pi * x, 2.0 * np.pi / r * y
    half, size = (phase_order + 1) // 2, slow_order + 1
    first = along_x / (2.0 * np.pi)
    mirror = np.eye(size)[::-1]

    def in_phase(matrix):  # the other half of the phases is the same values, turned over
        own, other = matrix[:half, :half], matrix[:half, ::-1][:, :half]
        return np.einsum("ik,jl->ijkl", own, np.eye(size)) + np.einsum("ik,jl->ijkl", other, mirror)

    grid, state = np.meshgrid(phase[:half], slow, indexing="ij")
    integrator = state - grid / r
    operator = in_phase(first @ first) / (rho * (1.0 + 1.0 / r))
    operator -= (np.sin(grid) + integrator)[:, :, None, None] * in_phase(first)
    along_slow = along_y * r / (2.0 * np.pi)
    operator -= (integrator / r)[:, :, None, None] * np.einsum("ik,jl->ijkl", np.eye(half), along_slow)
    inside = operator[1:, :, 1:, :].reshape((half - 1) * size, -1)
    times = np.linalg.solve(inside, -np.ones(len(inside))).reshape(half - 1, size)
    whole = np.zeros((phase_order + 1, size))
    whole[1:half], whole[half:-1] = times, times[::-1, ::-1]
    return float(_weights_at_zero(x) @ whole @ _weights_at_zero(y)) * (1.0 + 1.0 / r) / 4.0


def _chebyshev(order):
    """Points from 1 to -1 and the matrix that differentiates there."""
    k = np.arange(order + 1)
    x = np.cos(np.pi * k / order)
    c = np.where((k == 0) | (k == order), 2.0, 1.0) * (-1.0) ** k
    matrix = np.outer(c, 1.0 / c) / (x[:, None] - x[None, :] + np.eye(order + 1))
    return x, matrix - np.diag(matrix.sum(axis=1))


def _weights_at_zero(x):
    """Weights of the values at Chebyshev points in the value at zero (barycentric)."""
    close = np.abs(x) < 1e-12
    if close.any():
        return close * 1.0
    weights = np.where(np.abs(x) == 1.0, 0.5, 1.0) * (-1.0) ** np.arange(x.size) / -x
    return weights / weights.sum()


# ---- random walks


def simulate(loops=20_000, step=0.02):
    """Print simulated beside solved times; the first line is the first-order loop, whose time is known exactly."""
    rng = np.random.default_rng(1963)
    print("damping loop_snr simulated standard_error solved difference_in_errors")
    for damping, rho in (
        [(math.inf, 2.0)]
        + [(damping, rho) for damping in (0.5, math.sqrt(0.5), 1.0, 2.0) for rho in (1.0, 2.0, 3.0)]
        + [(math.sqrt(0.5), 4.0), (1.0, 4.0), (math.sqrt(0.5), 5.0)]
    ):
        few = loops if rho < 4.0 else loops // 5
        _print_walk(rng, damping, rho, few, step)
    print("half the step:")
    for damping, rho in ((math.sqrt(0.5), 1.0), (math.sqrt(0.5), 3.0)):
        _print_walk(rng, damping, rho, loops, step / 2.0)


def _print_walk(rng, damping, rho, loops, step):
    mean, error = walked_bandwidth_time(rng, rho, damping, loops, step)
    solved = 0.5 * np.pi**2 * rho * np.i0(rho) ** 2 if math.isinf(damping) else _settled(rho, damping, 0)[0]
    print(f"{damping:.4g} {rho:g} {mean:.5g} {error:.2g} {solved:.5g} {(mean - solved) / error:+.1f}", flush=True)


def walked_bandwidth_time(rng, rho, damping, loops, step):
    """B_L times the mean of one slip of each of many loops, and its standard error.

    Heun's method, whose mean is of second order in the step; between two instants the phase may touch 2 pi and return,
    with the probability of a Brownian bridge.
    """
    inverse = 1.0 / (4.0 * damping**2)
    spread = 2.0 / (rho * (1.0 + inverse)) * step  # variance of the noise in a step
    phase, slow, taken = np.zeros(loops), np.zeros(loops), []
    count = 0
    while phase.size:
        count += 1
        kick = rng.normal(0.0, math.sqrt(spread), phase.size)
        pull = np.sin(phase)
        guess = phase - (pull + slow) * step - kick
        pull_there = np.sin(guess)
        slow_there = slow + inverse * (pull * step + kick)
        moved = phase - 0.5 * (pull + slow + pull_there + slow_there) * step - kick
        slow = slow + inverse * (0.5 * (pull + pull_there) * step + kick)
        room = (2.0 * np.pi - np.abs(phase)) * (2.0 * np.pi - np.abs(moved))
        touched = (np.abs(moved) >= 2.0 * np.pi) | (
            rng.random(phase.size) < np.exp(-2.0 * np.maximum(room, 0.0) / spread)
        )
        if touched.any():
            taken += [count * step] * int(touched.sum())
            moved, slow = moved[~touched], slow[~touched]
        phase = moved
    times = np.array(taken) * (1.0 + inverse) / 4.0
    return times.mean(), times.std() / math.sqrt(loops)


# ---- loops at a sampling rate


def sampled(loops=4000):
    """Print what a loop does that is closed once in a time T, against the continuous one of the same gains.

    Each loop runs on after a slip.  Counted are the turns of 2 pi by which the phase has moved, and every crossing of
    an odd multiple of pi.
    """
    rng = np.random.default_rng(1963)
    damping = math.sqrt(0.5)
    print("B_L T_s, rho and rho of the sampled loop in dB, B_L T: continuous, first slip, turns, crossings of pi")
    for width in (0.02, 0.002):
        for snr_db in (3.0, 5.0, 6.0, 7.0):
            _print_sampled(rng, width, snr_db, damping, loops)


def _print_sampled(rng, width, snr_db, damping, loops):
    rho, r = 10.0 ** (0.1 * snr_db), 4.0 * damping**2
    gain = 4.0 * width / (1.0 + 1.0 / r)  # K T_s
    integral = gain**2 / r
    deviation = math.sqrt(1.0 / (2.0 * rho * width))  # of the mean of n over T_s
    real = _sampled_width(gain, integral)
    solved = _settled(rho, damping, 0)[0]
    phase, slow = np.zeros(loops), np.zeros(loops)
    turns, first = np.zeros(loops), np.full(loops, np.nan)
    settled = crossings = 0
    steps = int(min(8.0 * solved, 3000.0) / width)
    nearest = np.zeros(loops)
    for number in range(steps):
        error = np.sin(phase) + rng.normal(0.0, deviation, loops)
        phase -= gain * error + slow
        slow += integral * error
        new = np.round(phase / (2.0 * np.pi))
        crossings += int(np.abs(new - nearest).sum())
        nearest = new
        away = phase / (2.0 * np.pi) - turns
        out = np.abs(away) >= 1.0
        if out.any():
            settled += int(np.abs(np.trunc(away[out])).sum())
            turns[out] += np.trunc(away[out])
            fresh = out & np.isnan(first)
            first[fresh] = (number + 1) * width
    total = loops * steps * width
    slipped = ~np.isnan(first)
    exposure = np.where(slipped, first, steps * width).sum()
    print(
        f"{width:g} {snr_db:g} {10.0 * math.log10(rho * width / real):.2f}  "
        f"{solved:.4g} {exposure / slipped.sum():.4g} {total / settled:.4g} {total / crossings:.4g}",
        flush=True,
    )


def _sampled_width(gain, integral):
    """B_L T_s of the sampled loop by its own transfer function, summed over its response to one kick."""
    phase = slow = total = 0.0
    kick = 1.0
    for _ in range(int(60.0 / gain)):
        error = phase + kick
        kick = 0.0
        phase -= gain * error + slow
        slow += integral * error
        total += phase**2
    return 0.5 * total


if __name__ == "__main__":
    main()
