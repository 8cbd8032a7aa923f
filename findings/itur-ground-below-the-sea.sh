#!/usr/bin/env bash
# ITU-Rpy 0.4.0: ground that lies below the sea is read as ground at the sea, without a word.
#
# Surprise: itur.models.itu1511.topographic_altitude answers with the digital map of ITU-R P.1511, whose grid holds
# negative heights: the shore of the Dead Sea lies more than 400 m below mean sea level, and a bicubic interpolation of
# the map there gives -451 m.  The function answers 1e-9 km, since it clips what it has interpolated.  A station height
# taken from it is 450 m too high, which takes some 5 % of the oxygen off the path.  Places above the sea agree.
# Source: ITU-R P.1511-2 and -3 (the map); itur 0.4.0, module itu1511, asked in November 2026.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet itur==0.4.0
"$folder/env/bin/python" - <<'PYTHON'
import warnings

warnings.simplefilter("ignore")
import itur
from itur.models import itu1511

print("itur", itur.__version__)
shore = itu1511.topographic_altitude(31.5, 35.5).to("m").value
alps = itu1511.topographic_altitude(46.0, 8.0).to("m").value
print(f"Dead Sea, 31.5 N 35.5 E: {shore:.6f} m (below -400 m in the map)")
print(f"Alps, 46.0 N 8.0 E: {alps:.0f} m")
assert itur.__version__ == "0.4.0"
assert 0.0 <= shore < 0.001, "behaviour changed: ground below the sea is not clipped any more"
assert 2000.0 < alps < 2600.0
PYTHON
