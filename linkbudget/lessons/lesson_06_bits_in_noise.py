"""Exercises of lesson 6: bits in noise, from keying and Eb/N0 to error rates."""

import math
from collections.abc import Mapping
from statistics import NormalDist

from linkbudget.decibels import ratio
from linkbudget.lessons.draws import between, one_of, ratio_between
from linkbudget.lessons.exercise import BUDGET_DB, Kind, Mistake
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.readings import READ_DB, READ_SHARE, from_the_end

TWICE_DB = 10.0 * math.log10(2.0)
"""Decibels of a factor of two in power."""

EBN0 = "Eb/N0"
"""Name of an axis."""

OF_BPSK = "bit error rate of BPSK"
"""Name of another one."""

BPSK = Curve("ebn0", 0.0, 12.0, "dB", (1e-7, 1.0), across_label=EBN0, up_label=OF_BPSK, formula="BPSK bit error rate")
"""Curve of BPSK, for pupils without a table of the error function."""

BPSK_CLOSE = Curve(
    "ebn0", 1.0, 10.0, "dB", (1e-5, 0.1), across_label=EBN0, up_label=OF_BPSK, formula="BPSK bit error rate"
)
"""A part of it, from which error rates are read."""

READ_RATE = 0.15
"""Tolerance of an error rate that is read off a steep curve, of the answer."""

KEYINGS = ("BPSK", "noncoherent-FSK")
"""Curves of one figure."""

KINDS = (
    Kind(
        name="ebn0-of-a-bit-rate",
        lesson=6,
        level=1,
        text="A receiver has a C/N0 of {cn0}. The link carries {bit_rate}. How large is Eb/N0, in dB to one decimal?",
        draws={
            "cn0": between(60.0, 75.0, "dBHz", 0.5),
            "bit_rate": one_of(9.6, 19.2, 38.4, 64, 100, 128, 256, 400, unit="kbit/s"),
        },
        formula="EbN0 of CN0",
        unit="dB",
        mistakes=(
            Mistake(
                lambda given, right: 2.0 * given["cn0"] - right,
                "the bit rate was added: more bits have less energy each",
            ),
            Mistake(lambda given, right: right + 30.0, "the bit rate was put in as kilobits per second: use bits"),
            Mistake(lambda given, right: 2.0 * right - given["cn0"], "20 log was used: a bit rate takes 10 log here"),
        ),
        hint="Take the bit rate in decibels off C/N0.",
    ),
    Kind(
        name="wrong-bits-on-average",
        lesson=6,
        level=1,
        text="A link carries {bit_rate} with a bit error rate of {error_rate}. How many bits are wrong on average in "
        "{duration}?",
        draws={
            "bit_rate": one_of(64, 100, 256, 500, 1000, 2000, unit="kbit/s"),
            "error_rate": one_of(1e-3, 2e-4, 1e-4, 5e-5, 1e-5, 2e-5),
            "duration": one_of(2, 3, 5, 10, 15, 30, unit="min"),
        },
        formula="wrong bits",
        unit="",
        mistakes=(
            Mistake(lambda given, right: right / 60.0, "minutes were taken for seconds"),
            Mistake(lambda given, right: right / 1000.0, "kilobits were taken for bits"),
            Mistake(
                lambda given, right: given["bit_rate"] * given["duration"] - right, "these are the bits that are right"
            ),
        ),
        hint="Count all bits that are sent, then take the share that is wrong.",
    ),
    Kind(
        name="power-of-amplitude-modulation",
        lesson=6,
        level=1,
        text="A transmitter sends a carrier of {carrier_power}. A tone modulates its amplitude with a modulation index "
        "of {modulation_index}. How many kilowatts does it send in all? The total is the carrier times 1 + m²/2.",
        draws={
            "carrier_power": ratio_between(1.0, 500.0, "kW"),
            "modulation_index": between(0.3, 1.0, "", 0.05),
        },
        formula="AM total power",
        unit="kW",
        mistakes=(
            Mistake(lambda given, right: 2.0 * right - given["carrier_power"] / 1e3, "m² was not halved"),
            Mistake(
                lambda given, right: given["carrier_power"] / 1e3 * (1.0 + given["modulation_index"] / 2.0),
                "the modulation index was not squared",
            ),
            Mistake(
                lambda given, right: right - given["carrier_power"] / 1e3,
                "this is the power of the two sidebands without the carrier",
            ),
        ),
        hint="Each of the two sidebands has m²/4 of the power of the carrier.",
    ),
    Kind(
        name="threshold-off-a-waterfall",
        lesson=6,
        level=1,
        text="The figure shows bit error rates of two keyings. Which Eb/N0 does {modulation} need for a bit error "
        "rate of {bit_error_rate}, in dB to one decimal?",
        draws={"modulation": one_of(*KEYINGS), "bit_error_rate": one_of(1e-2, 1e-3, 1e-4, 1e-5, 1e-6)},
        formula="bit error rate",
        asks="ebn0",
        unit="dB",
        tolerance=READ_DB,
        figure=Curve("ebn0", 0.0, 16.0, "dB", (1e-7, 1.0), across_label=EBN0, each=("modulation", KEYINGS)),
        mistakes=(
            Mistake(lambda given, right: _bpsk_db(given["answer"]), "this is the curve of BPSK"),
            Mistake(lambda given, right: _bpsk_db(10.0 * given["answer"]), "this is BPSK for ten times as many errors"),
            from_the_end(0.0, 16.0),
        ),
        hint="Go across from the error rate to the curve, then down to Eb/N0; five fine steps make a decibel.",
    ),
    Kind(
        name="ebn0-of-carrier-over-noise",
        lesson=6,
        level=2,
        text="A receiver measures a C/N of {cnr} in a bandwidth of {bandwidth}. The signal carries {bit_rate}. How "
        "large is Eb/N0, in dB to one decimal?",
        draws={
            "cnr": between(3.0, 20.0, "dB", 0.5),
            "bandwidth": one_of(1.5, 2.4, 3, 5, 8, 12, unit="MHz"),
            "bit_rate": one_of(0.25, 0.5, 1, 2, 4, 10, 20, unit="Mbit/s"),
        },
        formula="EbN0 of CNR",
        unit="dB",
        mistakes=(
            Mistake(lambda given, right: given["cnr"], "this is C/N: Eb/N0 counts one bit in one hertz"),
            Mistake(
                lambda given, right: 2.0 * given["cnr"] - right,
                "bandwidth and bit rate were put in the wrong way round",
            ),
            Mistake(
                lambda given, right: 2.0 * right - given["cnr"], "20 log was used: both are in proportion to power"
            ),
        ),
        hint="First undo the bandwidth, which gives C/N0; then take off the bit rate.",
    ),
    Kind(
        name="ebn0-of-received-power",
        lesson=6,
        level=2,
        text="A receiver with a system noise temperature of {system_noise_temperature} gets {received_power}. The "
        "signal carries {bit_rate}. How large is Eb/N0, in dB to one decimal?",
        draws={
            "system_noise_temperature": between(100.0, 600.0, "K", 10.0),
            "received_power": between(2.0, 30.0, "fW", 0.5),
            "bit_rate": one_of(9.6, 19.2, 38.4, 64, 100, unit="kbit/s"),
        },
        formula="EbN0 of power",
        unit="dB",
        mistakes=(
            Mistake(
                lambda given, right: right + 10.0 * math.log10(given["bit_rate"]),
                "this is C/N0: the power was not divided by the bit rate",
            ),
            Mistake(lambda given, right: right + TWICE_DB, "N0/2 was taken for N0"),
            Mistake(
                lambda given, right: right + 10.0 * math.log10(given["system_noise_temperature"] / 290.0),
                "290 K was used for the temperature that is given",
            ),
        ),
        hint="Eb is the power over the bit rate, N0 is k times the temperature.",
    ),
    Kind(
        name="errors-of-two-tones",
        lesson=6,
        level=2,
        text="A modem sends one of two tones and detects them by their strength alone (noncoherent FSK). Its Eb/N0 is "
        "{ebn0}. How large is its bit error rate? It is one half of e to the power of minus half Eb/N0.",
        draws={"ebn0": between(4.0, 9.9, "dB", 0.1)},
        formula="noncoherent FSK bit error rate",
        unit="",
        tolerance=0.02,
        is_share=True,
        mistakes=(
            Mistake(
                lambda given, right: 0.5 * math.exp(-given["ebn0"] / 2.0),
                "the decibels were put in: first make a ratio",
            ),
            Mistake(lambda given, right: 0.5 * math.exp(-ratio(given["ebn0"])), "Eb/N0 was not halved in the exponent"),
            Mistake(lambda given, right: 2.0 * right, "the one half in front was left out"),
        ),
        hint="Make a ratio of the decibels, halve it, and use the key for e to the power of x.",
    ),
    Kind(
        name="ebn0-of-a-real-receiver",
        lesson=6,
        level=2,
        text="A real receiver for {modulation} needs {implementation_loss} more than theory. Which Eb/N0 does it need "
        "for a bit error rate of {error_rate}, in dB to one decimal? Read the value of theory off the figure.",
        draws={
            "modulation": one_of("BPSK", "QPSK"),
            "implementation_loss": between(0.5, 3.0, "dB", 0.1),
            "error_rate": one_of(1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7),
        },
        formula="required EbN0 with loss",
        unit="dB",
        tolerance=BUDGET_DB,
        figure=BPSK,
        mistakes=(
            Mistake(
                lambda given, right: right - 2.0 * given["implementation_loss"],
                "the loss was taken off: a real receiver needs more",
            ),
            Mistake(lambda given, right: right - given["implementation_loss"], "this is theory: add the loss"),
            Mistake(lambda given, right: right + TWICE_DB, "this is on-off keying or FSK, which needs 3 dB more"),
        ),
        hint="BPSK and QPSK have the same curve; go down to the error rate, across to Eb/N0, and add the loss.",
    ),
    Kind(
        name="on-off-keying-of-a-real-receiver",
        lesson=6,
        level=2,
        text="A receiver detects on-off keying coherently and needs {implementation_loss} more than theory. Which "
        "Eb/N0 does it need for a bit error rate of {error_rate}, in dB to one decimal? On-off keying needs twice the "
        "energy of BPSK, whose curve is in the figure.",
        draws={
            "implementation_loss": between(0.5, 3.0, "dB", 0.1),
            "error_rate": one_of(1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7),
        },
        fixed={"modulation": "coherent-ook"},
        formula="required EbN0 with loss",
        unit="dB",
        tolerance=BUDGET_DB,
        figure=BPSK,
        mistakes=(
            Mistake(lambda given, right: right - TWICE_DB, "this is BPSK: on-off keying needs 3 dB more"),
            Mistake(lambda given, right: right + TWICE_DB, "twice the energy is 3 dB, not 6 dB"),
            Mistake(lambda given, right: right - 2.0 * TWICE_DB, "3 dB were taken off: on-off keying needs more"),
        ),
        hint="Read BPSK off the curve, add 3 dB for twice the energy, and add the loss.",
    ),
    Kind(
        name="errors-of-a-received-power",
        lesson=6,
        level=3,
        text="A BPSK receiver gets {received_power} and has a noise density N0 of {noise_density}. The signal carries "
        "{bit_rate}. How large is its bit error rate? Work out Eb/N0 and read the rate off the figure.",
        draws={
            "received_power": between(2.0, 7.0, "fW", 0.1),
            "noise_density": one_of("1e-20 W/Hz"),
            "bit_rate": one_of(80, 100, 125, unit="kbit/s"),
        },
        fixed={"modulation": "BPSK"},
        formula="error rate of power",
        unit="",
        tolerance=READ_RATE,
        is_share=True,
        figure=BPSK_CLOSE,
        mistakes=(
            Mistake(lambda given, right: _erfc(2.0 * _ebn0(given)), "N0/2 was taken for N0"),
            Mistake(lambda given, right: _erfc(_ebn0(given) / 2.0), "this is FSK or on-off keying"),
            Mistake(lambda given, right: 2.0 * right, "the one half in front was left out"),
        ),
        hint="Eb is the power over the bit rate; Eb/N0 in decibels is 10 log of the ratio.",
    ),
    Kind(
        name="power-for-an-error-rate",
        lesson=6,
        level=3,
        text="A BPSK link carries {bit_rate} in noise with a density N0 of {noise_density}. It is to reach a bit error "
        "rate of {error_rate}. How many femtowatts (fW) must arrive? Read the required Eb/N0 off the figure.",
        draws={
            "bit_rate": ratio_between(2.0, 500.0, "kbit/s"),
            "noise_density": one_of("1e-21 W/Hz", "2e-21 W/Hz", "4e-21 W/Hz", "5e-21 W/Hz", "8e-21 W/Hz", "1e-20 W/Hz"),
            "error_rate": one_of(1e-3, 1e-4, 1e-5, 1e-6),
        },
        fixed={"modulation": "BPSK"},
        formula="required power",
        unit="fW",
        tolerance=READ_SHARE,
        is_share=True,
        figure=BPSK,
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "N0/2 was taken for N0"),
            Mistake(
                lambda given, right: given["bit_rate"] * given["noise_density"] * _decibels(given, right) / 1e-15,
                "the decibels were multiplied: first make a ratio of them",
            ),
            Mistake(lambda given, right: right / 1000.0, "kilobits were taken for bits"),
        ),
        hint="Make a ratio of the required Eb/N0, and multiply it by N0 and the bit rate.",
    ),
    Kind(
        name="bit-rate-of-a-received-power",
        lesson=6,
        level=3,
        text="A probe's signal arrives with {received_power}. The receiver has a system noise temperature of "
        "{system_noise_temperature} and needs an Eb/N0 of {required_ebn0}. How many bits per second can the link "
        "carry?",
        draws={
            "received_power": ratio_between(0.5, 500.0, "aW"),
            "system_noise_temperature": between(20.0, 300.0, "K", 5.0),
            "required_ebn0": between(2.0, 10.0, "dB", 0.5),
        },
        formula="bit rate of power",
        unit="bit/s",
        mistakes=(
            Mistake(
                lambda given, right: right * ratio(given["required_ebn0"]) / given["required_ebn0"],
                "the decibels were put in as a ratio",
            ),
            Mistake(lambda given, right: right * ratio(given["required_ebn0"]), "the required Eb/N0 was left out"),
            Mistake(
                lambda given, right: right * ratio(given["required_ebn0"]) ** 2.0,
                "it was multiplied by the required Eb/N0: divide by it",
            ),
        ),
        hint="The power over k, temperature and bit rate is Eb/N0: solve for the bit rate.",
    ),
    Kind(
        name="satellite-television-at-home",
        lesson=6,
        level=3,
        text="A television satellite {distance} away has an EIRP of {eirp} and sends {bit_rate}. A home has a dish of "
        "{diameter} (efficiency {aperture_efficiency}) and a system noise temperature of {system_noise_temperature}. "
        "Other losses are {other_losses}. Which Eb/N0 arrives, in dB to one decimal?",
        draws={
            "distance": between(36000.0, 41000.0, "km", 100.0),
            "eirp": between(48.0, 56.0, "dBW", 0.5),
            "bit_rate": one_of(20, 27.5, 34, 40, 50, 60, unit="Mbit/s"),
            "diameter": between(40.0, 120.0, "cm", 5.0),
            "aperture_efficiency": one_of(0.55, 0.6, 0.65, 0.7),
            "system_noise_temperature": between(90.0, 200.0, "K", 10.0),
            "other_losses": between(0.5, 4.0, "dB", 0.5),
        },
        formula="EbN0 of dish",
        unit="dB",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(lambda given, right: right - 20.0 * math.log10(2.0), "the radius was taken for the diameter"),
            Mistake(
                lambda given, right: right + 2.0 * given["other_losses"], "the losses were added: they are taken off"
            ),
            Mistake(
                lambda given, right: right + 10.0 * math.log10(given["bit_rate"]),
                "this is C/N0: take off the bit rate in decibels",
            ),
        ),
        hint="Flux density times the effective area is the received level; divide by k, temperature and bit rate.",
    ),
)


def _bpsk_db(error_rate: float) -> float:
    """Eb/N0 of BPSK for an error rate, in decibels."""
    return 10.0 * math.log10(NormalDist().inv_cdf(error_rate) ** 2 / 2.0)


def _ebn0(given: Mapping[str, float]) -> float:
    """Energy per bit over noise density, as a ratio."""
    return given["received_power"] / given["bit_rate"] / given["noise_density"]


def _erfc(energy: float) -> float:
    """Bit error rate of BPSK."""
    return 0.5 * math.erfc(math.sqrt(energy))


def _decibels(given: Mapping[str, float], right: float) -> float:
    """Required Eb/N0 in decibels, from the right power in femtowatts."""
    return 10.0 * math.log10(right * 1e-15 / given["bit_rate"] / given["noise_density"])
