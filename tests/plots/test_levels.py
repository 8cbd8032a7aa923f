"""The level diagram adds up."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.hardware.parts import FluxLimit
from linkbudget.plots.levels import (
    draw_levels,
    level_rows,
    noise_level_dbw,
    waterfall,
)
from linkbudget.plots.style import GAIN, LOSS_TEXT
from tests.plots.conftest import in_one_line

LINKS = ("telemetry-32cm-dish", "telemetry-160cm", "television-8cm", "imaging-5cm", "command-3m")


# ---------------------------------------------------------------- identity


@pytest.mark.parametrize("name", LINKS)
def test_gains_and_losses_lead_from_level_to_level(mars1, name):
    rows = level_rows(mars1.budget(name))
    level = None
    for row in rows:
        if row.kind == "level":
            if row.name in ("EIRP", "Received power", "Power needed"):
                assert row.after_dbw == pytest.approx(level, abs=0.03)  # lines below 0.005 dB are left out
            level = row.after_dbw
        else:
            assert row.before_dbw == pytest.approx(level, abs=0.03)
            assert row.after_dbw - row.before_dbw == pytest.approx(row.change_db)
            level = row.after_dbw


@pytest.mark.parametrize("name", LINKS)
def test_levels_and_margin_are_those_of_the_budget(mars1, name):
    budget = mars1.budget(name)
    rows = {row.name: row for row in level_rows(budget)}
    assert rows["Received power"].after_dbw == budget["received_power_dbw"]
    assert rows["EIRP"].after_dbw == budget["eirp_dbw"]
    assert rows["Closing margin"].change_db == budget["closing_margin_db"]
    assert rows["Power needed"].after_dbw == pytest.approx(budget["received_power_dbw"] - budget["closing_margin_db"])


def test_a_link_short_of_carrier_ends_below_what_is_needed(mars1):
    """Its data alone would have 9 dB: the diagram ends in the verdict, not there."""
    wide = mars1.budget("telemetry-32cm-semi", settings={"modulation.carrier.loop_bandwidth": "20 Hz"})
    rows = {row.name: row for row in level_rows(wide)}
    assert rows["Closing margin"].change_db == pytest.approx(-3.02, abs=0.01)
    assert rows["Carrier needs more than the data"].change_db == pytest.approx(8.98 - 3.0 + 3.02, abs=0.01)


def test_what_a_link_is_short_of_is_not_drawn_as_a_gain(mars1, drawn_texts):
    ax = waterfall(mars1, "telemetry-160cm-evpatoria")
    short_db = -mars1.budget("telemetry-160cm-evpatoria")["closing_margin_db"]
    bar, text = ax.patches[-1], ax.texts[-1]
    verdict = mars1.budget("telemetry-160cm-evpatoria").verdict
    assert bar.get_width() == pytest.approx(-short_db, abs=0.01)
    assert bar.get_hatch()
    assert to_hex(bar.get_facecolor()) != GAIN.lower()
    assert (text.get_text(), text.get_color()) == (verdict.in_short, LOSS_TEXT)
    assert verdict.in_short == f"does not close: {short_db:.2f} dB short"
    seen = " ".join(" ".join(in_one_line(said) for said, _ in drawn_texts(ax.figure)).split())
    assert f"The link does not close: {short_db:.2f} dB short; carrier decides." in seen


def test_a_limit_of_power_flux_density_bounds_the_power_from_above(mars1):
    """The receiver has 16 dB to spare; the diagram ends at the limit all the same."""
    case = mars1.case("imaging-5cm")
    ends = {name: "-230 dBW/m2" for name in ("limit_at_horizon", "limit_overhead")}
    limit = FluxLimit(signal_bandwidth="1 MHz", reference_bandwidth="1 MHz", **ends)
    budget = replace(case, link=case.link.model_copy(update={"flux_limit": limit})).budget()
    rows = {row.name: row for row in level_rows(budget)}
    assert budget.verdict.limited_by == "Power flux density"
    assert rows["Closing margin"].change_db == budget["flux_margin_db"] < -10.0
    allowed = rows["Power that the flux limit allows"].after_dbw
    assert allowed == pytest.approx(budget["received_power_dbw"] + budget["flux_margin_db"])
    needed = budget["received_power_dbw"] - (budget["margin_db"] - budget["required_margin_db"])
    assert rows["Power needed by the data"].after_dbw == pytest.approx(needed)


def test_what_detection_loses_is_what_the_budget_says(mars1):
    budget = mars1.budget("telemetry-32cm-dish")
    rows = {row.name: row.change_db for row in level_rows(budget)}
    losses = budget["data_modulation_loss_db"] + budget["implementation_loss_db"]
    assert rows["Modulation and detection losses"] == pytest.approx(losses)
    assert rows["Required Eb/N0"] == budget["required_ebn0_db"]


@pytest.mark.parametrize(
    ("name", "width_hz", "what"),
    [
        ("telemetry-32cm-dish", 8.0, "bit rate"),
        ("imaging-5cm", 90.0, "pixel rate"),
        ("television-8cm", 45.0, "video band"),
    ],
)
def test_noise_is_in_the_band_the_signal_to_noise_ratio_speaks_of(mars1, name, width_hz, what):
    budget = mars1.budget(name)
    level, band = noise_level_dbw(budget)
    assert level == pytest.approx(budget["noise_density_dbw_per_hz"] + 10.0 * np.log10(width_hz))
    assert band == f"{width_hz:g} Hz, the {what}"


def test_bars_are_as_long_as_their_decibels(mars1):
    ax = waterfall(mars1, "command-3m")
    rows = [row for row in level_rows(mars1.budget_when_up("command-3m")) if row.kind != "level"]
    assert [patch.get_width() for patch in ax.patches] == pytest.approx([row.change_db for row in rows])


def test_losses_are_hatched_and_gains_are_not(mars1):
    ax = waterfall(mars1, "command-3m")  # its margin is negative on the day of the last contact
    rows = [row for row in level_rows(mars1.budget_when_up("command-3m")) if row.kind != "level"]
    for patch, row in zip(ax.patches, rows, strict=True):
        assert bool(patch.get_hatch()) == (row.change_db < 0.0)
    assert rows[-1].change_db < 0.0
    assert ax.texts[-1].get_text() == f"does not close: {-rows[-1].change_db:.2f} dB short"


# ---------------------------------------------------------------- shape


def test_a_link_that_is_down_is_shown_at_its_next_culmination(sputnik24):
    scenario = sputnik24
    budget = scenario.budget_when_up("telemetry-32cm")
    assert budget["elevation_deg"] >= 5.0
    culmination = scenario.nearest_culmination_utc_s(scenario.links["telemetry-32cm"].station)
    assert any(each.culmination_utc_s == culmination for each in scenario.passes("evpatoria"))


def test_an_instant_below_the_horizon_is_refused(sputnik24):
    with pytest.raises(
        InputError, match="telemetry-32cm: below the station's lowest elevation at 1962-11-04T16:00:00Z"
    ):
        waterfall(sputnik24, "telemetry-32cm", "1962-11-04T16:00:00Z")


def test_a_signal_that_does_not_arrive_is_refused(mars1):
    budget = mars1.budget("telemetry-32cm-semi", "1963-01-01T12:00Z")  # below the horizon
    with pytest.raises(InputError, match="By hand: nothing is received there"):
        draw_levels(budget, "By hand")


def test_a_station_known_by_its_figure_of_merit_is_refused():
    budget = lb.load("mars_express").budget_when_up("telemetry")
    with pytest.raises(InputError, match="By hand: the receiver is known by its g_over_t alone"):
        draw_levels(budget, "By hand")


def test_stated_losses_are_drawn_too():
    budget = lb.load("mars_express").budget_when_up("telecommand")
    rows = {row.name: row.change_db for row in level_rows(budget)}
    assert rows["Atmospheric loss"] == pytest.approx(-0.2)


def test_any_budget_can_be_drawn(mars1):
    given = Figure(layout="constrained").subplots()
    budget = mars1.budget("telemetry-32cm-dish", range_m=106.76e9, plane="antenna")
    assert draw_levels(budget, "By hand", given) is given
    assert "Receive line loss" not in [label.get_text() for label in given.get_yticklabels()]


def test_the_link_heard_last_is_drawn_when_none_is_named_and_ends_in_its_verdict(mars1, drawn_texts):
    ax = waterfall(mars1)
    assert ax.get_xlabel() == "Level [dBW]"
    budget = mars1.budget_when_up("telemetry-32cm-semi")
    assert len(ax.get_yticks()) == len(level_rows(budget))
    assert ax.texts[-1].get_text() == f"closes with {budget['closing_margin_db']:.2f} dB to spare"
    seen = [in_one_line(said) for said, _ in drawn_texts(ax.figure)]
    assert "Mars 1: 922.76 MHz telemetry, semi-directional antenna" in seen
    assert not any("Not in use" in said for said in seen)


def test_a_link_out_of_use_is_said_to_be(mars1, drawn_texts):
    seen = " ".join(in_one_line(said) for said, _ in drawn_texts(waterfall(mars1, "telemetry-32cm-dish").figure))
    assert "Not in use then: in use until 7 November 1962." in seen.replace("\n", " ")
    figure = waterfall(mars1, "telemetry-32cm-dish", "1962-11-03T22:00Z").figure
    assert "Not in use" not in " ".join(in_one_line(said) for said, _ in drawn_texts(figure))
