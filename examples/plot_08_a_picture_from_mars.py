"""
A picture from Mars
===================

What the people at Evpatoria would have seen of a picture sent by Mars 1, from ever farther away, and what three
decibels are worth.
"""

# %%
# The same picture, three links
# -----------------------------
#
# Each row is a link.  The television grows noisy with distance, and beyond its threshold clicks spoil it: dark spots on
# white, white ones on black, none on middle grey.  The pulse link stays as clean as its 64 grey levels, until it falls
# apart at once.  The last row stays where one dish is just too small and changes the power by factors of two: **three
# decibels up, and the picture is clean; three down, and one pixel in three is wrong.**  That is why engineers haggle
# over three decibels.

import matplotlib.pyplot as plt

import linkbudget as lb
from linkbudget.mission.chart import draw_chart
from linkbudget.mission.imaging import send_picture

mars1 = lb.load("mars1")
lb.plots.montage(mars1)
plt.show()

# %%
# By the numbers
# --------------
#
# Every pixel is detected with the exact statistics of the channel, so the share of wrong ones is that of the formula.

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
# What sixty years of coding have brought
# ---------------------------------------
#
# A turbo code needs 0.3 dB of energy per bit over noise density.  With the same transmitter and the same antennas it
# sends the same picture in minutes, and it has no cliff: it slows down with the square of the distance.

lb.plots.picture_time_vs_distance(mars1)
plt.show()
