"""Worksheets as Markdown: one file for the sheets, one for the solutions, the key as tables, and figures beside."""

from collections.abc import Iterator

from linkbudget.cells import markdown_text
from linkbudget.formatting import typeset_for_paper
from linkbudget.lessons.worksheets import Copy, SomeQuestion, Worksheet, key_parts

LINE = "_" * 12
"""Line to write the answer on."""


def markdown_files(drawn: Worksheet) -> dict[str, bytes]:
    """Sheets, solutions and the key, by the names of their files."""
    key = "\n\n".join(part.markdown() for part in key_parts(drawn))
    return {
        "sheets.md": _pages(_sheet(drawn, copy) for copy in drawn.copies),
        "solutions.md": _pages(_solutions(drawn, copy) for copy in drawn.copies),
        "key.md": f"{key}\n".encode(),
        **{one.name: one.content for copy in drawn.copies for each in copy.questions for one in each.figures},
    }


def _pages(pages: Iterator[list[str]]) -> bytes:
    """Paragraphs of each copy, with a rule between copies."""
    return ("\n\n---\n\n".join("\n\n".join(page) for page in pages) + "\n").encode()


def _sheet(drawn: Worksheet, copy: Copy) -> list[str]:
    questions = [
        f"**{one.number}.** {_text(one.text)}\n\n{_figures(one)}{one.asks}: {_escaped(LINE)} {_text(one.unit)}".rstrip()
        for one in copy.questions
    ]
    fields = f"Name: {_escaped(LINE * 2)} Class: {_escaped(LINE)} Date: {_escaped(LINE)}"
    return [f"# {_text(drawn.title)}", fields, _text(drawn.instruction), *questions, f"*{_text(drawn.foot(copy))}*"]


def _figures(question: SomeQuestion) -> str:
    return "".join(f"![{_text(one.says)}]({one.name})\n\n" for one in question.figures)


def _solutions(drawn: Worksheet, copy: Copy) -> list[str]:
    solved = [paragraph for one in copy.questions for paragraph in _solved(one)]
    return [f"# {_text(drawn.title)}: solutions", *solved, f"*{_text(drawn.foot(copy))}*"]


def _solved(question: SomeQuestion) -> list[str]:
    lines = [*question.steps, f"Source: {question.source}"]
    said = [
        f"**{question.number}.** {_text(question.text)}",
        "\n".join(f"> {_text(line)}\\" for line in lines).removesuffix("\\"),
        f"**Answer: {_text(question.answer_text)}**",
    ]
    if question.mistakes:
        said.append("\n".join(["If your answer is", "", *(f"- {_text(one)}" for one in question.mistakes)]))
    return said


def _text(text: str) -> str:
    return markdown_text(typeset_for_paper(text))


def _escaped(text: str) -> str:
    return text.replace("_", "\\_")
