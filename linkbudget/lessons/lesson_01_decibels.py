"""Exercises of lesson 1: decibels and levels."""

import math

from linkbudget.lessons.draws import between, one_of, ratio_between
from linkbudget.lessons.exercise import Kind, Mistake

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
        text="A receiver is given a level of {power_level}. How many watts is that?",
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
        name="voltage-ratio",
        lesson=1,
        level=2,
        text="An amplifier makes a voltage {ratio} times larger, into the same impedance. How many decibels is that?",
        draws={"ratio": one_of(2, 3, 4, 5, 8, 10, 20, 50, 100)},
        formula="amplitude ratio",
        unit="dB",
        mistakes=(Mistake(lambda given, right: right / 2.0, "10 log was used: voltages take 20 log"),),
        hint="The power grows with the square of the voltage.",
    ),
)
