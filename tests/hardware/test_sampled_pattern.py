"""Antenna patterns from files."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.hardware.sampled_pattern import (
    HALF_POWER_DB,
    read_pattern_csv,
    read_pattern_msi,
    sampled_beamwidth_deg,
    sampled_pattern,
    sampled_pattern_loss_db,
)
from linkbudget.physics.patterns import gaussian_pattern_loss_db

CSV = """# measured in the range
angle_deg, gain_dbi
-20, 3.0
-10, 12.0
0, 15.0

10, 12.5
20, 2.0
"""


def msi_text(gain="GAIN 10.0 dBd", frequency="FREQUENCY 2437", step=90):
    """A file whose horizontal cut falls by 0.1 dB a degree on both sides, and whose vertical one by 0.2 dB."""
    lines = ["NAME test antenna", "MAKE nobody", frequency, gain, "TILT ELECTRICAL"]
    for cut, slope in (("HORIZONTAL", 0.1), ("VERTICAL", 0.2)):
        angles = range(0, 360, step)
        lines.append(f"{cut} {len(angles)}")
        lines += [f"{angle:.1f} {slope * min(angle, 360 - angle):.2f}" for angle in angles]
    return "\n".join(lines) + "\n"


def written(folder, text, name="pattern.txt"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# ---- reference ------------------------------------------------------------------------------------------------------


def test_table_of_angles_and_gains_is_read(tmp_path):
    pattern = read_pattern_csv(written(tmp_path, CSV, "horn.csv"))
    assert pattern.name == "horn"
    assert pattern.peak_gain_dbi == 15.0
    assert not pattern.symmetric
    assert sampled_pattern_loss_db(np.array([-10.0, 5.0, 15.0]), pattern) == pytest.approx([3.0, 1.25, 7.75])


def test_msi_file_is_read_cut_by_cut(tmp_path):
    # the format as RF::Antenna::Planet::MSI::Format documents it: attenuation below GAIN, dBd unless it says dBi
    path = written(tmp_path, msi_text(step=1))
    horizontal, vertical = (read_pattern_msi(path, cut=cut) for cut in ("horizontal", "vertical"))
    assert horizontal.name == "test antenna, horizontal"
    assert horizontal.peak_gain_dbi == pytest.approx(12.15)
    assert horizontal.frequency_hz == 2437e6
    assert sampled_pattern_loss_db(30.5, horizontal) == pytest.approx(3.05)
    assert sampled_pattern_loss_db(-30.5, vertical) == pytest.approx(6.1)


@pytest.mark.parametrize(
    ("gain", "expected_dbi"),
    [
        ("GAIN 10.0", 12.15),
        ("GAIN 10.0 dBd", 12.15),
        ("GAIN 8.74 dBi", 8.74),
        ("GAIN\t12dBi", 12.0),
        ("GAIN (dBi) 12.15", 12.15),
        ("GAIN dBd 10", 12.15),
        ("gain 15.5 (dBi)", 15.5),
        ("GAIN 15,5 dBi", 15.5),
        ("GAIN -3 dBi", -3.0),
    ],
)
def test_gain_of_msi_files_comes_in_two_units(tmp_path, gain, expected_dbi):
    pattern = read_pattern_msi(written(tmp_path, msi_text(gain)), cut="vertical")
    assert pattern.peak_gain_dbi == pytest.approx(expected_dbi)


@pytest.mark.parametrize(
    ("frequency", "expected_hz"),
    [("FREQUENCY 2437 MHz", 2437e6), ("FREQUENCY 2.4 GHz", 2.4e9), ("FREQUENCY 806-869", None), ("H_WIDTH 65", None)],
)
def test_frequency_of_msi_files_is_kept_where_it_is_one_number(tmp_path, frequency, expected_hz):
    pattern = read_pattern_msi(written(tmp_path, msi_text(frequency=frequency)), cut="vertical")
    assert pattern.frequency_hz == (None if expected_hz is None else pytest.approx(expected_hz))


def test_what_an_msi_file_leaves_open_is_a_remark(tmp_path):
    plain, no_unit, negative, counted = (
        read_pattern_msi(written(tmp_path, text, "panel.msi"), cut="horizontal")
        for text in (
            msi_text(),
            msi_text("GAIN 10"),
            msi_text().replace(" 9.00", " -9.00").replace(" 18.00", " -18.00").replace(" 36.00", " -36.00"),
            msi_text().replace("HORIZONTAL 4", "HORIZONTAL 360"),
        )
    )
    assert plain.remarks == ()
    assert no_unit.remarks == ("panel.msi: GAIN 10 has no unit: it is taken as dBd, as is usual in such files",)
    assert negative.remarks == ("panel.msi: attenuations with a minus are taken as losses",)
    assert counted.remarks == ("panel.msi: 'HORIZONTAL 360', and 4 samples after it",)
    for pattern in (no_unit, negative, counted):
        assert replace(pattern, remarks=()) == plain


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("MAKE nobody", "MAKE Funkgeräte").encode("cp1252"),
        lambda text: text.replace("MAKE nobody", "MAKE Funkgeräte").encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace(" ", "\t").encode(),
        lambda text: text.replace(".", ",").replace("GAIN 10,0", "GAIN 10.0").encode(),
        lambda text: text.replace("HORIZONTAL 36", "\nHORIZONTAL").replace("0.0 0.00\n", "0.0 0.00\n\n").encode(),
        lambda text: ("Horizontal panel\n" + text).encode(),
        lambda text: text.replace("HORIZONTAL 36", "HORIZONTAL 37").replace("VERT", "360.0 0.00\nVERT").encode(),
    ],
    ids=["cp1252", "utf-8", "line ends", "tabs", "commas", "blank lines, no count", "free first line", "361 samples"],
)
def test_msi_files_of_any_writer_are_read_alike(tmp_path, change):
    text = msi_text("GAIN 10.0 dBd", step=10)
    (tmp_path / "other.msi").write_bytes(change(text))
    usual = read_pattern_msi(written(tmp_path, text, "usual.msi"), cut="horizontal")
    other = read_pattern_msi(tmp_path / "other.msi", cut="horizontal")
    wanted_deg = np.array([-180.0, -77.0, -5.0, 0.0, 12.0, 175.0, 180.0])
    other = replace(other, remarks=())  # of the numbers of samples: looked at above
    assert other.peak_gain_dbi == usual.peak_gain_dbi == pytest.approx(12.15)
    assert sampled_pattern_loss_db(wanted_deg, other) == pytest.approx(0.1 * abs(wanted_deg))
    assert sampled_pattern_loss_db(wanted_deg, usual) == pytest.approx(0.1 * abs(wanted_deg))


def test_losses_count_from_the_gain_of_the_antenna_and_not_of_the_cut(tmp_path):
    """A panel tilted down has less than its gain anywhere in the horizontal plane."""
    text = "GAIN 15 dBi\nHORIZONTAL 4\n0 2.5\n90 10\n180 25\n270 10\n"
    pattern = read_pattern_msi(written(tmp_path, text), cut="horizontal")
    assert pattern.reference_gain_dbi == 15.0
    assert pattern.peak_gain_dbi == 12.5
    assert sampled_pattern_loss_db(0.0, pattern) == 2.5


def test_beamwidth_lies_between_the_half_power_points():
    angle_deg = np.linspace(-12.0, 12.0, 2401)
    for samples in (angle_deg, angle_deg[1200:]):
        pattern = sampled_pattern("Gaussian", samples, 20.0 - gaussian_pattern_loss_db(samples, 10.0))
        # the parabola reaches 3 dB at half the beamwidth, and 3.0103 dB where the square is 0.34 % more
        assert sampled_beamwidth_deg(pattern) == pytest.approx(10.0 * (HALF_POWER_DB / 3.0) ** 0.5, abs=1e-5)
    uneven = sampled_pattern("uneven", [-20.0, -10.0, 0.0, 4.0, 8.0], [0.0, 9.0, 12.0, 12.0, 0.0])
    left, right = 10.0 + 10.0 * (HALF_POWER_DB - 3.0) / 9.0, 4.0 + 4.0 * HALF_POWER_DB / 12.0
    assert sampled_beamwidth_deg(uneven) == pytest.approx(left + right)


def test_beamwidth_goes_over_the_seam_of_a_cut_that_goes_round(tmp_path):
    pattern = read_pattern_msi(written(tmp_path, msi_text(step=10)), cut="vertical")
    assert sampled_beamwidth_deg(pattern) == pytest.approx(2.0 * HALF_POWER_DB / 0.2)
    behind = sampled_pattern("behind", np.arange(0.0, 360.0, 10.0), -0.2 * abs(np.arange(0.0, 360.0, 10.0) - 180.0))
    assert sampled_beamwidth_deg(behind) == pytest.approx(2.0 * HALF_POWER_DB / 0.2)


def test_beamwidth_is_not_known_where_the_samples_do_not_fall_to_half():
    one_side = sampled_pattern("a", [-5.0, 0.0, 20.0], [11.0, 12.0, 0.0])
    everywhere = sampled_pattern("b", np.arange(0.0, 360.0, 10.0), np.full(36, 2.0))
    assert np.isnan([sampled_beamwidth_deg(one_side), sampled_beamwidth_deg(everywhere)]).all()


def test_patterns_with_the_same_samples_are_equal():
    one, same, other = (sampled_pattern("a", [0.0, 10.0], [12.0, gain]) for gain in (3.0, 3.0, 4.0))
    assert one == same
    assert hash(one) == hash(same)
    assert one != other


# ---- identity -------------------------------------------------------------------------------------------------------


def test_samples_of_a_formula_give_the_formula_back():
    angle_deg = np.linspace(0.0, 12.0, 1201)
    pattern = sampled_pattern("Gaussian", angle_deg, 20.0 - gaussian_pattern_loss_db(angle_deg, 10.0))
    wanted_deg = np.array([-11.1234, 0.0, 3.3333, 7.7])
    # a parabola between points 0.01 degrees apart: at most 12 / 100 * 0.01^2 / 4 dB
    assert sampled_pattern_loss_db(wanted_deg, pattern) == pytest.approx(
        gaussian_pattern_loss_db(wanted_deg, 10.0), abs=4e-6
    )


def test_one_sided_samples_stand_for_both_sides():
    right = sampled_pattern("a", [0.0, 10.0, 20.0], [15.0, 12.0, 3.0])
    left = sampled_pattern("b", [-20.0, -10.0, 0.0], [3.0, 12.0, 15.0])
    for angle_deg in (-15.0, 15.0):
        assert sampled_pattern_loss_db(angle_deg, right) == sampled_pattern_loss_db(angle_deg, left) == 7.5


def test_samples_that_go_round_close():
    angle_deg = np.arange(0.0, 360.0, 10.0)
    gain_dbi = -0.1 * np.minimum(angle_deg, 360.0 - angle_deg)
    once = sampled_pattern("round", angle_deg, gain_dbi)
    signed = sampled_pattern("signed", (angle_deg + 180.0) % 360.0 - 180.0, gain_dbi)
    wanted_deg = np.array([-175.0, -5.0, 5.0, 175.0, 180.0, -180.0])
    assert once.closed
    assert sampled_pattern_loss_db(wanted_deg, once) == pytest.approx(0.1 * abs(wanted_deg))
    assert sampled_pattern_loss_db(wanted_deg, signed) == pytest.approx(0.1 * abs(wanted_deg))


def test_order_of_samples_does_not_matter():
    there = sampled_pattern("a", [-10.0, 0.0, 20.0], [1.0, 9.0, 2.0])
    mixed = sampled_pattern("b", [20.0, -10.0, 0.0], [2.0, 1.0, 9.0])
    assert sampled_pattern_loss_db(-5.0, there) == sampled_pattern_loss_db(-5.0, mixed) == 4.0


def test_beam_beside_boresight_loses_on_boresight():
    pattern = sampled_pattern("tilted", [-10.0, 0.0, 10.0], [8.0, 12.0, 13.0])
    assert sampled_pattern_loss_db(0.0, pattern) == 1.0


# ---- shape and property ---------------------------------------------------------------------------------------------


def test_array_equals_loop_of_scalars():
    pattern = sampled_pattern("a", [-10.0, 0.0, 20.0], [1.0, 9.0, 2.0])
    angle_deg = np.array([[-5.0, 0.0], [12.0, 30.0]])
    answer = sampled_pattern_loss_db(angle_deg, pattern)
    loop = [[sampled_pattern_loss_db(float(a), pattern) for a in row] for row in angle_deg]
    assert np.array_equal(answer, loop, equal_nan=True)
    assert isinstance(sampled_pattern_loss_db(5.0, pattern), float)


@settings(max_examples=60)
@given(
    samples=st.dictionaries(st.integers(-180, 179), st.floats(-40.0, 40.0), min_size=2, max_size=30),
    angle_deg=st.floats(-180.0, 180.0),
)
def test_loss_is_never_negative(samples, angle_deg):
    pattern = sampled_pattern("any", [float(angle) for angle in samples], list(samples.values()))
    loss_db = sampled_pattern_loss_db(angle_deg, pattern)
    assert np.isnan(loss_db) or loss_db >= 0.0


# ---- limits ---------------------------------------------------------------------------------------------------------


def test_nothing_is_extrapolated():
    pattern = sampled_pattern("a", [-10.0, 0.0, 20.0], [1.0, 9.0, 2.0])
    assert np.isnan(sampled_pattern_loss_db(np.array([-10.1, 20.1, 180.0]), pattern)).all()
    with pytest.raises(LinkBudgetError, match="off_boresight_deg"):
        sampled_pattern_loss_db(181.0, pattern)


@pytest.mark.parametrize(
    ("angle_deg", "gain_dbi", "said"),
    [
        ([0.0], [1.0], "two or more"),
        ([0.0, 1.0], [1.0], "one gain an angle"),
        ([0.0, 0.0], [1.0, 2.0], "occurs twice"),
        ([0.0, np.nan], [1.0, 2.0], "finite"),
        ([0.0, 400.0], [1.0, 2.0], "angle_deg = 400"),
        ([-200.0, 200.0], [1.0, 2.0], "one turn"),
    ],
)
def test_samples_that_are_no_pattern_are_refused(angle_deg, gain_dbi, said):
    with pytest.raises(LinkBudgetError, match=said):
        sampled_pattern("bad", angle_deg, gain_dbi)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds 0 samples"),
        ("0, 1\n", "holds 1 samples"),
        ("0, 1\n10, x\n", "line 2: 'x'; expected a gain in dBi"),
        ("0, 1\n10; 2\n", "line 2: '10; 2'; expected an angle"),
        ("0, 1\n10, 2, 3\n", "line 2"),
        ("0, 1\n10, nan\n", "line 2: 'nan'"),
        ("nan, nan\n10, 1\n", "line 1: 'nan'"),
        ("0, 1\nangle, gain\n", "line 2: 'angle'"),
        ("0, 1\n0, 2\n", "occurs twice"),
    ],
)
def test_malformed_table_is_refused_in_one_line(tmp_path, text, said):
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=said) as caught:
        read_pattern_csv(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no HORIZONTAL"),
        (msi_text().replace("GAIN 10.0 dBd", "GAIN much"), "line 4: 'much'"),
        (msi_text().replace("GAIN 10.0 dBd\n", ""), "has no GAIN"),
        (msi_text().replace("GAIN 10.0 dBd", "GAIN 10 dBd 12.15 dBi"), "line 4: '10 dBd 12.15 dBi'"),
        (msi_text().replace("GAIN 10.0 dBd", "GAIN (dBi) 10 dBd"), "line 4"),
        (msi_text().replace("GAIN 10.0 dBd", "GAIN 10.0 dB"), "line 4: '10.0 dB'; expected a gain in dBd or dBi"),
        (msi_text().replace("GAIN 10.0 dBd", "GAIN 10\nGAIN 12"), "line 5: 'GAIN 12'; expected one GAIN"),
        (
            msi_text().replace("HORIZONTAL 4", "HORIZONTAL 9").replace("270.0 9.00\n", ""),
            "'HORIZONTAL 9', and 3 samples",
        ),
        (msi_text(step=30).replace("120.0 12.00\n", ""), "'HORIZONTAL 12', and 11 samples"),
        (msi_text().replace("HORIZONTAL 4", "HORIZONTAL 1"), "line 6: '1'; expected a number of two or more"),
        (msi_text().replace("TILT", "7 8\nTILT"), "line 5: '7 8'; expected HORIZONTAL or VERTICAL before it"),
        (msi_text().replace("HORIZONTAL 4", "HORIZONTAL four"), "line 6: 'four'"),
        (msi_text() + "MORE 3\nVERTICAL 3\n", "once"),
        (msi_text().partition("0.0 0.00")[0], "'HORIZONTAL 4', and 0 samples after it"),
        (msi_text().replace("90.0 9.00", "90.0 -9.00"), "an attenuation of zero or more"),
        (msi_text().replace("90.0 9.00", "90.0 inf"), "'inf'"),
        (msi_text().replace("90.0 9.00", "0.0 9.00"), "occurs twice"),
        (msi_text().replace("VERTICAL", "HORIZONTAL"), "once"),
    ],
)
def test_malformed_msi_file_is_refused_in_one_line(tmp_path, text, said):
    path = written(tmp_path, text)
    with pytest.raises(InputError, match=said) as caught:
        read_pattern_msi(path, cut="horizontal")
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("read", [read_pattern_csv, lambda path: read_pattern_msi(path, cut="vertical")])
def test_file_that_is_none_is_refused_in_one_line(tmp_path, read):
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "nothing.csv")
    with pytest.raises(InputError):
        read(tmp_path)
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(InputError, match="is not text"):
        read(tmp_path / "binary")


def test_unknown_cut_is_refused(tmp_path):
    with pytest.raises(LinkBudgetError, match="'horizontal' or 'vertical'"):
        read_pattern_msi(written(tmp_path, msi_text()), cut="diagonal")
