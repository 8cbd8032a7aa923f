"""Worksheets: copies, tolerances, the key, and sheets on paper."""

import itertools
import json
import re
import shutil
import subprocess

import pytest

from linkbudget.errors import InputError
from linkbudget.lessons.bank import kind
from linkbudget.lessons.exercise import Kind, Mistake
from linkbudget.lessons.worksheet_files import FORMATS, read_formats, usual_format, worksheet_files
from linkbudget.lessons.worksheets import SCHEMA, Copy, Question, Worksheet, key_parts, worksheet
from tests.lessons.drawn import DRAWN, negative_question, questions, with_signs


def test_the_same_seed_gives_the_same_bytes_in_every_format():
    again = worksheet((1,), seed=7, copies=3, count=6)
    assert worksheet_files(DRAWN, FORMATS) == worksheet_files(again, FORMATS)
    other = worksheet((1,), seed=8, copies=3, count=6)
    for name, content in worksheet_files(other, FORMATS).items():
        assert content != worksheet_files(DRAWN, FORMATS)[name]


def test_copies_have_the_same_kinds_and_other_values():
    names = [[one.exercise.kind.name for one in copy.questions] for copy in DRAWN.copies]
    assert names[0] == names[1] == names[2]
    texts = {tuple(one.text for one in copy.questions) for copy in DRAWN.copies}
    assert len(texts) == 3


def test_no_two_questions_of_a_copy_are_alike():
    drawn = worksheet((1,), seed=7, copies=10, count=12)
    for copy in drawn.copies:
        assert len({one.text for one in copy.questions}) == 12
        for one in copy.questions:
            assert one.exercise.kind.exercise(one.exercise.seed).text == one.text


def test_intervals_of_answers_do_not_meet():
    for question in questions(worksheet((1,), seed=3, copies=20, count=3)):
        intervals = sorted(
            (one.answer - one.tolerance, one.answer + one.tolerance) for one in (question, *question.wrong_answers)
        )
        assert all(high < low for (_, high), (low, _) in itertools.pairwise(intervals)), question.text


def test_a_wrong_answer_near_the_right_one_gets_a_tolerance_that_stops_short_of_it():
    usual = kind("dbm-to-watts")
    near = Mistake(lambda given, right: 1.0206 * right, "a slip of two parts in a hundred")
    question = Question(1, _changed(usual, mistakes=(near,)).exercise(1))
    (wrong,) = question.wrong_answers
    assert wrong.answer - wrong.tolerance > question.answer + question.tolerance
    assert wrong.tolerance == pytest.approx(0.0102 * question.answer, rel=0.05)


def test_wrong_answers_far_smaller_than_the_right_one_have_a_tolerance_of_their_own_size():
    question = next(one for one in questions(DRAWN) if one.exercise.kind.name == "dbm-to-watts")
    for wrong in question.wrong_answers:
        assert wrong.tolerance == pytest.approx(0.01 * wrong.answer, rel=1e-3)


def test_the_key_has_what_marking_needs():
    key = DRAWN.key()
    assert (key["schema"], key["seed"], key["lessons"]) == (SCHEMA, 7, [1])
    assert [copy["copy"] for copy in key["copies"]] == [1, 2, 3]
    for copy in key["copies"]:
        for number, said in enumerate(copy["questions"], start=1):
            made = kind(said["kind"]).exercise(said["seed"])
            assert said["number"] == number
            assert said["text"] == made.text
            assert said["answer"] == pytest.approx(made.answer, rel=1e-8)
            assert said["tolerance"] == pytest.approx(made.tolerance, rel=1e-3)
            assert said["unit"] == made.kind.unit
            assert made.mark(repr(said["answer"])).is_right
            for wrong in said["wrong_answers"]:
                assert made.mark(repr(wrong["answer"])).says == wrong["says"]
    assert json.loads(worksheet_files(DRAWN, [])["key.json"]) == key


def test_answers_by_hand_stand_in_the_key():
    """Twenty decibels above a milliwatt are 0.1 W; a voltage twice as high is 6.02 dB."""
    watts = Question(1, _with(kind("dbm-to-watts"), power_level="20 dBm"))
    ratio = Question(2, _with(kind("voltage-ratio"), ratio="2"))
    assert (watts.answer, watts.answer_text) == (0.1, "0.1 W ± 0.001 W")
    assert ratio.answer == pytest.approx(6.0206, abs=1e-4)
    assert ratio.answer_text == "6.0 dB ± 0.1 dB"
    assert [round(one.answer, 4) for one in ratio.wrong_answers] == [3.0103, 13.8629]


def test_the_table_of_the_key_has_every_answer_once():
    _, *tables = key_parts(DRAWN)
    rows = [[row[1:] for row in table.rows] for table in tables]
    for copy in DRAWN.copies:
        shown = [text for table in rows for text in table[copy.number - 1]]
        assert shown == [one.exercise.answer_text.split(" ")[0] for one in copy.questions]


def test_numbers_of_copies_and_questions_have_ends():
    for wrong in ({"copies": 0}, {"copies": 10_000}, {"count": 0}, {"count": 101}):
        with pytest.raises(InputError, match="expected a whole number from 1 to"):
            worksheet((1,), seed=1, **wrong)


def test_formats_are_known_by_name():
    assert read_formats(["Moodle", "QTI", "moodle"]) == ["moodle", "qti"]
    assert read_formats([]) == [usual_format()]
    with pytest.raises(InputError, match="did you mean 'moodle'"):
        read_formats(["moodel"])


def test_without_typst_html_is_usual_and_pdf_says_what_to_install(monkeypatch):
    monkeypatch.setattr("linkbudget.lessons.worksheet_files.has_typst", lambda: False)
    assert usual_format() == "html"
    with pytest.raises(InputError, match=r"deepspace-linkbudget\[teach\]"):
        read_formats(["pdf"])


# ---------------------------------------------------------------- paper


def test_pages_need_nothing_from_elsewhere_and_have_every_question():
    made = worksheet_files(DRAWN, ["html"])
    for name in ("sheets.html", "solutions.html", "key.html"):
        page = made[name].decode()
        assert not re.search(r"https?:|<link|<script|src=|url\(|@import", page)
    sheets, solutions = made["sheets.html"].decode(), made["solutions.html"].decode()
    for copy in DRAWN.copies:
        assert f"seed 7 · copy {copy.number}" in sheets
        assert f"seed 7 · copy {copy.number}" in solutions
    assert sheets.count('class="question"') == solutions.count('class="question"') == 18
    assert "break-before: page" in sheets


def test_sheets_have_no_answers_and_solutions_have_all():
    made = worksheet_files(DRAWN, ["markdown"])
    sheets, solutions = made["sheets.md"].decode(), made["solutions.md"].decode()
    assert "±" not in sheets
    assert "Source" not in sheets
    for question in questions(DRAWN):
        assert f"**Answer: {question.answer_text}**" in solutions.replace("\xa0", " ").replace("−", "-")
        assert f"> Source: {question.source}" in solutions


def test_signs_of_markup_are_text_on_every_sheet():
    drawn = Worksheet((1,), 1, (Copy(1, (Question(1, with_signs()),)),))
    made = worksheet_files(drawn, ["html", "markdown"])
    assert "a &lt;b&gt; &amp; *c* #d $e$ \\f" in made["sheets.html"].decode()
    assert r"a \<b\> & \*c\* #d \$e$ \\f" in made["sheets.md"].decode()


def test_a_minus_on_paper_is_a_minus_sign_and_a_power_of_ten_is_raised():
    drawn = Worksheet((1,), 1, (Copy(1, (negative_question(),)),))
    solutions = worksheet_files(drawn, ["html"])["solutions.html"].decode()
    assert "Answer: −20.0\xa0dBm ± 0.1\xa0dB" in solutions


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="reads PDF")
def test_pdf_has_the_questions_and_each_copy_begins_on_a_sheet_of_paper_of_its_own(tmp_path):
    for name, content in worksheet_files(DRAWN, ["pdf"]).items():
        (tmp_path / name).write_bytes(content)
    sheets, solutions = (_pages(tmp_path / name) for name in ("sheets.pdf", "solutions.pdf"))
    for copy in DRAWN.copies:
        first = next(place for place, page in enumerate(sheets, start=1) if f"seed 7 · copy {copy.number} " in page)
        assert first % 2 == 1
        assert "page 1 of " in sheets[first - 1]
    for question in questions(DRAWN):
        assert question.text in _words(sheets)
        assert question.answer_text in _words(solutions)
        assert question.source in _words(solutions)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="reads PDF")
def test_signs_of_markup_are_text_in_pdf(tmp_path):
    drawn = Worksheet((1,), 1, (Copy(1, (Question(1, with_signs()),)),))
    file = tmp_path / "sheets.pdf"
    file.write_bytes(worksheet_files(drawn, ["pdf"])["sheets.pdf"])
    assert r"a <b> & *c* #d $e$ \f = {g } : ~h" in _words(_pages(file))


def _pages(file):
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")


def _words(pages):
    return " ".join(" ".join(pages).replace("−", "-").split())


def _changed(usual: Kind, **changes) -> Kind:
    return Kind(**vars(usual) | changes)


def _with(usual: Kind, **values):
    made = usual.exercise(1)
    return type(made)(usual, made.seed, values)
