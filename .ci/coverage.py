"""Print the share of lines that the tests ran, and the ten modules with the least: make coverage."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

SHOWN = 10


def least_covered(files: dict) -> list[tuple[float, int, str]]:
    """Per cent of lines run, number of lines not run and name of the modules with the least, lowest first."""
    rows = [
        (each["summary"]["percent_covered"], each["summary"]["missing_lines"], name) for name, each in files.items()
    ]
    return sorted(rows)[:SHOWN]


def main() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "coverage.json")
        subprocess.run([sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(path)], check=True)
        measured = json.loads(path.read_text())
    print(f"{measured['totals']['percent_covered']:.1f} % of {measured['totals']['num_statements']} lines run")
    for percent, missing, name in least_covered(measured["files"]):
        print(f"{percent:6.1f} %  {missing:4d} not run  {name}")


if __name__ == "__main__":
    main()
