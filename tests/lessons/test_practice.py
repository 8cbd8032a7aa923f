"""Practice: the next exercise, marks, the file of what is known, and the command for people and for programs."""

import io
import json
import sys

import pytest

from linkbudget.cli import main
from linkbudget.errors import InputError
from linkbudget.lessons.bank import LESSONS, kind, kinds, read_lessons, sheet
from linkbudget.lessons.practice import KNOWN, Progress, next_exercise, of_topic


@pytest.fixture
def practice(capsys, monkeypatch, tmp_path):
    def run(typed: str, *words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        command = ["linkbudget", "practice", "--progress", str(tmp_path / "known.json"), *words]
        monkeypatch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return stop.value.code, printed.out, printed.err

    return run


def right_answer(seed: int = 1, asked: int = 0) -> str:
    return repr(kind("power-to-dbm").exercise(f"practice-{seed}-{asked}").answer)


def test_a_right_answer_is_right_with_and_without_its_unit(practice, tmp_path):
    typed = f"{right_answer()}\n{right_answer(asked=1)} dBm\n"
    status, out, _ = practice(typed, "power-to-dbm", "--count", "2")
    assert status == 0
    assert out.count("Right: ") == 2
    assert "2 of 2 right." in out
    assert Progress.read(tmp_path / "known.json").of("power-to-dbm").is_known


def test_a_mistake_is_named_and_the_second_wrong_try_shows_the_solution(practice):
    mistake = float(right_answer()) - 30.0
    status, out, _ = practice(f"h\nwhat\n{mistake}\n999\n", "power-to-dbm", "--count", "1")
    assert status == 0
    assert "Divide by 1 mW" in out
    assert "This is the level in dBW" in out
    assert "P_dBm = 10 log_10 (P/(1 mW))" in out
    assert "0 of 1 right." in out


def test_right_at_the_second_try_counts_as_not_yet_known(practice, tmp_path):
    practice(f"999\n{right_answer()}\n", "power-to-dbm", "--count", "1")
    record = Progress.read(tmp_path / "known.json").of("power-to-dbm")
    assert (record.asked, record.right, record.in_a_row) == (1, 0, 0)


def test_practice_stops_and_goes_on_where_it_ended(practice):
    first = practice("q\n", "1")[1]
    assert practice("", "1")[1].splitlines()[1] == first.splitlines()[1]
    practice(f"{right_answer()}\nq\n", "1")
    assert practice("q\n", "1")[1].splitlines()[1] != first.splitlines()[1]


def test_other_front_ends_get_lines_of_json(practice):
    _, out, _ = practice(f"{right_answer()}\n", "power-to-dbm", "--count", "1", "--json")
    question, mark, end = map(json.loads, out.splitlines())
    assert question["unit"] == "dBm"
    assert mark["right"] is True
    assert mark["answer"] == float(right_answer())
    assert end == {"asked": 1, "right": 1}


def test_figures_and_sounds_are_files_beside_the_progress(practice, tmp_path):
    exercise = kind("weaker-carrier").exercise("practice-1-0")
    (wrong,) = exercise.wrong_choices
    _, out, _ = practice(f"{wrong}\n{exercise.answer}\n", "weaker-carrier", "--count", "1")
    for one in exercise.media:
        file = tmp_path / f"known-sound-{one.letter.lower()}.wav"
        assert f"Open {file}" in out
        assert file.read_bytes() == one.content
    assert f"Right: {exercise.answer}." in out
    assert exercise.kind.wrong[1:] in out
    _, out, _ = practice("", "beam-off-a-pattern", "--json")
    question, _ = map(json.loads, out.splitlines())
    assert question["files"] == [str(tmp_path / "known-figure.svg")]
    assert (tmp_path / "known-figure.svg").read_bytes().startswith(b"<svg")


def test_front_ends_get_the_letters(practice):
    _, out, _ = practice("A\nB\n", "picture-of-fewer-bits", "--count", "1", "--json")
    question, *marks, _ = map(json.loads, out.splitlines())
    assert question["choices"] == ["A", "B"]
    assert marks[-1]["answer"] in ("A", "B")
    assert "tolerance" not in marks[-1]


def test_kinds_come_in_the_order_of_lessons_and_round_again_when_all_are_known():
    progress, of = Progress(), of_topic("1")
    seen = []
    for _ in range(KNOWN * len(of) + 3):
        exercise = next_exercise(of, progress, 1)
        seen.append(exercise.kind.name)
        progress.note(exercise, is_right=True)
    levels = [kind(name).level for name in seen[: KNOWN * len(of)]]
    assert levels == sorted(levels)
    assert set(seen) == {one.name for one in of}


NEGATIVE = '{"format": 1, "kinds": {"a": {"asked": -1, "right": 0, "in_a_row": 0}}}'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not the progress"),
        ('{"format": 9, "kinds": {}}', "format 9; expected 1"),
        ('{"format": 1}', "not the progress"),
        (NEGATIVE, "not the progress"),
    ],
)
def test_a_file_that_is_no_progress_is_one_line_and_stays(practice, tmp_path, content, message):
    file = tmp_path / "known.json"
    file.write_text(content, encoding="utf-8")
    status, out, err = practice("1\n", "1")
    assert (status, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1
    assert file.read_text(encoding="utf-8") == content


def test_an_unknown_topic_names_the_nearest(practice):
    status, _, err = practice("", "nose")
    assert status == 2
    assert "did you mean 'noise'" in err


def test_lessons_are_numbers_and_ranges():
    assert read_lessons("2, 4-6") == [2, 4, 5, 6]
    for wrong in ("0", "13", "5-2", "x", ""):
        with pytest.raises(InputError, match="expected numbers from 1 to 12"):
            read_lessons(wrong)


def test_a_sheet_is_the_same_for_a_seed_and_differs_for_copies():
    one, again, other = sheet([1], 7, 1), sheet([1], 7, 1), sheet([1], 7, 2)
    assert [each.text for each in one] == [each.text for each in again]
    assert [each.kind for each in one] == [each.kind for each in other]
    assert [each.text for each in one] != [each.text for each in other]
    assert {one.lesson for one in kinds().values()} <= set(LESSONS)


def test_values_of_a_seed_are_the_same_on_every_machine():
    exercise = kind("power-to-dbm").exercise("a fixed seed")
    assert exercise.values == {"power": "5.4 mW"}
