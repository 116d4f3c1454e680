"""A case at the clinic's desk that came by mail: read as every mail is, though no mailbox is connected in the village.

Nothing is fetched and nothing can go out: the page of the case says so, and so does the team.
"""

from email.message import EmailMessage
from email.utils import format_datetime

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.mailbox import read_letter, take_in
from kith.mailbox.model import Mailbox, MailServer

ADDRESS = "hello@linden-clinic.example"
BY_MAIL = "hedda"  # she has no account, here or anywhere
TEXT = """Good morning at the clinic,

I have no account anywhere, only this address and a good pen. My cousin Emil says that you know his back. Mine is of
the same make, and carries less flour. Do you see people from across the river? And may I bring the dog? He is quieter
than Emil.

Kind regards,
Hedda Lund
"""


async def let_mail_come(work: Work, clinic_id: Id) -> None:
    """Take a mail in as if a mailbox had been looked into."""
    mail = EmailMessage()
    mail["From"] = "Hedda Lund <hedda@river-post.example>"
    mail["To"] = ADDRESS
    mail["Cc"] = "Emil <emil@bakehouse.example>"
    mail["Subject"] = "A back from across the river"
    mail["Date"] = format_datetime(work.now)
    mail["Message-ID"] = "<one-back@river-post.example>"
    mail.set_content(TEXT)
    await take_in(work, _unconnected(work, clinic_id), read_letter(mail.as_bytes()))


def _unconnected(work: Work, clinic_id: Id) -> Mailbox:
    """Give a mailbox that is kept nowhere: mail is taken in by its address, and by when it was connected."""
    nowhere = MailServer(host="mail.linden-clinic.example", port=993, security="tls", user=ADDRESS)
    return Mailbox(
        organisation_id=clinic_id,
        address=ADDRESS,
        reading=nowhere,
        reading_sealed=b"",
        sending=nowhere,
        sending_sealed=b"",
        uid_validity=Id(1),
        next_uid=Id(1),
        look_at=work.now,
        connected_at=work.now,
    )
