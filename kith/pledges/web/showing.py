"""`/pledges` and `/pledges/ID`: how one's promises stand, and the honest record as others may see it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.core.words import _
from kith.base.web.page import Pages, Slot, page
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.people import viewer_of
from kith.people.model import ProfileView
from kith.pledges.actions.keeping import acting
from kith.pledges.actions.seeing import (
    OwnView,
    PledgeView,
    load_own,
    load_pledge,
    pledges_for,
    running_for,
    running_pieces,
    witnessed,
)
from kith.pledges.actions.witnessing import doubted_already
from kith.pledges.model import Entry
from kith.pledges.rules import sentences
from kith.pledges.rules.changing import is_free
from kith.pledges.rules.slots import counts
from kith.pledges.web.composing import when_free
from kith.pledges.web.rows import Row, change_line, day_on, row_of
from kith.posts import posts_by_ids, posts_of
from kith.posts.model import Post
from kith.topics import DECLARED_FREELY_HOURS

ENTRIES_SHOWN_MAX = 30
POSTS_ASKED_ABOUT_MAX = 8  # among which a witness may ask


class EntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is in the ledger about a post, for its author; `post` is `None` where it was deleted."""

    entry: Entry
    post: Post | None
    words: str
    asked_by: str
    can_take_back: bool = False  # so long a "yes" can become a "no"


class PledgesPage(msgspec.Struct, frozen=True, kw_only=True):
    """One's own pledges, and those one is a witness of."""

    running: tuple[Row, ...]
    over: tuple[Row, ...]
    asked: tuple[Row, ...]
    witnessed: tuple[Row, ...]
    lines: Mapping[Id, str]


class PledgePage(msgspec.Struct, frozen=True, kw_only=True):
    """A pledge: for its author with all that belongs to it, for a witness with posts to ask about."""

    row: Row
    own: OwnView | None
    line: str
    entries: tuple[EntryRow, ...]
    doubted: tuple[EntryRow, ...]  # posts that are in no ledger, which a witness asks about
    changes: tuple[str, ...]
    posts: Sequence[Post]  # about which a witness may ask, or did
    asked: Collection[Id] = ()  # those about which they did
    said_no: str
    next_on: str = ""  # the day on which the next period begins
    is_free: bool = False  # everything can be changed as if it had been made so
    typed: str = ""
    error: str = ""
    field: str = ""


async def show_all(work: Work, request: Request) -> Response:
    """`GET /pledges`."""
    mine = [row_of(work, request, one) for one in await pledges_for(work, acting(work))]
    theirs = [row_of(work, request, one) for one in await witnessed(work)]
    lines = {
        one.pledge.id: sentences.standing(one, when_free(work, request, one)) for one in await running_pieces(work)
    }
    content = PledgesPage(
        running=tuple(one for one in mine if one.view.status not in ("ended", "completed")),
        over=tuple(one for one in mine if one.view.status in ("ended", "completed")),
        asked=tuple(one for one in theirs if one.view.mine == "asked"),
        witnessed=tuple(one for one in theirs if one.view.mine == "accepted"),
        lines=lines,
    )
    return await page(work, request, "pledges/pledges.html", content)


async def show_one(work: Work, request: Request) -> Response:
    """`GET /pledges/ID`."""
    return await pledge_page(work, request)


async def pledge_page(work: Work, request: Request, *, error: str = "", field: str = "", typed: str = "") -> Response:
    """Answer with the page of a pledge; after a try to change it, with what was wrong about it."""
    pledge_id = path_id(request)
    view = await load_pledge(work, pledge_id)
    own = await load_own(work, pledge_id) if view.is_mine else None
    entries = await _entries(work, own) if own else ((), ())
    holds = view.status == "active"
    content = PledgePage(
        row=row_of(work, request, view),
        own=own,
        line=sentences.standing(own.standing, when_free(work, request, own.standing)) if own and holds else "",
        entries=entries[0],
        doubted=entries[1],
        changes=tuple(change_line(work, request, view.pledge, one) for one in own.changes) if own else (),
        next_on=_next_on(work, request, own) if own else "",
        is_free=own is not None and is_free(view.pledge, work.now, has_entries=any(map(counts, own.entries))),
        posts=await _posts(work, view) if view.mine == "accepted" else (),
        asked=await doubted_already(work, view.pledge) if view.mine == "accepted" else (),
        said_no=sentences.said_no(*own.said_no, view.pledge) if own else "",
        typed=typed,
        error=error,
        field=field,
    )
    return await page(work, request, "pledges/pledge.html", content, status=422 if error else 200)


async def fill_person(work: Work, request: Request) -> Any | None:
    """Show on somebody's page what they promised, as far as the viewer may see it."""
    profile: ProfileView = work.memo[ProfileView]
    views = await running_for(work, profile.account.id)
    if not views:
        return None
    pages: Pages = request.app.pages
    return pages.render("pledges/on_profile.html", page=tuple(row_of(work, request, one) for one in views))


async def fill_beside_home(work: Work, request: Request) -> Any | None:
    """Show beside Home where one stands."""
    pieces = await running_pieces(work) if work.actor is not None else []
    if not pieces:
        return None
    lines = tuple((one.pledge.id, sentences.standing(one, when_free(work, request, one))) for one in pieces)
    pages: Pages = request.app.pages
    return pages.render("pledges/beside_home.html", page=lines)


async def _entries(work: Work, own: OwnView) -> tuple[tuple[EntryRow, ...], tuple[EntryRow, ...]]:
    entries = own.entries[:ENTRIES_SHOWN_MAX]
    ids = [*(one.post_id for one in entries), *own.doubts]
    known = {one.id: one for one in await posts_by_ids(work.db, await viewer_of(work), ids)}
    originals = [one.repost_of_id for one in known.values() if one.repost_of_id is not None]
    passed_on = {one.id: one for one in await posts_by_ids(work.db, await viewer_of(work), originals)}
    most = {one.period.number: one.period.posts_max for one in own.periods}
    rows = []
    for entry in entries:
        post = known.get(entry.post_id)
        if post is not None and post.repost_of_id is not None:
            post = passed_on.get(post.repost_of_id)
        asking = own.doubts.get(entry.post_id, ())
        fresh = work.now < entry.at + timedelta(hours=DECLARED_FREELY_HOURS)
        row = EntryRow(
            entry=entry,
            post=post,
            words=_fate(entry, most.get(entry.period, 0)),
            asked_by=_names(asking),
            can_take_back=fresh,
        )
        rows.append(row)
    listed = {one.post_id for one in entries}
    doubted = [
        EntryRow(entry=_no_entry(own, post_id), post=known.get(post_id), words="", asked_by=_names(people))
        for post_id, people in own.doubts.items()
        if post_id not in listed and post_id in known
    ]
    return tuple(rows), tuple(doubted)


def _no_entry(own: OwnView, post_id: Id) -> Entry:
    pledge = own.view.pledge
    return Entry(
        author_id=pledge.author_id,
        pledge_id=pledge.id,
        post_id=post_id,
        root_id=post_id,
        at=pledge.created_at,
        period=0,
        source="unsorted",
    )


def _names(people: Sequence[Any]) -> str:
    return ", ".join(one.name or one.handle for one in people)


def _fate(entry: Entry, posts_max: int) -> str:
    """Say what became of a post: "1 of 2" is its place, in a period that had so many when it went out."""
    if entry.returned_at is not None:
        return _("deleted at once, not counted") if entry.deleted_at else _("not about it, as you said")
    words = _("more than promised") if entry.over else _place(entry.slot, posts_max)
    if entry.kind == "repost" and not words:
        words = _("passed on")
    if entry.source == "unsorted":
        words = _("{words}, not sorted").format(words=words) if words else _("not sorted")
    return _("{words}, deleted").format(words=words) if entry.deleted_at else words


def _place(slot: int | None, posts_max: int) -> str:
    return _("{num} of {most}").format(num=slot, most=max(slot, posts_max)) if slot else ""


def _next_on(work: Work, request: Request, own: OwnView) -> str:
    """Say on which day the next period begins; empty where none runs."""
    running = [one.period for one in own.periods if one.period.starts_at <= work.now < one.period.ends_at]
    return day_on(work, request, own.view.pledge, running[0].ends_at) if running else ""


async def _posts(work: Work, view: PledgeView) -> Sequence[Post]:
    """List the last posts since it began that a witness sees, too: not answers, and nothing that is passed on."""
    viewer = await viewer_of(work)
    part = await posts_of(work.db, viewer, view.author.id, Paging(limit=POSTS_ASKED_ABOUT_MAX))
    own = [one for one in part.items if one.repost_of_id is None and one.reply_to_id is None]
    return [one for one in own if one.published_at >= view.pledge.starts_at]


ROUTES = (
    Route(method="GET", path="/pledges", handler=show_all),
    Route(method="GET", path="/pledges/{id}", handler=show_one, access="anyone"),
)
SLOTS = (
    Slot(name="person.pledges", fill=fill_person),
    Slot(name="beside_home.pledges", fill=fill_beside_home),
)
