"""Figures of lesson 8: the carrier."""

import numpy as np
from matplotlib.figure import Figure

from linkbudget.constants import EARTH_EQUATORIAL_RADIUS_M
from linkbudget.decibels import ratio
from linkbudget.geometry.simple_orbits import circular_orbit_speed_m_per_s
from linkbudget.physics.carrier import carrier_suppression_loss_db, data_modulation_loss_db
from linkbudget.physics.doppler import one_way_doppler_shift_hz
from linkbudget.plots.looks import for_width, sized_figure
from linkbudget.plots.placing import Heading
from linkbudget.plots.style import COLOURS, GREY, INK, PALE, PALEST, canvas, in_house_style

CN0_DBHZ, BIT_RATE_BPS, INDEX_DEG = 45.0, 1000.0, 60.0
"""Signal whose spectrum is drawn."""

ALTITUDE_M, FREQUENCY_HZ = 420e3, 437.8e6
"""Satellite whose Doppler shift is drawn."""


@in_house_style
def what_arrives() -> Figure:
    """Spectrum of a signal with a residual carrier: the line, the data beside it, and the noise below."""
    figure = sized_figure((9.0, 5.2))
    figure.set_label("What arrives")
    panel = canvas(figure)[0]
    carrier_db = CN0_DBHZ - float(carrier_suppression_loss_db(INDEX_DEG))
    data = ratio(CN0_DBHZ - float(data_modulation_loss_db(INDEX_DEG))) / BIT_RATE_BPS
    offset_hz = np.linspace(-3000.0, 3000.0, 1201)
    density_db = 10.0 * np.log10(1.0 + data * np.sinc(offset_hz / BIT_RATE_BPS) ** 2)
    panel.fill_between(offset_hz, -5.0, 0.0, color=PALEST, zorder=1.0)
    panel.fill_between(offset_hz, 0.0, density_db, color=COLOURS[0], alpha=0.85, linewidth=0.0)
    panel.vlines(0.0, 0.0, carrier_db, color=COLOURS[1], linewidth=2.4)
    panel.set_xlim(-3000.0, 3000.0)
    panel.set_ylim(-5.0, 45.0)
    panel.set_xticks(np.arange(-3000.0, 3001.0, for_width(1000.0, 1500.0)))
    panel.text(-2900.0, -2.5, "Noise", va="center", color=INK)
    panel.annotate(
        "Residual carrier:\nhere the loop listens", (0.0, carrier_db - 2.0), xytext=(25.0, 0.0),
        textcoords="offset points", va="top", color=INK, arrowprops={"arrowstyle": "->", "color": INK},
    )  # fmt: skip
    panel.annotate(
        "Data", (-450.0, 10.5), xytext=(-45.0, 25.0), textcoords="offset points", color=INK,
        arrowprops={"arrowstyle": "->", "color": INK},
    )  # fmt: skip
    panel.set_xlabel("Distance from the carrier [Hz]")
    panel.set_ylabel("Power in one hertz, over noise [dB]")
    Heading(
        panel,
        "Where does the power of a signal go?",
        "Some of it stays in one thin line, the carrier. The data spread the rest over kilohertz.",
    )
    return figure


@in_house_style
def doppler_curve() -> Figure:
    """Doppler shift of a satellite that flies straight overhead, from rise to set."""
    figure = sized_figure((9.0, 5.8))
    figure.set_label("Doppler shift of a satellite overhead")
    panel = canvas(figure)[0]
    earth_m, orbit_m = EARTH_EQUATORIAL_RADIUS_M, EARTH_EQUATORIAL_RADIUS_M + ALTITUDE_M
    turn_rad_per_s = circular_orbit_speed_m_per_s(ALTITUDE_M) / orbit_m
    horizon_rad = np.arccos(earth_m / orbit_m)
    angle_rad = np.linspace(-horizon_rad, horizon_rad, 401)
    range_m = np.sqrt(earth_m**2 + orbit_m**2 - 2.0 * earth_m * orbit_m * np.cos(angle_rad))
    range_rate_m_per_s = earth_m * orbit_m * np.sin(angle_rad) * turn_rad_per_s / range_m
    minutes = (angle_rad + horizon_rad) / turn_rad_per_s / 60.0
    panel.plot(minutes, one_way_doppler_shift_hz(range_rate_m_per_s, FREQUENCY_HZ) / 1e3, color=COLOURS[0])
    panel.set_xlim(0.0, 11.0)
    panel.set_ylim(-12.0, 12.0)
    panel.set_xticks(np.arange(0.0, 12.0, for_width(1.0, 2.0)))
    panel.set_xticks(np.arange(0.0, 11.1, 0.2), minor=True)
    panel.set_yticks(np.arange(-12.0, 13.0, 2.0))
    panel.set_yticks(np.arange(-12.0, 12.1, 1.0), minor=True)
    panel.grid(True, which="minor")
    panel.grid(True, which="major", color=PALE, linewidth=0.8)
    panel.tick_params(which="minor", color=GREY)
    panel.set_xlabel("Time since the satellite rose [min]")
    panel.set_ylabel("Doppler shift [kHz]")
    Heading(
        panel,
        "How does the frequency of a satellite change?",
        "It flies 420 km above the ground, straight overhead, and sends at 437.8 MHz. The Earth is taken as at rest.",
    )
    return figure


FIGURES = {"what-arrives": what_arrives, "doppler-curve": doppler_curve}
