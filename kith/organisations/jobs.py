"""What organisations refuse before it happens, hear of afterwards, and do at night."""

from datetime import time

from kith.base.core.errors import NotFound, Refused
from kith.base.work import Gate, Listener, Nightly, Work
from kith.conversations.model import Gather, LookFor, MessageSent, Say
from kith.oauth.model import LetIn
from kith.organisations import store
from kith.organisations.actions.parting import check_may_leave, forget_everything
from kith.organisations.actions.recording import tidy_acts
from kith.organisations.actions.second_step import close_what_rests
from kith.organisations.actions.speaking import (
    check_gathering,
    check_quoting,
    check_saying,
    check_words,
    note_talk,
    sign,
)
from kith.organisations.actions.team import my_seat, seat_of
from kith.organisations.actions.verifying import check_old_websites, check_website
from kith.organisations.model import WebsiteGiven
from kith.organisations.rules import check_may
from kith.people.model import Blocked, Leave, Left, TwoStepTurned
from kith.posts.model import Deleted, Edit, Edited, Publish, Published


async def _may_leave(work: Work, intent: Leave) -> None:
    await check_may_leave(work, intent.account_id)


async def _may_let_in(work: Work, intent: LetIn) -> None:
    seat = await seat_of(work, intent.account_id, intent.hand_id)
    if seat is None:
        raise NotFound
    check_may(seat.role, "read")


async def _may_publish(work: Work, intent: Publish) -> None:
    await check_words(work, intent.author_id, intent.words, intent.parent)
    if intent.words.quote_of_id is not None:
        await check_quoting(work, intent.author_id, intent.words.quote_of_id)
    await sign(work, intent.author_id, intent.post_id)


async def _may_edit(work: Work, intent: Edit) -> None:
    await check_words(work, intent.author_id, intent.words, None, known=intent.post.mentioned_ids)


async def _may_say(work: Work, intent: Say) -> None:
    await check_saying(work, intent.author_id, intent.conversation_id, intent.to_ids)


async def _may_look_for(work: Work, intent: LookFor) -> None:
    assert work.hand == intent.hand_id
    if intent.owner_id == intent.hand_id:  # nobody's hand is named: so it is only of people
        if await store.find_organisation(work.db, intent.owner_id) is not None:
            raise NotFound
        return
    try:
        await my_seat(work, intent.owner_id)
    except Refused as error:  # an address that opens nothing looks like one that never was
        raise NotFound from error


async def _may_gather(work: Work, intent: Gather) -> None:
    await check_gathering(work, intent.author_id, intent.other_ids)


async def _published(work: Work, fact: Published) -> None:
    spoken_to = [one for one in (fact.reply_to_author_id, *fact.mentioned_ids) if one is not None]
    await note_talk(work, fact.author_id, spoken_to)


async def _edited(work: Work, fact: Edited) -> None:
    await note_talk(work, fact.author_id, fact.newly_mentioned_ids)


async def _said(work: Work, fact: MessageSent) -> None:
    await note_talk(work, fact.author_id, [*fact.to_ids, *fact.asked_ids])


async def _deleted(work: Work, fact: Deleted) -> None:
    await store.forget_signature(work.db, fact.author_id, fact.post_id)


async def _blocked(work: Work, fact: Blocked) -> None:
    await store.ask_no_more(work.db, fact.blocked_id, fact.blocker_id)


async def _website_given(work: Work, fact: WebsiteGiven) -> None:
    await check_website(work, fact.organisation_id)


async def _left(work: Work, fact: Left) -> None:
    await forget_everything(work, fact.account_id)


GATES = (
    Gate(Leave, _may_leave),
    Gate(LetIn, _may_let_in),
    Gate(Publish, _may_publish),
    Gate(Edit, _may_edit),
    Gate(Say, _may_say),
    Gate(Gather, _may_gather),
    Gate(LookFor, _may_look_for),
)
LISTENERS = (
    Listener(
        Published,
        "organisations.published",
        _published,
        wants=lambda fact: fact.reply_to_author_id is not None or bool(fact.mentioned_ids),
    ),
    Listener(Edited, "organisations.edited", _edited, wants=lambda fact: bool(fact.newly_mentioned_ids)),
    Listener(MessageSent, "organisations.said", _said, wants=lambda fact: fact.said and not fact.among_people),
    Listener(Deleted, "organisations.deleted", _deleted, wants=lambda fact: fact.repost_of_id is None),
    Listener(Blocked, "organisations.blocked", _blocked),
    Listener(WebsiteGiven, "organisations.website", _website_given),
    Listener(
        TwoStepTurned,
        "organisations.two_step",
        close_what_rests,
        wants=lambda fact: not fact.is_on,
        at_once=True,
    ),
    Listener(Left, "organisations.left", _left),
)
NIGHTLY = (
    Nightly(name="organisations.acts", at=time(3, 35), run=tidy_acts),
    Nightly(name="organisations.websites", at=time(4, 20), run=check_old_websites),
)
