"""The report in a browser: accessibility by axe-core, and no scrolling sideways, by day and night, wide and narrow.

Needs Chromium, which ``make browser`` installs where it can.
"""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

import linkbudget as lb
from linkbudget.report.run import run_mission

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: pages are not looked at in a browser")

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sputnik24")
    run_mission(lb.load("sputnik24"), folder)
    return folder / "report.html"


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 800, "light"), (360, 740, "dark")])
def test_report_has_no_barrier_and_asks_for_nothing(browser, report, width, height, scheme):
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page, context={"exclude": ["svg > *"]}, options=RULES)  # figures are pictures with a label
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert asked == [report.as_uri()]
    page.close()


def test_a_window_of_a_width_between_scrolls_down_alone(browser, report):
    page = browser.new_page(viewport={"width": 768, "height": 1024})
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_the_answer_is_on_the_first_screen(browser, report, width, height):
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(report.as_uri())
    table = page.locator("header table")
    box = table.bounding_box()
    assert box["y"] + box["height"] <= height
    assert page.locator("header figure .narrow svg").bounding_box()["y"] < height
    page.close()
