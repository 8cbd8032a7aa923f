"""
The effect of assumptions
=========================

No transmitter power, antenna gain or bit rate of Mars 1's 32 cm system was published.  Each is assumed, with a range.
Moving one at a time through its range shows which of them matter.
"""

# %%
# One value at a time
# -------------------

import matplotlib.pyplot as plt
import numpy as np

import linkbudget as lb
from linkbudget.mission.assumptions import swings

mars1 = lb.load("mars1")
budget = mars1.budget("telemetry-32cm-semi")
rows = swings(budget.link, budget.path)[:10]
for row in rows:
    print(f"{row.key:40s} {row.ends_db[0]:+6.2f} dB to {row.ends_db[1]:+6.2f} dB, {row.parameter.status}")

# %%
# As a figure
# -----------
#
# The bars start at the nominal closing margin; on the dashed line the link just closes.

margin_db, place = budget["closing_margin_db"], np.arange(len(rows))[::-1]
figure, ax = plt.subplots(figsize=(8, 4.5), layout="constrained")
ax.barh(place, [row.ends_db[0] for row in rows], left=margin_db, color="C1", label="value at its low end")
ax.barh(place, [row.ends_db[1] for row in rows], left=margin_db, color="C0", label="value at its high end")
ax.axvline(0.0, color="black", linestyle="--", label="from here on the link closes")
ax.set_yticks(place, [row.key for row in rows])
ax.set_xlabel("Closing margin [dB]")
ax.set_ylabel("Value in the scenario")
ax.set_title("922.76 MHz, semi-directional antenna, 21 March 1963, 1 bit/s", fontsize=11)
ax.legend(loc="lower right")
plt.show()
