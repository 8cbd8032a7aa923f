"""Figures of :mod:`linkbudget.plots.figures` drawn by name, and written to files.

The map: :func:`draw`, :func:`save_figure`, :func:`save_all`; :func:`composed` and :func:`write`, the two halves of
:func:`save_figure`.

To lay a figure out takes about as long as to draw it.  So :func:`write` does it once for all the files of a figure, at
the resolution of a PNG file, and :func:`composed` leaves it to :func:`write`.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from linkbudget.errors import InputError
from linkbudget.mission.scenario import Scenario
from linkbudget.plots.figures import ALL, FigureKind, figures, figures_for
from linkbudget.plots.look_names import check_name
from linkbudget.plots.looks import crowded, dots_per_inch, look_of, sized_figure
from linkbudget.plots.style import appearance, finish, house_style
from linkbudget.writing import whole_file

SUFFIXES = (".png", ".svg", ".pdf")
"""Files that :func:`save_figure` writes, by the ending of their name."""

NO_DATE = {".png": {"Software": None}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
"""Metadata that would differ between two runs is left out, so that the same figure is the same file."""

COMPRESSION = 3
"""Level of the compression of PNG files: as at 6, Pillow's own, but for 3 % of the size, in two thirds of the time."""

LAYOUTS = 2
"""Number of times that the layout is found: plots of a fixed aspect, and words that fold, take another room the second
time."""


def draw(
    scenario: Scenario,
    kind: str,
    *,
    link: str | None = None,
    at: str | None = None,
    timeline=None,
    width: str | None = None,
    theme: str = "paper",
) -> Figure:
    """Draw a figure by its kind.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    kind : str
        A key of :func:`~linkbudget.plots.figures.figures`.
    link : str, optional
        Name of a link, for figures of one link; figures of many then show it alone.
    at : str, optional
        Instant in UTC, for figures of one instant or day.
    timeline : xarray.Dataset, optional
        What ``scenario.run()`` gave, for figures against date.
    width : str, optional
        ``page``, ``narrow`` (a phone) or ``slide`` (a projector); ``page`` without it, but ``slide`` in that theme.
    theme : str, optional
        ``paper``, ``screen``, ``dark`` or ``slide``.

    Returns
    -------
    Figure
        Laid out and ready to be saved.

    Raises
    ------
    InputError
        If the kind, the width or the theme is unknown, or the kind does not make sense for the scenario.
    """
    figure = composed(scenario, kind, link=link, at=at, timeline=timeline, width=width, theme=theme)
    with matplotlib.rc_context(house_style(look_of(figure))), crowded():
        figure.draw_without_rendering()
    return figure


def composed(
    scenario: Scenario,
    kind: str,
    *,
    link: str | None = None,
    at: str | None = None,
    timeline=None,
    width: str | None = None,
    theme: str = "paper",
) -> Figure:
    """Everything of a figure in its place but the layout, which :func:`write` finds; else as :func:`draw`."""
    spec = checked_kind(kind)
    if not spec.needs.met(scenario):
        others = ", ".join(figures_for(scenario))
        raise InputError(f"{scenario.name}: no {kind} figure, which needs {spec.needs.text}; expected one of {others}")
    station = None if link is None else scenario.link(link).station
    offered = {"link": link, "links": link, "at": at, "station": station, "timeline": timeline}
    options = {name: offered[name] for name in spec.uses if offered[name] is not None}
    with appearance("page" if spec.is_sheet else width, theme), matplotlib.rc_context(house_style()):
        figure = sized_figure(spec.size_inch(scenario, **options))
        figure.set_label(f"{scenario.config.mission.title}: {spec.title}")
        spec.draw(scenario, ax=figure, **options)
        with crowded():
            finish(figure)
    return figure


def checked_kind(kind: str) -> FigureKind:
    """The figure of a name; an unknown name is refused with the nearest ones."""
    check_name("figure", kind, [*figures(), ALL])
    if kind == ALL:
        raise InputError(f"{ALL}: many figures; expected one of {', '.join(figures())}, or save_all")
    return figures()[kind]


def save_figure(
    scenario: Scenario,
    kind: str,
    file: str | os.PathLike,
    link: str | None = None,
    at: str | None = None,
    timeline=None,
    *,
    width: str | None = None,
    theme: str = "paper",
) -> Path:
    """Draw a figure and write it whole, or leave what was there before.

    Parameters
    ----------
    scenario, kind, link, at, timeline, width, theme
        As :func:`draw` takes them.
    file : str or Path
        Where to write; the ending of its name says the format.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the ending is none of :data:`SUFFIXES`, the file cannot be written, or the figure cannot be drawn.
    """
    file = checked_file(file)
    write(composed(scenario, kind, link=link, at=at, timeline=timeline, width=width, theme=theme), file)
    return file


def save_all(
    scenario: Scenario,
    folder: str | os.PathLike,
    *,
    link: str | None = None,
    at: str | None = None,
    timeline=None,
    width: str | None = None,
    theme: str = "paper",
    suffix: str = ".png",
    written: Callable[[Path], None] | None = None,
) -> list[Path]:
    """Draw every figure that makes sense for a scenario, each into a file named after its kind.

    Parameters
    ----------
    scenario, at, timeline, width, theme
        As :func:`draw` takes them.
    folder : str or Path
        Where to write.
    link : str, optional
        Name of a link; then only figures that show a link are drawn, of those this one has.
    suffix : str, optional
        The kind of file, one of :data:`SUFFIXES`.
    written : callable, optional
        Called with each file once it is there.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    InputError
        As :func:`save_figure`.
    """
    checked_file(f"{ALL}{suffix}")
    kinds = [kind for kind in figures_for(scenario) if link is None or {"link", "links"} & set(figures()[kind].uses)]
    if link is not None:
        scenario.link(link)
    if timeline is None and any("timeline" in figures()[kind].uses for kind in kinds):
        timeline = scenario.run()
    files = []
    for kind in kinds:
        try:
            figure = composed(scenario, kind, link=link, at=at, timeline=timeline, width=width, theme=theme)
        except InputError:
            if link is None:
                raise
            continue  # the figure has nothing to show of this link
        file = Path(folder) / f"{kind}{suffix}"
        write(figure, file)
        files.append(file)
        if written is not None:
            written(file)
    return files


def checked_file(file: str | os.PathLike) -> Path:
    """A file whose ending is one of :data:`SUFFIXES`."""
    file = Path(file)
    if file.suffix.lower() not in SUFFIXES:
        raise InputError(f"{file}: unknown kind of file {file.suffix!r}; expected one of {', '.join(SUFFIXES)}")
    return file


def write(figure: Figure, *files: str | os.PathLike) -> None:
    """Write a drawn figure to one file or several, each whole or not at all; the same figure gives the same bytes."""
    with matplotlib.rc_context(house_style(look_of(figure))), laid_out(figure):
        for file in map(Path, files):
            with whole_file(file) as temporary:
                save(figure, temporary, file.suffix.lower(), Title=str(figure.get_label()))


@contextmanager
def laid_out(figure: Figure) -> Iterator[None]:
    """Find the layout of a figure, at the resolution of its PNG file, and keep it as long as the block lasts."""
    engine, dots, canvas = figure.get_layout_engine(), figure.dpi, figure.canvas
    with crowded():
        try:
            figure.dpi = dots_per_inch(figure)
            FigureCanvasAgg(figure)
            if engine is not None and figure.axes:
                settles = look_of(figure).width.plot_share is not None  # ``fit`` has found the layout before
                for _ in range(1 if settles and all(ax.get_aspect() == "auto" for ax in figure.axes) else LAYOUTS):
                    engine.execute(figure)
                figure.set_layout_engine("none")
            yield
        finally:
            if engine is not None:
                figure.set_layout_engine(engine)
            figure.dpi = dots
            figure.set_canvas(canvas)


def save(figure: Figure, file: Any, suffix: str, **metadata: str) -> None:
    """Draw a figure that is :func:`laid_out` into a file, or into what text or bytes can be written to."""
    dots, known = figure.dpi, {**metadata, **NO_DATE[suffix]}
    try:
        if suffix == ".png":
            FigureCanvasAgg(figure).print_png(file, metadata=known, pil_kwargs={"compress_level": COMPRESSION})
        elif suffix == ".svg":
            FigureCanvasSVG(figure).print_svg(file, metadata=known)
        else:
            figure.savefig(file, dpi=dots, metadata=known)
    finally:
        figure.dpi = dots  # files of vectors are drawn at 72 to the inch
