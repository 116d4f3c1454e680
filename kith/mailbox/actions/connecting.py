"""Connecting a mailbox, pausing it, letting it go: for owners, and tried before anything is kept."""

import msgspec

from kith.base.core.errors import Elsewhere, Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.mailbox import inbox, outbox, store
from kith.mailbox.dialling import Access
from kith.mailbox.model import Mailbox
from kith.mailbox.rules.connecting import (
    MailboxWish,
    ServerWish,
    check_kept_days,
    tidied_address,
    tidied_foot,
    tidied_server,
)
from kith.mailbox.sealing import seal, unseal
from kith.mailbox.waiting import in_thread
from kith.organisations import my_seat, record

READING, SENDING = "reading", "sending"


async def mailbox_of(work: Work, organisation_id: Id) -> Mailbox | None:
    """Read how an organisation's mail is connected. For owners: raises `NotFound` and `Refused` as seats do."""
    await my_seat(work, organisation_id, "mail")
    return await store.find_mailbox(work.db, organisation_id)


async def can_answer(work: Work, organisation_id: Id) -> bool:
    """Tell whether answers can go out by mail."""
    box = await store.find_mailbox(work.db, organisation_id)
    return box is not None and box.state == "on"


async def connect(work: Work, organisation_id: Id, wish: MailboxWish) -> Mailbox:
    """Connect a mailbox, or change how it is: both servers are asked first, and nothing is kept where one says no.

    What lies in the mailbox already stays there: only what comes from now on becomes cases. Raises `Invalid` that names
    the field, with what to do.
    """
    await my_seat(work, organisation_id, "mail")
    known = await store.find_mailbox(work.db, organisation_id)
    address, foot = tidied_address(wish.address), tidied_foot(wish.foot)
    kept_days = check_kept_days(wish.kept_days)
    reading = _access(work, wish.reading, READING, known)
    sending = _access(work, wish.sending, SENDING, known)
    await work.rest()  # others may take their time: nothing is held meanwhile
    place = await _try_reading(reading)
    await _try_sending(sending)
    await my_seat(work, organisation_id, "mail")  # asked again: it may have ended meanwhile
    held = await store.lock_mailbox(work.db, organisation_id)
    goes_on = held is not None and held.reading == reading.server and held.uid_validity == place.uid_validity
    box = Mailbox(
        organisation_id=organisation_id,
        address=address,
        reading=reading.server,
        reading_sealed=_sealed(work, organisation_id, reading, READING),
        sending=sending.server,
        sending_sealed=_sealed(work, organisation_id, sending, SENDING),
        foot=foot,
        kept_days=kept_days,
        uid_validity=place.uid_validity,
        next_uid=held.next_uid if held is not None and goes_on else place.next_uid,
        look_at=work.now,
        looked_at=held.looked_at if held is not None and goes_on else work.now,
        connected_at=held.connected_at if held is not None and goes_on else work.now,
    )
    await work.db.put(box)
    await record(work, organisation_id, "mail.connected")
    return box


async def pause(work: Work, organisation_id: Id, *, on: bool) -> Mailbox:
    """Read and send nothing until it goes on; or go on, with all that came meanwhile. Raises `NotFound`."""
    await my_seat(work, organisation_id, "mail")
    box = await store.lock_mailbox(work.db, organisation_id)
    if box is None:
        raise NotFound
    state = "on" if on else "paused"
    if box.state != state:
        await store.change_mailbox(work.db, organisation_id, state=state, look_at=work.now)
        await record(work, organisation_id, "mail.resumed" if on else "mail.paused")
    return msgspec.structs.replace(box, state=state)


async def disconnect(work: Work, organisation_id: Id) -> None:
    """Forget how the mailbox is reached, with both passwords. What came through it stays at the desk."""
    await my_seat(work, organisation_id, "mail")
    if not await store.delete_mailbox(work.db, organisation_id):
        raise NotFound
    await record(work, organisation_id, "mail.disconnected")


def access_to(work: Work, box: Mailbox, use: str) -> Access:
    """Give what opens a server of a mailbox. Raises `Elsewhere` where the password cannot be read any more."""
    server, sealed = (box.reading, box.reading_sealed) if use == READING else (box.sending, box.sending_sealed)
    password = unseal(work.house.secret, sealed, organisation_id=box.organisation_id, use=use)
    if password is None:
        raise Elsewhere(_("The password is not readable any more. An owner connects the mailbox again."))
    return Access(server=server, password=password, networks=work.house.settings.mail_networks)


def _access(work: Work, wish: ServerWish, use: str, known: Mailbox | None) -> Access:
    server = tidied_server(wish, use)
    password = wish.password
    if not password and known is not None:
        before = known.reading if use == READING else known.sending
        # The kept password goes to the server it was given for, and to no other that somebody writes there.
        if before == server:
            password = access_to(work, known, use).password
    if server.user and not password:
        raise Invalid(_("The password is needed, too."), field=f"{use}_password")
    if use == READING and not server.user:
        raise Invalid(_("With which user is the mailbox read?"), field="reading_user")
    return Access(server=server, password=password, networks=work.house.settings.mail_networks)


def _sealed(work: Work, organisation_id: Id, access: Access, use: str) -> bytes:
    return seal(work.house.secret, access.password, organisation_id=organisation_id, use=use)


async def _try_reading(access: Access) -> inbox.Place:
    def look() -> inbox.Place:
        with inbox.opened(access) as opened:
            return opened.place()

    try:
        return await in_thread(look)
    except (Elsewhere, Refused) as error:
        raise Invalid(error.text, field="reading_host") from error


async def _try_sending(access: Access) -> None:
    try:
        async with outbox.opened(access):
            pass
    except (Elsewhere, Refused) as error:
        raise Invalid(error.text, field="sending_host") from error
