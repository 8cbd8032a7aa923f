"""Exercises of lesson 2: how a wave thins out."""

import math

from linkbudget.lessons.draws import between, one_of, ratio_between
from linkbudget.lessons.exercise import BUDGET_DB, Kind, Mistake
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.readings import DECADE_ABOVE, READ_EVENLY, READ_SHARE

FOUR_PI_DB = 10.0 * math.log10(4.0 * math.pi)
"""Decibels of 4 pi, which pupils forget."""

FREQUENCIES = one_of(0.4, 0.9, 1.5, 2.2, 2.4, 4, 5.8, 6, 8.4, 12, 14, 20, 26, 30, unit="GHz")
"""Frequencies of radio links in space and on the ground."""

KINDS = (
    Kind(
        name="wavelength-of-frequency",
        lesson=2,
        level=1,
        text="A radio wave has a frequency of {frequency}. How long is its wave, in centimetres?",
        draws={"frequency": ratio_between(100.0, 30000.0, "MHz", 3)},
        formula="wavelength",
        unit="cm",
        mistakes=(
            Mistake(lambda given, right: right / 100.0, "this is in metres: a metre has 100 centimetres"),
            Mistake(lambda given, right: right / 2.0, "this is half a wave"),
            Mistake(lambda given, right: right / 1000.0, "the speed of light was put in as kilometres per second"),
        ),
        hint="Divide the speed of light in metres per second by the frequency in hertz.",
    ),
    Kind(
        name="light-time-of-distance",
        lesson=2,
        level=1,
        text="A spacecraft is {distance} away. How many minutes does its signal take to reach us?",
        draws={"distance": ratio_between(20.0, 900.0, "million km", 3)},
        formula="light time",
        unit="min",
        mistakes=(
            Mistake(lambda given, right: 2.0 * right, "this is the time there and back: one way is asked for"),
            Mistake(lambda given, right: 60.0 * right, "this is in seconds"),
            Mistake(
                lambda given, right: right / 1000.0, "kilometres were divided by metres per second: use metres in both"
            ),
        ),
        hint="Divide the distance by the speed of light, then seconds by sixty.",
    ),
    Kind(
        name="free-space-loss-of-path",
        lesson=2,
        level=1,
        text="A link at {frequency} is {distance} long. How large is its free-space loss, in dB to one decimal?",
        draws={"frequency": FREQUENCIES, "distance": ratio_between(1.0, 50000.0, "km")},
        formula="free-space loss",
        unit="dB",
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "10 log was used: the distance counts squared, so it is 20 log"),
            Mistake(lambda given, right: right - 2.0 * FOUR_PI_DB, "the factor 4 pi was forgotten"),
            Mistake(lambda given, right: right - 60.0, "kilometres were put into the formula in metres"),
        ),
        hint="Divide the distance by the wavelength, multiply by 4 pi, and take 20 log.",
    ),
    Kind(
        name="distance-of-free-space-loss",
        lesson=2,
        level=2,
        text="At {frequency} a link may lose {free_space_loss} in free space. How many kilometres long may it be?",
        draws={"frequency": FREQUENCIES, "free_space_loss": between(110.0, 205.0, "dB", 5.0)},
        formula="free-space loss",
        asks="distance",
        unit="km",
        mistakes=(
            Mistake(
                lambda given, right: right * 10.0 ** (given["answer"] / 20.0),
                "the loss was divided by 10: the distance counts squared, so divide by 20",
            ),
            Mistake(lambda given, right: right * 4.0 * math.pi, "the factor 4 pi was forgotten"),
            Mistake(lambda given, right: 1000.0 * right, "this is in metres"),
        ),
        hint="Divide the loss by 20, raise ten to that power: so many wavelengths are 4 pi times the distance.",
    ),
    Kind(
        name="flux-density-of-eirp",
        lesson=2,
        level=2,
        text="A transmitter radiates {eirp} evenly in all directions. How large is the power flux density {distance} "
        "away, in dBW per square metre (dBW/m2) to one decimal?",
        draws={"eirp": between(0.0, 60.0, "dBW"), "distance": ratio_between(10.0, 40000.0, "km")},
        formula="flux density",
        unit="dBW/m2",
        mistakes=(
            Mistake(lambda given, right: right + FOUR_PI_DB, "4 pi was forgotten: the area is 4 pi d squared"),
            Mistake(
                lambda given, right: right + 10.0 * math.log10(4.0), "the area of a circle was used, not of the sphere"
            ),
            Mistake(
                lambda given, right: right + 10.0 * math.log10(given["distance"]),
                "10 log d was taken off: the area grows with the square, so it is 20 log d",
            ),
        ),
        hint="The power is spread over a sphere of the distance as radius.",
    ),
    Kind(
        name="field-strength-of-eirp",
        lesson=2,
        level=2,
        text="A transmitter radiates {eirp} evenly in all directions. How large is the field strength {distance} away "
        "in free space, in millivolts per metre (mV/m, root mean square)?",
        draws={"eirp": ratio_between(1.0, 1000.0, "W"), "distance": ratio_between(1.0, 100.0, "km")},
        formula="field strength v per m",
        unit="mV/m",
        mistakes=(
            Mistake(
                lambda given, right: 1e3 * 30.0 * given["eirp"] / given["distance"], "the square root was forgotten"
            ),
            Mistake(lambda given, right: math.sqrt(2.0) * right, "this is the peak, not the root mean square"),
            Mistake(
                lambda given, right: right / given["distance"],
                "the field strength falls with the distance, not with its square",
            ),
        ),
        hint="Take the root of 30 times the power, and divide it by the distance in metres.",
    ),
    Kind(
        name="distance-off-a-curve",
        lesson=2,
        level=2,
        text="The figure shows the free-space loss at {frequency}. At how many million kilometres is it "
        "{free_space_loss}? Read it off.",
        draws={"frequency": one_of(2.3, 5.8, 8.4, unit="GHz"), "free_space_loss": between(234.0, 268.0, "dB")},
        formula="free-space loss",
        asks="distance",
        unit="million km",
        tolerance=READ_SHARE,
        is_share=True,
        figure=Curve("distance", 1.0, 400.0, "million km", (210.0, 290.0), up_label="free-space loss"),
        mistakes=(
            READ_EVENLY,
            DECADE_ABOVE,
            Mistake(lambda given, right: 2.0 * right, "this is 6 dB too far: twice the distance costs 6 dB"),
        ),
        hint="Go across from the loss to the curve, then down to the distance.",
    ),
    Kind(
        name="received-level-over-distance",
        lesson=2,
        level=3,
        text="A satellite sends {transmit_power} at {frequency} through an antenna of {transmit_gain}. The receiver is "
        "{distance} away and has an antenna of {receive_gain}. Which level does it receive, in dBW to one decimal?",
        draws={
            "transmit_power": ratio_between(1.0, 200.0, "W"),
            "frequency": one_of(2.2, 2.4, 4, 5.8, 8.4, 12, 18, 20, 26, 32, unit="GHz"),
            "transmit_gain": between(5.0, 40.0, "dBi"),
            "distance": ratio_between(500.0, 400000.0, "km"),
            "receive_gain": between(20.0, 55.0, "dBi"),
        },
        formula="friis received level",
        unit="dBW",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(lambda given, right: right + 30.0, "this is the level in dBm: the question asks for dBW"),
            Mistake(lambda given, right: right - given["receive_gain"], "the gain of the receiving antenna is missing"),
            Mistake(
                lambda given, right: right + 10.0 * math.log10(given["distance"]),
                "10 log d was taken off: free-space loss grows with 20 log d",
            ),
        ),
        hint="Add the power in dBW and both gains, and take off the free-space loss.",
    ),
    Kind(
        name="received-power-over-distance",
        lesson=2,
        level=3,
        text="A transmitter of {transmit_power} at {frequency} has an antenna of {transmit_gain}, a receiver "
        "{distance} away one of {receive_gain}. How many picowatts (pW) does the receiver get?",
        draws={
            "transmit_power": ratio_between(5.0, 100.0, "W"),
            "frequency": one_of(4, 6, 8, 12, 15, 18, 20, unit="GHz"),
            "transmit_gain": between(30.0, 45.0, "dBi"),
            "distance": ratio_between(20000.0, 42000.0, "km"),
            "receive_gain": between(35.0, 55.0, "dBi"),
        },
        formula="friis received power",
        unit="pW",
        tolerance=0.02,
        is_share=True,
        mistakes=(
            Mistake(lambda given, right: right * (4.0 * math.pi) ** 2, "the factor 4 pi was forgotten"),
            Mistake(lambda given, right: right * 1e6, "kilometres were put into the formula in metres"),
            Mistake(
                lambda given, right: right / 10.0 ** (given["receive_gain"] / 10.0),
                "the gain of the receiving antenna is missing",
            ),
        ),
        hint="Turn the gains into ratios, or work with levels to two decimals and turn the last one into watts.",
    ),
)
