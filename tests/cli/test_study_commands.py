"""The commands causes, montecarlo and sensitivity: what they print is what the studies say; mistakes are one line."""

import json
import sys

import numpy as np
import pandas as pd
import pytest

import linkbudget as lb
from linkbudget.cli import main
from linkbudget.studies.contact_loss import contact_loss
from linkbudget.studies.implied import paragraph
from linkbudget.studies.inference import infer
from linkbudget.studies.montecarlo import montecarlo
from linkbudget.studies.sensitivity import sensitivity
from tests.studies.two_ends import TEXT, two_ends

SEMI = ("mars1", "--link", "telemetry-32cm-semi", "--range", "106.76e6 km")
PAIR = ("transmitter.power", "transmitter.line_loss")


@pytest.fixture
def command(capsys, monkeypatch):
    def run(*arguments) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["linkbudget", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return stop.value.code, printed.out, printed.err

    return run


@pytest.fixture(scope="module")
def case():
    return lb.load("mars1").case("telemetry-32cm-semi", range_m=106.76e9)


def test_causes_are_printed_as_sentences_and_as_json(command, monkeypatch):
    """The study keeps its last answers: asked the same of the same scenario, the command does not draw again."""
    mars1 = lb.load("mars1")
    monkeypatch.setattr("linkbudget.mission.scenario.load", {"mars1": mars1}.__getitem__)
    answer = contact_loss(mars1, 1024, seed=7)
    asked = ("causes", "mars1", "--samples", 1024, "--seed", 7)
    assert command(*asked) == (0, "\n".join(answer.sentences()) + "\n", "")
    code, out, _ = command(*asked, "--json")
    assert code == 0
    assert json.loads(out) == json.loads(json.dumps(answer.to_dict()))


def test_inference_is_printed_in_tables_and_sentences_as_json_and_to_files(command, tmp_path):
    found = infer(lb.load("mariner4"), 4096, seed=7)
    asked = ("infer", "mariner4", "--draws", 4096, "--seed", 7, "--quiet")
    code, out, err = command(*asked)
    assert (code, err) == (0, "")
    assert out.startswith("mariner4 · 4096 draws, worth ")
    assert out.endswith("\n".join(paragraph(found)) + "\n")
    code, out, _ = command(*asked, "--json")
    assert json.loads(out) == json.loads(json.dumps(found.to_dict()))
    code, out, _ = command(*asked, "-o", tmp_path / "numbers.csv")
    assert (code, out) == (0, f"{tmp_path / 'numbers.csv'}\n")
    table = pd.read_csv(tmp_path / "numbers.csv")
    assert table.name.tolist() == [one.unknown.name for one in found.shifts]
    assert table.posterior_median.to_numpy() == pytest.approx([one.posterior[1] for one in found.shifts])
    assert command(*asked, "-o", tmp_path / "numbers.svg")[0] == 0
    assert (tmp_path / "numbers.svg").read_bytes().startswith(b"<?xml")
    code, _, err = command(*asked, "--margins", "-o", tmp_path / "margins.svg")
    assert (code, "expected times, or sessions" in err) == (2, True)  # its reports have a distance and no date
    dated = ("infer", "mars1", "--draws", 1024, "--quiet", "--margins", "-o", tmp_path / "margins.svg")
    assert command(*dated)[0] == 0
    assert (tmp_path / "margins.svg").read_bytes().startswith(b"<?xml")


def test_reports_at_a_distance_are_answered_without_a_trajectory(command, tmp_path):
    two_ends(tmp_path, TEXT + '\n[[observations]]\ntitle = "x"\nlink = "down"\nreport = "held"\nrange = "90e6 km"\n')
    code, out, err = command("infer", tmp_path / "two_ends.toml", "--draws", 512, "--quiet")
    assert (code, err) == (0, "")
    assert "At 90 million km the ranges alone leave Telemetry a closing margin of" in out
    code, out, _ = command("infer", tmp_path / "two_ends.toml", "--draws", 512, "--quiet", "--json")
    assert json.loads(out)["answer"]["at"] is None


def test_sensitivity_is_that_of_the_study(command, case, tmp_path):
    asked = ("sensitivity", *SEMI, "--samples", 16, "--quiet")
    code, out, _ = command(*asked, "--json")
    assert code == 0
    assert json.loads(out) == json.loads(json.dumps(sensitivity(case, samples=16).to_dict()))
    code, out, _ = command(*asked, "-o", tmp_path / "tornado.png")
    assert (code, out) == (0, f"{tmp_path / 'tornado.png'}\n")
    assert (tmp_path / "tornado.png").read_bytes().startswith(b"\x89PNG")


def test_draws_of_a_monte_carlo_are_written_one_a_row(command, case, tmp_path):
    file = tmp_path / "draws.csv"
    pair = f"{','.join(PAIR)}=0.5"
    code, out, _ = command("montecarlo", *SEMI, "--samples", 64, "--correlate", pair, "--quiet", "-o", file)
    answer = montecarlo(case, 64, correlations={PAIR: 0.5})
    assert (code, out) == (0, f"{file}\n")
    written = pd.read_csv(file)
    assert written["closing_margin_db"].to_numpy() == pytest.approx(answer.terms.closing_margin_db.values, rel=1e-5)
    assert np.unique(written["closing_margin_db"]).size > 32


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("sensitivity", *SEMI, "-o", "slopes.csv"), "slopes.csv: expected a name that ends in .xlsx, .png"),
        (("montecarlo", *SEMI, "-o", "draws.doc"), "draws.doc: expected a name that ends in .nc"),
        (("montecarlo", *SEMI, "--memory", "2 TB"), "--memory '2 TB': expected a size such as"),
        (("montecarlo", *SEMI, "--memory", "much GB"), "--memory 'much GB': expected a size such as"),
        (("montecarlo", *SEMI, "--correlate", "a,b=0.1", "--correlate", "a,b=0.2"), "'a,b=0.2': given twice"),
        (("montecarlo", *SEMI, "--correlate", "a,b=much"), "'a,b=much': expected KEY,KEY=VALUE"),
        (("montecarlo", *SEMI, "--correlate", "a=0.1"), "'a=0.1': expected KEY,KEY=VALUE"),
        (("causes", "cubesat"), "contact_loss"),
        (("infer", "cubesat"), "observations"),
        (("infer", "mars1", "--draws", 10), "draws = 10"),
        (("infer", "mars1", "--method", "guess"), "method"),
        (("infer", "mars1", "-o", "x.docx"), "x.docx"),
        (("infer", "mars1", "--margins"), "--margins"),
    ],
)
def test_mistake_is_one_line_and_writes_nothing(arguments, expected, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = command(*arguments)
    assert (code, out) == (2, "")
    assert expected in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_command_without_a_subcommand_that_exists_is_one_line(command):
    code, out, err = command("budgets", "mars1")
    assert (code, out) == (2, "")
    assert "'budgets'" in err
    assert err.count("\n") == 1
