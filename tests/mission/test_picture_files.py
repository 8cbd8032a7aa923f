"""Picture files of every kind become 8-bit grey by a stated rule, or are refused in one line."""

import io
import os
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.mission import picture_files
from linkbudget.mission.chart import CHART_PIXELS, draw_chart
from linkbudget.mission.picture_files import read_picture, side_by_side, write_picture

GREY = np.arange(48, dtype=np.uint8).reshape(6, 8) * 5


def saved(tmp_path, image: Image.Image, name: str = "picture.png", **options):
    file = tmp_path / name
    image.save(file, **options)
    return file


# ---------------------------------------------------------------- what is read


@pytest.mark.parametrize("name", ["a.png", "a.gif", "a.tif", "a.bmp", "a.pgm", "a.PNG"])
def test_grey_is_read_as_it_is_and_nothing_said(tmp_path, name):
    found = read_picture(saved(tmp_path, Image.fromarray(GREY), name))
    assert np.array_equal(found.grey, GREY)
    assert found.grey.dtype == np.uint8
    assert found.notes == ()


def test_colour_becomes_luma_and_is_said(tmp_path):
    colour = np.zeros((4, 4, 3), np.uint8)
    colour[..., 0], colour[..., 1], colour[..., 2] = 200, 100, 50
    found = read_picture(saved(tmp_path, Image.fromarray(colour)))
    assert np.all(np.abs(found.grey - (0.299 * 200 + 0.587 * 100 + 0.114 * 50)) <= 1.0)
    assert found.notes == ("colour is turned into grey (luma of ITU-R BT.601)",)


def test_grey_saved_as_colour_is_no_colour(tmp_path):
    found = read_picture(saved(tmp_path, Image.fromarray(np.repeat(GREY[..., None], 3, axis=2))))
    assert np.array_equal(found.grey, GREY)
    assert found.notes == ()


@pytest.mark.parametrize("mode", ["CMYK", "HSV", "LAB", "YCbCr"])
def test_other_colour_spaces_are_read(tmp_path, mode):
    image = Image.new("RGB", (5, 5), (120, 130, 140))
    if mode != "LAB":
        image = image.convert(mode)
    name = "a.tif" if mode in ("CMYK", "LAB", "YCbCr") else "a.png"
    options = {"compression": "tiff_lzw"} if mode == "YCbCr" else {}  # older Pillow cannot read what it writes without
    file = saved(tmp_path, image if mode != "HSV" else image.convert("RGB"), name, **options)
    assert read_picture(file).grey.shape == (5, 5)


def test_sixteen_bits_are_scaled_and_said(tmp_path):
    deep = (np.linspace(0, 65535, 48).reshape(6, 8)).astype(np.uint16)
    for name in ("a.png", "a.tif"):
        found = read_picture(saved(tmp_path, Image.fromarray(deep), name))
        assert np.array_equal(found.grey, np.rint(deep / 257.0).astype(np.uint8))
        assert found.notes == ("16 bits of grey are scaled to 8",)


def test_sixteen_bits_of_colour_are_cut_and_said(tmp_path):
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    line = b"\0" + np.array([[0xFFFF, 0, 0], [0x80FF, 0x80FF, 0x80FF]], dtype=">u2").tobytes()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 16, 2, 0, 0, 0))
    file = tmp_path / "deep.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(2 * line)) + chunk(b"IEND", b""))
    found = read_picture(file)
    assert found.grey[0].tolist() == [76, 128]
    assert found.notes == ("16 bits a channel are cut to 8", "colour is turned into grey (luma of ITU-R BT.601)")


def test_numbers_without_a_scale_are_stretched_and_said(tmp_path):
    values = np.linspace(-3.0, 5.0, 48, dtype=np.float32).reshape(6, 8)
    found = read_picture(saved(tmp_path, Image.fromarray(values), "a.tif"))
    assert (found.grey.min(), found.grey.max()) == (0, 255)
    assert found.notes == ("grey from -3 to 5 is scaled to 8 bits",)
    flat = read_picture(saved(tmp_path, Image.fromarray(np.full((3, 3), 2.5, np.float32)), "b.tif"))
    assert np.all(flat.grey == 0)


def test_transparency_lies_on_black_and_is_said(tmp_path):
    opaque = np.array([[0, 0, 255, 255]] * 4, dtype=np.uint8)
    image = Image.merge("LA", [Image.new("L", (4, 4), 200), Image.fromarray(opaque)])
    found = read_picture(saved(tmp_path, image))
    assert np.array_equal(found.grey[0], [0, 0, 200, 200])
    assert found.notes == ("transparent parts are laid on black",)


def test_sixteen_bits_with_a_transparent_grey_keep_their_tones(tmp_path):
    deep = np.linspace(0, 65535, 48).reshape(6, 8).astype(np.uint16)
    found = read_picture(saved(tmp_path, Image.fromarray(deep), transparency=int(deep[3, 3])))
    expected = np.rint(deep / 257.0).astype(np.uint8)
    expected[3, 3] = 0
    assert np.array_equal(found.grey, expected)
    assert found.notes == ("transparent parts are laid on black", "16 bits of grey are scaled to 8")


def test_palettes_with_transparency_are_read(tmp_path):
    image = Image.new("P", (4, 4), 1)
    image.putpalette([255, 255, 255, 10, 200, 30])
    found = read_picture(saved(tmp_path, image, "a.png", transparency=1))
    assert np.all(found.grey == 0)
    assert "transparent parts are laid on black" in found.notes


def test_of_an_animation_the_first_frame_is_sent_and_it_is_said(tmp_path):
    frames = [Image.fromarray(np.full((6, 8), grey, np.uint8)) for grey in (10, 100, 200)]
    for name in ("a.gif", "a.png", "a.tif"):
        found = read_picture(saved(tmp_path, frames[0], name, save_all=True, append_images=frames[1:]))
        assert np.all(found.grey == 10)
        assert found.notes == ("the first of 3 frames is sent",)


def test_a_camera_held_upright_is_turned(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    found = read_picture(saved(tmp_path, Image.fromarray(GREY), "a.png", exif=exif))
    assert np.array_equal(found.grey, np.rot90(GREY, -1))
    assert found.notes == ("turned upright, as the file says",)


def test_one_bit_is_black_and_white(tmp_path):
    found = read_picture(saved(tmp_path, Image.fromarray(GREY > 100)))
    assert set(np.unique(found.grey)) == {0, 255}


def test_the_smallest_picture_is_a_picture(tmp_path):
    assert read_picture(saved(tmp_path, Image.new("L", (1, 1), 7))).grey.tolist() == [[7]]


# ---------------------------------------------------------------- what is refused


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def whole_png() -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64), np.uint8)).save(buffer, "PNG")
    return buffer.getvalue()


REFUSED = {
    "empty": (b"", "is empty"),
    "text": (b"this is no picture at all\n", "not a picture"),
    "scenario": (b"[mission]\n", "not a picture"),
    "cut short": (whole_png()[:600], "a broken picture"),
    "spoilt": (whole_png()[:100] + b"\0" * 400 + whole_png()[500:], "a broken picture"),
    "header alone": (b"\x89PNG\r\n\x1a\n", "not a picture"),
    "too large": (png_claiming(5001, 5000), "5001 x 5000 pixels; expected at most 25 million"),
    "bomb": (png_claiming(20_000, 20_000), "far too many pixels; expected at most 25 million"),
    "less than it says": (png_claiming(1000, 1000), "a broken picture"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "not a picture"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_is_refused_in_one_line(tmp_path, what):
    data, said = REFUSED[what]
    file = tmp_path / "some.png"
    file.write_bytes(data)
    with pytest.raises(InputError) as error:
        read_picture(file)
    assert said in str(error.value)
    assert str(file) in str(error.value)
    assert "\n" not in str(error.value)


def test_missing_files_folders_and_pipes_are_refused(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, said in (
        (tmp_path / "none.png", "no such file"),
        (tmp_path, "is a folder"),
        (pipe, "is a pipe or a device"),
    ):
        with pytest.raises(InputError, match=said):
            read_picture(path)
    for path in ("\0", "", "/dev/null", tmp_path, "x" * 5000):
        with pytest.raises(InputError) as error:
            read_picture(path)
        assert str(error.value).count("expected a picture file, or the word test-chart") == 1
    with pytest.raises(InputError, match="none-such"):
        read_picture("none-such")


def test_grey_that_is_no_number_is_refused(tmp_path):
    with pytest.raises(InputError, match="no finite number"):
        read_picture(saved(tmp_path, Image.fromarray(np.full((3, 3), np.nan, np.float32)), "a.tif"))


# ---------------------------------------------------------------- what is written, and the chart


def test_what_is_written_is_read_again(tmp_path):
    write_picture(tmp_path / "out.png", GREY, "as it was")
    assert np.array_equal(read_picture(tmp_path / "out.png").grey, GREY)
    with Image.open(tmp_path / "out.png") as image:
        assert image.text["Description"] == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["out.png"]


def test_a_write_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    file = tmp_path / "out.png"
    file.write_bytes(b"old")

    def fails(self, *arguments, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Image.Image, "save", fails)
    with pytest.raises(InputError, match="No space left on device; nothing was written"):
        write_picture(file, GREY)
    assert file.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1
    with pytest.raises(InputError, match=r"expected \.png"):
        write_picture(tmp_path / "out.jpg", GREY)


def test_pictures_side_by_side():
    row = side_by_side(GREY, GREY, gap=2)
    assert row.shape == (6, 18)
    assert np.all(row[:, 8:10] == 255)


@pytest.mark.parametrize("pixels", [32, 96, 500, CHART_PIXELS])
def test_the_chart_has_all_it_should_show(pixels):
    chart = draw_chart(pixels)
    assert chart.shape == (pixels, pixels)
    assert (chart.min(), chart.max()) == (0, 255)
    steps = chart[int(0.85 * pixels)]
    assert len(np.unique(steps)) == 16
    assert np.all(np.diff(chart[int(0.95 * pixels)].astype(int)) >= 0)
    fine = chart[int(0.72 * pixels), int(0.80 * pixels) : int(0.86 * pixels)].astype(int)
    assert np.abs(np.diff(fine)).max(initial=255) == 255  # bars of one pixel
    disc = chart[: int(0.78 * pixels), : int(0.77 * pixels)]
    assert 0.3 < np.mean(disc > 20) < 0.8


def test_the_chart_is_not_smaller_than_what_it_shows():
    with pytest.raises(LinkBudgetError, match="pixels = 31"):
        draw_chart(31)
    assert picture_files.LARGEST_PIXELS >= CHART_PIXELS**2
