"""Talks and their messages: each row under its owner."""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from kith.base.core.ids import ID_MAX, Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Asked, Statement
from kith.people.model import Viewer
from kith.talks.model import BADGE_MAX, Addressed, Talk, TalkMessage

# What blocks hide is left out at the reading, so that nothing has to be moved when one is made or undone.
_SHOWN = """
           owner_id = %(owner_id)s
       AND last_id > left_out_id
       AND (people = '{}' OR NOT people <@ %(hidden)s::bigint[])
"""
_TALKS = f"""
    SELECT {Talk.columns()}
      FROM talks
     WHERE {_SHOWN}
       AND last_id < %(below)s
       AND last_id > %(above)s
"""
_TALKS_DOWN = Statement(f"{_TALKS} ORDER BY last_id DESC LIMIT %(limit)s")
_TALKS_UP = Statement(f"{_TALKS} ORDER BY last_id LIMIT %(limit)s")
_FIND = Statement(f"SELECT {Talk.columns()} FROM talks WHERE {_SHOWN} AND root_id = %(root_id)s")
_COUNT_UNREAD = Statement(f"""
    SELECT count(*)
      FROM (SELECT FROM talks
             WHERE {_SHOWN}
               AND last_id > read_id
               AND last_author_id <> ALL (%(silent)s::bigint[])
             LIMIT %(limit)s) AS unread
""")
_HAS_ANY = Statement(f"SELECT EXISTS (SELECT FROM talks WHERE {_SHOWN})")
_LOCK = Statement(f"""
    SELECT {Talk.columns()}
      FROM talks
     WHERE owner_id = %(owner_id)s
       AND root_id = %(root_id)s
       FOR UPDATE
""")
_SHOW_NEWEST = Statement("""
    UPDATE talks
       SET last_id = %(last_id)s,
           last_author_id = %(last_author_id)s,
           people = %(people)s::bigint[],
           read_id = %(read_id)s
     WHERE owner_id = %(owner_id)s
       AND root_id = %(root_id)s
""")
_READ = Statement("""
    UPDATE talks
       SET read_id = %(read_id)s
     WHERE owner_id = %(owner_id)s
       AND root_id = %(root_id)s
""")
_LEAVE_OUT = Statement("""
    UPDATE talks
       SET left_out_id = last_id, read_id = last_id
     WHERE owner_id = %(owner_id)s
       AND root_id = %(root_id)s
""")
_MESSAGES = f"""
    SELECT {TalkMessage.columns()}
      FROM talk_messages
     WHERE owner_id = %(owner_id)s
       AND id < %(below)s
       AND id > %(above)s
"""
_MESSAGES_DOWN = Statement(f"{_MESSAGES} ORDER BY id DESC LIMIT %(limit)s")
_MESSAGES_UP = Statement(f"{_MESSAGES} ORDER BY id LIMIT %(limit)s")
_NEWEST = Statement(f"""
    SELECT {TalkMessage.columns()}
      FROM talk_messages
     WHERE owner_id = %(owner_id)s
       AND root_id = %(root_id)s
       AND id < %(below)s
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_OWNERS_AFTER = Statement("""
    SELECT DISTINCT owner_id
      FROM talks
     WHERE owner_id > %(after)s
     ORDER BY owner_id
     LIMIT %(limit)s
""")
_ADDRESSED = Statement("""
    SELECT author_id, id, array_agg(owner_id ORDER BY owner_id) AS people
      FROM talk_messages
     WHERE id IN (SELECT id FROM talk_messages
                   WHERE owner_id = %(owner_id)s AND id > %(after)s
                   ORDER BY id
                   LIMIT %(limit)s)
     GROUP BY author_id, id
     ORDER BY id
""")
_TAKE_OUT_ALL = Statement("DELETE FROM talk_messages WHERE id = ANY (%(ids)s::bigint[])")
_FORGET_TALK = Statement("DELETE FROM talks WHERE owner_id = %(owner_id)s AND root_id = %(root_id)s")
_OWNERS = Statement("SELECT owner_id FROM talk_messages WHERE id = %(post_id)s ORDER BY owner_id")
_TAKE_OUT = Statement("DELETE FROM talk_messages WHERE owner_id = %(owner_id)s AND id = %(post_id)s")
# Who is about to leave may come back, and then finds everything as it was; who has left for good is a member no more.
_MEMBERS = Statement("SELECT account_id FROM members WHERE account_id = ANY (%(account_ids)s::bigint[])")
# Found through the messages that both have: their names stand in no other talks.
_TAKE_OFF = Statement("""
    UPDATE talks
       SET people = array_remove(people, %(owner_id)s)
     WHERE (owner_id, root_id) IN (
           SELECT theirs.owner_id, theirs.root_id
             FROM talk_messages AS own
             JOIN talk_messages AS theirs ON theirs.id = own.id
            WHERE own.owner_id = %(owner_id)s)
""")
_FORGET = Statement("DELETE FROM talks WHERE owner_id = %(owner_id)s")
_FORGET_MESSAGES = Statement("DELETE FROM talk_messages WHERE owner_id = %(owner_id)s")


async def talks_of(db: Db, viewer: Viewer, paging: Paging) -> Slice[Talk]:
    """List the viewer's talks, by their newest message, the newest first."""
    return await read_slice(
        db,
        Talk,
        paging,
        down=_TALKS_DOWN,
        up=_TALKS_UP,
        place=attrgetter("last_id"),
        owner_id=viewer.id,
        hidden=viewer.hidden,
    )


async def get_talk(db: Db, viewer: Viewer, root_id: Id) -> Talk:
    """Get a talk of the viewer's that stands in their list. Raises `NotFound`."""
    return await db.one(_FIND, Talk, owner_id=viewer.id, hidden=viewer.hidden, root_id=root_id)


def unread(viewer: Viewer) -> Asked:
    """Ask in how many talks somebody said something new to the viewer; at most `BADGE_MAX`."""
    silent = [viewer.id, *viewer.hidden, *viewer.muted]
    params = {"owner_id": viewer.id, "hidden": viewer.hidden, "silent": silent, "limit": BADGE_MAX}
    return Asked(_COUNT_UNREAD, params)


async def count_unread(db: Db, viewer: Viewer) -> int:
    """Count the talks in which somebody said something new to the viewer."""
    asked = unread(viewer)
    return int(await db.value(asked.statement, **asked.params))


async def has_any(db: Db, viewer: Viewer) -> bool:
    """Tell whether there is a talk in somebody's list."""
    return bool(await db.value(_HAS_ANY, owner_id=viewer.id, hidden=viewer.hidden))


async def hold_talk(db: Db, owner_id: Id, root_id: Id) -> Talk:
    """Get a talk, made where there was none, and let nobody else settle it until the work ends."""
    await db.insert_new(Talk(owner_id=owner_id, root_id=root_id))
    return await db.one(_LOCK, Talk, owner_id=owner_id, root_id=root_id)


async def show_newest(db: Db, talk: Talk) -> None:
    """Write what is newest in a talk, and up to where it is read."""
    await db.run(
        _SHOW_NEWEST,
        owner_id=talk.owner_id,
        root_id=talk.root_id,
        last_id=talk.last_id,
        last_author_id=talk.last_author_id,
        people=talk.people,
        read_id=talk.read_id,
    )


async def mark_read(db: Db, owner_id: Id, root_id: Id, *, read_id: Id) -> None:
    """Note up to where a talk is read."""
    await db.run(_READ, owner_id=owner_id, root_id=root_id, read_id=read_id)


async def leave_out(db: Db, owner_id: Id, root_id: Id) -> None:
    """Keep a talk out of the list until somebody says something new in it."""
    await db.run(_LEAVE_OUT, owner_id=owner_id, root_id=root_id)


async def messages_of(db: Db, owner_id: Id, paging: Paging) -> Slice[TalkMessage]:
    """List the messages of all of somebody's talks, newest first."""
    return await read_slice(
        db,
        TalkMessage,
        paging,
        down=_MESSAGES_DOWN,
        up=_MESSAGES_UP,
        place=attrgetter("id"),
        owner_id=owner_id,
    )


async def newest_messages(
    db: Db, owner_id: Id, root_id: Id, *, limit: int, below: Id | None = None
) -> Sequence[TalkMessage]:
    """List the newest messages of a talk, or the newest of those before one of them."""
    return await db.all(
        _NEWEST, TalkMessage, owner_id=owner_id, root_id=root_id, below=below or Id(ID_MAX), limit=limit
    )


async def owners_of_message(db: Db, post_id: Id) -> list[Id]:
    """List in whose talks a post stands."""
    return await db.values(_OWNERS, post_id=post_id)


async def owners_after(db: Db, after: Id, *, limit: int) -> list[Id]:
    """List those who have talks, by ascending id."""
    return await db.values(_OWNERS_AFTER, after=after, limit=limit)


async def addressed_to(db: Db, owner_id: Id, *, after: Id, limit: int) -> list[Addressed]:
    """List the messages that somebody has, the first first, with everybody else who has them."""
    return await db.all(_ADDRESSED, Addressed, owner_id=owner_id, after=after, limit=limit)


async def take_out_all(db: Db, ids: Sequence[Id]) -> None:
    """Take messages out of everybody's talks."""
    await db.run(_TAKE_OUT_ALL, ids=list(ids))


async def forget_talk(db: Db, talk: Talk) -> None:
    """Delete a talk in which nothing is left."""
    await db.run(_FORGET_TALK, owner_id=talk.owner_id, root_id=talk.root_id)


async def members_among(db: Db, account_ids: Iterable[Id]) -> set[Id]:
    """Tell which of these people live on this server."""
    return set(await db.values(_MEMBERS, account_ids=list(account_ids)))


async def put_in(db: Db, message: TalkMessage) -> None:
    """Put a message into a talk, unless it stands there."""
    await db.insert_new(message)


async def take_out(db: Db, owner_id: Id, post_id: Id) -> None:
    """Take a message out of somebody's talk."""
    await db.run(_TAKE_OUT, owner_id=owner_id, post_id=post_id)


async def forget(db: Db, owner_id: Id) -> None:
    """Delete the talks of somebody who left, and take them off those of others; their messages go with the posts."""
    await db.run(_TAKE_OFF, owner_id=owner_id)
    await db.run(_FORGET, owner_id=owner_id)
    await db.run(_FORGET_MESSAGES, owner_id=owner_id)
