"""`/notices`: what was meant for somebody, in sentences; and the number beside its place."""

from dataclasses import dataclass

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import Invalid
from kith.base.core.ids import Id, parse_id
from kith.base.core.paging import Paging
from kith.base.core.words import _
from kith.base.storage.statement import Asked
from kith.base.web.form import read_form
from kith.base.web.live import LiveView, Rendered
from kith.base.web.page import Count, is_htmx, page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.reading import acting, count_unread, load_groups, mark_read
from kith.notices.actions.requests import policy_summary
from kith.notices.model import ADDRESSED, KINDS, NoticeGroup
from kith.notices.rules import GROUPED, grouped

PAGE_SIZE = 40  # sentences
PAGE_ROWS = 120  # notices that one page reads at most: what somebody's hundred likes take is left for the next


@dataclass(frozen=True, kw_only=True)
class NoticesPage:
    """Some notices in groups. `newest_id` is up to where they are read once this page was; `more` is the way on."""

    groups: tuple[NoticeGroup, ...]
    here: str
    newest_id: Id
    any_unread: bool
    first: bool
    more: str | None
    waiting: int = 0  # people whose notices are held back


class ReadForm(msgspec.Struct, frozen=True, kw_only=True):
    """Up to where somebody has read."""

    up_to: str


async def show_notices(work: Work, request: Request) -> Response:
    """`GET /notices` and `GET /notices/mentions`: all there is, or where somebody spoke to one."""
    addressed = request.url.path == "/notices/mentions"
    paging = Paging.from_query(request.query_params, limit_default=PAGE_SIZE, limit_max=PAGE_SIZE)
    kinds, together = ADDRESSED if addressed else KINDS, frozenset(GROUPED.values())
    found = await load_groups(work, paging, wanted=together, kinds=kinds, rows_max=PAGE_ROWS)
    groups = tuple(grouped(found))
    content = NoticesPage(
        groups=groups,
        here=request.url.path,
        newest_id=groups[0].newest.id if groups else Id(0),
        any_unread=any(group.unread for group in groups),
        first=paging.max_id is None,
        more=None if found.older_than is None else f"{request.url.path}?max_id={found.older_than}",
        waiting=(await policy_summary(work))[0] if paging.max_id is None else 0,
    )
    return await page(work, request, "notices/notices.html", content)


async def do_mark_read(work: Work, request: Request) -> Response:
    """`POST /notices/read`: by its button, and by the page itself when somebody leaves it."""
    up_to = parse_id((await read_form(request, ReadForm)).up_to)
    if up_to is None:
        raise Invalid(_("“up_to” must be the id of a notice."), field="up_to")
    await mark_read(work, up_to)
    if is_htmx(request):
        return Response(status_code=204)
    return RedirectResponse("/notices", 303)


async def unread(work: Work) -> Asked:
    """Ask for the number beside Notices, on every page of somebody signed in."""
    return store.unread(acting(work), now=work.now)


async def show_badge(work: Work, _request: Request, _event: LiveEvent) -> Rendered | None:
    """Show the number in pages that are open."""
    return Rendered(action="badge", id="notices", count=await count_unread(work))


ROUTES = (
    Route(method="GET", path="/notices", handler=show_notices),
    Route(method="GET", path="/notices/mentions", handler=show_notices),
    Route(method="POST", path="/notices/read", handler=do_mark_read),
)
SLOTS = (Count(name="unread", asked=unread),)
LIVE = (LiveView(kind="notices", render=show_badge),)
