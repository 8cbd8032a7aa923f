"""Output of NEC-2: gains as nec2c 1.3 prints them, compared with the dipoles of textbooks."""

import numpy as np
import pytest

from linkbudget.errors import InputError
from linkbudget.hardware.pattern_nec import read_cuts_nec, read_points_nec

HEAD = """
                               --------- FREQUENCY --------
                                FREQUENCY : 3.0000E+02 MHz
                                WAVELENGTH: 9.9933E-01 Mtr

                            -------- ANTENNA ENVIRONMENT --------
                            FREE SPACE

                        --------- ANTENNA INPUT PARAMETERS ---------
  TAG   SEG       VOLTAGE (VOLTS)         CURRENT (AMPS)         IMPEDANCE (OHMS)        ADMITTANCE (MHOS)     POWER

                               ---------- POWER BUDGET ---------
                               EFFICIENCY    =  100.00 Percent

"""
PATTERN = """                             ---------- RADIATION PATTERNS -----------

 ---- ANGLES -----     ----- POWER GAINS -----       ---- POLARIZATION ----   ---- E(THETA) ----    ----- E(PHI) ------
  THETA      PHI       VERTC    HORIZ    TOTAL       AXIAL      TILT  SENSE   MAGNITUDE    PHASE    MAGNITUDE     PHASE
 DEGREES   DEGREES        DB       DB       DB       RATIO   DEGREES            VOLTS/M   DEGREES     VOLTS/M   DEGREES
    0.00      0.00   -999.99  -999.99  -999.99      0.0000      0.00         0.0000E+00      0.00  0.0000E+00      0.00
   30.00      0.00     -5.54  -999.99    -5.54      0.0000      0.00 LINEAR  2.7243E-01     56.59  0.0000E+00      0.00
   60.00      0.00      0.37  -999.99     0.37      0.0000      0.00 LINEAR  5.3809E-01     56.30  0.0000E+00      0.00
   90.00      0.00      2.18  -999.99     2.18      0.0000      0.00 LINEAR  6.6228E-01     56.15  0.0000E+00      0.00
    0.00    180.00   -999.99  -999.99  -999.99      0.0000      0.00         0.0000E+00      0.00  0.0000E+00    180.00
   30.00    180.00     -5.54  -999.99    -5.54      0.0000     -0.00 LINEAR  2.7243E-01     56.59  0.0000E+00    180.00
   60.00    180.00      0.37  -999.99     0.37      0.0000     -0.00 LINEAR  5.3809E-01     56.30  0.0000E+00    180.00
   90.00    180.00      2.18  -999.99     2.18      0.0000     -0.00 LINEAR  6.6228E-01     56.15  0.0000E+00    180.00


  AVERAGE POWER GAIN:  9.9794E-01 - SOLID ANGLE USED IN AVERAGING: (+3.0000)*PI STERADIANS



  DATA CARD No:   4 EN   0     0     0     0  0.00000E+00  0.00000E+00  0.00000E+00  0.00000E+00  0.00000E+00
"""
BALANCE_DB = -10.0 * np.log10(0.99794)


def read(folder, text: str):
    (folder / "dipole.out").write_text(text, encoding="utf-8")
    return read_cuts_nec(folder / "dipole.out")


def test_a_half_wave_dipole_has_its_pattern(tmp_path):
    """Balanis, Antenna Theory: 2.15 dBi, and cos(pi/2 cos theta) / sin theta."""
    (name, cut), *others = read(tmp_path, HEAD + PATTERN).items()
    assert (name, others) == ("phi 0", [])
    assert cut.frequency_hz == 300e6
    assert list(cut.angle_deg) == [-90.0, -60.0, -30.0, 0.0, 30.0, 60.0, 90.0]
    assert cut.peak_gain_dbi == pytest.approx(2.18 + BALANCE_DB)
    assert cut.peak_gain_dbi == pytest.approx(2.15, abs=0.05)
    theta = np.radians([30.0, 60.0])
    expected = 20.0 * np.log10(np.cos(0.5 * np.pi * np.cos(theta)) / np.sin(theta))
    # the current on a wire of half a wavelength is not quite the cosine of the textbook, and the lobe a little narrower
    assert cut.gain_dbi[4:6] - cut.peak_gain_dbi == pytest.approx(expected, abs=0.15)


def test_columns_of_the_axes_of_the_ellipse_are_read_like_those_of_components(tmp_path):
    assert read(tmp_path, HEAD + PATTERN.replace("VERTC    HORIZ", "MAJOR    MINOR")) == read(tmp_path, HEAD + PATTERN)


def test_the_fortran_original_is_read(tmp_path):
    text = HEAD.replace("FREQUENCY : ", "FREQUENCY= ").replace(" MHz", " MHZ") + PATTERN.replace("GAIN:  ", "GAIN= ")
    assert read(tmp_path, text.replace("VERTC    HORIZ", "VERT.     HOR.")) == read(tmp_path, HEAD + PATTERN)


def test_losses_of_the_wire_are_in_the_gain_whichever_is_printed(tmp_path):
    """Of a dipole of 90.53 % nec2c prints 1.75 dB of power gain, 2.18 dB of directive gain, and 0.90343 on average."""
    head = HEAD.replace("100.00", " 90.53")
    lossy = PATTERN.replace("2.18 ", "1.75 ").replace("9.9794E-01", "9.0343E-01")
    directive = lossy.replace("1.75 ", "2.18 ").replace("----- POWER GAINS -----", "--- DIRECTIVE GAINS ---")
    for text in (lossy, directive):
        peak_dbi = read(tmp_path, head + text)["phi 0"].peak_gain_dbi
        assert peak_dbi == pytest.approx(1.75 - 10.0 * np.log10(0.90343 / 0.9053), abs=0.006)


def test_twice_the_average_is_right_over_perfect_ground(tmp_path):
    head = HEAD.replace("FREE SPACE", "PERFECT GROUND")
    ground = PATTERN.replace("2.18 ", "5.19 ").replace("9.9794E-01", "1.9960E+00")
    assert read(tmp_path, head + ground)["phi 0"].peak_gain_dbi == pytest.approx(5.19 + 10.0 * np.log10(2.0 / 1.996))


def test_an_azimuth_alone_is_one_cut(tmp_path):
    rows = "".join(
        f"   90.00 {phi:9.2f}      1.00  -999.99 {gain:8.2f}      0.0000\n"
        for phi, gain in ((0, 1), (90, -3), (180, 1), (270, -5))
    )
    start, end = PATTERN.index("    0.00      0.00"), PATTERN.index("\n\n  AVERAGE")
    cuts = read(tmp_path, HEAD + PATTERN[:start] + rows + PATTERN[end:])
    assert list(cuts) == ["theta 90"]
    assert cuts["theta 90"].closed
    assert cuts["theta 90"].gain_dbi == pytest.approx(np.array([1.0, -3.0, 1.0, -5.0]) + BALANCE_DB)


def test_a_cut_beside_a_coarse_sphere_is_read_with_it(tmp_path):
    second = PATTERN.replace("   60.00 ", "   45.00 ").replace(
        "    0.37  -999.99     0.37", "   -1.97  -999.99    -1.97"
    )
    cut = read(tmp_path, HEAD + PATTERN + second)["phi 0"]
    assert list(cut.angle_deg[4:]) == [0.0, 30.0, 45.0, 60.0, 90.0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("AVERAGE POWER GAIN:  9.9794E-01", "", "has no AVERAGE POWER GAIN; expected one, by an RP card with XNDA"),
        ("9.9794E-01", "8.8000E-01", "AVERAGE POWER GAIN is 0.88; expected 1 within 10 %"),
        ("9.9794E-01", "1.9960E+00", "AVERAGE POWER GAIN is 1.996; expected 1 within 10 %"),
        ("9.9794E-01", "nan", "'nan'; expected an average power gain"),
        ("100.00 Percent", " 50.00 Percent", "AVERAGE POWER GAIN is 0.99794; expected 0.5 within 10 %"),
        ("FREE SPACE", "FINITE GROUND - SOMMERFELD", "line 7: 'FINITE GROUND - SOMMERFELD'; expected free space"),
        ("--------- FREQUENCY --------", "ANTENNA INPUT PARAMETERS", "has more than one frequency or excitation"),
        ("RADIATION PATTERNS", "NEAR FIELDS", "has no rows of RADIATION PATTERNS"),
        ("  TOTAL  ", "  AXIS  ", "expected gains: THETA, PHI, two components, TOTAL"),
        (
            "   30.00    180.00     -5.54  -999.99    -5.54",
            "   30.00      0.00     -5.54  -999.99    -4.54",
            "-5.53 dB and -4.53",
        ),
        (
            "    2.18  -999.99     2.18      0.0000",
            "    2.18  -999.99     2,x       0.0000",
            "'2,x'; expected an angle or",
        ),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_in_one_line(old, new, said, tmp_path):
    text = HEAD + PATTERN
    assert old in text
    with pytest.raises(InputError) as refusal:
        read(tmp_path, text.replace(old, new, 1))
    assert said in str(refusal.value)
    assert str(refusal.value).startswith(str(tmp_path / "dipole.out"))
    assert "\n" not in str(refusal.value)


def test_axial_ratio_and_sense_tell_the_polarisation(tmp_path):
    """Minor over major axis: 1 is circular, 0 linear; in nulls the word is missing, and other rows need it."""
    head = "- RADIATION PATTERNS -\n- ANGLES - - POWER GAINS - - POLARIZATION -\n"
    head += "THETA PHI VERTC HORIZ TOTAL AXIAL TILT SENSE\n"
    rows = {
        "0 0 0 0 3 1.0 0 RIGHT": 1.0,
        "45 0 0 0 2 0.5 0 RIGHT": 0.9,  # (1 + 0.5)^2 over 2 (1 + 0.25)
        "90 0 0 0 0 0.0 0 LINEAR": 0.5,
        "135 0 0 0 2 0.5 0 LEFT": 0.1,
        "180 0 -999.99 -999.99 -999.99 0.0 0": 0.5,
    }
    file = tmp_path / "turnstile.out"
    file.write_text(head + "\n".join(rows) + "\nAVERAGE POWER GAIN: 1.0\n", encoding="utf-8")
    points = read_points_nec(file)
    assert points.right_share == pytest.approx(list(rows.values()))
    for old, new in ((" LINEAR", ""), ("0.5 0 LEFT", "1.5 0 LEFT"), ("0.5 0 LEFT", "x 0 LEFT")):
        text = file.read_text(encoding="utf-8")
        (tmp_path / "other.out").write_text(text.replace(old, new), encoding="utf-8")
        assert read_points_nec(tmp_path / "other.out").right_share is None


def test_rows_behind_a_line_that_is_none_are_refused(tmp_path):
    """They were left out without a word: half a pattern was taken for the whole."""
    lines = PATTERN.split("\n")
    place = next(number for number, line in enumerate(lines) if line.startswith("   60.00"))
    with pytest.raises(InputError, match=r"a row of a pattern behind 'words'; expected rows one after the other"):
        read(tmp_path, HEAD + "\n".join([*lines[:place], "words", *lines[place:]]))
