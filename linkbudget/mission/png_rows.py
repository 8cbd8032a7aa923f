"""Check that a PNG file has all its rows: Pillow would fill missing ones with black.

Source: W3C, Portable Network Graphics (PNG) Specification, 3rd edition (2025), sections 5.3 (chunks), 7.2 (scanlines),
8 (interlacing) and 11.2.1 (the header).
"""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a pixel, by type of colour
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_HEADER = struct.Struct(">IIBBBBB")
_CHUNK = 1 << 16


def lacks_rows(file: Path) -> bool:
    """True for a PNG file whose data are fewer bytes than its header promises.

    A file whose chunks end early is left to the decoder, which says so.
    """
    needed, unpack, found = 0, zlib.decompressobj(), 0
    for kind, content in _chunks(file):
        if kind == b"IHDR" and len(content) >= _HEADER.size:
            needed = _bytes_of(*_HEADER.unpack_from(content))
        elif kind == b"IDAT" and found < needed:
            try:
                while content and found < needed and not unpack.eof:
                    found += len(unpack.decompress(content, _CHUNK))
                    content = unpack.unconsumed_tail
            except zlib.error:
                return False  # damaged: the decoder says so
    return unpack.eof and found < needed


def _bytes_of(width: int, height: int, depth: int, colour: int, _packing: int, _filters: int, interlaced: int) -> int:
    """Bytes of all rows, each with one for its filter."""
    bits = depth * _SAMPLES.get(colour, 1)
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    sizes = ((-(-(width - x) // dx), -(-(height - y) // dy)) for x, y, dx, dy in passes)
    return sum(rows * (1 + (columns * bits + 7) // 8) for columns, rows in sizes if rows > 0 and columns > 0)


def _chunks(file: Path) -> Iterator[tuple[bytes, bytes]]:
    """Names and contents of the chunks, as far as they are whole."""
    with file.open("rb") as raw:
        raw.seek(8)
        while len(start := raw.read(8)) == 8:
            length, kind = struct.unpack(">I4s", start)
            content = raw.read(length) if kind in (b"IHDR", b"IDAT") else b""
            if kind in (b"IHDR", b"IDAT"):
                if len(content) < length:
                    return
                raw.seek(4, 1)
            else:
                raw.seek(length + 4, 1)
            yield kind, content
