"""Questions with letters: answers from what is seen and heard, no order that gives them away, sounds, and marks."""

import io
import json
import re
import wave
from base64 import b64decode

import numpy as np
import pytest

from linkbudget.errors import InputError
from linkbudget.lessons.bank import chosen, kind, kinds, sheet
from linkbudget.lessons.choices import ChoiceKind
from linkbudget.lessons.exercise_media import Medium
from linkbudget.lessons.marking import mark
from linkbudget.lessons.platform_questions import pools
from linkbudget.lessons.worksheet_files import read_formats, worksheet_files, worksheet_notes
from linkbudget.lessons.worksheet_moodle import moodle_files
from linkbudget.lessons.worksheet_qti import qti_files
from linkbudget.lessons.worksheets import Copy, Worksheet, key_parts, question, worksheet
from tests.lessons import moodle, qti

CHOICES = [one for one in kinds().values() if isinstance(one, ChoiceKind)]
HEARD = [one for one in CHOICES if one.has_sounds]
each_choice = pytest.mark.parametrize("of", CHOICES, ids=lambda one: one.name)
OF_FIGURES = (*CHOICES, kind("power-off-a-curve"), kind("threshold-of-slots"))


def of_kinds(*of, copies=3):
    drawn = [
        Copy(n, tuple(question(place, one.exercise(n)) for place, one in enumerate(of, 1)))
        for n in range(1, copies + 1)
    ]
    return Worksheet((8, 10), 1, tuple(drawn))


ALL = of_kinds(*OF_FIGURES)


@each_choice
def test_both_letters_are_right_as_often(of):
    right = [of.exercise(seed).answer for seed in range(200)]
    assert 70 <= right.count("A") <= 130
    assert set(right) == {"A", "B"}


@each_choice
def test_no_two_choices_are_alike(of):
    for exercise in map(of.exercise, range(100)):
        first, second = (float(one) for one in exercise.worked)
        assert first != second
        assert len(set(exercise.parts)) == 2
        assert not re.search("[{}]", exercise.text)
        if of.has_sounds:
            assert exercise.media[0].content != exercise.media[1].content
    assert len({of.exercise(seed).identity for seed in range(100)}) > 8


@each_choice
def test_turning_the_values_round_turns_the_answer(of):
    exercise = of.exercise(5)
    values = dict(exercise.values)
    values[of.of] = ", ".join(reversed(exercise.parts))
    assert type(exercise)(of, "5", values).answer != exercise.answer


@each_choice
def test_letters_are_marked(of):
    exercise = of.exercise(1)
    (wrong,) = exercise.wrong_choices
    for written in (exercise.answer, f" {exercise.answer.lower()}. ", f"({exercise.answer})"):
        assert exercise.mark(written).is_right
    assert exercise.mark(wrong).state == "mistake"
    assert exercise.mark(wrong).says == of.wrong
    assert exercise.mark("").state == exercise.mark("C").state == exercise.mark("AB").state == "unread"
    assert exercise.mark("C").says == "expected A or B"
    *steps, answer, source = exercise.solution()
    assert (answer, source) == (f"Answer: {exercise.answer}", exercise.source)
    assert [line[:2] for line in steps[-2:]] == ["A:", "B:"]


# ---------------------------------------------------------------- sounds


def samples(medium: Medium) -> tuple[np.ndarray, int]:
    with wave.open(io.BytesIO(medium.content)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 1)
        data = np.frombuffer(file.readframes(file.getnframes()), dtype=np.uint8)
        return (data - 128.0) / 127.0, file.getframerate()


def tone(medium: Medium) -> tuple[float, float]:
    """Pitch, and power over that of all else in decibels, by a Fourier transform of the middle."""
    sound, rate = samples(medium)
    sound = sound[800:-800]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(sound.size))) ** 2
    top = int(np.argmax(spectrum))
    own = spectrum[top - 3 : top + 4].sum()
    return top * rate / sound.size, 10.0 * np.log10(own / (spectrum.sum() - own))


def test_the_weaker_carrier_is_weaker_in_the_same_noise():
    for exercise in map(kind("weaker-carrier").exercise, range(8)):
        heard = [tone(one) for one in exercise.media]
        assert [ratio for _, ratio in heard] == pytest.approx([float(one) for one in exercise.worked], abs=0.5)
        assert exercise.answer == "AB"[int(np.argmin([ratio for _, ratio in heard]))]


def test_what_moves_away_is_heard_lower():
    for exercise in map(kind("receding-carrier").exercise, range(8)):
        pitches = [tone(one)[0] for one in exercise.media]
        speeds = [float(one.split(" ")[0]) for one in exercise.parts]
        frequency = float(exercise.values["frequency"].split(" ")[0]) * 1e6
        shifts = [-speed * 1e3 / 299_792_458.0 * frequency for speed in speeds]
        assert pitches == pytest.approx([1500.0 + shift for shift in shifts], abs=1.5)
        assert exercise.answer == "AB"[int(np.argmax(speeds))]


@pytest.mark.parametrize("of", HEARD, ids=lambda one: one.name)
def test_no_sample_is_cut(of):
    for exercise in map(of.exercise, range(5)):
        for medium in exercise.media:
            sound, _ = samples(medium)
            assert 0.3 < np.abs(sound).max() < 0.995


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("weaker-carrier", ["sound-1d6cb2806bd4.wav", "sound-52b5e0f23235.wav"]),
        ("receding-carrier", ["sound-a0548a3d1cbb.wav", "sound-932beb3aeaf1.wav"]),
        ("picture-of-fewer-bits", ["figure-903d696ae3bf.svg"]),
        ("power-off-a-curve", ["figure-05ede4548176.svg"]),
    ],
)
def test_media_of_a_seed_are_the_same_on_every_machine(name, files):
    assert [medium.name for medium in kind(name).exercise(1).media] == files


# ---------------------------------------------------------------- sheets


def test_sheets_have_sounds_only_where_they_are_wanted_and_the_rest_is_the_same():
    silent, loud = sheet([8], 3, 1, 9), sheet([8], 3, 1, 9, sounds=True)
    assert not any(one.kind.has_sounds for one in silent)
    kept = [one.kind.name for one in loud if not one.kind.has_sounds]
    assert any(one.kind.has_sounds for one in loud)
    assert set(kept) < {one.kind.name for one in silent}
    assert worksheet([8], 3, copies=2, count=9) == worksheet([8], 3, copies=2, count=9)
    assert {one.name for one in chosen([8]) if one.has_sounds} == {one.name for one in HEARD}


def test_paper_refuses_sounds():
    for name in ("pdf", "markdown"):
        with pytest.raises(InputError, match=f"--sounds: {name} plays none"):
            read_formats(["html", name], sounds=True)
    assert read_formats([], sounds=True) == ["html"]
    assert read_formats(["moodle", "html"], sounds=True) == ["moodle", "html"]


def test_pages_hold_figures_and_sounds():
    page = worksheet_files(ALL, ["html"])["sheets.html"].decode()
    sounds = re.findall(r'<audio controls src="data:audio/wav;base64,([^"]+)"', page)
    wanted = [
        medium.content for copy in ALL.copies for one in copy.questions for medium in one.media if medium.is_sound
    ]
    assert [b64decode(one) for one in sounds] == wanted
    assert page.count("<svg ") == 3 * 4
    assert "Answer (A or B)" in page
    assert not re.search(r"https?:|<link|<script|url\(|@import", page)


def test_markdown_has_figures_beside():
    drawn = of_kinds(*[one for one in OF_FIGURES if not one.has_sounds])
    files = worksheet_files(drawn, ["markdown"])
    named = re.findall(r"!\[[^]]*\]\(([^)]+)\)", files["sheets.md"].decode())
    assert len(named) == 3 * 4
    assert set(named) == {name for name in files if name.endswith(".svg")}
    assert all(files[name].startswith(b"<svg ") for name in named)


def test_moodle_reads_choices_and_files():
    found = {one.name: one for one in moodle.read_xml(moodle_files(ALL)["moodle.xml"])}
    assert len(found) == sum(len(pool.questions) for pool in pools(ALL))
    for pool in pools(ALL):
        for copy, one in pool.questions:
            read = found[f"{one.exercise.kind.name}, seed 1, copy {copy}, question {one.number}"]
            assert read.files == {medium.name: medium.content for medium in one.media}
            assert one.source in read.general_feedback
            if read.is_choice:
                assert read.mark(one.answer)[0] == 100.0
                (wrong,) = one.exercise.wrong_choices
                fraction, says = read.mark(wrong)
                assert (fraction, one.exercise.kind.wrong in says) == (0.0, True)


def test_items_show_files_and_mark_letters():
    items, _ = qti.read_package(qti_files(ALL)["qti.zip"])
    for copy in ALL.copies:
        for one in copy.questions:
            item = items[f"copy-{copy.number:03d}-question-{one.number:02d}"]
            if not isinstance(one.exercise.kind, ChoiceKind):
                assert qti.mark(item, one.answer)[0] == 1.0
                continue
            letters = [each.get("identifier") for each in item.iter(f"{qti.ITEMS}simpleChoice")]
            assert letters == ["A", "B"]
            assert qti.mark(item, one.answer)[0] == 1.0
            score, (says, solution) = qti.mark(item, one.exercise.wrong_choices[0])
            assert (score, one.exercise.kind.wrong in says, f"Answer: {one.answer}" in solution) == (0.0, True, True)
            assert qti.mark(item, None)[0] == 0.0


def test_gift_leaves_out_files_and_says_so():
    names = ", ".join(one.name for one in OF_FIGURES[:-1])
    note = f"GIFT has no figures and sounds; left out: questions of {names} and {OF_FIGURES[-1].name}"
    assert worksheet_notes(ALL, ["gift"]) == [note]
    assert worksheet_files(ALL, ["gift"])["gift.txt"] == b""


def test_a_class_is_marked_by_letters(tmp_path):
    (tmp_path / "key.json").write_bytes(worksheet_files(ALL, [])["key.json"])
    first, second = ALL.copies[0].questions, ALL.copies[1].questions
    right = [str(one.answer) for one in first]
    other = [one.exercise.wrong_choices[0] if isinstance(one.exercise.kind, ChoiceKind) else "" for one in second]
    rows = [
        f"pupil,copy,{','.join(str(one.number) for one in first)}",
        f"Ada,1,{','.join(right)}",
        f"Bo,2,{','.join(other)}",
    ]
    (tmp_path / "answers.csv").write_text("\n".join(rows))
    found = mark(tmp_path / "answers.csv", tmp_path / "key.json")
    assert found.pupils[0].right == len(first)
    assert [one.state for one in found.pupils[1].marks] == ["mistake"] * len(CHOICES) + ["unread"] * 2
    assert found.items[0].mistake == CHOICES[0].wrong


def test_a_key_with_other_values_is_refused(tmp_path):
    key = json.loads(worksheet_files(ALL, [])["key.json"])
    key["copies"][0]["questions"][0]["values"]["cn0"] = "1 dBHz, 2 dBHz"
    (tmp_path / "key.json").write_text(json.dumps(key))
    (tmp_path / "answers.csv").write_text("pupil,copy,1\nAda,1,A\n")
    with pytest.raises(InputError, match="question 1 is of another version"):
        mark(tmp_path / "answers.csv", tmp_path / "key.json")


def test_the_key_has_letters():
    said = ALL.key()["copies"][0]["questions"][0]
    assert said["choices"] == ["A", "B"]
    assert {said["answer"], said["wrong_answers"][0]["answer"]} == {"A", "B"}
    assert [row[1] for row in key_parts(ALL)[1].rows] == [copy.questions[0].answer for copy in ALL.copies]


def test_questions_with_the_same_words_are_two_where_their_figures_differ():
    drawn = worksheet([10], 2, copies=1, count=30)
    seen = [one.exercise.identity for one in drawn.copies[0].questions]
    assert len(set(seen)) == len(seen)
