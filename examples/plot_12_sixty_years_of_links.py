"""
Sixty years of deep-space links
===============================

From Pioneer V to one light day: every link of the packaged missions on one scale, and the causes of each gain.
"""

# %%
# The figure
# ----------
#
# Bit rate times the square of the distance measures a link, whichever planet it was built for: a quarter of the rate
# reaches twice as far.  The right axis shows the same as the rate of the link from Mars.  Below, each step from one
# link to the next is divided into decibels, all of them differences between lines of two budgets.

import matplotlib.pyplot as plt

import linkbudget as lb
from linkbudget.mission.history import SHARES, milestone, steps

lb.plots.sixty_years()
plt.show()

# %%
# The numbers behind it
# ---------------------

for step in steps():
    best = sorted(step.shares_db.items(), key=lambda item: -abs(item[1]))[:3]
    said = ", ".join(f"{SHARES[key].lower()} {value:+.1f}" for key, value in best)
    print(f"{int(step.after.year)}  {step.after.title:30s} {step.gain_db:+5.1f} dB: {said}")

# %%
# Any two links
# -------------
#
# A cubesat at Mars in 2018 against the first pictures of Mars in 1965: less power, and more than fifty times the value.

cubesat, mariner = milestone("marco:hga-34m"), milestone("mariner4:pictures")
print(f"{cubesat.rate_distance_bps_km2 / mariner.rate_distance_bps_km2:.0f} times as much, from 4.6 W instead of 10 W")
