"""Unit suffixes of names and the units that they stand for: ``range_m`` is in metres.

:data:`UNITS` maps every suffix a public name may end with to the unit written in docstrings (``[m]``) and on axes.
"""

import re
from functools import cache

NAME = r"[A-Za-z0-9][A-Za-z0-9_-]*"
"""Pattern of names that a scenario gives: they become keys, file names and cells of tables."""

A_NAME = "a name of letters of the English alphabet, digits, - and _, such as telemetry-32cm"
"""Such a name as it is expected, for messages."""

UNITS = {
    "m": "m",
    "km": "km",
    "m2": "m2",
    "hz": "Hz",
    "hz_per_s": "Hz/s",
    "s": "s",
    "w": "W",
    "j": "J",
    "k": "K",
    "deg": "deg",
    "rad": "rad",
    "m_per_s": "m/s",
    "bps": "bit/s",
    "pixels_per_s": "pixel/s",
    "db": "dB",
    "dbi": "dBi",
    "dbm": "dBm",
    "dbw": "dBW",
    "dbhz": "dBHz",
    "dbk": "dBK",
    "dbm2": "dBm2",
    "db_per_k": "dB/K",
    "db_per_km": "dB/km",
    "db_m2_per_kg": "dB/(kg/m2)",
    "db_per_s": "dB/s",
    "dbw_per_hz": "dBW/Hz",
    "dbw_per_m2": "dBW/m2",
    "dbj": "dBJ",
    "dbuv_per_m": "dBuV/m",
    "v_per_m": "V/m",
    "w_per_hz": "W/Hz",
    "w_per_m2_hz": "W/(m2 Hz)",
    "hpa": "hPa",
    "g_per_m3": "g/m3",
    "kg": "kg",
    "kg_per_m2": "kg/m2",
    "m3_per_s2": "m3/s2",
    "j_per_k": "J/K",
    "dbw_per_k_hz": "dBW/(K Hz)",
    "rad_per_s": "rad/s",
    "m_per_s2": "m/s2",
    "mm_per_h": "mm/h",
    "utc_s": "s",
    "tesla": "T",
    "per_m2": "1/m2",
    "per_m3": "1/m3",
    "s_per_hz": "s/Hz",
    "chips_per_s": "chip/s",
    "symbols_per_s": "symbol/s",
    "per_deg": "1/deg",
    "db_per_deg2": "dB/deg2",
    "deg_per_day": "deg/day",
    "w_per_m2": "W/m2",
    "w_per_m2_sr_um": "W/(m2 sr um)",
    "per_s": "1/s",
    "v": "V",
    "a": "A",
    "ah": "Ah",
    "bit": "bit",
    "jy": "Jy",
    "k_per_jy": "K/Jy",
    "dbw_per_m2_hz": "dB(W/(m2 Hz))",
    "per_year": "1/year",
    "ohm": "ohm",
    "siemens": "S",
    "percent": "%",
    "dbd": "dBd",
    "dbuv": "dBuV",
}
"""Suffix of a name -> unit as printed."""

RATIO = "-"
"""The unit printed for a pure number: its name carries no suffix."""

_LONGEST_FIRST = sorted(UNITS, key=len, reverse=True)


@cache
def suffix_of(name: str) -> str:
    """The unit suffix a name ends with, or an empty string for a pure number.

    Examples
    --------
    >>> suffix_of("range_rate_m_per_s"), suffix_of("efficiency")
    ('m_per_s', '')
    """
    lowered = name.lower()
    return next((suffix for suffix in _LONGEST_FIRST if lowered.endswith("_" + suffix)), "")


def unit_of(name: str) -> str:
    """The unit that a name carries, ``-`` for a pure number.

    Examples
    --------
    >>> unit_of("system_noise_temperature_k"), unit_of("efficiency")
    ('K', '-')
    """
    return UNITS.get(suffix_of(name), RATIO)


def without_unit(name: str) -> str:
    """The name less its unit suffix, as scenario files write it.

    Examples
    --------
    >>> without_unit("line_loss_db"), without_unit("efficiency")
    ('line_loss', 'efficiency')
    """
    suffix = suffix_of(name)
    return name[: -len(suffix) - 1] if suffix else name


def spoken(key: str) -> str:
    """Key of a number as spoken words.

    Examples
    --------
    >>> spoken("transmitter.antenna.gain"), spoken("modulation.carrier.required_loop_snr"), spoken("polarization_tilt")
    ('transmitter antenna gain', 'required carrier loop SNR', 'polarisation tilt')
    """
    short = key if key == "modulation.kind" else key.removeprefix("modulation.")  # the rest says what it is of
    words = " ".join(short.replace("_", " ").split("."))
    before, required, after = words.partition("required ")
    words = f"{required}{before}{after}"
    for written, said in _SAID.items():
        words = re.sub(rf"\b{written}\b", said, words)
    return words


_SAID = {
    "snr": "SNR",
    "ebn0": "Eb/N0",
    "cn0": "C/N0",
    "g over t": "G/T",
    "eirp": "EIRP",
    "polarization": "polarisation",
}
