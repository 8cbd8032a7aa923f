"""Speed of studies against the times they were promised: ``python benchmarks/studies.py``.

Every line says what was done, how long the shortest of a few runs took, and what was promised for it.
"""

import timeit
from functools import partial

import numpy as np

import linkbudget as lb
from linkbudget.studies.pareto import non_dominated
from linkbudget.studies.solve import solve


def best_of(work, repeats: int = 5) -> float:
    """Shortest of a few runs [s]."""
    return min(timeit.repeat(work, number=1, repeat=repeats))


def report(what: str, seconds: float, promised: float | None = None) -> None:
    """One line of the table."""
    verdict = (
        ""
        if promised is None
        else f"   promised {promised * 1e3:>7.0f} ms: {'kept' if seconds <= promised else 'MISSED'}"
    )
    print(f"{what:<72} {seconds * 1e3:>9.1f} ms{verdict}")


def solving() -> None:
    """A number that gives a target, at 10 000 instants of a mission."""
    mars1 = lb.load("mars1")
    mission = mars1.config.mission
    utc_s = np.linspace(mission.start_utc_s.value + 86400.0, mission.end_utc_s.value, 10_000)
    for link, key, line, target in (
        ("telemetry-32cm-semi", "transmitter.power", "margin_db", 3.0),
        ("telemetry-32cm-semi", "transmitter.power", "data_rate_limit_bps", 8.0),
        ("telemetry-32cm-semi", "range", "closing_margin_db", 0.0),
        ("television-8cm", "transmitter.power", "picture_snr_db", 25.0),
        ("imaging-5cm", "range", "picture_snr_db", 25.0),
    ):
        case = mars1.case_over(link, utc_s)
        seconds = best_of(partial(solve, case, key, line, target=target))
        report(f"solve {link}: {key} for {line}, 10 000 instants", seconds, 0.5 if link != "imaging-5cm" else None)


def filtering() -> None:
    """The filter of non-dominated designs."""
    random = np.random.default_rng(1963)
    for count, width in ((1_000_000, 2), (100_000, 3), (100_000, 4)):
        costs = random.random((count, width))
        report(f"non-dominated of {count} designs, {width} objectives", best_of(partial(non_dominated, costs), 3))


def main() -> None:
    """Measure everything and print the table."""
    solving()
    filtering()


if __name__ == "__main__":
    main()
