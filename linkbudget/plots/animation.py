"""A picture that dissolves with distance, as a moving picture: what arrives, where the spacecraft is, and the margin.

The map: :func:`animate` writes it, :func:`dissolving` makes the frames; :class:`Animation`.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from PIL import Image

from linkbudget.errors import InputError
from linkbudget.formatting import decibels_text, distance_text, error_rate_text, tick_text, typeset
from linkbudget.mission.chart import draw_chart
from linkbudget.mission.imaging import PICTURE_KINDS, ReceivedPicture, send_picture
from linkbudget.mission.scenario import Scenario
from linkbudget.plots.distances import is_earth_bound
from linkbudget.plots.looks import current, repaint
from linkbudget.plots.orbits import draw_flight, from_sun_gm
from linkbudget.plots.pictures import MONTAGE_M, SEED
from linkbudget.plots.style import (
    GAIN_TEXT,
    GREY,
    INK,
    LOSS_TEXT,
    STRONG,
    appearance,
    chosen_links,
    closing_line,
    crossings,
    house_style,
    link_style,
)
from linkbudget.writing import whole_file

SUFFIXES = (".gif", ".webp")
"""Files that :func:`animate` writes, by the ending of their name."""

SIZE_PIXELS = (720, 452)
"""Width and height of a frame."""

PIXELS = 160
"""Side of the picture that is sent; it is shown twice as large."""

FRAMES = 48

FRAME_MS, FIRST_MS, LAST_MS = 120, 1000, 3000
"""Durations of a frame, and of the first and the last one [ms]."""

BEFORE, AFTER = 6.0, 3.5
"""Distances of the first and the last frame, below and above the reach of the link, as ratios [-]."""

COLOURS_IN_GIF = 200

_DOTS = 100.0
_EVER_M = (1e5, 1e15)


@dataclass(frozen=True)
class Animation:
    """Frames, how long each is shown, and what they show."""

    frames: list[Image.Image]
    durations_ms: list[int]
    caption: str
    """Description in words, for those who do not see it."""

    def write(self, file: str | os.PathLike) -> Path:
        """Write a GIF or WebP file that repeats for ever, whole or not at all; the same frames give the same bytes."""
        file = checked_animation(file)
        said = {"save_all": True, "duration": self.durations_ms, "loop": 0}
        with whole_file(file) as temporary:
            if file.suffix.lower() == ".gif":
                first, *others = _with_one_palette(self.frames)
                first.save(
                    temporary,
                    format="GIF",
                    append_images=others,
                    optimize=False,
                    disposal=1,
                    comment=self.caption.encode("ascii", "replace"),
                    **said,
                )
            else:
                first, *others = self.frames
                exif = Image.Exif()
                exif[_IMAGE_DESCRIPTION] = self.caption
                first.save(
                    temporary, format="WEBP", append_images=others, quality=82, method=4, exif=exif.tobytes(), **said
                )
        return file


_IMAGE_DESCRIPTION = 0x010E


def checked_animation(file: str | os.PathLike) -> Path:
    """A file whose ending is one of :data:`SUFFIXES`."""
    file = Path(file)
    if file.suffix.lower() not in SUFFIXES:
        raise InputError(f"{file}: unknown kind of file {file.suffix!r}; expected one of {', '.join(SUFFIXES)}")
    return file


def animate(scenario: Scenario, file: str | os.PathLike, link: str | None = None, *, theme: str = "paper") -> Path:
    """Write a moving picture of a picture link: from ever farther away the same picture dissolves.

    Parameters
    ----------
    scenario : Scenario
        A mission with a link that sends pictures.
    file : str or Path
        Where to write; its name ends in ``.gif`` or ``.webp``.
    link : str, optional
        Name of a picture link, the first one without it.
    theme : str, optional
        ``paper``, ``screen``, ``dark`` or ``slide``.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the ending is another, the file cannot be written, or there is no such link.
    """
    file = checked_animation(file)
    return dissolving(scenario, link, theme=theme).write(file)


def dissolving(
    scenario: Scenario,
    link: str | None = None,
    *,
    theme: str = "paper",
    frames: int = FRAMES,
    progress: Callable[[float, str], None] = lambda share, text: None,
) -> Animation:
    """Frames of :func:`animate`, with a caption."""
    name = picture_link(scenario, link)
    distances = np.geomspace(*_span_m(scenario, name), frames)
    picture = draw_chart(PIXELS)  # the same seed each time: noise grows, and does not flicker
    received: list[ReceivedPicture] = []
    images: list[Image.Image] = []
    with appearance("page", theme), matplotlib.rc_context(house_style()):
        screen = _Screen(scenario, name, distances, picture)
        for place, distance in enumerate(distances.tolist()):
            progress(place / frames, distance_text(distance, 3))
            received.append(send_picture(scenario.budget(name, range_m=distance), picture, seed=SEED))
            images.append(screen.frame(distance, received[-1]))
    durations = [FIRST_MS, *[FRAME_MS] * (frames - 2), LAST_MS]
    return Animation(images, durations, _caption(scenario, name, distances.tolist(), received))


def picture_link(scenario: Scenario, link: str | None = None) -> str:
    """The picture link that is meant: the one named, or the first of the scenario."""
    return chosen_links(scenario, link, PICTURE_KINDS)[0]


def _span_m(scenario: Scenario, name: str) -> tuple[float, float]:
    """From where the picture is good to where nothing is left of it."""
    reach = _reach_m(scenario, name)
    return (MONTAGE_M[0], MONTAGE_M[-1]) if reach is None else (reach / BEFORE, reach * AFTER)


def _reach_m(scenario: Scenario, name: str) -> float | None:
    range_m = np.geomspace(*_EVER_M, 121)
    slack = np.broadcast_to(scenario.budget(name, range_m=range_m)["closing_margin_db"], range_m.shape)
    reach = np.exp(crossings(np.log(range_m), slack))
    return float(reach.max()) if reach.size else None


def _caption(scenario: Scenario, name: str, distances: list[float], received: list[ReceivedPicture]) -> str:
    reach = _reach_m(scenario, name)
    ends = (
        f"{distance_text(distance, 3)}, {error_rate_text(each.expected_pixel_error_rate)} of the pixels wrong"
        for distance, each in ((distances[0], received[0]), (distances[-1], received[-1]))
    )
    closes = "" if reach is None else f" The link closes as far as {distance_text(reach, 3)}."
    return (
        f"{scenario.config.mission.title}, {scenario.links[name].title}: the same picture from ever farther away "
        f"dissolves, from {' to '.join(ends)}.{closes} Beside it, where the spacecraft is and what margin the link has."
    )


class _Screen:
    """The figure that frames are taken from: what moves in it is changed from frame to frame."""

    def __init__(self, scenario: Scenario, name: str, distances: np.ndarray, grey: np.ndarray):
        width, height = (side / _DOTS for side in SIZE_PIXELS)
        self.figure = Figure(figsize=(width, height), dpi=_DOTS)
        self.canvas = FigureCanvasAgg(self.figure)
        self._flight = _Flight(scenario) if scenario.config.trajectory and not is_earth_bound(scenario) else None
        self._picture(grey)
        self._words(scenario, name)
        if self._flight:
            self._flight.draw(self._place(400, 178, 200, 200))
        self._margin(scenario, name, distances, self._place(436, 56, 268, 100 if self._flight else 318))
        self._gained, self._lost = (current().colour(colour) for colour in (GAIN_TEXT, LOSS_TEXT))
        if (colours := current().colours) is not None:
            repaint(self.figure, colours)

    def _place(self, left: int, foot: int, width: int, height: int) -> Axes:
        across, up = SIZE_PIXELS
        return self.figure.add_axes((left / across, foot / up, width / across, height / up))

    def _picture(self, grey: np.ndarray) -> None:
        ax = self._place(16, 44, 2 * PIXELS, 2 * PIXELS)
        self._image = ax.imshow(grey, cmap="gray", vmin=0, vmax=255, interpolation="none", aspect="auto")
        ax.set_axis_off()

    def _text(self, x: int, y: int, text: str = "", **options):
        return self.figure.text(x / SIZE_PIXELS[0], y / SIZE_PIXELS[1], text, **options)

    def _words(self, scenario: Scenario, name: str) -> None:
        mission = scenario.config.mission.title
        self._text(16, 426, f"{mission}: the same picture from ever farther away", fontsize=13.0, fontweight="bold")
        self._text(16, 402, scenario.links[name].title, fontsize=11.0, color=GREY)
        self._distance = self._text(16, 376, fontsize=13.0, fontweight="bold")
        self._verdict = self._text(376, 376, fontsize=13.0, fontweight="bold")
        self._wrong = self._text(16, 20, fontsize=11.0)

    def _margin(self, scenario: Scenario, name: str, distances: np.ndarray, ax: Axes) -> None:
        range_m = np.geomspace(distances[0], distances[-1], 121)
        margin_db = np.broadcast_to(scenario.budget(name, range_m=range_m)["closing_margin_db"], range_m.shape)
        ax.plot(range_m, margin_db, color=link_style(scenario, name).color, linewidth=STRONG)
        closing_line(ax)
        _distance_axis(ax, distances[0], distances[-1])
        ax.tick_params(labelsize=11.0)
        ax.set_ylabel("Margin [dB]", fontsize=11.0)
        (self._dot,) = ax.plot([], [], "o", color=INK, markersize=9.0, zorder=4, clip_on=False)
        self._curve = range_m, margin_db

    def frame(self, distance_m: float, received: ReceivedPicture) -> Image.Image:
        """The frame of one distance."""
        margin_db = float(received.budget["closing_margin_db"])
        word = "it closes" if margin_db >= 0.0 else "it does not close"
        self._image.set_data(received.grey)
        self._distance.set_text(distance_text(distance_m, 3))
        self._verdict.set_text(f"{typeset(decibels_text(margin_db, sign=True))} of margin: {word}")
        self._verdict.set_color(self._gained if margin_db >= 0.0 else self._lost)
        self._wrong.set_text(f"{error_rate_text(received.expected_pixel_error_rate)} of the pixels wrong")
        self._dot.set_data([distance_m], [margin_db])
        if self._flight:
            self._flight.move(distance_m)
        self.canvas.draw()
        return Image.frombuffer("RGBA", SIZE_PIXELS, bytes(self.canvas.buffer_rgba())).convert("RGB")


def _distance_axis(ax: Axes, low_m: float, high_m: float) -> None:
    """A short logarithmic axis, in millions of kilometres where they are millions."""
    unit_m, unit = (1e9, "million km") if low_m >= 1e9 else (1e3, "km")
    ax.set_xscale("log")
    ax.set_xlim(low_m, high_m)
    ax.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if unit_m > 1e3 else (1.0,), numticks=9))
    ax.xaxis.set_minor_locator(LogLocator(subs=range(2, 10), numticks=9))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: tick_text(value / unit_m)))
    ax.xaxis.set_minor_formatter(NullFormatter())
    ax.set_xlabel(f"Distance [{unit}]", fontsize=11.0)


class _Flight:
    """The way about the Sun, and where on it the spacecraft first is so far from the Earth."""

    def __init__(self, scenario: Scenario):
        mission = scenario.config.mission
        self._scenario = scenario
        self._utc_s = np.linspace(mission.start_utc_s.value, mission.end_utc_s.value, 721)
        self._distance_m = scenario.track.geocentric_distance_m(self._utc_s)

    def draw(self, ax: Axes) -> None:
        """The orbits and the way; the line from the Earth moves."""
        other = draw_flight(ax, self._scenario)
        reach = 1.06 * max(np.abs(np.asarray(line.get_data())).max() for line in ax.lines)
        ax.set_xlim(-reach, reach)
        ax.set_ylim(-reach, reach)
        ax.set_axis_off()
        shown = {line.get_label(): line for line in ax.lines if not str(line.get_label()).startswith("_")}
        names = [name for name in ("Sun", "Earth", str(other).capitalize()) if name in shown]
        ax.legend([shown[name] for name in names], names, loc="center left", bbox_to_anchor=(1.0, 0.62), fontsize=11.0)
        (self._path,) = ax.plot([], [], color=GREY, linewidth=1.2, zorder=3)
        (self._earth,) = ax.plot([], [], "o", color=shown["Earth"].get_color(), markersize=7.0, zorder=4)
        (self._probe,) = ax.plot([], [], "o", color=INK, markersize=9.0, zorder=5)
        self._beyond = ax.text(1.04, 0.16, "", transform=ax.transAxes, fontsize=11.0, color=GREY, va="center")

    def move(self, distance_m: float) -> None:
        """Move the spacecraft to where it was first this far away, or to the end."""
        far = np.flatnonzero(self._distance_m >= distance_m)
        utc_s = self._utc_s[far[0] if far.size else int(np.argmax(self._distance_m))]
        earth, probe = from_sun_gm("earth", utc_s)[:2], from_sun_gm(self._scenario.trajectory, utc_s)[:2]
        self._path.set_data(*np.transpose([earth, probe]))
        self._earth.set_data([earth[0]], [earth[1]])
        self._probe.set_data([probe[0]], [probe[1]])
        self._beyond.set_text("" if far.size else "farther than\nit flew")


def _with_one_palette(frames: list[Image.Image]) -> list[Image.Image]:
    """Frames in the colours that the first, the middle and the last one have together."""
    some = [frames[0], frames[len(frames) // 2], frames[-1]]
    width, height = some[0].size
    together = Image.new("RGB", (width, height * len(some)))
    for place, frame in enumerate(some):
        together.paste(frame, (0, place * height))
    palette = together.quantize(COLOURS_IN_GIF, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    return [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
