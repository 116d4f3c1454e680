"""Apps, their tokens and the grants for them."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.oauth.model import App, AppToken, Grant

_APP = Statement(f"SELECT {App.columns()} FROM apps WHERE id = %(app_id)s")
_USED = Statement("UPDATE apps SET used_at = %(now)s WHERE id = %(app_id)s")
_FORGET_APPS = Statement("DELETE FROM apps WHERE used_at IS NULL AND created_at < %(before)s")
_APP_TOKEN = Statement(f"SELECT {AppToken.columns()} FROM app_tokens WHERE app_id = %(app_id)s AND id = %(token_id)s")
_END_APP_TOKEN = Statement("DELETE FROM app_tokens WHERE app_id = %(app_id)s AND id = %(token_id)s")
# Locked: a code that is shown twice at once is worth one token.
_GRANT = Statement(f"""
    SELECT {Grant.columns()}
      FROM grants
     WHERE account_id = %(account_id)s
       AND id = %(grant_id)s
       FOR UPDATE
""")
_REDEEM = Statement("""
    UPDATE grants
       SET token_id = %(token_id)s
     WHERE account_id = %(account_id)s
       AND id = %(grant_id)s
""")
_FORGET_GRANTS_BY = Statement("DELETE FROM grants WHERE account_id = %(account_id)s AND hand_id = %(hand_id)s")
_FORGET_GRANTS = Statement("DELETE FROM grants WHERE created_at < %(before)s")


async def find_app(db: Db, app_id: Id) -> App | None:
    """Find an app by its `client_id`."""
    return await db.maybe(_APP, App, app_id=app_id)


async def note_use(db: Db, app_id: Id, now: datetime) -> None:
    """Note that somebody uses an app."""
    await db.run(_USED, app_id=app_id, now=now)


async def forget_unused_apps(db: Db, before: datetime) -> int:
    """Delete old apps to which nobody ever gave access. Tells how many."""
    return await db.run(_FORGET_APPS, before=before)


async def find_app_token(db: Db, app_id: Id, token_id: Id) -> AppToken | None:
    """Find an app's own token; the secret is the caller's to compare."""
    return await db.maybe(_APP_TOKEN, AppToken, app_id=app_id, token_id=token_id)


async def end_app_token(db: Db, app_id: Id, token_id: Id) -> None:
    """Delete an app's own token."""
    await db.run(_END_APP_TOKEN, app_id=app_id, token_id=token_id)


async def lock_grant(db: Db, account_id: Id, grant_id: Id) -> Grant | None:
    """Find a grant and hold it; the secret is the caller's to compare."""
    return await db.maybe(_GRANT, Grant, account_id=account_id, grant_id=grant_id)


async def redeem(db: Db, grant: Grant, token_id: Id) -> None:
    """Note which token a grant was worth: it is worth no other."""
    await db.run(_REDEEM, account_id=grant.account_id, grant_id=grant.id, token_id=token_id)


async def forget_grants_by(db: Db, account_id: Id, hand_id: Id) -> None:
    """Delete what somebody said yes to in an organisation's name, and was not fetched yet."""
    await db.run(_FORGET_GRANTS_BY, account_id=account_id, hand_id=hand_id)


async def forget_grants(db: Db, before: datetime) -> int:
    """Delete old grants. Tells how many."""
    return await db.run(_FORGET_GRANTS, before=before)
