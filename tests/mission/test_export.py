"""Tracks and tracking predictions as files: read back, read by another library, refused."""

import numpy as np
import pytest
from ccsds_ndm.ndm_io import NdmIo

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.geometry.clock import instant_utc_s, parse_utc, skyfield_time
from linkbudget.geometry.look_angles import look_angles_at
from linkbudget.geometry.position_files import read_positions
from linkbudget.geometry.time_systems import dates_tt_s, skyfield_time_of_tt, skyfield_tt_s
from linkbudget.mission.export import csv_of, oem_of, tdm_of, track_states
from linkbudget.scenario_files.files import packaged_folder

SPANS = {
    "cubesat": ("2026-03-01T02:00:00Z", "2026-03-01T08:00:00Z"),
    "mars1": ("1962-11-01T17:24:00Z", "1962-11-20T00:00:00Z"),  # the escape from the Earth in it
    "lro": (None, None),
    "voyager1_jupiter": (None, None),
}


@pytest.fixture(scope="module")
def missions():
    return {name: lb.load(name) for name in SPANS}


@pytest.mark.parametrize("form", ["oem", "xml", "csv"])
@pytest.mark.parametrize("name", SPANS)
def test_a_track_comes_back(tmp_path, missions, name, form):
    mission = missions[name]
    states = track_states(mission, *SPANS[name])
    assert states.notes == ()
    text = csv_of(mission, states) if form == "csv" else oem_of(mission, states, 0.0, xml=form == "xml")
    file = tmp_path / f"track.{form}"
    file.write_text(text, encoding="utf-8")
    read = read_positions(file, **({"center": states.center} if form == "csv" else {}))
    first_tt_s = max(states.tt_s[0], skyfield_tt_s(skyfield_time(mission.track.start_utc_s)))
    tt_s = np.linspace(first_tt_s, states.tt_s[-1], 1001)[1:-1]
    time = skyfield_time_of_tt(tt_s)
    assert read.center == mission.trajectory.center
    found_m = read.at(time).xyz.m
    true_m = mission.trajectory.at(time).xyz.m
    # cubic interpolation of the track is good to 1e-8 of the distance; that of degree 7 has to be better
    geocentric_m = mission.track.geocentric_distance_m(instant_utc_s(time))
    assert (np.linalg.norm(found_m - true_m, axis=0) < 1e-8 * geocentric_m + 0.02).all()


def test_steps_are_those_asked_for_and_the_end_is_a_row(missions):
    states = track_states(missions["cubesat"], "2026-03-01T02:00:00Z", "2026-03-01T03:00:30Z", 60.0)
    assert np.diff(states.tt_s)[:-1] == pytest.approx(60.0)
    assert dates_tt_s(["2026-03-01T03:00:30"], "UTC")[0] == pytest.approx(states.tt_s[-1])


def test_rows_far_apart_are_noted_and_too_far_refused(missions):
    (note,) = track_states(missions["cubesat"], *SPANS["cubesat"], 1200.0).notes
    assert "20 min apart" in note
    with pytest.raises(InputError, match=r"step = 2400.0 s: positions jump|step = 2400.0 s: the rows"):
        track_states(missions["cubesat"], *SPANS["cubesat"], 2400.0)


def test_another_library_reads_the_message(missions):
    mission = missions["mars1"]
    states = track_states(mission, *SPANS["mars1"])
    segment = NdmIo().from_string(oem_of(mission, states, 0.0, object_id="1962-061A")).body.segment[0]
    said = segment.metadata
    assert (said.object_id, said.center_name, said.ref_frame, said.time_system) == ("1962-061A", "SUN", "ICRF", "TDB")
    read = np.array([float(one.x.value) for one in segment.data.state_vector])
    assert read == pytest.approx(states.position_m[:, 0] / 1e3, abs=1e-6)


# Tracking data -------------------------------------------------------------------------------------------------------


def test_predicted_tracking_data_are_those_of_the_geometry(missions):
    mission = missions["cubesat"]
    text = tdm_of(mission, "uhf-downlink", 0.0, *SPANS["cubesat"], 20.0)
    segments = NdmIo().from_string(text).body.segment
    passes = [one for one in mission.passes("my-roof") if one.rise_utc_s < parse_utc(SPANS["cubesat"][1])]
    assert len(segments) == len([one for one in passes if one.set_utc_s > parse_utc(SPANS["cubesat"][0])]) > 0
    station, frequency_hz = mission.station("my-roof"), 437.5e6
    for segment in segments:
        said = segment.metadata
        assert (said.participant_2, said.path, said.time_system) == ("A cubesat", "2,1", "UTC")
        rows = {}
        for one in segment.data.observation:
            for key in ("range", "doppler_instantaneous", "receive_freq_1", "angle_1", "angle_2"):
                value = getattr(one, key)
                if value is not None:
                    rows.setdefault(key, []).append((one.epoch, float(getattr(value, "value", value))))
        # skyfield's own way, one instant after the other, instead of the sampled track
        for number in (0, len(rows["range"]) // 2, -1):
            time = skyfield_time_of_tt(dates_tt_s([rows["range"][number][0]], "UTC")[0])
            look = look_angles_at(mission.trajectory, station, float(instant_utc_s(time)))
            assert rows["range"][number][1] == pytest.approx(look.range_m / 1e3, abs=1e-3)
            assert rows["doppler_instantaneous"][number][1] == pytest.approx(look.range_rate_m_per_s / 1e3, abs=1e-5)
            shift_hz = rows["receive_freq_1"][number][1] - frequency_hz
            assert shift_hz == pytest.approx(-frequency_hz * look.range_rate_m_per_s / 299_792_458.0, abs=1.0)
            assert rows["angle_1"][number][1] == pytest.approx(look.azimuth_deg, abs=1e-4)
            assert rows["angle_2"][number][1] == pytest.approx(look.elevation_deg, abs=1e-4)


def test_a_receding_spacecraft_has_a_positive_range_rate_and_a_lower_frequency(missions):
    lines = tdm_of(missions["cubesat"], "uhf-downlink", 0.0, *SPANS["cubesat"], 20.0).splitlines()
    ranges, rates, received = (
        np.array([float(line.split()[-1]) for line in lines if line.startswith(key)])
        for key in ("RANGE =", "DOPPLER_INSTANTANEOUS", "RECEIVE_FREQ_1")
    )
    growing = np.diff(ranges) > 0.0
    middle = 0.5 * (rates[1:] + rates[:-1])
    one_pass = np.abs(np.diff(ranges)) < 400.0
    assert (middle[growing & one_pass & (np.abs(middle) > 0.5)] > 0.0).all()
    assert (np.sign(received - 437.5e6) == -np.sign(rates)).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m: track_states(m, "2030-01-01"), "start = '2030-01-01': outside the mission"),
        (lambda m: track_states(m, "soon"), "start = 'soon' is not a date"),
        (lambda m: track_states(m, "2026-03-01T05:00", "2026-03-01T04:00"), "expected later than the start"),
        (lambda m: track_states(m, step_s=1e-3), "step = 0.001 s: 8.64e.07 rows; expected at most 2000000"),
        (lambda m: track_states(m, step_s=80_000.0), "rows; expected at least 9"),
        (lambda m: tdm_of(m, "nothing", 0.0), "unknown link"),
        (
            lambda m: tdm_of(m, "uhf-downlink", 0.0, "2026-03-01T00:00:00Z", "2026-03-01T00:01:00Z"),
            "not up at any step between start and end",
        ),
    ],
)
def test_what_cannot_be_written_is_refused(missions, call, message):
    with pytest.raises(InputError, match=message) as caught:
        call(missions["cubesat"])
    assert "\n" not in str(caught.value)


def test_an_uplink_and_a_scenario_without_a_trajectory_are_refused():
    mars1 = lb.load("mars1")
    uplink = next(name for name, link in mars1.links.items() if link.direction == "uplink")
    with pytest.raises(InputError, match="an uplink; expected a downlink"):
        tdm_of(mars1, uplink, 0.0)


def test_a_scenario_without_a_trajectory_has_no_track(tmp_path):
    text = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
    file = tmp_path / "far.toml"
    start, end = text.index("[trajectory]"), text.index("[stations")
    file.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(InputError, match=r"far\.toml: trajectory: missing; expected one"):
        track_states(lb.load(file))


def test_times_of_measurement_are_whole_steps(missions):
    lines = tdm_of(missions["cubesat"], "uhf-downlink", 0.0, *SPANS["cubesat"], 20.0).splitlines()
    seconds = {line.split()[2][17:] for line in lines if line.startswith("RANGE =")}
    assert seconds == {"00.000000", "20.000000", "40.000000"}
    assert skyfield_tt_s(skyfield_time(parse_utc("2026-03-01"))) == pytest.approx(parse_utc("2026-03-01") + 69.184)


@pytest.mark.parametrize(
    ("name", "step_s"), [("mars1", None), ("lro", 3600.0), ("voyager1_jupiter", 3600.0), ("voyager1_lightday", None)]
)
def test_a_written_track_is_flown_over_the_dates_of_its_mission(tmp_path, name, step_s):
    mission = lb.load(name)  # the signal that is received first left before the mission began
    states = track_states(mission, step_s=step_s)
    text = (packaged_folder() / f"{name}.toml").read_text(encoding="utf-8")
    before, _, behind = text.partition("[trajectory]")
    behind = behind.partition("\n[")[2]
    said = '[trajectory]\nkind = "positions"\nfile = "own.oem"\n\n['
    (tmp_path / "own.toml").write_text(f"{before}{said}{behind}", encoding="utf-8")
    (tmp_path / "own.oem").write_text(oem_of(mission, states, 0.0), encoding="utf-8")
    flown = lb.load(tmp_path / "own.toml")
    utc_s = np.linspace(flown.track.start_utc_s, flown.track.end_utc_s, 501)
    metres = (flown.track.light_time_s(utc_s) - mission.track.light_time_s(utc_s)) * 299_792_458.0
    assert abs(metres).max() < 0.5
