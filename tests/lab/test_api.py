"""The lab's API: its numbers are those of the commands, its questions are checked, and nothing else is served."""

import io
import json
import shlex
import tomllib

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

import linkbudget as lb
from linkbudget.lab.api import MOST_BYTES, POLICY, lab_app
from linkbudget.lab.bench import FIXED, Bench, inputs, state
from linkbudget.lab.challenges import CHALLENGES
from linkbudget.link.budget_tables import as_dict
from linkbudget.scenario_files.packaged import packaged_names
from tests.cli.answers import run

LINKS = [(name, link) for name in packaged_names() for link in lb.load(name).links]


@pytest.mark.parametrize(("name", "link"), LINKS)
def test_budgets_are_those_of_the_command(client, name, link):
    answer = client.get("/api/budget", params={"scenario": name, "link": link})
    scenario = lb.load(name)
    if answer.status_code == 422:
        with pytest.raises(lb.LinkBudgetError):
            scenario.budget(link)
        return
    wanted = json.loads(json.dumps(as_dict(scenario.budget(link))))
    found = answer.json()
    assert {key: found[key] for key in wanted} == wanted
    assert [row["key"] for row in found["rows"]] == [term["key"] for term in wanted["terms"]]


MOVED = ["transmitter.power=42 W", "receiver.noise_temperature=130 K", "elevation=30 deg"]


def test_the_command_that_is_copied_gives_the_same_numbers(client, tmp_path):
    found = client.get(
        "/api/budget", params={"scenario": "mars1", "link": "imaging-5cm", "range": "200e6 km", "set": MOVED}
    ).json()
    said = json.loads(run(tmp_path, *shlex.split(found["command"])[1:], "--json"))
    assert {term["key"]: term["value"] for term in said["terms"]} == pytest.approx(
        {term["key"]: term["value"] for term in found["terms"]}, rel=1e-12
    )


def test_the_python_that_is_copied_gives_the_same_verdict(client, capsys):
    found = client.get("/api/budget", params={"scenario": "mars1", "link": "imaging-5cm", "set": MOVED[:2]}).json()
    exec(found["python"], {})
    assert found["verdict_text"] in capsys.readouterr().out


def test_the_toml_that_is_copied_changes_a_scenario(client, tmp_path):
    found = client.get("/api/budget", params={"scenario": "mars1", "link": "imaging-5cm", "set": MOVED}).json()
    tables = tomllib.loads(found["toml"])
    assert tables == {
        "links": {"imaging-5cm": {"transmitter": {"power": "42 W"}, "receiver": {"noise_temperature": "130 K"}}}
    }


@pytest.mark.parametrize("name", packaged_names())
def test_every_number_may_be_moved_between_its_ends(client, name):
    scenario = lb.load(name)
    bench = Bench()
    for link in scenario.links:
        try:
            asked = state(bench, name, link, "", "", [])
            numbers = inputs(asked.unmoved)
        except lb.LinkBudgetError:
            continue
        assert not [one.key for one in numbers if one.key.startswith(FIXED)]
        for one in numbers:
            assert one.low <= one.value <= one.high
            assert one.low < one.high
            text = f"{one.value:.12g} {one.unit}".strip()
            moved = state(bench, name, link, "", "", [f"{one.key}={text}"])
            before = asked.unmoved.values()[one.key].value
            assert moved.case.values()[one.key].value == pytest.approx(before, rel=1e-9, abs=1e-12)


def test_explanations_are_those_of_the_command(client, capsys):
    found = client.get("/api/explain", params={"scenario": "mars1", "link": "imaging-5cm", "line": "eirp_dbw"}).json()
    lb.load("mars1").budget("imaging-5cm").explain("eirp_dbw")
    printed = capsys.readouterr().out
    assert len(found["details"]) == 2
    assert all(detail in printed for detail in found["details"])


def test_curves_pass_through_the_budget(client):
    asked = {"scenario": "mars1", "link": "imaging-5cm-one-dish", "range": "106.76e6 km"}
    curve = client.get("/api/curve", params=asked | {"links": "all"}).json()
    first = curve["links"][0]
    budget = client.get("/api/budget", params=asked).json()
    values = {term["key"]: term["value"] for term in budget["terms"]}
    at = np.interp(np.log(106.76e9), np.log(curve["range_m"]), first["snr_db"])
    assert at == pytest.approx(values["es_over_n0_db"], abs=1e-3)  # straight between points in the logarithm
    assert first["required_db"] == pytest.approx(values["required_es_over_n0_db"])
    assert first["name"] == "imaging-5cm-one-dish"
    assert len(curve["links"]) == 10
    assert any(event["title"] == "Last contact" for event in curve["events"])


def test_a_pass_is_that_of_the_mission(client):
    found = client.get("/api/pass", params={"scenario": "cubesat"}).json()
    best = found["passes"][found["chosen"]]
    assert max(found["elevation_deg"]) == pytest.approx(best["maximum_elevation_deg"], abs=0.1)
    assert found["doppler_hz"][0] > 0.0 > found["doppler_hz"][-1]
    assert len({len(found[name]) for name in ("time_s", "azimuth_deg", "margin_db", "range_m")}) == 1


def test_tolerances_are_those_of_the_studies(client):
    found = client.get("/api/table", params={"scenario": "mars1", "link": "telemetry-32cm-semi"}).json()
    assert sum(found["histogram"]["counts"]) <= found["samples"]
    assert 0.0 < found["probability"] < 1.0
    swings = [abs(one["at_high_db"] - one["at_low_db"]) for one in found["influences"]]
    assert swings == sorted(swings, reverse=True)


def picture(answer) -> np.ndarray:
    assert answer.status_code == 200, answer.text
    return np.asarray(Image.open(io.BytesIO(answer.content)))


def test_pictures_get_worse_with_distance_and_are_the_same_for_a_seed(client):
    asked = {"scenario": "mars1", "link": "imaging-5cm-one-dish", "side": 64}
    near, far = (client.get("/api/picture", params=asked | {"range": text}) for text in ("50e6 km", "420e6 km"))
    assert float(near.headers["X-Wrong-Share"]) == 0.0 < float(far.headers["X-Wrong-Share"])
    assert (picture(far) == picture(client.get("/api/picture", params=asked | {"range": "420e6 km"}))).all()
    assert picture(near).shape == (64, 64)


def test_a_picture_of_ones_own_is_sent(client):
    with io.BytesIO() as out:
        Image.new("RGB", (300, 200), (200, 30, 30)).save(out, "png")
        content = out.getvalue()
    asked = {"scenario": "mars1", "link": "imaging-5cm", "range": "1e6 km", "side": 128}
    sent = picture(client.post("/api/picture", params=asked, content=content))
    assert sent.shape == (85, 128)
    assert abs(int(np.median(sent)) - 81) <= 4  # ITU-R BT.601 luma of that red, in one of 64 grey levels


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_what_is_no_picture_is_refused(client, content):
    answer = client.post("/api/picture?scenario=mars1&link=imaging-5cm", content=content)
    assert answer.status_code == 422
    assert "\n" not in answer.json()["error"]


def test_a_body_that_is_too_large_is_refused(client):
    answer = client.post("/api/picture?scenario=mars1&link=imaging-5cm", content=bytes(MOST_BYTES + 1))
    assert answer.status_code == 413


def test_a_sound_is_three_seconds_of_wav(client):
    answer = client.get("/api/sound?scenario=mars1&link=telemetry-32cm-semi&range=1e6 km")
    assert answer.content[:4] == b"RIFF"
    assert len(answer.content) == 44 + 2 * 3 * 8000


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("scenario=nowhere", "scenario 'nowhere'"),
        ("scenario=../../etc/passwd", "scenario '../../etc/passwd'"),
        ("scenario=mars1&link=none", "link 'none'"),
        ("scenario=mars1&set=foo", "set = 'foo'"),
        ("scenario=mars1&set=transmitter.power=-3 W", "transmitter.power = '-3 W'"),
        ("scenario=mars1&set=transmitter.pow=3 W", "transmitter.pow"),
        ("scenario=mars1&range=far", "range 'far'"),
        ("scenario=mars1&at=never", "never"),
        ("scenario=mars1&range=1 km&at=1963-03-21", "either an instant or a distance"),
        ("scenario=cubesat&link=none" + "x" * 100, "link"),
    ],
)
def test_mistakes_are_one_line(client, query, said):
    answer = client.get(f"/api/budget?{query}")
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert said in error
    assert "\n" not in error


def test_links_without_pictures_or_carriers_say_so(client):
    asked = {"picture": ("mars1", "telemetry-32cm-semi"), "sound": ("mars1", "imaging-5cm")}
    for path, (name, link) in asked.items():
        answer = client.get(f"/api/{path}?scenario={name}&link={link}")
        assert answer.status_code == 422
        assert answer.json()["error"].startswith(link)


ANSWERS = {
    "three-decibels-more": {"set": ["transmitter.power=59.86 W"]},
    "hold-the-carrier": {"set": ["modulation.carrier.loop_bandwidth=2 Hz"]},
    "a-quicker-picture": {"set": ["modulation.pixel_rate=1100 pixel/s"]},
    "far-over-the-horizon": {"set": ["transmitter.power=1.88 W"]},
    "twice-as-far": {"range": "100e6 km"},
    "a-better-dish": {"set": ["transmitter.antenna.diameter=2.3 m"]},
    "half-the-noise": {"set": ["receiver.noise_temperature=90 K"]},
    "close-at-mars": {"set": ["transmitter.power=100 W", "modulation.carrier.loop_bandwidth=5 Hz"]},
    "as-fast-as-it-goes": {"set": ["modulation.bit_rate=84 bit/s"]},
    "the-picture-dissolves": {"range": "450e6 km"},
}


@pytest.mark.parametrize("one", CHALLENGES, ids=lambda one: one.name)
def test_a_challenge_is_not_met_at_its_start_and_can_be_met_by_its_sliders(client, one):
    def is_met(extra):
        return client.get("/api/check", params={**one.start, **extra, "name": one.name}).json()["is_met"]

    assert not is_met({})
    assert is_met(ANSWERS[one.name])
    other = ["required_margin=0 dB", *ANSWERS[one.name].get("set", [])]
    assert not is_met({**ANSWERS[one.name], "set": other})


def test_heads_keep_the_page_to_itself(client):
    for path in ("/", "/page/main.js", "/api/scenarios", "/api/openapi.json", "/nothing"):
        heads = client.get(path).headers
        assert heads["content-security-policy"] == POLICY
        assert heads["x-content-type-options"] == "nosniff"


def test_only_files_of_the_page_are_served(client):
    assert client.get("/page/lab.css").headers["content-type"].startswith("text/css")
    for path in ("/page/..%2fapi.py", "/page/../api.py", "/page/api.py", "/page/%2e%2e/bench.py", "/docs", "/redoc"):
        assert client.get(path).status_code == 404, path


def test_other_hosts_are_refused():
    with TestClient(lab_app(), base_url="http://elsewhere.example") as other:
        assert other.get("/").status_code == 400


def test_the_users_file_is_read_again_when_it_changes(tmp_path):
    text = run(tmp_path, "new", "mine.toml")
    assert text
    file = tmp_path / "mine.toml"
    with TestClient(lab_app(file), base_url="http://127.0.0.1") as own:
        names = own.get("/api/scenarios").json()
        assert (names["own"], names["scenarios"][0]) == ("mine", "mine")
        before = own.get("/api/budget?scenario=mine").json()["verdict"]
        good = file.read_text(encoding="utf-8")
        file.write_text("[mission\n", encoding="utf-8")
        broken = own.get("/api/budget?scenario=mine")
        assert broken.status_code == 422
        assert "mine.toml" in broken.json()["error"]
        assert own.get("/api/scenarios").json()["stamp"] != names["stamp"]
        file.write_text(good, encoding="utf-8")
        assert own.get("/api/budget?scenario=mine").json()["verdict"] == before
