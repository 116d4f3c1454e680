"""`kith backup FILE` and `kith restore FILE`: everything, in one file.

A backup is a tar: `manifest.json` (what it is, and the SHA-256 of the rest), `database.dump` (pg_dump's custom format,
which is a consistent snapshot while the server runs), and `media/…`. Pictures are collected after the dump: a file is
never changed, so every picture that the dump names is there, and a few may be there that it does not name.
"""

import argparse
import asyncio
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg

from kith import __version__
from kith.base.core.errors import Refused
from kith.base.engines import postgres_environment, postgres_program
from kith.base.storage.blobs import Blobs
from kith.cli.running import engines_for
from kith.settings import Settings

FORMAT = 1


def backup(settings: Settings, given: argparse.Namespace) -> int:
    """Write everything into one file."""

    async def run() -> None:
        async with engines_for(settings) as ready:
            await asyncio.to_thread(write_backup, ready, given.file)

    asyncio.run(run())
    print(f"Everything is in {given.file} ({given.file.stat().st_size / 1e6:.1f} MB).")
    return 0


def restore(settings: Settings, given: argparse.Namespace) -> int:
    """Bring everything back from one."""

    async def run() -> None:
        async with engines_for(settings) as ready:
            if not given.replace and await _people_here(ready) > 0:
                raise Refused("There are people here already. To replace all of it: kith restore --replace FILE")
            await asyncio.to_thread(read_backup, ready, given.file)

    asyncio.run(run())
    print("Everything is back.")
    return 0


def write_backup(settings: Settings, file: Path) -> None:
    """Write a backup beside its place, and move it there when it is complete."""
    blobs = Blobs(settings.data_folder / "media")
    draft = file.with_name(file.name + ".part")
    with tempfile.TemporaryDirectory(dir=file.absolute().parent) as folder:
        dump = Path(folder) / "database.dump"
        _say("Reading the database …")
        _tool("pg_dump", "--format=custom", "--no-owner", "--file", str(dump), "--dbname", str(settings.database_url))
        pictures = list(blobs.all_paths())
        manifest = {
            "kith": __version__,
            "format": FORMAT,
            "made_at": datetime.now(UTC).isoformat(),
            "database_sha256": _digest(dump),
            "pictures": [path.name for path in pictures],
        }
        with tarfile.open(draft, "w") as archive:
            _add_bytes(archive, "manifest.json", json.dumps(manifest, indent=1).encode())
            archive.add(dump, "database.dump")
            for number, path in enumerate(pictures, start=1):
                archive.add(path, f"media/{path.name}")
                _progress("pictures", number, len(pictures))
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(file)


def read_backup(settings: Settings, file: Path) -> None:
    """Bring a backup back. It is checked as a whole before anything is changed; the database changes in one step."""
    blobs = Blobs(settings.data_folder / "media")
    with _opened(file) as archive, tempfile.TemporaryDirectory() as folder:
        manifest = json.loads(_member(archive, "manifest.json").read())
        if manifest.get("format") != FORMAT:
            raise Refused(f"This backup was made by Kith {manifest.get('kith')}, in a form that this Kith cannot read.")
        dump = Path(folder) / "database.dump"
        with dump.open("wb") as out:
            shutil.copyfileobj(_member(archive, "database.dump"), out)
        if _digest(dump) != manifest["database_sha256"]:
            raise Refused("This backup is damaged: the database in it does not have the sum it should have.")
        names = manifest["pictures"]
        for number, name in enumerate(names, start=1):
            _restore_picture(blobs, archive, name)
            _progress("pictures", number, len(names))
        _say("Writing the database …")
        _tool(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error",
            "--dbname", str(settings.database_url), str(dump),
        )  # fmt: skip


def _restore_picture(blobs: Blobs, archive: tarfile.TarFile, name: str) -> None:
    content = _member(archive, f"media/{name}").read()
    stem, _dot, extension = name.partition(".")
    if hashlib.sha256(content).hexdigest() != stem:
        raise Refused(f"This backup is damaged: the picture {name} does not have the sum it should have.")
    asyncio.run(blobs.put(content, extension=extension))


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:") as archive:
            yield archive
    except (tarfile.TarError, OSError, KeyError, json.JSONDecodeError) as error:
        raise Refused(f"{file} cannot be read as a backup of Kith: {error}") from error


def _member(archive: tarfile.TarFile, name: str) -> Any:
    """Open one file of the archive by the name we expect; links and folders in it are never followed."""
    member = archive.getmember(name)
    opened = archive.extractfile(member) if member.isreg() else None
    if opened is None:
        raise Refused(f"This backup is damaged: {name} is no file.")
    return opened


def _tool(name: str, *arguments: str) -> None:
    done = subprocess.run(
        [postgres_program(name), *arguments], env=postgres_environment(), capture_output=True, check=False
    )
    if done.returncode != 0:
        raise Refused(f"{name} failed: {done.stderr.decode(errors='replace').strip()[-600:]}")


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


async def _people_here(settings: Settings) -> int:
    connection = await asyncpg.connect(settings.database_url)
    try:
        if await connection.fetchval("SELECT to_regclass('accounts')") is None:
            return 0
        return int(await connection.fetchval("SELECT count(*) FROM accounts"))
    finally:
        await connection.close()


def _progress(what: str, done: int, of: int) -> None:
    if done % 100 == 0 or done == of:
        _say(f"{what}: {done} of {of}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
