"""Mistakes that other packages make in silence, each held off here by a test of its own."""

import numpy as np
import pytest

from linkbudget.hardware.network import two_port, two_port_noise_figure_db
from linkbudget.physics.capacity import ebn0_from_esn0_db, shannon_ebn0_limit_db
from linkbudget.physics.coding import coding_gain_db
from linkbudget.physics.dvbs2 import modcods, required_modcod_ebn0_db
from linkbudget.physics.gases import specific_oxygen_attenuation_db_per_km
from linkbudget.physics.noise import (
    g_over_t_db_per_k,
    system_noise_temperature_at_antenna_k,
    system_noise_temperature_at_receiver_k,
)
from linkbudget.physics.rain_specific import rain_coefficients


def test_oxygen_absorption_is_never_negative():
    """The line-coupling term of P.676 makes sums negative between lines when its sign or a line is lost."""
    frequency_hz = np.linspace(1e9, 350e9, 20_001)
    for pressure_hpa in (1013.25, 300.0, 30.0, 3.0):
        assert (specific_oxygen_attenuation_db_per_km(frequency_hz, pressure_hpa, 250.0, 0.0) >= 0.0).all()


def test_feed_loss_is_counted_once_in_g_over_t():
    """Gain and temperature must share a plane: 60 K, 3 dB at 290 K, 163 K behind 40 dBi."""
    chain = 60.0, 3.0, 290.0, 163.0
    at_antenna = g_over_t_db_per_k(40.0, system_noise_temperature_at_antenna_k(*chain))
    at_receiver = g_over_t_db_per_k(40.0 - 3.0, system_noise_temperature_at_receiver_k(*chain))
    assert at_antenna == pytest.approx(at_receiver, abs=1e-12)


def test_passive_two_port_has_the_noise_of_its_loss():
    """A matched 3 dB attenuator at 290 K has a noise figure of 3 dB, not of 0 dB."""
    transmission = 10.0 ** (-3.0 / 20.0)
    pad = two_port("pad", [1e9], [[[0.0, transmission], [transmission, 0.0]]])
    assert two_port_noise_figure_db(pad) == pytest.approx(3.0, abs=1e-9)


def test_coding_gain_grows_as_the_error_rate_falls():
    gains = coding_gain_db(np.array([1e-2, 1e-3, 1e-4, 1e-5]), "conv-7-1/2")
    assert (np.diff(gains) > 0.3).all()


def test_dvb_thresholds_are_es_over_n0_and_stay_above_the_shannon_limit():
    """EN 302 307-1 Table 13 prints Es/N0; taken as Eb/N0 the low rates would beat Shannon."""
    for name, entry in modcods().items():
        limit_db = shannon_ebn0_limit_db(entry.spectral_efficiency)
        assert required_modcod_ebn0_db(name) > limit_db
        assert required_modcod_ebn0_db(name) == pytest.approx(
            ebn0_from_esn0_db(entry.esn0_db, entry.spectral_efficiency), abs=1e-12
        )
    assert any(entry.esn0_db < shannon_ebn0_limit_db(entry.spectral_efficiency) for entry in modcods().values())


def test_rain_coefficients_are_those_of_the_current_edition():
    """P.838-3 (2005) at 10 GHz, Table 5: kH 0.01217, alphaH 1.2571; P.838-2 (2003) had 0.0101 and 1.276."""
    found = rain_coefficients(10e9)
    assert found[0] == pytest.approx(0.01217, abs=5e-6)
    assert found[2] == pytest.approx(1.2571, abs=5e-5)
