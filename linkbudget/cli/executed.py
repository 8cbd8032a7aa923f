r"""Code in Markdown runs whenever the text is shown, so that no number in it can grow old.

:func:`executed` turns the Markdown of a page into :class:`Piece` s with results, :func:`page_text` these into Markdown
again.  A page has one namespace and one temporary folder for all its blocks, which run in order:

- a ``python`` block runs, and what it prints follows it; with ``hide`` behind ``python`` it is not shown;
- a ``console`` block runs its lines ``$ linkbudget ...`` in this process, and what they print follows each of them;
  other commands are shown only, and a backslash continues a line.  Behind ``console`` may stand ``fails`` (a mistake is
  meant, its message is shown), ``quiet`` (run by the tests only, and its output never shown) and ``lines=12`` (show no
  more of the output);
- a ``toml`` block with ``file=name.toml`` is written into the folder, with ``append=name.toml`` added to that file;
- ``{{ expression:.2f }}`` in the text stands for the value of a Python expression, formatted as in an f-string.

A block that fails or warns raises.  The documentation and the lessons in the terminal are shown by this.
"""

import contextlib
import io
import os
import re
import shlex
import signal
import sys
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from linkbudget.formatting import typeset_for_paper

COLUMNS = 100
"""Width of the terminal that the commands believe they write to."""

_FENCE = re.compile(r"^```(?P<language>python|console|toml)(?P<options>[^\n]*)\n(?P<code>.*?)^```\n", re.M | re.S)
_OTHER_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[ \t]*$", re.M | re.S)
_VALUE = re.compile(r"\{\{(.+?)\}\}", re.S)
_ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Piece:
    """A part of a page: text, or a block of code with what it prints.

    Attributes
    ----------
    language : str
        Language of a block; empty for text.
    text : str
        The text with its values filled in, or the code as it was typed.
    output : str
        What the code prints, where that stands below it.
    shown : str
        The code as a page shows it: of commands with their output below each, of hidden code nothing.
    """

    language: str
    text: str
    output: str = ""
    shown: str = ""


def executed(markdown: str, *, quiet: bool = False, columns: int = COLUMNS) -> list[Piece]:
    """The pieces of a page with the results of its code.

    Parameters
    ----------
    markdown : str
        The page.
    quiet : bool
        Whether the quiet commands run, in place of the others.
    columns : int
        Width of the terminal that the commands believe they write to.

    Raises
    ------
    RuntimeError
        If a block or a value fails or warns, or a value is not closed.
    """
    namespace: dict = {"__name__": "__page__"}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), warnings.catch_warnings():
        warnings.simplefilter("error")
        pieces, done = [], 0
        for fence in _FENCE.finditer(markdown):
            pieces.append(Piece("", _values(markdown[done : fence.start()], namespace)))
            pieces.append(_block(fence, namespace, quiet, columns))
            done = fence.end()
        pieces.append(Piece("", _values(markdown[done:], namespace)))
    for sign in ("{{", "Traceback"):
        if any(sign in part for piece in pieces for part in (piece.text, piece.output, piece.shown)):
            raise RuntimeError(f"{sign!r} is left in the page")
    return pieces


def page_text(pieces: Sequence[Piece], output_fence: str) -> str:
    """Pieces as Markdown; ``output_fence`` opens the blocks of printed output."""
    made = []
    for piece in pieces:
        made.append(f"```{piece.language}\n{piece.shown.rstrip()}\n```\n" if piece.shown else "")
        made.append(piece.text if not piece.language else "")
        made.append(f"\n```{output_fence}\n{piece.output}\n```\n" if piece.output else "")
    return "".join(made)


def runs(markdown: str) -> bool:
    """True of a page with blocks that run when it is built."""
    return bool(_FENCE.search(markdown))


def has_quiet_blocks(markdown: str) -> bool:
    """True of a page with blocks that its tests run alone."""
    return any("quiet" in fence["options"].split() for fence in _FENCE.finditer(markdown))


def _block(fence: re.Match, namespace: dict, quiet: bool, columns: int) -> Piece:
    language, options, code = fence["language"], fence["options"].split(), fence["code"]
    settings = dict(option.partition("=")[::2] for option in options)
    try:
        if language == "python":
            printed = run_python(code, namespace)
            return Piece(language, code) if "hide" in settings else Piece(language, code, _cut(printed, settings), code)
        if language == "console":
            return Piece(language, code, shown=_console(code, settings, quiet, columns))
    except Exception as error:
        raise RuntimeError(f"this block failed with {type(error).__name__}: {error}\n{code}") from error
    for key, mode in (("file", "w"), ("append", "a")):
        if key in settings:
            with open(settings[key], mode, encoding="utf-8") as file:
                file.write(code)
    return Piece(language, code, shown=code)


def _cut(text: str, settings: dict) -> str:
    lines = [line.rstrip() for line in _ESCAPES.sub("", text).rstrip().splitlines()]
    most = int(settings.get("lines", len(lines)))
    return "\n".join(lines if len(lines) <= most else [*lines[:most], "..."])


def _console(code: str, settings: dict, quiet: bool, columns: int) -> str:
    shown = []
    for line in re.split(r"(?<!\\)\n", code.rstrip()):
        command = line.removeprefix("$ ").replace("\\\n", " ")
        shown.append(line)
        if not command.startswith("linkbudget"):
            continue
        if ("quiet" in settings) != quiet:
            continue
        status, text = run_command(command, columns)
        if (status != 0) != ("fails" in settings):
            raise RuntimeError(f"{command}: exit status {status}: {text}")
        if "quiet" not in settings and (cut := _cut(text, settings)):
            shown.append(cut)
    return "\n".join(shown)


def run_python(code: str, namespace: dict) -> str:
    """Run a block of code and return its printed output."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "<page>", "exec"), namespace)
    return printed.getvalue()


def run_command(command: str, columns: int = COLUMNS) -> tuple[int, str]:
    """Exit status and output, errors included, of a ``linkbudget`` command in this process."""
    from linkbudget.cli import main
    from linkbudget.scenario_files.packaged import packaged_folder

    arguments, environment, handler = sys.argv, dict(os.environ), signal.getsignal(signal.SIGTERM)
    printed, status = io.StringIO(), 0
    try:
        sys.argv = shlex.split(command, comments=True)
        os.environ |= {"COLUMNS": str(columns), "FORCE_COLOR": "1", "TERM": "xterm"}
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            main()
    except SystemExit as leaving:
        status = int(leaving.code or 0)
    finally:
        sys.argv = arguments
        signal.signal(signal.SIGTERM, handler)
        for name in set(os.environ) - set(environment):
            del os.environ[name]
        os.environ.update(environment)
    return status, printed.getvalue().replace(str(packaged_folder()), "configs")


def _values(text: str, namespace: dict) -> str:
    """Text with the values of its expressions, other fences left as they are."""
    pieces, done = [], 0
    for fence in _OTHER_FENCE.finditer(text):
        pieces += [_filled(text[done : fence.start()], namespace), fence[0]]
        done = fence.end()
    return "".join([*pieces, _filled(text[done:], namespace)])


def _filled(text: str, namespace: dict) -> str:
    def value(match: re.Match) -> str:
        try:
            filled = eval(f'f"""{{{match[1].strip()}}}"""', namespace)
        except Exception as error:
            raise RuntimeError(f"{{{{{match[1]}}}}} failed with {type(error).__name__}: {error}") from error
        return typeset_for_paper(re.sub(r"(?<=\de)\+?(-?)0*(?=\d)", r"\1", filled))

    return _VALUE.sub(value, text)
