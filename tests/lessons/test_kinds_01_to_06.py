"""Exercise kinds of lessons 1 to 6: answers by an independent route, tolerances, mistakes and how answers are read."""

import math
import re
from functools import cache

import pytest

from linkbudget.lessons import bank
from linkbudget.lessons.exercise import Kind
from tests.lessons.drawn import SEEDS

SOLVED = SEEDS if SEEDS > 200 else 60  # of kinds whose equation is turned round, which takes 20 ms each
C, K, T0 = 299_792_458.0, 1.380649e-23, 290.0
ROUNDED = (3e8, 1.38e-23)
"""Speed of light and Boltzmann's constant as pupils round them."""

FACTORS = {
    "": 1.0, "%": 1.0, "deg": 1.0, "K": 1.0, "ohm": 1.0, "h": 3600.0, "min": 60.0, "s": 1.0, "m": 1.0, "m2": 1.0,
    "mm": 1e-3, "cm": 1e-2, "km": 1e3, "million km": 1e9, "Hz": 1.0, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9,
    "pW": 1e-12, "nW": 1e-9, "µW": 1e-6, "mW": 1e-3, "W": 1.0, "kW": 1e3, "W/Hz": 1.0, "fW": 1e-15, "aW": 1e-18,
    "bit/s": 1.0, "kbit/s": 1e3, "Mbit/s": 1e6, "V/m": 1.0, "mV/m": 1e-3, "mV": 1e-3, "mW/Hz": 1e-3,
}  # fmt: skip
"""Units of drawn values and of answers, in SI units; decibels stay as they are."""


MARS_1 = {"frequency": 922.76e6}
MARS_1_DISHES = {"transmit_diameter": 1.7, "transmit_efficiency": 0.5, "receive_efficiency": 0.6}


def lin(decibels):
    return 10.0 ** (decibels / 10.0)


def db(value):
    return 10.0 * math.log10(value)


def loss(v, c=C):
    """Free-space loss."""
    return 2.0 * db(4.0 * math.pi * v["distance"] * v["frequency"] / c)


def dish(diameter, efficiency, frequency, c=C):
    """Gain of a dish, from its area."""
    return db(4.0 * math.pi * efficiency * math.pi * diameter**2 / 4.0 * frequency**2 / c**2)


def half_space_mean(exponent, steps=2000):
    """Mean over the sphere of a power of the cosine in one half space, summed up ring by ring."""
    angles = ((step + 0.5) / steps * math.pi / 2.0 for step in range(steps))
    return sum(math.cos(angle) ** exponent * math.sin(angle) for angle in angles) * math.pi / 2.0 / steps / 2.0


def stages(v):
    """Noise temperature of two stages."""
    first, second = v["stage_noise_temperatures"]
    return first + second / lin(v["stage_gains"][0])


def between_dishes(v, c=C):
    """Level between two dishes, from their areas."""
    areas = [math.pi * v[f"{end}_diameter"] ** 2 / 4.0 * v[f"{end}_efficiency"] for end in ("transmit", "receive")]
    power = v["transmit_power"] * math.prod(areas) * (v["frequency"] / c / v["distance"]) ** 2
    return db(power) - v.get("losses", 0.0)


def error_tail(amplitude, steps=2000):
    """Probability that noise of unit size exceeds an amplitude, summed up by Simpson's rule."""
    width = 8.0 / steps
    weights = [1 if step in (0, steps) else 4 if step % 2 else 2 for step in range(steps + 1)]
    bell = (math.exp(-((amplitude + width * step) ** 2) / 2.0) for step in range(steps + 1))
    return sum(weight * one for weight, one in zip(weights, bell, strict=True)) * width / 3.0 / math.sqrt(2.0 * math.pi)


@cache
def bpsk_db(error_rate):
    """Eb/N0 of BPSK for an error rate, halved down."""
    low, high = 0.0, 20.0
    for _ in range(50):
        middle = (low + high) / 2.0
        low, high = (middle, high) if error_tail(math.sqrt(2.0 * lin(middle))) > error_rate else (low, middle)
    return low


ROUTES = {
    "power-off-a-curve": (lambda v, c, k: 1e-3 * lin(v["power_level"]), 1.2e-3, 0.8),
    "distance-off-a-curve": (
        lambda v, c, k: math.sqrt(lin(v["free_space_loss"])) * c / v["frequency"] / (4.0 * math.pi),
        1e9,
        4e11,
    ),
    "beam-off-a-pattern": (lambda v, c, k: v["beamwidth"] / 2.0, 0.9, 3.3),
    "noise-figure-off-a-curve": (lambda v, c, k: db(1.0 + v["noise_temperature"] / T0), 0.4, 3.95),
    "reach-off-a-curve": (
        lambda v, c, k: (
            math.sqrt(lin(v["eirp"] - 2.0 + v["g_over_t"] - v["cn0_over_distance"]) / k) * c / 922.76e6 / 4.0 / math.pi
        ),
        1e9,
        4e11,
    ),
    "threshold-off-a-waterfall": (
        lambda v, c, k: (
            bpsk_db(v["bit_error_rate"])
            if v["modulation"] == "BPSK"
            else db(-2.0 * math.log(2.0 * v["bit_error_rate"]))
        ),
        4,
        15,
    ),
    "power-to-dbm": (lambda v, c, k: db(v["power"] / 1e-3), 0, 30),
    "dbm-to-watts": (lambda v, c, k: 1e-3 * lin(v["power_level"]), 0.009, 101),
    "filter-and-noise": (lambda v, c, k: db(v["bandwidth"]) - db(v["reference_bandwidth"]), 4, 30),
    "voltage-ratio": (lambda v, c, k: db(v["ratio"] ** 2), 6, 40.1),
    "field-strength-of-level": (lambda v, c, k: 1e-6 * math.sqrt(lin(v["field_strength_level"])), 1e-4, 1.01),
    "percent-of-decibels": (lambda v, c, k: 100.0 * (lin(v["power_change"]) - 1.0), -50, -10),
    "sum-of-two-levels": (lambda v, c, k: db(lin(v["levels"][0]) + lin(v["levels"][1])), 3, 24),
    "stages-in-a-row": (lambda v, c, k: db(v["input_power"] * math.prod(map(lin, v["gains"])) / 1e-3), -22, 42),
    "wavelength-of-frequency": (lambda v, c, k: c / v["frequency"], 0.009, 3.01),
    "light-time-of-distance": (lambda v, c, k: v["distance"] / c, 60, 3100),
    "free-space-loss-of-path": (lambda v, c, k: loss(v, c), 80, 220),
    "distance-of-free-space-loss": (
        lambda v, c, k: math.sqrt(lin(v["free_space_loss"])) * c / v["frequency"] / (4.0 * math.pi),
        100,
        2e9,
    ),
    "flux-density-of-eirp": (
        lambda v, c, k: db(lin(v["eirp"]) / (4.0 * math.pi * v["distance"] ** 2)),
        -165,
        -20,
    ),
    "field-strength-of-eirp": (
        lambda v, c, k: math.sqrt(v["eirp"] / (4.0 * math.pi * v["distance"] ** 2) * 120.0 * math.pi),
        1e-5,
        0.2,
    ),
    "field-strength-of-dipole-power": (lambda v, c, k: math.sqrt(30.0 * 1.64 * v["erp"]) / v["distance"], 1e-3, 5),
    "received-level-over-distance": (
        lambda v, c, k: db(v["transmit_power"]) + v["transmit_gain"] + v["receive_gain"] - loss(v, c),
        -260,
        60,
    ),
    "received-power-over-distance": (
        lambda v, c, k: v["transmit_power"] * lin(v["transmit_gain"] + v["receive_gain"] - loss(v, c)),
        1e-14,
        1e-6,
    ),
    "gain-of-a-dish": (lambda v, c, k: dish(v["diameter"], v["aperture_efficiency"], v["frequency"], c), 15, 80),
    "polarisation-of-turned-antennas": (lambda v, c, k: -db(math.cos(math.radians(v["tilt"])) ** 2), 0.2, 16),
    "radiated-power-of-a-station": (
        lambda v, c, k: v["transmit_power"] * lin(v["antenna_gain"]) / lin(v["losses"]),
        3,
        50e3,
    ),
    "beam-of-a-dish": (lambda v, c, k: 70.0 * c / v["frequency"] / v["aperture_length"], 0.01, 20),
    "dish-for-a-gain": (
        lambda v, c, k: math.sqrt(lin(v["dish_gain"]) / v["aperture_efficiency"]) * c / v["frequency"] / math.pi,
        0.2,
        30,
    ),
    "gain-of-a-beam": (
        lambda v, c, k: db(4 * math.pi / math.radians(v["azimuth_beamwidth"]) / math.radians(v["elevation_beamwidth"])),
        20,
        60,
    ),
    "mispointed-beam": (lambda v, c, k: 12.0 * v["off_boresight"] ** 2 / v["beamwidth"] ** 2, 0.3, 3.01),
    "antenna-on-a-line": (
        lambda v, c, k: db(
            (v["load_impedance"] + v["line_impedance"]) ** 2 / (4.0 * v["load_impedance"] * v["line_impedance"])
        ),
        0.08,
        3.1,
    ),
    "directivity-of-a-broad-antenna": (lambda v, c, k: db(1.0 / half_space_mean(v["exponent"])), 6, 13),
    "beam-of-a-helix": (
        lambda v, c, k: 52.0 / v["circumference_wavelengths"] / (v["turns"] * v["spacing_wavelengths"]) ** 0.5,
        15,
        75,
    ),
    "noise-power-of-a-receiver": (lambda v, c, k: db(k * v["system_noise_temperature"] * v["bandwidth"]), -170, -115),
    "noise-temperature-of-a-figure": (lambda v, c, k: T0 * (lin(v["noise_figure"]) - 1.0), 70, 2700),
    "noise-floor-of-a-receiver": (
        lambda v, c, k: db(k * T0 * v["bandwidth"] * lin(v["noise_figure"]) / 1e-3),
        -125,
        -80,
    ),
    "two-amplifiers": (
        lambda v, c, k: db(
            lin(v["stage_noise_figures"][0]) + (lin(v["stage_noise_figures"][1]) - 1.0) / lin(v["stage_gains"][0])
        ),
        1,
        11,
    ),
    "hot-and-cold-load": (
        lambda v, c, k: (v["hot"] - lin(v["y_factor"]) * v["cold"]) / (lin(v["y_factor"]) - 1.0),
        20,
        700,
    ),
    "system-temperature-behind-a-line": (
        lambda v, c, k: (
            v["line_temperature"]
            + (v["antenna_noise_temperature"] - v["line_temperature"]) / lin(v["line_loss"])
            + v["receiver_noise_temperature"]
        ),
        80,
        450,
    ),
    "line-before-the-amplifier": (
        lambda v, c, k: lin(v["line_loss"]) * (v["line_temperature"] + stages(v)) - v["line_temperature"],
        60,
        2000,
    ),
    "system-temperature-at-the-amplifier": (
        lambda v, c, k: (
            v["antenna_noise_temperature"]
            + v["lna_noise_temperature"]
            + T0 * (lin(v["cable_loss"] + v["receiver_noise_figure"]) - 1.0) / lin(v["lna_gain"])
        ),
        50,
        900,
    ),
    "antenna-line-and-stages": (
        lambda v, c, k: (
            v["antenna_noise_temperature"]
            + (1.0 - v["antenna_efficiency"]) / v["antenna_efficiency"] * v["antenna_temperature"]
            + ((1.0 - v["line_efficiency"]) * v["line_temperature"] + stages(v)) / v["line_efficiency"]
        ),
        100,
        600,
    ),
    "eirp-of-a-station": (lambda v, c, k: db(v["transmit_power"]) + v["antenna_gain"] - v["losses"], 15, 90),
    "mars-1-free-space-loss": (lambda v, c, k: loss({**v, **MARS_1}, c), 195, 260),
    "two-links-in-a-row": (lambda v, c, k: -db(lin(-v["uplink_cn0"]) + lin(-v["downlink_cn0"])), 78, 96),
    "noise-and-interference": (lambda v, c, k: -db(sum(lin(-one) for one in v["ratios"])), 10, 25),
    "eirp-that-fills-a-transponder": (
        lambda v, c, k: (
            db(lin(v["flux_density"]) * (c / v["frequency"]) ** 2 / (4.0 * math.pi))
            + v["free_space_loss"]
            + v["other_losses"]
        ),
        20,
        95,
    ),
    "downlink-with-back-off": (
        lambda v, c, k: v["eirp"] - v["back_off"] - v["free_space_loss"] - v["other_losses"] + v["g_over_t"] - db(k),
        40,
        125,
    ),
    "eirp-for-a-carrier-over-noise": (
        lambda v, c, k: v["cnr_of_eirp"] + db(k * v["bandwidth"]) + v["free_space_loss"] - v["g_over_t"],
        0,
        60,
    ),
    "dish-to-dish": (lambda v, c, k: between_dishes(v, c), -140, -80),
    "mars-1-received-level": (lambda v, c, k: between_dishes({**v, **MARS_1, **MARS_1_DISHES}, c), -190, -110),
    "mars-1-carrier-over-noise": (
        lambda v, c, k: v["eirp"] - loss({**v, **MARS_1}, c) - v["other_losses"] + v["g_over_t"] - db(k),
        0,
        85,
    ),
    "margin-of-an-uplink": (
        lambda v, c, k: db(
            lin(v["eirp"] - v["other_losses"] - v["required_cnr"])
            / (4.0 * math.pi * v["distance"] ** 2)
            * (v["collecting_area"] * v["aperture_efficiency"])
            / (k * v["system_noise_temperature"] * v["bandwidth"])
        ),
        -20,
        40,
    ),
    "satellite-television-at-home": (
        lambda v, c, k: db(
            lin(v["eirp"] - v["other_losses"])
            * v["aperture_efficiency"]
            * (v["diameter"] / v["distance"] / 4.0) ** 2
            / (k * v["system_noise_temperature"] * v["bit_rate"])
        ),
        -5,
        30,
    ),
    "ebn0-of-a-bit-rate": (lambda v, c, k: v["cn0"] - db(v["bit_rate"]), 3, 36),
    "wrong-bits-on-average": (lambda v, c, k: v["error_rate"] * v["bit_rate"] * v["duration"], 50, 4e6),
    "power-of-amplitude-modulation": (
        lambda v, c, k: v["carrier_power"] + 2.0 * v["carrier_power"] * v["modulation_index"] ** 2 / 4.0,
        1e3,
        751e3,
    ),
    "ebn0-of-carrier-over-noise": (lambda v, c, k: v["cnr"] + db(v["bandwidth"]) - db(v["bit_rate"]), -10, 40),
    "ebn0-of-received-power": (
        lambda v, c, k: db(v["received_power"] / (k * v["system_noise_temperature"] * v["bit_rate"])),
        0,
        45,
    ),
    "errors-of-two-tones": (lambda v, c, k: math.exp(-lin(v["ebn0"]) / 2.0) / 2.0, 1e-3, 0.2),
    "ebn0-of-a-real-receiver": (lambda v, c, k: bpsk_db(v["error_rate"]) + v["implementation_loss"], 4, 15),
    "on-off-keying-of-a-real-receiver": (
        lambda v, c, k: bpsk_db(v["error_rate"]) + db(2.0) + v["implementation_loss"],
        7,
        18,
    ),
    "errors-of-a-received-power": (
        lambda v, c, k: error_tail(math.sqrt(2.0 * v["received_power"] / v["bit_rate"] / v["noise_density"])),
        1e-5,
        0.1,
    ),
    "power-for-an-error-rate": (
        lambda v, c, k: lin(bpsk_db(v["error_rate"])) * v["noise_density"] * v["bit_rate"],
        1e-18,
        1e-13,
    ),
    "bit-rate-of-a-received-power": (
        lambda v, c, k: v["received_power"] / (k * v["system_noise_temperature"] * lin(v["required_ebn0"])),
        5,
        1e6,
    ),
}
"""Name -> answer in SI units or decibels from the drawn values, and the range in which it makes sense."""

KINDS = [one for one in bank.kinds().values() if one.lesson <= 6 and isinstance(one, Kind)]
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda one: one.name)


def read(text):
    """A drawn value in SI units, a list of them, or a word."""
    if ", " in text:
        return [read(one) for one in text.split(", ")]
    number = re.match(r"-?\d[\d ]*(\.\d+)?(e-?\d+)?(?= |$)", text)
    if number is None:
        return text
    unit = text[number.end() :].strip()
    return float(number[0].replace(" ", "")) * (1.0 if unit.startswith("dB") else FACTORS[unit])


def exercises(kind):
    """Exercises of many seeds, each set of values once."""
    return _exercises(kind.name)


@cache
def _exercises(name):
    kind = bank.kind(name)
    found = {tuple(one.values.items()): one for one in map(kind.exercise, range(SOLVED if kind.asks else SEEDS))}
    return tuple(found.values())


def independent(exercise, c=C, k=K):
    """The answer by the independent route, in the unit of the question."""
    route, *_ = ROUTES[exercise.kind.name]
    unit = exercise.kind.unit
    value = route({name: read(text) for name, text in exercise.values.items()}, c, k)
    return value / (1.0 if unit.startswith("dB") else FACTORS[unit])


def as_asked(exercise, value):
    """A number as a pupil writes it: with the decimals asked for, or to three figures."""
    return f"{value:.{exercise.kind.decimals}f}" if exercise.kind.is_in_decibels else f"{value:.3g}"


@each_kind
def test_the_answer_is_that_of_an_independent_route(kind):
    _, low, high = ROUTES[kind.name]
    factor = 1.0 if kind.is_in_decibels else FACTORS[kind.unit]
    for one in exercises(kind):
        assert one.answer == pytest.approx(independent(one), abs=0.2 * one.tolerance), one.text
        assert low <= one.answer * factor <= high, one.text


@each_kind
def test_the_question_holds_every_value_and_the_unit(kind):
    for one in exercises(kind)[:20]:
        assert "{" not in one.text
        for name, value in one.values.items():
            is_drawn_alone = kind.figure is not None and f"{{{name}" not in kind.text
            assert is_drawn_alone or all(part in one.text for part in value.split(", "))
    if kind.is_in_decibels:
        assert ("two decimals" if kind.decimals == 2 else "one decimal") in kind.text
        assert kind.unit in kind.text or "decibels" in kind.text
    assert kind.hint.endswith(".")
    assert kind.mistakes


@each_kind
def test_rounded_constants_and_results_are_right(kind):
    for one in exercises(kind):
        written = as_asked(one, independent(one, *ROUNDED))
        for text in (written, f"{written} {kind.unit}", written.replace("-", "\u2212"), f" {written}{kind.unit}"):
            assert one.mark(text).is_right, (one.text, text, one.answer_text)
        assert one.mark(one.answer_text).is_right, (one.text, one.answer_text)


@each_kind
def test_ratios_rounded_to_three_figures_on_the_way_are_right(kind, monkeypatch):
    monkeypatch.setitem(globals(), "lin", lambda decibels: float(f"{10.0 ** (decibels / 10.0):.2e}"))
    for one in exercises(kind):
        if not kind.is_in_decibels or kind.lesson == 1:
            written = as_asked(one, independent(one, *ROUNDED))
            assert one.mark(written).is_right, (one.text, written, one.answer_text)


@each_kind
def test_mistakes_are_recognised_and_never_right(kind):
    shown = set()
    for one in exercises(kind):
        wrong = one.wrong_answers
        for value, says in wrong:
            shown.add(says)
            marked = one.mark(repr(value))
            assert (marked.state, marked.says) == ("mistake", says), (one.text, value, one.answer)
            assert math.isfinite(value)
        written = {as_asked(one, value) for value in (one.answer, *(value for value, _ in wrong))}
        assert len(written) == 1 + len(wrong), (one.text, written)
    assert shown == {mistake.says for mistake in kind.mistakes}


def test_lessons_have_kinds_of_all_levels():
    for lesson in range(1, 7):
        levels = [one.level for one in KINDS if one.lesson == lesson]
        assert len(levels) >= 6
        assert set(levels) == {1, 2, 3}
        assert levels == sorted(levels)
    assert set(ROUTES) == {one.name for one in KINDS}
    assert len(KINDS) >= 38


def test_a_list_is_drawn_and_its_mistakes_name_each_value():
    exercise = bank.kind("sum-of-two-levels").exercise(4)
    first, second = read(exercise.values["levels"])
    assert exercise.wrong_answers[0][0] == first + second
    assert exercise.text.count("dBm") == 3


def test_grouped_digits_are_read_without_a_unit():
    kind = bank.kind("received-power-over-distance")
    exercise = next(one for one in exercises(kind) if one.answer > 1000.0)
    large = f"{exercise.answer:.0f}"
    assert exercise.mark(f"{large[:-3]} {large[-3:]}").is_right
