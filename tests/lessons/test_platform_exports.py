"""Questions for learning platforms, read back by readers of their own and marked."""

import importlib
import re
import warnings

import pytest

from linkbudget.lessons.platform_questions import pools
from linkbudget.lessons.worksheet_files import worksheet_notes
from linkbudget.lessons.worksheet_gift import gift_files
from linkbudget.lessons.worksheet_moodle import moodle_files
from linkbudget.lessons.worksheet_qti import qti_files
from linkbudget.lessons.worksheets import Copy, Question, Worksheet
from tests.lessons import moodle, qti
from tests.lessons.drawn import DRAWN, negative_question, questions, tiny_question, with_signs

MINUS = "\N{MINUS SIGN}"


def of(question: Question) -> Worksheet:
    """A worksheet of one question."""
    return Worksheet((1,), 1, (Copy(1, (question,)),))


def distinct(drawn: Worksheet) -> dict[str, Question]:
    """Questions by name, each text of a place once, as platforms have them."""
    return {
        f"{one.exercise.kind.name}, seed {drawn.seed}, copy {copy}, question {one.number}": one
        for pool in pools(drawn)
        for copy, one in pool.questions
    }


def in_moodle(drawn: Worksheet) -> dict[str, moodle.Numerical]:
    return {one.name: one for one in moodle.read_xml(moodle_files(drawn)["moodle.xml"])}


def in_gift(drawn: Worksheet) -> dict[str, moodle.Numerical]:
    return {one.name: one for one in moodle.read_gift(gift_files(drawn)["gift.txt"].decode())}


READERS = {"moodle": in_moodle, "gift": in_gift}


def rounded_texts(question: Question) -> list[str]:
    """The answer as pupils round it."""
    return [repr(question.answer), f"{question.answer:.4g}", f"{question.answer:.3g}"]


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize("drawn", [DRAWN, of(negative_question())], ids=["three copies", "a level below zero"])
def test_right_rounded_and_wrong_answers_are_marked_as_they_should(read, drawn):
    found = read(drawn)
    assert found.keys() == distinct(drawn).keys()
    for name, question in distinct(drawn).items():
        read_back = found[name]
        for text in rounded_texts(question):
            assert read_back.mark(text)[0] == 100.0, text
        for share in (-0.999, 0.999):
            assert read_back.mark(repr(question.answer + share * question.tolerance))[0] == 100.0
        for share in (-1.01, 1.01):
            assert read_back.mark(repr(question.answer + share * question.tolerance))[0] == 0.0
        for wrong in question.wrong_answers:
            fraction, says = read_back.mark(f"{wrong.answer:.4g}")
            assert fraction == 0.0
            assert wrong.says in says
        fraction, says = read_back.mark("123456.7")
        assert (fraction, question.exercise.kind.hint in says) == (0.0, True)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_every_answer_has_a_tolerance_and_one_star_stands_last(read):
    for one in read(DRAWN).values():
        assert [choice.text == "*" for choice in one.choices] == [False] * (len(one.choices) - 1) + [True]
        assert all(choice.tolerance > 0.0 for choice in one.choices[:-1])
        assert [choice.fraction for choice in one.choices] == [100.0] + [0.0] * (len(one.choices) - 1)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_questions_ask_for_the_unit_and_show_the_solution_afterwards(read):
    found = read(DRAWN)
    for name, question in distinct(DRAWN).items():
        assert f"<p>{question.text}</p>" in found[name].text
        assert f"Type the number in {question.unit}, without the unit." in found[name].text
        assert f"Answer: {question.answer_text}" in found[name].general_feedback
        assert question.source in found[name].general_feedback
        assert found[name].category.startswith("$course$/top/Link budgets/Lesson 1: Decibels and levels/0")


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_no_number_has_a_sign_that_platforms_cannot_read(read):
    (one,) = read(of(negative_question())).values()
    assert one.choices[0].text == "-20.0"
    for text in (one.text, one.general_feedback, *(choice.feedback for choice in one.choices)):
        assert not re.search(f"[{MINUS}\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", text)


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_signs_of_markup_are_read_back_as_they_were(read):
    (one,) = read(of(Question(1, with_signs()))).values()
    signs = r"a &lt;b&gt; &amp; *c* #d $e$ \f = {g } : ~h"
    assert signs in one.text
    assert signs in one.choices[1].feedback
    assert signs in one.choices[-1].feedback


def test_what_pupils_type_is_read_as_by_moodle():
    """The rows that are documented: see the table of its rules."""
    assert moodle.typed("1.5e3") == moodle.typed("1.5x10^3") == 1500.0
    assert moodle.typed("1,5") == 1.5
    assert moodle.typed("1 234.5") == moodle.typed("1,234.5") == 1234.5
    assert moodle.typed(f"{MINUS}126.05") is None
    assert moodle.typed("-126.05 dBW") is None


def test_a_pool_has_each_text_once():
    for pool in pools(DRAWN):
        texts = [question.text for _, question in pool.questions]
        assert len(texts) == len(set(texts))
    shown = {(one.number, one.text) for one in questions(DRAWN)}
    assert sum(len(pool.questions) for pool in pools(DRAWN)) == len(shown)


def test_gift_leaves_out_what_it_cannot_write_and_says_so():
    tiny = of(tiny_question())
    assert gift_files(tiny)["gift.txt"] == b""
    assert worksheet_notes(tiny, ["gift"]) == ["GIFT has no powers of ten; left out: questions of dbm-to-watts"]
    assert worksheet_notes(tiny, ["moodle"]) == worksheet_notes(DRAWN, ["gift"]) == []
    (one,) = in_moodle(tiny).values()
    assert one.mark("1e-13")[0] == one.mark("1.005x10^-13")[0] == 100.0
    assert one.mark("1.02e-13")[0] == one.mark("0")[0] == 0.0
    assert "a power of ten as in 2.5e-13" in one.text


def test_another_reader_of_gift_takes_the_same_answers():
    """It knows no feedback for all other answers, and takes no answer below zero."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its patterns have escapes that Python will refuse one day
        parser = importlib.import_module("pygiftparser.parser")
    text = re.sub(r"^~#.*\n", "", gift_files(DRAWN)["gift.txt"].decode(), flags=re.M)
    found = {one.title: one for one in parser.parseFile(text.splitlines(keepends=True))}
    assert found.keys() == distinct(DRAWN).keys()
    for name, question in distinct(DRAWN).items():
        if all(one.answer > 0.0 for one in question.wrong_answers) and question.answer > 0.0:
            assert found[name].valid
            first, *others = found[name].answers.answers
            assert (first.fraction, first.value, first.tolerance) == (100, question.answer, question.tolerance)
            assert [(one.fraction, one.value) for one in others] == [(0, one.answer) for one in question.wrong_answers]


# ---------------------------------------------------------------- QTI


@pytest.mark.parametrize("drawn", [DRAWN, of(negative_question()), of(tiny_question())], ids=["many", "-20", "1e-13"])
def test_items_mark_right_rounded_and_wrong_answers(drawn):
    items, tests = qti.read_package(qti_files(drawn)["qti.zip"])
    assert len(tests) == len(drawn.copies)
    assert len(items) == len(questions(drawn))
    for copy in drawn.copies:
        for question in copy.questions:
            item = items[f"copy-{copy.number:03d}-question-{question.number:02d}"]
            for text in rounded_texts(question):
                assert qti.mark(item, float(text))[0] == 1.0
            for share, score in ((-0.999, 1.0), (0.999, 1.0), (-1.01, 0.0), (1.01, 0.0)):
                assert qti.mark(item, question.answer + share * question.tolerance)[0] == score
            for wrong in question.wrong_answers:
                score, (says, solution) = qti.mark(item, wrong.answer)
                assert score == 0.0
                assert wrong.says in says
                assert question.answer_text in solution
            assert qti.mark(item, None)[0] == qti.mark(item, 123456.7)[0] == 0.0


def test_items_have_no_tolerance_of_their_own_and_their_text_as_it_is():
    drawn = of(Question(1, with_signs()))
    items, tests = qti.read_package(qti_files(drawn)["qti.zip"])
    (item,), (test,) = items.values(), tests.values()
    assert not [*item.iter(f"{qti.ITEMS}equal")]
    body = "".join(item.find(f"{qti.ITEMS}itemBody").itertext())
    assert r"a <b> & *c* #d $e$ \f = {g } : ~h" in body
    assert [one.get("identifier") for one in test.iter(f"{qti.ITEMS}assessmentItemRef")] == [*items]
