"""Files, named by their content: the SHA-256 of the bytes, in folders of 256.

The same picture is kept once. A key cannot be guessed without having the file. Writing is safe against kill -9: bytes
go to a temporary name, reach the disk, and are then moved into place.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NewType

from kith.base.core.errors import NotFound

BlobKey = NewType("BlobKey", str)

_KEY = re.compile(r"[0-9a-f]{64}\.(?:jpg|png|webp|gif)\Z")


def parse_key(text: str) -> BlobKey:
    """Read a key from an address. What is none names nothing: `NotFound`."""
    if not _KEY.match(text):
        raise NotFound
    return BlobKey(text)


class Blobs:
    """The files below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def put(self, content: bytes, *, extension: str) -> BlobKey:
        """Keep these bytes; afterwards they survive a power cut."""
        key = parse_key(f"{sha256(content).hexdigest()}.{extension}")
        await asyncio.to_thread(self._write, key, content)
        return key

    async def read(self, key: BlobKey) -> bytes:
        """Give the bytes. Raises `NotFound`."""
        try:
            return await asyncio.to_thread(self.path(key).read_bytes)
        except FileNotFoundError as error:
            raise NotFound from error

    async def delete(self, key: BlobKey) -> None:
        """Remove it; nothing happens when it is gone already."""
        await asyncio.to_thread(self.path(key).unlink, missing_ok=True)

    def exists(self, key: BlobKey) -> bool:
        """Tell whether it is there."""
        return self.path(key).is_file()

    def path(self, key: BlobKey) -> Path:
        """Tell where it lies."""
        return self.folder / key[:2] / key

    def all_paths(self) -> Iterator[Path]:
        """Walk through every file: for a backup."""
        return (path for path in sorted(self.folder.glob("??/*")) if _KEY.match(path.name))

    def _write(self, key: BlobKey, content: bytes) -> None:
        path = self.path(key)
        if path.exists():
            return
        for folder in (self.folder, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
