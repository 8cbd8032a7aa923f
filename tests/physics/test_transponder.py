"""Back-off of a carrier through a transparent transponder."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import erf

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.transponder import (
    carrier_output_back_off_db,
    hard_limiter_back_off_db,
    hard_limiter_cnr_db,
    hard_limiter_loss_db,
    input_back_off_db,
)


def test_input_back_off_is_counted_below_saturation():
    assert input_back_off_db(-95.0, -84.5) == pytest.approx(10.5, abs=1e-12)
    assert input_back_off_db([-95.0, -84.5], -84.5).tolist() == [10.5, 0.0]


def test_power_is_shared_as_at_the_input():
    """Ten equal carriers each have a tenth of the output, whatever the amplifier loses together."""
    assert carrier_output_back_off_db(6.0 + 10.0, 6.0, 2.5) == pytest.approx(12.5, abs=1e-12)
    shares = 10.0 ** (-(carrier_output_back_off_db(np.full(10, 16.0), 6.0, 2.5) - 2.5) / 10.0)
    assert shares.sum() == pytest.approx(1.0, rel=1e-12)


def test_a_lone_carrier_has_all_of_the_output():
    assert carrier_output_back_off_db(6.0, 6.0, 2.5) == 2.5
    assert carrier_output_back_off_db(5.98, 6.0, 2.5) == 2.5  # rounding in a sheet


def test_array_equals_scalars_and_nan_stays():
    carriers = np.array([6.0, 9.0, np.nan, 30.0])
    found = carrier_output_back_off_db(carriers, 6.0, 3.0)
    assert np.isnan(found[2])
    assert [carrier_output_back_off_db(one, 6.0, 3.0) for one in carriers[[0, 1, 3]]] == found[[0, 1, 3]].tolist()


def test_a_carrier_above_all_carriers_is_refused():
    with pytest.raises(LinkBudgetError, match=r"the carrier alone stands 4\.00 dB below saturation; expected"):
        carrier_output_back_off_db([4.0, np.nan], 6.0, 2.5)
    with pytest.raises(LinkBudgetError, match="output_back_off_db = -1"):
        carrier_output_back_off_db(8.0, 6.0, -1.0)


# ---- a hard limiter


def test_a_limiter_changes_the_ratio_between_a_quarter_of_pi_and_two():
    """Jones (1963), section I, after Davenport (1952)."""
    assert hard_limiter_cnr_db(-60.0) + 60.0 == pytest.approx(10.0 * np.log10(np.pi / 4.0), abs=1e-5)
    assert hard_limiter_cnr_db(60.0) - 60.0 == pytest.approx(10.0 * np.log10(2.0), abs=1e-5)
    change_db = hard_limiter_cnr_db(np.linspace(-60.0, 100.0, 500)) - np.linspace(-60.0, 100.0, 500)
    assert np.all(np.diff(change_db) > -2e-6)  # both branches meet within the digits of one less a share near one


@pytest.mark.parametrize("cnr_db", [-20.0, -6.0, 0.0, 6.0, 15.0])
def test_a_limiter_passes_the_mean_of_the_phasor(cnr_db):
    """By the phase of carrier and noise itself: its density (Rice), integrated; the limiter gives exp(j phase)."""
    ratio = 10.0 ** (cnr_db / 10.0)

    def density(phase):
        along = np.sqrt(ratio) * np.cos(phase)
        tail = np.sqrt(np.pi) * along * np.exp(along**2) * (1.0 + erf(along))
        return np.exp(-ratio) * (1.0 + tail) / (2.0 * np.pi)

    mean = quad(lambda phase: np.cos(phase) * density(phase), -np.pi, np.pi)[0]
    assert quad(density, -np.pi, np.pi)[0] == pytest.approx(1.0, abs=1e-9)
    assert hard_limiter_back_off_db(cnr_db) == pytest.approx(-20.0 * np.log10(mean), abs=1e-6)
    assert hard_limiter_cnr_db(cnr_db) == pytest.approx(10.0 * np.log10(mean**2 / (1.0 - mean**2)), abs=1e-6)


def test_a_gain_of_the_limiter_is_not_counted():
    cnr_db = np.array([-80.0, -10.0, 0.0, 40.0, 90.0, np.nan])
    found = hard_limiter_loss_db(cnr_db)
    assert found[:5] == pytest.approx(np.maximum(0.0, cnr_db[:5] - hard_limiter_cnr_db(cnr_db[:5])))
    assert found[0] == pytest.approx(1.0491, abs=1e-4)
    assert found[2:5].tolist() == [0.0, 0.0, 0.0]
    assert np.isnan(found[5])
    assert [hard_limiter_loss_db(one) for one in cnr_db[:5]] == found[:5].tolist()
