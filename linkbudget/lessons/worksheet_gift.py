"""Worksheets as GIFT: numerical questions with absolute tolerances, in categories as for Moodle.

Not every reader of GIFT takes a power of ten, so that numbers are plain decimals.  Questions whose answer would be too
long for that are left out, and so are those with a figure or a sound, as :func:`gift_notes` says.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from html import escape

from linkbudget.formatting import list_text
from linkbudget.lessons.platform_questions import (
    RIGHT,
    asked,
    exact_number,
    not_right,
    perhaps,
    pools,
    question_name,
    solution_html,
)
from linkbudget.lessons.worksheets import Question, SomeQuestion, Worksheet

FILE = "gift.txt"
"""Name of the file."""

LEAST, MOST = 1e-6, 1e9
"""Sizes of numbers that are written as plain decimals."""

_SIGNS = re.compile(r"[\\~=#{}:]")


def gift_files(drawn: Worksheet) -> dict[str, bytes]:
    """The file for import."""
    blocks = []
    for pool in pools(drawn):
        kept = [(copy, one) for copy, one in pool.questions if isinstance(one, Question) and _fits(one)]
        if kept:
            blocks.append("$CATEGORY: $course$/top/" + "/".join(name.replace("/", "//") for name in pool.category))
        blocks += [_question(question_name(drawn, copy, question), question) for copy, question in kept]
    return {FILE: "".join(f"{block}\n\n" for block in blocks).encode()}


def gift_notes(drawn: Worksheet) -> list[str]:
    """Sentences on the kinds of questions that are left out."""
    with_files = _names(drawn, lambda one: bool(one.media))
    with_powers = _names(drawn, lambda one: isinstance(one, Question) and not one.media and not _fits(one))
    return [
        f"GIFT has no {lacking}; left out: questions of {list_text(names)}"
        for lacking, names in (("powers of ten", with_powers), ("figures and sounds", with_files))
        if names
    ]


def _names(drawn: Worksheet, is_left_out: Callable[[SomeQuestion], bool]) -> list[str]:
    questions = [question for copy in drawn.copies for question in copy.questions]
    return list(dict.fromkeys(one.exercise.kind.name for one in questions if is_left_out(one)))


def _fits(question: Question) -> bool:
    return not question.media and _is_plain(question.answer)


def _is_plain(value: float) -> bool:
    return value == 0.0 or LEAST <= abs(value) < MOST


def _question(name: str, question: Question) -> str:
    text = f"<p>{escape(question.text, quote=False)}</p><p>{escape(asked(question), quote=False)}</p>"
    lines = [f"::{_escaped(name)}::[html]{_escaped(text)}{{#"]
    lines.append(f"={_plain(question.answer)}:{_plain(question.tolerance)}#{_escaped(RIGHT)}")
    for wrong in question.wrong_answers:
        if _is_plain(wrong.answer):
            lines.append(f"=%0%{_plain(wrong.answer)}:{_plain(wrong.tolerance)}#{_feedback(perhaps(wrong.says))}")
    lines.append(f"~#{_feedback(not_right(question))}")
    lines.append(f"####{_escaped(solution_html(question))}")
    return "\n".join([*lines, "}"])


def _feedback(text: str) -> str:
    return _escaped(escape(text, quote=False))


def _escaped(text: str) -> str:
    r"""A text none of whose signs is one of GIFT.

    Examples
    --------
    >>> print(_escaped("a = {b}: c"))
    a \= \{b\}\: c
    """
    return _SIGNS.sub(r"\\\g<0>", text)


def _plain(value: float) -> str:
    """A number without a power of ten.

    Examples
    --------
    >>> _plain(1.25e-6), _plain(-126.0)
    ('0.00000125', '-126.0')
    """
    return f"{Decimal(exact_number(value)):f}"
