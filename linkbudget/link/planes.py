"""Reference planes: where on the receiving side a budget states power and noise; their ratio is the same at each."""

from typing import Literal

Plane = Literal["receiver", "antenna"]
"""Name of a reference plane."""

PLANES: dict[Plane, str] = {
    "receiver": "at the input of the receiver, behind the line",
    "antenna": "at the terminals of the antenna, before the line",
}
"""Reference plane -> where it is."""
