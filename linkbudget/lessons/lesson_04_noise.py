"""Exercises of lesson 4: noise."""

import math
from collections.abc import Mapping

from linkbudget.decibels import ratio
from linkbudget.lessons.draws import between, listed, one_of, ratio_between
from linkbudget.lessons.exercise import STEP_DB, Kind, Mistake
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.readings import from_the_end

ROOM_K = 290.0
"""Temperature at which noise figures count."""

KINDS = (
    Kind(
        name="noise-power-of-a-receiver",
        lesson=4,
        level=1,
        text="A receiver has a system noise temperature of {system_noise_temperature} and a bandwidth of {bandwidth}. "
        "How large is its noise power, in dBW to one decimal?",
        draws={
            "system_noise_temperature": ratio_between(20.0, 1500.0, "K"),
            "bandwidth": one_of(0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 36, 50, unit="MHz"),
        },
        formula="noise power",
        unit="dBW",
        mistakes=(
            Mistake(lambda given, right: right + 30.0, "this is the level in dBm: the question asks for dBW"),
            Mistake(lambda given, right: right - 60.0, "the bandwidth was put in as megahertz: k T B takes hertz"),
            Mistake(
                lambda given, right: right + 10.0 * math.log10(ROOM_K / given["system_noise_temperature"]),
                "290 K was used for the temperature that is given",
            ),
        ),
        hint="Multiply k = 1.38e-23 J/K by temperature and bandwidth, then take 10 log.",
    ),
    Kind(
        name="noise-temperature-of-a-figure",
        lesson=4,
        level=1,
        text="An amplifier has a noise figure of {noise_figure}. Which noise temperature is that, in kelvin?",
        draws={"noise_figure": between(1.0, 10.0, "dB", 0.1)},
        formula="noise temperature",
        unit="K",
        mistakes=(
            Mistake(lambda given, right: right + ROOM_K, "290 K times F was taken: it is 290 K times F less one"),
            Mistake(
                lambda given, right: ROOM_K * given["noise_figure"],
                "the decibels were multiplied: first make a ratio of them",
            ),
            Mistake(
                lambda given, right: ROOM_K * (10.0 ** (given["noise_figure"] / 20.0) - 1.0),
                "the noise figure was divided by 20: it is a ratio of powers",
            ),
        ),
        hint="Make a ratio of the decibels and take off one: that is the noise of its own, in units of 290 K.",
    ),
    Kind(
        name="noise-floor-of-a-receiver",
        lesson=4,
        level=1,
        text="A receiver has a noise figure of {noise_figure} and a bandwidth of {bandwidth}; its input is at 290 K. "
        "Where does its noise floor lie, in dBm to one decimal?",
        draws={
            "noise_figure": between(1.0, 12.0, "dB", 0.5),
            "bandwidth": one_of(0.2, 0.5, 1, 2, 5, 8, 10, 20, 40, 80, unit="MHz"),
        },
        formula="noise floor",
        unit="dBm",
        mistakes=(
            Mistake(lambda given, right: right - 30.0, "this is the level in dBW: the question asks for dBm"),
            Mistake(
                lambda given, right: right - 2.0 * given["noise_figure"],
                "the noise figure was taken off: a receiver adds noise",
            ),
            Mistake(lambda given, right: right - given["noise_figure"], "the noise figure is missing"),
        ),
        hint="Start from -174 dBm in one hertz, and add the bandwidth in decibels and the noise figure.",
    ),
    Kind(
        name="noise-figure-off-a-curve",
        lesson=4,
        level=1,
        text="The figure shows noise temperatures of noise figures. Read off it which noise figure an amplifier of "
        "{noise_temperature} has, in dB to one decimal.",
        draws={"noise_temperature": between(30.0, 420.0, "K", 10.0)},
        formula="noise temperature",
        asks="noise_figure",
        unit="dB",
        tolerance=STEP_DB,
        figure=Curve("noise_figure", 0.0, 4.0, "dB", (0.0, 450.0)),
        mistakes=(
            Mistake(
                lambda given, right: 10.0 * math.log10(given["answer"] / ROOM_K),
                "this is the temperature over 290 K in decibels: the noise of the source counts as well, so add 1",
            ),
            Mistake(
                lambda given, right: given["answer"] / ROOM_K * 10.0 * math.log10(2.0),
                "this is a straight line from 0 to 290 K, which is 3 dB: the curve is bent",
            ),
            from_the_end(0.0, 4.0),
        ),
        hint="Go across from the temperature to the curve, then down; five fine lines make half a decibel.",
    ),
    Kind(
        name="two-amplifiers",
        lesson=4,
        level=2,
        text="Two amplifiers follow each other. The first has a noise figure of {stage_noise_figures_1} and a gain of "
        "{stage_gains_1}, the second one of {stage_noise_figures_2} and a gain of {stage_gains_2}. Which noise "
        "figure do they have together, in dB to one decimal?",
        draws={
            "stage_noise_figures": listed(between(1.0, 4.0, "dB", 0.5), between(7.0, 14.0, "dB")),
            "stage_gains": listed(between(5.0, 15.0, "dB"), between(10.0, 30.0, "dB", 5.0)),
        },
        formula="cascade noise figure",
        unit="dB",
        mistakes=(
            Mistake(
                lambda given, right: given["stage_noise_figures_1"] + given["stage_noise_figures_2"],
                "the decibels were added: the second stage counts less by the gain of the first",
            ),
            Mistake(
                lambda given, right: (
                    given["stage_noise_figures_1"]
                    + (given["stage_noise_figures_2"] - 1.0) / ratio(given["stage_gains_1"])
                ),
                "decibels were put into the formula: it takes ratios",
            ),
            Mistake(
                lambda given, right: (
                    10.0
                    * math.log10(ratio(given["stage_noise_figures_1"]) + ratio(given["stage_noise_figures_2"]) - 1.0)
                ),
                "the gain of the first stage was left out",
            ),
        ),
        hint="Make ratios of all decibels; the second stage counts with F less one, divided by the gain before it.",
    ),
    Kind(
        name="hot-and-cold-load",
        lesson=4,
        level=2,
        text="A receiver looks at a load of {hot}, then at one of {cold}. Its output falls by {y_factor}. Which noise "
        "temperature does the receiver have, in kelvin?",
        draws={
            "hot": one_of(290, 295, 300, 320, 350, 373, unit="K"),
            "cold": one_of(4, 20, 50, 77, 80, unit="K"),
            "y_factor": between(2.5, 4.2, "dB", 0.1),
        },
        formula="Y-factor noise temperature",
        unit="K",
        mistakes=(
            Mistake(
                lambda given, right: (given["hot"] - given["y_factor"] * given["cold"]) / (given["y_factor"] - 1.0),
                "the decibels were put in as a ratio",
            ),
            Mistake(
                lambda given, right: right + given["cold"], "this is the receiver with the cold load: take the load off"
            ),
            Mistake(
                lambda given, right: given["hot"] / (ratio(given["y_factor"]) - 1.0),
                "the noise of the cold load was left out",
            ),
        ),
        hint="Both times the receiver adds its own temperature; the ratio of the two sums is Y.",
    ),
    Kind(
        name="system-temperature-behind-a-line",
        lesson=4,
        level=2,
        text="An antenna receives noise of {antenna_noise_temperature}. A line at {line_temperature} with a loss of "
        "{line_loss} leads to a receiver with a noise temperature of {receiver_noise_temperature}. Which system noise "
        "temperature is there at the receiver's input, in kelvin?",
        draws={
            "antenna_noise_temperature": between(30.0, 120.0, "K", 5.0),
            "line_loss": between(0.3, 3.0, "dB", 0.1),
            "line_temperature": one_of(280, 290, 300, unit="K"),
            "receiver_noise_temperature": between(50.0, 200.0, "K", 5.0),
        },
        formula="system noise temperature at receiver",
        unit="K",
        mistakes=(
            Mistake(
                lambda given, right: right * ratio(given["line_loss"]),
                "this is the temperature at the antenna, before the line",
            ),
            Mistake(
                lambda given, right: (
                    right + given["antenna_noise_temperature"] * (1.0 - 1.0 / ratio(given["line_loss"]))
                ),
                "the line weakens the antenna's noise as well",
            ),
            Mistake(
                lambda given, right: right - given["line_temperature"] * (1.0 - 1.0 / ratio(given["line_loss"])),
                "the noise of the line itself is missing",
            ),
        ),
        hint="The line lets a part of the antenna's noise through, and adds the other part of its own temperature.",
    ),
    Kind(
        name="line-before-the-amplifier",
        lesson=4,
        level=3,
        text="A line with a loss of {line_loss} at {line_temperature} leads to a preamplifier of "
        "{stage_noise_temperatures_1} with a gain of {stage_gains_1}, and that to a receiver of "
        "{stage_noise_temperatures_2} with a gain of {stage_gains_2}. "
        "Which noise temperature do all three have at the line's input, in kelvin?",
        draws={
            "line_loss": between(1.0, 6.0, "dB", 0.5),
            "line_temperature": one_of(280, 290, 300, unit="K"),
            "stage_noise_temperatures": listed(between(30.0, 120.0, "K", 10.0), between(200.0, 900.0, "K", 50.0)),
            "stage_gains": listed(between(12.0, 25.0, "dB"), between(30.0, 60.0, "dB", 5.0)),
        },
        formula="line and stages noise temperature",
        unit="K",
        mistakes=(
            Mistake(
                lambda given, right: right - (ratio(given["line_loss"]) - 1.0) * _stages(given),
                "the line weakens the signal but not the noise behind it: that noise counts L times at the input",
            ),
            Mistake(
                lambda given, right: right + given["line_temperature"] * (1.0 - (ratio(given["line_loss"]) - 1.0)),
                "a line adds L - 1 times its temperature, not once its temperature",
            ),
            Mistake(
                lambda given, right: (
                    right
                    + ratio(given["line_loss"])
                    * given["stage_noise_temperatures_2"]
                    * (1.0 - 1.0 / ratio(given["stage_gains_1"]))
                ),
                "the gain of the preamplifier was left out",
            ),
        ),
        hint="Bring each noise to the line's input: divide by every gain and multiply by every loss before it.",
    ),
    Kind(
        name="system-temperature-at-the-amplifier",
        lesson=4,
        level=3,
        text="An antenna of {antenna_noise_temperature} feeds a low-noise amplifier of {lna_noise_temperature} with a "
        "gain of {lna_gain}. A cable at 290 K with a loss of {cable_loss} follows, then a receiver with a noise figure "
        "of {receiver_noise_figure}. Which system noise temperature is there at the amplifier's input, in kelvin?",
        draws={
            "antenna_noise_temperature": between(20.0, 80.0, "K", 5.0),
            "lna_noise_temperature": between(30.0, 150.0, "K", 5.0),
            "lna_gain": between(20.0, 32.0, "dB", 1.0),
            "cable_loss": between(2.0, 9.0, "dB", 0.5),
            "receiver_noise_figure": between(8.0, 14.0, "dB", 1.0),
        },
        formula="system noise temperature at LNA",
        unit="K",
        mistakes=(
            Mistake(
                lambda given, right: (
                    right
                    - (ratio(given["cable_loss"]) - 1.0)
                    * (ratio(given["receiver_noise_figure"]) - 1.0)
                    * ROOM_K
                    / ratio(given["lna_gain"])
                ),
                "the noise of the receiver counts more by the loss of the cable before it",
            ),
            Mistake(
                lambda given, right: given["antenna_noise_temperature"] + given["lna_noise_temperature"],
                "the noise of cable and receiver is missing",
            ),
            Mistake(
                lambda given, right: right - given["antenna_noise_temperature"], "the noise of the antenna is missing"
            ),
        ),
        hint="Bring the noise of cable and receiver to the amplifier's input: divide it by the gain.",
    ),
    Kind(
        name="antenna-line-and-stages",
        lesson=4,
        level=3,
        text="An antenna receives sky noise of {antenna_noise_temperature}; its efficiency is {antenna_efficiency} at "
        "{antenna_temperature}. The line behind it has an efficiency of {line_efficiency} at {line_temperature}. Two "
        "stages follow, of {stage_noise_temperatures_1} with a gain of {stage_gains_1} and of "
        "{stage_noise_temperatures_2} with a gain of {stage_gains_2}. "
        "Which system noise temperature do all have at the antenna's terminals, in "
        "kelvin? The antenna adds its temperature times one over its efficiency less one, and so does the line.",
        draws={
            "antenna_noise_temperature": between(20.0, 100.0, "K", 5.0),
            "antenna_efficiency": one_of(0.9, 0.95, 0.97, 0.98, 0.99),
            "antenna_temperature": one_of(280, 290, 300, unit="K"),
            "line_efficiency": one_of(0.7, 0.75, 0.8, 0.85, 0.9),
            "line_temperature": one_of(280, 290, 300, unit="K"),
            "stage_noise_temperatures": listed(between(40.0, 120.0, "K", 10.0), between(80.0, 400.0, "K", 20.0)),
            "stage_gains": listed(between(8.0, 20.0, "dB"), between(10.0, 30.0, "dB", 5.0)),
        },
        formula="system noise temperature of efficiencies",
        unit="K",
        mistakes=(
            Mistake(
                lambda given, right: right - (1.0 / given["line_efficiency"] - 1.0) * _stages(given),
                "the noise of the stages was not divided by the efficiency of the line",
            ),
            Mistake(
                lambda given, right: right - (1.0 / given["line_efficiency"] - 1.0) * given["line_temperature"],
                "the noise of the line itself is missing",
            ),
            Mistake(lambda given, right: right - given["antenna_noise_temperature"], "the noise of the sky is missing"),
        ),
        hint="Work out the two stages first, as one temperature, and divide it by the efficiency of the line.",
    ),
)


def _stages(given: Mapping[str, float]) -> float:
    """Noise temperature of two stages at the input of the first."""
    return given["stage_noise_temperatures_1"] + given["stage_noise_temperatures_2"] / ratio(given["stage_gains_1"])
