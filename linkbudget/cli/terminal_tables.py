"""Tables and progress of the commands on a terminal, by rich."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from linkbudget.cli import interruption
from linkbudget.formatting import (
    cell_text,
    column_unit,
    count_text,
    decimals_text,
    exact_text,
    list_text,
    number_text,
    percent_text,
    table_text,
)
from linkbudget.link.budget import Budget
from linkbudget.link.budget_tables import (
    control_rows,
    heading,
    margin_rows,
    stands_out,
)
from linkbudget.parameters import RANKED_STATUSES

if TYPE_CHECKING:
    import xarray as xr

    from linkbudget.link.control_table import ControlTable
    from linkbudget.link.relay import RelayBudget
    from linkbudget.mission.history import Milestone, Step
    from linkbudget.mission.inputs import Input
    from linkbudget.studies.compare import Comparison
    from linkbudget.studies.montecarlo import MonteCarlo
    from linkbudget.studies.sensitivity import Sensitivity

STYLES: dict[str, str] = dict(
    zip(RANKED_STATUSES, ("green", "bright_green", "cyan", "blue", "magenta", "yellow"), strict=True)
)
"""Colour of each status."""


CLOSES = "margin"
"""Column of the closing margin in the list of a scenario's links."""

SHORTEST_NAME = 26
"""Columns left for the name of a line, which is folded, where a terminal is narrow."""


def _console() -> Console:
    """The terminal as wide as it is; a pipe or file as wide as a table likes.

    Text is printed as it stands: names, titles and sources of a scenario may have square brackets.
    """
    console = Console(highlight=False, markup=False)
    return console if console.is_terminal else Console(highlight=False, markup=False, width=160)


def styled_status(status: str) -> Text:
    """A status in its colour."""
    return Text(status, style=STYLES.get(status, ""))


def print_budget(budget: "Budget | RelayBudget") -> None:
    """The design control table; on a narrow terminal the source goes first, then the status, never a number."""
    console = _console()
    rows = [(key, line, *table_text(line.value, line.unit)) for key, line in budget.terms.items()]
    room = console.width - 8 - max(len(value) for *_, value, _ in rows) - max(len(unit) for *_, unit in rows)
    table = Table(title=heading(budget), title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column("", width=1)
    table.add_column("Line", overflow="fold", max_width=max(room - 12 if room > 50 else room, 12))
    table.add_column("Value", justify="right", no_wrap=True)
    table.add_column("Unit", no_wrap=True)
    if room > 50:
        table.add_column("Status", no_wrap=True)
    if room > 75:
        table.add_column("Source", overflow="ellipsis", no_wrap=True, max_width=max(room - 60, 10))
    for key, line, value, unit in rows:
        status = line.status or ""
        cells: list[str | Text] = [line.sign, line.name, value, unit, styled_status(status), line.source]
        table.add_row(*cells[: len(table.columns)], style="bold" if stands_out(key, line.sign) else "")
    console.print(table)
    for note in budget.notes:
        console.print(f"Note: {note}.", style="dim", soft_wrap=True)
    print_verdict(console, budget)


def print_verdict(console: Console, budget: "Budget | RelayBudget", before: str = "") -> None:
    """The last line of a budget, bold."""
    console.print(before + str(budget.verdict), style="bold", soft_wrap=True, markup=False)


def print_control_table(table: "ControlTable") -> None:
    """The full design control table, its margins and whether they are accepted, then the verdict."""
    console = _console()
    head, rows = control_rows(table)
    strong = {line.name for line in table.lines.values() if stands_out(line.key, line.sign)}
    _print_rows(console, heading(table.budget), head, rows, left=(0, 1, 2, 8), bold=lambda row: row[1] in strong)
    console.print()
    head, rows = margin_rows(table)
    _print_rows(console, "Margins", head, rows, left=(0, 7))
    for note in table.budget.notes:
        console.print(f"Note: {note}.", style="dim", soft_wrap=True)
    print_verdict(console, table.budget)


def _that_fit(
    head: tuple[str, ...], rows: list[tuple[str, ...]], width: int, spare: tuple[tuple[str, ...], ...]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Columns for a terminal of some width: groups of columns are spared, in order, before any number is cut short."""
    kept = list(range(len(head)))
    for group in ((), *spare):
        kept = [column for column in kept if head[column] not in group]
        widths = [max(len(row[column]) for row in (head, *rows)) + 2 for column in kept[1:]]
        if SHORTEST_NAME + sum(widths) <= width:
            break
    return tuple(head[column] for column in kept), [tuple(row[column] for column in kept) for row in rows]


def _print_rows(
    console: Console,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    left: Collection[int],
    bold: Callable[[Sequence[str]], bool] = lambda row: False,
    wrap: Collection[int] | None = None,
) -> None:
    wrap = (1, len(head) - 1) if wrap is None else wrap
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column, name in enumerate(head):
        table.add_column(
            name,
            justify="left" if column in left else "right",
            no_wrap=column not in wrap,
            overflow="fold" if column in wrap else "ellipsis",
        )
    for row in rows:
        table.add_row(*row, style="bold" if bold(row) else "")
    console.print(table)


def print_dataset(dataset: "xr.Dataset") -> None:
    """A sweep as a table: a row a point of the grid, of at most a hundred rows the first and the last."""
    import numpy as np

    grid = [dataset[name].values for name in dataset.dims]
    shape = tuple(len(values) for values in grid)
    rows, most = int(np.prod(shape)), 100
    shown = list(range(rows)) if rows <= most else [*range(most // 2), None, *range(rows - most // 2, rows)]
    lines = [dataset[name].transpose(*(dim for dim in dataset.dims if dim in dataset[name].dims)) for name in dataset]
    wide = [np.broadcast_to(line.values.reshape(_with_ones(line, dataset)), shape) for line in lines]
    head = [f"{name} [{dataset[name].attrs.get('units', 'UTC')}]" for name in dataset.dims]
    head += [f"{name} [{dataset[name].attrs['units']}]" for name in dataset]
    body = []
    for row in shown:
        if row is None:
            body.append(["..."] * len(head))
            continue
        place = np.unravel_index(row, shape)
        cells = [_axis_text(values[index]) for values, index in zip(grid, place, strict=True)]
        body.append(
            cells
            + [cell_text(float(values[place]), line.attrs["units"]) for line, values in zip(lines, wide, strict=True)]
        )
    _print_rows(_console(), dataset.attrs["title"], head, body, left=range(len(grid)))


def _with_ones(line: "xr.DataArray", dataset: "xr.Dataset") -> list[int]:
    return [dataset.sizes[dim] if dim in line.dims else 1 for dim in dataset.dims]


def _axis_text(value: Any) -> str:
    import numpy as np

    return str(value.astype("datetime64[s]")) if isinstance(value, np.datetime64) else number_text(value, 6)


def print_montecarlo(answer: "MonteCarlo") -> None:
    """Probability that a link closes, and mean, spread and percentiles of the lines that vary."""
    table = answer.quantiles((0.01, 0.05, 0.5, 0.95, 0.99))
    head: tuple[str, ...] = ("Line", "Unit", "Nominal", "Mean", "Sigma", "1 %", "5 %", "50 %", "95 %", "99 %")
    columns = (table.nominal, table["mean"], table.standard_deviation, table["quantile"])
    rows = []
    for name, unit, nominal, mean, deviation, quantiles in zip(
        table.name.values, table.units.values, *(column.values for column in columns), strict=True
    ):
        factor, said = column_unit(str(unit), float(nominal))
        numbers = (cell_text(float(value), str(unit), factor) for value in (nominal, mean, deviation, *quantiles))
        rows.append((str(name), said, *numbers))
    console = _console()
    head, rows = _that_fit(head, rows, console.width, (("1 %", "99 %"), ("Sigma",), ("Nominal",), ("Mean",)))
    _print_rows(console, heading(answer.case.budget()), head, rows, left=(0, 1), wrap=(0,))
    chance, error = answer.probability()
    samples = answer.margins.sizes["sample"]
    console.print(
        f"The link closes in {percent_text(chance, 4)} of {count_text(samples)} cases "
        f"(standard error {percent_text(error, 2)}), "
        f"with {len(answer.draws)} numbers drawn.",
        soft_wrap=True,
    )


def print_sensitivity(answer: "Sensitivity") -> None:
    """Influence of each number, greatest first, and how much of the variance comes from numbers of each status."""
    head = ("Number", "Status", "per unit", "Unit", "per sigma", "at low", "at high", "First, %", "Total, %")
    rows = [
        (
            one.key,
            one.status,
            number_text(one.per_unit),
            "" if one.unit == "-" else one.unit,
            *(decimals_text(value, 2) for value in (one.per_sigma, one.at_low, one.at_high)),
            *(decimals_text(100.0 * max(share, 0.0)) for share in (one.first, one.total)),
        )
        for one in answer.influences
    ]
    console = _console()
    nominal, sigma = (decimals_text(value, 2) for value in (answer.nominal, answer.variance**0.5))
    title = f"{answer.case.scenario} · {answer.case.name} · {answer.line}: nominal {nominal}, sigma {sigma}"
    _print_rows(console, title, head, rows, left=(0, 1, 3), wrap=(0,))
    for status, (first, _) in answer.by_status.items():
        share = min(max(first, 0.0), 1.0)
        console.print(f"{percent_text(share)} of the variance comes from {status} values.", soft_wrap=True)


def print_comparison(comparison: "Comparison") -> None:
    """Print the changes between two links, then the lines of both, and both verdicts."""
    from linkbudget.studies.compare import change_rows, line_rows

    console = _console()
    console.print(f"Old: {heading(comparison.old)}\nNew: {heading(comparison.new)}", soft_wrap=True, markup=False)
    head, rows = change_rows(comparison)
    if rows:
        _print_rows(console, "Inputs that differ", head, rows, left=(0,))
    else:
        console.print("No input differs.")
    head, rows = line_rows(comparison)
    strong = {line.name for line in comparison.lines if stands_out(line.key, line.sign)}
    _print_rows(console, "Lines", head, rows, left=(0, 1, 4), bold=lambda row: row[1] in strong)
    print_verdict(console, comparison.old, "Old: ")
    print_verdict(console, comparison.new, "New: ")


def print_solutions(dataset: "xr.Dataset") -> None:
    """A number sought at every instant; where there is none, the nearest miss and what it gives."""
    head = ("Time [UTC]", f"{dataset.attrs['key']} [{dataset.value.units}]", "", "Nearest miss", "which gives")
    columns = [dataset[name].values for name in ("time", "value", "status", "nearest", "gives")]
    rows = []
    for when, value, status, nearest, gives in zip(*columns, strict=True):
        missed = status != "solved" and nearest == nearest
        miss = (number_text(nearest, 6), exact_text(gives, dataset.gives.units)) if missed else ("", "")
        rows.append((_axis_text(when), number_text(value, 6), str(status), *miss))
    _print_rows(_console(), dataset.attrs["title"], head, rows, left=(0, 2))


def print_front(front: "xr.Dataset") -> None:
    """Designs that no other beats, of more than a hundred some evenly chosen."""
    import numpy as np

    count, most = front.sizes["design"], 100
    shown = np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(int))
    head = [f"{name} [{item.attrs['units']}]" for name, item in front.data_vars.items()]
    rows = [tuple(number_text(item.values[place], 6) for item in front.data_vars.values()) for place in shown]
    _print_rows(_console(), front.attrs["title"], head, rows, left=())
    for name, item in front.data_vars.items():
        if str(name).startswith("objective_"):
            _console().print(f"{name} is {item.attrs['expression']}", markup=False)
    found, tried = count_text(count), count_text(front.attrs["tried"])
    _console().print(f"{found} of {tried} designs are beaten by no other; {len(shown)} shown.")


def print_summary(summary: dict) -> None:
    """Contents of a scenario in which nothing is wrong."""
    console = _console()
    title = Text(summary["title"], style="bold")
    console.print(title.append(f": nothing wrong with {summary['file']}", style="not bold"), soft_wrap=True)
    console.print(f"{summary['start']} to {summary['end']}, {summary['trajectory']}", soft_wrap=True)
    for note in summary["notes"]:
        console.print(f"Note: {note}.", style="dim", soft_wrap=True, markup=False)
    table = Table(box=None, pad_edge=False)
    statuses = [status for status in STYLES if any(link[status] for link in summary["links"])]
    numbers = (*statuses, "unstated", "frequency", CLOSES)
    names = ("link", "purpose", "frequency", "station", CLOSES, *statuses, "unstated")
    for name in names if console.width >= 110 else ("link", "frequency", CLOSES, *statuses):
        table.add_column(name, no_wrap=name in numbers, overflow="fold", justify="right" if name in numbers else "left")
    for link in summary["links"]:
        cells = link | {"station": link["station"] or "-", CLOSES: _closing_text(link["verdict"]["closing_margin_db"])}
        shown = (cells[str(column.header)] for column in table.columns)
        table.add_row(*(cell if isinstance(cell, Text) else str(cell) for cell in shown))
    _console().print(table)
    for relay in summary["relays"]:
        margin = _closing_text(relay["verdict"]["closing_margin_db"])
        console.print(
            Text(f"Relay {relay['relay']}: {relay['uplink']} and {relay['downlink']}, margin ").append(margin)
        )
    console.print(
        "Margin in dB: the closing margin at the reference distance or instant; below zero the link does not close."
    )
    console.print(_shares_text(summary["statuses"]), soft_wrap=True)


def _shares_text(statuses: dict[str, int]) -> str:
    """Shares of the values of a scenario by status."""
    total = sum(statuses.values())
    shares = [f"{percent_text(count / total)} {status}" for status, count in statuses.items() if count]
    return f"{total} different values: {list_text(shares)}."


def _closing_text(margin_db: float | None) -> Text:
    """A closing margin to a tenth of a decibel; red where the link does not close."""
    text = decimals_text(margin_db, sign=True)
    return Text(text, style="" if margin_db is not None and margin_db >= 0.0 else "red")


def print_catalogue(contents: dict[str, list[dict]]) -> None:
    """The shelves of the catalogue."""
    for shelf, entries in contents.items():
        table = Table(title=shelf, title_justify="left", title_style="bold", box=None, pad_edge=False)
        table.add_column("name", no_wrap=True)
        table.add_column("what it is")
        for entry in entries:
            table.add_row(entry["name"], entry["title"])
        _console().print(table)


@contextmanager
def progress_bar(shown: bool) -> Iterator[Callable[[float, str], None]]:
    """A function to be told the fraction done and what is being done."""
    if not shown:
        with interruption.keeping_words():
            yield lambda fraction, doing: interruption.check()
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with (
        interruption.keeping_words(),
        Progress(
            TextColumn("{task.description:<28}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        ) as bar,
    ):
        task = bar.add_task("", total=1.0)

        def update(fraction: float, doing: str = "") -> None:
            interruption.check()
            bar.update(task, completed=fraction, description=doing)

        yield update


def print_history(milestones: "Iterable[Milestone]", taken: "list[Step]") -> None:
    """Links of all times on one scale, then the steps between the best of them, in decibels."""
    from linkbudget.mission.history import SHARES

    console = _console()
    rows = [
        (
            str(int(one.year)),
            one.name,
            number_text(one.bit_rate_bps, 6),
            decimals_text(one.range_m / 1e9),
            number_text(one.rate_distance_bps_km2, 2),
            "assumed" if one.is_assumed else "",
        )
        for one in milestones
    ]
    head = ("Year", "Link", "bit/s", "million km", "bit/s km2", "Bit rate")
    _print_rows(console, "Bit rate times distance squared", head, rows, left=(0, 1, 5))
    years = ("Gain in dB", *(str(int(step.after.year)) for step in taken))
    gains = [
        (title, *(decimals_text(round(step.shares_db[key], 1), sign=True) for step in taken))
        for key, title in SHARES.items()
    ]
    gains.append(("Together", *(decimals_text(step.gain_db, sign=True) for step in taken)))
    names = " > ".join([taken[0].before.title, *(step.after.title for step in taken)])
    _print_rows(console, names, years, gains, left=(0,), bold=lambda row: row[0] == "Together")


def print_inputs(title: str, values: "list[Input]") -> None:
    """Every value of a scenario, table by table; a narrow terminal folds them, and has no room for range and source."""
    console = _console()
    console.print(title, style="bold", markup=False)
    by_table: dict[str, list[Input]] = {}
    for one in values:
        by_table.setdefault(one.table, []).append(one)
    is_wide = console.width >= 140
    cells = zip(*map(_input_cells, values), strict=True)
    widths = [max(map(len, texts)) if is_wide or not place else 0 for place, texts in enumerate(cells)]
    for name, rows in by_table.items():
        console.print(f"\n[{name}]", style="bold", highlight=False)
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column("key", overflow="fold", min_width=widths[0])
        table.add_column("value", overflow="fold", min_width=min(widths[1], 28))
        table.add_column("status", no_wrap=True, min_width=len("documented"))
        table.add_column("origin", overflow="fold", min_width=min(widths[3], 40))
        if is_wide:
            table.add_column("range and source", overflow="fold")
        for one in rows:
            key, value, status, origin, source = _input_cells(one)
            table.add_row(*(key, value, styled_status(status), origin, source)[: len(table.columns)])
        console.print(table)


def _input_cells(one: "Input") -> tuple[str, str, str, str, str]:
    origin = "" if one.origin == one.table else one.origin
    said = "; ".join(filter(None, (one.range_text, one.source)))
    return one.key, one.value_text, one.status or "", origin, said
