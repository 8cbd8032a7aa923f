"""Exercises of lesson 9: pulses, their power and energy, slots and echoes."""

import math

from linkbudget.decibels import ratio
from linkbudget.lessons.draws import between, one_of, ratio_between
from linkbudget.lessons.exercise import Kind, Mistake
from linkbudget.lessons.exercise_figures import Curve
from linkbudget.lessons.readings import READ_DB, from_the_end

SLOTS = ("2", "16", "128")
"""Numbers of slots of the curves of one figure."""

KINDS = (
    Kind(
        name="average-power-of-pulses",
        lesson=9,
        level=1,
        text=(
            "A radar sends pulses of {peak_power}. Each lasts {pulse_width}, and the pulse rate is {pulse_rate} (1 "
            "Hz is one pulse per second). Find the average power in watts."
        ),
        draws={
            "peak_power": ratio_between(10.0, 1000.0, "kW"),
            "pulse_width": between(0.5, 10.0, "us", 0.5),
            "pulse_rate": between(200.0, 2000.0, "Hz", 100.0),
        },
        formula="average-pulse-power",
        unit="W",
        mistakes=(
            Mistake(
                lambda given, right: given["peak_power"],
                "this is the peak power: the transmitter is silent most of the time",
            ),
            Mistake(
                lambda given, right: 1000.0 * right, "the power of ten is off: a microsecond is a millionth of a second"
            ),
            Mistake(
                lambda given, right: given["peak_power"] * given["pulse_width"],
                "this is the energy of one pulse in joules: there are many per second",
            ),
        ),
        hint="Find the energy of one pulse, then the energy of all pulses of a second.",
    ),
    Kind(
        name="duty-cycle",
        lesson=9,
        level=1,
        text="A pulse of {pulse_width} is sent every {pulse_period}. Find the duty cycle in percent.",
        draws={"pulse_width": between(1.0, 50.0, "us"), "pulse_period": between(1.0, 12.0, "ms", 0.5)},
        formula="duty-cycle",
        unit="%",
        mistakes=(
            Mistake(
                lambda given, right: right / 100.0, "this is the duty cycle as a plain number: percent is 100 times"
            ),
            Mistake(
                lambda given, right: 1000.0 * right,
                "the units differ: make both times seconds before the division",
            ),
            Mistake(lambda given, right: 100.0 - right, "this is the share of silence"),
        ),
        hint="It is the share of the time in which the transmitter sends.",
    ),
    Kind(
        name="slots-of-pixel",
        lesson=9,
        level=1,
        text=(
            "A picture transmitter may send {average_power} on average and {peak_power} in a pulse. It sends one "
            "pulse per pixel, in one of many equal slots. How many slots fit into the time of a pixel?"
        ),
        draws={
            "average_power": one_of(20, 25, 40, 50, 100, 125, 200, unit="W"),
            "peak_power": between(5.0, 50.0, "kW"),
        },
        formula="slot-count",
        unit="",
        mistakes=(
            Mistake(
                lambda given, right: given["peak_power"] / given["average_power"] / 1000.0,
                "the units differ: make both powers watts before the division",
            ),
            Mistake(
                lambda given, right: 10.0 * math.log10(given["peak_power"] / given["average_power"]),
                "this is the ratio of the powers in decibels: the number of slots is the plain ratio",
            ),
        ),
        hint="The pulse may last as long as the average power lasts for; count how often it fits in.",
    ),
    Kind(
        name="distance-of-echo",
        lesson=9,
        level=1,
        text="A radar receives an echo {echo_delay} after its pulse. How many kilometres away is the target?",
        draws={"echo_delay": between(20.0, 2000.0, "us", 10.0)},
        formula="echo-distance",
        unit="km",
        mistakes=(
            Mistake(lambda given, right: 2.0 * right, "this is the whole path: the pulse goes there and back"),
            Mistake(
                lambda given, right: right / 2.0, "halved twice: the delay already counts both ways, once is enough"
            ),
            Mistake(lambda given, right: 1000.0 * right, "this is in metres"),
        ),
        hint="The pulse travels there and back within that time.",
    ),
    Kind(
        name="width-of-pulse",
        lesson=9,
        level=2,
        text=(
            "A transmitter sends {pixel_rate}, one pulse for each pixel. Its average power is {average_power}, its "
            "peak power {peak_power}. How many microseconds does a pulse last?"
        ),
        draws={
            "pixel_rate": between(50.0, 200.0, "pixel/s", 10.0),
            "average_power": one_of(20, 30, 40, 50, 60, 80, 100, unit="W"),
            "peak_power": one_of(10, 15, 20, 25, 30, 40, 50, unit="kW"),
        },
        formula="pulse-width",
        unit="us",
        mistakes=(
            Mistake(
                lambda given, right: 1e6 / given["pixel_rate"],
                "this is the time from pulse to pulse: the transmitter is silent for most of it",
            ),
            Mistake(lambda given, right: right / 1000.0, "this is in milliseconds"),
            Mistake(
                lambda given, right: 1e6 * given["average_power"] / given["peak_power"],
                "this is the share of a second for all pulses: divide it by their number",
            ),
        ),
        hint="The duty cycle is the average over the peak power; a pulse has that share of the time of a pixel.",
    ),
    Kind(
        name="range-without-doubt",
        lesson=9,
        level=2,
        text=(
            "A radar has a pulse rate of {pulse_rate} (1 Hz is one pulse per second). Up to which distance, in "
            "kilometres, does each echo come back before the next pulse leaves?"
        ),
        draws={"pulse_rate": between(200.0, 5000.0, "Hz", 100.0)},
        formula="unambiguous-range",
        unit="km",
        mistakes=(
            Mistake(lambda given, right: 2.0 * right, "this is the whole path: the pulse goes there and back"),
            Mistake(lambda given, right: 1000.0 * right, "this is in metres"),
        ),
        hint="Find the time between two pulses, then how far a pulse can go and return within it.",
    ),
    Kind(
        name="targets-apart",
        lesson=9,
        level=2,
        text=(
            "A radar sends plain pulses of {pulse_width}. Two targets stand in one line from it. How many metres "
            "must they be apart so that their echoes do not overlap?"
        ),
        draws={"pulse_width": between(0.1, 10.0, "us", 0.1)},
        formula="range-resolution",
        unit="m",
        mistakes=(
            Mistake(
                lambda given, right: 2.0 * right,
                "this is the length of the pulse: the way there and back makes it count half",
            ),
            Mistake(lambda given, right: right / 1000.0, "this is in kilometres"),
        ),
        hint="Light goes 300 m in a microsecond, and the farther echo has the gap to cross twice.",
    ),
    Kind(
        name="energy-over-noise-of-pulse",
        lesson=9,
        level=2,
        text=(
            "Pictures reach a receiver at {pixel_rate}, one pulse for each pixel. The average power over the noise "
            "density, C/N0, is {carrier_to_noise_density}. Find the energy of a pulse over the noise density, Es/N0, "
            "in dB to one decimal."
        ),
        draws={
            "pixel_rate": between(30.0, 300.0, "pixel/s", 10.0),
            "carrier_to_noise_density": between(28.0, 45.0, "dBHz", 0.5),
        },
        formula="pulse-energy-to-noise-density",
        unit="dB",
        mistakes=(
            Mistake(
                lambda given, right: 2.0 * given["carrier_to_noise_density"] - right,
                "the rate was added: the more pulses, the less energy each of them has",
            ),
            Mistake(
                lambda given, right: given["carrier_to_noise_density"] - 20.0 * math.log10(given["pixel_rate"]),
                "20 log was used: energy takes 10 log",
            ),
            Mistake(lambda given, right: given["carrier_to_noise_density"], "the rate was left out"),
        ),
        hint="Make the rate decibels and take it off C/N0.",
    ),
    Kind(
        name="energy-of-pulse",
        lesson=9,
        level=2,
        text=(
            "A transmitter of {average_power} average power sends {pixel_rate}, each as one pulse. How many "
            "millijoules has a pulse?"
        ),
        draws={"average_power": between(10.0, 100.0, "W", 5.0), "pixel_rate": between(30.0, 300.0, "pixel/s", 10.0)},
        formula="pulse-energy",
        unit="mJ",
        mistakes=(
            Mistake(
                lambda given, right: 1e3 * given["average_power"],
                "this is the energy of a whole second: it is shared by all pulses",
            ),
            Mistake(lambda given, right: right / 1000.0, "this is in joules"),
        ),
        hint="A watt is a joule per second; share the joules of a second among its pulses.",
    ),
    Kind(
        name="threshold-of-slots",
        lesson=9,
        level=2,
        text=(
            "The figure shows how often a pulse is found in a wrong slot, for three numbers of slots. Which energy "
            "over the noise density must a pulse in one of {slots} slots have, so that a share of "
            "{slot_error_probability} is wrong? Give dB to one decimal."
        ),
        draws={"slots": one_of(2, 16, 128), "slot_error_probability": one_of(0.1, 0.01, 1e-3, 1e-4, 1e-5)},
        formula="slot-error-probability",
        asks="es_over_n0",
        unit="dB",
        tolerance=READ_DB,
        figure=Curve(
            "es_over_n0",
            0.0,
            16.0,
            "dB",
            (1e-6, 1.0),
            across_label="Es/N0",
            up_label="share of wrong slots",
            each=("slots", SLOTS),
        ),
        mistakes=(
            Mistake(
                lambda given, right: 10.0 * math.log10(-2.0 * math.log(2.0 * given["answer"])),
                "this is the curve of 2 slots",
            ),
            Mistake(
                lambda given, right: 10.0 * math.log10(-2.0 * math.log(0.2 * given["answer"])),
                "this is 2 slots with a tenth of the errors",
            ),
            from_the_end(0.0, 16.0),
        ),
        hint="Go across from the share to the curve of the slots, then down.",
    ),
    Kind(
        name="energy-of-light-bit",
        lesson=9,
        level=3,
        text=(
            "An optical link at a wavelength of {wavelength} carries {bits_per_photon} bits per photon. Find the "
            "energy for each bit in zJ (1 zJ is 1e-21 J), with the Planck constant 6.626e-34 J s."
        ),
        draws={"wavelength": one_of(850, 1064, 1310, 1550, unit="nm"), "bits_per_photon": between(1.5, 15.0, "", 0.5)},
        formula="light-energy-per-bit",
        unit="zJ",
        mistakes=(
            Mistake(
                lambda given, right: right * given["bits_per_photon"],
                "this is the energy of a photon: its bits share it",
            ),
            Mistake(
                lambda given, right: right * given["bits_per_photon"] ** 2,
                "multiplied by the bits: the more bits a photon carries, the less energy each needs",
            ),
            Mistake(lambda given, right: right * 1e-21, "this is in joules"),
        ),
        hint="The energy of a photon is the Planck constant times the speed of light over the wavelength.",
    ),
    Kind(
        name="wrong-slot-of-two",
        lesson=9,
        level=3,
        text=(
            "A pulse lies in one of {slots} slots, with an energy over the noise density of {es_over_n0}. The "
            "receiver takes the slot with more energy, without knowing the phase. With what probability is it the "
            "wrong one? Give a plain number."
        ),
        draws={"slots": one_of(2), "es_over_n0": between(3.0, 10.0, "dB", 0.25)},
        formula="slot-error-probability",
        unit="",
        tolerance=0.02,
        is_share=True,
        mistakes=(
            Mistake(lambda given, right: 2.0 * right, "the factor one half is missing: a guess is right half the time"),
            Mistake(
                lambda given, right: 0.5 * math.exp(-given["es_over_n0"] / 2.0),
                "the ratio was put in as decibels: make it a plain ratio first",
            ),
            Mistake(
                lambda given, right: 0.5 * math.exp(-ratio(given["es_over_n0"])),
                "the ratio must be halved in the exponent",
            ),
        ),
        hint="For two slots it is half of e to the power of minus half the plain ratio.",
    ),
)
