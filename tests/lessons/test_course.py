"""The lessons as text: their parts, their reading level, and no word before the lesson that explains it."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from linkbudget.cli.executed import executed
from linkbudget.lessons.bank import LESSONS, kinds
from linkbudget.lessons.course import QUESTIONS, SECTIONS, all_lessons, first_lessons, lesson
from linkbudget.lessons.figures import names
from linkbudget.link.plain_latex import unknown_macros

DOCS = Path(__file__).parents[2] / "docs"
ALL = all_lessons()

MOST_WORDS = 15.0
"""Words of a sentence on average: NL 10605.101 of the US Social Security asks for 15 to 20."""

LONGEST = 34
"""Words of the longest sentence."""

HIGHEST_ARI = 8.0
"""Automated Readability Index: school year of a reader, of whom the course asks for the tenth.

E. A. Smith and R. J. Senter, Automated Readability Index, AMRL-TR-66-220 (1967).
"""

NAMES_WHAT_COMES = {SECTIONS[0], SECTIONS[-1]}
"""Sections that may name words before they are explained."""

EVERYDAY = {"evidence", "status", "acquisition", "source", "track"}
"""Words of the glossary that lessons use in their everyday meaning."""


def words_of(text: str) -> str:
    """The running text of a lesson: no code, tables, equations, marks or targets of links."""
    left_out = (r"^#[^\n]*$", r"^```.*?^```$", r"\$\$.*?\$\$", r"^\|[^\n]*$", r"^\{(?:figure|exercise)[^}]*\}$")
    text = re.sub("|".join(left_out), "", text, flags=re.M | re.S)
    text = re.sub(r"\{\{.*?\}\}", "7", text, flags=re.S)
    return re.sub(r"`[^`]*`|\$[^$\n]+\$", "x", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text))


def sentences_of(text: str) -> list[str]:
    """Sentences, those of lists and headings too, that have four words or more."""
    blocks = re.split(r"\n\s*\n|\n(?=\s*[-#>\d]+[.)]? )|^\{\w+\}$", words_of(text), flags=re.M)
    found = [one for block in blocks for one in re.split(r"(?<=[.!?:;])\s+", " ".join(block.split()))]
    return [one for one in found if len(re.findall(r"[A-Za-z]{2,}", one)) >= 4]


def first_place(word: str, text: str) -> tuple[int, bool]:
    """The first place of a word, whatever its capitals and its ending (-1: nowhere), and whether it is bold there."""
    pattern = rf"(\*\*)?(?<![\w-]){re.escape(word)}(?:e?s)?(?![\w-])"
    found = re.search(pattern, " ".join(text.split()), re.IGNORECASE)
    return (found.start(), bool(found[1])) if found else (-1, False)


def test_every_lesson_of_the_bank_has_a_text():
    assert [one.number for one in ALL] == list(LESSONS)
    assert len({one.name for one in ALL}) == len(LESSONS)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_a_lesson_has_all_its_parts(one):
    assert one.text.startswith(f"# Lesson {one.number}: {one.title}\n")
    assert tuple(one.sections) == SECTIONS
    assert 3 <= len(one.aims) <= 5
    assert one.sections["The picture"].startswith("{figure ")
    assert one.equations
    assert len(re.findall(r"^\*\*.+?[.?!]”?\"?\*\* ", one.sections["Three things people get wrong"], re.M)) == 3
    assert re.search(r"^\$ linkbudget ", one.sections["In one line"], re.M)
    exercises = re.split(r"^### ", one.sections["Exercises"], flags=re.M)[1:]
    assert [text.partition("\n")[0] for text in exercises] == [f"{n}. {name}" for n, name in enumerate(QUESTIONS, 1)]
    for text in exercises:
        assert len(re.findall(r"^\{solution\}$|^\{exercise ", text, re.M)) == 1, text[:40]
    assert "{figure " in exercises[1] or "{exercise " in exercises[1] or one.figures, "nothing to read off"


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_marks_of_a_lesson_name_what_there_is(one):
    assert {name for name, _ in one.figures} <= set(names())
    assert all(len(words) > 40 for _, words in one.figures), "words for who cannot see the figure"
    assert all(exercise.kind.lesson == one.number and exercise.text for exercise in one.exercises)
    left = one.shown(lambda name, words: "", lambda exercise: "", lambda text: text)
    assert not re.search(r"^\{(?!\{)|^\}", left, re.M)
    equations = [
        *one.equations,
        *re.findall(r"(?<![\w$])\$(?! )([^$\n]+?)\$", re.sub(r"```.*?```", "", one.text, flags=re.S)),
    ]
    assert not {macro for equation in equations for macro in unknown_macros(equation)}


def test_every_figure_is_in_a_lesson():
    assert set(names()) == {name for one in ALL for name, _ in one.figures}


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_links_of_a_lesson_lead_somewhere(one):
    lessons = {f"{each.name}.md" for each in ALL}
    for target in re.findall(r"\]\(([^)#\s]+?)(?:#[^)]*)?\)", one.text):
        assert target in lessons or (DOCS / "learn" / "lessons" / target).resolve().is_file() or "gallery/" in target


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_a_lesson_reads_easily(one):
    sentences = sentences_of(one.text)
    words = [re.findall(r"[\w'’-]+", sentence) for sentence in sentences]
    counts = [len(each) for each in words]
    letters = sum(len(word) for each in words for word in each)
    longest = sentences[counts.index(max(counts))]
    assert max(counts) <= LONGEST, longest
    assert sum(counts) / len(counts) <= MOST_WORDS
    index = 4.71 * letters / sum(counts) + 0.5 * sum(counts) / len(counts) - 21.43
    assert index <= HIGHEST_ARI


def glossary() -> set[str]:
    """Terms of the glossary, each with its other name in parentheses."""
    heads = re.findall(r"^([^\n:#|<`].*)\n: ", (DOCS / "lookup" / "glossary.md").read_text(encoding="utf-8"), re.M)
    return {name.strip() for head in heads for name in re.split(r"[(),]", head.lower()) if name.strip()}


def test_no_word_stands_before_the_lesson_that_explains_it():
    explained = first_lessons()
    early = []
    for one in ALL:
        told = [text for title, text in one.sections.items() if title not in NAMES_WHAT_COMES]
        text = words_of("\n\n".join([one.text.partition("\n")[2].partition("\n## ")[0], *told]))
        for word in sorted({*explained, *glossary()} - EVERYDAY):
            place, is_bold = first_place(word, text)
            if place < 0 or explained.get(word, 99) < one.number or (explained.get(word) == one.number and is_bold):
                continue
            early.append(f"{one.name}: {word!r}, explained in lesson {explained.get(word)}")
    assert not early


EXPLAINED_IN_THE_QUESTION = {
    ("filter-and-noise", "noise"),
    ("filter-and-noise", "bandwidth"),
    ("power-of-amplitude-modulation", "modulation index"),
    ("doppler-drift", "satellite pass"),  # the verb
    *((name, "pixel") for name in ("slots-of-pixel", "width-of-pulse", "energy-over-noise-of-pulse")),
}
"""Kinds of exercises and a word of a later lesson that the question itself, or its lesson in passing, explains."""


def test_no_exercise_needs_a_word_of_a_later_lesson():
    early = {
        (one.name, word)
        for one in kinds().values()
        for word, lesson in first_lessons().items()
        if lesson > one.lesson and first_place(word, re.sub(r"\{\w+\}", "7", f"{one.text} {one.hint}"))[0] >= 0
    }
    assert early == EXPLAINED_IN_THE_QUESTION


def test_a_word_is_explained_once():
    first = [(word.lower(), one.number) for one in ALL for word in one.words]
    twice = [word for word, number in first if first_lessons()[word] != number]
    assert not twice


def test_bold_words_are_words():
    assert not [word for word in first_lessons() if len(word.split()) > 4]


@pytest.mark.parametrize(("number", "message"), [(0, "from 1 to 12"), (13, "from 1 to 12")])
def test_lesson_that_is_not_there(number, message):
    with pytest.raises(Exception, match=message):
        lesson(number)


def test_values_of_a_lesson_are_computed_where_it_is_shown():
    pieces = executed("```python hide\nx = 4.44e-8\n```\nIt is {{ x:.2e }} W.\n")
    assert "4.44·10⁻⁸ W" in pieces[-1].text.replace("\N{NO-BREAK SPACE}", " ")


def test_lessons_are_in_order_of_their_words():
    assert all(a.number < b.number for a, b in pairwise(ALL))
