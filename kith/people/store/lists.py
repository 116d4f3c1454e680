"""Lists of people: the places of a list are read under its owner, then the accounts that stand in them.

An account that is gone, or that the viewer shall not see, leaves its place empty; so a part of a list may hold fewer
than asked and still go on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

import msgspec

from kith.base.core.ids import ID_MAX, Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.people.model import Account, Listed, Viewer

SEARCHED_MAX = 10_000  # the newest of a list that are searched by name; nobody knows more people by name

_BETWEEN = "id < %(below)s AND id > %(above)s"
_DOWN = "ORDER BY id DESC LIMIT %(limit)s"
_UP = "ORDER BY id LIMIT %(limit)s"

_FOLLOWING = f"""
    SELECT id, followee_id AS account_id
      FROM follows
     WHERE follower_id = %(owner_id)s AND state = 'accepted' AND {_BETWEEN}
"""
_FOLLOWING_DOWN = Statement(f"{_FOLLOWING} {_DOWN}")
_FOLLOWING_UP = Statement(f"{_FOLLOWING} {_UP}")
_ASKED = f"""
    SELECT id, followee_id AS account_id
      FROM follows
     WHERE follower_id = %(owner_id)s AND state = 'requested' AND {_BETWEEN}
"""
_ASKED_DOWN = Statement(f"{_ASKED} {_DOWN}")
_ASKED_UP = Statement(f"{_ASKED} {_UP}")
_FOLLOWERS = f"""
    SELECT id, follower_id AS account_id
      FROM followers
     WHERE followee_id = %(owner_id)s AND state = 'accepted' AND {_BETWEEN}
"""
_FOLLOWERS_DOWN = Statement(f"{_FOLLOWERS} {_DOWN}")
_FOLLOWERS_UP = Statement(f"{_FOLLOWERS} {_UP}")
_REQUESTS = f"""
    SELECT id, follower_id AS account_id
      FROM followers
     WHERE followee_id = %(owner_id)s AND state = 'requested' AND {_BETWEEN}
"""
_REQUESTS_DOWN = Statement(f"{_REQUESTS} {_DOWN}")
_REQUESTS_UP = Statement(f"{_REQUESTS} {_UP}")
_BLOCKED = f"SELECT id, blocked_id AS account_id FROM blocks WHERE blocker_id = %(owner_id)s AND {_BETWEEN}"
_BLOCKED_DOWN = Statement(f"{_BLOCKED} {_DOWN}")
_BLOCKED_UP = Statement(f"{_BLOCKED} {_UP}")
_MUTED = f"SELECT id, muted_id AS account_id FROM mutes WHERE muter_id = %(owner_id)s AND {_BETWEEN}"
_MUTED_DOWN = Statement(f"{_MUTED} {_DOWN}")
_MUTED_UP = Statement(f"{_MUTED} {_UP}")
_RECOMMENDED = f"""
    SELECT id, account_id
      FROM recommendations
     WHERE person_id = %(owner_id)s AND {_BETWEEN}
"""
_RECOMMENDED_DOWN = Statement(f"{_RECOMMENDED} {_DOWN}")
_RECOMMENDED_UP = Statement(f"{_RECOMMENDED} {_UP}")

_BY_IDS = Statement(f"""
    SELECT {Account.columns()}
      FROM accounts
     WHERE id = ANY (%(ids)s::bigint[])
       AND gone_at IS NULL
""")
_WAITING = Statement(f"""
    SELECT {Account.columns("accounts")}
      FROM accounts
      JOIN members ON members.account_id = accounts.id
     WHERE accounts.id = ANY (%(ids)s::bigint[])
       AND members.approved_at IS NULL
       AND members.leaves_at IS NULL
""")
# `strpos`, because LIKE would take % and _ in a name for wildcards.
_NAMED = Statement(f"""
    SELECT {Account.columns()}
      FROM accounts
     WHERE id = ANY (%(ids)s::bigint[])
       AND gone_at IS NULL
       AND (strpos(lower(name), lower(%(words)s)) > 0 OR strpos(lower(handle), lower(%(words)s)) > 0)
       AND (lower(name), id) > (
               COALESCE((SELECT lower(last.name) FROM accounts AS last WHERE last.id = %(after)s), ''),
               %(after)s
           )
     ORDER BY lower(name), id
     LIMIT %(limit)s
""")
# Whoever waits for approval has an account already, and is nobody to find yet.
_TO_FIND = Statement(f"""
    SELECT {Account.columns()}
      FROM accounts
     WHERE id < %(below)s
       AND domain IS NULL
       AND discoverable
       AND gone_at IS NULL
       AND id <> ALL (%(not_these)s::bigint[])
       AND (kind = 'person' OR %(words)s <> '')
       AND (remembered_at IS NULL OR %(words)s <> '')
       AND (strpos(lower(name), lower(%(words)s)) > 0 OR strpos(lower(handle), lower(%(words)s)) > 0)
       AND EXISTS (SELECT FROM members WHERE members.account_id = accounts.id AND members.approved_at IS NOT NULL)
     ORDER BY id DESC
     LIMIT %(limit)s
""")


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody stands in a list."""

    id: Id
    account_id: Id


@dataclass(frozen=True, kw_only=True, eq=False)
class ListOf:
    """One kind of list under its owner: its places, downwards and upwards."""

    down: Statement
    up: Statement


FOLLOWING = ListOf(down=_FOLLOWING_DOWN, up=_FOLLOWING_UP)
ASKED = ListOf(down=_ASKED_DOWN, up=_ASKED_UP)
FOLLOWERS = ListOf(down=_FOLLOWERS_DOWN, up=_FOLLOWERS_UP)
REQUESTS = ListOf(down=_REQUESTS_DOWN, up=_REQUESTS_UP)
BLOCKED = ListOf(down=_BLOCKED_DOWN, up=_BLOCKED_UP)
MUTED = ListOf(down=_MUTED_DOWN, up=_MUTED_UP)
RECOMMENDED = ListOf(down=_RECOMMENDED_DOWN, up=_RECOMMENDED_UP)


async def people_in(db: Db, viewer: Viewer, kind: ListOf, owner_id: Id, paging: Paging) -> Slice[Listed]:
    """List the people in one of somebody's lists, those who came into it last first."""
    places = await read_slice(db, _Place, paging, down=kind.down, up=kind.up, place=attrgetter("id"), owner_id=owner_id)
    wanted = _seen(viewer, kind, [place.account_id for place in places.items])
    accounts = {account.id: account for account in await present_accounts(db, wanted)}
    items = [
        Listed(id=place.id, account=accounts[place.account_id])
        for place in places.items
        if place.account_id in accounts
    ]
    return Slice(items=items, older_than=places.older_than)


async def named_in(db: Db, viewer: Viewer, kind: ListOf, words: str, paging: Paging) -> Slice[Listed]:
    """Search one of the viewer's own lists by name or handle, in the order of names.

    `max_id` is the account after which to read on; the places given are ids of accounts too.
    """
    places = await db.all(kind.down, _Place, owner_id=viewer.id, below=Id(ID_MAX), above=Id(0), limit=SEARCHED_MAX)
    wanted = _seen(viewer, kind, [place.account_id for place in places])
    found = await named_among(db, wanted, words, after=paging.max_id or Id(0), limit=paging.limit + 1)
    return _slice_of(found, paging.limit)


async def named_among(db: Db, ids: Iterable[Id], words: str, *, after: Id, limit: int) -> list[Account]:
    """List those of these people who are called like this, by name; `after` is the one to read on after."""
    return await db.all(_NAMED, Account, ids=list(ids), words=words, after=after, limit=limit)


async def people_to_find(
    db: Db, viewer: Viewer, paging: Paging, *, words: str = "", not_these: Iterable[Id] = ()
) -> Slice[Listed]:
    """List people of this server who may be found, newcomers first: nobody hidden, nobody of `not_these`.

    An organisation is found by its name, and suggested to nobody.
    """
    found = await db.all(
        _TO_FIND,
        Account,
        below=paging.below,
        words=words,
        not_these=[viewer.id, *viewer.hidden, *not_these],
        limit=paging.limit + 1,
    )
    return _slice_of(found, paging.limit)


async def present_accounts(db: Db, ids: Iterable[Id]) -> list[Account]:
    """Read those of these accounts that are there and not gone, in no promised order."""
    wanted = list(dict.fromkeys(ids))
    return await db.all(_BY_IDS, Account, ids=wanted) if wanted else []


async def waiting_accounts(db: Db, ids: Iterable[Id]) -> list[Account]:
    """Read those of these accounts that ask to come in: for owners, who decide it. Nobody else sees them yet."""
    wanted = list(dict.fromkeys(ids))
    return await db.all(_WAITING, Account, ids=wanted) if wanted else []


def _seen(viewer: Viewer, kind: ListOf, account_ids: Iterable[Id]) -> list[Id]:
    """Leave out whom the viewer shall not see, and mutes that have run out. One's own blocks are there to be seen."""
    hidden = frozenset() if kind is BLOCKED else frozenset(viewer.hidden)
    only = frozenset(viewer.muted) if kind is MUTED else None
    return [one for one in account_ids if one not in hidden and (only is None or one in only)]


def _slice_of(found: list[Account], limit: int) -> Slice[Listed]:
    items = [Listed(id=account.id, account=account) for account in found[:limit]]
    return Slice(items=items, older_than=items[-1].id if len(found) > limit else None)
