"""Files, named by their content: the SHA-256 of the bytes under a secret of this server, in folders of 256.

The same picture is kept once. A key cannot be guessed, and nobody who has a file can find out whether it is here, too.
Writing is safe against kill -9: bytes
go to a temporary name, reach the disk, and are then moved into place.

Beside them lies a folder for what came in and is not ready to be shown: no key leads into it, and no backup holds it.
"""

import asyncio
import hashlib
import hmac
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NewType

from kith.base.core.errors import NotFound

BlobKey = NewType("BlobKey", str)

_KEY = re.compile(r"[0-9a-f]{64}\.(?:jpg|png|webp|gif|mp4|mp3|bin)\Z")


def parse_key(text: str) -> BlobKey:
    """Read a key from an address. What is none names nothing: `NotFound`."""
    if not _KEY.match(text):
        raise NotFound
    return BlobKey(text)


class Blobs:
    """The files below one folder. Without the secret they can be found and copied, but none is named anew."""

    def __init__(self, folder: Path, *, secret: bytes = b"") -> None:
        self.folder = folder
        self._secret = secret

    async def put(self, content: bytes, *, extension: str) -> BlobKey:
        """Keep these bytes; afterwards they survive a power cut."""
        key = self._named(hashlib.sha256(content).digest(), extension)
        await self.put_as(key, content)
        return key

    async def put_as(self, key: BlobKey, content: bytes) -> None:
        """Keep these bytes under the key that they had before: out of a backup."""
        await asyncio.to_thread(self._write, key, content)

    async def put_file(self, path: Path, *, extension: str) -> BlobKey:
        """Keep a file that lies in the incoming folder, by moving it; it may be too large for the memory."""
        digest = await asyncio.to_thread(_digest, path)
        key = self._named(digest, extension)
        await asyncio.to_thread(self._move, key, path)
        return key

    def incoming(self) -> Path:
        """Give the folder for what is not ready: made where it is missing."""
        folder = self.folder / "incoming"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

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

    def _named(self, digest: bytes, extension: str) -> BlobKey:
        assert self._secret, "files are named by a server that runs"
        return parse_key(f"{hmac.digest(self._secret, digest, 'sha256').hex()}.{extension}")

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
        _sync_folder(path.parent)

    def _move(self, key: BlobKey, source: Path) -> None:
        path = self.path(key)
        for folder in (self.folder, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with source.open("rb") as file:
            os.fsync(file.fileno())
        source.replace(path)
        _sync_folder(path.parent)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
