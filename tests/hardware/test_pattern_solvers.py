"""Far fields of HFSS and FEKO: the right column, the right order, compared with numbers worked out by hand."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError
from linkbudget.hardware.pattern_feko import read_cuts_feko
from linkbudget.hardware.pattern_hfss import read_cuts_hfss
from tests.hardware.test_pattern_files import off, scenario

FFD = """0 90 3
0 270 4
Frequencies 1
Frequency 2.4e9
0 2 0 0
2 0 0 0
0 -2 0 0
1.2 1.6 0 0
1 0 0 0
0 0 0.5 0
0.25 0 0 0
0 0 0 0.5
0.2 0 0 0
0.2 0 0 0
0.1 0 0 0
0.2 0 0 0
"""
FFE = """##File Type: Far field
##File Format: 3
##Source: patch
** File exported by a kernel

#Configuration Name: one
#Request Name: FarField
#Frequency: 2.400E+009
#Coordinate System: Spherical
#No. of Theta Samples: 3
#No. of Phi Samples: 2
#Result Type: Gain
#No. of Header Lines: 1
#"Theta" "Phi" "Re(Etheta)" "Im(Etheta)" "Re(Ephi)" "Im(Ephi)" "Gain(Theta)" "Gain(Phi)" "Gain(Total)"
 0.0E+00 0.0E+00 1 0 0 0 7.5 -100.0 7.5
 4.5E+01 0.0E+00 1 0 0 0 4.0 -100.0 4.1
 9.0E+01 0.0E+00 1 0 0 0 -3.0 -100.0 -3.0
 0.0E+00 1.8E+02 1 0 0 0 7.5 -100.0 7.5
 4.5E+01 1.8E+02 1 0 0 0 3.0 -100.0 3.1
 9.0E+01 1.8E+02 1 0 0 0 -5.0 -100.0 -5.0
"""


def read(folder, text: str, name: str):
    (folder / name).write_text(text, encoding="utf-8")
    return (read_cuts_hfss if name.endswith("ffd") else read_cuts_feko)(folder / name)


# ---- HFSS


def test_phi_runs_faster_and_both_components_count(tmp_path):
    cuts = read(tmp_path, FFD, "patch.ffd")
    assert list(cuts) == ["phi 0", "phi 90"]
    assert list(cuts["phi 0"].angle_deg) == [-90.0, -45.0, 0.0, 45.0, 90.0]
    # |E| = 2 on boresight; at 45 degrees 1, 0.5, 0.25, 0.5 for phi = 0, 90, 180, 270; at 90 degrees 0.2, 0.2, 0.1, 0.2
    assert cuts["phi 0"].gain_dbi == pytest.approx(20.0 * np.log10(np.array([0.1, 0.25, 2.0, 1.0, 0.2]) / 2.0))
    assert cuts["phi 90"].gain_dbi == pytest.approx(20.0 * np.log10(np.array([0.2, 0.5, 2.0, 0.5, 0.2]) / 2.0))
    assert cuts["phi 0"].frequency_hz == 2.4e9
    assert not cuts["phi 0"].states_gain


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(" ", ", "),
        lambda text: text.replace(" ", ";"),
        lambda text: text.replace("\n", "\r\n\r\n"),
        lambda text: text.replace("Frequencies 1\n", ""),
    ],
)
def test_any_separator_is_read(change, tmp_path):
    text = change(FFD).replace("Frequencies, 1", "Frequencies 1").replace("Frequency, 2", "Frequency 2")
    assert read(tmp_path, text, "patch.ffd") == read(tmp_path, FFD, "patch.ffd")


def test_the_gain_of_a_shape_is_stated_beside_it(tmp_path):
    text = FFD.replace("2.4e9", "437.5e6")
    loaded = lb.load(scenario(tmp_path, 'file = "patch.ffd"\ncut = "worst"\ngain = "7 dBi"', "patch.ffd", text))
    budget = loaded.budget("uhf-downlink", **off("45 deg"))
    assert budget["receive_antenna_gain_dbi"] == 7.0
    assert budget["receive_pointing_loss_db"] == pytest.approx(20.0 * np.log10(2.0 / 0.25))
    with pytest.raises(InputError, match=r"gain: missing; patch\.ffd tells the shape of the pattern alone"):
        lb.load(scenario(tmp_path, 'file = "patch.ffd"\ncut = "worst"', "patch.ffd", FFD))


# ---- FEKO


def test_the_column_of_the_total_gain_is_read(tmp_path):
    cuts = read(tmp_path, FFE, "patch.ffe")
    assert list(cuts) == ["phi 0"]
    assert list(cuts["phi 0"].angle_deg) == [-90.0, -45.0, 0.0, 45.0, 90.0]
    assert list(cuts["phi 0"].gain_dbi) == [-5.0, 3.1, 7.5, 4.1, -3.0]
    assert cuts["phi 0"].frequency_hz == 2.4e9
    assert cuts["phi 0"].remarks == ()


def test_the_heading_may_be_of_any_length_and_the_columns_in_any_order(tmp_path):
    heading = '#Frequency: 2.4e9\n#Origin: 0 0 0\n#"Gain(Total)" "Phi" "Theta"\n'
    short = heading + "7.5 0 0\n4.1 0 45\n-3 0 90\n3.1 180 45\n-5 180 90\n"
    assert read(tmp_path, short, "patch.ffe") == read(tmp_path, FFE, "patch.ffe")


@pytest.mark.parametrize(
    ("result", "said"), [("Directivity", "losses of the antenna are not in it"), ("Realised Gain", "mismatch")]
)
def test_other_results_leave_a_remark(result, said, tmp_path):
    cut = read(tmp_path, FFE.replace("Gain(Total)", f"{result}(Total)"), "patch.ffe")["phi 0"]
    assert cut.peak_gain_dbi == 7.5
    assert said in cut.remarks[0]


def test_one_of_several_blocks_is_read(tmp_path):
    other = FFE[FFE.index("#Configuration") :].replace("2.400E+009", "2.5E9").replace(" 4.1", " 4.6")
    (tmp_path / "two.ffe").write_text(FFE + "\n" + other, encoding="utf-8")
    first, second = (read_cuts_feko(tmp_path / "two.ffe", block=block)["phi 0"] for block in (1, 2))
    assert (first.frequency_hz, second.frequency_hz) == (2.4e9, 2.5e9)
    assert (first.gain_dbi[3], second.gain_dbi[3]) == (4.1, 4.6)
    head, rows = FFD.split("Frequency 2.4e9\n")
    sweep = head.replace("Frequencies 1", "Frequencies 2") + "".join(
        f"Frequency {frequency}\n{text}"
        for frequency, text in ((2.4e9, rows), (2.5e9, rows.replace("\n1 0 0 0\n", "\n1.5 0 0 0\n")))
    )
    (tmp_path / "two.ffd").write_text(sweep, encoding="utf-8")
    first, second = (read_cuts_hfss(tmp_path / "two.ffd", block=block)["phi 0"] for block in (1, 2))
    assert (first.frequency_hz, second.frequency_hz) == (2.4e9, 2.5e9)
    assert (first.gain_dbi[3], second.gain_dbi[3]) == pytest.approx((20 * np.log10(0.5), 20 * np.log10(0.75)))


# ---- refusals


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("patch.ffd", "0 90 3", "0 90", "line 1: '0 90'; expected first angle, last angle and number of theta"),
        ("patch.ffd", "0 270 4", "0 270 5", "12 rows of the field; expected 3 x 5 = 15"),
        ("patch.ffd", "0 270 4", "0 2700 4", "line 2: '0 2700 4'; expected angles from -360 to 360"),
        ("patch.ffd", "Frequencies 1", "Frequencies 2", "patch.ffd: 1 blocks of a frequency; expected 2"),
        ("patch.ffd", "Frequencies 1", "Frequency 1e9", "holds 2 blocks, of 1 GHz, 2.4 GHz; expected block = 1 to 2"),
        ("patch.ffd", "Frequency 2.4e9", "Frequency", "line 4: ''; expected a frequency in hertz"),
        ("patch.ffd", "0 2 0 0", "0 2 0", "line 5: '0 2 0'; expected real and imaginary parts"),
        ("patch.ffd", "0 2 0 0", "0 2e200 0 0", "line 5: '2e200'; expected a part of a field component"),
        ("patch.ffe", "-100.0 7.5", "-100.0 175", "a gain of 175.0 dBi; expected 150 dBi or less"),
        ("patch.ffe", "9.0E+01 0.0E+00", "9.0E+02 0.0E+00", "theta of 900°; expected angles from -360 to 360"),
        ("patch.ffd", "0 90 3", "0 90 9e15", "line 1: '9e15'; expected first angle, last angle and number of theta"),
        ("patch.ffd", "0 2 0 0", "0 2 0 x", "line 5: 'x'; expected a part of a field component"),
        ("patch.ffd", "0 270 4", "0 360 4", "expected one gain in one direction"),
        ("patch.ffe", "Spherical", "Cartesian", "line 9: 'Cartesian'; expected spherical coordinates"),
        ("patch.ffe", '"Gain(Total)"', '"RCS(Total)"', "expected one of Gain(Total), Directivity(Total)"),
        ("patch.ffe", " 0.0E+00 1.8E+02", "#Frequency: 3e9\n 0 180", "holds 2 blocks, of 2.4 GHz, 3 GHz"),
        ("patch.ffe", '"Theta"', '"U"', "line 15: '0.0E+00 0.0E+00 1 0 0 0 7.5 -100.0 7.5'; expected a line"),
        ("patch.ffe", "7.5 -100.0 7.5", "7.5 7.5", "line 15: '0.0E+00 0.0E+00 1 0 0 0 7.5 7.5'; expected 9 numbers"),
        ("patch.ffe", "-100.0 4.1", "-100.0 NaN", "line 16: 'NaN'; expected a number"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_in_one_line(name, old, new, said, tmp_path):
    text = FFD if name.endswith("ffd") else FFE
    assert old in text
    with pytest.raises(InputError) as refusal:
        read(tmp_path, text.replace(old, new, 1), name)
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(str(tmp_path / name))
    assert "\n" not in str(refusal.value)


def test_a_field_of_zeros_is_refused(tmp_path):
    with pytest.raises(InputError, match="power at some of them"):
        read(tmp_path, "0 90 2\n0 0 1\n0 0 0 0\n0 0 0 0\n", "patch.ffd")
