"""The mail that goes out: plain text, with what lets every mail program put it into its thread."""

import mimetypes
from collections.abc import Sequence
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from kith.base.core.errors import Elsewhere
from kith.base.core.words import _
from kith.mailbox.model import Mail, Mailbox, MailPerson
from kith.mailbox.model.mail import REFERENCES_MAX, SUBJECT_MAX
from kith.mailbox.rules.words import base_subject

# Minutes until the next try: together about a day, as mail servers do among each other.
TRIES_MIN = (1, 5, 15, 60, 120, 240, 480, 480)


def message_id_of(mail_id: int, address: str) -> str:
    """Name a mail for ever: each try sends the same name, so that what arrives twice is known to be one."""
    return f"<kith.{mail_id}@{address.rpartition('@')[2]}>"


def subject_of(thread: Sequence[Mail]) -> str:
    """Give the subject of an answer: that of the thread, with one `Re:` in front."""
    subject = next((one.subject for one in reversed(thread) if one.kind == "received"), "")
    if subject and base_subject(subject) != " ".join(subject.split()).casefold():
        return subject
    return f"Re: {subject}"[:SUBJECT_MAX].strip()


def references_of(thread: Sequence[Mail]) -> tuple[str, ...]:
    """List what an answer refers to, the last being what it answers (RFC 5322): the last that they wrote."""
    last = next((one for one in reversed(thread) if one.kind == "received"), None)
    if last is None:
        return ()
    ids = [*last.refers_to, *(one.message_id for one in thread if one.id < last.id), last.message_id]
    known = list(dict.fromkeys(one for one in ids if not one.endswith("@no-id.invalid>")))
    return tuple(known if len(known) <= REFERENCES_MAX else known[:1] + known[1 - REFERENCES_MAX :])


def body_of(mail: Mail, box: Mailbox) -> str:
    """Give the words with what stands below them: the name that signs, and what the organisation puts under all."""
    parts = [mail.text, f"— {mail.signed}" if mail.signed else "", f"-- \n{box.foot}" if box.foot else ""]
    return "\n\n".join(part for part in parts if part) + "\n"


def message_of(mail: Mail, box: Mailbox, *, name: str, person: MailPerson) -> EmailMessage:
    """Give the mail as it goes out. The library refuses line breaks in headers, and nothing is put into them by hand.

    Raises `Elsewhere` for an address that no mail can go to.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(display_name=name, addr_spec=box.address)
        message["To"] = Address(display_name=person.name, addr_spec=person.address)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(mail.at)
        message["Message-ID"] = mail.message_id
        if mail.refers_to:
            message["In-Reply-To"] = mail.refers_to[-1]
            message["References"] = " ".join(mail.refers_to)
    except (ValueError, HeaderParseError, IndexError) as error:
        raise Elsewhere(_("No mail can go to an address like that.")) from error
    message.set_content(body_of(mail, box))
    return message


def attach(message: EmailMessage, name: str, content: bytes) -> None:
    """Put a file into a mail, to be saved by whoever gets it."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    maintype, _slash, subtype = kind.partition("/")
    message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)


def minutes_until_next(attempts: int) -> int | None:
    """Tell when to try again after so many tries; `None`: not any more."""
    return TRIES_MIN[attempts - 1] if attempts <= len(TRIES_MIN) else None
