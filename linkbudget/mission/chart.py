"""The built-in test chart: a picture that everybody has, in which every fault of a picture link can be seen.

The map: :func:`draw_chart`.
"""

from functools import lru_cache

import numpy as np

from linkbudget.errors import require

CHART_PIXELS = 1440
"""Side of the test chart: the camera of Mars 1 took frames of 1440 lines of 1440 pixels."""

_GREY_STEPS = 16


def draw_chart(pixels: int = CHART_PIXELS) -> np.ndarray:
    """The built-in picture: a planet before a black sky, bars of six widths, a wedge of greys in steps and without.

    Parameters
    ----------
    pixels : int, optional
        Its side, at least 32.

    Returns
    -------
    ndarray
        8-bit grey; made by formula, the same everywhere.

    Raises
    ------
    LinkBudgetError
        If it is to be smaller than that.

    Examples
    --------
    >>> chart = draw_chart(64)
    >>> chart.shape, int(chart.min()), int(chart.max())
    ((64, 64), 0, 255)
    """
    return _chart(int(require("pixels", pixels, at_least=32))).copy()


@lru_cache(maxsize=1)  # it takes a second
def _chart(pixels):
    middle = (np.arange(pixels) + 0.5) / pixels
    x, y = middle[None, :], middle[:, None]
    grey = _planet(x, y)
    grey = np.where(_bars_area(x, y), _bars(pixels, x, y), grey)
    steps = np.floor(x * _GREY_STEPS) / (_GREY_STEPS - 1)
    grey = np.where(y > 0.80, np.broadcast_to(steps, grey.shape), grey)
    grey = np.where(y > 0.90, np.broadcast_to(x, grey.shape), grey)
    return np.rint(255.0 * np.clip(grey, 0.0, 1.0)).astype(np.uint8)


def _planet(x, y):
    """A globe lit from the upper left, with darker lands and a polar cap."""
    radius = 0.36
    east, north = (x - 0.40) / radius, (0.40 - y) / radius
    square = east**2 + north**2
    toward = np.sqrt(np.maximum(1.0 - square, 0.0))
    light = np.clip(-0.45 * east + 0.35 * north + 0.82 * toward, 0.0, 1.0)
    lands = np.sin(3.1 * east + 1.7 * np.sin(2.3 * north + 0.4)) * np.cos(2.6 * north - 1.1 * np.sin(3.7 * east))
    fine = np.sin(11.0 * east + 5.0 * north) * np.sin(9.0 * north - 6.0 * east)
    albedo = 0.78 - 0.22 * np.tanh(3.0 * (lands - 0.15)) + 0.05 * fine
    albedo = np.where(north > 0.86 + 0.05 * np.sin(7.0 * east), 1.15, albedo)
    for place_east, place_north, size in _CRATERS:
        off = np.hypot(east - place_east, (north - place_north) / np.sqrt(1.0 - place_north**2)) / size
        slope = ((east - place_east) - (north - place_north)) / size  # the lower right wall faces the light
        albedo = albedo + 0.45 * slope * np.exp(-((off / 0.75) ** 4)) + 0.12 * np.exp(-(((off - 1.0) / 0.18) ** 2))
    return np.where(square < 1.0, 0.02 + np.maximum(albedo, 0.05) * light**0.8, 0.0)


_CRATERS = (
    *((-0.35, 0.12, 0.11), (0.18, 0.38, 0.08), (0.05, -0.42, 0.13), (-0.55, -0.35, 0.07), (0.42, 0.05, 0.10)),
    *((-0.12, 0.45, 0.05), (0.30, -0.28, 0.06), (-0.68, 0.30, 0.05), (-0.20, -0.15, 0.05), (0.02, 0.10, 0.035)),
    *((-0.28, -0.62, 0.06), (0.55, 0.42, 0.05), (0.22, 0.12, 0.03), (-0.45, 0.55, 0.06), (-0.05, -0.72, 0.04)),
)
"""East, north and radius of the craters, in radii of the globe."""

_BARS = (0.79, 0.97, 0.05, 0.77)  # left, right, top, bottom
_BARS_GAP = 0.14  # between groups, of their height


def _bars_area(x, y):
    left, right, top, bottom = _BARS
    return (x > left) & (x < right) & (y > top) & (y < bottom)


def _bars(pixels, x, y):
    """Six groups of bars, upright on the left and lying on the right, from coarse to one pixel."""
    left, right, top, bottom = _BARS
    group = np.clip(((y - top) / (bottom - top) * 6.0).astype(int), 0, 5)
    shares = np.array([1 / 36, 1 / 54, 1 / 80, 1 / 144, 1 / 288, 0.0])
    width = np.maximum(np.rint(pixels * shares), 1.0)[group]
    column, line = np.arange(pixels)[None, :], np.arange(pixels)[:, None]
    first_line = np.ceil((top + (group + _BARS_GAP) * (bottom - top) / 6.0) * pixels - 0.5)
    upright = np.floor((column - np.ceil(left * pixels - 0.5)) / width) % 2
    lying = np.floor((line - first_line) / width) % 2
    within = (y - top) / (bottom - top) * 6.0 % 1.0
    middle = 0.5 * (left + right)
    bars = np.where(x < middle, upright, lying) == 0.0
    return np.where((within > _BARS_GAP) & (np.abs(x - middle) > 0.008), bars, 0.0)
