"""Tables on terminals of any width."""

import pytest
from rich.console import Console

import linkbudget as lb
from linkbudget.cli import terminal_tables
from linkbudget.studies.montecarlo import montecarlo
from linkbudget.studies.sensitivity import sensitivity


@pytest.mark.parametrize("width", [80, 100, 160])
def test_no_number_is_cut_short_and_no_unit_is_lost(width, monkeypatch, capsys):
    monkeypatch.setattr(terminal_tables, "_console", lambda: Console(width=width, highlight=False))
    case = lb.load("mars1").case("telemetry-32cm-semi", range_m=106.76e9)
    terminal_tables.print_montecarlo(montecarlo(case, samples=64))
    terminal_tables.print_sensitivity(sensitivity(case, samples=16))
    printed = capsys.readouterr().out
    assert "…" not in printed
    for expected in ("dBW/m2", "km ", "95 %", "Status", "Total"):
        assert expected in printed
