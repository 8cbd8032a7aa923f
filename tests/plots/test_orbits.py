"""The flight as it was, from above."""

import re

import numpy as np
import pytest
from matplotlib.figure import Figure

import linkbudget as lb
from linkbudget.formatting import distance_text
from linkbudget.geometry.clock import parse_utc
from linkbudget.plots.orbits import from_sun_gm, ground_points, trajectory
from tests.plots.conftest import in_one_line
from tests.plots.test_distances import line

AU_GM = 149.5978707


# ---------------------------------------------------------------- reference


def test_the_earth_is_in_libra_at_the_march_equinox():
    # seen from the Sun the Earth is opposite the vernal equinox; 21 March 1963, 08:20 UTC, R = 0.996 (Meeus, 25)
    x, y, z = from_sun_gm("earth", parse_utc("1963-03-21T08:20"))
    assert np.degrees(np.arctan2(y, x)) % 360.0 == pytest.approx(180.5, abs=0.1)  # 37 years of precession: 0.51 deg
    assert np.hypot(x, y) / AU_GM == pytest.approx(0.996, abs=0.001)
    assert abs(z) < 0.1


def test_the_flight_ends_at_mars(mars1):
    flyby = parse_utc("1963-06-19T12:00")
    apart = from_sun_gm(mars1.trajectory, flyby) - from_sun_gm("mars", flyby)
    assert np.sqrt(apart @ apart) == pytest.approx(0.193, rel=0.01)  # 193 000 km, NSSDC 1962-061A


def test_the_ground_track_reaches_the_inclination(sputnik24):
    latitude, longitude = ground_points(sputnik24, np.linspace(*_day(sputnik24), 2000))
    assert np.abs(latitude).max() == pytest.approx(64.7, abs=0.3)  # NSSDC 1962-062A; geodetic is up to 0.2 deg more
    assert np.all(np.abs(longitude) <= 180.0)


def _day(scenario):
    mission = scenario.config.mission
    return mission.start_utc_s.value, mission.end_utc_s.value


# ---------------------------------------------------------------- identity


def test_the_drawn_arc_is_the_trajectory(mars1):
    ax = trajectory(mars1)
    x, y = line(ax, "Mars 1").get_data()
    start, end = _day(mars1)
    for place in (0, 300, 720):
        np.testing.assert_allclose(
            (x[place], y[place]), from_sun_gm(mars1.trajectory, start + place / 720 * (end - start))[:2], rtol=1e-9
        )


# ---------------------------------------------------------------- shape


def test_plan_has_equal_scales_and_millions_of_kilometres(mars1):
    ax = trajectory(mars1)
    assert ax.get_aspect() == 1.0
    assert "[million km]" in ax.get_xlabel()
    labels = ax.get_legend_handles_labels()[1]
    assert labels == ["Earth", "Mars", "Sun", "Mars 1"]


def test_events_close_together_share_a_number(mars1):
    texts = [text.get_text() for text in trajectory(mars1).texts]
    assert texts[:-1] == ["1–3", "4", "5–6", "7", "8"]
    assert "21 Mar 1963, 107 million km\n    Last contact" in texts[-1]


def test_ground_track_breaks_at_the_date_line(sputnik24):
    given = Figure(layout="constrained").subplots()
    assert trajectory(sputnik24, given) is given
    longitude, latitude = line(given, "Ground track").get_data()
    jump = np.flatnonzero(np.abs(np.diff(longitude)) > 180.0)
    assert jump.size >= 15  # sixteen orbits a day, and the Earth turns under them
    assert np.isnan(latitude[jump + 1]).all()


# ---------------------------------------------------------------- words


def test_events_say_how_far_away(mars1, drawn_texts):
    (said,) = [in_one_line(text) for text, _ in drawn_texts(trajectory(mars1).figure) if "Injection" in text]
    for event in mars1.config.events:
        distance_m = event.distance_m.value if event.distance_m else None
        distance_m = distance_m or float(mars1.track.geocentric_distance_m(event.time_utc_s.value))
        assert f"{distance_text(distance_m, 3)} {event.title}" in said


def test_a_flight_without_events_is_shown_at_its_reference(drawn_texts):
    express = lb.load("mars_express")
    seen = [in_one_line(text) for text, _ in drawn_texts(trajectory(express).figure)]
    assert "Mars Express: how far from the Earth on 25 December 2003?" in seen
    assert "1 25 Dec 2003, 157 million km" in seen


def test_a_planet_that_nobody_flies_to_is_not_drawn():
    assert trajectory(lb.load("pioneer5")).get_legend_handles_labels()[1] == ["Earth", "Sun", "Pioneer V"]


def test_a_ground_track_says_how_long_a_station_saw_the_spacecraft(sputnik24, drawn_texts):
    seconds = sum(each.duration_s for each in sputnik24.passes("evpatoria"))
    (said,) = [in_one_line(text) for text, _ in drawn_texts(trajectory(sputnik24).figure) if "in sight of" in text]
    minutes = float(re.search(r"in sight of Evpatoria for (\d+) min in a day$", said)[1])
    assert minutes * 60.0 == pytest.approx(seconds, abs=60.0)
