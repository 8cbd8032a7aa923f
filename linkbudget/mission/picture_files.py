"""Pictures in and out: files of any usual kind become arrays of 8-bit grey, and back.

The map: :func:`read_picture`, :func:`write_picture`, :func:`side_by_side`.  A picture with colour, 16 bits,
transparency or more than one frame is reduced to 8 bits of grey by a stated rule, which a note names.
"""

import logging
import os
import warnings
from pathlib import Path
from typing import NamedTuple

import numpy as np

from linkbudget.errors import InputError
from linkbudget.mission.chart import draw_chart
from linkbudget.mission.png_rows import lacks_rows
from linkbudget.text_files import require_size
from linkbudget.writing import whole_file

TEST_CHART = "test-chart"
"""The word that stands for the built-in picture."""

LARGEST_PIXELS = 25_000_000
"""Pixels; a file that claims more is refused before it is unpacked."""

LARGEST_FILE_BYTES = 1_000_000_000
"""Size of a file; so many pixels of 32 bits in four channels have 400 MB without packing."""

FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "PPM", "WEBP")
"""Kinds of file that are read."""


class Picture(NamedTuple):
    """A picture as it is sent."""

    grey: np.ndarray
    """8-bit grey, lines by columns."""
    notes: tuple[str, ...] = ()
    """Changes that were made to the picture of the file."""


def read_picture(source: str | os.PathLike) -> Picture:
    """Read a picture file as 8-bit grey, or make the test chart.

    Parameters
    ----------
    source : str or Path
        A file, or the word ``"test-chart"``.

    Returns
    -------
    Picture
        With a note for each thing that 8 bits of grey do not hold.

    Raises
    ------
    InputError
        One line, if there is no such file, or it is no picture, broken, or larger than :data:`LARGEST_PIXELS`.

    Examples
    --------
    >>> read_picture("test-chart").grey.shape
    (1440, 1440)
    """
    if os.fspath(source) == TEST_CHART:
        return Picture(draw_chart())
    file = Path(source)
    _require_file(file)
    from PIL import Image, UnidentifiedImageError

    logging.getLogger("PIL").addHandler(logging.NullHandler())  # its decoders' own words are in the refusal

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata; what cannot be read raises
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as image:
                width, height = image.size
                if width * height > LARGEST_PIXELS:
                    raise InputError(_too_large(file, f"{width} x {height} pixels"))
                if image.format == "PNG" and lacks_rows(file):
                    raise InputError(f"{file}: a broken picture (rows are missing at its end); expected a whole one")
                return _as_grey(image, file)
    except InputError:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise InputError(_too_large(file, "far too many pixels")) from None
    except UnidentifiedImageError:
        raise InputError(
            f"{file}: not a picture; expected one of {', '.join(FORMATS)}, or the word {TEST_CHART}"
        ) from None
    except Exception as error:  # decoders raise whatever they stumble over
        said = " ".join(str(error).split()) or type(error).__name__
        raise InputError(f"{file}: a broken picture ({said}); expected a whole one") from None


def _require_file(file: Path) -> None:
    expected = f"a picture file, or the word {TEST_CHART}"
    if require_size(file, expected, LARGEST_FILE_BYTES).stat().st_size == 0:
        raise InputError(f"{file}: is empty; expected {expected}")


def _too_large(file: Path, size: str) -> str:
    return f"{file}: {size}; expected at most {LARGEST_PIXELS / 1e6:g} million"


def _as_grey(image, file: Path) -> Picture:
    from PIL import ImageOps

    notes = []
    frames = getattr(image, "n_frames", 1)
    if frames > 1:
        image.seek(0)
        notes.append(f"the first of {frames} frames is sent")
    deep = any(";16" in str(tile[-1]) for tile in image.tile) and not image.mode.startswith(("I", "F"))
    if deep:  # the decoder keeps the upper 8 bits of 16-bit colour, or of grey beside transparency
        notes.append("16 bits a channel are cut to 8")
    image.load()
    if image.getexif().get(0x0112, 1) != 1:
        image = ImageOps.exif_transpose(image)
        notes.append("turned upright, as the file says")
    if image.has_transparency_data:
        if image.mode.startswith("I"):
            grey, note = _clear_on_black(image, file)
            return Picture(grey, (*notes, "transparent parts are laid on black", note))
        image = _on_black(image)
        notes.append("transparent parts are laid on black")
    if image.mode.startswith(("I", "F")):
        grey, note = _deep_grey(np.asarray(image), image.mode, file)
        return Picture(grey, (*notes, note))
    if image.mode not in ("1", "L"):
        image = image.convert("RGB")
        bands = np.asarray(image)
        if (bands != bands[..., :1]).any():
            notes.append("colour is turned into grey (luma of ITU-R BT.601)")
    return Picture(np.array(image.convert("L")), tuple(notes))


def _on_black(image):
    from PIL import Image

    image = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, (0, 0, 0, 255)), image).convert("RGB")


def _clear_on_black(image, file: Path) -> tuple[np.ndarray, str]:
    """More than 8 bits of grey, one of which stands for what is transparent, scaled down."""
    values, clear = np.asarray(image), image.info["transparency"]
    grey, note = _deep_grey(values, image.mode, file)
    return np.where(values == clear, 0, grey).astype(np.uint8), note


def _deep_grey(values: np.ndarray, mode: str, file: Path) -> tuple[np.ndarray, str]:
    """More than 8 bits of grey, scaled down."""
    low, high = float(values.min()), float(values.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        raise InputError(f"{file}: holds grey that is no finite number; expected finite ones")
    if mode != "F" and low >= 0.0 and high <= 65535.0:
        return np.rint(values / 257.0).astype(np.uint8), "16 bits of grey are scaled to 8"
    span = (high - low) or 1.0
    grey = np.rint((values.astype(float) - low) * (255.0 / span)).astype(np.uint8)
    return grey, f"grey from {low:g} to {high:g} is scaled to 8 bits"


def write_picture(file: str | os.PathLike, grey: np.ndarray, description: str = "") -> None:
    """Write 8-bit grey as a PNG file, whole or not at all.

    Parameters
    ----------
    file : str or Path
        Its name ends with ``.png``.
    grey : ndarray
        8-bit grey, lines by columns.
    description : str, optional
        Goes into the file as its description.

    Raises
    ------
    InputError
        If the name ends otherwise or the file cannot be written.
    """
    file = Path(file)
    require_png(file)
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    if description:
        text.add_itxt("Description", description)
    with whole_file(file) as temporary:
        Image.fromarray(grey).save(temporary, format="PNG", pnginfo=text)


def require_png(file: str | os.PathLike) -> None:
    """Refuse a name that does not end with ``.png``, before any work is done."""
    if Path(file).suffix.lower() != ".png":
        raise InputError(f"{file}: unknown kind of file {Path(file).suffix!r}; expected .png")


def side_by_side(*pictures: np.ndarray, gap: int = 8) -> np.ndarray:
    """Pictures of one height in a row, with white between them.

    Examples
    --------
    >>> side_by_side(np.zeros((2, 3), np.uint8), np.zeros((2, 3), np.uint8), gap=1)[0].tolist()
    [0, 0, 0, 255, 0, 0, 0]
    """
    between = np.full((pictures[0].shape[0], gap), 255, dtype=np.uint8)
    parts = [part for picture in pictures for part in (between, picture)]
    return np.hstack(parts[1:])
