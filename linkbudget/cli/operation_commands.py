"""Commands on a mission's life: ``sessions`` and ``energy``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from linkbudget.cli.app import app
from linkbudget.cli.options import AsJson, ScenarioName
from linkbudget.cli.printing import print_json

if TYPE_CHECKING:
    from linkbudget.mission.scenario import Scenario

Every = Annotated[
    int, typer.Option("--every", min=1, metavar="DAYS", help="Days from one row of the table to the next.")
]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="File to write instead: .xlsx.")]


@app.command()
def sessions(scenario: ScenarioName, output: Output = None, as_json: AsJson = False) -> None:
    """Print when spacecraft and ground talk, how well, and what it brings home."""
    _check_output(output)
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
        print(output)
    elif as_json:
        print_json(result)
    else:
        from linkbudget.cli.operation_tables import print_sessions

        print_sessions(mission.config.mission.title, result)


@app.command()
def energy(scenario: ScenarioName, every: Every = 14, output: Output = None, as_json: AsJson = False) -> None:
    """Print array, loads, battery charge, and the longest session of each day."""
    _check_output(output)
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
        print(output)
    elif as_json:
        print_json(result)
    else:
        from linkbudget.cli.operation_tables import print_energy

        print_energy(said.title, result, every)


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
