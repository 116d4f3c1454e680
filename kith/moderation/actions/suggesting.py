"""Whoever reported somebody is not reminded of them, nor they of who reported them."""

import msgspec

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.moderation import store
from kith.ties.model import SuggestPerson


class _AtOdds(msgspec.Struct, frozen=True):
    """With whom somebody has an open report between them, whoever made it."""

    owner_id: Id
    others: frozenset[Id]


async def check_no_report(work: Work, intent: SuggestPerson) -> None:
    """Raise `Refused` while a report between the two is open. Reads once, however many are asked about."""
    known: _AtOdds | None = work.memo.get(_AtOdds)
    if known is None or known.owner_id != intent.owner_id:
        known = _AtOdds(intent.owner_id, frozenset(await store.at_odds_with(work.db, intent.owner_id)))
        work.memo[_AtOdds] = known
    if intent.other_id in known.others:
        raise Refused(_("Not this person, for now."))
