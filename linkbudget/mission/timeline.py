"""The timeline: every link at every instant, one labelled dataset.

The arrays of the dataset are filled a stretch of instants at a time, so that geometry and budgets need little memory
beside the answer.  The one budget function runs over blocks of instants that fit the cache; below a station's lowest
elevation the radio variables are NaN, geometry is not.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from linkbudget.errors import InputError, LinkBudgetError, require
from linkbudget.geometry.clock import datetime64
from linkbudget.geometry.look_angles import LookAngles
from linkbudget.link.budget import budget
from linkbudget.mission.model import Model
from linkbudget.mission.paths import seen_path
from linkbudget.physics.doppler import one_way_doppler_shift_hz
from linkbudget.scenario_files.config import LinkConfig
from linkbudget.version import VERSION

if TYPE_CHECKING:
    import xarray as xr

BLOCK = 16_384
"""Instants a block: a term of the budget is then 128 KiB."""

STRETCH = 2 * BLOCK
"""Instants that all links are followed through before the next: a probe is up in about half of them."""

LARGEST_TIMELINE = 20_000_000
"""Instants; a timeline beyond this is a slip in the step, not a wish."""

GEOMETRY = {
    "range_m": ("Slant range", "m"),
    "range_rate_m_per_s": ("Range rate", "m/s"),
    "azimuth_deg": ("Azimuth", "deg"),
    "elevation_deg": ("Elevation", "deg"),
    "doppler_shift_hz": ("One-way Doppler shift", "Hz"),
}
RADIO = {
    "gas_loss_db": ("Atmospheric gas loss", "dB"),
    "atmospheric_loss_db": ("Atmospheric loss with weather", "dB"),
    "received_power_dbw": ("Received power at the receiver", "dBW"),
    "system_noise_temperature_k": ("System noise temperature at the receiver", "K"),
    "cn0_dbhz": ("Carrier power to noise density", "dBHz"),
    "ebn0_db": ("Energy per bit to noise density", "dB"),
    "carrier_margin_db": ("Carrier margin", "dB"),
    "margin_db": ("Data margin", "dB"),
    "closing_margin_db": ("Closing margin", "dB"),
    "bit_rate_bps": ("Bit rate", "bit/s"),
    "data_rate_limit_bps": ("Highest data rate", "bit/s"),
    "data_rate_on_ladder_bps": ("Highest rate of the equipment", "bit/s"),
    "shannon_limit_bps": ("Shannon limit, any bandwidth", "bit/s"),
    "pixel_error_probability": ("Pixel error probability", "-"),
    "picture_snr_db": ("Picture signal-to-noise ratio", "dB"),
    "pixel_rate_limit_pixels_per_s": ("Highest pixel rate", "pixel/s"),
}
"""Lines of the budget that the timeline keeps, with their labels."""

SKY = {
    "geocentric_distance_m": ("Distance from the centre of the Earth", "m"),
    "light_time_s": ("One-way light time", "s"),
    "heliocentric_distance_m": ("Distance from the Sun", "m"),
    "sun_probe_earth_deg": ("Sun-probe-Earth angle", "deg"),
    "sun_earth_probe_deg": ("Sun-Earth-probe angle", "deg"),
}
FLAGS = {
    "visible": ("Above the station's lowest elevation, in sight", "-"),
    "in_use": ("Link in use", "-"),
}


def timeline(
    scenario: Model, step_s: float | None = None, progress: Callable[[float], None] | None = None
) -> "xr.Dataset":
    """Every link of a scenario over its whole mission.

    Parameters
    ----------
    scenario : Model
        The mission.
    step_s : float, optional
        Time between instants, the scenario's own without it [s].
    progress : callable, optional
        Called with the fraction done, from 0 to 1.

    Returns
    -------
    xarray.Dataset
        Dimensions ``link`` and ``time``; every variable has ``long_name`` and ``units``.
    """
    import xarray as xr

    utc_s = instants(scenario, step_s)
    size = len(scenario.links), utc_s.size
    sky = {name: np.empty(utc_s.size) for name in SKY}
    stacks: dict[str, np.ndarray] = {name: np.empty(size) for name in GEOMETRY}
    stacks |= {name: np.full(size, np.nan, dtype=np.float32) for name in RADIO}  # seven digits of a decibel are enough
    stacks |= {name: np.zeros(size, dtype=bool) for name in FLAGS}
    for first in range(0, utc_s.size, STRETCH):
        stretch = slice(first, first + STRETCH)
        when = utc_s[stretch]
        for name, values in sky.items():
            values[stretch] = getattr(scenario.track, name)(when)
        looks = looks_at(scenario, when)
        for row, name in enumerate(scenario.links):
            follow_link(scenario, name, when, looks, {key: stack[row, stretch] for key, stack in stacks.items()})
            if progress:
                progress((first + when.size * (row + 1) / len(scenario.links)) / utc_s.size)
    data: dict[str, tuple] = {name: (("time",), values, _label(*SKY[name])) for name, values in sky.items()}
    labels = GEOMETRY | RADIO | FLAGS
    data |= {name: (("link", "time"), stack, _label(*labels[name])) for name, stack in stacks.items()}
    links = scenario.links.values()
    coordinates = {
        "link": ("link", list(scenario.links), {"long_name": "Link"}),
        "time": ("time", datetime64(utc_s), {"long_name": "UTC"}),
        "title": ("link", [link.title for link in links], {"long_name": "Title"}),
        "station": ("link", [link.far_end_name for link in links], {"long_name": "Station or other spacecraft"}),
        "frequency_hz": ("link", [link.carrier_hz.value for link in links], _label("Frequency", "Hz")),
    }
    return xr.Dataset(data, coordinates, _attributes(scenario))


def instants(scenario: Model, step_s: float | None = None, name: str = "step") -> np.ndarray:
    """Instants of the timeline, in seconds since 1970 UTC; ``name`` is what messages call the step."""
    mission = scenario.config.mission
    step_s = mission.step_s.value if step_s is None else float(require(name, step_s, error=InputError))
    start, end = mission.start_utc_s.value, mission.end_utc_s.value
    if not 0.0 < step_s <= end - start:
        raise InputError(f"{name} = {step_s} s: expected more than 0 s and at most the mission, {end - start:.0f} s")
    count = int((end - start) / step_s * (1.0 + 1e-12)) + 1
    if count > LARGEST_TIMELINE:
        raise InputError(f"{name} = {step_s} s: {count} instants; expected at most {LARGEST_TIMELINE}")
    return start + step_s * np.arange(count)


def looks_at(scenario: Model, utc_s: np.ndarray) -> Callable[[str], LookAngles]:
    """Look angles of any station, or ranges of another spacecraft, by name, at given instants; each computed once."""
    return cache(lambda station: scenario.looks(station, utc_s))


def follow_link(
    scenario: Model,
    name: str,
    utc_s: np.ndarray,
    looks: Callable[[str], LookAngles],
    rows: dict[str, np.ndarray],
    alter: Callable[[LinkConfig], LinkConfig] = lambda link: link,
) -> None:
    """Fill rows of a link at given instants, under the faults of the scenario.

    Parameters
    ----------
    scenario : Model
        The mission.
    name : str
        Name of the link.
    utc_s : ndarray
        Instants, one-dimensional [s].
    looks : callable
        What :func:`looks_at` gave for these instants.
    rows : dict of ndarray
        Arrays to fill by name: any of :data:`GEOMETRY`, ``visible``, ``in_use``, and lines of the budget, which stay
        as they are where the spacecraft is below the station's lowest elevation.
    alter : callable, optional
        Makes another link of the link as it was, such as one with values at the ends of their ranges.
    """
    for phase in scenario.phases[name]:
        where = np.flatnonzero((utc_s >= phase.since_utc_s) & (utc_s < phase.until_utc_s))
        if not where.size:
            continue
        look = looks(phase.link.far_end_name)
        geometry = {key: getattr(look, key)[where] for key in LookAngles._fields}
        shift_hz = one_way_doppler_shift_hz(geometry["range_rate_m_per_s"], phase.link.carrier_hz.value)
        seen = LookAngles(*geometry.values())
        up = scenario.far_end(phase.link.far_end_name).is_up(seen)
        up &= ~scenario.hidden(phase.link.far_end_name, utc_s[where])
        found = geometry | {"doppler_shift_hz": shift_hz, "visible": up, "in_use": _in_use(phase, utc_s[where])}
        for key in found.keys() & rows.keys():
            rows[key][where] = found[key]
        lines = {key: rows[key] for key in rows.keys() - found.keys()}
        _fill(scenario, name, lambda when, phase=phase: alter(phase.link_at(when)), look, utc_s, where[up], lines)


def _in_use(phase, utc_s: np.ndarray) -> np.ndarray:
    since, until = phase.link.in_use_from_utc_s, phase.link.in_use_until_utc_s
    inside = (utc_s >= (since.value if since else -np.inf)) & (utc_s < (until.value if until else np.inf))
    return inside & (not phase.lost)


def _fill(scenario: Model, name: str, link_at, look, utc_s, where: np.ndarray, rows: dict[str, np.ndarray]) -> None:
    for first in range(0, where.size, BLOCK):
        block = where[first : first + BLOCK]
        link = link_at(utc_s[block])
        path = seen_path(scenario, link, utc_s[block], LookAngles(*(quantity[block] for quantity in look)))
        try:
            terms = budget(link, path).terms
        except LinkBudgetError as error:
            raise InputError(f"{scenario.file}: links.{name}: {error}") from None
        for key, row in rows.items():
            if key in terms:
                row[block] = terms[key].value


def _label(long_name: str, units: str) -> dict[str, str]:
    return {"long_name": long_name, "units": units}


def _attributes(scenario: Model) -> dict[str, str]:
    return {
        "title": scenario.config.mission.title,
        "scenario": scenario.name,
        "linkbudget_version": VERSION,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "reference_plane": "receiver",
        "note": "; ".join(
            (
                "Radio variables are NaN below the station's lowest elevation and while a body hides the spacecraft",
                *scenario.trajectory_notes,
            )
        )
        + ".",
    }
