"""Compare the speed with an earlier commit in one run: ``python benchmarks/beside.py [--commit COMMIT] [--write]``.

Both versions do the same small jobs (``benchmarks/beside_jobs.py``) with the same interpreter and the same packages,
each job in a fresh process.  The versions take turns and change places from round to round, so that other work on the
machine meets both alike.  Times are of the processor.  A ratio is the least time of this version over the least time of
the other.  On a busy machine a quiet moment may favour one of them, so the ratio of the medians over the rounds stands
beside it: where the two differ, neither is known better than that.  ``--commit HEAD`` in a tree without changes
compares a version with itself.  ``--write`` stores the section ``beside`` of
``docs/_data/performance.json``.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from datetime import date
from io import BytesIO
from pathlib import Path
from statistics import median

from beside_jobs import JOBS, LIMITED, PEERS, Job
from budget import machine, store

HERE = Path(__file__).parent
ROOT = HERE.parent
EARLIER = "e60eadaa0c405423351673842d9e9666327dc193"
"""The last commit whose budgets were not yet kept as a ledger."""

TREES = ("linkbudget", "configs")
FIGURES = ("processor_s", "peak_bytes")


def git(*arguments: str) -> bytes | None:
    """Answer of git about this repository; none where there is no git, no repository or no such commit."""
    try:
        return subprocess.run(["git", "-C", str(ROOT), *arguments], check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None


def commit_of(name: str) -> dict[str, str] | None:
    """Short hash, date and subject of a commit; none where this clone does not have it."""
    said = git("log", "-1", "--format=%h%n%cs%n%s", "--abbrev=7", f"{name}^{{commit}}", "--")
    return said and dict(zip(("commit", "date", "subject"), said.decode().splitlines(), strict=True))


def unpack(commit: str, folder: Path) -> None:
    """Put the package and the scenarios of a commit into a folder."""
    with tarfile.open(fileobj=BytesIO(git("archive", commit, *TREES))) as archive:
        archive.extractall(folder, filter="data")


def asked(job: str, tree: Path, group: str = "JOBS") -> dict:
    """Figures of one job by the version in a folder, or why it gave none."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, str(HERE / "beside_jobs.py"), group, job]
    ran = subprocess.run(command, env=environment | {"PYTHONPATH": str(tree)}, capture_output=True, text=True)
    if ran.returncode:
        return {"missing": (ran.stderr.strip().splitlines() or ["no reason given"])[-1]}
    found = json.loads(ran.stdout)
    package = Path(found.pop("package")).resolve()
    assert package.is_relative_to(tree.resolve()), f"{package} ran, expected the package in {tree}"
    return found


def least(rounds: list[dict]) -> dict:
    """Least of each figure over some rounds; a round without figures stands for all."""
    failed = next((found for found in rounds if "missing" in found), None)
    return failed or {key: min(found[key] for found in rounds) for key in FIGURES}


def median_s(rounds: list[dict]) -> float:
    """Median over the rounds of the processor time [s]."""
    return median(found["processor_s"] for found in rounds)


def compared(what: str, before: list[dict], after: list[dict]) -> dict:
    """A job with the least of each figure, the ratio of its times, and the ratio of their medians over the rounds."""
    line = {"what": what, "before": least(before), "after": least(after)}
    if "missing" in line["before"] or "missing" in line["after"]:
        return line
    ratio = line["after"]["processor_s"] / line["before"]["processor_s"]
    return line | {"ratio": ratio, "ratio_of_medians": median_s(after) / median_s(before)}


def measured(jobs: list[str], trees: tuple[Path, Path], rounds: int) -> list[dict]:
    """All jobs by both versions in turn."""
    found = {(job, tree): [] for job in jobs for tree in trees}
    for number in range(rounds):
        for job in jobs:
            for tree in trees if number % 2 == 0 else trees[::-1]:
                found[job, tree].append(asked(job, tree))
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    before, after = trees
    return [compared(JOBS[job].what, found[job, before], found[job, after]) for job in jobs]


def limited(jobs: list[str], trees: tuple[Path, Path], rounds: int) -> list[dict]:
    """Jobs with a limit by both versions and their peers in turn."""
    found: dict[tuple, list[dict]] = {}
    asked_for = [("LIMITED", job, tree) for job in jobs for tree in trees]
    asked_for += [("PEERS", peer, trees[1]) for peer in {LIMITED[job].peer: None for job in jobs} if peer]
    for number in range(rounds):
        for group, job, tree in asked_for if number % 2 == 0 else asked_for[::-1]:
            of = {"LIMITED": LIMITED, "PEERS": PEERS}[group][job]
            if number < (of.rounds or rounds):
                found.setdefault((job, tree), []).append(asked(job, tree, group))
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    before, after = trees
    return [held(LIMITED[job], *(least(found[key]) for key in keys_of(job, before, after))) for job in jobs]


def keys_of(job: str, before: Path, after: Path) -> list[tuple[str, Path]]:
    """Keys of both versions of a job, and of its peer where there is one."""
    peer = LIMITED[job].peer
    return [(job, before), (job, after), *([(peer, after)] if peer else [])]


def held(job: Job, before: dict, after: dict, peer: dict | None = None) -> dict:
    """Line of the table of limits: times before, after and of the peer, and the limit that follows [s]."""
    line = {"what": job.what, "before": before, "after": after, "unit": "ratio" if job.figure == "given" else "s"}
    if job.peer and peer:
        line |= {"peer": peer, "peer_name": PEERS[job.peer].what}
    limit = job.limit_s
    if job.limit_of_peer and peer and "missing" not in peer:
        limit = job.limit_of_peer * peer["processor_s"]
    if job.limit_of_before and "missing" not in before:
        limit = job.limit_of_before * before["processor_s"]
    return line | {"limit": limit}


def text_limits(lines: list[dict]) -> str:
    """The table of limits that is printed."""

    def cell(found: dict | None) -> str:
        return "" if found is None else "missing" if "missing" in found else f"{found['processor_s']:.4g}"

    rows = [f"{'':<46} {'before':>10} {'after':>10} {'peer':>10} {'limit':>10}"]
    for line in lines:
        cells = [cell(line["before"]), cell(line["after"]), cell(line.get("peer"))]
        limit = "" if line["limit"] is None else f"{line['limit']:.4g}"
        is_kept = "missing" not in line["after"] and limit and line["after"]["processor_s"] <= line["limit"]
        rows.append(
            f"{line['what']:<46} {' '.join(f'{each:>10}' for each in cells)} {limit:>10} {'' if is_kept else '!'}"
        )
    return "\n".join(rows)


def text_table(lines: list[dict]) -> str:
    """The table that is printed."""
    head = f"{'':<54} {'before':>11} {'after':>10} {'ratio':>7} {'of medians':>11} {'before':>7} {'after':>7}"
    return "\n".join([head, *(text_row(line) for line in lines)])


def text_row(line: dict) -> str:
    """One job of the table."""
    for which in ("before", "after"):
        if "missing" in line[which]:
            return f"{line['what']:<54} {which}: {line[which]['missing']}"
    times = [f"{line[which]['processor_s'] * 1e3:.3f}" for which in ("before", "after")]
    memory = [f"{line[which]['peak_bytes'] / 1e6:.0f}" for which in ("before", "after")]
    timed = f"{times[0]:>8} ms {times[1]:>7} ms {line['ratio']:>7.2f} {line['ratio_of_medians']:>11.2f}"
    return f"{line['what']:<54} {timed} {memory[0]:>4} MB {memory[1]:>4} MB"


def arguments() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(description="This version beside an earlier commit")
    parser.add_argument("--commit", default=EARLIER, help=f"the earlier commit (default {EARLIER[:7]})")
    parser.add_argument("--rounds", type=int, default=6, help="how often each version does each job (default 6)")
    names = dict.fromkeys([*JOBS, *LIMITED])
    parser.add_argument("--only", nargs="+", choices=names, metavar="JOB", help=f"some jobs of {', '.join(names)}")
    parser.add_argument("--write", action="store_true", help="store the figures for the page on performance")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds: expected 1 or more")
    if options.write and (options.only or options.rounds < 2):
        parser.error("--write stores a whole run: expected no --only, and two rounds or more")
    return options


def main() -> None:
    """Measure both versions, print the table, and store it if asked."""
    options = arguments()
    before, after = commit_of(options.commit), commit_of("HEAD")
    if before is None:
        print(f"before and after: no commit {options.commit[:7]} in this clone (git fetch --unshallow); not compared")
        sys.exit(1 if options.write else 0)
    with tempfile.TemporaryDirectory() as folder:
        unpack(options.commit, Path(folder))
        trees, only = (Path(folder), ROOT), options.only or [*JOBS, *LIMITED]
        lines = measured([job for job in JOBS if job in only], trees, options.rounds)
        limits = limited([job for job in LIMITED if job in only], trees, options.rounds)
    print(f"before: {before['commit']} of {before['date']}, {before['subject']}\nafter: this tree\n")
    print(text_table(lines), text_limits(limits), sep="\n\n")
    if options.write:
        about = {"date": date.today().isoformat(), "machine": machine(), "rounds": options.rounds}
        store({"beside": {**about, "before": before, "after": after, "lines": lines, "limits": limits}})


if __name__ == "__main__":
    main()
