"""
The threshold of pulse position
===============================

Two ways to send a picture from Mars 1: a pulse whose position gives the grey level, at 5 cm, and analogue video at 8
cm. The better one depends on the distance.
"""

# %%
# The threshold
# -------------
#
# The receiver takes the slot with the most energy out of 500.  A pulse that straddles two slots, by jitter of the slot
# clock, is sometimes mistaken for its neighbour, which is hardly visible; a distant slot gives a random grey.

import matplotlib.pyplot as plt
import numpy as np

import linkbudget as lb
from linkbudget.physics.pulse_jitter import distant_error_probability, neighbour_error_probability
from linkbudget.physics.pulse_position import slot_error_probability

es_over_n0_db = np.linspace(0.0, 22.0, 150)
figure, ax = plt.subplots(layout="constrained")
ax.semilogy(es_over_n0_db, slot_error_probability(es_over_n0_db, 500), label="perfect clock")
ax.semilogy(es_over_n0_db, distant_error_probability(es_over_n0_db, 500, 0.1), label="jitter 0.1 slot: distant slot")
ax.semilogy(es_over_n0_db, neighbour_error_probability(es_over_n0_db, 500, 0.1), label="jitter 0.1 slot: neighbour")
ax.set_ylim(1e-8, 1.0)
ax.set_xlabel("Energy of a pulse over noise density [dB]")
ax.set_ylabel("Probability of a wrong slot [-]")
ax.grid(alpha=0.3)
ax.legend()
plt.show()

# %%
# Against distance
# ----------------
#
# One call to the budget gives the whole curve, since the range may be an array.

mars1 = lb.load("mars1")
distance_m = np.geomspace(10e9, 4000e9, 160)
links = {
    "imaging-5cm": "pulse position, 5 cm, whole array",
    "imaging-5cm-one-dish": "pulse position, 5 cm, one dish",
    "television-8cm": "analogue video, 8 cm",
}
figure, ax = plt.subplots(layout="constrained")
for name, label in links.items():
    budget = mars1.budget(name, range_m=distance_m)
    ax.semilogx(distance_m / 1e9, budget["picture_snr_db"], label=label)
ax.axvline(106.76, color="grey", linestyle=":", label="last contact, 106.76 million km")
ax.axvline(246, color="black", linestyle=":", label="flyby of Mars, 246 million km")
ax.set_ylim(0.0, 50.0)
ax.set_xlabel("Distance [million km]")
ax.set_ylabel("Picture signal-to-noise ratio [dB]")
ax.grid(alpha=0.3)
ax.legend()
plt.show()

# %%
# Up to its threshold the pulse channel is as good as its 64 grey levels, 46.9 dB.  Far beyond it every grey is a guess,
# which still gives 8 dB.  The analogue channel loses a decibel with every decibel of signal once its noise exceeds the
# steps of grey, and it has its own threshold.

for name, label in links.items():
    snr_db = mars1.budget(name, range_m=distance_m)["picture_snr_db"]
    clean_m = distance_m[snr_db >= 25.0].max()
    print(f"{label:36s} 25 dB to {clean_m / 1e9:5.0f} million km")
