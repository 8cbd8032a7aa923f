"""Exercises of lesson 8: the carrier, its loop and its Doppler shift."""

import math

from linkbudget.decibels import ratio
from linkbudget.formatting import exact_text
from linkbudget.lessons.choices import ChoiceKind
from linkbudget.lessons.draws import apart, between, one_of
from linkbudget.lessons.exercise import Kind, Mistake
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.exercise_sounds import BAND_HZ, Sounds

TONE_HZ = 1500.0
"""Pitch of a carrier that is not shifted."""

KINDS = (
    Kind(
        name="one-way-doppler",
        lesson=8,
        level=1,
        text=(
            "A spacecraft moves away from the Earth at {range_rate} and sends at {frequency}. By how many kHz does "
            "the received frequency differ from the sent one? Give a minus sign where it is lower."
        ),
        draws={"range_rate": between(2.0, 20.0, "km/s", 0.1), "frequency": one_of(2.3, 5.8, 8.4, 32, unit="GHz")},
        formula="one-way-doppler-shift",
        unit="kHz",
        mistakes=(
            Mistake(lambda given, right: -right, "the sign is turned: what moves away is received lower"),
            Mistake(lambda given, right: 2.0 * right, "twice too much: the signal goes one way only"),
            Mistake(lambda given, right: right / 1000.0, "the speed was put in as km/s: the speed of light is in m/s"),
        ),
        hint="The share by which the frequency changes is the speed over the speed of light.",
    ),
    Kind(
        name="radar-doppler",
        lesson=8,
        level=1,
        text=(
            "A radar at {frequency} measures a car that drives straight towards it at {closing_speed}. By how many "
            "hertz is the echo shifted?"
        ),
        draws={
            "frequency": one_of(2, 3, 5.6, 6, 9, 10.5, 24, unit="GHz"),
            "closing_speed": between(40.0, 350.0, "km/h", 10.0),
        },
        formula="radar-doppler-shift",
        unit="Hz",
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "this is the shift of one way: an echo is shifted twice"),
            Mistake(lambda given, right: 3.6 * right, "km/h were put in for m/s: divide by 3.6"),
            Mistake(lambda given, right: right / 10.0, "the decimal point is one place off"),
        ),
        hint="Make the speed m/s, and count it twice: there and back.",
    ),
    Kind(
        name="carrier-snr-in-loop",
        lesson=8,
        level=1,
        text=(
            "The carrier reaches a receiver with a C/N0 of {carrier_cn0}. Its loop is {loop_bandwidth} wide. Find "
            "the signal-to-noise ratio in the loop in dB, to one decimal."
        ),
        draws={
            "carrier_cn0": between(20.0, 45.0, "dBHz", 0.5),
            "loop_bandwidth": one_of(2, 3, 5, 8, 12, 20, 30, 50, unit="Hz"),
        },
        formula="carrier-to-noise-ratio-in-loop",
        unit="dB",
        mistakes=(
            Mistake(
                lambda given, right: 2.0 * given["carrier_cn0"] - right,
                "the bandwidth was added: a wider loop lets in more noise",
            ),
            Mistake(
                lambda given, right: given["carrier_cn0"] - 20.0 * math.log10(given["loop_bandwidth"]),
                "20 log was used: noise power grows with the bandwidth and takes 10 log",
            ),
            Mistake(
                lambda given, right: given["carrier_cn0"] - given["loop_bandwidth"],
                "hertz were taken off decibels: make the bandwidth dBHz first",
            ),
        ),
        hint="Make the bandwidth a number of dBHz and take it off C/N0.",
    ),
    Kind(
        name="suppressed-carrier",
        lesson=8,
        level=1,
        text=(
            "Data shift the phase of a carrier by {modulation_index} to either side, square in shape. By how many "
            "decibels is the carrier that remains weaker than the whole signal, to one decimal?"
        ),
        draws={"modulation_index": between(20.0, 80.0, "deg", 5.0)},
        formula="carrier-suppression-loss",
        unit="dB",
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "10 log was used: the cosine is an amplitude and takes 20 log"),
            Mistake(
                lambda given, right: -20.0 * math.log10(math.sin(math.radians(given["modulation_index"]))),
                "the sine was used: it belongs to the data, the cosine to the carrier",
            ),
        ),
        hint="The amplitude that stays in the carrier is the cosine of the angle.",
    ),
    Kind(
        name="speed-off-a-line",
        lesson=8,
        level=1,
        text=(
            "The figure shows the Doppler shift of a satellite's beacon at {frequency} against its range rate, which "
            "is above zero when the satellite moves away. The beacon is received {one_way_doppler_shift} off. How "
            "many km/s is the range rate, with its sign?"
        ),
        draws={
            "frequency": one_of(401.5, 435.1, 460, unit="MHz"),
            "one_way_doppler_shift": one_of(
                *(sign * shift for shift in (2, 2.5, 3, 4, 5, 6, 7, 7.5, 8, 9, 10) for sign in (-1, 1)), unit="kHz"
            ),
        },
        formula="one-way-doppler-shift",
        asks="range_rate",
        unit="km/s",
        tolerance=0.2,
        figure=Curve("range_rate", -8.0, 8.0, "km/s", (-14.0, 14.0), "kHz", up_label="Doppler shift"),
        mistakes=(
            Mistake(lambda given, right: -right, "the sign is turned: what comes nearer is received higher"),
            Mistake(lambda given, right: right / 2.0, "the shift was halved: the beacon comes one way only"),
            Mistake(lambda given, right: given["answer"] / 1e3, "this is the shift in kHz: go on to the line and down"),
        ),
        hint="Go across from the shift to the line, then down to the range rate.",
    ),
    ChoiceKind(
        name="weaker-carrier",
        lesson=8,
        level=1,
        text=(
            "One receiver recorded two carriers of the same frequency, A and B. Its noise is as strong in both. Which "
            "carrier is weaker?"
        ),
        draws={"cn0": apart(between(34.0, 40.0, "dBHz"), between(6.0, 10.0))},
        formula="carrier-to-noise-ratio",
        fixed={"bandwidth": exact_text(BAND_HZ, "Hz")},
        unit="",
        of="cn0",
        wanted="least",
        shown=Sounds(lambda snr_db: (TONE_HZ, snr_db)),
        wrong="this one is stronger: its tone stands out of the same noise more clearly",
        hint="Listen for the tone, not for the hiss.",
    ),
    ChoiceKind(
        name="receding-carrier",
        lesson=8,
        level=1,
        text=(
            "A receiver turns a satellite's beacon at {frequency} into a tone. A higher frequency gives a higher tone. "
            "You hear it in two passes, A and B: in one it comes nearer, in the other it moves away. In which one does "
            "it move away?"
        ),
        draws={
            "range_rate": apart(between(-1.8, -0.4, "km/s", 0.2), between(2.2, 2.4, step=0.2)),
            "frequency": one_of(137.1, 137.5, 137.9, unit="MHz"),
        },
        formula="one-way-doppler-shift",
        of="range_rate",
        wanted="least",
        shown=Sounds(lambda shift_hz: (TONE_HZ + shift_hz, 10.0)),
        wrong="this tone is higher: what comes nearer is received higher",
        hint="What moves away is received lower.",
    ),
    Kind(
        name="jitter-of-loop",
        lesson=8,
        level=2,
        text=(
            "A carrier loop has a signal-to-noise ratio of {loop_snr}. How many degrees does the phase of its "
            "carrier jitter (root mean square)?"
        ),
        draws={"loop_snr": between(7.0, 25.0, "dB", 0.5)},
        formula="loop-phase-jitter",
        unit="deg",
        mistakes=(
            Mistake(lambda given, right: math.radians(right), "this is in radians: one radian is 57.3 degrees"),
            Mistake(
                lambda given, right: right / math.sqrt(ratio(given["loop_snr"])),
                "the root is missing: jitter is an amplitude, the ratio one of powers",
            ),
            Mistake(
                lambda given, right: math.degrees(1.0 / math.sqrt(given["loop_snr"])),
                "the ratio was put in as decibels: make it a plain ratio first",
            ),
        ),
        hint="In radians it is one over the root of the ratio.",
    ),
    Kind(
        name="angle-for-carrier",
        lesson=8,
        level=2,
        text=(
            "The carrier that remains beside square data shall be {carrier_suppression_loss} weaker than the whole "
            "signal. By how many degrees to either side must the data shift the phase?"
        ),
        draws={"carrier_suppression_loss": between(1.0, 12.0, "dB", 0.5)},
        formula="modulation-index-for-suppression",
        unit="deg",
        mistakes=(
            Mistake(
                lambda given, right: math.degrees(math.acos(ratio(-given["carrier_suppression_loss"]))),
                "10 log was turned round: the cosine is an amplitude and takes 20 log",
            ),
            Mistake(
                lambda given, right: 90.0 - right,
                "the sine was turned round: it belongs to the data, the cosine to the carrier",
            ),
        ),
        hint="Turn the decibels into a ratio of amplitudes: that ratio is the cosine of the angle.",
    ),
    Kind(
        name="two-way-doppler",
        lesson=8,
        level=2,
        text=(
            "A station sends {uplink_frequency} to a spacecraft, which sends the frequency back multiplied by "
            "{turnaround_ratio}. It moves away at {range_rate}. By how many kHz does the returned frequency differ "
            "from that of a spacecraft at rest? Give a minus sign where it is lower."
        ),
        draws={
            "uplink_frequency": one_of(2.1, 7.15, 7.2, unit="GHz"),
            "turnaround_ratio": one_of(1.086, 1.175),
            "range_rate": between(1.0, 25.0, "km/s", 0.5),
        },
        formula="two-way-doppler-shift",
        unit="kHz",
        mistakes=(
            Mistake(lambda given, right: right / 2.0, "this is the shift of one way: the signal goes there and back"),
            Mistake(lambda given, right: -right, "the sign is turned: what moves away is received lower"),
            Mistake(
                lambda given, right: right / given["turnaround_ratio"],
                "the ratio by which the spacecraft multiplies the frequency is missing",
            ),
        ),
        hint="The downlink frequency is the uplink times the ratio, and the shift counts twice.",
    ),
    Kind(
        name="doppler-drift",
        lesson=8,
        level=2,
        text=(
            "A satellite passes overhead. At its smallest distance its speed away from the station grows at "
            "{range_acceleration}. It sends at {frequency}. How fast does the received frequency change, in Hz/s? "
            "Give a minus sign where it falls."
        ),
        draws={
            "range_acceleration": between(40.0, 160.0, "m/s2", 5.0),
            "frequency": one_of(137, 145.8, 435, 922.76, 1575.42, 2200, unit="MHz"),
        },
        formula="doppler-rate",
        unit="Hz/s",
        mistakes=(
            Mistake(lambda given, right: -right, "the sign is turned: the speed away grows, so the frequency falls"),
            Mistake(lambda given, right: 2.0 * right, "twice too much: the signal goes one way only"),
            Mistake(lambda given, right: right / 1e6, "MHz were put in for Hz"),
        ),
        hint="It is the Doppler shift with the acceleration in place of the speed.",
    ),
    Kind(
        name="doppler-at-horizon",
        lesson=8,
        level=3,
        text=(
            "A satellite in a circular orbit {altitude} above the ground sends at {frequency}. It rises straight "
            "towards a station. Find the largest Doppler shift, at the horizon, in kHz. Earth: radius 6378 km, GM = "
            "3.986e14 m3/s2, at rest."
        ),
        draws={
            "altitude": between(300.0, 1500.0, "km", 50.0),
            "frequency": one_of(137, 145.8, 300, 435, 922.76, 2200, 2400, unit="MHz"),
        },
        formula="horizon-doppler-shift",
        fixed={"body_radius": "6378 km", "gm": "3.986e14 m3/s2"},
        unit="kHz",
        mistakes=(
            Mistake(
                lambda given, right: right * (1.0 + given["altitude"] / given["body_radius"]),
                "the whole orbital speed was used: at the horizon only its part along the line of sight counts",
            ),
            Mistake(
                lambda given, right: right * math.sqrt(1.0 + given["body_radius"] / given["altitude"]),
                "the height was put in for the radius of the orbit: add the radius of the Earth",
            ),
            Mistake(lambda given, right: 2.0 * right, "twice too much: the signal goes one way only"),
        ),
        hint="Find the speed in the orbit; the part along the line of sight is the Earth's radius over the orbit's.",
    ),
)
