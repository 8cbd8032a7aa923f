"""The links of the benchmarks, all lines of their budgets, and the memory of a process.

An earlier version of the package runs this file as well (``benchmarks/beside.py``), so it uses only names that both
versions have.  It imports the package where it is used: the start of a command is measured from an empty interpreter.
"""

import resource
import sys
from pathlib import Path

BLOCK = 2**14
"""Points of a block that stays in the cache of a core."""


START = 1_773_878_400.0
"""Beginning of the month whose passes are searched: 19 March 2026 [s]."""

END = START + 30.0 * 86_400.0
"""End of that month [s]."""


def telemetry():
    """Case of the link that most benchmarks use: telemetry of Mars 1 from its dish."""
    import linkbudget as lb

    return lb.load("mars1").case("telemetry-32cm-dish", range_m=106.76e9)


def semi_directional():
    """Case of the link with many uncertain numbers: telemetry from its antenna that faces the Sun."""
    import linkbudget as lb

    return lb.load("mars1").case("telemetry-32cm-semi", range_m=106.76e9)


def read_lines(case) -> int:
    """Make a budget, read every line, and count them: a line may be computed only when its value is read."""
    return len([line.value for line in case.budget()])


def read_blocks(case, distances) -> None:
    """Read every line of the budget at all distances, in blocks that fit the cache, each let go after use."""
    for start in range(0, distances.size, BLOCK):
        read_lines(case.with_values({"range": distances[start : start + BLOCK]}))


def low_satellites(count: int) -> list:
    """Satellites between 400 and 1000 km."""
    import numpy as np

    from linkbudget.geometry.orbit import elements_orbit

    random = np.random.default_rng(1)
    heights_m, inclinations = random.uniform(400e3, 1000e3, count), random.uniform(30.0, 100.0, count)
    return [
        elements_orbit(START, 6378e3 + height_m, 0.001, inclination_deg, *random.uniform(0.0, 360.0, 3))
        for height_m, inclination_deg in zip(heights_m, inclinations, strict=True)
    ]


def stations_over_the_earth(count: int) -> list:
    """Stations as dense everywhere."""
    import numpy as np

    from linkbudget.geometry.stations import Station

    random = np.random.default_rng(2)
    latitudes = np.degrees(np.arcsin(random.uniform(-1.0, 1.0, count)))
    return [
        Station(f"{place}", float(each), float(random.uniform(-180.0, 180.0)), 0.0)
        for place, each in enumerate(latitudes)
    ]


def held_bytes() -> int:
    """Peak memory of this process [byte]; ``getrusage`` on Linux would count that of its parent as well."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return 1024 * int(status.split("VmHWM:")[1].split()[0])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
