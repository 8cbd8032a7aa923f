"""The page on performance says what the stored run measured."""

import json
import re

import pytest

from tests.test_docs import DOCS, _extension


@pytest.fixture
def page(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS / "_ext"))
    return _extension("performance")


@pytest.fixture
def stored():
    return json.loads((DOCS / "_data" / "performance.json").read_text(encoding="utf-8"))


def test_times_are_read_with_three_digits(page):
    assert [page.duration(s) for s in (32.7, 0.9999, 0.01234, 1.5e-4, 2.62e-8)] == [
        "32.7 s",
        "1.00 s",
        "12.3 ms",
        "150 µs",
        "26.2 ns",
    ]


def test_every_mark_of_the_page_is_made(page):
    text = (DOCS / "understand" / "performance.md").read_text(encoding="utf-8")
    assert set(re.findall(r"generated: ([\w-]+)", text)) == set(page.PAGES)
    assert all(make() for make in page.PAGES.values())


def test_growth_goes_from_a_thousand_to_a_hundred_million(stored):
    for way in ("store", "blocks"):
        assert [line["points"] for line in stored["growth"][way]] == [10**power for power in range(3, 9)]


def test_work_with_a_limit_has_times_of_both_versions_and_of_its_peer(stored):
    lines = stored["beside"]["limits"]
    assert len(lines) >= 15
    for line in lines:
        assert line["after"]["processor_s"] > 0.0
        assert line["limit"] > 0.0
        assert "peer_name" not in line or line["peer"]["processor_s"] > 0.0


def test_a_time_above_its_limit_is_marked(page):
    found = {"processor_s": 2e-3, "peak_bytes": 1e6}
    line = {"what": "work", "unit": "s", "before": found, "after": {"processor_s": 1e-3, "peak_bytes": 1e6}}
    peer = {"peer": found, "peer_name": "other"}
    rows = (
        page.limits_table([line | {"limit": 2e-3} | peer, line | {"limit": 0.5e-3}], "abc1234")
        .replace("\u00a0", " ")
        .splitlines()
    )
    assert rows[2] == "| work | 2.00 ms | 1.00 ms | 2 | 2.00 ms, other | 2.00 ms | yes |"
    assert rows[3] == "| work | 2.00 ms | 1.00 ms | 2 |  | 500 µs | **no** |"
    missing = {"what": "work", "unit": "ratio", "before": {"missing": "?"}, "after": found, "limit": 1.2}
    assert "not there" in page.limits_table([missing], "abc1234")


def test_growth_of_work_goes_to_its_largest_size(stored):
    assert [line["size"] for line in stored["sizes"]["grid"]] == [10**power for power in range(3, 10)]
    assert stored["sizes"]["passes"][-1]["size"] == 1000
    assert stored["sizes"]["links"][-1]["size"] == 64


def test_every_package_was_asked_the_same_link(stored):
    answered = [found for found in stored["peers"].values() if "missing" not in found]
    assert len(answered) > 1
    own = stored["peers"]["linkbudget"]["cn0_dbhz"]
    assert all(abs(found["cn0_dbhz"] - own) < 2e-3 for found in answered)


def test_only_the_kind_of_machine_is_told(stored):
    for machine in (stored["machine"], stored["beside"]["machine"]):
        assert set(machine) == {"cores", "system", "python", "numpy"}


def test_both_versions_did_every_job(stored):
    assert len(stored["beside"]["lines"]) >= 6
    assert all(line["ratio"] > 0.0 for line in stored["beside"]["lines"])
