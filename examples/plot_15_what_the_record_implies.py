"""
Inference from the record of Mars 1
===================================

Nobody published the power, the loop or the antenna gain of Mars 1's 32 cm link.  But it was heard in session after
session, until 21 March 1963 from 106.76 million km.  Here the ranges of the uncertain numbers are compared with that
record.
"""

# %%
# Before and after
# ----------------
#
# The outline is the range stated before, the area what remains when the link must have closed in its sessions.

import matplotlib.pyplot as plt

import linkbudget as lb
from linkbudget.studies.implied import paragraph
from linkbudget.studies.inference import infer

mars1 = lb.load("mars1")
found = infer(mars1, 2**15)
lb.plots.prior_and_posterior(mars1, found)
plt.show()

# %%
# The margin over the mission
# ---------------------------
#
# Each mark is an instant at which the link is reported held or heard.  By the ranges alone it would have been lost in
# February; with the record, a small margin was left in March.

lb.plots.margins_before_and_after(mars1, found)
plt.show()

# %%
# In words
# --------

for sentence in paragraph(found):
    print(sentence)

# %%
# A question for students
# -----------------------
#
# If an operator had noted the carrier over its noise on that evening, 18 dBHz within a decibel, what would we know?

from linkbudget.scenario_files.config_observations import Observation  # noqa: E402
from linkbudget.studies.inference import inferred  # noqa: E402
from linkbudget.studies.record import read_record  # noqa: E402

note = Observation(
    title="A note on 21 March",
    link="telemetry-32cm-semi",
    report="level",
    times_utc_s=("1963-03-21T17:00:00Z",),
    line="carrier_cn0_dbhz",
    level="18 dBHz",
    uncertainty_db=1.0,
)
more = inferred(mars1, read_record(mars1, [*mars1.config.observations, note]), 2**15)
for key in ("transmitter.power", "modulation.carrier.loop_bandwidth"):
    name = f"links.telemetry-32cm-dish.{key}"
    print(key, found.quantiles(name).round(1), "with the note", more.quantiles(name).round(1))
