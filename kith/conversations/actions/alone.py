"""A message that is all there is to write: one statement (docs/decisions/0050).

A process that wrote into a conversation knows it as it is from then on. Whoever writes next goes on from that, and the
statement asks whether it is so still.
"""

from collections.abc import Mapping, Sequence

import msgspec

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.fresh import MEMBER_BYTES
from kith.conversations.actions.happening import PutIn, tell_put_in
from kith.conversations.actions.room import Room, acting, room_for
from kith.conversations.model import Conversation, ConversationMember, Message, MessageWish
from kith.people.model import Account, Viewer
from kith.ties import count_along
from kith.ties.model import Act, KnownTie

TALK_BYTES = 2_000  # of the structs around it, without its members


class Talk(msgspec.Struct, frozen=True):
    """A conversation of people who all have it open, as this process wrote it last, and what is between them."""

    conversation: Conversation
    members: tuple[ConversationMember, ...]
    accounts: dict[Id, Account]
    version: str
    ties: dict[tuple[Id, Id], KnownTie]


def may_be_alone(work: Work, wish: MessageWish) -> bool:
    """Tell whether this may turn out to be all that this work writes: it shows, answers and names nothing."""
    return work.db.may_believe and not wish.media_ids and wish.reply_to_id is None and "@" not in wish.text


def known_talk(work: Work, conversation_id: Id) -> tuple[Room, Talk] | None:
    """Give a conversation as it is known here, for whoever acts: kept apart from nobody in it, which will be asked."""
    talk = work.house.cache.get_as(Talk, _key(conversation_id))
    if talk is None:
        return None
    room = room_for(Viewer(id=acting(work)), talk.conversation, talk.members, talk.accounts)
    return None if room is None else (room, talk)


async def put_alone(work: Work, talk: Talk, after: Room, message: Message, acts: Sequence[Act]) -> bool:
    """Write the next message of a conversation, with all that hangs on it. False: nothing was asked or told yet.

    Raises `Outdated` where anything is not as it is known here.
    """
    counting = count_along(work, acts, talk.ties)
    if counting is None:
        return False
    tell_put_in(work, after, message, to_ids=after.member_ids, asked_ids=())
    along = dict(counting.parts)
    if (jobs := work.jobs_along()) is not None:
        along["queued"] = jobs
    member_ids = sorted(after.member_ids)
    version = await store.put_in_alone(
        work.db, after.conversation, message, member_ids, version=talk.version, along=along
    )
    _keep(work, after, version, talk.ties | {ends: KnownTie(row, version) for ends, row in counting.rows.items()})
    return True


def remember(work: Work, put: PutIn, ties: Mapping[tuple[Id, Id], KnownTie]) -> None:
    """Keep a conversation as this work has written it, where all who are in it are people who have it open."""
    room, open_ids = put.room, {one.owner_id for one in put.held if one.state == "open"}
    if not room.is_among_people or open_ids != set(room.member_ids):
        return
    known = work.house.cache.get_as(Talk, _key(room.id))
    # Who stood with others as they were known before is asked with the next message, too.
    _keep(work, room, put.held[0].version, (known.ties if known is not None else {}) | dict(ties))


def _keep(work: Work, room: Room, version: str, ties: dict[tuple[Id, Id], KnownTie]) -> None:
    # It may be kept before it is committed: whoever goes on from it is asked for the version that is there.
    talk = Talk(room.conversation, room.members, room.accounts, version, ties)
    depends = [f"author:{one}" for one in room.member_ids]
    size_bytes = TALK_BYTES + MEMBER_BYTES * len(room.members) + 500 * len(ties)
    work.house.cache.put(_key(room.id), talk, depends=depends, since=work.epoch, size_bytes=size_bytes)


def _key(conversation_id: Id) -> str:
    return f"talk:{conversation_id}"
