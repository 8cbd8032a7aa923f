"""Links of sixty years on one scale: published figures of it, and parts that add up."""

import math

import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.mission.history import COMPANY, LINE, SHARES, company, milestone, shares_db, steps

SQUARE_KM_DB = 60.0
"""A square kilometre over a square metre [dB]."""


def test_voyager_2_at_neptune_set_the_published_record():
    """4.2e23 b/s km2: Posner, Rauch and Madsen, Voyager mission telecommunication firsts (1990)."""
    assert milestone("voyager2_neptune:pictures").rate_distance_bps_km2 == pytest.approx(4.2e23, abs=0.05e23)


@pytest.mark.parametrize("name", LINE)
def test_parts_add_up_to_bit_rate_times_distance_squared(name):
    one = milestone(name)
    together_db = sum(shares_db(one.budget).values())
    assert together_db == pytest.approx(10.0 * math.log10(one.rate_distance_bps_km2) + SQUARE_KM_DB, abs=1e-9)


def test_parts_add_up_beside_ranging():
    coded = {"modulation.required_ebn0": "none", "modulation.error_rate": "5e-3", "modulation.code": "conv-7-1/2"}
    budget = lb.load("voyager2_1996").budget("telemetry", settings=coded)
    assert budget["data_ranging_suppression_db"] > 0.2
    expected_db = 10.0 * math.log10(budget["bit_rate_bps"] * budget["range_m"] ** 2)
    assert sum(shares_db(budget).values()) == pytest.approx(expected_db, abs=1e-9)


def test_steps_add_up_and_chain():
    taken = steps()
    for step in taken:
        assert set(step.shares_db) == set(SHARES)
        assert step.gain_db == pytest.approx(sum(step.shares_db.values()), abs=1e-9)
    whole_db = sum(step.gain_db for step in taken)
    first, last = milestone(LINE[0]), milestone(LINE[-1])
    assert whole_db == pytest.approx(10 * math.log10(last.rate_distance_bps_km2 / first.rate_distance_bps_km2))


def test_what_engineers_say_of_the_steps():
    s_band, sixty_four, x_band, arrays, *_ = steps()
    assert s_band.shares_db["frequency"] == pytest.approx(20 * math.log10(2298 / 378.2), abs=0.01)
    assert x_band.shares_db["frequency"] == pytest.approx(20 * math.log10(8415 / 2295), abs=0.01)
    assert sixty_four.shares_db["ground_antenna"] == pytest.approx(20 * math.log10(64.0 / 25.9), abs=0.01)
    assert sixty_four.shares_db["noise"] == pytest.approx(10 * math.log10(55.0 / 15.0), abs=0.01)
    assert sixty_four.shares_db["coding"] == pytest.approx(0.0, abs=1e-9)
    assert x_band.shares_db["coding"] > 2.5
    assert arrays.shares_db["spacecraft_antenna"] == pytest.approx(0.0, abs=1e-9)  # the same hardware, ten years on


def test_the_company_spans_sixty_years():
    milestones = company()
    years = [one.year for one in milestones]
    assert years == sorted(years)
    assert years[0] < 1961.0
    assert years[-1] > 2020.0
    assert {one.name for one in milestones} == set(COMPANY)


def test_further_links_join_by_their_file(tmp_path):
    text = lb.load("mro").file.read_text(encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(text.replace('value = "500 kbit/s"', 'value = "5 Mbit/s"'), encoding="utf-8")
    mine = [one for one in company([f"{file}:science"]) if one.name == "mine:science"]
    assert mine[0].rate_distance_bps_km2 == pytest.approx(10.0 * milestone("mro:science").rate_distance_bps_km2)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("mariner4", "expected a scenario and a link such as mariner4:pictures"),
        ("mariner4:picture", "did you mean 'pictures'"),
        ("mariner5:pictures", "no such scenario"),
        ("mars1:imaging-5cm", "expected a digital downlink"),
        ("mars1:command-39cm", "expected a digital downlink"),
    ],
)
def test_links_that_do_not_fit_are_refused(link, expected):
    with pytest.raises(InputError, match=expected.replace("(", r"\(")):
        milestone(link)


def test_a_figure_of_merit_cannot_be_taken_apart():
    with pytest.raises(InputError, match="not a g_over_t"):
        steps(["mars_express:telemetry", "mro:science"])
    with pytest.raises(InputError, match="expected an error_rate"):
        steps(["marco:hga-34m", "mro:science"])
