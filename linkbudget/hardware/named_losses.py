"""Usual names of losses that a budget computes or has a key for: rain, gas, scintillation, polarisation, the air.

The map: :data:`KINDS`; :func:`loss_of_kind`, the name under which a loss of a kind is stated.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Kind(NamedTuple):
    """A kind of loss."""

    names: tuple[str, ...]
    """Names that people give it, with underscores."""
    computed: str
    """Losses that a budget computes, in words."""


KINDS = {
    "atmospheric": Kind(("atmospheric", "atmosphere"), "loss in the atmosphere"),
    "gas": Kind(("gas", "gases", "gaseous"), "loss in the gases of the air"),
    "rain": Kind(("rain",), "rain loss"),
    "cloud": Kind(("cloud", "clouds"), "cloud loss"),
    "scintillation": Kind(("scintillation",), "scintillation fade"),
    "polarization": Kind(("polarization", "polarisation"), "polarisation mismatch"),
}
"""Kind of loss -> its names, and the loss that is computed without it."""


def loss_of_kind(losses: Mapping[str, Any], kind: str) -> str | None:
    """Name under which a loss of a kind is among named losses; none where there is none.

    Parameters
    ----------
    losses : mapping
        Losses by name.
    kind : str
        A key of :data:`KINDS`.

    Returns
    -------
    str or None
        The name as it is stated.

    Raises
    ------
    ValueError
        If two names of the kind are among them.

    Examples
    --------
    >>> loss_of_kind({"clouds": 1.0, "wind": 0.1}, "cloud"), loss_of_kind({"wind": 0.1}, "rain")
    ('clouds', None)
    """
    found = [name for name in losses if name.replace("-", "_") in KINDS[kind].names]
    if len(found) > 1:
        raise ValueError(f"losses.{found[1]}: expected none beside losses.{found[0]}, which is the same")
    return found[0] if found else None
