"""
One link by hand
================

A budget needs no scenario file, no orbit and no station: two ends and a distance are enough.  In this example a dish of
3 m receives a walkie-talkie class transmitter on the Moon.
"""

# %%
# The two ends
# ------------
#
# Parts are checked when they are created: a number is in the unit of its name, a string states its own unit, and an
# unknown key is refused.

import matplotlib.pyplot as plt
import numpy as np

from linkbudget.hardware.antenna_kinds import DishAntenna, OmnidirectionalAntenna
from linkbudget.hardware.modulation_kinds import DigitalModulation
from linkbudget.hardware.parts import Link
from linkbudget.hardware.terminals import Receiver, Transmitter
from linkbudget.link.budget import Path, budget

whip = OmnidirectionalAntenna(gain="0 dBi", polarization="linear")
dish = DishAntenna(
    diameter="3 m", aperture_efficiency=0.55, beamwidth_factor="70 deg", polarization="right", axial_ratio="1 dB"
)
link = Link(
    title="Beacon on the Moon",
    frequency="435 MHz",
    polarization_tilt="90 deg",
    required_margin="3 dB",
    transmitter=Transmitter(power="1 W", antenna=whip, pointing_error="0 deg", line_loss="0.5 dB"),
    receiver=Receiver(
        antenna=dish,
        pointing_error="2 deg",
        line_loss="0.5 dB",
        line_temperature="290 K",
        noise_figure="0.7 dB",
        galactic_noise_at_1_m="60 K",
        ground_noise_temperature="30 K",
    ),
    modulation=DigitalModulation(
        scheme="dpsk", bit_rate="10 bit/s", error_rate=1e-4, implementation_loss="1 dB", rate_ladder=()
    ),
)

# %%
# The budget
# ----------
#
# Without an elevation the path runs in vacuum; with one, the atmosphere is included.

moon = budget(link, Path(range_m=384.4e6, elevation_deg=30.0))
print(moon)

# %%
# One call for many distances
# ---------------------------
#
# Any number may be an array.  The same call then gives a whole curve: the closing margin falls by 20 dB for each
# tenfold distance, as free-space loss does, and the link closes while it is not negative.

distance_m = np.geomspace(1e6, 4e9, 200)
margin_db = budget(link, Path(range_m=distance_m, elevation_deg=30.0))["closing_margin_db"]

figure, ax = plt.subplots(layout="constrained")
ax.semilogx(distance_m / 1e3, margin_db)
ax.axhline(0.0, color="black", linestyle="--", label="from here up the link closes")
ax.axvline(384.4e3, color="grey", linestyle=":", label="Moon")
ax.set_xlabel("Distance [km]")
ax.set_ylabel("Closing margin [dB]")
ax.set_title("1 W, a whip and a dish of 3 m at 435 MHz, 10 bit/s")
ax.grid(alpha=0.3)
ax.legend()
plt.show()
