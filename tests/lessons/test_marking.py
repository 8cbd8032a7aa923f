"""Marking a class: right, rounded and wrong answers, statistics of questions, and every mistake of the files."""

import csv
import io
import json
import sys

import numpy as np
import pytest

from linkbudget.cli import main
from linkbudget.errors import InputError
from linkbudget.lessons.bank import sheet
from linkbudget.lessons.marking import discrimination, mark
from linkbudget.lessons.worksheets import SCHEMA

LESSONS, SEED, COUNT = [1], 7, 3


def exercises(copy: int):
    return sheet(LESSONS, SEED, copy, COUNT)


@pytest.fixture
def key(tmp_path):
    def question(number, one):
        said = {"number": number, "kind": one.kind.name, "seed": one.seed, "text": one.text, "answer": one.answer}
        return said | {"tolerance": one.tolerance, "unit": one.kind.unit, "wrong_answers": []}

    copies = [
        {"copy": copy, "questions": [question(place, one) for place, one in enumerate(exercises(copy), start=1)]}
        for copy in (1, 2, 3)
    ]
    file = tmp_path / "key.json"
    file.write_text(json.dumps({"schema": SCHEMA, "copies": copies}), encoding="utf-8")
    return file


def answers(tmp_path, *rows: str, heads: str = "pupil,copy,1,2,3"):
    file = tmp_path / "answers.csv"
    file.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
    return file


def right(copy: int) -> list[str]:
    return [repr(one.answer) for one in exercises(copy)]


def test_right_rounded_and_wrong_answers(tmp_path, key):
    first, second = exercises(1), exercises(2)
    rounded = [f"{one.answer:.3g} {one.kind.unit}" for one in first]
    mistake, _ = second[0].wrong_answers[0]
    file = answers(tmp_path, f"Ada,1,{','.join(rounded)}", f'"Bo, jr.",2,{mistake!r},12 kg,')
    found = mark(file, key)
    assert [one.state for one in found.pupils[0].marks] == ["right"] * 3
    assert [one.state for one in found.pupils[1].marks] == ["mistake", "unit", "unread"]
    assert found.pupils[1].name == "Bo, jr."
    assert found.absent == (3,)
    assert [one.share_right for one in found.items] == [0.5, 0.5, 0.5]
    assert found.items[0].mistakes == 1
    assert found.items[0].mistake == second[0].wrong_answers[0][1]


def test_discrimination_is_the_correlation_with_the_rest():
    generator = np.random.default_rng(1962)
    ability = generator.normal(size=4000)
    right = (ability[:, None] + generator.normal(size=(4000, 6)) > 0.0).astype(float)
    right[:, 5] = generator.random(4000) > 0.5  # a question that has nothing to do with the others
    assert discrimination(right, 0) == pytest.approx(np.corrcoef(right[:, 0], right[:, 1:].sum(axis=1))[0, 1])
    assert discrimination(right, 0) > 0.4
    assert abs(discrimination(right, 5)) < 0.05
    assert np.isnan(discrimination(np.ones((5, 3)), 0))


@pytest.mark.parametrize(
    ("rows", "heads", "message"),
    [
        ([",1,1,2,3"], "pupil,copy,1,2,3", "line 2: no pupil; expected a name"),
        (["Ada,9,1,2,3"], "pupil,copy,1,2,3", "line 2: copy '9'; expected one of the key, 1 to 3"),
        (["Ada,x,1,2,3"], "pupil,copy,1,2,3", "copy 'x'"),
        (["Ada,1,1,2,3", "Bo,1,1,2,3"], "pupil,copy,1,2,3", "line 3: copy 1 is also that of 'Ada'"),
        (["Ada,1,1,2"], "pupil,copy,1,2", "line 1: no heading '3'; expected pupil, copy and 1 to 3"),
        (["Ada,1,1,2,3,4"], "pupil,copy,1,2,3", "line 2: 6 cells; expected 5"),
        ([], "pupil,copy,1,2,3", "no answers; expected a row a pupil"),
    ],
)
def test_a_mistake_in_the_answers_is_one_line(tmp_path, key, rows, heads, message):
    with pytest.raises(InputError, match=r"^[^\n]*$") as mistake:
        mark(answers(tmp_path, *rows, heads=heads), key)
    assert message in str(mistake.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": "other"}, "schema 'other'; expected"),
        ({"copies": []}, "not the key.json of a worksheet"),
        ({"copies": None}, "not the key.json of a worksheet"),
        ({"copies": [{"copy": 1, "questions": []}]}, "not the key.json of a worksheet"),
    ],
)
def test_a_mistake_in_the_key_is_one_line(tmp_path, key, change, message):
    key.write_text(json.dumps(json.loads(key.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        mark(answers(tmp_path, "Ada,1,1,2,3"), key)


def test_a_key_of_another_version_is_refused(tmp_path, key):
    data = json.loads(key.read_text(encoding="utf-8"))
    data["copies"][0]["questions"][1]["answer"] *= 1.1
    key.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(InputError, match="question 2 is of another version"):
        mark(answers(tmp_path, "Ada,1,1,2,3"), key)


def test_the_command_prints_tables_and_writes_marks(tmp_path, key, capsys, monkeypatch):
    file = answers(tmp_path, f"Ada,1,{','.join(right(1))}", f"Bo,2,{','.join(right(2)[:2])},0", "Cy,3,,,")
    out = tmp_path / "marks.csv"

    def run(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["linkbudget", "mark", str(file), str(key), *words])
        with pytest.raises(SystemExit) as stop:
            main()
        assert stop.value.code == 0
        return capsys.readouterr().out

    assert "3 of 3" in run()
    run("-o", str(out))
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [row["right"] for row in rows] == ["3", "2", "0"]
    questions = list(csv.DictReader(io.StringIO(run("--csv", "--table", "questions"))))
    assert [float(row["share_right"]) for row in questions] == pytest.approx([2 / 3, 2 / 3, 1 / 3])
