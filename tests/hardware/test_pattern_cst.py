"""Far fields of CST: the right column in its unit, and sources whose directivity must come out as it is known."""

import time

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.hardware.pattern_cst import read_cuts_cst, read_cuts_cst_source, read_points_cst, read_points_cst_source
from linkbudget.hardware.pattern_files import read_cuts, read_sphere
from linkbudget.hardware.spherical_pattern import axial_ratio_towards_db, gain_towards_dbi, right_share_towards
from tests.hardware.antenna_worlds import cosine_beam, cst_source, cst_text, dbi, dipole, sphere, turnstile
from tests.hardware.test_pattern_files import off, scenario

THETA, PHI = sphere(10.0)
# as one of its versions writes it: theta from -180, blanks within names, exponents of three digits
BY_HAND = """Theta [deg.]  Phi   [deg.]  Abs(Grlz)[dBi   ]   Abs(Theta)[dBi   ]  Phase(Theta)[deg.]  Ax.Ratio[dB    ]
------------------------------------------------------------------------------------------
 -90.000          0.000          -4.000e+000       -4.000e+000       12.000       4.000e+001
 -45.000          0.000           1.500e+000        1.500e+000       12.000       4.000e+001
   0.000          0.000           6.250e+000        6.250e+000       12.000       4.000e+001
  45.000          0.000           2.500e+000        2.500e+000       12.000       4.000e+001
  90.000          0.000          -3.000e+000       -3.000e+000       12.000       4.000e+001
"""


def written(folder, text: str, name: str):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


# ---- text


def test_the_column_of_both_polarisations_is_read_as_it_stands(tmp_path):
    cut = read_cuts_cst(written(tmp_path, BY_HAND, "patch.txt"))["phi 0"]
    assert cut.angle_deg.tolist() == [-90.0, -45.0, 0.0, 45.0, 90.0]
    assert cut.gain_dbi.tolist() == [-4.0, 1.5, 6.25, 2.5, -3.0]
    assert cut.frequency_hz is None
    assert cut.remarks == ("patch.txt: the realised gain is taken for the gain: mismatch of the antenna is in it",)


@pytest.mark.parametrize(
    ("quantity", "remark"),
    [
        ("Abs(Dir.)[dBi   ]", "the directivity is taken"),
        ("Abs(Gain)[dBi]", ""),
        ("Abs(Gain )[      ]", ""),
        ("Abs(Grlz)[]", "the realised gain is taken"),
        ("Abs(Realized Gain)[dBi   ]", "the realised gain is taken"),
    ],
)
@pytest.mark.parametrize("components", ["theta", "left"])
def test_decibels_and_pure_numbers_are_one_gain(quantity, remark, components, tmp_path):
    file = written(tmp_path, cst_text(turnstile, THETA, PHI, quantity, components), "patch.txt")
    pattern = read_sphere(file)
    assert gain_towards_dbi(THETA, PHI, pattern) == pytest.approx(dbi(turnstile(THETA, PHI)), abs=1e-6)
    assert bool(pattern.remarks) == bool(remark)
    assert remark in "".join(pattern.remarks)
    assert axial_ratio_towards_db(60.0, 40.0, pattern) == pytest.approx(6.0206, abs=1e-4)
    assert right_share_towards([0.0, 180.0], 0.0, pattern) == pytest.approx([1.0, 0.0], abs=1e-6)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Abs(Grlz)[dBi   ]", "Abs(E   )[V/m   ]", "line 1: Abs(e)[v/m] tells no gain; expected directivity, gain or"),
        ("Abs(Grlz)[dBi   ]", "Abs(E   )[dBV/m ]", "line 1: Abs(e)[dbv/m] tells no gain"),
        ("Abs(Grlz)[dBi   ]", "Abs(Grlz)[dB    ]", "line 1: Abs(grlz)[db] tells no gain"),
        ("Abs(Grlz)[dBi   ]", "Abs(E   )[      ]", "expected Abs(Dir.), Abs(Gain), Abs(Grlz) or Abs(Realized Gain)"),
        ("Theta [deg.]", "Theta [rad.]", "expected a column Theta [deg.]"),
        ("Phi   [deg.]", "Azimuth [deg.]", "expected a column Phi [deg.]"),
        (BY_HAND.splitlines()[0], "-90 0 -4", "line 1: '-90 0 -4'; expected a heading such as Theta [deg.]"),
        (BY_HAND.splitlines()[1], "", "line 2: ''; expected a line of dashes"),
        ("6.250e+000", "nan", "line 5: 'nan'; expected a number"),
        ("6.250e+000", "", "line 5: '0.000 0.000 6.250e+000 12.000 4.000e+001'; expected 6 numbers"),
        ("Abs(Grlz)[dBi   ]", "Abs(Grlz)[]", "grlz as a pure number is -4; expected 0 or more"),
    ],
)
def test_a_text_that_tells_no_gain_is_refused_in_one_line(old, new, said, tmp_path):
    assert old in BY_HAND
    with pytest.raises(InputError) as refusal:
        read_points_cst(written(tmp_path, BY_HAND.replace(old, new, 1), "patch.txt"))
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(str(tmp_path / "patch.txt"))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("text", ["", "\n\n", BY_HAND[: BY_HAND.index("\n")], "\n".join(BY_HAND.splitlines()[:3])])
def test_a_text_without_points_is_refused(text, tmp_path):
    with pytest.raises(InputError, match=r"patch\.txt"):
        read_points_cst(written(tmp_path, text, "patch.txt"))


def test_the_budget_says_which_gain_was_read(tmp_path):
    file = scenario(tmp_path, 'file = "patch.txt"\nbeamwidth = "90 deg"', "patch.txt", BY_HAND)
    budget = lb.load(file).budget("uhf-downlink", **off("0 deg"))
    assert budget["receive_antenna_gain_dbi"] == 6.25
    assert [note for note in budget.notes if "the realised gain is taken for the gain" in note]


# ---- far-field sources


@pytest.mark.parametrize("antenna", [dipole, turnstile, cosine_beam])
def test_a_source_whose_field_is_known_has_its_directivity(antenna, tmp_path):
    """The field at one metre of P watts: |E|^2 = D P Z0 / (2 pi), peak values."""
    theta_deg, phi_deg = sphere(5.0)
    file = written(tmp_path, cst_source(antenna, theta_deg, phi_deg), "horn.ffs")
    points = read_points_cst_source(file, power="radiated")
    there = dbi(antenna(theta_deg, phi_deg)) > -60.0
    assert points.gain_dbi[there] == pytest.approx(dbi(antenna(theta_deg, phi_deg))[there], abs=1e-6)
    assert points.frequency_hz == 2.4e9
    assert (points.theta_deg.tolist(), points.phi_deg.tolist()) == (theta_deg.tolist(), phi_deg.tolist())


@pytest.mark.parametrize(
    ("power", "less_db", "remark"),
    [
        ("radiated", 0.0, "the directivity is taken"),
        ("accepted", 10.0 * np.log10(0.5 / 0.4), ""),
        ("stimulated", 10.0 * np.log10(1.0 / 0.4), "the realised gain is taken"),
        (None, 10.0 * np.log10(0.5 / 0.4), ""),
    ],
)
def test_the_power_makes_it_directivity_gain_or_realised_gain(power, less_db, remark, tmp_path):
    file = written(tmp_path, cst_source(turnstile, THETA, PHI), "horn.ffs")
    pattern = read_sphere(file, power=power)
    assert pattern.reference_gain_dbi == pytest.approx(10.0 * np.log10(1.5) - less_db, abs=1e-6)
    assert remark in "".join(pattern.remarks)
    assert bool(remark) == bool(pattern.remarks)
    assert right_share_towards([0.0, 180.0], 0.0, pattern) == pytest.approx([1.0, 0.0], abs=1e-6)


def test_a_field_that_radiates_another_power_than_stated_is_refused(tmp_path):
    """Effective values, or another distance, would be off by 3 dB or more."""
    text = cst_source(turnstile, THETA, PHI).replace("4.000000000e-01", "8.000000000e-01", 1)
    with pytest.raises(InputError, match=r"the field radiates -3\.0\d dB against the stated power; expected"):
        read_points_cst_source(written(tmp_path, text, "horn.ffs"))


def test_a_source_without_a_power_tells_the_shape_alone(tmp_path):
    text = cst_source(turnstile, THETA, PHI, powers=(-1.0, -1.0, -1.0))
    pattern = read_sphere(written(tmp_path, text, "horn.ffs"))
    assert not pattern.states_gain
    assert pattern.reference_gain_dbi == pytest.approx(0.0, abs=1e-9)


def test_several_frequencies_are_asked_for(tmp_path):
    file = written(tmp_path, cst_source(turnstile, THETA, PHI, frequencies=(2.3e9, 2.4e9)), "horn.ffs")
    with pytest.raises(InputError, match=r"holds 2 blocks, of 2\.3 GHz, 2\.4 GHz; expected block = 1 to 2"):
        read_cuts(file)
    assert read_points_cst_source(file, block=2).frequency_hz == 2.4e9
    assert list(read_cuts_cst_source(file, block=1)) == [f"phi {phi}" for phi in range(0, 180, 10)]


SOURCE = cst_source(turnstile, THETA, PHI)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("// Radiated/Accepted/Stimulated Power , Frequency", "// Radiated Power", "export the far field as text"),
        ("// #Frequencies", "// Frequency", "expected a far-field source of version 3"),
        ("36 19", "36 20", "684 rows of the field; expected 720"),
        ("36 19", "36", "1 numbers; expected those of phi and theta samples"),
        ("// #Frequencies\n1", "// #Frequencies\n2", "4 numbers; expected four for each of 2 frequencies"),
        ("// >> Total #phi samples, total #theta samples\n36 19\n", "", "without powers and numbers of samples"),
        ("2.400000000e+09", "fast", "'fast'; expected a power or a frequency"),
        ("0.0000000000e+00 1.0000000000e+01", "0.0000000000e+00", "expected 6 numbers"),
        ("// >> Phi, Theta,", "// >> U, V,", "0 fields; expected 1, one a frequency"),
    ],
)  # fmt: skip
def test_a_source_that_is_not_what_it_should_be_is_refused_in_one_line(old, new, said, tmp_path):
    assert old in SOURCE
    with pytest.raises(InputError) as refusal:
        read_points_cst_source(written(tmp_path, SOURCE.replace(old, new, 1), "horn.ffs"))
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(str(tmp_path / "horn.ffs"))
    assert "\n" not in str(refusal.value)


def test_a_power_is_one_of_three_and_of_sources_alone(tmp_path):
    with pytest.raises(LinkBudgetError, match="power = 'reflected': expected one of radiated, accepted, stimulated"):
        read_points_cst_source(written(tmp_path, SOURCE, "horn.ffs"), power="reflected")
    with pytest.raises(InputError, match="power = accepted; expected none: only files of cst-source have powers"):
        read_cuts(written(tmp_path, BY_HAND, "patch.txt"), power="accepted")


@pytest.mark.parametrize("part", ["</x> 0.0 ", "x[", "x]", "[]"])
def test_a_long_heading_is_refused_soon(part, tmp_path):
    """The search for columns took time by the square of the line: a minute for 80 000 letters."""
    began_s = time.process_time()
    with pytest.raises(InputError):
        read_points_cst(written(tmp_path, part * (90_000 // len(part)) + "\n" + BY_HAND, "patch.txt"))
    with pytest.raises(InputError):
        read_points_cst(written(tmp_path, f"Theta [deg.] {part * (90_000 // len(part))}\n----\n0 0 1\n", "patch.txt"))
    assert time.process_time() - began_s < 10.0
