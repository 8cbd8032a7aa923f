"""The budget: one radio link read from transmitter to margin, a term a line.

    budget(link, Path(range_m=106.76e9, elevation_deg=40.0)).terms["margin_db"].value

Leaves may be numbers or arrays of any shape; NumPy broadcasting does the rest, so one instant, a timeline and a sweep
are the same call.  ``budget`` takes numbers (a range, an elevation), not orbits.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from linkbudget.constants import COSMIC_BACKGROUND_K
from linkbudget.errors import ModelRangeWarning
from linkbudget.hardware.parts import Link, Receiver, Transmitter
from linkbudget.link import antennas, equations
from linkbudget.link.modulations import modulation_terms
from linkbudget.link.terms import Term, given, term
from linkbudget.link.weather import weather_terms
from linkbudget.parameters import Parameter
from linkbudget.physics.free_space import eirp_dbw, free_space_loss_db, level_dbw, received_power_dbw
from linkbudget.physics.gases import slant_gas_loss_db
from linkbudget.physics.noise import (
    carrier_to_noise_density_dbhz,
    noise_density_dbw_per_hz,
    noise_temperature_k,
    system_noise_temperature_at_antenna_k,
    system_noise_temperature_at_receiver_k,
)
from linkbudget.physics.polarization import polarization_mismatch_loss_db
from linkbudget.physics.sky_noise import galactic_noise_temperature_k, sky_noise_temperature_k

Plane = Literal["antenna", "receiver"]
"""Where received power and system noise are stated: at the antenna's terminals or at the receiver's input."""

COSMIC_BACKGROUND = Parameter(COSMIC_BACKGROUND_K, status="documented", source="Fixsen, Astrophys. J. 707 (2009) 916")
MEAN_RADIATING_TEMPERATURE = Parameter(275.0, status="documented", source="ITU-R P.618-14, section 3: 275 K")
NO_LOSS_DB = 0.0


@dataclass(frozen=True, slots=True)
class Weather:
    """What rain, cloud and scintillation models need to know of a station, and how often it may be worse."""

    latitude_deg: Any
    rain_rate_mm_per_h: Any
    rain_height_m: Any
    cloud_liquid_kg_per_m2: Any
    wet_refractivity: Any
    exceedance_probability: Any


@dataclass(frozen=True, slots=True)
class Path:
    """Geometry and air between the two ends of a link; numbers or arrays that broadcast together.

    Without an elevation the path is taken to run in vacuum, without weather through clear sky.
    """

    range_m: Any
    elevation_deg: Any = None
    sun_angle_deg: Any = None
    station_height_m: Any = 0.0
    water_vapour_density_g_per_m3: Any = 7.5
    weather: Weather | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """The lines of a budget in reading order; :attr:`terms` finds one by its name with unit.

    :attr:`notes` says which models were used outside the range their source states.
    """

    link: Link
    path: Path
    plane: Plane
    terms: dict[str, Term]
    notes: tuple[str, ...] = ()
    scenario: str = ""
    name: str = ""
    at: str | None = None

    def __getitem__(self, key: str) -> Any:
        """Value of a term: ``budget["margin_db"]``."""
        return self.terms[key].value

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def get(self, key: str, default=None) -> Any:
        """Value of a term, or ``default`` where the link has no such term."""
        return self.terms[key].value if key in self.terms else default

    def __str__(self) -> str:
        from linkbudget.link.tables import text_table

        return text_table(self)

    def explanation(self) -> str:
        """Each line with its equation, the numbers put in, and the document it comes from."""
        from linkbudget.link.tables import explanation

        return explanation(self)

    def explain(self) -> None:
        """Print :meth:`explanation`."""
        print(self.explanation())

    def to_dict(self) -> dict:
        """Lines and results as plain data, fit for JSON."""
        from linkbudget.link.tables import as_dict

        return as_dict(self)

    def to_dataset(self):
        """Lines as a labelled :class:`xarray.Dataset`, one variable a line."""
        from linkbudget.link.tables import as_dataset

        return as_dataset(self)


def budget(
    link: Link, path: Path, plane: Plane = "receiver", *, scenario: str = "", name: str = "", at: str | None = None
) -> Budget:
    """The whole budget of one link over one path.

    Parameters
    ----------
    link : Link
        What stands at both ends.
    path : Path
        Geometry and air between them.
    plane : {"receiver", "antenna"}
        Reference plane of received power and system noise; C/N0 does not depend on it.
    scenario, name, at : str, optional
        What the printed table and the JSON call the scenario, the link and the instant.

    Examples
    --------
    >>> from linkbudget.hardware.parts import Link
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
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ModelRangeWarning)
        lines = _lines(link, path, plane)
    notes = dict.fromkeys(str(warning.message) for warning in caught if warning.category is ModelRangeWarning)
    for warning in caught:
        if warning.category is not ModelRangeWarning:
            warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)
    return Budget(link, path, plane, lines, tuple(notes), scenario, name, at)


def _lines(link: Link, path: Path, plane: Plane) -> dict[str, Term]:
    lines = _transmitter(link.transmitter, link.frequency_hz, path)
    lines |= _path(link, path)
    lines |= _receiver_gain(link.receiver, link.frequency_hz, path)
    lines |= _received_power(link.receiver, lines, plane)
    lines |= _noise(link.receiver, link.frequency_hz, lines, plane)
    lines["cn0_dbhz"] = term(
        "C/N0",
        carrier_to_noise_density_dbhz,
        "=",
        received_power_dbw=lines["received_power_dbw"],
        system_noise_temperature_k=lines["system_noise_temperature_k"],
    )
    return lines | modulation_terms(link, lines["cn0_dbhz"], lines["range_m"])


def _transmitter(transmitter: Transmitter, frequency_hz, path: Path) -> dict[str, Term]:
    power = term("Transmit power", level_dbw, "+", power_w=transmitter.power_w)
    line = given("Transmit line loss", transmitter.line_loss_db, "dB", "-")
    gain = antennas.gain("Transmit antenna gain", transmitter.antenna, frequency_hz)
    width = antennas.beamwidth("Transmit beamwidth", transmitter.antenna, frequency_hz)
    angle = antennas.off_boresight("Transmit angle off boresight", transmitter, path.sun_angle_deg)
    pointing = antennas.pointing_loss("Transmit pointing loss", transmitter.antenna, width, angle)
    eirp = term(
        "EIRP",
        eirp_dbw,
        "=",
        transmit_power_dbw=power,
        line_loss_db=line,
        antenna_gain_dbi=gain,
        pointing_loss_db=pointing,
    )
    return {
        "transmit_power_dbw": power,
        "transmit_line_loss_db": line,
        "transmit_antenna_gain_dbi": gain,
        "transmit_off_boresight_deg": angle,
        "transmit_pointing_loss_db": pointing,
        "eirp_dbw": eirp,
    }


def _path(link: Link, path: Path) -> dict[str, Term]:
    lines = {"range_m": given("Range", path.range_m, "m")}
    lines["free_space_loss_db"] = term(
        "Free-space loss", free_space_loss_db, "-", distance_m=path.range_m, frequency_hz=link.frequency_hz
    )
    if path.elevation_deg is not None:
        lines["elevation_deg"] = given("Elevation", path.elevation_deg, "deg")
        lines["gas_loss_db"] = term(
            "Atmospheric gas loss",
            slant_gas_loss_db,
            "-",
            elevation_deg=path.elevation_deg,
            frequency_hz=link.frequency_hz,
            station_height_m=path.station_height_m,
            surface_water_vapour_density_g_per_m3=path.water_vapour_density_g_per_m3,
        )
        if path.weather is not None:
            lines |= weather_terms(link, path, lines["gas_loss_db"])
            lines["gas_loss_db"] = replace(lines["gas_loss_db"], sign="")  # contained in the total
    sent, heard = link.transmitter.antenna, link.receiver.antenna
    lines["polarization_loss_db"] = term(
        "Polarisation mismatch loss",
        polarization_mismatch_loss_db,
        "-",
        axial_ratio_1_db=antennas.axial_ratio_db(sent),
        axial_ratio_2_db=antennas.axial_ratio_db(heard),
        tilt_deg=link.polarization_tilt_deg,
        same_sense="linear" in (sent.polarization, heard.polarization) or sent.polarization == heard.polarization,
    )
    return lines


def _receiver_gain(receiver: Receiver, frequency_hz, path: Path) -> dict[str, Term]:
    width = antennas.beamwidth("Receive beamwidth", receiver.antenna, frequency_hz)
    angle = antennas.off_boresight("Receive angle off boresight", receiver, path.sun_angle_deg)
    return {
        "receive_antenna_gain_dbi": antennas.gain("Receive antenna gain", receiver.antenna, frequency_hz),
        "receive_off_boresight_deg": angle,
        "receive_pointing_loss_db": antennas.pointing_loss("Receive pointing loss", receiver.antenna, width, angle),
    }


def _received_power(receiver: Receiver, lines: dict[str, Term], plane: Plane) -> dict[str, Term]:
    new = {}
    if plane == "receiver":
        new["receive_line_loss_db"] = given("Receive line loss", receiver.line_loss_db, "dB", "-")
    known = lines | new
    new["other_losses_db"] = term(
        "Losses beside free space",
        equations.sum_of_losses_db,
        gas_loss_db=known.get("atmospheric_loss_db", known.get("gas_loss_db", NO_LOSS_DB)),
        polarization_loss_db=known["polarization_loss_db"],
        pointing_loss_db=known["receive_pointing_loss_db"],
        line_loss_db=known.get("receive_line_loss_db", NO_LOSS_DB),
    )
    new["received_power_dbw"] = term(
        f"Received power at the {plane}",
        received_power_dbw,
        "=",
        eirp_dbw=lines["eirp_dbw"],
        free_space_loss_db=lines["free_space_loss_db"],
        other_losses_db=new["other_losses_db"],
        antenna_gain_dbi=lines["receive_antenna_gain_dbi"],
    )
    return new


def _noise(receiver: Receiver, frequency_hz, lines: dict[str, Term], plane: Plane) -> dict[str, Term]:
    new = _antenna_noise(receiver, frequency_hz, lines)
    if receiver.noise_temperature_k is not None:
        new["receiver_noise_temperature_k"] = given("Receiver noise temperature", receiver.noise_temperature_k, "K")
    else:
        new["receiver_noise_temperature_k"] = term(
            "Receiver noise temperature", noise_temperature_k, noise_figure_db=receiver.noise_figure_db
        )
    system = system_noise_temperature_at_receiver_k if plane == "receiver" else system_noise_temperature_at_antenna_k
    new["system_noise_temperature_k"] = term(
        f"System noise temperature at the {plane}",
        system,
        antenna_noise_temperature_k=new["antenna_noise_temperature_k"],
        line_loss_db=receiver.line_loss_db,
        line_temperature_k=receiver.line_temperature_k,
        receiver_noise_temperature_k=new["receiver_noise_temperature_k"],
    )
    new["noise_density_dbw_per_hz"] = term(
        "Noise density", noise_density_dbw_per_hz, "-", system_noise_temperature_k=new["system_noise_temperature_k"]
    )
    return new


def _antenna_noise(receiver: Receiver, frequency_hz, lines: dict[str, Term]) -> dict[str, Term]:
    if receiver.antenna_noise_temperature_k is not None:
        return {
            "antenna_noise_temperature_k": given("Antenna noise temperature", receiver.antenna_noise_temperature_k, "K")
        }
    galaxy = term(
        "Galactic noise",
        galactic_noise_temperature_k,
        frequency_hz=frequency_hz,
        temperature_at_1_m_k=receiver.galactic_noise_at_1_m_k,
    )
    background = term(
        "Sky beyond the atmosphere",
        equations.background_noise_temperature_k,
        galactic_noise_temperature_k=galaxy,
        cosmic_noise_temperature_k=COSMIC_BACKGROUND,
    )
    sky = term(
        "Sky noise",
        sky_noise_temperature_k,
        background_k=background,
        loss_db=lines.get("absorption_loss_db", lines.get("gas_loss_db", NO_LOSS_DB)),
        mean_radiating_temperature_k=MEAN_RADIATING_TEMPERATURE,
    )
    antenna = term(
        "Antenna noise temperature",
        equations.antenna_noise_temperature_k,
        sky_noise_temperature_k=sky,
        ground_noise_temperature_k=receiver.ground_noise_temperature_k,
    )
    return {
        "galactic_noise_temperature_k": galaxy,
        "background_noise_temperature_k": background,
        "sky_noise_temperature_k": sky,
        "antenna_noise_temperature_k": antenna,
    }
