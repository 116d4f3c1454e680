"""Who is asking, apps included."""

from starlette.requests import Request

from kith.base.core.errors import WrongToken
from kith.base.web.bearer import OPEN_PATHS, bearer
from kith.base.web.caller import Caller
from kith.base.work import Work
from kith.oauth import store
from kith.oauth.model import App
from kith.people import find_token, identify, is_secret, read_key

APP_TOKEN = "kithapp_"  # noqa: S105 - how one begins


async def identify_with_apps(work: Work, request: Request) -> Caller | None:
    """Find the caller. An app without a person is nobody.

    What is open to apps in browsers takes tokens alone: a cookie that comes along speaks for nobody there, and a
    token that is none is said so, whatever was asked for.
    """
    token, open_to_apps = bearer(request), request.scope["path"].startswith(OPEN_PATHS)
    if open_to_apps and not token:
        return None
    caller = await identify(work, request)
    if caller is None and open_to_apps and await _by_own_token(work, token) is None:
        raise WrongToken
    return caller


async def app_of(work: Work, request: Request) -> App | None:
    """Find the app whose token the request carries: its own, or one that a person gave it."""
    token = bearer(request)
    if token.startswith(APP_TOKEN):
        return await _by_own_token(work, token)
    key = read_key(token.removeprefix("kith_"), "_")
    held = await find_token(work.db, key.account_id, key.key_id) if key else None
    if key is None or held is None or held.app_id is None or not is_secret(held.secret_hash, key.secret):
        return None
    return await store.find_app(work.db, held.app_id)


async def _by_own_token(work: Work, token: str) -> App | None:
    key = read_key(token.removeprefix(APP_TOKEN), "_") if token.startswith(APP_TOKEN) else None
    held = await store.find_app_token(work.db, key.account_id, key.key_id) if key else None
    if key is None or held is None or not is_secret(held.secret_hash, key.secret):
        return None
    return await store.find_app(work.db, held.app_id)
