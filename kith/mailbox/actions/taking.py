"""What becomes of a mail that was read: a mail of a thread, a note in one, or it stays in the mailbox alone."""

from datetime import timedelta

from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.mailbox import store
from kith.mailbox.actions.sending import fail
from kith.mailbox.model import (
    FILES_TOTAL_MAX_BYTES,
    SAME_SUBJECT_DAYS,
    Letter,
    Mail,
    MailArrival,
    Mailbox,
    MailCame,
    MailFile,
    MailPerson,
    Outcome,
)
from kith.mailbox.model.mail import COPIED_MAX, Reason
from kith.mailbox.rules.reading import mark_of
from kith.mailbox.rules.words import base_subject
from kith.media import keep_attached

OLD_DAYS = 30  # what was written so long before the mailbox was connected is history that somebody moves around
FROM_ONE_AN_HOUR_MAX = 60  # a person writes a few; a machine that answers machines writes thousands


async def take_in(work: Work, box: Mailbox, letter: Letter) -> None:
    """Take in a mail, in the transaction that says it was looked at. Safe to repeat."""
    outcome, reason = await _judged(work, box, letter)
    arrival = MailArrival(
        organisation_id=box.organisation_id,
        mark=mark_of(letter),
        outcome=outcome,
        reason=reason,
        address=letter.sender,
        subject=letter.subject,
        came_at=work.now,
    )
    if not await work.db.insert_new(arrival) or outcome == "left":
        return
    if letter.nature == "bounce":
        await _bounce(work, box, letter)
    else:
        await _keep(work, box, letter, automatic=outcome == "note")


async def _judged(work: Work, box: Mailbox, letter: Letter) -> tuple[Outcome, Reason]:
    """Decide what becomes of it. What no hand wrote opens no case: it stands in one that is there, or stays away."""
    if (reason := _unwanted(box, letter)) is not None:
        return "left", reason
    if letter.nature == "bounce":
        return ("note" if await _failed(work, box, letter) else "left"), "bounce"
    if letter.nature in ("automatic", "list", "delayed"):
        known = letter.nature != "delayed" and await _answered(work, box.organisation_id, letter) is not None
        return ("note" if known else "left"), ("list" if letter.nature == "list" else "automatic")
    hour = work.now - timedelta(hours=1)
    if await store.count_from(work.db, box.organisation_id, letter.sender, since=hour) >= FROM_ONE_AN_HOUR_MAX:
        return "left", "many"
    return "case", ""


def _unwanted(box: Mailbox, letter: Letter) -> Reason | None:
    """Say why a mail is nobody's who could be answered."""
    if letter.sender == box.address:
        return "own"
    if letter.written_at is not None and letter.written_at < box.connected_at - timedelta(days=OLD_DAYS):
        return "old"
    if letter.nature != "bounce" and letter.address in ("", box.address):
        return "nobody"
    return None


async def _keep(work: Work, box: Mailbox, letter: Letter, *, automatic: bool) -> None:
    organisation_id = box.organisation_id
    name = letter.name if letter.sender == letter.address else ""  # who writes names nobody but themself
    fresh = MailPerson(organisation_id=organisation_id, id=work.new_id(), address=letter.address, name=name)
    person = await store.put_person(work.db, fresh)
    mail_id = work.new_id()
    thread_id = await _thread(work, organisation_id, person.id, letter) or mail_id
    files, left = await _files(work, organisation_id, letter, mail_id)
    mail = Mail(
        organisation_id=organisation_id,
        id=mail_id,
        thread_id=thread_id,
        person_id=person.id,
        kind="automatic" if automatic else "received",
        state="here",
        message_id=letter.message_id,
        refers_to=letter.refers_to,
        subject=letter.subject,
        text=letter.text,
        sender=_another_sender(letter),
        copied=tuple(one for one in letter.copied if one != box.address)[:COPIED_MAX],
        files=files,
        files_left=letter.files_left + left,
        cut=letter.cut,
        at=work.now,
    )
    await work.db.insert(mail)
    work.tell(MailCame(organisation_id=organisation_id, mail_id=mail_id, automatic=automatic))


async def _files(work: Work, organisation_id: Id, letter: Letter, mail_id: Id) -> tuple[tuple[MailFile, ...], int]:
    """Keep what is attached, as it came: it is never looked into. What is too large stays in the mailbox."""
    one_max = work.house.settings.attached_max_mb * 1_000_000
    kept: list[MailFile] = []
    total = 0
    for one in letter.files:
        size = len(one.content)
        if size > one_max or total + size > FILES_TOTAL_MAX_BYTES:
            continue
        medium = await keep_attached(work, organisation_id, one.content, name=one.name, used_for=mail_id)
        kept.append(MailFile(id=medium.id, name=medium.name, size_bytes=size))
        total += size
    return tuple(kept), len(letter.files) - len(kept)


async def _thread(work: Work, organisation_id: Id, person_id: Id, letter: Letter) -> Id | None:
    """Find where it goes on: by what it refers to, else by its subject; only ever with the same address.

    Whoever knows a Message-ID of others and refers to it begins a thread of their own. So does who writes from one
    address and has answers go to another: each can do so with any, and goes on where they did so before.
    """
    for mail in await store.find_by_message_ids(work.db, organisation_id, letter.refers_to):
        if mail.person_id == person_id and await _wrote_there(work, mail, letter):
            return mail.thread_id
    subject = base_subject(letter.subject)
    if not subject:
        return None
    since = work.now - timedelta(days=SAME_SUBJECT_DAYS)
    lately = await store.find_by_subject(work.db, organisation_id, person_id, since=since)
    same = (one for one in lately if base_subject(one.subject) == subject)
    return next((one.thread_id for one in same if one.sender == _another_sender(letter)), None)


async def _wrote_there(work: Work, mail: Mail, letter: Letter) -> bool:
    """Tell whether who says they wrote a letter is who wrote in the thread of a mail."""
    sender = _another_sender(letter)
    if not sender or (mail.kind != "sent" and mail.sender == sender):
        return True
    thread = await store.last_mails(work.db, mail.organisation_id, mail.thread_id)
    return any(one.kind != "sent" and one.sender == sender for one in thread)


def _another_sender(letter: Letter) -> str:
    return letter.sender if letter.sender != letter.address else ""


async def _answered(work: Work, organisation_id: Id, letter: Letter) -> Id | None:
    """Find the thread in which a machine answered."""
    person = await store.find_person(work.db, organisation_id, letter.address)
    return await _thread(work, organisation_id, person.id, letter) if person is not None else None


async def _failed(work: Work, box: Mailbox, letter: Letter) -> list[Mail]:
    found = await store.find_by_message_ids(work.db, box.organisation_id, letter.failed_ids)
    return [one for one in found if one.kind == "sent"]


async def _bounce(work: Work, box: Mailbox, letter: Letter) -> None:
    why = letter.failed_why or letter.subject
    for one in await _failed(work, box, letter):
        mail = await store.lock_mail(work.db, box.organisation_id, one.id)
        if mail.state == "failed":
            continue  # whoever got it can say so as often as they like
        words = _("It came back: “{words}” Look at the address, or reach them in another way.")
        await fail(work, mail, words.format(words=why[:300]))
