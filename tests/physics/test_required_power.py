"""Powers and error rates at a known noise density."""

import math

import pytest

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.modulation import bit_error_rate, required_ebn0_db
from linkbudget.physics.required_power import (
    error_rate_of_amplitude,
    error_rate_of_power,
    required_ebn0_with_loss_db,
    required_power_w,
)


@pytest.mark.parametrize("modulation", ["BPSK", "noncoherent-fsk", "Dpsk"])
def test_power_and_error_rate_are_inverses(modulation):
    power_w = required_power_w(3e-4, modulation, 5e4, 4e-20)
    assert error_rate_of_power(power_w, 5e4, 4e-20, modulation) == pytest.approx(3e-4, rel=1e-6)


def test_energy_per_bit_of_a_known_carrier():
    # 2 mV amplitude in 1 ohm: 2 uW; 1 ms: 2 nJ; over 1e-10: a ratio of 20
    assert error_rate_of_amplitude(2e-3, 1e3, 1e-10, "bpsk") == pytest.approx(
        0.5 * math.erfc(math.sqrt(20.0)), rel=1e-9
    )
    assert error_rate_of_amplitude(2e-3, 1e3, 1e-10, "bpsk", 50.0) == pytest.approx(
        bit_error_rate(-3.9794, "bpsk"), rel=1e-4
    )


def test_implementation_loss_is_added():
    assert required_ebn0_with_loss_db(1e-7, "qpsk", 0.0) == required_ebn0_db(1e-7, "qpsk")
    assert required_ebn0_with_loss_db(1e-7, "QPSK", 1.2) == pytest.approx(required_ebn0_db(1e-7, "qpsk") + 1.2)


def test_names_of_modulations_whatever_their_case():
    assert bit_error_rate(6.0, "Noncoherent-FSK") == bit_error_rate(6.0, "noncoherent-fsk")
    assert required_ebn0_db(1e-5, "DQPSK") == required_ebn0_db(1e-5, "dqpsk")
    with pytest.raises(LinkBudgetError, match="did you mean 'bpsk'"):
        bit_error_rate(6.0, "BSPK")
