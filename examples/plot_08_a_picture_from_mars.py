"""
A picture from Mars
===================

A picture from Mars 1 as it would have been received at Evpatoria, at increasing distance, and the effect of three
decibels.
"""

# %%
# The same picture, three links
# -----------------------------
#
# Each row is a link.  The television becomes noisy with distance, and beyond its threshold clicks spoil it: dark spots
# on white, white spots on black, none on middle grey.  The pulse link stays as clean as its 64 grey levels, until it
# fails within a few decibels.  The last row stays at the distance where one dish is just too small and changes the
# power by factors of two: **with three decibels more the picture is clean; with three less, one pixel in three is
# wrong.**

import matplotlib.pyplot as plt

import linkbudget as lb
from linkbudget.mission.chart import draw_chart
from linkbudget.mission.imaging import send_picture

mars1 = lb.load("mars1")
lb.plots.montage(mars1)
plt.show()

# %%
# In numbers
# ----------
#
# Every pixel is detected with the exact statistics of the channel, so the share of wrong pixels agrees with the
# formula.

chart = draw_chart(512)
for million_km in (200, 283, 400, 566, 800):
    budget = mars1.budget("imaging-5cm-one-dish", range_m=million_km * 1e9)
    received = send_picture(budget, chart, seed=1962)
    print(
        f"{million_km:4d} million km: {received.wrong_pixels:6d} wrong pixels, "
        f"{received.expected_pixel_error_rate * chart.size:8.1f} expected, "
        f"{received.psnr_db:4.1f} dB, structural similarity {received.structural_similarity:.2f}, "
        f"{received.lost_lines} lines out of sync"
    )

# %%
# Sixty years of coding
# ---------------------
#
# A turbo code needs an Eb/N0 of 0.3 dB.  With the same transmitter and the same antennas it sends the same picture in
# minutes.  It has no threshold in distance: the time grows with the square of the distance.

lb.plots.picture_time_vs_distance(mars1)
plt.show()
