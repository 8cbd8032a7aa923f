"""The moving picture: what it shows, that it is the same every time, and what it refuses."""

import numpy as np
import pytest
from PIL import Image

import linkbudget.plots
from linkbudget.errors import InputError
from linkbudget.plots.animation import (
    FIRST_MS,
    FRAME_MS,
    FRAMES,
    LAST_MS,
    PIXELS,
    SIZE_PIXELS,
    Animation,
    dissolving,
    picture_link,
)
from tests.plots.conftest import loaded

LINK = "imaging-5cm-one-dish"


@pytest.fixture(scope="module")
def moving() -> Animation:
    """A short one, of Mars 1."""
    return dissolving(loaded("mars1"), LINK, frames=5)


def picture_of(frame: Image.Image) -> np.ndarray:
    """The picture in a frame, as it was sent."""
    left, top = 16, SIZE_PIXELS[1] - 44 - 2 * PIXELS
    return np.asarray(frame.convert("L"))[top : top + 2 * PIXELS : 2, left : left + 2 * PIXELS : 2].astype(float)


# ---------------------------------------------------------------- identity


def test_the_picture_dissolves(moving):
    first, *others = [picture_of(frame) for frame in moving.frames]
    errors = [float(np.sqrt(np.mean((first - other) ** 2))) for other in others]
    assert errors == sorted(errors)
    assert errors[0] < 5.0
    assert errors[-1] > 60.0


def test_the_picture_is_shown_pixel_by_pixel(moving):
    whole = np.asarray(moving.frames[-1].convert("L"))
    top = SIZE_PIXELS[1] - 44 - 2 * PIXELS
    shown = whole[top : top + 2 * PIXELS, 16 : 16 + 2 * PIXELS].reshape(PIXELS, 2, PIXELS, 2)
    assert (shown[:, :1, :, :1] == shown).all()


def test_words_say_what_is_seen(moving):
    assert "Mars 1, 5 cm pulse-position imaging, one dish of 16 m" in moving.caption
    assert "as far as 267 million km" in moving.caption


def test_it_has_a_sensible_size(tmp_path):
    quarter = dissolving(
        loaded("mars1"), LINK, frames=FRAMES // 4
    )  # larger steps
    for suffix, most in ((".gif", 5e6), (".webp", 2e6)):
        assert 4 * quarter.write(tmp_path / f"picture{suffix}").stat().st_size < most


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_files_move_for_ever_and_hold_the_last_frame(moving, suffix, tmp_path):
    file = moving.write(tmp_path / f"picture{suffix}")
    with Image.open(file) as image:
        assert (image.size, image.n_frames, image.info["loop"]) == (SIZE_PIXELS, 5, 0)
        told = []
        for place in range(image.n_frames):
            image.seek(place)
            image.load()
            told.append(image.info["duration"])
    assert told == [FIRST_MS, *[FRAME_MS] * 3, LAST_MS]


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_the_same_frames_are_the_same_file(moving, suffix, tmp_path):
    again = dissolving(loaded("mars1"), LINK, frames=5)
    files = [one.write(tmp_path / f"{number}{suffix}") for number, one in enumerate((moving, again))]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_files_say_in_words_what_is_seen(moving, tmp_path):
    with Image.open(moving.write(tmp_path / "picture.gif")) as image:
        assert image.info["comment"].decode() == moving.caption
    with Image.open(moving.write(tmp_path / "picture.webp")) as image:
        assert image.getexif()[0x010E] == moving.caption


def test_a_dark_one_is_dark():
    frame = dissolving(loaded("mars1"), LINK, theme="dark", frames=2).frames[0]
    assert max(frame.getpixel((SIZE_PIXELS[0] - 1, 0))) < 40


def test_python_offers_it_as_the_command_line_does():
    assert linkbudget.plots.animate.__module__ == "linkbudget.plots.animation"


# ---------------------------------------------------------------- errors


def test_other_endings_are_refused_before_any_work(tmp_path):
    with pytest.raises(InputError, match=r"picture\.mp4: unknown kind of file '\.mp4'; expected one of \.gif, \.webp"):
        linkbudget.plots.animate(loaded("mars1"), tmp_path / "picture.mp4")


def test_links_without_pictures_are_refused():
    with pytest.raises(InputError, match="nothing to draw; expected a link with pulse-position or analog-video"):
        picture_link(loaded("cubesat"))
    with pytest.raises(InputError, match="nothing to draw; expected a link"):
        picture_link(loaded("mars1"), "telemetry-160cm")
    with pytest.raises(InputError, match="did you mean 'imaging-5cm'"):
        picture_link(loaded("mars1"), "imaging-5c")
