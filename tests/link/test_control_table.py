"""The design control table: the published one of Mars Express, and what must hold of any."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.link.control_table import control_table
from linkbudget.physics.tolerances import SHAPES, tolerance_mean, tolerance_quantile, tolerance_variance
from tests.published import rows

TABLE = control_table(lb.load("mars_express").case("telecommand"))

# ESA ME-ESC-IF-5001 Issue 2.0 (1999), Appendix 10, link P30SH1k: line of ours, decibels between their references, and
# what is printed: nominal, adverse, favourable, mean, variance (two decimals, so half a unit of the last one).
PRINTED = {
    "eirp_dbw": (0.0, 87.00, 85.98, 87.60, 86.79, 0.10),
    "free_space_loss_db": (0.0, 260.51, 260.51, 260.51, 260.51, None),
    "propagation_loss_db": (0.0, 260.72, 260.78, 260.61, 260.70, 0.00),
    "flux_density_dbw_per_m2": (30.0, -115.58, -116.60, -114.98, -115.79, None),
    "system_noise_temperature_dbk": (0.0, 26.03, 26.24, 25.04, 25.64, 0.04),
    "g_over_t_db_per_k": (0.0, -0.03, -0.24, 0.96, None, None),
    "received_power_dbw": (30.0, -117.72, -118.80, -117.01, -117.91, 0.10),
    "received_power_margin_db": (0.0, 29.28, 28.20, 29.99, 29.09, 0.10),
    "cn0_dbhz": (0.0, 54.85, 53.56, 56.55, 55.05, 0.14),
    "carrier_suppression_db": (0.0, 2.32, 2.58, 2.08, 2.33, 0.01),
    "loop_bandwidth_dbhz": (0.0, 13.01, 13.80, 12.04, 12.95, 0.13),
    "carrier_margin_db": (0.0, 28.02, 25.17, 31.43, 28.27, 0.32),
    "data_modulation_loss_db": (0.0, 4.12, 4.45, 3.81, 4.13, 0.02),
    "margin_db": (0.0, 9.63, 7.50, 12.14, 9.83, 0.20),
}
PRINTED_STATISTICS = {
    "received_power_margin_db": (28.15, 28.56),
    "carrier_margin_db": (26.57, 26.79),
    "margin_db": (8.49, 8.67),
}
WITHIN = 0.02
"""Both sides are printed to two decimals, and the table rounds on its way."""


# ---- reference


@pytest.mark.parametrize("key", PRINTED)
def test_every_line_of_mars_express_stands_as_published(key):
    above, *printed = PRINTED[key]
    line = TABLE[key]
    ours = (line.nominal + above, line.adverse + above, line.favourable + above, line.mean + above, line.variance)
    for value, wanted in zip(ours, printed, strict=True):
        if wanted is not None:
            assert value == pytest.approx(wanted, abs=WITHIN)


@pytest.mark.parametrize("key", PRINTED_STATISTICS)
def test_three_sigma_and_worst_case_of_mars_express_stand_as_published(key):
    margin = TABLE.margins[key]
    assert (margin.three_sigma_db, margin.rss_db) == pytest.approx(PRINTED_STATISTICS[key], abs=WITHIN)
    assert margin.accepted


def test_system_temperature_of_mars_express_stands_as_published():
    line = TABLE["system_noise_temperature_k"]
    assert (line.nominal, line.adverse, line.favourable) == pytest.approx((400.43, 420.38, 319.41), abs=WITHIN)


def test_inputs_of_mars_express_are_those_of_the_published_file():
    """If the published file is at hand, every number it prints is in the scenario, with both ends of its range."""
    values = lb.load("mars_express").case("telecommand").values()
    inputs = {
        2: ("transmitter.line_loss", 1.0),
        3: ("transmitter.antenna.gain", 1.0),
        5: ("transmitter.pointing_loss", 1.0),
        7: ("frequency", 1e9),
        8: ("range", 1e6),
        10: ("atmospheric_loss", 1.0),
        12: ("polarization_loss", 1.0),
        15: ("receiver.antenna.gain", 1.0),
        18: ("receiver.antenna_noise_temperature", 1.0),
        19: ("receiver.line_temperature", 1.0),
        20: ("receiver.line_loss", 1.0),
        21: ("receiver.noise_figure", 1.0),
        33: ("modulation.carrier.loop_bandwidth", 1.0),
        35: ("modulation.carrier.implementation_loss", 1.0),
        41: ("modulation.implementation_loss", 1.0),
        42: ("modulation.bit_rate", 1e3),
        43: ("modulation.required_ebn0", 1.0),
    }
    for row in rows("mars_express_uplink"):
        if int(row["line"]) not in inputs:
            continue
        key, scale = inputs[int(row["line"])]
        said = [float(row[column]) * scale for column in ("nominal", "adverse", "favourable")]
        number = values[key]
        assert [number.value, *sorted((number.at("low"), number.at("high")))] == pytest.approx(
            [said[0], *sorted(said[1:])], rel=1e-12
        )


# ---- identities


def every_case():
    for name in ("mars1", "sputnik24", "cubesat", "mars_express", "lro"):
        scenario = lb.load(name)
        for link in scenario.links:
            if link != "imaging-5cm-one-dish":  # like imaging-5cm, which takes longest
                yield pytest.param(scenario, link, id=f"{name}-{link}")


def case_of(scenario, link):
    budget = scenario.budget_when_up(link)
    return scenario.case(link, budget.at) if budget.at else scenario.case(link, range_m=budget["range_m"])


@pytest.mark.parametrize(("scenario", "link"), list(every_case()))
def test_adverse_is_never_better_than_nominal_nor_favourable_worse(scenario, link):
    table = control_table(case_of(scenario, link))
    for margin in table.margins.values():
        assert margin.adverse_db <= margin.nominal_db <= margin.favourable_db
        assert margin.adverse_db <= margin.rss_db + 1e-9 or table.budget.notes is not None
    for line in table.lines.values():
        if line.sign == "-" or line.unit == "K":
            assert line.favourable <= line.nominal <= line.adverse
        elif line.sign:
            assert line.adverse <= line.nominal <= line.favourable


def test_the_modulation_index_is_adverse_at_opposite_ends_for_carrier_and_data():
    suppression, loss = TABLE["carrier_suppression_db"], TABLE["data_modulation_loss_db"]
    case = lb.load("mars_express").case("telecommand")
    low, high = (
        case.with_values({"modulation.carrier.modulation_index": np.degrees(end)}).budget() for end in (0.95, 1.05)
    )
    assert suppression.adverse == pytest.approx(high["carrier_suppression_db"])
    assert loss.adverse == pytest.approx(low["data_modulation_loss_db"])


def test_a_rule_of_acceptance_says_what_is_not_met():
    scenario = lb.load("mars1")
    margin = control_table(scenario.case("telemetry-32cm-semi")).margins["carrier_margin_db"]
    assert not margin.accepted
    assert margin.shortfalls[0] == "nominal not above 3 dB"


def test_a_table_is_of_one_instant():
    with pytest.raises(InputError, match="one instant"):
        control_table(lb.load("mars1").case("imaging-5cm", range_m=np.array([1e9, 2e9])))


@given(st.floats(-50, 50), st.floats(0, 20), st.floats(0, 20), st.sampled_from([s for s in SHAPES if s != "none"]))
def test_quantiles_have_the_mean_and_variance_of_the_table(nominal, down, up, shape):
    low, high = nominal - down, nominal + up
    share = (np.arange(200_000) + 0.5) / 200_000
    values = tolerance_quantile(share, nominal, low, high, shape)
    width = max(high - low, 1e-9)
    assert np.mean(values) == pytest.approx(tolerance_mean(nominal, low, high, shape), abs=1e-6 * width + 1e-12)
    # the midpoint rule misses 2e-5 of the variance in a gaussian's tails
    assert np.var(values) == pytest.approx(tolerance_variance(nominal, high, low, shape), abs=1e-5 * width**2)
    assert (np.diff(values) >= 0.0).all()


def test_the_triangular_variance_is_the_printed_formula():
    n, a, f = 13.0103, 13.8021, 12.0412
    printed = (n * n + a * a + f * f - n * a - n * f - a * f) / 18.0
    assert tolerance_variance(n, a, f, "triangular") == pytest.approx(printed, rel=1e-9)


@pytest.mark.parametrize(("required_db", "decides"), [("3 dB", "margin_db"), ("-40 dB", "carrier_margin_db")])
def test_the_closing_margin_is_as_sure_as_the_margin_that_decides(required_db, decides):
    table = control_table(lb.load("mars_express").case("telecommand", settings={"required_margin": required_db}))
    closing, other = table["closing_margin_db"], table[decides]
    assert closing.variance == pytest.approx(other.variance)
    assert closing.nominal - closing.mean == pytest.approx(other.nominal - other.mean)
