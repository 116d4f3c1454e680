"""Finding people: those of this server, and those whom somebody recommends."""

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.page import Pages, page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.people import store
from kith.people.actions.profile import find_present
from kith.people.model import ShownAbove
from kith.people.web.people import (
    Empty,
    PeoplePage,
    more_path,
    nobody_named,
    paging_of,
    rows_of,
    seldom,
    tabs_of,
    words_of,
)


async def show_people_to_find(work: Work, request: Request) -> Response:
    """`GET /people/find`: people of this server whom one does not follow yet, newcomers first."""
    viewer = await store.viewer_of(work)
    paging, words = paging_of(request), words_of(request)
    known: tuple[Id, ...] = () if words else (*viewer.following, *viewer.muted)
    first = paging.max_id is None
    above = await filled_above(work, request) if first and not words else ()
    if ShownAbove in work.memo:
        known += work.memo[ShownAbove].people
    found = await store.people_to_find(work.db, viewer, paging, words=words, not_these=known)
    content = PeoplePage(
        title=_("People"),
        line=_("Newcomers first. Only those who wish to be found."),
        label=_("Your people"),
        tabs=tabs_of("/people/find"),
        seldom=seldom(),
        here="/people/find",
        rows=await rows_of(work, found),
        more=more_path(request, found, words),
        first=first,
        words=words,
        searchable=True,
        above=above,
        empty=nobody_named(words) if words else _nobody_to_find(),
    )
    return await page(work, request, "people/people.html", content)


async def show_recommended(work: Work, request: Request) -> Response:
    """`GET /@somebody/recommended`: whom they recommend on their page."""
    owner, viewer = await find_present(work, request.path_params["handle"]), await store.viewer_of(work)
    paging = paging_of(request)
    found = await store.people_in(work.db, viewer, store.RECOMMENDED, owner.id, paging)
    home = f"/@{owner.handle}@{owner.domain}" if owner.domain else f"/@{owner.handle}"
    content = PeoplePage(
        title=owner.name,
        line=_("The people {name} recommends.").format(name=owner.name),
        back=(home, _("Back to their page")),
        label=_("People around {name}").format(name=owner.name),
        tabs=(),
        here=f"{home}/recommended",
        rows=await rows_of(work, found),
        more=more_path(request, found, ""),
        first=paging.max_id is None,
        empty=Empty("users", _("Nobody yet"), _("There is nobody here whom you could see.")),
    )
    return await page(work, request, "people/people.html", content)


async def filled_above(work: Work, request: Request) -> tuple[Markup, ...]:
    """Give what other features say above people to find."""
    pages: Pages = request.app.pages
    return tuple(part for part in (await pages.fill(work, request, "to_find.")).values() if part)


def _nobody_to_find() -> Empty:
    return Empty(
        "sprout",
        _("You know everybody here"),
        _("There is nobody left to find on this server. Perhaps you would like to bring somebody along."),
        "/settings/invites",
        _("Invite somebody"),
    )


FINDING_ROUTES = (
    Route(method="GET", path="/people/find", handler=show_people_to_find),
    Route(method="GET", path="/@{handle}/recommended", handler=show_recommended, access="anyone"),
)
