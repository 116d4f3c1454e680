"""Taking somebody out of every relation: the last thing that happens to one who left."""

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.people.model import FollowState
from kith.people.store.follows import tally_follows

_FOLLOWEES = Statement(
    "SELECT followee_id FROM follows WHERE follower_id = %(id)s ORDER BY followee_id LIMIT %(limit)s"
)
_FOLLOWERS = Statement(
    "SELECT follower_id FROM followers WHERE followee_id = %(id)s ORDER BY follower_id LIMIT %(limit)s"
)
_BLOCKED = Statement("SELECT blocked_id FROM blocks WHERE blocker_id = %(id)s ORDER BY blocked_id LIMIT %(limit)s")
_BLOCKERS = Statement("SELECT blocker_id FROM blocked_by WHERE blocked_id = %(id)s ORDER BY blocker_id LIMIT %(limit)s")

_DELETE_FOLLOWS = Statement("""
    DELETE FROM follows
     WHERE (follower_id = %(id)s AND followee_id = ANY (%(others)s::bigint[]))
        OR (follower_id = ANY (%(others)s::bigint[]) AND followee_id = %(id)s)
    RETURNING follower_id, followee_id, state
""")
_DELETE_FOLLOWERS = Statement("""
    DELETE FROM followers
     WHERE (followee_id = %(id)s AND follower_id = ANY (%(others)s::bigint[]))
        OR (followee_id = ANY (%(others)s::bigint[]) AND follower_id = %(id)s)
""")
_DELETE_BLOCKS = Statement("""
    DELETE FROM blocks
     WHERE (blocker_id = %(id)s AND blocked_id = ANY (%(others)s::bigint[]))
        OR (blocker_id = ANY (%(others)s::bigint[]) AND blocked_id = %(id)s)
""")
_DELETE_BLOCKED_BY = Statement("""
    DELETE FROM blocked_by
     WHERE (blocked_id = %(id)s AND blocker_id = ANY (%(others)s::bigint[]))
        OR (blocked_id = ANY (%(others)s::bigint[]) AND blocker_id = %(id)s)
""")
_DELETE_MUTES = Statement("DELETE FROM mutes WHERE muter_id = %(id)s OR muted_id = %(id)s")
_DELETE_REMARKS = Statement("DELETE FROM remarks WHERE person_id = %(id)s OR about_id = %(id)s")
_DELETE_RECOMMENDATIONS = Statement("DELETE FROM recommendations WHERE person_id = %(id)s OR account_id = %(id)s")
_DELETE_PASSED_OVER = Statement("DELETE FROM passed_over WHERE person_id = %(id)s OR account_id = %(id)s")
_DELETE_INVITES = Statement("DELETE FROM invites WHERE inviter_id = %(id)s")
_DELETE_TALLY = Statement("DELETE FROM follow_tallies WHERE account_id = %(id)s")
_FORGET_INVITER = Statement("UPDATE members SET invited_by = NULL WHERE invited_by = %(id)s")


class _Ended(msgspec.Struct, frozen=True, kw_only=True):
    follower_id: Id
    followee_id: Id
    state: FollowState


async def part_from_some(db: Db, account_id: Id, *, limit: int) -> list[Id]:
    """Delete what stands between somebody and up to `limit` others of each kind, on both sides; give those others."""
    others: set[Id] = set()
    for statement in (_FOLLOWEES, _FOLLOWERS, _BLOCKED, _BLOCKERS):
        others |= set(await db.values(statement, id=account_id, limit=limit))
    ended = await db.all(_DELETE_FOLLOWS, _Ended, id=account_id, others=sorted(others))
    await tally_follows(db, [(one.follower_id, one.followee_id) for one in ended if one.state == "accepted"], by=-1)
    for statement in (_DELETE_FOLLOWERS, _DELETE_BLOCKS, _DELETE_BLOCKED_BY):
        await db.run(statement, id=account_id, others=sorted(others))
    return sorted(others)


async def delete_notes(db: Db, account_id: Id) -> None:
    """Delete somebody's mutes, notes and invitations, and what others keep about them: there is nobody behind it."""
    for statement in _NOTES:
        await db.run(statement, id=account_id)


_NOTES = (
    _DELETE_MUTES,
    _DELETE_REMARKS,
    _DELETE_RECOMMENDATIONS,
    _DELETE_PASSED_OVER,
    _DELETE_INVITES,
    _DELETE_TALLY,
    _FORGET_INVITER,
)
