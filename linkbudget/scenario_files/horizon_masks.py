"""Horizon masks as scenario files state them: pairs of azimuth and elevation, or the name of a CSV file."""

import os
from pathlib import Path
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator, ValidationInfo, WithJsonSchema

from linkbudget.errors import LinkBudgetError, shortened
from linkbudget.geometry.horizon_masks import HorizonMask, read_horizon_mask
from linkbudget.units import read_quantity


def _read(raw: Any, info: ValidationInfo) -> HorizonMask:
    if isinstance(raw, HorizonMask):
        return raw
    if isinstance(raw, str | os.PathLike) and str(raw).strip():
        return read_horizon_mask(((info.context or {}).get("folder") or Path()) / Path(raw))
    if not isinstance(raw, list | tuple) or not raw:
        raise LinkBudgetError(
            f"{shortened(raw)}: expected pairs of azimuth and elevation, [[0, 5], [90, 12]], or the name of a CSV file"
        )
    return HorizonMask(tuple(_pair(pair) for pair in raw))


def _pair(raw: Any) -> tuple[float, float]:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise LinkBudgetError(f"{shortened(raw)}: expected a pair of azimuth and elevation such as [90, 12]")
    azimuth, elevation = (_degrees(angle) for angle in raw)
    return azimuth, elevation


def _degrees(raw: Any) -> float:
    if isinstance(raw, str):
        return read_quantity(raw, "deg")
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise LinkBudgetError(f'{shortened(raw)}: expected an angle in degrees such as 12.5 or "12.5 deg"')
    return float(raw)


HorizonMaskChoice = Annotated[
    HorizonMask,
    PlainValidator(_read),
    PlainSerializer(lambda mask: [list(point) for point in mask.points], return_type=list),
    WithJsonSchema({"type": ["array", "string"], "examples": [[[0, 5], [90, 12], [180, 5]]]}),
]
"""Elevation of the horizon by azimuth, read once."""
