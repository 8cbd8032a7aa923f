"""Speed, as ratios measured in one run on one machine: ``make bench``.

Every line says what was done, how long it took, and how often a yardstick measured beside it fits in: the bare NumPy
free-space loss of as many points, or one start of the interpreter.
"""

import resource
import subprocess
import sys
import time
import timeit
from pathlib import Path as FilePath

import numpy as np

import linkbudget as lb
from linkbudget.link.budget import Path, budget
from linkbudget.mission.chart import draw_chart
from linkbudget.mission.imaging import send_picture

BIN = FilePath(sys.executable).parent


def best_of(work, repeats: int = 3) -> float:
    """Shortest of a few runs [s]."""
    return min(timeit.repeat(work, number=1, repeat=repeats))


def command(*arguments: str) -> float:
    """A whole command, interpreter and imports included [s]."""
    return best_of(lambda: subprocess.run([str(BIN / "linkbudget"), *arguments], check=True, capture_output=True))


def yardstick(points: int) -> float:
    """Bare NumPy free-space loss of as many distances [s]."""
    distance_m = np.geomspace(1e6, 1e12, points)
    return best_of(lambda: 20.0 * np.log10(4.0 * np.pi / 299792458.0 * distance_m * 922.76e6), 5)


def report(what: str, seconds: float, beside: str, ratio: float) -> None:
    """One line of the table."""
    print(f"{what:<58} {seconds * 1e3:>11.3f} ms   {ratio:>9.2f} x {beside}")


def main() -> None:
    """Measure everything and print the table."""
    start = best_of(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    numpy_import = best_of(lambda: subprocess.run([sys.executable, "-c", "import numpy"], check=True))
    package = best_of(lambda: subprocess.run([sys.executable, "-c", "import numpy, linkbudget"], check=True))
    report(
        "import linkbudget, beyond numpy",
        package - numpy_import,
        "import of numpy",
        (package - numpy_import) / numpy_import,
    )
    for arguments in (("--help",), ("budget", "mars1", "--link", "imaging-5cm"), ("check", "mars1")):
        seconds = command(*arguments)
        report("linkbudget " + " ".join(arguments), seconds, "start of Python", seconds / start)

    began = time.perf_counter()
    subprocess.run([str(BIN / "linkbudget"), "run", "mars1", "-q", "-o", "out/bench"], check=True, capture_output=True)
    seconds = time.perf_counter() - began
    report("linkbudget run mars1, all files", seconds, "start of Python", seconds / start)

    mars1 = lb.load("mars1")
    one = yardstick(1)
    for name in ("telemetry-32cm-dish", "imaging-5cm", "television-8cm"):
        link = mars1.links[name]
        path = mars1.path_at_range(link, 106.76e9)
        seconds = timeit.timeit(lambda link=link, path=path: budget(link, path), number=200) / 200
        report(f"one budget of {name}", seconds, "one bare loss", seconds / one)
    link = mars1.links["telemetry-32cm-dish"]
    for points in (100_000, 1_000_000):
        path = Path(np.geomspace(1e6, 1e12, points), 45.0)
        seconds, bare = best_of(lambda path=path: budget(link, path)), yardstick(points)
        report(f"range sweep, {points} points, all terms", seconds, "bare losses", seconds / bare)
    mars1.run(3600.0)
    seconds = best_of(lambda: mars1.run(60.0), 2)
    points = 345_997 * len(mars1.links)
    report(
        f"timeline of {len(mars1.links)} links at one-minute steps", seconds, "bare losses", seconds / yardstick(points)
    )
    chart = draw_chart()
    for name in ("imaging-5cm-one-dish", "television-8cm"):
        at_threshold = mars1.budget(name, range_m=400e9)
        seconds = best_of(lambda at_threshold=at_threshold: send_picture(at_threshold, chart))
        report(f"picture of {chart.size} pixels, {name}", seconds, "bare losses", seconds / yardstick(chart.size))
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()
