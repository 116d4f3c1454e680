"""Mails as the desk reads them: by thread and by id, with who wrote, and their files."""

from collections.abc import Iterable, Sequence

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.storage.blobs import BlobKey
from kith.base.work import Work
from kith.mailbox import store
from kith.mailbox.model import Mail, MailFile, MailPerson
from kith.media import attached_key


async def mails_of(work: Work, organisation_id: Id, thread_id: Id, *, limit: int) -> Sequence[Mail]:
    """List the last mails of a thread, in their order. Whether they are for whoever asks is the desk's to say."""
    return await store.mails_of_thread(work.db, organisation_id, thread_id, limit=limit)


async def mails_by_ids(work: Work, organisation_id: Id, ids: Iterable[Id]) -> dict[Id, Mail]:
    """Read those of these mails that are there."""
    return {one.id: one for one in await store.mails_by_ids(work.db, organisation_id, ids)}


async def mail_people(work: Work, organisation_id: Id, ids: Iterable[Id]) -> dict[Id, MailPerson]:
    """Read who wrote: those of these that are there."""
    wanted = sorted(set(ids))
    found = await store.people_by_ids(work.db, organisation_id, wanted) if wanted else []
    return {one.id: one for one in found}


async def file_of(work: Work, organisation_id: Id, mail_id: Id, file_id: Id) -> tuple[Mail, MailFile, BlobKey]:
    """Find what was attached to a mail, and where it lies. Raises `NotFound`."""
    mail = await store.find_mail(work.db, organisation_id, mail_id)
    file = next((one for one in mail.files if one.id == file_id), None) if mail is not None else None
    key = await attached_key(work, organisation_id, file_id) if file is not None else None
    if mail is None or file is None or key is None:
        raise NotFound
    return mail, file, key
