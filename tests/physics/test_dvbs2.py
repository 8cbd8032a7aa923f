"""DVB-S2: what the modulations and codes of the standard carry and need."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkbudget.errors import LinkBudgetError
from linkbudget.physics.capacity import shannon_ebn0_limit_db
from linkbudget.physics.dvbs2 import (
    best_modcod_efficiency,
    best_modcod_esn0_db,
    best_spectral_efficiency,
    ebn0_from_esn0_db,
    extended_modcods,
    extended_short_modcods,
    modcod_spectral_efficiency,
    modcods,
    modcods_of,
    required_modcod_ebn0_db,
    required_modcod_esn0_db,
    short_modcods,
    very_low_modcods,
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


EXTENDED = {  # ETSI EN 302 307-2 V1.1.1 (2014): bits a symbol, Es/N0, Csat/(N0 Rs); Eb/N0 by another's arithmetic
    "qpsk-2/9": (0.434841, -2.85, -2.45, 0.77),
    "qpsk-11/20": (1.088581, 1.45, 1.97, 1.08),
    "8apsk-26/45-l": (1.713601, 5.13, 6.35, 2.79),
    "8psk-13/18": (2.145136, 7.49, 8.42, 4.18),
    "16apsk-3/5-l": (2.370043, 7.41, 9.94, 3.66),
    "16apsk-77/90": (3.386618, 11.99, 14.00, 6.69),
    "32apsk-2/3-l": (3.291954, 11.10, 13.81, 5.93),
    "64apsk-5/6": (4.936639, 16.55, 20.44, 9.62),
    "128apsk-7/9": (5.355556, 18.53, 22.21, 11.24),
    "256apsk-31/45-l": (5.417338, 18.10, 22.90, 10.76),
    "256apsk-3/4": (5.900855, 19.57, 24.02, 11.86),
}


@pytest.mark.parametrize("name", EXTENDED)
def test_dvb_s2x_is_as_printed(name):
    efficiency, esn0_db, hard_limiter_db, ebn0_db = EXTENDED[name]
    entry = extended_modcods()[name]
    assert (entry.spectral_efficiency, entry.esn0_db, entry.hard_limiter_db) == (efficiency, esn0_db, hard_limiter_db)
    assert required_modcod_ebn0_db(name) == pytest.approx(ebn0_db, abs=0.0051)


def test_every_printed_spectral_efficiency_of_dvb_s2x_follows_from_its_frame():
    assert len(extended_modcods()) == 39
    for name, entry in extended_modcods().items():
        assert modcod_spectral_efficiency(name) == pytest.approx(entry.spectral_efficiency, abs=6e-7), name


def test_short_frames_of_table_5b():
    """K_bch of Table 5b is the LDPC input less 168 bits of parity."""
    ldpc = {"1/4": 3240, "1/3": 5400, "2/5": 6480, "1/2": 7200, "3/5": 9720, "2/3": 10800}
    ldpc |= {"3/4": 11880, "4/5": 12600, "5/6": 13320, "8/9": 14400}
    for entry in short_modcods().values():
        assert entry.bch_information_bits == ldpc[entry.code_rate] - 168
        assert entry.esn0_db == pytest.approx(modcods()[entry.name.removesuffix("-short")].esn0_db + 0.3)
    assert modcod_spectral_efficiency("qpsk-1/2-short") == pytest.approx((7032 - 80) / 8190)
    assert modcod_spectral_efficiency("32apsk-8/9-short", pilots=True) == pytest.approx(
        (14232 - 80) / (37 * 90 + 2 * 36)
    )
    assert not any(name.endswith("9/10-short") for name in short_modcods())


@pytest.mark.parametrize(
    ("name", "efficiency", "pilots", "esn0_db"),
    [  # ETSI EN 302 307-2, short frames: bits a symbol with and without pilots by another's arithmetic, Es/N0
        ("qpsk-11/45-short", 0.4532356532, 0.4434886499, -2.50),
        ("qpsk-14/45-short", 0.5851037851, 0.5725209080, -1.46),
        ("8psk-7/15-short", 1.3318761384, 1.3061807788, 3.83),
        ("8psk-26/45-short", 1.6597449909, 1.6277241872, 5.52),
        ("16apsk-3/5-short", 2.2879227053, 2.2488129155, 8.10),
        ("16apsk-32/45-short", 2.7227053140, 2.6761633428, 9.81),
        ("32apsk-2/3-short", 3.1687687688, 3.1017048795, 11.41),
    ],
)
def test_short_frames_of_dvb_s2x(name, efficiency, pilots, esn0_db):
    assert modcod_spectral_efficiency(name) == pytest.approx(efficiency, abs=1e-9)
    assert extended_short_modcods()[name].spectral_efficiency == pytest.approx(efficiency, abs=1e-9)
    assert required_modcod_esn0_db(name) == esn0_db
    assert modcod_spectral_efficiency(name, pilots=True) == pytest.approx(pilots, abs=1e-9)


def test_frames_of_vlsnr_hold_what_their_header_and_pilots_leave():
    """Set 1: 30 780 symbols of code in 33 282; set 2: 14 976 in 16 686; punctured and spread as the standard says."""
    pilots = {33282: 36 + 18 * (34 + 36) + 3 * (36 + 36), 16686: 36 + 9 * (32 + 36) + (36 + 36)}
    punctured = {"bpsk-s-1/5": (250, 560), "bpsk-s-11/45": (810, 0), "bpsk-1/5-medium": (980, 640)}
    punctured |= {"bpsk-11/45-medium": (1620, 0), "bpsk-1/3-medium": (1620, 0), "qpsk-2/9": (3240, 0)}
    punctured |= {f"bpsk-{rate}-short": (1224, 0) for rate in ("1/5", "4/15", "1/3")}
    per_symbol = {"BPSK-S": 0.5, "BPSK": 1.0, "QPSK": 2.0}
    assert set(very_low_modcods()) == {f"{name}-vlsnr" for name in punctured}
    for name, entry in very_low_modcods().items():
        sent = entry.frame_bits - sum(punctured[name.removesuffix("-vlsnr")])
        assert sent / per_symbol[entry.modulation] == entry.frame_symbols - 90 - 900 - pilots[entry.frame_symbols], name
        assert modcod_spectral_efficiency(name, pilots=True) == modcod_spectral_efficiency(name)


def test_printed_thresholds_of_vlsnr():
    printed = {"bpsk-s-1/5": -9.9, "bpsk-s-11/45": -8.3, "bpsk-1/5-medium": -6.85, "bpsk-11/45-medium": -5.5}
    printed |= {"bpsk-1/3-medium": -4.0, "qpsk-2/9": -2.85, "bpsk-1/5-short": -6.1, "bpsk-4/15-short": -4.9}
    printed |= {"bpsk-1/3-short": -3.72}
    assert {name.removesuffix("-vlsnr"): one.esn0_db for name, one in very_low_modcods().items()} == printed


def test_spread_symbols_are_those_sent():
    """Es/N0 of a pair of symbols would put BPSK-S 1/5 below the Shannon limit of any bandwidth, -1.59 dB."""
    code_bits_db = 10.0 * math.log10(15390.0 / 2512.0)  # without header and pilots, which carry nothing
    assert -9.9 + code_bits_db < 10.0 * math.log10(math.log(2.0))
    assert required_modcod_ebn0_db("bpsk-s-1/5-vlsnr") > 0.0


def test_longer_frames_need_less():
    for name, short in extended_short_modcods().items():
        normal = extended_modcods().get(name.removesuffix("-short"))
        if normal is not None:
            assert 0.1 < short.esn0_db - normal.esn0_db < 0.5, name
    slow, fast = very_low_modcods()["bpsk-1/3-medium-vlsnr"], very_low_modcods()["bpsk-1/3-short-vlsnr"]
    assert 0.1 < fast.esn0_db - slow.esn0_db < 0.5


@pytest.mark.parametrize("kind", ["BPSK-S", "BPSK", "QPSK", "8PSK", "16APSK", "32APSK"])
@pytest.mark.parametrize("frame_bits", [16200, 32400])
def test_more_bits_a_symbol_need_more_energy(kind, frame_bits):
    listed = (extended_short_modcods() | very_low_modcods()).values()
    same = sorted((one for one in listed if (one.modulation, one.frame_bits) == (kind, frame_bits)), key=_efficiency)
    assert np.all(np.diff([one.esn0_db for one in same]) > 0.0)


def _efficiency(entry):
    return entry.spectral_efficiency


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


def test_the_best_modcod_closes_and_no_faster_one_does():
    esn0_db = np.linspace(-6.0, 25.0, 400)
    for name in ("dvb-s2", "dvb-s2-short", "dvb-s2x", "dvb-s2x-short", "dvb-s2x-vlsnr", ("qpsk-1/2", "8psk-3/4")):
        bits = best_modcod_efficiency(esn0_db, margin_db=1.0, modcods=name)
        needed = best_modcod_esn0_db(esn0_db, margin_db=1.0, modcods=name)
        listed = modcods_of(name).values()
        lowest = min(entry.esn0_db for entry in listed)
        for here, chosen, need in zip(esn0_db, bits, needed, strict=True):
            reached = [modcod_spectral_efficiency(one.name) for one in listed if one.esn0_db + 1.0 <= here]
            if reached:
                assert chosen == max(reached)
                assert need <= here - 1.0
            else:
                assert need == lowest
    assert np.isnan(best_modcod_esn0_db(np.nan))
    assert best_modcod_efficiency(8.97) == pytest.approx(2.637201, abs=1e-6)  # met to the last bit is met


@pytest.mark.parametrize("name", modcods_of(("dvb-s2x", "dvb-s2x-short", "dvb-s2x-vlsnr")))
def test_every_modcod_stays_above_shannons_limit(name):
    gap_db = required_modcod_ebn0_db(name) - shannon_ebn0_limit_db(modcod_spectral_efficiency(name))
    assert 0.4 < gap_db < 4.5


# ---- refusals --------------------------------------------------------------------------------------------------------


def test_unknown_modcod_is_told_what_exists():
    for function in (required_modcod_esn0_db, required_modcod_ebn0_db, modcod_spectral_efficiency):
        with pytest.raises(LinkBudgetError, match=r"modcod = '8psk-1/2': unknown MODCOD; did you mean '"):
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
