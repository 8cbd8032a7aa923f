"""Commands on a mission's life: ``sessions`` and ``energy``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import OPERATIONS
from linkbudget.cli.options import ScenarioName

if TYPE_CHECKING:
    from linkbudget.mission.scenario import Scenario

Every = Annotated[
    int | None,
    typer.Option(
        "--every",
        min=1,
        metavar="DAYS",
        help="Days from one row of the table to the next: 14 without it, 1 in CSV.",
    ),
]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="File to write instead: .xlsx.")]


@command(
    OPERATIONS,
    "linkbudget sessions mars1",
    "linkbudget sessions mars1 --table data",
    "linkbudget sessions mars1 -o sessions.xlsx",
)
@in_any_form("sessions", "data")
def sessions(scenario: ScenarioName, output: Output = None, *, form: Form) -> None:
    """Print the sessions of a mission, and the data returned."""
    _check_output(output)
    from linkbudget.cli.operation_tables import sessions_parts
    from linkbudget.mission.logbook import data_rows, data_total, fault_rows, session_rows, session_summary
    from linkbudget.mission.scenario import load

    mission = load(scenario)
    _need(mission, "sessions")
    life = mission.operations
    result = {
        "scenario": mission.name,
        "notes": list(life.notes),
        "summary": session_summary(mission, life),
        "sessions": session_rows(life),
        "faults": fault_rows(mission),
        "data": None if life.data is None else data_rows(mission, life),
        "returned_by_case_bit": None if life.data is None else data_total(life),
    }
    if output is not None:
        from linkbudget.mission.session_sheet import write_sessions
        from linkbudget.writing import whole_file

        with whole_file(output) as temporary:
            write_sessions(mission.config.mission.title, result, temporary)
    title = mission.config.mission.title
    print_answer(form, lambda: result, lambda: sessions_parts(title, result), written=output)


@command(
    OPERATIONS,
    "linkbudget energy mars1",
    "linkbudget energy mars1 --every 30 --table days",
    "linkbudget energy mars1 --csv",
)
@in_any_form("days", "loads", "transmitters")
def energy(scenario: ScenarioName, every: Every = None, output: Output = None, *, form: Form) -> None:
    """Print power, charge, and the longest session of each day."""
    _check_output(output)
    from linkbudget.cli.operation_tables import energy_parts
    from linkbudget.mission.logbook import day_rows, load_rows, transmitter_rows
    from linkbudget.mission.scenario import load

    mission = load(scenario)
    _need(mission, "power")
    life = mission.operations
    said = mission.config.mission
    result = {
        "scenario": mission.name,
        "notes": list(life.notes),
        "loads": load_rows(mission, life),
        "transmitters": transmitter_rows(mission, life, (said.reference_utc_s or said.start_utc_s).value),
        "days": day_rows(life),
    }
    if output is not None:
        from linkbudget.mission.session_sheet import write_energy
        from linkbudget.writing import whole_file

        with whole_file(output) as temporary:
            write_energy(said.title, result, temporary)
    as_file = form.kind == "csv"
    print_answer(form, lambda: result, lambda: energy_parts(said.title, result, every, as_file=as_file), written=output)


def _check_output(output: Path | None) -> None:
    """Refuse a name that nothing can be written to before the work is done."""
    if output is not None:
        from linkbudget.studies.saving import SHEETS, check_ending

        check_ending(output, SHEETS)


def _need(mission: "Scenario", table: str) -> None:
    """Refuse a scenario that says nothing of a matter."""
    from linkbudget.errors import InputError

    if getattr(mission.config, table) is None:
        raise InputError(f"{mission.file}: {table}: missing; expected a table [{table}], see the scenario reference")
