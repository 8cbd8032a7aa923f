"""Figures by name: what kinds there are, when each makes sense, and how one is drawn and saved.

The map: :data:`FIGURES`, :func:`figures_for`, :func:`draw`, :func:`save_figure`.
"""

import logging
import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

from linkbudget.errors import InputError
from linkbudget.mission.scenario import Scenario
from linkbudget.plots import (
    antenna_patterns,
    dates,
    distances,
    fans,
    levels,
    loss_of_contact,
    mission_life,
    orbits,
    pictures,
    sky,
    uncertainty,
)
from linkbudget.plots.style import HOUSE_STYLE
from linkbudget.studies.certainty import usual_link
from linkbudget.writing import whole_file

DOTS_PER_INCH = 150

logging.getLogger("matplotlib").setLevel(logging.ERROR)  # a home that cannot hold a cache is no news for a user

SUFFIXES = (".png", ".svg", ".pdf")
"""Files that :func:`save_figure` writes, by the ending of their name."""

NO_DATE = {".png": {"Software": None}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
"""Metadata that would differ between two runs is left out, so that the same figure is the same file."""


@dataclass(frozen=True)
class FigureKind:
    """A kind of figure.

    Attributes
    ----------
    function : callable
        Draws it; called with the scenario and those of ``uses``.
    title : str
        What a list of figures calls it.
    caption : str
        A sentence that says how to read it.
    applies : callable
        Whether it makes sense for a scenario.
    uses : tuple of str
        Which of link, at and timeline it can make use of.
    size : tuple of float or callable
        Width and height, or a function of the scenario and those of ``uses`` that gives them [inch].
    """

    function: Callable
    title: str
    caption: str
    applies: Callable[[Scenario], bool]
    uses: tuple[str, ...] = ()
    size: tuple[float, float] | Callable[..., tuple[float, float]] = (10.0, 6.4)


def _always(scenario: Scenario) -> bool:
    return True


def _flies(scenario: Scenario) -> bool:
    return scenario.config.trajectory is not None


def _is_up(scenario: Scenario) -> bool:
    return _flies(scenario) and scenario.is_ever_up


def _has_pictures(scenario: Scenario) -> bool:
    return any(link.modulation.kind in distances.PICTURE_KINDS for link in scenario.links.values())


def _is_low(scenario: Scenario) -> bool:
    return _is_up(scenario) and distances.is_earth_bound(scenario)


def _has_sessions(scenario: Scenario) -> bool:
    return _flies(scenario) and scenario.config.sessions is not None


def _has_power(scenario: Scenario) -> bool:
    return _flies(scenario) and scenario.config.power is not None


def _has_instruments(scenario: Scenario) -> bool:
    return _has_sessions(scenario) and bool(scenario.config.instruments)


def _is_uncertain(scenario: Scenario) -> bool:
    return usual_link(scenario) is not None


def _fans_out(scenario: Scenario) -> bool:
    return _is_up(scenario) and _is_uncertain(scenario)


FIGURES: dict[str, FigureKind] = {
    "trajectory": FigureKind(
        orbits.trajectory,
        "Trajectory",
        "Where spacecraft, Earth and the planet flown to were at each event; of an Earth orbit, the ground track.",
        _flies,
        size=(10.0, 7.6),
    ),
    "snr": FigureKind(
        distances.snr_vs_distance,
        "Signal-to-noise ratio against distance",
        "A link loses 6 dB when the distance doubles, unless its antenna is aimed at the Sun and the Earth wanders; "
        "it is drawn thick as far as it closes, which a marker shows.",
        _always,
        ("links",),
    ),
    "margin": FigureKind(
        dates.margin_vs_date,
        "Closing margin against date",
        "What each link had to spare on each day, at its best, by the requirement that decides. It is drawn thick "
        "while it was in use; below zero it does not close.",
        _is_up,
        ("timeline", "links"),
    ),
    "rate": FigureKind(
        dates.rate_vs_date,
        "Highest rate against date",
        "The rate that just keeps the required margin, the steps the equipment can switch to, and Shannon's limit.",
        _is_up,
        ("timeline", "links"),
        (10.0, 7.6),
    ),
    "waterfall": FigureKind(
        levels.waterfall,
        "Level diagram",
        "One budget from transmit to received power, then from noise to the power needed; what is left is the "
        "closing margin.",
        _always,
        ("link", "at"),
        (10.0, 7.6),
    ),
    "picture": FigureKind(
        distances.picture_quality_vs_distance,
        "Picture quality against distance",
        "Analogue video grows noisy and then drops at its threshold; pulse-position pictures stay clean up to a cliff.",
        _has_pictures,
        ("links",),
        (10.0, 7.6),
    ),
    "montage": FigureKind(
        pictures.montage,
        "The same picture from ever farther away",
        "Every picture is sent through the modelled channel. Little changes for hundreds of millions of kilometres; "
        "then three decibels, twice the power or 0.7 of the distance, are the difference between a picture and none.",
        _has_pictures,
        ("links",),
        pictures.montage_size,
    ),
    "time": FigureKind(
        pictures.picture_time_vs_distance,
        "Time for a picture against distance",
        "The links as built keep their pace and then fail; a coded link of the same power slows down with the square "
        "of the distance and never falls off a cliff.",
        _has_pictures,
        ("links",),
    ),
    "pattern": FigureKind(
        antenna_patterns.antenna_pattern,
        "Antenna patterns",
        "Gain off boresight, with the angles that pointing errors and the way from the Sun to the Earth lead to.",
        antenna_patterns.has_any_pattern,
        ("link",),
    ),
    "sky": FigureKind(
        sky.sky_track,
        "Track across the sky",
        "The sky over the station for one day, north up and east to the right, zenith in the middle.",
        _is_up,
        ("at",),
        (9.0, 8.0),
    ),
    "passes": FigureKind(
        sky.passes,
        "Passes",
        "Elevation, closing margin and Doppler shift through each pass of the day.",
        _is_low,
        ("link",),
        (10.0, 7.6),
    ),
    "sessions": FigureKind(
        mission_life.session_calendar,
        "Sessions",
        "Each session by its closing margin and its rate; below the dates, how far away the spacecraft was.",
        _has_sessions,
        size=(10.0, 7.6),
    ),
    "data": FigureKind(
        mission_life.data_volume,
        "What was said",
        "Bits returned session after session, and for each instrument what it made and what came home.",
        _has_instruments,
        size=(10.0, 8.2),
    ),
    "energy": FigureKind(
        mission_life.state_of_charge,
        "Electric power",
        "Power of array and loads, the lowest charge of each day, and how long a session the battery would allow.",
        _has_power,
        size=(10.0, 9.0),
    ),
    "causes": FigureKind(
        loss_of_contact.contact_loss_causes,
        "What may have ended contact",
        "How likely each candidate went far enough to end contact, among the cases that agree with what was heard.",
        loss_of_contact.has_causes,
        size=(10.0, 5.6),
    ),
    "fan": FigureKind(
        fans.fan,
        "How sure from day to day",
        "The closing margin with every uncertain number drawn from its range: half of all cases lie above the middle "
        "line, and the bands hold 68, 90 and 98 of a hundred. Below, how many of them close.",
        _fans_out,
        ("link",),
        uncertainty.TALL,
    ),
    "histogram": FigureKind(
        uncertainty.histogram,
        "Does the link close?",
        "How often the closing margin is what, over all cases drawn, and how often it is at least so much.",
        _is_uncertain,
        ("link", "at"),
        uncertainty.TALL,
    ),
    "tornado": FigureKind(
        uncertainty.tornado,
        "What moves the link most",
        "The closing margin with each uncertain number at either end of its range, and that number's share of the "
        "variance when all are drawn at once.",
        _is_uncertain,
        ("link", "at"),
        uncertainty.TALL,
    ),
}
"""Kind -> figure, in the order in which a report shows them."""


def figures_for(scenario: Scenario) -> list[str]:
    """Kinds of figure that make sense for a scenario.

    Examples
    --------
    >>> import linkbudget
    >>> figures_for(linkbudget.load("cubesat"))
    ['trajectory', 'snr', 'margin', 'rate', 'waterfall', 'pattern', 'sky', 'passes']
    """
    return [kind for kind, figure in FIGURES.items() if figure.applies(scenario)]


def draw(scenario: Scenario, kind: str, *, link: str | None = None, at: str | None = None, timeline=None) -> Figure:
    """Draw a figure by its kind.

    Parameters
    ----------
    scenario : Scenario
        The mission.
    kind : str
        A key of :data:`FIGURES`.
    link : str, optional
        Name of a link, for figures of one link; figures of many then show it alone.
    at : str, optional
        Instant in UTC, for figures of one instant or day.
    timeline : xarray.Dataset, optional
        What ``scenario.run()`` gave, for figures against date.

    Returns
    -------
    Figure
        Laid out and ready to be saved.

    Raises
    ------
    InputError
        If the kind is unknown, or does not make sense for the scenario.
    """
    if kind not in FIGURES:
        raise InputError(f"{kind}: unknown figure; expected one of {', '.join(FIGURES)}")
    spec = FIGURES[kind]
    if not spec.applies(scenario):
        raise InputError(f"{scenario.name}: no {kind} figure; expected one of {', '.join(figures_for(scenario))}")
    offered = {"link": link, "links": link, "at": at, "timeline": timeline}
    options = {name: offered[name] for name in spec.uses if offered[name] is not None}
    if kind == "sky" and link is not None:
        options["station"] = scenario.link(link).station
    with matplotlib.rc_context(HOUSE_STYLE):
        size = spec.size(scenario, **options) if callable(spec.size) else spec.size
        figure = Figure(figsize=size, layout="constrained")
        figure.set_label(f"{scenario.config.mission.title}: {spec.title}")
        spec.function(scenario, ax=figure, **options)
        with warnings.catch_warnings():  # of a figure too full for its size; it is drawn all the same
            warnings.filterwarnings("ignore", message="constrained_layout not applied", category=UserWarning)
            figure.draw_without_rendering()
    return figure


def save_figure(
    scenario: Scenario,
    kind: str,
    file: str | os.PathLike,
    link: str | None = None,
    at: str | None = None,
    timeline=None,
) -> Path:
    """Draw a figure and write it whole, or leave what was there before.

    Parameters
    ----------
    scenario, kind, link, at, timeline
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
    write(draw(scenario, kind, link=link, at=at, timeline=timeline), file)
    return file


def checked_file(file: str | os.PathLike) -> Path:
    """A file whose ending is one of :data:`SUFFIXES`."""
    file = Path(file)
    if file.suffix.lower() not in SUFFIXES:
        raise InputError(f"{file}: unknown kind of file {file.suffix!r}; expected one of {', '.join(SUFFIXES)}")
    return file


def write(figure: Figure, *files: str | os.PathLike) -> None:
    """Write a drawn figure to one file or several, each whole or not at all; the same figure gives the same bytes."""
    with matplotlib.rc_context(HOUSE_STYLE):
        for file in map(Path, files):
            metadata = {"Title": str(figure.get_label()), **NO_DATE[file.suffix.lower()]}
            with whole_file(file) as temporary:
                figure.savefig(temporary, dpi=DOTS_PER_INCH, metadata=metadata)
