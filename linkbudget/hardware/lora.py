"""LoRa in the terms of its datasheet: spreading factor, bandwidth, coding rate, and the packet.

The map: :class:`LoraModulation`.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from linkbudget.hardware.datasheet import Bandwidth, BitRate, Decibels, Loss, Part
from linkbudget.hardware.thresholds import Carried
from linkbudget.parameters import Parameter, Quantity
from linkbudget.physics.lora import lora_bit_rate_bps

SpreadingFactor = Annotated[Parameter, Quantity("-", at_least=6.0, at_most=12.0)]
PacketPayload = Annotated[Parameter, Quantity("bit", at_least=8.0, at_most=2040.0)]
PreambleSymbols = Annotated[Parameter, Quantity("-", at_least=2.0, at_most=65535.0)]

_MAKERS = "Semtech SX1276/77/78/79 datasheet, revision 5"


class LoraModulation(Part):
    """Chirps of a spreading factor in a bandwidth, judged by the least signal-to-noise ratio in that bandwidth."""

    carries: ClassVar[Carried] = "bits"
    rate_ladder_bps: ClassVar[tuple[BitRate, ...]] = ()
    kind: Literal["lora"] = "lora"
    spreading_factor: SpreadingFactor = Field(description="Spreading factor, 6 to 12: bits of a chirp")
    bandwidth_hz: Bandwidth = Field(description="Bandwidth of the chirp")
    coding_rate: Literal["4/5", "4/6", "4/7", "4/8"] = Field(description="Coding rate of the payload")
    payload_bit: PacketPayload | None = Field(
        None, description="Payload of a packet, such as 12 B; the budget then has its time on air"
    )
    preamble_symbols: PreambleSymbols = Field(
        Parameter(8.0, status="default", source=f"{_MAKERS}: 8 unless programmed"),
        description="Symbols of the preamble, without the 4.25 that each packet has",
    )
    header: Literal["explicit", "implicit"] = Field("explicit", description="True if packets have a header")
    crc: bool = Field(True, description="True if packets have a checksum")
    required_snr_db: Decibels | None = Field(
        None, description="Required signal-to-noise ratio in the bandwidth; none: the maker's value"
    )
    implementation_loss_db: Loss = Field(
        Parameter(0.0, status="default", source=f"{_MAKERS}: the limits are those of real receivers"),
        description="Loss of a real receiver beyond those limits",
    )

    @model_validator(mode="after")
    def _numbers_are_whole(self) -> Self:
        if self.spreading_factor.value != round(self.spreading_factor.value):
            raise ValueError(f"spreading_factor = {self.spreading_factor.value:g}: expected a whole number")
        if self.payload_bit is not None and self.payload_bit.value % 8.0:
            raise ValueError(f"payload = {self.payload_bit.value:g} bit: expected whole octets, such as 12 B")
        return self

    @property
    def highest_rate_bps(self) -> float:
        """Bit rate of the payload, the only one that it has [bit/s]."""
        return float(lora_bit_rate_bps(self.spreading_factor.value, self.bandwidth_hz.value, self.coding_rate))
