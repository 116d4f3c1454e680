"""The entity `Application`, and how apps introduce themselves."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import SignInFirst
from kith.base.web.form import read_form
from kith.base.web.routing import Route
from kith.base.work import Work
from kith.oauth import App, RegisterForm, app_of, register
from kith.push import server_key


class AppEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An app, as it is told of itself; the secret only once, at the beginning."""

    id: str
    name: str
    website: str | None
    scopes: tuple[str, ...]
    redirect_uri: str
    redirect_uris: tuple[str, ...]
    vapid_key: str


class NewAppEntity(AppEntity, frozen=True, kw_only=True):
    """An app with what it needs to ask for tokens."""

    client_id: str
    client_secret: str
    client_secret_expires_at: int = 0  # never


async def do_register(work: Work, request: Request) -> Response:
    """`POST /api/v1/apps`."""
    new = await register(work, await read_form(request, RegisterForm))
    known = msgspec.structs.asdict(_entity(work, new.app))
    return _answer(NewAppEntity(**known, client_id=str(new.app.id), client_secret=new.secret))


async def show_own_app(work: Work, request: Request) -> Response:
    """`GET /api/v1/apps/verify_credentials`: which app holds this token."""
    app = await app_of(work, request)
    if app is None:
        raise SignInFirst
    return _answer(_entity(work, app))


def _entity(work: Work, app: App) -> AppEntity:
    return AppEntity(
        id=str(app.id),
        name=app.name,
        website=app.website,
        scopes=app.scopes,
        redirect_uri="\n".join(app.redirect_uris),
        redirect_uris=app.redirect_uris,
        vapid_key=server_key(work.house.secret).public,
    )


def _answer(entity: AppEntity) -> Response:
    headers = {"cache-control": "no-store"}
    return Response(msgspec.json.encode(entity), headers=headers, media_type="application/json")


ROUTES = (
    Route(
        method="POST",
        path="/api/v1/apps",
        handler=do_register,
        access="anyone",
        limit="app",
        asks=(RegisterForm,),
        gives=NewAppEntity,
    ),
    Route(method="GET", path="/api/v1/apps/verify_credentials", handler=show_own_app, access="anyone", gives=AppEntity),
)
