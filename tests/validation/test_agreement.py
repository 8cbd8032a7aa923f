"""The published numbers agree, and the accuracy page shows the agreement of today."""

import json
from pathlib import Path

from tests import published
from tests.validation.rows import Row
from tests.validation.run import all_adapters, topics

STORED = Path(__file__).parents[2] / "docs" / "_data" / "accuracy.json"


def test_no_published_number_disagrees():
    """Without the folder of published numbers there is nothing to compare; the tests' own tables stand for them."""
    for topic in topics(published.FOLDER) if published.FOLDER.is_dir() else []:
        assert topic.counts()["disagreed"] == 0, topic.name


def test_accuracy_page_has_the_counts_of_today():
    stored = json.loads(STORED.read_text(encoding="utf-8"))["topics"]
    for topic in topics(published.FOLDER) if published.FOLDER.is_dir() else []:
        counts = topic.counts()
        for name in ("agreed", "disagreed", "not_modelled", "disputed"):
            assert stored[topic.name][name] == counts[name], f"{topic.name}: run the validation with --write"


def test_every_topic_has_one_adapter_that_answers_or_says_why_not():
    assert len(all_adapters()) >= 50
    assert Row({"a": " 1.5 ", "b": "", "c": "1 2"}).number("a") == 1.5
    assert Row({"b": ""}).number("b") is None
    assert Row({"c": "1 2"}).numbers("c") == [1.0, 2.0]
