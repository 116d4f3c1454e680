"""Beginning a conversation, and who may write to whom."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from kith.base.bus.limits import Limit
from kith.base.core.errors import NotFound, Refused, TooMany
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.happening import tell_happened
from kith.conversations.actions.room import Room, acting, enter, hold
from kith.conversations.model import (
    REQUESTS_A_DAY,
    Conversation,
    ConversationMember,
    Gather,
    MemberRole,
    PairConversation,
    Seat,
    SeatState,
)
from kith.conversations.rules import check_name, check_room, first_state
from kith.people import find_account, present_accounts, relation, viewer_of
from kith.people.model import Account
from kith.ties import ties_of

REQUESTS = Limit("message-requests", REQUESTS_A_DAY, 86_400)


async def find_pair(work: Work, other_id: Id) -> Id | None:
    """Find the conversation that one has with somebody; `None` where there is none yet."""
    return await store.find_pair(work.db, acting(work), other_id)


async def open_pair(work: Work, other_id: Id) -> Room:
    """Open the one conversation with somebody, made where there was none. They see nothing until something is said.

    Raises `NotFound` for somebody who is not there, or whom a block keeps away; `TooMany` for many strangers a day.
    """
    me = acting(work)
    if other_id == me:
        raise Refused(_("That is you. This can only be done with somebody else."))
    known = await store.find_pair(work.db, me, other_id)
    if known is not None:
        return await enter(work, known)
    [other] = await meet(work, [other_id])
    made = Conversation(id=work.new_id(), kind="pair", founder_id=me, created_at=work.now)
    low_id, high_id = sorted((me, other_id))
    if not await store.claim_pair(work.db, PairConversation(low_id=low_id, high_id=high_id, conversation_id=made.id)):
        made_meanwhile = await store.find_pair(work.db, me, other_id)
        assert made_meanwhile is not None, "whoever was first has committed"
        return await enter(work, made_meanwhile)
    states = await first_states(work, [other.id])
    await work.db.insert(made)
    for owner, beside in ((me, other_id), (other_id, me)):
        await store.put_member(
            work.db, ConversationMember(conversation_id=made.id, account_id=owner, joined_at=work.now)
        )
        await work.db.insert(
            Seat(owner_id=owner, conversation_id=made.id, other_id=beside, state=states.get(owner, "open"))
        )
    return await enter(work, made.id)


async def found_group(work: Work, name: str, other_ids: Sequence[Id], *, shows_history: bool = True) -> Conversation:
    """Found a group with these people; those who do not know the founder find it among their requests, and so does
    who blocked one of the others: nobody is brought to them by a third.

    Raises `NotFound` where one of them is not there, or a block stands between them and whoever acts.
    """
    me = acting(work)
    wanted = [one for one in dict.fromkeys(other_ids) if one != me]
    check_room(len(wanted) + 1)
    made = await _found(work, check_name(name), wanted, shows_history=shows_history)
    room = await hold(work, made.id)
    await tell_happened(work, room, "founded", whom=wanted)
    return (await enter(work, made.id)).conversation


async def found_unnamed(work: Work, other_ids: Sequence[Id]) -> Room:
    """Begin the conversation of more than two people, or of oneself alone, which has no name until somebody gives it
    one. Nothing stands in it, and what is said to these is not shown to whoever comes later.
    """
    wanted = sorted({*other_ids} - {acting(work)})
    check_room(len(wanted) + 1)
    return await enter(work, (await _found(work, "", wanted, shows_history=False)).id)


async def _found(work: Work, name: str, other_ids: Sequence[Id], *, shows_history: bool) -> Conversation:
    me = acting(work)
    people = await meet(work, other_ids) if other_ids else []
    await work.permit(Gather(author_id=me, other_ids=tuple(other_ids)))
    made = Conversation(
        id=work.new_id(),
        kind="group",
        name=name,
        founder_id=me,
        shows_history=shows_history,
        created_at=work.now,
    )
    states = await first_states(work, other_ids)
    states |= dict.fromkeys(await store.blockers_among(work.db, other_ids, new_ids=other_ids), "request")
    await work.db.insert(made)
    for owner in (me, *(one.id for one in people)):
        role: MemberRole = "founder" if owner == me else "member"
        await store.put_member(
            work.db, ConversationMember(conversation_id=made.id, account_id=owner, role=role, joined_at=work.now)
        )
        await work.db.insert(Seat(owner_id=owner, conversation_id=made.id, state=states.get(owner, "open")))
    return made


async def meet(work: Work, other_ids: Sequence[Id]) -> list[Account]:
    """Get people of this server who are there and whom no block keeps away. Raises `NotFound` where one is not."""
    hidden = (await viewer_of(work)).hidden
    found = [one for one in await present_accounts(work.db, other_ids) if one.domain is None and one.id not in hidden]
    if len(found) < len(set(other_ids)):
        raise NotFound(_("One of them is not here, or cannot be written to."))
    return found


async def first_states(
    work: Work, other_ids: Sequence[Id], *, asked_again: Collection[Id] = (), counted: bool = True
) -> dict[Id, SeatState]:
    """Tell with whom what one says stands open, and with whom it waits as a request, of which a day has few.

    Those who left before are asked again, whomever they know. What an organisation says is an answer to who spoke to
    it, which is asked with every word of it: it is no stranger to them, and no day has few of its answers.
    """
    me, answers = acting(work), await _answers(work)
    settings = await store.settings_of(work.db, other_ids)
    states: dict[Id, SeatState] = {}
    for one in other_ids:
        between = await relation(work.db, one, me, work.now)
        [tie] = (await ties_of(replace(work, actor=one, memo={}), [me])).values()
        tied = tie.closeness > 0 and not tie.left_alone
        follows = answers or between.following
        state = first_state(settings[one].who_may_write, follows=follows, tied=tied, circle=tie.circle)
        states[one] = "request" if one in asked_again else state
    strangers = sum(state == "request" for state in states.values())
    if strangers and counted and not answers:
        taken = await work.house.limits.take(REQUESTS, str(me), cost=strangers)
        if not taken.allowed:
            raise TooMany(
                _("You wrote to many people who do not know you yet. Wait for some of them to answer."),
                retry_after_s=taken.retry_after_s,
            )
    return states


async def _answers(work: Work) -> bool:
    """Tell whether who acts is an organisation; of whoever makes the request that is known already."""
    known: Account | None = work.memo.get(Account)
    account = known if known is not None and known.id == work.actor else await find_account(work.db, acting(work))
    return account is not None and account.kind == "organisation"
