"""A team sends a list of people who agreed; it is read by a job, those who are here are asked, and it is gone."""

import secrets
import shutil
from datetime import date, timedelta
from pathlib import Path

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import Upload
from kith.base.work import House, Work
from kith.contacts import store
from kith.contacts.model import (
    FILE_MAX_MB,
    FORGOTTEN_AFTER_S,
    LISTS_A_DAY_MAX,
    OPEN_QUESTIONS_MAX,
    ContactList,
    ContactListCame,
    ContactListForgotten,
    How,
)
from kith.contacts.rules import Addresses, check_agreed_on
from kith.finding import candidates, look_into
from kith.organisations import lock_organisation, my_seat, record
from kith.people import load_viewer, present_accounts
from kith.people.model import Account

FREE_MIN_BYTES = 1_000_000_000  # a full disk would stop the database, too
AGREED_SHOWN_MAX = 40
ASKED_AT_ONCE = 500


async def send_list(work: Work, organisation_id: Id, file: Upload, *, how: How, agreed_on: date) -> ContactList:
    """Take a file in, to be read by a job. Nobody on it is written to, and no profile is made of them.

    Raises `Invalid` for a file or a day that cannot be, `Refused` for one too many, and for an organisation whose
    website has not proved who it is: anybody could else ask in a borrowed name.
    """
    await my_seat(work, organisation_id, "contacts")
    organisation = await lock_organisation(work.db, organisation_id)
    seat = await my_seat(work, organisation_id, "contacts")  # once more: it may have ended meanwhile
    if organisation.website_state != "verified":
        raise Refused(_("First let your website prove that you are who you say: under “What it tells”."))
    check_agreed_on(agreed_on, work.now.date())
    if not 0 < file.size_bytes <= FILE_MAX_MB * 1_000_000:
        raise Invalid(_("Choose a file of up to {size} MB.").format(size=FILE_MAX_MB), field="file")
    if await store.count_lists_since(work.db, organisation_id, work.now - timedelta(days=1)) >= LISTS_A_DAY_MAX:
        raise Refused(_("{count} lists a day are enough. Send the next one tomorrow.").format(count=LISTS_A_DAY_MAX))
    if shutil.disk_usage(work.house.blobs.incoming()).free < FREE_MIN_BYTES:
        raise Refused(_("There is no room for a large file on this server right now. Please tell its owner."))
    sent = ContactList(
        organisation_id=organisation_id,
        id=work.new_id(),
        by_id=seat.person_id,
        how=how,
        agreed_on=agreed_on,
        sent_at=work.now,
    )
    await work.db.insert(sent)
    await record(work, organisation_id, "contacts.sent", subject_id=sent.id)
    await file.save(_path(work.house, organisation_id, sent.id))
    place = {"organisation_id": organisation_id, "list_id": sent.id}
    work.tell(ContactListCame(**place))
    work.tell(ContactListForgotten(**place), at=work.now + timedelta(seconds=FORGOTTEN_AFTER_S))
    return sent


async def lists_of(work: Work, organisation_id: Id) -> list[ContactList]:
    """List the last files that a team sent, the newest first."""
    await my_seat(work, organisation_id, "contacts")
    return await store.lists_of(work.db, organisation_id)


async def those_who_agreed(work: Work, organisation_id: Id, *, after: Id | None = None) -> list[Account]:
    """List who said yes here: the only ones of whom an organisation learns anything."""
    await my_seat(work, organisation_id, "contacts")
    ids = await store.who_agreed(work.db, organisation_id, after=after or Id(0), limit=AGREED_SHOWN_MAX)
    return sorted(await present_accounts(work.db, ids), key=lambda one: one.id)


async def read_list(work: Work, came: ContactListCame) -> None:
    """Read a file, ask those of it who are here and may be found by it, and delete it. Safe to repeat."""
    path = _path(work.house, came.organisation_id, came.list_id)
    sent = await store.lock_list(work.db, came.organisation_id, came.list_id)
    await work.rest()
    if sent is None or sent.state in ("done", "failed"):
        path.unlink(missing_ok=True)
        return
    if not path.exists():
        await _finish(work, sent, problem="lost")
        return

    async def hear(percent: int) -> None:
        async with work.house.work() as own:
            await store.note_percent(own.db, came.organisation_id, came.list_id, percent)

    told = await look_into(path, hear)
    if isinstance(told, str) or told.kind != "contacts":
        await _finish(work, sent, problem=told if isinstance(told, str) else "unknown")
    else:
        emails = [email for person in told.people for email in person.emails]
        await _ask(work, sent, Addresses(emails, salt=secrets.token_bytes(32)))
        named = sum(bool(person.emails) for person in told.people)
        await _finish(work, sent, people=named, problem="" if named else "nothing")
    await work.rest()
    path.unlink(missing_ok=True)


async def discard_list(work: Work, forgotten: ContactListForgotten) -> None:
    """Delete a file that was not read in time, and say so."""
    _path(work.house, forgotten.organisation_id, forgotten.list_id).unlink(missing_ok=True)
    sent = await store.lock_list(work.db, forgotten.organisation_id, forgotten.list_id)
    if sent is not None and sent.state not in ("done", "failed"):
        await work.db.put(msgspec.structs.replace(sent, state="failed", problem="slow"))


async def _ask(work: Work, sent: ContactList, addresses: Addresses) -> None:
    """Ask who is named, but for those whom a block stands before. All are read alike: none is looked for by name."""
    hidden = (await load_viewer(work.db, sent.organisation_id, work.now)).hidden
    found = [
        one.account_id
        async for one in candidates(work.db)
        if one.email is not None and addresses.holds(one.email) and one.account_id not in hidden
    ]
    for at in range(0, len(found), ASKED_AT_ONCE):
        await store.ask(work.db, sent, found[at : at + ASKED_AT_ONCE], work.now, open_max=OPEN_QUESTIONS_MAX)


async def _finish(work: Work, sent: ContactList, *, people: int = 0, problem: str = "") -> None:
    held = await store.lock_list(work.db, sent.organisation_id, sent.id)
    if held is not None and held.state not in ("done", "failed"):
        state = "failed" if problem else "done"
        await work.db.put(msgspec.structs.replace(held, state=state, percent=100, problem=problem, people=people))


def _path(house: House, organisation_id: Id, list_id: Id) -> Path:
    """Name it so that whoever sweeps up after runs of finding sweeps it up, too, a quarter of an hour later."""
    return house.blobs.incoming() / f"finding-agreed-{organisation_id}-{list_id}"
