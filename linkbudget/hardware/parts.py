"""The parts of a link: what a datasheet says of a transmitter, an antenna, a receiver, a modulation.

Parts hold numbers and compute nothing beyond choosing which physics function their kind calls for; what they have in
common is in :mod:`linkbudget.hardware.datasheet`.  The map: :data:`Antenna`, one of :data:`ANTENNAS` (the kinds of
:mod:`linkbudget.hardware.antenna_kinds` and those of other packages), :class:`Radome`, :class:`Transmitter`,
:class:`Receiver`, :data:`Modulation` (digital, pulse-position, analog-video, and those by light of
:mod:`linkbudget.hardware.light`), :class:`FluxLimit`, :class:`Acceptance`, :class:`Link`.
"""

import re
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

import numpy as np
from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from linkbudget.errors import InputError, LinkBudgetError, TableError, shortened
from linkbudget.formatting import duration_text, frequency_text, number_text
from linkbudget.hardware.antenna_kinds import BUILT_IN, AntennaPart, MeasuredDish, PatternAntenna
from linkbudget.hardware.antenna_noise import AntennaNoise
from linkbudget.hardware.curve_files import KEPT, CurveFile, or_by_curve, told_by_curve
from linkbudget.hardware.datasheet import (
    Angle,
    Bandwidth,
    BitRate,
    Decibels,
    DensityRatio,
    Deviation,
    DeviationRatio,
    Efficiency,
    ErrorRate,
    FigureOfMerit,
    FluxLevel,
    FrameSuccess,
    GreyLevels,
    Hertz,
    Jitter,
    Kelvins,
    Level,
    LevelDensity,
    LoopDamping,
    Loss,
    Meters,
    Orientation,
    Part,
    PixelRate,
    Share,
    SlipTime,
    SymbolRate,
    Turn,
    Watts,
)
from linkbudget.hardware.defaults import (
    GALACTIC_NOISE,
    IMPLEMENTATION_LOSS,
    LINE_LOSS,
    LINE_TEMPERATURE,
    LOOP_DAMPING,
    POINTING_LOSS,
    POLARIZATION_LOSS,
    POLARIZATION_TILT,
    REQUIRED_MARGIN,
)
from linkbudget.hardware.elevation_curves import FigureOfMeritCurve, NoiseCurve
from linkbudget.hardware.frames import Frames, require_frames
from linkbudget.hardware.gain_distribution import require_whole
from linkbudget.hardware.hop import Hop
from linkbudget.hardware.light import (
    LIGHT_KINDS,
    JitterShare,
    PhotonCountingModulation,
    PhotonDetector,
    PhotonsPerBitModulation,
    TelescopeAntenna,
    Turbulence,
    Wavelength,
)
from linkbudget.hardware.line_names import require_line_names
from linkbudget.hardware.lora import LoraModulation
from linkbudget.hardware.loss_models import LOSS_MODELS, LossModels
from linkbudget.hardware.modems import require_modem, with_modem_deviation
from linkbudget.hardware.named_losses import KINDS, loss_of_kind
from linkbudget.hardware.symbols import require_modcod_alone, require_one_rate
from linkbudget.hardware.thresholds import Carried, ThresholdModulation
from linkbudget.hardware.two_port_files import TwoPortFiles
from linkbudget.hardware.zenith_air import ZenithAir
from linkbudget.labels import without_unit
from linkbudget.parameters import Parameter, plain
from linkbudget.physics.error_curves import ErrorCurve
from linkbudget.physics.modulation import modulations
from linkbudget.physics.photons import optical_frequency_hz
from linkbudget.physics.polarization import tilt_between_deg
from linkbudget.physics.pulse_position import slot_count
from linkbudget.physics.symbol_rates import code_rate
from linkbudget.plugins import added, is_class_from
from linkbudget.renamed import old_names

FAR_FREQUENCY = 1.25
"""Factor between the frequencies of a pattern and of its link beyond which it is refused: the beam of an aperture is
then a quarter wider or narrower, its gain 2 dB off, and its half-power points have lost 4.7 dB or 1.9 dB."""

SAME_BAND = 1.05
"""Factor between the frequency of a measured gain or noise and that of a link within which they are of one band."""

_SAME_DEG = 0.01
"""Angles nearer than this are the same: a hundredth of a degree is rounding in a file."""

_OWN = BUILT_IN | {"telescope": TelescopeAntenna}

ANTENNAS: dict[str, type[AntennaPart]] = _OWN | added("antennas", is_class_from(AntennaPart), _OWN)
"""Kinds of antenna by the name that scenario files use, those of other packages among them."""

for _name, _part in ANTENNAS.items():
    if (_kind := _part.model_fields["kind"].default) != _name:
        raise InputError(f"antenna {_name!r}: its kind is {_kind!r}; expected the name of its entry point")

if TYPE_CHECKING:
    Antenna = AntennaPart
else:
    Antenna = Annotated[reduce(or_, ANTENNAS.values()), Field(discriminator="kind")]


class Radome(Part):
    """A cover over the antenna of an earth station: dry always, wet with the rain of the weather."""

    dry_loss_db: Loss = Field(description="Loss of the dry cover, one way")
    radius_m: Meters | None = Field(None, description="Radius of a spherical radome; none: a flat cover over the feed")
    temperature_k: Kelvins = Field(description="Physical temperature of the cover and of the water on it")


class Direction(Part):
    """A direction from the spacecraft, in its axes or, without a mounting, in those of the antenna's file."""

    theta_deg: Angle = Field(description="Angle from the z axis")
    phi_deg: Turn = Field(description="Angle round the z axis, from x towards y")


class Mounting(Part):
    """The way an antenna sits on the spacecraft: turned by yaw about z, then by pitch about y, then by roll about x.

    Each is a right-handed turn, about the axes that the turns before it have moved.
    """

    roll_deg: Orientation = Field(Parameter(0.0), description="Turn about the antenna's x axis, the last")
    pitch_deg: Orientation = Field(Parameter(0.0), description="Turn about the antenna's y axis, the second")
    yaw_deg: Orientation = Field(Parameter(0.0), description="Turn about the z axis, the first")


def _said(data: dict) -> set[str]:
    """Keys of a table that hold a value, by their names in a scenario file; those of Python stand beside them."""
    said = [str(key) for key, value in data.items() if value is not None]
    return {*said, *map(without_unit, said)}  # galactic_noise_at_1_m has no unit to lose


def _kind_of(antenna: object) -> str | None:
    return antenna.get("kind") if isinstance(antenna, dict) else getattr(antenna, "kind", None)


Attitude = Literal["aimed", "fixed", "spinning", "tumbling"]
"""What is known of the direction in which an antenna sees the other end."""


class Terminal(Part):
    """What both ends of a link have: an antenna, how well it points, and the line behind it."""

    antenna: Antenna | None = Field(None, description="Name of an antenna, or its description")
    boresight: Literal["target", "sun"] = Field(
        "target", description="What the antenna is aimed at: the other end, or the Sun (spacecraft only)"
    )
    pointing_error_deg: Angle | None = Field(
        None,
        description="Angle between where the antenna is aimed and where it points; of one that spins, between the axis "
        "of the spin and what that is aimed at",
    )
    attitude: Attitude = Field(
        "aimed",
        description="Whether the antenna is aimed, or sees the other end in a fixed direction, from a body that spins, "
        "or from one that tumbles; all but the first need a pattern in all directions",
    )
    look_direction: Direction | None = Field(None, description="Direction of the other end, of a fixed attitude")
    spin_axis: Direction | None = Field(None, description="Axis of the spin, of a spinning attitude")
    mounting: Mounting | None = Field(
        None, description="The way the antenna sits on the spacecraft; none: its axes are those of the spacecraft"
    )
    availability: Share | None = Field(
        None,
        description="Share of all directions, of a tumbling attitude, or of each turn, of a spinning one, in which the "
        "gain is at least that of the budget; none: the whole turn",
    )
    pointing_loss_db: Loss | None = Field(
        None,
        description="Loss by pointing as one number, instead of an angle; neither: 0 dB of an aimed antenna, and a "
        "note says so",
    )
    pointing_jitter_deg: Angle | None = Field(
        None,
        description="Standard deviation of the jitter about the pointing_error, in each of two axes, of a telescope",
    )
    pointing_exceedance: JitterShare | None = Field(
        None, description="Share of the time in which the loss by jitter may be more; none: the loss of the mean power"
    )
    line_loss_db: Loss | None = Field(
        None,
        description="Loss of the line between antenna and box; of a telescope, of optics and fibre; none: 0 dB, and a "
        "note says so",
    )
    line: TwoPortFiles | None = Field(
        None, description="Touchstone files of that line, in the way of the signal, instead of its loss"
    )
    radome: Radome | None = Field(None, description="Cover over the antenna; earth stations only")

    @model_validator(mode="before")
    @classmethod
    def _losses_that_are_not_stated(cls, data):
        """Beside an antenna, 0 dB for a line and a pointing of which nothing is stated."""
        if not isinstance(data, dict) or data.get("antenna") is None:
            return data
        said = _said(data)
        if said & _CONTAINING_THE_ANTENNA:
            return data
        added = {} if said & {"line", "line_loss"} else {"line_loss": LINE_LOSS}
        is_aimed = data.get("attitude", "aimed") == "aimed" and data.get("boresight", "target") == "target"
        if is_aimed and not said & {"pointing_error", "pointing_loss", "pointing_jitter"}:
            added["pointing_loss"] = POINTING_LOSS
        return data | added

    @model_validator(mode="after")
    def _points_in_one_way(self) -> Self:
        self._require_antenna_that_points()
        return self

    def _require_antenna_that_points(self) -> None:
        self._require_said("antenna")
        if (self.line_loss_db is None) == (self.line is None):
            raise ValueError("expected either line_loss or line, its files, and not both")
        if self.line is not None and isinstance(self.antenna, TelescopeAntenna):
            raise ValueError("line: expected line_loss with a telescope; Touchstone files are of radio")
        self._require_keys_of_attitude()
        assert self.antenna is not None  # was just required
        if self.attitude == "aimed":
            if (self.pointing_error_deg is None) == (self.pointing_loss_db is None):
                raise ValueError("expected either pointing_error or pointing_loss, and not both")
            if self.boresight == "sun" and self.pointing_error_deg is None:
                raise ValueError("pointing_error: expected with boresight = 'sun'")
            if self.pointing_error_deg is not None and self.antenna.no_aim:
                raise ValueError(f"antenna: {self.antenna.no_aim}")
            return
        if self.antenna.sphere is None:
            raise ValueError(f"attitude = {self.attitude!r}: {self.antenna.no_sphere}")
        if self.attitude == "tumbling":
            require_whole(self.antenna.sphere.value)
        if self.boresight == "sun" and self.attitude != "spinning":
            raise ValueError(f"boresight = 'sun': expected attitude = 'aimed' or 'spinning', not {self.attitude!r}")

    @model_validator(mode="after")
    def _jitter_is_that_of_a_telescope(self) -> Self:
        if self.pointing_jitter_deg is None:
            if self.pointing_exceedance is not None:
                raise ValueError("pointing_exceedance: expected only beside a pointing_jitter")
        elif not isinstance(self.antenna, TelescopeAntenna):
            raise ValueError("pointing_jitter: expected only with an antenna of kind 'telescope'")
        elif self.pointing_error_deg is None:
            raise ValueError("pointing_jitter: expected a pointing_error beside it, which may be 0 urad")
        return self

    def _require_keys_of_attitude(self) -> None:
        """The keys that belong to the attitude, all of them and no others."""
        for name, (wanted, possible) in _KEYS_OF_ATTITUDE.items():
            is_said = getattr(self, name) is not None
            if self.attitude in wanted and not is_said:
                raise ValueError(f"{without_unit(name)}: missing; expected with attitude = {self.attitude!r}")
            if is_said and self.attitude not in (*wanted, *possible):
                raise ValueError(f"{without_unit(name)}: expected none with attitude = {self.attitude!r}")

    def _require_said(self, *names: str) -> None:
        for name in names:
            if getattr(self, name) is None:
                raise ValueError(f"{without_unit(name)}: missing; expected a value")

    def _require_unsaid(self, why: str, *names: str) -> None:
        for name in names:
            if getattr(self, name) is not None:
                raise ValueError(f"{without_unit(name)}: expected none beside {why}, which contains it")


_CONTAINING_THE_ANTENNA = {"eirp", "eirp_density", "g_over_t", "g_over_t_by_elevation"}
"""Keys beside which no antenna, line or pointing is stated."""

_KEYS_OF_ATTITUDE: dict[str, tuple[tuple[Attitude, ...], tuple[Attitude, ...]]] = {
    "look_direction": (("fixed",), ()),
    "spin_axis": (("spinning",), ()),
    "availability": (("tumbling",), ("spinning",)),
    "mounting": ((), ("fixed", "spinning")),
    "pointing_error_deg": (("spinning",), ("aimed",)),
    "pointing_loss_db": ((), ("aimed",)),
}
"""Key -> the attitudes that need it, and those that may have it as well."""


class Transmitter(Terminal):
    """The sending end."""

    power_w: Watts | None = Field(
        None, description="Radio-frequency power out of the transmitter, averaged over the modulation"
    )
    eirp_dbw: Level | None = Field(
        None, description="EIRP towards the other end as one number, instead of power, line and antenna"
    )
    eirp_density_dbw_per_hz: LevelDensity | None = Field(
        None, description="EIRP density, even over the signal_bandwidth, instead of eirp"
    )
    signal_bandwidth_hz: Bandwidth | None = Field(None, description="Bandwidth that an eirp_density fills")
    peak_power_w: Watts | None = Field(None, description="Power within a pulse, for pulse-position modulation")
    output_back_off_db: Loss | None = Field(
        None, description="How far an amplifier whose power is stated at saturation is driven below it"
    )
    power_share: Efficiency | None = Field(
        None, description="Share of the power that this signal has, where several pass through one amplifier"
    )

    @model_validator(mode="before")
    @classmethod
    def _power_is_stated(cls, data):
        if cls.is_spelled_well(data) and not _said(data) & {"power", "eirp", "eirp_density", "signal_bandwidth"}:
            message = "power: missing; expected it with an antenna and a line_loss, or an eirp"
            raise TableError(message, data | {"power": "1 W"}, "power")
        return data

    @property
    def states_eirp(self) -> bool:
        """True where the EIRP is stated, and so neither power nor antenna."""
        return self.power_w is None

    @property
    def is_unknown(self) -> bool:
        """True for :data:`UNKNOWN_TRANSMITTER`, which stands in a link whose receiver states the flux that arrives."""
        return self.power_w is None and self.eirp_dbw is None and self.eirp_density_dbw_per_hz is None

    @model_validator(mode="after")
    def _points_in_one_way(self) -> Self:
        if self is UNKNOWN_TRANSMITTER:
            return self
        if (self.eirp_density_dbw_per_hz is None) != (self.signal_bandwidth_hz is None):
            raise ValueError("expected eirp_density and signal_bandwidth together, or neither")
        if self.eirp_dbw is not None and self.eirp_density_dbw_per_hz is not None:
            raise ValueError("expected either eirp or eirp_density, and not both")
        whole = next((name for name in ("eirp_dbw", "eirp_density_dbw_per_hz") if getattr(self, name) is not None), "")
        if not whole:
            self._require_antenna_that_points()
            return self
        said = ("power_w", "peak_power_w", "antenna", "line_loss_db", "pointing_error_deg")
        self._require_unsaid(without_unit(whole), *said, "look_direction", "spin_axis", "mounting", "availability")
        if self.attitude != "aimed" or self.boresight != "target":
            raise ValueError(
                f"attitude, boresight: expected none beside {without_unit(whole)}, which contains the antenna"
            )
        return self

    @model_validator(mode="after")
    def _measured_dish_transmits(self) -> Self:
        if isinstance(self.antenna, MeasuredDish) and self.antenna.transmit_gain_dbi is None:
            raise ValueError("antenna.transmit_gain: missing; expected at a transmitter")
        return self

    @model_validator(mode="after")
    def _peak_exceeds_average(self) -> Self:
        if self.peak_power_w is not None and self.power_w is not None:
            for name in ("output_back_off_db", "power_share"):
                if getattr(self, name) is not None:
                    raise ValueError(f"{without_unit(name)}: expected none beside peak_power")
            if self.peak_power_w.value <= self.power_w.value:
                raise ValueError("peak_power: expected more than the average power")
        return self


UNKNOWN_TRANSMITTER = Transmitter.model_construct()
"""The sending end of a link of which nothing is known but the power flux density that it makes at the receiver."""


class Receiver(Terminal):
    """The receiving end, its noise given part by part, as a system noise temperature, or through G/T."""

    flux_dbw_per_m2: FluxLevel | None = Field(
        None,
        description="Power flux density that arrives at the antenna, in place of a transmitter, a distance and the "
        "losses of the path",
    )
    line_temperature_k: Kelvins | None = Field(
        None, description="Physical temperature of the line; none: 290 K, beside a noise_temperature or noise_figure"
    )
    noise_temperature_k: Kelvins | None = Field(None, description="Noise temperature of the receiver at its input")
    noise_figure_db: Loss | None = Field(None, description="Noise figure of the receiver, instead of a temperature")
    front_end: TwoPortFiles | None = Field(
        None,
        description="Touchstone files, with noise data, of what stands between line and receiver, such as a low-noise "
        "amplifier; the receiver's own noise is then that of what follows",
    )
    antenna_noise_temperature_k: Kelvins | None = Field(
        None, description="Noise temperature at the antenna terminals as one number, instead of a computed sky"
    )
    antenna_noise: AntennaNoise | None = Field(
        None, description="Sky and ground that the antenna sees and its own loss, instead of its noise temperature"
    )
    galactic_noise_at_1_m_k: Kelvins | None = Field(
        None,
        description="Brightness of the galaxy towards the other end, at 1 m wavelength; none beside a "
        "ground_noise_temperature: 60 K",
    )
    ground_noise_temperature_k: Kelvins | None = Field(None, description="Ground heard through spillover and sidelobes")
    system_noise_temperature_k: Kelvins | None = Field(
        None,
        description="System noise temperature at the receiver's input as one number, instead of its parts; beside a "
        "g_over_t, the temperature that figure contains, to which the noise of weather adds",
    )
    g_over_t_db_per_k: FigureOfMerit | None = Field(
        None, description="Figure of merit of the station, instead of an antenna, a line and their noise"
    )
    g_over_t_by_elevation: FigureOfMeritCurve | None = Field(
        None,
        description="Figure of merit against elevation, instead of g_over_t: pairs of degrees and dB/K, straight "
        "between them, or the name of a CSV file with elevation_deg and g_over_t_db_per_k; earth stations only",
    )
    system_noise_temperature_by_elevation: NoiseCurve | None = Field(
        None,
        description="System noise temperature against elevation, instead of system_noise_temperature: pairs of degrees "
        "and kelvins, or the name of a CSV file with elevation_deg and system_noise_temperature_k; earth stations only",
    )
    g_over_t_contains_air: bool = Field(
        False,
        description="True where the stated G/T is that through the clear air, whose loss is then not subtracted again",
    )
    noise_contains_weather: bool = Field(
        False, description="True where the stated noise or G/T is that of the weather asked for, not of a clear sky"
    )
    noise_contains_bodies: bool = Field(
        False, description="True where the stated noise already contains the Sun, Moon or planet near the beam"
    )
    detector: PhotonDetector | None = Field(None, description="Detector of counted photons, of links by light")
    required_power_dbw: Level | None = Field(
        None, description="Received power the receiver needs; the budget then has a margin of received power"
    )
    sensitivity_dbw: Level | None = Field(
        None, description="The same as required_power, as receivers' datasheets call it"
    )
    required_flux_dbw_per_m2: FluxLevel | None = Field(
        None, description="Power flux density at the antenna that the receiver needs; the budget then has its margin"
    )
    required_cn0_dbhz: DensityRatio | None = Field(
        None, description="C/N0 the receiver needs, whatever is sent; the budget then has a margin of C/N0"
    )
    noise_bandwidth_hz: Bandwidth | None = Field(
        None, description="Noise bandwidth of the receiver; the budget then has C/N in that bandwidth"
    )
    required_cnr_db: Decibels | None = Field(
        None, description="C/N the receiver needs in that bandwidth; the budget then has a margin of C/N"
    )
    bandwidths: dict[str, Bandwidth] = Field(
        default_factory=dict,
        description='Further noise bandwidths by name, in each of which the budget has C/N: narrow = "100 Hz"',
    )

    @model_validator(mode="before")
    @classmethod
    def _line_has_a_temperature(cls, data):
        if not isinstance(data, dict) or {"line_temperature", "line_temperature_k"} & data.keys():
            return data
        own = {"noise_temperature", "noise_temperature_k", "noise_figure", "noise_figure_db"}
        return data | {"line_temperature": LINE_TEMPERATURE} if own & data.keys() else data

    @model_validator(mode="before")
    @classmethod
    def _sky_has_a_galaxy(cls, data):
        if not isinstance(data, dict):
            return data
        others = {"galactic_noise_at_1_m", "antenna_noise_temperature", "antenna_noise"}
        is_needed = "ground_noise_temperature" in (said := _said(data)) and not said & others
        return data | {"galactic_noise_at_1_m": GALACTIC_NOISE} if is_needed else data

    @model_validator(mode="before")
    @classmethod
    def _noise_is_stated(cls, data):
        """A table without noise, or without a sky, is refused before the rest of it is looked at."""
        if not cls.is_spelled_well(data) or isinstance(data.get("antenna"), str):  # a name that stands for nothing
            return data
        if _kind_of(data.get("antenna")) in ("telescope", "measured-dish"):
            return data
        said = _said(data)
        if said & {without_unit(name) for name in _WHOLE_NOISE}:
            return data
        by_power = {"required_power", "sensitivity", "required_flux"}
        noise = {without_unit(name) for name in (*_NOISE_PARTS, *_SKY)}
        if not said & noise and (not said & by_power or said & {"required_cn0", "required_cnr"}):
            raise TableError(
                "noise_figure: missing; expected it, or a noise_temperature, a system_noise_temperature or a g_over_t",
                data | {"noise_figure": "1 dB"},
                "noise_figure",
            )
        own = {"noise_temperature", "noise_figure"}
        sky = {"antenna_noise_temperature", "antenna_noise", *map(without_unit, _SKY)}
        if said & own and not said & sky:
            raise TableError(
                "antenna_noise_temperature: missing; expected it, or the ground_noise_temperature of an earth station, "
                "whose sky is then computed",
                data | {"antenna_noise_temperature": "100 K"},
                "antenna_noise_temperature",
            )
        return data

    @property
    def needed_power_dbw(self) -> Parameter | None:
        """The received power that is needed, by either of its two names."""
        return self.sensitivity_dbw if self.required_power_dbw is None else self.required_power_dbw

    @property
    def states_figure_of_merit(self) -> bool:
        """True where G/T is stated, as one number or against elevation."""
        return self.g_over_t_db_per_k is not None or self.g_over_t_by_elevation is not None

    @property
    def states_system_noise(self) -> bool:
        """True where the system noise temperature is stated, as one number or against elevation."""
        return self.system_noise_temperature_k is not None or self.system_noise_temperature_by_elevation is not None

    @property
    def states_noise(self) -> bool:
        """True where the noise is stated in any way."""
        return self.has_measured_noise or any(getattr(self, name) is not None for name in _NOISE)

    @property
    def is_known_by_flux(self) -> bool:
        """True where nothing but the flux that it needs is stated: no antenna, no received power, no noise."""
        others = (self.antenna, self.needed_power_dbw, self.required_cn0_dbhz, self.required_cnr_db)
        return self.required_flux_dbw_per_m2 is not None and not self.states_noise and others == (None,) * 4

    @property
    def states_a_threshold(self) -> bool:
        """True where a received power, a flux, a C/N0 or a C/N is needed."""
        needs = (self.required_flux_dbw_per_m2, self.required_cn0_dbhz, self.required_cnr_db)
        return any(need is not None for need in (self.needed_power_dbw, *needs))

    @model_validator(mode="after")
    def _power_is_needed_once(self) -> Self:
        if self.sensitivity_dbw is not None and self.required_power_dbw is not None:
            raise ValueError("sensitivity: expected none beside required_power, which is the same")
        return self

    @property
    def has_measured_noise(self) -> bool:
        """True where the antenna tells the noise of the station against elevation."""
        return isinstance(self.antenna, MeasuredDish) and self.antenna.has_noise

    @model_validator(mode="after")
    def _figure_of_merit_contains_air(self) -> Self:
        if self.g_over_t_contains_air and not self.states_figure_of_merit:
            raise ValueError("g_over_t_contains_air: expected beside a g_over_t")
        return self

    @model_validator(mode="after")
    def _ratio_has_a_bandwidth(self) -> Self:
        if self.required_cnr_db is not None and self.noise_bandwidth_hz is None:
            raise ValueError("required_cnr: expected a noise_bandwidth beside it")
        require_line_names("bandwidths", self.bandwidths, "narrow")
        for name in ("noise_bandwidth_hz", "bandwidths"):
            if getattr(self, name) and not self.states_noise and not isinstance(self.antenna, TelescopeAntenna):
                raise ValueError(f"{without_unit(name)}: expected the noise of the receiver beside it, for its C/N")
        return self

    @model_validator(mode="after")
    def _figures_are_one_number_or_a_curve(self) -> Self:
        for name in ("g_over_t", "system_noise_temperature"):
            unit = "db_per_k" if name == "g_over_t" else "k"
            if getattr(self, f"{name}_by_elevation") is not None and getattr(self, f"{name}_{unit}") is not None:
                raise ValueError(f"expected either {name} or {name}_by_elevation, and not both")
        return self

    @model_validator(mode="after")
    def _points_in_one_way(self) -> Self:
        if self.is_known_by_flux:
            said = ("line_loss_db", "pointing_error_deg", "pointing_loss_db")
            for name in (*said, "look_direction", "spin_axis", "mounting", "availability"):
                if getattr(self, name) is not None:
                    raise ValueError(f"{without_unit(name)}: expected an antenna to go with it, or none of both")
        elif not self.states_figure_of_merit:
            self._require_antenna_that_points()
        else:
            contained = (
                "antenna",
                "line_loss_db",
                "line",
                "pointing_error_deg",
                "required_power_dbw",
                "sensitivity_dbw",
            )
            self._require_unsaid(
                self._figure_of_merit_key, *contained, "look_direction", "spin_axis", "mounting", "availability"
            )
            if self.attitude != "aimed":
                raise ValueError(
                    f"attitude = {self.attitude!r}: expected none beside g_over_t, which contains the antenna"
                )
        return self

    @property
    def _figure_of_merit_key(self) -> str:
        return "g_over_t" if self.g_over_t_by_elevation is None else "g_over_t_by_elevation"

    @model_validator(mode="after")
    def _noise_is_said_once(self) -> Self:
        if isinstance(self.antenna, TelescopeAntenna):
            whole_db = ("noise_bandwidth_hz", "required_cnr_db", "bandwidths")
            for name in (*_NOISE_PARTS, *_SKY, *_WHOLE_NOISE[1:], *whole_db):
                if getattr(self, name):
                    raise ValueError(f"{without_unit(name)}: expected none with a telescope: photons are counted")
            return self
        if self.has_measured_noise:
            said = (*_NOISE_PARTS, *_SKY, *_WHOLE_NOISE[1:])
            self._require_unsaid("an antenna of kind 'measured-dish' with its noise", *said)
            if self.line is not None or plain(self.line_loss_db) != 0.0:
                raise ValueError("line_loss: expected 0 dB behind a measured dish, whose noise counts at its feedhorn")
            return self
        for whole in _WHOLE_NOISE:
            if getattr(self, whole) is not None:
                self._require_unsaid(without_unit(whole), *_NOISE_PARTS, *_SKY)
                return self
        without_noise = self.needed_power_dbw is not None or self.required_flux_dbw_per_m2 is not None
        if without_noise and not self.states_noise and self.required_cn0_dbhz is None and self.required_cnr_db is None:
            return self
        if not self.states_noise:
            raise ValueError(
                "noise_figure: missing; expected it, or a noise_temperature, a system_noise_temperature or a g_over_t"
            )
        self._require_said("line_temperature_k")
        if (self.noise_temperature_k is None) == (self.noise_figure_db is None):
            raise ValueError("expected either noise_temperature or noise_figure, and not both")
        if self.antenna_noise is not None and self.antenna_noise_temperature_k is not None:
            raise ValueError("antenna_noise: expected none beside antenna_noise_temperature, which is its result")
        given = self.antenna_noise_temperature_k is not None or self.antenna_noise is not None
        if any((getattr(self, name) is None) != given for name in _SKY):
            raise ValueError(
                "expected either antenna_noise_temperature, or both galactic_noise_at_1_m and ground_noise_temperature"
            )
        return self


_NOISE_PARTS = (
    "noise_temperature_k",
    "noise_figure_db",
    "front_end",
    "antenna_noise_temperature_k",
    "antenna_noise",
    "line_temperature_k",
)
_SKY = ("galactic_noise_at_1_m_k", "ground_noise_temperature_k")
_WHOLE_NOISE = (
    "g_over_t_db_per_k",
    "g_over_t_by_elevation",
    "system_noise_temperature_k",
    "system_noise_temperature_by_elevation",
)
"""Names of noise as one figure, those of G/T first: beside them a system noise temperature may stand."""

_NOISE = (*_NOISE_PARTS, *_SKY, *_WHOLE_NOISE)
"""Names of what a receiver says of its noise."""


LEAST_BANDWIDTH_TIME, LONGEST_BANDWIDTH_TIME = 0.01, 1e11
"""Times between cycle slips that a carrier loop may be asked for, in parts of one over its bandwidth [-]."""


class ResidualCarrier(Part):
    """A phase-modulated carrier of which a part is left for the receiver to track."""

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
    implementation_loss_db: Loss | None = Field(None, description="What a real carrier loop loses")
    required_loop_snr_db: Decibels | None = Field(
        None, description="Signal-to-noise ratio in that bandwidth which the loop needs to stay in lock"
    )
    mean_time_between_slips_s: SlipTime | None = Field(
        None, description="Mean time between cycle slips that is good enough, instead of a required_loop_snr"
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
    implementation_loss_db: Loss | None = Field(None, description="What a real ranging receiver loses")
    required_pr_n0_dbhz: DensityRatio | None = Field(
        None, description="Ranging power over noise density that is needed; none: no margin of ranging"
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
        raise ValueError(f"{name!r}: expected one of {', '.join(map(repr, modulations()))}")
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
    scheme: Scheme | None = Field(None, description="Keying and detection; not needed beside a curve")
    bit_rate_bps: BitRate | None = Field(None, description="Information rate the link is judged at")
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
    rate_ladder_bps: tuple[BitRate, ...] = Field((), description="Rates the equipment can switch to")
    error_rate: ErrorRate | None = Field(None, description="Bit error rate to be kept; the required Eb/N0 follows")
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
        description="Information bits of a code bit, of a code without a name here; beside required_ebn0 or curve",
    )
    curve: CurveFile | None = Field(
        None, description="CSV file of error rates against Eb/N0, of a modem or code that has no name here"
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
    frame_success: FrameSuccess | None = Field(None, description="Share of frames that a modem is to receive")
    modem_deviation: Deviation | None = Field(
        None,
        description="Standard uncertainties of the fitted curve by which the modem needs more than it; none: 0 from -3 "
        "to 3, gaussian",
    )
    frames: Frames | None = Field(None, description="Sync marker, virtual fill, idle symbols; none: code words alone")
    implementation_loss_db: Loss = Field(
        IMPLEMENTATION_LOSS,
        description="What real detectors and synchronisers lose, of a modem what its measurement did not contain; "
        "none: 0 dB, and a note says so",
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
        """What the curve of the code counts that is lost as a whole: frames or code words; none of neither."""
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
            raise ValueError(f"code = {self.code!r}: unknown code; expected one of {', '.join(codes())}")
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
    """What both picture channels have: pixels, grey levels, and the quality that is wanted."""

    carries: ClassVar[Carried] = "pixels"
    pixel_rate_pixels_per_s: PixelRate = Field(description="Pixels sent each second")
    rate_ladder_pixels_per_s: tuple[PixelRate, ...] = Field((), description="Pixel rates that can be switched to")
    grey_levels: GreyLevels = Field(description="Grey levels told apart")
    required_picture_snr_db: Decibels = Field(description="Black-to-white signal over rms noise that is wanted")
    implementation_loss_db: Loss = Field(description="What real detectors lose")

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
    timing_jitter: Jitter = Field(description="Rms error of the slot clock, in slots")


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


class FluxLimit(Part):
    """The limit on power flux density at the ground, as the Radio Regulations set it."""

    signal_bandwidth_hz: Bandwidth = Field(description="Bandwidth over which the power is spread evenly")
    reference_bandwidth_hz: Bandwidth | None = Field(
        None, description="Bandwidth the limit speaks of; none: that of Article 21 for the frequency"
    )
    limit_at_horizon_dbw_per_m2: FluxLevel | None = Field(
        None, description="Limit up to 5 deg of arrival; none: that of Article 21 for the frequency"
    )
    limit_overhead_dbw_per_m2: FluxLevel | None = Field(None, description="Limit from 25 deg of arrival up")

    @model_validator(mode="after")
    def _limit_is_whole(self) -> Self:
        said = (self.reference_bandwidth_hz, self.limit_at_horizon_dbw_per_m2, self.limit_overhead_dbw_per_m2)
        if any(value is None for value in said) and any(value is not None for value in said):
            raise ValueError("expected reference_bandwidth, limit_at_horizon and limit_overhead together, or none")
        return self


class Acceptance(Part):
    """When the margins of a full table are accepted: all three must be exceeded."""

    nominal_db: Decibels = Field(description="Least nominal margin")
    three_sigma_db: Decibels = Field(description="Least mean margin less three standard deviations")
    rss_db: Decibels = Field(description="Least worst-case margin, by root sum of squares")


class Link(Part):
    """One link from transmitter to margin, by radio or by light."""

    title: str = Field(description="What figures and reports call it")
    frequency_hz: Hertz | None = Field(None, description="Carrier frequency, of a link by radio")
    wavelength_m: Wavelength | None = Field(None, description="Wavelength in vacuum, of a link by light")
    direction: Literal["downlink", "uplink"] = Field(
        "downlink",
        description="Which end is the earth station: the receiver of a downlink, the transmitter of an uplink",
    )
    transmitter: Transmitter = Field(description="The sending end; none beside a flux of the receiver")
    receiver: Receiver = Field(description="The receiving end")
    polarization_tilt_deg: Angle | None = Field(
        None,
        description="Angle between the two polarisation ellipses; 90 deg is worst; none: the angle between the "
        "orientations that both antennas state, and 90 deg where one of them is circular",
    )
    polarization_loss_db: Loss | None = Field(
        None,
        description="Polarisation mismatch loss as one number, instead; none where an end has no polarization: 0 dB, "
        "and a note says so",
    )
    atmospheric_loss_db: Loss | None = Field(
        None, description="Loss in the atmosphere as one number; none: computed for the elevation"
    )
    zenith_air_loss_db: Loss | None = Field(
        None, description="Loss of light in the air straight up, which grows with the air mass at the elevation"
    )
    turbulence: Turbulence | None = Field(
        None, description="Scintillation of light in the air; none: no loss by it, or a stated one"
    )
    hop: Hop | None = Field(
        None, description="Rain, multipath and an obstacle of a path between two masts by ITU-R P.530; with far_height"
    )
    air: ZenithAir | None = Field(
        None, description="Loss in the atmosphere by the attenuation at the zenith; none: computed for the elevation"
    )
    losses: dict[str, Loss] = Field(
        default_factory=dict,
        description='Any further losses on the path by name, such as ionospheric = "0.1 dB"; gas, rain, cloud, '
        "scintillation, polarization and atmospheric stand instead of the computed ones",
    )
    loss_temperatures: dict[str, Kelvins] = Field(
        default_factory=dict,
        description='Physical temperatures of those named losses that absorb, and so add noise: foliage = "290 K"',
    )
    interference: dict[str, Decibels] = Field(
        default_factory=dict,
        description="C/I by name, in the receiver's noise_bandwidth, such as co-channel, cross-polarization or "
        "adjacent-satellite; C/N0 and C/N become C/(N0+I0) and C/(N+I)",
    )
    loss_models: LossModels | None = Field(
        None,
        description="Losses on the path that models of other packages compute, each under the name of its model; "
        f"installed: {', '.join(LOSS_MODELS) or 'none'}",
    )
    modulation: Modulation = Field(description="What is sent, and what the receiver needs")
    required_margin_db: Decibels = Field(
        REQUIRED_MARGIN, description="Margin that must be left; none: 0 dB, the requirement itself"
    )
    flux_limit: FluxLimit | None = Field(None, description="Limit on power flux density; the budget then has a margin")
    acceptance: Acceptance | None = Field(
        None, description="When the margins of a full table are accepted; none: nominal above 3 dB, the others above 0"
    )

    @model_validator(mode="before")
    @classmethod
    def _a_flux_needs_no_transmitter(cls, data):
        if not isinstance(data, dict) or "transmitter" in data:
            return data
        receiver = data.get("receiver")
        by_flux = (
            bool({"flux", "flux_dbw_per_m2"} & receiver.keys())
            if isinstance(receiver, dict)
            else getattr(receiver, "flux_dbw_per_m2", None) is not None
        )
        return data | {"transmitter": UNKNOWN_TRANSMITTER} if by_flux else data

    @property
    def is_light(self) -> bool:
        """True for a link by light, which states a wavelength."""
        return self.wavelength_m is not None

    @property
    def carrier_hz(self) -> Parameter:
        """Frequency of the carrier, of a link by light that of its wavelength [Hz]."""
        if self.frequency_hz is not None:
            return self.frequency_hz
        assert self.wavelength_m is not None  # its check
        return self.wavelength_m.with_value(optical_frequency_hz(self.wavelength_m.value))

    @model_validator(mode="after")
    def _carrier_is_said_once(self) -> Self:
        if (self.frequency_hz is None) == (self.wavelength_m is None):
            raise ValueError("expected either frequency, of a link by radio, or wavelength, of one by light")
        said = "wavelength" if self.is_light else "frequency"
        if (self.modulation.kind in LIGHT_KINDS) != self.is_light:
            raise ValueError(f"modulation.kind = {self.modulation.kind!r}: expected another kind with a {said}")
        for end in ("transmitter", "receiver"):
            if isinstance(getattr(self, end).antenna, TelescopeAntenna) != self.is_light:
                wanted = "kind = 'telescope'" if self.is_light else "another kind than 'telescope'"
                raise ValueError(f"{end}.antenna: expected {wanted} with a {said}")
        if self.is_light:
            self._require_no_radio()
        elif self.turbulence is not None:
            raise ValueError("turbulence: expected only with a wavelength; radio scintillates with the weather")
        elif self.zenith_air_loss_db is not None:
            raise ValueError("zenith_air_loss: expected only with a wavelength; the air is computed for radio")
        elif self.receiver.detector is not None:
            raise ValueError("receiver.detector: expected only with a wavelength; photons are counted of light")
        return self

    @model_validator(mode="after")
    def _flux_stands_for_what_is_before_the_antenna(self) -> Self:
        if self.receiver.flux_dbw_per_m2 is None:
            return self
        contained = {"transmitter": not self.transmitter.is_unknown}
        contained |= {without_unit(name): bool(getattr(self, name)) for name in _BEFORE_THE_ANTENNA}
        contained["modulation.kind = 'pulse-position'"] = self.modulation.kind == "pulse-position"
        contained["wavelength"] = self.is_light
        receiver = self.receiver
        contained["receiver.galactic_noise_at_1_m"] = receiver.galactic_noise_at_1_m_k is not None
        contained["the noise of a measured dish"] = receiver.has_measured_noise
        for what, is_said in contained.items():
            if is_said:
                raise ValueError(
                    f"receiver.flux: expected no {what} beside it: a flux goes with antenna, line and stated noise of "
                    "the receiver, in place of a transmitter, a distance and the losses of the path"
                )
        return self

    @model_validator(mode="after")
    def _curves_are_those_of_the_station(self) -> Self:
        for name in ("g_over_t_by_elevation", "system_noise_temperature_by_elevation"):
            if getattr(self.receiver, name) is not None and self.direction == "uplink":
                raise ValueError(f"receiver.{name}: expected only of an earth station, on a downlink")
        return self

    def _require_no_radio(self) -> None:
        """Refuse what belongs to radio on a link by light."""
        for name in ("polarization_tilt_deg", "loss_temperatures", "loss_models", "flux_limit"):
            if getattr(self, name):
                raise ValueError(f"{without_unit(name)}: expected none with a wavelength; it is of links by radio")
        if self.turbulence is not None and self.turbulence.profile is not None and self.direction == "uplink":
            raise ValueError("turbulence.profile: expected a scintillation_index on an uplink, whose beam wanders too")
        if self.station_end.radome is not None:
            raise ValueError("radome: expected none with a wavelength; it is of links by radio")
        if self.atmospheric_loss_db is not None and self.zenith_air_loss_db is not None:
            raise ValueError("expected either atmospheric_loss or zenith_air_loss, and not both")
        if "sun" in (self.transmitter.boresight, self.receiver.boresight):
            raise ValueError(
                "boresight = 'sun': expected none with a wavelength; a beam of light must meet the other end"
            )
        if self.receiver.pointing_error_deg is not None:
            raise ValueError("receiver.pointing_error: expected pointing_loss of a telescope that receives")
        antenna = self.receiver.antenna
        assert isinstance(antenna, TelescopeAntenna)  # was just required
        if antenna.diameter_m is None or antenna.illumination is not None:
            raise ValueError("receiver.antenna: expected a diameter of a telescope that receives, and no illumination")
        if (self.receiver.detector is not None) != (self.modulation.kind == "photon-counting-ppm"):
            raise ValueError("receiver.detector: expected with kind = 'photon-counting-ppm', and only with it")

    @model_validator(mode="after")
    def _names_of_losses(self) -> Self:
        for name in self.losses:
            if not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
                raise ValueError(f"losses.{shortened(name)[1:-1]}: expected a name of its own such as ionospheric")
        for kind in KINDS:
            same = loss_of_kind(self.losses, kind)
            if same is not None and getattr(self, f"{kind}_loss_db", None) is not None:
                raise ValueError(f"losses.{same}: expected none beside {kind}_loss, which is the same")
        for name in self.loss_temperatures:
            if name not in self.losses:
                raise ValueError(f"loss_temperatures.{shortened(name)[1:-1]}: expected the name of one of the losses")
        return self

    @model_validator(mode="after")
    def _interference_has_names_and_a_bandwidth(self) -> Self:
        require_line_names("interference", self.interference)
        if self.interference and self.receiver.noise_bandwidth_hz is None:
            raise ValueError("interference: expected receiver.noise_bandwidth beside it, in which its C/I count")
        return self

    @model_validator(mode="after")
    def _air_is_said_once(self) -> Self:
        if self.air is not None and self.atmospheric_loss_db is not None:
            raise ValueError("air: expected none beside atmospheric_loss, which stands for it")
        if not self.receiver.g_over_t_contains_air:
            return self
        if self.direction != "downlink":
            raise ValueError("receiver.g_over_t_contains_air: expected only of an earth station, on a downlink")
        for name in ("air", "atmospheric_loss_db"):
            if getattr(self, name) is not None:
                raise ValueError(f"{without_unit(name)}: expected none beside g_over_t_contains_air, which contains it")
        return self

    @model_validator(mode="after")
    def _measured_dish_stands_at_the_station(self) -> Self:
        for end in ("transmitter", "receiver"):
            antenna = getattr(self, end).antenna
            if not isinstance(antenna, MeasuredDish):
                continue
            if getattr(self, end) is not self.station_end:
                raise ValueError(f"{end}.antenna: a measured dish has an elevation; expected it at the earth station")
            holds_at = antenna.reference_frequency_hz if end == "receiver" else antenna.transmit_reference_frequency_hz
            own_hz, link_hz = plain(holds_at), self.carrier_hz.value
            if max(own_hz / link_hz, link_hz / own_hz) > SAME_BAND:
                own, here = frequency_text(own_hz, 6), frequency_text(link_hz, 6)
                raise ValueError(
                    f"{end}.antenna: its gain was measured at {own}, the link is at {here}: expected them within a "
                    f"factor of {number_text(SAME_BAND)}"
                )
        return self

    @model_validator(mode="after")
    def _the_station_has_the_radome(self) -> Self:
        space = self.transmitter if self.direction == "downlink" else self.receiver
        if space.radome is not None:
            raise ValueError("radome: expected only at the earth station's end")
        return self

    @property
    def station_end(self) -> Terminal:
        """The end that is the earth station."""
        return self.receiver if self.direction == "downlink" else self.transmitter

    @property
    def orientations_deg(self) -> tuple | None:
        """Orientation of the electric field of the transmitting and the receiving antenna, where both state one."""
        antennas = (self.transmitter.antenna, self.receiver.antenna)
        stated = tuple(antenna.orientation_deg for antenna in antennas if antenna is not None)
        return None if len(stated) < 2 or None in stated else stated

    @model_validator(mode="after")
    def _polarization_is_said_once(self) -> Self:
        if self.is_light or self.receiver.flux_dbw_per_m2 is not None:  # their tilt was refused
            return self
        if self.polarization_tilt_deg is None:
            stated = self.polarization_loss_db or loss_of_kind(self.losses, "polarization")
            if stated is None and self.orientations_deg is None:
                self._take_polarization_for_granted()
            return self
        if self.polarization_loss_db is not None:
            raise ValueError("expected either polarization_tilt or polarization_loss, and not both")
        for end in ("transmitter", "receiver"):
            antenna = getattr(self, end).antenna
            if antenna is None or antenna.polarization is None:
                raise ValueError(f"polarization_tilt: expected {end}.antenna with a polarization to go with it")
        return self

    def _take_polarization_for_granted(self) -> None:
        """The worst tilt beside a circular antenna, no loss where an end has no polarisation; else refuse."""
        antennas = (self.transmitter.antenna, self.receiver.antenna)
        senses = [None if antenna is None else antenna.polarization for antenna in antennas]
        if None in senses:
            object.__setattr__(self, "polarization_loss_db", POLARIZATION_LOSS)  # the model is frozen for all others
        elif "right" in senses or "left" in senses:
            object.__setattr__(self, "polarization_tilt_deg", POLARIZATION_TILT)
        else:
            raise ValueError(
                "polarization_tilt: missing; expected the angle between two linear antennas, or a polarization_loss, "
                "or two antennas that state vertical, horizontal or a polarization_angle"
            )

    @model_validator(mode="after")
    def _tilt_agrees_with_the_orientations(self) -> Self:
        if self.orientations_deg is not None and not self.tilt_agrees:
            tilt, apart = plain(self.polarization_tilt_deg), tilt_between_deg(*map(plain, self.orientations_deg))
            raise ValueError(
                f"polarization_tilt = {tilt:g} deg: expected none, or {apart:g} deg, which the two antennas state by "
                "their orientations"
            )
        return self

    @property
    def tilt_agrees(self) -> bool:
        """False where a stated polarization_tilt contradicts the orientations that both antennas state."""
        if self.polarization_tilt_deg is None or self.orientations_deg is None:
            return True
        apart_deg = tilt_between_deg(*map(plain, self.orientations_deg))
        return bool(np.all(np.abs(tilt_between_deg(plain(self.polarization_tilt_deg), 0.0) - apart_deg) <= _SAME_DEG))

    @model_validator(mode="after")
    def _patterns_hold_at_the_frequency(self) -> Self:
        for end in ("transmitter", "receiver"):
            antenna = getattr(self, end).antenna
            if not isinstance(antenna, PatternAntenna) or antenna.frequency_hz is None or antenna.at_any_frequency:
                continue
            own_hz, link_hz = antenna.frequency_hz.value, self.carrier_hz.value
            if max(own_hz / link_hz, link_hz / own_hz) > FAR_FREQUENCY:
                own, here = frequency_text(own_hz, 6), frequency_text(link_hz, 6)
                raise ValueError(
                    f"{end}.antenna: {antenna.file.file} holds the pattern at {own}, the link is at {here}: expected "
                    f"them within a factor of {number_text(FAR_FREQUENCY)}, or at_any_frequency = true"
                )
        return self

    @model_validator(mode="after")
    def _a_threshold_is_stated(self) -> Self:
        if self.modulation.carries != "nothing" and not self.is_light and not self.receiver.states_noise:
            raise ValueError(
                "receiver: expected its noise too, by noise_figure, system_noise_temperature or g_over_t; only "
                "modulation.kind = 'threshold' goes without"
            )
        if self.modulation.carries == "nothing" and not self.receiver.states_a_threshold:
            raise ValueError(
                "modulation.kind = 'threshold': expected receiver.required_cn0, required_cnr, sensitivity or "
                "required_flux to go with it"
            )
        return self

    @model_validator(mode="after")
    def _pulses_have_a_peak(self) -> Self:
        power_w, peak_power_w = self.transmitter.power_w, self.transmitter.peak_power_w
        if (self.modulation.kind == "pulse-position") == (peak_power_w is None):
            raise ValueError("expected transmitter.peak_power with pulse-position modulation, and only with it")
        if self.modulation.kind == "pulse-position" and peak_power_w is not None and power_w is not None:
            slots = slot_count(power_w.value, peak_power_w.value)
            if slots < max(2.0, self.modulation.grey_levels.value):
                raise ValueError(
                    f"peak_power over power leaves {slots:.0f} slots a pixel: expected at least as many as grey_levels"
                )
        return self


_BEFORE_THE_ANTENNA = (
    "polarization_tilt_deg",
    "atmospheric_loss_db",
    "air",
    "zenith_air_loss_db",
    "turbulence",
    "losses",
    "loss_models",
    "flux_limit",
)
"""Names of what a link says of the way to the receiver, for which a stated flux stands."""

if not TYPE_CHECKING:
    __getattr__ = old_names(__name__)
