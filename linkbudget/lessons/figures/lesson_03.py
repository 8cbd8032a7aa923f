"""Figures of lesson 3: antennas."""

import numpy as np
from matplotlib.figure import Figure

from linkbudget.formatting import decibels_text, distance_text
from linkbudget.physics.antennas import dish_gain_dbi, half_power_beamwidth_deg
from linkbudget.physics.patterns import gaussian_pattern_loss_db
from linkbudget.plots.looks import sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, PALE, canvas, in_house_style

FREQUENCY_HZ, EFFICIENCY = 922.76e6, 0.5
"""Those of the dish of Mars 1."""

DIAMETERS_M = (1.7, 5.0)

LOWEST_DBI, RINGS_DBI = -10.0, (10.0, 20.0, 30.0)
"""Gain in the middle of the picture, and gains with a ring."""

RING_NAMES_UP = 13.0
"""Height over the middle at which rings have their names [dB]."""

EDGE_OF_BEAM = 1.29
"""Angle over beamwidth up to which the main beam is drawn: the loss there is 20 dB, the last that the model states."""

NAME_DOWN_DB = 3.0
"""Loss at which curves of gain have their names."""


def _dish(diameter_m: float) -> tuple[float, float]:
    """Gain on boresight [dBi] and beamwidth [deg] of a dish."""
    gain_dbi = float(dish_gain_dbi(FREQUENCY_HZ, diameter_m, EFFICIENCY))
    return gain_dbi, float(half_power_beamwidth_deg(FREQUENCY_HZ, diameter_m))


def _name(diameter_m: float) -> str:
    return distance_text(diameter_m, 2)


@in_house_style
def gain_in_every_direction() -> Figure:
    """Gain by direction of the isotropic antenna and of two dishes, as the distance from the antenna."""
    figure = sized_figure((9.0, 5.4))
    figure.set_label("Gain in every direction")
    panel = canvas(figure)[0]
    around = np.radians(np.linspace(-180.0, 180.0, 361))
    for ring_dbi in RINGS_DBI:
        radius = ring_dbi - LOWEST_DBI
        panel.plot(radius * np.cos(around), radius * np.sin(around), color=PALE, linewidth=1.0, zorder=1)
        panel.text(
            np.sqrt(radius**2 - RING_NAMES_UP**2), RING_NAMES_UP, decibels_text(ring_dbi, "dBi", 0), color=GREY,
            ha="center", va="center", backgroundcolor=panel.get_facecolor(), zorder=1.5,
        )  # fmt: skip
    radius = -LOWEST_DBI
    panel.plot(radius * np.cos(around), radius * np.sin(around), color=INK)
    panel.annotate(
        "Isotropic: 0 dBi",
        (0.0, radius),
        xytext=(0, 6),
        textcoords="offset points",
        ha="center",
        va="bottom",
        weight="bold",
    )
    names = ((23.5, 5.6), (32.0, -5.5))
    for diameter_m, colour, place in zip(DIAMETERS_M, COLOURS, names, strict=False):
        gain_dbi, width_deg = _dish(diameter_m)
        angle_deg = width_deg * np.linspace(-EDGE_OF_BEAM, EDGE_OF_BEAM, 401)
        reach = np.pad(gain_dbi - gaussian_pattern_loss_db(angle_deg, width_deg) - LOWEST_DBI, 1)  # from the dot
        angle_deg = np.pad(angle_deg, 1)
        across, up = reach * np.cos(np.radians(angle_deg)), reach * np.sin(np.radians(angle_deg))
        panel.fill(across, up, color=colour, alpha=0.18, linewidth=0.0)
        panel.plot(across, up, color=colour)
        panel.text(*place, _name(diameter_m), color=colour, weight="bold", ha="center", va="center")
    panel.plot(0.0, 0.0, "o", color=INK, markersize=6.0, zorder=4)
    panel.set_xlim(-12.0, 44.0)
    panel.set_ylim(-15.0, 15.0)
    panel.set_aspect("equal", anchor="W")
    panel.set_xticks([])
    panel.set_yticks([])
    panel.spines[:].set_visible(False)
    Heading(
        panel,
        "Which way does the wave go?",
        "The same power through three antennas. The distance from the dot is the gain in that direction; of the dishes "
        "only the main beam is drawn.",
    )
    return figure


@in_house_style
def gain_beside_the_target() -> Figure:
    """Gain of two dishes against the angle beside boresight."""
    figure = sized_figure((9.0, 5.8))
    figure.set_label("Gain beside the target")
    panel = canvas(figure)[0]
    for diameter_m, colour in zip(DIAMETERS_M, COLOURS, strict=False):
        gain_dbi, width_deg = _dish(diameter_m)
        angle_deg = np.linspace(0.0, min(10.0, EDGE_OF_BEAM * width_deg), 201)
        gains = gain_dbi - gaussian_pattern_loss_db(angle_deg, width_deg)
        panel.plot(angle_deg, gains, color=colour)
        place = np.searchsorted(-gains, NAME_DOWN_DB - gain_dbi)
        panel.annotate(
            _name(diameter_m), (angle_deg[place], gains[place]), xytext=(4, 4), textcoords="offset points",
            color=colour, weight="bold",
        )  # fmt: skip
    panel.set_xlim(0.0, 10.0)
    panel.set_ylim(10.0, 35.0)
    panel.set_xticks(np.arange(0.0, 11.0))
    panel.set_xticks(np.arange(0.0, 10.1, 0.5), minor=True)
    panel.set_yticks(np.arange(10.0, 36.0, 5.0))
    panel.set_yticks(np.arange(10.0, 36.0), minor=True)
    panel.grid(True, which="both")
    panel.tick_params(which="minor", color=GREY)
    panel.set_xlabel("Angle beside boresight [deg]")
    panel.set_ylabel("Gain [dBi]")
    Heading(
        panel,
        "When is the smaller dish the better one?",
        "Main beams of two dishes at 922.76 MHz. The larger one has more gain, but must be aimed better.",
    )
    return figure


FIGURES = {"gain-in-every-direction": gain_in_every_direction, "gain-beside-the-target": gain_beside_the_target}
