"""Touchstone files in a link: the line behind an antenna, the front end before a receiver, and what is refused."""

import numpy as np
import pytest

import linkbudget as lb
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.hardware.network import read_touchstone
from linkbudget.hardware.two_port_files import TwoPortChain, chain_loss_db, front_end_noise_temperature_k
from linkbudget.scenario_files.files import packaged_folder

LOSS_DB, DELAY_S = 0.5, 9e-9


def cable(folder, name="cable.s2p", loss_db=LOSS_DB, step_hz=50e6, reflection=0.0):
    """A cable whose wave turns by 0.45 of a turn between the points of its file."""
    lines = ["! a cable", "# Hz S MA R 50"]
    for frequency_hz in np.arange(350e6, 550e6, step_hz):
        through = f"{10 ** (-loss_db / 20):.9f} {-360.0 * frequency_hz * DELAY_S:.6f}"
        lines.append(f"{frequency_hz:.0f} {reflection} 0 {through} {through} {reflection} 0")
    return written(folder, name, lines)


def amplifier(folder, name="lna.s2p", noise=True, first_noise=400, gain=10.0):
    lines = ["! an amplifier", "# MHz S MA R 50"]
    lines += [f"{frequency} 0 0 {gain} 20 0.01 0 0 0" for frequency in (400, 450, 500)]
    if noise:
        # least noise figure 0.6 dB, at a reflection of 0.2 at 40 degrees, normalised noise resistance 0.15
        lines += [f"{frequency} 0.6 0.2 40 0.15" for frequency in (first_noise, 450, 500)]
    return written(folder, name, lines)


def written(folder, name, lines):
    (folder / name).write_text("\n".join([*lines, ""]), encoding="ascii")
    return folder / name


def scenario(folder, **receiver):
    """The cubesat with other words for its receiver's line and front end."""
    text = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
    start = text.index("[links.uhf-downlink.receiver]")
    words = "\n".join(f"{key} = {value}" for key, value in receiver.items())
    file = folder / "own.toml"
    file.write_text(text[:start] + text[start:].replace('line_loss = "1 dB"', words), encoding="utf-8")
    return lb.load(file)


def lines_of(mission):
    return mission.budget("uhf-downlink", range_m=1.5e6).terms


def test_a_cable_between_the_points_of_its_file_keeps_its_loss(tmp_path):
    cable(tmp_path)
    terms = lines_of(scenario(tmp_path, line='"cable.s2p"'))
    assert terms["receive_line_loss_db"].value == pytest.approx(LOSS_DB, abs=1e-4)
    assert "file cable.s2p" in terms["receive_line_loss_db"].source
    stated = lines_of(scenario(tmp_path, line_loss='"0.5 dB"'))
    for key in ("system_noise_temperature_k", "cn0_dbhz", "closing_margin_db"):
        assert terms[key].value == pytest.approx(stated[key].value, abs=1e-3)


def test_lines_in_a_row_add_up(tmp_path):
    cable(tmp_path), cable(tmp_path, "filter.s2p", 1.2)
    terms = lines_of(scenario(tmp_path, line='["cable.s2p", "filter.s2p", "cable.s2p"]'))
    assert terms["receive_line_loss_db"].value == pytest.approx(2.2, abs=1e-3)


def test_a_front_end_before_a_receiver(tmp_path):
    cable(tmp_path), amplifier(tmp_path)
    mission = scenario(tmp_path, line='"cable.s2p"', front_end='"lna.s2p"')
    # by hand: F = F_min + 4 r_n |G|^2 / |1 + G|^2 for a matched source; T = 290 (F - 1) + T_behind / 100
    best = 0.2 * np.exp(1j * np.radians(40.0))
    factor = 10**0.06 + 4.0 * 0.15 * abs(best) ** 2 / abs(1.0 + best) ** 2
    behind_k = 290.0 * (10**0.08 - 1.0)
    by_hand_k = 290.0 * (factor - 1.0) + behind_k / 100.0
    terms = lines_of(mission)
    assert terms["noise_behind_front_end_k"].value == pytest.approx(behind_k)
    assert terms["receiver_noise_temperature_k"].value == pytest.approx(by_hand_k, rel=1e-4)


def test_an_array_of_frequencies_is_a_loop_over_them(tmp_path):
    chain = TwoPortChain(("cable.s2p",), (read_touchstone(cable(tmp_path)),))
    frequencies_hz = np.array([[360e6, 437.5e6], [490e6, 371e6]])
    whole = chain_loss_db(frequencies_hz, chain)
    assert whole.shape == (2, 2)
    alone = [[float(chain_loss_db(one, chain)) for one in row] for row in frequencies_hz]
    assert whole == pytest.approx(np.array(alone))


def test_frequency_can_be_swept(tmp_path):
    cable(tmp_path, loss_db=0.5)
    mission = scenario(tmp_path, line='"cable.s2p"')
    case = mission.case("uhf-downlink", range_m=1.5e6).with_values({"frequency": np.array([400e6, 437.5e6, 480e6])})
    assert case.budget()["receive_line_loss_db"] == pytest.approx(0.5, abs=1e-3)


def test_reflection_of_a_line_is_told(tmp_path):
    # reflections of 0.3 at both ends take 0.4 dB from a matched source
    cable(tmp_path, reflection=0.3, loss_db=0.9)
    budget = scenario(tmp_path, line='"cable.s2p"').budget("uhf-downlink", range_m=1.5e6)
    assert any("0.4 dB of the loss is reflection" in note for note in budget.notes)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"line": '"away.s2p"'}, r"links\.uhf-downlink\.receiver\.line.*away\.s2p.*no such file"),
        ({"line": '"lna.s2p"'}, "amplifies by 20.0 dB at .*; expected a passive line"),
        ({"line": '"cable.s2p"', "line_loss": '"1 dB"'}, "expected either line_loss or line, its files, and not both"),
        ({"line": "[]"}, "expected the name of a Touchstone file, or a list of them"),
        ({"line": "3"}, "expected the name of a Touchstone file, or a list of them"),
        ({"line": '"cable.s2p"', "front_end": '"quiet.s2p"'}, "quiet.*no noise data|noise data"),
        ({"line": '"narrow.s2p"'}, "frequency_hz for narrow = 437500000"),
        ({"line": '"cable.s2p"', "front_end": '"late.s2p"'}, "front_end: file late.s2p: no noise data at 437.5 MHz"),
    ],
)
def test_files_that_do_not_fit_are_refused_in_one_line(tmp_path, words, message):
    cable(tmp_path), amplifier(tmp_path), amplifier(tmp_path, "quiet.s2p", noise=False)
    amplifier(tmp_path, "late.s2p", first_noise=445)
    narrow = cable(tmp_path, "narrow.s2p").read_text(encoding="ascii").splitlines()
    written(tmp_path, "narrow.s2p", narrow[:4])  # up to 400 MHz
    with pytest.raises(InputError, match=message) as caught:
        lines_of(scenario(tmp_path, **words))
    assert "\n" not in str(caught.value)


def test_a_front_end_needs_noise_data_for_its_frequency(tmp_path):
    chain = TwoPortChain(("late.s2p",), (read_touchstone(amplifier(tmp_path, "late.s2p", first_noise=445)),))
    assert float(front_end_noise_temperature_k(450e6, chain, 0.0)) > 0.0
    with pytest.raises(LinkBudgetError, match=r"no noise data at 437\.5 MHz"):
        front_end_noise_temperature_k(437.5e6, chain, 0.0)
