"""The shape ``percentiles``: percentiles, mean, variance, limits.  The control table has tests of the other shapes."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from linkbudget.errors import LinkBudgetError
from linkbudget.parameters import parameter_from_table
from linkbudget.physics.tolerances import tolerance_mean, tolerance_quantile, tolerance_variance
from linkbudget.units import read_quantity

CASES = [(-1.2, -9.7, 4.1), (0.0, -1.0, 1.0), (3.0, 3.0, 8.0), (3.0, -2.0, 3.0)]


@pytest.mark.parametrize(("median", "low", "high"), CASES)
def test_value_and_ends_are_the_percentiles(median, low, high):
    found = tolerance_quantile([0.05, 0.5, 0.95], median, low, high, "percentiles")
    assert found == pytest.approx([low, median, high], abs=1e-12)


@pytest.mark.parametrize(("median", "low", "high"), CASES)
def test_mean_and_variance_are_those_of_the_two_halves_integrated(median, low, high):
    """Each half is a gaussian of its own, integrated here from its density; one without width is a step of one half."""

    def moment(power, about):
        parts = []
        for end, ends in ((low, (-np.inf, median)), (high, (median, np.inf))):
            sigma = abs(end - median) / norm.ppf(0.95)
            if sigma == 0.0:
                parts.append(0.5 * (median - about) ** power)
            else:
                density = norm(median, sigma).pdf
                parts.append(quad(lambda x, pdf=density: (x - about) ** power * pdf(x), *ends, epsabs=1e-12)[0])
        return sum(parts)

    mean = moment(1, 0.0)
    assert tolerance_mean(median, low, high, "percentiles") == pytest.approx(mean, abs=1e-8)
    assert tolerance_variance(median, low, high, "percentiles") == pytest.approx(moment(2, mean), abs=1e-8)


def test_a_symmetric_one_is_a_gaussian():
    sigma = 2.5
    reach = sigma * norm.ppf(0.95)
    share = np.linspace(0.001, 0.999, 999)
    found = tolerance_quantile(share, 7.0, 7.0 - reach, 7.0 + reach, "percentiles")
    assert found == pytest.approx(norm(7.0, sigma).ppf(share), abs=1e-12)
    assert tolerance_mean(7.0, 7.0 - reach, 7.0 + reach, "percentiles") == pytest.approx(7.0, abs=1e-12)
    assert tolerance_variance(7.0, 7.0 - reach, 7.0 + reach, "percentiles") == pytest.approx(sigma**2, rel=1e-12)


@pytest.mark.parametrize(("median", "low", "high"), CASES)
def test_adverse_may_be_either_end(median, low, high):
    for function in (tolerance_mean, tolerance_variance):
        assert function(median, high, low, "percentiles") == function(median, low, high, "percentiles")


def test_arrays_are_loops():
    share = np.array([0.0, 0.01, 0.3, 0.5, 0.7, 1.0])[:, None]
    median, low, high = np.array([(0.0, -1.0, 3.0), (2.0, 2.0, 2.5), (5.0, 1.0, 5.0)]).T
    found = tolerance_quantile(share, median, low, high, "percentiles")
    for row, column in np.ndindex(found.shape):
        one = tolerance_quantile(share[row, 0], median[column], low[column], high[column], "percentiles")
        assert found[row, column] == one
    assert not np.isnan(found).any()
    for function in (tolerance_mean, tolerance_variance):
        each = [float(function(*ends, "percentiles")) for ends in zip(median, low, high, strict=True)]
        assert function(median, low, high, "percentiles").tolist() == each


def test_scenario_files_may_say_it_and_a_misspelt_one_is_refused():
    said = {"value": "-1 dBi", "low": "-9 dBi", "high": "4 dBi", "shape": "percentiles"}
    assert parameter_from_table(said, lambda text: read_quantity(text, "dBi")).shape == "percentiles"
    with pytest.raises(LinkBudgetError, match="expected one of none, uniform, triangular, gaussian, percentiles"):
        parameter_from_table(said | {"shape": "percentile"}, lambda text: read_quantity(text, "dBi"))
