"""Tables fit the width of a screen, and no number of them is folded or cut."""

import io
import re

import pytest

from linkbudget.cli.app import application
from linkbudget.cli.terminal_tables import print_parts
from linkbudget.tables import MORE, Table, width_of
from tests.cli.answers import COMMANDS, parts_of

ESCAPES = re.compile(r"\x1b\[[\d;]*m")


def test_every_command_with_tables_is_tried():
    commands = {one.callback.__name__: one for one in application().registered_commands}
    with_tables = {name for name, one in commands.items() if "as_csv" in one.callback.__annotations__}
    assert {words[0] for words in COMMANDS.values()} | {"causes", "run"} == with_tables
    assert set(commands) - with_tables == {
        *("new", "explain", "plot", "animate", "schema", "export", "worksheet", "practice", "lesson", "handouts", "lab")
    }


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_terminal_is_never_too_narrow(name, width, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    print_parts(parts_of(name))
    lines = ESCAPES.sub("", capsys.readouterr().out).splitlines()
    assert lines
    assert not [line for line in lines if width_of(line) > width]
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("name", COMMANDS)
def test_tables_in_a_pipe_are_80_columns_wide(name, monkeypatch, capsys):
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr("sys.__stdout__", io.StringIO())  # no terminal, wherever the tests run
    print_parts(part for part in parts_of(name) if isinstance(part, Table))
    lines = capsys.readouterr().out.splitlines()
    assert not [line for line in lines if width_of(line) > 80 and not line.startswith("No room for ")]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_numbers_are_whole_and_only_sources_are_cut(name, width):
    for table in (part for part in parts_of(name) if isinstance(part, Table)):
        text = table.text(width)
        left_out = table.left_out(width)
        for place, column in enumerate(table.columns):
            cells = [row[place] for row in table.rows if len(row) == len(table.columns)]
            if column.fold or column.head in left_out:
                continue
            assert all(cell in text for cell in cells)
        cut = any(column.cut and column.head not in left_out for column in table.columns)
        assert cut or MORE not in text.replace(f" {MORE}", "")  # a description ends in a space and the sign


def test_columns_say_in_which_way_tables_are_wider(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "60")
    print_parts(parts_of("grid"))
    assert "No room for " in capsys.readouterr().out
    monkeypatch.setenv("COLUMNS", "2000")
    print_parts(parts_of("grid"))
    assert "No room for " not in capsys.readouterr().out


def test_sentences_are_one_line_in_a_pipe(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    print_parts(parts_of("budget"))
    assert capsys.readouterr().out.splitlines()[-1] == "The link closes with 0.96 dB to spare; carrier decides."
