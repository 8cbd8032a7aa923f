"""Scenarios and templates that come with the package, by name; imports nothing heavy, so that completion is quick.

A template is a file in ``configs/templates``; its name is that of the file.  The packaged scenario ``cubesat`` is a
template too.
"""

from pathlib import Path

TEMPLATE_SCENARIOS = ("cubesat",)
"""Packaged scenarios that are templates as they are."""

DEFAULT_TEMPLATE = "cubesat"
"""The template that is taken where none is named."""

_PACKAGE = Path(__file__).resolve().parents[1]


def packaged_folder() -> Path:
    """Folder of the packaged scenarios: inside an installed package, beside it in a checkout."""
    installed = _PACKAGE / "configs"
    return installed if installed.is_dir() else _PACKAGE.parent / "configs"


def packaged_names() -> list[str]:
    """Names of the packaged scenarios.

    Examples
    --------
    >>> "mars1" in packaged_names()
    True
    """
    return sorted(file.stem for file in packaged_folder().glob("*.toml"))


def template_files() -> dict[str, Path]:
    """Name of a template -> its file.

    Examples
    --------
    >>> {"cubesat", "deep-space", "geostationary", "terrestrial"} <= set(template_files())
    True
    """
    folder = packaged_folder()
    files = [*(folder / f"{name}.toml" for name in TEMPLATE_SCENARIOS), *(folder / "templates").glob("*.toml")]
    return {file.stem: file for file in sorted(files, key=lambda file: file.stem)}
