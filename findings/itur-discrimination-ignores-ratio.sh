#!/usr/bin/env bash
# ITU-Rpy 0.4.0: the outage by cross-polarisation in rain is the same whatever ratio the receiver needs.
#
# Surprise: itur.models.itu530.XPD_outage_precipitation takes the required ratio of carrier to interference C0_I, and
# ITU-R P.530 (section 4.2) makes the outage grow steeply with it.  The public function forgets to hand the elevation on,
# so that every argument behind it moves up by one place: the ratio is taken for the elevation, the tilt of the
# polarisation for the ratio.  The class behind it, called with all arguments, follows the Recommendation.
# Source: ITU-R P.530-17 (12/2017), section 4.2, steps 1 to 4; itur 0.4.0, module itu530, asked in November 2026.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet itur==0.4.0
"$folder/env/bin/python" - <<'PYTHON'
import warnings

warnings.simplefilter("ignore")
import itur
import numpy as np
from itur.models import itu530

print("itur", itur.__version__)
hop = (46.0, 7.0, 10.0, 18.0, 0.0)  # latitude, longitude, 10 km, 18 GHz, level
inner = getattr(itu530, "__model").instance
place = np.array(hop[0]), np.array(hop[1])
said, meant = [], []
for ratio_db in (15.0, 22.0, 30.0):
    said.append(float(np.ravel(itu530.XPD_outage_precipitation(*hop, ratio_db).value)[0]))
    meant.append(100.0 * float(np.ravel(inner.XPD_outage_precipitation(*place, *hop[2:], ratio_db))[0]))
    print(f"C0/I {ratio_db:.0f} dB: public function {said[-1]:.4f}, class behind it {meant[-1]:.5f} %")
assert itur.__version__ == "0.4.0"
assert max(said) - min(said) < 1e-9, "behaviour changed: the outage depends on the ratio"
assert meant[2] > 10.0 * meant[0]
PYTHON
