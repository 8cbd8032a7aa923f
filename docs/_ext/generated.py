"""Reference pages made from the package: scenario keys, formulas, quantities, commands, and a page for each module.

A written page holds ``<!-- generated: NAME -->`` where one of :data:`PAGES` is to stand.  The pages of the modules are
files in ``lookup/api/``, which is not kept.
"""

import importlib
import inspect
import pkgutil
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from textwrap import fill
from types import GenericAlias
from typing import get_args

_MARK = re.compile(r"<!-- generated: ([\w-]+) -->")

_REPOSITORY = Path(__file__).parents[2]
DATA = [*(_REPOSITORY / "docs" / "_data").glob("*.*"), _REPOSITORY / "tests" / "validation" / "disputed.csv"]
"""Files beside the package from which parts of pages are made."""

LAYERS = {
    "physics": "Physics: pure functions, one for each published equation",
    "geometry": "Geometry: positions and directions",
    "hardware": "Hardware: parts with datasheets",
    "link": "Link: one link, from transmitter to margin",
    "formulas": "Formulas: one equation at a time",
    "scenario_files": "Scenario files: reading and checking",
    "mission": "Mission: many links, many instants",
    "studies": "Studies: many values of any input, on this machine or a cluster",
    "plots": "Plots: figures",
    "lessons": "Lessons: a course, its exercises and worksheets",
    "lab": "Lab: a page in the browser, and its API",
    "report": "Report: the files that a run writes",
    "cli": "Commands: the command line",
    "": "Foundations",
}


# ------------------------------------------------------------------------------------------------ modules and functions


def modules() -> dict[str, list]:
    """Modules of the package by layer, but for those whose name says that they serve others inside it."""
    import linkbudget

    found = defaultdict(list)
    for entry in pkgutil.walk_packages(linkbudget.__path__, "linkbudget."):
        if not entry.name.rpartition(".")[2].startswith("_") and not entry.ispkg:
            layer = entry.name.split(".")[1] if entry.name.count(".") > 1 else ""
            found[layer].append(importlib.import_module(entry.name))
    if found.keys() != LAYERS.keys():
        raise KeyError(f"folders of the package without a title in LAYERS: {sorted(found.keys() ^ LAYERS.keys())}")
    return {layer: found[layer] for layer in LAYERS}


def public_members(module) -> list[tuple[str, object]]:
    """Functions and classes that a module defines, in its own order."""
    return [
        (name, member)
        for name, member in vars(module).items()
        if (inspect.isfunction(member) or inspect.isclass(member))
        and member.__module__ == module.__name__
        and not name.startswith("_")
    ]


def first_sentence(thing) -> str:
    """Purpose of a module, function or class: the first sentence of its docstring."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def _title(module) -> str:
    text = module.__name__.rpartition(".")[2].replace("_", " ")
    return text[0].upper() + text[1:]


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def write_api_pages(folder: Path) -> None:
    """A page for each module and one for each layer."""
    folder.mkdir(parents=True, exist_ok=True)
    names = set()
    for layer, members in modules().items():
        for module in members:
            names.add(f"{module.__name__}.rst")
            _write(folder / f"{module.__name__}.rst", _module_page(module))
        names.add(f"layer-{layer or 'foundations'}.rst")
        _write(folder / f"layer-{layer or 'foundations'}.rst", _layer_page(layer, members))
    for old in folder.glob("*.rst"):
        if old.name not in names:
            old.unlink()


def _module_page(module) -> str:
    name, members = module.__name__, public_members(module)
    lines = [name, "=" * len(name), "", f".. automodule:: {name}", ""]
    if members:
        lines += [".. list-table::", "   :widths: 32 68", ""]
        for member, thing in members:
            lines += [f"   * - :py:obj:`{member} <{name}.{member}>`", f"     - {first_sentence(thing)}"]
        lines += [""]
    for member, thing in members:
        kind = "autofunction" if inspect.isfunction(thing) else "autoclass"
        lines += [f".. {kind}:: {member}"]
        if kind == "autoclass":
            lines += ["   :members:", "   :exclude-members: model_config, model_post_init"]
        lines += [""]
    for constant, document in _documented_constants(module).items():
        if constant in dict(members) or constant.startswith("_"):
            continue
        if isinstance(getattr(module, constant), GenericAlias):  # autodoc would look for the signature of its class
            lines += [f".. py:data:: {constant}", "", *(f"   {line}" for line in document), ""]
        else:
            lines += [f".. autodata:: {constant}", "   :no-value:", ""]
    return "\n".join(lines)


def _documented_constants(module) -> dict[str, list[str]]:
    """Constants of a module with the lines of their docstrings."""
    from sphinx.pycode import ModuleAnalyzer

    documented = ModuleAnalyzer.for_module(module.__name__).find_attr_docs()
    return {name: lines for (owner, name), lines in documented.items() if owner == ""}


def _layer_page(layer: str, members: list) -> str:
    title = LAYERS[layer]
    lines = [title, "=" * len(title), "", ".. list-table::", "   :widths: 32 68", ""]
    for module in members:
        lines += [f"   * - :doc:`{module.__name__}`", f"     - {first_sentence(module)}"]
    entries = [f"   {module.__name__.rpartition('.')[2]} <{module.__name__}>" for module in members]
    return "\n".join([*lines, "", ".. toctree::", "   :hidden:", "", *entries, ""])


# ------------------------------------------------------------------------------------------------ formulas, quantities


def formulas() -> list[tuple[object, list[tuple[str, object]]]]:
    """Modules with equations, each with its functions that carry one."""
    from linkbudget.formulas.index import entries

    sheet: dict[str, list[tuple[str, object]]] = {}
    for name, entry in entries().items():
        function = getattr(importlib.import_module(entry.module), name)
        sheet.setdefault(entry.module, []).append((name, function))
    return [(importlib.import_module(module), functions) for module, functions in sheet.items()]


def _topic(module) -> str:
    """Name of a module's section, by which other pages may link to it."""
    package, _, name = module.__name__.rpartition(".")
    return f"topic-{package.rpartition('.')[2]}-{name}".replace("_", "-")


def _is_physics(module) -> bool:
    return ".physics." in module.__name__


def _is_of_link(module) -> bool:
    return ".link." in module.__name__


def formula_sheet() -> str:
    """Every equation with its function and source, and an alphabetical finder in front."""
    from linkbudget.link import docstrings

    finder, topics, sections = [], [], []
    for module, functions in formulas():
        topics.append(f"[{_title(module)}](#{_topic(module)})")
        sections += [f"({_topic(module)})=", f"## {_title(module)}", ""]
        sections += [f"{_markdown(first_sentence(module))}", "", f"{{doc}}`api/{module.__name__}`", ""]
        for name, function in functions:
            summary = docstrings.summary(function)
            finder.append((name, summary))
            sections += [f"({_anchor(name)})=", f"### {name}", "", _markdown(summary), ""]
            if equation := docstrings.equation_latex(function):
                sections += ["```{math}", equation, "```", ""]
            arguments = ", ".join(inspect.signature(function).parameters)
            sources = "; ".join(_markdown(reference) for reference in docstrings.references(function))
            sections += [f"{{func}}`{name}({arguments}) <{module.__name__}.{name}>`\\", f"Source: {sources}.", ""]
    rows = [f"| [{name}](#{_anchor(name)}) | {_markdown(summary)} |" for name, summary in sorted(finder)]
    head = [
        "Topics: " + " · ".join(topics),
        "",
        "## All functions by name",
        "",
        "| Function | Result |",
        "|---|---|",
    ]
    return "\n".join([*head, *rows, "", *sections])


def _anchor(name: str) -> str:
    return f"formula-{name.replace('_', '-')}"


def _markdown(text: str) -> str:
    """Markup of docstrings as Markdown."""
    text = re.sub(r":(?:func|class|data|mod):`~?(?:[\w.]+\.)?([\w]+)`", r"`\1`", text)
    return text.replace("``", "`").replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


def quantities() -> str:
    """Every quantity that the physics functions take or give: name, unit, meaning, functions."""
    from numpydoc.docscrape import FunctionDoc

    from linkbudget.labels import unit_of

    meanings, takers, givers, words = defaultdict(list), defaultdict(list), {}, set()
    for module, functions in formulas():
        if not (_is_physics(module) or _is_of_link(module)):
            continue
        for name, function in functions:
            document = FunctionDoc(function)
            givers[name] = f"{{func}}`{name} <{module.__name__}.{name}>`"
            meanings[name].insert(0, _meaning([document["Summary"][0]]))
            for parameter in document["Parameters"]:
                for each in parameter.name.split(", "):
                    if re.match(r"(str|bool)\b", parameter.type):
                        words.add(each)
                    takers[each].append(name)
                    meanings[each].append(_meaning(parameter.desc))
    rows = ["| Name | Unit | Meaning | Functions that take it |", "|---|---|---|---|"]
    for name in sorted(meanings):
        unit = "word" if name in words else unit_of(name)
        rest = f" and {len(takers[name]) - _MOST} more" if len(takers[name]) > _MOST else ""
        links = ", ".join(f"[{taker}](formula-sheet.md#{_anchor(taker)})" for taker in takers[name][:_MOST])
        rows.append(f"| {givers.get(name, f'`{name}`')} | {unit} | {_markdown(meanings[name][0])} | {links}{rest} |")
    return "\n".join(rows)


_MOST = 3


def _meaning(description: list[str]) -> str:
    text = " ".join(" ".join(description).split())
    text = re.sub(r"\s*\[[^\]]+\](\.?)$", r"\1", text)
    return text if text.endswith(".") else f"{text}."


# ------------------------------------------------------------------------------------------------ scenario files

_SHARED = ("status", "source", "note", "kind")
_PLACES = {
    "Mission": "`[mission]`",
    "TransferTrajectory": '`[trajectory]` with `kind = "transfer"`',
    "GeostationaryTrajectory": '`[trajectory]` with `kind = "geostationary"`',
    "CircularTrajectory": '`[trajectory]` with `kind = "circular"`',
    "HeliocentricTrajectory": '`[trajectory]` with `kind = "heliocentric"`',
    "ElementsTrajectory": '`[trajectory]` with `kind = "elements"`',
    "TleTrajectory": '`[trajectory]` with `kind = "tle"`',
    "OmmTrajectory": '`[trajectory]` with `kind = "omm"`',
    "BodyTrajectory": '`[trajectory]` with `kind = "body"`',
    "PositionsTrajectory": '`[trajectory]` with `kind = "positions"`',
    "KernelTrajectory": '`[trajectory]` with `kind = "spk"`',
    "StationConfig": "`[stations.NAME]`",
    "SpacecraftConfig": "`[spacecraft.NAME]`, with a table `trajectory`",
    "ClimateConfig": "`[stations.NAME.climate]`",
    "DishAntenna": '`[antennas.NAME]` with `kind = "dish"`',
    "ArrayAntenna": '`[antennas.NAME]` with `kind = "array"`',
    "BeamAntenna": '`[antennas.NAME]` with `kind = "beam"`',
    "BroadAntenna": '`[antennas.NAME]` with `kind = "broad"`',
    "OmnidirectionalAntenna": '`[antennas.NAME]` with `kind = "omnidirectional"`',
    "MeasuredDish": '`[antennas.NAME]` with `kind = "measured-dish"`',
    "PatternAntenna": '`[antennas.NAME]` with `kind = "pattern"`',
    "StatedAntenna": '`[antennas.NAME]` with `kind = "stated"`',
    "TelescopeAntenna": '`[antennas.NAME]` with `kind = "telescope"`',
    "LinkConfig": "`[links.NAME]`",
    "Coherence": "`[links.NAME.coherent_with]`",
    "Transmitter": "`[links.NAME.transmitter]`",
    "Receiver": "`[links.NAME.receiver]`",
    "Direction": "`[links.NAME.transmitter.look_direction]` and `[links.NAME.transmitter.spin_axis]`, of an uplink "
    "under `receiver`",
    "Mounting": "`[links.NAME.transmitter.mounting]`, of an uplink `[links.NAME.receiver.mounting]`",
    "AntennaNoise": "`[links.NAME.receiver.antenna_noise]`",
    "Radome": "`[links.NAME.receiver.radome]`, of an uplink `[links.NAME.transmitter.radome]`",
    "DigitalModulation": '`[links.NAME.modulation]` with `kind = "digital"`',
    "Frames": "`[links.NAME.modulation.frames]`",
    "LoraModulation": '`[links.NAME.modulation]` with `kind = "lora"`',
    "ThresholdModulation": '`[links.NAME.modulation]` with `kind = "threshold"`',
    "PulsePositionModulation": '`[links.NAME.modulation]` with `kind = "pulse-position"`',
    "AnalogVideoModulation": '`[links.NAME.modulation]` with `kind = "analog-video"`',
    "PhotonsPerBitModulation": '`[links.NAME.modulation]` with `kind = "photons-per-bit"`',
    "PhotonCountingModulation": '`[links.NAME.modulation]` with `kind = "photon-counting-ppm"`',
    "Turbulence": "`[links.NAME.turbulence]`",
    "PhotonDetector": "`[links.NAME.receiver.detector]`",
    "Hop": "`[links.NAME.hop]`",
    "ZenithAir": "`[links.NAME.air]`",
    "LossModels": "`[links.NAME.loss_models]`, with a table for each model that another package adds",
    "ResidualCarrier": "`[links.NAME.modulation.carrier]`",
    "Ranging": "`[links.NAME.modulation.ranging]`",
    "FluxLimit": "`[links.NAME.flux_limit]`",
    "Relay": "`[relays.NAME]`",
    "Acceptance": "`[links.NAME.acceptance]`",
    "Event": "`[[events]]`",
    "SessionPlan": "`[sessions]`",
    "CalendarRule": "`[[sessions.calendar]]`",
    "CommandedSessions": "`[[sessions.commanded]]`",
    "Instrument": "`[instruments.NAME]`",
    "Recorder": "`[recorder]`",
    "PowerSystem": "`[power]`",
    "SolarArray": "`[power.array]`",
    "Battery": "`[power.battery]`",
    "Load": "`[power.loads.NAME]`",
    "Fault": "`[[faults]]`",
    "ContactLoss": "`[contact_loss]`",
    "Cause": "`[[contact_loss.causes]]`",
    "Observation": "`[[observations]]`",
    "Alternative": "`[[alternatives]]`",
}
"""Model -> where its keys stand in a file, in the order a reader meets them."""

_BY_KIND = {
    found[1]: model for model, place in _PLACES.items() if (found := re.search(r'kind = "([\w-]+)"', place)) is not None
}
"""Kind as a file says it -> model."""


def scenario_reference() -> str:
    """A table of keys for each part of a scenario file."""
    from linkbudget.scenario_files.config import ScenarioConfig

    schema = ScenarioConfig.model_json_schema(by_alias=True)
    models, written, parts = schema["$defs"], _written_values(), []
    for name in [*_PLACES, *(other for other in models if other not in _PLACES)]:
        model = models[name]
        parts += [f"## {_PLACES.get(name, name)}", ""]
        parts += [" ".join(model.get("description", "").split()), ""]
        parts += ["| Key | Unit | Limits | Required | Meaning | Example |", "|---|---|---|---|---|---|"]
        required = set(model.get("required", ()))
        for key, said in model["properties"].items():
            if key not in _SHARED:
                parts.append(_key_row(key, said, key in required, written.get((name, key))))
        parts.append("")
    return "\n".join(parts)


def _written_values() -> dict[tuple[str, str], str]:
    """For each model and key, the first value that a packaged scenario gives, as it is written there."""
    from linkbudget.scenario_files.files import catalogue, packaged_folder, packaged_names, read_toml
    from linkbudget.scenario_files.names import Names

    found = {
        ("GeostationaryTrajectory", "longitude"): '`"19.2 deg E"`',
        ("GeostationaryTrajectory", "inclination"): '`"3 deg"`',
        ("GeostationaryTrajectory", "ascending_node"): '`"2026-03-20T07:00:00Z"`',
        ("GeostationaryTrajectory", "eccentricity"): "`0.0003`",
        ("GeostationaryTrajectory", "perigee"): '`"2026-03-20T07:00:00Z"`',
        ("CircularTrajectory", "height"): '`"550 km"`',
        ("CircularTrajectory", "inclination"): '`"97.6 deg"`',
        ("CircularTrajectory", "raan"): '`"120 deg"`',
        ("CircularTrajectory", "argument_of_latitude"): '`"30 deg"`',
        ("CircularTrajectory", "epoch"): '`"2026-03-01T00:00:00Z"`',
        ("HeliocentricTrajectory", "semi_major_axis"): '`"1.325 au"`',
        ("HeliocentricTrajectory", "perihelion_distance"): '`"0.986 au"`',
        ("HeliocentricTrajectory", "eccentricity"): "`0.256`",
        ("HeliocentricTrajectory", "inclination"): '`"1.08 deg"`',
        ("HeliocentricTrajectory", "node"): '`"316.9 deg"`',
        ("HeliocentricTrajectory", "argument_of_perihelion"): '`"177.7 deg"`',
        ("HeliocentricTrajectory", "perihelion"): '`"2026-05-14T02:00:00Z"`',
        ("HeliocentricTrajectory", "mean_anomaly"): '`"12.5 deg"`',
        ("HeliocentricTrajectory", "epoch"): '`"2026-06-01T00:00:00Z"`',
        ("BodyTrajectory", "body"): '`"moon"`',
        ("PositionsTrajectory", "file"): '`"positions.csv"`',
        ("PositionsTrajectory", "format"): '`"oem"`',
        ("PositionsTrajectory", "center"): '`"sun"`',
        ("PositionsTrajectory", "frame"): '`"icrf"`',
        ("PositionsTrajectory", "object"): '`"1962-061A"`',
        ("KernelTrajectory", "files"): '`["spacecraft.bsp"]`',
        ("KernelTrajectory", "target"): "`-31`",
        ("TleTrajectory", "checksum"): '`"ignored"`',
        ("TleTrajectory", "file"): '`"stations.tle"`',
        ("TleTrajectory", "satellite"): "`25544`",
        ("TleTrajectory", "epoch"): '`"latest"`',
        ("OmmTrajectory", "file"): '`"new-satellites.json"`',
        ("OmmTrajectory", "format"): '`"json"`',
        ("OmmTrajectory", "satellite"): "`799501621`",
        ("OmmTrajectory", "epoch"): '`"2026-03-01"`',
        ("TleTrajectory", "line1"): '`"1 25544U 98067A ..."`',
        ("TleTrajectory", "line2"): '`"2 25544  51.6400 ..."`',
        ("StationConfig", "horizon_mask"): "`[[0, 5], [90, 12]]`",
        ("LinkConfig", "losses"): '`{ foliage = "1 dB" }`',
        ("LinkConfig", "loss_temperatures"): '`{ foliage = "290 K" }`',
        ("LinkConfig", "interference"): '`{ adjacent-satellite = "20 dB" }`',
        ("LinkConfig", "body_separations"): '`{ sun = "2 deg" }`',
        ("Receiver", "bandwidths"): '`{ narrow = "100 Hz" }`',
        ("Receiver", "g_over_t_by_elevation"): "`[[10, 20.5], [40, 22], [90, 22.4]]`",
        ("Receiver", "system_noise_temperature_by_elevation"): "`[[10, 120], [40, 95], [90, 88]]`",
        ("Receiver", "noise_contains_weather"): "`true`",
        ("Receiver", "g_over_t_contains_air"): "`true`",
        ("ZenithAir", "complex"): '`"Goldstone"`',
        ("ZenithAir", "zenith_attenuation"): '`"0.039 dB"`',
        ("ZenithAir", "cumulative_distribution"): "`0.25`",
        ("Receiver", "noise_contains_bodies"): "`true`",
        ("PatternAntenna", "file"): '`"panel.msi"`',
        ("PatternAntenna", "cut"): '`"horizontal"`',
        ("DigitalModulation", "curve"): '`"modem.csv"`',
        ("DigitalModulation", "code_rate"): "`0.5`",
        ("Frames", "sync_marker"): '`"32 bit"`',
        ("Frames", "length"): '`"8920 bit"`',
        ("Frames", "virtual_fill"): "`12`",
        ("Frames", "idle_share"): '`"5 %"`',
        ("LoraModulation", "spreading_factor"): "`9`",
        ("LoraModulation", "bandwidth"): '`"125 kHz"`',
        ("LoraModulation", "coding_rate"): '`"4/5"`',
        ("LoraModulation", "payload"): '`"12 B"`',
        ("LoraModulation", "preamble_symbols"): "`8`",
        ("LoraModulation", "header"): '`"implicit"`',
        ("LoraModulation", "crc"): "`false`",
        ("LoraModulation", "required_snr"): '`"-12.5 dB"`',
        ("LoraModulation", "implementation_loss"): '`"1 dB"`',
        ("DigitalModulation", "frame_error_rate"): "`1e-4`",
        ("DigitalModulation", "symbol_rate"): '`"27.5 MBd"`',
        ("DigitalModulation", "occupied_bandwidth"): '`"36 MHz"`',
        ("DigitalModulation", "roll_off"): "`0.2`",
        ("DigitalModulation", "modcod"): '`"8psk-3/4"`',
        ("DigitalModulation", "modcods"): '`["dvb-s2x"]`',
        ("DigitalModulation", "pilots"): "`true`",
    }
    for name in sorted(packaged_names(), key=lambda name: name != "mars1"):
        names = Names(read_toml(packaged_folder() / f"{name}.toml"))
        names.resolve({})
        data = names.data
        links = list(data["links"].values())
        antennas = [*data["antennas"].values(), *catalogue()["antennas"].values()]
        modulations = [link["modulation"] for link in links]
        tables = [("Mission", data["mission"]), *(("StationConfig", entry) for entry in data["stations"].values())]
        tables += [(_BY_KIND[entry["kind"]], entry) for entry in (data["trajectory"], *antennas, *modulations)]
        tables += [("ClimateConfig", entry.get("climate", {})) for entry in data["stations"].values()]
        tables += [("LinkConfig", link) for link in links]
        tables += [("FluxLimit", link["flux_limit"]) for link in links if "flux_limit" in link]
        ends = [(end, link.get(end, {})) for link in links for end in ("transmitter", "receiver")]
        tables += [(end.capitalize(), said) for end, said in ends]
        tables += [("PhotonDetector", link["receiver"]["detector"]) for link in links if "detector" in link["receiver"]]
        tables += [("ResidualCarrier", each["carrier"]) for each in modulations if "carrier" in each]
        tables += [("Ranging", each["ranging"]) for each in modulations if "ranging" in each]
        tables += [("Coherence", link["coherent_with"]) for link in links if "coherent_with" in link]
        tables += [("Relay", relay) for relay in data.get("relays", {}).values()]
        tables += [("Event", event) for event in data.get("events", ())]
        tables += _operations(data)
        for model, table in tables:
            for key, said in table.items():
                value = said.get("value") if isinstance(said, dict) else said
                if isinstance(value, (str, int, float)) and len(str(value)) < 48:
                    found.setdefault((model, key), f'`"{value}"`' if isinstance(value, str) else f"`{value}`")
    return found


def _operations(data: dict) -> list[tuple[str, dict]]:
    """Tables of sessions, instruments and power in a scenario file."""
    sessions, power = data.get("sessions", {}), data.get("power", {})
    tables = [("SessionPlan", sessions), ("Recorder", data.get("recorder", {}))]
    tables += [("SolarArray", power.get("array", {})), ("Battery", power.get("battery", {}))]
    tables += [("CalendarRule", rule) for rule in sessions.get("calendar", ())]
    tables += [("Instrument", each) for each in data.get("instruments", {}).values()]
    return tables + [("Load", each) for each in power.get("loads", {}).values()]


def _key_row(key: str, said: dict, required: bool, written: str | None) -> str:
    inner = _without_none(said)
    unit, limits = _of_values(inner, "x-unit"), _of_values(inner, "x-limits")
    if "enum" in inner:
        limits = "one of " + ", ".join(f"`{choice}`" for choice in inner["enum"])
    default = said.get("default")
    needed = "yes" if required else "no" if default in (None, "", [], False) else f"no: `{default}`"
    description = said.get("description", inner.get("description", ""))
    unit = {"UTC": "date", "-": "ratio", "": _kind_of_value(inner)}.get(unit, unit)
    if inner.get("type") == "object" and unit != _kind_of_value(inner):
        unit = f"{unit}, by name"
    example = (_example(inner) if _of_values(inner, "x-unit") not in ("", "UTC") else "") or written or _example(inner)
    return f"| `{key}` | {unit} | {limits} | {needed} | {_markdown(description)} | {example} |"


def _of_values(said: dict, what: str) -> str:
    """Unit or limits of a value, or of those in a list or under names."""
    inner = (said, said.get("items"), said.get("additionalProperties"))
    return next((each[what] for each in inner if isinstance(each, dict) and what in each), "")


def _without_none(said: dict) -> dict:
    choices = [choice for choice in said.get("anyOf", ()) if choice.get("type") != "null"]
    if "x-unit" not in said and len(choices) == 1:
        return choices[0]
    return said


def _kind_of_value(said: dict) -> str:
    if "$ref" in said or "oneOf" in said:
        return "table"
    kinds = {"string": "text", "object": "tables by name", "array": "list", "boolean": "true, false"}
    kinds["['integer', 'string']"] = "number or text"
    return kinds.get(str(said.get("type")), "")


def _example(said: dict) -> str:
    if "enum" in said:
        return f'`"{said["enum"][0]}"`'
    if said.get("type") == "array" and (inner := _example(said.get("items", {}))):
        return f"`[{inner.strip('`')}, ...]`"
    for choice in (said, *said.get("anyOf", ())):
        if choice.get("examples"):
            return f'`"{choice["examples"][0]}"`'
    return ""


# ------------------------------------------------------------------------------------------------ figures, entry points


def figure_list() -> str:
    """A table of all figures."""
    from linkbudget.plots.figures import BUILT_IN

    rows = ["| Name | Title | How to read it | Needs | Function, also by the name |", "|---|---|---|---|---|"]
    for name, figure in BUILT_IN.items():
        module, _, function = figure.function.partition(":")
        link = f"{{func}}`{function} <{module}.{function}>`"
        rows.append(f"| `{name}` | {figure.title} | {figure.caption} | {figure.needs.text or 'nothing'} | {link} |")
    return "\n".join(rows)


def figure_widths() -> str:
    """A table of the widths of figures."""
    from linkbudget.plots.looks import PAGE_DOTS_PER_INCH, WIDTHS

    rows = ["| Name | For | Inches wide | Pixels wide |", "|---|---|---|---|"]
    for name, width in WIDTHS.items():
        pixels = width.pixels or round(width.inch * PAGE_DOTS_PER_INCH)
        inches = f"{width.inch:g}" if width.aspect is None else f"from {width.inch:g}"
        rows.append(f"| `{name}` | {width.title} | {inches} | {pixels} |")
    return "\n".join(rows)


def figure_themes() -> str:
    """A table of the themes of figures: what is drawn on, text, and the first lines."""
    from linkbudget.plots.style import COLOURS, INK, PAPER, THEMES

    rows = ["| Name | Drawn on | Text | Lines |", "|---|---|---|---|"]
    for name, theme in THEMES.items():
        lines = " ".join(f"`{theme[colour]}`" for colour in COLOURS)
        rows.append(f"| `{name}` | `{theme[PAPER]}` | `{theme[INK]}` | {lines} |")
    return "\n".join(rows)


def entry_points() -> str:
    """A table of the groups of entry points."""
    from linkbudget.plugins import GROUPS

    rows = ["| Group | Each entry is |", "|---|---|"]
    return "\n".join([*rows, *(f"| `linkbudget.{group}` | {_with_code(what)} |" for group, what in GROUPS.items())])


def exit_statuses() -> str:
    """A table of exit statuses."""
    from linkbudget.cli.exit_statuses import EXIT_STATUSES

    rows = ["| Exit status | When |", "|---|---|"]
    return "\n".join([*rows, *(f"| {status} | {when} |" for status, when in EXIT_STATUSES.items())])


def renamed_keys() -> str:
    """A table of keys of scenario files that have a new name."""
    from linkbudget.scenario_files.renamed_keys import RENAMED

    rows = ["| Key | New name | Refused from version |", "|---|---|---|"]
    return "\n".join([*rows, *(f"| `{one.old}` | `{one.new}` | {one.until} |" for one in RENAMED)])


def units_read() -> str:
    """A table of the units that are read."""
    from linkbudget.unit_names import WRITTEN_UNITS

    rows = ["| Unit | Prefixes | Also read |", "|---|---|---|"]
    for unit in WRITTEN_UNITS:
        prefixes = " ".join(unit.prefixes.replace("u", "µ")) or "none"
        others = [name for name in dict.fromkeys((*unit.symbols.split(), *unit.words.split())) if name != unit.symbol]
        rows.append(f"| `{unit.symbol}` | {prefixes} | {', '.join(f'`{name}`' for name in others)} |")
    return "\n".join(rows)


def _with_code(text: str) -> str:
    return re.sub(r"\b(?:linkbudget|xarray)(?:\.\w+)+", lambda name: f"`{name[0]}`", text)


def terms() -> str:
    """A table of the project's terms with the words that they replace."""
    file = _REPOSITORY / "docs" / "_data" / "terms.toml"
    rows = ["| Term | Instead of | Reason |", "|---|---|---|"]
    for term in tomllib.loads(file.read_text(encoding="utf-8"))["terms"]:
        rows.append(f"| **{term['term']}** | {term['instead_of']} | {term['why']} |")
    return "\n".join(rows)


# ------------------------------------------------------------------------------------------------ command line


def command_line() -> str:
    """Every command, group by group, with its arguments and options, from the functions behind them, and examples."""
    from linkbudget.cli.app import COMMANDS, application
    from linkbudget.cli.help_pages import GROUPS, shell_lines

    def place(command) -> tuple[int, int]:
        module = command.callback.__module__.rpartition(".")[2]
        return GROUPS.index(command.rich_help_panel), COMMANDS.index(module)

    parts, group = [], ""
    for command in sorted(application().registered_commands, key=place):
        if command.rich_help_panel != group:
            group = command.rich_help_panel
            parts += [f"## {group}", ""]
        name, words = command.name or command.callback.__name__.replace("_", "-"), []
        rows = ["| Argument or option | Meaning |", "|---|---|"]
        for key, parameter in inspect.signature(command.callback, eval_str=True).parameters.items():
            kind, info = get_args(parameter.annotation)[:2]
            spelling, value, choices = _spelling(key, kind, info)
            needed = parameter.default is inspect.Parameter.empty
            word = " ".join(filter(None, [spelling.rpartition(", ")[2], value]))
            words.append(word if needed else f"[{word}]")
            about = [info.help, choices and f"One of {choices}.", needed and spelling.startswith("-") and "Required."]
            rows.append(f"| `{' '.join(filter(None, [spelling, value]))}` | {' '.join(filter(None, about))} |")
        parts += [f"### linkbudget {name}", "", inspect.getdoc(command.callback), ""]
        usage = fill(" ".join(["linkbudget", name, *(word.replace(" ", "\0") for word in words)]), 92)
        usage = usage.replace("\n", " \\\n    ").replace("\0", " ")
        examples = [line for example in command.epilog.splitlines() for line in shell_lines(example, 92)]
        parts += ["```text", usage, "```", "", *(rows if words else ()), "", "```bash", *examples, "```", ""]
    return "\n".join(parts)


def _spelling(key: str, kind, info) -> tuple[str, str, str]:
    """Spelling of a parameter on the command line, the name of its value, and its choices."""
    from enum import Enum

    kinds = [each for each in (kind, *get_args(kind)) if each is not type(None)]
    enums = [each for each in kinds if inspect.isclass(each) and issubclass(each, Enum)]
    choices = ", ".join(f"`{choice.value}`" for choice in enums[0]) if enums else ""
    if type(info).__name__ == "ArgumentInfo":
        return info.metavar or key.upper(), "", choices
    written = [word for word in (info.default, *(info.param_decls or ())) if str(word).startswith("-")]
    value = info.metavar or ("" if bool in kinds else "PATH" if Path in kinds else key.strip("_").upper())
    return ", ".join(written or [f"--{key.replace('_', '-')}"]), value, choices


PAGES = {
    "formula-sheet": formula_sheet,
    "quantities": quantities,
    "scenario-reference": scenario_reference,
    "command-line": command_line,
    "figures": figure_list,
    "figure-widths": figure_widths,
    "figure-themes": figure_themes,
    "entry-points": entry_points,
    "exit-statuses": exit_statuses,
    "renamed-keys": renamed_keys,
    "terms": terms,
    "units-read": units_read,
}


def setup(app):
    """Fill the marks, and write the pages of the modules before the site is read."""
    import unchanged

    def api_pages(app):
        folder = Path(app.srcdir) / "lookup" / "api"
        if not unchanged.is_current(folder):
            write_api_pages(folder)
            unchanged.stamp(folder)

    def fill(app, docname, source):
        filled, count = _MARK.subn(lambda mark: PAGES[mark[1]](), source[0])
        if count:
            source[0] = filled
            unchanged.note(app.env, docname)
            for file in DATA:
                app.env.note_dependency(file)

    def no_long_signatures(app, what, name, thing, options, signature, returned):
        if inspect.isclass(thing) and hasattr(thing, "model_fields"):
            return "", None  # the keys are on the page of the scenario reference
        return None

    def fields(app, what, name, thing, options, lines):
        if inspect.isclass(thing) and hasattr(thing, "model_fields"):
            lines += ["", *(f"- ``{key}``: {field.description}" for key, field in thing.model_fields.items()), ""]

    def absolute_values(app, what, name, thing, options, lines):
        if what == "module":  # |x| in running text is not the substitution that the markup would take it for
            lines[:] = [line if "math::" in line else re.sub(r"(?<!\S)\|(\w+)\|", r"\\|\1\\|", line) for line in lines]

    app.connect("autodoc-process-docstring", fields)
    app.connect("autodoc-process-docstring", absolute_values)
    app.connect("builder-inited", api_pages)
    app.connect("source-read", fill, priority=600)
    app.connect("autodoc-process-signature", no_long_signatures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
