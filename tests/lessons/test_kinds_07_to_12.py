"""Kinds of exercises of lessons 7 to 12: answers by another route, sensible values, tolerances and mistakes."""

import math
import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from scipy.special import ive

from linkbudget.lessons.bank import chosen
from linkbudget.lessons.exercise import Kind
from tests.lessons.drawn import SEEDS

KINDS = [kind for kind in chosen(range(7, 13)) if isinstance(kind, Kind)]
BY_NAME = {kind.name: kind for kind in KINDS}
PREFIXES = {"z": 1e-21, "n": 1e-9, "u": 1e-6, "m": 1e-3, "c": 1e-2, "k": 1e3, "M": 1e6, "G": 1e9}
PLAIN = {"m", "s", "Hz", "W", "J", "bit", "bit/s", "deg", "K", "pixel/s", "m/s", "m/s2", "Hz/s", "mm/h"}
OTHERS = {"min": 60.0, "h": 3600.0, "km/h": 1 / 3.6, "%": 0.01, "deg N": 1.0, "deg E": 1.0, "deg W": -1.0}


@dataclass(frozen=True)
class Constants:
    """Constants of nature, of a table or as a pupil rounds them."""

    light: float = 299_792_458.0
    gm: float = 3.986004418e14
    planck: float = 6.62607015e-34
    flattening: float = 1.0 / 298.257223563


PUPIL = Constants(3e8, 3.986e14, 6.63e-34, 0.0)


def scale(unit):
    """Size of a unit in SI, here without the package."""
    if unit in OTHERS:
        return OTHERS[unit]
    if unit in PLAIN or not unit or unit.startswith("dB"):
        return 1.0
    assert unit[1:] in PLAIN, unit
    return PREFIXES[unit[0]]


def number(text):
    """Number in SI of a drawn value."""
    found = re.fullmatch(r"(-?[\d .]*\d(?:e-?\d+)?)(?: ([^\d].*))?", text)
    return float(found[1].replace(" ", "")) * scale(found[2] or "")


def numbers(text):
    """Number of a drawn value, or those of a list."""
    found = [number(one) for one in text.split(", ")]
    return found if len(found) > 1 else found[0]


def db(value):
    """Decibels of a ratio of powers."""
    return 10.0 * math.log10(value)


def power(decibels):
    """Ratio of powers of decibels."""
    return 10.0 ** (decibels / 10.0)


def efficiency(v, k):
    """Bit/s in each hertz at Shannon's limit, by halving an interval."""
    low, high = 1e-6, 40.0
    while high - low > 1e-9:
        middle = 0.5 * (low + high)
        low, high = (middle, high) if (2.0**middle - 1.0) / middle < power(v["ebn0"]) else (low, middle)
    return low


def beyond_repair(v, k):
    """Tail of the binomial distribution, added from the top."""
    n, p = int(v["length"]), v["error_rate"]
    chosen_bits = range(int(v["correctable"]) + 1, n + 1)
    return sum(
        math.exp(math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1)) * p**j * (1 - p) ** (n - j)
        for j in chosen_bits
    )


def fm_snr(v, k):
    """Noise of a parabola under the tone, from C/N0."""
    width = 2.0 * (v["peak_deviation"] + v["baseband_bandwidth"])
    carrier_over_density = power(v["cnr"]) * width
    return db(1.5 * v["peak_deviation"] ** 2 / v["baseband_bandwidth"] ** 3 * carrier_over_density)


def television_cnr(v, k):
    """The same relation for a picture whose sine swings over all of it: its peaks are twice the amplitude apart."""
    width = 2.0 * (v["peak_deviation"] + v["video_bandwidth"])
    gain = 8.0 * 1.5 * v["peak_deviation"] ** 2 / v["video_bandwidth"] ** 3 * width
    return v["fm_television_snr"] - v["weighting"] - db(gain)


def video_of_lines(v, k):
    """Half the pixels that pass in a second of the visible part."""
    time_of_line = v["visible_share"] / (v["picture_rate"] * v["lines"])
    return v["kell_factor"] * v["aspect_ratio"] * v["active_lines"] / time_of_line / 2.0


def orbit_s(radius, k):
    """Period of a circular orbit, from its speed."""
    return math.tau * radius / math.sqrt(k.gm / radius)


def far_side(v, k):
    """Distance of a satellite by the law of sines, from the elevation and both radii."""
    elevation, radius = math.radians(v["elevation"]), 6378e3 + v["altitude"]
    at_satellite = math.asin(6378e3 * math.cos(elevation) / radius)
    at_centre = math.pi / 2.0 - elevation - at_satellite
    return radius * math.sin(at_centre) / math.cos(elevation), at_centre


def geostationary(v, k):
    """Elevation and azimuth of a geostationary satellite, by vectors on an ellipsoid (a sphere for pupils)."""
    latitude, longitude, other = (math.radians(v[name]) for name in ("latitude", "longitude", "satellite_longitude"))
    squared = k.flattening * (2.0 - k.flattening)
    normal = 6378.137 / math.sqrt(1.0 - squared * math.sin(latitude) ** 2)
    up = (math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude), math.sin(latitude))
    place = (normal * up[0], normal * up[1], normal * (1.0 - squared) * up[2])
    way = [
        end - here for end, here in zip((42164.0 * math.cos(other), 42164.0 * math.sin(other), 0.0), place, strict=True)
    ]
    east = (-math.sin(longitude), math.cos(longitude), 0.0)
    north = (up[1] * east[2] - up[2] * east[1], up[2] * east[0] - up[0] * east[2], up[0] * east[1] - up[1] * east[0])
    along = [sum(one * part for one, part in zip(way, axis, strict=True)) for axis in (east, north, up)]
    return (
        math.degrees(math.asin(along[2] / math.dist(way, (0, 0, 0)))),
        math.degrees(math.atan2(along[0], along[1])) % 360.0,
    )


@cache
def student(freedom, confidence):
    """Coverage factor of Student's t, by halving an interval; the density is added up by Simpson's rule."""
    low, high = 0.0, 400.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if inside(middle, freedom) < confidence else (low, middle)
    return low


def inside(t, freedom):
    """Probability between -t and t: with t = sqrt(n) tan x the density is a power of a cosine."""
    end, count = math.atan(t / math.sqrt(freedom)), 200
    step = end / count
    weights = [1, *[4, 2] * (count // 2 - 1), 4, 1]
    total = sum(w * math.cos(place * step) ** (freedom - 1) for place, w in enumerate(weights)) * step / 3.0
    whole = math.sqrt(math.pi) * math.gamma(freedom / 2.0) / math.gamma((freedom + 1) / 2.0)
    return 2.0 * total / whole


def deviation_of_mean(v, k):
    """Standard uncertainty of the mean of four, from the differences of all pairs."""
    pairs = sum((a - b) ** 2 for a in v["readings"] for b in v["readings"]) / 2.0
    return math.sqrt(pairs / 4.0 / 3.0 / 4.0)


@cache
def slot_threshold(slots, wrong):
    """Energy of a pulse for a share of wrong slots, by halving."""
    low, high = 0.0, 20.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if wrong_slots(slots, power(middle)) > wrong else (low, middle)
    return low


def wrong_slots(slots, energy):
    """Share of wrong slots, added up over the amplitude of the slot with the pulse."""
    amplitude = np.linspace(1e-6, math.sqrt(energy) + 8.0, 4001)
    rice = 2.0 * amplitude * np.exp(-((amplitude - math.sqrt(energy)) ** 2)) * ive(0, 2.0 * amplitude * energy**0.5)
    return np.trapezoid(rice * -np.expm1((slots - 1.0) * np.log1p(-np.exp(-(amplitude**2)))), amplitude)


@cache
def expected_margin(deviation, probability):
    """Margin that is above zero with a probability, by halving."""
    low, high = 0.0, 10.0
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (
            (middle, high) if 0.5 * math.erfc(-middle / deviation / math.sqrt(2.0)) < probability else (low, middle)
        )
    return low


# name -> answer in SI, or in decibels, of the drawn values in SI and of constants
ROUTES = {
    "nyquist-rate": lambda v, k: 2.0 * v["bandwidth"] * round(math.log(v["levels"]) / math.log(2.0)),
    "rate-behind-encoder": lambda v, k: v["bit_rate"] / v["code_rate"],
    "shannon-capacity": lambda v, k: v["bandwidth"] * math.log(1.0 + power(v["snr"])) / math.log(2.0),
    "capacity-below-noise": lambda v, k: v["bandwidth"] * math.log(1.0 + power(v["snr"])) / math.log(2.0),
    "least-snr-of-rate": lambda v, k: db(math.exp(math.log(2.0) * v["capacity_of_snr"] / v["bandwidth"]) - 1.0),
    "shannon-ebn0": lambda v, k: db((2.0 ** v["spectral_efficiency"] - 1.0) / v["spectral_efficiency"]),
    "gap-to-shannon": lambda v, k: v["cn0"] - db(v["bandwidth"]) - db(2.0 ** (v["bit_rate"] / v["bandwidth"]) - 1.0),
    "efficiency-of-ebn0": efficiency,
    "word-beyond-repair": beyond_repair,
    "one-way-doppler": lambda v, k: -v["frequency"] * v["range_rate"] / k.light,
    "radar-doppler": lambda v, k: 2.0 * v["closing_speed"] / (k.light / v["frequency"]),
    "carrier-snr-in-loop": lambda v, k: db(power(v["carrier_cn0"]) / v["loop_bandwidth"]),
    "suppressed-carrier": lambda v, k: -db(math.cos(math.radians(v["modulation_index"])) ** 2),
    "jitter-of-loop": lambda v, k: math.degrees(10.0 ** (-v["loop_snr"] / 20.0)),
    "angle-for-carrier": lambda v, k: math.degrees(math.atan(math.sqrt(power(v["carrier_suppression_loss"]) - 1.0))),
    "two-way-doppler": lambda v, k: -2.0 * v["uplink_frequency"] * v["turnaround_ratio"] * v["range_rate"] / k.light,
    "doppler-drift": lambda v, k: -v["range_acceleration"] * v["frequency"] / k.light,
    "doppler-at-horizon": lambda v, k: (
        v["frequency"] / k.light * math.sqrt(k.gm) * 6378e3 * (6378e3 + v["altitude"]) ** -1.5
    ),
}

ROUTES |= {
    "limit-off-a-curve": lambda v, k: db((2.0 ** v["spectral_efficiency"] - 1.0) / v["spectral_efficiency"]),
    "speed-off-a-line": lambda v, k: -v["one_way_doppler_shift"] / v["frequency"] * k.light,
    "threshold-of-slots": lambda v, k: slot_threshold(v["slots"], v["slot_error_probability"]),
    "range-off-a-pass": lambda v, k: far_side(v, k)[0],
    "margin-off-a-curve": lambda v, k: expected_margin(v["standard_uncertainty"], v["conformance_probability"]),
    "average-power-of-pulses": lambda v, k: v["peak_power"] / (1.0 / v["pulse_rate"] / v["pulse_width"]),
    "duty-cycle": lambda v, k: v["pulse_width"] / v["pulse_period"],
    "slots-of-pixel": lambda v, k: math.floor(v["peak_power"] / v["average_power"] + 1e-9),
    "distance-of-echo": lambda v, k: 0.5 * k.light * v["echo_delay"],
    "width-of-pulse": lambda v, k: v["average_power"] / v["pixel_rate"] / v["peak_power"],
    "range-without-doubt": lambda v, k: k.light * (1.0 / v["pulse_rate"]) / 2.0,
    "targets-apart": lambda v, k: k.light * v["pulse_width"] / 2.0,
    "energy-over-noise-of-pulse": lambda v, k: db(power(v["carrier_to_noise_density"]) / v["pixel_rate"]),
    "energy-of-pulse": lambda v, k: v["average_power"] / v["pixel_rate"],
    "energy-of-light-bit": lambda v, k: k.planck * (k.light / v["wavelength"]) / v["bits_per_photon"],
    "wrong-slot-of-two": lambda v, k: math.exp(-power(v["es_over_n0"]) / 2.0) / 2.0,
    "bits-of-grey-levels": lambda v, k: int(v["grey_levels"] - 1).bit_length(),
    "size-of-picture": lambda v, k: v["rows"] * v["columns"] * v["bits_of_pixel"],
    "rate-of-pixels": lambda v, k: v["pixel_rate"] * v["bits_per_pixel"],
    "index-of-modulation": lambda v, k: v["peak_deviation"] / v["modulating_frequency"],
    "carson-bandwidth": lambda v, k: 2.0 * v["peak_deviation"] + 2.0 * v["video_bandwidth"],
    "time-of-picture": lambda v, k: v["rows"] * v["columns"] * v["bits_of_pixel"] / v["bit_rate"],
    "snr-of-quantised-sine": lambda v, k: db((2.0 ** v["sample_bits"] / 2.0) ** 2 / 2.0 * 12.0),
    "rate-of-sampled-video": lambda v, k: 2.0 * v["bandwidth"] * (int(v["levels"]).bit_length() - 1),
    "deviation-in-channel": lambda v, k: v["carson_bandwidth"] / 2.0 - v["video_bandwidth"],
    "fm-behind-discriminator": fm_snr,
    "carrier-for-television": television_cnr,
    "video-of-lines": video_of_lines,
}
ROUTES |= {
    "speed-in-orbit": lambda v, k: (k.gm / (6378e3 + v["altitude"])) ** 0.5,
    "range-at-horizon": lambda v, k: 6378e3 * math.tan(math.acos(6378e3 / (6378e3 + v["altitude"]))),
    "rain-on-a-kilometre": lambda v, k: v["coefficient"] * math.exp(v["exponent"] * math.log(v["rain_rate"])),
    "hours-without-link": lambda v, k: 365.25 * 86400.0 - v["availability"] * 365.25 * 86400.0,
    "period-of-orbit": lambda v, k: orbit_s(6378e3 + v["altitude"], k),
    "height-of-perigee": lambda v, k: v["semi_major_axis"] - v["semi_major_axis"] * v["eccentricity"] - 6378e3,
    "slant-range": lambda v, k: far_side(v, k)[0],
    "way-through-rain": lambda v, k: (
        (v["rain_height"] - v["station_height"]) / math.cos(math.radians(90.0 - v["elevation"]))
    ),
    "loss-in-rain": lambda v, k: (
        v["coefficient"] * math.exp(v["exponent"] * math.log(v["rain_rate"])) * v["path_length"] / 1e3
    ),
    "height-for-period": lambda v, k: math.cbrt(k.gm * (v["period"] / math.tau) ** 2) - 6378e3,
    "length-of-pass": lambda v, k: far_side(v, k)[1] / math.pi * orbit_s(6378e3 + v["altitude"], k),
    "elevation-of-geostationary": lambda v, k: geostationary(v, k)[0],
    "azimuth-of-geostationary": lambda v, k: geostationary(v, k)[1],
    "noise-of-rain": lambda v, k: (
        v["physical_temperature"] + (v["noise_temperature"] - v["physical_temperature"]) / power(v["loss"])
    ),
    "rectangular": lambda v, k: math.sqrt((2.0 * v["half_width"]) ** 2 / 12.0),
    "triangular": lambda v, k: v["half_width"] * (2.0 * (1.0 / 3.0 - 1.0 / 4.0)) ** 0.5,
    "certificate": lambda v, k: v["half_width"] / v["certificate_factor"],
    "expanded": lambda v, k: v["standard_uncertainty"] * v["factor"],
    "reflection-of-swr": lambda v, k: 1.0 - 2.0 / (v["swr"] + 1.0),
    "u-shaped": lambda v, k: math.sqrt(sum((v["half_width"] * math.sin(n)) ** 2 for n in range(2000)) / 2000.0),
    "mismatch": lambda v, k: db((1.0 + v["reflection_1"] * v["reflection_2"]) ** 2),
    "sum-of-parts": lambda v, k: math.hypot(*v["parts"]),
    "mean-of-readings": deviation_of_mean,
    "margin-of-worst-share": lambda v, k: (1.0 - v["probability"]) * v["low"] + v["probability"] * v["high"],
    "student": lambda v, k: student(int(v["degrees_of_freedom"]), v["confidence"]),
    "mixed-budget": lambda v, k: math.sqrt(
        sum(limit**2 / divisor for limit, divisor in zip(v["standard_uncertainties"], (3.0, 2.0, 4.0), strict=True))
    ),
    "probability-of-margin": lambda v, k: 0.5 * math.erfc(-v["value"] / v["standard_uncertainty"] / math.sqrt(2.0)),
}

# name -> least and largest plausible answer in its unit
PLAUSIBLE = {
    "limit-off-a-curve": (-1.4, 12.6),
    "speed-off-a-line": (-7.6, 7.6),
    "threshold-of-slots": (4.0, 15.5),
    "range-off-a-pass": (500.0, 3200.0),
    "margin-off-a-curve": (0.4, 4.6),
    "nyquist-rate": (5.0, 800.0),
    "rate-behind-encoder": (2.0, 2000.0),
    "shannon-capacity": (3.0, 3000.0),
    "capacity-below-noise": (20.0, 20_000.0),
    "least-snr-of-rate": (2.0, 25.0),
    "shannon-ebn0": (-1.6, 15.1),
    "gap-to-shannon": (4.0, 35.0),
    "efficiency-of-ebn0": (0.9, 7.0),
    "word-beyond-repair": (1e-4, 0.9),
    "one-way-doppler": (-2200.0, -10.0),
    "radar-doppler": (100.0, 20_000.0),
    "carrier-snr-in-loop": (3.0, 42.0),
    "suppressed-carrier": (0.5, 16.0),
    "jitter-of-loop": (3.0, 26.0),
    "angle-for-carrier": (25.0, 80.0),
    "two-way-doppler": (-1500.0, -10.0),
    "doppler-drift": (-1300.0, -15.0),
    "doppler-at-horizon": (2.0, 70.0),
    "average-power-of-pulses": (1.0, 20_000.0),
    "duty-cycle": (0.008, 5.1),
    "slots-of-pixel": (25.0, 2500.0),
    "distance-of-echo": (2.9, 300.0),
    "width-of-pulse": (1.9, 210.0),
    "range-without-doubt": (29.0, 750.0),
    "targets-apart": (14.0, 1500.0),
    "energy-over-noise-of-pulse": (3.0, 31.0),
    "energy-of-pulse": (30.0, 3400.0),
    "energy-of-light-bit": (8.0, 160.0),
    "wrong-slot-of-two": (0.003, 0.2),
    "bits-of-grey-levels": (2.0, 12.0),
    "size-of-picture": (160.0, 18_000.0),
    "rate-of-pixels": (60.0, 9000.0),
    "index-of-modulation": (0.4, 150.0),
    "carson-bandwidth": (5.0, 180.0),
    "time-of-picture": (0.1, 600.0),
    "snr-of-quantised-sine": (25.0, 147.0),
    "rate-of-sampled-video": (10.0, 160.0),
    "deviation-in-channel": (0.9, 18.0),
    "fm-behind-discriminator": (8.0, 90.0),
    "carrier-for-television": (11.0, 42.0),
    "video-of-lines": (2.0, 10.0),
    "speed-in-orbit": (6.8, 7.8),
    "range-at-horizon": (1700.0, 5500.0),
    "rain-on-a-kilometre": (0.2, 12.0),
    "hours-without-link": (0.8, 440.0),
    "period-of-orbit": (88.0, 128.0),
    "height-of-perigee": (500.0, 9600.0),
    "slant-range": (300.0, 5200.0),
    "way-through-rain": (1.8, 29.0),
    "loss-in-rain": (0.3, 30.0),
    "height-for-period": (1600.0, 20_500.0),
    "length-of-pass": (2.0, 21.0),
    "elevation-of-geostationary": (7.0, 55.0),
    "azimuth-of-geostationary": (110.0, 175.0),
    "noise-of-rain": (30.0, 290.0),
    "rectangular": (0.1, 2.0),
    "triangular": (0.1, 2.0),
    "certificate": (0.3, 4.1),
    "expanded": (0.3, 4.6),
    "reflection-of-swr": (0.04, 0.51),
    "u-shaped": (0.1, 1.5),
    "mismatch": (0.08, 1.3),
    "sum-of-parts": (0.4, 2.2),
    "mean-of-readings": (0.02, 0.25),
    "margin-of-worst-share": (-4.0, 2.2),
    "student": (1.7, 10.0),
    "mixed-budget": (0.2, 1.5),
    "probability-of-margin": (55.0, 99.9),
}

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


@cache
def exercises_of(name):
    """Exercises of a kind, of all seeds."""
    return tuple(BY_NAME[name].exercise(seed) for seed in range(SEEDS))


def exercises(kind):
    """Exercises of a kind, made once."""
    return exercises_of(kind.name)


def by_route(exercise, constants):
    """Answer of the other route, in the unit that is asked for."""
    values = {name: numbers(text) for name, text in exercise.values.items()}
    answer = ROUTES[exercise.kind.name](values, constants)
    return answer if exercise.kind.is_bare else answer / scale(exercise.kind.unit)


def room(exercise, value):
    """Tolerance of any answer of an exercise."""
    is_share = not exercise.kind.is_in_decibels and (exercise.kind.is_share or not exercise.kind.tolerance)
    return exercise.tolerance * (abs(value / exercise.answer) if is_share else 1.0)


def as_written(exercise, value):
    """Answer as a pupil writes it: with the decimals of the question, or three figures."""
    return f"{value:.{exercise.kind.decimals}f}" if exercise.kind.is_in_decibels else f"{value:.2e}"


def test_each_lesson_has_five_kinds_of_rising_level():
    for lesson in range(7, 13):
        levels = [kind.level for kind in KINDS if kind.lesson == lesson]
        assert len(levels) >= 5
        assert levels == sorted(levels)
        assert set(levels) == {1, 2, 3}
    assert set(ROUTES) == set(PLAUSIBLE) == {kind.name for kind in KINDS}


@each_kind
def test_answers_agree_with_another_route(kind):
    for one in exercises(kind):
        assert abs(one.answer - by_route(one, Constants())) < 0.1 * one.tolerance, one.text


@each_kind
def test_answers_are_plausible(kind):
    low, high = PLAUSIBLE[kind.name]
    for one in exercises(kind):
        assert low <= one.answer <= high, one.text
        assert 0.0 < one.tolerance < math.inf


@each_kind
def test_questions_hold_all_values(kind):
    for one in exercises(kind):
        for name, text in one.values.items():
            is_drawn_alone = kind.figure is not None and f"{{{name}" not in kind.text
            assert is_drawn_alone or all(value in one.text for value in text.split(", "))
        assert not re.search(r"[{}]|  |nan|inf\b", one.text)
    assert len({one.identity for one in exercises(kind)}) > 8
    assert one.text.rstrip(".").endswith(kind.text.rstrip(".")[-1])
    assert all(re.search(r"[\w)]\.$", kind.hint) and "\n" not in said for said in (kind.hint, kind.text))
    assert not kind.is_in_decibels or "decimal" in kind.text


@each_kind
def test_a_pupil_who_rounds_is_right(kind):
    for one in exercises(kind):
        for constants in (Constants(), PUPIL):
            written = as_written(one, by_route(one, constants))
            assert one.mark(written).is_right, f"{one.text} {written} for {one.answer}"


@each_kind
def test_answers_are_read_with_and_without_unit(kind):
    for one in exercises(kind)[:20]:
        written = as_written(one, one.answer)
        for minus in ("-", "\u2212"):
            assert one.mark(f" {written.replace('-', minus)} {kind.unit}").is_right
            assert one.mark(written.replace("-", minus)).is_right
        assert not one.mark(f"{written} parsec").is_right
        assert one.mark("").state == "unread"


@each_kind
def test_mistakes_are_marked_as_mistakes(kind):
    assert kind.mistakes
    for one in exercises(kind):
        wrong = [value for value, _ in one.wrong_answers]
        for place, value in enumerate(wrong):
            assert math.isfinite(value)
            others = (one.answer, *wrong[:place])
            assert all(abs(value - other) > room(one, value) + room(one, other) for other in others)
            marked = one.mark(f"{value:.6e}")
            assert marked.state == "mistake", f"{one.text} {value}"
            assert marked.says in [said for _, said in one.wrong_answers]
        assert not one.mark(repr(one.answer + 2.0 * one.tolerance)).is_right


@each_kind
def test_each_mistake_is_offered_by_many_seeds(kind):
    offered = [said for one in exercises(kind) for _, said in one.wrong_answers]
    assert min(offered.count(mistake.says) for mistake in kind.mistakes) >= 0.2 * SEEDS
    assert len({mistake.says for mistake in kind.mistakes}) == len(kind.mistakes)
