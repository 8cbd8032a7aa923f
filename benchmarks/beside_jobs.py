"""One small job in a fresh process, by the version on ``PYTHONPATH``: ``python benchmarks/beside_jobs.py JOB``.

Prints, as JSON, the least processor time of one run [s], the peak memory of the process [byte], and the folder of the
package that ran.  ``benchmarks/beside.py`` starts it with one version and with another, so the jobs use only names that
both have.
"""

import contextlib
import io
import json
import runpy
import sys
import time
from collections.abc import Callable
from itertools import count
from typing import NamedTuple

from common import held_bytes, read_blocks, read_lines, semi_directional, telemetry

NEAR_M, FAR_M = 1e6, 1e12
POINTS = 1_000_000


class Job(NamedTuple):
    """A job: its name in the table, a function that prepares it and returns the work, and how often the work is done.

    The least of ``runs`` is taken, each of so many ``turns``; without runs the job is the whole process.
    """

    what: str
    prepared: Callable[[], Callable]
    runs: int
    turns: int = 1


def one_budget():
    """One budget of the same link again and again, as in a search over distance."""
    case = telemetry()
    return lambda: read_lines(case)


def changed_budget():
    """One budget of a link that no budget was made of before."""
    case, numbers = telemetry(), count()
    return lambda: read_lines(case.with_values({"transmitter.power": 30.0 + 1e-6 * next(numbers)}))


def described_budget():
    """One budget with value, unit, status and source of every line."""
    case = telemetry()
    return lambda: [(line.value, line.unit, line.status, line.source) for line in case.budget()]


def set_budget():
    """One budget of a scenario's link with a value set as text, another one each time."""
    import linkbudget as lb

    mars1, numbers = lb.load("mars1"), count()

    def work():
        settings = {"transmitter.power": f"{30.0 + 1e-4 * next(numbers):.4f} W"}
        return mars1.budget("telemetry-32cm-dish", range_m=106.76e9, settings=settings)

    return work


def _dated_budget(name: str, link: str, step_s: int):
    import numpy as np

    import linkbudget as lb

    scenario = lb.load(name)
    first = np.datetime64(round(scenario.config.mission.start_utc_s.value), "s") + 86_400
    numbers = count()
    return lambda: scenario.budget(link, at=first + step_s * next(numbers))


def probe_budget():
    """One budget of a probe between planets at an instant, another one each time, up or down."""
    return _dated_budget("mars1", "telemetry-32cm-dish", 6007)


def satellite_budget():
    """One budget of a geostationary satellite at an instant, another one each time."""
    return _dated_budget("geostationary", "downlink", 1)


def blocks():
    """All lines at many distances, block by block."""
    import numpy as np

    case, distances = telemetry(), np.geomspace(NEAR_M, FAR_M, POINTS)
    return lambda: read_blocks(case, distances)


def ranges():
    """The usual lines over range, held in a dataset."""
    from linkbudget.studies.axes import logarithmic
    from linkbudget.studies.sweep import sweep

    case = telemetry()
    axis = logarithmic(case, "range", f"{NEAR_M} m", f"{FAR_M} m", POINTS)
    return lambda: sweep(case, [axis])


def draws():
    """A Monte Carlo of all uncertain numbers."""
    from linkbudget.studies.montecarlo import montecarlo

    case = semi_directional()
    return lambda: montecarlo(case, POINTS)


def timeline():
    """Every link of Mars 1 over its mission, hour by hour, from the scenario file on."""
    import linkbudget as lb

    return lambda: lb.load("mars1").run(3600.0)


def help_text():
    """The command line's help, with the start of the interpreter and all imports."""
    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.suppress(SystemExit):
        sys.argv = ["linkbudget", "--help"]
        runpy.run_module("linkbudget", run_name="__main__")
    assert "Usage" in said.getvalue()


JOBS = {
    "budget": Job("one budget, every line read", one_budget, 60, 25),
    "changed": Job("the same of a link changed each time", changed_budget, 60, 25),
    "set": Job("the same by a scenario, a value set as text", set_budget, 60, 10),
    "probe": Job("one budget of mars1 at an instant", probe_budget, 60, 10),
    "satellite": Job("one budget of geostationary at an instant", satellite_budget, 60, 10),
    "described": Job("the same link, with status and source of every line", described_budget, 30, 5),
    "blocks": Job("all lines at 1 000 000 ranges, in blocks", blocks, 12),
    "sweep": Job("sweep() over 1 000 000 ranges, usual lines held", ranges, 8),
    "montecarlo": Job("Monte Carlo, 1 000 000 samples", draws, 1),
    "timeline": Job("timeline of mars1, hour by hour", timeline, 3),
    "help": Job("linkbudget --help, whole process", help_text, 0),
}


def measured(job: Job) -> dict[str, float]:
    """Least processor time of one turn of a job, and the peak memory of the process."""
    if not job.runs:
        job.prepared()
        return {"processor_s": time.process_time(), "peak_bytes": held_bytes()}
    work, found = job.prepared(), []
    work()  # imports, and whatever is made once
    for _ in range(job.runs):
        began = time.process_time()
        for _ in range(job.turns):
            work()
        found.append((time.process_time() - began) / job.turns)
    return {"processor_s": min(found), "peak_bytes": held_bytes()}


def main() -> None:
    """Run one job and print what it took."""
    found = measured(JOBS[sys.argv[1]])
    import linkbudget as lb

    print(json.dumps(found | {"package": lb.__file__}))


if __name__ == "__main__":
    main()
