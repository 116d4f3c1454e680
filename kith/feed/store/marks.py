"""How far somebody has read, and how they wish to read: each row under the reader."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.feed.model import HomeMark, HomeOrder

_CHOICE = Statement("SELECT home_order FROM home_choices WHERE reader_id = %(reader_id)s")
_CHOOSE = Statement("""
    INSERT INTO home_choices (reader_id, home_order)
    VALUES (%(reader_id)s, %(home_order)s)
        ON CONFLICT (reader_id) DO UPDATE SET home_order = EXCLUDED.home_order
""")
# Whom somebody reads on Home, since when, and how far: one look under the reader.
_MARKS = Statement("""
    SELECT follows.followee_id AS author_id, follows.id AS follow_id, home_reading.seen_at,
           COALESCE(home_reading.done_id, 0) AS done_id, COALESCE(home_reading.read_ids, '{}') AS read_ids,
           home_reading.cards
      FROM follows
      LEFT JOIN home_reading ON home_reading.reader_id = follows.follower_id
                          AND home_reading.author_id = follows.followee_id
     WHERE follows.follower_id = %(reader_id)s
       AND follows.state = 'accepted'
       AND follows.at_home
""")
_STRANGERS = Statement(f"""
    SELECT {HomeMark.columns()}
      FROM home_reading
     WHERE reader_id = %(reader_id)s
       AND author_id = ANY (%(author_ids)s::bigint[])
""")
# Rows are written in one order, so that two devices at once wait for each other and do not deadlock. What is older
# than Home reaches back needs no mark.
_SHOWN = Statement("""
    INSERT INTO home_reading (reader_id, author_id, seen_at, done_id, read_ids)
    SELECT %(reader_id)s::bigint, shown.author_id, %(seen_at)s::timestamptz, 0, array_agg(shown.post_id)
      FROM unnest(%(author_ids)s::bigint[], %(post_ids)s::bigint[]) AS shown (author_id, post_id)
     GROUP BY shown.author_id
     ORDER BY shown.author_id
        ON CONFLICT (reader_id, author_id) DO UPDATE
       SET seen_at = GREATEST(home_reading.seen_at, EXCLUDED.seen_at),
           read_ids = ARRAY(SELECT DISTINCT one
                              FROM unnest(home_reading.read_ids || EXCLUDED.read_ids) AS one
                             WHERE one > GREATEST(home_reading.done_id, %(oldest_id)s::bigint)
                             ORDER BY one)
""")
_DONE = Statement("""
    INSERT INTO home_reading (reader_id, author_id, done_id, read_ids)
    VALUES (%(reader_id)s, %(author_id)s, %(done_id)s, '{}')
        ON CONFLICT (reader_id, author_id) DO UPDATE
       SET done_id = GREATEST(home_reading.done_id, EXCLUDED.done_id),
           read_ids = ARRAY(SELECT one FROM unnest(home_reading.read_ids) AS one WHERE one > EXCLUDED.done_id)
""")
_DONE_WITH_ALL = Statement("""
    INSERT INTO home_reading (reader_id, author_id, done_id, read_ids)
    SELECT %(reader_id)s::bigint, done.author_id, done.post_id, '{}'
      FROM unnest(%(author_ids)s::bigint[], %(done_ids)s::bigint[]) AS done (author_id, post_id)
     ORDER BY done.author_id
        ON CONFLICT (reader_id, author_id) DO UPDATE
       SET done_id = GREATEST(home_reading.done_id, EXCLUDED.done_id),
           read_ids = ARRAY(SELECT one FROM unnest(home_reading.read_ids) AS one WHERE one > EXCLUDED.done_id)
""")
_CARDS = Statement("""
    INSERT INTO home_reading (reader_id, author_id, done_id, read_ids, cards)
    VALUES (%(reader_id)s, %(author_id)s, 0, '{}', %(cards)s::integer)
        ON CONFLICT (reader_id, author_id) DO UPDATE SET cards = EXCLUDED.cards
""")
_FORGET_CHOICE = Statement("DELETE FROM home_choices WHERE reader_id = %(account_id)s")
_FORGET_READER = Statement("DELETE FROM home_reading WHERE reader_id = %(account_id)s")
_FORGET_AUTHOR = Statement("DELETE FROM home_reading WHERE author_id = %(account_id)s")


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody read on Home: since when (the time is in `follow_id`), and how far."""

    author_id: Id
    follow_id: Id
    seen_at: datetime | None
    done_id: Id
    read_ids: tuple[Id, ...]
    cards: int | None


async def load_choice(db: Db, reader_id: Id) -> HomeOrder:
    """Give how somebody reads Home."""
    order: HomeOrder = await db.value(_CHOICE, reader_id=reader_id) or "fair"
    return order


async def choose_order(db: Db, reader_id: Id, home_order: HomeOrder) -> None:
    """Keep how somebody reads Home."""
    await db.run(_CHOOSE, reader_id=reader_id, home_order=home_order)


async def load_marks(db: Db, reader_id: Id) -> list[Followed]:
    """List whom somebody reads on Home, with how far, in no promised order."""
    return await db.all(_MARKS, Followed, reader_id=reader_id)


async def load_strangers(db: Db, reader_id: Id, author_ids: Collection[Id]) -> dict[Id, HomeMark]:
    """Give how far somebody has read these, who came by a hashtag."""
    marks = await db.all(_STRANGERS, HomeMark, reader_id=reader_id, author_ids=list(author_ids))
    return {mark.author_id: mark for mark in marks}


async def keep_shown(
    db: Db, reader_id: Id, shown: Sequence[tuple[Id, Id]], *, seen_at: datetime | None, oldest_id: Id
) -> None:
    """Mark these (author id, post id) as read, and their authors as seen then; without `seen_at` that stays."""
    await db.run(
        _SHOWN,
        reader_id=reader_id,
        author_ids=[author_id for author_id, _post in shown],
        post_ids=[post_id for _author, post_id in shown],
        seen_at=seen_at,
        oldest_id=oldest_id,
    )


async def keep_done(db: Db, reader_id: Id, author_id: Id, done_id: Id) -> None:
    """Mark everything of an author up to this post as read."""
    await db.run(_DONE, reader_id=reader_id, author_id=author_id, done_id=done_id)


async def keep_all_done(db: Db, reader_id: Id, done: Sequence[tuple[Id, Id]]) -> None:
    """Mark everything of these authors up to the post beside each as read."""
    await db.run(
        _DONE_WITH_ALL,
        reader_id=reader_id,
        author_ids=[author_id for author_id, _post in done],
        done_ids=[post_id for _author, post_id in done],
    )


async def keep_cards(db: Db, reader_id: Id, author_id: Id, cards: int | None) -> None:
    """Keep how many cards an author may have."""
    await db.run(_CARDS, reader_id=reader_id, author_id=author_id, cards=cards)


async def forget(db: Db, account_id: Id) -> None:
    """Delete how far somebody who left has read, and how far others have read them."""
    await db.run(_FORGET_CHOICE, account_id=account_id)
    await db.run(_FORGET_READER, account_id=account_id)
    await db.run(_FORGET_AUTHOR, account_id=account_id)
