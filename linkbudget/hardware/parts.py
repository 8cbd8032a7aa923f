"""A whole link: its two ends, its modulation, and the path between them, in the terms of a datasheet.

Parts hold numbers and compute nothing beyond choosing which physics function their kind calls for; what they have in
common is in :mod:`linkbudget.hardware.datasheet`.  The map: :class:`Link`, whose ends are in
:mod:`linkbudget.hardware.terminals` and whose modulations are in :mod:`linkbudget.hardware.modulation_kinds`;
:class:`FluxLimit` and :class:`Acceptance`.
"""

import re
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from linkbudget.errors import shortened
from linkbudget.formatting import frequency_text, number_text
from linkbudget.hardware.antenna_kinds import MeasuredDish, PatternAntenna
from linkbudget.hardware.datasheet import (
    Angle,
    Bandwidth,
    Decibels,
    FluxLevel,
    Hertz,
    Kelvins,
    Loss,
    Part,
)
from linkbudget.hardware.defaults import (
    POLARIZATION_LOSS,
    POLARIZATION_TILT,
    REQUIRED_MARGIN,
)
from linkbudget.hardware.hop import Hop
from linkbudget.hardware.light import (
    LIGHT_KINDS,
    TelescopeAntenna,
    Turbulence,
    Wavelength,
)
from linkbudget.hardware.line_names import require_line_names
from linkbudget.hardware.loss_models import LOSS_MODELS, LossModels
from linkbudget.hardware.modulation_kinds import Modulation
from linkbudget.hardware.named_losses import KINDS, loss_of_kind
from linkbudget.hardware.terminals import UNKNOWN_TRANSMITTER, Receiver, Terminal, Transmitter
from linkbudget.hardware.zenith_air import ZenithAir
from linkbudget.labels import without_unit
from linkbudget.notebook import short
from linkbudget.parameters import Parameter, plain
from linkbudget.physics.photons import optical_frequency_hz
from linkbudget.physics.polarization import tilt_between_deg
from linkbudget.physics.pulse_position import slot_count
from linkbudget.renamed import old_names

FAR_FREQUENCY = 1.25
"""Factor between the frequencies of a pattern and of its link beyond which it is refused: the beam of an aperture is
then a quarter wider or narrower, its gain 2 dB off, and its half-power points have lost 4.7 dB or 1.9 dB."""

SAME_BAND = 1.05
"""Factor between the frequency of a measured gain or noise and that of a link within which they are of one band."""

_SAME_DEG = 0.01
"""Angles nearer than this are the same: a hundredth of a degree is rounding in a file."""


class FluxLimit(Part):
    """The limit on power flux density at the ground, as the Radio Regulations set it."""

    signal_bandwidth_hz: Bandwidth = Field(description="Bandwidth over which the power is spread evenly")
    reference_bandwidth_hz: Bandwidth | None = Field(
        None, description="Reference bandwidth of the limit; none: that of Article 21 for the frequency"
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
    """Least margins that a design control table must exceed, all three of them."""

    nominal_db: Decibels = Field(description="Least nominal margin")
    three_sigma_db: Decibels = Field(description="Least mean margin less three standard deviations")
    rss_db: Decibels = Field(description="Least worst-case margin, by root sum of squares")


class Link(Part):
    """One link from transmitter to margin, radio or optical; values are text with units, as in a scenario file.

    Examples
    --------
    >>> import linkbudget as lb
    >>> link = lb.load("mars1").links["telemetry-32cm-dish"]
    >>> link.title, link.frequency_hz.value, link.transmitter.power_w.status
    ('922.76 MHz telemetry, 1.7 m dish', 922760000.0, 'assumed')
    """

    title: str = Field(description="Name in figures and reports")
    frequency_hz: Hertz | None = Field(None, description="Carrier frequency, for a radio link")
    wavelength_m: Wavelength | None = Field(None, description="Wavelength in vacuum, for an optical link")
    direction: Literal["downlink", "uplink"] = Field(
        "downlink",
        description="End that is the earth station: the receiver of a downlink, the transmitter of an uplink",
    )
    transmitter: Transmitter = Field(description="The transmitting end; none beside a flux of the receiver")
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
        None, description="Atmospheric loss as one number; none: computed for the elevation"
    )
    zenith_air_loss_db: Loss | None = Field(
        None, description="Atmospheric loss of light towards the zenith, which grows with the air mass at the elevation"
    )
    turbulence: Turbulence | None = Field(
        None, description="Scintillation of light in the atmosphere; none: no loss, or a stated one"
    )
    hop: Hop | None = Field(
        None, description="Rain, multipath and an obstacle of a path between two masts by ITU-R P.530; with far_height"
    )
    air: ZenithAir | None = Field(
        None, description="Atmospheric loss from the zenith attenuation; none: computed for the elevation"
    )
    losses: dict[str, Loss] = Field(
        default_factory=dict,
        description='Any further losses on the path by name, such as ionospheric = "0.1 dB"; gas, rain, cloud, '
        "scintillation, polarization and atmospheric replace the computed ones",
    )
    loss_temperatures: dict[str, Kelvins] = Field(
        default_factory=dict,
        description='Physical temperatures of absorptive losses, by their names in losses: foliage = "290 K"',
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
    modulation: Modulation = Field(description="Modulation, and the requirement of the receiver")
    required_margin_db: Decibels = Field(
        REQUIRED_MARGIN, description="Required margin; none: 0 dB, the requirement itself"
    )
    flux_limit: FluxLimit | None = Field(None, description="Limit on power flux density; the budget then has a margin")
    acceptance: Acceptance | None = Field(
        None, description="Least margins of a design control table; none: nominal above 3 dB, the others above 0"
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
        """True for an optical link, which states a wavelength."""
        return self.wavelength_m is not None

    def __repr__(self) -> str:
        return short(self, f"{self.title}, {frequency_text(self.carrier_hz.value)}")

    __str__ = __repr__

    @property
    def carrier_hz(self) -> Parameter:
        """Frequency of the carrier; for an optical link, of its wavelength [Hz]."""
        if self.frequency_hz is not None:
            return self.frequency_hz
        assert self.wavelength_m is not None  # its check
        return self.wavelength_m.with_value(optical_frequency_hz(self.wavelength_m.value))

    @model_validator(mode="after")
    def _carrier_is_said_once(self) -> Self:
        if (self.frequency_hz is None) == (self.wavelength_m is None):
            raise ValueError("expected either frequency, for a radio link, or wavelength, for an optical link")
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
            raise ValueError("zenith_air_loss: expected only with a wavelength; the atmosphere is computed for radio")
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
        """Refuse keys of radio links on an optical link."""
        for name in ("polarization_tilt_deg", "loss_temperatures", "loss_models", "flux_limit"):
            if getattr(self, name):
                raise ValueError(f"{without_unit(name)}: expected none with a wavelength; it is for radio links")
        if self.turbulence is not None and self.turbulence.profile is not None and self.direction == "uplink":
            raise ValueError("turbulence.profile: expected a scintillation_index on an uplink, whose beam wanders too")
        if self.station_end.radome is not None:
            raise ValueError("radome: expected none with a wavelength; it is for radio links")
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
            raise ValueError("air: expected none beside atmospheric_loss, which replaces it")
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
        """Polarisation loss if none is stated: the worst tilt beside a circular antenna, 0 dB without polarisation."""
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
                    f"{end}.antenna: {antenna.file.file} has the pattern at {own}, the link is at {here}: expected "
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
                    f"peak_power over power leaves {slots:.0f} slots per pixel: expected at least grey_levels"
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
