"""Losses that a link does not state and that its budget counts as 0 dB.

The map: :func:`unstated_losses` names them, :func:`note_unstated_losses` makes a note of them.
"""

from linkbudget.errors import note
from linkbudget.hardware.defaults import is_unstated
from linkbudget.hardware.parts import Link
from linkbudget.hardware.terminals import Transmitter


def unstated_losses(link: Link) -> list[str]:
    """Keys of the losses that a link does not state, where the true ones may be more than 0 dB.

    An antenna without a preferred direction loses nothing by its pointing, and the noise of a measured dish counts
    before its line; where the polarisation loss is stated, axial ratios have no effect.

    Examples
    --------
    >>> import linkbudget as lb
    >>> unstated_losses(lb.load("mars1").link("telemetry-32cm-dish"))
    []
    """
    found = []
    is_polarized = not link.is_light and link.polarization_tilt_deg is not None
    for end, part in (("transmitter", link.transmitter), ("receiver", link.receiver)):
        antenna = part.antenna
        if antenna is None:
            continue
        feedhorn = not isinstance(part, Transmitter) and link.receiver.has_measured_noise
        if is_unstated(part.line_loss_db) and not feedhorn:
            found.append(f"{end}.line_loss")
        if is_unstated(part.pointing_loss_db) and antenna.kind != "omnidirectional":
            found.append(f"{end}.pointing_loss")
        if is_unstated(antenna.axial_ratio_db) and is_polarized:
            found.append(f"{end}.antenna.axial_ratio")
    if is_unstated(link.polarization_loss_db):
        found.append("polarization_loss")
    if is_unstated(getattr(link.modulation, "implementation_loss_db", None)):
        found.append("modulation.implementation_loss")
    return found


def note_unstated_losses(link: Link) -> None:
    """Note the losses that the budget counts as 0 dB because the link does not state them."""
    if found := unstated_losses(link):
        note(f"not stated and counted as 0 dB: {', '.join(found)}")
