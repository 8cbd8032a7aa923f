"""GRASP cut files: directivity from field components, compared with numbers worked out by hand."""

import numpy as np
import pytest

from linkbudget.errors import InputError
from linkbudget.hardware.pattern_grasp import read_cuts_grasp, read_points_grasp
from linkbudget.hardware.pattern_sphere import mean_gain
from linkbudget.hardware.sampled_pattern import sampled_pattern_loss_db

TWO_CUTS = """Field data in cuts
 -0.1000000000E+02  0.1000000000E+02    3  0.0000000000E+00    3    1    2
  0.3000000000E+01  0.4000000000E+01  0.0000000000E+00  0.0000000000E+00
  0.8000000000E+01  0.6000000000E+01  0.0000000000E+00  0.0000000000E+00
  0.1000000000E+01  0.1000000000E+01  0.1000000000E+01  0.1000000000E+01

 -0.1000000000E+02  0.1000000000E+02    3  0.9000000000E+02    3    1    2
  0.0000000000E+00  0.5000000000E+01  0.0000000000E+00  0.0000000000E+00
  0.0000000000E+00  0.1000000000E+02  0.0000000000E+00  0.0000000000E+00
  0.0000000000E+00  0.2000000000E+01  0.0000000000E+00  0.1234567890-100
"""


def read(folder, text: str, name: str = "feed.cut"):
    (folder / name).write_text(text, encoding="utf-8")
    return read_cuts_grasp(folder / name)


def a_cut(theta_deg, phi: float, first, second, icomp: int = 1) -> str:
    """A cut of real components over theta in equal steps."""
    head = f"cut\n{theta_deg[0]} {theta_deg[1] - theta_deg[0]} {len(theta_deg)} {phi} {icomp} 1 2\n"
    return head + "".join(f"{a:.12e} 0 {b:.12e} 0\n" for a, b in zip(first, second, strict=True))


def test_the_squared_magnitude_is_the_directivity(tmp_path):
    cuts = read(tmp_path, TWO_CUTS)
    assert list(cuts) == ["phi 0", "phi 90"]
    # 3^2 + 4^2 = 25, 8^2 + 6^2 = 100, 1 + 1 + 1 + 1 = 4
    assert cuts["phi 0"].gain_dbi == pytest.approx([13.9794, 20.0, 6.0206], abs=1e-4)
    assert cuts["phi 90"].gain_dbi == pytest.approx([13.9794, 20.0, 6.0206], abs=1e-4)
    assert list(cuts["phi 0"].angle_deg) == [-10.0, 0.0, 10.0]
    assert sampled_pattern_loss_db(10.0, cuts["phi 90"]) == pytest.approx(13.9794, abs=1e-4)


def test_one_field_in_all_its_components_has_one_directivity(tmp_path):
    """Etheta = 3, Ephi = 4i is Erhc, Elhc = (3 - 4, 3 + 4) / sqrt 2, and an ellipse of axes 4 and 3; |E| = 5."""
    root = 2.0**0.5
    fields = {1: "3 0 0 4", 2: f"{-1 / root:.9f} 0 {7 / root:.9f} 0", 3: "0 4 3 0", 4: "4 0 3 0", 9: "5 0 2.6457513 0"}
    for icomp, field in fields.items():
        cut = read(tmp_path, f"x\n-1 1 3 0 {icomp} 1 2\n1 0 0 0\n{field}\n1 0 0 0\n")["phi 0"]
        assert cut.gain_dbi == pytest.approx([0.0, 10.0 * np.log10(25.0), 0.0], abs=1e-6), icomp


def test_cuts_over_phi_are_sorted_into_cuts_over_theta(tmp_path):
    text = "".join(
        f"cone\n0 90 4 {theta} 1 2 2\n" + "".join(f"{1 + theta / 10 + turn} 0 0 0\n" for turn in range(4))
        for theta in (10, 20)
    )
    cuts = read(tmp_path, text)
    assert list(cuts) == ["phi 0", "phi 90"]
    assert list(cuts["phi 90"].angle_deg) == [-20.0, -10.0, 10.0, 20.0]
    # at theta 20: phi 270 is the fourth point, 1 + 2 + 3; phi 90 the second, 1 + 2 + 1
    assert cuts["phi 90"].gain_dbi == pytest.approx(20.0 * np.log10([6.0, 5.0, 3.0, 4.0]))


def test_a_whole_sphere_whose_power_is_not_that_of_the_antenna_leaves_a_remark(tmp_path):
    theta_deg = np.arange(-180.0, 181.0, 5.0)
    dipole = np.sqrt(1.5) * np.sin(np.radians(theta_deg))
    for factor, remarks in ((1.0, 0), (1.2, 1)):
        text = "".join(a_cut(theta_deg, phi, factor * dipole, 0.0 * dipole) for phi in (0.0, 60.0, 120.0))
        cuts = read(tmp_path, text)
        assert cuts["phi 60"].peak_gain_dbi == pytest.approx(1.7609 + 20.0 * np.log10(factor), abs=1e-4)
        assert len(cuts["phi 60"].remarks) == remarks
    assert "mean directivity over the sphere is 1.44 instead of 1" in cuts["phi 60"].remarks[0]


def test_the_mean_over_the_sphere_is_known_only_where_it_is_whole():
    theta_deg, phi_deg = np.meshgrid(np.arange(0.0, 181.0, 2.0), np.arange(0.0, 360.0, 20.0))
    lobe_dbi = 10.0 * np.log10(3.0 + 3.0 * np.cos(np.radians(theta_deg)) + 1e-12) - 10.0 * np.log10(3.0)
    assert mean_gain(theta_deg, phi_deg, lobe_dbi) == pytest.approx(1.0, abs=1e-3)
    assert np.isnan(mean_gain(theta_deg[:, :80], phi_deg[:, :80], lobe_dbi[:, :80]))
    assert np.isnan(mean_gain(theta_deg[:-1], phi_deg[:-1], lobe_dbi[:-1]))


def test_a_cut_of_one_side_leaves_a_remark(tmp_path):
    cut = read(tmp_path, "x\n0 10 2 30 3 1 2\n2 0 0 0\n1 0 0 0\n")["phi 30"]
    assert cut.symmetric
    assert cut.remarks == ("feed.cut: phi 30 was sampled on one side, which is taken for both",)


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (0, 3, 1, 4, 2, 5)])
def test_a_cut_for_the_second_time_is_that_of_the_next_frequency(order, tmp_path):
    cuts = [f"x\n-1 1 3 {phi} 3 1 2\n" + f"{level} 0 0 0\n" * 3 for level in (1, 2, 3) for phi in (0, 90)]
    (tmp_path / "sweep.cut").write_text("".join(cuts[2 * (each % 3) + each // 3] for each in order), encoding="utf-8")
    for block in (1, 2, 3):
        found = read_cuts_grasp(tmp_path / "sweep.cut", block=block)
        assert list(found) == ["phi 0", "phi 90"]
        assert [cut.peak_gain_dbi for cut in found.values()] == pytest.approx(2 * [20.0 * np.log10(block)])
    with pytest.raises(InputError, match="holds 3 blocks; expected block = 1 to 3"):
        read_cuts_grasp(tmp_path / "sweep.cut", block=4)


def test_a_null_is_deep_and_finite(tmp_path):
    cut = read(tmp_path, "x\n-10 10 3 0 3 1 2\n0 0 0 0\n1 0 0 0\n0 0 0 0\n")["phi 0"]
    assert list(cut.gain_dbi) == [-100.0, 0.0, -100.0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    3    1    2\n  0.3", "    5    1    2\n  0.3", "line 2: ICOMP = 5; expected one of 1, 2, 3, 4, 9"),
        ("    3    1    2\n  0.3", "    3    3    2\n  0.3", "line 2: ICUT = 3; expected 1 or 2"),
        ("    3    1    2\n  0.3", "    3    1    3\n  0.3", "line 2: NCOMP = 3; expected 2: a far field"),
        ("    3    1    2\n  0.3", "    3    1\n  0.3", "expected V_INI V_INC V_NUM C ICOMP ICUT NCOMP"),
        ("0.9000000000E+02", "0.0000000000E+00", "holds 2 blocks, as of 2 frequencies; expected block = 1 to 2"),
        ("    3  0.9", "    4  0.9", "line 11: the file ends; expected real and imaginary parts"),
        ("    3  0.0", "    2  0.0", "line 6: ''; expected V_INI"),
        ("0.8000000000E+01", "eight", "line 4: 'eight'; expected a part of a field component"),
        ("    3  0.0", "  2.5  0.0", "line 2: '2.5'; expected V_NUM"),
        ("    3  0.0", " 9e15  0.0", "line 2: '9e15'; expected V_NUM"),
        ("0.8000000000E+01", "0.8000000000E+200", "line 4: '0.8000000000E+200'; expected a part of a field component"),
        ("-0.1000000000E+02  0.1000000000E+02    3  0.0", "-9E+02 1E+02  3  0.0", "expected angles from -360 to 360"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_in_one_line(old, new, said, tmp_path):
    assert old in TWO_CUTS
    with pytest.raises(InputError) as refusal:
        read(tmp_path, TWO_CUTS.replace(old, new, 1))
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(str(tmp_path / "feed.cut"))
    assert "\n" not in str(refusal.value)


def test_points_in_one_direction_must_agree(tmp_path):
    text = "x\n0 10 2 0 3 1 2\n2 0 0 0\n1 0 0 0\nx\n0 10 2 180 3 1 2\n1 0 0 0\n1 0 0 0\n"
    with pytest.raises(InputError, match=r"6\.02 dB and 0\.00 dB at 0° of phi 0; expected one gain"):
        read(tmp_path, text)
    cone = "x\n0 90 4 30 3 2 2\n" + "1 0 0 0\n" * 4
    with pytest.raises(InputError, match="theta = 30° alone; expected cuts through theta = 0"):
        read(tmp_path, cone)
    level = read(tmp_path, cone.replace(" 30 ", " 90 "))
    assert list(level["theta 90"].angle_deg) == [0.0, 90.0, 180.0, 270.0]


def test_one_field_in_all_its_components_has_one_polarisation(tmp_path):
    """Etheta = 3, Ephi = 4i: Erhc, Elhc = (3 - 4, 3 + 4) / sqrt 2, so that a fiftieth of the power is right-handed."""
    root = 2.0**0.5
    fields = {1: "3 0 0 4", 2: f"{-1 / root:.9f} 0 {7 / root:.9f} 0", 3: "3 0 0 4", 9: f"5 0 0 {(1 / 7) ** 0.5:.9f}"}
    for icomp, field in fields.items():
        (tmp_path / "feed.cut").write_text(f"x\n0 1 2 0 {icomp} 1 2\n{field}\n{field}\n", encoding="utf-8")
        assert read_points_grasp(tmp_path / "feed.cut").right_share == pytest.approx([0.02, 0.02], abs=1e-6), icomp
    (tmp_path / "feed.cut").write_text("x\n0 1 2 0 4 1 2\n4 0 3 0\n4 0 3 0\n", encoding="utf-8")
    assert read_points_grasp(tmp_path / "feed.cut").right_share is None  # major and minor axis tell no sense
