"""Links of different times on one scale: bit rate times the square of the distance, and what it was bought with.

A link that sends R bits a second over a distance d would send a quarter of them over twice the distance: R d² says what
transmitter, antennas, receiver and code can do together, whichever planet they were built for.  In decibels it is a
sum, :func:`shares_db`, every part of which stands in the link's own budget; the difference between two links, part by
part, is what the later one gained.  The map: :data:`COMPANY` and :data:`LINE`, packaged links; :func:`milestone` for
any link, :func:`company` for all of them; :func:`steps` from one to the next.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from linkbudget.errors import InputError
from linkbudget.hardware.modulation_kinds import DigitalModulation
from linkbudget.link.budget import Budget
from linkbudget.mission.scenario import Scenario, load
from linkbudget.physics.antennas import aperture_gain_dbi
from linkbudget.physics.free_space import free_space_loss_db, level_dbw
from linkbudget.physics.modulation import required_ebn0_db

LINE = (
    "pioneer5:telemetry-150w",
    "mariner4:pictures",
    "mariner10:pictures",
    "voyager1_jupiter:pictures",
    "voyager2_neptune:pictures",
    "mro:science",
    "voyager1_lightday:telemetry",
)
"""The links between which steps are counted: the best of its time, each."""

COMPANY = (
    *LINE,
    "mars1:telemetry-32cm-semi",
    "magellan:images",
    "voyager2_1996:telemetry",
    "mars_express:telemetry",
    "lro:science",
    "marco:hga-34m",
)
"""Packaged links on the common scale, as ``scenario:link``."""

SHARES = {
    "power": "Transmitter power",
    "spacecraft_antenna": "Antenna of the spacecraft",
    "ground_antenna": "Antennas on the ground",
    "frequency": "Frequency",
    "noise": "Noise of the receiver",
    "coding": "Error-correcting code",
    "quality": "Bit errors accepted",
    "losses": "Losses",
    "margin": "Data margin spent",
}
"""Parts of bit rate times distance squared, and what people call them."""


@dataclass(frozen=True)
class Milestone:
    """One link at its reference distance.

    Attributes
    ----------
    name : str
        ``scenario:link``.
    title : str
        What the mission is called.
    year : float
        When, in years.
    bit_rate_bps, range_m : float
        Rate and distance of its budget [bit/s], [m].
    budget : Budget
        The whole budget.
    """

    name: str
    title: str
    year: float
    bit_rate_bps: float
    range_m: float
    budget: Budget

    @property
    def rate_distance_bps_km2(self) -> float:
        """Bit rate times the square of the distance in kilometres [bit/s km2]."""
        return self.bit_rate_bps * (self.range_m / 1e3) ** 2

    @property
    def is_assumed(self) -> bool:
        """True where nobody published the bit rate."""
        return _digital(self.budget).stated_rate.is_assumed


@dataclass(frozen=True)
class Step:
    """From one milestone to a later one: the gain in decibels, and its parts."""

    before: Milestone
    after: Milestone
    gain_db: float
    shares_db: dict[str, float]


def shares_db(budget: Budget) -> dict[str, float]:
    r"""Parts of bit rate times distance squared, in decibels above 1 bit/s m².

    .. math::
        10 \log R d^2 = 10 \log \frac{P A_t A_r}{\lambda^2 k T} - \left(\frac{E_b}{N_0}\right)_{req} - L - M

    Antennas count by their effective area, so that what a shorter wave gains is the frequency's own part.  What the
    receiver needs is given in two parts: the need without a code at the accepted error rate, and what the code saves.

    Parameters
    ----------
    budget : Budget
        Of a digital downlink, its receiver with an antenna and a noise temperature of its own.

    Returns
    -------
    dict of float
        By the keys of :data:`SHARES` [dB]; the noise is counted with Boltzmann's constant, as noise density.

    Raises
    ------
    InputError
        If the link is no such downlink.

    Examples
    --------
    >>> parts = shares_db(load("mariner10").budget("pictures"))
    >>> print(f"{parts['power']:.1f} dB of power, {parts['frequency']:.1f} dB of frequency")
    12.3 dB of power, 17.7 dB of frequency
    """
    modulation = _digital(budget)
    if "receive_antenna_gain_dbi" not in budget.terms:
        raise InputError(f"{budget.name}: expected a receiver with an antenna and a noise temperature, not a g_over_t")
    if "transmit_power_dbw" not in budget.terms:
        raise InputError(f"{budget.name}: expected a transmitter with a power and an antenna, not an EIRP")
    if modulation.error_rate is None:
        raise InputError(f"{budget.name}: expected an error_rate, not a required_ebn0: it tells the code's part")
    if modulation.scheme is None:
        raise InputError(f"{budget.name}: expected a scheme: it tells the code's part")
    uncoded_db = float(required_ebn0_db(modulation.error_rate.value, modulation.scheme))
    frequency_hz = budget.link.carrier_hz.value
    square_metre_dbi = float(aperture_gain_dbi(frequency_hz, 1.0))
    return {
        "power": float(budget["transmit_power_dbw"]),
        "spacecraft_antenna": float(budget["transmit_antenna_gain_dbi"]) - square_metre_dbi,
        "ground_antenna": float(budget["receive_antenna_gain_dbi"]) - square_metre_dbi,
        "frequency": 2.0 * square_metre_dbi - float(free_space_loss_db(1.0, frequency_hz)),
        "noise": -float(budget["noise_density_dbw_per_hz"]),
        "coding": uncoded_db - float(budget["required_ebn0_db"]),
        "quality": -uncoded_db,
        "losses": sum(sign * float(line.value) for sign, line in _losses(budget)),
        "margin": -float(budget["margin_db"]),
    }


def _losses(budget: Budget):
    """Signed losses beside free space, of everything between transmit power and the margin of the data."""
    own = ("free_space_loss_db", "noise_density_dbw_per_hz", "bit_rate_dbhz", "required_ebn0_db")
    counted = [id(budget.terms[key]) for key in own]
    entries = budget.terms["margin_db"].entries()
    return [(sign, line) for sign, line in entries if sign < 0.0 and id(line) not in counted]


def milestone(link: str) -> Milestone:
    """A link at the reference distance and instant of its scenario.

    Parameters
    ----------
    link : str
        ``scenario:link``, the scenario a packaged name or a file.

    Raises
    ------
    InputError
        If there is no such link, or it is not a digital downlink.

    Examples
    --------
    >>> print(f"{milestone('voyager2_neptune:pictures').rate_distance_bps_km2:.1e} bit/s km2")
    4.2e+23 bit/s km2
    """
    name, colon, key = link.rpartition(":")
    if not (colon and name and key):
        raise InputError(f"{link}: expected a scenario and a link such as mariner4:pictures")
    scenario = load(name)
    budget = scenario.budget_when_up(key)
    _digital(budget)
    said = scenario.config.mission
    return Milestone(
        f"{scenario.name}:{key}",
        said.title,
        _year(scenario),
        float(budget["bit_rate_bps"]),
        float(budget["range_m"]),
        budget,
    )


def company(others: Iterable[str] = ()) -> list[Milestone]:
    """The packaged links and any others, by year."""
    return sorted((milestone(link) for link in dict.fromkeys((*COMPANY, *others))), key=lambda one: one.year)


def steps(links: Iterable[str] = LINE) -> list[Step]:
    """Gain from each link to the next, and its causes.

    Examples
    --------
    >>> for step in steps(["mariner4:pictures", "mariner10:pictures"]):
    ...     print(f"{step.gain_db:.1f} dB, {step.shares_db['ground_antenna']:.1f} dB of it on the ground")
    38.2 dB, 7.9 dB of it on the ground
    """
    return [_step(before, after) for before, after in pairwise(milestone(link) for link in links)]


def as_dict(milestones: Iterable[Milestone], taken: Iterable[Step]) -> dict:
    """Milestones and steps as plain data, fit for JSON."""
    return {
        "links": [
            {
                "link": one.name,
                "title": one.title,
                "year": round(one.year, 2),
                "bit_rate_bps": one.bit_rate_bps,
                "range_km": one.range_m / 1e3,
                "rate_distance_bps_km2": one.rate_distance_bps_km2,
                "bit_rate_is_assumed": one.is_assumed,
            }
            for one in milestones
        ],
        "steps": [
            {"from": step.before.name, "to": step.after.name, "gain_db": step.gain_db, "shares_db": step.shares_db}
            for step in taken
        ],
    }


def _step(before: Milestone, after: Milestone) -> Step:
    earlier, later = shares_db(before.budget), shares_db(after.budget)
    gain_db = float(level_dbw(after.rate_distance_bps_km2 / before.rate_distance_bps_km2))
    return Step(before, after, gain_db, {key: later[key] - earlier[key] for key in SHARES})


def _digital(budget: Budget) -> DigitalModulation:
    """The modulation of a digital downlink."""
    modulation = budget.link.modulation
    if modulation.kind != "digital" or getattr(budget.link, "direction", "downlink") != "downlink":
        raise InputError(f"{budget.name or budget.link.title}: expected a digital downlink")
    return modulation


def _year(scenario: Scenario) -> float:
    """Reference instant as a number of years."""
    from linkbudget.geometry.clock import parse_utc

    mission = scenario.config.mission
    utc_s = (mission.reference_utc_s or mission.start_utc_s).value
    since_s = parse_utc("2000-01-01")
    return 2000.0 + (utc_s - since_s) / (365.25 * 86400.0)
