"""Orientation of a link's polarisation: the tilt at which it meets the rain, and the angle between its two ends.

Antennas state their orientation as it is seen at the earth station, against the local horizontal.  The map:
:func:`rain_tilt_deg` for rain loss and cross-polarisation, :func:`mismatch_tilt_deg` for the mismatch loss.
"""

from linkbudget.errors import note
from linkbudget.hardware.parts import Link
from linkbudget.link.ledger import Ledger
from linkbudget.physics.polarization import tilt_between_deg

CIRCULAR_TILT_DEG = 45.0
"""Tilt that ITU-R P.838-3 and P.618 assign to circular polarisation."""


def rain_tilt_deg(link: Link):
    """Tilt of the polarisation against the local horizontal at the earth station, for rain; read off the antennas.

    The station's antenna decides where its orientation is known, else the antenna of the other end.  That holds both
    ways and also where one end is circular: only the component that the linear end sends or receives counts.

    If a linear wave has an unknown orientation, 45 deg is taken and a note says so.  At 45 deg the attenuation per
    kilometre has the coefficient k of P.838-3 averaged over all orientations (cos 2 tau has a mean of zero).  For
    cross-polarisation 45 deg is the worst orientation.

    Parameters
    ----------
    link : Link
        The link as a scenario states it.

    Returns
    -------
    Parameter or float
        Tilt [deg].

    Examples
    --------
    >>> import linkbudget as lb
    >>> print(rain_tilt_deg(lb.load("mars1").case("telemetry-32cm-dish").link), "deg")
    45.0 deg
    """
    antennas = [end.antenna for end in _station_first(link) if end.antenna is not None]
    for antenna in antennas:
        if antenna.orientation_deg is not None:
            if antenna is not link.station_end.antenna:
                _note_taken_from_spacecraft(link)
            return antenna.orientation_deg
    if any(antenna.is_linear for antenna in antennas):
        note("polarisation: linear without polarization_angle; rain is computed for a tilt of 45 deg")
    elif all(antenna.polarization is None for antenna in antennas):
        note("polarisation: neither antenna states one; rain is computed for a tilt of 45 deg, as for circular")
    return CIRCULAR_TILT_DEG


def mismatch_tilt_deg(ledger: Ledger, link: Link):
    """Angle between the two polarisation ellipses: as stated, or from the orientations of both antennas.

    Read off the link, or by the equation of :func:`~linkbudget.physics.polarization.tilt_between_deg`.

    Parameters
    ----------
    ledger : Ledger
        Keeps the angle, with its inputs, where it is computed.
    link : Link
        The link as a scenario states it.

    Returns
    -------
    Parameter, Term or float
        Angle [deg].

    Examples
    --------
    >>> import linkbudget as lb
    >>> link = lb.load("mars1").case("telemetry-160cm").link
    >>> print(f"{mismatch_tilt_deg(Ledger(), link).value} deg")
    45.0 deg
    """
    if link.polarization_tilt_deg is not None:
        if not link.tilt_agrees:  # a study moved one of the two
            note("polarisation: the antennas' orientations differ from polarization_tilt, which the loss follows")
        return link.polarization_tilt_deg
    _note_taken_from_spacecraft(link)
    assert link.orientations_deg is not None
    sent, heard = link.orientations_deg
    return ledger.state(
        "polarization_tilt_deg",
        "Angle between the polarisations",
        tilt_between_deg,
        orientation_1_deg=sent,
        orientation_2_deg=heard,
    )


def _station_first(link: Link):
    ends = (link.transmitter, link.receiver)
    return ends if link.station_end is link.transmitter else ends[::-1]


def _note_taken_from_spacecraft(link: Link) -> None:
    if link.hop is not None:  # both masts stand on the ground
        return
    end, key = _station_first(link)[1], "receiver" if link.direction == "uplink" else "transmitter"
    stated = end.antenna.polarization
    note(
        f"polarisation: {stated} at {key}.antenna refers to the earth station; the attitude of the "
        "spacecraft is not modelled"
    )
