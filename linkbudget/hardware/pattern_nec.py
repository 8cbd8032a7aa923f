"""Antenna patterns from NEC-2, the Numerical Electromagnetics Code: radiation patterns of its printed output."""

import math
import re
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError
from linkbudget.hardware._pattern_text import at_line, lines_of, number, quoted
from linkbudget.hardware.pattern_sphere import SpherePoints, cuts_of_points
from linkbudget.hardware.sampled_pattern import SampledPattern

AVERAGE_WITHIN = 0.1
"""Share by which the average power gain may be off before the model counts as wrong."""

NULL_DB = -900.0
"""Level below which a printed gain says that there is no field; NEC-2 prints -999.99."""

_SENSES = {"RIGHT": 1.0, "LEFT": -1.0, "LINEAR": 0.0}

_AVERAGE = re.compile(r"AVERAGE POWER GAIN\s*[:=]\s*(?P<value>\S+)", re.IGNORECASE)
_EFFICIENCY = re.compile(r"EFFICIENCY\s*[:=]\s*(?P<value>[\d.]+)\s*PERCENT", re.IGNORECASE)
_FREQUENCY = re.compile(r"\bFREQUENCY\s*[:=]\s*(?P<value>\S+)\s*MHZ", re.IGNORECASE)
_GAINS = re.compile(r"\b(?:POWER|DIRECTIVE) GAINS\b", re.IGNORECASE)
_IS_ROW = re.compile(r"\s*[-+.]?\d")


def read_cuts_nec(file) -> dict[str, SampledPattern]:
    r"""All cuts of a radiation pattern from an output file of NEC-2.

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
        As :func:`read_points_nec` does.

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
    return cuts_of_points(read_points_nec(file))


def read_points_nec(file) -> SpherePoints:
    r"""Gain and polarisation in all directions of an output file of NEC-2 (nec2c, nec2++, the Fortran original).

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
    SpherePoints
        Theta counts from the zenith; the polarisation follows from axial ratio and sense, where all rows have them.

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
    ...     print(f"{read_points_nec(file).gain_dbi.max():.2f} dBi")
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
    theta_deg, phi_deg, gain_dbi, share = np.array(points).T
    frequency_mhz = _said(file, lines, _FREQUENCY, "a frequency in MHz")
    return SpherePoints(
        file,
        theta_deg,
        phi_deg,
        gain_dbi - 10.0 * np.log10(_imbalance(file, lines, efficiency)),
        None if np.isnan(share).any() else share,
        None if frequency_mhz is None else 1e6 * frequency_mhz,
    )


def _points(file: Path, lines: list[str], efficiency: float) -> list[list[float]]:
    """Theta, phi, total power gain and right-hand share of each row of all patterns."""
    points, is_pattern, of_gains, is_open, offset_db = [], False, False, False, 0.0
    ended_by = ""
    for line_number, line in enumerate(lines, start=1):
        where = at_line(file, line_number)
        if "RADIATION PATTERNS" in line.upper():
            is_pattern, of_gains, is_open = True, False, False
        elif ended_by and _IS_ROW.match(line):
            raise InputError(f"{where}: a row of a pattern behind {ended_by}; expected rows one after the other")
        elif not is_pattern or not line.strip():
            ended_by = ""
        elif _IS_ROW.match(line) and is_open:
            cells = line.split()
            if len(cells) < 5:
                raise InputError(f"{where}: {quoted(line)}; expected theta, phi and three gains")
            theta_deg, phi_deg, gain_dbi = (number(cells[each], where, "an angle or a gain") for each in (0, 1, 4))
            points.append([theta_deg, phi_deg, gain_dbi + offset_db, _right_share(cells)])
        elif _GAINS.search(line):
            of_gains = True
            offset_db = 10.0 * math.log10(max(efficiency, 1e-9)) if "DIRECTIVE" in line.upper() else 0.0
        elif line.upper().split()[:1] == ["THETA"]:
            is_open = of_gains and line.upper().split()[4:5] == ["TOTAL"]
            if not is_open:
                raise InputError(f"{where}: {quoted(line)}; expected gains: THETA, PHI, two components, TOTAL")
        elif is_open and not line.upper().lstrip().startswith("DEGREES"):
            is_pattern = is_open = False
            ended_by = quoted(line)
    return points


def _right_share(cells: list[str]) -> float:
    """Right-hand share from axial ratio (minor over major axis) and sense; one half in a null, NaN where not stated."""
    if _float_or_nan(cells[4]) <= NULL_DB:
        return 0.5  # the sense is left out of such rows
    sense = cells[7].upper() if len(cells) > 7 else ""
    ratio = _float_or_nan(cells[5]) if sense in _SENSES else math.nan
    if not 0.0 <= ratio <= 1.0:
        return math.nan
    return 0.5 + _SENSES[sense] * ratio / (1.0 + ratio * ratio)


def _float_or_nan(text: str) -> float:
    """A number, NaN where the text is none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _imbalance(file: Path, lines: list[str], efficiency: float) -> float:
    """Average power gain over its ideal value."""
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
