"""The lab's page in a browser: moved, read, shared, without barriers, and with the server gone and back.

Needs Chromium, which ``make browser`` installs where it can.
"""

import json
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from linkbudget.lab.api import PAGE
from linkbudget.mission.chart import draw_chart

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: the lab is not looked at in a browser")

expect.set_options(timeout=60_000)  # a busy machine is slow, which is no mistake of the page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
MARS = "scenario=mars1&link=telemetry-32cm-semi&range=106.76e6 km"
PICTURE = "scenario=mars1&link=imaging-5cm-one-dish&range=106.76e6 km&view=picture"


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, lab):
    """Opens the page with a query; at the end, nothing was asked of another host and no script failed."""
    pages, said = [], []

    def open_page(query="", **look):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, **look)
        page = context.new_page()
        pages.append(page)
        page.on("request", lambda one: said.append(one.url) if not one.url.startswith((lab.address, "blob:")) else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{lab.address}/?{query}")
        page.wait_for_selector("#view > *")
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert said == []


def test_an_arrow_key_moves_the_distance_the_table_and_the_verdict(opened, client):
    page = opened(MARS)
    expect(page.locator("#verdict")).to_contain_text("closes")
    slider = page.get_by_label("Distance", exact=True)
    before = slider.get_attribute("aria-valuetext")
    slider.focus()
    for _ in range(60):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#verdict")).to_contain_text("does not close")
    assert slider.get_attribute("aria-valuetext") != before
    shown = page.get_by_label("distance, exact value in km").input_value().replace(" ", "")
    wanted = client.get(
        "/api/budget", params={"scenario": "mars1", "link": "telemetry-32cm-semi", "range": f"{shown} km"}
    )
    expect(page.locator("tr", has=page.locator("[data-line=received_power_dbw]")).locator(".value")).to_have_text(
        next(row["value"] for row in wanted.json()["rows"] if row["key"] == "received_power_dbw").replace("-", "−")
    )


def test_an_exact_value_is_typed_and_undone_and_all_is_reset(opened):
    page = opened(MARS)
    power = page.get_by_label("transmitter power, exact value in W")
    power.fill("12")
    power.press("Enter")
    expect(page.locator(".number.moved")).to_have_count(1)
    page.get_by_label("receiver noise temperature, exact value in K").fill("200")
    page.keyboard.press("Tab")
    expect(page.locator(".number.moved")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".number.moved")).to_have_count(1)
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".number.moved")).to_have_count(0)
    expect(power).to_have_value("30")


def test_a_line_is_explained_and_two_are_compared(opened):
    page = opened(MARS)
    page.get_by_role("button", name="Free-space loss").click()
    expect(page.locator("#details")).to_contain_text("20 log_10 (4 π d f/c)")
    expect(page.locator("#details")).to_contain_text("ITU-R P.525")
    page.get_by_label("Compare EIRP", exact=True).check()
    page.get_by_label("Compare Free-space loss").check()
    expect(page.locator("[data-part=pins] tbody tr")).to_have_count(2)
    page.get_by_label("transmitter power, exact value in W").fill("60")
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=pins] tbody tr").first.locator("td").nth(2)).to_have_text("3.01")


def test_an_address_is_shared_and_opens_the_same(opened, lab):
    page = opened(MARS)
    page.get_by_label("transmitter power, exact value in W").fill("12")
    page.keyboard.press("Enter")
    page.get_by_role("tab", name="Distance").click()
    page.wait_for_url(re.compile(r"12\+W.*view=distance"))
    other = opened(page.url.partition("?")[2])
    expect(other.locator("#verdict")).to_have_text(page.locator("#verdict").inner_text())
    expect(other.get_by_role("tab", name="Distance")).to_have_attribute("aria-selected", "true")


def test_an_address_in_other_units_shows_the_numbers_that_are_computed(opened):
    page = opened("scenario=mars1&link=telemetry-32cm-semi&range=106.76 million km&set=transmitter.power=12000 mW")
    expect(page.get_by_label("distance, exact value in km")).to_have_value("106 760 000")
    expect(page.get_by_label("transmitter power, exact value in W")).to_have_value("12")
    expect(page.locator("tr", has=page.locator("[data-line=range_m]")).locator(".value")).to_have_text("106 760 000")


def test_the_figure_is_pressed_to_move_there(opened):
    page = opened(f"{MARS}&view=distance")
    drawing = page.locator("[data-part=figure] svg")
    box = drawing.bounding_box()
    page.mouse.click(box["x"] + 0.5 * box["width"], box["y"] + 0.5 * box["height"])
    field = page.get_by_label("distance, exact value in km")
    expect(field).not_to_have_value("106 760 000")
    low, high = 6e3, 4e8
    assert 0.3 < float(field.input_value().replace(" ", "")) / (low * high) ** 0.5 < 3.0  # half way in the logarithm


def test_the_picture_dissolves_and_an_own_one_is_sent(opened, tmp_path):
    from PIL import Image

    page = opened(PICTURE)
    expect(page.locator("#flaws")).to_contain_text("0 % of the pixels")
    page.get_by_label("distance, exact value in km").fill("500000000")
    page.keyboard.press("Enter")
    expect(page.locator("#flaws")).not_to_contain_text("0 % of the pixels are wrong; picture signal-to-noise ratio 44")
    Image.fromarray(draw_chart(64)).save(tmp_path / "own.png")
    page.get_by_label("Your own picture").set_input_files(tmp_path / "own.png")
    expect(page.locator("#received")).to_have_js_property("naturalWidth", 64)
    (tmp_path / "wrong.png").write_text("no picture")
    page.get_by_label("Your own picture").set_input_files(tmp_path / "wrong.png")
    expect(page.locator("#problem")).to_contain_text("cannot be read")


def test_a_challenge_is_begun_and_met(opened):
    page = opened()
    page.locator("#challenge").select_option("twice-as-far")
    expect(page.locator("#task-text")).to_contain_text("50 million km")
    expect(page.locator(".number")).to_have_count(1)
    expect(page.locator("#task-result")).to_have_text("Not there yet.")
    page.get_by_label("distance, exact value in km").fill("100 000 000")
    page.keyboard.press("Enter")
    expect(page.locator("#task-result")).to_contain_text("Reached")
    page.get_by_role("button", name="End").click()
    expect(page.locator("#task")).to_be_hidden()


def test_a_pass_and_the_tolerances_are_drawn(opened):
    page = opened(f"{MARS}&view=pass")
    expect(page.locator("#view svg")).to_have_count(4)
    page.get_by_role("tab", name="Not knowing").click()
    expect(page.locator("#view svg")).to_have_count(2)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Listen")).to_be_focused()
    page.get_by_role("button", name="Make the sound").click()
    expect(page.locator("audio")).to_have_attribute("src", re.compile("^blob:"))


def test_files_are_downloaded(opened, tmp_path):
    page = opened(MARS)
    for name, begin in (("CSV", b"key,name,sign"), ("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        page.locator(".menu summary").click()
        with page.expect_download() as waited:
            page.get_by_role("button", name=f"Download {name}").click()
        assert waited.value.path().read_bytes().startswith(begin)
        page.evaluate("document.querySelector('.menu').open = false")


def test_the_command_is_copied(opened):
    page = opened(MARS, permissions=["clipboard-read", "clipboard-write"])
    page.locator(".menu summary").click()
    page.get_by_role("button", name="Copy as command").click()
    expect(page.locator("#spoken")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == 'linkbudget budget mars1 --link telemetry-32cm-semi --range "106.76e6 km"'


def test_the_server_goes_and_comes_back(opened, lab):
    page = opened(MARS)
    lab.stop()
    page.get_by_label("Distance", exact=True).press("ArrowRight")
    expect(page.locator("#problem")).to_contain_text("does not answer")
    lab.start()
    expect(page.locator("#problem")).to_be_hidden(timeout=10_000)


WIDE, NARROW = (1280, "light"), (360, "dark")


@pytest.mark.parametrize(
    ("view", "width", "scheme"),
    [
        *(("budget", *look) for look in (WIDE, NARROW)),
        *(("picture", *look) for look in (WIDE, NARROW)),
        ("distance", *NARROW),
        ("pass", *WIDE),
        ("tolerance", *NARROW),
        ("listen", *WIDE),
    ],
)
def test_no_barrier_and_no_scrolling_sideways(opened, view, width, scheme):
    query = PICTURE if view == "picture" else f"{MARS}&view={view}"
    page = opened(query, color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    if view == "tolerance":
        page.wait_for_selector("#view svg")
    page.evaluate("document.querySelector('#more').open = true")
    found = Axe().run(page, context={"exclude": ["svg > *"]}, options=RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_the_page_of_the_api_has_no_barrier(browser, lab):
    page = browser.new_page()
    page.goto(f"{lab.address}/api")
    page.wait_for_selector("section")
    found = Axe().run(page, options=RULES)
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    page.close()


def test_everything_together_is_light():
    """Sizes as they are sent, without compression even; the page and what it loads from the server."""
    files = [file for file in PAGE.iterdir() if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 200_000
    lines = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)
    assert lines < 1500
    urls = [url for file in files for url in re.findall(r"https?://[^\"' )]+", file.read_text(encoding="utf-8"))]
    assert set(urls) == {"http://www.w3.org/2000/svg"}


def test_every_text_is_in_one_file():
    words = (PAGE / "words.js").read_text(encoding="utf-8")
    page = (PAGE / "index.html").read_text(encoding="utf-8")
    for name in re.findall(r'data-words="(\w+)"', page):
        assert re.search(rf"^  {name}: ", words, re.M), name
    said = re.sub(r"<(script|style|title)\b.*?</\1>|<[^>]+>", "", page, flags=re.S)
    assert said.split() == []
    assert json.dumps(said.strip()) == '""'
