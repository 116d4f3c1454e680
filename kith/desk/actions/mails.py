"""What only cases by mail have: files that came along."""

import hmac
from hashlib import sha256

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, first_id_at
from kith.base.storage.blobs import BlobKey
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import desk_of
from kith.desk.model import Case
from kith.mailbox import file_of
from kith.mailbox.model import MailFile

GOOD_FOR_S = 60  # an address of a file


async def case_file(
    work: Work, organisation_id: Id, case_id: Id, mail_id: Id, file_id: Id
) -> tuple[Case, MailFile, BlobKey]:
    """Find a file of a case, as far as whoever asks may see it. Raises `NotFound`."""
    desk = await desk_of(work, organisation_id)
    case = await store.find_case(work.db, desk.id, case_id)
    if case is None or case.channel != "mail":
        raise NotFound
    desk.check_sees(case)
    mail, file, key = await file_of(work, desk.id, mail_id, file_id)
    before = not desk.sees_all and mail.id < first_id_at(case.opened_at)
    if mail.thread_id != case.thread_id or before:
        raise NotFound
    return case, file, key


def signed_way(work: Work, case: Case, mail_id: Id, file_id: Id) -> str:
    """Give the way below a desk to a file, for whoever asks, for a minute; without what it is called."""
    assert work.hand is not None, "who has a seat is signed in"
    name = f"{case.id}/{mail_id}/{file_id}/{work.hand}/{int(work.now.timestamp()) + GOOD_FOR_S}"
    return f"files/{name}/{sign_file(work.house.secret, case.organisation_id, name)}"


def sign_file(secret: bytes, organisation_id: Id, name: str) -> str:
    """Sign which file an address is of, for whom and until when."""
    return hmac.new(secret, f"desk file\0{organisation_id}/{name}".encode(), sha256).hexdigest()[:32]
