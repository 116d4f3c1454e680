"""Where somebody is signed in, and what has access: the entities `Session` and `Access`.

They ask for the whole of `read` and `write`: an app that was given a part of somebody's account has no business with
its doors. Access is given on the pages alone.
"""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.web.caller import Caller
from kith.base.web.routing import Route, path_id
from kith.base.work import Work
from kith.gateways.mastodon.answers import Nothing, json_answer
from kith.gateways.mastodon.dates import date_text
from kith.people import load_two_step, sessions_of, sign_out, take_token_back, tokens_of


class SessionEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that is signed in."""

    id: str
    device: str
    created_at: str
    last_seen_at: str


class PasskeyEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey, by its name. It is made and removed on the pages alone."""

    id: str
    name: str
    created_at: str
    last_used_at: str | None


class TwoStepEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Two-step sign-in. It is switched on and off on the pages alone, where no app sees the key."""

    on: bool
    since: str | None
    codes_from_app: bool
    passkeys: tuple[PasskeyEntity, ...]
    recovery_codes_left: int


class AccessEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An app or script that has access; `current` is the one that asks."""

    id: str
    name: str
    scopes: tuple[str, ...]
    current: bool
    created_at: str


async def show_sessions(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/sessions`: list the browsers in which one is signed in, the last used first."""
    assert work.actor is not None
    found = [
        SessionEntity(
            id=str(one.id),
            device=one.device,
            created_at=date_text(one.created_at),
            last_seen_at=date_text(one.seen_at),
        )
        for one in await sessions_of(work.db, work.actor)
    ]
    return json_answer(found)


async def do_end_session(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/sessions/ID`: sign out there."""
    assert work.actor is not None
    session_id = path_id(request)
    _check_among(session_id, {one.id for one in await sessions_of(work.db, work.actor)})
    await sign_out(work, session_id)
    return json_answer({})


async def show_two_step(work: Work, _request: Request) -> Response:
    """`GET /api/kith/v1/two_step`: show whether signing in takes a second step, and one's passkeys."""
    view = await load_two_step(work)
    since = date_text(view.on.on_at) if view.on is not None and view.on.on_at is not None else None
    passkeys = tuple(
        PasskeyEntity(
            id=str(one.id),
            name=one.name,
            created_at=date_text(one.made_at),
            last_used_at=date_text(one.used_at) if one.used_at is not None else None,
        )
        for one in view.passkeys
    )
    found = TwoStepEntity(
        on=view.on is not None,
        since=since,
        codes_from_app=view.has_app,
        passkeys=passkeys,
        recovery_codes_left=view.codes_left,
    )
    return json_answer(found)


async def show_access(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/apps`: list the apps and scripts that have access, the newest first."""
    assert work.actor is not None
    caller: Caller = request.state.caller
    found = [
        AccessEntity(
            id=str(one.id),
            name=one.name,
            scopes=one.scopes,
            current=caller.session == f"token {one.id}",
            created_at=date_text(one.created_at),
        )
        for one in await tokens_of(work.db, work.actor)
    ]
    return json_answer(found)


async def do_end_access(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/apps/ID`: end the access of an app or script, also that of the one that asks."""
    assert work.actor is not None
    token_id = path_id(request)
    _check_among(token_id, {one.id for one in await tokens_of(work.db, work.actor)})
    await take_token_back(work, token_id)
    return json_answer({})


def _check_among(wanted: Id, own: set[Id]) -> None:
    """Raise `NotFound` for another's, as for one that never was."""
    if wanted not in own:
        raise NotFound


_SESSIONS, _APPS = "/api/kith/v1/sessions", "/api/kith/v1/apps"
ROUTES = (
    Route(method="GET", path=_SESSIONS, handler=show_sessions, scope="read", gives=list[SessionEntity]),
    Route(method="DELETE", path=f"{_SESSIONS}/{{id}}", handler=do_end_session, scope="write", gives=Nothing),
    Route(method="GET", path="/api/kith/v1/two_step", handler=show_two_step, scope="read", gives=TwoStepEntity),
    Route(method="GET", path=_APPS, handler=show_access, scope="read", gives=list[AccessEntity]),
    Route(method="DELETE", path=f"{_APPS}/{{id}}", handler=do_end_access, scope="write", gives=Nothing),
)
