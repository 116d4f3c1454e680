"""Polls and votes."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.rows import to_sql
from kith.base.storage.statement import Statement
from kith.posts.model import Poll, Post, Vote

_FIND = Statement(f"SELECT {Poll.columns()} FROM polls WHERE author_id = %(author_id)s AND post_id = %(post_id)s")
_LOCK = Statement(f"""
    SELECT {Poll.columns()}
      FROM polls
     WHERE author_id = %(author_id)s
       AND post_id = %(post_id)s
       FOR UPDATE
""")
_CHANGE = Statement("""
    UPDATE polls
       SET options = %(options)s::text[],
           multiple = %(multiple)s,
           hide_totals = %(hide_totals)s,
           votes = %(votes)s::jsonb,
           voters = %(voters)s,
           ends_at = %(ends_at)s,
           ended_at = %(ended_at)s
     WHERE author_id = %(author_id)s
       AND post_id = %(post_id)s
""")
_DELETE = Statement("DELETE FROM polls WHERE author_id = %(author_id)s AND post_id = %(post_id)s")
_CLEAR = Statement("DELETE FROM votes WHERE author_id = %(author_id)s AND post_id = %(post_id)s")
_VOTE = Statement(f"""
    SELECT {Vote.columns()}
      FROM votes
     WHERE author_id = %(author_id)s
       AND post_id = %(post_id)s
       AND person_id = %(person_id)s
""")
_VOTERS = Statement("""
    SELECT person_id
      FROM votes
     WHERE author_id = %(author_id)s
       AND post_id = %(post_id)s
       AND person_id > %(after)s
     ORDER BY person_id
     LIMIT %(limit)s
""")


async def find_poll(db: Db, author_id: Id, post_id: Id) -> Poll | None:
    """Find the poll of a post; who may see the post may see it."""
    return await db.maybe(_FIND, Poll, author_id=author_id, post_id=post_id)


async def lock_poll(db: Db, author_id: Id, post_id: Id) -> Poll:
    """Get a poll, and let nobody else vote until the work ends."""
    return await db.one(_LOCK, Poll, author_id=author_id, post_id=post_id)


async def find_poll_locked(db: Db, author_id: Id, post_id: Id) -> Poll | None:
    """Find a poll, and let nobody vote until the work ends."""
    return await db.maybe(_LOCK, Poll, author_id=author_id, post_id=post_id)


async def find_vote(db: Db, author_id: Id, post_id: Id, person_id: Id) -> Vote | None:
    """Find what somebody chose."""
    return await db.maybe(_VOTE, Vote, author_id=author_id, post_id=post_id, person_id=person_id)


async def add_poll(db: Db, poll: Poll) -> None:
    """Write a new poll."""
    await db.insert(poll)


async def change_poll(db: Db, poll: Poll) -> None:
    """Write a poll that is locked."""
    columns = (column for column in Poll.column_list() if column.name in _CHANGE.names)
    await db.run(_CHANGE, **{column.name: to_sql(column, getattr(poll, column.name)) for column in columns})


async def delete_poll(db: Db, post: Post) -> None:
    """Take a poll and its votes away, the post staying."""
    await clear_votes(db, post)
    await db.run(_DELETE, author_id=post.author_id, post_id=post.id)


async def clear_votes(db: Db, post: Post) -> None:
    """Take all votes back: the question is another one now."""
    await db.run(_CLEAR, author_id=post.author_id, post_id=post.id)


async def add_vote(db: Db, vote: Vote) -> bool:
    """Write a vote. False: this person voted already."""
    return await db.insert_new(vote)


async def voters_of(db: Db, author_id: Id, post_id: Id, *, after: Id | None = None, limit: int = 1000) -> list[Id]:
    """List who voted, by id from `after` on: for telling them how it ended."""
    return await db.values(_VOTERS, author_id=author_id, post_id=post_id, after=after or 0, limit=limit)
