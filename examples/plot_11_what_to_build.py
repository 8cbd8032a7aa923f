"""
Power or dish diameter
======================

A watt costs mass, and so does a metre of dish.  Which of them should carry the margin of Mars 1's telemetry?
"""

# %%
# Solve for the power
# -------------------
#
# First solve for the power that just closes the link with the remaining antenna, day by day.

import matplotlib.pyplot as plt
import numpy as np

import linkbudget as lb
from linkbudget.geometry.clock import datetime64
from linkbudget.studies.axes import logarithmic
from linkbudget.studies.pareto import maximise, minimise, pareto
from linkbudget.studies.solve import solve

mars1 = lb.load("mars1")
mission = mars1.config.mission
utc_s = np.arange(mission.start_utc_s.value + 7.0 * 86400.0, mission.end_utc_s.value, 1800.0)
case = mars1.case_over("telemetry-32cm-semi", utc_s)
needed = solve(case, "transmitter.power", target=0.0)  # of the closing margin
print(needed)

figure, ax = plt.subplots(figsize=(8, 4.2), layout="constrained")
ax.semilogy(datetime64(utc_s), needed.value, ".", markersize=2, label="needed while above the horizon")
ax.axhline(30.0, color="black", linestyle="--", label="assumed, 30 W")
ax.set_xlabel("Date [UTC]")
ax.set_ylabel("Transmitter power [W]")
ax.legend(loc="lower right")
plt.show()

# %%
# More power, or a larger dish?
# -----------------------------
#
# Suppose a watt of transmitter costs 0.6 kg with its share of panels and batteries, and a dish of one metre 4 kg,
# growing with the square of its diameter.  The best designs are those for which no other is both lighter and better.

design = mars1.case("telemetry-32cm-dish")
axes = [
    logarithmic(design, "transmitter.power", "1 W", "100 W", 80),
    logarithmic(design, "transmitter.antenna.diameter", "0.3 m", "4 m", 80),
]
mass = "mass_kg = 0.6 * transmitter.power + 4 * transmitter.antenna.diameter ** 2"
front = pareto(design, axes, [minimise(mass), maximise("closing_margin_db")])
lb.plots.pareto_front(front)
plt.show()
