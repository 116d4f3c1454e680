"""Drafts and scheduled posts."""

from collections.abc import Sequence

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.core.errors import Undecided
from kith.base.core.paging import Paging
from kith.base.web.page import page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.posts import store
from kith.posts.actions import delete_draft, publish_draft
from kith.posts.actions.seeing import acting
from kith.posts.model import Draft
from kith.posts.web.showing import more_path, paging_of
from kith.posts.web.writing import form_of_draft, place_of, write_page

SCHEDULED_SHOWN_MAX = 200  # all of them: `SCHEDULED_MAX`


class DraftsPage(msgspec.Struct, frozen=True, kw_only=True):
    """What waits: scheduled posts in the order they go out, and drafts, newest first."""

    scheduled: Sequence[Draft]
    drafts: Sequence[Draft]
    more: str | None


async def _show(work: Work, request: Request) -> Response:
    person_id = acting(work)
    drafts = await store.drafts_of(work.db, person_id, paging_of(request), scheduled=False)
    scheduled = await store.drafts_of(work.db, person_id, Paging(limit=SCHEDULED_SHOWN_MAX), scheduled=True)
    content = DraftsPage(
        scheduled=sorted(scheduled.items, key=lambda draft: (draft.publish_at or draft.updated_at, draft.id)),
        drafts=drafts.items,
        more=more_path(request, drafts),
    )
    return await page(work, request, "posts/drafts.html", content)


async def _publish(work: Work, request: Request) -> Response:
    draft_id = path_id(request)
    draft = await store.get_draft(work.db, acting(work), draft_id)
    try:
        sent = await publish_draft(work, draft_id, sent_by="hand")
    except Undecided as error:
        work.undo()
        return await write_page(work, request, form_of_draft(draft, request.state.zone), error)
    return RedirectResponse(await place_of(work, sent), 303)


async def _delete(work: Work, request: Request) -> Response:
    await delete_draft(work, path_id(request))
    return RedirectResponse("/drafts", 303)


ROUTES = (
    Route(method="GET", path="/drafts", handler=_show),
    Route(method="POST", path="/drafts/{id}/publish", handler=_publish, limit="post"),
    Route(method="POST", path="/drafts/{id}/delete", handler=_delete),
)
