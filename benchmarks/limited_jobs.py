"""Small jobs with a limit, for ``benchmarks/beside_jobs.py``: work that was too slow, and what it may take.

An earlier version of the package runs this file as well, so what it does not have is looked for.  A job whose name
begins with ``peer`` is another package, or the bare work without one; only this version's tree runs it.
"""

import contextlib
import io
import runpy
import shutil
import sys
import tempfile
from importlib import import_module
from itertools import count
from pathlib import Path

from common import END, START, held_bytes, low_satellites, semi_directional, stations_over_the_earth, telemetry

GRID = 5000
DAY_S = 86_400.0


def _pair():
    """Low satellite, 20 stations, both ends of a month, in the versions' own types."""
    return low_satellites(1)[0], stations_over_the_earth(20), START, END


def _predicted(satellite, stations, start, end):
    """Passes, from elements on: by what this version is fastest with."""
    passes = import_module("linkbudget.geometry.passes")
    if hasattr(passes, "predict_passes"):
        return passes.predict_passes([satellite], stations, start, end)
    from linkbudget.geometry.track import sample

    track = sample(satellite, start, end)
    return [passes.find_passes(track, station, start, end) for station in stations]


def passes_of_a_pair():
    satellite, stations, start, end = _pair()
    return lambda: _predicted(satellite, stations[:1], start, end)


def passes_of_stations():
    satellite, stations, start, end = _pair()
    return lambda: _predicted(satellite, stations, start, end)


def events_of_skyfield():
    import numpy as np

    from linkbudget.geometry.clock import skyfield_time

    satellite, stations, start, end = _pair()
    place, ends = stations[0].skyfield_position(), skyfield_time(np.array([start, end]))
    return lambda: satellite.find_events(place, ends[0], ends[1])


def pulse_powers():
    """Power of the picture's pulses for a margin of nothing, at 242 dates."""
    import numpy as np

    import linkbudget as lb
    from linkbudget.studies.solve import solve_over

    mars1 = lb.load("mars1")
    utc_s = mars1.config.mission.start_utc_s.value + DAY_S + np.linspace(0.0, 130.0 * DAY_S, 242)
    return lambda: solve_over(mars1, "imaging-5cm", utc_s, "transmitter.power", "margin_db", target=0.0)


def _grid_axes(case, points):
    from linkbudget.studies.axes import linear

    ends = {"range": ("1e6 km", "1e8 km"), "transmitter.power": ("1 W", "100 W")}
    return [linear(case, key, *each, points) for key, each in ends.items()]


def grid():
    """A margin over distance and power, held."""
    from linkbudget.studies.sweep import sweep

    case = telemetry()
    axes = _grid_axes(case, GRID)
    return lambda: sweep(case, axes, ["margin_db"])


def outer_sum():
    import numpy as np

    values = np.linspace(0.0, 1.0, GRID)
    return lambda: np.add.outer(values, values)


def _into_store(points, workers=None):
    from linkbudget.studies.sweep import sweep
    from linkbudget.studies.where import Where

    case = telemetry()
    axes = _grid_axes(case, points)

    def work():
        folder = Path(tempfile.mkdtemp())
        try:
            return sweep(
                case, axes, ["margin_db"], where=Where(workers=workers), **{_store_name(): folder / "grid.zarr"}
            )
        finally:
            shutil.rmtree(folder)

    return work


def _store_name() -> str:
    from inspect import signature

    from linkbudget.studies.sweep import sweep

    return "store" if "store" in signature(sweep).parameters else "path"


def stored_grid():
    return _into_store(GRID)


def compressed_alone():
    import numpy as np
    from numcodecs import blosc

    values = np.add.outer(np.linspace(0.0, 20.0, GRID), np.log(np.linspace(1.0, 100.0, GRID)))
    parts = np.array_split(values, 64)
    return lambda: [blosc.compress(np.ascontiguousarray(part), b"lz4", 5, 1) for part in parts]


def stored_by_two():
    return _into_store(4 * GRID, 2)


def stored_by_one():
    return _into_store(4 * GRID)


def margins():
    """Margins alone of a Monte Carlo of all uncertain numbers."""
    from linkbudget.studies.montecarlo import montecarlo_study
    from linkbudget.studies.where import run_study

    study, _ = montecarlo_study(semi_directional(), 1_000_000, only_margins=True)
    return lambda: run_study(study)


def drawn_alone():
    """The 19 numbers of the same study drawn by SciPy, as triangles, and nothing computed of them."""
    import numpy as np
    from scipy.stats import qmc

    def work():
        for first in range(0, 1_000_000, 2**14):
            share = qmc.Sobol(19, scramble=True, rng=np.random.default_rng(first)).random(2**14)
            np.where(share < 0.4, np.sqrt(share * 0.4), 1.0 - np.sqrt((1.0 - share) * 0.6))

    return work


def numbers_only():
    """The closing margin of one link, another distance each time."""
    case, numbers = telemetry(), count()
    if hasattr(case, "function"):
        margin = case.function("closing_margin_db", of="range")
        return lambda: margin(106.76e9 + next(numbers))
    return lambda: case.with_values({"range": 106.76e9 + next(numbers)}).budget()


def television():
    """One budget of the television, another distance each time."""
    import linkbudget as lb

    case, numbers = lb.load("mars1").case("television-8cm", range_m=1e9), count()
    return lambda: case.with_values({"range": 1e9 + next(numbers)}).budget()


def gas_losses():
    """Gas loss along one path at 1 000 frequencies, others each time."""
    import numpy as np

    from linkbudget.physics.gases import slant_gas_loss_db

    numbers = count()
    return lambda: slant_gas_loss_db(30.0, np.linspace(1e9, 300e9, 1000) + 1e3 * next(numbers))


def one_minute_timeline():
    """All links of Mars 1 minute by minute; the memory above what the process held before, for a byte of the answer."""
    import linkbudget as lb

    mars1 = lb.load("mars1")
    mars1.run(DAY_S)
    before = held_bytes()
    answer = mars1.run(60.0)
    return (held_bytes() - before) / answer.nbytes


def _command(*arguments: str):
    def work():
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
            sys.argv = ["linkbudget", *arguments]
            runpy.run_module("linkbudget", run_name="__main__")

    return work


budget_command = _command("budget", "mars1", "--link", "telemetry-32cm-dish")
check_command = _command("check", "mars1")
causes_command = _command("causes", "mars1")


def plot_command():
    with tempfile.TemporaryDirectory() as folder:
        _command("plot", "mars1", "snr", "-o", f"{folder}/snr.png")()


def run_command():
    """The tables and figures of the run, those that the earlier version writes."""
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.suppress(ImportError):
            import commands

            commands.old_figures(Path(folder) / "out")
            return
        _command("run", "mars1", "--quiet", "-o", folder)()
        assert (Path(folder) / "report.html").is_file()
