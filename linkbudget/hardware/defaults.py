"""Default values from handbooks for numbers that a scenario omits, each with status ``default`` and its source.

A loss that a scenario does not state is 0 dB, a line of the budget with the status ``default``, and a note names it
(:func:`is_unstated`).  What nobody can guess has no place here: powers, gains and noise have to be stated.
"""

from typing import Any

from linkbudget.parameters import Parameter

_UNSTATED = "not stated: "


def _unstated(meaning: str) -> Parameter:
    """Loss of 0 dB that stands for an unstated loss."""
    return Parameter(0.0, status="default", source=f"{_UNSTATED}{meaning}")


def is_unstated(value: Any) -> bool:
    """True for a loss of 0 dB that stands for one that is not stated.

    Parameters
    ----------
    value : Parameter or None
        The loss as a part holds it [any unit].

    Returns
    -------
    bool
        True where nothing was stated; read off the source of the parameter.

    Examples
    --------
    >>> is_unstated(LINE_LOSS), is_unstated(Parameter(0.0, status="documented")), is_unstated(None)
    (True, False, False)
    """
    of_this_module = isinstance(value, Parameter) and value.source.startswith(_UNSTATED)
    return of_this_module and isinstance(value.value, float) and value.value == 0.0  # not what a study has put there


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

LINE_LOSS = _unstated("a line without loss")
"""Loss of a line [dB]."""

POINTING_LOSS = _unstated("a perfect aim")
"""Loss by pointing [dB]."""

AXIAL_RATIO = _unstated("a perfect circle")
"""Axial ratio of a circular antenna [dB]."""

POLARIZATION_LOSS = _unstated("two polarisations that match")
"""Polarisation mismatch loss of a link where one end or both have no polarisation [dB]."""

IMPLEMENTATION_LOSS = _unstated("an ideal detector")
"""Implementation loss of a detector [dB]."""

POLARIZATION_TILT = Parameter(90.0, status="default", source="not stated: crossed ellipses, the worst case")
"""Angle between two polarisation ellipses, one of them of a circular antenna [deg]."""

REQUIRED_MARGIN = Parameter(0.0, status="default", source="none stated: the requirement itself, without a margin")
"""Margin that must be left [dB]."""

MINIMUM_ELEVATION = Parameter(0.0, status="default", source="of no effect without a trajectory")
"""Lowest elevation of a station in a scenario without a trajectory [deg]."""

GALACTIC_NOISE = Parameter(
    60.0,
    low=40.0,
    high=80.0,
    status="default",
    source="M. P. van Haarlem et al., LOFAR, Astron. Astrophys. 556 (2013) A2, section 12.6: 60 +- 20 K, quiet sky",
)
"""Brightness of the Galaxy at a wavelength of 1 m [K]."""

WET_REFRACTIVITY = Parameter(
    47.5,
    status="default",
    source="ITU-R P.453-14, equation 4, for 7.5 g/m3 at 288.15 K, the mean annual global atmosphere of ITU-R P.835-6",
)
"""Median wet term of the refractivity at the ground [N-units]."""

LOOP_DAMPING = Parameter(
    0.7071067811865476,
    status="default",
    source="Gardner, Phaselock Techniques, 3rd edition (2005), chapter 2: usual damping of a second-order loop, 0.707",
)
"""Damping factor of a second-order carrier loop [-]."""
