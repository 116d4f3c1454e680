"""Answers by mail: written at the desk, sent by a job, tried again while that may help, and shown as they are."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec
import structlog

from kith.base.core.errors import Elsewhere, Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.text import clean
from kith.base.core.words import _
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.mailbox import outbox, store
from kith.mailbox.actions.connecting import SENDING, access_to
from kith.mailbox.dialling import NotOutside, Wrong
from kith.mailbox.model import SENT_TEXT_MAX, Mail, Mailbox, MailFailed, MailFile, MailWritten
from kith.mailbox.model.mail import PROBLEM_MAX, SENT_FILES_MAX_BYTES
from kith.mailbox.rules.writing import attach, message_id_of, message_of, minutes_until_next, references_of, subject_of
from kith.media import attached_key, claim
from kith.organisations import find_organisation, seat_of
from kith.people import find_account, present_accounts

log = structlog.get_logger()


async def answer_by_mail(
    work: Work, organisation_id: Id, thread_id: Id, text: str, *, media_ids: Sequence[Id], once_key: str | None
) -> Mail:
    """Write an answer in a thread; a job sends it after the commit. The same key again writes nothing twice.

    `work` acts for the organisation, by the hand of whoever writes; whose seat it is was asked before. Raises `Invalid`
    for no words or too many files, `NotFound` for a thread that is gone, `Refused` where no mailbox is connected.
    """
    text = clean(text, length_max=SENT_TEXT_MAX, field="text", characters_max=SENT_TEXT_MAX * 2)
    if not text and not media_ids:
        raise Invalid(_("There is nothing in it yet."), field="text")
    if once_key is not None and (known := await store.find_once(work.db, organisation_id, once_key)) is not None:
        return known
    box = await _open_mailbox(work, organisation_id)
    thread = await store.last_mails(work.db, organisation_id, thread_id)
    if not thread:
        raise NotFound
    assert work.hand is not None
    mail_id = work.new_id()
    mail = Mail(
        organisation_id=organisation_id,
        id=mail_id,
        thread_id=thread_id,
        person_id=thread[-1].person_id,
        kind="sent",
        state="sending",
        message_id=message_id_of(mail_id, box.address),
        refers_to=references_of(thread),
        subject=subject_of(thread),
        text=text,
        at=work.now,
        hand_id=work.hand,
        signed=await _signature(work, organisation_id, work.hand),
        files=await _files(work, media_ids, mail_id),
        once_key=once_key,
    )
    await work.db.insert(mail)
    work.tell(MailWritten(organisation_id=organisation_id, mail_id=mail_id))
    return mail


async def send_again(work: Work, organisation_id: Id, mail_id: Id) -> Mail:
    """Try once more what failed; under the same Message-ID. Whose seat it is was asked before."""
    mail = await store.lock_mail(work.db, organisation_id, mail_id)
    if mail.kind != "sent":
        raise NotFound
    if mail.state != "failed":
        return mail
    await _open_mailbox(work, organisation_id)
    mail = msgspec.structs.replace(mail, state="sending", attempts=0, problem="")
    await store.change_mail(work.db, mail)
    work.tell(MailWritten(organisation_id=organisation_id, mail_id=mail_id))
    return mail


async def send_out(work: Work, fact: MailWritten) -> None:
    """Hand over what waits. The row stays locked meanwhile, so that two workers do not send it twice."""
    mail = await store.lock_to_send(work.db, fact.organisation_id, fact.mail_id)
    if mail is None:
        return
    mail = msgspec.structs.replace(mail, attempts=mail.attempts + 1)
    try:
        await _hand_over(work, mail)
    except (Wrong, NotOutside, Refused) as error:
        await fail(work, mail, error.text)
    except Elsewhere as error:
        minutes = minutes_until_next(mail.attempts)
        log.warning("mail.unsent", mail=mail.id, attempt=mail.attempts, error=repr(error.__cause__ or error))
        if minutes is None:
            await fail(work, mail, error.text)
            return
        await store.change_mail(work.db, msgspec.structs.replace(mail, problem=error.text[:PROBLEM_MAX]))
        work.tell(fact, at=work.now + timedelta(minutes=minutes))
    else:
        await store.change_mail(work.db, msgspec.structs.replace(mail, state="sent", problem=""))


async def fail(work: Work, mail: Mail, why: str) -> None:
    """Write that a locked mail did not arrive, and tell the desk."""
    after = msgspec.structs.replace(mail, state="failed", problem=why[:PROBLEM_MAX])
    await store.change_mail(work.db, after)
    work.tell(MailFailed(organisation_id=mail.organisation_id, mail_id=mail.id))


async def _hand_over(work: Work, mail: Mail) -> None:
    box = await _open_mailbox(work, mail.organisation_id)
    people = await store.people_by_ids(work.db, mail.organisation_id, [mail.person_id])
    account = await find_account(work.db, mail.organisation_id)
    if not people or account is None:
        raise Refused(_("This was erased meanwhile."))
    message = message_of(mail, box, name=account.name or account.handle, person=people[0])
    for file in mail.files:
        key = await attached_key(work, mail.organisation_id, file.id)
        if key is not None:
            attach(message, file.name, await work.house.blobs.read(key))
    await outbox.send(access_to(work, box, SENDING), message, sender=box.address, recipient=people[0].address)


async def _files(work: Work, media_ids: Sequence[Id], mail_id: Id) -> tuple[MailFile, ...]:
    """Take what the organisation uploaded along."""
    if not media_ids:
        return ()
    media = await claim(work, media_ids, used_for=mail_id, with_files=True)
    if sum(one.size_bytes for one in media) > SENT_FILES_MAX_BYTES:
        raise Invalid(_("That is too much for a mail: up to {count} MB go along.").format(count=15), field="files")
    return tuple(
        MailFile(id=one.id, name=one.name or f"{number}.{one.file_key.rpartition('.')[2]}", size_bytes=one.size_bytes)
        for number, one in enumerate(media, start=1)
    )


async def _open_mailbox(work: Work, organisation_id: Id) -> Mailbox:
    box = await store.find_mailbox(work.db, organisation_id)
    if box is None:
        raise Refused(_("No mailbox is connected any more. An owner connects it under “Your organisations”, “Mail”."))
    if box.state != "on":
        raise Refused(_("Mail is paused. An owner lets it go on under “Your organisations”, “Mail”."))
    return box


async def _signature(work: Work, organisation_id: Id, hand_id: Id) -> str:
    """Give the name under an answer: where the organisation signs, and they agreed to be shown."""
    organisation = await find_organisation(work.db, organisation_id)
    seat = await seat_of(work, organisation_id, hand_id)
    if organisation is None or seat is None or not organisation.signs or not seat.shown:
        return ""
    people = await present_accounts(work.db, [hand_id])
    return first_name(people[0])[:120] if people else ""
