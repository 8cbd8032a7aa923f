"""Summary of a scenario as plain data for tables and JSON."""

from linkbudget.formatting import table_text
from linkbudget.geometry.clock import format_utc
from linkbudget.link.budget_tables import verdict_dict
from linkbudget.mission.assumptions import count_statuses, distinct_values, values_behind
from linkbudget.mission.scenario import Scenario


def summarise(scenario: Scenario) -> dict:
    """Mission, trajectory, links and relays of a scenario, with how many of each link's values are known how well.

    Whether anything is wrong with it, :func:`linkbudget.mission.checking.check` says.
    """
    mission, said = scenario.config.mission, scenario.config.trajectory
    return {
        "scenario": scenario.name,
        "file": str(scenario.file),
        "title": mission.title,
        "start": format_utc(mission.start_utc_s.value),
        "end": format_utc(mission.end_utc_s.value),
        "trajectory": "no trajectory" if said is None else f"trajectory: {said.kind}",
        "notes": list(scenario.trajectory_notes),
        "stations": list(scenario.config.stations),
        "events": [event.title for event in scenario.config.events],
        "links": [_link(scenario, name) for name in scenario.links],
        "statuses": count_statuses(distinct_values(scenario.config)),
        "relays": [
            {
                "relay": name,
                "title": said.title,
                "uplink": said.uplink,
                "downlink": said.downlink,
                "verdict": verdict_dict(scenario.relay(name)),
            }
            for name, said in scenario.config.relays.items()
        ],
    }


def _link(scenario: Scenario, name: str) -> dict:
    """A link with its verdict, at which instant or over which distance it is, and the statuses of its values."""
    link, budget = scenario.links[name], scenario.budget_when_up(name)
    return {
        "link": name,
        "title": link.title,
        "purpose": link.purpose,
        "frequency": " ".join(table_text(link.carrier_hz.value, "Hz")),
        "station": link.station or link.spacecraft,
        "at": budget.at,
        "range_m": budget.get("range_m"),
        "verdict": verdict_dict(budget),
        **count_statuses(values_behind(link)),
    }
