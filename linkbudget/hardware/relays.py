"""A relay: two links through one transparent transponder, judged by one carrier over noise and interference.

The map: :class:`Relay`.  Its budget is made in :mod:`linkbudget.link.relay`.
"""

from typing import Self

from pydantic import Field, model_validator

from linkbudget.hardware.datasheet import Bandwidth, Decibels, FluxLevel, Loss, Part
from linkbudget.hardware.line_names import require_line_names
from linkbudget.labels import without_unit

HOPS = ("uplink", "downlink")
"""The two hops of a relay, in the order in which the signal takes them."""

_DRIVE = ("saturation_flux_density_dbw_per_m2", "input_back_off_db", "output_back_off_db")


class Relay(Part):
    """A transparent (bent-pipe) transponder: an uplink and a downlink of the scenario that carry one signal."""

    title: str = Field(description="Name in tables")
    uplink: str = Field(description="Name of the uplink to the transponder")
    downlink: str = Field(description="Name of the downlink from the transponder")
    bandwidth_hz: Bandwidth = Field(description="Noise bandwidth of the carrier, in which both C/N and all C/I count")
    uplink_interference: dict[str, Decibels] = Field(
        default_factory=dict,
        description="C/I of the uplink by name, such as co-channel, cross-polarization, adjacent-satellite, "
        "intermodulation",
    )
    downlink_interference: dict[str, Decibels] = Field(
        default_factory=dict, description="C/I of the downlink by name, likewise; the transponder's intermodulation too"
    )
    saturation_flux_density_dbw_per_m2: FluxLevel | None = Field(
        None,
        description="Flux of one carrier that saturates the transponder; the power of the downlink's transmitter is "
        "then that at saturation, and its back-off follows from the flux of the uplink",
    )
    input_back_off_db: Loss | None = Field(
        None, description="Input back-off of all carriers together; with saturation_flux_density"
    )
    output_back_off_db: Loss | None = Field(
        None, description="Output back-off of all carriers together; with saturation_flux_density"
    )
    limiter_bandwidth_hz: Bandwidth | None = Field(
        None,
        description="Bandwidth before a hard limiter, of a transponder that has one and carries this signal alone; the "
        "power of the downlink's transmitter is then that of carrier and noise together",
    )
    required_cnir_db: Decibels = Field(description="C/(N+I) that the receiver needs in that bandwidth")
    required_margin_db: Decibels = Field(description="Required margin")

    @model_validator(mode="after")
    def _names_of_interference(self) -> Self:
        for field in ("uplink_interference", "downlink_interference"):
            require_line_names(field, getattr(self, field))
        return self

    @model_validator(mode="after")
    def _drive_is_whole(self) -> Self:
        said = [name for name in _DRIVE if getattr(self, name) is not None]
        if said and len(said) < len(_DRIVE):
            missing = next(name for name in _DRIVE if name not in said)
            raise ValueError(f"{without_unit(missing)}: missing; expected beside {without_unit(said[0])}")
        return self

    @model_validator(mode="after")
    def _limiter_is_alone(self) -> Self:
        if self.limiter_bandwidth_hz is None:
            return self
        if self.is_driven:
            raise ValueError("limiter_bandwidth: expected none beside saturation_flux_density; a hard limiter is full")
        if self.uplink_interference:
            raise ValueError("uplink_interference: expected none beside limiter_bandwidth, of one carrier")
        if self.limiter_bandwidth_hz.value < self.bandwidth_hz.value:
            raise ValueError("limiter_bandwidth: expected at least the bandwidth of the carrier")
        return self

    @property
    def is_driven(self) -> bool:
        """True where the power of the downlink follows from the flux of the uplink."""
        return self.saturation_flux_density_dbw_per_m2 is not None

    @property
    def power_follows_from(self) -> str:
        """Key from which the power of the downlink follows, as scenario files write it; empty where none does."""
        if self.limiter_bandwidth_hz is not None:
            return "limiter_bandwidth"
        return "saturation_flux_density" if self.is_driven else ""
