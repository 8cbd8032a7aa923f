"""
The noise of a lossy feed
=========================

A line between antenna and receiver has two effects: it weakens the signal, and it emits noise.  The received power and
the noise depend on the plane at which they are stated.  Their ratio does not.
"""

# %%
# Three sources of noise
# ----------------------
#
# Sky of 60 K, a line of 3 dB at 290 K, a receiver with a noise figure of 2.5 dB.  At the receiver's input the line has
# attenuated the sky and added its own noise; the receiver's noise is added in full.

import matplotlib.pyplot as plt
import numpy as np

from linkbudget.physics.noise import (
    carrier_to_noise_density_dbhz,
    line_output_noise_temperature_k,
    noise_temperature_k,
    system_noise_temperature_at_antenna_k,
    system_noise_temperature_at_receiver_k,
)

sky_k, loss_db, line_k = 60.0, 3.0, 290.0
receiver_k = noise_temperature_k(2.5)

print(f"sky behind the line  {sky_k / 10 ** (loss_db / 10):7.2f} K")
print(f"line                 {line_output_noise_temperature_k(loss_db, line_k):7.2f} K")
print(f"receiver             {receiver_k:7.2f} K")
print(f"at the receiver      {system_noise_temperature_at_receiver_k(sky_k, loss_db, line_k, receiver_k):7.2f} K")

# %%
# The same system at the antenna
# ------------------------------
#
# Referred to the antenna's terminals, everything behind the line counts more by the loss of the line.  The signal there
# is stronger by the same factor, so C/N0 agrees to the last digit.

at_antenna_k = system_noise_temperature_at_antenna_k(sky_k, loss_db, line_k, receiver_k)
at_receiver_k = system_noise_temperature_at_receiver_k(sky_k, loss_db, line_k, receiver_k)
signal_at_antenna_dbw = -170.0

print(
    f"at the antenna  {at_antenna_k:.2f} K, "
    f"C/N0 {carrier_to_noise_density_dbhz(signal_at_antenna_dbw, at_antenna_k):.6f} dBHz"
)
print(
    f"at the receiver {at_receiver_k:.2f} K, "
    f"C/N0 {carrier_to_noise_density_dbhz(signal_at_antenna_dbw - loss_db, at_receiver_k):.6f} dBHz"
)

# %%
# The cost of a decibel of line loss
# ----------------------------------
#
# With a quiet sky and a quiet receiver, the noise of the line costs more than its loss: a decibel of line loss lowers
# C/N0 by more than a decibel.

losses_db = np.linspace(0.0, 3.0, 61)
figure, ax = plt.subplots(layout="constrained")
for name, device_k in (("receiver 20 K", 20.0), ("receiver 75 K", 75.0), ("receiver 2.5 dB, 226 K", receiver_k)):
    lossless_dbhz = carrier_to_noise_density_dbhz(0.0, sky_k + device_k)
    temperature_k = system_noise_temperature_at_receiver_k(sky_k, losses_db, line_k, device_k)
    ax.plot(losses_db, lossless_dbhz - carrier_to_noise_density_dbhz(-losses_db, temperature_k), label=name)
ax.plot(losses_db, losses_db, color="black", linestyle="--", label="the loss alone")
ax.set_xlabel("Loss of the line [dB]")
ax.set_ylabel("Loss of C/N0 [dB]")
ax.set_title("Sky of 60 K, line at 290 K")
ax.grid(alpha=0.3)
ax.legend()
plt.show()
