"""Titles and other texts of all figures: a claim or a question, no keys, no instant without its date."""

import re

import pytest

from linkbudget.plots.figures import BUILT_IN as FIGURES
from linkbudget.plots.placing import Heading
from tests.plots.conftest import SCENARIOS, in_one_line, loaded
from tests.plots.test_drawing import drawn

CASES = [(name, kind) for name in SCENARIOS for kind in FIGURES if FIGURES[kind].needs.met(loaded(name))]


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_no_figure_shows_a_key_or_a_reference_without_its_date(name, kind, drawn_texts):
    texts = "\n".join(text for text, _ in drawn_texts(drawn(name, kind)))
    assert not re.search(r"\b[a-z]+(_[a-z]+)*\.[a-z]+[a-z_.]*\b", texts), "a key such as transmitter.power"
    assert "reference instant" not in texts
    words = set(re.findall(r"[\w-]+", texts))
    assert not set(loaded(name).links) & words, "links are called by their titles"


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_every_figure_has_a_claim_or_a_question_as_its_title(name, kind):
    (heading, *_) = drawn(name, kind).findobj(Heading)
    title, mission = in_one_line(heading.texts[0].get_text()), loaded(name).config.mission.title
    assert title.startswith(mission)
    assert title.removeprefix(f"{mission}: ").lower() != FIGURES[kind].title.lower()
