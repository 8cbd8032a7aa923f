"""The files of a run, and the page as HTML: its markup, that it needs nothing else, and what it may not say."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from justhtml import JustHTML

from linkbudget.report.html import report_html
from linkbudget.report.run import drawn_figures
from tests.cli.answers import run
from tests.report.missions import answered, told


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Files of a run in a folder that was in use."""
    folder = tmp_path_factory.mktemp("cubesat")
    (folder / "mine.txt").write_text("stays")
    run(folder, "run", "cubesat", "-o", str(folder), "--step", "1 min")
    return folder


@pytest.fixture(scope="module")
def cubesat(folder):
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def mars1(tmp_path_factory):
    scenario, timeline, stories = told("mars1", 6 * 3600.0)
    figures = drawn_figures(scenario, timeline, tmp_path_factory.mktemp("mars1"), ["overview", "causes"])
    return report_html(scenario, timeline, stories, answered("mars1", 6 * 3600.0), figures)


@pytest.fixture(params=["cubesat", "mars1"])
def page(request):
    return request.getfixturevalue(request.param)


def test_run_writes_everything(folder, cubesat):
    names = {path.name for path in folder.iterdir()}
    written = {"timeline.nc", "timeline.csv", "budgets.json", "budgets.md", "budgets.xlsx", "report.html"}
    assert written | {"mine.txt"} <= names
    assert {f"{path.stem}.svg" for path in folder.glob("*.png")} == {path.name for path in folder.glob("*.svg")}
    assert len(list(folder.glob("*.png"))) >= 5
    for link in json.loads((folder / "budgets.json").read_text(encoding="utf-8")):
        assert link in cubesat


def test_timeline_is_the_same_as_labelled_data_and_as_rows(folder):
    with xr.open_dataset(folder / "timeline.nc", engine="scipy") as timeline:
        rows = pd.read_csv(folder / "timeline.csv")
        assert len(rows) == timeline.sizes["link"] * timeline.sizes["time"]
        assert rows["time"].str.endswith("Z").all()
        assert np.array_equal(pd.to_datetime(rows["time"]).unique().tz_localize(None), timeline.time.values)
        assert timeline.margin_db.attrs["display_units"] == "dB"


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(style|svg).*?</\1>", "", page)))


def test_the_markup_has_no_parse_error(page):
    assert JustHTML(page, collect_errors=True).errors == []


def test_names_are_unique_and_anchors_lead_somewhere(page):
    names = Counter(re.findall(r'\sid="([^"]+)"', page))
    assert [name for name, count in names.items() if count > 1] == []
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(names)


class Outside(HTMLParser):
    """Collects whatever a page would fetch."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            inside = (value or "").startswith(("#", "data:"))
            if name in ("src", "href", "xlink:href", "srcset", "action") and not inside:
                self.found.append((tag, name, value))


def test_nothing_is_fetched(page):
    outside = Outside()
    outside.feed(page)
    assert outside.found == []
    assert re.findall(r'(?:src|href)="(?!#|data:)([^"]*)"', page) == []
    assert "@import" not in page
    assert "url(http" not in page
    assert re.findall(r"url\((?!#)[^)]*\)", page) == []


def test_every_figure_has_words_for_those_who_do_not_see_it(page):
    heads = re.findall(r"<svg[^>]*>", page)
    assert heads
    assert all('role="img"' in head and re.search(r'aria-label="[^"]{20,}"', head) for head in heads)


def test_headings_go_down_a_step_at_a_time(page):
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_first_table_comes_before_the_contents_and_the_contents_name_every_part(page):
    assert page.index("<table") < page.index("<nav") < page.index('<details class="part"')
    parts = re.findall(r'<details class="part" id="([^"]+)"', page)
    assert re.findall(r'<li><a href="#([^"]+)">', page) == parts


def test_no_key_and_no_reference_without_its_date(page):
    words = words_of(page)
    assert re.findall(r"\b(?:transmitter|receiver|modulation|carrier)\.[a-z_]+", words) == []
    assert "reference instant" not in words


def test_a_report_of_a_satellite_says_nothing_that_does_not_apply(cubesat):
    words = words_of(cubesat)
    for said in ("1 of the 1", "Sun", "of the 1 links", "from the Earth", "silence", "What failed", "by ranges"):
        assert said not in words


def test_mars1_tells_its_story_in_order(mars1):
    titles = ["What was launched", "What happened", "What closed", "What must be true of the silence", "Confidence in"]
    places = [mars1.index(f">{title}") for title in titles]
    assert places == sorted(places)
    assert "In use until 7 November 1962" in mars1


def test_colours_of_figures_follow_the_page(mars1):
    drawing = mars1[mars1.index("<svg") : mars1.index("</svg>")]
    assert "var(--c1a1a1a)" in drawing
    assert "#1a1a1a" not in drawing.lower()
    assert mars1.count("prefers-color-scheme: dark") == 1
