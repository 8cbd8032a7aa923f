"""Zarr store that checks its files as they are read: a missing or damaged file is an error, never NaN.

Imported where a store is opened, since it brings Zarr.
"""

import zlib
from pathlib import Path

from zarr.abc.store import ByteRequest
from zarr.core.buffer import Buffer, BufferPrototype
from zarr.storage import LocalStore

from linkbudget.errors import InputError
from linkbudget.studies.checksums import Checksums, hexadecimal


class CheckedStore(LocalStore):
    """Files of a store, each compared with its checksum when it is read."""

    def __init__(self, root: Path | str, *, read_only: bool = False):
        super().__init__(root, read_only=read_only)
        self._files = Checksums.read(Path(root)).files

    async def get(
        self, key: str, prototype: BufferPrototype | None = None, byte_range: ByteRequest | None = None
    ) -> Buffer | None:
        """Read a file of the store."""
        return self._checked(key, await super().get(key, prototype, byte_range), byte_range)

    def get_sync(
        self, key: str, *, prototype: BufferPrototype | None = None, byte_range: ByteRequest | None = None
    ) -> Buffer | None:
        """Read a file of the store, for callers that do not wait."""
        return self._checked(key, super().get_sync(key, prototype=prototype, byte_range=byte_range), byte_range)

    def _checked(self, key: str, found: Buffer | None, byte_range: ByteRequest | None) -> Buffer | None:
        expected = self._files.get(key)
        if expected is None or (found is not None and byte_range is not None):  # of a part there is no checksum
            return found
        if found is None or hexadecimal(zlib.crc32(found.as_buffer_like())) != expected:
            raise InputError(
                f"{self.root}: {key} is missing or damaged; run the command that wrote the store again, and it is"
                " computed anew"
            )
        return found
