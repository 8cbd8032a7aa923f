"""``linkbudget listen``: the files it writes, what it prints, and every mistake in one line."""

import json

import pytest
from PIL import Image
from scipy.io import wavfile

from tests.test_bad_input import assert_one_line, run

SEMI = ("mars1", "--link", "telemetry-32cm-semi")


@pytest.fixture
def command(capsys, monkeypatch):
    return lambda *arguments: run(capsys, monkeypatch, *arguments)


def test_sound_and_waterfall_are_written_and_told(command, tmp_path):
    code, out, err = command("listen", *SEMI, "--duration", "3 s", "-o", tmp_path / "far.wav")
    assert (code, err) == (0, "")
    for words in ("C/N0 of the carrier", "17.0 dBHz", "106.33 million km", "-17.8 dB", "far.wav", "far.png"):
        assert words in out
    rate, samples = wavfile.read(tmp_path / "far.wav")
    assert (rate, samples.size) == (8000, 24_000)
    with Image.open(tmp_path / "far.png") as image:
        assert image.size == (1500, 1140)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_whole_pass_of_a_low_orbit(command, tmp_path):
    code, out, err = command(
        "listen", "cubesat", "--link", "uhf-downlink", "--duration", "pass", "--bandwidth", "2 kHz", "--json",
        "-o", tmp_path / "pass.wav",
    )  # fmt: skip
    assert (code, err) == (0, "")
    said = json.loads(out)
    assert said["duration_s"] > 200.0
    assert said["highest_doppler_shift_hz"] > 0.0 > said["lowest_doppler_shift_hz"]
    assert said["notes"] == ["no residual carrier: heard as if all its power were sent unmodulated"]
    assert said["files"] == [str(tmp_path / "pass.wav"), str(tmp_path / "pass.png")]


MISTAKES = {
    "pulses": (["mars1", "--link", "imaging-5cm"], "sends pulses and has no carrier"),
    "unknown link": (["mars1", "--link", "telemetry"], "unknown link"),
    "outside the mission": ([*SEMI, "--at", "1961-01-01"], "outside the mission"),
    "below the horizon": ([*SEMI, "--at", "1963-03-21T06:00"], "lowest elevation"),
    "too wide": ([*SEMI, "--bandwidth", "1 MHz"], "expected at most 91329 Hz"),
    "no bandwidth": ([*SEMI, "--bandwidth", "0 Hz"], "--bandwidth"),
    "wrong unit": ([*SEMI, "--bandwidth", "3 m"], "--bandwidth"),
    "too long": ([*SEMI, "--duration", "30 h"], "expected at most 7500 s"),
    "wrong duration": ([*SEMI, "--duration", "long"], "--duration"),
    "not a wav": ([*SEMI, "-o", "out.mp3"], "expected .wav"),
    "folder in the way": ([*SEMI, "--duration", "1 s", "-o", "folder.wav"], "is a folder"),
    "folder in the way of the figure": ([*SEMI, "--duration", "1 s", "-o", "other.wav"], "other.png: is a folder"),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_mistake_is_one_helpful_line_and_writes_nothing(what, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.wav").mkdir()
    (tmp_path / "other.png").mkdir()
    before = sorted(tmp_path.rglob("*"))
    arguments, said = MISTAKES[what]
    assert_one_line(command("listen", *arguments), said)
    assert sorted(tmp_path.rglob("*")) == before
