"""Link known only by a threshold of its receiver, without bit rate or modulation.

FM voice, a command receiver known by its flux, a carrier known by the C/N it needs: what is sent does not matter, and
the receiver says what must arrive.  The map: :class:`ThresholdModulation`; :data:`Carried`, what a modulation carries.
"""

from typing import ClassVar, Literal

from linkbudget.hardware.datasheet import Part

Carried = Literal["bits", "pixels", "nothing"]
"""Content of a modulation, and so the unit of its rates."""


class ThresholdModulation(Part):
    """A signal judged by a threshold of its receiver alone: C/N0, C/N, received power or flux; it has no bit rate."""

    carries: ClassVar[Carried] = "nothing"
    kind: Literal["threshold"] = "threshold"
