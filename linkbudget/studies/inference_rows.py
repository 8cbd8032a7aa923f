"""Rows of the tables of an inference.

The map: :class:`Shift` (an unknown number), :class:`Influence` (a report), :class:`Comparison` (an alternative),
:class:`Worth` (a number that would narrow an answer) and :class:`Answer` (the line in question).
"""

from dataclasses import dataclass

from linkbudget.studies.record import Reading, Unknown


@dataclass(frozen=True)
class Shift:
    """An unknown number before and after the evidence: percentiles 5, 50 and 95.

    ``narrowing`` is the share of its variance that is gone, on the scale of its shape.
    """

    unknown: Unknown
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    narrowing: float


@dataclass(frozen=True)
class Influence:
    """Weight of one report.

    Attributes
    ----------
    title : str
        The report.
    alone, given_others : float
        Its probability before anything else is known, and given all other reports; NaN of a measured level, which has
        a density instead, and where the others give no answer.
    moved : Unknown
        The number that the report by itself moves most.
    before, after : float
        Median of that number without any report, and with this one alone, in its unit.
    change : float
        How far the mean moves, in standard deviations of the prior.
    """

    title: str
    alone: float
    given_others: float
    moved: Unknown
    before: float
    after: float
    change: float


@dataclass(frozen=True)
class Comparison:
    """An alternative against what the scenario states: evidence over evidence, and its standard error."""

    title: str
    ratio: float
    error: float


@dataclass(frozen=True)
class Worth:
    """Share of the variance of an answer that would go, on average, if a number were known or a line measured."""

    title: str
    share: float
    is_measured: bool


@dataclass(frozen=True)
class Answer:
    """A link that is asked about: its name, when or from how far in words, the instant [s], and how it was then."""

    link: str
    words: str
    utc_s: float | None
    reading: Reading
