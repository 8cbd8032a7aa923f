"""The budget and its studies against their targets, other packages and their own growth: ``make bench``.

    python benchmarks/budget.py [--write] [--most POINTS] [--without-peers]

Everything is measured in one run on one machine.  Targets are held against processor time, which other work on the
machine hardly changes; the clock stands beside it.  Studies run in processes of their own (``benchmarks/fresh.py``), so
that their memory is their own.  Other packages are installed from the package registry, each into an environment of its
own beside this one's, and answer the same link (``benchmarks/peer_links.py``).  ``--write`` stores
``docs/_data/performance.json``, from which the page on performance is made.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np
from common import read_blocks, read_lines, semi_directional, telemetry

from linkbudget.link.budget import Budget
from linkbudget.link.case import Case
from linkbudget.studies.axes import logarithmic
from linkbudget.studies.draws import draws_of
from linkbudget.studies.sweep import sweep
from linkbudget.version import VERSION

HERE = Path(__file__).parent
FILE = HERE.parent / "docs" / "_data" / "performance.json"
PEERS = ("spacelink", "link-budget", "linkbudget-rf", "lox-space", "satlinkbudget")
ENVIRONMENTS = Path(sys.prefix) / "peers"

NEAR_M, FAR_M = 1e6, 1e12
ONE_BUDGET_S = 150e-6
BARE_FACTOR, POINT_S = 3.0, 30e-9
PEER_POINTS = 100_000
DISK_BYTES_A_POINT = 40.0
"""Three margins and the axis, as they lie on disk, with some room."""


def best_of(work, count: int = 1, least: int = 5, patience_s: float = 2.0) -> tuple[float, float]:
    """Shortest time and least processor time of as many runs as patience allows, and of a few at least [s]."""
    clocks, began = [], time.perf_counter()
    while len(clocks) < least or time.perf_counter() < began + patience_s:
        wall, processor = time.perf_counter(), time.process_time()
        for _ in range(count):
            work()
        clocks.append(((time.perf_counter() - wall) / count, (time.process_time() - processor) / count))
    return tuple(min(times) for times in zip(*clocks, strict=True))


def fresh(job: str, points: int, repeats: int = 1) -> dict[str, float]:
    """A study in a process of its own."""
    command = [sys.executable, str(HERE / "fresh.py"), job, str(points), str(repeats)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def bare_loss(case: Case, distances: np.ndarray) -> np.ndarray:
    """The yardstick: the free-space loss as one writes it down."""
    return 20.0 * np.log10(4.0 * np.pi / 299792458.0 * distances * case.link.frequency_hz.value)


# --------------------------------------------------------------------------------------------------------- own targets


def entry(what: str, found: dict | tuple[float, float], limit_s: float | None = None, points: int = 1, **more) -> dict:
    """A measured line, with the most it may take."""
    if isinstance(found, tuple):
        found = dict(zip(("seconds", "processor_s"), found, strict=True))
    line = {"what": what, "points": points, **found, "limit_s": limit_s, **more}
    limits = "" if limit_s is None else f"{line['processor_s'] / limit_s:>6.2f} of {limit_s * 1e3:.3g} ms"
    if "limit_bytes" in line:
        limits += f", {line['peak_bytes'] / 1e6:.0f} of {line['limit_bytes'] / 1e6:.0f} MB"
    print(f"{what:<58} {line['processor_s'] * 1e3:>10.3f} {line['seconds'] * 1e3:>10.3f} ms   {limits}", flush=True)
    return line


def targets(case: Case) -> list[dict]:
    """Measure the time of the budget and its studies."""
    print(f"{'':<58} {'processor':>10} {'clock':>10}      fraction of the target")
    count = read_lines(case)
    lines = [entry(f"one budget, {count} terms", best_of(lambda: read_lines(case), 500), ONE_BUDGET_S)]
    for points in (100_000, 1_000_000):
        axis = logarithmic(case, "range", f"{NEAR_M} m", f"{FAR_M} m", points)
        bare = best_of(lambda a=axis: bare_loss(case, a.coordinate))
        limit = BARE_FACTOR * bare[1] + POINT_S * points
        name = f"{points:,}".replace(",", " ") + " ranges"
        lines.append(entry(f"bare loss at {name}", bare, None, points))
        found = best_of(lambda a=axis: read_blocks(case, a.coordinate))
        lines.append(entry(f"all terms at {name}, in blocks", found, limit, points))
        found = best_of(lambda a=axis: sweep(case, [a]))
        lines.append(entry(f"sweep() over {name}, usual lines held", found, limit, points))
        found = best_of(lambda a=axis: sweep(case, [a], ["all"]))
        lines.append(entry(f"sweep() over {name}, all lines held", found, None, points))
    found = fresh("montecarlo", 1_000_000, 3)
    draws = len(list(draws_of(semi_directional())))
    what = f"Monte Carlo, 1 000 000 samples of {draws} inputs"
    lines.append(entry(what, found, 2.0, 1_000_000, limit_bytes=300e6))
    lines.append(entry("contour, 1000 x 1000", fresh("contour", 1_000_000, 3), 1.0, 1_000_000))
    return lines


# ------------------------------------------------------------------------------------------------------ other packages


def plain_link(budget: Budget) -> dict[str, float]:
    """The link as a handful of numbers that any package can be given."""
    value = {key: float(line.value) for key, line in budget.terms.items() if np.ndim(line.value) == 0}
    return {
        "transmit_power_dbw": value["transmit_power_dbw"],
        "transmit_loss_db": value["transmit_line_loss_db"] + value["transmit_pointing_loss_db"],
        "transmit_gain_dbi": value["transmit_antenna_gain_dbi"],
        "frequency_hz": float(budget.link.frequency_hz.value),
        "range_m": value["range_m"],
        "path_loss_db": value["gas_loss_db"] + value["polarization_loss_db"],
        "receive_gain_dbi": value["receive_antenna_gain_dbi"],
        "receive_loss_db": value["receive_pointing_loss_db"] + value["receive_line_loss_db"],
        "temperature_k": value["system_noise_temperature_k"],
        "bit_rate_bps": value["bit_rate_bps"],
        "demodulation_loss_db": value["data_modulation_loss_db"] + value["implementation_loss_db"],
        "required_db": value["required_ebn0_db"],
        "low_m": NEAR_M,
        "high_m": FAR_M,
        "points": PEER_POINTS,
    }


def peer_python(name: str) -> Path:
    """The interpreter of a package's own environment, made when it is not there yet."""
    folder = ENVIRONMENTS / name
    python = folder / "bin" / "python"
    if not (folder / "installed").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", name]
        subprocess.run(install, check=True, capture_output=True, text=True, timeout=600.0)
        (folder / "installed").touch()
    return python


def ask_peer(name: str, link: dict) -> dict:
    """Time that another package takes for the link, or the reason why it could not be measured."""
    try:
        python = peer_python(name)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(ENVIRONMENTS / name, ignore_errors=True)
        said = (error.stderr or "").lower()
        absent = "no matching distribution" in said
        return {"missing": "not in the package registry" if absent else "could not be installed"}
    except subprocess.TimeoutExpired:
        shutil.rmtree(ENVIRONMENTS / name, ignore_errors=True)
        return {"missing": "not installed within ten minutes"}
    command = [str(python), "-I", str(HERE / "peer_links.py"), name]
    ran = subprocess.run(command, input=json.dumps(link), capture_output=True, text=True)
    if ran.returncode:
        return {"missing": f"installed, but failed: {ran.stderr.strip().splitlines()[-1]}"}
    return json.loads(ran.stdout)


def peers(case: Case) -> dict[str, dict]:
    """Every package on the same link, after this one."""
    budget = case.budget()
    link, cn0 = plain_link(budget), float(budget["cn0_dbhz"])
    distances = np.geomspace(NEAR_M, FAR_M, PEER_POINTS)
    own = {
        "version": VERSION,
        "lines": len(budget.terms),
        "vectorised": True,
        "cn0_dbhz": cn0,
        "budget_s": best_of(lambda: read_lines(case), 200)[0],
        "sweep_s": best_of(lambda: read_blocks(case, distances))[0],
    }
    found = {"linkbudget": own} | {name: ask_peer(name, link) for name in PEERS}
    print(f"\n{'':<16} {'lines':>6} {'one budget':>13} {'per point':>12} {'per point':>12}   C/N0 differs")
    for name, answer in found.items():
        if "missing" in answer:
            print(f"{name:<16} {answer['missing']}")
            continue
        timed = f"{answer['budget_s'] * 1e6:>10.1f} µs {answer['sweep_s'] / PEER_POINTS * 1e9:>9.0f} ns"
        ratio = f"{answer['sweep_s'] / own['sweep_s']:>10.1f} x"
        print(f"{name:<16} {answer['lines']:>6} {timed} {ratio}   {answer['cn0_dbhz'] - cn0:+.4f} dB")
    return found


# -------------------------------------------------------------------------------------------------------------- growth


def growth(most: int) -> dict[str, list[dict]]:
    """Time and memory of the margins over 1e3, 1e4, ... ranges: held, into a store, and block by block."""
    found = {"memory": [], "store": [], "blocks": []}
    print(f"\n{'':<16} {'points':>12} {'processor':>12} {'clock':>12} {'peak memory':>12}")
    for job, lines in found.items():
        points = 1_000
        while points <= min(most, 10_000_000 if job == "memory" else most):
            if job == "store" and shutil.disk_usage(tempfile.gettempdir()).free < DISK_BYTES_A_POINT * points:
                print(f"{job:<16} {points:>12}   not enough room in {tempfile.gettempdir()}")
                break
            line = {"points": points, **fresh(job, points, 3 if points <= 10_000_000 else 1)}
            timed = f"{line['processor_s']:>10.3f} s {line['seconds']:>10.3f} s"
            print(f"{job:<16} {points:>12} {timed} {line['peak_bytes'] / 1e6:>9.0f} MB", flush=True)
            lines.append(line)
            points *= 10
    return found


# --------------------------------------------------------------------------------------------------------------- whole


def machine() -> dict[str, str | int]:
    """Kind of machine, and no more."""
    return {
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "numpy": version("numpy"),
    }


def store(sections: dict) -> None:
    """Put what was measured into the stored file, and leave its other sections as they are."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    FILE.write_text(json.dumps(kept | sections, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Measure everything, print the tables, and store them if asked."""
    parser = argparse.ArgumentParser(description="Speed of the budget and its studies")
    parser.add_argument("--write", action="store_true", help=f"store the figures as {FILE.name}")
    parser.add_argument("--most", type=float, default=1e8, help="points at which growth ends")
    parser.add_argument("--without-peers", action="store_true", help="ask no other package")
    options = parser.parse_args()
    if options.write and (options.without_peers or options.most < 1e8):
        parser.error("--write stores a whole run: expected neither --most nor --without-peers")

    case = telemetry()
    stored = {"package": VERSION, "date": date.today().isoformat(), "machine": machine(), "targets": targets(case)}
    if not options.without_peers:
        stored |= {"peer_points": PEER_POINTS, "peers": peers(case)}
    stored["growth"] = growth(int(options.most))
    if options.write:
        store(stored)


if __name__ == "__main__":
    main()
