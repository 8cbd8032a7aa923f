"""``linkbudget pattern``: what a file of an antenna pattern holds.  Heavy imports happen inside the command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from linkbudget.cli.app import command
from linkbudget.cli.forms import Form, in_any_form, print_answer
from linkbudget.cli.help_pages import LOOK_UP
from linkbudget.cli.options import quantity

if TYPE_CHECKING:
    from linkbudget.hardware.spherical_pattern import SphericalPattern

SHARES = (0.5, 0.9, 0.95, 0.99)
"""Shares of all directions whose gain is told."""


@command(
    LOOK_UP,
    "linkbudget pattern whip.out",
    'linkbudget pattern whip.out --above "-3 dBi" --table shares --csv',
)
@in_any_form("facts", "shares")
def pattern(
    file: Annotated[Path, typer.Argument(help="File of an antenna pattern.")],
    form: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help="Format, where the ending leaves it open.")
    ] = None,
    block: Annotated[
        int | None, typer.Option(metavar="N", help="Block of the file, counted from 1, where it has several.", min=1)
    ] = None,
    power: Annotated[
        str | None, typer.Option(metavar="NAME", help="Power of a CST source: radiated, accepted or stimulated.")
    ] = None,
    above: Annotated[
        list[str] | None,
        typer.Option(metavar="GAIN", help='Tell the share of directions above a gain such as "-3 dBi"; repeatable.'),
    ] = None,
    *,
    shown: Form,
) -> None:
    """Describe the file of an antenna pattern.

    The table also has the gain of a body that tumbles with it.
    """
    from linkbudget.cli.fact_tables import pattern_parts
    from linkbudget.errors import InputError
    from linkbudget.hardware.pattern_files import read_cuts, read_sphere

    levels_dbi = [quantity("--above", text, "dBi") for text in above or ()]
    asked: dict[str, Any] = {"form": form, "block": block, "power": power}
    said = _of_cuts(file, read_cuts(file, **asked))
    try:
        said |= _of_sphere(read_sphere(file, **asked), levels_dbi)
    except InputError as error:
        said |= {"no_sphere": str(error)}
        if levels_dbi:
            raise
    print_answer(shown, lambda: said, lambda: pattern_parts(said))


def _of_cuts(file: Path, cuts: dict[str, Any]) -> dict[str, Any]:
    """The facts that all formats tell, as plain data."""
    from linkbudget.hardware.sampled_pattern import sampled_beamwidth_deg

    first = next(iter(cuts.values()))
    widths_deg = [width for width in map(sampled_beamwidth_deg, cuts.values()) if width == width]
    return {
        "file": str(file),
        "cuts": list(cuts),
        "frequency_hz": first.frequency_hz,
        "states_gain": first.states_gain,
        "peak_gain_dbi": max(cut.reference_gain_dbi for cut in cuts.values()),
        "narrowest_beamwidth_deg": min(widths_deg, default=None),
        "remarks": list(dict.fromkeys(remark for cut in cuts.values() for remark in cut.remarks)),
    }


def _of_sphere(sphere: "SphericalPattern", levels_dbi: list[float]) -> dict[str, Any]:
    """The facts that a pattern in all directions tells beside those."""
    import numpy as np

    from linkbudget.hardware.gain_distribution import (
        WHOLE_SHARE,
        gain_exceeded_dbi,
        mean_gain_dbi,
        require_whole,
        share_above,
    )
    from linkbudget.hardware.spherical_pattern import axial_ratio_towards_db, right_share_towards

    theta_deg, phi_deg = sphere.peak_direction_deg
    said: dict[str, Any] = {
        "peak_theta_deg": theta_deg,
        "peak_phi_deg": phi_deg,
        "covered_share": sphere.covered_share,
    }
    if sphere.right_share is not None:
        ratio_db = float(axial_ratio_towards_db(theta_deg, phi_deg, sphere))
        right = float(right_share_towards(theta_deg, phi_deg, sphere))
        said |= {"peak_axial_ratio_db": ratio_db, "peak_right_share": right} if np.isfinite(ratio_db) else {}
    if levels_dbi:
        require_whole(sphere)
    if sphere.covered_share >= WHOLE_SHARE:
        said["mean_gain_dbi"] = mean_gain_dbi(sphere)
        gains_dbi = {share: float(gain_exceeded_dbi(share, sphere)) for share in (*SHARES, 1.0)}
        said["gain_exceeded"] = [{"share": share, "gain_dbi": gain} for share, gain in gains_dbi.items()]
        said["share_above"] = [{"gain_dbi": level, "share": float(share_above(level, sphere))} for level in levels_dbi]
    return said
