"""Every face of the command line shows the verdict's number.

The link is Mars 1's on 922.76 MHz at its last contact with a loop of 20 Hz: its data have 8.98 dB, its carrier lacks
3.02 dB, so it does not close.
"""

import json
import re

import pytest
from PIL import Image

import linkbudget as lb
import linkbudget.report.run
from linkbudget.cli import terminal_tables
from linkbudget.link.budget_tables import budget_table, control_lines, notes_and_verdict
from linkbudget.link.control_table import control_table
from linkbudget.link.verdict import Verdict
from linkbudget.mission.chart import draw_chart
from linkbudget.mission.summary import summarise
from linkbudget.scenario_files.files import packaged_folder
from linkbudget.studies.compare import compare
from linkbudget.studies.study_tables import comparison_parts
from tests.test_bad_input import run

LOOP = "modulation.carrier.loop_bandwidth"
SEMI = ("mars1", "--link", "telemetry-32cm-semi", "--set", f"{LOOP}=20 Hz")
SENTENCE = "The link does not close: 3.02 dB short; carrier decides."
BOLD = re.compile(r"\x1b\[1m(.*?)\x1b\[0m")
DOWN = ("--at", "1963-03-21T06:00Z")
"""Mars 1 was below the horizon of Evpatoria."""


@pytest.fixture
def command(capsys, monkeypatch):
    return lambda *arguments: run(capsys, monkeypatch, *arguments)


@pytest.fixture
def bold(monkeypatch, capsys):
    """A function that prints something and gives what of it was bold."""
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")

    def printed(parts):
        terminal_tables.print_parts(parts)
        return [text.strip() for text in BOLD.findall(capsys.readouterr().out) if text.strip()]

    return printed


@pytest.fixture(scope="module")
def semi():
    return lb.load("mars1").case("telemetry-32cm-semi", settings={LOOP: "20 Hz"})


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize("more", [(), ("--table", "full")])
def test_the_last_line_of_a_budget_is_its_verdict(command, more):
    code, out, err = command("budget", *SEMI, *more)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == SENTENCE


def test_the_closing_margin_is_bold_and_the_data_margin_is_not(bold, semi):
    budget, table = semi.budget(), control_table(semi)
    for shown in (budget_table(budget), control_lines(table)):
        found = bold([shown, *notes_and_verdict(budget)])
        assert any("Closing margin" in text for text in found)
        assert any("EIRP" in text for text in found)
        assert not any("Data margin" in text or "Carrier margin" in text for text in found)
        assert found[-1] == SENTENCE
    found = bold(comparison_parts(compare(semi, semi.with_values({"transmitter.power": 120.0}))))
    assert any("Closing margin" in text for text in found)
    assert not any("Data margin" in text for text in found)
    assert found[-2:] == [f"Old: {SENTENCE}", "New: The link closes with 3.00 dB to spare; carrier decides."]


def test_text_explanation_and_dataset_end_in_the_verdict(command, semi):
    budget = semi.budget()
    assert str(budget).splitlines()[-1] == SENTENCE
    assert budget.explanation().splitlines()[-1] == SENTENCE
    assert command("explain", *SEMI)[1].splitlines()[-1] == SENTENCE
    assert str(control_table(semi)).splitlines()[-1] == SENTENCE
    assert budget.to_dataset().attrs["verdict"] == SENTENCE


def test_json_has_the_verdict_beside_the_data_margin(command):
    for more in ((), ("--table", "full")):
        said = json.loads(command("budget", *SEMI, "--json", *more)[1])
        assert said["verdict"]["closing_margin_db"] == pytest.approx(-3.02, abs=0.005)
        assert (said["verdict"]["closes"], said["verdict"]["limited_by"]) == (False, "Carrier")
    results = json.loads(command("budget", *SEMI, "--json")[1])["results"]
    assert results["margin_db"] == pytest.approx(8.98, abs=0.005)
    assert results["closing_margin_db"] == pytest.approx(-3.02, abs=0.005)


def test_check_lists_closing_margins(command):
    code, out, _ = command("check", "mars1")
    row = next(line for line in out.splitlines() if line.startswith("telemetry-32cm-semi"))
    assert code == 0
    assert row.endswith(" +1.0")  # with the loop as it is stated
    link = next(one for one in summarise(lb.load("mars1"))["links"] if one["link"] == "telemetry-32cm-semi")
    assert link["verdict"]["limited_by"] == "Carrier"


def test_a_picture_says_the_verdict_of_its_link(command, tmp_path):
    photo = tmp_path / "photo.png"
    Image.fromarray(draw_chart(64)).save(photo)
    asked = ("picture", photo, "--link", "television-8cm", "--range", "400e6 km", "-o", tmp_path / "out.png")
    budget = lb.load("mars1").budget("television-8cm", range_m=400e9)
    assert not budget.verdict.closes
    assert str(budget.verdict) in " ".join(command(*asked)[1].split())
    (said,) = json.loads(command(*asked, "--json")[1])["links"]
    assert said["verdict"]["closing_margin_db"] == pytest.approx(budget["closing_margin_db"], abs=1e-9)
    assert said["margin_db"] == pytest.approx(budget["margin_db"], abs=1e-9)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict(True, 0.0, "C/N"), "The link closes with 0.00 dB to spare; C/N decides."),
        (Verdict(False, float("-inf"), "Data"), "The link does not close: no signal arrives."),
    ],
)
def test_verdicts_are_whole_sentences(verdict, said):
    assert str(verdict) == said


def test_a_verdict_of_arrays_says_in_how_many_cases(semi):
    budget = semi.with_values({"transmitter.power": [15.0, 30.0, 120.0, 240.0]}).budget()
    assert str(budget.verdict) == "The link closes in 50 % of 4 cases."


# ---------------------------------------------------------------- --must-close


@pytest.mark.parametrize("more", [(), ("--json",), ("--table", "full"), ("--table", "full", "--json")])
def test_must_close_leaves_with_1_unless_the_link_closes(command, more):
    closing = ("mars1", "--link", "imaging-5cm")
    assert command("budget", *closing, *more, "--must-close")[0] == 0
    code, out, err = command("budget", *SEMI, *more, "--must-close")
    assert (code, err) == (1, "")
    assert out == command("budget", *SEMI, *more)[1]


def test_must_close_counts_no_answer_as_not_closing(command):
    code, out, err = command("budget", "mars1", "--link", "imaging-5cm", *DOWN, "--json", "--must-close")
    assert code == 1
    said = json.loads(out)["verdict"]
    assert (said["closes"], said["closing_margin_db"], said["limited_by"]) == (None, None, None)
    assert "lowest elevation" in err
    code, out, _ = command("budget", "mars1", "--link", "imaging-5cm", *DOWN)
    assert code == 0
    assert out.splitlines()[-1].startswith("The link does not close, as there is no answer. Elevation is not a number")


def test_a_wrong_request_has_status_2_under_must_close_too(command):
    assert command("budget", "mars1", "--link", "no-such-link", "--must-close")[0] == 2


def test_run_judges_the_links_that_are_in_use(command, tmp_path, monkeypatch):
    """A cubesat of a milliwatt does not close; a second link, as weak and no longer in use, does not count."""
    monkeypatch.setattr(linkbudget.report.run, "drawn_figures", lambda *_: {})  # no verdict stands in a figure
    text = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
    assert text.count('power = "30 dBm"') == 1
    weak = text.replace('power = "30 dBm"', 'power = "0 dBm"')
    old = '\n[links.old]\nlike = "uhf-downlink"\ntitle = "Old"\nin_use_until = "2020-01-01T00:00:00Z"\n'
    for name, content, status, failing in (
        ("weak", weak, 1, ["uhf-downlink"]),
        ("well", text + old + 'transmitter = { power = "0 dBm" }\n', 0, []),
    ):
        file, folder = tmp_path / f"{name}.toml", tmp_path / name
        file.write_text(content, encoding="utf-8")
        code, out, _ = command("run", file, "-o", folder, "-q", "--step", "30 min", "--must-close")
        assert code == status
        assert ("did not close" in out) == bool(failing)
        budgets = json.loads((folder / "budgets.json").read_text(encoding="utf-8"))
        assert [link for link, one in budgets.items() if one["in_use"] and not one["verdict"]["closes"]] == failing
        sentences = [str(Verdict(**one["verdict"])) for one in budgets.values()]
        markdown = (folder / "budgets.md").read_text(encoding="utf-8")
        page = (folder / "report.html").read_text(encoding="utf-8")
        for sentence in sentences:
            assert f"**{sentence}**" in markdown
            assert f"<b>{sentence}</b>" in page
