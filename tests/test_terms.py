"""Terms of the project: texts use those of ``docs/_data/terms.toml``, and summaries of docstrings name the thing."""

import ast
import importlib.util
import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TERMS = tomllib.loads((ROOT / "docs" / "_data" / "terms.toml").read_text(encoding="utf-8"))["terms"]
QUESTIONS = re.compile(r"(What|How|Where|Whether|Which|Who|Whose|When|Why)\b")

Line = tuple[str, str]
"""Place (file and line, or command) and text."""


def replaced(*terms: dict) -> re.Pattern:
    """Pattern of the words that terms replace."""
    words = "|".join(word for term in terms for word in term["replaces"])
    return re.compile(rf"(?<![\w.-])(?:{words})(?![\w-])", re.IGNORECASE)


def found(lines: Iterator[Line], pages: bool = False) -> list[str]:
    """Replaced words in lines of text, each with its place and the term to use."""
    terms = [term for term in TERMS if pages or term.get("where") != "pages"]
    every = replaced(*terms)
    hits = [(place, match[0]) for place, text in lines for match in every.finditer(text)]
    return [
        f"{place}: {word!r}: use {term['term']}"
        for place, word in hits
        for term in terms
        if replaced(term).fullmatch(word)
    ]


def assert_none(places: list[str]) -> None:
    """Fail with all places, one per line."""
    assert not places, "\n".join(["", *places])


def _place(file: Path, line: int) -> str:
    return f"{file.relative_to(ROOT)}:{line}"


def prose(file: Path) -> Iterator[Line]:
    """Prose of a Markdown page: no code, no values that are computed, no targets of links."""
    in_code = False
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if file.name == "CHANGELOG.md" and line.startswith("## ") and line != "## Unreleased":
            return  # earlier versions keep their words
        in_code ^= line.lstrip().startswith("```")
        if not in_code:
            yield _place(file, number), re.sub(r"`+[^`]*`+|\{\{.*?\}\}|\]\([^)]*\)|\$[^$]*\$", " ", line)


def texts(file: Path) -> Iterator[Line]:
    """String literals of a module that are texts: several words, and no docstring."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    passed = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    passed |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            text = node.value
        else:
            continue
        if " " in text.strip():
            yield _place(file, node.lineno), text


def notes(file: Path) -> Iterator[Line]:
    """Titles, descriptions and notes of a scenario."""
    said = re.compile(r'\b(?:title|description|note) = "((?:[^"\\]|\\.)*)"')
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        yield from ((_place(file, number), text) for text in said.findall(line))


def template(file: Path) -> Iterator[Line]:
    """Text of a template of the report, without markup and expressions."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        yield _place(file, number), re.sub(r"<[^>]*>|\{[{%#].*?[}%#]\}", " ", line)


def help_of_commands() -> Iterator[Line]:
    """Help of every command and option, as the page on the command line shows it."""
    spec = importlib.util.spec_from_file_location("docs_generated", ROOT / "docs" / "_ext" / "generated.py")
    generated = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generated)
    command = "linkbudget"
    for line in generated.command_line().splitlines():
        command = line.removeprefix("## ") if line.startswith("## ") else command
        yield f"{command} --help", re.sub(r"`[^`]*`", " ", line)


def pages() -> list[Path]:
    """Pages of the documentation and the texts beside it."""
    made = {"_build", "gallery", "api", "lessons"}
    written = [file for file in sorted((ROOT / "docs").rglob("*.md")) if not made & set(file.parts)]
    return [
        *written,
        *sorted((ROOT / "linkbudget" / "lessons" / "text").glob("*.md")),
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    ]


def test_pages_use_the_terms():
    assert_none(found((line for file in pages() for line in prose(file)), pages=True))


def test_texts_of_the_package_use_the_terms():
    assert_none(found(line for file in sorted((ROOT / "linkbudget").rglob("*.py")) for line in texts(file)))


def test_templates_of_the_report_use_the_terms():
    files = sorted((ROOT / "linkbudget" / "report" / "templates").glob("*.html"))
    assert len(files) >= 2
    assert_none(found(line for file in files for line in template(file)))


def test_scenarios_use_the_terms():
    assert_none(found(line for file in sorted((ROOT / "configs").rglob("*.toml")) for line in notes(file)))


def test_help_of_commands_uses_the_terms():
    assert_none(found(help_of_commands()))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["term"])
def test_a_term_is_not_among_the_words_that_it_replaces(term):
    assert term.keys() - {"where"} == {"term", "instead_of", "replaces", "why"}
    assert not replaced(term).search(term["term"])


def test_a_replaced_word_is_named_with_its_place_and_its_term(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    file = tmp_path / "page.md"
    file.write_text("A key.\n\nThe link margin is `link margin`.\n", encoding="utf-8")
    assert found(prose(file)) == ["page.md:3: 'link margin': use closing margin"]
    module = tmp_path / "module.py"
    module.write_text('"""The link margin."""\nTEXT = f"no link margin of {1}"\n', encoding="utf-8")
    assert found(texts(module)) == ["module.py:2: 'link margin': use closing margin"]


def summaries(file: Path) -> Iterator[Line]:
    """First lines of the docstrings of a module, its constants' and attributes' too, that may begin with a question."""
    text = file.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if re.search(rf'"""\s*{QUESTIONS.pattern}', text) else ():
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield _place(file, node.lineno), inspect.cleandoc(node.value.value).partition("\n")[0]


def test_summaries_of_docstrings_begin_with_a_verb_or_a_noun():
    folders = ("linkbudget", "tests", "docs/_ext", "benchmarks", "examples")
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    assert len(files) > 500
    assert_none([f"{place}: {text}" for file in files for place, text in summaries(file) if QUESTIONS.match(text)])
