"""Tables of a mission's life on a terminal, by rich."""

from rich.table import Table

from linkbudget.cli.tables import STYLES, _console


def _table(title: str, *columns: tuple[str, str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for name, justify in columns:
        table.add_column(name, justify=justify, no_wrap=True)
    return table


def print_sessions(title: str, result: dict) -> None:
    """Sessions, then data by instrument, then notes."""
    console = _console()
    columns = ("Start, UTC", "left"), ("Min", "right"), ("Asked by", "left"), ("Link", "left"), ("Mkm", "right")
    more = ("Elev", "right"), ("Doppler", "right"), ("Hz/s", "right"), ("Margin", "right"), ("bit/s", "right")
    table = _table(f"{title}: sessions", *columns, *more, ("kbit", "right"), ("Outcome", "left"))
    for row in result["sessions"]:
        table.add_row(
            row["start"][:16].replace("T", " "),
            f"{row['duration_s'] / 60.0:.0f}",
            row["kind"],
            row["link"],
            _text(row["range_m"], 1e-9, ".2f"),
            _text(row["elevation_deg"], 1.0, ".0f"),
            _text(row["doppler_shift_hz"], 1e-3, "+.1f"),
            _text(row["doppler_rate_hz_per_s"], 1.0, "+.3f"),
            _text(row["closing_margin_db"], 1.0, "+.1f"),
            f"{row['rate_bps']:g}",
            f"{row['returned_bit'] / 1e3:.1f}",
            row["outcome"],
            style="" if row["outcome"] == "held" else "yellow",
        )
    console.print(table)
    console.print("Doppler in kHz, one way; margin is the closing margin in dB, at its lowest.", style="dim")
    if result["data"]:
        print_data(console, result)
    for note in result["notes"]:
        console.print(f"Note: {note}.", style="dim", soft_wrap=True)


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
            row["title"], f"{row['power_w']:.0f}", row["drawn"], f"{row['energy_kwh']['stated']:.1f}", _status(row)
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
