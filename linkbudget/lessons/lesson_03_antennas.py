"""Exercises of lesson 3: antennas, their gain, beam, pointing and polarisation."""

import math
from collections.abc import Mapping

from linkbudget.lessons.draws import between, one_of, ratio_between
from linkbudget.lessons.exercise import Kind, Mistake
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.readings import from_the_end

RADIUS_DB = 20.0 * math.log10(2.0)
"""Decibels that a dish loses where its radius is taken for its diameter."""

EFFICIENCIES = one_of(0.5, 0.55, 0.6, 0.65, 0.7, 0.75)
"""Aperture efficiencies of dishes."""

KINDS = (
    Kind(
        name="gain-of-a-dish",
        lesson=3,
        level=1,
        text="A dish is {diameter} wide and has an aperture efficiency of {aperture_efficiency}. How large is its gain "
        "at {frequency}, in dBi to one decimal?",
        draws={
            "frequency": one_of(2.2, 4, 5.8, 8.4, 10, 12, 18, 20, 32, unit="GHz"),
            "diameter": ratio_between(0.6, 35.0, "m"),
            "aperture_efficiency": EFFICIENCIES,
        },
        formula="dish gain",
        unit="dBi",
        mistakes=(
            Mistake(lambda given, right: right - RADIUS_DB, "the radius was taken for the diameter"),
            Mistake(
                lambda given, right: right - 10.0 * math.log10(given["aperture_efficiency"]),
                "the efficiency was left out",
            ),
            Mistake(
                lambda given, right: (right + 10.0 * math.log10(given["aperture_efficiency"])) / 2.0,
                "10 log of pi D over the wavelength was used: that ratio counts squared",
            ),
        ),
        hint="Divide pi times the diameter by the wavelength, square it, multiply by the efficiency, take 10 log.",
    ),
    Kind(
        name="polarisation-of-turned-antennas",
        lesson=3,
        level=1,
        text="A wave is polarised linearly. The receiving antenna is linear as well, but turned by {tilt} against the "
        "wave. How large is the polarisation loss, in dB to one decimal?",
        draws={"tilt": between(15.0, 80.0, "deg", 5.0)},
        formula="linear polarization loss",
        unit="dB",
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "10 log of the cosine was used: the power goes with its square"),
            Mistake(
                lambda given, right: -20.0 * math.log10(math.sin(math.radians(given["tilt"]))),
                "the sine was used: an antenna that is not turned loses nothing",
            ),
        ),
        hint="The antenna takes the part of the field along itself, which is the cosine of the angle.",
    ),
    Kind(
        name="radiated-power-of-a-station",
        lesson=3,
        level=1,
        text="A transmitter gives {transmit_power}. Its line loses {losses}, and its antenna has a gain of "
        "{antenna_gain}. How many watts of EIRP does the station radiate?",
        draws={
            "transmit_power": ratio_between(5.0, 750.0, "W"),
            "losses": between(0.6, 6.0, "dB", 0.2),
            "antenna_gain": between(5.0, 17.0, "dBi"),
        },
        formula="radiated power",
        unit="W",
        mistakes=(
            Mistake(
                lambda given, right: right * 10.0 ** (given["losses"] / 5.0), "the loss was added: it is taken off"
            ),
            Mistake(lambda given, right: right * 10.0 ** (given["losses"] / 10.0), "the loss of the line is missing"),
            Mistake(lambda given, right: right / 10.0**0.215, "this is the ERP, over a dipole: EIRP is 2.15 dB more"),
        ),
        hint="Add the gain and take off the loss, both in decibels, and make a ratio of the sum.",
    ),
    Kind(
        name="beam-off-a-pattern",
        lesson=3,
        level=1,
        text="The figure shows how much weaker an antenna is off the axis of its beam. At how many degrees off the "
        "axis is half the power left, which is 3 dB less?",
        draws={"beamwidth": between(2.0, 6.4, "deg", 0.2)},
        formula="gaussian pattern loss",
        fixed={"gaussian_pattern_loss": "3 dB"},
        asks="off_boresight",
        unit="deg",
        tolerance=0.1,
        figure=Curve("off_boresight", 0.0, 5.0, "deg", (0.0, 12.0), across_label="angle off the axis", up_label="loss"),
        mistakes=(
            Mistake(lambda given, right: 2.0 * right, "this is the whole beam, from side to side"),
            Mistake(
                lambda given, right: math.sqrt(2.0) * right, "a quarter of the power is left there: 6 dB, not 3 dB"
            ),
            from_the_end(0.0, 5.0),
        ),
        hint="Go across from 3 dB to the curve, then down to the angle.",
    ),
    Kind(
        name="beam-of-a-dish",
        lesson=3,
        level=2,
        text="A dish is {aperture_length} wide. How wide is its beam at {frequency} between the half-power points, in "
        "degrees? Use the rule of thumb: 70 degrees times the wavelength over the diameter.",
        draws={
            "frequency": one_of(1.5, 2.2, 4, 6, 8.4, 12, 20, 30, unit="GHz"),
            "aperture_length": ratio_between(0.9, 30.0, "m"),
        },
        formula="half-power beamwidth",
        unit="deg",
        tolerance=0.02,
        is_share=True,
        mistakes=(
            Mistake(lambda given, right: 2.0 * right, "the radius was taken for the diameter"),
            Mistake(lambda given, right: right / 2.0, "this is the angle from the middle to one edge of the beam"),
            Mistake(lambda given, right: right / 70.0, "the factor of 70 degrees was left out"),
        ),
        hint="Work out the wavelength first.",
    ),
    Kind(
        name="dish-for-a-gain",
        lesson=3,
        level=2,
        text="A station needs a gain of {dish_gain} at {frequency}. Its dish will have an aperture efficiency of "
        "{aperture_efficiency}. How many metres wide must it be?",
        draws={
            "dish_gain": between(32.0, 52.0, "dBi", 2.0),
            "frequency": one_of(2.2, 4, 8.4, 12, 20, unit="GHz"),
            "aperture_efficiency": EFFICIENCIES,
        },
        formula="dish gain",
        asks="diameter",
        unit="m",
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "this is the radius"),
            Mistake(
                lambda given, right: right * math.sqrt(given["aperture_efficiency"]), "the efficiency was left out"
            ),
            Mistake(
                lambda given, right: right * 10.0 ** (given["answer"] / 20.0),
                "the root was forgotten: the gain grows with the square of the diameter",
            ),
        ),
        hint="Make a ratio of the gain, divide by the efficiency, take the root: that is pi D over the wavelength.",
    ),
    Kind(
        name="gain-of-a-beam",
        lesson=3,
        level=2,
        text="A beam is {azimuth_beamwidth} wide from left to right and {elevation_beamwidth} from top to bottom. How "
        "large is its directivity, in dBi to one decimal? Take 4 pi over the solid angle, width times height.",
        draws={
            "azimuth_beamwidth": one_of(0.3, 0.5, 0.8, 1, 1.5, 2, 3, 5, 8, 12, unit="deg"),
            "elevation_beamwidth": one_of(0.4, 0.6, 1, 1.2, 2, 4, 6, 10, 15, unit="deg"),
        },
        formula="directivity of beamwidths",
        unit="dBi",
        mistakes=(
            Mistake(
                lambda given, right: right - 20.0 * math.log10(math.degrees(1.0)),
                "degrees were put in where radians belong",
            ),
            Mistake(lambda given, right: right - 10.0 * math.log10(4.0 * math.pi), "the factor 4 pi was forgotten"),
            Mistake(lambda given, right: 2.0 * right, "20 log was used: directivity is a ratio of powers"),
        ),
        hint="Turn both widths into radians and multiply them: the sphere has 4 pi of that.",
    ),
    Kind(
        name="mispointed-beam",
        lesson=3,
        level=2,
        text="A beam is {beamwidth} wide between its half-power points. Its antenna points {off_boresight} beside the "
        "target. How large is the pointing loss, in dB to one decimal? Near the middle of a beam the loss is 12 dB "
        "times the square of the error over the width.",
        draws={"beamwidth": between(1.6, 3.0, "deg", 0.1), "off_boresight": between(0.5, 0.8, "deg", 0.05)},
        formula="gaussian pattern loss",
        unit="dB",
        mistakes=(
            Mistake(
                lambda given, right: 12.0 * given["off_boresight"] / given["beamwidth"], "the square was forgotten"
            ),
            Mistake(lambda given, right: 4.0 * right, "half the width was put in: the rule takes the full width"),
        ),
        hint="At half the width, where the power is half, the rule gives 3 dB.",
    ),
    Kind(
        name="antenna-on-a-line",
        lesson=3,
        level=2,
        text="An antenna of {load_impedance} stands at the end of a line of {line_impedance}. Part of the power turns "
        "back. How large is the loss by this reflection, in dB to two decimals?",
        draws={
            "load_impedance": one_of(15, 20, 25, 28, 36, 100, 120, 150, 200, 240, 300, unit="ohm"),
            "line_impedance": one_of(50, 60, 75, unit="ohm"),
        },
        formula="mismatch loss of impedances",
        unit="dB",
        decimals=2,
        tolerance=0.02,
        mistakes=(
            Mistake(
                lambda given, right: -10.0 * math.log10(1.0 - _reflection(given)),
                "the reflection was not squared: it is a ratio of voltages",
            ),
            Mistake(
                lambda given, right: -20.0 * math.log10(_reflection(given)),
                "this is the return loss: how far the power that turns back lies below the power sent",
            ),
            Mistake(lambda given, right: 2.0 * right, "20 log was used: a share of power takes 10 log"),
        ),
        hint="The reflection is the difference over the sum; its square is the share that turns back.",
    ),
    Kind(
        name="directivity-of-a-broad-antenna",
        lesson=3,
        level=3,
        text="An antenna radiates into one half of space only. At an angle to its axis the power is the cosine of that "
        "angle to the power of {exponent}. How large is its directivity, in dBi to one decimal?",
        draws={"exponent": one_of(1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)},
        formula="cosine-power directivity",
        unit="dBi",
        mistakes=(
            Mistake(
                lambda given, right: right - 10.0 * math.log10(2.0),
                "the mean was taken over the half space: it is taken over all directions",
            ),
            Mistake(lambda given, right: 2.0 * right, "20 log was used: directivity is a ratio of powers"),
        ),
        hint="Compare the largest power with its mean over the whole sphere.",
    ),
    Kind(
        name="beam-of-a-helix",
        lesson=3,
        level=3,
        text="A helix has {turns} turns. A turn is {circumference_wavelengths} times the wavelength around, and "
        "{spacing_wavelengths} times the wavelength from the next. How wide is its beam between the half-power points, "
        "in degrees? It is 52 degrees over C times the root of n S: C the circumference, S the spacing, n the turns.",
        draws={
            "turns": between(4.0, 20.0),
            "circumference_wavelengths": between(0.8, 1.2, "", 0.05),
            "spacing_wavelengths": between(0.2, 0.3, "", 0.01),
        },
        formula="helix beamwidth of turns",
        unit="deg",
        tolerance=0.02,
        is_share=True,
        mistakes=(
            Mistake(
                lambda given, right: right / math.sqrt(given["turns"] * given["spacing_wavelengths"]),
                "the root was forgotten",
            ),
            Mistake(lambda given, right: right / 2.0, "this is the angle from the middle to one edge of the beam"),
            Mistake(
                lambda given, right: right * math.sqrt(given["spacing_wavelengths"]),
                "the spacing was left out",
            ),
        ),
        hint="Work out the root first: n times S is the length of the helix in wavelengths.",
    ),
    Kind(
        name="field-strength-of-dipole-power",
        lesson=3,
        level=3,
        text="A station states an effective radiated power (ERP) of {erp}, which counts over a half-wave dipole of "
        "2.15 dBi. How large is the field strength {distance} away in free space, in millivolts per metre (mV/m, root "
        "mean square)?",
        draws={"erp": ratio_between(5.0, 750.0, "W"), "distance": ratio_between(50.0, 5000.0, "m")},
        formula="field strength of erp",
        unit="mV/m",
        mistakes=(
            Mistake(lambda given, right: right / 10.0**0.1075, "ERP was taken for EIRP: a dipole has 2.15 dBi"),
            Mistake(lambda given, right: right / 10.0**0.215, "ERP was turned into EIRP the wrong way round"),
            Mistake(
                lambda given, right: right * 10.0**0.1075,
                "the factor 1.64 belongs to the power, under the root",
            ),
        ),
        hint="First make an EIRP of the ERP: it is 1.64 times as large.",
    ),
)


def _reflection(given: Mapping[str, float]) -> float:
    """Voltage that turns back over the voltage that arrives."""
    load, line = given["load_impedance"], given["line_impedance"]
    return abs(load - line) / (load + line)
