"""Who is in a group, how it is called, and who leaves it."""

from collections.abc import Sequence

import msgspec

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.emptying import delete_where_empty
from kith.conversations.actions.happening import tell_happened
from kith.conversations.actions.opening import first_states, meet
from kith.conversations.actions.room import Room, acting, bumped, hearing_of, hold, show_changed, show_own
from kith.conversations.model import ConversationMember, Gather, MemberGone, Seat, SeatState
from kith.conversations.rules import check_founder, check_group, check_name, check_room
from kith.media import claim, let_go
from kith.people.model import Picture


async def add(work: Work, conversation_id: Id, other_ids: Sequence[Id]) -> None:
    """Let people into a group: any member may. Whoever left it before is asked first, as strangers are, and so is who
    blocked somebody that they would meet in it: if they are in it already, they find it among their requests.

    Raises `NotFound` where one is not there, or a block stands between them and whoever acts.
    """
    room = await hold(work, conversation_id)
    check_group(room.conversation)
    await meet(work, other_ids)  # also those who are in it: whom one does not see is not there
    new = [one for one in dict.fromkeys(other_ids) if one not in room.member_ids]
    if not new:
        return
    check_room(len(room.members) + len(new))
    await work.permit(Gather(author_id=acting(work), other_ids=tuple(new)))
    left = [one.owner_id for one in await store.seats_in(work.db, new, [room.id])]
    wary = await store.blockers_among(work.db, [*room.member_ids, *new], new_ids=new)
    states = await first_states(work, new, asked_again={*left, *wary})
    since_seq = 0 if room.conversation.shows_history else room.conversation.last_seq
    for one in new:
        await store.put_member(
            work.db,
            ConversationMember(
                conversation_id=room.id,
                account_id=one,
                since_seq=since_seq,
                read_seq=room.conversation.last_seq,
                joined_at=work.now,
            ),
        )
        await _seat(work, room, one, states[one])
    for one in wary:
        if one in room.member_ids:
            await store.set_state(work.db, one, room.id, "request")
            show_own(work, room.id, one)
    members = [
        *room.members,
        *(ConversationMember(conversation_id=room.id, account_id=one, joined_at=work.now) for one in new),
    ]
    await tell_happened(work, room.among(members), "added", whom=new)


async def remove(work: Work, conversation_id: Id, account_id: Id) -> None:
    """Send somebody out of a group: its founder may. From that instant on they receive nothing of it."""
    room = await hold(work, conversation_id)
    check_group(room.conversation)
    if account_id == acting(work):
        raise Refused(_("That is you. You can leave the group instead."))
    check_founder(room.me)
    if account_id not in room.other_ids:  # nor whom one does not see: it would tell that they are there
        raise NotFound
    await _let_out(work, room, account_id)
    rest = room.among(one for one in room.members if one.account_id != account_id)
    await tell_happened(work, rest, "removed", whom=[account_id])


async def leave(work: Work, conversation_id: Id) -> None:
    """Leave a group. Its oldest member takes the founder's place; when nobody is left, all of it is deleted."""
    room = await hold(work, conversation_id)
    check_group(room.conversation)
    me = acting(work)
    rest = room.among(one for one in room.members if one.account_id != me)
    await _let_out(work, room, me)
    if not rest.members:
        await delete_where_empty(work, room.id, members=0)
        return
    if room.me.role == "founder":
        heir = next((one for one in rest.members if one.account_id in room.accounts), rest.members[0])
        await store.set_role(work.db, room.id, heir.account_id, "founder")
        rest = rest.becoming(msgspec.structs.replace(room.conversation, founder_id=heir.account_id))
    await tell_happened(work, rest, "left")


async def rename(work: Work, conversation_id: Id, name: str) -> None:
    """Give a group another name: any member may."""
    name = check_name(name)
    room = await hold(work, conversation_id)
    check_group(room.conversation)
    if name != room.conversation.name:
        renamed = room.becoming(msgspec.structs.replace(room.conversation, name=name))
        await tell_happened(work, renamed, "renamed", text=name)


async def set_picture(work: Work, conversation_id: Id, medium_id: Id | None) -> None:
    """Give a group another picture, one that whoever acts has uploaded, or none."""
    room = await hold(work, conversation_id)
    check_group(room.conversation)
    picture, before = None, room.conversation
    if before.picture is not None and before.picture_by is not None:
        await let_go(work, before.picture_by, used_for=room.id)
    if medium_id is not None:
        [medium] = await claim(work, [medium_id], used_for=room.id)
        picture = Picture(
            medium_id=medium.id,
            key=medium.file_key,
            small_key=medium.small_key,
            blurhash=medium.blurhash,
            alt=medium.alt,
        )
    owner_id = acting(work) if picture else None
    changed = bumped(msgspec.structs.replace(before, picture=picture, picture_by=owner_id))
    await store.change_conversation(work.db, changed)
    show_own(work, room.id, *room.member_ids)


async def set_history(work: Work, conversation_id: Id, *, shows_history: bool) -> None:
    """Let who comes later see what was said before, or not: the founder decides, for those who come from now on."""
    room = await hold(work, conversation_id)
    check_group(room.conversation)
    check_founder(room.me)
    changed = bumped(msgspec.structs.replace(room.conversation, shows_history=shows_history))
    await store.change_conversation(work.db, changed)
    show_changed(work, changed, room.member_ids)


async def _seat(work: Work, room: Room, owner_id: Id, state: SeatState) -> None:
    seat = Seat(owner_id=owner_id, conversation_id=room.id, state=state)
    if not await work.db.insert_new(seat):
        await store.set_state(work.db, owner_id, room.id, state)


async def _let_out(work: Work, room: Room, account_id: Id) -> None:
    await store.end_membership(work.db, room.id, account_id, work.now)
    await store.set_state(work.db, account_id, room.id, "left")
    work.forget(hearing_of(room.id))
    work.tell(MemberGone(conversation_id=room.id, account_id=account_id))
    show_own(work, room.id, account_id)
