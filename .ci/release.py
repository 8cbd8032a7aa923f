"""Build source and wheel, look into both, and try the wheel in an environment of its own: make release-check.

The steps of a release, and where this one stands among them, are in CONTRIBUTING.md.
"""

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from linkbudget.version import VERSION  # noqa: E402 (the tree's own, installed or not)

NAME = f"deepspace_linkbudget-{VERSION}"
SOURCE_FOLDERS = ("linkbudget", "configs", "examples", "tests", "docs", "benchmarks", ".ci")
TRIALS = (
    ["bin/linkbudget", "--version"],
    ["bin/linkbudget", "budget", "mars1", "--link", "imaging-5cm", "--range", "106.76e6 km"],
    ["bin/linkbudget", "check", "cubesat"],
    ["bin/linkbudget", "new", "mine.toml", "--from", "deep-space"],
    ["bin/python", "-c", "import linkbudget; print(linkbudget.load('mars1').budget('imaging-5cm')['margin_db'])"],
    ["bin/python", "-c", "import linkbudget, sys; assert linkbudget.__file__.startswith(sys.prefix), linkbudget"],
)


def expected_in_wheel(root: Path = ROOT) -> set[str]:
    """Every file of the package, data and marks of typing too, and the packaged scenarios; nothing else."""
    inside = {path.relative_to(root) for path in (root / "linkbudget").rglob("*") if path.is_file()}
    package = {path.as_posix() for path in inside if "__pycache__" not in path.parts}
    configs = {path.relative_to(root).as_posix() for path in (root / "configs").rglob("*") if path.is_file()}
    return package | {f"linkbudget/{name}" for name in configs}


def check_wheel(wheel: Path) -> None:
    """Compare the wheel with the tree."""
    found = {name for name in zipfile.ZipFile(wheel).namelist() if not name.startswith(f"{NAME}.dist-info/")}
    wrong = sorted(found ^ expected_in_wheel())
    assert not wrong, f"{wheel.name}: missing from the wheel or too much in it: {', '.join(wrong)}"
    print(f"{wheel.name}: {len(found)} files of the package and its scenarios")


def check_source(source: Path) -> None:
    """See that the source has what the Makefile needs, and no rubbish."""
    with tarfile.open(source) as archive:
        names = [name.removeprefix(f"{NAME}/") for name in archive.getnames()]
    missing = [folder for folder in SOURCE_FOLDERS if not any(name.startswith(f"{folder}/") for name in names)]
    rubbish = [name for name in names if "__pycache__" in name or name.startswith(("findings/", "docs/_build/"))]
    assert not missing, f"{source.name}: lacks {', '.join(missing)}"
    assert not rubbish, f"{source.name}: contains {', '.join(rubbish)}"
    print(f"{source.name}: {len(names)} files")


def try_wheel(wheel: Path) -> None:
    """Install the wheel into a fresh environment, outside the tree, and use it."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    with TemporaryDirectory() as folder:
        place = Path(folder).resolve() / "environment"
        venv.create(place, with_pip=True)
        run = [str(place / "bin/python"), "-m", "pip", "install", "--quiet", str(wheel)]
        subprocess.run(run, check=True, cwd=folder, env=clean)
        for program, *arguments in TRIALS:
            command = [str(place / program), *arguments]
            done = subprocess.run(command, cwd=folder, env=clean, text=True, stdout=subprocess.PIPE)
            assert done.returncode == 0, f"{' '.join(command)}: exit status {done.returncode}"
            if arguments == ["--version"]:
                assert VERSION in done.stdout, f"linkbudget --version says {done.stdout}; expected {VERSION}"
    print(f"{wheel.name}: installs and works without the tree")


def main() -> None:
    with TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "build", "--outdir", folder, str(ROOT)], check=True, stdout=sys.stderr)
        wheel, source = Path(folder, f"{NAME}-py3-none-any.whl"), Path(folder, f"{NAME}.tar.gz")
        subprocess.run([sys.executable, "-m", "twine", "check", "--strict", str(wheel), str(source)], check=True)
        check_wheel(wheel)
        check_source(source)
        try_wheel(wheel)


if __name__ == "__main__":
    main()
