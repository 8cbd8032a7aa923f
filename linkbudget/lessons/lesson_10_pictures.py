"""Exercises of lesson 10: pictures, their bits, their time on the air and their bandwidth."""

import math
from functools import cache

import numpy as np

from linkbudget.formatting import distance_text
from linkbudget.lessons.choices import ChoiceKind
from linkbudget.lessons.draws import between, one_of, pairs, ratio_between
from linkbudget.lessons.exercise import BUDGET_DB, Kind, Mistake
from linkbudget.lessons.exercise_figures import Pictures
from linkbudget.mission.chart import draw_chart
from linkbudget.physics.pulse_picture import grey_level_of_slot, grey_of_level, slot_of_grey

DISTANCES = tuple(distance_text(1e9 * distance) for distance in (200, 400, 480, 560, 700))
"""Distances of pictures to compare; each step is seen."""

PIXELS = 64
"""Side of pictures to compare."""


@cache
def _chart() -> np.ndarray:
    """The test chart, each pixel the mean of some of a larger one."""
    fine = draw_chart(4 * PIXELS).astype(float)
    return np.rint(fine.reshape(PIXELS, 4, PIXELS, 4).mean(axis=(1, 3))).astype(np.uint8)


@cache
def _from_mars_1(distance: str) -> np.ndarray:
    """The chart as Mars 1 sends it by pulses, from a distance."""
    from linkbudget.mission.imaging import send_picture  # heavy, and seldom needed
    from linkbudget.mission.scenario import load

    budget = load("mars1").budget("imaging-5cm-one-dish", range=distance)
    return send_picture(budget, _chart(), seed=1962).grey


def _in_levels(count: str) -> np.ndarray:
    """The chart in some grey levels."""
    levels = int(count)
    level = grey_level_of_slot(slot_of_grey(_chart() / 255.0, levels), levels, levels)
    return np.floor(256.0 * grey_of_level(level, levels)).astype(np.uint8)


KINDS = (
    Kind(
        name="bits-of-grey-levels",
        lesson=10,
        level=1,
        text="Each pixel of a picture has one of {grey_levels} grey levels. How many bits does a pixel need?",
        draws={"grey_levels": one_of(4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096)},
        formula="bits-per-pixel",
        is_bare=True,
        unit="bit",
        mistakes=(
            Mistake(
                lambda given, right: given["grey_levels"] / 2.0,
                "halved once: count how often the number of levels can be halved until 1 is left",
            ),
            Mistake(lambda given, right: right * math.log10(2.0), "log 10 was used: bits need the logarithm to 2"),
            Mistake(lambda given, right: right * math.log(2.0), "ln was used: bits need the logarithm to 2"),
        ),
        hint="Look for the power of 2 that makes this number.",
    ),
    Kind(
        name="size-of-picture",
        lesson=10,
        level=1,
        text=(
            "A picture has {rows} rows and {columns} columns, with {bits_of_pixel} bits per pixel. How many kbit is it?"
        ),
        draws={
            "rows": between(200.0, 1000.0, "", 20.0),
            "columns": between(200.0, 1500.0, "", 20.0),
            "bits_of_pixel": one_of(4, 5, 6, 8, 10, 12),
        },
        formula="picture-size",
        unit="kbit",
        mistakes=(
            Mistake(lambda given, right: right / 8.0, "this is in kilobytes: a byte has 8 bits"),
            Mistake(
                lambda given, right: given["rows"] * given["columns"] * 2.0 ** given["bits_of_pixel"] / 1e3,
                "the grey levels were counted: a pixel sends only the bits",
            ),
            Mistake(
                lambda given, right: given["rows"] * given["columns"] / 1e3,
                "this is the number of pixels in thousands: each has several bits",
            ),
        ),
        hint="Count the pixels, then the bits of all of them.",
    ),
    Kind(
        name="rate-of-pixels",
        lesson=10,
        level=1,
        text="A camera sends {pixel_rate} with {bits_per_pixel} bits per pixel. Find the bit rate in bit/s.",
        draws={"pixel_rate": ratio_between(20.0, 900.0, "pixel/s"), "bits_per_pixel": one_of(3, 4, 5, 6, 8, 10)},
        formula="grey-bit-rate",
        unit="bit/s",
        mistakes=(
            Mistake(
                lambda given, right: right / given["bits_per_pixel"] ** 2,
                "divided by the bits: each pixel takes several bits, so there are more of them",
            ),
            Mistake(
                lambda given, right: given["pixel_rate"] * 2.0 ** given["bits_per_pixel"],
                "the grey levels were counted: a pixel sends only the bits",
            ),
        ),
        hint="Each pixel takes that many bits.",
    ),
    Kind(
        name="index-of-modulation",
        lesson=10,
        level=1,
        text=(
            "A tone of {modulating_frequency} moves the frequency of a transmitter by up to {peak_deviation} to "
            "either side. Find the modulation index, a plain number."
        ),
        draws={
            "modulating_frequency": between(0.5, 5.0, "kHz", 0.1),
            "peak_deviation": between(2.0, 75.0, "kHz", 0.5),
        },
        formula="fm-modulation-index",
        unit="",
        mistakes=(
            Mistake(lambda given, right: 1.0 / right, "the ratio is upside down: the deviation stands above"),
            Mistake(lambda given, right: 2.0 * right, "the deviation counts to one side only"),
        ),
        hint="It says how many times the deviation is the frequency of the tone.",
    ),
    Kind(
        name="carson-bandwidth",
        lesson=10,
        level=1,
        text=(
            "An FM transmitter has a peak deviation of {peak_deviation} and sends a signal of up to "
            "{video_bandwidth}. Find its bandwidth by Carson's rule in kHz."
        ),
        draws={"peak_deviation": between(1.5, 75.0, "kHz", 0.5), "video_bandwidth": between(1.0, 15.0, "kHz", 0.1)},
        formula="carson-bandwidth",
        unit="kHz",
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "this is one side only: the factor 2 is missing"),
            Mistake(
                lambda given, right: 2e-3 * given["peak_deviation"],
                "the deviation alone was counted: add the highest frequency of the signal",
            ),
            Mistake(
                lambda given, right: 2e-3 * given["video_bandwidth"],
                "the signal alone was counted: add the deviation",
            ),
        ),
        hint="Add the deviation and the highest frequency, and count both sides.",
    ),
    ChoiceKind(
        name="picture-from-farther-away",
        lesson=10,
        level=1,
        text=(
            "Mars 1 sends the same picture from two distances, with the same power. The figure shows what arrives. "
            "Which picture comes from farther away?"
        ),
        draws={"distance": pairs(DISTANCES)},
        formula="free-space-loss",
        fixed={"frequency": "5865 MHz"},
        of="distance",
        wanted="most",
        shown=Pictures(_from_mars_1, "two pictures of a test chart, A and B, with wrong pixels"),
        wrong="this one has fewer wrong pixels: its signal is stronger",
        hint="A signal from farther away is weaker, and noise makes more pixels wrong.",
    ),
    ChoiceKind(
        name="picture-of-fewer-bits",
        lesson=10,
        level=1,
        text=(
            "The same picture was sent twice, each time with another number of grey levels. Which picture needs fewer "
            "bits per pixel?"
        ),
        draws={"grey_levels": pairs(("2", "4", "8", "32"))},
        formula="bits-per-pixel",
        of="grey_levels",
        wanted="least",
        shown=Pictures(_in_levels, "two pictures of a test chart, A and B, with different grey levels"),
        wrong="this one has more grey levels: count the steps in the wedge at the bottom",
        hint="Look at the wedge at the bottom, which runs from black to white.",
    ),
    Kind(
        name="time-of-picture",
        lesson=10,
        level=2,
        text=(
            "A picture of {rows} rows and {columns} columns with {bits_of_pixel} bits per pixel is sent at "
            "{bit_rate}. How many minutes does that take?"
        ),
        draws={
            "rows": between(200.0, 1000.0, "", 20.0),
            "columns": between(200.0, 1500.0, "", 20.0),
            "bits_of_pixel": one_of(4, 5, 6, 8, 10, 12),
            "bit_rate": ratio_between(0.5, 20.0, "kbit/s"),
        },
        formula="picture-time",
        unit="min",
        mistakes=(
            Mistake(lambda given, right: 60.0 * right, "this is in seconds"),
            Mistake(lambda given, right: right / 8.0, "bytes were counted: the rate is in bits, and a byte has 8"),
            Mistake(
                lambda given, right: right / given["bits_of_pixel"],
                "pixels were counted: each of them has several bits",
            ),
        ),
        hint="Count the bits of the picture and divide them by the bits of a second.",
    ),
    Kind(
        name="snr-of-quantised-sine",
        lesson=10,
        level=2,
        text=(
            "A sine that fills the whole scale is measured with {sample_bits} bits per sample. Find the ratio of the "
            "signal to the rounding noise in dB, to one decimal."
        ),
        draws={"sample_bits": between(4.0, 24.0)},
        formula="sine-quantisation-snr",
        unit="dB",
        mistakes=(
            Mistake(
                lambda given, right: 20.0 * math.log10(2.0) * given["sample_bits"],
                "1.76 dB are missing: the rounding error is not a whole step, and the signal is a sine",
            ),
            Mistake(
                lambda given, right: 10.0 * math.log10(2.0) * given["sample_bits"] + 1.76,
                "3 dB per bit were counted: half a step is half an amplitude, which takes 20 log",
            ),
            Mistake(lambda given, right: right + 9.03, "the whole swing was counted: the power of the sine is wanted"),
        ),
        hint="Each bit gives 6.02 dB; a sine adds 1.76 dB.",
    ),
    Kind(
        name="rate-of-sampled-video",
        lesson=10,
        level=2,
        text=(
            "A video signal of {bandwidth} is sampled as rarely as theory allows, and each sample takes one of "
            "{levels} levels. Find the bit rate in Mbit/s."
        ),
        draws={"bandwidth": between(1.0, 8.0, "MHz", 0.1), "levels": one_of(32, 64, 128, 256, 512, 1024)},
        formula="pcm-bit-rate-of-levels",
        unit="Mbit/s",
        mistakes=(
            Mistake(
                lambda given, right: right / 2.0, "a factor 2 is missing: a hertz takes two samples per second at least"
            ),
            Mistake(
                lambda given, right: 2e-6 * given["bandwidth"] * given["levels"],
                "the levels were counted: a sample sends only the bits",
            ),
        ),
        hint="Count two samples per second for each hertz, and the bits of each.",
    ),
    Kind(
        name="deviation-in-channel",
        lesson=10,
        level=2,
        text=(
            "An FM channel is {carson_bandwidth} wide, and the signal reaches {video_bandwidth}. Find the largest "
            "deviation that Carson's rule allows, in kHz."
        ),
        draws={"carson_bandwidth": between(12.0, 40.0, "kHz", 0.5), "video_bandwidth": between(2.0, 5.0, "kHz", 0.1)},
        formula="carson-bandwidth",
        asks="peak_deviation",
        unit="kHz",
        mistakes=(
            Mistake(
                lambda given, right: 2.0 * right,
                "this is what both sides share: the deviation counts to one side",
            ),
            Mistake(
                lambda given, right: right + 1e-3 * given["video_bandwidth"],
                "this is half the channel: the highest frequency of the signal must still be taken off",
            ),
            Mistake(
                lambda given, right: 1e-3 * (given["answer"] - given["video_bandwidth"]),
                "the channel was not halved: the rule counts both sides",
            ),
        ),
        hint="Half the channel holds the deviation and the highest frequency together.",
    ),
    Kind(
        name="fm-behind-discriminator",
        lesson=10,
        level=3,
        text=(
            "An FM receiver has a carrier-to-noise ratio of {cnr} in the bandwidth of Carson's rule. The peak "
            "deviation is {peak_deviation}. The tone is at {baseband_bandwidth}, as high as the filter behind the "
            "discriminator lets pass. Find the signal-to-noise ratio of the tone in dB, to one decimal."
        ),
        draws={
            "cnr": between(12.0, 30.0, "dB", 0.5),
            "peak_deviation": between(5.0, 75.0, "kHz", 1.0),
            "baseband_bandwidth": between(1.0, 15.0, "kHz", 0.5),
        },
        formula="fm-snr-of-cnr",
        unit="dB",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(
                lambda given, right: (
                    right - 10.0 * math.log10(given["peak_deviation"] / given["baseband_bandwidth"] + 1.0)
                ),
                "the wider bandwidth before the discriminator was left out: the factor is 3 times index squared times "
                "index plus 1",
            ),
            Mistake(
                lambda given, right: right - 10.0 * math.log10(given["peak_deviation"] / given["baseband_bandwidth"]),
                "the index was not squared",
            ),
            Mistake(lambda given, right: right - 10.0 * math.log10(3.0), "the factor 3 is missing"),
        ),
        hint="With the modulation index b the gain is 3 b b (b + 1).",
    ),
    Kind(
        name="carrier-for-television",
        lesson=10,
        level=3,
        text=(
            "An FM television link has a peak deviation of {peak_deviation} and video of {video_bandwidth}. The "
            "picture shall have a signal-to-noise ratio of {fm_television_snr}, its whole swing from peak to peak "
            "counted. Emphasis and weighting give {weighting} of it. Which carrier-to-noise ratio in the bandwidth "
            "of Carson's rule does that take, in dB to one decimal?"
        ),
        draws={
            "peak_deviation": between(8.0, 13.5, "MHz", 0.5),
            "video_bandwidth": one_of(4.2, 5, 5.5, 6, unit="MHz"),
            "fm_television_snr": between(56.0, 66.0, "dB", 1.0),
            "weighting": between(8.0, 14.0, "dB", 0.5),
        },
        formula="fm-television-snr",
        asks="cnr",
        unit="dB",
        tolerance=BUDGET_DB,
        mistakes=(
            Mistake(
                lambda given, right: right + 2.0 * given["weighting"],
                "the weighting was added: what it gives, the carrier need not",
            ),
            Mistake(
                lambda given, right: right + 10.0 * math.log10(8.0),
                "the power of a sine was counted: from peak to peak its square is 8 times as much",
            ),
            Mistake(
                lambda given, right: (
                    right + 10.0 * math.log10(given["peak_deviation"] / given["video_bandwidth"] + 1.0)
                ),
                "the wider bandwidth before the discriminator was left out",
            ),
        ),
        hint="With the deviation ratio D, frequency modulation gives 24 D D (D + 1), and the weighting comes on top.",
    ),
    Kind(
        name="video-of-lines",
        lesson=10,
        level=3,
        text=(
            "A television system has {lines} lines, of which {active_lines} show the picture, at a picture rate of "
            "{picture_rate}. The width is {aspect_ratio} times the height and the Kell factor {kell_factor}. A line "
            "is visible for {visible_share} of its time, and two pixels make a cycle. Find the video bandwidth in "
            "MHz."
        ),
        draws={
            "lines": one_of(525, 567, 625, 655, 720),
            "active_lines": between(440.0, 500.0, "", 5.0),
            "picture_rate": one_of(25, 30, unit="Hz"),
            "aspect_ratio": one_of(1.25, 1.33, 1.5, 1.78),
            "kell_factor": one_of(0.65, 0.7, 0.75),
            "visible_share": one_of(0.8, 0.82, 0.83, 0.84, 0.85),
        },
        formula="scanned-video-bandwidth",
        unit="MHz",
        mistakes=(
            Mistake(
                lambda given, right: 2.0 * right,
                "pixels were counted: two of them, one light and one dark, make a cycle",
            ),
            Mistake(lambda given, right: right / given["kell_factor"], "the Kell factor is missing"),
            Mistake(
                lambda given, right: right * given["visible_share"],
                "the hidden part of a line is missing: the visible part must be sent in less time",
            ),
        ),
        hint="Count the pixels of a line, the time in which they are sent, and two pixels for each cycle.",
    ),
)
