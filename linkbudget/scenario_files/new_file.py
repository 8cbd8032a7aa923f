"""A new scenario file: the text of a template, and a file that replaces no other unasked."""

import os
from pathlib import Path

from linkbudget.errors import InputError, suggestion
from linkbudget.scenario_files.packaged import template_files
from linkbudget.writing import whole_file


def template_text(name: str) -> str:
    """Text of a template, with its comments.

    Parameters
    ----------
    name : str
        One of :func:`~linkbudget.scenario_files.packaged.template_files`.

    Returns
    -------
    str
        A scenario file.

    Raises
    ------
    InputError
        If there is no such template; the message lists them.

    Examples
    --------
    >>> template_text("deep-space").splitlines()[0]
    '# The X-band downlink of a probe at Mars: residual carrier, turbo code, a 70 m antenna of the Deep Space Network.'
    """
    files = template_files()
    if name not in files:
        raise InputError(f"{name}: no such template; {suggestion(name, files)}")
    return files[name].read_text(encoding="utf-8")


def require_new(file: str | os.PathLike, replace: bool = False) -> Path:
    """The name for a new scenario file, unless it cannot be one.

    Parameters
    ----------
    file : str or Path
        The name.
    replace : bool
        True if a file of that name may be replaced.

    Returns
    -------
    Path
        The same.

    Raises
    ------
    InputError
        If it does not end in ``.toml``, is a folder, or exists and may not be replaced.

    Examples
    --------
    >>> require_new("my-satellite.txt")
    Traceback (most recent call last):
        ...
    linkbudget.errors.InputError: my-satellite.txt: expected a name that ends in .toml
    """
    file = Path(file)
    if file.suffix != ".toml":
        raise InputError(f"{file}: expected a name that ends in .toml")
    if file.is_dir():
        raise InputError(f"{file}: is a folder; expected the name of a file")
    if os.path.lexists(file) and not replace:
        raise InputError(f"{file}: exists and was left as it is; expected a new name, or --force to replace it")
    return file


def write_new(file: str | os.PathLike, text: str, replace: bool = False) -> Path:
    """Write a new scenario file, whole or not at all.

    Parameters
    ----------
    file : str or Path
        The name, ending in ``.toml``.
    text : str
        The scenario.
    replace : bool
        True if a file of that name may be replaced.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If it cannot be written, or exists and may not be replaced.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_new(f"{folder}/mine.toml", template_text("cubesat")).stat().st_size > 1000
    True
    """
    file = require_new(file, replace)
    with whole_file(file) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return file
