"""An app fetches its token, and gives it back."""

import json
from collections.abc import Mapping
from datetime import timedelta

import msgspec

from kith.base.core.ids import Id, parse_id
from kith.base.work import Work
from kith.oauth import store
from kith.oauth.actions.knowing import APP_TOKEN
from kith.oauth.judge import Judge, basic, fetching, flat
from kith.oauth.model import GRANT_MINUTES, App, AppToken, Grant
from kith.people import (
    Key,
    TokenGiven,
    end_token,
    give_app_token,
    give_token_back,
    hash_secret,
    is_secret,
    new_key_secret,
    read_key,
)

_WORDS = {
    "invalid_request": "Something is missing that was to be sent, or is not what the code was asked for with.",
    "invalid_client": "No app is known by this client_id and client_secret.",
    "invalid_grant": "The code is not valid: it was used, is too old, or is another app's, address's or verifier's.",
    "invalid_scope": "The scope is unknown, or more than the app registered for.",
    "unsupported_grant_type": "The grant_type must be authorization_code or client_credentials.",
}


class Answer(msgspec.Struct, frozen=True):
    """What the token endpoint says (RFC 6749, 5.1 and 5.2)."""

    status: int
    body: Mapping[str, object]


async def fetch_token(work: Work, form: dict[str, object], authorization: str) -> Answer:
    """Give a token for a code or for an app's own secret. A code that comes twice ends what it was worth."""
    app = await _app(work, form, authorization)
    key, grant, fits = await _grant(work, form.get("code"))
    own = form.get("grant_type") == "client_credentials"
    token_id = work.new_id()
    holder_id = (app.id if app else 0) if own else (grant.account_id if grant else 0)
    secret = new_key_secret(work.house.secret, Id(holder_id), token_id)
    token = f"{APP_TOKEN if own else 'kith_'}{holder_id}_{token_id}_{secret}"
    endpoint = fetching(Judge(app, grant, code_fits=fits), token)
    headers = {"Authorization": authorization} if authorization else {}
    _headers, body, status = endpoint.create_token_response("/oauth/token", "POST", flat(form), headers)
    said = json.loads(body)
    if status != 200:
        if key is not None and grant is not None and fits and grant.token_id is not None:
            await end_token(work, grant.account_id, grant.token_id)
        return _refused(status, said["error"], form)
    assert app is not None
    scopes = tuple(str(said["scope"]).split())
    if own:
        await work.db.insert(
            AppToken(app_id=app.id, id=token_id, secret_hash=hash_secret(secret), scopes=scopes, created_at=work.now)
        )
    else:
        assert grant is not None
        given = TokenGiven(
            account_id=grant.account_id, id=token_id, secret=secret, app_id=app.id, hand_id=grant.hand_id
        )
        await give_app_token(work, given, name=app.name, scopes=scopes)
        await store.redeem(work.db, grant, token_id)
    await store.note_use(work.db, app.id, work.now)
    created_at = int(work.now.timestamp())
    return Answer(
        200, {"access_token": token, "token_type": "Bearer", "scope": " ".join(scopes), "created_at": created_at}
    )


def _refused(status: int, error: str, form: dict[str, object]) -> Answer:
    """Say what is wrong, for whoever writes the app."""
    if error == "unsupported_grant_type" and not form.get("grant_type"):
        error = "invalid_request"
    return Answer(status, {"error": error, "error_description": _WORDS.get(error, "The request cannot be answered.")})


async def give_token(work: Work, app: App, account_id: Id) -> Mapping[str, object]:
    """Give an app access to an account that was just made through it, to all that the app registered for."""
    token_id = work.new_id()
    secret = new_key_secret(work.house.secret, account_id, token_id)
    given = TokenGiven(account_id=account_id, id=token_id, secret=secret, app_id=app.id)
    await give_app_token(work, given, name=app.name, scopes=app.scopes)
    await store.note_use(work.db, app.id, work.now)
    token = f"kith_{account_id}_{given.id}_{given.secret}"
    said = {"access_token": token, "token_type": "Bearer", "scope": " ".join(app.scopes)}
    return said | {"created_at": int(work.now.timestamp())}


async def revoke(work: Work, form: dict[str, object], authorization: str) -> Answer:
    """End a token (RFC 7009). One that is none is as good as ended; only the app that holds it may ask."""
    app = await _app(work, form, authorization)
    text = str(form.get("token", ""))
    known = app is not None and is_secret(app.secret_hash, _secret(form, authorization))
    if app is None or not known or not text or not await _end(work, app, text):
        said = "You are not authorized to revoke this token"
        return Answer(403, {"error": "unauthorized_client", "error_description": said})
    return Answer(200, {})


async def _end(work: Work, app: App, text: str) -> bool:
    """End a token of this app's; `False` for one that another app holds."""
    key = read_key(text.removeprefix(APP_TOKEN).removeprefix("kith_"), "_")
    if key is None:
        return True
    if not text.startswith(APP_TOKEN):
        return await give_token_back(work, key, app_id=app.id)
    held = await store.find_app_token(work.db, key.account_id, key.key_id)
    if held is None or not is_secret(held.secret_hash, key.secret):
        return True
    if held.app_id == app.id:
        await store.end_app_token(work.db, app.id, held.id)
    return held.app_id == app.id


async def _app(work: Work, form: dict[str, object], authorization: str) -> App | None:
    named = basic(authorization)
    app_id = parse_id(named[0] if named else str(form.get("client_id", "")))
    return await store.find_app(work.db, app_id) if app_id is not None else None


def _secret(form: dict[str, object], authorization: str) -> str:
    named = basic(authorization)
    return named[1] if named else str(form.get("client_secret", ""))


async def _grant(work: Work, code: object) -> tuple[Key | None, Grant | None, bool]:
    key = read_key(code, "_") if isinstance(code, str) else None
    grant = await store.lock_grant(work.db, key.account_id, key.key_id) if key else None
    if key is None or grant is None:
        return key, None, False
    fresh = grant.created_at > work.now - timedelta(minutes=GRANT_MINUTES)
    return key, grant, fresh and is_secret(grant.secret_hash, key.secret)
