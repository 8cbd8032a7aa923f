"""Small grey pictures as PNG, the same bytes on every machine: nothing is compressed."""

import struct
import zlib

import numpy as np

_LONGEST = 0xFFFF  # bytes of a block that is not compressed


def png(grey: np.ndarray) -> bytes:
    """A picture of 8-bit greys, lines by columns, as PNG.

    References
    ----------
    .. [1] W3C, Portable Network Graphics (PNG) Specification, second edition (2003), sections 5 and 10;
       RFC 1951 (1996), section 3.2.4, blocks without compression.

    Examples
    --------
    >>> made = png(np.zeros((2, 3), dtype=np.uint8))
    >>> made[:4], len(made)
    (b'\\x89PNG', 76)
    """
    rows, columns = grey.shape
    lines = b"".join(b"\0" + line.tobytes() for line in np.ascontiguousarray(grey, dtype=np.uint8))
    head = struct.pack(">IIBBBBB", columns, rows, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", _stored(lines)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _stored(content: bytes) -> bytes:
    """A stream as zlib reads it, in blocks that are not compressed."""
    starts = range(0, len(content), _LONGEST)
    blocks = [content[start : start + _LONGEST] for start in starts]
    found = b"\x78\x01"
    for place, block in enumerate(blocks, start=1):
        found += struct.pack("<BHH", place == len(blocks), len(block), len(block) ^ 0xFFFF) + block
    return found + struct.pack(">I", zlib.adler32(content))
