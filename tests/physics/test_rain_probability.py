"""Rain rate at any share of the year, after ITU-R P.837-7."""

import numpy as np
import pytest
from scipy.special import ndtr

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.rain_probability import rain_rate_at_probability_mm_per_h

# ITU validation examples CG-3M3J-13-ValEx, Rev 8.3.0 (2024-12-02), sheets "P.837-7 Rp" and "P.618-14 A_Rain": rain rate
# at 0.01 % [mm/h], share of the year with rain, then share of the year and the rain rate exceeded for it [mm/h].
KUALA_LUMPUR = [(99.15117186, 0.0453654368498, 0.0015, 27.7636201), (99.15117186, 0.0453654368498, 0.0035, 16.49493229)]
ELSEWHERE = [
    (50.639304, 0.0141773352895, 0.001, 14.58963041),  # Rio de Janeiro
    (50.639304, 0.0141773352895, 0.003, 6.23796236),
    (63.61888808, 0.0107089363349, 0.0015, 12.04651363),  # Delhi
    (63.61888808, 0.0107089363349, 0.0035, 5.19609765),
    (27.13586832, 0.0127567390908, 0.001, 7.43193175),  # Cape Town
    (27.13586832, 0.0127567390908, 0.003, 3.03506603),
    (33.936232, 0.0526971907187, 0.0015, 8.88472572),  # Rome
    (33.936232, 0.0526971907187, 0.0035, 5.18058827),
    (26.48052, 0.0536150960371, 0.001, 8.9924712),  # London
    (26.48052, 0.0536150960371, 0.003, 4.69033625),
]


@pytest.mark.parametrize(("rate", "rainy", "share", "published"), KUALA_LUMPUR)
def test_rain_rate_agrees_with_the_itu_workbook_where_all_months_are_alike(rate, rainy, share, published):
    assert rain_rate_at_probability_mm_per_h(rate, rainy, share) == pytest.approx(published, rel=1.5e-3)


@pytest.mark.parametrize(("rate", "rainy", "share", "published"), ELSEWHERE)
def test_rain_rate_exceeds_the_itu_workbook_a_little_where_months_differ(rate, rainy, share, published):
    found = rain_rate_at_probability_mm_per_h(rate, rainy, share)
    assert published < found < 1.14 * published


def test_rate_at_the_reference_share_is_the_reference_rate():
    assert rain_rate_at_probability_mm_per_h(42.0, 0.05, 1e-4) == pytest.approx(42.0, rel=1e-12)


def test_rate_is_log_normal_while_it_rains():
    shares = np.array([1e-4, 1e-3, 1e-2])
    logs = np.log(rain_rate_at_probability_mm_per_h(42.0, 0.05, shares))
    mean = logs[0] - 1.26 * 2.8781617390954826  # the normal quantile of 1 - 1/500
    assert 0.05 * ndtr((mean - logs) / 1.26) == pytest.approx(shares, rel=1e-9)


def test_no_rain_is_exceeded_more_often_than_it_rains():
    assert rain_rate_at_probability_mm_per_h(42.0, 0.05, [0.04, 0.05, 0.5, 1.0])[1:].tolist() == [0.0, 0.0, 0.0]
    assert rain_rate_at_probability_mm_per_h(0.0, 0.0, 1e-3) == 0.0


def test_arrays_equal_scalars():
    shares = [1e-5, 1e-3, 0.2]
    found = rain_rate_at_probability_mm_per_h([[30.0], [0.0]], 0.05, shares)
    assert found.shape == (2, 3)
    assert found[0].tolist() == [rain_rate_at_probability_mm_per_h(30.0, 0.05, share) for share in shares]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ((-1.0, 0.05, 1e-3), "rain_rate_mm_per_h = -1.0"),
        ((30.0, 5.0, 1e-3), "rain_probability = 5.0"),
        ((30.0, 1e-4, 1e-3), "rain_probability = 0.0001"),
        ((30.0, 0.05, 0.0), "exceedance_probability = 0.0"),
    ],
)
def test_impossible_numbers_raise(call, message):
    with pytest.raises(LinkBudgetError, match=message):
        rain_rate_at_probability_mm_per_h(*call)
