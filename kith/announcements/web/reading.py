"""`/announcements`: what is announced now; the strip on Home; putting away and reacting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kith.announcements.actions.reacting import put_away, react, take_reaction_back
from kith.announcements.actions.reading import Announced, load_current, load_unread
from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.web.back import came_from
from kith.base.web.form import read_form
from kith.base.web.page import Pages, Slot, csrf_token, is_htmx, page
from kith.base.web.routing import Route, path_id
from kith.base.web.shown import media_url
from kith.base.work import Work
from kith.emoji import all_emoji

SUGGESTED = ("👍", "❤️", "🎉", "😊", "🙏", "👀")
OFFERED_MAX = 24  # of this server's own emoji, in the list to choose from
STRIPS_MAX = 3  # on Home; all are on their page


@dataclass(frozen=True, kw_only=True)
class AnnouncementsPage:
    """What is announced now, and with what one can react: emoji, and this server's own with their pictures."""

    announced: Sequence[Announced]
    offered: tuple[str, ...]
    pictures: Mapping[str, str]
    wrong_id: Id | None = None
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class Strips:
    """What stands on top of Home, and the signature of its forms."""

    announced: Sequence[Announced]
    csrf: str


class ReactionForm(msgspec.Struct, frozen=True, kw_only=True):
    """With which emoji; `off` takes it back."""

    name: str = ""
    off: bool = False


async def show_announcements(work: Work, request: Request) -> Response:
    """`GET /announcements`."""
    return await page(work, request, "announcements/announcements.html", await _page(work))


async def do_put_away(work: Work, request: Request) -> Response:
    """`POST /announcements/ID/put-away`."""
    await put_away(work, path_id(request))
    return Response() if is_htmx(request) else RedirectResponse(came_from(request), 303)


async def do_react(work: Work, request: Request) -> Response:
    """`POST /announcements/ID/reaction`. What is no emoji comes back with a word."""
    announcement_id, form = path_id(request), await read_form(request, ReactionForm)
    try:
        await (take_reaction_back if form.off else react)(work, announcement_id, form.name.strip())
    except Invalid as error:
        work.undo()
        again = await _page(work, wrong_id=announcement_id, error=error.text)
        return await page(work, request, "announcements/announcements.html", again, status=422)
    return RedirectResponse(f"/announcements#announcement-{announcement_id}", 303)


async def fill_strips(work: Work, request: Request) -> Markup | None:
    """Fill the top of Home with what was not put away."""
    unread = await load_unread(work) if work.actor is not None else ()
    if not unread:
        return None
    pages: Pages = request.app.pages
    strips = Strips(announced=unread[:STRIPS_MAX], csrf=csrf_token(work, request))
    return pages.render("announcements/strips.html", page=strips)


async def _page(work: Work, *, wrong_id: Id | None = None, error: str = "") -> AnnouncementsPage:
    pictures = {one.shortcode: media_url(one.picture_key) for one in await all_emoji(work.db)}
    return AnnouncementsPage(
        announced=await load_current(work),
        offered=(*SUGGESTED, *list(pictures)[:OFFERED_MAX]),
        pictures=pictures,
        wrong_id=wrong_id,
        error=error,
    )


READING_ROUTES = (
    Route(method="GET", path="/announcements", handler=show_announcements),
    Route(method="POST", path="/announcements/{id}/put-away", handler=do_put_away),
    Route(method="POST", path="/announcements/{id}/reaction", handler=do_react, limit="reaction"),
)
SLOTS = (Slot(name="home.announcements", fill=fill_strips),)
