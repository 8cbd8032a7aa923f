"""
Error rates and Shannon's limit
===============================

Uncoded modulation needs more energy per bit than Shannon's limit.  The error-rate curves show how much more.
"""

# %%
# Error rate against Eb/N0
# ------------------------

import matplotlib.pyplot as plt
import numpy as np

from linkbudget.physics.capacity import shannon_ebn0_limit_db
from linkbudget.physics.modulation import bit_error_rate, modulations, required_ebn0_db

schemes = ("bpsk", "dpsk", "dqpsk", "coherent-fsk", "noncoherent-fsk", "16qam")
ebn0_db = np.linspace(-2.0, 16.0, 200)

figure, ax = plt.subplots(layout="constrained")
for scheme in schemes:
    ax.semilogy(ebn0_db, bit_error_rate(ebn0_db, scheme), label=modulations()[scheme].title)
limit_db = shannon_ebn0_limit_db(0.0)
ax.axvline(limit_db, color="black", linestyle="--", label=f"Shannon, any bandwidth: {limit_db:.2f} dB")
ax.set_ylim(1e-6, 0.5)
ax.set_xlabel("Eb/N0 [dB]")
ax.set_ylabel("Bit error rate [-]")
ax.grid(alpha=0.3, which="both")
ax.legend()
plt.show()

# %%
# Required Eb/N0
# --------------
#
# A budget uses the inverse: the Eb/N0 at which a scheme has an error rate.

for scheme in schemes:
    needed = [f"{required_ebn0_db(error_rate, scheme):6.2f} dB" for error_rate in (1e-3, 1e-5)]
    print(f"{modulations()[scheme].title:18s} {needed[0]} for 1e-3, {needed[1]} for 1e-5")

# %%
# The cost of bandwidth
# ---------------------
#
# Shannon's limit depends on the spectral efficiency, the bits per second and hertz.  Deep-space links have much
# bandwidth and little power, so they are on the left; a satellite that must fill its channel is on the right.

efficiency = np.linspace(0.0, 8.0, 200)
figure, ax = plt.subplots(layout="constrained")
ax.plot(efficiency, shannon_ebn0_limit_db(efficiency), color="black", label="Shannon's limit")
for scheme, bits_per_symbol in (("bpsk", 1), ("qpsk", 2), ("16qam", 4), ("64qam", 6)):
    needed_db = required_ebn0_db(1e-5, scheme)
    ax.plot(bits_per_symbol, needed_db, "o", label=f"{modulations()[scheme].title}, 1e-5")
ax.set_xlabel("Bits a second for each hertz [bit/s/Hz]")
ax.set_ylabel("Eb/N0 [dB]")
ax.grid(alpha=0.3)
ax.legend()
plt.show()
