"""What people do with pictures."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from kith.base.core.errors import Invalid, NotFound, Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.text import clean
from kith.base.core.words import _
from kith.base.storage.blobs import BlobKey
from kith.base.work import Work
from kith.media import store
from kith.media.model import ALT_MAX, ATTACHED_MAX, SIZES, WAITING_MAX, Medium, Purpose
from kith.media.rules import check_focus, unusable
from kith.people import find_account, get_account, set_avatar, set_header
from kith.people.model import Picture

WORKSHOP = Path(__file__).with_name("workshop.py")
WORKSHOP_WAIT_S = 30
# Each may take a core and 300 MB while it works; the third upload waits for the first.
_bench = asyncio.Semaphore(2)


class MadeSize(msgspec.Struct, frozen=True, kw_only=True):
    """One picture out of the workshop."""

    width: int
    height: int
    extension: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What the workshop answers."""

    lengths: tuple[int, ...]
    sizes: tuple[MadeSize, ...] = ()
    blurhash: str = ""
    moving: bool = False
    problem: str = ""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of a picture."""

    alt: str
    focus_x: float
    focus_y: float


async def upload(
    work: Work,
    content: bytes,
    *,
    purpose: Purpose = "post",
    alt: str = "",
    focus_x: float = 0.0,
    focus_y: float = 0.0,
) -> Medium:
    """Take a picture in: re-encoded, upright, in sRGB, in two sizes, without metadata. The name it had is not kept.

    Raises `Invalid` for what is no picture, is damaged or too large, `Refused` when too many wait to be used.
    """
    check_focus(focus_x, focus_y)
    said = Said(alt=_alt(alt), focus_x=focus_x, focus_y=focus_y)
    await _check_room(work, content)
    made, pictures = await _in_workshop(content, purpose)
    if made.problem:
        raise unusable(made.problem)
    keys = [
        await work.house.blobs.put(picture, extension=size.extension)
        for picture, size in zip(pictures, made.sizes, strict=True)
    ]
    medium = _medium(work, purpose, made, keys, said, size_bytes=sum(len(picture) for picture in pictures))
    await work.db.insert(medium)
    return medium


async def change_details(work: Work, medium_id: Id, *, alt: str, focus_x: float, focus_y: float) -> None:
    """Say what a picture shows, for those who do not see it, and which point of it stays in view."""
    check_focus(focus_x, focus_y)
    if not await store.describe(work.db, _acting(work), medium_id, alt=_alt(alt), focus_x=focus_x, focus_y=focus_y):
        raise NotFound(_("That picture is gone. Add it once more."))


async def claim(work: Work, ids: Sequence[Id], *, used_for: Id) -> tuple[Medium, ...]:
    """Take pictures for a post or profile, in the order given. What it used before and is not among them is let go.

    Raises `Invalid` when there are more than four, or one is not there, not one's own, or in use elsewhere.
    """
    owner_id = _acting(work)
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > ATTACHED_MAX:
        raise Invalid(_("A post holds up to {count} pictures.").format(count=ATTACHED_MAX), field="media_ids")
    found = {medium.id: medium for medium in await store.lock_own_media(work.db, owner_id, wanted)}
    if any(one not in found or found[one].used_for not in (None, used_for) for one in wanted):
        raise Invalid(
            _("One of the pictures is gone, or belongs to another post. Add it once more."), field="media_ids"
        )
    await store.let_go(work.db, owner_id, used_for=used_for, kept_ids=wanted)
    if wanted:
        await store.use_media(work.db, owner_id, wanted, used_for=used_for)
    return tuple(found[one] for one in wanted)


async def wear(work: Work, content: bytes, purpose: Literal["avatar", "header"]) -> None:
    """Take a picture in and show it as one's own face, or as the wide one on top of one's page.

    Both belong to the account; what it showed before is let go.
    """
    medium = await upload(work, content, purpose=purpose)
    picture = Picture(medium_id=medium.id, key=medium.picture_key, small_key=medium.small_key, blurhash=medium.blurhash)
    # This locks the account: of two pictures that come at once, the second finds the first one in its place.
    await (set_avatar if purpose == "avatar" else set_header)(work, picture)
    me = await get_account(work.db, medium.owner_id)
    await claim(work, [worn.medium_id for worn in (me.avatar, me.header) if worn], used_for=me.id)


async def keep_what_is_worn(work: Work, account_id: Id) -> None:
    """Let go of pictures that an account shows no longer."""
    account = await find_account(work.db, account_id)
    if account is not None:
        kept = [picture.medium_id for picture in (account.avatar, account.header) if picture]
        await store.let_go(work.db, account_id, used_for=account_id, kept_ids=kept)


async def let_go(work: Work, owner_id: Id, *, used_for: Id) -> None:
    """Give up the pictures of a post that is deleted; the night removes them."""
    await store.let_go(work.db, owner_id, used_for=used_for)


async def own_media(work: Work, ids: Sequence[Id]) -> list[Medium]:
    """Read pictures of one's own."""
    return await store.own_media(work.db, _acting(work), ids)


async def discard(work: Work, media: Sequence[Medium]) -> None:
    """Delete pictures for good: the rows now, each file that no other row names right after."""
    for medium in media:
        await store.delete_media(work.db, medium.owner_id, [medium.id])
    keys = sorted({key for medium in media for key in (medium.picture_key, medium.small_key)})
    needed = await store.still_needed(work.db, keys)
    for key in keys:
        if key not in needed:
            await work.house.blobs.delete(BlobKey(key))


def _alt(text: str) -> str:
    return clean(text, length_max=ALT_MAX, field="alt", characters_max=ALT_MAX)


def _medium(work: Work, purpose: Purpose, made: Made, keys: Sequence[str], said: Said, *, size_bytes: int) -> Medium:
    large, small = made.sizes
    return Medium(
        owner_id=_acting(work),
        id=work.new_id(),
        purpose=purpose,
        picture_key=keys[0],
        small_key=keys[1],
        width=large.width,
        height=large.height,
        small_width=small.width,
        small_height=small.height,
        size_bytes=size_bytes,
        moving=made.moving,
        blurhash=made.blurhash,
        alt=said.alt,
        focus_x=said.focus_x,
        focus_y=said.focus_y,
        created_at=work.now,
    )


async def _check_room(work: Work, content: bytes) -> None:
    """Raise `Invalid` when a file is too large, `Refused` when too many wait to be used."""
    megabytes_max = work.house.settings.media_max_mb
    if len(content) > megabytes_max * 1_000_000:
        raise Invalid(_("That file is larger than {count} MB.").format(count=megabytes_max), field="file")
    if await store.count_waiting(work.db, _acting(work)) >= WAITING_MAX:
        raise Refused(_("Many of your pictures wait to be used. Post or remove some first; by tomorrow they are gone."))


async def _in_workshop(content: bytes, purpose: Purpose) -> tuple[Made, list[bytes]]:
    order = {"sizes": SIZES[purpose], "crop": purpose != "post", "moving": purpose == "post"}
    async with _bench:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(WORKSHOP),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
        try:
            given = json.dumps(order).encode() + b"\n" + content
            answer, _errors = await asyncio.wait_for(process.communicate(given), WORKSHOP_WAIT_S)
        except TimeoutError:
            return Made(lengths=(), problem="broken"), []
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    return _read(answer)


def _read(answer: bytes) -> tuple[Made, list[bytes]]:
    """Take the answer apart. A workshop that was ended by its limits gives none."""
    head, _newline, body = answer.partition(b"\n")
    try:
        made = msgspec.json.decode(head, type=Made)
    except msgspec.DecodeError:
        return Made(lengths=(), problem="broken"), []
    pictures, at = [], 0
    for length in made.lengths:
        pictures.append(body[at : at + length])
        at += length
    return made, pictures


def _acting(work: Work) -> Id:
    if work.actor is None:
        raise SignInFirst(_("Please sign in first."))
    return work.actor
