"""Shapes of the answers of the API, from which its OpenAPI document is made."""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """An answer; commands and Python may give more than is named here."""

    model_config = ConfigDict(extra="allow")


class LinkName(Shape):
    """A link that may be asked for."""

    name: str
    title: str
    kind: str
    has_pictures: bool
    has_passes: bool


class ScenarioName(Shape):
    """A scenario that may be asked for, with its links."""

    name: str
    title: str
    link: str
    is_earth_bound: bool
    range_km: float | None
    links: list[LinkName]


class Scenarios(Shape):
    """All scenarios; ``stamp`` changes when the file that the server was started with does."""

    version: str
    stamp: str
    own: str
    scenarios: list[str]


class Number(Shape):
    """A number that may be moved, in the unit that a page shows."""

    key: str
    name: str
    value: float
    now: float
    low: float
    high: float
    unit: str
    is_in_ratios: bool
    is_stated: bool
    status: str
    source: str


class Row(Shape):
    """A line of the budget as text."""

    key: str
    name: str
    sign: str
    value: str
    unit: str
    status: str
    stands_out: bool


class Level(Shape):
    """A step of the staircase of levels."""

    name: str
    kind: str
    change_db: float | None
    before_dbw: float | None
    after_dbw: float | None


class Verdict(Shape):
    """The answer to whether the link closes, by how much, and which requirement decides."""

    closes: bool | None
    closing_margin_db: float | None
    limited_by: str | None


class Budget(Shape):
    """A budget: with ``brief`` its lines as text, levels and verdict alone, else all that ``budget --json`` has too."""

    scenario: str
    link: str
    verdict: Verdict
    verdict_text: str
    rows: list[Row]
    levels: list[Level]
    notes: list[str]
    command: str
    python: str
    toml: str


class Explanation(Shape):
    """One line of a budget: its value, equation, numbers put in, and sources."""

    key: str
    name: str
    value: str
    unit: str
    sign: str
    details: list[str]


class LinkCurve(Shape):
    """A link against distance."""

    name: str
    title: str
    ratio: str
    snr_db: list[float | None]
    required_db: float | None
    margin_db: list[float | None]
    rate_bps: list[float | None] | None
    reach: str


class Event(Shape):
    """A distance at which something happened."""

    range_m: float
    title: str


class Curve(Shape):
    """Links against distance."""

    range_m: list[float]
    links: list[LinkCurve]
    events: list[Event]


class Pass(Shape):
    """The passes of a day, and one of them over time."""

    station: str
    passes: list[dict]
    chosen: int
    rise: str
    time_s: list[float | None]
    azimuth_deg: list[float | None]
    elevation_deg: list[float | None]
    range_m: list[float | None]
    doppler_hz: list[float | None]
    margin_db: list[float | None]


class Tolerances(Shape):
    """The design control table, the histogram of the margin, and what matters most."""

    lines: list[dict]
    margins: list[dict]
    histogram: dict
    probability: float
    samples: int
    influences: list[dict]


class ChallengeText(Shape):
    """A question with a goal."""

    name: str
    lesson: int
    title: str
    text: str
    hint: str
    start: dict[str, str]
    free: list[str]


class Checked(Shape):
    """True where a state reaches the goal of a challenge."""

    is_met: bool


class Mistake(BaseModel):
    """A mistake in a request, in one line."""

    error: str
