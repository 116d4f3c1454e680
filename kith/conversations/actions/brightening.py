"""“This brightened my day”: said of an exchange of two people, never of one of them.

The two may say it, and of what is public whoever listens. It gives the tie what a click gives, where one of the two
said it, and orders nothing. The two hear of it once a day at most; each week brings it back to them alone.
"""

from datetime import datetime, timedelta

import msgspec

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.changing import held_place
from kith.conversations.actions.listening import ends_of, public_answer
from kith.conversations.actions.reading import messages_by_ids
from kith.conversations.actions.room import Room, acting
from kith.conversations.model import (
    Brightened,
    Brightening,
    BrightExchange,
    BrightKind,
    Message,
    Moment,
)
from kith.conversations.model.bright import HEARD_EVERY_HOURS
from kith.conversations.rules import check_said
from kith.people import present_accounts, viewer_of
from kith.posts import hydrate, posts_by_ids
from kith.ties import record
from kith.ties.model import Act


async def brighten_message(work: Work, message_id: Id, *, bright: bool) -> None:
    """Say that a message brightened one's day, or no longer. Raises `NotFound`, and `Refused` without another side."""
    room, message = await held_place(work, message_id)
    check_said(message)
    other_id = await _other_side(work, room, message)
    await _brighten(work, message.id, "message", (message.author_id, other_id), bright=bright)


async def brighten_answer(work: Work, post_id: Id, *, bright: bool) -> None:
    """Say that a public answer, and what it answers, brightened one's day, or no longer. Raises `NotFound`."""
    post = await public_answer(work, post_id)
    await _brighten(work, post.id, "post", ends_of(post), bright=bright)


async def brightened(work: Work, subject_ids: list[Id]) -> set[Id]:
    """Tell which of these messages and answers brightened one's own day."""
    return await store.brightened_by(work.db, acting(work), subject_ids) if subject_ids else set()


async def good_moments(work: Work, *, since_at: datetime, until_at: datetime) -> list[Moment]:
    """Read one's own brightened exchanges of a time, the last first: those that are there still, with who is."""
    me, viewer = acting(work), await viewer_of(work)
    found = await store.moments_of(work.db, me, since_at=since_at, until_at=until_at)
    others = {one.low_id if one.high_id == me else one.high_id for one in found} - set(viewer.hidden)
    people = {one.id: one for one in await present_accounts(work.db, others)}
    messages = await messages_by_ids(work, [one.subject_id for one in found if one.kind == "message"])
    posts = await posts_by_ids(work.db, viewer, [one.subject_id for one in found if one.kind == "post"])
    cards = {card.post.id: card for card in await hydrate(work.db, viewer, posts)}
    moments = [
        Moment(
            exchange=one,
            other=people[other],
            message=messages.get(one.subject_id),
            card=cards.get(one.subject_id),
        )
        for one in found
        if (other := one.low_id if one.high_id == me else one.high_id) in people
    ]
    return [one for one in moments if one.message is not None or one.card is not None]


async def _other_side(work: Work, room: Room, message: Message) -> Id:
    """Find with whom the author had this exchange: in a group whoever says so, or whom the message answers."""
    me = acting(work)
    if room.conversation.kind == "pair":
        room.check_somebody()
        return next(one for one in room.member_ids if one != message.author_id)
    if message.author_id != me:
        return me
    answered = [] if message.reply_seq is None else [message.reply_seq]
    for parent in await store.some_messages(work.db, room.viewer, room.id, work.now, answered):
        if parent.author_id != me:
            return parent.author_id
    raise Refused(_("This is a word of your own to all of them. Choose one that somebody answered, or one of theirs."))


async def _brighten(work: Work, subject_id: Id, kind: BrightKind, ends: tuple[Id, Id], *, bright: bool) -> None:
    me, (low_id, high_id) = acting(work), sorted(ends)
    if low_id == high_id:
        raise NotFound
    fresh = BrightExchange(low_id=low_id, high_id=high_id, subject_id=subject_id, kind=kind, last_at=work.now)
    work.forget(f"viewer:{me}")  # for whom it is not just as it was said any more
    exchange = await store.hold_exchange(work.db, fresh)
    if not bright:
        if await store.take_back(work.db, exchange, me):
            await store.change_exchange(work.db, msgspec.structs.replace(exchange, count=exchange.count - 1))
        return
    said = Brightening(low_id=low_id, high_id=high_id, subject_id=subject_id, person_id=me, at=work.now)
    if not await store.brighten(work.db, said):
        return
    told_at = exchange.told_at
    if kind == "message":
        told_at = await store.messages_told_at(work.db, low_id, high_id)
    tells = told_at is None or work.now - told_at >= timedelta(hours=HEARD_EVERY_HOURS)
    changed = msgspec.structs.replace(
        exchange,
        count=exchange.count + 1,
        last_at=work.now,
        told_at=work.now if tells else exchange.told_at,
    )
    await store.change_exchange(work.db, changed)
    if tells:
        _tell(work, changed)
    if me in ends:
        other_id = low_id if me == high_id else high_id
        await record(work, [Act(giver_id=me, getter_id=other_id, kind="reaction", subject_id=subject_id)])


def _tell(work: Work, exchange: BrightExchange) -> None:
    me = acting(work)
    work.tell(
        Brightened(
            low_id=exchange.low_id,
            high_id=exchange.high_id,
            subject_id=exchange.subject_id,
            kind=exchange.kind,
            person_id=me,
            to_ids=tuple(one for one in (exchange.low_id, exchange.high_id) if one != me),
        )
    )
