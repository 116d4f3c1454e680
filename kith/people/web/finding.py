"""Finding people: those one may know, those of this server, and those whom somebody recommends."""

from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.core.words import _, ngettext
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.people import store
from kith.people.actions.profile import find_present
from kith.people.actions.recommending import suggestions
from kith.people.model import Suggestion
from kith.people.web.people import (
    Empty,
    PeoplePage,
    PersonRow,
    SuggestedRow,
    more_path,
    nobody_named,
    paging_of,
    rows_of,
    seldom,
    tabs_of,
    words_of,
)

SUGGESTED_SHOWN_MAX = 3


async def show_people_to_find(work: Work, request: Request) -> Response:
    """`GET /people/find`: people of this server whom one does not follow yet, newcomers first."""
    viewer = await store.viewer_of(work)
    paging, words = paging_of(request), words_of(request)
    known: tuple[Id, ...] = () if words else (*viewer.following, *viewer.muted)
    first = paging.max_id is None
    suggested = await _suggested(work) if first and not words else ()
    known += tuple(one.row.account.id for one in suggested)
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
        suggested=suggested,
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


async def _suggested(work: Work) -> tuple[SuggestedRow, ...]:
    """Give those whom several of one's people follow. Newcomers stand in the list itself."""
    found = [one for one in await suggestions(work, limit=SUGGESTED_SHOWN_MAX) if one.known]
    viewer = await store.viewer_of(work)
    relations = await store.relations(work.db, viewer.id, [one.account.id for one in found], work.now)
    return tuple(
        SuggestedRow(row=PersonRow(account=one.account, relation=relations[one.account.id]), why=_why(one))
        for one in found
    )


def _why(suggestion: Suggestion) -> str:
    names = [one.name or one.handle for one in suggestion.known]
    others = suggestion.people - len(names)
    if not others:
        return _("{one} and {other}, whom you follow, follow them.").format(one=names[0], other=names[1])
    return ngettext(
        "{one}, {other} and {count} more whom you follow follow them.",
        "{one}, {other} and {count} more whom you follow follow them.",
        others,
    ).format(one=names[0], other=names[1], count=others)


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
