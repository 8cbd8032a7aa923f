"""A budget as people and programs read it: the engineer's table, the explanation, plain data, a labelled dataset."""

import math
from textwrap import indent
from typing import TYPE_CHECKING

import numpy as np

from linkbudget.link import docstrings
from linkbudget.link.terms import Sign, Term
from linkbudget.link.verdict import CLOSING, MARGINS
from linkbudget.parameters import Parameter, plain

if TYPE_CHECKING:
    import xarray as xr

    from linkbudget.link.budget import Budget

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


def number_text(value) -> str:
    """A value as a table prints it; arrays by their ends.

    Examples
    --------
    >>> number_text(252.3179), number_text(106.76e9), number_text(2.5e-7), number_text(float("nan"))
    ('252.32', '1.0676e+11', '2.5000e-07', '-')
    """
    if np.ndim(value):
        return f"{number_text(np.nanmin(value))} ... {number_text(np.nanmax(value))}"
    if isinstance(value, (str, bool)) or value is None:
        return str(value)
    if math.isnan(value):
        return "-"
    if value != 0.0 and not 0.01 <= abs(value) < 1e6 and math.isfinite(value):
        return f"{value:.4e}"
    return f"{value:.2f}"


def value_text(line: Term) -> tuple[str, str]:
    """Value and unit of a line as people say them: ranges in kilometres."""
    if line.unit == "m" and np.ndim(line.value) == 0 and abs(line.value) >= 1e4:
        return f"{line.value / 1e3:,.0f}", "km"
    if line.unit == "Hz" and np.ndim(line.value) == 0 and abs(line.value) >= 1e6:
        return f"{line.value / 1e6:.8g}", "MHz"
    if line.unit.startswith("dB") and np.ndim(line.value) == 0 and abs(line.value) < 1e6:
        return f"{line.value + 0.0:.2f}", line.unit
    return number_text(line.value), "" if line.unit == "-" else line.unit


def quantity_text(value, unit: str) -> str:
    """A number with its unit, to six digits; long distances in kilometres, high frequencies in MHz.

    Examples
    --------
    >>> quantity_text(20.28891, "W"), quantity_text(106.76e9, "m"), quantity_text(922.76e6, "Hz")
    ('20.2889 W', '106,760,000 km', '922.76 MHz')
    >>> quantity_text(2.8e-14, "dB")  # what rounding left of nothing
    '0 dB'
    """
    if unit == "m" and abs(value) >= 1e4:
        return f"{value / 1e3:,.0f} km"
    if unit == "Hz" and abs(value) >= 1e6:
        return f"{value / 1e6:.8g} MHz"
    if unit.startswith("dB"):
        value = round(float(value), 6)
    return f"{value + 0.0:.6g} {unit}".removesuffix(" -")


def heading(budget: "Budget") -> str:
    """One line that says which link this is, and when."""
    where = " · ".join(part for part in (budget.scenario, budget.name, budget.link.title) if part)
    return f"{where}{f' · at {budget.at}' if budget.at else ''}"


def text_table(budget: "Budget") -> str:
    """The budget as a table of plain text."""
    rows = [(line.sign, line.name, *value_text(line), line.status or "") for line in budget]
    width = max(len(row[1]) for row in rows)
    lines = [heading(budget), f"  {'':1} {'Line':<{width}}  {'Value':>14} {'Unit':<8} Status"]
    lines += [f"  {sign:1} {name:<{width}}  {value:>14} {unit:<8} {status}" for sign, name, value, unit, status in rows]
    lines += ["", str(budget.verdict)]
    return "\n".join(line.rstrip() for line in lines)


def explanation(budget: "Budget") -> str:
    """Each line of the budget with its equation, the numbers put in, and its source; then the verdict."""
    lines = (explain_term(line) for line in budget)
    return "\n\n".join([heading(budget), *lines, str(budget.verdict)])


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
    value, unit = value_text(line)
    details = []
    if line.parts:
        details.append(line.sum_text)
        details.append(_sum_of_numbers(line))
    elif line.function is not None:
        details.append(docstrings.equation_text(line.function))
        details.append(", ".join(f"{name} = {number_text(plain(value))}" for name, value in line.inputs.items()))
        details.append("; ".join(line.documents))
    units = {"given": line.unit}
    said = ((name, _said_of(item, units.get(name, ""))) for name, item in line.inputs.items())
    details += [f"{name}: {words}" for name, words in said if words]
    text = indent("\n".join(filter(None, details)), "    ")
    return f"{f'{line.name} = {value} {unit}'.rstrip()}\n{text}".rstrip()


def _sum_of_numbers(line: Term) -> str:
    """The parts of a total as numbers with their units: ``14.77 dBW - 1.00 dB + ...``."""
    words = []
    for sign, part in line.signed_parts:
        value, unit = value_text(part)
        number = f"{value} {unit}".rstrip()
        in_brackets = words and number.startswith("-")
        words.append(f"{'+' if sign > 0.0 else '-'} {f'({number})' if in_brackets else number}")
    return " ".join(words).removeprefix("+ ")


def _said_of(item, unit: str) -> str:
    if not isinstance(item, Parameter):
        return ""
    ends = (item.low, item.high)
    text = (lambda end: quantity_text(end, unit)) if unit in ("m", "Hz") else number_text
    span = "" if None in ends else " to ".join(text(end) for end in ends)
    return ", ".join(part for part in (item.status, span, item.source, item.note) if part)


def as_dict(budget: "Budget") -> dict:
    """The budget as plain data: numbers that do not exist are null."""
    return {
        "scenario": budget.scenario,
        "link": budget.name or budget.link.title,
        "at": budget.at,
        "terms": [
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
        ],
        "results": {key: _json(budget.get(key)) for key in RESULTS},
        "verdict": verdict_dict(budget),
    }


def verdict_dict(budget: "Budget") -> dict:
    """The verdict as plain data; null where there is no answer."""
    verdict = budget.verdict
    if np.ndim(verdict.closing_margin_db):
        known = ~np.isnan(verdict.closing_margin_db)
        closes = np.where(known, verdict.closes, None).tolist()
        limited = np.where(known, verdict.limited_by, None).tolist()
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


def as_dataset(budget: "Budget", dims: tuple[str, ...] | None = None) -> "xr.Dataset":
    """The lines of a budget as an :class:`xarray.Dataset`; arrays get the dimensions ``dims`` (dim_0, dim_1, ...)."""
    import xarray as xr

    shape = np.broadcast_shapes(*(np.shape(line.value) for line in budget))
    names = dims or tuple(f"dim_{axis}" for axis in range(len(shape)))
    variables = {}
    for key, line in budget.terms.items():
        value = np.asarray(line.value)
        attributes = {"long_name": line.name, "units": line.unit, "source": line.source, "status": line.status or ""}
        variables[key] = xr.Variable(names[len(names) - value.ndim :], value, attributes)
    about = {"title": heading(budget), "reference_plane": budget.plane, "verdict": str(budget.verdict)}
    return xr.Dataset(variables, attrs=about)


def control_text(table) -> str:
    """A design control table as plain text: the lines, the margins and whether they are accepted, the verdict."""
    columns = _columns(*control_rows(table), left=(0, 1, 2, 8))
    margins = _columns(*margin_rows(table), left=(0, 7))
    return "\n".join([heading(table.budget), *columns, "", *margins, "", str(table.budget.verdict)])


def _columns(head: tuple[str, ...], body: list[tuple[str, ...]], left: tuple[int, ...]) -> list[str]:
    """Rows of text under each other, columns to the left or to the right."""
    rows = [head, *body]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    aligned = (
        [cell.ljust(width) if column in left else cell.rjust(width) for column, (cell, width) in enumerate(pairs)]
        for pairs in (zip(row, widths, strict=True) for row in rows)
    )
    return ["  ".join(cells).rstrip() for cells in aligned]


def control_rows(table) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and rows of a design control table's lines, as text."""
    head = ("", "Line", "Unit", "Nominal", "Adverse", "Favourable", "Mean", "Variance", "Shape")
    rows = []
    for line in table.lines.values():
        scale, unit = said_in(line.unit, line.nominal)
        ends = [end_text(value, scale) for value in (line.nominal, line.adverse, line.favourable)]
        varies = line.adverse != line.favourable and not math.isnan(line.variance)
        mean = "" if math.isnan(line.mean) else number_text(line.mean)
        shape = line.shape if varies and line.sign in ("+", "-") else ""
        rows.append((line.sign, line.name, unit, *ends, mean, f"{line.variance:.3f}" if varies else "", shape))
    return head, rows


def end_text(value: float, scale: float) -> str:
    """A value in the unit of :func:`said_in`.

    Examples
    --------
    >>> end_text(252.3179, 1.0), end_text(106.76e9, 1e-3), end_text(922.76e6, 1e-6)
    ('252.32', '106,760,000', '922.76')
    """
    if scale == 1.0:
        return number_text(value)
    return f"{value * scale:,.0f}" if scale == 1e-3 else f"{value * scale:.8g}"


def said_in(unit: str, nominal: float) -> tuple[float, str]:
    """Factor and unit in which people say a number: large ranges in kilometres, high frequencies in MHz.

    Read off the size of the number.

    Parameters
    ----------
    unit : str
        Unit of the number.
    nominal : float
        The number [any unit].

    Returns
    -------
    tuple of float and str
        Factor to multiply the number by [-], and the unit that it then has.

    Examples
    --------
    >>> said_in("m", 106.76e9)
    (0.001, 'km')
    """
    if unit == "m" and abs(nominal) >= 1e4:
        return 1e-3, "km"
    if unit == "Hz" and abs(nominal) >= 1e6:
        return 1e-6, "MHz"
    return 1.0, "" if unit == "-" else unit


def margin_rows(table) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and rows of a design control table's margins, as text."""
    head = ("Margin", "Nominal", "Adverse", "Favourable", "Mean", "Mean-3σ", "RSS", "Verdict")
    rows = []
    for margin in table.margins.values():
        values = (margin.nominal_db, margin.adverse_db, margin.favourable_db, margin.mean_db, margin.three_sigma_db)
        verdict = "accepted" if margin.accepted else "not accepted: " + "; ".join(margin.shortfalls)
        rows.append((margin.name, *(f"{value:.2f}" for value in (*values, margin.rss_db)), verdict))
    return head, rows


def control_dict(table) -> dict:
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
