"""Files of element sets as bytes: opened with one-line refusals, and read without taking more than a part at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from linkbudget.errors import InputError
from linkbudget.text_files import require_file

_OTHER_TEXT = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@contextmanager
def opened(file: Path, wanted: str) -> Iterator[BinaryIO]:
    """A file behind its byte order mark; errors of the system, on opening and later, are refusals of one line."""
    try:
        require_file(file, wanted)
        with file.open("rb") as stream:
            first = stream.read(3)
            if first[:2] in _OTHER_TEXT:
                raise InputError(f"{file}: is text in {_OTHER_TEXT[first[:2]]}; expected {wanted} in UTF-8")
            if first != _BYTE_ORDER_MARK:
                stream.seek(0)
            yield stream
    except OSError as error:
        raise InputError(f"{file}: {error.strerror or error}; expected {wanted}") from None


def decoded(raw: bytes) -> str:
    """Text in UTF-8 or, where it is none, in the Western code page of Windows."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
