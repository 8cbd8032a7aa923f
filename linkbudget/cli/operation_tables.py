"""Tables of a mission's life on a terminal, by rich."""

from rich.console import Console, JustifyMethod
from rich.table import Table

from linkbudget.cli.terminal_tables import _console, styled_status
from linkbudget.formatting import (
    count_text,
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
from linkbudget.geometry.clock import format_utc, parse_utc


def _table(title: str, *columns: tuple[str, JustifyMethod]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for name, justify in columns:
        table.add_column(name, justify=justify, no_wrap=True)
    return table


def print_sessions(title: str, result: dict) -> None:
    """Sessions, then data by instrument, then notes."""
    console = _console()
    columns = _session_columns(result["sessions"])
    kept = _that_fit(columns, console.width)
    table = _table(f"{title}: sessions", *((name, columns[name][0]) for name in kept))
    for place, row in enumerate(result["sessions"]):
        cells = [columns[name][1][place] for name in kept]
        table.add_row(*cells, style="" if row["outcome"] == "held" else "yellow")
    console.print(table)
    console.print("Doppler in kHz, one way; margin is the closing margin in dB, at its lowest.", style="dim")
    if result["data"]:
        print_data(console, result)
    for note in result["notes"]:
        console.print(f"Note: {note}.", style="dim", soft_wrap=True)


def print_occultations(title: str, result: dict) -> None:
    """Occultations by station, then eclipses of the spacecraft, then notes."""
    console = _console()
    left: JustifyMethod = "left"
    ends: tuple[tuple[str, JustifyMethod], ...] = (("Ingress, UTC", left), ("Egress, UTC", left), ("Length", "right"))
    for name, first, key in (("occultations", "Station", "station"), ("eclipses of the spacecraft", "Shadow", "kind")):
        rows = result[name.split()[0]]
        if not rows:
            console.print(f"{title}: no {name}")
            continue
        table = _table(f"{title}: {name}", (first, left), ("Body", left), *ends)
        for row in rows:
            instants = (
                f"{format_utc(round(parse_utc(row[end])))}{' (cut)' if row[f'{end}_is_cut'] else ''}"
                for end in ("ingress", "egress")
            )
            table.add_row(row[key], row["body"], *instants, duration_text(row["duration_s"]))
        console.print(table)
    console.print("Instants of a station are those of reception; its horizon is not looked at here.", style="dim")
    for note in result["notes"]:
        console.print(f"Note: {note}.", style="dim", soft_wrap=True)


LEAST_NEEDED = ("Hz/s", "Elev", "Doppler", "Length", "Asked by", "kbit")
"""Columns of sessions that a narrow terminal does without, the first ones first."""


def _session_columns(rows: list[dict]) -> dict[str, tuple[JustifyMethod, list[str]]]:
    """Heading, justification and cells of each column."""
    far = max((row["range_m"] or 0.0 for row in rows), default=0.0) >= 1e9
    unit, size_m, places = ("Mkm", 1e9, 2) if far else ("km", 1e3, 0)
    return {
        "Start, UTC": ("left", [instant_text(parse_utc(row["start"])) for row in rows]),
        "Length": ("right", [duration_text(row["duration_s"]) for row in rows]),
        "Asked by": ("left", [row["kind"] for row in rows]),
        "Link": ("left", [row["link"] for row in rows]),
        unit: ("right", _column(rows, "range_m", size_m, places)),
        "Elev": ("right", _column(rows, "elevation_deg", 1.0, 0)),
        "Doppler": ("right", _column(rows, "doppler_shift_hz", 1e3, 1, sign=True)),
        "Hz/s": ("right", _column(rows, "doppler_rate_hz_per_s", 1.0, 3, sign=True)),
        "Margin": ("right", _column(rows, "closing_margin_db", 1.0, 1, sign=True)),
        "bit/s": ("right", [number_text(row["rate_bps"], 6) for row in rows]),
        "kbit": ("right", _column(rows, "returned_bit", 1e3, 1)),
        "Outcome": ("left", [row["outcome"] for row in rows]),
    }


def _column(rows: list[dict], key: str, size: float, decimals: int, *, sign: bool = False) -> list[str]:
    """Cells of one column, in units of some size; a dash where there is no value."""
    values = (row[key] for row in rows)
    return [decimals_text(None if value is None else value / size, decimals, sign=sign) for value in values]


def _that_fit(columns: dict[str, tuple[JustifyMethod, list[str]]], width: int) -> list[str]:
    """Columns that a terminal has room for."""
    room = {name: 2 + max(map(len, [name, *cells])) for name, (_, cells) in columns.items()}
    kept = list(columns)
    for name in LEAST_NEEDED:
        if sum(room[each] for each in kept) <= width:
            break
        kept.remove(name)
    return kept


def print_data(console: Console, result: dict) -> None:
    """Bits by instrument, with the spread of what is returned."""
    table = _table(
        "Data returned",
        ("Instrument", "left"),
        ("Rate, bit/s", "right"),
        ("Made, kbit", "right"),
        ("Returned", "right"),
        ("low", "right"),
        ("high", "right"),
        ("Lost", "right"),
        ("On board", "right"),
        ("Status", "left"),
    )
    for row in result["data"]:
        cases = row["returned_by_case_bit"]
        numbers = [
            row["produced_bit"],
            row["returned_bit"],
            cases["low"],
            cases["high"],
            row["lost_bit"],
            row["left_bit"],
        ]
        volumes = (count_text(bits / 1e3) for bits in numbers)
        table.add_row(row["title"], number_text(row["rate_bps"], 6), *volumes, styled_status(row["status"] or ""))
    console.print(table)
    total = {case: volume_text(bits) for case, bits in result["returned_by_case_bit"].items()}
    console.print(
        f"Returned over the mission: {total['stated']}; {span_text(total['low'], total['high'])} with "
        "instruments, recorder, sessions and power at the ends of their ranges; "
        f"{span_text(total['link worst'], total['link best'])} with the links at theirs.",
        soft_wrap=True,
    )


def print_energy(title: str, result: dict, every: int) -> None:
    """Loads, what sessions cost, and days."""
    console = _console()
    loads = _table(
        f"{title}: loads",
        ("Load", "left"),
        ("W when on", "right"),
        ("On", "left"),
        ("kWh in all", "right"),
        ("Status", "left"),
    )
    for row in result["loads"]:
        loads.add_row(
            row["title"],
            count_text(row["power_w"]),
            row["drawn"],
            number_text(row["energy_kwh"]["stated"]),
            styled_status(row["status"] or ""),
        )
    console.print(loads)
    if result["transmitters"]:
        console.print(f"Longest session on {result['transmitters'][0]['day']}, from the best charge of the day:")
    for row in result["transmitters"]:
        longest = {case: part_of_day_text(seconds) for case, seconds in row["longest_session_s"].items()}
        picture = ""
        if row["square_picture_pixels"] is not None:
            side = row["square_picture_pixels"]
            picture = f"; a picture of {side} x {side} pixels at {rate_text(row['pixel_rate_pixels_per_s'], 'pixel/s')}"
        console.print(
            f"  {row['title']}: {longest['stated']} ({longest['low']} to {longest['high']}), "
            f"{power_text(row['session_power_w'])} with all that is on{picture}",
            soft_wrap=True,
        )
    names = [row["load"] for row in result["transmitters"]]
    days = _table(
        "Day by day",
        ("Day", "left"),
        ("Array, W", "right"),
        ("Loads, W", "right"),
        ("Charge, %", "right"),
        ("low", "right"),
        ("high", "right"),
        *((f"{name.removeprefix('transmitter-')}, h", "right") for name in names),
    )
    for row in [*result["days"][::every], *([result["days"][-1]] if (len(result["days"]) - 1) % every else [])]:
        charge = row["lowest_charge"]
        days.add_row(
            row["day"],
            count_text(row["array_power_w"]),
            count_text(row["load_power_w"]),
            *(count_text(100.0 * charge[case]) for case in ("stated", "low", "high")),
            *(decimals_text(row["longest_session_s"][name] / 3600.0) for name in names),
        )
    console.print(days)
    console.print("Charge is the lowest of the day, of the capacity as new; hours are longest sessions.", style="dim")
    for note in result["notes"]:
        console.print(f"Note: {note}.", style="dim", soft_wrap=True)
