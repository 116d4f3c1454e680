"""Every SQL statement over subscriptions. All of a person's lie under them."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.push.model import Policy, Subscription

TOLD_MAX = 3000  # subscriptions of several people, read at once

_OF_OWNERS = Statement(f"""
    SELECT {Subscription.columns()}
      FROM push_subscriptions
     WHERE owner_id = ANY (%(owner_ids)s::bigint[])
     ORDER BY owner_id, id
     LIMIT %(limit)s
""")
_ONE = Statement(
    f"SELECT {Subscription.columns()} FROM push_subscriptions WHERE owner_id = %(owner_id)s AND id = %(id)s"
)
_OF_TOKEN = Statement(f"""
    SELECT {Subscription.columns()}
      FROM push_subscriptions
     WHERE owner_id = %(owner_id)s
       AND token_id = %(token_id)s
""")
_OF_SESSION = Statement(f"""
    SELECT {Subscription.columns()}
      FROM push_subscriptions
     WHERE owner_id = %(owner_id)s
       AND session_id = %(session_id)s
""")
_END_OF_TOKEN = Statement("DELETE FROM push_subscriptions WHERE owner_id = %(owner_id)s AND token_id = %(token_id)s")
_END_OF_SESSION = Statement(
    "DELETE FROM push_subscriptions WHERE owner_id = %(owner_id)s AND session_id = %(session_id)s"
)
_END = Statement("DELETE FROM push_subscriptions WHERE owner_id = %(owner_id)s AND id = %(id)s")
_END_OF_BROWSER = Statement("DELETE FROM push_subscriptions WHERE session_id IS NOT NULL AND endpoint = %(endpoint)s")
_WISH = Statement("""
    UPDATE push_subscriptions
       SET alerts = %(alerts)s, policy = %(policy)s
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
""")
_CLAIM = Statement("""
    UPDATE push_subscriptions
       SET due_at = %(due_at)s
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
       AND (due_at IS NULL OR due_at < %(stuck_before)s)
""")
_PUT_OFF = Statement("UPDATE push_subscriptions SET due_at = %(due_at)s WHERE owner_id = %(owner_id)s AND id = %(id)s")
_BUNDLED = Statement("""
    UPDATE push_subscriptions
       SET due_at = NULL, pushed_at = COALESCE(%(pushed_at)s, pushed_at), pushed_id = %(pushed_id)s
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
""")
_TAKEN = Statement("""
    UPDATE push_subscriptions
       SET failing_since = NULL
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
       AND failing_since IS NOT NULL
""")
_FAILED = Statement("""
    UPDATE push_subscriptions
       SET failing_since = COALESCE(failing_since, %(now)s)
     WHERE owner_id = %(owner_id)s
       AND id = %(id)s
    RETURNING failing_since
""")


async def subscriptions_of(db: Db, owner_ids: Sequence[Id]) -> list[Subscription]:
    """List where any of these people is told."""
    return await db.all(_OF_OWNERS, Subscription, owner_ids=list(owner_ids), limit=TOLD_MAX)


async def find_subscription(db: Db, owner_id: Id, subscription_id: Id) -> Subscription | None:
    """Find one."""
    return await db.maybe(_ONE, Subscription, owner_id=owner_id, id=subscription_id)


async def find_of_token(db: Db, owner_id: Id, token_id: Id) -> Subscription | None:
    """Find the one of an app."""
    return await db.maybe(_OF_TOKEN, Subscription, owner_id=owner_id, token_id=token_id)


async def find_of_session(db: Db, owner_id: Id, session_id: Id) -> Subscription | None:
    """Find the one of a browser."""
    return await db.maybe(_OF_SESSION, Subscription, owner_id=owner_id, session_id=session_id)


async def end_of_token(db: Db, owner_id: Id, token_id: Id) -> None:
    """Delete the one of an app."""
    await db.run(_END_OF_TOKEN, owner_id=owner_id, token_id=token_id)


async def end_of_session(db: Db, owner_id: Id, session_id: Id) -> bool:
    """Delete the one of a browser. False: there was none."""
    return await db.run(_END_OF_SESSION, owner_id=owner_id, session_id=session_id) > 0


async def end_subscription(db: Db, subscription: Subscription) -> None:
    """Delete one."""
    await db.run(_END, owner_id=subscription.owner_id, id=subscription.id)


async def end_of_browser(db: Db, endpoint: str) -> None:
    """Delete what other sessions of this very browser left: whoever was signed in here before is told elsewhere."""
    await db.run(_END_OF_BROWSER, endpoint=endpoint)


async def set_wish(db: Db, subscription: Subscription, *, alerts: Sequence[str], policy: Policy) -> None:
    """Note what is wished for from now on."""
    await db.run(_WISH, owner_id=subscription.owner_id, id=subscription.id, alerts=list(alerts), policy=policy)


async def claim_bundle(db: Db, subscription: Subscription, *, due_at: datetime, stuck_before: datetime) -> bool:
    """Note that a bundle goes out then. False: one is under way, and takes along what is new."""
    claimed = {"due_at": due_at, "stuck_before": stuck_before}
    return await db.run(_CLAIM, owner_id=subscription.owner_id, id=subscription.id, **claimed) == 1


async def put_bundle_off(db: Db, subscription: Subscription, *, due_at: datetime) -> None:
    """Note that a bundle goes out later."""
    await db.run(_PUT_OFF, owner_id=subscription.owner_id, id=subscription.id, due_at=due_at)


async def note_bundled(db: Db, subscription: Subscription, *, up_to: Id, pushed_at: datetime | None) -> None:
    """Note up to where notices are dealt with; from now on the next one begins a bundle."""
    await db.run(_BUNDLED, owner_id=subscription.owner_id, id=subscription.id, pushed_id=up_to, pushed_at=pushed_at)


async def note_taken(db: Db, subscription: Subscription) -> None:
    """Note that the push service took a message."""
    await db.run(_TAKEN, owner_id=subscription.owner_id, id=subscription.id)


async def note_failed(db: Db, subscription: Subscription, now: datetime) -> datetime | None:
    """Note that it did not, and tell since when it has taken none; `None` where there is no subscription any more."""
    since: datetime | None = await db.value(_FAILED, owner_id=subscription.owner_id, id=subscription.id, now=now)
    return since
