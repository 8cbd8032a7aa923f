"""Antennas of the Deep Space Network for the catalogue, made from the table of DSN 810-005 that the package holds.

The map: :func:`dsn_antennas`, one antenna of kind ``measured-dish`` for each antenna, band and configuration of
:class:`~linkbudget.physics.ground_stations.DsnAntenna`.
"""

import math
import re
from typing import Any

from linkbudget.physics.ground_stations import DsnAntenna

_TABLES = {
    "101": "module 101 (revision not named in the transcription), Table A-3",
    "101I": "module 101 Rev. I, Table 2",
    "104L": "module 104 Rev. L, Table A-2",
    "104Q": "module 104 Rev. Q, Table A-3",
}
_MEASURED = {
    "S": "measured on a 70 m antenna in 1988: 63.34 dBi at 2295 MHz, NTRS 19890018533",
    "X": "measured on a 70 m antenna in 1988: 74.18 dBi at 8420 MHz, NTRS 19890018533",
}


def dsn_antennas() -> dict[str, dict[str, Any]]:
    """Entries of the catalogue by name, as a scenario file would write them.

    Those whose gain was not read leave it out: a scenario that uses one says it, ``like = "dss-43-x-only"`` with
    ``gain = "74 dBi"``.

    Examples
    --------
    >>> dsn_antennas()["dss-34-k-hemt-1-rcp-diplexed"]["t2"]["value"]
    '-40.0 K'
    """
    return {_name(antenna): _entry(antenna) for antenna in DsnAntenna.all()}


def _name(antenna: DsnAntenna) -> str:
    """Antenna, band and configuration in small letters: ``dss-24-x-only-maser-1-diplexed``."""
    name = "dsn-70m" if antenna.name == "70 m" else antenna.name
    band = "" if re.match(rf"{antenna.band}[-/]", antenna.configuration) else f"{antenna.band} "
    return re.sub(r"[^a-z0-9]+", "-", f"{name} {band}{antenna.configuration}".lower()).strip("-")


def _entry(antenna: DsnAntenna) -> dict[str, Any]:
    noise, gain = (f"DSN 810-005, {_TABLES[module]}" for module in (antenna.module, antenna.gain_module or "101"))
    marco = "inferred from the polarisation losses of MarCO, JPL DESCANSO 18"
    factor = "0.032 deg of 70 m and 0.066 deg of 34 m at X band"
    entry: dict[str, Any] = {
        "kind": "measured-dish",
        "polarization": "right",
        "status": "documented",
        "source": f"{antenna.configuration}: {noise}",
        "axial_ratio": {"value": "0.8 dB", "status": "assumed", "source": marco},
        "diameter": {"value": _text(antenna.diameter_m, "m"), "status": "documented", "source": noise},
        "beamwidth_factor": {"value": "63 deg", "status": "derived", "source": factor},
    }
    known = {
        "gain": (antenna.receive_gain_dbi, "dBi", gain),
        "reference_frequency": (antenna.frequency_ghz, "GHz", _frequency_source(antenna)),
        "gain_curvature": (antenna.curvature_db_per_deg2, "dB/deg2", gain),
        "best_elevation": (antenna.peak_elevation_deg, "deg", gain),
        "transmit_gain": (antenna.transmit_gain_dbi, "dBi", gain),
        "t1": (antenna.t1_k, "K", noise),
        "t2": (antenna.t2_k, "K", noise),
        "decay": (antenna.decay_per_deg, "1/deg", noise),
    }
    for key, (value, unit, source) in known.items():
        if not math.isnan(value):
            status = "inferred" if key == "reference_frequency" and antenna.name != "DSS-34" else "documented"
            entry[key] = {"value": _text(value, unit), "status": status, "source": source}
    if "transmit_gain" in entry:
        band = "middle of the deep-space uplinks at 7145 to 7190 MHz; not printed beside the gain"
        entry["transmit_reference_frequency"] = {"value": "7167 MHz", "status": "inferred", "source": band}
    if "gain" not in entry:
        entry["note"] = f"gain not read; {_MEASURED[antenna.band]}" if antenna.band in _MEASURED else "gain not read"
    return entry


def _frequency_source(antenna: DsnAntenna) -> str:
    if antenna.module == "104L":
        return "module 104 Rev. Q, Table 6, has the gain of DSS-24 at 8425 MHz"
    if antenna.gain_module == "104Q":
        return "DSN 810-005, module 104 Rev. Q, Table A-3: 26.25 GHz"
    return "middle of the band, at which the 70 m antennas were measured (NTRS 19890018533)"


def _text(value: float, unit: str) -> str:
    return f"{value!r} {unit}"
