"""Drafts, and posts that go out by themselves later."""

from datetime import datetime

import msgspec

from kith.base.core.errors import KithError, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Taken, Work
from kith.media import claim, let_go
from kith.people import find_account
from kith.posts import store
from kith.posts.actions.entering import claim_once
from kith.posts.actions.polls import again_when_early
from kith.posts.actions.publishing import send
from kith.posts.actions.seeing import acting
from kith.posts.actions.wording import tidied
from kith.posts.model import TEXT_COLUMN_MAX, Draft, DraftDue, DraftHeld, Post, SentBy, Words
from kith.posts.rules import check_draft, check_publish_at, check_room_for_draft, check_words


async def save_draft(
    work: Work, words: Words, *, publish_at: datetime | None = None, idempotency_key: str | None = None
) -> Draft:
    """Keep words for later; with `publish_at` they go out by themselves then. Its pictures are kept as long.

    The same key again, within a day, gives the draft it made.
    """
    person_id, draft_id = acting(work), work.new_id()
    if idempotency_key:
        made_id = await claim_once(work, f"draft:{idempotency_key}", draft_id)
        if made_id is not None:
            return await store.get_draft(work.db, person_id, made_id)
    words = _ready(work, words, publish_at)
    kept = await store.count_drafts(work.db, person_id, scheduled=publish_at is not None)
    check_room_for_draft(kept=kept, scheduled=publish_at is not None)
    draft = Draft(
        person_id=person_id, id=draft_id, words=words, publish_at=publish_at, updated_at=work.now, hand_id=_hand(work)
    )
    await claim(work, words.media_ids, used_for=draft.id, for_later=True)
    await store.add_draft(work.db, draft)
    _set_alarm(work, draft)
    return draft


async def change_draft(work: Work, draft_id: Id, words: Words, *, publish_at: datetime | None = None) -> Draft:
    """Change a draft, its time, or whether it has one. Takes away what held it back."""
    draft = await store.lock_draft(work.db, acting(work), draft_id)
    ready = _ready(work, words, publish_at)
    changed = msgspec.structs.replace(
        draft,
        words=ready,
        publish_at=publish_at,
        hand_id=draft.hand_id if ready == draft.words else _hand(work),  # who moves it has not written it
        held_because=None,
        updated_at=work.now,
    )
    await claim(work, changed.words.media_ids, used_for=draft.id, for_later=True)
    await store.change_draft(work.db, changed)
    _set_alarm(work, changed)
    return changed


async def reschedule(work: Work, draft_id: Id, publish_at: datetime) -> Draft:
    """Give a scheduled post another time."""
    draft = await store.get_draft(work.db, acting(work), draft_id)
    return await change_draft(work, draft_id, draft.words, publish_at=publish_at)


async def delete_draft(work: Work, draft_id: Id) -> None:
    """Throw a draft away; of a scheduled post this is the cancelling. `NotFound` where it is not one's own."""
    if not await store.delete_draft(work.db, acting(work), draft_id):
        raise NotFound
    await let_go(work, acting(work), used_for=draft_id)


async def publish_draft(
    work: Work,
    draft_id: Id,
    words: Words | None = None,
    *,
    idempotency_key: str | None = None,
    sent_by: SentBy = "app",
) -> Post | Taken:
    """Send a draft now: as it is kept, or with the `words` that stand in the composer; gives what `send` gives.

    Twice at once, the second finds no draft; with words and a key it is given what the first made.
    """
    draft = await store.find_draft_locked(work.db, acting(work), draft_id)
    if draft is None and words is None:
        raise NotFound
    return await _send(work, draft, words or (draft.words if draft else Words()), sent_by, idempotency_key)


async def _send(
    work: Work, draft: Draft | None, words: Words, sent_by: SentBy, idempotency_key: str | None = None
) -> Post | Taken:
    """The pictures belong to the draft until this moment; the post takes them over."""
    if draft is not None:
        await let_go(work, draft.person_id, used_for=draft.id)
        await store.delete_draft(work.db, draft.person_id, draft.id)
    return await send(work, words, idempotency_key=idempotency_key, sent_by=sent_by)


async def publish_due(work: Work, due: DraftDue) -> None:
    """Send a scheduled post whose time has come.

    The clock knows only when it was set: a draft that was sent, cancelled or given another time is left alone.
    What cannot go out becomes a draft again and says why, so that nothing a person wrote is lost.
    """
    draft = await store.find_draft(work.db, due.person_id, due.draft_id)
    if draft is None or draft.publish_at is None:
        return
    if draft.publish_at > work.now:
        again_when_early(work, due, at=draft.publish_at)
        return
    try:
        await _check_present(work, draft)
        # Work of its own, so that a refusal leaves nothing of the attempt behind.
        async with work.house.work(actor=due.person_id, hand=draft.hand_id or due.person_id) as attempt:
            await _publish_locked(attempt, draft)
    except KithError as error:
        if await store.hold_back(work.db, draft, because=error.text, now=work.now):
            work.tell(DraftHeld(person_id=draft.person_id, draft_id=draft.id))


async def _check_present(work: Work, draft: Draft) -> None:
    """Raise `Refused` when the author is leaving, or has died: nobody would see the post, or nobody sends it; and who
    comes back may think anew.
    """
    author = await find_account(work.db, draft.person_id)
    if author is None or author.gone_at is not None:
        raise Refused(_("You were about to leave when its time came."))
    if author.remembered_at is not None:
        raise Refused(_("Your account was kept in remembrance when its time came."))


async def _publish_locked(work: Work, seen: Draft) -> None:
    """Publish a draft if it still is what was seen: its author may be at it in this very moment."""
    draft = await store.find_draft_locked(work.db, seen.person_id, seen.id)
    if draft is not None and draft.publish_at == seen.publish_at:
        await _send(work, draft, draft.words, "clock")


def _hand(work: Work) -> Id | None:
    """Tell who writes, where they do so for an organisation."""
    return work.hand if work.hand != work.actor else None


def _ready(work: Work, words: Words, publish_at: datetime | None) -> Words:
    if publish_at is None:
        words = tidied(words, text_max=TEXT_COLUMN_MAX)
        check_draft(words)
        return words
    words = tidied(words, text_max=work.house.settings.post_text_max)
    check_words(words, text_max=work.house.settings.post_text_max)
    check_publish_at(publish_at, now=work.now)
    return words


def _set_alarm(work: Work, draft: Draft) -> None:
    if draft.publish_at is not None:
        work.tell(DraftDue(person_id=draft.person_id, draft_id=draft.id), at=draft.publish_at)
