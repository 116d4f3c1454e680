"""The entity `Relationship`, and everything that changes one."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.web.form import read_form, read_query
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import json_answer, some_ids
from kith.gateways.mastodon.dates import date_text
from kith.people import (
    accept,
    block,
    decline,
    follow,
    mute,
    present_accounts,
    recommend,
    recommend_no_longer,
    relations,
    remark,
    remove_follower,
    unblock,
    unfollow,
    unmute,
    viewer_of,
)
from kith.people.model import Relation


class RelationshipEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What stands between the person who asks and one other."""

    id: str
    following: bool
    showing_reblogs: bool
    notifying: bool
    languages: tuple[str, ...] | None
    followed_by: bool
    blocking: bool
    blocked_by: bool
    muting: bool
    muting_notifications: bool
    muting_expires_at: str | None
    requested: bool
    requested_by: bool
    domain_blocking: bool
    endorsed: bool
    note: str


class AskedFor(msgspec.Struct, frozen=True, kw_only=True):
    """Several accounts at once. Older clients write `id`, newer ones `id[]`: both arrive here."""

    id: tuple[str, ...] = ()


class FollowForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wishes to hear of whom they follow."""

    reblogs: bool | None = None
    notify: bool | None = None
    languages: tuple[str, ...] | None = None


class MuteForm(msgspec.Struct, frozen=True, kw_only=True):
    """For how many seconds, 0 for good, and whether notices are held back as well."""

    duration: int = 0
    notifications: bool = True


class NoteForm(msgspec.Struct, frozen=True, kw_only=True):
    """A private note."""

    comment: str = ""


def present_relation(account_id: Id, relation: Relation) -> RelationshipEntity:
    """Give the entity. Nobody is told that they are blocked: whoever blocks them is not there at all."""
    return RelationshipEntity(
        id=str(account_id),
        following=relation.following,
        showing_reblogs=relation.following and relation.reposts,
        notifying=relation.notify,
        languages=relation.languages,
        followed_by=relation.followed_by,
        blocking=relation.blocking,
        blocked_by=False,
        muting=relation.muting,
        muting_notifications=relation.muting_notices,
        muting_expires_at=date_text(relation.muted_until) if relation.muted_until else None,
        requested=relation.requested,
        requested_by=relation.requested_by,
        domain_blocking=relation.domain_blocking,
        endorsed=relation.recommended,
        note=relation.remark,
    )


async def show_relationships(work: Work, request: Request) -> Response:
    """`GET /api/v1/accounts/relationships`."""
    ids = some_ids(read_query(request, AskedFor).id)
    viewer = await viewer_of(work)
    blocked_by_me = await relations(work.db, viewer.id, ids, work.now)
    present = {account.id for account in await present_accounts(work.db, ids)}
    unseen = set(viewer.hidden)
    seen = [
        one
        for one in ids
        if one in present and (one not in unseen or blocked_by_me[one].blocking or blocked_by_me[one].domain_blocking)
    ]
    return json_answer([present_relation(one, blocked_by_me[one]) for one in seen])


async def shown(work: Work, account_id: Id) -> Response:
    """Answer with how things stand now."""
    assert work.actor is not None
    found = await relations(work.db, work.actor, [account_id], work.now)
    return json_answer(present_relation(account_id, found[account_id]))


async def do_follow(work: Work, request: Request) -> Response:
    """`POST /api/v1/accounts/ID/follow`."""
    form, account_id = await read_form(request, FollowForm), path_id(request)
    await follow(work, account_id, reposts=form.reblogs, notify=form.notify, languages=form.languages)
    return await shown(work, account_id)


async def do_mute(work: Work, request: Request) -> Response:
    """`POST /api/v1/accounts/ID/mute`."""
    form, account_id = await read_form(request, MuteForm), path_id(request)
    until_at = work.now + timedelta(seconds=min(form.duration, _TEN_YEARS_S)) if form.duration > 0 else None
    await mute(work, account_id, until_at=until_at, notices=form.notifications)
    return await shown(work, account_id)


async def do_note(work: Work, request: Request) -> Response:
    """`POST /api/v1/accounts/ID/note`."""
    form, account_id = await read_form(request, NoteForm), path_id(request)
    await remark(work, account_id, form.comment)
    return await shown(work, account_id)


def _doing(deed: Callable[[Work, Id], Awaitable[object]]) -> Handler:
    async def handler(work: Work, request: Request) -> Response:
        account_id = path_id(request)
        await deed(work, account_id)
        return await shown(work, account_id)

    return handler


def _route(name: str, handler: Handler, scope: str, form: type[msgspec.Struct] | None = None) -> Route:
    return _post(f"accounts/{{id}}/{name}", handler, scope, form)


def _post(path: str, handler: Handler, scope: str, form: type[msgspec.Struct] | None = None) -> Route:
    asks, words = (form,) if form else (), f"{path.rpartition('/')[2].replace('_', ' ').capitalize()} somebody."
    return Route(
        method="POST",
        path=f"/api/v1/{path}",
        handler=handler,
        scope=scope,
        asks=asks,
        gives=RelationshipEntity,
        summary=words,
    )


_TEN_YEARS_S = 10 * 365 * 24 * 3600 - 60

ROUTES = (
    Route(
        method="GET",
        path="/api/v1/accounts/relationships",
        handler=show_relationships,
        scope="read:follows",
        query=(AskedFor,),
        gives=list[RelationshipEntity],
    ),
    _route("follow", do_follow, "write:follows", FollowForm),
    _route("unfollow", _doing(unfollow), "write:follows"),
    _route("remove_from_followers", _doing(remove_follower), "write:follows"),
    _route("block", _doing(block), "write:blocks"),
    _route("unblock", _doing(unblock), "write:blocks"),
    _route("mute", do_mute, "write:mutes", MuteForm),
    _route("unmute", _doing(unmute), "write:mutes"),
    _route("note", do_note, "write:accounts", NoteForm),
    *(_route(name, _doing(recommend), "write:accounts") for name in ("endorse", "pin")),
    *(_route(name, _doing(recommend_no_longer), "write:accounts") for name in ("unendorse", "unpin")),
    _post("follow_requests/{id}/authorize", _doing(accept), "write:follows"),
    _post("follow_requests/{id}/reject", _doing(decline), "write:follows"),
)
