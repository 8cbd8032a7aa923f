"""Rebuild pages and figures made by code when that code has changed.

Sphinx looks at the text of a page, and the gallery at the text of an example.  What code prints depends on more: on the
package and its scenarios, on the extensions beside this file, and on the packages that both import.  A fingerprint of
these is kept with each page that :func:`note` names, and with each folder that :func:`stamp` names.
"""

import contextlib
import hashlib
import os
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

EXTENSIONS = Path(__file__).parent
ROOT = EXTENSIONS.parents[1]
GALLERY = "learn/gallery"
_STAMP = "made-from.txt"


def digest(paths: Iterable[Path]) -> str:
    """A digest of names and contents of files, and of all files in folders."""
    total = hashlib.sha256()
    files = [file for path in paths for file in ([path] if path.is_file() else path.rglob("*"))]
    for file in sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts):
        total.update(f"{file}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\0".encode())
    return total.hexdigest()


def installed() -> dict[str, str]:
    """Versions of the packages that the package and its pages import."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [each for extra, names in project["optional-dependencies"].items() if extra != "dev" for each in names]
    names = [re.match(r"[\w-]+", each)[0] for each in [*project["dependencies"], *extras]]
    found = {}
    for name in names:
        with contextlib.suppress(PackageNotFoundError):  # of an extra that is not installed
            found[name] = version(name)
    return found


@cache
def fingerprint() -> str:
    """A digest of everything but its own text that the code in a page depends on."""
    settings = sorted(item for item in os.environ.items() if item[0].startswith("LINKBUDGET_"))
    files = digest([ROOT / "linkbudget", ROOT / "configs", EXTENSIONS])
    return hashlib.sha256(repr((files, installed(), settings, sys.version)).encode()).hexdigest()


def note(env, docname: str) -> None:
    """Read this page again when the fingerprint has changed."""
    _noted(env)[docname] = fingerprint()


def _noted(env) -> dict[str, str]:
    if not hasattr(env, "fingerprints"):
        env.fingerprints = {}
    return env.fingerprints


def is_current(folder: Path) -> bool:
    """True of a folder that was stamped with the present fingerprint."""
    return (folder / _STAMP).is_file() and (folder / _STAMP).read_text(encoding="utf-8") == fingerprint()


def stamp(folder: Path) -> None:
    """Write the present fingerprint into a folder, if there is one."""
    if folder.is_dir() and not is_current(folder):
        (folder / _STAMP).write_text(fingerprint(), encoding="utf-8")


def setup(app):
    """Read pages again that the package has outgrown, run all examples again, and show a warning until it is mended."""

    def outdated(app, env, added, changed, removed):
        return [docname for docname, found in _noted(env).items() if found != fingerprint()]

    def purge(app, env, docname):
        _noted(env).pop(docname, None)

    def merge(app, env, docnames, other):
        _noted(env).update({docname: found for docname, found in _noted(other).items() if docname in docnames})

    def forget_examples(app):
        folder = Path(app.srcdir) / GALLERY
        if not is_current(folder):
            for checksum in folder.glob("*.md5"):
                checksum.unlink()

    def warn_again(app, exception):
        if exception is not None or app._warncount:
            (Path(app.doctreedir) / "environment.pickle").unlink(missing_ok=True)

    app.add_config_value("extensions_digest", digest([EXTENSIONS]), "env", types=[str])
    app.connect("env-get-outdated", outdated)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("builder-inited", forget_examples, priority=400)  # before the gallery
    app.connect("builder-inited", lambda app: stamp(Path(app.srcdir) / GALLERY), priority=600)  # after it
    app.connect("build-finished", warn_again)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
