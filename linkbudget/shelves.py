"""Shelves of the catalogue: what can be named in scenario files and commands, as plain data for tables and JSON.

Each entry has a name and a title; those of the catalogue file also its values.  Imports stand inside functions, so that
the command line knows the names of the shelves at once.
"""

from collections.abc import Callable

Entries = list[dict]


def _scenarios() -> Entries:
    from linkbudget.scenario_files.files import read_toml
    from linkbudget.scenario_files.packaged import packaged_folder, packaged_names

    missions = {name: read_toml(packaged_folder() / f"{name}.toml")["mission"] for name in packaged_names()}
    return [{"name": name, "title": mission["title"]} for name, mission in missions.items()]


def _stations() -> Entries:
    from linkbudget.scenario_files.files import catalogue

    return [{"name": name, "title": entry["title"], "values": entry} for name, entry in catalogue()["stations"].items()]


def _antennas() -> Entries:
    from linkbudget.scenario_files.files import catalogue

    return [
        {"name": name, "title": f"{entry['kind']}, {entry['polarization']} polarised", "values": entry}
        for name, entry in catalogue()["antennas"].items()
    ]


def _modulations() -> Entries:
    from linkbudget.physics.modulation import modulations

    return [{"name": name, "title": modulation.title} for name, modulation in modulations().items()]


def _codes() -> Entries:
    from linkbudget.physics.coding import codes

    return [{"name": name, "title": next(iter(curves.values())).title} for name, curves in codes().items()]


def _modems() -> Entries:
    from linkbudget.formatting import decibels_text, percent_text, quantity_text
    from linkbudget.physics.measured_modems import measured_modems

    def text(row: dict[str, float]) -> str:
        if "frame_success" in row:
            kept = f"{percent_text(row['frame_success'])} of frames"
        else:
            kept = f"bit error rate {quantity_text(row['error_rate'], '-')}"
        needed_db, uncertainty_db = row["required_ebn0_db"], row["standard_uncertainty_db"]
        return f"{kept} {decibels_text(needed_db, decimals=2)} ± {decibels_text(uncertainty_db, decimals=2)}"

    entries = []
    for name, series in measured_modems().items():
        rows = series.answers()
        where = "" if series.is_of_a_link else ", Eb/N0 of the audio and not of a link"
        found = ", ".join(map(text, rows)) or "none of the usual shares was measured"
        more = f"; {series.note}" if series.note else ""
        told = f"{series.source}, {series.sent_text}, {series.energy_text}{where}"
        title = f"{series.title} ({told}): {found}{more}"
        values = series.to_dict() | {"required": rows}
        entries.append({"name": name, "title": title, "status": "measured", "values": values})
    return entries


def _figures() -> Entries:
    from linkbudget.plots.figures import figures

    return [{"name": name, "title": figure.title, "needs": figure.needs.text} for name, figure in figures().items()]


def _planes() -> Entries:
    from linkbudget.link.planes import PLANES

    return [{"name": name, "title": title} for name, title in PLANES.items()]


def _losses() -> Entries:
    from linkbudget.hardware.loss_models import LOSS_MODELS, first_line

    return [{"name": name, "title": first_line(part)} for name, part in LOSS_MODELS.items()]


def _studies() -> Entries:
    from linkbudget.studies.added import studies

    return [
        {"name": name, "title": (study.__doc__ or name).strip().partition("\n")[0]} for name, study in studies().items()
    ]


SHELVES: dict[str, Callable[[], Entries]] = {
    "scenarios": _scenarios,
    "stations": _stations,
    "antennas": _antennas,
    "modulations": _modulations,
    "codes": _codes,
    "modems": _modems,
    "figures": _figures,
    "planes": _planes,
    "losses": _losses,
    "studies": _studies,
}
"""Name of a shelf -> function that gives its entries; losses and studies are those that other packages add."""
