"""Tables of an inference on a terminal, by rich."""

from typing import TYPE_CHECKING

from linkbudget.cli.terminal_tables import _console, _print_rows
from linkbudget.formatting import decimals_text, percent_text
from linkbudget.studies.implied import SHOWN_NARROWING, basis, called, counted, middle_and_span, paragraph, value_text

if TYPE_CHECKING:
    from linkbudget.studies.inference import Inference
    from linkbudget.studies.inference_rows import Influence


def print_inference(found: "Inference") -> None:
    """Numbers that the record narrows, what each report did, and the paragraph of a report."""
    console = _console()
    head = ("Number", "By its range", "With the record", "Gone", "Depends on")
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
    title = (
        f"{found.scenario.name} · {found.draws} draws, worth {found.effective_draws:.0f} equal ones, by "
        f"{'weights' if found.method == 'importance' else 'annealing'}"
    )
    if rows:
        _print_rows(console, title, head, rows, left=(0, 1, 2, 4), wrap=(0, 4))
    else:
        console.print(title, style="bold", markup=False)
    rest = len(found.shifts) - len(rows)
    console.print(
        "Middle values, in brackets where nine of ten cases lie. Gone is the share of the variance that the record "
        f"takes; {counted(rest, 'number')} {'loses' if rest == 1 else 'lose'} less than 1 %.\n",
        soft_wrap=True,
    )
    columns = ("Report", "Alone", "With the others", "Moves most", "from", "to", "sigma")
    reports = [_report_row(found, one) for one in found.influences]
    _print_rows(
        console, "Probability of each report, and what it says by itself", columns, reports, (0, 3), wrap=(0, 3)
    )
    console.print("")
    for sentence in paragraph(found):
        console.print(sentence, soft_wrap=True)


def _report_row(found: "Inference", one: "Influence") -> tuple[str, ...]:
    moved = ("nothing", "", "", "")
    if abs(one.change) >= SHOWN_NARROWING:
        before, after = (value_text(value, one.moved.unit) for value in (one.before, one.after))
        moved = (called(found, one.moved), before, after, decimals_text(one.change, 2, sign=True))
    return (one.title, _chance(one.alone), _chance(one.given_others), *moved)


def _chance(share: float) -> str:
    return "" if share != share else percent_text(share)
