"""Uncertainty by the GUM, and rain by a stated power law."""

import math

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.power_law_rain import power_law_rain_attenuation_db_per_km, power_law_rain_loss_db
from linkbudget.physics.rain_specific import mixed_rain_coefficients, specific_rain_attenuation_db_per_km
from linkbudget.physics.uncertainty import (
    combined_uncertainty,
    conformance_probability,
    coverage_factor,
    effective_degrees_of_freedom,
    expanded_uncertainty,
    mean_uncertainty,
    normal_uncertainty,
    rectangular_uncertainty,
    root_sum_square,
    triangular_uncertainty,
    u_shaped_uncertainty,
)


def test_standard_uncertainties_by_samples_of_the_distributions():
    share = (np.arange(100_000) + 0.5) / 100_000
    assert rectangular_uncertainty(1.0) == pytest.approx(np.std(2.0 * share - 1.0), rel=1e-6)
    assert u_shaped_uncertainty(1.0) == pytest.approx(np.std(np.sin(2.0 * np.pi * share)), rel=1e-6)
    assert triangular_uncertainty(1.0) == pytest.approx(1.0 / math.sqrt(6.0))
    assert normal_uncertainty(0.9, 3.0) == pytest.approx(0.3)


def test_the_mean_of_readings_is_known_better_than_one():
    readings = [4.0, 6.0, 5.0, 5.0, 7.0]
    assert mean_uncertainty(readings) == pytest.approx(np.std(readings, ddof=1) / math.sqrt(5.0))
    assert mean_uncertainty([readings, readings]) == pytest.approx([mean_uncertainty(readings)] * 2)
    with pytest.raises(LinkBudgetError, match="two or more"):
        mean_uncertainty([1.0])


def test_parts_add_by_their_squares():
    assert root_sum_square([3.0, 4.0]) == pytest.approx(5.0)
    assert root_sum_square([[3.0, 4.0], [5.0, 12.0]]) == pytest.approx([5.0, 13.0])
    assert combined_uncertainty([1.0, 2.0], [3.0, 2.0]) == pytest.approx(5.0)
    assert expanded_uncertainty(0.4) == pytest.approx(0.8)


def test_coverage_factors_of_the_guide():
    assert coverage_factor(0.95) == pytest.approx(1.960, abs=5e-4)
    assert coverage_factor(0.9545, [1.0, 5.0, 50.0]) == pytest.approx([13.97, 2.65, 2.05], abs=5e-3)  # GUM, Table G.2


def test_effective_degrees_of_freedom():
    assert effective_degrees_of_freedom([1.0, 1.0], [4.0, 4.0]) == pytest.approx(8.0)
    assert effective_degrees_of_freedom([1.0, 1.0], [4.0, math.inf]) == pytest.approx(16.0)
    assert effective_degrees_of_freedom([1.0, 1.0], math.inf) == math.inf


def test_a_quantity_lies_above_its_limit_as_often_as_the_guide_states():
    sigmas, published = [0.84, 1.28, 1.64, 2.33, 3.09], [0.80, 0.90, 0.95, 0.99, 0.999]  # JCGM 106, Table 1
    assert conformance_probability(sigmas, 1.0) == pytest.approx(published, abs=2e-3)
    within = conformance_probability(13.6, 1.8, [12.5, 16.3]) @ [1.0, -1.0]
    assert within == pytest.approx(math.erf(1.5 / math.sqrt(2.0)) / 2.0 + math.erf(1.1 / 1.8 / math.sqrt(2.0)) / 2.0)
    assert conformance_probability(-0.7, 2.0) + conformance_probability(0.7, 2.0) == pytest.approx(1.0)
    assert conformance_probability(5.0, 1e-3) == 1.0
    assert conformance_probability(4.0, 0.3, 4.0) == 0.5
    with pytest.raises(LinkBudgetError, match="standard_uncertainty"):
        conformance_probability(1.0, 0.0)


def test_rain_by_stated_coefficients_is_that_of_the_recommendation():
    coefficient, exponent = mixed_rain_coefficients(30.0, 20e9, 45.0)
    found = power_law_rain_attenuation_db_per_km(25.0, coefficient, exponent)
    assert found == pytest.approx(specific_rain_attenuation_db_per_km(30.0, 20e9, 25.0, 45.0))
    assert power_law_rain_loss_db(4e3, 25.0, coefficient, exponent, 0.5) == pytest.approx(2.0 * found)
    assert power_law_rain_loss_db(4e3, 0.0, 0.1, 1.1) == 0.0
