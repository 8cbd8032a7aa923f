"""Worksheets that several tests read, and how many seeds they try."""

import os

from linkbudget.lessons.bank import kind
from linkbudget.lessons.draws import one_of
from linkbudget.lessons.exercise import Exercise, Kind, Mistake
from linkbudget.lessons.worksheets import Question, Worksheet, worksheet

SEEDS = int(os.environ.get("LINKBUDGET_SEEDS", "200"))
"""Seeds of each kind of exercise; ``make seeds`` tries a thousand."""

DRAWN = worksheet((1,), seed=7, copies=3, count=6)
"""Three copies of six questions."""


def questions(drawn: Worksheet) -> list[Question]:
    """Those of all copies."""
    return [question for copy in drawn.copies for question in copy.questions]


def with_signs() -> Exercise:
    """An exercise whose text, mistake and hint have signs that are markup somewhere."""
    signs = r"a <b> & *c* #d $e$ \f = {g } : ~h"
    return _changed("voltage-ratio", text=f"{signs} {{ratio}}", mistakes=(_twice(signs),), hint=signs).exercise(1)


def negative_question() -> Question:
    """A level below zero: ten microwatts are -20 dBm."""
    usual = _changed("power-to-dbm", draws={"power": one_of(10, unit="uW")}, mistakes=(_twice("twice"),))
    return Question(1, usual.exercise(1))


def tiny_question() -> Question:
    """An answer that is a power of ten: -100 dBm are 1e-13 W."""
    return Question(1, _changed("dbm-to-watts", draws={"power_level": one_of(-100, unit="dBm")}).exercise(1))


def _twice(says: str) -> Mistake:
    return Mistake(lambda given, right: 2.0 * right, says)


def _changed(name: str, **changes) -> Kind:
    return Kind(**vars(kind(name)) | changes)
