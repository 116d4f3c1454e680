"""One's people: who is to be answered, who has not answered, and names."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement

# Only what they wrote for the owner counts as words; a like of it, or anything done for them since, as an answer.
_WAITING = Statement("""
    SELECT ties.other_id, ties.got_composed_at AS at
      FROM ties
      LEFT JOIN friend_marks
        ON friend_marks.owner_id = ties.owner_id AND friend_marks.other_id = ties.other_id
     WHERE ties.owner_id = %(owner_id)s
       AND ties.got_composed_at >= %(since)s
       AND (ties.given_at IS NULL OR ties.given_at < ties.got_composed_at)
       AND (friend_marks.settled_at IS NULL OR friend_marks.settled_at < ties.got_composed_at)
       AND ties.other_id <> ALL (%(not_these)s::bigint[])
     ORDER BY ties.got_composed_at DESC, ties.other_id
     LIMIT %(limit)s
""")
_UNHEARD = Statement("""
    SELECT ties.other_id, ties.given_composed_at AS at
      FROM ties
      LEFT JOIN friend_marks
        ON friend_marks.owner_id = ties.owner_id AND friend_marks.other_id = ties.other_id
     WHERE ties.owner_id = %(owner_id)s
       AND ties.given_composed_at >= %(since)s
       AND ties.given_composed_at < %(until)s
       AND (ties.got_at IS NULL OR ties.got_at < ties.given_composed_at)
       AND (friend_marks.settled_at IS NULL OR friend_marks.settled_at < ties.given_composed_at)
       AND ties.other_id <> ALL (%(not_these)s::bigint[])
     ORDER BY ties.given_composed_at DESC, ties.other_id
     LIMIT %(limit)s
""")
# Of words that were deleted the act stays; they are waited for no more than they can be read.
_WORDLESS_SINCE = Statement("""
    SELECT ties.got_composed_at
      FROM ties
     WHERE ties.owner_id = %(owner_id)s
       AND ties.other_id = %(author_id)s
       AND (ties.given_at IS NULL OR ties.given_at < ties.got_composed_at)
       AND NOT EXISTS (
           SELECT FROM tie_acts
            WHERE tie_acts.low_id = LEAST(%(owner_id)s::bigint, %(author_id)s::bigint)
              AND tie_acts.high_id = GREATEST(%(owner_id)s::bigint, %(author_id)s::bigint)
              AND tie_acts.from_low = (%(author_id)s::bigint < %(owner_id)s::bigint)
              AND tie_acts.kind IN ('letter', 'reply', 'comment')
              AND tie_acts.at > COALESCE(ties.given_at, '-infinity')
              AND NOT tie_acts.gone
           )
""")


class Unanswered(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, and when the words were written that nobody has answered yet."""

    other_id: Id
    at: datetime


async def waiting(db: Db, owner_id: Id, *, since: datetime, not_these: Sequence[Id], limit: int) -> list[Unanswered]:
    """List who wrote something for one and was not answered, the last first."""
    return await db.all(_WAITING, Unanswered, owner_id=owner_id, since=since, not_these=list(not_these), limit=limit)


async def unheard(
    db: Db, owner_id: Id, *, since: datetime, until: datetime, not_these: Sequence[Id], limit: int
) -> list[Unanswered]:
    """List to whom one wrote something between these instants and who has not answered, the last first."""
    return await db.all(
        _UNHEARD, Unanswered, owner_id=owner_id, since=since, until=until, not_these=list(not_these), limit=limit
    )


async def wordless_since(db: Db, owner_id: Id, author_id: Id) -> datetime | None:
    """Tell since when somebody would wait for one although nothing they wrote for one can be read any more.

    `None` where something can, or where they do not wait.
    """
    since: datetime | None = await db.value(_WORDLESS_SINCE, owner_id=owner_id, author_id=author_id)
    return since
