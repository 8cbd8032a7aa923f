"""Sky tracks and passes are those of the geometry."""

import numpy as np
import pytest
from matplotlib.figure import Figure

import linkbudget as lb
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.geometry.clock import format_utc, parse_utc
from linkbudget.geometry.look_angles import look_angles_at
from linkbudget.plots.figures import figures_for
from linkbudget.plots.sky_tracks import day_of, passes, sky_track
from linkbudget.scenario_files.files import packaged_folder
from tests.plots.conftest import in_one_line

# ---------------------------------------------------------------- identity


def test_hours_stand_where_the_spacecraft_was(mars1):
    ax = sky_track(mars1, at="1963-03-21")
    place = mars1.station("evpatoria-receive")
    seen = look_angles_at(mars1.trajectory, place, parse_utc("1963-03-21T17:00Z"))
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    angle, radius = np.concatenate([np.transpose(line.get_data()) for line in dots]).T
    nearest = np.argmin(np.abs(np.degrees(angle) - seen.azimuth_deg))
    assert np.degrees(angle[nearest]) == pytest.approx(seen.azimuth_deg, abs=1e-3)
    assert 90.0 - radius[nearest] == pytest.approx(seen.elevation_deg, abs=1e-3)
    assert "17" in [text.get_text() for text in ax.texts]


def test_each_hour_is_named_once(mars1):
    hours = [text.get_text() for text in sky_track(mars1).texts if text.get_text().isdigit()]
    assert len(hours) == len(set(hours))


def test_track_is_thick_above_the_lowest_elevation(sputnik24):
    ax = sky_track(sputnik24)
    assert {"1", "2", "3", "4"} <= {text.get_text() for text in ax.texts}
    thick = [line for line in ax.lines if line.get_linewidth() > 2.0]
    assert len(thick) == len(sputnik24.passes("evpatoria"))
    for line in thick:
        assert np.nanmax(line.get_ydata()) <= 85.0


def test_passes_show_elevation_margin_and_doppler_of_the_budget(sputnik24):
    figure = Figure(layout="constrained")
    first = passes(sputnik24, ax=figure)
    found = sputnik24.passes("evpatoria")
    panels = np.reshape(figure.axes, (3, -1))
    assert panels.shape[1] == len(found)
    assert panels[0, 0] is first
    for column, each in zip(panels.T, found, strict=True):
        elevation, margin, shift = (panel.lines[0].get_ydata() for panel in column)
        assert elevation.max() == pytest.approx(each.maximum_elevation_deg, abs=0.05)
        assert abs(shift[60]) < abs(shift[0])
        assert shift[0] > 0.0 > shift[-1]
        at_top = sputnik24.budget("telemetry-32cm", format_utc(each.culmination_utc_s))["closing_margin_db"]
        assert np.nanmax(margin) == pytest.approx(at_top, abs=0.05)  # 121 points a pass
    assert panels[1, 0].get_ylabel() == "Closing margin [dB]"


def test_passes_of_a_link_that_is_short_are_shaded(tmp_path, drawn_texts):
    """A milliwatt is 30 dB less than the packaged cubesat has, whose link closes with at most 20 dB."""
    text = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
    assert text.count('power = "30 dBm"') == 1
    file = tmp_path / "weak.toml"
    file.write_text(text.replace('power = "30 dBm"', 'power = "0 dBm"'), encoding="utf-8")
    figure = passes(lb.load(file)).figure
    panel = figure.axes[len(figure.axes) // 3]
    assert np.nanmax(panel.lines[0].get_ydata()) < 0.0
    assert panel.get_ylim()[0] < 0.0
    assert any("does not close" in in_one_line(said) for said, _ in drawn_texts(figure))


# ---------------------------------------------------------------- shape


def test_a_mission_of_one_day_is_shown_whole(sputnik24, mars1):
    assert day_of(sputnik24) == (parse_utc("1962-11-04T15:45"), parse_utc("1962-11-05T15:45"))
    assert day_of(mars1) == (parse_utc("1963-03-21"), parse_utc("1963-03-22"))
    assert day_of(mars1, "1962-11-01") == (parse_utc("1962-11-01T17:24"), parse_utc("1962-11-02"))


def test_a_day_outside_the_mission_is_refused(mars1):
    with pytest.raises(InputError, match="at = '1964-01-01': expected a day from 1962-11-01 to 1963-06-30"):
        day_of(mars1, "1964-01-01")
    with pytest.raises(InputError, match="is not a date"):
        day_of(mars1, "yesterday")


def test_other_stations_can_be_drawn(mars1):
    ax = sky_track(mars1, "jodrell-bank")
    assert ax.name == "polar"
    with pytest.raises(InputError, match="goldstone: unknown station; expected one of evpatoria-receive"):
        sky_track(mars1, "goldstone")


def test_sky_needs_polar_axes(mars1):
    given = Figure().add_subplot(projection="polar")
    assert sky_track(mars1, ax=given) is given
    with pytest.raises(LinkBudgetError, match="expected 'polar' axes"):
        sky_track(mars1, ax=Figure().subplots())


def test_passes_need_a_low_orbit(mars1):
    with pytest.raises(InputError, match="mars1: passes: expected a spacecraft about the Earth"):
        passes(mars1)


def test_axes_get_the_elevation_of_all_passes(sputnik24):
    given = Figure().subplots()
    assert passes(sputnik24, ax=given) is given
    assert len(given.lines) == len(sputnik24.passes("evpatoria"))


# ---------------------------------------------------------------- words


def test_the_title_says_how_long_the_spacecraft_was_high_enough(sputnik24, mars1, drawn_texts):
    seconds = sum(each.duration_s for each in sputnik24.passes("evpatoria"))
    seen = [in_one_line(text) for text, _ in drawn_texts(sky_track(sputnik24).figure)]
    assert f"Mars 2MV-3 No. 1 (Sputnik 24): {seconds / 60.0:.0f} min over Evpatoria" in seen
    seen = [in_one_line(text) for text, _ in drawn_texts(sky_track(mars1).figure)]
    assert "Mars 1: 14 h over Evpatoria, Pluton receive array" in seen


def test_a_geostationary_satellite_stands_still_and_has_no_passes(drawn_texts):
    scenario = lb.load("geostationary")
    seen = " ".join(in_one_line(text) for text, _ in drawn_texts(sky_track(scenario).figure))
    assert "all day over Sydney" in seen
    assert "It stands still, 48° high." in seen
    assert "Dots" not in seen
    assert "passes" not in figures_for(scenario)


def test_passes_count_those_in_which_the_link_closes(sputnik24, drawn_texts, tmp_path):
    cubesat = lb.load("cubesat")
    seen = [in_one_line(text) for text, _ in drawn_texts(passes(cubesat).figure)]
    assert "A cubesat: the link closes in all 4 passes" in seen
    seen = [in_one_line(text) for text, _ in drawn_texts(passes(sputnik24).figure)]
    assert "Mars 2MV-3 No. 1 (Sputnik 24): both links close in each of 4 passes" in seen
    # 15 dB less: the passes that culminate at 17 degrees have 13 dB, the others 19
    text = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
    file = tmp_path / "weak.toml"
    file.write_text(text.replace('power = "30 dBm"', 'power = "15 dBm"'), encoding="utf-8")
    seen = " ".join(in_one_line(text) for text, _ in drawn_texts(passes(lb.load(file)).figure))
    assert "the link closes in 2 of 4 passes" in seen


def test_doppler_shifts_of_light_are_in_gigahertz():
    figure = passes(lb.load("optical_leo")).figure
    assert "Doppler shift [GHz]" in [panel.get_ylabel() for panel in figure.axes]
