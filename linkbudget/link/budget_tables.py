"""A budget as people and programs read it: the engineer's table, the explanation, plain data, a labelled dataset.

:func:`budget_parts` is what a notebook shows of a budget.  The map: :func:`budget_table`, :func:`control_lines` and
:func:`control_margins` (tables for screens, Markdown and CSV), :func:`notes_and_verdict`, :func:`text_table`,
:func:`markdown_table`, :func:`control_text` and :func:`explanation` (text), :func:`as_dict`, :func:`term_dicts`,
:func:`results_dict`, :func:`verdict_dict` and :func:`control_dict` (plain data), :func:`as_dataset`.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from textwrap import indent
from typing import TYPE_CHECKING

import numpy as np

from linkbudget.formatting import (
    cases_text,
    cell_text,
    column_unit,
    decimals_text,
    note_text,
    span_text,
    table_text,
)
from linkbudget.link import docstrings
from linkbudget.link.terms import Sign, Term
from linkbudget.link.verdict import CLOSING, MARGINS
from linkbudget.parameters import Parameter, plain
from linkbudget.tables import Column, Paragraph, Table

if TYPE_CHECKING:
    import xarray as xr

    from linkbudget.link.budget import Budget
    from linkbudget.link.control_table import ControlLine, ControlTable
    from linkbudget.link.lines import Lines

RESULTS = (
    "range_m",
    "eirp_dbw",
    "free_space_loss_db",
    "received_power_dbw",
    "system_noise_temperature_k",
    "cn0_dbhz",
    "ebn0_db",
    "required_ebn0_db",
    "margin_db",
    CLOSING,
    "data_rate_limit_bps",
)
"""Results every budget reports as plain data; null where one does not apply."""


def heading(budget: "Lines") -> str:
    """One line that says which link this is, and when."""
    where = " · ".join(part for part in (budget.scenario, budget.name, budget.link.title) if part)
    return f"{where}{f' · at {budget.at}' if budget.at else ''}"


def text_table(budget: "Lines") -> str:
    """The budget as a table of plain text."""
    rows = [(line.sign, line.name, *table_text(line.value, line.unit), line.status or "") for line in budget]
    width = max(len(row[1]) for row in rows)
    lines = [heading(budget), f"  {'':1} {'Line':<{width}}  {'Value':>14} {'Unit':<8} Status"]
    lines += [f"  {sign:1} {name:<{width}}  {value:>14} {unit:<8} {status}" for sign, name, value, unit, status in rows]
    lines += ["", str(budget.verdict)]
    return "\n".join(line.rstrip() for line in lines)


def budget_table(budget: "Lines") -> Table:
    """The budget as a table: a row a line."""
    columns = (
        Column(""),
        Column("Line", fold=26),
        Column("Value", right=True),
        Column("Unit"),
        Column("Status", spare=2, role="status"),
        Column("Source", spare=1, fold=32, cut=True),
    )
    rows = [
        (line.sign, line.name, *table_text(line.value, line.unit), line.status or "", line.source) for line in budget
    ]
    return Table(
        "lines",
        heading(budget),
        columns,
        rows,
        lambda: _budget_records(budget),
        roles=_roles(budget.terms),
        folds=lambda: [details_of_term(line) for line in budget],
    )


def budget_parts(budget: "Lines") -> list[Table | Paragraph]:
    """Everything that a notebook shows of a budget: the verdict first, as the table is long."""
    *notes, verdict = notes_and_verdict(budget)
    title, table = Paragraph(heading(budget), "title"), replace(budget_table(budget), title="")
    return [title, verdict, table, *notes]


def budget_in_short(budget: "Lines") -> str:
    """A link and its verdict in a few words, for a prompt."""
    verdict, where = budget.verdict, " ".join(filter(None, (budget.scenario, budget.name or budget.link.title)))
    cases = np.size(verdict.closes)
    said = f"closes in {cases_text(np.mean(verdict.closes), cases)}" if cases > 1 else verdict.in_short
    return f"{said}, {where}"


def notes_and_verdict(budget: "Lines") -> list[Paragraph]:
    """Notes and verdict under a budget's table."""
    notes = (Paragraph(f"Note: {note_text(note)}.", "note") for note in budget.notes)
    return [*notes, Paragraph(str(budget.verdict), "verdict")]


def markdown_table(budget: "Lines") -> str:
    """The budget as a Markdown table, with its notes and its verdict."""
    return "\n\n".join([budget_table(budget).markdown(), *(one.markdown() for one in notes_and_verdict(budget))])


def _budget_records(budget: "Lines") -> list[dict]:
    return [
        {
            "key": key,
            "line": line.name,
            "value": float(line.value),
            "unit": line.unit,
            "sign": line.sign,
            "status": line.status or "",
            "source": line.source,
        }
        for key, line in budget.terms.items()
    ]


def _roles(lines: "Mapping[str, Term | ControlLine]") -> list[str]:
    """Lines of tables that are strong."""
    return ["strong" if stands_out(key, line.sign) else "" for key, line in lines.items()]


def explanation(budget: "Lines", only: Sequence[str] = ()) -> str:
    """Each line of the budget with its equation, the numbers put in, and its source; then the verdict.

    ``only`` are keys of lines that are wanted alone, without the verdict.
    """
    lines = (explain_term(line) for key, line in budget.terms.items() if not only or key in only)
    return "\n\n".join([heading(budget), *lines, *([] if only else [str(budget.verdict)])])


def stands_out(key: str, sign: Sign) -> bool:
    """True for lines that tables print bold: totals and the closing margin, but no margin of one requirement alone.

    Examples
    --------
    >>> stands_out("eirp_dbw", "="), stands_out("closing_margin_db", ""), stands_out("margin_db", "=")
    (True, True, False)
    """
    return key == CLOSING or (sign == "=" and key not in MARGINS)


def explain_term(line: Term) -> str:
    """One line explained.

    Examples
    --------
    >>> from linkbudget.link.terms import term
    >>> from linkbudget.physics.free_space import free_space_loss_db
    >>> loss = term("Free-space loss", free_space_loss_db, "-", distance_m=106.76e9, frequency_hz=922.76e6)
    >>> print(explain_term(loss))
    Free-space loss = 252.32 dB
        L_bf = 20 log_10 (4 π d f/c)
        distance_m = 1.0676e+11, frequency_hz = 9.2276e+08
        ITU-R P.525-5 (2024), section 2.2; equation (3) of earlier editions
    """
    value, unit = table_text(line.value, line.unit)
    text = indent(details_of_term(line), "    ")
    return f"{f'{line.name} = {value} {unit}'.rstrip()}\n{text}".rstrip()


def details_of_term(line: Term) -> str:
    """Equation, numbers and source of one line, without its value; empty for a bare number."""
    details = []
    if line.parts:
        details.append(line.sum_text)
        details.append(_sum_of_numbers(line))
    elif line.function is not None:
        details.append(docstrings.equation_text(line.function))
        details.append(", ".join(f"{name} = {cell_text(plain(value))}" for name, value in line.inputs.items()))
        details.append("; ".join(line.documents))
    units = {"given": line.unit}
    said = ((name, _said_of(item, units.get(name, ""))) for name, item in line.inputs.items())
    details += [f"{name}: {words}" for name, words in said if words]
    return "\n".join(filter(None, details))


def _sum_of_numbers(line: Term) -> str:
    """The parts of a total as numbers with their units: ``14.77 dBW - 1.00 dB + ...``."""
    words: list[str] = []
    for sign, part in line.signed_parts:
        value, unit = table_text(part.value, part.unit)
        number = f"{value} {unit}".rstrip()
        in_brackets = words and number.startswith("-")
        words.append(f"{'+' if sign > 0.0 else '-'} {f'({number})' if in_brackets else number}")
    return " ".join(words).removeprefix("+ ")


def _said_of(item, unit: str) -> str:
    if not isinstance(item, Parameter):
        return ""
    ends = (item.low, item.high)
    span = "" if None in ends else span_text(*(" ".join(table_text(end, unit or "-")).rstrip() for end in ends))
    return ", ".join(part for part in (item.status, span, item.source, item.note) if part)


def as_dict(budget: "Budget") -> dict:
    """The budget as plain data: numbers that do not exist are null."""
    return {
        "scenario": budget.scenario,
        "link": budget.name or budget.link.title,
        "at": budget.at,
        "terms": term_dicts(budget),
        "results": results_dict(budget, RESULTS),
        "verdict": verdict_dict(budget),
    }


def term_dicts(budget: "Lines") -> list[dict]:
    """The lines of a budget as plain data."""
    return [
        {
            "key": key,
            "name": line.name,
            "value": _json(line.value),
            "unit": line.unit,
            "sign": line.sign,
            "status": line.status,
            "source": line.source,
        }
        for key, line in budget.terms.items()
    ]


def results_dict(budget: "Lines", keys: tuple[str, ...]) -> dict:
    """Some lines of a budget as plain data; null where it does not have one."""
    return {key: _json(budget.get(key)) for key in keys}


def verdict_dict(budget: "Lines") -> dict:
    """The verdict as plain data; null where there is no answer."""
    verdict = budget.verdict
    if np.ndim(verdict.closing_margin_db):
        known = ~np.isnan(verdict.closing_margin_db)
        closes = np.where(known, verdict.closes, np.array(None)).tolist()
        limited = np.where(known, verdict.limited_by, np.array(None)).tolist()
    else:
        known = not math.isnan(verdict.closing_margin_db)
        closes, limited = (verdict.closes, verdict.limited_by) if known else (None, None)
    return {"closes": closes, "closing_margin_db": _json(verdict.closing_margin_db), "limited_by": limited} | (
        {"gap": verdict.gap} if verdict.gap else {}
    )


def _json(value):
    if value is None or isinstance(value, str):
        return value
    if np.ndim(value):
        return [_json(item) for item in np.asarray(value)]
    return float(value) if math.isfinite(value) else None


def as_dataset(budget: "Lines", dims: tuple[str, ...] | None = None) -> "xr.Dataset":
    """The lines of a budget as an :class:`xarray.Dataset`; arrays get the dimensions ``dims`` (dim_0, dim_1, ...)."""
    import xarray as xr

    shape = np.broadcast_shapes(*(np.shape(line.value) for line in budget))
    names = dims or tuple(f"dim_{axis}" for axis in range(len(shape)))
    variables = {}
    for key, line in budget.terms.items():
        value = np.asarray(line.value)
        attributes = {"long_name": line.name, "units": line.unit, "source": line.source, "status": line.status or ""}
        variables[key] = xr.Variable(names[len(names) - value.ndim :], value, attributes)
    about = {"title": heading(budget), "verdict": str(budget.verdict)}
    if hasattr(budget, "plane"):
        about["reference_plane"] = budget.plane
    return xr.Dataset(variables, attrs=about)


def control_text(table: "ControlTable") -> str:
    """A design control table as plain text: the lines, the margins and whether they are accepted, the verdict."""
    parts = [heading(table.budget), control_lines(table).text(), "", control_margins(table).text()]
    return "\n".join([*parts, "", str(table.budget.verdict)])


def control_lines(table: "ControlTable") -> Table:
    """The lines of a design control table."""
    columns = (
        Column(""),
        Column("Line", fold=20),
        Column("Unit"),
        *(Column(head, right=True) for head in ("Nominal", "Adverse", "Favourable")),
        Column("Mean", right=True, spare=3),
        Column("Variance", right=True, spare=2),
        Column("Shape", spare=1),
    )
    rows = []
    for line in table.lines.values():
        factor, unit = column_unit(line.unit, line.nominal)
        ends = [cell_text(value, line.unit, factor) for value in (line.nominal, line.adverse, line.favourable)]
        varies = line.adverse != line.favourable and not math.isnan(line.variance)
        mean = "" if math.isnan(line.mean) else cell_text(line.mean, line.unit, factor)
        shape = line.shape if varies and line.sign in ("+", "-") else ""
        rows.append((line.sign, line.name, unit, *ends, mean, decimals_text(line.variance, 3) if varies else "", shape))
    title, roles = heading(table.budget), _roles(table.lines)
    return Table("lines", title, columns, rows, lambda: control_dict(table)["lines"], roles=roles)


def control_margins(table: "ControlTable") -> Table:
    """The margins of a design control table, and whether they are accepted."""
    columns = (
        Column("Margin", fold=8),
        Column("Nominal", right=True),
        Column("Adverse", right=True, spare=2),
        Column("Favourable", right=True, spare=1),
        Column("Mean", right=True, spare=3),
        Column("Mean-3σ", right=True),
        Column("RSS", right=True),
        Column("Verdict", fold=14),
    )
    rows = []
    for margin in table.margins.values():
        values = (margin.nominal_db, margin.adverse_db, margin.favourable_db, margin.mean_db, margin.three_sigma_db)
        verdict = "accepted" if margin.accepted else "not accepted: " + "; ".join(margin.shortfalls)
        rows.append((margin.name, *(decimals_text(value, 2) for value in (*values, margin.rss_db)), verdict))
    numbers = ("nominal", "adverse", "favourable", "mean", "mean_minus_3_sigma", "rss")
    title, units = "Margins [dB]", dict.fromkeys(numbers, "dB")
    return Table("margins", title, columns, rows, lambda: control_dict(table)["margins"], units)


def control_dict(table: "ControlTable") -> dict:
    """A design control table as plain data: numbers that do not exist are null."""
    numbers = ("nominal", "adverse", "favourable", "mean", "variance")
    return {
        "scenario": table.budget.scenario,
        "link": table.budget.name or table.budget.link.title,
        "at": table.budget.at,
        "lines": [
            {"key": key, "name": line.name, "unit": line.unit, "sign": line.sign, "shape": line.shape}
            | {name: _json(getattr(line, name)) for name in numbers}
            for key, line in table.lines.items()
        ],
        "margins": [
            {
                "key": key,
                "name": margin.name,
                **{name: _json(getattr(margin, f"{name}_db")) for name in numbers[:4]},
                "mean_minus_3_sigma": _json(margin.three_sigma_db),
                "rss": _json(margin.rss_db),
                "accepted": margin.accepted,
                "shortfalls": list(margin.shortfalls),
            }
            for key, margin in table.margins.items()
        ],
        "verdict": verdict_dict(table.budget),
    }
