"""A small mission whose posterior is known: two uncertain numbers, both on a scale of decibels."""

from pathlib import Path

import numpy as np

import linkbudget as lb
from linkbudget.mission.scenario import Scenario
from linkbudget.scenario_files.config_observations import Observation
from linkbudget.studies.record import Record, read_record

TEXT = """
[mission]
title = "Two ends"
start = "2030-01-01T00:00:00Z"
end = "2031-01-01T00:00:00Z"
step = "1 d"
reference_range = "100e6 km"
default_shape = "gaussian"

[links.down]
title = "Telemetry"
direction = "downlink"
frequency = "8.4 GHz"
polarization_loss = "0.2 dB"
required_margin = "0 dB"

[links.down.transmitter]
power = { value = "20 W", low = "10 W", high = "40 W", status = "assumed", source = "a range" }
line_loss = { value = "2 dB", low = "0.5 dB", high = "3.5 dB", status = "assumed", source = "a range" }
pointing_loss = "0.1 dB"
antenna = { kind = "stated", gain = "40 dBi" }

[links.down.receiver]
antenna = { kind = "stated", gain = "68 dBi" }
pointing_loss = "0.1 dB"
line_loss = "0 dB"
system_noise_temperature = "30 K"

[links.down.modulation]
kind = "digital"
scheme = "bpsk"
bit_rate = "100 kbit/s"
error_rate = "1e-5"
implementation_loss = "1 dB"
"""

RANGE = "100e6 km"

MEAN = np.array([10.0 * np.log10(20.0), 2.0])
"""Means of power [dBW] and line loss [dB]."""

SIGMA = np.array([10.0 * np.log10(4.0) / 6.0, 0.5])
"""Their standard deviations: the ends of a range are three of them away."""

SLOPE = np.array([1.0, -1.0])
"""Change of received power and margin with a decibel of each [dB]."""


def two_ends(folder: Path, text: str = TEXT) -> Scenario:
    """The mission, from a file of its own."""
    file = folder / "two_ends.toml"
    file.write_text(text, encoding="utf-8")
    return lb.load(file)


def observation(report: str = "held", **said) -> Observation:
    """A report on the link at its distance."""
    return Observation.model_validate({"title": report, "link": "down", "report": report, "range": RANGE} | said)


def record_of(scenario: Scenario, *observations: Observation) -> Record:
    """Reports on it."""
    return read_record(scenario, observations)


def in_decibels(record: Record, values: np.ndarray) -> np.ndarray:
    """Values of power and line loss on the scale on which they are gaussian, in this order."""
    names = [one.draw.key for one in record.unknowns]
    power, loss = (values[names.index(key)] for key in ("transmitter.power", "transmitter.line_loss"))
    return np.array([10.0 * np.log10(power), loss])
