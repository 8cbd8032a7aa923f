"""Exercises of lesson 1: decibels and levels."""

import math

from linkbudget.lessons.draws import between, listed, one_of, ratio_between
from linkbudget.lessons.exercise import Kind, Mistake
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.readings import DECADE_ABOVE, READ_EVENLY, READ_SHARE

KINDS = (
    Kind(
        name="power-to-dbm",
        lesson=1,
        level=1,
        text="A transmitter sends {power}. Express this power as a level in dBm, to one decimal.",
        draws={"power": ratio_between(1.0, 500.0, "mW")},
        formula="power level",
        unit="dBm",
        mistakes=(
            Mistake(lambda given, right: right - 30.0, "this is the level in dBW: one milliwatt is 0 dBm"),
            Mistake(lambda given, right: 2.0 * right, "20 log was used: power takes 10 log"),
            Mistake(
                lambda given, right: right * math.log(10.0), "the natural logarithm was used: decibels take log 10"
            ),
        ),
        hint="Divide by 1 mW, then take ten times the logarithm.",
    ),
    Kind(
        name="dbm-to-watts",
        lesson=1,
        level=1,
        text="A transmitter sends a level of {power_level}. How many watts is that?",
        draws={"power_level": between(10.0, 50.0, "dBm", 1.0)},
        formula="power level",
        asks="power",
        unit="W",
        mistakes=(
            Mistake(lambda given, right: 1000.0 * right, "dBm was taken for dBW: 0 dBm is one milliwatt"),
            Mistake(lambda given, right: 1e-3 * math.sqrt(right / 1e-3), "20 log was used: power takes 10 log"),
        ),
        hint="Divide by ten, raise ten to that power, and count in milliwatts.",
    ),
    Kind(
        name="filter-and-noise",
        lesson=1,
        level=1,
        text="White noise has the same power in every hertz. A receiver changes from a filter of {bandwidth} to one of "
        "{reference_bandwidth}. By how many decibels does the noise power at its output fall? Give one decimal.",
        draws={
            "bandwidth": one_of(2.4, 2.7, 3.0, 6.0, 9.0, 12.0, 15.0, 25.0, unit="kHz"),
            "reference_bandwidth": one_of(50, 100, 200, 250, 300, 400, 500, 800, unit="Hz"),
        },
        formula="bandwidth ratio",
        unit="dB",
        mistakes=(
            Mistake(lambda given, right: 2.0 * right, "20 log was used: noise power takes 10 log"),
            Mistake(
                lambda given, right: given["bandwidth"] / given["reference_bandwidth"],
                "this is the ratio itself: take ten times its logarithm",
            ),
            Mistake(
                lambda given, right: right - 30.0, "hertz and kilohertz were mixed: bring both bandwidths to hertz"
            ),
        ),
        hint="The noise power is in proportion to the bandwidth.",
    ),
    Kind(
        name="power-off-a-curve",
        lesson=1,
        level=1,
        text="The figure shows levels in dBm of powers. Read off it how many milliwatts {power_level} are.",
        draws={"power_level": between(1.0, 29.0, "dBm", 0.5)},
        formula="power level",
        asks="power",
        unit="mW",
        tolerance=READ_SHARE,
        is_share=True,
        figure=Curve("power", 1.0, 1000.0, "mW", (0.0, 30.0), "dBm"),
        mistakes=(
            READ_EVENLY,
            DECADE_ABOVE,
            Mistake(
                lambda given, right: right**0.5, "20 log was used: 10 dB are ten times the power, whatever the curve"
            ),
        ),
        hint="Go across from the level to the curve, then down to the power; each power of ten has nine lines.",
    ),
    Kind(
        name="voltage-ratio",
        lesson=1,
        level=2,
        text="An amplifier makes a voltage {ratio} times larger, into the same impedance. How many decibels of gain is "
        "that, to one decimal?",
        draws={"ratio": one_of(2, 3, 4, 5, 8, 10, 20, 50, 100)},
        formula="amplitude ratio",
        unit="dB",
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "10 log was used: voltages take 20 log"),
            Mistake(
                lambda given, right: right * math.log(10.0), "the natural logarithm was used: decibels take log 10"
            ),
        ),
        hint="The power grows with the square of the voltage.",
    ),
    Kind(
        name="field-strength-of-level",
        lesson=1,
        level=2,
        text="A meter shows a field strength of {field_strength_level}, which counts from one microvolt per metre. "
        "How many millivolts per metre (mV/m) is that?",
        draws={"field_strength_level": between(46.0, 120.0, "dBuV/m", 1.0)},
        formula="field strength level",
        asks="field strength",
        unit="mV/m",
        mistakes=(
            Mistake(
                lambda given, right: 1e-3 * 10.0 ** (given["answer"] / 10.0),
                "10 log was used: a field strength is an amplitude and takes 20 log",
            ),
            Mistake(lambda given, right: 1000.0 * right, "this is in microvolts per metre"),
            Mistake(lambda given, right: right / 1000.0, "this is in volts per metre"),
        ),
        hint="Divide by twenty, raise ten to that power, and count in microvolts per metre.",
    ),
    Kind(
        name="percent-of-decibels",
        lesson=1,
        level=2,
        text="A cable changes the power of a signal by {power_change}. By how many percent does the power change? "
        "Write a minus where it falls.",
        draws={"power_change": between(-3.0, -0.5, "dB", 0.1)},
        formula="power change",
        asks="change",
        unit="%",
        mistakes=(
            Mistake(
                lambda given, right: 100.0 * (1.0 - 10.0 ** (-given["answer"] / 10.0)),
                "this is how much more the input has than the output: the loss counts from the input",
            ),
            Mistake(lambda given, right: 10.0 * given["answer"], "one decibel is not 10 %"),
            Mistake(lambda given, right: 100.0 + right, "this share of the power is left: the change is asked for"),
        ),
        hint="Find the share of the power that is left, then what it lacks to 100 %.",
    ),
    Kind(
        name="sum-of-two-levels",
        lesson=1,
        level=2,
        text="Two signals that have nothing to do with each other, of {levels_1} and {levels_2}, meet in a combiner "
        "without loss. Which level do they have together, in dBm to one decimal?",
        draws={"levels": listed(between(1.0, 20.0, "dBm"), between(3.0, 15.0, "dBm"))},
        formula="level sum",
        unit="dBm",
        mistakes=(
            Mistake(
                lambda given, right: given["levels_1"] + given["levels_2"],
                "the levels were added: add the powers in milliwatts",
            ),
            Mistake(
                lambda given, right: (
                    20.0 * math.log10(10.0 ** (given["levels_1"] / 20) + 10.0 ** (given["levels_2"] / 20))
                ),
                "the voltages were added: that holds for signals in step only",
            ),
            Mistake(
                lambda given, right: (given["levels_1"] + given["levels_2"]) / 2.0,
                "this is the mean of the levels: together they have more than the stronger one",
            ),
        ),
        hint="Turn both levels into milliwatts, add them, and turn the sum back into a level.",
    ),
    Kind(
        name="stages-in-a-row",
        lesson=1,
        level=3,
        text="A signal of {input_power} passes three stages with gains of {gains_1}, {gains_2} and {gains_3}; a "
        "negative gain is a loss. Which level leaves the last stage, in dBm to one decimal?",
        draws={
            "input_power": ratio_between(2.0, 800.0, "µW"),
            "gains": listed(between(10.0, 25.0, "dB"), between(-9.0, -1.5, "dB", 0.5), between(5.0, 18.0, "dB")),
        },
        formula="output level",
        unit="dBm",
        mistakes=(
            Mistake(
                lambda given, right: right - 2.0 * given["gains_2"], "the loss was added: it is taken off the level"
            ),
            Mistake(lambda given, right: right - 30.0, "this is the level in dBW: one milliwatt is 0 dBm"),
            Mistake(lambda given, right: right + 30.0, "microwatts were taken for milliwatts: 1 µW is -30 dBm"),
        ),
        hint="Write the input as a level in dBm, then add the gains with their signs.",
    ),
)
