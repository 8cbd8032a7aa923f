"""Frames of a digital link: the sync marker before each, virtual fill, pilots and idle symbols.

The map: :class:`Frames`, the keys; :func:`require_frames`, what goes with which code.
"""

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from linkbudget.formatting import volume_text
from linkbudget.hardware.datasheet import Part
from linkbudget.labels import without_unit
from linkbudget.parameters import Parameter, Quantity
from linkbudget.physics.frames import OCTET_BITS, frame_information_bit, reed_solomon_of

if TYPE_CHECKING:
    from linkbudget.hardware.modulation_kinds import DigitalModulation

MarkerBits = Annotated[Parameter, Quantity("bit", at_least=1.0, at_most=4096.0)]
FrameBits = Annotated[Parameter, Quantity("bit", at_least=1.0, at_most=1e9)]
FillSymbols = Annotated[Parameter, Quantity("-", at_least=0.0, at_most=254.0)]
IdleShare = Annotated[Parameter, Quantity("-", at_least=0.0, below=1.0)]


class Frames(Part):
    """Symbols sent beside the code words: the bit rate counts information only, the symbol rate counts these too."""

    sync_marker_bit: MarkerBits | None = Field(
        None,
        description="Sync marker (ASM) before each frame; a convolutional code encodes it too, block codes do not",
    )
    length_bit: FrameBits | None = Field(
        None, description="Information bits of a frame, beside a sync_marker, if they do not follow from the code"
    )
    virtual_fill: FillSymbols | None = Field(
        None, description="Octets of each Reed-Solomon code word that are not sent, for a shorter frame"
    )
    idle_share: IdleShare | None = Field(
        None, description="Share of all symbols that are pilots, preambles or idle frames"
    )

    @model_validator(mode="after")
    def _says_something_in_whole_numbers(self) -> Self:
        if self.sync_marker_bit is None and self.virtual_fill is None and self.idle_share is None:
            raise ValueError("expected a sync_marker, a virtual_fill or an idle_share")
        if self.length_bit is not None and self.sync_marker_bit is None:
            raise ValueError("length: expected only beside a sync_marker")
        for name in ("sync_marker_bit", "length_bit", "virtual_fill"):
            number = getattr(self, name)
            if number is not None and number.value != round(number.value):
                raise ValueError(f"{without_unit(name)} = {number.value:g}: expected a whole number")
        return self


def require_frames(modulation: "DigitalModulation") -> None:
    """Raise unless the frames of a modulation go with its code, if it has frames.

    Parameters
    ----------
    modulation : DigitalModulation
        Modulation to check.

    Raises
    ------
    ValueError
        In one line that says what goes with what.

    Examples
    --------
    >>> from linkbudget.hardware.modulation_kinds import DigitalModulation
    >>> coded = {"scheme": "qpsk", "code": "rs-255-223-i5-conv-7-1/2", "error_rate": 1e-5, "bit_rate": "2 Mbit/s"}
    >>> frames = {"sync_marker": "32 bit", "virtual_fill": 12}
    >>> DigitalModulation(**coded, frames=frames, implementation_loss="1 dB").frames.virtual_fill.value
    12.0
    """
    frames, code = modulation.frames, modulation.code
    if frames is None:
        return
    if modulation.modcod is not None:
        raise ValueError("frames: expected none beside modcod, whose standard tells its frames")
    words = reed_solomon_of(code)
    if frames.virtual_fill is not None:
        if words is None:
            raise ValueError("frames.virtual_fill: expected only with a Reed-Solomon code")
        if frames.virtual_fill.value >= words[1]:
            raise ValueError(f"frames.virtual_fill = {frames.virtual_fill.value:g}: expected less than {words[1]}")
    if frames.sync_marker_bit is None:
        return
    told = frame_information_bit(code)
    named = f"code = {code!r}" if code else "bits without a named code"
    if told is None and frames.length_bit is None:
        raise ValueError(f"frames.length: missing; expected it beside sync_marker with {named}, which does not tell it")
    if frames.length_bit is None:
        return
    if told is not None:
        shorter = "; virtual_fill makes them shorter" if words else ""
        raise ValueError(
            f"frames.length: expected none beside {named}, whose frames have {volume_text(told, 9)}{shorter}"
        )
    if words is not None:
        filled = 0.0 if frames.virtual_fill is None else frames.virtual_fill.value
        word = OCTET_BITS * (words[1] - filled)
        if frames.length_bit.value % word:
            whole = f"expected whole code words, a multiple of {volume_text(word, 9)}"
            raise ValueError(f"frames.length = {volume_text(frames.length_bit.value, 9)}: {whole}")
