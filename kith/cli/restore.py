"""`kith restore FILE`: everything back from a backup.

The file is checked as a whole before anything is changed. Pictures come first, which takes nothing away; then the
database changes in one transaction: either all of it is as it was in the backup, or nothing has happened.
"""

import argparse
import asyncio
import hashlib
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from kith.base.core.errors import NotFound, Refused
from kith.base.storage.blobs import Blobs, parse_key
from kith.base.storage.migrate import migrate
from kith.cli.backup import DATABASE, FORMAT, MANIFEST, MEDIA, digest
from kith.cli.programs import read_dump, run_program
from kith.cli.progress import Progress, say
from kith.cli.running import connect, engines_for
from kith.settings import Settings

_EMPTY = b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
_OTHERS = """
    SELECT count(*)
      FROM pg_stat_activity
     WHERE datname = current_database()
       AND backend_type = 'client backend'
       AND pid <> pg_backend_pid()
"""


def restore(settings: Settings, given: argparse.Namespace) -> int:
    """Bring everything back from a backup."""

    async def run() -> None:
        async with engines_for(settings) as ready:
            url = str(ready.database_url)
            await _check_free(url, replace=given.replace)
            await asyncio.to_thread(read_backup, ready, given.file)
            await migrate(url)

    asyncio.run(run())
    print("Everything is back.")
    return 0


def read_backup(settings: Settings, file: Path) -> None:
    """Bring a backup back. Raises `Refused`, and nothing is lost, when it is damaged or the database refuses it."""
    blobs = Blobs(settings.data_folder / "media")
    try:
        with tarfile.open(file, "r:") as archive, tempfile.TemporaryDirectory(dir=settings.data_folder) as folder:
            members = {member.name: member for member in archive}
            manifest = _read_manifest(archive, members)
            dump = Path(folder, DATABASE)
            say("Checking the backup …")
            _unpack_dump(archive, members, manifest, dump)
            pictures = [str(name) for name in manifest["pictures"]]
            # Files of earlier servers were named by their sums themselves.
            sums = {name: name.partition(".")[0] for name in pictures} | manifest.get("sums", {})
            for _picture in _checked(archive, members, sums, "pictures checked"):
                pass  # all of them, before the first is written
            for content, name in _checked(archive, members, sums, "pictures written"):
                asyncio.run(blobs.put_as(parse_key(name), content))
            say("Writing the database …")
            run_program(
                "psql", "-Xq", "-v", "ON_ERROR_STOP=1", "--single-transaction", "--file", "-",
                url=str(settings.database_url), given=_script(read_dump(dump)),
            )  # fmt: skip
    except (tarfile.TarError, NotFound, OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise Refused(f"{file} cannot be read as a backup of Kith: {error}") from error


async def _check_free(url: str, *, replace: bool) -> None:
    connection = await connect(url)
    try:
        others = await connection.fetchval(_OTHERS)
        if others > 0:
            raise Refused(f"Kith is running on this database ({others} connections). Stop it first, then restore.")
        if replace or await connection.fetchval("SELECT to_regclass('accounts')") is None:
            return
        if await connection.fetchval("SELECT count(*) FROM accounts") > 0:
            raise Refused("There are people here already. To replace all of it: kith restore --replace FILE")
    finally:
        await connection.close()


def _read_manifest(archive: tarfile.TarFile, members: Mapping[str, tarfile.TarInfo]) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(_open(archive, members, MANIFEST).read())
    if manifest.get("format") != FORMAT:
        raise Refused(f"This backup was made by Kith {manifest.get('kith')}, in a form that this Kith cannot read.")
    return manifest


def _unpack_dump(
    archive: tarfile.TarFile, members: Mapping[str, tarfile.TarInfo], manifest: Mapping[str, Any], dump: Path
) -> None:
    with dump.open("wb") as out:
        shutil.copyfileobj(_open(archive, members, DATABASE), out)
    if digest(dump) != manifest["database_sha256"]:
        raise Refused("This backup is damaged: the database in it does not have the sum it should have.")


def _checked(
    archive: tarfile.TarFile, members: Mapping[str, tarfile.TarInfo], sums: Mapping[str, str], doing: str
) -> Iterator[tuple[bytes, str]]:
    """Give each picture with its name, once its sum is right."""
    progress = Progress(doing, len(sums))
    for name, expected in sums.items():
        content = _open(archive, members, MEDIA + name).read()
        if hashlib.sha256(content).hexdigest() != expected:
            raise Refused(f"This backup is damaged: the picture {name} does not have the sum it should have.")
        yield content, name
        progress.step()


def _open(archive: tarfile.TarFile, members: Mapping[str, tarfile.TarInfo], name: str) -> IO[bytes]:
    """Open one file of the archive by the name we expect; links and folders in it are never followed."""
    member = members[name]
    opened = archive.extractfile(member) if member.isreg() else None
    if opened is None:
        raise Refused(f"This backup is damaged: {name} is no file.")
    return opened


def _script(dump: Iterable[bytes]) -> Iterator[bytes]:
    """Give what replaces the whole database by the dump.

    A setting that PostgreSQL has known since 17 only is left out of the head, so that 15 and 16 take it too.
    """
    yield _EMPTY
    in_head = True
    for line in dump:
        in_head = in_head and not line.startswith((b"CREATE ", b"COPY "))
        if not (in_head and line.startswith(b"SET transaction_timeout")):
            yield line
