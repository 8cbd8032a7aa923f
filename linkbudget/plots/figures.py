"""The figures of a mission by name: title, caption, what each needs, and the function that draws it.

The one list of figures: the command line, :mod:`linkbudget.plots`, :mod:`linkbudget.plots.drawing`, the report and the
documentation read it.  The map: :class:`FigureKind`, :class:`Need`; :data:`BUILT_IN`, the figures of this package;
:func:`figures`, those of other packages among them; :func:`figures_for`, those that make sense for a scenario.

Functions are named as ``"module:function"`` and imports stand inside functions, so that the command line can list the
figures without Matplotlib.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from linkbudget.plots import stated_needs as stated
from linkbudget.plugins import added, is_kind

if TYPE_CHECKING:
    from linkbudget.mission.scenario import Scenario


@dataclass(frozen=True)
class Need:
    """Requirement of a figure on its scenario."""

    text: str
    """The need in words, such as "a trajectory"; empty where there is none."""
    met: Callable[["Scenario"], bool]
    """True of a scenario that has it."""
    stated: Callable[[dict[str, Any]], bool] = bool
    """True of a scenario file, as plain data, that may meet it; for completion, which loads nothing."""


def _flies(scenario: "Scenario") -> bool:
    return scenario.config.trajectory is not None


def _is_up(scenario: "Scenario") -> bool:
    return _flies(scenario) and scenario.is_ever_up


def _stations(scenario: "Scenario") -> list[str]:
    return list(dict.fromkeys(link.station for link in scenario.links.values() if link.station is not None))


def _rises(scenario: "Scenario") -> bool:
    return _flies(scenario) and any(scenario.passes(name) for name in _stations(scenario))


def _passes_over(scenario: "Scenario") -> bool:
    from linkbudget.plots.sky_tracks import has_passes

    return _flies(scenario) and has_passes(scenario)


def _carries_something(scenario: "Scenario") -> bool:
    return any(link.modulation.carries != "nothing" for link in scenario.links.values())


def _has_power_level(scenario: "Scenario") -> bool:
    from linkbudget.plots.levels import links_with_levels

    return bool(links_with_levels(scenario))


def _rises_and_carries(scenario: "Scenario") -> bool:
    return _is_up(scenario) and _carries_something(scenario)


def _has_pictures(scenario: "Scenario") -> bool:
    from linkbudget.mission.imaging import PICTURE_KINDS

    return any(link.modulation.kind in PICTURE_KINDS for link in scenario.links.values())


def _sends_from_afar(scenario: "Scenario") -> bool:
    from linkbudget.plots.posters import sends_from_afar

    return sends_from_afar(scenario)


def _has_pattern(scenario: "Scenario") -> bool:
    from linkbudget.plots.antenna_patterns import has_any_pattern

    return has_any_pattern(scenario)


def _has_sessions(scenario: "Scenario") -> bool:
    return _flies(scenario) and scenario.config.sessions is not None


def _has_instruments(scenario: "Scenario") -> bool:
    return _has_sessions(scenario) and bool(scenario.config.instruments)


def _has_power(scenario: "Scenario") -> bool:
    return _flies(scenario) and scenario.config.power is not None


def _has_causes(scenario: "Scenario") -> bool:
    from linkbudget.plots.loss_of_contact import has_causes

    return has_causes(scenario)


def _has_observations(scenario: "Scenario") -> bool:
    return bool(scenario.config.observations)


def _flies_observed(scenario: "Scenario") -> bool:
    """True where some report of a link names an instant, at which there is a margin to follow."""
    dated = any(one.report != "silent" and one.range_m is None for one in scenario.config.observations)
    return _flies(scenario) and dated


def _is_uncertain(scenario: "Scenario") -> bool:
    from linkbudget.studies.certainty import usual_link

    return usual_link(scenario) is not None


def _rises_uncertain(scenario: "Scenario") -> bool:
    return _is_up(scenario) and _is_uncertain(scenario)


NOTHING = Need("", lambda scenario: True)
TRAJECTORY = Need("a trajectory", _flies, lambda data: stated.has(data, "trajectory"))
RISE = Need("a trajectory that rises over one of the stations", _rises, stated.sees_a_station)
SIGHT = Need(
    "a trajectory that rises over one of the stations, or another spacecraft in sight",
    _is_up,
    lambda data: stated.has(data, "trajectory"),
)
PASSES = Need(
    "an orbit near the Earth that rises or sets over the first station on that day", _passes_over, stated.stays_near
)
CARRIES = Need("a link that carries data or pictures", _carries_something, stated.carries)
RISE_AND_CARRIES = Need(
    f"{CARRIES.text}, and {SIGHT.text}",
    _rises_and_carries,
    lambda data: CARRIES.stated(data) and SIGHT.stated(data),
)
AFAR = Need("a link of data or pictures with a station", _sends_from_afar, stated.carries)
LEVELS = Need(
    "a link whose receiver has an antenna, not a g_over_t or a flux alone",
    _has_power_level,
    lambda data: stated.has_link_with(data, "receiver", "antenna"),
)
PICTURES = Need("a link that sends pictures", _has_pictures, stated.sends_pictures)
PATTERN = Need("an antenna that is described, and the angle it is met at", _has_pattern, stated.has_pattern)
SESSIONS = Need("a trajectory and [sessions]", _has_sessions, lambda data: stated.has(data, "trajectory", "sessions"))
INSTRUMENTS = Need(
    "a trajectory, [sessions] and [instruments]",
    _has_instruments,
    lambda data: stated.has(data, "trajectory", "sessions", "instruments"),
)
POWER = Need("a trajectory and [power]", _has_power, lambda data: stated.has(data, "trajectory", "power"))
CAUSES = Need("[contact_loss]", _has_causes, lambda data: stated.has(data, "contact_loss"))
RECORD = Need("[[observations]]", _has_observations, lambda data: stated.has(data, "observations"))
DATED_RECORD = Need(
    "a trajectory, and [[observations]] of dates or sessions", _flies_observed, stated.has_dated_reports
)
UNCERTAIN = Need("a link with a value that has a range and a shape", _is_uncertain, stated.has_shape)
UNCERTAIN_RISE = Need(
    f"{UNCERTAIN.text}, and {SIGHT.text}",
    _rises_uncertain,
    lambda data: UNCERTAIN.stated(data) and SIGHT.stated(data),
)

TALL = (10.0, 7.6)
"""Width and height of figures with two panels, one over the other [inch]."""


@dataclass(frozen=True)
class FigureKind:
    """A kind of figure."""

    function: str | Callable
    """Draws it, ``function(scenario, ax=figure, **options)``, or where that is, ``"module:function"``."""
    title: str
    """Name in a list of figures."""
    caption: str
    """A sentence or two that say how to read it."""
    needs: Need = NOTHING
    """Requirement on the scenario."""
    uses: tuple[str, ...] = ()
    """Names out of ``link``, ``links``, ``at``, ``station`` and ``timeline`` that the function takes as options."""
    size: tuple[float, float] | str | Callable = (10.0, 6.4)
    """Width and height [inch]; or a function of scenario and options that gives them, or where either is."""
    is_sheet: bool = False
    """True of a sheet of paper, which keeps its size at every width and is not part of a report."""

    def draw(self, scenario: "Scenario", **options) -> Any:
        """Draw it; ``ax`` among the options is the figure or the axes to draw in."""
        return _found(self.function)(scenario, **options)

    def size_inch(self, scenario: "Scenario", **options) -> tuple[float, float]:
        """Width and height for a scenario [inch]."""
        size = _found(self.size)
        return size(scenario, **options) if callable(size) else size


def _found(thing: Any) -> Any:
    """Import what ``"module:name"`` names; return anything else unchanged."""
    if not isinstance(thing, str):
        return thing
    module, _, name = thing.partition(":")
    return getattr(import_module(module), name)


BUILT_IN: dict[str, FigureKind] = {
    "overview": FigureKind(
        "linkbudget.plots.link_bars:overview",
        "Which links closed, and until when?",
        "A bar a link: thick while it closes, thin while it is in use and too weak.",
        needs=SIGHT,
        uses=("timeline", "links"),
        size="linkbudget.plots.link_bars:overview_size",
    ),
    "trajectory": FigureKind(
        "linkbudget.plots.orbits:trajectory",
        "Trajectory",
        "Where spacecraft and Earth were at each event, and how far apart; of an Earth orbit, the ground track and for "
        "how long a station saw the spacecraft.",
        needs=TRAJECTORY,
        size="linkbudget.plots.orbits:trajectory_size",
    ),
    "snr": FigureKind(
        "linkbudget.plots.distances:snr_vs_distance",
        "Signal-to-noise ratio against distance",
        "A straight line loses 6 dB when the distance doubles. It is thick as far as the link closes, which a marker "
        "shows and the label says; the ratio is that of a bit, of a pulse or of the video band.",
        needs=CARRIES,
        uses=("links",),
        size="linkbudget.plots.distances:snr_size",
    ),
    "margin": FigureKind(
        "linkbudget.plots.dates:margin_vs_date",
        "Closing margin against date",
        "What each link has to spare, by the requirement that decides; of a long mission the best of each day. Below "
        "zero it does not close. The number beside a line is the one of the link's budget.",
        needs=SIGHT,
        uses=("timeline", "links"),
        size="linkbudget.plots.dates:margin_size",
    ),
    "rate": FigureKind(
        "linkbudget.plots.dates:rate_vs_date",
        "Highest rate against date",
        "The rate that just keeps the required margin, the steps the equipment can switch to, and Shannon's limit of "
        "one link.",
        needs=RISE_AND_CARRIES,
        uses=("timeline", "links"),
        size="linkbudget.plots.dates:rate_size",
    ),
    "waterfall": FigureKind(
        "linkbudget.plots.levels:waterfall",
        "Level diagram",
        "One budget from transmit to received power, then from noise to the power needed; what is left is the "
        "closing margin.",
        needs=LEVELS,
        uses=("link", "at"),
        size=(10.0, 7.6),
    ),
    "picture": FigureKind(
        "linkbudget.plots.distances:picture_quality_vs_distance",
        "Picture quality against distance",
        "How good a picture is, and how many of its pixels are wrong. Analogue video grows noisy and then drops at its "
        "threshold; pulse-position pictures stay clean up to a cliff.",
        needs=PICTURES,
        uses=("links",),
        size=(10.0, 7.6),
    ),
    "montage": FigureKind(
        "linkbudget.plots.pictures:montage",
        "The same picture from ever farther away",
        "Every picture is sent through the modelled channel. The last row changes the power of one link by three "
        "decibels at a time, which is as much as 1.4 times the distance.",
        needs=PICTURES,
        uses=("links",),
        size="linkbudget.plots.pictures:montage_size",
    ),
    "time": FigureKind(
        "linkbudget.plots.pictures:picture_time_vs_distance",
        "Time for a picture against distance",
        "A link as built keeps its pace and then fails. With a modern code and the same power a picture takes four "
        "times as long from twice the distance, and there is no end.",
        needs=PICTURES,
        uses=("links",),
    ),
    "pattern": FigureKind(
        "linkbudget.plots.antenna_patterns:antenna_pattern",
        "Antenna patterns",
        "Gain off boresight. The marker is the angle of the budget, the number what is lost there; the thick part is "
        "what may be met in use.",
        needs=PATTERN,
        uses=("link",),
    ),
    "sky": FigureKind(
        "linkbudget.plots.sky_tracks:sky_track",
        "Track across the sky",
        "The sky over the station for one day, north up and east to the right, zenith in the middle.",
        needs=RISE,
        uses=("at", "station"),
        size=(9.0, 8.0),
    ),
    "passes": FigureKind(
        "linkbudget.plots.sky_tracks:passes",
        "Passes",
        "Elevation, closing margin and Doppler shift through each pass of the day.",
        needs=PASSES,
        uses=("link",),
        size="linkbudget.plots.sky_tracks:passes_size",
    ),
    "sessions": FigureKind(
        "linkbudget.plots.mission_life:session_calendar",
        "Sessions",
        "Each session by its closing margin and its rate; below the dates, how far away the spacecraft was.",
        needs=SESSIONS,
        size=(10.0, 8.2),
    ),
    "data": FigureKind(
        "linkbudget.plots.mission_life:data_volume",
        "Data returned",
        "Bits returned session after session, and for each instrument what it made and what came home.",
        needs=INSTRUMENTS,
        size=(10.0, 8.6),
    ),
    "energy": FigureKind(
        "linkbudget.plots.mission_life:state_of_charge",
        "Electric power",
        "Power of array and loads, the lowest charge of each day, and how long a session the battery would allow.",
        needs=POWER,
        size=(10.0, 9.0),
    ),
    "causes": FigureKind(
        "linkbudget.plots.loss_of_contact:contact_loss_causes",
        "What may have ended contact",
        "For each candidate the probability that it alone would have ended contact, had it come, in the cases that "
        "agree with what was heard.",
        needs=CAUSES,
        size=(10.0, 5.6),
    ),
    "implied": FigureKind(
        "linkbudget.plots.inferred:prior_and_posterior",
        "What the record implies",
        "Each unknown number by its range alone (outline) and with the record (area), those first that the record "
        "narrows most.",
        needs=RECORD,
        size=(10.0, 7.6),
    ),
    "evidence": FigureKind(
        "linkbudget.plots.inferred:margins_before_and_after",
        "The margin before and after the evidence",
        "The closing margin of the link heard last, by the ranges alone and with the record; a mark is an instant at "
        "which it is reported held or heard.",
        needs=DATED_RECORD,
        size=(10.0, 7.6),
    ),
    "fan": FigureKind(
        "linkbudget.plots.fans:fan",
        "Probability over time",
        "The closing margin with every uncertain number drawn from its range: half of all cases lie above the middle "
        "line, and the bands hold 68, 90 and 98 of a hundred. Below, how many of them close.",
        needs=UNCERTAIN_RISE,
        uses=("link",),
        size=TALL,
    ),
    "histogram": FigureKind(
        "linkbudget.plots.uncertainty:histogram",
        "Does the link close?",
        "How often the closing margin has each value over all cases drawn, and how often it is at least so much.",
        needs=UNCERTAIN,
        uses=("link", "at"),
        size=TALL,
    ),
    "tornado": FigureKind(
        "linkbudget.plots.uncertainty:tornado",
        "What moves the link most",
        "The closing margin with each uncertain number at either end of its range, and that number's share of the "
        "variance when all are drawn at once.",
        needs=UNCERTAIN,
        uses=("link", "at"),
        size=TALL,
    ),
    "poster": FigureKind(
        "linkbudget.plots.posters:poster",
        "A poster of the links",
        "An A3 sheet for the wall: how far the main links reach, from bit to pulse to pixel, and what lies there.",
        needs=AFAR,
        uses=("links",),
        size="linkbudget.plots.posters:A3",
        is_sheet=True,
    ),
}
"""Figures of this package by name, in the order in which a report shows them."""


ALL = "all"
"""The word that stands for every figure that makes sense."""


def figures_stated(data: dict[str, Any]) -> list[str]:
    """Names of the figures of this package that a scenario file may have, by what stands in it; for completion.

    Examples
    --------
    >>> figures_stated({"links": {"down": {"station": "roof", "modulation": {"kind": "digital"}}}})
    ['snr', 'poster']
    """
    return [name for name, figure in BUILT_IN.items() if figure.needs.stated(data)]


@cache
def figures() -> dict[str, FigureKind]:
    """All figures by name, those of other packages after those of this one.

    Examples
    --------
    >>> figures()["snr"].title
    'Signal-to-noise ratio against distance'
    """
    return BUILT_IN | added("figures", is_kind(FigureKind), {*BUILT_IN, ALL})


def figures_for(scenario: "Scenario") -> list[str]:
    """Names of the figures that make sense for a scenario.

    Examples
    --------
    >>> import linkbudget
    >>> figures_for(linkbudget.load("cubesat"))
    ['overview', 'trajectory', 'snr', 'margin', 'rate', 'waterfall', 'pattern', 'sky', 'passes', 'poster']
    """
    return [name for name, figure in figures().items() if figure.needs.met(scenario)]
