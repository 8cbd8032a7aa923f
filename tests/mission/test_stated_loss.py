"""Links without a trajectory: a fixed range, and a free-space loss that is stated."""

import math

import numpy as np
import pytest
from matplotlib.text import Text

import linkbudget as lb
from linkbudget.errors import InputError
from tests.mission.conftest import CUBESAT

LINK = "uhf-downlink"
_START, _END = CUBESAT.index("[trajectory]"), CUBESAT.index("[stations")
GROUNDED = CUBESAT[:_START] + CUBESAT[_END:]
TABLE = f"[links.{LINK}]\n"
SPECIFIED = (
    'free_space_loss = { value = "150.5 dB", low = "149 dB", high = "152 dB", status = "documented", source = "S7" }\n'
)
C = 299_792_458.0


def _with(scenario_of, said: str, text: str = GROUNDED, *more: tuple[str, str]):
    return scenario_of(text, (TABLE, TABLE + said), *more)


def test_a_range_is_enough_for_a_budget(scenario_of):
    budget = _with(scenario_of, 'range = "1500 km"\n').budget(LINK)
    expected_db = 20.0 * math.log10(4.0 * math.pi * 1.5e6 * 437.5e6 / C)
    assert budget["range_m"] == 1.5e6
    assert budget["free_space_loss_db"] == pytest.approx(expected_db, abs=1e-9)
    assert budget.at is None


def test_the_range_of_the_mission_is_that_of_all_links(scenario_of):
    mission = ("[mission]\n", '[mission]\nrange = "900 km"\n')
    scenario = scenario_of(GROUNDED, mission)
    assert scenario.budget(LINK)["range_m"] == 900e3
    assert _with(scenario_of, 'range = "800 km"\n', GROUNDED, mission).budget(LINK)["range_m"] == 800e3
    assert scenario.budget(LINK, range_m=700e3)["range_m"] == 700e3
    assert scenario.budget(LINK, settings={"range": "600 km"})["range_m"] == 600e3


def test_beside_a_trajectory_a_date_has_its_own_range(scenario_of):
    scenario = _with(scenario_of, 'range = "1500 km"\n', CUBESAT)
    assert scenario.budget(LINK)["range_m"] == 1.5e6
    at = scenario.budget(LINK, at="2026-03-01T05:22:26Z")["range_m"]
    assert at != 1.5e6
    assert at == pytest.approx(lb.load("cubesat").budget(LINK, at="2026-03-01T05:22:26Z")["range_m"])
    ranges = scenario.run(60.0).sel(link=LINK)["range_m"].values
    assert np.ptp(ranges) > 1e6


def test_range_and_reference_range_together_are_refused(scenario_of):
    with pytest.raises(InputError, match="range: expected none beside reference_range"):
        _with(scenario_of, 'range = "1500 km"\nreference_range = "1500 km"\n')
    with pytest.raises(InputError, match="mission: range: expected none beside reference_range"):
        scenario_of(GROUNDED, ("[mission]\n", '[mission]\nrange = "1 km"\nreference_range = "1 km"\n'))


def test_a_stated_loss_needs_no_range(scenario_of):
    budget = _with(scenario_of, SPECIFIED).budget(LINK)
    line = budget.terms["free_space_loss_db"]
    assert line.value == 150.5
    assert (line.status, line.source) == ("documented", "S7")
    assert not {"range_m", "flux_density_dbw_per_m2", "maximum_range_m"} & budget.terms.keys()
    assert not any("free_space_loss" in note for note in budget.notes)


def test_a_stated_loss_replaces_the_computed_one_and_a_note_says_so(scenario_of):
    computed = _with(scenario_of, 'range = "1500 km"\n').budget(LINK)
    stated = _with(scenario_of, 'range = "1500 km"\n' + SPECIFIED).budget(LINK)
    moved = stated["closing_margin_db"] - computed["closing_margin_db"]
    assert moved == pytest.approx(computed["free_space_loss_db"] - 150.5)
    assert "free_space_loss: 150.5 dB as stated; range and frequency give 148.8 dB" in stated.notes
    assert "maximum_range_m" in computed.terms
    assert "maximum_range_m" not in stated.terms
    assert stated["flux_density_dbw_per_m2"] == pytest.approx(computed["flux_density_dbw_per_m2"])


def test_a_stated_loss_holds_over_time(scenario_of):
    scenario = _with(scenario_of, SPECIFIED, CUBESAT)
    run, plain = scenario.run(60.0).sel(link=LINK), lb.load("cubesat").run(60.0).sel(link=LINK)
    up = run["visible"].values
    free_space = 20.0 * np.log10(4.0 * np.pi * plain["range_m"].values[up] * 437.5e6 / C)
    moved = run["received_power_dbw"].values[up] - plain["received_power_dbw"].values[up]
    assert moved == pytest.approx(free_space - 150.5, abs=1e-4)


def test_its_range_counts_among_the_assumptions(scenario_of):
    case = _with(scenario_of, SPECIFIED).case(LINK)
    known = case.value("free_space_loss")
    assert (known.low, known.high) == (149.0, 152.0)
    margins = case.with_values({"free_space_loss": [149.0, 152.0]}).budget()["closing_margin_db"]
    assert margins[0] - margins[1] == pytest.approx(3.0)


def test_figures_of_a_link_without_a_range(scenario_of):
    scenario = _with(scenario_of, SPECIFIED)
    heading = lb.plots.waterfall(scenario, LINK).figure
    assert "Free-space loss as stated" in "".join(text.get_text() for text in heading.findobj(Text))
    ax = lb.plots.snr_vs_distance(scenario, LINK, span_m=(1e5, 1e7))
    level = next(line.get_ydata() for line in ax.get_lines() if len(line.get_ydata()) > 100)
    assert np.ptp(level[np.isfinite(level)]) == 0.0


def test_neither_range_nor_loss_is_refused_as_before(scenario_of):
    with pytest.raises(InputError, match="trajectory: missing; expected one, or a distance instead of a date"):
        scenario_of(GROUNDED).budget(LINK)
    with pytest.raises(InputError, match="trajectory: missing"):
        _with(scenario_of, SPECIFIED).run()
    with pytest.raises(InputError, match=r"free_space_loss = '-3 dB': expected a number"):
        _with(scenario_of, 'free_space_loss = "-3 dB"\n')
