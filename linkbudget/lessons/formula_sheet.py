"""The formulas of the course on one sheet of A4, set from the docstrings of their functions.

The map: :data:`FORMULAS`, :func:`formula_sheet`.
"""

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from linkbudget.constants import BOLTZMANN_J_PER_K, SPEED_OF_LIGHT_M_PER_S
from linkbudget.decibels import ratio
from linkbudget.formatting import decibels_text, decimals_text, number_text, typeset_for_paper
from linkbudget.formulas.index import entry
from linkbudget.lessons.bank import LESSONS
from linkbudget.link.docstrings import equations_of_text
from linkbudget.plots.mathematics import mathtext
from linkbudget.plots.style import COLOURS, GREY, GRID, INK, in_house_style

A4 = (8.27, 11.69)
"""Width and height of the sheet [inch]."""

FORMULAS: dict[int, tuple[tuple[str, str], ...]] = {
    1: (
        ("power level", "Level of a power $P$, in dBm; in dBW take $P/(1\\,\\mathrm{W})$"),
        ("voltage gain", "Gain of voltages $U$: 20, since power goes as their square"),
        ("level sum", "Two or more powers together, from their levels $L_i$"),
    ),
    2: (
        ("wavelength", "Wavelength: speed of light $c$ over frequency $f$"),
        ("flux of EIRP", "Power flux density at the distance $d$, in W/m²"),
        ("free-space loss", "Free-space loss, in dB"),
    ),
    3: (
        ("dish gain", "Gain of a dish: diameter $D$, efficiency $\\eta$"),
        ("half-power beamwidth", "Beamwidth of a dish; $k$ = 70° is usual"),
        ("gaussian pattern loss", "Pointing loss at the angle $\\theta$ off the axis, in dB"),
        ("EIRP", "EIRP: power, less line loss, plus gain, less pointing loss"),
    ),
    4: (
        ("noise power", "Noise power in the bandwidth $B$, in dBW"),
        ("noise temperature", "Noise temperature of a noise figure $NF$ in dB"),
        ("line input noise temperature", "Noise of a line of the loss $L$ at the temperature $T_p$"),
        ("cascade noise temperature", "Stages one behind another, gains $G$ as ratios"),
        ("Y-factor noise temperature", "Receiver between a hot and a cold load"),
    ),
    5: (
        ("received power", "Received power: losses $L_o$ are all but free space"),
        ("G over T", "Figure of merit of a receiver, in dB/K"),
        ("C/N0 of EIRP", "Carrier over noise density, in dBHz; $b$ is the back-off"),
    ),
    6: (
        ("Eb/N0 of C/N0", "Energy per bit over noise density at the bit rate $R$"),
        ("Eb/N0 of C/N", "The same from C/N in the bandwidth $B$"),
    ),
    7: (
        ("Shannon capacity", "Highest bit rate without errors"),
        ("Shannon Eb/N0 limit", "Least Eb/N0 at $\\eta$ bit/s in each hertz: −1.59 dB for small $\\eta$"),
    ),
    8: (
        ("carrier to noise ratio in loop", "Carrier over noise in a loop of the bandwidth $B_L$"),
        ("loop phase jitter", "Jitter of the phase in the loop"),
        ("one-way Doppler shift", "Doppler shift: $\\dot{r}$ is the speed away from you"),
    ),
    9: (
        ("pulse width", "Width of a pulse: average power over peak power and rate"),
        ("slot count", "Slots between two pulses"),
        ("pulse energy", "Energy of a pulse"),
    ),
    10: (
        ("picture size", "Bits of a picture: rows, columns, bits per pixel"),
        ("picture time", "Time to send it at the bit rate $R$"),
    ),
    11: (
        ("slant range", "Distance at the elevation $E$: Earth's radius $R$, height $h$"),
        ("circular orbit period", "Period of a circular orbit; $\\mu$ = 398 600 km³/s²"),
    ),
    12: (("root sum square", "Independent tolerances add by their squares"),),
}
"""Lesson -> names of equations, each with the words beside it."""

_COLUMNS = ((1, 2, 3, 4, 5), (6, 7, 8, 9, 10, 11, 12))
_LEFT, _RIGHT, _WIDTH, _TOP = 0.055, 0.525, 0.42, 0.925
_HEAD, _ROW, _BETWEEN = 0.019, 0.0378, 0.009


@in_house_style
def formula_sheet() -> Figure:
    """The formulas of all lessons on one sheet of A4, with constants and decibels by heart."""
    figure = Figure(figsize=A4)
    figure.set_label("Formulas of the course")
    figure.text(_LEFT, 0.962, "Formulas for link budgets", fontsize=17, weight="bold", va="center")
    figure.text(
        _LEFT, 0.942, "By lesson. Levels, gains and losses are in decibels.", fontsize=9, color=GREY, va="center"
    )
    for left, lessons in zip((_LEFT, _RIGHT), _COLUMNS, strict=True):
        place = _TOP
        for number in lessons:
            place = _lesson(figure, number, left, place)
    _by_heart(figure)
    return figure


def _lesson(figure: Figure, number: int, left: float, place: float) -> float:
    """Write the formulas of a lesson from a place down; the place below them."""
    figure.text(left, place, f"{number}  {LESSONS[number]}", fontsize=10.5, weight="bold", color=COLOURS[0], va="top")
    place -= _HEAD
    for name, words in FORMULAS[number]:
        figure.text(left, place, words, fontsize=7.8, color=GREY, va="top", parse_math=True)
        latex = equations_of_text(entry(name).document)[0]
        shown = figure.text(left + 0.012, place - 0.0228, mathtext(latex), fontsize=10.5, va="center", parse_math=True)
        shown.set_math_fontfamily("stix")
        place -= _ROW
    figure.add_artist(Line2D((left, left + _WIDTH), (place + 0.001,) * 2, color=GRID, linewidth=0.8))
    return place - _BETWEEN


def _by_heart(figure: Figure) -> None:
    """Constants, and ratios of a few decibels."""
    light, boltzmann = number_text(SPEED_OF_LIGHT_M_PER_S, 9), number_text(BOLTZMANN_J_PER_K, 7)
    constants = f"Speed of light c = {light} m/s. Boltzmann constant k = {boltzmann} J/K, or −228.6 dBW/K/Hz."
    ratios = ", ".join(
        f"{decibels_text(step, decimals=0)} is {decimals_text(ratio(float(step)), 2)}" for step in (1, 2, 3, 5, 7, 10)
    )
    lines = (
        constants,
        f"As a ratio of powers, {ratios}.",
        "Levels: 0 dBW = 30 dBm. A gain in dBi is 2.15 more than in dBd.",
    )
    for place, line in enumerate(lines):
        figure.text(_LEFT, 0.078 - 0.0195 * place, typeset_for_paper(line), fontsize=9, color=INK, va="center")
