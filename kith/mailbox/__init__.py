"""Mail: what is written to an organisation's own address, and how its answers go out.

Words: an owner *connects* a *mailbox*: it is read by IMAP, and never changed; answers go out by SMTP. What is read is a
*letter* at first; a *mail* is what is kept of it, as text. Mails that belong together are a *thread*, which is between
the organisation and one *address*. An address is nobody's account. What no hand wrote (an answer by itself, a *list*,
a *bounce*) opens no case; what is not taken in is *left* in the mailbox, and an *arrival* says why.
"""

from kith.mailbox.actions.connecting import can_answer, connect, disconnect, mailbox_of, pause
from kith.mailbox.actions.erasing import KeptAbout, erase, kept_about, left_behind
from kith.mailbox.actions.reading import file_of, mail_people, mails_by_ids, mails_of
from kith.mailbox.actions.sending import answer_by_mail, send_again
from kith.mailbox.actions.taking import take_in
from kith.mailbox.rules.connecting import MailboxWish, ServerWish
from kith.mailbox.rules.reading import read_letter
from kith.mailbox.rules.words import folded

__all__ = [
    "KeptAbout",
    "MailboxWish",
    "ServerWish",
    "answer_by_mail",
    "can_answer",
    "connect",
    "disconnect",
    "erase",
    "file_of",
    "folded",
    "kept_about",
    "left_behind",
    "mail_people",
    "mailbox_of",
    "mails_by_ids",
    "mails_of",
    "pause",
    "read_letter",
    "send_again",
    "take_in",
]
