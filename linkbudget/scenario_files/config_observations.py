"""Schema of a mission's record: observations of its links, and alternatives to explain them.

The map: :class:`Observation` (a report), :class:`Alternative` (a link as it may have been instead), and
:func:`unfitting_observations`, which finds what does not fit the rest of the file.  What follows from them is computed
in :mod:`linkbudget.studies.inference`.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from linkbudget.hardware.datasheet import BitRate, Meters, Part
from linkbudget.labels import without_unit
from linkbudget.parameters import Parameter, Quantity
from linkbudget.scenario_files.config_operations import numbered
from linkbudget.scenario_files.instants import Instant

Doubt = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=0.5)]
Spread = Annotated[Parameter, Quantity("dB", at_least=0.0, at_most=100.0)]
Uncertainty = Annotated[Parameter, Quantity("dB", above=0.0, at_most=100.0)]

Report = Literal["heard", "held", "silent", "rate", "level"]
"""Report of a link: its carrier was heard, it closed, nothing was heard, data came at a rate, a level."""


class Observation(Part):
    """A report that a link was heard, held, silent or measured, and its doubt."""

    title: str = Field(description="A few words for tables")
    link: str = Field(description="Link of the report")
    report: Report = Field(
        description="heard: its carrier was in lock, or without a carrier loop it closed; held: it closed; silent: not "
        "even heard; rate: data were received at this rate; level: a line of its budget was measured"
    )
    times_utc_s: tuple[Instant, ...] = Field((), description="Instants of the report")
    from_utc_s: Instant | None = Field(
        None,
        description="First date of the sessions of the report, instead of times: all planned sessions from then on "
        "in which the link was in use",
    )
    until_utc_s: Instant | None = Field(None, description="Last date of these sessions; none: to the end of the plan")
    range_m: Meters | None = Field(
        None, description="Distance of the report, instead of a date, at the reference elevation"
    )
    bit_rate_bps: BitRate | None = Field(
        None, description="Rate at which data were received, for a report of kind rate"
    )
    line: str | None = Field(None, description="Line of the budget that was measured, for a report of kind level")
    level: str | None = Field(None, description="Measured value with its unit, such as -156.6 dBm")
    uncertainty_db: Uncertainty | None = Field(None, description="Standard uncertainty of the level")
    doubt: Doubt | None = Field(
        None, description="Probability that the report is wrong, at most 0.5, which carries no information; none: 0"
    )
    spread_db: Spread | None = Field(
        None,
        description="Standard deviation of effects that the budget leaves out, from instant to instant; none: 0, a "
        "link with a margin of 0 dB just closes",
    )

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        if (self.report == "rate") != (self.bit_rate_bps is not None):
            raise ValueError("bit_rate: expected with report 'rate', and only with it")
        for key, said in (("line", self.line), ("level", self.level), ("uncertainty", self.uncertainty_db)):
            if (self.report == "level") != (said is not None):
                raise ValueError(f"{key}: expected with report 'level', and only with it")
        if self.report == "level" and self.spread_db is not None:
            raise ValueError("spread: expected none beside uncertainty, which holds it")
        for field in ("bit_rate_bps", "uncertainty_db", "doubt", "spread_db"):
            number = getattr(self, field)
            if number is not None and number.is_uncertain:
                raise ValueError(f"{without_unit(field)}: expected one value without a range")
        places = [bool(self.times_utc_s), self.from_utc_s is not None, self.range_m is not None]
        if sum(places) != 1:
            raise ValueError("expected one of times, from and range, which say when or how far away")
        if self.until_utc_s is not None:
            if self.from_utc_s is None:
                raise ValueError("until: expected only with from")
            if self.until_utc_s.value < self.from_utc_s.value:
                raise ValueError("until: expected a date after from")
        return self


class Alternative(Part):
    """An alternative to the stated link, for comparison by the same record."""

    title: str = Field(description="A few words for tables")
    link: str = Field(description="Link that the alternative changes")
    set: dict[str, str] = Field(description="Keys of the link with their other values")
    from_utc_s: Instant | None = Field(None, description="Date from which it holds; none: from the start")
    until_utc_s: Instant | None = Field(None, description="Date until which it holds; none: to the end")

    @model_validator(mode="after")
    def _something_is_other(self) -> Self:
        if not self.set:
            raise ValueError("set: expected at least one key of the link")
        since, until = self.from_utc_s, self.until_utc_s
        if since is not None and until is not None and until.value < since.value:
            raise ValueError("until: expected a date after from")
        return self


def unfitting_observations(config: Any) -> Iterator[str]:
    """Reports on sessions or dates that the scenario does not have, one line each."""
    for number, said in numbered(config.observations):
        place = f"observations.{number}"
        if said.from_utc_s is not None and config.sessions is None:
            yield f"{place}.from: expected [sessions], of which it speaks, or times"
        if said.range_m is None and config.trajectory is None:
            yield f"{place}.times: expected a [trajectory] to go with dates, or a range"
    if any(numbered(config.alternatives)) and not config.observations:
        yield "alternatives: expected [[observations]] to go with them, by which they are compared"
