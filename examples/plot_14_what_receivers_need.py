"""
Measured receivers and formulas
===============================

Formulas are for ideal receivers.  The figures show counted frames and bits of receivers in use, with the formulas.
"""

# %%
# Frames received
# ---------------
#
# Each point is 200 frames of packets or telemetry at one Eb/N0, with its 95 % confidence interval; each line is the
# maximum-likelihood curve.

import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import beta

from linkbudget.physics.coding import coded_error_rate
from linkbudget.physics.measured_modems import measured_modems, measured_series
from linkbudget.physics.modulation import bit_error_rate

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#000000", "#CC79A7", "#E69F00")
MARKERS = ("o", "s", "^", "D", "v", "P")
FRAMES = {
    "ccsds-concatenated-symbols": "CCSDS concatenated, decoders alone",
    "ccsds-concatenated-gr-satellites": "the same behind loops",
    "gmsk-0.5-rs-255-223": "GMSK with Reed-Solomon",
    "g3ruh-9600-fm-multimon-ng": "G3RUH 9600, multimon-ng",
    "g3ruh-9600-fm": "G3RUH 9600, Dire Wolf",
    "afsk-1200-fm": "AFSK 1200, Dire Wolf",
}


def interval(counted, trials):
    """Ends of the exact interval of Clopper and Pearson."""
    low = np.where(counted > 0, beta.ppf(0.025, np.maximum(counted, 1), trials - counted + 1), 0.0)
    high = np.where(counted < trials, beta.ppf(0.975, counted + 1, np.maximum(trials - counted, 1)), 1.0)
    return low, high


figure, ax = plt.subplots(figsize=(9.0, 5.4), layout="constrained")
for (name, label), colour, marker in zip(FRAMES.items(), COLOURS, MARKERS, strict=True):
    series = measured_modems()[name]
    ebn0_db, trials, received = series.counted
    share, (low, high) = received / trials, interval(received, trials)
    bars = np.maximum([share - low, high - share], 0.0)
    ax.errorbar(ebn0_db, share, yerr=bars, fmt=marker, markersize=4.5, color=colour, capsize=2.0, linewidth=1.0)
    line_db = np.linspace(*series.curve.measured_db, 300)
    ax.plot(line_db, series.curve.success(line_db), color=colour, marker=marker, markevery=[], label=label)
ax.set_ylim(0.0, 1.02)
ax.set_xlabel("Eb/N0 at radio frequency [dB]")
ax.set_ylabel("Share of frames received [-]")
ax.grid(alpha=0.3)
figure.legend(loc="outside upper center", ncols=3, fontsize=8.5)
plt.show()

# %%
# Bits in error
# -------------
#
# Lines are formulas, or the curve of the code.  If the demodulator is the one that the formula assumes, the points lie
# on it: noncoherent FSK, BPSK with narrow loops, a Viterbi decoder.  GMSK receivers have a frequency discriminator,
# which the usual formula does not assume.  At the points near one half their clock was lost.

BITS = {
    "2fsk-codec2": ("FSK, noncoherent", lambda x: bit_error_rate(x, "noncoherent-fsk")),
    "bpsk-gnuradio-narrow-loop": ("BPSK", lambda x: bit_error_rate(x, "bpsk")),
    "conv-7-1/2-libfec": ("convolutional (7,1/2)", lambda x: coded_error_rate(x, "conv-7-1/2")),
    "gmsk-0.5-gnuradio": ("GMSK 0.5, discriminator", lambda x: bit_error_rate(x, "gmsk-0.5-discriminator")),
    "gmsk-0.35-gnuradio": ("GMSK 0.35, discriminator", lambda x: bit_error_rate(x, "gmsk-0.35-discriminator")),
}

figure, ax = plt.subplots(figsize=(9.0, 5.4), layout="constrained")
line_db = np.linspace(0.0, 16.0, 400)
for (name, (label, curve)), colour, marker in zip(BITS.items(), COLOURS, MARKERS, strict=False):
    points = [point for point in measured_series()[name].points if point.bit_errors]
    ebn0_db = np.array([point.ebn0_db for point in points])
    wrong, bits = (np.array([getattr(point, key) for point in points]) for key in ("bit_errors", "bits"))
    low, high = interval(wrong, bits)
    rate = wrong / bits
    ax.plot(line_db, curve(line_db), color=colour, linewidth=1.2)
    style = {"fmt": marker, "markersize": 4.5, "color": colour, "capsize": 2.0, "linewidth": 1.0, "label": label}
    ax.errorbar(ebn0_db, rate, yerr=[rate - low, high - rate], **style)
ax.plot(line_db, bit_error_rate(line_db, "gmsk-0.5"), "k--", linewidth=1.0, label="GMSK 0.5, maximum likelihood")
ax.set_yscale("log")
ax.set_ylim(1e-6, 0.7)
ax.set_xlim(0.0, 16.0)
ax.set_xlabel("Eb/N0 [dB]")
ax.set_ylabel("Bit error rate [-]")
ax.grid(alpha=0.3, which="both")
ax.legend(loc="upper right", bbox_to_anchor=(1.0, 0.9), fontsize=8.5)
plt.show()
