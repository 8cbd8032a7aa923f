"""Commands that draw: all figures at once, widths and themes, the moving picture."""

import sys

import pytest
from PIL import Image

from linkbudget.cli import main
from linkbudget.plots.figures import figures_for
from tests.plots.conftest import loaded


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run a command line in an empty folder: exit status, lines of output, error."""
    monkeypatch.chdir(tmp_path)

    def command(*words: str):
        monkeypatch.setattr(sys, "argv", ["linkbudget", *words])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return stop.value.code, printed.out.splitlines(), printed.err

    return command


def test_all_figures_are_drawn_a_line_each(run, tmp_path):
    status, lines, error = run("plot", "unitec1", "all", "-o", "figures", "--format", "svg", "--width", "narrow")
    kinds = figures_for(loaded("unitec1"))
    assert (status, error) == (0, "")
    assert lines == [f"figures/{kind}.svg" for kind in kinds]
    assert sorted(file.name for file in (tmp_path / "figures").iterdir()) == sorted(f"{kind}.svg" for kind in kinds)


def test_of_one_link_only_figures_that_show_it_are_drawn(run):
    status, lines, _ = run("plot", "sputnik24", "all", "--link", "telemetry-160cm", "--theme", "dark")
    assert status == 0
    assert "sputnik24-figures/snr.png" in lines
    assert not any("trajectory" in line for line in lines)


@pytest.mark.parametrize(
    "words",
    [
        ("sweep", "mars1", "--link", "telemetry-160cm", "--axis", "range=5e6 km..400e6 km:5"),
        ("sensitivity", "mars1", "--link", "telemetry-32cm-semi", "--samples", "16", "-q"),
        ("montecarlo", "mars1", "--link", "telemetry-32cm-semi", "--samples", "256", "-q"),
        ("history",),
    ],
)
def test_studies_are_drawn_in_a_width_and_theme(words, run, tmp_path):
    status, _, error = run(*words, "-o", "figure.png", "--width", "narrow", "--theme", "dark")
    assert (status, error) == (0, "")
    with Image.open(tmp_path / "figure.png") as image:
        assert image.size[0] == 1080
        assert max(image.convert("RGB").getpixel((0, 0))) < 40


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("plot", "mars1", "snr", "--width", "narow"), "linkbudget: narow: unknown width; did you mean 'narrow'?"),
        (("history", "--theme", "Dark", "-o", "x.png"), "linkbudget: Dark: unknown theme; did you mean 'dark'?"),
        (("plot", "mars1", "al"), "linkbudget: al: unknown figure; did you mean 'all'?"),
        (("plot", "mars1", "snr", "--link", "imaging-5c"), "did you mean 'imaging-5cm'?"),
        (("plot", "mars1", "passes"), "linkbudget: mars1: no passes figure, which needs an orbit near the Earth"),
        (("plot", "cubesat", "all", "--format", "bmp"), "linkbudget: all.bmp: unknown kind of file '.bmp'; expected"),
        (("animate", "cubesat"), "linkbudget: cubesat: nothing to draw; expected a link with pulse-position"),
        (("animate", "mars1", "-o", "x.png"), "linkbudget: x.png: unknown kind of file '.png'; expected one of .gif"),
        (("animate", "mars1", "--link", "imaging-5c"), "did you mean 'imaging-5cm'?"),
    ],
)
def test_what_cannot_be_drawn_is_one_line_and_status_2(words, said, run, tmp_path):
    status, lines, error = run(*words)
    assert (status, lines) == (2, [])
    assert said in error
    assert error.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_moving_picture_is_written_and_told_in_words(run, tmp_path, monkeypatch):
    from linkbudget.plots import animation

    monkeypatch.setattr(animation.dissolving, "__kwdefaults__", animation.dissolving.__kwdefaults__ | {"frames": 3})
    status, lines, error = run("animate", "mars1", "--link", "imaging-5cm-one-dish", "-q")
    assert (status, error) == (0, "")
    assert lines[0] == "mars1-imaging-5cm-one-dish.gif"
    assert lines[1].startswith("In words: Mars 1, 5 cm pulse-position imaging, one dish of 16 m: the same picture")
    with Image.open(tmp_path / lines[0]) as image:
        assert image.n_frames == 3
