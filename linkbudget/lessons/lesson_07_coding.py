"""Exercises of lesson 7: coding and Shannon."""

import math
from collections.abc import Mapping

from linkbudget.decibels import ratio
from linkbudget.lessons.draws import between, one_of, ratio_between
from linkbudget.lessons.exercise import BUDGET_DB, Kind, Mistake
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.readings import from_the_end


def _more_than(given: Mapping[str, float], most: float) -> float:
    """Probability that more than some bits of a word are wrong."""
    length, rate = int(given["length"]), given["error_rate"]
    fewer = range(int(most) + 1)
    return 1.0 - sum(math.comb(length, bits) * rate**bits * (1.0 - rate) ** (length - bits) for bits in fewer)


KINDS = (
    Kind(
        name="nyquist-rate",
        lesson=7,
        level=1,
        text=(
            "A channel without noise has a bandwidth of {bandwidth}. Each symbol takes one of {levels} levels. Which "
            "bit rate can it carry at most, by Nyquist's rule, in kbit/s?"
        ),
        draws={"bandwidth": ratio_between(2.0, 60.0, "kHz"), "levels": one_of(4, 8, 16, 32, 64)},
        formula="nyquist-bit-rate",
        unit="kbit/s",
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "a factor 2 is missing: a hertz carries two symbols per second"),
            Mistake(
                lambda given, right: 2e-3 * given["bandwidth"] * given["levels"],
                "the number of levels was put in for the number of bits: 8 levels are 3 bits",
            ),
            Mistake(
                lambda given, right: right * math.log10(2.0), "log 10 was used: bits are counted by the logarithm to 2"
            ),
        ),
        hint="Count the bits of a symbol first, then multiply by twice the bandwidth.",
    ),
    Kind(
        name="rate-behind-encoder",
        lesson=7,
        level=1,
        text="A probe sends {bit_rate} of data through a code of rate {code_rate}. How many kbit/s leave the encoder?",
        draws={"bit_rate": ratio_between(2.0, 500.0, "kbit/s"), "code_rate": one_of(0.25, 0.5, 0.75, 0.8, 0.875)},
        formula="coded-bit-rate",
        unit="kbit/s",
        mistakes=(
            Mistake(
                lambda given, right: right * given["code_rate"] ** 2,
                "multiplied by the code rate: a code adds bits, so more leave than enter",
            ),
            Mistake(
                lambda given, right: right * given["code_rate"] * (2.0 - given["code_rate"]),
                "the share of check bits was added to the data rate: it is a share of all bits that are sent",
            ),
        ),
        hint="The code rate is the share of data among all the bits that are sent.",
    ),
    Kind(
        name="shannon-capacity",
        lesson=7,
        level=1,
        text=(
            "A channel has a bandwidth of {bandwidth} and a signal-to-noise ratio of {snr}. Find its capacity by "
            "Shannon in kbit/s."
        ),
        draws={"bandwidth": ratio_between(2.0, 200.0, "kHz"), "snr": between(6.0, 40.0, "dB")},
        formula="capacity-of-snr",
        unit="kbit/s",
        mistakes=(
            Mistake(
                lambda given, right: 1e-3 * given["bandwidth"] * math.log2(1.0 + given["snr"]),
                "the ratio was put in as decibels: make it a plain ratio first",
            ),
            Mistake(
                lambda given, right: right * math.log(2.0),
                "the natural logarithm was used: bits need the logarithm to 2",
            ),
            Mistake(lambda given, right: 2.0 * right, "the factor 2 of Nyquist's rule has no place in Shannon's"),
        ),
        hint="Make the decibels a plain ratio, add 1, and take the logarithm to 2.",
    ),
    Kind(
        name="limit-off-a-curve",
        lesson=7,
        level=1,
        text=(
            "The figure shows the least Eb/N0 that Shannon allows. A link carries {spectral_efficiency} bit/s in each "
            "hertz of bandwidth. Which Eb/N0 does it need at least, in dB to one decimal?"
        ),
        draws={"spectral_efficiency": one_of(0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7)},
        formula="shannon-ebn0-limit",
        unit="dB",
        tolerance=0.3,
        figure=Curve(
            "spectral_efficiency",
            0.1,
            8.0,
            "",
            (-2.0, 16.0),
            across_label="bits per second in each hertz",
            up_label="least Eb/N0",
        ),
        mistakes=(
            Mistake(
                lambda given, right: right + 10.0 * math.log10(given["spectral_efficiency"]),
                "this is the signal-to-noise ratio: the figure shows Eb/N0",
            ),
            Mistake(lambda given, right: -1.5917, "this is the limit of very wide bands alone"),
            from_the_end(-2.0, 16.0),
        ),
        hint="Go up from the bits in each hertz to the curve, then across; zero is not at the bottom.",
    ),
    Kind(
        name="capacity-below-noise",
        lesson=7,
        level=2,
        text=(
            "A signal is weaker than the noise: the signal-to-noise ratio is {snr} in a bandwidth of {bandwidth}. "
            "Find the capacity by Shannon in bit/s. Keep five figures on the way."
        ),
        draws={"snr": between(-20.0, -3.0, "dB"), "bandwidth": ratio_between(2.0, 30.0, "kHz")},
        formula="capacity-of-snr",
        unit="bit/s",
        mistakes=(
            Mistake(lambda given, right: 0.0, "a signal below the noise does carry bits, only fewer of them"),
            Mistake(
                lambda given, right: given["bandwidth"] * math.log2(1.0 + ratio(-given["snr"])),
                "the minus sign of the decibels was lost",
            ),
            Mistake(
                lambda given, right: right * math.log(2.0),
                "the natural logarithm was used: bits need the logarithm to 2",
            ),
        ),
        hint="Negative decibels are a ratio below 1, and 1 plus that ratio is still above 1.",
    ),
    Kind(
        name="least-snr-of-rate",
        lesson=7,
        level=2,
        text=(
            "A modem shall carry {capacity_of_snr} in a bandwidth of {bandwidth}. Which signal-to-noise ratio does "
            "it need at least, by Shannon, in dB to one decimal?"
        ),
        draws={
            "capacity_of_snr": between(60.0, 160.0, "kbit/s", 10.0),
            "bandwidth": between(20.0, 40.0, "kHz", 2.0),
        },
        formula="capacity-of-snr",
        asks="snr",
        unit="dB",
        mistakes=(
            Mistake(
                lambda given, right: 10.0 * math.log10(ratio(right) + 1.0),
                "1 was not taken off: the logarithm holds 1 plus the ratio",
            ),
            Mistake(lambda given, right: 2.0 * right, "20 log was used: a ratio of powers takes 10 log"),
            Mistake(
                lambda given, right: 10.0 * math.log10(math.expm1(given["answer"] / given["bandwidth"])),
                "e was raised to the power: bits are powers of 2",
            ),
        ),
        hint="Divide the rate by the bandwidth, raise 2 to that power and take off 1.",
    ),
    Kind(
        name="shannon-ebn0",
        lesson=7,
        level=2,
        text=(
            "A code carries {spectral_efficiency} bit/s in each hertz of bandwidth. Which Eb/N0 does it need at "
            "least, by Shannon, in dB to one decimal?"
        ),
        draws={"spectral_efficiency": between(0.5, 8.0, "", 0.25)},
        formula="shannon-ebn0-limit",
        unit="dB",
        mistakes=(
            Mistake(
                lambda given, right: right + 10.0 * math.log10(given["spectral_efficiency"]),
                "this is the signal-to-noise ratio: divide it by the bits in each hertz",
            ),
            Mistake(
                lambda given, right: 10.0 * math.log10(ratio(right) + 1.0 / given["spectral_efficiency"]),
                "1 was not taken off the power of 2",
            ),
            Mistake(lambda given, right: -1.5917, "this is the limit of very wide bands alone"),
        ),
        hint="The least signal-to-noise ratio comes first; each bit has its share of it.",
    ),
    Kind(
        name="gap-to-shannon",
        lesson=7,
        level=3,
        text=(
            "A link has a C/N0 of {cn0} and carries {bit_rate} in a bandwidth of {bandwidth}. By how many decibels "
            "could C/N0 fall before Shannon's limit is reached, to one decimal?"
        ),
        draws={
            "cn0": between(62.0, 75.0, "dBHz", 0.5),
            "bit_rate": between(40.0, 100.0, "kbit/s", 5.0),
            "bandwidth": between(50.0, 100.0, "kHz", 10.0),
        },
        formula="gap-to-shannon",
        unit="dB",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(
                lambda given, right: given["cn0"] - 10.0 * math.log10(given["bit_rate"]),
                "this is Eb/N0: the least Eb/N0 must still be taken off",
            ),
            Mistake(
                lambda given, right: given["cn0"] - 10.0 * math.log10(given["bandwidth"]),
                "this is the signal-to-noise ratio: the least one must still be taken off",
            ),
            Mistake(
                lambda given, right: given["cn0"] - 10.0 * math.log10(given["bit_rate"]) + 1.5917,
                "this is the gap to the limit of very wide bands",
            ),
        ),
        hint="Find the signal-to-noise ratio there is, then the least one for this rate in this bandwidth.",
    ),
    Kind(
        name="efficiency-of-ebn0",
        lesson=7,
        level=3,
        text=(
            "A receiver has an Eb/N0 of {ebn0}. How many bit/s in each hertz can the best code carry, by Shannon? "
            "Give a plain number to three figures; try values until both sides agree."
        ),
        draws={"ebn0": between(0.0, 12.0, "dB", 0.5)},
        formula="spectral-efficiency-limit",
        unit="",
        tolerance=0.02,
        is_share=True,
        mistakes=(
            Mistake(
                lambda given, right: math.log2(1.0 + ratio(given["ebn0"])),
                "Eb/N0 was used as the signal-to-noise ratio: that is Eb/N0 times the bits in each hertz",
            ),
            Mistake(
                lambda given, right: math.log2(1.0 + given["ebn0"]),
                "the ratio was put in as decibels: make it a plain ratio first",
            ),
        ),
        hint="The number stands on both sides of the equation, so start with a guess and put the result in again.",
    ),
    Kind(
        name="word-beyond-repair",
        lesson=7,
        level=3,
        text=(
            "A code word has {length} bits, each wrong with probability {error_rate}, independently of the others. "
            "The decoder mends a word if no more than {correctable} of its bits are wrong. With what probability "
            "does a word stay wrong? Give a plain number, and keep six decimals on the way."
        ),
        draws={
            "length": one_of(15, 31, 63),
            "error_rate": between(0.02, 0.05, "", 0.005),
            "correctable": one_of(1, 2, 3),
        },
        formula="codeword-error-probability",
        unit="",
        tolerance=0.02,
        is_share=True,
        mistakes=(
            Mistake(
                lambda given, right: 1.0 - (1.0 - given["error_rate"]) ** given["length"],
                "this is the probability of any wrong bit: the decoder mends some of these words",
            ),
            Mistake(
                lambda given, right: 1.0 - right, "this is the probability of a right word: the question is the rest"
            ),
            Mistake(
                lambda given, right: _more_than(given, given["correctable"] - 1.0),
                "one wrong bit too few was counted as mended",
            ),
        ),
        hint="Add the probabilities of no wrong bit, of one and so on up to what is mended, and take them from 1.",
    ),
)
