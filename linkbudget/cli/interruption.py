"""Ctrl-C, SIGTERM and SIGHUP end a run tidily, and are not lost when they fall into code that swallows exceptions."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_asked = False


class Stopped(Exception):
    """Carries the last words of an interruption past Typer, which keeps only the exit status of one."""


def listen() -> None:
    """Turn SIGTERM, SIGINT and SIGHUP into KeyboardInterrupt; the last two unless they are ignored.

    A shell's background jobs ignore SIGINT, what ``nohup`` starts ignores SIGHUP; Windows has no SIGHUP.  Called where
    a command starts; a stop that an earlier command of this process was asked for is over.
    """
    global _asked
    _asked = False
    signal.signal(signal.SIGTERM, _stop)
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def check() -> None:
    """Raise KeyboardInterrupt if a stop was asked for, even if the first one was swallowed on its way."""
    if _asked:
        raise KeyboardInterrupt


@contextmanager
def keeping_words() -> Iterator[None]:
    """Let an interruption that says how to go on be heard."""
    try:
        yield
    except KeyboardInterrupt as stop:
        if str(stop):
            raise Stopped(str(stop)) from None
        raise


def forget_unhandled() -> None:
    """Let a stop that was handled end with the status that it was given.

    Python notes a KeyboardInterrupt that leaves ``exec`` of a text, by which imports make data classes and named
    tuples, as one that nobody handled, and ``python -m`` then ends by SIGINT.  Another text that runs takes it back.
    """
    exec("")


def _stop(number: int, frame: FrameType | None) -> None:
    global _asked
    _asked = True
    raise KeyboardInterrupt
