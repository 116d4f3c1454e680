"""`kith backup FILE`: everything in one file, while the server runs.

A backup is a tar: `manifest.json` (what it is, and the SHA-256 of the database), `database.dump` (pg_dump's custom
format, a consistent snapshot), and `media/…`, each file named by its own SHA-256. Pictures are held by hard links from
before the dump to its end, so that every picture the dump names is there; a few may be there that it does not name.
"""

import argparse
import asyncio
import hashlib
import io
import json
import os
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from kith import __version__
from kith.base.core.errors import NotFound
from kith.base.storage.blobs import Blobs
from kith.cli.programs import run_program
from kith.cli.progress import Progress, say
from kith.cli.running import engines_for
from kith.settings import Settings

FORMAT = 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database.dump", "media/"


def backup(settings: Settings, given: argparse.Namespace) -> int:
    """Write everything into one file."""
    file: Path = given.file.absolute()
    if not file.parent.is_dir():
        raise NotFound(f"There is no folder {file.parent}. Make it first, for whoever runs Kith to write to.")

    async def run() -> None:
        async with engines_for(settings) as ready:
            await asyncio.to_thread(write_backup, ready, file)

    asyncio.run(run())
    print(f"Everything is in {file} ({file.stat().st_size / 1e6:.1f} MB).")
    return 0


def write_backup(settings: Settings, file: Path) -> None:
    """Write a backup beside its place, and move it there when it is complete and on the disk."""
    blobs = Blobs(settings.data_folder / "media")
    settings.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".kith-backup-", dir=file.parent) as beside,
        tempfile.TemporaryDirectory(prefix="backup-", dir=settings.data_folder) as held,
    ):
        pictures = _hold(blobs, Path(held), {})
        dump = Path(beside, DATABASE)
        say("Reading the database …")
        run_program("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", dump, url=_url(settings))
        pictures = _hold(blobs, Path(held), pictures)
        draft = Path(beside, "backup.tar")
        _pack(draft, dump, pictures)
        draft.replace(file)
    _sync(file.parent)


def digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hold(blobs: Blobs, folder: Path, held: dict[str, Path]) -> dict[str, Path]:
    """Keep every file within reach, whoever deletes it meanwhile; gives them by name, with those of before."""
    for path in blobs.all_paths():
        if path.name not in held:
            link = folder / path.name
            try:
                link.hardlink_to(path)
            except FileNotFoundError:
                continue  # deleted this very moment
            held[path.name] = link
    return held


def _pack(draft: Path, dump: Path, pictures: dict[str, Path]) -> None:
    manifest = {
        "kith": __version__,
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database_sha256": digest(dump),
        "pictures": sorted(pictures),
        "sums": {name: digest(path) for name, path in sorted(pictures.items())},
    }
    progress = Progress("pictures", len(pictures))
    with draft.open("wb") as out:
        with tarfile.open(fileobj=out, mode="w") as archive:
            _add_bytes(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
            archive.add(dump, DATABASE)
            for name in sorted(pictures):
                archive.add(pictures[name], MEDIA + name)
                progress.step()
        out.flush()
        os.fsync(out.fileno())


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    entry.mode = 0o600
    archive.addfile(entry, io.BytesIO(content))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _url(settings: Settings) -> str:
    assert settings.database_url is not None
    return settings.database_url
