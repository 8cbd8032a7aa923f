"""The text of Touchstone files of two-ports, taken apart and written anew for scikit-rf.

:func:`read_sheet` decodes the file, puts the words of the option line in order, tells network data from noise data by
how many numbers a row has, fills in symmetric matrices, and checks what the keywords promise.  Each refusal is one line
with the file, the line and what was expected.
"""

import re
from array import array
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from linkbudget.errors import InputError, shortened
from linkbudget.text_files import require_short, whole_bytes

_UNITS_HZ = {"hz": 1.0, "khz": 1e3, "mhz": 1e6, "ghz": 1e9}
_ROW = 9  # a frequency and four pairs
_SYMMETRIC_ROW = 7  # a frequency and three pairs
_NOISE_ROW = 5  # frequency, least noise figure, magnitude and angle of the best reflection, noise resistance


LARGEST_FILE_BYTES = 100_000_000
"""A million frequencies have some 90 MB; anything larger than this is something else."""

LARGEST_NUMBER = 1e30
"""Numbers beyond this are no frequency, ratio or resistance, and their products overflow."""

_EXPECTED = "a Touchstone file"


@dataclass
class Sheet:
    """A file taken apart."""

    text: str = ""
    """Network data as a file of version 2 with scattering parameters, whatever the parameters are."""
    parameter: str = "s"
    """One of s, y, z, h, g."""
    option_ohm: float = 50.0
    """Reference of the option line, to which noise data refer, and parameters other than S of version 1 [ohm]."""
    normalised: bool = True
    """True when parameters other than S, and noise resistances, are over the reference: version 1."""
    falling: bool = False
    """True when the network data run from high to low frequency."""
    noise: np.ndarray = field(default_factory=lambda: np.empty((0, _NOISE_ROW)))
    """Rows of noise data, rising, the frequency in hertz."""


@dataclass
class _Parts:
    """Lines of a file by kind, with their numbers."""

    comments: list[str] = field(default_factory=list)
    option: tuple[int, list[str]] | None = None
    option_at: int = 0
    keywords: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    network: list[tuple[int, array]] = field(default_factory=list)
    noise: list[tuple[int, array]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Lines of the network data as they stand."""


def read_sheet(file: Path) -> Sheet:
    r"""A Touchstone file of a two-port, taken apart.

    Parameters
    ----------
    file : Path
        The file.

    Returns
    -------
    Sheet
        Its text for scikit-rf, and what scikit-rf misses.

    Raises
    ------
    InputError
        If the file cannot be read, is malformed, or does not describe a two-port.

    References
    ----------
    .. [1] Touchstone File Format Specification, version 2.1, IBIS Open Forum (2024).

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "pad.s2p"
    ...     _ = file.write_text("# GHz S MA R 50\n1  0 0  0.5 0  0.5 0  0 0\n")
    ...     print(read_sheet(file).parameter)
    s
    """
    parts = _parts(file, _text(file).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    version = _version(file, parts)
    _check_ports(file, parts, version)
    if parts.option is None:
        raise InputError(f"{file}: has no option line; expected a Touchstone file, with one such as # GHz S MA R 50")
    unit, parameter, form, references = _option(file, *parts.option)
    option_ohm = float(references[0])
    order, symmetric = _matrix_keywords(file, parts, version, parameter)
    network, noise = _rows(file, parts, version, symmetric)
    _check_counts(file, parts, len(network), len(noise))
    if len(set(references)) > 1 and (parameter != "s" or len(noise)):
        raise InputError(f"{file}: several references; expected one for {parameter.upper()}-parameters or noise data")
    falling = _falls(file, network[:, 0], "network")
    noise[:, 0] *= _UNITS_HZ[unit]
    if _falls(file, noise[:, 0], "noise"):
        noise = noise[::-1]
    if parameter == "s" and "reference" in parts.keywords:
        references = _references(file, *parts.keywords["reference"])
    option = f"# {unit} S {form} R {' '.join(references[:1])}"
    head = [*parts.comments[: parts.option_at], option, *parts.comments[parts.option_at :], "", "[Number of Ports] 2"]
    if len(references) == 2:
        head.append(f"[Reference] {' '.join(references)}")
    head += [f"[Two-Port Data Order] {order}", "[Network Data]"]
    rows = parts.texts[: len(network)]  # as they stand, where each line is a row: writing numbers anew takes longer
    if symmetric or any(len(numbers) != _ROW for _, numbers in parts.network[: len(network)]):
        rows = [" ".join(map(repr, row)) for row in network.tolist()]
    text = "\n".join(["[Version] 2.0", *head, *rows, "[End]", ""])
    return Sheet(text, parameter, option_ohm, version < 2.0, falling, noise)


def _text(file: Path) -> str:
    data = whole_bytes(file, _EXPECTED, LARGEST_FILE_BYTES)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8-sig", errors="replace")  # letters outside ASCII occur in comments only


def _parts(file: Path, lines: list[str]) -> _Parts:
    """Lines by kind; of the comments those on lines of their own are kept, blank lines between separate groups."""
    parts, section, information = _Parts(), "head", False
    for number, line in enumerate(lines, 1):
        require_short(line, f"{file}, line {number}", _EXPECTED)
        said = line.partition("!")[0] if "!" in line else line
        words = said.split()
        parts.comments.append("" if words or not line.strip() else line.strip())
        if not words:
            continue
        if words[0].startswith("["):
            keyword, _, rest = line.partition("!")[0].strip()[1:].partition("]")
            section = " ".join(keyword.lower().split())
            information = section == "begin information" or (information and section != "end information")
            if not information and section in parts.keywords:
                raise InputError(f"{file}, line {number}: [{keyword}] twice; expected it once")
            if not information:
                parts.keywords[section] = (number, rest.split())
        elif information:
            continue
        elif words[0].startswith("#"):
            if parts.option is None:  # further option lines have no effect, as the format says
                parts.option, parts.option_at = (number, line.partition("!")[0].strip()[1:].split()), number
        elif section == "reference":
            parts.keywords[section][1].extend(words)
        elif parts.option is None or section not in ("head", "version", "network data", "noise data"):
            place = "before the option line" if parts.option is None else f"under [{section}]"
            raise InputError(f"{file}, line {number}: cannot be read {place}: {shortened(' '.join(words), 40)}")
        else:
            numbers = _numbers(file, number, words)
            if section == "noise data":
                parts.noise.append((number, numbers))
            else:
                parts.network.append((number, numbers))
                parts.texts.append(said)
    return parts


def _numbers(file: Path, number: int, words: list[str]) -> array:
    try:
        values = array("d", map(float, words))
        if all(abs(value) <= LARGEST_NUMBER for value in values):
            return values
    except ValueError:
        pass
    for word in words:
        if not abs(_number(word)) <= LARGEST_NUMBER:
            raise InputError(f"{file}, line {number}: cannot be read: {shortened(word, 40)}; expected a finite number")
    return array("d", map(float, words))


def _number(word: str) -> float:
    """The number that a word is, NaN if it is none."""
    try:
        return float(word)
    except ValueError:
        return np.nan


def _version(file: Path, parts: _Parts) -> float:
    if "version" not in parts.keywords:
        if parts.keywords:
            raise InputError(f"{file}: [{next(iter(parts.keywords))}] without [Version]; expected [Version] 2.0 first")
        return 1.0
    number, words = parts.keywords["version"]
    if words not in (["1.0"], ["1.1"], ["2.0"], ["2.1"]):
        raise InputError(
            f"{file}, line {number}: version {' '.join(words) or 'missing'}; expected 1.0, 1.1, 2.0 or 2.1"
        )
    return float(words[0])


def _check_ports(file: Path, parts: _Parts, version: float) -> None:
    of_name = re.fullmatch(r"\.[ghsyz](\d+)p", file.suffix.lower())
    if "number of ports" in parts.keywords:
        ports = " ".join(parts.keywords["number of ports"][1])
    elif version >= 2.0 or not of_name:
        raise InputError(f"{file}: does not give its number of ports; expected a two-port, NAME.s2p")
    else:
        ports = of_name[1]
    if ports != "2":
        raise InputError(f"{file}: describes {ports or 'no'} port(s); expected a two-port")
    mixed = [word for word in parts.keywords.get("mixed-mode order", (0, []))[1] if word[0] not in "sS"]
    if mixed:
        raise InputError(f"{file}: mixed-mode parameters ({' '.join(mixed)}); expected single-ended ports")


def _option(file: Path, number: int, words: list[str]) -> tuple[str, str, str, list[str]]:
    """Unit, parameter, form and references of an option line, its words in any order."""
    found: dict[str, str] = {}
    references: list[str] = []
    words = [word.lower() for word in words]
    while words:
        word = words.pop(0)
        kinds = {"unit": _UNITS_HZ, "parameter": "syzhg", "form": ("ma", "db", "ri")}
        kind = next((kind for kind, known in kinds.items() if word in tuple(known)), None)
        if word == "r" and not references:
            while words and not np.isnan(_number(words[0])):
                references.append(words.pop(0))
        if kind in found or (kind is None and not (word == "r" and references)):
            raise InputError(
                f"{file}, line {number}: {word!r} on the option line; expected words such as # GHz S MA R 50"
            )
        if kind is not None:
            found[kind] = word
    references = references or ["50"]
    if len(references) > 2:
        raise InputError(f"{file}, line {number}: {len(references)} references; expected one or one a port")
    _check_positive(file, number, references)
    return found.get("unit", "ghz"), found.get("parameter", "s"), found.get("form", "ma"), references


_LEAST_OHM, _MOST_OHM = 1e-6, 1e9  # no port is beyond; arithmetic stays finite


def _check_positive(file: Path, number: int, references: list[str]) -> None:
    for word in references:
        if not _number(word) > 0.0:
            raise InputError(f"{file}, line {number}: reference of {word} ohm; expected a number above zero")
        if not _LEAST_OHM <= _number(word) <= _MOST_OHM:
            wanted = f"expected {_LEAST_OHM:g} to {_MOST_OHM:g}"
            raise InputError(f"{file}, line {number}: reference of {shortened(word)[1:-1]} ohm; {wanted}")


def _references(file: Path, number: int, words: list[str]) -> list[str]:
    if len(words) != 2:
        raise InputError(f"{file}, line {number}: {len(words)} reference(s); expected one a port, two")
    _check_positive(file, number, words)
    return words


def _matrix_keywords(file: Path, parts: _Parts, version: float, parameter: str) -> tuple[str, bool]:
    """Order of the two middle pairs, and whether rows hold a symmetric matrix."""
    number, words = parts.keywords.get("matrix format", (0, ["full"]))
    form = " ".join(words).lower()
    if form not in ("full", "upper", "lower"):
        raise InputError(f"{file}, line {number}: matrix format {form or 'missing'}; expected Full, Upper or Lower")
    symmetric = form != "full"
    if symmetric and parameter in "hg":
        raise InputError(f"{file}, line {number}: {form} matrix of {parameter.upper()}-parameters; expected Full")
    if version < 2.0 or symmetric:
        return "21_12", symmetric
    number, words = parts.keywords.get("two-port data order", (0, []))
    if words not in (["21_12"], ["12_21"]):
        raise InputError(f"{file}: no [Two-Port Data Order]; expected 21_12 or 12_21, without which S21 is not known")
    return words[0], False


def _rows(file: Path, parts: _Parts, version: float, symmetric: bool) -> tuple[np.ndarray, np.ndarray]:
    """Network data and noise data, one row a frequency."""
    if version < 2.0:
        network, noise = _split(file, parts.network)
        return _table(file, network, _ROW), _table(file, noise, _NOISE_ROW)
    begin = parts.keywords.get("network data", (np.inf, []))[0]
    if not parts.network or parts.network[0][0] < begin:
        raise InputError(f"{file}: has no parameters after [Network Data]; expected them there")
    network = _table(file, parts.network, _SYMMETRIC_ROW if symmetric else _ROW)
    if symmetric:
        network = network[:, [0, 1, 2, 3, 4, 3, 4, 5, 6]]
    return network, _table(file, parts.noise, _NOISE_ROW)


def _split(file: Path, lines: list[tuple[int, array]]):
    """Lines of network data, then of noise data: rows of nine numbers over lines as in the first row, rows of five."""
    sizes = [len(numbers) for _, numbers in lines]
    if not lines:
        raise InputError(f"{file}: holds no scattering parameters")
    first = next((count for count in range(1, len(lines) + 1) if sum(sizes[:count]) >= _ROW), len(lines))
    if sum(sizes[:first]) != _ROW:
        raise InputError(
            f"{file}, line {lines[0][0]}: {sizes[0]} number(s); expected {_ROW} a row, a frequency and four parameters"
        )
    end = 0
    while sizes[end : end + first] == sizes[:first]:
        end += first
    for number, numbers in lines[end:]:
        if len(numbers) != _NOISE_ROW:
            raise InputError(
                f"{file}, line {number}: {len(numbers)} number(s); expected {_ROW} a row, {_NOISE_ROW} in noise data"
            )
    return lines[:end], lines[end:]


def _table(file: Path, lines: list[tuple[int, array]], width: int) -> np.ndarray:
    values = np.frombuffer(b"".join(numbers for _, numbers in lines), dtype=float)
    if values.size % width:
        raise InputError(f"{file}, line {lines[-1][0]}: data end within a row; expected {width} numbers a row")
    return values.reshape(-1, width).copy()


def _check_counts(file: Path, parts: _Parts, network: int, noise: int) -> None:
    for keyword, found in (("number of frequencies", network), ("number of noise frequencies", noise)):
        if keyword in parts.keywords and parts.keywords[keyword][1] != [str(found)]:
            number, words = parts.keywords[keyword]
            raise InputError(f"{file}, line {number}: {keyword} {' '.join(words)}, but {found} row(s) follow")


def _falls(file: Path, frequency, kind: str) -> bool:
    """True when frequencies fall from row to row; refused when they neither rise nor fall."""
    steps = np.diff(frequency)
    falling = bool(len(steps) and np.all(steps < 0.0))
    if not falling and np.any(steps <= 0.0):
        at = 1 + int(np.argmax(steps <= 0.0))
        raise InputError(
            f"{file}: row {at + 1} of the {kind} data is at {frequency[at]:g} after {frequency[at - 1]:g};"
            " expected frequencies to rise, or to fall, from row to row"
        )
    return falling
