"""
The probability that a link closed
==================================

Mars 1 was heard on 21 March 1963 from 106.76 million km.  Draw all uncertain numbers at once, and the budget gives a
probability; the sensitivities show which number to look for next.
"""

# %%
# From day to day
# ---------------
#
# Each day at the spacecraft's highest elevation, with the same draws on all days.

import matplotlib.pyplot as plt

import linkbudget as lb
from linkbudget.plots.sweeps import draw_map
from linkbudget.studies.axes import logarithmic
from linkbudget.studies.certainty import certainty, meaning, sentence
from linkbudget.studies.sweep import sweep

mars1 = lb.load("mars1")
lb.plots.fan(mars1)
plt.show()

# %%
# On the day of the last contact
# ------------------------------

found = certainty(mars1, "telemetry-32cm-semi")
print(sentence(found))
print(meaning(found))
lb.plots.histogram(mars1)
plt.show()

# %%
# Numbers to look for in archives
# -------------------------------
#
# Each bar is the closing margin with one number at the ends of its range; the percentages are shares of the variance.

lb.plots.tornado(mars1)
plt.show()

# %%
# The two most important numbers, as a map
# ----------------------------------------
#
# At the stated 30 W and 8 Hz the margin is one decibel.  The loop was inferred from that: with 20 Hz three decibels
# would be missing, and the transmitter would have needed twice the power.

axes = [
    logarithmic(found.case, "transmitter.power", "10 W", "100 W", 80),
    logarithmic(found.case, "modulation.carrier.loop_bandwidth", "5 Hz", "50 Hz", 80),
]
draw_map(sweep(found.case, axes), axes)
plt.show()
