"""Physical constants, each with its source; SI units, in the names.

SI brochure, 9th edition (2019): the speed of light and the Boltzmann constant are exact.
"""

import math
from typing import Any

SPEED_OF_LIGHT_M_PER_S = 299_792_458.0
"""Exact; SI brochure, 9th edition (2019)."""

BOLTZMANN_J_PER_K = 1.380649e-23
"""Exact; SI brochure, 9th edition (2019)."""

BOLTZMANN_DBW_PER_K_HZ = 10.0 * math.log10(BOLTZMANN_J_PER_K)
"""The Boltzmann constant as a level: -228.599 dBW per kelvin and hertz."""

FREE_SPACE_IMPEDANCE_OHM = 376.730313412
"""Characteristic impedance of vacuum, +-6e-8 ohm; CODATA 2022."""

STANDARD_NOISE_TEMPERATURE_K = 290.0
"""Reference temperature of the noise figure; IEEE Std 145 and ITU-R P.372."""

ASTRONOMICAL_UNIT_M = 149_597_870_700.0
"""Exact; IAU 2012 Resolution B2."""

COSMIC_BACKGROUND_K = 2.7255
"""Cosmic microwave background, +-0.0006 K; Fixsen, Astrophys. J. 707 (2009) 916."""

SUN_GM_M3_PER_S2 = 1.3271244004193938e20
"""Heliocentric gravitational constant (TDB); DE431, IPN Progress Report 42-196 (2014)."""

EARTH_GM_M3_PER_S2 = 3.986004418e14
"""Geocentric gravitational constant; IERS Conventions (2010), Table 1.1."""

MARS_GM_M3_PER_S2 = 4.282837362e13
"""Mars and its moons; DE431, IPN Progress Report 42-196 (2014)."""

EARTH_EQUATORIAL_RADIUS_M = 6_378_137.0
"""WGS 84 semi-major axis; NGA.STND.0036."""

EARTH_ROTATION_RAD_PER_S = 7.292115e-5
"""WGS 84 nominal angular velocity; NGA.STND.0036."""

PLANCK_J_S = 6.62607015e-34
"""Exact; SI brochure, 9th edition (2019)."""

HALF_WAVE_DIPOLE_DBI = 2.15
"""Gain of a half-wave dipole, over which a gain in dBd is counted, as Recommendations round it [dBi]; ITU-R V.573-6."""

_USUAL = {
    "c": "SPEED_OF_LIGHT_M_PER_S",
    "c0": "SPEED_OF_LIGHT_M_PER_S",
    "speed_of_light": "SPEED_OF_LIGHT_M_PER_S",
    "lightspeed": "SPEED_OF_LIGHT_M_PER_S",
    "k": "BOLTZMANN_J_PER_K",
    "k_b": "BOLTZMANN_J_PER_K",
    "boltzmann": "BOLTZMANN_J_PER_K",
    "h": "PLANCK_J_S",
    "planck": "PLANCK_J_S",
    "au": "ASTRONOMICAL_UNIT_M",
    "t0": "STANDARD_NOISE_TEMPERATURE_K",
    "r_earth": "EARTH_EQUATORIAL_RADIUS_M",
    "earthradius": "EARTH_EQUATORIAL_RADIUS_M",
    "gm_earth": "EARTH_GM_M3_PER_S2",
    "mu": "EARTH_GM_M3_PER_S2",
    "gm_sun": "SUN_GM_M3_PER_S2",
    "z0": "FREE_SPACE_IMPEDANCE_OHM",
}
"""Usual symbols in small letters -> the constant here."""


def __getattr__(name: str) -> Any:
    """An error that names the constant which a usual symbol stands for."""
    meant = _USUAL.get(name.casefold())
    hint = "" if meant is None else f"; did you mean {meant!r}?"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}{hint}")
