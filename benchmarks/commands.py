"""Speed of commands from an empty interpreter: ``python benchmarks/commands.py``.

Each command starts anew, in an empty folder of its own; the least of several times counts.  Processor time is that of
the command and of the processes it starts, user and system; wall time depends on what else the machine does.  ``run``
is measured on all cores and on one, as it is and for the tables and figures that commit e60eada wrote, whose targets
are its own (``--only-old-figures FOLDER`` makes these, and nothing else).
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROUNDS, ROUNDS_OF_RUN = 5, 2

OLD_FIGURES = {
    *("trajectory", "snr", "margin", "rate", "waterfall", "picture", "montage", "time", "pattern", "sky", "passes"),
    *("sessions", "data", "energy", "causes", "fan", "histogram", "tornado"),
}
"""Figures that commit e60eada wrote, each once, as PNG and SVG."""


class Command(NamedTuple):
    """A command, and the most it shall take [s]."""

    arguments: str
    processor_s: float
    wall_s: float | None = None
    """Of ``run``, whose second process shortens it."""
    cores: int | None = None
    """Cores it may use; all without it."""


OLD = "--only-old-figures out"

COMMANDS = (
    Command("budget mars1 --link imaging-5cm", 0.45),
    Command("budget mars1 --link telemetry-32cm-semi", 0.45),
    Command("check mars1", 0.7),
    Command("plot mars1 snr", 1.2),
    Command("causes mars1", 1.2),
    Command(OLD, 8.0, 5.0),
    Command(OLD, 8.0, 8.0, cores=1),
    Command("run mars1 --quiet -o out", 12.6, 8.0),
    Command("run mars1 --quiet -o out", 12.6, 12.6, cores=1),
)


def page_figure(scenario, folder: Path, kind: str, timeline=None) -> dict:
    """Draw and write a figure for the page alone."""
    from linkbudget.plots.drawing import composed, write

    write(composed(scenario, kind, timeline=timeline), folder / f"{kind}.png", folder / f"{kind}.svg")
    return {}


def old_figures(folder: Path) -> None:
    """Make the tables and figures that commit e60eada wrote, and nothing else."""
    from contextlib import ExitStack

    from linkbudget.mission.scenario import load
    from linkbudget.mission.story import tell
    from linkbudget.plots.figures import figures_for
    from linkbudget.report.mission_life_section import write_operations_csv
    from linkbudget.report.run import budgets_markdown, for_helper, write_csv
    from linkbudget.report.two_at_once import Helper, usable_processes
    from linkbudget.studies.netcdf import write_netcdf

    folder.mkdir()
    scenario = load("mars1")
    kinds = [kind for kind in figures_for(scenario) if kind in OLD_FIGURES]
    helped = for_helper(kinds) if usable_processes() > 1 else []
    with ExitStack() as stack:
        helper = stack.enter_context(Helper(page_figure, scenario, folder, helped)) if helped else None
        timeline = scenario.run()
        write_netcdf(timeline, folder / "timeline.nc")
        write_csv(timeline, folder / "timeline.csv")
        write_operations_csv(scenario, folder)
        (folder / "budgets.md").write_text(budgets_markdown(tell(scenario, timeline)), encoding="utf-8")
        for kind in kinds:
            if kind not in helped:
                page_figure(scenario, folder, kind, timeline)
        if helper is not None:
            dict(helper.rest())


def measured(command: Command) -> tuple[float, float]:
    """Processor time and wall time of a command [s]."""
    start = [os.fspath(Path(__file__).resolve())] if command.arguments == OLD else ["-m", "linkbudget"]
    with tempfile.TemporaryDirectory() as empty:
        before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(
            [sys.executable, *start, *command.arguments.split()],
            cwd=empty,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.fspath(Path(__file__).resolve().parents[1])},
            preexec_fn=None if command.cores is None else lambda: os.sched_setaffinity(0, range(command.cores)),
        )
        wall_s, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall_s


def least(rows: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The least of each time."""
    processor_s, wall_s = zip(*rows, strict=True)
    return min(processor_s), min(wall_s)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only-old-figures", metavar="FOLDER", type=Path)
    folder = parser.parse_args().only_old_figures
    if folder is not None:
        old_figures(folder)
        return
    print(f"{'command':<46}{'cores':<7}{'processor':>11}{'wall':>9}   target")
    for command in COMMANDS:
        measured(command)  # the first time compiles what is imported
        rounds = ROUNDS if command.wall_s is None else ROUNDS_OF_RUN
        processor_s, wall_s = least(measured(command) for _ in range(rounds))
        target_s, counted = (command.processor_s, processor_s) if command.wall_s is None else (command.wall_s, wall_s)
        verdict = "kept" if counted <= target_s else f"not kept, {counted / target_s:.1f} times as long"
        name = "as e60eada, without its page" if command.arguments == OLD else command.arguments
        kind = "processor" if command.wall_s is None else "wall"
        times = f"{processor_s:>9.2f} s{wall_s:>7.2f} s"
        print(f"{name:<46}{command.cores or 'all':<7}{times}   {kind} {target_s:g} s: {verdict}", flush=True)


if __name__ == "__main__":
    main()
