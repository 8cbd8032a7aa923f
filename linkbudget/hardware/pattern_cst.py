"""Antenna patterns from CST Studio Suite, the field solver of Dassault Systèmes.

The map: :func:`read_points_cst`, far fields exported as text (``.txt``); :func:`read_points_cst_source`, far-field
sources (``.ffs``).
"""

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

from linkbudget.constants import FREE_SPACE_IMPEDANCE_OHM
from linkbudget.errors import InputError, LinkBudgetError
from linkbudget.formatting import decibels_text
from linkbudget.hardware._pattern_text import (
    at_line,
    chosen_block,
    lines_of,
    number,
    plain_rows,
    quoted,
    whole_number,
)
from linkbudget.hardware.pattern_grasp import MEAN_WITHIN
from linkbudget.hardware.pattern_sphere import SpherePoints, cuts_of_points, mean_gain
from linkbudget.hardware.sampled_pattern import SampledPattern
from linkbudget.physics.polarization import right_hand_share

RESULTS = {
    "dir.": "the directivity is taken for the gain: losses of the antenna are not in it",
    "directivity": "the directivity is taken for the gain: losses of the antenna are not in it",
    "gain": "",
    "grlz": "the realised gain is taken for the gain: mismatch of the antenna is in it",
    "realized gain": "the realised gain is taken for the gain: mismatch of the antenna is in it",
}
"""Quantities of the column of both polarisations, with the remark that each leaves."""

POWERS = ("radiated", "accepted", "stimulated")
"""Powers that the heading of a far-field source states, in their order: they give directivity, gain, realised gain."""

_COLUMN = re.compile(r"(?P<name>[^\[\]]{1,200})\[(?P<unit>[^\]]{0,200})\]")  # bounded, or long lines take for ever
_PARTS = re.compile(r"(?P<kind>abs|phase)\s*\(\s*(?P<of>[^()]*?)\s*\)", re.IGNORECASE)


def read_cuts_cst(file) -> dict[str, SampledPattern]:
    """All cuts of a far field that CST exported as text.

    Parameters
    ----------
    file : str or Path
        The file.

    Returns
    -------
    dict
        ``"phi 0"`` and so on to the cut; a negative angle is the other side.

    Raises
    ------
    InputError
        As :func:`read_points_cst` does.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "patch.txt"
    ...     _ = file.write_text("Theta [deg.]  Phi [deg.]  Abs(Gain)[dBi]\\n------\\n0 0 7.5\\n45 0 4.1\\n90 0 -3\\n")
    ...     print(read_cuts_cst(file)["phi 0"])
    patch.txt, phi 0: 3 angles from 0° to 90°
    """
    return cuts_of_points(read_points_cst(file))


class _Column(NamedTuple):
    """A column: what it is of, ``abs``, ``phase`` or nothing, and its unit, all in small letters."""

    of: str
    kind: str
    unit: str


def read_points_cst(file) -> SpherePoints:
    """Gain and polarisation in all directions of a far field that CST exported as text.

    The first line names the columns with their units in brackets, the second is dashes.  The third column says what it
    holds: ``Abs(Dir.)``, ``Abs(Gain)`` or ``Abs(Grlz)`` and ``Abs(Realized Gain)``, in dBi or as a pure number.

    Parameters
    ----------
    file : str or Path
        The file.

    Returns
    -------
    SpherePoints
        Directivity and realised gain leave a remark.  The polarisation follows from magnitude and phase of two
        components, along theta and phi or left- and right-handed.

    Raises
    ------
    InputError
        If the file cannot be read, has no such heading, or states a field in volts per metre or a level in dB, which
        tell no gain.

    Notes
    -----
    No frequency stands in the file.

    References
    ----------
    .. [1] Dassault Systèmes, CST Studio Suite Help, far-field plot, ASCII export.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "patch.txt"
    ...     _ = file.write_text("Theta [deg.]  Phi [deg.]  Abs(Gain)[ ]\\n------\\n0 0 10\\n45 0 1\\n")
    ...     print(*read_points_cst(file).gain_dbi, "dBi")
    10.0 0.0 dBi
    """
    file = Path(file)
    lines = lines_of(file)
    heading = next((place for place, line in enumerate(lines) if line.strip()), None)
    if heading is None:
        raise InputError(f"{file}: is empty; expected a far field with columns Theta, Phi and Abs(Gain)")
    where = at_line(file, heading + 1)
    columns = _columns(where, lines[heading])
    angles, total, result = _chosen_columns(where, lines[heading], columns)
    if not lines[heading + 1 : heading + 2] or set(lines[heading + 1].strip()) != {"-"}:
        said = quoted(lines[heading + 1]) if heading + 1 < len(lines) else "the file ends"
        raise InputError(f"{at_line(file, heading + 2)}: {said}; expected a line of dashes under the names of columns")
    cells = [(count, line.split()) for count, line in enumerate(lines[heading + 2 :], heading + 3) if line.strip()]
    rows = plain_rows([row for _, row in cells], len(columns))
    if rows is None:
        rows = np.array([_row(at_line(file, count), row, len(columns)) for count, row in cells])
    if len(rows) < 2:
        raise InputError(f"{file}: {len(rows)} points; expected two or more")
    gain_dbi = _decibels(rows[:, total], columns[total].unit, f"{file}: {result}")
    remark = RESULTS[result]
    theta_deg, phi_deg = (rows[:, place] for place in angles)
    remarks = (f"{file.name}: {remark}",) if remark else ()
    return SpherePoints(file, theta_deg, phi_deg, gain_dbi, _right_share(rows, columns), remarks=remarks)


def _columns(where: str, heading: str) -> list[_Column]:
    """The columns that a heading names; blanks within names do not count."""
    found = []
    for match in _COLUMN.finditer(heading):
        name, unit = " ".join(match["name"].lower().split()), match["unit"].strip().lower()
        part = _PARTS.fullmatch(name)
        found.append(_Column(part["of"].strip(), part["kind"].lower(), unit) if part else _Column(name, "", unit))
    if len(found) < 3:
        raise InputError(
            f"{where}: {quoted(heading)}; expected a heading such as Theta [deg.] Phi [deg.] Abs(Gain)[dBi]"
        )
    return found


def _chosen_columns(where: str, heading: str, columns: list[_Column]) -> tuple[list[int], int, str]:
    """Places of theta and phi, place of the gain of both polarisations, and which gain it is."""
    places = []
    for name in ("theta", "phi"):
        here = [place for place, column in enumerate(columns) if (column.of, column.kind) == (name, "")]
        if len(here) != 1 or columns[here[0]].unit.rstrip(".") not in ("deg", "degree", "degrees"):
            raise InputError(f"{where}: {quoted(heading)}; expected a column {name.capitalize()} [deg.]")
        places.append(here[0])
    for place, column in enumerate(columns):
        if column.kind != "abs":
            continue
        if column.unit not in ("dbi", ""):
            raise InputError(
                f"{where}: Abs({column.of})[{column.unit}] tells no gain; expected directivity, gain or realised gain "
                "in [dBi] or as a pure number []"
            )
        if column.of in RESULTS:
            return places, place, column.of
        break  # the first magnitude is that of both polarisations
    raise InputError(f"{where}: {quoted(heading)}; expected Abs(Dir.), Abs(Gain), Abs(Grlz) or Abs(Realized Gain)")


def _decibels(values: np.ndarray, unit: str, what: str) -> np.ndarray:
    if unit == "dbi":
        return values
    if values.min() < 0.0:
        raise InputError(f"{what} as a pure number is {values.min():g}; expected 0 or more")
    with np.errstate(divide="ignore"):  # a null
        return 10.0 * np.log10(values)


def _right_share(rows: np.ndarray, columns: list[_Column]) -> np.ndarray | None:
    """Right-hand share from magnitude and phase of two components, none where they are not there."""
    known = {(column.of, column.kind): place for place, column in enumerate(columns)}

    def magnitude(name: str) -> np.ndarray:
        place = known[name, "abs"]
        level_db = _decibels(rows[:, place], columns[place].unit, name)
        return 10.0 ** (0.05 * np.clip(level_db, -1000.0, 1000.0))

    if {("left", "abs"), ("right", "abs")} <= known.keys():
        right, left = magnitude("right"), magnitude("left")
        return right_hand_share(right + left, -1j * (right - left))
    if {(name, kind) for name in ("theta", "phi") for kind in ("abs", "phase")} <= known.keys():
        fields = (magnitude(name) * np.exp(1j * np.radians(rows[:, known[name, "phase"]])) for name in ("theta", "phi"))
        return right_hand_share(*fields)
    return None


def _row(where: str, cells: list[str], width: int) -> list[float]:
    if len(cells) != width:
        raise InputError(f"{where}: {quoted(' '.join(cells))}; expected {width} numbers")
    return [number(cell, where, "a number") for cell in cells]


# ---- far-field sources


def read_cuts_cst_source(file, *, block: int | None = None, power: str = "accepted") -> dict[str, SampledPattern]:
    """All cuts of a far-field source of CST.

    Parameters
    ----------
    file : str or Path
        The file.
    block : int, optional
        Which of several blocks, one a frequency, counted from one; none: the only one [-].
    power : {"accepted", "radiated", "stimulated"}
        The power over which the field counts.

    Returns
    -------
    dict
        ``"phi 0"`` and so on to the cut; a negative angle is the other side.

    Raises
    ------
    InputError
        As :func:`read_points_cst_source` does.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> text = (
    ...     "// #Frequencies\\n1\\n// Radiated/Accepted/Stimulated Power , Frequency\\n1\\n1\\n2\\n2.4e9\\n"
    ...     "// >> Total #phi samples, total #theta samples\\n1 2\\n"
    ...     "// >> Phi, Theta, Re(E_Theta), Im(E_Theta), Re(E_Phi), Im(E_Phi):\\n0 0 20 0 0 0\\n0 90 5 0 0 0\\n"
    ... )
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "patch.ffs"
    ...     _ = file.write_text(text)
    ...     print(f"{read_cuts_cst_source(file)['phi 0'].peak_gain_dbi:.2f} dBi")
    8.24 dBi
    """
    return cuts_of_points(read_points_cst_source(file, block=block, power=power))


class _Source(NamedTuple):
    """A field: the three powers [W], frequency [Hz], and the cells of each of its lines with the line's number."""

    powers_w: list[float]
    frequency_hz: float
    rows: list[tuple[int, list[str]]]


def read_points_cst_source(file, *, block: int | None = None, power: str = "accepted") -> SpherePoints:
    r"""Gain and polarisation in all directions of a far-field source of CST.

    The heading states radiated, accepted and stimulated power and the frequency, the rows phi, theta, and real and
    imaginary part of the field at one metre along theta and along phi, as peak values:

    .. math:: G = \frac{4 \pi}{P} \frac{|E_\theta|^2 + |E_\phi|^2}{2 Z_0}

    The radiated power makes it the directivity, the accepted one the gain, the stimulated one the realised gain.

    Parameters
    ----------
    file : str or Path
        The file.
    block : int, optional
        Which of several blocks, one a frequency, counted from one; none: the only one [-].
    power : {"accepted", "radiated", "stimulated"}
        The power over which the field counts.

    Returns
    -------
    SpherePoints
        Where the file states no power (zero or less), the gains are relative to the greatest.

    Raises
    ------
    InputError
        If the file cannot be read or is no such file of version 3, has another number of rows than its heading
        promises, if no block is chosen where there are several, or if the directivity of a whole sphere has a mean that
        differs from one by more than 10 %: then the field is not what it is taken for.

    References
    ----------
    .. [1] Balanis, Antenna Theory, 3rd edition (2005), equations (2-12a), (2-16) and (2-46): intensity, directivity and
       gain of a field with peak values.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> text = (
    ...     "// #Frequencies\n1\n// Radiated/Accepted/Stimulated Power , Frequency\n1\n1\n2\n2.4e9\n"
    ...     "// >> Total #phi samples, total #theta samples\n1 2\n"
    ...     "// >> Phi, Theta, Re(E_Theta), Im(E_Theta), Re(E_Phi), Im(E_Phi):\n0 0 20 0 0 0\n0 90 5 0 0 0\n"
    ... )
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "patch.ffs"
    ...     _ = file.write_text(text)
    ...     print(read_points_cst_source(file, power="stimulated").gain_dbi.round(2), "dBi")
    [ 5.23 -6.81] dBi
    """
    if power not in POWERS:
        raise LinkBudgetError(f"power = {power!r}: expected one of {', '.join(POWERS)}")
    file = Path(file)
    sources = _sources(file)
    chosen = sources[chosen_block(file, len(sources), block, [source.frequency_hz for source in sources])]
    rows = plain_rows([cells for _, cells in chosen.rows], 6)
    if rows is None:
        rows = np.array([_row(at_line(file, count), cells, 6) for count, cells in chosen.rows])
    phi_deg, theta_deg = rows[:, 0], rows[:, 1]
    theta_field, phi_field = rows[:, 2] + 1j * rows[:, 3], rows[:, 4] + 1j * rows[:, 5]
    with np.errstate(divide="ignore", over="ignore"):  # a null, or numbers that are no field
        level_dbi = 10.0 * np.log10(
            2.0 * np.pi / FREE_SPACE_IMPEDANCE_OHM * (abs(theta_field) ** 2 + abs(phi_field) ** 2)
        )
    share = right_hand_share(theta_field, phi_field)
    radiated_w, chosen_w = chosen.powers_w[0], chosen.powers_w[POWERS.index(power)]
    if chosen_w <= 0.0:
        peak_dbi = level_dbi.max() if np.isfinite(level_dbi.max()) else 0.0
        return SpherePoints(file, theta_deg, phi_deg, level_dbi - peak_dbi, share, chosen.frequency_hz, False)
    if radiated_w > 0.0:
        mean = mean_gain(theta_deg, phi_deg, level_dbi - 10.0 * np.log10(radiated_w))
        if abs(mean - 1.0) > MEAN_WITHIN:  # NaN of a part of the sphere passes
            off = decibels_text(10.0 * np.log10(max(mean, 1e-30)), decimals=2)
            wanted = "a mean directivity of 0 dBi within 10 %, from samples that are near for the beam"
            raise InputError(f"{file}: the field radiates {off} against the stated power; expected {wanted}")
    remarks = {
        "radiated": (f"{file.name}: {RESULTS['dir.']}",),
        "accepted": (),
        "stimulated": (f"{file.name}: {RESULTS['grlz']}",),
    }[power]
    gain_dbi = level_dbi - 10.0 * np.log10(chosen_w)
    return SpherePoints(file, theta_deg, phi_deg, gain_dbi, share, chosen.frequency_hz, remarks=remarks)


_POWER_LINE = "radiated/accepted/stimulated power"
_SAMPLES_LINE = "total #phi samples"
_FIELD_LINE = "phi, theta, re(e_theta), im(e_theta), re(e_phi), im(e_phi)"
_EXPORT = "export the far field as text instead"


def _sources(file: Path) -> list[_Source]:
    """The fields of a file of version 3, in the order of their frequencies."""
    sections = _sections(file)
    keys = [key for _, key, _ in sections]
    if not any(_POWER_LINE in key for key in keys) or not any("#frequencies" in key for key in keys):
        raise InputError(
            f"{file}: has no lines '#Frequencies' and 'Radiated/Accepted/Stimulated Power , Frequency'; expected a "
            f"far-field source of version 3: {_EXPORT}"
        )
    heads: list[list[float]] = []
    sizes: list[int] = []
    sources: list[_Source] = []
    size = 0
    for line_number, key, rows in sections:
        where = at_line(file, line_number)
        flat = [(count, cell) for count, cells in rows for cell in cells]
        if "#frequencies" in key:
            size = whole_number(flat[0][1], where, "a number of frequencies", at_least=1) if len(flat) == 1 else 0
        elif _POWER_LINE in key:
            values = [number(cell, at_line(file, count), "a power or a frequency") for count, cell in flat]
            if not size or len(values) != 4 * size:
                raise InputError(f"{where}: {len(values)} numbers; expected four for each of {size} frequencies")
            heads = [values[place : place + 4] for place in range(0, len(values), 4)]
        elif _SAMPLES_LINE in key:
            if len(flat) != 2:
                raise InputError(f"{where}: {len(flat)} numbers; expected those of phi and theta samples")
            phis, thetas = (whole_number(cell, where, "a number of samples", at_least=1) for _, cell in flat)
            sizes.append(phis * thetas)
        elif _FIELD_LINE in key:
            if len(sizes) != len(sources) + 1 or len(heads) < len(sizes):
                raise InputError(f"{where}: a field without powers and numbers of samples before it: {_EXPORT}")
            if len(rows) != sizes[-1]:
                raise InputError(f"{where}: {len(rows)} rows of the field; expected {sizes[-1]}")
            head = heads[len(sources)]
            sources.append(_Source(head[:3], head[3], rows))
    if len(sources) != size:
        raise InputError(f"{file}: {len(sources)} fields; expected {size}, one a frequency")
    return sources


def _sections(file: Path) -> list[tuple[int, str, list[tuple[int, list[str]]]]]:
    """Number and text of each line that opens with ``//``, and the lines under it."""
    found: list[tuple[int, str, list[tuple[int, list[str]]]]] = []
    for count, line in enumerate(lines_of(file), start=1):
        text = line.strip()
        if text.startswith("//"):
            found.append((count, " ".join(text.lstrip("/> ").lower().split()), []))
        elif text and found:
            found[-1][2].append((count, text.split()))
    return found
