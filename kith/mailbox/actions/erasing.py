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
    """What an organisation keeps of an address, the newest first.

    `mails` were exchanged with it, under a `name`. `named` are mails with others that it got, too, or sent for them;
    `left` counts what it wrote that stayed in the mailbox alone, and is remembered for some days.
    """

    address: str
    name: str
    mails: Sequence[Mail]
    named: Sequence[Mail]
    left: int

    @property
    def since(self) -> datetime | None:
        """When the oldest of what was exchanged came."""
        return self.mails[-1].at if self.mails else None


async def kept_about(work: Work, organisation_id: Id, address: str) -> KeptAbout:
    """Read what is kept of an address. For owners. Raises `Invalid` for what is none, `NotFound` for nothing."""
    await my_seat(work, organisation_id, "mail")
    tidied = tidied_address(address)
    person = await store.find_person(work.db, organisation_id, tidied)
    kept = KeptAbout(
        address=tidied,
        name=person.name if person is not None else "",
        mails=await store.mails_of_person(work.db, organisation_id, person.id, limit=SHOWN_MAX) if person else (),
        named=await store.mails_naming(work.db, organisation_id, tidied, limit=SHOWN_MAX),
        left=await store.count_left(work.db, organisation_id, tidied),
    )
    if person is None and not kept.named and not kept.left:
        raise NotFound
    return kept


class TakenMail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail, to be handed over."""

    from_you: bool
    at: datetime
    subject: str
    text: str
    files: tuple[str, ...]


class TakenAbout(msgspec.Struct, frozen=True, kw_only=True):
    """All that is kept of an address, to be handed over: what was written, the oldest first.

    Of mails with others it is told when they name the address, and not what stands in them: who writes a mail can
    name anybody.
    """

    address: str
    name: str
    mails: tuple[TakenMail, ...]
    named_in_mails_with_others: tuple[datetime, ...]
    mails_left_in_the_mailbox: int


async def take_along(work: Work, organisation_id: Id, address: str) -> TakenAbout:
    """Give all that is kept of an address, for whoever asks for it. For owners. Raises as `kept_about` does."""
    kept = await kept_about(work, organisation_id, address)
    await record(work, organisation_id, "mail.kept")
    return TakenAbout(
        address=kept.address,
        name=kept.name,
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
        named_in_mails_with_others=tuple(one.at for one in reversed(kept.named)),
        mails_left_in_the_mailbox=kept.left,
    )


async def erase(work: Work, organisation_id: Id, address: str) -> int:
    """Erase an address: its mails with their files, its name, and (by what the desk hears) its cases with their notes;
    and that it is named in mails with others, which stay.

    That its mails were looked at stays, without whose they were: so none of them comes again. Gives how many mails were
    concerned.
    """
    kept = await kept_about(work, organisation_id, address)
    count = await store.forget_where_named(work.db, organisation_id, kept.address)
    person = await store.find_person(work.db, organisation_id, kept.address)
    if person is not None:
        threads = await store.threads_of(work.db, organisation_id, person.id)
        count += await _delete(work, organisation_id, threads, also=person.id)
    await store.forget_who_wrote(work.db, organisation_id, kept.address)
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
