"""Write to people by mail, from within work: the letter is sent if and only if the work is committed."""

from datetime import time, timedelta

from kith.base.mail.letter import KEPT_DAYS, Letter, LetterWritten
from kith.base.mail.store import forget_letters, lock_waiting_letter, mark_sent
from kith.base.work import Listener, Nightly, Work


async def write_letter(work: Work, *, to: str, subject: str, text: str, stop_url: str | None = None) -> Letter:
    """Put a letter into the outbox. A job hands it to the mail server, and tries again when that fails."""
    letter = Letter(id=work.new_id(), recipient=to, subject=subject, text=text, created_at=work.now, stop_url=stop_url)
    await work.db.insert(letter)
    work.tell(LetterWritten(letter_id=letter.id))
    return letter


async def send_letter(work: Work, fact: LetterWritten) -> None:
    """Hand over what waits. The row stays locked meanwhile, so two workers do not send it twice."""
    if not work.house.mailer.can_send:
        return  # it waits in the outbox, which the owner can read
    letter = await lock_waiting_letter(work.db, fact.letter_id)
    if letter is not None:
        await work.house.mailer.send(letter)
        await mark_sent(work.db, letter.id, sent_at=work.now)


async def forget_old_letters(work: Work) -> None:
    """Delete what nobody needs any more."""
    await forget_letters(work.db, before=work.now - timedelta(days=KEPT_DAYS))


LISTENERS = (Listener(fact=LetterWritten, name="mail.send", run=send_letter),)
NIGHTLY = (Nightly(name="mail.forget", at=time(3, 10), run=forget_old_letters),)
