#!/usr/bin/env bash
# jplephem 2.24: a segment of type 9 is computed at the first part of a split time; the second part is dropped.
#
# Surprise: compute(tdb, tdb2) and compute_and_differentiate(tdb, tdb2) take a Julian date in two parts, so that a whole
# day and its fraction keep their digits; the position is promised for their sum.  Types 2 and 3 add the parts.  Type 9
# (unequal time steps; the degree 1 that jplephem supports) interpolates at tdb alone: with the day and its
# fraction handed over apart, as is usual for accuracy, the answer is that of the start of the day, up to a day of motion
# off, without a word.  With the whole date in tdb the answer is right.
# Source: the docstrings of jplephem.spk (Type9Segment.compute beside Segment.compute); NAIF, SPK Required Reading,
# type 9.  jplephem 2.24 and spiceypy 8.3.0, asked in November 2026.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet jplephem==2.24 spiceypy==8.3.0 numpy
"$folder/env/bin/python" - "$folder/line.bsp" <<'PYTHON'
import sys
from importlib.metadata import version

import numpy as np
import spiceypy
from jplephem.spk import SPK

file = sys.argv[1]
seconds = 3600.0 * np.arange(240)  # TDB since J2000, which is Julian date 2451545.0
states = np.zeros((seconds.size, 6))
states[:, 0], states[:, 3] = 1e6 + 10.0 * seconds, 10.0  # a straight line, 10 km/s
handle = spiceypy.spkopn(file, "a straight line", 0)
spiceypy.spkw09(handle, -999, 399, "J2000", seconds[0], seconds[-1], "line", 1, seconds.size, states, seconds)
spiceypy.spkcls(handle)

spiceypy.furnsh(file)
true_km = spiceypy.spkgeo(-999, 1.75 * 86400.0, "J2000", 399)[0][0]
with SPK.open(file) as kernel:
    segment = kernel.segments[0]
    whole_km = segment.compute(2451546.75)[0]
    parts_km = segment.compute(2451546.0, 0.75)[0]
print("jplephem", version("jplephem"), "type", segment.data_type)
print(f"CSPICE        {true_km:.0f} km")
print(f"one number    {whole_km:.0f} km")
print(f"in two parts  {parts_km:.0f} km, {(true_km - parts_km) / 10.0 / 3600.0:.1f} h of motion off")
assert version("jplephem") == "2.24" and segment.data_type == 9
assert abs(whole_km - true_km) < 0.01
assert abs(true_km - parts_km - 648_000.0) < 1.0, "behaviour changed: the parts are added"
PYTHON
