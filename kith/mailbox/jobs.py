"""What happens to mail by itself."""

from datetime import time, timedelta

from kith.base.work import Listener, Nightly, Work
from kith.mailbox.actions.erasing import forget_old, forget_organisation
from kith.mailbox.actions.fetching import look_into, send_around
from kith.mailbox.actions.sending import send_out
from kith.mailbox.model import ForgettingMail, MailboxDue, MailWritten
from kith.people.model import Left


async def _due(work: Work, fact: MailboxDue) -> None:
    await look_into(work, fact.organisation_id)


async def _written(work: Work, fact: MailWritten) -> None:
    await send_out(work, fact)


async def _left(work: Work, fact: Left) -> None:
    await forget_organisation(work, fact.account_id)


async def _more(work: Work, fact: ForgettingMail) -> None:
    await forget_organisation(work, fact.organisation_id)


LISTENERS = (
    Listener(MailboxDue, "mailbox.look", _due),
    Listener(MailWritten, "mailbox.send", _written),
    Listener(Left, "mailbox.left", _left),
    Listener(ForgettingMail, "mailbox.more_of_who_left", _more),
)
NIGHTLY = (
    Nightly(name="mailbox.around", at=time(0), run=send_around, every=timedelta(minutes=1)),
    Nightly(name="mailbox.old", at=time(4, 40), run=forget_old),
)
