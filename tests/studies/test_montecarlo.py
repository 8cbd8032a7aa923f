"""Monte Carlo: against the table where the table is exact, and the same bits however the work is done."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.hardware.values import with_value
from linkbudget.link.control_table import control_table
from linkbudget.link.verdict import CLOSING, MARGINS
from linkbudget.parameters import Parameter
from linkbudget.studies import montecarlo as module
from linkbudget.studies.draws import correlated, correlation_factor, draws_of, shares
from linkbudget.studies.montecarlo import montecarlo, montecarlo_study

MARS_EXPRESS = lb.load("mars_express").case("telecommand")
MARS_1 = lb.load("mars1").case("telemetry-32cm-semi")


def linear_case():
    """Mars Express with what is not linear in decibels held still: the table is exact then."""
    case = MARS_EXPRESS
    still = ("receiver.line_temperature", "receiver.noise_figure", "modulation.carrier.modulation_index")
    return case.with_values({key: case.value(key).value for key in still})


# ---- against the analytic mean and variance


@pytest.mark.parametrize("line", ["margin_db", "carrier_margin_db", "received_power_margin_db", "eirp_dbw"])
def test_mean_and_variance_of_a_linear_budget_are_those_of_the_table(line):
    result = montecarlo(linear_case(), 2**16)
    table = control_table(linear_case())[line]
    mean, deviation = result.moments(line)
    # Sobol's sequence: the mean is exact to 1e-5 sigma, the variance to 1e-4; EIRP is kept in single precision
    assert mean == pytest.approx(table.mean, abs=2e-5)
    assert deviation**2 == pytest.approx(table.variance, rel=2e-3)


@pytest.mark.parametrize("method", ["sobol", "latin", "random"])
def test_every_way_of_drawing_has_the_same_distribution(method):
    mean, deviation = montecarlo(linear_case(), 2**14, method=method).moments("margin_db")
    table = control_table(linear_case())["margin_db"]
    assert mean == pytest.approx(table.mean, abs=4.0 * table.variance**0.5 / 2**7)
    assert deviation == pytest.approx(table.variance**0.5, rel=0.03)


def test_the_hypercube_has_one_sample_in_each_stratum():
    uniform = shares("latin", 3, 0, 1000, 1, np.random.default_rng(1))
    assert (np.sort((uniform * 1000).astype(int), axis=1) == np.arange(1000)).all()


def test_correlated_losses_add_as_amplitudes_do():
    """Two gaussian losses of one sigma each: variance 2 (1 + r)."""
    case = MARS_EXPRESS
    link = case.link
    for key in ("modulation.implementation_loss", "transmitter.line_loss"):
        link = _with_gaussian(link, key)
    others = {key: number.value for key, number in case.uncertain().items() if "_loss" not in key}
    others |= {key: case.value(key).value for key in ("atmospheric_loss", "polarization_loss")}
    others |= {key: case.value(key).value for key in ("transmitter.pointing_loss",)}
    others |= {"modulation.carrier.implementation_loss": 1.5}
    case = replace(case, link=link).with_values(others)
    pair = ("modulation.implementation_loss", "transmitter.line_loss")
    assert {draw.key for draw in draws_of(case)} == set(pair)
    for correlation in (-1.0, -0.5, 0.0, 0.8, 1.0):
        wanted = {} if correlation == 0.0 else {pair: correlation}
        _, deviation = montecarlo(case, 2**16, correlations=wanted).moments("margin_db")
        assert deviation**2 == pytest.approx(2.0 * (1.0 + correlation), rel=5e-3, abs=1e-9)


def _with_gaussian(link, key):
    changed = with_value(link, key, 10.0)
    end, _, field = key.partition(".")
    part = getattr(changed, end)
    name = f"{field}_db"
    number = Parameter(10.0, 7.0, 13.0, "gaussian")
    return changed.model_copy(update={end: part.model_copy(update={name: number})})


# ---- the same bits


def test_samples_do_not_depend_on_how_many_there_are():
    few, many = montecarlo(MARS_1, 2**12), montecarlo(MARS_1, 2**13)
    assert (few.margins.margin_db.values == many.margins.margin_db.values[: 2**12]).all()


@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
@pytest.mark.parametrize("method", ["sobol", "latin", "random"])
def test_samples_belong_to_their_block(method, monkeypatch):
    """The blocks of a study, computed in any order, are the study."""
    monkeypatch.setattr(module, "SAMPLES_A_BLOCK", 256)
    study, _ = montecarlo_study(MARS_1, 1000, method=method)
    whole = montecarlo(MARS_1, 1000, method=method).margins.margin_db.values
    for number in reversed(range(len(study.blocks))):
        block = study.blocks[number]
        assert (study.evaluate(block)["margin_db"] == whole[block.slices["sample"]]).all()


def test_another_seed_gives_other_samples():
    one, other = (montecarlo(MARS_1, 256, seed=seed).margins.margin_db.values for seed in (1, 2))
    assert (one != other).all()


@pytest.mark.filterwarnings("ignore::linkbudget.errors.ModelRangeWarning")
def test_every_sample_is_the_budget_of_its_draws():
    study, draws = montecarlo_study(MARS_1, 64)
    uniform = shares("sobol", len(draws), 0, 64, 1963, None)
    values = {draw.key: draw.values(row) for draw, row in zip(draws, uniform, strict=True)}
    margins = study.evaluate(study.blocks[0])["margin_db"]
    for sample in (0, 17, 63):
        budget = MARS_1.with_values({key: float(row[sample]) for key, row in values.items()}).budget()
        assert margins[sample] == pytest.approx(budget["margin_db"], abs=1e-12)


# ---- properties


def test_draws_stay_within_their_ends():
    for draw in draws_of(MARS_1):
        values = draw.values(np.linspace(1e-9, 1.0 - 1e-9, 1001))
        assert values.min() >= draw.parameter.at("low") * (1.0 - 1e-12) - 1e-12
        assert values.max() <= draw.parameter.at("high") * (1.0 + 1e-12) + 1e-12
        assert (np.diff(values) >= 0.0).all()


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
@settings(max_examples=30)
def test_the_chance_of_at_least_falls_with_what_is_asked(one, other):
    result = _RESULT
    low, high = sorted(result.moments("margin_db")[0] + 10.0 * np.array([one, other]) - 5.0)
    assert result.probability("margin_db", high)[0] <= result.probability("margin_db", low)[0]


_RESULT = montecarlo(MARS_1, 2**10)


def test_quantiles_rise_and_hold_the_median():
    table = _RESULT.quantiles()
    assert (np.diff(table["quantile"].values, axis=1) >= 0.0).all()
    median = table["quantile"].sel(line="margin_db", share=0.5).item()
    assert _RESULT.probability("margin_db", median)[0] == pytest.approx(0.5, abs=1e-3)


def test_convergence_ends_at_the_answer():
    running = _RESULT.convergence("margin_db")
    assert running["mean"].values[-1] == pytest.approx(_RESULT.moments("margin_db")[0], rel=1e-12)
    assert running.samples.values[-1] == 2**10


# ---- numbers of one cause


def values_of(correlations, places=3, method="sobol"):
    """Values drawn for the first uncertain numbers of Mars 1."""
    draws = draws_of(MARS_1)[:places]
    uniform = shares(method, places, 0, 2**10, 1, np.random.default_rng(1))
    mixed = correlated(uniform, correlation_factor(draws, correlations))
    return np.array([draw.values(share) for draw, share in zip(draws, mixed, strict=True)])


@pytest.mark.parametrize("method", ["sobol", "latin", "random"])
def test_fully_correlated_numbers_rise_and_fall_together(method):
    a, b, _ = (draw.key for draw in draws_of(MARS_1)[:3])
    for correlation in (1.0, -1.0):
        one, other, free = values_of({(a, b): correlation}, method=method)
        order = np.argsort(one, kind="stable")
        steps = correlation * np.diff(other[order])
        assert (steps >= 0.0).all()  # no two pairs of draws in another order
        assert (steps > 0.0).mean() > 0.99
        assert abs(np.corrcoef(one, free)[0, 1]) < 0.1


def test_full_correlation_keeps_both_distributions():
    a, b, _ = (draw.key for draw in draws_of(MARS_1)[:3])
    _, alone, _ = values_of({})
    _, tied, _ = values_of({(a, b): 1.0})
    assert np.quantile(tied, [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(alone, [0.1, 0.5, 0.9]), rel=5e-3)


def test_full_correlation_is_the_limit_of_a_close_one():
    a, b, c = (draw.key for draw in draws_of(MARS_1)[:3])
    close = correlation_factor(draws_of(MARS_1)[:3], {(a, b): 1.0 - 1e-9, (b, c): 0.5, (a, c): 0.5})
    full = correlation_factor(draws_of(MARS_1)[:3], {(a, b): 1.0, (b, c): 0.5, (a, c): 0.5})
    assert full == pytest.approx(close, abs=1e-4)  # sqrt(2e-9) is 4.5e-5
    assert full @ full.T == pytest.approx(np.array([[1.0, 1.0, 0.5], [1.0, 1.0, 0.5], [0.5, 0.5, 1.0]]), abs=1e-15)


@settings(max_examples=50)
@given(st.lists(st.floats(-3.0, 3.0), min_size=8, max_size=8))
def test_numbers_that_follow_from_others_keep_every_correlation(causes):
    """Four numbers made of two causes: the matrix is of rank two, and not positive definite."""
    share = np.reshape(causes, (4, 2)) + np.array([0.0, 4.0])
    share /= np.linalg.norm(share, axis=1, keepdims=True)
    matrix = np.clip(share @ share.T, -1.0, 1.0)
    draws = draws_of(MARS_1)[:4]
    pairs = [(one, other) for one in range(4) for other in range(one)]
    asked = {(draws[one].key, draws[other].key): float(matrix[one, other]) for one, other in pairs}
    factor = correlation_factor(draws, asked)
    assert factor == pytest.approx(np.tril(factor), abs=0.0)
    np.fill_diagonal(matrix, 1.0)
    assert np.abs(factor @ factor.T - matrix).max() < 1e-5  # variances below 1e-10 count as none


def test_positive_definite_matrix_has_the_factor_of_cholesky():
    a, b, c = (draw.key for draw in draws_of(MARS_1)[:3])
    matrix = np.array([[1.0, 0.5, -0.2], [0.5, 1.0, 0.3], [-0.2, 0.3, 1.0]])
    factor = correlation_factor(draws_of(MARS_1)[:3], {(a, b): 0.5, (a, c): -0.2, (b, c): 0.3})
    assert (factor == np.linalg.cholesky(matrix)).all()  # to the last bit: runs of earlier versions repeat


# ---- wrong requests


def test_correlations_that_contradict_each_other_are_refused():
    draws = draws_of(MARS_1)
    a, b, c = (draw.key for draw in draws[:3])
    contradictions = (
        {(a, b): 0.9, (b, c): 0.9, (a, c): -0.9},
        {(a, b): 1.0, (b, c): 1.0, (a, c): -1.0},
        {(a, b): 1.0, (b, c): 0.5},  # a is b, so it cannot be free of c
        {(a, b): 1.0, (b, c): 0.5, (a, c): 0.501},
    )
    for correlations in contradictions:
        with pytest.raises(InputError, match="positive semi-definite"):
            correlation_factor(draws, correlations)
    with pytest.raises(InputError, match="not an uncertain number"):
        correlation_factor(draws, {(a, "transmitter.powr"): 0.5})
    with pytest.raises(InputError, match="-1 to 1"):
        correlation_factor(draws, {(a, b): 1.5})
    with pytest.raises(InputError, match="given twice"):
        correlation_factor(draws, {(a, b): 0.5, (b, a): -0.5})


@pytest.mark.parametrize("wrong", [{"method": "halton"}, {"samples": 0}, {"samples": 2**31}, {"seed": -5}])
def test_wrong_requests_are_refused(wrong):
    with pytest.raises(InputError, match="expected"):
        montecarlo(MARS_1, **({"samples": 16} | wrong))


def test_a_link_without_doubt_has_nothing_to_draw():
    sure = MARS_EXPRESS.with_values({key: number.value for key, number in MARS_EXPRESS.uncertain().items()})
    with pytest.raises(InputError, match="nothing to draw"):
        montecarlo(sure, 16)


@pytest.mark.parametrize(("key", "choice"), [("modulation.code", "none"), ("modulation.carrier.subcarrier", "sine")])
def test_a_store_of_the_same_numbers_with_another_choice_is_another_study(tmp_path, key, choice):
    mission = lb.load("mars_express")
    montecarlo(mission.case("telemetry"), 64, store=tmp_path / "a.zarr")
    with pytest.raises(InputError, match=f"another study .*{key}"):
        montecarlo(mission.case("telemetry", settings={key: choice}), 64, store=tmp_path / "a.zarr")


def test_draws_of_the_air_stay_within_its_limits():
    dry = Parameter(1.0, low=0.0, high=20.0, shape="gaussian")
    case = replace(MARS_EXPRESS, path=replace(MARS_EXPRESS.path, water_vapour_density_g_per_m3=dry))
    draw = next(draw for draw in draws_of(case) if draw.key == "station.water_vapour_density")
    assert draw.values(np.array([1e-9, 0.5, 1.0 - 1e-15])).tolist() == pytest.approx([0.0, 10.0, 36.4], abs=0.1)


@pytest.mark.parametrize("dimensions", [1, 3, 20])
def test_sobol_points_from_anywhere_are_those_of_the_whole_sequence(dimensions):
    """SciPy counts up to the first point asked for; here the digits of its number are added."""
    whole = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(7)).random(2**15).T
    for first, count in (
        (0, 2**12),
        (2**12, 2**12),
        (3 * 2**13, 2**13),
        (2**14, 777),
        (7, 9),
        (12345, 2000),
        (2**15 - 1, 1),
    ):
        found = shares("sobol", dimensions, first, count, 7, None)
        np.testing.assert_array_equal(found, np.clip(whole[:, first : first + count], 2.0**-53, 1.0 - 2.0**-53))


def test_margins_alone_are_those_of_all_lines():
    everything = montecarlo(MARS_1, 3000, seed=5)
    alone = montecarlo(MARS_1, 3000, seed=5, only_margins=True)
    assert set(alone.lines) == {line for line in everything.lines if line in (*MARGINS, CLOSING)}
    for line in alone.lines:
        np.testing.assert_array_equal(alone.values(line), everything.values(line))
