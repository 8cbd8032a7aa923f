"""Files of antenna patterns as a scenario names them: which reader takes which, and the one pattern that a budget uses.

The map: :func:`read_cuts` reads all cuts of a file, :func:`measured_pattern` makes a :class:`MeasuredPattern` of them;
:data:`PatternFile` is the type of such a file in a scenario.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import numpy as np
from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, ValidationInfo, WithJsonSchema

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.formatting import decibels_text
from linkbudget.hardware.pattern_feko import read_cuts_feko
from linkbudget.hardware.pattern_grasp import read_cuts_grasp
from linkbudget.hardware.pattern_hfss import read_cuts_hfss
from linkbudget.hardware.pattern_nec import read_cuts_nec
from linkbudget.hardware.pattern_nsma import read_cuts_nsma
from linkbudget.hardware.sampled_pattern import (
    HALF_POWER_DB,
    SampledPattern,
    adverse_pattern,
    read_cuts_msi,
    read_pattern_csv,
    sampled_beamwidth_deg,
)

WORST = "worst"
"""The word for the least gain of all cuts at each angle, where a scenario names a cut."""


class PatternFormat(NamedTuple):
    """A format of pattern files: how its files end, and what reads all cuts of one."""

    endings: tuple[str, ...]
    read: Callable[..., dict[str, SampledPattern]]
    has_blocks: bool = False
    """True where a file may hold several blocks, one a frequency, of which its reader takes one."""


def _read_csv(file: Path) -> dict[str, SampledPattern]:
    return {"table": read_pattern_csv(file)}


FORMATS: dict[str, PatternFormat] = {
    "csv": PatternFormat((".csv",), _read_csv),
    "msi": PatternFormat((".msi", ".pln"), read_cuts_msi),
    "grasp": PatternFormat((".cut",), read_cuts_grasp, has_blocks=True),
    "nec": PatternFormat((".out",), read_cuts_nec),
    "hfss": PatternFormat((".ffd",), read_cuts_hfss, has_blocks=True),
    "feko": PatternFormat((".ffe",), read_cuts_feko, has_blocks=True),
    "nsma": PatternFormat((".adf", ".nsm"), read_cuts_nsma),
}
"""Formats by the name that scenario files use."""


def _known_format(name: str) -> str:
    if name not in FORMATS:
        raise ValueError(f"{name!r}: expected one of {', '.join(FORMATS)}")
    return name


FormatName = Annotated[
    str, AfterValidator(_known_format), Field(json_schema_extra=lambda schema: schema.update(enum=list(FORMATS)))
]
"""A name of :data:`FORMATS`."""


@dataclass(frozen=True)
class MeasuredPattern:
    """The pattern of an antenna from a file, for an angle off boresight whose direction is not known."""

    file: str
    """Name of the file, without folders."""
    cut: str
    """Name of the cut in the file, or ``worst`` for all of them."""
    pattern: SampledPattern
    """The least gain on either side, of all cuts that count."""
    beamwidth_deg: float | None
    """Half-power beamwidth, the least of these cuts; None where they fall to half power nowhere [deg]."""

    @property
    def gain_dbi(self) -> float | None:
        """Gain of the antenna, None where the file tells the shape alone [dBi]."""
        return self.pattern.reference_gain_dbi if self.pattern.states_gain else None

    @property
    def source(self) -> str:
        """File and cut in words."""
        return f"file {self.file}, cut {self.cut}"

    def __repr__(self) -> str:
        samples = self.pattern.angle_deg.tobytes() + self.pattern.gain_dbi.tobytes()
        return f"MeasuredPattern({self.file!r}, {self.cut!r}, {sha256(samples).hexdigest()[:12]})"


def read_cuts(
    file: str | os.PathLike, *, form: str | None = None, block: int | None = None
) -> dict[str, SampledPattern]:
    """All cuts of a pattern file.

    Parameters
    ----------
    file : str or Path
        The file.
    form : str, optional
        Name of its format, one of :data:`FORMATS`; none: by its ending.
    block : int, optional
        Which of several blocks, one a frequency, counted from one; none: the only one [-].

    Returns
    -------
    dict
        Name of each cut to its pattern.

    Raises
    ------
    InputError
        If the file is of no known format, cannot be read, or is not what it should be.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "horn.csv"
    ...     _ = file.write_text("0, 15\\n10, 12\\n20, 3\\n")
    ...     print(read_cuts(file))
    {'table': SampledPattern('horn', 3 angles from 0° to 20°)}
    """
    file = Path(file)
    known = [form] if form else [name for name, one in FORMATS.items() if file.suffix.lower() in one.endings]
    if not known:
        endings = ", ".join(ending for one in FORMATS.values() for ending in one.endings)
        raise InputError(f"{file}: ends in {file.suffix!r}; expected one of {endings}, or a format beside it")
    if known[0] not in FORMATS:
        raise LinkBudgetError(f"form = {form!r}: expected one of {', '.join(FORMATS)}")
    reader = FORMATS[known[0]]
    if block is not None and not reader.has_blocks:
        with_blocks = ", ".join(name for name, one in FORMATS.items() if one.has_blocks)
        raise InputError(f"{file}: block = {block}; expected none: only files of {with_blocks} have blocks")
    return reader.read(file, block=block) if reader.has_blocks else reader.read(file)


def measured_pattern(
    file: str, cuts: Mapping[str, SampledPattern], *, cut: str | None = None, at_peak: bool = False
) -> MeasuredPattern:
    """The pattern that a budget uses, from the cuts of a file.

    Parameters
    ----------
    file : str
        Name of the file.
    cuts : mapping
        Name of each cut to its pattern.
    cut : str, optional
        The cut that counts, or ``"worst"`` for the least gain of all; none: the only one that the file has.
    at_peak : bool
        Whether the angle off boresight counts from the greatest gain of the cut instead of from its zero.

    Returns
    -------
    MeasuredPattern
        With the least gain on either side.

    Raises
    ------
    LinkBudgetError
        If the cut is not in the file, or not named where there are several.

    Examples
    --------
    >>> from linkbudget.hardware.sampled_pattern import sampled_pattern
    >>> horn = sampled_pattern("horn", [-20.0, -10.0, 0.0, 10.0, 20.0], [3.0, 12.0, 15.0, 13.0, 4.0])
    >>> pattern = measured_pattern("horn.csv", {"table": horn})
    >>> print(f"{pattern.gain_dbi:.1f} dBi, {pattern.beamwidth_deg:.1f} deg")
    15.0 dBi, 21.1 deg
    """
    names = list(cuts)
    if (cut is None and len(names) > 1) or cut not in (None, WORST, *names):
        said = f"has {len(names)} cuts" if cut is None else f"has no cut {cut!r}"
        shown = ", ".join(names if len(names) <= MOST_NAMES else [*names[:MOST_NAMES], "..."])
        raise LinkBudgetError(f"{file}: {said}; expected cut = one of {shown}, or {WORST}")
    chosen = list(cuts.values()) if cut == WORST else [cuts[cut or names[0]]]
    name = f"{file}, {cut or names[0]}"
    widths_deg = [width for width in map(sampled_beamwidth_deg, chosen) if np.isfinite(width)]
    pattern = adverse_pattern(name, chosen, at_peak=at_peak)
    pattern = replace(pattern, remarks=(*pattern.remarks, *_remarks_on_steps(file, pattern)))
    return MeasuredPattern(file, cut or names[0], pattern, min(widths_deg, default=None))


def _remarks_on_steps(file: str, pattern: SampledPattern) -> list[str]:
    """A remark where half the power is lost within one step from the peak, which a straight line does not follow."""
    peak = int(pattern.gain_dbi.argmax())
    fall_db = pattern.gain_dbi[peak] - pattern.gain_dbi[max(peak - 1, 0) : peak + 2].min()
    if fall_db <= HALF_POWER_DB:
        return []
    fall = decibels_text(float(fall_db))
    return [f"{file}: the samples are far apart: {fall} are lost in one step from the peak, along a straight line"]


MOST_NAMES = 12
"""Names of cuts that a refusal lists."""


def _read(raw: Any, info: ValidationInfo) -> MeasuredPattern:
    """A pattern from the name of its file, which a scenario file states beside itself, and the choices before it."""
    if isinstance(raw, MeasuredPattern):
        return raw
    if not isinstance(raw, str | os.PathLike) or not str(raw).strip():
        raise LinkBudgetError(f"{shortened(raw)}: expected the name of a file with an antenna pattern")
    file = ((info.context or {}).get("folder") or Path()) / Path(raw)
    cuts = read_cuts(file, form=info.data.get("format"), block=info.data.get("block"))
    try:
        return measured_pattern(file.name, cuts, cut=info.data.get("cut"), at_peak=info.data.get("boresight") == "peak")
    except LinkBudgetError as error:
        raise InputError(str(error)) from None


PatternFile = Annotated[
    MeasuredPattern,
    PlainValidator(_read),
    PlainSerializer(lambda measured: measured.file, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "examples": ["panel.msi"], "description": "Name of a pattern file"}),
]
"""A measured pattern; in a scenario the name of its file, from the folder of the scenario on."""
