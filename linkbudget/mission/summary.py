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
        "links": [
            {
                "link": name,
                "title": link.title,
                "purpose": link.purpose,
                "frequency": " ".join(table_text(link.carrier_hz.value, "Hz")),
                "station": link.station or link.spacecraft,
                "verdict": verdict_dict(scenario.budget_when_up(name)),
                **count_statuses(values_behind(link)),
            }
            for name, link in scenario.links.items()
        ],
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
