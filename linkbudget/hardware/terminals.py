"""The two ends of a link: transmitter, receiver, and the attitude of their antennas.

The map: :data:`Antenna`, one of :data:`ANTENNAS` (the kinds of :mod:`linkbudget.hardware.antenna_kinds` and those of
other packages), :class:`Radome`, :class:`Terminal`, what both ends have in common, :class:`Transmitter`,
:class:`Receiver`.
"""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

import linkbudget.hardware.loss_models  # noqa: F401 (first: a package may keep antennas and losses in one module)
from linkbudget.errors import InputError, TableError
from linkbudget.hardware.antenna_kinds import BUILT_IN, AntennaPart, MeasuredDish
from linkbudget.hardware.antenna_noise import AntennaNoise
from linkbudget.hardware.datasheet import (
    Angle,
    Bandwidth,
    Decibels,
    DensityRatio,
    Efficiency,
    FigureOfMerit,
    FluxLevel,
    Kelvins,
    Level,
    LevelDensity,
    Loss,
    Meters,
    Orientation,
    Part,
    Share,
    Turn,
    Watts,
)
from linkbudget.hardware.defaults import (
    GALACTIC_NOISE,
    LINE_LOSS,
    LINE_TEMPERATURE,
    POINTING_LOSS,
)
from linkbudget.hardware.elevation_curves import FigureOfMeritCurve, NoiseCurve
from linkbudget.hardware.gain_distribution import require_whole
from linkbudget.hardware.light import (
    JitterShare,
    PhotonDetector,
    TelescopeAntenna,
)
from linkbudget.hardware.line_names import require_line_names
from linkbudget.hardware.two_port_files import TwoPortFiles
from linkbudget.labels import without_unit
from linkbudget.parameters import Parameter, plain
from linkbudget.plugins import added, is_class_from

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
"""Known direction in which an antenna sees the other end."""


class Terminal(Part):
    """Common part of both ends of a link: an antenna, how well it points, and the line behind it."""

    antenna: Antenna | None = Field(None, description="Name of an antenna, or its description")
    boresight: Literal["target", "sun"] = Field(
        "target", description="Target of the antenna: the other end, or the Sun (spacecraft only)"
    )
    pointing_error_deg: Angle | None = Field(
        None,
        description="Pointing error: angle between the direction in which the antenna is aimed and its boresight; "
        "for a spin, between the spin axis and the target of the axis",
    )
    attitude: Attitude = Field(
        "aimed",
        description="Attitude: aimed, fixed with a known direction to the other end, spinning, or tumbling; all but "
        "aimed need a pattern in all directions",
    )
    look_direction: Direction | None = Field(None, description="Direction of the other end, of a fixed attitude")
    spin_axis: Direction | None = Field(None, description="Axis of the spin, of a spinning attitude")
    mounting: Mounting | None = Field(
        None, description="Mounting of the antenna on the spacecraft; none: its axes are those of the spacecraft"
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
        description="Loss of the line between antenna and transmitter or receiver; for a telescope, of optics and "
        "fibre; none: 0 dB, and a note says so",
    )
    line: TwoPortFiles | None = Field(
        None, description="Touchstone files of that line, in the order of the signal, instead of its loss"
    )
    radome: Radome | None = Field(None, description="Cover over the antenna; earth stations only")

    @model_validator(mode="before")
    @classmethod
    def _losses_that_are_not_stated(cls, data):
        """Set unstated line and pointing losses beside an antenna to 0 dB."""
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
                what = "a table with a kind, or a name of catalog antennas" if name == "antenna" else "a value"
                raise ValueError(f"{without_unit(name)}: missing; expected {what}")

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
        None, description="EIRP density, constant over the signal_bandwidth, instead of eirp"
    )
    signal_bandwidth_hz: Bandwidth | None = Field(None, description="Bandwidth of an eirp_density")
    peak_power_w: Watts | None = Field(None, description="Power within a pulse, for pulse-position modulation")
    output_back_off_db: Loss | None = Field(
        None, description="Output back-off of an amplifier whose power is stated at saturation"
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
"""The sending end of a link, given by its power flux density at the receiver alone."""


class Receiver(Terminal):
    """The receiving end, its noise given part by part, as a system noise temperature, or through G/T."""

    flux_dbw_per_m2: FluxLevel | None = Field(
        None,
        description="Power flux density at the antenna, in place of a transmitter, a distance and the losses of the "
        "path",
    )
    line_temperature_k: Kelvins | None = Field(
        None, description="Physical temperature of the line; none: 290 K, beside a noise_temperature or noise_figure"
    )
    noise_temperature_k: Kelvins | None = Field(None, description="Noise temperature of the receiver at its input")
    noise_figure_db: Loss | None = Field(None, description="Noise figure of the receiver, instead of a temperature")
    front_end: TwoPortFiles | None = Field(
        None,
        description="Touchstone files, with noise data, of the stages between line and receiver, such as a low-noise "
        "amplifier; the receiver's own noise is then that of the following stages",
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
    ground_noise_temperature_k: Kelvins | None = Field(
        None, description="Noise of the ground through spillover and sidelobes"
    )
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
        description="True if the stated G/T includes the clear atmosphere, whose loss is then not subtracted again",
    )
    noise_contains_weather: bool = Field(
        False, description="True if the stated noise or G/T includes the weather asked for, not a clear sky"
    )
    noise_contains_bodies: bool = Field(
        False, description="True if the stated noise already includes the Sun, Moon or planet near the beam"
    )
    detector: PhotonDetector | None = Field(None, description="Detector that counts photons, for optical links")
    required_power_dbw: Level | None = Field(
        None, description="Required received power; the budget then has a received power margin"
    )
    sensitivity_dbw: Level | None = Field(None, description="The same as required_power, by its name in datasheets")
    required_flux_dbw_per_m2: FluxLevel | None = Field(
        None, description="Required power flux density at the antenna; the budget then has its margin"
    )
    required_cn0_dbhz: DensityRatio | None = Field(
        None, description="Required C/N0, for any modulation; the budget then has a C/N0 margin"
    )
    noise_bandwidth_hz: Bandwidth | None = Field(
        None, description="Noise bandwidth of the receiver; the budget then has C/N in that bandwidth"
    )
    required_cnr_db: Decibels | None = Field(
        None, description="Required C/N in that bandwidth; the budget then has a C/N margin"
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
        """True if only the required flux is stated: no antenna, no received power, no noise."""
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
