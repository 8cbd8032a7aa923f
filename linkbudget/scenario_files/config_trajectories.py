"""Schema of trajectories: the kinds that a scenario file may state.

The map: the kinds of :data:`Trajectory`, from an orbit by height and inclination to files of positions.  What they
become is in :mod:`linkbudget.mission.trajectories`.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, PlainValidator, ValidationInfo, WithJsonSchema, field_validator, model_validator

from linkbudget.errors import LinkBudgetError, shortened
from linkbudget.formatting import number_text
from linkbudget.geometry.element_sets import Checksum, require_element_line, require_same_satellite
from linkbudget.hardware.datasheet import Angle, Meters, NonNegative, Part
from linkbudget.parameters import Parameter, Quantity
from linkbudget.scenario_files.instants import EpochChoice, Instant

Longitude = Annotated[Parameter, Quantity("deg", at_least=-360.0, at_most=360.0, hemispheres="EW")]
FullAngle = Annotated[Parameter, Quantity("deg", at_least=-360.0, at_most=360.0)]
Eccentricity = Annotated[Parameter, Quantity("-", at_least=0.0, below=1.0)]
OpenEccentricity = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=1e3)]


class TransferTrajectory(Part):
    """An interplanetary flight: escape hyperbola, heliocentric arc, and a flyby at a stated distance."""

    kind: Literal["transfer"] = "transfer"
    departure_body: str = Field(description="Planet left")
    departure_utc_s: Instant = Field(description="Injection, at the perigee of the escape hyperbola")
    perigee_altitude_m: Meters = Field(description="Height of that perigee")
    inclination_deg: Angle = Field(description="Inclination of the hyperbola to the equator")
    plane: Literal["northbound", "southbound"] = Field(
        description="Choice between the two planes through the departure asymptote"
    )
    arrival_body: str = Field(description="Planet passed")
    arrival_utc_s: Instant = Field(description="Closest approach")
    miss_distance_m: Meters = Field(description="Closest distance to the centre of the planet passed")
    b_plane_angle_deg: FullAngle = Field(description="Side on which the planet is passed")

    @model_validator(mode="after")
    def _leaves_before_it_arrives(self) -> Self:
        if self.arrival_utc_s.value <= self.departure_utc_s.value:
            raise ValueError("arrival: expected a date after departure")
        return self


class ElementsTrajectory(Part):
    """An Earth orbit from mean elements (equator and equinox of date), propagated by SGP4."""

    kind: Literal["elements"] = "elements"
    epoch_utc_s: Instant = Field(description="Epoch of the elements")
    semi_major_axis_m: Meters = Field(description="Semi-major axis")
    eccentricity: Eccentricity = Field(description="Eccentricity")
    inclination_deg: Angle = Field(description="Inclination to the equator")
    raan_deg: FullAngle = Field(description="Right ascension of the ascending node")
    argument_of_perigee_deg: FullAngle = Field(description="Argument of perigee")
    mean_anomaly_deg: FullAngle = Field(description="Mean anomaly")
    bstar: NonNegative = Field(description="SGP4 drag term, per Earth radius; 0 for none")


def _read_satellite(raw: Any) -> int | str:
    is_number = isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= 999_999_999
    if is_number or (isinstance(raw, str) and raw.strip()):
        return raw
    raise LinkBudgetError(f"{shortened(raw)}: expected a catalogue number of up to nine digits, or a name")


SatelliteChoice = Annotated[
    int | str, PlainValidator(_read_satellite), WithJsonSchema({"type": ["integer", "string"], "examples": [25544]})
]
"""A satellite of a file, by its catalogue number or name."""

ELEMENT_KINDS = ("elements", "tle", "omm")
"""Kinds of trajectory that are an orbit of SGP4."""


class TleTrajectory(Part):
    """An Earth orbit from a two-line element set, written here or in a file, propagated by SGP4."""

    kind: Literal["tle"] = "tle"
    checksum: Checksum = Field("required", description="Checksum in column 69 of each line: required, or ignored")
    line1: str | None = Field(None, description="First line, 69 columns; blanks count")
    line2: str | None = Field(None, description="Second line")
    file: str | None = Field(
        None,
        description="Instead of the lines, a file of two- or three-line sets, relative to the folder of the scenario",
    )
    satellite: SatelliteChoice | None = Field(
        None, description="Satellite of the file, by catalogue number or name; none: its only one"
    )
    epoch: EpochChoice | None = Field(
        None, description="Choice among several sets of the satellite: latest, earliest, or nearest to a date"
    )

    @field_validator("line1", "line2")
    @classmethod
    def _is_read_as_columns(cls, line: str, info: ValidationInfo) -> str:
        number = 1 if info.field_name == "line1" else 2
        line = require_element_line(number, line, checksum=info.data.get("checksum", "ignored"))
        if number == 2 and "line1" in info.data:
            require_same_satellite(info.data["line1"], line)
        return line

    @model_validator(mode="after")
    def _says_where_the_lines_are(self) -> Self:
        missing = [key for key in ("line1", "line2") if getattr(self, key) is None]
        if self.file is not None and len(missing) < 2:
            raise ValueError("file: expected none beside line1 and line2")
        if self.file is None and missing:
            beside = "beside the other line" if len(missing) == 1 else "and line2, or a file of element sets"
            raise ValueError(f"{missing[0]}: missing; expected it {beside}")
        for key in ("satellite", "epoch"):
            if self.file is None and getattr(self, key) is not None:
                raise ValueError(f"{key}: expected only beside a file, of which it chooses a set")
        return self


class OmmTrajectory(Part):
    """An Earth orbit from a file of orbit mean-elements messages (OMM, CCSDS 502.0-B), propagated by SGP4."""

    kind: Literal["omm"] = "omm"
    file: str = Field(description="The file, relative to the folder of the scenario")
    format: Literal["kvn", "xml", "json", "csv"] | None = Field(
        None, description="Format of the file; none: from its ending or its beginning"
    )
    satellite: SatelliteChoice | None = Field(
        None, description="Satellite of the file, by catalogue number or name; none: its only one"
    )
    epoch: EpochChoice | None = Field(
        None, description="Choice among several sets of the satellite: latest, earliest, or nearest to a date"
    )


class BodyTrajectory(Part):
    """The spacecraft is at a body of the solar system: a planet's orbiter, or the Moon."""

    kind: Literal["body"] = "body"
    body: str = Field(description="Name of the body")


class PositionsTrajectory(Part):
    """Positions from a file: CCSDS OEM, STK ephemeris, JPL Horizons vectors, or comma-separated values."""

    kind: Literal["positions"] = "positions"
    file: str = Field(description="The file, relative to the folder of the scenario")
    format: Literal["csv", "oem", "stk", "horizons"] | None = Field(
        None, description="Format of the file; none: from its ending or its content"
    )
    center: str | None = Field(
        None, description="Body at the origin of the positions in a CSV file, or 'barycenter' of the solar system"
    )
    frame: Literal["icrf", "ecliptic", "itrf", "teme"] | None = Field(
        None, description="Axes of the positions of a CSV file; 'icrf' unless stated"
    )
    object: str | None = Field(None, description="Name or designator of the spacecraft in a message with several")


class KernelTrajectory(Part):
    """A body of SPICE kernels (SPK)."""

    kind: Literal["spk"] = "spk"
    files: list[str] = Field(
        min_length=1, description="The kernels, relative to the folder of the scenario; the later one counts"
    )
    target: int | str = Field(description="NAIF number of the spacecraft, or its name")


class GeostationaryTrajectory(Part):
    """A satellite that turns with the Earth at 42 164.17 km from its centre, over one longitude of the equator."""

    kind: Literal["geostationary"] = "geostationary"
    longitude_deg: Longitude = Field(description="Longitude of the satellite, east positive")
    inclination_deg: Angle | None = Field(None, description="Inclination to the equator; none: 0")
    ascending_node_utc_s: Instant | None = Field(
        None, description="Beside an inclination, a date at which the satellite crosses the equator northwards"
    )
    eccentricity: Eccentricity | None = Field(None, description="Eccentricity, up to 0.5; none: 0")
    perigee_utc_s: Instant | None = Field(None, description="Beside an eccentricity, a date of a perigee")

    @model_validator(mode="after")
    def _dates_go_with_their_angles(self) -> Self:
        for date, shape in (("ascending_node", "inclination"), ("perigee", "eccentricity")):
            said = self.inclination_deg if shape == "inclination" else self.eccentricity
            instant = self.ascending_node_utc_s if date == "ascending_node" else self.perigee_utc_s
            if said is not None and said.value > 0.0 and instant is None:
                raise ValueError(f"{date}: missing; expected a date beside {shape}")
            if said is None and instant is not None:
                raise ValueError(f"{date}: expected only beside {shape}")
        return self


class CircularTrajectory(Part):
    """A circle about the Earth at a constant height; the Earth's oblateness (J2) turns its plane."""

    kind: Literal["circular"] = "circular"
    height_m: Meters = Field(description="Height above the equatorial radius of the Earth, 6378.137 km")
    inclination_deg: Angle = Field(description="Inclination to the equator")
    raan_deg: FullAngle | None = Field(
        None, description="Right ascension of the ascending node at the epoch; none: 0, and a note says so"
    )
    argument_of_latitude_deg: FullAngle | None = Field(
        None, description="Angle from the ascending node to the satellite at the epoch; none: 0, and a note says so"
    )
    epoch_utc_s: Instant | None = Field(None, description="Instant of the two angles; none: the start of the mission")


class HeliocentricTrajectory(Part):
    """An orbit about the Sun from its elements (ecliptic and equinox of J2000), by Kepler's laws alone."""

    kind: Literal["heliocentric"] = "heliocentric"
    semi_major_axis_m: Meters | None = Field(
        None, description="Semi-major axis of an ellipse, unless perihelion_distance is"
    )
    perihelion_distance_m: Meters | None = Field(
        None, description="Distance of the perihelion from the centre of the Sun, unless semi_major_axis is stated"
    )
    eccentricity: OpenEccentricity = Field(description="Eccentricity; from 1 on, with perihelion_distance")
    inclination_deg: Angle = Field(description="Inclination to the ecliptic")
    node_deg: FullAngle = Field(description="Longitude of the ascending node")
    argument_of_perihelion_deg: FullAngle = Field(description="Argument of perihelion")
    perihelion_utc_s: Instant | None = Field(None, description="Date of a perihelion passage, unless mean_anomaly is")
    mean_anomaly_deg: FullAngle | None = Field(None, description="Mean anomaly at the epoch, instead of perihelion")
    epoch_utc_s: Instant | None = Field(None, description="Instant of the mean anomaly")

    @model_validator(mode="after")
    def _size_and_phase_are_said_once(self) -> Self:
        if (self.semi_major_axis_m is None) == (self.perihelion_distance_m is None):
            raise ValueError("expected either semi_major_axis or perihelion_distance")
        if (self.perihelion_utc_s is None) == (self.mean_anomaly_deg is None):
            raise ValueError("expected either perihelion, a date, or mean_anomaly and epoch")
        if (self.mean_anomaly_deg is None) != (self.epoch_utc_s is None):
            raise ValueError("epoch: expected beside mean_anomaly, and only there")
        closed = self.semi_major_axis_m is not None or self.mean_anomaly_deg is not None
        if closed and self.eccentricity.value >= 1.0:
            raise ValueError(
                f"eccentricity = {number_text(self.eccentricity.value)}: expected below 1, or perihelion_distance "
                "and perihelion for an orbit that is not closed"
            )
        return self


Trajectory = Annotated[
    TransferTrajectory
    | GeostationaryTrajectory
    | CircularTrajectory
    | HeliocentricTrajectory
    | ElementsTrajectory
    | TleTrajectory
    | OmmTrajectory
    | BodyTrajectory
    | PositionsTrajectory
    | KernelTrajectory,
    Field(discriminator="kind"),
]
