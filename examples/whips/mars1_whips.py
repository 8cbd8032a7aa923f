"""Gain of the whips of Mars 1 in all directions, from the wire model beside this file.

``python examples/whips/mars1_whips.py`` runs nec2c on ``mars1_whips.nec``, writes the pattern to ``mars1_whips.csv``
and prints its distribution; with ``--variants`` it prints that of other assumptions too, and writes nothing.  What
reads the CSV file (:func:`kept_points`, :func:`towards_circular`, :func:`distribution_dbi`) does not need nec2c.
"""

import csv
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from linkbudget.hardware.gain_distribution import gain_exceeded_dbi, mean_gain_dbi
from linkbudget.hardware.pattern_nec import read_points_nec
from linkbudget.hardware.pattern_sphere import SpherePoints
from linkbudget.hardware.spherical_pattern import spherical_pattern

DECK = Path(__file__).with_name("mars1_whips.nec")
KEPT = Path(__file__).with_name("mars1_whips.csv")

FED = "EX 0 30 2 0 1 0"
VARIANTS = {
    "as kept": [],
    "twice the segments": [
        (r"^GW (\d+) (\d+)", lambda found: f"GW {found[1]} {2 * int(found[2])}"),
        (FED, "EX 0 30 4 0 1 0"),
    ],
    "steps of 2 degrees": [("37 73 1001 0 0 5 5", "91 181 1001 0 0 2 2")],
    "grid of wires 8 mm thick": [(r"0\.008$", "0.004")],
    "grid of wires 32 mm thick": [(r"0\.008$", "0.016")],
    "no bulkheads": [(r"(?s)^GW 6 .*?(?=^GW 20)", "")],
    "102 MHz": [(r"183\.6 0$", "102 0")],
    "one whip alone": [(r"^GW 31 .*\n", "")],
    "both fed in phase": [(FED, f"{FED}\nEX 0 31 2 0 1.001 0")],
    "both fed in antiphase": [(FED, f"{FED}\nEX 0 31 2 0 -1.001 0")],
    "whips normal to the wings": [(r"2\.408 0 0 0\.005", "2 0.408 0 0.005")],
    "whips along the body, at corners": [
        (r"2 0 0 (-?)2\.408 0 0 0\.005", r"2 0 0.4333333 \g<1>2 0 0.8413333 0.005"),
    ],
}
"""Other assumptions, as replacements in the deck: regular expressions, line by line.

Two whips are fed not quite alike: in exact nulls nec2c leaves out the sense of polarisation, and a file with gaps tells
none.
"""


def computed_points(deck: str) -> tuple[SpherePoints, float]:
    """Gain at all directions of a deck by nec2c, and the average gain that it printed."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "deck.nec").write_text(deck, encoding="utf-8")
        subprocess.run(["nec2c", "-i", "deck.nec", "-o", "deck.out"], cwd=folder, check=True)
        text = (Path(folder) / "deck.out").read_text(encoding="utf-8")
        average = re.search(r"AVERAGE POWER GAIN:\s*(\S+)", text)
        assert average is not None, "the RP card asks for it"
        return read_points_nec(Path(folder) / "deck.out"), float(average[1])


def kept_points(file: Path = KEPT) -> SpherePoints:
    """The pattern as it was kept."""
    rows = np.loadtxt(file, delimiter=",", skiprows=1)
    return SpherePoints(file, *rows.T)


def towards_circular(points: SpherePoints) -> SpherePoints:
    """Gain towards a circular antenna and 3 dB: what a budget needs that takes off 3 dB for linear into circular.

    Right-hand and left-hand shares have the same distribution, since the craft is its own mirror image.
    """
    with np.errstate(divide="ignore"):  # no right-hand share at all
        return points._replace(gain_dbi=points.gain_dbi + 10.0 * np.log10(2.0 * points.right_share), right_share=None)


def distribution_dbi(points: SpherePoints) -> dict[str, float]:
    """Percentiles, mean and standard deviation of the decibels over all directions, and the mean of the power."""
    sphere = spherical_pattern(points)
    gain_dbi = gain_exceeded_dbi((np.arange(100_000) + 0.5) / 100_000, sphere)
    low, median, high = gain_exceeded_dbi([0.95, 0.5, 0.05], sphere)
    return {
        "5 %": low,
        "median": median,
        "95 %": high,
        "mean": gain_dbi.mean(),
        "sd": gain_dbi.std(),
        "power": mean_gain_dbi(sphere),
    }


def keep(points: SpherePoints, file: Path = KEPT) -> None:
    """Write a pattern without its last half plane, which is the first again."""
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["theta_deg", "phi_deg", "gain_dbi", "right_share"])
        for theta_deg, phi_deg, gain_dbi, right_share in zip(*points[1:5], strict=True):
            if phi_deg < 360.0:
                rows.writerow([f"{theta_deg:g}", f"{phi_deg:g}", f"{gain_dbi:.2f}", f"{right_share:.4f}"])


def main(arguments: list[str]) -> None:
    """Run the deck, or all variants of it."""
    version = subprocess.run(["nec2c", "-v"], capture_output=True, text=True, check=True)
    print(version.stdout.strip() or version.stderr.strip())
    deck = DECK.read_text(encoding="utf-8")
    for name, changes in VARIANTS.items() if arguments == ["--variants"] else [("as kept", [])]:
        changed = deck
        for pattern, replacement in changes:
            changed, count = re.subn(pattern, replacement, changed, flags=re.MULTILINE)
            assert count, f"{name}: {pattern} is not in the deck"
        points, average = computed_points(changed)
        print(f"{name}: average gain {average:.3f}")
        for quantity, of in (("total", points), ("circular + 3 dB", towards_circular(points))):
            said = ", ".join(f"{word} {value:.2f}" for word, value in distribution_dbi(of).items())
            print(f"  {quantity:16s} {said}")
        if not arguments:
            keep(points)


if __name__ == "__main__":
    main(sys.argv[1:])
