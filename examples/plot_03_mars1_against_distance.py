"""
Mars 1's links against distance
===============================

From the Earth's surface to beyond Mars: how far each of its links reaches.
"""

# %%
# The figure of the report
# ------------------------
#
# Thick lines are where a link keeps its required margin with its carrier in lock, up to the distance beside its name.
# What was published of the flight is marked at its distance.

import matplotlib.pyplot as plt

import linkbudget as lb

mars1 = lb.load("mars1")
ax = lb.plots.snr(mars1)
plt.show()

# %%
# The numbers behind it
# ---------------------
#
# A link is useful while it closes: until its data lack their margin or its carrier is lost, whichever comes first.
# Both margins fall by 20 dB for each tenfold distance, so one budget gives both maximum ranges.

distance_m = 106.76e9
for name in mars1.links:
    budget = mars1.budget(name, range_m=distance_m)
    reach_m = budget["maximum_range_m"]
    print(f"{name:22s} to {reach_m / 1e9:6.1f} million km")

# %%
# An antenna aimed at the Sun
# ---------------------------
#
# After the gas leak, panels and antenna faced the Sun, and the Earth moved through the antenna's lobe.  So the line of
# the semi-directional antenna is not straight.

lb.plots.antenna_pattern(mars1, "telemetry-32cm-semi")
plt.show()
