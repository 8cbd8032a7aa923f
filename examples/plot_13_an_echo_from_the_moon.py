"""
An echo from the Moon
=====================

A radar receives its own signal: out to the scatterer, and back.  Amateurs use the Moon and a dish of three metres.  The
budget has the same lines as any other, with another loss in the middle.
"""

# %%
# The loss out and back
# ---------------------
#
# The Moon sends back 6.5 % of the power on its disc.  Between isotropic antennas the loss is some 250 to 270 dB; it
# grows by 20 dB per decade of frequency and by 40 dB per decade of distance.

import matplotlib.pyplot as plt
import numpy as np

from linkbudget.physics.antennas import dish_gain_dbi
from linkbudget.physics.free_space import level_dbw
from linkbudget.physics.noise import noise_power_dbw
from linkbudget.physics.power_flux import radar_free_space_loss_db
from linkbudget.physics.radar import disc_cross_section_m2, echo_power_dbw

moon_m2 = disc_cross_section_m2(radius_m=1737.4e3, reflectivity=0.065)
print(f"radar cross-section of the Moon: {moon_m2 / 1e6:.0f} km2")
for frequency_hz in (144e6, 432e6, 1296e6):
    near, mean, far = radar_free_space_loss_db(np.array([356.5e6, 384.4e6, 406.7e6]), frequency_hz, moon_m2)
    print(f"{frequency_hz / 1e6:4.0f} MHz: {near:.1f} dB at perigee, {mean:.1f} dB on average, {far:.1f} dB at apogee")

# %%
# A station at 1296 MHz
# ---------------------
#
# 300 W at the feed of a dish of 3 m, a system noise temperature of 80 K, and a bandwidth of 50 Hz, as for the ear.

distance_m, frequency_hz = 384.4e6, 1296e6
gain_dbi = dish_gain_dbi(frequency_hz, 3.0, 0.55)
power_dbw = level_dbw(300.0)
eirp_dbw = power_dbw + gain_dbi
echo_dbw = echo_power_dbw(distance_m, frequency_hz, eirp_dbw, gain_dbi, moon_m2)
noise_dbw = noise_power_dbw(50.0, 80.0)

print(f"  transmit power {power_dbw:8.2f} dBW")
print(f"+ antenna gain   {gain_dbi:8.2f} dBi")
print(f"= EIRP           {eirp_dbw:8.2f} dBW")
print(f"- there and back {radar_free_space_loss_db(distance_m, frequency_hz, moon_m2):8.2f} dB")
print(f"+ antenna gain   {gain_dbi:8.2f} dBi")
print(f"= echo           {echo_dbw:8.2f} dBW")
print(f"- noise in 50 Hz {noise_dbw:8.2f} dBW")
print(f"= S/N            {echo_dbw - noise_dbw:8.2f} dB")

# %%
# The advantage of higher frequencies
# -----------------------------------
#
# The loss grows with frequency, but a dish of a given size gains 20 dB per decade twice, on the way out and on the way
# back.  So the echo of one dish grows by 20 dB per decade, and with the fourth power of its diameter.

diameters_m = np.geomspace(1.0, 30.0, 100)
figure, ax = plt.subplots(figsize=(8.0, 4.5))
for frequency_hz, system_k in ((432e6, 120.0), (1296e6, 80.0), (5760e6, 90.0)):
    gain_dbi = dish_gain_dbi(frequency_hz, diameters_m, 0.55)
    echo_dbw = echo_power_dbw(distance_m, frequency_hz, power_dbw + gain_dbi, gain_dbi, moon_m2)
    ax.semilogx(diameters_m, echo_dbw - noise_power_dbw(50.0, system_k), label=f"{frequency_hz / 1e6:.0f} MHz")
ax.axhline(0.0, color="0.6", linewidth=0.8)
ax.set_xlabel("Diameter of the dish [m]")
ax.set_ylabel("Signal over noise in 50 Hz [dB]")
ax.set_title("One's own echo from the Moon, 300 W")
ax.legend()
figure.tight_layout()
plt.show()
