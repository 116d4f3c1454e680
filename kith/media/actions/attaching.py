"""Files that came from elsewhere with words of others: kept as they came, for whoever the words were sent to."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.storage.blobs import BlobKey, parse_key
from kith.base.work import Work
from kith.media import store
from kith.media.actions.files import check_disk
from kith.media.actions.using import discard
from kith.media.model import Medium
from kith.media.rules import cleaned_name


async def keep_attached(work: Work, owner_id: Id, content: bytes, *, name: str, used_for: Id) -> Medium:
    """Keep a file of a message that came from elsewhere. Raises `Refused` where the disk has no room."""
    check_disk(work.house.blobs.incoming(), len(content))
    medium = Medium(
        owner_id=owner_id,
        id=work.new_id(),
        purpose="post",
        kind="file",
        file_key=await work.house.blobs.put(content, extension="bin"),
        small_key="",
        width=0,
        height=0,
        small_width=0,
        small_height=0,
        size_bytes=len(content),
        blurhash="",
        name=cleaned_name(name, otherwise=_("file")),
        used_for=used_for,
        created_at=work.now,
    )
    await work.db.insert(medium)
    return medium


async def attached_key(work: Work, owner_id: Id, medium_id: Id) -> BlobKey | None:
    """Find under which key such a file lies."""
    found = await store.own_media(work.db, owner_id, [medium_id])
    return parse_key(found[0].file_key) if found else None


async def drop_attached(work: Work, owner_id: Id, ids: Sequence[Id]) -> None:
    """Delete such files for good."""
    await discard(work, await store.own_media(work.db, owner_id, ids))
