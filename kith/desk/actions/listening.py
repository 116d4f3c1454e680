"""What the desk hears of what is said everywhere: it looks for organisations among those it was said to."""

from dataclasses import replace

import msgspec

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import find_message, find_pair, messages_by_ids
from kith.conversations.model import MessageChanged, MessageSent, MessagesVanished
from kith.desk import store
from kith.desk.actions.desk import note_event, opening_hours, save
from kith.desk.actions.opening import Heard, hear, hear_answer
from kith.desk.model import Case, CaseWords
from kith.desk.rules.mails import words_to_find
from kith.desk.rules.moving import given, settled, undelivered
from kith.mailbox import mails_by_ids
from kith.mailbox.model import Mail, MailCame, MailFailed
from kith.organisations import organisations_by_ids
from kith.people import viewer_of
from kith.people.model import Blocked
from kith.posts import get_post, posts_by_ids
from kith.posts.model import Deleted, Edited, Post, Published

CASES_A_STEP = 200


async def hear_message(work: Work, fact: MessageSent) -> None:
    """Hear what two said in private, one of whom is an organisation."""
    there = {fact.author_id, *fact.to_ids, *fact.asked_ids}
    if len(there) != 2:  # a group talks among itself; whoever wants the desk writes to it
        return
    for organisation_id in await _organisations(work, there):
        [other_id] = there - {organisation_id}
        own = replace(work, actor=organisation_id, hand=organisation_id, memo={})
        if await find_pair(own, other_id) != fact.conversation_id:
            continue
        try:
            text = (await find_message(own, fact.message_id)).message.text
        except NotFound:  # taken back meanwhile, or between them stands a block
            continue
        said = Heard(
            organisation_id=organisation_id,
            person_id=other_id,
            channel="talk",
            thread_id=fact.conversation_id,
            subject_id=fact.message_id,
            text=text,
        )
        await (hear_answer if fact.author_id == organisation_id else hear)(work, said)


async def hear_published(work: Work, fact: Published) -> None:
    """Hear what was said to an organisation in public, below what it said, or by it."""
    named = {*fact.mentioned_ids, fact.reply_to_author_id, fact.quote_of_author_id, fact.author_id} - {None}
    for organisation_id in await _organisations(work, {one for one in named if one is not None}):
        own = replace(work, actor=organisation_id, hand=organisation_id, memo={})
        try:
            post = await get_post(work.db, await viewer_of(own), fact.post_id)
        except NotFound:
            continue
        if fact.author_id != organisation_id:
            await hear(work, _heard(post, organisation_id, fact.author_id))
        elif fact.reply_to_author_id not in (None, organisation_id):
            await hear_answer(work, _heard(post, organisation_id, Id(fact.reply_to_author_id or 0)))


async def hear_edited(work: Work, fact: Edited) -> None:
    """Hear who was named when a post was changed; and find it by what it says now."""
    for organisation_id in await _organisations(work, set(fact.newly_mentioned_ids)):
        own = replace(work, actor=organisation_id, hand=organisation_id, memo={})
        try:
            post = await get_post(work.db, await viewer_of(own), fact.post_id)
        except NotFound:
            continue
        await hear(work, _heard(post, organisation_id, fact.author_id))
    for words in await store.words_of(work.db, fact.post_id):
        own = replace(work, actor=words.organisation_id, hand=words.organisation_id, memo={})
        found = await posts_by_ids(work.db, await viewer_of(own), [fact.post_id])
        await _reword(work, words, found[0].text if found else "")


async def hear_changed(work: Work, fact: MessageChanged) -> None:
    """Find a case by what a message says now, and no longer by what it said."""
    for words in await store.words_of(work.db, fact.message_id):
        own = replace(work, actor=words.organisation_id, hand=words.organisation_id, memo={})
        found = await messages_by_ids(own, [fact.message_id])
        await _reword(work, words, found[fact.message_id].message.text if found else "")


async def hear_vanished(work: Work, fact: MessagesVanished) -> None:
    """No longer find a case by what vanished."""
    for message_id in fact.message_ids:
        await store.forget_words(work.db, message_id)


async def hear_deleted(work: Work, fact: Deleted) -> None:
    """No longer find a case by what is gone."""
    await store.forget_words(work.db, fact.post_id)


async def _reword(work: Work, words: CaseWords, text: str) -> None:
    if text.strip():
        await store.put_words(work.db, msgspec.structs.replace(words, text=text))
    else:
        await store.forget_words(work.db, words.subject_id)


async def hear_mail(work: Work, fact: MailCame) -> None:
    """Hear what somebody wrote by mail. What a machine answered is noted where a case is open, and opens none."""
    mail = (await mails_by_ids(work, fact.organisation_id, [fact.mail_id])).get(fact.mail_id)
    if mail is None or not await _organisations(work, {fact.organisation_id}):
        return
    if not fact.automatic:
        said = Heard(
            organisation_id=fact.organisation_id,
            person_id=mail.person_id,
            channel="mail",
            thread_id=mail.thread_id,
            subject_id=mail.id,
            text=words_to_find(mail),
        )
        await hear(work, said)
        return
    case = await _case_of(work, mail)
    if case is not None and await note_event(work, case, "machine", by_id=None, subject_id=mail.id) is not None:
        await save(work, case, case)


async def hear_failed(work: Work, fact: MailFailed) -> None:
    """Hear that an answer did not arrive: the case waits for us again, so that somebody looks."""
    mail = (await mails_by_ids(work, fact.organisation_id, [fact.mail_id])).get(fact.mail_id)
    case = await _case_of(work, mail) if mail is not None and mail.state == "failed" else None
    if case is None:
        return
    await note_event(work, case, "undelivered", by_id=None)
    settings = await store.settings_of(work.db, case.organisation_id)
    hours = await opening_hours(work, case.organisation_id)
    after = undelivered(case, moved_id=work.new_id(), now=work.now, aim_minutes=settings.aim_minutes, hours=hours)
    await save(work, case, after)


async def _case_of(work: Work, mail: Mail) -> Case | None:
    organisation_id, person_id, thread_id = mail.organisation_id, mail.person_id, mail.thread_id
    known = await store.lock_open(work.db, organisation_id, person_id, "mail", thread_id)
    return known or await store.lock_last_settled(work.db, organisation_id, person_id, "mail", thread_id)


async def hear_blocked(work: Work, fact: Blocked) -> None:
    """Close what is open between an organisation and somebody who keeps it away, or whom it keeps away."""
    for organisation_id in await _organisations(work, {fact.blocker_id, fact.blocked_id}):
        [other_id] = {fact.blocker_id, fact.blocked_id} - {organisation_id}
        hours = await opening_hours(work, organisation_id)
        await store.forget_ways_between(work.db, organisation_id, other_id)
        for case in await store.open_cases_with(work.db, organisation_id, other_id):
            await note_event(work, case, "closed", by_id=None)
            await save(work, case, settled(case, work.now, hours))


async def hear_seat_ended(work: Work, organisation_id: Id, person_id: Id) -> None:
    """Give back what somebody had who is on the team no longer: nobody waits for whom nobody answers."""
    found = await store.cases_given_to(
        work.db, person_id, organisation_id=organisation_id, settled=False, limit=CASES_A_STEP
    )
    while found:
        for case in found:
            await note_event(work, case, "released", by_id=None, whom_id=person_id)
            await save(work, case, given(case, None))
        found = await store.cases_given_to(
            work.db, person_id, organisation_id=organisation_id, settled=False, limit=CASES_A_STEP
        )
    # Where they sat at the desk as themself: their open page asks, and goes.
    work.announce(LiveEvent(kind="desk", subject_id=organisation_id, author_id=organisation_id), (person_id,))


def _heard(post: Post, organisation_id: Id, person_id: Id) -> Heard:
    return Heard(
        organisation_id=organisation_id,
        person_id=person_id,
        channel="thread",
        thread_id=post.root_id,
        subject_id=post.id,
        text=post.text,
    )


async def _organisations(work: Work, ids: set[Id]) -> list[Id]:
    """Tell which of these are organisations with a team that are open."""
    found = await organisations_by_ids(work.db, sorted(ids)) if ids else []
    return sorted(one.organisation_id for one in found if one.closed_at is None)
