"""Exercises of lesson 12: uncertainty, its shapes and its sums, and the probability of a margin."""

import math
from statistics import NormalDist

from linkbudget.lessons.draws import between, listed, one_of
from linkbudget.lessons.exercise import Kind, Mistake
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.readings import READ_DB, from_the_end

HUNDREDTH_DB = 0.01
"""Tolerance of uncertainties in decibels, which are asked to two decimals."""

NORMAL_CURVE = Curve(
    "value",
    0.0,
    3.0,
    "",
    (50.0, 100.0),
    "%",
    across_label="margin over its standard uncertainty",
    up_label="probability to be above zero",
    formula="conformance-probability",
    given={"standard_uncertainty": "1", "lower_limit": "0"},
)
"""The normal curve, for pupils without a table of it."""

READ_PERCENT = 1.0
"""Tolerance of a percentage that is read off lines 1 % apart."""

KINDS = (
    Kind(
        name="rectangular",
        lesson=12,
        level=1,
        text=(
            "The gain of an antenna lies within {half_width} dB of its stated value to either side, each value as "
            "likely. Find its standard uncertainty in dB, to two decimals."
        ),
        draws={"half_width": between(0.3, 3.0, "", 0.1)},
        formula="rectangular-uncertainty",
        is_bare=True,
        unit="dB",
        decimals=2,
        tolerance=HUNDREDTH_DB,
        mistakes=(
            Mistake(lambda given, right: right / math.sqrt(2.0), "this is for a triangular shape"),
            Mistake(lambda given, right: right * math.sqrt(1.5), "this is for a U shape"),
            Mistake(lambda given, right: 2.0 * right, "the full width was put in: the half-width is needed"),
        ),
        hint="Divide the half-width by the root of 3.",
    ),
    Kind(
        name="triangular",
        lesson=12,
        level=1,
        text=(
            "A pointing loss is known within {half_width} dB to either side. Values in the middle are likeliest, and "
            "the probability falls evenly to zero at the ends. Find its standard uncertainty in dB, to two decimals."
        ),
        draws={"half_width": between(0.4, 3.0, "", 0.1)},
        formula="triangular-uncertainty",
        is_bare=True,
        unit="dB",
        decimals=2,
        tolerance=HUNDREDTH_DB,
        mistakes=(
            Mistake(
                lambda given, right: right * math.sqrt(2.0), "this is for a rectangular shape: all values as likely"
            ),
            Mistake(lambda given, right: given["half_width"] / 6.0, "the root is missing: divide by the root of 6"),
            Mistake(lambda given, right: 2.0 * right, "the full width was put in: the half-width is needed"),
        ),
        hint="Divide the half-width by the root of 6.",
    ),
    Kind(
        name="certificate",
        lesson=12,
        level=1,
        text=(
            "The certificate of a power meter states an uncertainty of {half_width} with a coverage factor of "
            "{certificate_factor}. Find the standard uncertainty in percent."
        ),
        draws={"half_width": between(1.0, 8.0, "%", 0.1), "certificate_factor": one_of(2, 2.58, 3)},
        formula="normal-uncertainty",
        unit="%",
        mistakes=(
            Mistake(lambda given, right: right * given["certificate_factor"], "the coverage factor was left out"),
            Mistake(
                lambda given, right: right * given["certificate_factor"] / math.sqrt(3.0),
                "this is for a rectangular shape: a certificate states its own factor",
            ),
            Mistake(
                lambda given, right: right * given["certificate_factor"] ** 2,
                "multiplied by the coverage factor: the standard uncertainty is the smaller of the two",
            ),
        ),
        hint="The stated uncertainty is the coverage factor times the standard uncertainty.",
    ),
    Kind(
        name="expanded",
        lesson=12,
        level=1,
        text=(
            "The standard uncertainty of a margin is {standard_uncertainty} dB. Find its expanded uncertainty for a "
            "coverage factor of {factor} in dB, to two decimals."
        ),
        draws={"standard_uncertainty": between(0.2, 1.5, "", 0.05), "factor": one_of(1.64, 2, 2.58, 3)},
        formula="expanded-uncertainty",
        is_bare=True,
        unit="dB",
        decimals=2,
        tolerance=HUNDREDTH_DB,
        mistakes=(
            Mistake(
                lambda given, right: right / given["factor"] ** 2,
                "divided by the coverage factor: the expanded uncertainty is the larger of the two",
            ),
            Mistake(lambda given, right: 2.0 * right, "this is the whole width: an uncertainty counts to one side"),
        ),
        hint="Multiply by the coverage factor.",
    ),
    Kind(
        name="reflection-of-swr",
        lesson=12,
        level=1,
        text=(
            "A connector has a standing wave ratio of {swr}. Find the magnitude of its reflection coefficient, a "
            "plain number."
        ),
        draws={"swr": between(1.1, 3.0, "", 0.05)},
        formula="reflection-of-swr",
        unit="",
        mistakes=(
            Mistake(lambda given, right: (given["swr"] - 1.0) / given["swr"], "divide by the ratio plus 1"),
            Mistake(lambda given, right: 1.0 / given["swr"], "a ratio of 1 reflects nothing, so it is not one over it"),
            Mistake(lambda given, right: right**2, "this is the share of the power: the magnitude is its root"),
        ),
        hint="Take the ratio less 1 over the ratio plus 1.",
    ),
    Kind(
        name="u-shaped",
        lesson=12,
        level=2,
        text=(
            "Waves that bounce between two connectors make a reading wrong by at most {half_width} dB to either "
            "side. Their phase is unknown, which makes values near the ends likeliest (a U shape). Find the standard "
            "uncertainty in dB, to two decimals."
        ),
        draws={"half_width": between(0.2, 2.0, "", 0.1)},
        formula="u-shaped-uncertainty",
        is_bare=True,
        unit="dB",
        decimals=2,
        tolerance=HUNDREDTH_DB,
        mistakes=(
            Mistake(
                lambda given, right: given["half_width"] / math.sqrt(3.0),
                "this is for a rectangular shape: all values as likely",
            ),
            Mistake(lambda given, right: given["half_width"] / 2.0, "the root is missing: divide by the root of 2"),
            Mistake(lambda given, right: given["half_width"], "this is the end: the standard uncertainty is smaller"),
        ),
        hint="Divide the half-width by the root of 2.",
    ),
    Kind(
        name="mismatch",
        lesson=12,
        level=2,
        text=(
            "A source with a reflection coefficient of {reflection_1} feeds a meter with one of {reflection_2}. By "
            "how many decibels can the reading be too high at most, to two decimals? Keep five figures on the way."
        ),
        draws={"reflection_1": between(0.1, 0.4, "", 0.02), "reflection_2": between(0.1, 0.4, "", 0.02)},
        formula="mismatch-uncertainty",
        unit="dB",
        decimals=2,
        tolerance=HUNDREDTH_DB,
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "10 log was used: reflection coefficients are of amplitudes"),
            Mistake(
                lambda given, right: 20.0 * math.log10(1.0 + given["reflection_1"] + given["reflection_2"]),
                "the coefficients were added: a wave that bounces off both has their product",
            ),
            Mistake(
                lambda given, right: given["reflection_1"] * given["reflection_2"],
                "this is the product as a plain number: add 1 and make it decibels",
            ),
        ),
        hint="At worst 1 plus the product of the two adds in amplitude.",
    ),
    Kind(
        name="sum-of-parts",
        lesson=12,
        level=2,
        text=(
            "A link has three independent standard uncertainties: {parts_1} dB in the transmitter, {parts_2} dB on "
            "the way and {parts_3} dB in the receiver. Find that of the whole link in dB, to two decimals."
        ),
        draws={
            "parts": listed(between(0.2, 1.0, "", 0.1), between(0.3, 1.5, "", 0.1), between(0.2, 1.2, "", 0.1)),
        },
        formula="root-sum-square",
        is_bare=True,
        unit="dB",
        decimals=2,
        tolerance=HUNDREDTH_DB,
        mistakes=(
            Mistake(
                lambda given, right: given["parts_1"] + given["parts_2"] + given["parts_3"],
                "this is the worst case: independent parts seldom all go the same way",
            ),
            Mistake(
                lambda given, right: math.sqrt(given["parts_1"] + given["parts_2"] + given["parts_3"]),
                "the squares are missing: this is the root of the plain sum",
            ),
            Mistake(lambda given, right: right**2, "the root is missing"),
        ),
        hint="Add the squares, then take the root.",
    ),
    Kind(
        name="mean-of-readings",
        lesson=12,
        level=2,
        text=(
            "Four readings of a power are {readings_1}, {readings_2}, {readings_3} and {readings_4} mW. Find the "
            "standard uncertainty of their mean in mW."
        ),
        draws={
            "readings": listed(
                between(10.1, 10.4, "", 0.1),
                between(10.5, 10.8, "", 0.1),
                between(10.1, 10.6, "", 0.1),
                between(10.2, 11.0, "", 0.1),
            ),
        },
        formula="mean-uncertainty",
        is_bare=True,
        unit="mW",
        mistakes=(
            Mistake(
                lambda given, right: 2.0 * right,
                "this is the standard deviation of one reading: the mean of four has half of it",
            ),
            Mistake(
                lambda given, right: right * math.sqrt(0.75),
                "divided by the number of readings: it is one less, since the mean comes from the same readings",
            ),
            Mistake(lambda given, right: right / 2.0, "divided by 4: the root of the number of readings is 2"),
        ),
        hint="Find the standard deviation of the readings and divide it by the root of their number.",
    ),
    Kind(
        name="margin-of-worst-share",
        lesson=12,
        level=2,
        text=(
            "The margin of a link lies between {low} dB and {high} dB, each value as likely. Below which margin do "
            "{probability} of the cases lie, in dB to one decimal?"
        ),
        draws={
            "low": between(-4.0, -0.5, "", 0.5),
            "high": between(3.0, 10.0, "", 0.5),
            "probability": one_of(5, 10, 20, 25, unit="%"),
        },
        formula="tolerance-quantile",
        fixed={"nominal": "0", "shape": "uniform"},
        is_bare=True,
        unit="dB",
        mistakes=(
            Mistake(
                lambda given, right: given["low"] + given["high"] - right,
                "counted from the best end: begin at the worst",
            ),
            Mistake(
                lambda given, right: right - given["low"], "this is counted from the worst margin: add that margin"
            ),
            Mistake(
                lambda given, right: given["probability"] * given["high"],
                "the lower end was left out: the share is one of the whole width",
            ),
        ),
        hint="Go from the worst margin upwards by that share of the whole width.",
    ),
    Kind(
        name="margin-off-a-curve",
        lesson=12,
        level=2,
        text=(
            "The margin of a link is uncertain. The figure shows with what probability it is above zero, against the "
            "expected margin. Which margin must the link be planned for, so that it works with a probability of "
            "{conformance_probability}? Give dB to one decimal."
        ),
        draws={
            "conformance_probability": one_of(70, 75, 80, 85, 90, 95, 97, unit="%"),
            "standard_uncertainty": between(0.8, 2.4, "", 0.1),
        },
        formula="conformance-probability",
        fixed={"lower_limit": "0"},
        asks="value",
        is_bare=True,
        unit="dB",
        tolerance=READ_DB,
        figure=Curve(
            "value",
            0.0,
            6.0,
            "dB",
            (50.0, 100.0),
            "%",
            across_label="expected margin",
            up_label="probability to be above zero",
            is_bare=True,
        ),
        mistakes=(
            Mistake(
                lambda given, right: given["standard_uncertainty"] * NormalDist().inv_cdf(0.5 + given["answer"] / 2.0),
                "both ends were cut off: a margin that is larger than expected does no harm",
            ),
            Mistake(
                lambda given, right: given["standard_uncertainty"],
                "this is one standard uncertainty, which gives 84 %",
            ),
            from_the_end(0.0, 6.0),
        ),
        hint="Go across from the probability to the curve, then down to the margin.",
    ),
    Kind(
        name="student",
        lesson=12,
        level=3,
        text=(
            "An uncertainty comes from few readings, with {degrees_of_freedom} degrees of freedom. Which coverage "
            "factor gives a confidence of {confidence}, ends on both sides, by a table of Student's t? Give a plain "
            "number."
        ),
        draws={
            "degrees_of_freedom": one_of(2, 3, 4, 5, 6, 8, 9, 10, 12, 15),
            "confidence": one_of(90, 95, 99, unit="%"),
        },
        formula="coverage-factor",
        unit="",
        mistakes=(
            Mistake(
                lambda given, right: NormalDist().inv_cdf(0.5 + given["confidence"] / 2.0),
                "this is for endless readings: with few the factor is larger",
            ),
            Mistake(
                lambda given, right: NormalDist().inv_cdf(given["confidence"]),
                "this is for one end and endless readings",
            ),
        ),
        hint="Of what the confidence leaves, half lies beyond each end.",
    ),
    Kind(
        name="mixed-budget",
        lesson=12,
        level=3,
        text=(
            "Three independent parts make a measurement uncertain. The reading lies within "
            "{standard_uncertainties_1} dB to either side, each value as likely. The mismatch is at most "
            "{standard_uncertainties_2} dB to either side, U-shaped. The meter's certificate states "
            "{standard_uncertainties_3} dB with a coverage factor of 2. Find the combined standard uncertainty in "
            "dB, to two decimals."
        ),
        draws={
            "standard_uncertainties": listed(
                between(0.3, 1.5, "", 0.1), between(0.2, 1.2, "", 0.1), between(0.2, 1.5, "", 0.1)
            ),
        },
        formula="combined-uncertainty",
        fixed={"sensitivities": "0.577350269, 0.707106781, 0.5"},
        is_bare=True,
        unit="dB",
        decimals=2,
        tolerance=HUNDREDTH_DB,
        mistakes=(
            Mistake(
                lambda given, right: math.hypot(
                    given["standard_uncertainties_1"],
                    given["standard_uncertainties_2"],
                    given["standard_uncertainties_3"],
                ),
                "the stated limits were combined as they are: make each a standard uncertainty first",
            ),
            Mistake(
                lambda given, right: (
                    given["standard_uncertainties_1"] / math.sqrt(3.0)
                    + given["standard_uncertainties_2"] / math.sqrt(2.0)
                    + given["standard_uncertainties_3"] / 2.0
                ),
                "the parts were added: take the root of the sum of their squares",
            ),
            Mistake(lambda given, right: 2.0 * right, "this is expanded by a factor of 2: the standard one is wanted"),
        ),
        hint="Divide the limits by the root of 3, the root of 2 and 2, then combine their squares.",
    ),
    Kind(
        name="probability-of-margin",
        lesson=12,
        level=3,
        text=(
            "The margin of a link is {value} dB with a standard uncertainty of {standard_uncertainty} dB, normally "
            "distributed. With what probability is it above zero, so that the link works? Give percent; the figure "
            "helps."
        ),
        draws={"value": between(0.4, 4.0, "", 0.2), "standard_uncertainty": between(1.5, 3.0, "", 0.1)},
        formula="conformance-probability",
        unit="%",
        tolerance=READ_PERCENT,
        figure=NORMAL_CURVE,
        mistakes=(
            Mistake(lambda given, right: 100.0 - right, "this is the probability that the link fails"),
            Mistake(
                lambda given, right: 2.0 * right - 100.0,
                "both ends were cut off: a margin that is larger than expected does no harm",
            ),
            Mistake(
                lambda given, right: 100.0 * NormalDist().cdf(0.5 * given["value"] / given["standard_uncertainty"]),
                "the margin was divided by twice the uncertainty: count it in standard uncertainties",
            ),
        ),
        hint="Divide the margin by its standard uncertainty and look the result up in the figure.",
    ),
)
