"""Orientation of a link's polarisation: what rain makes of it, and what is lost where the two ends differ."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from linkbudget.hardware.parts import Link
from linkbudget.hardware.values import with_value
from linkbudget.link.budget import Path, Weather, budget
from linkbudget.link.case import Case
from linkbudget.physics.depolarization import hydrometeor_discrimination_db
from linkbudget.physics.rain import rain_loss_db

WEATHER = Weather(20.0, 60.0, 5000.0, 1.0, 100.0, 1e-3)
PATH = Path(range_m=4e7, elevation_deg=10.0, weather=WEATHER)
DISH = {"kind": "dish", "diameter": "0.9 m", "aperture_efficiency": "0.6", "beamwidth_factor": "70 deg"}
VERTICAL, HORIZONTAL = {"polarization": "vertical"}, {"polarization": "horizontal"}
LINEAR = {"polarization": "linear"}
RIGHT = {"polarization": "right", "axial_ratio": "0 dB"}
LEFT = {"polarization": "left", "axial_ratio": "0 dB"}
UNKNOWN = "polarisation: linear without polarization_angle; rain is computed for a tilt of 45 deg"


def at_angle(angle_deg) -> dict:
    return {"polarization": "linear", "polarization_angle": angle_deg}


def a_link(spacecraft: dict, station: dict | None = None, direction: str = "downlink", **said) -> Link:
    station = spacecraft if station is None else station
    spacecraft, station = (antenna if "kind" in antenna else DISH | antenna for antenna in (spacecraft, station))
    sent, heard = (spacecraft, station) if direction == "downlink" else (station, spacecraft)
    said = said or {"polarization_tilt": "0 deg"}
    if said.get("polarization_tilt", "") is None:
        del said["polarization_tilt"]
    ends = {"pointing_error": "0 deg", "line_loss": "0 dB"}
    noise = {"line_temperature": "290 K", "noise_temperature": "100 K", "antenna_noise_temperature": "60 K"}
    return Link(
        title="linear",
        frequency="20 GHz",
        direction=direction,
        required_margin="3 dB",
        transmitter={"power": "10 W", "antenna": sent} | ends,
        receiver={"antenna": heard} | ends | noise,
        modulation={
            "kind": "digital",
            "scheme": "bpsk",
            "bit_rate": "1 kbit/s",
            "error_rate": 1e-5,
            "implementation_loss": "0 dB",
        },
        **said,
    )


def said_of_polarization(answer) -> list[str]:
    return [note for note in answer.notes if note.startswith("polarisation")]


def rain_at(tilt_deg, elevation_deg=10.0):
    return rain_loss_db(elevation_deg, 20e9, 60.0, 5000.0, 20.0, 1e-3, polarization_tilt_deg=tilt_deg)


# ---- rain


@pytest.mark.parametrize("direction", ["downlink", "uplink"])
@pytest.mark.parametrize(
    ("said", "tilt_deg"),
    [(HORIZONTAL, 0.0), (VERTICAL, 90.0), (RIGHT, 45.0), (LEFT, 45.0), (at_angle("30 deg"), 30.0)],
)
def test_rain_meets_the_orientation_that_the_antennas_state(said, tilt_deg, direction):
    answer = budget(a_link(said, direction=direction), PATH)
    assert answer["rain_loss_db"] == pytest.approx(rain_at(tilt_deg), rel=1e-12)
    assert said_of_polarization(answer) == []


def test_horizontal_waves_lose_six_decibels_more_than_vertical_ones_at_20_ghz():
    # a pin of ours for ITU-R P.838-3 and P.618-14 at 10 deg, 60 mm/h, 0.1 % of the year
    horizontal, vertical = (budget(a_link(said), PATH)["rain_loss_db"] for said in (HORIZONTAL, VERTICAL))
    assert (horizontal, vertical) == (pytest.approx(43.24, abs=0.01), pytest.approx(37.18, abs=0.01))


def test_linear_wave_of_unknown_orientation_is_taken_at_45_degrees_and_a_note_says_so():
    answer = budget(a_link(LINEAR), PATH)
    assert answer["rain_loss_db"] == pytest.approx(rain_at(45.0), rel=1e-12)
    assert said_of_polarization(answer) == [UNKNOWN]
    assert said_of_polarization(budget(a_link(LINEAR), replace(PATH, weather=None))) == []


@settings(max_examples=60)
@given(elevation_deg=st.floats(5.0, 85.0))
def test_rain_weakens_vertical_waves_least_and_horizontal_ones_most(elevation_deg):
    path = replace(PATH, elevation_deg=elevation_deg)
    vertical, between, horizontal = (
        budget(a_link(said), path)["rain_loss_db"] for said in (VERTICAL, at_angle("45 deg"), HORIZONTAL)
    )
    assert vertical <= between <= horizontal


@pytest.mark.parametrize("direction", ["downlink", "uplink"])
def test_station_decides_where_it_states_an_orientation(direction):
    answer = budget(a_link(LINEAR, HORIZONTAL, direction), PATH)
    assert answer["rain_loss_db"] == pytest.approx(rain_at(0.0), rel=1e-12)
    assert said_of_polarization(answer) == []


@pytest.mark.parametrize("station", [LINEAR, RIGHT])
@pytest.mark.parametrize(("direction", "end"), [("downlink", "transmitter"), ("uplink", "receiver")])
def test_orientation_of_the_spacecraft_counts_else_and_a_note_says_so(station, direction, end):
    answer = budget(a_link(VERTICAL, station, direction), PATH)
    assert answer["rain_loss_db"] == pytest.approx(rain_at(90.0), rel=1e-12)
    (said,) = said_of_polarization(answer)
    assert said.startswith(f"polarisation: vertical at {end}.antenna refers to the earth station")


def test_link_that_states_no_polarisation_is_taken_as_circular_and_a_note_says_so():
    answer = budget(a_link({"kind": "stated", "gain": "40 dBi"}, polarization_loss="0 dB"), PATH)
    assert answer["rain_loss_db"] == pytest.approx(rain_at(45.0), rel=1e-12)
    assert any("neither antenna states one" in note for note in answer.notes)


def test_angles_in_an_array_are_those_of_single_budgets():
    case = Case(a_link(at_angle("30 deg"), at_angle("30 deg"), polarization_tilt=None), PATH)
    angles = np.array([0.0, 30.0, 60.0, 90.0])
    together = case.with_values({"receiver.antenna.polarization_angle": angles}).budget()
    alone = [budget(a_link(at_angle("30 deg"), at_angle(f"{a} deg"), polarization_tilt=None), PATH) for a in angles]
    for line in ("rain_loss_db", "polarization_loss_db", "cross_polarization_discrimination_db"):
        assert together[line] == pytest.approx([one[line] for one in alone], rel=1e-9)


# ---- cross-polarisation


@pytest.mark.parametrize(("said", "tilt_deg"), [(VERTICAL, 90.0), (RIGHT, 45.0), (LINEAR, 45.0)])
def test_cross_polarisation_is_that_of_the_recommendation(said, tilt_deg):
    answer = budget(a_link(said), PATH)
    expected = hydrometeor_discrimination_db(10.0, 20e9, rain_at(tilt_deg), tilt_deg, 1e-3)
    assert answer["cross_polarization_discrimination_db"] == pytest.approx(expected, rel=1e-9)
    assert answer.terms["cross_polarization_discrimination_db"].sign == ""


OUTSIDE = {
    "elevation": {"elevation_deg": 61.0},
    "share": {"weather": replace(WEATHER, exceedance_probability=0.02)},
}


@pytest.mark.parametrize("outside", OUTSIDE.values(), ids=OUTSIDE)
def test_outside_the_range_of_its_model_cross_polarisation_has_no_value(outside):
    answer = budget(a_link(RIGHT), replace(PATH, **outside))
    assert math.isnan(answer["cross_polarization_discrimination_db"])
    assert math.isfinite(answer["closing_margin_db"])
    assert not any("cross-polarisation" in note for note in answer.notes)


def test_shares_of_the_year_in_an_array_are_those_of_single_budgets():
    shares = np.array([1e-4, 1e-3, 0.01, 0.03])
    paths = [replace(PATH, weather=replace(WEATHER, exceedance_probability=share)) for share in (shares, *shares)]
    together, *alone = (budget(a_link(RIGHT), path)["cross_polarization_discrimination_db"] for path in paths)
    assert together == pytest.approx(alone, rel=1e-9, nan_ok=True)
    assert np.isnan(together).tolist() == [False, False, False, True]


@pytest.mark.parametrize("frequency_hz", [5.9e9, 55.1e9])
def test_cross_polarisation_has_no_line_at_frequencies_without_a_formula(frequency_hz):
    answer = budget(with_value(a_link(RIGHT), "frequency", frequency_hz), PATH)
    assert "cross_polarization_discrimination_db" not in answer.terms


def test_in_an_array_cross_polarisation_is_nan_where_its_model_does_not_hold():
    elevations = np.array([-5.0, 10.0, 60.0, 70.0])
    found = budget(a_link(RIGHT), replace(PATH, elevation_deg=elevations))["cross_polarization_discrimination_db"]
    assert np.isnan(found).tolist() == [True, False, False, True]
    alone = [budget(a_link(RIGHT), replace(PATH, elevation_deg=one)) for one in elevations.tolist()]
    alone = [one["cross_polarization_discrimination_db"] for one in alone]
    assert found == pytest.approx(alone, rel=1e-9, nan_ok=True)


# ---- mismatch


@pytest.mark.parametrize(
    ("sent", "heard", "loss_db"),
    [
        (VERTICAL, VERTICAL, 0.0),
        (VERTICAL, HORIZONTAL, math.inf),
        (VERTICAL, at_angle("45 deg"), 10.0 * math.log10(2.0)),
        (at_angle("-20 deg"), at_angle("160 deg"), 0.0),
        (at_angle("10 deg"), at_angle("70 deg"), 20.0 * math.log10(2.0)),
    ],
)
def test_two_stated_orientations_give_the_mismatch_of_malus(sent, heard, loss_db):
    answer = budget(a_link(sent, heard, polarization_tilt=None), PATH)
    assert answer["polarization_loss_db"] == pytest.approx(loss_db, abs=1e-9)
    assert "polarization_tilt_deg" in answer.terms


def test_angle_taken_from_the_orientations_gives_the_budget_of_the_same_stated_tilt():
    followed = budget(a_link(VERTICAL, at_angle("60 deg"), polarization_tilt=None), PATH)
    stated = budget(a_link(VERTICAL, at_angle("60 deg"), polarization_tilt="30 deg"), PATH)
    assert followed["polarization_tilt_deg"] == 30.0
    assert followed["closing_margin_db"] == stated["closing_margin_db"]
    assert said_of_polarization(stated) == []
    assert len(said_of_polarization(followed)) == 1  # the spacecraft's attitude is not followed


@pytest.mark.parametrize(("tilt", "loss_db"), [("0 deg", 0.0), ("90 deg", math.inf)])
def test_stated_tilt_counts_where_one_orientation_is_unknown(tilt, loss_db):
    answer = budget(a_link(LINEAR, HORIZONTAL, polarization_tilt=tilt), PATH)
    assert answer["polarization_loss_db"] == pytest.approx(loss_db, abs=1e-12)


@pytest.mark.parametrize("said", [VERTICAL, HORIZONTAL, at_angle("20 deg")])
def test_every_linear_antenna_loses_three_decibels_into_a_circular_one(said):
    answer = budget(a_link(said, LEFT), PATH)
    assert answer["polarization_loss_db"] == pytest.approx(10.0 * math.log10(2.0), abs=1e-12)


@pytest.mark.parametrize(("tilt", "agrees"), [("90 deg", True), ("0 deg", False), ("45 deg", False)])
def test_tilt_that_contradicts_two_orientations_is_refused_in_one_line(tilt, agrees):
    if agrees:
        assert budget(a_link(VERTICAL, HORIZONTAL, polarization_tilt=tilt), PATH)["polarization_loss_db"] == math.inf
        return
    with pytest.raises(ValidationError) as refusal:
        a_link(VERTICAL, HORIZONTAL, polarization_tilt=tilt)
    (error,) = refusal.value.errors()
    assert f"polarization_tilt = {tilt}: expected none, or 90 deg" in error["msg"]
    assert "\n" not in error["msg"]


def test_tilt_of_135_degrees_is_the_same_as_45():
    answer = budget(a_link(VERTICAL, at_angle("45 deg"), polarization_tilt="135 deg"), PATH)
    assert answer["polarization_loss_db"] == pytest.approx(10.0 * math.log10(2.0), abs=1e-12)


def test_orientation_moved_away_from_a_stated_tilt_leaves_a_note():
    link = a_link(at_angle("30 deg"), at_angle("30 deg"), polarization_tilt="0 deg")
    assert said_of_polarization(budget(link, PATH)) == []
    moved = budget(with_value(link, "receiver.antenna.polarization_angle", 50.0), PATH)
    (said,) = said_of_polarization(moved)
    assert "differ from polarization_tilt" in said


REFUSED = {
    "angle of a circular antenna": (RIGHT | {"polarization_angle": "10 deg"}, "polarization_angle: expected only"),
    "angle beside vertical": (VERTICAL | {"polarization_angle": "90 deg"}, "polarization_angle: expected only"),
    "angle beyond a half turn": (at_angle("190 deg"), "at most 180"),
    "axial ratio of a vertical antenna": (VERTICAL | {"axial_ratio": "1 dB"}, "expected no axial_ratio"),
    "unknown word": ({"polarization": "slanted"}, "'vertical' or 'horizontal'"),
}


@pytest.mark.parametrize(("said", "message"), REFUSED.values(), ids=REFUSED)
def test_polarisation_that_cannot_be_is_refused(said, message):
    with pytest.raises(ValidationError, match=message):
        a_link(said)


@pytest.mark.parametrize(("sent", "heard"), [(VERTICAL, LINEAR), (LINEAR, HORIZONTAL), (LINEAR, LINEAR)])
def test_link_without_two_orientations_needs_a_tilt_or_a_loss(sent, heard):
    with pytest.raises(
        ValidationError, match="polarization_tilt: missing; expected the angle between two linear antennas"
    ):
        a_link(sent, heard, polarization_tilt=None)


OVAL = {"polarization": "right", "axial_ratio": "2 dB"}


@pytest.mark.parametrize(("sent", "heard"), [(OVAL, OVAL), (OVAL, LEFT), (OVAL, LINEAR), (VERTICAL, OVAL)])
def test_beside_a_circular_antenna_a_tilt_that_is_not_stated_is_the_worst(sent, heard):
    losses = [
        budget(a_link(sent, heard, polarization_tilt=f"{tilt} deg"), PATH)["polarization_loss_db"]
        for tilt in range(0, 181, 15)
    ]
    taken = budget(a_link(sent, heard, polarization_tilt=None), PATH).terms["polarization_loss_db"]
    assert taken.value == pytest.approx(max(losses), abs=1e-9)  # rounding of cosines
    assert taken.inputs["tilt_deg"].status == "default"


def test_tilt_and_loss_together_are_refused():
    with pytest.raises(ValidationError, match="polarization_tilt or polarization_loss, and not both"):
        a_link(VERTICAL, polarization_tilt="0 deg", polarization_loss="0 dB")
