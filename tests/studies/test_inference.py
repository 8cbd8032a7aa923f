"""Inference: posteriors that are known exactly, by quadrature or by their calibration; the record of Mars 1."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.scenario_files.config_observations import Alternative
from linkbudget.scenario_files.files import packaged_folder
from linkbudget.studies.annealing import anneal
from linkbudget.studies.contact_loss import contact_loss
from linkbudget.studies.draws import shares
from linkbudget.studies.inference import (
    Inference,
    infer,
    inferred,
    on_scale,
)
from linkbudget.studies.record import read_record
from linkbudget.studies.weighted import share_explained, weighted_mean, weighted_variance
from linkbudget.studies.where import Where
from tests.studies.calibration import ranks, uniformity
from tests.studies.two_ends import MEAN, RANGE, SIGMA, SLOPE, TEXT, in_decibels, observation, record_of, two_ends

METHODS = ("importance", "annealing")

DRAWS = 2**14


@pytest.fixture(scope="module")
def mission(tmp_path_factory):
    return two_ends(tmp_path_factory.mktemp("two"))


@pytest.fixture(scope="module")
def mars1():
    return infer(lb.load("mars1"), 2**14)


def nominal(mission, line: str) -> float:
    return float(mission.budget("down")[line])


def moments(found: Inference) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of power and line loss after the evidence."""
    both = in_decibels(found.record, found.values)
    mean = (both * found.weights).sum(axis=1)
    rest = both - mean[:, None]
    return mean, (rest[:, None] * rest[None] * found.weights).sum(axis=-1)


@pytest.mark.parametrize("method", METHODS)
def test_a_measured_level_gives_the_gaussian_posterior_of_the_textbook(mission, method):
    """Bishop, Pattern Recognition and Machine Learning (2006), section 2.3.3."""
    measured, sigma = nominal(mission, "received_power_dbw") + 1.5, 0.7
    record = record_of(
        mission,
        observation("level", line="received_power_dbw", level=f"{measured:.9g} dBW", uncertainty=f"{sigma} dB"),
    )
    found = inferred(mission, record, DRAWS, method)
    prior = np.diag(SIGMA**2)
    variance = SLOPE @ prior @ SLOPE + sigma**2
    gain = prior @ SLOPE / variance
    mean, covariance = moments(found)
    # the scatter of 16 384 weighted draws: four standard errors
    error = 4.0 * SIGMA / np.sqrt(found.effective_draws)
    assert np.all(np.abs(mean - (MEAN + gain * 1.5)) < error)
    assert covariance == pytest.approx(prior - np.outer(gain, SLOPE @ prior), abs=4.0 * error.max() * SIGMA.max())
    exact = norm.logpdf(1.5, scale=np.sqrt(variance))
    assert found.log_evidence == pytest.approx(exact, abs=0.03)


def test_two_levels_are_as_good_as_their_mean(mission):
    level = nominal(mission, "received_power_dbw")
    one = observation("level", line="received_power_dbw", level=f"{level + 0.5:.9g} dBW", uncertainty="1 dB")
    other = observation("level", line="received_power_dbw", level=f"{level - 0.1:.9g} dBW", uncertainty="1 dB")
    mean = observation(
        "level", line="received_power_dbw", level=f"{level + 0.2:.9g} dBW", uncertainty=f"{np.sqrt(0.5):.9g} dB"
    )
    both = inferred(mission, record_of(mission, one, other), DRAWS, "importance")
    single = inferred(mission, record_of(mission, mean), DRAWS, "importance")
    assert both.weights == pytest.approx(single.weights, rel=1e-6)


SPREAD_AND_DOUBT = ((0.0, 0.0), (1.0, 0.0), (0.0, 0.2), (0.8, 0.1))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("report", ["held", "silent"])
@pytest.mark.parametrize(("spread", "doubt"), SPREAD_AND_DOUBT)
def test_a_margin_that_was_or_was_not_there_agrees_with_quadrature(mission, report, spread, doubt, method):
    said = {"spread": f"{spread} dB", "doubt": doubt, "bit_rate": None}
    record = record_of(mission, observation(report, **{key: value for key, value in said.items() if value}))
    found = inferred(mission, record, DRAWS, method)
    # a gaussian margin m, seen through the report: the moments of m, and by its correlation those of each unknown
    middle, sigma = nominal(mission, "closing_margin_db"), float(np.sqrt((SIGMA**2).sum()))
    sign = 1.0 if report == "held" else -1.0

    def likelihood(margin):
        right = norm.cdf(sign * margin / spread) if spread else float(sign * margin >= 0.0)
        return (1.0 - doubt) * right + doubt * (1.0 - right)

    def moment(power):
        parts = (middle - 9.0 * sigma, 0.0), (0.0, middle + 9.0 * sigma)
        return sum(
            quad(lambda m: m**power * likelihood(m) * norm.pdf(m, middle, sigma), *part, epsabs=1e-12)[0]
            for part in parts
        )

    evidence = moment(0)
    shift = moment(1) / evidence - middle
    assert found.log_evidence == pytest.approx(np.log(evidence), abs=0.05)
    mean, _ = moments(found)
    expected = MEAN + SLOPE * SIGMA**2 / sigma**2 * shift
    assert np.all(np.abs(mean - expected) < 4.0 * SIGMA / np.sqrt(found.effective_draws) + 0.003)


def test_a_record_that_hardly_any_draw_agrees_with_is_annealed(mission):
    level = nominal(mission, "received_power_dbw")
    far = observation("level", line="received_power_dbw", level=f"{level + 4.5:.9g} dBW", uncertainty="0.05 dB")
    record = record_of(mission, far)
    with pytest.raises(InputError, match="of 16384 draws agree with them"):
        inferred(mission, record, DRAWS, "importance")
    found = inferred(mission, record, DRAWS, "auto")
    assert found.method == "annealing"
    assert found.effective_draws > 2000.0
    variance = (SIGMA**2).sum() + 0.05**2
    assert found.log_evidence == pytest.approx(norm.logpdf(4.5, scale=np.sqrt(variance)), abs=0.15)
    mean, covariance = moments(found)
    assert mean == pytest.approx(MEAN + SLOPE * SIGMA**2 * 4.5 / variance, abs=0.05)
    across = SIGMA[0] ** 2 - SIGMA[0] ** 4 / variance
    assert covariance[0, 0] == pytest.approx(across, rel=0.15)


def test_a_record_that_contradicts_itself_is_refused_in_one_line(mission):
    record = record_of(mission, observation("held"), observation("silent"))
    with pytest.raises(InputError, match=r"two_ends\.toml: observations: 0 effective draws agree with them") as caught:
        inferred(mission, record, 2**12, "auto")
    assert "\n" not in str(caught.value)
    with pytest.raises(InputError, match=r"draws agree with them, with '(held|silent)' alone"):
        inferred(mission, record, 2**12, "importance")


def test_rate_is_a_margin_at_that_rate(mission):
    rate = record_of(mission, observation("rate", bit_rate="50 kbit/s"))
    half = two_ends(mission.file.parent, TEXT.replace('bit_rate = "100 kbit/s"', 'bit_rate = "50 kbit/s"'))
    held = record_of(half, observation("held"))
    uniform = np.array([[0.01, 0.2, 0.5], [0.99, 0.3, 0.5]])
    one, other = rate.residuals_db(rate.values(uniform))[0], held.residuals_db(held.values(uniform))[0]
    assert one == pytest.approx(other, abs=1e-9)


def test_a_report_of_even_odds_says_nothing(mission):
    found = inferred(mission, record_of(mission, observation("held", doubt=0.5)), 2**12)
    assert np.ptp(found.log_weights) == pytest.approx(0.0, abs=1e-12)
    assert found.effective_draws == pytest.approx(2**12)


def test_annealing_by_a_report_that_says_nothing_leaves_the_prior(mission):
    record = record_of(mission, observation("held", doubt=0.5))
    uniform = shares("sobol", len(record.unknowns), 0, 2**10, 7, np.random.default_rng(7))
    done = anneal(record, uniform, np.random.default_rng(7))
    assert done.log_evidence == pytest.approx(np.log(0.5))
    assert done.scores.mean() == pytest.approx(0.0, abs=0.1)  # 2 x 1024 scores: 4.5 standard errors
    assert done.scores.std() == pytest.approx(1.0, abs=0.07)


@pytest.mark.parametrize("method", METHODS)
def test_calibration_on_small_synthetic_missions(mission, method):
    """Ranks of what was true among draws of the posterior are even (Talts and others, arXiv:1804.06788)."""
    found = ranks(mission, missions=60, draws=2**10, method=method, seed=11)
    for row in found:
        assert uniformity(row) > 0.001  # by chance one seed in five hundred


def test_bits_are_the_same_with_workers(mission):
    """Of annealing, which draws most from its streams."""
    record = record_of(mission, observation("held", doubt=0.1, spread="1 dB"))
    here = inferred(mission, record, 2**13, "annealing")
    there = inferred(mission, record, 2**13, "annealing", where=Where(workers=2))
    for name in ("values", "log_weights", "log_likelihoods"):
        assert np.array_equal(getattr(here, name), getattr(there, name))


def test_numbers_of_links_that_are_alike_are_one_unknown():
    record = read_record(lb.load("mars1"))
    names = [one.name for one in record.unknowns]
    assert len(set(names)) == len(names)
    assert "links.telemetry-32cm-semi.transmitter.power" not in names  # it is that of telemetry-32cm-dish
    assert "links.telemetry-32cm-semi.transmitter.pointing_error" in names  # stated anew
    assert "antennas.semi-directional.gain" in names
    dish, semi = record.accounts[0].readings[0], record.accounts[1].readings[0]
    assert dish.places["transmitter.power"] == semi.places["transmitter.power"]
    assert dish.places["transmitter.antenna.axial_ratio"] != semi.places["transmitter.antenna.axial_ratio"]
    up = next(one for one in record.accounts if one.said.link == "command-39cm").readings[0]
    assert up.places["receiver.antenna.gain"] == semi.places["transmitter.antenna.gain"]


def test_posterior_of_mars1_narrows_the_loop_and_raises_the_power(mars1):
    loop, power = (
        f"links.telemetry-32cm-dish.{key}" for key in ("modulation.carrier.loop_bandwidth", "transmitter.power")
    )
    assert mars1.shifts[0].unknown.name == loop
    assert mars1.quantiles(loop)[1] < mars1.prior_quantiles(loop)[1]
    assert mars1.quantiles(power)[1] > mars1.prior_quantiles(power)[1]
    for one in mars1.shifts:
        assert one.narrowing < 1.0
        assert one.posterior[0] <= one.posterior[1] <= one.posterior[2]


def test_every_draw_of_weight_does_what_is_reported_without_doubt(mars1):
    counted = mars1.weights > 0.0
    for account, row in zip(mars1.record.accounts, mars1.log_likelihoods, strict=True):
        if account.said.doubt is None:
            assert np.all(row[counted] == 0.0)


def test_annealing_and_weights_agree_on_mars1(mars1):
    other = infer(mars1.scenario, 2**12, method="annealing")
    assert other.log_evidence == pytest.approx(mars1.log_evidence, abs=0.25)
    for one in mars1.shifts[:3]:
        row = mars1.place(one.unknown.name)
        first = on_scale(one.unknown, mars1.values[row])
        second = on_scale(one.unknown, other.values[row])
        difference = weighted_mean(first, mars1.weights) - weighted_mean(second, other.weights)
        assert abs(difference) < 0.2 * np.sqrt(weighted_variance(first, mars1.weights))


def test_causes_of_the_loss_stand_on_the_same_record(mars1):
    causes = contact_loss(mars1.scenario, 2**13)
    assert causes.share == pytest.approx(np.exp(mars1.log_evidence), rel=0.15)
    _, after = mars1.margins(mars1.answer.link, mars1.answer.utc_s)
    closed = after[after >= 0.0]
    assert causes.margin_db[1] == pytest.approx(np.median(closed), abs=0.2)


def test_chances_of_reports_lie_between_none_and_all(mars1):
    for one in mars1.influences:
        assert 0.0 <= one.alone <= 1.0
        assert 0.0 <= one.given_others <= 1.0
        assert one.alone <= one.given_others + 0.02  # reports of one link agree with each other


def test_alternatives_multiply_out(mars1):
    """The evidence is the mean over a number of the evidences with that number known."""
    key = "modulation.carrier.loop_bandwidth"
    draw = mars1.record.unknowns[mars1.place(f"links.telemetry-32cm-dish.{key}")].draw
    parts = 6
    ratios = [
        mars1.compared(Alternative(title="", link="telemetry-32cm-semi", set={key: f"{value:.9g} Hz"})).ratio
        for value in draw.values((np.arange(parts) + 0.5) / parts)
    ]
    assert np.mean(ratios) == pytest.approx(1.0, abs=0.05)


def test_an_alternative_in_force_from_a_date_leaves_earlier_reports(mars1):
    said = mars1.scenario.config.alternatives[-1]
    record = read_record(mars1.scenario, alternative=said)
    plain = mars1.record
    for one, other in zip(record.accounts, plain.accounts, strict=True):
        if max(one.instants_utc_s) < said.from_utc_s.value:
            assert one.readings[0].case.budget()["eirp_dbw"] == pytest.approx(
                other.readings[0].case.budget()["eirp_dbw"], nan_ok=True
            )


def test_a_record_that_says_nothing_leaves_margins_as_they_are(mission):
    """Draws of equal weight, taken from Sobol's sequence in steps, would lie in a part of the cases."""
    found = inferred(mission, record_of(mission, observation("held", doubt=0.5)), 2**14)
    before, after = found.before_and_after(found.answer.reading)
    sigma = np.sqrt((SIGMA**2).sum())
    assert np.quantile(after, [0.05, 0.5, 0.95]) == pytest.approx(  # four standard errors of 4096 draws
        np.quantile(before, [0.05, 0.5, 0.95]), abs=4.0 * 2.1 * sigma / np.sqrt(4096)
    )
    assert after.mean() == pytest.approx(before.mean(), abs=4.0 * sigma / np.sqrt(4096))


def test_share_explained_by_a_number():
    stream = np.random.default_rng(5)
    one, other = stream.standard_normal((2, 20_000))
    answer = 2.0 * one + other
    # binning in 24 parts loses 1 % of a linear slope; the rest is chance
    assert share_explained(answer, one) == pytest.approx(0.8, abs=0.02)
    assert share_explained(answer, other) == pytest.approx(0.2, abs=0.02)
    assert share_explained(answer, stream.standard_normal(20_000)) < 0.005
    assert share_explained(answer, np.ones(20_000)) == 0.0


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"report": "held"}, "expected one of times, from and range"),
        (
            {"report": "held", "range": RANGE, "times": ["2030-02-01T00:00:00Z"]},
            "expected one of times, from and range",
        ),
        ({"report": "rate", "range": RANGE}, "bit_rate: expected with report 'rate'"),
        ({"report": "held", "range": RANGE, "level": "3 dBm"}, "level: expected with report 'level'"),
        ({"report": "level", "range": RANGE, "line": "cn0_dbhz", "level": "3 dBHz"}, "uncertainty: expected with"),
        ({"report": "held", "until": "2030-02-01T00:00:00Z", "range": RANGE}, "until: expected only with from"),
        ({"report": "held", "range": RANGE, "doubt": "0.6"}, "doubt"),
        (
            {"report": "held", "range": RANGE, "spread": {"value": "1 dB", "low": "0.5 dB", "high": "2 dB"}},
            "spread: expected one value without a range",
        ),
    ],
)
def test_reports_that_cannot_be_are_refused(said, wrong):
    from linkbudget.scenario_files.config_observations import Observation

    with pytest.raises(ValueError, match=wrong):
        Observation.model_validate({"title": "x", "link": "down"} | said)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (
            {"report": "level", "line": "margin", "level": "1 dB", "uncertainty": "1 dB"},
            "margin: the budget has no such line; did you mean 'margin_db'",
        ),
        ({"report": "level", "line": "range_m", "level": "1 km", "uncertainty": "1 dB"}, "expected one in decibels"),
        ({"report": "level", "line": "cn0_dbhz", "level": "1 W", "uncertainty": "1 dB"}, "level = '1 W'"),
    ],
)
def test_lines_that_are_not_there_are_named(mission, said, wrong):
    with pytest.raises(InputError, match=wrong) as caught:
        record_of(mission, observation(**said))
    assert str(caught.value).startswith(f"{mission.file}: observations.0 ({said['report']}): ")


def test_scenarios_without_reports_say_so():
    with pytest.raises(InputError, match="observations: missing"):
        infer(lb.load("cubesat"))


@pytest.mark.parametrize("asked", [{"draws": 10}, {"method": "guess"}, {"seed": -1}])
def test_what_cannot_be_drawn_is_refused(mars1, asked):
    with pytest.raises(InputError, match=next(iter(asked))):
        infer(mars1.scenario, **asked)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("level", "uncertainty"), [("1e300 dBHz", "1 dB"), ("57 dBHz", "1e-9 dB")])
def test_a_level_out_of_reach_is_refused_in_one_line(mission, level, uncertainty):
    """Whatever is left of the draws, a share of one among them: the line once failed to write it."""
    record = record_of(mission, observation("level", line="cn0_dbhz", level=level, uncertainty=uncertainty))
    with pytest.raises(InputError, match=r"observations: \d+ effective draws agree with them"):
        inferred(mission, record, 2**12)


def test_the_last_block_of_draws_may_be_a_short_one(mission):
    """Blocks of equal mean weight have no scatter, however many draws each has."""
    found = inferred(mission, record_of(mission, observation(doubt=0.5)), 2**12 + 100, "importance")
    assert found.evidence_error == pytest.approx(0.0, abs=1e-9)


def test_draws_that_the_equations_refuse_agree_with_nothing(tmp_path):
    """An average power beyond the peak power: other draws stand."""
    text = (packaged_folder() / "mars1.toml").read_text(encoding="utf-8")
    stated = 'power = { value = "50 W", status = "documented", source = "mission brief: 50 W average" }'
    wide = (
        'power = { value = "50 W", low = "5 W", high = "90 kW", shape = "uniform", status = "assumed", source = "x" }'
    )
    assert stated in text
    scenario = two_ends(tmp_path, text.replace(stated, wide, 1))
    record = read_record(scenario, [observation(link="imaging-5cm", range="1e6 km")])
    values = record.values(shares("sobol", len(record.unknowns), 0, 2**5, 1, np.random.default_rng(1)))
    (power,) = [
        row for one, row in zip(record.unknowns, values, strict=True) if one.name.endswith(".transmitter.power")
    ]
    (margin,) = record.residuals_db(values)
    peak = scenario.links["imaging-5cm"].transmitter.peak_power_w.value
    assert np.isneginf(margin[0, power > peak]).all()
    assert (power > peak).any()
    assert np.isfinite(margin[0, power < peak]).any()


def test_a_number_that_a_fault_states_anew_is_an_unknown_of_its_own(tmp_path):
    text = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
    power = 'power = {{ value = "{}", low = "{}", high = "{}", shape = "uniform", status = "assumed", source = "x" }}'
    for old, new in (("[mission]", '[mission]\ndefault_shape = "uniform"'), ('power = "30 dBm"', power)):
        assert old in text
        text = text.replace(old, new.format("1 W", "0.5 W", "2 W"), 1)
    text += f"""
[[faults]]
title = "Half"
time = "2026-03-01T06:00:00Z"
links = ["uhf-downlink"]
set = {{ transmitter.{power.format("0.1 W", "0.05 W", "0.2 W")} }}

[[observations]]
title = "Two passes"
link = "uhf-downlink"
report = "held"
times = ["2026-03-01T05:22:26Z", "2026-03-01T16:11:07Z"]
"""
    found = infer(two_ends(tmp_path, text), 2**12)
    of_power = [one for one in found.shifts if one.unknown.title == "transmitter power"]
    name = "links.uhf-downlink.transmitter.power"
    assert {one.unknown.name for one in of_power} == {name, f"{name} 100 mW (50 to 200 mW)"}
    assert {one.unknown.holder for one in of_power} == {"uhf-downlink", "uhf-downlink, 100 mW (50 to 200 mW)"}
    for one in of_power:
        lowest, highest = (0.05, 0.2) if one.unknown.stated else (0.5, 2.0)
        assert lowest <= one.prior[0] <= one.posterior[1] <= one.posterior[2] <= highest


def test_ranges_without_a_shape_are_said_to_have_none(tmp_path):
    scenario = two_ends(tmp_path, TEXT.replace('default_shape = "gaussian"\n', ""))
    with pytest.raises(InputError, match=r"expected one, or mission\.default_shape"):
        record_of(scenario, observation())


def test_a_line_that_an_alternative_takes_away_is_said_of_it(mission):
    other = Alternative(title="A threshold", link="down", set={"modulation.scheme": "qpskk"})
    with pytest.raises(InputError, match=r"alternatives \(A threshold\): observations\.0 \(held\): .*qpskk"):
        read_record(mission, [observation()], alternative=other)
