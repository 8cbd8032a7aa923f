"""Files that come with a question: a figure to read in, pictures to compare, sounds to hear."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cached_property

SVG, WAV = "image/svg+xml", "audio/wav"
"""Media types."""

MM = 0.225
"""Millimetres on paper of a unit of a figure."""

_ENDS = {SVG: ".svg", WAV: ".wav"}


@dataclass(frozen=True)
class Medium:
    """A file with its media type and what it is in words.

    A figure has a width, in units of :data:`MM`; a sound has the letter of its choice.
    """

    content: bytes
    kind: str
    says: str
    width: int = 0
    letter: str = ""

    @property
    def width_mm(self) -> float:
        """Width of a figure on paper."""
        return MM * self.width

    @property
    def is_sound(self) -> bool:
        """True of a sound, which no paper plays."""
        return self.kind == WAV

    @cached_property
    def name(self) -> str:
        """Name of the file by its content, so that questions with the same figure share one."""
        return f"{'sound' if self.is_sound else 'figure'}-{hashlib.sha256(self.content).hexdigest()[:12]}{self.end}"

    @property
    def end(self) -> str:
        """End of the file's name."""
        return _ENDS[self.kind]

    @property
    def base64(self) -> str:
        """The content as text."""
        return b64encode(self.content).decode()

    @property
    def data_url(self) -> str:
        """Address that holds the content itself."""
        return f"data:{self.kind};base64,{self.base64}"

    @property
    def inline(self) -> str:
        """A figure as part of a page of HTML, which needs no name space."""
        return self.content.decode().replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)
