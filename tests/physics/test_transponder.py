"""Back-off of a carrier through a transparent transponder."""

import numpy as np
import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.transponder import carrier_output_back_off_db, input_back_off_db


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
