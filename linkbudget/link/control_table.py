"""The design control table: every line nominal, adverse, favourable, with mean, variance and shape; and the verdict.

As the tables of ESA and JPL do it.  A line is put at its worse end by putting every uncertain number that moves it at
the end which is worse for that line; so the modulation index is large in the adverse carrier margin, and small in the
adverse telemetry margin.  Mean and variance of a line follow from its three values and its shape: that of the number
which moves it, gaussian where several do.  A sum has the sum of the means and of the variances of its lines, which are
taken to be independent; where one number moves several lines of a sum, simulation is the better answer.  That holds
for the running sum of the table and for the sums beside it, such as the propagation loss.

Two budgets do all of it: one with every number at either end, one with every combination that some line asks for.
"""

from dataclasses import dataclass, replace

import numpy as np

from linkbudget.errors import InputError, UnknownLineError, shortened, suggestion
from linkbudget.formatting import quantity_text
from linkbudget.hardware.parts import Acceptance
from linkbudget.link.budget import Budget
from linkbudget.link.budget_tables import (
    budget_in_short,
    control_dict,
    control_lines,
    control_margins,
    control_text,
    notes_and_verdict,
)
from linkbudget.link.case import Case
from linkbudget.link.terms import Sign, Term
from linkbudget.link.verdict import CLOSING, MARGINS, REQUIREMENTS, verdict_of
from linkbudget.notebook import Parts, Shown
from linkbudget.parameters import Parameter
from linkbudget.physics.tolerances import tolerance_mean, tolerance_variance

HIGHER_IS_WORSE = ("_loss_db", "_losses_db", "_dbk", "_probability", "_off_boresight_deg", "_mm_per_h", "range_m")
"""Endings of lines that inform, and whose higher value is the adverse one; so is that of every temperature."""

LOGARITHMIC = ("dB", "dBi", "dBW", "dBm", "dBHz", "dBK", "dBm2", "dB/K", "dBW/Hz", "dBW/m2", "dBW/(K Hz)")
"""Units in which a table states means and variances."""

USUAL_ACCEPTANCE = Acceptance(nominal_db=3.0, three_sigma_db=0.0, rss_db=0.0)
"""Limits of the tables of ESA and JPL (ECSS-E-ST-50-05C)."""


@dataclass(frozen=True, slots=True)
class ControlLine:
    """One line of the table; mean and variance are NaN where a table has none."""

    key: str
    name: str
    unit: str
    sign: Sign
    nominal: float
    adverse: float
    favourable: float
    mean: float
    variance: float
    shape: str


@dataclass(frozen=True, slots=True)
class ControlMargin:
    """One margin and whether it is accepted."""

    key: str
    name: str
    nominal_db: float
    adverse_db: float
    favourable_db: float
    mean_db: float
    three_sigma_db: float
    rss_db: float
    acceptance: Acceptance

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """Limits of acceptance that are not met, in words; empty for an accepted margin."""
        wanted = self.acceptance
        checks = (
            ("nominal", self.nominal_db, wanted.nominal_db.value),
            ("mean less 3 sigma", self.three_sigma_db, wanted.three_sigma_db.value),
            ("worst-case RSS", self.rss_db, wanted.rss_db.value),
        )
        return tuple(
            f"{name} not above {quantity_text(limit, 'dB')}" for name, value, limit in checks if not value > limit
        )

    @property
    def accepted(self) -> bool:
        """True where nominal, mean less three sigma, and worst case by RSS are all above their limits."""
        return not self.shortfalls


@dataclass(frozen=True, slots=True, repr=False)
class ControlTable(Shown):
    """A whole table: the budget it is of, its lines in order, its margins with their verdicts."""

    budget: Budget
    lines: dict[str, ControlLine]
    margins: dict[str, ControlMargin]

    _INDEX = "key"

    def __getitem__(self, key: str) -> ControlLine:
        try:
            return self.lines[key]
        except KeyError:
            hint = suggestion(key, self.lines, most=3)
            raise UnknownLineError(f"{shortened(key)}: the table has no such line; {hint}") from None

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.lines)

    def _parts(self) -> Parts:
        return [control_lines(self), control_margins(self), *notes_and_verdict(self.budget)]

    def _in_short(self) -> str:
        return budget_in_short(self.budget)

    def __str__(self) -> str:
        return control_text(self)

    def to_dict(self) -> dict:
        """Lines and margins as plain data, fit for JSON."""
        return control_dict(self)


def control_table(case: Case) -> ControlTable:
    """The design control table of a case.

    Raises
    ------
    InputError
        If a number of the case is an array: a table is of one instant.

    Examples
    --------
    >>> import linkbudget as lb
    >>> table = control_table(lb.load("mars_express").case("telecommand"))
    >>> print(f"{table['carrier_margin_db'].adverse:.2f} dB", table.margins["carrier_margin_db"].accepted)
    25.16 dB True
    """
    nominal = case.budget()
    if not isinstance(nominal, Budget):
        raise InputError(f"{case.name}: a relay; expected a link, whose lines add up to its margins")
    keys = [key for key, line in nominal.terms.items() if isinstance(line.value, (int, float, np.floating))]
    if any(np.ndim(line.value) for line in nominal):
        raise InputError("a design control table is of one instant; expected numbers, not arrays")
    uncertain = case.uncertain()
    senses = np.array([1.0 if _worse_when_higher(key, nominal.terms[key]) else -1.0 for key in keys])
    base, change = _one_at_a_time(case, keys, uncertain)
    harm = senses[:, None, None] * change  # line, number, end (as it is, low, high): above zero is worse
    adverse = _at_ends(case, keys, uncertain, harm.argmax(axis=2))
    favourable = _at_ends(case, keys, uncertain, harm.argmin(axis=2))
    moved = (change != 0.0).any(axis=2)
    shapes = [_shape([number for number, moves in zip(uncertain.values(), row, strict=True) if moves]) for row in moved]
    lines = {}
    for index, key in enumerate(keys):
        line, values = nominal.terms[key], (base[index], adverse[index], favourable[index])
        stated = line.unit in LOGARITHMIC
        mean = float(tolerance_mean(*values, shapes[index])) if stated else np.nan
        variance = float(tolerance_variance(*values, shapes[index])) if stated else np.nan
        lines[key] = ControlLine(
            key,
            line.name,
            line.unit,
            line.sign,
            nominal=float(base[index]),
            adverse=float(adverse[index]),
            favourable=float(favourable[index]),
            mean=mean,
            variance=variance,
            shape=shapes[index],
        )
    return _with_sums(nominal, lines)


def _worse_when_higher(key: str, line: Term) -> bool:
    if line.unit == "K":
        return True
    if line.sign:
        return line.sign == "-"
    return key != "maximum_range_m" and (key.endswith(HIGHER_IS_WORSE) or key.startswith("required_"))


def _one_at_a_time(case: Case, keys: list[str], uncertain: dict[str, Parameter]):
    """Lines as they are, and their change with each number at either end: arrays of (line) and (line, number, 3)."""
    count = len(uncertain)
    where = np.arange(2 * count + 1)
    values = {}
    for index, (input_key, number) in enumerate(uncertain.items()):
        values[input_key] = np.full(where.size, float(number.value))
        values[input_key][1 + 2 * index], values[input_key][2 + 2 * index] = number.at("low"), number.at("high")
    budget = case.with_values(values).budget()
    table = np.array([np.broadcast_to(budget[key], where.shape) for key in keys])
    base = table[:, 0]
    ends = table[:, 1:].reshape(len(keys), count, 2)
    with np.errstate(invalid="ignore"):
        change = np.nan_to_num(ends - base[:, None, None], nan=0.0)  # no answer at either: no change
    return base, np.concatenate([np.zeros((len(keys), count, 1)), change], axis=2)


def _at_ends(case: Case, keys: list[str], uncertain: dict[str, Parameter], choice: np.ndarray) -> np.ndarray:
    """Each line with the numbers at the ends chosen for it: 0 as it is, 1 low, 2 high."""
    cases, which = np.unique(choice, axis=0, return_inverse=True)
    values = {
        input_key: np.array([float(number.value), number.at("low"), number.at("high")])[cases[:, index]]
        for index, (input_key, number) in enumerate(uncertain.items())
    }
    budget = case.with_values(values).budget()
    shape = (len(cases),)
    return np.array([np.broadcast_to(budget[key], shape)[row] for key, row in zip(keys, which.ravel(), strict=True)])


def _shape(movers: list[Parameter]) -> str:
    """Shape of a line: that of the only number that moves it; of several, by the central limit, gaussian."""
    shapes = [number.shape or "none" for number in movers]
    if all(shape == "none" for shape in shapes):
        return "none"
    return shapes[0] if len(shapes) == 1 else "gaussian"


def _with_sums(budget: Budget, lines: dict[str, ControlLine]) -> ControlTable:
    """Means and variances of totals, from the lines that each of them adds up, and the margins."""
    of_term = {id(line): key for key, line in budget.terms.items()}
    margins = {}
    for key, line in budget.terms.items():
        if not line.parts or key not in lines or line.unit not in LOGARITHMIC:
            continue
        signed = [(sign, lines[of_term[id(part)]]) for sign, part in line.entries()]
        mean = sum(sign * part.mean for sign, part in signed)
        variance = sum(part.variance for _, part in signed)
        lines[key] = replace(lines[key], mean=mean, variance=variance)
        if key in MARGINS:
            margins[key] = _margin(lines[key], [part for _, part in signed], budget.link.acceptance or USUAL_ACCEPTANCE)
    _close(budget, lines)
    return ControlTable(budget, lines, {key: margins[key] for key in MARGINS if key in margins})


def _close(budget: Budget, lines: dict[str, ControlLine]) -> None:
    """Mean and variance of the closing margin: those of the requirement that decides, as designed."""
    verdict = verdict_of(budget.terms)
    deciding = next((key for key, one in REQUIREMENTS.items() if one.title == verdict.limited_by), None)
    if deciding is None or CLOSING not in lines:
        return
    mean, variance = lines[deciding].mean, lines[deciding].variance
    if REQUIREMENTS[deciding].keeps_margin:
        required = lines["required_margin_db"]
        mean, variance = mean - required.mean, variance + required.variance
    lines[CLOSING] = replace(lines[CLOSING], mean=mean, variance=variance)


def _margin(line: ControlLine, parts: list[ControlLine], acceptance: Acceptance) -> ControlMargin:
    """Three sigma below the mean, and the worst case by the root of the sum of squares."""
    three_sigma = line.mean - 3.0 * float(np.sqrt(line.variance))
    rss = line.nominal - float(np.sqrt(sum((part.adverse - part.nominal) ** 2 for part in parts)))
    values = (line.nominal, line.adverse, line.favourable, line.mean, three_sigma, rss)
    return ControlMargin(line.key, MARGINS[line.key], *values, acceptance)
