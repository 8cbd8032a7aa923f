"""The air of a station by its zenith attenuation, as DSN 810-005 and other operators state it.

The map: :class:`ZenithAir`, :func:`band_of`.  The loss grows as one over the sine of the elevation, and adds noise; the
equations are those of :mod:`linkbudget.physics.ground_stations`.
"""

from typing import Literal, Self

from pydantic import Field, model_validator

from linkbudget.errors import LinkBudgetError
from linkbudget.formatting import frequency_text
from linkbudget.hardware.datasheet import Loss, Part, Share

BANDS_HZ = {"X": (8.2e9, 8.7e9), "K": (25.5e9, 27.0e9)}
"""Frequencies for which a table of zenith attenuations counts."""


class ZenithAir(Part):
    """Attenuation at the zenith in weather that is no worse for a share of the time; instead of computed gases."""

    complex: Literal["Goldstone", "Canberra", "Madrid"] | None = Field(
        None, description="Complex of the Deep Space Network whose table gives the attenuation, at X band or 26 GHz"
    )
    zenith_attenuation_db: Loss | None = Field(None, description="Attenuation at the zenith as one number, instead")
    cumulative_distribution: Share = Field(
        description="Share of the time in which the attenuation is not exceeded; it also determines the temperature "
        "of the atmosphere"
    )

    @model_validator(mode="after")
    def _attenuation_is_said_once(self) -> Self:
        if (self.complex is None) == (self.zenith_attenuation_db is None):
            raise ValueError("expected either complex or zenith_attenuation, and not both")
        return self


def band_of(frequency_hz: float) -> str:
    """Band of a frequency for which zenith attenuations are tabled.

    Parameters
    ----------
    frequency_hz : float
        Frequency [Hz].

    Returns
    -------
    str
        ``X`` or ``K``.

    Raises
    ------
    LinkBudgetError
        If no table counts for the frequency.

    Examples
    --------
    >>> band_of(8.42e9), band_of(26.25e9)
    ('X', 'K')
    """
    for name, (low_hz, high_hz) in BANDS_HZ.items():
        if low_hz <= frequency_hz <= high_hz:
            return name
    said = frequency_text(frequency_hz, 6)
    raise LinkBudgetError(f"air.complex: no table for {said}; expected a zenith_attenuation, or X band or 26 GHz")
