"""What only cases by mail have: files that came along."""

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, first_id_at
from kith.base.storage.blobs import BlobKey
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import desk_of
from kith.mailbox import file_of
from kith.mailbox.model import MailFile


async def case_file(work: Work, organisation_id: Id, case_id: Id, mail_id: Id, file_id: Id) -> tuple[MailFile, BlobKey]:
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
    return file, key
