"""What an organisation keeps of an address: shown, taken along, erased; and what is kept no longer by itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.mailbox import store
from kith.mailbox.model import (
    ForgettingMail,
    Mail,
    MailArrival,
    MailPerson,
    MailThreadsGone,
)
from kith.mailbox.rules.connecting import tidied_address
from kith.media import drop_attached
from kith.organisations import my_seat, record

THREADS_A_STEP = 100
SHOWN_MAX = 1_000
LEFT_SHOWN_MAX = 30
LEFT_SHOWN_DAYS = 30
ARRIVALS_KEPT_DAYS = 400  # longer than any server counts anew without its owner knowing


class KeptAbout(msgspec.Struct, frozen=True, kw_only=True):
    """What an organisation keeps of an address, the newest first."""

    person: MailPerson
    mails: Sequence[Mail]

    @property
    def since(self) -> datetime | None:
        """When the oldest of it came."""
        return self.mails[-1].at if self.mails else None


async def kept_about(work: Work, organisation_id: Id, address: str) -> KeptAbout:
    """Read what is kept of an address. For owners. Raises `Invalid` for what is none, `NotFound` for nothing."""
    await my_seat(work, organisation_id, "mail")
    person = await store.find_person(work.db, organisation_id, tidied_address(address))
    if person is None:
        raise NotFound
    mails = await store.mails_of_person(work.db, organisation_id, person.id, limit=SHOWN_MAX)
    return KeptAbout(person=person, mails=mails)


class TakenMail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail, to be handed over."""

    from_you: bool
    at: datetime
    subject: str
    text: str
    files: tuple[str, ...]


class TakenAbout(msgspec.Struct, frozen=True, kw_only=True):
    """All that is kept of an address, to be handed over: what was written, the oldest first."""

    address: str
    name: str
    mails: tuple[TakenMail, ...]


async def take_along(work: Work, organisation_id: Id, address: str) -> TakenAbout:
    """Give all that is kept of an address, for whoever asks for it. For owners. Raises as `kept_about` does."""
    kept = await kept_about(work, organisation_id, address)
    await record(work, organisation_id, "mail.kept")
    return TakenAbout(
        address=kept.person.address,
        name=kept.person.name,
        mails=tuple(
            TakenMail(
                from_you=one.kind != "sent",
                at=one.at,
                subject=one.subject,
                text=one.text,
                files=tuple(file.name for file in one.files),
            )
            for one in reversed(kept.mails)
        ),
    )


async def erase(work: Work, organisation_id: Id, address: str) -> int:
    """Erase an address: its mails with their files, its name, and (by what the desk hears) its cases with their notes.

    That its mails were looked at stays, without whose they were: so none of them comes again. Gives how many they were.
    """
    await my_seat(work, organisation_id, "mail")
    person = await store.find_person(work.db, organisation_id, tidied_address(address))
    if person is None:
        raise NotFound
    threads = await store.threads_of(work.db, organisation_id, person.id)
    count = await _delete(work, organisation_id, threads, also=person.id)
    await store.forget_who_wrote(work.db, organisation_id, person.address)
    await record(work, organisation_id, "mail.erased")
    return count


async def left_behind(work: Work, organisation_id: Id) -> list[MailArrival]:
    """List what came lately and was left in the mailbox alone, and why."""
    since = work.now - timedelta(days=LEFT_SHOWN_DAYS)
    return await store.arrivals_left(work.db, organisation_id, since=since, limit=LEFT_SHOWN_MAX)


async def forget_old(work: Work) -> None:
    """Delete what organisations wanted to keep no longer: nightly."""
    for box in await store.keeping_mailboxes(work.db):
        before = work.now - timedelta(days=box.kept_days)
        threads = await store.old_threads(work.db, box.organisation_id, before=before, limit=THREADS_A_STEP)
        while threads:
            await _delete(work, box.organisation_id, threads)
            threads = await store.old_threads(work.db, box.organisation_id, before=before, limit=THREADS_A_STEP)
        old = work.now - timedelta(days=ARRIVALS_KEPT_DAYS)
        await store.forget_arrivals(work.db, box.organisation_id, before=old)
        shown = work.now - timedelta(days=LEFT_SHOWN_DAYS)
        await store.forget_whose_arrivals(work.db, box.organisation_id, before=shown)


async def forget_organisation(work: Work, organisation_id: Id) -> None:
    """Delete all mail of an organisation that is gone, some at a time; and of a person, by whose hand they answered."""
    await store.forget_hand(work.db, organisation_id)
    threads = await store.some_threads(work.db, organisation_id, limit=THREADS_A_STEP)
    if threads:
        await _delete(work, organisation_id, threads)
        work.tell(ForgettingMail(organisation_id=organisation_id))
        return
    await store.forget_mailbox(work.db, organisation_id)


async def _delete(work: Work, organisation_id: Id, threads: Sequence[Id], *, also: Id | None = None) -> int:
    mails = await store.delete_threads(work.db, organisation_id, threads)
    await drop_attached(work, organisation_id, [file.id for mail in mails for file in mail.files])
    people = sorted({mail.person_id for mail in mails} | ({also} if also is not None else set()))
    await store.forget_people_without_mail(work.db, organisation_id, people)
    gone = MailThreadsGone(
        organisation_id=organisation_id, person_ids=tuple(people), thread_ids=tuple(sorted(set(threads)))
    )
    work.tell(gone)
    return len(mails)
