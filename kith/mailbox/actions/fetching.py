"""Looking into mailboxes: what came becomes mails of a thread, one transaction each, none twice and none lost."""

from contextlib import ExitStack
from datetime import timedelta
from functools import partial

import structlog

from kith.base.core.errors import Elsewhere, Refused
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.mailbox import store
from kith.mailbox.actions.connecting import READING, access_to
from kith.mailbox.actions.taking import take_in
from kith.mailbox.inbox import Inbox, Place, opened
from kith.mailbox.model import Mailbox, MailboxDue
from kith.mailbox.rules.reading import read_letter
from kith.mailbox.waiting import in_thread

log = structlog.get_logger()

EVERY_S = 60
HELD_S = 300  # longer than one session may last
AT_ONCE_MAX = 50  # mailboxes a minute, by each look; the rest are due still
MAILS_A_LOOK = 100
PROBLEM_EVERY_MAX_S = 1800  # the longer something is in the way, the less often it is tried: passwords get locked


async def send_around(work: Work) -> None:
    """Tell which mailboxes are due: every minute."""
    for organisation_id in await store.due_mailboxes(work.db, work.now, limit=AT_ONCE_MAX):
        work.tell(MailboxDue(organisation_id=organisation_id))


async def look_into(work: Work, organisation_id: Id) -> None:
    """Read what came since the last look. One at a time reads a mailbox; what goes wrong is said to its owners."""
    until = work.now + timedelta(seconds=HELD_S)
    box = await store.hold_mailbox(work.db, organisation_id, now=work.now, until=until)
    if box is None:
        return
    await work.rest()
    problem, more = "", False
    try:
        more = await _read(work, box)
    except (Elsewhere, Refused) as error:
        await work.db.release(commit=False)
        log.warning("mailbox.unread", organisation=organisation_id, error=repr(error.__cause__ or error))
        problem = error.text[:500]
    in_s = _again_in_s(work, box) if problem else EVERY_S
    await store.let_go(work.db, box, now=work.now, look_at=work.now + timedelta(seconds=in_s), problem=problem)
    if more and not problem:
        work.tell(MailboxDue(organisation_id=organisation_id))


async def _read(work: Work, box: Mailbox) -> bool:
    """Take in what is new, one mail after the other; tell whether there is more."""
    stack = ExitStack()
    try:
        found = await in_thread(stack.enter_context, opened(access_to(work, box, READING)))
        place = await in_thread(found.place)
        first: int = box.next_uid
        if place.uid_validity != box.uid_validity:
            first = await _count_anew(work, box, found, place)
        uids = await in_thread(found.since_uid, first)
        for uid in uids[:MAILS_A_LOOK]:
            if not await _one(work, box, found, Place(uid_validity=place.uid_validity, next_uid=Id(uid + 1))):
                return False
        return len(uids) > MAILS_A_LOOK
    finally:
        await in_thread(stack.close)


async def _count_anew(work: Work, box: Mailbox, found: Inbox, place: Place) -> int:
    """Give where to go on when a server counts anew: what came since the last look is looked at once more, and what is
    known by its name is passed by.
    """
    since = (box.looked_at or box.connected_at) - timedelta(days=1)
    uids = await in_thread(found.since_day, since.date())
    first = min(uids, default=place.next_uid)
    if await _still(work, box):
        await store.move_on(work.db, box.organisation_id, uid_validity=place.uid_validity, next_uid=first)
    await work.rest()
    return first


async def _one(work: Work, box: Mailbox, found: Inbox, after: Place) -> bool:
    """Take in the mail before a place. `False`: the mailbox is connected anew, or paused, meanwhile."""
    fetched = await in_thread(found.fetch, after.next_uid - 1)
    letter = None
    if fetched is not None:
        raw, cut = fetched
        letter = await in_thread(partial(read_letter, raw, cut=cut))
    if not await _still(work, box):
        return False
    if letter is not None:
        await take_in(work, box, letter)
    await store.move_on(work.db, box.organisation_id, uid_validity=after.uid_validity, next_uid=after.next_uid)
    await work.rest()
    return True


async def _still(work: Work, box: Mailbox) -> bool:
    held = await store.lock_mailbox(work.db, box.organisation_id)
    return held is not None and held.state == "on" and held.connected_at == box.connected_at


def _again_in_s(work: Work, box: Mailbox) -> float:
    lasts_s = (work.now - box.problem_since).total_seconds() if box.problem_since is not None else 0.0
    return min(max(lasts_s / 4, EVERY_S), PROBLEM_EVERY_MAX_S)
