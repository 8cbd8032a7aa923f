"""Files of antenna patterns as a scenario names them: which reader takes which, and the one pattern that a budget uses.

The map: :func:`read_cuts` reads all cuts of a file, :func:`read_sphere` the pattern in all directions;
:func:`measured_pattern` makes a :class:`MeasuredPattern` of cuts;
:data:`PatternFile` is the type of such a file in a scenario.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator, ValidationInfo, WithJsonSchema

from linkbudget.errors import InputError, LinkBudgetError, shortened
from linkbudget.formatting import decibels_text
from linkbudget.hardware._pattern_text import MOST_NAMES
from linkbudget.hardware.pattern_cst import read_points_cst, read_points_cst_source
from linkbudget.hardware.pattern_feko import read_points_feko
from linkbudget.hardware.pattern_grasp import read_points_grasp
from linkbudget.hardware.pattern_grasp_grid import read_points_grasp_grid
from linkbudget.hardware.pattern_hfss import read_points_hfss
from linkbudget.hardware.pattern_nec import read_points_nec
from linkbudget.hardware.pattern_nsma import read_cuts_nsma
from linkbudget.hardware.pattern_sphere import SpherePoints, cuts_of_points
from linkbudget.hardware.sampled_pattern import (
    HALF_POWER_DB,
    SampledPattern,
    adverse_pattern,
    read_cuts_msi,
    read_pattern_csv,
    sampled_beamwidth_deg,
)
from linkbudget.hardware.spherical_pattern import SphericalPattern, right_share_towards, spherical_pattern

WORST = "worst"
"""The word for the least gain of all cuts at each angle, where a scenario names a cut."""


class PatternFormat(NamedTuple):
    """A format of pattern files: how its files end, and what reads one.

    ``read`` gives the cuts of a file that holds cuts, ``points`` the points of one that holds directions on a sphere.
    """

    endings: tuple[str, ...]
    read: Callable[..., dict[str, SampledPattern]] | None = None
    points: Callable[..., SpherePoints] | None = None
    has_blocks: bool = False
    """True where a file may hold several blocks, one per frequency; its reader takes one."""
    has_powers: bool = False
    """True where a file states several powers; its reader takes one."""


def _read_csv(file: Path) -> dict[str, SampledPattern]:
    return {"table": read_pattern_csv(file)}


FORMATS: dict[str, PatternFormat] = {
    "csv": PatternFormat((".csv",), _read_csv),
    "msi": PatternFormat((".msi", ".pln"), read_cuts_msi),
    "grasp": PatternFormat((".cut",), points=read_points_grasp, has_blocks=True),
    "grasp-grid": PatternFormat((".grd",), points=read_points_grasp_grid, has_blocks=True),
    "nec": PatternFormat((".out",), points=read_points_nec),
    "hfss": PatternFormat((".ffd",), points=read_points_hfss, has_blocks=True),
    "feko": PatternFormat((".ffe",), points=read_points_feko, has_blocks=True),
    "cst": PatternFormat((".txt",), points=read_points_cst),
    "cst-source": PatternFormat((".ffs",), points=read_points_cst_source, has_blocks=True, has_powers=True),
    "nsma": PatternFormat((".adf", ".nsm"), read_cuts_nsma),
}
"""Formats by the name that scenario files use."""

Power = Literal["radiated", "accepted", "stimulated"]
"""Power over which the field of a file counts: it makes it directivity, gain or realised gain."""


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
    """The pattern of an antenna from a file, for an angle off boresight or for directions on a sphere."""

    file: str
    """Name of the file, without folders."""
    cut: str
    """Name of the cut in the file, or ``worst`` for all of them; empty where none of several was chosen."""
    pattern: SampledPattern | None
    """The least gain on either side, of all cuts that count; None where none of several was chosen."""
    beamwidth_deg: float | None
    """Half-power beamwidth, the least of these cuts; None where they fall to half power nowhere [deg]."""
    sphere: SphericalPattern | None = None
    """The pattern in all directions; None where the file holds no sphere."""
    no_sphere: str = ""
    """The reason where it is None."""
    no_cut: str = ""
    """Advice where none of several cuts was chosen."""
    boresight_right_share: float | None = None
    """Share of the power in right-hand circular polarisation on boresight, None where it is not known [-]."""

    @property
    def _known(self) -> SampledPattern | SphericalPattern:
        known = self.pattern or self.sphere
        assert known is not None  # a file has either
        return known

    @property
    def gain_dbi(self) -> float | None:
        """Gain of the antenna, None where the file tells the shape alone [dBi]."""
        return self._known.reference_gain_dbi if self._known.states_gain else None

    @property
    def frequency_hz(self) -> float | None:
        """Frequency of the pattern, None where the file does not tell it [Hz]."""
        return self._known.frequency_hz

    @property
    def source(self) -> str:
        """File and cut in words."""
        return f"file {self.file}, cut {self.cut}" if self.cut else f"file {self.file}"

    @property
    def sphere_source(self) -> str:
        """File and directions in words."""
        return f"file {self.file}, all directions"

    def __repr__(self) -> str:
        samples = b"" if self.pattern is None else self.pattern.angle_deg.tobytes() + self.pattern.gain_dbi.tobytes()
        samples += b"" if self.sphere is None else self.sphere.fingerprint.encode()
        return f"MeasuredPattern({self.file!r}, {self.cut!r}, {sha256(samples).hexdigest()[:12]})"


def read_cuts(
    file: str | os.PathLike, *, form: str | None = None, block: int | None = None, power: Power | None = None
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
    power : {"accepted", "radiated", "stimulated"}, optional
        Power over which the field of a CST far-field source counts.

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
    found = _read_file(Path(file), form, block, power)
    return cuts_of_points(found) if isinstance(found, SpherePoints) else found


def read_sphere(
    file: str | os.PathLike, *, form: str | None = None, block: int | None = None, power: Power | None = None
) -> SphericalPattern:
    """The pattern of a file in all directions.

    Parameters
    ----------
    file : str or Path
        The file.
    form : str, optional
        Name of its format, one of :data:`FORMATS`; none: by its ending.
    block : int, optional
        Which of several blocks, one a frequency, counted from one; none: the only one [-].
    power : {"accepted", "radiated", "stimulated"}, optional
        Power over which the field of a CST far-field source counts.

    Returns
    -------
    SphericalPattern
        In half planes.

    Raises
    ------
    InputError
        If the file holds cuts that are no sphere, or as :func:`read_cuts` does.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> rows = [f"{theta} {phi} {7.0 - 0.1 * theta}" for phi in range(0, 360, 30) for theta in range(0, 181, 30)]
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "patch.ffe"
    ...     _ = file.write_text('#"Theta" "Phi" "Gain(Total)"\\n' + "\\n".join(rows))
    ...     print(read_sphere(file))
    patch.ffe: 12 x 7 directions, 100 % of the sphere
    """
    found = _read_file(Path(file), form, block, power)
    if not isinstance(found, SpherePoints):
        raise InputError(f"{file}: {_CUTS_ALONE}")
    return spherical_pattern(found)


_CUTS_ALONE = "holds single cuts, which are no sphere; expected a file with directions in theta and phi"


def _read_file(file: Path, form: str | None, block: int | None, power: Power | None):
    """Points of a sphere, or cuts, as the format of the file has them."""
    known = [form] if form else [name for name, one in FORMATS.items() if file.suffix.lower() in one.endings]
    if not known:
        endings = ", ".join(ending for one in FORMATS.values() for ending in one.endings)
        raise InputError(f"{file}: ends in {file.suffix!r}; expected one of {endings}, or a format beside it")
    if known[0] not in FORMATS:
        raise LinkBudgetError(f"form = {form!r}: expected one of {', '.join(FORMATS)}")
    reader = FORMATS[known[0]]
    options: dict[str, Any] = {}
    for key, value, has in (("block", block, "has_blocks"), ("power", power, "has_powers")):
        if value is None:
            continue
        if not getattr(reader, has):
            others = ", ".join(name for name, one in FORMATS.items() if getattr(one, has))
            raise InputError(f"{file}: {key} = {value}; expected none: only files of {others} have {key}s")
        options[key] = value
    read = reader.points or reader.read
    assert read is not None  # each format has either
    return read(file, **options)


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
    return MeasuredPattern(
        file,
        cut or names[0],
        pattern,
        min(widths_deg, default=None),
        no_sphere=f"{file}: {_CUTS_ALONE}",
    )


def _measured(file: Path, found, *, cut: str | None, at_peak: bool) -> MeasuredPattern:
    """The pattern that a budget uses; for a sphere with several cuts and no choice, the sphere alone."""
    if not isinstance(found, SpherePoints):
        return measured_pattern(file.name, found, cut=cut, at_peak=at_peak)
    cuts = cuts_of_points(found)
    sphere, no_sphere, no_cut = None, "", ""
    try:
        sphere = spherical_pattern(found)
    except InputError as error:
        no_sphere = str(error)
    try:
        measured = measured_pattern(file.name, cuts, cut=cut, at_peak=at_peak)
    except LinkBudgetError as error:
        if sphere is None or cut is not None:
            raise
        no_cut = str(error)
        measured = MeasuredPattern(file.name, "", None, None)
    share = _boresight_right_share(found, sphere, at_peak=at_peak)
    return replace(measured, sphere=sphere, no_sphere=no_sphere, no_cut=no_cut, boresight_right_share=share)


def _boresight_right_share(points: SpherePoints, sphere: SphericalPattern | None, *, at_peak: bool) -> float | None:
    """Share of the power in right-hand circular polarisation on boresight, None where the file does not tell it."""
    if points.right_share is None:
        return None
    here = points.gain_dbi == np.max(points.gain_dbi) if at_peak else np.asarray(points.theta_deg) == 0.0
    if here.any():
        return float(np.mean(points.right_share[here]))
    share = float("nan") if sphere is None else float(right_share_towards(0.0, 0.0, sphere))
    return share if np.isfinite(share) else None


def _remarks_on_steps(file: str, pattern: SampledPattern) -> list[str]:
    """A remark where half the power is lost within one step from the peak, which a straight line does not follow."""
    peak = int(pattern.gain_dbi.argmax())
    fall_db = pattern.gain_dbi[peak] - pattern.gain_dbi[max(peak - 1, 0) : peak + 2].min()
    if fall_db <= HALF_POWER_DB:
        return []
    fall = decibels_text(float(fall_db))
    return [f"{file}: the samples are far apart: {fall} are lost in one step from the peak, along a straight line"]


def _read(raw: Any, info: ValidationInfo) -> MeasuredPattern:
    """A pattern from the name of its file, which a scenario file states beside itself, and the choices before it."""
    if isinstance(raw, MeasuredPattern):
        return raw
    if not isinstance(raw, str | os.PathLike) or not str(raw).strip():
        raise LinkBudgetError(f"{shortened(raw)}: expected the name of a file with an antenna pattern")
    file = ((info.context or {}).get("folder") or Path()) / Path(raw)
    found = _read_file(file, info.data.get("format"), info.data.get("block"), info.data.get("power"))
    try:
        return _measured(file, found, cut=info.data.get("cut"), at_peak=info.data.get("boresight") == "peak")
    except InputError:
        raise
    except LinkBudgetError as error:
        raise InputError(str(error)) from None


PatternFile = Annotated[
    MeasuredPattern,
    PlainValidator(_read),
    PlainSerializer(lambda measured: measured.file, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "examples": ["panel.msi"], "description": "Name of a pattern file"}),
]
"""A measured pattern; in a scenario the name of its file, from the folder of the scenario on."""
