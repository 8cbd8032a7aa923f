"""The JSON schema of scenario files, for completion and first checks in an editor.

It knows every key, unit and choice.  What may be missing because a name or ``like`` stands for it, it leaves to
``linkbudget check``, which has the last word.
"""

from linkbudget.hardware.terminals import ANTENNAS
from linkbudget.scenario_files.config import ScenarioConfig

NAMED = (*(part.__name__ for part in ANTENNAS.values()), "StationConfig")
"""Parts that a file may take from the scenario or the catalogue by ``like``."""


def file_schema() -> dict:
    """The schema of a scenario file as it is written, before names are replaced by what they stand for.

    Examples
    --------
    >>> {"mission", "trajectory", "links", "sessions", "power", "faults"} <= set(file_schema()["properties"])
    True
    """
    schema = ScenarioConfig.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "linkbudget scenario"
    for name, part in schema["$defs"].items():
        part.pop("required", None)
        if name in (*NAMED, "LinkConfig"):
            part["properties"]["like"] = {"type": "string", "description": "Name of an entry to start from"}
        if "antenna" in part["properties"]:
            antenna = part["properties"]["antenna"]
            by_name = {"type": "string", "description": "Name of an antenna"}
            part["properties"]["antenna"] = {"anyOf": [by_name, _any_of(antenna)]}
        if "modulation" in part["properties"]:
            part["properties"]["modulation"] = _any_of(part["properties"]["modulation"])
    schema["properties"]["antennas"]["additionalProperties"] = _any_of(
        schema["properties"]["antennas"]["additionalProperties"]
    )
    return schema


def _any_of(union: dict) -> dict:
    """A union discriminated by ``kind``, in which ``kind`` may be missing, since ``like`` may give it."""
    inner = next((option for option in union.get("anyOf", []) if "oneOf" in option), union)
    return {"anyOf": inner["oneOf"], "description": union.get("description", "")}
