"""Figures of lesson 2: how a wave thins out."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Polygon

from linkbudget.decibels import ratio
from linkbudget.formatting import decibels_text, distance_text, frequency_text, number_text
from linkbudget.physics.free_space import flux_density_dbw_per_m2, free_space_loss_db
from linkbudget.physics.power_flux import isotropic_aperture_dbm2
from linkbudget.plots.looks import for_width, sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, PALE, canvas, in_house_style

SCREENS = (1, 2, 3)
"""Distances of the screens [km]; a tile is as large as the first."""

SHRINKING_HZ = (150e6, 300e6, 600e6, 1200e6)
"""Frequencies whose isotropic antennas are drawn."""

DOTS_APART_M = 0.04


def _hide_axes(panel: Axes) -> None:
    """Leave the drawing alone: no ticks, no grid, no frame."""
    panel.set_xticks([])
    panel.set_yticks([])
    panel.spines[:].set_visible(False)


def _corner(distance: float, across: float, up: float) -> tuple[float, float]:
    """Place on the paper of a point of a screen, across and up from its lower near corner in tiles."""
    beside, above = across - distance / 2.0, up - distance / 2.0
    return 2.0 * distance + 0.45 * beside, 0.95 * above + 0.3 * beside


def _density_change_db(distance: float) -> float:
    """Change of the power flux density from the first screen to one so many times as far away [dB]."""
    return float(flux_density_dbw_per_m2(distance, 0.0) - flux_density_dbw_per_m2(1.0, 0.0))


def _draw_screen(panel: Axes, distance: int) -> None:
    """Draw a screen, as many tiles wide and high as it is distances away, each as bright as the wave is dense."""
    share = float(ratio(_density_change_db(distance)))
    for across in range(distance):
        for up in range(distance):
            places = [_corner(distance, across + a, up + u) for a, u in ((0, 0), (1, 0), (1, 1), (0, 1))]
            panel.add_patch(Polygon(places, facecolor="#FFFFFF", edgecolor="none", zorder=2.0 - 0.1 * distance))
            panel.add_patch(
                Polygon(places, facecolor=COLOURS[0], alpha=0.9 * share, edgecolor="none", zorder=2.01 - 0.1 * distance)
            )
            panel.add_patch(
                Polygon(places, facecolor="none", edgecolor=INK, linewidth=1.0, zorder=2.02 - 0.1 * distance)
            )


@in_house_style
def a_wave_thins_out() -> Figure:
    """Three screens in the cone of a wave, at one, two and three times the distance."""
    figure = sized_figure((9.0, 4.6))
    figure.set_label("A wave thins out")
    panel = canvas(figure)[0]
    farthest = SCREENS[-1]
    for across, up in ((0, 0), (farthest, 0), (farthest, farthest), (0, farthest)):
        panel.plot(*zip((0.0, 0.0), _corner(farthest, across, up), strict=True), color=PALE, linewidth=1.0, zorder=1.0)
    panel.plot(0.0, 0.0, "o", color=COLOURS[1], markersize=12.0)
    for distance in SCREENS:
        _draw_screen(panel, distance)
        change_db = _density_change_db(distance)
        tiles = "1 tile" if distance == 1 else f"{distance**2} tiles"
        words = f"{distance_text(1e3 * distance)}\n{tiles}\n{decibels_text(change_db)}"
        panel.text(2.0 * distance + 0.1, -2.15, words, ha="center", va="top", color=INK, linespacing=1.4)
    panel.text(0.0, -2.15, "Distance:\nArea:\nPower per tile:", ha="center", va="top", color=INK, linespacing=1.4)
    panel.set_xlim(-0.9, 7.2)
    panel.set_ylim(-3.6, 2.0)
    _hide_axes(panel)
    Heading(
        panel,
        "Where does the power of a wave go?",
        "It spreads. At twice the distance the same power fills four tiles, at three times nine.",
    )
    return figure


@in_house_style
def loss_against_distance() -> Figure:
    """Free-space loss against distance for three frequencies."""
    figure = sized_figure((9.0, 6.0))
    figure.set_label("Free-space loss against distance")
    panel = canvas(figure)[0]
    distance_m = np.geomspace(1e3, 1e9, 200)
    for frequency_hz, colour in zip((10e9, 1e9, 100e6), COLOURS, strict=False):
        loss_db = free_space_loss_db(distance_m, frequency_hz)
        panel.plot(distance_m / 1e3, loss_db, color=colour)
        panel.text(distance_m[-1] / 1e3 * 1.2, loss_db[-1], frequency_text(frequency_hz), va="center", color=colour)
    panel.set_xscale("log")
    panel.set_xlim(1.0, 1e6)
    panel.set_ylim(60.0, 240.0)
    panel.set_xticks(10.0 ** np.arange(7), ["1", "10", "100", "1000", "10⁴", "10⁵", "10⁶"])
    panel.set_yticks(np.arange(60.0, 241.0, 20.0))
    panel.set_yticks(np.arange(60.0, 241.0, 5.0), minor=True)
    panel.grid(True, which="minor")
    panel.grid(True, which="major", color=PALE, linewidth=0.8)
    panel.tick_params(which="minor", color=GREY)
    panel.set_xlabel("Distance [km]")
    panel.set_ylabel("Free-space loss [dB]")
    Heading(
        panel,
        "How large is the free-space loss?",
        "Ten times the distance costs 20 dB. Between isotropic antennas, so does ten times the frequency.",
    )
    return figure


@in_house_style
def isotropic_antenna_shrinks() -> Figure:
    """Areas over which isotropic antennas take in power, in one wave, at four frequencies."""
    figure = sized_figure((9.0, 4.4))
    figure.set_label("An isotropic antenna shrinks")
    panel = canvas(figure)[0]
    areas_m2 = [float(ratio(float(isotropic_aperture_dbm2(frequency_hz)))) for frequency_hz in SHRINKING_HZ]
    spots = np.array((0.0, 0.65, 1.11, 1.53))
    radii = np.sqrt(np.array(areas_m2) / np.pi)
    x, y = (each.ravel() for each in np.meshgrid(np.arange(-0.4, 1.76, DOTS_APART_M), np.arange(-0.36, 0.361, 0.04)))
    panel.plot(x, y, ".", color=PALE, markersize=for_width(4.0, 2.0), zorder=1.0)
    for spot, radius, area_m2, frequency_hz in zip(spots, radii, areas_m2, SHRINKING_HZ, strict=True):
        inside = np.hypot(x - spot, y) < radius
        panel.add_patch(Circle((spot, 0.0), radius, facecolor=COLOURS[0], alpha=0.2, edgecolor="none"))
        panel.add_patch(Circle((spot, 0.0), radius, facecolor="none", edgecolor=COLOURS[0], linewidth=2.0))
        panel.plot(x[inside], y[inside], ".", color=COLOURS[1], markersize=for_width(6.0, 3.5))
        change_db = 10.0 * np.log10(area_m2 / areas_m2[0])
        words = f"{frequency_text(frequency_hz)}\n{number_text(1e4 * area_m2, 2)} cm²\n{decibels_text(change_db)}"
        panel.text(spot, -0.42, words, ha="center", va="top", color=INK, linespacing=1.4)
    panel.set_xlim(-0.42, 1.76)
    panel.set_ylim(-0.78, 0.38)
    panel.set_aspect("equal")
    _hide_axes(panel)
    Heading(
        panel,
        "How much of a wave does an isotropic antenna take in?",
        "Each dot is the same power. The wave is the same everywhere, but not the area that takes it in.",
    )
    return figure


FIGURES = {
    "a-wave-thins-out": a_wave_thins_out,
    "loss-against-distance": loss_against_distance,
    "isotropic-antenna-shrinks": isotropic_antenna_shrinks,
}
