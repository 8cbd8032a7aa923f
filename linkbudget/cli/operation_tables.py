"""Tables of a mission's life: ``sessions``, ``energy`` and ``occultations``."""

import re
from typing import Any

from linkbudget.formatting import (
    count_text,
    date_text,
    decimals_text,
    duration_text,
    instant_text,
    number_text,
    part_of_day_text,
    power_text,
    rate_text,
    span_text,
    volume_text,
)
from linkbudget.geometry.clock import parse_utc
from linkbudget.tables import Column, Paragraph, Table

FEW_DAYS = 14
"""Days from one row of a screen's table to the next."""


def sessions_parts(title: str, result: dict) -> list[Table | Paragraph]:
    """Sessions, then data by instrument, then notes."""
    parts: list[Table | Paragraph] = [_sessions_table(title, result["sessions"])]
    if result["data"]:
        parts += [_data_table(result["data"]), Paragraph(_returned_text(result["returned_by_case_bit"]))]
    return [*parts, *_notes(result)]


def _notes(result: dict) -> list[Paragraph]:
    return [Paragraph(f"Note: {note}.", "note") for note in result["notes"]]


def _sessions_table(title: str, sessions: list[dict]) -> Table:
    far = max((row["range_m"] or 0.0 for row in sessions), default=0.0) >= 1e9
    unit, size_m, places = ("million km", 1e9, 2) if far else ("km", 1e3, 0)

    def numbers(key: str, size: float, decimals: int, *, sign: bool = False) -> list[str]:
        values = (row[key] for row in sessions)
        return [decimals_text(None if value is None else value / size, decimals, sign=sign) for value in values]

    said: dict[Column, list[str]] = {
        Column("Start, UTC"): [instant_text(parse_utc(row["start"])) for row in sessions],
        Column("Length", right=True, spare=4): [duration_text(row["duration_s"]) for row in sessions],
        Column("Asked by", spare=5): [row["kind"] for row in sessions],
        Column("Link", fold=12, is_name=True): [row["link"] for row in sessions],
        Column(f"Distance [{unit}]", right=True, spare=7): numbers("range_m", size_m, places),
        Column("Elevation [deg]", right=True, spare=2): numbers("elevation_deg", 1.0, 0),
        Column("Doppler, one way [kHz]", right=True, spare=3): numbers("doppler_shift_hz", 1e3, 1, sign=True),
        Column("Doppler rate [Hz/s]", right=True, spare=1): numbers("doppler_rate_hz_per_s", 1.0, 3, sign=True),
        Column("Least margin [dB]", right=True): numbers("closing_margin_db", 1.0, 1, sign=True),
        Column("Rate [bit/s]", right=True, spare=8): [number_text(row["rate_bps"], 6) for row in sessions],
        Column("Returned [kbit]", right=True, spare=6): numbers("returned_bit", 1e3, 1),
        Column("Outcome", fold=8): [row["outcome"] for row in sessions],
    }
    rows = list(zip(*said.values(), strict=True))
    roles = ["" if row["outcome"] == "held" else "weak" for row in sessions]
    fields = ("session", "start", "end")
    return Table("sessions", f"{title}: sessions", tuple(said), rows, lambda: sessions, roles=roles, fields=fields)


def _data_table(data: list[dict]) -> Table:
    """Bits by instrument, with the spread of what is returned."""
    heads = ("Made", "Returned", "Returned, low", "Returned, high", "Lost", "On board")
    spares = (0, 0, 3, 3, 2, 2)
    columns = (
        Column("Instrument", fold=14),
        Column("Rate [bit/s]", right=True, spare=1),
        *(Column(f"{head} [kbit]", right=True, spare=spare) for head, spare in zip(heads, spares, strict=True)),
        Column("Status", role="status", spare=4),
    )
    rows = []
    for row in data:
        cases = row["returned_by_case_bit"]
        bits = (row["produced_bit"], row["returned_bit"], cases["low"], cases["high"], row["lost_bit"], row["left_bit"])
        volumes = (count_text(one / 1e3) for one in bits)
        rows.append((row["title"], number_text(row["rate_bps"], 6), *volumes, row["status"] or ""))
    return Table("data", "Data by instrument", columns, rows, lambda: data)


def _returned_text(by_case_bit: dict[str, float]) -> str:
    total = {case: volume_text(bits) for case, bits in by_case_bit.items()}
    return (
        f"Returned over the mission: {total['stated']}; {span_text(total['low'], total['high'])} with instruments, "
        "recorder, sessions and power at the ends of their ranges; "
        f"{span_text(total['link worst'], total['link best'])} with the links at theirs."
    )


def energy_parts(title: str, result: dict, every: int | None, *, as_file: bool) -> list[Table | Paragraph]:
    """Loads, what sessions cost, and days: on screens some of them, in files all unless ``every`` says otherwise."""
    parts: list[Table | Paragraph] = [_loads_table(title, result["loads"])]
    if result["transmitters"]:
        parts.append(_transmitters_table(result["transmitters"]))
    parts.append(_days_table(result, every or (1 if as_file else FEW_DAYS)))
    return [*parts, *_notes(result)]


def _loads_table(title: str, loads: list[dict]) -> Table:
    columns = (
        Column("Load", fold=14),
        Column("Power [W]", right=True),
        Column("On", fold=9),
        Column("Energy [kWh]", right=True),
        Column("Status", role="status", spare=1),
    )
    rows = [
        (
            row["title"],
            count_text(row["power_w"]),
            row["drawn"],
            number_text(row["energy_kwh"]["stated"]),
            row["status"] or "",
        )
        for row in loads
    ]
    return Table("loads", f"{title}: loads", columns, rows, lambda: loads)


def _transmitters_table(transmitters: list[dict]) -> Table:
    """Longest session with each transmitter on one day, from the best charge of the day."""
    columns = (
        Column("Transmitter", fold=14),
        Column("Total power", right=True),
        *(Column(head, right=True) for head in ("Longest session", "Low", "High")),
        Column("Picture sent in it", fold=18, spare=1),
    )
    rows = []
    for row in transmitters:
        longest = (part_of_day_text(row["longest_session_s"][case]) for case in ("stated", "low", "high"))
        side, picture = row["square_picture_pixels"], ""
        if side is not None:
            picture = f"{side} x {side} pixels at {rate_text(row['pixel_rate_pixels_per_s'], 'pixel/s')}"
        rows.append((row["title"], power_text(row["session_power_w"]), *longest, picture))
    day = date_text(parse_utc(transmitters[0]["day"]))
    title = f"Longest sessions on {day}, from the best charge of the day"
    return Table("transmitters", title, columns, rows, lambda: transmitters)


def _days_table(result: dict, every: int) -> Table:
    days = result["days"]
    days = [*days[::every], *(days[-1:] if (len(days) - 1) % every else ())]
    names = {row["load"]: _without_transmitter(row["title"]) for row in result["transmitters"]}
    columns = (
        Column("Day"),
        Column("Array [W]", right=True, spare=3),
        Column("Loads [W]", right=True, spare=2),
        *(Column(f"{head} [%]", right=True, spare=spare) for head, spare in CHARGES.items()),
        *(Column(f"{name} [h]", right=True) for name in names.values()),
    )
    rows = [
        (
            row["day"],
            count_text(row["array_power_w"]),
            count_text(row["load_power_w"]),
            *(count_text(100.0 * row["lowest_charge"][case]) for case in ("stated", "low", "high")),
            *(decimals_text(row["longest_session_s"][name] / 3600.0) for name in names),
        )
        for row in days
    ]
    hours = ", and the longest session with each transmitter" if names else ""
    title = f"Day by day: lowest charge, of the capacity as new{hours}"
    return Table("days", title, columns, rows, lambda: days)


CHARGES = {"Charge": 0, "Charge, low": 1, "Charge, high": 1}
"""Headings of the charge, and which of them a narrow screen does without."""


def _without_transmitter(title: str) -> str:
    """A transmitter's title where everybody knows that it is one.

    Examples
    --------
    >>> _without_transmitter("922.76 MHz transmitter"), _without_transmitter("5 cm impulse transmitter, 50 W")
    ('922.76 MHz', '5 cm impulse, 50 W')
    """
    return re.sub(r" ?\btransmitter\b", "", title).strip() or title


def occultations_parts(title: str, result: dict) -> list[Table | Paragraph]:
    """Occultations by station, then eclipses of the spacecraft, then notes."""
    parts: list[Table | Paragraph] = []
    names = {"occultations": ("occultations", "Station", "station"), "eclipses": ("eclipses", "Shadow", "kind")}
    for name, (what, head, key) in names.items():
        parts.append(_stretches_table(name, f"{title}: {what}", head, key, result[name]))
        if not result[name]:
            parts.append(Paragraph(f"{title}: no {what}{' of the spacecraft' if name == 'eclipses' else ''}."))
    if result["occultations"]:
        note = "Instants of occultations are those of reception at the station, whose horizon is not looked at here."
        parts.append(Paragraph(note, "note"))
    return [*parts, *_notes(result)]


def _stretches_table(name: str, title: str, head: str, key: str, rows: list[dict]) -> Table:
    columns = (
        Column(head, fold=8),
        Column("Body"),
        Column("Ingress, UTC"),
        Column("Egress, UTC"),
        Column("Length", right=True),
    )
    texts = [
        (
            row[key],
            row["body"],
            *(_end_text(row, end) for end in ("ingress", "egress")),
            duration_text(row["duration_s"]),
        )
        for row in rows
    ]
    fields = (key, *(("links",) if key == "station" else ()), "body", "ingress", "egress", "duration_s")
    return Table(name, title, columns, texts, lambda: rows, fields=fields, is_on_screen=bool(rows))


def _end_text(row: dict[str, Any], end: str) -> str:
    return f"{instant_text(parse_utc(row[end]), seconds=True)}{' (cut)' if row[f'{end}_is_cut'] else ''}"
