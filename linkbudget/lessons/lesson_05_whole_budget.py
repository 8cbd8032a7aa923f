"""Exercises of lesson 5: the first whole budget, from transmitter to margin.

The numbers of Mars 1 are those of its scenario: 922.76 MHz, at most 106.76 million km, a dish of 1.7 m; power, noise
temperature and bit rate are drawn, since none was published.
"""

import math

from linkbudget.decibels import ratio
from linkbudget.lessons.draws import between, listed, one_of, ratio_between
from linkbudget.lessons.exercise import BUDGET_DB, Kind, Mistake
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.readings import DECADE_ABOVE, READ_EVENLY, READ_SHARE

BOLTZMANN_DB = 228.6
"""Decibels that k in J/K lies below one."""

MARS_1 = {"frequency": "922.76 MHz"}
"""The frequency of Mars 1, which every question about it states."""

KINDS = (
    Kind(
        name="eirp-of-a-station",
        lesson=5,
        level=1,
        text="A transmitter of {transmit_power} feeds an antenna of {antenna_gain} through a line that loses {losses}. "
        "How large is the EIRP, in dBW to one decimal?",
        draws={
            "transmit_power": ratio_between(2.0, 900.0, "W"),
            "antenna_gain": between(20.0, 55.0, "dBi", 0.5),
            "losses": between(0.5, 3.0, "dB", 0.1),
        },
        formula="EIRP of power",
        unit="dBW",
        mistakes=(
            Mistake(lambda given, right: right + 2.0 * given["losses"], "the loss was added: it is taken off"),
            Mistake(lambda given, right: right + given["losses"], "the loss of the line is missing"),
            Mistake(lambda given, right: right + 30.0, "this is the level in dBm: the question asks for dBW"),
        ),
        hint="Write the power in dBW, add the gain, and take off the loss.",
    ),
    Kind(
        name="mars-1-free-space-loss",
        lesson=5,
        level=1,
        text="The probe Mars 1 sent at 922.76 MHz. It was {distance} away. How large was the free-space loss, in dB "
        "to one decimal?",
        draws={"distance": one_of(0.2, 0.5, 1, 2, 5, 10, 20, 35, 50, 75, 90, 100, 106.76, unit="million km")},
        fixed=MARS_1,
        formula="free-space loss",
        unit="dB",
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "10 log was used: the distance counts squared, so it is 20 log"),
            Mistake(lambda given, right: right - 60.0, "kilometres were put into the formula in metres"),
            Mistake(lambda given, right: right - 20.0 * math.log10(4.0 * math.pi), "the factor 4 pi was forgotten"),
        ),
        hint="Divide the distance in metres by the wavelength, multiply by 4 pi, and take 20 log.",
    ),
    Kind(
        name="two-links-in-a-row",
        lesson=5,
        level=1,
        text="A satellite sends on what it receives, noise and all. Its uplink has a C/N0 of {uplink_cn0}, its "
        "downlink one of {downlink_cn0}. How large is the C/N0 of both together, in dBHz to one decimal?",
        draws={"uplink_cn0": between(86.0, 102.0, "dBHz", 0.5), "downlink_cn0": between(82.0, 96.0, "dBHz", 0.5)},
        formula="total CN0",
        unit="dBHz",
        mistakes=(
            Mistake(
                lambda given, right: given["uplink_cn0"] + given["downlink_cn0"],
                "the decibels were added: the noise of both links adds up",
            ),
            Mistake(
                lambda given, right: (given["uplink_cn0"] + given["downlink_cn0"]) / 2.0,
                "this is the mean: the whole is never better than the weaker link",
            ),
            Mistake(
                lambda given, right: 10.0 * math.log10(ratio(given["uplink_cn0"]) + ratio(given["downlink_cn0"])),
                "the ratios were added: add noise over carrier, one over each ratio",
            ),
        ),
        hint="Make ratios of both, add one over each, and turn the sum over again.",
    ),
    Kind(
        name="noise-and-interference",
        lesson=5,
        level=2,
        text="A carrier lies {ratios_1} above the noise, {ratios_2} above one interferer and {ratios_3} above another. "
        "How far does it lie above all three together, in dB to one decimal?",
        draws={"ratios": listed(between(12.0, 25.0, "dB"), between(18.0, 32.0, "dB"), between(20.0, 40.0, "dB"))},
        formula="combined ratio",
        unit="dB",
        mistakes=(
            Mistake(
                lambda given, right: (given["ratios_1"] + given["ratios_2"] + given["ratios_3"]) / 3.0,
                "this is the mean: the whole is never better than the weakest ratio",
            ),
            Mistake(
                lambda given, right: 10.0 * math.log10(sum(ratio(given[f"ratios_{place}"]) for place in (1, 2, 3))),
                "the ratios were added: add noise over carrier, one over each ratio",
            ),
            Mistake(
                lambda given, right: (
                    -20.0 * math.log10(sum(10.0 ** (-given[f"ratios_{place}"] / 20.0) for place in (1, 2, 3)))
                ),
                "20 log was used: noise and interference add as powers",
            ),
        ),
        hint="Add noise and interference as shares of the carrier, each one over its ratio.",
    ),
    Kind(
        name="eirp-that-fills-a-transponder",
        lesson=5,
        level=2,
        text="A satellite is driven fully by a power flux density of {flux_density} at {frequency}. The path has a "
        "free-space loss of {free_space_loss} and other losses of {other_losses}. Which EIRP must the earth station "
        "have, in dBW to one decimal?",
        draws={
            "flux_density": between(-125.0, -95.0, "dBW/m2"),
            "frequency": one_of(6, 14, 18, 28, 30, unit="GHz"),
            "free_space_loss": between(199.0, 213.0, "dB", 0.5),
            "other_losses": between(0.5, 4.0, "dB", 0.5),
        },
        formula="EIRP for flux",
        unit="dBW",
        mistakes=(
            Mistake(
                lambda given, right: given["flux_density"] + given["free_space_loss"] + given["other_losses"],
                "flux density is no level: the area of an isotropic antenna lies between them",
            ),
            Mistake(
                lambda given, right: right - 2.0 * given["other_losses"],
                "the other losses were taken off: the station must make up for them",
            ),
            Mistake(lambda given, right: right + 10.0 * math.log10(4.0 * math.pi), "the factor 4 pi was forgotten"),
        ),
        hint="An isotropic antenna has an area of the wavelength squared over 4 pi: take its decibels.",
    ),
    Kind(
        name="downlink-with-back-off",
        lesson=5,
        level=2,
        text="A satellite has an EIRP of {eirp} at full drive and works {back_off} below that. The path has a "
        "free-space loss of {free_space_loss} and other losses of {other_losses}; the station has a G/T of {g_over_t}. "
        "Which C/N0 arrives, in dBHz to one decimal?",
        draws={
            "eirp": between(20.0, 52.0, "dBW"),
            "back_off": between(1.0, 7.0, "dB", 0.5),
            "free_space_loss": between(195.0, 210.0, "dB", 0.5),
            "other_losses": between(0.5, 4.0, "dB", 0.5),
            "g_over_t": between(15.0, 41.0, "dB/K", 0.5),
        },
        formula="CN0 of EIRP",
        unit="dBHz",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(lambda given, right: right + 2.0 * given["back_off"], "the back-off was added: it is taken off"),
            Mistake(lambda given, right: right + given["back_off"], "the back-off is missing"),
            Mistake(
                lambda given, right: right - 2.0 * BOLTZMANN_DB,
                "the decibels of k have the wrong sign: taking off -228.6 adds 228.6",
            ),
        ),
        hint="Take back-off and losses off the EIRP, add G/T, and add 228.6 dB for k.",
    ),
    Kind(
        name="eirp-for-a-carrier-over-noise",
        lesson=5,
        level=2,
        text="An earth station with a G/T of {g_over_t} needs a C/N of {cnr_of_eirp} in a bandwidth of {bandwidth}. "
        "The path loses {free_space_loss} in all. Which EIRP must the satellite have, in dBW to one decimal?",
        draws={
            "g_over_t": between(20.0, 40.0, "dB/K", 5.0),
            "cnr_of_eirp": between(8.0, 22.0, "dB", 2.0),
            "bandwidth": one_of(5, 27, 36, 72, unit="MHz"),
            "free_space_loss": between(196.0, 208.0, "dB", 2.0),
        },
        formula="CNR of EIRP",
        asks="eirp",
        unit="dBW",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(lambda given, right: right - given["answer"], "the required C/N is missing"),
            Mistake(lambda given, right: right + 2.0 * given["g_over_t"], "G/T was taken off: it helps the receiver"),
            Mistake(lambda given, right: right - 10.0 * math.log10(given["bandwidth"]), "the bandwidth is missing"),
        ),
        hint="Begin at the receiver: the C/N it needs, the noise in its bandwidth, then what the path loses.",
    ),
    Kind(
        name="reach-off-a-curve",
        lesson=5,
        level=2,
        text="A probe sends at 922.76 MHz with an EIRP of {eirp} to a station with a G/T of {g_over_t}; other losses "
        "are 2 dB. The figure shows the C/N0 that arrives. The receiver needs {cn0_over_distance}. How many million "
        "kilometres does the link reach? Read it off.",
        draws={
            "eirp": between(28.0, 38.0, "dBW"),
            "g_over_t": between(20.0, 28.0, "dB/K"),
            "cn0_over_distance": between(32.0, 55.0, "dBHz"),
        },
        fixed={**MARS_1, "other_losses": "2 dB"},
        formula="CN0 over distance",
        asks="distance",
        unit="million km",
        tolerance=READ_SHARE,
        is_share=True,
        figure=Curve("distance", 1.0, 400.0, "million km", (10.0, 85.0), up_label="C/N0"),
        mistakes=(
            READ_EVENLY,
            DECADE_ABOVE,
            Mistake(lambda given, right: right * ratio(2.0), "the other losses of 2 dB are in the curve already"),
        ),
        hint="Go across from the C/N0 that is needed to the curve, then down to the distance.",
    ),
    Kind(
        name="dish-to-dish",
        lesson=5,
        level=3,
        text="A satellite sends {transmit_power} at {frequency} with a dish of {transmit_diameter} (efficiency "
        "{transmit_efficiency}). A station {distance} away has a dish of {receive_diameter} (efficiency "
        "{receive_efficiency}). Which level does the station receive, in dBW to one decimal?",
        draws={
            "transmit_power": ratio_between(2.0, 120.0, "W"),
            "frequency": one_of(3.8, 11.7, 12.5, 17.7, 19.7, unit="GHz"),
            "transmit_diameter": between(0.5, 2.5, "m", 0.05),
            "transmit_efficiency": one_of(0.55, 0.6, 0.65, 0.7),
            "distance": between(36000.0, 41500.0, "km", 100.0),
            "receive_diameter": between(0.4, 4.0, "m", 0.05),
            "receive_efficiency": one_of(0.5, 0.55, 0.6, 0.65, 0.7),
        },
        formula="Friis dish level",
        unit="dBW",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(
                lambda given, right: right - 40.0 * math.log10(2.0),
                "the radius was taken for the diameter of both dishes",
            ),
            Mistake(
                lambda given, right: right - 10.0 * math.log10(given["receive_efficiency"]),
                "one of the two efficiencies was left out",
            ),
            Mistake(lambda given, right: right + 30.0, "this is the level in dBm: the question asks for dBW"),
        ),
        hint="Work out both gains, then power and gains in decibels less the free-space loss.",
    ),
    Kind(
        name="mars-1-received-level",
        lesson=5,
        level=3,
        text="Mars 1 is {distance} away and sends {transmit_power} at 922.76 MHz with its dish of 1.7 m (efficiency "
        "0.5). A station has a dish of {receive_diameter} (efficiency 0.6). Lines and pointing lose {losses} in all. "
        "Which level does the station receive, in dBW to one decimal?",
        draws={
            "distance": one_of(1, 2, 5, 10, 20, 35, 50, 75, 90, 106.76, unit="million km"),
            "transmit_power": one_of(3, 5, 10, 15, 20, 30, 50, unit="W"),
            "receive_diameter": one_of(16, 22, 25, 32, 46, 76, unit="m"),
            "losses": between(1.0, 4.0, "dB", 0.5),
        },
        fixed={**MARS_1, "transmit_diameter": "1.7 m", "transmit_efficiency": "0.5", "receive_efficiency": "0.6"},
        formula="Friis dish level",
        unit="dBW",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(lambda given, right: right + 2.0 * given["losses"], "the losses were added: they are taken off"),
            Mistake(lambda given, right: right + 60.0, "kilometres were put into the formula in metres"),
            Mistake(
                lambda given, right: right - 40.0 * math.log10(2.0),
                "the radius was taken for the diameter of both dishes",
            ),
        ),
        hint="Work out both gains, then power and gains in decibels less the free-space loss and the other losses.",
    ),
    Kind(
        name="mars-1-carrier-over-noise",
        lesson=5,
        level=3,
        text="Mars 1 is {distance} away. It sends at 922.76 MHz with an EIRP of {eirp}. A station has a G/T of "
        "{g_over_t}; other losses are {other_losses}. Which C/N0 does the station get, in dBHz to one decimal?",
        draws={
            "distance": one_of(1, 2, 5, 10, 20, 35, 50, 75, 90, 106.76, unit="million km"),
            "eirp": between(15.0, 38.0, "dBW", 0.5),
            "g_over_t": between(18.0, 28.0, "dB/K", 0.5),
            "other_losses": between(0.5, 4.0, "dB", 0.5),
        },
        fixed=MARS_1,
        formula="CN0 over distance",
        unit="dBHz",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(
                lambda given, right: right + 2.0 * given["other_losses"], "the losses were added: they are taken off"
            ),
            Mistake(lambda given, right: right + 60.0, "kilometres were put into the formula in metres"),
            Mistake(
                lambda given, right: right - 2.0 * BOLTZMANN_DB,
                "the decibels of k have the wrong sign: taking off -228.6 adds 228.6",
            ),
        ),
        hint="Work out the free-space loss; then EIRP less losses, plus G/T, plus 228.6 dB for k.",
    ),
    Kind(
        name="margin-of-an-uplink",
        lesson=5,
        level=3,
        text="An earth station with an EIRP of {eirp} sends to a satellite {distance} away. The satellite's antenna "
        "has an area of {collecting_area}, of which the share {aperture_efficiency} collects; its system noise "
        "temperature is {system_noise_temperature}, its bandwidth {bandwidth}. Other losses are {other_losses}, and it "
        "needs a C/N of {required_cnr}. How large is the margin, in dB to one decimal?",
        draws={
            "eirp": between(66.0, 80.0, "dBW"),
            "distance": between(35800.0, 41500.0, "km", 100.0),
            "collecting_area": between(0.2, 1.5, "m2", 0.1),
            "aperture_efficiency": one_of(0.55, 0.6, 0.7, 0.8),
            "system_noise_temperature": between(150.0, 900.0, "K", 10.0),
            "bandwidth": one_of(10, 20, 27, 36, 54, unit="MHz"),
            "other_losses": between(0.5, 4.0, "dB", 0.5),
            "required_cnr": between(8.0, 25.0, "dB"),
        },
        formula="CNR margin of area",
        unit="dB",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(
                lambda given, right: right + given["required_cnr"],
                "this is the C/N: the required C/N was not taken off",
            ),
            Mistake(lambda given, right: -right, "the sign is turned: a margin is the C/N less the required C/N"),
            Mistake(
                lambda given, right: right + 10.0 * math.log10(4.0 * math.pi),
                "4 pi was forgotten: the area is 4 pi d squared",
            ),
        ),
        hint="Flux density times area is the received level; take off the noise, then the C/N that is needed.",
    ),
)
