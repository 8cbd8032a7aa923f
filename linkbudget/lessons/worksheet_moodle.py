"""Worksheets as Moodle XML: numerical questions and choices, in a category a lesson and, within it, one a question.

Moodle's tolerance is absolute and exact where it is missing, so that each answer has its own.  The first answer that
matches counts: the right one, then common mistakes with their feedback, then ``*`` for all others.  Figures and sounds
are files in the text of their question.
"""

from html import escape
from xml.etree import ElementTree

from linkbudget.lessons.platform_questions import (
    RIGHT,
    asked,
    exact_number,
    media_html,
    not_right,
    perhaps,
    pools,
    question_name,
    solution_html,
)
from linkbudget.lessons.worksheets import ChoiceQuestion, Question, SomeQuestion, Worksheet

FILE = "moodle.xml"
"""Name of the file."""

NO_UNIT = "3"
"""Of ``showunits``: the unit is not typed."""

PENALTY = "0.3333333"
"""Share of the mark that another try costs, where the quiz allows one."""


def moodle_files(drawn: Worksheet) -> dict[str, bytes]:
    """The file for import."""
    quiz = ElementTree.Element("quiz")
    for pool in pools(drawn):
        _enter_category(quiz, pool.category)
        for copy, question in pool.questions:
            _enter_question(quiz, question_name(drawn, copy, question), question)
    ElementTree.indent(quiz)
    return {FILE: ElementTree.tostring(quiz, encoding="utf-8", xml_declaration=True) + b"\n"}


def _enter_category(quiz: ElementTree.Element, names: tuple[str, ...]) -> None:
    element = ElementTree.SubElement(quiz, "question", type="category")
    path = "/".join(name.replace("/", "//") for name in names)  # a slash in a name is doubled
    _text(element, "category", f"$course$/top/{path}")


def _enter_question(quiz: ElementTree.Element, name: str, question: SomeQuestion) -> None:
    kind = "multichoice" if isinstance(question, ChoiceQuestion) else "numerical"
    element = ElementTree.SubElement(quiz, "question", type=kind)
    _text(element, "name", name)
    shown = media_html(question.media, lambda one: f"@@PLUGINFILE@@/{one.name}")
    _html(element, "questiontext", f"{_paragraphs(question.text)}{shown}{_paragraphs(asked(question))}")
    for one in question.media:
        file = ElementTree.SubElement(element[-1], "file", name=one.name, path="/", encoding="base64")
        file.text = one.base64
    _html(element, "generalfeedback", solution_html(question))
    for tag, value in (("defaultgrade", "1"), ("penalty", PENALTY), ("hidden", "0")):
        ElementTree.SubElement(element, tag).text = value
    if isinstance(question, ChoiceQuestion):
        _enter_choices(element, question)
    else:
        _enter_numbers(element, question)
    if question.exercise.kind.hint:
        _html(element, "hint", _paragraphs(question.exercise.kind.hint))


def _enter_choices(element: ElementTree.Element, question: ChoiceQuestion) -> None:
    for tag, value in (("single", "true"), ("shuffleanswers", "false"), ("answernumbering", "none")):
        ElementTree.SubElement(element, tag).text = value
    for letter in question.choices:
        is_right = letter == question.answer
        answer = ElementTree.SubElement(element, "answer", fraction="100" if is_right else "0", format="html")
        ElementTree.SubElement(answer, "text").text = letter
        _html(answer, "feedback", _paragraphs(RIGHT if is_right else perhaps(question.exercise.kind.wrong)))


def _enter_numbers(element: ElementTree.Element, question: Question) -> None:
    _enter_answer(element, "100", exact_number(question.answer), question.tolerance, RIGHT)
    for wrong in question.wrong_answers:
        _enter_answer(element, "0", exact_number(wrong.answer), wrong.tolerance, perhaps(wrong.says))
    _enter_answer(element, "0", "*", 0.0, not_right(question))
    ElementTree.SubElement(element, "unitgradingtype").text = "0"
    ElementTree.SubElement(element, "unitpenalty").text = "0.1"
    ElementTree.SubElement(element, "showunits").text = NO_UNIT
    ElementTree.SubElement(element, "unitsleft").text = "0"


def _enter_answer(element: ElementTree.Element, fraction: str, number: str, tolerance: float, says: str) -> None:
    answer = ElementTree.SubElement(element, "answer", fraction=fraction, format="moodle_auto_format")
    ElementTree.SubElement(answer, "text").text = number
    _html(answer, "feedback", _paragraphs(says))
    ElementTree.SubElement(answer, "tolerance").text = exact_number(tolerance)


def _text(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(ElementTree.SubElement(parent, tag), "text").text = text


def _html(parent: ElementTree.Element, tag: str, html: str) -> None:
    _text(parent, tag, html)
    parent[-1].set("format", "html")


def _paragraphs(*texts: str) -> str:
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)
