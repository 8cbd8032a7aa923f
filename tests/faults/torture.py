"""All faults at once, at length: kills, races, damaged stores, files changed at random; for ``make torture``.

    python -m tests.faults.torture                          half an hour at most on two cores
    python -m tests.faults.torture --share 0.1 --write docs/_data/reliability.json

Prints a line of JSON for each kind; ``--write`` keeps them for the page *Reliability*.
"""

import argparse
import json
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from linkbudget.writing import whole_file

JOBS = {"kills": 200, "races": 100, "damage": 200, "fuzz": 300}
"""Modules beside this one, and what each is asked for: trials, or seconds of ``fuzz``."""


def main() -> None:
    """Run all jobs one after the other; exit status 1 where anything was lost or silent."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--share", type=float, default=1.0, help="Share of the trials to make.")
    options.add_argument("--only", choices=JOBS, action="append", help="These kinds; all of them without it.")
    options.add_argument("--write", type=Path, help="JSON file that keeps the figures; other kinds stay in it.")
    asked = options.parse_args()
    kept = json.loads(asked.write.read_text(encoding="utf-8")) if asked.write and asked.write.exists() else {}
    failed = False
    for job in asked.only or JOBS:
        begun = time.monotonic()
        trials = str(max(round(JOBS[job] * asked.share), 1))
        done = subprocess.run([sys.executable, "-m", f"tests.faults.{job}", trials], stdout=subprocess.PIPE, text=True)
        print(done.stdout, end="", flush=True)
        failed |= done.returncode != 0
        lines = done.stdout.splitlines()
        if lines and lines[-1].startswith("{"):
            kept[job] = json.loads(lines[-1]) | {
                "date": datetime.now(UTC).strftime("%Y-%m-%d"),
                "minutes": round((time.monotonic() - begun) / 60.0, 1),
            }
    if asked.write:
        with whole_file(asked.write) as temporary:
            temporary.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    sys.exit(failed)


if __name__ == "__main__":
    main()
