"""``linkbudget worksheet``: files of each format, all or none, and mistakes as one line."""

import json
import os

import pytest

SHORT = ("worksheet", "--lessons", "1", "--count", "2", "--copies", "2")


def test_sheets_for_a_class_are_written_and_named(command, tmp_path):
    folder = tmp_path / "sheets"
    status, out, err = command(*SHORT, "--seed", "7", "--format", "html", "--format", "moodle", "-o", str(folder))
    assert (status, err) == (0, "")
    names = {"moodle.xml", "sheets.html", "solutions.html", "key.html", "key.json"}
    assert set(os.listdir(folder)) == names
    assert sorted(out.splitlines()) == sorted(str(folder / name) for name in names)
    key = json.loads((folder / "key.json").read_text(encoding="utf-8"))
    assert key["seed"] == 7
    assert [len(copy["questions"]) for copy in key["copies"]] == [2, 2]


def test_without_a_format_there_is_a_pdf(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command(*SHORT)[0] == 0
    assert (tmp_path / "sheets" / "sheets.pdf").read_bytes().startswith(b"%PDF-")


def test_other_files_of_the_folder_stay(command, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    assert command(*SHORT, "--format", "markdown", "-o", str(tmp_path))[0] == 0
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert (tmp_path / "sheets.md").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--lessons", "99"), "lessons '99': expected numbers from 1 to 12"),
        (("--lessons", "one"), "lessons 'one': expected numbers from 1 to 12"),
        ((), "--lessons"),
        (("--lessons", "1", "--seed", "seven"), "'--seed': Input should be a valid integer"),
        (("--lessons", "1", "--copies", "many"), "'--copies': Input should be a valid integer"),
        (("--lessons", "1", "--copies", "0"), "copies 0: expected a whole number from 1 to 1000"),
        (("--lessons", "1", "--format", "word"), "--format = 'word': expected one of pdf, html"),
    ],
)
def test_a_mistake_is_one_line_and_nothing_is_written(command, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    status, out, err = command("worksheet", *words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert said in err
    assert os.listdir(tmp_path) == []


def test_a_file_in_the_place_of_the_folder_is_refused(command, tmp_path):
    place = tmp_path / "sheets"
    place.write_text("mine")
    status, _, err = command(*SHORT, "--format", "html", "-o", str(place))
    assert (status, err.count("\n")) == (2, 1)
    assert "is a file; expected a folder" in err
    assert place.read_text() == "mine"
