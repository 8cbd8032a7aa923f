"""
The sound of a carrier
======================

A receiver turns a carrier into a tone.  Near the Earth it is loud; from 106 million kilometres it is weaker than the
noise; in the pass of a satellite its pitch falls.
"""

# %%
# From 106 million kilometres
# ---------------------------
#
# The receiver is three kilohertz wide, like a telephone line.  Its noise is sixty times stronger than the carrier.  Eye
# and ear still find the tone, because they act as narrow receivers.

import matplotlib.pyplot as plt
import numpy as np

import linkbudget as lb
from linkbudget.geometry.clock import format_utc
from linkbudget.mission.listening import listen, pass_around
from linkbudget.plots.sound import carrier_waterfall

mars1 = lb.load("mars1")
far = listen(mars1, "telemetry-32cm-semi", "1963-03-21T17:00", duration_s=30.0, seed=1962)
carrier_waterfall(far)
plt.show()

# %%
# Levels follow from the budget
# -----------------------------
#
# All recordings have the same volume, so the noise is always equally loud and the tone follows C/N0.

for at in ("1962-11-04T21:00", "1962-11-20T21:00", "1962-12-20T18:00", "1963-03-21T17:00"):
    heard = listen(mars1, "telemetry-32cm-semi", at, duration_s=1.0)
    print(
        f"{at[:10]}: {heard.range_m[0] / 1e9:6.2f} million km, tone {heard.snr_db[0] + heard.noise_level_db:6.1f} dB, "
        f"noise {heard.noise_level_db:6.1f} dB of full scale"
    )

# %%
# A satellite passes
# ------------------
#
# Its range rate changes from approaching to receding within minutes: the pitch falls, fastest at the closest approach.

cubesat = lb.load("cubesat")
stretch = pass_around(cubesat, "uhf-downlink")
heard = listen(
    cubesat,
    "uhf-downlink",
    format_utc(stretch.rise_utc_s),
    duration_s=stretch.duration_s,
    bandwidth_hz=16e3,
    seed=1962,
)
carrier_waterfall(heard)
plt.show()
print(f"Doppler shift from {np.max(heard.doppler_shift_hz):.0f} to {np.min(heard.doppler_shift_hz):.0f} Hz")
