"""Keeping the account of somebody who died in remembrance: an owner does it, asked by those who know; nobody is told.

What they said stays where it is and as it was for those who saw it. Nobody signs in, nothing goes out by itself, and
nobody is reminded of them who did not ask for it (docs/decisions/0042). An owner can take it back: all is as before.
"""

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.server import check_owner
from kith.people.store.remembering import remembered_ids, set_not_remembered, set_remembered
from kith.people.store.trustees import take_word_back

_KEY = "remembered"  # what caches depend on that know who is


async def remember(work: Work, account_id: Id) -> None:
    """Keep somebody's account in remembrance from now on, and end their ways in. Twice is no trouble.

    Raises `Refused` for whoever runs the server, and for an organisation.
    """
    await check_owner(work)
    member = await store.lock_member(work.db, account_id)
    if member.role != "member":
        raise Refused(_("They help to run this server. Make them a member first."))
    if (await store.get_account_even_gone(work.db, account_id)).kind != "person":
        raise Refused(_("This is an organisation. It can be closed by those who hold it."))
    if await set_remembered(work.db, account_id, work.now):
        await store.end_sessions(work.db, account_id)
        await store.end_tokens(work.db, account_id)
        _seen_anew(work, account_id)


async def remember_no_longer(work: Work, account_id: Id) -> None:
    """Take it back: it was a mistake. They sign in as before. Whoever is not kept so is no trouble."""
    await check_owner(work)
    await store.lock_member(work.db, account_id)
    if await set_not_remembered(work.db, account_id):
        await take_word_back(work.db, account_id)
        _seen_anew(work, account_id)


async def remembered(work: Work) -> frozenset[Id]:
    """Give the ids of all who are kept in remembrance: few, so they are kept at hand."""
    cache = work.house.cache
    kept = None if work.has_changed(_KEY) else cache.get(_KEY)
    if kept is not None:
        return frozenset(Id(int(one)) for one in kept.decode().split())
    epoch = cache.epoch()
    found = await remembered_ids(work.db)
    cache.put(_KEY, " ".join(map(str, found)).encode(), depends=[_KEY], since=epoch)
    return frozenset(found)


def _seen_anew(work: Work, account_id: Id) -> None:
    work.forget(_KEY, f"author:{account_id}", f"viewer:{account_id}")
