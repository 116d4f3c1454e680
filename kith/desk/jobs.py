"""What the desk listens to."""

from datetime import time, timedelta

from kith.base.work import Listener, Nightly, Work
from kith.conversations.model import MessageChanged, MessageSent, MessagesVanished
from kith.desk import store
from kith.desk.actions.listening import (
    hear_blocked,
    hear_changed,
    hear_deleted,
    hear_edited,
    hear_failed,
    hear_mail,
    hear_message,
    hear_published,
    hear_seat_ended,
    hear_vanished,
)
from kith.desk.actions.moving import settle_more, wake
from kith.desk.actions.overhearing import (
    forget_wishes,
    hear_edit,
    hear_muted,
    hear_names,
    hear_profile,
    read_on,
    unhear_between,
    unhear_person,
    unhear_post,
)
from kith.desk.actions.parting import forget, forget_mail
from kith.desk.actions.ways import erase_more
from kith.desk.model import CaseDue, ForgettingAtDesks, NameDropped, NamesToRead, NamingChanged, SettlingBundle
from kith.desk.model.way import WORDS_KEPT_DAYS, ErasingAtDesk
from kith.mailbox.model import MailCame, MailFailed, MailThreadsGone
from kith.organisations.model import SeatEnded
from kith.people.model import Blocked, Left, Muted, ProfileChanged
from kith.posts.model import Deleted, Edited, Published


def _may_be_to_a_desk(fact: MessageSent) -> bool:
    return fact.said and not fact.among_people and len({fact.author_id, *fact.to_ids, *fact.asked_ids}) == 2


def _is_said_to_somebody(fact: Published) -> bool:
    others = {*fact.mentioned_ids, fact.reply_to_author_id, fact.quote_of_author_id} - {None, fact.author_id}
    return fact.repost_of_id is None and bool(others)


async def _message(work: Work, fact: MessageSent) -> None:
    await hear_message(work, fact)


async def _published(work: Work, fact: Published) -> None:
    await hear_published(work, fact)


async def _edited(work: Work, fact: Edited) -> None:
    await hear_edited(work, fact)
    await hear_edit(work, fact)


async def _changed(work: Work, fact: MessageChanged) -> None:
    await hear_changed(work, fact)


async def _vanished(work: Work, fact: MessagesVanished) -> None:
    await hear_vanished(work, fact)


async def _deleted(work: Work, fact: Deleted) -> None:
    await hear_deleted(work, fact)
    if fact.audience == "everyone" and fact.repost_of_id is None:
        await unhear_post(work, fact)


async def _blocked(work: Work, fact: Blocked) -> None:
    await unhear_between(work, fact.blocker_id, fact.blocked_id)
    await hear_blocked(work, fact)


async def _seat_ended(work: Work, fact: SeatEnded) -> None:
    await hear_seat_ended(work, fact.organisation_id, fact.person_id)


async def _due(work: Work, fact: CaseDue) -> None:
    await wake(work, fact.organisation_id, fact.case_id)


async def _bundle(work: Work, fact: SettlingBundle) -> None:
    await settle_more(work, fact)


async def _mail(work: Work, fact: MailCame) -> None:
    await hear_mail(work, fact)


async def _failed(work: Work, fact: MailFailed) -> None:
    await hear_failed(work, fact)


async def _gone(work: Work, fact: MailThreadsGone) -> None:
    await forget_mail(work, fact)


async def _left(work: Work, fact: Left) -> None:
    await forget_wishes(work, fact)
    await forget(work, fact.account_id)


async def _naming_changed(work: Work, fact: NamingChanged) -> None:
    await unhear_person(work, fact.person_id)


async def _read_on(work: Work) -> None:
    await read_on(work)


async def _more(work: Work, fact: ForgettingAtDesks) -> None:
    await forget(work, fact.account_id)


async def _erasing(work: Work, fact: ErasingAtDesk) -> None:
    await erase_more(work, fact)


async def tidy_words(work: Work) -> None:
    """Forget ways that are over, and that words went out long ago."""
    await store.end_passed_ways(work.db, work.now.date())
    await store.forget_old_words(work.db, work.now - timedelta(days=WORDS_KEPT_DAYS))


LISTENERS = (
    Listener(MessageSent, "desk.message", _message, wants=_may_be_to_a_desk),
    Listener(Published, "desk.published", _published, wants=_is_said_to_somebody),
    Listener(Edited, "desk.edited", _edited),
    Listener(MessageChanged, "desk.changed", _changed),
    Listener(MessagesVanished, "desk.vanished", _vanished),
    Listener(Deleted, "desk.deleted", _deleted),
    Listener(Blocked, "desk.blocked", _blocked),
    Listener(Muted, "desk.muted", hear_muted),
    Listener(SeatEnded, "desk.seat_ended", _seat_ended),
    Listener(NameDropped, "desk.named", hear_names),
    Listener(NamesToRead, "desk.more_names", read_on),
    Listener(NamingChanged, "desk.naming", _naming_changed),
    Listener(ProfileChanged, "desk.profile", hear_profile),
    Listener(CaseDue, "desk.due", _due),
    Listener(SettlingBundle, "desk.bundle", _bundle),
    Listener(MailCame, "desk.mail", _mail),
    Listener(MailFailed, "desk.mail_failed", _failed),
    Listener(MailThreadsGone, "desk.mail_gone", _gone),
    Listener(Left, "desk.left", _left),
    Listener(ForgettingAtDesks, "desk.more_of_who_left", _more),
    Listener(ErasingAtDesk, "desk.erasing", _erasing),
)
NIGHTLY = (
    Nightly(name="desk.words", at=time(3, 50), run=tidy_words),
    Nightly(name="desk.names", at=time(0, 0), run=_read_on, every=timedelta(minutes=1)),
)
