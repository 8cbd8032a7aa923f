"""Two links side by side: what was changed, and what it cost."""

import json

import numpy as np
import pytest

import linkbudget
from linkbudget.errors import InputError
from linkbudget.studies.compare import compare


@pytest.fixture(scope="module")
def mars1():
    return linkbudget.load("mars1")


def test_one_change_costs_the_same_alone_and_together(mars1):
    old, new = mars1.case("imaging-5cm"), mars1.case("imaging-5cm", settings={"receiver.noise_temperature": "556 K"})
    comparison = compare(old, new)
    (change,) = comparison.changes
    assert (change.key, change.unit, change.old, change.new) == ("receiver.noise_temperature", "K", 278.0, 556.0)
    lines = {line.key: line for line in comparison.lines}
    assert change.alone_db == pytest.approx(lines["closing_margin_db"].change)
    assert lines["margin_db"].worth_db == pytest.approx(-2.86, abs=0.02)
    assert not lines["eirp_dbw"].differs


def test_what_a_change_does_alone_is_said_of_the_closing_margin(mars1):
    """Of the link whose carrier decides, the loop moves the verdict and the bit rate does not."""
    wide = {"modulation.carrier.loop_bandwidth": "20 Hz"}
    settings = {"modulation.carrier.loop_bandwidth": "10 Hz", "modulation.bit_rate": "2 bit/s"}
    old, new = (mars1.case("telemetry-32cm-semi", settings=more) for more in (wide, settings))
    comparison = compare(old, new)
    alone = {change.key: change.alone_db for change in comparison.changes}
    assert alone["modulation.carrier.loop_bandwidth"] == pytest.approx(10.0 * np.log10(2.0), abs=1e-9)
    assert alone["modulation.bit_rate"] == 0.0
    assert "Old: The link does not close: 3.02 dB short; carrier decides." in str(comparison)
    assert "New: The link does not close: 0.01 dB short; carrier decides." in str(comparison)
    sides = comparison.to_dict()
    assert sides["old"]["verdict"]["closing_margin_db"] == old.budget()["closing_margin_db"]
    assert sides["new"]["verdict"] == {
        "closes": False,
        "closing_margin_db": new.budget()["closing_margin_db"],
        "limited_by": "Carrier",
    }


def test_a_link_beside_itself_differs_in_nothing(mars1):
    comparison = compare(mars1.case("television-8cm"), mars1.case("television-8cm"))
    assert comparison.changes == ()
    assert not any(line.differs for line in comparison.lines)


@pytest.mark.parametrize("other", ["telemetry-32cm-semi", "telemetry-32cm-jodrell", "telemetry-160cm"])
def test_worths_of_lines_add_up_to_that_of_each_total(mars1, other):
    """Signed lines from one total to the next make the change of the next; a sum that starts again is restated."""
    lines = compare(mars1.case("telemetry-32cm-dish"), mars1.case(other)).lines
    lines = [line for line in lines if line.unit != "K"]  # temperatures have a running sum of their own
    total = 0.0
    totals = 0
    for line in lines:
        if line.sign == "=" and line.key.endswith("start_dbhz"):
            total = line.worth_db
        elif line.sign == "=":
            assert total == pytest.approx(line.worth_db, abs=1e-9), line.key
            totals += 1
        elif line.sign:
            total += line.worth_db
    assert totals >= 6


def test_there_and_back_cost_opposite_amounts(mars1):
    one, other = mars1.case("telemetry-32cm-dish"), mars1.case("imaging-5cm")
    there = {line.key: line for line in compare(one, other).lines}
    back = {line.key: line for line in compare(other, one).lines}
    assert there.keys() == back.keys()
    for key, line in there.items():
        assert (line.old, line.new) == (back[key].new, back[key].old)
        if line.worth_db is not None:
            assert line.worth_db == pytest.approx(-back[key].worth_db)


def test_lines_and_inputs_of_one_side_alone_are_shown(mars1):
    comparison = compare(mars1.case("telemetry-32cm-dish"), mars1.case("imaging-5cm"))
    lines = {line.key: line for line in comparison.lines}
    assert lines["bit_rate_bps"].new is None
    assert lines["pulse_energy_j"].old is None
    assert lines["carrier_margin_db"].new is None
    assert lines["carrier_margin_db"] in comparison.margins
    changes = {change.key: change for change in comparison.changes}
    assert changes["modulation.kind"].old == "digital"
    assert changes["transmitter.peak_power"].old is None
    assert changes["transmitter.peak_power"].alone_db is None
    keys = [line.key for line in comparison.lines]
    for budget in (comparison.old, comparison.new):
        mine = [key for key in keys if key in budget.terms]
        assert sorted(mine) == sorted(budget.terms)
    assert [key for key in keys if key in comparison.old.terms] == list(comparison.old.terms)


def test_two_instants_differ_in_range_and_elevation(mars1):
    comparison = compare(mars1.case("imaging-5cm"), mars1.case("imaging-5cm", "1963-01-21T17:00Z"))
    assert {change.key for change in comparison.changes} == {"range", "elevation"}
    assert {change.key: change.alone_db for change in comparison.changes}["range"] > 0.0


def test_below_the_horizon_is_null_in_plain_data(mars1):
    comparison = compare(mars1.case("imaging-5cm"), mars1.case("imaging-5cm", "1963-03-21T06:00Z"))
    plain = json.loads(json.dumps(comparison.to_dict(), allow_nan=False))
    margins = {line["key"]: line for line in plain["margins"]}
    assert margins["margin_db"]["new"] is None
    assert margins["margin_db"]["old"] == pytest.approx(19.48, abs=0.01)


def test_text_holds_every_input_that_differs_and_every_line(mars1):
    comparison = compare(mars1.case("telemetry-32cm-dish"), linkbudget.load("cubesat").case("uhf-downlink"))
    text = str(comparison)
    assert all(change.key in text for change in comparison.changes)
    assert all(line.name in text for line in comparison.lines)


def test_arrays_are_refused(mars1):
    with pytest.raises(InputError, match="range is an array"):
        compare(mars1.case("imaging-5cm"), mars1.case("imaging-5cm", range_m=np.array([1e9, 2e9])))
