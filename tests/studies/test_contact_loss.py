"""Causes of a loss of contact: the change found for each just ends the link, and a smaller one does not."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import norm

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.geometry.clock import format_utc
from linkbudget.scenario_files.config_operations import Cause
from linkbudget.studies.contact_loss import contact_loss

MARS_1 = lb.load("mars1")


@cache
def answer():
    return contact_loss(MARS_1, 2**11)


def by_title():
    return {one.title: one for one in answer().causes}


def test_every_candidate_has_an_answer():
    assert set(by_title()) == {cause.title for cause in MARS_1.config.contact_loss.causes}
    for one in answer().causes:
        assert 0.0 <= one.probability <= 1.0
        assert one.needed[0] <= one.needed[1] <= one.needed[2]
    shares = [one.probability for one in answer().causes]
    assert shares == sorted(shares, reverse=True)


def test_only_cases_in_which_the_link_was_heard_count():
    """The link closes at the last contact in about a fifth of the cases; doubts of reports take some of them off."""
    assert answer().share == pytest.approx(0.14, abs=0.015)
    assert answer().margin_db[0] >= 0.0
    assert 0.0 < answer().distance_alone < 1.0
    assert answer().next_session.startswith("1963-03-2")


def test_a_fall_in_power_takes_just_the_margin():
    """Ten times the logarithm of the share that is left is the margin, at every quantile."""
    low, middle, high = by_title()["Transmitter decline"].needed
    margins = [-10.0 * np.log10(share) for share in (high, middle, low)]
    assert margins == pytest.approx(answer().margin_db, abs=0.02)


def test_a_switch_costs_the_gain_and_the_pattern():
    one = by_title()["Antenna switched to the whips"]
    at = format_utc(MARS_1.config.contact_loss.time_utc_s.value)
    before = MARS_1.budget("telemetry-32cm-semi", at)
    after = MARS_1.budget("telemetry-32cm-semi", at, settings={"transmitter.antenna": "whips"})
    cost = before["closing_margin_db"] - after["closing_margin_db"]
    assert one.present == pytest.approx(cost, abs=3.0)  # the cases kept have better antennas than the stated one
    assert 0.8 < one.probability < 0.97  # one direction in ten is as good as the antenna it takes the place of


def with_causes(*causes: Cause, scenario=MARS_1):
    """A mission with these causes alone: the battery's, which flies the mission again and again, takes longest."""
    loss = scenario.config.contact_loss.model_copy(update={"causes": list(causes)})
    return scenario.with_config(scenario.config.model_copy(update={"contact_loss": loss}))


def cause_of(title: str) -> Cause:
    """A cause of the reference mission."""
    (cause,) = (one for one in MARS_1.config.contact_loss.causes if one.title == title)
    return cause


def without_observations(**changes):
    """Mars 1 whose record is that the link was held in all its sessions, as without observations."""
    return MARS_1.with_config(MARS_1.config.model_copy(update={"observations": []} | changes))


def test_without_observations_the_link_was_held_in_every_session_until_the_last():
    plain = contact_loss(with_causes(cause_of("Transmitter decline"), scenario=without_observations()), 2**11)
    # the doubts of three reports, less what a wrong one makes possible
    assert plain.share == pytest.approx(answer().share / (0.7 * 0.95 * 0.98), rel=0.05)
    assert plain.margin_db == pytest.approx(answer().margin_db, abs=0.4)  # 300 cases of 2.1 dB each


def test_cases_that_the_record_leaves_none_of_are_refused_in_one_line():
    loop = MARS_1.with_settings({"telemetry-32cm-semi": {"modulation.carrier.loop_bandwidth": "500 Hz"}})
    narrow = MARS_1.with_config(loop.model_copy(update={"observations": []}))
    with pytest.raises(InputError, match=r"effective draws agree with them|closes in its last session in"):
        contact_loss(narrow, 2**10)


def test_starved_gyroscopes_need_the_share_of_the_array_that_the_loads_take():
    one = by_title()["Gyroscopes starved of power"]
    power = MARS_1.config.power
    loads_w = sum(load.power_w.value for load in power.loads.values() if load.drawn == "always")
    energy = MARS_1.operations.energy
    last = np.searchsorted(energy.time.values, np.datetime64("1963-03-21T17:00"))
    array_w = float(energy.array_power_w.sel(case="stated")[last])
    assert one.needed[0] < loads_w / array_w < one.needed[2]
    assert one.needed[1] == pytest.approx(loads_w / array_w, rel=0.2)  # triangular ranges that lean to larger loads
    array = power.array.model_copy(update={"area_m2": replace(power.array.area_m2, value=0.9)})
    small = MARS_1.with_config(MARS_1.config.model_copy(update={"power": power.model_copy(update={"array": array})}))
    (dark,) = contact_loss(with_causes(cause_of("Gyroscopes starved of power"), scenario=small), 2**11).causes
    assert dark.needed[1] == pytest.approx(one.needed[1] * 2.6 / 0.9, rel=1e-6)
    assert dark.probability > 0.5


def whips_of(gain: str, folder: Path) -> tuple[float, float]:
    """Cost of the switch to whips of some gain in the median, and the probability that it ends contact."""
    before, whips = MARS_1.file.read_text(encoding="utf-8").split("[antennas.whips]")
    file = folder / "other_whips.toml"
    whips = re.sub(r"\ngain = .*", f"\ngain = {gain}", whips, count=1)
    file.write_text(f"{before}[antennas.whips]{whips}", encoding="utf-8")
    scenario = lb.load(file)
    (switch,) = (cause for cause in scenario.config.contact_loss.causes if cause.kind == "switch")
    (one,) = contact_loss(with_causes(switch, scenario=scenario), 2**11).causes
    return one.present, one.probability


def test_a_switch_draws_the_numbers_that_it_brings(tmp_path):
    """A wide gaussian of gains carries the link where it makes up for what is lost with the middle one."""
    stated = whips_of('"-3 dBi"', tmp_path)
    assert stated[1] > 0.99
    narrow = '{ value = "-3 dBi", low = "-3.001 dBi", high = "-2.999 dBi", shape = "percentiles" }'
    assert whips_of(narrow, tmp_path) == pytest.approx(stated, abs=0.004)
    wide = '{ value = "-3 dBi", low = "-93 dBi", high = "87 dBi", shape = "percentiles" }'
    expected = norm.cdf((stated[0] - answer().margin_db[1]) / (90.0 / norm.ppf(0.95)))
    assert 0.5 < expected < 0.6
    cases = answer().share * answer().samples
    assert whips_of(wide, tmp_path)[1] == pytest.approx(expected, abs=3.0 * (0.25 / cases) ** 0.5)


def test_a_stronger_cause_is_likelier():
    drift = cause_of("Pointing drift")
    stronger = drift.model_copy(update={"extent": drift.extent | {"value": "90 deg", "low": "60 deg"}})
    (worse,) = contact_loss(with_causes(stronger), 2**11).causes
    assert worse.probability > by_title()["Pointing drift"].probability
    assert worse.needed == by_title()["Pointing drift"].needed


def test_sentences_say_what_is_needed_and_how_likely():
    text = answer().sentences()
    assert len(text) == 3 + len(answer().causes)
    assert text[2] == (
        "The carrier counts as lost below 7.0 dB in its loop, which slips a cycle every 3.4 min on average there."
    )
    assert all(sentence.endswith(".") for sentence in text)
    assert "nan" not in " ".join(text)
    assert "inf" not in " ".join(text).replace("infinite", "")


def test_a_scenario_without_a_loss_is_told_so():
    with pytest.raises(InputError, match="contact_loss"):
        contact_loss(lb.load("cubesat"))


def test_too_few_cases_are_refused():
    with pytest.raises(InputError, match="samples = 64: expected 100 to 65536"):
        contact_loss(MARS_1, 2**6)


@pytest.mark.parametrize("samples", [-5, 0, 99, 2**40])
def test_numbers_of_cases_that_cannot_be_drawn_are_refused(samples):
    with pytest.raises(InputError, match=f"samples = {samples}: expected 100 to 65536"):
        contact_loss(MARS_1, samples)


def test_a_seed_below_zero_is_refused():
    with pytest.raises(InputError, match="seed = -1: expected a number at least 0"):
        contact_loss(MARS_1, seed=-1)


def test_any_number_of_cases_is_drawn_without_a_warning():
    assert contact_loss(with_causes(cause_of("Transmitter decline")), 300).samples == 300


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"key": "transmitter.power", "relative": True, "extent": {"value": "7 W"}}, "W is not a pure number"),
        ({"key": "transmitter.power", "relative": True, "extent": {"value": "-0.7"}}, "extent = '-0.7': expected 0"),
        ({"key": "transmitter.power", "relative": True, "extent": {"value": "0"}}, "expected a number above 0"),
        ({"key": "transmitter.power", "extent": {"value": "7 deg"}}, "deg is not a unit of power"),
        ({"key": "transmitter.power", "extent": {"value": 7}}, "expected a number with its unit, W"),
        ({"key": "receiver.line_loss", "relative": True, "extent": {"value": "2"}}, "of which there is no share"),
        ({"key": "transmitter.nope", "extent": {"value": "7 W"}}, "no such number"),
        ({"kind": "battery", "extent": {"value": "2"}}, "extent = '2': expected 0 to 1"),
        ({"kind": "battery", "extent": {"value": "-0.1"}}, "extent = '-0.1': expected 0 to 1"),
        ({"kind": "drift", "extent": {"value": 2}}, "'2' has no unit"),
        ({"kind": "switch", "set": {"transmitter.nope": "1"}}, "unknown key"),
    ],
)
def test_causes_that_cannot_be_are_refused_by_name_in_one_line(said, expected):
    cause = Cause(**({"title": "Odd one", "kind": "number"} | said))
    loss = MARS_1.config.contact_loss.model_copy(update={"causes": [cause]})
    odd = without_observations(contact_loss=loss, sessions=None, instruments={})
    with pytest.raises(InputError) as refused:
        contact_loss(odd, 2**8)  # whatever was heard, the causes are looked at
    said = str(refused.value)
    assert said.startswith(f"{MARS_1.file}: contact_loss.causes (Odd one): ")
    assert expected in said
    assert "\n" not in said


def test_shares_are_of_numbers_only():
    with pytest.raises(ValueError, match="relative"):
        Cause(title="Odd one", kind="drift", relative=True, extent={"value": "2 Hz"})


def test_a_battery_too_small_to_start_is_one_that_fails(tmp_path):
    """With next to no array, a battery that lost nearly all of its capacity does not even start."""
    text = MARS_1.file.read_text().replace('area = { value = "2.6 m2"', 'area = { value = "0.01 m2"')
    (tmp_path / "dark.toml").write_text(text)
    (battery,) = contact_loss(with_causes(cause_of("Battery"), scenario=lb.load(tmp_path / "dark.toml")), 2**10).causes
    assert battery.needed[1] < 0.02
    assert battery.probability > 0.99
