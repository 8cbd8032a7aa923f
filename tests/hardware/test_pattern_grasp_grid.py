"""GRASP grid files: the centre counts, rows may be short, and a grid in u and v is read off in half planes."""

import numpy as np
import pytest

from linkbudget.errors import InputError
from linkbudget.hardware.pattern_files import read_cuts, read_sphere
from linkbudget.hardware.pattern_grasp_grid import read_points_grasp_grid
from linkbudget.hardware.spherical_pattern import axial_ratio_towards_db, gain_towards_dbi
from tests.hardware.antenna_worlds import cosine_beam, dbi, grasp_grid, sphere, turnstile

PHI, THETA = np.arange(0.0, 360.0, 10.0), np.arange(0.0, 181.0, 10.0)
U = np.linspace(-1.0, 1.0, 81)


def written(folder, text: str, name: str = "feed.grd"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


BY_HAND = """Field data in grid, an old heading
FREQUENCY: start_frequency: 8.0 GHz
++++
           1
           1           3           2           7
           2          -1
  0.0000000000E+00  0.2000000000E+02  0.1800000000E+03  0.4000000000E+02
           3           2           0
  0.3000000000E+01  0.4000000000E+01  0.0000000000E+00  0.0000000000E+00
  0.0000000000E+00  0.2000000000E+01  0.0000000000E+00  0.0000000000E+00
  0.1000000000E+01  0.1000000000E+01  0.1000000000E+01  0.1000000000E+01

  0.1000000000E+02  0.0000000000E+00  0.0000000000E+00  0.0000000000E+00
  0.0000000000E+00  0.0000000000E+00  0.0000000000E+00  0.1000000000-100
  0.1000000000E+01  0.0000000000E+00  0.0000000000E+00  0.0000000000E+00
"""


def test_points_stand_where_centre_and_corner_put_them(tmp_path):
    """Steps of 90 and 20 degrees; the centre moves phi by 2 x 90 and theta by -1 x 20."""
    points = read_points_grasp_grid(written(tmp_path, BY_HAND))
    assert points.phi_deg.tolist() == [180.0, 270.0, 360.0] * 2
    assert points.theta_deg.tolist() == [0.0, 0.0, 0.0, 20.0, 20.0, 20.0]
    assert points.gain_dbi[:4] == pytest.approx(10.0 * np.log10([25.0, 4.0, 4.0, 100.0]))
    assert points.gain_dbi[4] < -500.0  # an exponent of three digits has lost its E
    assert points.frequency_hz is None


@pytest.mark.parametrize("centre", [(0, 0), (3, -2), (-7, 4)])
def test_a_grid_in_phi_and_theta_is_a_sphere(centre, tmp_path):
    file = written(tmp_path, grasp_grid(turnstile, PHI, THETA, centre=centre))
    pattern = read_sphere(file)
    theta_deg, phi_deg = sphere(10.0)
    assert gain_towards_dbi(theta_deg, phi_deg, pattern) == pytest.approx(dbi(turnstile(theta_deg, phi_deg)), abs=1e-6)
    assert pattern.frequency_hz == pytest.approx(8.42e9)
    assert axial_ratio_towards_db(60.0, 0.0, pattern) == pytest.approx(6.0206, abs=1e-4)
    assert not pattern.remarks
    assert list(read_cuts(file)) == [f"phi {phi}" for phi in range(0, 180, 10)]


@pytest.mark.parametrize("klimit", [True, False])
def test_a_grid_in_u_and_v_is_read_off_in_half_planes(klimit, tmp_path):
    u = U if klimit else np.linspace(-0.7, 0.7, 57)
    pattern = read_sphere(written(tmp_path, grasp_grid(cosine_beam, u, u, igrid=1, klimit=klimit)))
    reach_deg = 80.0 if klimit else np.degrees(np.arcsin(0.7))
    theta_deg, phi_deg = (each.ravel() for each in np.meshgrid(np.linspace(0.0, 0.9 * reach_deg, 40), PHI + 3.0))
    error_db = gain_towards_dbi(theta_deg, phi_deg, pattern) - dbi(cosine_beam(theta_deg, phi_deg))
    # cos^2 theta = 1 - u^2 - v^2: 10 log of it bends by 8.7 (1 + s^2) / (1 - s^2)^2 per unit of u, squared
    sine = np.sin(np.radians(theta_deg))
    bound_db = 2.0 * 8.7 * (1.0 + sine**2) / (1.0 - sine**2) ** 2 * (2 * 0.025) ** 2 / 8.0 + 1e-6
    assert (abs(error_db) <= bound_db).all()
    assert gain_towards_dbi(0.0, 0.0, pattern) == pytest.approx(10.0 * np.log10(6.0), abs=1e-9)
    assert axial_ratio_towards_db(30.0, 77.0, pattern) == pytest.approx(0.0, abs=1e-3)
    assert "a grid in u and v is read off in half planes every 5°" in pattern.remarks[0]
    assert np.isnan(gain_towards_dbi(90.0 if klimit else 89.0, 3.0, pattern))


def test_a_moved_grid_in_u_and_v_is_the_same_pattern(tmp_path):
    """The same points by a centre and moved corners: what a reader that forgets the centre takes for another beam."""
    u = np.linspace(-0.5, 0.5, 41)
    plain = read_sphere(written(tmp_path, grasp_grid(cosine_beam, u, u, igrid=1)))
    moved = read_sphere(written(tmp_path, grasp_grid(cosine_beam, u, u, igrid=1, centre=(5, -9))))
    assert moved.gain_dbi == pytest.approx(plain.gain_dbi, abs=1e-9, nan_ok=True)


def test_several_sets_are_asked_for_and_told_by_their_frequencies(tmp_path):
    two = "FREQUENCIES [MHz]:\n  8400.0 8450.0\n"
    file = written(tmp_path, grasp_grid(turnstile, PHI, THETA, sets=2, heading=two))
    with pytest.raises(InputError, match=r"holds 2 blocks, of 8.4 GHz, 8.45 GHz; expected block = 1 to 2"):
        read_sphere(file)
    assert read_sphere(file, block=2).frequency_hz == pytest.approx(8.45e9)
    with pytest.raises(InputError, match="holds 2 blocks; expected block = 1 to 2"):
        read_sphere(file, block=3)


def test_sets_that_are_no_frequencies_have_none(tmp_path):
    """Two fields at one frequency, or old headings: which set is which does not stand in the file."""
    file = written(tmp_path, grasp_grid(turnstile, PHI, THETA, sets=2))
    with pytest.raises(InputError, match="holds 2 blocks, as of 2 frequencies"):
        read_sphere(file)
    assert read_sphere(file, block=1).frequency_hz is None
    one = written(tmp_path, grasp_grid(turnstile, PHI, THETA, heading="FREQUENCIES [GHz]: 8.4\nSOURCE: feed\n"))
    assert read_sphere(one).frequency_hz == pytest.approx(8.4e9)


def test_a_field_that_is_not_normalised_leaves_a_remark(tmp_path):
    def half(theta_deg, phi_deg):
        return tuple(np.sqrt(0.5) * field for field in turnstile(theta_deg, phi_deg))

    pattern = read_sphere(written(tmp_path, grasp_grid(half, PHI, THETA)))
    assert pattern.remarks == ("feed.grd: the mean directivity over the sphere is 0.50 instead of 1",)


GRID = grasp_grid(turnstile, PHI, THETA)
UV = grasp_grid(cosine_beam, U, U, igrid=1, klimit=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no line ++++; expected a grid file of GRASP"),
        (GRID.replace("\n1\n1 1 2 7", "\n2\n1 1 2 7"), "line 6: KTYPE = 2; expected 1"),
        (GRID.replace("\n1 1 2 7", "\n1 1 2"), "line 7: '1 1 2'; expected NSET ICOMP NCOMP IGRID"),
        (GRID.replace("\n1 1 2 7", "\n0 1 2 7"), "line 7: NSET = 0; expected 1 or more"),
        (GRID.replace("\n1 1 2 7", "\n1 5 2 7"), "line 7: ICOMP = 5; expected one of 1, 2, 3, 4, 9"),
        (GRID.replace("\n1 1 2 7", "\n1 1 3 7"), "line 7: NCOMP = 3; expected 2: a far field"),
        (GRID.replace("\n1 1 2 7", "\n1 1 2 3"), "line 7: IGRID = 3; expected 1 (u and v) or 7 (phi and theta)"),
        *[
            (GRID.replace("\n1 1 2 7", f"\n1 1 2 {igrid}"), f"IGRID = {igrid} (azimuth and elevation); expected 1")
            for igrid in (4, 5, 6, 9, 10)
        ],
        (GRID.replace("\n0 0\n", "\n0 x\n", 1), "line 8: 'x'; expected the centre IX IY of each set"),
        (GRID.replace("\n36 19 0", "\n36 19 2"), "line 10: '36 19 2'; expected NX NY KLIMIT, the last 0 or 1"),
        (GRID.replace("\n36 19 0", "\n36 0 0"), "line 10: '0'; expected NX and NY, 1 or more"),
        (GRID.replace("\n36 19 0", "\n36 20 0"), "the file ends; expected real and imaginary parts"),
        (GRID.replace("[GHz]", "[THz]"), "line 3: 'FREQUENCIES [THz]:'; expected frequencies in Hz, kHz, MHz or GHz"),
        (UV.replace("\n41 1\n", "\n41 99\n", 1), "expected points from 1 to NX = 81"),
        (UV.replace("\n41 1\n", "\n41\n", 1), "expected IS IN, the first point and their number"),
        (grasp_grid(cosine_beam, np.linspace(0.1, 0.5, 9), np.linspace(-0.2, 0.2, 9), igrid=1), "beside u = v = 0"),
    ],
)  # fmt: skip
def test_a_grid_that_is_not_what_it_should_be_is_refused_in_one_line(text, said, tmp_path):
    with pytest.raises(InputError) as refusal:
        read_sphere(written(tmp_path, text))
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(str(tmp_path / "feed.grd"))
    assert "\n" not in str(refusal.value)
