"""Lists of people: one's own, those to find, and whom somebody follows and is followed by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Refused
from kith.base.core.paging import Paging, Slice
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.base.web.page import page
from kith.base.web.routing import Handler, Route
from kith.base.work import Work
from kith.people import store
from kith.people.actions.profile import find_present
from kith.people.model import NAME_MAX, Account, Listed, Relation
from kith.people.rules.relations import may_see_ties
from kith.people.store import ListOf

PAGE_SIZE = 20


class Empty(NamedTuple):
    """What a list says when nobody is in it: what belongs there, and the first step."""

    icon: str
    title: str
    text: str
    href: str | None = None
    word: str | None = None


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a list, with what stands between them and the viewer."""

    account: Account
    relation: Relation


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """A list of people. `more` is the address where it goes on; `words` is what was searched for."""

    title: str
    line: str | None = None
    back: tuple[str, str] | None = None
    label: str
    tabs: tuple[tuple[str, str], ...]
    seldom: tuple[tuple[str, str, str], ...] = ()
    here: str
    rows: tuple[PersonRow, ...]
    more: str | None
    first: bool
    words: str = ""
    searchable: bool = False
    waiting: int = 0
    above: tuple[Markup, ...] = ()  # what other features put there
    empty: Empty


class _Own(NamedTuple):
    """One of the viewer's own lists."""

    path: str
    kind: ListOf
    line: Callable[[], str]
    empty: Callable[[], Empty]


def to_find() -> tuple[str, str]:
    """Give the way on for a list that is empty."""
    return ("/people/find", _("Find people"))


_OWN: Mapping[str, _Own] = {
    "following": _Own(
        "/people/following",
        store.FOLLOWING,
        lambda: _("The people you follow, the newest first."),
        lambda: Empty(
            "users",
            _("Nobody yet"),
            _("Whom you follow stands here, and what they say comes to your Home. Begin with somebody you know."),
            *to_find(),
        ),
    ),
    "followers": _Own(
        "/people/followers",
        store.FOLLOWERS,
        lambda: _("The people who follow you."),
        lambda: Empty(
            "heart-handshake",
            _("Nobody follows you yet"),
            _("Say something, or answer somebody: that is how people find each other here."),
            "/write",
            _("Write something"),
        ),
    ),
    "requests": _Own(
        "/people/requests",
        store.REQUESTS,
        lambda: _("They asked to follow you. Nobody is told when you decline."),
        lambda: Empty(
            "door-open",
            _("Nobody is waiting"),
            _("While your profile is locked, who wants to follow you waits here until you answer."),
        ),
    ),
    "asked": _Own(
        "/people/asked",
        store.ASKED,
        lambda: _("You asked to follow them, and they have not answered yet."),
        lambda: Empty(
            "hourglass",
            _("You are not waiting for anybody"),
            _("Some people let in only whom they know. Whom you asked stands here until they answer."),
            *to_find(),
        ),
    ),
    "muted": _Own(
        "/people/muted",
        store.MUTED,
        lambda: _("They do not come up in your Home. They are not told."),
        lambda: Empty(
            "volume-x",
            _("You mute nobody"),
            _("When somebody is too much for a while, mute them from their page. They stay, only quieter."),
        ),
    ),
    "blocked": _Own(
        "/people/blocked",
        store.BLOCKED,
        lambda: _("You and they do not see each other anywhere. They are not told."),
        lambda: Empty(
            "ban",
            _("You block nobody"),
            _("Whom you block neither sees you nor is seen by you, until you take it back here."),
        ),
    ),
}


def tabs_of(here: str) -> tuple[tuple[str, str], ...]:
    """Give the lists that are read often; before them the one that is open, where it is another."""
    often = (
        ("/people", _("Your people")),
        ("/people/following", _("You follow")),
        ("/people/followers", _("Follow you")),
        ("/people/find", _("To find")),
    )
    return (*((path, word) for path, _icon, word in seldom() if path == here), *often)


def seldom() -> tuple[tuple[str, str, str], ...]:
    """Give the lists that are seldom read, with their icons: they stand in a menu."""
    return (
        ("/people/long-time", "history", _("Long time no see")),
        ("/people/requests", "door-open", _("Want to follow you")),
        ("/people/asked", "hourglass", _("You asked")),
        ("/people/muted", "volume-x", _("Muted")),
        ("/people/blocked", "ban", _("Blocked")),
        ("/tags", "hash", _("Hashtags you follow")),
    )


def _own_list(own: _Own) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        viewer = await store.viewer_of(work)
        paging, words = paging_of(request), words_of(request)
        if words:
            found = await store.named_in(work.db, viewer, own.kind, words, paging)
        else:
            found = await store.people_in(work.db, viewer, own.kind, viewer.id, paging)
        content = PeoplePage(
            title=_("People"),
            line=own.line(),
            label=_("Your people"),
            tabs=tabs_of(own.path),
            seldom=seldom(),
            here=own.path,
            rows=await rows_of(work, found),
            more=more_path(request, found, words),
            first=paging.max_id is None,
            words=words,
            searchable=True,
            waiting=0 if own.kind is store.REQUESTS else await store.count_requests(work.db, viewer.id),
            empty=nobody_named(words) if words else own.empty(),
        )
        return await page(work, request, "people/people.html", content)

    return handler


def _ties_of(kind: ListOf, last: str) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        owner = await find_present(work, request.path_params["handle"])
        viewer = await store.viewer_of(work)
        if not may_see_ties(owner, viewer):
            raise Refused(_hidden(owner))
        paging = paging_of(request)
        found = await store.people_in(work.db, viewer, kind, owner.id, paging)
        home = f"/@{owner.handle}@{owner.domain}" if owner.domain else f"/@{owner.handle}"
        content = PeoplePage(
            title=owner.name,
            back=(home, _("Back to their page")),
            label=_("People around {name}").format(name=owner.name),
            tabs=((f"{home}/following", _("They follow")), (f"{home}/followers", _("Follow them"))),
            here=f"{home}/{last}",
            rows=await rows_of(work, found),
            more=more_path(request, found, ""),
            first=paging.max_id is None,
            empty=Empty("users", _("Nobody yet"), _("There is nobody here whom you could see.")),
        )
        return await page(work, request, "people/people.html", content)

    return handler


def _hidden(owner: Account) -> str:
    if owner.hides_ties:
        return _("{name} would rather keep this to themselves.").format(name=owner.name)
    text = _("{name} shows this only to people whom they let in. You may ask to follow them.")
    return text.format(name=owner.name)


async def rows_of(work: Work, found: Slice[Listed]) -> tuple[PersonRow, ...]:
    """Put to everybody what stands between them and the viewer, in one statement."""
    viewer = await store.viewer_of(work)
    relations = await store.relations(work.db, viewer.id, [one.account.id for one in found.items], work.now)
    return tuple(PersonRow(account=one.account, relation=relations[one.account.id]) for one in found.items)


async def asking(work: Work, *, limit: int) -> tuple[PersonRow, ...]:
    """List a few who ask to follow whoever acts, who asked last first."""
    viewer = await store.viewer_of(work)
    return await rows_of(work, await store.people_in(work.db, viewer, store.REQUESTS, viewer.id, Paging(limit=limit)))


async def inviter(work: Work) -> PersonRow | None:
    """Give who invited whoever acts, as far as they see each other."""
    viewer = await store.viewer_of(work)
    invited_by = (await store.get_member(work.db, viewer.id)).invited_by
    if invited_by is None or invited_by in viewer.hidden:
        return None
    found = await store.present_accounts(work.db, [invited_by])
    relations = await store.relations(work.db, viewer.id, [invited_by], work.now)
    return PersonRow(account=found[0], relation=relations[invited_by]) if found else None


def paging_of(request: Request) -> Paging:
    """Read where in a list a page wants to go on."""
    return Paging.from_query(request.query_params, limit_default=PAGE_SIZE)


def words_of(request: Request) -> str:
    """Read what is searched for."""
    return clean_line(request.query_params.get("q", ""), length_max=NAME_MAX, field="q").removeprefix("@")


def more_path(request: Request, found: Slice[Listed], words: str) -> str | None:
    """Give the address of the next piece of this list, where it goes on."""
    if found.older_than is None:
        return None
    query = {"q": words} if words else {}
    return f"{request.url.path}?{urlencode({**query, 'max_id': found.older_than})}"


def nobody_named(words: str) -> Empty:
    """Say that nobody is called like this."""
    return Empty(
        "search",
        _("Nobody by that name"),
        _("There is nobody here who is called “{words}”.").format(words=words),
        *to_find(),
    )


PEOPLE_ROUTES = (
    *(Route(method="GET", path=own.path, handler=_own_list(own)) for own in _OWN.values()),
    Route(method="GET", path="/@{handle}/following", handler=_ties_of(store.FOLLOWING, "following"), access="anyone"),
    Route(method="GET", path="/@{handle}/followers", handler=_ties_of(store.FOLLOWERS, "followers"), access="anyone"),
)
