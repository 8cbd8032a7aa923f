"""Parts of optical links: a telescope, a detector that counts photons, and the kinds of modulation.

The map: :class:`TelescopeAntenna`, a kind of antenna; :class:`PhotonDetector`, part of a receiver; :class:`Turbulence`;
:class:`PhotonsPerBitModulation` and :class:`PhotonCountingModulation`, kinds of modulation; :data:`LIGHT_KINDS`.
"""

from itertools import product
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from linkbudget.hardware.antenna_kinds import AntennaPart, Polarization
from linkbudget.hardware.datasheet import Beamwidth, BitRate, Efficiency, Loss, Meters, Part
from linkbudget.hardware.defaults import IMPLEMENTATION_LOSS
from linkbudget.hardware.thresholds import Carried
from linkbudget.parameters import Parameter, Quantity
from linkbudget.physics.photons import ppm_bit_rate_bps

Wavelength = Annotated[Parameter, Quantity("m", at_least=100e-9, at_most=30e-6)]
Obscuration = Annotated[Parameter, Quantity("-", at_least=0.0, below=1.0)]
Truncation = Annotated[Parameter, Quantity("-", above=0.0, at_most=3.0)]
Divergence = Annotated[Parameter, Quantity("deg", above=0.0, at_most=20.0)]
Wavefront = Annotated[Parameter, Quantity("m", at_least=0.0, at_most=1e-5)]
CountRate = Annotated[Parameter, Quantity("1/s", at_least=0.0, at_most=1e15)]
Radiance = Annotated[Parameter, Quantity("W/(m2 sr um)", at_least=0.0, at_most=1e8)]
FieldOfView = Annotated[Parameter, Quantity("deg", above=0.0, at_most=10.0)]
FilterWidth = Annotated[Parameter, Quantity("m", above=0.0, at_most=1e-6)]
JitterShare = Annotated[Parameter, Quantity("-", at_least=1e-6, below=1.0)]
Index = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=1.0)]
FadeShare = Annotated[Parameter, Quantity("-", above=0.0, at_most=0.5)]
Photons = Annotated[Parameter, Quantity("-", above=0.0, at_most=1e9)]
SlotCount = Annotated[Parameter, Quantity("-", at_least=2.0, at_most=65536.0)]
SlotWidth = Annotated[Parameter, Quantity("s", above=0.0, at_most=1.0)]
GuardShare = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=10.0)]
CodeRate = Annotated[Parameter, Quantity("-", above=0.0, below=1.0)]


class TelescopeAntenna(AntennaPart):
    """A telescope of an optical link: an aperture, or for a transmitter the width of its beam instead."""

    kind: Literal["telescope"] = "telescope"
    polarization: Polarization | None = Field(  # type: ignore[assignment]  # of no effect on counted photons
        None, description="Sense of the wave, or linear; not required"
    )
    diameter_m: Meters | None = Field(None, description="Diameter of the aperture; none: a stated width of the beam")
    obscuration: Obscuration | None = Field(
        None, description="Diameter of the central obscuration over that of the aperture; none: no obscuration"
    )
    illumination: Literal["uniform", "gaussian"] | None = Field(
        None, description="Illumination of a transmitting telescope; none: uniform"
    )
    truncation: Truncation | None = Field(
        None,
        description="Diameter of the aperture over the width of the Gaussian beam between its 1/e2 points; none: the "
        "ratio of the greatest gain",
    )
    aperture_efficiency: Efficiency | None = Field(
        None, description="Effective over geometric area as one number, instead of obscuration and illumination"
    )
    beamwidth_deg: Beamwidth | None = Field(
        None, description="Full width of a Gaussian beam between half-power points (FWHM), instead of a diameter"
    )
    divergence_deg: Divergence | None = Field(
        None, description="Full width of a Gaussian beam between the points of 1/e2, instead of a diameter"
    )
    wavefront_error_m: Wavefront | None = Field(None, description="Rms error of the wavefront; none: no loss")

    @model_validator(mode="after")
    def _beam_is_said_once(self) -> Self:
        said = [name for name in ("diameter_m", "beamwidth_deg", "divergence_deg") if getattr(self, name) is not None]
        if len(said) != 1:
            raise ValueError("expected one of diameter, beamwidth (FWHM) and divergence (1/e2), and not several")
        details = ("obscuration", "illumination", "truncation", "aperture_efficiency")
        if self.diameter_m is None:
            self._require_none(details, "a stated width of the beam")
        if self.aperture_efficiency is not None:
            self._require_none(details[:3], "aperture_efficiency, which contains it")
        if self.truncation is not None and self.illumination != "gaussian":
            raise ValueError("truncation: expected only with illumination = 'gaussian'")
        return self

    def _require_none(self, names: tuple[str, ...], why: str) -> None:
        for name in names:
            if getattr(self, name) is not None:
                raise ValueError(f"{name}: expected none beside {why}")


class PhotonDetector(Part):
    """A detector that counts photons, and the light that is not the signal."""

    detection_efficiency: Efficiency = Field(description="Photons counted over photons that arrive at the detector")
    dark_count_rate_per_s: CountRate = Field(description="Count rate without any light, of the whole detector")
    background_count_rate_per_s: CountRate | None = Field(
        None, description="Count rate of the sky as one number, instead of its radiance"
    )
    sky_radiance_w_per_m2_sr_um: Radiance | None = Field(
        None, description="Radiance of the background in the field of view: the sky, or a planet behind the spacecraft"
    )
    field_of_view_deg: FieldOfView | None = Field(
        None, description="Full angle of the field of view, beside a sky_radiance"
    )
    filter_width_m: FilterWidth | None = Field(None, description="Width of the filter, beside a sky_radiance")

    @model_validator(mode="after")
    def _background_is_said_once(self) -> Self:
        if (self.background_count_rate_per_s is None) == (self.sky_radiance_w_per_m2_sr_um is None):
            raise ValueError("expected either background_count_rate or sky_radiance, and not both")
        for name in ("field_of_view_deg", "filter_width_m"):
            if (getattr(self, name) is None) != (self.sky_radiance_w_per_m2_sr_um is None):
                raise ValueError("expected sky_radiance, field_of_view and filter_width together, or none of them")
        return self


class Turbulence(Part):
    """Scintillation of an optical link: its log-normal fade for a share of the time, as a loss."""

    profile: Literal["hufnagel-valley-5-7"] | None = Field(
        None, description="Turbulence profile for the index of a downlink, averaged over the telescope"
    )
    scintillation_index: Index | None = Field(
        None, description="Variance of the received power over the square of its mean, instead of a profile"
    )
    exceedance: FadeShare = Field(description="Share of the time in which the fade may be deeper")

    @model_validator(mode="after")
    def _index_is_said_once(self) -> Self:
        if (self.profile is None) == (self.scintillation_index is None):
            raise ValueError("expected either profile or scintillation_index, and not both")
        return self


class PhotonsPerBitModulation(Part):
    """Optical modulation judged by the photons per bit: OOK, DPSK or any other whose sensitivity is stated."""

    carries: ClassVar[Carried] = "bits"

    kind: Literal["photons-per-bit"] = "photons-per-bit"
    bit_rate_bps: BitRate = Field(description="Information rate for which the link is judged")
    rate_ladder_bps: tuple[BitRate, ...] = Field((), description="Rates to which the equipment can switch")
    required_photons: Photons = Field(
        alias="required_photons_per_bit",
        description="Photons at the receiver's input per information bit, at the required error rate",
    )
    implementation_loss_db: Loss = Field(
        IMPLEMENTATION_LOSS,
        description="Loss of the receiver beyond its stated sensitivity; none: 0 dB, and a note says so",
    )

    @model_validator(mode="after")
    def _ladder_rises(self) -> Self:
        rates = [rate.value for rate in self.rate_ladder_bps]
        if rates != sorted(set(rates)):
            raise ValueError("rate_ladder: expected rates in rising order, each once")
        return self


class PhotonCountingModulation(Part):
    """Optical pulse-position modulation with photon counting: coded bits, guard slots, soft decisions."""

    carries: ClassVar[Carried] = "bits"

    kind: Literal["photon-counting-ppm"] = "photon-counting-ppm"
    slots: SlotCount = Field(description="Number of slots for the pulse: the order M")
    slot_width_s: SlotWidth = Field(description="Width of a slot")
    guard_share: GuardShare = Field(
        Parameter(0.25, status="documented", source="CCSDS 142.0-B-1: M/4 guard slots"),
        description="Guard slots after the slots of a symbol, as a share of them",
    )
    code_rate: CodeRate = Field(description="Rate of the code, such as those of SCPPM, near 1/3, 1/2 and 2/3")
    implementation_loss_db: Loss = Field(
        IMPLEMENTATION_LOSS,
        description="Signal photons that decoder, synchroniser and interleaver need beyond capacity; none: 0 dB, and "
        "a note says so",
    )
    ladder_slots: tuple[SlotCount, ...] = Field((), description="Orders to which the equipment can switch")
    ladder_slot_widths_s: tuple[SlotWidth, ...] = Field((), description="Slot widths to which it can switch")
    ladder_code_rates: tuple[CodeRate, ...] = Field((), description="Code rates to which it can switch")

    @model_validator(mode="after")
    def _orders_are_powers_of_two(self) -> Self:
        for name, count in [("slots", self.slots), *(("ladder_slots", each) for each in self.ladder_slots)]:
            if not float(count.value).is_integer() or int(count.value) & (int(count.value) - 1):
                raise ValueError(f"{name} = {count.value:g}: expected a power of two such as 16")
        return self

    @model_validator(mode="after")
    def _ladder_is_whole(self) -> Self:
        said = [bool(self.ladder_slots), bool(self.ladder_slot_widths_s), bool(self.ladder_code_rates)]
        if any(said) and not all(said):
            raise ValueError("expected ladder_slots, ladder_slot_widths and ladder_code_rates together, or none")
        return self

    @property
    def bit_rate_bps(self) -> Parameter:
        """Information rate [bit/s]."""
        return Parameter(self._rate_bps(self.slots, self.slot_width_s, self.code_rate), status="derived")

    @property
    def rate_ladder_bps(self) -> tuple[Parameter, ...]:
        """Information rates that the equipment can switch to, rising [bit/s]."""
        rungs = product(self.ladder_slots, self.ladder_slot_widths_s, self.ladder_code_rates)
        return tuple(Parameter(rate) for rate in sorted({self._rate_bps(*rung) for rung in rungs}))

    def _rate_bps(self, slots: Parameter, width_s: Parameter, code_rate: Parameter):
        return ppm_bit_rate_bps(slots.value, width_s.value, code_rate.value, self.guard_share.value)


LIGHT_KINDS = ("photons-per-bit", "photon-counting-ppm")
"""Kinds of modulation of optical links."""
