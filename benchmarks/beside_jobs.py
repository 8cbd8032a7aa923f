"""One small job in a fresh process, by the version on ``PYTHONPATH``: ``python benchmarks/beside_jobs.py GROUP JOB``.

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

import limited_jobs as limited
from common import held_bytes, read_blocks, read_lines, semi_directional, telemetry

NEAR_M, FAR_M = 1e6, 1e12
POINTS = 1_000_000


class Job(NamedTuple):
    """A job: its name in the table, a function that prepares it and returns the work, and how often the work is done.

    The least of ``runs`` is taken, each of so many ``turns``; without runs the job is the whole process.  ``per`` is
    the number of points or pairs whose time is told for one.  A limit is the most it may take, in seconds, or as a
    share of the peer's or of the earlier version's time.
    """

    what: str
    prepared: Callable[[], Callable]
    runs: int
    turns: int = 1
    per: float = 1.0
    figure: str = "processor_s"
    limit_s: float | None = None
    limit_of_peer: float | None = None
    limit_of_before: float | None = None
    peer: str | None = None
    rounds: int | None = None


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

LIMITED = {
    "pair": Job("passes: one station, from elements", limited.passes_of_a_pair, 5, limit_of_peer=1 / 5, peer="events"),
    "stations": Job(
        "passes: 20 stations, each", limited.passes_of_stations, 3, per=20, limit_of_peer=1 / 5, peer="events", rounds=2
    ),
    "pulses": Job("pulse power at 242 dates", limited.pulse_powers, 1, limit_of_before=1 / 20, rounds=1),
    "grid": Job("grid 5000 x 5000, a point", limited.grid, 4, per=25e6, limit_s=5e-9, peer="outer"),
    "stored": Job("the same into a store", limited.stored_grid, 3, per=25e6, limit_s=15e-9, peer="compressed"),
    "margins": Job("Monte Carlo, 1 000 000, margins alone", limited.margins, 4, limit_s=0.25, peer="drawn"),
    "numbers": Job("closing margin, numbers only", limited.numbers_only, 40, 500, limit_s=10e-6),
    "set": Job("budget(settings=...)", set_budget, 40, 10, limit_s=0.3e-3),
    "probe": Job("budget(at=...) of a probe", probe_budget, 40, 10, limit_s=0.3e-3),
    "satellite": Job("budget(at=...) of a satellite", satellite_budget, 40, 10, limit_s=0.3e-3),
    "television": Job("budget of the television", limited.television, 40, 10, limit_s=0.2e-3),
    "run": Job("linkbudget run mars1", limited.run_command, 0, limit_s=5.0, figure="clock_s", rounds=2),
    "budget-command": Job("linkbudget budget", limited.budget_command, 0, limit_s=0.45),
    "check-command": Job("linkbudget check", limited.check_command, 0, limit_s=0.7),
    "plot-command": Job("linkbudget plot snr", limited.plot_command, 0, limit_s=1.2),
    "causes-command": Job("linkbudget causes", limited.causes_command, 0, limit_s=1.2),
    "workers": Job(
        "grid 20000 x 20000 into a store, 2 workers",
        limited.stored_by_two,
        1,
        figure="clock_s",
        limit_of_peer=1.0,
        peer="alone",
        rounds=2,
    ),
    "timeline-memory": Job(
        "timeline by the minute, memory over answer",
        limited.one_minute_timeline,
        0,
        figure="given",
        limit_s=1.2,
        rounds=1,
    ),
    "gas": Job("gas loss at 1000 frequencies", limited.gas_losses, 10, limit_s=0.05),
}
"""Jobs with a limit; those of the same name in :data:`JOBS` are the same work."""

PEERS = {
    "events": Job("skyfield's find_events", limited.events_of_skyfield, 10),
    "outer": Job("np.add.outer", limited.outer_sum, 10, per=25e6),
    "compressed": Job("lz4 alone", limited.compressed_alone, 3, per=25e6),
    "drawn": Job("drawing by SciPy alone", limited.drawn_alone, 3),
    "alone": Job("one process", limited.stored_by_one, 1, figure="clock_s", rounds=2),
}
"""Other packages, or the bare work, that jobs with a limit are held against; this version's tree runs them."""


def measured(job: Job) -> dict[str, float]:
    """Least time of one turn of a job, a point or the whole, and the peak memory of the process."""
    clock = time.perf_counter if job.figure == "clock_s" else time.process_time
    if not job.runs:
        began = time.perf_counter()
        given = job.prepared()
        took = {"clock_s": time.perf_counter() - began, "processor_s": time.process_time(), "given": given}
        return {"processor_s": took[job.figure] / job.per, "peak_bytes": held_bytes()}
    work, found = job.prepared(), []
    if job.limit_of_before is None:
        work()  # imports, and whatever is made once
    for _ in range(job.runs):
        began = clock()
        for _ in range(job.turns):
            work()
        found.append((clock() - began) / job.turns)
    return {"processor_s": min(found) / job.per, "peak_bytes": held_bytes()}


def main() -> None:
    """Run one job, of a group, and print what it took."""
    found = measured({"JOBS": JOBS, "LIMITED": LIMITED, "PEERS": PEERS}[sys.argv[1]][sys.argv[2]])
    import linkbudget as lb

    print(json.dumps(found | {"package": lb.__file__}))


if __name__ == "__main__":
    main()
