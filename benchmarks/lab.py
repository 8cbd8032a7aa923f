"""Speed of the lab: ``python benchmarks/lab.py [--seconds N]``.

Start of the command to first page and first budget; the page's weight as it is sent; key press to changed table and
figure in Chromium, redraws while dragging, and a picture redrawn; 100 clients with a change a second each, and 30 that
drag without pause, with the server's memory before and after.  A change is a number never asked for before.
"""

import argparse
import gzip
import json
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

HERE = Path(__file__).parent
PAGE = HERE.parent / "linkbudget" / "lab" / "page"
PORT = 8963
ADDRESS = f"http://127.0.0.1:{PORT}"
BUDGET = "/api/budget?" + urllib.parse.urlencode(
    {"scenario": "mars1", "link": "imaging-5cm-one-dish", "range": "{} km", "brief": "true"}, safe="{}"
)

MOVE = """async ({count, view, changed}) => {
  const slider = document.getElementById("number-range"), times = [];
  const part = document.querySelector(changed);
  for (let place = 0; place < count; place += 1) {
    slider.value = 300 + place * 3;
    const start = performance.now();
    const seen = new Promise((done) => {
      const watch = new MutationObserver(() => requestAnimationFrame(() => (watch.disconnect(), done())));
      watch.observe(part, { childList: true, attributes: true });
    });
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await seen;
    times.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, 30));
  }
  return times;
}"""
"""Milliseconds from a move of the distance to the frame in which the view has changed."""

DRAG = """async ({seconds}) => {
  const slider = document.getElementById("number-range"), view = document.getElementById("view");
  let redraws = 0, place = 200;
  const watch = new MutationObserver(() => (redraws += 1));
  watch.observe(document.querySelector("[data-part=figure]"), { childList: true });
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) {
    slider.value = 200 + (place++ % 600);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 8));
  }
  watch.disconnect();
  return redraws / seconds;
}"""


def started() -> tuple[subprocess.Popen, float, float]:
    """The server, and the seconds to its first page and first budget."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "linkbudget", "lab", "mars1", "--no-browser", "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def first(path: str) -> float:
        while True:
            try:
                urllib.request.urlopen(ADDRESS + path).read()
                return time.perf_counter() - begin
            except OSError:
                time.sleep(0.005)

    return server, first("/"), first(BUDGET.format(1e8))


def clients(count: int, seconds: float, pause: float) -> tuple[list[float], int]:
    """Seconds of every answer to some clients that each move, wait and move again; and the errors."""
    times: list[float] = []
    errors = [0]
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
        time.sleep(pause * number / count)
        place = 0
        while time.perf_counter() < end:
            place += 1
            begin = time.perf_counter()
            try:
                connection.request("GET", BUDGET.format(1e6 + 1e4 * number + place).replace(" ", "%20"))
                answer = connection.getresponse()
                answer.read()
                errors[0] += answer.status != 200
            except OSError:
                errors[0] += 1
                connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
            spent = time.perf_counter() - begin
            times.append(spent)
            time.sleep(max(pause - spent, 0.0))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return times, errors[0]


def held_mb(process: subprocess.Popen) -> float:
    """Memory that a process holds [MB]."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) / 1e3


def in_browser() -> dict[str, float]:
    """Milliseconds from key press to changed view, redraws a second, and milliseconds of a picture."""
    from playwright.sync_api import sync_playwright

    found = {}
    link = "scenario=mars1&link=imaging-5cm-one-dish&range=106.76e6 km"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(channel=None, executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        context = browser.new_context(bypass_csp=True)  # the clock is a script of this file
        page = context.new_page()
        for view, changed in (
            ("budget", "[data-part=figure]"),
            ("distance", "[data-part=figure]"),
            ("picture", "#received"),
        ):
            page.goto(f"{ADDRESS}/?{link}&view={view}")
            page.wait_for_selector(changed)
            page.wait_for_timeout(500)
            times = page.evaluate(MOVE, {"count": 100, "view": view, "changed": changed})
            found |= {f"{view}_median_ms": median(times), f"{view}_95_ms": quantiles(times, n=20)[-1]}
            if view == "budget":
                found["redraws_per_s"] = page.evaluate(DRAG, {"seconds": 5})
        browser.close()
    return found


def main() -> None:
    """Measure, and print what was found as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=60.0, help="how long clients ask")
    seconds = asked.parse_args().seconds
    server, page_s, budget_s = started()
    try:
        files = [file for file in PAGE.iterdir() if file.is_file()]
        found = {"first_page_s": page_s, "first_budget_s": budget_s}
        found["page_bytes"] = sum(len(gzip.compress(file.read_bytes())) for file in files)
        found |= in_browser()
        clients(30, 10.0, 0.0)  # threads and their memory are there from now on
        for name, count, pause in (("class_of_100", 100, 1.0), ("30_that_drag", 30, 0.0)):
            before = held_mb(server)
            times, errors = clients(count, seconds, pause)
            found |= {f"{name}_median_ms": 1e3 * median(times), f"{name}_95_ms": 1e3 * quantiles(times, n=20)[-1]}
            found |= {f"{name}_answers": len(times), f"{name}_errors": errors}
            found[f"{name}_growth_mb"] = held_mb(server) - before
    finally:
        server.terminate()
        server.wait()
    print(json.dumps({name: round(value, 2) for name, value in found.items()}, indent=1))


if __name__ == "__main__":
    main()
