"""The parts of a link: what a datasheet says of a transmitter, an antenna, a receiver, a modulation.

Every part is a frozen model whose Python names carry units (``power_w``) and whose scenario keys are the same names
without them (``power = "30 W"``).  Parts hold numbers and compute nothing beyond choosing which physics function their
kind calls for.  The map: :data:`Antenna` (dish, array, beam, broad, omnidirectional), :class:`Transmitter`,
:class:`Receiver`, :data:`Modulation` (digital, pulse-position, analog-video), :class:`Link`.
"""

from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from linkbudget.errors import LinkBudgetError, shortened
from linkbudget.labels import without_unit
from linkbudget.parameters import Status, quantity
from linkbudget.physics.modulation import MODULATIONS
from linkbudget.physics.pulse_position import slot_count

# upper limits are far beyond anything built, and keep slips of the pen out of the models
Meters = quantity("m", above=0.0, at_most=1e15)
SquareMeters = quantity("m2", above=0.0, at_most=1e12)
Hertz = quantity("Hz", at_least=1e3, at_most=1e12)
Bandwidth = quantity("Hz", above=0.0, at_most=1e12)
Watts = quantity("W", above=0.0, at_most=1e15)
Kelvins = quantity("K", at_least=0.0, at_most=1e9)
Decibels = quantity("dB", at_least=-300.0, at_most=300.0)
Loss = quantity("dB", at_least=0.0, at_most=300.0)
Gain = quantity("dBi", at_least=-100.0, at_most=150.0)
Angle = quantity("deg", at_least=0.0, at_most=180.0)
Beamwidth = quantity("deg", above=0.0, below=180.0)
Efficiency = quantity("-", above=0.0, at_most=1.0)
DeviationRatio = quantity("-", at_least=0.1, at_most=100.0)
Count = quantity("-", at_least=1.0, at_most=1e9)
GreyLevels = quantity("-", at_least=2.0, at_most=65536.0)
Jitter = quantity("-", at_least=0.0, at_most=0.35)
NonNegative = quantity("-", at_least=0.0)
ErrorRate = quantity("-", above=0.0, at_most=0.1)
BitRate = quantity("bit/s", above=0.0, at_most=1e15)
PixelRate = quantity("pixel/s", above=0.0, at_most=1e12)

LINEAR_AXIAL_RATIO_DB = float("inf")
"""A linearly polarised wave is an ellipse of no width."""


class Part(BaseModel):
    """Anything a scenario file describes: unknown keys are refused, values never change.

    Numbers carry their own status and source; those of the part itself speak of its choices, such as a polarisation.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=without_unit, validate_by_name=True, validate_by_alias=True
    )

    status: Status | None = Field(None, description="How well the choices made here are known")
    source: str = Field("", description="Where they come from")
    note: str = Field("", description="Anything a reader should know")

    @model_validator(mode="before")
    @classmethod
    def _no_unknown_keys(cls, data):
        if not isinstance(data, dict):
            return data
        known = [field.alias or name for name, field in cls.model_fields.items()]
        for key, value in data.items():
            if isinstance(value, str) and any(ord(sign) < 32 and sign not in "\n\t" for sign in value):
                raise LinkBudgetError(f"{key} = {shortened(value)}: expected text without control characters")
        for key in data:
            if key not in known and key not in cls.model_fields:
                near = get_close_matches(str(key), known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"expected one of {', '.join(known)}"
                raise LinkBudgetError(f"{shortened(str(key))[1:-1]} = {shortened(data[key])}: unknown key; {hint}")
        return data


class AntennaPart(Part):
    """What all antennas have: a polarisation."""

    polarization: Literal["right", "left", "linear"] = Field(description="Hand of the wave, or linear")
    axial_ratio_db: Loss | None = Field(None, description="Axial ratio of a circular antenna; none for a linear one")

    @model_validator(mode="after")
    def _axial_ratio_belongs_to_circular(self):
        if (self.polarization == "linear") == (self.axial_ratio_db is not None):
            wanted = "no axial_ratio" if self.polarization == "linear" else "an axial_ratio"
            raise ValueError(f"polarization = {self.polarization!r}: expected {wanted} beside it")
        return self


class DishAntenna(AntennaPart):
    """A paraboloid of revolution, known by its diameter and aperture efficiency."""

    kind: Literal["dish"] = "dish"
    diameter_m: Meters = Field(description="Diameter of the reflector")
    aperture_efficiency: Efficiency = Field(description="Effective over geometric area")
    beamwidth_factor_deg: Beamwidth = Field(description="Half-power beamwidth times diameter over wavelength")


class ArrayAntenna(AntennaPart):
    """Equal antennas side by side, their signals added in phase."""

    kind: Literal["array"] = "array"
    element_count: Count = Field(description="Number of antennas")
    element_effective_area_m2: SquareMeters = Field(description="Effective area of one antenna")
    combining_efficiency: Efficiency = Field(description="Power received over that of perfect phasing")
    length_m: Meters = Field(description="Longest side of the array, which sets the narrowest beam")
    beamwidth_factor_deg: Beamwidth = Field(description="Half-power beamwidth times length over wavelength")


class BeamAntenna(AntennaPart):
    """Any antenna with one beam, known by its gain and half-power beamwidth: a Yagi, a horn, a helix."""

    kind: Literal["beam"] = "beam"
    gain_dbi: Gain = Field(description="Gain on boresight")
    beamwidth_deg: Beamwidth = Field(description="Full width of the beam between half-power points")


class BroadAntenna(AntennaPart):
    """A semi-directional antenna: one wide lobe, nothing behind."""

    kind: Literal["broad"] = "broad"
    gain_dbi: Gain = Field(description="Gain on boresight")
    beamwidth_deg: Beamwidth = Field(description="Full width of the lobe between half-power points")


class OmnidirectionalAntenna(AntennaPart):
    """An antenna without a preferred direction; its range covers the shadow of the body."""

    kind: Literal["omnidirectional"] = "omnidirectional"
    gain_dbi: Gain = Field(description="Gain in the direction of the other end, whatever that is")


Antenna = Annotated[
    DishAntenna | ArrayAntenna | BeamAntenna | BroadAntenna | OmnidirectionalAntenna, Field(discriminator="kind")
]


class Terminal(Part):
    """What both ends of a link have: an antenna, how well it points, and the line behind it."""

    antenna: Antenna = Field(description="Name of an antenna, or its description")
    boresight: Literal["target", "sun"] = Field(
        "target", description="What the antenna is aimed at: the other end, or the Sun (spacecraft only)"
    )
    pointing_error_deg: Angle = Field(description="Angle between where the antenna is aimed and where it points")
    line_loss_db: Loss = Field(description="Loss of the line between antenna and box")


class Transmitter(Terminal):
    """The sending end."""

    power_w: Watts = Field(description="Radio-frequency power out of the transmitter, averaged over the modulation")
    peak_power_w: Watts | None = Field(None, description="Power within a pulse, for pulse-position modulation")

    @model_validator(mode="after")
    def _peak_exceeds_average(self):
        if self.peak_power_w is not None and self.peak_power_w.value <= self.power_w.value:
            raise ValueError("peak_power: expected more than the average power")
        return self


class Receiver(Terminal):
    """The receiving end: noise comes from the sky or as one antenna temperature, the line, and the receiver."""

    line_temperature_k: Kelvins = Field(description="Physical temperature of the line")
    noise_temperature_k: Kelvins | None = Field(None, description="Noise temperature of the receiver at its input")
    noise_figure_db: Loss | None = Field(None, description="Noise figure of the receiver, instead of a temperature")
    antenna_noise_temperature_k: Kelvins | None = Field(
        None, description="Noise temperature at the antenna terminals as one number, instead of a computed sky"
    )
    galactic_noise_at_1_m_k: Kelvins | None = Field(
        None, description="Brightness of the galaxy towards the other end, at 1 m wavelength"
    )
    ground_noise_temperature_k: Kelvins | None = Field(None, description="Ground heard through spillover and sidelobes")

    @model_validator(mode="after")
    def _noise_is_said_once(self):
        if (self.noise_temperature_k is None) == (self.noise_figure_db is None):
            raise ValueError("expected either noise_temperature or noise_figure, and not both")
        computed = (self.galactic_noise_at_1_m_k, self.ground_noise_temperature_k)
        given = self.antenna_noise_temperature_k is not None
        if any((value is None) != given for value in computed):
            raise ValueError(
                "expected either antenna_noise_temperature, or both galactic_noise_at_1_m and ground_noise_temperature"
            )
        return self


class ResidualCarrier(Part):
    """A phase-modulated carrier of which a part is left for the receiver to track."""

    suppression_db: Loss = Field(description="Carrier power lost to the modulation")
    subcarrier: Literal["square", "sine"] = Field(description="Waveform of the subcarrier (square: also none at all)")
    loop_bandwidth_hz: Bandwidth = Field(description="One-sided noise bandwidth of the carrier tracking loop")
    required_loop_snr_db: Decibels = Field(description="Signal-to-noise ratio the loop needs to stay in lock")


def _with_rising_ladder(modulation, ladder):
    rates = [rate.value for rate in ladder]
    if rates != sorted(set(rates)):
        raise ValueError("rate_ladder: expected rates in rising order, each once")
    return modulation


class DigitalModulation(Part):
    """Bits: phase or frequency shift keying, with what the receiver needs per bit."""

    kind: Literal["digital"] = "digital"
    scheme: Literal[tuple(MODULATIONS)] = Field(description="Keying and detection")  # type: ignore[valid-type]
    bit_rate_bps: BitRate = Field(description="Information rate the link is judged at")
    rate_ladder_bps: tuple[BitRate, ...] = Field((), description="Rates the equipment can switch to")
    error_rate: ErrorRate | None = Field(None, description="Bit error rate to be kept; the required Eb/N0 follows")
    required_ebn0_db: Decibels | None = Field(None, description="Required Eb/N0 as one number, as for coded links")
    code: str | None = Field(None, description="Error-correcting code; none: the bits are sent as they are")
    implementation_loss_db: Loss = Field(description="What real detectors and synchronisers lose")
    carrier: ResidualCarrier | None = Field(None, description="Residual carrier; none: suppressed or not tracked")

    @model_validator(mode="after")
    def _requirement_is_said_once(self):
        if (self.error_rate is None) == (self.required_ebn0_db is None):
            raise ValueError("expected either error_rate or required_ebn0, and not both")
        if self.code is not None:
            self._require_code()
        return _with_rising_ladder(self, self.rate_ladder_bps)

    def _require_code(self) -> None:
        from linkbudget.physics.coding import codes  # its table is read only where a link is coded

        if self.error_rate is None or self.scheme not in ("bpsk", "qpsk"):
            raise ValueError(
                "code: expected with error_rate, and with scheme bpsk or qpsk, for which its curve is known"
            )
        if self.code not in codes():
            raise ValueError(f"code = {self.code!r}: unknown code; expected one of {', '.join(codes())}")
        curve = codes()[self.code]["bit"].log10_error_rate
        lowest, highest = 10.0 ** float(curve.min()), 10.0 ** float(curve.max())
        if not lowest <= self.error_rate.value <= highest:
            raise ValueError(f"error_rate: expected {lowest:.1e} to {highest:.1e}, the curve of code {self.code!r}")


class PictureModulation(Part):
    """What both picture channels have: pixels, grey levels, and the quality that is wanted."""

    pixel_rate_pixels_per_s: PixelRate = Field(description="Pixels sent each second")
    rate_ladder_pixels_per_s: tuple[PixelRate, ...] = Field((), description="Pixel rates that can be switched to")
    grey_levels: GreyLevels = Field(description="Grey levels told apart")
    required_picture_snr_db: Decibels = Field(description="Black-to-white signal over rms noise that is wanted")
    implementation_loss_db: Loss = Field(description="What real detectors lose")

    @model_validator(mode="after")
    def _ladder_rises(self):
        return _with_rising_ladder(self, self.rate_ladder_pixels_per_s)


class PulsePositionModulation(PictureModulation):
    """One pulse a pixel, whose position among the slots tells the grey."""

    kind: Literal["pulse-position"] = "pulse-position"
    timing_jitter: Jitter = Field(description="Rms error of the slot clock, in slots")


class AnalogVideoModulation(PictureModulation):
    """A residual carrier, phase modulated by a subcarrier that the video signal modulates in frequency."""

    kind: Literal["analog-video"] = "analog-video"
    deviation_ratio: DeviationRatio = Field(description="Peak deviation of the subcarrier over the video bandwidth")
    carrier: ResidualCarrier = Field(description="Residual carrier")


Modulation = Annotated[DigitalModulation | PulsePositionModulation | AnalogVideoModulation, Field(discriminator="kind")]


class Link(Part):
    """One radio link from transmitter to margin."""

    title: str = Field(description="What figures and reports call it")
    frequency_hz: Hertz = Field(description="Carrier frequency")
    transmitter: Transmitter = Field(description="The sending end")
    receiver: Receiver = Field(description="The receiving end")
    polarization_tilt_deg: Angle = Field(description="Angle between the two polarisation ellipses; 90 deg is worst")
    modulation: Modulation = Field(description="What is sent, and what the receiver needs")
    required_margin_db: Decibels = Field(description="Margin that must be left")

    @model_validator(mode="after")
    def _pulses_have_a_peak(self):
        if (self.modulation.kind == "pulse-position") == (self.transmitter.peak_power_w is None):
            raise ValueError("expected transmitter.peak_power with pulse-position modulation, and only with it")
        if self.modulation.kind == "pulse-position":
            slots = slot_count(self.transmitter.power_w.value, self.transmitter.peak_power_w.value)
            if slots < max(2.0, self.modulation.grey_levels.value):
                raise ValueError(
                    f"peak_power over power leaves {slots:.0f} slots a pixel: expected at least as many as grey_levels"
                )
        return self
