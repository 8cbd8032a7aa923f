"""Tables of a mission's life on a terminal, by rich."""

from rich.table import Table

from linkbudget.cli.terminal_tables import STYLES, _console


def _table(title: str, *columns: tuple[str, str]) -> Table:
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


LEAST_NEEDED = ("Hz/s", "Elev", "Doppler", "Min", "Asked by", "kbit")
"""Columns of sessions that a narrow terminal does without, the first ones first."""


def _session_columns(rows: list[dict]) -> dict[str, tuple[str, list[str]]]:
    """Heading, justification and cells of each column."""
    far = max((row["range_m"] or 0.0 for row in rows), default=0.0) >= 1e9
    distance = ("Mkm", 1e-9, ".2f") if far else ("km", 1e-3, ".0f")
    return {
        "Start, UTC": ("left", [row["start"][:16].replace("T", " ") for row in rows]),
        "Min": ("right", [f"{row['duration_s'] / 60.0:.0f}" for row in rows]),
        "Asked by": ("left", [row["kind"] for row in rows]),
        "Link": ("left", [row["link"] for row in rows]),
        distance[0]: ("right", [_text(row["range_m"], *distance[1:]) for row in rows]),
        "Elev": ("right", [_text(row["elevation_deg"], 1.0, ".0f") for row in rows]),
        "Doppler": ("right", [_text(row["doppler_shift_hz"], 1e-3, "+.1f") for row in rows]),
        "Hz/s": ("right", [_text(row["doppler_rate_hz_per_s"], 1.0, "+.3f") for row in rows]),
        "Margin": ("right", [_text(row["closing_margin_db"], 1.0, "+.1f") for row in rows]),
        "bit/s": ("right", [f"{row['rate_bps']:g}" for row in rows]),
        "kbit": ("right", [f"{row['returned_bit'] / 1e3:.1f}" for row in rows]),
        "Outcome": ("left", [row["outcome"] for row in rows]),
    }


def _that_fit(columns: dict[str, tuple[str, list[str]]], width: int) -> list[str]:
    """Columns that a terminal has room for."""
    room = {name: 2 + max(map(len, [name, *cells])) for name, (_, cells) in columns.items()}
    kept = list(columns)
    for name in LEAST_NEEDED:
        if sum(room[each] for each in kept) <= width:
            break
        kept.remove(name)
    return kept


def print_data(console, result: dict) -> None:
    """Bits by instrument, with the spread of what is returned."""
    table = _table(
        "What was said",
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
        table.add_row(row["title"], f"{row['rate_bps']:g}", *(f"{bits / 1e3:,.0f}" for bits in numbers), _status(row))
    console.print(table)
    total = {case: f"{bits / 1e6:.2f}" for case, bits in result["returned_by_case_bit"].items()}
    console.print(
        f"Returned over the mission: {total['stated']} Mbit; {total['low']} to {total['high']} Mbit with instruments, "
        f"recorder, sessions and power at the ends of their ranges; {total['link worst']} to {total['link best']} Mbit "
        "with the links at theirs.",
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
            row["title"], f"{row['power_w']:.0f}", row["drawn"], f"{row['energy_kwh']['stated']:.3g}", _status(row)
        )
    console.print(loads)
    if result["transmitters"]:
        console.print(f"Longest session on {result['transmitters'][0]['day']}, from the best charge of the day:")
    for row in result["transmitters"]:
        longest = {case: _hours(seconds) for case, seconds in row["longest_session_s"].items()}
        picture = ""
        if row["square_picture_pixels"] is not None:
            side = row["square_picture_pixels"]
            picture = f"; a picture of {side} x {side} pixels at {row['pixel_rate_pixels_per_s']:g} a second"
        console.print(
            f"  {row['title']}: {longest['stated']} ({longest['low']} to {longest['high']}), "
            f"{row['session_power_w']:.0f} W with all that is on{picture}",
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
            f"{row['array_power_w']:.0f}",
            f"{row['load_power_w']:.0f}",
            *(f"{100.0 * charge[case]:.0f}" for case in ("stated", "low", "high")),
            *(f"{row['longest_session_s'][name] / 3600.0:.1f}" for name in names),
        )
    console.print(days)
    console.print("Charge is the lowest of the day, of the capacity as new; hours are longest sessions.", style="dim")
    for note in result["notes"]:
        console.print(f"Note: {note}.", style="dim", soft_wrap=True)


def _status(row: dict) -> str:
    status = row["status"] or ""
    return f"[{STYLES[status]}]{status}[/]" if status in STYLES else status


def _hours(seconds: float) -> str:
    return "all day" if seconds >= 86_400.0 else f"{seconds / 3600.0:.1f} h"


def _text(value: float | None, factor: float, shape: str) -> str:
    return "-" if value is None else format(value * factor, shape)
