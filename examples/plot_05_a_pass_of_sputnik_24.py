"""
A pass of Sputnik 24 over Evpatoria
===================================

Mars 1's sister never left its parking orbit.  A pass lasts five minutes; elevation, Doppler shift and margin go through
their whole range.  The orbital elements are synthetic, so the times are not historical.
"""

# %%
# Passes
# ------

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.dates import DateFormatter

import linkbudget as lb
from linkbudget.geometry.clock import datetime64
from linkbudget.geometry.look_angles import look_angles
from linkbudget.physics.doppler import one_way_doppler_shift_hz

sputnik24 = lb.load("sputnik24")
passes = sputnik24.passes("evpatoria")
for each in passes:
    print(each)

# %%
# The highest pass, second by second
# ----------------------------------
#
# Below the station's lowest elevation there is no link; above it one call computes the budget for all instants.

highest = max(passes, key=lambda each: each.maximum_elevation_deg)
utc_s = np.linspace(highest.rise_utc_s, highest.set_utc_s, 300)
look = look_angles(sputnik24.track, sputnik24.station("evpatoria"), utc_s)
budget = sputnik24.budget("telemetry-32cm", range_m=look.range_m, elevation_deg=look.elevation_deg)
shift_hz = one_way_doppler_shift_hz(look.range_rate_m_per_s, 922.76e6)
time = datetime64(utc_s)

figure, (top, middle, bottom) = plt.subplots(3, 1, sharex=True, figsize=(7, 7), layout="constrained")
top.plot(time, look.elevation_deg)
top.set_ylabel("Elevation [deg]")
middle.plot(time, shift_hz / 1e3)
middle.set_ylabel("Doppler shift [kHz]")
bottom.plot(time, budget["closing_margin_db"])
bottom.set_ylabel("Closing margin at 64 bit/s [dB]")
bottom.set_xlabel("4 November 1962 [UTC]")
for ax in (top, middle, bottom):
    ax.grid(alpha=0.3)
bottom.xaxis.set_major_formatter(DateFormatter("%H:%M"))
plt.show()

# %%
# The receiver's loop must follow the Doppler rate, which is greatest at culmination.  So the scenario has a loop of
# 200 Hz rather than the 20 Hz that are enough for Mars 1.

rate_hz_per_s = np.gradient(shift_hz, utc_s)
print(f"Doppler rate up to {np.abs(rate_hz_per_s).max():.0f} Hz/s")
