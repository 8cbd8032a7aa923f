"""Speed of catalogues of element sets, beside readers that check little or nothing: part of ``make bench``.

A catalogue of 100 000 made-up satellites is written in every format and read as a stream, each set checked.  Beside it
the same file goes through what Python or the package sgp4 has for it: ``Satrec.twoline2rv`` and ``sgp4.omm`` make
models of all sets, ``csv``, ``json`` and ``ElementTree`` only take the text apart, and the lines of keywords are split
at their equals signs.  Ratios are our seconds over theirs, in one run on one machine.
"""

import csv
import json
import random
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from sgp4.api import Satrec

from linkbudget.geometry.element_files import chosen_set, read_element_sets
from linkbudget.geometry.element_sets import line_checksum
from linkbudget.geometry.omm import read_omm

MANY = 100_000
METADATA = {"CENTER_NAME": "EARTH", "REF_FRAME": "TEME", "TIME_SYSTEM": "UTC", "MEAN_ELEMENT_THEORY": "SGP4"}


def satellites() -> Iterator[dict[str, str]]:
    """Made-up satellites by keyword; the same in each run."""
    draw = random.Random(1957)
    for number in range(MANY):
        second = draw.randrange(86_400)
        clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}.25"
        yield {
            "OBJECT_NAME": f"OBJECT {number}",
            "OBJECT_ID": "2026-001A",
            "EPOCH": f"2026-07-{draw.randrange(10, 30)}T{clock}",
            "MEAN_MOTION": f"{draw.uniform(12.0, 15.5):.8f}",
            "ECCENTRICITY": f"{draw.uniform(0.0, 0.01):.7f}",
            "INCLINATION": f"{draw.uniform(0.0, 179.0):.4f}",
            "RA_OF_ASC_NODE": f"{draw.uniform(0.0, 359.0):.4f}",
            "ARG_OF_PERICENTER": f"{draw.uniform(0.0, 359.0):.4f}",
            "MEAN_ANOMALY": f"{draw.uniform(0.0, 359.0):.4f}",
            "EPHEMERIS_TYPE": "0",
            "CLASSIFICATION_TYPE": "U",
            "NORAD_CAT_ID": f"{number}",
            "ELEMENT_SET_NO": "999",
            "REV_AT_EPOCH": "57852",
            "BSTAR": ".17005E-3",
            "MEAN_MOTION_DOT": ".9023E-4",
            "MEAN_MOTION_DDOT": "0",
        }


def three_lines(said: dict[str, str]) -> str:
    """Name and two lines of a satellite, its epoch aside."""
    number = int(said["NORAD_CAT_ID"])
    day = 200.0 + number % 30 + 0.25
    line1 = f"1 {number:05d}U 26001A   26{day:012.8f}  .00009023  00000+0  17005-3 0  999"
    line2 = (
        f"2 {number:05d} {float(said['INCLINATION']):8.4f} {float(said['RA_OF_ASC_NODE']):8.4f} "
        f"{said['ECCENTRICITY'][2:]} {float(said['ARG_OF_PERICENTER']):8.4f} {float(said['MEAN_ANOMALY']):8.4f} "
        f"{float(said['MEAN_MOTION']):11.8f}57852"
    )
    return f"{said['OBJECT_NAME']}\n{line1}{line_checksum(line1)}\n{line2}{line_checksum(line2)}\n"


def keywords(said: dict[str, str]) -> str:
    """A message of keywords and values."""
    whole = {"CCSDS_OMM_VERS": "3.0", "CREATION_DATE": "", "ORIGINATOR": "", **METADATA, **said}
    return "".join(f"{key} = {value}\n" for key, value in whole.items())


def element(said: dict[str, str]) -> str:
    """A message in XML."""

    def tags(part: dict[str, str]) -> str:
        return "".join(f"<{key}>{value}</{key}>" for key, value in part.items())

    names, mean, tle = (dict(list(said.items())[part]) for part in (slice(2), slice(2, 9), slice(9, None)))
    return (
        f'<omm id="CCSDS_OMM_VERS" version="3.0"><body><segment><metadata>{tags(names | METADATA)}</metadata><data>'
        f"<meanElements>{tags(mean)}</meanElements><tleParameters>{tags(tle)}</tleParameters></data></segment></body>"
        "</omm>\n"
    )


def write_all(folder: Path) -> None:
    """The catalogue in every format."""
    every = list(satellites())
    (folder / "sets.tle").write_text("".join(map(three_lines, every)), encoding="ascii")
    (folder / "sets.kvn").write_text("\n".join(map(keywords, every)), encoding="ascii")
    (folder / "sets.xml").write_text(f"<ndm>{''.join(map(element, every))}</ndm>", encoding="ascii")
    (folder / "sets.json").write_text(json.dumps(every), encoding="ascii")
    with (folder / "sets.csv").open("w", newline="", encoding="ascii") as text:
        rows = csv.DictWriter(text, list(every[0]))
        rows.writeheader()
        rows.writerows(every)


def best_of(work: Callable[[], object], repeats: int = 3) -> float:
    """Shortest of a few runs, processor time [s]."""
    times = []
    for _ in range(repeats):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def models(file: Path) -> None:
    """SGP4 models of a file of three lines each, whatever stands in them."""
    with file.open() as text:
        for _ in text:
            Satrec.twoline2rv(next(text), next(text))


def split(file: Path) -> None:
    """Lines of keywords and values, split."""
    with file.open() as text:
        for line in text:
            line.partition("=")


def leaves(file: Path) -> None:
    """Elements of XML."""
    for _, found in ElementTree.iterparse(file):
        if found.tag == "omm":
            found.clear()


def rows(file: Path) -> None:
    """Rows of a table."""
    with file.open(newline="") as text:
        for _ in csv.reader(text):
            pass


def peak_of(file: Path, read: Callable) -> float:
    """Most memory held while a file is read as a stream, over the size of the file."""
    tracemalloc.start()
    try:
        for _ in read(file):
            pass
        return tracemalloc.get_traced_memory()[1] / file.stat().st_size
    finally:
        tracemalloc.stop()


BESIDE: dict[str, tuple[Callable, str, Callable[[Path], object]]] = {
    "sets.tle": (read_element_sets, "models of sgp4, nothing checked", models),
    "sets.csv": (read_omm, "rows of csv", rows),
    "sets.json": (read_omm, "json.loads", lambda file: json.loads(file.read_bytes())),
    "sets.kvn": (read_omm, "lines split", split),
    "sets.xml": (read_omm, "ElementTree", leaves),
}


def main() -> None:
    """Measure everything and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_all(folder)
        print(f"{MANY} element sets, each checked")
        for file_name, (read, beside, work) in BESIDE.items():
            file = folder / file_name
            ours = best_of(lambda read=read, file=file: sum(1 for _ in read(file)))
            theirs = best_of(lambda work=work, file=file: work(file))
            memory = peak_of(file, read)
            print(f"{file_name:<12}{ours:>8.2f} s  {ours / theirs:>6.2f} x {beside:<34} memory {memory:.3f} x the file")
        file = folder / "sets.tle"
        seconds = best_of(lambda: chosen_set(file, read_element_sets(file), MANY - 1))
        print(f"one satellite of sets.tle by its number {seconds:>6.2f} s")


if __name__ == "__main__":
    main()
