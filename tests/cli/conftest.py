"""The command line as a function, for tests of several commands."""

import sys

import pytest

from linkbudget.cli import main


@pytest.fixture
def command(capsys, monkeypatch):
    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["linkbudget", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return stop.value.code, printed.out, printed.err

    return run
