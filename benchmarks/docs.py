"""Processor time of the documentation: from clean, then with nothing changed: ``python benchmarks/docs.py [JOBS]``.

Removes what earlier builds left, and builds as ``make docs`` does, twice.
"""

import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
MADE = ("docs/_build", "docs/learn/gallery", "docs/lookup/api")


def command(jobs: str) -> list[str]:
    """The command of ``make docs``, run by this Python."""
    line = re.search(r"^\t\$\(BIN\)/sphinx-build (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)[1]
    return [sys.executable, "-m", "sphinx", *line.replace("$(JOBS)", jobs).split()]


def build(jobs: str) -> tuple[float, float, set[Path]]:
    """Processor and clock time of a build [s], and the pages it wrote."""
    began, before = time.time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command(jobs), cwd=ROOT, check=True)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.time()
    written = {page for page in (ROOT / MADE[0]).rglob("*.html") if page.stat().st_mtime >= began}
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, ended - began, written


def main(jobs: str = "1") -> None:
    """Print a line for each build."""
    for folder in MADE:
        shutil.rmtree(ROOT / folder, ignore_errors=True)
    pages = None
    for name in ("clean", "unchanged"):
        processor_s, clock_s, written = build(jobs)
        pages = pages or len(written)
        print(
            f"{name:<10} {len(written):4} of {pages} pages written   processor {processor_s:6.1f} s, "
            f"{processor_s / pages:.3f} s a page   clock {clock_s:6.1f} s"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
