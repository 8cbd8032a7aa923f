r"""Code in pages runs whenever the pages are built, so that no number in them can grow old.

:func:`execute` turns the Markdown of a page into Markdown with results.  A page has one namespace and one temporary
folder for all its blocks, which run in order:

- a ``python`` block runs, and what it prints follows it; with ``hide`` behind ``python`` it is not shown;
- a ``console`` block runs its lines ``$ linkbudget ...`` in this process, and what they print follows each of them;
  other commands are shown only.  Behind ``console`` may stand ``fails`` (a mistake is meant, its message is shown),
  ``quiet`` (run by the tests only, and its output never shown) and ``lines=12`` (show no more of the output);
- a ``toml`` block with ``file=name.toml`` is written into the folder, with ``append=name.toml`` added to that file;
- ``{{ expression:.2f }}`` in the text stands for the value of a Python expression, formatted as in an f-string.

A block that fails or warns fails the build.  Tests run those pages alone whose code the build leaves out in part.
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
from pathlib import Path

COLUMNS = 100
"""Width of the terminal that the commands believe they write to."""

_FENCE = re.compile(r"^```(?P<language>python|console|toml)(?P<options>[^\n]*)\n(?P<code>.*?)^```\n", re.M | re.S)
_OTHER_FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n.*?^\1[ \t]*$", re.M | re.S)
_VALUE = re.compile(r"\{\{(.+?)\}\}")
_ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def execute(markdown: str, *, quiet: bool = False) -> str:
    """The page with the results of its code; with ``quiet``, the quiet commands run in place of the others."""
    namespace: dict = {"__name__": "__page__"}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), warnings.catch_warnings():
        warnings.simplefilter("error")
        pieces, done = [], 0
        for fence in _FENCE.finditer(markdown):
            pieces.append(_values(markdown[done : fence.start()], namespace))
            pieces.append(_block(fence, namespace, quiet))
            done = fence.end()
        pieces.append(_values(markdown[done:], namespace))
    made = "".join(pieces)
    for sign in ("{{", "Traceback"):
        if sign in made:
            raise RuntimeError(f"{sign!r} is left in the page")
    return made


def runs(markdown: str) -> bool:
    """True of a page with blocks that run when it is built."""
    return bool(_FENCE.search(markdown))


def has_quiet_blocks(markdown: str) -> bool:
    """True of a page with blocks that its tests run alone."""
    return any("quiet" in fence["options"].split() for fence in _FENCE.finditer(markdown))


def _block(fence: re.Match, namespace: dict, quiet: bool) -> str:
    language, options, code = fence["language"], fence["options"].split(), fence["code"]
    settings = dict(option.partition("=")[::2] for option in options)
    try:
        if language == "python":
            printed = run_python(code, namespace)
            return "" if "hide" in settings else _shown("python", code) + _output(printed, settings)
        if language == "console":
            return _console(code, settings, quiet)
    except Exception as error:
        raise RuntimeError(f"this block failed with {type(error).__name__}: {error}\n{code}") from error
    for key, mode in (("file", "w"), ("append", "a")):
        if key in settings:
            with open(settings[key], mode, encoding="utf-8") as file:
                file.write(code)
    return _shown("toml", code)


def _shown(language: str, code: str) -> str:
    return f"```{language}\n{code.rstrip()}\n```\n"


def _output(text: str, settings: dict) -> str:
    text = _cut(text, settings)
    return f"\n```{{code-block}} text\n:class: output\n{text}\n```\n" if text else ""


def _cut(text: str, settings: dict) -> str:
    lines = [line.rstrip() for line in _ESCAPES.sub("", text).rstrip().splitlines()]
    most = int(settings.get("lines", len(lines)))
    return "\n".join(lines if len(lines) <= most else [*lines[:most], "..."])


def _console(code: str, settings: dict, quiet: bool) -> str:
    shown = []
    for line in code.rstrip().splitlines():
        command = line.removeprefix("$ ")
        shown.append(line)
        if not command.startswith("linkbudget"):
            continue
        if ("quiet" in settings) != quiet:
            continue
        status, text = run_command(command)
        if (status != 0) != ("fails" in settings):
            raise RuntimeError(f"{command}: exit status {status}: {text}")
        if "quiet" not in settings and (cut := _cut(text, settings)):
            shown.append(cut)
    return _shown("console", "\n".join(shown))


def run_python(code: str, namespace: dict) -> str:
    """Run a block of code and return its printed output."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "<page>", "exec"), namespace)
    return printed.getvalue()


def run_command(command: str) -> tuple[int, str]:
    """Exit status and output, errors included, of a ``linkbudget`` command in this process."""
    from linkbudget.cli import main
    from linkbudget.scenario_files.files import packaged_folder

    arguments, environment, handler = sys.argv, dict(os.environ), signal.getsignal(signal.SIGTERM)
    printed, status = io.StringIO(), 0
    try:
        sys.argv = shlex.split(command, comments=True)
        os.environ |= {"COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "TERM": "xterm"}
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            main()
    except SystemExit as leaving:
        status = leaving.code or 0
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
        return re.sub(r"^-(?=[\d.])", "−", filled)

    return _VALUE.sub(value, text)


def setup(app):
    """Run the code of every Markdown page when it is read, and read such pages again when the package has changed."""
    import unchanged
    from sphinx.errors import ExtensionError

    def read(app, docname, source):
        if Path(app.env.doc2path(docname)).suffix == ".md" and runs(source[0]):
            unchanged.note(app.env, docname)
            try:
                source[0] = execute(source[0])
            except RuntimeError as error:
                raise ExtensionError(f"{docname}: {error}") from error

    app.connect("source-read", read, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
