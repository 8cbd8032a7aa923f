"""``linkbudget formula``: lists, one equation, answers in every form, figures, and mistakes as one line."""

import csv
import io
import json
import subprocess
import sys

import pytest
from PIL import Image

from linkbudget.cli import main
from linkbudget.formulas.index import entries


@pytest.fixture
def command(capsys, monkeypatch):
    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["linkbudget", "formula", *words])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return stop.value.code, printed.out, printed.err

    return run


LOSS = ("free-space-loss", "distance=42000 km", "frequency=6 GHz")


def test_a_formula_is_worked_out_in_a_process_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "linkbudget", "formula", *LOSS], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[0] == "free-space-loss = 200.476 dB"
    assert done.stderr == ""


def test_on_a_terminal_the_lines_of_an_answer_stay_lines(command, monkeypatch):
    for name, value in (("FORCE_COLOR", "1"), ("TERM", "xterm"), ("COLUMNS", "60")):
        monkeypatch.setenv(name, value)
    assert command(*LOSS)[1].splitlines() == [
        "free-space-loss = 200.476 dB",
        "    L_bf = 20 log_10 (4 π d f/c)",
        "    distance = 42 000 km, frequency = 6 GHz",
        "    ITU-R P.525-5 (2024), section 2.2; equation (3) of",
        "    earlier editions",
    ]


def test_forms_of_an_answer_say_the_same(command):
    data = json.loads(command(*LOSS, "--json")[1])
    row = next(csv.DictReader(io.StringIO(command(*LOSS, "--csv")[1])))
    assert float(row["free_space_loss_db"]) == data["free_space_loss_db"]
    assert data["given"] == {"distance_m": 42e6, "frequency_hz": 6e9}
    assert "| free-space-loss | 200.476 dB |" in command(*LOSS, "--markdown")[1]


def test_a_name_alone_shows_its_equation_and_arguments(command):
    status, out, _ = command("dish-gain")
    assert status == 0
    assert "G = 10 log_10 [η (π D f/c)^2]" in out
    assert {"frequency", "diameter", "aperture_efficiency"} <= set(out.split())


def test_the_list_has_every_equation_and_a_word_those_of_its_topic(command):
    rows = list(csv.DictReader(io.StringIO(command("--csv")[1])))
    assert [row["function"].rpartition(".")[2] for row in rows] == list(entries())
    doppler = list(csv.DictReader(io.StringIO(command("doppler", "--csv")[1])))
    assert {"doppler", "orbital doppler"} == {row["topic"] for row in doppler}
    assert {row["symbol"] for row in rows} > {"L_bf", "EIRP", "λ"}


def test_the_list_by_symbol_is_sorted_by_them(command):
    out = command("--by", "symbol", "--markdown")[1]
    symbols = [
        line.split(" | ")[0].removeprefix("| ") for line in out.replace("\\", "").splitlines() if line.startswith("| ")
    ][1:]
    assert symbols == sorted(symbols, key=str.casefold)


def test_a_range_is_a_table(command):
    rows = list(csv.DictReader(io.StringIO(command("wavelength", "frequency=1GHz..4GHz:4", "--csv")[1])))
    assert [float(row["frequency_hz"]) for row in rows] == [1e9, 2e9, 3e9, 4e9]
    assert float(rows[1]["wavelength_m"]) == 299_792_458.0 / 2e9


def test_a_curve_is_a_file(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, _ = command("dish-gain", "diameter=12 m", "efficiency=0.6", "--plot", "frequency=1GHz..30GHz")
    assert (status, out) == (0, "dish-gain.png\n")
    with Image.open(tmp_path / "dish-gain.png") as picture:
        assert min(picture.size) > 500
    status, out, _ = command("wavelength", "--plot", "frequency=1GHz..2GHz", "-o", "w.svg", "--unit", "cm")
    assert status == 0
    assert "[cm]" in (tmp_path / "w.svg").read_text(encoding="utf-8")
    turned = ("free-space-loss", "loss=200 dB", "--plot", "frequency=1GHz..2GHz", "--for", "distance", "-o", "d.svg")
    assert command(*turned)[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("free-space-los", "distance=1 m"), "did you mean 'free-space-loss'"),
        (("free-space-los",), "did you mean 'free-space-loss'"),
        (("free-space-loss", "42000 km"), 'expected KEY="VALUE UNIT"'),
        (("free-space-loss", "distance=1 m", "distance=2 m"), "distance: given twice"),
        (("free-space-loss", "distance=1 kg", "frequency=1 GHz"), "kg is not a unit of length"),
        ((*LOSS, "--for", "distance"), "to look for distance, give free_space_loss too"),
        ((*LOSS, "--unit", "km"), "unit 'km': expected a unit of the kind of dB"),
        (("--by", "size"), "--by 'size': expected topic or symbol"),
        ((*LOSS, "-o", "x.png"), "--output: expected with --plot"),
        (("wavelength", "--plot", "frequency=1 GHz"), "expected a range such as frequency=1 Hz..30 Hz"),
        (("wavelength", "--plot", "power=1 W..2 W"), "no 'power'; expected frequency [Hz]"),
        (("wavelength", "--plot", "frequency=1 GHz..2 GHz", "-o", "x.txt"), "unknown kind of file '.txt'"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(command, words, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, err = command(*words)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert message in err
    assert not list(tmp_path.iterdir())
