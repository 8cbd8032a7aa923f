"""Numbers that a book has for everybody, where a scenario states none: each with its status ``default`` and its source.

What nobody can guess has no place here: powers, gains, losses and noise have to be stated.
"""

from linkbudget.parameters import Parameter

BEAMWIDTH_FACTOR = Parameter(
    70.0,
    status="default",
    source="Maral and Bousquet, Satellite Communications Systems, 5th edition (2009), chapter 5: usual tapered feed",
)
"""Half-power beamwidth of a dish times diameter over wavelength [deg]."""

LINE_TEMPERATURE = Parameter(290.0, status="default", source="standard noise temperature of IEEE Std 161: 290 K")
"""Physical temperature of a line [K]."""

WATER_VAPOUR = Parameter(
    7.5, status="default", source="ITU-R P.835-6, Annex 1: mean annual global reference atmosphere, 7.5 g/m3"
)
"""Density of water vapour at sea level [g/m3]."""

LOOP_DAMPING = Parameter(
    0.7071067811865476,
    status="default",
    source="Gardner, Phaselock Techniques, 3rd edition (2005), chapter 2: usual damping of a second-order loop, 0.707",
)
"""Damping factor of a second-order carrier loop [-]."""
