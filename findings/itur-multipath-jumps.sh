#!/usr/bin/env bash
# ITU-Rpy 0.4.0: the share of time of a multipath fade jumps thirteenfold where shallow fades meet deep ones.
#
# Surprise: itur.models.itu530.multipath_loss joins two curves at a fade near 25 dB, one for shallow and one for deep
# fades.  ITU-R P.530 (section 2.3.2) makes the shallow one so that they meet: its parameter q_t is worked out from the
# deep curve at that fade.  Two pairs of parentheses stand elsewhere in the code, and below the joint the answer is
# thirteen times too large: a hop with a fade margin of 25 dB seems to be out for 0.07 % of the worst month, with 26 dB
# for 0.004 %.  Above the joint the answers are those of the Recommendation.
# Source: ITU-R P.530-17 (12/2017), section 2.3.2, the steps for q_t and q_a; itur 0.4.0, module itu530, asked in
# November 2026.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet itur==0.4.0
"$folder/env/bin/python" - <<'PYTHON'
import warnings

warnings.simplefilter("ignore")
import math

import itur
import numpy as np
from itur.models import itu530

print("itur", itur.__version__)
hop = (50.1, 8.6, 300.0, 250.0, 30.0, 7.5)  # latitude, longitude, heights in m, 30 km, 7.5 GHz


def percent(function, fade_db):
    return float(np.ravel(function(*hop, fade_db).value)[0])


factor = percent(itu530.multipath_loss_for_A, 0.0)
joint_db = 25.0 + 1.2 * math.log10(factor)
below, above = (percent(itu530.multipath_loss, joint_db + step) for step in (-0.001, 0.001))
print(f"occurrence factor {factor:.3f} %, joint at {joint_db:.3f} dB")
print(f"exceeded by 0.001 dB less: {below:.5f} %, by 0.001 dB more: {above:.5f} %, ratio {below / above:.1f}")
assert itur.__version__ == "0.4.0"
assert 12.0 < below / above < 14.0, "behaviour changed: the two curves meet"
PYTHON
