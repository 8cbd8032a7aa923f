"""Every packaged scenario: completion offers what can be drawn, and in figures that are fast no text overlaps."""

import tomllib
from itertools import combinations

import pytest

from linkbudget.plots.drawing import draw
from linkbudget.plots.figures import BUILT_IN, figures_for, figures_stated
from linkbudget.scenario_files.packaged import packaged_folder, packaged_names
from tests.plots.conftest import SCENARIOS, loaded

FAST = ("trajectory", "waterfall", "passes")
OF_EVERY_SECOND = ("pattern", "sky")
MANY_LINKS = ("marco", "oresat", "pioneer5", "venera2", "zond3")
CASES = [(name, kind) for name in packaged_names() if name not in SCENARIOS for kind in FAST]
CASES += [(name, kind) for name in packaged_names()[::2] if name not in SCENARIOS for kind in OF_EVERY_SECOND]
CASES += [(name, kind) for name in MANY_LINKS for kind in ("snr", "margin", "rate", "picture")]

NEVER_SETS = {"c_band_carrier", "optical_geo"}
"""Scenarios whose orbit a file has in numbers that only the geometry knows to stand still in the sky."""


@pytest.mark.parametrize("name", packaged_names())
def test_what_completion_offers_can_be_drawn(name):
    offered = figures_stated(tomllib.loads((packaged_folder() / f"{name}.toml").read_text(encoding="utf-8")))
    drawable = {*figures_for(loaded(name)), *(["passes"] if name in NEVER_SETS else [])}
    assert offered == [kind for kind in BUILT_IN if kind in drawable]


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_no_text_overlaps_or_is_cut(name, kind, drawn_texts):
    scenario = loaded(name)
    if not BUILT_IN[kind].needs.met(scenario):
        return
    figure = draw(scenario, kind)
    texts = drawn_texts(figure)
    for text, box in texts:
        if not text.startswith(f"{scenario.config.mission.title}: "):  # the title, which is folded where it is too long
            assert box.x0 >= figure.bbox.x0 - 1, text
            assert box.x1 <= figure.bbox.x1 + 1, text
        assert box.y0 >= figure.bbox.y0 - 1, text
        assert box.y1 <= figure.bbox.y1 + 1, text
    for (one, a), (other, b) in combinations(texts, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert wide <= 1.0 or high <= 1.5, f"{one!r} and {other!r} overlap by {wide:.1f} x {high:.1f} pixels"
