"""What a scenario and the catalogue hold, as plain data for tables and JSON."""

from linkbudget.geometry.clock import format_utc
from linkbudget.mission.assumptions import count_statuses
from linkbudget.mission.files import catalogue, packaged_folder, packaged_names, read_toml
from linkbudget.mission.scenario import Scenario
from linkbudget.physics.modulation import MODULATIONS


def summarise(scenario: Scenario) -> dict:
    """Mission, trajectory and links of a scenario, with how many of each link's values are known how well.

    The trajectory is built, so that one which cannot be flown is found out here.
    """
    mission, said = scenario.config.mission, scenario.config.trajectory
    if said is not None:
        _ = scenario.track
    return {
        "scenario": scenario.name,
        "file": str(scenario.file),
        "title": mission.title,
        "start": format_utc(mission.start_utc_s.value),
        "end": format_utc(mission.end_utc_s.value),
        "trajectory": "no trajectory" if said is None else f"trajectory: {said.kind}",
        "stations": list(scenario.config.stations),
        "events": [event.title for event in scenario.config.events],
        "links": [
            {
                "link": name,
                "title": link.title,
                "purpose": link.purpose,
                "frequency": f"{link.frequency_hz.value / 1e6:.6g} MHz",
                "station": link.station,
                **count_statuses(link),
            }
            for name, link in scenario.links.items()
        ],
    }


def catalogue_contents() -> dict[str, list[dict]]:
    """Packaged scenarios, stations, antennas and modulations, each with a name, a title and what is said of it."""
    known = catalogue()
    scenarios = [read_toml(packaged_folder() / f"{name}.toml")["mission"] for name in packaged_names()]
    return {
        "scenarios": [
            {"name": name, "title": mission["title"]} for name, mission in zip(packaged_names(), scenarios, strict=True)
        ],
        "stations": [
            {"name": name, "title": entry["title"], "values": entry} for name, entry in known["stations"].items()
        ],
        "antennas": [
            {"name": name, "title": f"{entry['kind']}, {entry['polarization']} polarised", "values": entry}
            for name, entry in known["antennas"].items()
        ],
        "modulations": [{"name": name, "title": modulation.title} for name, modulation in MODULATIONS.items()],
    }
