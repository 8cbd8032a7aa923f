"""Tables of an inference, for commands and notebooks: uncertain numbers, reports and alternatives."""

from typing import TYPE_CHECKING

from linkbudget.formatting import count_text, decimals_text, number_text, percent_text
from linkbudget.studies.implied import SHOWN_NARROWING, basis, called, counted, middle_and_span, paragraph, value_text
from linkbudget.tables import Column, Paragraph, Table

if TYPE_CHECKING:
    from linkbudget.studies.inference import Inference
    from linkbudget.studies.inference_rows import Influence


def inference_parts(found: "Inference") -> list[Table | Paragraph]:
    """Numbers that the record narrows, what each report did, and the paragraph of a report."""
    numbers = numbers_table(found)
    rest = len(found.shifts) - len(numbers.rows)
    parts: list[Table | Paragraph] = [numbers]
    if numbers.rows:
        others = f"; {counted(rest, 'number')} {'loses' if rest == 1 else 'lose'} less than 1 %" if rest else ""
        said = (
            "Middle values, in brackets where nine of ten cases lie. Gone is the share of the variance that the record"
        )
        parts.append(Paragraph(f"{said} takes{others}.", "note"))
    sentences = paragraph(found)
    parts += [_reports_table(found), *map(Paragraph, sentences)]
    return [*parts, _alternatives_table(found)]


def numbers_table(found: "Inference") -> Table:
    """Numbers that the record narrows; the records have all."""
    columns = (
        Column("Number", fold=14),
        Column("By its range", fold=12),
        Column("With the record", fold=12),
        Column("Gone", right=True),
        Column("Depends on", fold=10, spare=1),
    )
    rows = [
        (
            called(found, one.unknown),
            middle_and_span(one.prior, one.unknown.unit),
            middle_and_span(one.posterior, one.unknown.unit),
            percent_text(max(one.narrowing, 0.0)),
            basis(one),
        )
        for one in found.shifts
        if one.narrowing >= SHOWN_NARROWING
    ]
    by = "weights" if found.method == "importance" else "annealing"
    worth = count_text(found.effective_draws)
    title = f"{found.scenario.name} · {count_text(found.draws)} draws, worth {worth} equal ones, by {by}"
    return Table("numbers", title, columns, rows, lambda: _number_records(found))


def _number_records(found: "Inference") -> list[dict]:
    """Uncertain numbers as rows of a file: percentiles 5, 50 and 95 before and after the record."""
    ends = ("5_percent", "median", "95_percent")
    rows = []
    for row in found.to_dict()["unknowns"]:
        spread = {when: row.pop(when) for when in ("prior", "posterior")}
        gone = row.pop("variance_gone")
        values = {f"{when}_{end}": one for when, all_ in spread.items() for end, one in zip(ends, all_, strict=True)}
        rows.append(row | {"variance_gone": gone} | values)
    return rows


def _reports_table(found: "Inference") -> Table:
    columns = (
        Column("Report", fold=16),
        Column("Alone", right=True),
        Column("With the others", right=True),
        Column("Moves most", fold=10),
        Column("From", right=True, spare=2),
        Column("To", right=True, spare=2),
        Column("Sigma", right=True, spare=1),
    )
    rows = [_report_row(found, one) for one in found.influences]
    title = "Probability of each report, and what it says by itself"
    return Table("reports", title, columns, rows, lambda: found.to_dict()["reports"])


def _report_row(found: "Inference", one: "Influence") -> tuple[str, ...]:
    moved = ("nothing", "", "", "")
    if abs(one.change) >= SHOWN_NARROWING:
        before, after = (value_text(value, one.moved.unit) for value in (one.before, one.after))
        moved = (called(found, one.moved), before, after, decimals_text(one.change, 2, sign=True))
    return (one.title, _chance(one.alone), _chance(one.given_others), *moved)


def _alternatives_table(found: "Inference") -> Table:
    """Evidence ratios; on a screen sentences say them."""
    columns = Column("Alternative"), Column("Evidence ratio", right=True), Column("Standard error", right=True)
    rows = [(one.title, number_text(one.ratio, 2), number_text(one.error, 2)) for one in found.comparisons]
    fields = ("title", "evidence_ratio", "standard_error")
    return Table(
        "alternatives",
        "Alternatives",
        columns,
        rows,
        lambda: found.to_dict()["alternatives"],
        fields=fields,
        is_on_screen=False,
    )


def _chance(share: float) -> str:
    return "" if share != share else percent_text(share)
