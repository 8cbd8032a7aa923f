"""Limits and scale (linear or logarithmic) of a number, for solvers and samples.

Powers, rates, distances and pure ratios are searched in equal ratios, decibels and angles in equal steps.
"""

from dataclasses import dataclass

import numpy as np

from linkbudget.errors import InputError
from linkbudget.hardware.datasheet import Angle, Height, Loss, Meters, RainRate
from linkbudget.hardware.values import limits_at, quantity_of
from linkbudget.link.case import Case
from linkbudget.scenario_files.config_places import (
    CloudLiquid,
    Elevation,
    RainHeight,
    WaterVapour,
    WetRefractivity,
)

DECADES = 6.0
"""Decades to either side of its present value within which a number is searched for."""

SPAN_DB = 100.0
"""Farthest distance from its present value at which a number in decibels is searched for [dB]."""

_PATH_KINDS = {
    "range": Meters,
    "elevation": Elevation,
    "sun_angle": Angle,
    "free_space_loss": Loss,
    "station.height": Height,
    "station.water_vapour_density": WaterVapour,
    "station.climate.rain_rate": RainRate,
    "station.climate.rain_height": RainHeight,
    "station.climate.cloud_liquid": CloudLiquid,
    "station.climate.wet_refractivity": WetRefractivity,
}


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers between two ends, in equal ratios or equal steps.

    Examples
    --------
    >>> Scale(1.0, 100.0, logarithmic=True).at(0.5).round(6).item()
    10.0
    """

    low: float
    high: float
    logarithmic: bool

    def at(self, share):
        """The number at a share of the way from the low end to the high one; beyond them, the end."""
        share = np.clip(share, 0.0, 1.0)
        if self.logarithmic:
            number = self.low * np.exp(share * np.log(self.high / self.low))
        else:
            number = self.low + share * (self.high - self.low)
        number = np.where(share == 1.0, self.high, number)  # rounding would miss the end
        return np.clip(number, self.low, self.high)

    def share(self, number):
        """Share of the way at which a number lies; that of an end for numbers beyond it."""
        number = np.clip(number, self.low, self.high)
        if self.logarithmic:
            return np.log(number / self.low) / np.log(self.high / self.low)
        return (number - self.low) / (self.high - self.low)


def limits(case: Case, key: str) -> tuple[float, float]:
    """Lowest and highest number allowed at a key, both included.

    Examples
    --------
    >>> import linkbudget as lb
    >>> limits(lb.load("mars1").case("imaging-5cm"), "elevation")
    (0.0, 90.0)
    """
    case.value(key)
    if key not in _PATH_KINDS:
        low, high = limits_at(case.link, key)
        return (np.nextafter(low, high) if _excludes(case, key, low) else low), (
            np.nextafter(high, low) if _excludes(case, key, high) else high
        )
    found = quantity_of(_PATH_KINDS[key])
    low, high = found.ends
    return (np.nextafter(low, high) if low == found.above else low), high


def scale_between(case: Case, key: str, low, high, logarithmic: bool | None = None) -> Scale:
    """The scale between two given ends, which may be text with units.

    Raises
    ------
    InputError
        If an end lies outside the limits of its place, or the low end is not below the high one.
    """
    low, high = (float(case.checked(key, end)) for end in (low, high))
    if not low < high:
        raise InputError(f"{key}: {low:g} to {high:g}: expected the low end below the high one")
    least, most = limits(case, key)
    if low < least or high > most:
        raise InputError(f"{key}: {low:g} to {high:g}: expected numbers from {least:.3g} to {most:.3g}")
    if logarithmic and low <= 0.0:
        raise InputError(f"{key}: {low:g} to {high:g}: expected both ends above 0 for equal ratios")
    return Scale(low, high, low > 0.0 and _in_ratios(case, key) if logarithmic is None else logarithmic)


def scale_around(case: Case, key: str) -> Scale:
    """A scale round the present numbers, within the limits of their place: six decades, or 100 dB, to either side.

    Examples
    --------
    >>> import linkbudget as lb
    >>> scale = scale_around(lb.load("mars1").case("imaging-5cm"), "transmitter.antenna.diameter")
    >>> print(f"{scale.low:g} to {scale.high:g}")
    1.7e-06 to 1.7e+06
    """
    least, most = limits(case, key)
    present = np.asarray(case.value(key).value, dtype=float)
    present = present[np.isfinite(present)]
    low, high = (float(present.min()), float(present.max())) if present.size else (np.nan, np.nan)
    if _in_ratios(case, key) and least >= 0.0:
        low, high = (low, high) if low > 0.0 else (1.0, max(high, 1.0))
        return Scale(max(low * 10.0**-DECADES, least), min(high * 10.0**DECADES, most), True)
    span = SPAN_DB if case.unit(key).startswith("dB") else np.inf
    low, high = max(low - span, least), min(high + span, most)
    if not np.isfinite(low + high):
        low, high = (least, most) if np.isfinite(least + most) else (-1e6, 1e6)
    return Scale(low, high, False)


def _in_ratios(case: Case, key: str) -> bool:
    unit = case.unit(key)
    return not unit.startswith("dB") and unit != "deg" and key != "station.height"


def _excludes(case: Case, key: str, end: float) -> bool:
    """True where an end of the limits is itself not allowed."""
    if not np.isfinite(end):
        return False
    try:
        case.checked(key, end)
    except InputError:
        return True
    return False
