"""Seats: what each has of their conversations, under its owner."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import attrgetter

import msgspec

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Asked, Statement
from kith.conversations.model import BADGE_MAX, PINNED_MAX, Seat, SeatState, TalkSettings
from kith.people.model import Viewer

# Whom a block keeps away is left out at the reading, so that nothing has to be moved when one is made or undone.
_LISTED = """
           owner_id = %(owner_id)s
       AND state = %(state)s
       AND last_id > 0
       AND (other_id IS NULL OR other_id <> ALL (%(hidden)s::bigint[]))
"""
_SEATS = f"""
    SELECT {Seat.columns()}
      FROM seats
     WHERE {_LISTED}
       AND last_id < %(below)s
       AND last_id > %(above)s
"""
_DOWN = Statement(f"{_SEATS} ORDER BY last_id DESC LIMIT %(limit)s")
_UP = Statement(f"{_SEATS} ORDER BY last_id LIMIT %(limit)s")
_PINNED = Statement(f"""
    SELECT {Seat.columns()}
      FROM seats
     WHERE {_LISTED}
       AND pinned
     ORDER BY last_id DESC
     LIMIT %(limit)s
""")
_FIND = Statement(f"""
    SELECT {Seat.columns()}
      FROM seats
     WHERE owner_id = %(owner_id)s
       AND conversation_id = %(conversation_id)s
""")
_OF = Statement(f"""
    SELECT {Seat.columns()}
      FROM seats
     WHERE owner_id = ANY (%(owner_ids)s::bigint[])
       AND conversation_id = ANY (%(conversation_ids)s::bigint[])
""")
_TOWARDS = Statement(f"""
    SELECT {Seat.columns()}
      FROM seats
     WHERE owner_id = ANY (%(owner_ids)s::bigint[])
       AND other_id = %(other_id)s
""")
_NEW = f"""
           {_LISTED}
       AND unread
       AND (vanishes_at IS NULL OR vanishes_at > %(now)s)
       AND (silent_until IS NULL OR silent_until <= %(now)s)
"""
_COUNT_UNREAD = Statement(f"SELECT count(*) FROM (SELECT FROM seats WHERE {_NEW} LIMIT %(limit)s) AS unread")
_UNREAD = Statement(f"SELECT {Seat.columns()} FROM seats WHERE {_NEW} ORDER BY last_id DESC LIMIT %(limit)s")
_COUNT_REQUESTS = Statement(f"SELECT count(*) FROM (SELECT FROM seats WHERE {_LISTED} LIMIT %(limit)s) AS requests")
_COUNT_PINNED = Statement("SELECT count(*) FROM seats WHERE owner_id = %(owner_id)s AND pinned")
# For whom a block keeps the author away, nothing came: neither the place in the list nor the mark changes.
SHOWN_NEWEST = Statement("""
    UPDATE seats
       SET last_id = %(last_id)s,
           last_seq = %(last_seq)s,
           vanishes_at = CASE WHEN seats.unread AND owner_id <> %(author_id)s
                              THEN CASE WHEN seats.vanishes_at IS NULL OR %(vanishes_at)s::timestamptz IS NULL THEN NULL
                                        ELSE GREATEST(seats.vanishes_at, %(vanishes_at)s::timestamptz) END
                              ELSE %(vanishes_at)s::timestamptz END,
           state = CASE WHEN owner_id = %(author_id)s AND state <> 'left' THEN 'open' ELSE state END,
           draft = CASE WHEN owner_id = %(author_id)s THEN '' ELSE draft END,
           unread = CASE WHEN owner_id = %(author_id)s THEN FALSE
                         WHEN state = 'declined' THEN unread
                         ELSE TRUE END
     WHERE conversation_id = %(conversation_id)s
       AND owner_id = ANY (%(owner_ids)s::bigint[])
       AND NOT EXISTS (
           SELECT FROM blocks WHERE blocks.blocker_id = seats.owner_id AND blocks.blocked_id = %(author_id)s
           )
       AND NOT EXISTS (
           SELECT FROM blocked_by WHERE blocked_by.blocked_id = seats.owner_id AND blocked_by.blocker_id = %(author_id)s
           )
""")
SHOW_NEWEST = Statement(f"{SHOWN_NEWEST.named} RETURNING owner_id, state, xmin::text AS version")
_SET_STATE = Statement("""
    UPDATE seats
       SET state = %(state)s, unread = unread AND %(state)s IN ('open', 'request')
     WHERE owner_id = %(owner_id)s
       AND conversation_id = %(conversation_id)s
""")
_READ = Statement("""
    UPDATE seats
       SET unread = unread AND last_seq > %(seq)s
     WHERE owner_id = %(owner_id)s
       AND conversation_id = %(conversation_id)s
""")
_LEAVE_OUT = Statement("""
    UPDATE seats
       SET last_id = CASE WHEN last_seq > %(seq)s THEN last_id ELSE 0 END,
           unread = unread AND last_seq > %(seq)s,
           pinned = FALSE,
           draft = ''
     WHERE owner_id = %(owner_id)s
       AND conversation_id = %(conversation_id)s
""")
_SET_SILENT_UNTIL = Statement("""
    UPDATE seats
       SET silent_until = %(silent_until)s
     WHERE owner_id = %(owner_id)s
       AND conversation_id = %(conversation_id)s
""")
_SET_PINNED = Statement("""
    UPDATE seats
       SET pinned = %(pinned)s
     WHERE owner_id = %(owner_id)s
       AND conversation_id = %(conversation_id)s
""")
_SET_DRAFT = Statement("""
    UPDATE seats
       SET draft = %(draft)s
     WHERE owner_id = %(owner_id)s
       AND conversation_id = %(conversation_id)s
""")
_SET_MEMORIES = Statement("""
    UPDATE seats
       SET memories = %(wanted)s, memories_asked_at = CASE WHEN %(wanted)s THEN %(now)s::timestamptz END
     WHERE owner_id = %(owner_id)s
       AND conversation_id = %(conversation_id)s
""")
_SETTINGS = Statement(f"SELECT {TalkSettings.columns()} FROM talk_settings WHERE owner_id = ANY (%(ids)s::bigint[])")
_SET = Statement("""
    INSERT INTO talk_settings (owner_id, who_may_write, presence, shows_marks, may_forward, memories)
    VALUES (%(owner_id)s, %(who_may_write)s, %(presence)s, %(shows_marks)s, %(may_forward)s, %(memories)s)
    ON CONFLICT (owner_id) DO UPDATE
       SET who_may_write = EXCLUDED.who_may_write,
           presence = EXCLUDED.presence,
           shows_marks = EXCLUDED.shows_marks,
           may_forward = EXCLUDED.may_forward,
           memories = EXCLUDED.memories
""")


class SeatHeld(msgspec.Struct, frozen=True, kw_only=True):
    """In what state somebody has a conversation to which something came, and which version of their row that made."""

    owner_id: Id
    state: SeatState
    version: str


async def seats_of(db: Db, viewer: Viewer, state: SeatState, paging: Paging) -> Slice[Seat]:
    """List the viewer's conversations of one kind, by their newest message."""
    return await read_slice(
        db,
        Seat,
        paging,
        down=_DOWN,
        up=_UP,
        place=attrgetter("last_id"),
        owner_id=viewer.id,
        state=state,
        hidden=viewer.hidden,
    )


async def pinned_seats(db: Db, viewer: Viewer) -> list[Seat]:
    """List those of the viewer's conversations that stay on top."""
    return await db.all(_PINNED, Seat, owner_id=viewer.id, state="open", hidden=viewer.hidden, limit=PINNED_MAX)


async def find_seat(db: Db, owner_id: Id, conversation_id: Id) -> Seat | None:
    """Find what somebody has of a conversation."""
    return await db.maybe(_FIND, Seat, owner_id=owner_id, conversation_id=conversation_id)


async def seats_in(db: Db, owner_ids: Iterable[Id], conversation_ids: Sequence[Id]) -> list[Seat]:
    """List what these people have of these conversations."""
    return await db.all(_OF, Seat, owner_ids=sorted(set(owner_ids)), conversation_ids=list(conversation_ids))


async def seats_towards(db: Db, owner_ids: Sequence[Id], other_id: Id) -> list[Seat]:
    """List what each of these has of their conversation with somebody."""
    return await db.all(_TOWARDS, Seat, owner_ids=list(owner_ids), other_id=other_id) if owner_ids else []


def unread(viewer: Viewer, now: datetime) -> Asked:
    """Ask in how many conversations there is something new, but in those that are silent; at most `BADGE_MAX`."""
    params = {"owner_id": viewer.id, "state": "open", "hidden": viewer.hidden, "now": now, "limit": BADGE_MAX}
    return Asked(_COUNT_UNREAD, params)


async def count_unread(db: Db, viewer: Viewer, now: datetime) -> int:
    """Count the conversations in which there is something new, but those that are silent."""
    asked = unread(viewer, now)
    return int(await db.value(asked.statement, **asked.params))


async def unread_seats(db: Db, viewer: Viewer, now: datetime, *, limit: int) -> list[Seat]:
    """List the conversations in which there is something new, but those that are silent, the newest first."""
    return await db.all(_UNREAD, Seat, owner_id=viewer.id, state="open", hidden=viewer.hidden, now=now, limit=limit)


async def count_requests(db: Db, viewer: Viewer) -> int:
    """Count the requests that wait for an answer; at most `BADGE_MAX`."""
    return int(
        await db.value(_COUNT_REQUESTS, owner_id=viewer.id, state="request", hidden=viewer.hidden, limit=BADGE_MAX)
    )


async def count_pinned(db: Db, owner_id: Id) -> int:
    """Count what stays on top."""
    return int(await db.value(_COUNT_PINNED, owner_id=owner_id))


async def set_state(db: Db, owner_id: Id, conversation_id: Id, state: SeatState) -> None:
    """Let a conversation be open, declined or left."""
    await db.run(_SET_STATE, owner_id=owner_id, conversation_id=conversation_id, state=state)


async def mark_read(db: Db, owner_id: Id, conversation_id: Id, seq: int) -> None:
    """Take the mark off a conversation, unless something came after that message."""
    await db.run(_READ, owner_id=owner_id, conversation_id=conversation_id, seq=seq)


async def leave_out(db: Db, owner_id: Id, conversation_id: Id, seq: int) -> None:
    """Keep a conversation out of the list, unless something came after that message."""
    await db.run(_LEAVE_OUT, owner_id=owner_id, conversation_id=conversation_id, seq=seq)


async def set_silence(db: Db, owner_id: Id, conversation_id: Id, until_at: datetime | None) -> None:
    """Note until when a conversation interrupts nobody."""
    await db.run(_SET_SILENT_UNTIL, owner_id=owner_id, conversation_id=conversation_id, silent_until=until_at)


async def set_pinned(db: Db, owner_id: Id, conversation_id: Id, *, pinned: bool) -> None:
    """Note whether a conversation stays on top."""
    await db.run(_SET_PINNED, owner_id=owner_id, conversation_id=conversation_id, pinned=pinned)


async def set_draft(db: Db, owner_id: Id, conversation_id: Id, text: str) -> None:
    """Keep words that were begun."""
    await db.run(_SET_DRAFT, owner_id=owner_id, conversation_id=conversation_id, draft=text)


async def set_memories(db: Db, owner_id: Id, conversation_id: Id, *, wanted: bool, now: datetime) -> None:
    """Note whether somebody likes to be reminded of a conversation."""
    await db.run(_SET_MEMORIES, owner_id=owner_id, conversation_id=conversation_id, wanted=wanted, now=now)


async def settings_of(db: Db, ids: Iterable[Id]) -> dict[Id, TalkSettings]:
    """Read what these people want of their conversations; who never said so has what is usual."""
    wanted = sorted(set(ids))
    found = await db.all(_SETTINGS, TalkSettings, ids=wanted) if wanted else []
    return {one: TalkSettings(owner_id=one) for one in wanted} | {one.owner_id: one for one in found}


async def set_settings(db: Db, settings: TalkSettings) -> None:
    """Write what somebody wants."""
    await db.run(_SET, **msgspec.structs.asdict(settings))
