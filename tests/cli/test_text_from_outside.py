"""Titles, sources and names of files are text in every output: no formula, no markup, no sign that a terminal obeys."""

import csv
import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import openpyxl
import pytest

import linkbudget.report.run
from linkbudget.scenario_files.files import packaged_folder

WORDS = {
    "formula": "=1+1",
    "command": "@SUM(A1)*cmd",
    "minus": "-2+3",
    "script": "<script>alert(1)</script>",
    "image": "a<img src=x onerror=alert(1)>b&lt;",
    "dollars": "cost $x^2 and \\frac{1}$",
    "columns": "a|b, `c` **d** [e](f)",
    "brackets": "[red]x[/] [/] {{ 7*7 }} {% x %}",
}


def scenario(folder, words: str):
    text = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
    said = json.dumps(words)
    for old in ("A cubesat", "UHF downlink, 9600 bit/s"):
        assert f'title = "{old}"' in text
        text = text.replace(f'title = "{old}"', f"title = {said}")
    text, count = re.subn(r'source = "[^"]*"', lambda _: f"source = {said}", text)
    assert count
    file = folder / "s.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def csv_cells(file) -> list[str]:
    return [cell for row in csv.reader(file.read_text(encoding="utf-8").splitlines()) for cell in row]


class _Page(HTMLParser):
    """Tags of a page and its text."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


@pytest.mark.parametrize("name", WORDS)
def test_text_of_a_scenario_is_text_in_every_output(name, command, tmp_path, monkeypatch):
    words = WORDS[name]
    file = scenario(tmp_path, words)
    monkeypatch.setenv("COLUMNS", "400")

    shown = command("budget", file, "--range", "900 km")
    assert shown[0] == 0
    assert words in shown[1]
    assert words in command("explain", file, "--range", "900 km")[1]
    assert json.dumps(words)[1:-1] in command("show", file, "--json")[1]

    for ending in ("csv", "md", "xlsx"):
        assert command("budget", file, "--range", "900 km", "-o", str(tmp_path / f"b.{ending}"))[0] == 0
    cells = csv_cells(tmp_path / "b.csv")
    assert any(words in cell for cell in cells)
    assert not [cell for cell in cells if re.match(r"[=@+-][^\d.]", cell) and len(cell) > 1 and cell != "-inf"]
    table = [line for line in (tmp_path / "b.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {7}
    assert not re.search(r"(?<!\\)[<`]", "".join(table))
    texts = [
        cell
        for sheet in openpyxl.load_workbook(tmp_path / "b.xlsx")
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and words in str(cell.value)
    ]
    assert texts
    assert {cell.data_type for cell in texts} == {"s"}

    assert command("plot", file, "margin", "-o", str(tmp_path / "b.svg"))[0] == 0
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.parse(tmp_path / "b.svg").iter()}
    assert not tags & {"script", "img", "image", "a", "foreignObject"}


def test_a_report_holds_no_tags_of_its_scenario(command, tmp_path, monkeypatch):
    """With two figures, one of the titles of links and one on the first screen: all have the mission's title alike."""
    monkeypatch.setattr(linkbudget.report.run, "figures_for", lambda scenario: ["overview", "snr"])
    words = " ".join(WORDS.values())
    code, _, err = command("run", scenario(tmp_path, words), "-o", str(tmp_path / "out"), "--step", "10 min", "-q")
    assert (code, err) == (0, "")
    page = _Page()
    page.feed((tmp_path / "out" / "report.html").read_text(encoding="utf-8"))
    assert not [tag for tag, attributes in page.tags if tag in ("script", "img") or "onerror" in attributes]
    assert words in "".join(page.text)
    assert not [cell for cell in csv_cells(tmp_path / "out" / "timeline.csv") if re.match(r"[=@]", cell)]


HIDDEN = "\x1b]0;title\x07\x9b31m\u202e"


def test_names_in_other_files_do_not_reach_the_terminal_as_they_are(command, tmp_path):
    def unseen(out: str) -> list[str]:
        return [sign for sign in out if not sign.isprintable() and sign != "\n"]

    panel = tmp_path / "a.msi"
    rows = "".join(f"{angle} {angle / 10}\n" for angle in (0, 90, 180, 270))
    panel.write_text(f"NAME a\u202eb\nGAIN 10 dBi\nHORIZONTAL 4\n{rows}", encoding="utf-8")
    curve = tmp_path / "c.csv"
    curve.write_text("# title: a\u202e[red]b\n# reference: \x9bc\nebn0_db,bit_error_rate\n1,1e-1\n5,1e-3\n9,1e-6\n")
    elements = tmp_path / "e.tle"
    elements.write_text(
        f"NAME {HIDDEN}\n"
        "1 25544U 98067A   08264.51782528 -.00002182  00000-0 -11606-4 0  2927\n"
        "2 25544  51.6416 247.4627 0006703 130.5360 325.0288 15.72125391563537\n",
        encoding="utf-8",
    )
    text = (packaged_folder() / "cubesat.toml").read_text(encoding="utf-8")
    text = text.replace('scheme = "noncoherent-fsk"', 'curve = "c.csv"')
    (tmp_path / "s.toml").write_text(text, encoding="utf-8")
    for words in (
        ("pattern", str(panel)),
        ("pattern", str(panel), "--json"),
        ("explain", str(tmp_path / "s.toml"), "--range", "900 km"),
        ("budget", str(tmp_path / "s.toml"), "--range", "900 km", "--json"),
    ):
        code, out, err = command(*words)
        assert (code, unseen(out), unseen(err)) == (0, [], []), words

    from linkbudget.geometry.element_files import chosen_set, read_element_sets

    assert chosen_set(elements, read_element_sets(elements)).name.isprintable()
