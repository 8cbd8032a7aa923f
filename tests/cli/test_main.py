"""Exit statuses of the command line, and what it leaves to a traceback."""

import pytest

from linkbudget.cli import INTERRUPTED, _usage, interruption
from linkbudget.errors import LinkBudgetError


class Chosen(Exception):
    """Exception like the command-line parser's: a message of several lines and an exit code."""

    exit_code = 2

    def format_message(self):
        return "no such\n option"


class Abort(Exception):
    """Exception like the parser's for Ctrl-C at a prompt."""


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (interruption.Stopped("interrupted; 3 of 9 parts"), INTERRUPTED, "interrupted; 3 of 9 parts"),
        (Abort(), INTERRUPTED, "interrupted; nothing was written"),
        (LinkBudgetError("power = -1 W:\nexpected more"), 2, "power = -1 W: expected more"),
        (Chosen(), 2, "no such option"),
    ],
)
def test_wrong_request_is_one_line_and_a_status(error, status, said, capsys):
    assert _usage(error) == status
    assert capsys.readouterr().err == f"linkbudget: {said}\n"


def test_interruption_that_caused_another_error_is_still_one(capsys):
    error = RuntimeError("a reader of files that gave up")
    error.__cause__ = KeyboardInterrupt()
    assert _usage(error) == INTERRUPTED
    assert capsys.readouterr().err == "linkbudget: interrupted; nothing was written\n"


def test_fault_of_the_package_keeps_its_traceback(capsys):
    with pytest.raises(ZeroDivisionError, match="a fault of ours"):
        _usage(ZeroDivisionError("a fault of ours"))
    assert capsys.readouterr().err == ""
