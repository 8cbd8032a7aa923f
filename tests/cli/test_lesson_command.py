"""``linkbudget lesson`` and ``linkbudget handouts``: lessons on the screen, notebooks, figures, sheets and posters."""

import json
import os
import re

import pytest

from linkbudget.lessons.bank import LESSONS
from linkbudget.lessons.course import SECTIONS, lesson
from linkbudget.lessons.formula_sheet import FORMULAS, formula_sheet
from linkbudget.lessons.handouts import HANDOUTS


def test_the_list_has_every_lesson(command):
    status, out, err = command("lesson")
    assert (status, err) == (0, "")
    assert all(title in out for title in LESSONS.values())


def test_a_lesson_is_shown_with_its_numbers_worked_out(command):
    status, out, err = command("lesson", "4")
    assert (status, err) == (0, "")
    assert [title for title in SECTIONS if title in out] == list(SECTIONS)
    assert "100.6 K" in out
    assert "−148.6 dBW" in out
    assert not re.search(r"\{\{|\\[a-z]+\b|\$[^ ]", out)
    assert "Solution:" not in out
    assert max(map(len, out.splitlines())) <= 80


def test_solutions_and_figures_are_shown_when_they_are_asked_for(command, tmp_path):
    status, out, _ = command("lesson", "noise", "--solutions", "--figures", str(tmp_path / "figures"))
    assert status == 0
    assert out.count("Solution:") == 5
    names = {f"{name}.png" for name, _ in lesson(4).figures}
    assert set(os.listdir(tmp_path / "figures")) == names
    assert all(name in out.replace("\n▌ ", "") for name in names)


def test_a_notebook_is_whole_and_its_code_runs(command, tmp_path, capsys):
    file = tmp_path / "noise.ipynb"
    status, out, _ = command("lesson", "4", "--notebook", str(file))
    assert (status, out) == (0, f"{file}\n")
    notebook = json.loads(file.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells = notebook["cells"]
    needed = {"markdown": set(), "code": {"execution_count", "outputs"}}
    for cell in cells:  # Jupyter's nbformat 4.5: what a cell must have, and all that it may have
        required = {"cell_type", "id", "metadata", "source"} | needed[cell["cell_type"]]
        assert required <= set(cell) <= required | ({"attachments"} if cell["cell_type"] == "markdown" else set())
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell["id"])
    assert len({cell["id"] for cell in cells}) == len(cells)
    sources = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    texts = "\n".join(source for kind, source in sources if kind == "markdown")
    assert "100.6 K" in texts
    assert "<summary>Solution</summary>" in texts
    assert ".md)" not in texts
    images = [name for cell in cells for name in cell.get("attachments", {})]
    assert images == [f"{name}.png" for name, _ in lesson(4).figures]
    codes = [source for kind, source in sources if kind == "code"]
    assert any(code.startswith("!linkbudget ") for code in codes)
    namespace: dict = {}
    for code in codes:
        if not code.startswith("!"):
            exec(code, namespace)
    assert "100.6" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("13",), "lesson '13': unknown; did you mean"),
        (("soup",), "lesson 'soup': unknown; expected one of 1, 2"),
        (("the",), "lesson 'the': could be 5 or 8"),
        (("--notebook", "x.ipynb"), "expected the number of a lesson too"),
    ],
)
def test_a_mistake_is_one_line_and_nothing_is_written(command, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    status, out, err = command("lesson", *words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert said in err
    assert os.listdir(tmp_path) == []


def test_handouts_are_pages_of_pdf(command, tmp_path):
    status, out, _ = command("handouts", "-o", str(tmp_path / "out"))
    assert status == 0
    assert [line.rpartition("/")[2] for line in out.splitlines()] == [f"{name}.pdf" for name in HANDOUTS]
    for name in HANDOUTS:
        page = (tmp_path / "out" / f"{name}.pdf").read_bytes()
        assert page.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type /Page\b", page)) == 1


def test_the_formula_sheet_has_every_lesson_and_nothing_overlaps():
    assert list(FORMULAS) == list(LESSONS)
    page = formula_sheet()
    boxes = [text.get_window_extent() for text in page.texts]
    room = page.bbox
    assert all(box.x0 >= room.x0 and box.x1 <= room.x1 and box.y0 >= 0.03 * room.y1 for box in boxes)
    apart = 1.5  # pixels of 1/100 inch that letters may share, since their boxes are larger than they are
    for place, a in enumerate(boxes):
        for b in boxes[place + 1 :]:
            wide = min(a.x1, b.x1) - max(a.x0, b.x0)
            high = min(a.y1, b.y1) - max(a.y0, b.y0)
            assert wide <= apart or high <= 3 * apart
