"""Noise temperature of an antenna that sees both sky and ground, with its own ohmic loss."""

from pydantic import Field

from linkbudget.hardware.datasheet import Efficiency, Kelvins, Part, Share


class AntennaNoise(Part):
    """Noise of a receiving antenna from sky, ground and its own loss.

    The sky contains the air.  The gain of the antenna is then that behind its own loss, as datasheets state it.
    """

    sky_noise_temperature_k: Kelvins = Field(description="Brightness temperature of the sky, including the atmosphere")
    ground_share: Share = Field(description="Share of the pattern that sees the ground, such as its back lobes")
    ground_temperature_k: Kelvins = Field(description="Brightness temperature of the ground")
    radiation_efficiency: Efficiency = Field(description="Power radiated over power accepted")
    antenna_temperature_k: Kelvins = Field(description="Physical temperature of the antenna")
