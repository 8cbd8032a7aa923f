"""Kinds of antenna: datasheet values of each, and the physics functions for its gain, beamwidth and pattern.

The map: :class:`AntennaPart`, what all have; :data:`BUILT_IN`, the kinds by the name that scenario files use.  Other
packages add kinds by an entry point in the group ``linkbudget.antennas``, a class derived from :class:`AntennaPart`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from linkbudget.formatting import decibels_text, frequency_text
from linkbudget.hardware.datasheet import (
    Beamwidth,
    Count,
    Curvature,
    Decay,
    Efficiency,
    Elevation,
    Gain,
    Hertz,
    Kelvins,
    Loss,
    Meters,
    Orientation,
    OtherNames,
    Part,
    SignedKelvins,
    SquareMeters,
)
from linkbudget.hardware.defaults import AXIAL_RATIO, BEAMWIDTH_FACTOR
from linkbudget.hardware.pattern_files import FormatName, PatternFile, Power
from linkbudget.hardware.sampled_pattern import sampled_pattern_loss_db
from linkbudget.labels import without_unit
from linkbudget.parameters import Parameter
from linkbudget.physics.antennas import array_gain_dbi, dish_gain_dbi, half_power_beamwidth_deg
from linkbudget.physics.ground_stations import gain_at_frequency_dbi
from linkbudget.physics.patterns import cosine_pattern_loss_db, gaussian_pattern_loss_db
from linkbudget.physics.polarization import axial_ratio_of_share_db

LINEAR_AXIAL_RATIO_DB = float("inf")
"""A linearly polarised wave is an ellipse of no width."""

Polarization = Annotated[
    Literal["right", "left", "linear", "vertical", "horizontal"], OtherNames({"RHCP": "right", "LHCP": "left"})
]
"""Polarisation of an antenna; RHCP and LHCP are right and left."""
"""Hand of a circular wave, or linear: of any orientation, or vertical or horizontal at the earth station."""

SENSES = ("right", "left")
"""The circular ones among the polarisations; the others are linear."""


class AntennaPart(Part):
    """Base of all kinds of antenna: a polarisation, and the functions that its kind uses.

    Each function takes the arguments it names: ``frequency_hz``, ``off_boresight_deg``, ``beamwidth_deg``, and any
    field or property of the part.  What is None is left to the function's own default.
    """

    if TYPE_CHECKING:
        kind: str
        """Name of the kind in scenario files; each kind has its own."""

    gain_model: ClassVar[Callable | None] = None
    """Gain on boresight [dBi]; None where the part states ``gain_dbi``."""
    beamwidth_model: ClassVar[Callable | None] = None
    """Half-power beamwidth, of an array in its narrowest plane [deg]; None where the part states ``beamwidth_deg``."""
    pattern_model: ClassVar[Callable | None] = None
    """Loss off boresight [dB]; None for an antenna without a preferred direction."""

    polarization: Polarization = Field(
        description="Sense of the wave, or linear; vertical and horizontal refer to the earth station"
    )
    polarization_angle_deg: Orientation | None = Field(
        None,
        description="Angle of a linear antenna's electric field from the local horizontal at the earth station, "
        "clockwise for a viewer there who faces the other end; 0 deg is horizontal, 90 deg vertical",
    )
    axial_ratio_db: Loss | None = Field(
        None,
        description="Axial ratio of a circular antenna; not stated: 0 dB, and a note says so; none for a linear one",
    )

    @model_validator(mode="after")
    def _axial_ratio_belongs_to_circular(self) -> Self:
        self._require_axial_ratio()
        return self

    def _require_axial_ratio(self) -> None:
        if self.polarization in SENSES:
            if self.axial_ratio_db is None:
                object.__setattr__(self, "axial_ratio_db", AXIAL_RATIO)  # the model is frozen for all others
        elif self.axial_ratio_db is not None:
            raise ValueError(f"polarization = {self.polarization!r}: expected no axial_ratio beside it")

    @model_validator(mode="after")
    def _angle_belongs_to_linear(self) -> Self:
        if self.polarization_angle_deg is not None and self.polarization != "linear":
            raise ValueError("polarization_angle: expected only with polarization = 'linear'")
        return self

    @property
    def sphere(self) -> Parameter | None:
        """The pattern in all directions, for ends whose attitude is fixed, spinning or tumbling; None: not known."""
        return None

    @property
    def no_sphere(self) -> str:
        """The reason why the antenna is not known in all directions."""
        return f"an antenna of kind {self.kind!r} is not known in all directions; expected kind = 'pattern'"

    @property
    def no_aim(self) -> str:
        """Reason why the angle off boresight cannot be used; empty for most antennas."""
        return ""

    @property
    def axial_ratio_is_of_file(self) -> bool:
        """True where the axial ratio was read from a file, which tells it in other directions as well."""
        return False

    @property
    def is_linear(self) -> bool:
        """True for a linear antenna of any orientation."""
        return self.polarization is not None and self.polarization not in SENSES

    @property
    def orientation_deg(self) -> Parameter | float | None:
        """Angle of the electric field from the local horizontal at the earth station; None where it is not stated."""
        return {"vertical": 90.0, "horizontal": 0.0}.get(self.polarization, self.polarization_angle_deg)


class DishAntenna(AntennaPart):
    """A paraboloid of revolution, known by its diameter and aperture efficiency."""

    gain_model, beamwidth_model, pattern_model = dish_gain_dbi, half_power_beamwidth_deg, gaussian_pattern_loss_db

    kind: Literal["dish"] = "dish"
    diameter_m: Meters = Field(description="Diameter of the reflector")
    aperture_efficiency: Efficiency = Field(description="Effective over geometric area")
    beamwidth_factor_deg: Beamwidth = Field(
        BEAMWIDTH_FACTOR, description="Half-power beamwidth times diameter over wavelength; none: 70 deg"
    )

    @property
    def aperture_length_m(self) -> Parameter:
        """Length that sets the beamwidth: the diameter."""
        return self.diameter_m


class ArrayAntenna(AntennaPart):
    """Equal antennas side by side, their signals added in phase."""

    gain_model, beamwidth_model, pattern_model = array_gain_dbi, half_power_beamwidth_deg, gaussian_pattern_loss_db

    kind: Literal["array"] = "array"
    element_count: Count = Field(description="Number of antennas")
    element_effective_area_m2: SquareMeters = Field(description="Effective area of one antenna")
    combining_efficiency: Efficiency = Field(description="Power received over that of perfect phasing")
    length_m: Meters = Field(description="Longest side of the array, which sets the narrowest beam")
    beamwidth_factor_deg: Beamwidth = Field(description="Half-power beamwidth times length over wavelength")

    @property
    def aperture_length_m(self) -> Parameter:
        """Length that sets the narrowest beamwidth: the longest side."""
        return self.length_m


class BeamAntenna(AntennaPart):
    """Any antenna with one beam, known by its gain and half-power beamwidth: a Yagi, a horn, a helix."""

    pattern_model = gaussian_pattern_loss_db

    kind: Literal["beam"] = "beam"
    gain_dbi: Gain = Field(description="Gain on boresight")
    beamwidth_deg: Beamwidth = Field(description="Full width of the beam between half-power points")


class BroadAntenna(AntennaPart):
    """A semi-directional antenna: one wide lobe, and a weak one behind."""

    pattern_model = cosine_pattern_loss_db

    kind: Literal["broad"] = "broad"
    gain_dbi: Gain = Field(description="Gain on boresight")
    beamwidth_deg: Beamwidth = Field(description="Full width of the lobe between half-power points")
    back_lobe_loss_db: Loss | None = Field(
        None, description="Loss of the back lobe below boresight; none: 20 dB where it counts, and a note says so"
    )


class OmnidirectionalAntenna(AntennaPart):
    """An antenna without a preferred direction; its range covers the shadow of the body."""

    kind: Literal["omnidirectional"] = "omnidirectional"
    gain_dbi: Gain = Field(description="Gain in the direction of the other end")


class PatternAntenna(AntennaPart):
    """Any antenna whose pattern was measured or computed, and stands in a file beside the scenario.

    The angle off boresight has no direction, so the loss is the greater one of both sides of the cut.  What the file
    does not hold is not known: beside its samples the loss is not a number.  A file of directions on a sphere also
    serves ends whose ``attitude`` is fixed, spinning or tumbling, and may tell the axial ratio.
    """

    pattern_model = sampled_pattern_loss_db

    kind: Literal["pattern"] = "pattern"
    format: FormatName | None = Field(None, description="Format of the file; none: from its ending")
    block: int | None = Field(
        None,
        ge=1,
        description="Number of the block to use, from 1, if the file has several (one per frequency); none: the only "
        "one",
    )
    power: Power | None = Field(
        None,
        description="Reference power of a CST far-field source: radiated gives the directivity, accepted the gain, "
        "stimulated the realised gain; none: accepted",
    )
    cut: str | None = Field(
        None,
        description="Cut of the file along which the antenna is off boresight, or worst: the least gain of all cuts; "
        "none: the only one, and of a sphere none where the attitude is not aimed",
    )
    boresight: Literal["zero", "peak"] = Field(
        "zero", description="Zero of the angle off boresight: zero degrees of the cut, or its peak"
    )
    file: PatternFile = Field(description="File of the pattern")
    frequency_hz: Hertz | None = Field(
        None,
        validate_default=True,
        description="Frequency of the pattern; none: that of the file, if it states one",
    )
    at_any_frequency: bool = Field(False, description="True to use the pattern also at frequencies far from its own")
    gain_dbi: Gain | None = Field(
        None, validate_default=True, description="Greatest gain of the antenna; none: that of the file"
    )
    beamwidth_deg: Beamwidth | None = Field(
        None,
        validate_default=True,
        description="Full width of the beam between half-power points; none: that of the cut",
    )

    @field_validator("gain_dbi", "beamwidth_deg", "frequency_hz", mode="before")
    @classmethod
    def _number_of_file(cls, said: object, info: ValidationInfo) -> object:
        """The number that is stated, or that of the file where the file was read and has one."""
        value = getattr(info.data.get("file"), str(info.field_name), None)
        if said is not None or value is None:
            return said
        source = _both(info.data["file"].source, info.data.get("source", ""))
        return Parameter(value, status=info.data.get("status"), source=source)

    @model_validator(mode="after")
    def _axial_ratio_belongs_to_circular(self) -> Self:
        """The axial ratio that is stated, or of a circular antenna that of the file; the senses must agree."""
        share = self.file.boresight_right_share
        if share is not None:
            self._require_agreement(share, float(axial_ratio_of_share_db(share)))
        if self.polarization in SENSES and self.axial_ratio_db is None and share is not None:
            source = _both(f"file {self.file.file}, on boresight", self.source)
            ratio = Parameter(float(axial_ratio_of_share_db(share)), status=self.status, source=source)
            object.__setattr__(self, "axial_ratio_db", ratio)  # the model is frozen for all others
        self._require_axial_ratio()
        return self

    def _require_agreement(self, right_share: float, axial_ratio_db: float) -> None:
        """Refuse a polarisation that the file contradicts on boresight."""
        file, ratio = self.file.file, decibels_text(axial_ratio_db)
        if axial_ratio_db >= MOST_CIRCULAR_DB:
            said = f"is linear on boresight (axial ratio {ratio})"
            agrees = self.polarization not in SENSES
        else:
            hand = "right" if right_share > 0.5 else "left"
            said = f"is {hand}-handed on boresight (axial ratio {ratio})"
            agrees = self.polarization == hand if self.polarization in SENSES else axial_ratio_db > LEAST_LINEAR_DB
        if not agrees:
            raise ValueError(
                f"polarization = {self.polarization!r}: {file} {said}; expected a polarization that agrees"
            )

    @model_validator(mode="after")
    def _numbers_are_those_of_the_file(self) -> Self:
        file, gain, frequency = self.file, self.gain_dbi, self.frequency_hz
        if gain is None:
            raise ValueError(f"gain: missing; {file.file} tells the shape of the pattern alone")
        if file.gain_dbi is not None and abs(gain.value - file.gain_dbi) > _SAME_DB:
            raise ValueError(f"gain: expected none, or {file.gain_dbi:.2f} dBi, which {file.file} states")
        if self.beamwidth_deg is None and file.pattern is not None and file.sphere is None:
            raise ValueError(f"beamwidth: missing; cut {file.cut} of {file.file} falls nowhere to half power")
        if file.frequency_hz is None or frequency is None:
            return self
        if abs(frequency.value / file.frequency_hz - 1.0) > _SAME_FREQUENCY:
            said = frequency_text(file.frequency_hz, 9)
            raise ValueError(f"frequency: expected none, or {said}, which {file.file} states")
        return self

    @property
    def pattern(self) -> Parameter:
        """The samples of the cut, with the file as their source."""
        return Parameter(self.file.pattern, status=self.status, source=_both(self.file.source, self.source))

    @property
    def sphere(self) -> Parameter | None:
        """The pattern in all directions, with the file as its source."""
        if self.file.sphere is None:
            return None
        return Parameter(self.file.sphere, status=self.status, source=_both(self.file.sphere_source, self.source))

    @property
    def no_sphere(self) -> str:
        """The reason why the antenna is not known in all directions."""
        return self.file.no_sphere

    @property
    def no_aim(self) -> str:
        """Reason why the angle off boresight cannot be used; empty if it can."""
        if self.file.pattern is None:
            return self.file.no_cut
        if self.beamwidth_deg is None:
            return f"beamwidth: missing; cut {self.file.cut} of {self.file.file} falls nowhere to half power"
        return ""

    @property
    def axial_ratio_is_of_file(self) -> bool:
        """True where the axial ratio was read from the file, which tells it in other directions as well."""
        if self.axial_ratio_db is None or self.file.boresight_right_share is None or self.file.sphere is None:
            return False
        return self.axial_ratio_db.source.startswith(f"file {self.file.file}")


MOST_CIRCULAR_DB = 20.0
"""Axial ratio from which on the sense of rotation says nothing: the wave is taken for linear."""

LEAST_LINEAR_DB = 3.0
"""Axial ratio up to which a wave is circular, by common use; no antenna that is called linear has less."""

_SAME_FREQUENCY = 1e-3
_SAME_DB = 0.05
"""Gains nearer than this are the same: a twentieth of a decibel is rounding on a datasheet."""


def _both(*sources: str) -> str:
    return "; ".join(filter(None, sources))


class StatedAntenna(AntennaPart):
    """Antenna known only by its gain towards the other end, as in a printed table."""

    kind: Literal["stated"] = "stated"
    polarization: Polarization | None = Field(  # type: ignore[assignment]  # the one kind that may leave it out
        None,
        description="Sense of the wave, or linear; vertical and horizontal refer to the earth station; not required "
        "if the link states its polarization_loss",
    )
    gain_dbi: Gain = Field(description="Gain towards the other end, before any pointing loss")


class MeasuredDish(AntennaPart):
    """A dish of an earth station whose gain and noise were measured against elevation, as DSN 810-005 gives them.

    The gain is that in vacuum.  The noise is that of antenna, feed and amplifier at the feedhorn; the sky adds to it,
    and a receiver with such an antenna states no other noise.
    """

    gain_model, beamwidth_model, pattern_model = (
        gain_at_frequency_dbi,
        half_power_beamwidth_deg,
        gaussian_pattern_loss_db,
    )

    kind: Literal["measured-dish"] = "measured-dish"
    diameter_m: Meters = Field(description="Diameter of the reflector")
    beamwidth_factor_deg: Beamwidth = Field(description="Half-power beamwidth times diameter over wavelength")
    gain_dbi: Gain = Field(description="Receive gain without atmosphere, at the best elevation")
    reference_frequency_hz: Hertz = Field(description="Frequency of that gain")
    gain_curvature_db_per_deg2: Curvature | None = Field(
        None, description="Loss of gain for each square degree away from the best elevation; none: not known, and noted"
    )
    best_elevation_deg: Elevation | None = Field(None, description="Elevation of the greatest gain")
    transmit_gain_dbi: Gain | None = Field(None, description="The same for transmission, if the antenna transmits")
    transmit_reference_frequency_hz: Hertz | None = Field(None, description="Frequency of that gain")
    t1_k: Kelvins | None = Field(None, description="Part of the noise that does not depend on elevation")
    t2_k: SignedKelvins | None = Field(
        None,
        description="Part of the noise that depends on elevation, at the horizon; negative where noise falls towards "
        "it",
    )
    decay_per_deg: Decay | None = Field(None, description="Decay of that part with elevation")

    @model_validator(mode="after")
    def _groups_are_whole(self) -> Self:
        for group in (
            ("gain_curvature_db_per_deg2", "best_elevation_deg"),
            ("transmit_gain_dbi", "transmit_reference_frequency_hz"),
            ("t1_k", "t2_k", "decay_per_deg"),
        ):
            said = [name for name in group if getattr(self, name) is not None]
            if said and len(said) < len(group):
                missing = next(name for name in group if name not in said)
                raise ValueError(f"{without_unit(missing)}: missing; expected beside {without_unit(said[0])}")
        return self

    @property
    def has_noise(self) -> bool:
        """True where the antenna tells the noise of the station."""
        return self.t1_k is not None

    @property
    def aperture_length_m(self) -> Parameter:
        """Length that sets the beamwidth: the diameter."""
        return self.diameter_m


BUILT_IN: dict[str, type[AntennaPart]] = {
    "dish": DishAntenna,
    "array": ArrayAntenna,
    "beam": BeamAntenna,
    "broad": BroadAntenna,
    "omnidirectional": OmnidirectionalAntenna,
    "measured-dish": MeasuredDish,
    "pattern": PatternAntenna,
    "stated": StatedAntenna,
}
"""Kind in a scenario file -> part."""
