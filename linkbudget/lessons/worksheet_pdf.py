"""Worksheets as PDF, set by typst, whose own fonts are used: the same file on every machine.

Texts go to the template as data, where no sign of theirs is markup.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from linkbudget.formatting import typeset_for_paper
from linkbudget.lessons.worksheets import Copy, SomeQuestion, Worksheet, key_parts
from linkbudget.tables import Paragraph


def pdf_files(drawn: Worksheet) -> dict[str, bytes]:
    """Sheets, solutions and the key, by the names of their files."""
    title, instruction = typeset_for_paper(drawn.title), typeset_for_paper(drawn.instruction)
    sheets = [_page(drawn, copy, [_question(one) for one in copy.questions]) for copy in drawn.copies]
    solutions = [_page(drawn, copy, [_solved(one) for one in copy.questions]) for copy in drawn.copies]
    return {
        "sheets.pdf": _set("sheets", title=title, instruction=instruction, copies=sheets, figures=_figures(drawn)),
        "solutions.pdf": _set("solutions", title=f"{title}: solutions", copies=solutions),
        "key.pdf": _set("key", **_key(drawn)),
    }


def _page(drawn: Worksheet, copy: Copy, questions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"number": copy.number, "foot": drawn.foot(copy), "questions": questions}


def _figures(drawn: Worksheet) -> dict[str, str]:
    """Figures of all copies by their names, each once."""
    return {one.name: one.content.decode() for copy in drawn.copies for each in copy.questions for one in each.figures}


def _question(question: SomeQuestion) -> dict[str, Any]:
    return {
        "text": typeset_for_paper(question.text),
        "figures": [{"name": one.name, "width": one.width_mm} for one in question.figures],
        "asks": question.asks,
        "unit": question.unit,
        "room": question.room_mm,
    }


def _solved(question: SomeQuestion) -> dict[str, Any]:
    return {
        "text": typeset_for_paper(question.text),
        "steps": [typeset_for_paper(line) for line in question.steps],
        "answer": typeset_for_paper(question.answer_text),
        "mistakes": [typeset_for_paper(line) for line in question.mistakes],
        "source": question.source,
    }


def _key(drawn: Worksheet) -> dict[str, Any]:
    title, *tables = key_parts(drawn)
    assert isinstance(title, Paragraph)
    return {
        "title": title.text,
        "tables": [
            {
                "title": table.title,
                "heads": [typeset_for_paper(column.head) for column in table.columns],
                "rows": [[typeset_for_paper(text) for text in row] for row in table.rows],
            }
            for table in tables
            if not isinstance(table, Paragraph)
        ],
    }


def _set(kind: str, **data: Any) -> bytes:
    import typst  # an extra

    said = json.dumps({"kind": kind, **data}, ensure_ascii=False)
    return typst.compile(_template(), sys_inputs={"data": said}, ignore_system_fonts=True, timestamp=0)


@cache
def _template() -> bytes:
    return files("linkbudget.lessons").joinpath("templates/worksheet.typ").read_bytes()
