"""The example of a key is one usual value: in the error, in the schema and in the scenario reference."""

import inspect
import sys
from pathlib import Path
from typing import Annotated, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from linkbudget.cli import main
from linkbudget.hardware import antenna_kinds, antenna_noise, frames, hop, modulation_kinds, parts, relays, terminals
from linkbudget.hardware.datasheet import Part
from linkbudget.hardware.terminals import Receiver
from linkbudget.key_examples import KEY_EXAMPLES
from linkbudget.parameters import Parameter, Quantity
from linkbudget.scenario_files import (
    config,
    config_observations,
    config_operations,
    config_places,
    config_trajectories,
)
from linkbudget.scenario_files.packaged import packaged_folder
from linkbudget.scenario_files.schema import file_schema

CUBESAT = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")

_OF_FILES = config, config_observations, config_operations, config_places, config_trajectories


def numbers() -> list:
    """Every number of a scenario file: model, name of its key in Python, unit and limits."""
    found = []
    for module in (antenna_kinds, antenna_noise, frames, hop, modulation_kinds, parts, relays, terminals, *_OF_FILES):
        for model_name, model in inspect.getmembers(module, inspect.isclass):
            if issubclass(model, Part) and model.__module__ == module.__name__:
                for name, field in model.model_fields.items():
                    own = quantities_in(Annotated[(int, *field.metadata, None)])
                    quantities = [*own, *quantities_in(field.annotation)]
                    found += [pytest.param(name, one, id=f"{model_name}.{name}") for one in quantities[:1]]
    return found


def quantities_in(annotation) -> list[Quantity]:
    own = [one for one in getattr(annotation, "__metadata__", ()) if isinstance(one, Quantity)]
    return own + [found for inner in get_args(annotation) for found in quantities_in(inner)]


NUMBERS = numbers()


@pytest.mark.parametrize(("name", "quantity"), NUMBERS)
def test_example_of_a_key_is_a_value_that_the_key_takes(name, quantity):
    reader = TypeAdapter(Annotated[Parameter, quantity])
    value = reader.validate_python(quantity.example(name), context={"file": True}).value
    low, high = quantity.ends
    assert low <= value <= high


def test_every_example_belongs_to_a_key_and_none_is_missed():
    assert set(KEY_EXAMPLES) <= {one.values[0] for one in NUMBERS}
    assert len(NUMBERS) > 150


def test_key_without_an_example_shows_that_of_its_unit():
    assert Quantity("W").example("anything_w") == "30 W"
    assert Quantity("furlong").example(None) == "1 furlong"


@pytest.mark.parametrize(
    ("old", "key", "example"),
    [
        ('frequency = "437.5 MHz"', "frequency", "8.42 GHz"),
        ('noise_figure = "0.8 dB"', "noise_figure", "1.2 dB"),
        ('line_temperature = "290 K"', "line_temperature", "290 K"),
        ('height = "520 m"', "height", "520 m"),
        ('bit_rate = "9600 bit/s"', "bit_rate", "9600 bit/s"),
        ('eccentricity = "0.001"', "eccentricity", "0.001"),
    ],
)
@pytest.mark.parametrize("wrong", ['"7 furlongs"', '"x"', "true"])
def test_error_shows_the_example_of_the_key(old, key, example, wrong, capsys, monkeypatch, tmp_path):
    assert CUBESAT.count(old) == 1
    file = tmp_path / "wrong.toml"
    file.write_text(CUBESAT.replace(old, f"{key} = {wrong}"), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["linkbudget", "budget", str(file), "--link", "uhf-downlink"])
    with pytest.raises(SystemExit) as stop:
        main()
    said = capsys.readouterr().err
    assert stop.value.code == 2
    assert said.count("\n") == 1
    assert f'"{example}"' in said


def test_schema_shows_the_example_that_the_error_shows():
    key = file_schema()["$defs"]["Receiver"]["properties"]["noise_figure"]
    assert key["anyOf"][0]["anyOf"][0]["examples"] == ["1.2 dB"]
    with pytest.raises(ValidationError, match=r'"1\.2 dB"'):
        Receiver.model_validate({"noise_figure": "3", "antenna_noise_temperature": "100 K"})


def test_reference_shows_the_example_that_the_error_shows(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "docs" / "_ext"))
    from generated import scenario_reference

    rows = {line for line in scenario_reference().splitlines() if line.startswith(("| `noise_figure`", "| `diameter`"))}
    assert {line.rpartition(" | ")[2] for line in rows} == {'`"1.2 dB"` |', '`"3.7 m"` |'}
