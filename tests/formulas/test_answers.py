"""Equations by name: the answer in either direction, its units and texts, and every mistake as one line."""

import json
import math

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.formulas.formula import named
from linkbudget.formulas.index import entries, entry, matching
from linkbudget.physics.free_space import free_space_loss_db


def test_the_question_of_a_pupil_is_two_lines():
    loss = lb.formula("free-space loss", distance="42000 km", frequency="6 GHz")
    distance = lb.formula("free-space loss", loss="200 dB", frequency="6 GHz")
    assert float(loss) == pytest.approx(200.47579, abs=1e-5)  # Roddy, Satellite Communications, example 12.3
    assert float(distance) == pytest.approx(299_792_458.0 / (4.0 * math.pi * 6e9) * 1e10, rel=1e-12)
    assert str(loss).splitlines() == [
        "free-space-loss = 200.476 dB",
        "    L_bf = 20 log_10 (4 π d f/c)",
        "    distance = 42 000 km, frequency = 6 GHz",
        "    ITU-R P.525-5 (2024), section 2.2; equation (3) of earlier editions",
    ]
    assert str(distance).splitlines()[0] == "distance = 39 761.2 km"


@pytest.mark.parametrize(
    "name", ["free-space-loss", "free space loss", "Free-Space Loss", "free_space_loss_db", "fspl", "path loss", "FSPL"]
)
def test_a_name_is_read_as_people_write_it(name):
    assert entry(name).function == "free_space_loss_db"


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("free-space loss", {"distance_m": 42e6, "frequency_hz": 6e9}, 200.47579403751425),
        ("free-space loss", {"distance_m": "42e6", "frequency": "6 GHz"}, 200.47579403751425),
        ("dish gain", {"diameter": "12 m", "frequency": "10 GHz", "efficiency": "70 %"}, 60.441189),
        ("noise power", {"bandwidth": "2 MHz", "temperature": "200 K"}, -142.57857),
        ("geostationary azimuth", {"latitude": "35° N", "longitude": "100° W", "satellite_longitude": "90° W"}, 162.91),
        ("bit error rate", {"ebn0": "10 dB", "modulation": "BPSK"}, 3.8721e-6),
    ],
)
def test_arguments_are_read_with_units_by_short_names_and_in_full(name, values, found):
    assert float(lb.formula(name, **values)) == pytest.approx(found, rel=1e-4)


def test_an_answer_may_be_had_in_another_unit():
    length = lb.formula("wavelength", frequency="922.76 MHz", unit="cm")
    assert str(length).startswith("wavelength = 32.4887 cm")
    assert length.to("mm") == pytest.approx(324.8867)
    power = lb.formula("received power", eirp="47 dBW", loss="200 dB", other_losses="0 dB", gain="50 dBi")
    assert power.unit == "dBW"
    assert power.to("dBm") == pytest.approx(float(power) + 30.0)
    with pytest.raises(InputError, match="unit 'kg': expected a unit of the kind of m"):
        lb.formula("wavelength", frequency="1 GHz", unit="kg")


def test_two_values_that_give_the_same_are_both_told():
    answer = lb.formula("linear polarization loss", loss="6.0206 dB")
    assert [root for root in answer.roots if 0.0 <= root <= 180.0] == pytest.approx([60.0, 120.0], abs=1e-3)
    assert " or " in answer.line
    assert any("answers" in note for note in answer.notes) == (len(answer.roots) > 8)


def test_a_range_that_gives_the_same_is_told_as_one():
    answer = lb.formula("slot count", slot_count=500, average_power="50 W")
    assert answer.span is not None
    assert answer.span == pytest.approx((25_000.0, 25_050.0), rel=1e-6)  # parts of a slot are left out
    assert any(note.startswith("any peak_power from") for note in answer.notes)


def test_ranges_and_lists_are_arrays():
    answer = lb.formula("free-space loss", distance="1 km..3 km:3", frequency=["1 GHz", "2 GHz", "3 GHz"])
    assert np.array_equal(answer.value, free_space_loss_db(np.array([1e3, 2e3, 3e3]), np.array([1e9, 2e9, 3e9])))
    back = lb.formula("free-space loss", free_space_loss_db=answer.value, frequency=["1 GHz", "2 GHz", "3 GHz"])
    np.testing.assert_allclose(back.value, [1e3, 2e3, 3e3], rtol=1e-12)


def test_an_array_is_the_loop_of_its_elements():
    frequencies = np.geomspace(1e9, 30e9, 5)
    whole = lb.formula("dish gain", diameter_m=12.0, aperture_efficiency=0.6, frequency_hz=frequencies).value
    each = [
        lb.formula("dish gain", diameter_m=12.0, aperture_efficiency=0.6, frequency_hz=f).value for f in frequencies
    ]
    assert np.array_equal(whole, each)


def test_a_list_that_is_summed_is_no_range():
    answer = lb.formula("level sum", levels=["3 dBm", "4 dBm"])
    assert answer.to("dBm") == pytest.approx(6.5390189)
    stages = {"stage_noise_temperatures": ["50 K", "200 K"], "stage_gains": ["20 dB", "0 dB"]}
    whole = lb.formula("line and stages noise temperature", line_loss="6.02 dB", line_temperature="290 K", **stages)
    back = lb.formula(
        "line and stages noise temperature", result=f"{float(whole)!r} K", line_temperature="290 K", **stages
    )
    assert float(back) == pytest.approx(6.02, rel=1e-9)


def test_several_numbers_have_a_line_each():
    answer = lb.formula("geostationary look angles", latitude="35° N", longitude="100° W", satellite_longitude="90° W")
    assert set(answer.parts) == {"range_m", "azimuth_deg", "elevation_deg", "skew_deg"}
    assert str(answer).splitlines()[1].startswith("azimuth = 162.898°")


def test_an_answer_shows_itself_in_short():
    answer = lb.formula("wavelength", frequency="1 GHz, 2 GHz, 3 GHz, 4 GHz, 5 GHz, 6 GHz, 7 GHz")
    assert len(repr(answer)) < 80
    assert "<b>wavelength" in answer._repr_html_()
    assert len(repr(lb.formula("rain loss"))) < 80
    assert json.loads(json.dumps(answer.to_dict()))["wavelength_m"][0] == answer.value[0]


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("free-space los", {}, "formula 'free-space los': unknown; did you mean 'free-space-loss'"),
        ("xyzzy", {}, "formula 'xyzzy': unknown; linkbudget formula lists them"),
        ("free-space loss", {"frequency": "6 GHz"}, "free-space-loss: distance [m] missing"),
        ("free-space loss", {"distanse": "1 m", "frequency": "6 GHz"}, "no 'distanse'; did you mean 'distance'?"),
        ("free-space loss", {"distance": "1 kg", "frequency": "6 GHz"}, "kg is not a unit of length"),
        ("free-space loss", {"distance": 42000, "frequency": "6 GHz"}, 'expected distance="42 000 m" or distance_m='),
        ("free-space loss", {"distance": "0 m", "frequency": "6 GHz"}, "distance_m = 0.0: expected a number above 0.0"),
        ("free-space loss", {"loss": "1e4 dB", "frequency": "6 GHz"}, "no value of distance gives 10 000 dB"),
        ("free-space loss", {"loss": "200 dB"}, "distance [m] and frequency [Hz] missing; expected all but one"),
        ("free-space loss", {"distance": "1 m", "distance_m": 1.0, "frequency": "1 Hz"}, "distance: given twice"),
        ("free-space loss", {"loss": "1 dB", "distance": "1 m", "frequency": "1 Hz"}, "nothing is left to look for"),
        ("wavelength", {"frequency": "1 GHz", "power": "1 W"}, "no 'power'; expected frequency [Hz]"),
        ("bit error rate", {"ebn0": "10 dB", "modulation": "bpks"}, "did you mean 'bpsk'"),
        ("bit error rate", {"rate": "1e-5", "ebn0": "9 dB"}, "modulation is a word, and cannot be looked for"),
        ("dish gain", {"gain": "40 dBi", "frequency": "8 GHz", "efficiency": 55}, "did you mean 0.55?"),
        ("chain gain", {"stages": "lna"}, "list of Stage cannot be written as text; call it in Python"),
    ],
)
def test_a_mistake_is_one_line(name, values, message):
    with pytest.raises(InputError) as mistake:
        lb.formula(name, **(values or {"frequency": "1 GHz"}))
    assert message in str(mistake.value)
    assert "\n" not in str(mistake.value)


def test_what_is_looked_for_may_be_said():
    answer = lb.formula("carson bandwidth", carson_bandwidth="10 kHz", bandwidth="2.7 kHz", solve_for="peak_deviation")
    assert float(answer) == pytest.approx(2300.0)
    with pytest.raises(InputError, match=r"no 'power'; expected peak_deviation \[Hz\], video_bandwidth \[Hz\]"):
        lb.formula("carson bandwidth", carson_bandwidth="10 kHz", bandwidth="2.7 kHz", solve_for="power")
    with pytest.raises(InputError, match="to look for peak_deviation, give carson_bandwidth too"):
        lb.formula("carson bandwidth", bandwidth="2.7 kHz", solve_for="peak_deviation")


def test_models_used_outside_their_range_say_so():
    answer = lb.formula("free-space loss", distance_m=42000, frequency_hz=6)
    assert any("200.48 dB" in note for note in answer.notes)


def test_every_equation_has_a_name_of_its_own_and_a_topic():
    names = [one.name for one in entries().values()]
    assert len(names) == len(set(names)) > 700
    assert all(one.summary and one.topic for one in entries().values())
    assert {one.topic for one in matching("radome")} == {"radome"}
    assert [one.function for one in matching("L_bf")] == ["free_space_loss_db"]
    assert len(matching(None)) == len(names)
    assert matching("free-space-loss") is None


def test_meanings_of_arguments_are_plain_text():
    meanings = [one.meaning for name in entries() for one in named(name).arguments]
    assert not [one for one in meanings if ":func:" in one or "``" in one]


def test_arguments_have_the_units_of_their_names():
    loss = named("free-space loss")
    assert [(one.key, one.unit, one.is_needed) for one in loss.arguments] == [
        ("distance", "m", True),
        ("frequency", "Hz", True),
    ]
    assert loss.output.unit == "dB"
    assert named("bit error rate").argument("modulation").kind == "word"
