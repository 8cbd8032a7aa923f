"""Antenna patterns from NEC-2, the Numerical Electromagnetics Code: radiation patterns of its printed output."""

import math
import re
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError
from linkbudget.hardware._pattern_text import at_line, lines_of, number, quoted
from linkbudget.hardware.pattern_sphere import cuts_of_sphere
from linkbudget.hardware.sampled_pattern import SampledPattern

AVERAGE_WITHIN = 0.1
"""Share by which the average power gain may be off before the model counts as wrong."""

_AVERAGE = re.compile(r"AVERAGE POWER GAIN\s*[:=]\s*(?P<value>\S+)", re.IGNORECASE)
_EFFICIENCY = re.compile(r"EFFICIENCY\s*[:=]\s*(?P<value>[\d.]+)\s*PERCENT", re.IGNORECASE)
_FREQUENCY = re.compile(r"\bFREQUENCY\s*[:=]\s*(?P<value>\S+)\s*MHZ", re.IGNORECASE)
_GAINS = re.compile(r"\b(?:POWER|DIRECTIVE) GAINS\b", re.IGNORECASE)
_IS_ROW = re.compile(r"\s*[-+.]?\d")


def read_cuts_nec(file) -> dict[str, SampledPattern]:
    r"""All cuts of a radiation pattern from an output file of NEC-2 (nec2c, nec2++, the Fortran original).

    The total gain is read, and divided by the average power gain, which tells how well the program balances the power:

    .. math:: G = G_{printed} \, \frac{k \eta}{\bar{G}_{printed}}

    with k of one in free space and two over perfect ground, and the efficiency of the structure.  Directive gains are
    multiplied by the efficiency.

    Parameters
    ----------
    file : str or Path
        The file.

    Returns
    -------
    dict
        ``"phi 0"`` and so on to the cut, in which theta counts from the zenith and a negative angle is the other side;
        ``"theta 90"`` where only the azimuth was asked for.

    Raises
    ------
    InputError
        If the file cannot be read, has no radiation pattern or more than one frequency or excitation, stands over
        lossy ground, where the average power gain tells nothing, or prints none (last digit of XNDA: 1) or one that is
        off by more than 10 %.

    References
    ----------
    .. [1] Burke and Poggio, Numerical Electromagnetics Code (NEC), Method of Moments, part III: User's Guide (1981),
       RP card.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> text = (
    ...     "FREQUENCY : 3.0E+02 MHz\n- RADIATION PATTERNS -\n- ANGLES -  - POWER GAINS -\n"
    ...     "THETA PHI VERTC HORIZ TOTAL\n0.00 0.00 -999.99 -999.99 -999.99\n90.00 0.00 2.14 -999.99 2.14\n"
    ...     "AVERAGE POWER GAIN: 1.0000E+00\n"
    ... )
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "dipole.out"
    ...     _ = file.write_text(text)
    ...     print(f"{read_cuts_nec(file)['phi 0'].peak_gain_dbi:.2f} dBi")
    2.14 dBi
    """
    file = Path(file)
    lines = lines_of(file)
    if sum("ANTENNA INPUT PARAMETERS" in line.upper() for line in lines) > 1:
        raise InputError(f"{file}: has more than one frequency or excitation; expected one")
    for line_number, line in enumerate(lines, start=1):
        if line.strip().upper().startswith("FINITE GROUND"):
            where = at_line(file, line_number)
            raise InputError(f"{where}: {quoted(line)}; expected free space or perfect ground, where power is balanced")
    percent = _said(file, lines, _EFFICIENCY, "an efficiency")
    efficiency = 1.0 if percent is None else 0.01 * percent
    points = _points(file, lines, efficiency)
    if not points:
        raise InputError(f"{file}: has no rows of RADIATION PATTERNS; expected the output of NEC-2 with an RP card")
    theta_deg, phi_deg, gain_dbi = np.array(points).T
    frequency_mhz = _said(file, lines, _FREQUENCY, "a frequency in MHz")
    return cuts_of_sphere(
        file,
        theta_deg,
        phi_deg,
        gain_dbi - 10.0 * np.log10(_imbalance(file, lines, efficiency)),
        frequency_hz=None if frequency_mhz is None else 1e6 * frequency_mhz,
    )


def _points(file: Path, lines: list[str], efficiency: float) -> list[list[float]]:
    """Theta, phi and total power gain of each row of all patterns."""
    points, is_pattern, of_gains, is_open, offset_db = [], False, False, False, 0.0
    for line_number, line in enumerate(lines, start=1):
        where = at_line(file, line_number)
        if "RADIATION PATTERNS" in line.upper():
            is_pattern, of_gains, is_open = True, False, False
        elif not is_pattern or not line.strip():
            continue
        elif _IS_ROW.match(line) and is_open:
            cells = line.split()
            if len(cells) < 5:
                raise InputError(f"{where}: {quoted(line)}; expected theta, phi and three gains")
            theta_deg, phi_deg, gain_dbi = (number(cells[each], where, "an angle or a gain") for each in (0, 1, 4))
            points.append([theta_deg, phi_deg, gain_dbi + offset_db])
        elif _GAINS.search(line):
            of_gains = True
            offset_db = 10.0 * math.log10(max(efficiency, 1e-9)) if "DIRECTIVE" in line.upper() else 0.0
        elif line.upper().split()[:1] == ["THETA"]:
            is_open = of_gains and line.upper().split()[4:5] == ["TOTAL"]
            if not is_open:
                raise InputError(f"{where}: {quoted(line)}; expected gains: THETA, PHI, two components, TOTAL")
        elif is_open and not line.upper().lstrip().startswith("DEGREES"):
            is_pattern = is_open = False
    return points


def _imbalance(file: Path, lines: list[str], efficiency: float) -> float:
    """Average power gain over what it should be."""
    average = _said(file, lines, _AVERAGE, "an average power gain")
    if average is None:
        raise InputError(f"{file}: has no AVERAGE POWER GAIN; expected one, by an RP card with XNDA = 1001")
    expected = efficiency * (2.0 if any(line.strip().upper() == "PERFECT GROUND" for line in lines) else 1.0)
    if not abs(average / max(expected, 1e-9) - 1.0) <= AVERAGE_WITHIN:
        raise InputError(f"{file}: AVERAGE POWER GAIN is {average:g}; expected {expected:g} within 10 %")
    return average / expected


def _said(file: Path, lines: list[str], pattern: re.Pattern[str], wanted: str) -> float | None:
    """The number that a file says once, or more than once alike."""
    found: float | None = None
    for line_number, line in enumerate(lines, start=1):
        if (match := pattern.search(line)) is not None:
            where = at_line(file, line_number)
            value = number(match["value"], where, wanted)
            if found is not None and abs(value - found) > 0.01 * abs(found):
                raise InputError(f"{where}: {quoted(line)}; expected {found:g} as before")
            found = value if found is None else found
    return found
