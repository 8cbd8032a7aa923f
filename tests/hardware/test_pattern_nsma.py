"""NSMA WG16.99.050: cuts, units and points as the standard writes them, numbers worked out by hand."""

import pytest

from linkbudget.errors import InputError
from linkbudget.hardware.pattern_nsma import read_cuts_nsma
from linkbudget.hardware.sampled_pattern import sampled_pattern_loss_db

PANEL = """REVNUM:,NSMA WG16.99.050
REVDAT:,19990520
ANTMAN:,Any
MODNUM:,Panel
LOWFRQ:,806
HGHFRQ:,896
GUNITS:,DBD/DBR
MDGAIN:,10
ELTILT:,4
PATFRE:,851
NUMCUT:,3
PATCUT:,AZ ! through the beam
POLARI:,V/V
NUPOIN:,4
FSTLST:,-180,90
-180,-25.000,,
-90,-12.000,,
0,0.000,,
90,-14.000,,
PATCUT:,AZ
POLARI:,V/H
NUPOIN:,2
-10,-30
10,-31
PATCUT:,EL
POLARI:,V/V
NUPOIN:,3
-14,-3.0,12.5,
-4,0,0,
6,-3.5,0,
ENDFIL:,EOF
"""


def read(folder, text: str):
    (folder / "panel.adf").write_bytes(text.replace("\n", "\r\n").encode())
    return read_cuts_nsma(folder / "panel.adf")


def test_levels_are_below_the_gain_and_elevation_is_up(tmp_path):
    cuts = read(tmp_path, PANEL)
    assert list(cuts) == ["AZ", "EL"]
    assert cuts["AZ"].reference_gain_dbi == pytest.approx(12.15)  # 10 dBd
    assert cuts["AZ"].frequency_hz == 851e6
    assert cuts["AZ"].closed
    assert sampled_pattern_loss_db(45.0, cuts["AZ"]) == pytest.approx(7.0)
    assert sampled_pattern_loss_db(-135.0, cuts["AZ"]) == pytest.approx(18.5)
    assert sampled_pattern_loss_db(-4.0, cuts["EL"]) == pytest.approx(0.0)
    assert sampled_pattern_loss_db(-14.0, cuts["EL"]) == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("units", "gain", "levels", "expected_dbi"),
    [
        ("DBI/DBR", 15.0, (-3.0, 0.0, -4.0), (12.0, 15.0, 11.0)),
        ("DBD/DBR", 15.0, (-3.0, 0.0, -4.0), (14.15, 17.15, 13.15)),
        ("DBI/DBI", 15.0, (12.0, 15.0, 11.0), (12.0, 15.0, 11.0)),
        ("DBD/DBD", 15.0, (12.0, 15.0, 11.0), (14.15, 17.15, 13.15)),
    ],
)
def test_both_halves_of_the_units_count(units, gain, levels, expected_dbi, tmp_path):
    points = "".join(f"{angle},{level},\n" for angle, level in zip((-10, 0, 10), levels, strict=True))
    text = (
        f"REVNUM:,NSMA WG16.99.050\nGUNITS:,{units}\nMDGAIN:,{gain}\nPATCUT:,45\nPOLARI:,SLR/SLR\n{points}ENDFIL:,EOF\n"
    )
    assert read(tmp_path, text)["phi 45"].gain_dbi == pytest.approx(expected_dbi)


def test_cuts_of_both_polarisations_are_told_apart(tmp_path):
    cuts = read(tmp_path, PANEL.replace("V/H", "H/H"))
    assert list(cuts) == ["AZ V/V", "AZ H/H", "EL"]
    assert sampled_pattern_loss_db(10.0, cuts["AZ H/H"]) == pytest.approx(31.0)


def test_what_is_not_quite_right_leaves_a_remark(tmp_path):
    counted = read(tmp_path, PANEL.replace("NUPOIN:,4", "NUPOIN:,5"))["AZ"]
    assert counted.remarks == ("panel.adf: NUPOIN of AZ is 5, and 4 points are there",)
    banded = read(tmp_path, PANEL.replace("MDGAIN:,10", "LWGAIN:,9.5\nMDGAIN:,10\nHGGAIN:,10.4"))["AZ"]
    assert banded.remarks == ("panel.adf: the gain is that in the middle of the band, MDGAIN 10 DBD",)
    assert banded.reference_gain_dbi == pytest.approx(12.15)
    assert read(tmp_path, PANEL)["AZ"].remarks == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("NSMA WG16.99.050", "REP.WG16.89.003", "expected REVNUM:,NSMA WG16.99.050"),
        ("REVNUM:,NSMA WG16.99.050", "ANY ANTENNA CO", "line 1: 'ANY ANTENNA CO'; expected a line KEY:,value"),
        ("DBD/DBR", "LIN/DBR", "GUNITS is 'LIN/DBR'; expected DBI/DBR"),
        ("DBD/DBR", "DBD/DBI", "GUNITS is 'DBD/DBI'; expected DBI/DBR"),
        ("GUNITS:,DBD/DBR\n", "", "has no GUNITS; expected DBI/DBR"),
        ("MDGAIN:,10\n", "", "has no MDGAIN, LWGAIN or HGGAIN; expected a gain in DBD"),
        ("MDGAIN:,10", "MDGAIN:,ten", "line 8: 'ten'; expected a gain in DBD"),
        ("PATCUT:,EL", "PATFRE:,900\nPATCUT:,EL", "line 25: 'PATFRE:,900'; expected one frequency a file"),
        ("PATCUT:,EL", "PATCUT:,AZ", "AZ V/V for the second time; expected each cut once"),
        ("PATCUT:,EL", "PATCUT:,UP", "line 25: 'UP'; expected H, V, AZ, EL or an angle phi"),
        ("-14,-3.0", "-14,3.0", "line 25: EL has a level of 3.00 dB; expected none above the gain of 12.15 dBi"),
        ("-14,-3.0", "-14;-3.0", "line 28: '-14;-3.0'; expected an angle in degrees"),
        ("-14,-3.0,12.5,", "-14", "line 28: '-14'; expected an angle, a level"),
        (
            "NUPOIN:,3\n-14,-3.0",
            "NUPOIN:,30\n5,-3.0\n-164,-3.0",
            "EL has 4 points and gaps; expected 30, as NUPOIN says",
        ),
        ("-90,-12.000,,", "0,-12.000,,", "angle 0 deg occurs twice"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_in_one_line(old, new, said, tmp_path):
    assert old in PANEL
    with pytest.raises(InputError) as refusal:
        read(tmp_path, PANEL.replace(old, new, 1))
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(str(tmp_path / "panel.adf"))
    assert "\n" not in str(refusal.value)
