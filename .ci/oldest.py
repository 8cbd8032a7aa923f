"""Print the lower bound of every package of pyproject.toml and the extras named, as pip's requirements."""

import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def lower_bounds(project: dict, extras: list[str]) -> list[str]:
    """Requirements with the bound as the one version: ``numpy>=2.0`` is ``numpy==2.0``."""
    groups = [project["dependencies"], *(project["optional-dependencies"][extra] for extra in extras)]
    return [each.replace(">=", "==") for group in groups for each in group]


if __name__ == "__main__":
    print("\n".join(lower_bounds(tomllib.loads(PYPROJECT.read_text())["project"], sys.argv[1:])))
