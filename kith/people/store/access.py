"""Sessions, tokens, mail tokens and invites: the keys people hold."""

from datetime import datetime
from typing import Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Asked, Statement
from kith.people.model import Account, ApiToken, Invite, MailToken, PageSession

# Which rows were read: one that was written since has another `xmin`.
_VERSIONS = "concat_ws(' ', members.xmin, accounts.xmin, {key}.xmin)"
_SIGNED = """
           members.role, members.language, members.theme, members.timezone, members.approved_at, members.leaves_at,
           members.email_confirmed_at, members.post_audience, members.post_language, members.post_sensitive,
           members.quote_policy
      FROM members
      JOIN accounts ON accounts.id = members.account_id
"""
_BY_SESSION = Statement(f"""
    SELECT {Account.columns("accounts")}, page_sessions.secret_hash, page_sessions.seen_at,
           ARRAY[]::text[] AS scopes, NULL AS app, page_sessions.acting_for, page_sessions.acted_for,
           NULL::bigint AS hand_id, {_VERSIONS.format(key="page_sessions")} AS versions,
           {_SIGNED}
      JOIN page_sessions ON page_sessions.account_id = members.account_id
     WHERE members.account_id = %(account_id)s
       AND page_sessions.id = %(key_id)s
""")
_BY_TOKEN = Statement(f"""
    SELECT {Account.columns("accounts")}, api_tokens.secret_hash, api_tokens.created_at AS seen_at,
           api_tokens.scopes, CASE WHEN api_tokens.app_id IS NOT NULL THEN api_tokens.name END AS app,
           NULL::bigint AS acting_for, NULL::bigint AS acted_for, api_tokens.hand_id,
           {_VERSIONS.format(key="api_tokens")} AS versions,
           {_SIGNED}
      JOIN api_tokens ON api_tokens.account_id = members.account_id
     WHERE members.account_id = %(account_id)s
       AND api_tokens.id = %(key_id)s
""")
# Whoever is acted for, or acts, without a key of their own in the request.
_WITHOUT_KEY = Statement(f"""
    SELECT {Account.columns("accounts")}, ''::bytea AS secret_hash, members.created_at AS seen_at,
           ARRAY[]::text[] AS scopes, NULL AS app, NULL::bigint AS acting_for, NULL::bigint AS acted_for,
           NULL::bigint AS hand_id, '' AS versions,
           {_SIGNED}
     WHERE members.account_id = %(account_id)s
       AND %(key_id)s::bigint = 0
""")
_NONE = Id(0)  # no session has this id


def _holds_still(keys: str) -> Statement:
    return Statement(f"""
        SELECT EXISTS (
               SELECT
                 FROM {keys}
                 JOIN members ON members.account_id = {keys}.account_id
                 JOIN accounts ON accounts.id = {keys}.account_id
                WHERE {keys}.account_id = %(account_id)s
                  AND {keys}.id = %(key_id)s
                  AND {_VERSIONS.format(key=keys)} = %(versions)s::text)
    """)


_SESSION_HOLDS, _TOKEN_HOLDS = _holds_still("page_sessions"), _holds_still("api_tokens")

_TOUCH = Statement("UPDATE page_sessions SET seen_at = %(now)s WHERE account_id = %(account_id)s AND id = %(key_id)s")
_SESSIONS = Statement(f"""
    SELECT {PageSession.columns()}
      FROM page_sessions
     WHERE account_id = %(account_id)s
     ORDER BY seen_at DESC, id DESC
     LIMIT 100
""")
_END_SESSION = Statement("DELETE FROM page_sessions WHERE account_id = %(account_id)s AND id = %(key_id)s")
_END_SESSIONS = Statement("DELETE FROM page_sessions WHERE account_id = %(account_id)s AND id <> %(but_id)s")
_END_OLD_SESSIONS = Statement("DELETE FROM page_sessions WHERE seen_at < %(before)s")
_TOKENS = Statement(f"""
    SELECT {ApiToken.columns()}
      FROM api_tokens
     WHERE account_id = %(account_id)s
     ORDER BY id DESC
     LIMIT 100
""")
_TOKEN = Statement(f"""
    SELECT {ApiToken.columns()}
      FROM api_tokens
     WHERE account_id = %(account_id)s
       AND id = %(key_id)s
""")
_END_TOKEN = Statement("DELETE FROM api_tokens WHERE account_id = %(account_id)s AND id = %(key_id)s")
_END_TOKENS = Statement("DELETE FROM api_tokens WHERE account_id = %(account_id)s")
_KEEP_MAIL_TOKEN = Statement(f"""
    INSERT INTO mail_tokens ({MailToken.columns()})
    VALUES (%(account_id)s, %(purpose)s, %(secret_hash)s, %(email)s, %(created_at)s)
    ON CONFLICT (account_id, purpose) DO UPDATE
       SET secret_hash = EXCLUDED.secret_hash, email = EXCLUDED.email, created_at = EXCLUDED.created_at
""")
_TAKE_MAIL_TOKEN = Statement(f"""
    DELETE FROM mail_tokens
     WHERE account_id = %(account_id)s
       AND purpose = %(purpose)s
       AND secret_hash = %(secret_hash)s
       AND created_at > %(after)s
    RETURNING {MailToken.columns()}
""")
_FIND_MAIL_TOKEN = Statement(f"""
    SELECT {MailToken.columns()}
      FROM mail_tokens
     WHERE account_id = %(account_id)s
       AND purpose = %(purpose)s
       AND secret_hash = %(secret_hash)s
       AND created_at > %(after)s
""")
_FIND_INVITE = Statement(f"SELECT {Invite.columns()} FROM invites WHERE code_hash = %(code_hash)s")
_USE_INVITE = Statement("""
    UPDATE invites
       SET uses = uses + 1
     WHERE code_hash = %(code_hash)s
       AND uses < uses_max
       AND expires_at > %(now)s
""")
_INVITES = Statement(f"""
    SELECT {Invite.columns()}
      FROM invites
     WHERE inviter_id = %(inviter_id)s
     ORDER BY id DESC
     LIMIT 100
""")
_END_INVITE = Statement("DELETE FROM invites WHERE inviter_id = %(inviter_id)s AND id = %(invite_id)s")


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """What one read tells about whoever shows a key."""

    secret_hash: bytes
    seen_at: datetime
    scopes: tuple[str, ...]
    app: str | None
    acting_for: Id | None  # the organisation in whose name this browser acts
    acted_for: Id | None  # and did until the seat ended
    hand_id: Id | None  # who gave an app access to an organisation's account
    role: str
    language: str | None
    theme: str | None
    timezone: str
    approved_at: datetime | None
    leaves_at: datetime | None
    email_confirmed_at: datetime | None
    post_audience: Literal["everyone", "unlisted", "followers"]
    post_language: str | None
    post_sensitive: bool
    quote_policy: Literal["everyone", "followers", "nobody"]
    versions: str  # which rows these are: another one after each change


class KeyHolder(msgspec.Struct, frozen=True, kw_only=True):
    """The account behind a key, and the rest."""

    account: Account
    signed: SignedIn

    def holds_still(self, key_id: Id, *, is_session: bool) -> Asked:
        """Ask whether a page session or a bearer token of theirs, and all that was read with it, is as it was."""
        known = {"account_id": self.account.id, "key_id": key_id, "versions": self.signed.versions}
        return Asked(_SESSION_HOLDS if is_session else _TOKEN_HOLDS, known)


async def find_by_session(db: Db, account_id: Id, key_id: Id) -> KeyHolder | None:
    """Find who holds a page session; the secret is the caller's to compare."""
    return await _holder(db, _BY_SESSION, account_id, key_id)


async def find_by_token(db: Db, account_id: Id, key_id: Id) -> KeyHolder | None:
    """Find who holds a bearer token; the secret is the caller's to compare."""
    return await _holder(db, _BY_TOKEN, account_id, key_id)


async def find_holder(db: Db, account_id: Id) -> KeyHolder | None:
    """Find a member without a key: whoever is acted for, or whose hand it is. Its `secret_hash` fits no secret."""
    return await _holder(db, _WITHOUT_KEY, account_id, _NONE)


async def touch_session(db: Db, account_id: Id, key_id: Id, now: datetime) -> None:
    """Note that a session was used."""
    await db.run(_TOUCH, account_id=account_id, key_id=key_id, now=now)


async def sessions_of(db: Db, account_id: Id) -> list[PageSession]:
    """List where somebody is signed in, the most recent first."""
    return await db.all(_SESSIONS, PageSession, account_id=account_id)


async def end_session(db: Db, account_id: Id, key_id: Id) -> None:
    """End one session."""
    await db.run(_END_SESSION, account_id=account_id, key_id=key_id)


async def end_sessions(db: Db, account_id: Id, *, but_id: Id = _NONE) -> int:
    """End all sessions but one. Tells how many."""
    return await db.run(_END_SESSIONS, account_id=account_id, but_id=but_id)


async def end_old_sessions(db: Db, *, before: datetime) -> int:
    """End what was not used for a long time."""
    return await db.run(_END_OLD_SESSIONS, before=before)


async def tokens_of(db: Db, account_id: Id) -> list[ApiToken]:
    """List the access somebody gave, the newest first."""
    return await db.all(_TOKENS, ApiToken, account_id=account_id)


async def find_token(db: Db, account_id: Id, key_id: Id) -> ApiToken | None:
    """Find one access; the secret is the caller's to compare."""
    return await db.maybe(_TOKEN, ApiToken, account_id=account_id, key_id=key_id)


async def end_token(db: Db, account_id: Id, key_id: Id) -> None:
    """Take access back."""
    await db.run(_END_TOKEN, account_id=account_id, key_id=key_id)


async def end_tokens(db: Db, account_id: Id) -> None:
    """Take all access back."""
    await db.run(_END_TOKENS, account_id=account_id)


async def keep_mail_token(db: Db, token: MailToken) -> None:
    """Keep a token; an earlier one for the same purpose no longer counts."""
    values = {column.name: getattr(token, column.name) for column in MailToken.column_list()}
    await db.run(_KEEP_MAIL_TOKEN, **values)


async def find_mail_token(db: Db, account_id: Id, purpose: str, secret_hash: bytes, after: datetime) -> bool:
    """Tell whether a mailed link still counts."""
    found = await db.maybe(
        _FIND_MAIL_TOKEN, MailToken, account_id=account_id, purpose=purpose, secret_hash=secret_hash, after=after
    )
    return found is not None


async def take_mail_token(
    db: Db, account_id: Id, purpose: str, secret_hash: bytes, after: datetime
) -> MailToken | None:
    """Use a token up. `None` when it is wrong, used, replaced, or older than `after`."""
    return await db.maybe(
        _TAKE_MAIL_TOKEN, MailToken, account_id=account_id, purpose=purpose, secret_hash=secret_hash, after=after
    )


async def find_invite(db: Db, code_hash: bytes) -> Invite | None:
    """Find an invite by its code's hash."""
    return await db.maybe(_FIND_INVITE, Invite, code_hash=code_hash)


async def use_invite(db: Db, code_hash: bytes, now: datetime) -> bool:
    """Use an invite once. `False` when it is used up or has run out."""
    return await db.run(_USE_INVITE, code_hash=code_hash, now=now) == 1


async def invites_of(db: Db, inviter_id: Id) -> list[Invite]:
    """List somebody's invites, the newest first."""
    return await db.all(_INVITES, Invite, inviter_id=inviter_id)


async def end_invite(db: Db, inviter_id: Id, invite_id: Id) -> None:
    """Take an invite back."""
    await db.run(_END_INVITE, inviter_id=inviter_id, invite_id=invite_id)


async def _holder(db: Db, statement: Statement, account_id: Id, key_id: Id) -> KeyHolder | None:
    row = await db.maybe_split(statement, Account, SignedIn, account_id=account_id, key_id=key_id)
    return None if row is None else KeyHolder(account=row[0], signed=row[1])
