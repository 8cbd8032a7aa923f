"""Touchstone files as instruments and simulators write them: right values, or one line that says what is wrong."""

import codecs
import math

import numpy as np
import pytest

from linkbudget.errors import InputError
from linkbudget.hardware.network import (
    noise_figure_at_source_db,
    read_touchstone,
    reflection_of_impedance,
    s_parameter_db,
    two_port_noise_figure_db,
)
from linkbudget.hardware.touchstone import read, s_of_parameters

ROWS = "1.0 0.1 10 2.0 -30 0.05 20 0.2 40\n2.0 0.2 20 1.5 -60 0.04 30 0.3 50\n"
RISING = "# GHz S MA R 50\n" + ROWS


def written(tmp_path, text, name="part.s2p"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def polar(magnitude, angle_deg):
    return magnitude * np.exp(1j * math.radians(angle_deg))


EXPECTED_S = np.array(
    [
        [[polar(0.1, 10), polar(0.05, 20)], [polar(2.0, -30), polar(0.2, 40)]],
        [[polar(0.2, 20), polar(0.04, 30)], [polar(1.5, -60), polar(0.3, 50)]],
    ]
)


# ---- reference ------------------------------------------------------------------------------------------------------

# A shunt admittance, a series impedance and a gain of three: chain matrix, and from it all parameters by the tables of
# Pozar, Microwave Engineering, 4th edition (2012), table 4.2, and Frickey, IEEE Trans. Microwave Theory Tech. 42 (1994)
CHAIN = np.array([[1.0, 0.0], [0.01 + 0.004j, 1.0]]) @ np.array([[1.0, 75.0 - 20.0j], [0.0, 1.0]]) / 3.0
(A, B), (C, D) = CHAIN
DETERMINANT = A * D - B * C
PARAMETERS = {
    "Z": np.array([[A, DETERMINANT], [1.0, D]]) / C,
    "Y": np.array([[D, -DETERMINANT], [-1.0, A]]) / B,
    "H": np.array([[B, DETERMINANT], [-1.0, C]]) / D,
    "G": np.array([[C, -DETERMINANT], [1.0, B]]) / A,
}
UNITS_OHM = {"Z": [[1, 1], [1, 1]], "Y": [[-1, -1], [-1, -1]], "H": [[1, 0], [0, -1]], "G": [[-1, 0], [0, 1]]}
"""Powers of an ohm in each parameter."""


def s_of_chain(resistance_ohm):
    a, b, c, d = A, B / resistance_ohm, C * resistance_ohm, D
    return np.array([[a + b - c - d, 2.0 * DETERMINANT], [2.0, -a + b - c + d]]) / (a + b + c + d)


@pytest.mark.parametrize("resistance_ohm", [50.0, 75.0])
@pytest.mark.parametrize("kind", ["Z", "Y", "H", "G"])
@pytest.mark.parametrize("version", [1, 2])
def test_parameters_other_than_s_are_those_of_the_chain_matrix(tmp_path, kind, version, resistance_ohm):
    values = PARAMETERS[kind]
    if version == 1:  # over the reference resistance
        values = values / resistance_ohm ** np.array(UNITS_OHM[kind], dtype=float)
    numbers = " ".join(f"{value.real:.17g} {value.imag:.17g}" for value in values.T.ravel())
    text = f"# GHz {kind} RI R {resistance_ohm}\n1.0 {numbers}\n"
    if version == 2:
        head, row = text.split("\n")[:2]
        text = f"[Version] 2.0\n{head}\n[Number of Ports] 2\n[Two-Port Data Order] 21_12\n[Network Data]\n{row}\n"
    network = read_touchstone(written(tmp_path, text, "part.s2p" if version == 1 else "part.ts"))
    assert network.reference_impedance_ohm == resistance_ohm
    assert network.s[0] == pytest.approx(s_of_chain(resistance_ohm), abs=1e-12)


def test_parameters_of_a_series_resistor_give_its_loss_where_a_parameter_is_zero():
    # h22 = 0: the impedance matrix does not exist; 100 ohm between 50 ohm ports lose half the voltage
    hybrid = np.array([[[100.0, 1.0], [-1.0, 0.0]]])
    assert s_of_parameters(hybrid, "h", 50.0)[0] == pytest.approx(np.full((2, 2), 0.5), abs=1e-15)
    assert s_of_parameters(np.linalg.inv(hybrid), "g", 50.0)[0] == pytest.approx(np.full((2, 2), 0.5), abs=1e-15)


VERSION_2 = """[Version] 2.0
# GHz S MA R 50
[Number of Ports] 2
{0}
[Number of Frequencies] 2
[Reference]
50 50
[Begin Information]
made by hand 1 2 3
[End Information]
[Network Data]
{1}[End]
"""


@pytest.mark.parametrize(
    ("keywords", "rows"),
    [
        ("[Two-Port Data Order] 21_12", ROWS),
        (
            "[Two-Port Data Order] 12_21\n[Matrix Format] full",
            "1.0 0.1 10 0.05 20 2.0 -30 0.2 40\n2.0 0.2 20 0.04 30\n1.5 -60 0.3 50\n",
        ),
    ],
)
def test_version_2_is_read_in_either_order_and_over_lines(tmp_path, keywords, rows):
    network = read_touchstone(written(tmp_path, VERSION_2.format(keywords, rows), "part.ts"))
    assert network.s == pytest.approx(EXPECTED_S, abs=1e-15)


@pytest.mark.parametrize("form", ["Upper", "Lower", "LOWER"])
def test_symmetric_matrix_of_a_two_port_has_both_its_transmissions(tmp_path, form):
    keywords = f"[Two-Port Data Order] 12_21\n[Matrix Format] {form}"
    rows = "1.0 0.1 10 0.7 -30 0.2 40\n2.0 0.2 20 0.6 -60 0.3 50\n"
    network = read_touchstone(written(tmp_path, VERSION_2.format(keywords, rows), "part.ts"))
    assert network.s[:, 0, 1] == pytest.approx([polar(0.7, -30), polar(0.6, -60)], abs=1e-15)
    assert np.array_equal(network.s[:, 0, 1], network.s[:, 1, 0])
    assert network.s[:, 1, 1] == pytest.approx([polar(0.2, 40), polar(0.3, 50)], abs=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        RISING,
        codecs.BOM_UTF8 + RISING.encode(),
        RISING.encode("utf-16"),
        ("! Messung von Müller, 20 °C\n" + RISING).encode("latin-1"),
        RISING.replace("\n", "\r\n"),
        RISING.replace("\n", "\r"),
        "! of the file\n\n  " + RISING.replace("\n", " ! of the row\n"),
        RISING.replace("# GHz S MA R 50", "#r 50 ma ghz s"),
        RISING.replace("# GHz S MA R 50", "# MA S"),
        RISING.replace("# GHz S MA R 50", "#"),
        RISING + "# Hz Y RI R 75\n",
        "# GHz S MA R 50\n" + "\n".join(reversed(ROWS.split("\n"))) + "\n",
        "# GHz S MA R 50\n1.0 0.1 10 2.0 -30\n0.05 20 0.2 40\n2.0 0.2 20 1.5 -60\n0.04 30 0.3 50\n",
        "# MHz S MA R 50\n" + ROWS.replace("1.0 0.1 ", "1000 0.1 ").replace("2.0 0.2 ", "2e3 0.2 "),
    ],
)
def test_file_is_read_however_it_is_written(tmp_path, text):
    network = read_touchstone(written(tmp_path, text, "part.S2P"))
    assert network.frequency_hz == pytest.approx([1e9, 2e9], rel=1e-15)
    assert network.s == pytest.approx(EXPECTED_S, abs=1e-15)
    assert network.reference_impedance_ohm == 50.0


def test_long_sweep_from_high_to_low_keeps_all_its_points(tmp_path):
    frequency_ghz = np.linspace(3.0, 1.0, 101)
    rows = "".join(f"{f!r} -20 0 {-f!r} -90 -40 0 -20 0\n" for f in frequency_ghz.tolist())
    network = read_touchstone(written(tmp_path, "# GHz S DB R 50\n" + rows))
    assert network.frequency_hz == pytest.approx(np.linspace(1e9, 3e9, 101), rel=1e-12)
    assert s_parameter_db(network, 2, 1) == pytest.approx(-network.frequency_hz / 1e9, abs=1e-12)


def test_impedances_in_comments_go_with_their_rows_in_a_falling_sweep(tmp_path):
    # a wave into 100 ohm ports: at 50 ohm the same wire reflects nothing, a short stays a short
    rows = "2.0 0 0 1 0 1 0 0 0\n! Port Impedance 100 0 100 0\n1.0 0.5 0 0 0 0 0 0.5 0\n! Port Impedance 50 0 50 0\n"
    network = read_touchstone(written(tmp_path, "# GHz S RI R 50\n" + rows))
    assert network.s[0] == pytest.approx(np.diag([0.5, 0.5]), abs=1e-8)  # scikit-rf
    assert network.s[1] == pytest.approx(np.array([[0.0, 1.0], [1.0, 0.0]]), abs=1e-8)  # avoids 0 / 0 by 1e-9


NOISE = "1.0 0.5 0.3 45 0.2\n2.0 0.8 0.4 60 0.25\n"


@pytest.mark.parametrize(
    ("noise", "at"),
    [
        (NOISE, 1),
        ("2.0 0.8 0.4 60 0.25\n", 1),
        ("2.0 0.8 0.4 60 0.25\n3.0 0.9 0.4 70 0.3\n", 1),
        ("2.0 0.8 0.4 60 0.25\n1.0 0.5 0.3 45 0.2\n", 1),
        ("1.5 0.65 0.35 50 0.2\n2.0 0.8 0.4 60 0.25\n", 1),
    ],
)
def test_noise_data_begin_where_rows_have_five_numbers(tmp_path, noise, at):
    network = read_touchstone(written(tmp_path, RISING + noise))
    assert len(network.frequency_hz) == 2
    expected_db = noise_figure_at_source_db(0.8, polar(0.4, 60), 12.5, 50.0)
    assert two_port_noise_figure_db(network)[at] == pytest.approx(expected_db, abs=1e-9)


def test_noise_data_beyond_the_last_frequency_are_no_network_data(tmp_path):
    network = read_touchstone(written(tmp_path, RISING + NOISE.replace("1.0", "4.0").replace("2.0", "5.0")))
    assert network.s == pytest.approx(EXPECTED_S, abs=1e-15)
    assert np.isnan(two_port_noise_figure_db(network)).all()


def test_noise_data_of_version_2_are_in_ohms_at_the_reference_of_the_option_line(tmp_path):
    text = VERSION_2.format("[Number of Noise Frequencies] 1\n[Two-Port Data Order] 21_12", ROWS)
    text = text.replace("\n50 50", "\n75 75").replace("[End]", "[Noise Data]\n2.0 0.8 0.4 60 12.5\n[End]")
    network = read_touchstone(written(tmp_path, text, "part.ts"))
    assert network.reference_impedance_ohm == 75.0
    for source_ohm in (50.0, 75.0, 30.0 + 20.0j):
        source = reflection_of_impedance(source_ohm, reference_impedance_ohm=75.0)
        expected_db = noise_figure_at_source_db(0.8, polar(0.4, 60), 12.5, source_ohm, reference_impedance_ohm=50.0)
        assert two_port_noise_figure_db(network, source_reflection=source)[1] == pytest.approx(expected_db, abs=1e-9)


def test_references_that_differ_are_converted(tmp_path):
    # a wire between 50 and 100 ohm ports: in numbers of these ports it reflects a third and minus a third
    through = 2.0 * math.sqrt(2.0) / 3.0
    row = f"1.0 {1 / 3} 0 {through} 0 {through} 0 {-1 / 3} 0\n"
    text = VERSION_2.format("[Two-Port Data Order] 21_12", row).replace("MA", "RI").replace("\n50 50", "\n50 100")
    network = read_touchstone(written(tmp_path, text.replace("Frequencies] 2", "Frequencies] 1"), "wire.ts"))
    assert network.reference_impedance_ohm == 50.0
    assert network.s[0] == pytest.approx(np.array([[0.0, 1.0], [1.0, 0.0]]), abs=1e-8)  # as above


# ---- limits ---------------------------------------------------------------------------------------------------------


def version_2(*changes):
    text = VERSION_2.format("[Two-Port Data Order] 21_12", ROWS)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ROWS, "line 1: cannot be read before the option line"),
        (RISING.replace("R 50", "R 0"), "line 1: reference of 0 ohm"),
        (RISING.replace("R 50", "R -50"), "line 1: reference of -50 ohm"),
        (RISING.replace("R 50", "R"), "line 1: 'r' on the option line"),
        (RISING.replace("GHz", "GHz MHz"), "line 1: 'mhz' on the option line"),
        (RISING.replace("GHz", "THz"), "line 1: 'thz' on the option line"),
        (RISING.replace("S MA R 50", "Y MA R 50 75"), "several references"),
        (RISING.replace("R 50", "R 50 75") + NOISE, "several references"),
        (RISING.replace("R 50", "R 50 75 100"), "line 1: 3 references"),
        (RISING + "1.5 0.2 20 1.5 -60 0.04 30 0.3 50\n", "row 3 of the network data is at 1.5 after 2; expected"),
        (RISING + "2.0 0.2 20 1.5 -60 0.04 30 0.3 50\n", "to rise"),
        (RISING + NOISE + "1.5 0.8 0.4 60 0.25\n", "row 3 of the noise data"),
        (RISING + "3.0 0.2 20 1.5\n", "line 4: 4 number"),
        (RISING + "1.0 0.5 0.3 45\n", "line 4: 4 number"),
        (RISING.replace("0.05", "nan"), "line 2: cannot be read: 'nan'"),
        (RISING.replace("0.05", "0,05"), "line 2: cannot be read: '0,05'"),
        (RISING.replace("1.0 ", "-1.0 "), "frequency_hz"),
        (
            RISING + NOISE.replace("1.0 0.5", "1.0 -0.5"),
            "noise figure in dB = -0.5 at 1e[+]09 Hz; expected zero",
        ),
        (RISING + NOISE.replace("0.3 45", "1.0 45"), "optimum reflection = 1 at 1e[+]09 Hz; expected 0 to below 1"),
        (RISING + NOISE.replace("0.3 45", "-0.3 45"), "optimum reflection = -0.3"),
        (RISING + NOISE.replace("45 0.2", "45 -0.2"), "noise resistance = -0.2"),
        (RISING + "[End]\n", "without .Version."),
        ("[Number of Ports] 2\n" + RISING, "cannot be read under .number of ports."),
        (RISING + "! Port Impedance 0 0 0 0\n! Port Impedance 50 0 50 0\n", "reference impedance of 0"),
        (RISING.replace(" S ", " Z ") + "! Port Impedance 75 0 75 0\n" * 2, "Z-parameters at impedances of the ports"),
        (version_2(("2.0\n", "3.0\n")), "line 1: version 3.0; expected"),
        (version_2(("Ports] 2", "Ports] 3")), "describes 3 port"),
        (version_2(("[Number of Ports] 2", "")), "does not give its number of ports"),
        (version_2(("[Two-Port Data Order] 21_12", "")), "no .Two-Port Data Order."),
        (version_2(("50 50", "50")), "1 reference"),
        (version_2(("50 50", "50 0")), "reference of 0 ohm"),
        (version_2(("Frequencies] 2", "Frequencies] 3")), "number of frequencies 3, but 2 row"),
        (version_2(("[Network Data]\n", "")), "cannot be read under .end information."),
        (version_2((ROWS, "")), "no parameters after .Network Data."),
        (version_2(("0.3 50\n", "0.3\n")), "end within a row"),
        (version_2(("[End]", "[End]\n1 2 3")), "cannot be read under .end."),
        (version_2(("[End]", "[Network Data]\n[End]")), "twice"),
        (version_2(("21_12", "21_12\n[Matrix Format] Diagonal")), "matrix format diagonal"),
        (version_2(("21_12", "21_12\n[Matrix Format] Upper"), (" S ", " H ")), "upper matrix of H-parameters"),
        (version_2(("21_12", "21_12\n[Mixed-Mode Order] D1,2 C1,2")), "mixed-mode parameters"),
    ],
)
def test_file_that_cannot_be_read_rightly_is_refused_in_one_line(tmp_path, text, said):
    name = "part.ts" if text.startswith("[Version]") else "part.s2p"
    with pytest.raises(InputError, match=said) as caught:
        read_touchstone(written(tmp_path, text, name))
    assert str(caught.value).startswith(str(tmp_path / name))
    assert "\n" not in str(caught.value)


def test_numbers_of_a_file_are_those_written(tmp_path):
    file = read(written(tmp_path, RISING + NOISE))
    assert np.array_equal(file.noise.frequency_hz, [1e9, 2e9])
    assert file.noise.resistance_ohm == pytest.approx([10.0, 12.5])
    assert file.noise.least_factor == pytest.approx([10**0.05, 10**0.08])


def test_numbers_whose_products_overflow_are_refused(tmp_path):
    file = tmp_path / "huge.s2p"
    file.write_text("# GHz S RI R 50\n1 0.1 0 1e308 0 0.9 0 0.1 0\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2: cannot be read: '1e308'; expected a finite number"):
        read_touchstone(file)


def test_a_noise_figure_beyond_all_numbers_is_refused(tmp_path):
    file = tmp_path / "noise.s2p"
    rows = "".join(f"{ghz} 0.1 0 0.9 0 0.9 0 0.1 0\n" for ghz in (1, 2))
    file.write_text(f"# GHz S RI R 50\n{rows}1 4000 0.5 0 0.5\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"minimum noise figure in dB = 4000 at 1e\+09 Hz; expected 0 to 300"):
        read_touchstone(file)


@pytest.mark.parametrize("resistance", ["1e-320", "1e-9", "1e12"])
def test_a_reference_that_no_port_has_is_refused(tmp_path, resistance):
    file = written(tmp_path, f"# GHz S RI R {resistance}\n1.0 0.1 0 0.9 0 0.9 0 0.1 0\n")
    with pytest.raises(
        InputError, match=rf"part\.s2p, line 1: reference of {resistance} ohm; expected 1e-06 to 1e\+09"
    ):
        read(file)
