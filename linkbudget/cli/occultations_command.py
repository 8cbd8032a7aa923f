"""``linkbudget occultations``: when a body hides the spacecraft from a station, and when it is in a shadow."""

from linkbudget.cli.app import app
from linkbudget.cli.options import AsJson, ScenarioName
from linkbudget.cli.printing import print_json


@app.command()
def occultations(scenario: ScenarioName, as_json: AsJson = False) -> None:
    """Print when a body hides the spacecraft from a station, and when the spacecraft is in the shadow of one."""
    from linkbudget.errors import InputError
    from linkbudget.mission.occultations import eclipse_rows, occultation_rows
    from linkbudget.mission.scenario import load

    mission = load(scenario)
    if mission.config.trajectory is None:
        raise InputError(f"{mission.file}: trajectory: missing; expected one, to know what hides the spacecraft")
    result = {
        "scenario": mission.name,
        "notes": list(mission.trajectory_notes),
        "occultations": occultation_rows(mission),
        "eclipses": eclipse_rows(mission),
    }
    if as_json:
        print_json(result)
    else:
        from linkbudget.cli.operation_tables import print_occultations

        print_occultations(mission.config.mission.title, result)
