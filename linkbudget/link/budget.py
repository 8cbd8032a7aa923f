"""The budget: one radio link read from transmitter to margin, a term a line.

    budget(link, Path(range_m=106.76e9, elevation_deg=40.0)).terms["margin_db"].value

Leaves may be numbers or arrays of any shape; NumPy broadcasting does the rest, so one instant, a timeline and a sweep
are the same call.  ``budget`` takes numbers (a range, an elevation), not orbits.
"""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from linkbudget.errors import LinkBudgetError, ModelRangeWarning
from linkbudget.hardware.parts import Link, Transmitter
from linkbudget.link import antennas, equations, sums
from linkbudget.link.limits import limit_terms
from linkbudget.link.modulations import modulation_terms
from linkbudget.link.receiving import NO_LOSS_DB, Plane, receiver_terms
from linkbudget.link.terms import Term, given, term
from linkbudget.link.weather import weather_terms
from linkbudget.physics.free_space import eirp_dbw, flux_density_dbw_per_m2, free_space_loss_db, level_dbw
from linkbudget.physics.gases import slant_gas_loss_db
from linkbudget.physics.polarization import polarization_mismatch_loss_db

np.empty(2**20)
# 8 MiB taken and let go, never touched.  Where the C library is glibc, it then keeps up to twice as much freed memory
# for the next request.  Else it would hand the arrays of every block back to the system when a budget is let go, and
# have them zeroed, page by page, for the next block: more work than the decibels themselves.


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

    Without an elevation the path is taken to run in vacuum, without weather through clear sky.  A table that prints
    its free-space loss and no range has that loss instead.
    """

    range_m: Any = None
    elevation_deg: Any = None
    sun_angle_deg: Any = None
    station_height_m: Any = 0.0
    water_vapour_density_g_per_m3: Any = 7.5
    weather: Weather | None = None
    free_space_loss_db: Any = None

    def __post_init__(self):
        if (self.range_m is None) == (self.free_space_loss_db is None):
            raise LinkBudgetError("path: expected either range_m or free_space_loss_db, and not both")


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
    lines |= _path(link, path, lines["eirp_dbw"])
    lines |= receiver_terms(link, path, lines, plane)
    lines |= modulation_terms(link, lines)
    return lines | limit_terms(link, lines)


def _transmitter(transmitter: Transmitter, frequency_hz, path: Path) -> dict[str, Term]:
    powers, power = _power(transmitter)
    line = given("Transmit line loss", transmitter.line_loss_db, "dB", "-")
    gain = antennas.gain("Transmit antenna gain", transmitter.antenna, frequency_hz)
    pointing = antennas.pointing("Transmit", transmitter, frequency_hz, path.sun_angle_deg)
    eirp = term(
        "EIRP",
        eirp_dbw,
        "=",
        transmit_power_dbw=power,
        line_loss_db=line,
        antenna_gain_dbi=gain,
        pointing_loss_db=pointing["transmit_pointing_loss_db"],
    )
    return {
        **powers,
        "transmit_line_loss_db": line,
        "transmit_antenna_gain_dbi": gain,
        **pointing,
        "eirp_dbw": eirp,
    }


def _power(transmitter: Transmitter) -> tuple[dict[str, Term], Term]:
    """The lines up to the power that is sent, and that power."""
    power = term("Transmit power", level_dbw, "+", power_w=transmitter.power_w)
    lines = {"transmit_power_dbw": power}
    if transmitter.output_back_off_db is not None:
        lines["output_back_off_db"] = given("Output back-off", transmitter.output_back_off_db, "dB", "-")
    if transmitter.power_share is not None:
        lines["sharing_loss_db"] = term(
            "Power of the other signals", equations.sharing_loss_db, "-", power_share=transmitter.power_share
        )
    if len(lines) == 1:
        return lines, power
    lines["signal_power_dbw"] = term(
        "Transmit power of this signal",
        sums.signal_power_dbw,
        "=",
        transmit_power_dbw=power,
        output_back_off_db=lines.get("output_back_off_db", NO_LOSS_DB),
        sharing_loss_db=lines.get("sharing_loss_db", NO_LOSS_DB),
    )
    return lines, lines["signal_power_dbw"]


def _path(link: Link, path: Path, eirp: Term) -> dict[str, Term]:
    lines = _free_space(link, path, eirp) | _atmosphere(link, path)
    lines["polarization_loss_db"] = _polarization(link)
    named = {}
    for name, loss in link.losses.items():
        key = name.replace("-", "_")
        named[key] = lines[f"{key}_loss_db"] = given(f"{name.capitalize()} loss", loss, "dB", "-")
    lines["excess_loss_db"] = term(
        "Losses on the path beside free space",
        equations.excess_loss_db,
        atmospheric_loss_db=lines.get("atmospheric_loss_db", lines.get("gas_loss_db", NO_LOSS_DB)),
        polarization_loss_db=lines["polarization_loss_db"],
        **named,
    )
    lines["propagation_loss_db"] = term(
        "Propagation loss",
        equations.propagation_loss_db,
        free_space_loss_db=lines["free_space_loss_db"],
        excess_loss_db=lines["excess_loss_db"],
    )
    return lines


def _free_space(link: Link, path: Path, eirp: Term) -> dict[str, Term]:
    """Spreading over the range, or the loss that is stated instead of one."""
    if path.range_m is None:
        return {"free_space_loss_db": given("Free-space loss", path.free_space_loss_db, "dB", "-")}
    return {
        "range_m": given("Range", path.range_m, "m"),
        "free_space_loss_db": term(
            "Free-space loss", free_space_loss_db, "-", distance_m=path.range_m, frequency_hz=link.frequency_hz
        ),
        "flux_density_dbw_per_m2": term(
            "Power flux density", flux_density_dbw_per_m2, distance_m=path.range_m, eirp_dbw=eirp
        ),
    }


def _atmosphere(link: Link, path: Path) -> dict[str, Term]:
    lines = {} if path.elevation_deg is None else {"elevation_deg": given("Elevation", path.elevation_deg, "deg")}
    if link.atmospheric_loss_db is not None:
        lines["atmospheric_loss_db"] = given("Atmospheric loss", link.atmospheric_loss_db, "dB", "-")
    elif path.elevation_deg is not None:
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
    return lines


def _polarization(link: Link) -> Term:
    name = "Polarisation mismatch loss"
    if link.polarization_loss_db is not None:
        return given(name, link.polarization_loss_db, "dB", "-")
    sent, heard = link.transmitter.antenna, link.receiver.antenna
    return term(
        name,
        polarization_mismatch_loss_db,
        "-",
        axial_ratio_1_db=antennas.axial_ratio_db(sent),
        axial_ratio_2_db=antennas.axial_ratio_db(heard),
        tilt_deg=link.polarization_tilt_deg,
        same_sense="linear" in (sent.polarization, heard.polarization) or sent.polarization == heard.polarization,
    )
