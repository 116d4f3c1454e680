"""Answering: in private, in public, or in public first and then in private."""

import msgspec

from kith.base.core.errors import Invalid, NotFound, Refused, Undecided
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.conversations import accept, find_conversation, find_message, open_pair, send
from kith.conversations.model import About, MessageWish
from kith.desk import store
from kith.desk.actions.desk import Desk, desk_of, held_case, note_deed, on_behalf, save
from kith.desk.actions.opening import Heard, open_case, save_answered, save_sent_again
from kith.desk.model import Case
from kith.desk.rules.moving import settled
from kith.desk.rules.replies import check_filled
from kith.mailbox import answer_by_mail, mails_by_ids, send_again
from kith.people import present_accounts, viewer_of
from kith.posts import get_post, publish
from kith.posts.model import Post, Words

KEY_MAX = 80
ONCE_KEY_MAX = 120


class AnswerWish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is about to answer. `seen` is how many answers they have read: without it nobody asks."""

    text: str
    key: str = ""
    seen: int | None = None
    media_ids: tuple[Id, ...] = ()


class SaidMeanwhile(msgspec.Struct, frozen=True, kw_only=True):
    """What a colleague answered in the same moment: by whose hand, in which words."""

    by_name: str
    text: str
    answers: int


async def answer(work: Work, organisation_id: Id, case_id: Id, wish: AnswerWish) -> Case:
    """Answer where it was said: in the conversation, in the thread, or by mail. The same key again says nothing twice.

    Raises `Invalid` for blanks that are not filled, `NotFound` for what is not there (any more), `Undecided` where
    somebody else answered meanwhile.
    """
    desk = await desk_of(work, organisation_id)
    case = await held_case(work, desk, case_id)
    check_filled(wish.text)
    await _check_seen(work, desk, case, wish)
    if case.channel == "talk":
        subject_id, text = await _say(work, desk, case.thread_id, wish)
    elif case.channel == "mail":
        mail = await answer_by_mail(
            on_behalf(work, desk),
            desk.id,
            case.thread_id,
            wish.text,
            media_ids=wish.media_ids,
            once_key=_mail_key(case, wish),
        )
        subject_id, text = mail.id, mail.text
    else:
        post = await _reply(work, desk, case, wish)
        subject_id, text = post.id, post.text
    return await _answered(work, desk, case, subject_id, text)


async def try_again(work: Work, organisation_id: Id, case_id: Id, mail_id: Id) -> Case:
    """Send once more what did not arrive. Raises `NotFound`, and `Refused` where no mailbox is connected."""
    desk = await desk_of(work, organisation_id)
    case = await held_case(work, desk, case_id)
    mail = (await mails_by_ids(work, desk.id, [mail_id])).get(mail_id)
    if mail is None or case.channel != "mail" or mail.thread_id != case.thread_id:
        raise NotFound
    if mail.state != "failed":
        return case
    await send_again(work, desk.id, mail_id)
    await note_deed(work, desk, case, "sent_again")
    return await save_sent_again(work, case)


async def take_private(work: Work, organisation_id: Id, case_id: Id, wish: AnswerWish, *, tells: str = "") -> Case:
    """Answer in private what was said in public, in one step: the conversation shows where it began.

    `tells` is what stands in the thread then, for those who listen in; nothing, where it is empty. The case of the
    thread is settled, and whoever had it has the private one, which is given.
    """
    desk = await desk_of(work, organisation_id)
    case = await held_case(work, desk, case_id)
    if case.channel != "thread":
        raise Refused(_("This is private already."))
    check_filled(wish.text)
    check_filled(tells)
    await _check_seen(work, desk, case, wish)
    own = on_behalf(work, desk)
    room = await open_pair(own, case.person_id)
    about = About(author_id=case.person_id, post_id=case.last_id)
    message = await send(own, room.id, _message(wish), key=_key(wish, "private"), about=about)
    said = Heard(
        organisation_id=desk.id,
        person_id=case.person_id,
        channel="talk",
        thread_id=room.id,
        subject_id=message.id,
        text=message.text,
    )
    taker = None if desk.by_program else desk.me
    private = await open_case(work, said, state_of=msgspec.structs.replace(case, assignee_id=case.assignee_id or taker))
    if not desk.sees_all and private.assignee_id != desk.me:
        raise Refused(_("A colleague talks with them in private already. Answer here, or ask them."))
    private = await _answered(work, desk, private, message.id, message.text)
    if tells.strip():
        told = await _reply(work, desk, case, AnswerWish(text=tells, key=_key(wish, "tells") or ""))
        case = await _answered(work, desk, case, told.id, told.text)
    await note_deed(work, desk, case, "went_private", text=str(private.id))
    await save(work, case, settled(case, work.now, desk.hours))
    return private


async def _answered(work: Work, desk: Desk, case: Case, subject_id: Id, text: str) -> Case:
    if await store.is_noted(work.db, desk.id, subject_id, "answered"):
        return case
    if case.assignee_id is None and not desk.by_program:  # whoever answers has it
        case = await save(work, case, msgspec.structs.replace(case, assignee_id=desk.me))
        await note_deed(work, desk, case, "taken")
    await note_deed(work, desk, case, "answered", subject_id=subject_id)
    return await save_answered(work, case, subject_id, text)


async def _check_seen(work: Work, desk: Desk, case: Case, wish: AnswerWish) -> None:
    """Raise `Undecided` where a colleague answered what this one had not read; nothing is sent, nothing is lost."""
    if wish.seen is None or case.answers <= wish.seen:
        return
    last = await store.last_answer(work.db, desk.id, case.id)
    if last is None or last.by_id == desk.me:
        return
    said = SaidMeanwhile(
        by_name=await _name(work, last.by_id),
        text=await _words(work, desk, case, last.subject_id),
        answers=case.answers,
    )
    raise Undecided(
        _("{name} has just answered: “{words}” Yours was not sent, and is kept here.").format(
            name=said.by_name, words=said.text
        ),
        choices={"anyway": _("Send mine as well")},
        question=said,
    )


async def _words(work: Work, desk: Desk, case: Case, subject_id: Id | None) -> str:
    own = on_behalf(work, desk)
    try:
        if subject_id is None:
            return ""
        if case.channel == "talk":
            return (await find_message(own, subject_id)).message.text
        if case.channel == "mail":
            found = await mails_by_ids(own, desk.id, [subject_id])
            return found[subject_id].text if found else ""
        return (await get_post(work.db, await viewer_of(own), subject_id)).text
    except NotFound:
        return ""


async def _name(work: Work, person_id: Id | None) -> str:
    people = await present_accounts(work.db, [person_id]) if person_id else []
    return people[0].name or people[0].handle if people else _("A colleague")


async def _say(work: Work, desk: Desk, conversation_id: Id, wish: AnswerWish) -> tuple[Id, str]:
    own = on_behalf(work, desk)
    view = await find_conversation(own, conversation_id)
    if view.seat.state != "open":
        await accept(own, conversation_id)
    message = await send(own, conversation_id, _message(wish), key=_key(wish, "answer"))
    return message.id, message.text


async def _reply(work: Work, desk: Desk, case: Case, wish: AnswerWish) -> Post:
    own = on_behalf(work, desk)
    parent = await get_post(work.db, await viewer_of(own), case.last_id)
    text = wish.text
    if not text.strip() and not wish.media_ids:
        raise Invalid(_("There is nothing in it yet."), field="text")
    people = await present_accounts(work.db, [case.person_id])
    if parent.audience == "mentioned" and people and f"@{people[0].handle}".lower() not in text.lower():
        address = people[0].handle if people[0].domain is None else f"{people[0].handle}@{people[0].domain}"
        text = f"@{address} {text}"
    words = Words(text=text, audience=parent.audience, reply_to_id=parent.id, media_ids=wish.media_ids)
    return await publish(own, words, idempotency_key=_key(wish, "answer"), sent_by="hand")


def _message(wish: AnswerWish) -> MessageWish:
    return MessageWish(text=wish.text, media_ids=wish.media_ids)


def _mail_key(case: Case, wish: AnswerWish) -> str | None:
    """Name an answer among all mail of the organisation: another case's form is another answer."""
    key = _key(wish, "answer")
    return f"{case.id}:{key}"[:ONCE_KEY_MAX] if key else None


def _key(wish: AnswerWish, step: str) -> str | None:
    """Name one of the things that one wish says: what is repeated makes none of them twice."""
    if len(wish.key) > KEY_MAX:
        raise Invalid(_("That idempotency key is too long."), field="key")
    return f"{step}:{wish.key}" if wish.key else None
