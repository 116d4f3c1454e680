"""Sessions and tokens by which people act for accounts that they hold."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import ApiToken

_SET_ORGANISATION = Statement("UPDATE accounts SET kind = 'organisation' WHERE id = %(account_id)s")
_SET_ACTING = Statement("""
    UPDATE page_sessions
       SET acting_for = %(acting_for)s, acted_for = NULL
     WHERE account_id = %(person_id)s
       AND id = %(session_id)s
""")
_END_ACTING = Statement("""
    UPDATE page_sessions
       SET acting_for = NULL, acted_for = acting_for
     WHERE account_id = %(person_id)s
       AND acting_for = %(account_id)s
    RETURNING id
""")
_FORGET_ACTED = Statement("UPDATE page_sessions SET acted_for = NULL WHERE acted_for = %(account_id)s")
_END_TOKENS_BY_HAND = Statement("""
    DELETE FROM api_tokens
     WHERE account_id = %(account_id)s
       AND hand_id = %(person_id)s
    RETURNING id
""")
_TOKENS_BY_HAND = Statement(f"""
    SELECT {ApiToken.columns()}
      FROM api_tokens
     WHERE hand_id = %(person_id)s
     ORDER BY id DESC
     LIMIT 100
""")


async def set_organisation(db: Db, account_id: Id) -> None:
    """Let an account be an organisation's."""
    await db.run(_SET_ORGANISATION, account_id=account_id)


async def set_acting(db: Db, person_id: Id, session_id: Id, account_id: Id | None) -> None:
    """Note for whom a session acts."""
    await db.run(_SET_ACTING, person_id=person_id, session_id=session_id, acting_for=account_id)


async def end_acting_sessions(db: Db, account_id: Id, person_id: Id) -> list[Id]:
    """Let none of a person's sessions act for an account; give those that did."""
    return await db.values(_END_ACTING, account_id=account_id, person_id=person_id)


async def forget_acted(db: Db, account_id: Id) -> None:
    """Let no session know any more that it acted for an account."""
    await db.run(_FORGET_ACTED, account_id=account_id)


async def end_tokens_by_hand(db: Db, account_id: Id, person_id: Id) -> list[Id]:
    """End what a person gave to apps in an account's name; give what it was."""
    return await db.values(_END_TOKENS_BY_HAND, account_id=account_id, person_id=person_id)


async def tokens_by_hand(db: Db, person_id: Id) -> list[ApiToken]:
    """List what a person gave to apps in the name of accounts that they hold, the newest first."""
    return await db.all(_TOKENS_BY_HAND, ApiToken, person_id=person_id)
