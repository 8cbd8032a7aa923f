"""Pages of the lessons, made of their text in the package, with their figures and the exercises of the bank.

:mod:`linkbudget.lessons.course` says what the text has; the code in it runs when the page is read.  The glossary says
which lesson explains a word.
"""

import re
from pathlib import Path

from linkbudget.cli.lesson_pages import challenges_text, folded_solution, page_exercise
from linkbudget.lessons.course import Lesson, all_lessons, first_lessons
from linkbudget.lessons.figures import lesson_figure
from linkbudget.plots.drawing import write

FOLDER = "learn/lessons"
COURSE = "learn/course.md"
"""Page that lists the lessons; a site without it has none."""

GLOSSARY = "lookup/glossary"


def page(lesson: Lesson) -> str:
    """The page of a lesson in Markdown."""

    def figure(name: str, words: str) -> str:
        return f"![{words}]({name}.svg)"

    text = lesson.shown(figure, page_exercise, folded_solution)
    lab = challenges_text(lesson, "[the lab](../../do/open-the-lab.md)")
    return f"{text}\n{lab}\n\nThis lesson as a notebook: `linkbudget lesson {lesson.number} --notebook lesson.ipynb`.\n"


def write_pages(folder: Path) -> None:
    """A page and the figures of each lesson; what is there already and has not changed is left alone."""
    import unchanged

    folder.mkdir(parents=True, exist_ok=True)
    made = set()
    for lesson in all_lessons():
        file = folder / f"{lesson.name}.md"
        made.add(file.name)
        if not file.exists() or file.read_text(encoding="utf-8") != page(lesson):
            file.write_text(page(lesson), encoding="utf-8")
        for name, _ in lesson.figures:
            made.add(f"{name}.svg")
            if not unchanged.is_current(folder) or not (folder / f"{name}.svg").exists():
                write(lesson_figure(name), folder / f"{name}.svg")
    for old in [*folder.glob("*.md"), *folder.glob("*.svg")]:
        if old.name not in made:
            old.unlink()
    unchanged.stamp(folder)


def with_lessons(glossary: str) -> str:
    """The glossary with the lesson that explains a word behind its definition."""
    names = {one.number: one.name for one in all_lessons()}

    def entry(found: re.Match) -> str:
        term = re.sub(r" \(.*\)$", "", found["term"]).lower()
        number = first_lessons().get(term)
        if number is None:
            return found[0]
        return f"{found[0].rstrip()} [Lesson {number}](../{FOLDER}/{names[number]}.md) explains it.\n"

    return re.sub(r"^(?P<term>[^\n:#].*)\n: .*\n(?:  .*\n)*", entry, glossary, flags=re.MULTILINE)


def setup(app):
    """Write the pages before they are read, and complete the glossary."""
    import unchanged

    def read(app, docname, source):
        if docname == GLOSSARY:
            unchanged.note(app.env, docname)
            source[0] = with_lessons(source[0])

    def write_course(app):
        if (Path(app.srcdir) / COURSE).exists():
            write_pages(Path(app.srcdir) / FOLDER)

    app.connect("builder-inited", write_course)
    app.connect("source-read", read, priority=300)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
