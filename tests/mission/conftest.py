"""Scenario files that the tests of a mission's life are made from."""

import pytest

import linkbudget as lb
from linkbudget.scenario_files.files import packaged_folder

MARS1 = (packaged_folder() / "mars1.toml").read_text(encoding="utf-8")
CUBESAT = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")

# A fragment of a rocket, of the SGP4 verification set: by its elements it comes down on 7 August 2006
FRAGMENT = (
    "1 29238U 06022G   06177.28732010  .00766286  10823-4  13334-2 0   101",
    "2 29238  51.5595 213.7903 0202579  95.2503 267.9010 15.73823839  1061",
)

CUBESAT_LIFE = """
[sessions]
answers = ["uhf-downlink"]
acquisition = "10 s"

[[sessions.calendar]]
from = "2026-03-01T00:00:00Z"

[instruments.beacon]
title = "Beacon"
rate = "20 bit/s"
priority = 1

[instruments.camera]
title = "Camera"
rate = "1 kbit/s"
priority = 2

[recorder]
capacity = "64 Mbit"

[power.array]
area = "0.06 m2"
efficiency = "0.25"
off_pointing = "30 deg"
fade = "3 %/year"

[power.battery]
capacity = "5.2 Ah"
voltage = "7.4 V"
depth_of_discharge = 0.3
charge_efficiency = 0.95
charge_current = "2.6 A"
fade = "5 %/year"
starting_charge = 1

[power.loads.bus]
title = "Bus"
power = "2 W"
drawn = "always"

[power.loads.uhf]
title = "UHF transmitter"
efficiency = 0.4
links = ["uhf-downlink"]
"""


@pytest.fixture(scope="session")
def scenario_of(tmp_path_factory):
    """A function that makes a scenario of text, changed by pairs of old and new."""

    def make(text: str, *changes: tuple[str, str], add: str = ""):
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        file = tmp_path_factory.mktemp("scenario") / "scenario.toml"
        file.write_text(text + add, encoding="utf-8")
        return lb.load(file)

    return make


@pytest.fixture(scope="session")
def mars1_life():
    """Sessions, data and power of the reference mission."""
    return lb.load("mars1").operations


@pytest.fixture(scope="session")
def cubesat_life(scenario_of):
    """A low orbit that talks in every pass."""
    return scenario_of(CUBESAT, add=CUBESAT_LIFE).operations
