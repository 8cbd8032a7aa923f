"""The table of what an installation takes names the dependencies that the package has."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.test_docs import DOCS, _extension

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OF_DEVELOPERS = {"docs", "test", "dev"}


@pytest.fixture
def page(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS / "_ext"))
    return _extension("installation")


@pytest.fixture
def stored():
    return json.loads((DOCS / "_data" / "installation.json").read_text(encoding="utf-8"))


def names(requirements):
    return {re.match(r"[\w-]+", requirement)[0].lower() for requirement in requirements}


def test_every_dependency_has_a_purpose_and_was_measured(page, stored):
    assert set(page.PURPOSES) == names(PROJECT["dependencies"])
    assert set(page.PURPOSES) <= stored["base"].keys()


def test_every_extra_has_a_purpose_and_was_measured(page, stored):
    extras = PROJECT["optional-dependencies"].keys() - OF_DEVELOPERS
    assert set(page.EXTRAS) == extras == stored["extras"].keys()
    for extra in extras:
        assert names(PROJECT["optional-dependencies"][extra]) <= stored["extras"][extra].keys()


def test_the_rows_add_up_to_the_total(page, stored):
    numbers = re.findall(r"\| ([\d.]+) \|$", page.dependencies(), re.MULTILINE)
    total = float(re.search(r"\*\*([\d.]+)\*\* \|$", page.dependencies(), re.MULTILINE)[1])
    assert len(numbers) == len(page.PURPOSES) + 2
    assert sum(map(float, numbers)) == pytest.approx(total, abs=0.05 * len(numbers))
    assert total == pytest.approx(sum(size["bytes"] for size in stored["base"].values()) / 1e6, abs=0.05)


def test_an_installation_does_not_grow_unnoticed(stored):
    """514 MB is the limit for the package with all that it needs."""
    assert sum(size["bytes"] for size in stored["base"].values()) <= 514e6


def test_every_mark_of_the_page_is_made(page):
    text = (DOCS / "learn" / "getting-started.md").read_text(encoding="utf-8")
    assert set(re.findall(r"generated: (installation[\w-]+)", text)) == set(page.PAGES)
    assert all(make() for make in page.PAGES.values())


def test_only_the_kind_of_machine_is_told(stored):
    assert set(stored["machine"]) == {"system", "python"}
