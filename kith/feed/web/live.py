"""A new post on a page that is open: what would have no card of its own, by a cap of the reader, does not call."""

from starlette.requests import Request

from kith.base.bus.live import LiveEvent
from kith.base.web.live import LiveView, Rendered
from kith.base.work import Work
from kith.feed.actions import calls
from kith.posts import render_new


async def _new(work: Work, request: Request, event: LiveEvent) -> Rendered | None:
    is_home = "topic" not in request.query_params  # other pages say what they are about, and show all of it
    if is_home and not await calls(work, event.author_id, event.subject_id, zone=request.state.zone):
        return None
    return await render_new(work, request, event)


LIVE = (LiveView(kind="post.new", render=_new),)
