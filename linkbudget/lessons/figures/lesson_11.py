"""Figures of lesson 11: moving ends and weather."""

import numpy as np
from matplotlib.figure import Figure

from linkbudget.formatting import angle_text, distance_text, frequency_text, tick_text
from linkbudget.geometry.simple_orbits import circular_orbit_period_s
from linkbudget.physics.rain import rain_loss_db
from linkbudget.plots.looks import for_width, sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, PALE, PALEST, canvas, in_house_style

HEIGHT_KM, EARTH_KM = 550.0, 6378.137

RAIN = {"rain_rate_mm_per_h": 35.0, "rain_height_m": 3400.0, "latitude_deg": 48.0, "station_height_m": 500.0}
"""Rain of a place in the middle of Europe: the rate that is exceeded for 0.01 % of the year, and its height."""

ELEVATION_DEG = 30.0


def _place_km(angle: np.ndarray | float, height_km: float) -> tuple[np.ndarray, np.ndarray]:
    """Across and up from the station, of a point above the ground at an angle from it, seen from the Earth's middle."""
    radius = EARTH_KM + height_km
    return radius * np.sin(angle), radius * np.cos(angle) - EARTH_KM


@in_house_style
def a_satellite_pass() -> Figure:
    """The Earth, an orbit and a station to scale, with a satellite at every minute of a pass overhead."""
    figure = sized_figure((9.0, 4.0))
    figure.set_label("A satellite passes overhead")
    panel = canvas(figure)[0]
    arc = np.radians(np.linspace(-21.0, 21.0, 200))
    across, ground = _place_km(arc, 0.0)
    panel.fill_between(across, ground, -900.0, color=PALEST, linewidth=0.0)
    panel.plot(across, ground, color=INK, linewidth=1.4)
    panel.plot(*_place_km(arc, HEIGHT_KM), color=COLOURS[0], linewidth=1.2)
    per_minute = 2.0 * np.pi / (circular_orbit_period_s(HEIGHT_KM * 1e3) / 60.0)
    for minute in range(-4, 5, for_width(1, 2)):
        x, y = (float(one) for one in _place_km(minute * per_minute, HEIGHT_KM))
        panel.plot([0.0, x], [0.0, y], color=PALE, linewidth=1.0, zorder=1)
        panel.plot(x, y, "o", color=COLOURS[0], markersize=8)
        elevation, range_km = np.degrees(np.arctan2(y, abs(x))), np.hypot(x, y)
        text = f"{angle_text(float(elevation), 0)}\n{distance_text(1e3 * range_km)}"
        panel.text(x, y + 60.0, text, ha="center", va="bottom", color=INK, linespacing=1.2)
    panel.plot(0.0, 0.0, "^", color=COLOURS[1], markersize=12, zorder=4)
    panel.text(0.0, for_width(-70.0, -130.0), "station", ha="center", va="top", color=INK)
    panel.set_aspect("equal")
    panel.set_xlim(-2150.0, 2150.0)
    panel.set_ylim(-420.0, for_width(920.0, 1120.0))
    panel.set_xticks([])
    panel.set_yticks([])
    panel.grid(False)
    panel.spines[:].set_visible(False)
    Heading(
        panel,
        "How far away is a satellite that passes overhead?",
        f"A satellite {distance_text(1e3 * HEIGHT_KM)} up, every {for_width('minute', 'two minutes')}, to scale. "
        "Above each point: how high it is in the sky, and how far away.",
    )
    return figure


@in_house_style
def rain_loss_through_the_year() -> Figure:
    """Rain loss against the share of the year in which it is exceeded, for three frequencies."""
    figure = sized_figure((9.0, 5.8))
    figure.set_label("Rain loss through the year")
    panel = canvas(figure)[0]
    percent = np.geomspace(0.01, 5.0, 200)
    for frequency_ghz, colour in zip((30.0, 20.0, 12.0), COLOURS, strict=False):
        loss = rain_loss_db(ELEVATION_DEG, frequency_ghz * 1e9, exceedance_probability=percent / 100.0, **RAIN)
        panel.plot(percent, loss, color=colour)
        place = int(np.searchsorted(percent, 0.022))
        panel.text(
            percent[place] * 1.05, loss[place] + 0.3, frequency_text(1e9 * frequency_ghz), color=colour, weight="bold"
        )
    panel.set_xscale("log")
    panel.set_xlim(percent[0], percent[-1])
    every: tuple[float, ...] = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
    ticks = for_width(every, (0.01, 0.1, 1.0))
    panel.set_xticks(ticks, [tick_text(one) for one in ticks])
    panel.set_ylim(0.0, 30.0)
    panel.set_yticks(np.arange(0.0, 30.1, 5.0))
    panel.set_yticks(np.arange(0.0, 30.1, 1.0), minor=True)
    panel.grid(True, which="both")
    panel.tick_params(which="minor", color=GREY)
    panel.set_xlabel("Share of the year in which the loss is larger [%]")
    panel.set_ylabel("Rain loss [dB]")
    Heading(
        panel,
        "How often does rain take how much?",
        f"In the middle of Europe, looking up at {angle_text(ELEVATION_DEG, 0)}, by the model of ITU-R P.618.",
    )
    return figure


FIGURES = {"satellite-pass": a_satellite_pass, "rain-loss-through-the-year": rain_loss_through_the_year}
