"""The paragraph that sums up an inference: the implied value of each number and its basis.

The map: :func:`paragraph` (the sentences), :func:`basis` (document, record or guess), :func:`called` and
:func:`middle_and_span` (a number's name and values).
"""

import numpy as np

from linkbudget.formatting import (
    decibels_text,
    list_text,
    number_text,
    percent_text,
    quantity_text,
    span_text,
)
from linkbudget.studies.inference import QUANTILES, Inference
from linkbudget.studies.inference_rows import Comparison, Shift, Worth
from linkbudget.studies.record import Unknown

SHOWN_NARROWING = 0.01
"""Share of a number's variance that a record must take for it to have a row in tables and figures."""

TOLD_NARROWING = 0.1
"""Share of a number's variance that a record must explain for the number to count as based on the record."""

MOST_TOLD = 4
"""Numbers that the paragraph tells of one by one."""

EVEN_ODDS = (0.5, 2.0)
"""Ratios of evidence between which an alternative counts as about as likely."""

GUESS = "a guess"

_BASES = {
    "documented": "a document",
    "measured": "a measurement",
    "derived": "a document, by computation",
    "inferred": GUESS,  # its range is that of a guess: what was inferred is the value alone
    "default": GUESS,
    "assumed": GUESS,
    "": GUESS,
}


def is_stated(shift: Shift) -> bool:
    """True of a number whose range a document or a measurement states."""
    return shift.unknown.status in ("documented", "measured")


def basis(shift: Shift) -> str:
    """Basis of the knowledge of a number after the evidence.

    Examples
    --------
    >>> import linkbudget as lb
    >>> from linkbudget.studies.inference import infer
    >>> found = infer(lb.load("mars1"), 2**12)
    >>> basis(found.shifts[0]), basis(found.shifts[-1])
    ('the record', 'a guess')
    """
    return "the record" if shift.narrowing >= TOLD_NARROWING else _BASES[shift.unknown.status]


def paragraph(found: Inference) -> list[str]:
    """Sentences on what the record implies."""
    return [
        _what_was_held_against_what(found),
        *_what_it_leaves(found),
        *_what_moved(found),
        _what_still_rests_on_guesses(found),
        *map(_against, found.comparisons),
        *_what_would_narrow(found),
    ]


def _what_was_held_against_what(found: Inference) -> str:
    reports, instants = len(found.record.accounts), found.record.instants
    binary = all(one.said.report != "level" for one in found.record.accounts)
    chance = percent_text(float(np.exp(found.log_evidence)), 2)
    weighed = f"; the probability of the whole record by these ranges is {chance}, doubts in its reports included"
    return (
        f"The record is {counted(reports, 'report')} on {counted(instants, 'instant')}. Before it, "
        f"{counted(len(found.record.unknowns), 'number')} are known by their ranges alone; "
        f"{number_text(found.draws, 6)} cases were drawn from these{weighed if binary else ''}."
    )


def _what_it_leaves(found: Inference) -> list[str]:
    answer = found.answer
    before, after = (np.nanquantile(each[0], QUANTILES) for each in found.before_and_after(answer.reading))
    words, title = answer.words[0].upper() + answer.words[1:], found.scenario.links[answer.link].title
    return [
        f"{words} the ranges alone leave {title} a closing margin of {middle_and_span(before, 'dB')}; with the record "
        f"it is {middle_and_span(after, 'dB')}. Both depend on the ranges, the second on the record as well."
    ]


def _what_moved(found: Inference) -> list[str]:
    told = [one for one in found.shifts if one.narrowing >= TOLD_NARROWING][:MOST_TOLD]
    return [_moved(found, one) for one in told]


def _moved(found: Inference, one: Shift) -> str:
    prior, posterior = (middle_and_span(values, one.unknown.unit) for values in (one.prior, one.posterior))
    ground = "Its range is documented; the rest comes from" if is_stated(one) else "No document states it; the basis is"
    return f"The {called(found, one.unknown)} was {posterior}; by its range alone, {prior}. {ground} the record."


def _what_still_rests_on_guesses(found: Inference) -> str:
    rest = [one for one in found.shifts if one.narrowing < TOLD_NARROWING]
    guesses = [one for one in rest if basis(one) == GUESS]
    if not guesses:
        return "No other number is a guess."
    others = len(rest) - len(guesses)
    beside = f"; {counted(others, 'number')} more {'is' if others == 1 else 'are'} documented" if others else ""
    what = "it is a guess" if len(guesses) == 1 else "they are guesses"
    return (
        f"On {counted(len(guesses), 'number')} the record has little information (it explains less than "
        f"{percent_text(TOLD_NARROWING)} of the variance): {what} still{beside}."
    )


def _against(one: Comparison) -> str:
    if one.ratio == 0.0:
        return f"{one.title}: no case drawn agrees with the record."
    low, high = EVEN_ODDS
    if low < one.ratio < high:
        return f"{one.title}: the record is about as likely as with the ranges as they are ({_ratio(one.ratio)} times)."
    if one.ratio >= high:
        return f"{one.title}: the record is {_ratio(one.ratio)} times as likely as with the ranges as they are."
    return f"{one.title}: the record is {_ratio(1.0 / one.ratio)} times less likely than with the ranges as they are."


def _ratio(value: float) -> str:
    return number_text(value, 2)


def _what_would_narrow(found: Inference) -> list[str]:
    worths = found.worths(found.answer.reading)
    archive = next((one for one in worths if not one.is_measured), None)
    measured = next((one for one in worths if one.is_measured), None)
    said = [_worth(one) for one in (measured, archive) if one is not None and one.share > 0.0]
    if not said:
        return []
    return [
        f"The margin {found.answer.words} would be narrowed most by {list_text(said)}; the share of its variance that "
        "would go on average."
    ]


def _worth(one: Worth) -> str:
    what = f"a note of the {one.title} to a decibel" if one.is_measured else f"the {one.title} from an archive"
    return f"{what} ({percent_text(one.share)})"


def called(found: Inference, unknown: Unknown) -> str:
    """An unknown number in words, with the link or antenna it is of where another is called the same."""
    alike = [one for one in found.record.unknowns if one.title == unknown.title]
    return unknown.title if len(alike) == 1 else f"{unknown.title} ({unknown.holder})"


def middle_and_span(values, unit: str) -> str:
    """A middle value, and in brackets where nine of ten cases lie."""
    low, middle, high = (value_text(one, unit) for one in values)
    return f"{middle} ({span_text(low, high)})"


def value_text(value: float, unit: str) -> str:
    """A value to the figures that a posterior is worth: two, or a tenth of a decibel.

    Examples
    --------
    >>> value_text(43.8, "W"), value_text(23.17, "dBi")
    ('44 W', '23.2 dBi')
    """
    return decibels_text(value, unit) if unit.startswith("dB") else quantity_text(value, unit, 2)


def counted(count: int, name: str) -> str:
    """A number of things.

    Examples
    --------
    >>> counted(1, "report"), counted(2, "report")
    ('1 report', '2 reports')
    """
    return f"{number_text(count, 6)} {name}{'' if count == 1 else 's'}"
