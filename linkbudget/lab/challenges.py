"""Challenges: a question to be answered by moving sliders, with a goal that the engine checks.

The map: :data:`CHALLENGES`, :func:`challenge` (one by its name), :func:`is_met`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from linkbudget.errors import InputError, suggestion
from linkbudget.link.budget import Budget
from linkbudget.link.verdict import CLOSING
from linkbudget.physics.free_space import level_dbw


@dataclass(frozen=True)
class Challenge:
    """A question about a link.

    Attributes
    ----------
    name : str
        Name in small letters with hyphens.
    lesson : int
        Lesson of the course that it belongs to.
    title, text, hint : str
        What is asked for, in short and in full, and help.
    start : mapping
        Parameters of the request with which it begins.
    free : tuple of str
        Keys of the sliders that may be moved; ``range`` is the distance.
    met : callable
        Takes a budget; true where the goal is reached.
    """

    name: str
    lesson: int
    title: str
    text: str
    hint: str
    start: Mapping[str, str]
    free: tuple[str, ...]
    met: Callable[[Budget], bool]


CHALLENGES = (
    Challenge(
        name="three-decibels-more",
        lesson=1,
        title="Three decibels more",
        text="The dish of Mars 1 sends 30 W. Raise the power until the EIRP has grown by exactly 3 dB, to 0.02 dB.",
        hint="Three decibels are a factor. Which one, to three figures?",
        start={"scenario": "mars1", "link": "telemetry-32cm-dish", "range": "106760000 km"},
        free=("transmitter.power",),
        met=lambda found: abs(found["transmit_power_dbw"] - level_dbw(30.0) - 3.0) < 0.02,
    ),
    Challenge(
        name="twice-as-far",
        lesson=2,
        title="Four times the loss",
        text="Mars 1 sends from 50 million km. Move the distance until the received power is a quarter: 6 dB less.",
        hint="Twice the distance spreads the power over four times the area.",
        start={"scenario": "mars1", "link": "telemetry-32cm-dish", "range": "50000000 km"},
        free=("range",),
        met=lambda found: abs(found["range_m"] / 100e9 - 1.0) < 0.02,
    ),
    Challenge(
        name="a-better-dish",
        lesson=3,
        title="A dish for 40 dBi",
        text="Which diameter gives the transmit antenna of the 5 cm transmitter a gain of 40 dBi?",
        hint="Twice the diameter is 6 dB more.",
        start={"scenario": "mars1", "link": "imaging-5cm", "range": "106760000 km"},
        free=("transmitter.antenna.diameter",),
        met=lambda found: abs(found["transmit_antenna_gain_dbi"] - 40.0) < 0.1,
    ),
    Challenge(
        name="half-the-noise",
        lesson=4,
        title="Half the noise",
        text="Cool the receiver until the system noise temperature is below 120 K. How many decibels does C/N0 gain?",
        hint="The sky and the ground add to the receiver; look at the line of the system noise temperature.",
        start={"scenario": "mars1", "link": "telemetry-32cm-dish", "range": "106760000 km"},
        free=("receiver.noise_temperature",),
        met=lambda found: found["system_noise_temperature_k"] < 120.0,
    ),
    Challenge(
        name="close-at-mars",
        lesson=5,
        title="Make it close at Mars",
        text="Mars 1 flew past Mars in June 1963, 246 million km from the Earth, and was silent by then. Let its "
        "semi-directional antenna close from there, with a transmitter of 100 W at most.",
        hint="Power alone is not enough: a loop with a smaller bandwidth lets less noise in.",
        start={"scenario": "mars1", "link": "telemetry-32cm-semi", "range": "246000000 km"},
        free=("transmitter.power", "modulation.carrier.loop_bandwidth"),
        met=lambda found: (
            found[CLOSING] >= 0.0
            and abs(found["range_m"] / 246e9 - 1.0) < 0.01
            and found["transmit_power_dbw"] <= 20.001
        ),
    ),
    Challenge(
        name="as-fast-as-it-goes",
        lesson=6,
        title="As fast as it goes",
        text="Find the highest bit rate at which the dish still closes from 200 million km, to 0.2 dB.",
        hint="Energy per bit falls as the rate grows: watch the closing margin.",
        start={"scenario": "mars1", "link": "telemetry-32cm-dish", "range": "200000000 km"},
        free=("modulation.bit_rate",),
        met=lambda found: 0.0 <= found[CLOSING] < 0.2,
    ),
    Challenge(
        name="hold-the-carrier",
        lesson=8,
        title="Hold the carrier",
        text="From 200 million km the carrier of the semi-directional antenna is too weak. Its power stays 30 W. "
        "Choose a loop bandwidth at which the carrier margin is not negative.",
        hint="Half the bandwidth lets half the noise into the loop.",
        start={"scenario": "mars1", "link": "telemetry-32cm-semi", "range": "200000000 km"},
        free=("modulation.carrier.loop_bandwidth",),
        met=lambda found: found["carrier_margin_db"] >= 0.0,
    ),
    Challenge(
        name="the-picture-dissolves",
        lesson=9,
        title="The picture dissolves",
        text="Received by one dish of 16 m, from which distance on is one pixel in ten wrong? Watch the picture.",
        hint="It happens within a few decibels. Move slowly beyond 400 million km.",
        start={"scenario": "mars1", "link": "imaging-5cm-one-dish", "range": "106760000 km"},
        free=("range",),
        met=lambda found: 0.08 < found["pixel_error_probability"] < 0.12,
    ),
    Challenge(
        name="a-quicker-picture",
        lesson=10,
        title="A quicker picture",
        text="How many pixels per second can the whole array receive from 200 million km? The link must just close.",
        hint="The energy of a pulse is average power over pixel rate. Stop where the margin is used up, to 0.3 dB.",
        start={"scenario": "mars1", "link": "imaging-5cm", "range": "200000000 km", "view": "picture"},
        free=("modulation.pixel_rate",),
        met=lambda found: 0.0 <= found[CLOSING] < 0.3,
    ),
    Challenge(
        name="far-over-the-horizon",
        lesson=11,
        title="Far over the horizon",
        text="A small satellite rises, 2000 km away. Raise its power until the closing margin is 13 dB, to 0.2 dB.",
        hint="How many decibels are missing? Turn them into a factor.",
        start={"scenario": "cubesat", "link": "uhf-downlink", "range": "2000 km"},
        free=("transmitter.power",),
        met=lambda found: abs(found[CLOSING] - 13.0) < 0.2,
    ),
)
"""Every challenge, in the order of the lessons."""


def challenge(name: str) -> Challenge:
    """The challenge of a name.

    Raises
    ------
    InputError
        If there is none.
    """
    known = {one.name: one for one in CHALLENGES}
    if name not in known:
        raise InputError(f"challenge {name[:80]!r}: {suggestion(name[:80], known)}")
    return known[name]


def challenges_view() -> list[dict[str, Any]]:
    """Every challenge as plain data, without its goal."""
    names = ("name", "lesson", "title", "text", "hint")
    return [
        {name: getattr(one, name) for name in names} | {"start": dict(one.start), "free": list(one.free)}
        for one in CHALLENGES
    ]
