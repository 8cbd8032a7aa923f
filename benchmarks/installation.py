"""Size of an installation: ``python benchmarks/installation.py [--write]``.

Installs this checkout as ``pip install .`` does, alone and with each extra, every time into a new environment, and adds
up the files of each distribution, compiled modules included; pip itself does not count.  ``--write`` stores
``docs/_data/installation.json``, from which a table of the page *Getting started* is made.  It takes some minutes and
the package registry.
"""

import json
import platform
import re
import subprocess
import sys
import tempfile
import tomllib
from datetime import date
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "_data" / "installation.json"
OF_DEVELOPERS = {"docs", "test", "dev"}
"""Extras that users do not install."""

OF_THE_ENVIRONMENT = {"pip", "setuptools"}
"""Distributions that an environment has before anything is installed."""

Sizes = dict[str, dict]
"""Version and bytes of each distribution, by its name in small letters."""


def installed(what: str) -> Sizes:
    """Distributions of a new environment after ``pip install`` of one requirement."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = str(Path(folder) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", what], check=True)
        asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
        packages = subprocess.run([python, "-c", asked], check=True, capture_output=True, text=True).stdout.strip()
        found: Sizes = {}
        for each in distributions(path=[packages]):
            files = [Path(str(file.locate())) for file in each.files or ()]
            size = sum(file.stat().st_size for file in files if file.is_file())
            found[re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower()] = {"version": each.version, "bytes": size}
        return {name: found[name] for name in sorted(found.keys() - OF_THE_ENVIRONMENT)}


def main(*options: str) -> None:
    """Print a line for each distribution and extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    base = installed(str(ROOT))
    extras = {}
    for extra in project["optional-dependencies"].keys() - OF_DEVELOPERS:
        more = installed(f"{ROOT}[{extra}]")
        extras[extra] = {name: size for name, size in more.items() if name not in base}
    for name, size in sorted(base.items(), key=lambda item: -item[1]["bytes"]):
        print(f"{name:<24}{size['version']:<14}{size['bytes'] / 1e6:8.1f} MB")
    print(f"{'in all':<38}{sum(size['bytes'] for size in base.values()) / 1e6:8.1f} MB")
    for extra, more in sorted(extras.items()):
        print(f"{'more with [' + extra + ']':<38}{sum(size['bytes'] for size in more.values()) / 1e6:8.1f} MB")
    if "--write" in options:
        machine = {"system": f"{platform.system()} {platform.machine()}", "python": platform.python_version()}
        stored = {"date": date.today().isoformat(), "machine": machine, "base": base, "extras": extras}
        FILE.write_text(json.dumps(stored, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
