"""``linkbudget picture``: what it writes and prints, and every mistake in one line."""

import json

import numpy as np
import pytest
from PIL import Image

from tests.test_bad_input import assert_one_line, run

IMAGING = ("--link", "imaging-5cm", "--range", "106.76e6 km")


@pytest.fixture
def command(capsys, monkeypatch):
    return lambda *arguments: run(capsys, monkeypatch, *arguments)


@pytest.fixture
def photo(tmp_path):
    file = tmp_path / "photo.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 60, 3), np.uint8)).save(file)
    return file


def test_a_picture_arrives_and_its_figures_are_printed(command, photo, tmp_path):
    code, out, err = command("picture", photo, *IMAGING, "-o", tmp_path / "out.png")
    assert (code, err) == (0, "")
    for words in ("colour is turned into grey", "Wrong pixels", "Peak signal-to-noise ratio", "Structural similarity"):
        assert words in out
    with Image.open(tmp_path / "out.png") as image:
        assert (image.mode, image.size) == ("L", (60, 40))
        assert "106.76 million km" in image.text["Description"]


def test_json_says_the_same_for_both_links(command, photo, tmp_path):
    code, out, err = command(
        "picture", photo, *IMAGING, "--scenario", "mars1", "--compare", "television-8cm", "--beside", "--json",
        "-o", tmp_path / "out.png",
    )  # fmt: skip
    assert code == 0
    assert err == "linkbudget: at its required ratio the carrier loop slips a cycle every 1.4 min on average\n"
    said = json.loads(out)
    assert [each["link"] for each in said["links"]] == ["imaging-5cm", "television-8cm"]
    assert said["links"][0]["transmission_time_s"] == pytest.approx(2400 / 90)
    assert said["notes"] == ["colour is turned into grey (luma of ITU-R BT.601)"]
    with Image.open(tmp_path / "out.png") as image:
        assert image.size == (3 * 60 + 2 * 8, 40)


def test_seed_and_settings_reach_the_channel(command, photo, tmp_path):
    def sent(*more):
        file = tmp_path / "out.png"
        code, out, err = command("picture", photo, "--link", "imaging-5cm-one-dish", "--range", "400e6 km", "--json",
                                 "-o", file, *more)  # fmt: skip
        assert code == 0, err
        return json.loads(out)["links"][0], file.read_bytes()

    as_built = sent()
    assert as_built == sent()
    assert as_built[1] != sent("--seed", "5")[1]
    half = sent("--set", "transmitter.power=25 W", "--set", "transmitter.peak_power=12.5 kW")
    assert half[0]["pixel_error_rate"] > 5.0 * as_built[0]["pixel_error_rate"]
    assert sent("--perfect-sync", "--range", "900e6 km")[0]["lost_lines"] == 0


def test_a_link_that_was_not_in_use_is_said(command, photo, tmp_path):
    code, _, err = command(
        "picture", photo, "--link", "imaging-5cm", "--at", "1963-03-21T17:00", "-o", tmp_path / "o.png"
    )
    assert code == 0
    assert err == "linkbudget: the link was not in use at this instant\n"


MISTAKES = {
    "missing": (["none.png", *IMAGING], "none.png: no such file"),
    "folder": [["{tmp}", *IMAGING], "is a folder"],
    "text": [["{tmp}/text.png", *IMAGING], "text.png: not a picture; expected one of PNG, JPEG"],
    "empty": [["{tmp}/empty.png", *IMAGING], "empty.png: is empty"],
    "link without pictures": [["test-chart", "--link", "telemetry-160cm"], "telemetry-160cm: carries no pictures"],
    "unknown link": [["test-chart", "--link", "imaging"], "did you mean"],
    "unknown scenario": [["test-chart", *IMAGING, "--scenario", "mars9"], "mars9"],
    "scenario without pictures": [
        ["test-chart", "--scenario", "cubesat", "--link", "uhf-downlink"],
        "carries no pictures",
    ],
    "date and distance": [["test-chart", *IMAGING, "--at", "1963-03-21"], "not both"],
    "date outside": [["test-chart", "--link", "imaging-5cm", "--at", "1970-01-01"], "outside the mission"],
    "below the horizon": [["test-chart", "--link", "imaging-5cm", "--at", "1963-03-21T06:00"], "lowest elevation"],
    "not a png": [["test-chart", *IMAGING, "-o", "{tmp}/out.jpg"], "expected .png"],
    "folder in the way": [["test-chart", *IMAGING, "-o", "{tmp}/folder.png"], "is a folder"],
    "negative seed": [["test-chart", *IMAGING, "--seed", "-1"], "--seed"],
    "no link": [["test-chart"], "--link"],
    "wrong setting": [["test-chart", *IMAGING, "--set", "transmitter.power=3 furlong"], "furlong"],
    "wrong second link": [["test-chart", *IMAGING, "--compare", "telemetry-160cm"], "carries no pictures"],
}


@pytest.mark.parametrize("what", MISTAKES)
def test_mistake_is_one_helpful_line_and_writes_nothing(what, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "empty.png").touch()
    (tmp_path / "folder.png").mkdir()
    before = sorted(tmp_path.rglob("*"))
    arguments, said = MISTAKES[what]
    assert_one_line(command("picture", *(each.replace("{tmp}", str(tmp_path)) for each in arguments)), said)
    assert sorted(tmp_path.rglob("*")) == before
