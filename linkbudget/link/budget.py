"""The budget: one link from transmitter to margin, one term per line.

    budget(link, Path(range_m=106.76e9, elevation_deg=40.0)).terms["margin_db"].value

Leaves may be numbers or arrays of any shape; NumPy broadcasting does the rest, so one instant, a timeline and a sweep
are the same call.  ``budget`` takes numbers (a range, an elevation), not orbits.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from linkbudget.errors import LinkBudgetError, collected_notes, suggestion
from linkbudget.hardware.antenna_kinds import MeasuredDish
from linkbudget.hardware.parts import Link
from linkbudget.hardware.terminals import Transmitter
from linkbudget.link import antenna_models, light, limits, modulations, receiving
from linkbudget.link.bodies import BodyInBeam
from linkbudget.link.budget_tables import as_dataset, as_dict
from linkbudget.link.ledger import KeyTakenError, Ledger
from linkbudget.link.lines import Lines
from linkbudget.link.planes import PLANES, Plane
from linkbudget.link.propagation import enter_path
from linkbudget.link.sent_power import enter_arriving_flux, enter_power, enter_share_of_amplifier
from linkbudget.link.terms import Term
from linkbudget.link.unstated import note_unstated_losses
from linkbudget.link.verdict import Verdict, enter_verdict, verdict_of
from linkbudget.parameters import plain
from linkbudget.physics.free_space import eirp_of_density_dbw

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True, slots=True)
class Weather:
    """Climate of a station for the rain, cloud and scintillation models, and the exceedance probability.

    A hop between two masts needs the latitude and the share of the year, and a rain rate unless it states its own.

    Attributes
    ----------
    latitude_deg : array_like
        Latitude of the earth station [deg].
    rain_rate_mm_per_h : array_like, optional
        Rain rate exceeded for 0.01 % of an average year [mm/h].
    rain_height_m : array_like, optional
        Height of the rain above mean sea level [m].
    cloud_liquid_kg_per_m2 : array_like, optional
        Columnar content of cloud liquid water [kg/m2].
    wet_refractivity : array_like, optional
        Wet term of the refractivity at the ground, for scintillation [-].
    exceedance_probability : array_like, optional
        Share of the year in which the loss is greater [-].
    rain_probability : array_like, optional
        Probability of rain, for clear and rainy shares of the year [-].

    Examples
    --------
    >>> import linkbudget as lb
    >>> weather = lb.Weather(latitude_deg=45.0, rain_rate_mm_per_h=30.0, rain_height_m=3500.0, wet_refractivity=60.0,
    ...                      cloud_liquid_kg_per_m2=0.5, exceedance_probability=0.001)
    >>> path = lb.Path(range_m=38e6, elevation_deg=30.0, weather=weather)
    >>> print(f"{lb.budget(lb.load('geostationary').links['downlink'], path).rain_loss_db:.1f} dB")
    2.0 dB
    """

    latitude_deg: Any
    rain_rate_mm_per_h: Any = None
    rain_height_m: Any = None
    cloud_liquid_kg_per_m2: Any = None
    wet_refractivity: Any = None
    exceedance_probability: Any = None
    rain_probability: Any = None


@dataclass(frozen=True, slots=True)
class Path:
    """Geometry and air between the two ends of a link; numbers or arrays that broadcast together.

    Attributes
    ----------
    range_m, free_space_loss_db : array_like
        Distance between the two ends [m], and the free-space loss of a table or a specification [dB].  One of them is
        enough; with both, the stated loss stands in place of the one that follows from the distance.  A link whose
        receiver states the flux that arrives needs neither.
    elevation_deg : array_like, optional
        Geometric elevation of the other end at the earth station; none: a path in vacuum, or between two heights [deg].
    sun_angle_deg : array_like, optional
        Angle at the spacecraft between the Sun and the Earth, for antennas aimed at the Sun [deg].
    station_height_m : array_like
        Height of the earth station above mean sea level [m].
    water_vapour_density_g_per_m3 : array_like
        Density of water vapour at sea level [g/m3].
    weather : Weather, optional
        Rain, clouds and scintillation, or those values of it that a hop needs; none: a clear sky.
    far_height_m : array_like, optional
        Height of the other end above mean sea level, for a terrestrial or air-to-ground path; its gases are those
        between the two heights, not those of the whole slant atmosphere [m].
    bodies : tuple of BodyInBeam
        Sun, Moon and planets in or near the beam of the station.

    Examples
    --------
    >>> import linkbudget as lb
    >>> link = lb.load("mars1").links["telemetry-32cm-dish"]
    >>> budget = lb.budget(link, lb.Path(range_m=106.76e9, elevation_deg=45.0))
    >>> print(f"{budget.free_space_loss_db:.2f} dB")
    252.32 dB
    """

    range_m: Any = None
    elevation_deg: Any = None
    sun_angle_deg: Any = None
    station_height_m: Any = 0.0
    water_vapour_density_g_per_m3: Any = 7.5
    weather: Weather | None = None
    free_space_loss_db: Any = None
    far_height_m: Any = None
    bodies: tuple[BodyInBeam, ...] = ()

    def __post_init__(self):
        for_space = self.weather is not None and self.weather.rain_height_m is not None
        if self.far_height_m is not None and (self.elevation_deg is not None or for_space):
            raise LinkBudgetError(
                "far_height: expected no elevation and no weather of paths to space beside it; a path between two "
                "heights has its own"
            )

    @property
    def in_sight(self):
        """True where the two ends see each other: a number where they do not is NaN, the elevation or the range."""
        told = self.range_m if self.elevation_deg is None else self.elevation_deg
        return True if told is None else ~np.isnan(plain(told))


@dataclass(frozen=True, slots=True, repr=False)
class Budget(Lines):
    """The lines of a budget in reading order, each read by its key, which ends in its unit.

    Attributes
    ----------
    link, path : Link, Path
        Both ends of the link, and the way between them.
    plane : {"receiver", "antenna"}
        Reference plane of received power and noise.
    terms : dict of str to Term
        Lines by key; a line knows its equation, its numbers and its source.
    notes : tuple of str
        Models that were used outside the range their source states, and the like.
    scenario, name : str
        Name of the scenario and of the link.
    at : str or None
        Instant, of a budget at one.

    Examples
    --------
    >>> import linkbudget as lb
    >>> budget = lb.load("mars1").budget("telemetry-32cm-dish", range="106.76e6 km")
    >>> print(f"{budget['cn0_dbhz']:.2f} dBHz, margin {budget.margin_db:.2f} dB")
    38.72 dBHz, margin 18.68 dB
    >>> print(budget.verdict)
    The link closes with 15.68 dB to spare; data decides.
    """

    link: Link
    path: Path
    plane: Plane
    terms: dict[str, Term]
    notes: tuple[str, ...] = ()
    scenario: str = ""
    name: str = ""
    at: str | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict: closes or not, by how many decibels, and which requirement decides."""
        return verdict_of(self.terms)

    def to_dict(self) -> dict:
        """Lines and results as plain data, fit for JSON."""
        return as_dict(self)

    def to_dataset(self) -> "xr.Dataset":
        """Lines as a labelled :class:`xarray.Dataset`, one variable a line."""
        return as_dataset(self)


def budget(
    link: Link, path: Path, plane: Plane = "receiver", *, scenario: str = "", name: str = "", at: str | None = None
) -> Budget:
    """The whole budget of one radio or optical link over one path.

    Parameters
    ----------
    link : Link
        What stands at both ends.
    path : Path
        Geometry and air between them.
    plane : {"receiver", "antenna"}
        Reference plane of received power and system noise; C/N0 does not depend on it.  Power by light is always that
        at the receiver.
    scenario, name, at : str, optional
        What the printed table and the JSON call the scenario, the link and the instant.

    Examples
    --------
    >>> from linkbudget.hardware.parts import Link
    >>> from linkbudget.hardware.terminals import Transmitter
    >>> antenna = {"kind": "omnidirectional", "polarization": "linear", "gain": "0 dBi"}
    >>> link = Link(
    ...     title="Beacon", frequency="145.8 MHz", polarization_tilt="0 deg", required_margin="3 dB",
    ...     transmitter={"power": "0.5 W", "antenna": antenna, "pointing_error": "0 deg", "line_loss": "0.5 dB"},
    ...     receiver={"antenna": antenna, "pointing_error": "0 deg", "line_loss": "0 dB", "line_temperature": "290 K",
    ...               "noise_temperature": "120 K", "antenna_noise_temperature": "700 K"},
    ...     modulation={"kind": "digital", "scheme": "noncoherent-fsk", "bit_rate": "1200 bit/s", "error_rate": 1e-5,
    ...                 "implementation_loss": "1 dB"})
    >>> print(f"{budget(link, Path(range_m=1000e3))['cn0_dbhz']:.1f} dBHz")
    60.2 dBHz
    """
    if plane not in PLANES:
        raise LinkBudgetError(f"plane = {plane!r}: {suggestion(plane, PLANES)}")
    with collected_notes() as notes:
        try:
            lines = _lines(link, path, plane)
            note_unstated_losses(link)
        except KeyTakenError as error:
            taken = str(error).partition("_loss_db")[0].replace("_", "-")
            loss = next((loss for loss in link.losses if loss.replace("_", "-") == taken), None)
            if loss is None:
                raise
            raise LinkBudgetError(
                f"losses.{loss}: expected a name of its own such as ionospheric; budgets have such a line"
            ) from None
    return Budget(link, path, plane, lines, tuple(notes), scenario, name, at)


def _lines(link: Link, path: Path, plane: Plane) -> Ledger:
    ledger = Ledger(link)
    if link.receiver.flux_dbw_per_m2 is None and path.range_m is None and path.free_space_loss_db is None:
        raise LinkBudgetError("path: expected range_m or free_space_loss_db")
    if link.is_light:
        light.enter_transmitter(ledger, link)
        enter_path(ledger, link, path)
        light.enter_receiver(ledger, link)
        modulations.enter_modulation(ledger, link)
        limits.enter_limits(ledger, link)
        modulations.enter_rates(ledger, link)
        enter_verdict(ledger, link)
        return ledger
    ledger.state("frequency_hz", "Frequency", link.frequency_hz)
    if link.receiver.flux_dbw_per_m2 is not None:
        enter_arriving_flux(ledger, link, path)
    else:
        _enter_sender_and_path(ledger, link, path)
    receiving.enter_receiver(ledger, link, path, plane)
    modulations.enter_modulation(ledger, link)
    limits.enter_limits(ledger, link)
    modulations.enter_rates(ledger, link)
    enter_verdict(ledger, link)
    return ledger


def _enter_sender_and_path(ledger: Ledger, link: Link, path: Path) -> None:
    """The lines from the power that is sent to the receiving antenna."""
    if link.transmitter.boresight == "sun" or isinstance(link.transmitter.antenna, MeasuredDish):
        _enter_transmitter(ledger, link, path.sun_angle_deg, path.elevation_deg)
    else:
        ledger.once(_enter_transmitter, link)
    enter_path(ledger, link, path)


def _enter_transmitter(ledger: Ledger, link: Link, sun_angle_deg=None, elevation_deg=None) -> None:
    transmitter, frequency_hz = link.transmitter, link.frequency_hz
    if transmitter.states_eirp:
        _enter_stated_eirp(ledger, transmitter)
        return
    enter_power(ledger, transmitter)
    name = "Transmit line loss"
    ledger.less("transmit_line_loss_db", name, antenna_models.line_loss(name, transmitter, frequency_hz))
    assert transmitter.antenna is not None
    where = {"elevation_deg": elevation_deg, "transmits": True}
    gain = antenna_models.gain("Transmit antenna gain", transmitter.antenna, frequency_hz, **where)
    ledger.enter("transmit_antenna_gain_dbi", gain)
    antenna_models.enter_pointing(ledger, "Transmit", transmitter, frequency_hz, sun_angle_deg)
    ledger.total("eirp_dbw", "EIRP")


def _enter_stated_eirp(ledger: Ledger, transmitter: Transmitter) -> None:
    """Enter the EIRP, stated or from its density, and the losses that apply to it."""
    key, name = "stated_eirp_dbw", "Stated EIRP"
    if transmitter.eirp_dbw is not None:
        ledger.add(key, name, transmitter.eirp_dbw)
    else:
        spread = {"bandwidth_hz": transmitter.signal_bandwidth_hz}
        density = {"eirp_density_dbw_per_hz": transmitter.eirp_density_dbw_per_hz}
        ledger.add(key, f"{name}, by its density", eirp_of_density_dbw, **density, **spread)
    enter_share_of_amplifier(ledger, transmitter)
    if transmitter.pointing_loss_db is not None:
        ledger.less("transmit_pointing_loss_db", "Transmit pointing loss", transmitter.pointing_loss_db)
    ledger.total("eirp_dbw", "EIRP")
