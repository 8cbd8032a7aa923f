"""Tables of an inference on a terminal, by rich."""

from typing import TYPE_CHECKING

from linkbudget.cli.terminal_tables import _console, _print_rows
from linkbudget.formatting import decimals_text, percent_text, quantity_text, span_text
from linkbudget.studies.implied import basis, paragraph

if TYPE_CHECKING:
    from linkbudget.studies.inference import Inference

SHOWN_NARROWING = 0.01
"""Share of the variance from which a number has a row of its own."""


def print_inference(found: "Inference") -> None:
    """Numbers that the record narrows, what each report did, and the paragraph of a report."""
    console = _console()
    head = ("Number", "Before", "5 to 95 %", "After", "5 to 95 %", "Gone", "Rests on")
    rows = [
        (
            one.unknown.name,
            *_middle_and_span(one.prior, one.unknown.unit),
            *_middle_and_span(one.posterior, one.unknown.unit),
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
        _print_rows(console, title, head, rows, left=(0, 6), wrap=(0, 6))
    else:
        console.print(title, style="bold", markup=False)
    rest = len(found.shifts) - len(rows)
    console.print(f"Gone is the share of the variance that the record takes; {rest} numbers lose less than 1 %.\n")
    head = ("Report", "Alone", "With the others", "Moves most", "from", "to", "sigma")
    reports = [
        (
            one.title,
            _chance(one.alone),
            _chance(one.given_others),
            *(
                (
                    one.moved.title,
                    quantity_text(one.before, one.moved.unit, 2),
                    quantity_text(one.after, one.moved.unit, 2),
                    decimals_text(one.change, 2, sign=True),
                )
                if abs(one.change) >= SHOWN_NARROWING
                else ("nothing", "", "", "")
            ),
        )
        for one in found.influences
    ]
    _print_rows(console, "How likely each report was, and what it says by itself", head, reports, (0, 3), wrap=(0, 3))
    console.print("")
    for sentence in paragraph(found):
        console.print(sentence, soft_wrap=True)


def _middle_and_span(values: tuple[float, float, float], unit: str) -> tuple[str, str]:
    low, middle, high = (quantity_text(value, unit, 3) for value in values)
    return middle, span_text(low, high)


def _chance(share: float) -> str:
    return "" if share != share else percent_text(share)
