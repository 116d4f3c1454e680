"""Keeping files of any kind: as they came, and only to be saved."""

import shutil
from pathlib import Path

from kith.base.core.errors import Invalid, Refused
from kith.base.core.words import _
from kith.base.web.form import Upload
from kith.base.work import Work
from kith.media.actions.pictures import check_room, check_size
from kith.media.actions.using import acting, cleaned_alt
from kith.media.model import Medium
from kith.media.rules import cleaned_name

FREE_MIN_BYTES = 1_000_000_000  # a full disk would stop the database, too


async def keep_file(work: Work, file: Upload, *, alt: str = "") -> Medium:
    """Keep a file as it came: nobody here looks into it, and no page shows what is in it.

    Raises `Invalid` for what is empty or too large, `Refused` when too many wait to be used.
    """
    check_size(file.size_bytes, work.house.settings.attached_max_mb)
    if file.size_bytes == 0:
        raise Invalid(_("That file is empty."), field="file")
    await check_room(work)
    medium_id, incoming = work.new_id(), work.house.blobs.incoming()
    check_disk(incoming, file.size_bytes)
    path = incoming / str(medium_id)
    try:
        await file.save(path)
        key = await work.house.blobs.put_file(path, extension="bin")
    finally:
        path.unlink(missing_ok=True)
    medium = Medium(
        owner_id=acting(work),
        id=medium_id,
        purpose="post",
        kind="file",
        file_key=key,
        small_key="",
        width=0,
        height=0,
        small_width=0,
        small_height=0,
        size_bytes=file.size_bytes,
        blurhash="",
        alt=cleaned_alt(alt),
        name=cleaned_name(file.filename, otherwise=_("file")),
        created_at=work.now,
    )
    await work.db.insert(medium)
    return medium


def check_disk(folder: Path, size_bytes: int) -> None:
    """Raise `Refused` where a file would leave no room for what must be written."""
    if shutil.disk_usage(folder).free < FREE_MIN_BYTES + 3 * size_bytes:
        raise Refused(_("There is no room for a large file on this server right now. Please tell its owner."))
