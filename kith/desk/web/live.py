"""What an open desk hears: that a case is something else now, or that a colleague writes; it reads what, itself."""

from starlette.requests import Request

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import NotFound, Refused
from kith.base.core.words import _
from kith.base.web.live import LiveView, Rendered
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import desk_of
from kith.desk.actions.presence import who_writes
from kith.people import present_accounts


async def show_change(work: Work, _request: Request, event: LiveEvent) -> Rendered | None:
    """Tell that a case changed. Whether it is theirs to see is asked at this moment; one that is gone may be told.

    Whoever has no seat any more is told that something did: their page asks, and is answered so.
    """
    try:
        desk = await desk_of(work, event.author_id)
    except (NotFound, Refused):
        return Rendered(action="desk", id="")
    case = await store.find_case(work.db, desk.id, event.subject_id)
    if case is not None and not desk.sees_all and case.assignee_id != desk.me:
        return Rendered(action="desk", id="")  # it may have been theirs until now: the list is read anew
    return Rendered(action="desk", id=str(event.subject_id))


async def show_writing(work: Work, _request: Request, event: LiveEvent) -> Rendered | None:
    """Say who writes into a case."""
    writers = await who_writes(work, event.author_id, event.subject_id)
    names = [first_name(one) for one in await present_accounts(work.db, writers)]
    if not names:
        return None
    words = _("{name} is writing…").format(name=", ".join(names))
    return Rendered(action="desk", id=str(event.subject_id), html=words, count=1)


LIVE = (LiveView(kind="desk", render=show_change), LiveView(kind="desk_writing", render=show_writing))
