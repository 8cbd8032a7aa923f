"""Speed of files of positions, beside readers of the registry and beside bare Python: part of ``make bench``.

A track of 100 000 rows is written in every format and read, checked, and made ready for interpolation.  Beside it the
same file goes through ``float`` row by row with nothing checked, and orbit messages through ccsds-ndm, a tenth of
the rows, as it takes its time.  Ratios are our processor time over theirs, a row each, in one run on one machine.
"""

import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
from ccsds_ndm.ndm_io import NdmIo

from linkbudget.geometry.horizons import read_horizons
from linkbudget.geometry.oem import oem_text, read_oem
from linkbudget.geometry.positions_csv import positions_csv_text, read_positions_csv
from linkbudget.geometry.stk_ephemeris import read_stk

MANY = 100_000
STEP_S = 10.0


def states(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Times, positions and velocities of a circular orbit."""
    seconds = STEP_S * np.arange(count)
    angle = 1.0e-3 * seconds
    ones = np.stack([np.cos(angle), np.sin(angle), 0.0 * angle], axis=1)
    rates = np.stack([-np.sin(angle), np.cos(angle), 0.0 * angle], axis=1)
    return 1.5e9 + seconds, 7.36e6 * ones, 7.36e3 * rates


def message(count: int, xml: bool) -> str:
    """An orbit message."""
    names = {"object_name": "TRIAL", "object_id": "2017-001A", "center": "EARTH"}
    return oem_text(*states(count), **names, system="UTC", created_utc_s=0.0, xml=xml)


def stk(count: int) -> str:
    """An STK ephemeris."""
    tt_s, position_m, velocity = states(count)
    heading = (
        "stk.v.12.0\nBEGIN Ephemeris\nScenarioEpoch 14 Jul 2017 02:40:00\nInterpolationMethod Hermite\n"
        "InterpolationSamplesM1 7\nCentralBody Earth\nCoordinateSystem ICRF\nDistanceUnit Meters\nEphemerisTimePosVel\n"
    )
    rows = np.column_stack([tt_s - tt_s[0], position_m, velocity])
    return heading + "\n".join(" ".join(f"{value:.9f}" for value in row) for row in rows) + "\nEND Ephemeris\n"


def horizons(count: int) -> str:
    """A vector table, rows of ten seconds."""
    tt_s, position_m, velocity = states(count)
    heading = (
        "Center body name: Earth (399)\nCenter-site name: BODY CENTER\nOutput units    : KM-S\n"
        "Output type     : GEOMETRIC cartesian states\nReference frame : ICRF\n"
        "JDTDB, Calendar, X, Y, Z, VX, VY, VZ,\n$$SOE\n"
    )
    days = 2_457_948.5 + (tt_s - tt_s[0]) / 86_400.0
    rows = zip(days, np.column_stack([position_m, velocity]) / 1e3, strict=True)
    lines = [f"{day:.9f}, A.D. 2017, {', '.join(f'{value:.15E}' for value in row)}," for day, row in rows]
    return heading + "\n".join(lines) + "\n$$EOE\n"


def best_of(work: Callable[[], object], repeats: int = 3) -> float:
    """Shortest of a few runs, processor time [s]."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def floats(file: Path) -> list[list[float]]:
    """Every word of every line that is a number: what a reader cannot do without."""
    rows = []
    with file.open() as text:
        for line in text:
            words = line.replace(",", " ").split()
            if len(words) > 6 and words[-1][-1].isdigit():
                rows.append([float(word) for word in words[-6:]])
    return rows


def peak_of(file: Path, read: Callable[[Path], object]) -> float:
    """Most memory held while a file is read, over the size of the file."""
    tracemalloc.start()
    try:
        kept = read(file)
        return tracemalloc.get_traced_memory()[1] / file.stat().st_size if kept else 0.0
    finally:
        tracemalloc.stop()


def main() -> None:
    """Measure everything and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files: dict[str, tuple[str, Callable]] = {
            "track.oem": (message(MANY, xml=False), read_oem),
            "track.xml": (message(MANY, xml=True), read_oem),
            "track.e": (stk(MANY), read_stk),
            "track.txt": (horizons(MANY), read_horizons),
            "track.csv": (positions_csv_text(*states(MANY)), read_positions_csv),
        }
        print(f"{MANY} rows, each checked")
        for file_name, (text, read) in files.items():
            file = folder / file_name
            file.write_text(text, encoding="ascii")
            ours = best_of(lambda read=read, file=file: read(file))
            beside = ""
            if file_name in ("track.oem", "track.xml"):
                tenth = message(MANY // 10, xml=file_name == "track.xml")
                theirs = 10.0 * best_of(lambda tenth=tenth: NdmIo().from_string(tenth), 1)
                beside = f"{ours / theirs:.3f} x ccsds-ndm"
            ratio = ""
            if file_name != "track.xml":
                ratio = f"{ours / best_of(lambda file=file: floats(file)):.2f} x float alone"
            memory = peak_of(file, read)
            held = f"memory {memory:.2f} x the file"
            print(f"{file_name:<11}{ours:>6.2f} s  {ratio}  {held}  {beside}")


if __name__ == "__main__":
    main()
