"""An antenna and a loss: what a user states of each, and the equations that follow."""

from typing import Any, Literal

import numpy as np
from pydantic import Field

from linkbudget.errors import require, warn_outside
from linkbudget.hardware.antenna_kinds import AntennaPart
from linkbudget.hardware.datasheet import Count, Kelvins, Meters
from linkbudget.hardware.loss_models import LossPart
from linkbudget.physics.element_antennas import helix_gain_dbi, helix_half_power_beamwidth_deg
from linkbudget.physics.patterns import gaussian_pattern_loss_db


class HelixAntenna(AntennaPart):
    """A helix of about one wavelength around, which radiates along its axis."""

    gain_model, beamwidth_model = helix_gain_dbi, helix_half_power_beamwidth_deg
    pattern_model = gaussian_pattern_loss_db

    kind: Literal["helix"] = "helix"
    diameter_m: Meters = Field(description="Diameter of the helix")
    turn_spacing_m: Meters = Field(description="Distance from turn to turn along the axis")
    turns: Count = Field(description="Number of turns")


class Foliage(LossPart):
    """Trees in leaf across the path."""

    depth_m: Meters = Field(description="Length of the path inside the trees")
    temperature_k: Kelvins = Field(description="Physical temperature of the trees")

    def enter(self, ledger: Any, link: Any, path: Any) -> None:
        """Enter the loss, which also adds noise."""
        ledger.less(
            "foliage_loss_db",
            "Foliage loss",
            foliage_loss_db,
            frequency_hz=link.frequency_hz,
            depth_m=self.depth_m,
        )
        ledger.absorbs("foliage_loss_db", self.temperature_k)


def foliage_loss_db(frequency_hz, depth_m):
    r"""Loss through dense, dry trees in leaf.

    .. math:: L = 1.33 f_\mathrm{GHz}^{0.284} d^{0.588} \ (d > 14 \text{ m}), \quad 0.45 f_\mathrm{GHz}^{0.284} d

    Parameters
    ----------
    frequency_hz : array_like
        Frequency, stated from 0.23 to 95 GHz [Hz].
    depth_m : array_like
        Length of the path inside the trees, stated up to 400 m [m].

    Returns
    -------
    ndarray or float
        Loss, broadcast shape of the arguments [dB].

    References
    ----------
    .. [1] Weissberger, An Initial Critical Summary of Models for Predicting the Attenuation of Radio Waves by Trees,
       ESD-TR-81-101 (1982).

    Examples
    --------
    >>> print(f"{foliage_loss_db(1e9, 100.0):.1f} dB")
    19.9 dB
    """
    frequency_ghz = require("frequency_hz", frequency_hz, above=0.0) / 1e9
    depth_m = require("depth_m", depth_m, at_least=0.0)
    warn_outside("foliage loss", "frequency_ghz", frequency_ghz, 0.23, 95.0)
    warn_outside("foliage loss", "depth_m", depth_m, 0.0, 400.0)
    through = np.where(depth_m > 14.0, 1.33 * np.maximum(depth_m, 14.0) ** 0.588, 0.45 * depth_m)
    return (frequency_ghz**0.284 * through)[()]
