"""Figures of a mission, each a function that takes a scenario and returns the axes it drew in.

    import linkbudget as lb
    lb.plots.snr(lb.load("mars1")).figure.savefig("snr.png")

Each has the name that ``linkbudget plot`` knows it by, and the longer one of its function (``snr_vs_distance``).
:func:`~linkbudget.plots.style.appearance` says how wide and in which theme they are drawn; ``save_all`` of
:mod:`linkbudget.plots.drawing` writes all figures of a scenario.

``ax`` is where to draw: axes (a figure of several panels then draws its main one alone), an empty figure or subfigure
to fill, or nothing, for a new figure.  Matplotlib is imported with the first function that is used.  The list of all
figures is in :mod:`linkbudget.plots.figures`.  The map:
:mod:`~linkbudget.plots.distances` (``snr_vs_distance``, ``picture_quality_vs_distance``),
:mod:`~linkbudget.plots.pictures` (``montage``, ``picture_time_vs_distance``),
:mod:`~linkbudget.plots.dates` (``margin_vs_date``, ``rate_vs_date``),
:mod:`~linkbudget.plots.levels` (``waterfall``), :mod:`~linkbudget.plots.antenna_patterns` (``antenna_pattern``),
:mod:`~linkbudget.plots.sky_tracks` (``sky_track``, ``passes``), :mod:`~linkbudget.plots.orbits` (``trajectory``),
:mod:`~linkbudget.plots.mission_life` (``session_calendar``, ``data_volume``, ``state_of_charge``),
:mod:`~linkbudget.plots.trades` (``pareto_front``, of the dataset of a trade),
:mod:`~linkbudget.plots.link_history` (``sixty_years``, of many missions),
:mod:`~linkbudget.plots.posters` (``poster``), :mod:`~linkbudget.plots.animation` (``animate``),
:mod:`~linkbudget.plots.uncertainty` (``histogram``, ``tornado``), :mod:`~linkbudget.plots.fans` (``fan``); of studies,
``histogram_figure``, ``convergence_figure`` and ``tornado_figure``, ``fan_figure``, and ``sweep_figure`` of
:mod:`~linkbudget.plots.sweeps`.
:mod:`~linkbudget.plots.drawing` draws and saves any of them by its name, in the house style of
:mod:`~linkbudget.plots.style`; :mod:`~linkbudget.plots.placing` sees to it that no text overlaps.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from linkbudget.plots.figures import BUILT_IN, figures

# checkers and editors know the functions by these imports; a test compares them with the list
if TYPE_CHECKING:
    from linkbudget.plots.animation import animate as animate
    from linkbudget.plots.antenna_patterns import antenna_pattern as antenna_pattern
    from linkbudget.plots.dates import margin_vs_date as margin_vs_date
    from linkbudget.plots.dates import rate_vs_date as rate_vs_date
    from linkbudget.plots.distances import picture_quality_vs_distance as picture_quality_vs_distance
    from linkbudget.plots.distances import snr_vs_distance as snr_vs_distance
    from linkbudget.plots.fans import fan as fan
    from linkbudget.plots.fans import fan_figure as fan_figure
    from linkbudget.plots.inferred import margins_before_and_after as margins_before_and_after
    from linkbudget.plots.inferred import prior_and_posterior as prior_and_posterior
    from linkbudget.plots.levels import waterfall as waterfall
    from linkbudget.plots.link_bars import overview as overview
    from linkbudget.plots.link_history import sixty_years as sixty_years
    from linkbudget.plots.loss_of_contact import contact_loss_causes as contact_loss_causes
    from linkbudget.plots.mission_life import data_volume as data_volume
    from linkbudget.plots.mission_life import session_calendar as session_calendar
    from linkbudget.plots.mission_life import state_of_charge as state_of_charge
    from linkbudget.plots.orbits import trajectory as trajectory
    from linkbudget.plots.pictures import montage as montage
    from linkbudget.plots.pictures import picture_time_vs_distance as picture_time_vs_distance
    from linkbudget.plots.posters import poster as poster
    from linkbudget.plots.sky_tracks import passes as passes
    from linkbudget.plots.sky_tracks import sky_track as sky_track
    from linkbudget.plots.sweeps import sweep_figure as sweep_figure
    from linkbudget.plots.trades import pareto_front as pareto_front
    from linkbudget.plots.uncertainty import convergence_figure as convergence_figure
    from linkbudget.plots.uncertainty import histogram as histogram
    from linkbudget.plots.uncertainty import histogram_figure as histogram_figure
    from linkbudget.plots.uncertainty import tornado as tornado
    from linkbudget.plots.uncertainty import tornado_figure as tornado_figure

    snr = snr_vs_distance
    margin = margin_vs_date
    rate = rate_vs_date
    picture = picture_quality_vs_distance
    time = picture_time_vs_distance
    pattern = antenna_pattern
    sky = sky_track
    sessions = session_calendar
    data = data_volume
    energy = state_of_charge
    causes = contact_loss_causes
    implied = prior_and_posterior
    evidence = margins_before_and_after

_OF_STUDIES = {
    "animate": "linkbudget.plots.animation",
    "convergence_figure": "linkbudget.plots.uncertainty",
    "fan_figure": "linkbudget.plots.fans",
    "histogram_figure": "linkbudget.plots.uncertainty",
    "pareto_front": "linkbudget.plots.trades",
    "sixty_years": "linkbudget.plots.link_history",
    "sweep_figure": "linkbudget.plots.sweeps",
    "tornado_figure": "linkbudget.plots.uncertainty",
}
"""Functions that draw the answer of a study, or many pictures -> module."""

_PLACES = {
    name: f"{module}:{name}" for name, module in (_OF_STUDIES | {"animate": "linkbudget.plots.animation"}).items()
}
_PLACES |= {place.partition(":")[2]: place for place in (str(figure.function) for figure in BUILT_IN.values())}
_PLACES |= {kind: str(figure.function) for kind, figure in BUILT_IN.items()}
"""Name -> ``module:function``; figures go by the name of their kind and by that of their function."""

__all__ = sorted(_PLACES)


def __getattr__(name: str) -> Any:
    """Import on first use: Matplotlib is heavy."""
    if name in _PLACES:
        module, _, function = _PLACES[name].partition(":")
        return getattr(import_module(module), function)
    if not name.startswith("_"):
        kinds = {kind.replace("-", "_"): figure for kind, figure in figures().items()}  # of other packages
        if name in kinds:
            return kinds[name].draw
    raise AttributeError(f"module 'linkbudget.plots' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
