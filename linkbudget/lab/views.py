"""The answers of the lab as plain data: budget, curve against distance, pass, tolerances, one line explained.

All come from the evaluator behind the commands; nothing is computed in another way.
"""

import io
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from linkbudget.errors import InputError
from linkbudget.formatting import table_text
from linkbudget.geometry.clock import format_utc
from linkbudget.geometry.look_angles import look_angles
from linkbudget.geometry.passes import find_passes
from linkbudget.lab.bench import State, inputs, usual_case
from linkbudget.lab.challenges import Challenge
from linkbudget.labels import spoken
from linkbudget.lessons.draws import rounded
from linkbudget.link.budget import Budget, budget
from linkbudget.link.budget_tables import (
    as_dict,
    control_dict,
    details_of_term,
    notes_and_verdict,
    stands_out,
    verdict_dict,
)
from linkbudget.link.case import line_of
from linkbudget.link.control_table import control_table
from linkbudget.link.modulations import SNR_KEYS
from linkbudget.link.verdict import CLOSING
from linkbudget.mission.chart import draw_chart
from linkbudget.mission.imaging import PICTURE_KINDS, send_picture
from linkbudget.mission.listening import carrier_sound, wav_bytes
from linkbudget.mission.paths import seen_path
from linkbudget.parameters import plain
from linkbudget.physics.doppler import one_way_doppler_shift_hz
from linkbudget.plots.distances import RATIOS, axis_span_m, distance_events, is_earth_bound, reach_text
from linkbudget.plots.levels import level_rows
from linkbudget.plots.sky_tracks import day_of
from linkbudget.studies.montecarlo import montecarlo
from linkbudget.studies.sensitivity import sensitivity

MOST_PIXELS = 24_000_000
"""Pixels of a picture that is read."""

PASS_POINTS = 121
"""Points of a pass."""

SAMPLES = 4096
"""Samples of the histogram of the margin."""

BINS = 40

MOST_PASSES = 8


def budget_view(state: State, *, brief: bool = False) -> dict[str, Any]:
    """The budget as ``budget --json`` has it, with its lines as text and the steps of its staircase.

    A brief one leaves out what the text says too.
    """
    found = state.case.budget()
    names = {"scenario": found.scenario, "link": found.name, "verdict": verdict_dict(found)}
    return (names if brief else as_dict(found)) | {
        "rows": _rows(found),
        "levels": _levels(found),
        "verdict_text": str(found.verdict),
        "notes": [part.text for part in notes_and_verdict(found)[:-1]],
        "command": f"linkbudget budget {state.command}",
        "python": state.python,
        "toml": state.toml,
    }


def _rows(found: Budget) -> list[dict[str, Any]]:
    rows = []
    for key, line in found.terms.items():
        value, unit = table_text(line.value, line.unit)
        row = {"key": key, "name": line.name, "sign": line.sign, "value": value, "unit": unit}
        rows.append(row | {"status": line.status or "", "stands_out": stands_out(key, line.sign)})
    return rows


def _levels(found: Budget) -> list[dict[str, Any]]:
    """Steps from transmit power to margin; none where no power is received or known."""
    ends = (found.get("margin_db", 0.0), found.get(CLOSING, np.nan), found.get("received_power_dbw", np.nan))
    if not np.isfinite(ends).all():
        return []
    return [
        {"name": row.name, "kind": row.kind, "change_db": _number(row.change_db)}
        | {"before_dbw": _number(row.before_dbw), "after_dbw": _number(row.after_dbw)}
        for row in level_rows(found)
    ]


def _number(value: Any) -> float | None:
    value = float(value)
    return value if np.isfinite(value) else None


def _numbers(values: Any, shape: tuple[int, ...], decimals: int = 4) -> list[float | None]:
    """Values as JSON has them; null where there is none."""
    rounded = np.round(np.broadcast_to(np.asarray(values, dtype=float), shape), decimals)
    return [value if np.isfinite(value) else None for value in rounded.tolist()]


def explain_view(state: State, line: str) -> dict[str, Any]:
    """One line of the budget explained."""
    found = line_of(state.case, line)
    value, unit = table_text(found.value, found.unit)
    details = details_of_term(found).splitlines()
    return {"key": line, "name": found.name, "value": value, "unit": unit, "sign": found.sign, "details": details}


def curve_view(state: State, *, all_links: bool, points: int) -> dict[str, Any]:
    """Signal-to-noise ratio, closing margin and data rate against distance, and what lies at some distances."""
    low, high = axis_span_m(state.scenario)
    range_m = np.geomspace(low, high, points)
    names = [state.link]
    if all_links:
        names += [name for name in state.scenario.links if name != state.link]
    return {
        "range_m": [float(f"{value:.6g}") for value in range_m],
        "links": [found for name in names if (found := _curve(state, name, range_m))],
        "events": [{"range_m": event.place, "title": event.text} for event in distance_events(state.scenario)],
    }


def _curve(state: State, name: str, range_m: np.ndarray) -> dict[str, Any] | None:
    link = state.scenario.links[name]
    ratio = SNR_KEYS.get(link.modulation.kind)
    if ratio is None or link.spacecraft is not None:
        return None
    try:
        case = state.case if name == state.link else usual_case(state.scenario, name)
        found = case.with_values({"range": range_m}).budget()
    except InputError:
        if name == state.link:
            raise
        return None
    snr, needed = ratio
    margin = np.broadcast_to(found[CLOSING], range_m.shape)
    return {
        "name": name,
        "title": link.title,
        "ratio": RATIOS[link.modulation.kind].title,
        "snr_db": _numbers(found[snr], range_m.shape),
        "required_db": _number(np.mean(found[needed])) if needed in found.terms else None,
        "margin_db": _numbers(margin, range_m.shape),
        "rate_bps": _numbers(found["data_rate_limit_bps"], range_m.shape, 6)
        if "data_rate_limit_bps" in found.terms
        else None,
        "reach": reach_text(range_m, margin),
    }


def pass_view(state: State, number: int) -> dict[str, Any]:
    """The passes of a day over the link's station, and one of them minute by minute.

    Raises
    ------
    InputError
        If there is no station, no trajectory or no pass.
    """
    scenario, link = state.scenario, state.scenario.links[state.link]
    if scenario.config.trajectory is None or link.station is None:
        raise InputError(f"{scenario.name}: passes need a trajectory and a station; {state.link} has no such pass")
    place = scenario.station(link.station)
    found = find_passes(scenario.track, place, *day_of(scenario, state.at or None))[:MOST_PASSES]
    if not found:
        raise InputError(f"{scenario.name}: no pass over {link.station} on that day")
    best = max(range(len(found)), key=lambda one: found[one].maximum_elevation_deg)
    chosen = number if 0 <= number < len(found) else best
    each = found[chosen]
    utc_s = np.linspace(each.rise_utc_s, each.set_utc_s, PASS_POINTS)
    look = look_angles(scenario.track, place, utc_s)
    model: Any = state.case.link
    lines = budget(model, seen_path(scenario, model, utc_s, look))
    shift_hz = one_way_doppler_shift_hz(look.range_rate_m_per_s, model.carrier_hz.value)
    shape = utc_s.shape
    return {
        "station": scenario.config.stations[link.station].title,
        "passes": [
            {"rise": format_utc(one.rise_utc_s), "set": format_utc(one.set_utc_s)}
            | {"maximum_elevation_deg": round(one.maximum_elevation_deg, 2)}
            for one in found
        ],
        "chosen": chosen,
        "rise": format_utc(each.rise_utc_s),
        "time_s": _numbers(utc_s - each.rise_utc_s, shape, 2),
        "azimuth_deg": _numbers(look.azimuth_deg, shape, 3),
        "elevation_deg": _numbers(look.elevation_deg, shape, 3),
        "range_m": _numbers(look.range_m, shape, 0),
        "doppler_hz": _numbers(shift_hz, shape, 2),
        "margin_db": _numbers(lines[CLOSING], shape, 3),
    }


def tolerance_view(state: State) -> dict[str, Any]:
    """The design control table, a histogram of the closing margin, and the influence of each uncertain number.

    Raises
    ------
    InputError
        If no number of the case has a range.
    """
    case = state.case
    table = control_dict(control_table(case))
    margins = montecarlo(case, SAMPLES).values(CLOSING)
    finite = margins[np.isfinite(margins)]
    counts, edges = np.histogram(finite, bins=BINS)
    influences = sensitivity(case, CLOSING, indices=False).influences
    ordered = sorted(influences, key=lambda one: -one.swing)
    return table | {
        "histogram": {"edges_db": np.round(edges, 4).tolist(), "counts": counts.tolist()},
        "probability": float(np.mean(margins >= 0.0)),
        "samples": int(margins.size),
        "influences": [
            {"key": one.key, "name": spoken(one.key), "status": one.status}
            | {"at_low_db": _number(one.at_low), "at_high_db": _number(one.at_high)}
            for one in ordered
            if np.isfinite(one.swing)
        ],
    }


def scenario_view(state: State) -> dict[str, Any]:
    """A scenario with its links, and the distance that it is about."""
    mission = state.scenario
    range_m = state.unmoved.path.range_m
    return {
        "name": mission.name,
        "title": mission.config.mission.title,
        "link": state.link,
        "is_earth_bound": is_earth_bound(mission),
        "range_km": None if range_m is None else rounded(float(plain(range_m)) / 1e3, 10),
        "links": [
            {
                "name": name,
                "title": link.title,
                "kind": str(link.modulation.kind),
                "has_pictures": link.modulation.kind in PICTURE_KINDS,
                "has_passes": mission.config.trajectory is not None and link.station is not None,
            }
            for name, link in mission.links.items()
        ],
    }


def inputs_view(state: State) -> list[dict[str, Any]]:
    """Every number that may be moved, as the scenario has it, and as the state has it now, in the same unit."""
    now = state.case.values()
    return [asdict(one) | {"now": rounded(float(now[one.key].value) * one.factor, 12)} for one in inputs(state.unmoved)]


def chart_view(state: State, side: int, seed: int) -> tuple[bytes, float, float]:
    """The test chart as it arrives: PNG, share of wrong pixels, signal-to-noise ratio in decibels."""
    return _sent(state, _chart(side), seed)


def picture_view(state: State, content: bytes, side: int, seed: int) -> tuple[bytes, float, float]:
    """A picture file as it arrives, as :func:`chart_view` gives it."""
    return _sent(state, _read_picture(content, side), seed)


@lru_cache(maxsize=16)
def _chart(side: int) -> np.ndarray:
    return draw_chart(side)


def _read_picture(content: bytes, side: int) -> np.ndarray:
    """A picture in 8-bit grey, no larger than ``side``."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise InputError(f"picture: {picture.width} x {picture.height} pixels; expected {MOST_PIXELS} at most")
            picture.draft("L", (side, side))
            grey = picture.convert("L")
    except InputError:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise InputError("picture: cannot be read; expected PNG, JPEG or another usual kind of picture") from None
    grey.thumbnail((side, side))
    return np.asarray(grey, dtype=np.uint8)


def _sent(state: State, picture: np.ndarray, seed: int) -> tuple[bytes, float, float]:
    found = state.case.budget()
    received = send_picture(found, picture, seed=seed)
    with io.BytesIO() as out:
        Image.fromarray(received.grey).save(out, "png", compress_level=1)
        return out.getvalue(), received.pixel_error_rate, float(found.get("picture_snr_db", np.nan))


def sound_view(state: State, seed: int) -> bytes:
    """The carrier in its noise, as WAV."""
    return wav_bytes(*carrier_sound(carrier_cn0_dbhz(state), seed=seed))


def carrier_cn0_dbhz(state: State) -> float:
    """C/N0 of the carrier that one would hear: of the residual carrier, or of all power.

    Raises
    ------
    InputError
        If the link has no carrier.
    """
    if state.scenario.links[state.link].modulation.kind == "pulse-position":
        raise InputError(f"{state.link}: sends pulses and has no carrier to hear")
    found = state.case.budget()
    key = "carrier_cn0_dbhz" if "carrier_cn0_dbhz" in found.terms else "cn0_dbhz"
    if key not in found.terms:
        raise InputError(f"{state.link}: has no C/N0, and so no carrier to hear")
    return float(found[key])


def is_met(state: State, asked: Challenge) -> bool:
    """True where a state reaches the goal of a challenge, by moving what may be moved alone."""
    moved = {key for key, _ in state.changes}
    started = (state.scenario.name, state.link) == (asked.start["scenario"], asked.start["link"])
    return started and moved <= set(asked.free) and bool(asked.met(state.case.budget()))
