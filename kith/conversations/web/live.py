"""What an open page hears of conversations: that there is something, never what; it reads that itself."""

from starlette.requests import Request

from kith.base.bus.live import LiveEvent
from kith.base.web.live import LiveView, Rendered
from kith.base.work import Work
from kith.conversations.actions.reading import count_unread
from kith.conversations.actions.room import enter


async def show_change(work: Work, _request: Request, event: LiveEvent) -> Rendered | None:
    """Tell that something changed in a conversation, and how many are unread. Who is in it is asked at this moment."""
    await enter(work, event.subject_id)
    return Rendered(action="talk", id=str(event.subject_id), number=event.number, count=await count_unread(work))


async def show_own(work: Work, _request: Request, event: LiveEvent) -> Rendered | None:
    """Tell one's other pages that a conversation is something else to one now: read, left, silent."""
    return Rendered(action="talk", id=str(event.subject_id), count=await count_unread(work))


LIVE = (
    LiveView(kind="message", render=show_change),
    LiveView(kind="conversation", render=show_own),
)
