"""Tables of studies, for commands and notebooks: sweep, Monte Carlo, sensitivity, compare, solve, pareto, causes."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.formatting import (
    cell_text,
    column_unit,
    count_text,
    decimals_text,
    exact_text,
    number_text,
    percent_text,
    quantity_text,
)
from linkbudget.geometry.clock import format_times
from linkbudget.labels import RATIO, spoken
from linkbudget.link.budget_tables import heading
from linkbudget.link.verdict import CLOSING
from linkbudget.studies.compare import changes_table, lines_table
from linkbudget.tables import Column, Paragraph, Table

if TYPE_CHECKING:
    import xarray as xr

    from linkbudget.studies.compare import Comparison
    from linkbudget.studies.contact_loss import ContactLossAnswer
    from linkbudget.studies.montecarlo import MonteCarlo
    from linkbudget.studies.sensitivity import Sensitivity
    from linkbudget.studies.solve import Solution

MOST_ROWS = 100
"""Rows of a grid or a front that a screen shows."""

SHARES = (0.01, 0.05, 0.5, 0.95, 0.99)
"""Percentiles that a screen shows."""


def dataset_table(dataset: "xr.Dataset") -> Table:
    """A sweep as a table: one row per point of the grid; of more than a hundred, the first and the last."""
    axes = [dataset[name] for name in dataset.dims]
    shape = tuple(axis.size for axis in axes)
    points = math.prod(shape)
    places = list(range(points))
    if points > MOST_ROWS:
        places = [*range(MOST_ROWS // 2), *range(points - MOST_ROWS // 2, points)]
    lines = _over_the_grid(dataset)
    wholes = [*axes, *(dataset[name] for name in lines)]
    scales = [_scale(item) for item in wholes]
    columns = [
        Column(_head(item, unit), right=place >= len(axes), spare=_spare(place - len(axes), item.name, len(lines)))
        for place, (item, (_, unit)) in enumerate(zip(wholes, scales, strict=True))
    ]
    rows: list[tuple[str, ...]] = []
    for place in places:
        if place > len(rows) and len(rows) == MOST_ROWS // 2:
            rows.append(("...",) * len(columns))
        where = np.unravel_index(place, shape)
        cells = [
            _axis_text(axis.values[index], factor)
            for axis, index, (factor, _) in zip(axes, where, scales, strict=False)
        ]
        for name, (factor, _) in zip(lines, scales[len(axes) :], strict=True):
            cells.append(cell_text(float(lines[name][where]), dataset[name].attrs["units"], factor))
        rows.append(tuple(cells))
    units = {str(item.name): item.attrs.get("units", "UTC" if item.dtype.kind == "M" else RATIO) for item in wholes}
    title = dataset.attrs["title"]
    return Table("points", title, columns, rows, lambda: _points(dataset), units, tells_omissions=True)


def _over_the_grid(dataset: "xr.Dataset") -> dict[str, Any]:
    """Values of each line at every point, whichever axes it depends on."""
    shape, found = tuple(dataset.sizes.values()), {}
    for name, line in dataset.data_vars.items():
        ordered = line.transpose(*(dim for dim in dataset.dims if dim in line.dims)).values
        ones = [dataset.sizes[dim] if dim in line.dims else 1 for dim in dataset.dims]
        found[str(name)] = np.broadcast_to(ordered.reshape(ones), shape)
    return found


def _points(dataset: "xr.Dataset") -> Iterator[dict[str, Any]]:
    """Axes and lines at each point of a grid, as plain values."""
    axes = {
        str(name): format_times(dataset[name].values) if dataset[name].dtype.kind == "M" else dataset[name].values
        for name in dataset.dims
    }
    lines = _over_the_grid(dataset)
    for place in np.ndindex(*dataset.sizes.values()):
        point = {name: values[index].item() for (name, values), index in zip(axes.items(), place, strict=True)}
        yield point | {name: values[place].item() for name, values in lines.items()}


def _scale(item: "xr.DataArray") -> tuple[float, str]:
    """Factor and unit of a column."""
    if item.dtype.kind == "M":
        return 1.0, "UTC"
    finite = np.abs(item.values[np.isfinite(item.values)])
    return column_unit(item.attrs.get("units", RATIO), float(finite.max()) if finite.size else 0.0)


def _head(item: "xr.DataArray", unit: str) -> str:
    said = _capitalised(str(item.attrs.get("long_name", item.name)))
    return f"{said} [{unit}]" if unit else said


def _spare(place: int, name: object, count: int) -> int:
    """The last lines go first, the closing margin never, nor an axis."""
    return 0 if place < 0 or name == CLOSING or count == 1 else count - place


def _axis_text(value: Any, factor: float = 1.0) -> str:
    if isinstance(value, np.datetime64):
        return str(value.astype("datetime64[s]")).replace("T", " ")
    return number_text(value * factor, 6)


def montecarlo_parts(answer: "MonteCarlo") -> list[Table | Paragraph]:
    """Probability that a link closes, and mean, spread and percentiles of the lines that vary."""
    table = answer.quantiles(SHARES)
    spares = {0.01: 1, 0.99: 1}
    columns = (
        Column("Line", fold=20),
        Column("Unit"),
        Column("Nominal", right=True, spare=3),
        Column("Mean", right=True, spare=4),
        Column("Sigma", right=True, spare=2),
        *(Column(percent_text(share), right=True, spare=spares.get(share, 0)) for share in SHARES),
    )
    rows = []
    numbers = (table.nominal, table["mean"], table.standard_deviation, table["quantile"])
    for name, unit, nominal, mean, deviation, quantiles in zip(
        table.name.values, table.units.values, *(column.values for column in numbers), strict=True
    ):
        factor, said = column_unit(str(unit), float(nominal))
        texts = (cell_text(float(value), str(unit), factor) for value in (nominal, mean, deviation, *quantiles))
        rows.append((str(name), said, *texts))
    names = dict(zip(table.line.values, zip(table.name.values, table.units.values, strict=True), strict=True))
    chance, error = answer.probability()
    samples = answer.margins.sizes["sample"]

    def records() -> list[dict]:
        return [
            {"line": line, "name": str(names[line][0]), "unit": str(names[line][1])} | said
            for line, said in answer.to_dict()["lines"].items()
        ]

    return [
        Table("lines", heading(answer.case.budget()), columns, rows, records),
        Paragraph(
            f"The link closes in {percent_text(chance, 4)} of {count_text(samples)} cases (standard error "
            f"{percent_text(error, 2)}), with {len(answer.draws)} numbers drawn."
        ),
    ]


def sensitivity_parts(answer: "Sensitivity") -> list[Table | Paragraph]:
    """Influence of each number, greatest first, and how much of the variance comes from numbers of each status."""
    columns = (
        Column("Number", fold=12),
        Column("Key", spare=1),
        Column("Status", spare=3, role="status"),
        Column("Per unit", right=True),
        Column("Unit"),
        *(Column(head, right=True) for head in ("Per sigma", "At low", "At high")),
        Column("First [%]", right=True, spare=2),
        Column("Total [%]", right=True),
    )
    rows = [
        (
            spoken(one.key),
            one.key,
            one.status,
            number_text(one.per_unit),
            "" if one.unit == RATIO else one.unit,
            *(decimals_text(value, 2) for value in (one.per_sigma, one.at_low, one.at_high)),
            *(decimals_text(100.0 * max(share, 0.0)) for share in (one.first, one.total)),
        )
        for one in answer.influences
    ]
    line = answer.case.budget().terms[answer.line]
    texts = (exact_text(round(value, 2), line.unit) for value in (answer.nominal, math.sqrt(answer.variance)))
    nominal, sigma = texts
    title = f"{answer.case.scenario} · {answer.case.name} · {line.name}: nominal {nominal}, sigma {sigma}"
    units = dict.fromkeys(("per_sigma", "at_low", "at_high"), line.unit)
    return [
        Table("inputs", title, columns, rows, lambda: answer.to_dict()["inputs"], units),
        *(
            Paragraph(f"{percent_text(min(max(first, 0.0), 1.0))} of the variance comes from {status} values.")
            for status, (first, _) in answer.by_status.items()
        ),
    ]


def comparison_parts(comparison: "Comparison") -> list[Table | Paragraph]:
    """The changes between two links, then the lines of both, and both verdicts."""
    changes = changes_table(comparison)
    sides = (("Old", comparison.old), ("New", comparison.new))
    parts: list[Table | Paragraph] = [Paragraph(f"{side}: {heading(budget)}") for side, budget in sides]
    parts += [changes] if changes.rows else [Paragraph("No input differs.")]
    verdicts = [Paragraph(f"{side}: {budget.verdict}", "verdict") for side, budget in sides]
    return [*parts, lines_table(comparison), *verdicts]


def solution_parts(solution: "Solution") -> list[Table | Paragraph]:
    """One value sought: a sentence, and for files a row."""
    said = solution.to_dict()
    low, high = said.pop("bracket")
    names = ("key", "value", "unit", "nearest", "status", "line", "target", "gives", "present", "line_unit")
    record = {name: said[name] for name in names} | {"lowest_tried": low, "highest_tried": high}
    columns = (
        Column("Number"),
        Column("Value", right=True),
        Column("Search"),
        Column("Line"),
        Column("Target", right=True),
        Column("Nearest", right=True),
        Column("Which gives", right=True),
    )
    row = (
        spoken(solution.key),
        exact_text(solution.value, solution.unit),
        str(solution.status),
        solution.title,
        exact_text(solution.target, solution.line_unit),
        exact_text(solution.nearest, solution.unit),
        exact_text(solution.gives, solution.line_unit),
    )
    return [Paragraph(str(solution)), Table("solution", "", columns, [row], lambda: [record], is_on_screen=False)]


def solutions_table(dataset: "xr.Dataset", data: dict[str, Any]) -> Table:
    """A number sought at every instant; where there is none, the nearest miss and what it gives."""
    key, unit = dataset.attrs["key"], dataset.value.units
    columns = (
        Column("Time [UTC]"),
        Column(f"{_capitalised(spoken(key))}{f' [{unit}]' if unit != RATIO else ''}", right=True),
        Column("Search"),
        Column("Nearest miss", right=True),
        Column("which gives", right=True),
    )
    rows = []
    values = [dataset[name].values for name in ("time", "value", "status", "nearest", "gives")]
    for when, value, status, nearest, gives in zip(*values, strict=True):
        missed = status != "solved" and nearest == nearest
        miss = (number_text(nearest, 6), exact_text(gives, dataset.gives.units)) if missed else ("", "")
        rows.append((_axis_text(when), number_text(value, 6), str(status), *miss))
    names = [name for name in ("time", "present", "value", "nearest", "gives", "target", "status") if name in data]
    count = len(data["time"])

    def records() -> list[dict[str, Any]]:
        wide = {name: data[name] if isinstance(data[name], list) else [data[name]] * count for name in names}
        return [{name: wide[name][place] for name in names} for place in range(count)]

    units = {"time": "UTC"} | dict.fromkeys(("present", "value", "nearest"), unit)
    units |= dict.fromkeys(("gives", "target"), dataset.gives.units)
    return Table("instants", dataset.attrs["title"], columns, rows, records, units)


def front_parts(front: "xr.Dataset") -> list[Table | Paragraph]:
    """Designs that no other beats; of more than a hundred, some evenly chosen."""
    count = front.sizes["design"]
    shown = np.unique(np.linspace(0, count - 1, min(count, MOST_ROWS)).round().astype(int))
    items = list(front.data_vars.values())
    scales = [_scale(item) for item in items]
    columns = [Column(_head(item, unit), right=True) for item, (_, unit) in zip(items, scales, strict=True)]
    rows = [
        tuple(number_text(item.values[place] * factor, 6) for item, (factor, _) in zip(items, scales, strict=True))
        for place in shown
    ]

    def records() -> list[dict[str, Any]]:
        return [
            {str(name): item.values[place].item() for name, item in front.data_vars.items()} for place in range(count)
        ]

    units = {str(name): item.attrs["units"] for name, item in front.data_vars.items()}
    objectives = [
        Paragraph(f"{item.attrs['long_name']} is {item.attrs['expression']}.")
        for name, item in front.data_vars.items()
        if str(name).startswith("objective_")
    ]
    found, tried = count_text(count), count_text(front.attrs["tried"])
    more = f"; {len(shown)} shown" if len(shown) < count else ""
    return [
        Table("designs", front.attrs["title"], columns, rows, records, units, tells_omissions=True),
        *objectives,
        Paragraph(f"{found} of {tried} designs are beaten by no other{more}."),
    ]


def causes_parts(answer: "ContactLossAnswer") -> list[Table | Paragraph]:
    """Sentences on what may have ended contact, and for files one row per cause."""
    data = answer.to_dict()
    columns = Column("Cause"), Column("Ends contact at", True), Column("Per day", True), Column("Chance", True)
    rows, records = [], []
    for one, said in zip(answer.causes, data["causes"], strict=True):
        needed, unit = said["needed"][1], one.unit or RATIO
        per_day = said["per_day"]
        rows.append(
            (
                one.title,
                "" if needed is None else _extent_text(needed, unit),
                "" if per_day is None else _extent_text(per_day, unit),
                "" if said["probability"] is None else percent_text(said["probability"]),
            )
        )
        low, middle, high = said.pop("needed")
        records.append(said | {"needed": {"low": low, "middle": middle, "high": high}})
    table = Table("causes", "What may have ended contact", columns, rows, lambda: records, is_on_screen=False)
    return [*map(Paragraph, answer.sentences()), table]


def _extent_text(value: float, unit: str) -> str:
    """An extent of a cause with its unit; one without a unit is a share."""
    return percent_text(value) if unit == RATIO else quantity_text(value, unit, 3)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
