"""Taking pictures in."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.media import store
from kith.media.actions.using import acting, claim, cleaned_alt
from kith.media.model import ALT_MAX, POSTER_SIZE, SIZES, WAITING_MAX, Medium, Poster, Purpose
from kith.media.rules import check_focus, unusable
from kith.media.workbench import Made, in_workshop
from kith.people import get_account, set_avatar, set_header
from kith.people.model import Picture


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of a medium."""

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
    said = what_is_said(alt=alt, focus_x=focus_x, focus_y=focus_y)
    owner_id = acting(work)
    check_size(len(content), work.house.settings.media_max_mb)
    await check_room(work)
    made, pictures = await in_workshop(content, SIZES[purpose], crop=purpose != "post", moving=purpose == "post")
    return await _kept(work, owner_id, purpose, made, pictures, said=said)


async def keep_picture_of_page(work: Work, content: bytes, *, card_id: Id, side_min: int, alt: str) -> Medium:
    """Keep the picture of a page elsewhere, made anew like every other. It belongs to the page's card, and to nobody.

    Raises `Invalid` for what is no picture, or smaller than `side_min` each way: that is a dot that counts visitors.
    """
    check_size(len(content), work.house.settings.media_max_mb)
    made, pictures = await in_workshop(content, SIZES["link"], crop=False, moving=False)
    if not made.problem and min(made.sizes[0].width, made.sizes[0].height) < side_min:
        raise unusable("tiny")
    said = Said(alt=alt[:ALT_MAX], focus_x=0.0, focus_y=0.0)
    return await _kept(work, card_id, "link", made, pictures, said=said, used_for=card_id)


async def _kept(
    work: Work,
    owner_id: Id,
    purpose: Purpose,
    made: Made,
    pictures: Sequence[bytes],
    *,
    said: Said,
    used_for: Id | None = None,
) -> Medium:
    if made.problem:
        raise unusable(made.problem)
    blobs = work.house.blobs
    large, small = [
        (size, await blobs.put(picture, extension=size.extension))
        for picture, size in zip(pictures, made.sizes, strict=True)
    ]
    medium = Medium(
        owner_id=owner_id,
        id=work.new_id(),
        purpose=purpose,
        kind="moving" if made.moving else "image",
        file_key=large[1],
        small_key=small[1],
        width=large[0].width,
        height=large[0].height,
        small_width=small[0].width,
        small_height=small[0].height,
        size_bytes=sum(len(one) for one in pictures),
        blurhash=made.blurhash,
        alt=said.alt,
        focus_x=said.focus_x,
        focus_y=said.focus_y,
        used_for=used_for,
        created_at=work.now,
    )
    await work.db.insert(medium)
    return medium


async def wear(work: Work, content: bytes, purpose: Literal["avatar", "header"]) -> None:
    """Take a picture in and show it as one's own face, or as the wide one on top of one's page.

    Both belong to the account; what it showed before is let go.
    """
    medium = await upload(work, content, purpose=purpose)
    picture = Picture(medium_id=medium.id, key=medium.file_key, small_key=medium.small_key, blurhash=medium.blurhash)
    # This locks the account: of two pictures that come at once, the second finds the first one in its place.
    await (set_avatar if purpose == "avatar" else set_header)(work, picture)
    me = await get_account(work.db, medium.owner_id)
    await claim(work, [worn.medium_id for worn in (me.avatar, me.header) if worn], used_for=me.id)


async def make_poster(work: Work, content: bytes) -> Poster:
    """Keep a picture that stands for a video, a recording or a page elsewhere. Raises `Invalid` for what is none."""
    check_size(len(content), work.house.settings.media_max_mb)
    made, pictures = await in_workshop(content, (POSTER_SIZE,), crop=False, moving=False)
    if made.problem:
        raise unusable(made.problem)
    [size] = made.sizes
    key = await work.house.blobs.put(pictures[0], extension=size.extension)
    return Poster(small_key=key, small_width=size.width, small_height=size.height, blurhash=made.blurhash)


def what_is_said(*, alt: str, focus_x: float, focus_y: float) -> Said:
    """Check and clean what somebody says of an upload."""
    check_focus(focus_x, focus_y)
    return Said(alt=cleaned_alt(alt), focus_x=focus_x, focus_y=focus_y)


def check_size(size_bytes: int, megabytes_max: int) -> None:
    """Raise `Invalid` when a file is too large."""
    if size_bytes > megabytes_max * 1_000_000:
        raise Invalid(_("That file is larger than {count} MB.").format(count=megabytes_max), field="file")


async def check_room(work: Work) -> None:
    """Raise `Refused` when too many uploads wait to be used."""
    if await store.count_waiting(work.db, acting(work)) >= WAITING_MAX:
        raise Refused(_("Many of your pictures wait to be used. Post or remove some first; by tomorrow they are gone."))
