"""Mails in a case: as they are shown, their files, and sending once more.

A file goes out by two steps. The page links to an address that asks whose seat it is, and leads on to one that is
signed, for that person, for a minute: there it is saved, never shown, and asked once more.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.base.storage.blobs import BlobKey
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.desk.actions.answering import try_again
from kith.desk.actions.mails import case_file, sign_file, signed_way
from kith.desk.web.listing import case_path, organisation_id_of
from kith.mailbox import folded
from kith.mailbox.model import Mail, MailFile

SAVED = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
}


@dataclass(frozen=True, kw_only=True)
class MailPart:
    """A mail as it is shown: as text, what it quotes apart."""

    subject: str
    sender: str
    copied: Sequence[str]
    text: str
    quoted: str
    files: Sequence[MailFile]
    files_left: int
    cut: bool
    automatic: bool
    failed: bool
    state_words: str
    problem: str


def mail_part(mail: Mail, *, first: bool) -> MailPart:
    """Prepare a mail for its page; its subject stands over the first, and over what they wrote."""
    text, quoted = folded(mail.text)
    states = {"sending": _("is being sent"), "sent": _("sent by mail"), "failed": _("did not arrive")}
    return MailPart(
        subject=mail.subject if first or mail.kind != "sent" else "",
        sender=mail.sender,
        copied=mail.copied,
        text=text if mail.kind != "sent" else mail.text,
        quoted=quoted if mail.kind != "sent" else "",
        files=mail.files,
        files_left=mail.files_left,
        cut=mail.cut,
        automatic=mail.kind == "automatic",
        failed=mail.state == "failed",
        state_words=states.get(mail.state, ""),
        problem=mail.problem,
    )


async def show_way(work: Work, request: Request) -> Response:
    """`GET /desk/HANDLE/cases/ID/files/MAIL/FILE`: on to where it is saved, for who may see the case."""
    organisation_id, case_id = await organisation_id_of(work, request), path_id(request)
    mail_id, file_id = path_id(request, "mail"), path_id(request, "file")
    case, _file, _key = await case_file(work, organisation_id, case_id, mail_id, file_id)
    path = f"/desk/{request.path_params['handle']}/{signed_way(work, case, mail_id, file_id)}"
    return RedirectResponse(path, 303, headers={"cache-control": "no-store"})


async def show_file(work: Work, request: Request) -> Response:
    """`GET /desk/HANDLE/files/…`: a file to be saved, for whom its address names, if they see the case now."""
    holes = request.path_params
    parts = [parse_id(holes[one]) for one in ("case", "mail", "file", "person", "until")]
    case_id, mail_id, file_id, person_id, until = (one or Id(0) for one in parts)
    name = "/".join(str(one or 0) for one in parts)
    organisation_id = await organisation_id_of(work, request)
    signature = sign_file(work.house.secret, organisation_id, name)
    if not hmac.compare_digest(signature.encode(), holes["signature"].encode()):
        raise NotFound
    if int(work.now.timestamp()) > until:
        raise NotFound(_("This address was good for a minute. Open the file once more from its case."))
    own = replace(work, actor=person_id, hand=person_id, memo={})
    _case, file, key = await case_file(own, organisation_id, case_id, mail_id, file_id)
    return _saved(work, file, key)


def _saved(work: Work, file: MailFile, key: BlobKey) -> Response:
    if not work.house.blobs.exists(key):
        raise NotFound
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "-_. ") else "_" for one in file.name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    headers = {**SAVED, "content-disposition": disposition}
    return FileResponse(work.house.blobs.path(key), media_type="application/octet-stream", headers=headers)


async def do_try_again(work: Work, request: Request) -> Response:
    """`POST /desk/HANDLE/cases/ID/mails/MAIL/again`: send what did not arrive once more."""
    case_id = path_id(request)
    await try_again(work, await organisation_id_of(work, request), case_id, path_id(request, "mail"))
    return RedirectResponse(case_path(request, case_id) + "#write", 303)


_CASE = "/desk/{handle}/cases/{id}"
_FILE = "/desk/{handle}/files/{case}/{mail}/{file}/{person}/{until}/{signature}"
ROUTES = (
    Route(method="GET", path=f"{_CASE}/files/{{mail}}/{{file}}", handler=show_way),
    Route(method="GET", path=_FILE, handler=show_file, access="anyone"),
    Route(method="POST", path=f"{_CASE}/mails/{{mail}}/again", handler=do_try_again, limit="message"),
)
