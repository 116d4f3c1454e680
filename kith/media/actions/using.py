"""What is done with media that are here: described, used by a post or a profile, let go, deleted."""

from collections.abc import Iterable, Sequence

import msgspec

from kith.base.core.errors import Invalid, NotFound, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.text import clean
from kith.base.core.words import _
from kith.base.storage.blobs import BlobKey
from kith.base.work import Work
from kith.media import store
from kith.media.model import ALT_MAX, ATTACHED_MAX, Medium
from kith.media.rules import check_focus, unusable
from kith.people import find_account

BATCH = 200


def acting(work: Work) -> Id:
    """Give the person on whose behalf this is done."""
    if work.actor is None:
        raise SignInFirst(_("Please sign in first."))
    return work.actor


def cleaned_alt(text: str) -> str:
    """Give the words for those who do not see it, as they are kept."""
    return clean(text, length_max=ALT_MAX, field="alt", characters_max=ALT_MAX)


async def change_details(work: Work, medium_id: Id, *, alt: str, focus_x: float, focus_y: float) -> None:
    """Say what a medium shows, for those who do not see it, and which point of it stays in view."""
    check_focus(focus_x, focus_y)
    alt = cleaned_alt(alt)
    if not await store.describe(work.db, acting(work), medium_id, alt=alt, focus_x=focus_x, focus_y=focus_y):
        raise NotFound(_("That picture is gone. Add it once more."))


async def claim(
    work: Work, ids: Sequence[Id], *, used_for: Id, for_later: bool = False, with_files: bool = False
) -> tuple[Medium, ...]:
    """Take media for a post, a message or a profile, in the order given. What it used before and is not among them is
    let go. Files go into messages only: `with_files`.

    Raises `Invalid` when there are more than four, or one is not there, not one's own, or in use elsewhere; and, unless
    it is `for_later`, when one is not ready.
    """
    owner_id = acting(work)
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > ATTACHED_MAX:
        raise Invalid(
            _("A post holds up to {count} pictures, videos or recordings.").format(count=ATTACHED_MAX),
            field="media_ids",
        )
    found = {medium.id: medium for medium in await store.lock_own_media(work.db, owner_id, wanted)}
    if any(one not in found or found[one].used_for not in (None, used_for) for one in wanted):
        raise Invalid(
            _("One of the pictures is gone, or belongs to another post. Add it once more."), field="media_ids"
        )
    media = tuple(found[one] for one in wanted)
    for medium in media:
        if medium.kind == "file" and not with_files:
            raise unusable("file")
        _check_ready(medium, for_later=for_later)
    await store.let_go(work.db, owner_id, used_for=used_for, kept_ids=wanted)
    if wanted:
        await store.use_media(work.db, owner_id, wanted, used_for=used_for)
    return media


def _check_ready(medium: Medium, *, for_later: bool) -> None:
    if medium.state == "failed":
        raise unusable(medium.problem)
    if medium.state == "waiting" and not for_later:
        words = _("Your video or recording is still being made ready ({percent} %). Send it again in a moment.")
        raise Invalid(words.format(percent=medium.progress), field="media_ids")


async def keep_what_is_worn(work: Work, account_id: Id) -> None:
    """Let go of pictures that an account shows no longer."""
    account = await find_account(work.db, account_id)
    if account is not None:
        kept = [picture.medium_id for picture in (account.avatar, account.header) if picture]
        await store.let_go(work.db, account_id, used_for=account_id, kept_ids=kept)


async def copy_media(work: Work, owner_id: Id, ids: Sequence[Id], *, used_for: Id) -> tuple[Medium, ...]:
    """Take somebody else's media over for what one passes on, in the order given: the same files, in rows of one's own,
    so that they stay when the first owner deletes theirs. What is gone is left out.
    """
    found = {medium.id: medium for medium in await store.own_media(work.db, owner_id, ids)}
    copies = tuple(
        msgspec.structs.replace(
            found[one], owner_id=acting(work), id=work.new_id(), used_for=used_for, created_at=work.now
        )
        for one in ids
        if one in found and found[one].state == "ready"
    )
    await work.db.insert_all(copies)
    return copies


async def let_go(work: Work, owner_id: Id, *, used_for: Id) -> None:
    """Give up the media of a post that is deleted; the night removes them."""
    await store.let_go(work.db, owner_id, used_for=used_for)


async def own_media(work: Work, ids: Sequence[Id]) -> list[Medium]:
    """Read media of one's own."""
    return await store.own_media(work.db, acting(work), ids)


async def discard(work: Work, media: Sequence[Medium]) -> None:
    """Delete media for good: the rows now, each file that no other row names right after."""
    for medium in media:
        await store.delete_media(work.db, medium.owner_id, [medium.id])
        if medium.state == "waiting":
            (work.house.blobs.incoming() / str(medium.id)).unlink(missing_ok=True)
    await drop_files(work, (key for medium in media for key in (medium.file_key, medium.small_key)))


async def forget_pictures_of(work: Work, owner_id: Id, *, but: Id | None = None) -> None:
    """Delete all that belongs to somebody who left, or to a page that nobody links to; `but` one may stay."""
    while media := await store.media_of(work.db, owner_id, but=but, limit=BATCH):
        await discard(work, media)


async def drop_files(work: Work, keys: Iterable[str]) -> None:
    """Delete those of these files that no row names."""
    wanted = sorted(set(keys) - {""})
    needed = await store.still_needed(work.db, wanted)
    for key in wanted:
        if key not in needed:
            await work.house.blobs.delete(BlobKey(key))
