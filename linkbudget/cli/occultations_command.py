"""``linkbudget occultations``: when a body hides the spacecraft from a station, and when it is in a shadow."""

from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import OPERATIONS
from linkbudget.cli.options import ScenarioName


@command(
    OPERATIONS,
    "linkbudget occultations mars_express",
    "linkbudget occultations lro --table eclipses --csv",
)
@in_any_form("occultations", "eclipses")
def occultations(scenario: ScenarioName, *, form: Form) -> None:
    """Print occultations of links and eclipses of the spacecraft."""
    from linkbudget.cli.operation_tables import occultations_parts
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
    print_answer(form, lambda: result, lambda: occultations_parts(mission.config.mission.title, result))
