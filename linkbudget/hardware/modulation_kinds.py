"""Modulations, and the signals that they carry: bits, pictures, a residual carrier, a ranging signal.

The map: the kinds of :data:`Modulation`; those of LoRa, of thresholds and of light are in modules of their own.
"""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from linkbudget.errors import LinkBudgetError, suggestion
from linkbudget.formatting import duration_text
from linkbudget.hardware.curve_files import KEPT, CurveFile, or_by_curve, told_by_curve
from linkbudget.hardware.datasheet import (
    Angle,
    Bandwidth,
    BitRate,
    ClockLoopGain,
    ClockWalk,
    Count,
    Decibels,
    DensityRatio,
    Deviation,
    DeviationRatio,
    Efficiency,
    ErrorRate,
    FilterWidth,
    FrameSuccess,
    GreyLevels,
    Jitter,
    LoopDamping,
    Loss,
    Part,
    PixelRate,
    Share,
    SlipTime,
    SymbolRate,
)
from linkbudget.hardware.defaults import (
    IMPLEMENTATION_LOSS,
    LOOP_DAMPING,
)
from linkbudget.hardware.frames import Frames, require_frames
from linkbudget.hardware.light import (
    PhotonCountingModulation,
    PhotonsPerBitModulation,
)
from linkbudget.hardware.lora import LoraModulation
from linkbudget.hardware.modems import require_modem, with_modem_deviation
from linkbudget.hardware.symbols import require_modcod_alone, require_one_rate
from linkbudget.hardware.thresholds import Carried, ThresholdModulation
from linkbudget.parameters import Parameter
from linkbudget.physics.error_curves import ErrorCurve
from linkbudget.physics.modulation import modulations
from linkbudget.physics.symbol_rates import code_rate

LEAST_BANDWIDTH_TIME, LONGEST_BANDWIDTH_TIME = 0.01, 1e11
"""Times between cycle slips that a carrier loop may be asked for, in parts of one over its bandwidth [-]."""

LARGEST_WALK_JITTER = 0.3
"""Largest rms error that the walk of a slot clock alone may make, in slots [-]."""


class ResidualCarrier(Part):
    """A phase-modulated carrier with a residual carrier for the receiver to track."""

    suppression_db: Loss | None = Field(None, description="Carrier power lost to the modulation of the data")
    modulation_index_deg: Angle | None = Field(
        None, description="Peak phase deviation of the data, instead of the suppression it makes"
    )
    subcarrier: Literal["square", "sine"] = Field(description="Waveform of the subcarrier (square: also none at all)")
    loop_bandwidth_hz: Bandwidth = Field(
        description="Noise bandwidth of the carrier loop, one-sided, or two-sided where the requirement is stated so"
    )
    two_sided: bool = Field(
        False, description="True where loop_bandwidth and required_loop_snr are those of the two-sided 2 B_L"
    )
    loop_order: Literal[1, 2] = Field(2, description="Order of the loop: 2 follows an offset without error")
    loop_damping: LoopDamping = Field(
        LOOP_DAMPING, description="Damping factor of a loop of the second order; none: 0.707"
    )
    implementation_loss_db: Loss | None = Field(None, description="Loss of a real carrier loop")
    required_loop_snr_db: Decibels | None = Field(
        None, description="Signal-to-noise ratio in that bandwidth that the loop needs to stay in lock"
    )
    mean_time_between_slips_s: SlipTime | None = Field(
        None, description="Required mean time between cycle slips, instead of a required_loop_snr"
    )

    @model_validator(mode="after")
    def _modulation_is_said_once(self) -> Self:
        return _with_modulation_said_once(self)

    @model_validator(mode="after")
    def _threshold_is_said_once(self) -> Self:
        if (self.required_loop_snr_db is None) == (self.mean_time_between_slips_s is None):
            raise ValueError("expected either required_loop_snr or mean_time_between_slips, and not both")
        return self

    @model_validator(mode="after")
    def _damping_is_of_the_second_order(self) -> Self:
        if self.loop_order == 1 and self.loop_damping is not LOOP_DAMPING:
            raise ValueError("loop_damping: expected none beside loop_order = 1; such a loop has none")
        return self

    @model_validator(mode="after")
    def _time_can_be_known(self) -> Self:
        if self.mean_time_between_slips_s is not None:
            bandwidth_hz = self.loop_bandwidth_hz.value
            shortest_s, longest_s = LEAST_BANDWIDTH_TIME / bandwidth_hz, LONGEST_BANDWIDTH_TIME / bandwidth_hz
            if not shortest_s <= self.mean_time_between_slips_s.value <= longest_s:
                raise ValueError(
                    f"mean_time_between_slips = {duration_text(self.mean_time_between_slips_s.value)}: expected "
                    f"{duration_text(shortest_s)} to {duration_text(longest_s)} beside this loop_bandwidth"
                )
        return self


class Ranging(Part):
    """A ranging signal on the same carrier, beside the data."""

    modulation_index_deg: Angle | None = Field(None, description="Peak phase deviation of the ranging signal")
    suppression_db: Loss | None = Field(
        None, description="Power that the ranging signal takes from carrier and data, instead of its modulation_index"
    )
    waveform: Literal["square", "sine"] = Field(description="Waveform of the ranging signal")
    implementation_loss_db: Loss | None = Field(None, description="Loss of a real ranging receiver")
    required_pr_n0_dbhz: DensityRatio | None = Field(
        None, description="Required ranging power over noise density; none: no ranging margin"
    )

    @model_validator(mode="after")
    def _modulation_is_said_once(self) -> Self:
        return _with_modulation_said_once(self)


def _with_modulation_said_once(part):
    if (part.suppression_db is None) == (part.modulation_index_deg is None):
        raise ValueError("expected either suppression or modulation_index, and not both")
    return part


def _with_rising_ladder(modulation, ladder):
    rates = [rate.value for rate in ladder]
    if rates != sorted(set(rates)):
        raise ValueError("rate_ladder: expected rates in rising order, each once")
    return modulation


def _known_scheme(name: str) -> str:
    if name not in modulations():
        raise ValueError(f"{name!r}: unknown modulation; {suggestion(name, modulations(), most=3)}")
    return name


Scheme = Annotated[
    str, AfterValidator(_known_scheme), Field(json_schema_extra=lambda schema: schema.update(enum=list(modulations())))
]
"""A name of :func:`linkbudget.physics.modulation.modulations`."""

Scrambler = Literal["g3ruh", "v27"]
"""A name of :data:`linkbudget.physics.scrambling.SCRAMBLERS`."""


class DigitalModulation(Part):
    """Bits: phase or frequency shift keying, with what the receiver needs per bit."""

    carries: ClassVar[Carried] = "bits"
    kind: Literal["digital"] = "digital"
    scheme: Scheme | None = Field(None, description="Modulation and detection; not required beside a curve")
    bit_rate_bps: BitRate | None = Field(None, description="Information rate for which the link is judged")
    symbol_rate_symbols_per_s: SymbolRate | None = Field(
        None,
        description="Symbols sent each second, instead of a bit_rate, which follows by scheme and code, or modcod",
    )
    occupied_bandwidth_hz: Bandwidth | None = Field(
        None, description="Bandwidth that the signal fills, instead of a symbol_rate, which follows from the roll_off"
    )
    roll_off: Share | None = Field(
        None, description="Roll-off of the pulses; the budget then has the symbol rate and the occupied bandwidth"
    )
    modcod: str | None = Field(
        None,
        description="Modulation and coding of DVB-S2 or DVB-S2X, such as 8psk-3/4, qpsk-1/2-short, 64apsk-4/5 or "
        "bpsk-s-1/5-vlsnr, instead of scheme, code and error_rate; best: the fastest of modcods that keeps the "
        "required margin",
    )
    modcods: tuple[str, ...] = Field(
        (),
        description='Those that modcod = "best" chooses from: dvb-s2, dvb-s2-short, dvb-s2x, dvb-s2x-short, '
        "dvb-s2x-vlsnr, or names of MODCODs",
    )
    pilots: bool = Field(False, description="True where the frames of the modcod have pilots")
    rate_ladder_bps: tuple[BitRate, ...] = Field((), description="Rates to which the equipment can switch")
    error_rate: ErrorRate | None = Field(None, description="Required bit error rate; the required Eb/N0 follows")
    frame_error_rate: ErrorRate | None = Field(
        None, description="Error rate of frames, or of the code words of a Reed-Solomon code, instead of that of bits"
    )
    required_ebn0_db: Decibels | None = Field(
        None,
        description="Required Eb/N0 as one number, as for coded links; or that of a curve at an error rate of what it "
        'counts: { curve = "modem.csv", error_rate = "1e-5" }',
        json_schema_extra=or_by_curve,
    )
    code: str | None = Field(None, description="Error-correcting code; none: the bits are sent as they are")
    code_rate: Efficiency | None = Field(
        None,
        description="Information bits per code bit, for a code that is not in the catalogue; beside required_ebn0 or "
        "curve",
    )
    curve: CurveFile | None = Field(
        None, description="CSV file of error rates against Eb/N0, for a modem or code that is not in the catalogue"
    )
    scrambler: Scrambler | None = Field(
        None,
        description="Self-synchronising scrambler around uncoded bits, whose descrambler multiplies their errors; "
        "error_rate counts behind it",
    )
    modem: str | None = Field(
        None,
        description="Measured modem of linkbudget catalog modems, instead of scheme, code and error_rate; with "
        "frame_success, or with error_rate where bits were counted",
    )
    frame_success: FrameSuccess | None = Field(None, description="Share of frames that a modem must receive")
    modem_deviation: Deviation | None = Field(
        None,
        description="Standard uncertainties of the fitted curve by which the modem needs more than it; none: 0 from -3 "
        "to 3, gaussian",
    )
    frames: Frames | None = Field(None, description="Sync marker, virtual fill, idle symbols; none: code words alone")
    implementation_loss_db: Loss = Field(
        IMPLEMENTATION_LOSS,
        description="Loss of real detectors and synchronisers; for a modem, loss beyond its measurement; none: 0 dB, "
        "and a note says so",
    )
    carrier: ResidualCarrier | None = Field(None, description="Residual carrier; none: suppressed or not tracked")
    ranging: Ranging | None = Field(None, description="Ranging signal on the same carrier")

    @property
    def counts_symbols(self) -> bool:
        """True where the symbol rate, the bandwidth, the roll-off or frames are spoken of."""
        said = (self.symbol_rate_symbols_per_s, self.occupied_bandwidth_hz, self.roll_off, self.frames)
        return any(value is not None for value in said)

    @property
    def frame_metric(self) -> str | None:
        """Block of the code that its error curve counts: frames or code words; None if it counts neither."""
        from linkbudget.physics.coding import codes  # its table is read only where a link is coded

        return next((metric for metric in ("frame", "word") if metric in codes().get(self.code or "", {})), None)

    @property
    def stated_rate(self) -> Parameter:
        """The rate as it is stated: in bits, in symbols, or as a bandwidth."""
        said = (self.bit_rate_bps, self.symbol_rate_symbols_per_s, self.occupied_bandwidth_hz)
        return next(value for value in said if value is not None)

    @model_validator(mode="before")
    @classmethod
    def _requirement_of_a_curve(cls, data: Any, info: ValidationInfo) -> Any:
        return with_modem_deviation(told_by_curve(data, info))

    @model_validator(mode="after")
    def _rate_is_said_once(self) -> Self:
        require_modcod_alone(self)
        require_modem(self)
        require_frames(self)
        require_one_rate(self)
        return self

    @model_validator(mode="after")
    def _requirement_is_said_once(self) -> Self:
        if self.modcod is not None:
            if self.carrier is not None:
                raise ValueError("carrier: expected none beside modcod, whose carrier is suppressed")
            return _with_rising_ladder(self, self.rate_ladder_bps)
        if self.modem is not None:
            if self.ranging is not None:
                raise ValueError("ranging: expected together with a residual carrier")
            return _with_rising_ladder(self, self.rate_ladder_bps)
        if self.frame_error_rate is not None and self.error_rate is not None:
            raise ValueError("frame_error_rate: expected none beside error_rate")
        if self.frame_error_rate is not None and self.code is None and self.curve is None:
            raise ValueError("frame_error_rate: expected together with a code or a curve")
        kept = self.error_rate if self.frame_error_rate is None else self.frame_error_rate
        if (kept is None) == (self.required_ebn0_db is None):
            raise ValueError("expected either error_rate or required_ebn0, and not both")
        if self.ranging is not None and self.carrier is None:
            raise ValueError("ranging: expected together with a residual carrier")
        if self.curve is not None:
            self._require_curve(self.curve)
        elif self.scheme is None:
            raise ValueError(f"scheme: missing; expected one of {', '.join(modulations())}, or a curve or a modem")
        if self.code is not None:
            self._require_code()
        if self.scrambler is not None and (self.error_rate is None or self.code is not None or self.curve is not None):
            raise ValueError("scrambler: expected with a scheme and an error_rate alone, not with a code or a curve")
        if self.code_rate is not None and (self.code is not None or (kept is not None and self.curve is None)):
            raise ValueError("code_rate: expected beside required_ebn0 or curve, and without a code, which tells it")
        return _with_rising_ladder(self, self.rate_ladder_bps)

    def _require_code(self) -> None:
        from linkbudget.physics.coding import codes  # its table is read only where a link is coded

        if (self.error_rate is None and self.frame_error_rate is None) or self.scheme is None:
            raise ValueError("code: expected with a scheme, and with error_rate or frame_error_rate")
        if self.code not in codes():
            raise ValueError(f"code = {self.code!r}: unknown code; {suggestion(self.code, codes())}")
        curves, name = codes()[self.code], f"code {self.code!r}"
        if self.scheme not in ("bpsk", "qpsk"):
            try:
                code_rate(self.code)
            except LinkBudgetError as error:
                raise ValueError(f"scheme = {self.scheme!r}: expected bpsk or qpsk; {error}") from None
        if self.frame_error_rate is None:
            assert self.error_rate is not None
            if "bit" not in curves:
                raise ValueError(f"error_rate: expected a frame_error_rate, which is what the curve of {name} counts")
            _require_within(self.error_rate, curves["bit"], name)
        elif self.frame_metric is None:
            raise ValueError(
                f"frame_error_rate: expected an error_rate of bits, which is what the curve of {name} counts"
            )
        else:
            _require_within(self.frame_error_rate, curves[self.frame_metric], name, "frame_error_rate")

    def _require_curve(self, curve: ErrorCurve) -> None:
        kept = self.error_rate if self.frame_error_rate is None else self.frame_error_rate
        if kept is None or self.code is not None:
            raise ValueError("curve: expected with error_rate or frame_error_rate, and without a code")
        key = "error_rate" if self.frame_error_rate is None else "frame_error_rate"
        if KEPT.get(curve.metric) != key:
            wanted = "bit_error_rate" if key == "error_rate" else "frame_error_rate or word_error_rate"
            raise ValueError(f"curve: {curve} has {curve.metric} error rates; expected {wanted} beside {key}")
        _require_within(kept, curve, str(curve), key)


def _require_within(error_rate: Parameter, curve: ErrorCurve, name: str, key: str = "error_rate") -> None:
    (_, highest), (_, lowest) = curve.points[0], curve.points[-1]
    if not lowest <= error_rate.value <= highest:
        raise ValueError(f"{key} = {error_rate.value:.3g}: expected {lowest:.1e} to {highest:.1e}, the curve of {name}")


class PictureModulation(Part):
    """Common part of both picture channels: pixels, grey levels, and the quality that is wanted."""

    carries: ClassVar[Carried] = "pixels"
    pixel_rate_pixels_per_s: PixelRate = Field(description="Pixels sent per second")
    rate_ladder_pixels_per_s: tuple[PixelRate, ...] = Field(
        (), description="Pixel rates to which the equipment can switch"
    )
    grey_levels: GreyLevels = Field(description="Grey levels that the channel distinguishes")
    required_picture_snr_db: Decibels = Field(description="Required black-to-white signal over rms noise")
    implementation_loss_db: Loss = Field(description="Loss of real detectors")

    @model_validator(mode="after")
    def _ladder_rises(self) -> Self:
        return _with_rising_ladder(self, self.rate_ladder_pixels_per_s)

    @model_validator(mode="after")
    def _grey_levels_are_whole(self) -> Self:
        if self.grey_levels.value != round(self.grey_levels.value):
            raise ValueError(f"grey_levels = {self.grey_levels.value:g}: expected a whole number")
        return self


class PulsePositionModulation(PictureModulation):
    """One pulse a pixel, whose position among the slots tells the grey."""

    kind: Literal["pulse-position"] = "pulse-position"
    timing_jitter: Jitter | None = Field(
        None, description="Rms error of the slot clock, in slots, instead of the clock_loop_gain and clock_walk it has"
    )
    clock_loop_gain: ClockLoopGain | None = Field(
        None,
        description="Share of a pulse's measured lateness by which the loop moves the slot clock; with clock_walk "
        "the rms error follows from Es/N0",
    )
    clock_walk: ClockWalk | None = Field(
        None, description="Rms walk of the slot clock from one pixel to the next, in slots; at most 0.3 sqrt(g (2 - g))"
    )
    clock_restored_by: Literal["line", "picture"] = Field(
        "line",
        description="Correction of a slot clock that is whole slots off: by the sync word of a line, or not before "
        "the next picture",
    )
    picture_pixels: Count | None = Field(
        None, description="Pixels of a picture, for the probability that the slot clock is lost in one"
    )
    filter_shape: Literal["single-pole", "gaussian"] | None = Field(
        None, description="Receiver filter that is not matched to the pulse; none: a matched filter"
    )
    filter_bandwidth_ratio: FilterWidth | None = Field(
        None,
        description="Its bandwidth between the points of half power, in parts of one over the width of a pulse; of a "
        "low-pass behind the detector twice the cut-off",
    )

    @model_validator(mode="after")
    def _filter_is_whole(self) -> Self:
        if (self.filter_shape is None) != (self.filter_bandwidth_ratio is None):
            raise ValueError("expected filter_shape and filter_bandwidth_ratio together")
        return self

    @model_validator(mode="after")
    def _clock_is_stated_once(self) -> Self:
        gain, walk = self.clock_loop_gain, self.clock_walk
        if self.timing_jitter is not None:
            given = [key for key in ("clock_loop_gain", "clock_walk") if getattr(self, key) is not None]
            if given:
                raise ValueError(f"timing_jitter: expected none beside {given[0]}, from which it follows")
            return self
        if gain is None and walk is None:
            raise ValueError("timing_jitter: missing; expected it, or both clock_loop_gain and clock_walk")
        if gain is None or walk is None:
            there, lacking = ("clock_walk", "clock_loop_gain") if gain is None else ("clock_loop_gain", "clock_walk")
            raise ValueError(f"{lacking}: missing; expected beside {there}")
        most = LARGEST_WALK_JITTER * (gain.value * (2.0 - gain.value)) ** 0.5
        if walk.value > most * (1.0 + 1e-9):
            raise ValueError(
                f"clock_walk = {walk.value:g}: expected at most {most:.3g} beside clock_loop_gain = {gain.value:g}; "
                "the loop does not follow a clock that walks more"
            )
        return self


class AnalogVideoModulation(PictureModulation):
    """A residual carrier, phase modulated by a subcarrier that the video signal modulates in frequency."""

    kind: Literal["analog-video"] = "analog-video"
    deviation_ratio: DeviationRatio = Field(description="Peak deviation of the subcarrier over the video bandwidth")
    carrier: ResidualCarrier = Field(description="Residual carrier")


Modulation = Annotated[
    DigitalModulation
    | LoraModulation
    | ThresholdModulation
    | PulsePositionModulation
    | AnalogVideoModulation
    | PhotonsPerBitModulation
    | PhotonCountingModulation,
    Field(discriminator="kind"),
]
