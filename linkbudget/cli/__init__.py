"""The command line: thin commands over the package; every mistake is one line on stderr and exit status 2."""

import logging
import os
import sys
import warnings
from contextlib import suppress
from typing import TextIO

from linkbudget.cli import interruption
from linkbudget.cli.exit_statuses import DONE, INTERRUPTED, WRONG_REQUEST
from linkbudget.cli.messages import misspelt, say

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")
"""Variables of the libraries of linear algebra: a command multiplies few matrices, and starting threads costs 0.2 s of
processor time.  A value that is set already stays."""


def main() -> None:
    """Run the ``linkbudget`` command."""
    for name in ONE_THREAD:  # before NumPy is imported, which reads them
        os.environ.setdefault(name, "1")
    interruption.listen()
    _open_closed_streams()
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # a home that cannot hold a cache is no news for a user
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show a letter shows a question mark
            stream.reconfigure(errors="replace")
    with warnings.catch_warnings():
        warnings.showwarning = _show_warning
        code = _status()
    if code == INTERRUPTED:
        interruption.forget_unhandled()
    sys.exit(code or DONE)


def _status() -> int | str | None:
    """Exit status of the command that was asked for, once it has run."""
    if sys.flags.optimize > 1:
        return _say("python -OO removes the docstrings that help is read from; run it without -OO", WRONG_REQUEST)
    try:
        from linkbudget.cli.app import application

        code = application()(standalone_mode=False, prog_name="linkbudget")  # for completion, however it was started
        sys.stdout.flush()
        if code == INTERRUPTED:
            _say("interrupted; nothing was written", code)
        return code
    except KeyboardInterrupt:
        return _say("interrupted; nothing was written", INTERRUPTED)
    except BrokenPipeError:
        return _reader_left()
    except SystemExit as ending:  # Typer's own way out when the reader left
        return _reader_left() if isinstance(ending.__context__, BrokenPipeError) else ending.code
    except Exception as error:
        return _usage(error)


def _open_closed_streams() -> None:
    """Fill the places of closed standard streams, which the next file that is opened would take.

    Writing to a closed output fails as it does for other programs; what goes to a closed error output is lost.
    """
    for name, mode in (("stdin", os.O_WRONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, mode)
            if name != "stdin":
                stream = open(descriptor, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 (open to the end)
                setattr(sys, name, stream)


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning as one line, like every other message."""
    say(message)


def _reader_left() -> int:
    """The reader of our output went away, as `head` does: nothing is wrong."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _usage(error: Exception) -> int:
    """Exit code for a wrong request or command line; anything else is a fault of ours and keeps its traceback."""
    from linkbudget.errors import LinkBudgetError

    if isinstance(error, interruption.Stopped):
        return _say(str(error), INTERRUPTED)
    if type(error).__name__ == "Abort" or isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
        return _say("interrupted; nothing was written", INTERRUPTED)
    if isinstance(error, LinkBudgetError):
        return _say(str(error), WRONG_REQUEST)
    if isinstance(error, OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what could not be written stays unwritten
        return _say(f"{error.filename or 'output'}: {error.strerror or error}", WRONG_REQUEST)
    if hasattr(error, "format_message") and hasattr(error, "exit_code"):
        return _say(misspelt(error) or " ".join(error.format_message().split()), WRONG_REQUEST)
    raise error


def _say(message: str, code: int) -> int:
    with suppress(OSError):  # where nobody can be told, the status says it
        say(message)
    return code
