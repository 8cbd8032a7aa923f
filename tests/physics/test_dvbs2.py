"""DVB-S2: what the modulations and codes of the standard carry and need."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.capacity import shannon_ebn0_limit_db
from linkbudget.physics.dvbs2 import (
    best_spectral_efficiency,
    ebn0_from_esn0_db,
    modcod_spectral_efficiency,
    modcods,
    required_modcod_ebn0_db,
    required_modcod_esn0_db,
)
from tests.published import agrees, rows

# ---- reference -------------------------------------------------------------------------------------------------------

TABLE_13 = {  # ETSI EN 302 307-1 V1.4.1 (2014), Table 13: spectral efficiency, ideal Es/N0
    "qpsk-1/4": (0.490243, -2.35),
    "qpsk-1/2": (0.988858, 1.00),
    "qpsk-9/10": (1.788612, 6.42),
    "8psk-3/5": (1.779991, 5.50),
    "8psk-9/10": (2.679207, 10.98),
    "16apsk-2/3": (2.637201, 8.97),
    "16apsk-4/5": (3.165623, 11.03),
    "32apsk-3/4": (3.703295, 12.73),
    "32apsk-9/10": (4.453027, 16.05),
}


@pytest.mark.parametrize("name", TABLE_13)
def test_table_13_is_as_printed(name):
    spectral_efficiency, esn0_db = TABLE_13[name]
    assert modcod_spectral_efficiency(name) == pytest.approx(spectral_efficiency, abs=5.1e-7)
    assert modcods()[name].spectral_efficiency == spectral_efficiency
    assert required_modcod_esn0_db(name) == esn0_db


def test_every_published_row_agrees():
    answers = {
        "EsN0_QEF": required_modcod_esn0_db,
        "EbN0_QEF": required_modcod_ebn0_db,
        "spectral_efficiency": modcod_spectral_efficiency,
    }
    for row in rows("dvbs2_modcods"):
        name = f"{row['modulation'].lower()}-{row['code_rate']}"
        assert agrees(row, answers[row["quantity"]](name)), row["case_id"]


# ---- identity --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", modcods())
def test_energy_per_symbol_is_not_energy_per_bit(name):
    entry = modcods()[name]
    difference_db = required_modcod_esn0_db(name) - required_modcod_ebn0_db(name)
    # half a unit of the last printed digit of the spectral efficiency
    assert difference_db == pytest.approx(10.0 * math.log10(modcod_spectral_efficiency(name)), abs=5e-6)
    assert abs(difference_db) > 0.04  # nearest to one bit a symbol: QPSK 1/2
    assert entry.esn0_db == required_modcod_esn0_db(name)
    # an Es/N0 stored as Eb/N0 would let QPSK 1/4 work below Shannon's limit, and cost 32APSK 9/10 another 6.5 dB
    assert 0.4 < required_modcod_ebn0_db(name) - shannon_ebn0_limit_db(entry.spectral_efficiency) < 4.0


def test_slow_modcods_would_break_shannons_limit_if_symbols_were_bits():
    entry = modcods()["qpsk-1/4"]
    assert entry.esn0_db < shannon_ebn0_limit_db(entry.spectral_efficiency) < required_modcod_ebn0_db("qpsk-1/4")


def test_printed_spectral_efficiency_follows_from_the_frame():
    for name, entry in modcods().items():
        assert modcod_spectral_efficiency(name) == pytest.approx(entry.spectral_efficiency, abs=5.1e-7), name


def test_table_is_whole_and_in_order():
    entries = list(modcods().values())
    assert [entry.number for entry in entries] == list(range(1, 29))
    for modulation, count in (("QPSK", 11), ("8PSK", 6), ("16APSK", 6), ("32APSK", 5)):
        same = [entry for entry in entries if entry.modulation == modulation]
        assert len(same) == count
        assert np.all(np.diff([entry.spectral_efficiency for entry in same]) > 0.0)
        assert np.all(np.diff([entry.esn0_db for entry in same]) > 0.0)


def test_pilots_cost_two_and_a_half_percent():
    for name in modcods():
        cost = 1.0 - modcod_spectral_efficiency(name, pilots=True) / modcod_spectral_efficiency(name)
        assert 0.015 < cost < 0.025


def test_best_modcod_is_found_at_its_threshold():
    assert best_spectral_efficiency(-2.36) == 0.0
    assert best_spectral_efficiency(-2.35) == 0.490243
    assert best_spectral_efficiency(50.0) == 4.453027
    assert best_spectral_efficiency(10.21) == 2.966728  # 16APSK 3/4, although 8PSK 9/10 comes after it
    assert best_spectral_efficiency(10.98) == 2.966728


# ---- shape -----------------------------------------------------------------------------------------------------------


def test_array_equals_scalars():
    esn0_db, margin_db = np.array([[-5.0], [3.0], [20.0]]), np.array([0.0, 2.0])
    found = best_spectral_efficiency(esn0_db, margin_db=margin_db)
    assert found.shape == (3, 2)
    for (i, j), expected in np.ndenumerate(found):
        assert best_spectral_efficiency(float(esn0_db[i, 0]), margin_db=float(margin_db[j])) == expected
    assert np.isnan(best_spectral_efficiency([1.0, math.nan])).tolist() == [False, True]
    assert ebn0_from_esn0_db([1.0, 2.0], [[1.0], [2.0], [4.0]]).shape == (3, 2)


# ---- refusals --------------------------------------------------------------------------------------------------------


def test_unknown_modcod_is_told_what_exists():
    for function in (required_modcod_esn0_db, required_modcod_ebn0_db, modcod_spectral_efficiency):
        with pytest.raises(LinkBudgetError, match=r"modcod = '8psk-1/2': expected one of qpsk-1/4, qpsk-1/3"):
            function("8psk-1/2")
    with pytest.raises(LinkBudgetError, match="spectral_efficiency"):
        ebn0_from_esn0_db(3.0, 0.0)


# ---- property --------------------------------------------------------------------------------------------------------


@given(st.floats(-20.0, 30.0), st.floats(0.0, 5.0))
def test_more_signal_never_carries_less(esn0_db, margin_db):
    now = best_spectral_efficiency(esn0_db, margin_db=margin_db)
    assert now <= best_spectral_efficiency(esn0_db + 0.3, margin_db=margin_db)
    assert now <= best_spectral_efficiency(esn0_db)
    assert now <= math.log2(1.0 + 10.0 ** (esn0_db / 10.0))
