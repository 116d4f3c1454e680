"""Tokens: the access that people give to apps and scripts."""

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.model import ApiToken
from kith.people.secrets import Key, hash_secret, is_secret, new_key_secret
from kith.people.store.holding import tokens_by_hand

ALL_SCOPES = ("read", "write", "follow", "push")
TOKENS_MAX = 100


class TokenGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A token as an app gets it: whose, which, and the secret part."""

    account_id: Id
    id: Id
    secret: str
    app_id: Id
    hand_id: Id | None = None  # who gave it, where the account is an organisation


async def give_token(work: Work, *, name: str, scopes: tuple[str, ...] = ALL_SCOPES) -> str:
    """Give access to a script, and give the token: the only time that it can be read."""
    assert work.actor is not None
    title = clean_line(name, length_max=100, field="name")
    if not title:
        raise Invalid(_("Give it a name, so that you know later what it was for."), field="name")
    if len(await store.tokens_of(work.db, work.actor)) >= TOKENS_MAX:
        raise Refused(_("You have given access to a hundred things. Take one back first."))
    key_id = work.new_id()
    key = Key(account_id=work.actor, key_id=key_id, secret=new_key_secret(work.house.secret, work.actor, key_id))
    token = ApiToken(
        account_id=key.account_id,
        id=key.key_id,
        secret_hash=hash_secret(key.secret),
        name=title,
        scopes=scopes,
        created_at=work.now,
        hand_id=work.hand if work.hand != work.actor else None,
    )
    await work.db.insert(token)
    return "kith_" + key.written("_")


async def give_app_token(work: Work, given: TokenGiven, *, name: str, scopes: tuple[str, ...]) -> None:
    """Write down what an app was given. Who signs in again and again loses the oldest of a hundred."""
    for oldest in (await store.tokens_of(work.db, given.account_id))[TOKENS_MAX - 1 :]:
        await end_token(work, given.account_id, oldest.id)
    token = ApiToken(
        account_id=given.account_id,
        id=given.id,
        secret_hash=hash_secret(given.secret),
        name=name,
        scopes=scopes,
        app_id=given.app_id,
        created_at=work.now,
        hand_id=given.hand_id,
    )
    await work.db.insert(token)


async def take_token_back(work: Work, token_id: Id) -> None:
    """End access that one gave, also in an organisation's name."""
    assert work.actor is not None
    await end_token(work, work.actor, token_id)
    for one in await tokens_by_hand(work.db, work.actor):
        if one.id == token_id:
            await end_token(work, one.account_id, token_id)


async def give_token_back(work: Work, key: Key, *, app_id: Id) -> bool:
    """End the access that an app holds, when it shows that it holds it. `False` where another app does; it stays so."""
    token = await store.find_token(work.db, key.account_id, key.key_id)
    if token is None or not is_secret(token.secret_hash, key.secret):
        return True
    if token.app_id == app_id:
        await end_token(work, key.account_id, key.key_id)
    return token.app_id == app_id


async def end_token(work: Work, account_id: Id, token_id: Id) -> None:
    """End one access, here and in every answer that was kept for it."""
    await store.end_token(work.db, account_id, token_id)
    work.forget(f"token:{token_id}")
